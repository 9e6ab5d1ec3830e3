//! The edges of a statement that can be dragged.

use crate::model::statement::Statement;

/// Radius of the handle on an edge, in points.
pub(super) const HANDLE_PT: f32 = 5.0;

/// An end of a statement, or of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    Start,
    End,
}

/// The statement with its first or last edge moved, where that leaves something of the span.
pub(super) fn with_edge(statement: &Statement, edge: Edge, byte: usize) -> Option<Statement> {
    let mut changed = statement.clone();
    match edge {
        Edge::Start => changed.spans.first_mut()?.start_byte = byte,
        Edge::End => changed.spans.last_mut()?.end_byte = byte,
    }
    let fits =
        changed.spans.iter().all(|s| !s.is_empty()) && changed.spans.is_sorted_by(|a, b| a.end_byte <= b.start_byte);
    (fits && changed.spans != statement.spans).then_some(changed)
}

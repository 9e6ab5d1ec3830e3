//! Agreement along a text: where the annotators agree, and how far.

use std::collections::{BTreeMap, BTreeSet};

use super::agreement::fields::{LabelField, StudyScope, layer_of};
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::model::span::Span;

/// Agreement along one text, piece by piece.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementStrip {
    pub document: DocumentId,
    pub length_byte: usize,
    /// The pieces in text order, without stretches where nobody marked anything.
    pub pieces: Vec<AgreementPiece>,
}

/// A stretch that the same statements cover from its start to its end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AgreementPiece {
    pub span: Span,
    /// How many of the annotators who did the text marked something here.
    pub marked: usize,
    pub done: usize,
    /// The share of pairs of annotators who have the same labels here, 0 to 1.
    pub agree: f64,
}

impl AgreementStrip {
    /// The share of pairs that agree within a stretch, weighted by length. `None` if nothing is marked in it.
    pub fn agreement(&self, from_byte: usize, to_byte: usize) -> Option<f64> {
        let first = self.pieces.partition_point(|piece| piece.span.end_byte <= from_byte);
        let within = self.pieces.iter().skip(first).take_while(|piece| piece.span.start_byte < to_byte);
        let (mut length, mut agree) = (0.0, 0.0);
        for piece in within {
            let shared = piece.span.end_byte.min(to_byte) - piece.span.start_byte.max(from_byte);
            length += shared as f64;
            agree += shared as f64 * piece.agree;
        }
        (length > 0.0).then(|| agree / length)
    }
}

/// The strips of the documents that at least two of the annotators did. Without labels, only the places are compared.
pub fn strips(project: &Project, field: &LabelField, scope: &StudyScope, labelled: bool) -> Vec<AgreementStrip> {
    let (annotators, test) = (scope.annotators(project), scope.test(project));
    let mut found = Vec::new();
    for document in project.documents.values().filter(|document| scope.has_document(&document.id)) {
        let of = |annotator| layer_of(project, &document.id, annotator);
        let layers: Vec<_> = annotators.iter().filter_map(of).collect();
        if layers.len() < 2 {
            continue;
        }
        // For each place, the annotators whose statements begin or end there, with the label.
        let mut steps: BTreeMap<usize, Vec<(usize, String, bool)>> = BTreeMap::new();
        for (annotator, layer) in layers.iter().enumerate() {
            for statement in layer.statements().filter(|statement| test.has(statement)) {
                if labelled && !field.concerns(project, statement) {
                    continue;
                }
                let label = if labelled { field.label(statement) } else { String::new() };
                for span in &statement.spans {
                    steps.entry(span.start_byte).or_default().push((annotator, label.clone(), true));
                    steps.entry(span.end_byte).or_default().push((annotator, label.clone(), false));
                }
            }
        }
        let mut open: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); layers.len()];
        let mut pieces: Vec<AgreementPiece> = Vec::new();
        let mut from = 0;
        for (at, changes) in steps {
            let marked = open.iter().filter(|labels| !labels.is_empty()).count();
            if marked > 0 && at > from {
                let agree = pairs_alike(&open);
                pieces.push(AgreementPiece { span: Span::new(from, at), marked, done: layers.len(), agree });
            }
            for (annotator, label, begins) in changes {
                let Some(labels) = open.get_mut(annotator) else { continue };
                let count = labels.entry(label.clone()).or_default();
                *count = if begins { *count + 1 } else { count.saturating_sub(1) };
                if *count == 0 {
                    labels.remove(&label);
                }
            }
            from = at;
        }
        found.push(AgreementStrip { document: document.id.clone(), length_byte: document.content.len_bytes(), pieces });
    }
    found
}

/// The share of pairs with the same set of labels.
fn pairs_alike(open: &[BTreeMap<String, usize>]) -> f64 {
    let sets: Vec<BTreeSet<&str>> = open.iter().map(|labels| labels.keys().map(String::as_str).collect()).collect();
    let (mut alike, mut pairs) = (0.0, 0.0);
    for (index, first) in sets.iter().enumerate() {
        for second in sets.iter().skip(index + 1) {
            pairs += 1.0;
            alike += f64::from(u8::from(first == second));
        }
    }
    alike / pairs
}

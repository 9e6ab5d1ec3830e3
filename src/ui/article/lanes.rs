//! Which line under the text is whose, where statements overlap.
//!
//! A statement takes the lowest lane that no statement before it in text order has at the place where it starts. So its
//! lane follows from the statements it lies on, and from nothing else in the layer; two that overlap never share one.

use std::collections::HashMap;

use crate::model::id::StatementId;
use crate::model::layer::Layer;
use crate::model::statement::Statement;

/// How many lines there are under a line of text; what has no place is counted.
pub const LANES: usize = 4;
/// How long a chain of statements, each on the one before, is followed back.
const LONGEST_CHAIN: usize = 1024;

/// The lanes found so far, for one revision of a layer.
#[derive(Debug, Default)]
pub struct Lanes {
    key: String,
    known: HashMap<StatementId, usize>,
}

impl Lanes {
    /// Forgets what was found in another layer or revision.
    pub(crate) fn follow(&mut self, key: String) {
        if self.key != key {
            self.key = key;
            self.known.clear();
        }
    }

    /// The lane of a statement; [`LANES`] if there is none left for it.
    pub fn lane(&mut self, layer: &Layer, statement: &Statement) -> usize {
        let mut open: Vec<&Statement> = match layer.statement(statement.id) {
            Some(own) => vec![own],
            None => return LANES,
        };
        while let Some(top) = open.last().copied() {
            let mut taken = [false; LANES];
            let mut unknown = None;
            let at = top.hull().start_byte;
            layer.visit_spanning(at..at + 1, |other| {
                if other.id == top.id {
                    return false;
                }
                match self.known.get(&other.id) {
                    Some(lane) => {
                        if let Some(taken) = taken.get_mut(*lane) {
                            *taken = true;
                        }
                    }
                    None => unknown = Some(other),
                }
                unknown.is_none() && taken.contains(&false)
            });
            match unknown {
                Some(other) if open.len() < LONGEST_CHAIN => open.push(other),
                _ => {
                    let lane = taken.iter().position(|taken| !taken).unwrap_or(LANES);
                    self.known.insert(top.id, lane);
                    open.pop();
                }
            }
        }
        self.known.get(&statement.id).copied().unwrap_or(LANES)
    }
}

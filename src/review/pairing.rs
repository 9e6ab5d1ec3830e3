//! Pairings of two annotators' statements, matched or alone: the passages behind every figure of agreement. The confusion
//! matrix is counted from them.

use std::collections::{BTreeMap, BTreeSet};

use super::agreement::fields::{LabelField, PartTest, StudyScope, layer_of};
use super::comparison::pairs;
use crate::model::id::{AnnotatorId, DocumentId, StatementId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::Statement;

/// The statements of two annotators at one place of a text; at least one of them has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairing {
    pub document: DocumentId,
    /// The annotators by their index in the scope, the smaller first.
    pub annotators: (usize, usize),
    pub statements: (Option<StatementId>, Option<StatementId>),
    /// From the first byte that any of them covers to the last.
    pub hull: Span,
}

impl Pairing {
    /// The statements themselves; `annotators` are those of the scope.
    pub(crate) fn both<'p>(
        &self,
        project: &'p Project,
        annotators: &[AnnotatorId],
    ) -> (Option<&'p Statement>, Option<&'p Statement>) {
        let of = |annotator: usize, id: Option<StatementId>| {
            project.layer(&self.document, annotators.get(annotator)?)?.statement(id?)
        };
        (of(self.annotators.0, self.statements.0), of(self.annotators.1, self.statements.1))
    }
}

/// All pairings of a scope: by document, then by pair of annotators, then in text order. Statements are matched as in
/// review, before the scope filters them.
pub fn pairings(project: &Project, scope: &StudyScope) -> Vec<Pairing> {
    let (annotators, test) = (scope.annotators(project), scope.test(project));
    let mut found = Vec::new();
    for document in project.documents.keys().filter(|id| scope.has_document(id)) {
        for first in 0..annotators.len() {
            for second in first + 1..annotators.len() {
                let layer = |index: usize| layer_of(project, document, annotators.get(index)?);
                if let (Some(a), Some(b)) = (layer(first), layer(second)) {
                    let mut own = pairings_of(document, (first, second), (a, b), &test);
                    own.sort_by_key(|pairing| (pairing.hull, pairing.statements));
                    found.extend(own);
                }
            }
        }
    }
    found
}

fn pairings_of(
    document: &DocumentId,
    annotators: (usize, usize),
    (a, b): (&Layer, &Layer),
    test: &PartTest,
) -> Vec<Pairing> {
    let matched = pairs(a, b);
    let (met_a, met_b): (BTreeSet<StatementId>, BTreeSet<StatementId>) = matched.iter().copied().unzip();
    let both = matched.into_iter().map(|(left, right)| (Some(left), Some(right)));
    let alone_a = a.statements().map(|s| s.id).filter(|id| !met_a.contains(id)).map(|id| (Some(id), None));
    let alone_b = b.statements().map(|s| s.id).filter(|id| !met_b.contains(id)).map(|id| (None, Some(id)));
    let pairing = |statements: (Option<StatementId>, Option<StatementId>)| {
        let (left, right) = (statements.0.and_then(|id| a.statement(id)), statements.1.and_then(|id| b.statement(id)));
        let members = || left.iter().chain(&right);
        // If the scope covers only some statements, a pair counts if either of the two is in it.
        if !members().any(|statement| test.has(statement)) {
            return None;
        }
        let hull = Span::new(
            members().map(|statement| statement.hull().start_byte).min()?,
            members().map(|statement| statement.hull().end_byte).max()?,
        );
        Some(Pairing { document: document.clone(), annotators, statements, hull })
    };
    both.chain(alone_a).chain(alone_b).filter_map(pairing).collect()
}

/// A confusion matrix over pairings. “Nothing” is a label of its own, the last one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    /// The annotators of the rows and of the columns. `None` if all pairs of annotators are combined; then each pairing
    /// counts in both cells that it belongs to, so that the matrix is symmetric.
    pub pair: Option<(usize, usize)>,
    /// The labels, the most frequent first.
    pub labels: Vec<String>,
    /// The pairings of each row and column, by index. “Nothing” with “nothing” is never counted.
    cells: BTreeMap<(usize, usize), Vec<usize>>,
}

impl Confusion {
    /// Counts the pairings by this property.
    pub fn of(
        project: &Project,
        annotators: &[AnnotatorId],
        field: &LabelField,
        pairings: &[Pairing],
        pair: Option<(usize, usize)>,
    ) -> Self {
        let mut rows: Vec<(usize, Option<String>, Option<String>)> = Vec::new();
        let mut frequency: BTreeMap<String, usize> = BTreeMap::new();
        for (index, pairing) in pairings.iter().enumerate() {
            let (low, high) = pair.map_or(pairing.annotators, |(a, b)| (a.min(b), a.max(b)));
            if pairing.annotators != (low, high) {
                continue;
            }
            let (left, right) = pairing.both(project, annotators);
            if !left.iter().chain(&right).any(|statement| field.concerns(project, statement)) {
                continue;
            }
            let (left, right) = (left.map(|s| field.label(s)), right.map(|s| field.label(s)));
            for label in left.iter().chain(&right) {
                *frequency.entry(label.clone()).or_default() += 1;
            }
            let turned = pair.is_some_and(|(a, b)| a > b);
            rows.push(if turned { (index, right, left) } else { (index, left, right) });
        }
        let mut labels: Vec<String> = frequency.keys().cloned().collect();
        labels.sort_by_key(|label| (std::cmp::Reverse(frequency.get(label).copied()), label.clone()));
        let place = |label: &Option<String>| {
            label.as_ref().and_then(|label| labels.iter().position(|own| own == label)).unwrap_or(labels.len())
        };
        let mut cells: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (index, left, right) in &rows {
            let (row, column) = (place(left), place(right));
            cells.entry((row, column)).or_default().push(*index);
            if pair.is_none() && row != column {
                cells.entry((column, row)).or_default().push(*index);
            }
        }
        Self { pair, labels, cells }
    }

    /// The number of rows and of columns: the labels and “nothing”.
    pub fn size(&self) -> usize {
        self.labels.len() + 1
    }

    /// The index of “nothing”.
    pub fn nothing(&self) -> usize {
        self.labels.len()
    }

    /// The pairings of a cell.
    pub fn cell(&self, row: usize, column: usize) -> &[usize] {
        self.cells.get(&(row, column)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The largest count.
    pub(crate) fn most(&self) -> usize {
        self.cells.values().map(Vec::len).max().unwrap_or_default()
    }
}

//! All that one annotator tagged in one document.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::id::{RelationId, StatementId};
use super::statement::{Relation, Statement};

/// Statements in text order (where they start, longer before shorter, then by id) and the relations among them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Layer {
    statements: BTreeMap<StatementId, Statement>,
    order: BTreeSet<(usize, Reverse<usize>, StatementId)>,
    relations: BTreeMap<RelationId, Relation>,
}

impl Layer {
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    pub fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.relations.is_empty()
    }

    pub fn statement(&self, id: StatementId) -> Option<&Statement> {
        self.statements.get(&id)
    }

    /// The statements in text order.
    pub fn statements(&self) -> impl DoubleEndedIterator<Item = &Statement> {
        self.order.iter().filter_map(|(_, _, id)| self.statements.get(id))
    }

    pub fn relations(&self) -> impl Iterator<Item = &Relation> {
        self.relations.values()
    }

    pub fn relation(&self, id: RelationId) -> Option<&Relation> {
        self.relations.get(&id)
    }

    /// Puts a statement in, in place of the one with the same id, which is returned.
    pub fn put(&mut self, statement: Statement) -> Option<Statement> {
        let old = self.take(statement.id);
        self.order.insert(position(&statement));
        self.statements.insert(statement.id, statement);
        old
    }

    pub fn take(&mut self, id: StatementId) -> Option<Statement> {
        let old = self.statements.remove(&id)?;
        self.order.remove(&position(&old));
        Some(old)
    }

    pub fn put_relation(&mut self, relation: Relation) -> Option<Relation> {
        self.relations.insert(relation.id, relation)
    }

    pub fn take_relation(&mut self, id: RelationId) -> Option<Relation> {
        self.relations.remove(&id)
    }
}

fn position(statement: &Statement) -> (usize, Reverse<usize>, StatementId) {
    let hull = statement.hull();
    (hull.start_byte, Reverse(hull.end_byte), statement.id)
}

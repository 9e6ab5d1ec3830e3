//! How a layer changed between two states, statement by statement.

use super::id::StatementId;
use super::layer::Layer;
use super::statement::Statement;
use super::statement_field::StatementField;

/// The differences between two states of a layer, each list in text order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LayerDifference {
    /// Only in the later one.
    pub added: Vec<StatementId>,
    /// Only in the earlier one.
    pub removed: Vec<StatementId>,
    /// In both, but not the same.
    pub changed: Vec<StatementId>,
    /// How many relations were added, removed or changed.
    pub relations: usize,
}

impl LayerDifference {
    /// From one state of a layer to a later one.
    pub(crate) fn between(then: &Layer, now: &Layer) -> Self {
        let ids = |layer: &Layer, wanted: &dyn Fn(&Statement) -> bool| {
            layer.statements().filter(|statement| wanted(statement)).map(|statement| statement.id).collect()
        };
        let is_changed =
            |s: &Statement| then.statement(s.id).is_some_and(|old| !StatementField::differing(old, s).is_empty());
        let relations = now.relations().filter(|r| then.relation(r.id) != Some(r)).count()
            + then.relations().filter(|r| now.relation(r.id).is_none()).count();
        Self {
            added: ids(now, &|s| then.statement(s.id).is_none()),
            removed: ids(then, &|s| now.statement(s.id).is_none()),
            changed: ids(now, &is_changed),
            relations,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty() && self.relations == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::KindId;
    use crate::model::span::Span;

    #[test]
    fn each_statement_is_in_one_list_at_most() {
        let make = |start: usize| {
            Statement::new(
                KindId::new("claim").unwrap(),
                vec![Span::new(start, start + 2)],
                jiff::Timestamp::UNIX_EPOCH,
            )
        };
        let (stays, goes, changes, comes) = (make(0), make(2), make(4), make(6));
        let (mut then, mut now) = (Layer::default(), Layer::default());
        for statement in [&stays, &goes, &changes] {
            then.put(statement.clone());
        }
        let after = Statement { note: "x".into(), spans: vec![Span::new(4, 9)], ..changes.clone() };
        // A new modification time alone is not a difference.
        let touched = Statement { modified: jiff::Timestamp::MAX, ..stays.clone() };
        for statement in [&touched, &after, &comes] {
            now.put(statement.clone());
        }
        let difference = LayerDifference::between(&then, &now);
        assert_eq!(difference.added, [comes.id]);
        assert_eq!(difference.removed, [goes.id]);
        assert_eq!(difference.changed, [changes.id]);
        assert_eq!(StatementField::differing(&changes, &after), [StatementField::Words, StatementField::Note]);
        assert!(LayerDifference::between(&then, &then).is_empty());
    }
}

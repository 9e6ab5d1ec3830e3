//! What several statements have in common, and what is written for all of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::id::{DocumentId, KindId, PartyId, StatementId, TopicId};
use crate::model::statement::{Quotation, Stance, Statement};

/// What the statements have in common, as long as neither they nor the choice change.
#[derive(Debug, Default)]
pub(super) struct Several {
    pub(super) of: Option<(DocumentId, u64, Arc<BTreeSet<StatementId>>)>,
    pub(super) common: Option<Common>,
    pub(super) note: NoteDraft,
}

/// A note that is being written for all.
#[derive(Debug, Default)]
pub(super) struct NoteDraft {
    /// The note that all had when the writing began.
    pub(super) shared: Option<String>,
    pub(super) text: String,
}

/// A value that all have, or `None` where they differ.
pub(super) type Shared<T> = Option<T>;

/// The values of several statements.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Common {
    pub(super) count: usize,
    pub(super) kind: Shared<KindId>,
    pub(super) reporter: Shared<Option<PartyId>>,
    pub(super) speaker: Shared<Option<PartyId>>,
    /// Those that every statement has, in the order of the first.
    pub(super) addressees: Vec<PartyId>,
    /// Whether some have others besides.
    pub(super) has_other_addressees: bool,
    pub(super) topic: Shared<Option<TopicId>>,
    pub(super) stance: Shared<Option<Stance>>,
    pub(super) quotation: Shared<Option<Quotation>>,
    pub(super) note: Shared<String>,
}

impl Common {
    /// `None` if there are no statements.
    pub(super) fn of<'s>(mut statements: impl Iterator<Item = &'s Statement>) -> Option<Self> {
        let first = statements.next()?;
        let mut common = Self {
            count: 1,
            kind: Some(first.kind.clone()),
            reporter: Some(reporter(first).cloned()),
            speaker: Some(first.speaker().cloned()),
            addressees: first.addressees.clone(),
            has_other_addressees: false,
            topic: Some(first.topic.clone()),
            stance: Some(first.stance),
            quotation: Some(first.quotation),
            note: Some(first.note.clone()),
        };
        for other in statements {
            common.count += 1;
            keep(&mut common.kind, &other.kind);
            keep_option(&mut common.reporter, reporter(other));
            keep_option(&mut common.speaker, other.speaker());
            keep_option(&mut common.topic, other.topic.as_ref());
            keep(&mut common.stance, &other.stance);
            keep(&mut common.quotation, &other.quotation);
            keep(&mut common.note, &other.note);
            let before = common.addressees.len();
            common.addressees.retain(|party| other.addressees.contains(party));
            common.has_other_addressees |= common.addressees.len() < before.max(other.addressees.len());
        }
        Some(common)
    }
}

/// The outermost link of a chain of several.
fn reporter(statement: &Statement) -> Option<&PartyId> {
    statement.chain.first().filter(|_| statement.chain.len() > 1).map(|link| &link.party)
}

fn keep<T: PartialEq>(shared: &mut Shared<T>, other: &T) {
    if shared.as_ref().is_some_and(|known| known != other) {
        *shared = None;
    }
}

fn keep_option<T: PartialEq>(shared: &mut Shared<Option<T>>, other: Option<&T>) {
    if shared.as_ref().is_some_and(|known| known.as_ref() != other) {
        *shared = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::span::Span;
    use crate::model::statement::Link;

    fn statement(kind: &str, chain: &[&str], addressees: &[&str]) -> Statement {
        let id = |name: &&str| PartyId::new(*name).unwrap();
        let mut made = Statement::new(KindId::new(kind).unwrap(), vec![Span::new(0, 1)], jiff::Timestamp::UNIX_EPOCH);
        made.chain = chain.iter().map(|name| Link { party: id(name), cue: None, mention: None }).collect();
        made.addressees = addressees.iter().map(id).collect();
        made
    }

    #[test]
    fn what_all_have_is_told_and_where_they_differ_nothing_is() {
        let id = |name: &str| PartyId::new(name).unwrap();
        let a = statement("claim", &["kremlin", "biden"], &["us", "nato"]);
        let b = statement("claim", &["biden"], &["nato"]);
        assert_eq!(Common::of(std::iter::empty()), None);
        let common = Common::of([&a, &b].into_iter()).unwrap();
        assert_eq!((common.count, common.kind), (2, KindId::new("claim").ok()));
        assert_eq!((common.speaker, common.reporter), (Some(Some(id("biden"))), None));
        assert_eq!((common.addressees, common.has_other_addressees), (vec![id("nato")], true));
        assert_eq!((common.topic, common.note), (Some(None), Some(String::new())));
        let c = Statement { note: "see above".into(), ..statement("warning", &[], &["nato"]) };
        let common = Common::of([&b, &c].into_iter()).unwrap();
        assert_eq!((common.kind, common.speaker, common.note), (None, None, None));
        assert_eq!((common.addressees, common.has_other_addressees), (vec![id("nato")], false));
        // What differs once stays so, whatever follows.
        let common = Common::of([&b, &c, &b].into_iter()).unwrap();
        assert_eq!(common.kind, None);
    }
}

//! Everything that one annotator tagged in one document.
//!
//! Indexes for what the window asks in every frame (which statements overlap a stretch, which one comes next, how many name
//! a party) are updated with every change, so that queries and changes cost no more in a large layer than in a small one.
//! Clones share what they have in common, so cloning costs next to nothing.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::codebook::{Codebook, CodebookItem, CodebookList};
use super::document_tags::DocumentTags;
use super::id::{KindId, PartyId, RelationId, RelationKindId, StatementId, TopicId};
use super::span::Span;
use super::statement::{Attribute, Relation, Stance, Statement};
use super::tree::{Key, Tree};
use super::work::{LayerProgress, LayerState};

/// Statements in text order (where they start, longer before shorter, then by id) and the relations among them.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    statements: Tree<StatementId, Arc<Statement>>,
    order: Tree<Position, Arc<Statement>>,
    relations: Tree<RelationId, Arc<Relation>>,
    /// Each relation twice: under both its statements.
    ends: Tree<(StatementId, RelationId), ()>,
    uses: Arc<Uses>,
    /// The progress that the annotator recorded.
    progress: Option<LayerProgress>,
    /// What is recorded of the document as a whole.
    tags: Option<Arc<DocumentTags>>,
}

/// How many statements (or relations) of a layer name each part of the project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Uses {
    pub parties: BTreeMap<PartyId, usize>,
    pub kinds: BTreeMap<KindId, usize>,
    pub topics: BTreeMap<TopicId, usize>,
    pub relation_kinds: BTreeMap<RelationKindId, usize>,
    pub stances: BTreeMap<Stance, usize>,
    /// By the name under which statements, relations and the document hold the values.
    pub attributes: BTreeMap<String, usize>,
}

type Position = (usize, Reverse<usize>, StatementId);

impl Key for StatementId {}
impl Key for RelationId {}
impl Key for (StatementId, RelationId) {}
impl Key for Position {
    fn stretch_byte(&self) -> Range<usize> {
        self.0..self.1.0
    }
}

impl Layer {
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    /// Whether it has no statements, no relations and nothing of the document as a whole; it may still be marked as done.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.relations.is_empty() && self.tags.is_none()
    }

    /// What is recorded of the document as a whole.
    pub fn tags(&self) -> Option<&DocumentTags> {
        self.tags.as_deref()
    }

    /// The shared [`Self::tags`].
    pub(crate) const fn shared_tags(&self) -> Option<&Arc<DocumentTags>> {
        self.tags.as_ref()
    }

    /// Records something of the document as a whole and returns what was recorded before. What is empty is none.
    pub fn set_tags(&mut self, tags: Option<DocumentTags>) -> Option<Arc<DocumentTags>> {
        let new = tags.filter(|tags| !tags.is_empty());
        let uses = Arc::make_mut(&mut self.uses);
        let old = std::mem::replace(&mut self.tags, new.map(Arc::new));
        for (tags, more) in [(&old, false), (&self.tags, true)] {
            uses.count_values(tags.as_deref().map_or(&[], |tags| tags.attributes.as_slice()), more);
        }
        old
    }

    /// Whether it counts as an annotation: it has statements, or it has none and is not marked as unfinished.
    pub(crate) fn counts(&self) -> bool {
        !self.is_empty() || self.progress.is_none_or(|progress| progress.state == LayerState::Done)
    }

    /// The progress that the annotator recorded.
    pub fn progress(&self) -> Option<&LayerProgress> {
        self.progress.as_ref()
    }

    /// The recorded state, or else whether it contains anything.
    pub fn state(&self) -> LayerState {
        let told = if self.is_empty() { LayerState::Open } else { LayerState::InProgress };
        self.progress.map_or(told, |progress| progress.state)
    }

    /// Records the annotator's progress and returns the previous record.
    pub fn set_progress(&mut self, progress: Option<LayerProgress>) -> Option<LayerProgress> {
        std::mem::replace(&mut self.progress, progress)
    }

    pub fn statement(&self, id: StatementId) -> Option<&Statement> {
        self.statements.get(&id).map(|statement| &**statement)
    }

    /// A shared statement. While it is held, only an unchanged statement is the same `Arc`.
    pub(crate) fn shared(&self, id: StatementId) -> Option<&Arc<Statement>> {
        self.statements.get(&id)
    }

    /// The statements in text order.
    pub fn statements(&self) -> impl DoubleEndedIterator<Item = &Statement> {
        self.order.iter().map(|(_, statement)| &**statement)
    }

    /// The shared statements in text order, starting at this place. While one is held, only an unchanged statement is the
    /// same `Arc`.
    pub(crate) fn shared_from(&self, index: usize) -> impl Iterator<Item = &Arc<Statement>> {
        self.order.iter_from(index).map(|(_, statement)| statement)
    }

    /// The statements whose content shares at least one byte with this range, in text order.
    pub fn overlapping(&self, range_byte: Range<usize>) -> Vec<&Statement> {
        let asked = Span::from(range_byte);
        let mut met = self.spanning(asked.range());
        met.retain(|statement| statement.spans.iter().any(|span| span.overlaps(asked)));
        met
    }

    /// The statements whose hull (with the gaps of discontinuous ones) shares at least one byte with this range, in text order.
    pub(crate) fn spanning(&self, range_byte: Range<usize>) -> Vec<&Statement> {
        let mut met = Vec::new();
        self.visit_spanning(range_byte, |statement| {
            met.push(statement);
            true
        });
        met
    }

    /// Calls `found` with each of [`Self::spanning`] until it returns false.
    pub(crate) fn visit_spanning<'l>(&'l self, range_byte: Range<usize>, mut found: impl FnMut(&'l Statement) -> bool) {
        self.order.overlapping(range_byte, |_, statement| found(statement));
    }

    /// The place of a statement in text order.
    pub(crate) fn place(&self, id: StatementId) -> Option<usize> {
        self.statement(id).map(|statement| self.order.rank(&position(statement)))
    }

    /// The statement at this place in text order.
    pub fn nth(&self, index: usize) -> Option<&Statement> {
        self.order.nth(index).map(|(_, statement)| &**statement)
    }

    pub fn relations(&self) -> impl Iterator<Item = &Relation> {
        self.relations.iter().map(|(_, relation)| &**relation)
    }

    pub fn relation(&self, id: RelationId) -> Option<&Relation> {
        self.relations.get(&id).map(|relation| &**relation)
    }

    /// A shared relation.
    pub(crate) fn shared_relation(&self, id: RelationId) -> Option<&Arc<Relation>> {
        self.relations.get(&id)
    }

    /// The relations from and to a statement, in the order of their ids.
    pub fn relations_of(&self, id: StatementId) -> impl Iterator<Item = &Relation> {
        let first = self.ends.rank(&(id, RelationId::MIN));
        let own = self.ends.iter_from(first).take_while(move |((end, _), ())| *end == id);
        own.filter_map(|((_, relation), ())| self.relation(*relation))
    }

    /// Whether anything has a value under this name.
    pub(crate) fn has_attribute(&self, name: &str) -> bool {
        self.uses.attributes.contains_key(name)
    }

    /// The names under which there are values, with how many statements, relations and documents have them.
    pub(crate) fn attribute_counts(&self) -> impl Iterator<Item = (&String, usize)> {
        self.uses.attributes.iter().map(|(name, count)| (name, *count))
    }

    /// How often statements and relations name each part of the project.
    pub(crate) fn uses(&self) -> &Uses {
        &self.uses
    }

    /// Inserts a statement and returns the one with the same id that it replaces.
    pub fn put(&mut self, mut statement: Statement) -> Option<Statement> {
        let old = self.take(statement.id);
        statement.shrink();
        Arc::make_mut(&mut self.uses).count_statement(&statement, true);
        let statement = Arc::new(statement);
        self.order.insert(position(&statement), Arc::clone(&statement));
        self.statements.insert(statement.id, statement);
        old
    }

    pub fn take(&mut self, id: StatementId) -> Option<Statement> {
        let old = self.statements.remove(&id)?;
        self.order.remove(&position(&old));
        Arc::make_mut(&mut self.uses).count_statement(&old, false);
        Some(Arc::unwrap_or_clone(old))
    }

    pub fn put_relation(&mut self, relation: Relation) -> Option<Relation> {
        let old = self.take_relation(relation.id);
        let uses = Arc::make_mut(&mut self.uses);
        step(&mut uses.relation_kinds, &relation.kind, true);
        uses.count_values(&relation.attributes, true);
        for end in [relation.from, relation.to] {
            self.ends.insert((end, relation.id), ());
        }
        self.relations.insert(relation.id, Arc::new(relation));
        old
    }

    pub(crate) fn take_relation(&mut self, id: RelationId) -> Option<Relation> {
        let old = self.relations.remove(&id)?;
        for end in [old.from, old.to] {
            self.ends.remove(&(end, id));
        }
        let uses = Arc::make_mut(&mut self.uses);
        step(&mut uses.relation_kinds, &old.kind, false);
        uses.count_values(&old.attributes, false);
        Some(Arc::unwrap_or_clone(old))
    }
}

impl PartialEq for Layer {
    fn eq(&self, other: &Self) -> bool {
        // Everything else is derived from these.
        self.statements == other.statements
            && self.relations == other.relations
            && self.progress == other.progress
            && self.tags == other.tags
    }
}

impl Eq for Layer {}

impl Uses {
    /// The identifiers of a list of the codebook that are named.
    pub(crate) fn ids(&self, list: CodebookList) -> Vec<&str> {
        match list {
            CodebookList::Kinds => self.kinds.keys().map(KindId::as_str).collect(),
            CodebookList::Topics => self.topics.keys().map(TopicId::as_str).collect(),
            CodebookList::RelationKinds => self.relation_kinds.keys().map(RelationKindId::as_str).collect(),
            CodebookList::Attributes => self.attributes.keys().map(String::as_str).collect(),
            CodebookList::Stances => self.stances.keys().map(|stance| stance.as_str()).collect(),
        }
    }

    /// How many statements, or relations, have this entry.
    pub(crate) fn of(&self, list: CodebookList, id: &str) -> usize {
        let count = match list {
            CodebookList::Kinds => KindId::new(id).ok().and_then(|id| self.kinds.get(&id)),
            CodebookList::Topics => TopicId::new(id).ok().and_then(|id| self.topics.get(&id)),
            CodebookList::RelationKinds => RelationKindId::new(id).ok().and_then(|id| self.relation_kinds.get(&id)),
            CodebookList::Attributes => self.attributes.get(id),
            CodebookList::Stances => Stance::parse(id).and_then(|stance| self.stances.get(&stance)),
        };
        count.copied().unwrap_or_default()
    }

    /// The entries of a codebook that are named, list by list.
    pub(crate) fn items(&self, codebook: &Codebook) -> Vec<CodebookItem> {
        let used = |list| {
            let ids: BTreeSet<&str> = self.ids(list).into_iter().collect();
            codebook.items_of(list).into_iter().filter(move |item| ids.contains(item.id()) && codebook.keeps(item))
        };
        CodebookList::ALL.into_iter().flat_map(used).collect()
    }

    fn count_statement(&mut self, statement: &Statement, more: bool) {
        step(&mut self.kinds, &statement.kind, more);
        if let Some(topic) = &statement.topic {
            step(&mut self.topics, topic, more);
        }
        if let Some(stance) = &statement.stance {
            step(&mut self.stances, stance, more);
        }
        self.count_values(&statement.attributes, more);
        let named = || statement.chain.iter().map(|link| &link.party).chain(&statement.addressees);
        for (index, party) in named().enumerate() {
            // A statement that names a party twice counts once.
            if !named().take(index).any(|before| before == party) {
                step(&mut self.parties, party, more);
            }
        }
    }

    /// Each name once.
    fn count_values(&mut self, attributes: &[Attribute], more: bool) {
        for (index, attribute) in attributes.iter().enumerate() {
            if !attributes.iter().take(index).any(|before| before.name == attribute.name) {
                step(&mut self.attributes, &attribute.name, more);
            }
        }
    }
}

fn step<Id: Ord + Clone>(counts: &mut BTreeMap<Id, usize>, id: &Id, more: bool) {
    match counts.get_mut(id) {
        Some(count) if more => *count += 1,
        Some(1) => {
            counts.remove(id);
        }
        Some(count) => *count -= 1,
        None if more => {
            counts.insert(id.clone(), 1);
        }
        None => {}
    }
}

fn position(statement: &Statement) -> Position {
    let hull = statement.hull();
    (hull.start_byte, Reverse(hull.end_byte), statement.id)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::model::statement::Link;

    /// What happens to the layer, by the number of the statement.
    #[derive(Clone, Debug)]
    enum Step {
        Put { id: u8, spans: Vec<(usize, usize)>, party: u8, topic: Option<u8> },
        Take(u8),
        Relate { id: u8, from: u8, to: u8 },
        Part(u8),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let span = (0..200_usize, 1..60_usize);
        let put = (0..40_u8, proptest::collection::vec(span, 1..3), 0..4_u8, proptest::option::of(0..3_u8))
            .prop_map(|(id, spans, party, topic)| Step::Put { id, spans, party, topic });
        let step = prop_oneof![
            6 => put,
            2 => (0..40_u8).prop_map(Step::Take),
            2 => (0..20_u8, 0..40_u8, 0..40_u8).prop_map(|(id, from, to)| Step::Relate { id, from, to }),
            1 => (0..20_u8).prop_map(Step::Part),
        ];
        proptest::collection::vec(step, 0..120)
    }

    fn number(id: u8) -> uuid::Uuid {
        uuid::Uuid::from_u128(u128::from(id) + 1)
    }

    fn statement(id: u8, spans: &[(usize, usize)], party: u8, topic: Option<u8>) -> Statement {
        let mut at = 0;
        let spans = spans.iter().map(|(gap, length)| {
            let start = at + gap;
            at = start + length;
            Span::new(start, at)
        });
        let party = PartyId::new(format!("p{party}")).unwrap();
        Statement {
            id: StatementId::from_uuid(number(id)),
            chain: vec![Link { party: party.clone(), cue: None, mention: None }],
            addressees: vec![party],
            topic: topic.map(|topic| TopicId::new(format!("t{topic}")).unwrap()),
            ..Statement::new(KindId::new("claim").unwrap(), spans.collect(), Timestamp::UNIX_EPOCH)
        }
    }

    proptest! {
        #[test]
        fn what_the_layer_keeps_up_is_what_one_would_count(steps in steps(), from in 0..400_usize, length in 1..80_usize) {
            let mut layer = Layer::default();
            let mut plain: BTreeMap<StatementId, Statement> = BTreeMap::new();
            let mut plain_relations: BTreeMap<RelationId, Relation> = BTreeMap::new();
            for step in steps {
                match step {
                    Step::Put { id, spans, party, topic } => {
                        let new = statement(id, &spans, party, topic);
                        prop_assert_eq!(layer.put(new.clone()), plain.insert(new.id, new));
                    }
                    Step::Take(id) => {
                        let id = StatementId::from_uuid(number(id));
                        prop_assert_eq!(layer.take(id), plain.remove(&id));
                    }
                    Step::Relate { id, from, to } => {
                        let new = Relation {
                            id: RelationId::from_uuid(number(id)),
                            kind: RelationKindId::new("supports").unwrap(),
                            from: StatementId::from_uuid(number(from)),
                            to: StatementId::from_uuid(number(to)),
                            note: String::new(),
                            attributes: Vec::new(),
                        };
                        prop_assert_eq!(layer.put_relation(new.clone()), plain_relations.insert(new.id, new));
                    }
                    Step::Part(id) => {
                        let id = RelationId::from_uuid(number(id));
                        prop_assert_eq!(layer.take_relation(id), plain_relations.remove(&id));
                    }
                }
            }
            let mut sorted: Vec<&Statement> = plain.values().collect();
            sorted.sort_by_key(|s| position(s));
            prop_assert!(layer.statements().eq(sorted.iter().copied()));
            let asked = Span::new(from, from + length);
            let meets = |s: &&&Statement| s.spans.iter().any(|span| span.overlaps(asked));
            prop_assert_eq!(layer.overlapping(asked.range()), sorted.iter().filter(meets).copied().collect::<Vec<_>>());
            let spans = |s: &&&Statement| s.hull().overlaps(asked);
            prop_assert_eq!(layer.spanning(asked.range()), sorted.iter().filter(spans).copied().collect::<Vec<_>>());
            for (index, statement) in sorted.iter().enumerate() {
                prop_assert_eq!(layer.place(statement.id), Some(index));
                prop_assert_eq!(layer.nth(index), Some(*statement));
                let own: Vec<_> =
                    plain_relations.values().filter(|r| r.from == statement.id || r.to == statement.id).collect();
                prop_assert_eq!(layer.relations_of(statement.id).collect::<Vec<_>>(), own);
            }
            for party in (0..4).map(|p| PartyId::new(format!("p{p}")).unwrap()) {
                let count = sorted.iter().filter(|s| s.uses(&party)).count();
                prop_assert_eq!(layer.uses().parties.get(&party).copied().unwrap_or_default(), count);
            }
            let topics: usize = layer.uses().topics.values().sum();
            prop_assert_eq!(topics, sorted.iter().filter(|s| s.topic.is_some()).count());
        }
    }
}

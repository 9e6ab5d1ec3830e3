//! The parties as a tree, and how many statements name each: in this article and in the project, alone and with its
//! members.
//!
//! Both follow the project: the tree is built anew when the parties change, and of the counts only those of a layer that a
//! change has touched, in parts of bounded size.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::ops::Bound;

use crate::edit::change::Touched;
use crate::edit::session::Session;
use crate::model::id::{AnnotatorId, DocumentId, PartyId};
use crate::model::members::places_named;
use crate::model::party::Parties;
use crate::model::project::Project;
use crate::model::statement::Statement;

/// How many statements, and how many layers, are counted at a time.
const STATEMENTS: usize = 4000;
const LAYERS: usize = 500;

/// A row of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TreeRow {
    /// The place in the list of parties.
    pub place: usize,
    pub depth: usize,
    pub has_members: bool,
}

/// In how many statements a party is named: alone, and with those that belong to it. No statement counts twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    pub alone: usize,
    pub with_members: usize,
}

/// The rows of the tree, without those under a party that is folded.
pub(super) fn rows(parties: &Parties, folded: &BTreeSet<PartyId>) -> Vec<TreeRow> {
    let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut tops = Vec::new();
    for (place, party) in parties.iter().enumerate() {
        match party.parent.as_ref().and_then(|parent| parties.place(parent)) {
            Some(parent) => members.entry(parent).or_default().push(place),
            None => tops.push(place),
        }
    }
    // A circle, which only a damaged file can have, begins at its first party.
    tops.extend(parties.circles());
    let (mut rows, mut seen) = (Vec::with_capacity(parties.len()), HashSet::new());
    let mut left: Vec<(usize, usize)> = tops.into_iter().rev().map(|place| (place, 0)).collect();
    while let Some((place, depth)) = left.pop() {
        if !seen.insert(place) {
            continue;
        }
        let own = members.get(&place).map(Vec::as_slice).unwrap_or_default();
        rows.push(TreeRow { place, depth, has_members: !own.is_empty() });
        let is_folded = parties.get(place).is_some_and(|party| folded.contains(&party.id));
        if !is_folded {
            left.extend(own.iter().rev().map(|member| (*member, depth + 1)));
        }
    }
    rows
}

/// The counts of one annotator's statements.
#[derive(Debug, Default)]
pub(super) struct PartyCounts {
    annotator: Option<AnnotatorId>,
    revision: u64,
    /// The parties that each party belongs to, itself first, by place.
    above: Vec<Vec<usize>>,
    layers: HashMap<DocumentId, Vec<(usize, Named)>>,
    totals: Vec<Named>,
    /// How far the first reading is: the last document that was read.
    reading: Option<Option<DocumentId>>,
    /// The layers to be counted again.
    waiting: VecDeque<DocumentId>,
    /// The layer that is being counted, how far, and what was found so far.
    counting: Option<(DocumentId, usize, HashMap<usize, Named>)>,
}

impl PartyCounts {
    /// The counts of the party at this place in an article, and in the whole project.
    pub(super) fn of(&self, place: usize, document: Option<&DocumentId>) -> (Named, Named) {
        let here = document.and_then(|document| self.layers.get(document));
        let here = here.and_then(|counts| {
            let at = counts.binary_search_by_key(&place, |(place, _)| *place).ok()?;
            counts.get(at).map(|(_, named)| *named)
        });
        (here.unwrap_or_default(), self.totals.get(place).copied().unwrap_or_default())
    }

    /// Takes in a part of what is new. Returns whether there is more.
    pub(super) fn follow(&mut self, session: &Session, document: Option<&DocumentId>) -> bool {
        let (project, own) = (session.project(), session.annotator());
        let touched = session.touched_since(self.revision);
        let begins =
            self.annotator.as_ref() != Some(own) || touched.as_ref().is_none_or(|t| t.contains(&Touched::Project));
        if begins {
            *self = Self {
                annotator: Some(own.clone()),
                above: project.parties.ways_up(),
                totals: vec![Named::default(); project.parties.len()],
                reading: Some(None),
                // What is on screen comes first.
                waiting: document.cloned().into_iter().collect(),
                ..Self::default()
            };
        } else {
            for file in touched.into_iter().flatten() {
                if let Touched::Layer(document, annotator) = file
                    && annotator == own
                    && !self.waiting.contains(document)
                {
                    if self.counting.as_ref().is_some_and(|(counting, ..)| counting == document) {
                        self.counting = None;
                    }
                    self.waiting.push_back(document.clone());
                }
            }
        }
        self.revision = session.revision();
        self.count(project, own);
        self.counting.is_some() || !self.waiting.is_empty() || self.reading.is_some()
    }

    fn count(&mut self, project: &Project, own: &AnnotatorId) {
        let (mut statements, mut layers) = (0, 0);
        while statements < STATEMENTS && layers < LAYERS {
            layers += 1;
            let next = self.counting.take().or_else(|| self.next(project).map(|id| (id, 0, HashMap::new())));
            let Some((id, at, mut found)) = next else { return };
            let mut end = at;
            if let Some(layer) = project.layer(&id, own) {
                for statement in layer.shared_from(at).take(STATEMENTS) {
                    self.count_statement(&project.parties, statement, &mut found);
                    end += 1;
                }
                if end < layer.len() {
                    self.counting = Some((id, end, found));
                    return;
                }
            }
            statements += end - at;
            self.put(id, found);
        }
    }

    /// The next layer to count.
    fn next(&mut self, project: &Project) -> Option<DocumentId> {
        if let Some(id) = self.waiting.pop_front() {
            return Some(id);
        }
        let last = self.reading.take()?;
        let from = last.map_or(Bound::Unbounded, Bound::Excluded);
        let (id, _) = project.documents.range((from, Bound::Unbounded)).next()?;
        self.reading = Some(Some(id.clone()));
        Some(id.clone())
    }

    fn count_statement(&self, parties: &Parties, statement: &Statement, found: &mut HashMap<usize, Named>) {
        let (places, all) = places_named(parties, &self.above, statement);
        places.into_iter().for_each(|place| found.entry(place).or_default().alone += 1);
        all.into_iter().for_each(|place| found.entry(place).or_default().with_members += 1);
    }

    /// Puts the counts of a layer in the place of its old ones.
    fn put(&mut self, id: DocumentId, found: HashMap<usize, Named>) {
        let mut counts: Vec<(usize, Named)> = found.into_iter().collect();
        counts.sort_unstable_by_key(|(place, _)| *place);
        for (place, named) in &counts {
            if let Some(total) = self.totals.get_mut(*place) {
                total.alone += named.alone;
                total.with_members += named.with_members;
            }
        }
        let old = if counts.is_empty() { self.layers.remove(&id) } else { self.layers.insert(id, counts) };
        for (place, named) in old.into_iter().flatten() {
            if let Some(total) = self.totals.get_mut(place) {
                total.alone -= named.alone;
                total.with_members -= named.with_members;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::change::Edit;
    use crate::model::document::{Document, Metadata};
    use crate::model::id::KindId;
    use crate::model::party::{Party, Rgb};
    use crate::model::span::Span;
    use crate::model::statement::Link;
    use crate::text::content::Content;

    fn id(name: &str) -> PartyId {
        PartyId::new(name).unwrap()
    }

    fn session() -> Session {
        let mut project = Project::new("p");
        for (name, parent) in [("putin", Some("kremlin")), ("us", None), ("kremlin", Some("russia")), ("russia", None)]
        {
            let (aliases, color, parent) = (Vec::new(), Rgb([0; 3]), parent.map(id));
            project.parties.push(Party {
                id: id(name),
                name: name.to_owned(),
                aliases,
                color,
                parent,
                key: None,
                about: crate::model::party::PartyAbout::default(),
            });
        }
        for document in ["a", "b"] {
            let document = DocumentId::new(document).unwrap();
            let (metadata, encoding, excluded) = (Metadata::default(), String::new(), Vec::new());
            let content = Content::new("قال المتحدث");
            project
                .documents
                .insert(document.clone(), Document { id: document, content, metadata, encoding, excluded });
        }
        Session::new(project, AnnotatorId::new("me").unwrap())
    }

    fn add(session: &mut Session, document: &str, parties: &[&str]) {
        let chain = parties.iter().map(|party| Link { party: id(party), cue: None, mention: None }).collect();
        let statement = Statement::new(KindId::new("claim").unwrap(), vec![Span::new(0, 6)], jiff::Timestamp::now());
        let layer = (DocumentId::new(document).unwrap(), session.annotator().clone());
        let statement = Box::new(Statement { chain, ..statement });
        session.apply("add", Edit::AddStatement { layer, statement }).unwrap();
    }

    fn tree(session: &Session, folded: &[&str]) -> String {
        let parties = &session.project().parties;
        let rows = rows(parties, &folded.iter().map(|name| id(name)).collect());
        rows.iter()
            .map(|row| format!("{}{}", "-".repeat(row.depth), parties[row.place].id))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn members_stand_under_their_party_and_can_be_folded() {
        let session = session();
        assert_eq!(tree(&session, &[]), "us russia -kremlin --putin");
        assert_eq!(tree(&session, &["kremlin"]), "us russia -kremlin");
        assert_eq!(tree(&session, &["russia"]), "us russia");
    }

    #[test]
    fn a_statement_counts_once_for_a_party_and_its_members() {
        let mut session = session();
        let (a, b) = (DocumentId::new("a").unwrap(), DocumentId::new("b").unwrap());
        let mut counts = PartyCounts::default();
        add(&mut session, "a", &["kremlin", "putin"]);
        add(&mut session, "b", &["putin"]);
        while counts.follow(&session, Some(&a)) {}
        let of = |counts: &PartyCounts, name: &str, document: &DocumentId| {
            let (here, all) = counts.of(session.project().parties.place(&id(name)).unwrap(), Some(document));
            [here.alone, here.with_members, all.alone, all.with_members]
        };
        assert_eq!(of(&counts, "putin", &a), [1, 1, 2, 2]);
        assert_eq!(of(&counts, "kremlin", &a), [1, 1, 1, 2]);
        assert_eq!(of(&counts, "russia", &a), [0, 1, 0, 2]);
        assert_eq!(of(&counts, "us", &b), [0; 4]);
        session.undo().unwrap();
        add(&mut session, "a", &["us"]);
        while counts.follow(&session, Some(&a)) {}
        let of = |name: &str, document: &DocumentId| {
            let (here, all) = counts.of(session.project().parties.place(&id(name)).unwrap(), Some(document));
            [here.alone, here.with_members, all.alone, all.with_members]
        };
        assert_eq!((of("putin", &a), of("putin", &b), of("us", &a)), ([1, 1, 1, 1], [0, 0, 1, 1], [1, 1, 1, 1]));
    }
}

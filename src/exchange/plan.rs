//! What adding a colleague's tags would do: shown before it is done, and done as one edit.
//!
//! Nothing that is here is overwritten. A layer that is not here is added; one that is gets the statements that it does not
//! have, and where both have a statement and it differs, the one here stays, unless the newer one was asked for. Where a
//! text differs from ours, each statement goes with its words (`edit::reanchor`), and what has no place stays with the
//! colleague's text, which comes along as a document of its own. A party that is here under another identifier is taken for
//! that one, by its name or an alias; an identifier that means another party here gets a new one.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::edit::change::{Edit, EditError, LayerKey};
use crate::edit::reanchor::{self, Around, Row};
use crate::model::codebook::{CodebookItem, CodebookList};
use crate::model::document::{Document, Metadata};
use crate::model::id::{AnnotatorId, DocumentId, PartyId, StatementId};
use crate::model::layer::Layer;
use crate::model::party::{Party, match_parties};
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::model::work::LayerProgress;
use crate::t;

/// What is wanted where there is a choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Documents that the project does not have come along.
    pub with_documents: bool,
    /// Where a text differs, statements go with their words.
    pub reanchor: bool,
    /// Of a statement that both have, the one changed later is taken.
    pub update: bool,
    /// Under which name an annotator's layers are put here.
    pub names: BTreeMap<AnnotatorId, AnnotatorId>,
    /// Layers that stay out.
    pub without: BTreeSet<LayerKey>,
}

/// What becomes of one layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// There is none of this annotator here.
    Added,
    /// There is one, which gets what it does not have.
    Merged,
    /// All of it is here.
    Same,
    /// Another person of this name has a layer here; it needs another name.
    NameTaken,
    /// The project does not have the document, which is not to come along.
    UnknownDocument,
    /// The document here has another text, and nothing is to be re-anchored.
    OtherText,
    /// It is not wanted.
    LeftOut,
}

impl Fate {
    /// The name in answers to machines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Merged => "merged",
            Self::Same => "same",
            Self::NameTaken => "conflict",
            Self::UnknownDocument => "unknown-document",
            Self::OtherText => "other-text",
            Self::LeftOut => "left-out",
        }
    }
}

/// One layer that was sent, and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub document: DocumentId,
    pub annotator: AnnotatorId,
    pub title: String,
    /// Where it goes.
    pub into: LayerKey,
    pub fate: Fate,
    /// How many statements it has.
    pub statements: usize,
    pub counts: Counts,
    /// What has become of each statement, where the text here is another one.
    pub reanchored: Option<Vec<Row>>,
}

/// What becomes of the statements of a layer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: usize,
    pub same: usize,
    /// Different here; the one here stays.
    pub kept: usize,
    /// Different here, and replaced by the later one.
    pub updated: usize,
    /// Only here; they stay.
    pub only_here: usize,
    /// Without a place in the text here; they stay with the colleague's text.
    pub orphaned: usize,
    /// Cues and mentions of statements that have a place in the text here, and have none.
    pub cues_lost: usize,
    /// Relations that stay with the colleague's text.
    pub relations_left: usize,
}

/// What adding the tags would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// By document, then annotator.
    pub entries: Vec<Entry>,
    /// Names that another person has here, each with one that is free.
    pub taken: BTreeMap<AnnotatorId, AnnotatorId>,
    /// Documents that come along.
    pub documents: Vec<DocumentId>,
    /// Colleague's texts that come along for the statements that have no place in ours.
    pub kept_texts: Vec<DocumentId>,
    /// What is not in the project yet and comes along, by name.
    pub parties: Vec<String>,
    /// The same of the codebook, by list.
    pub codebook: BTreeMap<CodebookList, Vec<String>>,
    /// Which of their parties are taken for one that is here under another identifier, one line each.
    pub same_parties: Vec<String>,
    /// Which of their parties have the identifier of another one here and come in under one of their own, one line each.
    pub other_parties: Vec<String>,
    /// What is called or defined otherwise here; it stays as it is here.
    pub differing: Vec<String>,
    pub warnings: Vec<String>,
    /// Nothing where nothing is to be done.
    pub edit: Option<Edit>,
}

impl Entry {
    /// What becomes of it, one line.
    pub fn describe(&self, plan: &Plan) -> String {
        let (document, annotator) = (self.title.as_str(), self.annotator.as_str());
        let counts = self.counts;
        let what = match self.fate {
            Fate::Added if self.statements == 0 => t!("exchange-added-empty"),
            Fate::Added => t!("exchange-added", count = counts.new),
            Fate::Merged => t!(
                "exchange-merged",
                new = counts.new,
                updated = counts.updated,
                kept = counts.kept,
                same = counts.same,
                only = counts.only_here
            ),
            Fate::Same => t!("exchange-same"),
            Fate::NameTaken => {
                let free = plan.taken.get(&self.annotator).map(AnnotatorId::as_str).unwrap_or_default();
                t!("exchange-name-taken", name = annotator, free = free)
            }
            Fate::UnknownDocument => t!("exchange-unknown-document"),
            Fate::OtherText => t!("exchange-other-text"),
            Fate::LeftOut => t!("exchange-left-out"),
        };
        let line = if self.into.1 == self.annotator {
            t!("exchange-line", document = document, annotator = annotator, what = what)
        } else {
            let into = self.into.1.as_str();
            t!("exchange-line-as", document = document, annotator = annotator, into = into, what = what)
        };
        match &self.reanchored {
            Some(rows) => {
                let placed = rows.len() - counts.orphaned;
                let mut line = t!(
                    "exchange-line-moved",
                    line = line,
                    placed = placed,
                    of = rows.len(),
                    orphaned = counts.orphaned
                );
                let mut add = |count: usize, sentence: fn(usize) -> String| {
                    if count > 0 {
                        line.push(' ');
                        line.push_str(&sentence(count));
                    }
                };
                add(counts.cues_lost, |count| t!("exchange-cues-lost", count = count));
                add(counts.relations_left, |count| t!("exchange-relations-left", count = count));
                line
            }
            None => line,
        }
    }
}

impl Plan {
    /// What comes along with the layers, and what is called otherwise here; one line each.
    pub fn additions(&self) -> Vec<String> {
        let ids = |ids: &[DocumentId]| ids.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>();
        let mut lines: Vec<String> = self.other_parties.iter().chain(&self.same_parties).cloned().collect();
        let mut add = |names: &[String], line: fn(usize, String) -> String| {
            if !names.is_empty() {
                lines.push(line(names.len(), names.join(", ")));
            }
        };
        add(&ids(&self.documents), |count, names| t!("exchange-new-documents", count = count, names = names));
        add(&ids(&self.kept_texts), |_, names| t!("exchange-kept-texts", names = names));
        add(&self.parties, |count, names| t!("exchange-new-parties", count = count, names = names));
        lines.extend(self.codebook.iter().map(|(list, names)| list.told_new(names)));
        lines.extend(self.differing.iter().cloned());
        lines
    }
}

/// Plans to add the layers of `theirs` to `ours`; neither is changed.
pub fn plan(ours: &Project, theirs: &Project, wishes: &Wishes) -> Plan {
    let mut planner = Planner {
        ours,
        theirs,
        wishes,
        scratch: ours.clone(),
        edits: Vec::new(),
        plan: Plan::default(),
        moved: BTreeMap::new(),
        kept_ids: BTreeMap::new(),
        parties: match_parties(&ours.parties, &theirs.parties, |_| false),
        said: BTreeSet::new(),
    };
    let names = planner.names();
    for ((document, annotator), layer) in &theirs.layers {
        let Some(article) = theirs.documents.get(document) else { continue };
        let into = names.get(annotator).unwrap_or(annotator);
        planner.layer(article, annotator, into, layer);
    }
    planner.differing();
    let Planner { mut plan, edits, .. } = planner;
    plan.edit = (!edits.is_empty()).then_some(Edit::Group(edits));
    plan
}

/// Where a document of theirs is here.
enum Home {
    /// The same text, under this id.
    Same(DocumentId),
    OtherText(DocumentId),
    Unknown,
}

/// All layers of one document of theirs, in the text of ours.
struct Moved {
    layers: BTreeMap<AnnotatorId, Layer>,
    /// What had no place, in their text.
    orphans: BTreeMap<AnnotatorId, Layer>,
    rows: Vec<Row>,
}

struct Planner<'p> {
    ours: &'p Project,
    theirs: &'p Project,
    wishes: &'p Wishes,
    /// What ours becomes.
    scratch: Project,
    edits: Vec<Edit>,
    plan: Plan,
    moved: BTreeMap<DocumentId, Moved>,
    /// Under which id their text of a document is kept here.
    kept_ids: BTreeMap<DocumentId, DocumentId>,
    /// Which party each of theirs is here.
    parties: BTreeMap<PartyId, PartyId>,
    /// Of which it was said.
    said: BTreeSet<PartyId>,
}

/// A statement with its parties as they are called here.
fn with_parties(statement: &Statement, parties: &BTreeMap<PartyId, PartyId>) -> Statement {
    let mut changed = statement.clone();
    let here = |id: &PartyId| parties.get(id).unwrap_or(id).clone();
    changed.chain.iter_mut().for_each(|link| link.party = here(&link.party));
    let mut seen = BTreeSet::new();
    changed.addressees = changed.addressees.iter().map(here).filter(|id| seen.insert(id.clone())).collect();
    changed
}

impl Planner<'_> {
    /// Does an edit on the scratch project first, so that all of them fit together in the end.
    fn apply(&mut self, edit: Edit) -> Result<(), EditError> {
        edit.clone().apply(&mut self.scratch)?;
        self.edits.push(edit);
        Ok(())
    }

    fn try_apply(&mut self, edit: Edit) -> bool {
        match self.apply(edit) {
            Ok(()) => true,
            Err(error) => {
                self.plan.warnings.push(error.to_string());
                false
            }
        }
    }

    /// Under which name each annotator's layers go in; names that are taken by others are noted.
    fn names(&mut self) -> BTreeMap<AnnotatorId, AnnotatorId> {
        let theirs: BTreeSet<&AnnotatorId> = self.theirs.layers.keys().map(|(_, annotator)| annotator).collect();
        let mut names = BTreeMap::new();
        let mut used = self.ours.people();
        for annotator in theirs {
            let wanted = self.wishes.names.get(annotator).unwrap_or(annotator);
            if !used.contains(wanted)
                && let Some(twin) = used.iter().find(|name| name.is_twin_of(wanted)).cloned()
            {
                // A file system that does not tell cases apart may have made it so.
                if self.meets(annotator, &twin) == Meeting::Known {
                    names.insert(annotator.clone(), twin);
                } else {
                    self.plan.taken.insert(annotator.clone(), self.free_name(annotator));
                }
                continue;
            }
            used.push(wanted.clone());
            if let Some(wanted) = self.wishes.names.get(annotator) {
                names.insert(annotator.clone(), wanted.clone());
                if self.meets(annotator, wanted) == Meeting::Strangers {
                    self.plan.taken.insert(annotator.clone(), self.free_name(annotator));
                }
                continue;
            }
            if self.meets(annotator, annotator) != Meeting::Strangers {
                continue;
            }
            // They may have come in under another name before.
            let before = self.ours.annotators().into_iter().find(|name| self.meets(annotator, name) == Meeting::Known);
            match before {
                Some(name) => {
                    names.insert(annotator.clone(), name);
                }
                None => {
                    self.plan.taken.insert(annotator.clone(), self.free_name(annotator));
                }
            }
        }
        names
    }

    /// Whether their annotator and ours of this name are the same person, as far as can be told: whoever has statements in
    /// the same documents, and none in common, is another one.
    fn meets(&self, theirs: &AnnotatorId, ours: &AnnotatorId) -> Meeting {
        let mut meeting = Meeting::Apart;
        for ((document, _), layer) in self.theirs.layers.iter().filter(|((_, annotator), _)| annotator == theirs) {
            let Some(article) = self.theirs.documents.get(document) else { continue };
            let home = match self.home(article) {
                Home::Same(id) | Home::OtherText(id) => id,
                Home::Unknown => continue,
            };
            let Some(here) = self.ours.layer(&home, ours).filter(|here| !here.is_empty() && !layer.is_empty()) else {
                continue;
            };
            if layer.statements().any(|statement| here.statement(statement.id).is_some()) {
                return Meeting::Known;
            }
            meeting = Meeting::Strangers;
        }
        meeting
    }

    fn free_name(&self, annotator: &AnnotatorId) -> AnnotatorId {
        let theirs: BTreeSet<&AnnotatorId> = self.theirs.layers.keys().map(|(_, annotator)| annotator).collect();
        let people = self.ours.people();
        let base = format!("{annotator}-2");
        let is_taken = |name: &AnnotatorId| people.contains(name) || people.iter().any(|other| other.is_twin_of(name));
        AnnotatorId::from_name(&base, |name| is_taken(name) || theirs.contains(name))
    }

    fn home(&self, article: &Document) -> Home {
        let same = |document: &&Document| document.content == article.content;
        let twin = || self.ours.documents.values().find(|document| document.id.is_twin_of(&article.id));
        match self.ours.documents.get(&article.id).or_else(twin) {
            Some(here) if same(&here) => Home::Same(here.id.clone()),
            // A copy of their text may be here, from an earlier time; what has a place in ours goes there all the same.
            Some(here) => Home::OtherText(here.id.clone()),
            None => match self.ours.documents.values().find(same) {
                Some(document) => Home::Same(document.id.clone()),
                None => Home::Unknown,
            },
        }
    }

    fn layer(&mut self, article: &Document, annotator: &AnnotatorId, into: &AnnotatorId, layer: &Layer) {
        let home = self.home(article);
        let at = match &home {
            Home::Same(id) | Home::OtherText(id) => id.clone(),
            Home::Unknown => article.id.clone(),
        };
        let mut entry = Entry {
            document: article.id.clone(),
            annotator: annotator.clone(),
            title: article.display_title().to_owned(),
            into: (at, into.clone()),
            fate: Fate::Same,
            statements: layer.len(),
            counts: Counts::default(),
            reanchored: None,
        };
        if self.wishes.without.contains(&(article.id.clone(), annotator.clone())) {
            entry.fate = Fate::LeftOut;
        } else if self.plan.taken.contains_key(annotator) {
            entry.fate = Fate::NameTaken;
        } else {
            self.take(article, layer, &home, &mut entry);
        }
        self.plan.entries.push(entry);
    }

    fn take(&mut self, article: &Document, layer: &Layer, home: &Home, entry: &mut Entry) {
        match home {
            Home::Unknown => {
                let is_device = article.id.is_device() && self.wishes.with_documents;
                if is_device {
                    self.plan.warnings.push(t!("id-device", id = article.id.as_str()));
                }
                if is_device || !self.wishes.with_documents {
                    entry.fate = Fate::UnknownDocument;
                    return;
                }
                if !self.scratch.documents.contains_key(&article.id) {
                    let document = Box::new(article.clone());
                    if self.try_apply(Edit::AddDocument { document, layers: Vec::new() }) {
                        self.plan.documents.push(article.id.clone());
                    }
                }
                self.put(&entry.into.clone(), layer, entry);
            }
            Home::Same(_) => self.put(&entry.into.clone(), layer, entry),
            Home::OtherText(_) if !self.wishes.reanchor => entry.fate = Fate::OtherText,
            Home::OtherText(id) => {
                if !self.moved.contains_key(&article.id) {
                    let moved = self.reanchor(article, id);
                    self.moved.insert(article.id.clone(), moved);
                }
                let Some(moved) = self.moved.get(&article.id) else { return };
                let rows: Vec<Row> =
                    moved.rows.iter().filter(|row| row.annotator.as_ref() == Some(&entry.annotator)).cloned().collect();
                let placed = moved.layers.get(&entry.annotator).cloned().unwrap_or_default();
                let orphans = moved.orphans.get(&entry.annotator).cloned();
                entry.counts.orphaned = rows.iter().filter(|row| row.fate == reanchor::Fate::Orphaned).count();
                entry.counts.cues_lost = rows.iter().map(|row| row.cues_lost).sum();
                entry.counts.relations_left = orphans.as_ref().map_or(0, |orphans| orphans.relations().count());
                entry.reanchored = Some(rows);
                self.put(&entry.into.clone(), &placed, entry);
                if let Some(orphans) = orphans {
                    self.keep(article, &orphans, entry);
                }
            }
        }
    }

    /// All layers of their document in the text of ours.
    fn reanchor(&self, article: &Document, id: &DocumentId) -> Moved {
        let mut alone = Project::default();
        alone.documents.insert(article.id.clone(), article.clone());
        for (annotator, layer) in self.theirs.layers_of(&article.id) {
            let key = (article.id.clone(), annotator.clone());
            if !self.wishes.without.contains(&key) {
                alone.layers.insert(key, layer.clone());
            }
        }
        let mut moved = Moved { layers: BTreeMap::new(), orphans: BTreeMap::new(), rows: Vec::new() };
        let text = self.ours.documents.get(id).map(|document| document.content.as_str()).unwrap_or_default();
        // The copy has no review and lies on no disk.
        let around = Around { is_taken: &|_| false, fingerprint: &|_| String::new(), go_on: &|_, _| true };
        let Some(replaced) = reanchor::replace_text(&alone, &article.id, text, &around) else { return moved };
        moved.rows = replaced.rows;
        if let Err(error) = replaced.edit.apply(&mut alone) {
            tracing::error!(%error, "a text that was replaced in a copy did not fit");
        }
        for ((document, annotator), layer) in alone.layers {
            let place = if document == article.id { &mut moved.layers } else { &mut moved.orphans };
            place.insert(annotator, layer);
        }
        moved
    }

    /// Puts what has no place in our text beside it, with the colleague's text.
    fn keep(&mut self, article: &Document, orphans: &Layer, entry: &mut Entry) {
        let id = match self.kept_ids.get(&article.id) {
            Some(id) => id.clone(),
            None => {
                let known = self.scratch.documents.values().find(|document| document.content == article.content);
                let id = match known.map(|document| document.id.clone()) {
                    Some(id) => id,
                    None => match self.keep_text(article) {
                        Some(id) => id,
                        None => return,
                    },
                };
                self.kept_ids.insert(article.id.clone(), id.clone());
                id
            }
        };
        let mut beside = Entry { counts: Counts::default(), ..entry.clone() };
        self.put(&(id, entry.into.1.clone()), orphans, &mut beside);
    }

    /// Adds the colleague's text as a document of its own.
    fn keep_text(&mut self, article: &Document) -> Option<DocumentId> {
        let id = DocumentId::from_name(&format!("{}-received", article.id), |id| {
            let there = self.scratch.documents.keys().chain(self.theirs.documents.keys());
            let mut there = there.filter(|known| *known == id || known.is_twin_of(id));
            there.next().is_some()
        });
        let title = crate::locale::plain(&t!("exchange-kept-title", title = article.display_title()));
        let metadata = Metadata { title, ..article.metadata.clone() };
        let document = Box::new(Document { id: id.clone(), metadata, ..article.clone() });
        self.try_apply(Edit::AddDocument { document, layers: Vec::new() }).then(|| {
            self.plan.kept_texts.push(id.clone());
            id
        })
    }

    /// Puts a layer that lies in our text into the one that is there.
    fn put(&mut self, key: &LayerKey, layer: &Layer, entry: &mut Entry) {
        let here = self.scratch.layers.get(key).cloned();
        entry.fate = if here.is_some() { Fate::Same } else { Fate::Added };
        let here = here.unwrap_or_default();
        let before = self.edits.len();
        self.names_for(layer);
        let mut counts = entry.counts;
        for statement in layer.statements() {
            let statement = &with_parties(statement, &self.parties);
            let (layer, new) = (key.clone(), Box::new(statement.clone()));
            match here.statement(statement.id) {
                None => counts.new += usize::from(self.try_apply(Edit::AddStatement { layer, statement: new })),
                Some(old) if old == statement => counts.same += 1,
                Some(old) if self.wishes.update && statement.modified > old.modified => {
                    counts.updated += usize::from(self.try_apply(Edit::ReplaceStatement { layer, statement: new }));
                }
                Some(_) => counts.kept += 1,
            }
        }
        counts.only_here += here.statements().filter(|statement| layer.statement(statement.id).is_none()).count();
        let there = |planner: &Self, id: StatementId| {
            planner.scratch.layers.get(key).is_some_and(|layer| layer.statement(id).is_some())
        };
        for relation in layer.relations().filter(|relation| here.relation(relation.id).is_none()) {
            if there(self, relation.from) && there(self, relation.to) {
                self.try_apply(Edit::AddRelation { layer: key.clone(), relation: relation.clone() });
            }
        }
        let said = match (here.progress(), layer.progress()) {
            (Some(mine), Some(theirs)) if theirs.at > mine.at => {
                let first_done = [mine.first_done, theirs.first_done].into_iter().flatten().min();
                Some(LayerProgress { first_done, ..*theirs })
            }
            (None, Some(theirs)) => Some(*theirs),
            _ => None,
        };
        if let Some(progress) = said {
            self.try_apply(Edit::SetProgress { layer: key.clone(), progress: Some(progress) });
        }
        entry.counts = counts;
        if entry.fate == Fate::Same && (self.edits.len() > before || counts.kept > 0) {
            entry.fate = Fate::Merged;
        }
    }

    /// Which party one of theirs is here.
    fn party_here(&self, id: &PartyId) -> PartyId {
        self.parties.get(id).unwrap_or(id).clone()
    }

    /// Notes, once, that one of their parties is another one here than its identifier says.
    fn say_party(&mut self, id: &PartyId) {
        let here = self.party_here(id);
        let Some(party) = self.theirs.party(id).filter(|_| here != *id && !self.said.contains(id)) else { return };
        self.said.insert(id.clone());
        let theirs = party.name.as_str();
        match (self.ours.party(&here), self.ours.party(id)) {
            (Some(mine), _) => {
                let ours = mine.name.as_str();
                self.plan.same_parties.push(t!(
                    "exchange-party-same",
                    theirs = theirs,
                    ours = ours,
                    id = here.as_str()
                ));
            }
            (None, Some(mine)) => {
                let ours = mine.name.as_str();
                let line =
                    t!("exchange-party-other", theirs = theirs, id = id.as_str(), ours = ours, new = here.as_str());
                self.plan.other_parties.push(line);
            }
            (None, None) => {}
        }
    }

    /// Adds what a layer names and the project does not have.
    fn names_for(&mut self, layer: &Layer) {
        let theirs = self.theirs;
        let uses = layer.uses();
        let mut missing: Vec<PartyId> = Vec::new();
        // What was walked over once is missing already, with all that it belongs to.
        let mut walked: HashSet<PartyId> = HashSet::new();
        for party in uses.parties.keys() {
            let mut line: Vec<PartyId> = Vec::new();
            let mut at = Some(party.clone());
            self.say_party(party);
            while let Some(id) =
                at.filter(|id| self.scratch.party(&self.party_here(id)).is_none() && walked.insert(id.clone()))
            {
                at = theirs.party(&id).and_then(|party| party.parent.clone());
                line.push(id);
            }
            // What a party belongs to comes before it.
            missing.extend(line.into_iter().rev());
        }
        for id in missing {
            let here = self.party_here(&id);
            let Some(party) = theirs.party(&id).cloned().filter(|_| self.scratch.party(&here).is_none()) else {
                continue;
            };
            self.say_party(&id);
            let index = self.scratch.parties.len();
            let name = party.name.clone();
            let parent = party.parent.as_ref().map(|parent| self.party_here(parent));
            let parent = parent.filter(|parent| self.scratch.party(parent).is_some());
            if self.try_apply(Edit::AddParty { index, party: Party { id: here, parent, ..party } }) {
                self.plan.parties.push(name);
            }
        }
        let mut codebook = self.scratch.codebook.clone();
        for mut item in uses.items(&theirs.codebook) {
            if codebook.has_item(item.list(), item.id()) {
                continue;
            }
            if let CodebookItem::Kind(kind) = &mut item {
                // A key is taken only where it is free.
                kind.key = kind.key.filter(|key| codebook.kinds.iter().all(|other| other.key != Some(*key)));
            }
            self.plan.codebook.entry(item.list()).or_default().push(item.name().to_owned());
            codebook.push(item);
        }
        if codebook != self.scratch.codebook {
            self.try_apply(Edit::SetCodebook(Box::new(codebook)));
        }
    }

    /// Notes what both have under one id and call or define otherwise.
    fn differing(&mut self) {
        let mut used: BTreeSet<String> = BTreeSet::new();
        for layer in self.theirs.layers.values() {
            let uses = layer.uses();
            used.extend(uses.parties.keys().map(ToString::to_string));
            used.extend(CodebookList::ALL.into_iter().flat_map(|list| uses.ids(list)).map(str::to_owned));
        }
        let mut note = |id: &str, ours: (&str, &str), theirs: (&str, &str)| {
            // A file without definitions says nothing about them.
            let defined = theirs.1.is_empty() || ours.1 == theirs.1;
            let named = ours.0 == theirs.0 || theirs.0 == id;
            if used.contains(id) && !(defined && named) {
                self.plan.differing.push(t!("exchange-differs", id = id, ours = ours.0, theirs = theirs.0));
            }
        };
        for party in &self.theirs.parties {
            let same = self.parties.get(&party.id).is_none_or(|here| *here == party.id);
            if let Some(mine) = self.ours.party(&party.id).filter(|_| same) {
                note(party.id.as_str(), (&mine.name, ""), (&party.name, ""));
            }
        }
        for item in self.theirs.codebook.items() {
            if let Some(mine) = self.ours.codebook.item(item.list(), item.id()) {
                note(item.id(), (mine.name(), mine.definition()), (item.name(), item.definition()));
            }
        }
    }
}

/// What two annotators of one name have to do with each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meeting {
    /// They have nothing in the same document.
    Apart,
    /// They have statements in common.
    Known,
    /// They have statements in the same document, none in common.
    Strangers,
}

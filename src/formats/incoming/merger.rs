//! Takes layers into a project, statement by statement: each is checked against what the project has and will have, so
//! that all edits are sure to fit together.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::aligned::Aligned;
use super::map::{LabelList, LabelMap};
use super::outcome::{ImportCounts, ImportError, MatchedBy, PlannedLabel, Unplaced, Warning};
use super::places::Places;
use crate::edit::change::{Edit, EditError, LayerKey};
use crate::edit::check::{check_names, check_places_in};
use crate::formats::layer_sink::{IncomingLabels, IncomingLayer, IncomingParty, IncomingUnplaced, LabelTarget};
use crate::model::codebook::{Codebook, CodebookItem, CodebookList, Kind, LineForm, RelationKind, Topic};
use crate::model::document::Document;
use crate::model::id::{
    AnnotatorId, DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, TopicId, folded,
};
use crate::model::layer::Layer;
use crate::model::party::{Party, PartyAbout, PartyMatcher, Rgb, name_key};
use crate::model::project::Project;
use crate::model::statement::{Link, Relation, Statement};
use crate::t;
use crate::text::content::Content;

/// The most characters of a quote that a message repeats.
const MOST_QUOTED_CHARS: usize = 80;

/// What a label of the file is in the project.
enum Here {
    /// The entry with this identifier.
    Entry(String),
    /// No kind of the codebook.
    Unknown,
    /// What a person does not want.
    LeftOut,
}

/// A label of the file that has been met.
struct Met {
    here: Here,
    /// Its place among the labels of the plan.
    place: usize,
}

/// The codebook of the project by identifier and name, list by list.
#[derive(Default)]
struct CodebookIndex {
    ids: HashSet<(CodebookList, String)>,
    names: HashMap<(CodebookList, String), String>,
}

impl CodebookIndex {
    fn add(&mut self, item: &CodebookItem) {
        let (list, id) = (item.list(), item.id().to_owned());
        let key = name_key(item.name());
        if !key.is_empty() {
            self.names.entry((list, key)).or_insert_with(|| id.clone());
        }
        self.ids.insert((list, id));
    }
}

/// Collects the edits that take layers into a project, or applies them to one that is being made.
pub(super) struct Merger<'p> {
    /// The project that receives the layers; `None` if they become a project of their own.
    ours: Option<&'p Project>,
    map: &'p LabelMap,
    /// Where a person has placed statements.
    places: &'p Places,
    /// The project as it will be; without the new statements, unless it is being made.
    pub(super) after: Project,
    /// The parties that are new.
    party_edits: Vec<Edit>,
    edits: Vec<Edit>,
    pub(super) warnings: Vec<Warning>,
    pub(super) notes: Vec<Warning>,
    pub(super) labels: Vec<PlannedLabel>,
    pub(super) unplaced: Vec<Unplaced>,
    pub(super) counts: ImportCounts,
    /// Where the layer being read is in the file.
    pub(super) line: usize,
    matcher: Option<PartyMatcher<'p>>,
    /// What each party of the file is here; without one, the party is left out.
    parties: HashMap<PartyId, (Option<PartyId>, usize)>,
    /// The parties of the project for which some of the file stand.
    met_parties: HashSet<PartyId>,
    /// By list and the identifier that the file uses.
    met: BTreeMap<CodebookList, HashMap<String, Met>>,
    index: CodebookIndex,
    /// The documents by their names as some file systems see them; built when the first new document comes.
    folded: Option<HashMap<String, DocumentId>>,
}

/// A layer while its contents are taken.
struct Taking {
    key: LayerKey,
    /// The annotator's name in the file.
    by: String,
    /// The document, as the project has it.
    document: Document,
    /// The layer as far as it goes, in a project that is being made.
    layer: Option<Layer>,
    labels: IncomingLabels,
    statements: HashSet<StatementId>,
    relations: HashSet<RelationId>,
    /// Statements that are left out because of their labels.
    left_out: HashSet<StatementId>,
    /// How many statements have a label that is no kind.
    unknown: BTreeMap<String, usize>,
}

impl<'p> Merger<'p> {
    /// Collects edits for a project.
    pub(super) fn into_project(project: &'p Project, map: &'p LabelMap, places: &'p Places) -> Self {
        Self { ours: Some(project), ..Self::new(project.clone(), map, places) }
    }

    /// Makes a project of what the file has.
    pub(super) fn of_nothing(map: &'p LabelMap, places: &'p Places) -> Self {
        Self::new(Project::default(), map, places)
    }

    fn new(after: Project, map: &'p LabelMap, places: &'p Places) -> Self {
        let mut index = CodebookIndex::default();
        after.codebook.items().for_each(|item| index.add(&item));
        Self {
            ours: None,
            map,
            places,
            after,
            party_edits: Vec::new(),
            edits: Vec::new(),
            warnings: Vec::new(),
            notes: Vec::new(),
            labels: Vec::new(),
            unplaced: Vec::new(),
            counts: ImportCounts::default(),
            line: 0,
            matcher: None,
            parties: HashMap::new(),
            met_parties: HashSet::new(),
            met: BTreeMap::new(),
            index,
            folded: None,
        }
    }

    /// The edits, those first on which others depend.
    pub(super) fn take_edits(&mut self) -> Vec<Edit> {
        let mut edits = Vec::with_capacity(self.edits.len() + self.party_edits.len() + 1);
        if self.ours.is_some_and(|ours| ours.codebook != self.after.codebook) {
            edits.push(Edit::SetCodebook(Box::new(self.after.codebook.clone())));
        }
        edits.append(&mut self.party_edits);
        edits.append(&mut self.edits);
        edits
    }

    fn warn(&mut self, message: impl Into<String>) {
        self.warnings.push(Warning { line: self.line, message: message.into() });
    }

    fn note(&mut self, message: impl Into<String>) {
        self.notes.push(Warning { line: self.line, message: message.into() });
    }

    /// Keeps an edit, or applies it to the project that is being made.
    fn put(&mut self, edit: Edit) -> Result<(), EditError> {
        if self.ours.is_some() {
            self.edits.push(edit);
            return Ok(());
        }
        edit.apply(&mut self.after).map(drop)
    }

    /// Takes a layer: first the document, then what the layer needs, then its contents.
    pub(super) fn layer(
        &mut self,
        mut found: IncomingLayer,
        annotator: &AnnotatorId,
        replace: bool,
    ) -> Result<(), ImportError> {
        self.line = found.line;
        if let Some(aligned) = self.aligned(&found.document) {
            let ours = self.after.documents.get(&found.document.id).map(|document| document.content.clone());
            aligned.move_layer(&mut found, ours.as_ref().map_or("", |ours| ours.as_str()));
            self.note(t!("import-text-aligned", id = found.document.id.as_str()));
        } else if let Err(message) = self.document(&mut found.document) {
            self.warn(message);
            return Ok(());
        }
        let document = found.document.id;
        let key: LayerKey = (document, annotator.clone());
        self.empty_layer(&key, replace)?;
        self.parties(found.parties);
        self.codebook(&found.codebook);
        let Some(document) = self.after.documents.get(&key.0).cloned() else { return Ok(()) };
        self.counts.layers += 1;
        let layer = self.ours.is_none().then(|| self.after.layers.remove(&key).unwrap_or_default());
        let mut taking = Taking {
            key,
            by: found.annotator,
            document,
            layer,
            labels: found.labels,
            statements: HashSet::with_capacity(found.statements.len()),
            relations: HashSet::new(),
            left_out: HashSet::new(),
            unknown: BTreeMap::new(),
        };
        for statement in found.statements {
            self.statement(&mut taking, statement);
        }
        for unplaced in found.unplaced {
            self.unplaced(&mut taking, unplaced);
        }
        for relation in found.relations {
            let id = relation.id;
            if let Err(reason) = self.relation(&mut taking, relation) {
                self.warn(t!("import-relation-left-out", id = id.to_string(), reason = reason.to_string()));
            }
        }
        for (label, count) in std::mem::take(&mut taking.unknown) {
            self.warn(t!("import-label-unknown", label = label, count = count));
        }
        if let Some(layer) = taking.layer.filter(|layer| !layer.is_empty()) {
            self.after.layers.insert(taking.key.clone(), layer);
        }
        if let Some(tags) = found.tags
            && let Err(reason) = self.put(Edit::SetTags { layer: taking.key.clone(), tags: Some(Box::new(tags)) })
        {
            self.warn(t!("import-document-tags-left-out", reason = reason.to_string()));
        }
        if let Some(progress) = found.progress
            && let Err(reason) = self.put(Edit::SetProgress { layer: taking.key, progress: Some(progress) })
        {
            self.warn(t!("import-progress-left-out", reason = reason.to_string()));
        }
        Ok(())
    }

    /// Where the places of a text are in that of the project, if only its line ends and the like are others there.
    fn aligned(&self, found: &Document) -> Option<Aligned> {
        let ours = &self.after.documents.get(&found.id)?.content;
        if *ours == found.content { None } else { Aligned::of(found.content.as_str(), ours.as_str()) }
    }

    /// Finds the document in the project, which must have the same text, or adds it.
    fn document(&mut self, found: &mut Document) -> Result<(), String> {
        let id = found.id.clone();
        if let Some(document) = self.after.documents.get(&id) {
            let is_same = document.content == found.content;
            return if is_same { Ok(()) } else { Err(t!("import-other-text", id = id.as_str())) };
        }
        if self.ours.is_some() {
            self.check_name(&id)?;
        }
        let add = |document: &Document| Edit::AddDocument { document: Box::new(document.clone()), layers: Vec::new() };
        if let Err(error) = add(found).apply(&mut self.after) {
            // Only the excluded passages can be at fault; the article is useful without them.
            self.warn(error.to_string());
            found.excluded.clear();
            add(found).apply(&mut self.after).map_err(|error| error.to_string())?;
        }
        if self.ours.is_some() {
            self.edits.push(add(found));
        }
        self.counts.documents += 1;
        Ok(())
    }

    /// Refuses a document whose name some file system takes for a device or for another document.
    fn check_name(&mut self, id: &DocumentId) -> Result<(), String> {
        if id.is_device() {
            return Err(t!("id-device", id = id.as_str()));
        }
        let documents = &self.after.documents;
        let by_name = || documents.keys().map(|id| (folded(id.as_str()), id.clone())).collect();
        let known = self.folded.get_or_insert_with(by_name);
        if let Some(other) = known.get(&folded(id.as_str())) {
            return Err(t!("edit-twin", id = id.as_str(), other = other.as_str()));
        }
        known.insert(folded(id.as_str()), id.clone());
        Ok(())
    }

    /// Makes room for a layer: there must be none, or it may be replaced.
    fn empty_layer(&mut self, key: &LayerKey, replace: bool) -> Result<(), ImportError> {
        let layer = self.after.layers.get(key);
        if layer.is_some_and(|layer| layer.statements().next().is_some()) && !replace {
            return Err(ImportError::LayerExists { document: key.0.clone(), annotator: key.1.clone() });
        }
        let old: Vec<StatementId> = layer.into_iter().flat_map(|layer| layer.statements().map(|s| s.id)).collect();
        for id in old {
            if let Err(error) = self.put(Edit::RemoveStatement { layer: key.clone(), id }) {
                self.warn(error.to_string());
            }
        }
        Ok(())
    }

    /// Takes the parties and the codebook of a file that has no layers.
    pub(super) fn take_codebook(&mut self, line: usize, parties: Vec<IncomingParty>, codebook: &Codebook) {
        self.line = line;
        self.parties(parties);
        self.codebook(codebook);
    }

    /// Finds what the parties of a layer are here, and adds those that the project does not have.
    fn parties(&mut self, found: Vec<IncomingParty>) {
        let new: Vec<IncomingParty> = found.into_iter().filter(|party| !self.parties.contains_key(&party.id)).collect();
        if new.is_empty() {
            return;
        }
        if self.ours.is_none() {
            for IncomingParty { id, .. } in &new {
                self.parties.insert(id.clone(), (Some(id.clone()), 0));
            }
        } else {
            self.match_parties(&new);
        }
        let mut parents = Vec::new();
        for IncomingParty { id, name, aliases, parent, about } in new {
            let Some(here) = self.party_here(&id) else { continue };
            if self.after.party(&here).is_some() {
                continue;
            }
            parents.extend(parent.map(|parent| (here.clone(), parent)));
            self.add_party(here, name, aliases, about);
        }
        // Parents are set last, because a child may come before its parent.
        for (id, parent) in parents {
            let Some(parent) = self.party_here(&parent) else { continue };
            let Some(party) = self.after.party(&id).cloned() else { continue };
            let edit = Edit::ReplaceParty(Party { parent: Some(parent), ..party });
            if let Err(error) = self.put_party(edit) {
                self.warn(t!("import-party-parent", id = id.as_str(), reason = error.to_string()));
            }
        }
    }

    fn put_party(&mut self, edit: Edit) -> Result<(), EditError> {
        edit.clone().apply(&mut self.after)?;
        if self.ours.is_some() {
            self.party_edits.push(edit);
        }
        Ok(())
    }

    /// What a party of the file is here. Its identifier, if nothing is known about it.
    fn party_here(&self, id: &PartyId) -> Option<PartyId> {
        match self.parties.get(id) {
            Some((here, _)) => here.clone(),
            None => Some(id.clone()),
        }
    }

    /// Finds the party of the project that corresponds to each party of a layer: the one that a person has chosen, or
    /// else the one of that identifier, name or alias. Each whose identifier differs is reported.
    fn match_parties(&mut self, found: &[IncomingParty]) {
        let Some(ours) = self.ours else { return };
        let mut theirs = Vec::with_capacity(found.len());
        for party in found {
            let IncomingParty { id, name, aliases, .. } = party;
            match self.map.parties.get(name) {
                Some(LabelTarget::LeaveOut) => {
                    self.meet_party(party, None, LabelTarget::LeaveOut, MatchedBy::Choice);
                }
                Some(LabelTarget::New) => {
                    let id = PartyId::from_name(name, |id| self.after.party(id).is_some());
                    let id = if self.after.party(&party.id).is_none() { party.id.clone() } else { id };
                    self.meet_party(party, Some(id), LabelTarget::New, MatchedBy::Choice);
                }
                Some(LabelTarget::Party(chosen)) if self.after.party(chosen).is_some() => {
                    let target = LabelTarget::Party(chosen.clone());
                    self.meet_party(party, Some(chosen.clone()), target, MatchedBy::Choice);
                }
                other => {
                    if other.is_some() {
                        self.warn(t!("import-map-unknown", label = name.as_str()));
                    }
                    let (id, name, aliases) = (id.clone(), name.clone(), aliases.clone());
                    theirs.push(Party {
                        id,
                        name,
                        aliases,
                        color: Rgb([0x7f; 3]),
                        parent: None,
                        key: None,
                        about: PartyAbout::default(),
                    });
                }
            }
        }
        let matcher = self.matcher.get_or_insert_with(|| PartyMatcher::of(&ours.parties));
        let mut here = matcher.find(&theirs, |id| self.after.party(id).is_some());
        for party in theirs {
            let Some(here) = here.remove(&party.id) else { continue };
            self.meet_match(ours, &party, here);
        }
    }

    fn meet_match(&mut self, ours: &Project, party: &Party, here: PartyId) {
        let found = ours.party(&here);
        let by = match found {
            None => MatchedBy::Nothing,
            Some(_) if here == party.id => MatchedBy::Identifier,
            Some(mine) if name_key(&mine.name) == name_key(&party.name) => MatchedBy::Name,
            Some(_) => MatchedBy::Alias,
        };
        let target = if found.is_some() { LabelTarget::Party(here.clone()) } else { LabelTarget::New };
        let incoming = IncomingParty::named(party.id.clone(), &party.name);
        let place = self.meet_party(&incoming, Some(here.clone()), target, by);
        if here == party.id {
            return;
        }
        let theirs = party.name.as_str();
        match found {
            Some(mine) => {
                self.note(t!("exchange-party-same", theirs = theirs, ours = mine.name.as_str(), id = here.as_str()));
            }
            None => {
                let (id, new) = (party.id.as_str(), here.as_str());
                let mine = ours.party(&party.id);
                if let Some(label) = self.labels.get_mut(place) {
                    label.question = mine.map(|mine| mine.id.to_string());
                }
                let ours = mine.map_or("", |mine| mine.name.as_str());
                self.warn(t!("exchange-party-other", theirs = theirs, id = id, ours = ours, new = new));
            }
        }
    }

    /// Records what a party of the file is here, and returns its place among the labels.
    fn meet_party(
        &mut self,
        party: &IncomingParty,
        here: Option<PartyId>,
        target: LabelTarget,
        by: MatchedBy,
    ) -> usize {
        let (list, label, place) = (LabelList::Parties, party.name.clone(), self.labels.len());
        self.labels.push(PlannedLabel { list, label, count: 0, target, by, question: None });
        self.met_parties.extend(here.clone());
        self.parties.insert(party.id.clone(), (here, place));
        place
    }

    fn add_party(&mut self, id: PartyId, name: String, aliases: Vec<String>, about: PartyAbout) {
        let index = self.after.parties.len();
        let color = Rgb::PALETTE.get(index % Rgb::PALETTE.len()).copied().unwrap_or(Rgb([0x7f; 3]));
        let party = Party { id, name, aliases, color, parent: None, key: None, about };
        if let Err(error) = self.put_party(Edit::AddParty { index, party }) {
            self.warn(error.to_string());
        }
    }

    /// What a party that a statement names is here; one that the layer does not list is added under its identifier.
    fn used_party(&mut self, id: &PartyId) -> Option<PartyId> {
        if !self.parties.contains_key(id) {
            let name = id.to_string();
            self.parties(vec![IncomingParty::named(id.clone(), name)]);
        }
        let (here, place) = self.parties.get(id)?;
        if let Some(label) = self.labels.get_mut(*place) {
            label.count += 1;
        }
        here.clone()
    }

    /// Finds what the entries that a file defines are in the codebook, and adds those that it lacks.
    fn codebook(&mut self, found: &Codebook) {
        for item in found.items() {
            let (list, id, name) = (item.list(), item.id().to_owned(), item.name().to_owned());
            let name = if name_key(&name).is_empty() { id.clone() } else { name };
            if list == CodebookList::Stances {
                // Every project has these, with its own words for them.
            } else if list == CodebookList::Attributes {
                // Statements hold their values under these identifiers, so that they cannot get others.
                if self.index.ids.insert((list, id)) {
                    self.after.codebook.push(item);
                }
            } else {
                self.meet(list, &id, &name, false, Some(item));
            }
        }
    }

    /// What a label of the file is here: what a person has chosen, or else the entry of that identifier or name. Other
    /// topics and relation kinds are added; so are kinds, if the project has none or the file has identifiers.
    fn meet(
        &mut self,
        list: CodebookList,
        id: &str,
        label: &str,
        is_label: bool,
        defined: Option<CodebookItem>,
    ) -> Option<usize> {
        if let Some(met) = self.met.get(&list).and_then(|met| met.get(id)) {
            return Some(met.place);
        }
        let labels = LabelList::of(list)?;
        let (here, target, by) = self.decide((list, labels), id, label, is_label, defined);
        let (place, label) = (self.labels.len(), label.to_owned());
        self.labels.push(PlannedLabel { list: labels, label, count: 0, target, by, question: None });
        self.met.entry(list).or_default().insert(id.to_owned(), Met { here, place });
        Some(place)
    }

    fn decide(
        &mut self,
        (list, labels): (CodebookList, LabelList),
        id: &str,
        label: &str,
        is_label: bool,
        defined: Option<CodebookItem>,
    ) -> (Here, LabelTarget, MatchedBy) {
        let known = |id: &str| LabelTarget::entry(list, id).unwrap_or(LabelTarget::New);
        let chosen = self.map.list(labels).get(label);
        match chosen {
            Some(LabelTarget::LeaveOut) => return (Here::LeftOut, LabelTarget::LeaveOut, MatchedBy::Choice),
            Some(LabelTarget::New) => {
                let free = self.add(list, id, label, defined);
                return (Here::Entry(free), LabelTarget::New, MatchedBy::Choice);
            }
            Some(chosen) => {
                match chosen.of_list(list).filter(|id| self.index.ids.contains(&(list, (*id).to_owned()))) {
                    Some(id) => return (Here::Entry(id.to_owned()), chosen.clone(), MatchedBy::Choice),
                    // What is a party, a verb or a passage is none of a list.
                    None if chosen.is_role() => return (Here::LeftOut, chosen.clone(), MatchedBy::Choice),
                    None => self.warn(t!("import-map-unknown", label = label)),
                }
            }
            None => {}
        }
        let by_name = self.index.names.get(&(list, name_key(label))).filter(|_| self.ours.is_some());
        // An identifier that was made of a label says less than the name that the label is.
        let is_made = is_label && id != label;
        if let Some(id) = by_name.filter(|_| is_made) {
            return (Here::Entry(id.clone()), known(id), MatchedBy::Name);
        }
        if self.index.ids.contains(&(list, id.to_owned())) {
            return (Here::Entry(id.to_owned()), known(id), MatchedBy::Identifier);
        }
        if let Some(id) = by_name {
            return (Here::Entry(id.clone()), known(id), MatchedBy::Name);
        }
        let is_closed = self.ours.is_some_and(|ours| !ours.codebook.kinds.is_empty());
        if is_label && is_closed && list == CodebookList::Kinds {
            return (Here::Unknown, LabelTarget::LeaveOut, MatchedBy::Nothing);
        }
        if is_label && self.ours.is_some() {
            self.note(t!("import-label-new", entry = list.entry_title(label)));
        }
        let id = self.add(list, id, label, defined);
        (Here::Entry(id), LabelTarget::New, MatchedBy::Nothing)
    }

    /// Adds an entry to the codebook under this identifier, or one like it if that is in use.
    fn add(&mut self, list: CodebookList, id: &str, name: &str, defined: Option<CodebookItem>) -> String {
        let (ids, name) = (&self.index.ids, name.to_owned());
        let is_taken = |id: &str| ids.contains(&(list, id.to_owned()));
        let definition = defined.as_ref().map_or_else(String::new, |item| item.definition().to_owned());
        let notes = defined.as_ref().map(|item| item.notes().clone()).unwrap_or_default();
        let item = match list {
            CodebookList::Kinds => {
                let free = KindId::new(id).ok().filter(|id| !is_taken(id.as_str()));
                let id = free.unwrap_or_else(|| KindId::from_name(&name, |id| is_taken(id.as_str())));
                let (key, line) = match defined {
                    Some(CodebookItem::Kind(kind)) => (kind.key, kind.line),
                    _ => (None, LineForm::Dashed),
                };
                CodebookItem::Kind(Kind { id, name, definition, notes, key, line })
            }
            CodebookList::Topics => {
                let free = TopicId::new(id).ok().filter(|id| !is_taken(id.as_str()));
                let id = free.unwrap_or_else(|| TopicId::from_name(&name, |id| is_taken(id.as_str())));
                let parent = match defined {
                    Some(CodebookItem::Topic(topic)) => topic.parent.filter(|parent| is_taken(parent.as_str())),
                    _ => None,
                };
                CodebookItem::Topic(Topic { id, name, definition, notes, parent })
            }
            CodebookList::RelationKinds => {
                let free = RelationKindId::new(id).ok().filter(|id| !is_taken(id.as_str()));
                let id = free.unwrap_or_else(|| RelationKindId::from_name(&name, |id| is_taken(id.as_str())));
                CodebookItem::RelationKind(RelationKind { id, name, definition, notes })
            }
            CodebookList::Attributes | CodebookList::Stances => return id.to_owned(),
        };
        let id = item.id().to_owned();
        self.index.add(&item);
        self.after.codebook.push(item);
        id
    }

    /// What an entry that a statement or a relation uses is here.
    fn used(&mut self, list: CodebookList, id: &str, labels: &IncomingLabels) -> Option<&Met> {
        if self.met.get(&list).is_none_or(|met| !met.contains_key(id)) {
            let label = labels.get(list, id);
            self.meet(list, id, label.unwrap_or(id), label.is_some(), None);
        }
        let met = self.met.get(&list)?.get(id)?;
        if let Some(label) = self.labels.get_mut(met.place) {
            label.count += 1;
        }
        Some(met)
    }

    /// Takes a statement, or reports why it is left out.
    fn statement(&mut self, taking: &mut Taking, statement: Statement) {
        let (id, quote) = (statement.id, quote(&taking.document.content, &statement));
        if let Err(reason) = self.try_statement(taking, statement) {
            self.counts.left_out += 1;
            let (id, reason) = (id.to_string(), reason.to_string());
            self.warn(match quote() {
                Some((start, end, quote)) => {
                    t!(
                        "import-statement-left-out-at",
                        id = id,
                        start = start,
                        end = end,
                        quote = quote,
                        reason = reason
                    )
                }
                None => t!("import-statement-left-out", id = id, reason = reason),
            });
        }
    }

    fn try_statement(&mut self, taking: &mut Taking, statement: Statement) -> Result<(), EditError> {
        check_places_in(&taking.document, &statement)?;
        if taking.statements.contains(&statement.id) {
            return Err(EditError::Duplicate(statement.id.to_string()));
        }
        let Some(statement) = self.with_our_names(taking, statement) else { return Ok(()) };
        self.put_statement(taking, statement)
    }

    fn put_statement(&mut self, taking: &mut Taking, statement: Statement) -> Result<(), EditError> {
        let id = statement.id;
        match &mut taking.layer {
            Some(layer) => {
                check_names(&self.after, &statement)?;
                layer.put(statement);
            }
            None => {
                let layer = taking.key.clone();
                self.put(Edit::AddStatement { layer, statement: Box::new(statement) })?;
            }
        }
        taking.statements.insert(id);
        self.counts.statements += 1;
        Ok(())
    }

    /// Takes a statement for which the file has no place: into the layer if a person has placed it.
    fn unplaced(&mut self, taking: &mut Taking, found: IncomingUnplaced) {
        let IncomingUnplaced { statement, quote, candidates, reason } = found;
        let Some(statement) = self.with_our_names(taking, statement) else { return };
        let ((document, annotator), line, by) = (taking.key.clone(), self.line, taking.by.clone());
        let (spans, problem) = (Vec::new(), None);
        let mut unplaced =
            Unplaced { line, document, annotator, by, statement, quote, candidates, spans, problem, reason };
        if let Some(spans) = self.places.get(&unplaced.key()) {
            match self.place(taking, Statement { spans: spans.clone(), ..unplaced.statement.clone() }) {
                Ok(()) => unplaced.spans.clone_from(spans),
                Err(error) => unplaced.problem = Some(error.to_string()),
            }
        }
        // Of a project that is made of the file, whoever receives it tells of these.
        if unplaced.spans.is_empty() && self.ours.is_some() {
            self.warn(unplaced.reason.clone());
        }
        self.unplaced.push(unplaced);
    }

    fn place(&mut self, taking: &mut Taking, statement: Statement) -> Result<(), EditError> {
        check_places_in(&taking.document, &statement)?;
        if taking.statements.contains(&statement.id) {
            return Err(EditError::Duplicate(statement.id.to_string()));
        }
        self.put_statement(taking, statement)
    }

    /// Gives a statement the kinds, topics and parties of the project; `None` if its kind is left out.
    fn with_our_names(&mut self, taking: &mut Taking, mut statement: Statement) -> Option<Statement> {
        match self.used(CodebookList::Kinds, statement.kind.as_str(), &taking.labels).map(|met| &met.here) {
            Some(Here::Entry(id)) if id != statement.kind.as_str() => {
                statement.kind = KindId::new(id.as_str()).unwrap_or(statement.kind);
            }
            Some(Here::Entry(_)) => {}
            Some(Here::Unknown) => {
                let id = statement.kind.as_str();
                let label = taking.labels.get(CodebookList::Kinds, id).unwrap_or(id).to_owned();
                *taking.unknown.entry(label).or_default() += 1;
                taking.left_out.insert(statement.id);
                self.counts.left_out += 1;
                return None;
            }
            Some(Here::LeftOut) | None => {
                taking.left_out.insert(statement.id);
                self.counts.left_out += 1;
                return None;
            }
        }
        if let Some(topic) = statement.topic.take() {
            statement.topic = match self.used(CodebookList::Topics, topic.as_str(), &taking.labels).map(|met| &met.here)
            {
                Some(Here::Entry(id)) if id != topic.as_str() => TopicId::new(id.as_str()).ok(),
                Some(Here::Entry(_)) => Some(topic),
                Some(Here::Unknown | Here::LeftOut) | None => None,
            };
        }
        let mut chain = Vec::with_capacity(statement.chain.len());
        for Link { party, cue, mention } in statement.chain {
            chain.extend(self.used_party(&party).map(|party| Link { party, cue, mention }));
        }
        statement.chain = chain;
        // Two parties of the file may be the same one here.
        let mut addressees: Vec<PartyId> = Vec::with_capacity(statement.addressees.len());
        for addressee in statement.addressees {
            let Some(party) = self.used_party(&addressee) else { continue };
            if !(addressees.contains(&party) && self.met_parties.contains(&party)) {
                addressees.push(party);
            }
        }
        statement.addressees = addressees;
        Some(statement)
    }

    fn relation(&mut self, taking: &mut Taking, mut relation: Relation) -> Result<(), EditError> {
        if [relation.from, relation.to].iter().any(|id| taking.left_out.contains(id)) {
            return Ok(());
        }
        if relation.from == relation.to {
            return Err(EditError::RelationToItself);
        }
        if let Some(unknown) = [relation.from, relation.to].into_iter().find(|id| !taking.statements.contains(id)) {
            return Err(EditError::UnknownStatement(unknown));
        }
        if !taking.relations.insert(relation.id) {
            return Err(EditError::Duplicate(relation.id.to_string()));
        }
        match self.used(CodebookList::RelationKinds, relation.kind.as_str(), &taking.labels).map(|met| &met.here) {
            Some(Here::Entry(id)) if id != relation.kind.as_str() => {
                relation.kind = RelationKindId::new(id.as_str()).unwrap_or(relation.kind);
            }
            Some(Here::Entry(_)) => {}
            Some(Here::Unknown | Here::LeftOut) | None => return Ok(()),
        }
        match &mut taking.layer {
            Some(layer) => _ = layer.put_relation(relation),
            None => self.put(Edit::AddRelation { layer: taking.key.clone(), relation })?,
        }
        self.counts.relations += 1;
        Ok(())
    }
}

/// Works out where a statement is, if that is asked for.
fn quote(content: &Content, statement: &Statement) -> impl FnOnce() -> Option<(usize, usize, String)> + use<> {
    let ends = statement.spans.first().zip(statement.spans.last()).map(|(first, last)| (*first, *last));
    let content = content.clone();
    move || {
        let (first, last) = ends?;
        let char = |byte| content.byte_to_char(byte);
        let quote = content.get(first.range())?.chars().take(MOST_QUOTED_CHARS).collect();
        Some((char(first.start_byte)?, char(last.end_byte)?, quote))
    }
}

impl IncomingLabels {
    /// The label of an identifier that the layer uses.
    fn get(&self, list: CodebookList, id: &str) -> Option<&str> {
        fn of<Id: Ord>(labels: &BTreeMap<Id, String>, id: Option<Id>) -> Option<&str> {
            labels.get(&id?).map(String::as_str)
        }
        match list {
            CodebookList::Kinds => of(&self.kinds, KindId::new(id).ok()),
            CodebookList::Topics => of(&self.topics, TopicId::new(id).ok()),
            CodebookList::RelationKinds => of(&self.relation_kinds, RelationKindId::new(id).ok()),
            CodebookList::Attributes | CodebookList::Stances => None,
        }
    }
}

impl LabelList {
    /// The labels that stand for entries of this list; attributes have none.
    const fn of(list: CodebookList) -> Option<Self> {
        Some(match list {
            CodebookList::Kinds => Self::Kinds,
            CodebookList::Topics => Self::Topics,
            CodebookList::RelationKinds => Self::RelationKinds,
            CodebookList::Attributes | CodebookList::Stances => return None,
        })
    }
}

impl LabelTarget {
    /// The entry of a list of the codebook.
    fn entry(list: CodebookList, id: &str) -> Option<Self> {
        Some(match list {
            CodebookList::Kinds => Self::Kind(KindId::new(id).ok()?),
            CodebookList::Topics => Self::Topic(TopicId::new(id).ok()?),
            CodebookList::RelationKinds => Self::RelationKind(RelationKindId::new(id).ok()?),
            CodebookList::Attributes | CodebookList::Stances => return None,
        })
    }

    /// The identifier, if it is an entry of this list.
    fn of_list(&self, list: CodebookList) -> Option<&str> {
        match (self, list) {
            (Self::Kind(id), CodebookList::Kinds) => Some(id.as_str()),
            (Self::Topic(id), CodebookList::Topics) => Some(id.as_str()),
            (Self::RelationKind(id), CodebookList::RelationKinds) => Some(id.as_str()),
            _ => None,
        }
    }

    /// Whether it says what spans are instead of naming an entry.
    pub(super) const fn is_role(&self) -> bool {
        matches!(self, Self::Cue | Self::Mention | Self::Excluded | Self::Party(_))
    }
}

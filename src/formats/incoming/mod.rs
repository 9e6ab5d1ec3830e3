//! Takes layers that a format has read into a project: into the layers of one annotator, or all of them into a project
//! of their own.
//!
//! A format checks what it reads against the document in the same file; here it is checked against the project, by
//! applying each edit to a copy first, so that all of them are sure to fit together. What does not fit is reported and
//! left out; the rest is taken. The text of a document is never changed: if the project has another text under the same
//! name, the layer is left out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

use super::Reader;
use super::input::Input;
use crate::edit::change::{Edit, EditError, LayerKey};
use crate::model::codebook::{Codebook, CodebookItem, CodebookList, Kind, LineForm, RelationKind, Topic};
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId, KindId, PartyId, RelationKindId, StatementId, TopicId, folded};
use crate::model::party::{Party, Rgb, match_parties, name_key};
use crate::model::project::Project;
use crate::model::statement::{Relation, Statement};
use crate::model::work::LayerProgress;
use crate::t;

/// One layer of a file with its document and the parties and codebook entries that it needs.
#[derive(Clone, Debug)]
pub struct IncomingLayer {
    /// Where it is in the input: a line, or the number of a file; counted from one.
    pub line: usize,
    pub document: Document,
    pub annotator: String,
    pub parties: Vec<IncomingParty>,
    /// The entries of the codebook that the file defines.
    pub codebook: Codebook,
    /// The labels that the file uses without defining them.
    pub labels: IncomingLabels,
    pub statements: Vec<Statement>,
    pub relations: Vec<Relation>,
    pub progress: Option<LayerProgress>,
}

/// A party of a file, without a colour, since the project has its own.
#[derive(Clone, Debug)]
pub struct IncomingParty {
    pub id: PartyId,
    pub name: String,
    pub aliases: Vec<String>,
    pub parent: Option<PartyId>,
}

/// Labels that stand for entries of a codebook, with the identifiers that the layer uses for them. They are matched with
/// the project's codebook by identifier or else by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IncomingLabels {
    pub kinds: BTreeMap<KindId, String>,
    pub topics: BTreeMap<TopicId, String>,
    pub relation_kinds: BTreeMap<RelationKindId, String>,
}

/// Receives what a format reads, layer by layer, so that only one of them is in memory besides what is kept.
pub trait LayerSink {
    /// Whether the layers of this annotator are wanted; others need not be read.
    fn wants(&mut self, annotator: &str) -> bool;

    /// An article that the project has already, for formats whose files refer to texts without having them.
    fn document(&mut self, _wanted: &WantedDocument<'_>) -> Option<Document> {
        None
    }

    /// Reports something that could not be read.
    fn warn(&mut self, line: usize, message: String);

    /// Receives the parties and the codebook of a file that has no layers.
    fn take_codebook(&mut self, line: usize, parties: Vec<IncomingParty>, codebook: Codebook);

    /// Receives a layer. Reading ends at [`ControlFlow::Break`].
    fn take(&mut self, layer: IncomingLayer) -> ControlFlow<()>;
}

/// What a file says about a text that it does not have; one of these is enough to find it.
#[derive(Clone, Copy, Debug, Default)]
pub struct WantedDocument<'a> {
    pub id: Option<&'a str>,
    pub url: Option<&'a str>,
    /// The hash of the text, in hexadecimal.
    pub sha256: Option<&'a str>,
}

impl WantedDocument<'_> {
    /// The article in a project; an older version of a text is found only by its hash or its name.
    fn find_in(&self, project: &Project) -> Option<Document> {
        let documents = || project.documents.values();
        let by_hash = || documents().find(|d| self.sha256.is_some_and(|hash| d.content.sha256() == hash));
        let by_id = || documents().find(|d| self.id == Some(d.id.as_str()));
        let is_current = |d: &&Document| d.metadata.replaced_by.is_none() && Some(d.metadata.url.as_str()) == self.url;
        by_hash().or_else(by_id).or_else(|| documents().find(is_current)).cloned()
    }
}

/// Something in a file that was left out, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Counted from one.
    pub line: usize,
    pub message: String,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&t!("import-warning", line = self.line, message = self.message.as_str()))
    }
}

/// The reason why nothing of the file can be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("{}", t!("import-layer-exists", document = .document.as_str(), annotator = .annotator.as_str()))]
    LayerExists { document: DocumentId, annotator: AnnotatorId },
    #[error("{}", t!("import-several-annotators", annotator = .annotator.as_str(), found = .found.join(", ")))]
    SeveralAnnotators { annotator: AnnotatorId, found: Vec<String> },
}

/// The effect of importing a file.
#[derive(Debug)]
pub struct Import {
    pub edit: Edit,
    /// What was left out, and what a person should check.
    pub warnings: Vec<Warning>,
    /// The parties of the file that were matched to one that the project has under another identifier.
    pub notes: Vec<Warning>,
}

impl Reader {
    /// Reads a file into the layers of this annotator.
    ///
    /// If the file has layers of several annotators, those of this one are taken. If it has only layers of one other
    /// annotator, they are taken for this one. `replace` empties a layer that has statements before it is filled.
    ///
    /// # Errors
    /// A layer has statements already and may not be replaced, or it is unclear whose layers are meant.
    pub fn import(
        &self,
        project: &Project,
        input: &Input,
        annotator: &AnnotatorId,
        replace: bool,
    ) -> Result<Import, ImportError> {
        let mut found = self.annotators(project, input, false);
        if !found.contains(annotator.as_str()) && found.len() > 1 {
            // The annotators whose layers cannot be read at all do not make the choice ambiguous.
            found = self.annotators(project, input, true);
            if found.len() > 1 {
                let found = found.into_iter().collect();
                return Err(ImportError::SeveralAnnotators { annotator: annotator.clone(), found });
            }
        }
        let only = found.contains(annotator.as_str()).then(|| annotator.as_str());
        let mut merger = Merger::new(project.clone());
        merger.ours = Some(project.parties.to_vec());
        let mut sink = ImportSink { merger, annotator, only, replace, seen: BTreeSet::new(), refused: None };
        (self.read)(input, &mut sink);
        let ImportSink { merger, refused, .. } = sink;
        match refused {
            Some(error) => Err(error),
            None => Ok(Import { edit: Edit::Group(merger.edits), warnings: merger.warnings, notes: merger.notes }),
        }
    }

    /// Reads everybody's layers into a project of their own, whose codebook is what the file says about it.
    pub fn read_all(&self, input: &Input) -> (Project, Vec<Warning>) {
        let mut sink = ProjectSink { merger: Merger::new(Project::default()), seen: BTreeSet::new() };
        (self.read)(input, &mut sink);
        (sink.merger.scratch, sink.merger.warnings)
    }

    /// The annotators whose layers a file has; `sound` counts only layers that can be read.
    fn annotators(&self, project: &Project, input: &Input, sound: bool) -> BTreeSet<String> {
        let mut sink = NameSink { names: BTreeSet::new(), project, sound };
        (self.read)(input, &mut sink);
        sink.names
    }
}

/// Collects the names of annotators.
struct NameSink<'p> {
    names: BTreeSet<String>,
    project: &'p Project,
    /// Collect only the names whose layers can be read.
    sound: bool,
}

impl LayerSink for NameSink<'_> {
    fn document(&mut self, wanted: &WantedDocument<'_>) -> Option<Document> {
        wanted.find_in(self.project)
    }

    fn wants(&mut self, annotator: &str) -> bool {
        if !self.sound {
            self.names.insert(annotator.to_owned());
        }
        self.sound
    }

    fn warn(&mut self, _line: usize, _message: String) {}

    fn take_codebook(&mut self, _line: usize, _parties: Vec<IncomingParty>, _codebook: Codebook) {}

    fn take(&mut self, layer: IncomingLayer) -> ControlFlow<()> {
        self.names.insert(layer.annotator);
        ControlFlow::Continue(())
    }
}

/// Takes one annotator's layers into a project.
struct ImportSink<'a> {
    merger: Merger,
    annotator: &'a AnnotatorId,
    /// If set, layers of other annotators are skipped.
    only: Option<&'a str>,
    replace: bool,
    seen: BTreeSet<DocumentId>,
    refused: Option<ImportError>,
}

impl LayerSink for ImportSink<'_> {
    fn document(&mut self, wanted: &WantedDocument<'_>) -> Option<Document> {
        wanted.find_in(&self.merger.scratch)
    }

    fn wants(&mut self, annotator: &str) -> bool {
        self.only.is_none_or(|only| only == annotator)
    }

    fn warn(&mut self, line: usize, message: String) {
        self.merger.warnings.push(Warning { line, message });
    }

    fn take_codebook(&mut self, line: usize, parties: Vec<IncomingParty>, codebook: Codebook) {
        self.merger.line = line;
        self.merger.parties(parties);
        self.merger.codebook(&codebook);
    }

    fn take(&mut self, layer: IncomingLayer) -> ControlFlow<()> {
        if !self.seen.insert(layer.document.id.clone()) {
            self.warn(layer.line, t!("import-document-twice", id = layer.document.id.as_str()));
            return ControlFlow::Continue(());
        }
        match self.merger.layer(layer, self.annotator, self.replace) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.refused = Some(error);
                ControlFlow::Break(())
            }
        }
    }
}

/// Takes everybody's layers into a project of their own.
struct ProjectSink {
    merger: Merger,
    seen: BTreeSet<(DocumentId, String)>,
}

impl LayerSink for ProjectSink {
    fn wants(&mut self, _annotator: &str) -> bool {
        true
    }

    fn warn(&mut self, line: usize, message: String) {
        self.merger.warnings.push(Warning { line, message });
    }

    fn take_codebook(&mut self, line: usize, parties: Vec<IncomingParty>, codebook: Codebook) {
        self.merger.line = line;
        self.merger.parties(parties);
        self.merger.codebook(&codebook);
    }

    fn take(&mut self, layer: IncomingLayer) -> ControlFlow<()> {
        let line = layer.line;
        match AnnotatorId::new(layer.annotator.as_str()) {
            Err(error) => self.warn(line, error.to_string()),
            Ok(_) if !self.seen.insert((layer.document.id.clone(), layer.annotator.clone())) => {
                self.warn(line, t!("import-document-twice", id = layer.document.id.as_str()));
            }
            Ok(annotator) => {
                if let Err(error) = self.merger.layer(layer, &annotator, false) {
                    self.warn(line, error.to_string());
                }
            }
        }
        // Nobody undoes these edits.
        self.merger.edits.clear();
        self.merger.inverses.clear();
        ControlFlow::Continue(())
    }
}

/// What a label of the file stands for in the project.
enum LabelHere {
    /// The entry with this identifier.
    Entry(String),
    /// No kind of the codebook; the label.
    Unknown(String),
}

/// Collects edits by applying each to a copy of the project first.
struct Merger {
    scratch: Project,
    edits: Vec<Edit>,
    /// The inverse of each of `edits`.
    inverses: Vec<Edit>,
    warnings: Vec<Warning>,
    notes: Vec<Warning>,
    /// The line of the layer being read.
    line: usize,
    /// The parties of the project; `None` if there are none besides those of the file.
    ours: Option<Vec<Party>>,
    /// The party of the project that corresponds to each party of the file.
    here: BTreeMap<PartyId, PartyId>,
    /// What each label of the file is in the project's codebook.
    labels: BTreeMap<(CodebookList, String), LabelHere>,
    /// The documents by their names as some file systems see them; built when the first new document comes.
    folded: Option<HashMap<String, DocumentId>>,
}

impl Merger {
    fn new(scratch: Project) -> Self {
        Self {
            scratch,
            edits: Vec::new(),
            inverses: Vec::new(),
            warnings: Vec::new(),
            notes: Vec::new(),
            line: 0,
            ours: None,
            here: BTreeMap::new(),
            labels: BTreeMap::new(),
            folded: None,
        }
    }

    fn warn(&mut self, message: impl Into<String>) {
        self.warnings.push(Warning { line: self.line, message: message.into() });
    }

    fn apply(&mut self, edit: Edit) -> Result<(), EditError> {
        self.inverses.push(edit.clone().apply(&mut self.scratch)?);
        self.edits.push(edit);
        Ok(())
    }

    /// Undoes the edits after the first `keep`.
    fn take_back(&mut self, keep: usize) {
        self.edits.truncate(keep);
        for inverse in self.inverses.drain(keep..).rev() {
            if let Err(error) = inverse.apply(&mut self.scratch) {
                tracing::error!(%error, "what a left-out statement needed could not be taken back");
            }
        }
    }

    /// Takes a layer: first the document, then what the layer needs, then its contents.
    fn layer(&mut self, found: IncomingLayer, annotator: &AnnotatorId, replace: bool) -> Result<(), ImportError> {
        self.line = found.line;
        let document = match self.document(found.document) {
            Ok(document) => document,
            Err(message) => {
                self.warn(message);
                return Ok(());
            }
        };
        let key: LayerKey = (document, annotator.clone());
        self.empty_layer(&key, replace)?;
        let names = self.parties(found.parties);
        self.codebook(&found.codebook);
        self.match_labels(&found.labels);
        let (statements, left_out) = self.known_kinds(found.statements);
        for statement in statements {
            let id = statement.id;
            if let Err(reason) = self.statement(&key, statement, &names) {
                self.warn(t!("import-statement-left-out", id = id.to_string(), reason = reason.to_string()));
            }
        }
        let is_whole = |relation: &Relation| [relation.from, relation.to].iter().all(|id| !left_out.contains(id));
        for relation in found.relations.into_iter().filter(is_whole) {
            let id = relation.id;
            if let Err(reason) = self.relation(&key, relation) {
                self.warn(t!("import-relation-left-out", id = id.to_string(), reason = reason.to_string()));
            }
        }
        if let Some(progress) = found.progress
            && let Err(reason) = self.apply(Edit::SetProgress { layer: key, progress: Some(progress) })
        {
            self.warn(t!("import-progress-left-out", reason = reason.to_string()));
        }
        Ok(())
    }

    /// Finds the document in the project, which must have the same text, or adds it.
    fn document(&mut self, mut found: Document) -> Result<DocumentId, String> {
        let id = found.id.clone();
        if let Some(document) = self.scratch.documents.get(&id) {
            let is_same = document.content == found.content;
            return if is_same { Ok(id) } else { Err(t!("import-other-text", id = id.as_str())) };
        }
        if self.ours.is_some() {
            self.check_name(&id)?;
        }
        let add = |document: &Document| Edit::AddDocument { document: Box::new(document.clone()), layers: Vec::new() };
        if let Err(error) = self.apply(add(&found)) {
            // Only the excluded passages can be at fault; the article is useful without them.
            self.warn(error.to_string());
            found.excluded.clear();
            self.apply(add(&found)).map_err(|error| error.to_string())?;
        }
        Ok(id)
    }

    /// Refuses a document whose name some file system takes for a device or for another document.
    fn check_name(&mut self, id: &DocumentId) -> Result<(), String> {
        if id.is_device() {
            return Err(t!("id-device", id = id.as_str()));
        }
        let documents = &self.scratch.documents;
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
        let layer = self.scratch.layers.get(key);
        let old: Vec<StatementId> = layer.into_iter().flat_map(|layer| layer.statements().map(|s| s.id)).collect();
        if !old.is_empty() && !replace {
            return Err(ImportError::LayerExists { document: key.0.clone(), annotator: key.1.clone() });
        }
        for id in old {
            if let Err(error) = self.apply(Edit::RemoveStatement { layer: key.clone(), id }) {
                self.warn(error.to_string());
            }
        }
        Ok(())
    }

    /// Adds the parties that the project does not have, and returns the names of all parties of the layer.
    fn parties(&mut self, found: Vec<IncomingParty>) -> BTreeMap<PartyId, String> {
        self.match_parties(&found);
        let (mut names, mut parents) = (BTreeMap::new(), Vec::new());
        for party in found {
            let id = self.party_here(&party.id);
            names.insert(id.clone(), party.name.clone());
            if self.scratch.party(&id).is_some() {
                continue;
            }
            parents.extend(party.parent.map(|parent| (id.clone(), parent)));
            self.add_party(id, party.name, party.aliases);
        }
        // Parents are set last, because a child may come before its parent.
        for (id, parent) in parents {
            let parent = self.party_here(&parent);
            let Some(party) = self.scratch.party(&id).cloned() else { continue };
            if let Err(error) = self.apply(Edit::ReplaceParty(Party { parent: Some(parent), ..party })) {
                self.warn(t!("import-party-parent", id = id.as_str(), reason = error.to_string()));
            }
        }
        names
    }

    /// Finds the party of the project that corresponds to each party of a layer, and reports each whose identifier
    /// differs.
    fn match_parties(&mut self, found: &[IncomingParty]) {
        let Some(ours) = &self.ours else { return };
        if found.iter().all(|party| self.here.contains_key(&party.id)) {
            return;
        }
        let theirs: Vec<Party> = found
            .iter()
            .map(|IncomingParty { id, name, aliases, .. }| Party {
                id: id.clone(),
                name: name.clone(),
                aliases: aliases.clone(),
                color: Rgb([0x7f; 3]),
                parent: None,
            })
            .collect();
        let here = match_parties(ours, &theirs, |id| self.scratch.party(id).is_some());
        for party in theirs {
            // A match made for an earlier layer stands.
            let Some(here) = here.get(&party.id).filter(|_| !self.here.contains_key(&party.id)) else { continue };
            self.here.insert(party.id.clone(), here.clone());
            if *here == party.id {
                continue;
            }
            let (theirs, line) = (party.name.as_str(), self.line);
            let name_of = |id: &PartyId| ours.iter().find(|party| party.id == *id).map(|party| party.name.as_str());
            match (name_of(here), name_of(&party.id)) {
                (Some(ours), _) => {
                    let message = t!("exchange-party-same", theirs = theirs, ours = ours, id = here.as_str());
                    self.notes.push(Warning { line, message });
                }
                (None, ours) => {
                    let (id, ours, new) = (party.id.as_str(), ours.unwrap_or_default(), here.as_str());
                    let message = t!("exchange-party-other", theirs = theirs, id = id, ours = ours, new = new);
                    self.warnings.push(Warning { line, message });
                }
            }
        }
    }

    fn party_here(&self, id: &PartyId) -> PartyId {
        self.here.get(id).unwrap_or(id).clone()
    }

    fn add_party(&mut self, id: PartyId, name: String, aliases: Vec<String>) {
        let index = self.scratch.parties.len();
        let color = Rgb::PALETTE.get(index % Rgb::PALETTE.len()).copied().unwrap_or(Rgb([0x7f; 3]));
        let party = Party { id, name, aliases, color, parent: None };
        if let Err(error) = self.apply(Edit::AddParty { index, party }) {
            self.warn(error.to_string());
        }
    }

    /// Adds the entries that the project's codebook lacks, with their definitions.
    fn codebook(&mut self, found: &Codebook) {
        let mut codebook = self.scratch.codebook.clone();
        for item in found.items() {
            if !codebook.has_item(item.list(), item.id()) {
                codebook.push(item);
            }
        }
        self.set_codebook(codebook);
    }

    /// Finds the entry of the codebook for each label that is new, by its identifier or else by its name as readers
    /// compare names. Other topics and relation kinds are added and reported; so are kinds, if the project has none.
    fn match_labels(&mut self, found: &IncomingLabels) {
        let kinds = found.kinds.iter().map(|(id, name)| (CodebookList::Kinds, id.as_str(), name));
        let topics = found.topics.iter().map(|(id, name)| (CodebookList::Topics, id.as_str(), name));
        let relation_kinds =
            found.relation_kinds.iter().map(|(id, name)| (CodebookList::RelationKinds, id.as_str(), name));
        let is_closed = self.ours.is_some() && !self.scratch.codebook.kinds.is_empty();
        for (list, id, name) in kinds.chain(topics).chain(relation_kinds) {
            let key = (list, id.to_owned());
            if self.labels.contains_key(&key) || self.scratch.codebook.has_item(list, id) {
                continue;
            }
            let wanted = name_key(name);
            let items = self.scratch.codebook.items_of(list);
            let is_same = |item: &&CodebookItem| !wanted.is_empty() && name_key(item.name()) == wanted;
            let here = match items.iter().find(is_same) {
                Some(item) => LabelHere::Entry(item.id().to_owned()),
                None if list == CodebookList::Kinds && is_closed => LabelHere::Unknown(name.clone()),
                None => {
                    self.add_label(list, id, name);
                    LabelHere::Entry(id.to_owned())
                }
            };
            self.labels.insert(key, here);
        }
    }

    fn add_label(&mut self, list: CodebookList, id: &str, name: &str) {
        let (name, definition) = (name.to_owned(), String::new());
        let item = match list {
            CodebookList::Kinds => KindId::new(id)
                .map(|id| CodebookItem::Kind(Kind { id, name, definition, key: None, line: LineForm::Dashed })),
            CodebookList::Topics => TopicId::new(id).map(|id| CodebookItem::Topic(Topic { id, name, definition })),
            CodebookList::RelationKinds => {
                RelationKindId::new(id).map(|id| CodebookItem::RelationKind(RelationKind { id, name, definition }))
            }
        };
        let Ok(item) = item else { return };
        if self.ours.is_some() {
            let (line, title) = (self.line, list.entry_title(item.name()));
            self.notes.push(Warning { line, message: t!("import-label-new", entry = title) });
        }
        let mut codebook = self.scratch.codebook.clone();
        codebook.push(item);
        self.set_codebook(codebook);
    }

    /// Gives statements the kinds of the project, and reports how many have a label that is no kind there.
    fn known_kinds(&mut self, found: Vec<Statement>) -> (Vec<Statement>, BTreeSet<StatementId>) {
        let (mut known, mut left_out) = (Vec::with_capacity(found.len()), BTreeSet::new());
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for mut statement in found {
            match self.labels.get(&(CodebookList::Kinds, statement.kind.to_string())) {
                Some(LabelHere::Unknown(label)) => {
                    *counts.entry(label.clone()).or_default() += 1;
                    left_out.insert(statement.id);
                    continue;
                }
                Some(LabelHere::Entry(id)) => {
                    statement.kind = KindId::new(id.as_str()).unwrap_or(statement.kind);
                }
                None => {}
            }
            if let Some(topic) = &statement.topic
                && let Some(LabelHere::Entry(id)) = self.labels.get(&(CodebookList::Topics, topic.to_string()))
            {
                statement.topic = TopicId::new(id.as_str()).ok();
            }
            known.push(statement);
        }
        for (label, count) in counts {
            self.warn(t!("import-label-unknown", label = label, count = count));
        }
        (known, left_out)
    }

    fn set_codebook(&mut self, codebook: Codebook) {
        if codebook != self.scratch.codebook
            && let Err(error) = self.apply(Edit::SetCodebook(Box::new(codebook)))
        {
            self.warn(error.to_string());
        }
    }

    fn statement(
        &mut self,
        key: &LayerKey,
        mut statement: Statement,
        names: &BTreeMap<PartyId, String>,
    ) -> Result<(), EditError> {
        for link in &mut statement.chain {
            link.party = self.party_here(&link.party);
        }
        // Two parties of the file may be the same one here.
        let mut addressees: Vec<PartyId> = Vec::with_capacity(statement.addressees.len());
        for addressee in statement.addressees.drain(..).map(|id| self.party_here(&id)) {
            if !(addressees.contains(&addressee) && self.here.values().any(|here| *here == addressee)) {
                addressees.push(addressee);
            }
        }
        statement.addressees = addressees;
        // What was added only for a statement that is left out is removed again.
        let (edits, warnings) = (self.edits.len(), self.warnings.len());
        self.add_names(&statement, names);
        let statement = Box::new(statement);
        self.apply(Edit::AddStatement { layer: key.clone(), statement }).inspect_err(|_| {
            self.take_back(edits);
            self.warnings.truncate(warnings);
        })
    }

    /// Adds the kind, the topic and the parties of a statement to the project if they are unknown.
    fn add_names(&mut self, statement: &Statement, names: &BTreeMap<PartyId, String>) {
        for id in statement.chain.iter().map(|link| &link.party).chain(&statement.addressees) {
            if self.scratch.party(id).is_none() {
                self.add_party(id.clone(), names.get(id).cloned().unwrap_or_else(|| id.to_string()), Vec::new());
            }
        }
        let mut codebook = self.scratch.codebook.clone();
        if codebook.kind(&statement.kind).is_none() {
            let (id, name) = (statement.kind.clone(), statement.kind.to_string());
            codebook.kinds.push(Kind { id, name, definition: String::new(), key: None, line: LineForm::Dashed });
        }
        if let Some(topic) = statement.topic.as_ref().filter(|topic| codebook.topic(topic).is_none()) {
            let topic = Topic { id: topic.clone(), name: topic.to_string(), definition: String::new() };
            codebook.topics.push(topic);
        }
        self.set_codebook(codebook);
    }

    fn relation(&mut self, key: &LayerKey, mut relation: Relation) -> Result<(), EditError> {
        if let Some(LabelHere::Entry(id)) = self.labels.get(&(CodebookList::RelationKinds, relation.kind.to_string())) {
            relation.kind = RelationKindId::new(id.as_str()).unwrap_or(relation.kind);
        }
        let layer = self.scratch.layers.get(key);
        let is_known = |id: StatementId| layer.is_some_and(|layer| layer.statement(id).is_some());
        if let Some(unknown) = [relation.from, relation.to].into_iter().find(|id| !is_known(*id)) {
            return Err(EditError::UnknownStatement(unknown));
        }
        let mut codebook = self.scratch.codebook.clone();
        if codebook.relation_kind(&relation.kind).is_none() {
            let (id, name) = (relation.kind.clone(), relation.kind.to_string());
            codebook.relation_kinds.push(RelationKind { id, name, definition: String::new() });
            self.set_codebook(codebook);
        }
        self.apply(Edit::AddRelation { layer: key.clone(), relation })
    }
}

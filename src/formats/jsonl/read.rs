//! JSON Lines as `export::jsonl` writes them: importing an export gives the layer back as it was.
//!
//! A file proves itself by its quotes: a statement whose quote is not what its offsets say is reported and left out, and
//! so is whatever else does not fit; the rest is taken. The text of a document is never changed: where a document of the
//! same name has another text, the line is left out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::str::FromStr;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::edit::change::{Edit, EditError, LayerKey};
use crate::formats::Warning;
use crate::model::codebook::{Codebook, CodebookItem, CodebookList, Kind, LineForm, RelationKind, Topic};
use crate::model::document::{Document, Metadata};
use crate::model::id::{
    AnnotatorId, DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, TopicId, folded,
};
use crate::model::party::{Party, Rgb, match_parties};
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::{Attribute, Link, Quotation, Relation, Stance, Statement};
use crate::model::work::{LayerProgress, LayerState};
use crate::t;
use crate::text::content::Content;

/// The newest version of the format that is read here.
const VERSION: u64 = 1;

/// Nothing of the file can be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("{}", t!("import-layer-exists", document = .document.as_str(), annotator = .annotator.as_str()))]
    LayerExists { document: DocumentId, annotator: AnnotatorId },
    #[error("{}", t!("import-several-annotators", annotator = .annotator.as_str(), found = .found.join(", ")))]
    SeveralAnnotators { annotator: AnnotatorId, found: Vec<String> },
}

/// Reads a file into the layers of this annotator: one edit, and what was left out.
///
/// Where the file has layers of several annotators, those of this one are taken. Where it has those of one other
/// annotator only, they go to this one. `replace` empties a layer that has statements before it is filled.
///
/// # Errors
/// A layer has statements already and may not be replaced, or it cannot be told whose layers are meant.
pub fn read(
    project: &Project,
    bytes: &[u8],
    annotator: &AnnotatorId,
    replace: bool,
) -> Result<(Edit, Vec<Warning>), ImportError> {
    let read = read_with_notes(project, bytes, annotator, replace)?;
    Ok((read.edit, read.warnings))
}

/// What was read of a file.
#[derive(Debug)]
pub struct Read {
    pub edit: Edit,
    /// What was left out, and what a person should look at.
    pub warnings: Vec<Warning>,
    /// Which parties of the file were taken for one of the project.
    pub notes: Vec<Warning>,
}

/// As [`read()`], and says which parties of the file were taken for one that the project has under another identifier.
///
/// # Errors
/// As [`read()`].
pub fn read_with_notes(
    project: &Project,
    bytes: &[u8],
    annotator: &AnnotatorId,
    replace: bool,
) -> Result<Read, ImportError> {
    let mut reader = Reader::new(project.clone());
    reader.ours = Some(project.parties.to_vec());
    // Line by line, twice: of a file with many articles no more than one is in memory beside what is taken.
    let mut found: BTreeSet<String> = lines_of(bytes).filter_map(|(_, line)| annotator_of(line)).collect();
    if !found.contains(annotator.as_str()) && found.len() > 1 {
        // Lines of which nothing can be taken say nothing of whose they are.
        found = lines_of(bytes).filter_map(|(_, line)| Some(parse_line(line).ok()?.annotator)).collect();
        if found.len() > 1 {
            let found = found.into_iter().collect();
            return Err(ImportError::SeveralAnnotators { annotator: annotator.clone(), found });
        }
    }
    let own_only = found.contains(annotator.as_str());
    let mut seen = BTreeSet::new();
    for (number, line) in lines_of(bytes) {
        reader.line = number;
        let line = match parse_line(line) {
            Ok(line) if own_only && line.annotator != annotator.as_str() => continue,
            Ok(line) => line,
            Err(message) => {
                reader.warn(message);
                continue;
            }
        };
        if !seen.insert(line.document.id.clone()) {
            reader.warn(t!("import-document-twice", id = line.document.id));
            continue;
        }
        reader.layer(line, annotator, replace)?;
    }
    Ok(Read { edit: Edit::Group(reader.edits), warnings: reader.warnings, notes: reader.notes })
}

/// Reads everybody's layers of a file into a project of their own, which has of its codebook what the file says.
pub fn read_all(bytes: &[u8]) -> (Project, Vec<Warning>) {
    let mut reader = Reader::new(Project::default());
    let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
    for (number, line) in lines_of(bytes) {
        reader.line = number;
        let line = match parse_line(line) {
            Ok(line) => line,
            Err(message) => {
                reader.warn(message);
                continue;
            }
        };
        let annotator = match AnnotatorId::new(line.annotator.as_str()) {
            Ok(annotator) => annotator,
            Err(error) => {
                reader.warn(error.to_string());
                continue;
            }
        };
        if !seen.insert((line.document.id.clone(), line.annotator.clone())) {
            reader.warn(t!("import-document-twice", id = line.document.id));
        } else if let Err(error) = reader.layer(line, &annotator, false) {
            reader.warn(error.to_string());
        }
        // Nobody takes these edits back.
        reader.edits.clear();
        reader.inverses.clear();
    }
    (reader.scratch, reader.warnings)
}

/// The lines of a file that have something in them, with their numbers from one.
fn lines_of(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    lines.filter(|(_, line)| !line.trim_ascii().is_empty()).map(|(index, line)| (index + 1, line))
}

/// Collects edits by doing each on a copy of the project first, so that all of them fit together in the end.
struct Reader {
    scratch: Project,
    edits: Vec<Edit>,
    /// What undoes each of `edits`.
    inverses: Vec<Edit>,
    warnings: Vec<Warning>,
    notes: Vec<Warning>,
    line: usize,
    /// The parties of the project; nothing where those of the file are all there are.
    ours: Option<Vec<Party>>,
    /// Which party of the project each of the file is.
    here: BTreeMap<PartyId, PartyId>,
    /// The documents by their names as some systems see them; made when the first new one comes.
    folded: Option<HashMap<String, DocumentId>>,
}

impl Reader {
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
            folded: None,
        }
    }

    /// Finds which parties of the project those of a line are, and notes what is not as its identifier says.
    fn match_parties(&mut self, values: &[Value]) {
        let Some(ours) = &self.ours else { return };
        let read = |value: &Value| {
            let found: PartyIn = serde_json::from_value(value.clone()).ok()?;
            let (id, color) = (PartyId::new(found.id).ok()?, Rgb([0x7f; 3]));
            Some(Party { id, name: found.name, aliases: found.aliases, color, parent: None })
        };
        let theirs: Vec<Party> = values.iter().filter_map(read).collect();
        if theirs.iter().all(|party| self.here.contains_key(&party.id)) {
            return;
        }
        let here = match_parties(ours, &theirs, |id| self.scratch.party(id).is_some());
        for party in theirs {
            // What an earlier line has told holds.
            let Some(here) = here.get(&party.id).filter(|_| !self.here.contains_key(&party.id)) else { continue };
            self.here.insert(party.id.clone(), here.clone());
            if *here == party.id {
                continue;
            }
            let (theirs, line) = (party.name.as_str(), self.line);
            let of = |id: &PartyId| ours.iter().find(|party| party.id == *id).map(|party| party.name.as_str());
            match (of(here), of(&party.id)) {
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

    fn warn(&mut self, message: impl Into<String>) {
        self.warnings.push(Warning { line: self.line, message: message.into() });
    }

    fn apply(&mut self, edit: Edit) -> Result<(), EditError> {
        self.inverses.push(edit.clone().apply(&mut self.scratch)?);
        self.edits.push(edit);
        Ok(())
    }

    fn layer(&mut self, line: LineIn, annotator: &AnnotatorId, replace: bool) -> Result<(), ImportError> {
        let document = match self.document(line.document) {
            Ok(document) => document,
            Err(message) => {
                self.warn(message);
                return Ok(());
            }
        };
        let key: LayerKey = (document.clone(), annotator.clone());
        let old: Vec<StatementId> =
            self.scratch.layers.get(&key).map(|layer| layer.statements().map(|s| s.id).collect()).unwrap_or_default();
        if !old.is_empty() && !replace {
            return Err(ImportError::LayerExists { document, annotator: annotator.clone() });
        }
        for id in old {
            if let Err(error) = self.apply(Edit::RemoveStatement { layer: key.clone(), id }) {
                self.warn(error.to_string());
            }
        }
        let parties = self.parties(line.parties);
        self.codebook(line.codebook);
        for value in line.statements {
            let name = name_of(&value);
            if let Err(reason) = self.statement(&key, value, &parties) {
                self.warn(t!("import-statement-left-out", id = name, reason = reason));
            }
        }
        for value in line.relations {
            let name = name_of(&value);
            if let Err(reason) = self.relation(&key, value) {
                self.warn(t!("import-relation-left-out", id = name, reason = reason));
            }
        }
        if let Some(Err(reason)) = line.progress.map(|value| self.progress(&key, value)) {
            self.warn(t!("import-progress-left-out", reason = reason));
        }
        Ok(())
    }

    /// The document of a line: the one in the project, when it has the same text, or a new one.
    fn document(&mut self, found: DocumentIn) -> Result<DocumentId, String> {
        let id = DocumentId::new(found.id).map_err(|error| error.to_string())?;
        let content = Content::new(found.text);
        if !content.sha256().eq_ignore_ascii_case(&found.text_sha256) {
            return Err(t!("import-hash", id = id.as_str()));
        }
        if let Some(document) = self.scratch.documents.get(&id) {
            return if document.content == content { Ok(id) } else { Err(t!("import-other-text", id = id.as_str())) };
        }
        if id.is_device() && self.ours.is_some() {
            return Err(t!("id-device", id = id.as_str()));
        }
        if self.ours.is_some() {
            let documents = &self.scratch.documents;
            let by_name = || documents.keys().map(|id| (folded(id.as_str()), id.clone())).collect();
            let known = self.folded.get_or_insert_with(by_name);
            if let Some(other) = known.get(&folded(id.as_str())) {
                return Err(t!("edit-twin", id = id.as_str(), other = other.as_str()));
            }
            known.insert(folded(id.as_str()), id.clone());
        }
        let mut excluded = Vec::with_capacity(found.excluded.len());
        for range in found.excluded {
            match to_span(&content, range) {
                Some(span) => excluded.push(span),
                None => self.warn(outside(range)),
            }
        }
        let metadata = Metadata {
            title: found.title.unwrap_or_default(),
            publisher: found.publisher.unwrap_or_default(),
            published: found.published.unwrap_or_default(),
            url: found.url.unwrap_or_default(),
            language: found.language.unwrap_or_default(),
            replaced_by: None,
        };
        let mut document = Document { id: id.clone(), content, metadata, encoding: String::new(), excluded };
        let add = |document: &Document| Edit::AddDocument { document: Box::new(document.clone()), layers: Vec::new() };
        if let Err(error) = self.apply(add(&document)) {
            // Only the passages can be at fault; the article is worth having without them.
            self.warn(error.to_string());
            document.excluded.clear();
            self.apply(add(&document)).map_err(|error| error.to_string())?;
        }
        Ok(id)
    }

    /// Adds the parties that the project does not have, and returns the names of all that the line has.
    fn parties(&mut self, values: Vec<Value>) -> BTreeMap<PartyId, String> {
        self.match_parties(&values);
        let mut names = BTreeMap::new();
        let mut parents = Vec::new();
        for value in values {
            let name = name_of(&value);
            let read = serde_json::from_value::<PartyIn>(value).map_err(|error| error.to_string());
            let read = read.and_then(|p| PartyId::new(p.id.clone()).map(|id| (id, p)).map_err(|e| e.to_string()));
            let (id, found) = match read {
                Ok(read) => read,
                Err(reason) => {
                    self.warn(t!("import-party-left-out", id = name, reason = reason));
                    continue;
                }
            };
            let id = self.here.get(&id).cloned().unwrap_or(id);
            names.insert(id.clone(), found.name.clone());
            if self.scratch.party(&id).is_some() {
                continue;
            }
            if let Some(parent) = found.parent.and_then(|parent| PartyId::new(parent).ok()) {
                parents.push((id.clone(), parent));
            }
            self.add_party(id, found.name, found.aliases);
        }
        // Parents last, because a child may stand before its parent.
        for (id, parent) in parents {
            let parent = self.here.get(&parent).cloned().unwrap_or(parent);
            let Some(party) = self.scratch.party(&id).cloned() else { continue };
            if let Err(error) = self.apply(Edit::ReplaceParty(Party { parent: Some(parent), ..party })) {
                self.warn(t!("import-party-parent", id = id.as_str(), reason = error.to_string()));
            }
        }
        names
    }

    /// Adds what the project's codebook does not have, with its definitions.
    fn codebook(&mut self, found: CodebookIn) {
        let mut codebook = self.scratch.codebook.clone();
        let CodebookIn { kinds, topics, relation_kinds } = found;
        let lists = [
            (CodebookList::Kinds, kinds),
            (CodebookList::Topics, topics),
            (CodebookList::RelationKinds, relation_kinds),
        ];
        for (list, value) in lists.into_iter().flat_map(|(list, values)| values.into_iter().map(move |v| (list, v))) {
            let id = name_of(&value);
            match codebook_item(list, value) {
                Ok(item) if codebook.has_item(list, item.id()) => {}
                Ok(item) => codebook.push(item),
                Err(reason) => self.warn(t!("import-codebook-left-out", id = id, reason = reason)),
            }
        }
        self.set_codebook(codebook);
    }

    fn add_party(&mut self, id: PartyId, name: String, aliases: Vec<String>) {
        let index = self.scratch.parties.len();
        let color = Rgb::PALETTE.get(index % Rgb::PALETTE.len()).copied().unwrap_or(Rgb([0x7f; 3]));
        if let Err(error) =
            self.apply(Edit::AddParty { index, party: Party { id, name, aliases, color, parent: None } })
        {
            self.warn(error.to_string());
        }
    }

    fn statement(&mut self, key: &LayerKey, value: Value, names: &BTreeMap<PartyId, String>) -> Result<(), String> {
        let found: StatementIn = serde_json::from_value(value).map_err(|error| error.to_string())?;
        let document =
            self.scratch.documents.get(&key.0).ok_or_else(|| t!("edit-unknown-document", id = key.0.as_str()))?;
        let content = document.content.clone();
        if found.spans.len() != found.quotes.len() {
            return Err(t!("import-quote-count", spans = found.spans.len(), quotes = found.quotes.len()));
        }
        let span = |range: [u64; 2]| to_span(&content, range).ok_or_else(|| outside(range));
        let mut spans = Vec::with_capacity(found.spans.len());
        for (range, quote) in found.spans.iter().zip(&found.quotes) {
            let place = span(*range)?;
            if content.get(place.range()) != Some(quote.as_str()) {
                return Err(t!("import-quote", start = range[0], end = range[1], quote = quote.as_str()));
            }
            spans.push(place);
        }
        let here = &self.here;
        let party = |id: &str| {
            let id = PartyId::new(id).map_err(|error| error.to_string())?;
            Ok::<_, String>(here.get(&id).cloned().unwrap_or(id))
        };
        let speaker = found.chain.last().map(|link| link.party.as_str());
        if found.speaker.is_some() && found.speaker.as_deref() != speaker {
            return Err(t!("import-speaker", speaker = found.speaker.unwrap_or_default()));
        }
        let mut chain = Vec::with_capacity(found.chain.len());
        for link in &found.chain {
            let (cue, mention) = (link.cue.map(span).transpose()?, link.mention.map(span).transpose()?);
            chain.push(Link { party: party(&link.party)?, cue, mention });
        }
        // Two of the file may be one here.
        let mut addressees = Vec::with_capacity(found.addressees.len());
        for addressee in &found.addressees {
            let addressee = party(addressee)?;
            if !(addressees.contains(&addressee) && self.here.values().any(|here| *here == addressee)) {
                addressees.push(addressee);
            }
        }
        let statement = Statement {
            id: StatementId::from_str(&found.id).map_err(|error| error.to_string())?,
            kind: KindId::new(found.kind).map_err(|error| error.to_string())?,
            spans,
            chain,
            addressees,
            topic: found.topic.map(TopicId::new).transpose().map_err(|error| error.to_string())?,
            stance: found.stance,
            quotation: found.quotation,
            attributes: found.attributes,
            note: found.note.unwrap_or_default(),
            created: found.created,
            modified: found.modified,
        };
        // What a left-out statement would have needed is taken away again with it.
        let (edits, warnings) = (self.edits.len(), self.warnings.len());
        self.add_names(&statement, names);
        let statement = Box::new(statement);
        self.apply(Edit::AddStatement { layer: key.clone(), statement }).map_err(|error| {
            self.take_back(edits);
            self.warnings.truncate(warnings);
            error.to_string()
        })
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

    /// Adds the kind, the topic and the parties of a statement to the project where they are unknown.
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

    fn set_codebook(&mut self, codebook: Codebook) {
        if codebook != self.scratch.codebook
            && let Err(error) = self.apply(Edit::SetCodebook(Box::new(codebook)))
        {
            self.warn(error.to_string());
        }
    }

    fn progress(&mut self, key: &LayerKey, value: Value) -> Result<(), String> {
        let found: ProgressIn = serde_json::from_value(value).map_err(|error| error.to_string())?;
        let state = LayerState::parse(&found.state).ok_or_else(|| t!("import-progress-state", state = found.state))?;
        let progress = Some(LayerProgress { state, at: found.at, first_done: found.first_done });
        self.apply(Edit::SetProgress { layer: key.clone(), progress }).map_err(|error| error.to_string())
    }

    fn relation(&mut self, key: &LayerKey, value: Value) -> Result<(), String> {
        let found: RelationIn = serde_json::from_value(value).map_err(|error| error.to_string())?;
        let statement = |id: &str| {
            let id = StatementId::from_str(id).map_err(|error| error.to_string())?;
            let known = self.scratch.layers.get(key).is_some_and(|layer| layer.statement(id).is_some());
            if known { Ok(id) } else { Err(EditError::UnknownStatement(id).to_string()) }
        };
        let relation = Relation {
            id: RelationId::from_str(&found.id).map_err(|error| error.to_string())?,
            kind: RelationKindId::new(found.kind).map_err(|error| error.to_string())?,
            from: statement(&found.from)?,
            to: statement(&found.to)?,
            note: found.note.unwrap_or_default(),
        };
        let mut codebook = self.scratch.codebook.clone();
        if codebook.relation_kind(&relation.kind).is_none() {
            let (id, name) = (relation.kind.clone(), relation.kind.to_string());
            codebook.relation_kinds.push(RelationKind { id, name, definition: String::new() });
            self.set_codebook(codebook);
        }
        self.apply(Edit::AddRelation { layer: key.clone(), relation }).map_err(|error| error.to_string())
    }
}

#[derive(Deserialize)]
struct LineIn {
    document: DocumentIn,
    annotator: String,
    // Kept as values, so that one that is wrong does not take the line with it.
    #[serde(default)]
    parties: Vec<Value>,
    #[serde(default)]
    statements: Vec<Value>,
    #[serde(default)]
    relations: Vec<Value>,
    #[serde(default)]
    progress: Option<Value>,
    #[serde(default)]
    codebook: CodebookIn,
}

/// What files of tags say of the codebook.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CodebookIn {
    kinds: Vec<Value>,
    topics: Vec<Value>,
    relation_kinds: Vec<Value>,
}

#[derive(Deserialize)]
struct KindIn {
    id: String,
    name: String,
    #[serde(default)]
    definition: String,
    #[serde(default)]
    key: Option<char>,
    line: LineForm,
}

#[derive(Deserialize)]
struct NamedIn {
    id: String,
    name: String,
    #[serde(default)]
    definition: String,
}

#[derive(Deserialize)]
struct ProgressIn {
    state: String,
    at: Timestamp,
    #[serde(default)]
    first_done: Option<Timestamp>,
}

#[derive(Deserialize)]
struct DocumentIn {
    id: String,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    url: Option<String>,
    language: Option<String>,
    text: String,
    text_sha256: String,
    #[serde(default)]
    excluded: Vec<[u64; 2]>,
}

#[derive(Deserialize)]
struct PartyIn {
    id: String,
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    parent: Option<String>,
}

#[derive(Deserialize)]
struct StatementIn {
    id: String,
    kind: String,
    spans: Vec<[u64; 2]>,
    quotes: Vec<String>,
    speaker: Option<String>,
    #[serde(default)]
    chain: Vec<LinkIn>,
    #[serde(default)]
    addressees: Vec<String>,
    topic: Option<String>,
    stance: Option<Stance>,
    quotation: Option<Quotation>,
    #[serde(default)]
    attributes: Vec<Attribute>,
    note: Option<String>,
    created: Timestamp,
    modified: Timestamp,
}

#[derive(Deserialize)]
struct LinkIn {
    party: String,
    cue: Option<[u64; 2]>,
    mention: Option<[u64; 2]>,
}

#[derive(Deserialize)]
struct RelationIn {
    id: String,
    kind: String,
    from: String,
    to: String,
    note: Option<String>,
}

/// Whose a line is, without reading the rest of it.
fn annotator_of(line: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Head {
        annotator: String,
    }
    serde_json::from_slice::<Head>(line).ok().map(|head| head.annotator)
}

fn parse_line(line: &[u8]) -> Result<LineIn, String> {
    let value: Value = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let word = |key: &str| value.get(key).and_then(Value::as_str);
    if word("format") != Some("bayan") {
        return Err(t!("import-not-bayan"));
    }
    match value.get("version").and_then(Value::as_u64) {
        Some(VERSION) => {}
        Some(version) => return Err(t!("import-version", version = version)),
        None => return Err(t!("import-not-bayan")),
    }
    if word("offset_unit") != Some("codepoint") {
        return Err(t!("import-offset-unit"));
    }
    serde_json::from_value(value).map_err(|error| error.to_string())
}

/// Code points to bytes; `None` outside the text or where the end is not after the start.
fn to_span(content: &Content, [start, end]: [u64; 2]) -> Option<Span> {
    let byte = |offset: u64| content.char_to_byte(usize::try_from(offset).ok()?);
    Some(Span::new(byte(start)?, byte(end)?)).filter(|span| !span.is_empty())
}

fn outside([start, end]: [u64; 2]) -> String {
    t!("import-span-outside", start = start, end = end)
}

/// An entry of a list of the codebook; or why it is no good.
fn codebook_item(list: CodebookList, value: Value) -> Result<CodebookItem, String> {
    fn read<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }
    fn id<Id: FromStr<Err: std::fmt::Display>>(name: &str) -> Result<Id, String> {
        name.parse().map_err(|error: Id::Err| error.to_string())
    }
    Ok(match list {
        CodebookList::Kinds => {
            let KindIn { id: text, name, definition, key, line } = read(value)?;
            CodebookItem::Kind(Kind { id: id(&text)?, name, definition, key, line })
        }
        CodebookList::Topics => {
            let NamedIn { id: text, name, definition } = read(value)?;
            CodebookItem::Topic(Topic { id: id(&text)?, name, definition })
        }
        CodebookList::RelationKinds => {
            let NamedIn { id: text, name, definition } = read(value)?;
            CodebookItem::RelationKind(RelationKind { id: id(&text)?, name, definition })
        }
    })
}

/// What to call an entry in a message: its id, or a question mark where it has none.
fn name_of(value: &Value) -> String {
    value.get("id").and_then(Value::as_str).unwrap_or("?").to_owned()
}

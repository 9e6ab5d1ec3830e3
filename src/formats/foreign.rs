//! Layers from the files of other programs: their names and identifiers become ours.
//!
//! A reader turns what it finds into [`Part`]s, whose values are still strings. [`LayerBuilder`] joins the parts of a
//! statement, gives identifiers that do not change from one reading to the next, and finds parties, kinds and topics by
//! identifier or by name.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use uuid::Uuid;

use super::incoming::{IncomingLabels, IncomingLayer, IncomingParty};
use super::sidecar::Sidecar;
use crate::model::codebook::{Codebook, Kind, LineForm, RelationKind, Topic};
use crate::model::document::{Document, Metadata};
use crate::model::id::{AnnotatorId, DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, TopicId};
use crate::model::span::Span;
use crate::model::statement::{Attribute, Link, Quotation, Relation, Stance, Statement};
use crate::t;
use crate::text::content::{Content, sha256_hex};

/// The name of the annotator of a file that names none.
const UNNAMED: &str = "imported";
/// More links than any chain has.
const MOST_LINKS: usize = 64;

/// A statement as a file has it, or one of its parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// Joins the parts of a statement.
    pub(super) id: String,
    /// The number of the part, from one; zero for a whole statement.
    pub(super) number: usize,
    pub(super) kind: String,
    pub(super) spans: Vec<Span>,
    pub(super) speaker: String,
    /// Outermost reporter first.
    pub(super) chain: Vec<String>,
    pub(super) addressees: Vec<String>,
    pub(super) topic: String,
    pub(super) stance: String,
    pub(super) quotation: String,
    pub(super) note: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) created: String,
    pub(super) modified: String,
    pub(super) sources: Vec<Source>,
}

/// A cue or a mention of a link of the chain.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The place of the link in the chain, from one.
    pub(super) place: usize,
    pub(super) is_cue: bool,
    pub(super) span: Span,
    /// The party that a mention names; may be empty.
    pub(super) party: String,
}

impl Source {
    /// The place and the sort of a link named `cue 1` or `mention 2`.
    pub(super) fn role(text: &str) -> Option<(bool, usize)> {
        let (word, number) = text.split_once(' ')?;
        let is_cue = match word {
            "cue" => true,
            "mention" => false,
            _ => return None,
        };
        let number = number.split(':').next().unwrap_or_default();
        number.trim().parse().ok().filter(|place| (1..=MOST_LINKS).contains(place)).map(|place| (is_cue, place))
    }
}

/// The number in `2/3`; zero if there is none.
pub(super) fn part_number(text: &str) -> usize {
    text.split_once('/').and_then(|(number, _)| number.trim().parse().ok()).unwrap_or_default()
}

/// The names that the files of one import use, so that all its layers use the same identifiers.
#[derive(Default)]
pub(super) struct Names {
    sidecar: Sidecar,
    parties: Vec<IncomingParty>,
    codebook: Codebook,
    /// What the files use without defining it.
    labels: IncomingLabels,
    party_ids: HashMap<String, PartyId>,
}

impl Names {
    pub(super) fn new(sidecar: Sidecar) -> Self {
        let (parties, codebook) = (sidecar.parties.clone(), sidecar.codebook.clone());
        let mut party_ids = HashMap::new();
        for party in &parties {
            party_ids.entry(party.name.clone()).or_insert_with(|| party.id.clone());
        }
        // An identifier is more certain than a name.
        for party in &parties {
            party_ids.insert(party.id.to_string(), party.id.clone());
        }
        Self { sidecar, parties, codebook, labels: IncomingLabels::default(), party_ids }
    }

    pub(super) const fn sidecar(&self) -> &Sidecar {
        &self.sidecar
    }

    /// Adds a party that a file defines, unless it is known by its identifier or its name.
    pub(super) fn define_party(&mut self, id: Option<&str>, name: &str, aliases: Vec<String>, parent: Option<PartyId>) {
        let key = id.unwrap_or(name);
        let is_new = !self.party_ids.contains_key(key);
        self.party(key);
        if is_new && let Some(party) = self.parties.last_mut() {
            name.clone_into(&mut party.name);
            party.aliases = aliases;
            party.parent = parent;
        }
    }

    /// The party with this identifier or name.
    pub(super) fn party(&mut self, text: &str) -> PartyId {
        if let Some(id) = self.party_ids.get(text) {
            return id.clone();
        }
        let is_taken = |id: &PartyId| self.parties.iter().any(|party| party.id == *id);
        let id = PartyId::new(text).unwrap_or_else(|_| PartyId::from_name(text, is_taken));
        self.party_ids.insert(text.to_owned(), id.clone());
        self.parties.push(IncomingParty { id: id.clone(), name: text.to_owned(), aliases: Vec::new(), parent: None });
        id
    }

    /// The kind with this identifier or name.
    fn kind(&mut self, text: &str) -> KindId {
        let is_it = |kind: &&Kind| kind.id.as_str() == text || kind.name == text;
        let known = self.codebook.kinds.iter().find(is_it).map(|kind| &kind.id);
        let labels = &self.labels.kinds;
        if let Some(id) = known.or_else(|| labels.iter().find(|(_, label)| *label == text).map(|(id, _)| id)) {
            return id.clone();
        }
        let is_taken = |id: &KindId| self.codebook.kind(id).is_some() || labels.contains_key(id);
        let id = KindId::new(text).unwrap_or_else(|_| KindId::from_name(text, is_taken));
        self.labels.kinds.insert(id.clone(), text.to_owned());
        id
    }

    /// Adds a kind that a file defines, unless it is known.
    pub(super) fn define_kind(&mut self, id: Option<&str>, name: &str, definition: &str) {
        let id = self.kind(id.unwrap_or(name));
        if self.labels.kinds.remove(&id).is_some() {
            let (name, definition) = (name.to_owned(), definition.to_owned());
            self.codebook.kinds.push(Kind { id, name, definition, key: None, line: LineForm::Dashed });
        }
    }

    /// The topic with this identifier or name.
    fn topic(&mut self, text: &str) -> TopicId {
        let is_it = |topic: &&Topic| topic.id.as_str() == text || topic.name == text;
        let known = self.codebook.topics.iter().find(is_it).map(|topic| &topic.id);
        let labels = &self.labels.topics;
        if let Some(id) = known.or_else(|| labels.iter().find(|(_, label)| *label == text).map(|(id, _)| id)) {
            return id.clone();
        }
        let is_taken = |id: &TopicId| self.codebook.topic(id).is_some() || labels.contains_key(id);
        let id = TopicId::new(text).unwrap_or_else(|_| TopicId::from_name(text, is_taken));
        self.labels.topics.insert(id.clone(), text.to_owned());
        id
    }

    /// Adds a topic that a file defines, unless it is known.
    pub(super) fn define_topic(&mut self, id: Option<&str>, name: &str, definition: &str) {
        let id = self.topic(id.unwrap_or(name));
        if self.labels.topics.remove(&id).is_some() {
            self.codebook.topics.push(Topic { id, name: name.to_owned(), definition: definition.to_owned() });
        }
    }

    /// The relation kind with this identifier or name.
    fn relation_kind(&mut self, text: &str) -> RelationKindId {
        let is_it = |kind: &&RelationKind| kind.id.as_str() == text || kind.name == text;
        let known = self.codebook.relation_kinds.iter().find(is_it).map(|kind| &kind.id);
        let labels = &self.labels.relation_kinds;
        if let Some(id) = known.or_else(|| labels.iter().find(|(_, label)| *label == text).map(|(id, _)| id)) {
            return id.clone();
        }
        let is_taken = |id: &RelationKindId| self.codebook.relation_kind(id).is_some() || labels.contains_key(id);
        let id = RelationKindId::new(text).unwrap_or_else(|_| RelationKindId::from_name(text, is_taken));
        self.labels.relation_kinds.insert(id.clone(), text.to_owned());
        id
    }

    /// The parties and the codebook.
    pub(super) fn into_lists(self) -> (Vec<IncomingParty>, Codebook) {
        (self.parties, self.codebook)
    }
}

/// A document from its name in a file, its text and what the file says about it; the sidecar fills what is missing.
pub(super) fn document(name: &str, text: String, mut metadata: Metadata, names: &Names) -> Document {
    let id = DocumentId::new(name).unwrap_or_else(|_| DocumentId::from_name(name, |_| false));
    if let Some(known) = names.sidecar.documents.get(id.as_str()) {
        let fields = [
            (&mut metadata.title, &known.title),
            (&mut metadata.publisher, &known.publisher),
            (&mut metadata.published, &known.published),
            (&mut metadata.url, &known.url),
            (&mut metadata.language, &known.language),
        ];
        for (field, known) in fields.into_iter().filter(|(field, _)| field.is_empty()) {
            field.clone_from(known);
        }
    }
    Document { id, content: Content::new(text), metadata, encoding: String::new(), excluded: Vec::new() }
}

/// The document and the annotator in the name of a file: `<document>@<annotator>.<ending>`, as we write it, or
/// `<document>/<annotator>.<ending>`, as INCEpTION does.
pub(super) fn names_of_file(path: &str) -> (String, String) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if let Some((document, annotator)) = stem.rsplit_once('@') {
        return (document.to_owned(), annotator.to_owned());
    }
    match folder.rsplit('/').next().filter(|folder| !folder.is_empty()) {
        Some(folder) => (folder.strip_suffix(".txt").unwrap_or(folder).to_owned(), stem.to_owned()),
        None => (stem.to_owned(), UNNAMED.to_owned()),
    }
}

/// An annotator from a name in a file.
pub(super) fn annotator(name: &str) -> String {
    AnnotatorId::new(name).map_or_else(|_| AnnotatorId::from_name(name, |_| false).to_string(), |id| id.to_string())
}

/// An identifier made of texts: the same for the same texts.
pub(super) fn uuid_of(texts: &[&str]) -> Uuid {
    let hex = sha256_hex(texts.join("\u{1f}").as_bytes());
    let half = hex.get(..32).and_then(|half| u128::from_str_radix(half, 16).ok()).unwrap_or_default();
    uuid::Builder::from_custom_bytes(half.to_be_bytes()).into_uuid()
}

/// Makes a layer of parts and relations.
pub(super) struct LayerBuilder<'n> {
    names: &'n mut Names,
    line: usize,
    document: Document,
    annotator: String,
    statements: Vec<Statement>,
    relations: Vec<Relation>,
    warnings: Vec<String>,
    /// For what the file does not date.
    now: Timestamp,
}

impl<'n> LayerBuilder<'n> {
    pub(super) fn new(names: &'n mut Names, line: usize, document: Document, annotator: String) -> Self {
        let (statements, relations, warnings) = (Vec::new(), Vec::new(), Vec::new());
        Self { names, line, document, annotator, statements, relations, warnings, now: Timestamp::now() }
    }

    /// The identifier of a statement: its own if it is one of ours, else one made from it.
    pub(super) fn statement_id(&self, id: &str) -> StatementId {
        let own = |_| StatementId::from_uuid(uuid_of(&[self.document.id.as_str(), &self.annotator, id]));
        id.parse().unwrap_or_else(own)
    }

    /// Takes the parts of all statements, in any order.
    pub(super) fn take_parts(&mut self, parts: Vec<Part>) {
        let mut order: Vec<Vec<Part>> = Vec::new();
        let mut by_id: HashMap<String, usize> = HashMap::new();
        for part in parts {
            let known = by_id.get(&part.id).filter(|_| part.number > 0 && !part.id.is_empty());
            match known.and_then(|place| order.get_mut(*place)) {
                Some(of_one) if of_one.iter().all(|other| other.number > 0 && other.number != part.number) => {
                    of_one.push(part);
                }
                _ => {
                    by_id.insert(part.id.clone(), order.len());
                    order.push(vec![part]);
                }
            }
        }
        for mut of_one in order {
            of_one.sort_by_key(|part| part.number);
            let mut all = of_one.into_iter();
            let Some(mut first) = all.next() else { continue };
            for part in all {
                first.spans.extend(part.spans);
                first.sources.extend(part.sources);
            }
            let statement = self.statement(first);
            self.statements.push(statement);
        }
    }

    fn statement(&mut self, part: Part) -> Statement {
        let chain = self.chain(&part);
        let mut attributes = part.attributes;
        let stance = Stance::ALL.into_iter().find(|stance| stance.as_str() == part.stance);
        let quotation = Quotation::ALL.into_iter().find(|quotation| quotation.as_str() == part.quotation);
        // A value that is none of ours is kept.
        for (name, value, is_known) in
            [("stance", part.stance, stance.is_some()), ("quotation", part.quotation, quotation.is_some())]
        {
            if !value.is_empty() && !is_known {
                attributes.push(Attribute { name: name.to_owned(), value });
            }
        }
        let mut spans = part.spans;
        spans.sort_unstable();
        let created = part.created.parse().unwrap_or(self.now);
        let mut addressees = Vec::with_capacity(part.addressees.len());
        for addressee in &part.addressees {
            let id = self.names.party(addressee);
            if !addressees.contains(&id) {
                addressees.push(id);
            }
        }
        Statement {
            id: self.statement_id(&part.id),
            kind: self.names.kind(&part.kind),
            spans,
            chain,
            addressees,
            topic: (!part.topic.is_empty()).then(|| self.names.topic(&part.topic)),
            stance,
            quotation,
            attributes,
            note: part.note,
            created,
            modified: part.modified.parse().unwrap_or(created),
        }
    }

    fn chain(&mut self, part: &Part) -> Vec<Link> {
        let mut parties: Vec<&str> = part.chain.iter().map(String::as_str).collect();
        if parties.is_empty() && !part.speaker.is_empty() {
            parties.push(&part.speaker);
        }
        // A file without chains may still have numbered mentions.
        for source in part.sources.iter().filter(|source| !source.party.is_empty()) {
            if source.place == parties.len() + 1 {
                parties.push(&source.party);
            }
        }
        let mut chain: Vec<Link> = (parties.into_iter())
            .map(|party| Link { party: self.names.party(party), cue: None, mention: None })
            .collect();
        for source in &part.sources {
            match chain.get_mut(source.place.wrapping_sub(1)) {
                Some(link) if source.is_cue => link.cue = Some(source.span),
                Some(link) => link.mention = Some(source.span),
                None => self.warnings.push(t!("import-links-nameless", count = 1)),
            }
        }
        chain
    }

    /// Takes a relation between two statements.
    pub(super) fn take_relation(&mut self, id: &str, kind: &str, from: &str, to: &str, note: String) {
        let own = |_| {
            let texts = [self.document.id.as_str(), &self.annotator, "relation", id, kind, from, to];
            RelationId::from_uuid(uuid_of(&texts))
        };
        let (id, from, to) = (id.parse().unwrap_or_else(own), self.statement_id(from), self.statement_id(to));
        let kind = self.names.relation_kind(kind);
        self.relations.push(Relation { id, kind, from, to, note });
    }

    /// The layer, and what a person should know about it. Excluded passages that overlap are joined.
    pub(super) fn finish(mut self) -> (IncomingLayer, Vec<String>) {
        let excluded: BTreeSet<Span> = self.document.excluded.drain(..).collect();
        self.document.excluded = excluded.into_iter().collect();
        let layer = IncomingLayer {
            line: self.line,
            document: self.document,
            annotator: self.annotator,
            parties: self.names.parties.clone(),
            codebook: self.names.codebook.clone(),
            labels: self.names.labels.clone(),
            statements: self.statements,
            relations: self.relations,
            progress: None,
            unplaced: Vec::new(),
        };
        (layer, self.warnings)
    }
}

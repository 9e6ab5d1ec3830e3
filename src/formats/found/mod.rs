//! What is read from formats that only know labelled spans and links between them, made into layers.
//!
//! It undoes what [`super::marks`] does, and takes files of other programs as well. Labels that mean reporting verbs, the
//! words that name a party, or passages outside the article are recognised; every other label is a kind. The parts of a
//! statement are joined by their links or their common identifier, never because they stand next to each other.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use jiff::Timestamp;
use serde_json::Value;

use super::incoming::{IncomingLabels, IncomingLayer, IncomingParty, LayerSink, WantedDocument};
use super::labels::{CONTINUES, CUE, EXCLUDED, MENTION, Numbered, numbered};
use super::sidecar::Sidecar;
use crate::model::codebook::Codebook;
use crate::model::document::Document;
use crate::model::id::{KindId, PartyId, RelationId, RelationKindId, StatementId, TopicId};
use crate::model::party::name_key;
use crate::model::span::Span;
use crate::model::statement::{Attribute, Link, Quotation, Relation, Stance, Statement};
use crate::t;

/// Names the file in what is reported about it.
pub(super) struct NamedSink<'s> {
    pub inner: &'s mut dyn LayerSink,
    pub file: &'s str,
}

impl LayerSink for NamedSink<'_> {
    fn wants(&mut self, annotator: &str) -> bool {
        self.inner.wants(annotator)
    }

    fn document(&mut self, wanted: &WantedDocument<'_>) -> Option<Document> {
        self.inner.document(wanted)
    }

    fn warn(&mut self, line: usize, message: String) {
        self.inner.warn(line, t!("import-in-file", file = self.file, message = message));
    }

    fn take_codebook(&mut self, line: usize, parties: Vec<IncomingParty>, codebook: Codebook) {
        self.inner.take_codebook(line, parties, codebook);
    }

    fn take(&mut self, layer: IncomingLayer) -> ControlFlow<()> {
        self.inner.take(layer)
    }
}

/// The longest chain that is read.
const MOST_LINKS: usize = 100;

/// The spans and links of a document and an annotator, as they stand in a file.
pub(super) struct FoundLayer {
    /// Where it is in the input, counted from one.
    pub line: usize,
    pub document: Document,
    pub annotator: String,
    pub spans: Vec<FoundSpan>,
    pub links: Vec<FoundLink>,
}

/// A labelled span or several that belong together.
#[derive(Default)]
pub(super) struct FoundSpan {
    /// What links name it by.
    pub id: String,
    /// In code points, half-open.
    pub places: Vec<[u64; 2]>,
    /// The text at each of the places, where the file has it.
    pub quotes: Vec<String>,
    pub label: String,
    pub fields: FoundFields,
}

/// What a file says about a statement besides its label and its place. Parties and topics are identifiers or names.
#[derive(Default)]
pub(super) struct FoundFields {
    /// An identifier of ours, or any other that its parts have in common.
    pub statement: Option<String>,
    pub speaker: Option<String>,
    /// The outermost party first.
    pub chain: Vec<String>,
    pub addressees: Vec<String>,
    pub topic: Option<String>,
    pub stance: Option<String>,
    pub quotation: Option<String>,
    pub attributes: Vec<Attribute>,
    pub note: String,
    pub created: Option<Timestamp>,
    pub modified: Option<Timestamp>,
}

/// A link between two spans, by their ids.
#[derive(Default)]
pub(super) struct FoundLink {
    pub from: String,
    pub to: String,
    pub label: String,
    pub note: String,
    /// An identifier of ours.
    pub relation: Option<String>,
}

/// Makes layers of what one input has, and gives the same label the same identifier throughout.
pub(super) struct LayerMaker {
    sidecar: Sidecar,
    kinds: BTreeMap<String, KindId>,
    topics: BTreeMap<String, TopicId>,
    relations: BTreeMap<String, RelationKindId>,
    parties: BTreeMap<String, PartyId>,
}

impl LayerMaker {
    /// Without a codebook beside the files, the sidecar is empty.
    pub(super) fn new(sidecar: Sidecar) -> Self {
        let key = |name: &str| name_key(name);
        let codebook = &sidecar.codebook;
        // The name counts more than another entry's identifier.
        let kind_ids = codebook.kinds.iter().map(|kind| (key(kind.id.as_str()), kind.id.clone()));
        let kinds =
            kind_ids.chain(codebook.kinds.iter().rev().map(|kind| (key(&kind.name), kind.id.clone()))).collect();
        // Topics are written by identifier.
        let topic_names = codebook.topics.iter().rev().map(|topic| (key(&topic.name), topic.id.clone()));
        let topics =
            topic_names.chain(codebook.topics.iter().map(|topic| (key(topic.id.as_str()), topic.id.clone()))).collect();
        let relation_kinds = &codebook.relation_kinds;
        let relation_ids = relation_kinds.iter().map(|kind| (key(kind.id.as_str()), kind.id.clone()));
        let relations =
            relation_ids.chain(relation_kinds.iter().rev().map(|kind| (key(&kind.name), kind.id.clone()))).collect();
        Self { sidecar, kinds, topics, relations, parties: BTreeMap::new() }
    }

    pub(super) const fn sidecar(&self) -> &Sidecar {
        &self.sidecar
    }

    /// Makes a layer, and reports what cannot be part of it.
    pub(super) fn layer(&mut self, found: FoundLayer, sink: &mut dyn LayerSink) -> IncomingLayer {
        let FoundLayer { line, document, annotator, spans, links } = found;
        let mut making = Making {
            maker: self,
            sink,
            line,
            marks: Vec::with_capacity(spans.len()),
            by_id: BTreeMap::new(),
            labels: IncomingLabels::default(),
            parties: BTreeMap::new(),
        };
        let mut document = document;
        making.place_all(spans, &document);
        let (aids, relations) = making.join(links);
        let ids = making.ids();
        let statements = making.statements(&aids, &ids, &document);
        let relations = making.relations(relations, &ids);
        making.excluded(&mut document);
        let Making { labels, parties: named, .. } = making;
        let mut parties = self.sidecar.parties.clone();
        let known: BTreeSet<&PartyId> = self.sidecar.parties.iter().map(|party| &party.id).collect();
        parties.extend(named.into_iter().filter(|(id, _)| !known.contains(id)).map(|(id, name)| IncomingParty {
            id,
            name,
            aliases: Vec::new(),
            parent: None,
        }));
        let codebook = self.sidecar.codebook.clone();
        IncomingLayer { line, document, annotator, parties, codebook, labels, statements, relations, progress: None }
    }
}

/// The role that a label stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FoundRole {
    Statement,
    Cue,
    Mention,
    Excluded,
}

/// A span of the file that is in the text.
struct PlacedMark {
    spans: Vec<Span>,
    label: String,
    role: FoundRole,
    fields: FoundFields,
    /// The mark that this one is a further part of.
    part_of: Option<usize>,
    is_linked: bool,
}

/// The reporting verbs and mentions of each statement, by place in the chain.
type Aids = BTreeMap<usize, BTreeMap<usize, [Option<Span>; 2]>>;

struct Making<'m> {
    maker: &'m mut LayerMaker,
    sink: &'m mut dyn LayerSink,
    line: usize,
    marks: Vec<PlacedMark>,
    by_id: BTreeMap<String, usize>,
    labels: IncomingLabels,
    /// The names of the parties that the layer uses.
    parties: BTreeMap<PartyId, String>,
}

impl Making<'_> {
    fn warn(&mut self, message: String) {
        self.sink.warn(self.line, message);
    }

    fn place_all(&mut self, spans: Vec<FoundSpan>, document: &Document) {
        for found in spans {
            let placed = placed(document, &found.places, &found.quotes);
            match placed {
                Err(reason) => self.warn(t!("import-span-left-out", id = found.id, reason = reason)),
                Ok(_) if self.by_id.contains_key(&found.id) => {
                    self.warn(t!("import-span-twice", id = found.id));
                }
                Ok(spans) => {
                    self.by_id.insert(found.id, self.marks.len());
                    let role = role_of(&found.label);
                    let FoundSpan { label, fields, .. } = found;
                    self.marks.push(PlacedMark { spans, label, role, fields, part_of: None, is_linked: false });
                }
            }
        }
    }

    /// Joins parts, and sorts the links into those of chains and the relations.
    fn join(&mut self, links: Vec<FoundLink>) -> (Aids, Vec<(usize, usize, FoundLink)>) {
        let mut heads: BTreeMap<String, usize> = BTreeMap::new();
        for (index, mark) in self.marks.iter_mut().enumerate() {
            if let Some(id) = mark.fields.statement.as_ref().filter(|_| mark.role == FoundRole::Statement) {
                let head = *heads.entry(id.clone()).or_insert(index);
                mark.part_of = (head != index).then_some(head);
            }
        }
        let (mut aids, mut relations) = (Aids::new(), Vec::new());
        for link in links {
            let (Some(&from), Some(&to)) = (self.by_id.get(&link.from), self.by_id.get(&link.to)) else {
                let FoundLink { label, from, to, .. } = link;
                self.warn(t!("import-link-ends", label = label, from = from, to = to));
                continue;
            };
            let Some([one, other]) = self.roles(from, to) else { continue };
            match (one, other) {
                (FoundRole::Statement, FoundRole::Statement) if name_key(&link.label) == CONTINUES => {
                    self.continue_statement(from, to);
                }
                (FoundRole::Statement, FoundRole::Statement) => relations.push((from, to, link)),
                (FoundRole::Statement, FoundRole::Cue | FoundRole::Mention) => {
                    self.aid(&mut aids, from, to, &link.label)
                }
                (FoundRole::Cue | FoundRole::Mention, FoundRole::Statement) => {
                    self.aid(&mut aids, to, from, &link.label)
                }
                _ => {
                    let FoundLink { label, from, to, .. } = link;
                    self.warn(t!("import-link-meaningless", label = label, from = from, to = to));
                }
            }
        }
        (aids, relations)
    }

    fn roles(&self, from: usize, to: usize) -> Option<[FoundRole; 2]> {
        Some([self.marks.get(from)?.role, self.marks.get(to)?.role])
    }

    fn continue_statement(&mut self, from: usize, to: usize) {
        let head = self.head(from);
        if head != self.head(to)
            && let Some(mark) = self.marks.get_mut(to)
        {
            mark.part_of = Some(head);
        }
    }

    /// Adds a reporting verb or a mention to a statement's chain.
    fn aid(&mut self, aids: &mut Aids, statement: usize, aid: usize, label: &str) {
        let head = self.head(statement);
        let Some(mark) = self.marks.get_mut(aid) else { return };
        let Some(span) = mark.spans.first().copied() else { return };
        mark.is_linked = true;
        let (number, slot) = match numbered(label) {
            Some(Numbered::Cue(number)) => (number, 0),
            Some(Numbered::Mention(number)) => (number, 1),
            None => (1, usize::from(mark.role == FoundRole::Mention)),
        };
        if number > MOST_LINKS {
            self.warn(t!("import-chain-long", most = MOST_LINKS));
            return;
        }
        let slots = aids.entry(head).or_default().entry(number).or_default();
        if let Some(slot) = slots.get_mut(slot) {
            *slot = Some(span);
        }
    }

    /// The first part of the statement to which a mark belongs.
    fn head(&self, mut at: usize) -> usize {
        for _ in 0..=self.marks.len() {
            match self.marks.get(at).and_then(|mark| mark.part_of) {
                Some(next) if next != at => at = next,
                _ => break,
            }
        }
        at
    }

    /// The identifier of each statement: its own if it is one of ours, else a new one.
    fn ids(&self) -> BTreeMap<usize, StatementId> {
        let (mut ids, mut seen) = (BTreeMap::new(), BTreeSet::new());
        for (index, mark) in self.marks.iter().enumerate() {
            if mark.role == FoundRole::Statement && mark.part_of.is_none() {
                let own = mark.fields.statement.as_ref().and_then(|id| id.parse::<StatementId>().ok());
                let id = own.filter(|id| seen.insert(*id)).unwrap_or_else(StatementId::generate);
                ids.insert(index, id);
            }
        }
        ids
    }

    fn statements(&mut self, aids: &Aids, ids: &BTreeMap<usize, StatementId>, document: &Document) -> Vec<Statement> {
        let mut parts: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
        for index in 0..self.marks.len() {
            let head = self.head(index);
            if let Some(mark) = self.marks.get(index).filter(|mark| mark.role == FoundRole::Statement) {
                parts.entry(head).or_default().extend(&mark.spans);
            }
        }
        let now = Timestamp::now();
        let (mut statements, mut nameless) = (Vec::with_capacity(ids.len()), 0);
        for (head, id) in ids {
            let Some(mark) = self.marks.get_mut(*head) else { continue };
            let (label, fields) = (mark.label.clone(), std::mem::take(&mut mark.fields));
            let mut spans = parts.remove(head).unwrap_or_default();
            spans.sort_unstable();
            spans.dedup();
            let kind = self.kind(&label);
            let (chain, left) = self.chain(&fields, aids.get(head), document);
            nameless += left;
            let addressees = fields.addressees.iter().filter_map(|name| self.party(name)).collect();
            let topic = fields.topic.as_deref().filter(|name| !name.trim().is_empty()).map(|name| self.topic(name));
            let stance = fields.stance.as_deref().and_then(|name| self.choice(name, &Stance::ALL, Stance::as_str));
            let quotation =
                fields.quotation.as_deref().and_then(|name| self.choice(name, &Quotation::ALL, Quotation::as_str));
            let created = fields.created.or(fields.modified).unwrap_or(now);
            let modified = fields.modified.unwrap_or(created);
            let FoundFields { attributes, note, .. } = fields;
            statements.push(Statement {
                id: *id,
                kind,
                spans,
                chain,
                addressees,
                topic,
                stance,
                quotation,
                attributes,
                note,
                created,
                modified,
            });
        }
        if nameless > 0 {
            self.warn(t!("import-links-nameless", count = nameless));
        }
        statements
    }

    /// The chain, and how many of its links were left out because nothing says which party is meant.
    fn chain(
        &mut self,
        fields: &FoundFields,
        aids: Option<&BTreeMap<usize, [Option<Span>; 2]>>,
        document: &Document,
    ) -> (Vec<Link>, usize) {
        let last = aids.and_then(|aids| aids.keys().next_back().copied()).unwrap_or_default();
        let length = last.max(fields.chain.len()).max(usize::from(fields.speaker.is_some())).min(MOST_LINKS);
        let (mut chain, mut nameless) = (Vec::with_capacity(length), 0);
        for number in 1..=length {
            let [cue, mention] = aids.and_then(|aids| aids.get(&number).copied()).unwrap_or_default();
            let speaker = || fields.speaker.as_ref().filter(|_| fields.chain.is_empty() && number == length);
            let named = fields.chain.get(number - 1).or_else(speaker).filter(|name| !name.trim().is_empty());
            let words = || mention.and_then(|mention| document.content.get(mention.range()));
            let party = match named {
                Some(name) => self.party(name),
                None => words().and_then(|words| self.party(words)),
            };
            match party {
                Some(party) => chain.push(Link { party, cue, mention }),
                // A number that nothing stands for is no link.
                None => nameless += usize::from(cue.is_some() || mention.is_some()),
            }
        }
        (chain, nameless)
    }

    fn relations(
        &mut self,
        found: Vec<(usize, usize, FoundLink)>,
        ids: &BTreeMap<usize, StatementId>,
    ) -> Vec<Relation> {
        let mut seen = BTreeSet::new();
        let mut relations = Vec::with_capacity(found.len());
        for (from, to, link) in found {
            let (Some(from), Some(to)) = (ids.get(&self.head(from)), ids.get(&self.head(to))) else { continue };
            let own = link.relation.and_then(|id| id.parse::<RelationId>().ok());
            let id = own.filter(|id| seen.insert(*id)).unwrap_or_else(RelationId::generate);
            let kind = self.relation_kind(&link.label);
            relations.push(Relation { id, kind, from: *from, to: *to, note: link.note });
        }
        relations
    }

    /// Adds the excluded passages to the document, and reports reporting verbs and mentions without a statement.
    fn excluded(&mut self, document: &mut Document) {
        let alone = self
            .marks
            .iter()
            .filter(|mark| !mark.is_linked && matches!(mark.role, FoundRole::Cue | FoundRole::Mention));
        let alone = alone.count();
        if alone > 0 {
            self.warn(t!("import-aids-alone", count = alone));
        }
        let passages = self.marks.iter().filter(|mark| mark.role == FoundRole::Excluded);
        let mut spans = std::mem::take(&mut document.excluded);
        spans.extend(passages.flat_map(|mark| &mark.spans));
        spans.sort_unstable();
        for span in spans {
            match document.excluded.last_mut() {
                Some(last) if last.overlaps(span) => last.end_byte = last.end_byte.max(span.end_byte),
                _ => document.excluded.push(span),
            }
        }
    }

    fn kind(&mut self, label: &str) -> KindId {
        let known = &mut self.maker.kinds;
        let id = id_of(known, label, |label| KindId::new(label).ok(), |name, taken| KindId::from_name(name, taken));
        self.labels.kinds.entry(id.clone()).or_insert_with(|| label.to_owned());
        id
    }

    fn topic(&mut self, label: &str) -> TopicId {
        let known = &mut self.maker.topics;
        let id = id_of(known, label, |label| TopicId::new(label).ok(), |name, taken| TopicId::from_name(name, taken));
        self.labels.topics.entry(id.clone()).or_insert_with(|| label.to_owned());
        id
    }

    fn relation_kind(&mut self, label: &str) -> RelationKindId {
        let known = &mut self.maker.relations;
        let new = |name: &str, taken: &dyn Fn(&RelationKindId) -> bool| RelationKindId::from_name(name, taken);
        let id = id_of(known, label, |label| RelationKindId::new(label).ok(), new);
        self.labels.relation_kinds.entry(id.clone()).or_insert_with(|| label.to_owned());
        id
    }

    /// The party with this identifier or name; `None` if the name has no letters.
    fn party(&mut self, name: &str) -> Option<PartyId> {
        let name = name.trim();
        if let Some(party) = self.maker.sidecar.parties.iter().find(|party| party.id.as_str() == name) {
            return Some(party.id.clone());
        }
        if name_key(name).is_empty() {
            return None;
        }
        let known = &mut self.maker.parties;
        let id = id_of(known, name, |name| PartyId::new(name).ok(), |name, taken| PartyId::from_name(name, taken));
        self.parties.entry(id.clone()).or_insert_with(|| name.to_owned());
        Some(id)
    }

    fn choice<T: Copy>(&mut self, name: &str, all: &[T], as_str: fn(T) -> &'static str) -> Option<T> {
        let key = name.trim().to_lowercase();
        let found = all.iter().copied().find(|choice| as_str(*choice) == key);
        if found.is_none() && !key.is_empty() {
            self.warn(t!("import-value-unknown", value = name));
        }
        found
    }
}

/// The identifier that a label has throughout an input.
fn id_of<T: Clone + PartialEq>(
    known: &mut BTreeMap<String, T>,
    label: &str,
    exact: impl Fn(&str) -> Option<T>,
    new: impl Fn(&str, &dyn Fn(&T) -> bool) -> T,
) -> T {
    let key = name_key(label);
    if let Some(id) = known.get(&key) {
        return id.clone();
    }
    let has_capitals = label.chars().any(char::is_uppercase);
    let id =
        exact(label).filter(|_| !has_capitals).unwrap_or_else(|| new(label, &|id| known.values().any(|k| k == id)));
    known.insert(key, id.clone());
    id
}

fn role_of(label: &str) -> FoundRole {
    let label = label.trim();
    let is = |other: &str| label.eq_ignore_ascii_case(other);
    if is(CUE) {
        FoundRole::Cue
    } else if is(MENTION) {
        FoundRole::Mention
    } else if is(EXCLUDED) {
        FoundRole::Excluded
    } else {
        FoundRole::Statement
    }
}

/// The places of a mark in the text, or the reason why they are not in it.
fn placed(document: &Document, places: &[[u64; 2]], quotes: &[String]) -> Result<Vec<Span>, String> {
    let content = &document.content;
    let mut spans = Vec::with_capacity(places.len());
    for (index, [start, end]) in places.iter().enumerate() {
        if end <= start {
            return Err(t!("import-span-empty", start = *start, end = *end));
        }
        let byte = |offset: u64| content.char_to_byte(usize::try_from(offset).ok()?);
        let span = byte(*start).zip(byte(*end)).map(|(start, end)| Span::new(start, end));
        let span = span.ok_or_else(|| t!("import-span-outside", start = *start, end = *end))?;
        if let Some(quote) = quotes.get(index)
            && content.get(span.range()) != Some(quote.as_str())
        {
            return Err(t!("import-quote", start = *start, end = *end, quote = quote.as_str()));
        }
        spans.push(span);
    }
    if spans.is_empty() { Err(t!("import-span-none")) } else { Ok(spans) }
}

/// An offset in JSON: a whole number, which some programs write as `3.0`.
pub(super) fn offset(value: Option<&Value>) -> Result<u64, String> {
    /// Above this, not every whole number can be written so.
    const MOST: f64 = 9_007_199_254_740_992.0;
    let value = value.unwrap_or(&Value::Null);
    if let Some(number) = value.as_u64() {
        return Ok(number);
    }
    match value.as_f64() {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole and in range")]
        Some(number) if number.fract() == 0.0 && (0.0..MOST).contains(&number) => Ok(number as u64),
        _ => Err(t!("import-offset-bad", value = value.to_string())),
    }
}

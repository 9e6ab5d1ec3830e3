//! What is read from formats of other programs, made into layers: labelled spans and links between them.
//!
//! It undoes what [`super::marks`] does, and takes files of other programs as well. Labels that mean reporting verbs, the
//! words that name a party, or passages outside the article are recognised; every other label is a kind. The parts of a
//! statement are joined by their links or their common identifier, never because they stand next to each other.
//! Identifiers that are not ours become identifiers that are the same at every reading.

mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use jiff::Timestamp;
use serde_json::Value;

use super::about_json::TagsIn;
use super::incoming::{
    IncomingLabels, IncomingLayer, IncomingParty, IncomingUnplaced, LabelTarget, LayerSink, WantedDocument,
};
use super::labels::{CONTINUES, CUE, EXCLUDED, MENTION, Numbered, numbered};
use super::quotes::{NO_PLACE, NotPlaced, Placer, Wanted};
use super::sidecar::Sidecar;
use super::units::{Probe, Unit};
use crate::model::codebook::Codebook;
use crate::model::document::Document;
use crate::model::id::{KindId, PartyId, RelationId, RelationKindId, StatementId, TopicId};
use crate::model::party::name_key;
use crate::model::span::Span;
use crate::model::statement::{Attribute, Link, Quotation, Relation, Stance, Statement};
use crate::t;
use crate::text::content::Content;

pub(super) use names::{Names, names_of_file, uuid_of};

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

    fn unit(&self) -> Unit {
        self.inner.unit()
    }

    fn is_survey(&self) -> bool {
        self.inner.is_survey()
    }

    fn goes_on(&mut self) -> bool {
        self.inner.goes_on()
    }

    fn is_stopped(&self) -> bool {
        self.inner.is_stopped()
    }

    fn probe(&mut self, content: &Content, probes: &[Probe<'_>]) {
        self.inner.probe(content, probes);
    }

    fn label(&self, label: &str) -> Option<LabelTarget> {
        self.inner.label(label)
    }

    fn column(&self, head: &str) -> Option<String> {
        self.inner.column(head)
    }

    fn takes_several(&self, attribute: &str) -> bool {
        self.inner.takes_several(attribute)
    }

    fn take_columns(&mut self, columns: Vec<(String, Option<String>)>) {
        self.inner.take_columns(columns);
    }

    fn warn(&mut self, line: usize, message: String) {
        self.inner.warn(line, t!("import-in-file", file = self.file, message = message));
    }

    fn take_codebook(&mut self, line: usize, parties: Vec<IncomingParty>, codebook: Codebook) {
        self.inner.take_codebook(line, parties, codebook);
    }

    fn take(&mut self, mut layer: IncomingLayer) -> ControlFlow<()> {
        for unplaced in &mut layer.unplaced {
            unplaced.reason = t!("import-in-file", file = self.file, message = unplaced.reason.as_str());
        }
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
#[derive(Clone, Default)]
pub(super) struct FoundSpan {
    /// What links name it by.
    pub id: String,
    /// Half-open, in the unit of the file; [`NO_PLACE`] where only a quote says it.
    pub places: Vec<[u64; 2]>,
    /// The text at each of the places, where the file has it; or one text for all of them, with blanks between.
    pub quotes: Vec<String>,
    /// Whether the quotes are only beginnings of the texts, without regard to white space. They do not count against a
    /// place.
    pub are_beginnings: bool,
    /// What stands before and after each quote, where the file says so.
    pub around: Vec<[String; 2]>,
    /// Whether a quote may be looked for where its place has another text.
    pub is_searched: bool,
    pub label: String,
    /// Its role, where that does not depend on the label.
    pub role: Option<FoundRole>,
    /// The number of a part, from one, or 0 for a whole statement; `None` if parts are joined without numbers.
    pub part: Option<usize>,
    pub fields: FoundFields,
}

/// What a file says about a statement besides its label and its place. Parties and topics are identifiers or names.
#[derive(Clone, Default)]
pub(super) struct FoundFields {
    /// An identifier of ours, or any other that its parts have in common.
    pub statement: Option<String>,
    /// Whether parties and topics are identifiers, as in files of ours whose labels are names.
    pub has_ids: bool,
    pub speaker: Option<String>,
    /// The outermost party first.
    pub chain: Vec<String>,
    pub addressees: Vec<String>,
    pub topic: Option<String>,
    pub stance: Option<String>,
    pub quotation: Option<String>,
    pub attributes: Vec<Attribute>,
    pub passages: Vec<FoundPassages>,
    pub note: String,
    pub created: Option<Timestamp>,
    pub modified: Option<Timestamp>,
}

/// The passages of an attribute, in the unit of the file.
#[derive(Clone, Default)]
pub(super) struct FoundPassages {
    /// The name of the attribute.
    pub name: String,
    /// The place of the first of them among all values of the statement.
    pub at: usize,
    pub places: Vec<[u64; 2]>,
    /// The text at each of the places, where the file has it.
    pub quotes: Vec<String>,
}

/// A link between two spans, by their ids.
#[derive(Clone, Default)]
pub(super) struct FoundLink {
    pub from: String,
    pub to: String,
    pub label: String,
    pub note: String,
    /// An identifier of the relation, ours or another one.
    pub relation: Option<String>,
    /// The party that a mention names, where the file says so.
    pub party: Option<String>,
}

/// Makes layers of what one input has, and gives the same label the same identifier throughout.
pub(super) struct LayerMaker {
    names: Names,
    /// The unit in which the format counts; `None` if that has to be found out.
    unit: Option<Unit>,
    has_told_codebook: bool,
}

impl LayerMaker {
    /// For a format in which labels are written for people. Without a codebook beside the files, the sidecar is empty.
    pub(super) fn new(sidecar: Sidecar) -> Self {
        Self { names: Names::new(sidecar, false), unit: None, has_told_codebook: false }
    }

    /// For a format in which labels are identifiers.
    pub(super) fn of_ids(sidecar: Sidecar) -> Self {
        Self { names: Names::new(sidecar, true), unit: None, has_told_codebook: false }
    }

    /// For a format that says in which unit it counts.
    #[must_use]
    pub(super) const fn counting(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }

    pub(super) const fn sidecar(&self) -> &Sidecar {
        self.names.sidecar()
    }

    pub(super) const fn names(&self) -> &Names {
        &self.names
    }

    pub(super) const fn names_mut(&mut self) -> &mut Names {
        &mut self.names
    }

    /// The parties and the codebook that the files define.
    pub(super) fn into_lists(self) -> (Vec<IncomingParty>, Codebook) {
        self.names.into_lists()
    }

    /// Makes a layer, and reports what cannot be part of it.
    pub(super) fn layer(&mut self, found: FoundLayer, sink: &mut dyn LayerSink) -> IncomingLayer {
        let FoundLayer { line, mut document, annotator, spans, links } = found;
        if !std::mem::replace(&mut self.has_told_codebook, true) {
            let Sidecar { parties, codebook, .. } = self.names.sidecar();
            if !parties.is_empty() || codebook.items().next().is_some() {
                sink.take_codebook(line, parties.clone(), codebook.clone());
            }
        }
        let content = document.content.clone();
        if self.unit.is_none() {
            let probe = |span: &FoundSpan| !span.places.is_empty() && !span.places.contains(&NO_PLACE);
            let probes: Vec<Probe<'_>> = spans.iter().filter(|span| probe(span)).map(FoundSpan::probe).collect();
            sink.probe(&content, &probes);
        }
        let unit = self.unit.unwrap_or_else(|| sink.unit());
        let mut making = Making {
            names: &mut self.names,
            sink,
            line,
            document: document.id.to_string(),
            annotator,
            marks: Vec::with_capacity(spans.len()),
            by_id: BTreeMap::new(),
            labels: IncomingLabels::default(),
            parties: BTreeMap::new(),
            unplaced: Vec::new(),
        };
        let searches = !making.sink.is_survey();
        making.place_all(spans, &Placer::new(&content, unit, searches));
        let (aids, relations) = making.join(links);
        let ids = making.ids();
        let statements = making.statements(&aids, &ids, &content);
        let relations = making.relations(relations, &ids);
        making.excluded(&mut document);
        let Making { labels, parties, unplaced, annotator, .. } = making;
        let named = parties.into_iter().filter(|(id, _)| !self.names.is_defined(id));
        let parties = named.map(|(id, name)| IncomingParty::named(id, name)).collect();
        let of_annotator = self.names.sidecar().document_tags.get(&annotator);
        let tags = of_annotator.and_then(|tags| tags.get(document.id.as_str())).cloned().map(TagsIn::tags);
        let (codebook, progress) = (Codebook::default(), None);
        IncomingLayer {
            line,
            document,
            annotator,
            parties,
            codebook,
            labels,
            statements,
            relations,
            progress,
            tags,
            unplaced,
        }
    }
}

impl FoundSpan {
    fn probe(&self) -> Probe<'_> {
        Probe { places: &self.places, quotes: &self.quotes, are_beginnings: self.are_beginnings }
    }

    /// What is wanted at each of its places.
    fn wanted(&self) -> Vec<Wanted<'_>> {
        let has_each = self.quotes.len() >= self.places.len() && !self.are_beginnings;
        let count = if self.places.is_empty() { self.quotes.len() } else { self.places.len() };
        let mut wanted = Vec::with_capacity(count);
        for index in 0..count {
            let quote = self.quotes.get(index).filter(|_| has_each).map_or("", String::as_str);
            let around = self.around.get(index).map_or(["", ""], |[before, after]| [before, after]);
            let offsets = self.places.get(index).copied();
            wanted.push(Wanted { offsets, quote, around, is_searched: self.is_searched });
        }
        wanted
    }
}

/// The role that a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FoundRole {
    Statement,
    Cue,
    Mention,
    Excluded,
}

/// A span of the file that is in the text, or a statement that is yet to be placed.
struct PlacedMark {
    id: String,
    spans: Vec<Span>,
    label: String,
    role: FoundRole,
    fields: FoundFields,
    part: Option<usize>,
    /// The mark that this one is a further part of.
    part_of: Option<usize>,
    is_linked: bool,
    /// What it quotes, and where that stands, if it has no place.
    lost: Option<NotPlaced>,
}

/// What is known about a link of a chain besides the fields of the statement.
#[derive(Clone, Default)]
struct Aid {
    cue: Option<Span>,
    mention: Option<Span>,
    party: Option<String>,
}

/// The reporting verbs and mentions of each statement, by place in the chain.
type Aids = BTreeMap<usize, BTreeMap<usize, Aid>>;

struct Making<'m> {
    names: &'m mut Names,
    sink: &'m mut dyn LayerSink,
    line: usize,
    document: String,
    annotator: String,
    marks: Vec<PlacedMark>,
    by_id: BTreeMap<String, usize>,
    labels: IncomingLabels,
    /// The names of the parties that the layer uses.
    parties: BTreeMap<PartyId, String>,
    unplaced: Vec<IncomingUnplaced>,
}

impl Making<'_> {
    fn warn(&mut self, message: String) {
        self.sink.warn(self.line, message);
    }

    fn place_all(&mut self, spans: Vec<FoundSpan>, placer: &Placer<'_>) {
        for mut found in spans {
            if !self.sink.goes_on() {
                return;
            }
            let mut role = found.role.unwrap_or_else(|| role_of(&found.label));
            match self.sink.label(&found.label) {
                Some(LabelTarget::Cue) => role = FoundRole::Cue,
                Some(LabelTarget::Mention) => role = FoundRole::Mention,
                Some(LabelTarget::Excluded) => role = FoundRole::Excluded,
                // A label that is a party marks the words that name it.
                Some(LabelTarget::Party(_)) => {
                    role = FoundRole::Mention;
                    found.fields.speaker = Some(found.label.clone());
                }
                Some(LabelTarget::Kind(_)) => role = FoundRole::Statement,
                _ => {}
            }
            if self.by_id.contains_key(&found.id) {
                self.warn(t!("import-span-twice", id = found.id));
                continue;
            }
            self.place_passages(&mut found, placer);
            let mut lost = match placed(&found, placer) {
                Ok(spans) => {
                    self.put(found, role, spans, None);
                    continue;
                }
                Err(lost) => lost,
            };
            lost.reason = t!("import-span-left-out", id = found.id.as_str(), reason = lost.reason.as_str());
            if role == FoundRole::Statement && !lost.quote.trim().is_empty() {
                self.put(found, role, Vec::new(), Some(lost));
            } else {
                self.warn(lost.reason);
            }
        }
    }

    /// Makes attributes of passages. The words of those that have no place stay.
    fn place_passages(&mut self, found: &mut FoundSpan, placer: &Placer<'_>) {
        for FoundPassages { name, at, places, quotes } in std::mem::take(&mut found.fields.passages) {
            let wanted = FoundSpan { places, quotes, ..FoundSpan::default() };
            match placed(&wanted, placer) {
                Ok(spans) => {
                    let of_span = |span: Span| Attribute {
                        name: name.clone(),
                        value: placer.content().get(span.range()).unwrap_or_default().to_owned(),
                        span: Some(span),
                    };
                    let at = at.min(found.fields.attributes.len());
                    found.fields.attributes.splice(at..at, spans.into_iter().map(of_span));
                }
                Err(lost) => {
                    let (id, reason) = (found.id.as_str(), lost.reason.as_str());
                    self.warn(t!("import-passage-left-out", id = id, name = name.as_str(), reason = reason));
                    let words = wanted.quotes.iter().filter(|words| !words.trim().is_empty());
                    found.fields.attributes.extend(words.map(|words| Attribute::new(name.as_str(), words.as_str())));
                }
            }
        }
    }

    fn put(&mut self, found: FoundSpan, role: FoundRole, spans: Vec<Span>, lost: Option<NotPlaced>) {
        let FoundSpan { id, label, fields, part, .. } = found;
        self.by_id.insert(id.clone(), self.marks.len());
        let is_linked = false;
        self.marks.push(PlacedMark { id, spans, label, role, fields, part, part_of: None, is_linked, lost });
    }

    /// Joins the marks that have the identifier of a statement in common. Of those without numbers, the first bears the
    /// fields, else the first number; the same number twice is not the same statement.
    fn join_parts(&mut self) {
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, mark) in self.marks.iter().enumerate() {
            if let Some(id) = mark.fields.statement.as_deref().filter(|_| mark.role == FoundRole::Statement) {
                groups.entry(id).or_default().push(index);
            }
        }
        let (mut joined, mut twice) = (Vec::new(), Vec::new());
        for (_, mut group) in groups.into_iter().filter(|(_, group)| group.len() > 1) {
            let number = |index: usize| self.marks.get(index).and_then(|mark| mark.part);
            group.sort_by_key(|index| number(*index));
            let mut group = group.into_iter();
            let Some(head) = group.next() else { continue };
            let mut last = number(head);
            for index in group {
                let here = number(index);
                if last.is_none() && here.is_none() || last.is_some_and(|last| last > 0) && here > last {
                    joined.push((index, head));
                    last = here;
                } else {
                    twice.push(index);
                }
            }
        }
        for (index, head) in joined {
            if let Some(mark) = self.marks.get_mut(index) {
                mark.part_of = Some(head);
            }
        }
        for index in twice {
            let Some(mark) = self.marks.get_mut(index) else { continue };
            let id = mark.fields.statement.take().unwrap_or_default();
            self.warn(t!("import-statement-twice", id = id));
        }
    }

    /// Joins parts, and sorts the links into those of chains and the relations.
    fn join(&mut self, links: Vec<FoundLink>) -> (Aids, Vec<(usize, usize, FoundLink)>) {
        self.join_parts();
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
                (FoundRole::Statement, FoundRole::Cue | FoundRole::Mention) => self.aid(&mut aids, from, to, link),
                (FoundRole::Cue | FoundRole::Mention, FoundRole::Statement) => self.aid(&mut aids, to, from, link),
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
    fn aid(&mut self, aids: &mut Aids, statement: usize, aid: usize, link: FoundLink) {
        let head = self.head(statement);
        let Some(mark) = self.marks.get_mut(aid) else { return };
        let Some(span) = mark.spans.first().copied() else { return };
        mark.is_linked = true;
        let (number, is_cue) = match numbered(&link.label) {
            Some(Numbered::Cue(number)) => (number, true),
            Some(Numbered::Mention(number)) => (number, false),
            None => (1, mark.role == FoundRole::Cue),
        };
        let party = link.party.or_else(|| mark.fields.speaker.clone()).filter(|party| !party.trim().is_empty());
        if number > MOST_LINKS {
            self.warn(t!("import-chain-long", most = MOST_LINKS));
            return;
        }
        let aid = aids.entry(head).or_default().entry(number).or_default();
        if is_cue {
            aid.cue = Some(span);
        } else {
            aid.mention = Some(span);
        }
        aid.party = party.or_else(|| aid.party.take());
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

    /// The identifier of each statement: its own if it is one of ours, else one made from it and from where it stands.
    fn ids(&self) -> BTreeMap<usize, StatementId> {
        let (mut ids, mut seen) = (BTreeMap::new(), BTreeSet::new());
        for (index, mark) in self.marks.iter().enumerate() {
            if mark.role == FoundRole::Statement && mark.part_of.is_none() {
                let name = mark.fields.statement.as_deref().unwrap_or(&mark.id);
                let own = mark.fields.statement.as_ref().and_then(|id| id.parse::<StatementId>().ok());
                let made = || StatementId::from_uuid(uuid_of(&[&self.document, &self.annotator, name]));
                let id = own.unwrap_or_else(made);
                let again = || StatementId::from_uuid(uuid_of(&[&self.document, &self.annotator, name, &mark.id]));
                let id = if seen.insert(id) { id } else { again() };
                seen.insert(id);
                ids.insert(index, id);
            }
        }
        ids
    }

    fn statements(&mut self, aids: &Aids, ids: &BTreeMap<usize, StatementId>, content: &Content) -> Vec<Statement> {
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
            let (label, fields) = (std::mem::take(&mut mark.label), std::mem::take(&mut mark.fields));
            let lost = mark.lost.take();
            let mut spans = parts.remove(head).unwrap_or_default();
            spans.sort_unstable();
            spans.dedup();
            let (chain, left) = self.chain(&fields, aids.get(head), content);
            nameless += left;
            let statement = self.statement(*id, &label, fields, spans, chain, now);
            match lost {
                Some(NotPlaced { quote, candidates, reason }) if statement.spans.is_empty() => {
                    self.unplaced.push(IncomingUnplaced { statement, quote, candidates, reason });
                }
                Some(NotPlaced { reason, .. }) => {
                    self.warn(reason);
                    statements.push(statement);
                }
                None => statements.push(statement),
            }
        }
        // A part without a place is missing in its statement.
        for lost in self.marks.iter_mut().filter_map(|mark| mark.lost.take()).collect::<Vec<_>>() {
            self.warn(lost.reason);
        }
        if nameless > 0 {
            self.warn(t!("import-links-nameless", count = nameless));
        }
        statements
    }

    fn statement(
        &mut self,
        id: StatementId,
        label: &str,
        fields: FoundFields,
        spans: Vec<Span>,
        chain: Vec<Link>,
        now: Timestamp,
    ) -> Statement {
        let kind = self.kind(label);
        let mut addressees: Vec<PartyId> = Vec::with_capacity(fields.addressees.len());
        for party in fields.addressees.iter().filter_map(|name| self.party(name, fields.has_ids)) {
            if !addressees.contains(&party) {
                addressees.push(party);
            }
        }
        let topic = fields.topic.as_deref().filter(|name| !name.trim().is_empty());
        let topic = topic.map(|name| self.topic(name, fields.has_ids));
        let FoundFields { mut attributes, note, .. } = fields;
        let stance = choice("stance", fields.stance, &Stance::ALL, Stance::as_str, &mut attributes);
        let quotation = choice("quotation", fields.quotation, &Quotation::ALL, Quotation::as_str, &mut attributes);
        let created = fields.created.or(fields.modified).unwrap_or(now);
        let modified = fields.modified.unwrap_or(created);
        Statement { id, kind, spans, chain, addressees, topic, stance, quotation, attributes, note, created, modified }
    }

    /// The chain, and how many of its links were left out because nothing says which party is meant.
    fn chain(
        &mut self,
        fields: &FoundFields,
        aids: Option<&BTreeMap<usize, Aid>>,
        content: &Content,
    ) -> (Vec<Link>, usize) {
        let last = aids.and_then(|aids| aids.keys().next_back().copied()).unwrap_or_default();
        let length = last.max(fields.chain.len()).max(usize::from(fields.speaker.is_some())).min(MOST_LINKS);
        let (mut chain, mut nameless) = (Vec::with_capacity(length), 0);
        for number in 1..=length {
            let Aid { cue, mention, party } = aids.and_then(|aids| aids.get(&number).cloned()).unwrap_or_default();
            let speaker = || fields.speaker.as_ref().filter(|_| fields.chain.is_empty() && number == length);
            let named = fields.chain.get(number - 1).or_else(speaker).or(party.as_ref());
            let words = || mention.and_then(|mention| content.get(mention.range()));
            let party = match named.filter(|name| !name.trim().is_empty()) {
                Some(name) => self.party(name, fields.has_ids),
                None => words().and_then(|words| self.party(words, false)),
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
        for (number, (from, to, link)) in found.into_iter().enumerate() {
            let (Some(&from), Some(&to)) = (ids.get(&self.head(from)), ids.get(&self.head(to))) else { continue };
            let own = link.relation.as_ref().and_then(|id| id.parse::<RelationId>().ok());
            let made = || {
                let number = number.to_string();
                let name = link.relation.as_deref().unwrap_or(&number);
                let texts = [&self.document, &self.annotator, "relation", name, &link.label, &link.from, &link.to];
                RelationId::from_uuid(uuid_of(&texts))
            };
            let id = own.filter(|id| seen.insert(*id)).unwrap_or_else(made);
            let kind = self.relation_kind(&link.label);
            relations.push(Relation { id, kind, from, to, note: link.note, attributes: Vec::new() });
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
        let id = self.names.kind(label);
        self.labels.kinds.entry(id.clone()).or_insert_with(|| label.to_owned());
        id
    }

    fn topic(&mut self, label: &str, is_id: bool) -> TopicId {
        let own = if is_id { TopicId::new(label).ok() } else { None };
        let id = own.unwrap_or_else(|| self.names.topic(label));
        self.labels.topics.entry(id.clone()).or_insert_with(|| label.to_owned());
        id
    }

    fn relation_kind(&mut self, label: &str) -> RelationKindId {
        let id = self.names.relation_kind(label);
        self.labels.relation_kinds.entry(id.clone()).or_insert_with(|| label.to_owned());
        id
    }

    fn party(&mut self, name: &str, is_id: bool) -> Option<PartyId> {
        let own = if is_id { PartyId::new(name.trim()).ok() } else { None };
        let id = own.or_else(|| self.names.party(name))?;
        if !self.parties.contains_key(&id) {
            let name = self.names.title(&id).unwrap_or_else(|| name.trim()).to_owned();
            self.parties.insert(id.clone(), name);
        }
        Some(id)
    }
}

/// The choice that a value stands for. A value that is none of ours is kept as an attribute.
fn choice<T: Copy>(
    name: &str,
    value: Option<String>,
    all: &[T],
    as_str: fn(T) -> &'static str,
    attributes: &mut Vec<Attribute>,
) -> Option<T> {
    let value = value.filter(|value| !value.trim().is_empty())?;
    let key = value.trim().to_lowercase();
    let found = all.iter().copied().find(|choice| as_str(*choice) == key);
    if found.is_none() {
        attributes.push(Attribute { name: name.to_owned(), value, span: None });
    }
    found
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

/// The places of a span in the text, or the reason why they are not in it.
fn placed(found: &FoundSpan, placer: &Placer<'_>) -> Result<Vec<Span>, NotPlaced> {
    let mut spans = Vec::with_capacity(found.places.len().max(1));
    for wanted in found.wanted() {
        spans.push(placer.place(&wanted)?);
    }
    if let [quote] = found.quotes.as_slice()
        && spans.len() > 1
        && !found.are_beginnings
        && !placer.is_joined(&spans, quote)
    {
        let places: Vec<String> = found.places.iter().map(|[start, end]| format!("{start}–{end}")).collect();
        let reason = t!("import-quote-joined", at = places.join(", "), quote = quote.as_str());
        return Err(NotPlaced { reason, quote: quote.clone(), candidates: Vec::new() });
    }
    if spans.is_empty() {
        let reason = t!("import-span-none");
        return Err(NotPlaced { reason, quote: String::new(), candidates: Vec::new() });
    }
    Ok(spans)
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

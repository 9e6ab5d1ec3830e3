//! Reading a database, which may be anybody's: from memory, read-only, without its views, triggers and functions.
//!
//! Of our type of statements, each variable is what it was. Of other types, the label is the kind unless there is a
//! variable `kind`; `organization`, `party` or else `person` is the speaker; what has no other place is an attribute.

mod tables;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{schema, texts};
use crate::formats::found::{FoundFields, FoundLayer, FoundRole, FoundSpan, LayerMaker, NamedSink};
use crate::formats::incoming::{IncomingParty, LayerSink};
use crate::formats::input::Input;
use crate::formats::json;
use crate::formats::sidecar::Sidecar;
use crate::formats::units::Unit;
use crate::model::codebook::{Codebook, EntryNotes, Kind, LineForm, Topic};
use crate::model::document::{Document, Metadata};
use crate::model::id::{DocumentId, KindId, PartyId, StatementId, TopicId};
use crate::model::party::PartyAbout;
use crate::model::statement::{Attribute, Quotation, Stance};
use crate::t;
use crate::text::content::Content;
use tables::{Database, Datum, Entity, StatementRow};

/// The variables that may say who speaks, the surest first.
const SPEAKERS: [&str; 3] = [schema::ORGANIZATION, "party", schema::PERSON];

pub(super) fn read(input: &Input, sink: &mut dyn LayerSink) {
    let Some(bytes) = input.bytes() else { return };
    match Database::open(bytes) {
        Ok(mut database) => {
            let read = read_layers(&mut database, sink);
            if let Err(reason) = read {
                sink.warn(1, reason);
            }
        }
        Err(reason) => sink.warn(1, reason),
    }
}

fn read_layers(database: &mut Database, sink: &mut dyn LayerSink) -> Result<(), String> {
    let mut maker = LayerMaker::of_ids(scheme(database)).counting(Unit::UTF16);
    let statements = std::mem::take(&mut database.statements);
    let mut by_document: BTreeMap<i64, Vec<&StatementRow>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for row in &statements {
        if seen.insert(row.id) {
            by_document.entry(row.document).or_default().push(row);
        } else {
            sink.warn(1, t!("import-span-twice", id = row.id.to_string()));
        }
    }
    let mut reader = Reader { database, maker: &mut maker, taken: BTreeSet::new(), fields: 0 };
    for document in reader.database.document_ids()? {
        let rows = by_document.remove(&document).unwrap_or_default();
        if reader.document(document, &rows, sink)?.is_break() {
            return Ok(());
        }
    }
    let left: usize = by_document.values().map(Vec::len).sum();
    if left > 0 {
        sink.warn(1, t!("import-dna-orphans", count = left));
    }
    if reader.fields > 0 {
        sink.warn(1, t!("import-dna-fields", count = reader.fields));
    }
    Ok(())
}

/// The parties, kinds and topics that the entities define.
fn scheme(database: &Database) -> Sidecar {
    let of = |names: &[&str]| -> Vec<(&str, &Entity)> {
        let all = database.entities.values().filter(|entity| !entity.value.trim().is_empty());
        all.filter_map(|entity| {
            let name = database.variables.get(&entity.variable)?.name.as_str();
            names.contains(&name).then_some((name, entity))
        })
        .collect()
    };
    let mut parties: Vec<IncomingParty> = Vec::new();
    let (mut parents, mut ids, mut by_value) = (Vec::new(), HashSet::new(), HashMap::new());
    for wanted in SPEAKERS {
        for (_, entity) in of(&[wanted]) {
            if by_value.contains_key(entity.value.as_str()) {
                continue;
            }
            let is_taken = |id: &PartyId| ids.contains(id);
            let own = PartyId::new(entity.attribute(schema::ATTRIBUTE_ID)).ok().filter(|id| !is_taken(id));
            let id = own.unwrap_or_else(|| PartyId::from_name(&entity.value, is_taken));
            let name = Some(entity.attribute(schema::ATTRIBUTE_NAME)).filter(|name| !name.is_empty());
            ids.insert(id.clone());
            by_value.insert(entity.value.as_str(), id.clone());
            parents.push(entity.attribute(schema::ATTRIBUTE_PARENT));
            parties.push(IncomingParty {
                id,
                name: name.unwrap_or(&entity.value).to_owned(),
                aliases: texts::split(entity.attribute(schema::ATTRIBUTE_ALIAS)),
                parent: None,
                about: PartyAbout::default(),
            });
        }
    }
    for (party, parent) in parties.iter_mut().zip(parents) {
        party.parent = by_value.get(parent).filter(|parent| **parent != party.id).cloned();
    }
    let mut codebook = Codebook::default();
    for (_, entity) in of(&[schema::KIND, schema::CONCEPT]) {
        let (id, definition) = (entity.attribute(schema::ATTRIBUTE_ID), entity.attribute(schema::ATTRIBUTE_DEFINITION));
        let name = Some(entity.attribute(schema::ATTRIBUTE_NAME)).filter(|name| !name.is_empty());
        let (name, definition) = (name.unwrap_or(&entity.value).to_owned(), definition.to_owned());
        let is_kind = database.variables.get(&entity.variable).is_some_and(|known| known.name == schema::KIND);
        if is_kind
            && let Ok(id) = KindId::new(id)
            && codebook.kind(&id).is_none()
        {
            codebook.kinds.push(Kind {
                id,
                name,
                definition,
                key: None,
                line: LineForm::Dashed,
                notes: EntryNotes::default(),
            });
        } else if !is_kind
            && let Ok(id) = TopicId::new(id)
            && codebook.topic(&id).is_none()
        {
            codebook.topics.push(Topic { id, name, definition, notes: EntryNotes::default(), parent: None });
        }
    }
    Sidecar { codebook, parties, ..Sidecar::default() }
}

struct Reader<'d, 'm> {
    database: &'d Database,
    maker: &'m mut LayerMaker,
    taken: BTreeSet<DocumentId>,
    /// How many documents have fields that have no place here.
    fields: usize,
}

impl Reader<'_, '_> {
    fn document(
        &mut self,
        number: i64,
        rows: &[&StatementRow],
        sink: &mut dyn LayerSink,
    ) -> Result<ControlFlow<()>, String> {
        let Some(found) = self.database.document(number)? else { return Ok(ControlFlow::Continue(())) };
        let ours = texts::facts(&found.notes);
        self.fields += usize::from(found.has_other_fields || ours.is_none() && !found.notes.is_empty());
        let mut metadata = Metadata {
            title: found.title,
            publisher: found.source,
            published: found.date.map(|date| day(date, self.database.is_version_2)).unwrap_or_default(),
            ..Metadata::default()
        };
        let mut name = metadata.title.clone();
        if let Some((id, facts)) = ours {
            name = id;
            for (fact, value) in facts {
                match fact.as_str() {
                    "title" => metadata.title = value,
                    "publisher" => metadata.publisher = value,
                    "published" => metadata.published = value,
                    "url" => metadata.url = value,
                    "language" => metadata.language = value,
                    _ => {}
                }
            }
        }
        let is_taken = |id: &DocumentId| self.taken.contains(id);
        let own = DocumentId::new(name.as_str()).ok().filter(|id| !is_taken(id));
        let id = own.unwrap_or_else(|| DocumentId::from_name(&name, is_taken));
        self.taken.insert(id.clone());
        let content = Content::new(found.text);
        let document = Document { id, content, metadata, encoding: String::new(), excluded: Vec::new() };
        let mut by_coder: BTreeMap<i64, Vec<&StatementRow>> = BTreeMap::new();
        rows.iter().for_each(|row| by_coder.entry(row.coder).or_default().push(row));
        if by_coder.is_empty() {
            by_coder.insert(found.coder, Vec::new());
        }
        for (coder, rows) in by_coder {
            let annotator = self.database.coders.get(&coder).map_or("", String::as_str);
            let annotator = if annotator.is_empty() { coder.to_string() } else { annotator.to_owned() };
            if self.layer(&document, json::annotator_name(&annotator), &rows, sink).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn layer(
        &mut self,
        document: &Document,
        annotator: String,
        rows: &[&StatementRow],
        sink: &mut dyn LayerSink,
    ) -> ControlFlow<()> {
        if !sink.wants(&annotator) {
            return ControlFlow::Continue(());
        }
        let mut sink = NamedSink { inner: sink, file: document.id.as_str() };
        let mut spans = Vec::with_capacity(rows.len());
        for row in rows {
            let edge = |offset: Option<i64>| offset.and_then(|offset| u64::try_from(offset).ok());
            match edge(row.start).zip(edge(row.stop)) {
                Some((start, stop)) => spans.push(self.span(row, [start, stop])),
                None => {
                    let shown =
                        |offset: Option<i64>| offset.map_or_else(|| "?".to_owned(), |offset| offset.to_string());
                    let reason = t!("import-span-units", start = shown(row.start), end = shown(row.stop));
                    sink.warn(1, t!("import-statement-left-out", id = row.id.to_string(), reason = reason));
                }
            }
        }
        let found = FoundLayer { line: 1, document: document.clone(), annotator, spans, links: Vec::new() };
        let layer = self.maker.layer(found, &mut sink);
        sink.take(layer)
    }

    fn span(&self, row: &StatementRow, place: [u64; 2]) -> FoundSpan {
        let mut values: HashMap<&str, String> = HashMap::new();
        let mut stance = None;
        let mut attributes = Vec::new();
        for (variable, datum) in self.database.data_of(row.id) {
            let Some(variable) = self.database.variables.get(variable) else { continue };
            let name = variable.name.as_str();
            let text = match datum {
                Datum::Entity(id) => self.database.entities.get(id).map_or("", |entity| &entity.value).to_owned(),
                Datum::Text(text) => text.clone(),
                Datum::Integer(number) => {
                    match number {
                        1 if name == schema::AGREEMENT => stance = Some(Stance::Supports),
                        -1 if name == schema::AGREEMENT => stance = Some(Stance::Opposes),
                        0 if name == schema::AGREEMENT => {}
                        _ => {
                            attributes.push(Attribute { name: name.to_owned(), value: number.to_string(), span: None })
                        }
                    }
                    continue;
                }
                Datum::Boolean(is_so) if name == schema::AGREEMENT => {
                    stance = Some(if *is_so { Stance::Supports } else { Stance::Opposes });
                    continue;
                }
                Datum::Boolean(is_so) => is_so.to_string(),
            };
            if !text.is_empty() {
                values.insert(name, text);
            }
        }
        let mut take = |name: &str| values.remove(name).unwrap_or_default();
        let (kind, source, addressee, concept) =
            (take(schema::KIND), take(schema::SOURCE), take(schema::ADDRESSEE), take(schema::CONCEPT));
        let (note, quotation) = (take(schema::NOTE), take(schema::QUOTATION));
        let own = [schema::ID, "statement"]
            .into_iter()
            .find(|name| values.get(name).is_some_and(|id| id.parse::<StatementId>().is_ok()));
        let id = own.and_then(|name| values.remove(name)).unwrap_or_else(|| format!("#{}", row.id));
        let speaker = SPEAKERS.into_iter().find_map(|name| values.remove(name)).unwrap_or_default();
        let is_known = Quotation::ALL.iter().any(|known| known.as_str() == quotation);
        if !quotation.is_empty() && !is_known {
            values.insert(schema::QUOTATION, quotation.clone());
        }
        attributes.extend(values.into_iter().map(|(name, value)| Attribute {
            name: name.to_owned(),
            value,
            span: None,
        }));
        attributes.sort();
        let label = || self.database.types.get(&row.kind).cloned().unwrap_or_else(|| schema::BAYAN.label.to_owned());
        let mut chain: Vec<String> =
            source.split(texts::CHAIN).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        chain.extend(Some(speaker).filter(|speaker| !speaker.is_empty()));
        let filled = |text: String| Some(text).filter(|text| !text.is_empty());
        FoundSpan {
            id: format!("#{}", row.id),
            places: vec![place],
            label: filled(kind).unwrap_or_else(label),
            role: Some(FoundRole::Statement),
            part: Some(0),
            fields: FoundFields {
                statement: Some(id),
                chain,
                addressees: texts::split(&addressee),
                topic: filled(concept),
                stance: stance.map(|stance| stance.as_str().to_owned()),
                quotation: Some(quotation).filter(|_| is_known),
                note,
                attributes,
                ..FoundFields::default()
            },
            ..FoundSpan::default()
        }
    }
}

/// The day of a date in seconds, or of version 2 in milliseconds; empty for zero, which stands for none.
fn day(date: i64, is_version_2: bool) -> String {
    const MOST_SECONDS: i64 = 100_000_000_000;
    let seconds = if is_version_2 || date.abs() > MOST_SECONDS { date / 1000 } else { date };
    let at = Timestamp::from_second(seconds).ok().filter(|_| seconds != 0);
    at.map_or_else(String::new, |at| TimeZone::UTC.to_datetime(at).date().to_string())
}

//! Reads a folder of `.ann` files, or of `.a1` and `.a2` files, with the `.txt` beside them.
//!
//! An event is a span at its trigger, and its roles are links. `M` lines are read as `A` lines; an attribute without a
//! value is true; the members of `Equiv` are linked with the first. The name of the folder is the annotator.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{ADDRESSEE, QUOTATION, SOURCE, SPEAKER, STANCE, TOPIC, on_its_lines};
use crate::formats::Confidence;
use crate::formats::found::{FoundFields, FoundLayer, FoundLink, FoundSpan, LayerMaker, NamedSink};
use crate::formats::incoming::LayerSink;
use crate::formats::input::Input;
use crate::formats::{json, sidecar};
use crate::model::document::Metadata;
use crate::model::statement::Attribute;
use crate::t;

/// The largest file that is read.
const LARGEST_BYTES: u64 = 64 << 20;

pub(super) fn recognise(input: &Input) -> Confidence {
    let is_brat = |file: &String| file.ends_with(".ann") || file.ends_with(".a1");
    if input.files().iter().any(is_brat) { Confidence::Certain } else { Confidence::No }
}

pub(super) fn read(input: &Input, sink: &mut dyn LayerSink) {
    let mut maker = LayerMaker::new(sidecar::of_folder(input, sink));
    let files: BTreeSet<&str> = input.files().iter().map(String::as_str).collect();
    let stems: BTreeSet<&str> = files
        .iter()
        .filter_map(|file| [".ann", ".a1", ".a2"].iter().find_map(|ending| file.strip_suffix(ending)))
        .collect();
    for (index, stem) in stems.into_iter().enumerate() {
        let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
        let annotator = json::annotator_name(folder.rsplit('/').next().unwrap_or_default());
        if !sink.wants(&annotator) {
            continue;
        }
        let mut sink = NamedSink { inner: &mut *sink, file: stem };
        let metadata = maker.sidecar().documents.get(name).cloned().unwrap_or_default();
        let parts = [".ann", ".a1", ".a2"].map(|ending| format!("{stem}{ending}"));
        let parts = parts.iter().filter(|part| files.contains(part.as_str()));
        match layer_of(input, index + 1, (stem, name), parts, annotator, metadata, &mut sink) {
            Ok(found) => {
                let layer = maker.layer(found, &mut sink);
                if sink.take(layer).is_break() {
                    return;
                }
            }
            Err(reason) => sink.warn(index + 1, reason),
        }
    }
}

fn layer_of<'f>(
    input: &Input,
    number: usize,
    (stem, name): (&str, &str),
    parts: impl Iterator<Item = &'f String>,
    annotator: String,
    metadata: Metadata,
    sink: &mut dyn LayerSink,
) -> Result<FoundLayer, String> {
    let text = text_of(input, &format!("{stem}.txt"))?;
    let document = json::document_of(input, number, Some(name), &text, metadata, None)?;
    let mut lines = Lines::default();
    for part in parts {
        let annotations = text_of(input, part)?;
        for (index, line) in annotations.split('\n').enumerate() {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if let Err(reason) = lines.add(line) {
                sink.warn(number, t!("import-warning", line = index + 1, message = reason));
            }
        }
    }
    let (spans, links) = lines.finish(&mut |reason| sink.warn(number, reason));
    Ok(FoundLayer { line: number, document, annotator, spans, links })
}

fn text_of(input: &Input, file: &str) -> Result<String, String> {
    let bytes = input.read_file(file, LARGEST_BYTES).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|_| t!("import-not-utf8", file = file))
}

/// A text-bound annotation.
struct TextBound {
    label: String,
    places: Vec<[u64; 2]>,
    text: String,
}

impl TextBound {
    fn span(&self, id: &str, label: &str, fields: FoundFields) -> FoundSpan {
        let quotes = Some(self.text.clone()).filter(|text| !text.is_empty()).into_iter().collect();
        let (id, places, label) = (id.to_owned(), self.places.clone(), label.to_owned());
        FoundSpan { id, places, quotes, label, fields, ..FoundSpan::default() }
    }
}

struct Event {
    id: String,
    label: String,
    trigger: String,
}

/// The lines of one document.
#[derive(Default)]
struct Lines {
    bounds: Vec<(String, TextBound)>,
    events: Vec<Event>,
    links: Vec<(String, FoundLink)>,
    /// Names and values by what they are on.
    attributes: BTreeMap<String, Vec<(String, String)>>,
    notes: BTreeMap<String, String>,
}

impl Lines {
    /// Takes a line, or says what is wrong with it.
    fn add(&mut self, line: &str) -> Result<(), String> {
        let bad = || t!("import-brat-line", text = line);
        let Some((id, rest)) = line.split_once('\t') else {
            return if line.trim().is_empty() { Ok(()) } else { Err(bad()) };
        };
        match id.chars().next() {
            Some('T') => self.text_bound(id, rest).ok_or_else(bad),
            Some('E') => self.event(id, rest).ok_or_else(bad),
            Some('R') => self.relation(id, rest).ok_or_else(bad),
            Some('A' | 'M') => self.attribute(rest).ok_or_else(bad),
            Some('*') => self.equivalent(id, rest).ok_or_else(bad),
            Some('#') => self.note(rest).ok_or_else(bad),
            Some('N') => Err(t!("import-brat-normalisation", text = line)),
            _ => Err(bad()),
        }
    }

    fn text_bound(&mut self, id: &str, rest: &str) -> Option<()> {
        let (head, text) = rest.split_once('\t').unwrap_or((rest, ""));
        let (label, offsets) = head.split_once(' ')?;
        let place = |piece: &str| {
            let (start, end) = piece.trim().split_once(' ')?;
            Some([start.parse().ok()?, end.trim().parse().ok()?])
        };
        let places = offsets.split(';').map(place).collect::<Option<Vec<_>>>()?;
        let bound = TextBound { label: label.to_owned(), places, text: text.to_owned() };
        self.bounds.push((id.to_owned(), bound));
        Some(())
    }

    fn event(&mut self, id: &str, rest: &str) -> Option<()> {
        let mut parts = rest.split_whitespace();
        let (label, trigger) = parts.next()?.split_once(':')?;
        self.events.push(Event { id: id.to_owned(), label: label.to_owned(), trigger: trigger.to_owned() });
        for part in parts {
            let (role, to) = part.split_once(':')?;
            let link =
                FoundLink { from: id.to_owned(), to: to.to_owned(), label: role.to_owned(), ..FoundLink::default() };
            self.links.push((id.to_owned(), link));
        }
        Some(())
    }

    fn relation(&mut self, id: &str, rest: &str) -> Option<()> {
        let mut parts = rest.split_whitespace();
        let label = parts.next()?.to_owned();
        let (_, from) = parts.next()?.split_once(':')?;
        let (_, to) = parts.next()?.split_once(':')?;
        let link = FoundLink { from: from.to_owned(), to: to.to_owned(), label, ..FoundLink::default() };
        self.links.push((id.to_owned(), link));
        Some(())
    }

    fn attribute(&mut self, rest: &str) -> Option<()> {
        let mut parts = rest.splitn(3, ' ');
        let (name, on) = (parts.next()?, parts.next()?);
        let value = parts.next().map(str::trim).filter(|value| !value.is_empty()).unwrap_or("true");
        self.attributes.entry(on.to_owned()).or_default().push((name.to_owned(), value.to_owned()));
        Some(())
    }

    fn equivalent(&mut self, id: &str, rest: &str) -> Option<()> {
        let mut parts = rest.split_whitespace();
        let (label, first) = (parts.next()?, parts.next()?);
        for other in parts {
            let (from, to) = (first.to_owned(), other.to_owned());
            self.links.push((id.to_owned(), FoundLink { from, to, label: label.to_owned(), ..FoundLink::default() }));
        }
        Some(())
    }

    fn note(&mut self, rest: &str) -> Option<()> {
        let (head, text) = rest.split_once('\t')?;
        let (_, on) = head.split_once(' ')?;
        let note = self.notes.entry(on.to_owned()).or_default();
        note.push_str(if note.is_empty() { "" } else { "\n" });
        note.push_str(&on_its_lines(text));
        Some(())
    }

    /// The spans and links.
    fn finish(mut self, warn: &mut dyn FnMut(String)) -> (Vec<FoundSpan>, Vec<FoundLink>) {
        let triggers: BTreeSet<&str> = self.events.iter().map(|event| event.trigger.as_str()).collect();
        let mut spans = Vec::with_capacity(self.bounds.len());
        let mut bounds: BTreeMap<&str, &TextBound> = BTreeMap::new();
        for (id, bound) in &self.bounds {
            bounds.entry(id).or_insert(bound);
            if !triggers.contains(id.as_str()) {
                let fields = fields_of(self.attributes.remove(id), self.notes.remove(id), warn);
                spans.push(bound.span(id, &bound.label, fields));
            }
        }
        for event in &self.events {
            let Some(bound) = bounds.get(event.trigger.as_str()) else {
                warn(t!("import-brat-trigger", id = event.id.as_str(), trigger = event.trigger.as_str()));
                continue;
            };
            let fields = fields_of(self.attributes.remove(&event.id), self.notes.remove(&event.id), warn);
            spans.push(bound.span(&event.id, &event.label, fields));
        }
        let mut links = Vec::with_capacity(self.links.len());
        for (id, mut link) in self.links {
            link.note = self.notes.get(&id).cloned().unwrap_or_default();
            links.push(link);
        }
        (spans, links)
    }
}

fn fields_of(
    attributes: Option<Vec<(String, String)>>,
    note: Option<String>,
    warn: &mut dyn FnMut(String),
) -> FoundFields {
    let mut fields = FoundFields { note: note.unwrap_or_default(), ..FoundFields::default() };
    let (mut sources, mut addressees): (BTreeMap<usize, String>, BTreeMap<usize, String>) = Default::default();
    for (name, value) in attributes.unwrap_or_default() {
        let numbered = |stem: &str| name.strip_prefix(stem).and_then(|rest| rest.parse::<usize>().ok());
        match name.as_str() {
            SPEAKER => fields.speaker = Some(value),
            TOPIC => fields.topic = Some(value),
            STANCE => fields.stance = Some(value),
            QUOTATION => fields.quotation = Some(value),
            _ => {
                if let Some(number) = numbered(SOURCE) {
                    sources.insert(number, value);
                } else if let Some(number) = numbered(ADDRESSEE) {
                    addressees.insert(number, value);
                } else {
                    fields.attributes.push(Attribute { name, value, span: None });
                }
            }
        }
    }
    if !sources.keys().copied().eq(1..=sources.len()) {
        warn(t!("import-brat-sources"));
    }
    fields.chain = sources.into_values().collect();
    fields.addressees = addressees.into_values().collect();
    fields
}

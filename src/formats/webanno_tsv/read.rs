//! Reading files of ours and of INCEpTION.
//!
//! Of a foreign layer, the first of its features named `kind`, `value`, `label` or `identifier` says the kind; without one,
//! the layer's own name does. The links of a foreign layer are relations. A chain of coreference is a row of statements
//! with a relation from each to the next.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

use super::parse::{self, FoundAnnotation, FoundSheet};
use super::sheet::SOURCES;
use crate::formats::cas::types;
use crate::formats::foreign::{self, LayerBuilder, Names, Part, Source};
use crate::formats::incoming::{IncomingLayer, LayerSink, WantedDocument};
use crate::formats::input::Input;
use crate::formats::sidecar;
use crate::formats::utf16::Utf16;
use crate::model::document::Metadata;
use crate::model::span::Span;
use crate::model::statement::Attribute;
use crate::t;
use crate::text::content::sha256_hex;

/// The ending of the files of a folder.
pub(super) const ENDING: &str = ".tsv";
/// The largest file of a folder that is read.
const MOST_BYTES: u64 = 512 << 20;

pub(super) fn read(input: &Input, sink: &mut dyn LayerSink) {
    if let Some(bytes) = input.bytes() {
        let name = input.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let _ = read_file(&name, bytes, 1, &mut Names::default(), sink);
        return;
    }
    let mut names = Names::new(sidecar::of_folder(input, sink));
    for (index, path) in input.files().iter().enumerate().filter(|(_, path)| path.ends_with(ENDING)) {
        // The text of a layer that nobody wants need not be read.
        if !sink.wants(&foreign::annotator(&foreign::names_of_file(path).1)) {
            continue;
        }
        let flow = match input.read_file(path, MOST_BYTES) {
            Ok(bytes) => read_file(path, &bytes, index + 1, &mut names, sink),
            Err(error) => {
                sink.warn(index + 1, error.to_string());
                ControlFlow::Continue(())
            }
        };
        if flow == ControlFlow::Break(()) {
            return;
        }
    }
}

fn read_file(path: &str, bytes: &[u8], line: usize, names: &mut Names, sink: &mut dyn LayerSink) -> ControlFlow<()> {
    let (document, annotator) = foreign::names_of_file(path);
    let annotator = foreign::annotator(&annotator);
    if !sink.wants(&annotator) {
        return ControlFlow::Continue(());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| t!("import-not-utf8", file = path));
    match text.and_then(parse::parse) {
        Ok(sheet) => {
            let (layer, warnings) = layer(sheet, &document, annotator, line, names, sink);
            for message in warnings {
                sink.warn(line, t!("import-in-file", file = path, message = message));
            }
            sink.take(layer)
        }
        Err(message) => {
            sink.warn(line, t!("import-in-file", file = path, message = message));
            ControlFlow::Continue(())
        }
    }
}

fn layer(
    mut sheet: FoundSheet,
    document: &str,
    annotator: String,
    line: usize,
    names: &mut Names,
    sink: &mut dyn LayerSink,
) -> (IncomingLayer, Vec<String>) {
    let text = text_of(std::mem::take(&mut sheet.text), document, names, sink);
    let mut document = foreign::document(document, text, Metadata::default(), names);
    let content = document.content.clone();
    let warnings = std::mem::take(&mut sheet.warnings);
    let mut reader = Reader { sheet: &sheet, units: Utf16::new(content.as_str()), warnings, skipped: BTreeMap::new() };
    let excluded = sheet.annotations.iter().filter(|found| sheet.name_of(found) == types::EXCLUDED);
    document.excluded = excluded.filter_map(|found| reader.span_or_warn(found)).collect();
    let (parts, keys) = reader.parts();
    let mut builder = LayerBuilder::new(names, line, document, annotator);
    builder.take_parts(parts);
    reader.relations(&keys, &mut builder);
    let Reader { mut warnings, skipped, .. } = reader;
    warnings.extend(skipped.into_iter().map(|(kind, count)| t!("import-cas-skipped", count = count, kind = kind)));
    let (layer, more) = builder.finish();
    warnings.extend(more);
    (layer, warnings)
}

/// The text with or without the line end that the format adds: as the codebook beside the file or the project knows it,
/// else without.
fn text_of(text: String, document: &str, names: &Names, sink: &mut dyn LayerSink) -> String {
    let hash = sha256_hex(text.as_bytes());
    let is_whole = match names.sidecar().hashes.get(document) {
        Some(known) => *known == hash,
        None => sink
            .document(&WantedDocument { id: Some(document), ..WantedDocument::default() })
            .is_some_and(|known| known.content.sha256() == hash),
    };
    match text.strip_suffix('\n') {
        Some(stripped) if !is_whole => stripped.to_owned(),
        _ => text,
    }
}

struct Reader<'s> {
    sheet: &'s FoundSheet,
    units: Utf16<'s>,
    warnings: Vec<String>,
    /// How many annotations of each layer were not read.
    skipped: BTreeMap<&'s str, usize>,
}

impl<'s> Reader<'s> {
    fn span_or_warn(&mut self, found: &FoundAnnotation) -> Option<Span> {
        let edges = self.units.to_byte(found.begin).zip(self.units.to_byte(found.end));
        if let Some((start, end)) = edges.filter(|(start, end)| start < end) {
            return Some(Span::new(start, end));
        }
        let reason = t!("import-span-units", start = found.begin, end = found.end);
        let (name, sid) = (self.sheet.name_of(found), self.sheet.feature(found, "sid"));
        let id = if sid.is_empty() { found.row.clone() } else { sid.to_owned() };
        self.warnings.push(t!("import-annotation-left-out", kind = short(name), id = id, reason = reason));
        None
    }

    /// The statements, and for each annotation the statement that it belongs to.
    fn parts(&mut self) -> (Vec<Part>, HashMap<usize, String>) {
        let (mut parts, mut keys) = (Vec::new(), HashMap::new());
        let sheet = self.sheet;
        for (place, found) in sheet.annotations.iter().enumerate() {
            let name = sheet.name_of(found);
            if [types::MENTION, types::CUE, types::EXCLUDED].contains(&name) {
                continue;
            }
            if is_linguistic(name) {
                *self.skipped.entry(short(name)).or_default() += 1;
                continue;
            }
            let Some(span) = self.span_or_warn(found) else { continue };
            let part = if name == types::STATEMENT {
                self.part(place, found, span)
            } else {
                self.foreign_part(place, found, span)
            };
            keys.insert(place, part.id.clone());
            parts.push(part);
        }
        number_parts(&mut parts);
        (parts, keys)
    }

    fn part(&mut self, place: usize, found: &FoundAnnotation, span: Span) -> Part {
        let feature = |name: &str| self.sheet.feature(found, name).to_owned();
        let sid = feature("sid");
        let words = |text: String, at: char| -> Vec<String> {
            text.split(at).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let kind = feature("kind");
        Part {
            id: if sid.is_empty() { format!("#{place}") } else { sid },
            number: foreign::part_number(self.sheet.feature(found, "part")),
            kind: if kind.is_empty() { "statement".to_owned() } else { kind },
            spans: vec![span],
            speaker: feature("speaker"),
            chain: words(feature("chain"), '>'),
            addressees: words(feature("addressees"), ' '),
            topic: feature("topic"),
            stance: feature("stance"),
            quotation: feature("quotation"),
            note: feature("note"),
            sources: self.sources(found),
            ..Part::default()
        }
    }

    /// The cues and mentions to which a statement is linked.
    fn sources(&mut self, found: &FoundAnnotation) -> Vec<Source> {
        let mut sources = Vec::new();
        for link in found.links.iter().filter(|link| link.feature == SOURCES) {
            let target = self.sheet.resolve(&link.target);
            let (Some((is_cue, place)), Some((_, target))) = (Source::role(&link.role), target) else {
                let id = self.sheet.feature(found, "sid");
                self.warnings.push(t!("import-cas-link", role = link.role.as_str(), id = id));
                continue;
            };
            if let Some(span) = self.span_or_warn(target) {
                let party = self.sheet.feature(target, "party").to_owned();
                sources.push(Source { place, is_cue, span, party });
            }
        }
        sources
    }

    /// An annotation of a layer that is not ours; its other features become attributes.
    fn foreign_part(&self, place: usize, found: &FoundAnnotation, span: Span) -> Part {
        let features = || self.sheet.features(found).filter(|(_, value)| !value.is_empty());
        let naming = ["kind", "value", "label", "identifier", parse::CHAIN_TYPE];
        let naming = naming.into_iter().find_map(|wanted| features().find(|(name, _)| *name == wanted));
        let kind = naming.map_or_else(|| short(self.sheet.name_of(found)), |(_, value)| value).to_owned();
        let others = features().filter(|(name, _)| Some(*name) != naming.map(|(name, _)| name));
        let attributes: BTreeSet<Attribute> =
            others.map(|(name, value)| Attribute { name: name.to_owned(), value: value.to_owned() }).collect();
        let attributes = attributes.into_iter().collect();
        Part { id: format!("#{place}"), kind, spans: vec![span], attributes, ..Part::default() }
    }

    fn relations(&mut self, keys: &HashMap<usize, String>, builder: &mut LayerBuilder<'_>) {
        let sheet = self.sheet;
        let mut add = |id: String, kind: &str, from: Option<usize>, to: Option<usize>, note: &str| {
            let ends = from.and_then(|from| keys.get(&from)).zip(to.and_then(|to| keys.get(&to)));
            if let Some((from, to)) = ends {
                builder.take_relation(&id, kind, from, to, note.to_owned());
            }
            ends.is_some()
        };
        for (place, found) in sheet.relations.iter().enumerate() {
            let name = sheet.layer_name(found.layer);
            let naming = ["kind", "value", "label", "DependencyType"];
            let kind = naming.into_iter().map(|wanted| found.feature(wanted)).find(|value| !value.is_empty());
            let from = sheet.resolve(&found.from).map(|(place, _)| place);
            let to = sheet.resolve(&found.to).map(|(place, _)| place);
            let kind = kind.unwrap_or_else(|| short(name));
            if !add(format!("#{place}"), kind, from, to, found.feature("note")) {
                // Between tokens, or to nothing: not ours.
                *self.skipped.entry(short(name)).or_default() += 1;
            }
        }
        for (place, found) in sheet.annotations.iter().enumerate() {
            let is_ours = sheet.name_of(found) == types::STATEMENT;
            for (index, link) in
                found.links.iter().enumerate().filter(|(_, link)| !(is_ours && link.feature == SOURCES))
            {
                let kind = if link.role.is_empty() { &link.feature } else { &link.role };
                let to = sheet.resolve(&link.target).map(|(place, _)| place);
                if !add(format!("#{place}.{index}"), kind, Some(place), to, "") {
                    self.warnings.push(t!("import-cas-link", role = kind.as_str(), id = found.row.as_str()));
                }
            }
        }
        for (id, kind, from, to) in sheet.chain_links() {
            let kind = if kind.is_empty() { "coreference" } else { kind };
            add(format!("#c{id}"), kind, Some(from), Some(to), "");
        }
    }
}

/// Annotations with the same identifier and no number are parts of one statement, in the order of the file.
fn number_parts(parts: &mut [Part]) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for part in parts.iter().filter(|part| part.number == 0) {
        *counts.entry(part.id.clone()).or_default() += 1;
    }
    counts.retain(|_, count| *count > 1);
    let mut next: HashMap<&String, usize> = HashMap::new();
    for part in parts.iter_mut().filter(|part| part.number == 0) {
        if let Some((id, _)) = counts.get_key_value(&part.id) {
            let number = next.entry(id).or_default();
            *number += 1;
            part.number = *number;
        }
    }
}

/// The last part of a name.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Whether a layer describes words and sentences and not what is said.
fn is_linguistic(name: &str) -> bool {
    ["segmentation.type", "lexmorph.type", "metadata.type", "syntax.type"].iter().any(|part| name.contains(part))
}

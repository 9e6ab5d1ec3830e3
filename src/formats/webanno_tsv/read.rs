//! Reading files of ours and of INCEpTION.
//!
//! Of a foreign layer, the first of its features named `kind`, `value`, `label` or `identifier` says the kind; without one,
//! the layer's own name does. The links of a foreign layer are relations. A chain of coreference is a row of statements
//! with a relation from each to the next.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::parse::{self, FoundAnnotation, FoundSheet};
use super::sheet::SOURCES;
use crate::formats::cas::types;
use crate::formats::found::LayerMaker;
use crate::formats::found::{FoundFields, FoundLayer, FoundLink, FoundRole, FoundSpan};
use crate::formats::incoming::{LayerSink, WantedDocument};
use crate::formats::input::Input;
use crate::formats::labels::numbered;
use crate::formats::layer_files::{LayerFile, LayerFiles};
use crate::formats::units::Unit;
use crate::model::document::Metadata;
use crate::model::statement::Attribute;
use crate::t;
use crate::text::content::sha256_hex;

/// The ending of the files of a folder.
pub(super) const ENDING: &str = ".tsv";
pub(super) fn read(input: &Input, sink: &mut dyn LayerSink) {
    let maker = |sidecar| LayerMaker::of_ids(sidecar).counting(Unit::UTF16);
    let read = |LayerFile { path, document, annotator, line, bytes }: LayerFile<'_>,
                maker: &mut LayerMaker,
                sink: &mut dyn LayerSink| {
        let text = std::str::from_utf8(bytes).map_err(|_| t!("import-not-utf8", file = path))?;
        Ok(found(parse::parse(text)?, document, annotator, line, maker, sink))
    };
    LayerFiles { maker, is_layer: |path| path.ends_with(ENDING), read }.each(input, sink);
}

fn found(
    mut sheet: FoundSheet,
    document: &str,
    annotator: String,
    line: usize,
    maker: &LayerMaker,
    sink: &mut dyn LayerSink,
) -> FoundLayer {
    let text = text_of(std::mem::take(&mut sheet.text), document, maker, sink);
    let document = maker.names().document(document, text, Metadata::default());
    let warnings = std::mem::take(&mut sheet.warnings);
    let (spans, links, skipped) = (Vec::with_capacity(sheet.annotations.len()), Vec::new(), BTreeMap::new());
    let mut reader = Reader { sheet: &sheet, spans, links, warnings, skipped };
    let statements = reader.spans();
    reader.relations(&statements);
    let Reader { spans, links, mut warnings, skipped, .. } = reader;
    warnings.extend(skipped.into_iter().map(|(kind, count)| t!("import-cas-skipped", count = count, kind = kind)));
    warnings.into_iter().for_each(|message| sink.warn(line, message));
    FoundLayer { line, document, annotator, spans, links }
}

/// The text with or without the line end that the format adds: as the codebook beside the file or the project knows it,
/// else without.
fn text_of(text: String, document: &str, maker: &LayerMaker, sink: &mut dyn LayerSink) -> String {
    let hash = sha256_hex(text.as_bytes());
    let is_whole = match maker.sidecar().hashes.get(document) {
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
    spans: Vec<FoundSpan>,
    links: Vec<FoundLink>,
    warnings: Vec<String>,
    /// How many annotations of each layer were not read.
    skipped: BTreeMap<&'s str, usize>,
}

/// What an annotation without an identifier of its own is known by, from its place in the file.
fn made_id(place: usize) -> String {
    format!("#{place}")
}

impl<'s> Reader<'s> {
    /// What links name an annotation by; its row tells a person where it is.
    fn key(&self, place: usize) -> String {
        let row = self.sheet.annotations.get(place).map_or("", |found| found.row.as_str());
        format!("{row}{}", made_id(place))
    }

    /// The annotations; the places of those that are statements.
    fn spans(&mut self) -> HashSet<usize> {
        let mut statements = HashSet::new();
        let sheet = self.sheet;
        for (place, found) in sheet.annotations.iter().enumerate() {
            let name = sheet.name_of(found);
            let role = match name {
                types::CUE => FoundRole::Cue,
                types::MENTION => FoundRole::Mention,
                types::EXCLUDED => FoundRole::Excluded,
                _ if is_linguistic(name) => {
                    *self.skipped.entry(short(name)).or_default() += 1;
                    continue;
                }
                _ => FoundRole::Statement,
            };
            let mut span = match role {
                FoundRole::Statement if name == types::STATEMENT => self.statement(place, found),
                FoundRole::Statement => self.foreign(place, found),
                _ => {
                    let speaker = filled(sheet.feature(found, "party"));
                    let fields = FoundFields { speaker, ..FoundFields::default() };
                    FoundSpan { label: short(name).to_owned(), fields, ..FoundSpan::default() }
                }
            };
            (span.id, span.role) = (self.key(place), Some(role));
            span.places = vec![[found.begin as u64, found.end as u64]];
            if role == FoundRole::Statement {
                statements.insert(place);
            }
            self.spans.push(span);
        }
        statements
    }

    /// A statement of ours, with the links to its cues and mentions.
    fn statement(&mut self, place: usize, found: &FoundAnnotation) -> FoundSpan {
        self.sources(place, found);
        let feature = |name: &str| filled(self.sheet.feature(found, name));
        let words = |name: &str, at: char| -> Vec<String> {
            let text = self.sheet.feature(found, name);
            text.split(at).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let number = self.sheet.feature(found, "part").split_once('/');
        FoundSpan {
            label: feature("kind").unwrap_or_else(|| "statement".to_owned()),
            // Annotations with the same identifier and no number are parts in the order of the file.
            part: number.and_then(|(number, _)| number.trim().parse().ok()),
            fields: FoundFields {
                statement: feature("sid").or_else(|| Some(made_id(place))),
                speaker: feature("speaker"),
                chain: words("chain", '>'),
                addressees: words("addressees", ' '),
                topic: feature("topic"),
                stance: feature("stance"),
                quotation: feature("quotation"),
                note: self.sheet.feature(found, "note").to_owned(),
                ..FoundFields::default()
            },
            ..FoundSpan::default()
        }
    }

    /// The links to the cues and mentions of a statement.
    fn sources(&mut self, place: usize, found: &FoundAnnotation) {
        for link in found.links.iter().filter(|link| link.feature == SOURCES) {
            let target = self.sheet.resolve(&link.target);
            let (Some(_), Some((target_place, target))) = (numbered(&link.role), target) else {
                let id = self.sheet.feature(found, "sid");
                self.warnings.push(t!("import-cas-link", role = link.role.as_str(), id = id));
                continue;
            };
            let party = filled(self.sheet.feature(target, "party"));
            let (from, to, label) = (self.key(place), self.key(target_place), link.role.clone());
            self.links.push(FoundLink { from, to, label, party, ..FoundLink::default() });
        }
    }

    /// An annotation of a layer that is not ours; its other features become attributes.
    fn foreign(&self, place: usize, found: &FoundAnnotation) -> FoundSpan {
        let features = || self.sheet.features(found).filter(|(_, value)| !value.is_empty());
        let naming = ["kind", "value", "label", "identifier", parse::CHAIN_TYPE];
        let naming = naming.into_iter().find_map(|wanted| features().find(|(name, _)| *name == wanted));
        let label = naming.map_or_else(|| short(self.sheet.name_of(found)), |(_, value)| value).to_owned();
        let others = features().filter(|(name, _)| Some(*name) != naming.map(|(name, _)| name));
        let attributes: BTreeSet<Attribute> = others
            .map(|(name, value)| Attribute { name: name.to_owned(), value: value.to_owned(), span: None })
            .collect();
        let attributes = attributes.into_iter().collect();
        let fields = FoundFields { statement: Some(made_id(place)), attributes, ..FoundFields::default() };
        FoundSpan { label, part: Some(0), fields, ..FoundSpan::default() }
    }

    /// The relations, the slots of layers that are not ours, and the chains of coreference.
    fn relations(&mut self, statements: &HashSet<usize>) {
        let sheet = self.sheet;
        for (place, found) in sheet.relations.iter().enumerate() {
            let name = sheet.layer_name(found.layer);
            let naming = ["kind", "value", "label", "DependencyType"];
            let kind = naming.into_iter().map(|wanted| found.feature(wanted)).find(|value| !value.is_empty());
            let ends = [&found.from, &found.to].map(|end| sheet.resolve(end).map(|(place, _)| place));
            let kind = kind.unwrap_or_else(|| short(name));
            if !self.relation(statements, made_id(place), kind, ends, found.feature("note")) {
                // Between tokens, or to nothing: not ours.
                *self.skipped.entry(short(name)).or_default() += 1;
            }
        }
        for (place, found) in sheet.annotations.iter().enumerate() {
            let is_ours = sheet.name_of(found) == types::STATEMENT;
            let slots = found.links.iter().enumerate().filter(|(_, link)| !(is_ours && link.feature == SOURCES));
            for (index, link) in slots {
                let kind = if link.role.is_empty() { &link.feature } else { &link.role };
                let ends = [Some(place), sheet.resolve(&link.target).map(|(place, _)| place)];
                if !self.relation(statements, format!("#{place}.{index}"), kind, ends, "") {
                    self.warnings.push(t!("import-cas-link", role = kind.as_str(), id = found.row.as_str()));
                }
            }
        }
        for (id, kind, from, to) in sheet.chain_links() {
            let kind = if kind.is_empty() { "coreference" } else { kind };
            self.relation(statements, format!("#c{id}"), kind, [Some(from), Some(to)], "");
        }
    }

    /// Adds a relation; false if it is not one between two statements.
    fn relation(
        &mut self,
        statements: &HashSet<usize>,
        id: String,
        kind: &str,
        ends: [Option<usize>; 2],
        note: &str,
    ) -> bool {
        let [Some(from), Some(to)] = ends.map(|end| end.filter(|end| statements.contains(end))) else { return false };
        let (from, to, label, note) = (self.key(from), self.key(to), kind.to_owned(), note.to_owned());
        self.links.push(FoundLink { from, to, label, note, relation: Some(id), party: None });
        true
    }
}

/// A value, unless it is empty.
fn filled(value: &str) -> Option<String> {
    Some(value).filter(|value| !value.is_empty()).map(str::to_owned)
}

/// The last part of a name.
fn short(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// Whether a layer describes words and sentences and not what is said.
fn is_linguistic(name: &str) -> bool {
    ["segmentation.type", "lexmorph.type", "metadata.type", "syntax.type"].iter().any(|part| name.contains(part))
}

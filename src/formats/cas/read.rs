//! Layers from feature structures, ours or those of other projects.
//!
//! Of a foreign type, the first of its features named `kind`, `value`, `label` or `identifier` says the kind; without
//! one, the type's own name does. Tokens, sentences, lemmas and parts of speech are not statements. A type with
//! `Governor` and `Dependent`, or `Source` and `Target`, is a relation.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use super::structure::{Found, FoundCas};
use super::{attribute, gather, json, types, xmi};
use crate::formats::foreign::{self, LayerBuilder, Names, Part, Source};
use crate::formats::incoming::LayerSink;
use crate::formats::input::Input;
use crate::formats::sidecar;
use crate::formats::utf16::Utf16;
use crate::model::document::Metadata;
use crate::model::span::Span;
use crate::model::statement::Attribute;
use crate::t;

/// The largest file of a folder that is read.
const MOST_BYTES: u64 = 512 << 20;

/// One of the two forms of a CAS.
pub(super) struct Form {
    ending: &'static str,
    parse: fn(&[u8]) -> Result<FoundCas, String>,
}

pub(super) static JSON: Form = Form { ending: ".json", parse: json::parse };
pub(super) static XMI: Form = Form { ending: ".xmi", parse: xmi::parse };

/// Whether a file of a folder may hold a layer.
pub(super) fn is_layer_file(path: &str, ending: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with(ending) && name != sidecar::NAME && name != super::layers::NAME
}

pub(super) fn read(input: &Input, sink: &mut dyn LayerSink, form: &Form) {
    if let Some(bytes) = input.bytes() {
        let name = input.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let mut names = Names::default();
        let _ = read_file(&name, bytes, 1, &mut names, sink, form);
        return;
    }
    let mut names = Names::new(sidecar::of_folder(input, sink));
    for (index, path) in input.files().iter().enumerate().filter(|(_, path)| is_layer_file(path, form.ending)) {
        // The text of a layer that nobody wants need not be read.
        if !sink.wants(&foreign::annotator(&foreign::names_of_file(path).1)) {
            continue;
        }
        let flow = match input.read_file(path, MOST_BYTES) {
            Ok(bytes) => read_file(path, &bytes, index + 1, &mut names, sink, form),
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

fn read_file(
    path: &str,
    bytes: &[u8],
    line: usize,
    names: &mut Names,
    sink: &mut dyn LayerSink,
    form: &Form,
) -> ControlFlow<()> {
    let (document, annotator) = foreign::names_of_file(path);
    let annotator = foreign::annotator(&annotator);
    if !sink.wants(&annotator) {
        return ControlFlow::Continue(());
    }
    let read = (form.parse)(bytes).and_then(|cas| layer(&cas, &document, annotator, line, names));
    match read {
        Ok((layer, warnings)) => {
            for message in warnings {
                sink.warn(line, format!("{path}: {message}"));
            }
            sink.take(layer)
        }
        Err(message) => {
            sink.warn(line, format!("{path}: {message}"));
            ControlFlow::Continue(())
        }
    }
}

type Layer = crate::formats::incoming::IncomingLayer;

fn layer(
    cas: &FoundCas,
    document: &str,
    annotator: String,
    line: usize,
    names: &mut Names,
) -> Result<(Layer, Vec<String>), String> {
    let mut sofas =
        cas.structures.iter().filter(|found| found.kind == "uima.cas.Sofa" && !found.feature("sofaString").is_empty());
    let sofa = sofas.next().ok_or_else(|| t!("import-cas-no-text"))?;
    let mut document =
        foreign::document(document, sofa.feature("sofaString").to_owned(), metadata(cas, sofa.id), names);
    let content = document.content.clone();
    let mut reader = Reader {
        cas,
        sofa: sofa.id,
        units: Utf16::new(content.as_str()),
        warnings: Vec::new(),
        skipped: BTreeMap::new(),
    };
    if sofas.next().is_some() {
        reader.warnings.push(t!("import-cas-views"));
    }
    document.excluded =
        reader.of_kind(types::EXCLUDED).into_iter().filter_map(|found| reader.span_or_warn(found)).collect();
    let (parts, keys) = reader.parts();
    let mut builder = LayerBuilder::new(names, line, document, annotator);
    builder.take_parts(parts);
    reader.relations(&keys, &mut builder);
    let Reader { mut warnings, skipped, .. } = reader;
    warnings.extend(skipped.into_iter().map(|(kind, count)| t!("import-cas-skipped", count = count, kind = kind)));
    let (layer, more) = builder.finish();
    warnings.extend(more);
    Ok((layer, warnings))
}

/// What a file says about its document.
fn metadata(cas: &FoundCas, sofa: u64) -> Metadata {
    let mut metadata = Metadata::default();
    for found in &cas.structures {
        let is_of_text = found.feature("sofa").parse().is_ok_and(|id: u64| id == sofa);
        if found.kind == types::DOCUMENT {
            found.feature("title").clone_into(&mut metadata.title);
            found.feature("publisher").clone_into(&mut metadata.publisher);
            found.feature("published").clone_into(&mut metadata.published);
            found.feature("url").clone_into(&mut metadata.url);
        } else if is_of_text && is_document_annotation(found) {
            let language = found.feature("language");
            if language != gather::NO_LANGUAGE {
                language.clone_into(&mut metadata.language);
            }
            if metadata.title.is_empty() {
                found.feature("documentTitle").clone_into(&mut metadata.title);
            }
        }
    }
    metadata
}

fn is_document_annotation(found: &Found) -> bool {
    found.kind == types::DOCUMENT_ANNOTATION || found.short_kind() == "DocumentMetaData"
}

struct Reader<'c> {
    cas: &'c FoundCas,
    sofa: u64,
    units: Utf16<'c>,
    warnings: Vec<String>,
    /// How many structures of each type were not read.
    skipped: BTreeMap<&'c str, usize>,
}

impl<'c> Reader<'c> {
    fn of_kind(&self, kind: &str) -> Vec<&'c Found> {
        let cas = self.cas;
        cas.structures.iter().filter(|found| found.kind == kind && self.is_here(found)).collect()
    }

    /// Whether a structure belongs to the text that is read.
    fn is_here(&self, found: &Found) -> bool {
        found.feature("sofa").parse().is_ok_and(|id: u64| id == self.sofa)
    }

    /// The place of an annotation, or the reason why it has none.
    fn span(&self, found: &Found) -> Result<Span, String> {
        let [begin, end] = [found.feature("begin"), found.feature("end")];
        let wrong = || t!("import-span-units", start = begin, end = end);
        let number = |text: &str| text.parse::<usize>().map_err(|_| wrong());
        let byte = |units: usize| self.units.to_byte(units).ok_or_else(wrong);
        let span = Span::new(byte(number(begin)?)?, byte(number(end)?)?);
        if span.is_empty() { Err(wrong()) } else { Ok(span) }
    }

    fn span_or_warn(&mut self, found: &Found) -> Option<Span> {
        match self.span(found) {
            Ok(span) => Some(span),
            Err(reason) => {
                let name = found.short_kind();
                let id = if found.feature("sid").is_empty() {
                    found.id.to_string()
                } else {
                    found.feature("sid").to_owned()
                };
                self.warnings.push(t!("import-annotation-left-out", kind = name, id = id, reason = reason));
                None
            }
        }
    }

    /// The statements, and for each annotation the statement that it belongs to.
    fn parts(&mut self) -> (Vec<Part>, HashMap<u64, String>) {
        let (mut parts, mut keys) = (Vec::new(), HashMap::new());
        let cas = self.cas;
        for found in &cas.structures {
            let is_annotation = self.is_here(found) && !found.feature("begin").is_empty();
            if !is_annotation
                || is_ours_beside(&found.kind)
                || is_document_annotation(found)
                || ends(cas, found).is_some()
            {
                continue;
            }
            if found.kind != types::STATEMENT && is_linguistic(found) {
                *self.skipped.entry(found.short_kind()).or_default() += 1;
                continue;
            }
            let Some(span) = self.span_or_warn(found) else { continue };
            let part =
                if found.kind == types::STATEMENT { self.part(found, span) } else { self.foreign_part(found, span) };
            keys.insert(found.id, part.id.clone());
            parts.push(part);
        }
        (parts, keys)
    }

    fn part(&mut self, found: &Found, span: Span) -> Part {
        let feature = |name: &str| found.feature(name).to_owned();
        let chain = found.feature("chain");
        let attributes = self.cas.texts(found, "attributes");
        let sid = feature("sid");
        Part {
            id: if sid.is_empty() { format!("#{}", found.id) } else { sid },
            number: foreign::part_number(found.feature("part")),
            kind: if found.feature("kind").is_empty() { "statement".to_owned() } else { feature("kind") },
            spans: vec![span],
            speaker: feature("speaker"),
            chain: chain.split('>').filter(|party| !party.is_empty()).map(str::to_owned).collect(),
            addressees: self.cas.texts(found, "addressees"),
            topic: feature("topic"),
            stance: feature("stance"),
            quotation: feature("quotation"),
            note: feature("note"),
            attributes: attributes.iter().map(|text| attribute::split(text)).collect(),
            created: feature("created"),
            modified: feature("modified"),
            sources: self.sources(found),
        }
    }

    /// The cues and mentions to which a statement is linked.
    fn sources(&mut self, found: &Found) -> Vec<Source> {
        let mut sources = Vec::new();
        for link in self.cas.references(found, "sources") {
            let role = Source::role(link.feature("role"));
            let target = link.feature("target").parse().ok().and_then(|id| self.cas.by_id(id));
            let (Some((is_cue, place)), Some(target)) = (role, target) else {
                self.warnings.push(t!("import-cas-link", role = link.feature("role"), id = found.feature("sid")));
                continue;
            };
            if let Some(span) = self.span_or_warn(target) {
                sources.push(Source { place, is_cue, span, party: target.feature("party").to_owned() });
            }
        }
        sources
    }

    /// An annotation of a type that is not ours; its other plain features become attributes.
    fn foreign_part(&self, found: &Found, span: Span) -> Part {
        let naming = ["kind", "value", "label", "identifier"].into_iter().find(|name| !found.feature(name).is_empty());
        let kind = naming.map_or_else(|| found.short_kind(), |name| found.feature(name)).to_owned();
        let mut attributes: Vec<Attribute> = Vec::new();
        for (name, value) in &found.features {
            let is_place = ["sofa", "begin", "end"].contains(&name.as_str()) || Some(name.as_str()) == naming;
            if let super::structure::FoundValue::Text(value) = value
                && !is_place
                && !value.is_empty()
            {
                attributes.push(Attribute { name: name.clone(), value: value.clone() });
            }
        }
        attributes.sort();
        Part { id: format!("#{}", found.id), kind, spans: vec![span], attributes, ..Part::default() }
    }

    fn relations(&mut self, keys: &HashMap<u64, String>, builder: &mut LayerBuilder<'_>) {
        let cas = self.cas;
        for found in &cas.structures {
            let Some((from, to)) = ends(cas, found) else { continue };
            let naming =
                ["kind", "value", "label", "DependencyType"].into_iter().find(|name| !found.feature(name).is_empty());
            let kind = naming.map_or_else(|| found.short_kind(), |name| found.feature(name));
            match (keys.get(&from), keys.get(&to)) {
                (Some(from), Some(to)) => {
                    let rid = found.feature("rid");
                    let id = if rid.is_empty() { format!("#{}", found.id) } else { rid.to_owned() };
                    builder.take_relation(&id, kind, from, to, found.feature("note").to_owned());
                }
                // Between tokens: not ours.
                _ => *self.skipped.entry(found.short_kind()).or_default() += 1,
            }
        }
    }
}

/// Whether a type is one of ours that is not a statement.
fn is_ours_beside(kind: &str) -> bool {
    [types::MENTION, types::CUE, types::EXCLUDED, types::DOCUMENT, types::SOURCE_LINK].contains(&kind)
}

/// Whether a type describes words and sentences and not what is said.
fn is_linguistic(found: &Found) -> bool {
    ["segmentation.type", "lexmorph.type", "metadata.type", "syntax.type"].iter().any(|part| found.kind.contains(part))
}

/// The two ends of a relation.
fn ends(cas: &FoundCas, found: &Found) -> Option<(u64, u64)> {
    let id = |feature: &str| found.feature(feature).parse().ok().filter(|id| cas.by_id(*id).is_some());
    let pair = |from: &str, to: &str| Some((id(from)?, id(to)?));
    pair("Governor", "Dependent").or_else(|| pair("Source", "Target"))
}

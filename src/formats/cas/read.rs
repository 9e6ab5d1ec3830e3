//! Layers from feature structures, ours or those of other projects.
//!
//! Of a foreign type, the first of its features named `kind`, `value`, `label` or `identifier` says the kind; without
//! one, the type's own name does. Tokens, sentences, lemmas and parts of speech are not statements. A type with
//! `Governor` and `Dependent`, or `Source` and `Target`, is a relation.

use std::collections::BTreeMap;

use super::structure::{Found, FoundCas, FoundValue};
use super::{attribute, gather, json, types, xmi};
use crate::formats::found::{FoundFields, FoundLayer, FoundLink, FoundRole, FoundSpan, LayerMaker};
use crate::formats::incoming::{LayerSink, WantedDocument};
use crate::formats::input::Input;
use crate::formats::labels::numbered;
use crate::formats::layer_files::{LayerFile, LayerFiles};
use crate::formats::sidecar::{self, Sidecar};
use crate::formats::units::Unit;
use crate::model::document::{Document, Metadata};
use crate::model::id::DocumentId;
use crate::model::statement::Attribute;
use crate::t;

/// Reads CAS JSON.
pub(super) fn read_json(input: &Input, sink: &mut dyn LayerSink) {
    let read = |file: LayerFile<'_>, maker: &mut LayerMaker, sink: &mut dyn LayerSink| {
        layer(&json::parse(file.bytes)?, file.document, file.annotator, file.line, maker, sink)
    };
    LayerFiles { maker, is_layer: |path| is_layer_file(path, JSON), read }.each(input, sink);
}

/// Reads CAS XMI.
pub(super) fn read_xmi(input: &Input, sink: &mut dyn LayerSink) {
    let read = |file: LayerFile<'_>, maker: &mut LayerMaker, sink: &mut dyn LayerSink| {
        layer(&xmi::parse(file.bytes)?, file.document, file.annotator, file.line, maker, sink)
    };
    LayerFiles { maker, is_layer: |path| is_layer_file(path, XMI), read }.each(input, sink);
}

fn maker(sidecar: Sidecar) -> LayerMaker {
    LayerMaker::of_ids(sidecar).counting(Unit::UTF16)
}

/// The endings of the files of the two forms.
const JSON: &str = ".json";
const XMI: &str = ".xmi";

/// Whether a file of a folder may hold a layer.
pub(super) fn is_layer_file(path: &str, ending: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with(ending) && name != sidecar::NAME && name != super::layers::NAME
}

fn layer(
    cas: &FoundCas,
    name: &str,
    annotator: String,
    line: usize,
    maker: &mut LayerMaker,
    sink: &mut dyn LayerSink,
) -> Result<FoundLayer, String> {
    let mut sofas = cas.structures.iter().filter(|found| found.kind == "uima.cas.Sofa");
    let with_text = sofas.clone().find(|sofa| !sofa.feature("sofaString").is_empty());
    let sofa = with_text.or_else(|| sofas.next()).ok_or_else(|| t!("import-cas-no-text"))?;
    let document = document(cas, sofa, name, maker, sink).ok_or_else(|| t!("import-cas-no-text"))?;
    let mut reader = Reader {
        cas,
        sofa: sofa.id,
        spans: Vec::new(),
        links: Vec::new(),
        warnings: Vec::new(),
        skipped: BTreeMap::new(),
    };
    let has_text = |found: &&Found| found.kind == "uima.cas.Sofa" && !found.feature("sofaString").is_empty();
    if cas.structures.iter().filter(has_text).count() > 1 {
        reader.warnings.push(t!("import-cas-views"));
    }
    reader.spans();
    reader.relations();
    let Reader { spans, links, mut warnings, skipped, .. } = reader;
    warnings.extend(skipped.into_iter().map(|(kind, count)| t!("import-cas-skipped", count = count, kind = kind)));
    warnings.into_iter().for_each(|message| sink.warn(line, message));
    Ok(FoundLayer { line, document, annotator, spans, links })
}

/// The document of a file, or the one of the project that a file without text belongs to.
fn document(
    cas: &FoundCas,
    sofa: &Found,
    name: &str,
    maker: &LayerMaker,
    sink: &mut dyn LayerSink,
) -> Option<Document> {
    let metadata = metadata(cas, sofa.id);
    let text = sofa.feature("sofaString");
    if text.is_empty() {
        let id = DocumentId::new(name).unwrap_or_else(|_| DocumentId::from_name(name, |_| false));
        let url = Some(metadata.url.as_str()).filter(|url| !url.is_empty());
        let hash =
            cas.structures.iter().find(|found| found.kind == types::DOCUMENT).map(|found| found.feature("sha256"));
        let sha256 = hash.filter(|hash| !hash.is_empty());
        let title = Some(metadata.title.as_str()).filter(|title| !title.is_empty());
        return sink.document(&WantedDocument { id: Some(id.as_str()), url, title, sha256 });
    }
    Some(maker.names().document(name, text.to_owned(), metadata))
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
    spans: Vec<FoundSpan>,
    links: Vec<FoundLink>,
    warnings: Vec<String>,
    /// How many structures of each type were not read.
    skipped: BTreeMap<&'c str, usize>,
}

/// What links name an annotation by.
fn key(found: &Found) -> String {
    format!("#{}", found.id)
}

/// What messages name an annotation by.
fn name(found: &Found) -> String {
    let sid = found.feature("sid");
    if sid.is_empty() { found.id.to_string() } else { sid.to_owned() }
}

impl<'c> Reader<'c> {
    /// Whether a structure belongs to the text that is read.
    fn is_here(&self, found: &Found) -> bool {
        found.feature("sofa").parse().is_ok_and(|id: u64| id == self.sofa)
    }

    /// The place of an annotation; one that has none is reported.
    fn place(&mut self, found: &Found) -> Option<[u64; 2]> {
        let [begin, end] = [found.feature("begin"), found.feature("end")];
        if let Some(place) = begin.parse().ok().zip(end.parse().ok()) {
            return Some([place.0, place.1]);
        }
        let reason = t!("import-span-units", start = begin, end = end);
        let (kind, id) = (found.short_kind(), name(found));
        self.warnings.push(t!("import-annotation-left-out", kind = kind, id = id, reason = reason));
        None
    }

    /// The annotations.
    fn spans(&mut self) {
        let cas = self.cas;
        for found in &cas.structures {
            let is_annotation = self.is_here(found) && !found.feature("begin").is_empty();
            if !is_annotation || is_document_annotation(found) || ends(cas, found).is_some() {
                continue;
            }
            let role = match found.kind.as_str() {
                types::CUE => FoundRole::Cue,
                types::MENTION => FoundRole::Mention,
                types::EXCLUDED => FoundRole::Excluded,
                types::DOCUMENT | types::SOURCE_LINK => continue,
                types::STATEMENT => FoundRole::Statement,
                _ if is_linguistic(found) => {
                    *self.skipped.entry(found.short_kind()).or_default() += 1;
                    continue;
                }
                _ => FoundRole::Statement,
            };
            let Some(place) = self.place(found) else { continue };
            let mut span = match role {
                FoundRole::Statement if found.kind == types::STATEMENT => self.statement(found),
                FoundRole::Statement => foreign(found),
                _ => {
                    let speaker = Some(found.feature("party").to_owned()).filter(|party| !party.is_empty());
                    let fields = FoundFields { speaker, ..FoundFields::default() };
                    FoundSpan { label: found.short_kind().to_owned(), fields, ..FoundSpan::default() }
                }
            };
            (span.id, span.places, span.role) = (key(found), vec![place], Some(role));
            self.spans.push(span);
        }
    }

    /// A statement of ours, with the links to its cues and mentions.
    fn statement(&mut self, found: &Found) -> FoundSpan {
        let feature = |name: &str| Some(found.feature(name).to_owned()).filter(|value| !value.is_empty());
        let attributes = self.cas.texts(found, "attributes");
        let chain = found.feature("chain");
        let number = found.feature("part").split_once('/').and_then(|(number, _)| number.trim().parse().ok());
        for link in self.cas.references(found, "sources") {
            let role = link.feature("role");
            let target = link.feature("target").parse().ok().and_then(|id| self.cas.by_id(id));
            let (Some(_), Some(target)) = (numbered(role), target) else {
                self.warnings.push(t!("import-cas-link", role = role, id = found.feature("sid")));
                continue;
            };
            let party = Some(target.feature("party").to_owned()).filter(|party| !party.is_empty());
            let (from, to, label) = (key(found), key(target), role.to_owned());
            self.links.push(FoundLink { from, to, label, party, ..FoundLink::default() });
        }
        FoundSpan {
            label: feature("kind").unwrap_or_else(|| "statement".to_owned()),
            part: Some(number.unwrap_or_default()),
            fields: FoundFields {
                statement: feature("sid"),
                has_ids: false,
                speaker: feature("speaker"),
                chain: chain.split('>').filter(|party| !party.is_empty()).map(str::to_owned).collect(),
                addressees: self.cas.texts(found, "addressees"),
                topic: feature("topic"),
                stance: feature("stance"),
                quotation: feature("quotation"),
                note: found.feature("note").to_owned(),
                attributes: attributes.iter().map(|text| attribute::split(text)).collect(),
                passages: Vec::new(),
                created: feature("created").and_then(|time| time.parse().ok()),
                modified: feature("modified").and_then(|time| time.parse().ok()),
            },
            ..FoundSpan::default()
        }
    }

    fn relations(&mut self) {
        let cas = self.cas;
        let known: std::collections::HashSet<&str> = self
            .spans
            .iter()
            .filter(|span| span.role == Some(FoundRole::Statement))
            .map(|span| span.id.as_str())
            .collect();
        let mut links = Vec::new();
        for found in &cas.structures {
            let Some((from, to)) = ends(cas, found) else { continue };
            let naming =
                ["kind", "value", "label", "DependencyType"].into_iter().find(|name| !found.feature(name).is_empty());
            let label = naming.map_or_else(|| found.short_kind(), |name| found.feature(name)).to_owned();
            let (from, to) = (format!("#{from}"), format!("#{to}"));
            if known.contains(from.as_str()) && known.contains(to.as_str()) {
                let rid = found.feature("rid");
                let relation = Some(if rid.is_empty() { key(found) } else { rid.to_owned() });
                let note = found.feature("note").to_owned();
                links.push(FoundLink { from, to, label, note, relation, party: None });
            } else {
                // Between tokens: not ours.
                *self.skipped.entry(found.short_kind()).or_default() += 1;
            }
        }
        self.links.append(&mut links);
    }
}

/// An annotation of a type that is not ours; its other plain features become attributes.
fn foreign(found: &Found) -> FoundSpan {
    let naming = ["kind", "value", "label", "identifier"].into_iter().find(|name| !found.feature(name).is_empty());
    let label = naming.map_or_else(|| found.short_kind(), |name| found.feature(name)).to_owned();
    let mut attributes: Vec<Attribute> = Vec::new();
    for (name, value) in &found.features {
        let is_place = ["sofa", "begin", "end"].contains(&name.as_str()) || Some(name.as_str()) == naming;
        if let FoundValue::Text(value) = value
            && !is_place
            && !value.is_empty()
        {
            attributes.push(Attribute { name: name.clone(), value: value.clone(), span: None });
        }
    }
    attributes.sort();
    FoundSpan { label, fields: FoundFields { attributes, ..FoundFields::default() }, ..FoundSpan::default() }
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

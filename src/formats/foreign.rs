//! Statements in parts whose places are known as bytes, for the formats that have all of a statement in one record.
//!
//! A reader turns what it finds into [`Part`]s, whose values are still strings. [`LayerBuilder`] makes the spans and links
//! of them from which [`super::found`] makes layers.

use super::found::{FoundFields, FoundLayer, FoundLink, FoundRole, FoundSpan, LayerMaker};
use super::incoming::{IncomingLayer, IncomingParty, LayerSink};
use super::sidecar::Sidecar;
use super::units::Unit;
use crate::model::codebook::Codebook;
use crate::model::document::{Document, Metadata};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::span::Span;
use crate::model::statement::Attribute;
use crate::text::content::Content;

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
pub(super) struct Names(LayerMaker);

impl Default for Names {
    fn default() -> Self {
        Self::new(Sidecar::default())
    }
}

impl Names {
    pub(super) fn new(sidecar: Sidecar) -> Self {
        Self(LayerMaker::of_ids(sidecar).counting(Unit::BYTES))
    }

    pub(super) const fn sidecar(&self) -> &Sidecar {
        self.0.sidecar()
    }
}

/// A document from its name in a file, its text and what the file says about it; the sidecar fills what is missing.
pub(super) fn document(name: &str, text: String, metadata: Metadata, names: &Names) -> Document {
    let id = DocumentId::new(name).unwrap_or_else(|_| DocumentId::from_name(name, |_| false));
    let (content, excluded) = (Content::new(text), Vec::new());
    let mut document = Document { id, content, metadata, encoding: String::new(), excluded };
    names.0.names().complete(&mut document);
    document
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

/// Makes a layer of parts and relations.
pub(super) struct LayerBuilder<'n> {
    names: &'n mut Names,
    found: FoundLayer,
}

impl<'n> LayerBuilder<'n> {
    pub(super) fn new(names: &'n mut Names, line: usize, document: Document, annotator: String) -> Self {
        let (spans, links) = (Vec::new(), Vec::new());
        Self { names, found: FoundLayer { line, document, annotator, spans, links } }
    }

    /// Takes the parts of all statements, in any order.
    pub(super) fn take_parts(&mut self, parts: Vec<Part>) {
        for (number, part) in parts.into_iter().enumerate() {
            // Relations name a statement by the identifier that its first part has.
            let is_first = part.number <= 1;
            let id = if is_first { part.id.clone() } else { format!("{} part {number}", part.id) };
            for (place, source) in part.sources.into_iter().enumerate() {
                let aid = format!("{id} source {number} {place}");
                let role = if source.is_cue { FoundRole::Cue } else { FoundRole::Mention };
                let places = vec![bytes_of(source.span)];
                self.found.spans.push(FoundSpan { id: aid.clone(), places, role: Some(role), ..FoundSpan::default() });
                let word = if source.is_cue { "cue" } else { "mention" };
                let (from, label) = (id.clone(), format!("{word} {}", source.place));
                let party = Some(source.party).filter(|party| !party.is_empty());
                self.found.links.push(FoundLink { from, to: aid, label, party, ..FoundLink::default() });
            }
            let some = |text: String| Some(text).filter(|text| !text.is_empty());
            let created = part.created.parse().ok();
            let fields = FoundFields {
                statement: Some(part.id),
                speaker: some(part.speaker),
                chain: part.chain,
                addressees: part.addressees,
                topic: some(part.topic),
                stance: some(part.stance),
                quotation: some(part.quotation),
                attributes: part.attributes,
                note: part.note,
                created,
                modified: part.modified.parse().ok().or(created),
            };
            let places = part.spans.into_iter().map(bytes_of).collect();
            let (label, role, part) = (part.kind, Some(FoundRole::Statement), Some(part.number));
            self.found.spans.push(FoundSpan { id, places, label, role, part, fields, ..FoundSpan::default() });
        }
    }

    /// Takes a relation between two statements.
    pub(super) fn take_relation(&mut self, id: &str, kind: &str, from: &str, to: &str, note: String) {
        let (from, to, label) = (from.to_owned(), to.to_owned(), kind.to_owned());
        self.found.links.push(FoundLink { from, to, label, note, relation: Some(id.to_owned()), party: None });
    }

    /// The layer, and what a person should know about it.
    pub(super) fn finish(self) -> (IncomingLayer, Vec<String>) {
        let mut told = Told::default();
        let mut layer = self.names.0.layer(self.found, &mut told);
        let Told { warnings, parties, codebook } = told;
        layer.parties.splice(0..0, parties);
        layer.codebook = codebook;
        (layer, warnings)
    }
}

const fn bytes_of(span: Span) -> [u64; 2] {
    [span.start_byte as u64, span.end_byte as u64]
}

/// Keeps what is told while a layer is made.
#[derive(Default)]
struct Told {
    warnings: Vec<String>,
    parties: Vec<IncomingParty>,
    codebook: Codebook,
}

impl LayerSink for Told {
    fn wants(&mut self, _annotator: &str) -> bool {
        true
    }

    fn warn(&mut self, _line: usize, message: String) {
        self.warnings.push(message);
    }

    fn take_codebook(&mut self, _line: usize, parties: Vec<IncomingParty>, codebook: Codebook) {
        (self.parties, self.codebook) = (parties, codebook);
    }

    fn take(&mut self, _layer: IncomingLayer) -> std::ops::ControlFlow<()> {
        std::ops::ControlFlow::Continue(())
    }
}

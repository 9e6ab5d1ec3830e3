//! From the lines of a file to its text, its annotations and its relations.
//!
//! An annotation that covers several rows has the same number in each; it begins with the first and ends with the last.
//! The text is rebuilt as INCEpTION does it: a sentence begins at its first token, and between two sentences there are
//! blanks if their offsets leave a gap.

use std::collections::{BTreeMap, HashMap};

use super::escape;
use super::sheet::{self, FORMAT_PREFIX, Head, Holds, TEXT_PREFIX};
use crate::formats::cas::types;
use crate::t;

/// The feature that names a link of a chain of coreference.
pub(super) const CHAIN_TYPE: &str = "referenceType";
/// More blanks between sentences than any text has.
const MOST_BLANKS: usize = 1 << 20;

/// What a file says.
#[derive(Default)]
pub(super) struct FoundSheet {
    pub(super) text: String,
    pub(super) annotations: Vec<FoundAnnotation>,
    pub(super) relations: Vec<FoundRelation>,
    pub(super) warnings: Vec<String>,
    head: Head,
    /// The annotations with a number.
    by_id: HashMap<usize, Vec<usize>>,
    /// The annotations that begin in a row, or go on in it.
    by_row: HashMap<String, Vec<usize>>,
    /// The links of chains of coreference by layer, chain and place, with their relation to the next.
    chains: BTreeMap<(usize, usize, usize), (usize, String)>,
}

/// An annotation of a span. Offsets are in UTF-16 units.
pub(super) struct FoundAnnotation {
    pub(super) layer: usize,
    /// The name of its first row.
    pub(super) row: String,
    pub(super) begin: usize,
    pub(super) end: usize,
    /// The values of its features by column.
    values: Vec<(usize, String)>,
    pub(super) links: Vec<FoundLink>,
}

/// A link of an annotation to another.
pub(super) struct FoundLink {
    pub(super) feature: String,
    pub(super) role: String,
    pub(super) target: Reference,
}

/// A relation between two annotations.
#[derive(Default)]
pub(super) struct FoundRelation {
    pub(super) layer: usize,
    values: Vec<(String, String)>,
    pub(super) from: Reference,
    pub(super) to: Reference,
}

/// An annotation by its row and, if it has one, its number.
#[derive(Clone, Default)]
pub(super) struct Reference {
    row: String,
    /// Zero for none.
    id: usize,
    layer: Layers,
}

/// The layers in which a reference is looked up.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Layers {
    #[default]
    Any,
    One(usize),
    /// A layer that the file does not have.
    Unknown,
}

impl FoundRelation {
    /// The value of a feature; empty if it has none.
    pub(super) fn feature(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }
}

impl FoundSheet {
    pub(super) fn layer_name(&self, layer: usize) -> &str {
        self.head.layers.get(layer).map_or("", |layer| &layer.name)
    }

    /// The name of an annotation's layer.
    pub(super) fn name_of(&self, found: &FoundAnnotation) -> &str {
        self.layer_name(found.layer)
    }

    /// The features of an annotation and their values.
    pub(super) fn features<'a>(&'a self, found: &'a FoundAnnotation) -> impl Iterator<Item = (&'a str, &'a str)> {
        found.values.iter().filter_map(|(column, value)| match &self.head.columns.get(*column)?.holds {
            Holds::Feature(name) => Some((name.as_str(), value.as_str())),
            Holds::ChainType => Some((CHAIN_TYPE, value.as_str())),
            _ => None,
        })
    }

    /// The value of a feature; empty if it has none.
    pub(super) fn feature<'a>(&'a self, found: &'a FoundAnnotation, name: &str) -> &'a str {
        self.features(found).find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// The annotation that is meant, and its place.
    pub(super) fn resolve(&self, reference: &Reference) -> Option<(usize, &FoundAnnotation)> {
        let candidates = match reference.id {
            0 => self.by_row.get(&reference.row)?,
            id => self.by_id.get(&id)?,
        };
        let mut all = candidates.iter().filter_map(|place| Some((*place, self.annotations.get(*place)?)));
        all.find(|(_, found)| match reference.layer {
            Layers::Any => true,
            Layers::One(layer) => found.layer == layer,
            Layers::Unknown => false,
        })
    }

    /// Each link of a chain of coreference to the next: an identifier, its kind, and the places of its ends.
    pub(super) fn chain_links(&self) -> impl Iterator<Item = (String, &str, usize, usize)> {
        let pairs = self.chains.iter().zip(self.chains.iter().skip(1));
        pairs.filter_map(|((key, (from, kind)), (next, (to, _)))| {
            let is_next = (key.0, key.1) == (next.0, next.1);
            is_next.then(|| (format!("{}.{}.{}", key.0, key.1, key.2), kind.as_str(), *from, *to))
        })
    }
}

/// Reads a file.
///
/// # Errors
/// It is not of version 3, a row is damaged, or its sentences do not follow each other; the reason in words.
pub(super) fn parse(text: &str) -> Result<FoundSheet, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).enumerate().peekable();
    if sheet::is_version_2(text.as_bytes()) {
        return Err(t!("import-tsv-version", version = "2"));
    }
    let first = lines.next().map_or("", |(_, line)| line);
    match first.strip_prefix(FORMAT_PREFIX) {
        Some(version) if version.starts_with("3.") => {}
        Some(version) => return Err(t!("import-tsv-version", version = version)),
        None => return Err(t!("import-tsv-head")),
    }
    let mut parser = Parser::default();
    while lines.next_if(|(_, line)| parser.sheet.head.take(line)).is_some() {}
    let layers = parser.sheet.head.layers.len();
    (parser.here, parser.relations_here) = (vec![Vec::new(); layers], vec![Vec::new(); layers]);
    for (index, line) in lines {
        parser.line(line).map_err(|reason| t!("import-tsv-line", line = index + 1, reason = reason))?;
    }
    parser.finish_sentence();
    Ok(parser.sheet)
}

#[derive(Default)]
struct Parser {
    sheet: FoundSheet,
    /// The length of the text in UTF-16 units.
    length: usize,
    blanks: usize,
    /// The text of a sentence that has had no row yet.
    pending: Option<String>,
    /// The annotations of the row by layer, and its relations.
    here: Vec<Vec<usize>>,
    relations_here: Vec<Vec<usize>>,
}

/// The name and the edges of a row.
struct RowHead<'t> {
    name: &'t str,
    begin: usize,
    end: usize,
}

impl Parser {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if let Some(text) = line.strip_prefix(TEXT_PREFIX) {
            let pending = self.pending.get_or_insert_default();
            pending.push_str(&escape::text_of(text));
            pending.push('\n');
            return Ok(());
        }
        if line.is_empty() {
            self.finish_sentence();
            return Ok(());
        }
        // Identifiers of sentences and the like.
        if line.starts_with('#') {
            return Ok(());
        }
        self.row(line)
    }

    /// Adds the text of a sentence without rows.
    fn finish_sentence(&mut self) {
        if let Some(text) = self.pending.take() {
            self.append(&text);
        }
    }

    fn append(&mut self, text: &str) {
        self.length += text.encode_utf16().count();
        self.sheet.text.push_str(text);
    }

    /// Adds the text of a sentence whose first token begins here.
    fn begin_sentence(&mut self, text: &str, begin: usize) -> Result<(), String> {
        if begin + 1 == self.length && self.sheet.text.ends_with('\n') {
            // Nothing stands between this sentence and the last.
            self.sheet.text.pop();
            self.length = begin;
        }
        let Some(gap) = begin.checked_sub(self.length) else {
            return Err(t!("import-tsv-order", begin = begin, end = self.length));
        };
        self.blanks = self.blanks.saturating_add(gap);
        if self.blanks > MOST_BLANKS {
            return Err(t!("import-tsv-order", begin = begin, end = self.length));
        }
        self.append(&" ".repeat(gap));
        self.append(text);
        Ok(())
    }

    fn row(&mut self, line: &str) -> Result<(), String> {
        let fields: Vec<&str> = line.split('\t').collect();
        let columns = self.sheet.head.columns.len();
        let (Some(name), Some(edges)) = (fields.first(), fields.get(1)) else { return Err(t!("import-tsv-row")) };
        let edges = edges.split_once('-').and_then(|(begin, end)| Some((begin.parse().ok()?, end.parse().ok()?)));
        let Some((begin, end)) = edges.filter(|(begin, end): &(usize, usize)| begin <= end) else {
            return Err(t!("import-tsv-row"));
        };
        if fields.len() < columns + 3 || !name.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(t!("import-tsv-row"));
        }
        if let Some(text) = self.pending.take() {
            self.begin_sentence(&text, begin)?;
        }
        self.here.iter_mut().for_each(Vec::clear);
        self.relations_here.iter_mut().for_each(Vec::clear);
        let head = RowHead { name, begin, end };
        // What a link of a chain is called is known only once the link is.
        for is_late in [false, true] {
            for column in 0..columns {
                let raw = fields.get(column + 3).copied().unwrap_or(escape::NONE);
                let is_type = self.sheet.head.columns.get(column).is_some_and(|c| c.holds == Holds::ChainType);
                if raw != escape::NONE && is_type == is_late {
                    for (place, value) in escape::split(raw, '|').into_iter().enumerate() {
                        self.value(&head, column, place, value)?;
                    }
                }
            }
        }
        let all: Vec<usize> = self.here.iter().flatten().copied().collect();
        if !all.is_empty() {
            self.sheet.by_row.insert((*name).to_owned(), all);
        }
        Ok(())
    }

    /// Takes one value of a column; `place` is its place among those of the row.
    fn value(&mut self, row: &RowHead<'_>, column: usize, place: usize, value: &str) -> Result<(), String> {
        let Some((layer, holds)) = self.sheet.head.columns.get(column).map(|c| (c.layer, c.holds.clone())) else {
            return Ok(());
        };
        if self.sheet.head.layers.get(layer).is_some_and(|layer| layer.is_relation) {
            return self.relation_value(row, layer, &holds, place, value);
        }
        match holds {
            Holds::Targets(of) => {
                let annotation = self.annotation(row, layer, place, 0);
                self.targets(annotation, column, &of, value)
            }
            Holds::ChainLink => self.chain_link(row, layer, value),
            Holds::ChainType => {
                let (value, _) = escape::split_suffix(value);
                let annotation = self.annotation(row, layer, place, 0);
                self.set(annotation, column, value);
                Ok(())
            }
            holds => {
                let (value, id) = escape::split_suffix(value);
                let id = id.map_or(Ok(0), |id| id.parse().map_err(|_| t!("import-tsv-row")))?;
                let annotation = self.annotation(row, layer, place, id);
                match holds {
                    Holds::Roles(feature) => self.roles(annotation, &feature, value),
                    Holds::Feature(_) => self.set(annotation, column, value),
                    _ => {}
                }
                Ok(())
            }
        }
    }

    /// The annotation of a row with this place in its layer: one that is there, one that goes on, or a new one.
    fn annotation(&mut self, row: &RowHead<'_>, layer: usize, place: usize, id: usize) -> usize {
        let known = self.here.get(layer).and_then(|here| here.get(place)).copied();
        if let Some(known) = known {
            return known;
        }
        let candidates = if id == 0 { None } else { self.sheet.by_id.get(&id) };
        let same = |place: &usize| self.sheet.annotations.get(*place).is_some_and(|found| found.layer == layer);
        let goes_on = candidates.into_iter().flatten().copied().find(same);
        let annotation = match goes_on {
            Some(annotation) => {
                if let Some(found) = self.sheet.annotations.get_mut(annotation) {
                    found.end = row.end;
                }
                annotation
            }
            None => self.new_annotation(row, layer),
        };
        if id > 0 && goes_on.is_none() {
            self.sheet.by_id.entry(id).or_default().push(annotation);
        }
        if let Some(here) = self.here.get_mut(layer) {
            here.push(annotation);
        }
        annotation
    }

    fn new_annotation(&mut self, row: &RowHead<'_>, layer: usize) -> usize {
        self.sheet.annotations.push(FoundAnnotation {
            layer,
            row: row.name.to_owned(),
            begin: row.begin,
            end: row.end,
            values: Vec::new(),
            links: Vec::new(),
        });
        self.sheet.annotations.len() - 1
    }

    /// Sets a feature; the values of an annotation are repeated in each of its rows.
    fn set(&mut self, annotation: usize, column: usize, value: &str) {
        if let Some(found) = self.sheet.annotations.get_mut(annotation)
            && !found.values.iter().any(|(known, _)| *known == column)
        {
            found.values.push((column, escape::value_of(value)));
        }
    }

    fn roles(&mut self, annotation: usize, feature: &str, value: &str) {
        let Some(found) = self.sheet.annotations.get_mut(annotation) else { return };
        if value == escape::NONE || found.links.iter().any(|link| link.feature == feature) {
            return;
        }
        for role in escape::split(value, ';') {
            let (feature, role) = (feature.to_owned(), escape::value_of(role));
            found.links.push(FoundLink { feature, role, target: Reference::default() });
        }
    }

    /// The annotations to which the links of the column before lead.
    fn targets(&mut self, annotation: usize, column: usize, of: &str, value: &str) -> Result<(), String> {
        let before = column.checked_sub(1).and_then(|before| self.sheet.head.columns.get(before));
        let Some(Holds::Roles(feature)) = before.map(|column| column.holds.clone()) else { return Ok(()) };
        let layer = self.layers_named(of);
        let Some(found) = self.sheet.annotations.get_mut(annotation) else { return Ok(()) };
        let mut links = found.links.iter_mut().filter(|link| link.feature == feature);
        for target in escape::split(value, ';') {
            if target == escape::EMPTY || target == escape::NONE {
                links.next();
                continue;
            }
            let (row, id) = escape::split_suffix(target);
            let id = id.map_or(Ok(0), |id| id.parse().map_err(|_| t!("import-tsv-row")))?;
            let link = links.next().ok_or_else(|| t!("import-tsv-row"))?;
            link.target = Reference { row: row.to_owned(), id, layer };
        }
        Ok(())
    }

    fn layers_named(&self, name: &str) -> Layers {
        if name == types::ANNOTATION {
            return Layers::Any;
        }
        let place = self.sheet.head.layers.iter().position(|layer| layer.name == name);
        place.map_or(Layers::Unknown, Layers::One)
    }

    /// A link of a chain: `relation->chain-place`.
    fn chain_link(&mut self, row: &RowHead<'_>, layer: usize, value: &str) -> Result<(), String> {
        let key = value.rsplit_once("->").and_then(|(kind, place)| {
            let (chain, place) = place.split_once('-')?;
            Some((escape::value_of(kind), (layer, chain.parse().ok()?, place.parse().ok()?)))
        });
        let Some((kind, key)) = key else { return Err(t!("import-tsv-row")) };
        let annotation = match self.sheet.chains.get(&key) {
            Some((annotation, _)) => {
                let annotation = *annotation;
                if let Some(found) = self.sheet.annotations.get_mut(annotation) {
                    found.end = row.end;
                }
                annotation
            }
            None => {
                let annotation = self.new_annotation(row, layer);
                self.sheet.chains.insert(key, (annotation, kind));
                annotation
            }
        };
        if let Some(here) = self.here.get_mut(layer) {
            here.push(annotation);
        }
        Ok(())
    }

    fn relation_value(
        &mut self,
        row: &RowHead<'_>,
        layer: usize,
        holds: &Holds,
        place: usize,
        value: &str,
    ) -> Result<(), String> {
        let Some(here) = self.relations_here.get_mut(layer) else { return Ok(()) };
        let relation = match here.get(place) {
            Some(relation) => *relation,
            None => {
                here.push(self.sheet.relations.len());
                self.sheet.relations.push(FoundRelation { layer, ..FoundRelation::default() });
                self.sheet.relations.len() - 1
            }
        };
        let origin = if let Holds::Origin(base) = holds { Some(self.layers_named(base)) } else { None };
        let Some(found) = self.sheet.relations.get_mut(relation) else { return Ok(()) };
        let (value, ids) = escape::split_suffix(value);
        match (holds, origin) {
            (Holds::Feature(name), _) => found.values.push((name.clone(), escape::value_of(value))),
            (_, Some(of)) => {
                let ids = ids.map_or(Some((0, 0)), |ids| {
                    let (from, to) = ids.split_once('_')?;
                    Some((from.parse().ok()?, to.parse().ok()?))
                });
                let Some((from, to)) = ids else { return Err(t!("import-tsv-row")) };
                found.from = Reference { row: value.to_owned(), id: from, layer: of };
                found.to = Reference { row: row.name.to_owned(), id: to, layer: of };
            }
            _ => {}
        }
        Ok(())
    }
}

//! The annotations of a layer in the order of their types, with the units that they cover.

use std::collections::{BTreeMap, HashMap};

use super::escape;
use super::tokens::{Tokens, Unit};
use crate::formats::ExportError;
use crate::formats::dataset::DatasetLayer;
use crate::model::id::StatementId;
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};

/// The types of annotations, in the order of their columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Type {
    Statement,
    Mention,
    Cue,
    Excluded,
}

/// An annotation to be written.
pub(super) struct Annotation {
    pub(super) kind: Type,
    pub(super) span: Span,
    /// The values of its features, escaped.
    pub(super) values: Vec<String>,
    /// Roles, and the places of the annotations to which they lead.
    pub(super) links: Vec<(String, usize)>,
    /// Tells it from others in more than one row; zero if that is not needed.
    pub(super) id: usize,
}

/// The annotations of a layer, and the relations between them by their places.
pub(super) struct Gathered<'p> {
    pub(super) annotations: Vec<Annotation>,
    pub(super) relations: Vec<(&'p Relation, usize, usize)>,
}

/// Gathers what a layer has. What covers no token is left out.
///
/// # Errors
/// A span does not fit the text.
pub(super) fn gather<'p>(layer: &DatasetLayer<'p>, tokens: &Tokens) -> Result<Gathered<'p>, ExportError> {
    let mut gatherer = Gatherer { layer, tokens, annotations: Vec::new(), known: HashMap::new() };
    let mut firsts: HashMap<StatementId, usize> = HashMap::new();
    for statement in layer.statements() {
        if let Some(first) = gatherer.statement(statement)? {
            firsts.insert(statement.id, first);
        }
    }
    for statement in layer.statements() {
        if let Some(first) = firsts.get(&statement.id) {
            gatherer.links(statement, *first)?;
        }
    }
    for span in &layer.document.excluded {
        gatherer.push(&"—", Type::Excluded, *span, vec![escape::EMPTY.to_owned()])?;
    }
    let mut annotations = gatherer.annotations;
    number(&mut annotations, tokens);
    let ends = |relation: &'p Relation| Some((relation, *firsts.get(&relation.from)?, *firsts.get(&relation.to)?));
    Ok(Gathered { annotations, relations: layer.relations().filter_map(ends).collect() })
}

struct Gatherer<'a, 'p> {
    layer: &'a DatasetLayer<'p>,
    tokens: &'a Tokens,
    annotations: Vec<Annotation>,
    /// The cues and mentions that are there, so that one that several statements use is written once.
    known: HashMap<(Type, Span, Option<&'p str>), usize>,
}

impl<'p> Gatherer<'_, 'p> {
    fn push(
        &mut self,
        owner: &dyn std::fmt::Display,
        kind: Type,
        span: Span,
        values: Vec<String>,
    ) -> Result<Option<usize>, ExportError> {
        self.layer.locate(owner, span)?;
        let Some(span) = self.tokens.cut(span) else { return Ok(None) };
        self.annotations.push(Annotation { kind, span, values, links: Vec::new(), id: 0 });
        Ok(Some(self.annotations.len() - 1))
    }

    /// Adds an annotation for each span; the first bears everything. The place of the first.
    fn statement(&mut self, statement: &Statement) -> Result<Option<usize>, ExportError> {
        let parts = statement.spans.iter().filter(|span| self.tokens.cut(**span).is_some()).count();
        let mut first = None;
        for (index, span) in statement.spans.iter().filter(|span| self.tokens.cut(**span).is_some()).enumerate() {
            let part = if parts > 1 { format!("{}/{parts}", index + 1) } else { String::new() };
            let values = values(statement, index == 0, &part);
            let place = self.push(&statement.id, Type::Statement, *span, values)?;
            first = first.or(place);
        }
        // The spans that are left out are checked as well.
        for span in &statement.spans {
            self.layer.locate(&statement.id, *span)?;
        }
        Ok(first)
    }

    /// Adds the cues and mentions of a statement, and links it to them.
    fn links(&mut self, statement: &'p Statement, first: usize) -> Result<(), ExportError> {
        let mut links = Vec::new();
        for (index, link) in statement.chain.iter().enumerate() {
            let party = link.party.as_str();
            let aids = [(Type::Cue, "cue", link.cue, None), (Type::Mention, "mention", link.mention, Some(party))];
            for (kind, word, span, party) in aids {
                let Some(span) = span else { continue };
                let key = (kind, span, party);
                let place = match self.known.get(&key) {
                    Some(place) => Some(*place),
                    None => self.push(&statement.id, kind, span, vec![escape::value(party.unwrap_or_default())])?,
                };
                let Some(place) = place else { continue };
                self.known.insert(key, place);
                links.push((format!("{word} {}", index + 1), place));
            }
        }
        if let Some(annotation) = self.annotations.get_mut(first) {
            annotation.links = links;
        }
        Ok(())
    }
}

/// The values of a statement's features; a further part has only what joins it to the first.
fn values(statement: &Statement, is_whole: bool, part: &str) -> Vec<String> {
    let id = statement.id.to_string();
    let mut all = [statement.kind.as_str(), &id, "", "", "", "", "", "", "", part].map(str::to_owned);
    if is_whole {
        let joined = |ids: &mut dyn Iterator<Item = &str>, by: &str| ids.collect::<Vec<_>>().join(by);
        let details = [
            statement.speaker().map_or("", |id| id.as_str()).to_owned(),
            joined(&mut statement.chain.iter().map(|link| link.party.as_str()), ">"),
            joined(&mut statement.addressees.iter().map(|id| id.as_str()), " "),
            statement.topic.as_ref().map_or("", |id| id.as_str()).to_owned(),
            statement.stance.map_or("", |stance| stance.as_str()).to_owned(),
            statement.quotation.map_or("", |quotation| quotation.as_str()).to_owned(),
            statement.note.clone(),
        ];
        for (value, detail) in all.iter_mut().skip(2).zip(details) {
            *value = detail;
        }
    }
    all.iter().map(|value| escape::value(value)).collect()
}

/// Gives a number to annotations that cover several units, share a unit with one of their type, or are linked to.
fn number(annotations: &mut [Annotation], tokens: &Tokens) {
    let mut first_here: BTreeMap<(Type, Span), usize> = BTreeMap::new();
    let mut needs: Vec<bool> = vec![false; annotations.len()];
    let mut need = |place: usize| {
        if let Some(need) = needs.get_mut(place) {
            *need = true;
        }
    };
    for (place, annotation) in annotations.iter().enumerate() {
        annotation.links.iter().for_each(|(_, target)| need(*target));
        for (index, unit) in tokens.units(annotation.span).enumerate() {
            if index == 1 {
                need(place);
            }
            let other = *first_here.entry((annotation.kind, unit_key(unit))).or_insert(place);
            if other != place {
                need(other);
                need(place);
            }
        }
    }
    let needing = annotations.iter_mut().zip(needs).filter(|(_, needs)| *needs);
    for (id, (annotation, _)) in (1..).zip(needing) {
        annotation.id = id;
    }
}

/// What a unit is known by: no two tokens have the same span.
const fn unit_key(unit: Unit) -> Span {
    unit.span
}

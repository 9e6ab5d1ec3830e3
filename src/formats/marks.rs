//! A layer as labelled spans and links between them, for formats that know nothing else.
//!
//! A statement becomes one mark, or one for each of its spans, where a format has none with several. Reporting verbs and
//! the words that name a party are marks of their own, linked from the statement; the number of the link is the place in
//! the chain, the outermost first. A span that several statements of the layer use is one mark with several links.

use std::borrow::Cow;
use std::collections::HashMap;

use super::ExportError;
use super::dataset::DatasetLayer;
use super::labels::{CONTINUES, CUE, EXCLUDED, Labels, MENTION};
use crate::model::id::StatementId;
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};

/// The marks and links of a layer.
pub(super) struct Marks<'p> {
    /// Statements in text order, then reporting verbs and mentions as the statements use them, then excluded passages.
    pub marks: Vec<Mark<'p>>,
    pub links: Vec<MarkLink<'p>>,
}

pub(super) struct Mark<'p> {
    /// At least one.
    pub places: Vec<Place<'p>>,
    pub role: Role<'p>,
}

/// A span in code points, half-open, and its text.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub start: usize,
    pub end: usize,
    pub quote: &'p str,
}

#[derive(Clone, Copy)]
pub(super) enum Role<'p> {
    /// A statement, or one part of it: `part` counts from one.
    Statement {
        statement: &'p Statement,
        part: usize,
        parts: usize,
    },
    Cue,
    Mention,
    Excluded,
}

/// A link from one mark to another, by their places in the list.
pub(super) struct MarkLink<'p> {
    pub from: usize,
    pub to: usize,
    pub role: LinkRole<'p>,
}

#[derive(Clone, Copy)]
pub(super) enum LinkRole<'p> {
    /// With the place in the chain, from one.
    Cue(usize),
    Mention(usize),
    /// From the first part of a statement to a further one.
    Continues,
    Relation(&'p Relation),
}

/// Whether a mark may have several spans.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spans {
    Several,
    One,
}

impl<'p> Marks<'p> {
    /// # Errors
    /// A span does not fit the text.
    pub(super) fn of(layer: &DatasetLayer<'p>, spans: Spans) -> Result<Self, ExportError> {
        let mut found = Self { marks: Vec::new(), links: Vec::new() };
        let mut firsts: HashMap<StatementId, usize> = HashMap::new();
        for statement in layer.statements() {
            firsts.insert(statement.id, found.marks.len());
            found.statement(layer, statement, spans)?;
        }
        let mut known = HashMap::new();
        for statement in layer.statements() {
            let Some(from) = firsts.get(&statement.id).copied() else { continue };
            for (index, link) in statement.chain.iter().enumerate() {
                let aids = [
                    (link.cue, Role::Cue, LinkRole::Cue(index + 1)),
                    (link.mention, Role::Mention, LinkRole::Mention(index + 1)),
                ];
                for (span, role, link) in aids {
                    let Some(span) = span else { continue };
                    let key = (span, matches!(role, Role::Cue));
                    let to = match known.get(&key) {
                        Some(to) => *to,
                        None => {
                            let place = located(layer, &statement.id, span)?;
                            found.marks.push(Mark { places: vec![place], role });
                            *known.entry(key).or_insert(found.marks.len() - 1)
                        }
                    };
                    found.links.push(MarkLink { from, to, role: link });
                }
            }
        }
        for relation in layer.relations() {
            if let (Some(from), Some(to)) = (firsts.get(&relation.from), firsts.get(&relation.to)) {
                found.links.push(MarkLink { from: *from, to: *to, role: LinkRole::Relation(relation) });
            }
        }
        for span in &layer.document.excluded {
            let place = located(layer, &"—", *span)?;
            found.marks.push(Mark { places: vec![place], role: Role::Excluded });
        }
        Ok(found)
    }

    fn statement(
        &mut self,
        layer: &DatasetLayer<'p>,
        statement: &'p Statement,
        spans: Spans,
    ) -> Result<(), ExportError> {
        let mut places = Vec::with_capacity(statement.spans.len());
        for span in &statement.spans {
            places.push(located(layer, &statement.id, *span)?);
        }
        if spans == Spans::Several {
            self.marks.push(Mark { places, role: Role::Statement { statement, part: 1, parts: 1 } });
            return Ok(());
        }
        let (first, parts) = (self.marks.len(), places.len());
        for (index, place) in places.into_iter().enumerate() {
            if index > 0 {
                self.links.push(MarkLink { from: first, to: self.marks.len(), role: LinkRole::Continues });
            }
            let role = Role::Statement { statement, part: index + 1, parts };
            self.marks.push(Mark { places: vec![place], role });
        }
        Ok(())
    }
}

fn located<'p>(layer: &DatasetLayer<'p>, id: &dyn std::fmt::Display, span: Span) -> Result<Place<'p>, ExportError> {
    let ([start, end], quote) = layer.locate(id, span)?;
    Ok(Place { start, end, quote })
}

impl<'p> Mark<'p> {
    /// The first place, or the only one.
    pub(super) fn place(&self) -> Place<'p> {
        self.places.first().copied().unwrap_or(Place { start: 0, end: 0, quote: "" })
    }

    pub(super) fn label(&self, labels: &Labels<'p>) -> &'p str {
        match self.role {
            Role::Statement { statement, .. } => labels.kind(&statement.kind),
            Role::Cue => CUE,
            Role::Mention => MENTION,
            Role::Excluded => EXCLUDED,
        }
    }
}

impl<'p> LinkRole<'p> {
    /// `cue 1`, `mention 1`, `continues`, or the label of a relation.
    pub(super) fn label(self, labels: &Labels<'p>) -> Cow<'p, str> {
        match self {
            Self::Cue(1) => "cue 1".into(),
            Self::Cue(number) => format!("cue {number}").into(),
            Self::Mention(1) => "mention 1".into(),
            Self::Mention(number) => format!("mention {number}").into(),
            Self::Continues => CONTINUES.into(),
            Self::Relation(relation) => labels.relation(&relation.kind).into(),
        }
    }
}

/// The parties of a chain from the outermost to the speaker, joined by `>`, which no identifier contains.
pub(super) fn chain_of(statement: &Statement) -> Option<String> {
    let ids: Vec<&str> = statement.chain.iter().map(|link| link.party.as_str()).collect();
    (!ids.is_empty()).then(|| ids.join(">"))
}

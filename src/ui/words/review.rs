//! Differences, standings and decisions in words.

use super::{chain_names, party_name, quote};
use crate::model::document::Document;
use crate::model::id::{DocumentId, StatementId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::review::{Cause, Decision, Provenance, Verdict};
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::model::statement_difference::Difference;
use crate::model::statement_field::StatementField;
use crate::review::comparison::{Comparison, Place};
use crate::review::decide::{Rule, Standing};
use crate::review::queue::QueueRow;
use crate::t;
use crate::text::segment;

/// The standing of a place, in a word or two.
pub(crate) fn standing_name(standing: &Standing) -> String {
    match standing {
        Standing::Open => t!("review-standing-open"),
        Standing::Later(_) => t!("review-standing-later"),
        Standing::SentBack(_) => t!("review-standing-sent-back"),
        Standing::Decided(_) => t!("review-standing-decided"),
        Standing::OutOfDate(..) => t!("review-standing-out-of-date"),
    }
}

/// A summary of a place: the names of its differences, or that all agree.
pub(crate) fn summary(
    project: &Project,
    comparison: &Comparison,
    place: &Place,
    decision: Option<&Decision>,
) -> String {
    if place.statements.iter().all(Vec::is_empty) {
        let made_on = decision.is_some_and(|decision| decision.sources.iter().any(|s| !s.statements.is_empty()));
        return if made_on { t!("review-place-gone") } else { t!("review-place-added") };
    }
    if comparison.annotators.len() == 1 {
        return t!("review-place-single");
    }
    let mut names = place.all_differences().into_iter().map(|difference| match difference {
        Difference::Attribute(name) => project.codebook.attribute_title(name).to_owned(),
        other => other.title(),
    });
    let Some(first) = names.next() else { return t!("review-place-agreed") };
    names.fold(first, |before, next| t!("review-list", before = before, next = next))
}

/// The gravest difference at a place with both values, and how many more there are. `None` if nobody differs.
pub(crate) fn values(project: &Project, row: &QueueRow<'_>) -> Option<String> {
    let (first, second, _) = row.place.differences.first()?;
    let mut found = differences(project, row.comparison, row.place, *first, *second).into_iter();
    let gravest = found.next()?;
    let more = found.count();
    Some(if more == 0 { gravest } else { t!("review-row-more", gravest = gravest, count = more) })
}

/// The differences between two annotators at a place, each in words.
pub(crate) fn differences(
    project: &Project,
    comparison: &Comparison,
    place: &Place,
    first: usize,
    second: usize,
) -> Vec<String> {
    let Some(document) = project.documents.get(&comparison.document) else { return Vec::new() };
    let layer = |index: usize| project.layer(&comparison.document, comparison.annotators.get(index)?);
    let ids = |index: usize| place.statements.get(index).map(Vec::as_slice).unwrap_or_default();
    let statement = |index: usize| ids(index).first().and_then(|id| layer(index)?.statement(*id));
    let found = place.differences.iter().find(|(a, b, _)| (*a, *b) == (first, second));
    let mut words = Vec::new();
    for difference in found.into_iter().flat_map(|(.., differences)| differences) {
        let name = difference.title();
        let value = |index: usize| match statement(index) {
            Some(statement) => value_of(project, document, layer(index), statement, difference),
            None => t!("review-nothing-here"),
        };
        words.push(match difference {
            Difference::Missing => {
                let lacking = if ids(first).is_empty() { first } else { second };
                let who = comparison.annotators.get(lacking).map(ToString::to_string).unwrap_or_default();
                t!("review-words-missing", annotator = who)
            }
            Difference::Split => {
                t!("review-words-split", first = ids(first).len(), second = ids(second).len())
            }
            Difference::Edges => match (statement(first), statement(second)) {
                (Some(a), Some(b)) => t!("review-words-of", name = name, words = edges(document, a, b)),
                _ => name,
            },
            Difference::Attribute(attribute) => {
                let name = project.codebook.attribute_title(attribute);
                t!("review-words-versus", name = name, first = value(first), second = value(second))
            }
            _ => t!("review-words-versus", name = name, first = value(first), second = value(second)),
        });
    }
    words
}

/// How the edges of the second statement differ from those of the first: "begins 1 word earlier, ends 2 words later".
pub(crate) fn edges(document: &Document, first: &Statement, second: &Statement) -> String {
    let text = document.content.as_str();
    let (a, b) = (first.hull(), second.hull());
    let mut parts = Vec::new();
    if b.start_byte != a.start_byte {
        let count = words_between(text, a.start_byte, b.start_byte);
        let letters = letters_between(text, a.start_byte, b.start_byte);
        parts.push(match (b.start_byte < a.start_byte, count) {
            (true, 0) => t!("review-edge-start-earlier-letters", count = letters),
            (false, 0) => t!("review-edge-start-later-letters", count = letters),
            (true, _) => t!("review-edge-start-earlier", count = count),
            (false, _) => t!("review-edge-start-later", count = count),
        });
    }
    if b.end_byte != a.end_byte {
        let count = words_between(text, a.end_byte, b.end_byte);
        let letters = letters_between(text, a.end_byte, b.end_byte);
        parts.push(match (b.end_byte < a.end_byte, count) {
            (true, 0) => t!("review-edge-end-earlier-letters", count = letters),
            (false, 0) => t!("review-edge-end-later-letters", count = letters),
            (true, _) => t!("review-edge-end-earlier", count = count),
            (false, _) => t!("review-edge-end-later", count = count),
        });
    }
    if first.spans.len() != second.spans.len() {
        parts.push(t!("review-edge-parts", first = first.spans.len(), second = second.spans.len()));
    } else if parts.is_empty() {
        parts.push(t!("review-edge-gaps"));
    }
    joined(parts)
}

/// The number of words between two positions in either order; 0 if only part of a word lies between them.
fn words_between(text: &str, a: usize, b: usize) -> usize {
    let (start, end) = (a.min(b), a.max(b));
    let count = segment::words(text.get(start..end).unwrap_or_default()).len();
    let joined = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = joined(text.get(..start).and_then(|before| before.chars().next_back()));
    let after = joined(text.get(end..).and_then(|after| after.chars().next()));
    let inside = text.get(start..end).unwrap_or_default();
    let is_part = (before && joined(inside.chars().next())) || (after && joined(inside.chars().next_back()));
    if count == 1 && is_part { 0 } else { count }
}

fn letters_between(text: &str, a: usize, b: usize) -> usize {
    text.get(a.min(b)..a.max(b)).unwrap_or_default().chars().count()
}

/// The value that a statement has in this difference from another one.
fn value_of(
    project: &Project,
    document: &Document,
    layer: Option<&Layer>,
    statement: &Statement,
    difference: &Difference,
) -> String {
    let or_none = |value: Option<String>| value.unwrap_or_else(|| t!("review-value-none"));
    if let Some(field) = difference.field() {
        return or_none(field.words(project, statement));
    }
    match difference {
        Difference::Speaker => or_none(statement.speaker().map(|id| party_name(project, id).to_owned())),
        Difference::Chain | Difference::Cue if statement.chain.is_empty() => or_none(None),
        Difference::Chain => chain(StatementField::Chain.words(project, statement)),
        Difference::Cue => {
            let words = |span: Option<Span>| match span.and_then(|span| document.content.get(span.range())) {
                Some(words) => words.to_owned(),
                None => t!("review-value-none"),
            };
            let links = statement.chain.iter();
            let links = links.map(|link| t!("review-value-cue", cue = words(link.cue), mention = words(link.mention)));
            joined(links.collect())
        }
        Difference::Attribute(name) => {
            let values = statement.attributes.iter().filter(|a| a.name == *name);
            let values: Vec<String> = values.map(|a| project.attribute_value_title(&a.name, &a.value)).collect();
            if values.is_empty() { t!("review-value-none") } else { joined(values) }
        }
        Difference::Relation => relations(project, layer, statement.id),
        // These have no value of their own.
        Difference::Missing | Difference::Split | Difference::Edges => String::new(),
        // Differences in whole fields were handled above.
        Difference::Kind | Difference::Stance | Difference::Topic | Difference::Addressee | Difference::Quotation => {
            String::new()
        }
    }
}

/// The relations of a statement by kind and direction.
fn relations(project: &Project, layer: Option<&Layer>, id: StatementId) -> String {
    let name = |relation: &crate::model::statement::Relation| {
        let kind = project.codebook.relation_kind(&relation.kind);
        let kind = kind.map_or_else(|| relation.kind.to_string(), |kind| kind.name.clone());
        if relation.from == id {
            t!("review-relation-to", kind = kind)
        } else {
            t!("review-relation-from", kind = kind)
        }
    };
    let names: Vec<String> = layer.into_iter().flat_map(|layer| layer.relations_of(id)).map(name).collect();
    if names.is_empty() { t!("review-value-none") } else { joined(names) }
}

/// A chain in brackets, outermost reporter first.
fn chain(names: Option<String>) -> String {
    t!("review-value-chain", parties = names.unwrap_or_default())
}

/// Joins the parts of a list with commas.
pub(crate) fn joined(parts: Vec<String>) -> String {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |before, next| t!("review-list", before = before, next = next))
}

/// What was decided: "taken from annotator-a", "nothing here".
pub(crate) fn verdict(decision: &Decision) -> String {
    match &decision.verdict {
        Verdict::Take(from) => t!("review-verdict-take", annotator = from.as_str()),
        Verdict::Edit(from) => t!("review-verdict-edit", annotator = from.as_str()),
        Verdict::New => t!("review-verdict-new"),
        Verdict::Nothing => t!("review-verdict-nothing"),
        Verdict::Later => t!("review-verdict-later"),
        Verdict::SentBack => t!("review-verdict-sent-back"),
    }
}

/// The subject of a decision: kind, speaker and first words; "claim, Kremlin › Biden: “words…”".
pub(crate) fn decided(project: &Project, document: &DocumentId, decision: &Decision) -> String {
    /// The length of its longest quotation, in characters.
    const LONGEST_CHARS: usize = 60;
    let seen = decision.sources.iter().find_map(|source| {
        let id = source.statements.first()?.id;
        project.layer(document, &source.annotator)?.statement(id)
    });
    let Some(statement) = decision.statements.first().or(seen) else { return verdict(decision) };
    let kind = project.codebook.kind(&statement.kind).map_or(statement.kind.as_str(), |kind| &kind.name);
    let text = project.documents.get(document).map(|document| quote(document, &statement.spans)).unwrap_or_default();
    let end = text.char_indices().nth(LONGEST_CHARS).map(|(at, _)| segment::grapheme_floor(&text, at));
    let words = match end {
        Some(end) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text,
    };
    t!("review-decided-what", kind = kind, chain = chain_names(project, statement), words = words)
}

/// Everything that a statement has besides kind, chain and words, in one line.
pub(crate) fn details(project: &Project, statement: &Statement) -> String {
    let mut parts = Vec::new();
    // The most serious difference comes first.
    for difference in Difference::ALL.iter().filter(|difference| **difference != Difference::Kind) {
        if let Some(value) = difference.field().and_then(|field| field.words(project, statement)) {
            parts.push(t!("review-detail", name = difference.title(), value = value));
        }
    }
    for attribute in &statement.attributes {
        let name = project.codebook.attribute_title(&attribute.name);
        parts.push(t!(
            "review-detail",
            name = name,
            value = project.attribute_value_title(&attribute.name, &attribute.value)
        ));
    }
    if !statement.note.is_empty() {
        parts.push(t!("review-detail", name = t!("panel-note"), value = statement.note.as_str()));
    }
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |before, next| t!("review-details", before = before, next = next))
}

/// How a gold statement was made.
pub(crate) fn provenance_name(provenance: Provenance) -> String {
    match provenance {
        Provenance::Unanimous => t!("review-provenance-unanimous"),
        Provenance::Adjudicated => t!("review-provenance-adjudicated"),
        Provenance::Edited => t!("review-provenance-edited"),
    }
}

/// A bulk rule, named as in a decision.
pub(crate) fn rule_name(rule: &str) -> String {
    match Rule::parse(rule) {
        Some(Rule::AllAgree) => t!("review-rule-all"),
        Some(Rule::Majority) => t!("review-rule-majority"),
        Some(Rule::Edges(words)) => t!("review-rule-edges", count = words),
        None => rule.to_owned(),
    }
}

/// The cause of a disagreement.
pub(crate) fn cause_name(cause: Cause) -> String {
    match cause {
        Cause::Slip => t!("review-cause-slip"),
        Cause::Edges => t!("review-cause-edges"),
        Cause::GuidelineUnclear => t!("review-cause-guideline"),
        Cause::TrueAmbiguity => t!("review-cause-ambiguity"),
        Cause::Knowledge => t!("review-cause-knowledge"),
        Cause::Other => t!("review-cause-other"),
    }
}

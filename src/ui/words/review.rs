//! Differences, standings and decisions in words.

use super::{chain_names, party_name, quote};
use crate::model::document::Document;
use crate::model::id::{DocumentId, PartyId, StatementId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::review::{Cause, Decision, Provenance, Verdict};
use crate::model::span::Span;
use crate::model::statement::{Quotation, Stance, Statement};
use crate::review::comparison::{Comparison, Difference, Place};
use crate::review::decide::{Rule, Standing};
use crate::t;
use crate::text::segment;

/// What a difference is called.
pub fn difference_name(name: &str) -> String {
    match name {
        "missing" => t!("review-difference-missing"),
        "split" => t!("review-difference-split"),
        "kind" => t!("review-difference-kind"),
        "speaker" => t!("review-difference-speaker"),
        "chain" => t!("review-difference-chain"),
        "stance" => t!("review-difference-stance"),
        "topic" => t!("review-difference-topic"),
        "addressee" => t!("review-difference-addressee"),
        "relation" => t!("review-difference-relation"),
        "edges" => t!("review-difference-edges"),
        "attribute" => t!("review-difference-attribute"),
        "quotation" => t!("review-difference-quotation"),
        _ => t!("review-difference-cue"),
    }
}

/// All names of differences, the gravest first.
pub const DIFFERENCES: [&str; 13] = [
    "missing",
    "split",
    "kind",
    "speaker",
    "chain",
    "stance",
    "topic",
    "addressee",
    "relation",
    "edges",
    "attribute",
    "quotation",
    "cue",
];

/// Where a place stands, in a word or two.
pub fn standing_name(standing: &Standing) -> String {
    match standing {
        Standing::Open => t!("review-standing-open"),
        Standing::Later(_) => t!("review-standing-later"),
        Standing::SentBack(_) => t!("review-standing-sent-back"),
        Standing::Decided(_) => t!("review-standing-decided"),
        Standing::OutOfDate(..) => t!("review-standing-out-of-date"),
    }
}

/// What a place is about, in short: the names of its differences, or that all agree.
pub fn summary(comparison: &Comparison, place: &Place, decision: Option<&Decision>) -> String {
    let names = place.difference_names();
    if place.statements.iter().all(Vec::is_empty) {
        let made_on = decision.is_some_and(|decision| decision.sources.iter().any(|s| !s.statements.is_empty()));
        return if made_on { t!("review-place-gone") } else { t!("review-place-added") };
    }
    if comparison.annotators.len() == 1 {
        return t!("review-place-single");
    }
    let mut names = names.into_iter().map(difference_name);
    let Some(first) = names.next() else { return t!("review-place-agreed") };
    names.fold(first, |before, next| t!("review-list", before = before, next = next))
}

/// The differences between two annotators at a place, each in words.
pub fn differences(
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
        let name = difference_name(difference.as_str());
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
                t!("review-words-versus", name = attribute.as_str(), first = value(first), second = value(second))
            }
            _ => t!("review-words-versus", name = name, first = value(first), second = value(second)),
        });
    }
    words
}

/// How the edges of the second statement lie to those of the first: "begins 1 word earlier, ends 2 words later".
pub fn edges(document: &Document, first: &Statement, second: &Statement) -> String {
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

/// How many words lie between two places, whichever is first; none if it is only a part of one.
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

/// What a statement has where another one has something else.
fn value_of(
    project: &Project,
    document: &Document,
    layer: Option<&Layer>,
    statement: &Statement,
    difference: &Difference,
) -> String {
    let party = |id: &PartyId| party_name(project, id).to_owned();
    match difference {
        Difference::Kind => {
            let kind = project.codebook.kind(&statement.kind);
            kind.map_or_else(|| statement.kind.to_string(), |kind| kind.name.clone())
        }
        Difference::Speaker => statement.speaker().map_or_else(|| t!("review-value-none"), party),
        Difference::Chain | Difference::Cue if statement.chain.is_empty() => t!("review-value-none"),
        Difference::Chain => chain(statement.chain.iter().map(|link| party(&link.party))),
        Difference::Cue => {
            let words = |span: Option<Span>| match span.and_then(|span| document.content.get(span.range())) {
                Some(words) => words.to_owned(),
                None => t!("review-value-none"),
            };
            let links = statement.chain.iter();
            let links = links.map(|link| t!("review-value-cue", cue = words(link.cue), mention = words(link.mention)));
            joined(links.collect())
        }
        Difference::Stance => stance_name(statement.stance),
        Difference::Topic => match &statement.topic {
            Some(id) => project.codebook.topic(id).map_or_else(|| id.to_string(), |topic| topic.name.clone()),
            None => t!("review-value-none"),
        },
        Difference::Addressee if statement.addressees.is_empty() => t!("review-value-none"),
        Difference::Addressee => joined(statement.addressees.iter().map(party).collect()),
        Difference::Quotation => quotation_name(statement.quotation),
        Difference::Attribute(name) => {
            let values = statement.attributes.iter().filter(|a| a.name == *name).map(|a| a.value.clone());
            let values: Vec<String> = values.collect();
            if values.is_empty() { t!("review-value-none") } else { joined(values) }
        }
        Difference::Relation => relations(project, layer, statement.id),
        Difference::Missing | Difference::Split | Difference::Edges => String::new(),
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

/// A chain in pointed brackets, outermost reporter first.
fn chain(names: impl Iterator<Item = String>) -> String {
    t!("review-value-chain", parties = joined(names.collect()))
}

/// Parts of a list with commas between them.
pub fn joined(parts: Vec<String>) -> String {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |before, next| t!("review-list", before = before, next = next))
}

pub fn stance_name(stance: Option<Stance>) -> String {
    match stance {
        Some(Stance::Supports) => t!("panel-stance-supports"),
        Some(Stance::Opposes) => t!("panel-stance-opposes"),
        Some(Stance::Neutral) => t!("panel-stance-neutral"),
        None => t!("review-value-none"),
    }
}

fn quotation_name(quotation: Option<Quotation>) -> String {
    match quotation {
        Some(Quotation::Direct) => t!("panel-quotation-direct"),
        Some(Quotation::Indirect) => t!("panel-quotation-indirect"),
        Some(Quotation::Mixed) => t!("panel-quotation-mixed"),
        None => t!("review-value-none"),
    }
}

/// What was decided: "taken from annotator-a", "nothing here".
pub fn verdict(decision: &Decision) -> String {
    match &decision.verdict {
        Verdict::Take(from) => t!("review-verdict-take", annotator = from.as_str()),
        Verdict::Edit(from) => t!("review-verdict-edit", annotator = from.as_str()),
        Verdict::New => t!("review-verdict-new"),
        Verdict::Nothing => t!("review-verdict-nothing"),
        Verdict::Later => t!("review-verdict-later"),
        Verdict::SentBack => t!("review-verdict-sent-back"),
    }
}

/// What a decision is about: kind, who speaks and the first words; "claim, Kremlin › Biden: “words…”".
pub fn decided(project: &Project, document: &DocumentId, decision: &Decision) -> String {
    /// The longest quotation in it, in characters.
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

/// What a statement has besides kind, chain and words, in one line.
pub fn details(project: &Project, statement: &Statement) -> String {
    let mut parts = Vec::new();
    if let Some(id) = &statement.topic {
        let topic = project.codebook.topic(id).map_or_else(|| id.to_string(), |topic| topic.name.clone());
        parts.push(t!("review-detail", name = t!("review-difference-topic"), value = topic));
    }
    if statement.stance.is_some() {
        parts.push(t!("review-detail", name = t!("review-difference-stance"), value = stance_name(statement.stance)));
    }
    if !statement.addressees.is_empty() {
        let names = joined(statement.addressees.iter().map(|id| party_name(project, id).to_owned()).collect());
        parts.push(t!("review-detail", name = t!("review-difference-addressee"), value = names));
    }
    if statement.quotation.is_some() {
        let value = quotation_name(statement.quotation);
        parts.push(t!("review-detail", name = t!("review-difference-quotation"), value = value));
    }
    for attribute in &statement.attributes {
        parts.push(t!("review-detail", name = attribute.name.as_str(), value = attribute.value.as_str()));
    }
    if !statement.note.is_empty() {
        parts.push(t!("review-detail", name = t!("panel-note"), value = statement.note.as_str()));
    }
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |before, next| t!("review-details", before = before, next = next))
}

/// How a gold statement came to be.
pub fn provenance_name(provenance: Provenance) -> String {
    match provenance {
        Provenance::Unanimous => t!("review-provenance-unanimous"),
        Provenance::Adjudicated => t!("review-provenance-adjudicated"),
        Provenance::Edited => t!("review-provenance-edited"),
    }
}

/// A rule of a bulk acceptance, as a decision names it.
pub fn rule_name(rule: &str) -> String {
    match Rule::parse(rule) {
        Some(Rule::AllAgree) => t!("review-rule-all"),
        Some(Rule::Majority) => t!("review-rule-majority"),
        Some(Rule::Edges(words)) => t!("review-rule-edges", count = words),
        None => rule.to_owned(),
    }
}

/// Where a disagreement comes from.
pub fn cause_name(cause: Cause) -> String {
    match cause {
        Cause::Slip => t!("review-cause-slip"),
        Cause::Edges => t!("review-cause-edges"),
        Cause::GuidelineUnclear => t!("review-cause-guideline"),
        Cause::TrueAmbiguity => t!("review-cause-ambiguity"),
        Cause::Knowledge => t!("review-cause-knowledge"),
        Cause::Other => t!("review-cause-other"),
    }
}

//! What a report says about a layer, for the forms in which one is read: its statements in words, and the stretches of its
//! text with the statements that cover them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::ExportError;
use super::dataset::DatasetLayer;
use crate::model::id::{PartyId, StatementId};
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};
use crate::t;

/// A statement in words.
pub(super) struct Entry<'p> {
    pub(super) statement: &'p Statement,
    /// Its place in the text, from one.
    pub(super) number: usize,
    /// The name of its kind, and the place of the kind in the codebook.
    pub(super) kind: &'p str,
    pub(super) kind_place: usize,
    pub(super) quotes: Vec<&'p str>,
    pub(super) chain: Vec<ChainEntry<'p>>,
    /// What else is said of it: a name and a value.
    pub(super) facts: Vec<(String, String)>,
}

/// A link of a chain in words: who, by which reporting verb, and how the text names them.
pub(super) struct ChainEntry<'p> {
    pub(super) party: &'p str,
    pub(super) words: Vec<&'p str>,
}

/// The statements of a layer in words, in text order.
///
/// # Errors
/// A span does not fit the text.
pub(super) fn entries<'p>(project: &'p Project, layer: &DatasetLayer<'p>) -> Result<Vec<Entry<'p>>, ExportError> {
    let numbers: HashMap<StatementId, usize> =
        layer.statements().zip(1..).map(|(statement, number)| (statement.id, number)).collect();
    let mut relations: HashMap<StatementId, Vec<&Relation>> = HashMap::new();
    for relation in layer.relations() {
        relations.entry(relation.from).or_default().push(relation);
    }
    let mut all = Vec::with_capacity(numbers.len());
    for (statement, number) in layer.statements().zip(1..) {
        let mut quotes = Vec::with_capacity(statement.spans.len());
        for span in &statement.spans {
            quotes.push(layer.locate(&statement.id, *span)?.1);
        }
        let mut chain = Vec::with_capacity(statement.chain.len());
        for link in &statement.chain {
            let mut words = Vec::new();
            for span in [link.cue, link.mention].into_iter().flatten() {
                words.push(layer.locate(&statement.id, span)?.1);
            }
            chain.push(ChainEntry { party: party_name(project, &link.party), words });
        }
        let mut facts = facts(project, statement);
        for relation in relations.get(&statement.id).into_iter().flatten() {
            let kind = project.codebook.relation_kind(&relation.kind);
            let name = kind.map_or(relation.kind.as_str(), |kind| &kind.name);
            let to = numbers.get(&relation.to).copied().unwrap_or_default();
            let note = if relation.note.is_empty() { String::new() } else { format!(" ({})", relation.note) };
            facts.push((name.to_owned(), format!("{to}{note}")));
        }
        let kind_place = project.codebook.kinds.iter().position(|kind| kind.id == statement.kind);
        let kind = kind_place.and_then(|place| project.codebook.kinds.get(place));
        all.push(Entry {
            statement,
            number,
            kind: kind.map_or(statement.kind.as_str(), |kind| &kind.name),
            kind_place: kind_place.unwrap_or_default(),
            quotes,
            chain,
            facts,
        });
    }
    Ok(all)
}

fn facts(project: &Project, statement: &Statement) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut add = |name: String, value: &str| facts.push((name, value.to_owned()));
    for addressee in &statement.addressees {
        add(t!("export-report-addressee"), party_name(project, addressee));
    }
    if let Some(topic) = &statement.topic {
        add(t!("export-report-topic"), project.codebook.topic(topic).map_or(topic.as_str(), |topic| &topic.name));
    }
    if let Some(stance) = statement.stance {
        add(t!("export-report-stance"), &project.codebook.stance_title(stance));
    }
    if let Some(quotation) = statement.quotation {
        add(t!("export-report-quotation"), &quotation.title());
    }
    for attribute in &statement.attributes {
        add(attribute.name.clone(), &attribute.value);
    }
    facts
}

pub(super) fn party_name<'p>(project: &'p Project, id: &'p PartyId) -> &'p str {
    project.party(id).map_or(id.as_str(), |party| &party.name)
}

/// How many statements there are of each kind that occurs, in the order of the codebook.
pub(super) fn counts<'e, 'p: 'e>(entries: impl IntoIterator<Item = &'e Entry<'p>>) -> Vec<(usize, &'p str, usize)> {
    let mut counts: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for entry in entries {
        *counts.entry((entry.kind_place, entry.kind)).or_default() += 1;
    }
    counts.into_iter().map(|((place, kind), count)| (place, kind, count)).collect()
}

/// A piece of the text that the same statements cover from end to end.
pub(super) struct Stretch {
    pub(super) span: Span,
    /// The places of the statements in the list of entries, those that began first first.
    pub(super) open: Vec<usize>,
    /// The one of them whose span is shortest: what is marked inside the others.
    pub(super) innermost: Option<usize>,
    pub(super) is_excluded: bool,
}

/// The pieces of a text, cut at the edges of all statements, of excluded passages and at these bytes.
pub(super) fn stretches(layer: &DatasetLayer<'_>, entries: &[Entry<'_>], cuts: &[usize]) -> Vec<Stretch> {
    let mut edges: BTreeSet<usize> = [0, layer.document.content.len_bytes()].into();
    let mut spans: Vec<(Span, usize)> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        spans.extend(entry.statement.spans.iter().map(|span| (*span, place)));
    }
    edges.extend(spans.iter().flat_map(|(span, _)| [span.start_byte, span.end_byte]));
    let excluded = &layer.document.excluded;
    edges.extend(excluded.iter().flat_map(|span| [span.start_byte, span.end_byte]));
    edges.extend(cuts);
    spans.sort_by_key(|(span, _)| span.start_byte);
    let edges: Vec<usize> = edges.into_iter().collect();
    let (mut open, mut waiting, mut out): (Vec<(Span, usize)>, _, _) = (Vec::new(), spans.into_iter().peekable(), 0);
    let mut stretches = Vec::with_capacity(edges.len());
    for edge in edges.windows(2) {
        let [start, end] = *edge else { continue };
        open.retain(|(span, _)| span.end_byte > start);
        while let Some(next) = waiting.next_if(|(span, _)| span.start_byte <= start) {
            open.push(next);
        }
        while excluded.get(out).is_some_and(|span| span.end_byte <= start) {
            out += 1;
        }
        let innermost = open.iter().min_by_key(|(span, _)| span.len_bytes()).map(|(_, place)| *place);
        stretches.push(Stretch {
            span: Span::new(start, end),
            open: open.iter().map(|(_, place)| *place).collect(),
            innermost,
            is_excluded: excluded.get(out).is_some_and(|span| span.start_byte <= start && end <= span.end_byte),
        });
    }
    stretches
}

/// The heads of the table of statements, as far as all reports have them.
pub(super) fn heads() -> [String; 5] {
    [
        t!("export-report-number"),
        t!("export-report-kind"),
        t!("export-report-quote"),
        t!("export-report-source"),
        t!("export-report-details"),
    ]
}

//! What our workbooks say about statements on other sheets: the places of cues and mentions, and the relations.

use std::collections::HashMap;

use crate::formats::found::{FoundLink, FoundRole, FoundSpan};
use crate::formats::incoming::LayerSink;
use crate::formats::json;
use crate::t;

/// The heads by which the sheet of chains is known.
const CHAIN: [&str; 5] = ["statement_id", "place", "party", "cue_start", "mention_start"];
/// The heads by which the sheet of relations is known.
const RELATIONS: [&str; 4] = ["relation_id", "kind", "from", "to"];

/// The cues, mentions and links of each document and annotator.
#[derive(Default)]
pub(super) struct Beside(HashMap<(String, String), (Vec<FoundSpan>, Vec<FoundLink>)>);

impl Beside {
    /// Whether a sheet with these heads is one of them.
    pub(super) fn has(&self, heads: &[String]) -> bool {
        let all = |wanted: &[&str]| wanted.iter().all(|wanted| heads.iter().any(|head| head == wanted));
        all(&CHAIN) || all(&RELATIONS)
    }

    /// Takes a row of such a sheet.
    pub(super) fn row(
        &mut self,
        line: usize,
        heads: &[String],
        cells: impl Iterator<Item = String>,
        sink: &mut dyn LayerSink,
    ) {
        let cells: HashMap<&str, String> = heads.iter().map(String::as_str).zip(cells).collect();
        let cell = |head: &str| cells.get(head).map_or("", |cell| cell.trim());
        let key = (cell("document_id").to_owned(), json::annotator_name(cell("annotator")));
        let (spans, links) = self.0.entry(key).or_default();
        if !cell("relation_id").is_empty() {
            let [from, to, label] = ["from", "to", "kind"].map(|head| cell(head).to_owned());
            let note = cells.get("note").cloned().unwrap_or_default();
            let relation = Some(cell("relation_id").to_owned());
            links.push(FoundLink { from, to, label, note, relation, party: None });
            return;
        }
        for (word, role) in [("cue", FoundRole::Cue), ("mention", FoundRole::Mention)] {
            let [start, end] = ["start", "end"].map(|edge| cell(&format!("{word}_{edge}")));
            if start.is_empty() && end.is_empty() {
                continue;
            }
            let Some(place) = start.parse().ok().zip(end.parse().ok()) else {
                sink.warn(line, t!("import-selection-outside", start = start, end = end));
                continue;
            };
            let (from, number) = (cell("statement_id").to_owned(), cell("place"));
            let id = format!("{from} {word} {number}");
            let quotes = cells.get(word).filter(|quote| !quote.is_empty()).cloned().into_iter().collect();
            let (places, role) = (vec![[place.0, place.1]], Some(role));
            spans.push(FoundSpan { id: id.clone(), places, quotes, role, ..FoundSpan::default() });
            let party = Some(cell("party").to_owned()).filter(|party| !party.is_empty());
            let label = format!("{word} {number}");
            links.push(FoundLink { from, to: id, label, party, ..FoundLink::default() });
        }
    }

    /// Takes out what belongs to a layer.
    pub(super) fn take(&mut self, document: &str, annotator: &str) -> (Vec<FoundSpan>, Vec<FoundLink>) {
        self.0.remove(&(document.to_owned(), annotator.to_owned())).unwrap_or_default()
    }
}

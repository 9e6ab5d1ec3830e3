//! A new version of an article: where each statement's words have gone.
//!
//! A passage is looked for at its old place, then elsewhere by its exact words and what stands around them, then by the
//! most similar words (edit distance on folded text, after P. Sellers, "The theory and computation of evolutionary
//! distances", 1980). What is not similar enough, or similar in two places, is not placed: its statement stays with the
//! old text.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Edit;
use crate::model::document::{Document, Metadata};
use crate::model::id::{AnnotatorId, DocumentId, StatementId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::review::{Anchor, Decision, Review, Thread};
use crate::model::span::Span;
use crate::model::statement::{Link, Relation, Statement};
use crate::text::arabic::{Folded, Folding};
use crate::text::content::Content;
use crate::text::segment::{grapheme_floor, is_grapheme_edge, next_grapheme};

/// Below this similarity (1 − distance ∕ length) nothing is placed.
pub const THRESHOLD: f64 = 0.8;
/// How many code points on each side tell two places with the same words apart.
const AROUND_CHARS: usize = 40;
/// Passages shorter than this must also stand among the same words to be taken for moved.
const SHORT_CHARS: usize = 12;
/// How many cells of the distance table are computed for one article; what then remains is not placed.
const BUDGET_CELLS: usize = 1 << 30;

/// What has become of a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fate {
    Unmoved,
    Moved,
    /// Some of its words are others now; the least similarity of its passages. Cues and mentions that are gone count too.
    Changed {
        score: f64,
    },
    /// It stays with the old text.
    Orphaned,
}

/// A statement and what has become of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Whose it is; gold's where it is nobody's.
    pub annotator: Option<AnnotatorId>,
    pub id: StatementId,
    pub fate: Fate,
    /// Where it begins in the old text and, where it has a place, in the new one, in bytes.
    pub old_byte: usize,
    pub new_byte: Option<usize>,
    /// Its words in the old text and, where it has a place, in the new one.
    pub old_quote: String,
    pub new_quote: Option<String>,
}

/// A text put in the place of another.
#[derive(Clone, Debug)]
pub struct Replaced {
    pub edit: Edit,
    pub rows: Vec<Row>,
    /// The document that keeps the old text and the statements without a place; `None` where all have one.
    pub kept: Option<DocumentId>,
    /// How many passages that are not part of the article could not be placed.
    pub excluded_lost: usize,
    /// How many relations of gold lose one of their ends to the old text.
    pub relations_lost: usize,
}

/// What is not to be known here.
pub struct Around<'a> {
    /// Whether a document of this id would go over something on the disk.
    pub is_taken: &'a dyn Fn(&DocumentId) -> bool,
    /// What a decision remembers a statement by.
    pub fingerprint: &'a dyn Fn(&Statement) -> String,
    /// Is told how many statements of how many are done, and says whether to go on.
    pub go_on: &'a dyn Fn(usize, usize) -> bool,
}

/// Plans to give a document another text; nothing is changed before the edit is applied. `None` without such a document,
/// or where it was stopped.
pub fn replace_text(project: &Project, id: &DocumentId, text: &str, around: &Around<'_>) -> Option<Replaced> {
    let old = project.documents.get(id)?;
    let content = Content::new(text);
    let mut finder = Finder::new(&old.content, &content);
    let (mut rows, mut layers, mut kept_layers) = (Vec::new(), Vec::new(), Vec::new());
    let own = || project.layers.iter().filter(|((document, _), _)| document == id);
    let review = project.reviews.get(id);
    let all = own().map(|(_, layer)| layer.len()).sum::<usize>() + review.map_or(0, |review| review.gold().len());
    let mut look = |annotator: Option<&AnnotatorId>, statement: &Statement, rows: &mut Vec<Row>| {
        if !(around.go_on)(rows.len(), all) {
            return None;
        }
        let (moved, fate) = finder.statement(statement);
        rows.push(Row {
            annotator: annotator.cloned(),
            id: statement.id,
            fate,
            old_byte: statement.hull().start_byte,
            new_byte: moved.as_ref().map(|moved| moved.hull().start_byte),
            old_quote: quotes(&old.content, &statement.spans),
            new_quote: moved.as_ref().map(|moved| quotes(&content, &moved.spans)),
        });
        Some((moved, fate))
    };
    // What of each annotator is gone from the text, and by what the decisions know what is still the same there.
    let (mut gone, mut same) = (BTreeSet::new(), BTreeMap::new());
    for ((_, annotator), layer) in own() {
        let (mut placed, mut orphans) = (Layer::default(), BTreeSet::new());
        for statement in layer.statements() {
            let (moved, fate) = look(Some(annotator), statement, &mut rows)?;
            match moved {
                Some(moved) => {
                    if matches!(fate, Fate::Unmoved | Fate::Moved) {
                        let prints = ((around.fingerprint)(statement), (around.fingerprint)(&moved));
                        same.insert((annotator.clone(), statement.id), prints);
                    }
                    placed.put(moved);
                }
                None => {
                    orphans.insert(statement.id);
                    gone.insert((annotator.clone(), statement.id));
                }
            }
        }
        let mut kept = Layer::default();
        for relation in layer.relations() {
            if orphans.contains(&relation.from) || orphans.contains(&relation.to) {
                // What an orphan is linked to goes with it as well, so that the link is not lost.
                for end in [relation.from, relation.to].iter().filter_map(|end| layer.statement(*end)) {
                    kept.put(end.clone());
                }
                kept.put_relation(relation.clone());
            } else {
                placed.put_relation(relation.clone());
            }
        }
        for orphan in orphans.iter().filter_map(|orphan| layer.statement(*orphan)) {
            kept.put(orphan.clone());
        }
        // Of a text in which nothing has a place nobody has said anything; one without statements is as it was.
        if !placed.is_empty() || kept.is_empty() {
            placed.set_progress(layer.progress().copied());
        }
        if !kept.is_empty() {
            kept.set_progress(layer.progress().copied());
            kept_layers.push((annotator.clone(), kept));
        }
        if !placed.is_empty() || placed.progress().is_some() {
            layers.push((annotator.clone(), placed));
        }
    }
    let mut reviewed = Reviewed::default();
    if let Some(review) = review {
        for decision in review.decisions() {
            let mut moved = Vec::new();
            let mut orphans = Vec::new();
            for statement in &decision.statements {
                match look(None, statement, &mut rows)?.0 {
                    Some(statement) => moved.push(statement),
                    None => orphans.push(statement.clone()),
                }
            }
            reviewed.decision(decision, moved, orphans, &same);
        }
        reviewed.relations(review);
        for thread in review.threads() {
            reviewed.thread(thread, &gone, |span| finder.find(span).map(|(found, _)| found));
        }
    }
    let mut excluded: Vec<Span> = Vec::new();
    for span in old.excluded.iter().filter_map(|span| finder.find(*span)) {
        if excluded.last().is_none_or(|last| last.end_byte <= span.0.start_byte) {
            excluded.push(span.0);
        }
    }
    let excluded_lost = old.excluded.len() - excluded.len();
    let mut edits = Vec::new();
    let mut kept = None;
    if !kept_layers.is_empty() || !reviewed.kept.is_empty() {
        let name = format!("{id}-old");
        let is_taken = |id: &DocumentId| project.documents.contains_key(id) || (around.is_taken)(id);
        let kept_id = DocumentId::from_name(&name, is_taken);
        let metadata = Metadata { replaced_by: Some(id.clone()), ..old.metadata.clone() };
        let document = Box::new(Document { id: kept_id.clone(), metadata, ..old.clone() });
        edits.push(Edit::AddDocument { document, layers: kept_layers });
        edits.extend(reviewed.kept.into_iter().map(|entry| entry.edit(&kept_id)));
        kept = Some(kept_id);
    }
    edits.push(Edit::RemoveDocument(id.clone()));
    let document = Document { content, excluded, ..old.clone() };
    edits.push(Edit::AddDocument { document: Box::new(document), layers });
    edits.extend(super::work::keep_assignments(project, id));
    edits.extend(reviewed.placed.into_iter().map(|entry| entry.edit(id)));
    let relations_lost = reviewed.relations_lost;
    Some(Replaced { edit: Edit::Group(edits), rows, kept, excluded_lost, relations_lost })
}

/// A review sorted into what goes to the new text and what stays with the old one.
#[derive(Default)]
struct Reviewed {
    placed: Vec<ReviewEntry>,
    kept: Vec<ReviewEntry>,
    relations_lost: usize,
}

enum ReviewEntry {
    Decision(Box<Decision>),
    Relation(Relation),
    Thread(Box<Thread>),
}

impl ReviewEntry {
    fn edit(self, document: &DocumentId) -> Edit {
        let document = document.clone();
        match self {
            Self::Decision(decision) => Edit::SetDecision { document, id: decision.id, decision: Some(decision) },
            Self::Relation(relation) => Edit::SetGoldRelation { document, id: relation.id, relation: Some(relation) },
            Self::Thread(thread) => Edit::SetThread { document, id: thread.id, thread: Some(thread) },
        }
    }
}

impl Reviewed {
    /// A decision goes with its statements; one that has given several may be in both texts.
    fn decision(
        &mut self,
        decision: &Decision,
        moved: Vec<Statement>,
        orphans: Vec<Statement>,
        same: &BTreeMap<(AnnotatorId, StatementId), (String, String)>,
    ) {
        let has_none = decision.statements.is_empty();
        if !orphans.is_empty() {
            let kept = Decision { statements: orphans, ..decision.clone() };
            self.kept.push(ReviewEntry::Decision(Box::new(kept)));
        }
        if has_none || !moved.is_empty() {
            let mut placed = Decision { statements: moved, ..decision.clone() };
            for source in &mut placed.sources {
                for seen in &mut source.statements {
                    // What has only moved is what was decided on; what has changed is to be looked at again.
                    let known = same.get(&(source.annotator.clone(), seen.id));
                    if let Some((_, after)) = known.filter(|(before, _)| *before == seen.fingerprint) {
                        seen.fingerprint.clone_from(after);
                    }
                }
            }
            self.placed.push(ReviewEntry::Decision(Box::new(placed)));
        }
    }

    /// Relations go where both their ends are.
    fn relations(&mut self, review: &Review) {
        let ends = |entries: &[ReviewEntry]| -> BTreeSet<StatementId> {
            let statements = entries.iter().filter_map(|entry| match entry {
                ReviewEntry::Decision(decision) => Some(decision.statements.iter().map(|statement| statement.id)),
                _ => None,
            });
            statements.flatten().collect()
        };
        let (placed, kept) = (ends(&self.placed), ends(&self.kept));
        for relation in review.gold().relations() {
            let within = |ends: &BTreeSet<StatementId>| ends.contains(&relation.from) && ends.contains(&relation.to);
            if within(&placed) {
                self.placed.push(ReviewEntry::Relation(relation.clone()));
            } else if within(&kept) {
                self.kept.push(ReviewEntry::Relation(relation.clone()));
            } else {
                self.relations_lost += 1;
            }
        }
    }

    /// A thread goes with what it is about.
    fn thread(
        &mut self,
        thread: &Thread,
        gone: &BTreeSet<(AnnotatorId, StatementId)>,
        find: impl FnOnce(Span) -> Option<Span>,
    ) {
        let anchor = match &thread.anchor {
            Anchor::Passage(span) => find(*span).map(Anchor::Passage),
            Anchor::Statement(annotator, id) if gone.contains(&(annotator.clone(), *id)) => None,
            Anchor::Disagreement(ids) if ids.iter().all(|id| gone.contains(id)) => None,
            anchor => Some(anchor.clone()),
        };
        match anchor {
            Some(anchor) => {
                let thread = Thread { anchor, ..thread.clone() };
                self.placed.push(ReviewEntry::Thread(Box::new(thread)));
            }
            None => self.kept.push(ReviewEntry::Thread(Box::new(thread.clone()))),
        }
    }
}

fn quotes(content: &Content, spans: &[Span]) -> String {
    spans.iter().filter_map(|span| content.get(span.range())).collect::<Vec<_>>().join(" … ")
}

/// How a passage was found.
#[derive(Clone, Copy, Debug, PartialEq)]
enum How {
    Unmoved,
    Moved,
    Similar(f64),
}

struct Finder<'t> {
    old: &'t Content,
    new: &'t Content,
    /// The new text folded, by code points, with the byte range of each in the new text.
    folded: Vec<(char, usize, usize)>,
    known: BTreeMap<Span, Option<(Span, How)>>,
    cells_left: usize,
}

impl<'t> Finder<'t> {
    fn new(old: &'t Content, new: &'t Content) -> Self {
        let folded = fold(new.as_str());
        Self { old, new, folded, known: BTreeMap::new(), cells_left: BUDGET_CELLS }
    }

    /// The statement in the new text, if all its passages have a place there, in order and apart.
    fn statement(&mut self, statement: &Statement) -> (Option<Statement>, Fate) {
        let mut moved = statement.clone();
        let (mut score, mut was_moved, mut changed) = (1.0_f64, false, false);
        let mut note = |how: How| match how {
            How::Unmoved => {}
            How::Moved => was_moved = true,
            How::Similar(found) => {
                changed = true;
                score = score.min(found);
            }
        };
        for span in &mut moved.spans {
            let Some((found, how)) = self.find(*span) else { return (None, Fate::Orphaned) };
            note(how);
            *span = found;
        }
        moved.spans.sort_unstable();
        if !moved.spans.is_sorted_by(|a, b| a.end_byte <= b.start_byte) {
            return (None, Fate::Orphaned);
        }
        let mut lost = false;
        for Link { cue, mention, .. } in &mut moved.chain {
            for place in [cue, mention] {
                if let Some(span) = *place {
                    *place = self.find(span).map(|(found, how)| {
                        note(how);
                        found
                    });
                    lost |= place.is_none();
                }
            }
        }
        let fate = if changed || lost {
            Fate::Changed { score }
        } else if was_moved {
            Fate::Moved
        } else {
            Fate::Unmoved
        };
        (Some(moved), fate)
    }

    fn find(&mut self, span: Span) -> Option<(Span, How)> {
        if let Some(known) = self.known.get(&span) {
            return *known;
        }
        let found = self.search(span);
        self.known.insert(span, found);
        found
    }

    fn search(&mut self, span: Span) -> Option<(Span, How)> {
        let quote = self.old.get(span.range()).filter(|quote| !quote.is_empty())?;
        let same_place = Span::new(
            self.new.char_to_byte(self.old.byte_to_char(span.start_byte)?).unwrap_or(usize::MAX),
            self.new.char_to_byte(self.old.byte_to_char(span.end_byte)?).unwrap_or(usize::MAX),
        );
        // The same words in the same place, unless it is by chance: a short word must stand among the same words.
        let is_long = quote.chars().count() >= SHORT_CHARS;
        if self.new.get(same_place.range()) == Some(quote)
            && self.on_edges(same_place)
            && (is_long || self.likeness(span, same_place) > 0)
        {
            return Some((same_place, How::Unmoved));
        }
        let text = self.new.as_str();
        let places = text.match_indices(quote).map(|(start, found)| Span::new(start, start + found.len()));
        let mut places: Vec<(usize, Span)> =
            places.filter(|place| self.on_edges(*place)).map(|place| (self.likeness(span, place), place)).collect();
        places.sort_by_key(|(likeness, place)| (std::cmp::Reverse(*likeness), *place));
        match places.as_slice() {
            [] => self.similar(span, quote),
            [(likeness, place)] if is_long || *likeness >= SHORT_CHARS => Some((*place, How::Moved)),
            [(best, place), (second, _), ..] if *best > *second && *best >= SHORT_CHARS => Some((*place, How::Moved)),
            _ => None,
        }
    }

    fn on_edges(&self, span: Span) -> bool {
        let text = self.new.as_str();
        is_grapheme_edge(text, span.start_byte) && is_grapheme_edge(text, span.end_byte)
    }

    /// How many code points before and after are the same, up to the first that is not.
    fn likeness(&self, old: Span, new: Span) -> usize {
        let around = |content: &'t Content, span: Span| {
            let before = content.get(0..span.start_byte).unwrap_or_default();
            (before, content.get(span.end_byte..content.len_bytes()).unwrap_or_default())
        };
        let ((old_before, old_after), (new_before, new_after)) = (around(self.old, old), around(self.new, new));
        let same = |(a, b): &(char, char)| a == b;
        let before = old_before.chars().rev().zip(new_before.chars().rev()).take(AROUND_CHARS).take_while(same).count();
        before + old_after.chars().zip(new_after.chars()).take(AROUND_CHARS).take_while(same).count()
    }

    /// The most similar passage, if it is similar enough and no other is nearly so.
    fn similar(&mut self, span: Span, quote: &str) -> Option<(Span, How)> {
        let pattern: Vec<char> = fold(quote).into_iter().map(|(c, _, _)| c).collect();
        let cells = pattern.len().saturating_mul(self.folded.len());
        if pattern.len() < SHORT_CHARS || cells > self.cells_left {
            return None;
        }
        self.cells_left -= cells;
        // One column of the table: the distance of each beginning of the pattern to what ends here, and where that begins.
        let mut column: Vec<(usize, usize)> = (0..=pattern.len()).map(|row| (row, 0)).collect();
        let mut ends: Vec<(usize, usize, usize)> = Vec::new();
        let most = ((1.0 - THRESHOLD) * pattern.len() as f64).floor() as usize;
        for (at, (c, _, _)) in self.folded.iter().enumerate() {
            let mut diagonal = (0, at);
            let mut above = (0, at + 1);
            if let Some(first) = column.first_mut() {
                *first = above;
            }
            for (row, expected) in pattern.iter().enumerate() {
                let Some(cell) = column.get_mut(row + 1) else { break };
                let left = *cell;
                let substituted = (diagonal.0 + usize::from(expected != c), diagonal.1);
                let inserted = (left.0 + 1, left.1);
                let deleted = (above.0 + 1, above.1);
                let best = [substituted, inserted, deleted].into_iter().min_by_key(|(distance, _)| *distance);
                *cell = best.unwrap_or(substituted);
                (diagonal, above) = (left, *cell);
            }
            if let Some((distance, start)) = column.last().filter(|(distance, _)| *distance <= most) {
                ends.push((*distance, *start, at));
            }
        }
        let best = *ends.iter().min_by_key(|(distance, _, end)| (*distance, *end))?;
        // Another place that is about as good: nobody can tell which one is meant.
        let slack = pattern.len() / 20;
        let apart = |(_, start, end): &&(usize, usize, usize)| *end < best.1 || *start > best.2;
        if ends.iter().filter(apart).any(|(distance, ..)| *distance <= best.0 + slack) {
            return None;
        }
        let (start, end) = (self.folded.get(best.1)?.1, self.folded.get(best.2)?.2);
        let text = self.new.as_str();
        let start = grapheme_floor(text, start);
        let end = if is_grapheme_edge(text, end) { end } else { next_grapheme(text, end) };
        let found = Span::new(start, end);
        // Nothing is stretched over a line end that the old passage did not have.
        let lines = |text: &str| text.matches('\n').count();
        if found.is_empty() || lines(self.new.get(found.range())?) > lines(self.old.get(span.range())?) {
            return None;
        }
        let score = 1.0 - best.0 as f64 / pattern.len() as f64;
        Some((found, How::Similar(score)))
    }
}

/// The folded code points of a text, each with the byte range that it comes from.
fn fold(text: &str) -> Vec<(char, usize, usize)> {
    let folded = Folded::new(text, Folding::ALL);
    let place = |(at, c): (usize, char)| {
        let range = folded.original(at..at + c.len_utf8())?;
        Some((c, range.start, range.end))
    };
    folded.as_str().char_indices().filter_map(place).collect()
}

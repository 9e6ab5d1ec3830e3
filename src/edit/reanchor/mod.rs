//! A new version of an article: finds where the words of each statement have gone.
//!
//! A passage goes where its own words went, or to the most similar passage between the same neighbours (`finder`). A
//! passage that is gone, is not similar enough, or could be at either of two places is not placed: its statement stays
//! with the old text, even if something elsewhere resembles it.

mod finder;
mod split_review;

use std::collections::BTreeSet;

use finder::Finder;
use split_review::{ReviewEntry, SplitReview, Unchanged};

use super::change::Edit;
use crate::model::document::{Document, Metadata};
use crate::model::id::{AnnotatorId, DocumentId, StatementId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::review::Review;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::t;
use crate::text::content::Content;

/// What has become of a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ReanchorOutcome {
    Unmoved,
    Moved,
    /// Some of its words have changed; the lowest similarity of its passages. Lost cues and mentions count too.
    Changed {
        score: f64,
    },
    /// It stays with the old text.
    Orphaned,
}

/// A statement and what has become of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReanchoredStatement {
    /// The annotator; `None` for gold.
    pub annotator: Option<AnnotatorId>,
    pub id: StatementId,
    pub outcome: ReanchorOutcome,
    /// Where it begins in the old text and, if it has a place, in the new one, in bytes.
    pub old_byte: usize,
    pub new_byte: Option<usize>,
    /// Its words in the old text and, if it has a place, in the new one.
    pub old_quote: String,
    pub new_quote: Option<String>,
    /// How many of the cues and mentions of a placed statement have no place and were dropped from its chain.
    pub cues_lost: usize,
}

/// The result of replacing a text with another.
#[derive(Clone, Debug)]
pub struct ReplacedText {
    pub edit: Edit,
    pub rows: Vec<ReanchoredStatement>,
    /// The document that keeps the old text and the statements without a place; `None` if all have one.
    pub kept: Option<DocumentId>,
    /// How many excluded passages could not be placed.
    pub excluded_lost: usize,
    /// How many gold relations lose one of their ends to the old text.
    pub relations_lost: usize,
    /// What else stays with the old text because its statements or passages have no place in the new one.
    pub left: LeftWithOldText,
}

/// How many items stay with the old text, besides statements of layers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftWithOldText {
    /// Relations of layers that lose one or both ends.
    pub relations: usize,
    /// Decisions of reviewers that stay entirely or with some of their statements.
    pub decisions: usize,
    /// Threads of comments.
    pub threads: usize,
}

impl ReplacedText {
    /// How many cues and mentions of placed statements have no place and were dropped.
    pub fn cues_lost(&self) -> usize {
        self.rows.iter().map(|row| row.cues_lost).sum()
    }

    /// Sentences for people about what is dropped or stays with the old text, besides statements of layers.
    pub fn losses(&self) -> Vec<String> {
        let LeftWithOldText { relations, decisions, threads } = self.left;
        let mut told = Vec::new();
        let mut tell = |count: usize, sentence: fn(usize) -> String| told.extend((count > 0).then(|| sentence(count)));
        tell(self.excluded_lost, |count| t!("replace-excluded-lost", count = count));
        tell(self.relations_lost, |count| t!("replace-relations-lost", count = count));
        tell(self.cues_lost(), |count| t!("replace-cues-lost", count = count));
        tell(relations, |count| t!("replace-relations-left", count = count));
        tell(decisions, |count| t!("replace-decisions-left", count = count));
        tell(threads, |count| t!("replace-threads-left", count = count));
        told
    }

    /// Whether anything is dropped or has no place in the new text.
    pub fn loses(&self) -> bool {
        self.rows.iter().any(|row| row.outcome == ReanchorOutcome::Orphaned) || !self.losses().is_empty()
    }
}

/// What the caller provides because this module may not depend on it.
pub struct ReanchorContext<'a> {
    /// Whether a document with this id would overwrite something on disk.
    pub is_taken: &'a dyn Fn(&DocumentId) -> bool,
    /// The fingerprint by which a decision remembers a statement.
    pub fingerprint: &'a dyn Fn(&Statement) -> String,
    /// Receives the number of statements done and their total, and returns whether to continue.
    pub go_on: &'a dyn Fn(usize, usize) -> bool,
}

/// Plans to replace a document's text; nothing is changed until the edit is applied. `None` if there is no such
/// document or the work was stopped.
pub fn replace_text(
    project: &Project,
    id: &DocumentId,
    text: &str,
    around: &ReanchorContext<'_>,
) -> Option<ReplacedText> {
    let old = project.documents.get(id)?;
    let content = Content::new(text);
    let mut replacement = Replacement::new(project, old, &content, around);
    for (annotator, layer) in project.layers_of(id) {
        replacement.layer(annotator, layer)?;
    }
    if let Some(review) = project.reviews.get(id) {
        replacement.review(review)?;
    }
    Some(replacement.finish())
}

/// A replacement being planned: what belongs to the document goes through it, part by part, and is split into what
/// moves to the new text and what stays with the old one.
struct Replacement<'a> {
    project: &'a Project,
    old: &'a Document,
    content: &'a Content,
    around: &'a ReanchorContext<'a>,
    finder: Finder<'a>,
    /// How many statements there are, in layers and in gold.
    total: usize,
    rows: Vec<ReanchoredStatement>,
    layers: Vec<(AnnotatorId, Layer)>,
    kept_layers: Vec<(AnnotatorId, Layer)>,
    /// The statements of each annotator that have no place in the text.
    gone: BTreeSet<(AnnotatorId, StatementId)>,
    same: Unchanged,
    review: SplitReview,
    left: LeftWithOldText,
}

impl<'a> Replacement<'a> {
    fn new(project: &'a Project, old: &'a Document, content: &'a Content, around: &'a ReanchorContext<'a>) -> Self {
        let of_layers: usize = project.layers_of(&old.id).map(|(_, layer)| layer.len()).sum();
        let total = of_layers + project.reviews.get(&old.id).map_or(0, |review| review.gold().len());
        Self {
            project,
            old,
            content,
            around,
            finder: Finder::new(&old.content, content, total),
            total,
            rows: Vec::new(),
            layers: Vec::new(),
            kept_layers: Vec::new(),
            gone: BTreeSet::new(),
            same: Unchanged::new(),
            review: SplitReview::default(),
            left: LeftWithOldText::default(),
        }
    }

    /// Splits an annotator's layer. `None` if the work was stopped.
    fn layer(&mut self, annotator: &AnnotatorId, layer: &Layer) -> Option<()> {
        let (mut placed, orphans) = self.statements(annotator, layer)?;
        let mut kept = self.relations(layer, &orphans, &mut placed);
        for orphan in orphans.iter().filter_map(|orphan| layer.statement(*orphan)) {
            kept.put(orphan.clone());
        }
        // If nothing of a layer has a place, nothing is recorded for the new text; a layer without statements stays as
        // it was.
        if !placed.is_empty() || kept.is_empty() {
            placed.set_progress(layer.progress().copied());
        }
        // What is recorded of the article as a whole is about its newest text.
        placed.set_tags(layer.tags().cloned());
        if !kept.is_empty() {
            kept.set_progress(layer.progress().copied());
            self.kept_layers.push((annotator.clone(), kept));
        }
        if !placed.is_empty() || placed.progress().is_some() {
            self.layers.push((annotator.clone(), placed));
        }
        Some(())
    }

    /// The statements of a layer that have a place, where they are now, and the ids of the others. `None` if the work
    /// was stopped.
    fn statements(&mut self, annotator: &AnnotatorId, layer: &Layer) -> Option<(Layer, BTreeSet<StatementId>)> {
        let (mut placed, mut orphans) = (Layer::default(), BTreeSet::new());
        for statement in layer.statements() {
            let (moved, outcome) = self.statement(Some(annotator), statement)?;
            let key = (annotator.clone(), statement.id);
            let Some(moved) = moved else {
                orphans.insert(statement.id);
                self.gone.insert(key);
                continue;
            };
            if matches!(outcome, ReanchorOutcome::Unmoved | ReanchorOutcome::Moved) {
                let fingerprint = self.around.fingerprint;
                self.same.insert(key, (fingerprint(statement), fingerprint(&moved)));
            }
            placed.put(moved);
        }
        Some((placed, orphans))
    }

    /// Finds a statement's place and notes in the rows what has become of it. `None` if the work was stopped.
    fn statement(
        &mut self,
        annotator: Option<&AnnotatorId>,
        statement: &Statement,
    ) -> Option<(Option<Statement>, ReanchorOutcome)> {
        if !(self.around.go_on)(self.rows.len(), self.total) {
            return None;
        }
        let (moved, outcome, cues_lost) = self.finder.statement(statement);
        self.rows.push(ReanchoredStatement {
            annotator: annotator.cloned(),
            id: statement.id,
            outcome,
            old_byte: statement.hull().start_byte,
            new_byte: moved.as_ref().map(|moved| moved.hull().start_byte),
            old_quote: quotes(&self.old.content, &statement.spans),
            new_quote: moved.as_ref().map(|moved| quotes(self.content, &moved.spans)),
            cues_lost,
        });
        Some((moved, outcome))
    }

    /// Moves the relations of a layer whose ends both have a place; returns a layer with the others and their ends.
    fn relations(&mut self, layer: &Layer, orphans: &BTreeSet<StatementId>, placed: &mut Layer) -> Layer {
        let mut kept = Layer::default();
        for relation in layer.relations() {
            if !orphans.contains(&relation.from) && !orphans.contains(&relation.to) {
                placed.put_relation(relation.clone());
                continue;
            }
            self.left.relations += 1;
            // Whatever an orphan is linked to goes with it, so that the link is not lost.
            for end in [relation.from, relation.to].iter().filter_map(|end| layer.statement(*end)) {
                kept.put(end.clone());
            }
            kept.put_relation(relation.clone());
        }
        kept
    }

    /// Splits the review, after the layers. `None` if the work was stopped.
    fn review(&mut self, review: &Review) -> Option<()> {
        for decision in review.decisions() {
            let (mut moved, mut orphans) = (Vec::new(), Vec::new());
            for statement in &decision.statements {
                match self.statement(None, statement)?.0 {
                    Some(statement) => moved.push(statement),
                    None => orphans.push(statement.clone()),
                }
            }
            self.review.decision(decision, moved, orphans, &self.same);
        }
        self.review.gold(review);
        for thread in review.threads() {
            self.review.thread(thread, &self.gone, |span| self.finder.place(span));
        }
        Some(())
    }

    /// The excluded passages that have a place of their own in the new text.
    fn excluded(&mut self) -> Vec<Span> {
        let mut found: Vec<Span> = self.old.excluded.iter().filter_map(|span| self.finder.place(*span)).collect();
        found.sort_unstable();
        let mut excluded: Vec<Span> = Vec::new();
        for span in found {
            if excluded.last().is_none_or(|last| last.end_byte <= span.start_byte) {
                excluded.push(span);
            }
        }
        excluded
    }

    /// The edits: what has no place goes into a document that keeps the old text, and the new text takes the place of
    /// the old one with everything else.
    fn finish(mut self) -> ReplacedText {
        let id = &self.old.id;
        let excluded = self.excluded();
        let excluded_lost = self.old.excluded.len() - excluded.len();
        let mut edits = Vec::new();
        let kept = self.keep_old(&mut edits);
        edits.push(Edit::RemoveDocument(id.clone()));
        let document = Box::new(Document { content: self.content.clone(), excluded, ..self.old.clone() });
        edits.push(Edit::AddDocument { document, layers: self.layers });
        edits.extend(super::work::keep_assignments(self.project, id));
        edits.extend(self.review.placed.into_iter().map(|entry| entry.edit(id)));
        edits.extend(super::conflicts::keep(self.project, id));
        ReplacedText {
            edit: Edit::Group(edits),
            rows: self.rows,
            kept,
            excluded_lost,
            relations_lost: self.review.relations_lost,
            left: self.left,
        }
    }

    /// Adds a document with the old text and everything that stays with it; `None` if nothing does.
    fn keep_old(&mut self, edits: &mut Vec<Edit>) -> Option<DocumentId> {
        let (layers, entries) = (std::mem::take(&mut self.kept_layers), std::mem::take(&mut self.review.kept));
        if layers.is_empty() && entries.is_empty() {
            return None;
        }
        let is_taken = |id: &DocumentId| self.project.documents.contains_key(id) || (self.around.is_taken)(id);
        let id = DocumentId::from_name(&format!("{}-old", self.old.id), is_taken);
        let metadata = Metadata { replaced_by: Some(self.old.id.clone()), ..self.old.metadata.clone() };
        let document = Box::new(Document { id: id.clone(), metadata, ..self.old.clone() });
        edits.push(Edit::AddDocument { document, layers });
        for entry in entries {
            match &entry {
                ReviewEntry::Decision(_) => self.left.decisions += 1,
                ReviewEntry::Thread(_) => self.left.threads += 1,
                ReviewEntry::Relation(_) | ReviewEntry::Tags(_) => {}
            }
            edits.push(entry.edit(&id));
        }
        Some(id)
    }
}

fn quotes(content: &Content, spans: &[Span]) -> String {
    spans.iter().filter_map(|span| content.get(span.range())).collect::<Vec<_>>().join(" … ")
}

//! Makes a [`ReceivePlan`]: each edit is applied to a copy of the project first, so that all of them are sure to fit
//! together.

use std::collections::{BTreeMap, BTreeSet};

use super::{LayerOutcome, PlannedCounts, PlannedLayer, PlannedOrphan, ReceiveOptions, ReceivePlan};
use crate::edit::change::{Edit, EditError, LayerKey};
use crate::edit::check::check_places_in;
use crate::edit::orphan;
use crate::edit::reanchor::{self, ReanchorContext, ReanchorOutcome, ReanchoredStatement};
use crate::formats::incoming::PlaceKey;
use crate::model::document::{Document, Metadata};
use crate::model::id::{AnnotatorId, DocumentId, PartyId, StatementId};
use crate::model::layer::Layer;
use crate::model::party::match_parties;
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::model::work::LayerProgress;
use crate::t;

/// Plans to add the layers of `theirs` to `ours`; neither is changed.
pub fn plan(ours: &Project, theirs: &Project, options: &ReceiveOptions) -> ReceivePlan {
    let mut planner = Planner {
        ours,
        theirs,
        options,
        scratch: ours.clone(),
        edits: Vec::new(),
        plan: ReceivePlan::default(),
        reanchored: BTreeMap::new(),
        kept_ids: BTreeMap::new(),
        parties: match_parties(&ours.parties, &theirs.parties, |_| false),
        noted: BTreeSet::new(),
    };
    planner.ask_about_parties();
    let names = planner.choose_names();
    for ((document, annotator), layer) in &theirs.layers {
        let Some(article) = theirs.documents.get(document) else { continue };
        let into = names.get(annotator).unwrap_or(annotator);
        planner.layer(article, annotator, into, layer);
    }
    planner.differing();
    let Planner { mut plan, edits, .. } = planner;
    plan.edit = (!edits.is_empty()).then_some(Edit::Group(edits));
    plan
}

/// The document of the project that corresponds to one of theirs.
pub(super) enum DocumentHere {
    /// The same text, under this id.
    Same(DocumentId),
    OtherText(DocumentId),
    Unknown,
}

/// All layers of one of their documents, placed in our text.
struct ReanchoredDocument {
    layers: BTreeMap<AnnotatorId, Layer>,
    /// The statements without a place in our text, in their text.
    orphans: BTreeMap<AnnotatorId, Layer>,
    rows: Vec<ReanchoredStatement>,
}

pub(super) struct Planner<'p> {
    pub(super) ours: &'p Project,
    pub(super) theirs: &'p Project,
    pub(super) options: &'p ReceiveOptions,
    /// The project as it will be.
    pub(super) scratch: Project,
    edits: Vec<Edit>,
    pub(super) plan: ReceivePlan,
    reanchored: BTreeMap<DocumentId, ReanchoredDocument>,
    /// The id under which their text of a document is kept here.
    kept_ids: BTreeMap<DocumentId, DocumentId>,
    /// The party of the project that corresponds to each of theirs.
    pub(super) parties: BTreeMap<PartyId, PartyId>,
    /// The parties for which a note was made about what they are here.
    pub(super) noted: BTreeSet<PartyId>,
}

/// How many cues, mentions and passages of attributes a statement has.
fn cues(statement: &Statement) -> usize {
    let links = statement.chain.iter().flat_map(|link| [link.cue, link.mention]);
    links.chain(statement.attributes.iter().map(|attribute| attribute.span)).flatten().count()
}

/// A statement whose parties have the identifiers used in the project.
fn with_parties(statement: &Statement, parties: &BTreeMap<PartyId, PartyId>) -> Statement {
    let mut changed = statement.clone();
    let here = |id: &PartyId| parties.get(id).unwrap_or(id).clone();
    changed.chain.iter_mut().for_each(|link| link.party = here(&link.party));
    let mut seen = BTreeSet::new();
    changed.addressees = changed.addressees.iter().map(here).filter(|id| seen.insert(id.clone())).collect();
    changed
}

impl Planner<'_> {
    /// Applies an edit to the scratch project first, so that all of them are sure to fit together.
    fn apply(&mut self, edit: Edit) -> Result<(), EditError> {
        edit.clone().apply(&mut self.scratch)?;
        self.edits.push(edit);
        Ok(())
    }

    pub(super) fn try_apply(&mut self, edit: Edit) -> bool {
        match self.apply(edit) {
            Ok(()) => true,
            Err(error) => {
                self.plan.warnings.push(error.to_string());
                false
            }
        }
    }

    /// Finds the document of the project that corresponds to one of theirs.
    pub(super) fn document_here(&self, article: &Document) -> DocumentHere {
        let same = |document: &&Document| document.content == article.content;
        let twin = || self.ours.documents.values().find(|document| document.id.is_twin_of(&article.id));
        match self.ours.documents.get(&article.id).or_else(twin) {
            Some(here) if same(&here) => DocumentHere::Same(here.id.clone()),
            // A copy of their text may be here from an earlier time; statements that have a place in ours go there
            // anyway.
            Some(here) => DocumentHere::OtherText(here.id.clone()),
            None => match self.ours.documents.values().find(same) {
                Some(document) => DocumentHere::Same(document.id.clone()),
                None => DocumentHere::Unknown,
            },
        }
    }

    fn layer(&mut self, article: &Document, annotator: &AnnotatorId, into: &AnnotatorId, layer: &Layer) {
        let here = self.document_here(article);
        let at = match &here {
            DocumentHere::Same(id) | DocumentHere::OtherText(id) => id.clone(),
            DocumentHere::Unknown => article.id.clone(),
        };
        let mut entry = PlannedLayer {
            document: article.id.clone(),
            annotator: annotator.clone(),
            title: article.display_title().to_owned(),
            into: (at, into.clone()),
            outcome: LayerOutcome::Same,
            statements: layer.len(),
            counts: PlannedCounts::default(),
            reanchored: None,
        };
        if self.options.without.contains(&(article.id.clone(), annotator.clone())) {
            entry.outcome = LayerOutcome::LeftOut;
        } else if self.plan.taken.contains_key(annotator) {
            entry.outcome = LayerOutcome::NameTaken;
        } else {
            self.take(article, layer, &here, &mut entry);
        }
        self.plan.entries.push(entry);
    }

    fn take(&mut self, article: &Document, layer: &Layer, here: &DocumentHere, entry: &mut PlannedLayer) {
        match here {
            DocumentHere::Unknown => {
                let is_device = article.id.is_device() && self.options.with_documents;
                if is_device {
                    self.plan.warnings.push(t!("id-device", id = article.id.as_str()));
                }
                if is_device || !self.options.with_documents {
                    entry.outcome = LayerOutcome::UnknownDocument;
                    return;
                }
                if !self.scratch.documents.contains_key(&article.id) {
                    let document = Box::new(article.clone());
                    if self.try_apply(Edit::AddDocument { document, layers: Vec::new() }) {
                        self.plan.documents.push(article.id.clone());
                    }
                }
                self.put(&entry.into.clone(), layer, entry);
            }
            DocumentHere::Same(_) => self.put(&entry.into.clone(), layer, entry),
            DocumentHere::OtherText(_) if !self.options.reanchor => entry.outcome = LayerOutcome::OtherText,
            DocumentHere::OtherText(id) => {
                if !self.reanchored.contains_key(&article.id) {
                    let moved = self.reanchor(article, id);
                    self.reanchored.insert(article.id.clone(), moved);
                }
                let Some(moved) = self.reanchored.get(&article.id) else { return };
                let mut rows: Vec<ReanchoredStatement> =
                    moved.rows.iter().filter(|row| row.annotator.as_ref() == Some(&entry.annotator)).cloned().collect();
                let mut placed = moved.layers.get(&entry.annotator).cloned().unwrap_or_default();
                let mut orphans = moved.orphans.get(&entry.annotator).cloned();
                if let Some(left) = &mut orphans {
                    self.place_orphans(id, article, &mut rows, &mut placed, left);
                }
                let orphans = orphans.filter(|left| !left.is_empty());
                entry.counts.orphaned = rows.iter().filter(|row| row.outcome == ReanchorOutcome::Orphaned).count();
                entry.counts.cues_lost = rows.iter().map(|row| row.cues_lost).sum();
                entry.counts.relations_left = orphans.as_ref().map_or(0, |orphans| orphans.relations().count());
                entry.reanchored = Some(rows);
                self.put(&entry.into.clone(), &placed, entry);
                if let Some(orphans) = orphans {
                    self.keep_orphans(article, &orphans, entry);
                }
            }
        }
    }

    /// Moves the orphans of an annotator that a person has placed into the layer on our text, and lists all of them.
    fn place_orphans(
        &mut self,
        here: &DocumentId,
        article: &Document,
        rows: &mut [ReanchoredStatement],
        placed: &mut Layer,
        left: &mut Layer,
    ) {
        let Some(ours) = self.ours.documents.get(here) else { return };
        let mut moved = BTreeSet::new();
        for row in rows.iter_mut().filter(|row| row.outcome == ReanchorOutcome::Orphaned) {
            let Some(annotator) = &row.annotator else { continue };
            let Some(statement) = left.statement(row.id).cloned() else { continue };
            let (document, annotator) = (article.id.clone(), annotator.to_string());
            let key = PlaceKey { document, annotator, statement: row.id };
            let spans = self.options.orphan_places.get(&key).cloned().unwrap_or_default();
            let (here, quote) = (here.clone(), row.old_quote.clone());
            let mut orphan = PlannedOrphan { key, here, statement, quote, spans, problem: None };
            if !orphan.spans.is_empty() {
                let there = orphan::at(&orphan.statement, orphan.spans.clone());
                match check_places_in(ours, &there) {
                    Ok(()) => {
                        row.cues_lost = cues(&orphan.statement);
                        row.outcome = ReanchorOutcome::Moved;
                        row.new_byte = Some(there.hull().start_byte);
                        let quote = |span: &Span| ours.content.get(span.range());
                        row.new_quote = Some(there.spans.iter().filter_map(quote).collect::<Vec<_>>().join(" … "));
                        moved.insert(row.id);
                        placed.put(there);
                    }
                    Err(error) => {
                        orphan.problem = Some(error.to_string());
                        orphan.spans.clear();
                    }
                }
            }
            self.plan.orphans.push(orphan);
        }
        let follows: Vec<_> = left
            .relations()
            .filter(|relation| moved.contains(&relation.from) || moved.contains(&relation.to))
            .cloned()
            .collect();
        for id in &moved {
            left.take(*id);
        }
        for relation in &follows {
            left.take_relation(relation.id);
        }
        // What is in our text as well was kept with theirs only for a relation.
        let idle: Vec<StatementId> = left
            .statements()
            .map(|statement| statement.id)
            .filter(|id| placed.statement(*id).is_some() && left.relations_of(*id).next().is_none())
            .collect();
        for id in idle {
            left.take(id);
        }
        let is_there = |id: StatementId| placed.statement(id).is_some();
        let (whole, cut): (Vec<_>, Vec<_>) =
            follows.into_iter().partition(|relation| is_there(relation.from) && is_there(relation.to));
        whole.into_iter().for_each(|relation| drop(placed.put_relation(relation)));
        if !cut.is_empty() {
            self.plan.warnings.push(t!("exchange-relations-cut", count = cut.len()));
        }
    }

    /// All layers of their document, placed in our text.
    fn reanchor(&self, article: &Document, id: &DocumentId) -> ReanchoredDocument {
        let mut alone = Project::default();
        alone.documents.insert(article.id.clone(), article.clone());
        for (annotator, layer) in self.theirs.layers_of(&article.id) {
            let key = (article.id.clone(), annotator.clone());
            if !self.options.without.contains(&key) {
                alone.layers.insert(key, layer.clone());
            }
        }
        let mut moved = ReanchoredDocument { layers: BTreeMap::new(), orphans: BTreeMap::new(), rows: Vec::new() };
        let text = self.ours.documents.get(id).map(|document| document.content.as_str()).unwrap_or_default();
        // The copy has no review and is not on disk.
        let around = ReanchorContext { is_taken: &|_| false, fingerprint: &|_| String::new(), go_on: &|_, _| true };
        let Some(replaced) = reanchor::replace_text(&alone, &article.id, text, &around) else { return moved };
        moved.rows = replaced.rows;
        if let Err(error) = replaced.edit.apply(&mut alone) {
            tracing::error!(%error, "a text that was replaced in a copy did not fit");
        }
        for ((document, annotator), layer) in alone.layers {
            let place = if document == article.id { &mut moved.layers } else { &mut moved.orphans };
            place.insert(annotator, layer);
        }
        moved
    }

    /// Adds the statements without a place in our text to the colleague's text, which is kept beside ours.
    fn keep_orphans(&mut self, article: &Document, orphans: &Layer, entry: &mut PlannedLayer) {
        let id = match self.kept_ids.get(&article.id) {
            Some(id) => id.clone(),
            None => {
                let known = self.scratch.documents.values().find(|document| document.content == article.content);
                let id = match known.map(|document| document.id.clone()) {
                    Some(id) => id,
                    None => match self.keep_text(article) {
                        Some(id) => id,
                        None => return,
                    },
                };
                self.kept_ids.insert(article.id.clone(), id.clone());
                id
            }
        };
        let mut beside = PlannedLayer { counts: PlannedCounts::default(), ..entry.clone() };
        self.put(&(id, entry.into.1.clone()), orphans, &mut beside);
    }

    /// Adds the colleague's text as a document of its own.
    fn keep_text(&mut self, article: &Document) -> Option<DocumentId> {
        let id = DocumentId::from_name(&format!("{}-received", article.id), |id| {
            let there = self.scratch.documents.keys().chain(self.theirs.documents.keys());
            let mut there = there.filter(|known| *known == id || known.is_twin_of(id));
            there.next().is_some()
        });
        let title = crate::locale::plain(&t!("exchange-kept-title", title = article.display_title()));
        let metadata = Metadata { title, ..article.metadata.clone() };
        let document = Box::new(Document { id: id.clone(), metadata, ..article.clone() });
        self.try_apply(Edit::AddDocument { document, layers: Vec::new() }).then(|| {
            self.plan.kept_texts.push(id.clone());
            id
        })
    }

    /// Merges a layer that fits our text into the existing one.
    fn put(&mut self, key: &LayerKey, layer: &Layer, entry: &mut PlannedLayer) {
        let here = self.scratch.layers.get(key).cloned();
        entry.outcome = if here.is_some() { LayerOutcome::Same } else { LayerOutcome::Added };
        let here = here.unwrap_or_default();
        let before = self.edits.len();
        self.add_needed(layer);
        let mut counts = entry.counts;
        for statement in layer.statements() {
            let statement = &with_parties(statement, &self.parties);
            let (layer, new) = (key.clone(), Box::new(statement.clone()));
            match here.statement(statement.id) {
                None => counts.new += usize::from(self.try_apply(Edit::AddStatement { layer, statement: new })),
                Some(old) if old == statement => counts.same += 1,
                Some(old) if self.options.update && statement.modified > old.modified => {
                    counts.updated += usize::from(self.try_apply(Edit::ReplaceStatement { layer, statement: new }));
                }
                Some(_) => counts.kept += 1,
            }
        }
        counts.only_here += here.statements().filter(|statement| layer.statement(statement.id).is_none()).count();
        let there = |planner: &Self, id: StatementId| {
            planner.scratch.layers.get(key).is_some_and(|layer| layer.statement(id).is_some())
        };
        for relation in layer.relations().filter(|relation| here.relation(relation.id).is_none()) {
            if there(self, relation.from) && there(self, relation.to) {
                self.try_apply(Edit::AddRelation { layer: key.clone(), relation: relation.clone() });
            }
        }
        if here.tags().is_none()
            && let Some(tags) = layer.tags()
        {
            let tags = Some(Box::new(tags.clone()));
            self.try_apply(Edit::SetTags { layer: key.clone(), tags });
        }
        let said = match (here.progress(), layer.progress()) {
            (Some(mine), Some(theirs)) if theirs.at > mine.at => {
                let first_done = [mine.first_done, theirs.first_done].into_iter().flatten().min();
                Some(LayerProgress { first_done, ..*theirs })
            }
            (None, Some(theirs)) => Some(*theirs),
            _ => None,
        };
        if let Some(progress) = said {
            self.try_apply(Edit::SetProgress { layer: key.clone(), progress: Some(progress) });
        }
        entry.counts = counts;
        if entry.outcome == LayerOutcome::Same && (self.edits.len() > before || counts.kept > 0) {
            entry.outcome = LayerOutcome::Merged;
        }
    }
}

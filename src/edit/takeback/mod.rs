//! Takes back a step of the history, or redoes it, after others have changed things.
//!
//! Three states of each entry are known: before the step, as the step left it, and now. If the last two are equal, the
//! inverse is applied as it is. If not, the three are merged field by field: what the step changed is reverted, while
//! what others changed later stays and is reported, together with whatever depends on it. Nothing here changes a
//! project.

mod fields;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use fields::Fields;

use super::change::{Edit, EditError};
use super::unit::{Unit, Value, Values, is_same, values};
use crate::model::document::{Document, Metadata};
use crate::model::document_tags::DocumentTags;
use crate::model::id::{AnnotatorId, DecisionId, DocumentId, StatementId};
use crate::model::layer::Layer;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::model::statement::Relation;
use crate::model::statement_field::StatementField;
use crate::t;

/// How many letters of a statement are quoted to identify it.
const QUOTE_CHARS: usize = 40;

/// What can be taken back of a step now.
#[derive(Debug)]
pub struct Plan {
    /// The edit that takes it back; `None` if nothing can be taken back, or nothing is left to take back.
    pub edit: Option<Edit>,
    pub kept: Vec<Kept>,
}

/// Something that stays although the step changed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is, in words.
    pub what: String,
    pub why: Why,
    /// Who changed it, if known.
    pub by: Option<AnnotatorId>,
}

/// Why something stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Somebody else changed this field.
    Field(String),
    /// The step created it, and somebody else changed it.
    Changed,
    /// Somebody else deleted it.
    Deleted,
    /// The step deleted it, and somebody else restored it.
    Back,
    /// Somebody else linked something to it.
    Linked,
    /// Others have worked on the article that the step added.
    WorkedOn,
    /// Others have worked on the text with which the step replaced another.
    NewText,
    /// It does not fit the current state.
    Unfit(EditError),
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = self.what.as_str();
        let (known, by) = (usize::from(self.by.is_some()), self.by.as_ref().map_or("", |by| by.as_str()));
        f.write_str(&match &self.why {
            Why::Field(field) => t!("takeback-field", field = field.as_str(), what = what, known = known, by = by),
            Why::Changed => t!("takeback-changed", what = what, known = known, by = by),
            Why::Deleted => t!("takeback-deleted", what = what, known = known, by = by),
            Why::Back => t!("takeback-back", what = what, known = known, by = by),
            Why::Linked => t!("takeback-linked", what = what),
            Why::WorkedOn => t!("takeback-worked-on", what = what),
            Why::NewText => t!("takeback-new-text", what = what),
            Why::Unfit(error) => t!("takeback-unfit", what = what, reason = error.to_string()),
        })
    }
}

/// Whether everything is as the step left it, so that its inverse takes back nothing else.
pub(crate) fn is_undisturbed(project: &Project, inverse: &Edit, left: &Values) -> bool {
    left.iter().all(|(entry, value)| is_same(entry.read(project).as_ref(), value.as_ref()))
        && takes_nothing_along(project, inverse, left)
}

/// Whether the step knows everything that would be removed along with what the edit removes.
fn takes_nothing_along(project: &Project, inverse: &Edit, left: &Values) -> bool {
    let knows = |entry: Unit| left.binary_search_by(|(known, _)| known.cmp(&entry)).is_ok();
    match inverse {
        Edit::Group(edits) => edits.iter().all(|edit| takes_nothing_along(project, edit, left)),
        Edit::RemoveDocument(id) => {
            let known = left.iter().filter(|(entry, value)| value.is_some() && entry.document() == Some(id));
            // The text, the metadata and the excluded passages count too.
            known.count() == 3 + count_in(project, id)
        }
        Edit::RemoveStatement { layer, id } => project.layers.get(layer).is_none_or(|place| {
            place.relations_of(*id).all(|relation| knows(Unit::Relation(layer.clone(), relation.id)))
        }),
        Edit::SetDecision { document, id, decision } => {
            let stays = decision.as_ref().map(|d| d.statements.iter().map(|s| s.id).collect()).unwrap_or_default();
            hanging(project, document, *id, &stays)
                .all(|relation| knows(Unit::GoldRelation(document.clone(), relation.id)))
        }
        _ => true,
    }
}

/// The gold relations that are removed with a decision if only these of its statements stay.
fn hanging<'p>(
    project: &'p Project,
    document: &DocumentId,
    id: DecisionId,
    stays: &BTreeSet<StatementId>,
) -> impl Iterator<Item = &'p Relation> {
    let review = project.reviews.get(document);
    let decision = review.and_then(|review| review.decision(id));
    let gone = decision.map(|decision| decision.statements.iter().map(|s| s.id).collect()).unwrap_or_default();
    let gone: Vec<StatementId> = BTreeSet::difference(&gone, stays).copied().collect();
    gone.into_iter().flat_map(move |id| review.into_iter().flat_map(move |review| review.gold().relations_of(id)))
}

/// The number of units in a document, besides its text, its metadata and its excluded passages.
fn count_in(project: &Project, id: &DocumentId) -> usize {
    let of = |layer: &Layer| {
        let own = usize::from(layer.progress().is_some()) + usize::from(layer.tags().is_some());
        layer.len() + layer.relations().count() + own
    };
    let layers: usize = project.layers.iter().filter(|((document, _), _)| document == id).map(|(_, l)| of(l)).sum();
    let review = project.reviews.get(id).map_or(0, |review| {
        let tags = usize::from(review.gold().tags().is_some());
        review.decisions().count() + review.threads().count() + review.gold().relations().count() + tags
    });
    let assignments = project.assignments.keys().filter(|(document, _)| document == id).count();
    layers + review + assignments + project.conflicts_of(id).count()
}

/// What can be taken back of a step if something is no longer as it left it. `inverse` takes the step back, `left` is
/// what it left, `person` is who asks for it.
pub fn plan(project: &Project, inverse: &Edit, left: &Values, person: &AnnotatorId, now: Timestamp) -> Plan {
    let mut before = values(inverse);
    // An entry that only the step itself names did not exist before it.
    for (entry, _) in left {
        before.entry(entry.clone()).or_insert(None);
    }
    let mut planner = Planner { project, person, now, kept: Vec::new(), edits: Vec::new() };
    let left: BTreeMap<&Unit, Option<&Value>> = left.iter().map(|(entry, value)| (entry, value.as_ref())).collect();
    let left_of = |entry: &Unit| left.get(entry).copied().flatten();
    for (entry, was) in &before {
        if let (Unit::Document(id), Some(was), Some(made)) = (entry, was, left_of(entry))
            && !was.is_same(made)
        {
            // Positions in one text mean nothing in another: all of it is reverted, or nothing.
            planner.keep(entry, Why::NewText, None);
            tracing::debug!(document = id.as_str(), "the text is not put back");
            return Plan { edit: None, kept: planner.kept };
        }
    }
    let mut strange = BTreeSet::new();
    for (entry, was) in &before {
        if entry.document().is_some_and(|id| strange.contains(id)) {
            continue;
        }
        let (made, is) = (left_of(entry), entry.read(project));
        // The document comes before everything in it.
        if let Unit::Document(id) = entry
            && made.is_none()
            && is.is_some()
            && !is_same(is.as_ref(), was.as_ref())
        {
            strange.insert(id.clone());
            planner.keep(entry, Why::Back, None);
            continue;
        }
        planner.entry(entry, made, was.as_ref(), is.as_ref(), &before);
    }
    planner.finish()
}

fn tags_of(value: Option<Value>) -> Option<Box<DocumentTags>> {
    match value {
        Some(Value::Tags(tags)) => Some(Box::new(Arc::unwrap_or_clone(tags))),
        _ => None,
    }
}

/// The order of the edits: each comes once what it needs exists and what it removes is no longer in use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    WiderCodebook,
    NewParty,
    Party,
    Order,
    NewDocument,
    NoRelation,
    NoDecision,
    NoStatement,
    Statement,
    Decision,
    Relation,
    Other,
    NoDocument,
    LooseParty,
    NoParty,
    Codebook,
}

struct Planner<'p> {
    project: &'p Project,
    person: &'p AnnotatorId,
    now: Timestamp,
    kept: Vec<Kept>,
    edits: Vec<(Turn, Unit, Edit)>,
}

impl Planner<'_> {
    fn keep(&mut self, entry: &Unit, why: Why, by: Option<&AnnotatorId>) {
        let by = by.or_else(|| entry.annotator()).filter(|by| *by != self.person).cloned();
        let kept = Kept { what: what(self.project, entry), why, by };
        if self.kept.last() != Some(&kept) {
            self.kept.push(kept);
        }
    }

    /// Reverts one entry, as far as it is still as the step left it.
    fn entry(
        &mut self,
        entry: &Unit,
        made: Option<&Value>,
        was: Option<&Value>,
        is: Option<&Value>,
        before: &BTreeMap<Unit, Option<Value>>,
    ) {
        if is_same(is, was) {
            return;
        }
        if is_same(is, made) {
            return self.change(entry, is, was.cloned(), before);
        }
        match (made, was, is) {
            (Some(made), Some(was), Some(is)) => {
                let merged = self.merge(entry, made, was, is);
                if !merged.is_same(is) {
                    self.change(entry, Some(is), Some(merged), before);
                }
            }
            (_, _, None) => self.keep(entry, Why::Deleted, None),
            (None, _, Some(is)) => self.keep(entry, Why::Back, author(is)),
            (Some(_), None, Some(is)) => self.keep(entry, Why::Changed, author(is)),
        }
    }

    fn merge(&mut self, entry: &Unit, made: &Value, was: &Value, is: &Value) -> Value {
        let mut fields = Fields { now: self.now, kept: Vec::new() };
        let merged = fields.value(entry, made, was, is);
        for field in fields.kept {
            self.keep(entry, Why::Field(field), author(is));
        }
        merged
    }

    /// Adds the edits that change an entry from one value to another.
    fn change(&mut self, entry: &Unit, is: Option<&Value>, new: Option<Value>, before: &BTreeMap<Unit, Option<Value>>) {
        let mut edits = Vec::new();
        match (entry, new) {
            (Unit::Title, Some(Value::Text(title))) => edits.push((Turn::Other, Edit::SetTitle(title))),
            (Unit::Guidelines, Some(Value::Text(text))) => edits.push((Turn::Other, Edit::SetGuidelines(text))),
            (Unit::BlindUntilDone, Some(Value::Flag(blind))) => {
                edits.push((Turn::Other, Edit::SetBlindUntilDone(blind)));
            }
            (Unit::Reviewers, Some(Value::Names(names))) => edits.push((Turn::Other, Edit::SetReviewers(names))),
            (Unit::Codebook, Some(Value::Codebook(codebook))) => {
                // What comes back may be needed by others, and what is removed may be in use until the end.
                edits.push((
                    Turn::WiderCodebook,
                    Edit::SetCodebook(Box::new(codebook.with_all(&self.project.codebook))),
                ));
                edits.push((Turn::Codebook, Edit::SetCodebook(codebook)));
            }
            (Unit::Party(id), None) => {
                if let Some(Value::Party(_, party)) = is.filter(|_| is_child(is)) {
                    let loose = Party { parent: None, ..Party::clone(party) };
                    edits.push((Turn::LooseParty, Edit::ReplaceParty(loose)));
                }
                edits.push((Turn::NoParty, Edit::RemoveParty(id.clone())));
            }
            (Unit::Party(_), Some(Value::Party(index, party))) => {
                if is.is_none() {
                    let loose = Party { parent: None, ..Party::clone(&party) };
                    edits.push((Turn::NewParty, Edit::AddParty { index, party: loose }));
                }
                if is.is_some() || party.parent.is_some() {
                    edits.push((Turn::Party, Edit::ReplaceParty(*party)));
                }
            }
            (Unit::PartyOrder, Some(Value::Order(order))) => edits.push((Turn::Order, Edit::SetPartyOrder(order))),
            (Unit::Document(id), None) => edits.push((Turn::NoDocument, Edit::RemoveDocument(id.clone()))),
            (Unit::Document(id), Some(Value::Content(content, encoding))) if is.is_none() => {
                let told = |entry: &Unit| before.get(entry).cloned().flatten();
                let metadata = match told(&Unit::Metadata(id.clone())) {
                    Some(Value::Metadata(metadata)) => *metadata,
                    _ => Metadata::default(),
                };
                let excluded = match told(&Unit::Excluded(id.clone())) {
                    Some(Value::Spans(excluded)) => excluded,
                    _ => Vec::new(),
                };
                let document = Box::new(Document { id: id.clone(), content, metadata, encoding, excluded });
                edits.push((Turn::NewDocument, Edit::AddDocument { document, layers: Vec::new() }));
            }
            (Unit::Metadata(id), Some(Value::Metadata(metadata))) if is.is_some() => {
                edits.push((Turn::Other, Edit::SetMetadata { document: id.clone(), metadata: *metadata }));
            }
            (Unit::Excluded(id), Some(Value::Spans(excluded))) if is.is_some() => {
                edits.push((Turn::Other, Edit::SetExcluded { document: id.clone(), excluded }));
            }
            (Unit::Statement(layer, id), None) => {
                edits.push((Turn::NoStatement, Edit::RemoveStatement { layer: layer.clone(), id: *id }));
            }
            (Unit::Statement(layer, _), Some(Value::Statement(statement))) => {
                let (layer, statement) = (layer.clone(), Box::new(Arc::unwrap_or_clone(statement)));
                edits.push((
                    Turn::Statement,
                    match is {
                        Some(_) => Edit::ReplaceStatement { layer, statement },
                        None => Edit::AddStatement { layer, statement },
                    },
                ));
            }
            (Unit::Relation(layer, id), None) => {
                edits.push((Turn::NoRelation, Edit::RemoveRelation { layer: layer.clone(), id: *id }));
            }
            (Unit::Relation(layer, _), Some(Value::Relation(relation))) => {
                let (layer, relation) = (layer.clone(), Arc::unwrap_or_clone(relation));
                edits.push((
                    Turn::Relation,
                    match is {
                        Some(_) => Edit::ReplaceRelation { layer, relation },
                        None => Edit::AddRelation { layer, relation },
                    },
                ));
            }
            (Unit::Progress(layer), new) => {
                let progress = match new {
                    Some(Value::Progress(progress)) => Some(progress),
                    _ => None,
                };
                edits.push((Turn::Other, Edit::SetProgress { layer: layer.clone(), progress }));
            }
            (Unit::Tags(layer), new) => {
                edits.push((Turn::Other, Edit::SetTags { layer: layer.clone(), tags: tags_of(new) }));
            }
            (Unit::GoldTags(document), new) => {
                edits.push((Turn::Other, Edit::SetGoldTags { document: document.clone(), tags: tags_of(new) }));
            }
            (Unit::Conflicts(file), new) => {
                let conflicts = match new {
                    Some(Value::Conflicts(conflicts)) => conflicts,
                    _ => Vec::new(),
                };
                edits.push((Turn::Other, Edit::SetConflicts { file: file.clone(), conflicts }));
            }
            (Unit::Decision(document, id), new) => {
                let decision = match new {
                    Some(Value::Decision(decision)) => Some(Box::new(Arc::unwrap_or_clone(decision))),
                    _ => None,
                };
                let turn = if decision.is_some() { Turn::Decision } else { Turn::NoDecision };
                edits.push((turn, Edit::SetDecision { document: document.clone(), id: *id, decision }));
            }
            (Unit::GoldRelation(document, id), new) => {
                let relation = match new {
                    Some(Value::Relation(relation)) => Some(Arc::unwrap_or_clone(relation)),
                    _ => None,
                };
                let turn = if relation.is_some() { Turn::Relation } else { Turn::NoRelation };
                edits.push((turn, Edit::SetGoldRelation { document: document.clone(), id: *id, relation }));
            }
            (Unit::Thread(document, id), new) => {
                let thread = match new {
                    Some(Value::Thread(thread)) => Some(Box::new(Arc::unwrap_or_clone(thread))),
                    _ => None,
                };
                edits.push((Turn::Other, Edit::SetThread { document: document.clone(), id: *id, thread }));
            }
            (Unit::Assignment(document, annotator), new) => {
                let assignment = match new {
                    Some(Value::Assignment(assignment)) => Some(assignment),
                    _ => None,
                };
                let (document, annotator) = (document.clone(), annotator.clone());
                edits.push((Turn::Other, Edit::SetAssignment { document, annotator, assignment }));
            }
            // What belongs to a document comes and goes with it.
            _ => {}
        }
        self.edits.extend(edits.into_iter().map(|(turn, edit)| (turn, entry.clone(), edit)));
    }

    /// Tries the edits one after another; those that do not fit are left out and reported.
    fn finish(mut self) -> Plan {
        let mut edits = std::mem::take(&mut self.edits);
        edits.sort_by_key(|(turn, ..)| *turn);
        let mut scratch = self.project.clone();
        let mut done = Vec::new();
        for (_, entry, edit) in edits {
            let takes_along = match &edit {
                // What the step itself added to it has been removed by now.
                Edit::RemoveDocument(id) if count_in(&scratch, id) > 0 => Some(Why::WorkedOn),
                Edit::RemoveStatement { layer, id }
                    if scratch.layers.get(layer).is_some_and(|layer| layer.relations_of(*id).next().is_some()) =>
                {
                    Some(Why::Linked)
                }
                Edit::SetDecision { document, id, decision } => {
                    let stays =
                        decision.as_ref().map(|d| d.statements.iter().map(|s| s.id).collect()).unwrap_or_default();
                    hanging(&scratch, document, *id, &stays).next().map(|_| Why::Linked)
                }
                _ => None,
            };
            if let Some(why) = takes_along {
                self.keep(&entry, why, None);
                continue;
            }
            self.attempt(&mut scratch, &entry, edit, &mut done);
        }
        Plan { edit: (!done.is_empty()).then_some(Edit::Group(done)), kept: self.kept }
    }

    fn attempt(&mut self, scratch: &mut Project, entry: &Unit, edit: Edit, done: &mut Vec<Edit>) {
        let mut edit = edit;
        // If a name is missing or in use, it is left as it is and the rest goes on. Each round settles one name.
        for _ in 0..=64 {
            let Err(error) = edit.clone().apply(scratch) else {
                let is_nothing = match &edit {
                    Edit::SetCodebook(codebook) => **codebook == self.project.codebook && done.is_empty(),
                    _ => false,
                };
                if !is_nothing {
                    done.push(edit);
                }
                return;
            };
            let other = instead(scratch, &edit, &error);
            if !matches!((&edit, &error), (Edit::RemoveStatement { .. }, EditError::UnknownStatement(_))) {
                self.keep(entry, Why::Unfit(error), None);
            }
            match other {
                Some(other) => edit = other,
                None => return,
            }
        }
    }
}

/// What can be done of an edit if a name that it needs is missing, or one that it removes is in use.
fn instead(now: &Project, edit: &Edit, error: &EditError) -> Option<Edit> {
    match (edit, error) {
        (Edit::ReplaceStatement { layer, statement }, error) => {
            let is = now.layers.get(layer)?.statement(statement.id)?;
            let mut other = statement.clone();
            match error {
                EditError::UnknownParty(_) => {
                    other.chain.clone_from(&is.chain);
                    other.addressees.clone_from(&is.addressees);
                }
                EditError::UnknownKind(_) => other.kind = is.kind.clone(),
                EditError::UnknownTopic(_) => other.topic.clone_from(&is.topic),
                _ => return None,
            }
            let changes = !StatementField::differing(is, &other).is_empty();
            changes.then(|| Edit::ReplaceStatement { layer: layer.clone(), statement: other })
        }
        (Edit::ReplaceParty(party), EditError::UnknownParty(_) | EditError::PartyCycle(_)) => {
            let is = now.party(&party.id)?;
            let other = Party { parent: is.parent.clone(), ..party.clone() };
            (other != *is).then_some(Edit::ReplaceParty(other))
        }
        (Edit::SetCodebook(codebook), EditError::InUse(id)) => {
            let mut other = codebook.clone();
            now.codebook.items().filter(|item| item.id() == id).for_each(|item| other.push(item));
            (other != *codebook).then_some(Edit::SetCodebook(other))
        }
        _ => None,
    }
}

fn is_child(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Party(_, party)) if party.parent.is_some())
}

/// Who changed it, if the value tells.
fn author(value: &Value) -> Option<&AnnotatorId> {
    match value {
        Value::Decision(decision) => Some(&decision.by),
        Value::Thread(thread) => thread.comments.last().map(|comment| &comment.by),
        _ => None,
    }
}

/// An entry in words, as far as it still exists.
pub(crate) fn what(project: &Project, entry: &Unit) -> String {
    let title = |id: &DocumentId| {
        project.documents.get(id).map_or_else(|| id.as_str().to_owned(), |d| d.display_title().to_owned())
    };
    match entry {
        Unit::Title | Unit::BlindUntilDone | Unit::Conflicts(_) => t!("takeback-what-project"),
        Unit::Guidelines => t!("takeback-what-guidelines"),
        Unit::Codebook => t!("takeback-what-codebook"),
        Unit::Reviewers => t!("takeback-what-reviewers"),
        Unit::PartyOrder => t!("takeback-what-party-order"),
        Unit::Party(id) => {
            let name = project.party(id).map_or(id.as_str(), |party| party.name.as_str());
            t!("takeback-what-party", name = name)
        }
        Unit::Document(id) | Unit::Metadata(id) | Unit::Excluded(id) => {
            t!("takeback-what-article", title = title(id))
        }
        Unit::Statement(layer, id) => {
            let statement = project.layers.get(layer).and_then(|layer| layer.statement(*id));
            match (statement, project.documents.get(&layer.0)) {
                (Some(statement), Some(document)) => {
                    let quote = document.quotes(&statement.spans).join(" … ");
                    let mut short: String = quote.chars().take(QUOTE_CHARS).collect();
                    if short.len() < quote.len() {
                        short.push('…');
                    }
                    t!("takeback-what-statement", quote = short)
                }
                _ => t!("takeback-what-gone-statement", title = title(&layer.0)),
            }
        }
        Unit::Relation((document, _), _) | Unit::GoldRelation(document, _) => {
            t!("takeback-what-relation", title = title(document))
        }
        Unit::Progress((document, annotator)) => {
            t!("takeback-what-progress", title = title(document), annotator = annotator.as_str())
        }
        Unit::Tags((document, annotator)) => {
            t!("takeback-what-tags", title = title(document), annotator = annotator.as_str())
        }
        Unit::GoldTags(document) => t!("takeback-what-gold-tags", title = title(document)),
        Unit::Decision(document, _) => t!("takeback-what-decision", title = title(document)),
        Unit::Thread(document, _) => t!("takeback-what-thread", title = title(document)),
        Unit::Assignment(document, annotator) => {
            t!("takeback-what-assignment", title = title(document), annotator = annotator.as_str())
        }
    }
}

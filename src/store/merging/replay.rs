//! Applies recorded changes to a project that is no longer the one in which they were made.
//!
//! A record knows the state before it (`edit::unit`). From the present project two others are made: one in which
//! everything that the records touch is as before them, and one in which it is as they left it. The three are merged
//! file by file ([`super::three_way`]), the result becomes edits, and these are tried. What both sides have changed is
//! listed in the file's conflicts. A record that does not fit is left out, with all that build on it, and reported with
//! the reason: the caller keeps it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::planner::{self, Planner};
use super::resolve::GUIDELINES;
use super::{conflict_words, lines, three_way};
use crate::edit::change::{Edit, EditError, Touched};
use crate::edit::session::Record;
use crate::edit::unit::{self, Change, Unit, Value};
use crate::model::codebook::{Codebook, CodebookItem};
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::id::DocumentId;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::review::Review;
use crate::store::format::render::render;
use crate::store::format::{codebook, schema};
use crate::store::layout::path_of;
use crate::store::problem::{Problem, ProblemKind};
use crate::store::protected::Protected;
use crate::t;

/// How often a merge is repeated without the records that did not fit.
const ROUNDS: usize = 40;

/// The result of applying records to a project.
#[derive(Debug, Default)]
pub struct Plan {
    /// The edits; each fits after those before it.
    pub edits: Vec<Edit>,
    /// The records that were left out, by their index, and why.
    pub refused: BTreeMap<usize, String>,
    /// The new conflicts between both sides, which the files list from now on.
    pub conflicts: Vec<Problem>,
    /// The files with such conflicts.
    pub conflicted: BTreeSet<Touched>,
}

/// The value of each unit before and after all records.
type Net = BTreeMap<Unit, (Option<Value>, Option<Value>)>;
/// The units that do not fit, and why.
type Unfit = Vec<(Unit, String)>;

/// Values by unit; `None` if the unit does not exist.
pub(crate) type Values = BTreeMap<Unit, Option<Value>>;

/// Finds the edits that apply these records to a project. `own` is what earlier records of the same series left: a unit
/// that still has that value was not changed by anybody else, even if a record in between is missing.
pub fn plan(folder: &Path, project: &Project, records: &[&Record], own: &Values, protected: &Protected) -> Plan {
    let all: Vec<Vec<Change>> = records.iter().map(|record| record.changes()).collect();
    let mut refused = BTreeMap::new();
    for (index, changes) in all.iter().enumerate() {
        if changes.iter().any(|change| protected.covers(&change.unit.file())) {
            refused.insert(index, t!("store-replay-protected"));
        }
    }
    for _ in 0..ROUNDS {
        refuse_what_builds_on(&all, &mut refused);
        let taken = all.iter().enumerate().filter(|(index, _)| !refused.contains_key(index));
        let mut net = Net::new();
        for change in taken.flat_map(|(_, changes)| changes) {
            let Change { unit, mut before, after } = change.clone();
            if let Some(left) = own.get(&unit)
                && unit::is_identical(left.as_ref(), unit.read(project).as_ref())
            {
                before.clone_from(left);
            }
            net.entry(unit).or_insert((before, None)).1 = after;
        }
        match (Merging { folder, project, net: &net, protected }).run() {
            Ok(mut plan) => {
                plan.refused = refused;
                return plan;
            }
            Err(unfit) => leave_out(&all, &unfit, &mut refused),
        }
    }
    // If no part of it fits, all of it is left out.
    for index in 0..all.len() {
        refused.entry(index).or_insert_with(|| t!("store-replay-depends"));
    }
    Plan { refused, ..Plan::default() }
}

/// Leaves out the records that change the result of a record that is left out, since they make no sense without it.
fn refuse_what_builds_on(all: &[Vec<Change>], refused: &mut BTreeMap<usize, String>) {
    let (mut lost, mut lost_documents) = (BTreeSet::new(), BTreeSet::new());
    for (index, changes) in all.iter().enumerate() {
        let builds_on = |change: &Change| {
            lost.contains(&change.unit) || change.unit.document().is_some_and(|id| lost_documents.contains(id))
        };
        if let Entry::Vacant(place) = refused.entry(index) {
            if !changes.iter().any(builds_on) {
                continue;
            }
            place.insert(t!("store-replay-depends"));
        }
        lost.extend(changes.iter().map(|change| change.unit.clone()));
        lost_documents.extend(changes.iter().filter_map(|change| match &change.unit {
            Unit::Document(id) => Some(id.clone()),
            _ => None,
        }));
    }
}

/// For each of these units, leaves out the later half of the records that changed it, so that the earlier ones may fit.
fn leave_out(all: &[Vec<Change>], unfit: &Unfit, refused: &mut BTreeMap<usize, String>) {
    let mut new = BTreeMap::new();
    for (unit, reason) in unfit {
        let touches = |index: &usize| {
            let changes = all.get(*index).map(Vec::as_slice).unwrap_or_default();
            changes.iter().any(|change| change.unit == *unit)
        };
        let indices: Vec<usize> = (0..all.len()).filter(|index| !refused.contains_key(index)).filter(touches).collect();
        for index in indices.iter().skip(indices.len() / 2) {
            new.entry(*index).or_insert_with(|| reason.clone());
        }
    }
    if new.is_empty() {
        let reason = unfit.first().map_or_else(|| t!("store-replay-depends"), |(_, reason)| reason.clone());
        new.extend((0..all.len()).map(|index| (index, reason.clone())));
    }
    for (index, reason) in new {
        refused.entry(index).or_insert(reason);
    }
}

/// One attempt at a merge.
struct Merging<'m> {
    folder: &'m Path,
    project: &'m Project,
    net: &'m Net,
    protected: &'m Protected,
}

/// What happens to an article as a whole.
#[derive(PartialEq, Eq)]
enum Whole {
    Add,
    Remove,
    /// Replaces the text, with all that belongs to it.
    Replace,
    /// The article is gone on both sides.
    Gone,
}

/// The texts of a file: before the records, after them, and at present.
struct FileVersions {
    old: String,
    ours: String,
    theirs: String,
}

impl Merging<'_> {
    fn run(&self) -> Result<Plan, Unfit> {
        let (mut base, mut mine) = (self.project.clone(), self.project.clone());
        for (unit, (before, after)) in self.net {
            unit.put(&mut base, before.as_ref());
            unit.put(&mut mine, after.as_ref());
        }
        let wholes = self.wholes()?;
        let changed = |(unit, (before, after)): &(&Unit, &(Option<Value>, Option<Value>))| {
            let is_whole = unit.document().and_then(|id| wholes.get(id)).is_some_and(|whole| *whole != Whole::Add);
            let is_file_of_whole = is_whole && !matches!(unit, Unit::Assignment(..));
            !is_file_of_whole && !unit::is_identical(before.as_ref(), after.as_ref())
        };
        let files: BTreeSet<Touched> = self.net.iter().filter(changed).map(|(unit, _)| unit.file()).collect();
        let mut edits = Vec::new();
        for (id, whole) in &wholes {
            edits.extend(self.whole_edits(id, whole, &mine));
        }
        let mut conflicts: Vec<(ConflictFile, Conflict)> = Vec::new();
        let context = self.context(&mine, &wholes);
        for file in &files {
            match file {
                Touched::Guidelines => conflicts.extend(self.guidelines(&base, &mine, &mut edits)),
                Touched::Document(id) if wholes.contains_key(id) => {}
                file => edits.extend(self.merged(file, &base, &mine, &context)?),
            }
        }
        // An article is removed last, after everything that refers to it.
        edits.extend(
            wholes.iter().filter(|(_, whole)| **whole == Whole::Remove).map(|(id, _)| Edit::RemoveDocument(id.clone())),
        );
        let mut plan = Plan::default();
        let mut result = self.project.clone();
        conflicts.extend(self.apply(edits, &mut result, &mut plan.edits)?);
        for (file, conflict) in conflicts {
            let mut listed = result.conflicts_in(&file).to_vec();
            if !listed.contains(&conflict) {
                listed.push(conflict);
                let edit = Edit::SetConflicts { file, conflicts: listed };
                if edit.clone().apply(&mut result).is_ok() {
                    plan.edits.push(edit);
                }
            }
        }
        self.check(&result)?;
        self.tell(&result, &mut plan);
        Ok(plan)
    }

    /// The outcome for articles that the records have added, removed, or given another text.
    fn wholes(&self) -> Result<BTreeMap<DocumentId, Whole>, Unfit> {
        let (mut wholes, mut unfit) = (BTreeMap::new(), Unfit::new());
        let text = |value: Option<&Value>| match value {
            Some(Value::Content(content, _)) => Some(content.sha256().to_owned()),
            _ => None,
        };
        let documents: BTreeSet<&DocumentId> = self.net.keys().filter_map(Unit::document).collect();
        for id in documents {
            let unit = Unit::Document(id.clone());
            let there = self.project.documents.get(id).map(|document| document.content.sha256().to_owned());
            let Some((before, after)) = self.net.get(&unit) else {
                if there.is_none() {
                    let own = self.net.keys().filter(|unit| unit.document() == Some(id));
                    unfit.extend(own.map(|unit| (unit.clone(), t!("store-replay-article-gone", id = id.as_str()))));
                }
                continue;
            };
            let (before, after) = (text(before.as_ref()), text(after.as_ref()));
            // What somebody else has removed must not come back with the other text.
            let is_as_it_was = || {
                let mut own = self.net.iter().filter(|(unit, _)| unit.document() == Some(id));
                let is_there = |(unit, (before, _)): (&Unit, &(Option<Value>, Option<Value>))| {
                    unit::is_identical(before.as_ref(), unit.read(self.project).as_ref())
                };
                there == before && self.is_as_before(id) && own.all(is_there)
            };
            let whole = match (&after, &there) {
                (Some(after), Some(there)) if after == there => continue,
                (None, None) => Whole::Gone,
                (Some(_), None) if before.is_none() => Whole::Add,
                (None, Some(_)) if self.is_as_before(id) => Whole::Remove,
                (Some(_), Some(_)) if is_as_it_was() => Whole::Replace,
                (Some(_), Some(_)) if there == before => {
                    unfit.push((unit, t!("store-replay-article-changed", id = id.as_str())));
                    continue;
                }
                (None, _) => {
                    unfit.push((unit, t!("store-replay-article-changed", id = id.as_str())));
                    continue;
                }
                (Some(_), None) => {
                    unfit.push((unit, t!("store-replay-article-gone", id = id.as_str())));
                    continue;
                }
                (Some(_), Some(_)) => {
                    unfit.push((unit, t!("store-replay-other-text", id = id.as_str())));
                    continue;
                }
            };
            wholes.insert(id.clone(), whole);
        }
        if unfit.is_empty() { Ok(wholes) } else { Err(unfit) }
    }

    /// Whether nobody else has changed an article and what belongs to it.
    fn is_as_before(&self, id: &DocumentId) -> bool {
        unit::below(self.project, id).iter().all(|unit| {
            let now = unit.read(self.project);
            self.net.get(unit).is_some_and(|(before, _)| unit::is_identical(before.as_ref(), now.as_ref()))
        })
    }

    fn whole_edits(&self, id: &DocumentId, whole: &Whole, mine: &Project) -> Vec<Edit> {
        let Some(document) = mine.documents.get(id).cloned().map(Box::new) else { return Vec::new() };
        match whole {
            Whole::Add => {
                // What belongs to the layers and the review is merged file by file.
                let own = ConflictFile::Document(id.clone());
                let conflicts = mine.conflicts_in(&own).to_vec();
                let listed = (!conflicts.is_empty()).then_some(Edit::SetConflicts { file: own, conflicts });
                std::iter::once(Edit::AddDocument { document, layers: Vec::new() }).chain(listed).collect()
            }
            Whole::Replace => {
                let own = mine.layers.iter().filter(|((of, _), _)| of == id);
                let layers = own.map(|((_, annotator), layer)| (annotator.clone(), layer.clone())).collect();
                let mut edits = vec![Edit::RemoveDocument(id.clone()), Edit::AddDocument { document, layers }];
                let assignments = mine.assignments.iter().filter(|((of, _), _)| of == id);
                edits.extend(assignments.map(|((document, annotator), assignment)| Edit::SetAssignment {
                    document: document.clone(),
                    annotator: annotator.clone(),
                    assignment: Some(assignment.clone()),
                }));
                edits.extend(crate::edit::review::restore(mine, id));
                edits.extend(crate::edit::conflicts::keep(mine, id));
                // Separate edits would lose the article if the rest did not fit.
                vec![Edit::Group(edits)]
            }
            Whole::Remove | Whole::Gone => Vec::new(),
        }
    }

    /// A project that contains everything to which either side refers.
    fn context(&self, mine: &Project, wholes: &BTreeMap<DocumentId, Whole>) -> Project {
        let mut context = self.project.clone();
        for (id, _) in wholes.iter().filter(|(_, whole)| matches!(whole, Whole::Add | Whole::Replace)) {
            context.documents.extend(mine.documents.get(id).map(|document| (id.clone(), document.clone())));
        }
        let missing = mine.parties.iter().filter(|party| self.project.party(&party.id).is_none()).cloned();
        missing.collect::<Vec<_>>().into_iter().for_each(|party| context.parties.push(party));
        context.codebook = self.project.codebook.with_all(&mine.codebook);
        context
    }

    /// Merges the manual line by line; if both sides have changed the same lines, the version in the file is kept.
    fn guidelines(&self, base: &Project, mine: &Project, edits: &mut Vec<Edit>) -> Option<(ConflictFile, Conflict)> {
        let (mine, now) = (&mine.guidelines, &self.project.guidelines);
        match lines::merge(&base.guidelines, mine, now) {
            Some(merged) => {
                if merged != *now {
                    edits.push(Edit::SetGuidelines(merged));
                }
                None
            }
            None => {
                let (list, id, field) = (String::new(), String::new(), GUIDELINES.to_owned());
                let conflict = Conflict { list, id, field, kept: now.clone(), other: mine.clone() };
                Some((ConflictFile::Project, conflict))
            }
        }
    }

    /// The edits that produce the merged version of a file.
    fn merged(&self, file: &Touched, base: &Project, mine: &Project, context: &Project) -> Result<Vec<Edit>, Unfit> {
        let fail = |kind: ProblemKind| self.unfit_file(file, &kind.to_string());
        let Some(FileVersions { old, ours, theirs }) = self.versions(file, base, mine, context)? else {
            return Ok(Vec::new());
        };
        let merged = three_way::merge(&old, &ours, &theirs).map_err(fail)?;
        let path = path_of(self.folder, file);
        let planner = Planner::new(self.folder, context.clone(), None);
        let parsed = planner.parse(file, &path, &merged.text).map_err(fail)?;
        let (want, mut problems) = planner.read(file, &path, parsed).map_err(fail)?;
        problems.retain(|problem| !problem.kind.loses_nothing());
        if !problems.is_empty() {
            return Err(self.lost(file, &want, &problems));
        }
        // What the records add elsewhere counts as there already, so that nothing that refers to it is left out.
        let now = match file {
            Touched::Project => Project { documents: context.documents.clone(), ..self.project.clone() },
            Touched::Guidelines | Touched::Document(_) | Touched::Layer(..) | Touched::Review(_) => context.clone(),
        };
        Ok(planner::difference(&now, &want, file))
    }

    /// The three versions of a file; `None` if neither side has it.
    fn versions(
        &self,
        file: &Touched,
        base: &Project,
        mine: &Project,
        context: &Project,
    ) -> Result<Option<FileVersions>, Unfit> {
        let text = |project: &Project| -> Result<Option<String>, Unfit> {
            render(project, file).map_err(|error| self.unfit_file(file, &error.to_string()))
        };
        // A file that one side lacks counts as empty.
        let empty = || without_entries(context, file).map_or(Ok(None), |empty| text(&empty));
        let old = text(base)?.unwrap_or_default();
        let (ours, theirs) = match (text(mine)?, text(self.project)?) {
            (None, None) => return Ok(None),
            (Some(ours), Some(theirs)) => (ours, theirs),
            (None, Some(theirs)) => (empty()?.unwrap_or_else(|| theirs.clone()), theirs),
            (Some(ours), None) => {
                let theirs = empty()?.unwrap_or_else(|| ours.clone());
                (ours, theirs)
            }
        };
        Ok(Some(FileVersions { old, ours, theirs }))
    }

    /// Entries that fit on each side but not together, which a merged file would lose silently; if none can be named,
    /// everything that the records have changed in the file.
    fn lost(&self, file: &Touched, want: &Project, problems: &[Problem]) -> Unfit {
        let is_missing = |(unit, (before, after)): &(&Unit, &(Option<Value>, Option<Value>))| {
            unit.file() == *file
                && after.is_some()
                && !unit::is_identical(before.as_ref(), after.as_ref())
                && unit.read(want).is_none()
        };
        let reason = |id: &str| {
            let own = problems.iter().find(|problem| !id.is_empty() && problem.place.contains(id));
            own.or(problems.first()).map(|problem| problem.kind.to_string()).unwrap_or_default()
        };
        let missing = self.net.iter().filter(is_missing);
        let missing: Unfit = missing.map(|(unit, _)| (unit.clone(), reason(&unit.conflict_entry().1))).collect();
        if missing.is_empty() { self.unfit_file(file, &reason("")) } else { missing }
    }

    /// Marks all that the records have changed in a file as unfit.
    fn unfit_file(&self, file: &Touched, reason: &str) -> Unfit {
        let own = self.net.iter().filter(|(unit, (before, after))| {
            unit.file() == *file && !unit::is_identical(before.as_ref(), after.as_ref())
        });
        own.map(|(unit, _)| (unit.clone(), reason.to_owned())).collect()
    }

    /// Applies the edits that fit, in any order that works. Entries that are still in use are kept, and listed as
    /// deleted on one side.
    fn apply(
        &self,
        mut edits: Vec<Edit>,
        result: &mut Project,
        done: &mut Vec<Edit>,
    ) -> Result<Vec<(ConflictFile, Conflict)>, Unfit> {
        let mut conflicts = Vec::new();
        loop {
            let before = edits.len();
            let mut left: Vec<(Edit, EditError)> = Vec::new();
            for edit in edits {
                match edit.clone().apply(result) {
                    Ok(_inverse) => done.push(edit),
                    Err(error) => left.push((edit, error)),
                }
            }
            if left.is_empty() {
                return Ok(conflicts);
            }
            if left.len() < before {
                edits = left.into_iter().map(|(edit, _)| edit).collect();
                continue;
            }
            // No remaining edit fits by itself.
            let mut unfit = Unfit::new();
            edits = Vec::new();
            for (edit, error) in left {
                match (edit, error) {
                    (Edit::SetCodebook(codebook), EditError::InUse(_)) => {
                        let all = codebook.with_all(&result.codebook);
                        conflicts.extend(in_use(&codebook, &all));
                        edits.push(Edit::SetCodebook(Box::new(all)));
                    }
                    (Edit::RemoveParty(id), EditError::PartyInUse { .. }) => {
                        if let Some(party) = result.party(&id) {
                            let kept = serde_json::to_string(&schema::party_entry(party)).unwrap_or_default();
                            conflicts.push((ConflictFile::Project, deleted("parties", id.as_str(), kept)));
                        }
                    }
                    (edit, error) => {
                        let units: Vec<Unit> =
                            unit::units(&edit).into_iter().filter(|unit| self.net.contains_key(unit)).collect();
                        unfit.extend(units.into_iter().map(|unit| (unit, error.to_string())));
                    }
                }
            }
            if !unfit.is_empty() {
                return Err(unfit);
            }
            if edits.is_empty() {
                return Ok(conflicts);
            }
        }
    }

    /// Checks that everything the records created is there, and that everything they removed is gone or listed.
    fn check(&self, result: &Project) -> Result<(), Unfit> {
        let mut unfit = Unfit::new();
        for (unit, (before, after)) in self.net {
            if unit::is_identical(before.as_ref(), after.as_ref()) || matches!(unit, Unit::Conflicts(_)) {
                continue;
            }
            let is_there = unit.read(result).is_some();
            let (list, id) = unit.conflict_entry();
            let is_listed = || {
                let file = unit.file().conflict_file();
                let listed = file.as_ref().map(|file| result.conflicts_in(file)).unwrap_or_default();
                listed.iter().any(|conflict| conflict.list == list && conflict.id == id)
            };
            if is_there != after.is_some() && !is_listed() {
                unfit.push((unit.clone(), t!("store-replay-changed-too")));
            }
        }
        if unfit.is_empty() { Ok(()) } else { Err(unfit) }
    }

    /// Reports the new entries in the lists of conflicts.
    fn tell(&self, result: &Project, plan: &mut Plan) {
        for (file, conflicts) in &result.conflicts {
            let old = self.project.conflicts_in(file);
            let touched = Touched::from(file.clone());
            let path = path_of(self.folder, &touched);
            // Conflicts that the records themselves contain were reported when they arose.
            let own = match self.net.get(&Unit::Conflicts(file.clone())) {
                Some((_, Some(Value::Conflicts(own)))) => own.as_slice(),
                _ => &[],
            };
            let known: BTreeSet<&Conflict> = old.iter().chain(own).collect();
            for conflict in conflicts.iter().filter(|conflict| !known.contains(conflict)) {
                let (place, kind) = conflict_words::problem(self.project, file, conflict);
                plan.conflicts.push(Problem::new(&path, place, kind));
                plan.conflicted.insert(touched.clone());
                if conflict.field == GUIDELINES && conflict.list.is_empty() {
                    plan.conflicted.insert(Touched::Guidelines);
                }
            }
        }
        plan.conflicted.retain(|file| !self.protected.covers(file));
    }
}

/// The project with nothing in this file; `None` if the file always has content.
fn without_entries(project: &Project, file: &Touched) -> Option<Project> {
    let mut empty = project.clone();
    match file {
        Touched::Layer(document, annotator) => {
            empty.layers.insert((document.clone(), annotator.clone()), Layer::default());
        }
        Touched::Review(id) => {
            empty.reviews.insert(id.clone(), Review::default());
        }
        Touched::Project | Touched::Guidelines | Touched::Document(_) => return None,
    }
    if let Some(conflicts) = file.conflict_file() {
        empty.conflicts.remove(&conflicts);
    }
    Some(empty)
}

/// The codebook entries that one side has removed although they are in use.
fn in_use(without: &Codebook, all: &Codebook) -> Vec<(ConflictFile, Conflict)> {
    let taken_out = all.items().filter(|item| !without.has_item(item.list(), item.id()));
    let conflict = |item: CodebookItem| deleted(item.list().key(), item.id(), codebook::codebook_item_text(&item));
    taken_out.map(|item| (ConflictFile::Project, conflict(item))).collect()
}

/// A conflict for an entry that one side has removed and that is kept because it is in use.
fn deleted(list: &str, id: &str, kept: String) -> Conflict {
    let (list, id, field, other) = (list.to_owned(), id.to_owned(), String::new(), String::new());
    Conflict { list, id, field, kept, other }
}

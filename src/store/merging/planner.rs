//! Merges changes that others made to a project's files into the project in memory, as edits with a summary.
//!
//! A file is read as a whole and merged with the present project ([`super::three_way`]; the base is the content of the
//! file when it was last read or written here). The difference becomes edits, each of which is tried. Changes that do
//! not fit the rest of the project (a statement of a missing party) are left out and reported. Nothing here writes.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use super::three_way;
use crate::edit::change::{Edit, EditError, Touched};
use crate::model::conflict::ConflictFile;
use crate::model::id::{AnnotatorId, DocumentId, PartyId};
use crate::model::layer::Layer;
use crate::model::party::{Parties, Party};
use crate::model::project::Project;
use crate::model::work::LayerState;
use crate::store::files;
use crate::store::format::reader::Reader;
use crate::store::format::render::render;
use crate::store::format::schema::{self, DocumentFile, ProjectFile};
use crate::store::format::{markers, review};
use crate::store::journal::past_states;
use crate::store::problem::{Problem, ProblemKind};
use crate::t;
use crate::text::content::Content;
use crate::text::line_ends;

/// The changes that came in with one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub file: Touched,
    pub path: PathBuf,
    pub way: Way,
    /// The numbers of entries (statements, parties, decisions …) that are new, changed, and gone.
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    /// The number of conflicts that were listed for a person, because both sides changed the same field.
    pub conflicts: usize,
    /// The new state of the annotator's work on the article, if it has changed.
    pub state: Option<LayerState>,
}

/// How a file was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Nothing was changed here in this file of somebody else's, so it is taken as it is.
    Reloaded,
    /// Merged with the present project; this can be undone.
    Merged,
    /// The file is gone; its content in memory is kept.
    Gone,
}

/// A file that was read and merged.
pub struct Taken {
    /// A project in which this file is as on the disk.
    pub theirs: Project,
    pub arrival: Arrival,
    /// The parts of the file that could not be taken.
    pub problems: Vec<Problem>,
}

impl fmt::Display for Arrival {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (added, changed, removed) = (self.added, self.changed, self.removed);
        let path = self.path.display().to_string();
        if added + changed + removed + self.conflicts == 0
            && let Some(state) = self.state_in_words()
        {
            return f.write_str(&state);
        }
        f.write_str(&match (self.way, &self.file) {
            (Way::Gone, _) => t!("outside-gone", path = path),
            (Way::Reloaded, Touched::Layer(_, annotator)) if changed + removed == 0 => {
                t!("outside-layer-new", count = added, annotator = annotator.as_str())
            }
            (Way::Reloaded, Touched::Layer(_, annotator)) => {
                t!("outside-layer", annotator = annotator.as_str(), added = added, changed = changed, removed = removed)
            }
            (Way::Reloaded, Touched::Document(id)) => t!("outside-document", id = id.as_str()),
            (_, file) => {
                let what = match file {
                    Touched::Project => t!("outside-what-project"),
                    Touched::Guidelines => t!("outside-what-guidelines"),
                    Touched::Document(id) => t!("outside-what-document", id = id.as_str()),
                    Touched::Layer(_, annotator) => t!("outside-what-layer", annotator = annotator.as_str()),
                    Touched::Review(id) => t!("outside-what-review", id = id.as_str()),
                };
                let conflicts = self.conflicts;
                t!(
                    "outside-merged",
                    what = what,
                    added = added,
                    changed = changed,
                    removed = removed,
                    conflicts = conflicts
                )
            }
        })?;
        self.state_in_words().map_or(Ok(()), |state| write!(f, " {state}"))
    }
}

impl Arrival {
    pub(crate) fn new(file: Touched, path: PathBuf, way: Way) -> Self {
        Self { file, path, way, added: 0, changed: 0, removed: 0, conflicts: 0, state: None }
    }

    /// Whether there is anything to report.
    pub(crate) fn is_telling(&self) -> bool {
        self.added + self.changed + self.removed + self.conflicts > 0 || self.state.is_some()
    }

    /// The report for this person, who may not yet be allowed to see what others have marked in an article, nor how
    /// much.
    pub fn told_to(&self, project: &Project, person: &AnnotatorId) -> String {
        let hidden = |document| !project.may_see(person, document);
        match &self.file {
            Touched::Layer(document, annotator) if annotator != person && hidden(document) => {
                let told = t!("outside-hidden-layer", annotator = annotator.as_str());
                self.state_in_words().map_or(told.clone(), |state| format!("{told} {state}"))
            }
            Touched::Review(document) if hidden(document) => t!("outside-hidden-review", id = document.as_str()),
            _ => self.to_string(),
        }
    }

    fn state_in_words(&self) -> Option<String> {
        let (Some(state), Touched::Layer(document, annotator)) = (self.state, &self.file) else { return None };
        let state = state.as_str();
        Some(t!("outside-state", annotator = annotator.as_str(), document = document.as_str(), state = state))
    }
}

/// Merges files one by one into its own copy of a project.
pub struct Planner<'f> {
    folder: &'f Path,
    /// The project after the files that have been merged so far.
    pub project: Project,
    /// The annotator whose layer is written here.
    own: Option<AnnotatorId>,
    /// The changes that are steps of the history; each fits after those before it.
    pub edits: Vec<Edit>,
    /// The files that are taken as they are.
    pub reloaded: Vec<Touched>,
}

/// A file's content before it is interpreted in the project.
pub(super) enum Parsed {
    Project(ProjectFile),
    Guidelines(String),
    /// The document with its text.
    Document(DocumentFile, Content),
    /// The text of the layer's file, whose statements are read one by one.
    Layer(String),
    Review(review::ReviewFile),
}

impl<'f> Planner<'f> {
    pub fn new(folder: &'f Path, project: Project, own: Option<AnnotatorId>) -> Self {
        Self { folder, project, own, edits: Vec::new(), reloaded: Vec::new() }
    }

    /// Merges the content of a file of the project, or of a copy of it. `base` is the common ancestor; without one
    /// nothing counts as deleted.
    ///
    /// # Errors
    /// The file as a whole cannot be taken; nothing was.
    pub fn take(
        &mut self,
        file: &Touched,
        path: &Path,
        bytes: Vec<u8>,
        base: Option<&Project>,
    ) -> Result<Taken, ProblemKind> {
        let text = String::from_utf8(bytes).map_err(|_invalid| ProblemKind::NotUtf8)?;
        let parsed = self.parse(file, path, &text)?;
        let (mut theirs, mut problems) = self.read(file, path, parsed)?;
        if let Touched::Project = file {
            problems.extend(self.without_strange_work(path, &mut theirs));
        }
        let before = self.project.clone();
        let mut conflicts = 0;
        let untouched = base.is_some_and(|base| file.is_same(base, &self.project));
        let is_new = !has(&self.project, file);
        let others = match file {
            Touched::Layer(_, annotator) => self.own.as_ref() != Some(annotator),
            _ => false,
        };
        let way = if (untouched && others) || is_new { Way::Reloaded } else { Way::Merged };
        if file.is_same(&theirs, &self.project) {
            // The file contains nothing new.
        } else if way == Way::Reloaded {
            file.copy(&theirs, &mut self.project);
            self.reloaded.push(file.clone());
        } else {
            let merged = if untouched {
                theirs.clone()
            } else {
                let (merged, found) = self.merge(file, path, base.filter(|base| has(base, file)), &theirs)?;
                conflicts = found;
                merged
            };
            let edits = difference(&self.project, &merged, file);
            self.apply(edits).map_err(ProblemKind::Unfit)?;
        }
        let (added, changed, removed) = counts(&before, &self.project, file);
        let mut arrival = Arrival::new(file.clone(), path.to_owned(), way);
        (arrival.added, arrival.changed, arrival.removed, arrival.conflicts) = (added, changed, removed, conflicts);
        if let Touched::Layer(document, annotator) = file {
            let state = self.project.state(document, annotator);
            arrival.state = (before.state(document, annotator) != state).then_some(state);
        }
        Ok(Taken { theirs, arrival, problems })
    }

    pub(super) fn parse(&self, file: &Touched, path: &Path, text: &str) -> Result<Parsed, ProblemKind> {
        Ok(match file {
            Touched::Project => Parsed::Project(schema::parse(text, schema::PROJECT)?),
            Touched::Guidelines if markers::are_in(text) => return Err(ProblemKind::Markers),
            Touched::Guidelines => Parsed::Guidelines(text.to_owned()),
            Touched::Document(id) => {
                let about: DocumentFile = schema::parse(text, schema::DOCUMENT)?;
                let content = match self.project.documents.get(id) {
                    Some(document) => document.content.clone(),
                    None => {
                        let text = read_text(self.folder, &path.with_file_name("text.txt"))?;
                        // The other file may not have arrived yet.
                        Content::new(line_ends::restore(&text, &about.text_sha256).ok_or(ProblemKind::TextChanged)?)
                    }
                };
                Parsed::Document(about, content)
            }
            Touched::Layer(document, _) => {
                self.need(document)?;
                Parsed::Layer(text.to_owned())
            }
            Touched::Review(document) => {
                let parsed = Parsed::Review(schema::parse(text, review::REVIEW)?);
                self.need(document)?;
                parsed
            }
        })
    }

    fn need(&self, document: &DocumentId) -> Result<(), ProblemKind> {
        let there = self.project.documents.contains_key(document);
        if there { Ok(()) } else { Err(ProblemKind::NoDocument(document.to_string())) }
    }

    /// The project with this content in the file, and the problems of what does not fit.
    pub(super) fn read(
        &self,
        file: &Touched,
        path: &Path,
        parsed: Parsed,
    ) -> Result<(Project, Vec<Problem>), ProblemKind> {
        let mut project = self.project.clone();
        // The old content of the file is removed first, so that nothing counts as a duplicate of itself.
        match file {
            Touched::Layer(document, annotator) => {
                project.layers.remove(&(document.clone(), annotator.clone()));
            }
            Touched::Review(id) => {
                project.reviews.remove(id);
            }
            Touched::Project => {
                project.assignments.clear();
                project.reviewers.clear();
            }
            Touched::Guidelines | Touched::Document(_) => {}
        }
        if let Some(conflicts) = file.conflict_file() {
            project.conflicts.remove(&conflicts);
        }
        let mut reader = Reader::new(self.folder, project);
        match (parsed, file) {
            (Parsed::Project(parsed), _) => reader.project(path, parsed),
            // A text with other line ends counts as unchanged.
            (Parsed::Guidelines(text), _) if line_ends::are_same(&text, &self.project.guidelines) => {}
            (Parsed::Guidelines(text), _) => reader.opened.project.guidelines = text,
            (Parsed::Document(about, content), Touched::Document(id)) => {
                if about.text_sha256 != content.sha256() {
                    return Err(ProblemKind::TextChanged);
                }
                reader.document_of(id.clone(), path, about, content);
            }
            (Parsed::Layer(text), Touched::Layer(document, annotator)) => {
                reader.layer_of(&(document.clone(), annotator.clone()), path, &text)?;
            }
            (Parsed::Review(parsed), Touched::Review(document)) => reader.review_of(document, path, parsed),
            _ => {}
        }
        let mut problems = reader.opened.problems;
        problems.retain(|problem| !matches!(problem.kind, ProblemKind::Conflict { .. }));
        let mut project = reader.opened.project;
        // An empty layer counts as none.
        if let Touched::Layer(document, annotator) = file
            && project.layer(document, annotator).is_some_and(|l| l.is_empty() && l.progress().is_none())
        {
            project.layers.remove(&(document.clone(), annotator.clone()));
        }
        Ok((project, problems))
    }

    /// Merges the present content with the incoming content, and counts the conflicts.
    fn merge(
        &self,
        file: &Touched,
        path: &Path,
        base: Option<&Project>,
        theirs: &Project,
    ) -> Result<(Project, usize), ProblemKind> {
        let text_of = |project: &Project| match render(project, file) {
            Ok(text) => Ok(text),
            Err(error) => Err(ProblemKind::BadValue(error.to_string())),
        };
        let base = base.map(text_of).transpose()?.flatten().unwrap_or_default();
        let (Some(ours), Some(text)) = (text_of(&self.project)?, text_of(theirs)?) else {
            return Ok((theirs.clone(), 0));
        };
        if matches!(file, Touched::Guidelines) {
            // The text has no entries, so people must decide who is right.
            return Err(ProblemKind::BothChanged);
        }
        let merged = three_way::merge(&base, &ours, &text)?;
        let parsed = self.parse(file, path, &merged.text)?;
        let (project, problems) = self.read(file, path, parsed)?;
        match problems.into_iter().find(|problem| !problem.kind.loses_nothing()) {
            // Entries that fit on each side but not together would be lost silently.
            Some(problem) => Err(problem.kind),
            None => Ok((project, merged.conflicts)),
        }
    }

    /// Removes assignments of articles that are not there yet: an assignment may arrive before its article. It is
    /// reported, and taken when the article is there.
    fn without_strange_work(&self, path: &Path, theirs: &mut Project) -> Vec<Problem> {
        let mut missing = BTreeSet::new();
        theirs.assignments.retain(|key, _| {
            let is_here = self.project.documents.contains_key(&key.0) || self.project.assignments.contains_key(key);
            if !is_here {
                missing.insert(key.0.clone());
            }
            is_here
        });
        let problem = |id| {
            let kind = ProblemKind::Unfit(EditError::UnknownDocument(id));
            Problem::new(path, t!("store-place-assignments"), kind)
        };
        missing.into_iter().map(problem).collect()
    }

    /// Applies the edits that fit, in any order that works. Entries that are still in use here are kept.
    ///
    /// # Errors
    /// Some other edit does not fit; then nothing was applied.
    fn apply(&mut self, mut edits: Vec<Edit>) -> Result<(), EditError> {
        let (project, done) = (self.project.clone(), self.edits.len());
        loop {
            let (before, mut left, mut refused) = (edits.len(), Vec::new(), None);
            for edit in edits {
                match edit.clone().apply(&mut self.project) {
                    Ok(_inverse) => self.edits.push(edit),
                    Err(EditError::InUse(_)) if matches!(edit, Edit::SetCodebook(_)) => {
                        // Entries that are still in use stay in the codebook.
                        let Edit::SetCodebook(codebook) = edit else { continue };
                        let edit = Edit::SetCodebook(Box::new(codebook.with_all(&self.project.codebook)));
                        if edit.clone().apply(&mut self.project).is_ok() {
                            self.edits.push(edit);
                        }
                    }
                    Err(error) => {
                        tracing::debug!(%error, "a change from outside does not fit yet");
                        left.push(edit);
                        if !matches!(error, EditError::InUse(_) | EditError::PartyInUse { .. }) {
                            refused.get_or_insert(error);
                        }
                    }
                }
            }
            if left.is_empty() || left.len() == before {
                if let Some(error) = refused {
                    self.project = project;
                    self.edits.truncate(done);
                    return Err(error);
                }
                return Ok(());
            }
            edits = left;
        }
    }
}

fn read_text(folder: &Path, path: &Path) -> Result<String, ProblemKind> {
    String::from_utf8(files::read_bytes_inside(folder, path)?).map_err(|_invalid| ProblemKind::NotUtf8)
}

/// Whether a project has any content in this file; conflicts count.
pub(crate) fn has(project: &Project, file: &Touched) -> bool {
    let has_entries = match file {
        Touched::Project => true,
        Touched::Guidelines => !project.guidelines.is_empty(),
        Touched::Document(id) => project.documents.contains_key(id),
        Touched::Layer(document, annotator) => project.layer(document, annotator).is_some(),
        Touched::Review(id) => project.reviews.contains_key(id),
    };
    has_entries || file.conflict_file().is_some_and(|file| project.conflicts.contains_key(&file))
}

/// The edits that turn one file of a project into that of another.
pub(super) fn difference(now: &Project, want: &Project, file: &Touched) -> Vec<Edit> {
    let mut edits = match file {
        Touched::Project => of_project(now, want),
        Touched::Guidelines => vec![Edit::SetGuidelines(want.guidelines.clone())],
        Touched::Document(id) => of_document(now, want, id),
        Touched::Layer(document, annotator) => {
            let key = (document.clone(), annotator.clone());
            let state = want.layers.get(&key).cloned().unwrap_or_default();
            match past_states::restore(now, &key, &state).0 {
                Edit::Group(edits) => edits,
                edit => vec![edit],
            }
        }
        Touched::Review(id) => of_review(now, want, id),
    };
    if let Some(file) = file.conflict_file() {
        edits.extend(of_conflicts(now, want, file));
    }
    edits
}

fn of_conflicts(now: &Project, want: &Project, file: ConflictFile) -> Option<Edit> {
    let conflicts = want.conflicts_in(&file).to_vec();
    (now.conflicts_in(&file) != conflicts).then_some(Edit::SetConflicts { file, conflicts })
}

fn of_project(now: &Project, want: &Project) -> Vec<Edit> {
    let mut edits = Vec::new();
    if now.title != want.title {
        edits.push(Edit::SetTitle(want.title.clone()));
    }
    if now.codebook != want.codebook {
        edits.push(Edit::SetCodebook(Box::new(want.codebook.clone())));
    }
    if now.blind_until_done != want.blind_until_done {
        edits.push(Edit::SetBlindUntilDone(want.blind_until_done));
    }
    if now.reviewers != want.reviewers {
        edits.push(Edit::SetReviewers(want.reviewers.clone()));
    }
    let keys: BTreeSet<_> = now.assignments.keys().chain(want.assignments.keys()).collect();
    let other = |key: &&(DocumentId, AnnotatorId)| now.assignments.get(*key) != want.assignments.get(*key);
    // Assignments of a missing article stay as they are.
    for key in keys.into_iter().filter(other).filter(|key| now.documents.contains_key(&key.0)) {
        let (document, annotator) = key.clone();
        edits.push(Edit::SetAssignment { document, annotator, assignment: want.assignments.get(key).cloned() });
    }
    // New parties first, so that others can belong to them.
    for (index, party) in want.parties.iter().enumerate().filter(|(_, party)| now.party(&party.id).is_none()) {
        edits.push(Edit::AddParty { index, party: Party { parent: None, ..party.clone() } });
    }
    let other = |party: &&Party| match now.party(&party.id) {
        Some(old) => old != *party,
        None => party.parent.is_some(),
    };
    // Parents before their children, so that no party has an ancestor that is still unchanged.
    let depths = depths(&want.parties);
    let mut others: Vec<(usize, &Party)> =
        depths.into_iter().zip(&want.parties).filter(|(_, party)| other(party)).collect();
    others.sort_by_key(|(depth, _)| *depth);
    edits.extend(others.into_iter().map(|(_, party)| Edit::ReplaceParty(party.clone())));
    // Children before their parents, which are in use as long as they have children.
    let mut gone: Vec<(usize, &Party)> = self::depths(&now.parties).into_iter().zip(&now.parties).collect();
    gone.retain(|(_, party)| want.party(&party.id).is_none());
    gone.sort_by_key(|(depth, _)| std::cmp::Reverse(*depth));
    edits.extend(gone.into_iter().map(|(_, party)| Edit::RemoveParty(party.id.clone())));
    edits.extend(of_party_order(now, want));
    edits
}

/// The edit that gives the parties the wanted order, if the others leave them in another one.
fn of_party_order(now: &Project, want: &Project) -> Option<Edit> {
    let mut left: Vec<&PartyId> = now.parties.iter().map(|party| &party.id).collect();
    for (index, party) in want.parties.iter().enumerate().filter(|(_, party)| now.party(&party.id).is_none()) {
        left.insert(index.min(left.len()), &party.id);
    }
    left.retain(|id| want.party(id).is_some());
    let is_so = left.into_iter().eq(want.parties.iter().map(|party| &party.id));
    (!is_so).then(|| Edit::SetPartyOrder(want.parties.order()))
}

/// The number of steps from each party up to one that has no parent.
fn depths(parties: &Parties) -> Vec<usize> {
    let mut depths: Vec<Option<usize>> = vec![None; parties.len()];
    for start in 0..parties.len() {
        // Up to a party with known depth, or to the top; in a circle, once round.
        let (mut way, mut at) = (Vec::new(), Some(start));
        let mut known = 0;
        while let Some(place) = at {
            match depths.get_mut(place) {
                Some(depth @ None) => {
                    *depth = Some(0);
                    way.push(place);
                    at = parties.get(place).and_then(|party| parties.place(party.parent.as_ref()?));
                }
                Some(Some(depth)) => {
                    known = *depth + 1;
                    break;
                }
                None => break,
            }
        }
        for place in way.into_iter().rev() {
            depths.get_mut(place).into_iter().for_each(|depth| *depth = Some(known));
            known += 1;
        }
    }
    depths.into_iter().map(Option::unwrap_or_default).collect()
}

fn of_document(now: &Project, want: &Project, id: &DocumentId) -> Vec<Edit> {
    let (Some(now), Some(want)) = (now.documents.get(id), want.documents.get(id)) else { return Vec::new() };
    let mut edits = Vec::new();
    if now.metadata != want.metadata {
        edits.push(Edit::SetMetadata { document: id.clone(), metadata: want.metadata.clone() });
    }
    if now.excluded != want.excluded {
        edits.push(Edit::SetExcluded { document: id.clone(), excluded: want.excluded.clone() });
    }
    edits
}

fn of_review(now: &Project, want: &Project, id: &DocumentId) -> Vec<Edit> {
    let (now, want) =
        (now.reviews.get(id).cloned().unwrap_or_default(), want.reviews.get(id).cloned().unwrap_or_default());
    let document = || id.clone();
    let mut edits = Vec::new();
    for relation in now.gold().relations().filter(|r| want.gold().relation(r.id).is_none()) {
        edits.push(Edit::SetGoldRelation { document: document(), id: relation.id, relation: None });
    }
    for decision in now.decisions().filter(|d| want.decision(d.id).is_none()) {
        edits.push(Edit::SetDecision { document: document(), id: decision.id, decision: None });
    }
    for decision in want.decisions().filter(|d| now.decision(d.id) != Some(d)) {
        let (id, decision) = (decision.id, Some(Box::new(decision.clone())));
        edits.push(Edit::SetDecision { document: document(), id, decision });
    }
    // A relation is removed with its ends, and must be added again if a decision was replaced.
    let replaced: BTreeSet<_> = now
        .decisions()
        .filter(|d| want.decision(d.id).is_some_and(|other| other != *d))
        .flat_map(|d| d.statements.iter().map(|s| s.id))
        .collect();
    let touched = |from, to| replaced.contains(from) || replaced.contains(to);
    for relation in want.gold().relations().filter(|r| now.gold().relation(r.id) != Some(r) || touched(&r.from, &r.to))
    {
        edits.push(Edit::SetGoldRelation { document: document(), id: relation.id, relation: Some(relation.clone()) });
    }
    for thread in now.threads().filter(|t| want.thread(t.id).is_none()) {
        edits.push(Edit::SetThread { document: document(), id: thread.id, thread: None });
    }
    for thread in want.threads().filter(|t| now.thread(t.id) != Some(t)) {
        edits.push(Edit::SetThread { document: document(), id: thread.id, thread: Some(Box::new(thread.clone())) });
    }
    if now.gold().tags() != want.gold().tags() {
        let tags = want.gold().tags().cloned().map(Box::new);
        edits.push(Edit::SetGoldTags { document: document(), tags });
    }
    edits
}

/// The numbers of entries of a file that are new, changed, and gone.
fn counts(before: &Project, after: &Project, file: &Touched) -> (usize, usize, usize) {
    fn compare<T: PartialEq, K: Ord>(before: &[(K, T)], after: &[(K, T)]) -> (usize, usize, usize) {
        let old: std::collections::BTreeMap<&K, &T> = before.iter().map(|(key, value)| (key, value)).collect();
        let new: BTreeSet<&K> = after.iter().map(|(key, _)| key).collect();
        let added = after.iter().filter(|(key, _)| !old.contains_key(key)).count();
        let changed = after.iter().filter(|(key, value)| old.get(key).is_some_and(|old| *old != value)).count();
        (added, changed, before.iter().filter(|(key, _)| !new.contains(key)).count())
    }
    match file {
        Touched::Project => {
            let entries = |project: &Project| {
                let book = &project.codebook;
                let entry = |list: &str, id: &str, value: String| ((list.to_owned(), id.to_owned()), value);
                let mut all = vec![entry("", "title", project.title.clone())];
                all.push(entry("", "blind", format!("{}{:?}", project.blind_until_done, project.reviewers)));
                let work = project.assignments.iter();
                all.extend(work.map(|((d, a), w)| entry("work", &format!("{d}/{a}"), format!("{w:?}"))));
                all.extend(project.parties.iter().map(|p| entry("parties", p.id.as_str(), format!("{p:?}"))));
                all.extend(book.items().map(|item| entry(item.list().key(), item.id(), format!("{item:?}"))));
                all
            };
            compare(&entries(before), &entries(after))
        }
        Touched::Guidelines => (0, usize::from(before.guidelines != after.guidelines), 0),
        Touched::Document(id) => match (before.documents.get(id), after.documents.get(id)) {
            (None, Some(_)) => (1, 0, 0),
            (old, new) => (0, usize::from(old != new), 0),
        },
        Touched::Layer(document, annotator) => {
            let layer = |project: &Project| project.layer(document, annotator).cloned().unwrap_or_default();
            let (before, after) = (layer(before), layer(after));
            let statements = |layer: &Layer| layer.statements().map(|s| (s.id, s.clone())).collect::<Vec<_>>();
            let relations = |layer: &Layer| layer.relations().map(|r| (r.id, r.clone())).collect::<Vec<_>>();
            let tags = |layer: &Layer| layer.tags().map(|tags| ((), tags.clone())).into_iter().collect::<Vec<_>>();
            match compare(&statements(&before), &statements(&after)) {
                // Relations change with their statements, so they count only if nothing else has changed.
                (0, 0, 0) => match compare(&relations(&before), &relations(&after)) {
                    (0, 0, 0) => compare(&tags(&before), &tags(&after)),
                    counts => counts,
                },
                counts => counts,
            }
        }
        Touched::Review(id) => {
            let entries = |project: &Project| {
                let review = project.reviews.get(id).cloned().unwrap_or_default();
                let decisions = review.decisions().map(|d| (d.id.to_string(), format!("{d:?}")));
                let tags = review.gold().tags().map(|tags| (String::new(), format!("{tags:?}")));
                let threads = review.threads().map(|t| (t.id.to_string(), format!("{t:?}")));
                decisions.chain(threads).chain(tags).collect::<Vec<_>>()
            };
            compare(&entries(before), &entries(after))
        }
    }
}

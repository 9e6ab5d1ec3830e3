//! After a crash: completes an interrupted save, and recovers the changes in the journal.
//!
//! Only this computer's own changes are recovered automatically: in a synchronised folder the journal of another
//! computer may still be growing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::not_taken;
use crate::disk::{Disk, inside};
use crate::edit::change::Edit;
use crate::edit::session::{Record, Session, Texts, Way};
use crate::edit::unit::{Change, Unit};
use crate::model::id::DocumentId;
use crate::store::format::record;
use crate::store::journal::notes;
use crate::store::journal::segments::{self, Segment};
use crate::store::layout::path_of;
use crate::store::merging::replay;
use crate::store::problem::{Problem, ProblemKind, StoreError};
use crate::store::protected::Protected;
use crate::store::writing::finish;

/// The recovered changes.
#[derive(Debug, Default)]
pub(crate) struct Recovered {
    pub count: usize,
    /// How many of them were merged with what somebody else had changed in the meantime.
    pub merged: usize,
    /// When each change was made, and what it is called.
    pub changes: Vec<(jiff::Timestamp, String)>,
    pub problems: Vec<Problem>,
    /// What the merge did, for the journal: later changes build on it, and a second crash must find both.
    pub record: Option<Record>,
    /// The highest record number found.
    pub last_number: u64,
    /// The highest segment number found.
    pub last_segment: u64,
}

/// Completes an interrupted save and removes its traces. The caller holds the lock, and the project has not been read
/// yet.
///
/// # Errors
/// A file cannot be put in place.
pub(crate) fn finish_saving(disk: &dyn Disk, project: &Path, writer: &str) -> Result<Vec<Problem>, StoreError> {
    let finished = finish::finish_all(disk, project, writer, finish::Others::Merge)?;
    let aside = finished.aside.iter().map(|kept| Problem::new(kept, "", ProblemKind::KeptAside));
    let unfit = finished.unfit.iter().map(|path| Problem::new(path, "", ProblemKind::ManifestDamaged));
    Ok(aside.chain(unfit).collect())
}

/// Replays the writer's journal. If somebody else has changed the files since, both sides are merged; what does not fit
/// is kept and reported.
///
/// # Errors
/// A segment cannot be read at all, or is newer than this program; or what does not fit cannot be kept.
pub(crate) fn replay(
    disk: &dyn Disk,
    project: &Path,
    writer: &str,
    session: &mut Session,
    protected: &Protected,
) -> Result<Recovered, StoreError> {
    let texts = notes::texts_of(session.project());
    let (left, recovered) = (Left::default(), Recovered::default());
    let mut recovery = Recovery { disk, project, writer, protected, session, texts, left, recovered };
    let journals = segments::folder(project);
    let segments = segments::segments(project, writer);
    for (name, number) in segments.map_err(|source| StoreError::Write { path: journals.clone(), source })? {
        recovery.recovered.last_segment = recovery.recovered.last_segment.max(number);
        recovery.segment(&journals.join(name))?;
    }
    recovery.merge_left()?;
    let mut recovered = recovery.recovered;
    recovered.count = recovered.changes.len();
    if recovered.count > 0 {
        recovered.problems.insert(0, Problem::new(&journals, "", ProblemKind::Recovered(recovered.count)));
    }
    Ok(recovered)
}

/// The name of a change in the list of recovered changes.
fn called(record: &Record) -> String {
    let name = record.gesture.to_string();
    match record.way {
        Way::Do => name,
        Way::Undo => crate::t!("status-undone", name = name),
        Way::Redo => crate::t!("status-redone", name = name),
    }
}

/// Records that could not simply be replayed.
#[derive(Default)]
struct Left {
    records: Vec<Waiting>,
    /// The units that they change: other records that change the same units must wait too.
    units: BTreeSet<Unit>,
    /// Articles that the records add, remove, or give another text.
    documents: BTreeSet<DocumentId>,
    /// The values that the replayed records left.
    own: replay::Values,
    /// Records that fit none of the present texts, and why.
    unreadable: Vec<(Vec<u8>, String)>,
}

struct Waiting {
    /// How many records were taken before this one.
    place: usize,
    payload: Vec<u8>,
    record: Record,
}

impl Left {
    /// Replays a record if everything that it changes is in its earlier state; otherwise notes what it changes.
    fn replay(&mut self, session: &mut Session, record: &Record, protected: &Protected) -> bool {
        let fits = protected.first_of(&record.files).is_none();
        let changes = record.changes();
        let waits = |change: &Change| {
            self.units.contains(&change.unit) || change.unit.document().is_some_and(|id| self.documents.contains(id))
        };
        let is_done = if !fits || changes.iter().any(waits) {
            false
        } else if self.records.is_empty() {
            session.replay_exactly(record)
        } else {
            // Undo and redo may refer to a change that is waiting, so from here on each is a step of its own.
            let mut own = record.clone();
            (own.way, own.continues, own.over) = (Way::Do, false, 0);
            session.replay_exactly(&own)
        };
        if is_done {
            self.own.extend(changes.into_iter().map(|change| (change.unit, change.after)));
            return true;
        }
        for Change { unit, .. } in changes {
            if let Unit::Document(id) = &unit {
                self.documents.insert(id.clone());
            }
            self.units.insert(unit);
        }
        false
    }
}

/// A recovery in progress.
struct Recovery<'r> {
    disk: &'r dyn Disk,
    project: &'r Path,
    writer: &'r str,
    protected: &'r Protected,
    session: &'r mut Session,
    /// The texts in which the spans of the records lie.
    texts: Texts,
    left: Left,
    recovered: Recovered,
}

/// A record that does not fit: its bytes, the name of its gesture, and why.
struct Refused {
    payload: Vec<u8>,
    name: String,
    reason: String,
}

impl Recovery<'_> {
    /// Replays the records of a segment.
    fn segment(&mut self, path: &Path) -> Result<(), StoreError> {
        let problem = |kind| StoreError::Unreadable(Problem::new(path, "", kind));
        let looked = inside::check(self.project, path).map_err(|error| ProblemKind::from_io(&error));
        let mut segment = match looked.and_then(|()| Segment::open(path)) {
            Ok(segment) => segment,
            // We did not write this, and do not follow it.
            Err(kind @ (ProblemKind::Link | ProblemKind::NoFile)) => {
                self.recovered.problems.push(Problem::new(path, "", kind));
                return Ok(());
            }
            Err(kind) => return Err(problem(kind)),
        };
        self.tell_damage(path, &segment)?;
        for range in segment.scan.payloads.clone() {
            let payload = segment.payload(&range).map_err(problem)?;
            if notes::note(&payload).is_none() {
                self.record(payload);
            }
        }
        Ok(())
    }

    /// Reports the damaged parts of a segment, and keeps a copy if there are any.
    fn tell_damage(&mut self, path: &Path, segment: &Segment) -> Result<(), StoreError> {
        let damaged = segment.scan.damaged.iter().map(|range| ProblemKind::JournalDamaged(range.len()));
        let torn = segment.scan.torn.map(|at| ProblemKind::JournalTorn(segment.length_bytes - at));
        let before = self.recovered.problems.len();
        self.recovered.problems.extend(damaged.chain(torn).map(|kind| Problem::new(path, "", kind)));
        if self.recovered.problems.len() > before {
            not_taken::keep_damaged(self.disk, self.project, path)?;
        }
        Ok(())
    }

    /// Replays a record, or sets it aside if that is not possible as it is.
    fn record(&mut self, payload: Vec<u8>) {
        let found = match record::decode(&payload, &mut self.texts) {
            Ok(found) => found,
            Err(kind) => return self.left.unreadable.push((payload, kind.to_string())),
        };
        self.recovered.last_number = found.number.max(self.recovered.last_number);
        let place = self.recovered.changes.len() + self.left.records.len();
        if self.left.replay(self.session, &found.record, self.protected) {
            self.recovered.changes.push((found.record.time, called(&found.record)));
        } else {
            self.left.records.push(Waiting { place, payload, record: found.record });
        }
    }

    /// Merges the records that were set aside with the present project, and keeps what does not fit.
    fn merge_left(&mut self) -> Result<(), StoreError> {
        let left = std::mem::take(&mut self.left);
        if left.records.is_empty() && left.unreadable.is_empty() {
            return Ok(());
        }
        let records: Vec<&Record> = left.records.iter().map(|waiting| &waiting.record).collect();
        let mut plan = replay::plan(self.project, self.session.project(), &records, &left.own, self.protected);
        self.keep_conflicted(&plan)?;
        self.apply(&mut plan, records.len());
        self.recovered.problems.append(&mut plan.conflicts);
        let refused = self.note_merged(left, plan.refused);
        self.keep_refused(refused)
    }

    /// Keeps the files in which there will be conflicts before anything is overwritten: their old content stays
    /// available for inspection.
    fn keep_conflicted(&mut self, plan: &replay::Plan) -> Result<(), StoreError> {
        for file in &plan.conflicted {
            let path = path_of(self.project, file);
            if path.exists() {
                let kept = not_taken::keep_file(self.disk, self.project, &path)?;
                self.recovered.problems.push(Problem::new(&kept, "", ProblemKind::KeptBeforeMerge));
            }
        }
        Ok(())
    }

    /// Makes the planned edits one step of the history; if they do not fit, all `count` records are refused.
    fn apply(&mut self, plan: &mut replay::Plan, count: usize) {
        if plan.edits.is_empty() {
            return;
        }
        let edits = std::mem::take(&mut plan.edits);
        self.session.start_recording();
        if let Err(error) = self.session.apply_merged("gesture-journal-merge", Edit::Group(edits)) {
            // The plan was already tried on the same project.
            tracing::error!(%error, "a merge of the journal does not fit");
            plan.refused = (0..count).map(|index| (index, error.to_string())).collect();
            plan.conflicts.clear();
        }
        self.recovered.record = self.session.take_records(true).pop();
    }

    /// Puts the merged records among the recovered changes; returns those that do not fit. `reasons` are by the index of
    /// the record.
    fn note_merged(&mut self, left: Left, mut reasons: BTreeMap<usize, String>) -> Vec<Refused> {
        let mut refused = Vec::new();
        for (index, Waiting { place, payload, record }) in left.records.into_iter().enumerate() {
            match reasons.remove(&index) {
                Some(reason) => refused.push(Refused { payload, name: record.gesture.to_string(), reason }),
                None => {
                    self.recovered.merged += 1;
                    let place = place.min(self.recovered.changes.len());
                    self.recovered.changes.insert(place, (record.time, called(&record)));
                }
            }
        }
        refused.extend(left.unreadable.into_iter().map(|(payload, reason)| {
            let name = not_taken::gesture_of(&payload).to_string();
            Refused { payload, name, reason }
        }));
        if self.recovered.merged > 0 {
            let journals = segments::folder(self.project);
            self.recovered.problems.push(Problem::new(&journals, "", ProblemKind::MergedBack(self.recovered.merged)));
        }
        refused
    }

    /// Keeps and reports the records that do not fit.
    fn keep_refused(&mut self, refused: Vec<Refused>) -> Result<(), StoreError> {
        if refused.is_empty() {
            return Ok(());
        }
        let (mut kept, mut told) = (Vec::new(), Vec::new());
        for Refused { payload, name, reason } in refused {
            told.push(ProblemKind::NotReplayed { name, reason: reason.clone() });
            kept.push((payload, reason));
        }
        let path = not_taken::keep(self.disk, self.project, self.writer, &kept)?;
        self.recovered.problems.extend(told.into_iter().map(|kind| Problem::new(&path, "", kind)));
        Ok(())
    }
}

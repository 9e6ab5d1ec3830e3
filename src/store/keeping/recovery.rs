//! After a crash: completes an interrupted save, and recovers the changes in the journal.
//!
//! Only this computer's own changes are recovered automatically: in a synchronised folder the journal of another
//! computer may still be growing.

use std::collections::BTreeSet;
use std::path::Path;

use super::not_taken;
use crate::disk::{Disk, inside};
use crate::edit::change::Edit;
use crate::edit::session::{Record, Session, Way};
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
    let mut recovered = Recovered::default();
    let mut left = Left::default();
    let mut texts = notes::texts_of(session.project());
    let journals = segments::folder(project);
    let segments = segments::segments(project, writer);
    for (name, number) in segments.map_err(|source| StoreError::Write { path: journals.clone(), source })? {
        recovered.last_segment = recovered.last_segment.max(number);
        let path = journals.join(name);
        let problem = |kind| StoreError::Unreadable(Problem::new(&path, "", kind));
        let looked = inside::check(project, &path).map_err(|error| ProblemKind::from_io(&error));
        let mut segment = match looked.and_then(|()| Segment::open(&path)) {
            Ok(segment) => segment,
            // We did not write this, and do not follow it.
            Err(kind @ (ProblemKind::Link | ProblemKind::NoFile)) => {
                recovered.problems.push(Problem::new(&path, "", kind));
                continue;
            }
            Err(kind) => return Err(problem(kind)),
        };
        let before = recovered.problems.len();
        for range in &segment.scan.damaged {
            recovered.problems.push(Problem::new(&path, "", ProblemKind::JournalDamaged(range.len())));
        }
        if let Some(at) = segment.scan.torn {
            recovered.problems.push(Problem::new(&path, "", ProblemKind::JournalTorn(segment.length_bytes - at)));
        }
        if recovered.problems.len() > before {
            not_taken::keep_damaged(disk, project, &path)?;
        }
        for range in segment.scan.payloads.clone() {
            let payload = segment.payload(&range).map_err(problem)?;
            if notes::note(&payload).is_some() {
                continue;
            }
            match record::decode(&payload, &mut texts) {
                Ok(found) => {
                    recovered.last_number = found.number.max(recovered.last_number);
                    let place = recovered.changes.len() + left.records.len();
                    if left.replay(session, &found.record, protected) {
                        recovered.changes.push((found.record.time, called(&found.record)));
                    } else {
                        left.records.push(Waiting { place, payload, record: found.record });
                    }
                }
                Err(kind) => left.unreadable.push((payload, kind.to_string())),
            }
        }
    }
    left.merge(disk, project, writer, session, protected, &mut recovered)?;
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

    /// Merges the waiting records with the present project, and keeps what does not fit.
    fn merge(
        self,
        disk: &dyn Disk,
        project: &Path,
        writer: &str,
        session: &mut Session,
        protected: &Protected,
        recovered: &mut Recovered,
    ) -> Result<(), StoreError> {
        if self.records.is_empty() && self.unreadable.is_empty() {
            return Ok(());
        }
        let records: Vec<&Record> = self.records.iter().map(|waiting| &waiting.record).collect();
        let mut plan = replay::plan(project, session.project(), &records, &self.own, protected);
        // Before anything is overwritten: the old content stays available for inspection.
        for file in &plan.conflicted {
            let path = path_of(project, file);
            if path.exists() {
                let kept = not_taken::keep_file(disk, project, &path)?;
                recovered.problems.push(Problem::new(&kept, "", ProblemKind::KeptBeforeMerge));
            }
        }
        if !plan.edits.is_empty() {
            let edits = std::mem::take(&mut plan.edits);
            session.start_recording();
            if let Err(error) = session.apply_merged("gesture-journal-merge", Edit::Group(edits)) {
                // The plan was already tried on the same project.
                tracing::error!(%error, "a merge of the journal does not fit");
                plan.refused = (0..records.len()).map(|index| (index, error.to_string())).collect();
                plan.conflicts.clear();
            }
            recovered.record = session.take_records(true).pop();
        }
        recovered.problems.append(&mut plan.conflicts);
        let mut refused = Vec::new();
        let mut told = Vec::new();
        for (index, waiting) in self.records.into_iter().enumerate() {
            match plan.refused.remove(&index) {
                Some(reason) => {
                    told.push((waiting.record.gesture.to_string(), reason.clone()));
                    refused.push((waiting.payload, reason));
                }
                None => {
                    recovered.merged += 1;
                    let place = waiting.place.min(recovered.changes.len());
                    recovered.changes.insert(place, (waiting.record.time, called(&waiting.record)));
                }
            }
        }
        for (payload, reason) in self.unreadable {
            told.push((not_taken::gesture_of(&payload).to_string(), reason.clone()));
            refused.push((payload, reason));
        }
        if recovered.merged > 0 {
            let journals = segments::folder(project);
            recovered.problems.push(Problem::new(&journals, "", ProblemKind::MergedBack(recovered.merged)));
        }
        if !refused.is_empty() {
            let path = not_taken::keep(disk, project, writer, &refused)?;
            let problem = |(name, reason)| Problem::new(&path, "", ProblemKind::NotReplayed { name, reason });
            recovered.problems.extend(told.into_iter().map(problem));
        }
        Ok(())
    }
}

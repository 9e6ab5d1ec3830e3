//! After a crash: finishes a save that was under way, and brings the changes of the journal back.
//!
//! Only what this computer has written is taken by itself: in a synchronised folder the journal of another computer may
//! still be growing there.

use std::path::Path;

use super::disk::Disk;
use super::problem::{Problem, ProblemKind, StoreError};
use super::saver;
use super::{Opened, files, journal, lock, records};
use crate::edit::change::Touched;
use crate::edit::session::{Session, Texts, Way};

/// What came back.
#[derive(Debug, Default)]
pub struct Recovered {
    pub count: usize,
    /// When each change was made, and what it is called.
    pub changes: Vec<(jiff::Timestamp, String)>,
    pub problems: Vec<Problem>,
    /// The number of the newest record that was seen.
    pub last_number: u64,
    /// The number of the newest segment that was seen.
    pub last_segment: u64,
}

/// Finishes an interrupted save and clears its traces. The caller holds the lock; the project is not read yet.
///
/// # Errors
/// A file cannot be put in place.
pub fn finish_saving(disk: &dyn Disk, project: &Path, writer: &str) -> Result<Vec<Problem>, StoreError> {
    let finished = saver::finish_all(disk, project, writer)?;
    let aside = finished.aside.iter().map(|kept| Problem::new(kept, "", ProblemKind::KeptAside));
    let unfit = finished.unfit.iter().map(|path| Problem::new(path, "", ProblemKind::ManifestDamaged));
    Ok(aside.chain(unfit).collect())
}

/// Does the changes of the writer's journal again.
///
/// # Errors
/// A segment cannot be read at all, or is newer than this program.
pub fn replay(
    disk: &dyn Disk,
    project: &Path,
    writer: &str,
    session: &mut Session,
    protected: &std::collections::BTreeSet<Touched>,
) -> Result<Recovered, StoreError> {
    let mut recovered = Recovered::default();
    let journals = journal::folder(project);
    let segments = journal::segments(project, writer);
    for (name, number) in segments.map_err(|source| StoreError::Write { path: journals.clone(), source })? {
        recovered.last_segment = recovered.last_segment.max(number);
        let path = journals.join(name);
        let problem = |kind| StoreError::Unreadable(Problem::new(&path, "", kind));
        let bytes = files::read_bytes_inside(project, &path).map_err(problem)?;
        let scan = journal::scan(&bytes).map_err(problem)?;
        let before = recovered.problems.len();
        for range in &scan.damaged {
            recovered.problems.push(Problem::new(&path, "", ProblemKind::JournalDamaged(range.len())));
        }
        if let Some(at) = scan.torn {
            recovered.problems.push(Problem::new(&path, "", ProblemKind::JournalTorn(bytes.len() - at)));
        }
        for range in scan.payloads {
            let payload = bytes.get(range).unwrap_or_default();
            match replay_one(payload, session, protected, &mut recovered.last_number) {
                Ok(change) => {
                    recovered.count += 1;
                    recovered.changes.push(change);
                }
                Err(kind) => recovered.problems.push(Problem::new(&path, "", kind)),
            }
        }
        if recovered.problems.len() > before {
            saver::keep_aside(disk, project, &path)?;
        }
    }
    if recovered.count > 0 {
        recovered.problems.insert(0, Problem::new(&journals, "", ProblemKind::Recovered(recovered.count)));
    }
    Ok(recovered)
}

fn replay_one(
    payload: &[u8],
    session: &mut Session,
    protected: &std::collections::BTreeSet<Touched>,
    last_number: &mut u64,
) -> Result<(jiff::Timestamp, String), ProblemKind> {
    let mut texts: Texts =
        session.project().documents.iter().map(|(id, document)| (id.clone(), document.content.clone())).collect();
    let found = records::decode(payload, &mut texts)?;
    *last_number = found.number.max(*last_number);
    let refused = |reason: String| ProblemKind::NotReplayed { name: found.record.name.clone(), reason };
    let mut touched = std::collections::BTreeSet::new();
    found.record.edit.touches(session.project(), &mut touched);
    if touched.intersection(protected).next().is_some() {
        return Err(refused(crate::t!("store-replay-protected")));
    }
    session.replay(&found.record).map_err(|error| refused(error.to_string()))?;
    let name = match found.record.way {
        Way::Do => found.record.name,
        Way::Undo => crate::t!("status-undone", name = found.record.name),
        Way::Redo => crate::t!("status-redone", name = found.record.name),
    };
    Ok((found.record.time, name))
}

/// The writers other than this one whose journals hold something.
pub fn other_writers(project: &Path, writer: &str) -> Vec<Problem> {
    let mut writers: Vec<String> = journal::names(project)
        .unwrap_or_default()
        .iter()
        .filter_map(|name| journal::parse_name(name, ".journal"))
        .filter(|(of, _)| *of != writer)
        .map(|(of, _)| of.to_owned())
        .collect();
    writers.dedup();
    // Who has the project open writes it all soon.
    let (own, layers) = (super::keeper::writer_name(), lock::written_layers(project));
    let open = lock::is_open(project);
    writers.retain(|of| match of.split_once('~') {
        Some((host, annotator)) => {
            host != own || !layers.iter().any(|layer| super::keeper::layer_name(layer) == annotator)
        }
        None => *of != own || !open,
    });
    let folder = journal::folder(project);
    writers.into_iter().map(|of| Problem::new(&folder, "", ProblemKind::Unrecovered(of))).collect()
}

/// Says for a project that is only read which changes lie in journals and not in its files.
pub fn note_unrecovered(project: &Path, opened: &mut Opened) {
    opened.problems.extend(other_writers(project, ""));
}

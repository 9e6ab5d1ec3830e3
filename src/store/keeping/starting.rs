//! Opens a project for writing: completes what was interrupted and starts the two threads.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;

use super::journal_thread::JournalThread;
use super::message::{Own, Shared, Status};
use super::outside::OutsideChanges;
use super::saver_thread::SaverThread;
use super::state::Schedule;
use super::{Keeper, OpenForWriting, SAVE_AFTER, open_projects, recovery, writers};
use crate::disk::Disk;
use crate::disk::inside::{self, Inside};
use crate::edit::session::Session;
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::store::format::reader::Opened;
use crate::store::format::record;
use crate::store::journal::history;
use crate::store::journal::segments::{self, Journal};
use crate::store::layout::Hashes;
use crate::store::layout::computer::writer_name;
use crate::store::layout::names::layer_name;
use crate::store::lock::Lock;
use crate::store::opening;
use crate::store::problem::{Problem, ProblemKind, StoreError};
use crate::store::protected::Protected;
use crate::store::writing::migration_backup;
use crate::store::writing::saver::Saver;

/// Opens a project for writing: completes an interrupted save, reads the files, and replays the journal.
///
/// `annotator` chooses whose layer is written. `wake` is called, from another thread, whenever the status changes.
///
/// # Errors
/// The project cannot be opened, or its journal cannot be read.
pub fn open(
    folder: &Path,
    lock: Lock,
    disk: Arc<dyn Disk>,
    annotator: impl FnOnce(&Project) -> AnnotatorId,
    wake: impl Fn() + Send + Sync + 'static,
) -> Result<OpenForWriting, StoreError> {
    if let Some(only) = lock.only() {
        let writer = format!("{}~{}", writer_name(), layer_name(only));
        return open_as(folder, &writer, lock, disk, annotator, wake);
    }
    let mut before = Before::default();
    let lock = before.recover(folder, lock, &disk)?;
    let mut opened = open_as(folder, &writer_name(), lock, disk, annotator, wake)?;
    before.tell(&mut opened);
    Ok(opened)
}

/// The changes from other journals of this computer, recovered before the project is opened under its own writer.
#[derive(Default)]
struct Before {
    recovered: usize,
    came_back: Vec<(jiff::Timestamp, String)>,
    problems: Vec<Problem>,
}

impl Before {
    /// Writes into the files the changes left by windows that wrote one annotator's layers, and by this computer under
    /// an earlier name.
    fn recover(&mut self, folder: &Path, mut lock: Lock, disk: &Arc<dyn Disk>) -> Result<Lock, StoreError> {
        let own = writer_name();
        let left_behind = lock.left_behind.take();
        for writer in writers::own_writers(folder).into_iter().filter(|writer| *writer != own) {
            match writer.split_once('~') {
                Some((_, name)) => {
                    let Some(annotator) = annotator_of(folder, name) else { continue };
                    // If the lock is held, that window is still open and writes its changes itself.
                    let Ok(lock) = Lock::acquire_layers(folder, &annotator) else { continue };
                    match open_as(folder, &writer, lock, Arc::clone(disk), |_| annotator, || {}) {
                        Ok(opened) => self.take(&writer, opened),
                        Err(error) => tracing::warn!(%error, writer, "a journal of layers stays where it is"),
                    }
                }
                None => {
                    let choose = |project: &Project| {
                        let first = project.annotators().into_iter().next();
                        first.unwrap_or_else(|| AnnotatorId::from_name("", |_| false))
                    };
                    let mut opened = open_as(folder, &writer, lock, Arc::clone(disk), choose, || {})?;
                    // The next keeper claims the layers that it writes.
                    let released = opened.keeper.lock.take();
                    self.take(&writer, opened);
                    lock = match released {
                        Some(lock) => lock,
                        None => Lock::acquire_anyway(folder).map_err(|error| StoreError::Write {
                            path: folder.to_owned(),
                            source: std::io::Error::other(error.to_string()),
                        })?,
                    };
                }
            }
        }
        lock.left_behind = left_behind;
        Ok(lock)
    }

    fn take(&mut self, writer: &str, mut opened: OpenForWriting) {
        if let Err(error) = opened.wait_saved() {
            tracing::warn!(error, writer, "a journal stays where it is");
        }
        self.recovered += opened.recovered;
        self.came_back.append(&mut opened.came_back);
        // Problems with the files are reported by the final keeper.
        let is_of_journal = |problem: &Problem| {
            use ProblemKind::{
                JournalDamaged, JournalTorn, KeptAside, KeptBeforeMerge, ManifestDamaged, MergedBack, NotReplayed,
            };
            matches!(
                problem.kind,
                JournalDamaged(_)
                    | JournalTorn(_)
                    | KeptAside
                    | KeptBeforeMerge
                    | ManifestDamaged
                    | MergedBack(_)
                    | NotReplayed { .. }
                    | ProblemKind::BackedUp
            )
        };
        self.problems.extend(opened.problems.drain(..).filter(is_of_journal));
    }

    fn tell(mut self, opened: &mut OpenForWriting) {
        opened.recovered += self.recovered;
        self.came_back.append(&mut opened.came_back);
        opened.came_back = self.came_back;
        opened.problems.retain(|problem| !self.problems.contains(problem));
        self.problems.append(&mut opened.problems);
        if self.recovered > 0 {
            // One message covers all recovered changes.
            self.problems.retain(|problem| !matches!(problem.kind, ProblemKind::Recovered(_)));
            let folder = segments::folder(&opened.keeper.folder);
            self.problems.insert(0, Problem::new(&folder, "", ProblemKind::Recovered(opened.recovered)));
        }
        opened.problems = self.problems;
    }
}

/// The annotator that such a name stands for; a shortened name is looked up among those of the project.
fn annotator_of(folder: &Path, name: &str) -> Option<AnnotatorId> {
    let layers = || {
        let annotations = folder.join("annotations");
        let below = |path: &Path| inside::entries(folder, path).unwrap_or_default();
        below(&annotations).iter().flat_map(|entry| below(&entry.path())).collect::<Vec<_>>()
    };
    let layer = |file: &std::fs::DirEntry| {
        AnnotatorId::new(file.file_name().to_string_lossy().strip_suffix(".ron")?)
            .ok()
            .filter(|id| layer_name(id) == name)
    };
    AnnotatorId::new(name).ok().or_else(|| layers().iter().find_map(layer))
}

/// Opens a project under another writer's name, to take over the journal of another computer.
///
/// # Errors
/// As [`open`].
pub fn open_as(
    folder: &Path,
    writer: &str,
    mut lock: Lock,
    disk: Arc<dyn Disk>,
    annotator: impl FnOnce(&Project) -> AnnotatorId,
    wake: impl Fn() + Send + Sync + 'static,
) -> Result<OpenForWriting, StoreError> {
    let disk: Arc<dyn Disk> = Arc::new(Inside::new(folder, disk));
    let only = lock.only().cloned();
    let mut restored = Restored::read(&*disk, folder, writer, &mut lock, annotator)?;
    let number = restored.recovered.last_number;
    let shared = restored.shared(&lock, wake);
    let (to_journal, from_all) = channel();
    let (to_saver, from_journal) = channel();
    let (to_session, news) = channel();
    let journal = JournalThread {
        disk: Arc::clone(&disk),
        journal: Journal::new(segments::folder(folder), writer.to_owned(), restored.recovered.last_segment + 1),
        shared: Arc::clone(&shared),
        to_saver,
        pending: restored.pending,
        number,
        rotating: None,
        too_large: None,
        failed: false,
    };
    let saver = SaverThread {
        disk,
        folder: folder.to_owned(),
        writer: writer.to_owned(),
        project: restored.session.project().clone(),
        saver: Saver::new(restored.files),
        failed: None,
        incoming: restored.incoming,
        to_session,
        only: only.clone(),
        protected: restored.protected.clone(),
        dirty: restored.session.take_unsaved(),
        number,
        segments_left: restored.recovered.last_segment > 0,
        shared: Arc::clone(&shared),
        to_journal: to_journal.clone(),
        schedule: Schedule::Resting,
        pace: SAVE_AFTER,
    };
    let threads = vec![
        spawn("journal", folder, &shared, move || journal.run(&from_all))?,
        spawn("saver", folder, &shared, move || saver.run(&from_journal))?,
    ];
    open_projects().push(folder.to_owned());
    let left_behind = lock.left_behind.take();
    let keeper = Keeper {
        sender: to_journal,
        shared,
        threads,
        number,
        folder: folder.to_owned(),
        lock: Some(lock),
        news,
        recent: VecDeque::new(),
        watch: None,
    };
    let Restored { session, recovered, problems, notes, protected, .. } = restored;
    let recovery::Recovered { count: recovered, changes: came_back, .. } = recovered;
    Ok(OpenForWriting { session, keeper, problems, notes, protected, recovered, came_back, only, left_behind })
}

/// A project as it was read and recovered, before the threads run.
struct Restored {
    session: Session,
    files: Hashes,
    protected: Protected,
    problems: Vec<Problem>,
    notes: Vec<Problem>,
    incoming: OutsideChanges,
    recovered: recovery::Recovered,
    /// The number of the last record that is in the journal.
    durable: u64,
    /// The records that the journal does not have yet.
    pending: Vec<(u64, Vec<u8>)>,
}

impl Restored {
    /// Reads the files, recalls the history and replays the journal.
    fn read(
        disk: &dyn Disk,
        folder: &Path,
        writer: &str,
        lock: &mut Lock,
        annotator: impl FnOnce(&Project) -> AnnotatorId,
    ) -> Result<Self, StoreError> {
        let Opened { project, mut problems, notes, protected, files, .. } = read_files(disk, folder, writer)?;
        let incoming = OutsideChanges::new(folder, project.clone());
        let annotator = lock.only().cloned().unwrap_or_else(|| annotator(&project));
        // If another window already writes these layers, the keeper's news report it.
        let _ = lock.claim(&annotator);
        let mut session = Session::new(project, annotator);
        let remembered = recall_history(disk, folder, writer, &mut session, &files, &mut problems);
        let mut recovered = recovery::replay(disk, folder, writer, &mut session, &protected)?;
        recovered.last_number = recovered.last_number.max(remembered);
        problems.append(&mut recovered.problems);
        problems.extend(writers::other_writers(folder, writer));
        session.start_recording();
        let durable = recovered.last_number;
        let pending = record_of_merge(&mut recovered);
        Ok(Self { session, files, protected, problems, notes, incoming, recovered, durable, pending })
    }

    /// What the threads and the keeper share.
    fn shared(&self, lock: &Lock, wake: impl Fn() + Send + Sync + 'static) -> Arc<Shared> {
        let saved = if self.recovered.count > 0 { 0 } else { self.recovered.last_number };
        let status = Status { durable: self.durable, saved, ..Status::default() };
        let own = Own { annotator: self.session.annotator().clone(), claimed: lock.claimed().cloned() };
        Arc::new(Shared::new(status, own, Box::new(wake)))
    }
}

/// Completes an interrupted save, reads the files, and backs up those of an older version.
fn read_files(disk: &dyn Disk, folder: &Path, writer: &str) -> Result<Opened, StoreError> {
    let finished = recovery::finish_saving(disk, folder, writer)?;
    let mut opened = opening::open(folder)?;
    if let Some(kept) = migration_backup::before_migration(disk, folder, &opened.older)? {
        opened.problems.push(Problem::new(&kept, "", ProblemKind::BackedUp));
    }
    opened.problems.extend(finished);
    Ok(opened)
}

/// Loads the history of earlier sessions, as far as nobody else has changed its files since, and returns the number of
/// its last record.
fn recall_history(
    disk: &dyn Disk,
    folder: &Path,
    writer: &str,
    session: &mut Session,
    files: &Hashes,
    problems: &mut Vec<Problem>,
) -> u64 {
    // The hashes from when the files were last seen here show what somebody else has changed since.
    let changed = history::changed_outside(folder, writer, files);
    problems.extend(changed.iter().map(|path| Problem::new(path, "", ProblemKind::ChangedOutside)));
    let last_number = history::recall(folder, writer, session, &changed);
    if history::saved(folder, writer) != *files
        && let Err(error) = history::write_saved(disk, folder, writer, files)
    {
        tracing::warn!(%error, "the history cannot be written");
    }
    last_number
}

/// The result of merging the journal with the files is a record of its own, which must become durable.
fn record_of_merge(recovered: &mut recovery::Recovered) -> Vec<(u64, Vec<u8>)> {
    let Some(record) = &recovered.record else { return Vec::new() };
    recovered.last_number += 1;
    match record::encode(recovered.last_number, record) {
        Ok(payload) if payload.len() <= segments::MAX_PAYLOAD_BYTES => {
            return vec![(recovered.last_number, segments::frame(&payload))];
        }
        Ok(_) => tracing::warn!("what was merged is too large for the journal"),
        Err(error) => tracing::error!(%error, "what was merged cannot be put into the journal"),
    }
    Vec::new()
}

/// Starts a thread that notifies everybody who is waiting for it if it panics.
fn spawn(
    name: &str,
    folder: &Path,
    shared: &Arc<Shared>,
    run: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, StoreError> {
    let shared = Arc::clone(shared);
    let run = move || {
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err() {
            shared.thread_is_gone();
        }
    };
    let spawned = std::thread::Builder::new().name(name.to_owned()).spawn(run);
    spawned.map_err(|source| StoreError::Write { path: folder.to_owned(), source })
}

//! Keeps what a session does: in the journal at once, in the project's files soon after.
//!
//! Two threads. The journal's takes the records, appends and syncs them, and passes them on; the saver's has a project
//! of its own, does the same changes to it, and writes the files that they touch. So nobody who changes a project waits
//! for a disk, and nobody copies a project to save it. What fails is kept in memory, said, and tried again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::disk::Disk;
use super::journal::{self, Journal};
use super::problem::{Problem, ProblemKind, StoreError, why};
use super::saver::{Mark, Saver};
use super::{Lock, Opened, history, lock, records, recovery, settings};
use crate::edit::change::Touched;
use crate::edit::session::{Record, Session};
use crate::model::id::AnnotatorId;
use crate::model::project::Project;

/// How long after a change the files are written; longer where writing takes long.
const SAVE_AFTER: Duration = Duration::from_millis(600);
/// How long after a failure it is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(3);

/// A project that is open for writing.
pub struct OpenForWriting {
    pub session: Session,
    pub keeper: Keeper,
    pub problems: Vec<Problem>,
    /// Damaged files, which are never written.
    pub protected: BTreeSet<Touched>,
    /// How many changes came back from the journal.
    pub recovered: usize,
    /// When each of them was made, and what it is called, the oldest first.
    pub came_back: Vec<(jiff::Timestamp, String)>,
}

/// Stands between a session and the disk. On drop it writes what is left and lets the project go.
pub struct Keeper {
    sender: Sender<ToJournal>,
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    /// The number of the last record that was sent.
    number: u64,
    folder: PathBuf,
    _lock: Lock,
}

impl OpenForWriting {
    /// Waits until everything that was done stands in the project's files.
    ///
    /// # Errors
    /// Why they cannot be written at the moment; it stays in the journal, or in memory.
    pub fn wait_saved(&mut self) -> Result<(), String> {
        self.keeper.take(&mut self.session, true);
        self.keeper.wait_saved()
    }
}

/// How far the keeper is. Numbers are those of records.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// Everything up to here survives a crash.
    pub durable: u64,
    /// Everything up to here is in the project's files.
    pub saved: u64,
    /// Why the journal cannot be written at the moment.
    pub journal_error: Option<String>,
    /// Why the project's files cannot be written at the moment.
    pub save_error: Option<String>,
    /// How many times writing the files was tried.
    pub attempts: u64,
}

struct Shared {
    status: Mutex<Status>,
    changed: Condvar,
    wake: Box<dyn Fn() + Send + Sync>,
}

enum ToJournal {
    Records(Vec<(u64, Record)>),
    SaveNow,
    /// From the saver: close the segment.
    Rotate,
    /// From the saver: the files hold everything up to this record, or nothing new where it could not be done.
    Covered(Option<u64>),
    Close,
    /// From the saver: nothing more will come.
    Done,
}

enum ToSaver {
    Records(Vec<(u64, Record)>),
    SaveNow,
    Rotated { segment: u64, number: u64 },
    Close,
}

/// Opens a project for writing: finishes an interrupted save, reads the files, does the journal's changes again.
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
    open_as(folder, &writer_name(), lock, disk, annotator, wake)
}

/// The same, under the name of a writer: to take over the journal of another computer.
///
/// # Errors
/// As [`open`].
pub fn open_as(
    folder: &Path,
    writer: &str,
    lock: Lock,
    disk: Arc<dyn Disk>,
    annotator: impl FnOnce(&Project) -> AnnotatorId,
    wake: impl Fn() + Send + Sync + 'static,
) -> Result<OpenForWriting, StoreError> {
    let finished = recovery::finish_saving(&*disk, folder, writer)?;
    let Opened { project, mut problems, protected } = super::open(folder)?;
    problems.extend(finished);
    let saver = Saver::new(&project, &protected);
    let annotator = annotator(&project);
    let mut session = Session::new(project, annotator);
    // What the files were when they were last seen here tells what somebody else has done to them since.
    let (changed, now) = history::changed_outside(folder, writer, session.project(), &protected);
    problems.extend(changed.iter().map(|path| Problem::new(path, "", ProblemKind::ChangedOutside)));
    let remembered = history::recall(folder, writer, &mut session, &changed);
    if let Some(now) = now
        && let Err(error) = history::write_saved(&*disk, folder, writer, &now)
    {
        tracing::warn!(%error, "the history cannot be written");
    }
    let mut recovered = recovery::replay(&*disk, folder, writer, &mut session, &protected)?;
    recovered.last_number = recovered.last_number.max(remembered);
    problems.extend(recovered.problems);
    problems.extend(recovery::other_writers(folder, writer));
    session.start_recording();
    let shared = Arc::new(Shared {
        status: Mutex::new(Status {
            durable: recovered.last_number,
            saved: if recovered.count > 0 { 0 } else { recovered.last_number },
            ..Status::default()
        }),
        changed: Condvar::new(),
        wake: Box::new(wake),
    });
    let (to_journal, from_all) = channel();
    let (to_saver, from_journal) = channel();
    let journal = JournalThread {
        disk: Arc::clone(&disk),
        journal: Journal::new(journal::folder(folder), writer.to_owned(), recovered.last_segment + 1),
        shared: Arc::clone(&shared),
        to_saver,
        pending: Vec::new(),
        number: recovered.last_number,
        rotating: None,
        failed: false,
    };
    let saver = SaverThread {
        disk,
        folder: folder.to_owned(),
        writer: writer.to_owned(),
        project: session.project().clone(),
        saver,
        protected: protected.clone(),
        dirty: session.take_unsaved(),
        number: recovered.last_number,
        segments_left: recovered.last_segment > 0,
        shared: Arc::clone(&shared),
        to_journal: to_journal.clone(),
        due: None,
        pace: SAVE_AFTER,
        rotating: false,
        closing: false,
    };
    let spawn = |name: &str, run: Box<dyn FnOnce() + Send>| {
        let shared = Arc::clone(&shared);
        let run = move || {
            if std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err() {
                // Nobody must wait for a thread that is gone.
                shared.thread_is_gone();
            }
        };
        let spawned = std::thread::Builder::new().name(name.to_owned()).spawn(run);
        spawned.map_err(|source| StoreError::Write { path: folder.to_owned(), source })
    };
    let threads = vec![
        spawn("journal", Box::new(move || journal.run(&from_all)))?,
        spawn("saver", Box::new(move || saver.run(&from_journal)))?,
    ];
    open_projects().push(folder.to_owned());
    let folder = folder.to_owned();
    let keeper = Keeper { sender: to_journal, shared, threads, number: recovered.last_number, folder, _lock: lock };
    Ok(OpenForWriting {
        session,
        keeper,
        problems,
        protected,
        recovered: recovered.count,
        came_back: recovered.changes,
    })
}

/// Under which name this computer writes journals: what it calls itself, and a number that it keeps.
pub fn writer_name() -> String {
    let host: String = lock::host_name().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("{}-{}", host.get(..40).unwrap_or(&host), settings::computer_number())
}

/// The projects that this process has open for writing: where the journals are if it comes to grief.
pub fn open_projects() -> MutexGuard<'static, Vec<PathBuf>> {
    static OPEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keeper {
    /// Takes the records of a session; with `all`, typing that may still go on too. Returns the number of the last one.
    pub fn take(&mut self, session: &mut Session, all: bool) -> u64 {
        let taken = session.take_records(all);
        if !taken.is_empty() {
            let mut number = self.number;
            let numbered = taken.into_iter().map(|record| {
                number += 1;
                (number, record)
            });
            let message = ToJournal::Records(numbered.collect());
            self.number = number;
            self.send(message);
        }
        self.number
    }

    pub fn status(&self) -> Status {
        self.shared.status().clone()
    }

    /// The number of the last record that was taken.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Whether everything that was taken survives a crash.
    pub fn is_durable(&self) -> bool {
        self.shared.status().durable >= self.number
    }

    /// Waits until everything that was taken survives a crash.
    ///
    /// # Errors
    /// It could not be written; it will be tried again.
    pub fn wait_durable(&self) -> Result<(), String> {
        let mut status = self.shared.status();
        loop {
            if status.durable >= self.number {
                return Ok(());
            }
            // Only where neither way works is there no hope for the moment.
            if let (Some(error), Some(_)) = (&status.journal_error, &status.save_error) {
                return Err(error.clone());
            }
            status = self.shared.changed.wait(status).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Asks for the files to be written without the usual wait.
    pub fn save_now(&self) {
        self.send(ToJournal::SaveNow);
    }

    /// Writes the files and waits for it.
    ///
    /// # Errors
    /// They could not be written; it will be tried again.
    pub fn wait_saved(&self) -> Result<(), String> {
        let attempts = self.shared.status().attempts;
        self.save_now();
        let mut status = self.shared.status();
        loop {
            if status.saved >= self.number {
                return Ok(());
            }
            if let Some(error) = status.save_error.as_ref().filter(|_| status.attempts > attempts) {
                return Err(error.clone());
            }
            status = self.shared.changed.wait(status).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn send(&self, message: ToJournal) {
        // The thread ends only after `Close`.
        if self.sender.send(message).is_err() {
            tracing::error!("the journal's thread is gone");
            self.shared.thread_is_gone();
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.send(ToJournal::Close);
        let mut open = open_projects();
        if let Some(index) = open.iter().position(|folder| *folder == self.folder) {
            open.swap_remove(index);
        }
        drop(open);
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a thread of the store has panicked");
            }
        }
    }
}

impl Shared {
    fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn thread_is_gone(&self) {
        self.change(|status| {
            status.journal_error.get_or_insert_with(|| crate::t!("store-thread-gone"));
            status.save_error.get_or_insert_with(|| crate::t!("store-thread-gone"));
            status.attempts += 1;
        });
    }

    fn change(&self, change: impl FnOnce(&mut Status)) {
        change(&mut self.status());
        self.changed.notify_all();
        (self.wake)();
    }
}

struct JournalThread {
    disk: Arc<dyn Disk>,
    journal: Journal,
    shared: Arc<Shared>,
    to_saver: Sender<ToSaver>,
    /// Framed records that are not durable yet.
    pending: Vec<(u64, Vec<u8>)>,
    /// The last record that came.
    number: u64,
    /// The saver is writing everything up to this record: until it has answered, these are not put into a later segment.
    rotating: Option<u64>,
    failed: bool,
}

impl JournalThread {
    fn run(mut self, from_all: &Receiver<ToJournal>) {
        loop {
            let message = if self.failed {
                match from_all.recv_timeout(RETRY_AFTER) {
                    Ok(message) => Some(message),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            } else {
                match from_all.recv() {
                    Ok(message) => Some(message),
                    Err(_closed) => return,
                }
            };
            let done = message.is_some_and(|message| self.handle(message));
            // What has come in the meantime shares the sync.
            let done = done || from_all.try_iter().any(|message| self.handle(message));
            self.flush();
            if done {
                return;
            }
        }
    }

    /// Takes one message; `true` after the last.
    fn handle(&mut self, message: ToJournal) -> bool {
        let passed_on = match message {
            ToJournal::Records(records) => {
                for (number, record) in &records {
                    self.number = *number;
                    match records::encode(*number, record) {
                        Ok(payload) => self.pending.push((*number, journal::frame(&payload))),
                        Err(error) => {
                            tracing::error!(%error, name = record.name, "a change cannot be put into the journal");
                            self.shared.change(|status| status.journal_error = Some(error.to_string()));
                        }
                    }
                }
                ToSaver::Records(records)
            }
            ToJournal::SaveNow => ToSaver::SaveNow,
            ToJournal::Rotate => {
                self.flush();
                self.rotating = Some(self.number);
                ToSaver::Rotated { segment: self.journal.rotate(), number: self.number }
            }
            ToJournal::Covered(number) => {
                self.rotating = None;
                if let Some(number) = number {
                    self.pending.retain(|(pending, _)| *pending > number);
                }
                return false;
            }
            ToJournal::Close => ToSaver::Close,
            ToJournal::Done => return true,
        };
        if self.to_saver.send(passed_on).is_err() {
            tracing::error!("the saver's thread is gone");
            self.shared.thread_is_gone();
        }
        false
    }

    /// Makes what is pending durable.
    fn flush(&mut self) {
        // Nothing may stand in the journal before what came before it.
        let blocked = |(number, _): &(u64, Vec<u8>)| self.rotating.is_some_and(|rotating| *number <= rotating);
        let Some((last, _)) = self.pending.last().filter(|_| !self.pending.first().is_some_and(blocked)) else {
            return;
        };
        let (last, bytes) =
            (*last, self.pending.iter().map(|(_, bytes)| bytes.as_slice()).collect::<Vec<_>>().concat());
        match self.journal.append(&*self.disk, &bytes) {
            Ok(()) => {
                self.pending.clear();
                self.failed = false;
                self.shared.change(|status| {
                    status.durable = status.durable.max(last);
                    status.journal_error = None;
                });
            }
            Err(error) => {
                tracing::warn!(%error, "the journal cannot be written");
                self.failed = true;
                self.shared.change(|status| status.journal_error = Some(why(&error)));
            }
        }
    }
}

struct SaverThread {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    writer: String,
    project: Project,
    saver: Saver,
    protected: BTreeSet<Touched>,
    dirty: BTreeSet<Touched>,
    /// The last record that `project` has.
    number: u64,
    /// Segments of the time before this keeper are there still.
    segments_left: bool,
    shared: Arc<Shared>,
    to_journal: Sender<ToJournal>,
    /// When to write.
    due: Option<Instant>,
    pace: Duration,
    rotating: bool,
    closing: bool,
}

impl SaverThread {
    fn run(mut self, from_journal: &Receiver<ToSaver>) {
        if self.segments_left {
            self.due = Some(Instant::now());
        }
        loop {
            if !self.rotating && self.due.is_some_and(|due| due <= Instant::now()) {
                self.rotating = true;
                self.due = None;
                if self.to_journal.send(ToJournal::Rotate).is_err() {
                    return;
                }
            }
            if self.closing && !self.rotating && self.due.is_none() {
                // The journal's thread may be gone; then nobody waits.
                let _ = self.to_journal.send(ToJournal::Done);
                return;
            }
            let message = match self.due.filter(|_| !self.rotating) {
                Some(due) => match from_journal.recv_timeout(due.saturating_duration_since(Instant::now())) {
                    Ok(message) => message,
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => return,
                },
                None => match from_journal.recv() {
                    Ok(message) => message,
                    Err(_closed) => return,
                },
            };
            self.handle(message);
        }
    }

    fn handle(&mut self, message: ToSaver) {
        match message {
            ToSaver::Records(records) => {
                for (number, record) in records {
                    record.edit.touches(&self.project, &mut self.dirty);
                    if let Err(error) = record.edit.apply(&mut self.project) {
                        // The session has done the same to the same project.
                        tracing::error!(%error, "the saver's project differs from the session's");
                        self.shared.change(|status| status.save_error = Some(error.to_string()));
                    }
                    self.number = number;
                }
                self.due.get_or_insert_with(|| Instant::now() + self.pace);
            }
            ToSaver::SaveNow => {
                if self.is_behind() {
                    self.due = Some(Instant::now());
                } else {
                    self.shared.change(|status| status.attempts += 1);
                }
            }
            ToSaver::Close => {
                self.closing = true;
                if self.is_behind() {
                    self.due = Some(Instant::now());
                }
            }
            ToSaver::Rotated { segment, number } => self.save(segment, number),
        }
    }

    fn is_behind(&self) -> bool {
        self.segments_left || !self.dirty.is_empty() || self.shared.status().saved < self.number
    }

    fn save(&mut self, segment: u64, number: u64) {
        self.rotating = false;
        let started = Instant::now();
        // A folder that has come back without its project is filled anew.
        if self.folder.is_dir() && !self.folder.join("project.ron").exists() {
            self.dirty.extend(super::all_files(&self.project));
        }
        let writable: BTreeSet<_> = self.dirty.difference(&self.protected).cloned().collect();
        let mark = Mark { writer: &self.writer, segment };
        let result = self.saver.save(&*self.disk, &self.folder, &self.project, &writable, &mark);
        self.pace = SAVE_AFTER.max(started.elapsed() * 4);
        let covered = match result {
            Ok(()) => {
                self.dirty.clear();
                self.segments_left = false;
                self.shared.change(|status| {
                    status.saved = status.saved.max(number);
                    status.durable = status.durable.max(number);
                    status.save_error = None;
                    // What the journal could not take is in the files now.
                    status.journal_error = None;
                    status.attempts += 1;
                });
                Some(number)
            }
            Err(error) => {
                tracing::warn!(%error, "the project's files cannot be written");
                if !self.closing {
                    self.due = Some(Instant::now() + RETRY_AFTER);
                }
                self.shared.change(|status| {
                    status.save_error = Some(error.to_string());
                    status.attempts += 1;
                });
                None
            }
        };
        // On closing the journal's thread may be gone already.
        let _ = self.to_journal.send(ToJournal::Covered(covered));
    }
}

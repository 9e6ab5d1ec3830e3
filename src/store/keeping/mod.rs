//! Keeps what a session does: in the journal at once, in the project's files soon after.
//!
//! Two threads. The journal's takes the records, appends and syncs them, and passes them on; the saver's has a project
//! of its own, does the same changes to it, and writes the files that they touch. So nobody who changes a project waits
//! for a disk, and nobody copies a project to save it. What fails is kept in memory, said, and tried again.

pub mod not_taken;
pub mod outside;
pub mod recovery;
pub mod writers;

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use self::outside::{Answer, Incoming, News, Report};
use crate::disk::Disk;
use crate::disk::inside::{self, Inside};
use crate::edit::change::Touched;
use crate::edit::session::{Record, Session};
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::store::format::reader::Opened;
use crate::store::format::record;
use crate::store::journal::history;
use crate::store::journal::segments::{self, Journal};
use crate::store::layout::computer::writer_name;
use crate::store::layout::names::layer_name;
use crate::store::layout::{self, all_files};
use crate::store::lock::{self, Lock, LockError};
use crate::store::opening;
use crate::store::problem::{Problem, ProblemKind, StoreError, why};
use crate::store::protected::Protected;
use crate::store::watch::Watch;
use crate::store::writing::migration_backup;
use crate::store::writing::saver::{Mark, Saver};

/// How long after a change the files are written; longer where writing takes long.
const SAVE_AFTER: Duration = Duration::from_millis(600);
/// How often in a row others may come between before it is given up for the moment.
const TRIES: usize = 5;
/// How long after a failure it is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(3);

/// A project that is open for writing.
pub struct OpenForWriting {
    pub session: Session,
    pub keeper: Keeper,
    pub problems: Vec<Problem>,
    /// What is not as it should be and has spoiled nothing.
    pub notes: Vec<Problem>,
    /// Damaged files, which are never written.
    pub protected: Protected,
    /// How many changes came back from the journal.
    pub recovered: usize,
    /// When each of them was made, and what it is called, the oldest first.
    pub came_back: Vec<(jiff::Timestamp, String)>,
    /// Whose layers alone are written, where another window has the whole project.
    pub only: Option<AnnotatorId>,
    /// Who had the project open here and ended without closing it.
    pub left_behind: Option<lock::Note>,
}

/// Stands between a session and the disk. On drop it writes what is left and lets the project go.
pub struct Keeper {
    sender: Sender<ToJournal>,
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    /// The number of the last record that was sent.
    number: u64,
    folder: PathBuf,
    /// Until it is handed on.
    lock: Option<Lock>,
    news: Receiver<Box<News>>,
    /// Which files the last records have changed.
    recent: VecDeque<(u64, BTreeSet<Touched>)>,
    watch: Option<Watch>,
}

/// How many records are remembered by the files that they change, to know whether news from outside still fit.
const RECENT: usize = 256;

impl OpenForWriting {
    /// Waits until everything that was done stands in the project's files.
    ///
    /// # Errors
    /// Why they cannot be written at the moment; it stays in the journal, or in memory.
    pub fn wait_saved(&mut self) -> Result<(), String> {
        let mut result = Ok(());
        // What others have written meanwhile comes in first; they may go on writing, but not for ever.
        for _ in 0..TRIES {
            self.keeper.take(&mut self.session, true);
            result = self.keeper.wait_saved();
            if result.is_ok() || self.keeper.take_news(&mut self.session).is_none() {
                break;
            }
        }
        result
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
    /// Changes from outside wait for the session to take them.
    pub has_news: bool,
}

struct Shared {
    status: Mutex<Status>,
    changed: Condvar,
    own: Mutex<Own>,
    wake: Box<dyn Fn() + Send + Sync>,
}

/// Whose layers are written here.
struct Own {
    /// The session's annotator.
    annotator: AnnotatorId,
    /// Whose lock is held.
    claimed: Option<AnnotatorId>,
}

enum ToJournal {
    Records(Vec<(u64, Record)>),
    SaveNow,
    /// These paths have changed, perhaps by us.
    Changed(BTreeSet<PathBuf>),
    /// What the session has done with news, and what was done in it for that.
    Answer(Box<News>, Answer, Vec<(u64, Record)>),
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
    Changed(BTreeSet<PathBuf>),
    Answer(Box<News>, Answer, Vec<(u64, Record)>),
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

/// What other journals of this computer have brought before the one that goes on.
#[derive(Default)]
struct Before {
    recovered: usize,
    came_back: Vec<(jiff::Timestamp, String)>,
    problems: Vec<Problem>,
}

impl Before {
    /// Brings into the files what windows that wrote one annotator's layers have left, and what this computer wrote when
    /// it was called otherwise.
    fn recover(&mut self, folder: &Path, mut lock: Lock, disk: &Arc<dyn Disk>) -> Result<Lock, StoreError> {
        let own = writer_name();
        let left_behind = lock.left_behind.take();
        for writer in writers::own_writers(folder).into_iter().filter(|writer| *writer != own) {
            match writer.split_once('~') {
                Some((_, name)) => {
                    let Some(annotator) = annotator_of(folder, name) else { continue };
                    // Where it is held, that window is there still and writes them itself.
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
                    // The next one claims the layers that it writes.
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
        // Whatever is wrong with the files is told by the one that goes on.
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
            // One sentence for all of it.
            self.problems.retain(|problem| !matches!(problem.kind, ProblemKind::Recovered(_)));
            let folder = segments::folder(&opened.keeper.folder);
            self.problems.insert(0, Problem::new(&folder, "", ProblemKind::Recovered(opened.recovered)));
        }
        opened.problems = self.problems;
    }
}

/// The annotator that such a name stands for; one that was cut short is looked for among those of the project.
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

/// The same, under the name of a writer: to take over the journal of another computer.
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
    let finished = recovery::finish_saving(&*disk, folder, writer)?;
    let Opened { project, mut problems, notes, protected, files, older } = opening::open(folder)?;
    if let Some(kept) = migration_backup::before_migration(&*disk, folder, &older)? {
        problems.push(Problem::new(&kept, "", ProblemKind::BackedUp));
    }
    problems.extend(finished);
    let saver = Saver::new(files.clone());
    let incoming = Incoming::new(folder, project.clone());
    let only = lock.only().cloned();
    let annotator = only.clone().unwrap_or_else(|| annotator(&project));
    // Where another window writes these layers already, this one is told by its news.
    let _ = lock.claim(&annotator);
    let own = Mutex::new(Own { annotator: annotator.clone(), claimed: lock.claimed().cloned() });
    let mut session = Session::new(project, annotator);
    // What the files were when they were last seen here tells what somebody else has done to them since.
    let changed = history::changed_outside(folder, writer, &files);
    problems.extend(changed.iter().map(|path| Problem::new(path, "", ProblemKind::ChangedOutside)));
    let remembered = history::recall(folder, writer, &mut session, &changed);
    if history::saved(folder, writer) != files
        && let Err(error) = history::write_saved(&*disk, folder, writer, &files)
    {
        tracing::warn!(%error, "the history cannot be written");
    }
    let mut recovered = recovery::replay(&*disk, folder, writer, &mut session, &protected)?;
    recovered.last_number = recovered.last_number.max(remembered);
    problems.extend(recovered.problems);
    problems.extend(writers::other_writers(folder, writer));
    session.start_recording();
    let replayed = recovered.last_number;
    let mut pending = Vec::new();
    if let Some(record) = &recovered.record {
        recovered.last_number += 1;
        match record::encode(recovered.last_number, record) {
            Ok(payload) if payload.len() <= segments::MAX_PAYLOAD_BYTES => {
                pending.push((recovered.last_number, segments::frame(&payload)));
            }
            Ok(_) => tracing::warn!("what was merged is too large for the journal"),
            Err(error) => tracing::error!(%error, "what was merged cannot be put into the journal"),
        }
    }
    let shared = Arc::new(Shared {
        status: Mutex::new(Status {
            durable: replayed,
            saved: if recovered.count > 0 { 0 } else { recovered.last_number },
            ..Status::default()
        }),
        changed: Condvar::new(),
        own,
        wake: Box::new(wake),
    });
    let (to_journal, from_all) = channel();
    let (to_saver, from_journal) = channel();
    let (to_session, news) = channel();
    let journal = JournalThread {
        disk: Arc::clone(&disk),
        journal: Journal::new(segments::folder(folder), writer.to_owned(), recovered.last_segment + 1),
        shared: Arc::clone(&shared),
        to_saver,
        pending,
        number: recovered.last_number,
        rotating: None,
        too_large: None,
        failed: false,
    };
    let saver = SaverThread {
        disk,
        folder: folder.to_owned(),
        writer: writer.to_owned(),
        project: session.project().clone(),
        saver,
        attempt: None,
        promised: None,
        incoming,
        to_session,
        only: only.clone(),
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
    let left_behind = lock.left_behind.take();
    let number = recovered.last_number;
    let (recent, watch) = (VecDeque::new(), None);
    let lock = Some(lock);
    let keeper = Keeper { sender: to_journal, shared, threads, number, folder, lock, news, recent, watch };
    let recovery::Recovered { count: recovered, changes: came_back, .. } = recovered;
    Ok(OpenForWriting { session, keeper, problems, notes, protected, recovered, came_back, only, left_behind })
}

/// The projects that this process has open for writing: where the journals are if it comes to grief.
pub fn open_projects() -> MutexGuard<'static, Vec<PathBuf>> {
    static OPEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keeper {
    /// Takes the records of a session; with `all`, typing that may still go on too. Returns the number of the last one.
    pub fn take(&mut self, session: &mut Session, all: bool) -> u64 {
        let records = self.collect(session, all);
        if !records.is_empty() {
            self.send(ToJournal::Records(records));
        }
        self.number
    }

    /// The same without passing them on.
    fn collect(&mut self, session: &mut Session, all: bool) -> Vec<(u64, Record)> {
        let own = session.annotator();
        let mut shared = self.shared.own();
        if shared.annotator != *own {
            shared.annotator.clone_from(own);
        }
        drop(shared);
        let numbered = session.take_records(all).into_iter().map(|record| {
            self.number += 1;
            let mut touched = BTreeSet::new();
            record.edit.touches(session.project(), &mut touched);
            record.inverse.touches(session.project(), &mut touched);
            self.recent.push_back((self.number, touched));
            (self.number, record)
        });
        let numbered = numbered.collect();
        self.recent.drain(..self.recent.len().saturating_sub(RECENT));
        numbered
    }

    /// Tells the saver from now on when files change outside.
    ///
    /// # Errors
    /// There can be no further thread.
    pub fn watch(&mut self) -> std::io::Result<()> {
        let sender = self.sender.clone();
        let changed = move |paths| {
            // The project may be being closed.
            let _ = sender.send(ToJournal::Changed(paths));
        };
        self.watch = Some(Watch::start(&self.folder, changed)?);
        Ok(())
    }

    /// Takes what has come in from outside into the session, as one gesture and wholly or not at all, and returns what it
    /// was; `None` where there is nothing new. What the session refuses stays in the files, which are not written from
    /// then on, and the next report names it.
    pub fn take_news(&mut self, session: &mut Session) -> Option<Report> {
        let news = self.news.try_recv().ok()?;
        self.take(session, true);
        let files: BTreeSet<_> = news.files().cloned().collect();
        // What was changed here since the merge was made must be in it.
        let forgotten = self.recent.front().is_some_and(|(number, _)| *number > news.number + 1);
        let later = self.recent.iter().filter(|(number, _)| *number > news.number);
        let stale = forgotten || later.flat_map(|(_, touched)| touched).any(|file| files.contains(file));
        let answer = if stale {
            Answer::Stale
        } else {
            let name = "gesture-outside";
            match session.absorb(&news.project, &news.reloaded, name, news.edits.clone()) {
                Ok(()) => Answer::Taken,
                Err(error) => {
                    // The saver has tried them on what should be the same project.
                    tracing::error!(%error, "changes from outside do not fit the session");
                    Answer::Refused(error)
                }
            }
        };
        let report = matches!(answer, Answer::Taken).then(|| news.report.clone());
        let records = self.collect(session, true);
        self.send(ToJournal::Answer(news, answer, records));
        report
    }

    /// Says whose layers are written from now on.
    ///
    /// # Errors
    /// Another window writes them.
    pub fn claim(&mut self, annotator: &AnnotatorId) -> Result<(), LockError> {
        if let Some(lock) = &mut self.lock {
            lock.claim(annotator)?;
            self.shared.own().claimed = lock.claimed().cloned();
        }
        Ok(())
    }

    /// The folder of the project.
    pub fn folder(&self) -> &Path {
        &self.folder
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
            if status.has_news && status.attempts > attempts {
                return Err(crate::t!("store-news-waiting"));
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
        self.watch = None;
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

    fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
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
    /// The first record that no journal can take, until the files hold it.
    too_large: Option<u64>,
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
                self.add(&records);
                ToSaver::Records(records)
            }
            ToJournal::SaveNow => ToSaver::SaveNow,
            ToJournal::Changed(paths) => ToSaver::Changed(paths),
            ToJournal::Answer(news, answer, records) => {
                self.add(&records);
                ToSaver::Answer(news, answer, records)
            }
            ToJournal::Rotate => {
                self.flush();
                self.rotating = Some(self.number);
                ToSaver::Rotated { segment: self.journal.rotate(), number: self.number }
            }
            ToJournal::Covered(number) => {
                self.rotating = None;
                if let Some(number) = number {
                    self.pending.retain(|(pending, _)| *pending > number);
                    self.too_large = self.too_large.filter(|first| *first > number);
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

    /// Puts records among those that are to become durable.
    fn add(&mut self, records: &[(u64, Record)]) {
        for (number, record) in records {
            self.number = *number;
            match record::encode(*number, record) {
                Ok(payload) if payload.len() > segments::MAX_PAYLOAD_BYTES => {
                    // It survives once it is in the files, and so does what comes after it.
                    self.too_large.get_or_insert(*number);
                    if self.to_saver.send(ToSaver::SaveNow).is_err() {
                        self.shared.thread_is_gone();
                    }
                }
                Ok(payload) => self.pending.push((*number, segments::frame(&payload))),
                Err(error) => {
                    tracing::error!(%error, gesture = ?record.gesture, "a change cannot be put into the journal");
                    self.shared.change(|status| status.journal_error = Some(error.to_string()));
                }
            }
        }
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
                let last = self.too_large.map_or(last, |first| last.min(first.saturating_sub(1)));
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
    /// The files of a save that has failed, and what was to be in them.
    attempt: Option<(BTreeSet<Touched>, Project)>,
    /// The last record that such a save will bring into the files even after a crash.
    promised: Option<u64>,
    incoming: Incoming,
    to_session: Sender<Box<News>>,
    /// Whose layers alone are written.
    only: Option<AnnotatorId>,
    protected: Protected,
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
                if history::saved(&self.folder, &self.writer) != self.saver.known && !self.saver.has_failed() {
                    // It could not be written when it was due.
                    self.remember();
                }
                // The journal's thread may be gone; then nobody waits.
                let _ = self.to_journal.send(ToJournal::Done);
                return;
            }
            if self.incoming.due().is_some_and(|due| due <= Instant::now()) {
                self.examine(!self.closing);
            }
            let due = [self.due.filter(|_| !self.rotating), self.incoming.due()].into_iter().flatten().min();
            let message = match due {
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
            ToSaver::Records(records) => self.apply(records),
            ToSaver::SaveNow => {
                if self.is_behind() {
                    self.due = Some(Instant::now());
                } else {
                    self.shared.change(|status| status.attempts += 1);
                }
            }
            ToSaver::Changed(paths) => self.incoming.changed(&paths),
            ToSaver::Answer(news, answer, records) => {
                match answer {
                    Answer::Taken => {
                        // As in the session: an edit may be about an article that has come in with it.
                        news.reloaded.iter().for_each(|file| file.copy(&news.project, &mut self.project));
                        self.apply(records);
                        self.accept(*news);
                    }
                    Answer::Stale => self.incoming.stale(&news),
                    Answer::Refused(error) => self.incoming.refused(&news, &error),
                }
                self.shared.change(|status| status.has_news = false);
            }
            ToSaver::Close => {
                self.closing = true;
                // Whoever would have answered is gone.
                self.incoming.stop_waiting();
                if self.is_behind() {
                    self.due = Some(Instant::now());
                }
            }
            ToSaver::Rotated { segment, number } => self.save(segment, number),
        }
    }

    /// Does to the saver's project what was done in the session.
    fn apply(&mut self, records: Vec<(u64, Record)>) {
        if records.is_empty() {
            return;
        }
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

    /// Looks at what has changed outside; where nobody can take it any more, it is taken here.
    fn examine(&mut self, patience: bool) {
        // What a save that failed half-way has put in place would be taken for somebody else's.
        if let Err(error) = self.settle() {
            tracing::warn!(%error, "a save that has failed cannot be brought to its end yet");
            return self.incoming.put_off(patience);
        }
        let (own, claimed) = {
            let own = self.shared.own();
            (own.annotator.clone(), own.claimed.clone())
        };
        let (known, number) = (&self.saver.known, self.number);
        let news = self.incoming.examine(known, &self.project, number, Some(own), patience, claimed.as_ref());
        let Some(news) = news else { return };
        if self.closing {
            self.project = news.project.clone();
            let mut touched = BTreeSet::new();
            news.edits.iter().for_each(|edit| edit.touches(&self.project, &mut touched));
            self.dirty.extend(touched);
            self.accept(*news);
        } else if self.to_session.send(news).is_ok() {
            self.shared.change(|status| status.has_news = true);
        }
    }

    /// What has come in is part of the project now.
    fn accept(&mut self, news: News) {
        self.protected.retain(|file| !news.report.released.contains(file));
        let dirty = self.incoming.accepted(news, &mut self.project, &mut self.saver.known);
        if !dirty.is_empty() {
            self.dirty.extend(dirty);
            self.due.get_or_insert_with(Instant::now);
        }
        self.remember();
    }

    /// Writes down what the files are, so that it is known at the next opening what others have done to them.
    fn remember(&self) {
        // Where a disk was unplugged, no folder is made in its place.
        if self.folder.is_dir()
            && let Err(error) = history::write_saved(&*self.disk, &self.folder, &self.writer, &self.saver.known)
        {
            tracing::warn!(%error, "the history cannot be written");
        }
    }

    /// Whether it is for this process to write a file.
    fn may_write(&self, file: &Touched) -> bool {
        !self.protected.covers(file)
            && match (&self.only, file) {
                (None, _) => true,
                (Some(only), Touched::Layer(_, annotator)) => only == annotator,
                (Some(_), _) => false,
            }
    }

    fn is_behind(&self) -> bool {
        self.segments_left || !self.dirty.is_empty() || self.shared.status().saved < self.number
    }

    fn writable(&self) -> BTreeSet<Touched> {
        self.dirty.iter().filter(|file| self.may_write(file)).cloned().collect()
    }

    /// Brings a save that has failed to its end, so that it is known what in the files is ours.
    fn settle(&mut self) -> Result<(), StoreError> {
        let Some(settled) = self.saver.settle(&*self.disk, &self.folder, &self.writer)? else { return Ok(()) };
        if let Some((files, project)) = self.attempt.take().filter(|_| settled.is_done) {
            self.incoming.written(&project, &files, settled.aside);
        }
        Ok(())
    }

    fn save(&mut self, segment: u64, number: u64) {
        self.rotating = false;
        let started = Instant::now();
        let settled = self.settle();
        // A folder that has come back without its project is filled anew.
        if self.only.is_none() && self.folder.is_dir() && !layout::is_there(&self.folder.join("project.ron")) {
            self.dirty.extend(all_files(&self.project));
        }
        let mut writable = self.writable();
        // What somebody else has written there is merged before it is written over.
        for _ in 0..TRIES {
            if settled.is_err() || !self.incoming.notice(&writable, &self.saver.known) {
                break;
            }
            self.examine(!self.closing);
            if !self.closing && (self.incoming.is_waiting() || self.incoming.due().is_some()) {
                self.due = Some(Instant::now() + SAVE_AFTER);
                self.shared.change(|status| status.attempts += 1);
                let _ = self.to_journal.send(ToJournal::Covered(None));
                return;
            }
            writable = self.writable();
        }
        let blocked = self.incoming.blocked(writable.iter());
        let mark = Mark { writer: &self.writer, segment };
        let result = match (settled, blocked) {
            (Err(error), _) => Err(error),
            (Ok(()), Some(problem)) => Err(StoreError::Unreadable(problem)),
            (Ok(()), None) => self.saver.save(&*self.disk, &self.folder, &self.project, &writable, &mark),
        };
        self.pace = SAVE_AFTER.max(started.elapsed() * 4);
        let covered = match result {
            Ok(aside) => {
                self.incoming.written(&self.project, &writable, aside);
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
                if self.saver.has_failed() && self.attempt.is_none() {
                    let mut wanted = Project::default();
                    writable.iter().for_each(|file| file.copy(&self.project, &mut wanted));
                    self.attempt = Some((writable, wanted));
                    self.promised = self.saver.has_promised().then_some(number);
                }
                let promised = self.promised.filter(|_| self.saver.has_promised());
                self.shared.change(|status| {
                    status.durable = status.durable.max(promised.unwrap_or(0));
                    status.save_error = Some(error.to_string());
                    status.attempts += 1;
                });
                // The files will hold it, whatever happens: the journal must not have it once more.
                promised
            }
        };
        // On closing the journal's thread may be gone already.
        let _ = self.to_journal.send(ToJournal::Covered(covered));
    }
}

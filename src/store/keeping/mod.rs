//! Stores the changes of a session: in the journal at once, in the project's files soon after.
//!
//! There are two threads. The journal's thread appends and syncs the records and passes them on. The saver's thread has
//! its own copy of the project, applies the same changes to it, and writes the files that they touch. So changing a
//! project never waits for a disk, and saving never copies a project. Whatever fails is kept in memory, reported, and
//! retried.
//!
//! ```text
//!  session          journal's thread             saver's thread                      disk
//!    │ ── Records ───────> │ ─ append, sync ─────────────────────────────────────────> segment n
//!    │ <─ Status.durable ─ │ ── Records ─────────────> │ applies them to its project
//!    │                     │ <─ Rotate ─────────────── │ (some time after a change)
//!    │                     │ ── Rotated { n, number }> │ ─ stage, manifest, rename ──> files
//!    │ <─ Status.saved ─────────────────────────────── │ ─ remove what they hold ────> segments up to n
//!    │                     │ <─ Covered(number) ────── │
//!    │ ── Changed(paths) ─>│ ── Changed ─────────────> │ reads and merges what others have written
//!    │ <─ News ─────────────────────────────────────── │
//!    │ ── NewsAnswer, Records >│ ── NewsAnswer, Records ─────> │ applies them, or merges anew
//!    │ ── Close ──────────>│ ── Close ───────────────> │ writes the last time ── Done ──> journal's thread ends
//! ```
//!
//! The saver's thread has two small state machines, which [`state`] tells as diagrams and tests as tables: `Schedule`
//! says when it sends `Rotate` and when it ends, and `Delivery` whether `News` wait for their `NewsAnswer`.

mod journal_thread;
mod message;
pub mod not_taken;
pub mod outside;
pub mod recovery;
mod saver_thread;
mod starting;
mod state;
pub mod writers;

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

pub(crate) use self::message::Status;
use self::message::{Shared, ToJournal};
use self::outside::{News, NewsAnswer, Report};
pub use self::starting::{open, open_as};
use crate::edit::change::Touched;
use crate::edit::session::{Record, Session};
use crate::model::id::AnnotatorId;
use crate::store::lock::{self, Lock, LockError};
use crate::store::problem::Problem;
use crate::store::protected::Protected;
use crate::store::watch::Watch;
use crate::t;

/// How long after a change the files are written; longer if writing takes long.
const SAVE_AFTER: Duration = Duration::from_millis(600);
/// How many times in a row other writers may interfere before the attempt is given up for the moment.
const TRIES: usize = 5;
/// How long after a failure a save is retried.
const RETRY_AFTER: Duration = Duration::from_secs(3);

/// A project that is open for writing.
pub struct OpenForWriting {
    pub session: Session,
    pub keeper: Keeper,
    pub problems: Vec<Problem>,
    /// Irregularities that have caused no loss.
    pub notes: Vec<Problem>,
    /// Damaged files, which are never written.
    pub protected: Protected,
    /// How many changes were recovered from the journal.
    pub recovered: usize,
    /// When each of them was made and what it is called, oldest first.
    pub came_back: Vec<(jiff::Timestamp, String)>,
    /// The annotator whose layers alone are written, if another window has the whole project open.
    pub only: Option<AnnotatorId>,
    /// The last process on this computer that ended without closing the project.
    pub left_behind: Option<lock::Note>,
}

/// Connects a session to the disk. On drop it writes what is left and releases the project.
pub struct Keeper {
    sender: Sender<ToJournal>,
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    /// The number of the last record that was sent.
    number: u64,
    folder: PathBuf,
    /// `None` once it has been handed on.
    lock: Option<Lock>,
    news: Receiver<Box<News>>,
    /// Which files the most recent records have changed.
    recent: VecDeque<(u64, BTreeSet<Touched>)>,
    watch: Option<Watch>,
}

/// How many records are remembered with the files that they change, to decide whether news from outside still fit.
const RECENT: usize = 256;

impl OpenForWriting {
    /// Waits until every change is in the project's files.
    ///
    /// # Errors
    /// Why the files cannot currently be written; the changes stay in the journal, or in memory.
    pub fn wait_saved(&mut self) -> Result<(), String> {
        let mut result = Ok(());
        // Changes that others have written in the meantime are taken first; they may go on writing, but we do not wait
        // for ever.
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

/// The projects that this process has open for writing: where to find the journals after a panic.
pub fn open_projects() -> MutexGuard<'static, Vec<PathBuf>> {
    static OPEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Keeper {
    /// Takes the records of a session; with `all`, also of typing that may not be finished. Returns the number of the
    /// last record.
    pub fn take(&mut self, session: &mut Session, all: bool) -> u64 {
        let records = self.collect(session, all);
        if !records.is_empty() {
            self.send(ToJournal::Records(records));
        }
        self.number
    }

    /// Collects the same records without passing them on.
    fn collect(&mut self, session: &mut Session, all: bool) -> Vec<(u64, Record)> {
        let own = session.annotator();
        let mut shared = self.shared.own();
        if shared.annotator != *own {
            shared.annotator.clone_from(own);
        }
        drop(shared);
        let numbered = session.take_records(all).into_iter().map(|record| {
            self.number += 1;
            self.recent.push_back((self.number, record.files.clone()));
            (self.number, record)
        });
        let numbered = numbered.collect();
        self.recent.drain(..self.recent.len().saturating_sub(RECENT));
        numbered
    }

    /// From now on, tells the saver when files change outside.
    ///
    /// # Errors
    /// No further thread can be started.
    pub fn watch(&mut self) -> std::io::Result<()> {
        let sender = self.sender.clone();
        let changed = move |paths| {
            // The receiver is gone while the project is being closed.
            let _ = sender.send(ToJournal::Changed(paths));
        };
        self.watch = Some(Watch::start(&self.folder, changed)?);
        Ok(())
    }

    /// Takes changes from outside into the session, as one gesture and entirely or not at all, and returns a report;
    /// `None` if there is nothing new. Changes that the session refuses stay in the files, which are not written from
    /// then on, and the next report names them.
    pub fn take_news(&mut self, session: &mut Session) -> Option<Report> {
        let news = self.news.try_recv().ok()?;
        self.take(session, true);
        let files: BTreeSet<_> = news.files().cloned().collect();
        // Changes made here since the merge must be covered by it.
        let forgotten = self.recent.front().is_some_and(|(number, _)| *number > news.number + 1);
        let later = self.recent.iter().filter(|(number, _)| *number > news.number);
        let stale = forgotten || later.flat_map(|(_, touched)| touched).any(|file| files.contains(file));
        let answer = if stale {
            NewsAnswer::Stale
        } else {
            let name = "gesture-outside";
            match session.absorb(&news.project, &news.reloaded, name, news.edits.clone()) {
                Ok(()) => NewsAnswer::Taken,
                Err(error) => {
                    // The saver has tried the edits on what should be the same project.
                    tracing::error!(%error, "changes from outside do not fit the session");
                    NewsAnswer::Refused(error)
                }
            }
        };
        let report = matches!(answer, NewsAnswer::Taken).then(|| news.report.clone());
        let records = self.collect(session, true);
        self.send(ToJournal::NewsAnswer(news, answer, records));
        report
    }

    /// Sets whose layers are written from now on.
    ///
    /// # Errors
    /// Another window writes these layers.
    pub(crate) fn claim(&mut self, annotator: &AnnotatorId) -> Result<(), LockError> {
        if let Some(lock) = &mut self.lock {
            lock.claim(annotator)?;
            self.shared.own().claimed = lock.claimed().cloned();
        }
        Ok(())
    }

    /// The project's folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn status(&self) -> Status {
        self.shared.status().clone()
    }

    /// The number of the last record that was taken.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Whether all records taken so far survive a crash.
    pub(crate) fn is_durable(&self) -> bool {
        self.shared.status().durable >= self.number
    }

    /// Waits until all records taken so far survive a crash.
    ///
    /// # Errors
    /// They could not be written; the attempt will be repeated.
    pub fn wait_durable(&self) -> Result<(), String> {
        let mut status = self.shared.status();
        loop {
            if status.durable >= self.number {
                return Ok(());
            }
            // Waiting is hopeless for now only if neither the journal nor the files can be written.
            if let (Some(error), Some(_)) = (&status.journal_error, &status.save_error) {
                return Err(error.clone());
            }
            status = self.shared.changed.wait(status).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Requests that the files be written without the usual delay.
    pub fn save_now(&self) {
        self.send(ToJournal::SaveNow);
    }

    /// Writes the files and waits until that is done.
    ///
    /// # Errors
    /// The files could not be written; the attempt will be repeated.
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
                return Err(t!("store-news-waiting"));
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

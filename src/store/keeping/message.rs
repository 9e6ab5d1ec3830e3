//! The messages between the session's side, the journal's thread and the saver's thread, and the state that all of them
//! share.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::outside::{News, NewsAnswer};
use crate::edit::session::Record;
use crate::model::id::AnnotatorId;
use crate::t;

/// The progress of the keeper. Numbers are those of records.
#[derive(Clone, Debug, Default)]
pub struct Status {
    /// Every record up to this number survives a crash.
    pub durable: u64,
    /// Every record up to this number is in the project's files.
    pub saved: u64,
    /// Why the journal cannot currently be written.
    pub journal_error: Option<String>,
    /// Why the project's files cannot currently be written.
    pub save_error: Option<String>,
    /// How many attempts to write the files there have been.
    pub attempts: u64,
    /// Changes from outside are waiting for the session to take them.
    pub has_news: bool,
}

pub(super) struct Shared {
    pub status: Mutex<Status>,
    pub changed: Condvar,
    pub own: Mutex<Own>,
    pub wake: Box<dyn Fn() + Send + Sync>,
}

/// Whose layers this process writes.
pub(super) struct Own {
    /// The session's annotator.
    pub annotator: AnnotatorId,
    /// The annotator whose lock is held.
    pub claimed: Option<AnnotatorId>,
}

pub(super) enum ToJournal {
    Records(Vec<(u64, Record)>),
    SaveNow,
    /// These paths have changed, perhaps by our own writes.
    Changed(BTreeSet<PathBuf>),
    /// The session's answer to news, and the records of what it did to take them.
    NewsAnswer(Box<News>, NewsAnswer, Vec<(u64, Record)>),
    /// From the saver: close the segment.
    Rotate,
    /// From the saver: the files hold everything up to this record; `None` if the save failed or was postponed.
    Covered(Option<u64>),
    Close,
    /// From the saver: no more messages will come.
    Done,
}

pub(super) enum ToSaver {
    Records(Vec<(u64, Record)>),
    SaveNow,
    Changed(BTreeSet<PathBuf>),
    NewsAnswer(Box<News>, NewsAnswer, Vec<(u64, Record)>),
    Rotated { segment: u64, number: u64 },
    Close,
}

impl Shared {
    pub(crate) fn new(status: Status, own: Own, wake: Box<dyn Fn() + Send + Sync>) -> Self {
        Self { status: Mutex::new(status), changed: Condvar::new(), own: Mutex::new(own), wake }
    }

    pub(crate) fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn thread_is_gone(&self) {
        self.change(|status| {
            status.journal_error.get_or_insert_with(|| t!("store-thread-gone"));
            status.save_error.get_or_insert_with(|| t!("store-thread-gone"));
            status.attempts += 1;
        });
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Status)) {
        change(&mut self.status());
        self.changed.notify_all();
        (self.wake)();
    }
}

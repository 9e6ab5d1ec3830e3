//! What the session's side, the journal's thread and the saver's thread say to each other, and what all of them can see.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::outside::{News, NewsAnswer};
use crate::edit::session::Record;
use crate::model::id::AnnotatorId;
use crate::t;

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

pub(super) struct Shared {
    pub status: Mutex<Status>,
    pub changed: Condvar,
    pub own: Mutex<Own>,
    pub wake: Box<dyn Fn() + Send + Sync>,
}

/// Whose layers are written here.
pub(super) struct Own {
    /// The session's annotator.
    pub annotator: AnnotatorId,
    /// Whose lock is held.
    pub claimed: Option<AnnotatorId>,
}

pub(super) enum ToJournal {
    Records(Vec<(u64, Record)>),
    SaveNow,
    /// These paths have changed, perhaps by us.
    Changed(BTreeSet<PathBuf>),
    /// What the session has done with news, and what was done in it for that.
    NewsAnswer(Box<News>, NewsAnswer, Vec<(u64, Record)>),
    /// From the saver: close the segment.
    Rotate,
    /// From the saver: the files hold everything up to this record, or nothing new where it could not be done.
    Covered(Option<u64>),
    Close,
    /// From the saver: nothing more will come.
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
    pub fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn thread_is_gone(&self) {
        self.change(|status| {
            status.journal_error.get_or_insert_with(|| t!("store-thread-gone"));
            status.save_error.get_or_insert_with(|| t!("store-thread-gone"));
            status.attempts += 1;
        });
    }

    pub fn change(&self, change: impl FnOnce(&mut Status)) {
        change(&mut self.status());
        self.changed.notify_all();
        (self.wake)();
    }
}

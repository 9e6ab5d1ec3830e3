//! The journal's thread: takes records, makes them durable, and passes everything on to the saver's thread.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};

use super::RETRY_AFTER;
use super::message::{Shared, ToJournal, ToSaver};
use crate::disk::Disk;
use crate::edit::session::Record;
use crate::store::format::record;
use crate::store::journal::segments::{self, Journal};
use crate::store::problem::why;

pub(super) struct JournalThread {
    pub disk: Arc<dyn Disk>,
    pub journal: Journal,
    pub shared: Arc<Shared>,
    pub to_saver: Sender<ToSaver>,
    /// Framed records that are not durable yet, with their numbers.
    pub pending: Vec<(u64, Vec<u8>)>,
    /// The number of the last record received.
    pub number: u64,
    /// The saver is writing everything up to this record; until it has answered, these records are not put into a later
    /// segment.
    pub rotating: Option<u64>,
    /// The first record that is too large for a journal, until the files hold it.
    pub too_large: Option<u64>,
    pub failed: bool,
}

impl JournalThread {
    pub(crate) fn run(mut self, from_all: &Receiver<ToJournal>) {
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
            // Messages that have arrived in the meantime share the sync.
            let done = done || from_all.try_iter().any(|message| self.handle(message));
            self.flush();
            if done {
                return;
            }
        }
    }

    /// Handles one message; `true` after the last.
    fn handle(&mut self, message: ToJournal) -> bool {
        let passed_on = match message {
            ToJournal::Records(records) => {
                self.add(&records);
                ToSaver::Records(records)
            }
            ToJournal::SaveNow => ToSaver::SaveNow,
            ToJournal::Changed(paths) => ToSaver::Changed(paths),
            ToJournal::NewsAnswer(news, answer, records) => {
                self.add(&records);
                ToSaver::NewsAnswer(news, answer, records)
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

    /// Queues records to be made durable.
    fn add(&mut self, records: &[(u64, Record)]) {
        for (number, record) in records {
            self.number = *number;
            match record::encode(*number, record) {
                Ok(payload) if payload.len() > segments::MAX_PAYLOAD_BYTES => {
                    // It survives once it is in the files, and so do the records after it.
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

    /// Makes the pending records durable.
    fn flush(&mut self) {
        // No record may enter the journal before those that precede it.
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

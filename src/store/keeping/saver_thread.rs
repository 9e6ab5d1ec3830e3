//! The saver's thread: applies the session's changes to its own copy of the project, and writes the changed files.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::message::{Shared, ToJournal, ToSaver};
use super::outside::{News, NewsAnswer, OutsideChanges};
use super::state::{SaveEvent, Schedule};
use super::{RETRY_AFTER, SAVE_AFTER, TRIES};
use crate::disk::Disk;
use crate::edit::change::Touched;
use crate::edit::session::Record;
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::store::journal::history;
use crate::store::layout::{self, all_files};
use crate::store::problem::StoreError;
use crate::store::protected::Protected;
use crate::store::writing::saver::{Mark, Saver};

pub(super) struct SaverThread {
    pub disk: Arc<dyn Disk>,
    pub folder: PathBuf,
    pub writer: String,
    pub project: Project,
    pub saver: Saver,
    /// A failed save, until it is completed or undone.
    pub failed: Option<FailedSave>,
    pub incoming: OutsideChanges,
    pub to_session: Sender<Box<News>>,
    /// The annotator whose layers alone are written.
    pub only: Option<AnnotatorId>,
    pub protected: Protected,
    pub dirty: BTreeSet<Touched>,
    /// The last record that was applied to `project`.
    pub number: u64,
    /// Segments from before this keeper still exist.
    pub segments_left: bool,
    pub shared: Arc<Shared>,
    pub to_journal: Sender<ToJournal>,
    pub schedule: Schedule,
    /// How long after a change the files are written.
    pub pace: Duration,
}

/// A save that was not completed.
pub(super) struct FailedSave {
    files: BTreeSet<Touched>,
    /// The project that the files should hold.
    wanted: Project,
    /// The last record that the save will bring into the files even after a crash.
    promised: Option<u64>,
}

impl SaverThread {
    pub(crate) fn run(mut self, from_journal: &Receiver<ToSaver>) {
        if self.segments_left {
            self.schedule.note(SaveEvent::Hurry(Instant::now()));
        }
        loop {
            if self.schedule.start_if_due(Instant::now()) && self.to_journal.send(ToJournal::Rotate).is_err() {
                return;
            }
            if self.schedule == Schedule::Over {
                return self.end();
            }
            if self.incoming.due().is_some_and(|due| due <= Instant::now()) {
                self.examine();
            }
            let due = [self.schedule.due(), self.incoming.due()].into_iter().flatten().min();
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

    /// Finishes the thread.
    fn end(&self) {
        if history::saved(&self.folder, &self.writer) != self.saver.known && !self.saver.has_failed() {
            // It could not be written earlier.
            self.remember();
        }
        // The journal's thread may have ended; then nobody is waiting.
        let _ = self.to_journal.send(ToJournal::Done);
    }

    fn handle(&mut self, message: ToSaver) {
        match message {
            ToSaver::Records(records) => self.apply(records),
            ToSaver::SaveNow => {
                if self.is_behind() {
                    self.schedule.note(SaveEvent::Hurry(Instant::now()));
                } else {
                    self.shared.change(|status| status.attempts += 1);
                }
            }
            ToSaver::Changed(paths) => self.incoming.changed(&paths),
            ToSaver::NewsAnswer(news, answer, records) => {
                match answer {
                    NewsAnswer::Taken => {
                        // As in the session: an edit may refer to an article that arrived with it.
                        news.reloaded.iter().for_each(|file| file.copy(&news.project, &mut self.project));
                        self.apply(records);
                        self.accept(*news);
                    }
                    NewsAnswer::Stale => self.incoming.stale(&news),
                    NewsAnswer::Refused(error) => self.incoming.refused(&news, &error),
                }
                self.shared.change(|status| status.has_news = false);
            }
            ToSaver::Close => {
                self.schedule.note(SaveEvent::Close);
                // Nobody is left to answer.
                self.incoming.stop_waiting();
                if self.is_behind() {
                    self.schedule.note(SaveEvent::Hurry(Instant::now()));
                }
            }
            ToSaver::Rotated { segment, number } => self.save(segment, number),
        }
    }

    /// Applies the session's records to the saver's project.
    fn apply(&mut self, records: Vec<(u64, Record)>) {
        if records.is_empty() {
            return;
        }
        for (number, record) in records {
            self.dirty.extend(record.files);
            if let Err(error) = record.edit.apply(&mut self.project) {
                // The session has applied the same edit to the same project.
                tracing::error!(%error, "the saver's project differs from the session's");
                self.shared.change(|status| status.save_error = Some(error.to_string()));
            }
            self.number = number;
        }
        self.schedule.note(SaveEvent::Ask(Instant::now() + self.pace));
    }

    /// Examines changes from outside; if the session can no longer take them, they are taken here.
    fn examine(&mut self) {
        let patience = !self.schedule.is_closing();
        // What a half-finished save has put in place would be mistaken for somebody else's change.
        if let Err(error) = self.finish_attempt() {
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
        if self.schedule.is_closing() {
            self.project = news.project.clone();
            self.dirty.extend(news.edits.iter().flat_map(|edit| edit.touches(&self.project)));
            self.accept(*news);
        } else if self.to_session.send(news).is_ok() {
            self.shared.change(|status| status.has_news = true);
        }
    }

    /// Makes the accepted changes part of the project.
    fn accept(&mut self, news: News) {
        self.protected.retain(|file| !news.report.released.contains(file));
        let dirty = self.incoming.accepted(news, &mut self.project, &mut self.saver.known);
        if !dirty.is_empty() {
            self.dirty.extend(dirty);
            self.schedule.note(SaveEvent::Ask(Instant::now()));
        }
        self.remember();
    }

    /// Stores the hashes of the files, so that the next opening can tell what others have changed.
    fn remember(&self) {
        // If a disk was unplugged, no folder is created in its place.
        if self.folder.is_dir()
            && let Err(error) = history::write_saved(&*self.disk, &self.folder, &self.writer, &self.saver.known)
        {
            tracing::warn!(%error, "the history cannot be written");
        }
    }

    /// Whether this process is responsible for writing a file.
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

    /// Completes or undoes a failed save, so that it is known which content is ours.
    fn finish_attempt(&mut self) -> Result<(), StoreError> {
        let Some(settled) = self.saver.finish_attempt(&*self.disk, &self.folder, &self.writer)? else { return Ok(()) };
        if let Some(FailedSave { files, wanted, .. }) = self.failed.take().filter(|_| settled.is_done) {
            self.incoming.written(&wanted, &files, settled.aside);
        }
        Ok(())
    }

    /// Writes the files, which then hold everything up to this record, and tells the journal the result.
    fn save(&mut self, segment: u64, number: u64) {
        self.schedule.note(SaveEvent::Rotated);
        let started = Instant::now();
        let settled = self.finish_attempt();
        // A folder that has come back without its project is filled again.
        if self.only.is_none() && self.folder.is_dir() && !layout::is_there(&self.folder.join("project.ron")) {
            self.dirty.extend(all_files(&self.project));
        }
        let Some(writable) = self.merged_before_writing(settled.is_ok()) else {
            self.schedule.note(SaveEvent::Hurry(Instant::now() + SAVE_AFTER));
            self.shared.change(|status| status.attempts += 1);
            let _ = self.to_journal.send(ToJournal::Covered(None));
            return;
        };
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
                self.saved(&writable, aside, number);
                Some(number)
            }
            Err(error) => self.save_failed(writable, number, &error),
        };
        // While closing, the journal's thread may already have ended.
        let _ = self.to_journal.send(ToJournal::Covered(covered));
    }

    /// The files to write, after merging what somebody else has written there; `None` if the session must take that
    /// first.
    fn merged_before_writing(&mut self, is_settled: bool) -> Option<BTreeSet<Touched>> {
        let mut writable = self.writable();
        for _ in 0..TRIES {
            if !is_settled || !self.incoming.notice(&writable, &self.saver.known) {
                break;
            }
            self.examine();
            if !self.schedule.is_closing() && (self.incoming.is_waiting() || self.incoming.due().is_some()) {
                return None;
            }
            writable = self.writable();
        }
        Some(writable)
    }

    /// Notes that the files hold everything up to this record.
    fn saved(&mut self, files: &BTreeSet<Touched>, aside: Vec<PathBuf>, number: u64) {
        self.incoming.written(&self.project, files, aside);
        self.dirty.clear();
        self.segments_left = false;
        self.shared.change(|status| {
            status.saved = status.saved.max(number);
            status.durable = status.durable.max(number);
            status.save_error = None;
            // Records that the journal could not take are in the files now.
            status.journal_error = None;
            status.attempts += 1;
        });
    }

    /// Remembers what the save should have written, and returns the record up to which the files will hold everything
    /// whatever happens: the journal must not contain those records again.
    fn save_failed(&mut self, files: BTreeSet<Touched>, number: u64, error: &StoreError) -> Option<u64> {
        tracing::warn!(%error, "the project's files cannot be written");
        self.schedule.note(SaveEvent::Retry(Instant::now() + RETRY_AFTER));
        if self.saver.has_failed() && self.failed.is_none() {
            let mut wanted = Project::default();
            files.iter().for_each(|file| file.copy(&self.project, &mut wanted));
            let promised = self.saver.has_promised().then_some(number);
            self.failed = Some(FailedSave { files, wanted, promised });
        }
        let promised = self.failed.as_ref().and_then(|failed| failed.promised);
        let promised = promised.filter(|_| self.saver.has_promised());
        self.shared.change(|status| {
            status.durable = status.durable.max(promised.unwrap_or(0));
            status.save_error = Some(error.to_string());
            status.attempts += 1;
        });
        promised
    }
}

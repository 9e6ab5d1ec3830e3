//! The saver's thread: does to a project of its own what was done in the session, and writes the files that it changes.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::message::{Shared, ToJournal, ToSaver};
use super::outside::{News, NewsAnswer, OutsideChanges};
use super::state::Schedule;
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
    /// A save that has failed, until it is brought to its end.
    pub failed: Option<FailedSave>,
    pub incoming: OutsideChanges,
    pub to_session: Sender<Box<News>>,
    /// Whose layers alone are written.
    pub only: Option<AnnotatorId>,
    pub protected: Protected,
    pub dirty: BTreeSet<Touched>,
    /// The last record that `project` has.
    pub number: u64,
    /// Segments of the time before this keeper are there still.
    pub segments_left: bool,
    pub shared: Arc<Shared>,
    pub to_journal: Sender<ToJournal>,
    pub schedule: Schedule,
    /// How long after a change the files are written.
    pub pace: Duration,
}

/// A save that did not come to its end.
pub(super) struct FailedSave {
    files: BTreeSet<Touched>,
    /// What was to be in them.
    wanted: Project,
    /// The last record that it will bring into the files even after a crash.
    promised: Option<u64>,
}

impl SaverThread {
    pub fn run(mut self, from_journal: &Receiver<ToSaver>) {
        if self.segments_left {
            self.schedule.hurry(Instant::now());
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

    /// The last thing that the thread does.
    fn end(&self) {
        if history::saved(&self.folder, &self.writer) != self.saver.known && !self.saver.has_failed() {
            // It could not be written when it was due.
            self.remember();
        }
        // The journal's thread may be gone; then nobody waits.
        let _ = self.to_journal.send(ToJournal::Done);
    }

    fn handle(&mut self, message: ToSaver) {
        match message {
            ToSaver::Records(records) => self.apply(records),
            ToSaver::SaveNow => {
                if self.is_behind() {
                    self.schedule.hurry(Instant::now());
                } else {
                    self.shared.change(|status| status.attempts += 1);
                }
            }
            ToSaver::Changed(paths) => self.incoming.changed(&paths),
            ToSaver::NewsAnswer(news, answer, records) => {
                match answer {
                    NewsAnswer::Taken => {
                        // As in the session: an edit may be about an article that has come in with it.
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
                self.schedule.close();
                // Whoever would have answered is gone.
                self.incoming.stop_waiting();
                if self.is_behind() {
                    self.schedule.hurry(Instant::now());
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
            self.dirty.extend(record.files);
            if let Err(error) = record.edit.apply(&mut self.project) {
                // The session has done the same to the same project.
                tracing::error!(%error, "the saver's project differs from the session's");
                self.shared.change(|status| status.save_error = Some(error.to_string()));
            }
            self.number = number;
        }
        self.schedule.ask(Instant::now() + self.pace);
    }

    /// Looks at what has changed outside; where nobody can take it any more, it is taken here.
    fn examine(&mut self) {
        let patience = !self.schedule.is_closing();
        // What a save that failed half-way has put in place would be taken for somebody else's.
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
            self.schedule.ask(Instant::now());
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
    fn finish_attempt(&mut self) -> Result<(), StoreError> {
        let Some(settled) = self.saver.finish_attempt(&*self.disk, &self.folder, &self.writer)? else { return Ok(()) };
        if let Some(FailedSave { files, wanted, .. }) = self.failed.take().filter(|_| settled.is_done) {
            self.incoming.written(&wanted, &files, settled.aside);
        }
        Ok(())
    }

    /// Writes the files, which are to hold everything up to this record, and tells the journal what came of it.
    fn save(&mut self, segment: u64, number: u64) {
        self.schedule.rotated();
        let started = Instant::now();
        let settled = self.finish_attempt();
        // A folder that has come back without its project is filled anew.
        if self.only.is_none() && self.folder.is_dir() && !layout::is_there(&self.folder.join("project.ron")) {
            self.dirty.extend(all_files(&self.project));
        }
        let Some(writable) = self.merged_before_writing(settled.is_ok()) else {
            self.schedule.hurry(Instant::now() + SAVE_AFTER);
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
        // On closing the journal's thread may be gone already.
        let _ = self.to_journal.send(ToJournal::Covered(covered));
    }

    /// The files to write, after what somebody else has written there is merged; `None` where the session must take that
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

    /// The files hold everything up to this record.
    fn saved(&mut self, files: &BTreeSet<Touched>, aside: Vec<PathBuf>, number: u64) {
        self.incoming.written(&self.project, files, aside);
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
    }

    /// Notes what was to be written, and returns the record up to which the files will hold everything, whatever happens:
    /// the journal must not have that once more.
    fn save_failed(&mut self, files: BTreeSet<Touched>, number: u64, error: &StoreError) -> Option<u64> {
        tracing::warn!(%error, "the project's files cannot be written");
        self.schedule.retry(Instant::now() + RETRY_AFTER);
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

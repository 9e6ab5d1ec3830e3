//! Files written in the background: one at a time with progress, and any number of small ones beside it.

use std::path::PathBuf;
use std::time::Duration;

use eframe::egui;

use super::Context;
use crate::app::jobs::Job;
use crate::monitor::Monitor;
use crate::t;

/// The files being written.
#[derive(Default)]
pub(in crate::app) struct Writing {
    /// The file written with progress, with the message to show afterwards.
    large: Job<Written>,
    /// The message about the one written last; empty if there was none since a dialog was closed.
    pub(in crate::app) said: String,
    /// The file or folder written last; `None` if it failed or a dialog was closed since.
    pub(in crate::app) to: Option<PathBuf>,
    /// The small ones, with the message or the error to show afterwards.
    small: Vec<Job<Result<String, String>>>,
}

/// What became of a file that was to be written.
pub(in crate::app) struct Written {
    /// The message about it.
    pub said: String,
    /// Where it is, if it was written.
    pub path: Option<PathBuf>,
}

impl Writing {
    /// Forgets the file that was written last.
    pub(in crate::app) fn forget(&mut self) {
        self.said.clear();
        self.to = None;
    }
}

impl Context {
    /// Writes a file in the background, one at a time; `write` returns the message to show afterwards. Progress is
    /// shown, and the user can cancel.
    pub(in crate::app) fn write_beside(
        &mut self,
        name: &'static str,
        write: impl FnOnce(&Monitor) -> Written + Send + 'static,
    ) {
        if !self.writing.large.is_running() {
            self.writing.forget();
            self.writing.large = self.jobs.spawn(name, write);
        }
    }

    /// Writes a small file in the background; `write` returns the message to show afterwards, or the error.
    pub(in crate::app) fn write_small(
        &mut self,
        name: &'static str,
        write: impl FnOnce(&Monitor) -> Result<String, String> + Send + 'static,
    ) {
        let writing = self.jobs.spawn(name, write);
        if writing.is_running() {
            self.say(t!("status-writing"));
        }
        self.writing.small.push(writing);
    }

    /// The progress of the file being written, if any.
    pub(in crate::app) fn writing_progress(&self, ctx: &egui::Context) -> Option<String> {
        self.writing.large.monitor().map(|monitor| {
            ctx.request_repaint_after(Duration::from_millis(100));
            t!("export-progress", kilobytes = monitor.done() / 1024)
        })
    }

    pub(in crate::app) fn stop_writing(&self) {
        if let Some(monitor) = self.writing.large.monitor() {
            monitor.stop();
        }
    }

    /// Reports the files written since the last frame, and the jobs that failed.
    pub(in crate::app) fn take_written(&mut self) {
        let written: Vec<_> = self.writing.small.iter_mut().filter_map(Job::poll).collect();
        self.writing.small.retain(Job::is_running);
        for written in written {
            match written {
                Ok(said) => self.say(said),
                Err(said) => self.complain(said),
            }
        }
        if let Some(Written { said, path }) = self.writing.large.poll() {
            self.writing.said.clone_from(&said);
            self.writing.to = path;
            self.say(said);
        }
        let failures: Vec<String> = self.jobs.failures().collect();
        for failure in failures {
            self.complain(failure);
        }
    }
}

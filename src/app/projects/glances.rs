//! What the welcome screen tells of the projects that were open before, read beside the window.

use std::path::PathBuf;

use crate::app::context::Context;
use crate::app::jobs::Job;
use crate::model::id::AnnotatorId;
use crate::store::{self, ProblemKind, StoreError};
use crate::ui::panels::welcome::{Recent, Seen};

/// The projects, looked at once each time the screen comes.
#[derive(Default)]
pub(super) struct Glances {
    /// For whom and of which folders; `None` while the screen is not shown.
    asked: Option<(AnnotatorId, Vec<PathBuf>)>,
    job: Job<(usize, Seen)>,
    recent: Vec<Recent>,
}

impl Glances {
    /// Looks at the projects while none is open.
    pub(super) fn work(&mut self, cx: &Context) {
        if cx.open.is_some() {
            if self.asked.is_some() {
                *self = Self::default();
            }
            return;
        }
        let asked = (cx.person(), cx.settings.recent.clone());
        if self.asked.as_ref() != Some(&asked) {
            self.look(cx, asked);
        }
        for (index, seen) in self.job.poll_waiting() {
            if let Some(recent) = self.recent.get_mut(index) {
                recent.seen = seen;
            }
        }
    }

    pub(super) fn recent(&self) -> &[Recent] {
        &self.recent
    }

    fn look(&mut self, cx: &Context, asked: (AnnotatorId, Vec<PathBuf>)) {
        self.recent = asked.1.iter().map(|folder| Recent { folder: folder.clone(), seen: Seen::NotYet }).collect();
        self.asked = Some(asked.clone());
        if self.recent.is_empty() {
            return;
        }
        let (own, folders) = asked;
        self.job = cx.jobs.stream("glances", move |monitor, answers| {
            for (index, folder) in folders.iter().enumerate() {
                let seen = match store::glance(folder, &own, monitor) {
                    Ok(found) => Seen::Found(found),
                    Err(StoreError::Unreadable(problem)) if problem.kind == ProblemKind::Missing => Seen::Gone,
                    Err(_) => Seen::Unreadable,
                };
                answers.send((index, seen));
            }
        });
    }
}

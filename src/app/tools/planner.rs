//! Planning beside the window what a dialog describes: with progress, stopped on request, and anew when the project has
//! changed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::app::context::Context;
use crate::app::jobs::Job;
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::ui::dialogs::planning::Planning;
use crate::ui::state::Dialog;

/// After so long, the dialog is shown before there is a plan, with the progress.
const PATIENCE: Duration = Duration::from_millis(400);

/// The draft of a dialog that shows a plan.
pub(super) trait PlanDraft: Default + 'static {
    const DIALOG: Dialog;

    /// The revision of the session for which the plan was made; `None` without a plan.
    fn planned_at(&self) -> Option<u64>;

    fn planning(&mut self) -> &mut Planning;
}

/// What a plan starts from: the project, its revision, and who works here.
pub(super) struct Start {
    pub project: Arc<Project>,
    pub revision: u64,
    pub user: AnnotatorId,
}

/// The job that plans; the newest one wins.
pub(super) struct Planner<P> {
    job: Job<Result<P, String>>,
    began: Option<Instant>,
}

impl<P> Default for Planner<P> {
    fn default() -> Self {
        Self { job: Job::default(), began: None }
    }
}

impl<P: Send + 'static> Planner<P> {
    /// Plans on a thread of this name.
    pub(super) fn plan<D: PlanDraft>(
        &mut self,
        cx: &mut Context,
        name: &'static str,
        work: impl FnOnce(Start, &Monitor) -> Result<P, String> + Send + 'static,
    ) {
        let Some(open) = &cx.open else { return };
        let session = &open.session;
        let (project, revision) = (session.shared_project(), session.revision());
        let start = Start { project, revision, user: session.annotator().clone() };
        *cx.drafts.of::<D>().planning() = Planning::Running { done: 0, total: 0 };
        self.job = cx.jobs.spawn(name, move |monitor| work(start, monitor));
        self.began = Some(Instant::now());
    }

    /// Stops planning. The dialog keeps the plan before, and no other one is made until it is asked for.
    pub(super) fn stop<D: PlanDraft>(&mut self, cx: &mut Context) {
        self.job.cancel();
        *cx.drafts.of::<D>().planning() = Planning::Stopped;
    }

    pub(super) fn cancel(&mut self) {
        self.job.cancel();
    }

    /// The plan that was made since the last frame, or the reason why there is none.
    pub(super) fn poll<D: PlanDraft>(&mut self, cx: &mut Context) -> Option<Result<P, String>> {
        let planned = self.job.poll();
        if planned.is_some() {
            *cx.drafts.of::<D>().planning() = Planning::Done;
        }
        planned
    }

    /// Tells the dialog of the progress. Returns whether the project has changed since the plan was made, so that another
    /// one is needed.
    pub(super) fn follow<D: PlanDraft>(&mut self, cx: &mut Context) -> bool {
        let running = self.job.monitor().map(|monitor| (monitor.done(), monitor.total()));
        let is_shown = cx.view.dialog == Some(D::DIALOG);
        if let Some((done, total)) = running {
            *cx.drafts.of::<D>().planning() = Planning::Running { done, total };
            let is_long = self.began.is_some_and(|began| began.elapsed() > PATIENCE);
            if !is_shown && is_long && cx.view.dialog.is_none() {
                cx.show_dialog(D::DIALOG);
            }
            return false;
        }
        let now = cx.open.as_ref().map(|open| open.session.revision());
        let draft = cx.drafts.of::<D>();
        if matches!(draft.planning(), Planning::Running { .. }) {
            // The work failed, which is reported elsewhere.
            *draft.planning() = Planning::Stopped;
        }
        let is_stopped = *draft.planning() == Planning::Stopped;
        is_shown && !is_stopped && draft.planned_at().is_some_and(|planned| now != Some(planned))
    }
}

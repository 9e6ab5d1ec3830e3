//! Changes that recovery could not apply: lists them, read on a thread, and applies them again.

use std::collections::BTreeSet;

use crate::app::context::Context;
use crate::app::jobs::Job;
use crate::disk::Real;
use crate::store::keeping::not_taken::{self, Kept};
use crate::t;
use crate::ui::dialogs::kept::KeptList;
use crate::ui::state::Dialog;

/// The job that reads the changes that recovery could not apply.
#[derive(Default)]
pub(super) struct KeptChanges(Job<Vec<Kept>>);

impl KeptChanges {
    /// Shows the kept changes and reads them again.
    pub(super) fn show(&mut self, cx: &mut Context) {
        let Some(open) = &cx.open else { return };
        let (folder, project) = (open.folder.clone(), open.session.shared_project());
        self.0 = cx.jobs.spawn("kept", move |_| {
            let (files, problems) = not_taken::list(&folder, &project);
            for problem in problems {
                tracing::warn!(%problem, "what is kept cannot be read");
            }
            files
        });
        cx.drafts.put(KeptList(None));
        cx.show_dialog(Dialog::Kept);
    }

    /// Takes the list once it has been read.
    pub(super) fn take(&mut self, cx: &mut Context) {
        if let Some(files) = self.0.poll() {
            cx.drafts.put(KeptList(Some(files)));
        }
    }

    /// Applies one change of a file again, or all that are waiting, as one gesture.
    pub(super) fn take_up(&mut self, cx: &mut Context, file: usize, place: Option<usize>) {
        let listed = cx.drafts.of::<KeptList>().0.as_ref();
        let Some(file) = listed.and_then(|files| files.get(file)).cloned() else { return };
        let Some(open) = cx.open.as_mut() else { return };
        let Some(keeper) = open.keeper.as_mut() else { return };
        let places = place.map(|place| BTreeSet::from([place]));
        let up = match not_taken::take_up(&open.folder, &mut open.session, &open.protected, &file, places.as_ref()) {
            Ok(up) => up,
            Err(kind) => return cx.complain(kind.to_string()),
        };
        keeper.take(&mut open.session, true);
        // A change counts as taken up only once it would survive a crash.
        let marked = keeper
            .wait_durable()
            .and_then(|()| not_taken::mark_taken(&Real, &file, &up.taken).map_err(|error| error.to_string()));
        cx.forget_what_is_gone();
        if let Err(error) = marked {
            cx.complain(error);
        } else if let Some((name, reason)) = up.refused.first() {
            cx.complain(t!("cli-kept-refused", name = name.as_str(), reason = reason.as_str()));
        } else if up.conflicts.is_empty() {
            cx.say(t!("cli-kept-taken", count = up.taken.len()));
        } else {
            cx.complain(t!("cli-recovered-conflicts", count = up.conflicts.len()));
        }
        self.show(cx);
    }
}

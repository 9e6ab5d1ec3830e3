//! Exporting: computes what the export dialog offers, and writes what it describes.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::context::{Context, Event, Written};
use crate::app::jobs::Job;
use crate::formats::prepared::Prepared;
use crate::model::project::Project;
use crate::t;
use crate::ui::dialogs::export::{ExportDialog, ExportOffer, OfferOf};
use crate::ui::state::Dialog;

/// The job that computes the offer of the dialog.
#[derive(Default)]
pub(super) struct Export {
    offering: Job<Option<ExportOffer>>,
    /// What it computes.
    asked: Option<OfferOf>,
    /// The project at a revision, copied once for all choices.
    copied: Option<(u64, Arc<Project>)>,
}

impl Export {
    /// Takes an offer computed since the last frame, and computes another one if the choices have changed. One is
    /// computed at a time; an obsolete one is asked to stop.
    pub(super) fn work(&mut self, cx: &mut Context) {
        if let Some(offer) = self.offering.poll().flatten() {
            cx.drafts.of::<ExportDialog>().take(offer);
        }
        if cx.view.dialog != Some(Dialog::Export) {
            return;
        }
        let Some(open) = &cx.open else { return };
        let Some(wanted) = cx.drafts.of::<ExportDialog>().wants() else { return };
        if self.offering.is_running() {
            if self.asked.as_ref() != Some(&wanted)
                && let Some(monitor) = self.offering.monitor()
            {
                monitor.stop();
            }
            return;
        }
        // Another change may have come in before the dialog has seen it.
        if wanted.revision != open.session.revision() || self.asked.as_ref() == Some(&wanted) {
            return;
        }
        let project = match &self.copied {
            Some((revision, project)) if *revision == wanted.revision => Arc::clone(project),
            _ => {
                let project = Arc::new(open.session.project().clone());
                self.copied = Some((wanted.revision, Arc::clone(&project)));
                project
            }
        };
        self.asked = Some(wanted.clone());
        self.offering = cx.jobs.spawn("export-offer", move |monitor| {
            let seen = project.seen_by(&wanted.annotator);
            let offer = ExportOffer::new(wanted, &seen, monitor);
            (!monitor.is_stopped()).then_some(offer)
        });
    }

    pub(super) fn heed(&mut self, event: Event) {
        if matches!(event, Event::OtherProject | Event::OtherAnnotator | Event::DialogClosed(Dialog::Export)) {
            *self = Self::default();
        }
    }
}

/// Writes the export in the background; the dialog shows its progress and can cancel it.
pub(super) fn export_to(cx: &mut Context, path: PathBuf) {
    let Some(open) = &cx.open else { return };
    // What is hidden from a user who is not done is left out of their exports too.
    let project = open.session.project().seen_by(open.session.annotator()).into_owned();
    let draft = &cx.drafts.of::<ExportDialog>().draft;
    let scope = match draft.scope(&project) {
        Ok(scope) => scope,
        Err(error) => return cx.complain(error.to_string()),
    };
    let (format, changes, options) = (draft.format, draft.changes, draft.format_options());
    let is_per_document = draft.writes_per_document();
    cx.settings.remember_export(PathBuf::from(&cx.view.project), draft.preset());
    cx.save_settings();
    cx.write_beside("export", move |monitor| {
        let written = Prepared::of(&project, &scope, changes).and_then(|prepared| {
            let dataset = prepared.dataset();
            if is_per_document {
                format.write_per_document(&dataset, &options, &path, monitor)
            } else {
                format.write_to_path(&dataset, &options, &path, monitor)
            }
        });
        match written {
            Ok(_) => Written { said: t!("status-exported", path = path.display().to_string()), path: Some(path) },
            Err(error) => Written { said: error.to_string(), path: None },
        }
    });
}

//! Exporting: computes what the export dialog offers, and writes what it describes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::app::context::{Context, Event, Written};
use crate::app::jobs::Job;
use crate::formats::prepared::Prepared;
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::settings::ExportPreset;
use crate::t;
use crate::ui::command::export::PresetCommand;
use crate::ui::dialogs::export::{ExportDialog, ExportDraft, ExportOffer, OfferOf};
use crate::ui::state::Dialog;

/// The job that computes the offer of the dialog.
#[derive(Default)]
pub(super) struct Export {
    offering: Job<Option<ExportOffer>>,
    /// What it computes.
    asked: Option<OfferOf>,
    /// Whether the dialog was open in the last frame.
    is_shown: bool,
}

impl Export {
    /// Takes an offer computed since the last frame, and computes another one if the choices have changed. One is
    /// computed at a time; an obsolete one is asked to stop.
    pub(super) fn work(&mut self, cx: &mut Context) {
        match self.offering.poll() {
            Some(Some(offer)) => cx.drafts.of::<ExportDialog>().take(offer),
            // It was stopped. The same may be wanted again.
            Some(None) => self.asked = None,
            None => {}
        }
        let was_shown = std::mem::replace(&mut self.is_shown, cx.view.dialog == Some(Dialog::Export));
        if !self.is_shown {
            return;
        }
        if !was_shown && cx.keep_settings {
            // The command line may have saved some.
            cx.settings.reread_presets();
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
        let project = open.session.shared_project();
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

/// Saves the choices of the dialog under a name, or deletes what a name stands for. The dialog says what became of it.
pub(super) fn change_preset(cx: &mut Context, command: &PresetCommand) {
    let choices = cx.drafts.of::<ExportDialog>().draft.preset();
    let (PresetCommand::Save(name) | PresetCommand::Delete(name)) = command;
    let change = |presets: &mut BTreeMap<String, ExportPreset>| match command {
        PresetCommand::Save(name) => drop(presets.insert(name.clone(), choices)),
        PresetCommand::Delete(name) => drop(presets.remove(name)),
    };
    let result = if cx.keep_settings {
        cx.settings.change_presets(change)
    } else {
        change(&mut cx.settings.export_presets);
        Ok(())
    };
    let result = result.map_err(|error| format!("{}: {error}", t!("export-preset-unsaved", name = name.as_str())));
    cx.drafts.of::<ExportDialog>().heed_preset(command, result);
}

/// Writes the export in the background; the dialog shows its progress and can cancel it.
pub(super) fn export_to(cx: &mut Context, path: PathBuf) {
    let Some(open) = &cx.open else { return };
    let (project, annotator) = (open.session.shared_project(), open.session.annotator().clone());
    let draft = cx.drafts.of::<ExportDialog>().draft.clone();
    cx.settings.remember_export(PathBuf::from(&cx.view.project), draft.preset());
    cx.save_settings();
    cx.write_beside("export", move |monitor| {
        // What is hidden from a user who is not done is left out of their exports too.
        let seen = project.seen_by(&annotator);
        match write(&draft, &seen, &path, monitor) {
            Ok(()) => Written { said: t!("status-exported", path = path.display().to_string()), path: Some(path) },
            Err(said) => Written { said, path: None },
        }
    });
}

/// Writes what the draft describes.
///
/// # Errors
/// In words.
fn write(draft: &ExportDraft, project: &Project, path: &Path, monitor: &Monitor) -> Result<(), String> {
    let (format, options) = (draft.format, draft.format_options());
    let scope = draft.scope(project).map_err(|error| error.to_string())?;
    let prepared = Prepared::of(project, &scope, draft.changes).map_err(|error| error.to_string())?;
    let dataset = prepared.dataset();
    if draft.strict && !format.losses(&dataset, &options).iter().all(|loss| loss.is_by_choice()) {
        return Err(t!("panel-export-strict-refused"));
    }
    let written = if draft.writes_per_document() {
        format.write_per_document(&dataset, &options, path, monitor)
    } else {
        format.write_to_path(&dataset, &options, path, monitor)
    };
    written.map(drop).map_err(|error| error.at(path).to_string())
}

//! Exporting: writes what the export dialog describes.

use std::path::PathBuf;

use crate::app::context::Context;
use crate::formats::dataset::Dataset;
use crate::t;
use crate::ui::dialogs::export::ExportDialog;

/// Writes the export in the background; the dialog shows its progress and can cancel it.
pub(super) fn export_to(cx: &mut Context, path: PathBuf) {
    let Some(open) = &cx.open else { return };
    // What is hidden from a user who is not done is left out of their exports too.
    let project = open.session.project().seen_by(open.session.annotator()).into_owned();
    let draft = &cx.drafts.of::<ExportDialog>().draft;
    let (format, scope, options) = (draft.format, draft.scope(&project), draft.options.clone());
    cx.write_beside("export", move |monitor| {
        let dataset = Dataset::of(&project, &scope);
        match dataset.and_then(|dataset| format.write_to_path(&dataset, &options, &path, monitor)) {
            Ok(_) => t!("status-exported", path = path.display().to_string()),
            Err(error) => error.to_string(),
        }
    });
}

//! What dialogs may read and change, and the row that describes a dialog.

use std::path::Path;

use egui::Ui;
use jiff::Timestamp;

use crate::edit::session::Session;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::settings::Settings;
use crate::ui::command::Command;
use crate::ui::command::safety::Saving;
use crate::ui::command::situation::Situation;
use crate::ui::command::table::Brought;
use crate::ui::drafts::Drafts;
use crate::ui::panel_state::PanelState;
use crate::ui::state::View;

/// A dialog: a row of the list in [`crate::ui::dialog`].
pub struct DialogRow {
    /// Prepares the drafts when the dialog is opened by a command.
    pub begin: fn(&mut Drafts),
    pub show: fn(&mut DialogScope<'_>, &Ui),
}

impl DialogRow {
    /// A dialog that is opened with the drafts as they were left.
    pub(crate) const fn new(show: fn(&mut DialogScope<'_>, &Ui)) -> Self {
        Self { begin: |_| (), show }
    }

    /// A dialog whose draft is empty each time it is opened.
    pub(crate) const fn with_new<D: Default + 'static>(show: fn(&mut DialogScope<'_>, &Ui)) -> Self {
        Self { begin: |drafts| drafts.forget::<D>(), show }
    }
}

/// What a dialog may read and change. It changes nothing but drafts and the state of panels; the rest happens through
/// the commands that it pushes.
pub struct DialogScope<'a> {
    /// The open project, if any.
    pub open: Option<OpenProject<'a>>,
    pub view: &'a View,
    pub settings: &'a Settings,
    /// What the commands depend on, and the source of the rows beside the fixed ones.
    pub now: &'a Situation,
    pub brought: Brought<'a>,
    /// The progress of the file being written, if one is being written.
    pub progress: Option<&'a str>,
    /// The message about the file that was written last.
    pub written: &'a str,
    /// The file or folder that was written last, if it was written.
    pub written_to: Option<&'a Path>,
    pub panels: &'a mut PanelState,
    pub drafts: &'a mut Drafts,
    pub out: &'a mut Vec<Command>,
}

impl DialogScope<'_> {
    /// The session of the open project.
    pub(crate) fn session(&self) -> Option<&Session> {
        self.open.as_ref().map(|open| open.session)
    }
}

/// The open project as dialogs see it.
#[derive(Clone, Copy)]
pub struct OpenProject<'a> {
    pub session: &'a Session,
    /// Whether the project can be changed here.
    pub is_writable: bool,
    pub saving: Saving<'a>,
    /// What was recovered from the journal, with the time and name of each change.
    pub recovered: &'a [(Timestamp, String)],
    /// Lists the problems with the project's files.
    pub problems: &'a dyn Fn() -> Problems,
    /// Lists the ways to open the project if it is open elsewhere.
    pub ways_to_open: &'a dyn Fn() -> Option<WaysToOpen>,
}

/// The problems with a project's files.
#[derive(Debug, Default)]
pub struct Problems {
    /// The problems in words.
    pub told: Vec<String>,
    /// The articles whose texts differ on disk.
    pub changed_texts: Vec<DocumentId>,
    /// Whether there are kept changes that can be applied again.
    pub has_kept: bool,
    /// The number of conflict copies that can be merged.
    pub copies: usize,
}

/// The ways to open a project that is open elsewhere.
#[derive(Debug)]
pub struct WaysToOpen {
    /// Where the project is open.
    pub reason: String,
    /// Another computer has noted that it is writing, but it may be gone.
    pub may_open_anyway: bool,
    /// The annotators whose layers nobody is writing.
    pub free: Vec<AnnotatorId>,
}

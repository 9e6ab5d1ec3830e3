//! Commands against data loss: write failures, recovery, past states, conflicts, new versions of articles.

use std::path::{Path, PathBuf};

use crate::edit::orphan::OrphanId;
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::id::{AnnotatorId, DocumentId, StatementId};
use crate::store::merging::resolve::Choice;
use crate::text::encoding::Encoding;

/// A command against data loss.
#[derive(Clone, Debug)]
pub enum SafetyCommand {
    /// Writes the files without waiting for the next attempt.
    TryAgain,
    /// Answers the question that held up leaving the project.
    Leave(LeaveAnswer),
    /// Dismisses the notice about it.
    DismissRecovered,
    /// Shows the page of past states.
    ShowPast,
    /// Shows the state at this index of the list.
    ShowState(usize),
    RestoreState,
    LeavePast,
    /// Compares the article with this file or text, before anything is changed.
    ReplaceFrom(PathBuf),
    ReplaceWith(String),
    /// Reads the file of the new version in another encoding and compares again.
    ReplaceReadAs(Encoding),
    /// Takes the web page of the new version whole, or only its main text, and compares again.
    ReplaceWholePage(bool),
    /// Shows the new place of the statement in this row of the comparison.
    ShowPlanned(usize),
    LeaveReplace,
    Replace,
    /// Shows or hides the statements that have no place in the article.
    ToggleOrphans,
    /// Gives an orphan the selected passage.
    PlaceOrphan(Box<OrphanId>),
    DeleteOrphan(Box<OrphanId>),
    /// Shows its place in the old text.
    ShowOldPlace(Box<OrphanId>),
    TakeOutOldText(DocumentId),
    /// Lists the changes that are kept because recovery could not apply them.
    ShowKept,
    /// Applies one change of a file in that list again, or all that are waiting.
    TakeUp {
        file: usize,
        place: Option<usize>,
    },
    Settle {
        file: ConflictFile,
        conflict: Box<Conflict>,
        choice: Choice,
    },
    /// Shows any annotator's statement in its article.
    GoToStatement {
        document: DocumentId,
        annotator: AnnotatorId,
        id: StatementId,
    },
}

/// What is not written yet, and why.
#[derive(Clone, Copy, Debug, Default)]
pub struct Saving<'a> {
    /// Why the files cannot be written, in words.
    pub files: Option<&'a str>,
    /// Why the journal cannot be written.
    pub journal: Option<&'a str>,
    /// The number of changes that are neither in the files nor in the journal.
    pub in_memory: u64,
    /// The folder of a copy that contains everything up to now.
    pub copy: Option<&'a Path>,
    /// Whether a copy is being written.
    pub is_copying: bool,
}

/// What the user was about to do when some work was not written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Leaving {
    Quit,
    CloseProject,
    Open(PathBuf),
}

/// The answer when leaving is held up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveAnswer {
    Stay,
    TryAgain,
    /// The first click on losing the work, which asks again.
    Lose,
    /// The second click, or leaving when nothing is lost.
    Go,
}

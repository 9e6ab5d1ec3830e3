//! What may be asked for so that nothing is lost: trouble with writing, recovery, past states, conflicts, new versions
//! of articles.

use std::path::PathBuf;

use crate::edit::orphan::OrphanId;
use crate::model::conflict::{Conflict, ConflictFile};
use crate::model::id::{AnnotatorId, DocumentId, StatementId};
use crate::store::merging::resolve::Choice;
use crate::text::encoding::Encoding;

/// What is asked for here.
#[derive(Clone, Debug)]
pub enum SafetyCommand {
    /// Writes the files without waiting for the next attempt.
    TryAgain,
    /// Says how a leave goes on that was held up.
    Leave(LeaveAnswer),
    /// Lists what came back from the journal.
    ShowRecovered,
    /// Takes the notice of it away.
    DismissRecovered,
    /// Shows the page of past states.
    ShowPast,
    /// Shows the state at this place of the list.
    ShowState(usize),
    RestoreState,
    LeavePast,
    /// Asks for the new version of the article that is shown.
    ReplaceText,
    ReplaceFileDialog,
    /// Compares the article with this file or text, before anything is changed.
    ReplaceFrom(PathBuf),
    ReplaceWith(String),
    /// Reads the file of the new version in another encoding and compares again.
    ReplaceReadAs(Encoding),
    /// Shows where the statement of this row of the comparison would be.
    ShowPlanned(usize),
    LeaveReplace,
    Replace,
    /// Shows the statements that have no place in the article, or hides them.
    ToggleOrphans,
    /// Gives one the passage that is selected.
    PlaceOrphan(Box<OrphanId>),
    DeleteOrphan(Box<OrphanId>),
    /// Shows where it stood in the old text.
    ShowOldPlace(Box<OrphanId>),
    TakeOutOldText(DocumentId),
    ShowConflicts,
    /// Lists the changes that are kept since they could not be taken.
    ShowKept,
    /// Takes one of a file of that list up again, or all that wait.
    TakeUp {
        file: usize,
        place: Option<usize>,
    },
    Settle {
        file: ConflictFile,
        conflict: Box<Conflict>,
        choice: Choice,
    },
    /// Shows a statement of anybody in its article.
    GoToStatement {
        document: DocumentId,
        annotator: AnnotatorId,
        id: StatementId,
    },
}

/// What was on the way when work turned out not to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaving {
    Quit,
    CloseProject,
    Open(PathBuf),
}

/// How a leave goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveAnswer {
    Stay,
    TryAgain,
    /// The first click on losing the work: asks once more.
    Lose,
    /// The second one, or where nothing is lost.
    Go,
}

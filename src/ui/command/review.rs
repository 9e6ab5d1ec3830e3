//! Commands of the review page.

use crate::model::id::{AnnotatorId, DecisionId, DocumentId, StatementId, ThreadId};
use crate::model::review::Cause;
use crate::model::statement::Statement;
use crate::review::board::{Board, BoardEntry};

/// A command of this page.
#[derive(Clone, Debug, PartialEq)]
pub enum ReviewCommand {
    /// Shows this place for review.
    Show(Spot),
    Next,
    Previous,
    /// Takes this annotator's statements at the place into gold, by the annotator's number; if there are none, decides
    /// that nothing is here.
    Take(usize),
    /// Takes them and starts correcting them at once.
    Correct(usize),
    /// Creates the reviewer's own statement on the selection or on the place.
    WriteNew,
    /// Creates a statement on the selection, where nobody has marked anything.
    AddMissed,
    Nothing,
    Later,
    /// Sends the place back to the annotators, with the reason as a comment that they see.
    SendBack,
    TakeBack,
    /// Confirms that an outdated decision still holds.
    Confirm,
    /// Corrects an existing decision.
    CorrectGold,
    /// Replaces the gold statement with the same id; the key merges a continuous gesture into one step.
    ChangeGold(Box<Statement>, Option<String>),
    /// Sets the span of the statement being corrected to the selection.
    SetSpan,
    /// Finishes correcting.
    Done,
    /// Records the cause, the reason and whether a rule is missing.
    Explain(Reasons),
    /// Records them for the decision made just before the next place was shown automatically.
    ExplainDecided(Reasons),
    SetCause(Option<Cause>),
    ToggleNeedsRule,
    FocusReason,
    FocusComment,
    ToggleOverlaid,
    ToggleGold,
    ToggleGoesOn,
    ToggleAgreements,
    /// Shows all places, or only those still to be decided.
    ToggleAll,
    /// Accepts what the rule would decide.
    Accept,
    CopyManual,
    AppendManual,
    /// Shows what a thread is about.
    ShowThread(DocumentId, ThreadId),
}

/// The reasons for a decision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons {
    pub cause: Option<Cause>,
    pub reason: String,
    pub needs_rule: bool,
}

/// A place under review, identified by something in it that stays the same when other places appear or disappear.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spot {
    pub document: DocumentId,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum At {
    Statement(AnnotatorId, StatementId),
    /// For a place where nobody has any statement left, or never had one.
    Decision(DecisionId),
}

impl Spot {
    /// The spot of a place on the board.
    pub(crate) fn of(board: &Board, entry: BoardEntry) -> Option<Self> {
        let row = board.row(entry)?;
        let sides = row.comparison.annotators.iter().zip(&row.place.statements);
        let first = sides.filter_map(|(annotator, ids)| Some((annotator, ids.first()?))).next();
        let at = match first {
            Some((annotator, id)) => At::Statement(annotator.clone(), *id),
            None => At::Decision(row.decision?.id),
        };
        Some(Self { document: row.comparison.document.clone(), at })
    }

    /// Its index in the list of the board, if it is listed.
    pub(crate) fn index(&self, board: &Board) -> Option<usize> {
        let entry = self.find(board)?;
        board.entries.iter().position(|listed| *listed == entry)
    }

    /// Its position on the board.
    pub(crate) fn find(&self, board: &Board) -> Option<BoardEntry> {
        let (number, document_board) = board.document_board(&self.document)?;
        let place = match &self.at {
            At::Statement(annotator, id) => {
                let index = document_board.comparison().annotators.iter().position(|known| known == annotator)?;
                document_board.place_of(index, *id)
            }
            At::Decision(id) => document_board.place_of_decision(*id),
        };
        Some(BoardEntry { document_board: number, place: place? })
    }
}

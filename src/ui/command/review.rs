//! What may be asked for on the page of the review.

use crate::model::id::{AnnotatorId, DecisionId, DocumentId, StatementId, ThreadId};
use crate::model::review::Cause;
use crate::model::statement::Statement;
use crate::review::board::Board;
use crate::ui::state::Dialog;

/// What one may ask for on this page.
#[derive(Clone, Debug, PartialEq)]
pub enum ReviewCommand {
    /// Brings this place under review.
    Show(Spot),
    Next,
    Previous,
    /// What the annotator of this number has goes to gold; where that is nothing, there is nothing here.
    Take(usize),
    /// The same, to be corrected at once.
    Correct(usize),
    /// A statement of the reviewer's own, on the selection or on the place.
    WriteNew,
    /// A statement on the selection, where nobody has marked anything.
    AddMissed,
    Nothing,
    Later,
    /// Back to the annotators, with the reason as a comment that they see.
    SendBack,
    TakeBack,
    /// A decision that is out of date still holds.
    Confirm,
    /// Corrects what was decided already.
    CorrectGold,
    /// Puts this in the place of the gold statement with the same id; the key is that of a gesture that goes on.
    ChangeGold(Box<Statement>, Option<String>),
    /// The selection becomes what the statement that is being corrected covers.
    SetSpan,
    /// The correction is finished.
    Done,
    /// Gives the cause, the reason and whether a rule is lacking.
    Explain(Reasons),
    /// The same for the decision that was made just before the next place came by itself.
    ExplainDecided(Reasons),
    SetCause(Option<Cause>),
    ToggleNeedsRule,
    FocusReason,
    FocusComment,
    ToggleOverlaid,
    ToggleGold,
    ToggleGoesOn,
    ToggleAgreements,
    /// All places, or only those to do.
    ToggleAll,
    ShowList(Dialog),
    /// Takes over what the rule would decide.
    Accept,
    CopyManual,
    AppendManual,
    /// Goes to what a thread is about.
    ShowThread(DocumentId, ThreadId),
}

/// Why something is decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons {
    pub cause: Option<Cause>,
    pub reason: String,
    pub needs_rule: bool,
}

/// A place under review, told by something in it that stays the same when others are added or go.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Spot {
    pub document: DocumentId,
    pub at: At,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum At {
    Statement(AnnotatorId, StatementId),
    /// Where nobody has anything any more, or never had.
    Decision(DecisionId),
}

impl Spot {
    /// The spot of a place of the board.
    pub fn of(board: &Board, document_board: usize, place: usize) -> Option<Self> {
        let document_board = board.document_boards().get(document_board)?;
        let row = document_board.row(place)?;
        let sides = row.comparison.annotators.iter().zip(&row.place.statements);
        let first = sides.filter_map(|(annotator, ids)| Some((annotator, ids.first()?))).next();
        let at = match first {
            Some((annotator, id)) => At::Statement(annotator.clone(), *id),
            None => At::Decision(row.decision?.id),
        };
        Some(Self { document: document_board.document().clone(), at })
    }

    /// Where it is on the board: the numbers of the document_board and of the place.
    pub fn find(&self, board: &Board) -> Option<(usize, usize)> {
        let (number, document_board) = board.document_board(&self.document)?;
        let place = match &self.at {
            At::Statement(annotator, id) => {
                let index = document_board.comparison().annotators.iter().position(|known| known == annotator)?;
                document_board.place_of(index, *id)
            }
            At::Decision(id) => document_board.place_of_decision(*id),
        };
        Some((number, place?))
    }
}

//! The page of the review: what several have marked, beside each other, and what is decided about it.
//!
//! The parts read the session and the board and push commands; what is chosen and typed here lives in [`ReviewState`].

pub mod bulk;
pub mod compare;
pub mod lists;
pub mod place;
pub mod queue;
pub mod reviewed;
pub mod threads;
pub mod words;

use crate::model::id::{AnnotatorId, DecisionId, DocumentId, StatementId, ThreadId};
use crate::model::review::Cause;
use crate::model::statement::Statement;
use crate::review::board::{Board, BoardRequest};
use crate::review::decide::Rule;
use crate::review::queue::{QueueFilter, QueueOrder};

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
    ShowList(ReviewDialog),
    /// Takes over what the rule would decide.
    Accept,
    CopyManual,
    AppendManual,
    /// Goes to what a thread is about.
    ShowThread(DocumentId, ThreadId),
}

/// What of the review lies over the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewDialog {
    /// Accepting in bulk.
    Bulk,
    /// What the manual lacks.
    Manual,
    Threads,
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

/// What is chosen on the page.
#[derive(Debug, Default)]
pub struct ReviewState {
    /// Who is compared; empty for everybody.
    pub annotators: Vec<AnnotatorId>,
    /// Only the article that is shown, not all of them.
    pub one_document: bool,
    pub filter: QueueFilter,
    pub standing: StandingChoice,
    pub order: QueueOrder,
    /// The place under review.
    pub spot: Option<Spot>,
    /// Its number in the list when it was last seen there.
    pub last_index: usize,
    pub shows_filters: bool,
    /// All layers in one text, not beside each other.
    pub overlaid: bool,
    /// What was decided so far, as a layer of its own.
    pub shows_gold: bool,
    /// After a decision the place stays.
    pub stays: bool,
    /// For the decision that will be made at this spot.
    pub reasons: Reasons,
    /// The decision that was made last, where the next place has come by itself since: what is noted by key belongs to it,
    /// until the next decision or until a place is chosen by hand.
    pub decided: Option<(DocumentId, DecisionId)>,
    pub bulk: bulk::BulkState,
    pub threads: lists::ThreadChoice,
    /// The spot that the list was last scrolled to.
    scrolled_to: Option<Spot>,
}

/// Which places are listed by where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum StandingChoice {
    /// All that is not decided, or not any more.
    #[default]
    ToDo,
    All,
    Open,
    Later,
    SentBack,
    Decided,
    OutOfDate,
}

impl StandingChoice {
    pub const ALL: [Self; 7] =
        [Self::ToDo, Self::All, Self::Open, Self::Later, Self::SentBack, Self::Decided, Self::OutOfDate];

    /// The names of the standings that are let through; none for all.
    fn names(self) -> Vec<String> {
        let names: &[&str] = match self {
            Self::ToDo => &["open", "later", "sent-back", "out-of-date"],
            Self::All => &[],
            Self::Open => &["open"],
            Self::Later => &["later"],
            Self::SentBack => &["sent-back"],
            Self::Decided => &["decided"],
            Self::OutOfDate => &["out-of-date"],
        };
        names.iter().map(|name| (*name).to_owned()).collect()
    }
}

impl ReviewState {
    /// What the list is to hold for this person. `document` is the article that is shown.
    pub fn question(&self, document: Option<&DocumentId>, viewer: &AnnotatorId) -> BoardRequest {
        let documents = document.filter(|_| self.one_document).cloned().into_iter().collect();
        let filter = QueueFilter { standings: self.standing.names(), ..self.filter.clone() };
        let overlaid = document.filter(|_| self.overlaid).cloned();
        BoardRequest {
            documents,
            annotators: self.annotators.clone(),
            filter,
            order: self.order,
            overlaid,
            viewer: Some(viewer.clone()),
        }
    }

    /// The rule that is chosen for accepting in bulk.
    pub fn rule(&self) -> Rule {
        self.bulk.rule()
    }
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

//! The page of the review: what several have marked, beside each other, and what is decided about it.
//!
//! The parts read the session and the board and push commands; what is chosen and typed here lives in [`ReviewState`].

pub mod place;
pub mod queue;
pub mod words;

use crate::model::id::{AnnotatorId, DecisionId, DocumentId, StatementId};
use crate::review::board::{Board, Question};
use crate::review::queue::{Filter, Order};

/// What one may ask for on this page.
#[derive(Clone, Debug, PartialEq)]
pub enum ReviewCommand {
    /// Brings this place under review.
    Show(Spot),
    Next,
    Previous,
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
#[derive(Clone, Debug, Default)]
pub struct ReviewState {
    /// Who is compared; empty for everybody.
    pub annotators: Vec<AnnotatorId>,
    /// Only the article that is shown, not all of them.
    pub one_document: bool,
    pub filter: Filter,
    pub standing: StandingChoice,
    pub order: Order,
    /// The place under review.
    pub spot: Option<Spot>,
    /// Its number in the list when it was last seen there.
    pub last_index: usize,
    pub shows_filters: bool,
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
    /// What the list is to hold. `document` is the article that is shown.
    pub fn question(&self, document: Option<&DocumentId>) -> Question {
        let documents = document.filter(|_| self.one_document).cloned().into_iter().collect();
        let filter = Filter { standings: self.standing.names(), ..self.filter.clone() };
        Question { documents, annotators: self.annotators.clone(), filter, order: self.order, overlaid: None }
    }
}

impl Spot {
    /// The spot of a place of the board.
    pub fn of(board: &Board, desk: usize, place: usize) -> Option<Self> {
        let desk = board.desks().get(desk)?;
        let row = desk.row(place)?;
        let sides = row.comparison.annotators.iter().zip(&row.place.statements);
        let first = sides.filter_map(|(annotator, ids)| Some((annotator, ids.first()?))).next();
        let at = match first {
            Some((annotator, id)) => At::Statement(annotator.clone(), *id),
            None => At::Decision(row.decision?.id),
        };
        Some(Self { document: desk.document().clone(), at })
    }

    /// Where it is on the board: the numbers of the desk and of the place.
    pub fn find(&self, board: &Board) -> Option<(usize, usize)> {
        let (number, desk) = board.desk(&self.document)?;
        let place = match &self.at {
            At::Statement(annotator, id) => {
                let index = desk.comparison().annotators.iter().position(|known| known == annotator)?;
                desk.place_of(index, *id)
            }
            At::Decision(id) => desk.place_of_decision(*id),
        };
        Some((number, place?))
    }
}

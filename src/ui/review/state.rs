//! What is chosen on the page of the review.

use crate::model::id::{AnnotatorId, DecisionId, DocumentId};
use crate::model::review::Thread;
use crate::review::board::BoardRequest;
use crate::review::decide::Rule;
use crate::review::queue::{QueueFilter, QueueOrder};
use crate::ui::command::review::{Reasons, Spot};

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
    pub bulk: BulkState,
    pub threads: ThreadChoice,
    /// The spot that the list was last scrolled to.
    pub(super) scrolled_to: Option<Spot>,
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
    pub(super) fn names(self) -> Vec<String> {
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

/// Which rule is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BulkState {
    pub rule: BulkRule,
    /// By how many words edges may differ, less one: the field begins with one word.
    pub more_words: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BulkRule {
    #[default]
    AllAgree,
    Majority,
    Edges,
}

impl BulkState {
    pub const fn rule(self) -> Rule {
        match self.rule {
            BulkRule::AllAgree => Rule::AllAgree,
            BulkRule::Majority => Rule::Majority,
            BulkRule::Edges => Rule::Edges(self.more_words + 1),
        }
    }
}

/// Which threads are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThreadChoice {
    #[default]
    Open,
    All,
    /// Those about one's own statements, and those in which one said something.
    Mine,
}

impl ThreadChoice {
    pub fn passes(self, thread: &Thread, own: &AnnotatorId) -> bool {
        match self {
            Self::Open => thread.resolved.is_none(),
            Self::All => true,
            Self::Mine => {
                thread.comments.iter().any(|comment| comment.by == *own)
                    || thread.anchor.statements().iter().any(|(annotator, _)| *annotator == own)
            }
        }
    }
}

//! The selections on the review page.

use std::sync::Arc;

use crate::model::id::{AnnotatorId, DecisionId, DocumentId};
use crate::model::review::Thread;
use crate::review::board::{Board, BoardRequest, Preview};
use crate::review::decide::Rule;
use crate::review::queue::{QueueFilter, QueueOrder};
use crate::ui::command::review::{Reasons, Spot};
use crate::ui::parts::picker::PickerState;

/// The selections on the page.
#[derive(Debug, Default)]
pub(crate) struct ReviewState {
    /// The annotators compared; empty means everybody.
    pub annotators: Vec<AnnotatorId>,
    /// Whether to compare only the article on screen instead of all.
    pub one_document: bool,
    pub filter: QueueFilter,
    /// The open filter of parties.
    pub(super) parties: PickerState,
    pub standing: StandingChoice,
    pub order: QueueOrder,
    /// The place under review.
    pub spot: Option<Spot>,
    /// The spot's last known index in the list.
    pub last_index: usize,
    pub shows_filters: bool,
    /// Shows all layers in one text instead of side by side.
    pub overlaid: bool,
    /// Shows gold so far as a layer of its own.
    pub shows_gold: bool,
    /// Stays at the place after a decision.
    pub stays: bool,
    /// The reasons for the next decision at this spot.
    pub reasons: Reasons,
    /// The latest decision, if the next place was shown automatically after it: notes made by key go to it until the
    /// next decision or until the user selects a place.
    pub decided: Option<(DocumentId, DecisionId)>,
    pub bulk: BulkState,
    /// The board on screen; `None` until it has been compared.
    pub board: Option<Arc<Board>>,
    /// What the rule for accepting in bulk would decide; `None` while that is being computed.
    pub preview: Option<Arc<Preview>>,
    pub threads: ThreadChoice,
    /// The spot that the list last scrolled to.
    pub(super) scrolled_to: Option<Spot>,
}

/// Filters places by their standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum StandingChoice {
    /// Places without a decision or with an outdated one.
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
    pub(crate) const ALL: [Self; 7] =
        [Self::ToDo, Self::All, Self::Open, Self::Later, Self::SentBack, Self::Decided, Self::OutOfDate];

    /// The names of the standings that pass; empty means all.
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
    /// How many places wait for a decision, as far as they were compared.
    pub(crate) fn to_review(&self) -> usize {
        let standings = self.board.as_ref().map(|board| &board.counts.standings);
        let count = |name: &String| standings.and_then(|all| all.get(name.as_str())).copied().unwrap_or_default();
        StandingChoice::ToDo.names().iter().map(count).sum()
    }

    /// The contents that the list needs for this person. `document` is the article on screen.
    pub(crate) fn question(&self, document: Option<&DocumentId>, viewer: &AnnotatorId) -> BoardRequest {
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

    /// The selected rule for accepting in bulk.
    pub(crate) fn rule(&self) -> Rule {
        self.bulk.rule()
    }
}

/// The choice of a bulk rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BulkState {
    pub rule: BulkRule,
    /// By how many words edges may differ, minus one: the field starts at one word.
    pub more_words: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum BulkRule {
    #[default]
    AllAgree,
    Majority,
    Edges,
}

impl BulkState {
    pub(crate) const fn rule(self) -> Rule {
        match self.rule {
            BulkRule::AllAgree => Rule::AllAgree,
            BulkRule::Majority => Rule::Majority,
            BulkRule::Edges => Rule::Edges(self.more_words + 1),
        }
    }
}

/// Filters threads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ThreadChoice {
    #[default]
    Open,
    All,
    /// Threads about the user's statements, and threads that the user wrote in.
    Mine,
}

impl ThreadChoice {
    pub(crate) fn passes(self, thread: &Thread, own: &AnnotatorId) -> bool {
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

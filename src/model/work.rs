//! Who is to tag which document, and how far each has come.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What an annotator is asked to do with one document.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Assignment {
    /// The day by which it should be done.
    pub due: Option<Date>,
    pub note: String,
}

/// How far an annotator has come with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LayerState {
    Open,
    InProgress,
    Done,
}

impl LayerState {
    pub const ALL: [Self; 3] = [Self::Open, Self::InProgress, Self::Done];

    /// The name in exports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in-progress",
            Self::Done => "done",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// What an annotator has said about their layer of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerProgress {
    pub state: LayerState,
    /// When it was said.
    pub at: Timestamp,
    /// When it was done for the first time: from then on what colleagues have may have been seen, also where the layer
    /// was taken up again.
    pub first_done: Option<Timestamp>,
}

impl LayerProgress {
    /// What follows after `before` when this is said now.
    pub fn after(before: Option<&Self>, state: LayerState, at: Timestamp) -> Self {
        let earlier = before.and_then(|before| before.first_done);
        Self { state, at, first_done: earlier.or((state == LayerState::Done).then_some(at)) }
    }

    /// Whether it was done once and was taken up again.
    pub fn was_reopened(&self) -> bool {
        self.state != LayerState::Done && self.first_done.is_some()
    }
}

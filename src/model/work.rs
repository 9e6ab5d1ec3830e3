//! Assignments: who tags which document, and how far each annotator is.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One annotator's assignment to one document.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Assignment {
    /// The day by which it should be done.
    pub due: Option<Date>,
    pub note: String,
}

/// How far an annotator is with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum LayerState {
    Open,
    InProgress,
    Done,
}

impl LayerState {
    pub const ALL: [Self; 3] = [Self::Open, Self::InProgress, Self::Done];

    /// The name in exports.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::InProgress => "in-progress",
            Self::Done => "done",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// What an annotator recorded about the progress of their layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerProgress {
    pub state: LayerState,
    /// When it was recorded.
    pub at: Timestamp,
    /// When the layer was first done. From then on, colleagues' work may have been seen, even if the layer was reopened.
    pub first_done: Option<Timestamp>,
}

impl LayerProgress {
    /// The progress after `before` when `state` is recorded now.
    pub fn after(before: Option<&Self>, state: LayerState, at: Timestamp) -> Self {
        let earlier = before.and_then(|before| before.first_done);
        Self { state, at, first_done: earlier.or((state == LayerState::Done).then_some(at)) }
    }

    /// Whether the layer was done once and then reopened.
    pub fn was_reopened(&self) -> bool {
        self.state != LayerState::Done && self.first_done.is_some()
    }
}

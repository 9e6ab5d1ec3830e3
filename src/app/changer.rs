//! A change of many statements that is being prepared in the background, and what is said about it.

use crate::app::jobs::Job;
use crate::edit::session::Prepared;
use crate::model::id::{DocumentId, StatementId};
use crate::t;

/// Statements of one’s own that are to be changed, and how many others were chosen, which stay.
pub(in crate::app) type OwnChosen = (Vec<(DocumentId, StatementId)>, usize);

/// A change in the background, or none.
#[derive(Default)]
pub(in crate::app) struct Changer {
    pub(in crate::app) changing: Job<Result<(Prepared, usize), String>>,
    pub(in crate::app) done: Done,
}

/// What was done to statements, for the message about it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::app) struct Done {
    pub(in crate::app) is_deletion: bool,
    /// How many of the chosen ones were others’ and stay.
    pub(in crate::app) others: usize,
}

impl Done {
    pub(in crate::app) fn words(self, count: usize) -> String {
        let others = self.others;
        if self.is_deletion {
            t!("statements-deleted", count = count, others = others)
        } else {
            t!("statements-changed", count = count, others = others)
        }
    }
}

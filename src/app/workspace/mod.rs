//! What is open: the project, what keeps it on disk, and what happens to it outside this window.

pub(super) mod leaving;
pub(super) mod outside;
mod saving;

use std::path::PathBuf;
use std::time::Instant;

use crate::edit::session::Session;
use crate::store;
use outside::Outside;

/// What is open: a project, the session on it, and what keeps it on disk.
pub(in crate::app) struct Workspace {
    pub folder: PathBuf,
    pub session: Session,
    pub problems: Vec<String>,
    /// Damaged files, which are never written.
    pub protected: store::Protected,
    /// `None` while the project is open elsewhere: then nothing is written.
    pub keeper: Option<store::Keeper>,
    /// Since when there is typing that the journal does not have.
    pub typing_since: Option<Instant>,
    /// What of the keeper's status was told.
    pub told: store::keeping::Status,
    /// What came back from the journal: when it was made, and what it is called. Empty once that was seen.
    pub came_back: Vec<(jiff::Timestamp, String)>,
    /// The last copy, and of which revision of the session it is.
    pub copy: Option<(PathBuf, u64)>,
    pub outside: Outside,
}

impl Drop for Workspace {
    fn drop(&mut self) {
        // Typing that was not handed over yet goes along also when the window falls to a panic.
        if let Some(keeper) = &mut self.keeper {
            keeper.take(&mut self.session, true);
        }
    }
}

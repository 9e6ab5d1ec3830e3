//! The open project, what keeps it on disk, and what happens to it outside this window.

pub(super) mod leaving;
pub(super) mod outside;
mod saving;

use std::path::PathBuf;
use std::time::Instant;

use crate::edit::session::Session;
use crate::store;
use outside::Outside;

/// The open project with its session and what keeps it on disk.
pub(in crate::app) struct Workspace {
    pub folder: PathBuf,
    pub session: Session,
    pub problems: Vec<String>,
    /// Damaged files, which are never written.
    pub protected: store::Protected,
    /// `None` while the project is open elsewhere: then nothing is written.
    pub keeper: Option<store::Keeper>,
    /// When the typing began that the journal does not have yet.
    pub typing_since: Option<Instant>,
    /// The keeper status last reported to the user.
    pub told: store::keeping::Status,
    /// What was recovered from the journal, with the time and name of each gesture. Empty once the user has seen it.
    pub came_back: Vec<(jiff::Timestamp, String)>,
    /// The latest copy and the session revision that it contains.
    pub copy: Option<(PathBuf, u64)>,
    pub outside: Outside,
}

impl Drop for Workspace {
    fn drop(&mut self) {
        // Pending typing is written even when the window closes because of a panic.
        if let Some(keeper) = &mut self.keeper {
            keeper.take(&mut self.session, true);
        }
    }
}

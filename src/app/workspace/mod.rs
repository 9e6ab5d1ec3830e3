//! The open project, what keeps it on disk, and what is known of the windows and files outside this one.

pub(super) mod outside;

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::edit::session::Session;
use crate::store;
use crate::ui::command::safety::Saving;
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

impl Workspace {
    /// What is not written yet, and why, by this status of the keeper.
    pub(in crate::app) fn saving<'a>(&'a self, status: &'a store::keeping::Status, is_copying: bool) -> Saving<'a> {
        let number = self.keeper.as_ref().map_or(0, store::Keeper::number);
        Saving {
            files: status.save_error.as_deref(),
            journal: status.journal_error.as_deref(),
            in_memory: number.saturating_sub(status.durable),
            copy: self.whole_copy(),
            is_copying,
        }
    }

    /// The folder of a copy that contains everything up to now.
    pub(in crate::app) fn whole_copy(&self) -> Option<&Path> {
        let whole = self.copy.as_ref().filter(|(_, revision)| *revision == self.session.revision());
        whole.map(|(folder, _)| folder.as_path())
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        // Pending typing is written even when the window closes because of a panic.
        if let Some(keeper) = &mut self.keeper {
            keeper.take(&mut self.session, true);
        }
    }
}

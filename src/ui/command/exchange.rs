//! Commands for exchanging tags with colleagues.

use std::path::PathBuf;

/// A command for exchanging tags.
#[derive(Clone, Debug)]
pub enum ExchangeCommand {
    SendTo(PathBuf),
    /// Reads what a colleague has sent and shows what adding it would do.
    AddFrom(PathBuf),
    /// Plans again, because the options have changed.
    Plan,
    /// Stops reading and planning.
    Stop,
    /// Adds the tags as planned.
    Add,
}

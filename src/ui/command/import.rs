//! Commands for importing tags from files of other tools.

use std::path::PathBuf;

/// A command for importing tags.
#[derive(Clone, Debug)]
pub enum ImportCommand {
    /// Reads a file or a folder and shows what importing it would do.
    From(PathBuf),
    /// Plans again, because the choices have changed.
    Plan,
    /// Stops reading and planning.
    Stop,
    /// Imports as planned.
    Go,
}

//! Commands for codebooks that move between projects.

use std::path::PathBuf;

use crate::store::templates::Template;

/// A command for a codebook as a whole.
#[derive(Clone, Debug)]
pub enum CodebookCommand {
    /// Reads a codebook and shows what of it can be taken.
    Read(PathBuf),
    ReadTemplate(&'static Template),
    SaveTo(PathBuf),
}

//! Commands for exchanging tags with colleagues.

use std::path::PathBuf;

/// A command for exchanging tags.
#[derive(Clone, Debug)]
pub enum ExchangeCommand {
    ShowSend,
    SendTo(PathBuf),
    AddDialog,
    AddFolderDialog,
    AddFrom(PathBuf),
}

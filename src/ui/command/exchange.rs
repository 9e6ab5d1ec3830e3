//! What may be asked for about colleagues' tags.

use std::path::PathBuf;

/// What can be asked for about colleagues' tags.
#[derive(Clone, Debug)]
pub enum ExchangeCommand {
    ShowSend,
    SendTo(PathBuf),
    AddDialog,
    AddFolderDialog,
    AddFrom(PathBuf),
}

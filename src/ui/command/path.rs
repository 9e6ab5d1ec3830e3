//! What a path is asked for: the system's file dialog, or the path dialog if there is none.

use std::path::{Path, PathBuf};

use super::Command;
use super::agreement::{AgreementCommand, Output};
use super::codebook::CodebookCommand;
use super::exchange::ExchangeCommand;
use super::import::ImportCommand;
use super::safety::SafetyCommand;
use crate::exchange::SENT_ENDING;
use crate::formats::Format;
use crate::t;

/// The purpose of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PathQuestion {
    Open,
    Add,
    CopyTo,
    ExportTo(&'static Format),
    NewFolder,
    /// A file with a new version of the article on screen.
    ReplaceText,
    Agreement(Output),
    SaveCodebook,
    /// A file with a codebook.
    TakeCodebook,
    /// Another project, whose codebook is taken.
    TakeCodebookFolder,
    SendTags,
    AddTags,
    AddTagsFolder,
    /// Tags in a file of another tool.
    Import,
    ImportFolder,
}

impl PathQuestion {
    /// The title of the dialog.
    pub(crate) fn title(self) -> String {
        match self {
            Self::Open => t!("dialog-open"),
            Self::Add => t!("dialog-add"),
            Self::CopyTo => t!("dialog-copy"),
            Self::ExportTo(_) => t!("dialog-export"),
            Self::NewFolder => t!("dialog-new-folder"),
            Self::ReplaceText => t!("replace-dialog"),
            Self::SaveCodebook => t!("dialog-save-codebook"),
            Self::TakeCodebook => t!("dialog-take-codebook"),
            Self::TakeCodebookFolder => t!("dialog-take-codebook-folder"),
            Self::SendTags => t!("dialog-send-tags"),
            Self::AddTags => t!("dialog-add-tags"),
            Self::AddTagsFolder => t!("dialog-add-tags-folder"),
            Self::Import => t!("dialog-import-tags"),
            Self::ImportFolder => t!("dialog-import-tags-folder"),
            Self::Agreement(_) => t!("dialog-agreement"),
        }
    }

    /// The suggested name of the file to write; empty if a file or a folder is to be found. `app` has a better one for
    /// some.
    pub(crate) fn file_name(self) -> String {
        match self {
            Self::ExportTo(format) if format.is_folder() => "bayan".to_owned(),
            Self::ExportTo(format) => format!("bayan.{}", format.ending()),
            Self::SendTags => format!("bayan.{SENT_ENDING}"),
            Self::Agreement(output) => format!("agreement.{}", output.ending()),
            Self::SaveCodebook => "codebook.ron".to_owned(),
            Self::CopyTo => "copy".to_owned(),
            Self::Open
            | Self::Add
            | Self::NewFolder
            | Self::ReplaceText
            | Self::TakeCodebook
            | Self::TakeCodebookFolder
            | Self::AddTags
            | Self::AddTagsFolder
            | Self::Import
            | Self::ImportFolder => String::new(),
        }
    }

    /// The error in a path, as far as it can be found before the path is used.
    pub(crate) fn problem_with(self, path: &Path) -> Option<String> {
        let shown = path.display().to_string();
        match self {
            Self::Open | Self::TakeCodebookFolder => {
                (!path.join("project.ron").exists()).then(|| t!("status-no-project", path = shown))
            }
            Self::Add
            | Self::ReplaceText
            | Self::TakeCodebook
            | Self::AddTags
            | Self::AddTagsFolder
            | Self::Import
            | Self::ImportFolder => (!path.exists()).then(|| t!("path-missing", path = shown)),
            Self::NewFolder | Self::CopyTo => None,
            Self::ExportTo(_) | Self::SendTags | Self::SaveCodebook | Self::Agreement(_) => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                let missing = folder.filter(|folder| !folder.exists());
                missing.map(|folder| t!("path-no-folder", path = folder.display().to_string()))
            }
        }
    }

    /// Whether a file that exists at this path would be replaced.
    pub(crate) fn replaces(self, path: &Path) -> bool {
        let writes = matches!(self, Self::ExportTo(_) | Self::SendTags | Self::SaveCodebook | Self::Agreement(_));
        writes && path.is_file()
    }

    /// What to do with the answer.
    pub(crate) fn answered(self, path: PathBuf) -> Command {
        match self {
            Self::Open => Command::OpenProject(path),
            Self::Add => Command::AddArticles(vec![path]),
            Self::CopyTo => Command::SaveCopyTo(path),
            Self::ExportTo(_) => Command::ExportTo(path),
            Self::NewFolder => Command::UseNewFolder(path),
            Self::ReplaceText => Command::Safety(SafetyCommand::ReplaceFrom(path)),
            Self::SaveCodebook => Command::Codebook(CodebookCommand::SaveTo(path)),
            Self::TakeCodebook | Self::TakeCodebookFolder => Command::Codebook(CodebookCommand::Read(path)),
            Self::SendTags => Command::Exchange(ExchangeCommand::SendTo(path)),
            Self::AddTags | Self::AddTagsFolder => Command::Exchange(ExchangeCommand::AddFrom(path)),
            Self::Import | Self::ImportFolder => Command::Import(ImportCommand::From(path)),
            Self::Agreement(output) => Command::Agreement(AgreementCommand::SaveTo(output, path)),
        }
    }
}

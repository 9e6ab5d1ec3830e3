//! Why an export failed, and what a successful one has written.

use std::io;
use std::path::{Path, PathBuf};

use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::span::Span;
use crate::query::UnknownName;
use crate::t;

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub documents: usize,
    pub layers: usize,
    pub statements: usize,
    pub relations: usize,
}

/// The reason why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("{}", t!("export-span", document = .document.as_str(), statement = .statement.as_str(), start = .span.start_byte, end = .span.end_byte))]
    Span { document: DocumentId, statement: String, span: Span },
    #[error("{}", t!("export-unknown-document", id = .0.as_str()))]
    UnknownDocument(DocumentId),
    #[error("{}", t!("export-unknown-annotator", id = .0.as_str()))]
    UnknownAnnotator(AnnotatorId),
    /// The format consists of several files, and no folder was named for them.
    #[error("{}", t!("export-needs-folder", format = *.0))]
    NeedsFolder(&'static str),
    /// A file for each document was asked for, and the format is written as a folder.
    #[error("{}", t!("export-already-folder", format = *.0))]
    AlreadyFolder(&'static str),
    #[error(transparent)]
    UnknownName(#[from] UnknownName),
    /// The format can only be read.
    #[error("{}", t!("export-only-read", format = *.0))]
    OnlyRead(&'static str),
    #[error("{}", t!("export-stopped"))]
    Stopped,
    /// A document cannot be read again, in the words of those who keep it.
    #[error("{0}")]
    Unreadable(String),
    #[error("{}", t!("export-write", error = why(.0)))]
    Write(#[from] io::Error),
    #[error("{}", t!("export-write-at", error = why(error), path = path.display().to_string()))]
    WriteAt { path: PathBuf, error: io::Error },
}

impl ExportError {
    /// The same with the path where writing failed, unless the error names it already.
    #[must_use]
    pub fn at(self, path: &Path) -> Self {
        match self {
            // An error of our own, which says what is at the path.
            Self::Write(error) if error.get_ref().is_some() => Self::Write(error),
            Self::Write(error) => Self::WriteAt { path: path.to_owned(), error },
            other => other,
        }
    }
}

/// Why a file cannot be written, with the way out where there is one.
fn why(error: &io::Error) -> String {
    /// Another program has the file open (`ERROR_SHARING_VIOLATION`, `ERROR_LOCK_VIOLATION`).
    const HELD_ON_WINDOWS: [i32; 2] = [32, 33];
    if cfg!(windows) && error.raw_os_error().is_some_and(|code| HELD_ON_WINDOWS.contains(&code)) {
        return t!("export-why-open");
    }
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => t!("export-why-full"),
        io::ErrorKind::FileTooLarge => t!("export-why-large"),
        // Windows says the same of a file that another program has open.
        io::ErrorKind::PermissionDenied if cfg!(windows) => t!("export-why-permission-or-open"),
        io::ErrorKind::PermissionDenied => t!("export-why-permission"),
        io::ErrorKind::ReadOnlyFilesystem => t!("export-why-read-only"),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => t!("export-why-gone"),
        io::ErrorKind::InvalidFilename => t!("export-why-name"),
        io::ErrorKind::ExecutableFileBusy | io::ErrorKind::ResourceBusy => t!("export-why-open"),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_system_says_what_to_do_and_where() {
        let path = Path::new("/somewhere/x.csv");
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::PermissionDenied, io::ErrorKind::ReadOnlyFilesystem] {
            let said = ExportError::from(io::Error::from(kind)).at(path).to_string();
            assert!(said.contains("/somewhere/x.csv"), "{said}");
            assert!(!said.contains(&io::Error::from(kind).to_string()), "{said}");
        }
        // What names the path itself is not said twice.
        let own = ExportError::from(io::Error::other("there is a folder at /somewhere/x.csv")).at(path).to_string();
        assert_eq!(own.matches("/somewhere/x.csv").count(), 1);
    }
}

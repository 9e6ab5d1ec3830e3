//! Imports: one file per format. Each turns a file into an `Edit` and says what of it did not fit.
//!
//! An import changes nothing itself: whoever asked for it applies the edit.

pub mod article;
pub mod chosen;
pub mod jsonl;
pub mod kind;
pub mod tags;

use std::path::Path;

pub use article::ArticleError;

use crate::t;

/// Something of a file that was left out, with the line it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Counted from one.
    pub line: usize,
    pub message: String,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&t!("import-warning", line = self.line, message = self.message.as_str()))
    }
}

/// The bytes of an article's file.
///
/// # Errors
/// The file cannot be read, or is larger than any article; the message ends with its path.
pub fn read_article(path: &Path) -> Result<Vec<u8>, ArticleError> {
    const LARGEST_BYTES: u64 = 64 << 20;
    let unreadable =
        |error: std::io::Error| ArticleError::Unreadable { error: error.to_string(), path: path.display().to_string() };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        // A pipe would be waited for.
        return Err(unreadable(std::io::ErrorKind::InvalidInput.into()));
    }
    if metadata.len() > LARGEST_BYTES {
        return Err(ArticleError::TooLarge(path.display().to_string()));
    }
    std::fs::read(path).map_err(unreadable)
}

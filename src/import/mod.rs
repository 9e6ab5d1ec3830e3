//! Imports: one file per format. Each turns a file into an `Edit` and says what of it did not fit.
//!
//! An import changes nothing itself: whoever asked for it applies the edit.

pub mod jsonl;

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

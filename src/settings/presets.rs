//! What somebody exports again and again, under a name.
//!
//! A preset has the names of formats, options and annotators as they were given, since settings know neither formats nor
//! projects; they are looked up when the preset is used.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::t;

/// The most characters that a name may have.
const MOST_CHARS: usize = 80;

/// The name of a preset as it is kept: what was typed, without white space around it.
///
/// # Errors
/// It is empty, too long or not one line; the reason in words.
pub(crate) fn checked_name(typed: &str) -> Result<String, String> {
    let name = typed.trim();
    let is_line = !name.is_empty() && !name.contains(char::is_control) && name.chars().count() <= MOST_CHARS;
    is_line.then(|| name.to_owned()).ok_or_else(|| t!("export-preset-name", most = MOST_CHARS))
}

/// The choices for an export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportPreset {
    pub format: String,
    /// The values of the format's options by their names; empty for a flag.
    pub options: BTreeMap<String, String>,
    pub gold: bool,
    pub all_annotators: bool,
    pub annotators: Vec<String>,
    /// Empty if everything is exported.
    pub query: String,
    pub without_excluded: bool,
    pub roll_up: bool,
    pub anonymise: bool,
    pub per_document: bool,
    pub strict: bool,
}

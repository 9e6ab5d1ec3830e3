//! Notes between the records of a journal file: why a record was not taken, and which records were dropped.

use serde::{Deserialize, Serialize};

use super::segments;
use crate::edit::session::Texts;
use crate::model::project::Project;

/// A note in a journal file, beside the records.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Note {
    /// Distinguishes a note from a record, and gives the version of the format.
    pub bayan_note: u32,
    /// The record of the file that the note is about, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<usize>,
    /// Why that record was not taken.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The writer of the journal that it comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub writer: String,
    /// The records that were taken later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken: Vec<usize>,
    /// The number of the last record that was dropped from a history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_number: Option<u64>,
}

impl Default for Note {
    fn default() -> Self {
        let (reason, writer, taken) = (String::new(), String::new(), Vec::new());
        Self { bayan_note: 1, place: None, reason, writer, taken, last_number: None }
    }
}

/// Parses a payload as a note, if it is one.
pub(crate) fn note(payload: &[u8]) -> Option<Note> {
    if !payload.starts_with(b"{\"bayan_note\"") {
        return None;
    }
    serde_json::from_slice(payload).ok()
}

/// A framed note with the number of the last record that was dropped.
pub(crate) fn dropped(last_number: u64) -> Vec<u8> {
    framed(&Note { last_number: Some(last_number), ..Note::default() })
}

pub(crate) fn framed(note: &Note) -> Vec<u8> {
    segments::frame(&serde_json::to_vec(note).unwrap_or_default())
}

/// The texts of a project, which are needed to decode its records.
pub(crate) fn texts_of(project: &Project) -> Texts {
    project.documents.iter().map(|(id, document)| (id.clone(), document.content.clone())).collect()
}

//! Notes between the records of a journal file: why a record was not taken, and which records were dropped.

use serde::{Deserialize, Serialize};

use super::segments;
use crate::edit::session::Texts;
use crate::model::project::Project;

/// What stands beside records.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Tells a note from a record; the version of the form.
    pub bayan_note: u32,
    /// Which record of the file it is about, counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<usize>,
    /// Why that was not taken.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Whose journal it was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub writer: String,
    /// Which records were taken up again.
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

/// The note that a payload is, if it is one.
pub fn note(payload: &[u8]) -> Option<Note> {
    if !payload.starts_with(b"{\"bayan_note\"") {
        return None;
    }
    serde_json::from_slice(payload).ok()
}

/// A note with the number of the last record that was dropped, framed.
pub fn dropped(last_number: u64) -> Vec<u8> {
    framed(&Note { last_number: Some(last_number), ..Note::default() })
}

pub fn framed(note: &Note) -> Vec<u8> {
    segments::frame(&serde_json::to_vec(note).unwrap_or_default())
}

/// The texts of a project, which its records are read against.
pub fn texts_of(project: &Project) -> Texts {
    project.documents.iter().map(|(id, document)| (id.clone(), document.content.clone())).collect()
}

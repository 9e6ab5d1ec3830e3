//! Colleagues' tags: read from wherever they come, compared with what is here, and put beside it, never over it.
//!
//! [`source`] reads a file of tags, a project folder or a zip of one; [`plan`] says what adding it would do and makes the
//! one edit that does it. [`send`] writes a file for a colleague.

pub mod plan;
pub mod source;

use std::path::Path;

use crate::formats::dataset::{Dataset, ExportScope};
use crate::formats::{ExportError, Options, Summary, jsonl};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::monitor::Monitor;

/// How the name of a file for a colleague ends.
pub const SENT_ENDING: &str = "bayan-tags.jsonl";

/// Writes the layers of an annotator to a file for a colleague, with what they need of the parties and the codebook.
///
/// # Errors
/// The project does not have what is to be sent, a span does not fit its text, the writing failed, or it was stopped; the
/// file is then as it was.
pub fn send(
    project: &Project,
    annotator: &AnnotatorId,
    documents: Vec<DocumentId>,
    path: &Path,
    monitor: &Monitor,
) -> Result<Summary, ExportError> {
    let dataset = Dataset::of(project, &ExportScope::for_colleague(annotator.clone(), documents))?;
    jsonl::FORMAT.write_to_path(&dataset, &Options::default(), path, monitor)
}

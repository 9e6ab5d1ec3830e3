//! A colleague's tags: reads them from wherever they come, compares them with the project, and adds them without
//! overwriting anything.
//!
//! [`source`] reads a file of tags, a project folder or a zip of one; [`plan`] works out what adding it would do and
//! builds the single edit that does it. [`send`] writes a file for a colleague. [`kept`] gives exports the documents of a
//! project folder one by one. [`codebook`] takes a codebook from one project to another.

pub mod codebook;
pub mod kept;
pub mod plan;
pub mod source;

use std::path::Path;

use crate::formats::dataset::{Dataset, ExportScope};
use crate::formats::{ExportError, Options, Summary, jsonl};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::monitor::Monitor;

/// The ending of a project packed for sending.
pub(crate) const ZIP_ENDING: &str = "zip";
/// The ending of the names of files for colleagues.
pub(crate) const SENT_ENDING: &str = "bayan-tags.jsonl";

/// Writes the layers of an annotator to a file for a colleague, with the parties and the codebook entries that they
/// need.
///
/// # Errors
/// The project does not have what is to be sent, a span does not fit its text, writing failed, or it was stopped; the
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

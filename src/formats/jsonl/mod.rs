//! JSON Lines: our full format. One object per line for each document and layer, always with all keys, null if unset.
//!
//! It holds everything in a layer, so that importing an export gives the same layer back. What belongs to the project
//! and not to a layer (colours, the guidelines) is not in it. Three things are present only if needed: the decisions
//! from which gold comes and, in a file for a colleague, the definitions of the codebook and the progress of the layer.

mod read;
mod write;

use super::format::{Form, Format, Reader, Writer};
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "jsonl",
    title: || t!("panel-export-jsonl"),
    endings: &["jsonl"],
    form: Form::JsonLines,
    purpose: super::Purpose::Archive,
    loses: &[],
    options: &[],
    writer: Some(Writer::File(write::write)),
    reader: Some(Reader { folders: false, streams: true, recognise: read::recognise, read: read::read }),
};

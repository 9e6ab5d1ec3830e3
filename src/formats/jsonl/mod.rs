//! JSON Lines: our full format. One object a line for each document and layer, always with all keys, null where unset.
//!
//! It holds all that a layer has, so that importing an export gives the same layer back. What belongs to the project and
//! not to a layer (colours, the manual) is not in it. Three things are there only where they are needed: the decisions
//! from which gold comes, and, in a file for a colleague, the definitions of the codebook and how far the layer is.

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
    loses: &[],
    options: &[],
    writer: Some(Writer::File(write::write)),
    reader: Some(Reader { recognise: read::recognise, read: read::read }),
};

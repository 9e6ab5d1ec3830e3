//! A report to read in a word processor (`.docx`): for each article a heading, what is known about it, its text with the
//! statements marked, and a table of them; at the end the codebook and the manual, so that the one file that is passed on
//! explains itself.
//!
//! A statement is marked by the shading and the underline of its kind and by a bookmark over each of its spans; the number
//! after it leads to its row of the table, and the number there back to the text. Paragraphs and runs of text bear their
//! direction, because word processors do not find it from the letters.

mod appendix;
mod direction;
mod paragraph;
mod parts;
mod write;

use super::{Form, Format, Purpose, Writer, loss};
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "docx",
    title: || t!("panel-export-docx"),
    endings: &["docx"],
    form: Form::Binary,
    purpose: Purpose::Reading,
    loses: &[
        &loss::RELATION_ATTRIBUTES,
        &loss::DOCUMENT_TAGS,
        &loss::PARTY_DETAILS,
        &loss::CONTROLS,
        &loss::ALIASES,
        &loss::ATTRIBUTE_PLACES,
        &loss::PARENTS,
        &loss::PROVENANCE,
    ],
    options: &[],
    writer: Some(Writer::File(write::write)),
    reader: None,
};

//! REFI-QDA 1.0, which ATLAS.ti, MAXQDA, NVivo and QualCoder exchange: a project (`.qdpx`) or a codebook (`.qdc`).
//!
//! Users of these programs filter by codes, so every value of a statement is a code: its kind, `Speaker: …`, `Via: …` for
//! those who report, `To: …`, `Topic: …`, `Stance: …`, `Quotation: …`. A span is a selection with a coding for each
//! value; cues and mentions are selections of their own, tied to the statement by links named `cue 1: party`. Offsets are
//! code points of the source, whose line ends are LF unless the exact text is asked for.

pub(super) mod archive;
mod book;
mod codebook;
mod line_ends;
mod read;
mod write;

use super::format::{Form, Format, FormatOption, Reader, Writer};
use super::input::Input;
use super::{Confidence, loss};
use crate::t;

/// The row of projects in [`super::FORMATS`].
pub static PROJECT: Format = Format {
    id: "qdpx",
    title: || t!("panel-export-qdpx"),
    endings: &["qdpx"],
    form: Form::Binary,
    purpose: super::Purpose::Tool,
    loses: &[&loss::RELATION_ATTRIBUTES, &CONTROLS, &LINE_ENDS, &loss::ATTRIBUTE_PLACES, &loss::PROVENANCE],
    options: &[&EXACT_TEXT],
    writer: Some(Writer::File(write::write)),
    reader: Some(Reader { folders: false, streams: false, recognise: recognise_project, read: read::read }),
};

/// The row of codebooks in [`super::FORMATS`].
pub static CODEBOOK: Format = Format {
    id: "qdc",
    title: || t!("panel-export-qdc"),
    endings: &["qdc"],
    form: Form::Lines,
    purpose: super::Purpose::Tool,
    loses: &[
        &loss::DOCUMENT_TAGS,
        &loss::PARTY_DETAILS,
        &loss::STATEMENTS,
        &loss::RELATIONS,
        &loss::METADATA,
        &loss::EXCLUDED,
        &loss::TEXTS,
    ],
    options: &[],
    writer: Some(Writer::File(codebook::write)),
    reader: Some(Reader { folders: false, streams: false, recognise: recognise_codebook, read: codebook::read }),
};

/// The line ends of the text stay as they are.
pub static EXACT_TEXT: FormatOption = FormatOption {
    spares: &[&LINE_ENDS],
    ..FormatOption::flag("exact-text", || t!("panel-export-exact-text"), || t!("help-export-exact-text"))
};

/// Characters that XML 1.0 does not have, in notes and named values; texts are files of their own.
static CONTROLS: super::loss::LossKind = super::loss::LossKind {
    id: "controls-in-notes",
    count: loss::controls_in_notes,
    describe: |count| t!("export-loss-controls", count = count),
};

/// Line ends other than LF, which become LF unless the exact text is asked for.
static LINE_ENDS: super::loss::LossKind = super::loss::LossKind {
    id: "line-ends",
    count: |dataset| {
        let count = |text: &str| text.bytes().filter(|byte| *byte == b'\r').count();
        dataset.documents().map(|document| count(document.content.as_str())).sum()
    },
    describe: |count| t!("export-loss-line-ends", count = count),
};

/// `Certain` if the first entry of a zip is one that comes first in ours or in those of other programs.
fn recognise_project(input: &Input) -> Confidence {
    /// Where the name of the first entry begins.
    const NAME_BYTE: usize = 30;
    let Some(bytes) = input.bytes() else { return Confidence::No };
    let begins = |name: &str| bytes.get(NAME_BYTE..).is_some_and(|rest| rest.starts_with(name.as_bytes()));
    let is_zip = bytes.starts_with(b"PK\x03\x04");
    if is_zip && (begins(super::sidecar::NAME) || begins("project.qde")) {
        Confidence::Certain
    } else {
        input.by_ending(&PROJECT)
    }
}

fn recognise_codebook(input: &Input) -> Confidence {
    let Some(bytes) = input.bytes() else { return Confidence::No };
    if memchr::memmem::find(bytes, b"urn:QDA-XML:codebook:1.0").is_some() {
        Confidence::Certain
    } else {
        input.by_ending(&CODEBOOK)
    }
}

//! WebAnno TSV 3.3, which INCEpTION and WebAnno exchange: a file for each layer in one folder.
//!
//! A row is a token, or a part of one where an annotation begins or ends inside it. The types are those of
//! [`super::cas`]; lists are one string, because the format has no lists. The text is rebuilt from the `#Text=` lines, so
//! sentences are lines: a line without a word belongs to the sentence before it, and white space at the start of a
//! sentence is a token. Offsets are UTF-16 units. `bayan-layers.json` beside the files defines the layers for INCEpTION,
//! which must know them first.

mod escape;
mod gather;
mod parse;
mod read;
mod sheet;
mod tokens;
mod write;

use super::Confidence;
use super::format::{Form, Format, Purpose, Reader, Writer};
use super::input::Input;
use super::loss::{self, LossKind};
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "webanno-tsv",
    title: || t!("panel-export-webanno-tsv"),
    endings: &[],
    form: Form::Lines,
    purpose: Purpose::Tool,
    loses: &[
        &loss::ATTRIBUTES,
        &loss::RELATION_ATTRIBUTES,
        &loss::RELATION_IDENTIFIERS,
        &loss::TIMES,
        &loss::PROVENANCE,
        &EDGES,
        &BLANK,
        &NOTE_ENDS,
        &FINAL_LINE_ENDS,
    ],
    options: &[],
    writer: Some(Writer::Folder(write::write)),
    reader: Some(Reader { folders: true, streams: false, recognise, read: read::read }),
};

/// Spans that begin or end in white space between tokens, which has no row.
static EDGES: LossKind = LossKind {
    id: "webanno-tsv-edges",
    count: |dataset| dataset.layers.iter().map(write::cut_spans).sum(),
    describe: |count| t!("export-loss-tsv-edges", count = count),
};

/// Spans of nothing but white space between tokens.
static BLANK: LossKind = LossKind {
    id: "webanno-tsv-blank",
    count: |dataset| dataset.layers.iter().map(write::blank_spans).sum(),
    describe: |count| t!("export-loss-tsv-blank", count = count),
};

/// Notes with a carriage return, and notes on relations that end in a backslash, which get a blank.
static NOTE_ENDS: LossKind = LossKind {
    id: "webanno-tsv-notes",
    count: |dataset| {
        let notes = dataset.statements().filter(|statement| statement.note.contains('\r')).count();
        let relations = dataset.layers.iter().flat_map(|layer| layer.relations());
        notes + relations.filter(|relation| relation.note.contains('\r') || relation.note.ends_with('\\')).count()
    },
    describe: |count| t!("export-loss-tsv-notes", count = count),
};

/// Texts that do not end with a line end: programs that rebuild the text give them one.
static FINAL_LINE_ENDS: LossKind = LossKind {
    id: "webanno-tsv-final-line-ends",
    count: |dataset| {
        let texts = dataset.documents().map(|document| document.content.as_str());
        texts.filter(|text| !text.is_empty() && !text.ends_with('\n')).count()
    },
    describe: |count| t!("export-loss-tsv-final-line-ends", count = count),
};

/// `Certain` if a file, or the first of a folder with the ending, begins as TSV of version 3, or as version 2, which is
/// refused in words.
fn recognise(input: &Input) -> Confidence {
    let begins = |bytes: &[u8]| {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        bytes.starts_with(sheet::FORMAT_PREFIX.as_bytes()) || sheet::is_version_2(bytes)
    };
    let is_certain = match input.bytes() {
        Some(bytes) => begins(bytes),
        None => {
            let first = input.files().iter().find(|file| file.ends_with(read::ENDING));
            first.is_some_and(|file| input.beginning_of(file).is_ok_and(|bytes| begins(&bytes)))
        }
    };
    if is_certain { Confidence::Certain } else { Confidence::No }
}

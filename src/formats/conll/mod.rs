//! CoNLL in IOB2: a file for each annotator with a token and its tag in a line, and an empty line between sentences.
//!
//! A token has one tag, so the longest statement is taken first, and statements that overlap it are lost; the spans of one
//! statement become chunks of their own, widened to whole tokens. Tags are identifiers of kinds. Marks of direction and
//! white space are no tokens. On request there are columns for reporting verbs and mentions. The texts are beside the tables, so that offsets can be found again.

mod read;
mod write;

use super::loss::LossKind;
use super::{Form, Format, FormatOption, OptionChoice, Reader, Writer, loss};
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "conll",
    title: || t!("panel-export-conll"),
    endings: &[],
    form: Form::Lines,
    purpose: super::Purpose::Training,
    loses: &[
        &OVERLAPPING,
        &loss::PARTS,
        &WIDENED,
        &loss::IDENTIFIERS,
        &loss::RELATIONS,
        &loss::CHAINS,
        &loss::CUE_PLACES,
        &loss::MENTIONS,
        &loss::ADDRESSEES,
        &loss::CHOICES,
        &loss::ATTRIBUTES,
        &loss::NOTES,
        &loss::TIMES,
        &loss::EXCLUDED,
        &loss::PROVENANCE,
    ],
    options: &[&COLUMNS],
    writer: Some(Writer::Folder(write::write)),
    reader: Some(Reader { folders: true, streams: false, recognise: read::recognise, read: read::read }),
};

/// How many columns a table has.
pub static COLUMNS: FormatOption = FormatOption::one_of(
    "columns",
    || t!("panel-export-columns"),
    || t!("help-export-columns"),
    &[
        OptionChoice { id: "2", title: || t!("panel-export-columns-2") },
        OptionChoice { id: FOUR, title: || t!("panel-export-columns-4") },
    ],
);

/// Token, reporting verb, mention, kind.
const FOUR: &str = "4";

/// What stands before each document.
const DOCUMENT_START: &str = "-DOCSTART-";
/// The ending of the tables.
const ENDING: &str = ".conll";

/// Statements without a tag of their own, because a longer one has their tokens or there is no token in them.
static OVERLAPPING: LossKind = LossKind {
    id: "conll-overlapping",
    count: |dataset| dataset.layers.iter().map(|layer| write::flattened(layer).lost).sum(),
    describe: |count| t!("export-loss-conll-overlapping", count = count),
};

/// Spans that end where no token does.
static WIDENED: LossKind = LossKind {
    id: "conll-widened",
    count: |dataset| dataset.layers.iter().map(|layer| write::flattened(layer).widened).sum(),
    describe: |count| t!("export-loss-conll-widened", count = count),
};

//! The formats in which statements are exported to other programs and imported from them.
//!
//! A format is one file and one row of [`FORMATS`]. The command line, the dialogs, file names, the recognition of
//! files, the losses and the round-trip test iterate over that list, so nothing else needs to know a format by name.
//!
//! An export writes a [`dataset::Dataset`]: the annotators' layers, gold or both, of some documents or of all, or what a
//! query finds in them; with other names for parties or annotators it is [`prepared`] first. An import
//! yields [`incoming::IncomingLayer`]s, which [`incoming`] takes into a project. Offsets in every format are code
//! points, half-open. Nothing here changes a project. Articles without annotations are read by [`article`].

mod apostrophes;
pub mod article;
pub mod brat;
pub mod cas;
mod caught;
mod columns;
pub mod conll;
pub mod csv;
pub mod dataset;
#[cfg(feature = "dna")]
pub mod dna;
pub mod doccano;
pub mod docx;
mod error;
mod format;
mod found;
pub mod html;
pub mod incoming;
pub mod input;
mod json;
pub mod jsonl;
pub mod label_studio;
mod labels;
mod layer_sink;
pub mod loss;
mod marks;
pub mod output;
pub mod parquet;
pub mod prepared;
pub mod preview;
pub mod prodigy;
pub mod qda;
mod quotes;
mod report;
mod sidecar;
pub mod spacy;
pub(crate) mod statement_table;
mod text_tokens;
pub mod units;
mod utf16;
pub mod w3c;
pub mod webanno_tsv;
mod workbook;
pub mod xlsx;
mod xml;
mod zip_bounds;

use std::collections::BTreeSet;
use std::path::Path;

pub use error::{ExportError, Summary};
pub use format::{Confidence, Form, Format, FormatOption, OptionChoice, OptionValue, Options, Purpose, Reader, Writer};
use input::Input;

/// All formats, in the order in which they are offered; the first is the one that holds everything.
pub static FORMATS: &[&Format] = &[
    &jsonl::FORMAT,
    &csv::FORMAT,
    &xlsx::FORMAT,
    &parquet::FORMAT,
    &parquet::HF,
    &doccano::FORMAT,
    &brat::FORMAT,
    &label_studio::FORMAT,
    &w3c::FORMAT,
    &prodigy::FORMAT,
    &conll::FORMAT,
    &cas::JSON,
    &cas::XMI,
    &webanno_tsv::FORMAT,
    &qda::PROJECT,
    &qda::CODEBOOK,
    #[cfg(feature = "dna")]
    &dna::FORMAT,
    #[cfg(feature = "dna")]
    &dna::EVENTS,
    &html::FORMAT,
    &docx::FORMAT,
    &spacy::FORMAT,
    &csv::TSV,
];

/// The formats that can be written.
pub fn writable() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().copied().filter(|format| format.writer.is_some())
}

/// The formats that can be read.
pub fn readable() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().copied().filter(|format| format.reader.is_some())
}

/// Whether the format with this id reads folders; without an id, whether any format does.
pub(crate) fn reads_folders(id: Option<&str>) -> bool {
    let wanted = readable().filter(|format| id.is_none_or(|id| format.id == id));
    wanted.filter_map(|format| format.reader).any(|reader| reader.folders)
}

/// The format with this id.
pub fn by_id(id: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.id == id)
}

/// The most likely format of a file or a folder, among those that can be read.
pub fn recognise(input: &Input) -> Option<(&'static Format, Reader)> {
    let candidates = readable().filter_map(|format| format.reader.map(|reader| (format, reader)));
    let judged = candidates.map(|found| ((found.1.recognise)(input), found));
    let likely = judged.filter(|(confidence, _)| *confidence > Confidence::No);
    // Among equally certain ones, the first.
    likely.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, found)| found)
}

/// The reader of the first format that has the ending of a file.
pub(crate) fn reader_by_ending(path: &Path) -> Option<Reader> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    readable().find(|format| format.endings.contains(&ending.as_str())).and_then(|format| format.reader)
}

/// The ids of these formats for people, separated by commas.
pub(crate) fn listed(formats: impl Iterator<Item = &'static Format>) -> String {
    formats.map(|format| format.id).collect::<Vec<_>>().join(", ")
}

/// Every option of any format, each once.
pub(crate) fn all_options() -> impl Iterator<Item = &'static FormatOption> {
    let mut seen = BTreeSet::new();
    FORMATS.iter().flat_map(|format| format.options).copied().filter(move |option| seen.insert(option.id))
}

impl Default for &'static Format {
    /// The format that holds everything.
    fn default() -> Self {
        &jsonl::FORMAT
    }
}

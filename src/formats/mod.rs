//! The formats in which statements are exported to other programs and imported from them.
//!
//! A format is one file and one row of [`FORMATS`]. The command line, the dialogs, file names, the recognition of
//! files, the losses and the round-trip test iterate over that list, so nothing else needs to know a format by name.
//!
//! An export writes a [`dataset::Dataset`]: the annotators' layers, gold or both, of some documents or of all, or what a
//! query finds in them; with other names for parties or annotators it is [`prepared`] first. Writers go through it as
//! [`parts::Parts`], so that it may be larger than memory. An import
//! yields [`incoming::IncomingLayer`]s, which [`incoming`] takes into a project. Offsets in every format are code
//! points, half-open. Nothing here changes a project. Articles without annotations are read by [`article`].

mod about_json;
pub(crate) mod apostrophes;
pub mod article;
mod attribute_columns;
mod attribute_json;
pub mod brat;
pub mod cas;
mod caught;
pub(crate) mod codebook_json;
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
mod layer_files;
mod layer_sink;
mod leftovers;
mod long_cell;
pub mod loss;
mod marks;
pub mod output;
mod own_presets;
pub mod parquet;
mod part_size;
pub mod parts;
pub mod prepared;
pub mod preview;
pub mod prodigy;
pub mod qda;
mod quotes;
mod report;
mod report_manual;
mod scratch;
pub mod separated;
mod sidecar;
pub mod spacy;
pub(crate) mod statement_table;
pub mod streamed;
mod text_tokens;
pub mod units;
mod utf16;
pub mod w3c;
pub mod webanno_tsv;
mod workbook;
pub mod xlsx;
mod xml;
mod zip_bounds;
mod zipped;

use std::collections::BTreeSet;
use std::path::Path;

pub use error::{ExportError, Summary};
pub use format::{Confidence, Form, Format, FormatOption, OptionChoice, OptionValue, Options, Purpose, Reader, Writer};
use input::{Input, ReadError};
pub(crate) use own_presets::{OWN_PRESETS, OwnPreset, own_preset};

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

/// A format with the way to read it.
pub type ReadableFormat = (&'static Format, Reader);

/// The most likely format of a file or a folder, among those that can be read.
pub fn recognise(input: &Input) -> Option<ReadableFormat> {
    judge(input).map(|(_, found)| found)
}

/// The most likely format, and how certain it is.
fn judge(input: &Input) -> Option<(Confidence, ReadableFormat)> {
    let beginning = input.beginning_of_large();
    let input = beginning.as_ref().unwrap_or(input);
    let candidates = readable().filter_map(|format| format.reader.map(|reader| (format, reader)));
    let judged = candidates.map(|found| ((found.1.recognise)(input), found));
    let likely = judged.filter(|(confidence, _)| *confidence > Confidence::No);
    // Among equally certain ones, the first.
    likely.reduce(|best, next| if next.0 > best.0 { next } else { best })
}

/// Opens a file, a folder, or a folder in a zip for a format, or for the one that the contents show; else the one that the
/// name suggests, since a table whose columns a person names is known by its name alone.
///
/// # Errors
/// It cannot be read, or the file is larger than `most_bytes` and cannot be read part by part.
pub fn open(
    path: &Path,
    most_bytes: u64,
    chosen: Option<&'static Format>,
) -> Result<(Input, Option<ReadableFormat>), ReadError> {
    let input = Input::open(path, most_bytes, reads_folders(chosen.map(|format| format.id)))?;
    let is_zip = is_zip(&input);
    if let Some(format) = chosen {
        let found = format.reader.map(|reader| (format, reader));
        let reads_it = |(_, reader): &ReadableFormat| (reader.recognise)(&input) > Confidence::No;
        let is_packed = is_zip && found.as_ref().is_some_and(|found| found.1.folders && !reads_it(found));
        if is_packed {
            return Ok((Input::zipped(path)?, found));
        }
        return checked(input, found);
    }
    let judged = judge(&input);
    if is_zip
        && judged.as_ref().is_none_or(|(confidence, _)| *confidence < Confidence::Certain)
        && let Some((zipped, found)) = open_zipped(path)
    {
        return Ok((zipped, Some(found)));
    }
    checked(input, judged.map(|(_, found)| found).or_else(|| by_ending(path)))
}

/// Refuses a file that would be too large for its reader.
fn checked(input: Input, found: Option<ReadableFormat>) -> Result<(Input, Option<ReadableFormat>), ReadError> {
    if !found.is_some_and(|(_, reader)| reader.streams) {
        input.check_whole()?;
    }
    Ok((input, found))
}

/// The format of a folder in a zip, if its contents show one.
pub(crate) fn open_zipped(path: &Path) -> Option<(Input, ReadableFormat)> {
    let zipped = Input::zipped(path).ok()?;
    let (confidence, found) = judge(&zipped)?;
    (confidence == Confidence::Certain).then_some((zipped, found))
}

/// The most likely format of what is at a path. Of large files, only the beginning is read.
pub fn recognise_path(path: &Path) -> Option<ReadableFormat> {
    /// The largest zip that is read whole, since what is in it does not show at its beginning.
    const WHOLE_BYTES: u64 = 32 << 20;
    let mut input = Input::beginning(path, reads_folders(None)).ok()?;
    let is_zip = is_zip(&input);
    if is_zip && let Ok(whole) = Input::open(path, WHOLE_BYTES, false) {
        input = whole;
    }
    match judge(&input) {
        Some((Confidence::Certain, found)) => Some(found),
        judged if is_zip => open_zipped(path).map(|(_, found)| found).or(judged.map(|(_, found)| found)),
        judged => judged.map(|(_, found)| found),
    }
}

fn is_zip(input: &Input) -> bool {
    matches!(input, Input::File { bytes, .. } if bytes.starts_with(b"PK\x03\x04"))
}

/// The first format that has the ending of a file.
pub(crate) fn by_ending(path: &Path) -> Option<ReadableFormat> {
    let ending = path.extension()?.to_string_lossy().to_lowercase();
    let format = readable().find(|format| format.endings.contains(&ending.as_str()))?;
    format.reader.map(|reader| (format, reader))
}

/// How a table in a text file is read if its columns are those of this map; `None` for other formats.
pub(crate) fn separated_of(format: &Format, input: &Input, map: &incoming::LabelMap) -> Option<separated::Separated> {
    let is_separated = [csv::FORMAT.id, csv::TSV.id].contains(&format.id);
    let column = |head: &str| map.columns.get(head).cloned();
    is_separated.then(|| statement_table::separated_of(input, &column)).flatten()
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

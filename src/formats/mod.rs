//! The formats in which statements leave Bayan for other programs, and in which they come in.
//!
//! A format is one file and one row of [`FORMATS`]. The command line, the dialogs, the names of files, the recognition of
//! a file, the losses and the round-trip test iterate over that list, so nothing else has to know a format by name.
//!
//! What is written is a [`Dataset`]: the annotators' layers or gold, of some documents or of all. What is read becomes
//! [`incoming::IncomingLayer`]s, which [`incoming`] takes into a project. Offsets in every format are code points,
//! half-open. Nothing here changes a project. Articles without annotations come in through [`article`].

pub mod article;
pub mod csv;
pub mod dataset;
mod error;
mod format;
pub mod incoming;
pub mod input;
pub mod jsonl;
pub mod loss;
pub mod output;

use std::collections::BTreeSet;

pub use error::{ExportError, Summary};
pub use format::{Confidence, Form, Format, FormatOption, Options, Reader, Writer};
use input::Input;

/// All formats, in the order in which they are offered; the first is the one that holds everything.
pub static FORMATS: &[&Format] = &[&jsonl::FORMAT, &csv::FORMAT];

/// The formats that can be written.
pub fn writable() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().copied().filter(|format| format.writer.is_some())
}

/// The formats that can be read.
pub fn readable() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().copied().filter(|format| format.reader.is_some())
}

/// The format of this name.
pub fn by_id(id: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.id == id)
}

/// The format that a file or a folder is of, as far as can be told; only formats that can be read are looked for.
pub fn recognise(input: &Input) -> Option<(&'static Format, Reader)> {
    let candidates = readable().filter_map(|format| format.reader.map(|reader| (format, reader)));
    let judged = candidates.map(|found| ((found.1.recognise)(input), found));
    let likely = judged.filter(|(confidence, _)| *confidence > Confidence::No);
    // Of those that are equally sure, the first.
    likely.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, found)| found)
}

/// The ids of these formats for people, separated by commas.
pub fn listed(formats: impl Iterator<Item = &'static Format>) -> String {
    formats.map(|format| format.id).collect::<Vec<_>>().join(", ")
}

/// Every option that some format has, each once.
pub fn all_options() -> impl Iterator<Item = &'static FormatOption> {
    let mut seen = BTreeSet::new();
    FORMATS.iter().flat_map(|format| format.options).copied().filter(move |option| seen.insert(option.id))
}

impl Default for &'static Format {
    /// The format that holds everything.
    fn default() -> Self {
        &jsonl::FORMAT
    }
}

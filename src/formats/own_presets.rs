//! The presets that everybody has: an export for each purpose, by a name for the command line.

use super::{Format, FormatOption, Purpose, cas, csv, html, jsonl, parquet};

/// A preset of our own.
pub(crate) struct OwnPreset {
    pub(crate) name: &'static str,
    pub(crate) purpose: Purpose,
    pub(crate) format: &'static Format,
    pub(crate) flags: &'static [&'static FormatOption],
}

/// All of them. Nobody can save another one under these names.
pub(crate) static OWN_PRESETS: &[OwnPreset] = &[
    own("excel", Purpose::Spreadsheet, &csv::FORMAT, &[&csv::SPREADSHEET]),
    own("r-python", Purpose::Statistics, &csv::FORMAT, &[]),
    own("training", Purpose::Training, &parquet::HF, &[]),
    own("annotation-tool", Purpose::Tool, &cas::JSON, &[]),
    own("reading", Purpose::Reading, &html::FORMAT, &[]),
    own("archive", Purpose::Archive, &jsonl::FORMAT, &[]),
];

const fn own(
    name: &'static str,
    purpose: Purpose,
    format: &'static Format,
    flags: &'static [&'static FormatOption],
) -> OwnPreset {
    OwnPreset { name, purpose, format, flags }
}

/// The preset of our own that has this name.
pub(crate) fn own_preset(name: &str) -> Option<&'static OwnPreset> {
    OWN_PRESETS.iter().find(|own| own.name == name)
}

//! Parquet, and a folder for the Hugging Face Hub.
//!
//! There are two tables: *documents* has a row for each layer, with the text and the statements as a list, and
//! *statements* a row for each statement, with its context. Offsets are code points. Identifiers are strings in the files;
//! the card of the folder declares kinds, stances and quotations as class labels. `parquet` writes the first table, or
//! the second on request; `hf` writes both, split by document, with a card.

mod card;
mod nested;
mod split;
mod tables;

use std::io::Write;

use super::dataset::Dataset;
use super::format::{Form, Format, FormatOption, Writer};
use super::output::FileSet;
use super::{ExportError, Options, loss, sidecar};
use crate::t;
use split::Split;
use tables::Table;

/// The row of single files in [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "parquet",
    title: || t!("panel-export-parquet"),
    endings: &["parquet"],
    form: Form::Binary,
    loses: &[&loss::ALIASES, &loss::PARENTS, &loss::NOTHING_DECISIONS],
    options: &[&PER_STATEMENT],
    writer: Some(Writer::File(write_file)),
    reader: None,
};

/// The row of folders for the Hugging Face Hub in [`super::FORMATS`].
pub static HF: Format = Format {
    id: "hf",
    title: || t!("panel-export-hf"),
    endings: &[],
    form: Form::Binary,
    loses: &[&loss::NOTHING_DECISIONS],
    options: &[],
    writer: Some(Writer::Folder(write_folder)),
    reader: None,
};

/// A row for each statement, not for each layer.
pub static PER_STATEMENT: FormatOption = FormatOption {
    id: "per-statement",
    title: || t!("panel-export-per-statement"),
    help: || t!("help-export-per-statement"),
};

/// The seed of the splits where none is given.
const SEED: u64 = 1;

fn write_file(dataset: &Dataset<'_>, options: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let table = if options.has(&PER_STATEMENT) { Table::Statements } else { Table::Documents };
    tables::write(dataset, table, |_| true, "train", out)
}

fn write_folder(dataset: &Dataset<'_>, _: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    let splits = split::of(dataset, SEED);
    for table in [Table::Documents, Table::Statements] {
        for split in Split::ALL {
            let is_in = |document: &str| splits.get(document) == Some(&split);
            // An empty file cannot be loaded.
            if tables::is_empty(dataset, table, is_in) {
                continue;
            }
            let out = files.file(&format!("{}/{}-00000-of-00001.parquet", table.name(), split.name()))?;
            tables::write(dataset, table, is_in, split.name(), out)?;
        }
    }
    files.file("README.md")?.write_all(card::card(dataset, &splits, "").as_bytes())?;
    let manual = &dataset.project.guidelines;
    if !manual.trim().is_empty() {
        files.file(card::MANUAL)?.write_all(manual.as_bytes())?;
    }
    sidecar::write(dataset, files.file(sidecar::NAME)?)?;
    Ok(())
}

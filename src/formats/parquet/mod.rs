//! Parquet, and a folder for the Hugging Face Hub.
//!
//! There are two tables: *documents* has a row for each layer, with the text and the statements as a list, and
//! *statements* a row for each statement, with its context. Offsets are code points. Identifiers are strings in the files;
//! the card of the folder declares kinds, stances and quotations as class labels. `parquet` writes the first table, or
//! the second on request, also partitioned; `hf` writes both, split by document, with a card.

mod card;
mod nested;
mod partition;
mod split;
mod tables;

use std::io::Write;

use super::format::{Form, Format, FormatOption, Writer};
use super::loss::LossKind;
use super::output::FileSet;
use super::parts::Parts;
use super::{ExportError, Options, loss, sidecar};
use crate::t;
pub use card::LICENSE;
pub use partition::PARTITION_BY;
pub use split::{SEED, SPLIT};

use split::Split;
use tables::Table;

/// The row of single files in [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "parquet",
    title: || t!("panel-export-parquet"),
    endings: &["parquet"],
    form: Form::Binary,
    purpose: super::Purpose::Statistics,
    loses: &[
        &loss::RELATION_ATTRIBUTES,
        &loss::DOCUMENT_TAGS,
        &loss::PARTY_DETAILS,
        &loss::ALIASES,
        &loss::PARENTS,
        &loss::NOTHING_DECISIONS,
    ],
    options: &[&PER_STATEMENT, &PARTITION_BY],
    writer: Some(Writer::FileOrFolder {
        write: write_file,
        write_folder: partition::write,
        is_folder: |options| options.has(&PARTITION_BY),
    }),
    reader: None,
};

/// The row of folders for the Hugging Face Hub in [`super::FORMATS`].
pub static HF: Format = Format {
    id: "hf",
    title: || t!("panel-export-hf"),
    endings: &[],
    form: Form::Binary,
    purpose: super::Purpose::Training,
    loses: &[&loss::RELATION_ATTRIBUTES, &loss::NOTHING_DECISIONS],
    options: &[&SPLIT, &SEED, &LICENSE],
    writer: Some(Writer::Folder(write_folder)),
    reader: None,
};

/// What the table of statements does not have.
const NOT_IN_STATEMENTS: &[&LossKind] = &[&loss::RELATIONS, &loss::EXCLUDED, &loss::METADATA, &loss::TEXTS];

/// A row for each statement, not for each layer.
pub static PER_STATEMENT: FormatOption = FormatOption {
    loses: NOT_IN_STATEMENTS,
    ..FormatOption::flag("per-statement", || t!("panel-export-per-statement"), || t!("help-export-per-statement"))
};

fn write_file(dataset: &dyn Parts, options: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let table = if options.has(&PER_STATEMENT) { Table::Statements } else { Table::Documents };
    tables::write(dataset, table, None, "train", out)
}

fn write_folder(dataset: &dyn Parts, options: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    let splits = split::of(dataset, options)?;
    for table in [Table::Documents, Table::Statements] {
        for split in Split::ALL {
            // An empty file cannot be loaded.
            if !splits.has(split, table) {
                continue;
            }
            let out = files.file(&format!("{}/{}-00000-of-00001.parquet", table.name(), split.name()))?;
            tables::write(dataset, table, Some(&splits.documents(split)), split.name(), out)?;
        }
    }
    files.file("README.md")?.write_all(card::card(dataset, &splits, options)?.as_bytes())?;
    sidecar::write_into(dataset, files)?;
    Ok(())
}

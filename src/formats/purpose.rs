//! What exports are for, and the format and options that serve it best.

use super::format::{Format, FormatOption, Options};
use super::{cas, csv, html, jsonl, parquet};
use crate::t;

/// What an export is for.
pub struct Purpose {
    /// Its name as a preset on the command line.
    pub id: &'static str,
    /// Its name for people.
    pub title: fn() -> String,
    pub format: &'static Format,
    /// The flags that are chosen.
    pub options: &'static [&'static FormatOption],
}

/// All purposes, in the order in which they are offered.
pub static PURPOSES: &[Purpose] = &[
    Purpose { id: "excel", title: || t!("panel-purpose-excel"), format: &csv::FORMAT, options: &[&csv::SPREADSHEET] },
    Purpose { id: "r-python", title: || t!("panel-purpose-r-python"), format: &csv::FORMAT, options: &[] },
    Purpose { id: "training", title: || t!("panel-purpose-training"), format: &parquet::HF, options: &[] },
    Purpose { id: "annotation-tool", title: || t!("panel-purpose-annotation-tool"), format: &cas::JSON, options: &[] },
    Purpose { id: "reading", title: || t!("panel-purpose-reading"), format: &html::FORMAT, options: &[] },
    Purpose { id: "archive", title: || t!("panel-purpose-archive"), format: &jsonl::FORMAT, options: &[] },
];

impl Purpose {
    /// The purpose with this id.
    pub fn by_id(id: &str) -> Option<&'static Self> {
        PURPOSES.iter().find(|purpose| purpose.id == id)
    }

    /// The options that are chosen.
    pub fn chosen(&self) -> Options {
        Options::of(self.options)
    }
}

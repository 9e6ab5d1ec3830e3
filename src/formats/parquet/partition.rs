//! The statements in a folder for each kind, publisher or month, as Hive has it: `kind=claim/part-0.parquet`. DuckDB,
//! Polars and Spark read the value from the path, so the files have no column for it.

use std::collections::BTreeMap;

use super::tables;
use crate::formats::format::{FormatOption, OptionChoice};
use crate::formats::output::FileSet;
use crate::formats::parts::Parts;
use crate::formats::{ExportError, Options};
use crate::model::document::Document;
use crate::model::id::DocumentId;
use crate::model::party::name_key;
use crate::t;

/// A folder for each value of one of these.
pub static PARTITION_BY: FormatOption = FormatOption {
    loses: super::NOT_IN_STATEMENTS,
    ..FormatOption::one_of(
        "partition-by",
        || t!("panel-export-partition-by"),
        || t!("help-export-partition-by"),
        &[
            OptionChoice { id: KIND, title: || t!("panel-export-partition-kind") },
            OptionChoice { id: PUBLISHER, title: || t!("panel-export-partition-publisher") },
            OptionChoice { id: MONTH, title: || t!("panel-export-partition-month") },
        ],
    )
};

const KIND: &str = "kind";
const PUBLISHER: &str = "publisher";
const MONTH: &str = "month";
/// What Hive has in place of an unknown value.
const UNKNOWN: &str = "__HIVE_DEFAULT_PARTITION__";

/// Writes the folders.
pub(super) fn write(dataset: &dyn Parts, options: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    let column = options.value(&PARTITION_BY).unwrap_or(KIND);
    // The documents with statements of each value, so that none is looked at once for every value.
    let mut parts: BTreeMap<String, Vec<DocumentId>> = BTreeMap::new();
    dataset.each_layer(|_, layer| {
        let document = layer.document;
        let mut add = |value: &str| {
            let documents = parts.entry(safe(value)).or_default();
            if documents.last() != Some(&document.id) {
                documents.push(document.id.clone());
            }
        };
        match column {
            KIND => layer.statements().for_each(|statement| add(statement.kind.as_str())),
            _ if layer.statements().next().is_none() => {}
            PUBLISHER => add(document.metadata.publisher.trim()),
            _ => add(&month_of(document)),
        }
        Ok(())
    })?;
    for (value, documents) in parts {
        let is_here = |kind: &str| column != KIND || safe(kind) == value;
        let out = files.file(&format!("{column}={value}/part-0.parquet"))?;
        let without = (column == KIND).then_some(KIND);
        tables::write_statements(dataset, &documents, |statement| is_here(statement.kind.as_str()), without, out)?;
    }
    Ok(())
}

/// `2022-02`; empty if the date of publication does not begin like that.
fn month_of(document: &Document) -> String {
    let published = name_key(&document.metadata.published);
    let is_month = |month: &&str| {
        month.bytes().enumerate().all(|(at, byte)| if at == 4 { byte == b'-' } else { byte.is_ascii_digit() })
    };
    published.get(..7).filter(is_month).unwrap_or_default().to_owned()
}

/// A value as part of a path: what cannot stand there on some system, or would be taken for something else, is written as
/// `%` and two digits, as Hive does.
fn safe(value: &str) -> String {
    if value.is_empty() {
        return UNKNOWN.to_owned();
    }
    let mut safe = String::with_capacity(value.len());
    let last = value.char_indices().next_back().map_or(0, |(at, _)| at);
    for (at, c) in value.char_indices() {
        let is_unsafe = c.is_control()
            || matches!(c, '"' | '#' | '%' | '\'' | '*' | '/' | ':' | '<' | '=' | '>' | '?' | '\\' | '|')
            || matches!(c, '[' | ']' | '^' | '{' | '}' | '\u{7f}')
            // Windows drops these at the end of a name.
            || at == last && matches!(c, '.' | ' ');
        if is_unsafe {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| safe.push_str(&format!("%{byte:02X}")));
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_safe_in_paths() {
        for (value, expected) in [
            ("الجزيرة نت", "الجزيرة نت"),
            ("AC/DC: 100%", "AC%2FDC%3A 100%25"),
            ("a=b", "a%3Db"),
            ("etc.", "etc%2E"),
            ("..", ".%2E"),
            ("", "__HIVE_DEFAULT_PARTITION__"),
        ] {
            assert_eq!(safe(value), expected);
        }
    }
}

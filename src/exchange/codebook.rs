//! A codebook that moves between projects: in a file of its own, as RON or as JSON, or straight from another project.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::formats::codebook_json::{self, ListsIn};
use crate::model::codebook::CodebookList;
use crate::store::codebook_file::{self, CodebookFile, FORMAT};
use crate::store::{self, FORMAT_VERSION, StoreError};
use crate::t;

/// The endings of the names of codebook files; what is written follows the ending.
pub const ENDINGS: [&str; 2] = ["ron", "json"];

/// Why a codebook cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum CodebookError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{}", t!("exchange-codebook-bad", path = path.display().to_string(), reason = reason.as_str()))]
    Bad { path: PathBuf, reason: String },
}

/// Reads the codebook in a file, RON or JSON, or that of a project: from its folder or its `project.ron`.
///
/// # Errors
/// It cannot be read, or an entry is wrong; says where.
pub fn read(path: &Path) -> Result<CodebookFile, CodebookError> {
    if path.is_file() {
        let text = store::read_text(path)?;
        if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            let bad = |reason| CodebookError::Bad { path: path.to_owned(), reason };
            return from_json(text.trim_start_matches('\u{feff}')).map_err(bad);
        }
    }
    Ok(codebook_file::read(path)?)
}

/// Writes a codebook into a file: JSON if its name ends so, else RON.
///
/// # Errors
/// It cannot be written; the file is then as it was.
pub fn write(path: &Path, file: &CodebookFile) -> Result<(), CodebookError> {
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let text = if is_json {
        to_json(file)
    } else {
        let encode = |source| StoreError::Encode { path: path.to_owned(), source };
        codebook_file::render(file).map_err(encode)?
    };
    Ok(store::write_text(path, &text)?)
}

fn to_json(file: &CodebookFile) -> String {
    let mut entry = Map::new();
    entry.insert("format".to_owned(), json!(FORMAT));
    entry.insert("version".to_owned(), json!(FORMAT_VERSION));
    for (list, values) in codebook_json::lists(file.codebook.items()) {
        entry.insert(list.to_owned(), Value::Array(values));
    }
    if let Some(manual) = &file.manual {
        entry.insert("manual".to_owned(), json!(manual));
    }
    format!("{:#}\n", Value::Object(entry))
}

fn from_json(text: &str) -> Result<CodebookFile, String> {
    let mut value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let format = value.get("format").and_then(Value::as_str).unwrap_or_default();
    if format != FORMAT {
        return Err(t!("exchange-codebook-format", found = format, wanted = FORMAT));
    }
    let version = value.get("version").and_then(Value::as_u64).unwrap_or(1);
    if version > u64::from(FORMAT_VERSION) {
        return Err(t!("store-newer", version = version));
    }
    let manual = match value.get_mut("manual").map(Value::take) {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => Some(text),
        Some(_) => return Err(t!("exchange-codebook-manual")),
    };
    let lists: ListsIn = serde_json::from_value(value).map_err(|error| error.to_string())?;
    let codebook = lists.codebook()?;
    for list in CodebookList::ALL {
        let mut ids = BTreeSet::new();
        for item in codebook.items_of(list) {
            if !ids.insert(item.id().to_owned()) {
                return Err(t!("exchange-codebook-twice", list = list.key(), id = item.id()));
            }
        }
    }
    Ok(CodebookFile { codebook, manual })
}

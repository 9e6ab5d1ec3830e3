//! A codebook in a file of its own, with which it moves from one project to another.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::files;
use super::format::codebook;
use super::format::schema::{self, CodebookEntry, ProjectFile};
use super::layout::path_of;
use super::problem::{Problem, ProblemKind, StoreError};
use crate::edit::change::Touched;
use crate::model::codebook::Codebook;
use crate::t;

/// The format name of the file.
pub(crate) const FORMAT: &str = "bayan-codebook";

/// A codebook, with the manual that explains it if it comes along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodebookFile {
    pub codebook: Codebook,
    pub manual: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "CodebookFile")]
struct FileEntry {
    format: String,
    version: u32,
    codebook: CodebookEntry,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    manual: Option<String>,
}

/// The text of the file.
///
/// # Errors
/// RON cannot represent it.
pub(crate) fn render(file: &CodebookFile) -> Result<String, ron::Error> {
    let codebook = codebook::codebook_entry(&file.codebook);
    schema::render(&FileEntry {
        format: FORMAT.to_owned(),
        version: schema::VERSION,
        codebook,
        manual: file.manual.clone(),
    })
}

/// Reads a codebook from its own file, from `project.ron` of a project, or from the folder of a project. The manual of a
/// project is read too.
///
/// # Errors
/// The file is missing, is none of these, or an entry is wrong; says which.
pub fn read(path: &Path) -> Result<CodebookFile, StoreError> {
    let file = if path.is_dir() { path_of(path, &Touched::Project) } else { path.to_owned() };
    let text = files::read(&file).map_err(|kind| unreadable(&file, "", kind))?;
    match schema::format_of(&text) {
        Ok(format) if format == schema::PROJECT => {
            let entry: ProjectFile =
                schema::parse(&text, schema::PROJECT).map_err(|kind| unreadable(&file, "", kind))?;
            let manual = path_of(file.parent().unwrap_or(path), &Touched::Guidelines);
            let manual = match files::read(&manual) {
                Ok(text) => Some(text).filter(|text| !text.trim().is_empty()),
                Err(ProblemKind::Missing) => None,
                Err(kind) => return Err(unreadable(&manual, "", kind)),
            };
            Ok(CodebookFile { codebook: sound(&file, entry.codebook)?, manual })
        }
        _ => parse(&text, &file),
    }
}

/// Reads the text of a codebook's own file; `path` is named in errors.
///
/// # Errors
/// As [`read`].
pub(super) fn parse(text: &str, path: &Path) -> Result<CodebookFile, StoreError> {
    let entry: FileEntry = schema::parse(text, FORMAT).map_err(|kind| unreadable(path, "", kind))?;
    Ok(CodebookFile { codebook: sound(path, entry.codebook)?, manual: entry.manual })
}

/// The codebook, of which every entry must be right.
fn sound(path: &Path, entry: CodebookEntry) -> Result<Codebook, StoreError> {
    let mut codebook = Codebook::default();
    for (id, item) in codebook::codebook_items(entry) {
        let place = t!("store-place-codebook", id = id.as_str());
        let item = item.map_err(|kind| unreadable(path, &place, kind))?;
        if codebook.keeps(&item) {
            return Err(unreadable(path, &place, ProblemKind::Duplicate(id)));
        }
        codebook.push(item);
    }
    Ok(codebook)
}

fn unreadable(path: &Path, place: &str, kind: ProblemKind) -> StoreError {
    StoreError::Unreadable(Problem::new(path, place, kind))
}

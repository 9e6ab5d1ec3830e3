//! Recognises conflict copies: the files that synchronising programs create when two computers have changed the same
//! file.
//!
//! A conflict copy is recognised by its name, beside the file that it is a copy of. Some programs translate parts of
//! that name, so text in parentheses or after a dash may be in any language, as long as it contains the date or number
//! that all of them include. A name in OneDrive's form (`amal-LAPTOP.ron`) could also belong to an annotator; it counts
//! as a copy only if its last part looks like a computer's name and the file shares a statement with the other one.

use std::fs;
use std::path::{Path, PathBuf};

use super::schema;
use crate::disk::inside;
use crate::edit::change::Touched;
use crate::store::files;
use crate::store::layout::{self, computer};
use crate::store::problem::{Problem, ProblemKind};

/// A conflict copy, and what it is a copy of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copy {
    pub path: PathBuf,
    pub original: PathBuf,
    /// The file of the project; `None` for a text, which cannot be merged.
    pub file: Option<Touched>,
    pub program: Program,
}

impl Copy {
    /// Reports the copy to people.
    pub(crate) fn problem(&self) -> Problem {
        Problem::new(&self.path, "", ProblemKind::ConflictCopy(self.program.name()))
    }
}

/// The program that makes copies of this form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Program {
    Dropbox,
    OneDrive,
    GoogleDrive,
    Syncthing,
    Nextcloud,
    Seafile,
    ICloud,
}

impl Program {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Dropbox => "Dropbox",
            Self::OneDrive => "OneDrive",
            Self::GoogleDrive => "Google Drive",
            Self::Syncthing => "Syncthing",
            Self::Nextcloud => "Nextcloud",
            Self::Seafile => "Seafile",
            Self::ICloud => "iCloud",
        }
    }
}

/// The stem of the original file, judged only by the form of the name; `stem` is without the extension.
fn by_form(stem: &str) -> Option<(&str, Program)> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((original, rest)) = stem.split_once(".sync-conflict-") {
        let parts: Vec<&str> = rest.split('-').collect();
        let fits = matches!(parts.as_slice(), [day, time, ..] if day.len() == 8 && time.len() == 6 && is_number(day) && is_number(time));
        return fits.then_some((original, Program::Syncthing));
    }
    if let Some((original, rest)) = stem.split_once("_conflict-") {
        return rest.starts_with(|c: char| c.is_ascii_digit()).then_some((original, Program::Nextcloud));
    }
    if let Some((original, inside)) = stem.strip_suffix(')').and_then(|stem| stem.rsplit_once(" (")) {
        if is_number(inside) {
            return Some((original, Program::GoogleDrive));
        }
        if inside.starts_with("SFConflict") {
            return Some((original, Program::Seafile));
        }
        // “conflicted copy 2026-01-02 030405”, or with a name before it, in any language: all contain the date.
        let day = inside.char_indices().filter_map(|(at, _)| inside.get(at..at + 10)).find(|text| is_day(text))?;
        let after = inside.rsplit_once(day).map_or("", |(_, after)| after).trim();
        let before = inside.split_once(day).map_or("", |(before, _)| before).trim();
        let is_time = after.len() == 6 && is_number(after);
        return (!before.is_empty()).then_some((original, if is_time { Program::Nextcloud } else { Program::Dropbox }));
    }
    let (original, number) = stem.rsplit_once(' ')?;
    let small = number.len() <= 2 && is_number(number) && number.parse::<u8>().is_ok_and(|number| number >= 2);
    small.then_some((original, Program::ICloud))
}

/// Whether this is an ordinary file and not a link to one.
fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file())
}

/// `2026-01-02`
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
}

/// The original of this file, if it is a copy and the original exists.
pub(crate) fn original_of(path: &Path) -> Option<(PathBuf, Program)> {
    let (name, folder) = (path.file_name()?.to_str()?, path.parent()?);
    let (stem, ending) = name.rsplit_once('.')?;
    if !matches!(ending, "ron" | "md" | "txt") {
        return None;
    }
    let beside = |stem: &str| Some(folder.join(format!("{stem}.{ending}"))).filter(|original| is_file(original));
    if let Some((original, program)) = by_form(stem) {
        return Some((beside(original)?, program));
    }
    // Both parts may contain dashes.
    let dashes = stem.match_indices('-').filter_map(|(at, _)| Some((stem.get(..at)?, stem.get(at + 1..)?)));
    let mut originals = dashes.filter_map(|(original, host)| {
        let original = beside(original).filter(|_| is_host(host))?;
        is_of_the_same(path, &original).then_some(original)
    });
    originals.next().map(|original| (original, Program::OneDrive))
}

/// Whether this can be a computer's name: the name of this one, or capitals as Windows assigns them.
fn is_host(name: &str) -> bool {
    let plain = name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
    let windows = name.len() >= 3 && plain && name.contains(|c: char| c.is_ascii_uppercase());
    windows || name.eq_ignore_ascii_case(&computer::host_name())
}

/// Whether one layer shares a statement with the other. Files of other kinds have fixed names, so they are unambiguous.
fn is_of_the_same(copy: &Path, original: &Path) -> bool {
    if original.parent().and_then(Path::parent).and_then(Path::file_name).is_none_or(|name| name != "annotations") {
        return true;
    }
    let ids = |path: &Path| -> Option<Vec<String>> {
        let text = String::from_utf8(files::read_plain(path).ok()?).ok()?;
        let layer: schema::LayerFile = schema::parse(&text, schema::LAYER).ok()?;
        Some(layer.statements.into_iter().map(|statement| statement.id).collect())
    };
    let (Some(copy), Some(original)) = (ids(copy), ids(original)) else { return false };
    copy.iter().any(|id| original.contains(id))
}

/// All conflict copies in a project.
pub fn find(folder: &Path) -> Vec<Copy> {
    let mut folders = vec![folder.to_owned(), folder.join("review")];
    for part in ["documents", "annotations"] {
        let below = inside::entries(folder, &folder.join(part)).unwrap_or_default();
        let is_folder = |entry: &fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
        folders.extend(below.iter().filter(|entry| is_folder(entry)).map(fs::DirEntry::path));
    }
    let entries = folders.iter().filter_map(|below| inside::entries(folder, below).ok()).flatten();
    let copy = |path: PathBuf| {
        if !is_file(&path) {
            return None;
        }
        let (original, program) = original_of(&path)?;
        let is_text = original.extension().is_none_or(|ending| ending != "ron");
        let file = layout::file_at(folder, &original);
        (file.is_some()).then(|| Copy { path, original, file: file.filter(|_| !is_text), program })
    };
    let mut found: Vec<Copy> = entries.filter_map(|entry| copy(entry.path())).collect();
    found.sort();
    found
}

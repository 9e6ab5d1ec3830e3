//! A project folder as a zip, read in place: nothing is unpacked to the disk.
//!
//! A zip comes from elsewhere, so its own statements are not trusted. It is refused, with the offending name, before
//! any content is read if it contains a link, a file that would become larger than a project allows, or a name that
//! leads out of it, that some system would take for another one, or that is not allowed on some system. Only requested
//! files are inflated, within a total budget.

mod names;
mod reader;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Component, Path};

use self::reader::Entry;
use crate::model::id::folded;
use crate::store::problem::ProblemKind;

/// The limit for everything that is inflated from a zip.
const MAX_INFLATED_BYTES: u64 = 128 << 20;
/// The longest name, including its folders, and the deepest nesting of folders.
const MAX_NAME_BYTES: usize = 2048;
const MAX_DEPTH: usize = 32;

/// An opened zip.
pub struct ZippedProject {
    file: RefCell<File>,
    /// The files of the project, by path relative to it, with `/`.
    files: BTreeMap<String, Entry>,
    /// How many bytes may still be inflated.
    left_bytes: Cell<u64>,
}

/// Whether this is a zip, judged by its first bytes.
pub(crate) fn is_archive(path: &Path) -> bool {
    let is_file = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    let mut head = [0; 4];
    let mut read = || File::open(path).and_then(|mut file| file.read_exact(&mut head));
    is_file && read().is_ok() && (head == *b"PK\x03\x04" || head == *b"PK\x05\x06")
}

impl ZippedProject {
    /// Opens a zip and checks the name of each of its entries.
    pub fn open(path: &Path) -> Result<Self, ProblemKind> {
        let mut file = File::open(path).map_err(|error: io::Error| ProblemKind::from_io(&error))?;
        let entries = reader::list(&mut file)?;
        if let Some(entry) = entries.iter().find(|entry| entry.name.len() > MAX_NAME_BYTES) {
            return Err(ProblemKind::ArchiveName(shown(&String::from_utf8_lossy(&entry.name))));
        }
        let (mut names, mut files) = (Names::default(), BTreeMap::new());
        for (name, entry) in names::read(&entries)?.into_iter().zip(entries) {
            let is_folder = name.ends_with('/');
            let name = name.strip_suffix('/').unwrap_or(&name);
            if !names.add(name, is_folder)? {
                continue;
            }
            if entry.is_link {
                return Err(ProblemKind::ArchiveLink(name.to_owned()));
            }
            if !is_folder {
                if entry.is_locked {
                    return Err(ProblemKind::ArchiveLocked(name.to_owned()));
                }
                files.insert(name.to_owned(), entry);
            }
        }
        let files = project_in(files)?;
        Ok(Self { file: RefCell::new(file), files, left_bytes: Cell::new(MAX_INFLATED_BYTES) })
    }

    /// A file of the project as text; its path is relative to the project.
    pub(crate) fn read(&self, path: &Path, longest_bytes: u64) -> Result<String, ProblemKind> {
        let entry = self.files.get(&slashed(path)).ok_or(ProblemKind::Missing)?;
        let most = longest_bytes.min(self.left_bytes.get());
        let Some(bytes) = reader::inflate(&mut self.file.borrow_mut(), entry, most)? else {
            return Err(if most == longest_bytes { ProblemKind::TooLarge } else { ProblemKind::ArchiveTooLarge });
        };
        self.left_bytes.set(self.left_bytes.get() - bytes.len() as u64);
        String::from_utf8(bytes).map_err(|_invalid| ProblemKind::NotUtf8)
    }

    /// The names of the entries of a folder of the project.
    pub(crate) fn entries(&self, folder: &Path) -> BTreeSet<String> {
        let start = format!("{}/", slashed(folder));
        let inside = self.files.range(start.clone()..).take_while(|(name, _)| name.starts_with(&start));
        inside.filter_map(|(name, _)| name.get(start.len()..)?.split('/').next().map(str::to_owned)).collect()
    }

    /// Whether there are files below this path.
    pub(crate) fn is_folder(&self, path: &Path) -> bool {
        let start = format!("{}/", slashed(path));
        self.files.range(start.clone()..).next().is_some_and(|(name, _)| name.starts_with(&start))
    }
}

/// The names of a zip that have been checked so far.
#[derive(Default)]
struct Names {
    /// Each file and folder, by its parent folder (as a number, counted from one; the top is zero) and its name as seen
    /// by systems that ignore case and normalisation. The memory used is that of the names.
    seen: BTreeMap<(usize, String), Seen>,
}

/// A name as it is written in the zip.
struct Seen {
    number: usize,
    written: String,
    is_folder: bool,
}

impl Names {
    /// Checks one name; false if it is not part of a project: hidden files, and files that systems add.
    fn add(&mut self, name: &str, is_folder: bool) -> Result<bool, ProblemKind> {
        let bad = || ProblemKind::ArchiveName(shown(name));
        if name.split('/').count() > MAX_DEPTH {
            return Err(bad());
        }
        let parts: Vec<&str> = name.split('/').collect();
        for part in &parts {
            let strange = part.is_empty() || *part == "." || *part == ".." || part.contains([':', '\0']);
            if strange || part.chars().any(char::is_control) {
                return Err(bad());
            }
        }
        if parts.iter().any(|part| part.starts_with('.') || *part == "__MACOSX") {
            return Ok(false);
        }
        if parts.iter().any(|part| part.ends_with(['.', ' ']) || is_device(part)) {
            return Err(bad());
        }
        let mut above = 0;
        for (index, part) in parts.iter().enumerate() {
            let is_folder = index + 1 < parts.len() || is_folder;
            let number = self.seen.len() + 1;
            let seen = self.seen.entry((above, folded(part))).or_insert_with(|| Seen {
                number,
                written: (*part).to_owned(),
                is_folder,
            });
            // A folder may appear once for each of its files; anything else only once.
            if seen.number != number && (seen.written != *part || !(is_folder && seen.is_folder)) {
                return Err(ProblemKind::ArchiveTwice(name.to_owned()));
            }
            above = seen.number;
        }
        Ok(true)
    }
}

/// The part of a name that is shown in messages.
fn shown(name: &str) -> String {
    name.chars().take(200).collect()
}

/// Whether this is a device name on some system, with any extension.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_lowercase();
    let numbered = |name: &str| {
        let number = stem.strip_prefix(name)?;
        Some(number.chars().count() == 1 && number.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c)))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$")
        || [numbered("com"), numbered("lpt")].contains(&Some(true))
}

/// The files of the only project in a zip, which is at the top or in the only folder.
fn project_in(files: BTreeMap<String, Entry>) -> Result<BTreeMap<String, Entry>, ProblemKind> {
    const PROJECT: &str = "project.ron";
    if files.contains_key(PROJECT) {
        return Ok(files);
    }
    let folders: Vec<&str> = files
        .keys()
        .filter_map(|name| name.strip_suffix(PROJECT)?.strip_suffix('/').filter(|folder| !folder.contains('/')))
        .collect();
    let folder = match folders.as_slice() {
        [] => return Err(ProblemKind::Missing),
        [folder] => format!("{folder}/"),
        several => return Err(ProblemKind::ArchiveSeveral(several.join(", "))),
    };
    let inside = files.into_iter().filter_map(|(name, entry)| Some((name.strip_prefix(&folder)?.to_owned(), entry)));
    Ok(inside.collect())
}

fn slashed(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

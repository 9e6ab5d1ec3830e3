//! A project folder as a zip, read where it lies: nothing is unpacked to the disk.
//!
//! A zip comes from elsewhere, so what it says of itself is not believed. Names that lead out of it, that two systems
//! take for different files or for none, links, and whatever would become larger than a project is are refused, each by
//! name, before anything of it is read. Only what is asked for is inflated, within a budget for all of it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Component, Path};

use unicode_normalization::UnicodeNormalization as _;
use zip::ZipArchive;

use super::problem::ProblemKind;

/// The largest zip that is opened.
const MAX_BYTES: u64 = 128 << 20;
/// How much may come out of it.
const MAX_INFLATED_BYTES: u64 = 128 << 20;
/// How many entries it may have; 500 documents with ten layers each have a tenth of it.
const MAX_ENTRIES: u16 = 60_000;
/// The list of its entries, which is held in memory.
const MAX_DIRECTORY_BYTES: u32 = 16 << 20;
/// The record at the end of a zip without its comment, and the longest comment.
const END_BYTES: u64 = 22;
const MAX_COMMENT_BYTES: u64 = u16::MAX as u64;

/// An opened zip.
pub struct Archive {
    zip: RefCell<ZipArchive<File>>,
    /// The files of the project, by their path in it with `/`, with their places in the zip.
    files: BTreeMap<String, usize>,
    /// How many bytes may still be inflated.
    left_bytes: Cell<u64>,
}

/// Whether this is a zip, told by how it begins.
pub fn is_archive(path: &Path) -> bool {
    let is_file = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    let mut head = [0; 4];
    let mut read = || File::open(path).and_then(|mut file| file.read_exact(&mut head));
    is_file && read().is_ok() && (head == *b"PK\x03\x04" || head == *b"PK\x05\x06")
}

impl Archive {
    /// Opens a zip, and looks at the name of each of its entries.
    pub fn open(path: &Path) -> Result<Self, ProblemKind> {
        let io = |error: io::Error| ProblemKind::from_io(&error);
        let mut file = File::open(path).map_err(io)?;
        let listed = check_end(&mut file)?;
        let mut zip = ZipArchive::new(file).map_err(|error| ProblemKind::ArchiveBad(error.to_string()))?;
        // Of entries with one name the crate keeps the last.
        if zip.len() != listed {
            return Err(ProblemKind::ArchiveTwice(String::new()));
        }
        let mut names = Names::default();
        let mut files: BTreeMap<String, usize> = BTreeMap::new();
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|error| ProblemKind::ArchiveBad(error.to_string()))?;
            let name = entry.name().replace('\\', "/");
            let (is_folder, is_link) = (entry.is_dir() || name.ends_with('/'), entry.is_symlink());
            let name = name.strip_suffix('/').unwrap_or(&name);
            if !names.add(name, is_folder)? {
                continue;
            }
            if is_link {
                return Err(ProblemKind::ArchiveLink(name.to_owned()));
            }
            if !is_folder {
                if entry.encrypted() {
                    return Err(ProblemKind::ArchiveLocked(name.to_owned()));
                }
                files.insert(name.to_owned(), index);
            }
        }
        let files = project_in(files)?;
        Ok(Self { zip: RefCell::new(zip), files, left_bytes: Cell::new(MAX_INFLATED_BYTES) })
    }

    /// A file of the project as text; its path is relative to the project.
    pub fn read(&self, path: &Path, longest_bytes: u64) -> Result<String, ProblemKind> {
        let index = *self.files.get(&slashed(path)).ok_or(ProblemKind::Missing)?;
        let mut zip = self.zip.borrow_mut();
        let entry = zip.by_index(index).map_err(|error| ProblemKind::ArchiveBad(error.to_string()))?;
        let most = longest_bytes.min(self.left_bytes.get());
        // The size that the zip states is not what comes out of it; no more than what is let out is set aside for it.
        let stated = usize::try_from(entry.size().min(most + 1)).unwrap_or_default();
        let mut bytes = Vec::with_capacity(stated);
        entry.take(most + 1).read_to_end(&mut bytes).map_err(|error| ProblemKind::ArchiveBad(error.to_string()))?;
        if bytes.len() as u64 > most {
            return Err(if most == longest_bytes { ProblemKind::TooLarge } else { ProblemKind::ArchiveTooLarge });
        }
        self.left_bytes.set(self.left_bytes.get() - bytes.len() as u64);
        String::from_utf8(bytes).map_err(|_invalid| ProblemKind::NotUtf8)
    }

    /// The names of what is in a folder of the project.
    pub fn entries(&self, folder: &Path) -> BTreeSet<String> {
        let start = format!("{}/", slashed(folder));
        let inside = self.files.range(start.clone()..).take_while(|(name, _)| name.starts_with(&start));
        inside.filter_map(|(name, _)| name.get(start.len()..)?.split('/').next().map(str::to_owned)).collect()
    }

    /// Whether there are files below this path.
    pub fn is_folder(&self, path: &Path) -> bool {
        let start = format!("{}/", slashed(path));
        self.files.range(start.clone()..).next().is_some_and(|(name, _)| name.starts_with(&start))
    }
}

/// Reads the record at the end by hand, and returns how many entries it states, because the list that it describes is read into memory as a whole.
fn check_end(file: &mut File) -> Result<usize, ProblemKind> {
    let io = |error: io::Error| ProblemKind::from_io(&error);
    let length = file.metadata().map_err(io)?.len();
    if length > MAX_BYTES {
        return Err(ProblemKind::ArchiveTooLarge);
    }
    let torn = || ProblemKind::ArchiveBad(crate::t!("store-archive-torn"));
    let tail_bytes = length.min(END_BYTES + MAX_COMMENT_BYTES);
    file.seek(SeekFrom::Start(length - tail_bytes)).map_err(io)?;
    let mut tail = Vec::new();
    file.take(tail_bytes).read_to_end(&mut tail).map_err(io)?;
    let at = (0..tail.len()).rev().find(|at| tail.get(*at..).is_some_and(|rest| rest.starts_with(b"PK\x05\x06")));
    let end = at.and_then(|at| tail.get(at..)).filter(|end| end.len() as u64 >= END_BYTES).ok_or_else(torn)?;
    let number = |at: usize, length: usize| {
        end.get(at..at + length).map_or(u32::MAX, |bytes| bytes.iter().rev().fold(0, |n, b| n << 8 | u32::from(*b)))
    };
    let (entries, directory_bytes, comment) = (number(10, 2), number(12, 4), number(20, 2));
    if u64::from(comment) + END_BYTES != end.len() as u64 {
        return Err(torn());
    }
    // A zip64 states its true numbers elsewhere, and has these as large as they can be.
    if entries > u32::from(MAX_ENTRIES) || directory_bytes > MAX_DIRECTORY_BYTES {
        return Err(ProblemKind::ArchiveTooMany(MAX_ENTRIES.into()));
    }
    file.seek(SeekFrom::Start(0)).map_err(io)?;
    Ok(entries as usize)
}

/// The names of a zip, as far as they were looked at.
#[derive(Default)]
struct Names {
    /// Each path and each folder above it, as systems see it that do not tell cases and forms apart, with how it is
    /// written and whether it is a folder.
    seen: BTreeMap<String, (String, bool)>,
}

impl Names {
    /// Looks at one name; false where it is nothing of a project: what is hidden, and what systems add.
    fn add(&mut self, name: &str, is_folder: bool) -> Result<bool, ProblemKind> {
        let bad = || ProblemKind::ArchiveName(name.to_owned());
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
        for count in 1..=parts.len() {
            let path = parts.get(..count).unwrap_or_default().join("/");
            let folder = count < parts.len() || is_folder;
            let key: String = path.nfc().collect::<String>().to_lowercase();
            match self.seen.get(&key) {
                Some((written, was_folder)) => {
                    // A folder may be named for each of its files; anything else only once.
                    if *written != path || !(folder && *was_folder) {
                        return Err(ProblemKind::ArchiveTwice(name.to_owned()));
                    }
                }
                None => {
                    self.seen.insert(key, (path, folder));
                }
            }
        }
        Ok(true)
    }
}

/// Whether some system has a device of this name, with any ending.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_lowercase();
    let numbered = |name: &str| {
        let number = stem.strip_prefix(name)?;
        Some(number.chars().count() == 1 && number.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c)))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$")
        || [numbered("com"), numbered("lpt")].contains(&Some(true))
}

/// The files of the one project of a zip, which lies at its top or in its one folder.
fn project_in(files: BTreeMap<String, usize>) -> Result<BTreeMap<String, usize>, ProblemKind> {
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
    let inside = files.iter().filter_map(|(name, index)| Some((name.strip_prefix(&folder)?.to_owned(), *index)));
    Ok(inside.collect())
}

fn slashed(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy()),
        _ => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

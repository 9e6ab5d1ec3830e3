//! A zip or a folder of articles: every file in it is read as it would be on its own, and one that cannot be read keeps
//! none of the others out.

use std::path::{Path, PathBuf};

use super::decode;
use super::kind::{self, Kind};
use super::packed::Packed;
use super::reader::{ArticleError, ArticleFile, ArticleReader, ReadFile, ReadOptions};

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader =
    ArticleReader { endings: &["zip"], reads: |file| is_zip(file.kind, file.bytes), read };

/// The deepest folder that is looked into.
const DEEPEST: usize = 16;
/// The most files of a folder.
const MOST_FILES: usize = 100_000;

/// Whether this is a zip of files, not a document that is one.
pub(super) fn is_zip(kind: Option<Kind>, bytes: &[u8]) -> bool {
    kind == Some(Kind::Archive) && bytes.starts_with(b"PK\x03\x04")
}

fn read(file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let mut packed = Packed::open(file.bytes, file.path)?;
    let mut all = ReadFile::default();
    for name in names(&packed) {
        let Some(bytes) = packed.read(&name)? else { continue };
        all.add(member(&bytes, file.options, &file.path.join(&name)));
    }
    Ok(all)
}

/// The names of the files in a zip that may be articles, sorted.
pub(super) fn names(packed: &Packed<'_>) -> Vec<String> {
    let mut names = packed.names();
    names.retain(|name| !name.ends_with('/') && !name.split('/').any(is_hidden));
    names.sort_unstable();
    names
}

/// Reads a file that is in a zip or a folder.
pub(super) fn member(bytes: &[u8], options: &ReadOptions, path: &Path) -> Result<ReadFile, ArticleError> {
    // A zip in a zip could unpack without end.
    if kind::of_bytes(bytes) == Some(Kind::Archive) {
        return Err(ArticleError::NoText { kind: Kind::Archive, path: path.display().to_string() });
    }
    decode(bytes, options, path)
}

/// Reads all articles of a folder and the folders in it, in the order of their names.
pub(super) fn folder(path: &Path, options: &ReadOptions) -> Result<ReadFile, ArticleError> {
    let (mut all, mut found) = (ReadFile::default(), Vec::new());
    files(path, &mut found)?;
    found.iter().for_each(|file| all.add(super::read(file, options)));
    Ok(all)
}

/// Adds the files of a folder and of the folders in it, in the order of their names. Hidden files and links are left out.
pub(super) fn files(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), ArticleError> {
    let mut left = MOST_FILES;
    walk(path, DEEPEST, &mut left, found)
}

fn walk(path: &Path, depth: usize, left: &mut usize, found: &mut Vec<PathBuf>) -> Result<(), ArticleError> {
    let unreadable =
        |error: std::io::Error| ArticleError::Unreadable { error: error.to_string(), path: path.display().to_string() };
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if *left == 0 {
            return Err(ArticleError::TooMuch(path.display().to_string()));
        }
        *left -= 1;
        if !is_hidden(&entry.file_name().to_string_lossy()) {
            entries.push((entry.path(), entry.file_type().map_err(unreadable)?));
        }
    }
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (path, kind) in entries {
        if kind.is_file() {
            found.push(path);
        } else if kind.is_dir() && depth > 0 {
            walk(&path, depth - 1, left, found)?;
        }
    }
    Ok(())
}

/// Files that systems put beside the files of people.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || matches!(name, "__MACOSX" | "Thumbs.db" | "desktop.ini")
}

impl ReadFile {
    /// Adds what was read from a file among several.
    fn add(&mut self, read: Result<Self, ArticleError>) {
        match read {
            Ok(read) => {
                self.articles.extend(read.articles);
                self.refused.extend(read.refused);
                self.tables.extend(read.tables);
            }
            Err(error) => self.refused.push(error),
        }
    }
}

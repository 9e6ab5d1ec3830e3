//! A zip or a folder of articles: every file in it is read as it would be on its own, and one that cannot be read keeps
//! none of the others out.

use std::path::Path;

use super::decode;
use super::kind::{self, Kind};
use super::packed::Packed;
use super::reader::{ArticleError, ArticleFile, ArticleReader, ReadFile, ReadOptions};

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader = ArticleReader {
    endings: &["zip"],
    reads: |file| file.kind == Some(Kind::Archive) && file.bytes.starts_with(b"PK\x03\x04"),
    read,
};

/// The deepest folder that is looked into.
const DEEPEST: usize = 16;
/// The most files of a folder.
const MOST_FILES: usize = 100_000;

fn read(file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let mut packed = Packed::open(file.bytes, file.path)?;
    let mut names = packed.names();
    names.retain(|name| !name.ends_with('/') && !name.split('/').any(is_hidden));
    names.sort_unstable();
    let mut all = ReadFile::default();
    for name in names {
        let path = file.path.join(&name);
        let Some(bytes) = packed.read(&name)? else { continue };
        // A zip in a zip could unpack without end.
        if kind::of_bytes(&bytes) == Some(Kind::Archive) {
            all.refused.push(ArticleError::NoText { kind: Kind::Archive, path: path.display().to_string() });
            continue;
        }
        all.add(decode(&bytes, file.options, &path));
    }
    Ok(all)
}

/// Reads all articles of a folder and the folders in it, in the order of their names. Hidden files and links are left
/// out.
pub(super) fn folder(path: &Path, options: &ReadOptions) -> Result<ReadFile, ArticleError> {
    let mut all = ReadFile::default();
    let mut left = MOST_FILES;
    walk(path, options, DEEPEST, &mut left, &mut all)?;
    Ok(all)
}

fn walk(
    path: &Path,
    options: &ReadOptions,
    depth: usize,
    left: &mut usize,
    all: &mut ReadFile,
) -> Result<(), ArticleError> {
    let unreadable =
        |error: std::io::Error| ArticleError::Unreadable { error: error.to_string(), path: path.display().to_string() };
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if *left == 0 {
            return Err(ArticleError::Unpacks(path.display().to_string()));
        }
        *left -= 1;
        if !is_hidden(&entry.file_name().to_string_lossy()) {
            entries.push((entry.path(), entry.file_type().map_err(unreadable)?));
        }
    }
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (path, kind) in entries {
        if kind.is_file() {
            all.add(super::read(&path, options));
        } else if kind.is_dir() && depth > 0 {
            walk(&path, options, depth - 1, left, all)?;
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
            }
            Err(error) => self.refused.push(error),
        }
    }
}

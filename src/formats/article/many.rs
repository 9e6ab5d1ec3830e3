//! Many files, read one after the other with progress: folders and zips file by file, so that reading can be stopped and
//! go on later with the files that are left.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::packed::Packed;
use super::reader::{ArticleError, ReadFile, ReadOptions};
use super::{archive, kind, read_article};
use crate::monitor::Monitor;
use crate::text::content::sha256_hex;

/// A file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileMark {
    /// For a file in a zip, the path of the zip with its name in it.
    path: PathBuf,
    length_bytes: usize,
    sha256: String,
}

impl FileMark {
    fn of(path: &Path, bytes: &[u8]) -> Self {
        Self { path: path.to_owned(), length_bytes: bytes.len(), sha256: sha256_hex(bytes) }
    }
}

/// What came of a file.
#[derive(Debug)]
pub(crate) struct OneRead {
    /// `None` if it could not be read at all.
    pub mark: Option<FileMark>,
    pub read: Result<ReadFile, ArticleError>,
}

/// Reads files, and all files in folders and zips; those that were read before are left out. `take` gets what came of
/// each, and returns whether to go on. The monitor counts files. Returns whether all were read.
pub(crate) fn read_many(
    paths: &[PathBuf],
    options: &ReadOptions,
    before: &HashSet<FileMark>,
    monitor: &Monitor,
    take: &mut dyn FnMut(OneRead) -> bool,
) -> bool {
    let mut files = Vec::new();
    let mut each = Each { options, before, monitor, take };
    for path in paths {
        if path.is_dir() {
            if let Err(error) = archive::files(path, &mut files)
                && !(each.take)(OneRead { mark: None, read: Err(error) })
            {
                return false;
            }
        } else {
            files.push(path.clone());
        }
    }
    monitor.expect(files.len());
    files.iter().all(|file| {
        let goes_on = each.file(file);
        monitor.advance(1);
        goes_on
    })
}

/// How each file is read.
struct Each<'a> {
    options: &'a ReadOptions,
    before: &'a HashSet<FileMark>,
    monitor: &'a Monitor,
    take: &'a mut dyn FnMut(OneRead) -> bool,
}

impl Each<'_> {
    fn file(&mut self, path: &Path) -> bool {
        if self.monitor.is_stopped() {
            return false;
        }
        match read_article(path) {
            Ok(bytes) if archive::is_zip(kind::of_bytes(&bytes), &bytes) => self.zip(path, &bytes),
            Ok(bytes) => self.bytes(path, &bytes),
            Err(error) => (self.take)(OneRead { mark: None, read: Err(error) }),
        }
    }

    fn zip(&mut self, path: &Path, bytes: &[u8]) -> bool {
        let mut packed = match Packed::open(bytes, path) {
            Ok(packed) => packed,
            Err(error) => return (self.take)(OneRead { mark: None, read: Err(error) }),
        };
        let names = archive::names(&packed);
        self.monitor.expect(names.len());
        for name in names {
            if self.monitor.is_stopped() {
                return false;
            }
            let goes_on = match packed.read(&name) {
                Ok(Some(bytes)) => self.bytes(&path.join(&name), &bytes),
                Ok(None) => true,
                Err(error) => {
                    // What comes after a damaged part, or after too much, is not read either.
                    return (self.take)(OneRead { mark: None, read: Err(error) });
                }
            };
            self.monitor.advance(1);
            if !goes_on {
                return false;
            }
        }
        true
    }

    fn bytes(&mut self, path: &Path, bytes: &[u8]) -> bool {
        let mark = FileMark::of(path, bytes);
        if self.before.contains(&mark) {
            return true;
        }
        let read = archive::member(bytes, self.options, path);
        (self.take)(OneRead { mark: Some(mark), read })
    }
}

//! Zips in which articles come: documents of offices, e-books and folders, read in bounded time and memory.
//!
//! Nothing is unpacked to the disk. The names are checked all the same, since a file with a name that leads out of its
//! folder was made to do harm.

use std::io::{Cursor, Read as _};
use std::path::Path;

use zip::ZipArchive;

use super::reader::ArticleError;
use crate::text::encoding::{Encoding, decode_as};

/// The most files in a zip.
const MOST_FILES: usize = 100_000;
/// The largest unpacked file.
const LARGEST_FILE_BYTES: u64 = 64 << 20;
/// The most that is unpacked from one zip.
const MOST_BYTES: u64 = 512 << 20;

/// An opened zip.
pub(super) struct Packed<'a> {
    path: &'a Path,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// How much may still be unpacked.
    left_bytes: u64,
}

impl<'a> Packed<'a> {
    /// Opens a zip and checks the names in it.
    ///
    /// # Errors
    /// It is damaged, encrypted, has too many files, or a name in it leads out of its folder.
    pub(super) fn open(bytes: &'a [u8], path: &'a Path) -> Result<Self, ArticleError> {
        let damaged = |error: zip::result::ZipError| ArticleError::damaged(&error, path);
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if zip.len() > MOST_FILES {
            return Err(ArticleError::Unpacks(path.display().to_string()));
        }
        let mut packed = Self { path, zip, left_bytes: MOST_BYTES };
        for index in 0..packed.zip.len() {
            let file = packed.zip.by_index_raw(index).map_err(damaged)?;
            if file.encrypted() {
                return Err(ArticleError::Encrypted(path.display().to_string()));
            }
            let name = String::from_utf8_lossy(file.name_raw()).into_owned();
            if !is_harmless(&name) || file.is_symlink() {
                return Err(ArticleError::OddName { name, path: path.display().to_string() });
            }
        }
        Ok(packed)
    }

    /// The names of the files, in the order of the zip.
    pub(super) fn names(&self) -> Vec<String> {
        self.zip.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect()
    }

    /// Whether the zip has a file of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Unpacks a file; `None` if there is none of this name.
    ///
    /// # Errors
    /// It is damaged, or larger than any article.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, ArticleError> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        self.read_at(index).map(Some)
    }

    /// Unpacks the file at this place.
    fn read_at(&mut self, index: usize) -> Result<Vec<u8>, ArticleError> {
        let file = self.zip.by_index(index).map_err(|error| ArticleError::damaged(&error, self.path))?;
        let most = LARGEST_FILE_BYTES.min(self.left_bytes);
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(|error| ArticleError::damaged(&error, self.path))?;
        let length = bytes.len() as u64;
        if length > most {
            return Err(ArticleError::Unpacks(self.path.display().to_string()));
        }
        self.left_bytes -= length;
        Ok(bytes)
    }

    /// Unpacks a file that is text; empty if there is none of this name. A byte order mark is removed.
    ///
    /// # Errors
    /// It is damaged, or larger than any article.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, ArticleError> {
        let Some(bytes) = self.read(name)? else { return Ok(None) };
        let text = match bytes.as_slice() {
            [0xFF, 0xFE, ..] => decode_as(&bytes, Encoding::Utf16Le),
            [0xFE, 0xFF, ..] => decode_as(&bytes, Encoding::Utf16Be),
            _ => decode_as(&bytes, Encoding::Utf8),
        };
        Ok(Some(text.text))
    }

    /// Unpacks everything once, so that another reader can be trusted with the zip.
    ///
    /// # Errors
    /// It is damaged, or unpacks to more than is read.
    pub(super) fn check_sizes(&mut self) -> Result<(), ArticleError> {
        (0..self.zip.len()).try_for_each(|index| self.read_at(index).map(drop))
    }
}

/// Whether a name leads nowhere but into its folder, on every system.
fn is_harmless(name: &str) -> bool {
    let is_drive = name.get(1..2) == Some(":");
    !name.starts_with(['/', '\\']) && !is_drive && !name.contains('\0') && !name.split(['/', '\\']).any(|p| p == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out_are_known() {
        for name in ["../x", "a/../../x", "/etc/passwd", "\\x", "C:\\x", "a\\..\\x", "a\0b"] {
            assert!(!is_harmless(name), "{name}");
        }
        for name in ["word/document.xml", "مقال..txt", "a/..b/c", "نص.txt"] {
            assert!(is_harmless(name), "{name}");
        }
    }
}

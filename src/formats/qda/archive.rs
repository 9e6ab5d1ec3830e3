//! The zip: written with fixed dates, read with bounds.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::formats::ExportError;
use crate::formats::part_size::PartSize;
use crate::t;

/// The most entries of an archive.
const MOST_ENTRIES: usize = 200_000;
/// The most bytes that are inflated of what is read whole: texts, and what stands beside the project.
const MOST_BYTES: u64 = 4 << 30;
/// How many times the size of the archive the project in it may have, if that is more than [`SMALL_BYTES`]: such files are
/// packed to a tenth or so, what is made to go on for ever to a thousandth.
const MOST_TIMES: u64 = 100;
const SMALL_BYTES: u64 = 1 << 30;

/// An entry with more statements may be larger than 4 GiB.
const LARGE_STATEMENTS: usize = 300_000;

/// An archive being written.
pub(in crate::formats) struct NewArchive<'w>(ZipWriter<StreamWriter<&'w mut dyn Write>>);

impl<'w> NewArchive<'w> {
    pub(in crate::formats) fn new(out: &'w mut dyn Write) -> Self {
        Self(ZipWriter::new_stream(out))
    }

    /// Begins an entry; what is written goes there until the next one begins.
    ///
    /// # Errors
    /// The writing failed.
    pub(in crate::formats) fn entry(&mut self, name: &str) -> Result<&mut dyn Write, ExportError> {
        self.begin(name, false)
    }

    /// Begins an entry that has so many statements; if these are very many, it has the form for large files.
    ///
    /// # Errors
    /// The writing failed.
    pub(in crate::formats) fn entry_of(
        &mut self,
        name: &str,
        statements: usize,
    ) -> Result<&mut dyn Write, ExportError> {
        self.begin(name, statements > LARGE_STATEMENTS)
    }

    fn begin(&mut self, name: &str, is_large: bool) -> Result<&mut dyn Write, ExportError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(is_large);
        self.0.start_file(name, options).map_err(std::io::Error::from)?;
        Ok(&mut self.0)
    }

    /// # Errors
    /// The writing failed.
    pub(in crate::formats) fn finish(self) -> Result<(), ExportError> {
        self.0.finish().map_err(std::io::Error::from)?;
        Ok(())
    }
}

/// An archive being read. Entries are found by name and never unpacked to disk.
#[derive(Clone)]
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// The places of the entries, of which the first counts if several have a name.
    names: HashMap<String, usize>,
    /// The same in small letters.
    alike: HashMap<String, usize>,
    left_bytes: u64,
    /// The most bytes of a project that is read part by part.
    most_bytes: u64,
}

impl<'b> Archive<'b> {
    /// # Errors
    /// It is no zip, or has too many entries; the reason in words.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, String> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        if zip.len() > MOST_ENTRIES {
            return Err(t!("import-archive-entries", most = MOST_ENTRIES));
        }
        let (mut names, mut alike) = (HashMap::with_capacity(zip.len()), HashMap::with_capacity(zip.len()));
        for index in 0..zip.len() {
            // A damaged entry is reported when it is read.
            let Ok(entry) = zip.by_index_raw(index) else { continue };
            // Old programs write UTF-8 without the mark that says so.
            let name = match std::str::from_utf8(entry.name_raw()) {
                Ok(name) => name.to_owned(),
                Err(_) => entry.name().map(std::borrow::Cow::into_owned).unwrap_or_default(),
            };
            let name = name.replace('\\', "/");
            alike.entry(name.to_lowercase()).or_insert(index);
            names.entry(name).or_insert(index);
        }
        let most_bytes = (bytes.len() as u64).saturating_mul(MOST_TIMES).max(SMALL_BYTES);
        Ok(Self { zip, names, alike, left_bytes: MOST_BYTES, most_bytes })
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.names.get(name).or_else(|| self.alike.get(&name.to_lowercase())).copied()
    }

    /// Opens the entry with this name, in small or capital letters, to be read part by part while others are read; `None` if
    /// there is none. What is inflated of it is bounded too.
    ///
    /// # Errors
    /// It is damaged or protected; the reason in words.
    pub(super) fn stream<T>(
        &self,
        name: &str,
        size: &PartSize,
        read: impl FnOnce(&mut dyn BufRead) -> Result<T, String>,
    ) -> Result<Option<T>, String> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let mut zip = self.zip.clone();
        let entry = zip.by_index(index).map_err(|error| format!("{name}: {error}"))?;
        let whole = PartSize::new(self.most_bytes);
        let mut reader = BufReader::new(size.bounded(whole.bounded(entry)));
        size.next_part();
        read(&mut reader).map(Some).map_err(|error| format!("{name}: {error}"))
    }

    /// Reads the entry with this name, in small or capital letters; `None` if there is none.
    ///
    /// # Errors
    /// It is damaged, protected or too large; the reason in words.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let entry = self.zip.by_index(index).map_err(|error| format!("{name}: {error}"))?;
        let mut bytes = Vec::new();
        let most = self.left_bytes;
        let read = entry.take(most + 1).read_to_end(&mut bytes).map_err(|error| format!("{name}: {error}"))? as u64;
        if read > most {
            return Err(t!("import-archive-large", name = name, most = MOST_BYTES >> 20));
        }
        self.left_bytes -= read;
        Ok(Some(bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::formats::xml::{self, Rest};

    #[test]
    fn a_project_may_be_larger_than_any_of_its_sources() {
        let source = format!("<TextSource>{}</TextSource>", "<x/>".repeat(20_000));
        let mut bytes = Vec::new();
        let mut archive = NewArchive::new(&mut bytes);
        let text = format!("<Project><Sources>{}</Sources></Project>", source.repeat(20));
        archive.entry("project.qde").unwrap().write_all(text.as_bytes()).unwrap();
        archive.finish().unwrap();
        let archive = Archive::open(&bytes).unwrap();
        let walk = |most_bytes: usize| {
            let (size, mut count) = (PartSize::new(most_bytes as u64), 0);
            archive.stream("project.qde", &size, |bytes| {
                xml::walk(bytes, &["Sources"], Rest::Dropped, &mut |_, _| {
                    size.next_part();
                    count += 1;
                    ControlFlow::Continue(())
                })?;
                Ok(count)
            })
        };
        assert_eq!(walk(2 * source.len()), Ok(Some(20)));
        assert!(walk(source.len() / 2).is_err_and(|error| error.contains("project.qde")));
        // The same archive serves others while it is read.
        assert_eq!(archive.clone().read("sources/a.txt"), Ok(None));
    }
}

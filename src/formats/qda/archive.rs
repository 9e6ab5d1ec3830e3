//! The zip: written with fixed dates, read with bounds.

use std::collections::HashMap;
use std::io::{Cursor, Read as _, Write};

use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::formats::ExportError;
use crate::t;

/// The most entries of an archive.
const MOST_ENTRIES: usize = 200_000;
/// The most bytes that an archive may hold, inflated.
const MOST_BYTES: u64 = 1 << 30;

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
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// The places of the entries, of which the first counts if several have a name.
    names: HashMap<String, usize>,
    /// The same in small letters.
    alike: HashMap<String, usize>,
    left_bytes: u64,
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
        Ok(Self { zip, names, alike, left_bytes: MOST_BYTES })
    }

    /// Reads the entry with this name, in small or capital letters; `None` if there is none.
    ///
    /// # Errors
    /// It is damaged, protected or too large; the reason in words.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        let index = self.names.get(name).or_else(|| self.alike.get(&name.to_lowercase()));
        let Some(index) = index.copied() else { return Ok(None) };
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

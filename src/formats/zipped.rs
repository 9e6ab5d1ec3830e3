//! A folder in a zip: its files are listed and read one by one, and nothing is unpacked to the disk.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use zip::ZipArchive;

/// The most files of a zip that are listed.
const MOST_FILES: usize = 100_000;
/// The most that is unpacked from one zip.
const MOST_BYTES: u64 = 2 << 30;

/// A folder in a zip.
#[derive(Debug)]
pub struct ZippedFolder {
    /// The paths of the files, in order, with `/`.
    files: Vec<String>,
    /// The place of each file in the zip.
    places: HashMap<String, usize>,
    unpacking: Mutex<Unpacking>,
}

#[derive(Debug)]
struct Unpacking {
    zip: ZipArchive<File>,
    /// How much may still be unpacked.
    left_bytes: u64,
}

impl ZippedFolder {
    /// Lists the files of a zip. Links, encrypted files, and names that lead out of the folder are left out.
    ///
    /// # Errors
    /// It cannot be read, is no zip, or is damaged.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut zip = ZipArchive::new(File::open(path)?).map_err(io::Error::from)?;
        let mut places = HashMap::new();
        for index in 0..zip.len().min(MOST_FILES) {
            let name = zip.name_for_index(index).and_then(Result::ok).map(|name| name.replace('\\', "/"));
            let Some(name) = name.filter(|name| is_harmless(name)) else { continue };
            let entry = zip.by_index_raw(index).map_err(io::Error::from)?;
            if entry.is_file() && !entry.is_symlink() && !entry.encrypted() {
                places.entry(name).or_insert(index);
            }
        }
        let mut files: Vec<String> = places.keys().cloned().collect();
        files.sort_unstable();
        Ok(Self { files, places, unpacking: Mutex::new(Unpacking { zip, left_bytes: MOST_BYTES }) })
    }

    pub(super) fn files(&self) -> &[String] {
        &self.files
    }

    /// Unpacks at most so many bytes of a file; `None` if there is none of this name.
    ///
    /// # Errors
    /// It is damaged, or more was unpacked than from any zip.
    pub(super) fn read(&self, name: &str, most_bytes: u64) -> io::Result<Option<Vec<u8>>> {
        let Some(index) = self.places.get(name) else { return Ok(None) };
        let mut unpacking = self.unpacking.lock().unwrap_or_else(PoisonError::into_inner);
        let Unpacking { zip, left_bytes } = &mut *unpacking;
        if *left_bytes == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let entry = zip.by_index(*index).map_err(io::Error::from)?;
        let mut bytes = Vec::new();
        let read = entry.take(most_bytes.min(*left_bytes)).read_to_end(&mut bytes)?;
        *left_bytes = left_bytes.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
        Ok(Some(bytes))
    }
}

/// Whether a name stays in its folder on every system.
fn is_harmless(name: &str) -> bool {
    let is_odd = |part: &str| part.is_empty() || part == "." || part == ".." || part.contains(['\0', ':']);
    !name.is_empty() && !name.split('/').any(is_odd)
}

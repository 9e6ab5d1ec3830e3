//! What is put aside while an export is written: a file of our own that only its owner may read, removed at the end.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::disk;
use crate::disk::replace::temporary_in;

/// How much is held in memory before it goes to a file.
const MOST_HELD_BYTES: usize = 4 << 20;

/// A temporary file; it is removed at the end.
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// Creates an empty one.
    ///
    /// # Errors
    /// The system reports an error.
    pub(super) fn new() -> io::Result<Self> {
        let path = temporary_in(&std::env::temp_dir());
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path)?;
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes what is in it to where it belongs.
    ///
    /// # Errors
    /// The system reports an error.
    pub(super) fn copy_to(&self, out: &mut dyn Write) -> io::Result<()> {
        io::copy(&mut File::open(&self.0)?, out).map(|_| ())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What matters has been read; the system clears the folder otherwise.
        let _ = disk::chosen().remove(&self.0);
    }
}

/// Bytes that have their place further back than they become known: held in memory, and beyond a few megabytes in a file.
#[derive(Default)]
pub(super) struct PutAside {
    held: Vec<u8>,
    file: Option<(File, Scratch)>,
    length: usize,
}

impl PutAside {
    pub(super) fn len(&self) -> usize {
        self.length
    }

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Moves what is held to the file.
    fn settle(&mut self) -> io::Result<()> {
        if self.file.is_none() {
            let scratch = Scratch::new()?;
            self.file = Some((File::options().append(true).open(scratch.path())?, scratch));
        }
        if let Some((file, _)) = &mut self.file {
            file.write_all(&self.held)?;
            self.held.clear();
        }
        Ok(())
    }

    /// Writes all of it.
    ///
    /// # Errors
    /// The system reports an error.
    pub(super) fn copy_to(&self, out: &mut dyn Write) -> io::Result<()> {
        if let Some((_, scratch)) = &self.file {
            scratch.copy_to(out)?;
        }
        out.write_all(&self.held)
    }
}

impl Write for PutAside {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.held.len() >= MOST_HELD_BYTES {
            self.settle()?;
        }
        self.held.extend_from_slice(bytes);
        self.length += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_aside_comes_back_in_order_and_leaves_no_file() {
        let mut aside = PutAside::default();
        assert!(aside.is_empty());
        let mut expected = String::new();
        for number in 0..300_000 {
            let line = format!("{number}: a line that is put aside\n");
            expected.push_str(&line);
            aside.write_all(line.as_bytes()).unwrap();
        }
        let path = aside.file.as_ref().unwrap().1.path().to_owned();
        assert!(path.exists() && aside.held.len() < expected.len() / 2 && aside.len() == expected.len());
        let mut out = Vec::new();
        aside.copy_to(&mut out).unwrap();
        assert!(out == expected.as_bytes());
        drop(aside);
        assert!(!path.exists());
    }
}

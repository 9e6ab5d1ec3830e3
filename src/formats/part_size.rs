//! Files that are read part by part: how much of a part has been read, and the most that one may have.

use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::t;

/// The most bytes of a part: of a line, of a member of a list, or of a document in a table of tokens.
pub(super) const MOST_PART_BYTES: u64 = 256 << 20;

/// The size of the part that is being read.
#[derive(Debug)]
pub(super) struct PartSize {
    read_bytes: AtomicU64,
    most_bytes: u64,
}

impl PartSize {
    pub(super) const fn new(most_bytes: u64) -> Self {
        Self { read_bytes: AtomicU64::new(0), most_bytes }
    }

    /// A part ends here.
    pub(super) fn next_part(&self) {
        self.read_bytes.store(0, Ordering::Relaxed);
    }

    /// A reader that fails where a part is too large to be held.
    pub(super) const fn bounded<R: Read>(&self, inner: R) -> Bounded<'_, R> {
        Bounded { size: self, inner }
    }
}

/// A reader of which every part is bounded.
#[derive(Debug)]
pub(super) struct Bounded<'s, R> {
    size: &'s PartSize,
    inner: R,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(bytes)?;
        let before = self.size.read_bytes.fetch_add(count as u64, Ordering::Relaxed);
        let most = self.size.most_bytes;
        if before > most {
            return Err(io::Error::other(t!("import-part-large", most = most >> 20)));
        }
        Ok(count)
    }
}

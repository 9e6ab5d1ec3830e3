//! The calls to the file system by which a project changes, one by one, so that a test can stop between any two.
//!
//! Everything that writes a project (journal, saver, recovery) goes through a [`Disk`]. Paths, not open files: a folder
//! that was removed or a disk that was unplugged is noticed with the next call instead of taking writes that nobody reads.

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a project's files are written with.
pub trait Disk: Debug + Send + Sync {
    /// Makes a folder and those above it.
    ///
    /// # Errors
    /// As the system says.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;

    /// Writes a new file, or another content into an old one. It is not durable before [`Disk::sync`].
    ///
    /// # Errors
    /// As the system says; part of the bytes may be there.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Puts bytes behind a file that is there.
    ///
    /// # Errors
    /// As the system says; part of the bytes may be there.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Cuts a file to this length.
    ///
    /// # Errors
    /// As the system says.
    fn cut(&self, path: &Path, length_bytes: u64) -> io::Result<()>;

    /// Returns when the content of a file will survive a power cut.
    ///
    /// # Errors
    /// As the system says; then nothing is known of what survives.
    fn sync(&self, path: &Path) -> io::Result<()>;

    /// Returns when the names in a folder will survive a power cut.
    ///
    /// # Errors
    /// As the system says.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Gives a file another name, in the place of whatever has it.
    ///
    /// # Errors
    /// As the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// A second name for a file; a copy where the file system has no such thing.
    ///
    /// # Errors
    /// As the system says.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Takes a file's name away.
    ///
    /// # Errors
    /// As the system says; that it is not there is no error.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// The file system of this computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Real;

impl Disk for Real {
    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        File::create(path)?.write_all(bytes)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().append(true).open(path)?.write_all(bytes)
    }

    fn cut(&self, path: &Path, length_bytes: u64) -> io::Result<()> {
        OpenOptions::new().write(true).open(path)?.set_len(length_bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        // Windows syncs only what is open for writing.
        OpenOptions::new().write(true).open(path)?.sync_all()
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    /// Other systems do not open folders for syncing; there the rename itself is what we get.
    #[cfg(not(unix))]
    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        match fs::hard_link(from, to) {
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => {
                fs::copy(from, to).map(|_bytes| ())
            }
            result => result,
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result,
        }
    }
}

/// Ends the process at the n-th call as a power cut would: without a word, a write done by half.
#[derive(Debug)]
pub struct StopAt {
    calls_left: AtomicU64,
    disk: Real,
}

impl StopAt {
    /// Stops in place of the call with this number, counted from one; never for zero.
    pub const fn new(call: u64) -> Self {
        Self { calls_left: AtomicU64::new(call), disk: Real }
    }

    /// Whether this is the call to stop at.
    fn is_last(&self) -> bool {
        let count = |left: u64| Some(left.saturating_sub(1));
        self.calls_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, count) == Ok(1)
    }

    fn stop_if_last(&self) {
        if self.is_last() {
            std::process::abort();
        }
    }
}

impl Disk for StopAt {
    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.stop_if_last();
        self.disk.create_folder(folder)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.is_last() {
            // What the half-done write says does not matter any more.
            let _ = self.disk.write(path, bytes.get(..bytes.len() / 2).unwrap_or_default());
            std::process::abort();
        }
        self.disk.write(path, bytes)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.is_last() {
            let _ = self.disk.append(path, bytes.get(..bytes.len() / 2).unwrap_or_default());
            std::process::abort();
        }
        self.disk.append(path, bytes)
    }

    fn cut(&self, path: &Path, length_bytes: u64) -> io::Result<()> {
        self.stop_if_last();
        self.disk.cut(path, length_bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        self.stop_if_last();
        self.disk.sync(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.stop_if_last();
        self.disk.sync_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.stop_if_last();
        self.disk.rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.stop_if_last();
        self.disk.link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.stop_if_last();
        self.disk.remove(path)
    }
}

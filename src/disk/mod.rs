//! Every call that changes the file system, behind one trait, so that a test can stop the program between any two
//! calls.
//!
//! Whatever the program writes goes through a [`Disk`]: projects, exports, settings and the notes inside locks. (Lock
//! files themselves, and the log, are opened directly.) The calls take paths, not open files, so that a removed folder
//! or an unplugged disk is noticed at the next call. A write always creates a new file and never overwrites an old one
//! in place, and a link at the end of a path is not followed; [`inside::Inside`] makes sure that none is followed on
//! the way there.

pub mod inside;
pub mod replace;

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use self::inside::LeadsOut;

/// The calls with which a project's files are written.
pub trait Disk: Debug + Send + Sync {
    /// Creates a folder and its missing parents; their names will survive a power cut.
    ///
    /// # Errors
    /// The system call failed.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;

    /// Writes a new file, which replaces an old one of that name. It is not durable before [`Disk::sync`].
    ///
    /// # Errors
    /// The system call failed; part of the bytes may have been written.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Writes a new file, with these permissions if they are given, and returns when its content will survive a power
    /// cut: it is written, synced and closed through one descriptor, so that no error is reported to another one.
    ///
    /// # Errors
    /// The system call failed, possibly on closing; part of the bytes may have been written.
    fn write_synced(&self, path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
        self.write(path, bytes)?;
        if let Some(permissions) = permissions {
            fs::set_permissions(path, permissions)?;
        }
        self.sync(path)
    }

    /// Creates a new file, which replaces an old one of that name, for writing piece by piece; [`Disk::finish`]
    /// completes it.
    ///
    /// # Errors
    /// The system call failed.
    fn begin(&self, path: &Path, permissions: Option<Permissions>) -> io::Result<File> {
        let file = create(path)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        Ok(file)
    }

    /// Syncs and closes a file that was written piece by piece.
    ///
    /// # Errors
    /// The system call failed, possibly on closing.
    fn finish(&self, file: File) -> io::Result<()> {
        file.sync_all()?;
        close(file)
    }

    /// Appends bytes to an existing file.
    ///
    /// # Errors
    /// The system call failed; part of the bytes may have been written.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Appends bytes to an existing file and returns when they will survive a power cut, as [`Disk::write_synced`]
    /// does.
    ///
    /// # Errors
    /// The system call failed, possibly on closing; part of the bytes may have been written.
    fn append_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.append(path, bytes)?;
        self.sync(path)
    }

    /// Truncates a file to this length.
    ///
    /// # Errors
    /// The system call failed.
    fn cut(&self, path: &Path, length_bytes: u64) -> io::Result<()>;

    /// Returns when the content of a file will survive a power cut.
    ///
    /// # Errors
    /// The system call failed; it is then unknown what survives.
    fn sync(&self, path: &Path) -> io::Result<()>;

    /// Returns when the names in a folder will survive a power cut.
    ///
    /// # Errors
    /// The system call failed.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Renames a file, replacing whatever has the new name.
    ///
    /// # Errors
    /// The system call failed.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Exchanges the names of two files in one step.
    ///
    /// # Errors
    /// The system call failed; not every file system supports this.
    fn exchange(&self, _one: &Path, _other: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Gives a file a second name, or copies it if the file system has no hard links.
    ///
    /// # Errors
    /// The system call failed.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file's name.
    ///
    /// # Errors
    /// The system call failed; a missing file is not an error.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// The system call failed, or the folder is not empty; a missing folder is not an error.
    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        gone(fs::remove_dir(folder))
    }

    /// Replaces the content of a file that is open and locked with a note for people, which need not be durable.
    ///
    /// # Errors
    /// The system call failed.
    fn note(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        use std::io::Seek as _;
        file.rewind()?;
        file.set_len(0)?;
        file.write_all(bytes)
    }
}

/// The disk that the verbs and the window write to. If `BAYAN_STOP_AT` is set to a number, the process ends instead of
/// making the call with that number, counted over all its writes: for tests.
pub(crate) fn chosen() -> Arc<dyn Disk> {
    static CHOSEN: OnceLock<Arc<dyn Disk>> = OnceLock::new();
    let stop = || std::env::var("BAYAN_STOP_AT").ok()?.parse().ok();
    let choose = || -> Arc<dyn Disk> {
        match stop() {
            Some(call) => Arc::new(StopAt::new(call)),
            None => Arc::new(Real),
        }
    };
    Arc::clone(CHOSEN.get_or_init(choose))
}

/// Opens a file that must be ordinary: a link is not followed, and a pipe is not waited for.
///
/// # Errors
/// The file is not ordinary, or the system call failed.
pub(crate) fn open_plain(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(nix::libc::O_NOFOLLOW | nix::libc::O_NONBLOCK | nix::libc::O_NOCTTY);
    }
    // A link or a pipe is reported as such, even if the system would only say that it cannot open it.
    let looked = |error: io::Error| match LeadsOut::at(path) {
        Some(leads_out) => leads_out.into(),
        None if path.is_dir() => LeadsOut::Folder(path.to_owned()).into(),
        None => error,
    };
    let file = options.open(path).map_err(looked)?;
    if !file.metadata()?.is_file() {
        return Err(looked(io::ErrorKind::InvalidInput.into()));
    }
    #[cfg(not(unix))]
    if let Some(leads_out) = LeadsOut::at(path) {
        return Err(leads_out.into());
    }
    Ok(file)
}

/// The size limit for reading a file, and for writing one as a whole.
pub(crate) const MAX_BYTES: u64 = 1 << 30;

/// The whole file, which may be reached through links.
///
/// # Errors
/// The path is not an ordinary file, the file is larger than `most_bytes`, or the system call failed.
pub(crate) fn read_within(path: &Path, most_bytes: u64) -> io::Result<Vec<u8>> {
    // Opening a pipe in the place of a file would block.
    if !fs::metadata(path)?.is_file() {
        return Err(LeadsOut::Special(path.to_owned()).into());
    }
    take(File::open(path)?, most_bytes)
}

/// The whole file, unless its last path component is a link.
///
/// # Errors
/// As [`read_within`].
pub(crate) fn read_plain_within(path: &Path, most_bytes: u64) -> io::Result<Vec<u8>> {
    take(open_plain(path, OpenOptions::new().read(true))?, most_bytes)
}

fn take(file: File, most_bytes: u64) -> io::Result<Vec<u8>> {
    if file.metadata()?.len() > most_bytes {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    // The limit applies even if the file grows while it is read.
    file.take(most_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most_bytes {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// How many names a file has; writing through one of them changes all.
#[cfg(unix)]
pub(crate) fn names_of(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

/// Other systems do not provide it.
#[cfg(not(unix))]
pub(crate) fn names_of(_metadata: &fs::Metadata) -> u64 {
    1
}

/// Closes a file and returns the system's error: network drives and quotas report only now what they have refused.
#[cfg(unix)]
fn close(file: File) -> io::Result<()> {
    match nix::unistd::close(file) {
        // The file is closed nevertheless, and was synced where that matters.
        Err(nix::errno::Errno::EINTR) => Ok(()),
        result => result.map_err(io::Error::from),
    }
}

/// Other systems report errors when the file is synced.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
fn close(file: File) -> io::Result<()> {
    drop(file);
    Ok(())
}

/// Creates a file of this name; an existing one is removed first, so that nothing is written through it.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            options.open(path)
        }
        result => result,
    }
}

/// Opens a file for appending. A file with a second name may also be somebody else's, and is not changed.
fn open_for_appending(path: &Path) -> io::Result<File> {
    let file = open_plain(path, OpenOptions::new().append(true))?;
    if names_of(&file.metadata()?) > 1 {
        return Err(LeadsOut::Shared(path.to_owned()).into());
    }
    Ok(file)
}

/// Treats a missing file as successfully removed.
fn gone(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// The file system of this computer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Real;

impl Disk for Real {
    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        let mut missing = Vec::new();
        let mut at = Some(folder).filter(|folder| !folder.as_os_str().is_empty());
        while let Some(folder) = at {
            match fs::metadata(folder) {
                Ok(metadata) if metadata.is_dir() => break,
                Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
                Err(error) if error.kind() == io::ErrorKind::NotFound => missing.push(folder),
                Err(error) => return Err(error),
            }
            at = folder.parent().filter(|folder| !folder.as_os_str().is_empty());
        }
        for folder in missing.into_iter().rev() {
            match fs::create_dir(folder) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
                result => result?,
            }
            let parent = folder.parent().filter(|folder| !folder.as_os_str().is_empty());
            self.sync_folder(parent.unwrap_or(Path::new(".")))?;
        }
        Ok(())
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = create(path)?;
        file.write_all(bytes)?;
        close(file)
    }

    fn write_synced(&self, path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
        let mut file = create(path)?;
        file.write_all(bytes)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.sync_all()?;
        close(file)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = open_for_appending(path)?;
        file.write_all(bytes)?;
        close(file)
    }

    fn append_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = open_for_appending(path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        close(file)
    }

    fn cut(&self, path: &Path, length_bytes: u64) -> io::Result<()> {
        open_for_appending(path)?.set_len(length_bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        // Windows syncs only files that are open for writing.
        open_plain(path, OpenOptions::new().write(true))?.sync_all()
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        match File::open(folder)?.sync_all() {
            // Some network drives do not support syncing folders.
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
            result => result,
        }
    }

    /// Other systems do not open folders for syncing; there we rely on the rename itself.
    #[cfg(not(unix))]
    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        use nix::fcntl::{AT_FDCWD, RenameFlags, renameat2};
        renameat2(AT_FDCWD, one, AT_FDCWD, other, RenameFlags::RENAME_EXCHANGE).map_err(io::Error::from)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        match fs::hard_link(from, to) {
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => {
                let mut file = open_plain(from, OpenOptions::new().read(true))?;
                let mut copy = create(to)?;
                io::copy(&mut file, &mut copy)?;
                close(copy)
            }
            result => result,
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        gone(fs::remove_file(path))
    }
}

/// Ends the process at the n-th call as a power cut would: without notice, with a write half done.
#[derive(Debug)]
struct StopAt {
    calls_left: AtomicU64,
    disk: Real,
}

impl StopAt {
    /// Stops instead of making the call with this number, counted from one; never for zero.
    const fn new(call: u64) -> Self {
        Self { calls_left: AtomicU64::new(call), disk: Real }
    }

    /// Whether this is the call at which to stop.
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
            // The result of the half-done write no longer matters.
            let _ = self.disk.write(path, bytes.get(..bytes.len() / 2).unwrap_or_default());
            std::process::abort();
        }
        self.disk.write(path, bytes)
    }

    fn write_synced(&self, path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
        if self.is_last() {
            let _ = self.disk.write(path, bytes.get(..bytes.len() / 2).unwrap_or_default());
            std::process::abort();
        }
        if self.is_last() {
            let _ = self.disk.write(path, bytes);
            std::process::abort();
        }
        self.disk.write_synced(path, bytes, permissions)
    }

    fn begin(&self, path: &Path, permissions: Option<Permissions>) -> io::Result<File> {
        self.stop_if_last();
        self.disk.begin(path, permissions)
    }

    fn finish(&self, file: File) -> io::Result<()> {
        if self.is_last() {
            // The last bytes written had not reached the disk.
            let _ = file.metadata().and_then(|metadata| file.set_len(metadata.len() / 2));
            std::process::abort();
        }
        self.disk.finish(file)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.is_last() {
            let _ = self.disk.append(path, bytes.get(..bytes.len() / 2).unwrap_or_default());
            std::process::abort();
        }
        self.disk.append(path, bytes)
    }

    fn append_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if self.is_last() {
            let _ = self.disk.append(path, bytes.get(..bytes.len() / 2).unwrap_or_default());
            std::process::abort();
        }
        if self.is_last() {
            let _ = self.disk.append(path, bytes);
            std::process::abort();
        }
        self.disk.append_synced(path, bytes)
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

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.stop_if_last();
        self.disk.exchange(one, other)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.stop_if_last();
        self.disk.link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.stop_if_last();
        self.disk.remove(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.stop_if_last();
        self.disk.remove_folder(folder)
    }

    fn note(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        if self.is_last() {
            let _ = self.disk.note(file, bytes.get(..bytes.len() / 2).unwrap_or_default());
            std::process::abort();
        }
        self.disk.note(file, bytes)
    }
}

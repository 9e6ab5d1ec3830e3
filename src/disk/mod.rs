//! Every call that changes the file system, behind one trait, so that a test can stop the program between any two calls.
//!
//! Whatever the program writes goes through a [`Disk`]: projects, exports, settings and the notes inside locks. (Lock files
//! themselves, and the log, are opened directly.) The calls take paths, not open files, so that a removed folder or an
//! unplugged disk is noticed at the next call. A write always creates a new file and never overwrites an old one in place,
//! and a link at the end of a path is not followed; [`inside::Inside`] makes sure that none is followed on the way there.

pub mod inside;
pub mod replace;

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use self::inside::LeadsOut;

/// What a project's files are written with.
pub trait Disk: Debug + Send + Sync {
    /// Makes a folder and those above it; their names will survive a power cut.
    ///
    /// # Errors
    /// As the system says.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;

    /// Writes a new file, in the place of an old one of that name. It is not durable before [`Disk::sync`].
    ///
    /// # Errors
    /// As the system says; part of the bytes may be there.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Writes a new file, with these permissions where they are given, and returns when its content will survive a power
    /// cut: written, synced and closed by one descriptor, so that no error is told to another one.
    ///
    /// # Errors
    /// As the system says, also on closing; part of the bytes may be there.
    fn write_synced(&self, path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
        self.write(path, bytes)?;
        if let Some(permissions) = permissions {
            fs::set_permissions(path, permissions)?;
        }
        self.sync(path)
    }

    /// Begins a new file, in the place of an old one of that name, to be written piece by piece and ended with
    /// [`Disk::finish`].
    ///
    /// # Errors
    /// As the system says.
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
    /// As the system says, also on closing.
    fn finish(&self, file: File) -> io::Result<()> {
        file.sync_all()?;
        close(file)
    }

    /// Puts bytes behind a file that is there.
    ///
    /// # Errors
    /// As the system says; part of the bytes may be there.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Puts bytes behind a file that is there, and returns when they will survive a power cut: as [`Disk::write_synced`].
    ///
    /// # Errors
    /// As the system says, also on closing; part of the bytes may be there.
    fn append_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.append(path, bytes)?;
        self.sync(path)
    }

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

    /// Gives each of two files the other one's name, in one step.
    ///
    /// # Errors
    /// As the system says; not every file system can do it.
    fn exchange(&self, _one: &Path, _other: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

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

    /// Takes an empty folder away.
    ///
    /// # Errors
    /// As the system says, and that it is not empty; that it is not there is no error.
    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        gone(fs::remove_dir(folder))
    }

    /// Puts another content into a file that is open and locked, as a note for people that need not be durable.
    ///
    /// # Errors
    /// As the system says.
    fn note(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        use std::io::Seek as _;
        file.rewind()?;
        file.set_len(0)?;
        file.write_all(bytes)
    }
}

/// The disk that the verbs and the window write to. With `BAYAN_STOP_AT` set to a number the process ends in place of the
/// call with that number, counted over all that it writes: for tests.
pub fn chosen() -> Arc<dyn Disk> {
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

/// Opens a file that must be an ordinary one: no link is followed, no pipe waited for.
///
/// # Errors
/// It is something else, or as the system says.
pub fn open_plain(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.custom_flags(nix::libc::O_NOFOLLOW | nix::libc::O_NONBLOCK | nix::libc::O_NOCTTY);
    }
    // A link or a pipe is called what it is, also where the system would only say that it cannot.
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

/// No file is larger than this, neither one that is read nor one that is written as a whole.
pub const MAX_BYTES: u64 = 1 << 30;

/// The whole file, be it reached by links.
///
/// # Errors
/// It is no file, is larger than `most_bytes`, or as the system says.
pub fn read_within(path: &Path, most_bytes: u64) -> io::Result<Vec<u8>> {
    // A pipe in the place of a file would be waited for.
    if !fs::metadata(path)?.is_file() {
        return Err(LeadsOut::Special(path.to_owned()).into());
    }
    take(File::open(path)?, most_bytes)
}

/// The whole file, unless its last part is a link.
///
/// # Errors
/// As [`read_within`].
pub fn read_plain_within(path: &Path, most_bytes: u64) -> io::Result<Vec<u8>> {
    take(open_plain(path, OpenOptions::new().read(true))?, most_bytes)
}

fn take(file: File, most_bytes: u64) -> io::Result<Vec<u8>> {
    if file.metadata()?.len() > most_bytes {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::new();
    // The limit holds too when the file grows while it is read.
    file.take(most_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most_bytes {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// How many names a file has; what is written into one of them stands in all.
#[cfg(unix)]
pub fn names_of(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

/// Other systems do not give it away.
#[cfg(not(unix))]
pub fn names_of(_metadata: &fs::Metadata) -> u64 {
    1
}

/// Closes a file and says what the system says then: network drives and quotas tell only here what they have refused.
#[cfg(unix)]
fn close(file: File) -> io::Result<()> {
    match nix::unistd::close(file) {
        // It is closed all the same, and was synced where that matters.
        Err(nix::errno::Errno::EINTR) => Ok(()),
        result => result.map_err(io::Error::from),
    }
}

/// Other systems tell when it is synced.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
fn close(file: File) -> io::Result<()> {
    drop(file);
    Ok(())
}

/// A new file of this name; what has it is taken away first, so that nothing is written through it.
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

/// A file to put bytes behind. With a second name it is somebody else's too, and is not changed.
fn open_for_appending(path: &Path) -> io::Result<File> {
    let file = open_plain(path, OpenOptions::new().append(true))?;
    if names_of(&file.metadata()?) > 1 {
        return Err(LeadsOut::Shared(path.to_owned()).into());
    }
    Ok(file)
}

/// That something is not there is as good as having it taken away.
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
        // Windows syncs only what is open for writing.
        open_plain(path, OpenOptions::new().write(true))?.sync_all()
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        match File::open(folder)?.sync_all() {
            // Some network drives have no such thing for folders.
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
            result => result,
        }
    }

    /// Other systems do not open folders for syncing; there the rename itself is what we get.
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

/// Ends the process at the n-th call as a power cut would: without a word, a write done by half.
#[derive(Debug)]
struct StopAt {
    calls_left: AtomicU64,
    disk: Real,
}

impl StopAt {
    /// Stops in place of the call with this number, counted from one; never for zero.
    const fn new(call: u64) -> Self {
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
            // What was written last had not reached the disk.
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

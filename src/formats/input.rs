//! The input of a format, and reading the bytes of a file that a person has named.
//!
//! [`read`] accepts an ordinary file, a pipe, or `-` for standard input; it never reads more than the given limit and
//! never waits forever for a writer. [`Input`] is a file or a folder in the form that the readers of [`super::FORMATS`]
//! receive.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::format::Format;
use super::zipped::ZippedFolder;
use crate::t;

/// How many files of a folder are listed, and how deep it may be.
const MOST_FILES: usize = 100_000;
const MOST_FOLDERS_DEEP: usize = 8;
/// How much of a file is read to recognise it.
const BEGINNING_BYTES: u64 = 64 << 10;

/// A file or a folder that may be of some format.
#[derive(Debug)]
pub enum Input {
    File {
        path: PathBuf,
        bytes: Vec<u8>,
    },
    /// A folder with the paths of the files below it, in order, with `/`; links are skipped.
    Folder {
        path: PathBuf,
        files: Vec<String>,
    },
    /// Such a folder in a zip.
    Zipped {
        path: PathBuf,
        folder: ZippedFolder,
    },
}

impl Input {
    /// Reads a whole file, or lists the files of a folder. Without `folders`, a folder is refused before it is listed.
    ///
    /// # Errors
    /// It cannot be read, or the file is larger than `most_bytes`.
    pub fn open(path: &Path, most_bytes: u64, folders: bool) -> Result<Self, ReadError> {
        if folders && path.is_dir() {
            return Self::folder(path);
        }
        Ok(Self::File { path: path.to_owned(), bytes: read(path, most_bytes)? })
    }

    /// Reads as much of a file as is needed to recognise its format, or lists the files of a folder. Without `folders`, a
    /// folder is refused before it is listed.
    ///
    /// # Errors
    /// It cannot be read, or is neither a file nor a folder.
    pub(crate) fn beginning(path: &Path, folders: bool) -> Result<Self, ReadError> {
        let failed = |error| ReadError::Io { error, path: path.to_owned() };
        if folders && path.is_dir() {
            return Self::folder(path);
        }
        if !fs::metadata(path).map_err(failed)?.is_file() {
            return Err(ReadError::NoFile(path.to_owned()));
        }
        let mut bytes = Vec::new();
        File::open(path).map_err(failed)?.take(BEGINNING_BYTES).read_to_end(&mut bytes).map_err(failed)?;
        Ok(Self::File { path: path.to_owned(), bytes })
    }

    /// Looks into a zip as if it were a folder.
    ///
    /// # Errors
    /// It cannot be read, is no zip, or is damaged.
    pub fn zipped(path: &Path) -> Result<Self, ReadError> {
        let folder = ZippedFolder::open(path).map_err(|error| ReadError::Io { error, path: path.to_owned() })?;
        Ok(Self::Zipped { path: path.to_owned(), folder })
    }

    fn folder(path: &Path) -> Result<Self, ReadError> {
        let mut files = Vec::new();
        list(path, "", MOST_FOLDERS_DEEP, &mut files)
            .map_err(|error| ReadError::Io { error, path: path.to_owned() })?;
        files.sort();
        Ok(Self::Folder { path: path.to_owned(), files })
    }

    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::File { path, .. } | Self::Folder { path, .. } | Self::Zipped { path, .. } => path,
        }
    }

    /// The bytes of a file; `None` for a folder.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::File { bytes, .. } => Some(bytes),
            Self::Folder { .. } | Self::Zipped { .. } => None,
        }
    }

    /// The paths of the files below a folder; empty for a file.
    pub fn files(&self) -> &[String] {
        match self {
            Self::File { .. } => &[],
            Self::Folder { files, .. } => files,
            Self::Zipped { folder, .. } => folder.files(),
        }
    }

    /// Reads one of the folder's files.
    ///
    /// # Errors
    /// It is not in the list, cannot be read, or is larger than `most_bytes`.
    pub fn read_file(&self, name: &str, most_bytes: u64) -> Result<Vec<u8>, ReadError> {
        let path = self.path().join(name);
        if let Self::Zipped { folder, .. } = self {
            let bytes = unpacked(folder, name, most_bytes.saturating_add(1), &path)?;
            let is_too_large = u64::try_from(bytes.len()).is_ok_and(|length| length > most_bytes);
            return if is_too_large { Err(ReadError::TooLarge { most: most_bytes >> 20, path }) } else { Ok(bytes) };
        }
        if !self.files().iter().any(|file| file == name) {
            return Err(ReadError::NoFile(path));
        }
        read(&path, most_bytes)
    }

    /// The first bytes of one of the folder's files, enough to recognise it.
    ///
    /// # Errors
    /// It is not in the list, or cannot be read.
    pub(super) fn beginning_of(&self, name: &str) -> Result<Vec<u8>, ReadError> {
        let path = self.path().join(name);
        if let Self::Zipped { folder, .. } = self {
            return unpacked(folder, name, BEGINNING_BYTES, &path);
        }
        if !self.files().iter().any(|file| file == name) {
            return Err(ReadError::NoFile(path));
        }
        let failed = |error| ReadError::Io { error, path: path.clone() };
        let mut bytes = Vec::new();
        File::open(&path).map_err(failed)?.take(BEGINNING_BYTES).read_to_end(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }

    /// The first lines of a file, enough to recognise it; all of a short one, and none of a folder.
    pub(super) fn first_lines(&self) -> Option<&[u8]> {
        let bytes = self.bytes()?;
        let Some(first) = usize::try_from(BEGINNING_BYTES).ok().and_then(|most| bytes.get(..most)) else {
            return Some(bytes);
        };
        // No character is cut, unless one line is longer.
        let end = first.iter().rposition(|byte| *byte == b'\n').map_or(first.len(), |line_end| line_end + 1);
        first.get(..end)
    }

    /// `Possible` if the name of a file has one of the format's endings.
    pub(crate) fn by_ending(&self, format: &Format) -> super::format::Confidence {
        let ending = self.path().extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if ending.is_some_and(|ending| format.endings.contains(&ending.as_str())) {
            super::format::Confidence::Possible
        } else {
            super::format::Confidence::No
        }
    }
}

/// At most so many bytes of a file in a zip.
fn unpacked(folder: &ZippedFolder, name: &str, most_bytes: u64, path: &Path) -> Result<Vec<u8>, ReadError> {
    match folder.read(name, most_bytes) {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(ReadError::NoFile(path.to_owned())),
        Err(error) => Err(ReadError::Io { error, path: path.to_owned() }),
    }
}

/// Lists the files below a folder.
fn list(folder: &Path, prefix: &str, deep: usize, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (kind, name) = (entry.file_type()?, entry.file_name());
        let Some(name) = name.to_str().filter(|_| files.len() < MOST_FILES) else { continue };
        if kind.is_dir() && deep > 0 {
            list(&entry.path(), &format!("{prefix}{name}/"), deep - 1, files)?;
        } else if kind.is_file() {
            files.push(format!("{prefix}{name}"));
        }
    }
    Ok(())
}

/// How long to wait for somebody to start writing into a pipe.
#[cfg(unix)]
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(2);

/// The reason why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("{}", t!("import-cannot-read", error = .error.to_string(), path = .path.display().to_string()))]
    Io { error: io::Error, path: PathBuf },
    /// With the largest size that is read, in MB.
    #[error("{}", t!("import-too-large", most = *.most, path = .path.display().to_string()))]
    TooLarge { most: u64, path: PathBuf },
    /// A folder, a device or a socket.
    #[error("{}", t!("import-no-file", path = .0.display().to_string()))]
    NoFile(PathBuf),
    #[error("{}", t!("import-no-writer", path = .0.display().to_string()))]
    NoWriter(PathBuf),
}

/// Reads a whole file of at most this many bytes.
///
/// # Errors
/// It cannot be read, is larger, or is not a file.
pub(crate) fn read(path: &Path, most_bytes: u64) -> Result<Vec<u8>, ReadError> {
    let failed = |error| ReadError::Io { error, path: path.to_owned() };
    if path == Path::new("-") {
        return take(&mut io::stdin().lock(), most_bytes, path, Vec::new());
    }
    let metadata = fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return read_stream(path, &metadata, most_bytes);
    }
    if metadata.len() > most_bytes {
        return Err(ReadError::TooLarge { most: most_bytes >> 20, path: path.to_owned() });
    }
    take(&mut File::open(path).map_err(failed)?, most_bytes, path, Vec::new())
}

fn take(from: &mut dyn Read, most_bytes: u64, path: &Path, mut bytes: Vec<u8>) -> Result<Vec<u8>, ReadError> {
    let left_bytes = most_bytes.saturating_add(1).saturating_sub(bytes.len() as u64);
    let read = from.take(left_bytes).read_to_end(&mut bytes);
    read.map_err(|error| ReadError::Io { error, path: path.to_owned() })?;
    if bytes.len() as u64 > most_bytes {
        return Err(ReadError::TooLarge { most: most_bytes >> 20, path: path.to_owned() });
    }
    Ok(bytes)
}

/// Reads a pipe. A pipe without a writer yields nothing, and neither does one whose writer has left without writing.
#[cfg(unix)]
fn read_stream(path: &Path, metadata: &fs::Metadata, most_bytes: u64) -> Result<Vec<u8>, ReadError> {
    use nix::fcntl::{FcntlArg, OFlag, fcntl};
    use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
    let failed = |error| ReadError::Io { error, path: path.to_owned() };
    if !metadata.file_type().is_fifo() {
        return Err(ReadError::NoFile(path.to_owned()));
    }
    let flags = nix::libc::O_NONBLOCK | nix::libc::O_NOCTTY;
    let mut file = File::options().read(true).custom_flags(flags).open(path).map_err(failed)?;
    let started = std::time::Instant::now();
    let mut first = [0; 4096];
    loop {
        match file.read(&mut first) {
            Ok(0) if started.elapsed() > PATIENCE => return Err(ReadError::NoWriter(path.to_owned())),
            Ok(0) => std::thread::sleep(std::time::Duration::from_millis(20)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Err(failed(error)),
            read => {
                // Somebody is writing: from here on, wait even for a slow writer.
                fcntl(&file, FcntlArg::F_SETFL(OFlag::empty())).map_err(|error| failed(error.into()))?;
                let start = first.get(..read.unwrap_or(0)).unwrap_or_default().to_vec();
                return take(&mut file, most_bytes, path, start);
            }
        }
    }
}

#[cfg(not(unix))]
fn read_stream(path: &Path, _metadata: &fs::Metadata, _most_bytes: u64) -> Result<Vec<u8>, ReadError> {
    Err(ReadError::NoFile(path.to_owned()))
}

//! The input of a format, and reading the bytes of a file that a person has named.
//!
//! [`read`] accepts an ordinary file, a pipe, or `-` for standard input; it never reads more than the given limit and
//! never waits forever for a writer. [`Input`] is a file or a folder in the form that the readers of [`super::FORMATS`]
//! receive.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Seek as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::format::Format;
use super::part_size::{MOST_PART_BYTES, PartSize};
use super::separated::Separated;
use super::zipped::ZippedFolder;
use crate::t;

/// How many files of a folder are listed, and how deep it may be.
const MOST_FILES: usize = 1_000_000;
const MOST_FOLDERS_DEEP: usize = 8;
/// How much of a file is read to recognise it.
const BEGINNING_BYTES: u64 = 64 << 10;

/// From this size on, a file of text is large.
const LARGE_BYTES: u64 = 16 << 20;
/// How much of a large file is read to recognise it: its first line may be long.
const LARGE_BEGINNING_BYTES: u64 = 4 << 20;
/// How much of a large file is read at once.
const READ_BYTES: usize = 256 << 10;
/// The byte order mark of UTF-8.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A file or a folder that may be of some format.
#[derive(Debug)]
pub enum Input {
    File {
        path: PathBuf,
        bytes: Vec<u8>,
    },
    /// A table in a text file, and how a person says that it is written.
    Table {
        path: PathBuf,
        bytes: Vec<u8>,
        separated: Separated,
    },
    /// A file of text that is so large that it is read part by part where that is possible.
    Large(LargeText),
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

/// A large file of text.
#[derive(Debug)]
pub struct LargeText {
    path: PathBuf,
    /// Enough to recognise it.
    beginning: Vec<u8>,
    /// The most that is read as a whole.
    most_bytes: u64,
    /// All of it, once somebody wants that.
    whole: OnceLock<Vec<u8>>,
    /// Whether it is UTF-8 throughout.
    is_utf8: OnceLock<bool>,
    /// Why it could not be read any more.
    error: OnceLock<String>,
    /// How large the current part is.
    part: PartSize,
}

impl LargeText {
    /// The file, if it begins like text.
    pub(super) fn open(path: &Path, most_bytes: u64) -> io::Result<Option<Self>> {
        let mut beginning = Vec::new();
        File::open(path)?.take(LARGE_BEGINNING_BYTES).read_to_end(&mut beginning)?;
        let is_text = !beginning.contains(&0) && !beginning.starts_with(b"PK\x03\x04");
        let (whole, is_utf8, error) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        let (path, part) = (path.to_owned(), PartSize::new(MOST_PART_BYTES));
        Ok(is_text.then_some(Self { path, beginning, most_bytes, whole, is_utf8, error, part }))
    }

    /// The same with smaller parts.
    #[cfg(test)]
    pub(super) fn with_parts(mut self, most_part_bytes: u64) -> Self {
        self.part = PartSize::new(most_part_bytes);
        self
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn bytes(&self) -> &[u8] {
        self.whole.get_or_init(|| {
            read(&self.path, self.most_bytes).unwrap_or_else(|error| {
                // The first error is the one to know.
                let _ = self.error.set(error.to_string());
                Vec::new()
            })
        })
    }

    /// Whether it begins with a byte order mark.
    pub(super) fn has_mark(&self) -> bool {
        self.beginning.starts_with(MARK)
    }

    /// Whether all of it is UTF-8. It is read for that the first time.
    pub(super) fn is_utf8(&self) -> bool {
        *self.is_utf8.get_or_init(|| self.find_utf8().unwrap_or_default())
    }

    fn find_utf8(&self) -> io::Result<bool> {
        let (mut file, mut bytes, mut kept) = (File::open(&self.path)?, vec![0; READ_BYTES], 0);
        loop {
            let count = file.read(bytes.get_mut(kept..).unwrap_or_default())?;
            if count == 0 {
                return Ok(kept == 0);
            }
            let read = bytes.get(..kept + count).unwrap_or_default();
            let valid = match std::str::from_utf8(read) {
                Ok(_) => read.len(),
                Err(error) if error.error_len().is_some() => return Ok(false),
                Err(error) => error.valid_up_to(),
            };
            // A character that goes on in what is read next.
            let end = read.len();
            bytes.copy_within(valid..end, 0);
            kept = end - valid;
        }
    }

    /// The file after a byte order mark, which can be read as long as its parts are bounded; [`LargeText::next_part`] begins
    /// the next one.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(super) fn bounded(&self) -> io::Result<impl BufRead + use<'_>> {
        self.next_part();
        let mut file = File::open(&self.path)?;
        if self.has_mark() {
            file.seek_relative(MARK.len() as i64)?;
        }
        Ok(BufReader::with_capacity(READ_BYTES, self.part.bounded(file)))
    }

    /// A part of the file ends here.
    pub(super) fn next_part(&self) {
        self.part.next_part();
    }

    /// Passes on each line as [`Input::each_line`] does.
    fn each_line(&self, found: &mut dyn FnMut(usize, &[u8]) -> ControlFlow<()>) -> io::Result<()> {
        let (mut reader, mut line, mut number) = (self.bounded()?, Vec::new(), 0);
        loop {
            line.clear();
            if reader.read_until(b'\n', &mut line)? == 0 {
                return Ok(());
            }
            self.next_part();
            number += 1;
            let line = line.strip_suffix(b"\n").unwrap_or(&line);
            if !line.trim_ascii().is_empty() && found(number, line).is_break() {
                return Ok(());
            }
        }
    }
}

impl Input {
    /// Reads a whole file, or lists the files of a folder. Without `folders`, a folder is refused before it is listed. Of
    /// a large file of text, only the beginning is read; it may be larger than `most_bytes`, but is then never held whole.
    ///
    /// # Errors
    /// It cannot be read, or the file is larger than `most_bytes` and no text.
    pub fn open(path: &Path, most_bytes: u64, folders: bool) -> Result<Self, ReadError> {
        if folders && path.is_dir() {
            return Self::folder(path);
        }
        let length = fs::metadata(path).ok().filter(fs::Metadata::is_file).map_or(0, |metadata| metadata.len());
        if length >= LARGE_BYTES
            && let Some(large) =
                LargeText::open(path, most_bytes).map_err(|error| ReadError::Io { error, path: path.to_owned() })?
        {
            return Ok(Self::Large(large));
        }
        Ok(Self::File { path: path.to_owned(), bytes: read(path, most_bytes)? })
    }

    /// The file as a table that is written so, as a person says; whatever is no file stays as it is.
    #[must_use]
    pub fn with_separated(self, separated: Separated) -> Self {
        match self {
            Self::File { path, bytes } | Self::Table { path, bytes, .. } => Self::Table { path, bytes, separated },
            Self::Large(large) => Self::Table { path: large.path.clone(), bytes: large.bytes().to_vec(), separated },
            other => other,
        }
    }

    /// How a person says that a table is written.
    pub(super) const fn separated(&self) -> Option<Separated> {
        match self {
            Self::Table { separated, .. } => Some(*separated),
            Self::File { .. } | Self::Large(_) | Self::Folder { .. } | Self::Zipped { .. } => None,
        }
    }

    /// As much of it as is needed to recognise it, if it is large.
    pub(super) fn beginning_of_large(&self) -> Option<Self> {
        match self {
            Self::Large(LargeText { path, beginning, .. }) => {
                Some(Self::File { path: path.clone(), bytes: beginning.clone() })
            }
            Self::File { .. } | Self::Table { .. } | Self::Folder { .. } | Self::Zipped { .. } => None,
        }
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
        if files.len() > MOST_FILES {
            return Err(ReadError::TooManyFiles { most: MOST_FILES, path: path.to_owned() });
        }
        files.sort();
        Ok(Self::Folder { path: path.to_owned(), files })
    }

    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::File { path, .. }
            | Self::Table { path, .. }
            | Self::Folder { path, .. }
            | Self::Zipped { path, .. }
            | Self::Large(LargeText { path, .. }) => path,
        }
    }

    /// The bytes of a file; `None` for a folder.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::File { bytes, .. } | Self::Table { bytes, .. } => Some(bytes),
            Self::Large(large) => Some(large.bytes()),
            Self::Folder { .. } | Self::Zipped { .. } => None,
        }
    }

    /// Passes on each line of a file that is not empty, without its end, with its number from one and without a byte order
    /// mark. Of a large file, only one is in memory.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn each_line(&self, found: &mut dyn FnMut(usize, &[u8]) -> ControlFlow<()>) -> io::Result<()> {
        if let Self::Large(large) = self {
            return large.each_line(found);
        }
        // There is nothing to do after the last line.
        let _ = lines_of(self.bytes().unwrap_or_default()).try_for_each(|(number, line)| found(number, line));
        Ok(())
    }

    /// A large file of text, to be read part by part.
    pub(super) const fn large(&self) -> Option<&LargeText> {
        match self {
            Self::Large(large) => Some(large),
            Self::File { .. } | Self::Table { .. } | Self::Folder { .. } | Self::Zipped { .. } => None,
        }
    }

    /// A part of a large file ends here.
    pub(super) fn next_part(&self) {
        if let Some(large) = self.large() {
            large.next_part();
        }
    }

    /// Refuses a file that is too large to be held whole.
    ///
    /// # Errors
    /// It is.
    pub(super) fn check_whole(&self) -> Result<(), ReadError> {
        let Some(LargeText { path, most_bytes, .. }) = self.large() else { return Ok(()) };
        let length = fs::metadata(path).map_or(0, |metadata| metadata.len());
        if length > *most_bytes {
            return Err(ReadError::TooLarge { most: most_bytes >> 20, path: path.clone() });
        }
        Ok(())
    }

    /// Why it could not be read to its end.
    pub(super) fn error(&self) -> Option<&str> {
        match self {
            Self::Large(large) => large.error.get().map(String::as_str),
            Self::File { .. } | Self::Table { .. } | Self::Folder { .. } | Self::Zipped { .. } => None,
        }
    }

    /// The paths of the files below a folder; empty for a file.
    pub fn files(&self) -> &[String] {
        match self {
            Self::File { .. } | Self::Table { .. } | Self::Large(_) => &[],
            Self::Folder { files, .. } => files,
            Self::Zipped { folder, .. } => folder.files(),
        }
    }

    /// Whether a folder has this file.
    pub(super) fn has_file(&self, name: &str) -> bool {
        self.files().binary_search_by(|file| file.as_str().cmp(name)).is_ok()
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
        if !self.has_file(name) {
            return Err(ReadError::NoFile(path));
        }
        read(&path, most_bytes)
    }

    /// Opens one of the folder's files, to be read part by part; one in a zip is unpacked, with at most as many bytes as a part
    /// may have. A byte order mark is left in it.
    ///
    /// # Errors
    /// It is not in the list, cannot be read, or is in a zip and too large.
    pub(super) fn open_file<'s>(&self, name: &str, size: &'s PartSize) -> Result<Box<dyn BufRead + 's>, ReadError> {
        if matches!(self, Self::Zipped { .. }) {
            return Ok(Box::new(io::Cursor::new(self.read_file(name, MOST_PART_BYTES)?)));
        }
        let path = self.path().join(name);
        if !self.has_file(name) {
            return Err(ReadError::NoFile(path));
        }
        let file = File::open(&path).map_err(|error| ReadError::Io { error, path })?;
        Ok(Box::new(BufReader::with_capacity(READ_BYTES, size.bounded(file))))
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
        if !self.has_file(name) {
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

/// The lines of a file that are not empty, with their numbers from one.
pub(super) fn lines_of(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let lines = bytes.split(|byte| *byte == b'\n').enumerate();
    lines.filter(|(_, line)| !line.trim_ascii().is_empty()).map(|(index, line)| (index + 1, line))
}

/// Lists the files below a folder.
fn list(folder: &Path, prefix: &str, deep: usize, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (kind, name) = (entry.file_type()?, entry.file_name());
        let Some(name) = name.to_str().filter(|_| files.len() <= MOST_FILES) else { continue };
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
    #[error("{}", t!("import-too-many-files", most = *.most, path = .path.display().to_string()))]
    TooManyFiles { most: usize, path: PathBuf },
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
    let length = usize::try_from(metadata.len()).unwrap_or_default();
    take(&mut File::open(path).map_err(failed)?, most_bytes, path, Vec::with_capacity(length + 1))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_has_the_lines_of_a_small_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.jsonl");
        for text in ["{}\n\n {\"a\":1}\r\n[]", "\u{feff}{\"é\":1}\n{}\n", "{}"] {
            fs::write(&path, text).unwrap();
            let lines = |input: &Input| {
                let mut lines = Vec::new();
                let mut keep = |number, line: &[u8]| {
                    lines.push((number, line.to_vec()));
                    ControlFlow::Continue(())
                };
                input.each_line(&mut keep).unwrap();
                lines
            };
            let large = Input::Large(LargeText::open(&path, u64::MAX).unwrap().unwrap());
            let small = Input::open(&path, u64::MAX, false).unwrap();
            assert!(matches!(small, Input::File { .. }));
            assert_eq!(lines(&large), lines(&small), "{text:?}");
            assert_eq!(large.bytes(), small.bytes());
            let mut rest = String::new();
            large.large().unwrap().bounded().unwrap().read_to_string(&mut rest).unwrap();
            assert_eq!(rest, text.trim_start_matches('\u{feff}'));
            // Reading ends where it is told to.
            let mut count = 0;
            let mut stop = |_, _: &[u8]| {
                count += 1;
                ControlFlow::Break(())
            };
            large.each_line(&mut stop).unwrap();
            assert_eq!(count, 1);
            let beginning = large.beginning_of_large().unwrap();
            fs::remove_file(&path).unwrap();
            assert_eq!(beginning.bytes(), Some(text.as_bytes()));
        }
        fs::write(&path, "no text\0").unwrap();
        assert!(LargeText::open(&path, u64::MAX).unwrap().is_none());
    }

    #[test]
    fn a_large_file_that_is_gone_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.jsonl");
        fs::write(&path, "{}").unwrap();
        let large = Input::Large(LargeText::open(&path, u64::MAX).unwrap().unwrap());
        fs::remove_file(&path).unwrap();
        assert!(large.each_line(&mut |_, _| ControlFlow::Continue(())).is_err());
        assert_eq!((large.error(), large.bytes()), (None, Some(&[][..])));
        assert!(large.error().is_some());
    }

    #[test]
    fn a_large_file_is_held_whole_up_to_a_limit_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.csv");
        fs::write(&path, "four").unwrap();
        for (most, expected) in [(4, &b"four"[..]), (3, b"")] {
            let large = Input::Large(LargeText::open(&path, most).unwrap().unwrap());
            assert_eq!(large.check_whole().is_ok(), !expected.is_empty());
            assert_eq!(large.bytes(), Some(expected));
            assert_eq!(large.error().is_some(), expected.is_empty());
        }
    }

    #[test]
    fn characters_on_the_border_of_what_is_read_at_once_are_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.csv");
        let is_utf8 = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            LargeText::open(&path, u64::MAX).unwrap().unwrap().is_utf8()
        };
        for before in READ_BYTES - 4..=READ_BYTES {
            let mut bytes = vec![b'a'; before];
            bytes.extend_from_slice("\u{1f600}é".as_bytes());
            assert!(is_utf8(&bytes), "{before}");
            bytes.pop();
            assert!(!is_utf8(&bytes), "{before}");
            bytes.extend_from_slice(b"aaaa");
            assert!(!is_utf8(&bytes), "{before}");
        }
    }
}

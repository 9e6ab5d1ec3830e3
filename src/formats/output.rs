//! The destination of an export: a file or a new folder that a person has named, whatever exists there.
//!
//! An ordinary file is put in place as a whole, at the end of any links that lead to it. Something that is not a file
//! (a pipe, a terminal, `/dev/null`) is written to once the whole export is known, and remains what it is. A folder,
//! too, is put in place as a whole, if there is none yet. Standard output gets an export as it is written.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::ExportError;
use super::leftovers::{self, Running, remove_all};
use super::scratch::PutAside;
use crate::disk::replace::{Replacement, export_in, folder_of};
use crate::disk::{self, Disk};
use crate::monitor::Monitor;
use crate::t;

/// How long to wait for somebody to start reading from a pipe.
#[cfg(unix)]
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(2);

/// Passes on what is written, counts it, and fails once the export is to stop.
struct Counted<'m, W> {
    inner: W,
    monitor: &'m Monitor,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.monitor.is_stopped() {
            return Err(io::Error::other(t!("export-stopped")));
        }
        let count = self.inner.write(bytes)?;
        self.monitor.advance(count);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The files of an export that consists of several.
pub trait FileSet {
    /// Begins a file at a path below the folder, with `/`; what is written goes there until the next one begins.
    ///
    /// # Errors
    /// The path leads out of the folder or was used before, or the system reports an error.
    fn file(&mut self, path: &str) -> io::Result<&mut dyn Write>;
}

/// Puts a file in place as a whole, or writes to what is there.
pub(super) fn put_file(
    path: &Path,
    monitor: &Monitor,
    write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    Ok(prepare(path, monitor, write)?.finish()?)
}

/// Puts a file in place and another one that explains it, each as a whole, once both are known. Nothing stands beside a
/// pipe or a terminal.
pub(super) fn put_file_and_beside(
    path: &Path,
    beside: &Path,
    monitor: &Monitor,
    write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
    write_beside: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let out = prepare(path, monitor, write)?;
    if matches!(out.0, Kind::File { .. }) {
        // The explanation comes first: then no export lacks it.
        prepare(beside, monitor, write_beside)?.finish()?;
    }
    Ok(out.finish()?)
}

/// Writes what is to come to this path, where nothing changes yet.
fn prepare(
    path: &Path,
    monitor: &Monitor,
    write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
) -> Result<Out, ExportError> {
    let mut out = BufWriter::new(Counted { inner: Out::open(path)?, monitor });
    let written = write(&mut out);
    if monitor.is_stopped() {
        return Err(ExportError::Stopped);
    }
    written?;
    Ok(out.into_inner().map_err(io::IntoInnerError::into_error)?.inner)
}

/// Puts a folder in place as a whole, if there is nothing or an empty folder.
pub(super) fn put_folder(
    path: &Path,
    monitor: &Monitor,
    write: impl FnOnce(&mut dyn FileSet) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let is_taken =
        fs::symlink_metadata(path).is_ok() && !fs::read_dir(path).is_ok_and(|mut files| files.next().is_none());
    if is_taken {
        return Err(io::Error::from(Refused::Taken(path.to_owned())).into());
    }
    // The parent folder must exist already.
    fs::metadata(folder_of(path))?;
    let disk = disk::chosen();
    leftovers::remove(&*disk, folder_of(path));
    let folder = export_in(folder_of(path));
    disk.create_folder(&folder)?;
    let running = Running::of(&folder);
    let mut files = NewFolder { disk, folder: Some(folder), file: None, monitor, _running: running };
    let written = write(&mut files);
    if monitor.is_stopped() {
        return Err(ExportError::Stopped);
    }
    written?;
    files.finish(path)?;
    Ok(())
}

/// A folder that gets its final name at the end; if dropped before, it is removed.
struct NewFolder<'m> {
    disk: Arc<dyn Disk>,
    /// `None` once it has its final name.
    folder: Option<PathBuf>,
    file: Option<BufWriter<Counted<'m, File>>>,
    monitor: &'m Monitor,
    _running: Running,
}

impl FileSet for NewFolder<'_> {
    fn file(&mut self, path: &str) -> io::Result<&mut dyn Write> {
        self.close_file()?;
        let leads_out = !Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let Some(folder) = self.folder.as_ref().filter(|_| !leads_out && !path.is_empty()) else {
            return Err(io::ErrorKind::InvalidInput.into());
        };
        let path = folder.join(path);
        if fs::symlink_metadata(&path).is_ok() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.disk.create_folder(folder_of(&path))?;
        let inner = self.disk.begin(&path, None)?;
        Ok(self.file.insert(BufWriter::new(Counted { inner, monitor: self.monitor })))
    }
}

impl NewFolder<'_> {
    fn close_file(&mut self) -> io::Result<()> {
        match self.file.take() {
            Some(file) => self.disk.finish(file.into_inner().map_err(io::IntoInnerError::into_error)?.inner),
            None => Ok(()),
        }
    }

    /// Gives the folder its final name.
    fn finish(mut self, path: &Path) -> io::Result<()> {
        self.close_file()?;
        let Some(folder) = &self.folder else { return Ok(()) };
        sync_folders(&*self.disk, folder)?;
        // An empty folder may be there, which a rename does not replace on every system.
        self.disk.remove_folder(path)?;
        self.disk.rename(folder, path)?;
        self.folder = None;
        self.disk.sync_folder(folder_of(path))
    }
}

impl Drop for NewFolder<'_> {
    fn drop(&mut self) {
        self.file = None;
        if let Some(folder) = self.folder.take() {
            // The error that matters is already being reported.
            let _ = remove_all(&*self.disk, &folder);
        }
    }
}

fn sync_folders(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_folders(disk, &entry.path())?;
        }
    }
    disk.sync_folder(folder)
}

/// Receives an export and puts it in place at the end.
struct Out(Kind);

enum Kind {
    /// The replacement that will take the name of the path.
    File { file: Replacement, _running: Running },
    /// What is to be written to what exists there.
    Through { aside: PutAside, into: Box<dyn Write + Send> },
}

/// The reason why what is at a path cannot receive an export.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("{}", t!("export-out-folder", path = .0.display().to_string()))]
    Folder(PathBuf),
    #[error("{}", t!("export-out-special", path = .0.display().to_string()))]
    Special(PathBuf),
    #[cfg(unix)]
    #[error("{}", t!("export-out-no-reader", path = .0.display().to_string()))]
    NoReader(PathBuf),
    #[error("{}", t!("export-out-taken", path = .0.display().to_string()))]
    Taken(PathBuf),
    #[error("{}", t!("export-out-links", path = .0.display().to_string()))]
    Links(PathBuf),
}

impl From<Refused> for io::Error {
    fn from(refused: Refused) -> Self {
        Self::other(refused)
    }
}

/// Writes these bytes to the path that a person has named: all of them or none.
///
/// # Errors
/// The system reports an error, or what is there cannot receive them.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut out = Out::open(path)?;
    out.write_all(bytes)?;
    out.finish()
}

impl Out {
    /// Examines what is at this path, without changing it yet.
    ///
    /// # Errors
    /// It cannot receive an export, or the system reports an error.
    fn open(path: &Path) -> io::Result<Self> {
        let (target, is_descriptor) = end_of_links(path)?;
        if is_descriptor && is_standard_output(path) {
            return Ok(Self::through(StandardOutput));
        }
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::file(target),
            Err(error) => Err(error),
            Ok(metadata) if metadata.is_dir() => Err(Refused::Folder(path.to_owned()).into()),
            // A file that another program has open is appended to, not replaced.
            Ok(metadata) if metadata.is_file() && is_descriptor => {
                Ok(Self::through(File::options().append(true).open(path)?))
            }
            Ok(metadata) if metadata.is_file() => Self::file(target),
            Ok(metadata) => Ok(Self::through(open_through(path, &metadata)?)),
        }
    }

    fn through(into: impl Write + Send + 'static) -> Self {
        Self(Kind::Through { aside: PutAside::default(), into: Box::new(into) })
    }

    fn file(target: PathBuf) -> io::Result<Self> {
        let disk = disk::chosen();
        leftovers::remove(&*disk, folder_of(&target));
        let temporary = export_in(folder_of(&target));
        let file = Replacement::begin(disk, target, temporary.clone())?;
        Ok(Self(Kind::File { file, _running: Running::of(&temporary) }))
    }

    /// Puts the export in place; when this returns, a file survives a power cut.
    ///
    /// # Errors
    /// The system reports an error; a file is then unchanged.
    fn finish(self) -> io::Result<()> {
        match self.0 {
            Kind::Through { aside, mut into } => aside.copy_to(&mut into).and_then(|()| into.flush()),
            Kind::File { file, .. } => file.finish(),
        }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Kind::File { file, .. } => file.write(bytes),
            Kind::Through { aside, .. } => aside.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Kind::File { file, .. } => file.flush(),
            Kind::Through { .. } => Ok(()),
        }
    }
}

/// How a line of an export is shown in a terminal.
type Shown<'s> = &'s dyn Fn(&[u8]) -> String;

/// Writes an export to standard output as it comes: byte for byte, or line by line as `shown` says for a terminal. If
/// whoever reads it has read enough, the writing ends.
pub(super) fn put_standard_output(
    shown: Option<Shown<'_>>,
    write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let mut lines = Lines { shown, line: Vec::new(), out: io::stdout().lock(), is_closed: false };
    let mut out = BufWriter::with_capacity(STANDARD_OUTPUT_BYTES, &mut lines);
    let written = write(&mut out).and_then(|()| Ok(out.flush()?));
    // What could not be written is no longer wanted.
    drop(out.into_parts());
    match written.and_then(|()| Ok(lines.end()?)) {
        Err(_) if lines.is_closed => Ok(()),
        result => result,
    }
}

/// How much is put together before it goes to standard output.
const STANDARD_OUTPUT_BYTES: usize = 64 << 10;

/// Passes on what is written, byte for byte or line by line.
struct Lines<'s, W> {
    shown: Option<Shown<'s>>,
    /// The line that has no end yet.
    line: Vec<u8>,
    out: W,
    /// Whether nobody reads it any more.
    is_closed: bool,
}

impl<W: Write> Lines<'_, W> {
    fn pass_on(&mut self, bytes: &[u8]) -> io::Result<()> {
        let passed = self.out.write_all(bytes).and_then(|()| self.out.flush());
        self.is_closed |= passed.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::BrokenPipe);
        passed
    }

    fn show(&mut self, shown: Shown<'_>) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.pass_on(shown(&line).as_bytes())
    }

    /// Passes on the last line, which may have no end.
    fn end(&mut self) -> io::Result<()> {
        match self.shown.filter(|_| !self.line.is_empty()) {
            Some(shown) => self.show(shown),
            None => Ok(()),
        }
    }
}

impl<W: Write> Write for Lines<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(shown) = self.shown else {
            self.pass_on(bytes)?;
            return Ok(bytes.len());
        };
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                self.show(shown)?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Standard output, opened by one of its file names.
struct StandardOutput;

impl Write for StandardOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match io::stdout().write(bytes) {
            // `bayan export --out /dev/stdout … | head`: the reader has read enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            result => result,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match io::stdout().flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }
}

/// The final target of a path, even if nothing exists there yet, and whether it leads through an open file descriptor.
fn end_of_links(path: &Path) -> io::Result<(PathBuf, bool)> {
    let mut at = path.to_owned();
    for _ in 0..40 {
        if at.starts_with("/proc") || at.starts_with("/dev/fd") {
            return Ok((at, true));
        }
        match fs::read_link(&at) {
            Ok(next) => at = folder_of(&at).join(next),
            // What is not a link is the end.
            Err(_) => return Ok((at, false)),
        }
    }
    Err(Refused::Links(path.to_owned()).into())
}

fn is_standard_output(path: &Path) -> bool {
    ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| path == Path::new(name))
}

/// Opens a pipe or a character device; never waits forever for a reader.
#[cfg(unix)]
fn open_through(path: &Path, metadata: &fs::Metadata) -> io::Result<File> {
    use nix::fcntl::{FcntlArg, OFlag, fcntl};
    use std::os::unix::fs::{FileTypeExt as _, OpenOptionsExt as _};
    let kind = metadata.file_type();
    if !kind.is_fifo() && !kind.is_char_device() {
        return Err(Refused::Special(path.to_owned()).into());
    }
    let started = std::time::Instant::now();
    let flags = nix::libc::O_NONBLOCK | nix::libc::O_NOCTTY;
    loop {
        match File::options().write(true).custom_flags(flags).open(path) {
            Ok(file) => {
                // From here on, wait even for a slow reader.
                fcntl(&file, FcntlArg::F_SETFL(OFlag::empty()))?;
                return Ok(file);
            }
            Err(error) if kind.is_fifo() && error.raw_os_error() == Some(nix::libc::ENXIO) => {
                if started.elapsed() > PATIENCE {
                    return Err(Refused::NoReader(path.to_owned()).into());
                }
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            Err(error) => return Err(error),
        }
    }
}

#[cfg(not(unix))]
fn open_through(path: &Path, _metadata: &fs::Metadata) -> io::Result<File> {
    File::options().write(true).open(path).map_err(|_| Refused::Special(path.to_owned()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_whole_lines_and_the_rest() {
        let shown = |line: &[u8]| format!("<{}>", String::from_utf8_lossy(line));
        let mut lines = Lines { shown: Some(&shown), line: Vec::new(), out: Vec::new(), is_closed: false };
        // A letter of two bytes comes in two pieces.
        for piece in [&b"one\ntwo \xd9"[..], b"\x81\n\nth", b"ree"] {
            lines.write_all(piece).unwrap();
        }
        lines.end().unwrap();
        lines.end().unwrap();
        assert_eq!(String::from_utf8(lines.out).unwrap(), "<one\n><two ف\n><\n><three>");
    }
}

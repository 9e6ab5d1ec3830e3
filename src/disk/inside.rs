//! Keeps all reading and writing inside one folder. A project that came from elsewhere (through git, a zip, a memory
//! stick) can contain a link, a pipe or a device in the place of any file or folder, `.bayan` included. Following it
//! would mean reading or writing somebody else's file, or waiting for ever.
//!
//! Every path below a project is checked component by component before it is used: [`check`] is for reading, [`Inside`]
//! for all writing. The project folder itself may be reached through a link, which is the user's own choice. A process
//! that swaps a file between the check and the use is out of scope, but files are opened without following links all
//! the same.

use std::collections::BTreeSet;
use std::fs::{self, File, Permissions};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::Disk;
use crate::t;

/// Something in the place of a file or folder that is not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LeadsOut {
    #[error("{}", t!("store-leads-out-link", path = .0.display().to_string()))]
    Link(PathBuf),
    /// A pipe, a device, a socket.
    #[error("{}", t!("store-leads-out-special", path = .0.display().to_string()))]
    Special(PathBuf),
    /// A file in the place of a folder.
    #[error("{}", t!("store-leads-out-file", path = .0.display().to_string()))]
    File(PathBuf),
    /// A folder in the place of a file.
    #[error("{}", t!("store-leads-out-folder", path = .0.display().to_string()))]
    Folder(PathBuf),
    /// A file that has a second name somewhere.
    #[error("{}", t!("store-leads-out-shared", path = .0.display().to_string()))]
    Shared(PathBuf),
    /// A path that is not below the project at all.
    #[error("{}", t!("store-leads-out-path", path = .0.display().to_string()))]
    Path(PathBuf),
}

impl LeadsOut {
    /// What is at this path, if it is neither a file nor a folder; a link at the end of the path is not followed.
    pub(crate) fn at(path: &Path) -> Option<Self> {
        let kind = fs::symlink_metadata(path).ok()?.file_type();
        if kind.is_symlink() {
            Some(Self::Link(path.to_owned()))
        } else {
            (!kind.is_file() && !kind.is_dir()).then(|| Self::Special(path.to_owned()))
        }
    }

    /// The cause of an error, if it is one of these.
    pub(crate) fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

impl From<LeadsOut> for io::Error {
    fn from(error: LeadsOut) -> Self {
        Self::other(error)
    }
}

/// Checks that every existing component of a path below a project belongs to the project: real folders, and at the end
/// a folder, an ordinary file or nothing.
///
/// # Errors
/// The component that does not, by name.
pub(crate) fn check(project: &Path, path: &Path) -> io::Result<()> {
    let outside = || io::Error::from(LeadsOut::Path(path.to_owned()));
    let mut at = project.to_owned();
    let mut parts = path.strip_prefix(project).map_err(|_| outside())?.components().peekable();
    while let Some(part) = parts.next() {
        let Component::Normal(name) = part else { return Err(outside()) };
        at.push(name);
        let kind = match fs::symlink_metadata(&at) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        if kind.is_symlink() {
            return Err(LeadsOut::Link(at).into());
        }
        if kind.is_file() && parts.peek().is_some() {
            return Err(LeadsOut::File(at).into());
        }
        if !kind.is_file() && !kind.is_dir() {
            return Err(LeadsOut::Special(at).into());
        }
    }
    Ok(())
}

/// The entries of a folder of a project; none if the folder does not exist.
///
/// # Errors
/// The folder is not the project's own, or cannot be read.
pub(crate) fn entries(project: &Path, folder: &Path) -> io::Result<Vec<fs::DirEntry>> {
    check(project, folder)?;
    match fs::read_dir(folder) {
        Ok(entries) => entries.collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// A disk through which only one project can be written.
#[derive(Debug)]
pub struct Inside {
    project: PathBuf,
    disk: Arc<dyn Disk>,
    /// Folders whose names are known to survive a power cut.
    known: Mutex<BTreeSet<PathBuf>>,
}

impl Inside {
    pub fn new(project: &Path, disk: Arc<dyn Disk>) -> Self {
        Self { project: project.to_owned(), disk, known: Mutex::default() }
    }

    fn check(&self, path: &Path) -> io::Result<()> {
        check(&self.project, path)
    }
}

impl Disk for Inside {
    /// Another process may have created a folder a moment ago and been stopped before its name was durable, so the
    /// names of existing folders are synced too, once.
    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.check(folder)?;
        let below = folder.ancestors().take_while(|folder| *folder != self.project);
        let mut below: Vec<_> = below.map(|folder| (folder.to_owned(), folder.is_dir())).collect();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        below.retain(|(folder, _)| !known.contains(folder));
        if below.is_empty() && folder.is_dir() {
            return Ok(());
        }
        self.disk.create_folder(folder)?;
        for (folder, was_there) in below.into_iter().rev() {
            if was_there && let Some(parent) = folder.parent() {
                self.disk.sync_folder(parent)?;
            }
            known.insert(folder);
        }
        Ok(())
    }

    /// The last component may be anything: a new file replaces it.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.check(path.parent().unwrap_or(path))?;
        self.disk.write(path, bytes)
    }

    fn write_synced(&self, path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
        self.check(path.parent().unwrap_or(path))?;
        self.disk.write_synced(path, bytes, permissions)
    }

    fn begin(&self, path: &Path, permissions: Option<Permissions>) -> io::Result<File> {
        self.check(path.parent().unwrap_or(path))?;
        self.disk.begin(path, permissions)
    }

    fn finish(&self, file: File) -> io::Result<()> {
        self.disk.finish(file)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.check(path)?;
        self.disk.append(path, bytes)
    }

    fn append_synced(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.check(path)?;
        self.disk.append_synced(path, bytes)
    }

    fn cut(&self, path: &Path, length_bytes: u64) -> io::Result<()> {
        self.check(path)?;
        self.disk.cut(path, length_bytes)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        self.check(path)?;
        self.disk.sync(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.check(folder)?;
        self.disk.sync_folder(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.check(from)?;
        self.check(to)?;
        self.disk.rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.check(one)?;
        self.check(other)?;
        self.disk.exchange(one, other)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.check(from)?;
        self.check(to)?;
        self.disk.link(from, to)
    }

    /// The last component may be anything: its name is removed, not the target of a link.
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.check(path.parent().unwrap_or(path))?;
        self.disk.remove(path)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.check(folder)?;
        self.known.lock().unwrap_or_else(PoisonError::into_inner).retain(|known| !known.starts_with(folder));
        self.disk.remove_folder(folder)
    }

    fn note(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        self.disk.note(file, bytes)
    }
}

//! What an export leaves beside its destination if it is ended by force (Ctrl+C, a closed terminal, a crash): a hidden file
//! or folder, which the next export to the same folder removes.
//!
//! An export holds a lock on its own as long as it runs, so that others leave it alone. Where a folder cannot be locked, as
//! on Windows, nothing is removed.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::disk::Disk;
use crate::disk::replace::{EXPORT, is_temporary};

/// For so long after its creation, what is empty may not be locked yet.
const BEGINNING: Duration = Duration::from_secs(60);

/// Shows other exports that this one still runs.
#[derive(Debug)]
pub(super) struct Running {
    /// `None` if it could not be locked; then others cannot tell, and remove nothing.
    _lock: Option<File>,
}

impl Running {
    /// Locks what an export has just begun to write.
    pub(super) fn of(path: &Path) -> Self {
        Self { _lock: locked(path) }
    }
}

fn locked(path: &Path) -> Option<File> {
    if cfg!(windows) {
        // A lock would keep the export itself from its file.
        return None;
    }
    let file = File::open(path).ok()?;
    file.try_lock().is_ok().then_some(file)
}

/// Removes what exports that no longer run have left in a folder. What cannot be removed stays.
pub(super) fn remove(disk: &dyn Disk, folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| name.starts_with(EXPORT) && is_temporary(name));
        let path = entry.path();
        if !is_ours || may_be_beginning(&path) {
            continue;
        }
        // The lock is held while it is removed, so that two exports do not remove it at once.
        let Some(_lock) = locked(&path) else { continue };
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let _ = if is_folder { remove_all(disk, &path) } else { disk.remove(&path) };
    }
}

/// Whether something is empty and new, so that its export may be about to lock it.
fn may_be_beginning(path: &Path) -> bool {
    let Ok(metadata) = fs::symlink_metadata(path) else { return true };
    let is_empty = if metadata.is_dir() {
        fs::read_dir(path).is_ok_and(|mut files| files.next().is_none())
    } else {
        metadata.len() == 0
    };
    let age = metadata.modified().ok().and_then(|at| at.elapsed().ok());
    is_empty && age.is_none_or(|age| age < BEGINNING)
}

/// Removes a folder with all that is in it.
///
/// # Errors
/// The system reports an error.
pub(super) fn remove_all(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { remove_all(disk, &entry.path())? } else { disk.remove(&entry.path())? }
    }
    disk.remove_folder(folder)
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk;

    #[test]
    fn only_what_no_export_holds_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in [".bayan-export-1-0.tmp", ".bayan-export-1-1.tmp", ".bayan-put-1-0.tmp", "x.tmp"] {
            fs::write(at(name), "text").unwrap();
        }
        fs::write(at(".bayan-export-1-2.tmp"), "").unwrap();
        fs::create_dir_all(at(".bayan-export-1-3.tmp/a/b")).unwrap();
        fs::write(at(".bayan-export-1-3.tmp/a/b/c"), "text").unwrap();
        fs::create_dir_all(at(".bayan-export-1-4.tmp/a")).unwrap();
        let held = [Running::of(&at(".bayan-export-1-1.tmp")), Running::of(&at(".bayan-export-1-4.tmp"))];
        let names = || {
            let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
            let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
            names.sort();
            names
        };
        remove(&*disk::chosen(), folder.path());
        // The empty file may have been created just now.
        let kept = [".bayan-export-1-1.tmp", ".bayan-export-1-2.tmp", ".bayan-export-1-4.tmp"];
        assert_eq!(names(), [&kept[..], &[".bayan-put-1-0.tmp", "x.tmp"]].concat());
        drop(held);
        let empty = File::options().write(true).open(at(".bayan-export-1-2.tmp")).unwrap();
        empty.set_modified(std::time::UNIX_EPOCH).unwrap();
        remove(&*disk::chosen(), folder.path());
        assert_eq!(names(), [".bayan-put-1-0.tmp", "x.tmp"]);
    }
}

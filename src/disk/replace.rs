//! The one way to replace a file as a whole: a temporary file beside it, synced, renamed into its place, and its folder
//! synced. A crash leaves either the old file or the new one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::inside::LeadsOut;
use super::{Disk, MAX_BYTES};

/// Puts a file that a person has chosen in place as a whole; one that is reached by a link at the link's end.
///
/// # Errors
/// It cannot be written; it is as it was.
pub fn put(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = end_of_links(path)?;
    match fs::symlink_metadata(&target) {
        Ok(metadata) if !metadata.is_file() => return Err(io::ErrorKind::InvalidInput.into()),
        Ok(_) if fs::read(&target).is_ok_and(|old| old == bytes) => return Ok(()),
        _ => {}
    }
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        disk.create_folder(folder)?;
    }
    replace(disk, &target, bytes)
}

/// Where a path leads at last, also where nothing is there yet.
fn end_of_links(path: &Path) -> io::Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..40 {
        match fs::read_link(&at) {
            Ok(next) => at = at.parent().map_or_else(|| next.clone(), |folder| folder.join(&next)),
            // What is no link is the end.
            Err(_) => return Ok(at),
        }
    }
    Err(io::Error::from(LeadsOut::Link(path.to_owned())))
}

/// The one way to replace a file outside a save: a temporary file beside it, synced, renamed, and its folder synced.
///
/// # Errors
/// It cannot be written; it is as it was.
pub fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let temporary = folder.join(format!("{PUT}{}-{number}.tmp", std::process::id()));
    let permissions = fs::metadata(path).ok().map(|old| old.permissions());
    let put = disk.write_synced(&temporary, bytes, permissions).and_then(|()| disk.rename(&temporary, path));
    if let Err(error) = put {
        // What is left of it is swept away when the project is opened, if it cannot be now.
        let _ = disk.remove(&temporary);
        return Err(error);
    }
    disk.sync_folder(folder)
}

/// How the temporary files of this module begin.
pub const PUT: &str = ".bayan-put-";

/// Whether this is the name of one of our temporary files, of whatever writer.
pub fn is_temporary(name: &str) -> bool {
    name.starts_with(".bayan-") && name.ends_with(".tmp")
}

//! A backup of the whole project before files of an older version are rewritten: `.bayan/backups/<UTC
//! time>-v<version>/`, with every file at its own relative path.
//!
//! The backup is written under another name, read back, synced, and only then renamed. Old files that an earlier backup
//! already contains unchanged are not copied again, so opening a project twice does not fill the disk.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::disk::{Disk, inside};
use crate::store::files;
use crate::store::layout::{Older, relative};
use crate::store::problem::{Problem, StoreError};
use crate::text::content::sha256_hex;

/// Backs up the project if any of its files will be rewritten in a newer format; returns where the backup is, if one
/// was made.
///
/// # Errors
/// The backup could not be made, so nothing may be migrated.
pub fn before_migration(disk: &dyn Disk, project: &Path, older: &Older) -> Result<Option<PathBuf>, StoreError> {
    let Some(version) = older.values().min() else { return Ok(None) };
    let folder = project.join(".bayan").join("backups");
    if older.iter().all(|(path, version)| is_kept(project, &folder, path, *version)) {
        return Ok(None);
    }
    let failed = |source| StoreError::Backup { path: folder.clone(), source };
    files::private_folder_on(disk, project).map_err(failed)?;
    let time = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ");
    let name = format!("{time}-v{version}");
    let (unfinished, finished) = (folder.join(format!(".{name}")), folder.join(&name));
    for path in files_of(project).map_err(failed)? {
        let bytes = files::read_bytes_inside(project, &path)
            .map_err(|kind| StoreError::Unreadable(Problem::new(&path, "", kind)))?;
        let copy = unfinished.join(path.strip_prefix(project).unwrap_or(&path));
        let parent = copy.parent().unwrap_or(&unfinished);
        let write = || {
            disk.create_folder(parent)?;
            disk.write_synced(&copy, &bytes, None)?;
            disk.sync_folder(parent)?;
            if files::read_bytes_inside(project, &copy).is_ok_and(|copied| copied == bytes) {
                Ok(())
            } else {
                Err(io::Error::other(crate::t!("store-backup-differs")))
            }
        };
        write().map_err(failed)?;
    }
    disk.rename(&unfinished, &finished).and_then(|()| disk.sync_folder(&folder)).map_err(failed)?;
    Ok(Some(finished))
}

/// Whether an earlier backup of this version contains the file unchanged.
fn is_kept(project: &Path, backups: &Path, path: &str, version: u32) -> bool {
    let Ok(bytes) = files::read_bytes_inside(project, &project.join(path)) else { return false };
    let sha256 = sha256_hex(&bytes);
    let ending = format!("-v{version}");
    let mut copies = inside::entries(project, backups).unwrap_or_default().into_iter().filter(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        !name.starts_with('.') && name.ends_with(&ending)
    });
    let holds = |bytes: Vec<u8>| sha256_hex(&bytes) == sha256;
    copies.any(|copy| files::read_bytes_inside(project, &copy.path().join(path)).is_ok_and(holds))
}

/// All files of the project, without hidden ones and links.
fn files_of(project: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![project.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && is_of_the_project(project, &entry.path()) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whether a file belongs to the project. Other files that people keep beside it, such as films, are not backed up.
fn is_of_the_project(project: &Path, path: &Path) -> bool {
    let name = relative(project, path);
    match name.split_once('/') {
        Some((folder, _)) => matches!(folder, "documents" | "annotations" | "review"),
        None => path.extension().is_some_and(|ending| ending == "ron" || ending == "md"),
    }
}

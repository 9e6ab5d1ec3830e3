//! Reading with a limit and writing so that a crash leaves either the old file or the new one.
//!
//! Files of a project go through [`super::inside`]; other files, which a person has chosen, are reached by links too.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::disk::{self, Disk};
use super::inside;
use super::problem::{ProblemKind, StoreError};
use crate::text::content::sha256_hex;

/// No file of a project is larger than this, neither one that is read nor one that is written.
pub const MAX_BYTES: u64 = 1 << 30;
/// No file in a zip is: what is packed can be a thousand times smaller than what comes out.
pub const MAX_PACKED_BYTES: u64 = 64 << 20;
/// No name of a file that the program chooses by itself is longer: encrypted folders take 143 bytes.
pub const MAX_NAME_BYTES: usize = 143;
/// How long the time is that stands before the name of a file that is kept, with the mark behind it.
const TIME_BYTES: usize = 21;

/// The whole file as text.
pub fn read(path: &Path) -> Result<String, ProblemKind> {
    String::from_utf8(read_bytes(path)?).map_err(|_invalid| ProblemKind::NotUtf8)
}

/// Puts a file that a person has chosen in place as a whole; one that is reached by a link at the link's end.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |source| StoreError::Write { path: path.to_owned(), source };
    let disk = disk::chosen();
    let target = end_of_links(path).map_err(failed)?;
    match fs::symlink_metadata(&target) {
        Ok(metadata) if !metadata.is_file() => return Err(failed(io::ErrorKind::InvalidInput.into())),
        Ok(_) if fs::read(&target).is_ok_and(|old| old == bytes) => return Ok(()),
        _ => {}
    }
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        disk.create_folder(folder).map_err(failed)?;
    }
    replace(&*disk, &target, bytes).map_err(failed)
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
    Err(io::Error::from(inside::LeadsOut::Link(path.to_owned())))
}

/// Puts a file of a project in place as a whole, in a folder that may not be there yet.
pub fn write_inside(project: &Path, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |source| StoreError::Write { path: path.to_owned(), source };
    let disk = inside::Inside::new(project, disk::chosen());
    inside::check(project, path).map_err(failed)?;
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    disk.create_folder(path.parent().unwrap_or(project)).map_err(failed)?;
    replace(&disk, path, bytes).map_err(failed)
}

/// The one way to replace a file outside a save: a temporary file beside it, synced, renamed, and its folder synced.
fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> io::Result<()> {
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

/// Whether a folder holds nothing, or only hidden files such as an interrupted save leaves: then it is none yet.
pub fn is_nothing(folder: &Path) -> bool {
    let hidden = |entry: io::Result<fs::DirEntry>| {
        entry.is_ok_and(|entry| {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            !is_folder && entry.file_name().to_string_lossy().starts_with('.')
        })
    };
    fs::read_dir(folder).is_ok_and(|mut entries| entries.all(hidden))
}

/// Whether something has this name, be it a link that leads nowhere.
pub fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Moves a file or folder that is no longer part of the project aside, under `.bayan/removed`.
pub fn remove(project: &Path, path: &Path) -> Result<(), StoreError> {
    if !is_there(path) {
        return Ok(());
    }
    let disk = inside::Inside::new(project, disk::chosen());
    let remove = || {
        let kept = private_folder_on(&disk, project)?.join("removed");
        disk.create_folder(&kept)?;
        let name = super::saver::relative(project, path);
        disk.rename(path, &kept.join(kept_name(jiff::Timestamp::now().as_nanosecond(), &name)))?;
        disk.sync_folder(&kept)?;
        path.parent().map_or(Ok(()), |folder| disk.sync_folder(folder))
    };
    remove().map_err(|source| StoreError::Write { path: path.to_owned(), source })
}

/// The name of a file that is kept in one of the folders of `.bayan`: a time, and where in the project it stood.
pub fn kept_name(time: impl std::fmt::Display, name: &str) -> String {
    format!("{time}~{}", kept_part(name))
}

/// What stands behind the time in the name of a file that is kept; short enough for every file system.
pub fn kept_part(name: &str) -> String {
    shortened(&name.replace('/', "~"), MAX_NAME_BYTES - TIME_BYTES)
}

/// A name of at most so many bytes: a longer one is cut between two letters, and told from others by a checksum. The
/// ending stays.
pub fn shortened(name: &str, most_bytes: usize) -> String {
    if name.len() <= most_bytes {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = if ending.is_empty() || ending.len() > 8 { String::new() } else { format!(".{ending}") };
    let sum = sha256_hex(name.as_bytes());
    let mark = format!("~{}{ending}", sum.get(..16).unwrap_or(&sum));
    let start = name.get(..name.floor_char_boundary(most_bytes.saturating_sub(mark.len()))).unwrap_or_default();
    format!("{start}{mark}")
}

/// `.bayan` by way of this disk, made where it is missing, with a note for git to pass it over.
pub fn private_folder_on(disk: &dyn Disk, project: &Path) -> io::Result<PathBuf> {
    let folder = project.join(".bayan");
    disk.create_folder(&folder)?;
    let ignore = folder.join(".gitignore");
    if !is_there(&ignore) {
        disk.write(&ignore, b"*\n")?;
    }
    Ok(folder)
}

/// The whole file, if all of its path below the project is the project's own.
pub fn read_bytes_inside(project: &Path, path: &Path) -> Result<Vec<u8>, ProblemKind> {
    let io = |error: io::Error| ProblemKind::from_io(&error);
    inside::check(project, path).map_err(io)?;
    read_plain(path)
}

/// The whole file, unless its last part is a link: for files in a folder that was looked at already.
pub fn read_plain(path: &Path) -> Result<Vec<u8>, ProblemKind> {
    let file = disk::open_plain(path, OpenOptions::new().read(true));
    take(file.map_err(|error| ProblemKind::from_io(&error))?, MAX_BYTES)
}

/// The whole file as bytes.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, ProblemKind> {
    read_within(path, MAX_BYTES)
}

/// The same with a limit of its own.
pub fn read_within(path: &Path, most_bytes: u64) -> Result<Vec<u8>, ProblemKind> {
    // A pipe in the place of a file would be waited for.
    let metadata = fs::metadata(path).map_err(|error| ProblemKind::from_io(&error))?;
    if !metadata.is_file() {
        return Err(ProblemKind::NoFile);
    }
    let file = fs::File::open(path).map_err(|error| ProblemKind::from_io(&error))?;
    take(file, most_bytes)
}

fn take(file: fs::File, most_bytes: u64) -> Result<Vec<u8>, ProblemKind> {
    let io = |error: io::Error| ProblemKind::from_io(&error);
    if file.metadata().map_err(io)?.len() > most_bytes {
        return Err(ProblemKind::TooLarge);
    }
    let mut bytes = Vec::new();
    // The limit holds too when the file grows while it is read.
    file.take(most_bytes + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > most_bytes {
        return Err(ProblemKind::TooLarge);
    }
    Ok(bytes)
}

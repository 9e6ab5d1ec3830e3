//! Reading with a limit and writing so that a crash leaves either the old file or the new one.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::disk::{Disk, Real};
use super::problem::{ProblemKind, StoreError};

/// No file of a project is larger than this: a layer of 25,000 statements has a third of it.
pub const MAX_BYTES: u64 = 64 << 20;

/// The whole file as text.
pub fn read(path: &Path) -> Result<String, ProblemKind> {
    String::from_utf8(read_bytes(path)?).map_err(|_invalid| ProblemKind::NotUtf8)
}

/// Puts a file in place as a whole: temporary file beside it, fsync, rename, fsync of the folder.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    write_new(path, bytes).map_err(|source| StoreError::Write { path: path.to_owned(), source })
}

/// Moves a file or folder that is no longer part of the project aside, under `.bayan/removed`.
pub fn remove(project: &Path, path: &Path) -> Result<(), StoreError> {
    let error = |source| StoreError::Write { path: path.to_owned(), source };
    if !path.try_exists().map_err(error)? {
        return Ok(());
    }
    let kept = private_folder(project).map_err(error)?.join("removed");
    fs::create_dir_all(&kept).map_err(error)?;
    let name = path.strip_prefix(project).unwrap_or(path).to_string_lossy().replace(['/', '\\'], "~");
    let stamp = jiff::Timestamp::now().as_nanosecond();
    fs::rename(path, kept.join(format!("{stamp}~{name}"))).map_err(error)?;
    if let Some(folder) = path.parent() {
        sync_folder(folder).map_err(error)?;
    }
    Ok(())
}

/// `.bayan`, made where it is missing, with a note for git to pass it over.
pub fn private_folder(project: &Path) -> io::Result<PathBuf> {
    private_folder_on(&Real, project)
}

/// The same by way of this disk.
pub fn private_folder_on(disk: &dyn Disk, project: &Path) -> io::Result<PathBuf> {
    let folder = project.join(".bayan");
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        disk.create_folder(&folder)?;
        disk.write(&ignore, b"*\n")?;
    }
    Ok(folder)
}

/// The whole file, unless it is a link: what a project shows must lie in the project.
pub fn read_bytes_inside(path: &Path) -> Result<Vec<u8>, ProblemKind> {
    let metadata = fs::symlink_metadata(path).map_err(|error| ProblemKind::from_io(&error))?;
    if metadata.is_symlink() {
        return Err(ProblemKind::Link);
    }
    read_bytes(path)
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
    let file = File::open(path).map_err(|error| ProblemKind::from_io(&error))?;
    let metadata = file.metadata().map_err(|error| ProblemKind::from_io(&error))?;
    if metadata.len() > most_bytes {
        return Err(ProblemKind::TooLarge);
    }
    let mut bytes = Vec::new();
    // The limit holds too when the file grows while it is read.
    file.take(most_bytes + 1).read_to_end(&mut bytes).map_err(|error| ProblemKind::from_io(&error))?;
    if bytes.len() as u64 > most_bytes {
        return Err(ProblemKind::TooLarge);
    }
    Ok(bytes)
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".bayan-").suffix(".tmp");
    // Colleagues read these files too: the umask decides, as for any other file.
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666))
    };
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    if let Ok(old) = fs::metadata(path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems do not open folders for syncing; there the rename itself is what we get.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same signature as on Unix")]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

//! Creates a project in one step: everything is written under `.bayan/new`, synced, and then renamed into place,
//! `project.ron` last. A folder without it is not yet a project, and what a crash has left of one is moved aside when
//! the project is created again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::disk::inside::{self, Inside};
use crate::disk::{self, Disk, replace};
use crate::edit::change::Touched;
use crate::model::project::Project;
use crate::store::files;
use crate::store::format::attributes;
use crate::store::format::render::render;
use crate::store::layout::{all_files, names, path_of, relative};
use crate::store::lock::{Lock, LockError};
use crate::store::problem::StoreError;

/// The files of a project: relative paths, with `/`, and their contents.
pub(crate) type Contents = BTreeMap<String, Vec<u8>>;

const PROJECT: &str = "project.ron";

/// All files of a project in memory, as they would be saved.
///
/// # Errors
/// A file cannot be rendered.
pub(crate) fn contents(project: &Project) -> Result<Contents, StoreError> {
    let root = Path::new("");
    let mut contents = Contents::new();
    for file in all_files(project) {
        let path = path_of(root, &file);
        let name = relative(root, &path);
        if let Touched::Document(id) = &file
            && let Some(document) = project.documents.get(id)
        {
            let text = relative(root, &path.with_file_name("text.txt"));
            contents.insert(text, document.content.as_str().as_bytes().to_vec());
        }
        if file == Touched::Guidelines && project.guidelines.is_empty() {
            continue;
        }
        let text = render(project, &file).map_err(|source| StoreError::Encode { path, source })?;
        contents.extend(text.map(|text| (name, text.into_bytes())));
    }
    Ok(contents)
}

/// Creates a project from these files in a folder that is empty or does not exist yet.
///
/// # Errors
/// The folder contains a project or other files, or cannot be written.
pub(crate) fn put(folder: &Path, contents: &Contents) -> Result<(), StoreError> {
    let failed = |source| StoreError::Write { path: folder.to_owned(), source };
    let disk = Inside::new(folder, disk::chosen());
    let staging = folder.join(".bayan").join("new");
    let not_empty = || StoreError::NotEmpty(folder.to_owned());
    left_over(folder, &staging).map_err(failed)?.ok_or_else(not_empty)?;
    disk.create_folder(folder).map_err(failed)?;
    // If two processes create a project at the same time, the second finds that of the first.
    let held = |error: LockError| failed(io::Error::other(error.to_string()));
    let _lock = Lock::acquire_anyway(folder).map_err(held)?;
    let left_over = left_over(folder, &staging).map_err(failed)?.ok_or_else(not_empty)?;
    attributes::write(folder, false)?;
    let put = || {
        files::private_folder_on(&disk, folder)?;
        for entry in inside::entries(folder, folder)? {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(replace::PUT) && replace::is_temporary(&name) {
                disk.remove(&entry.path())?;
            }
        }
        for name in left_over {
            let removed = folder.join(".bayan").join("removed");
            disk.create_folder(&removed)?;
            let kept = names::kept_name(jiff::Timestamp::now().as_nanosecond(), &name);
            disk.rename(&folder.join(&name), &removed.join(kept))?;
        }
        clear(&disk, folder, &staging)?;
        stage(&disk, &staging, contents)?;
        let tops: BTreeSet<&str> = contents.keys().filter_map(|path| path.split('/').next()).collect();
        for top in tops.iter().filter(|top| **top != PROJECT) {
            disk.rename(&staging.join(top), &folder.join(top))?;
        }
        if tops.len() > 1 {
            disk.sync_folder(folder)?;
        }
        disk.rename(&staging.join(PROJECT), &folder.join(PROJECT))?;
        disk.sync_folder(folder)?;
        disk.remove_folder(&staging)
    };
    put().map_err(failed)
}

/// The files that an interrupted creation has already put into a folder; `None` if the folder contains something else.
fn left_over(folder: &Path, staging: &Path) -> io::Result<Option<Vec<String>>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries.collect::<io::Result<Vec<_>>>()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(Vec::new())),
        Err(error) => return Err(error),
    };
    let names = entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned());
    // Hidden files (`.git`, `.DS_Store`) do not count as content.
    let names: Vec<String> = names.filter(|name| !names::is_hidden(name)).collect();
    let interrupted = fs::symlink_metadata(staging).is_ok_and(|metadata| metadata.is_dir());
    let ours = |name: &String| matches!(name.as_str(), "documents" | "annotations" | "review" | "guidelines.md");
    Ok((names.is_empty() || interrupted && names.iter().all(ours)).then_some(names))
}

/// Writes the files in the staging folder, and returns when they and their names are durable.
fn stage(disk: &dyn Disk, staging: &Path, contents: &Contents) -> io::Result<()> {
    disk.create_folder(staging)?;
    let mut folders = BTreeSet::new();
    for (name, bytes) in contents {
        if bytes.len() as u64 > files::MAX_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let path = staging.join(name);
        let parent = path.parent().unwrap_or(staging).to_owned();
        if folders.insert(parent.clone()) {
            disk.create_folder(&parent)?;
        }
        disk.write_synced(&path, bytes, None)?;
    }
    folders.insert(staging.to_owned());
    folders.iter().rev().try_for_each(|folder| disk.sync_folder(folder))
}

/// Removes what an interrupted creation has left in its own folder.
fn clear(disk: &dyn Disk, project: &Path, folder: &Path) -> io::Result<()> {
    for entry in inside::entries(project, folder)? {
        if entry.file_type()?.is_dir() {
            clear(disk, project, &entry.path())?;
        } else {
            disk.remove(&entry.path())?;
        }
    }
    disk.remove_folder(folder)
}

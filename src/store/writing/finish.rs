//! Completes a save: right after its manifest was written, or after a crash.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::aside::{keep_aside, keep_aside_as};
use super::manifest::{Manifest, Step, manifest_path, note};
use crate::disk::{Disk, inside, replace};
use crate::model::id::folded;
use crate::store::journal::{history, segments};
use crate::store::layout::names::{self, temporary_prefix};
use crate::store::layout::{self, path_inside, relative};
use crate::store::problem::{Problem, ProblemKind, StoreError};
use crate::store::{files, lock};
use crate::text::content::sha256_hex;

/// The result of completing interrupted saves.
#[derive(Debug, Default)]
pub(crate) struct Finished {
    /// The manifests that were completed.
    pub manifests: Vec<Manifest>,
    pub aside: Vec<PathBuf>,
    /// Unusable manifests, which were kept aside.
    pub unfit: Vec<PathBuf>,
}

/// Completes every interrupted save of a writer, or removes what it has left.
///
/// # Errors
/// A file cannot be put in place; its manifest is kept.
pub(crate) fn finish_all(disk: &dyn Disk, folder: &Path, writer: &str, others: Others) -> Result<Finished, StoreError> {
    let mut finished = Finished::default();
    let journals = segments::folder(folder);
    let names = segments::names(folder).map_err(|source| StoreError::Write { path: journals.clone(), source })?;
    for name in names {
        let Some((_, _)) = segments::parse_name(&name, ".manifest").filter(|(of, _)| *of == writer) else { continue };
        let path = journals.join(&name);
        let bytes = files::read_bytes_inside(folder, &path);
        let bytes = bytes.map_err(|kind| StoreError::Unreadable(Problem::new(&path, "", kind)))?;
        match Manifest::from_bytes(&bytes) {
            Some(mut manifest) if manifest.can_be_finished(folder) => {
                if others == Others::Merge && leave_what_changed(disk, folder, writer, &mut manifest)? {
                    disk.remove(&path).map_err(|source| StoreError::Write { path: path.clone(), source })?;
                }
                finished.aside.extend(finish(disk, folder, writer, &manifest)?);
                finished.manifests.push(manifest);
            }
            unfit => {
                // An incomplete manifest was not synced, so nothing was renamed yet: the journal has everything.
                if unfit.is_some() || bytes.ends_with(b"}") {
                    keep_aside(disk, folder, &path)?;
                    finished.unfit.push(path.clone());
                }
                disk.remove(&path).map_err(|source| StoreError::Write { path, source })?;
            }
        }
    }
    sweep(disk, folder, writer);
    Ok(finished)
}

/// What happens to content of others in the place of a file that a manifest replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Others {
    /// A copy is kept aside.
    Keep,
    /// It stays in place, and the journal is merged with it.
    Merge,
}

/// Removes from a manifest the files that somebody else has changed since it was written: the journal still has all
/// changes, and is merged with the present content. Returns whether there were any; the journal is then not retired
/// with the manifest.
fn leave_what_changed(
    disk: &dyn Disk,
    folder: &Path,
    writer: &str,
    manifest: &mut Manifest,
) -> Result<bool, StoreError> {
    let segments = segments::segments(folder, writer).unwrap_or_default();
    if !segments.iter().any(|(_, number)| *number <= manifest.segment) {
        // Only the new files contain the changes; the present content is kept aside.
        return Ok(false);
    }
    let is_changed = |step: &Step| {
        let now = match files::read_bytes_inside(folder, &folder.join(&step.path)) {
            Ok(bytes) => Some(sha256_hex(&bytes)),
            Err(ProblemKind::Missing) => None,
            Err(_) => return false,
        };
        let is_staged = layout::is_there(&folder.join(&step.other));
        match &step.sha256 {
            Some(_) => is_staged && now != step.before && now != step.sha256,
            // A file that must be moved away but has not been yet.
            None => !is_staged && step.before.is_some() && now.is_some() && now != step.before,
        }
    };
    let (changed, left): (Vec<_>, Vec<_>) = std::mem::take(&mut manifest.steps).into_iter().partition(is_changed);
    manifest.steps = left;
    for step in changed.iter().filter(|step| step.sha256.is_some()) {
        let path = folder.join(&step.other);
        disk.remove(&path).map_err(|source| StoreError::Write { path: path.clone(), source })?;
    }
    if !changed.is_empty() {
        manifest.segment = 0;
    }
    Ok(!changed.is_empty())
}

/// Removes the temporary files that an interrupted save has left, and the folders that were created only for them.
fn sweep(disk: &dyn Disk, project: &Path, writer: &str) {
    let prefix = temporary_prefix(writer);
    let of_layers = is_alone(project, writer).then(|| format!(".bayan-{writer}~"));
    // If the crash came before the first file, there is only the folder.
    let crashed = segments::segments(project, writer).is_ok_and(|segments| !segments.is_empty());
    let mut folders = Vec::new();
    for part in ["documents", "annotations"] {
        let entries = inside::entries(project, &project.join(part)).unwrap_or_default();
        folders.extend(entries.iter().map(|entry| (entry.path(), true)));
    }
    folders.extend(["documents", "annotations", "review"].map(|part| (project.join(part), false)));
    folders.push((project.to_owned(), false));
    for (folder, is_for_one) in folders {
        let mut removed = false;
        let Ok(entries) = inside::entries(project, &folder) else { continue };
        let is_empty = entries.is_empty();
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let prefixes = [Some(prefix.as_str()), Some(replace::PUT), of_layers.as_deref()];
            let ours = prefixes.iter().flatten().any(|prefix| name.starts_with(prefix)) && replace::is_temporary(&name);
            if !ours || entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                continue;
            }
            match disk.remove(&entry.path()) {
                Ok(()) => removed = true,
                Err(error) => tracing::warn!(%error, path = %entry.path().display(), "a temporary file stays behind"),
            }
        }
        if is_for_one && (removed || is_empty && crashed) {
            // If others have put something into it in the meantime, it stays.
            let _ = disk.remove_folder(&folder);
        }
    }
}

/// Whether nobody needs the temporary files of this computer's windows that write one annotator's layers: no such
/// window is open, and none has a save to complete.
fn is_alone(project: &Path, writer: &str) -> bool {
    let manifest_of_another =
        |name: &String| segments::parse_name(name, ".manifest").is_some_and(|(of, _)| of != writer);
    let is_finished = segments::names(project).is_ok_and(|names| !names.iter().any(manifest_of_another));
    is_finished && !writer.contains('~') && lock::written_layers(project).is_empty()
}

/// Carries out the remaining steps of a manifest, and removes it and what it covers. Returns where the content of
/// others was kept that had replaced a file since the manifest was written.
///
/// # Errors
/// A file cannot be put in place; the manifest is kept.
pub(crate) fn finish(
    disk: &dyn Disk,
    folder: &Path,
    writer: &str,
    manifest: &Manifest,
) -> Result<Vec<PathBuf>, StoreError> {
    let (mut aside, mut displaced, mut folders) = (Vec::new(), Vec::new(), BTreeSet::new());
    for step in &manifest.steps {
        let (Some(path), Some(other)) = (path_inside(folder, &step.path), path_inside(folder, &step.other)) else {
            return Err(StoreError::Write {
                path: folder.join(&step.path),
                source: io::Error::from(io::ErrorKind::InvalidInput),
            });
        };
        let failed = |source| StoreError::Write { path: path.clone(), source };
        match &step.sha256 {
            Some(sha256) => {
                let placed = put_in_place(disk, folder, step, sha256, &path, &other)?;
                aside.extend(placed.kept);
                displaced.extend(placed.is_exchanged.then_some(other.clone()));
            }
            // A file that was moved before the crash is not moved again, since another file may have taken its place,
            // unless it is the same one, which a power cut has left under both names.
            None if layout::is_there(&path)
                && (!layout::is_there(&other) || is_left_in_place(manifest, step, &path, &other)) =>
            {
                let parent = other.parent().unwrap_or(folder);
                disk.create_folder(parent).map_err(failed)?;
                let is_folder = path.is_dir() && layout::is_there(&other);
                let name = || names::kept_name(jiff::Timestamp::now().as_nanosecond(), &step.path);
                let other = if is_folder { parent.join(name()) } else { other.clone() };
                disk.rename(&path, &other).map_err(failed)?;
                let moved = step.before.as_ref().and_then(|_| files::read_plain(&other).ok());
                if moved.is_some_and(|bytes| Some(sha256_hex(&bytes)) != step.before) {
                    aside.push(other);
                }
            }
            None => {}
        }
        folders.extend(path.parent().map(Path::to_owned));
        if step.sha256.is_none() {
            folders.extend(other.parent().map(Path::to_owned));
        }
    }
    for synced in folders.into_iter().filter(|folder| folder.is_dir()) {
        disk.sync_folder(&synced).map_err(|source| StoreError::Write { path: synced, source })?;
    }
    // Only now: if the new names were lost, the files removed here would be missed.
    for path in displaced {
        disk.remove(&path).map_err(|source| StoreError::Write { path, source })?;
    }
    retire(disk, folder, writer, manifest)?;
    let path = manifest_path(folder, writer, manifest.segment);
    let journals = segments::folder(folder);
    // Segments that reappeared without the manifest would be replayed over files that already contain them.
    let removed = disk.sync_folder(&journals).and_then(|()| disk.remove(&path));
    removed.map_err(|source| StoreError::Write { path, source })?;
    Ok(aside)
}

/// Removes the segments that a manifest covers; their records are kept in the history.
///
/// # Errors
/// A segment cannot be removed.
fn retire(disk: &dyn Disk, project: &Path, writer: &str, manifest: &Manifest) -> Result<(), StoreError> {
    let journals = segments::folder(project);
    let failed = |source| StoreError::Write { path: journals.clone(), source };
    let segments: Vec<_> = segments::segments(project, writer)
        .map_err(failed)?
        .into_iter()
        .filter(|(_, number)| *number <= manifest.segment)
        .map(|(name, _)| journals.join(name))
        .collect();
    // Failing to keep the history is no reason not to save.
    if let Err(error) = history::append(disk, project, writer, &segments) {
        tracing::warn!(%error, "the history cannot be written");
    }
    let mut saved = history::saved(project, writer);
    note(&mut saved, manifest);
    if let Err(error) = history::write_saved(disk, project, writer, &saved) {
        tracing::warn!(%error, "what was saved cannot be written down");
        // The hashes are no longer true: our own files would be mistaken for somebody else's.
        let _ = disk.remove(&history::folder(project).join(format!("{writer}.saved")));
    }
    segments.iter().try_for_each(|path| disk.remove(path)).map_err(failed)
}

/// Whether the file or folder at a path is the one that was moved away from there, and not a later one: a power cut may
/// leave it under both names if the file system makes them durable separately.
fn is_left_in_place(manifest: &Manifest, step: &Step, path: &Path, other: &Path) -> bool {
    let name = folded(&step.path);
    let comes_again = manifest.steps.iter().any(|step| step.sha256.is_some() && folded(&step.path) == name);
    !comes_again && is_same(path, other)
}

/// Whether two files, or two folders with all their contents, are equal.
fn is_same(one: &Path, other: &Path) -> bool {
    let kind = |path: &Path| std::fs::symlink_metadata(path).map(|metadata| metadata.file_type()).ok();
    match (kind(one), kind(other)) {
        (Some(a), Some(b)) if a.is_file() && b.is_file() => {
            matches!((files::read_plain(one), files::read_plain(other)), (Ok(a), Ok(b)) if a == b)
        }
        (Some(a), Some(b)) if a.is_dir() && b.is_dir() => {
            let names = |folder: &Path| {
                let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
                entries.map(|entries| entries.iter().map(std::fs::DirEntry::file_name).collect::<BTreeSet<_>>()).ok()
            };
            let (here, there) = (names(one), names(other));
            here.is_some()
                && here == there
                && here.is_some_and(|names| names.iter().all(|name| is_same(&one.join(name), &other.join(name))))
        }
        _ => false,
    }
}

/// Renames the new content of one file into place, unless that is already done. If somebody else has changed the file
/// since the save was planned, that content is kept aside, even if it arrived at the last moment: the two are exchanged
/// in one step, if the file system can do so, and the old content is checked afterwards.
fn put_in_place(
    disk: &dyn Disk,
    folder: &Path,
    step: &Step,
    sha256: &String,
    path: &Path,
    other: &Path,
) -> Result<Placed, StoreError> {
    let failed = |source| StoreError::Write { path: path.to_owned(), source };
    let there = |path: &Path| match files::read_bytes_inside(folder, path) {
        Ok(bytes) => Ok(Some(sha256_hex(&bytes))),
        Err(ProblemKind::Missing) => Ok(None),
        Err(kind) => Err(StoreError::Unreadable(Problem::new(path, "", kind))),
    };
    let is_others = |now: &Option<String>| now.is_some() && *now != step.before && now.as_ref() != Some(sha256);
    let now = there(path)?;
    let Some(staged) = there(other)? else {
        // It is already in place, unless the staged file was removed.
        let is_done = now.as_ref() == Some(sha256);
        let differs = || failed(io::Error::other(crate::t!("store-written-differs")));
        return is_done.then(Placed::default).ok_or_else(differs);
    };
    let displaced = if staged != *sha256 {
        // They were exchanged before the interruption, or the staged file is damaged.
        if now.as_ref() != Some(sha256) {
            return Err(failed(io::Error::other(crate::t!("store-written-differs"))));
        }
        Some(staged)
    } else if now.is_none() {
        disk.rename(other, path).map_err(failed)?;
        return Ok(Placed::default());
    } else if disk.exchange(other, path).is_ok() {
        there(other)?
    } else {
        let kept = is_others(&now).then(|| keep_aside(disk, folder, path)).transpose()?;
        disk.rename(other, path).map_err(failed)?;
        return Ok(Placed { kept, is_exchanged: false });
    };
    let keep = || keep_aside_as(disk, folder, other, &relative(folder, path));
    let kept = is_others(&displaced).then(keep).transpose()?;
    Ok(Placed { kept, is_exchanged: displaced.is_some() })
}

/// The result of putting new content in place.
#[derive(Default)]
struct Placed {
    /// Where the content of others was kept.
    kept: Option<PathBuf>,
    /// The old content now has the temporary file's name.
    is_exchanged: bool,
}

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

/// What interrupted saves have come to.
#[derive(Debug, Default)]
pub struct Finished {
    /// Those that were brought to their end.
    pub manifests: Vec<Manifest>,
    pub aside: Vec<PathBuf>,
    /// Manifests that cannot be used and were kept aside.
    pub unfit: Vec<PathBuf>,
}

/// Brings every interrupted save of a writer to its end, or takes away what it has left.
///
/// # Errors
/// A file cannot be put in place; its manifest stays.
pub fn finish_all(disk: &dyn Disk, folder: &Path, writer: &str, others: Others) -> Result<Finished, StoreError> {
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
                // One that is not whole was not synced, so that nothing was renamed yet: the journal has everything.
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

/// What becomes of the content of others that stands in the place of a file that a manifest replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// It is kept aside.
    Keep,
    /// It stays, and the journal is merged with it.
    Merge,
}

/// Takes out of a manifest what somebody else has changed since it was written: the journal has it all still, and is merged
/// with what is there. Whether there was such a thing; then the journal is not retired with the manifest.
fn leave_what_changed(
    disk: &dyn Disk,
    folder: &Path,
    writer: &str,
    manifest: &mut Manifest,
) -> Result<bool, StoreError> {
    let segments = segments::segments(folder, writer).unwrap_or_default();
    if !segments.iter().any(|(_, number)| *number <= manifest.segment) {
        // Nothing but the new files has the changes; what stands there is kept aside.
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
            // What is to be moved away, and has not been yet.
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

/// Takes the temporary files away that an interrupted save has left, and the folders that were made for them alone.
fn sweep(disk: &dyn Disk, project: &Path, writer: &str) {
    let prefix = temporary_prefix(writer);
    let of_layers = is_alone(project, writer).then(|| format!(".bayan-{writer}~"));
    // Where a crash came before the first file, there is only the folder.
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
            // Where others have put something into it meanwhile, it stays.
            let _ = disk.remove_folder(&folder);
        }
    }
}

/// Whether nobody needs the temporary files of this computer's windows that write the layers of one annotator: none is
/// open, and none has a save to finish.
fn is_alone(project: &Path, writer: &str) -> bool {
    let manifest_of_another =
        |name: &String| segments::parse_name(name, ".manifest").is_some_and(|(of, _)| of != writer);
    let is_finished = segments::names(project).is_ok_and(|names| !names.iter().any(manifest_of_another));
    is_finished && !writer.contains('~') && lock::written_layers(project).is_empty()
}

/// Does what a manifest says, as far as it is not done yet, and takes it and what it covers away. Returned is where the
/// content of others was put that has come into the place of a file since the manifest was written.
///
/// # Errors
/// A file cannot be put in place; the manifest stays.
pub fn finish(disk: &dyn Disk, folder: &Path, writer: &str, manifest: &Manifest) -> Result<Vec<PathBuf>, StoreError> {
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
            // What was moved before a crash is not moved again, since another file may have come into its place; unless it is
            // the same one, which a power cut has left under both names.
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
    // Only now: were the new names lost, what is taken away here would be missed.
    for path in displaced {
        disk.remove(&path).map_err(|source| StoreError::Write { path, source })?;
    }
    retire(disk, folder, writer, manifest)?;
    let path = manifest_path(folder, writer, manifest.segment);
    let journals = segments::folder(folder);
    // Segments that came back without the manifest would be done again over what they are in already.
    let removed = disk.sync_folder(&journals).and_then(|()| disk.remove(&path));
    removed.map_err(|source| StoreError::Write { path, source })?;
    Ok(aside)
}

/// Takes the segments away that a manifest covers; their records go on in the history.
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
    // What of the history cannot be kept is no reason not to save.
    if let Err(error) = history::append(disk, project, writer, &segments) {
        tracing::warn!(%error, "the history cannot be written");
    }
    let mut saved = history::saved(project, writer);
    note(&mut saved, manifest);
    if let Err(error) = history::write_saved(disk, project, writer, &saved) {
        tracing::warn!(%error, "what was saved cannot be written down");
        // What it says is not true any more: own files would be taken for somebody else's.
        let _ = disk.remove(&history::folder(project).join(format!("{writer}.saved")));
    }
    segments.iter().try_for_each(|path| disk.remove(path)).map_err(failed)
}

/// Whether what stands at a path is what was moved away from there, and nothing that came later: a power cut may leave a file or a
/// folder under its old name and under its new one, where the file system makes the two durable one by one.
fn is_left_in_place(manifest: &Manifest, step: &Step, path: &Path, other: &Path) -> bool {
    let name = folded(&step.path);
    let comes_again = manifest.steps.iter().any(|step| step.sha256.is_some() && folded(&step.path) == name);
    !comes_again && is_same(path, other)
}

/// Whether two files, or two folders with all that is in them, hold the same.
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

/// Gives the new content of one file its name, unless it has it already. What somebody else has put there since it was
/// planned is kept aside, also where it came in the last moment: the two are exchanged in one step, where the file system
/// can, and what was there is looked at afterwards.
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
        // It has its name already, unless what was staged was taken away.
        let is_done = now.as_ref() == Some(sha256);
        let differs = || failed(io::Error::other(crate::t!("store-written-differs")));
        return is_done.then(Placed::default).ok_or_else(differs);
    };
    let displaced = if staged != *sha256 {
        // They were exchanged before it was interrupted; or what was staged is damaged.
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

/// How new content came into its place.
#[derive(Default)]
struct Placed {
    /// Where the content of others was put.
    kept: Option<PathBuf>,
    /// What was there has the name of the temporary file now.
    is_exchanged: bool,
}

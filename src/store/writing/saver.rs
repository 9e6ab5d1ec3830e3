//! Writes the project's files as one whole: after a crash at any moment, recovery leaves all of them old or all new.
//!
//! 1. The new content of each file is written beside it and synced, with its name.
//! 2. A manifest says which files are to be replaced and up to which journal segment they hold everything; it is synced.
//! 3. The files are renamed into place, and their folders synced.
//! 4. The segments are taken away (their records go on in the history), then the manifest.
//!
//! Recovery without a sound manifest starts from the old files and all segments; with one it goes on at 3.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk::{Disk, inside, replace};
use crate::edit::change::Touched;
use crate::model::document::Document;
use crate::model::id::folded;
use crate::model::project::Project;
use crate::store::files;
use crate::store::format::render::render;
use crate::store::journal::{history, past_states, segments};
use crate::store::layout::names::{self, temporary_prefix};
use crate::store::layout::{self, Hashes, path_inside, path_of, relative};
use crate::store::lock;
use crate::store::problem::{Problem, ProblemKind, StoreError};
use crate::text::content::sha256_hex;
use crate::text::line_ends;

const MANIFEST: &str = "bayan-manifest";
const MANIFEST_VERSION: u32 = 1;
/// What is to happen to the files, written down before it happens.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    format: String,
    version: u32,
    /// The files hold every record of the writer's segments up to this one.
    pub segment: u64,
    pub steps: Vec<Step>,
}

/// One file of a manifest; paths are relative to the project, with `/`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub path: String,
    /// What the file holds in the end; `None` where it is to be moved away.
    pub sha256: Option<String>,
    /// Where the new content lies, or where the old file is to go.
    pub other: String,
    /// What the file held when this was planned; another content is not ours to write over and is kept aside.
    #[serde(default)]
    pub before: Option<String>,
}

/// Whose journal it is and which segment ends with the state to save.
#[derive(Debug)]
pub struct Mark<'w> {
    pub writer: &'w str,
    pub segment: u64,
}

/// What the saver remembers from one save to the next.
#[derive(Debug, Default)]
pub struct Saver {
    /// SHA-256 of each file as it was read or written here: everything else that stands there is somebody else's.
    pub known: Hashes,
    /// The last attempt did not come to its end; what it has left must not come in later.
    failed: bool,
    /// What was to be done stands on the disk, and will be done even after a crash.
    promised: bool,
}

impl Saver {
    /// `known` is what the files were when they were read.
    pub fn new(known: Hashes) -> Self {
        Self { known, failed: false, promised: false }
    }

    /// Writes these files, which hold every record up to the mark. Returned is where the content of others was put that
    /// stood in their place.
    ///
    /// # Errors
    /// The files and the journal are as they were, or recovery brings them to one of the two states.
    pub fn save(
        &mut self,
        disk: &dyn Disk,
        folder: &Path,
        project: &Project,
        dirty: &BTreeSet<Touched>,
        mark: &Mark<'_>,
    ) -> Result<Vec<PathBuf>, StoreError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| StoreError::Write { path, source }
        };
        // Where a disk was unplugged, no folder is made in its place.
        std::fs::metadata(folder).map_err(failed(folder))?;
        self.settle(disk, folder, mark.writer)?;
        self.failed = true;
        files::private_folder_on(disk, folder).map_err(failed(folder))?;
        let stage = Stage { disk, folder, writer: mark.writer, number: mark.segment };
        let mut plan = Plan::default();
        for file in dirty {
            self.stage(&stage, project, file, &mut plan)?;
        }
        let Plan { mut steps, same, mut aside } = plan;
        // Where capitals make no other name, what is moved away must not be what has just been put there.
        steps.sort_by_key(|step| step.sha256.is_some());
        // What a disk has said to be written is looked at before anything hangs on it.
        for step in &steps {
            stage.compare(step)?;
        }
        // The manifest must not survive without the files that it speaks of.
        let staged: BTreeSet<_> = steps
            .iter()
            .filter(|step| step.sha256.is_some())
            .filter_map(|step| path_inside(folder, &step.other))
            .collect();
        let staged: BTreeSet<_> = staged.iter().filter_map(|path| path.parent()).collect();
        for staged in staged {
            disk.sync_folder(staged).map_err(failed(staged))?;
        }
        let manifest = Manifest { format: MANIFEST.into(), version: MANIFEST_VERSION, segment: mark.segment, steps };
        let path = manifest_path(folder, mark.writer, mark.segment);
        let journals = segments::folder(folder);
        disk.create_folder(&journals).map_err(failed(&journals))?;
        let bytes = manifest.to_bytes().map_err(failed(&path))?;
        let written = disk.write_synced(&path, &bytes, None).and_then(|()| disk.sync_folder(&journals));
        written.map_err(failed(&path))?;
        self.promised = files::read_plain(&path).is_ok_and(|there| there == bytes);
        if !self.promised {
            return Err(failed(&path)(io::Error::other(crate::t!("store-written-differs"))));
        }
        self.known.extend(same);
        aside.extend(finish(disk, folder, mark.writer, &manifest)?);
        note(&mut self.known, &manifest);
        (self.failed, self.promised) = (false, false);
        Ok(aside)
    }

    /// Whether the last attempt did not come to its end.
    pub fn has_failed(&self) -> bool {
        self.failed
    }

    /// Whether the last attempt failed when its manifest was durable: then all that was to be saved is safe.
    pub fn has_promised(&self) -> bool {
        self.promised
    }

    /// Brings an attempt that has failed to its end, or takes away what it has left: then the files are as the attempt
    /// wanted them, or as they were before it. Returned is which of the two, and where the content of others was put;
    /// `None` where there is nothing to bring to an end.
    ///
    /// # Errors
    /// The disk does not work yet.
    pub fn settle(&mut self, disk: &dyn Disk, folder: &Path, writer: &str) -> Result<Option<Settled>, StoreError> {
        if !self.failed {
            return Ok(None);
        }
        std::fs::metadata(folder).map_err(|source| StoreError::Write { path: folder.to_owned(), source })?;
        let Finished { manifests, aside, .. } = finish_all(disk, folder, writer, Others::Keep)?;
        manifests.iter().for_each(|manifest| note(&mut self.known, manifest));
        (self.failed, self.promised) = (false, false);
        Ok(Some(Settled { is_done: !manifests.is_empty(), aside }))
    }

    /// Puts the new content of one file beside it, or plans to move it away.
    fn stage(&self, stage: &Stage<'_>, project: &Project, file: &Touched, plan: &mut Plan) -> Result<(), StoreError> {
        let path = path_of(stage.folder, file);
        if has_no_guidelines(project, file, &path) {
            return Ok(());
        }
        if let Touched::Document(id) = file
            && let Some(document) = project.documents.get(id)
        {
            let text_path = path.with_file_name("text.txt");
            let text = document.content.as_str().as_bytes();
            match files::read_bytes_inside(stage.folder, &text_path) {
                Ok(old) if old == text => {}
                // Other line ends, and it is not being replaced: git or an editor has put them there, and they stay.
                Ok(old) if is_of(&path, document) && line_ends::is_variant(&old, document.content.sha256()) => {}
                Ok(old) => match self.known.get(&relative(stage.folder, &text_path)) {
                    // Only a text that was known here may give way, and it is kept.
                    None => return Err(StoreError::TextDiffers(text_path)),
                    // It was changed outside and not here: which one holds is for a person to say.
                    Some(known) if known == document.content.sha256() && *known != sha256_hex(&old) => {}
                    Some(_) => {
                        stage.keep(&text_path)?;
                        self.replace(stage, &text_path, text, plan)?;
                    }
                },
                Err(ProblemKind::Missing) => self.replace(stage, &text_path, text, plan)?,
                Err(kind) => return Err(StoreError::Unreadable(Problem::new(&text_path, "", kind))),
            }
        }
        match render(project, file) {
            Ok(Some(text)) => self.replace(stage, &path, text.as_bytes(), plan),
            Ok(None) => stage.move_away(&layout::place_of(stage.folder, file), &mut plan.steps),
            Err(source) => Err(StoreError::Encode { path, source }),
        }
    }

    /// Plans a file's new content; what somebody else has put there meanwhile is kept aside.
    fn replace(&self, stage: &Stage<'_>, path: &Path, bytes: &[u8], plan: &mut Plan) -> Result<(), StoreError> {
        let name = relative(stage.folder, path);
        let old = match files::read_bytes_inside(stage.folder, path) {
            Ok(old) => Some(sha256_hex(&old)),
            Err(ProblemKind::Missing) => None,
            // What cannot be looked at is not replaced.
            Err(kind) => return Err(StoreError::Unreadable(Problem::new(path, "", kind))),
        };
        if let Some(old) = &old {
            if *old == sha256_hex(bytes) {
                plan.same.push((name, old.clone()));
                return Ok(());
            }
            if self.known.get(&name) != Some(old) {
                plan.aside.push(keep_aside(stage.disk, stage.folder, path)?);
            }
        }
        stage.replace(path, bytes, old, &mut plan.steps)
    }
}

/// Whether there is nothing to write: no manual was written, and none is there.
pub fn has_no_guidelines(project: &Project, file: &Touched, path: &Path) -> bool {
    *file == Touched::Guidelines && project.guidelines.is_empty() && !layout::is_there(path)
}

/// Whether a file on the disk is about this text of a document.
fn is_of(path: &Path, document: &Document) -> bool {
    files::read(path).is_ok_and(|file| file.contains(document.content.sha256()))
}

/// What is to be written.
#[derive(Default)]
struct Plan {
    steps: Vec<Step>,
    /// Files that hold already what they should, and what that is.
    same: Vec<(String, String)>,
    /// Where the content of others was put.
    aside: Vec<PathBuf>,
}

/// Brings what is known of the files up to what a manifest has done to them.
pub fn note(known: &mut Hashes, manifest: &Manifest) {
    for step in &manifest.steps {
        match &step.sha256 {
            Some(sha256) => known.insert(step.path.clone(), sha256.clone()),
            None => {
                let below = format!("{}/", step.path);
                known.retain(|path, _| *path != step.path && !path.starts_with(&below));
                None
            }
        };
    }
}

/// Keeps what stands in a file under a second name in `.bayan/kept`, which nobody empties.
///
/// # Errors
/// As the system says.
pub fn keep_aside(disk: &dyn Disk, project: &Path, path: &Path) -> Result<PathBuf, StoreError> {
    keep_aside_as(disk, project, path, &relative(project, path))
}

/// The same for a file that belongs in another place of the project.
fn keep_aside_as(disk: &dyn Disk, project: &Path, path: &Path, name: &str) -> Result<PathBuf, StoreError> {
    let failed = |source| StoreError::Write { path: path.to_owned(), source };
    let folder = project.join(".bayan").join("kept");
    disk.create_folder(&folder).map_err(failed)?;
    let kept = folder.join(names::kept_name(jiff::Timestamp::now().as_nanosecond(), name));
    disk.link(path, &kept).and_then(|()| disk.sync_folder(&folder)).map_err(failed)?;
    Ok(kept)
}

/// Where new content goes before it is put in place.
struct Stage<'s> {
    disk: &'s dyn Disk,
    folder: &'s Path,
    writer: &'s str,
    number: u64,
}

impl Stage<'_> {
    fn replace(
        &self,
        path: &Path,
        bytes: &[u8],
        before: Option<String>,
        steps: &mut Vec<Step>,
    ) -> Result<(), StoreError> {
        let failed = |source| StoreError::Write { path: path.to_owned(), source };
        if bytes.len() as u64 > files::MAX_BYTES {
            return Err(failed(io::ErrorKind::FileTooLarge.into()));
        }
        let parent = path.parent().unwrap_or(self.folder);
        self.disk.create_folder(parent).map_err(failed)?;
        let other = parent.join(format!("{}{}-{}.tmp", temporary_prefix(self.writer), self.number, steps.len()));
        let permissions = std::fs::symlink_metadata(path).ok().map(|old| old.permissions());
        self.disk.write_synced(&other, bytes, permissions).map_err(failed)?;
        // Past states are a convenience, and no reason not to save.
        if let Err(error) = past_states::keep_state(self.disk, self.folder, path) {
            tracing::warn!(%error, path = %path.display(), "the state before cannot be kept");
        }
        steps.push(Step {
            path: relative(self.folder, path),
            sha256: Some(sha256_hex(bytes)),
            other: relative(self.folder, &other),
            before,
        });
        Ok(())
    }

    fn move_away(&self, path: &Path, steps: &mut Vec<Step>) -> Result<(), StoreError> {
        let failed = |source| StoreError::Write { path: path.to_owned(), source };
        inside::check(self.folder, path).map_err(failed)?;
        if !layout::is_there(path) {
            return Ok(());
        }
        let other = self.removed(path)?;
        // Of a folder with an article nothing is noted.
        let before = files::read_plain(path).ok().map(|bytes| sha256_hex(&bytes));
        let (path, other) = (relative(self.folder, path), relative(self.folder, &other));
        steps.push(Step { path, sha256: None, other, before });
        Ok(())
    }

    /// Keeps a file that will be replaced under a second name.
    fn keep(&self, path: &Path) -> Result<(), StoreError> {
        let kept = self.removed(path)?;
        let linked = self.disk.link(path, &kept);
        let linked = linked.and_then(|()| self.disk.sync_folder(kept.parent().unwrap_or(self.folder)));
        linked.map_err(|source| StoreError::Write { path: path.to_owned(), source })
    }

    /// A free name in `.bayan/removed`.
    fn removed(&self, path: &Path) -> Result<PathBuf, StoreError> {
        let folder = self.folder.join(".bayan").join("removed");
        let failed = |source| StoreError::Write { path: folder.clone(), source };
        self.disk.create_folder(&folder).map_err(failed)?;
        let name = relative(self.folder, path);
        Ok(folder.join(names::kept_name(jiff::Timestamp::now().as_nanosecond(), &name)))
    }

    /// Whether what was staged for a step is there as it was given to the disk.
    fn compare(&self, step: &Step) -> Result<(), StoreError> {
        let (Some(sha256), Some(other)) = (&step.sha256, path_inside(self.folder, &step.other)) else { return Ok(()) };
        let failed = |source| StoreError::Write { path: self.folder.join(&step.path), source };
        match files::read_plain(&other) {
            Ok(bytes) if sha256_hex(&bytes) == *sha256 => Ok(()),
            _ => Err(failed(io::Error::other(crate::t!("store-written-differs")))),
        }
    }
}

/// What an attempt to save that had failed has come to.
#[derive(Debug)]
pub struct Settled {
    /// The files are as the attempt wanted them; otherwise they are as they were.
    pub is_done: bool,
    /// Where the content of others was put.
    pub aside: Vec<PathBuf>,
}

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

impl Manifest {
    /// Whether everything is there that it speaks of: each new content beside its file, or in place.
    pub fn can_be_finished(&self, folder: &Path) -> bool {
        self.steps.iter().all(|step| {
            let (Some(path), Some(other)) = (path_inside(folder, &step.path), path_inside(folder, &step.other)) else {
                return false;
            };
            let holds = |path: &Path, sha256: &str| {
                files::read_bytes_inside(folder, path).is_ok_and(|bytes| sha256_hex(&bytes) == sha256)
            };
            match &step.sha256 {
                Some(sha256) => holds(&other, sha256) || holds(&path, sha256),
                None => true,
            }
        })
    }

    /// The SHA-256 of the rest on a line of its own, then the rest.
    fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let rest = serde_json::to_vec(self)?;
        Ok([sha256_hex(&rest).as_bytes(), b"\n", &rest].concat())
    }

    /// The manifest of these bytes, unless it is torn or not one of ours.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (sum, rest) = bytes.split_at_checked(64)?;
        let rest = rest.strip_prefix(b"\n").filter(|rest| sha256_hex(rest).as_bytes() == sum)?;
        let manifest: Self = serde_json::from_slice(rest).ok()?;
        (manifest.format == MANIFEST && manifest.version == MANIFEST_VERSION).then_some(manifest)
    }
}

/// Where the manifest of a save stands.
pub fn manifest_path(folder: &Path, writer: &str, segment: u64) -> PathBuf {
    segments::folder(folder).join(format!("{writer}.{segment:08}.manifest"))
}

//! Writes the project's files as a unit: after a crash at any moment, recovery leaves all of them old or all new.
//!
//! 1. The new content of each file is written beside it and synced, with its name.
//! 2. A manifest lists the files to replace and the last journal segment whose records they hold; it is synced.
//! 3. The files are renamed into place, and their folders synced.
//! 4. The segments are removed (their records are kept in the history), then the manifest.
//!
//! Without a sound manifest, recovery starts from the old files and all segments; with one, it continues at step 3.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::aside::keep_aside;
use super::finish::{Finished, Others, finish, finish_all};
use super::manifest::{Manifest, Step, manifest_path, note};
use crate::disk::{Disk, inside};
use crate::edit::change::Touched;
use crate::model::document::Document;
use crate::model::project::Project;
use crate::store::files;
use crate::store::format::render::render;
use crate::store::journal::{past_states, segments};
use crate::store::layout::names::{self, temporary_prefix};
use crate::store::layout::{self, Hashes, path_inside, path_of, relative};
use crate::store::problem::{Problem, ProblemKind, StoreError};
use crate::text::content::sha256_hex;
use crate::text::line_ends;

/// The writer of the journal, and the last segment of the state to save.
#[derive(Debug)]
pub struct Mark<'w> {
    pub writer: &'w str,
    pub segment: u64,
}

/// The saver's state between saves.
#[derive(Debug, Default)]
pub struct Saver {
    /// The SHA-256 of each file as it was last read or written here: any other content is somebody else's.
    pub known: Hashes,
    /// The last attempt was not completed; what it has left must not be put in place later.
    failed: bool,
    /// The manifest is durable, so the save will be completed even after a crash.
    promised: bool,
}

impl Saver {
    /// Creates a saver; `known` is the state of the files when they were read.
    pub fn new(known: Hashes) -> Self {
        Self { known, failed: false, promised: false }
    }

    /// Writes these files, which hold every record up to the mark. Returns where the content of others was kept that
    /// was in their place.
    ///
    /// # Errors
    /// The files and the journal are unchanged, or recovery brings them to one of the two states.
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
        // If a disk was unplugged, no folder is created in its place.
        std::fs::metadata(folder).map_err(failed(folder))?;
        self.finish_attempt(disk, folder, mark.writer)?;
        self.failed = true;
        files::private_folder_on(disk, folder).map_err(failed(folder))?;
        let stage = Stage { disk, folder, writer: mark.writer, number: mark.segment };
        let mut plan = Plan::default();
        for file in dirty {
            self.stage(&stage, project, file, &mut plan)?;
        }
        let Plan { mut steps, same, mut aside } = plan;
        // On case-insensitive file systems, files to be moved away must not be confused with those that were just put
        // there.
        steps.sort_by_key(|step| step.sha256.is_some());
        // What the disk claims to have written is verified before anything depends on it.
        for step in &steps {
            stage.compare(step)?;
        }
        // The manifest must not survive without the files that it names.
        let staged: BTreeSet<_> = steps
            .iter()
            .filter(|step| step.sha256.is_some())
            .filter_map(|step| path_inside(folder, &step.other))
            .collect();
        let staged: BTreeSet<_> = staged.iter().filter_map(|path| path.parent()).collect();
        for staged in staged {
            disk.sync_folder(staged).map_err(failed(staged))?;
        }
        let manifest = Manifest::new(mark.segment, steps);
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

    /// Whether the last attempt was not completed.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed
    }

    /// Whether the last attempt failed after its manifest was durable: then everything in it is safe.
    pub(crate) fn has_promised(&self) -> bool {
        self.promised
    }

    /// Completes a failed attempt, or removes what it has left: the files are then as the attempt wanted them, or as
    /// they were before. Returns which of the two, and where the content of others was kept; `None` if there is nothing
    /// to complete.
    ///
    /// # Errors
    /// The disk still does not work.
    pub(crate) fn finish_attempt(
        &mut self,
        disk: &dyn Disk,
        folder: &Path,
        writer: &str,
    ) -> Result<Option<FinishedAttempt>, StoreError> {
        if !self.failed {
            return Ok(None);
        }
        std::fs::metadata(folder).map_err(|source| StoreError::Write { path: folder.to_owned(), source })?;
        let Finished { manifests, aside, .. } = finish_all(disk, folder, writer, Others::Keep)?;
        manifests.iter().for_each(|manifest| note(&mut self.known, manifest));
        (self.failed, self.promised) = (false, false);
        Ok(Some(FinishedAttempt { is_done: !manifests.is_empty(), aside }))
    }

    /// Writes the new content of one file beside it, or plans to move the file away.
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
                // Only the line ends differ, and the text is not being replaced: git or an editor has changed them, and
                // they stay.
                Ok(old) if is_of(&path, document) && line_ends::is_variant(&old, document.content.sha256()) => {}
                Ok(old) => match self.known.get(&relative(stage.folder, &text_path)) {
                    // Only a text that was known here may be replaced, and it is kept.
                    None => return Err(StoreError::TextDiffers(text_path)),
                    // It was changed outside and not here: a person must decide which one to use.
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

    /// Plans a file's new content; if somebody else has changed it in the meantime, that content is kept aside.
    fn replace(&self, stage: &Stage<'_>, path: &Path, bytes: &[u8], plan: &mut Plan) -> Result<(), StoreError> {
        let name = relative(stage.folder, path);
        let old = match files::read_bytes_inside(stage.folder, path) {
            Ok(old) => Some(sha256_hex(&old)),
            Err(ProblemKind::Missing) => None,
            // An unreadable file is not replaced.
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

/// Whether there is nothing to write: the project has no manual, and no file exists.
fn has_no_guidelines(project: &Project, file: &Touched, path: &Path) -> bool {
    *file == Touched::Guidelines && project.guidelines.is_empty() && !layout::is_there(path)
}

/// Whether a file on the disk belongs to this text of a document.
fn is_of(path: &Path, document: &Document) -> bool {
    files::read(path).is_ok_and(|file| file.contains(document.content.sha256()))
}

/// The planned changes.
#[derive(Default)]
struct Plan {
    steps: Vec<Step>,
    /// Files that already have the right content, with its hash.
    same: Vec<(String, String)>,
    /// Where the content of others was put.
    aside: Vec<PathBuf>,
}

/// Where new content is written before it is put in place.
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
        // Past states are a convenience, so failing to keep one must not prevent a save.
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
        // No hash is recorded for the folder of an article.
        let before = files::read_plain(path).ok().map(|bytes| sha256_hex(&bytes));
        let (path, other) = (relative(self.folder, path), relative(self.folder, &other));
        steps.push(Step { path, sha256: None, other, before });
        Ok(())
    }

    /// Keeps a file that will be replaced, under a second name.
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

    /// Checks that the staged content of a step is on the disk as it was written.
    fn compare(&self, step: &Step) -> Result<(), StoreError> {
        let (Some(sha256), Some(other)) = (&step.sha256, path_inside(self.folder, &step.other)) else { return Ok(()) };
        let failed = |source| StoreError::Write { path: self.folder.join(&step.path), source };
        match files::read_plain(&other) {
            Ok(bytes) if sha256_hex(&bytes) == *sha256 => Ok(()),
            _ => Err(failed(io::Error::other(crate::t!("store-written-differs")))),
        }
    }
}

/// The result of completing or undoing a failed attempt.
#[derive(Debug)]
pub(crate) struct FinishedAttempt {
    /// Whether the files are as the attempt wanted them; otherwise they are as they were.
    pub is_done: bool,
    /// Where the content of others was put.
    pub aside: Vec<PathBuf>,
}

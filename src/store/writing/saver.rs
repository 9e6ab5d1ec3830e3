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
        self.finish_attempt(disk, folder, mark.writer)?;
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
    pub fn finish_attempt(
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
fn has_no_guidelines(project: &Project, file: &Touched, path: &Path) -> bool {
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
pub struct FinishedAttempt {
    /// The files are as the attempt wanted them; otherwise they are as they were.
    pub is_done: bool,
    /// Where the content of others was put.
    pub aside: Vec<PathBuf>,
}

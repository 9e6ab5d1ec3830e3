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
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::history::Hashes;
use super::problem::StoreError;
use super::{files, history, journal, path_of, recovery};
use crate::edit::change::Touched;
use crate::model::document::Document;
use crate::model::project::Project;
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
}

impl Saver {
    /// `known` is what the files were when they were read.
    pub fn new(known: Hashes) -> Self {
        Self { known, failed: false }
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
        if std::mem::replace(&mut self.failed, true) {
            recovery::finish_saving(disk, folder, mark.writer)?;
        }
        files::private_folder_on(disk, folder).map_err(failed(folder))?;
        let stage = Stage { disk, folder, writer: mark.writer, number: mark.segment };
        let mut plan = Plan::default();
        for file in dirty {
            self.stage(&stage, project, file, &mut plan)?;
        }
        let Plan { steps, same, mut aside } = plan;
        // The manifest must not survive without the files that it speaks of.
        let staged: BTreeSet<_> =
            steps.iter().filter(|step| step.sha256.is_some()).filter_map(|step| inside(folder, &step.other)).collect();
        let staged: BTreeSet<_> = staged.iter().filter_map(|path| path.parent()).collect();
        for staged in staged {
            disk.sync_folder(staged).map_err(failed(staged))?;
        }
        let manifest = Manifest { format: MANIFEST.into(), version: MANIFEST_VERSION, segment: mark.segment, steps };
        let path = manifest_path(folder, mark.writer, mark.segment);
        let journals = journal::folder(folder);
        disk.create_folder(&journals).map_err(failed(&journals))?;
        let written = manifest.to_bytes().and_then(|bytes| disk.write(&path, &bytes));
        written.and_then(|()| disk.sync(&path)).and_then(|()| disk.sync_folder(&journals)).map_err(failed(&path))?;
        aside.extend(finish(disk, folder, mark.writer, &manifest)?);
        self.known.extend(same);
        note(&mut self.known, &manifest);
        self.failed = false;
        Ok(aside)
    }

    /// Puts the new content of one file beside it, or plans to move it away.
    fn stage(&self, stage: &Stage<'_>, project: &Project, file: &Touched, plan: &mut Plan) -> Result<(), StoreError> {
        let path = path_of(stage.folder, file);
        if super::has_no_guidelines(project, file, &path) {
            return Ok(());
        }
        if let Touched::Document(id) = file
            && let Some(document) = project.documents.get(id)
        {
            let text_path = path.with_file_name("text.txt");
            let text = document.content.as_str().as_bytes();
            match std::fs::read(&text_path) {
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
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    self.replace(stage, &text_path, text, plan)?;
                }
                Err(source) => return Err(StoreError::Write { path: text_path, source }),
            }
        }
        match super::render(project, file) {
            Ok(Some(text)) => self.replace(stage, &path, text.as_bytes(), plan),
            Ok(None) => stage.move_away(&super::place_of(stage.folder, file), &mut plan.steps),
            Err(source) => Err(StoreError::Encode { path, source }),
        }
    }

    /// Plans a file's new content; what somebody else has put there meanwhile is kept aside.
    fn replace(&self, stage: &Stage<'_>, path: &Path, bytes: &[u8], plan: &mut Plan) -> Result<(), StoreError> {
        let (name, old) = (relative(stage.folder, path), std::fs::read(path).ok().map(|old| sha256_hex(&old)));
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
    let failed = |source| StoreError::Write { path: path.to_owned(), source };
    let folder = project.join(".bayan").join("kept");
    disk.create_folder(&folder).map_err(failed)?;
    let name = relative(project, path).replace('/', "~");
    let kept = folder.join(format!("{}~{name}", jiff::Timestamp::now().as_nanosecond()));
    disk.link(path, &kept).map_err(failed)?;
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
        let parent = path.parent().unwrap_or(self.folder);
        if std::fs::symlink_metadata(parent).is_ok_and(|metadata| metadata.is_symlink()) && parent != self.folder {
            return Err(failed(io::Error::other(crate::t!("store-link"))));
        }
        self.disk.create_folder(parent).map_err(failed)?;
        let other = parent.join(format!("{}{}-{}.tmp", temporary_prefix(self.writer), self.number, steps.len()));
        self.disk.write(&other, bytes).map_err(failed)?;
        if let Ok(old) = std::fs::metadata(path) {
            std::fs::set_permissions(&other, old.permissions()).map_err(failed)?;
        }
        self.disk.sync(&other).map_err(failed)?;
        history::keep_state(self.disk, self.folder, path).map_err(failed)?;
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
        if !path.try_exists().map_err(failed)? {
            return Ok(());
        }
        let other = self.removed(path)?;
        let (path, other) = (relative(self.folder, path), relative(self.folder, &other));
        steps.push(Step { path, sha256: None, other, before: None });
        Ok(())
    }

    /// Keeps a file that will be replaced under a second name.
    fn keep(&self, path: &Path) -> Result<(), StoreError> {
        let kept = self.removed(path)?;
        let linked = self.disk.link(path, &kept);
        linked.map_err(|source| StoreError::Write { path: path.to_owned(), source })
    }

    /// A free name in `.bayan/removed`.
    fn removed(&self, path: &Path) -> Result<PathBuf, StoreError> {
        let folder = self.folder.join(".bayan").join("removed");
        let failed = |source| StoreError::Write { path: folder.clone(), source };
        self.disk.create_folder(&folder).map_err(failed)?;
        let name = relative(self.folder, path).replace('/', "~");
        Ok(folder.join(format!("{}~{name}", jiff::Timestamp::now().as_nanosecond())))
    }
}

/// Does what a manifest says, as far as it is not done yet, and takes it and what it covers away. Returned is where the
/// content of others was put that has come into the place of a file since the manifest was written.
///
/// # Errors
/// A file cannot be put in place; the manifest stays.
pub fn finish(disk: &dyn Disk, folder: &Path, writer: &str, manifest: &Manifest) -> Result<Vec<PathBuf>, StoreError> {
    let mut aside = Vec::new();
    let mut folders = BTreeSet::new();
    for step in &manifest.steps {
        let (Some(path), Some(other)) = (inside(folder, &step.path), inside(folder, &step.other)) else {
            return Err(StoreError::Write {
                path: folder.join(&step.path),
                source: io::Error::from(io::ErrorKind::InvalidInput),
            });
        };
        let failed = |source| StoreError::Write { path: path.clone(), source };
        let (from, to) = if step.sha256.is_some() { (&other, &path) } else { (&path, &other) };
        // It is there no more when it was renamed before the crash.
        if from.try_exists().map_err(failed)? {
            let others = |bytes: Vec<u8>| {
                let now = Some(sha256_hex(&bytes));
                now != step.before && now != step.sha256
            };
            if step.sha256.is_some() && std::fs::read(&path).is_ok_and(others) {
                aside.push(keep_aside(disk, folder, &path)?);
            }
            disk.rename(from, to).map_err(failed)?;
        }
        folders.extend(path.parent().map(Path::to_owned));
        if step.sha256.is_none() {
            folders.extend(other.parent().map(Path::to_owned));
        }
    }
    for synced in folders {
        disk.sync_folder(&synced).map_err(|source| StoreError::Write { path: synced, source })?;
    }
    history::retire(disk, folder, writer, manifest)?;
    let path = manifest_path(folder, writer, manifest.segment);
    disk.remove(&path).map_err(|source| StoreError::Write { path, source })?;
    Ok(aside)
}

impl Manifest {
    /// Whether everything is there that it speaks of: each new content beside its file, or in place.
    pub fn can_be_finished(&self, folder: &Path) -> bool {
        self.steps.iter().all(|step| {
            let (Some(path), Some(other)) = (inside(folder, &step.path), inside(folder, &step.other)) else {
                return false;
            };
            let holds = |path: &Path, sha256: &str| std::fs::read(path).is_ok_and(|bytes| sha256_hex(&bytes) == sha256);
            match &step.sha256 {
                Some(sha256) => holds(&other, sha256) || (!other.exists() && holds(&path, sha256)),
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
    journal::folder(folder).join(format!("{writer}.{segment:08}.manifest"))
}

/// How the temporary files of a writer begin.
pub fn temporary_prefix(writer: &str) -> String {
    format!(".bayan-{writer}-")
}

/// The path from the project on, with `/`.
pub fn relative(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// A relative path that stays inside the project.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = Path::new(path);
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && !path.as_os_str().is_empty()).then(|| folder.join(path))
}

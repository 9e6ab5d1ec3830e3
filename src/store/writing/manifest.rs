//! The manifest of a save: the steps ahead, written down first, so that the save can be completed after a crash.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::store::files;
use crate::store::journal::segments;
use crate::store::layout::{Hashes, path_inside};
use crate::text::content::sha256_hex;

const MANIFEST: &str = "bayan-manifest";
const MANIFEST_VERSION: u32 = 1;
/// The planned steps, written down before they are carried out.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    format: String,
    version: u32,
    /// The files hold every record of the writer's segments up to this one.
    pub segment: u64,
    pub steps: Vec<Step>,
}

/// One file of a manifest; paths are relative to the project, with `/`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    pub path: String,
    /// The final content of the file; `None` if it will be moved away.
    pub sha256: Option<String>,
    /// The path of the new content, or the path to which the old file will be moved.
    pub other: String,
    /// The content of the file when the save was planned; different content is not ours to overwrite and is kept aside.
    #[serde(default)]
    pub before: Option<String>,
}

impl Manifest {
    /// Whether everything that the manifest needs is there: each new content beside its file, or in place.
    pub(crate) fn can_be_finished(&self, folder: &Path) -> bool {
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

    /// Creates a manifest of these steps.
    pub(crate) fn new(segment: u64, steps: Vec<Step>) -> Self {
        Self { format: MANIFEST.into(), version: MANIFEST_VERSION, segment, steps }
    }

    /// The manifest as bytes: the SHA-256 of the rest on its own line, then the rest.
    pub(crate) fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let rest = serde_json::to_vec(self)?;
        Ok([sha256_hex(&rest).as_bytes(), b"\n", &rest].concat())
    }

    /// Parses a manifest; `None` if it is torn or not ours.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (sum, rest) = bytes.split_at_checked(64)?;
        let rest = rest.strip_prefix(b"\n").filter(|rest| sha256_hex(rest).as_bytes() == sum)?;
        let manifest: Self = serde_json::from_slice(rest).ok()?;
        (manifest.format == MANIFEST && manifest.version == MANIFEST_VERSION).then_some(manifest)
    }
}

/// Updates the known hashes to what a manifest has done to the files.
pub(crate) fn note(known: &mut Hashes, manifest: &Manifest) {
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

/// The path of a save's manifest.
pub(crate) fn manifest_path(folder: &Path, writer: &str, segment: u64) -> PathBuf {
    segments::folder(folder).join(format!("{writer}.{segment:08}.manifest"))
}

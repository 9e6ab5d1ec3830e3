//! Projects to test on, the names in them, and opening them for writing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bayan::disk::{Disk, Real};
use bayan::edit::change::LayerKey;
use bayan::model::id::{AnnotatorId, DocumentId};
use bayan::model::project::Project;
use bayan::store::keeping::{self, OpenForWriting};
use bayan::store::{self, Lock};

/// Puts the sample into this folder and returns its path.
pub fn sample(folder: &Path) -> PathBuf {
    let project = folder.join("sample");
    store::install_sample(&project).unwrap();
    project
}

/// A folder that is the sample, and goes when it is dropped.
pub fn sample_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    store::install_sample(folder.path()).unwrap();
    folder
}

pub fn sample_project() -> Project {
    store::open(sample_folder().path()).unwrap().project
}

/// The layer of this annotator in the article of the sample.
pub fn sample_layer(annotator: &str) -> LayerKey {
    (DocumentId::new("biden-putin-call").unwrap(), who(annotator))
}

/// The annotator of this name.
pub fn who(name: &str) -> AnnotatorId {
    AnnotatorId::new(name).unwrap()
}

/// Opens a project for writing as this annotator.
pub fn open(project: &Path, annotator: &str) -> OpenForWriting {
    keeping::open(project, Lock::acquire(project).unwrap(), Arc::new(Real), |_| who(annotator), || {}).unwrap()
}

/// Opens a project for writing as annotator-a, with a stand-in for the disk.
pub fn open_on(project: &Path, disk: Arc<dyn Disk>) -> OpenForWriting {
    keeping::open(project, Lock::acquire(project).unwrap(), disk, |_| who("annotator-a"), || {}).unwrap()
}

//! Saving as the product does it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bayan::disk::Real;
use bayan::disk::inside::Inside;
use bayan::edit::change::Touched;
use bayan::model::project::Project;
use bayan::store::StoreError;
use bayan::store::layout::computer::writer_name;
use bayan::store::writing::saver::{Mark, Saver};

/// Writes these files of the project, all of whose content on the disk this saver knows.
pub fn save(
    saver: &mut Saver,
    folder: &Path,
    project: &Project,
    files: &BTreeSet<Touched>,
) -> Result<Vec<PathBuf>, StoreError> {
    let disk = Inside::new(folder, Arc::new(Real));
    saver.save(&disk, folder, project, files, &Mark { writer: &writer_name(), segment: 1 })
}

//! Merges conflict copies into the project, and moves them away afterwards.

use std::path::{Path, PathBuf};

use super::planner::{self, Arrival, Planner};
use crate::disk::inside::Inside;
use crate::disk::{self, Disk as _};
use crate::store::files;
use crate::store::format::conflict_copy::Copy;
use crate::store::layout::{self, names};
use crate::store::problem::{Problem, ProblemKind, StoreError};

/// Moves a merged copy into `.bayan/copies`, where nothing deletes it.
///
/// # Errors
/// The copy could not be moved and is where it was.
pub(crate) fn put_away(folder: &Path, copy: &Copy) -> Result<PathBuf, StoreError> {
    let failed = |source| StoreError::Write { path: copy.path.clone(), source };
    let disk = Inside::new(folder, disk::chosen());
    let kept = files::private_folder_on(&disk, folder).map_err(failed)?.join("copies");
    let name = layout::relative(folder, &copy.path);
    let to = kept.join(names::kept_name(jiff::Timestamp::now().as_millisecond(), &name));
    let parent = copy.path.parent().unwrap_or(folder);
    let put_away = || {
        disk.create_folder(&kept)?;
        disk.rename(&copy.path, &to)?;
        disk.sync_folder(&kept)?;
        disk.sync_folder(parent)
    };
    put_away().map_err(failed)?;
    Ok(to)
}

/// Merges a copy into the project of a planner, as edits. Since the common ancestor is unknown, nothing counts as
/// deleted, and differences are listed as changed by both.
///
/// # Errors
/// Part of the copy cannot be taken; none of it was.
pub(crate) fn merge(planner: &mut Planner<'_>, copy: &Copy) -> Result<Arrival, Problem> {
    let problem = |kind| Problem::new(&copy.path, "", kind);
    let Some(file) = &copy.file else { return Err(problem(ProblemKind::BothChanged)) };
    if !planner::has(&planner.project, file) {
        return Err(Problem::new(&copy.original, "", ProblemKind::Missing));
    }
    let bytes = files::read_plain(&copy.path).map_err(problem)?;
    let (project, edits) = (planner.project.clone(), planner.edits.len());
    let taken = planner.take(file, &copy.path, bytes, None).map_err(problem);
    let unfit = taken.as_ref().ok().and_then(|taken| taken.problems.first().cloned());
    if taken.is_err() || unfit.is_some() {
        planner.project = project;
        planner.edits.truncate(edits);
    }
    match unfit {
        Some(problem) => Err(problem),
        None => taken.map(|taken| taken.arrival),
    }
}

//! The size of a project on disk, to estimate before opening whether that will take a while.

use std::fs;
use std::path::Path;

use crate::disk::inside;

/// The total bytes of a project's documents and layers; unreadable files count as zero.
pub(crate) fn size_bytes(folder: &Path) -> u64 {
    ["documents", "annotations"]
        .iter()
        .map(|part| folder.join(part))
        .filter(|part| inside::check(folder, part).is_ok())
        .map(|part| below(&part, 3))
        .sum()
}

fn below(folder: &Path, levels: usize) -> u64 {
    let Some(deeper) = levels.checked_sub(1) else { return 0 };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => below(&entry.path(), deeper),
            Ok(metadata) => metadata.len(),
            Err(_) => 0,
        })
        .sum()
}

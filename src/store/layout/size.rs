//! How large a project is on disk, to know before opening whether that takes a while.

use std::fs;
use std::path::Path;

use crate::disk::inside;

/// The bytes of all files of the documents and layers of a project; what cannot be read counts nothing.
pub fn size_bytes(folder: &Path) -> u64 {
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

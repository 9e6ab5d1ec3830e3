//! The `.gitattributes` of a project: git delivers its files unchanged, including their line ends.
//!
//! Articles are annotated byte for byte, so a text with other line ends is a different text. These lines need no merge
//! driver, and every project has them from the start; `bayan git-setup` adds the merge driver. Lines that somebody else
//! has written into the file are kept.

use std::io;
use std::path::{Path, PathBuf};

use crate::store::files;
use crate::store::problem::{Problem, ProblemKind, StoreError};

/// File patterns, their attributes, and the additional attribute once the driver is set up.
const ATTRIBUTES: [(&str, &str, &str); 6] = [
    ("/project.ron", "-text", " merge=bayan"),
    ("/guidelines.md", "-text", ""),
    ("/documents/*/document.ron", "-text", " merge=bayan"),
    ("/documents/*/text.txt", "-text -merge", ""),
    ("/annotations/*/*.ron", "-text", " merge=bayan"),
    ("/review/*.ron", "-text", " merge=bayan"),
];

/// The path of the file.
pub(crate) fn path_in(folder: &Path) -> PathBuf {
    folder.join(".gitattributes")
}

/// Ensures that the lines are there; with `driver`, also that git uses the driver for the files.
///
/// # Errors
/// The file cannot be read or written, or is a link; it is unchanged.
pub(crate) fn write(folder: &Path, driver: bool) -> Result<(), StoreError> {
    let path = path_in(folder);
    let old = read(folder, &path).map_err(|kind| StoreError::Unreadable(Problem::new(&path, "", kind)))?;
    match extended(&old, driver) {
        Some(text) => files::write_inside(folder, &path, text.as_bytes()),
        None => Ok(()),
    }
}

/// A problem if the project is in a repository and the lines are missing.
pub(crate) fn missing(folder: &Path) -> Option<Problem> {
    let folder_in_full = std::path::absolute(folder).ok()?;
    if !folder_in_full.ancestors().any(|above| above.join(".git").exists()) {
        return None;
    }
    let path = path_in(folder);
    match read(folder, &path) {
        Ok(text) if extended(&text, false).is_none() => None,
        Ok(_) => Some(Problem::new(&path, "", ProblemKind::NoAttributes)),
        Err(kind) => Some(Problem::new(&path, "", kind)),
    }
}

fn read(folder: &Path, path: &Path) -> Result<String, ProblemKind> {
    match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        _ => {}
    }
    String::from_utf8(files::read_bytes_inside(folder, path)?).map_err(|_invalid| ProblemKind::NotUtf8)
}

/// The text with the missing lines added; `None` if nothing is missing. A line of ours without the driver gets it.
fn extended(old: &str, driver: bool) -> Option<String> {
    let is_for = |line: &str, pattern: &str| line.split_whitespace().next() == Some(pattern);
    let mut lines: Vec<String> = old.lines().map(str::to_owned).collect();
    let mut changed = false;
    for (pattern, plain, with_driver) in ATTRIBUTES {
        let wanted = format!("{plain}{}", if driver { with_driver } else { "" });
        // The last matching line takes effect.
        let known = lines.iter_mut().rev().find(|line| is_for(line, pattern));
        let has_all = known.as_ref().is_some_and(|line| {
            let has =
                |one: &str| line.split_whitespace().any(|word| word == one || (one == "-text" && word == "binary"));
            wanted.split(' ').all(has)
        });
        match known {
            Some(_) if has_all => continue,
            Some(line) if line.trim() == format!("{pattern} {plain}") => *line = format!("{pattern} {wanted}"),
            _ => lines.push(format!("{pattern} {wanted}")),
        }
        changed = true;
    }
    let end = if old.contains("\r\n") { "\r\n" } else { "\n" };
    changed.then(|| lines.iter().flat_map(|line| [line.as_str(), end]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_somebody_is_extended_once() {
        let own = "*.png binary\n/project.ron text eol=crlf";
        let plain = extended(own, false).unwrap();
        assert!(plain.starts_with("*.png binary\n/project.ron text eol=crlf\n/project.ron -text\n"), "{plain}");
        assert_eq!(extended(&plain, false), None);
        let driven = extended(&plain, true).unwrap();
        assert!(driven.contains("\n/project.ron -text merge=bayan\n") && !driven.contains("/project.ron -text\n"));
        assert!(driven.contains("/documents/*/text.txt -text -merge\n"));
        assert_eq!((extended(&driven, true), extended(&driven, false)), (None, None));
    }
}

//! The names of files that the program chooses itself. Every name is short enough for any file system.

use crate::model::id::AnnotatorId;
use crate::text::content::sha256_hex;

/// The longest name that the program chooses itself: encrypted folders allow 143 bytes.
pub(crate) const MAX_NAME_BYTES: usize = 143;
/// The length of the time before the name of a kept file, including the separator.
const TIME_BYTES: usize = 21;

/// The longest part of a temporary file's name that a writer's name may take.
const MAX_WRITER_BYTES: usize = 100;

/// The name of a kept file in one of the folders of `.bayan`: a time, and its path in the project.
pub(crate) fn kept_name(time: impl std::fmt::Display, name: &str) -> String {
    format!("{time}~{}", kept_part(name))
}

/// The part after the time in the name of a kept file, short enough for every file system.
pub(crate) fn kept_part(name: &str) -> String {
    shortened(&name.replace('/', "~"), MAX_NAME_BYTES - TIME_BYTES)
}

/// Shortens a name to at most this many bytes: a longer one is cut between two letters and gets a checksum to stay
/// unique. The extension is kept.
pub(crate) fn shortened(name: &str, most_bytes: usize) -> String {
    if name.len() <= most_bytes {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = if ending.is_empty() || ending.len() > 8 { String::new() } else { format!(".{ending}") };
    let sum = sha256_hex(name.as_bytes());
    let mark = format!("~{}{ending}", sum.get(..16).unwrap_or(&sum));
    let start = name.get(..name.floor_char_boundary(most_bytes.saturating_sub(mark.len()))).unwrap_or_default();
    format!("{start}{mark}")
}

/// The prefix of a writer's temporary files.
pub(crate) fn temporary_prefix(writer: &str) -> String {
    format!(".bayan-{}-", shortened(writer, MAX_WRITER_BYTES))
}

/// The part of a writer's name that stands for an annotator, shortened if it is long.
pub(crate) fn layer_name(annotator: &AnnotatorId) -> String {
    shortened(annotator.as_str(), 64)
}

/// Whether this is the name of a hidden file.
pub(crate) fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

//! The names of files that the program chooses itself. Every name is short enough for any file system.

use crate::model::id::AnnotatorId;
use crate::text::content::sha256_hex;

/// No name of a file that the program chooses by itself is longer: encrypted folders take 143 bytes.
pub const MAX_NAME_BYTES: usize = 143;
/// How long the time is that stands before the name of a file that is kept, with the mark behind it.
const TIME_BYTES: usize = 21;

/// What a writer's name may take of the name of a temporary file.
const MAX_WRITER_BYTES: usize = 100;

/// The name of a file that is kept in one of the folders of `.bayan`: a time, and where in the project it stood.
pub fn kept_name(time: impl std::fmt::Display, name: &str) -> String {
    format!("{time}~{}", kept_part(name))
}

/// What stands behind the time in the name of a file that is kept; short enough for every file system.
pub fn kept_part(name: &str) -> String {
    shortened(&name.replace('/', "~"), MAX_NAME_BYTES - TIME_BYTES)
}

/// A name of at most so many bytes: a longer one is cut between two letters, and told from others by a checksum. The
/// ending stays.
pub fn shortened(name: &str, most_bytes: usize) -> String {
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

/// How the temporary files of a writer begin.
pub fn temporary_prefix(writer: &str) -> String {
    format!(".bayan-{}-", shortened(writer, MAX_WRITER_BYTES))
}

/// What stands for an annotator in the name of a writer: cut short where it is long.
pub fn layer_name(annotator: &AnnotatorId) -> String {
    shortened(annotator.as_str(), 64)
}

/// Whether a name is that of a hidden file.
pub fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

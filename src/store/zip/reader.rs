//! The zip format, as far as a project needs it: the directory at the end, and inflating one entry.
//!
//! This reader is our own because a zip states the same facts in several places, which may contradict each other. It
//! requires that the directory is as long as the end record says, that no two entries overlap, and that an entry's own
//! name is the one in the directory. A zip that violates this is refused, and no memory is allocated for sizes that are
//! only stated.

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};

use flate2::Crc;
use flate2::read::DeflateDecoder;

use crate::store::problem::ProblemKind;
use crate::t;

/// The largest zip that is opened.
const MAX_BYTES: u64 = 128 << 20;
/// The most entries of a zip; 500 documents with ten layers each have a tenth of that.
const MAX_ENTRIES: u16 = 60_000;
/// The largest directory, which is held in memory.
const MAX_DIRECTORY_BYTES: u32 = 16 << 20;
/// The size of the end record without its comment, and the longest comment.
const END_BYTES: u64 = 22;
const MAX_COMMENT_BYTES: u64 = u16::MAX as u64;
/// The size of the Zip64 locator, which precedes the end record if numbers are too large for that.
const LOCATOR_BYTES: usize = 20;
/// The sizes of a directory entry and of a local header, without their names.
const LISTED_BYTES: usize = 46;
const HEAD_BYTES: usize = 30;

/// One entry of the directory.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The name as it is stored.
    pub name: Vec<u8>,
    /// Whether the zip states that the name is in UTF-8.
    pub is_utf8: bool,
    /// The name in UTF-8 that some programs write beside one in another encoding.
    pub beside: Option<Vec<u8>>,
    pub is_link: bool,
    pub is_locked: bool,
    method: u16,
    crc: u32,
    packed_bytes: u64,
    /// The inflated size that the zip states.
    pub size_bytes: u64,
    /// The offset of its local header.
    start_byte: u64,
}

/// Reads the directory of a zip.
///
/// # Errors
/// The file is not a sound zip, or is larger than any project's.
pub(crate) fn list(file: &mut File) -> Result<Vec<Entry>, ProblemKind> {
    let length = file.metadata().map_err(failed)?.len();
    if length > MAX_BYTES {
        return Err(ProblemKind::ArchiveTooLarge);
    }
    let tail_bytes = length.min(END_BYTES + MAX_COMMENT_BYTES + LOCATOR_BYTES as u64);
    let tail = read_at(file, length - tail_bytes, tail_bytes)?;
    let found = (0..tail.len()).rev().find(|at| {
        let end = tail.get(*at..).filter(|end| end.starts_with(b"PK\x05\x06") && end.len() as u64 >= END_BYTES);
        end.is_some_and(|end| number(end, 20, 2) + END_BYTES == end.len() as u64)
    });
    let at = found.ok_or_else(torn)?;
    let end = tail.get(at..).ok_or_else(torn)?;
    let end_byte = length - end.len() as u64;
    let (count, directory_bytes, directory) = (number(end, 10, 2), number(end, 12, 4), number(end, 16, 4));
    let locator = at.checked_sub(LOCATOR_BYTES).and_then(|start| tail.get(start..at));
    let is_long = locator.is_some_and(|locator| locator.starts_with(b"PK\x06\x07"));
    if is_long || count > u64::from(MAX_ENTRIES) || directory_bytes > u64::from(MAX_DIRECTORY_BYTES) {
        return Err(ProblemKind::ArchiveTooMany(MAX_ENTRIES.into()));
    }
    // The zip is a single file, not one of several parts, and the directory ends where the end record begins.
    let is_whole = number(end, 4, 4) == 0 && number(end, 8, 2) == count;
    if !is_whole || directory + directory_bytes != end_byte {
        return Err(bad(t!("store-archive-list")));
    }
    let list = read_at(file, directory, directory_bytes)?;
    let (mut entries, mut rest) = (Vec::new(), list.as_slice());
    for _ in 0..count {
        let (entry, after) = listed(rest).ok_or_else(|| bad(t!("store-archive-list")))?;
        entries.push(entry);
        rest = after;
    }
    if !rest.is_empty() {
        return Err(bad(t!("store-archive-list")));
    }
    apart(&entries, directory)?;
    Ok(entries)
}

/// The first entry of a directory, and the rest.
fn listed(list: &[u8]) -> Option<(Entry, &[u8])> {
    let head = list.get(..LISTED_BYTES).filter(|head| head.starts_with(b"PK\x01\x02"))?;
    let length = |at| usize::try_from(number(head, at, 2)).ok();
    let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
    let rest = list.get(LISTED_BYTES..)?;
    let (name, rest) = rest.split_at_checked(name)?;
    let (extra, rest) = rest.split_at_checked(extra)?;
    let (_comment, rest) = rest.split_at_checked(comment)?;
    let flags = number(head, 8, 2);
    // Unix and macOS store the file type in the upper half of the external attributes.
    let has_mode = matches!(number(head, 5, 1), 3 | 19);
    let mode = number(head, 40, 2);
    let mut entry = Entry {
        name: name.to_vec(),
        is_utf8: flags & 0x800 != 0,
        beside: None,
        is_link: has_mode && mode & 0o170_000 == 0o120_000,
        is_locked: flags & 0x41 != 0,
        method: u16::try_from(number(head, 10, 2)).ok()?,
        crc: u32::try_from(number(head, 16, 4)).ok()?,
        packed_bytes: number(head, 20, 4),
        size_bytes: number(head, 24, 4),
        start_byte: number(head, 42, 4),
    };
    let mut fields = extra;
    while let Some((head, after)) = fields.split_at_checked(4) {
        let (field, after) = after.split_at_checked(usize::try_from(number(head, 2, 2)).ok()?)?;
        match number(head, 0, 2) {
            0x0001 => entry.lengthen(field)?,
            0x7075 => entry.beside = beside(name, field).or(entry.beside),
            _ => {}
        }
        fields = after;
    }
    Some((entry, rest))
}

impl Entry {
    /// Reads from this field the numbers that have the largest possible value in the entry (Zip64).
    fn lengthen(&mut self, mut field: &[u8]) -> Option<()> {
        for place in [&mut self.size_bytes, &mut self.packed_bytes, &mut self.start_byte] {
            if *place == u64::from(u32::MAX) {
                let (long, after) = field.split_at_checked(8)?;
                *place = number(long, 0, 8);
                field = after;
            }
        }
        Some(())
    }
}

/// The name in an Info-ZIP field, if it belongs to this name.
fn beside(name: &[u8], field: &[u8]) -> Option<Vec<u8>> {
    let (head, beside) = field.split_at_checked(5)?;
    let mut crc = Crc::new();
    crc.update(name);
    (number(head, 0, 1) == 1 && number(head, 1, 4) == u64::from(crc.sum())).then(|| beside.to_vec())
}

/// Refuses entries that overlap each other or the directory, which make a zip bomb: all of them inflate the same bytes.
fn apart(entries: &[Entry], directory: u64) -> Result<(), ProblemKind> {
    let mut places: Vec<(u64, u64)> = Vec::with_capacity(entries.len());
    for entry in entries {
        let head = (HEAD_BYTES + entry.name.len()) as u64;
        let end = entry.start_byte.checked_add(head).and_then(|end| end.checked_add(entry.packed_bytes));
        places.push((entry.start_byte, end.ok_or_else(|| bad(t!("store-archive-list")))?));
    }
    places.sort_unstable();
    let starts = places.iter().skip(1).map(|(start, _)| *start).chain([directory]);
    if places.iter().zip(starts).any(|((_, end), next)| *end > next) {
        return Err(bad(t!("store-archive-overlap")));
    }
    Ok(())
}

/// The content of an entry, of at most `most_bytes`; `None` if it is larger.
///
/// # Errors
/// The entry contradicts the directory, or its compression is not supported.
pub(crate) fn inflate(file: &mut File, entry: &Entry, most_bytes: u64) -> Result<Option<Vec<u8>>, ProblemKind> {
    let head = read_at(file, entry.start_byte, HEAD_BYTES as u64)?;
    let (name, extra) = (number(&head, 26, 2), number(&head, 28, 2));
    let written = read_at(file, entry.start_byte + HEAD_BYTES as u64, name)?;
    if !head.starts_with(b"PK\x03\x04") || written != entry.name {
        return Err(bad(t!("store-archive-list")));
    }
    file.seek(SeekFrom::Start(entry.start_byte + HEAD_BYTES as u64 + name + extra)).map_err(failed)?;
    let packed = file.take(entry.packed_bytes);
    let mut bytes = Vec::new();
    let read = match entry.method {
        0 => packed.take(most_bytes + 1).read_to_end(&mut bytes),
        8 => DeflateDecoder::new(packed).take(most_bytes + 1).read_to_end(&mut bytes),
        method => return Err(bad(t!("store-archive-method", method = method))),
    };
    read.map_err(|error| bad(error.to_string()))?;
    if bytes.len() as u64 > most_bytes {
        return Ok(None);
    }
    let mut crc = Crc::new();
    crc.update(&bytes);
    if crc.sum() != entry.crc || bytes.len() as u64 != entry.size_bytes {
        return Err(bad(t!("store-archive-sum")));
    }
    Ok(Some(bytes))
}

fn read_at(file: &mut File, start_byte: u64, length: u64) -> Result<Vec<u8>, ProblemKind> {
    file.seek(SeekFrom::Start(start_byte)).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(torn()) }
}

/// A little-endian number; zero if the bytes end before it.
fn number(bytes: &[u8], at: usize, length: usize) -> u64 {
    let bytes = bytes.get(at..at + length).unwrap_or_default();
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err asks for")]
fn failed(error: io::Error) -> ProblemKind {
    ProblemKind::from_io(&error)
}

fn bad(message: String) -> ProblemKind {
    ProblemKind::ArchiveBad(message)
}

fn torn() -> ProblemKind {
    bad(t!("store-archive-torn"))
}

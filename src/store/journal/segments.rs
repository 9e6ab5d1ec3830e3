//! The journal: every edit, appended and synced before it counts as saved, and replayed after a crash.
//!
//! A journal is a series of segments, `.bayan/journal/<host>-<computer>[~<annotator>].<number>.journal`; the annotator
//! is present if the process writes only that annotator's layers. Only one process writes under a name, so that a
//! synchronised folder never mixes two of them. A segment is closed when the project's files are written, and removed
//! once they are in place. The format of a segment:
//!
//! * a head of 16 bytes, `bayan-journal 2` and a line feed;
//! * records: a mark of 4 bytes (the first of which never occurs in UTF-8, so that no record contains it), the length
//!   of the payload (u32, little-endian), 8 bytes of the SHA-256 of length and payload, and the payload.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::disk::{self, Disk, inside, names_of};
use crate::store::problem::ProblemKind;

/// The head of a segment. In version 2 a record names its gesture by a key with arguments.
const HEAD: &[u8; 16] = b"bayan-journal 2\n";
/// The head of segments whose records name their gestures by sentences; they can still be read.
const HEAD_1: &[u8; 16] = b"bayan-journal 1\n";
const VERSION: u32 = 2;
const MARK: &[u8; 4] = b"\xb5rec";
/// The sizes of mark, length and checksum.
const BEFORE_PAYLOAD_BYTES: usize = 4 + 4 + 8;
/// The size limit of a record, whose length is stored in four bytes. A larger record is not written to the journal; the
/// files are saved at once instead.
pub(crate) const MAX_PAYLOAD_BYTES: usize = u32::MAX as usize;
/// How much of a segment is in memory at a time while it is scanned.
const WINDOW_BYTES: usize = 1 << 20;

/// The readable parts of a segment.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// The sound payloads, in order, as byte ranges.
    pub payloads: Vec<Range<usize>>,
    /// The unreadable ranges between sound records.
    pub damaged: Vec<Range<usize>>,
    /// The start of an incomplete record, if the segment ends with one.
    pub torn: Option<usize>,
}

/// Finds the sound records of a segment and lists the damaged ranges.
///
/// # Errors
/// The segment has a newer format.
pub fn scan(bytes: &[u8]) -> Result<Scan, ProblemKind> {
    scan_in(&mut Source::new(io::Cursor::new(bytes), bytes.len()))
}

/// A segment on the disk. At most one record of a large segment is in memory at a time.
#[derive(Debug)]
pub(crate) struct Segment {
    file: File,
    pub length_bytes: usize,
    pub scan: Scan,
}

impl Segment {
    /// Opens and scans a segment.
    ///
    /// # Errors
    /// The segment cannot be read, is a link or not an ordinary file, or has a newer format.
    pub fn open(path: &Path) -> Result<Self, ProblemKind> {
        let failed = |error: io::Error| ProblemKind::from_io(&error);
        let file = disk::open_plain(path, std::fs::OpenOptions::new().read(true)).map_err(failed)?;
        let length_bytes = file.metadata().map_err(failed)?.len();
        let length_bytes = usize::try_from(length_bytes).map_err(|_too_large| ProblemKind::TooLarge)?;
        let mut source = Source::new(file, length_bytes);
        let scan = scan_in(&mut source)?;
        Ok(Self { file: source.reader, length_bytes, scan })
    }

    /// Reads one payload.
    ///
    /// # Errors
    /// The file can no longer be read.
    pub(crate) fn payload(&mut self, range: &Range<usize>) -> Result<Vec<u8>, ProblemKind> {
        let read = |file: &mut File| {
            file.seek(SeekFrom::Start(range.start as u64))?;
            let mut bytes = vec![0; range.len()];
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        };
        read(&mut self.file).map_err(|error: io::Error| ProblemKind::from_io(&error))
    }
}

/// Bytes that are scanned through a window.
struct Source<R> {
    reader: R,
    length_bytes: usize,
    window: Vec<u8>,
    /// The offset at which the window begins.
    start: usize,
}

impl<R: Read + Seek> Source<R> {
    fn new(reader: R, length_bytes: usize) -> Self {
        Self { reader, length_bytes, window: Vec::new(), start: 0 }
    }

    /// At least `count` bytes from this offset, up to the end of the window; fewer only at the end of the file.
    fn bytes(&mut self, at: usize, count: usize) -> Result<&[u8], ProblemKind> {
        let end = at.saturating_add(count).min(self.length_bytes);
        if at < self.start || end > self.start + self.window.len() {
            let length = WINDOW_BYTES.max(count).min(self.length_bytes.saturating_sub(at));
            let failed = |error: io::Error| ProblemKind::from_io(&error);
            self.reader.seek(SeekFrom::Start(at as u64)).map_err(failed)?;
            self.window.resize(length, 0);
            self.start = at;
            self.reader.read_exact(&mut self.window).map_err(failed)?;
        }
        Ok(self.window.get(at - self.start..).unwrap_or_default())
    }

    /// The payload of the record that begins here, if it is sound.
    fn record_at(&mut self, at: usize, budget_bytes: &mut usize) -> Result<Option<Range<usize>>, ProblemKind> {
        let left = self.length_bytes - at;
        let Some((length, sum)) = record_head(self.bytes(at, BEFORE_PAYLOAD_BYTES)?, left) else { return Ok(None) };
        let length_bytes = u32::from_le_bytes(length) as usize;
        let Some(budget) = budget_bytes.checked_sub(length_bytes) else { return Ok(None) };
        *budget_bytes = budget;
        let start = at + BEFORE_PAYLOAD_BYTES;
        let mut digest = Sha256::new().chain_update(length);
        let mut done = 0;
        while done < length_bytes {
            let part = self.bytes(start + done, 1)?;
            let part = part.get(..part.len().min(length_bytes - done)).unwrap_or_default();
            digest.update(part);
            done += part.len();
        }
        Ok((shortened(digest) == sum).then_some(start..start + length_bytes))
    }

    /// The start of the next sound record from this offset.
    fn find_record(&mut self, from: usize, budget_bytes: &mut usize) -> Result<Option<usize>, ProblemKind> {
        let mut at = from;
        while at + BEFORE_PAYLOAD_BYTES <= self.length_bytes {
            let left = self.length_bytes - at;
            let window = self.bytes(at, BEFORE_PAYLOAD_BYTES)?;
            let heads = window.len().saturating_sub(BEFORE_PAYLOAD_BYTES - 1);
            let is_head = |index: &usize| record_head(window.get(*index..).unwrap_or_default(), left - index).is_some();
            match (0..heads).find(is_head) {
                None => at += heads.max(1),
                Some(index) => {
                    at += index;
                    if self.record_at(at, budget_bytes)?.is_some() {
                        return Ok(Some(at));
                    }
                    at += 1;
                }
            }
        }
        Ok(None)
    }
}

/// Length and checksum, if these bytes look like the beginning of a record. At most `left` bytes can follow.
fn record_head(bytes: &[u8], left: usize) -> Option<([u8; 4], [u8; 8])> {
    let rest = bytes.strip_prefix(MARK.as_slice())?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (sum, _) = rest.split_first_chunk::<8>()?;
    let length_bytes = u32::from_le_bytes(*length) as usize;
    (length_bytes <= left.checked_sub(BEFORE_PAYLOAD_BYTES)?).then_some((*length, *sum))
}

fn scan_in<R: Read + Seek>(source: &mut Source<R>) -> Result<Scan, ProblemKind> {
    let mut scan = Scan::default();
    let mut at = 0;
    let length_bytes = source.length_bytes;
    // A budget for hashing, so that a file crafted to look like a thousand long records is not hashed a thousand times.
    let mut budget_bytes = length_bytes.saturating_mul(4);
    let beginning = source.bytes(0, 64)?;
    if beginning.starts_with(HEAD) || beginning.starts_with(HEAD_1) {
        at = HEAD.len();
    } else if let Some(version) = newer(beginning) {
        return Err(ProblemKind::Newer(version));
    } else if HEAD.starts_with(beginning) || HEAD_1.starts_with(beginning) {
        scan.torn = (length_bytes > 0).then_some(0);
        return Ok(scan);
    }
    while at < length_bytes {
        if let Some(payload) = source.record_at(at, &mut budget_bytes)? {
            at = payload.end;
            scan.payloads.push(payload);
            continue;
        }
        // Whatever is wrong here, the next sound record is found by its mark.
        let next = source.find_record(at + 1, &mut budget_bytes)?;
        match next {
            Some(next) => scan.damaged.push(at..next),
            None => scan.torn = Some(at),
        }
        at = next.unwrap_or(length_bytes);
    }
    Ok(scan)
}

/// The version of a head that is sound but newer.
fn newer(bytes: &[u8]) -> Option<u32> {
    let line = bytes.get(..64.min(bytes.len()))?.strip_prefix(b"bayan-journal ")?;
    let end = line.iter().position(|byte| *byte == b'\n')?;
    std::str::from_utf8(line.get(..end)?).ok()?.parse().ok().filter(|version| *version > VERSION)
}

fn shortened(digest: Sha256) -> [u8; 8] {
    let mut sum = [0; 8];
    sum.iter_mut().zip(digest.finalize()).for_each(|(to, from)| *to = from);
    sum
}

/// Frames a payload for a segment.
pub fn frame(payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX).to_le_bytes();
    let mut bytes = Vec::with_capacity(payload.len() + BEFORE_PAYLOAD_BYTES);
    bytes.extend_from_slice(MARK);
    bytes.extend_from_slice(&length);
    bytes.extend_from_slice(&shortened(Sha256::new().chain_update(length).chain_update(payload)));
    bytes.extend_from_slice(payload);
    bytes
}

/// Whether records of this version may be appended to a file.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn takes_records(path: &Path) -> io::Result<bool> {
    let mut head = [0; HEAD.len()];
    match disk::open_plain(path, std::fs::OpenOptions::new().read(true))?.read_exact(&mut head) {
        Ok(()) => Ok(head == *HEAD),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// A complete segment: the head and these framed records.
pub fn with_head(records: &[u8]) -> Vec<u8> {
    [HEAD.as_slice(), records].concat()
}

/// The segments that one writer is writing.
#[derive(Debug)]
pub(crate) struct Journal {
    folder: PathBuf,
    writer: String,
    /// The number of the segment that takes the next record.
    segment: u64,
    /// The length that is known to be complete; 0 if the segment does not exist yet.
    length_bytes: u64,
}

impl Journal {
    /// Creates a journal whose first segment has this number; nothing is written before the first record.
    pub(crate) fn new(folder: PathBuf, writer: String, segment: u64) -> Self {
        Self { folder, writer, segment, length_bytes: 0 }
    }

    /// Appends framed records; when this returns, they survive a power cut.
    ///
    /// # Errors
    /// The system call failed; the same records may be passed again.
    pub(crate) fn append(&mut self, disk: &dyn Disk, records: &[u8]) -> io::Result<()> {
        // If a disk was unplugged, no folder is created in its place.
        if let Some(project) = self.folder.parent().and_then(Path::parent) {
            std::fs::metadata(project)?;
        }
        // A segment that another program has removed, truncated or hard-linked is not continued.
        if self.length_bytes > 0
            && !std::fs::symlink_metadata(self.path()).is_ok_and(|metadata| {
                metadata.is_file() && names_of(&metadata) == 1 && metadata.len() >= self.length_bytes
            })
        {
            self.rotate();
        }
        let path = self.path();
        if self.length_bytes == 0 {
            disk.create_folder(&self.folder)?;
            disk.write_synced(&path, &with_head(records), None)?;
            disk.sync_folder(&self.folder)?;
            self.length_bytes = (HEAD.len() + records.len()) as u64;
            return Ok(());
        }
        // Truncates what a failed attempt has left.
        if std::fs::metadata(&path)?.len() != self.length_bytes {
            disk.cut(&path, self.length_bytes)?;
        }
        disk.append_synced(&path, records)?;
        self.length_bytes += records.len() as u64;
        Ok(())
    }

    /// Closes the segment and returns its number; the next record starts a new one.
    pub(crate) fn rotate(&mut self) -> u64 {
        let closed = self.segment;
        self.segment += 1;
        self.length_bytes = 0;
        closed
    }

    fn path(&self) -> PathBuf {
        self.folder.join(segment_name(&self.writer, self.segment))
    }
}

/// The file name of a segment.
pub(crate) fn segment_name(writer: &str, number: u64) -> String {
    format!("{writer}.{number:08}.journal")
}

/// The writer and number in a segment's file name.
pub(crate) fn parse_name<'n>(name: &'n str, ending: &str) -> Option<(&'n str, u64)> {
    let (writer, number) = name.strip_suffix(ending)?.rsplit_once('.')?;
    Some((writer, number.parse().ok()?))
}

/// The folder with the journals of a project.
pub fn folder(project: &Path) -> PathBuf {
    project.join(".bayan").join("journal")
}

/// The segments of a writer, by number.
///
/// # Errors
/// The folder cannot be read; a missing folder is not an error.
pub(crate) fn segments(project: &Path, writer: &str) -> io::Result<Vec<(String, u64)>> {
    let mut found: Vec<(String, u64)> = names(project)?
        .into_iter()
        .filter_map(|name| {
            let (of, number) = parse_name(&name, ".journal")?;
            (of == writer).then_some(number).map(|number| (name, number))
        })
        .collect();
    found.sort_by_key(|(_, number)| *number);
    Ok(found)
}

/// The file names in the folder of journals.
///
/// # Errors
/// The folder cannot be read; a missing folder is not an error.
pub fn names(project: &Path) -> std::io::Result<Vec<String>> {
    let entries = inside::entries(project, &folder(project))?;
    let mut names: Vec<String> = entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

//! The immutable text of a document, with conversions between byte and code point offsets.

use std::ops::Range;
use std::sync::Arc;

use sha2::{Digest, Sha256};

/// The distance in bytes between two checkpoints for the conversions between bytes and code points.
const STEP_BYTES: usize = 128;
/// How many bytes are counted at once between two checkpoints.
const BLOCK_BYTES: usize = 32;

/// A text that never changes, cheap to clone. Offsets into it are bytes unless a name says otherwise.
#[derive(Clone)]
pub struct Content(Arc<Inner>);

struct Inner {
    text: Box<str>,
    sha256: String,
    /// For every multiple of `STEP_BYTES`: the number of code points that start before it.
    chars_before: Vec<usize>,
    length_chars: usize,
    /// Byte ranges of the lines, without their line ends.
    paragraphs: Vec<Range<usize>>,
}

impl Content {
    pub fn new(text: impl Into<Box<str>>) -> Self {
        let text = text.into();
        let mut chars_before = Vec::with_capacity(text.len() / STEP_BYTES + 1);
        let mut count = 0;
        for step in text.as_bytes().chunks(STEP_BYTES) {
            chars_before.push(count);
            count += char_starts(step);
        }
        let paragraphs = paragraph_ranges(&text);
        Self(Arc::new(Inner {
            sha256: sha256_hex(text.as_bytes()),
            text,
            chars_before,
            length_chars: count,
            paragraphs,
        }))
    }

    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.0.sha256
    }

    pub fn len_bytes(&self) -> usize {
        self.0.text.len()
    }

    pub fn len_chars(&self) -> usize {
        self.0.length_chars
    }

    /// The lines of the text as byte ranges without their line ends (LF, CR LF or CR), empty lines included.
    pub fn paragraphs(&self) -> &[Range<usize>] {
        &self.0.paragraphs
    }

    /// The index of the paragraph that holds this byte offset (an offset on a line end belongs to the line before it).
    pub fn paragraph_at(&self, offset_byte: usize) -> usize {
        self.0.paragraphs.partition_point(|p| p.start <= offset_byte).saturating_sub(1)
    }

    /// The number of code points before this byte offset; `None` outside the text or inside a code point.
    pub(crate) fn byte_to_char(&self, offset_byte: usize) -> Option<usize> {
        if offset_byte == self.len_bytes() {
            return Some(self.0.length_chars);
        }
        if !self.0.text.is_char_boundary(offset_byte) {
            return None;
        }
        let step = offset_byte / STEP_BYTES;
        let before = *self.0.chars_before.get(step)?;
        let rest = self.0.text.as_bytes().get(step * STEP_BYTES..offset_byte)?;
        Some(before + char_starts(rest))
    }

    /// The byte offset at which this code point starts. `None` outside the text.
    pub fn char_to_byte(&self, offset_char: usize) -> Option<usize> {
        if offset_char >= self.0.length_chars {
            return (offset_char == self.0.length_chars).then_some(self.len_bytes());
        }
        let step = self.0.chars_before.partition_point(|before| *before <= offset_char) - 1;
        let mut count = *self.0.chars_before.get(step)?;
        let mut start = step * STEP_BYTES;
        let mut rest = self.0.text.as_bytes().get(start..)?;
        // Whole blocks first: counting a block takes about as long as looking at a single byte.
        while let Some((block, after)) = rest.split_first_chunk::<BLOCK_BYTES>() {
            let here = char_starts(block);
            if count + here > offset_char {
                break;
            }
            count += here;
            start += BLOCK_BYTES;
            rest = after;
        }
        for (index, byte) in rest.iter().enumerate() {
            if is_char_start(*byte) {
                if count == offset_char {
                    return Some(start + index);
                }
                count += 1;
            }
        }
        None
    }

    /// The text of a byte range. `None` if the range is not on code point edges or is outside the text.
    pub fn get(&self, range_byte: Range<usize>) -> Option<&str> {
        self.0.text.get(range_byte)
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Content").field("bytes", &self.len_bytes()).field("sha256", &self.sha256()).finish()
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.text == other.0.text
    }
}

impl Eq for Content {}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 });
    sha256(bytes).iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// How many code points start in these bytes.
fn char_starts(bytes: &[u8]) -> usize {
    // Sums that fit into a byte are added sixteen or more at a time.
    let sum = |part: &[u8]| part.iter().map(|byte| u8::from(is_char_start(*byte))).sum::<u8>();
    bytes.chunks(128).map(|part| usize::from(sum(part))).sum()
}

fn is_char_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn paragraph_ranges(text: &str) -> Vec<Range<usize>> {
    let (bytes, mut ranges, mut start) = (text.as_bytes(), Vec::new(), 0);
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        // The LF of a CR LF ends no further line.
        if at >= start {
            ranges.push(start..at);
            let is_pair = bytes.get(at..at + 2) == Some(&b"\r\n"[..]);
            start = at + 1 + usize::from(is_pair);
        }
    }
    ranges.push(start..bytes.len());
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_of_every_code_point_agree_with_a_plain_count() {
        let text = "وبوتين 🙂 e\u{301} نصّ\n".repeat(200);
        let content = Content::new(text.as_str());
        assert_eq!(content.len_chars(), text.chars().count());
        for (char_index, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(content.byte_to_char(byte), Some(char_index));
            assert_eq!(content.char_to_byte(char_index), Some(byte));
        }
        assert_eq!(content.char_to_byte(content.len_chars()), Some(text.len()));
        assert_eq!(content.char_to_byte(content.len_chars() + 1), None);
        assert_eq!(content.byte_to_char(1), None);
        assert_eq!(content.byte_to_char(text.len() + 1), None);
    }

    #[test]
    fn paragraphs_are_cut_at_every_kind_of_line_end() {
        let content = Content::new("a\nb\r\nc\rd\n\n");
        let lines: Vec<_> = content.paragraphs().iter().map(|r| content.as_str()[r.clone()].to_owned()).collect();
        assert_eq!(lines, ["a", "b", "c", "d", "", ""]);
        assert_eq!(Content::new("").paragraphs(), std::slice::from_ref(&(0..0)));
        assert_eq!(content.paragraph_at(1), 0);
        assert_eq!(content.paragraph_at(2), 1);
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(sha256_hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}

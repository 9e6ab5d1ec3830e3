//! Offsets in UTF-16 units, as programs in Java and C# count them, and their bytes.

/// The distance of the places whose offsets are kept.
const STEP_BYTES: usize = 1024;
/// How many bytes are counted at once between two of these places.
const BLOCK_BYTES: usize = 32;

/// The offsets of a text in UTF-16 units.
pub(super) struct Utf16<'t> {
    text: &'t str,
    /// The units of the characters that start before each step.
    before: Vec<usize>,
    length: usize,
}

impl<'t> Utf16<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut before = Vec::with_capacity(text.len() / STEP_BYTES + 1);
        let mut length = 0;
        for step in text.as_bytes().chunks(STEP_BYTES) {
            before.push(length);
            length += step.iter().map(|byte| units(*byte)).sum::<usize>();
        }
        Self { text, before, length }
    }

    /// The length of the text in units.
    pub(super) const fn length(&self) -> usize {
        self.length
    }

    /// The units before a byte; `None` outside the text or inside a character.
    pub(super) fn of_byte(&self, offset_byte: usize) -> Option<usize> {
        if offset_byte == self.text.len() {
            return Some(self.length);
        }
        if !self.text.is_char_boundary(offset_byte) {
            return None;
        }
        let step = offset_byte / STEP_BYTES;
        let rest = self.text.as_bytes().get(step * STEP_BYTES..offset_byte)?;
        Some(*self.before.get(step)? + rest.iter().map(|byte| units(*byte)).sum::<usize>())
    }

    /// The byte after so many units; `None` outside the text or between the two halves of a character.
    pub(super) fn to_byte(&self, offset_utf16: usize) -> Option<usize> {
        if offset_utf16 >= self.length {
            return (offset_utf16 == self.length).then_some(self.text.len());
        }
        let step = self.before.partition_point(|before| *before <= offset_utf16).checked_sub(1)?;
        let mut count = *self.before.get(step)?;
        let mut start = step * STEP_BYTES;
        let mut rest = self.text.as_bytes().get(start..)?;
        // Whole blocks first: counting a block takes about as long as looking at a single byte.
        while let Some((block, after)) = rest.split_first_chunk::<BLOCK_BYTES>() {
            let here = block.iter().map(|byte| units(*byte)).sum::<usize>();
            if count + here > offset_utf16 {
                break;
            }
            count += here;
            start += BLOCK_BYTES;
            rest = after;
        }
        for (index, byte) in rest.iter().enumerate() {
            if count >= offset_utf16 && units(*byte) > 0 {
                return (count == offset_utf16).then_some(start + index);
            }
            count += units(*byte);
        }
        None
    }
}

/// The units of the character that starts with this byte; none for a byte inside a character.
const fn units(byte: u8) -> usize {
    if byte & 0xc0 == 0x80 {
        0
    } else if byte >= 0xf0 {
        2
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_those_of_the_standard_library() {
        let text = "aب🙂\u{1f1f5}\u{1f1f8}é\n".repeat(300);
        let index = Utf16::new(&text);
        assert_eq!(index.length(), text.encode_utf16().count());
        let mut at = 0;
        for (byte, c) in text.char_indices() {
            assert_eq!((index.of_byte(byte), index.to_byte(at)), (Some(at), Some(byte)));
            if c.len_utf16() == 2 {
                assert_eq!(index.to_byte(at + 1), None);
            }
            at += c.len_utf16();
        }
        assert_eq!((index.to_byte(at), index.to_byte(at + 1)), (Some(text.len()), None));
        assert_eq!((index.of_byte(2), index.of_byte(text.len() + 1)), (None, None));
    }
}

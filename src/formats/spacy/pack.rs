//! The few shapes of MessagePack that a `.spacy` file has.

use std::io::Write;

/// MessagePack being written.
#[derive(Default)]
pub(super) struct Packed(pub Vec<u8>);

impl Packed {
    pub(super) fn map(&mut self, entries: usize) -> &mut Self {
        self.sized(entries, [0x80, 0x0f], [None, Some(0xde), Some(0xdf)])
    }

    pub(super) fn list(&mut self, members: usize) -> &mut Self {
        self.sized(members, [0x90, 0x0f], [None, Some(0xdc), Some(0xdd)])
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.sized(text.len(), [0xa0, 0x1f], [Some(0xd9), Some(0xda), Some(0xdb)]);
        self.0.extend(text.as_bytes());
        self
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.bytes_head(bytes.len());
        self.0.extend(bytes);
        self
    }

    /// What comes before so many bytes.
    pub(super) fn bytes_head(&mut self, count: usize) -> &mut Self {
        self.sized(count, [0, 0], [Some(0xc4), Some(0xc5), Some(0xc6)])
    }

    /// Writes what is there and begins anew.
    pub(super) fn pass_on(&mut self, out: &mut dyn Write) -> std::io::Result<()> {
        out.write_all(&self.0)?;
        self.0.clear();
        Ok(())
    }

    pub(super) fn number(&mut self, number: u64) -> &mut Self {
        self.0.push(0xcf);
        self.0.extend(number.to_be_bytes());
        self
    }

    pub(super) fn no(&mut self) -> &mut Self {
        self.0.push(0xc2);
        self
    }

    /// The head of a value: its size in the low bits of the `short` marker if these are enough, else after the marker for
    /// one, two or four bytes.
    fn sized(&mut self, size: usize, [marker, most]: [u8; 2], long: [Option<u8>; 3]) -> &mut Self {
        if let Some(size) = u8::try_from(size).ok().filter(|size| *size <= most && most > 0) {
            self.0.push(marker | size);
        } else if let (Ok(size), Some(marker)) = (u8::try_from(size), long[0]) {
            self.0.extend([marker, size]);
        } else if let (Ok(size), Some(marker)) = (u16::try_from(size), long[1]) {
            self.0.push(marker);
            self.0.extend(size.to_be_bytes());
        } else if let Some(marker) = long[2] {
            self.0.push(marker);
            self.0.extend(u32::try_from(size).unwrap_or(u32::MAX).to_be_bytes());
        }
        self
    }
}

//! How a table in a text file is written: its encoding, and what stands between its cells. It is found out from the file, and
//! a person can say otherwise.

use crate::t;
use crate::text::encoding::Encoding;

/// What stands between the cells of a table in a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delimiter {
    Comma,
    Tab,
    Semicolon,
    Bar,
}

impl Delimiter {
    /// All of them, the usual one first.
    pub const ALL: [Self; 4] = [Self::Comma, Self::Tab, Self::Semicolon, Self::Bar];

    pub(super) const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Tab => b'\t',
            Self::Semicolon => b';',
            Self::Bar => b'|',
        }
    }

    /// The name for people.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Comma => t!("delimiter-comma"),
            Self::Tab => t!("delimiter-tab"),
            Self::Semicolon => t!("delimiter-semicolon"),
            Self::Bar => t!("delimiter-bar"),
        }
    }

    /// A reader of rows, of which none is taken for the heads.
    pub(super) fn reader(self, text: &str) -> csv::Reader<&[u8]> {
        csv::ReaderBuilder::new().delimiter(self.byte()).has_headers(false).flexible(true).from_reader(text.as_bytes())
    }
}

/// How a table in a text file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separated {
    pub encoding: Encoding,
    pub delimiter: Delimiter,
}

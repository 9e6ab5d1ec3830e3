//! The text of a table of values between separators: in memory, or a large file that is read row by row.

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::ControlFlow;

use csv::StringRecord;

use crate::formats::input::{Input, LargeText};
use crate::formats::separated::Delimiter;
use crate::text::encoding::{self, Encoding};

/// The byte order mark of UTF-8.
const MARK: &str = "\u{feff}";
/// How much is read at once.
const READ_BYTES: usize = 64 << 10;

/// Receives a row with its number, or why the text ends there.
pub(super) type TakeRow<'t> = &'t mut dyn FnMut(usize, Result<&StringRecord, String>) -> ControlFlow<()>;

/// The text of a table.
pub(super) enum TableText<'i> {
    /// All of it, after a byte order mark.
    Held { text: Cow<'i, str>, encoding: Encoding, has_mark: bool },
    /// A large file in UTF-8.
    Large(&'i LargeText),
}

impl<'i> TableText<'i> {
    /// The text in the encoding that is said; else UTF-8 with all its characters, or what the encoding seems to be.
    pub(super) fn of_bytes(bytes: &'i [u8], said: Option<Encoding>) -> Option<Self> {
        let has_mark = bytes.starts_with(MARK.as_bytes());
        let (text, encoding) = match (std::str::from_utf8(bytes), said) {
            (Ok(text), None | Some(Encoding::Utf8 | Encoding::Utf8Bom)) => {
                let encoding = if has_mark { Encoding::Utf8Bom } else { Encoding::Utf8 };
                (Cow::Borrowed(text.strip_prefix(MARK).unwrap_or(text)), encoding)
            }
            (_, Some(encoding)) => (Cow::Owned(encoding::decode_as(bytes, encoding).text), encoding),
            (Err(_), None) => {
                let decoded = encoding::decode(bytes).ok()?;
                (Cow::Owned(decoded.text), decoded.encoding)
            }
        };
        Some(Self::Held { text, encoding, has_mark })
    }

    /// The encoding in which it is read.
    pub(super) fn encoding(&self) -> Encoding {
        match self {
            Self::Held { encoding, .. } => *encoding,
            Self::Large(large) if large.has_mark() => Encoding::Utf8Bom,
            Self::Large(_) => Encoding::Utf8,
        }
    }

    /// The table in a file; `None` if its encoding is not known.
    pub(super) fn of(input: &'i Input) -> Option<Self> {
        match input {
            Input::Large(large) if large.is_utf8() => Some(Self::Large(large)),
            _ => Self::of_bytes(input.bytes().unwrap_or_default(), input.separated().map(|said| said.encoding)),
        }
    }

    pub(super) fn has_mark(&self) -> bool {
        match self {
            Self::Held { has_mark, .. } => *has_mark,
            Self::Large(large) => large.has_mark(),
        }
    }

    fn records(&self, delimiter: Delimiter) -> io::Result<csv::Reader<Box<dyn Read + '_>>> {
        let text: Box<dyn Read + '_> = match self {
            Self::Held { text, .. } => Box::new(text.as_bytes()),
            Self::Large(large) => Box::new(large.bounded()?),
        };
        let mut records = csv::ReaderBuilder::new();
        records.delimiter(delimiter.byte()).has_headers(false).flexible(true).buffer_capacity(READ_BYTES);
        Ok(records.from_reader(text))
    }

    /// The heads of a table, or none if it has no rows.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn heads(&self, delimiter: Delimiter) -> io::Result<Vec<String>> {
        let first = self.records(delimiter)?.into_records().next().and_then(Result::ok);
        Ok(first.map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default())
    }

    /// Passes on each row after the heads with its number, where the heads are 1; or why the text ends there.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(super) fn each_row(&self, delimiter: Delimiter, take: TakeRow<'_>) -> io::Result<()> {
        let (mut records, mut row, mut line) = (self.records(delimiter)?, StringRecord::new(), 0);
        loop {
            line += 1;
            let goes_on = match records.read_record(&mut row) {
                Ok(false) => return Ok(()),
                Ok(true) if line == 1 => continue,
                Ok(true) => take(line, Ok(&row)),
                Err(error) => {
                    // Whoever is told cannot go on.
                    let _ = take(line, Err(error.to_string()));
                    return Ok(());
                }
            };
            if let Self::Large(large) = self {
                large.next_part();
            }
            if goes_on.is_break() {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_file_has_the_rows_of_a_small_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.csv");
        for text in ["a,b\r\nفي,\"c\nd\"\r\n\r\n1,2,3\n", "\u{feff}a,b\n1,2", "", "a,b\n"] {
            std::fs::write(&path, text).unwrap();
            let rows = |table: &TableText<'_>| {
                let mut rows = Vec::new();
                let mut keep = |line, row: Result<&StringRecord, String>| {
                    rows.push((line, row.unwrap().clone()));
                    ControlFlow::Continue(())
                };
                table.each_row(Delimiter::Comma, &mut keep).unwrap();
                (table.heads(Delimiter::Comma).unwrap(), rows, table.has_mark())
            };
            let large = LargeText::open(&path, u64::MAX).unwrap().unwrap();
            assert!(large.is_utf8());
            assert_eq!(
                rows(&TableText::Large(&large)),
                rows(&TableText::of_bytes(text.as_bytes(), None).unwrap()),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_large_file_in_another_encoding_is_read_as_a_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.csv");
        // "title,quote" and a word in Windows-1256.
        std::fs::write(&path, b"title,quote\r\n\xe3\xd1\xcd\xc8\xc7,\xc7\xe1\xd3\xe1\xc7\xe3 \xda\xe1\xed\xdf\xe3\r\n")
            .unwrap();
        let input = Input::Large(LargeText::open(&path, u64::MAX).unwrap().unwrap());
        let Some(TableText::Held { text, .. }) = TableText::of(&input) else { panic!("it is no UTF-8") };
        assert!(text.contains("مرحبا") && text.contains("السلام"), "{text}");
    }
}

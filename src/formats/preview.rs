//! The beginning of an export as a person wants to see it before anything is written: rows of a table, lines of text, or
//! the names of the files.
//!
//! It is taken from the export itself, written in memory as far as it is needed and read again, so that it shows what
//! another program would read.

use std::io::{self, Cursor, Write};

use calamine::{Data, Reader as _, Xlsx};
use parquet::basic::Encoding;
use parquet::column::page::Page;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;

use super::dataset::Dataset;
use super::output::FileSet;
use super::{ExportError, Form, Format, Options, Writer};
use crate::monitor::Monitor;

/// The rows of a table that are shown, and the lines of a text.
const MOST_ROWS: usize = 50;
/// The files that are listed.
const MOST_FILES: usize = 200;
/// The most bytes that are written for a preview, except for formats that cannot be read in part.
const MOST_BYTES: usize = 1 << 18;
/// The most bytes that are written for the others.
const MOST_WHOLE_BYTES: usize = 64 << 20;
/// The characters of a cell or of a line that are shown.
const MOST_CHARS: usize = 400;

/// The beginning of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preview {
    Table {
        columns: Vec<String>,
        /// Each as long as the columns.
        rows: Vec<Vec<String>>,
    },
    /// Lines of text.
    Text(String),
    /// The names of the files, sorted; `has_more` if there are further ones.
    Files { names: Vec<String>, has_more: bool },
    /// The format has none.
    None,
}

impl Format {
    /// The beginning of an export.
    ///
    /// # Errors
    /// As for [`Format::write`], or it was stopped.
    pub fn preview(
        &'static self,
        dataset: &Dataset<'_>,
        options: &Options,
        monitor: &Monitor,
    ) -> Result<Preview, ExportError> {
        let part = dataset.beginning(MOST_ROWS);
        match self.writer {
            Some(Writer::Folder(write) | Writer::FileOrFolder { write_folder: write, .. })
                if self.writes_folder(options) =>
            {
                let mut files = Listing { names: Vec::new(), has_more: false, monitor };
                let written = write(&part, options, &mut files);
                if !files.has_more {
                    written?;
                }
                files.names.sort_unstable();
                let has_more = files.has_more || part.layers.len() < dataset.layers.len();
                Ok(Preview::Files { names: files.names, has_more })
            }
            Some(Writer::File(write) | Writer::FileAndBeside { write, .. } | Writer::FileOrFolder { write, .. }) => {
                let most = if self.form == Form::Binary { MOST_WHOLE_BYTES } else { MOST_BYTES };
                let mut out = Beginning { bytes: Vec::new(), most, is_full: false, monitor };
                let written = write(&part, options, &mut out);
                if monitor.is_stopped() {
                    return Err(ExportError::Stopped);
                }
                if !out.is_full {
                    written?;
                }
                Ok(self.preview_of(out.bytes, out.is_full))
            }
            Some(Writer::Folder(_)) => Err(ExportError::NeedsFolder(self.id)),
            None => Err(ExportError::OnlyRead(self.id)),
        }
    }

    fn preview_of(&self, bytes: Vec<u8>, is_cut: bool) -> Preview {
        match self.form {
            Form::Records => records(&bytes, is_cut),
            Form::Lines | Form::JsonLines => {
                let text = String::from_utf8_lossy(&bytes);
                Preview::Text(text.lines().take(MOST_ROWS).map(shortened).collect::<Vec<_>>().join("\n"))
            }
            Form::Binary if is_cut => Preview::None,
            Form::Binary if bytes.starts_with(b"PAR1") => parquet_rows(bytes).unwrap_or(Preview::None),
            Form::Binary => first_sheet(bytes).unwrap_or(Preview::None),
        }
    }
}

/// The first records of a text with commas or tabs.
fn records(bytes: &[u8], is_cut: bool) -> Preview {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    // The names of columns contain none of them.
    let separator = bytes.iter().copied().find(|byte| matches!(byte, b',' | b'\t' | b';')).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(bytes);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in reader.byte_records().map_while(Result::ok).take(MOST_ROWS + 2) {
        rows.push(record.iter().map(|cell| shortened(&String::from_utf8_lossy(cell))).collect());
    }
    // The last record may be cut off.
    if is_cut && rows.len() < MOST_ROWS + 2 {
        rows.pop();
    }
    table(rows)
}

/// The first sheet of a workbook.
fn first_sheet(bytes: Vec<u8>) -> Option<Preview> {
    let mut book = Xlsx::new(Cursor::new(bytes)).ok()?;
    let sheet = book.worksheet_range_at(0)?.ok()?;
    let text = |cell: &Data| shortened(&cell.to_string());
    Some(table(sheet.rows().take(MOST_ROWS + 1).map(|row| row.iter().map(text).collect()).collect()))
}

/// The first rows of a Parquet file.
fn parquet_rows(bytes: Vec<u8>) -> Option<Preview> {
    // `parquet` reads from a type of the crate `bytes`, which its pages make from a vector.
    let page = Page::DictionaryPage { buf: bytes.into(), num_values: 0, encoding: Encoding::PLAIN, is_sorted: false };
    let reader = SerializedFileReader::new(page.buffer().clone()).ok()?;
    let fields = reader.metadata().file_metadata().schema().get_fields();
    let mut rows = vec![fields.iter().map(|field| field.name().to_owned()).collect()];
    for row in reader.get_row_iter(None).ok()?.map_while(Result::ok).take(MOST_ROWS) {
        let text = |field: &Field| match field {
            Field::Null => String::new(),
            Field::Str(text) => shortened(text),
            other => shortened(&other.to_string()),
        };
        rows.push(row.get_column_iter().map(|(_, field)| text(field)).collect());
    }
    Some(table(rows))
}

/// A table of these rows, the first of which has the names of the columns.
fn table(rows: Vec<Vec<String>>) -> Preview {
    let mut rows = rows.into_iter();
    let columns = rows.next().unwrap_or_default();
    let whole = |mut row: Vec<String>| {
        row.resize(columns.len(), String::new());
        row
    };
    let rows = rows.take(MOST_ROWS).map(whole).collect();
    Preview::Table { columns, rows }
}

/// The text in one line, cut where it is long.
fn shortened(text: &str) -> String {
    let mut short = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == MOST_CHARS {
            short.push('…');
            break;
        }
        short.push(if c.is_control() { ' ' } else { c });
    }
    short
}

/// Keeps the beginning of what is written, and fails once that is enough or the preview is not wanted any more.
struct Beginning<'m> {
    bytes: Vec<u8>,
    most: usize,
    is_full: bool,
    monitor: &'m Monitor,
}

impl Write for Beginning<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.most - self.bytes.len();
        if room == 0 || self.monitor.is_stopped() {
            self.is_full = true;
            return Err(io::ErrorKind::StorageFull.into());
        }
        let taken = bytes.get(..room).unwrap_or(bytes);
        self.bytes.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps the names of the files, and fails once there are enough of them or the preview is not wanted any more.
struct Listing<'m> {
    names: Vec<String>,
    has_more: bool,
    monitor: &'m Monitor,
}

impl FileSet for Listing<'_> {
    fn file(&mut self, path: &str) -> io::Result<&mut dyn Write> {
        if self.names.len() == MOST_FILES || self.monitor.is_stopped() {
            self.has_more = true;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.names.push(path.to_owned());
        Ok(self)
    }
}

impl Write for Listing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

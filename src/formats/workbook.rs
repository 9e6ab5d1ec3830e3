//! Workbooks (XLSX and ODS) in bounded memory.
//!
//! An XLSX is passed on row by row. Of an ODS, the library makes a table of all cells from the first to the last of a sheet,
//! and two cells can be billions apart; it also copies a text for each cell that has it, and one text can stand in millions.
//! So such a sheet is gone through first, and refused if it is too large. The binary forms (`.xls`, `.xlsb`) are parsed as a whole when they are opened, which cannot
//! be bounded; they are refused in words.

use std::fmt;
use std::io::{BufRead, BufReader, Cursor};
use std::ops::ControlFlow;

use calamine::{Data, DataRef, Ods, Reader as _, Xlsx};
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::caught::caught;
use crate::t;

/// The most columns of a sheet.
const MOST_COLUMNS: u32 = 16_384;
/// The most cells from the first to the last one of a sheet.
const MOST_CELLS: u64 = 10_000_000;
/// The most bytes of the texts of all cells of a sheet.
const MOST_TEXT_BYTES: u64 = 512 << 20;
/// How the files of Office versions before 2007 begin.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// The main part of a workbook in binary form.
const BINARY_PART: &[u8] = b"xl/workbook.bin";

/// Why a workbook cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WorkbookError {
    /// It is in a binary form.
    Binary,
    /// A sheet has more cells or text than any table.
    TooLarge,
    Damaged(String),
}

impl fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Binary => f.write_str(&t!("import-workbook-binary")),
            Self::TooLarge => f.write_str(&t!("import-workbook-large", most = MOST_CELLS)),
            Self::Damaged(reason) => f.write_str(reason),
        }
    }
}

/// Whether bytes are a zip with a workbook in binary form.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, BINARY_PART).is_some()
}

/// An open workbook.
pub(super) enum Workbook<'b> {
    Xlsx(Box<Xlsx<Cursor<&'b [u8]>>>),
    Ods(Ods<Cursor<&'b [u8]>>),
}

/// What a library says that panics on some damaged files.
fn try_it<T, E: fmt::Display>(run: impl FnOnce() -> Result<T, E>) -> Result<T, WorkbookError> {
    match caught(run) {
        Some(result) => result.map_err(|error| WorkbookError::Damaged(error.to_string())),
        None => Err(WorkbookError::Damaged(t!("import-workbook-damaged"))),
    }
}

impl<'b> Workbook<'b> {
    /// Opens a workbook, the sizes in whose zip have been checked.
    ///
    /// # Errors
    /// It is damaged or in a binary form, or an ODS is too large, which is read as a whole.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, WorkbookError> {
        if bytes.starts_with(COMPOUND) || is_binary(bytes) {
            return Err(WorkbookError::Binary);
        }
        let is_ods = memchr::memmem::find(bytes, b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet").is_some();
        if is_ods {
            check_ods(bytes)?;
            return try_it(|| Ods::new(Cursor::new(bytes))).map(Self::Ods);
        }
        try_it(|| Xlsx::new(Cursor::new(bytes))).map(|workbook| Self::Xlsx(Box::new(workbook)))
    }

    pub(super) fn sheet_names(&self) -> Vec<String> {
        match self {
            Self::Xlsx(workbook) => workbook.sheet_names(),
            Self::Ods(workbook) => workbook.sheet_names(),
        }
    }

    /// Passes on each row of a sheet that has a cell, with its number from the first of them, which is 1, and what its
    /// cells show from the first column of that row on; `show` says it for what is no text. Of an XLSX only one row is in
    /// memory. A sheet of charts has no rows.
    ///
    /// # Errors
    /// It is damaged or too wide, or the library fails.
    pub(super) fn each_row(
        &mut self,
        name: &str,
        show: fn(&Data) -> String,
        take: &mut dyn FnMut(usize, &[String]) -> ControlFlow<()>,
    ) -> Result<(), WorkbookError> {
        match self {
            Self::Xlsx(workbook) => each_row_of_xlsx(workbook, name, show, take),
            Self::Ods(workbook) => {
                let range = try_it(|| Ok::<_, String>(workbook.worksheet_range(name).ok()))?;
                let cell = |data: &Data| match data {
                    Data::String(text) => text.clone(),
                    Data::Empty => String::new(),
                    other => show(other),
                };
                for (index, row) in range.iter().flat_map(|range| range.rows()).enumerate() {
                    let cells: Vec<String> = row.iter().map(cell).collect();
                    if take(index + 1, &cells).is_break() {
                        break;
                    }
                }
                Ok(())
            }
        }
    }
}

/// The cells of a row while they are read.
#[derive(Default)]
struct Row {
    /// The row in the sheet, from nought; `None` before the first one.
    row: Option<u32>,
    /// The first row of the sheet that has a cell.
    first: u32,
    /// The first column of that row; what stands before it is under no head.
    column: u32,
    cells: Vec<String>,
}

impl Row {
    fn pass_on(&self, take: &mut dyn FnMut(usize, &[String]) -> ControlFlow<()>) -> ControlFlow<()> {
        let Some(row) = self.row else { return ControlFlow::Continue(()) };
        take(usize::try_from(row.saturating_sub(self.first)).map_or(usize::MAX, |index| index + 1), &self.cells)
    }

    /// Begins another row.
    fn begin(&mut self, row: u32, column: u32) {
        if self.row.is_none() {
            (self.first, self.column) = (row, column);
        }
        self.row = Some(row);
        self.cells.iter_mut().for_each(String::clear);
    }

    /// The cell of a column; `None` if it is none of the table's. It is empty.
    fn cell(&mut self, column: u32) -> Result<Option<&mut String>, WorkbookError> {
        let Some(index) = column.checked_sub(self.column) else { return Ok(None) };
        if index >= MOST_COLUMNS {
            return Err(WorkbookError::TooLarge);
        }
        let index = usize::try_from(index).map_err(|_| WorkbookError::TooLarge)?;
        if self.cells.len() <= index {
            self.cells.resize(index + 1, String::new());
        }
        Ok(self.cells.get_mut(index))
    }
}

fn each_row_of_xlsx(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    show: fn(&Data) -> String,
    take: &mut dyn FnMut(usize, &[String]) -> ControlFlow<()>,
) -> Result<(), WorkbookError> {
    let Ok(mut cells) = try_it(|| workbook.worksheet_cells_reader(name)) else { return Ok(()) };
    let mut row = Row::default();
    while let Some(cell) = try_it(|| cells.next_cell())? {
        if matches!(cell.get_value(), DataRef::Empty) {
            continue;
        }
        let (at, column) = cell.get_position();
        if row.row != Some(at) {
            if row.pass_on(take).is_break() {
                return Ok(());
            }
            row.begin(at, column);
        }
        let Some(shown) = row.cell(column)? else { continue };
        match cell.get_value() {
            DataRef::SharedString(text) => shown.push_str(text),
            DataRef::String(text) => shown.push_str(text),
            other => shown.push_str(&show(&Data::from(other.clone()))),
        }
    }
    // Whoever takes the last row has nothing left to stop.
    let _ = row.pass_on(take);
    Ok(())
}

/// Counts what the table of a sheet would hold.
#[derive(Default)]
struct Extent {
    /// The first and the last row and column with a cell.
    edges: Option<[(u64, u64); 2]>,
    text_bytes: u64,
    /// The cells of earlier sheets that are in memory at the same time.
    cells_before: u64,
}

impl Extent {
    /// Takes cells with texts of so many bytes in all, from one place to another.
    fn add(&mut self, rows: [u64; 2], columns: [u64; 2], text_bytes: u64) {
        let [from, to] = self.edges.unwrap_or([(rows[0], columns[0]), (rows[1], columns[1])]);
        let first = (from.0.min(rows[0]), from.1.min(columns[0]));
        let last = (to.0.max(rows[1]), to.1.max(columns[1]));
        self.edges = Some([first, last]);
        self.text_bytes = self.text_bytes.saturating_add(text_bytes);
    }

    /// What a further sheet adds to.
    fn next_sheet(&self) -> Self {
        Self { edges: None, text_bytes: self.text_bytes, cells_before: self.cells() }
    }

    fn cells(&self) -> u64 {
        let length = |first: u64, last: u64| last.saturating_sub(first).saturating_add(1);
        let cells = |[first, last]: [(u64, u64); 2]| length(first.0, last.0).saturating_mul(length(first.1, last.1));
        self.cells_before.saturating_add(self.edges.map_or(0, cells))
    }

    fn is_bounded(&self) -> bool {
        self.cells() <= MOST_CELLS && self.text_bytes <= MOST_TEXT_BYTES
    }
}

/// Goes through the cells of an ODS, in which one may stand for many.
fn check_ods(bytes: &[u8]) -> Result<(), WorkbookError> {
    let damaged = |error: &dyn fmt::Display| WorkbookError::Damaged(error.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let content = zip.by_name("content.xml").map_err(|error| damaged(&error))?;
    check_cells(BufReader::new(content))
}

fn check_cells(content: impl BufRead) -> Result<(), WorkbookError> {
    let mut reader = quick_xml::Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    let (mut sheet, mut row, mut cell) = (Extent::default(), OdsRow::default(), None::<OdsCell>);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| WorkbookError::Damaged(error.to_string()))?;
        let (element, is_empty) = match &event {
            Event::Start(element) => (Some(element), false),
            Event::Empty(element) => (Some(element), true),
            _ => (None, false),
        };
        if let Some(element) = element {
            match element.name().0 {
                "table:table" => (sheet, row) = (sheet.next_sheet(), OdsRow::default()),
                "table:table-row" => row = row.next(repeated(element, "table:number-rows-repeated")),
                "table:table-cell" | "table:covered-table-cell" => {
                    let found = OdsCell::of(element);
                    if is_empty { row.take(found, &mut sheet) } else { cell = Some(found) }
                }
                _ => {}
            }
        }
        match &event {
            Event::Text(text) => cell.iter_mut().for_each(|cell| cell.add_text(text.len())),
            // A character that is named or numbered.
            Event::GeneralRef(_) => cell.iter_mut().for_each(|cell| cell.add_text(4)),
            Event::End(end) if ["table:table-cell", "table:covered-table-cell"].contains(&end.name().0) => {
                if let Some(found) = cell.take() {
                    row.take(found, &mut sheet);
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
        if !sheet.is_bounded() {
            return Err(WorkbookError::TooLarge);
        }
    }
}

/// A row while its cells are read.
#[derive(Default)]
struct OdsRow {
    first: u64,
    repeated: u64,
    columns: u64,
}

impl OdsRow {
    /// The row after this one.
    const fn next(&self, repeated: u64) -> Self {
        Self { first: self.first.saturating_add(self.repeated), repeated, columns: 0 }
    }

    fn take(&mut self, cell: OdsCell, sheet: &mut Extent) {
        let first = self.columns;
        self.columns = self.columns.saturating_add(cell.repeated);
        if cell.has_value && cell.repeated > 0 && self.repeated > 0 {
            let text_bytes = cell.text_bytes.saturating_mul(cell.repeated).saturating_mul(self.repeated);
            let last_row = self.first.saturating_add(self.repeated - 1);
            sheet.add([self.first, last_row], [first, self.columns - 1], text_bytes);
        }
    }
}

/// A cell, which may stand for several in a row.
struct OdsCell {
    repeated: u64,
    has_value: bool,
    text_bytes: u64,
}

impl OdsCell {
    fn of(element: &BytesStart<'_>) -> Self {
        let (mut has_value, mut text_bytes) = (false, 0_u64);
        for attribute in element.attributes().with_checks(false).flatten() {
            let name = attribute.key.0;
            if name.starts_with("office:") || name.starts_with("calcext:") || name == "table:formula" {
                has_value = true;
                text_bytes = text_bytes.saturating_add(attribute.value.len() as u64);
            }
        }
        Self { repeated: repeated(element, "table:number-columns-repeated"), has_value, text_bytes }
    }

    fn add_text(&mut self, bytes: usize) {
        self.text_bytes = self.text_bytes.saturating_add(bytes as u64);
    }
}

/// How often an element stands there.
fn repeated(element: &BytesStart<'_>, name: &str) -> u64 {
    let value = element.attributes().with_checks(false).flatten().find(|attribute| attribute.key.0 == name);
    value.and_then(|attribute| attribute.value.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(rows: &str) -> Result<(), WorkbookError> {
        check_cells(format!("<office:body><table:table table:name=\"a\">{rows}</table:table></office:body>").as_bytes())
    }

    #[test]
    fn what_one_cell_stands_for_is_counted() {
        let cell = |repeated: u64, text: &str| {
            format!(
                "<table:table-cell table:number-columns-repeated=\"{repeated}\" office:value-type=\"string\">\
                 <text:p>{text}</text:p></table:table-cell>"
            )
        };
        let row = |repeated: u64, cells: &str| {
            format!("<table:table-row table:number-rows-repeated=\"{repeated}\">{cells}</table:table-row>")
        };
        let blank = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
        // As LibreOffice writes a sheet: the rest of the rows and columns is there, empty.
        let sheet = row(1, &(cell(1, "a") + blank)) + &row(1_048_575, blank);
        assert_eq!(checked(&sheet), Ok(()));
        assert_eq!(checked(&row(1000, &cell(1000, "a"))), Ok(()));
        assert_eq!(checked(&row(10_000, &cell(1001, "a"))), Err(WorkbookError::TooLarge));
        // Two cells far from each other.
        let far = row(1, &cell(1, "a")) + &row(1_000_000, blank) + &row(1, &(cell(20, "") + &cell(1, "b")));
        assert_eq!(checked(&far), Err(WorkbookError::TooLarge));
        // A long text in many cells.
        assert_eq!(checked(&row(1000, &cell(1000, &"x".repeat(1000)))), Err(WorkbookError::TooLarge));
    }
}

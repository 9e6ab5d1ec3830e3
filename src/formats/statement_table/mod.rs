//! Reads tables of statements on articles that the project has: CSV, TSV and workbooks, ours and those of other programs,
//! such as DNA's event lists, and objects in JSON Lines.
//!
//! The columns are known by their heads in English or Arabic, or named by a person. A statement is found by its offsets,
//! or by its quote where there are none. An article is found by its identifier, its address or its title.

mod beside;
mod field;
mod groups;
pub(super) mod json_rows;
mod text;

use std::ops::ControlFlow;

use calamine::Data;
use csv::StringRecord;

use self::beside::Beside;
use self::field::{Field, SLOTS};
use self::groups::{Layers, Outline};
use self::text::{TableText, TakeRow};
use super::attribute_columns::{BETWEEN_VALUES, SPANS};
use super::found::{FoundFields, FoundPassages, FoundSpan, LayerMaker};
use super::incoming::LayerSink;
use super::input::Input;
use super::separated::{Delimiter, Separated};
use super::sidecar::Sidecar;
use super::units::Unit;
use super::workbook::Workbook;
use super::{Confidence, Reader, apostrophes, long_cell, zip_bounds};
use crate::model::statement::Attribute;
use crate::t;

/// Reads comma-separated values.
pub(super) const CSV: Reader = Reader {
    folders: false,
    streams: true,
    recognise: |input| recognise(input, &[Delimiter::Comma, Delimiter::Semicolon]),
    read: read_separated,
};
/// Reads tab-separated values.
pub(super) const TSV: Reader = Reader {
    folders: false,
    streams: true,
    recognise: |input| recognise(input, &[Delimiter::Tab]),
    read: read_separated,
};
/// Reads workbooks.
pub(super) const WORKBOOK: Reader =
    Reader { folders: false, streams: false, recognise: recognise_workbook, read: read_workbook };

/// The most rows that are read.
const MOST_ROWS: usize = 10_000_000;
/// The most columns, as many as a sheet of a workbook has.
const MOST_COLUMNS: usize = 16_384;
/// The kind of statements of a table that has none.
const UNNAMED_KIND: &str = "statement";
/// Between the quotes of the spans of one statement.
pub(super) const BETWEEN_QUOTES: &str = " … ";

/// Whether a column of this name is one that every table of statements may have.
pub(super) fn is_taken(head: &str) -> bool {
    field::is_known(head)
}

/// The names of the fields that a column can be taken for.
pub(crate) fn field_names() -> impl Iterator<Item = &'static str> {
    Field::names()
}

/// How a table of statements in a text file is read if these columns are named; `None` if it is no text.
pub(crate) fn separated_of(input: &Input, column: &dyn Fn(&str) -> Option<String>) -> Option<Separated> {
    if let Some(said) = input.separated() {
        return Some(said);
    }
    let text = TableText::of(input)?;
    Some(Separated { encoding: text.encoding(), delimiter: best_delimiter(&text, column).ok()? })
}

/// The delimiter with which most columns are known, the usual one first.
fn best_delimiter(text: &TableText<'_>, column: &dyn Fn(&str) -> Option<String>) -> std::io::Result<Delimiter> {
    let (mut best, mut most) = (Delimiter::Comma, None);
    for delimiter in Delimiter::ALL {
        let fits = match field::columns(&text.heads(delimiter)?, column) {
            Ok(columns) => (field::are_statements(&columns), columns.len()),
            Err(_) => (true, usize::MAX),
        };
        if most.is_none_or(|most| fits > most) {
            (best, most) = (delimiter, Some(fits));
        }
    }
    Ok(best)
}

/// `Certain` if the heads are those of statements with offsets, which no table of articles has.
fn recognise(input: &Input, delimiters: &[Delimiter]) -> Confidence {
    let Some(text) = input.first_lines().and_then(|bytes| TableText::of_bytes(bytes, None)) else {
        return Confidence::No;
    };
    let is_one = |delimiter: &Delimiter| {
        let heads = text.heads(*delimiter).unwrap_or_default();
        field::columns(&heads, &|_| None).is_ok_and(|columns| field::are_certainly_statements(&columns))
    };
    if delimiters.iter().any(is_one) { Confidence::Certain } else { Confidence::No }
}

/// `Certain` if a sheet of a whole workbook has such heads.
fn recognise_workbook(input: &Input) -> Confidence {
    let bytes = input.bytes().filter(|bytes| bytes.starts_with(b"PK\x03\x04"));
    let Some(mut workbook) = bytes.and_then(|bytes| open_workbook(bytes).ok()) else { return Confidence::No };
    let sheets = workbook.sheet_names();
    let is_one = |sheet: &String| {
        let mut is_one = false;
        let first = workbook.each_row(sheet, shown, &mut |_, heads| {
            let columns = field::columns(heads, &|_| None);
            is_one = columns.is_ok_and(|columns| field::are_certainly_statements(&columns));
            ControlFlow::Break(())
        });
        first.is_ok() && is_one
    };
    if sheets.iter().any(is_one) { Confidence::Certain } else { Confidence::No }
}

fn open_workbook(bytes: &[u8]) -> Result<Workbook<'_>, String> {
    // The library unpacks what it finds.
    if bytes.starts_with(b"PK") {
        zip_bounds::check(bytes)?;
    }
    Workbook::open(bytes).map_err(|error| error.to_string())
}

fn read_separated(input: &Input, sink: &mut dyn LayerSink) {
    let Some(text) = TableText::of(input) else {
        let file = input.path().display().to_string();
        return sink.warn(1, t!("import-not-utf8", file = file));
    };
    if let Err(error) = read_text(&text, input.separated(), sink) {
        sink.warn(1, error.to_string());
    }
}

fn read_text(text: &TableText<'_>, said: Option<Separated>, sink: &mut dyn LayerSink) -> std::io::Result<()> {
    let delimiter = match said {
        Some(said) => said.delimiter,
        None => best_delimiter(text, &|head| sink.column(head))?,
    };
    let heads = text.heads(delimiter)?;
    let columns = field::columns(&heads, &|head| sink.column(head)).map(|columns| (heads, columns));
    let Some(mut table) = Table::of(columns, sink) else { return Ok(()) };
    table.is_for_spreadsheet &= text.has_mark();
    read_rows(&table, sink, &mut |take| text.each_row(delimiter, take))
}

/// Reads the rows of a table, which are gone through twice.
///
/// # Errors
/// Going through them fails.
fn read_rows(
    table: &Table,
    sink: &mut dyn LayerSink,
    each_row: &mut dyn FnMut(TakeRow<'_>) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let mut outline = Outline::default();
    outline.next_sheet();
    each_row(&mut |line, row| match row {
        Ok(row) => outline.row(table, line, row, sink),
        Err(error) => {
            sink.warn(line, error);
            ControlFlow::Break(())
        }
    })?;
    let mut layers = Layers::of(table, outline, Beside::default());
    layers.next_sheet();
    each_row(&mut |line, row| match row {
        Ok(row) => layers.row(line, row, sink),
        Err(_) => ControlFlow::Break(()),
    })
}

fn read_workbook(input: &Input, sink: &mut dyn LayerSink) {
    let bytes = input.bytes().unwrap_or_default();
    let mut workbook = match open_workbook(bytes) {
        Ok(workbook) => workbook,
        Err(reason) => return sink.warn(1, reason),
    };
    let mut sheets = Sheets::default();
    for name in workbook.sheet_names() {
        let mut sheet = Sheet::default();
        let read = workbook.each_row(&name, shown, &mut |line, cells| sheets.first_row(&mut sheet, line, cells, sink));
        if let Err(error) = read {
            return sink.warn(1, t!("import-in-file", file = name, message = error.to_string()));
        }
        if sheets.is_refused {
            return;
        }
        if sheet.is_of_table {
            sheets.names.push(name);
        }
    }
    let Sheets { table, beside, outline, names, mut record, .. } = sheets;
    let Some(table) = table else { return sink.warn(1, no_columns()) };
    let mut layers = Layers::of(&table, outline, beside);
    for name in names {
        layers.next_sheet();
        let read = workbook.each_row(&name, shown, &mut |line, cells| {
            if line == 1 {
                return ControlFlow::Continue(());
            }
            fill(&mut record, cells);
            layers.row(line, &record, sink)
        });
        if let Err(error) = read {
            return sink.warn(1, t!("import-in-file", file = name, message = error.to_string()));
        }
    }
}

/// What a first look at a workbook finds.
#[derive(Default)]
struct Sheets {
    table: Option<Table>,
    /// The sheets with statements.
    names: Vec<String>,
    beside: Beside,
    outline: Outline,
    /// Whether a person has named columns for what they cannot be.
    is_refused: bool,
    record: StringRecord,
}

/// A sheet while its rows are looked at for the first time.
#[derive(Default)]
struct Sheet {
    heads: Vec<String>,
    is_of_table: bool,
}

impl Sheets {
    fn first_row(
        &mut self,
        sheet: &mut Sheet,
        line: usize,
        cells: &[String],
        sink: &mut dyn LayerSink,
    ) -> ControlFlow<()> {
        if line == 1 {
            return self.heads(sheet, cells, sink);
        }
        let Some(table) = self.table.as_ref().filter(|_| sheet.is_of_table) else {
            self.beside.row(line, &sheet.heads, cells.iter().cloned(), sink);
            return ControlFlow::Continue(());
        };
        fill(&mut self.record, cells);
        self.outline.row(table, line, &self.record, sink)
    }

    /// Whether the sheet with these heads is one of statements, or of what our workbooks say beside them; other sheets are
    /// not read on.
    fn heads(&mut self, sheet: &mut Sheet, cells: &[String], sink: &mut dyn LayerSink) -> ControlFlow<()> {
        sheet.heads = cells.to_vec();
        if self.beside.has(&sheet.heads) {
            return ControlFlow::Continue(());
        }
        let heads = sheet.heads.clone();
        let columns = field::columns(&heads, &|head| sink.column(head)).map(|columns| (heads, columns));
        if columns.as_ref().is_ok_and(|(_, columns)| !field::are_statements(columns)) {
            return ControlFlow::Break(());
        }
        if let Some(table) = &self.table {
            // Statements that are too many for a sheet go on in the next one.
            if columns.is_ok_and(|(heads, _)| heads == table.heads) {
                sheet.is_of_table = true;
                self.outline.next_sheet();
                return ControlFlow::Continue(());
            }
            return ControlFlow::Break(());
        }
        let Some(mut table) = Table::of(columns, sink) else {
            self.is_refused = true;
            return ControlFlow::Break(());
        };
        // Cells of a workbook are typed.
        table.is_for_spreadsheet = false;
        self.table = Some(table);
        sheet.is_of_table = true;
        self.outline.next_sheet();
        ControlFlow::Continue(())
    }
}

/// Makes a record of the cells of a sheet. A text that does not fit a cell is not there; a place stands without its quote.
fn fill(record: &mut StringRecord, cells: &[String]) {
    record.clear();
    for cell in cells {
        record.push_field(if long_cell::is_too_long_word(cell) { "" } else { cell });
    }
}

fn no_columns() -> String {
    t!("import-table-columns", fields = Field::names().collect::<Vec<_>>().join(", "))
}

/// What a cell shows that is no text.
fn shown(data: &Data) -> String {
    match data {
        // Offsets are whole numbers, whatever the program calls them.
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string(),
    }
}

/// Where a table has the values of an attribute.
struct AttributeCells {
    name: String,
    place: usize,
    /// The column with the places of its passages.
    spans: Option<usize>,
    /// Whether a cell has several values.
    is_list: bool,
}

/// What the columns of a table are.
struct Table {
    heads: Vec<String>,
    /// The column of each field.
    places: [Option<usize>; SLOTS],
    attributes: Vec<AttributeCells>,
    /// Whether the quotes have been changed, as DNA changes semicolons and quotation marks.
    has_changed_quotes: bool,
    /// Whether it is an event list with our type of statements, in which agreement has three values, and a bar stands
    /// between addressees.
    is_event_list_of_ours: bool,
    /// Whether an apostrophe may stand before what a spreadsheet would compute.
    is_for_spreadsheet: bool,
}

impl Table {
    /// A table with these columns, unless they are not those of statements.
    fn of(found: Result<(Vec<String>, Vec<Field>), (String, String)>, sink: &mut dyn LayerSink) -> Option<Self> {
        let (heads, columns) = match found {
            Ok(found) => found,
            Err((head, name)) => {
                let fields = Field::names().collect::<Vec<_>>().join(", ");
                sink.warn(1, t!("import-table-field", head = head, name = name, fields = fields));
                return None;
            }
        };
        if heads.len() > MOST_COLUMNS {
            sink.warn(1, t!("import-table-wide", most = MOST_COLUMNS));
            return None;
        }
        let told = heads.iter().zip(&columns);
        sink.take_columns(
            told.map(|(head, field)| (head.clone(), Some(field.name()).filter(|name| !name.is_empty()))).collect(),
        );
        if !field::are_statements(&columns) {
            sink.warn(1, no_columns());
            return None;
        }
        let has = |name: &str| heads.iter().any(|head| head.trim() == name);
        let has_changed_quotes = has("start_position") && has("stop_position");
        let is_for_spreadsheet = has("project") && has("statement_id");
        let is_event_list_of_ours = field::is_event_list_of_ours(&heads);
        let (mut places, mut attributes) = ([None; SLOTS], Vec::new());
        for (place, field) in columns.iter().enumerate() {
            if let Field::Attribute(name) = field {
                let is_list = sink.takes_several(name);
                attributes.push(AttributeCells { name: name.clone(), place, spans: None, is_list });
            } else if let Some(known) = field.slot().and_then(|slot| places.get_mut(slot)) {
                known.get_or_insert(place);
            }
        }
        let attributes = joined(attributes, &*sink);
        Some(Self { heads, places, attributes, has_changed_quotes, is_event_list_of_ours, is_for_spreadsheet })
    }

    /// The cells of a row without what an export for spreadsheets has put before them; `None` if they are so already.
    fn without_apostrophes(&self, cells: &StringRecord) -> Option<StringRecord> {
        let has_any = self.is_for_spreadsheet && cells.iter().any(|cell| cell.contains('\''));
        has_any.then(|| cells.iter().map(|cell| apostrophes::without_apostrophes(cell.to_owned())).collect())
    }

    /// The cell of a field without white space at its edges; empty if there is none.
    fn cell<'r>(&self, cells: &'r StringRecord, field: &Field) -> &'r str {
        self.whole_cell(cells, field).trim()
    }

    fn whole_cell<'r>(&self, cells: &'r StringRecord, field: &Field) -> &'r str {
        let place = field.slot().and_then(|slot| self.places.get(slot).copied().flatten());
        place.and_then(|place| cells.get(place)).unwrap_or_default()
    }

    /// What makes the layers of the table.
    fn maker(&self) -> LayerMaker {
        let maker = LayerMaker::of_ids(Sidecar::default());
        // A list as DNA writes it.
        let is_of_dna = self.has_changed_quotes && self.heads.iter().any(|head| head.trim() == "document_author");
        if is_of_dna { maker.counting(Unit::UTF16_LF) } else { maker }
    }

    /// The statement of a row. With `is_two_valued`, a stance of 0 is against, not neutral. In a survey, only what says
    /// where it is.
    fn span(
        &self,
        line: usize,
        cells: &StringRecord,
        reading: Reading,
        maker: &mut LayerMaker,
    ) -> Result<FoundSpan, String> {
        let cell = |field: Field| self.cell(cells, &field);
        let word = |field: Field| Some(self.cell(cells, &field)).filter(|word| !word.is_empty()).map(str::to_owned);
        let places = places(cell(Field::Spans), cell(Field::Start), cell(Field::End))?;
        let quotes = self.quotes(cells, places.len());
        if places.is_empty() && quotes.is_empty() {
            return Err(t!("import-span-none"));
        }
        let id = word(Field::Id);
        let fields = match reading {
            Reading::Survey => FoundFields { statement: id.clone(), ..FoundFields::default() },
            Reading::Whole { is_two_valued } => self.fields(cells, id.clone(), is_two_valued, maker),
        };
        Ok(FoundSpan {
            id: id.unwrap_or_else(|| format!("row {line}")),
            are_beginnings: self.has_changed_quotes && !places.is_empty(),
            places,
            quotes,
            label: word(Field::Kind).unwrap_or_else(|| UNNAMED_KIND.to_owned()),
            role: Some(super::found::FoundRole::Statement),
            part: Some(0),
            fields,
            ..FoundSpan::default()
        })
    }

    /// The values of attributes, and their passages.
    fn attributes_of(&self, cells: &StringRecord) -> (Vec<Attribute>, Vec<FoundPassages>) {
        let (mut attributes, mut passages, mut passed) = (Vec::new(), Vec::new(), 0);
        for column in &self.attributes {
            let AttributeCells { name, place, spans, is_list } = column;
            let cell = |place: usize| cells.get(place).map(str::trim).filter(|value| !value.is_empty());
            let found = spans.and_then(cell).map(|spans| places(spans, "", ""));
            if let Some(Ok(places)) = found {
                let (words, count) = (cells.get(*place).unwrap_or_default(), places.len());
                let quotes = split_quotes(words, places.len());
                passages.push(FoundPassages { name: name.clone(), at: attributes.len() + passed, places, quotes });
                passed += count;
                continue;
            }
            let Some(value) = cell(*place) else { continue };
            let values: Vec<&str> = if *is_list && spans.is_none() {
                value.split(BETWEEN_VALUES).map(str::trim).filter(|value| !value.is_empty()).collect()
            } else {
                vec![value]
            };
            attributes.extend(values.into_iter().map(|value| Attribute::new(name.as_str(), value)));
        }
        (attributes, passages)
    }

    /// The quotes at so many places; none if nobody knows which belongs to which.
    fn quotes(&self, cells: &StringRecord, places: usize) -> Vec<String> {
        let quote = self.whole_cell(cells, &Field::Quote);
        if quote.trim().is_empty() {
            return Vec::new();
        }
        split_quotes(quote, places)
    }

    /// What a row says about a statement besides its label and its place.
    fn fields(
        &self,
        cells: &StringRecord,
        statement: Option<String>,
        is_two_valued: bool,
        maker: &mut LayerMaker,
    ) -> FoundFields {
        let known = |field: Field| Some(self.cell(cells, &field)).filter(|word| !word.is_empty());
        let word = |field: Field| known(field).map(str::to_owned);
        let list = |field: Field, mark: char| -> Vec<String> {
            let Some(cell) = known(field) else { return Vec::new() };
            cell.split(mark).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let (party, name) = (known(Field::Speaker), known(Field::SpeakerName));
        if let (Some(party), Some(name)) = (party, name) {
            maker.names_mut().name_party(party, name);
        }
        let speaker = party.or(name).map(str::to_owned);
        let (mut chain, reporters) = (list(Field::Chain, '>'), list(Field::Reporters, '>'));
        if chain.is_empty() && !reporters.is_empty() {
            chain = reporters.into_iter().chain(speaker.clone()).collect();
        }
        let (attributes, passages) = self.attributes_of(cells);
        FoundFields {
            statement,
            has_ids: false,
            speaker,
            chain,
            addressees: list(Field::Addressees, if self.is_event_list_of_ours { '|' } else { ';' }),
            topic: word(Field::Topic),
            stance: word(Field::Stance).map(|value| stance(value, is_two_valued)),
            quotation: word(Field::Quotation),
            attributes,
            passages,
            note: self.whole_cell(cells, &Field::Note).to_owned(),
            created: known(Field::Created).and_then(|at| at.parse().ok()),
            modified: known(Field::Modified).and_then(|at| at.parse().ok()),
        }
    }
}

/// The texts of so many places in one cell; none if nobody knows which belongs to which.
fn split_quotes(quote: &str, places: usize) -> Vec<String> {
    if quote.trim().is_empty() {
        return Vec::new();
    }
    if places < 2 {
        return vec![quote.to_owned()];
    }
    let quotes: Vec<String> = quote.split(BETWEEN_QUOTES).map(str::to_owned).collect();
    // Where a quote has the mark itself, nobody knows where the next one begins.
    let is_split = quotes.len() == places && quote.matches('…').count() + 1 == places;
    if is_split { quotes } else { Vec::new() }
}

/// Joins the columns of words with those of their places.
fn joined(columns: Vec<AttributeCells>, sink: &dyn LayerSink) -> Vec<AttributeCells> {
    let of_words = |name: &str| {
        let words = name.strip_suffix(SPANS).filter(|_| !sink.takes_several(name))?;
        columns.iter().position(|column| column.name == words)
    };
    let places: Vec<(usize, usize)> =
        columns.iter().filter_map(|column| Some((of_words(&column.name)?, column.place))).collect();
    let mut joined = Vec::with_capacity(columns.len());
    for (index, mut column) in columns.into_iter().enumerate() {
        if places.iter().any(|(_, place)| *place == column.place) {
            continue;
        }
        column.spans = places.iter().find(|(words, _)| *words == index).map(|(_, place)| *place);
        joined.push(column);
    }
    joined
}

/// For what a row is read.
#[derive(Clone, Copy)]
enum Reading {
    /// To count it, and to find out the unit of its offsets.
    Survey,
    Whole {
        is_two_valued: bool,
    },
}

/// A stance as DNA writes it, in our words.
fn stance(value: String, is_two_valued: bool) -> String {
    match value.as_str() {
        "1" | "yes" | "true" | "TRUE" => "supports".to_owned(),
        "0" if !is_two_valued => "neutral".to_owned(),
        "0" | "-1" | "no" | "false" | "FALSE" => "opposes".to_owned(),
        _ => value,
    }
}

/// The offsets in `120-180;200-210`, or in the two columns of a start and an end.
fn places(spans: &str, start: &str, end: &str) -> Result<Vec<[u64; 2]>, String> {
    let number = |text: &str| {
        let whole = text.trim().strip_suffix(".0").unwrap_or(text.trim());
        whole.parse::<u64>().map_err(|_| t!("import-offset-bad", value = text))
    };
    if !spans.is_empty() {
        let pair = |span: &str| {
            let (start, end) = span.trim().split_once('-').ok_or_else(|| t!("import-offset-bad", value = span))?;
            Ok([number(start)?, number(end)?])
        };
        return spans.split(';').map(pair).collect();
    }
    if start.is_empty() && end.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![[number(start)?, number(end)?]])
}

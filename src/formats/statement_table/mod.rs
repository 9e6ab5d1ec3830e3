//! Reads tables of statements on articles that the project has: CSV, TSV and workbooks, ours and those of other programs,
//! such as DNA's event lists.
//!
//! The columns are known by their heads in English or Arabic, or named by a person. A statement is found by its offsets,
//! or by its quote where there are none. An article is found by its identifier, its address or its title.

mod beside;
mod field;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::ControlFlow;

use calamine::Data;
use csv::StringRecord;

use self::beside::Beside;
use self::field::Field;
use super::found::{FoundFields, FoundLayer, FoundSpan, LayerMaker};
use super::incoming::{LayerSink, WantedDocument};
use super::input::Input;
use super::separated::{Delimiter, Separated};
use super::sidecar::Sidecar;
use super::units::Unit;
use super::workbook::Workbook;
use super::{Confidence, Reader, apostrophes, json, long_cell, zip_bounds};
use crate::model::document::Document;
use crate::model::id::DocumentId;
use crate::model::statement::Attribute;
use crate::t;
use crate::text::encoding::{self, Encoding};

/// Reads comma-separated values.
pub(super) const CSV: Reader = Reader {
    folders: false,
    recognise: |input| recognise(input, &[Delimiter::Comma, Delimiter::Semicolon]),
    read: read_separated,
};
/// Reads tab-separated values.
pub(super) const TSV: Reader =
    Reader { folders: false, recognise: |input| recognise(input, &[Delimiter::Tab]), read: read_separated };
/// Reads workbooks.
pub(super) const WORKBOOK: Reader = Reader { folders: false, recognise: recognise_workbook, read: read_workbook };

/// The most rows that are read.
const MOST_ROWS: usize = 10_000_000;
/// The most columns, as many as a sheet of a workbook has.
const MOST_COLUMNS: usize = 16_384;
/// The kind of statements of a table that has none.
const UNNAMED_KIND: &str = "statement";
/// Between the quotes of the spans of one statement.
const BETWEEN_QUOTES: &str = " … ";

/// The names of the fields that a column can be taken for.
pub(crate) fn field_names() -> impl Iterator<Item = &'static str> {
    Field::names()
}

/// The heads of a table, or none if it has no rows.
fn heads_of(text: &str, delimiter: Delimiter) -> Vec<String> {
    let first = delimiter.reader(text).into_records().next().and_then(Result::ok);
    first.map(|row| row.iter().map(str::to_owned).collect()).unwrap_or_default()
}

/// The text of a table in this encoding. Without one, it is UTF-8 with all its characters, or what the encoding seems to be.
fn text_of(bytes: &[u8], said: Option<Encoding>) -> Option<(Cow<'_, str>, Encoding)> {
    let utf8 = std::str::from_utf8(bytes).ok();
    match (utf8, said) {
        (Some(text), None | Some(Encoding::Utf8 | Encoding::Utf8Bom)) => Some(match text.strip_prefix('\u{feff}') {
            Some(rest) => (Cow::Borrowed(rest), Encoding::Utf8Bom),
            None => (Cow::Borrowed(text), Encoding::Utf8),
        }),
        (_, Some(encoding)) => Some((Cow::Owned(encoding::decode_as(bytes, encoding).text), encoding)),
        (None, None) => encoding::decode(bytes).ok().map(|decoded| (Cow::Owned(decoded.text), decoded.encoding)),
    }
}

/// How a table of statements in a text file is read if these columns are named; `None` if it is no text.
pub(crate) fn separated_of(input: &Input, column: &dyn Fn(&str) -> Option<String>) -> Option<Separated> {
    if let Some(said) = input.separated() {
        return Some(said);
    }
    let (text, encoding) = text_of(input.bytes()?, None)?;
    Some(Separated { encoding, delimiter: best_delimiter(&text, column) })
}

/// The delimiter with which most columns are known, the usual one first.
fn best_delimiter(text: &str, column: &dyn Fn(&str) -> Option<String>) -> Delimiter {
    let fits = |delimiter: &Delimiter| match field::columns(&heads_of(text, *delimiter), column) {
        Ok(columns) => (field::are_statements(&columns), columns.len()),
        Err(_) => (true, usize::MAX),
    };
    Delimiter::ALL.into_iter().rev().max_by_key(fits).unwrap_or(Delimiter::Comma)
}

/// `Certain` if the heads are those of statements with offsets, which no table of articles has.
fn recognise(input: &Input, delimiters: &[Delimiter]) -> Confidence {
    let text = input.first_lines().and_then(|bytes| text_of(bytes, None));
    let Some((text, _)) = text else { return Confidence::No };
    let is_one = |delimiter: &Delimiter| {
        let columns = field::columns(&heads_of(&text, *delimiter), &|_| None);
        columns.is_ok_and(|columns| field::are_certainly_statements(&columns))
    };
    if delimiters.iter().any(is_one) { Confidence::Certain } else { Confidence::No }
}

/// `Certain` if a sheet of a whole workbook has such heads.
fn recognise_workbook(input: &Input) -> Confidence {
    let bytes = input.bytes().filter(|bytes| bytes.starts_with(b"PK\x03\x04"));
    let Some(mut workbook) = bytes.and_then(|bytes| open_workbook(bytes).ok()) else { return Confidence::No };
    let sheets = workbook.sheet_names();
    let is_one = |sheet: &String| {
        let range = workbook.sheet(sheet).ok();
        let heads = range.flatten().and_then(|range| Some(range.rows().next()?.iter().map(cell).collect::<Vec<_>>()));
        let columns = heads.map(|heads| field::columns(&heads, &|_| None));
        columns.is_some_and(|columns| columns.is_ok_and(|columns| field::are_certainly_statements(&columns)))
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
    let said = input.separated();
    let text = text_of(input.bytes().unwrap_or_default(), said.map(|said| said.encoding));
    let Some((text, _)) = text else {
        let file = input.path().display().to_string();
        return sink.warn(1, t!("import-not-utf8", file = file));
    };
    let delimiter = said.map_or_else(|| best_delimiter(&text, &|head| sink.column(head)), |said| said.delimiter);
    let heads = heads_of(&text, delimiter);
    let columns = field::columns(&heads, &|head| sink.column(head)).map(|columns| (heads, columns));
    let Some(mut table) = Table::of(columns, sink) else { return };
    table.is_for_spreadsheet &= input.bytes().is_some_and(|bytes| bytes.starts_with("\u{feff}".as_bytes()));
    for (index, row) in delimiter.reader(&text).into_records().enumerate().skip(1) {
        match row {
            Ok(row) => table.record(index + 1, row),
            Err(error) => {
                sink.warn(index + 1, error.to_string());
                break;
            }
        }
        if table.rows.len() > MOST_ROWS {
            sink.warn(index + 1, t!("import-table-long", most = MOST_ROWS));
            break;
        }
    }
    let _ = table.layers(sink);
}

fn read_workbook(input: &Input, sink: &mut dyn LayerSink) {
    let bytes = input.bytes().unwrap_or_default();
    let mut workbook = match open_workbook(bytes) {
        Ok(workbook) => workbook,
        Err(reason) => return sink.warn(1, reason),
    };
    let mut tables: Option<Table> = None;
    let mut beside = Beside::default();
    for sheet in workbook.sheet_names() {
        let range = match workbook.sheet(&sheet) {
            Ok(Some(range)) => range,
            // A sheet of charts has no cells.
            Ok(None) => continue,
            Err(error) => return sink.warn(1, t!("import-in-file", file = sheet, message = error.to_string())),
        };
        let mut rows = range.rows();
        let Some(head) = rows.next() else { continue };
        let heads: Vec<String> = head.iter().map(cell).collect();
        if beside.has(&heads) {
            rows.enumerate().for_each(|(index, row)| beside.row(index + 2, &heads, row.iter().map(cell), sink));
            continue;
        }
        let columns = field::columns(&heads, &|head| sink.column(head)).map(|columns| (heads, columns));
        if columns.as_ref().is_ok_and(|(_, columns)| !field::are_statements(columns)) {
            continue;
        }
        // Statements that are too many for a sheet go on in the next one.
        let is_same = |table: &Table| columns.as_ref().is_ok_and(|(heads, _)| *heads == table.heads);
        if tables.as_ref().is_some_and(|table| !is_same(table)) {
            continue;
        }
        let Some(mut table) = tables.take().or_else(|| Table::of(columns, sink)) else { return };
        // Cells of a workbook are typed.
        table.is_for_spreadsheet = false;
        for (index, row) in rows.enumerate() {
            table.row(index + 2, row.iter().map(cell));
        }
        tables = Some(table);
    }
    match tables {
        Some(mut table) => {
            table.beside = beside;
            let _ = table.layers(sink);
        }
        None => sink.warn(1, no_columns()),
    }
}

fn no_columns() -> String {
    t!("import-table-columns", fields = Field::names().collect::<Vec<_>>().join(", "))
}

/// What a cell shows.
fn cell(data: &Data) -> String {
    match data {
        // A text that does not fit a cell is not there; a place stands without its quote.
        Data::String(text) if long_cell::is_too_long_word(text) => String::new(),
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        // Offsets are whole numbers, whatever the program calls them.
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string(),
    }
}

/// A statement of a table, as it stands there.
struct Row {
    line: usize,
    cells: StringRecord,
}

struct Table {
    heads: Vec<String>,
    columns: Vec<Field>,
    /// The column of each field.
    places: HashMap<Field, usize>,
    rows: Vec<Row>,
    /// Whether the quotes have been changed, as DNA changes semicolons and quotation marks.
    has_changed_quotes: bool,
    /// Whether it is an event list with our type of statements, in which agreement has three values, and a bar stands
    /// between addressees.
    is_event_list_of_ours: bool,
    /// Whether an apostrophe may stand before what a spreadsheet would compute.
    is_for_spreadsheet: bool,
    /// What other sheets of the workbook say.
    beside: Beside,
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
        let (rows, beside) = (Vec::new(), Beside::default());
        let mut places = HashMap::with_capacity(columns.len());
        for (place, field) in columns.iter().enumerate() {
            places.entry(field.clone()).or_insert(place);
        }
        Some(Self {
            heads,
            columns,
            places,
            rows,
            has_changed_quotes,
            is_event_list_of_ours,
            is_for_spreadsheet,
            beside,
        })
    }

    fn row(&mut self, line: usize, cells: impl Iterator<Item = String>) {
        self.record(line, cells.collect());
    }

    fn record(&mut self, line: usize, mut cells: StringRecord) {
        if self.is_for_spreadsheet {
            cells = cells.iter().map(|cell| apostrophes::without_apostrophes(cell.to_owned())).collect();
        }
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            self.rows.push(Row { line, cells });
        }
    }

    /// The cell of a field without white space at its edges; empty if there is none.
    fn cell<'r>(&self, row: &'r Row, field: &Field) -> &'r str {
        self.whole_cell(row, field).trim()
    }

    fn whole_cell<'r>(&self, row: &'r Row, field: &Field) -> &'r str {
        let place = self.places.get(field);
        place.and_then(|place| row.cells.get(*place)).unwrap_or_default()
    }

    /// The layers, in the order in which the table begins them.
    fn layers(mut self, sink: &mut dyn LayerSink) -> ControlFlow<()> {
        let mut beside = std::mem::take(&mut self.beside);
        let mut groups: Vec<(Document, String, Vec<&Row>)> = Vec::new();
        let mut places: HashMap<([&str; 3], String), Option<usize>> = HashMap::new();
        // The same article may be named in several ways.
        let mut known: HashMap<(DocumentId, String), usize> = HashMap::new();
        for row in &self.rows {
            let article = [Field::Document, Field::Url, Field::Title].map(|field| self.cell(row, &field));
            let name = self.cell(row, &Field::Annotator);
            let annotator = json::annotator_name(if name.is_empty() { "imported" } else { name });
            let place = places.entry((article, annotator.clone())).or_insert_with(|| {
                if !sink.wants(&annotator) {
                    return None;
                }
                let [id, url, title] = article.map(|word| Some(word).filter(|word| !word.is_empty()));
                let Some(document) = sink.document(&WantedDocument { id, url, title, sha256: None }) else {
                    let source = article.into_iter().find(|word| !word.is_empty()).unwrap_or("?");
                    sink.warn(row.line, t!("import-no-article", source = source));
                    return None;
                };
                Some(*known.entry((document.id.clone(), annotator.clone())).or_insert_with(|| {
                    groups.push((document, annotator.clone(), Vec::new()));
                    groups.len() - 1
                }))
            });
            if let Some((.., rows)) = place.and_then(|place| groups.get_mut(place)) {
                rows.push(row);
            }
        }
        // DNA writes agreement as 1 and 0, or as 1, 0 and -1.
        let is_two_valued = !self.is_event_list_of_ours
            && self.rows.iter().all(|row| matches!(self.cell(row, &Field::Stance), "" | "0" | "1"));
        let mut maker = LayerMaker::of_ids(Sidecar::default());
        if self.has_changed_quotes && self.heads.iter().any(|head| head.trim() == "document_author") {
            // A list as DNA writes it.
            maker = maker.counting(Unit::UTF16_LF);
        }
        for (document, annotator, rows) in groups {
            let mut spans = Vec::with_capacity(rows.len());
            for row in &rows {
                match self.span(row, is_two_valued, &mut maker) {
                    Ok(span) => spans.push(span),
                    Err(reason) => {
                        let id = self.cell(row, &Field::Id);
                        let id = if id.is_empty() { "?" } else { id };
                        sink.warn(row.line, t!("import-statement-left-out", id = id, reason = reason));
                    }
                }
            }
            let line = rows.first().map_or(1, |row| row.line);
            let (more, links) = beside.take(document.id.as_str(), &annotator);
            spans.extend(more);
            let layer = maker.layer(FoundLayer { line, document, annotator, spans, links }, sink);
            sink.take(layer)?;
        }
        ControlFlow::Continue(())
    }

    /// The statement of a row. With `is_two_valued`, a stance of 0 is against, not neutral.
    fn span(&self, row: &Row, is_two_valued: bool, maker: &mut LayerMaker) -> Result<FoundSpan, String> {
        let cell = |field: Field| self.cell(row, &field);
        let word = |field: Field| Some(self.cell(row, &field)).filter(|word| !word.is_empty()).map(str::to_owned);
        let places = places(cell(Field::Spans), cell(Field::Start), cell(Field::End))?;
        let quote = self.whole_cell(row, &Field::Quote);
        let mut quotes: Vec<String> = vec![quote.to_owned()];
        if places.len() > 1 {
            quotes = quote.split(BETWEEN_QUOTES).map(str::to_owned).collect();
        }
        // Where a quote has the mark itself, nobody knows where the next one begins.
        let is_split = places.len() < 2 || quote.matches('…').count() + 1 == places.len();
        if quote.trim().is_empty() || quotes.len() != places.len().max(1) || !is_split {
            quotes.clear();
        }
        if places.is_empty() && quotes.is_empty() {
            return Err(t!("import-span-none"));
        }
        if let (Some(id), Some(name)) = (word(Field::Speaker), word(Field::SpeakerName)) {
            maker.names_mut().name_party(&id, &name);
        }
        let list = |field: Field, mark: char| -> Vec<String> {
            let words = self.cell(row, &field).split(mark).map(str::trim).filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        };
        let attributes = (self.columns.iter().zip(&row.cells)).filter_map(|(column, cell)| match column {
            Field::Attribute(name) if !cell.trim().is_empty() => {
                Some(Attribute { name: name.clone(), value: cell.trim().to_owned() })
            }
            _ => None,
        });
        let id = word(Field::Id);
        let speaker = word(Field::Speaker).or_else(|| word(Field::SpeakerName));
        let (mut chain, reporters) = (list(Field::Chain, '>'), list(Field::Reporters, '>'));
        if chain.is_empty() && !reporters.is_empty() {
            chain = reporters.into_iter().chain(speaker.clone()).collect();
        }
        Ok(FoundSpan {
            id: id.clone().unwrap_or_else(|| format!("row {}", row.line)),
            are_beginnings: self.has_changed_quotes && !places.is_empty(),
            places,
            quotes,
            label: word(Field::Kind).unwrap_or_else(|| UNNAMED_KIND.to_owned()),
            role: Some(super::found::FoundRole::Statement),
            part: Some(0),
            fields: FoundFields {
                statement: id,
                has_ids: false,
                speaker,
                chain,
                addressees: list(Field::Addressees, if self.is_event_list_of_ours { '|' } else { ';' }),
                topic: word(Field::Topic),
                stance: word(Field::Stance).map(|value| stance(value, is_two_valued)),
                quotation: word(Field::Quotation),
                attributes: attributes.collect(),
                note: self.whole_cell(row, &Field::Note).to_owned(),
                created: cell(Field::Created).parse().ok(),
                modified: cell(Field::Modified).parse().ok(),
            },
            ..FoundSpan::default()
        })
    }
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

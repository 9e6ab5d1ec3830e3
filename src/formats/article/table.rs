//! Tables whose rows are articles: CSV and TSV, JSON and JSON Lines, Parquet, and spreadsheets. The columns are known by their
//! heads in English or Arabic, or named by a person.

use std::collections::HashSet;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::PathBuf;

use calamine::Data;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader as _};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::record::Field;
use serde_json::Value;

use super::field::{ArticleField, columns};
use super::kind::Kind;
use super::packed::Packed;
use super::reader::{ArticleError, ArticleFile, ArticleReader, ReadArticle, ReadFile, TableColumn, TableColumns};
use crate::formats::caught::caught;
use crate::formats::separated::{Delimiter, Separated};
use crate::formats::workbook::{Workbook, WorkbookError};
use crate::model::document::Metadata;
use crate::t;
use crate::text::encoding::{Decoded, Encoding};

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader =
    ArticleReader { endings: &["csv", "tsv", "jsonl", "json", "xlsx", "ods", "parquet"], reads, read };

/// The most rows of a table.
const MOST_ROWS: usize = 1_000_000;

/// The most text of a sheet: in a workbook, one text can stand in millions of cells.
const MOST_SHEET_BYTES: usize = 512 << 20;

/// What a person said about columns, by their heads.
type Map = [(String, Option<ArticleField>)];

/// Whether columns are those of articles: one is the text, and another one is known too or a person said so.
fn are_articles(columns: &[Option<ArticleField>], map: &Map) -> bool {
    let is_said = map.iter().any(|(_, field)| *field == Some(ArticleField::Text));
    columns.contains(&Some(ArticleField::Text)) && (is_said || columns.iter().flatten().count() >= 2)
}

fn reads(file: &ArticleFile<'_>) -> bool {
    let map = &file.options.columns;
    match (file.kind, &file.decoded) {
        (Some(Kind::Spreadsheet | Kind::Parquet), _) => true,
        (Some(Kind::Json), Some(decoded)) => {
            let are_known = |keys: Vec<String>| are_articles(&columns(keys.iter().map(String::as_str), map), map);
            first_object(&decoded.text).is_some_and(are_known) || has_objects(&decoded.text)
        }
        (None, Some(_)) if file.options.separated.contains_key(file.path) => true,
        (None, Some(decoded)) => delimiter(&decoded.text, map).is_some() || unknown(&decoded.text).is_some(),
        _ => false,
    }
}

fn read(mut file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let mut table = Table::new(&file);
    match (file.kind, file.decoded.take()) {
        (Some(Kind::Spreadsheet), _) => spreadsheet(&file, &mut table)?,
        (Some(Kind::Parquet), _) => columnar(&file, &mut table)?,
        (Some(Kind::Json), Some(decoded)) => json(&decoded.text, &mut table)?,
        (_, Some(decoded)) => {
            let said = file.options.separated.get(file.path);
            let found = || delimiter(&decoded.text, table.map).or_else(|| unknown(&decoded.text));
            let delimiter = said.map(|said| said.delimiter).or_else(found).unwrap_or(Delimiter::Comma);
            table.encoding = decoded.encoding;
            table.separated = Some(Separated { encoding: decoded.encoding, delimiter });
            separated(&decoded.text, delimiter, &mut table)?;
        }
        _ => return Err(ArticleError::Empty(file.path.display().to_string())),
    }
    Ok(table.done())
}

/// The articles of a table while its rows are read.
struct Table<'a> {
    path: String,
    stem: String,
    map: &'a Map,
    encoding: Encoding,
    separated: Option<Separated>,
    rows: usize,
    file: PathBuf,
    read: ReadFile,
    /// The heads of columns that are not taken.
    left_out: Vec<String>,
}

impl<'a> Table<'a> {
    fn new(file: &ArticleFile<'a>) -> Self {
        Self {
            path: file.path.display().to_string(),
            stem: file.path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            map: &file.options.columns,
            encoding: Encoding::Utf8,
            separated: None,
            rows: 0,
            file: file.path.to_owned(),
            read: ReadFile::default(),
            left_out: Vec::new(),
        }
    }

    fn leave_out(&mut self, head: &str) {
        if !head.is_empty() && !self.left_out.iter().any(|known| known == head) {
            self.left_out.push(head.to_owned());
        }
    }

    /// Takes the heads of a table over. Returns what the columns are; `None` if they are not those of articles.
    fn heads<'h>(
        &mut self,
        heads: impl Iterator<Item = &'h str> + Clone,
        example: impl Iterator<Item = String>,
    ) -> Option<Vec<Option<ArticleField>>> {
        /// How much of a value is shown.
        const EXAMPLE_CHARS: usize = 60;
        let fields = columns(heads.clone(), self.map);
        let examples = example.map(|value| value.trim().chars().take(EXAMPLE_CHARS).collect());
        let examples = examples.chain(std::iter::repeat(String::new()));
        let column = |((head, field), example): ((&str, &Option<ArticleField>), String)| TableColumn {
            head: head.trim().to_owned(),
            example,
            field: *field,
        };
        let all = heads.clone().zip(&fields).zip(examples).map(column).collect();
        let (path, separated) = (self.file.clone(), self.separated);
        self.read.tables.push(TableColumns { path, separated, columns: all });
        if !are_articles(&fields, self.map) {
            return None;
        }
        heads.zip(&fields).filter(|(_, field)| field.is_none()).for_each(|(head, _)| self.leave_out(head));
        Some(fields)
    }

    /// Refuses a table that has no columns of articles; it is shown with its heads.
    fn refuse(&mut self) {
        self.read.refused.push(ArticleError::NoColumns(self.path.clone()));
    }

    fn row(&mut self, cells: impl Iterator<Item = (Option<ArticleField>, String)>) -> Result<(), ArticleError> {
        self.rows += 1;
        if self.rows > MOST_ROWS {
            return Err(ArticleError::TooMuch(self.path.clone()));
        }
        let (mut text, mut metadata, mut is_empty) = (String::new(), Metadata::default(), true);
        for (field, cell) in cells {
            is_empty &= cell.trim().is_empty();
            match field {
                Some(ArticleField::Text) => text = cell,
                Some(field) => field.set(&cell, &mut metadata),
                None => {}
            }
        }
        if is_empty {
            return Ok(());
        }
        let from = t!("import-article-part", path = self.path.as_str(), number = self.rows);
        let name = match metadata.title.as_str() {
            "" => format!("{}-{}", self.stem, self.rows),
            title => title.to_owned(),
        };
        let replaced = text.matches('\u{fffd}').count();
        let decoded = Decoded { text, encoding: self.encoding, replaced };
        let (losses, doubts) = (Vec::new(), Vec::new());
        let article = ReadArticle { decoded, source: None, name, from, metadata, losses, doubts, other: None };
        self.read.articles.push(article);
        Ok(())
    }

    fn done(mut self) -> ReadFile {
        if let Some(first) = self.read.articles.first_mut().filter(|_| !self.left_out.is_empty()) {
            let columns = self.left_out.join(", ");
            first.losses.push(t!("import-article-lost-columns", columns = columns, path = self.path.as_str()));
        }
        self.read
    }
}

/// The delimiter of a text that is a table of articles.
fn delimiter(text: &str, map: &Map) -> Option<Delimiter> {
    Delimiter::ALL.into_iter().find(|delimiter| {
        let mut rows = delimiter.reader(text).into_records().map_while(Result::ok);
        let Some(head) = rows.next() else { return false };
        are_articles(&columns(head.iter(), map), map) && rows.take(LOOKED_AT_ROWS).all(|row| is_row(&row, head.len()))
    })
}

/// How many rows must have as many cells as the head.
const LOOKED_AT_ROWS: usize = 20;

/// Whether a row has so many cells, or none.
fn is_row(row: &csv::StringRecord, cells: usize) -> bool {
    row.len() == cells || row.len() == 1 && row.get(0) == Some("")
}

/// The delimiter of a text that is a table whose heads are not known: several rows of as many cells under short heads
/// that all differ. Prose with as many commas in each line has longer or equal pieces.
fn unknown(text: &str) -> Option<Delimiter> {
    const LEAST_ROWS: usize = 2;
    const LEAST_CELLS: usize = 3;
    const LONGEST_HEAD_CHARS: usize = 30;
    Delimiter::ALL.into_iter().find(|delimiter| {
        let mut rows = delimiter.reader(text).into_records().map_while(Result::ok);
        let Some(head) = rows.next() else { return false };
        let names: HashSet<&str> = head.iter().map(str::trim).collect();
        let is_name = |name: &&str| {
            let is_sentence = name.ends_with(['.', '!', '?', '؟', ':', '…']);
            !name.is_empty()
                && !is_sentence
                && !name.contains(['،', '\n'])
                && name.chars().count() <= LONGEST_HEAD_CHARS
        };
        let least = if *delimiter == Delimiter::Tab { 2 } else { LEAST_CELLS };
        let is_head = head.len() >= least && names.len() == head.len() && names.iter().all(is_name);
        is_head && {
            let looked: Vec<_> = rows.take(LOOKED_AT_ROWS).collect();
            let full = looked.iter().filter(|row| row.len() == head.len()).count();
            full >= LEAST_ROWS && looked.iter().all(|row| is_row(row, head.len()))
        }
    })
}

fn separated(text: &str, delimiter: Delimiter, table: &mut Table<'_>) -> Result<(), ArticleError> {
    let damaged =
        |error: csv::Error, path: &str| ArticleError::Damaged { reason: error.to_string(), path: path.to_owned() };
    let mut rows = delimiter.reader(text).into_records();
    let Some(head) = rows.next() else { return Ok(()) };
    let head = head.map_err(|error| damaged(error, &table.path))?;
    let mut rows = rows.peekable();
    let example = rows.peek().and_then(|row| row.as_ref().ok()).cloned().unwrap_or_default();
    let Some(columns) = table.heads(head.iter(), example.iter().map(str::to_owned)) else {
        table.refuse();
        return Ok(());
    };
    for row in rows {
        let row = row.map_err(|error| damaged(error, &table.path))?;
        table.row(columns.iter().copied().zip(row.iter().map(str::to_owned)))?;
    }
    Ok(())
}

/// The objects of a file: lines of JSON Lines, or the elements of a list.
fn objects(text: &str) -> impl Iterator<Item = Result<Value, serde_json::Error>> {
    serde_json::Deserializer::from_str(text).into_iter::<Value>().flat_map(|value| match value {
        Ok(Value::Array(values)) => values.into_iter().map(Ok).collect(),
        other => vec![other],
    })
}

/// The keys of the first object; of a list that is cut off, there are none.
fn first_object(text: &str) -> Option<Vec<String>> {
    match objects(text).next()?.ok()? {
        Value::Object(object) => Some(object.keys().cloned().collect()),
        _ => None,
    }
}

/// Whether there are several objects, as in a table.
fn has_objects(text: &str) -> bool {
    objects(text).take(2).filter(|value| matches!(value, Ok(Value::Object(_)))).count() == 2
}

fn json(text: &str, table: &mut Table<'_>) -> Result<(), ArticleError> {
    let first = objects(text).find_map(|value| match value {
        Ok(Value::Object(object)) => Some(object),
        _ => None,
    });
    let first = first.unwrap_or_default();
    if table.heads(first.keys().map(String::as_str), first.values().cloned().map(json_value)).is_none() {
        table.refuse();
        return Ok(());
    }
    for object in objects(text) {
        let object =
            object.map_err(|error| ArticleError::Damaged { reason: error.to_string(), path: table.path.clone() })?;
        let Value::Object(object) = object else { continue };
        let columns = columns(object.keys().map(String::as_str), table.map);
        for (key, column) in object.keys().zip(&columns) {
            if column.is_none() {
                table.leave_out(key);
            }
        }
        let cells = object.into_iter().map(|(_, value)| json_value(value));
        table.row(columns.into_iter().zip(cells))?;
    }
    Ok(())
}

fn json_value(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The sheets of a spreadsheet that are tables of articles.
fn spreadsheet(file: &ArticleFile<'_>, table: &mut Table<'_>) -> Result<(), ArticleError> {
    if file.bytes.starts_with(b"PK") {
        // The library unpacks what it finds.
        Packed::open(file.bytes, file.path)?.check_sizes()?;
    }
    let refused = |error: WorkbookError| match error {
        WorkbookError::TooLarge => ArticleError::Unpacks(file.path.display().to_string()),
        error => ArticleError::damaged(&error, file.path),
    };
    let mut workbook = Workbook::open(file.bytes).map_err(refused)?;
    let mut found = false;
    for sheet in workbook.sheet_names() {
        let mut rows = Sheet { columns: Vec::new(), heads: Vec::new(), is_table: None, text_bytes: 0, error: None };
        workbook.each_row(&sheet, shown, &mut |line, cells| rows.row(table, line, cells)).map_err(refused)?;
        rows.end(table);
        found |= rows.is_table == Some(true);
        rows.error.map_or(Ok(()), Err)?;
    }
    if !found {
        table.refuse();
    }
    Ok(())
}

/// A sheet of a spreadsheet while its rows are read.
struct Sheet {
    heads: Vec<String>,
    columns: Vec<Option<ArticleField>>,
    /// Whether it is a table of articles; `None` before the row after the heads, which is shown as an example.
    is_table: Option<bool>,
    text_bytes: usize,
    error: Option<ArticleError>,
}

impl Sheet {
    fn row(&mut self, table: &mut Table<'_>, line: usize, cells: &[String]) -> ControlFlow<()> {
        if line == 1 {
            self.heads = cells.to_vec();
            return ControlFlow::Continue(());
        }
        if self.is_table.is_none() {
            self.begin(table, cells);
        }
        if self.is_table != Some(true) {
            return ControlFlow::Break(());
        }
        self.text_bytes += cells.iter().map(String::len).sum::<usize>();
        if self.text_bytes > MOST_SHEET_BYTES {
            self.error = Some(ArticleError::Unpacks(table.path.clone()));
            return ControlFlow::Break(());
        }
        self.error = table.row(self.columns.iter().copied().zip(cells.iter().cloned())).err();
        if self.error.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn begin(&mut self, table: &mut Table<'_>, example: &[String]) {
        let columns = table.heads(self.heads.iter().map(String::as_str), example.iter().cloned());
        self.is_table = Some(columns.is_some());
        self.columns = columns.unwrap_or_default();
    }

    /// A sheet may have nothing but heads.
    fn end(&mut self, table: &mut Table<'_>) {
        if self.is_table.is_none() && !self.heads.is_empty() {
            self.begin(table, &[]);
        }
    }
}

/// The rows of a Parquet file.
fn columnar(file: &ArticleFile<'_>, table: &mut Table<'_>) -> Result<(), ArticleError> {
    // The library panics on some damaged files.
    caught(|| parquet_rows(file, table)).unwrap_or_else(|| Err(ArticleError::damaged(&"Parquet", file.path)))
}

fn parquet_rows(file: &ArticleFile<'_>, table: &mut Table<'_>) -> Result<(), ArticleError> {
    /// The most that the columns of a file unpack to.
    const MOST_BYTES: i64 = 1 << 30;
    let path = || file.path.display().to_string();
    let damaged = |error: ParquetError| ArticleError::damaged(&error, file.path);
    let bytes = readable(file.bytes, <File as ChunkReader>::get_bytes);
    let reader = SerializedFileReader::new(bytes).map_err(damaged)?;
    let groups = reader.metadata().row_groups();
    let sizes = groups.iter().map(|group| group.total_byte_size().max(0));
    if sizes.fold(0, i64::saturating_add) > MOST_BYTES {
        return Err(ArticleError::Unpacks(path()));
    }
    let mut packed = groups.iter().flat_map(|group| group.columns()).map(|column| column.compression());
    let unknown = packed.find(|packed| !matches!(packed, Compression::UNCOMPRESSED | Compression::SNAPPY));
    if let Some(unknown) = unknown {
        let name = unknown.to_string().split('(').next().unwrap_or_default().to_owned();
        return Err(ArticleError::Compression { name, path: path() });
    }
    let schema = reader.metadata().file_metadata().schema();
    let heads: Vec<String> = schema.get_fields().iter().map(|field| field.name().to_owned()).collect();
    let first = reader.get_row_iter(None).map_err(damaged)?.next().and_then(Result::ok);
    let example: Vec<String> =
        first.map(|row| row.get_column_iter().map(|(_, field)| value(field)).collect()).unwrap_or_default();
    let Some(columns) = table.heads(heads.iter().map(String::as_str), example.into_iter()) else {
        table.refuse();
        return Ok(());
    };
    for row in reader.get_row_iter(None).map_err(damaged)? {
        let row = row.map_err(damaged)?;
        table.row(columns.iter().copied().zip(row.get_column_iter().map(|(_, field)| value(field))))?;
    }
    Ok(())
}

/// Bytes as the library reads them. Their type comes from a crate that only the library uses, so it is inferred from one
/// of its functions.
fn readable<R: From<Vec<u8>>>(bytes: &[u8], _like: fn(&File, u64, usize) -> Result<R, ParquetError>) -> R {
    bytes.to_vec().into()
}

/// What a value of a Parquet file is as text.
fn value(field: &Field) -> String {
    match field {
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Null => String::new(),
        // A day, since a time of the day is no part of a date of publication.
        Field::TimestampMillis(_) | Field::TimestampMicros(_) => {
            field.to_string().split(' ').next().unwrap_or_default().to_owned()
        }
        other => other.to_string(),
    }
}

/// What a cell shows that is no text.
fn shown(data: &Data) -> String {
    match data {
        Data::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    }
}

//! Nested rows as columns with repetition and definition levels (Dremel), written row group by row group.
//!
//! Every field may be null. A list is written in the three levels of the specification, with the names `list` and
//! `element`.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;

use crate::formats::ExportError;

/// A row group is written when its values have about this size: so much is in memory, more than once.
const GROUP_BYTES: usize = 16 << 20;
/// The columns in which hardly a value comes twice, so that looking for equal ones would be in vain.
const UNIQUE: [&str; 8] = ["id", "text", "text_sha256", "left", "right", "note", "created", "modified"];

/// The shape of a column.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Text,
    Int,
    Struct(Vec<(&'static str, Shape)>),
    List(Box<Shape>),
}

impl Shape {
    pub(super) fn list(of: Self) -> Self {
        Self::List(Box::new(of))
    }

    /// How many columns of values it has.
    fn leaves(&self) -> usize {
        match self {
            Self::Text | Self::Int => 1,
            Self::Struct(fields) => fields.iter().map(|(_, field)| field.leaves()).sum(),
            Self::List(element) => element.leaves(),
        }
    }

    fn declare(&self, name: &str, out: &mut String) {
        // Writing to a String cannot fail.
        let _ = match self {
            Self::Text => write!(out, "optional binary {name} (UTF8);"),
            Self::Int => write!(out, "optional int32 {name};"),
            Self::Struct(fields) => {
                let _ = write!(out, "optional group {name} {{");
                fields.iter().for_each(|(field, shape)| shape.declare(field, out));
                write!(out, "}}")
            }
            Self::List(element) => {
                let _ = write!(out, "optional group {name} (LIST) {{ repeated group list {{");
                element.declare("element", out);
                write!(out, "}} }}")
            }
        };
    }

    /// The paths of the columns of values that are in [`UNIQUE`].
    fn unique(&self, path: &mut Vec<String>, all: &mut Vec<ColumnPath>) {
        match self {
            Self::Text if path.last().is_some_and(|name| UNIQUE.contains(&name.as_str())) => {
                all.push(ColumnPath::new(path.clone()));
            }
            Self::Text | Self::Int => {}
            Self::Struct(fields) => {
                for (name, field) in fields {
                    path.push((*name).to_owned());
                    field.unique(path, all);
                    path.pop();
                }
            }
            Self::List(element) => {
                path.extend(["list", "element"].map(str::to_owned));
                element.unique(path, all);
                path.truncate(path.len() - 2);
            }
        }
    }

    /// An empty column for each leaf, with the most that its values can repeat.
    fn columns(&self, deep: i16, all: &mut Vec<Column>) {
        let column = |values| Column { values, definitions: Vec::new(), repetitions: Vec::new(), repeats: deep > 0 };
        match self {
            Self::Text => all.push(column(Values::Texts(Texts::default()))),
            Self::Int => all.push(column(Values::Ints(Vec::new()))),
            Self::Struct(fields) => fields.iter().for_each(|(_, field)| field.columns(deep, all)),
            Self::List(element) => element.columns(deep + 1, all),
        }
    }
}

/// A value of that shape.
#[derive(Clone, Debug)]
pub(super) enum Cell<'c> {
    Null,
    Text(Cow<'c, str>),
    Int(i32),
    Struct(Vec<Cell<'c>>),
    List(Vec<Cell<'c>>),
}

impl<'c> Cell<'c> {
    /// Null for an empty text.
    pub(super) fn text(text: &'c str) -> Self {
        if text.is_empty() { Self::Null } else { Self::Text(text.into()) }
    }

    /// A value as it is written for people.
    pub(super) fn value(value: impl ToString) -> Self {
        Self::Text(value.to_string().into())
    }

    /// # Errors
    /// The number is larger than 32 bits.
    pub(super) fn int(number: usize) -> Result<Self, ExportError> {
        let number = i32::try_from(number).map_err(std::io::Error::other)?;
        Ok(Self::Int(number))
    }
}

enum Values {
    Texts(Texts),
    Ints(Vec<i32>),
}

/// Texts one after the other.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    /// Where each of them ends.
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len());
    }

    /// Takes the texts out, as the library wants them.
    fn take(&mut self) -> Vec<ByteArray> {
        let (whole, mut start) = (ByteArray::from(std::mem::take(&mut self.bytes)), 0);
        let text = |end| {
            let text = whole.slice(start, end - start);
            start = end;
            text
        };
        self.ends.drain(..).map(text).collect()
    }
}

struct Column {
    values: Values,
    definitions: Vec<i16>,
    repetitions: Vec<i16>,
    repeats: bool,
}

/// The place of a value in its row.
#[derive(Clone, Copy)]
struct Level {
    repetition: i16,
    definition: i16,
    /// How many lists it is in.
    deep: i16,
}

/// Bytes that the library has written and that were not yet passed on.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn pass_on(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        out.write_all(&bytes)
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A file being written.
pub(super) struct NestedFile<'w> {
    out: &'w mut dyn Write,
    written: Shared,
    file: SerializedFileWriter<Shared>,
    shape: Shape,
    columns: Vec<Column>,
    size_bytes: usize,
}

fn failed(error: ParquetError) -> ExportError {
    ExportError::Write(std::io::Error::other(error))
}

impl<'w> NestedFile<'w> {
    /// A file of rows with these fields.
    ///
    /// # Errors
    /// The writing failed.
    pub(super) fn new(fields: Vec<(&'static str, Shape)>, out: &'w mut dyn Write) -> Result<Self, ExportError> {
        let mut message = "message schema {".to_owned();
        fields.iter().for_each(|(name, shape)| shape.declare(name, &mut message));
        message.push('}');
        let schema = Arc::new(parse_message_type(&message).map_err(failed)?);
        let unit = KeyValue::new("offset_unit".to_owned(), "codepoint".to_owned());
        let shape = Shape::Struct(fields);
        let mut properties = WriterProperties::builder()
            .set_created_by("bayan".to_owned())
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_key_value_metadata(Some(vec![unit]));
        let mut unique = Vec::new();
        shape.unique(&mut Vec::new(), &mut unique);
        for column in unique {
            properties = properties.set_column_dictionary_enabled(column, false);
        }
        let written = Shared::default();
        let file = SerializedFileWriter::new(written.clone(), schema, Arc::new(properties.build())).map_err(failed)?;
        let mut columns = Vec::new();
        shape.columns(0, &mut columns);
        Ok(Self { out, written, file, shape, columns, size_bytes: 0 })
    }

    /// Adds a row: a value for each field.
    ///
    /// # Errors
    /// The writing failed.
    pub(super) fn row(&mut self, cells: Vec<Cell<'_>>) -> Result<(), ExportError> {
        let Shape::Struct(fields) = &self.shape else { return Ok(()) };
        let (mut next, at) = (0, Level { repetition: 0, definition: 0, deep: 0 });
        for ((_, shape), cell) in fields.iter().zip(cells) {
            self.size_bytes += shred(shape, cell, at, &mut self.columns, &mut next);
        }
        if self.size_bytes >= GROUP_BYTES { self.group() } else { Ok(()) }
    }

    /// Writes the rows that are there as a row group.
    fn group(&mut self) -> Result<(), ExportError> {
        if self.columns.iter().all(|column| column.definitions.is_empty()) {
            return Ok(());
        }
        self.size_bytes = 0;
        let mut group = self.file.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            let Some(mut writer) = group.next_column().map_err(failed)? else { break };
            let repetitions = column.repeats.then_some(column.repetitions.as_slice());
            let definitions = Some(column.definitions.as_slice());
            match &mut column.values {
                Values::Texts(texts) => {
                    let values = texts.take();
                    writer.typed::<ByteArrayType>().write_batch(&values, definitions, repetitions).map_err(failed)?;
                }
                Values::Ints(values) => {
                    writer.typed::<Int32Type>().write_batch(values, definitions, repetitions).map_err(failed)?;
                    values.clear();
                }
            }
            column.definitions.clear();
            column.repetitions.clear();
            writer.close().map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.file.flush()?;
        self.written.pass_on(self.out)?;
        Ok(())
    }

    /// Writes the rest and the footer.
    ///
    /// # Errors
    /// The writing failed.
    pub(super) fn finish(mut self) -> Result<(), ExportError> {
        self.group()?;
        self.file.close().map_err(failed)?;
        self.written.pass_on(self.out)?;
        Ok(())
    }
}

/// Adds a value to the columns of its shape, of which the first is `next`; about how many bytes it takes.
fn shred(shape: &Shape, cell: Cell<'_>, at: Level, columns: &mut [Column], next: &mut usize) -> usize {
    match (shape, cell) {
        (Shape::Struct(fields), Cell::Struct(cells)) => {
            let below = Level { definition: at.definition + 1, ..at };
            fields.iter().zip(cells).map(|((_, field), cell)| shred(field, cell, below, columns, next)).sum()
        }
        (Shape::List(element), Cell::List(cells)) if !cells.is_empty() => {
            let (first, mut size) = (*next, 0);
            for (index, cell) in cells.into_iter().enumerate() {
                *next = first;
                let repetition = if index == 0 { at.repetition } else { at.deep + 1 };
                let below = Level { repetition, definition: at.definition + 2, deep: at.deep + 1 };
                size += shred(element, cell, below, columns, next);
            }
            size
        }
        (Shape::Text, Cell::Text(text)) => {
            let size = text.len();
            put(columns, next, at, at.definition + 1, |values| {
                if let Values::Texts(texts) = values {
                    texts.push(&text);
                }
            });
            size + 4
        }
        (Shape::Int, Cell::Int(number)) => {
            put(columns, next, at, at.definition + 1, |values| {
                if let Values::Ints(values) = values {
                    values.push(number);
                }
            });
            4
        }
        // Null, or an empty list, which is there but has no elements.
        (shape, cell) => {
            let definition = at.definition + i16::from(matches!((shape, &cell), (Shape::List(_), Cell::List(_))));
            for _ in 0..shape.leaves() {
                put(columns, next, at, definition, |_| {});
            }
            1
        }
    }
}

fn put(columns: &mut [Column], next: &mut usize, at: Level, definition: i16, value: impl FnOnce(&mut Values)) {
    if let Some(column) = columns.get_mut(*next) {
        column.definitions.push(definition);
        column.repetitions.push(at.repetition);
        value(&mut column.values);
    }
    *next += 1;
}

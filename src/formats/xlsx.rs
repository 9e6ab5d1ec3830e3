//! A workbook for Excel and LibreOffice: sheets of statements, chains, relations, parties, the codebook, documents, what
//! the columns mean, and what the workbook cannot hold.
//!
//! Cells are typed, so that no text is taken for a formula or a date. A cell holds 32,767 UTF-16 units at most and a sheet
//! 1,048,576 rows; longer texts are replaced by a word about their length, further rows go to further sheets. Sheets read
//! from right to left if most of the documents do. Rows are written one by one to a temporary file.

use std::fs::File;
use std::io::Write;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::dataset::{Dataset, DatasetLayer};
use super::long_cell::{LONGEST_CELL, too_long};
use super::loss::LossKind;
use super::parts::Parts;
use super::scratch::Scratch;
use super::{ExportError, Form, Format, Options, Writer, columns, csv, loss, statement_table};
use crate::model::codebook::CodebookList;
use crate::model::document::Document;
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "xlsx",
    title: || t!("panel-export-xlsx"),
    endings: &["xlsx"],
    form: Form::Binary,
    purpose: super::Purpose::Spreadsheet,
    loses: &[
        &loss::OTHER_ATTRIBUTES,
        &loss::RELATION_ATTRIBUTES,
        &loss::DOCUMENT_TAGS,
        &loss::PARTY_DETAILS,
        &loss::EXCLUDED,
        &loss::NOTHING_DECISIONS,
        &loss::TEXTS,
        &LONG_CELLS,
    ],
    options: &[],
    writer: Some(Writer::File(write)),
    reader: Some(statement_table::WORKBOOK),
};

/// With more statements, the archive has the form for large files.
const LARGE_STATEMENTS: usize = 500_000;
/// The rows of a sheet, with its head.
const MOST_ROWS: u32 = 1_048_576;

/// Texts that are too long for a cell.
static LONG_CELLS: LossKind = LossKind {
    id: "long-cells",
    count: |dataset| {
        let quotes = dataset
            .layers
            .iter()
            .flat_map(|layer| layer.statements().map(|statement| layer.document.quotes(&statement.spans).join(" … ")));
        let notes = dataset.statements().map(|statement| statement.note.as_str());
        quotes.filter(|text| is_long(text)).count() + notes.filter(|text| is_long(text)).count()
    },
    describe: |count| t!("export-loss-long-cells", count = count),
};

fn is_long(text: &str) -> bool {
    text.len() > LONGEST_CELL && text.encode_utf16().count() > LONGEST_CELL
}

/// A value of a cell.
enum Cell<'c> {
    Text(&'c str),
    Number(usize),
    Decimal(f64),
    Empty,
}

impl<'c> From<&'c str> for Cell<'c> {
    fn from(text: &'c str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

fn write(dataset: &dyn Parts, _: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let scratch = Scratch::new()?;
    let file = File::options().write(true).open(scratch.path())?;
    workbook(dataset)?.save_to_writer(file).map_err(failed)?;
    Ok(scratch.copy_to(out)?)
}

fn failed(error: XlsxError) -> ExportError {
    ExportError::Write(std::io::Error::other(error))
}

fn workbook(dataset: &dyn Parts) -> Result<Workbook, ExportError> {
    let mut book = Workbook::new();
    book.use_zip_large_file(dataset.summary().statements > LARGE_STATEMENTS);
    // The same bytes for the same dataset.
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let head = dataset.head();
    let statements = csv::columns_of(&head);
    let heads = statements.iter().map(|column| column.head().to_owned()).collect();
    let mut all = Tables {
        numbers: statements.iter().map(csv::Column::has_values).collect(),
        statements: Sheets::new("Statements", heads),
        chains: Sheets::new("Chain", words(&CHAIN)),
        relations: Sheets::new("Relations", words(&RELATIONS)),
        documents: Sheets::new("Documents", words(&DOCUMENTS)),
    };
    let mut rtl = 0_isize;
    dataset.each(|part| {
        for layer in &part.layers {
            all.layer(&mut book, part, layer)?;
        }
        for document in part.documents() {
            document_row(&mut book, document, &mut all.documents)?;
            rtl += if document.reads_rtl() { 1 } else { -1 };
        }
        Ok(())
    })?;
    let mut parties = Sheets::new("Parties", words(&["id", "name", "aliases", "parent", "color"]));
    party_rows(&mut book, head.project, &mut parties)?;
    let mut codebook = Sheets::new("Codebook", words(&["list", "id", "name", "definition"]));
    codebook_rows(&mut book, head.project, &mut codebook)?;
    let mut columns = Sheets::new("Columns", words(&["sheet", "column", "meaning"]));
    column_rows(&mut book, &statements, &mut columns)?;
    let mut losses = Sheets::new("Losses", words(&["count", "loss"]));
    for loss in FORMAT.losses(dataset, &Options::default()) {
        let words = crate::locale::plain(&loss.describe());
        losses.row(&mut book, &[Cell::Number(loss.count), words.as_str().into()])?;
    }
    let rtl = rtl > 0;
    let Tables { statements, chains, relations, documents, .. } = all;
    for sheets in [statements, chains, relations, parties, codebook, documents] {
        sheets.finish(&mut book, rtl)?;
    }
    columns.finish(&mut book, false)?;
    losses.finish(&mut book, false)?;
    Ok(book)
}

const CHAIN: [&str; 13] = [
    "document_id",
    "annotator",
    "statement_id",
    "place",
    "party",
    "party_name",
    "cue",
    "cue_start",
    "cue_end",
    "mention",
    "mention_start",
    "mention_end",
    "links",
];
const RELATIONS: [&str; 7] = ["document_id", "annotator", "relation_id", "kind", "from", "to", "note"];
const DOCUMENTS: [&str; 8] =
    ["document_id", "title", "publisher", "published", "url", "language", "characters", "text_sha256"];

/// The tables that have rows of every article.
struct Tables {
    statements: Sheets,
    /// Which columns of the statements have numbers.
    numbers: Vec<bool>,
    /// One row a link of a chain, the outermost reporter first.
    chains: Sheets,
    relations: Sheets,
    documents: Sheets,
}

impl Tables {
    fn layer(
        &mut self,
        book: &mut Workbook,
        dataset: &Dataset<'_>,
        layer: &DatasetLayer<'_>,
    ) -> Result<(), ExportError> {
        let mut row = csv::Row::new(&dataset.project.codebook);
        for statement in layer.statements() {
            row.fill(dataset, layer, statement)?;
            let cells = row.iter().zip(&self.numbers).map(|(text, is_number)| {
                let whole = Some(text).filter(|_| *is_number).and_then(|text| text.parse().ok());
                let decimal = || Some(text).filter(|_| *is_number).and_then(|text| text.parse().ok());
                whole.map(Cell::Number).or_else(|| decimal().map(Cell::Decimal)).unwrap_or_else(|| text.into())
            });
            let cells: Vec<Cell<'_>> = cells.collect();
            self.statements.row(book, &cells)?;
            chain_rows(book, dataset, layer, statement, &mut self.chains)?;
        }
        for relation in layer.relations() {
            let [id, from, to] = [relation.id.to_string(), relation.from.to_string(), relation.to.to_string()];
            let cells: [Cell<'_>; 7] = [
                layer.document.id.as_str().into(),
                layer.annotator.into(),
                id.as_str().into(),
                relation.kind.as_str().into(),
                from.as_str().into(),
                to.as_str().into(),
                relation.note.as_str().into(),
            ];
            self.relations.row(book, &cells)?;
        }
        Ok(())
    }
}

fn chain_rows(
    book: &mut Workbook,
    dataset: &Dataset<'_>,
    layer: &DatasetLayer<'_>,
    statement: &Statement,
    sheets: &mut Sheets,
) -> Result<(), ExportError> {
    let id = statement.id.to_string();
    for (index, link) in statement.chain.iter().enumerate() {
        let name = dataset.project.party(&link.party).map_or("", |party| party.name.as_str());
        let mut cells = vec![
            layer.document.id.as_str().into(),
            layer.annotator.into(),
            id.as_str().into(),
            Cell::Number(index + 1),
            link.party.as_str().into(),
            name.into(),
        ];
        for span in [link.cue, link.mention] {
            match span.map(|span| layer.locate(&statement.id, span)).transpose()? {
                Some(([start, end], quote)) => cells.extend([quote.into(), Cell::Number(start), Cell::Number(end)]),
                None => cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]),
            }
        }
        cells.push(Cell::Number(statement.chain.len()));
        sheets.row(book, &cells)?;
    }
    Ok(())
}

fn party_rows(book: &mut Workbook, project: &Project, sheets: &mut Sheets) -> Result<(), ExportError> {
    for party in &project.parties {
        let (aliases, color) = (party.aliases.join("\n"), party.color.to_string());
        let parent = party.parent.as_ref().map_or("", |parent| parent.as_str());
        let texts = [party.id.as_str(), &party.name, &aliases, parent, &color];
        sheets.row(book, &texts.map(Cell::from))?;
    }
    Ok(())
}

fn codebook_rows(book: &mut Workbook, project: &Project, sheets: &mut Sheets) -> Result<(), ExportError> {
    for list in CodebookList::ALL {
        for item in project.codebook.items_of(list) {
            sheets.row(book, &[list.key(), item.id(), item.name(), item.definition()].map(Cell::from))?;
        }
    }
    Ok(())
}

fn document_row(book: &mut Workbook, document: &Document, sheets: &mut Sheets) -> Result<(), ExportError> {
    let known = &document.metadata;
    let texts = [document.id.as_str(), &known.title, &known.publisher, &known.published, &known.url, &known.language];
    let mut cells: Vec<Cell<'_>> = texts.map(Cell::from).into();
    cells.extend([Cell::Number(document.content.len_chars()), document.content.sha256().into()]);
    sheets.row(book, &cells)
}

/// The name of a sheet, its columns, and what one of them means.
type Explained<'c> = (&'c str, &'c [&'c str], fn(&str) -> String);

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// What the columns of the other sheets mean, where their names do not say it.
fn column_rows(book: &mut Workbook, statements: &[csv::Column], sheets: &mut Sheets) -> Result<(), ExportError> {
    for column in statements {
        let meaning = crate::locale::plain(&column.meaning());
        sheets.row(book, &["Statements", column.head(), &meaning].map(Cell::from))?;
    }
    let tables: [Explained<'_>; 3] = [
        ("Chain", &CHAIN, columns::of_chains),
        ("Relations", &RELATIONS, columns::of_relations),
        ("Documents", &DOCUMENTS, columns::of_documents),
    ];
    for (sheet, names, meaning) in tables {
        for name in names {
            let meaning = crate::locale::plain(&meaning(name));
            sheets.row(book, &[sheet, name, &meaning].map(Cell::from))?;
        }
    }
    Ok(())
}

/// A table that continues on another sheet where one is full.
struct Sheets {
    name: &'static str,
    heads: Vec<String>,
    sheet: Option<Worksheet>,
    /// The sheets that are full.
    full: Vec<Worksheet>,
    /// The next row.
    row: u32,
    count: usize,
}

impl Sheets {
    fn new(name: &'static str, heads: Vec<String>) -> Self {
        Self { name, heads, sheet: None, full: Vec::new(), row: MOST_ROWS, count: 0 }
    }

    fn row(&mut self, book: &mut Workbook, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        if self.row >= MOST_ROWS {
            self.begin(book)?;
        }
        let row = self.row;
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        for (cell, column) in cells.iter().zip(0_u16..) {
            let written = match cell {
                Cell::Text(text) if is_long(text) => {
                    let length = text.encode_utf16().count();
                    sheet.write_string(row, column, too_long(length))
                }
                Cell::Text(text) => sheet.write_string(row, column, *text),
                #[expect(clippy::cast_precision_loss, reason = "offsets are far below 2^53")]
                Cell::Number(number) => sheet.write_number(row, column, *number as f64),
                Cell::Decimal(number) => sheet.write_number(row, column, *number),
                Cell::Empty => continue,
            };
            written.map_err(failed)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Begins a sheet with its head.
    fn begin(&mut self, book: &mut Workbook) -> Result<(), ExportError> {
        self.end()?;
        self.count += 1;
        let name = if self.count == 1 { self.name.to_owned() } else { format!("{} {}", self.name, self.count) };
        let mut sheet = book.new_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(name).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (head, column) in self.heads.iter().zip(0_u16..) {
            sheet.write_string(0, column, head).map_err(failed)?;
        }
        self.sheet = Some(sheet);
        self.row = 1;
        Ok(())
    }

    fn end(&mut self) -> Result<(), ExportError> {
        let Some(mut sheet) = self.sheet.take() else { return Ok(()) };
        let last = u16::try_from(self.heads.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, self.row.saturating_sub(1), last).map_err(failed)?;
        self.full.push(sheet);
        Ok(())
    }

    /// Puts the sheets into the workbook; a table without rows has a sheet with its head.
    fn finish(mut self, book: &mut Workbook, rtl: bool) -> Result<(), ExportError> {
        if self.count == 0 {
            self.begin(book)?;
        }
        self.end()?;
        for mut sheet in self.full {
            sheet.set_right_to_left(rtl);
            book.push_worksheet(sheet);
        }
        Ok(())
    }
}

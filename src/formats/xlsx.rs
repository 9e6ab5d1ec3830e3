//! A workbook for Excel and LibreOffice: sheets of statements, chains, relations, parties, the codebook, documents, what
//! the columns mean, and what the workbook cannot hold.
//!
//! Cells are typed, so that no text is taken for a formula or a date. A cell holds 32,767 UTF-16 units at most and a sheet
//! 1,048,576 rows; longer texts are replaced by a word about their length, further rows go to further sheets. Sheets read
//! from right to left if most of the documents do. Rows are written one by one to a temporary file.

use std::io::Write;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::dataset::Dataset;
use super::loss::LossKind;
use super::{ExportError, Form, Format, Options, Writer, columns, csv, loss, statement_table};
use crate::model::codebook::CodebookList;
use crate::model::project::Project;
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "xlsx",
    title: || t!("panel-export-xlsx"),
    endings: &["xlsx"],
    form: Form::Binary,
    purpose: super::Purpose::Spreadsheet,
    loses: &[&loss::ATTRIBUTES, &loss::EXCLUDED, &loss::NOTHING_DECISIONS, &loss::TEXTS, &LONG_CELLS],
    options: &[],
    writer: Some(Writer::File(write)),
    reader: Some(statement_table::WORKBOOK),
};

/// The most UTF-16 units of a cell.
const LONGEST_CELL: usize = 32_767;
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

/// What stands in the place of a text that is too long, by its length in UTF-16 units.
fn too_long(length: usize) -> String {
    crate::locale::plain(&t!("export-cell-long", length = length))
}

/// Whether a cell only says that its text is too long.
pub(super) fn is_too_long_word(cell: &str) -> bool {
    let length = cell.strip_prefix('[').and_then(|rest| rest.split(' ').next()?.parse().ok());
    length.is_some_and(|length: usize| length > LONGEST_CELL && too_long(length) == cell)
}

/// A value of a cell.
enum Cell<'c> {
    Text(&'c str),
    Number(usize),
    Empty,
}

impl<'c> From<&'c str> for Cell<'c> {
    fn from(text: &'c str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

fn write(dataset: &Dataset<'_>, _: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let bytes = workbook(dataset)?;
    out.write_all(&bytes)?;
    Ok(())
}

fn failed(error: XlsxError) -> ExportError {
    ExportError::Write(std::io::Error::other(error))
}

fn workbook(dataset: &Dataset<'_>) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    // The same bytes for the same dataset.
    let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let rtl = dataset.documents().filter(|document| document.reads_rtl()).count();
    let rtl = rtl * 2 > dataset.documents().count();
    statements(dataset, Sheets::new(&mut book, "Statements", rtl, csv::columns_of(dataset.has_gold)))?;
    chains(dataset, Sheets::new(&mut book, "Chain", rtl, CHAIN.to_vec()))?;
    relations(dataset, Sheets::new(&mut book, "Relations", rtl, RELATIONS.to_vec()))?;
    parties(dataset.project, Sheets::new(&mut book, "Parties", rtl, vec!["id", "name", "aliases", "parent", "color"]))?;
    codebook(dataset.project, Sheets::new(&mut book, "Codebook", rtl, vec!["list", "id", "name", "definition"]))?;
    documents(dataset, Sheets::new(&mut book, "Documents", rtl, DOCUMENTS.to_vec()))?;
    columns(dataset, Sheets::new(&mut book, "Columns", false, vec!["sheet", "column", "meaning"]))?;
    let mut losses = Sheets::new(&mut book, "Losses", false, vec!["count", "loss"]);
    for loss in FORMAT.losses(dataset, &Options::default()) {
        let words = crate::locale::plain(&loss.describe());
        losses.row(&[Cell::Number(loss.count), words.as_str().into()])?;
    }
    losses.finish()?;
    book.save_to_buffer().map_err(failed)
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

fn statements(dataset: &Dataset<'_>, mut sheets: Sheets<'_>) -> Result<(), ExportError> {
    let heads = sheets.heads.clone();
    for layer in &dataset.layers {
        for statement in layer.statements() {
            let row = csv::row_of(dataset, layer, statement)?;
            let cells: Vec<Cell<'_>> = (row.iter().zip(&heads))
                .map(|(text, head)| match text.parse() {
                    Ok(number) if ["start", "end"].contains(head) => Cell::Number(number),
                    _ => text.as_str().into(),
                })
                .collect();
            sheets.row(&cells)?;
        }
    }
    sheets.finish()
}

/// One row a link of a chain, the outermost reporter first.
fn chains(dataset: &Dataset<'_>, mut sheets: Sheets<'_>) -> Result<(), ExportError> {
    for layer in &dataset.layers {
        for statement in layer.statements() {
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
                        Some(([start, end], quote)) => {
                            cells.extend([quote.into(), Cell::Number(start), Cell::Number(end)]);
                        }
                        None => cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]),
                    }
                }
                cells.push(Cell::Number(statement.chain.len()));
                sheets.row(&cells)?;
            }
        }
    }
    sheets.finish()
}

fn relations(dataset: &Dataset<'_>, mut sheets: Sheets<'_>) -> Result<(), ExportError> {
    for layer in &dataset.layers {
        for relation in layer.relations() {
            let [id, from, to] = [relation.id.to_string(), relation.from.to_string(), relation.to.to_string()];
            sheets.row(&[
                layer.document.id.as_str().into(),
                layer.annotator.into(),
                id.as_str().into(),
                relation.kind.as_str().into(),
                from.as_str().into(),
                to.as_str().into(),
                relation.note.as_str().into(),
            ])?;
        }
    }
    sheets.finish()
}

fn parties(project: &Project, mut sheets: Sheets<'_>) -> Result<(), ExportError> {
    for party in &project.parties {
        let (aliases, color) = (party.aliases.join("\n"), party.color.to_string());
        let parent = party.parent.as_ref().map_or("", |parent| parent.as_str());
        let texts = [party.id.as_str(), &party.name, &aliases, parent, &color];
        sheets.row(&texts.map(Cell::from))?;
    }
    sheets.finish()
}

fn codebook(project: &Project, mut sheets: Sheets<'_>) -> Result<(), ExportError> {
    for list in CodebookList::ALL {
        for item in project.codebook.items_of(list) {
            sheets.row(&[list.key(), item.id(), item.name(), item.definition()].map(Cell::from))?;
        }
    }
    sheets.finish()
}

fn documents(dataset: &Dataset<'_>, mut sheets: Sheets<'_>) -> Result<(), ExportError> {
    for document in dataset.documents() {
        let known = &document.metadata;
        let texts =
            [document.id.as_str(), &known.title, &known.publisher, &known.published, &known.url, &known.language];
        let mut cells: Vec<Cell<'_>> = texts.map(Cell::from).into();
        cells.extend([Cell::Number(document.content.len_chars()), document.content.sha256().into()]);
        sheets.row(&cells)?;
    }
    sheets.finish()
}

/// The name of a sheet, its columns, and what one of them means.
type Explained<'c> = (&'c str, &'c [&'c str], fn(&str) -> String);

/// What the columns of the other sheets mean, where their names do not say it.
fn columns(dataset: &Dataset<'_>, mut sheets: Sheets<'_>) -> Result<(), ExportError> {
    let statements = csv::columns_of(dataset.has_gold);
    let tables: [Explained<'_>; 4] = [
        ("Statements", &statements, columns::of_statements),
        ("Chain", &CHAIN, columns::of_chains),
        ("Relations", &RELATIONS, columns::of_relations),
        ("Documents", &DOCUMENTS, columns::of_documents),
    ];
    for (sheet, names, meaning) in tables {
        for name in names {
            let meaning = crate::locale::plain(&meaning(name));
            sheets.row(&[sheet, name, &meaning].map(Cell::from))?;
        }
    }
    sheets.finish()
}

/// A table that continues on another sheet where one is full.
struct Sheets<'b> {
    book: &'b mut Workbook,
    name: &'static str,
    rtl: bool,
    heads: Vec<&'static str>,
    sheet: Option<Worksheet>,
    /// The next row.
    row: u32,
    count: usize,
}

impl<'b> Sheets<'b> {
    fn new(book: &'b mut Workbook, name: &'static str, rtl: bool, heads: Vec<&'static str>) -> Self {
        Self { book, name, rtl, heads, sheet: None, row: MOST_ROWS, count: 0 }
    }

    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), ExportError> {
        if self.row >= MOST_ROWS {
            self.begin()?;
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
                Cell::Empty => continue,
            };
            written.map_err(failed)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Begins a sheet with its head.
    fn begin(&mut self) -> Result<(), ExportError> {
        self.end()?;
        self.count += 1;
        let name = if self.count == 1 { self.name.to_owned() } else { format!("{} {}", self.name, self.count) };
        let mut sheet = self.book.new_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(name).map_err(failed)?;
        sheet.set_right_to_left(self.rtl);
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (head, column) in self.heads.iter().zip(0_u16..) {
            sheet.write_string(0, column, *head).map_err(failed)?;
        }
        self.sheet = Some(sheet);
        self.row = 1;
        Ok(())
    }

    fn end(&mut self) -> Result<(), ExportError> {
        let Some(mut sheet) = self.sheet.take() else { return Ok(()) };
        let last = u16::try_from(self.heads.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, self.row.saturating_sub(1), last).map_err(failed)?;
        self.book.push_worksheet(sheet);
        Ok(())
    }

    /// Ends the last sheet; a table without rows has a sheet with its head.
    fn finish(mut self) -> Result<(), ExportError> {
        if self.count == 0 {
            self.begin()?;
        }
        self.end()
    }
}

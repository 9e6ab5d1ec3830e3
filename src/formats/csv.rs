//! Comma-separated values (RFC 4180, UTF-8, CR LF): one row per statement. The same with tabs is [`TSV`].
//!
//! `chain` is `kremlin>biden` (outermost reporter first), `addressees` are joined by `;`, `spans` are `120-180;200-210`
//! in code points, half-open; `start` and `end` are the edges of their hull. `cue` has the reporting verbs in the order
//! of the chain, joined by ` | `, with nothing for a link without one; `quote` has the texts of the spans joined by ` …
//! `. Identifiers contain neither `>` nor `;`, so these columns can be split again.
//!
//! Beside the file is another one that says what each column means.
//!
//! After these, there is a column for each attribute of the codebook, and two for one of passages
//! ([`super::attribute_columns`]).
//!
//! Gold has further columns for the decision from which a statement comes; its `sources` are `annotator:statement`
//! joined by `;`; an annotator without a statement there is given by name alone.

use std::fmt::{Display, Write as _};
use std::io::Write;

use super::apostrophes::make_harmless;
use super::attribute_columns::{self, AttributeColumn, BETWEEN_VALUES, ColumnContent};
use super::dataset::{Dataset, DatasetLayer};
use super::loss::LossKind;
use super::parts::Parts;
use super::statement_table::{self, BETWEEN_QUOTES};
use super::{ExportError, Form, Format, FormatOption, Options, Writer, columns, loss};
use crate::model::codebook::Codebook;
use crate::model::project::Project;
use crate::model::review::{Cause, Decision, DecisionSource};
use crate::model::statement::Statement;
use crate::model::statement_field::StatementField;
use crate::t;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "csv",
    title: || t!("panel-export-csv"),
    endings: &["csv"],
    form: Form::Records,
    purpose: super::Purpose::Statistics,
    loses: LOSSES,
    options: &[&SPREADSHEET, &BYTE_ORDER_MARK],
    writer: Some(Writer::FileAndBeside {
        write: |dataset, options, out| write(dataset, options, b',', out),
        ending: "columns.csv",
        beside: |dataset, out| write_columns(dataset, b',', out),
    }),
    reader: Some(statement_table::CSV),
};

/// The row of tab-separated values: the same columns, quoted in the same way.
pub static TSV: Format = Format {
    id: "tsv",
    title: || t!("panel-export-tsv"),
    endings: &["tsv"],
    form: Form::Records,
    purpose: super::Purpose::Statistics,
    loses: LOSSES,
    options: &[&SPREADSHEET, &BYTE_ORDER_MARK],
    writer: Some(Writer::FileAndBeside {
        write: |dataset, options, out| write(dataset, options, b'\t', out),
        ending: "columns.tsv",
        beside: |dataset, out| write_columns(dataset, b'\t', out),
    }),
    reader: Some(statement_table::TSV),
};

const LOSSES: &[&LossKind] = &[
    &loss::RELATIONS,
    &loss::DOCUMENT_TAGS,
    &loss::PARTY_DETAILS,
    &loss::MENTIONS,
    &loss::CUE_PLACES,
    &loss::ALIASES,
    &loss::PARENTS,
    &loss::OTHER_ATTRIBUTES,
    &loss::EXCLUDED,
    &loss::NOTHING_DECISIONS,
    &loss::TEXTS,
];

/// A byte order mark, and an apostrophe before cells that a spreadsheet would compute or convert.
pub static SPREADSHEET: FormatOption =
    FormatOption::flag("spreadsheet", || t!("panel-export-spreadsheet"), || t!("help-export-spreadsheet"));

/// A byte order mark, by which some programs recognise UTF-8; the cells stay as they are.
pub static BYTE_ORDER_MARK: FormatOption =
    FormatOption::flag("byte-order-mark", || t!("panel-export-byte-order-mark"), || t!("help-export-byte-order-mark"));

/// The columns before the fields with a fixed set of values.
const BEFORE: [&str; 12] = [
    "project",
    "document_id",
    "document_title",
    "annotator",
    "statement_id",
    "kind",
    "speaker",
    "speaker_name",
    "chain",
    "cue",
    "addressees",
    "topic",
];
/// The columns after those fields.
const AFTER: [&str; 11] =
    ["start", "end", "spans", "quote", "note", "created", "modified", "publisher", "published", "url", "language"];

/// The columns of a layer, in order.
fn columns() -> impl Iterator<Item = &'static str> {
    BEFORE.into_iter().chain(StatementField::with_choices().map(StatementField::key)).chain(AFTER)
}

/// The additional columns of gold.
const GOLD_COLUMNS: [&str; 10] =
    ["verdict", "from", "provenance", "rule", "decided_by", "decided_at", "cause", "reason", "needs_rule", "sources"];

/// How much is put together before it is passed on.
const BUFFER_BYTES: usize = 64 << 10;

/// The columns that are numbers or truth values, also for a spreadsheet.
const VALUES: [&str; 3] = ["start", "end", "needs_rule"];

fn write(dataset: &dyn Parts, options: &Options, delimiter: u8, mut out: &mut dyn Write) -> Result<(), ExportError> {
    let for_spreadsheet = options.has(&SPREADSHEET);
    if for_spreadsheet || options.has(&BYTE_ORDER_MARK) {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = records(delimiter).from_writer(&mut out);
    let head = dataset.head();
    let columns = columns_of(&head);
    let heads = columns.iter().map(Column::head);
    writer.write_record(heads).map_err(std::io::Error::from)?;
    let mut row = Row::new(&head.project.codebook);
    dataset.each_layer(|part, layer| {
        for statement in layer.statements() {
            row.fill(part, layer, statement)?;
            if for_spreadsheet {
                writer.write_record(harmless(&row, &columns)).map_err(std::io::Error::from)?;
            } else {
                writer.write_byte_record(row.cells.as_byte_record()).map_err(std::io::Error::from)?;
            }
        }
        Ok(())
    })?;
    writer.flush()?;
    Ok(())
}

fn records(delimiter: u8) -> csv::WriterBuilder {
    let mut records = csv::WriterBuilder::new();
    records.delimiter(delimiter).terminator(csv::Terminator::CRLF).buffer_capacity(BUFFER_BYTES);
    records
}

/// Writes what each column means.
fn write_columns(dataset: &dyn Parts, delimiter: u8, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut writer = records(delimiter).from_writer(out);
    writer.write_record(["column", "meaning"]).map_err(std::io::Error::from)?;
    for column in columns_of(&dataset.head()) {
        let meaning = crate::locale::plain(&column.meaning());
        writer.write_record([column.head(), &meaning]).map_err(std::io::Error::from)?;
    }
    writer.flush()?;
    Ok(())
}

/// A column of statements.
pub(super) enum Column {
    Known(&'static str),
    Attribute(AttributeColumn),
}

impl Column {
    pub(super) fn head(&self) -> &str {
        match self {
            Self::Known(name) => name,
            Self::Attribute(column) => &column.head,
        }
    }

    pub(super) fn meaning(&self) -> String {
        match self {
            Self::Known(name) => columns::of_statements(name),
            Self::Attribute(column) => column.meaning().to_owned(),
        }
    }

    /// Whether its cells are numbers or truth values, also for a spreadsheet.
    pub(super) fn has_values(&self) -> bool {
        match self {
            Self::Known(name) => VALUES.contains(name),
            Self::Attribute(column) => column.content == ColumnContent::Numbers,
        }
    }
}

/// The columns, with those of gold if there is gold, and those of the attributes of the codebook last.
pub(super) fn columns_of(dataset: &Dataset<'_>) -> Vec<Column> {
    let gold: &[&str] = if dataset.has_gold { &GOLD_COLUMNS } else { &[] };
    let known = columns().chain(gold.iter().copied()).map(Column::Known);
    known
        .chain(
            attribute_columns::of(&dataset.project.codebook, statement_table::is_taken)
                .into_iter()
                .map(Column::Attribute),
        )
        .collect()
}

/// The cells of a statement under these columns. The next row uses the memory of the last one.
pub(super) struct Row {
    cells: csv::StringRecord,
    /// A cell that is being put together.
    cell: String,
    /// The fields with a fixed set of values.
    choices: Vec<StatementField>,
    attributes: Vec<AttributeColumn>,
}

impl Row {
    pub(super) fn new(codebook: &Codebook) -> Self {
        Self {
            cells: csv::StringRecord::new(),
            cell: String::new(),
            choices: StatementField::with_choices().collect(),
            attributes: attribute_columns::of(codebook, statement_table::is_taken),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }

    /// Puts the cells of a statement in place of those that are there.
    ///
    /// # Errors
    /// A span does not fit the text.
    pub(super) fn fill(
        &mut self,
        dataset: &Dataset<'_>,
        layer: &DatasetLayer<'_>,
        statement: &Statement,
    ) -> Result<(), ExportError> {
        self.cells.clear();
        self.before(dataset.project, layer, statement)?;
        for index in 0..self.choices.len() {
            let chosen = self.choices.get(index).and_then(|field| field.chosen(statement));
            self.text(chosen.unwrap_or_default());
        }
        self.after(layer, statement)?;
        if dataset.has_gold {
            // Cells of other layers stay empty.
            let decision = layer.review.and_then(|review| review.decision_of(statement.id));
            let cells = decision.map(decision_cells).unwrap_or_default();
            cells.iter().for_each(|cell| self.text(cell));
        }
        for index in 0..self.attributes.len() {
            self.attribute(index, layer, statement)?;
        }
        Ok(())
    }

    /// The cell of an attribute.
    fn attribute(&mut self, index: usize, layer: &DatasetLayer<'_>, statement: &Statement) -> Result<(), ExportError> {
        self.cell.clear();
        let Some(column) = self.attributes.get(index) else { return Ok(()) };
        for (index, attribute) in statement.values_of(&column.id).enumerate() {
            // Not all passages need have places.
            let is_first = if column.content == ColumnContent::Places { self.cell.is_empty() } else { index == 0 };
            match (column.content, attribute.span) {
                (ColumnContent::Places, None) => continue,
                _ if is_first => {}
                (ColumnContent::Words, _) => self.cell.push_str(BETWEEN_QUOTES),
                _ => self.cell.push(BETWEEN_VALUES),
            }
            match (column.content, attribute.span) {
                (ColumnContent::Places, Some(span)) => {
                    let ([start, end], _) = layer.locate(&statement.id, span)?;
                    // Writing to a String cannot fail.
                    let _ = write!(self.cell, "{start}-{end}");
                }
                _ => self.cell.push_str(&attribute.value),
            }
        }
        self.cells.push_field(&self.cell);
        Ok(())
    }

    fn text(&mut self, text: &str) {
        self.cells.push_field(text);
    }

    fn value(&mut self, value: impl Display) {
        self.cell.clear();
        // Writing to a String cannot fail.
        let _ = write!(self.cell, "{value}");
        self.cells.push_field(&self.cell);
    }

    fn joined<'s>(&mut self, parts: impl Iterator<Item = &'s str>, mark: &str) {
        self.cell.clear();
        for (index, part) in parts.enumerate() {
            self.cell.push_str(if index == 0 { "" } else { mark });
            self.cell.push_str(part);
        }
        self.cells.push_field(&self.cell);
    }

    /// The columns before the fields with a fixed set of values.
    fn before(
        &mut self,
        project: &Project,
        layer: &DatasetLayer<'_>,
        statement: &Statement,
    ) -> Result<(), ExportError> {
        let document = layer.document;
        self.text(&project.title);
        self.text(document.id.as_str());
        self.text(&document.metadata.title);
        self.text(layer.annotator);
        self.value(statement.id);
        self.text(statement.kind.as_str());
        let speaker = statement.speaker();
        self.text(speaker.map_or("", |id| id.as_str()));
        self.text(speaker.and_then(|id| project.party(id)).map_or("", |party| party.name.as_str()));
        self.joined(statement.chain.iter().map(|link| link.party.as_str()), ">");
        let mut cues = Vec::with_capacity(statement.chain.len());
        for link in &statement.chain {
            cues.push(link.cue.map_or(Ok(""), |cue| Ok::<_, ExportError>(layer.locate(&statement.id, cue)?.1))?);
        }
        if cues.iter().all(|cue| cue.is_empty()) {
            self.text("");
        } else {
            self.joined(cues.into_iter(), " | ");
        }
        self.joined(statement.addressees.iter().map(|id| id.as_str()), ";");
        self.text(statement.topic.as_ref().map_or("", |id| id.as_str()));
        Ok(())
    }

    /// The columns after those fields.
    fn after(&mut self, layer: &DatasetLayer<'_>, statement: &Statement) -> Result<(), ExportError> {
        let mut places = Vec::with_capacity(statement.spans.len());
        for span in &statement.spans {
            places.push(layer.locate(&statement.id, *span)?);
        }
        let ([start, end], _) = match places.as_slice() {
            [only] => *only,
            _ => layer.locate(&statement.id, statement.hull())?,
        };
        self.value(start);
        self.value(end);
        self.cell.clear();
        for (index, ([start, end], _)) in places.iter().enumerate() {
            // Writing to a String cannot fail.
            let _ = write!(self.cell, "{}{start}-{end}", if index == 0 { "" } else { ";" });
        }
        self.cells.push_field(&self.cell);
        self.joined(places.iter().map(|(_, quote)| *quote), BETWEEN_QUOTES);
        self.text(&statement.note);
        self.value(statement.created);
        if statement.modified == statement.created {
            self.cells.push_field(&self.cell);
        } else {
            self.value(statement.modified);
        }
        let known = &layer.document.metadata;
        for text in [&known.publisher, &known.published, &known.url, &known.language] {
            self.text(text);
        }
        Ok(())
    }
}

fn decision_cells(decision: &Decision) -> [String; GOLD_COLUMNS.len()] {
    let source = |source: &DecisionSource| match source.statements.as_slice() {
        [] => source.annotator.to_string(),
        seen => seen.iter().map(|seen| format!("{}:{}", source.annotator, seen.id)).collect::<Vec<_>>().join(";"),
    };
    [
        decision.verdict.as_str().to_owned(),
        decision.verdict.taken_from().map(ToString::to_string).unwrap_or_default(),
        decision.provenance.as_str().to_owned(),
        decision.rule.clone(),
        decision.by.to_string(),
        decision.at.to_string(),
        decision.cause.map_or("", Cause::as_str).to_owned(),
        decision.reason.clone(),
        decision.needs_rule.to_string(),
        decision.sources.iter().map(source).collect::<Vec<_>>().join(";"),
    ]
}

/// The cells of a row under these columns, made harmless; numeric columns stay numeric.
fn harmless(row: &Row, columns: &[Column]) -> Vec<String> {
    let cells = row.iter().zip(columns).map(|(text, column)| {
        let mut cell = text.to_owned();
        if !column.has_values() {
            make_harmless(&mut cell);
        }
        cell
    });
    cells.collect()
}

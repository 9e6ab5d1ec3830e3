//! Writing an event list, as DNA exports one for R: semicolons, every cell in quotation marks, one row for each statement.
//!
//! DNA writes commas for semicolons and apostrophes for quotation marks inside a cell, and so does this. The numbers of its
//! rows and documents would mean nothing elsewhere; their columns have our identifiers.

use std::io::Write;

use super::schema::StatementType;
use super::texts;
use super::values::{Labels, Lines, Value, lf};
use crate::formats::dataset::DatasetLayer;
use crate::formats::loss::LossKind;
use crate::formats::parts::Parts;
use crate::formats::utf16::Utf16;
use crate::formats::{ExportError, Options};
use crate::model::document::Document;
use crate::model::statement::Statement;
use crate::t;

/// The columns before those of the variables.
const BEFORE: [&str; 2] = ["statement_id", "time"];
/// The columns after them.
const AFTER: [&str; 10] = [
    "start_position",
    "stop_position",
    "text",
    "coder",
    "document_id",
    "document_title",
    "document_author",
    "document_source",
    "document_section",
    "document_type",
];

/// Notes with a mark that a cell cannot have.
pub(super) static MARKS: LossKind = LossKind {
    id: "dna-events-marks",
    count: |dataset| dataset.statements().filter(|statement| statement.note.contains(CHANGED)).count(),
    describe: |count| t!("export-loss-dna-events-marks", count = count),
};

/// What a cell cannot have.
const CHANGED: [char; 3] = [';', '"', '\r'];

pub(super) fn write(dataset: &dyn Parts, options: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let kind = super::type_of(options);
    let mut rows = csv::WriterBuilder::new().delimiter(b';').quote_style(csv::QuoteStyle::Always).from_writer(out);
    let variables = kind.variables.iter().map(|(name, _)| *name);
    let heads: Vec<&str> = BEFORE.into_iter().chain(variables).chain(AFTER).collect();
    rows.write_record(&heads).map_err(std::io::Error::from)?;
    let head = dataset.head();
    let labels = Labels::of(head.project, |name| !name.contains(CHANGED) && !name.contains('|'));
    dataset.each_layer(|_, layer| {
        let lines = Lines::of(layer.document.content.as_str());
        let units = Utf16::new(&lines.text);
        for statement in layer.statements().filter(|statement| kind.holds(statement)) {
            let (edges, quote) = lines.located(&units, layer, statement)?;
            let row = row(kind, &labels, layer, statement, edges, quote);
            rows.write_record(row.iter().map(|cell| changed(cell))).map_err(std::io::Error::from)?;
        }
        Ok(())
    })?;
    rows.flush()?;
    Ok(())
}

fn row(
    kind: &StatementType,
    labels: &Labels<'_>,
    layer: &DatasetLayer<'_>,
    statement: &Statement,
    [start, end]: [usize; 2],
    quote: &str,
) -> Vec<String> {
    let document = layer.document;
    let mut row = vec![statement.id.to_string(), time(document)];
    for (name, _) in kind.variables {
        row.push(match labels.value(name, statement) {
            // The mark between addressees would become one that names have.
            Value::Short(value) => value.replace(texts::LIST, " | "),
            Value::Long(value) => value.to_owned(),
            Value::Number(value) => {
                let value = if kind.is_two_valued() { value.map(|value: i64| value.max(0)) } else { value };
                value.map_or_else(String::new, |value| value.to_string())
            }
        });
    }
    row.extend([start.to_string(), end.to_string(), quote.to_owned(), layer.annotator.to_owned()]);
    let known = &document.metadata;
    row.extend([document.id.to_string(), document.display_title().to_owned(), String::new(), known.publisher.clone()]);
    row.extend([String::new(), String::new()]);
    row
}

/// The day of an article as R reads a time; empty if it is not known.
fn time(document: &Document) -> String {
    let day = document.metadata.published.parse::<jiff::civil::Date>();
    day.map_or_else(|_| String::new(), |day| format!("{day} 00:00:00"))
}

fn changed(cell: &str) -> String {
    lf(cell).replace(';', ",").replace('"', "'")
}

//! The two tables, row by row.

use std::io::Write;

use super::nested::{Cell, NestedFile, Shape};
use crate::formats::ExportError;
use crate::formats::dataset::{Dataset, DatasetLayer};
use crate::formats::parts::Parts;
use crate::model::id::DocumentId;
use crate::model::review::{Cause, Decision};
use crate::model::span::Span;
use crate::model::statement::{Relation, Statement};

/// The code points of context on either side of a statement.
const CONTEXT_CHARS: usize = 200;

/// One of the two tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Table {
    /// A row for each layer.
    Documents,
    /// A row for each statement.
    Statements,
}

/// The name and the shape of a column.
pub(super) type Field = (&'static str, Shape);

impl Table {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Statements => "statements",
        }
    }

    /// The columns.
    pub(super) fn fields(self, has_gold: bool) -> Vec<Field> {
        let texts = |names: &[&'static str]| names.iter().map(|name| (*name, Shape::Text)).collect::<Vec<_>>();
        match self {
            Self::Documents => {
                let mut fields = texts(&["document_id", "annotator"]);
                fields.extend(texts(&["title", "publisher", "published", "url", "language", "text", "text_sha256"]));
                fields.push(("excluded", Shape::list(place())));
                fields.push(("statements", Shape::list(Shape::Struct(of_statement(has_gold)))));
                let relation = Shape::Struct(texts(&["id", "kind", "from", "to", "note"]));
                fields.push(("relations", Shape::list(relation)));
                fields.push(("split", Shape::Text));
                fields
            }
            Self::Statements => {
                let mut fields = texts(&["document_id", "annotator"]);
                fields.extend(of_statement(has_gold));
                fields.extend([("start", Shape::Int), ("end", Shape::Int)]);
                fields.extend(texts(&["text", "left", "right", "split"]));
                fields
            }
        }
    }
}

/// A span and its text.
fn place() -> Shape {
    Shape::Struct(vec![("start", Shape::Int), ("end", Shape::Int), ("text", Shape::Text)])
}

/// The fields of a statement, in the order of [`statement_cells`].
fn of_statement(has_gold: bool) -> Vec<Field> {
    let link = Shape::Struct(vec![("party", Shape::Text), ("cue", place()), ("mention", place())]);
    let attribute =
        Shape::Struct(vec![("name", Shape::Text), ("value", Shape::Text), ("start", Shape::Int), ("end", Shape::Int)]);
    let mut fields = vec![
        ("id", Shape::Text),
        ("kind", Shape::Text),
        ("spans", Shape::list(place())),
        ("speaker", Shape::Text),
        ("speaker_name", Shape::Text),
        ("chain", Shape::list(link)),
        ("addressees", Shape::list(Shape::Text)),
        ("topic", Shape::Text),
        ("stance", Shape::Text),
        ("quotation", Shape::Text),
        ("attributes", Shape::list(attribute)),
        ("note", Shape::Text),
        ("created", Shape::Text),
        ("modified", Shape::Text),
    ];
    if has_gold {
        let names = [
            "verdict",
            "from",
            "provenance",
            "rule",
            "decided_by",
            "decided_at",
            "cause",
            "reason",
            "needs_rule",
            "sources",
        ];
        fields.extend(names.map(|name| (name, Shape::Text)));
    }
    fields
}

/// Writes a table with the rows of these documents, or of all.
///
/// # Errors
/// A span does not fit its text, a document cannot be read, or the writing failed.
pub(super) fn write(
    dataset: &dyn Parts,
    table: Table,
    documents: Option<&[DocumentId]>,
    split: &str,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut file = NestedFile::new(table.fields(dataset.head().has_gold), out)?;
    dataset.each_of(documents, &mut |part| {
        for layer in &part.layers {
            match table {
                Table::Documents => file.row(document_row(part, layer, split)?)?,
                Table::Statements => {
                    for statement in layer.statements() {
                        file.row(statement_row(part, layer, statement, split)?)?;
                    }
                }
            }
        }
        Ok(())
    })?;
    file.finish()
}

/// Writes the table of statements with those of these documents that are wanted, without one of the columns.
///
/// # Errors
/// A span does not fit its text, a document cannot be read, or the writing failed.
pub(super) fn write_statements(
    dataset: &dyn Parts,
    documents: &[DocumentId],
    is_wanted: impl Fn(&Statement) -> bool,
    without: Option<&str>,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let mut fields = Table::Statements.fields(dataset.head().has_gold);
    let left_out = without.and_then(|column| fields.iter().position(|(name, _)| *name == column));
    if let Some(column) = left_out {
        fields.remove(column);
    }
    let mut file = NestedFile::new(fields, out)?;
    dataset.each_layer_of(documents, |part, layer| {
        for statement in layer.statements().filter(|statement| is_wanted(statement)) {
            let mut row = statement_row(part, layer, statement, "train")?;
            if let Some(column) = left_out {
                row.remove(column);
            }
            file.row(row)?;
        }
        Ok(())
    })?;
    file.finish()
}

fn document_row<'p>(
    dataset: &Dataset<'p>,
    layer: &DatasetLayer<'p>,
    split: &'p str,
) -> Result<Vec<Cell<'p>>, ExportError> {
    let document = layer.document;
    let known = &document.metadata;
    let mut row = vec![Cell::text(document.id.as_str()), Cell::text(layer.annotator)];
    row.extend([&known.title, &known.publisher, &known.published, &known.url, &known.language].map(|t| Cell::text(t)));
    row.extend([Cell::Text(document.content.as_str().into()), Cell::text(document.content.sha256())]);
    let excluded: Result<Vec<Cell<'_>>, _> = document.excluded.iter().map(|span| cell_of(layer, &"—", *span)).collect();
    let statements: Result<Vec<Cell<'_>>, _> =
        layer.statements().map(|statement| statement_cells(dataset, layer, statement).map(Cell::Struct)).collect();
    row.extend([Cell::List(excluded?), Cell::List(statements?)]);
    row.push(Cell::List(layer.relations().map(relation).collect()));
    row.push(Cell::text(split));
    Ok(row)
}

fn statement_row<'p>(
    dataset: &Dataset<'p>,
    layer: &DatasetLayer<'p>,
    statement: &'p Statement,
    split: &'p str,
) -> Result<Vec<Cell<'p>>, ExportError> {
    let text = layer.document.content.as_str();
    let hull = statement.hull();
    let ([start, end], _) = layer.locate(&statement.id, hull)?;
    let before = text.get(..hull.start_byte).unwrap_or_default();
    let left = before.char_indices().rev().take(CONTEXT_CHARS).last().map_or(before.len(), |(at, _)| at);
    let after = text.get(hull.end_byte..).unwrap_or_default();
    let right = after.char_indices().nth(CONTEXT_CHARS).map_or(after.len(), |(at, _)| at);
    let mut row = vec![Cell::text(layer.document.id.as_str()), Cell::text(layer.annotator)];
    row.extend(statement_cells(dataset, layer, statement)?);
    row.extend([Cell::int(start)?, Cell::int(end)?]);
    row.push(Cell::Text(layer.document.quotes(&statement.spans).join(" … ").into()));
    row.push(Cell::Text(before.get(left..).unwrap_or_default().into()));
    row.push(Cell::Text(after.get(..right).unwrap_or_default().into()));
    row.push(Cell::text(split));
    Ok(row)
}

fn cell_of<'p>(layer: &DatasetLayer<'p>, owner: &dyn std::fmt::Display, span: Span) -> Result<Cell<'p>, ExportError> {
    let ([start, end], quote) = layer.locate(owner, span)?;
    Ok(Cell::Struct(vec![Cell::int(start)?, Cell::int(end)?, Cell::Text(quote.into())]))
}

fn statement_cells<'p>(
    dataset: &Dataset<'p>,
    layer: &DatasetLayer<'p>,
    statement: &'p Statement,
) -> Result<Vec<Cell<'p>>, ExportError> {
    let place = |span: Span| cell_of(layer, &statement.id, span);
    let optional = |span: Option<Span>| span.map_or(Ok(Cell::Null), place);
    let spans: Result<Vec<Cell<'_>>, _> = statement.spans.iter().map(|span| place(*span)).collect();
    let mut chain = Vec::with_capacity(statement.chain.len());
    for link in &statement.chain {
        chain.push(Cell::Struct(vec![Cell::text(link.party.as_str()), optional(link.cue)?, optional(link.mention)?]));
    }
    let speaker = statement.speaker();
    let name = speaker.and_then(|id| dataset.project.party(id)).map_or("", |party| party.name.as_str());
    let mut attributes = Vec::with_capacity(statement.attributes.len());
    for attribute in &statement.attributes {
        // Only passages have places.
        let edges = match attribute.span.map(|span| layer.locate(&statement.id, span)).transpose()? {
            Some(([start, end], _)) => [Cell::int(start)?, Cell::int(end)?],
            None => [Cell::Null, Cell::Null],
        };
        let [start, end] = edges;
        let words = [&attribute.name, &attribute.value].map(|text| Cell::Text(text.as_str().into()));
        attributes.push(Cell::Struct(words.into_iter().chain([start, end]).collect()));
    }
    let mut cells = vec![
        Cell::value(statement.id),
        Cell::text(statement.kind.as_str()),
        Cell::List(spans?),
        Cell::text(speaker.map_or("", |id| id.as_str())),
        Cell::text(name),
        Cell::List(chain),
        Cell::List(statement.addressees.iter().map(|id| Cell::text(id.as_str())).collect()),
        Cell::text(statement.topic.as_ref().map_or("", |id| id.as_str())),
        Cell::text(statement.stance.map_or("", |stance| stance.as_str())),
        Cell::text(statement.quotation.map_or("", |quotation| quotation.as_str())),
        Cell::List(attributes),
        Cell::Text(statement.note.as_str().into()),
        Cell::value(statement.created),
        Cell::value(statement.modified),
    ];
    if dataset.has_gold {
        match layer.review.and_then(|review| review.decision_of(statement.id)) {
            Some(decision) => cells.extend(decision_cells(decision)),
            None => cells.extend(std::iter::repeat_n(Cell::Null, 10)),
        }
    }
    Ok(cells)
}

fn decision_cells(decision: &Decision) -> [Cell<'_>; 10] {
    let sources: Vec<String> = (decision.sources.iter())
        .flat_map(|source| {
            let of = |id: String| format!("{}:{id}", source.annotator);
            let seen: Vec<String> = source.statements.iter().map(|seen| of(seen.id.to_string())).collect();
            if seen.is_empty() { vec![source.annotator.to_string()] } else { seen }
        })
        .collect();
    [
        Cell::text(decision.verdict.as_str()),
        Cell::text(decision.verdict.taken_from().map_or("", |id| id.as_str())),
        Cell::text(decision.provenance.as_str()),
        Cell::text(&decision.rule),
        Cell::text(decision.by.as_str()),
        Cell::value(decision.at),
        Cell::text(decision.cause.map_or("", Cause::as_str)),
        Cell::text(&decision.reason),
        Cell::value(decision.needs_rule),
        Some(sources.join(";")).filter(|sources| !sources.is_empty()).map_or(Cell::Null, Cell::value),
    ]
}

fn relation(relation: &Relation) -> Cell<'_> {
    Cell::Struct(vec![
        Cell::value(relation.id),
        Cell::text(relation.kind.as_str()),
        Cell::value(relation.from),
        Cell::value(relation.to),
        Cell::text(&relation.note),
    ])
}

//! Rows in JSON Lines: an object for each statement, whose keys are the heads of the columns. Scripts write such files.

use std::collections::HashSet;
use std::ops::ControlFlow;

use csv::StringRecord;
use serde_json::{Map, Value};

use super::field::{self, Field};
use super::{MOST_COLUMNS, Table, read_rows};
use crate::formats::incoming::LayerSink;
use crate::formats::input::{Input, lines_of};
use crate::formats::json;

/// Whether the first line is an object with the heads of statements on articles, which no table of articles has.
pub(in crate::formats) fn are_certain(input: &Input) -> bool {
    let first = input.bytes().and_then(|bytes| lines_of(bytes).next());
    let columns = first.and_then(|(_, line)| columns_of(line, &|_| None));
    columns.is_some_and(|columns| field::are_certainly_statements(&columns))
}

/// Whether the file has such rows, where a person may have named columns.
///
/// # Errors
/// It cannot be read.
pub(in crate::formats) fn has_rows(input: &Input, sink: &dyn LayerSink) -> std::io::Result<bool> {
    let mut has = false;
    input.each_line(&mut |_, line| {
        has = columns_of(line, &|head| sink.column(head)).is_some_and(|columns| field::are_statements(&columns));
        ControlFlow::Break(())
    })?;
    Ok(has)
}

/// Reads the rows. A line that is no object is reported and left out.
///
/// # Errors
/// The file cannot be read.
pub(in crate::formats) fn read(input: &Input, sink: &mut dyn LayerSink) -> std::io::Result<()> {
    let (mut heads, mut seen) = (Vec::new(), HashSet::new());
    json::each_object(input, sink, |_, object, _| {
        for (head, _) in object {
            if seen.insert(head.clone()) {
                heads.push(head);
            }
        }
        // One more is enough to be refused.
        if heads.len() > MOST_COLUMNS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let columns = field::columns(&heads, &|head| sink.column(head));
    let fields = columns.clone().unwrap_or_default();
    let Some(mut table) = Table::of(columns.map(|columns| (heads.clone(), columns)), sink) else { return Ok(()) };
    table.is_for_spreadsheet = false;
    read_rows(&table, sink, &mut |take| {
        let mut row = StringRecord::new();
        input.each_line(&mut |number, line| {
            // Those that are no objects have been reported.
            let Ok(object) = serde_json::from_slice::<Map<String, Value>>(line) else {
                return ControlFlow::Continue(());
            };
            row.clear();
            for (head, field) in heads.iter().zip(&fields) {
                row.push_field(&object.get(head).map(|value| cell(value, field)).unwrap_or_default());
            }
            take(number, Ok(&row))
        })
    })
}

/// The columns of an object, unless it is a line of our own files.
fn columns_of(line: &[u8], column: &dyn Fn(&str) -> Option<String>) -> Option<Vec<Field>> {
    let object: Map<String, Value> = serde_json::from_slice(line).ok()?;
    let is_ours = object.get("format").is_some_and(|format| format == "bayan");
    let heads: Vec<String> = object.into_iter().map(|(head, _)| head).collect();
    field::columns(&heads, column).ok().filter(|_| !is_ours)
}

/// A value as it would stand in the cell of a table.
fn cell(value: &Value, field: &Field) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        // Some programs write offsets as fractions.
        Value::Number(number) => match number.as_f64().filter(|fraction| number.is_f64() && fraction.fract() == 0.0) {
            Some(whole) => format!("{whole:.0}"),
            None => number.to_string(),
        },
        Value::Array(several) => {
            let is_place = *field == Field::Spans && several.len() == 2 && several.iter().all(Value::is_number);
            let mark = match field {
                _ if is_place => "-",
                Field::Chain | Field::Reporters => ">",
                Field::Quote => super::BETWEEN_QUOTES,
                _ => ";",
            };
            several.iter().map(|value| cell(value, field)).collect::<Vec<_>>().join(mark)
        }
        Value::Bool(_) | Value::Object(_) => value.to_string(),
    }
}

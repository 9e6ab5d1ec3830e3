//! Comma-separated values (RFC 4180, UTF-8, CR LF): a row a statement.
//!
//! `chain` is `kremlin>biden` (outermost reporter first), `addressees` are joined by `;`, `spans` are
//! `120-180;200-210` in code points, half-open; `start` and `end` are the edges of their hull. `cue` has the reporting
//! verbs of the chain in its order joined by ` | `, with nothing for a link without one; `quote` has the texts of the
//! spans joined by ` … `. Identifiers hold neither `>` nor `;`, so that these columns can be taken apart again.

use std::io::Write;

use super::{ExportError, Options, Scope, Selected, Summary, check_scope, located, selected};
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::model::statement_field::StatementField;

/// The columns before the fields that have a fixed few values.
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
/// The columns after them.
const AFTER: [&str; 7] = ["start", "end", "spans", "quote", "note", "created", "modified"];

/// The columns in their order.
pub fn columns() -> impl Iterator<Item = &'static str> {
    BEFORE.into_iter().chain(StatementField::with_choices().map(StatementField::key)).chain(AFTER)
}

/// The columns that are numbers, or truths, also for a spreadsheet.
const VALUES: [&str; 3] = ["start", "end", "needs_rule"];

/// Writes the statements of the scope.
///
/// # Errors
/// The scope names what is not there, a span does not fit its text, or the writing failed.
pub fn write(project: &Project, scope: &Scope, options: Options, out: &mut impl Write) -> Result<Summary, ExportError> {
    check_scope(project, scope)?;
    if options.spreadsheet {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(columns()).map_err(std::io::Error::from)?;
    let mut summary = Summary::default();
    let mut last = None;
    for layer in selected(project, scope) {
        summary.documents += usize::from(last != Some(&layer.document.id));
        summary.layers += 1;
        last = Some(&layer.document.id);
        for statement in layer.statements() {
            let mut row = row(project, &layer, statement)?;
            if options.spreadsheet {
                make_row_harmless(&mut row, columns());
            }
            writer.write_record(&row).map_err(std::io::Error::from)?;
            summary.statements += 1;
        }
    }
    writer.flush()?;
    Ok(summary)
}

pub(super) fn row(project: &Project, layer: &Selected<'_>, statement: &Statement) -> Result<Vec<String>, ExportError> {
    let document = layer.document;
    let mut spans = Vec::with_capacity(statement.spans.len());
    let mut quotes = Vec::with_capacity(statement.spans.len());
    for span in &statement.spans {
        let ([start, end], quote) = located(document, &statement.id, *span)?;
        spans.push(format!("{start}-{end}"));
        quotes.push(quote);
    }
    let mut cues = Vec::with_capacity(statement.chain.len());
    for link in &statement.chain {
        cues.push(link.cue.map_or(Ok(""), |cue| Ok::<_, ExportError>(located(document, &statement.id, cue)?.1))?);
    }
    let cue = if cues.iter().all(|cue| cue.is_empty()) { String::new() } else { cues.join(" | ") };
    let ([start, end], _) = located(document, &statement.id, statement.hull())?;
    let speaker = statement.speaker();
    let join = |ids: &mut dyn Iterator<Item = &str>, mark: &str| ids.collect::<Vec<_>>().join(mark);
    let mut row = vec![
        project.title.clone(),
        document.id.to_string(),
        document.metadata.title.clone(),
        layer.annotator.to_string(),
        statement.id.to_string(),
        statement.kind.to_string(),
        speaker.map_or_else(String::new, ToString::to_string),
        speaker.and_then(|id| project.party(id)).map_or_else(String::new, |party| party.name.clone()),
        join(&mut statement.chain.iter().map(|link| link.party.as_str()), ">"),
        cue,
        join(&mut statement.addressees.iter().map(|id| id.as_str()), ";"),
        statement.topic.as_ref().map_or_else(String::new, ToString::to_string),
    ];
    row.extend(StatementField::with_choices().map(|field| field.chosen(statement).unwrap_or_default().to_owned()));
    row.extend([
        start.to_string(),
        end.to_string(),
        spans.join(";"),
        quotes.join(" … "),
        statement.note.clone(),
        statement.created.to_string(),
        statement.modified.to_string(),
    ]);
    Ok(row)
}

/// Makes the cells of a row under these columns harmless; those that are numbers stay numbers.
pub(super) fn make_row_harmless<'c>(row: &mut [String], columns: impl IntoIterator<Item = &'c str>) {
    for (cell, column) in row.iter_mut().zip(columns) {
        if !VALUES.contains(&column) {
            make_harmless(cell);
        }
    }
}

/// Puts an apostrophe before a cell that a spreadsheet would take for a formula, a number or a day; also before what
/// would become a cell of its own where the file is read with another mark between its cells.
fn make_harmless(cell: &mut String) {
    /// What may stand between the cells of other files, and what ends a row.
    const BETWEEN: [char; 5] = [';', '\t', '|', '\n', '\r'];
    let is_formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let is_passed_over = |c: char| c == ' ' || c == '"' || c == '\u{a0}' || c == '\u{feff}';
    let mut harmless = String::with_capacity(cell.len() + 1);
    let starts_badly = |text: &str| text.trim_start_matches(is_passed_over).starts_with(is_formula);
    if cell.starts_with(['\t', '\r', '\n']) || starts_badly(cell) || is_converted(cell) {
        harmless.push('\'');
    }
    for (at, c) in cell.char_indices() {
        harmless.push(c);
        if BETWEEN.contains(&c) && cell.get(at + c.len_utf8()..).is_some_and(starts_badly) {
            harmless.push('\'');
        }
    }
    *cell = harmless;
}

/// Whether a spreadsheet makes something else of a text: a number of `007`, `000445e4` and `12 345 678 901 234 567`, a
/// day or a time of `3-9`, `10-45`, `1/2` and `2 May`, a truth of `true`.
fn is_converted(cell: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    /// Nothing longer is a number or a day.
    const LONGEST_BYTES: usize = 64;
    let is_mark = |c: char| {
        matches!(
            c,
            '.' | ','
                | ':'
                | ';'
                | '/'
                | '-'
                | '+'
                | '%'
                | '\''
                | '’'
                | '$'
                | '€'
                | '£'
                | '¥'
                | '('
                | ')'
                | '–'
                | '٫'
                | '٬'
        )
    };
    // Spans are many numbers.
    let plain = |c: char| c.is_numeric() || is_mark(c) || c.is_whitespace();
    if cell.chars().any(char::is_numeric) && cell.chars().all(plain) {
        return true;
    }
    if cell.len() > LONGEST_BYTES {
        return false;
    }
    if ["true", "false"].iter().any(|word| cell.trim().eq_ignore_ascii_case(word)) {
        return true;
    }
    let mut words =
        cell.split(|c: char| c.is_numeric() || is_mark(c) || c.is_whitespace()).filter(|word| !word.is_empty());
    let (Some(word), None, true) = (words.next(), words.next(), cell.chars().any(char::is_numeric)) else {
        return false;
    };
    let word = word.to_ascii_lowercase();
    let is_exponent = word == "e" && cell.trim().replace(',', ".").parse::<f64>().is_ok();
    is_exponent
        || matches!(word.as_str(), "am" | "pm" | "a" | "p") && !cell.trim().starts_with(char::is_alphabetic)
        || word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&word))
}

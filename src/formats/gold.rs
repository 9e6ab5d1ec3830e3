//! Gold with its provenance, in both formats: who decided what, when, by which rule and from whose statements.
//!
//! JSON Lines: the line of a layer whose annotator is `gold`, where each statement has a `decision`, and `decided_nothing`
//! lists the places where the reviewers found that nothing is to be marked. CSV: the columns of `csv`, then those of
//! [`COLUMNS`].

use std::io::Write;

use serde_json::{Value, json};

use super::{ExportError, Format, Options, Scope, Selected, Summary, check_scope, csv, jsonl};
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::model::review::{Decision, Review, Verdict};

/// The name in the place of the annotator.
pub const ANNOTATOR: &str = "gold";

/// The columns after those of a layer.
pub const COLUMNS: [&str; 10] =
    ["verdict", "from", "provenance", "rule", "decided_by", "decided_at", "cause", "reason", "needs_rule", "sources"];

/// Writes the gold of the documents of the scope.
///
/// # Errors
/// The scope names what is not there, a span does not fit its text, or the writing failed.
pub fn write(
    project: &Project,
    scope: &Scope,
    format: Format,
    options: Options,
    out: &mut impl Write,
) -> Result<Summary, ExportError> {
    check_scope(project, scope)?;
    let gold = AnnotatorId::from_name(ANNOTATOR, |_| false);
    let mut summary = Summary::default();
    let reviewed = project.reviews.iter().filter(|(id, _)| scope.documents.is_empty() || scope.documents.contains(id));
    let layers: Vec<(Selected<'_>, &Review)> = reviewed
        .filter_map(|(id, review)| {
            let document = project.documents.get(id)?;
            let without_excluded = scope.without_excluded;
            Some((Selected { document, annotator: &gold, layer: review.gold(), without_excluded }, review))
        })
        .collect();
    for (layer, _) in &layers {
        summary.documents += 1;
        summary.layers += 1;
        summary.statements += layer.statements().count();
        summary.relations += layer.relations().count();
    }
    match format {
        Format::Jsonl => {
            for (layer, review) in &layers {
                let line = line(project, layer, review)?;
                writeln!(out, "{line}")?;
            }
        }
        Format::Csv => rows(project, &layers, options, out)?,
    }
    out.flush()?;
    Ok(summary)
}

/// Writes the gold of the scope to a file: either the whole of it is there afterwards, or what was there before.
///
/// # Errors
/// As [`write()`]; the file is then as it was.
pub fn to_path(
    project: &Project,
    scope: &Scope,
    format: Format,
    options: Options,
    path: &std::path::Path,
    watch: &super::Watch,
) -> Result<Summary, ExportError> {
    super::put(path, watch, |out| write(project, scope, format, options, out))
}

fn line(project: &Project, layer: &Selected<'_>, review: &Review) -> Result<Value, ExportError> {
    let mut line = serde_json::to_value(jsonl::write::line(project, layer)?).map_err(std::io::Error::from)?;
    for statement in line.get_mut("statements").and_then(Value::as_array_mut).into_iter().flatten() {
        let id = statement.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
        let decision = id.and_then(|id| review.decision_of(id)).map(of);
        if let (Some(statement), Some(decision)) = (statement.as_object_mut(), decision) {
            statement.insert("decision".to_owned(), decision);
        }
    }
    let nothing: Vec<Value> =
        review.decisions().filter(|decision| decision.verdict == Verdict::Nothing).map(of).collect();
    if let Some(line) = line.as_object_mut() {
        line.insert("decided_nothing".to_owned(), Value::Array(nothing));
    }
    Ok(line)
}

fn of(decision: &Decision) -> Value {
    let sources: Vec<Value> = decision
        .sources
        .iter()
        .map(|source| {
            let ids: Vec<String> = source.statements.iter().map(|seen| seen.id.to_string()).collect();
            json!({ "annotator": source.annotator.as_str(), "statements": ids })
        })
        .collect();
    json!({
        "id": decision.id.to_string(),
        "verdict": verdict(decision),
        "from": from(decision),
        "provenance": decision.provenance.as_str(),
        "rule": Some(&decision.rule).filter(|rule| !rule.is_empty()),
        "by": decision.by.as_str(),
        "at": decision.at.to_string(),
        "cause": decision.cause.map(crate::model::review::Cause::as_str),
        "reason": decision.reason,
        "needs_rule": decision.needs_rule,
        "sources": sources,
    })
}

fn rows(
    project: &Project,
    layers: &[(Selected<'_>, &Review)],
    options: Options,
    out: &mut impl Write,
) -> Result<(), ExportError> {
    if options.spreadsheet {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
    writer.write_record(csv::columns().chain(COLUMNS)).map_err(std::io::Error::from)?;
    for (layer, review) in layers {
        for statement in layer.statements() {
            let mut row = csv::row(project, layer, statement)?;
            row.extend(review.decision_of(statement.id).map(cells).unwrap_or_default());
            if options.spreadsheet {
                csv::make_row_harmless(&mut row, csv::columns().chain(COLUMNS));
            }
            writer.write_record(&row).map_err(std::io::Error::from)?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// `sources` is `annotator:statement` joined by `;`, an annotator with nothing here alone.
fn cells(decision: &Decision) -> [String; 10] {
    let source = |source: &crate::model::review::DecisionSource| match source.statements.as_slice() {
        [] => source.annotator.to_string(),
        seen => seen.iter().map(|seen| format!("{}:{}", source.annotator, seen.id)).collect::<Vec<_>>().join(";"),
    };
    [
        verdict(decision).to_owned(),
        from(decision).unwrap_or_default().to_owned(),
        decision.provenance.as_str().to_owned(),
        decision.rule.clone(),
        decision.by.to_string(),
        decision.at.to_string(),
        decision.cause.map_or("", crate::model::review::Cause::as_str).to_owned(),
        decision.reason.clone(),
        decision.needs_rule.to_string(),
        decision.sources.iter().map(source).collect::<Vec<_>>().join(";"),
    ]
}

const fn verdict(decision: &Decision) -> &'static str {
    match decision.verdict {
        Verdict::Take(_) => "take",
        Verdict::Edit(_) => "edit",
        Verdict::New => "new",
        Verdict::Nothing => "nothing",
        Verdict::Later => "later",
        Verdict::SentBack => "sent-back",
    }
}

fn from(decision: &Decision) -> Option<&str> {
    match &decision.verdict {
        Verdict::Take(from) | Verdict::Edit(from) => Some(from.as_str()),
        Verdict::New | Verdict::Nothing | Verdict::Later | Verdict::SentBack => None,
    }
}

//! Exports of agreement: tables for a clipboard or a spreadsheet, and a one-page report with everything that a reader needs
//! to judge or reproduce the figures. Returns texts only; the caller writes the file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::agreement::fields::{LabelField, ScorePart, layer_of};
use super::agreement::{Measure, Reason, Score};
use super::charts::{self, value_text};
use super::pairing::Confusion;
use super::study::{Items, StudyResult};
use crate::figure::{Figure, escape};
use crate::locale::plain;
use crate::model::document::Document;
use crate::model::project::Project;
use crate::t;

/// A table of texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportTable {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl ReportTable {
    /// The table with tabs between cells, as spreadsheets paste it.
    pub fn tsv(&self) -> String {
        let line = |cells: &Vec<String>| {
            let cells: Vec<String> = cells.iter().map(|cell| plain(cell).replace(['\t', '\n', '\r'], " ")).collect();
            cells.join("\t") + "\n"
        };
        std::iter::once(&self.head).chain(&self.rows).map(line).collect()
    }

    pub(crate) fn markdown(&self) -> String {
        let line = |cells: &Vec<String>| {
            let cell = |cell: &String| in_markdown(cell);
            format!("| {} |\n", cells.iter().map(cell).collect::<Vec<_>>().join(" | "))
        };
        let rule = format!("|{}\n", " --- |".repeat(self.head.len()));
        line(&self.head) + &rule + &self.rows.iter().map(line).collect::<String>()
    }

    /// The table as CSV (RFC 4180, UTF-8, CR LF).
    pub fn csv(&self) -> String {
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(Vec::new());
        for row in std::iter::once(&self.head).chain(&self.rows) {
            // Writing to memory does not fail.
            let _ = writer.write_record(row.iter().map(|cell| plain(cell)));
        }
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
    }

    fn html(&self) -> String {
        let row = |cells: &[String], tag: &str| {
            let cell = |cell: &String| format!("<{tag} dir=\"auto\">{}</{tag}>", escape(&plain(cell)));
            format!("<tr>{}</tr>", cells.iter().map(cell).collect::<String>())
        };
        let body: String = self.rows.iter().map(|cells| row(cells, "td") + "\n").collect();
        format!("<table><thead>{}</thead><tbody>\n{body}</tbody></table>\n", row(&self.head, "th"))
    }
}

/// The matrix of annotators as a table.
pub fn matrix(answer: &StudyResult) -> ReportTable {
    let names: Vec<String> = answer.annotators.iter().map(ToString::to_string).collect();
    let row = |(row, name): (usize, &String)| {
        let value = |column: usize| match answer.pair(row, column) {
            _ if row == column => String::new(),
            score => value_text(score.and_then(Score::value)),
        };
        std::iter::once(name.clone()).chain((0..names.len()).map(value)).collect()
    };
    let rows = names.iter().enumerate().map(row).collect();
    ReportTable { head: std::iter::once(String::new()).chain(names.iter().cloned()).collect(), rows }
}

/// The confusion matrix as a table.
pub(crate) fn confusion(project: &Project, field: &LabelField, of: &Confusion) -> ReportTable {
    let mut names: Vec<String> = of.labels.iter().map(|label| field.label_name(project, label)).collect();
    names.push(t!("agreement-nothing"));
    let row = |(row, name): (usize, &String)| {
        let count = |column: usize| match (row, column) {
            (a, b) if a == of.nothing() && b == of.nothing() => String::new(),
            _ => of.cell(row, column).len().to_string(),
        };
        std::iter::once(name.clone()).chain((0..of.size()).map(count)).collect()
    };
    let rows = names.iter().enumerate().map(row).collect();
    ReportTable { head: std::iter::once(field.title(project)).chain(names.iter().cloned()).collect(), rows }
}

/// Every score in a row of its own, for spreadsheets and other programs. Column names are not translated.
pub fn scores(scores: &[Score]) -> ReportTable {
    let head = [
        "measure",
        "annotators",
        "document",
        "kind",
        "party",
        "label",
        "value",
        "low",
        "high",
        "observed",
        "expected",
        "coverage",
        "documents",
        "reason",
    ];
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let row = |score: &Score| {
        let figures = score.figures.as_ref().ok();
        let (kind, party) = match &score.part {
            Some(ScorePart::Kind(kind)) => (kind.to_string(), String::new()),
            Some(ScorePart::Party(party)) => (String::new(), party.to_string()),
            None => (String::new(), String::new()),
        };
        vec![
            score.measure.as_str().to_owned(),
            score.annotators.join(";"),
            score.document.clone().unwrap_or_default(),
            kind,
            party,
            score.label.clone().unwrap_or_default(),
            number(figures.map(|f| f.value)),
            number(score.interval.map(|interval| interval.0)),
            number(score.interval.map(|interval| interval.1)),
            number(figures.and_then(|f| f.observed)),
            number(figures.and_then(|f| f.expected)),
            number(figures.and_then(|f| f.coverage)),
            score.documents.to_string(),
            score.figures.as_ref().err().map(Reason::as_str).unwrap_or_default().to_owned(),
        ]
    };
    ReportTable { head: head.map(str::to_owned).to_vec(), rows: scores.iter().map(row).collect() }
}

/// The versions and the date that a report states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Versions {
    pub program: String,
    /// The version of the project's files.
    pub schema: u32,
    /// The local date.
    pub date: String,
}

impl Versions {
    /// The present versions; `schema` is the version of the project's files.
    pub(crate) fn now(schema: u32) -> Self {
        let date = crate::text::clock::day(jiff::Timestamp::now()).to_string();
        Self { program: env!("CARGO_PKG_VERSION").to_owned(), schema, date }
    }
}

/// The largest number of rows of a table in a report.
const MOST_ROWS: usize = 7;

/// A one-page report about a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    title: String,
    facts: Vec<(String, String)>,
    tables: Vec<(String, ReportTable)>,
    figures: Vec<Figure>,
    definitions: Vec<(String, String)>,
    warnings: Vec<String>,
}

impl Report {
    pub fn new(project: &Project, answer: &StudyResult, versions: &Versions) -> Self {
        let names = answer.annotators.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let confusion = Confusion::of(project, &answer.annotators, &answer.question.field, &answer.pairings, None);
        let mut figures = vec![];
        if answer.annotators.len() > 2 {
            figures.push(charts::matrix(project, answer));
        }
        figures.push(charts::confusion(project, answer, &answer.question.field, &confusion));
        if answer.strips.len() <= 6 {
            figures.push(charts::strip(project, answer, 640.0));
        }
        let definition = |measure: &Measure| {
            (measure.title(), format!("{} {}", plain(&measure.describe()), plain(&measure.source())))
        };
        Self {
            title: t!("agreement-report-title", project = project.title.as_str()),
            facts: facts(project, answer, versions, names),
            tables: tables(project, answer),
            figures,
            definitions: answer.question.measures.iter().map(definition).collect(),
            warnings: warnings(project, answer),
        }
    }

    /// The report as a self-contained HTML file that prints on one page.
    pub fn html(&self) -> String {
        let mut out = format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>{}</title>\n<style>{STYLE}</style></head><body>\n\
             <h1 dir=\"auto\">{}</h1>\n<dl>\n",
            escape(&plain(&self.title)),
            escape(&plain(&self.title))
        );
        // Writing to a string does not fail.
        for (name, value) in &self.facts {
            let _ = writeln!(
                out,
                "<div><dt>{}</dt><dd dir=\"auto\">{}</dd></div>",
                escape(&plain(name)),
                escape(&plain(value))
            );
        }
        out.push_str("</dl>\n<main>\n");
        for (title, table) in &self.tables {
            let _ = writeln!(out, "<section><h2>{}</h2>\n{}</section>", escape(&plain(title)), table.html());
        }
        for figure in &self.figures {
            let _ = writeln!(out, "<section class=\"figure\">{}</section>", figure.svg());
        }
        out.push_str("</main>\n");
        let _ = writeln!(out, "<h2>{}</h2>\n<dl class=\"wide\">", escape(&t!("agreement-report-definitions")));
        for (name, text) in &self.definitions {
            let _ = writeln!(out, "<div><dt>{}</dt><dd>{}</dd></div>", escape(&plain(name)), escape(text));
        }
        let _ = writeln!(out, "</dl>\n<h2>{}</h2>\n<ul>", escape(&t!("agreement-report-warnings")));
        for warning in &self.warnings {
            let _ = writeln!(out, "<li dir=\"auto\">{}</li>", escape(&plain(warning)));
        }
        out.push_str("</ul>\n</body></html>\n");
        out
    }

    /// The report as Markdown, without figures; the tables contain the same values.
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n\n", in_markdown(&self.title));
        for (name, value) in &self.facts {
            let _ = writeln!(out, "* **{}** {}", in_markdown(name), in_markdown(value));
        }
        for (title, table) in &self.tables {
            let _ = write!(out, "\n## {}\n\n{}", in_markdown(title), table.markdown());
        }
        let _ = write!(out, "\n## {}\n\n", t!("agreement-report-definitions"));
        for (name, text) in &self.definitions {
            // Our own text, with addresses.
            let _ = writeln!(out, "* **{}** {text}", in_markdown(name));
        }
        let _ = write!(out, "\n## {}\n\n", t!("agreement-report-warnings"));
        for warning in &self.warnings {
            let _ = writeln!(out, "* {}", in_markdown(warning));
        }
        out
    }
}

/// Escapes a user's text as one line of Markdown, so that nothing in it is markup, HTML, a link or a line break.
fn in_markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in plain(text).chars() {
        match c {
            '\\' | '|' | '<' | '>' | '[' | ']' | '*' | '_' | '`' | '~' | '&' | '#' | '!' | '@' | '$' => {
                out.extend(['\\', c])
            }
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => out.push(' '),
            c => out.push(c),
        }
    }
    // Many programs turn bare addresses into links.
    out.replace("://", "\\://").replace("www.", "www\\.")
}

const STYLE: &str = "
@page { size: A4; margin: 11mm }
body { font: 8pt/1.3 'IBM Plex Sans', 'IBM Plex Sans Arabic', 'Noto Sans Arabic', 'DejaVu Sans', system-ui, sans-serif; color: #1f2328; max-width: 188mm; margin: 6mm auto }
@media print { body { margin: 0 auto } }
h1 { font-size: 12.5pt; margin: 0 0 2mm } h2 { font-size: 8.5pt; margin: 2mm 0 0.5mm }
dl { columns: 2; column-gap: 6mm; margin: 0 } dl.wide { font-size: 7.3pt }
dl div { display: grid; grid-template-columns: 27mm 1fr; gap: 2mm; break-inside: avoid } dt { font-weight: 600; color: #59636e } dd { margin: 0 }
main { columns: 2; column-gap: 6mm } section { break-inside: avoid }
section.figure svg { max-width: 100%; height: auto }
table { border-collapse: collapse; width: 100%; font-size: 7.5pt }
th { text-align: start; font-weight: 600; border-bottom: 1px solid #59636e; vertical-align: bottom }
th, td { padding: 0.2mm 1mm } td { border-bottom: 1px solid #e4e8ec; white-space: nowrap }
td:first-child { max-width: 36mm; overflow: hidden; text-overflow: ellipsis; text-align: start }
td:not(:first-child), th:not(:first-child) { text-align: end; font-variant-numeric: tabular-nums }
ul { margin: 0; padding-inline-start: 4mm; font-size: 7.3pt }
";

fn facts(project: &Project, answer: &StudyResult, versions: &Versions, names: String) -> Vec<(String, String)> {
    let question = &answer.question;
    let documents = project.documents.values().filter(|document| question.scope.has_document(&document.id));
    let (count, characters) =
        documents.fold((0, 0), |(count, chars), document| (count + 1, chars + document.content.len_chars()));
    let layers =
        project.layers.iter().filter(|((d, a), _)| question.scope.has_document(d) && answer.annotators.contains(a));
    let mut statements: BTreeMap<&str, usize> = BTreeMap::new();
    layers.for_each(|((_, annotator), layer)| *statements.entry(annotator.as_str()).or_default() += layer.len());
    let counts: Vec<String> = statements.values().map(ToString::to_string).collect();
    let mut facts = vec![
        (t!("agreement-report-annotators"), names),
        (t!("agreement-report-statements"), counts.join(", ")),
        (
            t!("agreement-report-documents"),
            t!("agreement-report-documents-value", count = count, characters = characters),
        ),
        (t!("agreement-report-field"), question.field.title(project)),
    ];
    if !question.labelled {
        facts.push((t!("agreement-report-labels"), t!("agreement-unlabelled")));
    }
    if question.measures.iter().any(|measure| measure.is_coding()) {
        facts.push((t!("agreement-report-items"), items_title(question.items)));
    }
    if question.measures.iter().any(|measure| measure.is_gamma()) {
        let gamma = &question.gamma;
        let samples = answer.scores.iter().find_map(|score| score.samples).unwrap_or(gamma.samples);
        let precision = gamma.precision.map_or_else(|| "–".to_owned(), |precision| precision.to_string());
        facts.push((
            t!("agreement-report-gamma"),
            t!(
                "agreement-report-gamma-value",
                alpha = gamma.dissimilarity.alpha.to_string(),
                beta = gamma.dissimilarity.beta.to_string(),
                delta = gamma.dissimilarity.delta.to_string(),
                sampler = gamma.sampler.as_str(),
                samples = samples,
                precision = precision
            ),
        ));
    }
    if question.resamples > 0 {
        let value = t!("agreement-report-intervals-value", rounds = question.resamples);
        facts.push((t!("agreement-report-intervals"), value));
    }
    facts.push((t!("agreement-report-seed"), question.gamma.seed.to_string()));
    facts.push((
        t!("agreement-report-versions"),
        t!(
            "agreement-report-versions-value",
            program = versions.program.as_str(),
            schema = versions.schema,
            date = versions.date.as_str()
        ),
    ));
    facts
}

/// The items that measures count, in words.
pub(crate) fn items_title(items: Items) -> String {
    match items {
        Items::Character => t!("agreement-items-character"),
        Items::Token => t!("agreement-items-token"),
        Items::Pair => t!("agreement-items-pair"),
    }
}

fn tables(project: &Project, answer: &StudyResult) -> Vec<(String, ReportTable)> {
    let of = Tables { project, answer };
    let mut tables = vec![(t!("agreement-report-whole"), of.whole())];
    let documents = of.documents();
    if documents.len() > 1 {
        tables.push((t!("agreement-by-document"), of.by(t!("agreement-document"), &documents)));
    }
    let kinds = of.parts(|part| matches!(part, ScorePart::Kind(_)));
    if !kinds.is_empty() {
        tables.push((t!("agreement-by-kind"), of.by(t!("agreement-field-kind"), &kinds)));
    }
    let parties = of.parts(|part| matches!(part, ScorePart::Party(_)));
    if !parties.is_empty() {
        tables.push((t!("agreement-by-party"), of.by(t!("agreement-field-speaker"), &parties)));
    }
    if answer.annotators.len() > 2 && answer.question.measures.len() == 1 {
        tables.push((t!("agreement-by-pair"), matrix(answer)));
    }
    tables
}

/// What a row of a table is about.
enum RowSubject<'a> {
    Document(&'a Document),
    Part(&'a ScorePart),
}

impl RowSubject<'_> {
    fn title(&self, project: &Project) -> String {
        match self {
            Self::Document(document) => document.display_title().to_owned(),
            Self::Part(part) => part.title(project),
        }
    }

    fn has(&self, score: &Score) -> bool {
        match self {
            Self::Document(document) => score.document.as_deref() == Some(document.id.as_str()),
            Self::Part(part) => score.part.as_ref() == Some(*part),
        }
    }
}

/// The tables of a report about a study.
struct Tables<'a> {
    project: &'a Project,
    answer: &'a StudyResult,
}

impl<'a> Tables<'a> {
    /// The values of all annotators and documents, one row for each measure.
    fn whole(&self) -> ReportTable {
        let head = vec![
            t!("agreement-report-measure"),
            t!("agreement-report-value"),
            t!("agreement-report-observed"),
            t!("agreement-report-expected"),
            t!("agreement-report-documents-short"),
        ];
        let scores = self.answer.question.measures.iter().filter_map(|measure| self.answer.whole_of(*measure));
        ReportTable { head, rows: scores.map(|score| self.row_of_whole(score)).collect() }
    }

    fn row_of_whole(&self, score: &Score) -> Vec<String> {
        let figures = score.figures.as_ref().ok();
        let name = match &score.label {
            Some(label) => t!(
                "agreement-report-of-label",
                measure = score.measure.title(),
                label = self.answer.question.field.label_name(self.project, label)
            ),
            None => score.measure.title(),
        };
        vec![
            name,
            value_with_interval(score),
            value_text(figures.and_then(|f| f.observed)),
            value_text(figures.and_then(|f| f.expected)),
            score.documents.to_string(),
        ]
    }

    /// The documents of the study.
    fn documents(&self) -> Vec<RowSubject<'a>> {
        let scope = &self.answer.question.scope;
        let documents = self.project.documents.values().filter(|document| scope.has_document(&document.id));
        documents.map(RowSubject::Document).collect()
    }

    /// The parts of this sort that have scores, in the order of the scores.
    fn parts(&self, wanted: fn(&ScorePart) -> bool) -> Vec<RowSubject<'a>> {
        let mut found: Vec<&ScorePart> = Vec::new();
        for part in self.answer.scores.iter().filter_map(|score| score.part.as_ref()).filter(|part| wanted(part)) {
            if !found.contains(&part) {
                found.push(part);
            }
        }
        found.into_iter().map(RowSubject::Part).collect()
    }

    /// One row for each subject, up to a limit, and one column for each measure. `first` heads the names.
    fn by(&self, first: String, subjects: &[RowSubject<'_>]) -> ReportTable {
        let measures = &self.answer.question.measures;
        let row = |subject: &RowSubject<'_>| {
            let values = measures.iter().map(|measure| value_text(self.value(subject, *measure)));
            std::iter::once(subject.title(self.project)).chain(values).collect()
        };
        let mut rows: Vec<Vec<String>> = subjects.iter().take(MOST_ROWS).map(row).collect();
        let left_out = subjects.len().saturating_sub(MOST_ROWS);
        if left_out > 0 {
            rows.push(vec![t!("agreement-report-more", count = left_out)]);
        }
        let head = std::iter::once(first).chain(measures.iter().map(|measure| measure.title())).collect();
        ReportTable { head, rows }
    }

    /// The value of a measure for one subject and all annotators.
    fn value(&self, subject: &RowSubject<'_>, measure: Measure) -> Option<f64> {
        let is_it = |score: &&Score| {
            score.measure == measure
                && score.annotators.len() == self.answer.annotators.len()
                && subject.has(score)
                && self.has_label(score)
        };
        self.answer.scores.iter().find(is_it).and_then(Score::value)
    }

    /// Whether a score is for the study's label, or for all labels if its measure has no label.
    fn has_label(&self, score: &Score) -> bool {
        let label = if score.measure.is_of_labels() { self.answer.label() } else { None };
        score.label.as_deref() == label
    }
}

fn value_with_interval(score: &Score) -> String {
    let value = value_text(score.value());
    match score.interval {
        Some((low, high)) => format!("{value} [{}, {}]", value_text(Some(low)), value_text(Some(high))),
        None => value,
    }
}

/// Warnings that a reader should know before trusting the figures.
pub(crate) fn warnings(project: &Project, answer: &StudyResult) -> Vec<String> {
    let question = &answer.question;
    let mut found = Vec::new();
    for measure in &question.measures {
        if let Some(Err(reason)) = answer.whole_of(*measure).map(|score| &score.figures) {
            found.push(t!("agreement-warning-no-value", measure = measure.title(), reason = reason.to_string()));
        }
    }
    let documents: Vec<_> = project.documents.keys().filter(|id| question.scope.has_document(id)).collect();
    let did = |document: &crate::model::id::DocumentId| {
        answer.annotators.iter().filter(|annotator| layer_of(project, document, annotator).is_some()).count()
    };
    let partly = documents.iter().filter(|id| (1..answer.annotators.len()).contains(&did(id))).count();
    if partly > 0 {
        found.push(t!("agreement-warning-partly", count = partly));
    }
    if question.resamples > 0 && documents.len() < 20 {
        found.push(t!("agreement-warning-few-documents", count = documents.len()));
    }
    if question.resamples == 0 {
        found.push(t!("agreement-warning-no-intervals"));
    }
    if answer.pairings.len() < 50 {
        found.push(t!("agreement-warning-few-statements", count = answer.pairings.len()));
    }
    for measure in &question.measures {
        let caution = match measure {
            Measure::Percent => t!("agreement-warning-percent"),
            Measure::Alpha | Measure::Cohen | Measure::Fleiss if question.items != Items::Pair => {
                t!("agreement-warning-characters", measure = measure.title())
            }
            Measure::AlphaU1995 => t!("agreement-warning-alpha-u"),
            Measure::Gamma | Measure::GammaCat | Measure::GammaK if question.gamma.precision.is_none() => {
                t!("agreement-warning-gamma", samples = question.gamma.samples)
            }
            _ => continue,
        };
        if !found.contains(&caution) {
            found.push(caution);
        }
    }
    if question.items == Items::Pair {
        found.push(t!("agreement-warning-pairs"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_cannot_break_a_table() {
        let table =
            ReportTable { head: vec!["a|b".into(), "c".into()], rows: vec![vec!["x\ty\n".into(), "<z>".into()]] };
        assert_eq!(table.tsv(), "a|b\tc\nx y \t<z>\n");
        assert_eq!(table.markdown(), "| a\\|b | c |\n| --- | --- |\n| x y  | \\<z\\> |\n");
        let evil = "[x](http://e.org) <b> *a* _b_ `c` a\\b\n# d @me";
        assert_eq!(in_markdown(evil), "\\[x\\](http\\://e.org) \\<b\\> \\*a\\* \\_b\\_ \\`c\\` a\\\\b \\# d \\@me");
        assert_eq!(table.csv(), "a|b,c\r\n\"x\ty\n\",<z>\r\n");
        assert!(table.html().contains("<td dir=\"auto\">&lt;z&gt;</td>"));
    }
}

//! A report to read: a page for each layer, with the text, its statements marked in it, and a table of them below.
//!
//! A page needs no network. Every stretch of text that some statements cover is one `<mark data-statement="id id">`, cut
//! at every edge, so that elements never overlap; the stretches of a statement joined are its quotes. White space is
//! kept. Kinds differ by the form of the underline as well as by colour.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::dataset::{Dataset, DatasetLayer};
use super::output::FileSet;
use super::{ExportError, Form, Format, Options, Writer, loss};
use crate::model::codebook::LineForm;
use crate::model::id::{PartyId, StatementId};
use crate::model::party::Rgb;
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::{Link, Statement};
use crate::t;
use crate::text::direction::first_strong;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "html",
    title: || t!("panel-export-html"),
    endings: &[],
    form: Form::Lines,
    purpose: super::Purpose::Reading,
    loses: &[&loss::ALIASES, &loss::PARENTS, &loss::PROVENANCE],
    options: &[],
    writer: Some(Writer::Folder(write)),
    reader: None,
};

const STYLE: &str = "body{font-family:'Noto Naskh Arabic','Noto Sans Arabic','Segoe UI',Tahoma,sans-serif;max-width:52rem;\
margin:2rem auto;padding:0 1rem;line-height:1.8;color:#1a1a1a;background:#fff}h1{font-size:1.4rem}\
.about{color:#555}.text div{white-space:pre-wrap;overflow-wrap:anywhere}.text .out{color:#777}\
mark{color:inherit;background:#fff3c4;text-decoration-line:underline;text-decoration-thickness:2px;text-underline-offset:.25em}\
table{border-collapse:collapse;width:100%;margin-top:2rem;font-size:.9rem}th,td{border:1px solid #bbb;padding:.3rem .5rem;\
text-align:start;vertical-align:top;white-space:pre-wrap}th{background:#eee}\
@media print{body{max-width:none;margin:0}mark{background:none}tr{break-inside:avoid}thead{display:table-header-group}}";

fn write(dataset: &Dataset<'_>, _: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    for layer in &dataset.layers {
        let page = page(dataset, layer)?;
        files.file(&format!("{}@{}.html", layer.document.id, layer.annotator))?.write_all(page.as_bytes())?;
    }
    Ok(())
}

fn page(dataset: &Dataset<'_>, layer: &DatasetLayer<'_>) -> Result<String, ExportError> {
    let document = layer.document;
    let known = &document.metadata;
    let dir = direction(document.reads_rtl());
    let language = if known.language.is_empty() { "und" } else { &known.language };
    let mut out = String::with_capacity(document.content.len_bytes() * 2);
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"{}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{}</title><style>{STYLE}{}</style></head><body>\n",
        escaped(language),
        escaped(document.display_title()),
        kind_styles(dataset.project),
    );
    let _ = writeln!(out, "<h1 dir=\"auto\">{}</h1>", escaped(document.display_title()));
    let about = [known.publisher.as_str(), &known.published, &known.url, layer.annotator];
    let about: Vec<String> = about.into_iter().filter(|text| !text.is_empty()).map(isolated).collect();
    let _ = writeln!(out, "<p class=\"about\">{}</p>", about.join(" · "));
    out.push_str("<div class=\"text\">");
    marked(dataset, layer, &mut out)?;
    out.push_str("</div>\n");
    table(dataset.project, layer, &mut out)?;
    out.push_str("</body></html>\n");
    Ok(out)
}

const fn direction(rtl: bool) -> &'static str {
    if rtl { "rtl" } else { "ltr" }
}

/// A rule for each kind: the form and the colour of its underline.
fn kind_styles(project: &Project) -> String {
    let mut out = String::new();
    for (index, kind) in project.codebook.kinds.iter().enumerate() {
        let form = match kind.line {
            LineForm::Solid => "solid",
            LineForm::Double => "double",
            LineForm::Wavy => "wavy",
            LineForm::Dashed => "dashed",
            LineForm::Dotted => "dotted",
        };
        let color = Rgb::PALETTE.get(index % Rgb::PALETTE.len()).copied().unwrap_or(Rgb([0; 3]));
        let _ = write!(out, ".k{index}{{text-decoration-style:{form};text-decoration-color:{color}}}");
    }
    out
}

/// The text, paragraph by paragraph, cut at the edges of all statements.
fn marked(dataset: &Dataset<'_>, layer: &DatasetLayer<'_>, out: &mut String) -> Result<(), ExportError> {
    let content = &layer.document.content;
    let mut spans: Vec<(Span, &Statement)> = Vec::new();
    let mut edges: BTreeSet<usize> = [0, content.len_bytes()].into();
    for statement in layer.statements() {
        for span in &statement.spans {
            layer.locate(&statement.id, *span)?;
            spans.push((*span, statement));
            edges.extend([span.start_byte, span.end_byte]);
        }
    }
    let excluded = &layer.document.excluded;
    edges.extend(excluded.iter().flat_map(|span| [span.start_byte, span.end_byte]));
    let starts: BTreeSet<usize> = content.paragraphs().iter().map(|paragraph| paragraph.start).chain([0]).collect();
    edges.extend(&starts);
    spans.sort_by_key(|(span, _)| span.start_byte);
    let kinds = &dataset.project.codebook.kinds;
    let edges: Vec<usize> = edges.into_iter().collect();
    let (mut open, mut next): (Vec<(Span, &Statement)>, usize) = (Vec::new(), 0);
    for stretch in edges.windows(2) {
        let [start, end] = *stretch else { continue };
        if starts.contains(&start) {
            let paragraph = content.paragraphs().get(content.paragraph_at(start)).cloned().unwrap_or(start..end);
            let rtl = content.get(paragraph).and_then(first_strong).unwrap_or_else(|| layer.document.reads_rtl());
            let _ = write!(out, "{}<div dir=\"{}\">", if start == 0 { "" } else { "</div>" }, direction(rtl));
        }
        open.retain(|(span, _)| span.end_byte > start);
        while let Some(span) = spans.get(next).filter(|(span, _)| span.start_byte <= start) {
            open.push(*span);
            next += 1;
        }
        let text = escaped(content.get(start..end).unwrap_or_default());
        let is_out = excluded.iter().any(|span| span.start_byte <= start && end <= span.end_byte);
        let text = if is_out { format!("<span class=\"out\">{text}</span>") } else { text };
        let Some((_, first)) = open.first() else {
            out.push_str(&text);
            continue;
        };
        let ids: Vec<String> = open.iter().map(|(_, statement)| statement.id.to_string()).collect();
        let kind = kinds.iter().position(|kind| kind.id == first.kind).unwrap_or_default();
        let _ = write!(out, "<mark class=\"k{kind}\" data-statement=\"{}\">{text}</mark>", ids.join(" "));
    }
    if edges.len() > 1 {
        out.push_str("</div>");
    }
    Ok(())
}

/// The statements with all that is said about them.
fn table(project: &Project, layer: &DatasetLayer<'_>, out: &mut String) -> Result<(), ExportError> {
    let heads = [
        t!("export-report-number"),
        t!("export-report-kind"),
        t!("export-report-quote"),
        t!("export-report-source"),
        t!("export-report-details"),
        t!("export-report-note"),
    ];
    out.push_str("<table><thead><tr>");
    heads.iter().for_each(|head| out.push_str(&format!("<th>{}</th>", escaped(head))));
    out.push_str("</tr></thead><tbody>\n");
    let numbers: Vec<StatementId> = layer.statements().map(|statement| statement.id).collect();
    for (index, statement) in layer.statements().enumerate() {
        let quotes: Vec<&str> = layer.document.quotes(&statement.spans);
        let mut chain = Vec::with_capacity(statement.chain.len());
        for link in &statement.chain {
            chain.push(link_of(project, layer, statement, link)?);
        }
        let kind = project.codebook.kind(&statement.kind).map_or(statement.kind.as_str(), |kind| &kind.name);
        let mut cells = vec![
            (index + 1).to_string(),
            isolated(kind),
            isolated(&quotes.join(" … ")),
            chain.join("\n"),
            details(project, layer, statement, &numbers),
        ];
        cells.push(if statement.note.is_empty() { String::new() } else { isolated(&statement.note) });
        let _ = write!(out, "<tr id=\"s-{}\">", statement.id);
        cells.iter().for_each(|cell| out.push_str(&format!("<td>{cell}</td>")));
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
    Ok(())
}

/// A link of the chain: the party, and the words by which it reports and is named.
fn link_of(
    project: &Project,
    layer: &DatasetLayer<'_>,
    statement: &Statement,
    link: &Link,
) -> Result<String, ExportError> {
    let mut text = isolated(party_name(project, &link.party));
    let mut words = Vec::new();
    for span in [link.cue, link.mention].into_iter().flatten() {
        words.push(isolated(layer.locate(&statement.id, span)?.1));
    }
    if !words.is_empty() {
        let _ = write!(text, " ({})", words.join(" · "));
    }
    Ok(text)
}

fn details(project: &Project, layer: &DatasetLayer<'_>, statement: &Statement, numbers: &[StatementId]) -> String {
    let mut lines = Vec::new();
    let mut line = |name: String, value: &str| lines.push(format!("{}: {}", escaped(&name), isolated(value)));
    for addressee in &statement.addressees {
        line(t!("export-report-addressee"), party_name(project, addressee));
    }
    if let Some(topic) = &statement.topic {
        line(t!("export-report-topic"), project.codebook.topic(topic).map_or(topic.as_str(), |topic| &topic.name));
    }
    if let Some(stance) = statement.stance {
        line(t!("export-report-stance"), &stance.title());
    }
    if let Some(quotation) = statement.quotation {
        line(t!("export-report-quotation"), &quotation.title());
    }
    for attribute in &statement.attributes {
        line(attribute.name.clone(), &attribute.value);
    }
    for relation in layer.relations().filter(|relation| relation.from == statement.id) {
        let name = project.codebook.relation_kind(&relation.kind).map_or(relation.kind.as_str(), |kind| &kind.name);
        let to = numbers.iter().position(|id| *id == relation.to).map_or(0, |place| place + 1);
        let note = if relation.note.is_empty() { String::new() } else { format!(" ({})", relation.note) };
        line(name.to_owned(), &format!("{to}{note}"));
    }
    lines.join("\n")
}

fn party_name<'p>(project: &'p Project, id: &'p PartyId) -> &'p str {
    project.party(id).map_or(id.as_str(), |party| &party.name)
}

/// A text that keeps its own direction.
fn isolated(text: &str) -> String {
    format!("<bdi>{}</bdi>", escaped(text))
}

/// A text as HTML; a carriage return survives only as a reference.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\0' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

//! A report to read: a page for each layer, with the text, its statements marked in it, and a table of them below; a page
//! that leads to them; and beside them the codebook and the manual.
//!
//! A page needs no network. Every stretch of text that some statements cover is one `<mark data-statement="id id">`, cut
//! at every edge, so that elements never overlap; the stretches of a statement joined are its quotes. White space is
//! kept. Kinds differ by the form of the underline as well as by colour. A number after a statement leads to its row of
//! the table, and the number there back to the text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::dataset::DatasetLayer;
use super::output::FileSet;
use super::parts::Parts;
use super::report::{self, Entry, Stretch};
use super::report_manual::{self, Block};
use super::{ExportError, Form, Format, Options, Writer, loss};
use crate::locale::plain;
use crate::model::codebook::{CodebookList, LineForm};
use crate::model::party::Rgb;
use crate::model::project::Project;
use crate::t;
use crate::text::direction::first_strong;

/// The row of [`super::FORMATS`].
pub static FORMAT: Format = Format {
    id: "html",
    title: || t!("panel-export-html"),
    endings: &[],
    form: Form::Lines,
    purpose: super::Purpose::Reading,
    loses: &[
        &loss::RELATION_ATTRIBUTES,
        &loss::DOCUMENT_TAGS,
        &loss::PARTY_DETAILS,
        &loss::ALIASES,
        &loss::ATTRIBUTE_PLACES,
        &loss::PARENTS,
        &loss::PROVENANCE,
    ],
    options: &[],
    writer: Some(Writer::Folder(write)),
    reader: None,
};

/// The page that leads to the others.
const INDEX: &str = "index.html";
const CODEBOOK: &str = "codebook.html";
const MANUAL: &str = "manual.html";

const STYLE: &str = ":root{color-scheme:light dark;--text:#1a1a1a;--page:#fff;--mark:#fff3c4;--line:#bbb;--head:#eee;--dim:#555;--out:#777}\
@media (prefers-color-scheme:dark){:root{--text:#e6e6e6;--page:#1b1b1d;--mark:#4a4220;--line:#555;--head:#2b2b2e;--dim:#aaa;--out:#999}}\
body{font-family:'Noto Naskh Arabic','Noto Sans Arabic','Segoe UI',Tahoma,sans-serif;max-width:52rem;\
margin:2rem auto;padding:0 1rem;line-height:1.8;color:var(--text);background:var(--page)}h1{font-size:1.4rem}\
h2{font-size:1.15rem}h3,h4,h5,h6{font-size:1rem}p,.manual li{white-space:pre-wrap;overflow-wrap:anywhere}\
.about{color:var(--dim)}.text div{white-space:pre-wrap;overflow-wrap:anywhere}.text .out{color:var(--out)}\
mark{color:inherit;background:var(--mark);text-decoration-line:underline;text-decoration-thickness:2px;text-underline-offset:.25em}\
.n{font-size:.7em;vertical-align:super;text-decoration:none;padding:0 .15em}:target{outline:2px solid currentColor}\
ul.kinds{list-style:none;padding:0}ul.kinds li{display:inline-block;margin-inline-end:1.2em}\
table{border-collapse:collapse;width:100%;margin-top:2rem;font-size:.9rem}th,td{border:1px solid var(--line);padding:.3rem .5rem;\
text-align:start;vertical-align:top;white-space:pre-wrap;overflow-wrap:anywhere}th{background:var(--head)}a{color:inherit}\
@media print{:root{--text:#000;--page:#fff;--line:#888;--head:#eee;--dim:#333;--out:#666}body{max-width:none;margin:0}\
mark{background:none}tr{break-inside:avoid}thead{display:table-header-group}h1{break-after:avoid}.back{display:none}}";

fn write(dataset: &dyn Parts, _: &Options, files: &mut dyn FileSet) -> Result<(), ExportError> {
    let mut index = Index::default();
    dataset.each_layer(|part, layer| {
        let entries = report::entries(part.project, layer)?;
        let page = page(part.project, layer, &entries);
        index.add(part.project, layer, &entries);
        Ok(files.file(&file_name(layer))?.write_all(page.as_bytes())?)
    })?;
    let head = dataset.head();
    let (project, is_rtl) = (head.project, index.rtl > 0);
    let mut beside = Vec::new();
    if let Some(page) = codebook(project, is_rtl) {
        files.file(CODEBOOK)?.write_all(page.as_bytes())?;
        beside.push((CODEBOOK, t!("export-report-codebook")));
    }
    if let Some(page) = manual(project, is_rtl) {
        files.file(MANUAL)?.write_all(page.as_bytes())?;
        beside.push((MANUAL, t!("export-report-manual")));
    }
    files.file(INDEX)?.write_all(index.page(project, &beside).as_bytes())?;
    Ok(())
}

/// The page with the definitions of the codebook; `None` if it has no entries.
fn codebook(project: &Project, is_rtl: bool) -> Option<String> {
    let lists = report_manual::definitions(&project.codebook);
    if lists.is_empty() {
        return None;
    }
    let mut out = head(project, &t!("export-report-codebook"), "und", is_rtl);
    let (name, definition) = (escaped(&t!("export-report-name")), escaped(&t!("export-report-definition")));
    for list in lists {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "<h2 dir=\"auto\">{}</h2>", escaped(&list.heading));
        let _ = writeln!(out, "<table><thead><tr><th>{name}</th><th>{definition}</th></tr></thead><tbody>");
        for (place, item) in list.items.iter().enumerate() {
            let name = match list.list {
                CodebookList::Kinds => kind_mark(place, item.name()),
                CodebookList::Topics
                | CodebookList::RelationKinds
                | CodebookList::Attributes
                | CodebookList::Stances => isolated(&item.title()),
            };
            let definition = escaped(item.definition());
            let _ = writeln!(out, "<tr><td>{name}</td><td dir=\"auto\">{definition}</td></tr>");
        }
        out.push_str("</tbody></table>\n");
    }
    Some(out + &back() + "</body></html>\n")
}

/// The page with the manual; `None` if there is none.
fn manual(project: &Project, is_rtl: bool) -> Option<String> {
    let blocks = report_manual::blocks(&project.guidelines);
    if blocks.is_empty() {
        return None;
    }
    let mut out = head(project, &t!("export-report-manual"), "und", is_rtl);
    let mut is_list = false;
    for block in &blocks {
        let is_item = matches!(block, Block::Item(_));
        if is_item != is_list {
            out.push_str(if is_item { "<ul class=\"manual\">\n" } else { "</ul>\n" });
            is_list = is_item;
        }
        let _ = match block {
            Block::Heading(level, text) => {
                let level = (level + 1).min(6);
                writeln!(out, "<h{level} dir=\"auto\">{}</h{level}>", escaped(text))
            }
            Block::Item(text) => writeln!(out, "<li dir=\"auto\">{}</li>", escaped(text)),
            Block::Paragraph(text) => writeln!(out, "<p dir=\"auto\">{}</p>", escaped(text)),
        };
    }
    if is_list {
        out.push_str("</ul>\n");
    }
    Some(out + &back() + "</body></html>\n")
}

/// The way back to the list of pages.
fn back() -> String {
    format!("<p class=\"back\"><a href=\"{INDEX}\">{}</a></p>\n", escaped(&t!("export-report-all")))
}

/// The name of a kind with the underline that it has in the text.
fn kind_mark(place: usize, name: &str) -> String {
    format!("<span class=\"kind k{place}\" style=\"text-decoration-line:underline\">{}</span>", isolated(name))
}

fn file_name(layer: &DatasetLayer<'_>) -> String {
    format!("{}@{}.html", layer.document.id, layer.annotator)
}

const fn direction(rtl: bool) -> &'static str {
    if rtl { "rtl" } else { "ltr" }
}

/// A page up to its heading.
fn head(project: &Project, title: &str, language: &str, rtl: bool) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}{}</style></head><body>\n\
         <h1 dir=\"auto\">{title}</h1>\n",
        escaped(language),
        direction(rtl),
        kind_styles(project),
        title = escaped(title),
    )
}

fn page(project: &Project, layer: &DatasetLayer<'_>, entries: &[Entry<'_>]) -> String {
    let document = layer.document;
    let known = &document.metadata;
    let language = if known.language.is_empty() { "und" } else { &known.language };
    let mut out = head(project, document.display_title(), language, document.reads_rtl());
    let about = [known.publisher.as_str(), &known.published, &known.url, layer.annotator];
    let about: Vec<String> = about.into_iter().filter(|text| !text.is_empty()).map(isolated).collect();
    // Writing to a String cannot fail.
    let _ = writeln!(out, "<p class=\"about\">{}</p>", about.join(" · "));
    out.push_str(&kinds(&report::counts(entries)));
    out.push_str("<div class=\"text\">");
    marked(layer, entries, &mut out);
    out.push_str("</div>\n");
    table(entries, &mut out);
    out.push_str(&back());
    out.push_str("</body></html>\n");
    out
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

/// The kinds with the number of their statements: what the underlines mean.
fn kinds(counts: &[(usize, &str, usize)]) -> String {
    if counts.is_empty() {
        return String::new();
    }
    let items = counts.iter().map(|(place, kind, count)| format!("<li>{}: {count}</li>", kind_mark(*place, kind)));
    format!("<ul class=\"kinds\">{}</ul>\n", items.collect::<String>())
}

/// The text, paragraph by paragraph, cut at the edges of all statements.
fn marked(layer: &DatasetLayer<'_>, entries: &[Entry<'_>], out: &mut String) {
    let content = &layer.document.content;
    let starts: Vec<usize> = content.paragraphs().iter().map(|paragraph| paragraph.start).collect();
    let stretches = report::stretches(layer, entries, &starts);
    let ends = ends(entries);
    let mut begun = vec![false; entries.len()];
    for stretch in &stretches {
        let start = stretch.span.start_byte;
        if starts.binary_search(&start).is_ok() {
            let paragraph =
                content.paragraphs().get(content.paragraph_at(start)).cloned().unwrap_or(stretch.span.range());
            let rtl = content.get(paragraph).and_then(first_strong).unwrap_or_else(|| layer.document.reads_rtl());
            let _ = write!(out, "{}<div dir=\"{}\">", if start == 0 { "" } else { "</div>" }, direction(rtl));
        }
        stretch_of(stretch, content.get(stretch.span.range()).unwrap_or_default(), entries, &mut begun, out);
        for entry in ends.get(&stretch.span.end_byte).into_iter().flatten() {
            let (id, number) = (entry.statement.id, entry.number);
            let _ = write!(out, "<a class=\"n\" href=\"#s-{id}\">{number}</a>");
        }
    }
    if !stretches.is_empty() {
        out.push_str("</div>");
    }
}

/// The statements that end at each byte.
fn ends<'e, 'p>(entries: &'e [Entry<'p>]) -> BTreeMap<usize, Vec<&'e Entry<'p>>> {
    let mut ends: BTreeMap<usize, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in entries {
        ends.entry(entry.statement.hull().end_byte).or_default().push(entry);
    }
    ends
}

fn stretch_of(stretch: &Stretch, text: &str, entries: &[Entry<'_>], begun: &mut [bool], out: &mut String) {
    let text = escaped(text);
    let text = if stretch.is_excluded { format!("<span class=\"out\">{text}</span>") } else { text };
    let open: Vec<(usize, &Entry<'_>)> =
        stretch.open.iter().filter_map(|place| entries.get(*place).map(|entry| (*place, entry))).collect();
    if open.is_empty() {
        out.push_str(&text);
        return;
    }
    for (place, entry) in &open {
        if let Some(begun) = begun.get_mut(*place).filter(|begun| !**begun) {
            *begun = true;
            let _ = write!(out, "<a id=\"t-{}\"></a>", entry.statement.id);
        }
    }
    let ids: Vec<String> = open.iter().map(|(_, entry)| entry.statement.id.to_string()).collect();
    let kind = stretch.innermost.and_then(|place| entries.get(place)).map_or(0, |entry| entry.kind_place);
    let _ = write!(out, "<mark class=\"k{kind}\" data-statement=\"{}\">{text}</mark>", ids.join(" "));
}

/// The statements with all that is said about them.
fn table(entries: &[Entry<'_>], out: &mut String) {
    let heads = report::heads().into_iter().chain([t!("export-report-note")]);
    out.push_str("<table><thead><tr>");
    heads.for_each(|head| out.push_str(&format!("<th>{}</th>", escaped(&head))));
    out.push_str("</tr></thead><tbody>\n");
    for entry in entries {
        let id = entry.statement.id;
        let note = &entry.statement.note;
        let facts = entry.facts.iter().map(|(name, value)| format!("{}: {}", isolated(name), isolated(value)));
        let cells = [
            format!("<a href=\"#t-{id}\">{}</a>", entry.number),
            isolated(entry.kind),
            isolated(&entry.quotes.join(" … ")),
            chain(entry),
            facts.collect::<Vec<_>>().join("\n"),
            if note.is_empty() { String::new() } else { isolated(note) },
        ];
        let _ = write!(out, "<tr id=\"s-{id}\">");
        cells.iter().for_each(|cell| out.push_str(&format!("<td>{cell}</td>")));
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
}

/// The chain, a line for each link: the party, and the words by which it reports and is named.
fn chain(entry: &Entry<'_>) -> String {
    let links = entry.chain.iter().map(|link| {
        let words: Vec<String> = link.words.iter().map(|words| isolated(words)).collect();
        let words = if words.is_empty() { String::new() } else { format!(" ({})", words.join(" · ")) };
        format!("{}{words}", isolated(link.party))
    });
    links.collect::<Vec<_>>().join("\n")
}

/// The page that leads to the others, and the numbers of all of them.
#[derive(Default)]
struct Index {
    rows: String,
    kinds: BTreeMap<usize, (String, usize)>,
    speakers: BTreeMap<String, usize>,
    statements: usize,
    /// How many texts are read from right to left, less the others.
    rtl: isize,
}

impl Index {
    fn add(&mut self, project: &Project, layer: &DatasetLayer<'_>, entries: &[Entry<'_>]) {
        let (document, counts) = (layer.document, report::counts(entries));
        for (place, kind, count) in &counts {
            self.kinds.entry(*place).or_insert_with(|| ((*kind).to_owned(), 0)).1 += count;
        }
        for speaker in entries.iter().filter_map(|entry| entry.statement.speaker()) {
            *self.speakers.entry(report::party_name(project, speaker).to_owned()).or_default() += 1;
        }
        self.statements += entries.len();
        self.rtl += if document.reads_rtl() { 1 } else { -1 };
        let kinds: Vec<String> = counts.iter().map(|(_, kind, count)| format!("{}: {count}", isolated(kind))).collect();
        let cells = [
            format!("<a href=\"{}\">{}</a>", escaped(&link(&file_name(layer))), isolated(document.display_title())),
            isolated(&document.metadata.publisher),
            isolated(&document.metadata.published),
            isolated(layer.annotator),
            entries.len().to_string(),
            kinds.join("\n"),
        ];
        self.rows.push_str("<tr>");
        cells.iter().for_each(|cell| self.rows.push_str(&format!("<td>{cell}</td>")));
        self.rows.push_str("</tr>\n");
    }

    /// The page, with links to these files beside the list.
    fn page(self, project: &Project, beside: &[(&str, String)]) -> String {
        let mut out = head(project, &project.title, "und", self.rtl > 0);
        let counts: Vec<(usize, &str, usize)> =
            self.kinds.iter().map(|(place, (kind, count))| (*place, kind.as_str(), *count)).collect();
        let _ = writeln!(
            out,
            "<p class=\"about\">{}</p>",
            escaped(&plain(&t!("export-report-statements", count = self.statements)))
        );
        out.push_str(&kinds(&counts));
        if !beside.is_empty() {
            let links = beside.iter().map(|(file, name)| format!("<a href=\"{file}\">{}</a>", escaped(name)));
            let _ = writeln!(out, "<p class=\"about\">{}</p>", links.collect::<Vec<_>>().join(" · "));
        }
        let heads = [
            t!("export-report-article"),
            t!("export-report-publisher"),
            t!("export-report-date"),
            t!("export-report-annotator"),
            t!("export-report-count"),
            t!("export-report-kinds"),
        ];
        out.push_str("<table><thead><tr>");
        heads.iter().for_each(|head| out.push_str(&format!("<th>{}</th>", escaped(head))));
        let _ = write!(out, "</tr></thead><tbody>\n{}</tbody></table>\n", self.rows);
        let mut speakers: Vec<(String, usize)> = self.speakers.into_iter().collect();
        speakers.sort_by(|(a, one), (b, other)| other.cmp(one).then_with(|| a.cmp(b)));
        let (name, count) = (escaped(&t!("export-report-speaker")), escaped(&t!("export-report-count")));
        let _ = writeln!(out, "<table><thead><tr><th>{name}</th><th>{count}</th></tr></thead><tbody>");
        for (speaker, count) in speakers {
            let _ = writeln!(out, "<tr><td>{}</td><td>{count}</td></tr>", isolated(&speaker));
        }
        out.push_str("</tbody></table>\n</body></html>\n");
        out
    }
}

/// The name of a file as an address: what is not plain is written in percent signs.
fn link(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'@') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
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

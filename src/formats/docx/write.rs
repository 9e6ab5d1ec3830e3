//! Writing the archive, article by article.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

use super::appendix::appendix;
use super::direction::directions;
use super::paragraph::{self, CLOSE, Look};
use super::parts;
use crate::formats::dataset::DatasetLayer;
use crate::formats::parts::Parts;
use crate::formats::qda::archive::NewArchive;
use crate::formats::report::{self, Entry, Stretch};
use crate::formats::{ExportError, Options};
use crate::model::codebook::LineForm;
use crate::model::party::Rgb;
use crate::model::project::Project;
use crate::t;
use crate::text::direction::first_strong;

/// The part of a kind's colour in the shading under its statements, in percent; the rest is white.
const SHADING_PERCENT: u32 = 18;
/// The widths of the columns of the table, in twentieths of a point.
const WIDTHS: [u32; 5] = [600, 1200, 3400, 2100, 2000];

pub(super) fn write(dataset: &dyn Parts, _: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut archive = NewArchive::new(out);
    for (name, text) in [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_RELATIONS.to_owned()),
        ("docProps/core.xml", parts::properties(&dataset.head().project.title)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", parts::styles()),
    ] {
        archive.entry(name)?.write_all(format!("{}{text}", parts::XML).as_bytes())?;
    }
    let document = archive.entry_of("word/document.xml", dataset.summary().statements)?;
    write!(document, "{}<w:document xmlns:w=\"{}\"><w:body>", parts::XML, parts::NAMESPACE)?;
    let (mut number, mut first_id) = (1, 1);
    let mut is_rtl = None;
    dataset.each_layer(|part, layer| {
        let entries = report::entries(part.project, layer)?;
        let report = Report { project: part.project, layer, entries: &entries, number, first_id };
        document.write_all(report.article().as_bytes())?;
        is_rtl.get_or_insert(layer.document.reads_rtl());
        number += 1;
        first_id += report.spans() + entries.len();
        Ok(())
    })?;
    let direction = if is_rtl == Some(true) { "<w:bidi/>" } else { "" };
    document.write_all(appendix(dataset.head().project, is_rtl == Some(true)).as_bytes())?;
    write!(
        document,
        "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1304\" w:right=\"1304\" w:bottom=\"1304\" w:left=\"1304\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/>\
         {direction}</w:sectPr></w:body></w:document>"
    )?;
    archive.finish()
}

/// An article with its statements.
struct Report<'a, 'p> {
    project: &'a Project,
    layer: &'a DatasetLayer<'p>,
    entries: &'a [Entry<'p>],
    /// The place of the layer in the report, from one; part of the names of bookmarks.
    number: usize,
    /// The first of the numbers of its bookmarks: those of the spans, then those of the rows.
    first_id: usize,
}

impl Report<'_, '_> {
    /// How many spans its statements have.
    fn spans(&self) -> usize {
        self.entries.iter().map(|entry| entry.statement.spans.len()).sum()
    }

    fn article(&self) -> String {
        let document = self.layer.document;
        let (known, is_rtl) = (&document.metadata, document.reads_rtl());
        let mut out = String::with_capacity(document.content.len_bytes() * 2);
        let break_before = if self.number > 1 { "<w:pageBreakBefore/>" } else { "" };
        paragraph::whole(&mut out, Some("Heading1"), document.display_title(), is_rtl, break_before);
        let about = [known.publisher.as_str(), &known.published, &known.url, self.layer.annotator];
        let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
        paragraph::whole(&mut out, Some("About"), &about.join(" · "), is_rtl, "");
        self.kinds(&mut out, is_rtl);
        self.text(&mut out);
        self.table(&mut out, is_rtl, self.first_id + self.spans());
        out
    }

    /// The kinds as they are marked, with the number of their statements.
    fn kinds(&self, out: &mut String, is_rtl: bool) {
        let counts = report::counts(self.entries);
        if counts.is_empty() {
            return;
        }
        paragraph::open(out, Some("About"), is_rtl, "");
        for (index, (place, kind, count)) in counts.into_iter().enumerate() {
            if index > 0 {
                paragraph::run(out, " · ", is_rtl, &Look::default());
            }
            paragraph::runs(out, kind, &directions(kind, is_rtl), &Look { style: None, more: self.mark(place, false) });
            paragraph::run(out, &format!(": {count}"), is_rtl, &Look::default());
        }
        out.push_str(CLOSE);
    }

    /// The properties of a marked run: the underline and the shading of its kind.
    fn mark(&self, kind: usize, is_excluded: bool) -> String {
        let Rgb(color) = Rgb::PALETTE.get(kind % Rgb::PALETTE.len()).copied().unwrap_or(Rgb([0; 3]));
        let line = match self.project.codebook.kinds.get(kind).map(|kind| kind.line) {
            Some(LineForm::Double) => "double",
            Some(LineForm::Wavy) => "wave",
            Some(LineForm::Dashed) => "dash",
            Some(LineForm::Dotted) => "dotted",
            Some(LineForm::Solid) | None => "single",
        };
        let hex = |color: [u8; 3]| color.iter().map(|part| format!("{part:02X}")).collect::<String>();
        let light = color.map(|part| {
            let mixed = (u32::from(part) * SHADING_PERCENT + 255 * (100 - SHADING_PERCENT)) / 100;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        });
        let (line_color, fill) = (hex(color), hex(light));
        format!(
            "{}<w:u w:val=\"{line}\" w:color=\"{line_color}\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>",
            if is_excluded { OUT } else { "" }
        )
    }

    /// The text, paragraph by paragraph, cut at the edges of all statements.
    fn text(&self, out: &mut String) {
        let document = self.layer.document;
        let content = &document.content;
        let paragraphs = content.paragraphs();
        let cuts: Vec<usize> = paragraphs.iter().flat_map(|paragraph| [paragraph.start, paragraph.end]).collect();
        let stretches = report::stretches(self.layer, self.entries, &cuts);
        let mut stretches = stretches.iter().peekable();
        let mut edges = self.edges().into_iter().peekable();
        for (index, range) in paragraphs.iter().enumerate() {
            let text = content.get(range.clone()).unwrap_or_default();
            let is_rtl = first_strong(text).unwrap_or_else(|| document.reads_rtl());
            let directions = directions(text, is_rtl);
            paragraph::open(out, Some(parts::TEXT_STYLE), is_rtl, "");
            let mut done = 0;
            while let Some(stretch) = stretches.next_if(|stretch| stretch.span.end_byte <= range.end) {
                // What stands between two paragraphs is no text.
                if stretch.span.start_byte < range.start {
                    continue;
                }
                while let Some((_, edges)) = edges.next_if(|(byte, _)| *byte <= stretch.span.start_byte) {
                    out.push_str(&edges);
                }
                let text = content.get(stretch.span.range()).unwrap_or_default();
                let length = text.chars().count();
                let here = directions.get(done..done + length).unwrap_or_default();
                done += length;
                paragraph::runs(out, text, here, &self.look(stretch));
            }
            let is_last = index + 1 == paragraphs.len();
            let next = paragraphs.get(index + 1).map_or(range.end, |next| next.start);
            while let Some((_, edges)) = edges.next_if(|(byte, _)| is_last || *byte < next) {
                out.push_str(&edges);
            }
            out.push_str(CLOSE);
        }
    }

    fn look(&self, stretch: &Stretch) -> Look {
        let kind = stretch.innermost.and_then(|place| self.entries.get(place)).map(|entry| entry.kind_place);
        let more = match kind {
            Some(kind) => self.mark(kind, stretch.is_excluded),
            None if stretch.is_excluded => OUT.to_owned(),
            None => String::new(),
        };
        Look { style: None, more }
    }

    /// The ends and beginnings of bookmarks at each byte, and the numbers after statements.
    fn edges(&self) -> BTreeMap<usize, String> {
        let (mut ends, mut begins): (BTreeMap<usize, String>, BTreeMap<usize, String>) = Default::default();
        let mut ids = self.first_id..;
        for entry in self.entries {
            for (index, span) in entry.statement.spans.iter().enumerate() {
                let id = ids.next().unwrap_or_default();
                let name = self.bookmark(entry.number, index + 1);
                let begin = format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>");
                begins.entry(span.start_byte).or_default().push_str(&begin);
                let end = ends.entry(span.end_byte).or_default();
                let _ = write!(end, "<w:bookmarkEnd w:id=\"{id}\"/>");
                if index + 1 == entry.statement.spans.len() {
                    let row = self.row(entry.number);
                    let _ = write!(end, "<w:hyperlink w:anchor=\"{row}\">");
                    let look = Look { style: Some(parts::NUMBER_STYLE), more: String::new() };
                    paragraph::run(end, &entry.number.to_string(), false, &look);
                    end.push_str("</w:hyperlink>");
                }
            }
        }
        for (byte, begin) in begins {
            ends.entry(byte).or_default().push_str(&begin);
        }
        ends
    }

    /// The name of the bookmark over a span of a statement.
    fn bookmark(&self, statement: usize, span: usize) -> String {
        format!("s{}_{statement}_{span}", self.number)
    }

    /// The name of the bookmark at a statement's row.
    fn row(&self, statement: usize) -> String {
        format!("r{}_{statement}", self.number)
    }

    /// The statements with all that is said about them; a note is a row of its own below.
    fn table(&self, out: &mut String, is_rtl: bool, first_id: usize) {
        if self.entries.is_empty() {
            return;
        }
        let side = |name: &str| format!("<w:{name} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"AAAAAA\"/>");
        let sides = ["top", "left", "bottom", "right", "insideH", "insideV"].map(side).concat();
        let visual = if is_rtl { "<w:bidiVisual/>" } else { "" };
        let _ = write!(
            out,
            "<w:tbl><w:tblPr>{visual}<w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>"
        );
        for width in WIDTHS {
            let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
        }
        out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
        for (head, width) in report::heads().iter().zip(WIDTHS) {
            open_cell(out, width, 1);
            paragraph::whole(out, Some("TableHead"), head, is_rtl, "");
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>\n");
        for (entry, id) in self.entries.iter().zip(first_id..) {
            self.statement(entry, id, out, is_rtl);
        }
        out.push_str("</w:tbl>\n");
    }

    fn statement(&self, entry: &Entry<'_>, id: usize, out: &mut String, is_rtl: bool) {
        let [number, kind, quote, chain, details] = WIDTHS;
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        open_cell(out, number, 1);
        paragraph::open(out, Some("TableText"), is_rtl, "");
        let name = self.row(entry.number);
        let _ = write!(
            out,
            "<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/><w:hyperlink w:anchor=\"{}\">",
            self.bookmark(entry.number, 1)
        );
        paragraph::run(out, &entry.number.to_string(), false, &Look::default());
        let _ = write!(out, "</w:hyperlink><w:bookmarkEnd w:id=\"{id}\"/>{CLOSE}</w:tc>");
        let links = entry.chain.iter().map(|link| {
            let words = if link.words.is_empty() { String::new() } else { format!(" ({})", link.words.join(" · ")) };
            format!("{}{words}", link.party)
        });
        let facts = entry.facts.iter().map(|(name, value)| format!("{name}: {value}"));
        for (width, lines) in [
            (kind, vec![entry.kind.to_owned()]),
            (quote, vec![entry.quotes.join(" … ")]),
            (chain, links.collect()),
            (details, facts.collect()),
        ] {
            open_cell(out, width, 1);
            cell_text(out, &lines, is_rtl);
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>\n");
        if !entry.statement.note.is_empty() {
            out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            open_cell(out, number, 1);
            cell_text(out, &[], is_rtl);
            out.push_str("</w:tc>");
            open_cell(out, kind + quote + chain + details, 4);
            cell_text(out, &[format!("{}: {}", t!("export-report-note"), entry.statement.note)], is_rtl);
            out.push_str("</w:tc></w:tr>\n");
        }
    }
}

/// Makes a passage that is not part of the article grey.
const OUT: &str = "<w:color w:val=\"777777\"/>";

fn open_cell(out: &mut String, width: u32, columns: usize) {
    let span = if columns > 1 { format!("<w:gridSpan w:val=\"{columns}\"/>") } else { String::new() };
    let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}</w:tcPr>");
}

/// A paragraph for each line; a cell has at least one.
fn cell_text(out: &mut String, lines: &[String], is_rtl: bool) {
    if lines.is_empty() {
        paragraph::whole(out, Some("TableText"), "", is_rtl, "");
    }
    for line in lines {
        paragraph::whole(out, Some("TableText"), line, is_rtl, "");
    }
}

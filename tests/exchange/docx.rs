//! The report for word processors: its text is that of the articles, and what is marked is what the statements say.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::{Options, by_id};
use bayan::model::codebook::Codebook;
use bayan::model::project::Project;
use quick_xml::events::Event;

use super::labelled::hard_project;

fn written(project: &Project) -> Vec<u8> {
    let dataset = Dataset::of(project, &ExportScope::default()).unwrap();
    let mut bytes = Vec::new();
    by_id("docx").unwrap().write(&dataset, &Options::default(), &mut bytes).unwrap();
    bytes
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The text of each article, and what stands between the edges of each bookmark.
#[derive(Default)]
struct Seen {
    articles: Vec<String>,
    marks: BTreeMap<String, String>,
    right_to_left: usize,
}

fn seen(xml: &str) -> Seen {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut seen = Seen::default();
    let mut open: BTreeMap<String, String> = BTreeMap::new();
    let (mut is_article, mut is_number, mut in_text) = (false, false, false);
    // A report begins with its heading.
    let mut paragraphs: Vec<Vec<String>> = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        let value = |element: &quick_xml::events::BytesStart<'_>, name: &str| {
            let found = element.attributes().map(Result::unwrap).find(|a| a.key.as_ref() == name);
            found.map(|a| a.value.to_string()).unwrap_or_default()
        };
        let mut add = |text: &str, is_article: bool, open: &BTreeMap<String, String>| {
            if is_article {
                paragraphs.last_mut().unwrap().last_mut().unwrap().push_str(text);
                open.values().for_each(|name| seen.marks.entry(name.clone()).or_default().push_str(text));
            }
        };
        match event {
            Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                "w:pStyle" => {
                    let style = value(&element, "w:val");
                    if style == "Heading1" {
                        paragraphs.push(Vec::new());
                    }
                    is_article = style == "ArticleText";
                    if is_article {
                        let article = paragraphs.last_mut().unwrap();
                        if !article.is_empty() {
                            open.values().for_each(|name| seen.marks.entry(name.clone()).or_default().push('\n'));
                        }
                        article.push(String::new());
                    }
                }
                "w:r" => is_number = false,
                "w:rStyle" => is_number = value(&element, "w:val") == "StatementNumber",
                "w:t" => in_text = true,
                "w:tab" => add("\t", is_article, &open),
                "w:bidi" => seen.right_to_left += 1,
                "w:bookmarkStart" => {
                    open.insert(value(&element, "w:id"), value(&element, "w:name"));
                }
                "w:bookmarkEnd" => assert!(open.remove(&value(&element, "w:id")).is_some()),
                _ => {}
            },
            Event::End(element) if element.name().as_ref() == "w:t" => in_text = false,
            Event::Text(text) if in_text && !is_number => add(&text.xml10_content(), is_article, &open),
            Event::GeneralRef(name) if in_text && !is_number => {
                let name = name.xml10_content();
                let text = match name.as_ref() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    other => panic!("{other}"),
                };
                add(text, is_article, &open);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    seen.articles = paragraphs.into_iter().map(|article| article.join("\n")).collect();
    seen
}

/// The text as a paragraph holds it: every line end is one, and control characters are spaces.
fn as_shown(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.replace(|c: char| c < ' ' && !"\t\n".contains(c) || matches!(c, '\u{fffe}' | '\u{ffff}'), " ")
}

#[test]
fn texts_and_marks_are_those_of_the_articles() {
    let project = hard_project();
    let bytes = written(&project);
    assert!(bytes == written(&project));
    let xml = part(&bytes, "word/document.xml");
    let seen = seen(&xml);
    let texts: Vec<String> =
        project.layers.keys().map(|(id, _)| as_shown(project.documents[id].content.as_str())).collect();
    assert_eq!(seen.articles, texts);
    let mut checked = 0;
    for (number, ((id, _), layer)) in (1..).zip(&project.layers) {
        let content = project.documents[id].content.as_str();
        for (statement, place) in layer.statements().zip(1..) {
            for (span, part) in statement.spans.iter().zip(1..) {
                let shown = |end: usize| as_shown(&content[..end]).len();
                // What ends between CR and LF ends before the line end.
                let inside = |at: usize| content[..at].ends_with('\r') && content[at..].starts_with('\n');
                let edge = |at: usize| shown(at) - usize::from(inside(at));
                let expected = as_shown(content)[edge(span.start_byte)..edge(span.end_byte)].to_owned();
                let found = seen.marks.get(&format!("s{number}_{place}_{part}")).cloned().unwrap_or_default();
                assert_eq!(found, expected, "{id} {place}");
                checked += 1;
            }
        }
    }
    assert_eq!(checked, 104);
    assert!(seen.right_to_left > 20);
    for name in ["[Content_Types].xml", "_rels/.rels", "word/styles.xml", "docProps/core.xml"] {
        assert!(part(&bytes, name).starts_with("<?xml"), "{name}");
    }
    // Numbers of bookmarks are whole numbers of 32 bits, each for one.
    let ids: Vec<u32> = xml
        .split("<w:bookmarkStart w:id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), ids.len());
    assert_eq!(ids.len(), 104 + 94);
}

#[test]
fn runs_bear_their_direction() {
    let bytes = written(&super::export::project());
    let xml = part(&bytes, "word/document.xml");
    // The article is `أكد بو🙂 نعم.` and a line more; both from right to left.
    assert!(xml.contains("<w:pStyle w:val=\"ArticleText\"/><w:bidi/>"));
    assert!(xml.contains("<w:rtl/></w:rPr><w:t xml:space=\"preserve\">أكد </w:t>"));
    assert!(part(&bytes, "word/styles.xml").contains("w:cs=\"Arial\""));
}

#[test]
fn the_codebook_and_the_manual_follow_the_articles() {
    let mut project = super::export::project();
    let articles = part(&written(&project), "word/document.xml");
    assert!(articles.contains("PartTitle"));
    project.guidelines = "# القواعد\n\nFirst rule.\n\n- one & two\n".to_owned();
    let xml = part(&written(&project), "word/document.xml");
    let appended = &xml[xml.find("PartTitle").unwrap()..];
    for kind in &project.codebook.kinds {
        assert!(appended.contains(&kind.name) && appended.contains(&kind.definition), "{}", kind.name);
    }
    for text in ["<w:rtl/></w:rPr><w:t xml:space=\"preserve\">القواعد</w:t>", ">First rule.<", ">• one &amp; two<"]
    {
        assert!(appended.contains(text), "{text}");
        assert!(!articles.contains(text), "{text}");
    }
    // Without either, nothing follows.
    project.guidelines.clear();
    project.codebook = Codebook::default();
    assert!(!part(&written(&project), "word/document.xml").contains("PartTitle"));
}

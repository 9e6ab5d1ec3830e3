//! XML, written without a library's help and read into a bounded tree.
//!
//! Line ends and tabs in attributes are written as character references: a raw one would be read as a space. Characters
//! that XML 1.0 does not have become one space each, so that offsets stay; formats count them as a loss. A document
//! type is refused, so that no entity can be defined.

use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::t;

/// No format nests deeper.
const MOST_DEEP: usize = 100;
/// The most elements that are not in a list whose members are passed on, and the most of such a member.
const MOST_ELEMENTS: usize = 20_000_000;

/// Whether XML 1.0 has no such character.
pub(super) const fn is_refused(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text is what is left of another one in XML.
pub(super) fn is_left_of(text: &str, original: &str) -> bool {
    text.chars().eq(original.chars().map(|c| if is_refused(c) { ' ' } else { c }))
}

/// Appends ` name="value"`.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escaped(out, value, true);
    out.push('"');
}

/// Appends text between elements.
pub(super) fn text(out: &mut String, value: &str) {
    escaped(out, value, false);
}

/// Appends text. What needs no escape, which is nearly all, is appended in pieces as long as possible.
fn escaped(out: &mut String, value: &str, is_attribute: bool) {
    let mut done = 0;
    for (at, byte) in value.bytes().enumerate() {
        let (escape, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'\r' => ("&#13;", 1),
            b'\n' if is_attribute => ("&#10;", 1),
            b'\t' if is_attribute => ("&#9;", 1),
            b'"' if is_attribute => ("&quot;", 1),
            b'\n' | b'\t' | b'"' => continue,
            0..=0x1f => (" ", 1),
            // The first byte of U+FFFE and U+FFFF.
            0xef if value.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_refused) => (" ", 3),
            _ => continue,
        };
        out.push_str(value.get(done..at).unwrap_or_default());
        out.push_str(escape);
        done = at + length;
    }
    out.push_str(value.get(done..).unwrap_or_default());
}

/// An element with everything in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// With its prefix.
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// The text directly in it.
    pub(super) text: String,
}

impl Element {
    /// The name without its prefix.
    pub(super) fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or(&self.name)
    }

    /// The value of an attribute; empty if it has none.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    }

    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children(name).next()
    }

    /// The children of a name.
    pub(super) fn children<'e>(&'e self, name: &str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.local() == name)
    }
}

/// Reads a document.
///
/// # Errors
/// It is not well-formed, nests too deep, has too many elements or a document type, or is not Unicode; the reason in
/// words.
pub(super) fn parse(bytes: &[u8]) -> Result<Element, String> {
    walk(&mut &*bytes, &[], Rest::Kept, &mut |_, _| ControlFlow::Continue(()))
}

/// What becomes of everything that is in none of the lists that are walked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    Kept,
    Dropped,
}

/// Reads a document of which some lists are so long that their members are not all kept: `found` receives each child of the
/// elements with these names directly below the root, with the place of the name. Returns the root with the rest. One in
/// UTF-8 is read as it comes, and only one member is in memory; one in UTF-16 is read whole.
///
/// # Errors
/// As for [`parse`], or it cannot be read.
pub(super) fn walk(
    bytes: &mut dyn BufRead,
    lists: &[&str],
    rest: Rest,
    found: &mut dyn FnMut(usize, Element) -> ControlFlow<()>,
) -> Result<Element, String> {
    let said = |error: io::Error| error.to_string();
    let beginning = bytes.fill_buf().map_err(said)?;
    match encoding_rs::Encoding::for_bom(beginning).filter(|(encoding, _)| *encoding != encoding_rs::UTF_8) {
        Some((encoding, _)) => {
            let mut whole = Vec::new();
            bytes.read_to_end(&mut whole).map_err(said)?;
            walk_utf8(&mut encoding.decode(&whole).0.as_bytes(), lists, rest, found)
        }
        None => walk_utf8(bytes, lists, rest, found),
    }
}

/// Counts the lines of what goes through it.
struct Lines<'r> {
    inner: &'r mut dyn BufRead,
    /// From one.
    line: usize,
}

impl Read for Lines<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(bytes)?;
        self.line += line_ends(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }
}

impl BufRead for Lines<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        // What was filled is still there.
        let passed = self.inner.fill_buf().map_or(0, |bytes| line_ends(bytes.get(..count).unwrap_or_default()));
        self.line += passed;
        self.inner.consume(count);
    }
}

fn line_ends(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

fn walk_utf8(
    bytes: &mut dyn BufRead,
    lists: &[&str],
    rest: Rest,
    found: &mut dyn FnMut(usize, Element) -> ControlFlow<()>,
) -> Result<Element, String> {
    let mut reader = Reader::from_reader(Lines { inner: bytes, line: 1 });
    let mut buffer = Vec::new();
    let mut open: Vec<Element> = Vec::new();
    let count = std::cell::Cell::new(0_usize);
    // Puts an element into the one that it is in, or passes it on; the root is returned.
    let mut close = |open: &mut Vec<Element>, done: Element| -> ControlFlow<Element> {
        let list = open.get(1).and_then(|list| lists.iter().position(|name| *name == list.local()));
        match (list, open.as_mut_slice()) {
            (_, []) => ControlFlow::Break(done),
            (Some(list), [_, _]) => {
                count.set(0);
                match found(list, done) {
                    ControlFlow::Continue(()) => ControlFlow::Continue(()),
                    ControlFlow::Break(()) => ControlFlow::Break(open.swap_remove(0)),
                }
            }
            (list, [.., parent]) => {
                if list.is_some() || rest == Rest::Kept {
                    parent.children.push(done);
                }
                ControlFlow::Continue(())
            }
        }
    };
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| at(&reader, &said(&error)))?;
        match event {
            Event::Start(start) | Event::Empty(start) if count.get() >= MOST_ELEMENTS || open.len() >= MOST_DEEP => {
                let name = start.name().as_ref().to_owned();
                return Err(at(&reader, &t!("import-xml-deep", name = name)));
            }
            Event::Start(start) => {
                count.set(count.get() + 1);
                open.push(element(&start).map_err(|error| at(&reader, &error))?);
            }
            Event::Empty(start) => {
                count.set(count.get() + 1);
                let done = element(&start).map_err(|error| at(&reader, &error))?;
                if let ControlFlow::Break(root) = close(&mut open, done) {
                    return Ok(root);
                }
            }
            Event::End(_) => {
                let Some(done) = open.pop() else { break };
                if let ControlFlow::Break(root) = close(&mut open, done) {
                    return Ok(root);
                }
            }
            Event::Text(text) => append(&mut open, &text.xml10_content()),
            Event::CData(text) => append(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let named = reference.xml10_content();
                let known = match reference.resolve_char_ref() {
                    Ok(Some(c)) => Some(c.to_string()),
                    Ok(None) => quick_xml::escape::resolve_predefined_entity(&named).map(str::to_owned),
                    Err(error) => return Err(at(&reader, &error.to_string())),
                };
                let unknown = || at(&reader, &t!("import-xml-entity", name = named.as_ref()));
                append(&mut open, &known.ok_or_else(unknown)?);
            }
            Event::DocType(_) => return Err(at(&reader, &t!("import-xml-doctype"))),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
    Err(t!("import-xml-end"))
}

fn append(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element { name: start.name().as_ref().to_owned(), ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        element.attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Ok(element)
}

/// What an error of the library says; one of the file says the same as without the library.
fn said(error: &quick_xml::Error) -> String {
    match error {
        quick_xml::Error::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}

/// A message with the line where the reader is.
fn at(reader: &Reader<Lines<'_>>, message: &str) -> String {
    t!("import-xml-at", line = reader.get_ref().line, reason = message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let value = "a\tb\r\nc\rd\n<&>\"'ع🙂\u{85}\u{2028}\u{feff}";
        let mut out = "<r".to_owned();
        attribute(&mut out, "v", value);
        out.push('>');
        text(&mut out, value);
        out.push_str("</r>");
        let read = parse(out.as_bytes()).unwrap();
        assert_eq!((read.attribute("v"), read.text.as_str()), (value, value));
    }

    #[test]
    fn what_xml_does_not_have_becomes_a_space() {
        for c in (0..0x20).chain([0xfffd, 0xfffe, 0xffff, 0xfeff, 0x1_0000]).filter_map(char::from_u32) {
            let mut out = String::new();
            text(&mut out, &format!("ع{c}ع"));
            assert_eq!(out == "ع ع", is_refused(c), "{c:?}");
        }
    }

    #[test]
    fn the_members_of_lists_are_passed_on() {
        let bytes = b"<r><a><x n='1'><y/></x><x n='2'/></a><b/><c><x n='3'><y/></x></c><a>t<x n='4'/></a></r>";
        let mut seen = Vec::new();
        let mut take = |list, element: Element| {
            seen.push(format!("{list}{}{}", element.attribute("n"), element.children.len()));
            ControlFlow::Continue(())
        };
        let root = walk(&mut &bytes[..], &["c", "a"], Rest::Kept, &mut take).unwrap();
        assert_eq!(root.children.iter().map(|child| child.children.len()).collect::<Vec<_>>(), [0; 4]);
        let root = walk(&mut &bytes[..], &["c", "a"], Rest::Dropped, &mut take).unwrap();
        assert!(root.children.is_empty());
        assert_eq!(seen, ["111", "120", "031", "140", "111", "120", "031", "140"]);
        let mut count = 0;
        let mut stop = |_, _| {
            count += 1;
            ControlFlow::Break(())
        };
        // What comes after is not read.
        assert!(walk(&mut &b"<r><a><x/><x/></b>"[..], &["a"], Rest::Dropped, &mut stop).is_ok());
        assert_eq!(count, 1);
    }

    #[test]
    fn bombs_are_refused() {
        let bomb = "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><r>&b;</r>";
        assert!(parse(bomb.as_bytes()).is_err());
        assert!(parse(b"<r>&b;</r>").is_err());
        assert!(parse(b"<r v='&b;'/>").is_err());
        assert!(parse("<a>".repeat(100_000).as_bytes()).is_err());
        for cut in ["<r", "<r>", "<r><a></r>", "</r>", "", "\u{1}"] {
            assert!(parse(cut.as_bytes()).is_err(), "{cut}");
        }
    }
}

//! XML of bounded depth, as a sequence of elements and text. Entities are not expanded, but for those of XML itself.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// The deepest that elements are nested.
const DEEPEST: usize = 512;

/// A piece of an XML file.
pub(super) enum Piece<'a> {
    Start(Element<'a>),
    /// The end of the innermost open element.
    End,
    Text(String),
}

/// The start of an element.
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The name with its prefix, as it is written.
    pub(super) fn name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// The value of an attribute, by its name with its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let attribute = self.0.attributes().with_checks(false).flatten().find(|a| a.key.into_inner() == name)?;
        quick_xml::escape::unescape(&attribute.value).ok().map(std::borrow::Cow::into_owned)
    }
}

/// Calls back with each piece of an XML file. An empty element has a start and an end.
///
/// # Errors
/// The XML is not well-formed, or nested too deep.
pub(super) fn read(xml: &str, mut piece: impl FnMut(Piece<'_>)) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(element) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(format!("XML: > {DEEPEST}"));
                }
                piece(Piece::Start(Element(element)));
            }
            Event::Empty(element) => {
                piece(Piece::Start(Element(element)));
                piece(Piece::End);
            }
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                piece(Piece::End);
            }
            Event::Text(text) => piece(Piece::Text(text.xml10_content().into_owned())),
            Event::CData(text) => piece(Piece::Text(text.into_inner().into_owned())),
            Event::GeneralRef(reference) => {
                if let Ok(Some(c)) = reference.resolve_char_ref() {
                    piece(Piece::Text(c.to_string()));
                } else if let Some(text) = resolve_predefined_entity(&reference.into_inner()) {
                    piece(Piece::Text(text.to_owned()));
                }
            }
            Event::Eof if depth > 0 => return Err(format!("XML: {}", xml.len())),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// The text of the first element of each of these names.
///
/// # Errors
/// The XML is not well-formed, or nested too deep.
pub(super) fn texts<const N: usize>(xml: &str, names: [&str; N]) -> Result<[String; N], String> {
    let mut found = [const { String::new() }; N];
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut done = [false; N];
    read(xml, |piece| match piece {
        Piece::Start(element) => {
            let index = names.iter().position(|name| *name == element.name());
            open.push(index.filter(|index| done.get(*index) == Some(&false)));
        }
        Piece::End => {
            if let Some(done) = open.pop().flatten().and_then(|index| done.get_mut(index)) {
                *done = true;
            }
        }
        Piece::Text(text) => {
            if let Some(found) = open.last().copied().flatten().and_then(|index| found.get_mut(index)) {
                found.push_str(&text);
            }
        }
    })?;
    Ok(found.map(|text| text.trim().to_owned()))
}

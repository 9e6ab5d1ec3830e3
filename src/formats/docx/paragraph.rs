//! Paragraphs and runs of text.

use std::fmt::Write as _;

use super::direction::directions;
use crate::formats::xml;
use crate::text::direction::first_strong;

/// How a run looks, besides its direction.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// The name of a character style.
    pub(super) style: Option<&'static str>,
    /// More properties, as elements.
    pub(super) more: String,
}

/// Opens a paragraph with this style, or the ordinary one.
pub(super) fn open(out: &mut String, style: Option<&str>, is_rtl: bool, more: &str) {
    out.push_str("<w:p><w:pPr>");
    if let Some(style) = style {
        // Writing to a String cannot fail.
        let _ = write!(out, "<w:pStyle w:val=\"{style}\"/>");
    }
    out.push_str(more);
    out.push_str(if is_rtl { "<w:bidi/>" } else { "" });
    out.push_str("</w:pPr>");
}

pub(super) const CLOSE: &str = "</w:p>\n";

/// A paragraph of one text, whose direction is that of its first letter.
pub(super) fn whole(out: &mut String, style: Option<&str>, text: &str, is_rtl: bool, more: &str) {
    let is_rtl = first_strong(text).unwrap_or(is_rtl);
    open(out, style, is_rtl, more);
    runs(out, text, &directions(text, is_rtl), &Look::default());
    out.push_str(CLOSE);
}

/// The runs of a text: a new one wherever the direction changes.
pub(super) fn runs(out: &mut String, text: &str, directions: &[bool], look: &Look) {
    let mut start = 0;
    let mut current: Option<bool> = None;
    for ((byte, _), direction) in text.char_indices().zip(directions) {
        if let Some(is_rtl) = current.filter(|is_rtl| is_rtl != direction) {
            run(out, text.get(start..byte).unwrap_or_default(), is_rtl, look);
            start = byte;
        }
        current = Some(*direction);
    }
    if let Some(is_rtl) = current {
        run(out, text.get(start..).unwrap_or_default(), is_rtl, look);
    }
}

/// One run. Tabs and line ends are elements of their own.
pub(super) fn run(out: &mut String, text: &str, is_rtl: bool, look: &Look) {
    out.push_str("<w:r>");
    if is_rtl || *look != Look::default() {
        out.push_str("<w:rPr>");
        if let Some(style) = look.style {
            let _ = write!(out, "<w:rStyle w:val=\"{style}\"/>");
        }
        out.push_str(&look.more);
        out.push_str(if is_rtl { "<w:rtl/>" } else { "" });
        out.push_str("</w:rPr>");
    }
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '\t' | '\n' | '\r')) {
        plain(out, text.get(start..at).unwrap_or_default());
        start = at + 1;
        match c {
            '\t' => out.push_str("<w:tab/>"),
            // CR LF is one line end.
            '\r' if text.get(start..).is_some_and(|rest| rest.starts_with('\n')) => {}
            _ => out.push_str("<w:br/>"),
        }
    }
    plain(out, text.get(start..).unwrap_or_default());
    out.push_str("</w:r>");
}

fn plain(out: &mut String, text: &str) {
    if !text.is_empty() {
        out.push_str("<w:t xml:space=\"preserve\">");
        xml::text(out, text);
        out.push_str("</w:t>");
    }
}

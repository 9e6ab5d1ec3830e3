//! The program that made a PDF, as far as it tells how what it displays is to be read.

use pdf_extract::{Document, Object};

use super::content::Runs;
use super::order::Line;
use super::paragraphs::{self, Text};
use super::reading::Ordering;
use super::trial::Reason;

/// The program that made a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Maker {
    /// It gives each shape of a font the text of the letters with which it was first drawn.
    WeasyPrint,
    LibreOffice,
    /// Others that part their runs by setting the font or the place: Chromium, Qt and Typst.
    InRuns,
    XeTeX,
    LuaTeX,
    /// TeX, of which Ghostscript does not say which one.
    TeX,
    Other,
}

impl Maker {
    pub(super) fn of(document: &Document) -> Self {
        let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict).ok();
        let name = |key: &[u8]| {
            let name = info.and_then(|info| info.get_deref(key, document).ok()).and_then(|name| name.as_str().ok());
            name.map(|name| String::from_utf8_lossy(name).replace('\0', "")).unwrap_or_default()
        };
        let (producer, creator) = (name(b"Producer"), name(b"Creator"));
        // These put what other programs made into a new file.
        let is_rewritten = ["Ghostscript", "cairo"].iter().any(|name| producer.contains(name));
        if producer.contains("WeasyPrint") {
            Self::WeasyPrint
        } else if producer.contains("xdvipdfmx") || creator.contains("XeTeX") {
            Self::XeTeX
        } else if producer.contains("LuaTeX") {
            Self::LuaTeX
        } else if creator == "TeX" && is_rewritten {
            Self::TeX
        } else if producer.contains("LibreOffice") {
            Self::LibreOffice
        } else if !is_rewritten
            && (["Skia", "Qt"].iter().any(|name| producer.contains(name)) || creator.contains("Typst"))
        {
            Self::InRuns
        } else {
            Self::Other
        }
    }

    /// How it shows that another run begins.
    pub(super) const fn runs(self) -> Runs {
        match self {
            Self::WeasyPrint => Runs::Strings,
            Self::InRuns | Self::LibreOffice => Runs::Settings,
            _ => Runs::Unknown,
        }
    }

    /// The text of the lines.
    /// # Errors
    /// A line cannot be read with certainty; with the page.
    pub(super) fn text(self, lines: Vec<Line>) -> Result<Text, (u32, Reason)> {
        match self {
            Self::WeasyPrint => paragraphs::text(lines, Ordering::ByLine),
            Self::XeTeX => paragraphs::text(lines, Ordering::ByWord),
            Self::LuaTeX => paragraphs::text(lines, Ordering::AfterArabic),
            Self::InRuns | Self::LibreOffice | Self::Other => paragraphs::text(lines, Ordering::Standard),
            Self::TeX => {
                let page = lines.first().map_or(1, |line| line.page);
                let one = paragraphs::text(lines.clone(), Ordering::Standard)?;
                let other = paragraphs::text(lines, Ordering::AfterArabic)?;
                if one.text == other.text { Ok(one) } else { Err((page, Reason::Order)) }
            }
        }
    }
}

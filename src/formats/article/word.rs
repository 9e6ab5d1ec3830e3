//! Word documents (`.docx`): the text of the body, paragraph by paragraph. What is beside the text (notes, comments,
//! headers, pictures) and what was deleted with changes tracked is counted.

use super::collection;
use super::kind::Kind;
use super::packed::Packed;
use super::reader::{self, ArticleError, ArticleFile, ArticleReader, ReadArticle, ReadFile};
use super::xml::{self, Element, Piece};
use crate::t;
use crate::text::encoding::{Decoded, Encoding};
use crate::text::headline;

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader =
    ArticleReader { endings: &["docx", "docm"], reads: |file| file.kind == Some(Kind::Word), read };

fn read(file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let damaged = |reason: String| ArticleError::damaged(&reason, file.path);
    let mut packed = Packed::open(file.bytes, file.path)?;
    let Some(document) = packed.text("word/document.xml")? else {
        return Err(damaged("word/document.xml".to_owned()));
    };
    let mut body = Body::default();
    xml::read(&document, |piece| body.take(&piece)).map_err(damaged)?;
    let core = packed.text("docProps/core.xml")?.unwrap_or_default();
    let [title, language] = xml::texts(&core, ["dc:title", "dc:language"]).unwrap_or_default();
    let names = packed.names();
    let Body { text, mut counts, .. } = body;
    counts.headers = names.iter().filter(|name| name.contains("word/header") || name.contains("word/footer")).count();
    let decoded = Decoded { text, encoding: Encoding::Utf8, replaced: 0 };
    let mut article = ReadArticle::of(&file, decoded);
    article.metadata.title = reader::plausible_title(&title, &article.decoded.text);
    if headline::language(&article.decoded.text).is_empty() {
        article.metadata.language = language;
    }
    article.losses = counts.losses(&article.from);
    Ok(collection::split(article))
}

/// What is beside the text of an office document.
#[derive(Debug, Default)]
pub(super) struct Beside {
    pub notes: usize,
    pub comments: usize,
    pub pictures: usize,
    pub deleted: usize,
    pub headers: usize,
    pub numbered: usize,
}

impl Beside {
    /// One sentence for each kind that was found.
    pub(super) fn losses(&self, path: &str) -> Vec<String> {
        let mut losses = Vec::new();
        if self.notes > 0 {
            losses.push(t!("import-article-lost-notes", count = self.notes, path = path));
        }
        if self.comments > 0 {
            losses.push(t!("import-article-lost-comments", count = self.comments, path = path));
        }
        if self.pictures > 0 {
            losses.push(t!("import-article-lost-pictures", count = self.pictures, path = path));
        }
        if self.deleted > 0 {
            losses.push(t!("import-article-lost-deletions", count = self.deleted, path = path));
        }
        if self.headers > 0 {
            losses.push(t!("import-article-lost-headers", path = path));
        }
        if self.numbered > 0 {
            losses.push(t!("import-article-lost-numbers", count = self.numbered, path = path));
        }
        losses
    }
}

/// The text of the body while it is read.
#[derive(Default)]
struct Body {
    text: String,
    counts: Beside,
    /// The names of the open elements.
    open: Vec<String>,
    /// How many open elements contain what is not text of the body.
    skipped: usize,
    /// How many runs are open; a tab elsewhere is a tab stop of a paragraph's format.
    runs: usize,
}

impl Body {
    fn take(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Start(element) => self.start(element),
            Piece::End => self.end(),
            Piece::Text(text) if self.skipped == 0 && self.open.last().is_some_and(|name| name == "w:t") => {
                self.text.push_str(text);
            }
            Piece::Text(_) => {}
        }
    }

    fn start(&mut self, element: &Element<'_>) {
        let name = element.name();
        if self.skipped == 0 {
            match name {
                "w:footnoteReference" | "w:endnoteReference" => self.counts.notes += 1,
                "w:commentReference" => self.counts.comments += 1,
                "w:drawing" | "w:pict" | "w:object" => self.counts.pictures += 1,
                "w:del" | "w:moveFrom" => self.counts.deleted += 1,
                "w:numPr" => self.counts.numbered += 1,
                _ if self.runs == 0 => {}
                "w:tab" | "w:ptab" => self.text.push('\t'),
                "w:br" | "w:cr" => self.text.push('\n'),
                "w:noBreakHyphen" => self.text.push('\u{2011}'),
                "w:softHyphen" => self.text.push('\u{ad}'),
                "w:sym" => self.text.extend(symbol(element)),
                _ => {}
            }
        }
        self.skipped += usize::from(is_beside(name));
        self.runs += usize::from(name == "w:r");
        self.open.push(name.to_owned());
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        self.skipped -= usize::from(is_beside(&name));
        self.runs -= usize::from(name == "w:r");
        if self.skipped > 0 {
            return;
        }
        if name == "w:p" {
            self.text.push('\n');
        }
    }
}

/// Whether an element contains what is not text of the body.
fn is_beside(name: &str) -> bool {
    matches!(
        name,
        "w:drawing" | "w:pict" | "w:object" | "w:del" | "w:moveFrom" | "mc:Fallback" | "w:instrText" | "w:delText"
    )
}

/// A character of a symbol font that has a code point; fonts of their own number theirs from U+F000 on.
fn symbol(element: &Element<'_>) -> Option<char> {
    let code = u32::from_str_radix(&element.attribute("w:char")?, 16).ok()?;
    char::from_u32(code).filter(|c| !c.is_control())
}

//! OpenDocument texts (`.odt`): the text of the body, paragraph by paragraph, with white space as the format defines it.

use super::collection;
use super::kind::Kind;
use super::packed::Packed;
use super::reader::{self, ArticleError, ArticleFile, ArticleReader, ReadArticle, ReadFile};
use super::word::Beside;
use super::xml::{self, Element, Piece};
use crate::text::encoding::{Decoded, Encoding};
use crate::text::headline;

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader =
    ArticleReader { endings: &["odt", "ott"], reads: |file| file.kind == Some(Kind::OpenDocument), read };

fn read(file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let damaged = |reason: String| ArticleError::damaged(&reason, file.path);
    let mut packed = Packed::open(file.bytes, file.path)?;
    let manifest = packed.text("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(ArticleError::Encrypted(file.path.display().to_string()));
    }
    let Some(content) = packed.text("content.xml")? else { return Err(damaged("content.xml".to_owned())) };
    let mut body = Body::default();
    xml::read(&content, |piece| body.take(&piece)).map_err(damaged)?;
    let meta = packed.text("meta.xml")?.unwrap_or_default();
    let [title, language] = xml::texts(&meta, ["dc:title", "dc:language"]).unwrap_or_default();
    let Body { text, counts, .. } = body;
    let mut article = ReadArticle::of(&file, Decoded { text, encoding: Encoding::Utf8, replaced: 0 });
    article.metadata.title = reader::plausible_title(&title, &article.decoded.text);
    if headline::language(&article.decoded.text).is_empty() {
        article.metadata.language = language;
    }
    article.losses = counts.losses(&article.from);
    Ok(collection::split(article))
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
    /// How many paragraphs and headings are open.
    paragraphs: usize,
    /// Whether a space at this place is one at the beginning of a paragraph or after another one, which is no text.
    is_after_space: bool,
}

impl Body {
    fn take(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Start(element) => self.start(element),
            Piece::End => self.end(),
            Piece::Text(text) if self.skipped == 0 && self.paragraphs > 0 => self.push(text),
            Piece::Text(_) => {}
        }
    }

    /// Adds text; a sequence of white space is one space.
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            let is_space = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !is_space {
                self.text.push(c);
            } else if !self.is_after_space {
                self.text.push(' ');
            }
            self.is_after_space = is_space;
        }
    }

    fn start(&mut self, element: &Element<'_>) {
        /// The most spaces that one element may stand for.
        const MOST_SPACES: usize = 1000;
        let name = element.name();
        if self.skipped == 0 {
            match name {
                "text:note" => self.counts.notes += 1,
                "office:annotation" => self.counts.comments += 1,
                "draw:frame" | "draw:custom-shape" => self.counts.pictures += 1,
                "text:change" => self.counts.deleted += 1,
                "text:list-item" => self.counts.numbered += 1,
                "text:p" | "text:h" => self.is_after_space = true,
                "text:s" => {
                    let count = element.attribute("text:c").and_then(|count| count.parse().ok()).unwrap_or(1);
                    self.text.extend(std::iter::repeat_n(' ', MOST_SPACES.min(count)));
                    self.is_after_space = false;
                }
                "text:tab" => {
                    self.text.push('\t');
                    self.is_after_space = false;
                }
                "text:line-break" => {
                    self.text.push('\n');
                    self.is_after_space = true;
                }
                _ => {}
            }
        }
        self.skipped += usize::from(is_beside(name));
        self.paragraphs += usize::from(is_paragraph(name));
        self.open.push(name.to_owned());
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        self.skipped -= usize::from(is_beside(&name));
        self.paragraphs -= usize::from(is_paragraph(&name));
        if is_paragraph(&name) && self.skipped == 0 {
            self.text.push('\n');
        }
    }
}

fn is_paragraph(name: &str) -> bool {
    matches!(name, "text:p" | "text:h")
}

/// Whether an element contains what is not text of the body.
fn is_beside(name: &str) -> bool {
    matches!(
        name,
        "text:note"
            | "office:annotation"
            | "draw:frame"
            | "draw:custom-shape"
            | "text:tracked-changes"
            | "text:sequence-decls"
            | "office:forms"
    )
}

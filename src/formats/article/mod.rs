//! Texts that become articles, from files or pasted: read, checked and turned into documents in the same way
//! everywhere.
//!
//! Each kind of file from which articles are read is one file and one row of [`READERS`]. The kind of a file is judged
//! by its content ([`kind`]); its ending only helps the file dialogs.

mod archive;
mod book;
mod caught;
mod collection;
mod date;
mod field;
pub mod kind;
mod mail;
mod markdown;
mod open_document;
mod packed;
mod pdf;
mod plain_text;
mod reader;
mod rich_text;
mod table;
mod web_page;
mod word;
mod xml;

use std::collections::BTreeMap;
use std::path::Path;

pub use self::field::ArticleField;
use self::kind::Kind;
use self::reader::ArticleReader;
pub use self::reader::{ArticleError, ArticleFile, ReadArticle, ReadFile, ReadOptions};
use crate::model::document::{Document, Metadata};
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::t;
use crate::text::content::{Content, sha256_hex};
use crate::text::encoding::{self, Decoded, Encoding, Unreadable};
use crate::text::headline;

/// Reads the bytes of an article's file.
///
/// # Errors
/// The file cannot be read, or is larger than any article; the message ends with its path.
fn read_article(path: &Path) -> Result<Vec<u8>, ArticleError> {
    const LARGEST_BYTES: u64 = 64 << 20;
    let unreadable =
        |error: std::io::Error| ArticleError::Unreadable { error: error.to_string(), path: path.display().to_string() };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        // Reading a pipe could block.
        return Err(unreadable(std::io::ErrorKind::InvalidInput.into()));
    }
    if metadata.len() > LARGEST_BYTES {
        return Err(ArticleError::TooLarge(path.display().to_string()));
    }
    std::fs::read(path).map_err(unreadable)
}

/// Every kind of file from which articles are read. The first that reads a file is taken.
pub(crate) static READERS: &[&ArticleReader] = &[
    &word::READER,
    &open_document::READER,
    &rich_text::READER,
    &web_page::READER,
    &mail::READER,
    &book::READER,
    &pdf::READER,
    &archive::READER,
    &markdown::READER,
    &table::READER,
    &plain_text::READER,
];

/// Whether this thread runs a library whose panics are caught and reported as a damaged file.
pub fn expects_panic() -> bool {
    caught::expects_panic()
}

/// The endings of the files from which articles are read.
pub(crate) fn endings() -> Vec<&'static str> {
    endings_of_readers().flatten().copied().collect()
}

/// The endings of the files of each reader.
pub fn endings_of_readers() -> impl Iterator<Item = &'static [&'static str]> {
    READERS.iter().map(|reader| reader.endings)
}

/// Reads the articles of a file, or of all files in a folder.
///
/// # Errors
/// It cannot be read, is of no kind that is read here, or contains no text.
pub fn read(path: &Path, options: &ReadOptions) -> Result<ReadFile, ArticleError> {
    if path.is_dir() {
        return archive::folder(path, options);
    }
    decode(&read_article(path)?, options, path)
}

/// Reads the one article of a file, as the new version of a text.
///
/// # Errors
/// It cannot be read, is of no kind that is read here, or contains no text or several articles.
pub(crate) fn read_one(path: &Path, options: &ReadOptions) -> Result<ReadArticle, ArticleError> {
    let mut read = read(path, options)?;
    match (read.articles.pop(), read.articles.is_empty(), read.refused.pop()) {
        (Some(article), true, _) => Ok(article),
        (None, _, Some(refused)) => Err(refused),
        (None, _, None) => Err(ArticleError::Empty(path.display().to_string())),
        (Some(_), false, _) => Err(ArticleError::Several(path.display().to_string())),
    }
}

/// Reads the articles from the bytes of a file.
///
/// # Errors
/// They are of no kind that is read here, or contain no text.
pub fn decode(bytes: &[u8], options: &ReadOptions, path: &Path) -> Result<ReadFile, ArticleError> {
    let shown = || path.display().to_string();
    let mut kind = kind::of_bytes(bytes);
    let mut decoded = None;
    if kind.is_none() {
        let text = decode_text(bytes, options.encoding, path)?;
        match no_article(&text.text) {
            Some(NoArticle::Empty) => return Err(ArticleError::Empty(shown())),
            Some(NoArticle::Kind(found)) => kind = Some(found),
            None => {}
        }
        decoded = Some(text);
    }
    let file = ArticleFile { path, bytes, kind, decoded, options };
    let Some(reader) = READERS.iter().find(|reader| (reader.reads)(&file)) else {
        return Err(ArticleError::NoText { kind: kind.unwrap_or(Kind::Binary), path: shown() });
    };
    let mut read = (reader.read)(file)?;
    let (with_text, blank): (Vec<_>, Vec<_>) =
        read.articles.into_iter().partition(|article| !headline::is_blank(&article.decoded.text));
    if with_text.is_empty() && read.refused.is_empty() {
        return Err(ArticleError::Empty(shown()));
    }
    read.refused.extend(blank.into_iter().map(|article| ArticleError::Empty(article.from)));
    Ok(ReadFile { articles: with_text, refused: read.refused })
}

/// Decodes bytes as text.
fn decode_text(bytes: &[u8], encoding: Option<Encoding>, path: &Path) -> Result<Decoded, ArticleError> {
    let path = || path.display().to_string();
    match encoding {
        Some(encoding) => Ok(encoding::decode_as(bytes, encoding)),
        None => encoding::decode(bytes).map_err(|unreadable| match unreadable {
            Unreadable::Binary => ArticleError::NoText { kind: Kind::Binary, path: path() },
            Unreadable::Encoding(encoding) => ArticleError::Encoding { encoding, path: path() },
            Unreadable::Unknown => ArticleError::UnknownEncoding(path()),
        }),
    }
}

/// Why a text is not an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoArticle {
    Empty,
    Kind(Kind),
}

impl std::fmt::Display for NoArticle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&match self {
            Self::Empty => t!("status-empty-article"),
            Self::Kind(kind) => t!("import-pasted-kind", what = kind.name()),
        })
    }
}

/// Why this text, from a file or pasted, is not an article; `None` if it is one.
pub fn no_article(text: &str) -> Option<NoArticle> {
    if headline::is_blank(text) {
        return Some(NoArticle::Empty);
    }
    if encoding::is_binary(text) {
        return Some(NoArticle::Kind(Kind::Binary));
    }
    kind::of_text(text).map(NoArticle::Kind)
}

/// What a document is named after, besides its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    /// The name of its file without the ending; empty for a pasted text.
    pub file_stem: String,
    /// What is known about the article; an empty title or language is derived from the text.
    pub metadata: Metadata,
}

impl Given {
    /// Fills in what is missing with what the file says.
    pub(crate) fn or_from(mut self, file: Metadata) -> Self {
        let Metadata { title, publisher, published, url, language, replaced_by: _ } = file;
        let known = &mut self.metadata;
        let fields = [
            (&mut known.title, title),
            (&mut known.publisher, publisher),
            (&mut known.published, published),
            (&mut known.url, url),
            (&mut known.language, language),
        ];
        for (known, said) in fields {
            if known.trim().is_empty() {
                *known = said;
            }
        }
        self
    }
}

/// Makes a document from a text. Its title is the first line with letters, or else the file's name; its identifier
/// comes from the file's name, or else from the title.
pub(crate) fn document(
    text: String,
    encoding: Option<Encoding>,
    given: Given,
    taken: impl Fn(&DocumentId) -> bool,
) -> Document {
    let Given { file_stem, mut metadata } = given;
    if metadata.title.trim().is_empty() {
        metadata.title = headline::title(&text).unwrap_or_else(|| file_stem.clone());
    }
    if metadata.language.is_empty() {
        headline::language(&text).clone_into(&mut metadata.language);
    }
    let name = if file_stem.is_empty() { metadata.title.as_str() } else { file_stem.as_str() };
    Document {
        id: DocumentId::from_name(name, taken),
        content: Content::new(text),
        metadata,
        encoding: encoding.map_or_else(String::new, |encoding| encoding.name().to_owned()),
        excluded: Vec::new(),
    }
}

/// The texts that a project has, to recognise one that is added again.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownTexts(BTreeMap<String, (DocumentId, String)>);

impl KnownTexts {
    pub(crate) fn of(project: &Project) -> Self {
        let mut known = Self::default();
        // If an old text and a newer one are equal, the newer one is found.
        let is_old = |document: &Document| project.newer_text(&document.id).is_some();
        let (old, new): (Vec<_>, Vec<_>) = project.documents.values().partition(|document| is_old(document));
        new.into_iter().chain(old).for_each(|document| known.add(document));
        known
    }

    /// Adds a document that was added to the project.
    pub(crate) fn add(&mut self, document: &Document) {
        let title = document.display_title().to_owned();
        self.0.entry(fingerprint(document.content.as_str())).or_insert((document.id.clone(), title));
    }

    /// The document with this text, and its title. Byte order marks, the kind of line ends and white space at the end
    /// make no difference.
    pub(crate) fn find(&self, text: &str) -> Option<(&DocumentId, &str)> {
        self.0.get(&fingerprint(text)).map(|(id, title)| (id, title.as_str()))
    }
}

fn fingerprint(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').trim_end();
    if text.contains('\r') {
        sha256_hex(text.replace("\r\n", "\n").replace('\r', "\n").as_bytes())
    } else {
        sha256_hex(text.as_bytes())
    }
}

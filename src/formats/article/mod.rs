//! Texts that become articles, from files or pasted: read, checked and turned into documents in the same way
//! everywhere.
//!
//! Each kind of file from which articles are read is one file and one row of [`READERS`]. The kind of a file is judged
//! by its content ([`kind`]); its ending only helps the file dialogs.

pub mod adding;
mod archive;
mod book;
mod collection;
mod date;
mod field;
pub mod kind;
mod mail;
pub mod many;
mod markdown;
mod open_document;
mod packed;
mod page_marks;
mod pdf;
mod plain_text;
mod reader;
mod rich_text;
mod table;
mod web_page;
mod word;
mod xml;

use std::path::Path;

pub use self::field::ArticleField;
use self::kind::Kind;
use self::reader::ArticleReader;
pub use self::reader::{
    ArticleError, ArticleFile, OtherText, ReadArticle, ReadFile, ReadOptions, TableColumn, TableColumns,
};
use crate::model::document::Metadata;
use crate::t;
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
    super::caught::expects_panic()
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
        let said = options.separated.get(path);
        let text = decode_text(bytes, said.map(|said| said.encoding).or(options.encoding), path)?;
        // What is said to be a table is shown as one, however little of it can be read so.
        match no_article(&text.text).filter(|_| said.is_none()) {
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
        std::mem::take(&mut read.articles).into_iter().partition(|article| !headline::is_blank(&article.decoded.text));
    if with_text.is_empty() && read.refused.is_empty() && !options.separated.contains_key(path) {
        return Err(ArticleError::Empty(shown()));
    }
    let with_text = with_text.into_iter().map(|mut article| {
        if !headline::can_be(&article.metadata.language, &article.decoded.text) {
            article.metadata.language.clear();
        }
        article
    });
    let with_text: Vec<ReadArticle> = with_text.collect();
    read.refused.extend(blank.into_iter().map(|article| ArticleError::Empty(article.from)));
    Ok(ReadFile { articles: with_text, ..read })
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

/// An article from a text that was pasted.
pub(crate) fn pasted(text: String) -> ReadArticle {
    ReadArticle {
        decoded: Decoded { text, encoding: Encoding::Utf8, replaced: 0 },
        source: None,
        name: String::new(),
        from: t!("incoming-pasted"),
        metadata: Metadata::default(),
        losses: Vec::new(),
        doubts: Vec::new(),
        other: None,
    }
}

/// An article from a web page, or a part of one, that was copied.
///
/// # Errors
/// There is no text in it, or it is too large to be read.
pub(crate) fn pasted_page(html: &str) -> Result<ReadArticle, ArticleError> {
    let read = web_page::read_into(pasted(String::new()), html)?;
    if headline::is_blank(&read.decoded.text) { Err(ArticleError::Empty(read.from)) } else { Ok(read) }
}

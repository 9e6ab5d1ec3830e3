//! Texts that come in as articles, from files and pasted: read, looked at, and made documents in one way everywhere.

pub mod kind;

use std::collections::BTreeMap;
use std::path::Path;

use self::kind::Kind;
use crate::model::document::{Document, Metadata};
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::t;
use crate::text::content::{Content, sha256_hex};
use crate::text::encoding::{self, Decoded, Encoding, Unreadable};
use crate::text::headline;

/// A file did not become a text. The message ends with its path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArticleError {
    #[error("{}", t!("import-article-unreadable", error = .error.as_str(), path = .path.as_str()))]
    Unreadable { error: String, path: String },
    #[error("{}", t!("import-article-too-large", path = .0.as_str()))]
    TooLarge(String),
    #[error("{}", t!("import-article-kind", what = .kind.name(), path = .path.as_str()))]
    NoText { kind: Kind, path: String },
    /// Its encoding is recognised and cannot be read here.
    #[error("{}", t!("import-article-encoding", encoding = *encoding, path = path.as_str()))]
    Encoding { encoding: &'static str, path: String },
    #[error("{}", t!("import-article-unknown-encoding", path = .0.as_str()))]
    UnknownEncoding(String),
    #[error("{}", t!("import-article-empty", path = .0.as_str()))]
    Empty(String),
}

/// The bytes of an article's file.
///
/// # Errors
/// The file cannot be read, or is larger than any article; the message ends with its path.
fn read_article(path: &Path) -> Result<Vec<u8>, ArticleError> {
    const LARGEST_BYTES: u64 = 64 << 20;
    let unreadable =
        |error: std::io::Error| ArticleError::Unreadable { error: error.to_string(), path: path.display().to_string() };
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        // A pipe would be waited for.
        return Err(unreadable(std::io::ErrorKind::InvalidInput.into()));
    }
    if metadata.len() > LARGEST_BYTES {
        return Err(ArticleError::TooLarge(path.display().to_string()));
    }
    std::fs::read(path).map_err(unreadable)
}

/// The bytes of an article's file, and the text that they are in this encoding or in the one that fits best.
///
/// # Errors
/// It cannot be read, is no text, or has nothing in it to read.
pub fn read(path: &Path, encoding: Option<Encoding>) -> Result<(Vec<u8>, Decoded), ArticleError> {
    let bytes = read_article(path)?;
    let decoded = decode(&bytes, encoding, path)?;
    Ok((bytes, decoded))
}

/// The text that the bytes of a file are.
///
/// # Errors
/// They are no text, or there is nothing in it to read.
pub fn decode(bytes: &[u8], encoding: Option<Encoding>, path: &Path) -> Result<Decoded, ArticleError> {
    let path = || path.display().to_string();
    let no_text = |kind| ArticleError::NoText { kind, path: path() };
    if let Some(kind) = kind::of_bytes(bytes) {
        return Err(no_text(kind));
    }
    let decoded = match encoding {
        Some(encoding) => encoding::decode_as(bytes, encoding),
        None => encoding::decode(bytes).map_err(|unreadable| match unreadable {
            Unreadable::Binary => no_text(Kind::Binary),
            Unreadable::Encoding(encoding) => ArticleError::Encoding { encoding, path: path() },
            Unreadable::Unknown => ArticleError::UnknownEncoding(path()),
        })?,
    };
    match no_article(&decoded.text) {
        Some(NoArticle::Kind(kind)) => Err(no_text(kind)),
        Some(NoArticle::Empty) => Err(ArticleError::Empty(path())),
        None => Ok(decoded),
    }
}

/// Why a text is no article.
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

/// Why this text, from a file or pasted, is no article; `None` where it is one.
pub fn no_article(text: &str) -> Option<NoArticle> {
    if headline::is_blank(text) {
        return Some(NoArticle::Empty);
    }
    if encoding::is_binary(text) {
        return Some(NoArticle::Kind(Kind::Binary));
    }
    kind::of_text(text).map(NoArticle::Kind)
}

/// What a text is named by, besides itself.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The name of its file without the ending; empty for a text that was pasted.
    pub file_stem: String,
    /// What is said of the article; what is empty of it the text tells.
    pub metadata: Metadata,
}

/// A document of a text. Its title is the first line with letters, else the file's name; its identifier comes from the
/// file's name, else from the title.
pub fn document(
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

/// The texts that a project has, to find one that comes in again.
#[derive(Clone, Debug, Default)]
pub struct KnownTexts(BTreeMap<String, (DocumentId, String)>);

impl KnownTexts {
    pub fn of(project: &Project) -> Self {
        let mut known = Self::default();
        // Of an old text and a newer one that are the same, the newer one.
        let is_old = |document: &Document| project.newer_text(&document.id).is_some();
        let (old, new): (Vec<_>, Vec<_>) = project.documents.values().partition(|document| is_old(document));
        new.into_iter().chain(old).for_each(|document| known.add(document));
        known
    }

    /// Notes one that came in.
    pub fn add(&mut self, document: &Document) {
        let title = document.display_title().to_owned();
        self.0.entry(fingerprint(document.content.as_str())).or_insert((document.id.clone(), title));
    }

    /// The document that has this text, and its title. Marks at the beginning of the file, the kind of line ends and
    /// white space at the end make no other text.
    pub fn find(&self, text: &str) -> Option<(&DocumentId, &str)> {
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

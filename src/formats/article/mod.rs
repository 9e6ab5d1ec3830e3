//! Texts that become articles, from files or pasted: read, checked and turned into documents in the same way
//! everywhere.
//!
//! Each kind of file from which articles are read is one file and one row of [`READERS`]. The kind of a file is judged
//! by its content ([`kind`]); its ending only helps the file dialogs.

mod archive;
mod book;
mod collection;
mod date;
pub mod kind;
mod mail;
mod open_document;
mod packed;
mod pdf;
mod plain_text;
mod rich_text;
pub(crate) mod table;
mod web_page;
mod word;
mod xml;

use std::collections::BTreeMap;
use std::path::Path;

use self::date::date;
use self::kind::Kind;
pub use self::table::ArticleField;
use crate::model::document::{Document, Metadata};
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::t;
use crate::text::content::{Content, sha256_hex};
use crate::text::encoding::{self, Decoded, Encoding, Unreadable};
use crate::text::headline;

/// The reason why a file did not become a text. The message ends with its path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArticleError {
    #[error("{}", t!("import-article-unreadable", error = .error.as_str(), path = .path.as_str()))]
    Unreadable { error: String, path: String },
    #[error("{}", t!("import-article-too-large", path = .0.as_str()))]
    TooLarge(String),
    #[error("{}", t!("import-article-kind", what = .kind.name(), way = .kind.way_out(), path = .path.as_str()))]
    NoText { kind: Kind, path: String },
    /// Its encoding is recognised but cannot be read here.
    #[error("{}", t!("import-article-encoding", encoding = *encoding, path = path.as_str()))]
    Encoding { encoding: &'static str, path: String },
    #[error("{}", t!("import-article-unknown-encoding", path = .0.as_str()))]
    UnknownEncoding(String),
    #[error("{}", t!("import-article-empty", path = .0.as_str()))]
    Empty(String),
    #[error("{}", t!("import-article-several", path = .0.as_str()))]
    Several(String),
    #[error("{}", t!("import-article-damaged", reason = reason.as_str(), path = path.as_str()))]
    Damaged { reason: String, path: String },
    #[error("{}", t!("import-article-no-columns", fields = ArticleField::names().collect::<Vec<_>>().join(", "), path = .0.as_str()))]
    NoColumns(String),
    /// A PDF of pictures of pages.
    #[error("{}", t!("import-article-scanned", path = .0.as_str()))]
    Scanned(String),
    /// A PDF whose text cannot be put into its order with certainty.
    #[error("{}", t!("import-article-scrambled", page = *page, reason = reason.as_str(), path = path.as_str()))]
    Scrambled { page: u32, reason: String, path: String },
    #[error("{}", t!("import-article-encrypted", path = .0.as_str()))]
    Encrypted(String),
    /// A zip that would become larger than anything that is read.
    #[error("{}", t!("import-article-unpacks", path = .0.as_str()))]
    Unpacks(String),
    #[error("{}", t!("import-article-odd-name", name = name.as_str(), path = path.as_str()))]
    OddName { name: String, path: String },
}

impl ArticleError {
    fn damaged(reason: &impl std::fmt::Display, path: &Path) -> Self {
        Self::Damaged { reason: reason.to_string(), path: path.display().to_string() }
    }
}

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

/// What a person says about how files are to be read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The encoding of files that are text; the one that fits best if there is none.
    pub encoding: Option<Encoding>,
    /// Whether a web page is taken whole, with its navigation and all else that is not the article.
    pub whole_page: bool,
    /// The columns of tables that a person has named, with what they are.
    pub columns: Vec<(String, ArticleField)>,
}

/// What is known about a file when its reader is chosen.
pub struct ArticleFile<'a> {
    pub path: &'a Path,
    pub bytes: &'a [u8],
    /// What it is; `None` for plain text.
    pub kind: Option<Kind>,
    /// The decoded text, if the bytes are text; also for mark-up and data written as text.
    pub decoded: Option<Decoded>,
    pub options: &'a ReadOptions,
}

/// One article of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadArticle {
    pub decoded: Decoded,
    /// The bytes of a file in which only the encoding is uncertain, to read it in another one. `None` where the format
    /// defines the encoding, or where the article is only a part of its file.
    pub source: Option<Vec<u8>>,
    /// What the article's identifier is made of: the name of its file without the ending, or of its place in the file.
    pub name: String,
    /// The path of its file, with its place if the file contains several articles; for display.
    pub from: String,
    /// What the file says about the article; empty if it says nothing.
    pub metadata: Metadata,
    /// What the file contains that is not in the text, one sentence each.
    pub losses: Vec<String>,
    /// Why the article should be looked at before it is added, one sentence each.
    pub doubts: Vec<String>,
}

impl ReadArticle {
    /// The only article of a file, about which the file says nothing but its text.
    fn of(file: &ArticleFile<'_>, decoded: Decoded) -> Self {
        Self {
            decoded,
            source: None,
            name: file.path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            from: file.path.display().to_string(),
            metadata: Metadata::default(),
            losses: Vec::new(),
            doubts: Vec::new(),
        }
    }

    /// The encoding that its file was read in, if it is for the reader to say.
    pub fn encoding(&self) -> Option<Encoding> {
        self.source.is_some().then_some(self.decoded.encoding)
    }
}

/// The result of reading a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadFile {
    /// Its articles, in their order.
    pub articles: Vec<ReadArticle>,
    /// Why parts of it are not articles.
    pub refused: Vec<ArticleError>,
}

impl From<ReadArticle> for ReadFile {
    fn from(article: ReadArticle) -> Self {
        Self { articles: vec![article], refused: Vec::new() }
    }
}

/// A kind of file from which articles are read: a row of [`READERS`].
pub(crate) struct ArticleReader {
    /// The endings of such files, for the file dialogs; the kind of a file is judged by its content.
    pub endings: &'static [&'static str],
    /// Whether this file is read, judged by its kind (`None` is plain text) and its content.
    pub reads: fn(&ArticleFile<'_>) -> bool,
    pub read: fn(ArticleFile<'_>) -> Result<ReadFile, ArticleError>,
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
    &table::READER,
    &plain_text::READER,
];

/// Whether this thread runs a library whose panics are caught and reported as a damaged file.
pub fn expects_panic() -> bool {
    pdf::expects_panic()
}

/// The endings of the files from which articles are read.
pub(crate) fn endings() -> Vec<&'static str> {
    READERS.iter().flat_map(|reader| reader.endings).copied().collect()
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

/// A title that a program wrote into a file, if the text has it; programs also write names of templates there.
fn plausible_title(title: &str, text: &str) -> String {
    let is_there = !title.trim().is_empty() && crate::text::arabic::contains(text, title);
    if is_there { title.trim().to_owned() } else { String::new() }
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

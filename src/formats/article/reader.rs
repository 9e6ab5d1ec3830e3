//! What a reader of articles gets and gives.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::field::ArticleField;
use super::kind::Kind;
use crate::formats::separated::Separated;
use crate::model::document::Metadata;
use crate::t;
use crate::text::arabic;
use crate::text::encoding::{Decoded, Encoding};

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
    /// A web page that only shows other pages in frames.
    #[error("{}", t!("import-article-frames", pages = pages.as_str(), path = path.as_str()))]
    Frames { pages: String, path: String },
    /// A PDF of pictures of pages.
    #[error("{}", t!("import-article-scanned", path = .0.as_str()))]
    Scanned(String),
    /// A PDF whose text cannot be put into its order with certainty.
    #[error("{}", t!("import-article-scrambled", page = *page, reason = reason.as_str(), path = path.as_str()))]
    Scrambled { page: u32, reason: String, path: String },
    #[error("{}", t!("import-article-encrypted", path = .0.as_str()))]
    Encrypted(String),
    /// It has more pages, rows, characters or levels than anything that is read.
    #[error("{}", t!("import-article-too-much", path = .0.as_str()))]
    TooMuch(String),
    #[error("{}", t!("import-article-compression", name = name.as_str(), path = path.as_str()))]
    Compression { name: String, path: String },
    /// A zip that would become larger than anything that is read.
    #[error("{}", t!("import-article-unpacks", path = .0.as_str()))]
    Unpacks(String),
    #[error("{}", t!("import-article-odd-name", name = name.as_str(), path = path.as_str()))]
    OddName { name: String, path: String },
}

impl ArticleError {
    pub(super) fn damaged(reason: &impl std::fmt::Display, path: &Path) -> Self {
        Self::Damaged { reason: reason.to_string(), path: path.display().to_string() }
    }
}

/// What a person says about how files are to be read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The encoding of files that are text; the one that fits best if there is none.
    pub encoding: Option<Encoding>,
    /// Whether a web page is taken whole, with its navigation and all else that is not the article.
    pub whole_page: bool,
    /// The columns of tables about which a person has said what they are; `None` is nothing of an article.
    pub columns: Vec<(String, Option<ArticleField>)>,
    /// The files of text that a person says are tables, and how these are written.
    pub separated: BTreeMap<PathBuf, Separated>,
}

/// A table, and what its columns were taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumns {
    pub path: PathBuf,
    /// How it was read; `None` if it is no table in a text file.
    pub separated: Option<Separated>,
    pub columns: Vec<TableColumn>,
}

/// A column of a table of articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableColumn {
    pub head: String,
    /// The beginning of its first value.
    pub example: String,
    /// `None` if it is not taken.
    pub field: Option<ArticleField>,
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
    /// What else can be taken of a web page; `None` if there is nothing else, or if this is no page.
    pub other: Option<OtherText>,
}

/// The whole of a web page of which the main text was taken, or the other way round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherText {
    pub text: String,
    /// Whether this is the whole page.
    pub is_whole: bool,
    /// What is not in this text, one sentence each.
    pub losses: Vec<String>,
}

impl ReadArticle {
    /// The only article of a file, about which the file says nothing but its text.
    pub(super) fn of(file: &ArticleFile<'_>, decoded: Decoded) -> Self {
        Self {
            decoded,
            source: None,
            name: file.path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            from: file.path.display().to_string(),
            metadata: Metadata::default(),
            losses: Vec::new(),
            doubts: Vec::new(),
            other: None,
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
    /// The tables in it, also those that have no column of texts that is known.
    pub tables: Vec<TableColumns>,
}

impl From<ReadArticle> for ReadFile {
    fn from(article: ReadArticle) -> Self {
        Self { articles: vec![article], ..Self::default() }
    }
}

/// A kind of file from which articles are read: a row of [`super::READERS`].
pub(crate) struct ArticleReader {
    /// The endings of such files, for the file dialogs; the kind of a file is judged by its content.
    pub endings: &'static [&'static str],
    /// Whether this file is read, judged by its kind (`None` is plain text) and its content.
    pub reads: fn(&ArticleFile<'_>) -> bool,
    pub read: fn(ArticleFile<'_>) -> Result<ReadFile, ArticleError>,
}

/// A title that a program wrote into a file, if the text has it; programs also write names of templates there.
pub(super) fn plausible_title(title: &str, text: &str) -> String {
    let is_there = !title.trim().is_empty() && arabic::contains(text, title);
    if is_there { title.trim().to_owned() } else { String::new() }
}

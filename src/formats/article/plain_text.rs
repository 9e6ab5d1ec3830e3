//! Plain text, in any of the supported encodings.

use super::collection;
use super::kind::Kind;
use super::reader::{ArticleError, ArticleFile, ArticleReader, ReadArticle, ReadFile};

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader =
    ArticleReader { endings: &["txt", "text"], reads: |file| file.kind.is_none(), read };

fn read(mut file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let no_text = || ArticleError::NoText { kind: Kind::Binary, path: file.path.display().to_string() };
    let decoded = file.decoded.take().ok_or_else(no_text)?;
    let source = Some(file.bytes.to_vec());
    Ok(collection::split(ReadArticle { source, ..ReadArticle::of(&file, decoded) }))
}

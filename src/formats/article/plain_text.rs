//! Plain text, in any of the supported encodings.

use super::kind::Kind;
use super::{ArticleError, ArticleFile, ArticleReader, ReadArticle};
use crate::model::document::Metadata;

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader =
    ArticleReader { endings: &["txt", "text", "md"], reads: |kind| kind.is_none(), read };

fn read(file: ArticleFile<'_>) -> Result<ReadArticle, ArticleError> {
    let no_text = || ArticleError::NoText { kind: Kind::Binary, path: file.path.display().to_string() };
    let decoded = file.decoded.ok_or_else(no_text)?;
    Ok(ReadArticle { decoded, metadata: Metadata::default(), losses: Vec::new() })
}

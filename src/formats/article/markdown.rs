//! Markdown with a head (`.md`): the lines between two of `---` say what is known about the article; the text begins
//! after them and stays as it is written.

use super::collection;
use super::field::{ArticleField, columns};
use super::kind::Kind;
use super::reader::{ArticleError, ArticleFile, ArticleReader, ReadArticle, ReadFile};
use crate::text::encoding::Decoded;

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader = ArticleReader {
    endings: &["md", "markdown"],
    reads: |file| file.kind.is_none() && file.decoded.as_ref().is_some_and(|decoded| head(&decoded.text).is_some()),
    read,
};

fn read(mut file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let no_text = || ArticleError::NoText { kind: Kind::Binary, path: file.path.display().to_string() };
    let decoded = file.decoded.take().ok_or_else(no_text)?;
    let Some((fields, text)) = head(&decoded.text) else { return Err(no_text()) };
    let mut article = ReadArticle::of(&file, Decoded { text: text.to_owned(), ..decoded.clone() });
    article.source = Some(file.bytes.to_vec());
    for (field, value) in fields {
        field.set(value, &mut article.metadata);
    }
    Ok(collection::split(article))
}

/// The known fields of the head, and the text after it. A line of dashes that only parts two passages begins no head: in
/// a head each line has a key, and one of the keys is known.
fn head(text: &str) -> Option<(Vec<(ArticleField, &str)>, &str)> {
    const MOST_LINES: usize = 60;
    let rest = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let (mut keys, mut values, mut at) = (Vec::new(), Vec::new(), 0);
    for line in rest.split_inclusive('\n').take(MOST_LINES) {
        at += line.len();
        let trimmed = line.trim_end();
        if trimmed == "---" {
            let known = columns(keys.into_iter(), &[]).into_iter().zip(values);
            let fields: Vec<_> = known.filter_map(|(field, value)| Some((field?, value))).collect();
            let text = rest.get(at..)?;
            return (!fields.is_empty()).then(|| (fields, text.trim_start_matches(['\n', '\r'])));
        }
        // Lists and values that go on are indented.
        if trimmed.is_empty() || trimmed.starts_with([' ', '\t', '-', '#']) {
            continue;
        }
        let (key, value) = trimmed.split_once(':')?;
        keys.push(key);
        values.push(value.trim().trim_matches(['"', '\'']));
    }
    None
}

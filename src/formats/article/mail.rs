//! E-mails (`.eml`) and web pages saved as one file (`.mht`), which have the form of an e-mail.

use std::borrow::Cow;

use mail_parser::{Message, MessageParser, MimeHeaders as _};
use memchr::memmem;

use super::kind::Kind;
use super::reader::{ArticleError, ArticleFile, ArticleReader, ReadArticle, ReadFile};
use super::{collection, web_page};
use crate::t;
use crate::text::encoding::{Decoded, Encoding};

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader =
    ArticleReader { endings: &["eml", "mht", "mhtml"], reads: |file| file.kind == Some(Kind::Mail), read };

fn read(file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let path = file.path.display().to_string();
    let bytes = in_known_charsets(&file);
    let Some(message) = MessageParser::default().parse(bytes.as_ref()) else {
        return Err(ArticleError::Damaged { reason: "MIME".to_owned(), path });
    };
    let is_page = message.content_type().is_some_and(|kind| kind.subtype() == Some("related"));
    let part = message.html_bodies().find(|part| part.is_text_html());
    let address = part.and_then(|part| part.content_location());
    let html = part.and_then(|part| part.text_contents());
    match html.filter(|_| is_page || message.text_bodies().all(|part| part.is_text_html())) {
        Some(html) => page(&file, &message, html, address),
        None => Ok(collection::split(letter(&file, &message))),
    }
}

/// The bytes with names of charsets that are known to all: browsers call UTF-16 "unicode". A file that was converted to
/// UTF-16 as a whole is converted back.
fn in_known_charsets<'f>(file: &ArticleFile<'f>) -> Cow<'f, [u8]> {
    const OWN_NAMES: [&str; 3] = ["unicode", "utf-16", "utf-16le"];
    let is_wide =
        matches!(file.decoded.as_ref().map(|decoded| decoded.encoding), Some(Encoding::Utf16Le | Encoding::Utf16Be));
    let mut text = match &file.decoded {
        Some(decoded) if is_wide => decoded.text.clone().into_bytes(),
        _ => file.bytes.to_vec(),
    };
    let (wanted, mut is_changed) = (if is_wide { "utf-8" } else { "utf-16le" }, is_wide);
    let lower = text.to_ascii_lowercase();
    // From the end, so that the places before stay.
    let places: Vec<usize> = memmem::find_iter(&lower, b"charset=").collect();
    for at in places.into_iter().rev() {
        let start = at + "charset=".len() + usize::from(lower.get(at + "charset=".len()) == Some(&b'"'));
        let rest = lower.get(start..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
        let name = rest.get(..length).unwrap_or_default();
        let is_own = OWN_NAMES.iter().take(if is_wide { 3 } else { 1 }).any(|own| own.as_bytes() == name);
        if is_own {
            text.splice(start..start + length, wanted.bytes());
            is_changed = true;
        }
    }
    if is_changed { Cow::Owned(text) } else { Cow::Borrowed(file.bytes) }
}

/// A saved page, or a letter that is one.
fn page(
    file: &ArticleFile<'_>,
    message: &Message<'_>,
    html: &str,
    own: Option<&str>,
) -> Result<ReadFile, ArticleError> {
    let address = message.header_raw("Snapshot-Content-Location").or_else(|| message.content_location()).or(own);
    let address = address.map(|address| address.trim().to_owned());
    let page = web_page::page(html, file.options.whole_page, address.as_deref())
        .map_err(|reason| ArticleError::Damaged { reason, path: file.path.display().to_string() })?;
    let decoded = Decoded { text: String::new(), encoding: Encoding::Utf8, replaced: 0 };
    let mut article = ReadArticle::of(file, decoded);
    page.become_text_of(&mut article);
    article.decoded.replaced = article.decoded.text.matches('\u{fffd}').count();
    fill_in(&mut article, message);
    Ok(collection::split(article))
}

/// A letter in plain text.
fn letter(file: &ArticleFile<'_>, message: &Message<'_>) -> ReadArticle {
    let text: Vec<String> = (0..message.text_body_count())
        .filter_map(|at| message.body_text(at))
        .map(|text| text.replace("\r\n", "\n"))
        .collect();
    let text = text.join("\n");
    let replaced = text.matches('\u{fffd}').count();
    let decoded = Decoded { text, encoding: Encoding::Utf8, replaced };
    let mut article = ReadArticle::of(file, decoded);
    let attachments = message.attachment_count();
    if attachments > 0 {
        let path = article.from.as_str();
        article.losses.push(t!("import-article-lost-attachments", count = attachments, path = path));
    }
    fill_in(&mut article, message);
    article
}

/// Takes from the headers what the text does not say.
fn fill_in(article: &mut ReadArticle, message: &Message<'_>) {
    let metadata = &mut article.metadata;
    if metadata.title.is_empty() {
        message.subject().unwrap_or_default().trim().clone_into(&mut metadata.title);
    }
    if metadata.published.is_empty()
        && let Some(date) = message.date()
    {
        metadata.published = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    }
    let sender = message.from().and_then(|from| from.first());
    if metadata.publisher.is_empty()
        && let Some(name) = sender.and_then(|sender| sender.name())
        && !name.starts_with('<')
        // Browsers write this into the pages that they save.
        && !name.to_lowercase().starts_with("saved by")
    {
        name.clone_into(&mut metadata.publisher);
    }
}

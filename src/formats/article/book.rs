//! E-books (`.epub`): the chapters in their order, as one article.

use super::kind::Kind;
use super::packed::Packed;
use super::reader::{ArticleError, ArticleFile, ArticleReader, ReadArticle, ReadFile};
use super::xml::{self, Piece};
use super::{date, web_page};
use crate::text::encoding::{Decoded, Encoding};

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader = ArticleReader {
    endings: &["epub"],
    reads: |file| file.kind == Some(Kind::Book) && file.bytes.starts_with(b"PK"),
    read,
};

fn read(file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let damaged = |reason: String| ArticleError::damaged(&reason, file.path);
    let missing = |name: &str| ArticleError::damaged(&name, file.path);
    let mut packed = Packed::open(file.bytes, file.path)?;
    if packed.has("META-INF/rights.xml") || packed.has("META-INF/encryption.xml") && is_locked(&mut packed)? {
        return Err(ArticleError::Encrypted(file.path.display().to_string()));
    }
    let container = packed.text("META-INF/container.xml")?.ok_or_else(|| missing("META-INF/container.xml"))?;
    let mut root = None;
    xml::read(&container, |piece| {
        if let Piece::Start(element) = piece
            && element.name().ends_with("rootfile")
        {
            root = root.take().or(element.attribute("full-path"));
        }
    })
    .map_err(damaged)?;
    let root = root.ok_or_else(|| missing("rootfile"))?;
    let package = packed.text(&root)?.ok_or_else(|| missing(&root))?;
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut text = String::new();
    for chapter in chapters(&package).map_err(damaged)? {
        let Some(page) = packed.text(&resolved(folder, &chapter))? else { return Err(missing(&chapter)) };
        let plain = web_page::plain(&page).map_err(damaged)?;
        if !text.is_empty() && !plain.is_empty() {
            text.push('\n');
        }
        text.push_str(&plain);
    }
    let names = ["dc:title", "dc:publisher", "dc:date", "dc:language"];
    let [title, publisher, published, language] = xml::texts(&package, names).map_err(damaged)?;
    let mut article = ReadArticle::of(&file, Decoded { text, encoding: Encoding::Utf8, replaced: 0 });
    let known = &mut article.metadata;
    (known.title, known.publisher, known.published, known.language) =
        (title, publisher, date::date(&published), language);
    Ok(article.into())
}

/// Whether more than the fonts is encrypted.
fn is_locked(packed: &mut Packed<'_>) -> Result<bool, ArticleError> {
    let encryption = packed.text("META-INF/encryption.xml")?.unwrap_or_default();
    Ok([".xhtml\"", ".html\"", ".htm\""].iter().any(|ending| encryption.contains(ending)))
}

/// The files of the chapters, in the order of reading.
fn chapters(package: &str) -> Result<Vec<String>, String> {
    let (mut files, mut order) = (std::collections::HashMap::new(), Vec::new());
    xml::read(package, |piece| {
        let Piece::Start(element) = piece else { return };
        let name = element.name();
        match name.rsplit(':').next().unwrap_or(name) {
            "item" => {
                if let (Some(id), Some(file)) = (element.attribute("id"), element.attribute("href")) {
                    files.insert(id, file);
                }
            }
            "itemref" if element.attribute("linear").as_deref() != Some("no") => {
                order.extend(element.attribute("idref"))
            }
            _ => {}
        }
    })?;
    Ok(order.iter().filter_map(|id| files.get(id).cloned()).collect())
}

/// The name in the zip of a file that the package refers to.
fn resolved(folder: &str, file: &str) -> String {
    let file = file.split('#').next().unwrap_or(file);
    let mut bytes = Vec::with_capacity(file.len());
    let mut rest = file.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    let file = String::from_utf8_lossy(&bytes).into_owned();
    if folder.is_empty() { file } else { format!("{folder}/{file}") }
}

//! Saved web pages (`.html`): the main text as a reader's view shows it, with title, date, publisher, address and
//! language as the page states them.
//!
//! What is left out (navigation, links to other articles, comments) is counted; `--whole-page` takes it along.

use std::collections::HashSet;

use dom_smoothie::{Config, Metadata as PageMetadata, Readability, TextMode};

use super::kind::Kind;
use super::page_marks::{self, StatedArticle};
use super::reader::{ArticleError, ArticleFile, ArticleReader, OtherText, ReadArticle, ReadFile};
use super::{collection, date};
use crate::model::document::Metadata;
use crate::t;
use crate::text::encoding::{self, Decoded, Encoding};
use crate::text::headline;

/// The row of [`super::READERS`].
pub(super) static READER: ArticleReader =
    ArticleReader { endings: &["html", "htm", "xhtml"], reads: |file| file.kind == Some(Kind::Html), read };

/// The largest page that is read.
const LARGEST_BYTES: usize = 32 << 20;
/// The deepest that elements are nested.
const DEEPEST: usize = 1000;
/// The most elements of a page.
const MOST_ELEMENTS: usize = 400_000;

fn read(mut file: ArticleFile<'_>) -> Result<ReadFile, ArticleError> {
    let no_text = || ArticleError::NoText { kind: Kind::Html, path: file.path.display().to_string() };
    let decoded = file.decoded.take().ok_or_else(no_text)?;
    let decoded = declared(file.bytes, &decoded.text, file.options.encoding).unwrap_or(decoded);
    // A reader's view would take the longest article of a collection for the only one.
    if collection::may_be(&decoded.text)
        && let Ok(text) = plain(&decoded.text)
    {
        let whole = ReadArticle::of(&file, Decoded { text, ..decoded.clone() });
        let read = collection::split(whole.clone());
        if read.articles != [whole] {
            return Ok(read);
        }
    }
    let page = page(&decoded.text, file.options.whole_page, None)
        .map_err(|reason| ArticleError::Damaged { reason, path: file.path.display().to_string() })?;
    if !page.frames.is_empty() {
        let (pages, path) = (page.frames.join(", "), file.path.display().to_string());
        return Err(ArticleError::Frames { pages, path });
    }
    let mut article = ReadArticle::of(&file, decoded);
    article.source = Some(file.bytes.to_vec());
    page.become_text_of(&mut article);
    Ok(collection::split(article))
}

/// The text in the encoding that the page itself states. It counts only if every byte can be read in it, and never
/// against UTF-8, which no other encoding is mistaken for.
fn declared(bytes: &[u8], text: &str, chosen: Option<Encoding>) -> Option<Decoded> {
    if chosen.is_some() || std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    /// Scripts and styles may precede what a page states.
    const HEAD_BYTES: usize = 16 * 1024;
    let head = text.get(..text.floor_char_boundary(HEAD_BYTES)).unwrap_or_default().to_ascii_lowercase();
    let stated = ["charset=", "encoding="].into_iter().flat_map(|key| head.match_indices(key));
    let encoding = stated.into_iter().find_map(|(at, key)| {
        // A script may be in another encoding.
        let tag = head.get(..at).and_then(|before| before.rsplit('<').next()).unwrap_or_default();
        let rest = head.get(at + key.len()..).unwrap_or_default().trim_start_matches(['"', '\'', ' ']);
        let name: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
        let is_of_page = tag.starts_with("meta") && key == "charset=" || tag.starts_with("?xml") && key == "encoding=";
        Encoding::from_name(&name).filter(|_| is_of_page)
    })?;
    // A page in UTF-16 that states something else was converted when it was saved.
    let is_wide = matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) || bytes.contains(&0);
    let decoded = encoding::decode_as(bytes, encoding);
    (!is_wide && decoded.replaced == 0).then_some(decoded)
}

/// A page as it was read.
pub(super) struct Page {
    text: String,
    metadata: Metadata,
    /// How many words of the page are not in the main text.
    left_out: usize,
    /// How many words the page has.
    words: usize,
    /// Whether no main text was found, and the page was taken whole.
    is_unsure: bool,
    /// Whether it says that the article is not free to read.
    is_closed: bool,
    /// The addresses of the pages in its frames.
    pub(super) frames: Vec<String>,
    /// Whether the page was taken whole because somebody wants it so.
    is_whole: bool,
    /// The whole page, or its main text if the whole was taken; `None` if they are the same.
    other: Option<String>,
}

impl Page {
    /// Makes the article's text and metadata those of the page.
    pub(super) fn become_text_of(self, article: &mut ReadArticle) {
        let lost =
            t!("import-article-lost-page", count = self.left_out, all = self.words, path = article.from.as_str());
        let lost = if self.left_out > 0 { vec![lost] } else { Vec::new() };
        article.decoded.text = self.text;
        article.metadata = self.metadata;
        if self.is_unsure {
            article.doubts.push(t!("import-article-doubt-page", path = article.from.as_str()));
        }
        if self.is_closed {
            article.doubts.push(t!("import-article-doubt-closed", path = article.from.as_str()));
        }
        let (losses, others) = if self.is_whole { (Vec::new(), lost) } else { (lost, Vec::new()) };
        article.losses = losses;
        article.other = self.other.map(|text| OtherText { text, is_whole: !self.is_whole, losses: others });
    }
}

/// Reads a page. `address` is where it is from, if the container of the page says so.
///
/// # Errors
/// It is too large or nested too deep to be an article.
pub(super) fn page(html: &str, whole: bool, address: Option<&str>) -> Result<Page, String> {
    check(html)?;
    let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
    let mut readability = Readability::new(html, None, Some(config)).map_err(|error| error.to_string())?;
    let stated = readability.parse_json_ld();
    let said = readability.get_article_metadata(stated);
    let stated = Stated::of(&readability);
    let language = said.lang.clone().or_else(|| stated.first(&["content-language", "og:locale"])).unwrap_or_default();
    let canonical = ["link[rel=canonical]", "meta[property='og:url']"].into_iter().find_map(|selector| {
        let found = readability.doc.select_single(selector);
        found.attr("href").or_else(|| found.attr("content")).map(|address| address.to_string())
    });
    let whole_text = readability.doc.body().map(|body| body.to_fragment()).map_or_else(String::new, |body| {
        body.select("script, style, noscript, template, head").remove();
        tidy(&body.formatted_text())
    });
    let words = whole_text.split_whitespace().count();
    let article = StatedArticle::of(&readability);
    let frames = page_marks::frames(&readability);
    page_marks::take_out_extras(&readability);
    let (live, marked) = (page_marks::live_entries(&readability), page_marks::marked_body(&readability));
    let own_title = page_marks::title_alone(&readability, &said.title);
    let main = readability.parse().ok();
    let main_text = main.as_ref().map(|article| tidy(&article.text_content)).filter(|text| !headline::is_blank(text));
    let main_text = main_text.map(|main| as_marked(main, live, marked));
    let drawn = article.instead_of(main_text.as_deref()).map(|text| tidy(&text));
    let main_text = drawn.or(main_text);
    let title = own_title.unwrap_or_else(|| main.map_or_else(|| said.title.clone(), |article| article.title));
    let is_unsure = !whole && main_text.is_none();
    let main_words = main_text.as_ref().map_or(words, |text| text.split_whitespace().count());
    let left_out = words.saturating_sub(main_words);
    let (text, other) = match main_text {
        Some(main) if whole => (whole_text, Some(main)),
        Some(main) => (main, Some(whole_text)),
        None => (whole_text, None),
    };
    let other = other.filter(|other| *other != text);
    let address = address.map(str::to_owned).or(said.url.clone()).or(canonical).or_else(|| saved_from(html));
    let mut metadata = metadata(&said, title, language, address);
    stated.complete(&mut metadata);
    let is_closed = article.is_closed;
    Ok(Page { metadata, text, left_out, words, is_unsure, is_closed, frames, is_whole: whole, other })
}

/// The main text with all entries of a live blog, or without the lines that are not in what the page marks as its text.
fn as_marked(main: String, live: Option<String>, marked: Option<String>) -> String {
    /// The least share of the words of the main text that a mark must have to count.
    const LEAST: f64 = 0.6;
    let words = |text: &str| text.split_whitespace().count();
    if let Some(live) = live.map(|live| tidy(&live)).filter(|live| words(live) > words(&main)) {
        return live;
    }
    let Some(marked) = marked.map(|marked| tidy(&marked)) else { return main };
    let lines: HashSet<&str> = marked.lines().collect();
    let kept: Vec<&str> = main.lines().filter(|line| line.is_empty() || lines.contains(line)).collect();
    let kept = tidy(&kept.join("\n"));
    if words(&kept) as f64 >= LEAST * words(&main) as f64 { kept } else { main }
}

/// What a page states about itself in its head and in the marks of its times, beyond what the library looks for.
struct Stated {
    /// Names in small letters, with their values.
    values: Vec<(String, String)>,
    /// The days of its times, each once.
    days: Vec<String>,
}

impl Stated {
    fn of(page: &Readability) -> Self {
        let mut values = Vec::new();
        for node in page.doc.select("meta").iter() {
            let name = ["name", "property", "itemprop", "http-equiv"].into_iter().find_map(|key| node.attr(key));
            if let (Some(name), Some(value)) = (name, node.attr("content")) {
                values.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
        }
        for node in page.doc.select("[itemprop=datePublished], abbr.published[title]").iter() {
            let value = node
                .attr("datetime")
                .or_else(|| node.attr("content"))
                .or_else(|| node.attr("title"))
                .or_else(|| Some(node.text()));
            values.extend(value.map(|value| ("datepublished".to_owned(), value.trim().to_owned())));
        }
        let mut days: Vec<String> =
            page.doc.select("time[datetime]").iter().filter_map(|node| date::parse(&node.attr("datetime")?)).collect();
        days.sort_unstable();
        days.dedup();
        Self { values, days }
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        let value = |name: &&str| self.values.iter().find(|(known, value)| known == *name && !value.is_empty());
        names.iter().find_map(value).map(|(_, value)| value.clone())
    }

    /// Fills in what the library did not find.
    fn complete(&self, metadata: &mut Metadata) {
        const DATES: [&str; 17] = [
            "article:published_time",
            "og:published_time",
            "datepublished",
            "pubdate",
            "publishdate",
            "publish_date",
            "publish-date",
            "publication_date",
            "dc.date.issued",
            "dcterms.issued",
            "dc.date",
            "dcterms.date",
            "dcterms.created",
            "dc.date.created",
            "parsely-pub-date",
            "sailthru.date",
            "date",
        ];
        const PUBLISHERS: [&str; 6] = [
            "publisher",
            "dc.publisher",
            "dcterms.publisher",
            "citation_publisher",
            "application-name",
            "apple-mobile-web-app-title",
        ];
        if date::parse(&metadata.published).is_none() {
            let stated = DATES.iter().find_map(|name| date::parse(&self.first(&[name])?));
            // Several days are those of a live blog, or of other articles.
            let only = if let [day] = self.days.as_slice() { Some(day.clone()) } else { None };
            if let Some(day) = stated.or(only) {
                metadata.published = day;
            }
        }
        if metadata.publisher.is_empty() {
            let stated = self.first(&PUBLISHERS).filter(|name| !name.starts_with("http") && *name != metadata.title);
            metadata.publisher = one_line(&stated.unwrap_or_default());
        }
    }
}

/// Fills an article with a page.
///
/// # Errors
/// It is too large or nested too deep to be an article.
pub(super) fn read_into(mut article: ReadArticle, html: &str) -> Result<ReadArticle, ArticleError> {
    let damaged = |reason| ArticleError::Damaged { reason, path: article.from.clone() };
    page(html, false, None).map_err(damaged)?.become_text_of(&mut article);
    Ok(article)
}

/// The text of a piece of mark-up, block by block.
///
/// # Errors
/// It is too large or nested too deep.
pub(super) fn plain(html: &str) -> Result<String, String> {
    check(html)?;
    let readability = Readability::from(html);
    readability.doc.select("script, style, noscript, template, head").remove();
    Ok(tidy(&readability.doc.formatted_text()))
}

/// Refuses pages that a parser could not read in bounded time.
fn check(html: &str) -> Result<(), String> {
    /// Elements without an end, or whose end is often left out and follows from the next element.
    const UNCLOSED: &[&str] = &[
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "html", "body",
        "head",
    ];
    if html.len() > LARGEST_BYTES {
        return Err(format!("HTML: > {LARGEST_BYTES}"));
    }
    let (mut depth, mut elements) = (0_usize, 0_usize);
    for (at, _) in html.match_indices('<') {
        let rest = html.get(at + 1..).unwrap_or_default();
        let (rest, closes) = rest.strip_prefix('/').map_or((rest, false), |rest| (rest, true));
        let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if name.is_empty() || UNCLOSED.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            elements += usize::from(!name.is_empty());
            continue;
        }
        elements += 1;
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > DEEPEST || elements > MOST_ELEMENTS {
            return Err(format!("HTML: > {DEEPEST} / {MOST_ELEMENTS}"));
        }
    }
    Ok(())
}

/// What a page says about its article.
fn metadata(said: &PageMetadata, title: String, language: String, address: Option<String>) -> Metadata {
    let is_language =
        language.len() >= 2 && language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    Metadata {
        title: one_line(&title),
        publisher: one_line(said.site_name.as_deref().unwrap_or_default()),
        published: date::date(said.published_time.as_deref().unwrap_or_default()),
        url: address.filter(|address| address.starts_with("http")).unwrap_or_default(),
        language: if is_language { language.replace('_', "-") } else { String::new() },
        replaced_by: None,
    }
}

/// The address in the comment that browsers write into a page that they save.
fn saved_from(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("saved from url=")?;
    let address = rest.trim_start_matches(|c: char| c == '(' || c.is_ascii_digit()).strip_prefix(')')?;
    address.split(|c: char| c.is_whitespace() || c == '>').next().map(str::to_owned)
}

fn one_line(text: &str) -> String {
    let shown = text.replace(|c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{feff}'), "");
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines without white space at their ends, with at most one blank line between two, and a line end at the end.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        if !line.is_empty() {
            tidied.push_str(line);
            tidied.push('\n');
        } else if !tidied.is_empty() && !tidied.ends_with("\n\n") {
            tidied.push('\n');
        }
    }
    let end = tidied.trim_end().len();
    tidied.truncate(end);
    if !tidied.is_empty() {
        tidied.push('\n');
    }
    tidied
}

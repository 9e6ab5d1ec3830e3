//! What a web page says in its marks, to be read before a reader's view takes the page for its main text: the article in
//! JSON-LD, whether only a part of it is free, the pages of its frames, and what stands between its paragraphs without being
//! a part of it.

use dom_smoothie::Readability;
use serde_json::Value;

use super::web_page::plain;
use crate::text::headline;

/// The deepest that values of JSON-LD are looked into.
const DEEPEST: usize = 12;
/// The longest text of a row of buttons, or of an offer of letters, in characters.
const LONGEST_ROW_CHARS: usize = 400;

/// What a page states about its article in JSON-LD.
#[derive(Default)]
pub(super) struct StatedArticle {
    /// The longest text of an article, paragraph by paragraph; empty if there is none.
    pub text: String,
    /// Whether it says that the article is not free to read, so that a part of it may be missing.
    pub is_closed: bool,
}

impl StatedArticle {
    pub(super) fn of(page: &Readability) -> Self {
        let mut stated = Self::default();
        for script in page.doc.select("script[type='application/ld+json']").iter() {
            if let Ok(value) = serde_json::from_str::<Value>(script.text().trim()) {
                stated.look(&value, DEEPEST);
            }
        }
        stated
    }

    fn look(&mut self, value: &Value, deep: usize) {
        if deep == 0 {
            return;
        }
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.look(value, deep - 1)),
            Value::Object(object) => {
                // The entries of a live blog are articles of their own, and only their beginnings.
                if object.contains_key("liveBlogUpdate") {
                    return;
                }
                let is_free = object.get("isAccessibleForFree");
                self.is_closed |= is_free.is_some_and(|free| match free {
                    Value::Bool(is_free) => !is_free,
                    Value::String(word) => {
                        word.rsplit('/').next().is_some_and(|word| word.eq_ignore_ascii_case("false"))
                    }
                    _ => false,
                });
                if let Some(text) = object.get("articleBody").and_then(Value::as_str)
                    && text.len() > self.text.len()
                {
                    text.clone_into(&mut self.text);
                }
                object.values().for_each(|value| self.look(value, deep - 1));
            }
            _ => {}
        }
    }

    /// The text, if it has far more than what was read of the page: then a script draws the article.
    pub(super) fn instead_of(&self, main: Option<&str>) -> Option<String> {
        let words = |text: &str| text.split_whitespace().count();
        let text = if self.text.contains("<p") || self.text.contains("<br") || self.text.contains("&#") {
            plain(&self.text).ok()?
        } else {
            self.text.clone()
        };
        let has_more = words(&text) > 2 * main.map_or(0, words);
        (has_more && !headline::is_blank(&text)).then_some(text)
    }
}

/// The addresses of the pages in the frames of a page that has nothing else.
pub(super) fn frames(page: &Readability) -> Vec<String> {
    let frames = page.doc.select("frameset frame[src]");
    frames.iter().filter_map(|frame| frame.attr("src")).map(|address| address.to_string()).collect()
}

/// The letters and digits of a text, in small letters.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a short part of a page with this text and these links has nothing else.
fn are_only_links(text: &str, links: impl Iterator<Item = String>) -> bool {
    let is_short = text.chars().count() < LONGEST_ROW_CHARS;
    let links: String = links.map(|link| bare(&link)).collect();
    is_short && !links.is_empty() && bare(text) == links
}

/// The entries of a live blog, of which a reader's view takes one; `None` if the page is none, or has one entry.
pub(super) fn live_entries(page: &Readability) -> Option<String> {
    const LIVE: &str = "[itemtype*=LiveBlogPosting], [class*=liveblog], [class*=live-blog]";
    let scripts = page.doc.select("script[type='application/ld+json']");
    let is_live = scripts.iter().any(|script| script.text().contains("\"LiveBlogPosting\""));
    if !is_live && page.doc.select(LIVE).is_empty() {
        return None;
    }
    let entries = page.doc.select("article article, main article, article.update, [itemprop=liveBlogUpdate]");
    let texts: Vec<String> =
        entries.nodes().iter().map(|entry| entry.to_fragment().formatted_text().to_string()).collect();
    (texts.len() > 1).then(|| texts.join("\n\n"))
}

/// The lines of what the page marks as the text of the article; `None` if it marks none or several.
pub(super) fn marked_body(page: &Readability) -> Option<String> {
    let marked = page.doc.select("[itemprop~=articleBody]");
    let [body] = marked.nodes() else { return None };
    Some(body.to_fragment().formatted_text().to_string())
}

/// The title of an article without the name of its site, if a heading of the page says which part that is.
pub(super) fn title_alone(page: &Readability, title: &str) -> Option<String> {
    const ENDS: [char; 10] = ['|', '-', '–', '—', ':', '·', '»', '«', '/', '•'];
    let own = page.doc.select("[class~=entry-title], [class~=post-title], [itemprop~=headline]");
    let headings = page.doc.select("h1");
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = one_line(title);
    let is_ended = |rest: &str| rest.trim_start().starts_with(ENDS);
    let is_begun = |rest: &str| rest.trim_end().ends_with(ENDS);
    let found = own.nodes().iter().map(|node| one_line(&node.text())).find(|own| {
        let rests = (title.strip_prefix(own.as_str()), title.strip_suffix(own.as_str()));
        !own.is_empty() && (rests.0.is_some_and(is_ended) || rests.1.is_some_and(is_begun))
    });
    found.or_else(|| {
        // The name of a site may be a heading too, which leads to its first page.
        let plain = headings.nodes().iter().filter(|heading| heading.to_fragment().select("a").is_empty());
        plain
            .map(|heading| one_line(&heading.text()))
            .find(|own| !own.is_empty() && title.strip_prefix(own.as_str()).is_some_and(is_ended))
    })
}

/// Takes out what is no part of an article, even where it stands between its paragraphs.
pub(super) fn take_out_extras(page: &Readability) {
    /// What is only there for a browser to fill.
    const EMPTY: &str =
        "amp-ad, amp-embed, amp-sticky-ad, amp-iframe, amp-sidebar, amp-social-share, frameset, noframes";
    /// Rows of buttons, and offers.
    const ROWS: &str = "[class~=share], [class*=sharing], [class*=sharedaddy], [class*=social], [class^=share-], \
                        [class*=' share-'], [class*=newsletter], [class*=paywall-offer], [class*=print-tools]";
    const QUOTES: &str = "[class*=pullquote], [class*=pull-quote], [class*=pull_quote], [class*=pullQuote]";
    /// What readers say about the article.
    const COMMENTS: &str = "#comments, .comments, .comments-area, .comment-list, #disqus_thread, #respond, \
                            .comment-respond, [itemprop=comment]";
    const MENUS: &str =
        "nav, [role=navigation], [id*=nav], [class*=nav], [id*=menu], [class*=menu], [class*=breadcrumb]";
    page.doc.select(EMPTY).remove();
    for node in page.doc.select(COMMENTS).nodes() {
        // A page that is called so as a whole has the article in it.
        if node.to_fragment().select("h1, [itemprop~=articleBody]").is_empty() {
            node.remove_from_parent();
        }
    }
    for node in page.doc.select(MENUS).nodes() {
        let part = node.to_fragment();
        if are_only_links(&part.text(), part.select("a").iter().map(|link| link.text().to_string())) {
            node.remove_from_parent();
        }
    }
    for node in page.doc.select(ROWS).nodes() {
        if node.text().chars().count() < LONGEST_ROW_CHARS {
            node.remove_from_parent();
        }
    }
    // Links that do something on the page are buttons, unless they stand in a sentence.
    for link in page.doc.select("a[href='#'], a[href^='javascript:']").nodes() {
        let Some(row) = link.parent() else { continue };
        let part = row.to_fragment();
        if are_only_links(&part.text(), part.select("a").iter().map(|link| link.text().to_string())) {
            row.remove_from_parent();
        }
    }
    // A pull quote repeats words of the text; one that does not is the only place where they stand.
    let quotes = page.doc.select(QUOTES);
    if quotes.is_empty() {
        return;
    }
    let whole = bare(&page.doc.text());
    for node in quotes.nodes() {
        let words = bare(&node.text());
        if whole.matches(&words).count() > 1 {
            node.remove_from_parent();
        }
    }
}

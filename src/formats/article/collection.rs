//! Several articles in one file, as news databases give them: Nexis (both forms), Factiva (with field codes and without)
//! and ProQuest. They are split by the marks that the database puts between them.

use super::date;
use super::reader::{ArticleError, ReadArticle, ReadFile};
use crate::model::document::Metadata;
use crate::t;
use crate::text::encoding::Decoded;

/// An article of a collection.
#[derive(Debug, Default, PartialEq, Eq)]
struct Part {
    text: String,
    metadata: Metadata,
    /// How many words the database says that it has.
    words: Option<usize>,
}

/// Reads the articles from the lines of a collection of one form.
type Form = fn(&[&str]) -> Vec<Part>;

/// The forms of collections. A form returns nothing if a text is of another form.
const FORMS: &[Form] = &[nexis, old_nexis, factiva, proquest];

/// Whether a text has a mark of a collection, and so should be looked at as a whole.
pub(super) fn may_be(text: &str) -> bool {
    ["End of Document", " DOCUMENTS", "ProQuest", "Document "].iter().any(|mark| text.contains(mark))
}

/// Splits what was read from a file, if it is a collection; returns it as it is otherwise.
pub(super) fn split(whole: ReadArticle) -> ReadFile {
    let lines: Vec<&str> = whole.decoded.text.lines().map(trim).collect();
    let Some(parts) = FORMS.iter().map(|form| form(&lines)).find(|parts| !parts.is_empty()) else {
        let count = marks(&lines);
        let doubt =
            (count > 1).then(|| t!("import-article-doubt-collection", count = count, path = whole.from.as_str()));
        let mut whole = whole;
        whole.doubts.extend(doubt);
        return whole.into();
    };
    let mut read = ReadFile::default();
    for (index, part) in parts.into_iter().enumerate() {
        let from = t!("import-article-part", path = whole.from.as_str(), number = index + 1);
        if crate::text::headline::is_blank(&part.text) {
            read.refused.push(ArticleError::Empty(from));
            continue;
        }
        let title = part.metadata.title.as_str();
        let name = if title.is_empty() { format!("{}-{}", whole.name, index + 1) } else { title.to_owned() };
        let found = part.text.split_whitespace().count();
        let doubts = match part.words {
            Some(stated) if stated.abs_diff(found) > 20 && stated.abs_diff(found) * 4 > stated => {
                vec![t!("import-article-doubt-length", stated = stated, found = found, path = from.as_str())]
            }
            _ => Vec::new(),
        };
        let replaced = part.text.matches('\u{fffd}').count().min(whole.decoded.replaced);
        let losses = if index == 0 { whole.losses.clone() } else { Vec::new() };
        read.articles.push(ReadArticle {
            decoded: Decoded { text: part.text, encoding: whole.decoded.encoding, replaced },
            source: None,
            name,
            from,
            metadata: part.metadata,
            losses,
            doubts,
            other: None,
        });
    }
    read
}

/// Nexis today: title, publisher and date on lines of their own, `Length: 345 words`, `Body`, the text, `Load-Date: …`,
/// `End of Document`.
fn nexis(lines: &[&str]) -> Vec<Part> {
    const END: &str = "End of Document";
    if !lines.contains(&END) || !lines.contains(&"Body") {
        return Vec::new();
    }
    let chunks = lines.split(|line| *line == END).filter(|chunk| chunk.contains(&"Body"));
    chunks
        .map(|chunk| {
            let body = chunk.iter().position(|line| *line == "Body").unwrap_or(chunk.len());
            let (head, text) = chunk.split_at(body);
            let mut part = Part::default();
            // A list of all titles may precede the first article: the date next to the body counts.
            let head: Vec<&str> = head.iter().copied().filter(|line| !line.is_empty()).collect();
            let is_date = |line: &&str| date::parse(line).is_some() && !is_named(line);
            if let Some(at) = head.iter().rposition(is_date) {
                part.metadata.published = head.get(at).copied().map(date::date).unwrap_or_default();
                part.metadata.publisher = line_at(&head, at.checked_sub(1));
                part.metadata.title = line_at(&head, at.checked_sub(2));
            }
            part.words = head.iter().find_map(|line| field(line, "length").and_then(number));
            let ends =
                |line: &&str| field(line, "load-date").is_some() || *line == "Classification" || *line == "Graphic";
            let text = text.get(1..).unwrap_or_default();
            let end = text.iter().position(ends).unwrap_or(text.len());
            part.text = joined(text.get(..end).unwrap_or_default());
            part
        })
        .collect()
}

/// Whether a line is a field of Nexis with its name, which may have a date in it (`Dateline: CAIRO, June 11, 2024`).
fn is_named(line: &str) -> bool {
    const NAMES: [&str; 10] = [
        "section",
        "length",
        "byline",
        "dateline",
        "highlight",
        "copyright",
        "correction",
        "edition",
        "series",
        "load-date",
    ];
    let starts = |name: &str| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    NAMES.iter().any(|name| starts(name))
}

/// How many lines look like the marks of a database between articles.
fn marks(lines: &[&str]) -> usize {
    let is_mark = |line: &&str| {
        let has = |name: &str| field(line, name).is_some();
        let is_length = line.split_whitespace().count() <= 3 && number(line).is_some() && has_words(line);
        has("load-date")
            || has("full text")
            || has("proquest document id")
            || has("publication-type")
            || is_length
            || has("length") && has_words(line)
    };
    lines.iter().filter(|line| is_mark(line)).count()
}

/// Nexis before 2018: `1 of 20 DOCUMENTS`, publisher, date, title, fields in capitals (`LENGTH: 345 words`), the text,
/// more fields.
fn old_nexis(lines: &[&str]) -> Vec<Part> {
    let begins = |line: &&str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        matches!(words.as_slice(), [number, "of", all, "DOCUMENTS" | "DOCUMENT"]
            if number.parse::<usize>().is_ok() && all.parse::<usize>().is_ok())
    };
    if !lines.iter().any(&begins) {
        return Vec::new();
    }
    let chunks = lines.split(|line| begins(line)).skip(1);
    chunks
        .map(|chunk| {
            let mut part = Part::default();
            let length = chunk.iter().position(|line| field(line, "length").is_some()).unwrap_or(0);
            let (head, rest) = chunk.split_at(length);
            let head: Vec<&str> =
                head.iter().copied().filter(|line| !line.is_empty() && capital_field(line).is_none()).collect();
            let at = head.iter().position(|line| date::parse(line).is_some());
            if let Some(at) = at {
                part.metadata.published = head.get(at).copied().map(date::date).unwrap_or_default();
                part.metadata.publisher = line_at(&head, at.checked_sub(1));
                let title: Vec<&str> = head.get(at + 1..).unwrap_or_default().to_vec();
                part.metadata.title = title.join(" ");
            }
            part.words = rest.first().and_then(|line| field(line, "length")).and_then(number);
            let is_field = |line: &&&str| capital_field(line).is_some() || line.is_empty();
            let text: Vec<&str> = rest.iter().skip_while(is_field).copied().collect();
            let ends = |line: &str| {
                let tail = ["LOAD-DATE", "LANGUAGE", "PUBLICATION-TYPE", "SUBJECT", "JOURNAL-CODE", "GRAPHIC"];
                capital_field(line).is_some_and(|(name, _)| tail.contains(&name)) || line.starts_with("Copyright ")
            };
            let end = text.iter().position(|line| ends(line)).unwrap_or(text.len());
            part.text = joined(text.get(..end).unwrap_or_default());
            part
        })
        .collect()
}

/// Factiva: title, `345 words`, date, publisher, code, language, copyright and text on lines of their own, or each after
/// its field code; `Document ASHRQ00020240611ek6b0001` at the end.
fn factiva(lines: &[&str]) -> Vec<Part> {
    let ends = |line: &&str| {
        let code = line.strip_prefix("AN ").unwrap_or(line).trim_start().strip_prefix("Document ");
        code.is_some_and(|code| {
            code.len() >= 16
                && code.starts_with(|c: char| c.is_ascii_uppercase())
                && code.chars().all(|c| c.is_ascii_alphanumeric())
                && code.chars().filter(char::is_ascii_digit).count() >= 8
        })
    };
    let mut parts = Vec::new();
    let mut begin = 0;
    for (at, line) in lines.iter().enumerate() {
        if ends(line) {
            let chunk = lines.get(begin..at).unwrap_or_default();
            let is_coded = chunk.iter().any(|line| factiva_code(line).is_some_and(|(code, _)| code == "HD"));
            parts.push(if is_coded { factiva_coded(chunk) } else { factiva_plain(chunk) });
            begin = at + 1;
        }
    }
    parts
}

/// The field code at the beginning of a line of Factiva, and what follows.
fn factiva_code(line: &str) -> Option<(&str, &str)> {
    const CODES: &[&str] = &[
        "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "CT", "RF",
        "CO", "IN", "NS", "RE", "PUB", "IPC", "IPD", "AN", "ART", "CX",
    ];
    let (code, rest) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    CODES.contains(&code).then(|| (code, rest.trim()))
}

fn factiva_coded(lines: &[&str]) -> Part {
    let mut part = Part::default();
    let (mut code, mut text) = ("", Vec::new());
    for line in lines {
        let (here, rest) = factiva_code(line).unwrap_or((code, line));
        let is_new = here != code;
        code = here;
        match code {
            "LP" | "TD" => {
                if is_new && text.last().is_some_and(|last: &&str| !last.is_empty()) {
                    text.push("");
                }
                if !(is_new && rest.is_empty()) {
                    text.push(rest);
                }
            }
            _ if rest.is_empty() => {}
            "HD" => append(&mut part.metadata.title, rest),
            "SN" => append(&mut part.metadata.publisher, rest),
            "PD" => part.metadata.published = date::date(rest),
            "WC" => part.words = number(rest),
            "LA" => part.metadata.language = language(rest),
            _ => {}
        }
    }
    part.text = joined(&text);
    part
}

fn factiva_plain(lines: &[&str]) -> Part {
    let mut part = Part::default();
    let is_length = |line: &str| line.split_whitespace().count() <= 3 && number(line).is_some() && has_words(line);
    let Some(length) = lines.iter().position(|line| is_length(line)) else {
        part.text = joined(lines);
        return part;
    };
    let (head, rest) = lines.split_at(length);
    part.metadata.title = head.iter().find(|line| !line.is_empty()).map(|line| (*line).to_owned()).unwrap_or_default();
    part.words = rest.first().and_then(|line| number(line));
    let mut text_from = 1;
    for (at, line) in rest.iter().enumerate().skip(1).take(12) {
        if part.metadata.published.is_empty() {
            if let Some(date) = date::parse(line) {
                part.metadata.published = date;
                text_from = at + 1;
            }
        } else if line.contains('©') || line.starts_with("Copyright") || line.starts_with("(c)") {
            text_from = at + 1;
            break;
        } else if !language(line).is_empty() {
            part.metadata.language = language(line);
            text_from = at + 1;
        } else if part.metadata.publisher.is_empty() && !line.is_empty() && !is_time(line) {
            (*line).clone_into(&mut part.metadata.publisher);
            text_from = at + 1;
        }
    }
    part.text = joined(rest.get(text_from..).unwrap_or_default());
    part
}

/// ProQuest: a line of underscores between articles, the title, and fields with their names (`Full text: …`).
fn proquest(lines: &[&str]) -> Vec<Part> {
    let is_rule = |line: &&str| line.len() >= 20 && line.chars().all(|c| c == '_');
    let has = |chunk: &[&str]| chunk.iter().any(|line| field(line, "full text").is_some());
    if !lines.iter().any(&is_rule) || !has(lines) || !lines.iter().any(|line| line.contains("ProQuest")) {
        return Vec::new();
    }
    lines
        .split(|line| is_rule(line))
        .filter(|chunk| has(chunk))
        .map(|chunk| {
            let mut part = Part::default();
            let (mut name, mut text) = (String::new(), Vec::new());
            for line in chunk {
                let known = proquest_field(line);
                let rest = known.as_ref().map_or(*line, |(_, rest)| rest);
                if let Some((known, _)) = known {
                    name = known;
                } else if name.is_empty() && part.metadata.title.is_empty() && !line.starts_with("Document ") {
                    (*line).clone_into(&mut part.metadata.title);
                }
                match name.as_str() {
                    "full text" => text.push(rest),
                    _ if rest.is_empty() => {}
                    "title" => rest.clone_into(&mut part.metadata.title),
                    "publication title" => rest.clone_into(&mut part.metadata.publisher),
                    "publication date" => part.metadata.published = date::date(rest),
                    "document url" => rest.clone_into(&mut part.metadata.url),
                    "language of publication" => part.metadata.language = language(rest),
                    _ => {}
                }
                // Only the text and the title go on over several lines.
                if name != "full text" && !name.is_empty() {
                    name = "-".to_owned();
                }
            }
            part.text = joined(&text);
            part
        })
        .collect()
}

/// The name of a field of ProQuest at the beginning of a line, in small letters, and what follows.
fn proquest_field(line: &str) -> Option<(String, &str)> {
    const FIELDS: &str = "\
        |abstract|links|subject|location|people|company / organization|title|publication title|pages|publication year|\
        publication date|year|publisher|place of publication|country of publication|publication subject|issn|source type|\
        language of publication|document type|proquest document id|document url|copyright|last updated|database|author|\
        full text|section|publication info|identifier / keyword|first page|dateline|column|source|volume|issue|credit|";
    let (name, rest) = line.split_once(':')?;
    let name = name.trim().to_lowercase();
    FIELDS.contains(&format!("|{name}|")).then(|| (name, rest.trim()))
}

/// The value of a field with this name in small letters, as in `Length: 345 words`.
fn field<'t>(line: &'t str, name: &str) -> Option<&'t str> {
    let (found, rest) = line.split_once(':')?;
    found.trim().eq_ignore_ascii_case(name).then(|| rest.trim())
}

/// A field whose name is in capitals.
fn capital_field(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.split_once(':')?;
    let is_name = name.len() >= 4 && name.chars().all(|c| c.is_ascii_uppercase() || c == '-' || c == ' ');
    is_name.then_some((name, rest))
}

/// The number at the beginning of a text, also with commas between thousands.
fn number(text: &str) -> Option<usize> {
    let digits: String = text.split_whitespace().next()?.chars().filter(|c| *c != ',').collect();
    digits.parse().ok()
}

/// Whether a line such as `345 words` speaks of words.
fn has_words(line: &str) -> bool {
    ["words", "word", "كلمة", "كلمات"].iter().any(|word| line.split_whitespace().any(|part| part == *word))
}

fn is_time(line: &str) -> bool {
    line.len() <= 12 && line.contains(':') && line.starts_with(|c: char| c.is_ascii_digit())
}

/// The tag of a language that is named in English or Arabic; empty for any other word.
fn language(name: &str) -> String {
    match name.trim().to_lowercase().as_str() {
        "arabic" | "العربية" | "عربي" | "ar" => "ar",
        "english" | "الإنجليزية" | "en" => "en",
        "french" | "الفرنسية" | "fr" => "fr",
        "hebrew" | "he" => "he",
        "persian" | "farsi" | "fa" => "fa",
        "turkish" | "tr" => "tr",
        "russian" | "ru" => "ru",
        "german" | "de" => "de",
        "spanish" | "es" => "es",
        "urdu" | "ur" => "ur",
        _ => "",
    }
    .to_owned()
}

fn append(text: &mut String, more: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(more);
}

fn line_at(lines: &[&str], at: Option<usize>) -> String {
    at.and_then(|at| lines.get(at)).map(|line| (*line).to_owned()).unwrap_or_default()
}

/// The lines without blank ones at their beginning and end.
fn joined(lines: &[&str]) -> String {
    let text = lines.join("\n");
    let text = text.trim_matches(['\n', ' ']);
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

/// A line without white space and marks of direction round it.
fn trim(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{c}'))
}

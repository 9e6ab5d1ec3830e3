//! Decodes names in a zip. Programs write them in UTF-8 with the flag for it, in UTF-8 without the flag (the Finder,
//! Info-ZIP), with a second name in UTF-8 beside the first, or in the computer's code page (Explorer), which the zip
//! does not state.
//!
//! All names of a zip have the same code page; one fits if every name then consists of words in a single script each.
//! The code pages of Arabic computers are tried first. Decomposed letters (from the Finder) are composed.

use unicode_normalization::UnicodeNormalization as _;

use super::reader::Entry;
use crate::store::problem::ProblemKind;
use crate::text::oem;

/// Decodes a name in one code page; `None` if it is not valid there.
type Page = fn(&[u8]) -> Option<String>;

/// The code pages, in the order in which they are tried.
const PAGES: [Page; 6] =
    [oem::decode_cp720, windows_1256, oem::decode_cp866, oem::decode_cp850, oem::decode_cp437, windows_1252];

/// Decodes the names of all entries, in order.
///
/// # Errors
/// A name is in no known encoding.
pub(crate) fn read(entries: &[Entry]) -> Result<Vec<String>, ProblemKind> {
    let known: Vec<Option<String>> = entries.iter().map(in_utf8).collect();
    let unknown: Vec<&[u8]> = entries
        .iter()
        .zip(&known)
        .filter(|(_, known)| known.is_none())
        .map(|(entry, _)| entry.name.as_slice())
        .collect();
    let refused = |name: &[u8]| ProblemKind::ArchiveEncoding(String::from_utf8_lossy(name).into_owned());
    if let Some(entry) = entries.iter().zip(&known).find(|(entry, known)| known.is_none() && entry.is_utf8) {
        return Err(refused(&entry.0.name));
    }
    let page =
        PAGES.into_iter().find(|page| unknown.iter().all(|name| page(name).is_some_and(|name| is_sensible(&name))));
    if let (None, Some(name)) = (page, unknown.first()) {
        return Err(refused(name));
    }
    let name = |(entry, known): (&Entry, Option<String>)| {
        let name = known.or_else(|| page?(&entry.name)).unwrap_or_default();
        name.replace('\\', "/").nfc().collect()
    };
    Ok(entries.iter().zip(known).map(name).collect())
}

/// The name, if it can be decoded without a code page.
fn in_utf8(entry: &Entry) -> Option<String> {
    let beside = entry.beside.as_ref().filter(|_| !entry.is_utf8);
    let beside = beside.and_then(|name| String::from_utf8(name.clone()).ok());
    beside.or_else(|| String::from_utf8(entry.name.clone()).ok())
}

/// Whether a name is plausible: its characters beyond ASCII are letters, and no word mixes scripts.
fn is_sensible(name: &str) -> bool {
    let fits = |c: char| c.is_ascii() || script(c).is_some() || is_mark(c);
    name.chars().all(fits)
        && name.split(|c: char| c.is_ascii() && !c.is_ascii_alphabetic()).all(|word| {
            let mut scripts = word.chars().filter_map(script);
            let first = scripts.next();
            scripts.all(|script| Some(script) == first)
        })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Arabic,
}

/// The script of a letter that may occur in names; `None` for everything else.
fn script(c: char) -> Option<Script> {
    match c {
        'ª' | 'º' | 'µ' | 'ƒ' => None,
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{17f}' if c.is_alphabetic() => Some(Script::Latin),
        '\u{370}'..='\u{3ff}' if c.is_alphabetic() => Some(Script::Greek),
        '\u{400}'..='\u{52f}' => Some(Script::Cyrillic),
        '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' => Some(Script::Arabic),
        _ => None,
    }
}

/// Whether this is a vowel mark, or a sign that may stand between the words of a name.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{652}' | '\u{200c}'..='\u{200f}' | '،' | '؛' | '؟' | '«' | '»' | '\u{a0}' | '№' | '–' | '—' | '’')
}

fn windows_1256(bytes: &[u8]) -> Option<String> {
    encoding_rs::WINDOWS_1256.decode_without_bom_handling_and_without_replacement(bytes).map(Into::into)
}

fn windows_1252(bytes: &[u8]) -> Option<String> {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling_and_without_replacement(bytes).map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_script_make_sense() {
        for name in ["مقال/نص.txt", "rené/Müller.ron", "мир-2.ron", "article عربي.ron", "ÀÉ"] {
            assert!(is_sensible(name), "{name}");
        }
        for name in ["ÜÑΩº", "╪º┘ä", "îثض", "reنé"] {
            assert!(!is_sensible(name), "{name}");
        }
    }
}

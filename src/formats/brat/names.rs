//! The names that brat's files have for the fields of a statement, and what its lines and types can hold.

use crate::model::statement::Attribute;

/// The names of the attributes that hold the fields of a statement.
pub(super) const SPEAKER: &str = "Speaker";
pub(super) const SOURCE: &str = "Source";
pub(super) const ADDRESSEE: &str = "Addressee";
pub(super) const TOPIC: &str = "Topic";
pub(super) const STANCE: &str = "Stance";
pub(super) const QUOTATION: &str = "Quotation";

/// Stands for a line end within a note.
pub(super) const LINE_END: &str = " ⏎ ";

/// Whether brat, which reads lines as Python cuts them, or a reader that splits lines at tabs, cannot have it in a line.
pub(super) const fn is_line_mark(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A note on one line.
pub(super) fn on_one_line(note: &str) -> String {
    let lines = note.replace("\r\n", "\n").replace('\r', "\n").replace('\n', LINE_END);
    lines.chars().map(|c| if is_line_mark(c) { ' ' } else { c }).collect()
}

/// The note that was put on one line.
pub(super) fn on_its_lines(line: &str) -> String {
    line.replace(LINE_END, "\n")
}

/// Whether brat takes a name for a type: letters, digits, `_`, `-` and `/`, and no marks on letters.
pub(super) fn is_type(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| is_word(c) || matches!(c, '-' | '/'))
}

/// What `\w` means to Python.
pub(super) fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c)
}

/// An identifier as a type: without marks on letters.
pub(super) fn type_of(label: &str) -> String {
    label.chars().filter(|c| is_word(*c) || matches!(c, '-' | '/')).collect()
}

/// Whether a named value can be an attribute of brat's.
pub(super) fn fits_attribute(attribute: &Attribute) -> bool {
    let Attribute { name, value, .. } = attribute;
    let is_words = |text: &str| !text.is_empty() && text.chars().all(is_word);
    let is_numbered = |stem: &str| name.strip_prefix(stem).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()));
    let is_ours = [SPEAKER, TOPIC, STANCE, QUOTATION].contains(&name.as_str());
    is_words(name) && is_words(value) && !is_ours && !is_numbered(SOURCE) && !is_numbered(ADDRESSEE)
}

//! The strings of the interface: one Fluent catalogue per language in `assets/locales`, reached by the macro `t!`.
//!
//! A leaf module: every other module may use it, and it uses none. Interpolated values are wrapped in bidi isolates
//! (U+2068 … U+2069), so that a Latin name inside an Arabic sentence, or the reverse, keeps its own order; [`plain`]
//! removes them again for terminals, logs and accessible names.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

pub use fluent::FluentValue as Value;
use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource};

/// The English catalogue as it is compiled into the program.
pub const ENGLISH: &str = include_str!("../../assets/locales/en.ftl");

/// The string of the catalogue with this key: `t!("welcome-open")`, `t!("status-saved", file = name)`.
#[macro_export]
macro_rules! t {
    ($key:literal) => { $crate::locale::text($key, &[]) };
    ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::locale::text($key, &[$((stringify!($name), $crate::locale::Value::from($value))),+])
    };
}

static BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let mut bundle = FluentBundle::new_concurrent(vec!["en".parse().unwrap_or_default()]);
    // A damaged message affects only itself; `tests/sources/locales.rs` fails on it.
    let resource = match FluentResource::try_new(ENGLISH.to_owned()) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            tracing::error!(?errors, "the English catalogue has errors");
            resource
        }
    };
    if let Err(errors) = bundle.add_resource(resource) {
        tracing::error!(?errors, "the English catalogue has double keys");
    }
    bundle
});

/// The string with this key and these arguments. A missing key is returned in brackets and logged.
pub fn text(key: &str, arguments: &[(&str, Value<'_>)]) -> String {
    let Some(pattern) = BUNDLE.get_message(key).and_then(|message| message.value()) else {
        tracing::error!(key, "no such string in the catalogue");
        return format!("[{key}]");
    };
    let mut values = FluentArgs::new();
    for (name, value) in arguments {
        values.set(*name, fitted(value));
    }
    let mut errors = Vec::new();
    let text = BUNDLE.format_pattern(pattern, Some(&values), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "the string could not be filled in");
    }
    text
}

/// Whether the catalogue has a string with this key.
pub fn has(key: &str) -> bool {
    BUNDLE.get_message(key).is_some_and(|message| message.value().is_some())
}

/// The longest value that a message shows, and the longest message inside another one, in characters.
const LONGEST_VALUE: usize = 500;
const LONGEST_MESSAGE: usize = 4_000;

/// A value as a message shows it: shortened if it is too long, and with its bidi isolates balanced, so that it cannot affect
/// the text around it.
fn fitted<'v>(value: &Value<'v>) -> Value<'v> {
    let Value::String(text) = value else { return value.clone() };
    let is_message = text.contains(['\u{2068}', '\u{2069}']);
    let longest = if is_message { LONGEST_MESSAGE } else { LONGEST_VALUE };
    if !is_message && text.len() <= longest && !text.contains(['\u{2066}', '\u{2067}']) {
        return value.clone();
    }
    let (mut fitted, mut open) = (String::new(), 0_usize);
    for (count, c) in text.chars().enumerate() {
        if count == longest {
            fitted.push('…');
            break;
        }
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            '\u{2069}' if open == 0 => continue,
            '\u{2069}' => open -= 1,
            _ => {}
        }
        fitted.push(c);
    }
    fitted.extend(std::iter::repeat_n('\u{2069}', open));
    Value::String(Cow::Owned(fitted))
}

/// The text for a terminal: without bidi isolates, and with everything that could control the terminal, hide or reorder
/// neighbouring text, or start a new line made visible or removed. Line ends of the message itself are kept.
pub fn harmless(text: &str) -> String {
    let (mut out, mut open) = (String::with_capacity(text.len()), 0_usize);
    for c in text.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            '\u{2069}' => open = open.saturating_sub(1),
            '\n' if open == 0 => out.push('\n'),
            '\n' | '\u{2028}' | '\u{2029}' => out.push(' '),
            '\t' => out.push('\t'),
            '\r' => {}
            c if c.is_control() || is_turning(c) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Embeddings, overrides, and invisible characters without meaning.
fn is_turning(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// An equivalent JSON text in which everything that could control a terminal is escaped.
pub(crate) fn harmless_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        let is_steering = (c.is_control() && c != '\n') || is_turning(c) || matches!(c, '\u{2066}'..='\u{2069}');
        if is_steering {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The text without the bidi isolates that [`text`] puts round interpolated values.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cut_and_keep_their_isolates_to_themselves() {
        let long = "x".repeat(1_000_000);
        let Value::String(cut) = fitted(&Value::from(long)) else { panic!() };
        assert_eq!(cut.chars().count(), LONGEST_VALUE + 1);
        let Value::String(text) = fitted(&Value::from("a\u{2069}b\u{2067}c")) else { panic!() };
        assert_eq!(text, "ab\u{2067}c\u{2069}");
        let Value::String(text) = fitted(&Value::from("one \u{2068}two\u{2069}")) else { panic!() };
        assert_eq!(text, "one \u{2068}two\u{2069}");
    }

    #[test]
    fn a_terminal_is_not_steered() {
        assert_eq!(harmless("a\u{1b}[2J\u{9b}b\u{202e}c\u{7f}"), "a\\u{1b}[2J\\u{9b}b\\u{202e}c\\u{7f}");
        assert_eq!(harmless("one\ntwo \u{2068}x\nNothing is wrong\u{2069}"), "one\ntwo x Nothing is wrong");
        let json = harmless_json("{\"a\":\"\u{9b}\u{202e}ق\"}\n");
        assert_eq!(json, "{\"a\":\"\\u009b\\u202eق\"}\n");
    }
}

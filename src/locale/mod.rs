//! The strings of the interface: one Fluent catalogue per language in `assets/locales`, reached by the macro `t!`.
//!
//! A leaf module: every other may use it, it uses none. Interpolated values are wrapped in bidi isolates
//! (U+2068 … U+2069), so that a Latin name inside an Arabic sentence, or the reverse, keeps its own order;
//! [`plain`] takes them off again for terminals, logs and accessible names.

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
    // A damaged line of the catalogue loses that line only; `tests/locales.rs` fails on it.
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

/// The string with this key and these arguments; a missing key comes back as the key itself, in brackets, and is logged.
pub fn text(key: &str, arguments: &[(&str, Value<'_>)]) -> String {
    let Some(pattern) = BUNDLE.get_message(key).and_then(|message| message.value()) else {
        tracing::error!(key, "no such string in the catalogue");
        return format!("[{key}]");
    };
    let mut values = FluentArgs::new();
    for (name, value) in arguments {
        values.set(*name, value.clone());
    }
    let mut errors = Vec::new();
    let text = BUNDLE.format_pattern(pattern, Some(&values), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "the string could not be filled in");
    }
    text
}

/// The text without the bidi isolates that [`text`] puts round interpolated values.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).collect()
}

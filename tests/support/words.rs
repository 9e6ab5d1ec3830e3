//! What the interface says, by its keys in the catalogue, so that a test does not change where a string does.

use bayan::locale::{self, Value};

/// The words of a key, with its arguments, as they are in the name of a widget: `words!("find-next")`,
/// `words!("status-problems", count = 1)`.
macro_rules! words {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::support::words::of($key, &[$((stringify!($name), bayan::locale::Value::from($value))),*])
    };
}

pub(crate) use words;

/// What [`words!`] stands for.
#[track_caller]
pub fn of(key: &str, arguments: &[(&str, Value<'_>)]) -> String {
    assert!(locale::has(key), "the catalogue has no {key:?}");
    locale::plain(&locale::text(key, arguments))
}

/// The longest stretch of a message in which there is no argument, for names with arguments that a test does not know.
#[track_caller]
pub fn stretch(key: &str) -> String {
    assert!(locale::has(key), "the catalogue has no {key:?}");
    // An argument that is not given stays as `{$name}`, between the marks that isolate it.
    let message = locale::text(key, &[]);
    let stretches = message.split(['\u{2068}', '\u{2069}']).filter(|part| !part.starts_with("{$"));
    stretches.max_by_key(|part| part.len()).unwrap().to_owned()
}

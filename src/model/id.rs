//! Identifiers: short names that people choose, and sortable generated ids for what exists in thousands.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use uuid::Uuid;

/// A name that cannot be used as an identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", crate::t!("id-invalid", id = self.0.as_str()))]
pub struct InvalidId(pub String);

macro_rules! name_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Letters, digits, `-` and `_`, at most 80 code points; safe as a file name on every system.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// # Errors
            /// The name has characters that do not belong in an identifier.
            pub fn new(name: impl AsRef<str>) -> Result<Self, InvalidId> {
                let name = name.as_ref();
                shared(name).map(Self).ok_or_else(|| InvalidId(name.to_owned()))
            }

            /// An identifier made from a name in any language, different from all those for which `taken` holds.
            pub fn from_name(name: &str, taken: impl Fn(&Self) -> bool) -> Self {
                let base = slug(name);
                let mut id = Self(base.as_str().into());
                let mut number = 2;
                while taken(&id) {
                    id = Self(format!("{base}-{number}").into());
                    number += 1;
                }
                id
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether some system treats files of the two names as one, although the names differ.
            pub fn is_twin_of(&self, other: &Self) -> bool {
                self != other && folded(&self.0) == folded(&other.0)
            }

            /// Whether Windows reserves this name for a device. New files must not have it; old projects may.
            pub fn is_device(&self) -> bool {
                is_device(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(name: String) -> Result<Self, InvalidId> {
                Self::new(name)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(name: &str) -> Result<Self, InvalidId> {
                Self::new(name)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.as_ref().to_owned()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name_id! {
    /// A document, also the name of its folder.
    DocumentId
}
name_id! {
    /// An annotator, also the name of the layer's file.
    AnnotatorId
}

impl AnnotatorId {
    /// The identifier that sorts before all others.
    pub(crate) fn first() -> Self {
        Self("-".into())
    }
}

name_id! {
    /// A party.
    PartyId
}
name_id! {
    /// A kind of statement.
    KindId
}
name_id! {
    /// A topic.
    TopicId
}
name_id! {
    /// A kind of relation.
    RelationKindId
}
name_id! {
    /// An attribute of statements.
    AttributeId
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        /// A UUID version 7: sortable by the time it was made.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The smallest identifier.
            pub const MIN: Self = Self(Uuid::nil());

            /// A new identifier that sorts after all that this process generated before.
            pub fn generate() -> Self {
                Self(Uuid::now_v7())
            }

            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number_id! {
    /// A statement.
    StatementId
}
number_id! {
    /// A relation.
    RelationId
}
number_id! {
    /// A reviewer's decision.
    DecisionId
}
number_id! {
    /// A thread of comments.
    ThreadId
}

/// A name as file systems compare it that ignore case and Unicode normalisation. Two names with the same folded form are
/// one file on some system. The folded form is not itself a name.
pub(crate) fn folded(name: &str) -> String {
    // By way of the capitals, so that `ß` and `ss`, `ς` and `σ`, `ı` and `i` become the same; then `İ` loses its dot.
    let small = name.nfd().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    small.nfd().filter(|c| *c != '\u{307}').nfc().collect()
}

/// How many names are kept before unused ones are removed.
const FEW_NAMES: usize = 1024;

/// The names in use, each stored once: thousands of statements of a layer name the same few parties, kinds and topics.
#[derive(Default)]
struct Names {
    known: HashSet<Arc<str>>,
    /// The number of names at which unused ones are next removed.
    sweep_at: usize,
}

/// The shared copy of this name. `None` if it cannot be an identifier.
fn shared(name: &str) -> Option<Arc<str>> {
    static NAMES: Mutex<Option<Names>> = Mutex::new(None);
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    let names = names.get_or_insert_default();
    if let Some(known) = names.known.get(name) {
        return Some(Arc::clone(known));
    }
    if !is_valid(name) {
        return None;
    }
    if names.known.len() >= names.sweep_at.max(FEW_NAMES) {
        names.known.retain(|name| Arc::strong_count(name) > 1);
        names.sweep_at = names.known.len() * 2;
    }
    let name: Arc<str> = name.into();
    names.known.insert(Arc::clone(&name));
    Some(name)
}

/// Whether this is `com¹`, `lpt²` or the like, which Windows treats as `com1`, `lpt2`.
fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let number = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt"));
    number.is_some_and(|number| matches!(number, "¹" | "²" | "³"))
}

fn is_valid(name: &str) -> bool {
    let reserved = ["con", "prn", "aux", "nul"];
    let device = |stem: &str| {
        name.to_ascii_lowercase()
            .strip_prefix(stem)
            .is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()))
    };
    !name.is_empty()
        && name.chars().count() <= 80
        && name.len() <= 200
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        && !reserved.contains(&name.to_ascii_lowercase().as_str())
        && !device("com")
        && !device("lpt")
}

fn slug(name: &str) -> String {
    let mut slug = String::new();
    // Some systems give names in which accents stand by themselves.
    for c in name.nfc().flat_map(char::to_lowercase).take(60) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if is_combining_mark(c) || crate::text::marks::is_mark(c) {
            // A mark that has no letter of its own, or one that nobody sees, parts no words.
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-').to_owned();
    if is_valid(&slug) && !is_device(&slug) { slug } else { "x".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_leave_the_folder_are_refused() {
        for bad in ["", "..", "a/b", "a\\b", "a b", "nul", "CON", "com1", "LPT3", "a.b", "a\0b", &"x".repeat(81)] {
            assert!(DocumentId::new(bad).is_err(), "{bad:?}");
        }
        for good in ["biden-putin-call", "بوتين", "annotator_1", "command"] {
            assert!(DocumentId::new(good).is_ok(), "{good:?}");
        }
    }

    #[test]
    fn names_that_are_one_file_somewhere_are_twins() {
        let id = |name: &str| AnnotatorId::new(name).unwrap();
        for (one, other) in [
            ("dina", "Dina"),
            ("straße", "STRASSE"),
            ("νίκος", "ΝΊΚΟΣ"),
            ("ılgın", "ILGIN"),
            ("İnci", "inci"),
            ("\u{212a}im", "kim"),
            ("été", "ÉTÉ"),
            ("ﬁn", "FIN"),
            ("Ъ", "ъ"),
        ] {
            assert!(id(one).is_twin_of(&id(other)) && id(other).is_twin_of(&id(one)), "{one} {other}");
        }
        for (one, other) in [("dina", "dina"), ("dina", "dana"), ("أمل", "امل"), ("rené", "rene")] {
            assert!(!id(one).is_twin_of(&id(other)), "{one} {other}");
        }
        assert_eq!(folded("re\u{301}ne"), folded("rÉNE"));
    }

    #[test]
    fn equal_names_are_one() {
        let (a, b) = (PartyId::new("kremlin").unwrap(), PartyId::new(String::from("kremlin")).unwrap());
        assert!(Arc::ptr_eq(&a.0, &b.0));
        // Names that nobody uses any more do not pile up.
        for number in 0..FEW_NAMES * 4 {
            PartyId::new(format!("gone-{number}")).unwrap();
        }
        assert!(Arc::ptr_eq(&a.0, &PartyId::new("kremlin").unwrap().0));
    }

    #[test]
    fn an_id_made_from_a_name_is_free_and_valid() {
        let id = PartyId::from_name("White House!", |id| id.as_str() == "white-house");
        assert_eq!(id.as_str(), "white-house-2");
        assert_eq!(PartyId::from_name("البيت الأبيض", |_| false).as_str(), "البيت-الأبيض");
        assert_eq!(PartyId::from_name("?!", |_| false).as_str(), "x");
        // Accents that stand by themselves, marks that nobody sees, and a long name.
        for (name, expected) in [
            ("e\u{301}te\u{301} 1", "été-1"),
            ("می\u{200c}شود", "میشود"),
            ("\u{200f}مفتوحاً 😀 🇵🇸", "مفتوحاً"),
            ("İzmir", "izmir"),
            ("a...", "a"),
        ] {
            assert_eq!(DocumentId::from_name(name, |_| false).as_str(), expected, "{name}");
        }
        assert!(DocumentId::from_name(&"كلمة ".repeat(200), |_| false).as_str().chars().count() <= 60);
        // Windows reads superscripts as digits; names that it keeps for devices are not made, and still read.
        for device in ["COM¹", "com²", "Lpt³.", "con", "nul "] {
            assert_eq!(DocumentId::from_name(device, |_| false).as_str(), "x", "{device}");
        }
        assert!(DocumentId::new("com¹").is_ok_and(|id| id.is_device()));
        assert!(DocumentId::new("com⁴").is_ok_and(|id| !id.is_device()));
    }
}

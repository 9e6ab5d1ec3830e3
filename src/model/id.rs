//! Identifiers: short names that people choose, and sortable numbers for what is made by the thousand.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A name is no good as an identifier.
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
        pub struct $name(String);

        impl $name {
            /// # Errors
            /// The name has characters that do not belong in an identifier.
            pub fn new(name: impl Into<String>) -> Result<Self, InvalidId> {
                let name = name.into();
                if is_valid(&name) { Ok(Self(name)) } else { Err(InvalidId(name)) }
            }

            /// An identifier made from a name in any language, different from all those for which `taken` holds.
            pub fn from_name(name: &str, taken: impl Fn(&Self) -> bool) -> Self {
                let base = slug(name);
                let mut id = Self(base.clone());
                let mut number = 2;
                while taken(&id) {
                    id = Self(format!("{base}-{number}"));
                    number += 1;
                }
                id
            }

            pub fn as_str(&self) -> &str {
                &self.0
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
                id.0
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

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        /// A UUID version 7: sortable by the time it was made.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Not after any other.
            pub const MIN: Self = Self(Uuid::nil());

            /// A new identifier, later in order than all that were made here before.
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

fn is_valid(name: &str) -> bool {
    let reserved = ["con", "prn", "aux", "nul"];
    let device = |stem: &str| {
        name.to_ascii_lowercase()
            .strip_prefix(stem)
            .is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()))
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
    for c in name.chars().flat_map(char::to_lowercase).take(60) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-').to_owned();
    if is_valid(&slug) { slug } else { "x".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_leave_the_folder_are_refused() {
        for bad in ["", "..", "a/b", "a\\b", "a b", "nul", "CON", "com1", "a.b", "a\0b", &"x".repeat(81)] {
            assert!(DocumentId::new(bad).is_err(), "{bad:?}");
        }
        for good in ["biden-putin-call", "بوتين", "annotator_1", "command"] {
            assert!(DocumentId::new(good).is_ok(), "{good:?}");
        }
    }

    #[test]
    fn an_id_made_from_a_name_is_free_and_valid() {
        let id = PartyId::from_name("White House!", |id| id.as_str() == "white-house");
        assert_eq!(id.as_str(), "white-house-2");
        assert_eq!(PartyId::from_name("البيت الأبيض", |_| false).as_str(), "البيت-الأبيض");
        assert_eq!(PartyId::from_name("?!", |_| false).as_str(), "x");
    }
}

//! What a gesture is called in the history and in the journal: a key of the catalogue with arguments.
//!
//! The words are looked up only when they are shown, so that a history reads in its reader's language, whoever wrote it.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;

use crate::locale::{self, Value};
use crate::text::clock;

/// The name of a gesture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// A message of the catalogue. The keys are kept in journals, so one that was released is not renamed.
    Message { key: Cow<'static, str>, arguments: Vec<(Cow<'static, str>, Argument)> },
    /// A sentence as programs wrote it before journals held keys; shown as it is.
    Sentence(String),
}

/// What a message of a gesture is filled in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    Text(String),
    Number(i64),
    /// Shown by the reader's clock.
    Time(Timestamp),
}

impl Gesture {
    /// A gesture whose message takes no arguments.
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self::Message { key: key.into(), arguments: Vec::new() }
    }

    /// The same gesture with an argument for its message.
    #[must_use]
    pub fn with(mut self, name: &'static str, argument: impl Into<Argument>) -> Self {
        if let Self::Message { arguments, .. } = &mut self {
            arguments.push((name.into(), argument.into()));
        }
        self
    }

    /// The key of the catalogue; `None` for a sentence.
    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Self::Message { key, .. } => Some(key),
            Self::Sentence(_) => None,
        }
    }
}

impl fmt::Display for Gesture {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message { key, arguments } if locale::has(key) => {
                let value = |argument: &Argument| match argument {
                    Argument::Text(text) => Value::from(text.clone()),
                    Argument::Number(number) => Value::from(*number),
                    Argument::Time(time) => Value::from(clock::when(*time)),
                };
                let values: Vec<_> = arguments.iter().map(|(name, argument)| (&**name, value(argument))).collect();
                out.write_str(&locale::text(key, &values))
            }
            // A newer program has gestures that this one does not know.
            Self::Message { key, .. } => {
                let words = key.strip_prefix("gesture-").unwrap_or(key).replace('-', " ");
                let mut letters = words.chars();
                let first = letters.next().map(char::to_uppercase).into_iter().flatten();
                write!(out, "{}{}", first.collect::<String>(), letters.as_str())
            }
            Self::Sentence(sentence) => out.write_str(sentence),
        }
    }
}

/// The key of a message without arguments.
impl From<&'static str> for Gesture {
    fn from(key: &'static str) -> Self {
        Self::new(key)
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<usize> for Argument {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<Timestamp> for Argument {
    fn from(time: Timestamp) -> Self {
        Self::Time(time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gesture_of_a_newer_program_is_shown_readably() {
        assert_eq!(Gesture::new("gesture-statement-split").with("count", 2_usize).to_string(), "Statement split");
        assert_eq!(Gesture::Sentence("Frappe".into()).to_string(), "Frappe");
        assert_eq!(Gesture::new("").to_string(), "");
    }

    #[test]
    fn a_message_is_filled_in_when_it_is_shown() {
        let taken = locale::plain(&Gesture::new("gesture-kept-take").with("count", 3_usize).to_string());
        assert!(taken.contains('3'), "{taken}");
        let time: Timestamp = "2026-11-25T12:30:00Z".parse().unwrap();
        let restored = locale::plain(&Gesture::new("gesture-restore-state").with("time", time).to_string());
        assert!(restored.contains(&clock::when(time)), "{restored}");
    }
}

//! The fields of a statement that people fill in, each described once: its name in files and on screen, how two values of
//! it are compared, taken over and merged, and how a value reads.
//!
//! Comparing, undoing, merging, settling conflicts, showing and exporting iterate over [`StatementField::ALL`] or ask the
//! field, so that a new field is described here and in the file formats, and nowhere else.

use super::codebook::Codebook;
use super::id::PartyId;
use super::project::Project;
use super::statement::{Attribute, Quotation, Stance, Statement};
use crate::t;

/// A field of a statement. Its identifier and its times are not among them: nobody fills these in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum StatementField {
    /// The spans of the content.
    Words,
    Kind,
    Chain,
    Addressees,
    Topic,
    Stance,
    Quotation,
    Attributes,
    Note,
}

/// How a field is merged where two people have changed it.
#[derive(Debug)]
pub(crate) enum Merging {
    /// As a whole: two different changes are a conflict.
    Whole,
    /// A list whose members are added and removed one by one.
    Members(ListOf<PartyId>),
    /// A list of named values, each merged by itself.
    Named(ListOf<Attribute>),
}

/// Where a statement has the list that a field is.
#[derive(Debug)]
pub(crate) struct ListOf<T> {
    pub of: fn(&Statement) -> &Vec<T>,
    pub of_mut: fn(&mut Statement) -> &mut Vec<T>,
}

/// One of the few values that a field can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The name in files and exports.
    pub key: &'static str,
    /// The name on screen.
    pub title: String,
}

impl StatementField {
    pub(crate) const ALL: [Self; 9] = [
        Self::Words,
        Self::Kind,
        Self::Chain,
        Self::Addressees,
        Self::Topic,
        Self::Stance,
        Self::Quotation,
        Self::Attributes,
        Self::Note,
    ];

    /// The name in the project's files and in conflicts.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Words => "spans",
            Self::Kind => "kind",
            Self::Chain => "chain",
            Self::Addressees => "addressees",
            Self::Topic => "topic",
            Self::Stance => "stance",
            Self::Quotation => "quotation",
            Self::Attributes => "attributes",
            Self::Note => "note",
        }
    }

    /// The field that has this name in the project's files.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }

    /// The name in conflicts of one value of a field of named values.
    pub(crate) fn key_of_named(self, name: &str) -> String {
        format!("{}.{name}", self.key())
    }

    /// The field and the name of the value that have [this name](Self::key_of_named) in conflicts.
    pub(crate) fn of_key_of_named(key: &str) -> Option<(Self, &str)> {
        let (field, name) = key.split_once('.')?;
        let field = Self::of_key(field).filter(|field| matches!(field.merging(), Merging::Named(_)))?;
        Some((field, name))
    }

    /// The name on screen, as part of a sentence.
    pub(crate) fn title(self) -> String {
        match self {
            Self::Words => t!("statement-field-words"),
            Self::Kind => t!("statement-field-kind"),
            Self::Chain => t!("statement-field-chain"),
            Self::Addressees => t!("statement-field-addressees"),
            Self::Topic => t!("statement-field-topic"),
            Self::Stance => t!("statement-field-stance"),
            Self::Quotation => t!("statement-field-quotation"),
            Self::Attributes => t!("statement-field-attributes"),
            Self::Note => t!("statement-field-note"),
        }
    }

    /// Whether two statements have the same here.
    pub(crate) fn is_same(self, a: &Statement, b: &Statement) -> bool {
        match self {
            Self::Words => a.spans == b.spans,
            Self::Kind => a.kind == b.kind,
            Self::Chain => a.chain == b.chain,
            Self::Addressees => a.addressees == b.addressees,
            Self::Topic => a.topic == b.topic,
            Self::Stance => a.stance == b.stance,
            Self::Quotation => a.quotation == b.quotation,
            Self::Attributes => a.attributes == b.attributes,
            Self::Note => a.note == b.note,
        }
    }

    /// The fields in which two statements differ.
    pub(crate) fn differing(a: &Statement, b: &Statement) -> Vec<Self> {
        Self::ALL.into_iter().filter(|field| !field.is_same(a, b)).collect()
    }

    /// Gives a statement what another one has here.
    pub(crate) fn copy(self, from: &Statement, to: &mut Statement) {
        match self {
            Self::Words => to.spans.clone_from(&from.spans),
            Self::Kind => to.kind.clone_from(&from.kind),
            Self::Chain => to.chain.clone_from(&from.chain),
            Self::Addressees => to.addressees.clone_from(&from.addressees),
            Self::Topic => to.topic.clone_from(&from.topic),
            Self::Stance => to.stance = from.stance,
            Self::Quotation => to.quotation = from.quotation,
            Self::Attributes => to.attributes.clone_from(&from.attributes),
            Self::Note => to.note.clone_from(&from.note),
        }
    }

    /// How two changes of it are merged.
    pub(crate) const fn merging(self) -> Merging {
        match self {
            Self::Addressees => Merging::Members(ListOf { of: |s| &s.addressees, of_mut: |s| &mut s.addressees }),
            Self::Attributes => Merging::Named(ListOf { of: |s| &s.attributes, of_mut: |s| &mut s.attributes }),
            Self::Words | Self::Kind | Self::Chain | Self::Topic | Self::Stance | Self::Quotation | Self::Note => {
                Merging::Whole
            }
        }
    }

    /// Whether it holds one value or nothing at all, which a conflict writes as an empty text.
    pub(crate) const fn is_optional(self) -> bool {
        match self {
            Self::Topic | Self::Stance | Self::Quotation => true,
            Self::Words | Self::Kind | Self::Chain | Self::Addressees | Self::Attributes | Self::Note => false,
        }
    }

    /// Whether it holds text as somebody typed it.
    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Self::Note)
    }

    /// The values that it can have, for a field that has a fixed few or none of them; empty for any other.
    pub(crate) fn choices(self, codebook: &Codebook) -> Vec<Choice> {
        match self {
            Self::Stance => {
                let choice = |value: Stance| Choice { key: value.as_str(), title: codebook.stance_title(value) };
                Stance::ALL.map(choice).into()
            }
            Self::Quotation => Quotation::ALL.map(|value| Choice { key: value.as_str(), title: value.title() }).into(),
            Self::Words | Self::Kind | Self::Chain | Self::Addressees | Self::Topic | Self::Attributes | Self::Note => {
                Vec::new()
            }
        }
    }

    /// The fields that have a fixed few values, in order.
    pub(crate) fn with_choices() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(|field| matches!(field, Self::Stance | Self::Quotation))
    }

    /// Which of its [choices](Self::choices) a statement has.
    pub(crate) fn chosen(self, statement: &Statement) -> Option<&'static str> {
        match self {
            Self::Stance => statement.stance.map(Stance::as_str),
            Self::Quotation => statement.quotation.map(Quotation::as_str),
            Self::Words | Self::Kind | Self::Chain | Self::Addressees | Self::Topic | Self::Attributes | Self::Note => {
                None
            }
        }
    }

    /// Gives a statement one of its [choices](Self::choices), or none of them.
    pub(crate) fn choose(self, statement: &mut Statement, key: Option<&str>) {
        match self {
            Self::Stance => statement.stance = Stance::ALL.into_iter().find(|value| Some(value.as_str()) == key),
            Self::Quotation => {
                statement.quotation = Quotation::ALL.into_iter().find(|value| Some(value.as_str()) == key);
            }
            Self::Words | Self::Kind | Self::Chain | Self::Addressees | Self::Topic | Self::Attributes | Self::Note => {
            }
        }
    }

    /// What a statement has here, by the names that people know; `None` where it has nothing. Words and attributes are not
    /// told here: they need the text, or the name of the attribute.
    pub(crate) fn words(self, project: &Project, statement: &Statement) -> Option<String> {
        let party = |id: &PartyId| project.party(id).map_or_else(|| id.to_string(), |party| party.name.clone());
        let joined = |names: Vec<String>| {
            names.into_iter().reduce(|before, next| t!("review-list", before = before, next = next))
        };
        match self {
            Self::Kind => {
                let kind = project.codebook.kind(&statement.kind);
                Some(kind.map_or_else(|| statement.kind.to_string(), |kind| kind.name.clone()))
            }
            Self::Chain => joined(statement.chain.iter().map(|link| party(&link.party)).collect()),
            Self::Addressees => joined(statement.addressees.iter().map(party).collect()),
            Self::Topic => statement
                .topic
                .as_ref()
                .map(|id| project.codebook.topic(id).map_or_else(|| id.to_string(), |topic| topic.name.clone())),
            Self::Stance => statement.stance.map(|stance| project.codebook.stance_title(stance)),
            Self::Quotation => statement.quotation.map(Quotation::title),
            Self::Note => Some(statement.note.clone()).filter(|note| !note.is_empty()),
            Self::Words | Self::Attributes => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::id::{KindId, TopicId};
    use crate::model::span::Span;
    use crate::model::statement::{Attribute, Link};

    #[test]
    fn every_field_is_compared_and_copied() {
        let now = Timestamp::UNIX_EPOCH;
        let plain = Statement::new(KindId::new("claim").unwrap(), vec![Span::new(0, 1)], now);
        let party = PartyId::new("kremlin").unwrap();
        let full = Statement {
            id: plain.id,
            kind: KindId::new("warning").unwrap(),
            spans: vec![Span::new(1, 2)],
            chain: vec![Link { party: party.clone(), cue: None, mention: None }],
            addressees: vec![party],
            topic: Some(TopicId::new("gas").unwrap()),
            stance: Some(Stance::Opposes),
            quotation: Some(Quotation::Mixed),
            attributes: vec![Attribute { name: "a".into(), value: "b".into(), span: None }],
            note: "n".into(),
            created: now,
            modified: now,
        };
        assert_eq!(StatementField::differing(&plain, &full), StatementField::ALL);
        let mut copied = plain.clone();
        for field in StatementField::ALL {
            assert!(!field.is_same(&copied, &full));
            field.copy(&full, &mut copied);
            assert!(field.is_same(&copied, &full), "{field:?}");
            assert_eq!(StatementField::of_key(field.key()), Some(field));
        }
        assert_eq!(copied, full);
        assert!(StatementField::differing(&full, &Statement { modified: Timestamp::MAX, ..full.clone() }).is_empty());
    }

    #[test]
    fn what_can_be_chosen_can_be_read_again() {
        let kind = KindId::new("claim").unwrap();
        let mut statement = Statement::new(kind, vec![Span::new(0, 1)], Timestamp::UNIX_EPOCH);
        for field in StatementField::with_choices() {
            for choice in field.choices(&Codebook::default()) {
                field.choose(&mut statement, Some(choice.key));
                assert_eq!(field.chosen(&statement), Some(choice.key));
            }
            field.choose(&mut statement, None);
            assert_eq!(field.chosen(&statement), None);
        }
    }
}

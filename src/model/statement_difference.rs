//! The kinds of difference between two annotators at a place: name, gravity, and the part of a statement that is compared.

use std::collections::BTreeSet;

use super::id::PartyId;
use super::span::Span;
use super::statement::{Attribute, Statement};
use super::statement_field::StatementField;
use crate::t;

/// A kind of difference between two annotators at a place, the gravest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// One of them has nothing here.
    Missing,
    /// One annotator's single statement is several of the other's.
    Split,
    Kind,
    Speaker,
    /// Who reports the speaker.
    Chain,
    Stance,
    Topic,
    Addressee,
    Relation,
    /// The edges of the spans.
    Edges,
    /// A named value.
    Attribute(String),
    Quotation,
    /// The span of the reporting verb or of the speaker's name.
    Cue,
}

impl Difference {
    /// All kinds, the gravest first; one attribute represents all attributes.
    pub(crate) const ALL: [Self; 13] = [
        Self::Missing,
        Self::Split,
        Self::Kind,
        Self::Speaker,
        Self::Chain,
        Self::Stance,
        Self::Topic,
        Self::Addressee,
        Self::Relation,
        Self::Edges,
        Self::Attribute(String::new()),
        Self::Quotation,
        Self::Cue,
    ];

    /// The name in files and on the command line.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Split => "split",
            Self::Kind => "kind",
            Self::Speaker => "speaker",
            Self::Chain => "chain",
            Self::Stance => "stance",
            Self::Topic => "topic",
            Self::Addressee => "addressee",
            Self::Relation => "relation",
            Self::Edges => "edges",
            Self::Attribute(_) => "attribute",
            Self::Quotation => "quotation",
            Self::Cue => "cue",
        }
    }

    /// The name on screen; of an attribute, the word for all of them.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Missing => t!("review-difference-missing"),
            Self::Split => t!("review-difference-split"),
            Self::Kind => t!("review-difference-kind"),
            Self::Speaker => t!("review-difference-speaker"),
            Self::Chain => t!("review-difference-chain"),
            Self::Stance => t!("review-difference-stance"),
            Self::Topic => t!("review-difference-topic"),
            Self::Addressee => t!("review-difference-addressee"),
            Self::Relation => t!("review-difference-relation"),
            Self::Edges => t!("review-difference-edges"),
            Self::Attribute(_) => t!("review-difference-attribute"),
            Self::Quotation => t!("review-difference-quotation"),
            Self::Cue => t!("review-difference-cue"),
        }
    }

    /// How grave it is, for the order of a queue.
    pub(crate) const fn weight(&self) -> u32 {
        match self {
            Self::Missing => 100,
            Self::Split => 80,
            Self::Kind => 70,
            Self::Speaker => 60,
            Self::Chain => 50,
            Self::Stance => 40,
            Self::Topic => 35,
            Self::Addressee => 30,
            Self::Relation => 25,
            Self::Edges => 20,
            Self::Attribute(_) => 15,
            Self::Quotation => 10,
            Self::Cue => 5,
        }
    }

    /// The field of a statement that it compares as a whole; `None` where it compares a part of a field, or none.
    pub(crate) const fn field(&self) -> Option<StatementField> {
        match self {
            Self::Kind => Some(StatementField::Kind),
            Self::Stance => Some(StatementField::Stance),
            Self::Topic => Some(StatementField::Topic),
            Self::Addressee => Some(StatementField::Addressees),
            Self::Quotation => Some(StatementField::Quotation),
            Self::Missing
            | Self::Split
            | Self::Speaker
            | Self::Chain
            | Self::Relation
            | Self::Edges
            | Self::Attribute(_)
            | Self::Cue => None,
        }
    }

    /// The differences that a field of a statement can show, all attributes as one.
    fn of_field(field: StatementField) -> &'static [Self] {
        match field {
            StatementField::Words => const { &[Self::Edges] },
            StatementField::Kind => const { &[Self::Kind] },
            StatementField::Chain => const { &[Self::Speaker, Self::Chain, Self::Cue] },
            StatementField::Addressees => const { &[Self::Addressee] },
            StatementField::Topic => const { &[Self::Topic] },
            StatementField::Stance => const { &[Self::Stance] },
            StatementField::Quotation => const { &[Self::Quotation] },
            StatementField::Attributes => const { &[Self::Attribute(String::new())] },
            // A note is the annotator's own.
            StatementField::Note => const { &[] },
        }
    }

    /// The differences that two statements alone can show, in the order of fingerprints.
    pub(crate) fn of_statements() -> impl Iterator<Item = &'static Self> {
        StatementField::ALL.into_iter().flat_map(Self::of_field)
    }

    /// Whether two statements differ in this; for attributes, whether any of them differs.
    fn is_between(&self, a: &Statement, b: &Statement) -> bool {
        match self {
            // Two statements alone do not show these.
            Self::Missing | Self::Split | Self::Relation => false,
            Self::Kind => a.kind != b.kind,
            Self::Speaker => a.speaker() != b.speaker(),
            Self::Chain => !reporters(a).eq(reporters(b)),
            Self::Stance => a.stance != b.stance,
            Self::Topic => a.topic != b.topic,
            Self::Addressee => addressees(a) != addressees(b),
            Self::Edges => a.spans != b.spans,
            Self::Attribute(name) => values(a, name) != values(b, name),
            Self::Quotation => a.quotation != b.quotation,
            Self::Cue => chain(a).eq(chain(b)) && !places(a).eq(places(b)),
        }
    }

    /// The value that a fingerprint hashes; for attributes, all together. `None` for differences that a single statement does
    /// not show.
    pub(crate) fn value(&self, statement: &Statement) -> Option<String> {
        let join = |ids: &mut dyn Iterator<Item = &PartyId>, mark: &str| {
            ids.map(PartyId::as_str).collect::<Vec<_>>().join(mark)
        };
        let place = |span: Option<Span>| span.map(|span| (span.start_byte, span.end_byte));
        Some(match self {
            Self::Missing | Self::Split | Self::Relation => return None,
            Self::Speaker => statement.speaker().map(ToString::to_string).unwrap_or_default(),
            Self::Chain => join(&mut reporters(statement), ">"),
            Self::Addressee => {
                let mut ids: Vec<&PartyId> = statement.addressees.iter().collect();
                ids.sort_unstable_by_key(|id| id.as_str());
                join(&mut ids.into_iter(), ";")
            }
            Self::Edges => {
                let spans = statement.spans.iter().map(|span| (span.start_byte, span.end_byte));
                format!("{:?}", spans.collect::<Vec<_>>())
            }
            Self::Attribute(_) => {
                let attributes = statement.attributes.iter();
                let written = |a: &Attribute| match a.span {
                    None => format!("{:?}={:?}", a.name, a.value),
                    Some(span) => format!("{:?}={:?}@{}..{}", a.name, a.value, span.start_byte, span.end_byte),
                };
                let mut attributes: Vec<_> = attributes.map(written).collect();
                attributes.sort();
                attributes.join(" ")
            }
            Self::Cue => format!("{:?}", places(statement).map(|(c, m)| (place(c), place(m))).collect::<Vec<_>>()),
            Self::Kind => statement.kind.to_string(),
            Self::Topic => statement.topic.as_ref().map(ToString::to_string).unwrap_or_default(),
            Self::Stance | Self::Quotation => {
                self.field().and_then(|field| field.chosen(statement)).unwrap_or_default().to_owned()
            }
        })
    }
}

/// The differences between two statements, apart from relations. Notes and times are ignored.
pub(crate) fn between(a: &Statement, b: &Statement) -> BTreeSet<Difference> {
    let mut differ = BTreeSet::new();
    for difference in Difference::of_statements() {
        match difference {
            Difference::Attribute(_) => {
                let names = a.attributes.iter().chain(&b.attributes).map(|attribute| attribute.name.clone());
                differ.extend(names.map(Difference::Attribute).filter(|named| named.is_between(a, b)));
            }
            other if other.is_between(a, b) => {
                differ.insert(other.clone());
            }
            _ => {}
        }
    }
    differ
}

fn chain(statement: &Statement) -> impl Iterator<Item = &PartyId> {
    statement.chain.iter().map(|link| &link.party)
}

/// The chain without its speaker.
fn reporters(statement: &Statement) -> impl Iterator<Item = &PartyId> {
    chain(statement).take(statement.chain.len().saturating_sub(1))
}

/// The spans of the reporting verbs and of the names.
fn places(statement: &Statement) -> impl Iterator<Item = (Option<Span>, Option<Span>)> {
    statement.chain.iter().map(|link| (link.cue, link.mention))
}

fn addressees(statement: &Statement) -> BTreeSet<&PartyId> {
    statement.addressees.iter().collect()
}

/// The values of an attribute, sorted, since their order has no meaning.
fn values<'s>(statement: &'s Statement, name: &str) -> Vec<(&'s str, Option<Span>)> {
    let attributes = statement.attributes.iter().filter(|attribute| attribute.name == name);
    let mut values: Vec<_> = attributes.map(|attribute| (attribute.value.as_str(), attribute.span)).collect();
    values.sort_unstable();
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_difference_is_listed_and_graver_than_the_next() {
        assert!(Difference::ALL.is_sorted());
        assert!(Difference::ALL.is_sorted_by(|a, b| a.weight() > b.weight()));
        for difference in Difference::of_statements() {
            assert!(Difference::ALL.contains(difference), "{difference:?}");
        }
        // What no statement shows by itself.
        assert_eq!(Difference::ALL.len(), Difference::of_statements().count() + 3);
    }
}

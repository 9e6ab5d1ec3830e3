//! Applies a query to the statements of a project.
//!
//! A [`Filter`] looks names up once. For each article it makes a [`StatementFilter`], which searches the text once for
//! each word of the query, and only if some statement depends on it.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use super::attribute::{AttributeTest, WrongAttribute};
use super::parse::{pattern_of_expression, pattern_of_words};
use super::syntax::{DateRange, Feature, NamedField, PartyField, Query, State};
use crate::model::codebook::Codebook;
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId, KindId, PartyId, TopicId};
use crate::model::layer::Layer;
use crate::model::members::MeantParties;
use crate::model::party::name_key;
use crate::model::project::Project;
use crate::model::review::{Review, Verdict};
use crate::model::statement::{Quotation, Stance, Statement};
use crate::t;
use crate::text::search::{Pattern, Search};

/// The name by which [`NamedField::By`] names the reviewed layer.
const GOLD: &str = "gold";

/// A query names something that the project does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnknownName {
    #[error("{}", t!("query-unknown-name", field = field.as_str(), name = name.as_str()))]
    Value { field: String, name: String },
    #[error(transparent)]
    Attribute(WrongAttribute),
}

/// A query with its names looked up in a project.
pub struct Filter {
    root: Test,
    patterns: Vec<Pattern>,
    codebook: Codebook,
}

/// A part of a query in the form in which it is applied.
enum Test {
    All(Vec<Test>),
    Any(Vec<Test>),
    Not(Box<Test>),
    /// The pattern with this number has a hit within a span.
    Text(usize),
    Party(PartyField, MeantParties),
    Kind(HashSet<KindId>),
    Topic(HashSet<TopicId>),
    Stance(Stance),
    Quotation(Quotation),
    /// The layers of these annotators, or gold.
    By(HashSet<String>),
    Documents(HashSet<DocumentId>),
    Has(Feature),
    Gold,
    Incomplete,
    Misfit,
    SentBack,
    Attribute(AttributeTest),
}

impl Filter {
    /// Looks up the names of a query.
    ///
    /// # Errors
    /// The project does not have what a name in the query stands for.
    pub fn new(query: &Query, project: &Project) -> Result<Self, UnknownName> {
        let mut patterns = Vec::new();
        let root = Names { project, patterns: &mut patterns }.test(query)?;
        Ok(Self { root, patterns, codebook: project.codebook.clone() })
    }

    /// The filter for the statements of an article, with its review.
    pub fn of<'f>(&'f self, document: &'f Document, review: Option<&'f Review>) -> StatementFilter<'f> {
        let hits = self.patterns.iter().map(|_| OnceCell::new()).collect();
        StatementFilter { filter: self, document, review, hits }
    }
}

/// A query for the statements of one article.
pub struct StatementFilter<'f> {
    filter: &'f Filter,
    document: &'f Document,
    review: Option<&'f Review>,
    /// For each pattern its hits, in text order.
    hits: Vec<OnceCell<Vec<Range<usize>>>>,
}

/// A statement and where it stands.
#[derive(Clone, Copy)]
struct Placed<'s> {
    statement: &'s Statement,
    layer: &'s Layer,
    annotator: &'s str,
    is_gold: bool,
}

impl StatementFilter<'_> {
    /// Whether the query holds for a statement of this layer. For gold, `annotator` is of no account.
    pub fn keeps(&self, layer: &Layer, annotator: &str, is_gold: bool, statement: &Statement) -> bool {
        self.holds(&self.filter.root, Placed { statement, layer, annotator, is_gold })
    }

    fn holds(&self, test: &Test, of: Placed<'_>) -> bool {
        let statement = of.statement;
        match test {
            Test::All(parts) => parts.iter().all(|part| self.holds(part, of)),
            Test::Any(parts) => parts.iter().any(|part| self.holds(part, of)),
            Test::Not(inner) => !self.holds(inner, of),
            Test::Text(number) => self.has_hit(*number, statement),
            Test::Party(PartyField::Speaker, parties) => parties.speak_in(statement),
            Test::Party(PartyField::Via, parties) => parties.report_in(statement),
            Test::Party(PartyField::Addressee, parties) => parties.are_addressed_in(statement),
            Test::Kind(kinds) => kinds.contains(&statement.kind),
            Test::Topic(topics) => statement.topic.as_ref().is_some_and(|topic| topics.contains(topic)),
            Test::Stance(stance) => statement.stance == Some(*stance),
            Test::Quotation(quotation) => statement.quotation == Some(*quotation),
            Test::By(annotators) => annotators.contains(if of.is_gold { GOLD } else { of.annotator }),
            Test::Documents(documents) => documents.contains(&self.document.id),
            Test::Has(Feature::Comment) => {
                let commented = |review: &Review| marks_of(review, of.annotator, statement).is_commented;
                !of.is_gold && self.review.is_some_and(commented)
            }
            Test::Has(feature) => has(*feature, of),
            Test::Gold => of.is_gold,
            Test::Incomplete => self.filter.codebook.is_incomplete(statement),
            Test::Misfit => !self.filter.codebook.misfits(statement).is_empty(),
            Test::Attribute(attribute) => attribute.holds_for(of.layer, statement),
            Test::SentBack => {
                let sent_back = |review: &Review| marks_of(review, of.annotator, statement).is_sent_back;
                !of.is_gold && self.review.is_some_and(sent_back)
            }
        }
    }

    fn has_hit(&self, number: usize, statement: &Statement) -> bool {
        let Some((pattern, hits)) = self.filter.patterns.get(number).zip(self.hits.get(number)) else { return false };
        let hits = hits.get_or_init(|| Search::new(self.document.content.clone(), pattern.clone()).run());
        statement.spans.iter().any(|span| {
            // Hits do not overlap, so the first that begins in the span is the first that ends.
            let first = hits.get(hits.partition_point(|hit| hit.start < span.start_byte));
            first.is_some_and(|hit| hit.end <= span.end_byte)
        })
    }
}

fn has(feature: Feature, of: Placed<'_>) -> bool {
    let statement = of.statement;
    match feature {
        Feature::Note => !statement.note.trim().is_empty(),
        Feature::Topic => statement.topic.is_some(),
        Feature::Stance => statement.stance.is_some(),
        Feature::Quotation => statement.quotation.is_some(),
        Feature::Speaker => !statement.chain.is_empty(),
        Feature::Addressee => !statement.addressees.is_empty(),
        Feature::Cue => statement.chain.iter().any(|link| link.cue.is_some()),
        Feature::Mention => statement.chain.iter().any(|link| link.mention.is_some()),
        Feature::Relation => of.layer.relations_of(statement.id).next().is_some(),
        // Only the review of the article knows.
        Feature::Comment => false,
    }
}

/// What reviewers have to say about a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReviewMarks {
    /// It was sent back, and has not been changed since.
    pub is_sent_back: bool,
    /// There is an unresolved comment on it.
    pub is_commented: bool,
}

/// What the review of an article says about a statement of this annotator.
pub(crate) fn marks_of(review: &Review, annotator: &str, statement: &Statement) -> ReviewMarks {
    let Ok(annotator) = AnnotatorId::new(annotator) else { return ReviewMarks::default() };
    let decisions = review.decisions_on(&annotator, statement.id);
    let mut sent_back = decisions.filter(|decision| decision.verdict == Verdict::SentBack);
    ReviewMarks {
        is_sent_back: sent_back.any(|decision| decision.at >= statement.modified),
        is_commented: review.has_open_thread(&annotator, statement.id),
    }
}

/// Looks names up.
struct Names<'n> {
    project: &'n Project,
    patterns: &'n mut Vec<Pattern>,
}

impl Names<'_> {
    fn test(&mut self, query: &Query) -> Result<Test, UnknownName> {
        Ok(match query {
            Query::All(parts) => Test::All(self.tests(parts)?),
            Query::Any(parts) => Test::Any(self.tests(parts)?),
            Query::Not(inner) => Test::Not(Box::new(self.test(inner)?)),
            Query::Words(words) => self.text(pattern_of_words(words)),
            // A query that was read has no expression that cannot be used.
            Query::Expression(expression) => self.text(pattern_of_expression(expression).unwrap_or_default()),
            Query::Party { field, name, with_members } => {
                Test::Party(*field, self.parties(field.key(), name, *with_members)?)
            }
            Query::Named(field, name) => self.named(*field, name)?,
            Query::Date(range) => {
                Test::Documents(self.documents(|document| is_within(&document.metadata.published, range)))
            }
            Query::Has(feature) => Test::Has(*feature),
            Query::Is(State::Gold) => Test::Gold,
            Query::Is(State::Incomplete) => Test::Incomplete,
            Query::Is(State::SentBack) => Test::SentBack,
            Query::Is(State::Misfit) => Test::Misfit,
            Query::Attribute(name, wanted) => {
                let parties = |party: &str, with_members| self.parties(&name.name, party, with_members);
                Test::Attribute(AttributeTest::new(self.project, name, wanted, parties)?)
            }
        })
    }

    fn tests(&mut self, parts: &[Query]) -> Result<Vec<Test>, UnknownName> {
        parts.iter().map(|part| self.test(part)).collect()
    }

    fn text(&mut self, pattern: Option<Pattern>) -> Test {
        // What there is nothing to search for is found nowhere.
        let Some(pattern) = pattern else { return Test::Any(Vec::new()) };
        self.patterns.push(pattern);
        Test::Text(self.patterns.len() - 1)
    }

    fn documents(&self, is_wanted: impl Fn(&Document) -> bool) -> HashSet<DocumentId> {
        let found = self.project.documents.values().filter(|document| is_wanted(document));
        found.map(|document| document.id.clone()).collect()
    }

    fn parties(&self, field: &str, name: &str, with_members: bool) -> Result<MeantParties, UnknownName> {
        let is_asked = is_called(name);
        let known = self.project.parties.iter();
        let asked = known.filter(|party| is_asked(party.id.as_str()) || party.names().any(&is_asked));
        let mut found: HashSet<PartyId> = asked.map(|party| party.id.clone()).collect();
        // A statement may name a party that is not in the list.
        let used = self.layers().flat_map(|layer| layer.uses().parties.keys());
        found.extend(used.filter(|party| party.as_str() == name).cloned());
        Ok(MeantParties::new(&self.project.parties, named_in(field, name, found)?, with_members))
    }

    fn named(&self, field: NamedField, name: &str) -> Result<Test, UnknownName> {
        let is_asked = is_called(name);
        let unknown = || UnknownName::Value { field: field.key().to_owned(), name: name.to_owned() };
        let codebook = &self.project.codebook;
        Ok(match field {
            NamedField::Kind => {
                let known = codebook.kinds.iter().filter(|kind| is_asked(kind.id.as_str()) || is_asked(&kind.name));
                let mut found: HashSet<KindId> = known.map(|kind| kind.id.clone()).collect();
                let used = self.layers().flat_map(|layer| layer.uses().kinds.keys());
                found.extend(used.filter(|kind| kind.as_str() == name).cloned());
                Test::Kind(named_in(field.key(), name, found)?)
            }
            NamedField::Topic => {
                let known = codebook.topics.iter().filter(|topic| is_asked(topic.id.as_str()) || is_asked(&topic.name));
                let mut found: HashSet<TopicId> = known.map(|topic| topic.id.clone()).collect();
                let used = self.layers().flat_map(|layer| layer.uses().topics.keys());
                found.extend(used.filter(|topic| topic.as_str() == name).cloned());
                Test::Topic(named_in(field.key(), name, found)?)
            }
            NamedField::Stance => {
                let found = Stance::ALL
                    .into_iter()
                    .find(|value| is_asked(value.as_str()) || is_asked(&self.project.codebook.stance_title(*value)));
                Test::Stance(found.ok_or_else(unknown)?)
            }
            NamedField::Quotation => {
                let mut all = Quotation::ALL.into_iter();
                let found = all.find(|value| is_asked(value.as_str()) || is_asked(&value.title()));
                Test::Quotation(found.ok_or_else(unknown)?)
            }
            NamedField::By => {
                let annotators = self.project.annotators();
                let names = annotators.iter().map(|annotator| annotator.as_str()).chain([GOLD]);
                let found = names.filter(|annotator| is_asked(annotator)).map(str::to_owned).collect();
                Test::By(named_in(field.key(), name, found)?)
            }
            NamedField::Publisher => {
                self.documents_named(field, name, |document| is_asked(&document.metadata.publisher))?
            }
            NamedField::Document => {
                let is_it = |document: &Document| is_asked(document.id.as_str()) || is_asked(&document.metadata.title);
                self.documents_named(field, name, is_it)?
            }
            NamedField::Language => {
                let wanted = name.to_lowercase().replace('_', "-");
                self.documents_named(field, name, |document| {
                    let language = document.metadata.language.to_lowercase().replace('_', "-");
                    language.strip_prefix(&wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
                })?
            }
        })
    }

    fn documents_named(
        &self,
        field: NamedField,
        name: &str,
        is_wanted: impl Fn(&Document) -> bool,
    ) -> Result<Test, UnknownName> {
        Ok(Test::Documents(named_in(field.key(), name, self.documents(is_wanted))?))
    }

    /// All layers, with gold.
    fn layers(&self) -> impl Iterator<Item = &Layer> {
        all_layers(self.project)
    }
}

/// All layers of a project, with gold.
pub(super) fn all_layers(project: &Project) -> impl Iterator<Item = &Layer> {
    project.layers.values().chain(project.reviews.values().map(Review::gold))
}

/// What was found under a name.
///
/// # Errors
/// Nothing was.
fn named_in<T>(field: &str, name: &str, found: HashSet<T>) -> Result<HashSet<T>, UnknownName> {
    let unknown = || UnknownName::Value { field: field.to_owned(), name: name.to_owned() };
    if found.is_empty() { Err(unknown()) } else { Ok(found) }
}

/// Whether something is called by this name, as readers compare names.
pub(super) fn is_called(name: &str) -> impl Fn(&str) -> bool + use<'_> {
    let key = name_key(name);
    move |other| other == name || !key.is_empty() && name_key(other) == key
}

/// Whether a date of publication is surely in a range. `2022` is in `2022..2023`, and in `2022-03..` it may or may not be.
pub(super) fn is_within(published: &str, range: &DateRange) -> bool {
    let published = name_key(published);
    let is_date = published.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    let from_on = range.from.as_deref().is_none_or(|from| {
        let common = from.len().min(published.len());
        let order = published.get(..common).cmp(&from.get(..common));
        order.is_gt() || order.is_eq() && common == from.len()
    });
    let up_to = range.to.as_deref().is_none_or(|to| {
        let common = to.len().min(published.len());
        let order = published.get(..common).cmp(&to.get(..common));
        order.is_lt() || order.is_eq() && common == to.len()
    });
    is_date && from_on && up_to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_within_a_range_if_they_surely_are() {
        let range = |from: &str, to: &str| {
            let end = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            DateRange { from: end(from), to: end(to) }
        };
        for (published, from, to, expected) in [
            ("2022-02-12", "2022-02", "2022-02", true),
            ("2022-02-12", "2022-03", "2022-03", false),
            ("2022-02-12", "2022", "2022", true),
            ("2022-02-12", "2022-02-12", "2022-02-12", true),
            ("2022-02-12T10:00", "2022-02-12", "", true),
            ("2022-02-12", "", "2022-01", false),
            ("2022-02-12", "2022-02-13", "", false),
            ("2022-02-12", "2021", "2022-02", true),
            ("2022", "2022-03", "", false),
            ("2022", "2021-03", "2023", true),
            ("2022", "", "2022-12-31", false),
            ("٢٠٢٢-٠٢-١٢", "2022-02", "2022-02", true),
            ("", "", "2022", false),
            ("unknown", "2022", "", false),
        ] {
            assert_eq!(is_within(published, &range(from, to)), expected, "{published} in {from}..{to}");
        }
    }
}

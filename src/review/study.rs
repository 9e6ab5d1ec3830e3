//! A study of agreement: a request and its result with figures, the pairings behind them, and the strips along the texts.
//!
//! The command line, the window and the report all use it, so that they show the same figures.

use super::agreement::articles::{self, ArticleAgreement};
use super::agreement::corpus::SpanOutside;
use super::agreement::fields::{self, LabelField, ScorePart, StudyScope};
use super::agreement::gamma::GammaSettings;
use super::agreement::{Item, Measure, Request, Score, run};
use super::matched;
use super::pairing::{Pairing, pairings};
use super::strip::{AgreementStrip, strips};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::monitor::Monitor;

/// The items that measures of items count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Items {
    #[default]
    Character,
    Token,
    /// Statements that two annotators both marked.
    Pair,
}

impl Items {
    pub(crate) const ALL: [Self; 3] = [Self::Character, Self::Token, Self::Pair];

    /// The name on the command line and in files.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Character => "character",
            Self::Token => "token",
            Self::Pair => "pair",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|items| items.as_str() == name)
    }

    /// Whether a measure is defined for such items.
    pub(crate) fn suit(self, measure: Measure) -> bool {
        self != Self::Pair || measure.is_coding()
    }
}

/// The measures of a report by default; all of them do not fit on one page.
pub(crate) const REPORTED: [Measure; 4] = [Measure::F1Exact, Measure::F1Match, Measure::Alpha, Measure::Gamma];

/// What a study computes.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyRequest {
    pub measures: Vec<Measure>,
    pub field: LabelField,
    pub scope: StudyScope,
    pub items: Items,
    /// Whether labels are compared. If not, only places are, as if there were one label.
    pub labelled: bool,
    pub gamma: GammaSettings,
    /// Bootstrap rounds; 0 means no intervals.
    pub resamples: usize,
    pub per: Breakdown,
}

/// What values are computed for, besides the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Breakdown {
    pub document: bool,
    pub pair: bool,
    pub kind: bool,
    pub party: bool,
}

impl Breakdown {
    pub const ALL: Self = Self { document: true, pair: true, kind: true, party: true };
}

impl StudyRequest {
    /// The request for all measures at once.
    pub(crate) fn request(&self) -> Request {
        Request {
            measures: self.measures.clone(),
            item: if self.items == Items::Token { Item::Token } else { Item::Character },
            gamma: self.gamma,
            per_document: self.per.document,
            per_pair: self.per.pair,
            resamples: self.resamples,
        }
    }
}

/// All scores: the whole first, with pairs, labels and documents; then the statements of each kind and of each party alone.
///
/// # Errors
/// A span does not fit its text.
pub fn scores(project: &Project, question: &StudyRequest, monitor: &Monitor) -> Result<Vec<Score>, SpanOutside> {
    let request = question.request();
    let mut scores = round(project, question, &question.scope, &request, monitor)?;
    // Measures that exist only for single labels are given by label here too; the others once for each part.
    let request = Request { per_document: false, per_pair: false, ..request };
    let parts = parts(project, question);
    monitor.expect(parts.len());
    for part in parts {
        let scope = StudyScope { part: Some(part.clone()), ..question.scope.clone() };
        let found = round(project, question, &scope, &request, monitor)?.into_iter();
        let found = found.filter(|score| score.label.is_none() || score.measure.is_of_labels());
        scores.extend(found.map(|score| Score { part: Some(part.clone()), ..score }));
        monitor.advance(1);
    }
    Ok(scores)
}

fn round(
    project: &Project,
    question: &StudyRequest,
    scope: &StudyScope,
    request: &Request,
    monitor: &Monitor,
) -> Result<Vec<Score>, SpanOutside> {
    if question.items == Items::Pair {
        return Ok(matched::run(project, &question.field, scope, request, monitor));
    }
    let mut corpus = fields::corpus(project, &question.field, scope)?;
    if !question.labelled {
        corpus = corpus.unlabelled();
    }
    Ok(run(&corpus, request, monitor))
}

/// The kinds and parties that occur, in the order of the project.
fn parts(project: &Project, question: &StudyRequest) -> Vec<ScorePart> {
    let scope = &question.scope;
    let annotators = scope.annotators(project);
    let statements = || {
        let layers = project.layers.iter().filter(|((d, a), _)| scope.has_document(d) && annotators.contains(a));
        layers.flat_map(|(_, layer)| layer.statements())
    };
    let mut found = Vec::new();
    if question.per.kind {
        let known = project.codebook.kinds.iter().map(|kind| kind.id.clone());
        let mut kinds: Vec<_> = known.chain(statements().map(|statement| statement.kind.clone())).collect();
        dedup(&mut kinds);
        found.extend(kinds.into_iter().map(ScorePart::Kind));
    }
    if question.per.party {
        // A party counts with its members, so it may have a value without speaking itself.
        let known = project.parties.iter().map(|party| party.id.clone());
        let mut parties: Vec<_> = known.chain(statements().filter_map(|s| s.speaker().cloned())).collect();
        dedup(&mut parties);
        found.extend(parties.into_iter().map(ScorePart::Party));
    }
    found.retain(|part| {
        let test = part.test(project);
        statements().any(|statement| test.has(statement))
    });
    found
}

/// Removes duplicates, keeping the first.
fn dedup<T: Ord + Clone>(list: &mut Vec<T>) {
    let mut seen = std::collections::BTreeSet::new();
    list.retain(|item| seen.insert(item.clone()));
}

/// The result of a study. The page shows the first measure.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyResult {
    pub question: StudyRequest,
    pub annotators: Vec<AnnotatorId>,
    pub scores: Vec<Score>,
    pub pairings: Vec<Pairing>,
    pub strips: Vec<AgreementStrip>,
    /// The agreement on the attributes of articles as wholes.
    pub articles: Vec<ArticleAgreement>,
    /// The label that represents the whole for measures of single labels: the most frequent one.
    label: Option<String>,
}

/// Runs a study.
///
/// # Errors
/// A span does not fit its text.
pub fn answer(project: &Project, question: &StudyRequest, monitor: &Monitor) -> Result<StudyResult, SpanOutside> {
    let scores = scores(project, question, monitor)?;
    let annotators = question.scope.annotators(project);
    let of_labels = question.measures.iter().any(|measure| measure.is_of_labels());
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for ((document, annotator), layer) in &project.layers {
        if of_labels && question.scope.has_document(document) && annotators.contains(annotator) {
            let concerned = layer.statements().filter(|s| question.field.concerns(project, s));
            concerned.for_each(|s| *counts.entry(question.field.label(s)).or_default() += 1);
        }
    }
    let label = counts.into_iter().max_by_key(|(label, count)| (*count, std::cmp::Reverse(label.clone())));
    Ok(StudyResult {
        question: question.clone(),
        annotators,
        scores,
        pairings: pairings(project, &question.scope),
        strips: strips(project, &question.field, &question.scope, question.labelled),
        articles: articles::of(project, &question.scope),
        label: label.map(|(label, _)| label),
    })
}

impl StudyResult {
    /// The value over everything, of the first measure.
    pub fn whole(&self) -> Option<&Score> {
        self.whole_of(self.measure()?)
    }

    /// The value of a measure over everything.
    pub fn whole_of(&self, measure: Measure) -> Option<&Score> {
        let whole = |score: &&Score| score.document.is_none() && score.part.is_none() && self.is_whole(score);
        self.of_all().filter(|score| score.measure == measure).find(whole)
    }

    /// The measure that is shown: the first.
    fn measure(&self) -> Option<Measure> {
        self.question.measures.first().copied()
    }

    /// Whether a score covers all labels, or is of the label that represents them.
    fn is_whole(&self, score: &Score) -> bool {
        if score.measure.is_of_labels() { score.label == self.label } else { score.label.is_none() }
    }

    /// The score of two annotators, given by index.
    pub fn pair(&self, first: usize, second: usize) -> Option<&Score> {
        let name = |index: usize| self.annotators.get(index).map(AnnotatorId::as_str);
        self.scores.iter().find(|score| {
            score.document.is_none()
                && Some(score.measure) == self.measure()
                && score.part.is_none()
                && self.is_whole(score)
                && matches!(score.annotators.as_slice(), [a, b]
                    if [Some(a.as_str()), Some(b.as_str())] == [name(first.min(second)), name(first.max(second))])
        })
    }

    /// The values of the documents.
    pub fn documents(&self) -> impl Iterator<Item = (DocumentId, &Score)> {
        let of = |score: &'_ Score| DocumentId::new(score.document.as_deref()?).ok();
        self.of_first().filter(|score| self.is_whole(score)).filter_map(move |score| Some((of(score)?, score)))
    }

    /// The values of the labels of the field.
    pub(crate) fn labels(&self) -> impl Iterator<Item = (&str, &Score)> {
        let whole = self.of_first().filter(|score| score.document.is_none() && score.part.is_none());
        whole.filter_map(|score| Some((score.label.as_deref()?, score)))
    }

    /// The values of the kinds and parties.
    pub fn parts(&self) -> impl Iterator<Item = (&ScorePart, &Score)> {
        let of = self.of_first().filter(|score| self.is_whole(score));
        of.filter_map(|score| Some((score.part.as_ref()?, score)))
    }

    /// The label that represents the whole for measures of single labels.
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    fn of_first(&self) -> impl Iterator<Item = &Score> {
        let measure = self.measure();
        self.of_all().filter(move |score| Some(score.measure) == measure)
    }

    fn of_all(&self) -> impl Iterator<Item = &Score> {
        self.scores.iter().filter(|score| score.annotators.len() == self.annotators.len())
    }
}

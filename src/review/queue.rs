//! The review queue: places filtered, sorted and counted.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::comparison::{Comparison, Place};
use super::decide::{Standing, decision_at, standing_of};
use crate::model::id::{AnnotatorId, DocumentId, KindId, PartyId, StatementId};
use crate::model::members::MeantParties;
use crate::model::project::Project;
use crate::model::review::{Cause, Decision};
use crate::model::statement::Statement;

/// How the places are sorted; ties by document and position in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum QueueOrder {
    #[default]
    Worst,
    Text,
    Kind,
    Party,
    /// By the pairs of annotators that differ.
    Annotators,
    /// By the cause that the decision gives.
    Cause,
}

/// Which places are listed. Empty fields do not filter.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct QueueFilter {
    /// Whether places where all agree are listed too.
    pub agreements: bool,
    /// Names of differences, of which the place must have one.
    pub differences: Vec<String>,
    pub kind: Option<KindId>,
    pub party: Option<PartyId>,
    /// Whether the parties that belong to that one count as it does.
    pub with_members: bool,
    /// Two annotators who differ.
    pub annotators: Option<(AnnotatorId, AnnotatorId)>,
    /// Names of standings.
    pub standings: Vec<String>,
    pub cause: Option<Cause>,
}

/// A place in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueEntry {
    pub document: DocumentId,
    /// Index in the comparison's places.
    pub place: usize,
    pub standing: Standing,
    pub gravity: u32,
}

/// A place as it is to be listed.
#[derive(Clone, Copy, Debug)]
pub struct QueueRow<'a> {
    pub comparison: &'a Comparison,
    pub place: &'a Place,
    pub standing: &'a Standing,
    pub decision: Option<&'a Decision>,
}

/// The filtered and sorted queue.
pub fn queue(
    project: &Project,
    comparisons: &[Comparison],
    filter: &QueueFilter,
    order: QueueOrder,
) -> Vec<QueueEntry> {
    let test = QueueTest::new(project, filter);
    let mut found = Vec::new();
    for comparison in comparisons {
        for (number, place) in comparison.places.iter().enumerate() {
            let decision = decision_at(project, comparison, place);
            let standing =
                decision.map_or(Standing::Open, |decision| standing_of(project, comparison, place, decision));
            let row = QueueRow { comparison, place, standing: &standing, decision };
            if !test.passes(&row) {
                continue;
            }
            let key = key(project, &row, order);
            let entry =
                QueueEntry { document: comparison.document.clone(), place: number, standing, gravity: place.gravity() };
            found.push((key, entry));
        }
    }
    found.sort_by(|(a, left), (b, right)| {
        a.cmp(b).then_with(|| (&left.document, left.place).cmp(&(&right.document, right.place)))
    });
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// How often each difference occurs among these entries, and how many places there are of each standing.
pub fn counts(
    comparisons: &[Comparison],
    entries: &[QueueEntry],
) -> (BTreeMap<&'static str, usize>, BTreeMap<&'static str, usize>) {
    let (mut differences, mut standings) = (BTreeMap::new(), BTreeMap::new());
    let by_document: BTreeMap<_, _> = comparisons.iter().map(|comparison| (&comparison.document, comparison)).collect();
    for entry in entries {
        *standings.entry(entry.standing.as_str()).or_default() += 1;
        let place = by_document.get(&entry.document).and_then(|comparison| comparison.places.get(entry.place));
        let names = place.into_iter().flat_map(Place::difference_names);
        names.for_each(|name| *differences.entry(name).or_default() += 1);
    }
    (differences, standings)
}

/// Whether a place needs a reviewer: it has a difference, or only one annotator's work is compared, or its decision is
/// pending.
pub(crate) fn matters(row: &QueueRow<'_>) -> bool {
    !row.place.differences.is_empty()
        || row.comparison.annotators.len() == 1
        || !matches!(row.standing, Standing::Open | Standing::Decided(_))
        || row.place.statements.iter().all(Vec::is_empty)
}

/// A filter prepared for the places of a project.
pub(crate) struct QueueTest<'a> {
    project: &'a Project,
    filter: &'a QueueFilter,
    parties: Option<MeantParties>,
}

impl<'a> QueueTest<'a> {
    pub(crate) fn new(project: &'a Project, filter: &'a QueueFilter) -> Self {
        let party = filter.party.as_ref();
        let parties = party.map(|party| MeantParties::one(&project.parties, party, filter.with_members));
        Self { project, filter, parties }
    }

    /// Whether a place passes the filter.
    pub(crate) fn passes(&self, row: &QueueRow<'_>) -> bool {
        let Self { project, filter, parties } = self;
        let QueueRow { comparison, place, standing, decision } = *row;
        let differs = |(a, b, _): &(usize, usize, _)| {
            let pair = (comparison.annotators.get(*a), comparison.annotators.get(*b));
            filter.annotators.as_ref().is_none_or(|(x, y)| pair == (Some(x), Some(y)) || pair == (Some(y), Some(x)))
        };
        let named = |names: &[String], name: &str| names.is_empty() || names.iter().any(|wanted| wanted == name);
        (filter.agreements || matters(row))
            && (filter.differences.is_empty()
                || place.all_differences().iter().any(|d| named(&filter.differences, d.as_str())))
            && (filter.annotators.is_none() || place.differences.iter().any(differs))
            && named(&filter.standings, standing.as_str())
            && filter.cause.is_none_or(|wanted| decision.and_then(|d| d.cause) == Some(wanted))
            && filter.kind.as_ref().is_none_or(|kind| statements(project, row).any(|s| s.kind == *kind))
            && parties.as_ref().is_none_or(|parties| statements(project, row).any(|s| parties.are_named_in(s)))
    }
}

/// The sort key of a place.
pub(crate) type Key = (Reverse<u32>, String);

/// The sort key of a place in an order; ties by document and position in the text.
pub(crate) fn key(project: &Project, row: &QueueRow<'_>, order: QueueOrder) -> Key {
    let QueueRow { comparison, place, decision, .. } = *row;
    let plain = |text: String| (Reverse(0), text);
    let first = || statements(project, row).next();
    match order {
        QueueOrder::Worst => (Reverse(place.gravity()), String::new()),
        QueueOrder::Text => plain(String::new()),
        QueueOrder::Kind => plain(first().map(|s| s.kind.to_string()).unwrap_or_default()),
        QueueOrder::Party => plain(first().and_then(Statement::speaker).map(ToString::to_string).unwrap_or_default()),
        QueueOrder::Annotators => {
            let name = |index: usize| comparison.annotators.get(index).map(ToString::to_string).unwrap_or_default();
            plain(place.differences.iter().map(|(a, b, _)| format!("{} {};", name(*a), name(*b))).collect())
        }
        QueueOrder::Cause => plain(decision.and_then(|decision| decision.cause).map_or("~", Cause::as_str).to_owned()),
    }
}

/// All statements of a place, or those of its decision if nobody has any.
fn statements<'p>(project: &'p Project, row: &QueueRow<'p>) -> impl Iterator<Item = &'p Statement> {
    let QueueRow { comparison, place, decision, .. } = *row;
    let of = move |(annotator, ids): (&AnnotatorId, &'p Vec<StatementId>)| {
        let layer = project.layer(&comparison.document, annotator);
        ids.iter().filter_map(move |id| layer?.statement(*id))
    };
    let alone = place.statements.iter().all(Vec::is_empty);
    let made = decision.filter(|_| alone).into_iter().flat_map(|decision| &decision.statements);
    comparison.annotators.iter().zip(&place.statements).flat_map(of).chain(made)
}

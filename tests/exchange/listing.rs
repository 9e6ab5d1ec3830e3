//! The list of statements beside a plain one: filtered and sorted statement by statement, and after changes made anew.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use bayan::cli::generate;
use bayan::model::id::{AnnotatorId, DocumentId, StatementId};
use bayan::model::project::Project;
use bayan::model::statement::Statement;
use bayan::monitor::Monitor;
use bayan::query::{Filter, ListColumn, ListQuestion, ListedLayers, Listing, Query};
use proptest::prelude::*;

fn who(name: &str) -> AnnotatorId {
    AnnotatorId::new(name).unwrap()
}

/// Twelve documents of annotator-a, in every second of which omar has the same statements.
fn project(seed: u64) -> Project {
    let mut project = generate::project_of_documents(12, 12_000, 150, seed);
    let others: Vec<_> = project.layers.iter().map(|((id, _), layer)| (id.clone(), layer.clone())).step_by(2).collect();
    for (id, layer) in others {
        project.layers.insert((id, who("omar")), layer);
    }
    project
}

type Found = Vec<(DocumentId, Option<AnnotatorId>, StatementId)>;

fn found(listing: &Listing) -> Found {
    let row = |row: &bayan::query::Row| {
        let source = listing.source(*row).unwrap();
        (source.document.clone(), source.annotator.clone(), row.id)
    };
    listing.rows().iter().map(row).collect()
}

/// What the list should have, without its means.
fn expected(project: &Project, question: &ListQuestion) -> Found {
    let filter = question.query.as_ref().map(|query| Filter::new(query, project).unwrap());
    let mut found: Vec<(DocumentId, AnnotatorId, Statement)> = Vec::new();
    for ((id, annotator), layer) in &project.layers {
        let is_listed = question.layers == ListedLayers::All || *annotator == question.viewer;
        let filter = filter.as_ref().map(|filter| filter.of(&project.documents[id], project.reviews.get(id)));
        let keeps = |statement: &&Statement| {
            filter.as_ref().is_none_or(|filter| filter.keeps(layer, annotator.as_str(), false, statement))
        };
        let kept = layer.statements().filter(|_| is_listed).filter(keeps);
        found.extend(kept.map(|statement| (id.clone(), annotator.clone(), statement.clone())));
    }
    for (column, is_reversed) in question.order.iter().rev() {
        // Nothing comes last.
        let place = |of: &(DocumentId, AnnotatorId, Statement)| -> (bool, String) {
            let (_, annotator, statement) = of;
            let text = match column {
                ListColumn::Kind => {
                    let at = project.codebook.kinds.iter().position(|kind| kind.id == statement.kind);
                    format!("{at:?}")
                }
                ListColumn::Topic => {
                    let topics = &project.codebook.topics;
                    let at = topics.iter().position(|topic| Some(&topic.id) == statement.topic.as_ref());
                    at.map(|at| at.to_string()).unwrap_or_default()
                }
                ListColumn::Note => statement.note.clone(),
                ListColumn::Annotator => annotator.to_string(),
                ListColumn::Attribute(id) => {
                    let values: Vec<_> = statement.values_of(id).map(|value| value.value.clone()).collect();
                    values.first().cloned().unwrap_or_default()
                }
                column => panic!("{column:?}"),
            };
            (text.is_empty(), text)
        };
        if *is_reversed {
            found.sort_by_key(|of| Reverse(place(of)));
        } else {
            found.sort_by_key(place);
        }
    }
    found.into_iter().map(|(id, annotator, statement)| (id, Some(annotator), statement.id)).collect()
}

fn questions() -> impl Strategy<Value = ListQuestion> {
    let queries = ["", "kind:warning", "speaker:putin or has:note", "بوتين", "-is:incomplete"];
    let columns = [ListColumn::Kind, ListColumn::Topic, ListColumn::Note, ListColumn::Annotator];
    let order = prop::collection::vec((prop::sample::select(columns.to_vec()), any::<bool>()), 0..3);
    let layers = prop::sample::select(vec![ListedLayers::Own, ListedLayers::All]);
    (prop::sample::select(queries.to_vec()), layers, order).prop_map(|(query, layers, order)| ListQuestion {
        query: (!query.is_empty()).then(|| Query::parse(query).unwrap()),
        layers,
        viewer: who("annotator-a"),
        order,
    })
}

/// Changes a few statements of some documents; returns these documents.
fn change(project: &mut Project, picks: &[(usize, usize, u8)]) -> BTreeSet<DocumentId> {
    let mut changed = BTreeSet::new();
    for (document, statement, how) in picks {
        let keys: Vec<_> = project.layers.keys().cloned().collect();
        let key = keys[document % keys.len()].clone();
        let layer = project.layers.get_mut(&key).unwrap();
        changed.insert(key.0.clone());
        let Some(old) = layer.nth(statement % layer.len().max(1)).cloned() else { continue };
        match how % 4 {
            0 => drop(layer.take(old.id)),
            1 => drop(layer.put(Statement { id: StatementId::generate(), ..old })),
            2 => drop(layer.put(Statement { topic: None, note: "ملاحظة".to_owned(), ..old })),
            _ => {
                let layer = layer.clone();
                project.layers.insert((key.0, who("zoe")), layer);
            }
        }
    }
    changed
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_list_is_what_a_plain_one_is_and_follows_changes(
        seed in 0_u64..4,
        question in questions(),
        picks in prop::collection::vec((0_usize..40, 0_usize..40, any::<u8>()), 1..6),
    ) {
        let mut project = project(seed);
        let monitor = Monitor::default();
        let listing = Listing::new(&project, &question, &monitor).unwrap().unwrap();
        prop_assert_eq!(found(&listing), expected(&project, &question));
        let listed = question.layers == ListedLayers::All;
        let all = |project: &Project| -> usize {
            let layers = project.layers.iter().filter(|((_, by), _)| listed || *by == question.viewer);
            layers.map(|(_, layer)| layer.len()).sum()
        };
        prop_assert_eq!(listing.all(), all(&project));
        let changed = change(&mut project, &picks);
        let after = listing.after(&project, &question, &changed, &monitor).unwrap().unwrap();
        prop_assert_eq!(found(&after), expected(&project, &question));
        prop_assert_eq!(after.all(), all(&project));
        // Rows that are still there are found again.
        let places = after.places_of(&listing, listing.rows().iter().copied());
        let (old, new) = (found(&listing), found(&after));
        let stayed: Vec<_> = new.iter().filter(|row| old.contains(row)).cloned().collect();
        prop_assert_eq!(places.iter().map(|at| new[*at].clone()).collect::<Vec<_>>(), stayed);
    }
}

#[test]
fn a_list_that_is_stopped_gives_nothing() {
    let monitor = Monitor::default();
    monitor.stop();
    let question =
        ListQuestion { query: None, layers: ListedLayers::All, viewer: who("annotator-a"), order: Vec::new() };
    assert_eq!(Listing::new(&project(1), &question, &monitor), Ok(None));
}

#[test]
fn texts_are_sorted_as_readers_compare_them() {
    let mut project = project(1);
    let key = project.layers.keys().next().unwrap().clone();
    let mut layer = bayan::model::layer::Layer::default();
    let template = project.layers[&key].nth(0).unwrap().clone();
    for note in ["ب", "إب", "أا", "", "«ت»", "Zoe", "abc"] {
        layer.put(Statement { id: StatementId::generate(), note: note.to_owned(), ..template.clone() });
    }
    project.layers = [(key, layer)].into();
    let order = vec![(ListColumn::Note, false)];
    let question = ListQuestion { query: None, layers: ListedLayers::All, viewer: who("annotator-a"), order };
    let listing = Listing::new(&project, &question, &Monitor::default()).unwrap().unwrap();
    let notes: Vec<String> =
        listing.rows().iter().map(|row| listing.look_up(&project, *row).unwrap().2.note.clone()).collect();
    assert_eq!(notes, ["abc", "Zoe", "«ت»", "أا", "إب", "ب", ""]);
}

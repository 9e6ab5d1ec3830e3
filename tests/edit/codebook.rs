//! Properties of the edits of single entries of a codebook: each is taken back as it was made, and what two people do to
//! different entries comes together, whether it is merged or one of them takes a step back.

use std::collections::BTreeMap;
use std::path::Path;

use bayan::edit::change::{Edit, EditError};
use bayan::edit::gesture::{codebook, recode};
use bayan::edit::session::{Record, Session, Way};
use bayan::model::attribute::{AttributeChoice, AttributeDefinition, AttributeForm, AttributeScope, AttributeSubject};
use bayan::model::codebook::{
    Codebook, CodebookItem, CodebookList, EntryNotes, Example, Kind, LineForm, RelationKind, Topic,
};
use bayan::model::id::{AnnotatorId, AttributeId, DocumentId, KindId, RelationKindId, TopicId};
use bayan::model::project::Project;
use bayan::model::statement::Stance;
use bayan::store::merging::replay;
use bayan::store::protected::Protected;
use jiff::Timestamp;
use proptest::prelude::*;

use crate::support::project::{sample_layer, sample_project};

/// What somebody does to an entry; the numbers choose the list, the entry and a place in the list.
#[derive(Clone, Debug)]
enum Step {
    Add(u8, u8, u8),
    Change(u8, u8, String),
    Reorder(u8, u8, u8),
    Remove(u8, u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..4_u8, 0..6_u8, 0..8_u8).prop_map(|(list, entry, at)| Step::Add(list, entry, at)),
        3 => (0..4_u8, 0..6_u8, "[a-cابت]{0,4}").prop_map(|(list, entry, name)| Step::Change(list, entry, name)),
        2 => (0..4_u8, 0..6_u8, 0..8_u8).prop_map(|(list, entry, to)| Step::Reorder(list, entry, to)),
        2 => (0..4_u8, 0..6_u8).prop_map(|(list, entry)| Step::Remove(list, entry)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_step_is_undone_and_redone(steps in prop::collection::vec(step(), 0..24)) {
        let mut session = Session::new(start(), who("a"));
        let mut states = vec![session.project().clone()];
        for step in steps {
            let Some(edit) = edit(session.project(), "a", step) else { continue };
            session.apply("gesture", edit).unwrap();
            prop_assert!(states.last() != Some(session.project()), "an edit that changes nothing");
            states.push(session.project().clone());
        }
        for state in states.iter().rev().skip(1) {
            session.undo().unwrap();
            prop_assert_eq!(session.project(), state);
        }
        for state in states.iter().skip(1) {
            session.redo().unwrap();
            prop_assert_eq!(session.project(), state);
        }
    }

    #[test]
    fn what_two_do_to_different_entries_is_merged_without_a_conflict(
        mine in prop::collection::vec(step(), 0..12),
        yours in prop::collection::vec(step(), 0..12),
    ) {
        let (mine, records) = worked("a", mine);
        let (yours, _) = worked("b", yours);
        let merged = merged(&yours, &records);
        prop_assert!(merged.conflicts.is_empty());
        holds(&merged, "a", &mine)?;
        holds(&merged, "b", &yours)?;
    }

    #[test]
    fn a_step_is_taken_back_and_what_another_has_done_since_stays(
        before in prop::collection::vec(step(), 0..6),
        last in step(),
        yours in prop::collection::vec(step(), 0..8),
    ) {
        let mut session = Session::new(start(), who("a"));
        for step in before {
            edit(session.project(), "a", step).into_iter().for_each(|edit| session.apply("gesture", edit).unwrap());
        }
        let was = session.project().clone();
        let Some(last) = edit(session.project(), "a", last) else { return Ok(()) };
        session.apply("last", last).unwrap();
        let (_, records) = worked("b", yours);
        let theirs = merged(session.project(), &records);
        let from_outside = vec![Edit::SetCodebook(Box::new(theirs.codebook.clone()))];
        session.absorb(&session.project().clone(), &[], "outside", from_outside).unwrap();
        let undone = session.undo_next().unwrap();
        prop_assert!(undone.kept.is_empty(), "{:?}", undone.kept);
        holds(session.project(), "a", &was)?;
        holds(session.project(), "b", &theirs)?;
    }
}

#[test]
fn an_entry_in_use_is_renamed_and_moved_but_not_removed() {
    let mut session = Session::new(sample_project(), sample_layer("annotator-a").1);
    let list = CodebookList::Kinds;
    let used = session.project().layers[&sample_layer("annotator-a")].statements().next().unwrap().kind.to_string();
    let CodebookItem::Kind(kind) = session.project().codebook.item(list, &used).unwrap() else { panic!("no kind") };
    let renamed = CodebookItem::Kind(Kind { name: "Renamed".into(), ..kind });
    session.apply("gesture", codebook::change(session.project(), renamed.clone()).unwrap()).unwrap();
    let last = session.project().codebook.kinds.len() - 1;
    session.apply("gesture", codebook::reorder(session.project(), list, &used, last).unwrap()).unwrap();
    assert_eq!(session.project().codebook.items_of(list).last(), Some(&renamed));
    let removal = codebook::remove(session.project(), list, &used).unwrap();
    assert_eq!(session.apply("gesture", removal), Err(EditError::InUse(used)));
}

#[test]
fn an_order_is_taken_back_although_another_has_added_an_entry_since() {
    let mut session = Session::new(start(), who("a"));
    let ids = |project: &Project| -> Vec<String> {
        project.codebook.items_of(CodebookList::Topics).iter().map(|item| item.id().to_owned()).collect()
    };
    let before = ids(session.project());
    session.apply("gesture", codebook::reorder(session.project(), CodebookList::Topics, "a-0", 5).unwrap()).unwrap();
    assert_eq!(ids(session.project()), ["b-0", "a-1", "b-1", "a-2", "b-2", "a-0"]);
    let added = codebook::add(session.project(), 1, item(1, "b", 5, "new")).unwrap();
    session.absorb(&session.project().clone(), &[], "outside", vec![added]).unwrap();
    session.undo_next().unwrap();
    let now = ids(session.project());
    assert!(now.contains(&"b-5".to_owned()));
    assert_eq!(now.into_iter().filter(|id| id != "b-5").collect::<Vec<_>>(), before);
}

#[test]
fn nothing_is_done_without_an_entry_or_a_change() {
    let project = start();
    let item = item(0, "a", 0, "name");
    assert!(codebook::add(&project, 0, item.clone()).is_none() && codebook::change(&project, item.clone()).is_none());
    assert!(codebook::reorder(&project, CodebookList::Kinds, item.id(), 0).is_none());
    assert!(codebook::reorder(&project, CodebookList::Kinds, "nobody", 0).is_none());
    assert!(codebook::remove(&project, CodebookList::Topics, "nobody").is_none());
}

#[test]
fn a_stance_is_named_and_retired_but_never_added_merged_or_deleted() {
    let mut session = Session::new(start(), who("a"));
    let before = session.project().clone();
    let CodebookItem::Stance(mut entry) = before.codebook.item(CodebookList::Stances, "opposes").unwrap() else {
        panic!("no stance")
    };
    assert_eq!((entry.name.as_str(), before.codebook.stances.len()), ("", 0));
    entry.name = "معارض".to_owned();
    let edit = codebook::change(session.project(), CodebookItem::Stance(entry.clone())).unwrap();
    session.apply("gesture", edit).unwrap();
    assert_eq!(session.project().codebook.stance(Stance::Opposes), entry);
    let edit = recode::retire(session.project(), CodebookList::Stances, "neutral", true).unwrap();
    session.apply("gesture", edit).unwrap();
    let project = session.project();
    assert!(project.codebook.stance(Stance::Neutral).notes.is_retired);
    // There are always three.
    assert_eq!(project.codebook.items_of(CodebookList::Stances).len(), 3);
    assert!(codebook::add(project, 0, CodebookItem::Stance(entry)).is_none());
    assert!(recode::merge(project, CodebookList::Stances, &["supports"], "opposes").is_none());
    assert!(recode::delete(project, CodebookList::Stances, "supports", None, false).is_none());
    // What is as it was before leaves nothing behind.
    let back = recode::retire(project, CodebookList::Stances, "neutral", false).unwrap();
    session.apply("gesture", back).unwrap();
    assert_eq!(session.project().codebook.stances.len(), 1);
    for _ in 0..3 {
        session.undo().unwrap();
    }
    assert_eq!(*session.project(), before);
}

/// A project in which two people have entries of their own in every list.
fn start() -> Project {
    let mut project = Project { codebook: Codebook::default(), ..Project::new("p") };
    for list in 0..4 {
        for entry in 0..3 {
            for person in ["a", "b"] {
                match item(list, person, entry, "name") {
                    CodebookItem::Kind(kind) => project.codebook.kinds.push(kind),
                    CodebookItem::Topic(topic) => project.codebook.topics.push(topic),
                    CodebookItem::RelationKind(kind) => project.codebook.relation_kinds.push(kind),
                    CodebookItem::Attribute(attribute) => project.codebook.attributes.push(*attribute),
                    CodebookItem::Stance(entry) => project.codebook.stances.push(entry),
                }
            }
        }
    }
    project
}

fn edit(project: &Project, person: &str, step: Step) -> Option<Edit> {
    let list = |list: u8| CodebookList::ALL[usize::from(list)];
    match step {
        Step::Add(of, entry, at) => codebook::add(project, at.into(), item(of, person, entry, "new")),
        Step::Change(of, entry, name) => codebook::change(project, item(of, person, entry, &name)),
        Step::Reorder(of, entry, to) => codebook::reorder(project, list(of), &id(person, entry), to.into()),
        Step::Remove(of, entry) => codebook::remove(project, list(of), &id(person, entry)),
    }
}

/// What comes of these steps of one person, and their records.
fn worked(person: &str, steps: Vec<Step>) -> (Project, Vec<Record>) {
    let (mut project, mut records) = (start(), Vec::new());
    for step in steps {
        let Some(edit) = edit(&project, person, step) else { continue };
        let inverse = edit.clone().apply(&mut project).unwrap();
        records.push(Record::new(Timestamp::UNIX_EPOCH, Way::Do, "gesture", false, edit, inverse));
    }
    (project, records)
}

fn merged(project: &Project, records: &[Record]) -> Project {
    let records: Vec<&Record> = records.iter().collect();
    let plan = replay::plan(Path::new("p"), project, &records, &BTreeMap::new(), &Protected::default());
    assert_eq!(plan.refused, BTreeMap::new());
    let mut project = project.clone();
    Edit::Group(plan.edits).apply(&mut project).unwrap();
    project
}

/// Checks that the entries of this person are as in the other project.
fn holds(project: &Project, person: &str, wanted: &Project) -> Result<(), TestCaseError> {
    for list in CodebookList::ALL {
        let own = |project: &Project| -> Vec<CodebookItem> {
            project.codebook.items_of(list).into_iter().filter(|item| item.id().starts_with(person)).collect()
        };
        let by_id = |mut items: Vec<CodebookItem>| {
            items.sort_by(|a, b| a.id().cmp(b.id()));
            items
        };
        prop_assert_eq!(by_id(own(project)), by_id(own(wanted)));
    }
    Ok(())
}

fn id(person: &str, entry: u8) -> String {
    format!("{person}-{entry}")
}

fn item(list: u8, person: &str, entry: u8, name: &str) -> CodebookItem {
    let (id, name, definition) = (id(person, entry), name.to_owned(), String::new());
    let is_retired = entry % 2 == 1;
    let notes = EntryNotes { examples: vec![example(&name)], is_retired };
    match list {
        0 => {
            let (id, line) = (KindId::new(id).unwrap(), LineForm::Solid);
            CodebookItem::Kind(Kind { id, name, definition, notes, key: None, line })
        }
        1 => CodebookItem::Topic(Topic { id: TopicId::new(id).unwrap(), name, definition, notes, parent: None }),
        2 => CodebookItem::RelationKind(RelationKind { id: RelationKindId::new(id).unwrap(), name, definition, notes }),
        _ => CodebookItem::Attribute(Box::new(AttributeDefinition {
            subject: AttributeSubject::Statements,
            id: AttributeId::new(id).unwrap(),
            definition,
            notes,
            form: AttributeForm::ALL[usize::from(entry) % AttributeForm::ALL.len()],
            choices: vec![AttributeChoice {
                id: "yes".into(),
                name: name.clone(),
                definition: String::new(),
                is_retired,
            }],
            is_required: is_retired,
            applies: AttributeScope {
                kinds: vec![KindId::new("claim").unwrap()],
                with: Some((AttributeId::new("other").unwrap(), name.clone())),
            },
            key: None,
            name,
        })),
    }
}

fn example(note: &str) -> Example {
    Example { quote: "نص".into(), document: Some(DocumentId::new("d").unwrap()), note: note.into() }
}

fn who(name: &str) -> AnnotatorId {
    AnnotatorId::new(name).unwrap()
}

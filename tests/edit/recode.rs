//! Changes of the codebook carried along: whatever is merged, split, retired, moved or deleted, no statement is lost, nothing
//! refers to what is gone, decisions stay about what they were about, and undo gives back everything.

use std::collections::BTreeSet;

use bayan::edit::change::{Edit, LayerKey};
use bayan::edit::gesture::parties::merge_party;
use bayan::edit::gesture::recode::{self, EntryUses};
use bayan::edit::session::Session;
use bayan::model::attribute::{AttributeChoice, AttributeDefinition, AttributeForm, AttributeScope, AttributeSubject};
use bayan::model::codebook::{CodebookItem, CodebookList, EntryNotes, Kind, LineForm, Topic};
use bayan::model::document_tags::DocumentTags;
use bayan::model::fingerprint;
use bayan::model::fit::Misfit;
use bayan::model::id::{
    AnnotatorId, AttributeId, DecisionId, KindId, RelationId, RelationKindId, StatementId, TopicId,
};
use bayan::model::misfits::{self, LayerPart, MisfitHolder, PlacedMisfit};
use bayan::model::project::Project;
use bayan::model::review::{Decision, DecisionSource, Provenance, SeenStatement, Verdict};
use bayan::model::span::Span;
use bayan::model::statement::{Attribute, Relation, Statement};
use jiff::Timestamp;
use proptest::prelude::*;

use crate::support::project::{sample_layer, sample_project, who};

const TOPICS: [&str; 5] = ["t0", "t1", "t2", "t3", "t4"];
const KINDS: [&str; 4] = ["claim", "position", "warning", "k3"];
const ATTRIBUTES: [&str; 4] = ["one", "several", "party", "place"];
const VALUES: [&str; 3] = ["x", "y", "z"];
const RELATIONS: [&str; 3] = ["responds-to", "contradicts", "supports"];

#[derive(Clone, Debug)]
enum Step {
    Merge(u8, u8, u8),
    Delete(u8, u8, Option<u8>, bool),
    Split(bool, u8, u8),
    Retire(u8, u8),
    Nest(u8, Option<u8>),
    Values(u8, Option<u8>),
    Parties(u8, u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..4_u8, 0..5_u8, 0..5_u8).prop_map(|(list, from, into)| Step::Merge(list, from, into)),
        3 => (0..4_u8, 0..5_u8, prop::option::of(0..5_u8), any::<bool>())
            .prop_map(|(list, id, into, keeps)| Step::Delete(list, id, into, keeps)),
        2 => (any::<bool>(), 0..5_u8, 0..4_u8).prop_map(|(kinds, id, part)| Step::Split(kinds, id, part)),
        1 => (0..5_u8, 0..5_u8).prop_map(|(list, id)| Step::Retire(list, id)),
        2 => (0..5_u8, prop::option::of(0..5_u8)).prop_map(|(topic, parent)| Step::Nest(topic, parent)),
        2 => (0..3_u8, prop::option::of(0..3_u8)).prop_map(|(from, into)| Step::Values(from, into)),
        1 => (0..13_u8, 0..13_u8).prop_map(|(from, into)| Step::Parties(from, into)),
    ]
}

fn name(list: CodebookList, number: u8) -> &'static str {
    let names: &[&str] = match list {
        CodebookList::Kinds => &KINDS,
        CodebookList::Topics => &TOPICS,
        CodebookList::RelationKinds => &RELATIONS,
        CodebookList::Attributes => &ATTRIBUTES,
        CodebookList::Stances => &["supports", "opposes", "neutral"],
    };
    names[usize::from(number) % names.len()]
}

fn edit(project: &Project, step: &Step, count: usize) -> Option<Edit> {
    let list = |list: u8| CodebookList::ALL[usize::from(list)];
    match *step {
        Step::Merge(of, from, into) => recode::merge(project, list(of), &[name(list(of), from)], name(list(of), into)),
        Step::Delete(of, id, into, keeps) => {
            recode::delete(project, list(of), name(list(of), id), into.map(|into| name(list(of), into)), keeps)
        }
        Step::Split(kinds, id, part) => {
            let new = format!("new-{count}");
            let (notes, definition) = (EntryNotes::default(), String::new());
            let (list, item) = if kinds {
                let id = KindId::new(&new).unwrap();
                let kind = Kind { id, name: new, definition, notes, key: None, line: LineForm::Dashed };
                (CodebookList::Kinds, CodebookItem::Kind(kind))
            } else {
                let topic = Topic { id: TopicId::new(&new).unwrap(), name: new, definition, notes, parent: None };
                (CodebookList::Topics, CodebookItem::Topic(topic))
            };
            let layers = project.layers.iter().flat_map(|((document, annotator), layer)| {
                layer.statements().map(|s| (document.clone(), Some(annotator.clone()), s.id))
            });
            let gold = project
                .reviews
                .iter()
                .flat_map(|(document, review)| review.gold().statements().map(|s| (document.clone(), None, s.id)));
            let chosen = layers.chain(gold).skip(part.into()).step_by(3).collect();
            recode::split(project, name(list, id), item, &chosen)
        }
        Step::Retire(of, id) => recode::retire(project, list(of), name(list(of), id), count.is_multiple_of(2)),
        Step::Nest(topic, parent) => {
            let topic_id = |number: u8| TopicId::new(name(CodebookList::Topics, number)).unwrap();
            recode::set_parent(project, &topic_id(topic), parent.map(topic_id).as_ref())
        }
        Step::Values(from, into) => {
            let value = |number: u8| VALUES[usize::from(number)];
            let id = AttributeId::new(ATTRIBUTES[count % 2]).unwrap();
            recode::merge_choices(project, &id, &[value(from)], into.map(value))
        }
        Step::Parties(from, into) => {
            let party = |number: u8| project.parties.get(usize::from(number)).map(|party| party.id.clone());
            merge_party(project, &party(from)?, &party(into)?)
        }
    }
}

/// The sample with every list in use, in both layers and in gold.
fn start(seed: u64) -> Project {
    let mut project = sample_project();
    let codebook = &mut project.codebook;
    codebook.topics = TOPICS
        .iter()
        .enumerate()
        .map(|(at, id)| Topic {
            id: TopicId::new(id).unwrap(),
            name: (*id).into(),
            definition: String::new(),
            notes: EntryNotes::default(),
            parent: (at % 2 == 1).then(|| TopicId::new(TOPICS[at - 1]).unwrap()),
        })
        .collect();
    let (id, name, definition) = (KindId::new("k3").unwrap(), "K".to_owned(), String::new());
    let notes = EntryNotes::default();
    codebook.kinds.push(Kind { id, name, definition, notes, key: None, line: LineForm::Dotted });
    let forms = [AttributeForm::OneOf, AttributeForm::SeveralOf, AttributeForm::Party, AttributeForm::Span];
    codebook.attributes = ATTRIBUTES.iter().zip(forms).map(|(id, form)| attribute(id, form)).collect();
    let parties: Vec<String> = project.parties.iter().map(|party| party.id.to_string()).collect();
    let (key, text) = (sample_layer("annotator-a"), project.documents.values().next().unwrap().content.clone());
    let recoded = |statement: &Statement, number: usize| {
        let of = |count: usize| (number * 7 + seed as usize % 101) % count;
        let span = statement.spans[0];
        let mut attributes = vec![
            Attribute::new("one", VALUES[of(3)]),
            Attribute::new("several", VALUES[of(3)]),
            Attribute::new("several", VALUES[(of(3) + 1) % 3]),
            Attribute::new("party", &parties[of(parties.len())]),
            Attribute { name: "place".into(), value: text.get(span.range()).unwrap().into(), span: Some(span) },
            Attribute::new("free", "kept"),
        ];
        attributes.rotate_left(of(6));
        Statement {
            kind: KindId::new(KINDS[of(4)]).unwrap(),
            topic: (of(6) < 5).then(|| TopicId::new(TOPICS[of(6)]).unwrap()),
            attributes,
            ..statement.clone()
        }
    };
    let layers: Vec<(LayerKey, Vec<Statement>)> =
        project.layers.iter().map(|(key, layer)| (key.clone(), layer.statements().cloned().collect())).collect();
    for (layer, statements) in &layers {
        // What had the topics of the sample has other ones before the edits are checked.
        let before = project.codebook.topics.clone();
        project.codebook.topics.extend(sample_project().codebook.topics);
        for (number, statement) in statements.iter().enumerate() {
            let statement = Box::new(recoded(statement, number));
            Edit::ReplaceStatement { layer: layer.clone(), statement }.apply(&mut project).unwrap();
        }
        project.codebook.topics = before;
    }
    let ids: Vec<StatementId> = project.layers[&key].statements().take(12).map(|statement| statement.id).collect();
    let mut gold = Vec::new();
    for (number, id) in ids.iter().enumerate() {
        let statement = project.layers[&key].statement(*id).unwrap().clone();
        let seen = SeenStatement { id: *id, fingerprint: fingerprint::of(&statement) };
        let decision = Decision {
            id: DecisionId::from_uuid(uuid::Uuid::from_u128(number as u128 + 1)),
            verdict: Verdict::Take(who("annotator-a")),
            statements: vec![statement],
            sources: vec![DecisionSource { annotator: who("annotator-a"), statements: vec![seen] }],
            provenance: Provenance::Adjudicated,
            rule: String::new(),
            by: who("reviewer"),
            at: Timestamp::UNIX_EPOCH,
            cause: None,
            reason: String::new(),
            needs_rule: false,
        };
        let (document, id) = (key.0.clone(), decision.id);
        Edit::SetDecision { document, id, decision: Some(Box::new(decision)) }.apply(&mut project).unwrap();
        gold.push(*project.reviews[&key.0].gold().statements().map(|s| &s.id).next_back().unwrap());
    }
    for (number, pair) in gold.windows(2).enumerate().filter(|(number, _)| number % 3 == 0) {
        let kind = RelationKindId::new(RELATIONS[number % 3]).unwrap();
        let id = RelationId::from_uuid(uuid::Uuid::from_u128(number as u128 + 1));
        let (from, to) = (pair[0], pair[1]);
        let attributes = vec![Attribute::new("one", VALUES[number % 3]), Attribute::new("party", &parties[0])];
        let relation = Some(Relation { id, kind, from, to, note: String::new(), attributes });
        if from != to {
            Edit::SetGoldRelation { document: key.0.clone(), id, relation }.apply(&mut project).unwrap();
        }
    }
    // Values of relations, parties and documents, in a layer and in gold.
    let values = |number: usize| {
        let party = &parties[(number + seed as usize % 7) % parties.len()];
        let several = [VALUES[number % 3], VALUES[(number + 1) % 3]].map(|value| Attribute::new("several", value));
        let others = [Attribute::new("party", party), Attribute::new("free", "kept"), Attribute::new("one", VALUES[0])];
        several.into_iter().chain(others).collect::<Vec<_>>()
    };
    let related: Vec<Relation> = project.layers[&key].relations().cloned().collect();
    for (number, relation) in related.into_iter().enumerate() {
        let relation = Relation { attributes: values(number), ..relation };
        Edit::ReplaceRelation { layer: key.clone(), relation }.apply(&mut project).unwrap();
    }
    for number in 0..3 {
        let mut party = project.parties[number].clone();
        party.about.attributes = values(number);
        Edit::ReplaceParty(party).apply(&mut project).unwrap();
    }
    let tags = |number| Some(Box::new(DocumentTags { note: "ملاحظة".to_owned(), attributes: values(number) }));
    Edit::SetTags { layer: key.clone(), tags: tags(1) }.apply(&mut project).unwrap();
    Edit::SetGoldTags { document: key.0, tags: tags(2) }.apply(&mut project).unwrap();
    project
}

/// The values of relations, parties and documents.
fn other_values(project: &Project) -> Vec<Vec<Attribute>> {
    let layers = || project.layers.values().chain(project.reviews.values().map(|review| review.gold()));
    let relations = layers().flat_map(|layer| layer.relations()).map(|relation| relation.attributes.clone());
    let parties = project.parties.iter().map(|party| party.about.attributes.clone());
    let tags = layers().filter_map(|layer| layer.tags()).map(|tags| tags.attributes.clone());
    relations.chain(parties).chain(tags).filter(|values| !values.is_empty()).collect()
}

fn attribute(id: &str, form: AttributeForm) -> AttributeDefinition {
    let choice = |id: &&str| AttributeChoice {
        id: (*id).into(),
        name: (*id).into(),
        definition: String::new(),
        is_retired: false,
    };
    let has_choices = matches!(form, AttributeForm::OneOf | AttributeForm::SeveralOf);
    AttributeDefinition {
        id: AttributeId::new(id).unwrap(),
        subject: AttributeSubject::Statements,
        name: id.into(),
        definition: String::new(),
        notes: EntryNotes::default(),
        form,
        choices: VALUES.iter().filter(|_| has_choices).map(choice).collect(),
        is_required: false,
        applies: AttributeScope {
            kinds: vec![KindId::new("warning").unwrap()],
            with: (id != "one").then(|| (AttributeId::new("one").unwrap(), "x".to_owned())),
        },
        key: None,
    }
}

/// Of every statement what no change of the codebook may touch.
fn skeleton(project: &Project) -> Vec<String> {
    let line = |place: String, statement: &Statement| {
        let spans: Vec<Span> = statement.attributes.iter().filter_map(|attribute| attribute.span).collect();
        let Statement { id, spans: words, addressees, stance, quotation, note, created, modified, .. } = statement;
        format!(
            "{place} {id} {words:?} {} {stance:?} {quotation:?} {note} {created} {modified} {}",
            addressees.len(),
            spans.len()
        )
    };
    let layers = project.layers.iter().flat_map(|((document, annotator), layer)| {
        layer.statements().map(move |statement| line(format!("{document}/{annotator}"), statement))
    });
    let gold = project.reviews.iter().flat_map(|(document, review)| {
        review.gold().statements().map(move |statement| line(format!("{document}/gold"), statement))
    });
    layers.chain(gold).collect()
}

/// Nothing refers to what the codebook does not have, but for values under names of its own.
fn is_sound(project: &Project) -> Result<(), TestCaseError> {
    let codebook = &project.codebook;
    let gold = project.reviews.values().map(|review| review.gold());
    for statement in project.layers.values().chain(gold).flat_map(|layer| layer.statements()) {
        prop_assert!(codebook.item(CodebookList::Kinds, statement.kind.as_str()).is_some());
        prop_assert!(statement.topic.as_ref().is_none_or(|topic| codebook.topic(topic).is_some()));
        prop_assert!(statement.attributes.iter().any(|attribute| attribute.name == "free"));
        let mut seen = BTreeSet::new();
        prop_assert!(statement.attributes.iter().all(|attribute| seen.insert(attribute.clone())), "a value twice");
    }
    for values in other_values(project) {
        prop_assert!(values.iter().any(|attribute| attribute.name == "free") || values.len() < 5);
        let mut seen = BTreeSet::new();
        prop_assert!(values.iter().all(|attribute| seen.insert(attribute.clone())), "a value twice");
        // A party that is gone is named nowhere.
        let is_party = |value: &&Attribute| value.name == "party" && !VALUES.contains(&value.value.as_str());
        for value in values.iter().filter(is_party).filter(|_| codebook.attribute_named("party").is_some()) {
            prop_assert!(project.parties.iter().any(|party| party.id.as_str() == value.value), "{}", value.value);
        }
    }
    for topic in &codebook.topics {
        let Some(parent) = &topic.parent else { continue };
        prop_assert!(codebook.topic(parent).is_some() && !codebook.is_within(parent, &topic.id), "{}", topic.id);
    }
    for attribute in codebook.attributes.iter().filter(|attribute| !attribute.notes.is_retired) {
        prop_assert!(
            attribute.applies.kinds.iter().all(|kind| codebook.item(CodebookList::Kinds, kind.as_str()).is_some())
        );
        prop_assert!(attribute.applies.with.as_ref().is_none_or(|(other, _)| codebook.attribute(other).is_some()));
    }
    // What was decided about a statement still is about it.
    for (document, review) in &project.reviews {
        for seen in review.decisions().flat_map(|decision| &decision.sources).flat_map(|source| &source.statements) {
            let layer = project.layer(document, &who("annotator-a")).unwrap();
            prop_assert_eq!(&seen.fingerprint, &fingerprint::of(layer.statement(seen.id).unwrap()));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_undo_is_exact(seed in any::<u64>(), steps in prop::collection::vec(step(), 1..10)) {
        let mut session = Session::new(start(seed), who("reviewer"));
        let (bones, mut states) = (skeleton(session.project()), vec![session.project().clone()]);
        is_sound(session.project())?;
        for (count, step) in steps.iter().enumerate() {
            let Some(edit) = edit(session.project(), step, count) else { continue };
            if session.apply("gesture", edit).is_err() {
                // Only a kind that is used, and deleted without another one in its place.
                let is_refused = matches!(step, Step::Delete(list, _, None, _) if [0, 2].contains(list));
                prop_assert!(is_refused, "{step:?}");
                prop_assert_eq!(session.project(), states.last().unwrap());
                continue;
            }
            let drops_values = matches!(step, Step::Delete(3, ..) | Step::Values(..) | Step::Merge(3, ..));
            if !drops_values && !matches!(step, Step::Parties(..)) {
                prop_assert_eq!(other_values(session.project()), other_values(states.last().unwrap()), "{:?}", step);
                prop_assert_eq!(skeleton(session.project()), skeleton(states.last().unwrap()), "{:?}", step);
            }
            prop_assert_eq!(skeleton(session.project()).len(), bones.len());
            is_sound(session.project())?;
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
}

#[test]
fn uses_are_counted_where_they_are_and_go_to_the_other_entry() {
    let project = start(3);
    let viewer = who("reviewer");
    let uses = |project: &Project, list, id: &str| EntryUses::of(project, list, id, &viewer).all();
    for (list, ids) in [
        (CodebookList::Kinds, &KINDS[..]),
        (CodebookList::Topics, &TOPICS[..]),
        (CodebookList::RelationKinds, &RELATIONS[..]),
        (CodebookList::Attributes, &["one", "several"][..]),
    ] {
        let [from, into, ..] = ids else { panic!("two are needed") };
        let before = [uses(&project, list, from), uses(&project, list, into)];
        assert!(before[0] > 0, "{list:?}");
        let mut after = project.clone();
        recode::merge(&project, list, &[from], into).unwrap().apply(&mut after).unwrap();
        assert_eq!(uses(&after, list, from), 0, "{list:?}");
        let expected = if list == CodebookList::Attributes { before[0].max(before[1]) } else { before[0] + before[1] };
        assert_eq!(uses(&after, list, into), expected, "{list:?}");
        assert!(after.codebook.item(list, from).is_none());
    }
}

#[test]
fn values_without_a_definition_get_one() {
    let mut project = start(1);
    let layer = sample_layer("annotator-a");
    let count = |project: &Project, name: &str, value: &str| {
        let statements = project.layers[&layer].statements();
        let has = |s: &&Statement| s.attributes.iter().any(|a| (a.name.as_str(), a.value.as_str()) == (name, value));
        statements.filter(has).count()
    };
    let all = count(&project, "free", "kept");
    let mut definition = attribute("state", AttributeForm::OneOf);
    definition.choices[0].name = "kept".into();
    recode::adopt(&project, "free", definition).unwrap().apply(&mut project).unwrap();
    assert_eq!((count(&project, "free", "kept"), count(&project, "state", "x")), (0, all));
}

#[test]
fn a_topic_is_no_part_of_itself() {
    let project = start(0);
    let id = |name: &str| TopicId::new(name).unwrap();
    // t1 is a part of t0.
    assert!(recode::set_parent(&project, &id("t0"), Some(&id("t1"))).is_none());
    assert!(recode::set_parent(&project, &id("t0"), Some(&id("t0"))).is_none());
    assert!(recode::set_parent(&project, &id("t1"), Some(&id("t0"))).is_none());
    assert!(recode::set_parent(&project, &id("t2"), Some(&id("t0"))).is_some());
}

#[test]
fn an_attribute_that_is_used_again_does_not_depend_on_what_is_gone() {
    let mut project = start(0);
    let apply = |project: &mut Project, edit: Option<Edit>| drop(edit.unwrap().apply(project).unwrap());
    let edit = recode::delete(&project, CodebookList::Attributes, "one", None, false);
    apply(&mut project, edit);
    let several = |project: &Project| project.codebook.attribute_named("several").unwrap().clone();
    assert!(several(&project).notes.is_retired && several(&project).applies.with.is_some());
    let edit = recode::retire(&project, CodebookList::Attributes, "several", false);
    apply(&mut project, edit);
    assert!(!several(&project).notes.is_retired);
    assert_eq!(several(&project).applies.with, None);
}

#[test]
fn what_does_not_fit_is_listed_whatever_has_it() {
    let mut project = start(3);
    let parts = |project: &Project, viewer: Option<&AnnotatorId>| {
        let mut parts = BTreeSet::new();
        for PlacedMisfit { holder, misfit } in misfits::of_project(project, viewer) {
            // The attributes of this project are those of statements.
            let part = match holder {
                MisfitHolder::Party(_) => "party",
                MisfitHolder::InLayer { annotator: None, part: LayerPart::Article, .. } => "article in gold",
                MisfitHolder::InLayer { part: LayerPart::Article, .. } => "article",
                MisfitHolder::InLayer { part: LayerPart::Relation(_), .. } => "relation",
                MisfitHolder::InLayer { part: LayerPart::Statement(_), .. } => continue,
            };
            parts.insert((part, matches!(misfit, Misfit::NotHere { .. })));
        }
        parts
    };
    let found = parts(&project, None);
    for part in ["party", "article in gold", "article", "relation"] {
        assert!(found.contains(&(part, true)), "{part} of {found:?}");
        // “free” is defined nowhere.
        assert!(found.contains(&(part, false)), "{part} of {found:?}");
    }
    // Somebody who may not see others' work is told nothing of it.
    project.blind_until_done = true;
    assert_eq!(parts(&project, Some(&who("nobody"))), BTreeSet::from([("party", true), ("party", false)]));
}

//! Taking entries of another codebook: what is new, what differs, and what taking does.

use std::collections::BTreeSet;

use bayan::edit::gesture::taking::{EntryField, EntryKey, Taking, offered, take};
use bayan::edit::session::Session;
use bayan::model::attribute::{AttributeDefinition, AttributeForm, AttributeScope, AttributeSubject};
use bayan::model::codebook::{Codebook, CodebookList, EntryNotes, Example, Kind, LineForm, Topic};
use bayan::model::id::{AnnotatorId, AttributeId, DocumentId, KindId, TopicId};
use bayan::model::project::Project;

fn kind(id: &str, name: &str, key: Option<char>) -> Kind {
    let (id, definition) = (KindId::new(id).unwrap(), format!("What {name} is."));
    Kind { id, name: name.into(), definition, notes: EntryNotes::default(), key, line: LineForm::Solid }
}

fn topic(id: &str, parent: Option<&str>) -> Topic {
    let parent = parent.map(|id| TopicId::new(id).unwrap());
    let (name, definition, notes) = (id.to_uppercase(), format!("About {id}."), EntryNotes::default());
    Topic { id: TopicId::new(id).unwrap(), name, definition, notes, parent }
}

fn attribute(id: &str, kinds: &[&str], with: Option<(&str, &str)>) -> AttributeDefinition {
    let applies = AttributeScope {
        kinds: kinds.iter().map(|kind| KindId::new(*kind).unwrap()).collect(),
        with: with.map(|(other, value)| (AttributeId::new(other).unwrap(), value.to_owned())),
    };
    AttributeDefinition {
        subject: AttributeSubject::Statements,
        id: AttributeId::new(id).unwrap(),
        name: id.to_uppercase(),
        definition: format!("The {id}."),
        notes: EntryNotes::default(),
        form: AttributeForm::YesNo,
        choices: Vec::new(),
        is_required: false,
        applies,
        key: None,
    }
}

fn book(kinds: Vec<Kind>, topics: Vec<Topic>, attributes: Vec<AttributeDefinition>) -> Codebook {
    Codebook { kinds, topics, attributes, ..Codebook::default() }
}

fn project(codebook: Codebook) -> Project {
    Project { codebook, ..Project::new("p") }
}

fn keys(entries: &[(CodebookList, &str)]) -> BTreeSet<EntryKey> {
    entries.iter().map(|(list, id)| (*list, (*id).to_owned())).collect()
}

/// The project after taking, by one step, which undo takes back.
fn taken(project: Project, taking: &Taking) -> Project {
    let before = project.clone();
    let mut session = Session::new(project, AnnotatorId::new("amal").unwrap());
    session.apply("gesture-codebook-take", taking.edit.clone().unwrap()).unwrap();
    let after = session.project().clone();
    session.undo();
    assert_eq!(*session.project(), before);
    after
}

#[test]
fn entries_are_new_the_same_or_differ_field_by_field() {
    let ours =
        book(vec![kind("claim", "Claim", Some('C')), kind("demand", "Demand", None)], vec![topic("gas", None)], vec![]);
    let mut renamed = kind("claim", "Assertion", Some('K'));
    renamed.line = LineForm::Wavy;
    let theirs =
        book(vec![renamed, kind("request", "Demand", None)], vec![topic("gas", None), topic("oil", None)], vec![]);
    let entries = offered(&ours, &theirs);
    let [claim, request, gas, oil] = entries.as_slice() else { panic!("{entries:?}") };
    let fields = [EntryField::Name, EntryField::Definition, EntryField::Key, EntryField::Line];
    assert_eq!(claim.differs, fields);
    assert!(!claim.is_new() && !claim.is_same() && !claim.is_twin);
    // Another identifier, the same name.
    assert!(request.is_new() && request.is_twin);
    assert!(gas.is_same() && oil.is_new() && !oil.is_twin);
}

#[test]
fn an_attribute_differs_in_its_scope_and_an_example_not_by_the_article_that_it_is_from() {
    let mut ours = attribute("force", &[], None);
    let example = |document: Option<&str>| Example {
        quote: "q".into(),
        document: document.map(|id| DocumentId::new(id).unwrap()),
        note: String::new(),
    };
    ours.notes.examples = vec![example(Some("here"))];
    let mut theirs = attribute("force", &["claim"], None);
    theirs.notes.examples = vec![example(Some("there"))];
    let entries = offered(&book(vec![], vec![], vec![ours]), &book(vec![], vec![], vec![theirs.clone()]));
    assert_eq!(entries[0].differs, [EntryField::Applies]);
    // The article is not known here, so that the example comes without it.
    let project = project(book(vec![kind("claim", "Claim", None)], vec![], vec![]));
    let theirs = book(vec![], vec![], vec![theirs]);
    let taking = take(&project, &theirs, &keys(&[(CodebookList::Attributes, "force")]), None);
    let after = taken(project, &taking);
    assert_eq!(after.codebook.attributes[0].notes.examples, [example(None)]);
    assert!(offered(&after.codebook, &theirs)[0].is_same());
}

#[test]
fn only_what_is_chosen_is_taken_with_what_it_refers_to() {
    let ours = project(book(vec![kind("claim", "Claim", Some('C'))], vec![topic("gas", None)], vec![]));
    let theirs = book(
        vec![kind("claim", "Assertion", Some('C')), kind("threat", "Threat", Some('F')), kind("vow", "Vow", None)],
        vec![topic("energy", None), topic("gas", Some("energy")), topic("oil", Some("energy"))],
        vec![attribute("real", &[], None), attribute("force", &["claim", "threat"], Some(("real", "yes")))],
    );
    let chosen = keys(&[(CodebookList::Topics, "oil"), (CodebookList::Attributes, "force")]);
    let taking = take(&ours, &theirs, &chosen, None);
    assert_eq!(
        taking.needed.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        BTreeSet::from(["ENERGY", "REAL", "Threat"])
    );
    let after = taken(ours.clone(), &taking).codebook;
    let names: Vec<&str> = after.kinds.iter().map(|kind| kind.name.as_str()).collect();
    assert_eq!(names, ["Claim", "Threat"], "the kind that is here stays as it is");
    let topics: Vec<_> = after.topics.iter().map(|t| (t.id.as_str(), t.parent.as_ref().map(|p| p.as_str()))).collect();
    assert_eq!(topics, [("gas", None), ("energy", None), ("oil", Some("energy"))]);
    assert_eq!(after.attributes.len(), 2);
    // Nothing chosen, nothing done; and the manual alone.
    assert_eq!(take(&ours, &theirs, &BTreeSet::new(), None), Taking::default());
    let taking = take(&ours, &theirs, &BTreeSet::new(), Some("# Manual"));
    assert_eq!(taken(ours, &taking).guidelines, "# Manual");
}

#[test]
fn an_entry_that_is_replaced_keeps_its_place_and_keys_stay_single() {
    let ours = project(book(
        vec![kind("claim", "Claim", Some('C')), kind("threat", "Threat", Some('F'))],
        vec![topic("gas", None), topic("oil", Some("gas"))],
        vec![],
    ));
    let theirs = book(
        vec![kind("claim", "Assertion", Some('F')), kind("vow", "Vow", Some('A')), kind("plea", "Plea", Some('C'))],
        vec![topic("gas", Some("oil"))],
        vec![],
    );
    let all: BTreeSet<EntryKey> = offered(&ours.codebook, &theirs).iter().map(|entry| entry.key()).collect();
    let taking = take(&ours, &theirs, &all, None);
    // F is the threat's here, and A belongs to a command. C is free, since the claim has given it up.
    let lost: Vec<(&str, char)> = taking.without_key.iter().map(|(name, key)| (name.as_str(), *key)).collect();
    assert_eq!(lost, [("Assertion", 'F'), ("Vow", 'A')]);
    let after = taken(ours, &taking).codebook;
    let kinds: Vec<_> = after.kinds.iter().map(|kind| (kind.name.as_str(), kind.key)).collect();
    assert_eq!(kinds, [("Assertion", None), ("Threat", Some('F')), ("Vow", None), ("Plea", Some('C'))]);
    // Gas cannot be a part of oil, which is a part of gas here.
    assert_eq!(after.topics[0].parent, None);
}

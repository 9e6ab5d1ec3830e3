//! The same party under two identifiers, and two parties under one: received, imported, typed, found by `check`.

use std::fs;
use std::path::{Path, PathBuf};

use bayan::exchange::plan::{ReceiveOptions, plan};
use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::input::Input;
use bayan::formats::{Options, jsonl};
use bayan::model::id::{AnnotatorId, DocumentId, PartyId};
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::store;
use serde_json::Value;

use crate::support::bayan::bayan;

const TEXT: &str = "The governor said taxes rise.\nThe government denied it.\n";

#[test]
fn a_party_of_the_same_name_is_the_one_that_is_here() {
    for (id, name, aliases) in [
        ("الكرملين", "الكرملين", &[][..]),
        ("x", "الكرملين ", &[]),
        ("x", "الكِرملين", &[]),
        ("x", "الكـــرملين", &[]),
        ("x", "\u{200f}الكرملين", &[]),
        ("x", "الكرم\u{200c}لين", &[]),
        ("x", "The Kremlin", &[]),
        ("x", "THE  KREMLIN", &[]),
        ("x", "Moscow", &["الكرملين"]),
    ] {
        let ours = project("anna", party("kremlin", "الكرملين", &["the Kremlin"]));
        let theirs = project("ben", party(id, name, aliases));
        let plan = plan(&ours, &theirs, &ReceiveOptions::default());
        assert_eq!(plan.same_parties.len(), 1, "{name}: {plan:?}");
        assert!(plan.same_parties[0].contains("الكرملين"), "{}", plan.same_parties[0]);
        assert_eq!((&plan.parties, &plan.other_parties), (&Vec::new(), &Vec::new()), "{name}");
        // It is shown before anything else that comes along.
        assert_eq!(plan.additions()[0], plan.same_parties[0]);
        let mut after = ours.clone();
        plan.edit.unwrap().apply(&mut after).unwrap();
        assert_eq!(after.parties, ours.parties, "{name}");
        assert_eq!(speaker(&after, "ben").as_deref(), Some("kremlin"), "{name}");
        // Once more it is all here.
        let again = bayan::exchange::plan::plan(&after, &theirs, &ReceiveOptions::default());
        assert_eq!(again.edit, None, "{name}");
    }
}

#[test]
fn another_name_under_one_identifier_is_another_party() {
    let ours = project("anna", party("gov", "Governor", &[]));
    let theirs = project("ben", party("gov", "Government", &[]));
    let first = plan(&ours, &theirs, &ReceiveOptions::default());
    assert_eq!(first.other_parties.len(), 1, "{first:?}");
    assert!(first.other_parties[0].contains("Governor") && first.other_parties[0].contains("Government"));
    let mut after = ours.clone();
    first.edit.unwrap().apply(&mut after).unwrap();
    let names: Vec<_> = after.parties.iter().map(|party| (party.id.as_str(), party.name.as_str())).collect();
    assert_eq!(names, [("gov", "Governor"), ("government", "Government")]);
    assert_eq!(speaker(&after, "ben").as_deref(), Some("government"));
    assert_eq!(speaker(&after, "anna").as_deref(), Some("gov"));
    // The second time it is the one that came in.
    let again = plan(&after, &theirs, &ReceiveOptions::default());
    assert_eq!((again.edit, again.other_parties), (None, Vec::new()));
    // A shared alias tells that both are one.
    let renamed = project("ben", party("gov", "Government of the state", &["GOVERNOR"]));
    let plan = plan(&ours, &renamed, &ReceiveOptions::default());
    assert_eq!((&plan.other_parties, &plan.same_parties), (&Vec::new(), &Vec::new()), "{plan:?}");
    assert_eq!(plan.differing.len(), 1);
}

#[test]
fn of_one_identifier_with_two_names_a_person_says_that_it_is_one_party() {
    let ours = project("anna", party("gov", "Governor", &[]));
    let theirs = project("ben", party("gov", "Government", &[]));
    let asked = plan(&ours, &theirs, &ReceiveOptions::default()).questions;
    let told: Vec<_> = asked.iter().map(|q| (q.id.as_str(), q.theirs.as_str(), q.ours.as_str())).collect();
    assert_eq!(told, [("gov", "Government", "Governor")]);
    let same_parties = [PartyId::new("gov").unwrap()].into();
    let answered = plan(&ours, &theirs, &ReceiveOptions { same_parties, ..ReceiveOptions::default() });
    assert_eq!((answered.other_parties.len(), answered.questions.len()), (0, 1), "{answered:?}");
    let mut after = ours.clone();
    answered.edit.unwrap().apply(&mut after).unwrap();
    assert_eq!(after.parties, ours.parties);
    assert_eq!(speaker(&after, "ben").as_deref(), Some("gov"));
    // Of a party of one name nothing is asked.
    let same = project("ben", party("gov", "governor", &[]));
    assert_eq!(plan(&ours, &same, &ReceiveOptions::default()).questions, []);
}

#[test]
fn a_parent_of_the_same_name_is_the_one_that_is_here() {
    let mut ours = project("anna", party("usa", "United States", &[]));
    ours.parties.push(party("kremlin", "Kremlin", &[]));
    let mut theirs = project("ben", party("biden", "Joe Biden", &[]));
    theirs.parties.push(party("us", "UNITED STATES", &[]));
    theirs.parties[0].parent = Some(PartyId::new("us").unwrap());
    let plan = plan(&ours, &theirs, &ReceiveOptions::default());
    let mut after = ours.clone();
    plan.edit.unwrap().apply(&mut after).unwrap();
    let biden = after.party(&PartyId::new("biden").unwrap()).unwrap();
    assert_eq!(biden.parent.as_ref().map(PartyId::as_str), Some("usa"));
    assert_eq!(after.parties.len(), 3);
}

#[test]
fn an_import_takes_parties_for_those_that_are_here() {
    let folder = tempfile::tempdir().unwrap();
    let export = |theirs: &Project| {
        let mut bytes = Vec::new();
        let dataset = Dataset::of(theirs, &ExportScope::default()).unwrap();
        jsonl::FORMAT.write(&dataset, &Options::default(), &mut bytes).unwrap();
        bytes
    };
    let ours = project("anna", party("kremlin", "الكرملين", &[]));
    let ben = AnnotatorId::new("ben").unwrap();
    let import = |bytes: &[u8]| {
        let input = Input::File { path: "x.jsonl".into(), bytes: bytes.to_vec() };
        jsonl::FORMAT.reader.unwrap().import(&ours, &input, &ben, false).unwrap()
    };
    let read = import(&export(&project("ben", party("x", "الكِرملين", &[]))));
    assert_eq!((read.notes.len(), &read.warnings), (1, &Vec::new()));
    let mut after = ours.clone();
    read.edit.apply(&mut after).unwrap();
    assert_eq!((after.parties.len(), speaker(&after, "ben").as_deref()), (1, Some("kremlin")));
    // An identifier with two names.
    let bytes = export(&project("ben", party("kremlin", "Moscow", &[])));
    let read = import(&bytes);
    assert_eq!((read.notes.len(), read.warnings.len()), (0, 1));
    let mut after = ours.clone();
    read.edit.apply(&mut after).unwrap();
    assert_eq!((after.parties.len(), speaker(&after, "ben").as_deref()), (2, Some("moscow")));
    // By the verb it is said, and a finding.
    let path = saved(&folder.path().join("ours"), &ours);
    fs::write(folder.path().join("theirs.jsonl"), bytes).unwrap();
    let file = folder.path().join("theirs.jsonl");
    let done = bayan(&["import", &path, "--format", "jsonl", file.to_str().unwrap(), "--annotator", "ben"]);
    assert_eq!(done.code, 1, "{done:?}");
    assert!(done.err.contains("Moscow"));
}

#[test]
fn received_parties_are_said_and_two_under_one_identifier_are_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let ours = saved(&path("ours"), &project("anna", party("kremlin", "الكرملين", &[])));
    let theirs = saved(&path("theirs"), &project("ben", party("الكرملين", "الكرملين", &[])));
    let done = bayan(&["receive", &ours, &theirs]);
    assert_eq!(done.code, 0, "{done:?}");
    let said = done.out;
    assert!(said.lines().next().unwrap().contains("is taken to be"), "{said}");
    assert_eq!(bayan(&["check", &ours]).code, 0);
    let agreement = bayan(&["agreement", &ours, "--field", "speaker", "--measure", "f1-exact", "--json"]);
    assert_eq!(agreement.code, 0, "{agreement:?}");

    let ours = saved(&path("ours-2"), &project("anna", party("gov", "Governor", &[])));
    let theirs = saved(&path("theirs-2"), &project("ben", party("gov", "Government", &[])));
    let done = bayan(&["receive", &ours, &theirs, "--json"]);
    assert_eq!(done.code, 1);
    let answer: Value = done.json();
    assert_eq!(answer["other_parties"].as_array().map(Vec::len), Some(1));
    assert_eq!(store::open(&path("ours-2")).unwrap().project.parties.len(), 2);
}

#[test]
fn two_parties_of_one_name_are_found_and_a_typed_one_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(&folder.path().join("p"), &project("anna", party("kremlin", "Kremlin", &[])));
    let script = folder.path().join("s.jsonl");
    fs::write(&script, "{\"party\":{\"id\":\"kremlin-2\",\"name\":\"KREMLIN \"}}\n").unwrap();
    let done = bayan(&["session", &path, "--annotator", "anna", "--script", script.to_str().unwrap()]);
    assert!(done.err.contains("kremlin-2"));
    let done = bayan(&["check", &path]);
    assert_eq!(done.code, 1);
    let said = done.out;
    assert!(said.contains("kremlin-2") && said.contains("Merge them"), "{said}");
}

fn party(id: &str, name: &str, aliases: &[&str]) -> Party {
    let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
    Party {
        id: PartyId::new(id).unwrap(),
        name: name.to_owned(),
        aliases,
        color: Rgb([0, 0x72, 0xb2]),
        parent: None,
        key: None,
        about: PartyAbout::default(),
    }
}

/// A project with one article in which this annotator has one statement of this party.
fn project(annotator: &str, party: Party) -> Project {
    use bayan::edit::change::Edit;
    use bayan::model::document::{Document, Metadata};
    use bayan::model::id::KindId;
    use bayan::model::span::Span;
    use bayan::model::statement::{Link, Statement};
    let mut project = Project::new("t");
    let id = DocumentId::new("one").unwrap();
    let (metadata, excluded) = (Metadata::default(), Vec::new());
    let content = bayan::text::content::Content::new(TEXT);
    project
        .documents
        .insert(id.clone(), Document { id: id.clone(), content, metadata, encoding: String::new(), excluded });
    let link = Link { party: party.id.clone(), cue: None, mention: None };
    project.parties.push(party);
    let kind = KindId::new("claim").unwrap();
    let at = "2026-11-27T08:00:00Z".parse().unwrap();
    let statement = Statement { chain: vec![link], ..Statement::new(kind, vec![Span::new(30, 44)], at) };
    let layer = (id, AnnotatorId::new(annotator).unwrap());
    Edit::AddStatement { layer, statement: Box::new(statement) }.apply(&mut project).unwrap();
    project
}

fn speaker(project: &Project, annotator: &str) -> Option<String> {
    let key = (DocumentId::new("one").unwrap(), AnnotatorId::new(annotator).unwrap());
    let statement = project.layers.get(&key)?.statements().next()?;
    statement.speaker().map(ToString::to_string)
}

fn saved(path: &Path, project: &Project) -> String {
    store::create(path, project).unwrap();
    PathBuf::from(path).to_str().unwrap().to_owned()
}

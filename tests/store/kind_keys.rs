//! Keys of kinds that commands have: no edit brings one in, and a project that has one opens without it.

use std::collections::BTreeMap;

use bayan::edit::change::{Edit, EditError, Touched};
use bayan::edit::session::{Record, Session, Way};
use bayan::model::codebook::{Codebook, EntryNotes, Kind, LineForm};
use bayan::model::id::{AnnotatorId, KindId};
use bayan::model::project::Project;
use bayan::store::merging::replay;
use bayan::store::protected::Protected;
use bayan::store::{self, ProblemKind};

use crate::support::project::open;

#[test]
fn an_edit_may_not_give_a_kind_the_key_of_a_command() {
    let mut session = Session::new(Project::new("p"), AnnotatorId::new("amal").unwrap());
    let set = |keys: &[char]| Edit::SetCodebook(Box::new(codebook(keys)));
    let refused = session.apply("gesture-import", Edit::Group(vec![set(&['S'])])).unwrap_err();
    assert!(matches!(&refused, EditError::KeyTaken { key: 'S', kind, .. } if kind == "Kind S"));
    assert!(refused.to_string().contains(&bayan::t!("command-add-span")), "{refused}");
    assert!(session.apply("gesture-import", set(&['3'])).is_err());
    session.apply("gesture-import", set(&['C'])).unwrap();
}

#[test]
fn a_project_with_such_a_key_opens_says_so_and_can_be_worked_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut project = Project::new("p");
    project.codebook = codebook(&['S', 'C']);
    store::create(&path, &project).unwrap();
    let opened = store::open(&path).unwrap();
    let [problem] = opened.problems.as_slice() else { panic!("{:?}", opened.problems) };
    assert!(matches!(&problem.kind, ProblemKind::KeyTaken { key: 'S', .. }), "{problem}");
    assert!(problem.to_string().contains(&bayan::t!("command-add-span")), "{problem}");
    // The file keeps it, and what else is changed in the codebook goes on as before.
    assert_eq!(opened.project, project);
    let keys: Vec<_> = project.codebook.kinds.iter().map(|kind| project.codebook.usable_key(kind)).collect();
    assert_eq!(keys, [None, Some('C')]);
    let mut session = Session::new(opened.project, AnnotatorId::new("amal").unwrap());
    session.apply("gesture-import", Edit::SetCodebook(Box::new(codebook(&['S', 'C', 'P'])))).unwrap();
}

#[test]
fn a_kind_with_such_a_key_comes_in_from_outside_without_it_and_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut project = Project::new("p");
    project.codebook = codebook(&['C']);
    store::create(&path, &project).unwrap();
    let mut opened = open(&path, "amal");
    // A colleague adds a kind, and here the title is changed.
    let theirs = Project { codebook: codebook(&['C', 'S']), ..project };
    let text = store::format::render::render(&theirs, &Touched::Project).unwrap().unwrap();
    std::fs::write(path.join("project.ron"), text).unwrap();
    opened.session.apply("gesture-project-title", Edit::SetTitle("ours".into())).unwrap();
    opened.keeper.take(&mut opened.session, true);
    assert!(opened.keeper.wait_saved().is_err());
    let report = opened.keeper.take_news(&mut opened.session).unwrap();
    let [problem] = report.problems.as_slice() else { panic!("{:?}", report.problems) };
    assert!(matches!(&problem.kind, ProblemKind::KeyTaken { key: 'S', .. }), "{problem}");
    assert!(report.blocked.is_empty());
    let now = opened.session.project().clone();
    assert_eq!((now.title.as_str(), &now.codebook), ("ours", &theirs.codebook));
    assert_eq!(
        now.codebook.kinds.iter().map(|kind| now.codebook.usable_key(kind)).collect::<Vec<_>>(),
        [Some('C'), None]
    );
    opened.wait_saved().unwrap();
    drop(opened);
    let again = store::open(&path).unwrap();
    assert_eq!((&again.project, again.problems.len()), (&now, 1));
    assert!(!path.join(".bayan/kept").exists(), "what was taken is no longer somebody else's");
}

#[test]
fn a_recorded_change_of_such_a_codebook_is_merged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut project = Project::new("p");
    project.codebook = codebook(&['S', 'C']);
    let mut elsewhere = project.clone();
    let edit = Edit::SetCodebook(Box::new(codebook(&['S', 'C', 'X'])));
    let inverse = edit.clone().apply(&mut elsewhere).unwrap();
    let record = Record::new(jiff::Timestamp::UNIX_EPOCH, Way::Do, "gesture-import", false, edit, inverse);
    project.title = "ours".into();
    project.codebook = codebook(&['S', 'C', 'P']);
    let plan = replay::plan(&path, &project, &[&record], &BTreeMap::new(), &Protected::default());
    assert_eq!(plan.refused, BTreeMap::new());
    Edit::Group(plan.edits).apply(&mut project).unwrap();
    let ids: Vec<_> = project.codebook.kinds.iter().map(|kind| kind.id.to_string()).collect();
    assert_eq!(ids.len(), 4, "{ids:?}");
    assert!(ids.contains(&"x".to_owned()) && ids.contains(&"p".to_owned()), "{ids:?}");
}

fn codebook(keys: &[char]) -> Codebook {
    let kind = |key: &char| Kind {
        id: KindId::new(key.to_ascii_lowercase().to_string()).unwrap(),
        name: format!("Kind {key}"),
        definition: String::new(),
        key: Some(*key),
        line: LineForm::Solid,
        notes: EntryNotes::default(),
    };
    Codebook { kinds: keys.iter().map(kind).collect(), ..Codebook::default() }
}

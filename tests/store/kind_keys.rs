//! Keys of kinds that commands have: no edit brings one in, and a project that has one opens without it.

use bayan::edit::change::{Edit, EditError};
use bayan::edit::session::Session;
use bayan::model::codebook::{Codebook, Kind, LineForm};
use bayan::model::id::{AnnotatorId, KindId};
use bayan::model::project::Project;
use bayan::store::{self, ProblemKind};

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

fn codebook(keys: &[char]) -> Codebook {
    let kind = |key: &char| Kind {
        id: KindId::new(key.to_ascii_lowercase().to_string()).unwrap(),
        name: format!("Kind {key}"),
        definition: String::new(),
        key: Some(*key),
        line: LineForm::Solid,
    };
    Codebook { kinds: keys.iter().map(kind).collect(), ..Codebook::default() }
}

//! Records that are merged because they cannot be replayed exactly: what one of them adds is there for the others.

use std::collections::BTreeMap;
use std::path::Path;

use bayan::edit::change::Edit;
use bayan::edit::session::{Record, Session, Way};
use bayan::model::id::{PartyId, StatementId};
use bayan::model::party::Party;
use bayan::model::project::Project;
use bayan::model::statement::{Link, Statement};
use bayan::store::merging::replay;
use bayan::store::protected::Protected;

use crate::support::project::{sample_layer, sample_project};

#[test]
fn a_statement_of_a_party_that_was_added_with_it_is_taken() {
    let mut project = sample_project();
    let (layer, party) = (sample_layer("annotator-a"), PartyId::new("newcomer").unwrap());
    let newcomer = Party { id: party.clone(), parent: None, ..project.parties.iter().next().unwrap().clone() };
    let old = project.layers[&layer].statements().next().unwrap().clone();
    let chain = vec![Link { party: party.clone(), cue: None, mention: None }];
    let statement = Statement { id: StatementId::generate(), chain, ..old };
    let id = statement.id;
    let edits = [
        Edit::AddParty { index: 0, party: newcomer },
        Edit::AddStatement { layer: layer.clone(), statement: Box::new(statement) },
    ];
    let after = merged(&mut project, &edits);
    assert!(after.party(&party).is_some() && after.layers[&layer].statement(id).is_some());
}

#[test]
fn an_article_that_is_added_comes_with_its_layers_its_review_and_its_assignments() {
    let (empty, whole) = (&mut sample_project(), sample_project());
    let document = sample_layer("annotator-a").0;
    let inverse = Edit::RemoveDocument(document).apply(empty).unwrap();
    assert_eq!(merged(empty, &[inverse]), whole);
}

/// The project with edits that were made to it elsewhere, as recovery merges them.
fn merged(project: &mut Project, edits: &[Edit]) -> Project {
    let mut elsewhere = project.clone();
    let records: Vec<Record> = edits
        .iter()
        .map(|edit| {
            let inverse = edit.clone().apply(&mut elsewhere).unwrap();
            Record::new(jiff::Timestamp::UNIX_EPOCH, Way::Do, "gesture", false, edit.clone(), inverse)
        })
        .collect();
    let records: Vec<&Record> = records.iter().collect();
    let plan = replay::plan(Path::new("p"), project, &records, &BTreeMap::new(), &Protected::default());
    assert_eq!(plan.refused, BTreeMap::new());
    let mut session = Session::new(project.clone(), sample_layer("annotator-a").1);
    session.apply("merge", Edit::Group(plan.edits)).unwrap();
    session.project().clone()
}

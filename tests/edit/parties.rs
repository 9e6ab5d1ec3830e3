//! Deleting a party: nobody comes to say what another has said unless that is chosen.

use bayan::edit::change::Edit;
use bayan::edit::gesture::parties::{Successor, Uses, delete_party_for};
use bayan::edit::session::Session;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId, PartyId, StatementId};
use bayan::model::party::{Party, Rgb};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::{Link, Statement};
use bayan::text::content::Content;

const TEXT: &str = "قالت مصر إن الوزير رفض ذلك.";

fn party(id: &str) -> PartyId {
    PartyId::new(id).unwrap()
}

fn annotator() -> AnnotatorId {
    AnnotatorId::new("a").unwrap()
}

/// Statements with these chains, by the names of their parties.
fn session(chains: &[&[&str]]) -> (Session, Vec<StatementId>) {
    let mut project = Project::new("P");
    for id in ["egypt", "minister", "agency", "iran"] {
        let color = Rgb::PALETTE[0];
        let parent = (id == "minister").then(|| party("egypt"));
        project.parties.push(Party {
            id: party(id),
            name: id.to_owned(),
            aliases: Vec::new(),
            color,
            parent,
            key: None,
        });
    }
    let document = DocumentId::new("d").unwrap();
    project.documents.insert(
        document.clone(),
        Document {
            id: document.clone(),
            content: Content::new(TEXT),
            metadata: Metadata::default(),
            encoding: String::new(),
            excluded: Vec::new(),
        },
    );
    let mut session = Session::new(project, annotator());
    let mut ids = Vec::new();
    for chain in chains {
        let link = |id: &&str| Link { party: party(id), cue: Some(Span::new(0, 8)), mention: None };
        let statement = Statement {
            chain: chain.iter().map(link).collect(),
            addressees: vec![party("iran")],
            ..Statement::new(KindId::new("claim").unwrap(), vec![Span::new(0, TEXT.len())], jiff::Timestamp::now())
        };
        ids.push(statement.id);
        let edit = Edit::AddStatement { layer: (document.clone(), annotator()), statement: Box::new(statement) };
        session.apply("add", edit).unwrap();
    }
    (session, ids)
}

fn chains(session: &Session, ids: &[StatementId]) -> Vec<Vec<String>> {
    let layer = session.project().layers.values().next().unwrap();
    let chain = |id: &StatementId| {
        let statement = layer.statement(*id).unwrap();
        statement.chain.iter().map(|link| session.project().party(&link.party).unwrap().name.clone()).collect()
    };
    ids.iter().map(chain).collect()
}

const CHAINS: &[&[&str]] = &[
    &["egypt", "minister"],
    &["agency", "egypt", "minister"],
    &["minister"],
    &["minister", "iran"],
    &["minister", "minister"],
    &["iran"],
];

#[test]
fn who_comes_to_speak_is_told_before() {
    let (session, _) = session(CHAINS);
    let uses = Uses::of(session.project(), &party("minister"), &annotator());
    let next: Vec<(Option<&str>, usize)> =
        uses.next_speakers.iter().map(|(next, count)| (next.as_ref().map(PartyId::as_str), *count)).collect();
    assert_eq!(next, [(None, 2), (Some("egypt"), 2)]);
    assert_eq!((uses.speaks(), uses.reports, uses.addressed, uses.all()), (4, 1, 0, 5));
    let uses = Uses::of(session.project(), &party("iran"), &annotator());
    assert_eq!((uses.speaks(), uses.reports, uses.addressed, uses.all()), (2, 0, 4, 6));
    let uses = Uses::of(session.project(), &party("egypt"), &annotator());
    assert_eq!((uses.speaks(), uses.reports, uses.children), (0, 2, 1));
}

#[test]
fn an_unknown_speaker_stands_where_the_party_spoke() {
    let (mut session, ids) = session(CHAINS);
    let before = session.project().clone();
    let edit = delete_party_for(session.project(), &party("minister"), &Successor::Unknown).unwrap();
    session.apply("delete", edit).unwrap();
    let unknown = "Unknown speaker";
    assert_eq!(
        chains(&session, &ids),
        [
            vec!["egypt", unknown],
            vec!["agency", "egypt", unknown],
            vec![unknown],
            vec!["iran"],
            vec![unknown],
            vec!["iran"],
        ]
    );
    // Its cue stays: the words are still there.
    let layer = session.project().layers.values().next().unwrap();
    assert_eq!(layer.statement(ids[2]).unwrap().chain[0].cue, Some(Span::new(0, 8)));
    // A second one that is deleted goes to the same unknown speaker.
    let edit = delete_party_for(session.project(), &party("iran"), &Successor::Unknown).unwrap();
    session.apply("delete", edit).unwrap();
    assert_eq!(session.project().parties.iter().filter(|party| party.name == unknown).count(), 1);
    assert_eq!(chains(&session, &ids)[5], [unknown]);
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(*session.project(), before);
}

#[test]
fn nothing_is_made_where_the_party_never_spoke() {
    let (mut session, ids) = session(&[&["egypt", "minister"]]);
    let edit = delete_party_for(session.project(), &party("egypt"), &Successor::Unknown).unwrap();
    session.apply("delete", edit).unwrap();
    assert_eq!(chains(&session, &ids), [["minister"]]);
    assert_eq!(session.project().parties.len(), 3);
    assert_eq!(session.project().party(&party("minister")).unwrap().parent, None);
}

#[test]
fn the_next_or_another_party_speaks_where_that_is_chosen() {
    let (mut session, ids) = session(CHAINS);
    let before = session.project().clone();
    let edit = delete_party_for(session.project(), &party("minister"), &Successor::Next).unwrap();
    session.apply("delete", edit).unwrap();
    assert_eq!(chains(&session, &ids)[..3], [vec!["egypt"], vec!["agency", "egypt"], vec![]]);
    session.undo().unwrap();
    assert_eq!(*session.project(), before);
    let edit = delete_party_for(session.project(), &party("minister"), &Successor::Party(party("agency"))).unwrap();
    session.apply("delete", edit).unwrap();
    assert_eq!(
        chains(&session, &ids)[..3],
        [vec!["egypt", "agency"], vec!["agency", "egypt", "agency"], vec!["agency"]]
    );
    let itself = Successor::Party(party("iran"));
    assert!(delete_party_for(session.project(), &party("iran"), &itself).is_none());
}

//! Deleting a party: nobody comes to say what another has said unless that is chosen.

use bayan::edit::change::Edit;
use bayan::edit::gesture::parties::{Successor, Uses, delete_party_for, merge_party, move_party, set_party_key};
use bayan::edit::session::Session;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId, PartyId, StatementId};
use bayan::model::party::{Party, PartyAbout, Rgb};
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
            about: PartyAbout::default(),
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

/// The parties in order, each with the digit that makes it the speaker.
fn keys(session: &Session) -> String {
    let parties = &session.project().parties;
    let name = |(place, party): (usize, &Party)| {
        let digit = parties.digit(place).map_or("-".to_owned(), |digit| digit.to_string());
        assert!(parties.digit(place).is_none_or(|digit| parties.with_digit(digit).map(|p| &p.id) == Some(&party.id)));
        format!("{}{digit}", party.id)
    };
    parties.iter().enumerate().map(name).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_key_belongs_to_its_party_whoever_comes_or_goes() {
    let (mut session, _) = session(&[]);
    // A project that is older than keys: by order.
    assert_eq!(keys(&session), "egypt1 minister2 agency3 iran4");
    let start = session.project().clone();
    let delete = delete_party_for(session.project(), &party("agency"), &Successor::Next).unwrap();
    session.apply("delete", delete).unwrap();
    assert_eq!(keys(&session), "egypt1 minister2 iran4");
    session.apply("merge", merge_party(session.project(), &party("minister"), &party("egypt")).unwrap()).unwrap();
    assert_eq!(keys(&session), "egypt1 iran4");
    while session.undo().is_some() {}
    assert_eq!(*session.project(), start);
    // A key that another one has changes its owner; no other key changes.
    session.apply("key", set_party_key(session.project(), &party("iran"), Some(1)).unwrap()).unwrap();
    assert_eq!(keys(&session), "egypt- minister2 agency3 iran1");
    session.apply("key", set_party_key(session.project(), &party("egypt"), Some(9)).unwrap()).unwrap();
    session.apply("key", set_party_key(session.project(), &party("agency"), None).unwrap()).unwrap();
    assert_eq!(keys(&session), "egypt9 minister2 agency- iran1");
    session.undo().unwrap();
    assert_eq!(keys(&session), "egypt9 minister2 agency3 iran1");
}

#[test]
fn a_party_is_moved_with_its_key_and_never_under_itself() {
    let (mut session, _) = session(&[]);
    let apply = |session: &mut Session, id: &str, parent: Option<&str>, before: Option<&str>| {
        let (parent, before) = (parent.map(party), before.map(party));
        let edit = move_party(session.project(), &party(id), parent.as_ref(), before.as_ref());
        edit.map(|edit| session.apply("move", edit).unwrap())
    };
    apply(&mut session, "iran", None, Some("egypt")).unwrap();
    assert_eq!(keys(&session), "iran4 egypt1 minister2 agency3");
    apply(&mut session, "agency", Some("minister"), None).unwrap();
    assert_eq!(session.project().party(&party("agency")).unwrap().parent, Some(party("minister")));
    assert!(apply(&mut session, "egypt", Some("agency"), None).is_none(), "egypt → minister → agency");
    assert!(apply(&mut session, "iran", None, Some("egypt")).is_none(), "it is there already");
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(keys(&session), "egypt1 minister2 agency3 iran4");
    assert!(session.project().parties.iter().all(|party| party.key.is_none()));
}

#[test]
fn an_order_is_taken_back_with_what_has_come_since() {
    let (mut session, _) = session(&[]);
    session.apply("move", move_party(session.project(), &party("iran"), None, Some(&party("egypt"))).unwrap()).unwrap();
    let newcomer = Party { id: party("new"), key: None, parent: None, ..session.project().parties[0].clone() };
    session
        .absorb(
            &{
                let mut other = session.project().clone();
                other.parties.push(newcomer);
                other
            },
            &[bayan::edit::change::Touched::Project],
            "outside",
            Vec::new(),
        )
        .unwrap();
    session.undo().unwrap();
    // What has come since stays behind the party that it came behind.
    let order: Vec<String> = session.project().parties.iter().map(|party| party.id.to_string()).collect();
    assert_eq!(order, ["egypt", "minister", "agency", "new", "iran"]);
}

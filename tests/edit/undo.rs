//! Undo takes back what one has done oneself, in this sitting: what another one has changed since stays and is named, and
//! what was done before or by others is not taken back unasked.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use bayan::edit::change::{Edit, LayerKey, Touched};
use bayan::edit::gesture::parties as gesture;
use bayan::edit::session::{Asks, Record, Session, Way};
use bayan::locale::plain;
use bayan::model::codebook::{EntryNotes, Topic};
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, ThreadId, TopicId};
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::review::{Comment, Thread, ThreadAnchor};
use bayan::model::span::Span;
use bayan::model::statement::{Link, Relation, Stance, Statement};
use bayan::store::{self};
use bayan::text::content::Content;
use jiff::Timestamp;

use crate::support::project::{open, who};

const TEXT: &str = "قال الكرملين إن بايدن أكد ذلك. The Kremlin said so.";

#[test]
fn another_field_that_a_colleague_has_changed_since_stays() {
    let mut session = session();
    replace(&mut session, |s| s.note = "mine".into());
    reload(&mut session, |s| {
        s.topic = Some(topic());
        s.stance = Some(Stance::Opposes);
    });
    let undone = session.undo().unwrap();
    assert!(undone.changed && undone.kept.is_empty(), "{undone:?}");
    let now = first(&session);
    assert_eq!((now.note.as_str(), now.topic, now.stance), ("", Some(topic()), Some(Stance::Opposes)));
    // And again the other way.
    reload(&mut session, |s| s.kind = KindId::new("warning").unwrap());
    assert!(session.redo().unwrap().changed);
    let now = first(&session);
    assert_eq!((now.note.as_str(), now.kind.as_str(), now.topic), ("mine", "warning", Some(topic())));
}

#[test]
fn the_same_field_that_a_colleague_has_changed_since_stays_and_is_named_with_the_colleague() {
    let mut session = session();
    replace(&mut session, |s| {
        s.note = "mine".into();
        s.topic = Some(topic());
    });
    reload(&mut session, |s| s.topic = None);
    reload(&mut session, |s| s.note = "theirs".into());
    session.set_annotator(who("basma"));
    let undone = session.undo().unwrap();
    // The topic is as it was before already, and the note is another's.
    assert!(!undone.changed, "{undone:?}");
    assert_eq!(first(&session).note, "theirs");
    let told = plain(&undone.told(Way::Undo));
    assert!(told.contains("note") && told.contains("by amal") && told.contains("stays"), "{told}");
    assert!(told.contains("“Change”"), "{told}");
    // The step is not in the way of those before it, nor of doing things again.
    assert!(session.undo().is_none() && session.redo().is_none());
}

#[test]
fn each_part_of_lists_and_attributes_counts_by_itself() {
    let mut session = session();
    let biden = PartyId::new("biden").unwrap();
    replace(&mut session, |s| {
        s.addressees = vec![biden.clone()];
        s.attributes.push(attribute("mine", "1"));
    });
    reload(&mut session, |s| {
        s.addressees.push(PartyId::new("kremlin").unwrap());
        s.attributes.push(attribute("theirs", "2"));
    });
    assert!(session.undo().unwrap().kept.is_empty());
    let now = first(&session);
    assert_eq!(now.addressees, [PartyId::new("kremlin").unwrap()]);
    assert_eq!(now.attributes, [attribute("theirs", "2")]);
}

#[test]
fn a_statement_that_another_has_deleted_is_named_and_earlier_steps_can_be_taken_back() {
    let mut session = session();
    session.apply("title", Edit::SetTitle("new".into())).unwrap();
    replace(&mut session, |s| s.note = "mine".into());
    take(&mut session, |project| {
        project.layers.get_mut(&key("amal")).unwrap().take(id(1)).unwrap();
    });
    let undone = session.undo().unwrap();
    assert!(!undone.changed, "{undone:?}");
    let told = plain(&undone.told(Way::Undo));
    assert!(told.contains("“Change”") && told.contains("deleted"), "{told}");
    assert!(session.project().layer(&document(), &who("amal")).is_none_or(|layer| layer.statement(id(1)).is_none()));
    assert!(session.undo().unwrap().changed);
    assert_eq!(session.project().title, "t");
}

#[test]
fn what_others_have_made_of_a_new_statement_or_hung_on_it_stays() {
    let mut session = session();
    session.apply("make", add("amal", 7)).unwrap();
    session.apply("make", add("amal", 8)).unwrap();
    take(&mut session, |project| {
        let layer = project.layers.get_mut(&key("amal")).unwrap();
        let other = layer.statement(id(7)).unwrap().clone();
        layer.put(Statement { note: "theirs".into(), ..other });
        layer.put_relation(relation(1, 8, 1));
    });
    let linked = session.undo().unwrap();
    assert!(!linked.changed && plain(&linked.told_kept()).contains("linked"), "{linked:?}");
    let changed = session.undo().unwrap();
    assert!(!changed.changed && plain(&changed.told_kept()).contains("changed"), "{changed:?}");
    let layer = session.project().layer(&document(), &who("amal")).unwrap();
    assert_eq!(layer.statement(id(7)).unwrap().note, "theirs");
    assert!(layer.relation(RelationId::from_uuid(number(1))).is_some());
}

#[test]
fn an_article_that_others_have_worked_on_since_it_was_added_stays_with_their_work() {
    let mut session = session();
    let second = article("second", TEXT);
    session.apply("add", Edit::AddDocument { document: Box::new(second), layers: Vec::new() }).unwrap();
    let key = (DocumentId::new("second").unwrap(), who("basma"));
    let mut from = session.project().clone();
    Edit::AddStatement { layer: key.clone(), statement: statement(3) }.apply(&mut from).unwrap();
    session.absorb(&from, &[Touched::Layer(key.0.clone(), key.1.clone())], "", Vec::new()).unwrap();
    let undone = session.undo().unwrap();
    assert!(!undone.changed && plain(&undone.told(Way::Undo)).contains("worked on"), "{undone:?}");
    assert!(session.project().documents.contains_key(&key.0));
    assert_eq!(session.project().layers[&key].len(), 1);
}

#[test]
fn a_text_that_was_replaced_stays_where_others_have_worked_on_the_new_one() {
    let mut session = session();
    let mut new = article("d", "قال الكرملين شيئاً آخر. The Kremlin said more.");
    new.metadata.title = "new".into();
    let edits = vec![
        Edit::RemoveDocument(document()),
        Edit::AddDocument { document: Box::new(new), layers: vec![(who("amal"), layer_of(&[1]))] },
    ];
    session.apply("replace", Edit::Group(edits)).unwrap();
    reload(&mut session, |s| s.note = "on the new text".into());
    let after = session.project().clone();
    let undone = session.undo().unwrap();
    assert!(!undone.changed && plain(&undone.told(Way::Undo)).contains("new text"), "{undone:?}");
    assert_eq!(*session.project(), after);
}

#[test]
fn what_is_needed_by_a_layer_that_came_in_with_it_stays_when_changes_from_outside_are_taken_back() {
    let mut session = session();
    let osce = Party { id: PartyId::new("osce").unwrap(), name: "OSCE".into(), ..party("kremlin") };
    let mut from = session.project().clone();
    from.parties.push(osce.clone());
    let mut theirs = *statement(9);
    theirs.chain = vec![Link { party: osce.id.clone(), cue: None, mention: None }];
    Edit::AddStatement { layer: key("basma"), statement: Box::new(theirs) }.apply(&mut from).unwrap();
    let edits = vec![Edit::AddParty { index: 9, party: osce.clone() }, Edit::SetTitle("theirs".into())];
    session.absorb(&from, &[Touched::Layer(document(), who("basma"))], "outside", edits).unwrap();
    let undone = session.undo().unwrap();
    assert!(undone.changed, "{undone:?}");
    let told = plain(&undone.told(Way::Undo));
    assert!(told.contains("Outside"), "{told}");
    assert!(told.contains("OSCE"), "{told}");
    assert_eq!((session.project().title.as_str(), session.project().party(&osce.id).is_some()), ("t", true));
}

#[test]
fn a_party_that_is_gone_leaves_the_chain_and_the_rest_is_taken_back() {
    let mut session = session();
    let osce = Party { id: PartyId::new("osce").unwrap(), ..party("kremlin") };
    session.apply("party", Edit::AddParty { index: 9, party: osce.clone() }).unwrap();
    replace(&mut session, |s| s.chain = vec![Link { party: osce.id.clone(), cue: None, mention: None }]);
    replace(&mut session, |s| {
        s.chain.clear();
        s.note = "mine".into();
    });
    take_project(&mut session, |project| {
        let place = project.parties.place(&osce.id).unwrap();
        project.parties.take(place);
    });
    let undone = session.undo().unwrap();
    assert!(undone.changed && plain(&undone.told_kept()).contains("osce"), "{undone:?}");
    let now = first(&session);
    assert_eq!((now.note.as_str(), now.chain.len()), ("", 0));
}

#[test]
fn parties_topics_metadata_threads_and_whole_texts_are_merged_alike() {
    let mut session = session();
    let kremlin = session.project().parties[0].clone();
    let renamed = Party { name: "Kreml".into(), aliases: vec!["mine".into()], ..kremlin.clone() };
    session.apply("party", Edit::ReplaceParty(renamed.clone())).unwrap();
    take_project(&mut session, |project| {
        project.parties[0].color = Rgb([9, 9, 9]);
        project.parties[0].aliases.push("theirs".into());
    });
    assert!(session.undo().unwrap().kept.is_empty());
    let now = &session.project().parties[0];
    assert_eq!(
        (now.name.as_str(), now.color, &now.aliases[..]),
        ("kremlin", Rgb([9, 9, 9]), &["theirs".to_owned()][..])
    );

    let mut codebook = session.project().codebook.clone();
    codebook.topics.push(Topic {
        id: TopicId::new("mine").unwrap(),
        name: "m".into(),
        definition: String::new(),
        notes: EntryNotes::default(),
        parent: None,
    });
    session.apply("topic", Edit::SetCodebook(Box::new(codebook))).unwrap();
    take_project(&mut session, |project| {
        let theirs = TopicId::new("theirs").unwrap();
        project.codebook.topics.push(Topic {
            id: theirs,
            name: "t".into(),
            definition: String::new(),
            notes: EntryNotes::default(),
            parent: None,
        });
    });
    assert!(session.undo().unwrap().kept.is_empty());
    let topics: Vec<_> = session.project().codebook.topics.iter().map(|topic| topic.id.as_str()).collect();
    assert_eq!(topics, ["t", "theirs"]);

    let metadata = Metadata { publisher: "mine".into(), ..session.project().documents[&document()].metadata.clone() };
    session.apply("metadata", Edit::SetMetadata { document: document(), metadata }).unwrap();
    let mut from = session.project().clone();
    from.documents.get_mut(&document()).unwrap().metadata.url = "theirs".into();
    session.absorb(&from, &[Touched::Document(document())], "", Vec::new()).unwrap();
    assert!(session.undo().unwrap().changed);
    let metadata = &session.project().documents[&document()].metadata;
    assert_eq!((metadata.publisher.as_str(), metadata.url.as_str()), ("", "theirs"));

    let thread = |texts: &[&str]| Thread {
        id: ThreadId::from_uuid(number(5)),
        anchor: ThreadAnchor::Passage(Span::new(0, 6)),
        comments: texts.iter().map(|text| comment(text)).collect(),
        resolved: None,
    };
    let set = |texts: &[&str]| Edit::SetThread {
        document: document(),
        id: ThreadId::from_uuid(number(5)),
        thread: Some(Box::new(thread(texts))),
    };
    session.apply("thread", set(&["first"])).unwrap();
    session.apply("thread", set(&["first", "mine"])).unwrap();
    let mut from = session.project().clone();
    set(&["first", "mine", "theirs"]).apply(&mut from).unwrap();
    session.absorb(&from, &[Touched::Review(document())], "", Vec::new()).unwrap();
    assert!(session.undo().unwrap().changed);
    let now = session.project().reviews[&document()].thread(ThreadId::from_uuid(number(5))).unwrap();
    assert_eq!(*now, thread(&["first", "theirs"]));
    let made = session.undo().unwrap();
    assert!(!made.changed && !made.kept.is_empty(), "{made:?}");

    session.apply("guidelines", Edit::SetGuidelines("mine".into())).unwrap();
    let mut from = session.project().clone();
    from.guidelines = "theirs".into();
    session.absorb(&from, &[Touched::Guidelines], "", Vec::new()).unwrap();
    let kept = session.undo().unwrap();
    assert!(!kept.changed && plain(&kept.told_kept()).contains("guidelines.md"), "{kept:?}");
    assert_eq!(session.project().guidelines, "theirs");
}

#[test]
fn a_group_goes_back_entry_by_entry_and_a_run_of_typing_as_one() {
    let mut session = session();
    session.apply("make", add("amal", 2)).unwrap();
    let biden = PartyId::new("biden").unwrap();
    for number in [1, 2] {
        let old = session.project().layers[&key("amal")].statement(id(number)).unwrap().clone();
        let chain = vec![Link { party: biden.clone(), cue: None, mention: None }];
        let statement = Box::new(Statement { chain, ..old });
        session.apply("chain", Edit::ReplaceStatement { layer: key("amal"), statement }).unwrap();
    }
    let before = session.project().clone();
    let delete = gesture::delete_party(session.project(), &biden).unwrap();
    session.apply("delete", delete).unwrap();
    reload(&mut session, |s| s.note = "theirs".into());
    assert!(session.undo().unwrap().kept.is_empty());
    let mut expected = before;
    let layer = expected.layers.get_mut(&key("amal")).unwrap();
    let one = layer.statement(id(1)).unwrap().clone();
    layer.put(Statement { note: "theirs".into(), modified: first(&session).modified, ..one });
    assert_eq!(*session.project(), expected);

    for text in ["a", "ab", "abc"] {
        let statement = Box::new(Statement { stance: Some(Stance::Supports), note: text.into(), ..first(&session) });
        let edit = Edit::ReplaceStatement { layer: key("amal"), statement };
        session.apply_merging("note", edit, Some("note".into())).unwrap();
    }
    reload(&mut session, |s| s.topic = Some(topic()));
    // Typing that goes on is a step of its own.
    let statement = Box::new(Statement { note: "abcd".into(), ..first(&session) });
    session
        .apply_merging("note", Edit::ReplaceStatement { layer: key("amal"), statement }, Some("note".into()))
        .unwrap();
    assert!(session.undo().unwrap().changed);
    assert_eq!(first(&session).note, "abc");
    assert!(session.undo().unwrap().changed);
    let now = first(&session);
    assert_eq!((now.note.as_str(), now.stance, now.topic), ("theirs", None, Some(topic())));
}

#[test]
fn merged_news_are_passed_over_and_keep_nobody_from_doing_again_what_they_took_back() {
    let mut session = session();
    replace(&mut session, |s| s.note = "one".into());
    replace(&mut session, |s| s.note = "two".into());
    session.undo_next().unwrap();
    let mut theirs = first(&session);
    theirs.kind = KindId::new("warning").unwrap();
    let edits = vec![Edit::ReplaceStatement { layer: key("amal"), statement: Box::new(theirs) }];
    session.absorb(&session.project().clone(), &[], "from outside", edits).unwrap();
    assert_eq!(session.last_gesture(), Some(&"from outside".into()));
    assert_eq!(session.next_undo().unwrap().gesture, "change".into());
    assert!(session.redo().unwrap().changed);
    assert!(session.undo_next().unwrap().changed && session.undo_next().unwrap().changed);
    let now = first(&session);
    assert_eq!((now.note.as_str(), now.kind.as_str()), ("", "warning"));
    // Only what came in is left, and that is not simply one's own.
    assert_eq!(session.next_undo().unwrap().asks, Some(Asks::Outside));
}

#[test]
fn whose_a_step_is_and_of_when_is_told() {
    let mut session = session();
    session.apply("make", add("amal", 2)).unwrap();
    assert_eq!(session.next_undo().unwrap().asks, None);
    session.set_annotator(who("basma"));
    let next = session.next_undo().unwrap();
    assert_eq!((next.asks, next.by, &next.documents[..]), (Some(Asks::Another), Some(who("amal")), &[document()][..]));
    session.undo_next().unwrap();
    // To bring back what one has taken back oneself is one's own work.
    assert_eq!(session.next_redo().unwrap().asks, None);
    session.set_annotator(who("amal"));
    let next = session.next_redo().unwrap();
    assert_eq!((next.asks, next.by), (Some(Asks::Another), Some(who("basma"))));

    // A record that does not say who tells it by its layer.
    let mut other = Session::new(session.project().clone(), who("amal"));
    let edit = add("basma", 4);
    let inverse = Edit::RemoveStatement { layer: key("basma"), id: id(4) };
    let record = Record::new(Timestamp::UNIX_EPOCH, Way::Do, "made", false, edit, inverse);
    assert!(other.replay_exactly(&record));
    let next = other.next_undo().unwrap();
    assert_eq!((next.asks, next.by, next.at), (Some(Asks::Earlier), Some(who("basma")), Timestamp::UNIX_EPOCH));
    other.recall(&record);
    assert_eq!(other.next_undo().unwrap().by, Some(who("basma")));
}

#[test]
fn the_history_on_disk_says_who_and_what_was_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("p");
    store::create(&project, session().project()).unwrap();
    let mut opened = open(&project, "amal");
    replace(&mut opened.session, |s| s.note = "one".into());
    opened.session.set_annotator(who("basma"));
    opened.session.apply("title", Edit::SetTitle("basma's".into())).unwrap();
    let edits = vec![Edit::SetGuidelines("theirs".into())];
    opened.session.absorb(&opened.session.project().clone(), &[], "outside", edits).unwrap();
    // Passes over what came in, and over what cannot be taken back any more.
    assert!(opened.session.undo_next().unwrap().changed);
    take(&mut opened.session, |project| {
        project.layers.get_mut(&key("amal")).unwrap().take(id(1)).unwrap();
    });
    opened.session.set_annotator(who("amal"));
    let names = |session: &Session| (session.last_gesture().cloned(), session.last_undone().cloned());
    assert_eq!(names(&opened.session), (Some("outside".into()), Some("title".into())));
    assert!(!opened.session.undo_next().unwrap().changed);
    opened.wait_saved().unwrap();
    drop(opened);
    let mut again = open(&project, "amal");
    assert_eq!(names(&again.session), (Some("outside".into()), Some("title".into())));
    let redo = again.session.next_redo().unwrap();
    assert_eq!((redo.asks, redo.by), (Some(Asks::Earlier), Some(who("basma"))));
    again.session.undo().unwrap();
    assert_eq!(again.session.project().guidelines, "");
    assert!(again.session.undo().is_none());
    assert!(again.session.redo().unwrap().changed);
}

#[test]
fn a_script_takes_back_its_own_work_and_what_was_done_before_only_when_it_insists() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("p");
    store::create(&project, session().project()).unwrap();
    let add = r#"{"add":{"document":"d","kind":"claim","start":0,"end":3,"chain":["kremlin"],"id":"01b00000-0000-7000-8000-000000000001"}}"#;
    let (code, answers) = script(&project, &["--annotator", "anna"], &[add]);
    assert_eq!((code, answers.len()), (0, 1));
    let has = || store::open(&project).unwrap().project.layer(&document(), &who("anna")).is_some();
    assert!(has());
    let (code, answers) = script(&project, &["--annotator", "ben"], &[r#""undo""#]);
    let error = answers[0]["error"].as_str().unwrap();
    assert_eq!(code, 1);
    for part in [&*bayan::t!("gesture-statement-add"), "anna", "اتصال", r#"{"undo":"anyway"}"#] {
        assert!(error.contains(part), "{part}: {error}");
    }
    assert!(has());
    // What the run itself has done it takes back, under whichever name, and no more.
    let lines = [
        r#"{"title":"one"}"#,
        r#"{"annotator":"carla"}"#,
        r#"{"title":"two"}"#,
        r#"{"annotator":"ben"}"#,
        r#""undo""#,
        r#""undo""#,
        r#""redo""#,
        r#""undo""#,
        r#""undo""#,
    ];
    let (code, answers) = script(&project, &["--annotator", "ben"], &lines);
    assert_eq!(code, 1);
    assert!(answers[..8].iter().all(|answer| answer.get("done").is_some()), "{answers:?}");
    assert!(answers[8]["error"].as_str().unwrap().contains("anna"), "{answers:?}");
    assert!(has());
    let (code, _) = script(&project, &["--annotator", "ben"], &[r#"{"undo":"anyway"}"#]);
    assert_eq!((code, has()), (0, false));
    let (code, answers) = script(&project, &["--annotator", "ben"], &[r#""redo""#, r#"{"redo":"anyway"}"#]);
    assert!(code == 1 && answers[0]["error"].as_str().unwrap().contains(r#"{"redo":"anyway"}"#), "{answers:?}");
    assert!(has());
}

#[test]
fn a_script_never_writes_as_somebody_who_happens_to_be_there() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("p");
    store::create(&project, session().project()).unwrap();
    let add = r#"{"add":{"document":"d","kind":"claim","start":0,"end":3}}"#;
    let (code, _) = script(&project, &[], &[add]);
    assert_eq!(code, 0);
    let opened = store::open(&project).unwrap().project;
    assert_eq!(opened.annotators(), [who("amal"), who("layla")]);
    // Where nobody knows who works here, it must be said.
    let mut command = Command::new(env!("CARGO_BIN_EXE_bayan"));
    command.env("BAYAN_CONFIG_DIR", folder.path());
    for name in ["USER", "USERNAME", "LOGNAME"] {
        command.env_remove(name);
    }
    let path = folder.path().join("nothing");
    std::fs::write(&path, "").unwrap();
    let output = command.arg("session").arg(&project).arg("--script").arg(&path).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--annotator"));
}

/// Runs lines and returns the exit code and the answers. The settings are those of nobody, and the system says layla.
fn script(project: &Path, arguments: &[&str], lines: &[&str]) -> (i32, Vec<serde_json::Value>) {
    let path = project.with_extension("script");
    std::fs::write(&path, lines.join("\n")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_bayan"));
    command.env("BAYAN_CONFIG_DIR", project.with_extension("config")).env("USER", "layla");
    command.arg("session").arg(project).arg("--script").arg(&path).args(arguments).stderr(Stdio::inherit());
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (output.status.code().unwrap(), text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

/// A project with one article and one statement of amal, who works here.
fn session() -> Session {
    let mut project = Project::new("t");
    project.parties = vec![party("kremlin"), party("biden")].into();
    project.codebook.topics = vec![Topic {
        id: topic(),
        name: "t".into(),
        definition: String::new(),
        notes: EntryNotes::default(),
        parent: None,
    }];
    project.documents.insert(document(), article("d", TEXT));
    add("amal", 1).apply(&mut project).unwrap();
    Session::new(project, who("amal"))
}

/// Changes the first statement of amal, as a step.
fn replace(session: &mut Session, change: impl FnOnce(&mut Statement)) {
    let mut statement = first(session);
    change(&mut statement);
    let edit = Edit::ReplaceStatement { layer: key("amal"), statement: Box::new(statement) };
    session.apply("change", edit).unwrap();
}

/// The same as it comes in from outside, with the file.
fn reload(session: &mut Session, change: impl FnOnce(&mut Statement)) {
    take(session, |project| {
        let layer = project.layers.get_mut(&key("amal")).unwrap();
        let mut statement = layer.statement(id(1)).unwrap().clone();
        change(&mut statement);
        layer.put(statement);
    });
}

/// Takes amal's layer as somebody else has left it.
fn take(session: &mut Session, change: impl FnOnce(&mut Project)) {
    let mut from = session.project().clone();
    change(&mut from);
    session.absorb(&from, &[Touched::Layer(document(), who("amal"))], "", Vec::new()).unwrap();
}

fn take_project(session: &mut Session, change: impl FnOnce(&mut Project)) {
    let mut from = session.project().clone();
    change(&mut from);
    session.absorb(&from, &[Touched::Project], "", Vec::new()).unwrap();
}

fn first(session: &Session) -> Statement {
    session.project().layers[&key("amal")].statement(id(1)).unwrap().clone()
}

fn add(annotator: &str, number: u128) -> Edit {
    Edit::AddStatement { layer: key(annotator), statement: statement(number) }
}

fn statement(number: u128) -> Box<Statement> {
    let kind = KindId::new("claim").unwrap();
    Box::new(Statement { id: id(number), ..Statement::new(kind, vec![Span::new(0, 6)], Timestamp::UNIX_EPOCH) })
}

fn layer_of(numbers: &[u128]) -> bayan::model::layer::Layer {
    let mut layer = bayan::model::layer::Layer::default();
    numbers.iter().for_each(|number| drop(layer.put(*statement(*number))));
    layer
}

fn relation(number_of: u128, from: u128, to: u128) -> Relation {
    Relation {
        id: RelationId::from_uuid(number(number_of)),
        kind: RelationKindId::new("supports").unwrap(),
        from: id(from),
        to: id(to),
        note: String::new(),
        attributes: Vec::new(),
    }
}

fn attribute(name: &str, value: &str) -> bayan::model::statement::Attribute {
    bayan::model::statement::Attribute { name: name.into(), value: value.into(), span: None }
}

fn comment(text: &str) -> Comment {
    Comment { by: who("amal"), at: Timestamp::UNIX_EPOCH, text: text.into() }
}

fn article(id: &str, text: &str) -> Document {
    Document {
        id: DocumentId::new(id).unwrap(),
        content: Content::new(text),
        metadata: Metadata { title: "اتصال".into(), ..Metadata::default() },
        encoding: String::new(),
        excluded: Vec::new(),
    }
}

fn party(id: &str) -> Party {
    Party {
        id: PartyId::new(id).unwrap(),
        name: id.into(),
        aliases: Vec::new(),
        color: Rgb([1, 2, 3]),
        parent: None,
        key: None,
        about: PartyAbout::default(),
    }
}

fn key(annotator: &str) -> LayerKey {
    (document(), who(annotator))
}

fn document() -> DocumentId {
    DocumentId::new("d").unwrap()
}

fn topic() -> TopicId {
    TopicId::new("t").unwrap()
}

fn id(of: u128) -> StatementId {
    StatementId::from_uuid(number(of))
}

fn number(of: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(of)
}

#[test]
fn a_step_that_changes_many_is_compared_with_what_is_there_and_goes_back_whole() {
    let mut session = session();
    let adds: Vec<Edit> = (100..3_100).map(|number| add("amal", number)).collect();
    let before = session.project().clone();
    session.apply("import", Edit::Group(adds)).unwrap();
    assert!(session.undo().unwrap().kept.is_empty());
    assert_eq!(*session.project(), before);
    session.redo().unwrap();
    // One of them is another's now: it alone stays.
    take(&mut session, |project| {
        let layer = project.layers.get_mut(&key("amal")).unwrap();
        let other = layer.statement(id(200)).unwrap().clone();
        layer.put(Statement { note: "theirs".into(), ..other });
    });
    let undone = session.undo().unwrap();
    assert!(undone.changed);
    assert_eq!(undone.kept.len(), 1);
    let left: BTreeSet<_> = session.project().layers[&key("amal")].statements().map(|s| s.id).collect();
    assert_eq!(left, BTreeSet::from([id(1), id(200)]));
}

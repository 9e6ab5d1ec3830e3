//! Review: pairing and its differences, decisions and bulk acceptance, gold on disk and in exports, and colleagues' tags.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::bayan::{bayan, must};
use crate::support::saving::save;
use bayan::edit::change::{Edit, Touched};
use bayan::edit::session::Session;
use bayan::exchange::plan::{LayerOutcome, ReceiveOptions, plan};
use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::incoming::Warning;
use bayan::formats::input::Input;
use bayan::formats::{Format, Options, csv as table, jsonl};
use bayan::model::codebook::EntryNotes;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{
    DecisionId, DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, ThreadId, TopicId,
};
use bayan::model::layer::Layer;
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::review::{Cause, Comment, Decision, Provenance, Thread, ThreadAnchor, Verdict};
use bayan::model::span::Span;
use bayan::model::statement::{Attribute, Link, Relation, Stance, Statement};
use bayan::model::statement_difference::Difference;
use bayan::review::comparison::{Comparison, compare, pairs};
use bayan::review::decide::{Choice, GoldOutcome, Grounds, Rule, SourceChange, Standing, accept, decide, outcome};
use bayan::review::queue::{QueueFilter, QueueOrder, counts, queue};
use bayan::store::writing::saver::Saver;
use bayan::store::{self, ProblemKind};
use bayan::text::content::Content;
use jiff::Timestamp;
use proptest::prelude::*;

use crate::support::project::who;

const TEXT: &str = "aa bb cc dd ee ff gg hh ii jj kk ll mm nn oo pp qq rr ss tt";

fn document_id() -> DocumentId {
    DocumentId::new("d").unwrap()
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn project() -> Project {
    let mut project = Project::new("p");
    for name in ["x", "y"] {
        let id = PartyId::new(name).unwrap();
        project.parties.push(Party {
            id,
            name: name.into(),
            aliases: Vec::new(),
            color: Rgb([1, 2, 3]),
            parent: None,
            key: None,
            about: PartyAbout::default(),
        });
    }
    project.codebook.topics.push(bayan::model::codebook::Topic {
        id: TopicId::new("t").unwrap(),
        name: "t".into(),
        definition: String::new(),
        notes: EntryNotes::default(),
        parent: None,
    });
    let document = Document {
        id: document_id(),
        content: Content::new(TEXT),
        metadata: Metadata::default(),
        encoding: String::new(),
        excluded: Vec::new(),
    };
    project.documents.insert(document_id(), document);
    project
}

/// A claim of x on the words that the two marks begin and end with.
fn claim(id: u128, from: &str, to: &str) -> Statement {
    Statement {
        id: StatementId::from_uuid(uuid::Uuid::from_u128(id)),
        chain: vec![Link { party: PartyId::new("x").unwrap(), cue: None, mention: None }],
        ..Statement::new(
            KindId::new("claim").unwrap(),
            vec![Span::new(TEXT.find(from).unwrap(), TEXT.find(to).unwrap() + 2)],
            at(0),
        )
    }
}

fn with(mut project: Project, annotator: &str, statements: Vec<Statement>) -> Project {
    let layer = project.layers.entry((document_id(), who(annotator))).or_default();
    statements.into_iter().for_each(|statement| drop(layer.put(statement)));
    project
}

fn compared(project: &Project) -> Comparison {
    compare(project, &document_id(), &[]).unwrap()
}

/// What differs, place by place, by name.
fn differences(project: &Project) -> Vec<Vec<&'static str>> {
    let names = |place: &bayan::review::comparison::Place| place.all_differences().iter().map(|d| d.as_str()).collect();
    compared(project).places.iter().map(names).collect()
}

#[test]
fn every_difference_is_named() {
    let party = |name: &str| Link { party: PartyId::new(name).unwrap(), cue: None, mention: None };
    let base = || claim(1, "bb", "dd");
    type Alter = fn(&mut Statement);
    let cases: [(&str, Alter); 9] = [
        ("edges", |s| s.spans = vec![Span::new(3, 8)]),
        ("kind", |s| s.kind = KindId::new("warning").unwrap()),
        ("speaker", |s| s.chain[0].party = PartyId::new("y").unwrap()),
        ("cue", |s| s.chain[0].cue = Some(Span::new(0, 2))),
        ("topic", |s| s.topic = TopicId::new("t").ok()),
        ("stance", |s| s.stance = Some(Stance::Opposes)),
        ("addressee", |s| s.addressees = vec![PartyId::new("y").unwrap()]),
        ("attribute", |s| s.attributes = vec![Attribute { name: "n".into(), value: "v".into(), span: None }]),
        ("quotation", |s| s.quotation = Some(bayan::model::statement::Quotation::Direct)),
    ];
    for (name, alter) in cases {
        let mut other = Statement { id: claim(2, "bb", "dd").id, ..base() };
        alter(&mut other);
        let project = with(with(project(), "a", vec![base()]), "b", vec![other]);
        assert_eq!(differences(&project), [[name]], "{name}");
    }
    // Who reports the speaker, and several at once.
    let mut other = claim(2, "bb", "ee");
    other.chain.insert(0, party("y"));
    other.stance = Some(Stance::Supports);
    let both = with(with(project(), "a", vec![base()]), "b", vec![other]);
    assert_eq!(differences(&both), [["chain", "stance", "edges"]]);
    // Notes and times are not disagreements.
    let other = Statement { note: "n".into(), modified: at(5), ..claim(2, "bb", "dd") };
    let same = with(with(project(), "a", vec![base()]), "b", vec![other]);
    assert_eq!(differences(&same), [Vec::<&str>::new()]);
}

#[test]
fn missing_and_split_and_relations_are_told_apart() {
    let a = vec![claim(1, "aa", "bb"), claim(2, "cc", "dd"), claim(3, "ff", "gg"), claim(4, "mm", "nn")];
    let b = vec![claim(11, "aa", "dd"), claim(13, "ff", "gg")];
    let mut project = with(with(project(), "a", a), "b", b);
    assert_eq!(differences(&project), [vec!["split"], vec![], vec!["missing"]]);
    let comparison = compared(&project);
    assert_eq!(comparison.places[0].statements.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    let relation = |from: u128, to: u128| Relation {
        id: RelationId::generate(),
        kind: RelationKindId::new("repeats").unwrap(),
        from: claim(from, "aa", "bb").id,
        to: claim(to, "aa", "bb").id,
        note: String::new(),
        attributes: Vec::new(),
    };
    project.layers.get_mut(&(document_id(), who("a"))).unwrap().put_relation(relation(3, 1));
    assert_eq!(differences(&project)[1], ["relation"]);
    project.layers.get_mut(&(document_id(), who("b"))).unwrap().put_relation(relation(13, 11));
    assert_eq!(differences(&project)[1], Vec::<&str>::new());
    project.layers.get_mut(&(document_id(), who("b"))).unwrap().put_relation(relation(11, 13));
    assert_eq!(differences(&project)[1], ["relation"]);
}

#[test]
fn equal_overlaps_are_paired_by_kind_then_speaker() {
    let kind = |id, kind: &str| Statement { kind: KindId::new(kind).unwrap(), ..claim(id, "bb", "dd") };
    let project = with(project(), "a", vec![kind(1, "claim"), kind(2, "warning")]);
    let project = with(project, "b", vec![kind(3, "warning"), kind(4, "claim")]);
    assert_eq!(differences(&project), [Vec::<&str>::new(), Vec::new()]);
}

#[test]
fn the_sample_is_compared() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/biden-putin-call");
    let project = store::open(&folder).unwrap().project;
    let comparison = compare(&project, &DocumentId::new("biden-putin-call").unwrap(), &[]).unwrap();
    let in_places: usize = comparison.places.iter().flat_map(|p| &p.statements).map(Vec::len).sum();
    assert_eq!(in_places, project.layers.values().map(Layer::len).sum::<usize>());
    let all = queue(&project, std::slice::from_ref(&comparison), &QueueFilter::default(), QueueOrder::Worst);
    assert!(all.is_sorted_by_key(|entry| std::cmp::Reverse(entry.gravity)) && !all.is_empty());
    let (differences, standings) = counts(std::slice::from_ref(&comparison), &all);
    assert_eq!(standings["open"], all.len());
    let missing = QueueFilter { differences: vec!["missing".into()], ..QueueFilter::default() };
    assert_eq!(queue(&project, &[comparison], &missing, QueueOrder::Text).len(), differences["missing"]);
}

fn three() -> Project {
    let project = with(
        project(),
        "a",
        vec![claim(1, "aa", "bb"), claim(2, "dd", "ee"), claim(3, "gg", "hh"), claim(4, "kk", "kk")],
    );
    let mut warning = claim(12, "dd", "ee");
    warning.kind = KindId::new("warning").unwrap();
    let project = with(project, "b", vec![claim(11, "aa", "bb"), warning, claim(13, "gg", "ii")]);
    with(project, "c", vec![claim(21, "aa", "bb"), claim(22, "dd", "ee"), claim(23, "gg", "hh")])
}

#[test]
fn the_filter_of_parties_takes_members_with_it_if_they_are_meant() {
    let mut parties = project();
    let y = PartyId::new("y").unwrap();
    parties.parties.iter_mut().filter(|party| party.name == "x").for_each(|party| party.parent = Some(y.clone()));
    let comparison = compared(&with(parties.clone(), "a", vec![claim(1, "aa", "bb")]));
    let parties = with(parties, "a", vec![claim(1, "aa", "bb")]);
    let listed = |party: &str, with_members: bool| {
        let party = Some(PartyId::new(party).unwrap());
        let filter = QueueFilter { party, with_members, ..QueueFilter::default() };
        queue(&parties, std::slice::from_ref(&comparison), &filter, QueueOrder::Text).len()
    };
    assert_eq!([listed("x", false), listed("x", true)], [1, 1]);
    assert_eq!([listed("y", false), listed("y", true)], [0, 1]);
}

#[test]
fn rules_accept_what_they_say_and_one_undo_takes_it_back() {
    let start = three();
    let comparison = compared(&start);
    assert_eq!(comparison.places.len(), 4);
    let places = |rule| accept(&start, &comparison, rule, &who("r"), at(1)).accepted;
    assert_eq!(places(Rule::AllAgree), [(0, Choice::Take(who("a")))]);
    assert_eq!(
        places(Rule::Majority),
        [(0, Choice::Take(who("a"))), (1, Choice::Take(who("a"))), (2, Choice::Take(who("a"))), (3, Choice::Nothing)]
    );
    assert_eq!(places(Rule::Edges(1)), [(0, Choice::Take(who("a"))), (2, Choice::Take(who("b")))]);
    assert_eq!(places(Rule::Edges(0)), [(0, Choice::Take(who("a")))]);

    let mut session = Session::new(start.clone(), who("r"));
    let bulk = accept(session.project(), &comparison, Rule::AllAgree, &who("r"), at(1));
    session.apply("all", bulk.edit.unwrap()).unwrap();
    let by_hand = session.project().clone();
    let bulk = accept(session.project(), &comparison, Rule::Majority, &who("r"), at(2));
    assert_eq!((bulk.accepted.len(), bulk.decided_before), (3, 1));
    session.apply("majority", bulk.edit.unwrap()).unwrap();
    let review = &session.project().reviews[&document_id()];
    assert_eq!(review.gold().len(), 3);
    let first = review.decisions().next().unwrap();
    assert_eq!((first.provenance, first.rule.as_str(), first.at), (Provenance::Unanimous, "all-agree", at(1)));
    let again = accept(session.project(), &comparison, Rule::Majority, &who("r"), at(3));
    assert_eq!((again.edit, again.decided_before), (None, 4));
    session.undo().unwrap();
    assert_eq!(*session.project(), by_hand);
    session.undo().unwrap();
    assert_eq!(*session.project(), start);
    session.redo().unwrap();
    assert_eq!(*session.project(), by_hand);
}

#[test]
fn every_choice_gives_what_it_says_and_changes_later_show() {
    let mut session = Session::new(three(), who("r"));
    let comparison = compared(session.project());
    let grounds =
        Grounds { cause: Some(Cause::Slip), reason: "why".into(), needs_rule: true, ..Grounds::new(who("r"), at(1)) };
    let choices = [
        Choice::Take(who("b")),
        Choice::Edit(who("a"), vec![claim(99, "dd", "ff")]),
        Choice::New(vec![claim(98, "gg", "gg"), claim(97, "hh", "hh")]),
        Choice::Nothing,
    ];
    for (place, choice) in comparison.places.iter().zip(choices) {
        let edit = decide(session.project(), &comparison, place, choice, &grounds).unwrap();
        session.apply("decide", edit).unwrap();
    }
    // Nobody is taken who has nothing.
    assert!(decide(session.project(), &comparison, &comparison.places[3], Choice::Take(who("b")), &grounds).is_none());
    let project = session.project();
    let review = &project.reviews[&document_id()];
    let made: Vec<_> = review.decisions().map(|d| (d.verdict.clone(), d.statements.len(), d.provenance)).collect();
    assert_eq!(
        made,
        [
            (Verdict::Take(who("b")), 1, Provenance::Unanimous),
            (Verdict::Edit(who("a")), 1, Provenance::Edited),
            (Verdict::New, 2, Provenance::Edited),
            (Verdict::Nothing, 0, Provenance::Adjudicated),
        ]
    );
    assert_eq!(review.gold().len(), 4);
    assert!(review.decisions().all(|d| d.needs_rule && d.cause == Some(Cause::Slip) && d.sources.len() == 3));
    let standing = |project: &Project, place: usize| {
        let comparison = compared(project);
        bayan::review::decide::standing(project, &comparison, &comparison.places[place])
    };
    assert!((0..4).all(|place| matches!(standing(project, place), Standing::Decided(_))));
    // What gold made of each, for its annotator.
    let of = |annotator: &str, id: u128| {
        let statement =
            project.layer(&document_id(), &who(annotator)).unwrap().statement(claim(id, "aa", "bb").id).unwrap();
        outcome(review, &who(annotator), statement).0
    };
    assert_eq!(
        [of("a", 1), of("b", 12), of("a", 4)],
        [GoldOutcome::Accepted, GoldOutcome::Corrected, GoldOutcome::Rejected]
    );
    // A layer changes: the decision says what changed; putting it off again keeps one decision a place.
    let changed = Statement { kind: KindId::new("warning").unwrap(), ..claim(1, "aa", "bb") };
    let layer = (document_id(), who("a"));
    session.apply("later", Edit::ReplaceStatement { layer: layer.clone(), statement: Box::new(changed) }).unwrap();
    let Standing::OutOfDate(_, changes) = standing(session.project(), 0) else { panic!() };
    assert_eq!(changes, [SourceChange::Changed(who("a"), claim(1, "aa", "bb").id, BTreeSet::from([Difference::Kind]))]);
    session.apply("gone", Edit::RemoveStatement { layer, id: claim(2, "aa", "bb").id }).unwrap();
    let Standing::OutOfDate(_, changes) = standing(session.project(), 1) else { panic!() };
    assert_eq!(changes, [SourceChange::Removed(who("a"), claim(2, "aa", "bb").id)]);
    let layer = (document_id(), who("b"));
    session.apply("new", Edit::AddStatement { layer, statement: Box::new(claim(14, "kk", "kk")) }).unwrap();
    let Standing::OutOfDate(_, changes) = standing(session.project(), 3) else { panic!() };
    assert_eq!(changes, [SourceChange::Added(who("b"), claim(14, "kk", "kk").id)]);
    let now = compared(session.project());
    let edit = decide(session.project(), &now, &now.places[0], Choice::Later, &grounds).unwrap();
    session.apply("off", edit).unwrap();
    assert!(matches!(standing(session.project(), 0), Standing::Later(_)));
    assert_eq!(session.project().reviews[&document_id()].decisions().count(), 4);
    while session.undo().is_some() {}
    assert_eq!(*session.project(), three());
}

#[test]
fn relations_follow_what_is_taken() {
    let mut start = three();
    let relation = Relation {
        id: RelationId::generate(),
        kind: RelationKindId::new("repeats").unwrap(),
        from: claim(1, "aa", "bb").id,
        to: claim(2, "aa", "bb").id,
        note: "n".into(),
        attributes: Vec::new(),
    };
    start.layers.get_mut(&(document_id(), who("a"))).unwrap().put_relation(relation);
    let mut session = Session::new(start, who("r"));
    let comparison = compared(session.project());
    let grounds = Grounds::new(who("r"), at(1));
    for place in comparison.places.iter().take(2) {
        let edit = decide(session.project(), &comparison, place, Choice::Take(who("a")), &grounds).unwrap();
        session.apply("take", edit).unwrap();
    }
    let before = session.project().clone();
    assert_eq!(before.gold(&document_id()).unwrap().relations().count(), 1);
    // A new decision at one end takes the relation away, and undo brings it back.
    let edit = decide(session.project(), &comparison, &comparison.places[1], Choice::Nothing, &grounds).unwrap();
    session.apply("nothing", edit).unwrap();
    assert_eq!(session.project().gold(&document_id()).unwrap().relations().count(), 0);
    session.undo().unwrap();
    assert_eq!(*session.project(), before);
    // Removing the document takes its review along; undo brings all of it back.
    session.apply("remove", Edit::RemoveDocument(document_id())).unwrap();
    assert!(session.project().reviews.is_empty());
    session.undo().unwrap();
    assert_eq!(*session.project(), before);
}

fn reviewed() -> Project {
    let mut session = Session::new(three(), who("r"));
    let comparison = compared(session.project());
    let bulk = accept(session.project(), &comparison, Rule::Majority, &who("r"), at(1));
    session.apply("bulk", bulk.edit.unwrap()).unwrap();
    for (number, anchor) in [
        ThreadAnchor::Statement(who("a"), claim(1, "aa", "bb").id),
        ThreadAnchor::Disagreement(vec![(who("a"), claim(4, "aa", "bb").id)]),
        ThreadAnchor::Passage(Span::new(0, 5)),
    ]
    .into_iter()
    .enumerate()
    {
        let comment = |by: &str, second| Comment { by: who(by), at: at(second), text: "لماذا؟ \"x\"".into() };
        let thread = Thread {
            id: ThreadId::generate(),
            anchor,
            comments: vec![comment("r", 1), comment("a", 2)],
            resolved: (number == 1).then(|| (who("r"), at(3))),
        };
        let edit = Edit::SetThread { document: document_id(), id: thread.id, thread: Some(Box::new(thread)) };
        session.apply("thread", edit).unwrap();
    }
    session.project().clone()
}

#[test]
fn a_review_is_saved_and_opened_as_it_was() {
    let project = reviewed();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    store::create(&path, &project).unwrap();
    let opened = store::open(&path).unwrap();
    assert_eq!(opened.problems, []);
    assert_eq!(opened.project, project);
    let file = path.join("review/d.ron");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("لماذا") && text.contains("format: \"bayan-review\""), "{text}");
    // Without anything in it the file is put aside.
    let mut without = project.clone();
    without.reviews.clear();
    let files = BTreeSet::from([Touched::Review(document_id())]);
    save(&mut Saver::new(opened.files), &path, &without, &files).unwrap();
    assert!(!file.exists());
}

#[test]
fn a_damaged_review_is_reported_and_left_alone() {
    type Expected = fn(&ProblemKind) -> bool;
    let project = reviewed();
    let cases: [(&str, &str, Expected, bool); 8] = [
        ("(", "[", |kind| matches!(kind, ProblemKind::Syntax { .. }), false),
        ("version: 3", "version: 4", |kind| *kind == ProblemKind::Newer(4), false),
        ("bayan-review", "bayan-layer", |kind| matches!(kind, ProblemKind::OtherFormat(_)), false),
        ("\"take\"", "\"steal\"", |kind| matches!(kind, ProblemKind::BadValue(_)), true),
        ("quote: \"aa bb\"", "quote: \"aa cc\"", |kind| matches!(kind, ProblemKind::Quote { .. }), true),
        ("party: \"x\"", "party: \"nobody\"", |kind| matches!(kind, ProblemKind::Unfit(_)), true),
        ("\"nothing\"", "\"new\"", |kind| matches!(kind, ProblemKind::Unfit(_)), true),
        ("about: \"passage\"", "about: \"weather\"", |kind| matches!(kind, ProblemKind::BadValue(_)), true),
    ];
    for (from, to, expected, partly) in cases {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p");
        store::create(&path, &project).unwrap();
        let file = path.join("review/d.ron");
        let text = fs::read_to_string(&file).unwrap();
        let damaged = text.replacen(from, to, 1);
        assert_ne!(damaged, text, "{from}");
        fs::write(&file, damaged).unwrap();
        let opened = store::open(&path).unwrap();
        assert!(opened.problems.len() == 1 && expected(&opened.problems[0].kind), "{from}: {:?}", opened.problems);
        assert!(opened.problems[0].path.ends_with("review/d.ron"));
        assert_eq!(opened.protected, BTreeSet::from([Touched::Review(document_id())]));
        assert_eq!(opened.project.reviews.contains_key(&document_id()), partly, "{from}");
        assert_eq!(opened.project.layers, project.layers);
    }
    // A review of a document that is not there.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    store::create(&path, &project).unwrap();
    fs::rename(path.join("review/d.ron"), path.join("review/e.ron")).unwrap();
    assert!(matches!(store::open(&path).unwrap().problems[0].kind, ProblemKind::NoDocument(_)));
}

#[test]
fn decisions_and_threads_that_do_not_fit_are_refused() {
    let mut project = reviewed();
    let before = project.clone();
    let decision = project.reviews[&document_id()].decisions().next().unwrap().clone();
    let set = |decision: Decision| Edit::SetDecision {
        document: document_id(),
        id: decision.id,
        decision: Some(Box::new(decision)),
    };
    let thread = |text: &str, anchor| {
        let comments = vec![Comment { by: who("r"), at: at(0), text: text.into() }];
        let thread = Thread { id: ThreadId::generate(), anchor, comments, resolved: None };
        Edit::SetThread { document: document_id(), id: thread.id, thread: Some(Box::new(thread)) }
    };
    let bad = [
        set(Decision { verdict: Verdict::Nothing, ..decision.clone() }),
        set(Decision { statements: Vec::new(), ..decision.clone() }),
        // Its statements belong to another decision.
        set(Decision { id: DecisionId::generate(), ..decision.clone() }),
        set(Decision {
            statements: vec![decision.statements[0].clone(), decision.statements[0].clone()],
            ..decision.clone()
        }),
        Edit::SetDecision { document: document_id(), id: DecisionId::generate(), decision: Some(Box::new(decision)) },
        Edit::SetDecision { document: document_id(), id: DecisionId::generate(), decision: None },
        thread("  ", ThreadAnchor::Passage(Span::new(0, 2))),
        thread("x", ThreadAnchor::Passage(Span::new(0, 9999))),
        Edit::RemoveParty(PartyId::new("x").unwrap()),
        Edit::SetCodebook(Box::default()),
    ];
    for edit in bad {
        assert!(edit.clone().apply(&mut project).is_err(), "{edit:?}");
        assert_eq!(project, before);
    }
    // A party that is merged away goes from gold too.
    let (x, y) = (PartyId::new("x").unwrap(), PartyId::new("y").unwrap());
    let merge = bayan::edit::gesture::parties::merge_party(&project, &x, &y).unwrap();
    let inverse = merge.apply(&mut project).unwrap();
    assert!(project.gold(&document_id()).unwrap().statements().all(|s| s.uses(&y) && !s.uses(&x)));
    inverse.apply(&mut project).unwrap();
    assert_eq!(project, before);
}

#[test]
fn exported_gold_is_what_was_decided() {
    let project = reviewed();
    let export = |format: &'static Format| {
        let mut out = Vec::new();
        let gold = Dataset::of(&project, &ExportScope::of_gold()).unwrap();
        let summary = format.write(&gold, &Options::default(), &mut out).unwrap();
        assert_eq!((summary.documents, summary.statements), (1, 3));
        String::from_utf8(out).unwrap()
    };
    let line: serde_json::Value = serde_json::from_str(&export(&jsonl::FORMAT)).unwrap();
    assert_eq!(line["annotator"], "gold");
    let statements = line["statements"].as_array().unwrap();
    let made: Vec<_> = statements
        .iter()
        .map(|s| (s["quotes"][0].as_str().unwrap(), s["decision"]["provenance"].as_str().unwrap()))
        .collect();
    assert_eq!(made, [("aa bb", "unanimous"), ("dd ee", "adjudicated"), ("gg hh", "adjudicated")]);
    assert!(statements.iter().all(|s| s["decision"]["by"] == "r" && s["decision"]["rule"] == "majority"));
    assert_eq!(line["decided_nothing"][0]["sources"][0]["annotator"], "a");
    let table = export(&table::FORMAT);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let headers = reader.headers().unwrap().clone();
    // 35 of every project, and those of the attributes: two with values, two with words and places.
    assert_eq!(headers.len(), 35 + 2 + 2 * 2);
    let column = |name: &str| headers.iter().position(|h| h == name).unwrap();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(
        (&rows[1][column("quote")], &rows[1][column("provenance")], &rows[1][column("from")]),
        ("dd ee", "adjudicated", "a")
    );
    // The line is also a layer that can be read again.
    let (gold, warnings) = read_all(export(&jsonl::FORMAT).as_bytes());
    assert_eq!((warnings, gold.layers.len()), (Vec::new(), 1));
    assert_eq!(plan(&project, &gold, &ReceiveOptions::default()).entries[0].outcome, LayerOutcome::Added);
}

#[test]
fn tags_travel_and_never_overwrite() {
    let theirs = three();
    let mut bytes = Vec::new();
    let dataset = Dataset::of(&theirs, &ExportScope::default()).unwrap();
    jsonl::FORMAT.write(&dataset, &Options::default(), &mut bytes).unwrap();
    let (sent, warnings) = read_all(&bytes);
    assert_eq!(warnings, []);
    let planned = |project: &Project, with_documents| {
        plan(project, &sent, &ReceiveOptions { with_documents, ..ReceiveOptions::default() })
    };
    let fates = |project: &Project, documents| {
        let entries = planned(project, documents).entries.into_iter();
        entries.map(|e| (e.annotator.to_string(), e.outcome, e.counts.new)).collect::<Vec<_>>()
    };
    // a is the same, b is other, c is new.
    let mut ours = with(project(), "b", vec![claim(50, "tt", "tt")]);
    ours.layers.insert((document_id(), who("a")), theirs.layer(&document_id(), &who("a")).unwrap().clone());
    assert_eq!(
        fates(&ours, false),
        [
            ("a".into(), LayerOutcome::Same, 0),
            ("b".into(), LayerOutcome::NameTaken, 0),
            ("c".into(), LayerOutcome::Added, 3)
        ]
    );
    let mut after = ours.clone();
    planned(&ours, false).edit.unwrap().apply(&mut after).unwrap();
    assert_eq!(after.layer(&document_id(), &who("c")), theirs.layer(&document_id(), &who("c")));
    assert_eq!(after.layer(&document_id(), &who("b")), ours.layer(&document_id(), &who("b")));
    let empty = Project { documents: Default::default(), ..project() };
    assert!(fates(&empty, false).iter().all(|(_, fate, _)| *fate == LayerOutcome::UnknownDocument));
    let mut filled = empty.clone();
    planned(&empty, true).edit.unwrap().apply(&mut filled).unwrap();
    assert_eq!((filled.documents, filled.layers), (theirs.documents.clone(), theirs.layers));
    let mut other = project();
    other.documents.get_mut(&document_id()).unwrap().content = Content::new("other");
    assert!(fates(&other, true).iter().all(|(_, fate, _)| *fate == LayerOutcome::OtherText));
    let (nothing, warnings) = read_all(b"{}\nx\n");
    assert!(nothing.layers.is_empty() && warnings.len() == 2, "{warnings:?}");
}

/// A project of three annotators in this folder.
fn saved(folder: &Path) -> String {
    let path = folder.join("p");
    store::create(&path, &three()).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_dry_run_of_a_bulk_decision_says_what_it_would_do_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let p = &saved(folder.path());
    let preview = must(&["review", p, "--take", "majority", "--dry-run", "--json"]).json();
    assert_eq!(preview["accepted"], 4);
    assert!(!Path::new(p).join("review").exists());
}

#[test]
fn bulk_decisions_of_the_command_line_are_gold_and_exported() {
    let folder = tempfile::tempdir().unwrap();
    let p = &saved(folder.path());
    let done = must(&["review", p, "--take", "all-agree", "--json"]).json();
    assert_eq!((&done["accepted"], &done["reviewer"]), (&1.into(), &"reviewer".into()));
    let state = must(&["gold", p, "--json"]).json();
    let state = &state["documents"][0];
    assert_eq!([&state["places"], &state["decided"], &state["open"], &state["statements"]], [&4, &1, &3, &1]);
    must(&["review", p, "--take", "edges:1", "--reviewer", "r"]);
    let gold = must(&["export", p, "--format", "jsonl", "--gold"]).json();
    assert_eq!(gold["statements"].as_array().unwrap().len(), 2);
    must(&["check", p]);
    assert_eq!(bayan(&["review", p, "--take", "everything"]).code, 2);
    assert_eq!(bayan(&["gold", p, "--document", "nope"]).code, 2);
}

#[test]
fn the_command_line_tells_the_agreement_of_pairs_and_of_everybody() {
    let folder = tempfile::tempdir().unwrap();
    let p = &saved(folder.path());
    let agreement = must(&["agreement", p, "--measure", "f1-exact", "--measure", "cohen", "--json"]).json();
    let results = agreement["results"].as_array().unwrap();
    let f1 = |who: &[&str]| {
        results.iter().find(|r| r["annotators"] == serde_json::json!(who) && r["label"].is_null()).unwrap()["value"]
            .as_f64()
            .unwrap()
    };
    // a and b share 1 of 4 and 3, a and c 3 of 4 and 3, b and c 1 of 3 and 3.
    assert_eq!([f1(&["a", "b"]), f1(&["a", "c"]), f1(&["b", "c"])], [2.0 / 7.0, 6.0 / 7.0, 1.0 / 3.0]);
    assert_eq!(f1(&["a", "b", "c"]), 10.0 / 20.0);
}

#[test]
fn the_command_line_tells_the_agreement_on_matched_pairs() {
    let folder = tempfile::tempdir().unwrap();
    let p = &saved(folder.path());
    let on_pairs = |more: &[&str]| {
        let arguments = ["agreement", p, "--items", "pair", "--measure", "percent", "--json"];
        must(&[&arguments, more].concat()).json()
    };
    // a and b describe three alike in speaker, two of three in kind.
    let pairs = on_pairs(&["--annotator", "a", "--annotator", "b"]);
    assert!((pairs["results"][0]["value"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(pairs["results"][0]["settings"]["items"], "pair");
    let pairs = on_pairs(&["--measure", "cohen", "--field", "speaker"]);
    assert_eq!(pairs["results"][0]["value"], 1.0);
    let results = pairs["results"].as_array().unwrap();
    assert!(results.iter().filter(|r| r["measure"] == "cohen").all(|r| r["reason_code"] == "no-variation"));
}

#[test]
fn the_command_line_receives_a_colleagues_file_and_a_colleagues_folder() {
    let folder = tempfile::tempdir().unwrap();
    let p = &saved(folder.path());
    let (tags, other) = (folder.path().join("c.jsonl"), folder.path().join("other"));
    store::create(&other, &with(project(), "a", vec![claim(77, "aa", "aa")])).unwrap();
    let (t, o) = (tags.to_str().unwrap(), other.to_str().unwrap());
    assert_eq!(must(&["send", p, "--annotator", "c", "--out", t, "--json"]).json()["statements"], 3);
    let answer = must(&["receive", o, t, "--json"]).json();
    assert_eq!(answer["layers"][0]["state"], "added");
    let said = bayan(&["receive", o, p, "--json"]);
    let answer = said.json();
    let states: Vec<_> = answer["layers"].as_array().unwrap().iter().map(|l| l["state"].as_str().unwrap()).collect();
    assert_eq!((said.code, states), (1, vec!["conflict", "added", "same"]));
    assert_eq!(store::open(&other).unwrap().project.annotators().len(), 3);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pairing_is_symmetric_and_one_to_one(first in any_layer(1), second in any_layer(100)) {
        let there = pairs(&first, &second);
        let mut back: Vec<_> = pairs(&second, &first).into_iter().map(|(a, b)| (b, a)).collect();
        let mut sorted = there.clone();
        sorted.sort();
        back.sort();
        prop_assert_eq!(&sorted, &back);
        prop_assert_eq!(sorted.iter().map(|pair| pair.0).collect::<BTreeSet<_>>().len(), there.len());
        prop_assert_eq!(sorted.iter().map(|pair| pair.1).collect::<BTreeSet<_>>().len(), there.len());
    }

    #[test]
    fn deciding_anything_can_be_undone_and_saved(
        layers in (any_layer(1), any_layer(100), any_layer(200)),
        choices in prop::collection::vec((0..20_usize, 0..6_u8), 0..12),
    ) {
        let mut start = project();
        for (name, layer) in ["a", "b", "c"].into_iter().zip([layers.0, layers.1, layers.2]) {
            if !layer.is_empty() {
                start.layers.insert((document_id(), who(name)), layer);
            }
        }
        let mut session = Session::new(start.clone(), who("r"));
        let mut states = vec![start.clone()];
        let comparison = compared(&start);
        let total: usize = comparison.places.iter().flat_map(|p| &p.statements).map(Vec::len).sum();
        prop_assert_eq!(total, start.layers.values().map(Layer::len).sum::<usize>());
        for (place, choice) in choices {
            let Some(place) = comparison.places.get(place % comparison.places.len().max(1)) else { continue };
            let grounds = Grounds::new(who("r"), at(9));
            let choice = match choice {
                0 => Choice::Take(who("a")),
                1 => Choice::Take(who("b")),
                2 => Choice::New(vec![claim(999, "cc", "dd")]),
                3 => Choice::Nothing,
                4 => Choice::Later,
                _ => {
                    let bulk = accept(session.project(), &comparison, Rule::Majority, &who("r"), at(9));
                    if let Some(edit) = bulk.edit {
                        session.apply("bulk", edit).unwrap();
                        states.push(session.project().clone());
                    }
                    continue;
                }
            };
            if let Some(edit) = decide(session.project(), &comparison, place, choice, &grounds) {
                session.apply("decide", edit).unwrap();
                states.push(session.project().clone());
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p");
        store::create(&path, session.project()).unwrap();
        let opened = store::open(&path).unwrap();
        prop_assert_eq!(&opened.problems, &Vec::new());
        prop_assert_eq!(&opened.project, session.project());
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

fn any_layer(from: u128) -> impl Strategy<Value = Layer> {
    let statement = (0..50_usize, 1..9_usize, any::<bool>(), 0..3_u8);
    prop::collection::vec(statement, 0..7).prop_map(move |statements| {
        let mut layer = Layer::default();
        for (index, (start, length, warning, parties)) in statements.into_iter().enumerate() {
            let mut statement = claim(from + index as u128, "aa", "bb");
            statement.spans = vec![Span::new(start, start + length)];
            if warning {
                statement.kind = KindId::new("warning").unwrap();
            }
            statement.chain = (0..parties)
                .map(|p| Link {
                    party: PartyId::new(["x", "y"][usize::from(p % 2)]).unwrap(),
                    cue: None,
                    mention: None,
                })
                .collect();
            layer.put(statement);
        }
        layer
    })
}

fn read_all(bytes: &[u8]) -> (Project, Vec<Warning>) {
    jsonl::FORMAT.reader.unwrap().read_all(&Input::File { path: "x.jsonl".into(), bytes: bytes.to_vec() })
}

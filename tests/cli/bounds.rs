//! What is computed ends in time, however large the project: nothing here took less than minutes while it grew with the
//! square or the cube, or without any limit. And nothing that is asked for is left out in silence.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use bayan::cli::generate;
use bayan::edit::change::{Edit, Touched};
use bayan::exchange::plan::{ReceiveOptions, plan};
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId, PartyId};
use bayan::model::layer::Layer;
use bayan::model::party::{Parties, Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::{Link, Statement};
use bayan::monitor::Monitor;
use bayan::review::agreement::corpus::{Corpus, Text, Unit};
use bayan::review::agreement::gamma::{GammaSettings, compute};
use bayan::review::agreement::{Reason, Request, run};
use bayan::store;
use bayan::store::merging::planner::Planner;
use bayan::store::merging::three_way;
use bayan::text::content::Content;

/// As in a chain of parties that is read from a file.
const MANY: usize = 30_000;

fn bayan(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bayan"));
    let mut child =
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn party(number: usize, parent: Option<usize>) -> Party {
    let id = |number: usize| PartyId::new(format!("p{number}")).unwrap();
    let (id, parent) = (id(number), parent.map(id));
    Party {
        name: id.to_string(),
        id,
        aliases: Vec::new(),
        color: Rgb([1, 2, 3]),
        parent,
        key: None,
        about: PartyAbout::default(),
    }
}

/// Each party belongs to the next one, the last one to none.
fn chain(length: usize) -> Vec<Party> {
    (0..length).map(|at| party(at, (at + 1 < length).then_some(at + 1))).collect()
}

#[test]
fn a_layer_that_both_sides_have_changed_is_merged_also_from_outside() {
    let project = generate::project(200_000, 2_000, 1);
    let (key, _) = project.layers.first_key_value().unwrap();
    let file = Touched::Layer(key.0.clone(), key.1.clone());
    let with = |nth: usize, note: &str| {
        let mut changed = project.clone();
        let layer = changed.layers.get_mut(key).unwrap();
        let statements: Vec<Statement> = layer.statements().step_by(nth).cloned().collect();
        for mut statement in statements {
            statement.note = note.to_owned();
            layer.put(statement);
        }
        changed
    };
    let (ours, theirs) = (with(20, "ours"), with(30, "theirs"));
    let text = |project: &Project| store::render(project, &file).unwrap().unwrap();
    let merged = three_way::merge(&text(&project), &text(&ours), &text(&theirs)).unwrap();
    let count = project.layers[key].len();
    // Every sixtieth was changed by both.
    assert_eq!(merged.conflicts, count.div_ceil(60));
    // The same from outside, and once more against what has been merged.
    let folder = tempfile::tempdir().unwrap();
    let mut planner = Planner::new(folder.path(), ours, None);
    let taken = planner.take(&file, folder.path(), text(&theirs).into_bytes(), Some(&project)).unwrap();
    assert_eq!((taken.arrival.conflicts, taken.problems.len()), (count.div_ceil(60), 0));
    let merged = store::render(&planner.project, &file).unwrap().unwrap();
    assert!(merged.contains("ours") && merged.contains("theirs"));
}

#[test]
fn lists_of_many_entries_are_merged_in_the_order_of_both_sides() {
    let render = |parties: Vec<Party>| {
        let project = Project { parties: parties.into(), ..Project::new("t") };
        store::render(&project, &Touched::Project).unwrap().unwrap()
    };
    let old: Vec<Party> = (0..MANY).map(|at| party(at, None)).collect();
    // One side has taken out every third and put one behind every tenth, the other has changed every fifth.
    let mut ours = Vec::new();
    for (at, own) in old.iter().enumerate() {
        ours.extend((at % 3 != 1).then(|| own.clone()));
        ours.extend((at % 10 == 0).then(|| party(MANY + at, None)));
    }
    let mut theirs = old.clone();
    theirs.iter_mut().step_by(5).for_each(|party| party.name.push('!'));
    let merged = three_way::merge(&render(old), &render(ours), &render(theirs)).unwrap();
    // What was taken out and changed stays, and is listed: every fifteenth.
    assert_eq!(merged.conflicts, MANY / 15);
    let places: Vec<usize> = merged.text.match_indices("id: \"p").map(|(at, _)| at).collect();
    let number = |at: &usize| merged.text[at + 6..].split('"').next().unwrap().parse::<usize>().ok();
    let order: Vec<usize> = places.iter().filter_map(number).collect();
    let expected = (0..MANY).flat_map(|at| {
        let stays = at % 3 != 1 || at % 5 == 0;
        [stays.then_some(at), (at % 10 == 0).then_some(MANY + at)].into_iter().flatten()
    });
    let count = MANY - MANY / 3 + MANY / 15 + MANY / 10;
    let mut found: Vec<usize> = order.iter().copied().take(count).collect();
    let mut wanted: Vec<usize> = expected.collect();
    // Those that nobody has taken out stand as they stood.
    let kept = |number: &usize| *number < MANY && number % 3 != 1;
    assert!(found.iter().filter(|number| kept(number)).eq(wanted.iter().filter(|number| kept(number))));
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
}

#[test]
fn a_chain_of_parties_is_opened_sent_round_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut long = Project::new("t");
    long.parties = chain(MANY).into();
    store::create(&path, &long).unwrap();
    let opened = store::open(&path).unwrap();
    assert_eq!((opened.problems.len(), &opened.project), (0, &long));
    assert!(long.belongs_to(&long.parties[0].id, &long.parties[MANY - 1].id));
    assert!(!long.belongs_to(&long.parties[MANY - 1].id, &long.parties[0].id));
    for verb in ["check", "stats"] {
        assert!(bayan(&[verb, path.to_str().unwrap()], "").status.success());
    }
    // A colleague's statement names the lowest one, and all above come along.
    let (document, annotator) = (DocumentId::new("a").unwrap(), AnnotatorId::new("amal").unwrap());
    let content = Content::new("Words.");
    let metadata = Metadata::default();
    let made = Document { id: document.clone(), content, metadata, encoding: String::new(), excluded: Vec::new() };
    let mut theirs = long.clone();
    theirs.documents.insert(document.clone(), made.clone());
    let mut statement =
        Statement::new(KindId::new("claim").unwrap(), vec![Span::new(0, 5)], jiff::Timestamp::UNIX_EPOCH);
    statement.chain = vec![Link { party: theirs.parties[0].id.clone(), cue: None, mention: None }];
    theirs.layers.entry((document.clone(), annotator)).or_default().put(statement);
    let mut ours = Project::new("t");
    ours.documents.insert(document, made);
    let planned = plan(&ours, &theirs, &ReceiveOptions::default());
    assert_eq!((planned.parties.len(), planned.warnings.len()), (MANY, 0));
    planned.edit.unwrap().apply(&mut ours).unwrap();
    assert!(ours.belongs_to(&theirs.parties[0].id, &theirs.parties[MANY - 1].id));
    // From outside: turned round, and gone.
    let text = |project: &Project| store::render(project, &Touched::Project).unwrap().unwrap().into_bytes();
    let mut turned = Project::new("t");
    turned.parties = (0..MANY / 10).map(|at| party(at, at.checked_sub(1))).collect();
    let mut short = Project::new("t");
    short.parties = chain(MANY / 10).into();
    let mut planner = Planner::new(folder.path(), short.clone(), None);
    let file = folder.path().join("project.ron");
    planner.take(&Touched::Project, &file, text(&turned), Some(&short)).unwrap();
    assert_eq!(planner.project.parties, turned.parties);
    planner.take(&Touched::Project, &file, text(&Project::new("t")), Some(&turned)).unwrap();
    assert_eq!(planner.project.parties.len(), 0);
    // The base has all of them, one side has taken out what the other side's newest one needs.
    let mut without = Project::new("t");
    without.parties = chain(MANY / 10).into_iter().take(0).collect();
    let mut with = short.clone();
    with.parties.push(party(MANY, Some(0)));
    let render = |project: &Project| String::from_utf8(text(project)).unwrap();
    let merged = three_way::merge(&render(&short), &render(&without), &render(&with)).unwrap();
    assert_eq!(merged.conflicts, MANY / 10);
}

#[test]
fn rings_of_parties_are_cut_once_and_nothing_else_is() {
    let ring =
        |from: usize, to: usize| (from..to).map(move |at| party(at, Some(if at + 1 < to { at + 1 } else { from })));
    let tail = (MANY..2 * MANY).map(|at| party(at, Some(if at + 1 < 2 * MANY { at + 1 } else { 5 })));
    // The tail, which leads into the ring, comes first.
    let parties: Vec<Party> = tail.chain(ring(0, MANY)).chain([party(2 * MANY, Some(2 * MANY))]).collect();
    assert_eq!(Parties::from(parties.clone()).circles(), [MANY, 2 * MANY]);
    let mut project = Project::new("t");
    project.parties = parties.into();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    store::create(&path, &project).unwrap();
    let opened = store::open(&path).unwrap();
    assert_eq!(opened.problems.len(), 2, "{:?}", opened.problems);
    let cut: Vec<_> = opened.project.parties.iter().filter(|party| party.parent.is_none()).map(|p| &p.id).collect();
    assert_eq!(cut, [&party(0, None).id, &party(2 * MANY, None).id]);
}

/// What `Parties` keeps up is what one would find by looking.
#[test]
fn parties_are_found_whatever_was_done_to_their_list() {
    let mut parties = Parties::default();
    let look = |parties: &Parties| {
        for party in parties {
            assert_eq!(parties.named(&party.id), parties.iter().find(|other| other.id == party.id));
            let children = parties.iter().filter(|other| other.parent.as_ref() == Some(&party.id)).count();
            assert_eq!(parties.children(&party.id), children);
        }
        assert_eq!(parties.named(&PartyId::new("nobody").unwrap()), None);
    };
    let mut number = 7_usize;
    for step in 0..400 {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let (kind, at) = ((number >> 33) % 6, (number >> 40) % (parties.len() + 1));
        let parent = (parties.len() > 2).then(|| (number >> 20) % step.max(1));
        match kind {
            0 => parties.push(party(step, parent)),
            1 => parties.insert(at, party(step, parent)),
            2 if step % 3 == 0 => drop(parties.take(at)),
            3 => {
                if let Some(id) = parties.get(at).map(|party| party.id.clone()) {
                    parties.replace(Party { id, ..party(step, parent) });
                }
            }
            4 => {
                if let Some(found) = parties.get_mut(at) {
                    found.parent = None;
                }
            }
            _ => parties.push(party(step, None)),
        }
        look(&parties);
    }
    assert!(parties.len() > 50);
}

#[test]
fn each_article_is_looked_for_only_among_its_own_layers() {
    let mut project = Project::new("t");
    let content = Content::new("Words.");
    for number in 0..MANY {
        let id = DocumentId::new(format!("d{number}")).unwrap();
        let (content, metadata) = (content.clone(), Metadata::default());
        let made = Document { id: id.clone(), content, metadata, encoding: String::new(), excluded: Vec::new() };
        project.documents.insert(id.clone(), made);
        for annotator in ["amal", "basma"] {
            let mut layer = Layer::default();
            let kind = KindId::new("claim").unwrap();
            layer.put(Statement::new(kind, vec![Span::new(0, 5)], jiff::Timestamp::UNIX_EPOCH));
            project.layers.insert((id.clone(), AnnotatorId::new(annotator).unwrap()), layer);
        }
    }
    let ids: Vec<DocumentId> = project.documents.keys().cloned().collect();
    for id in &ids {
        let compared = bayan::review::comparison::compare(&project, id, &[]).unwrap();
        assert_eq!(compared.annotators.len(), 2);
        assert_eq!(Edit::RemoveDocument(id.clone()).touches(&project).len(), 3);
        Edit::RemoveDocument(id.clone()).apply(&mut project).unwrap();
    }
    assert!(project.layers.is_empty());
}

/// Annotators whose units overlap one another so densely that γ would take hours.
fn dense(annotators: usize, units: u64) -> (Vec<String>, Vec<Vec<(u64, u64)>>) {
    let line =
        |who: u64| (0..units).map(move |at| (at * 3 + who % 3, at * 3 + 300 + (at * 7 + who * 13) % 90)).collect();
    ((0..annotators).map(|who| format!("a{who}")).collect(), (0..annotators as u64).map(line).collect())
}

fn spans(annotators: usize, units: u64) -> String {
    let (names, lines) = dense(annotators, units);
    let list = |line: &Vec<(u64, u64)>| {
        let units = line.iter().enumerate();
        units.map(|(at, (begin, end))| format!("[{begin},{end},\"l{}\"]", at % 3)).collect::<Vec<_>>().join(",")
    };
    let lines: Vec<String> =
        names.iter().zip(&lines).map(|(name, line)| format!("\"{name}\":[{}]", list(line))).collect();
    format!("{{\"length\":{},\"annotators\":{{{}}}}}", units * 3 + 1_000, lines.join(","))
}

#[test]
fn gamma_gives_up_in_the_middle_of_its_work_when_its_time_is_over() {
    for (annotators, units) in [(8, 100), (2, 2_000), (30, 4), (3, 400)] {
        let (names, lines) = dense(annotators, units);
        let mut corpus = Corpus::new(names);
        let label = corpus.label("l");
        let line = |line: Vec<(u64, u64)>| line.into_iter().map(|(begin, end)| Unit { begin, end, label }).collect();
        let lines = lines.into_iter().map(|own| Some(line(own))).collect();
        corpus.push(Text { length: units * 3 + 1_000, lines, ..Text::default() }).unwrap();
        let limit = Duration::from_millis(1);
        let settings = GammaSettings { limit: Some(limit), samples: 100_000, ..GammaSettings::default() };
        let progress = Monitor::default();
        assert_eq!(compute(&corpus, &settings, &progress).unwrap_err(), Reason::TimeLimit(limit));
        // What is over is over for whatever comes after it in the same run.
        assert_eq!(compute(&corpus, &settings, &progress).unwrap_err(), Reason::TimeLimit(limit));
        // And it can be stopped from another thread.
        let progress = Monitor::default();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_millis(50));
                progress.stop();
            });
            let settings = GammaSettings { samples: 100_000, ..GammaSettings::default() };
            assert_eq!(compute(&corpus, &settings, &progress).unwrap_err(), Reason::Stopped);
        });
    }
}

#[test]
fn what_gamma_has_not_finished_is_said_beside_the_other_measures() {
    let input = spans(8, 100);
    let arguments =
        ["agreement", "--spans", "-", "--measure", "gamma", "--measure", "gamma-cat", "--measure", "f1-exact"];
    let done = bayan(&[&arguments[..], &["--time-limit", "0.001"]].concat(), &input);
    let out = String::from_utf8(done.stdout).unwrap();
    assert_eq!(done.status.code(), Some(1), "{out}");
    assert!(out.contains("γ was not finished within 0.001 s") && out.contains("--time-limit"), "{out}");
    assert!(out.lines().any(|line| line.starts_with("f1-exact") && !line.contains("no value")), "{out}");
    assert!(out.lines().any(|line| line.starts_with("gamma-cat")), "{out}");
    let done = bayan(&[&arguments[..], &["--time-limit", "0.001", "--json"]].concat(), &input);
    let out: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(out["results"][0]["reason_code"], "time-limit");
    // Without a limit what is small is done.
    let small = r#"{"length":40,"annotators":{"a":[[0,5,"x"],[9,14,"y"]],"b":[[0,6,"x"],[9,14,"x"]]}}"#;
    for limit in ["0", "60"] {
        let done = bayan(&[&arguments[..], &["--time-limit", limit]].concat(), small);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    }
}

#[test]
fn a_measure_that_does_not_fit_the_items_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample");
    store::install_sample(&path).unwrap();
    let path = path.to_str().unwrap();
    let asked = ["--measure", "f1-exact", "--measure", "gamma", "--measure", "cohen"];
    let done = bayan(&[&["agreement", path, "--items", "pair"], &asked[..]].concat(), "");
    let out = String::from_utf8(done.stdout).unwrap();
    assert_eq!(done.status.code(), Some(1), "{out}");
    for name in ["f1-exact", "gamma", "cohen"] {
        let lines: Vec<&str> = out.lines().filter(|line| line.split(' ').next() == Some(name)).collect();
        assert!(!lines.is_empty(), "{name}: {out}");
        assert_eq!(lines[0].contains("not defined"), name != "cohen", "{out}");
    }
    let done = bayan(&[&["agreement", path, "--items", "pair", "--json"], &asked[..]].concat(), "");
    let out: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let of = |name: &str| {
        let results = out["results"].as_array().unwrap().iter();
        results.filter(|result| result["measure"] == name).map(|r| r["reason_code"].clone()).collect::<Vec<_>>()
    };
    assert_eq!((of("f1-exact"), of("gamma")), (vec!["not-of-pairs".into()], vec!["not-of-pairs".into()]));
    assert!(!of("cohen").is_empty());
    // Nobody has asked for the others by name.
    let done = bayan(&["agreement", path, "--items", "pair"], "");
    let out = String::from_utf8(done.stdout).unwrap();
    assert!(done.status.success() && !out.contains("not defined"), "{out}");
    // Of a file of spans nobody knows the kinds and parties.
    let small = r#"{"length":40,"annotators":{"a":[[0,5,"x"]],"b":[[0,6,"x"]]}}"#;
    for part in ["kind", "party"] {
        assert_eq!(bayan(&["agreement", "--spans", "-", "--per", part], small).status.code(), Some(2));
    }
}

#[test]
fn a_name_that_stands_twice_in_a_file_of_spans_is_refused() {
    for twice in [
        r#"{"length":40,"annotators":{"a":[[0,5,"x"]],"b":[[0,6,"x"]],"a":[[9,12,"x"]]}}"#,
        r#"{"length":40,"length":50,"annotators":{"a":[[0,5,"x"]],"b":[[0,6,"x"]]}}"#,
        r#"{"length":40,"annotators":{"a":[[0,5,"x"]]},"annotators":{"b":[[0,6,"x"]]}}"#,
    ] {
        let done = bayan(&["agreement", "--spans", "-", "--measure", "percent"], twice);
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), done.stdout.len()), (Some(2), 0), "{said}");
        assert!(said.contains("twice"), "{said}");
    }
}

#[test]
fn rounds_of_the_bootstrap_need_no_memory_before_they_are_done() {
    let mut corpus = Corpus::new(vec!["a".into(), "b".into()]);
    let label = corpus.label("l");
    let line = || Some(vec![Unit { begin: 0, end: 4, label }]);
    for _ in 0..2 {
        corpus.push(Text { length: 9, lines: vec![line(), line()], ..Text::default() }).unwrap();
    }
    let progress = Monitor::default();
    progress.stop();
    let request = Request { resamples: usize::MAX, ..Request::default() };
    assert!(!run(&corpus, &request, &progress).is_empty());
}

//! Merging: nothing that either side has added or changed is missing, the order of the sides does not matter, an
//! unchanged side changes nothing; and git, with the driver, brings two clones together.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::support::bayan::must;
use crate::support::project::{sample_layer, sample_project};
use crate::support::random::Random;
use bayan::edit::change::{Edit, Touched};
use bayan::edit::session::Session;
use bayan::model::codebook::{EntryNotes, StanceEntry, Topic};
use bayan::model::conflict::ConflictFile;
use bayan::model::id::{
    AnnotatorId, DecisionId, DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, ThreadId, TopicId,
};
use bayan::model::layer::Layer;
use bayan::model::party::{ExternalId, Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::review::{
    Cause, Comment, Decision, DecisionSource, Provenance, Review, SeenStatement, Thread, ThreadAnchor, Verdict,
};
use bayan::model::span::Span;
use bayan::model::statement::{Attribute, Link, Relation, Stance, Statement};
use bayan::store::merging::resolve::{Choice, resolve};
use bayan::store::merging::three_way::{Merged, merge};
use bayan::store::{self, ProblemKind};

const ROUNDS: u64 = 200;

#[test]
fn layers_of_three_random_histories_lose_nothing() {
    let base_project = sample_project();
    let (mut conflicts, mut restored) = (0, 0);
    for seed in 1..=ROUNDS {
        let random = &mut Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let base = history(&base_project, random, 12, layer_edit);
        let (ours, theirs) = (history(&base, random, 20, layer_edit), history(&base, random, 20, layer_edit));
        let text = |project: &Project| store::render(project, &layer_file()).unwrap().unwrap_or_else(empty_layer);
        let merged = merge_checked(&text(&base), &text(&ours), &text(&theirs));
        let project = with_file(&base, "annotations/biden-putin-call/annotator-a.ron", &merged.text);
        let listed = project
            .conflicts_in(&ConflictFile::Layer(sample_layer("annotator-a").0, sample_layer("annotator-a").1))
            .to_vec();
        conflicts += listed.len();
        let layer = |project: &Project| project.layers.get(&sample_layer("annotator-a")).cloned().unwrap_or_default();
        let (b, o, t, m) = (layer(&base), layer(&ours), layer(&theirs), layer(&project));
        let ids: BTreeSet<StatementId> = [&b, &o, &t].iter().flat_map(|l| l.statements().map(|s| s.id)).collect();
        assert!(m.statements().all(|s| ids.contains(&s.id)), "{seed}: made up");
        for id in ids {
            let of = |layer: &Layer| layer.statement(id).cloned();
            let listed = |field: &str| listed.iter().any(|c| c.id == id.to_string() && c.field == field);
            match (of(&b), of(&o), of(&t), of(&m)) {
                (b, Some(o), Some(t), Some(m)) => {
                    let b = b.as_ref();
                    check_field(b.map(|s| &s.note), &o.note, &t.note, &m.note, || listed("note"));
                    check_field(b.map(|s| &s.kind), &o.kind, &t.kind, &m.kind, || listed("kind"));
                    check_field(b.map(|s| &s.topic), &o.topic, &t.topic, &m.topic, || listed("topic"));
                    check_field(b.map(|s| &s.chain), &o.chain, &t.chain, &m.chain, || listed("chain"));
                    check_field(b.map(|s| &s.spans), &o.spans, &t.spans, &m.spans, || listed("spans"));
                    let attributes = |s: &Statement| s.attributes.iter().cloned().collect::<BTreeSet<_>>();
                    let old = b.map(attributes).unwrap_or_default();
                    for added in attributes(&o).union(&attributes(&t)).filter(|a| !old.contains(a)) {
                        let there = m.attributes.contains(added) || listed(&format!("attributes.{}", added.name));
                        assert!(there, "{seed}: {added:?}");
                    }
                }
                (_, Some(_), Some(_), None) => panic!("{seed}: {id} is missing"),
                (None, one, None, m) | (None, None, one, m) => assert_eq!(one, m, "{seed}"),
                (Some(b), Some(one), None, m) | (Some(b), None, Some(one), m) => {
                    if b == one {
                        // Deleted, unless a relation of the other side needs it.
                        let needed = m.is_some();
                        restored += usize::from(needed);
                        assert!(!needed || listed(""), "{seed}: {id} came back");
                    } else {
                        assert_eq!(m.as_ref(), Some(&one), "{seed}");
                        assert!(listed(""), "{seed}: deleted here and changed there, but not listed");
                    }
                }
                (Some(_), None, None, m) => assert!(m.is_none() || listed(""), "{seed}"),
            }
        }
        for one in [&o, &t] {
            for relation in one.relations().filter(|r| b.relation(r.id) != Some(r)) {
                assert!(m.relation(relation.id).is_some(), "{seed}: relation {} is missing", relation.id);
            }
        }
    }
    println!("{ROUNDS} merges of layers, {conflicts} conflicts listed, {restored} statements kept for a relation");
    assert!(conflicts > 20 && restored > 0, "{conflicts} {restored}");
}

#[test]
fn projects_of_three_random_histories_lose_nothing() {
    let mut base_project = sample_project();
    base_project.layers.clear();
    let mut conflicts = 0;
    for seed in 1..=ROUNDS {
        let random = &mut Random(seed.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let base = history(&base_project, random, 8, project_edit);
        let (ours, theirs) = (history(&base, random, 12, project_edit), history(&base, random, 12, project_edit));
        let text = |project: &Project| store::render(project, &Touched::Project).unwrap().unwrap();
        let merged = merge_checked(&text(&base), &text(&ours), &text(&theirs));
        let m = with_file(&base, "project.ron", &merged.text);
        let listed = m.conflicts_in(&ConflictFile::Project).to_vec();
        conflicts += listed.len();
        let titled = listed.iter().any(|c| c.field == "title");
        check_field(Some(&base.title), &ours.title, &theirs.title, &m.title, || titled);
        let share_key = |project: &Project, one: &Party, other: &Party| {
            let key = |party: &Party| project.party(&party.id).and_then(|party| party.key);
            key(one).is_some() && key(one) == key(other)
        };
        for (place, one) in m.parties.iter().enumerate() {
            for other in m.parties.iter().take(place).filter(|other| share_key(&m, one, other)) {
                let had_it = share_key(&ours, one, other) || share_key(&theirs, one, other);
                assert!(had_it, "{seed}: {} and {} have one key", one.id, other.id);
            }
        }
        for one in [&ours, &theirs] {
            for party in &one.parties[..] {
                let (old, there) = (base.party(&party.id).map(|party| party.key), m.party(&party.id));
                let changed = there.filter(|there| there.key != party.key && old != Some(party.key));
                let is_listed = || listed.iter().any(|c| c.id == party.id.as_str() && c.field == "key");
                assert!(changed.is_none() || is_listed(), "{seed}: the key of {} is lost", party.id);
            }
            for party in one.parties.iter().filter(|p| base.party(&p.id) != Some(p)) {
                let there = m.party(&party.id).unwrap_or_else(|| panic!("{seed}: party {} is missing", party.id));
                let listed = |field: &str| listed.iter().any(|c| c.id == party.id.as_str() && c.field == field);
                let old = base.party(&party.id);
                assert!(
                    old.is_some_and(|o| o.name == party.name) || there.name == party.name || listed("name"),
                    "{seed}"
                );
                assert!(
                    old.is_some_and(|o| o.parent == party.parent) || there.parent == party.parent || listed("parent"),
                    "{seed}: parent of {}",
                    party.id
                );
                let added = |alias: &&String| !old.is_some_and(|o| o.aliases.contains(alias));
                assert!(party.aliases.iter().filter(added).all(|alias| there.aliases.contains(alias)), "{seed}");
            }
            for topic in one.codebook.topics.iter().filter(|t| base.codebook.topic(&t.id).is_none()) {
                assert!(m.codebook.topic(&topic.id).is_some(), "{seed}: topic {}", topic.id);
            }
        }
    }
    println!("{ROUNDS} merges of project.ron, {conflicts} conflicts listed");
    assert!(conflicts > 20, "{conflicts}");
}

#[test]
fn lists_of_the_codebook_that_only_one_side_has_come_with_it() {
    let mut base = sample_project();
    base.codebook.attributes.clear();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.codebook.topics.truncate(1);
    theirs.codebook.attributes = sample_project().codebook.attributes;
    let name = "مؤيد".to_owned();
    theirs.codebook.stances.push(StanceEntry { name: name.clone(), ..StanceEntry::plain(Stance::Supports) });
    let text = |project: &Project| store::render(project, &Touched::Project).unwrap().unwrap();
    let (b, o, t) = (text(&base), text(&ours), text(&theirs));
    for merged in [merge(&b, &o, &t).unwrap(), merge(&b, &t, &o).unwrap()] {
        assert_eq!(merged.conflicts, 0);
        let project = with_file(&base, "project.ron", &merged.text);
        assert_eq!(project.codebook.attributes, theirs.codebook.attributes);
        assert_eq!(project.codebook.stance(Stance::Supports).name, name);
        assert_eq!(project.codebook.topics, ours.codebook.topics);
    }
    // One that a side has removed stays away.
    let merged = merge(&t, &t, &o).unwrap();
    assert_eq!(with_file(&base, "project.ron", &merged.text).codebook.attributes, []);
}

#[test]
fn keys_of_parties_are_merged_like_other_fields_and_no_two_parties_get_one() {
    let base = sample_project();
    let ids: Vec<PartyId> = base.parties.iter().map(|party| party.id.clone()).collect();
    let with = |keys: &[(usize, Option<u8>)]| {
        let mut project = base.clone();
        for (place, key) in keys {
            let party = Party { key: *key, ..project.parties[*place].clone() };
            project.parties.replace(party);
        }
        project
    };
    let merged = |base: &[(usize, Option<u8>)], ours: &[(usize, Option<u8>)], theirs: &[(usize, Option<u8>)]| {
        let text = |keys| store::render(&with(keys), &Touched::Project).unwrap().unwrap();
        let merged =
            with_file(&with(base), "project.ron", &merge_checked(&text(base), &text(ours), &text(theirs)).text);
        let keys_of = |project: &Project| project.parties.iter().take(3).map(|party| party.key).collect::<Vec<_>>();
        let (keys, told) = (keys_of(&merged), merged.conflicts_in(&ConflictFile::Project).to_vec());
        let mut others = merged.clone();
        for conflict in &told {
            resolve(&merged, &ConflictFile::Project, conflict, &Choice::Other).unwrap().apply(&mut others).unwrap();
        }
        let others = keys_of(&others);
        let told: Vec<_> = told.into_iter().map(|c| (c.id, c.field, c.kept, c.other)).collect();
        (keys, told, others)
    };
    let told = |place: usize, kept: &str, other: &str| {
        vec![(ids[place].to_string(), "key".to_owned(), kept.to_owned(), other.to_owned())]
    };
    // Each side has given another party a key, which none had.
    assert_eq!(
        merged(&[], &[(0, Some(1))], &[(1, Some(2))]),
        (vec![Some(1), Some(2), None], vec![], vec![Some(1), Some(2), None])
    );
    // One side took the key off the party, the other gave the party another one: the greater text stays, and it is told.
    let both = merged(&[(0, Some(3))], &[(0, None)], &[(0, Some(4))]);
    assert_eq!(both, (vec![None; 3], told(0, "", "4"), vec![Some(4), None, None]));
    // Both gave the key of the first party away, to different ones: the first of them has it.
    let away = merged(&[(0, Some(3))], &[(0, None), (1, Some(3))], &[(0, None), (2, Some(3))]);
    assert_eq!(away, (vec![None, Some(3), None], told(2, "", "3"), vec![None, None, Some(3)]));
}

#[test]
fn reviews_of_three_random_histories_lose_nothing() {
    let base_project = sample_project();
    let (mut conflicts, mut twice, mut comments) = (0, 0, 0);
    for seed in 1..=ROUNDS {
        let random = &mut Random(seed.wrapping_mul(0xd134_2543_de82_ef95));
        let base = history(&base_project, random, 8, review_edit);
        let (ours, theirs) = (history(&base, random, 12, review_edit), history(&base, random, 12, review_edit));
        let text = |project: &Project| store::render(project, &review_file()).unwrap().unwrap_or_default();
        if [&base, &ours, &theirs].iter().any(|project| project.reviews.is_empty()) {
            // Without a file there is nothing to merge.
            continue;
        }
        let merged = merge_checked(&text(&base), &text(&ours), &text(&theirs));
        let project = with_file_and_layers(&base, "review/biden-putin-call.ron", &merged.text);
        let listed = project.conflicts_in(&ConflictFile::Review(sample_layer("annotator-a").0)).to_vec();
        conflicts += listed.len();
        let review =
            |project: &Project| project.reviews.get(&sample_layer("annotator-a").0).cloned().unwrap_or_default();
        let (b, o, t, m) = (review(&base), review(&ours), review(&theirs), review(&project));
        let ids: BTreeSet<DecisionId> = [&b, &o, &t].iter().flat_map(|r| r.decisions().map(|d| d.id)).collect();
        assert!(m.decisions().all(|d| ids.contains(&d.id)), "{seed}: made up");
        for id in ids {
            let of = |review: &Review| review.decision(id).cloned();
            let is_listed = |field: &str| listed.iter().any(|c| c.id == id.to_string() && c.field == field);
            match (of(&b), of(&o), of(&t), of(&m)) {
                (b, Some(o), Some(t), Some(m)) => {
                    let b = b.as_ref();
                    check_field(b.map(|d| &d.reason), &o.reason, &t.reason, &m.reason, || is_listed("reason"));
                    check_field(b.map(|d| &d.cause), &o.cause, &t.cause, &m.cause, || is_listed("cause"));
                    let outcome = |d: &Decision| {
                        let Decision { verdict, statements, sources, by, at, .. } = d.clone();
                        (verdict, statements, sources, by, at)
                    };
                    let listed = || is_listed("outcome");
                    check_field(b.map(outcome).as_ref(), &outcome(&o), &outcome(&t), &outcome(&m), listed);
                }
                (_, Some(_), Some(_), None) => panic!("{seed}: {id} is missing"),
                (None, one, None, m) | (None, None, one, m) => assert_eq!(one, m, "{seed}"),
                (Some(b), Some(one), None, m) | (Some(b), None, Some(one), m) => {
                    assert_eq!(m, (b != one).then(|| one.clone()), "{seed}");
                    assert!(b == one || is_listed(""), "{seed}: taken back here and changed there, but not listed");
                }
                (Some(_), None, None, m) => assert_eq!(m, None, "{seed}"),
            }
        }
        let only = |side: &Review, other: &Review| -> Vec<Decision> {
            side.decisions().filter(|d| b.decision(d.id).is_none() && other.decision(d.id).is_none()).cloned().collect()
        };
        for (left, right) in only(&o, &t).iter().flat_map(|l| only(&t, &o).into_iter().map(move |r| (l.clone(), r))) {
            let same = left.sources == right.sources;
            let (first, second) = (left.id.min(right.id).to_string(), left.id.max(right.id).to_string());
            let is_listed = listed.iter().any(|c| c.field == "place" && c.id == first && c.other == second);
            // Fingerprints are empty here, so that the same sources are the same place.
            assert_eq!(is_listed, same, "{seed}: {first} {second}");
            twice += usize::from(same);
        }
        for (side, other) in [(&o, &t), (&t, &o)] {
            for thread in side.threads() {
                let old = b.thread(thread.id).map(|thread| thread.comments.clone()).unwrap_or_default();
                let gone = other.thread(thread.id).is_none() && b.thread(thread.id) == Some(thread);
                let new = thread.comments.iter().filter(|comment| !old.contains(comment));
                for comment in new.filter(|_| !gone) {
                    assert!(m.thread(thread.id).unwrap().comments.contains(comment), "{seed}: a comment is missing");
                    comments += 1;
                }
            }
        }
    }
    println!(
        "{ROUNDS} merges of reviews, {conflicts} conflicts listed, {twice} places decided twice, {comments} comments"
    );
    assert!(conflicts > 20 && twice > 20 && comments > 100, "{conflicts} {twice} {comments}");
}

#[test]
fn files_of_documents_are_merged_and_others_refused() {
    let project = sample_project();
    let document = DocumentId::new("biden-putin-call").unwrap();
    let base = store::render(&project, &Touched::Document(document)).unwrap().unwrap();
    let change = |from: &str, to: &str| {
        let changed = base.replacen(from, to, 1);
        assert_ne!(changed, base);
        changed
    };
    let ours = change("publisher: \"", "publisher: \"x");
    let theirs = change("url: \"", "url: \"y");
    let merged = merge_checked(&base, &ours, &theirs);
    assert_eq!((merged.conflicts, merged.text), (0, ours.replacen("url: \"", "url: \"y", 1)));
    let theirs = change("publisher: \"", "publisher: \"y");
    let merged = merge_checked(&base, &ours, &theirs);
    assert_eq!(merged.conflicts, 1);
    assert!(merged.text.contains("conflicts: [") && merged.text.contains("publisher: \"y"), "{}", merged.text);
    // Taking the entry out settles it, also for a side that has it still.
    let settled = theirs.clone();
    assert_eq!(merge(&merged.text, &settled, &format!("{} ", merged.text)).unwrap().text, settled);
    assert!(merge(&base, "(", &theirs).is_err());
    assert!(merge(&base, "(format: \"other\", version: 1)", &theirs).is_err());
    let layer = store::render(&project, &layer_file()).unwrap().unwrap();
    assert!(merge(&base, &ours, &layer).is_err());
}

#[test]
fn parties_that_are_a_circle_only_together_are_not_one_after_merging() {
    let mut base = sample_project();
    base.layers.clear();
    base.parties.iter_mut().for_each(|party| party.parent = None);
    let with = |child: usize, parent: usize| {
        let mut project = base.clone();
        project.parties[child].parent = Some(project.parties[parent].id.clone());
        store::render(&project, &Touched::Project).unwrap().unwrap()
    };
    let merged = merge_checked(&store::render(&base, &Touched::Project).unwrap().unwrap(), &with(0, 1), &with(1, 0));
    assert_eq!(merged.conflicts, 2);
    with_file(&base, "project.ron", &merged.text);
}

#[test]
fn git_brings_two_clones_together_and_nothing_is_lost() {
    let edits = 200;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    git(folder.path(), &["init", "-q", "--bare", "-b", "main", "origin"]);
    git(folder.path(), &["clone", "-q", "origin", "one"]);
    store::install_sample(&at("one")).unwrap();
    must(&["git-setup", at("one").to_str().unwrap()]);
    review_in(&at("one"), 0);
    commit(&at("one"));
    git(&at("one"), &["push", "-q", "origin", "HEAD:main"]);
    git(folder.path(), &["clone", "-q", "-b", "main", "origin", "two"]);
    git(&at("one"), &["checkout", "-q", "-B", "main", "--track", "origin/main"]);
    must(&["git-setup", at("two").to_str().unwrap()]);
    // Both write the same layer, as one person on two machines, and both change the project.
    for (name, mark) in [("one", 1), ("two", 2)] {
        let script = at(&format!("{name}.jsonl"));
        std::fs::write(&script, git_script(mark, edits).join("\n")).unwrap();
        let (project, script) = (at(name), script.to_str().unwrap().to_owned());
        must(&["session", project.to_str().unwrap(), "--script", &script, "--annotator", "annotator-a"]);
        review_in(&at(name), mark);
        commit(&at(name));
    }
    git(&at("one"), &["push", "-q"]);
    git(&at("two"), &["pull", "-q", "--no-rebase", "--no-edit"]);
    git(&at("two"), &["push", "-q"]);
    git(&at("one"), &["pull", "-q", "--no-rebase", "--no-edit"]);
    let (one, two) = (store::open(&at("one")).unwrap(), store::open(&at("two")).unwrap());
    assert_eq!(one.project, two.project);
    let conflicts = one.problems.iter().filter(|p| matches!(p.kind, ProblemKind::Conflict { .. })).count();
    assert_eq!(conflicts, one.problems.len(), "{:#?}", one.problems);
    let layer = &one.project.layers[&sample_layer("annotator-a")];
    let listed =
        one.project.conflicts_in(&ConflictFile::Layer(sample_layer("annotator-a").0, sample_layer("annotator-a").1));
    let mut found = 0;
    for mark in [1, 2] {
        for line in git_script(mark, edits) {
            let line: serde_json::Value = serde_json::from_str(&line).unwrap();
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            if let Some(add) = line.get("add") {
                let statement = layer.statement(text(&add["id"]).parse().unwrap()).unwrap();
                assert_eq!(statement.note, text(&add["note"]));
            } else if let Some(note) = line.get("note") {
                let (id, note) = (text(&note["id"]), text(&note["text"]));
                let there = &layer.statement(id.parse().unwrap()).unwrap().note;
                assert!(*there == note || listed.iter().any(|c| c.id == id && c.other == note), "{note}");
            } else {
                assert!(one.project.party(&PartyId::new(text(&line["party"]["id"])).unwrap()).is_some());
            }
            found += 1;
        }
    }
    let review = &one.project.reviews[&sample_layer("annotator-a").0];
    assert_eq!(review.decisions().count(), 3);
    let comments: Vec<_> = review.threads().flat_map(|t| t.comments.iter().map(|c| c.text.as_str())).collect();
    assert_eq!(comments, ["0", "1", "2"]);
    let listed = one.project.conflicts_in(&ConflictFile::Review(sample_layer("annotator-a").0));
    assert!(listed.iter().all(|conflict| conflict.field == "place") && listed.len() == 1, "{listed:?}");
    // One statement's note was changed on both sides, one place decided on both, the title on neither.
    assert_eq!((found, conflicts), (2 * edits, 2));
    println!("{found} edits in two clones, {conflicts} conflict listed");
}

/// A decision of its own, on a place that the other one decides too, and a comment in the thread that both have.
fn review_in(clone: &Path, mark: usize) {
    let lock = store::Lock::acquire(clone).unwrap();
    let disk = std::sync::Arc::new(bayan::disk::Real);
    let mut opened = store::keeping::open(clone, lock, disk, |_| sample_layer("annotator-a").1, || {}).unwrap();
    // The first one is about another statement.
    let statement = uuid::Uuid::from_u128(if mark == 0 { 1 } else { 2 });
    let edit = decision_edit(DecisionId::generate(), StatementId::from_uuid(statement), &format!("r{mark}"));
    opened.session.apply("decision", edit).unwrap();
    let id = ThreadId::from_uuid(uuid::Uuid::from_u128(7));
    let old = opened.session.project().reviews[&sample_layer("annotator-a").0]
        .thread(id)
        .map(|t| t.comments.clone())
        .unwrap_or_default();
    opened.session.apply("comment", thread_edit(id, old, &mark.to_string(), mark as i64)).unwrap();
    opened.wait_saved().unwrap();
}

/// “Nothing here”, about one statement of the layer.
fn decision_edit(id: DecisionId, statement: StatementId, by: &str) -> Edit {
    let seen = SeenStatement { id: statement, fingerprint: String::new() };
    let decision = Decision {
        id,
        verdict: Verdict::Nothing,
        statements: Vec::new(),
        sources: vec![DecisionSource { annotator: sample_layer("annotator-a").1, statements: vec![seen] }],
        provenance: Provenance::Adjudicated,
        rule: String::new(),
        by: AnnotatorId::new(by).unwrap(),
        at: jiff::Timestamp::new(1_800_000_000, 0).unwrap(),
        cause: None,
        reason: String::new(),
        needs_rule: false,
    };
    Edit::SetDecision { document: sample_layer("annotator-a").0, id, decision: Some(Box::new(decision)) }
}

fn thread_edit(id: ThreadId, mut comments: Vec<Comment>, text: &str, seconds: i64) -> Edit {
    let at = jiff::Timestamp::new(1_800_000_000 + seconds, 0).unwrap();
    comments.push(Comment { by: AnnotatorId::new("r").unwrap(), at, text: text.to_owned() });
    let thread = Thread { id, anchor: ThreadAnchor::Disagreement(Vec::new()), comments, resolved: None };
    Edit::SetThread { document: sample_layer("annotator-a").0, id, thread: Some(Box::new(thread)) }
}

fn review_edit(project: &Project, random: &mut Random) -> Edit {
    let review = project.reviews.get(&sample_layer("annotator-a").0).cloned().unwrap_or_default();
    let decisions: Vec<&Decision> = review.decisions().collect();
    let any = |random: &mut Random| decisions.get(random.below(decisions.len().max(1))).map(|d| (*d).clone());
    let time = jiff::Timestamp::new(1_800_000_000 + random.below(5) as i64, 0).unwrap();
    let number = |random: &mut Random| uuid::Uuid::from_u128(u128::from(random.next()));
    let set = |decision: Decision| Edit::SetDecision {
        document: sample_layer("annotator-a").0,
        id: decision.id,
        decision: Some(Box::new(decision)),
    };
    match (random.below(10), any(random)) {
        (0..=2, _) | (_, None) => {
            let (id, place) = (DecisionId::from_uuid(number(random)), random.below(6));
            let statement = project.layers[&sample_layer("annotator-a")].statements().nth(place).unwrap().id;
            decision_edit(id, statement, &format!("r{}", random.below(3)))
        }
        (3, Some(decision)) => set(Decision { reason: format!("reason {}", random.below(3)), ..decision }),
        (4, Some(decision)) => set(Decision { cause: Cause::ALL.get(random.below(6)).copied(), ..decision }),
        (5, Some(decision)) => {
            let statement =
                project.layers[&sample_layer("annotator-a")].statements().nth(random.below(6)).unwrap().clone();
            let statement = Statement { id: StatementId::from_uuid(number(random)), ..statement };
            set(Decision { verdict: Verdict::New, statements: vec![statement], at: time, ..decision })
        }
        (6, Some(decision)) => {
            Edit::SetDecision { document: sample_layer("annotator-a").0, id: decision.id, decision: None }
        }
        (7, _) => thread_edit(ThreadId::from_uuid(number(random)), Vec::new(), "سؤال", random.below(9) as i64),
        (_, _) => {
            let threads: Vec<&Thread> = review.threads().collect();
            let Some(thread) = threads.get(random.below(threads.len().max(1))) else { return Edit::Group(Vec::new()) };
            let text = format!("جواب {}", random.below(100));
            thread_edit(thread.id, thread.comments.clone(), &text, random.below(9) as i64)
        }
    }
}

/// Statements and parties of its own, and a note on a statement that the other one changes too.
fn git_script(mark: usize, edits: usize) -> Vec<String> {
    let line = |number: usize| match number % 4 {
        _ if number == 7 => format!(
            "{{\"note\":{{\"document\":\"biden-putin-call\",\"id\":\"01a20771-6ea7-71e1-ac1e-e28bfc368f33\",\"text\":\"mine {mark}\"}}}}"
        ),
        3 => format!("{{\"party\":{{\"id\":\"p-{mark}-{number}\",\"name\":\"حزب\"}}}}"),
        _ => format!(
            "{{\"add\":{{\"document\":\"biden-putin-call\",\"kind\":\"claim\",\"start\":{},\"end\":229,\"note\":\"{mark} {number}\",\"id\":\"01b0000{mark}-0000-7000-8000-{number:012x}\"}}}}",
            if number.is_multiple_of(2) { 202 } else { 208 }
        ),
    };
    (0..edits).map(line).collect()
}

fn commit(clone: &Path) {
    git(clone, &["add", "-A"]);
    git(clone, &["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "-m", "work"]);
}

fn git(folder: &Path, arguments: &[&str]) {
    let result = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=x", "-c", "user.email=x@example.org"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(result.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&result.stderr));
}

/// Merges in either order and with an unchanged side, and returns the first.
fn merge_checked(base: &str, ours: &str, theirs: &str) -> Merged {
    let merged = merge(base, ours, theirs).unwrap();
    assert_eq!(merge(base, theirs, ours).unwrap(), merged, "the order of the sides matters");
    // A space behind, so that equal texts are not seen as such.
    for side in [ours, theirs] {
        let with_unchanged = merge(&format!("{base} "), side, base).unwrap();
        assert_eq!((with_unchanged.text.as_str(), with_unchanged.conflicts), (side, 0));
    }
    merged
}

fn check_field<T: PartialEq + std::fmt::Debug>(
    base: Option<&T>,
    ours: &T,
    theirs: &T,
    merged: &T,
    listed: impl Fn() -> bool,
) {
    if ours == theirs || base == Some(theirs) {
        assert_eq!(merged, ours);
    } else if base == Some(ours) {
        assert_eq!(merged, theirs);
    } else {
        assert!(merged == ours || merged == theirs, "{merged:?}");
        assert!(listed(), "{ours:?} and {theirs:?} are not listed as a conflict");
    }
}

/// The project with one file replaced, as it is opened from a disk: nothing is wrong with it but the listed conflicts.
fn with_file(project: &Project, file: &str, text: &str) -> Project {
    let mut plain = project.clone();
    plain.layers.clear();
    with_file_and_layers(&plain, file, text)
}

fn with_file_and_layers(project: &Project, file: &str, text: &str) -> Project {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    let mut plain = project.clone();
    plain.reviews.clear();
    store::create(&path, &plain).unwrap();
    std::fs::create_dir_all(path.join(file).parent().unwrap()).unwrap();
    std::fs::write(path.join(file), text).unwrap();
    let opened = store::open(&path).unwrap();
    let faults: Vec<_> = opened
        .problems
        .iter()
        .filter(|p| !matches!(p.kind, ProblemKind::Conflict { .. }))
        .map(ToString::to_string)
        .collect();
    assert!(faults.is_empty(), "{faults:#?}\n{text}");
    assert!(opened.protected.is_empty());
    opened.project
}

fn history(start: &Project, random: &mut Random, length: usize, step: fn(&Project, &mut Random) -> Edit) -> Project {
    let mut session = Session::new(start.clone(), sample_layer("annotator-a").1);
    for _ in 0..random.below(length) {
        let edit = step(session.project(), random);
        // What does not fit changes nothing.
        let _ = session.apply("step", edit);
    }
    session.project().clone()
}

fn layer_edit(project: &Project, random: &mut Random) -> Edit {
    let layer = project.layers.get(&sample_layer("annotator-a")).cloned().unwrap_or_default();
    let ids: Vec<StatementId> = layer.statements().map(|s| s.id).collect();
    let any = |random: &mut Random| ids.get(random.below(ids.len().clamp(1, 6))).copied();
    let time = jiff::Timestamp::new(1_800_000_000 + random.below(5) as i64, 0).unwrap();
    let text = project.documents[&sample_layer("annotator-a").0].content.clone();
    match random.below(10) {
        8 => {
            let mut tags = layer.tags().cloned().unwrap_or_default();
            match random.below(2) {
                0 => tags.note = format!("ملاحظة {}", random.below(3)),
                _ => put(&mut tags.attributes, random),
            }
            Edit::SetTags { layer: sample_layer("annotator-a"), tags: Some(Box::new(tags)) }
        }
        9 => {
            let count = layer.relations().count();
            let Some(mut relation) = layer.relations().nth(random.below(count.max(1))).cloned() else {
                return Edit::Group(Vec::new());
            };
            put(&mut relation.attributes, random);
            Edit::ReplaceRelation { layer: sample_layer("annotator-a"), relation }
        }
        0 | 1 => {
            let at = |offset: usize| text.char_to_byte(offset).unwrap();
            let statement = Statement {
                id: StatementId::from_uuid(uuid::Uuid::from_u128(u128::from(random.next()))),
                ..Statement::new(KindId::new("claim").unwrap(), vec![Span::new(at(202), at(229))], time)
            };
            Edit::AddStatement { layer: sample_layer("annotator-a"), statement: Box::new(statement) }
        }
        2 => match any(random) {
            Some(id) => Edit::RemoveStatement { layer: sample_layer("annotator-a"), id },
            None => Edit::Group(Vec::new()),
        },
        3 => {
            let (Some(from), Some(to)) = (any(random), any(random)) else { return Edit::Group(Vec::new()) };
            let id = RelationId::from_uuid(uuid::Uuid::from_u128(u128::from(random.next())));
            let kind = RelationKindId::new("repeats").unwrap();
            Edit::AddRelation {
                layer: sample_layer("annotator-a"),
                relation: Relation { id, kind, from, to, note: String::new(), attributes: Vec::new() },
            }
        }
        which => {
            let Some(mut statement) = any(random).and_then(|id| layer.statement(id).cloned()) else {
                return Edit::Group(Vec::new());
            };
            let parties = &project.parties;
            let party = parties[random.below(parties.len())].id.clone();
            match which {
                4 => statement.note = format!("ملاحظة {}", random.below(3)),
                5 => statement.kind = KindId::new(["claim", "position", "warning"][random.below(3)]).unwrap(),
                6 => statement.chain.push(Link { party, cue: None, mention: None }),
                _ => put(&mut statement.attributes, random),
            }
            statement.modified = time;
            Edit::ReplaceStatement { layer: sample_layer("annotator-a"), statement: Box::new(statement) }
        }
    }
}

/// Gives one of three attributes one of three values.
fn put(attributes: &mut Vec<Attribute>, random: &mut Random) {
    let (name, value) = (format!("n{}", random.below(3)), format!("v{}", random.below(3)));
    attributes.retain(|a| a.name != name);
    attributes.push(Attribute { name, value, span: None });
}

fn project_edit(project: &Project, random: &mut Random) -> Edit {
    let party = project.parties.get(random.below(project.parties.len().max(1))).cloned();
    let Some(party) = party else { return Edit::SetTitle("leer".into()) };
    match random.below(12) {
        10 => {
            let mut party = party;
            match random.below(3) {
                0 => party.about.description = format!("وصف {}", random.below(3)),
                1 => {
                    let (scheme, value) = ("wikidata".to_owned(), format!("Q{}", random.below(3)));
                    party.about.identifiers = vec![ExternalId { scheme, value }];
                }
                _ => put(&mut party.about.attributes, random),
            }
            Edit::ReplaceParty(party)
        }
        0 => Edit::SetTitle(format!("عنوان {}", random.below(4))),
        1 => {
            let id = PartyId::new(format!("p{}", random.below(12))).unwrap();
            let name = format!("name {}", random.below(3));
            let index = random.below(project.parties.len());
            Edit::AddParty {
                index,
                party: Party {
                    id,
                    name,
                    aliases: Vec::new(),
                    color: Rgb([1, 2, 3]),
                    parent: None,
                    key: None,
                    about: PartyAbout::default(),
                },
            }
        }
        2 => Edit::RemoveParty(party.id),
        3 => Edit::ReplaceParty(Party { name: format!("اسم {}", random.below(3)), ..party }),
        4 => {
            let mut aliases = party.aliases.clone();
            aliases.insert(random.below(aliases.len() + 1), format!("alias {}", random.below(9)));
            aliases.dedup();
            Edit::ReplaceParty(Party { aliases, ..party })
        }
        7 => Edit::ReplaceParty(Party { key: u8::try_from(random.below(10)).ok().filter(|key| *key > 0), ..party }),
        8 => {
            let mut order = project.parties.order();
            let (from, to) = (random.below(order.len()), random.below(order.len()));
            order.swap(from, to);
            Edit::SetPartyOrder(order)
        }
        5 | 6 => {
            let parent = project.parties[random.below(project.parties.len())].id.clone();
            Edit::ReplaceParty(Party { parent: (random.below(4) > 0).then_some(parent), ..party })
        }
        _ => {
            let mut codebook = project.codebook.clone();
            let id = TopicId::new(format!("t{}", random.below(30))).unwrap();
            if codebook.topic(&id).is_none() {
                codebook.topics.push(Topic {
                    id,
                    name: "موضوع".into(),
                    definition: String::new(),
                    notes: EntryNotes::default(),
                    parent: None,
                });
            }
            Edit::SetCodebook(Box::new(codebook))
        }
    }
}

fn empty_layer() -> String {
    "(format: \"bayan-layer\", version: 1, statements: [], relations: [])".to_owned()
}

fn review_file() -> Touched {
    Touched::Review(sample_layer("annotator-a").0)
}

fn layer_file() -> Touched {
    Touched::Layer(sample_layer("annotator-a").0, sample_layer("annotator-a").1)
}

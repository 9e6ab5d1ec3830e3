//! A new version of an article: statements go with their words, and none is put where it does not belong.

use bayan::edit::change::Edit;
use bayan::edit::orphan;
use bayan::edit::reanchor::{ReanchorContext, ReanchorOutcome, ReplacedText};
use bayan::edit::session::Session;
use bayan::model::conflict::{Conflict, ConflictFile};
use bayan::model::document_tags::DocumentTags;
use bayan::model::id::DocumentId;
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::Attribute;
use bayan::store;

use crate::support::bayan::bayan;
use crate::support::project::{sample_layer, sample_project};

#[test]
fn the_same_text_moves_nothing() {
    let project = sample_project();
    let text = project.documents[&sample_layer("annotator-a").0].content.as_str().to_owned();
    let replaced = replace_text(&project, &sample_layer("annotator-a").0, &text).unwrap();
    assert!(
        replaced.rows.len() > 20 && replaced.rows.iter().all(|row| row.outcome == ReanchorOutcome::Unmoved),
        "{:#?}",
        replaced.rows
    );
    let after = apply(&project, replaced.edit);
    assert_eq!(after, project);
}

#[test]
fn what_is_put_before_moves_all_behind_it_and_undo_brings_the_old_text_back() {
    let project = sample_project();
    let text =
        format!("عاجل: خبر جديد في البداية.\n{}", project.documents[&sample_layer("annotator-a").0].content.as_str());
    let replaced = replace_text(&project, &sample_layer("annotator-a").0, &text).unwrap();
    assert!(replaced.rows.iter().all(|row| row.outcome == ReanchorOutcome::Moved), "{:#?}", replaced.rows);
    assert_eq!((replaced.kept.clone(), replaced.excluded_lost), (None, 0));
    for row in &replaced.rows {
        assert_eq!(row.new_quote.as_ref(), Some(&row.old_quote));
    }
    let mut session = Session::new(project.clone(), sample_layer("annotator-a").1);
    session.apply("replace", replaced.edit).unwrap();
    let count = |project: &Project| project.layers[&sample_layer("annotator-a")].len();
    assert_eq!(count(session.project()), count(&project));
    // Cues and mentions have moved by as much.
    let moved = text.len() - project.documents[&sample_layer("annotator-a").0].content.len_bytes();
    let first = |project: &Project| project.layers[&sample_layer("annotator-a")].statements().next().unwrap().clone();
    let (old, new) = (first(&project), first(session.project()));
    assert_eq!(new.chain[0].cue.unwrap().start_byte, old.chain[0].cue.unwrap().start_byte + moved);
    session.undo().unwrap();
    assert_eq!(session.project(), &project);
}

#[test]
fn what_is_recorded_of_the_article_as_a_whole_goes_to_its_new_text() {
    let mut project = sample_project();
    let key = sample_layer("annotator-a");
    let tags = DocumentTags { note: "ملاحظة".to_owned(), attributes: vec![Attribute::new("genre", "news")] };
    let some = || Some(Box::new(tags.clone()));
    Edit::SetTags { layer: key.clone(), tags: some() }.apply(&mut project).unwrap();
    Edit::SetGoldTags { document: key.0.clone(), tags: some() }.apply(&mut project).unwrap();
    let text = project.documents[&key.0].content.as_str().to_owned();
    // Everything has a place, and nothing has.
    for text in [format!("عاجل.\n{text}"), "Something else altogether.".to_owned()] {
        let mut session = Session::new(project.clone(), key.1.clone());
        session.apply("replace", replace_text(&project, &key.0, &text).unwrap().edit).unwrap();
        let after = session.project();
        assert_eq!(after.layers[&key].tags(), Some(&tags));
        assert_eq!(after.gold(&key.0).unwrap().tags(), Some(&tags));
        session.undo().unwrap();
        assert_eq!(session.project(), &project);
    }
}

#[test]
fn conflicts_wait_in_the_new_text_and_undo_brings_them_back_to_the_old_one() {
    let mut project = sample_project();
    let (document, annotator) = sample_layer("annotator-a");
    for file in [
        ConflictFile::Document(document.clone()),
        ConflictFile::Layer(document.clone(), annotator.clone()),
        ConflictFile::Review(document.clone()),
    ] {
        let text = |text: &str| text.to_owned();
        let conflict = Conflict {
            list: text("statements"),
            id: text("x"),
            field: text("note"),
            kept: text("1"),
            other: text("2"),
        };
        project.conflicts.insert(file, vec![conflict]);
    }
    let text = format!("عاجل: خبر جديد في البداية.\n{}", project.documents[&document].content.as_str());
    let mut session = Session::new(project.clone(), annotator);
    session.apply("replace", replace_text(&project, &document, &text).unwrap().edit).unwrap();
    assert_eq!(session.project().conflicts, project.conflicts);
    let undone = session.undo().unwrap();
    assert!(undone.changed && undone.kept.is_empty(), "{:?}", undone.kept);
    assert_eq!(session.project(), &project);
}

#[test]
fn changed_words_are_found_by_likeness_and_said_so() {
    let project = sample_project();
    let statement = project.layers[&sample_layer("annotator-a")]
        .statements()
        .max_by_key(|s| s.spans[0].len_bytes())
        .unwrap()
        .clone();
    let old = project.documents[&sample_layer("annotator-a").0].content.as_str();
    let quote = &old[statement.spans[0].range()];
    assert!(quote.chars().count() > 40);
    // A word in the middle is another one.
    let middle = quote.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at).nth(3).unwrap();
    let next = middle + 1 + quote[middle + 1..].find(' ').unwrap_or(quote.len() - middle - 1);
    let changed = format!("{} شيء{}", &quote[..middle], &quote[next..]);
    let text = old.replacen(quote, &changed, 1);
    let replaced = replace_text(&project, &sample_layer("annotator-a").0, &text).unwrap();
    let row = replaced
        .rows
        .iter()
        .find(|row| row.id == statement.id && row.annotator == Some(sample_layer("annotator-a").1))
        .unwrap();
    let ReanchorOutcome::Changed { score } = row.outcome else { panic!("{row:#?}") };
    assert!((0.8..1.0).contains(&score), "{score}");
    assert_eq!(row.new_quote.as_deref().map(str::trim), Some(changed.trim()));
}

#[test]
fn what_is_gone_stays_with_the_old_text_and_is_never_put_elsewhere() {
    let project = sample_project();
    let replaced =
        replace_text(&project, &sample_layer("annotator-a").0, "نصّ آخر تماماً، لا علاقة له بما كان.\n").unwrap();
    assert!(replaced.rows.iter().all(|row| row.outcome == ReanchorOutcome::Orphaned && row.new_quote.is_none()));
    let kept = replaced.kept.clone().unwrap();
    let after = apply(&project, replaced.edit);
    assert_eq!(after.documents[&kept].content, project.documents[&sample_layer("annotator-a").0].content);
    assert_eq!(after.layers[&(kept, sample_layer("annotator-a").1)], project.layers[&sample_layer("annotator-a")]);
    assert!(!after.layers.contains_key(&sample_layer("annotator-a")));
}

#[test]
fn words_that_stand_in_two_places_alike_are_not_guessed() {
    let project = sample_project();
    let old = project.documents[&sample_layer("annotator-a").0].content.as_str();
    let text = format!("مقدّمة\n{old}\n{old}");
    let replaced = replace_text(&project, &sample_layer("annotator-a").0, &text).unwrap();
    // Most places have twins whose surroundings are the same.
    let placed = replaced.rows.iter().filter(|row| row.outcome != ReanchorOutcome::Orphaned).count();
    assert!(placed * 10 < replaced.rows.len(), "{placed} of {}", replaced.rows.len());
}

#[test]
fn a_replaced_text_is_saved_with_the_old_one_kept_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample");
    store::install_sample(&path).unwrap();
    let old = std::fs::read_to_string(path.join("documents/biden-putin-call/text.txt")).unwrap();
    // The first paragraph is gone.
    let new = old.split_once('\n').unwrap().1.trim_start().to_owned();
    let file = folder.path().join("new.txt");
    std::fs::write(&file, &new).unwrap();
    let run = |arguments: &[&str]| {
        let own = ["replace-text", path.to_str().unwrap(), "biden-putin-call", file.to_str().unwrap(), "--json"];
        let said = bayan(&[&own, arguments].concat());
        assert!(!said.json().is_null(), "{said:?}");
        said.json()
    };
    let before = store::open(&path).unwrap().project;
    let dry = run(&["--dry-run"]);
    assert_eq!(store::open(&path).unwrap().project, before);
    assert_eq!(run(&[]), dry);
    let after = store::open(&path).unwrap();
    assert_eq!(after.problems, []);
    assert_eq!(after.project.documents[&sample_layer("annotator-a").0].content.as_str(), new);
    let count = |project: &Project| project.layers.values().map(|layer| layer.statements().count()).sum::<usize>();
    let orphaned = dry["orphaned"].as_u64().unwrap() as usize;
    assert!(count(&after.project) >= count(&before) && dry["moved"].as_u64().unwrap() > 0, "{dry}");
    assert_eq!(orphaned > 0, after.project.documents.len() > 1);
    let removed: Vec<_> = std::fs::read_dir(path.join(".bayan/removed")).unwrap().map(|e| e.unwrap().path()).collect();
    assert!(removed.iter().any(|path| std::fs::read_to_string(path).is_ok_and(|text| text == old)));
}

#[test]
fn gold_goes_with_its_words_and_decisions_stay_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample");
    store::install_sample(&path).unwrap();
    let said = bayan(&["review", path.to_str().unwrap(), "--take", "all-agree", "--reviewer", "reviewer"]);
    assert_eq!(said.err, "");
    let project = store::open(&path).unwrap().project;
    let gold = project.gold(&sample_layer("annotator-a").0).unwrap().clone();
    assert!(gold.len() > 5, "{}", gold.len());
    let old = project.documents[&sample_layer("annotator-a").0].content.as_str();
    let text = format!("مقدّمة جديدة.\n{old}");
    let replaced = replace_text(&project, &sample_layer("annotator-a").0, &text).unwrap();
    assert_eq!(replaced.rows.iter().filter(|row| row.annotator.is_none()).count(), gold.len());
    let mut session = Session::new(project.clone(), sample_layer("annotator-a").1);
    session.apply("replace", replaced.edit).unwrap();
    let after = session.project();
    let moved = text.len() - old.len();
    for statement in gold.statements() {
        let now = after.gold(&sample_layer("annotator-a").0).unwrap().statement(statement.id).unwrap();
        assert_eq!(now.hull().start_byte, statement.hull().start_byte + moved);
    }
    // What a decision was made on is still what it was: only its place is another.
    let fingerprint = bayan::model::fingerprint::of;
    for decision in after.reviews[&sample_layer("annotator-a").0].decisions() {
        for source in &decision.sources {
            let layer = after.layer(&sample_layer("annotator-a").0, &source.annotator).unwrap();
            for seen in &source.statements {
                assert_eq!(fingerprint(layer.statement(seen.id).unwrap()), seen.fingerprint);
            }
        }
    }
    session.undo().unwrap();
    assert_eq!(session.project(), &project);
    // Without any of its words all gold is kept with the old text, and can be placed from there.
    let replaced =
        replace_text(&project, &sample_layer("annotator-a").0, "نصّ آخر تماماً، لا علاقة له بما كان.\n").unwrap();
    session.apply("replace", replaced.edit).unwrap();
    assert!(session.project().gold(&sample_layer("annotator-a").0).is_none());
    let left = |session: &Session| orphan::orphans(session.project(), &sample_layer("annotator-a").0).len();
    let all = project.layers.values().map(|layer| layer.len()).sum::<usize>() + gold.len();
    assert_eq!(left(&session), all);
    let first = orphan::orphans(session.project(), &sample_layer("annotator-a").0).pop().unwrap().id;
    assert_eq!(first.annotator, None);
    let now = jiff::Timestamp::now();
    let edit = orphan::place(session.project(), &first, Span::new(0, "نصّ".len()), now).unwrap();
    session.apply("place", edit).unwrap();
    assert_eq!((left(&session), session.project().gold(&sample_layer("annotator-a").0).unwrap().len()), (all - 1, 1));
    session.undo().unwrap();
    let edit = orphan::delete(session.project(), &first).unwrap();
    session.apply("delete", edit).unwrap();
    assert_eq!((left(&session), session.project().gold(&sample_layer("annotator-a").0)), (all - 1, None));
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(session.project(), &project);
}

#[test]
fn orphans_that_are_related_are_placed_one_by_one_and_their_relations_follow() {
    let project = sample_project();
    let layer = &project.layers[&sample_layer("annotator-a")];
    let relations = layer.relations().count();
    assert!(relations > 0);
    let text = "نصّ آخر تماماً، لا علاقة له بما كان.\n";
    let mut session = Session::new(project.clone(), sample_layer("annotator-a").1);
    session.apply("replace", replace_text(&project, &sample_layer("annotator-a").0, text).unwrap().edit).unwrap();
    let own = |session: &Session| -> Vec<orphan::OrphanId> {
        let all =
            orphan::orphans(session.project(), &sample_layer("annotator-a").0).into_iter().map(|orphan| orphan.id);
        all.filter(|id| id.annotator == Some(sample_layer("annotator-a").1)).collect()
    };
    let mut steps = 0;
    while let Some(id) = own(&session).first() {
        let edit = orphan::place(session.project(), id, Span::new(0, "نصّ".len()), jiff::Timestamp::now()).unwrap();
        let before = own(&session).len();
        session.apply("place", edit).unwrap();
        assert_eq!(own(&session).len(), before - 1);
        steps += 1;
    }
    assert_eq!(steps, layer.len());
    let placed = &session.project().layers[&sample_layer("annotator-a")];
    assert_eq!((placed.len(), placed.relations().count()), (layer.len(), relations));
    // Nothing of it is left behind with the old text.
    let old = session.project().documents.keys().find(|id| **id != sample_layer("annotator-a").0).unwrap().clone();
    assert!(!session.project().layers.contains_key(&(old, sample_layer("annotator-a").1)));
    for _ in 0..=steps {
        session.undo().unwrap();
    }
    assert_eq!(session.project(), &project);
}

fn apply(project: &Project, edit: Edit) -> Project {
    let mut after = project.clone();
    edit.apply(&mut after).unwrap();
    after
}

fn replace_text(project: &Project, id: &DocumentId, text: &str) -> Option<ReplacedText> {
    let around =
        ReanchorContext { is_taken: &|_| false, fingerprint: &bayan::model::fingerprint::of, go_on: &|_, _| true };
    bayan::edit::reanchor::replace_text(project, id, text, &around)
}

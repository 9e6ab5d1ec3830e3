//! A new version of an article never puts a statement on words that were others all along: it goes with its own, or stays.

use crate::support::bayan::bayan;
use crate::support::random::Random;
use bayan::edit::change::Edit;
use bayan::edit::reanchor::{ReanchorContext, ReanchorOutcome, ReplacedText};
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId};
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::{Link, Statement};
use bayan::text::content::Content;

const A: &str = "Biden opened the session on Monday morning in Geneva.";
const B: &str = "Reporters left the hall at noon and went home.";
const C: &str = "Markets fell sharply on Friday after the news.";
const D: &str = "Talks went on for three more days in Vienna.";
const S: &str = "The Kremlin denied it.";

/// What becomes of a statement on the `nth` occurrence of `quote`: its fate, and where its words are now.
fn fate(old: &str, new: &str, quote: &str, nth: usize) -> (ReanchorOutcome, Option<(usize, String)>) {
    let start = old.match_indices(quote).nth(nth).unwrap().0;
    let replaced = replace(old, new, &[Span::new(start, start + quote.len())]);
    let row = &replaced.rows[0];
    (row.outcome, row.new_byte.map(|at| (at, row.new_quote.clone().unwrap())))
}

fn replace(old: &str, new: &str, spans: &[Span]) -> ReplacedText {
    let project = project(old, spans);
    let around =
        ReanchorContext { is_taken: &|_| false, fingerprint: &bayan::model::fingerprint::of, go_on: &|_, _| true };
    let replaced = bayan::edit::reanchor::replace_text(&project, &document(), new, &around).unwrap();
    let mut after = project.clone();
    replaced.edit.clone().apply(&mut after).unwrap();
    replaced
}

fn document() -> DocumentId {
    DocumentId::new("a").unwrap()
}

fn annotator() -> AnnotatorId {
    AnnotatorId::new("amal").unwrap()
}

fn project(text: &str, spans: &[Span]) -> Project {
    let mut project = Project::new("t");
    let content = Content::new(text);
    let document = Document {
        id: document(),
        content,
        metadata: Metadata::default(),
        encoding: String::new(),
        excluded: Vec::new(),
    };
    Edit::AddDocument { document: Box::new(document), layers: Vec::new() }.apply(&mut project).unwrap();
    let kind = KindId::new("claim").unwrap();
    let statement = Statement::new(kind, spans.to_vec(), jiff::Timestamp::UNIX_EPOCH);
    let layer = (self::document(), annotator());
    Edit::AddStatement { layer, statement: Box::new(statement) }.apply(&mut project).unwrap();
    project
}

fn orphaned(old: &str, new: &str, quote: &str, nth: usize) {
    let found = fate(old, new, quote, nth);
    assert_eq!(found, (ReanchorOutcome::Orphaned, None), "{old:?} → {new:?}");
}

/// With the very words, at the `nth` occurrence of them in the new text.
fn goes(old: &str, new: &str, quote: &str, nth: usize, to: usize) {
    let at = new.match_indices(quote).nth(to).unwrap().0;
    let (fate, place) = fate(old, new, quote, nth);
    assert_eq!(place, Some((at, quote.to_owned())), "{old:?} → {new:?}");
    assert!(matches!(fate, ReanchorOutcome::Moved | ReanchorOutcome::Unmoved), "{fate:?}");
}

#[test]
fn a_deleted_sentence_is_gone_though_its_like_stands_elsewhere() {
    // In one paragraph and each in its own.
    for gap in [" ", "\n", "\n\n"] {
        let text = |parts: &[&str]| parts.join(gap);
        let old = text(&[A, S, B, S, C, S, D]);
        let without = [text(&[A, B, S, C, S, D]), text(&[A, S, B, C, S, D]), text(&[A, S, B, S, C, D])];
        for (deleted, new) in without.iter().enumerate() {
            for (place, own) in (0..3).map(|place| (place, place.min(if place > deleted { place - 1 } else { place })))
            {
                if place == deleted {
                    orphaned(&old, new, S, place);
                } else {
                    goes(&old, new, S, place, own);
                }
            }
            for other in [A, B, C, D] {
                goes(&old, new, other, 0, 0);
            }
        }
        orphaned(&old, &text(&[A, B, C, D]), S, 0);
        // Two are gone and one stays, or is written anew elsewhere.
        let new = text(&[A, B, C, S, D]);
        orphaned(&old, &new, S, 0);
        orphaned(&old, &new, S, 1);
        goes(&old, &new, S, 2, 0);
        let new = text(&[A, B, C, D, S]);
        (0..3).for_each(|place| orphaned(&old, &new, S, place));
        let new = text(&[S, A, B, C, D]);
        (0..3).for_each(|place| orphaned(&old, &new, S, place));
        // At the very beginning and end.
        let old = text(&[S, A, B, S]);
        orphaned(&old, &text(&[A, B, S]), S, 0);
        goes(&old, &text(&[A, B, S]), S, 1, 0);
        orphaned(&old, &text(&[S, A, B]), S, 1);
        goes(&old, &text(&[S, A, B]), S, 0, 0);
    }
}

#[test]
fn of_neighbours_that_are_the_same_nobody_can_tell_which_one_is_gone() {
    let old = format!("{A} {S} {S} {B}");
    let new = format!("{A} {S} {B}");
    orphaned(&old, &new, S, 0);
    orphaned(&old, &new, S, 1);
    goes(&old, &new, A, 0, 0);
    goes(&old, &new, B, 0, 0);
    // The same the other way round: it stands there twice now.
    orphaned(&new, &old, S, 0);
    let old = format!("{A}\n{C}\n{B}");
    orphaned(&old, &format!("{A}\n{C}\n{C}\n{B}"), C, 0);
    // A whole text twice.
    for gap in ["\n", " "] {
        let old = [A, S, B].join(" ");
        let new = [D, &old, &old].join(gap);
        [A, S, B].iter().for_each(|quote| orphaned(&old, &new, quote, 0));
    }
}

#[test]
fn context_on_one_side_is_not_enough_where_the_other_side_was_like_it_too() {
    let old = format!("{A} {B} {S} {C} {B} {S} {D}");
    orphaned(&old, &format!("{A} {B} {C} {B} {S} {D}"), S, 0);
    goes(&old, &format!("{A} {B} {C} {B} {S} {D}"), S, 1, 0);
    orphaned(&old, &format!("{A} {B} {S} {C} {B} {D}"), S, 1);
    goes(&old, &format!("{A} {B} {S} {C} {B} {D}"), S, 0, 0);
    goes(&old, &format!("{A} {B} {S} {C} {B} {D}"), B, 1, 1);
}

#[test]
fn what_was_moved_is_followed_only_where_it_stands_once_in_both() {
    let old = [A, B, C, D].join("\n");
    for new in [[B, A, C, D], [C, D, A, B], [D, C, B, A], [A, C, B, D]] {
        let new = new.join("\n");
        for quote in [A, B, C, D] {
            goes(&old, &new, quote, 0, 0);
            // And a part of it.
            goes(&old, &new, &quote[3..quote.len() - 4], 0, 0);
        }
    }
    let old = [A, S, B, S, C].join("\n");
    let new = [B, A, S, C].join("\n");
    orphaned(&old, &new, S, 1);
    // Words of a sentence that is gone do not follow to a sentence that is another one.
    let old = format!("{A} He met the foreign minister of Austria. {B} {C}");
    let new = format!("{A} {B} {C} She wrote to the foreign minister of Austria and waited.");
    orphaned(&old, &new, "the foreign minister of Austria", 0);
}

#[test]
fn words_that_were_changed_are_found_between_the_same_neighbours_and_nowhere_else() {
    let edited = "Reporters left the hall at midday and went home.";
    let old = [A, B, C].join(" ");
    let (found, place) = fate(&old, &[A, edited, C].join(" "), B, 0);
    let ReanchorOutcome::Changed { score } = found else { panic!("{found:?}") };
    assert!((0.8..1.0).contains(&score), "{score}");
    assert_eq!(place, Some((A.len() + 1, edited.to_owned())));
    // The like one stands elsewhere: it is another one.
    let old = [A, B, C, edited, D].join(" ");
    orphaned(&old, &[A, C, edited, D].join(" "), B, 0);
    orphaned(&old, &[A, B, C, D].join(" "), edited, 0);
    // Side by side.
    let old = [A, B, edited, D].join(" ");
    orphaned(&old, &[A, edited, D].join(" "), B, 0);
    orphaned(&old, &[A, B, D].join(" "), edited, 0);
    goes(&old, &[A, edited, D].join(" "), edited, 0, 0);
    // Neighbours that have changed a little do not hide that one is gone.
    let (b, c) =
        ("Reporters had left the hall at noon and went home.", "Markets fell sharply on Friday after this news.");
    let old = [A, S, B, S, C].join(" ");
    orphaned(&old, &[A, b, S, c].join(" "), S, 0);
    goes(&old, &[A, b, S, c].join(" "), S, 1, 0);
}

#[test]
fn spaces_marks_and_vowels_change_no_place() {
    let arabic = ["أكد الرئيس الأمريكي موقف بلاده.", "ونفى الكرملين هذه الأنباء.", "وانتهى الاجتماع في جنيف مساء الاثنين."];
    let old = arabic.join(" ");
    let vowels = "ونَفَى الكِرملين هٰذِه الأنباء.";
    let (found, place) = fate(&old, &[arabic[0], vowels, arabic[2]].join(" "), arabic[1], 0);
    assert_eq!(found, ReanchorOutcome::Changed { score: 1.0 });
    assert_eq!(place.unwrap().1, vowels);
    // A short word of it too: it stands among the same ones.
    let (found, place) = fate(&old, &[arabic[0], vowels, arabic[2]].join(" "), "الكرملين", 0);
    assert_eq!((found, place.unwrap().1.as_str()), (ReanchorOutcome::Changed { score: 1.0 }, "الكِرملين"));
    let old = [A, B, C].join(" ");
    for wide in [old.replace(' ', "  "), old.replace(". ", ".\n"), old.replace(" the hall", "\nthe hall")] {
        for quote in [A, B, C] {
            let (found, place) = fate(&old, &wide, quote, 0);
            assert_ne!(found, ReanchorOutcome::Orphaned, "{wide}");
            assert_eq!(
                place.unwrap().1.split_whitespace().collect::<Vec<_>>(),
                quote.split_whitespace().collect::<Vec<_>>()
            );
        }
    }
    let (found, place) = fate(&old, &old.replace("home.", "home!"), B, 0);
    assert!(matches!(found, ReanchorOutcome::Changed { score } if score > 0.95), "{found:?}");
    assert_eq!(place.unwrap().1, B.replace("home.", "home!"));
}

#[test]
fn a_statement_over_several_sentences_keeps_its_place_while_most_of_it_is_there() {
    let quote = [A, B, C, D].join(" ");
    let old = format!("Before it all. {quote} After it all.");
    let new = old.replace(" Talks went on", " The talks went on");
    assert!(matches!(fate(&old, &new, &quote, 0).0, ReanchorOutcome::Changed { .. }));
    // Most of its words are gone.
    let new = format!("Before it all. {A} After it all.");
    orphaned(&old, &new, &quote, 0);
    // Passages with something between them.
    let spans: Vec<Span> = [A, C]
        .iter()
        .map(|part| old.find(part).unwrap())
        .zip([A, C])
        .map(|(at, part)| Span::new(at, at + part.len()))
        .collect();
    let replaced = replace(&old, &old.replace("Before it all.", "Before."), &spans);
    assert_eq!(replaced.rows[0].outcome, ReanchorOutcome::Moved);
    let replaced = replace(&old, &old.replace(C, ""), &spans);
    assert_eq!(replaced.rows[0].outcome, ReanchorOutcome::Orphaned);
}

#[test]
fn another_text_has_no_place_for_anything() {
    let old = [A, B, C].join(" ");
    for new in ["Nothing of it is here.", "نصّ آخر تماماً، لا علاقة له بما كان.", ".", D] {
        [A, B, C].iter().for_each(|quote| orphaned(&old, new, quote, 0));
    }
}

#[test]
fn what_is_gone_with_a_statement_that_stays_is_counted() {
    let old = format!("{A} Kremlin sources: {B} {C}");
    let new = format!("{A} {B} {C}");
    let at = |quote: &str| Span::new(old.find(quote).unwrap(), old.find(quote).unwrap() + quote.len());
    let mut project = project(&old, &[at(B)]);
    let id = bayan::model::id::PartyId::new("kremlin").unwrap();
    let party = Party {
        id: id.clone(),
        name: "Kremlin".into(),
        aliases: Vec::new(),
        color: Rgb([1, 2, 3]),
        parent: None,
        key: None,
        about: PartyAbout::default(),
    };
    Edit::AddParty { index: 0, party }.apply(&mut project).unwrap();
    let layer = (document(), annotator());
    let mut statement = project.layers[&layer].statements().next().unwrap().clone();
    statement.chain = vec![Link { party: id, cue: None, mention: Some(at("Kremlin")) }];
    Edit::ReplaceStatement { layer, statement: Box::new(statement) }.apply(&mut project).unwrap();
    let excluded = vec![at("Kremlin sources:"), at("Friday after the news.")];
    Edit::SetExcluded { document: document(), excluded }.apply(&mut project).unwrap();
    let around =
        ReanchorContext { is_taken: &|_| false, fingerprint: &bayan::model::fingerprint::of, go_on: &|_, _| true };
    let replaced = bayan::edit::reanchor::replace_text(&project, &document(), &new, &around).unwrap();
    assert_eq!((replaced.cues_lost(), replaced.excluded_lost), (1, 1));
    assert!(matches!(replaced.rows[0].outcome, ReanchorOutcome::Changed { .. }), "{:?}", replaced.rows[0]);
    assert!(replaced.loses() && replaced.losses().len() == 2, "{:?}", replaced.losses());
    // The command line tells it to people and to programs, and ends with 1 though every statement has a place.
    let folder = tempfile::tempdir().unwrap();
    let (path, file) = (folder.path().join("p"), folder.path().join("new.txt"));
    bayan::store::create(&path, &project).unwrap();
    std::fs::write(&file, &new).unwrap();
    let replace = ["replace-text", path.to_str().unwrap(), "a", file.to_str().unwrap()];
    let out = bayan(&[&replace[..], &["--dry-run", "--json"]].concat()).json();
    assert_eq!((&out["cues_lost"], &out["excluded_lost"], &out["relations_lost"]), (&1.into(), &1.into(), &0.into()));
    let done = bayan(&replace);
    assert_eq!(done.code, 1, "{done:?}");
    assert!(done.err.contains("excluded passage") && done.err.contains("cue or mention"), "{done:?}");
}

/// Sentences are taken out, changed by a word, and new ones written in between, all of few words, so that much is like
/// much: whoever has a place has the own one.
#[test]
fn nothing_is_ever_on_the_words_of_another() {
    let (mut placed, mut orphans, mut cases) = (0, 0, 0);
    for seed in 1..=600_u64 {
        let random = &mut Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let few = 3 + random.below(12);
        let stock: Vec<String> = (0..few).map(|_| sentence(random)).collect();
        let old: Vec<String> = (0..6 + random.below(14)).map(|_| stock[random.below(few)].clone()).collect();
        // Where each sentence of the new text comes from; nowhere, where it is new.
        let mut new: Vec<(Option<usize>, String)> = Vec::new();
        for (at, own) in old.iter().enumerate() {
            match random.below(10) {
                0 | 1 => {}
                2 => new.push((Some(at), changed(own, random))),
                3 => new.extend([(None, sentence(random)), (Some(at), own.clone())]),
                _ => new.push((Some(at), own.clone())),
            }
        }
        let gap = [" ", "\n"][random.below(2)];
        let (old_text, mut new_text) = (old.join(gap), String::new());
        let mut places = std::collections::BTreeMap::new();
        for (from, sentence) in &new {
            if !new_text.is_empty() {
                new_text.push_str(gap);
            }
            if let Some(from) = from {
                places.insert(*from, new_text.len()..new_text.len() + sentence.len());
            }
            new_text.push_str(sentence);
        }
        if new_text.is_empty() {
            continue;
        }
        let mut layer = bayan::model::layer::Layer::default();
        let mut project = project(&old_text, &[Span::new(0, old[0].len())]);
        let (mut from, mut ids) = (0, std::collections::BTreeMap::new());
        for (at, sentence) in old.iter().enumerate() {
            let span = Span::new(from, from + sentence.len());
            from = span.end_byte + gap.len();
            let statement = Statement::new(KindId::new("claim").unwrap(), vec![span], jiff::Timestamp::UNIX_EPOCH);
            ids.insert(statement.id, at);
            layer.put(statement);
        }
        project.layers.insert((document(), annotator()), layer);
        let around =
            ReanchorContext { is_taken: &|_| false, fingerprint: &bayan::model::fingerprint::of, go_on: &|_, _| true };
        let replaced = bayan::edit::reanchor::replace_text(&project, &document(), &new_text, &around).unwrap();
        for row in &replaced.rows {
            cases += 1;
            let own = places.get(&ids[&row.id]);
            match row.new_byte {
                None => orphans += usize::from(own.is_some()),
                Some(at) => {
                    placed += 1;
                    let range = at..at + row.new_quote.as_ref().unwrap().len();
                    assert!(
                        own.is_some_and(|own| own.start < range.end && range.start < own.end),
                        "{seed}: sentence {} “{}” is on “{}”\n{old:#?}\n{new:#?}",
                        ids[&row.id],
                        row.old_quote,
                        row.new_quote.as_ref().unwrap()
                    );
                }
            }
        }
    }
    println!("{cases} statements, {placed} placed, {orphans} that have their words still without a place");
    assert!(placed > cases / 4, "{placed} of {cases}");
}

fn sentence(random: &mut Random) -> String {
    const WORDS: [&str; 14] = [
        "the",
        "minister",
        "said",
        "that",
        "talks",
        "in",
        "Geneva",
        "failed",
        "and",
        "Moscow",
        "denied",
        "reports",
        "of",
        "sanctions",
    ];
    let words: Vec<&str> = (0..4 + random.below(7)).map(|_| WORDS[random.below(WORDS.len())]).collect();
    format!("So {}.", words.join(" "))
}

fn changed(sentence: &str, random: &mut Random) -> String {
    let mut words: Vec<&str> = sentence.split(' ').collect();
    let at = random.below(words.len() - 1);
    words[at] = ["today", "now", "he"][random.below(3)];
    words.join(" ")
}

/// Eight thousand statements, of which each was looked for in the whole text: hours in a debug build, were it so still.
#[test]
fn a_large_article_is_compared_at_once() {
    let sentence =
        |number: usize| format!("Speaker {number} said on day {} that item {number} is settled.", number % 28);
    let sentences: Vec<String> = (0..8_000).map(sentence).collect();
    let old = sentences.chunks(5).map(|chunk| chunk.join(" ")).collect::<Vec<_>>().join("\n\n");
    // Every fortieth sentence is another one, every thousandth is gone, and something new stands before it all.
    let changed =
        sentences.iter().enumerate().filter(|(at, _)| at % 1_000 != 7).map(|(at, sentence)| {
            if at % 40 == 3 { sentence.replace("settled", "settled now") } else { sentence.clone() }
        });
    let changed: Vec<String> = std::iter::once("News of today.".to_owned()).chain(changed).collect();
    let new = changed.chunks(5).map(|chunk| chunk.join(" ")).collect::<Vec<_>>().join("\n\n");
    let mut project = project(&old, &[Span::new(0, sentences[0].len())]);
    let mut layer = bayan::model::layer::Layer::default();
    let mut from = 0;
    for sentence in &sentences {
        let at = from + old[from..].find(sentence.as_str()).unwrap();
        from = at + sentence.len();
        let kind = KindId::new("claim").unwrap();
        layer.put(Statement::new(kind, vec![Span::new(at, from)], jiff::Timestamp::UNIX_EPOCH));
    }
    project.layers.insert((document(), annotator()), layer);
    let around =
        ReanchorContext { is_taken: &|_| false, fingerprint: &bayan::model::fingerprint::of, go_on: &|_, _| true };
    let replaced = bayan::edit::reanchor::replace_text(&project, &document(), &new, &around).unwrap();
    let count = |wanted: fn(&ReanchorOutcome) -> bool| replaced.rows.iter().filter(|row| wanted(&row.outcome)).count();
    assert_eq!(count(|fate| matches!(fate, ReanchorOutcome::Orphaned)), 8);
    assert_eq!(count(|fate| matches!(fate, ReanchorOutcome::Changed { .. })), 200);
    assert_eq!(count(|fate| matches!(fate, ReanchorOutcome::Moved)), 8_000 - 208);
}

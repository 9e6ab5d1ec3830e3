//! The review in the window, through the real application: from the first comparison to gold, and back.

use bayan::edit::change::Edit;
use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::{Options, jsonl};
use bayan::model::id::StatementId;
use bayan::model::review::{Cause, Decision, Provenance, Review, ThreadAnchor, Verdict};
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::review::comparison::{Comparison, Place, compare};
use bayan::review::decide::{Standing, standing};
use bayan::review::queue::{QueueFilter, QueueOrder, queue};
use bayan::text::segment::{next_word, previous_grapheme, trim};
use bayan::ui::command::Command;
use bayan::ui::command::review::{At, ReviewCommand, Spot};
use bayan::ui::state::{Dialog, Page};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::support::project::who;
use crate::support::window::Window;
use crate::support::words::{stretch, words};

impl Window {
    /// The sample with a reviewer of its own, on the page of the review.
    fn on_review() -> Self {
        Self::on_review_after(|_| {})
    }

    fn on_review_after(prepare: impl FnOnce(&std::path::Path)) -> Self {
        let mut window = Self::on_sample_after(prepare);
        window.ask(Command::SetAnnotator(who("reviewer")));
        window.press(Modifiers::COMMAND, Key::Num3);
        assert_eq!(window.app().view().page, Page::Review);
        window
    }

    fn review(&self) -> &Review {
        &self.project().reviews[&self.document()]
    }

    fn comparison(&self) -> Comparison {
        compare(self.project(), &self.document(), &[]).unwrap()
    }

    /// The place under review, as the project has it now.
    fn place(&self) -> (Comparison, Place) {
        let comparison = self.comparison();
        let spot = self.app().reviewed().expect("a place is under review").clone();
        let At::Statement(annotator, id) = spot.at else { panic!("{spot:?}") };
        let index = comparison.annotators.iter().position(|known| *known == annotator).unwrap();
        let place = comparison.places.iter().find(|place| place.statements[index].contains(&id)).unwrap().clone();
        (comparison, place)
    }

    fn statements(&self, place: &Place, annotator: usize) -> Vec<Statement> {
        let layer = self.project().layer(&self.document(), &self.comparison().annotators[annotator]).unwrap();
        place.statements[annotator].iter().map(|id| layer.statement(*id).unwrap().clone()).collect()
    }

    /// Goes to the next open place for which this holds.
    fn go_to(&mut self, fits: impl Fn(&Place) -> bool) -> Place {
        let comparison = self.comparison();
        let open = |place: &&Place| standing(self.project(), &comparison, place) == Standing::Open;
        let place = comparison.places.iter().filter(open).find(|place| fits(place)).expect("such a place").clone();
        let (index, ids) = place.statements.iter().enumerate().find(|(_, ids)| !ids.is_empty()).unwrap();
        let at = At::Statement(comparison.annotators[index].clone(), ids[0]);
        let spot = Spot { document: self.document(), at };
        self.ask(Command::Review(ReviewCommand::Show(spot)));
        place
    }

    /// The one decision that was made on this place.
    fn decision(&self, place: &Place) -> Decision {
        let comparison = self.comparison();
        let id = standing(self.project(), &comparison, place).decision().expect("it is decided");
        self.review().decision(id).unwrap().clone()
    }

    /// Takes what annotator-a has at some place, as a warning that is a letter shorter. Returns the place and what was taken.
    fn correct(&mut self) -> (Place, Statement) {
        let place = self.go_to(|place| place.statements[0].len() == 1 && !place.differences.is_empty());
        let source = self.statements(&place, 0).remove(0);
        self.press(Modifiers::ALT, Key::Num1);
        self.key(Key::W);
        self.press(Modifiers::SHIFT, Key::OpenBracket);
        self.key(Key::Enter);
        (place, source)
    }

    /// Decides a place by a new statement on the first of its words. Returns the place and the span of the word.
    fn mark_anew(&mut self) -> (Place, Span) {
        let place = self.go_to(|place| !place.differences.is_empty());
        let text = text_of(self);
        let end = next_word(text, place.hull.start_byte);
        let words: Span = trim(text, place.hull.start_byte..end).into();
        self.ask(Command::Select(Some(words)));
        self.key(Key::W);
        self.key(Key::Enter);
        (place, words)
    }

    /// Corrects one place, marks one anew, finds nothing at a third, and takes what annotator-a has at the rest.
    fn decide_all(&mut self) {
        self.correct();
        self.mark_anew();
        self.go_to(missing_at(1));
        self.key(Key::Num0);
        for _ in 0..100 {
            let comparison = self.comparison();
            let to_do = |place: &Place| {
                let standing = standing(self.project(), &comparison, place);
                !place.differences.is_empty() && !matches!(standing, Standing::Decided(_))
            };
            if !comparison.places.iter().any(to_do) {
                break;
            }
            self.key(Key::Num1);
        }
    }

    fn undo_all(&mut self) {
        for _ in 0..200 {
            if self.session().last_gesture().is_none() {
                return;
            }
            self.undo();
        }
        panic!("there is always more to undo");
    }
}

/// What gold must have of a statement: all but its id.
fn same(gold: &Statement, statement: &Statement) -> bool {
    Statement { id: statement.id, ..gold.clone() } == *statement
}

fn differs_in(name: &str) -> impl Fn(&Place) -> bool {
    move |place| place.difference_names().contains(&name) && place.statements.iter().all(|ids| !ids.is_empty())
}

fn missing_at(annotator: usize) -> impl Fn(&Place) -> bool {
    move |place| place.statements[annotator].is_empty()
}

#[test]
fn the_worst_place_comes_first() {
    let window = Window::on_review();
    let comparison = window.comparison();
    let worst = queue(window.project(), std::slice::from_ref(&comparison), &QueueFilter::default(), QueueOrder::Worst);
    assert_eq!(window.place().1, comparison.places[worst[0].place]);
}

#[test]
fn a_digit_takes_what_that_annotator_has_and_goes_on() {
    let mut window = Window::on_review();
    let place = window.go_to(differs_in("kind"));
    window.key(Key::Num1);
    let made = window.decision(&place);
    assert_eq!((&made.verdict, made.provenance), (&Verdict::Take(who("annotator-a")), Provenance::Adjudicated));
    assert_eq!((made.by.as_str(), made.rule.as_str()), ("reviewer", ""));
    assert!(same(&made.statements[0], &window.statements(&place, 0)[0]));
    assert_ne!(window.place().1, place);
    let place = window.go_to(differs_in("edges"));
    window.key(Key::Num2);
    let made = window.decision(&place);
    assert_eq!(made.verdict, Verdict::Take(who("annotator-b")));
    assert!(same(&made.statements[0], &window.statements(&place, 1)[0]));
}

#[test]
fn the_bar_under_the_texts_decides_and_its_reason_belongs_to_the_decision_just_made() {
    let mut window = Window::on_review();
    let place = window.go_to(differs_in("kind"));
    let take = words!("review-take-name", annotator = "annotator-b");
    window.click(&take);
    assert_eq!(window.decision(&place).verdict, Verdict::Take(who("annotator-b")));
    assert_ne!(window.place().1, place, "the next place is shown");
    let of_the_last = stretch("review-reason-for");
    let is_of_here = |window: &Window| window.harness.query_by_label(&words!("review-reason")).is_some();
    assert!(window.shows(&of_the_last) && !is_of_here(&window));
    window.click(&words!("review-needs-rule"));
    assert!(window.decision(&place).needs_rule);
    // On request it speaks of the place on screen, which is not decided yet.
    window.click(&words!("review-reason-here"));
    assert!(!window.shows(&of_the_last) && is_of_here(&window));
    window.click(&words!("review-needs-rule"));
    assert_eq!(window.review().decisions().count(), 1);
    // What was taken is marked as such where it is seen again.
    window.ask(Command::Review(ReviewCommand::ToggleAll));
    let spot = Spot { document: window.document(), at: At::Decision(window.decision(&place).id) };
    window.ask(Command::Review(ReviewCommand::Show(spot)));
    let is_on = |window: &Window, name: &str| {
        let toggled = window.harness.get_by_label(name).accesskit_node().toggled();
        toggled == Some(egui::accesskit::Toggled::True)
    };
    assert!(is_on(&window, &take));
    assert!(!is_on(&window, &words!("review-take-name", annotator = "annotator-a")));
}

#[test]
fn rows_of_the_queue_say_both_values_and_how_much_else_differs() {
    let window = Window::on_review();
    let comparison = window.comparison();
    let kinds = &window.project().codebook.kinds;
    let kind = |of: &Statement| kinds.iter().find(|kind| kind.id == of.kind).unwrap().name.clone();
    let place = comparison.places.iter().find(|place| differs_in("kind")(place)).unwrap();
    let (first, second) = (kind(&window.statements(place, 0)[0]), kind(&window.statements(place, 1)[0]));
    assert_ne!(first, second);
    let name = words!("review-difference-kind");
    let values = words!("review-words-versus", name = name, first = first, second = second);
    // Kind is the gravest of what differs there.
    let others = place.differences[0].2.len() - 1;
    let told = if others == 0 { values } else { words!("review-row-more", gravest = values, count = others) };
    assert!(window.shows(&told), "{told}");
}

#[test]
fn who_reviews_is_told_and_warned_of_reviewing_their_own_work() {
    let mut window = Window::on_review();
    assert!(window.shows(&words!("review-reviewer", reviewer = "reviewer")));
    assert!(!window.shows(&words!("review-own-work")));
    window.ask(Command::SetAnnotator(who("annotator-b")));
    assert!(window.shows(&words!("review-own-work")));
}

#[test]
fn a_note_does_not_go_to_a_decision_made_before_another_annotator_was_chosen() {
    let mut window = Window::on_review();
    let place = window.go_to(|place| place.statements[0].len() == 1 && !place.differences.is_empty());
    window.key(Key::Num1);
    window.ask(Command::SetAnnotator(who("another")));
    window.ask(Command::Review(ReviewCommand::ToggleNeedsRule));
    assert!(!window.decision(&place).needs_rule);
}

#[test]
fn a_decision_is_taken_back_and_made_otherwise() {
    let mut window = Window::on_review();
    let place = window.go_to(differs_in("edges"));
    window.key(Key::Num2);
    let again = window.review().decisions().last().unwrap().id;
    window.ask(Command::Review(ReviewCommand::ToggleAll));
    let spot = Spot { document: window.document(), at: At::Decision(again) };
    window.ask(Command::Review(ReviewCommand::Show(spot)));
    window.key(Key::Delete);
    assert!(!window.project().reviews.contains_key(&window.document()), "it was the only one");
    window.ask(Command::Review(ReviewCommand::ToggleAll));
    window.go_to(|other| *other == place);
    window.key(Key::Num1);
    assert_eq!(window.decision(&place).verdict, Verdict::Take(who("annotator-a")));
}

#[test]
fn the_keys_of_the_article_correct_what_goes_to_gold_and_nobodys_layer() {
    let mut window = Window::on_review();
    let layers = window.project().layers.clone();
    let (place, source) = window.correct();
    let made = window.decision(&place);
    assert_eq!((&made.verdict, made.provenance), (&Verdict::Edit(who("annotator-a")), Provenance::Edited));
    assert_eq!(made.statements[0].kind.as_str(), "warning");
    let last_letter = previous_grapheme(text_of(&window), source.hull().end_byte);
    assert_eq!(made.statements[0].hull(), Span::new(source.hull().start_byte, last_letter));
    assert_eq!(made.statements[0].chain, source.chain);
    assert_eq!(window.project().layers, layers);
}

#[test]
fn while_gold_is_corrected_only_what_it_was_taken_from_stands_beside_it() {
    let mut window = Window::on_review();
    window.go_to(differs_in("kind"));
    let column = |number: i64, annotator: &str| words!("review-column", number = number, annotator = annotator);
    let (first, second) = (column(1, "annotator-a"), column(2, "annotator-b"));
    assert!(window.shows(&first) && window.shows(&second));
    window.press(Modifiers::ALT, Key::Num2);
    assert!(window.shows(&words!("review-column-correcting")));
    assert!(!window.shows(&first) && window.shows(&second));
}

#[test]
fn a_new_statement_is_made_of_the_words_that_are_selected() {
    let mut window = Window::on_review();
    let (place, words) = window.mark_anew();
    let made = window.decision(&place);
    assert_eq!((&made.verdict, made.statements[0].spans.as_slice()), (&Verdict::New, [words].as_slice()));
}

#[test]
fn nothing_is_here_with_a_cause_a_reason_and_the_lack_of_a_rule_given_before() {
    let mut window = Window::on_review();
    let place = window.go_to(missing_at(1));
    window.press(Modifiers::SHIFT, Key::G);
    window.key(Key::G);
    window.key(Key::R);
    window.type_text("لا ادعاء هنا");
    window.key(Key::Escape);
    window.key(Key::Num0);
    let made = window.decision(&place);
    assert_eq!((&made.verdict, made.statements.len()), (&Verdict::Nothing, 0));
    assert_eq!(
        (made.cause, made.reason.as_str(), made.needs_rule),
        (Some(Cause::GuidelineUnclear), "لا ادعاء هنا", true)
    );
}

#[test]
fn a_place_is_left_for_later() {
    let mut window = Window::on_review();
    let place = window.go_to(|place| !place.differences.is_empty());
    window.key(Key::L);
    assert_eq!(window.decision(&place).verdict, Verdict::Later);
}

#[test]
fn a_place_is_sent_back_with_a_reason_only_and_the_reason_begins_a_thread() {
    let mut window = Window::on_review();
    let place = window.go_to(|place| !place.differences.is_empty());
    window.key(Key::S);
    assert!(window.project().reviews.is_empty(), "without a reason nothing is sent back");
    window.type_text("أين تنتهي الجملة؟");
    window.key(Key::Escape);
    window.key(Key::S);
    assert_eq!(window.decision(&place).verdict, Verdict::SentBack);
    let thread = window.review().threads().next().expect("the reason is a comment").clone();
    assert_eq!((thread.comments[0].text.as_str(), thread.comments[0].by.as_str()), ("أين تنتهي الجملة؟", "reviewer"));
    assert!(matches!(thread.anchor, ThreadAnchor::Disagreement(_) | ThreadAnchor::Statement(..)));
}

#[test]
fn what_was_sent_back_stands_over_the_statement_with_both_answers() {
    let mut window = Window::on_review();
    let place = window.go_to(|place| !place.differences.is_empty() && !place.statements[0].is_empty());
    window.key(Key::S);
    window.type_text("أين تنتهي الجملة؟");
    window.key(Key::Escape);
    window.key(Key::S);
    window.ask(Command::SetAnnotator(who("annotator-a")));
    window.ask(Command::ShowPage(Page::Article));
    window.ask(Command::SelectStatement(Some(place.statements[0][0])));
    assert!(window.shows(&stretch("inspector-sent-back-because")) && window.told().contains("أين تنتهي الجملة؟"));
    window.click(&words!("inspector-reply"));
    window.type_text("عند الفاصلة");
    window.click(&words!("thread-reply"));
    let comments = |window: &Window| {
        let threads = window.review().threads();
        threads.flat_map(|thread| &thread.comments).map(|comment| comment.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(comments(&window).last().unwrap(), "عند الفاصلة");
    // To ask for another look needs something to look at.
    let again = words!("inspector-look-again");
    window.click(&again);
    assert_eq!(comments(&window).len(), 2);
    let changed = window.own().into_iter().find(|own| own.id == place.statements[0][0]).unwrap();
    let stance = if changed.stance == Some(bayan::model::statement::Stance::Opposes) { Key::Plus } else { Key::Minus };
    window.harness.ctx.memory_mut(|memory| memory.stop_text_input());
    window.key(stance);
    // The reply lies below; chosen anew, the statement is shown from its top.
    window.ask(Command::SelectStatement(None));
    window.ask(Command::SelectStatement(Some(place.statements[0][0])));
    assert!(window.shows(&stretch("inspector-sent-back-changed")));
    window.click(&again);
    assert_eq!(comments(&window).last().unwrap(), &words!("inspector-look-again-comment"));
}

#[test]
fn all_that_agree_are_decided_in_one_step_over_no_decision() {
    let mut window = Window::on_review();
    window.go_to(differs_in("kind"));
    window.key(Key::Num1);
    window.go_to(|place| place.differences.is_empty());
    window.key(Key::Num2);
    let before: Vec<Decision> = window.review().decisions().cloned().collect();
    assert_eq!(before.len(), 2);
    let agree = |window: &Window| {
        let comparison = window.comparison();
        let open = |place: &&Place| standing(window.project(), &comparison, place) == Standing::Open;
        comparison.places.iter().filter(open).filter(|place| place.differences.is_empty()).count()
    };
    let count = agree(&window);
    assert!(count > 3, "{count}");
    let (all, shown) = {
        let comparison = window.comparison();
        (comparison.places.len(), comparison.places.iter().filter(|place| !place.differences.is_empty()).count() - 1)
    };
    assert!(window.shows(&words!("review-counts-agreed", shown = shown, decided = 2, all = all, agreed = count)));
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    let label = format!("Decide {count} places");
    window.until_told(&label);
    window.click(&label);
    assert_eq!(window.review().decisions().count(), before.len() + count);
    assert_eq!(agree(&window), 0);
    assert!(window.shows(&words!("review-counts", shown = shown, decided = 2 + count, all = all)));
    for decision in &before {
        assert_eq!(window.review().decision(decision.id), Some(decision));
    }
    let bulk = window.review().decisions().last().unwrap();
    assert_eq!((bulk.rule.as_str(), bulk.provenance), ("all-agree", Provenance::Unanimous));
    window.undo();
    assert_eq!(window.review().decisions().count(), before.len());
}

#[test]
fn what_is_exported_and_saved_is_what_was_decided() {
    let mut window = Window::on_review();
    window.decide_all();
    let mut out = Vec::new();
    let gold = Dataset::of(window.project(), &ExportScope::of_gold()).unwrap();
    jsonl::FORMAT.write(&gold, &Options::default(), &mut out).unwrap();
    let line: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let mut exported: Vec<(String, String)> = line["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (s["kind"].as_str().unwrap().to_owned(), s["decision"]["id"].as_str().unwrap().to_owned()))
        .collect();
    let mut decided: Vec<(String, String)> = window
        .review()
        .decisions()
        .flat_map(|d| d.statements.iter().map(|s| (s.kind.to_string(), d.id.to_string())))
        .collect();
    exported.sort();
    decided.sort();
    assert_eq!(exported, decided);
    assert_eq!(line["decided_nothing"].as_array().unwrap().len(), nothing(window.review()));
    assert!(nothing(window.review()) > 0);
    assert!(window.review().gold().statements().all(|s| text_of(&window).get(s.hull().range()).is_some()));

    window.press(Modifiers::COMMAND, Key::S);
    let saved = bayan::store::open(&window.path).unwrap();
    assert!(saved.problems.is_empty(), "{:?}", saved.problems);
    assert_eq!(saved.project.reviews[&window.document()].decisions().count(), window.review().decisions().count());
}

#[test]
fn when_all_is_decided_it_is_told_and_the_whole_way_back_ends_where_it_began() {
    let mut window = Window::on_review();
    let start = window.project().clone();
    window.decide_all();
    assert!(window.shows("Done: all"));
    window.undo_all();
    assert_eq!(*window.project(), start);
}

fn text_of(window: &Window) -> &str {
    window.project().documents[&window.document()].content.as_str()
}

fn nothing(review: &Review) -> usize {
    review.decisions().filter(|decision| decision.verdict == Verdict::Nothing).count()
}

#[test]
fn a_decision_that_is_out_of_date_says_so_and_can_be_confirmed() {
    let mut window = Window::on_review();
    let place = window.go_to(differs_in("edges"));
    window.key(Key::Num1);
    let before = window.decision(&place);
    let mut changed = window.statements(&place, 1).remove(0);
    changed.note = "a note changes nothing".into();
    let layer = (window.document(), who("annotator-b"));
    let replace = |statement: &Statement| Command::Apply {
        gesture: "change".into(),
        edit: Box::new(Edit::ReplaceStatement { layer: layer.clone(), statement: Box::new(statement.clone()) }),
        merge_key: None,
    };
    window.ask(replace(&changed));
    assert!(matches!(standing(window.project(), &window.comparison(), &place), Standing::Decided(_)));
    changed.stance = Some(bayan::model::statement::Stance::Opposes);
    window.ask(replace(&changed));
    assert!(matches!(standing(window.project(), &window.comparison(), &place), Standing::OutOfDate(..)));
    window.ask(Command::Review(ReviewCommand::Show(Spot { document: window.document(), at: At::Decision(before.id) })));
    window.harness.get_by_label_contains(&words!("review-changed"));
    window.harness.get_by_label_contains("annotator-b has changed stance");
    window.key(Key::H);
    let after = window.decision(&place);
    assert!(matches!(standing(window.project(), &window.comparison(), &place), Standing::Decided(_)));
    assert_eq!((after.id, &after.statements, &after.verdict), (before.id, &before.statements, &before.verdict));
}

#[test]
fn threads_are_begun_answered_resolved_and_seen_by_the_annotator() {
    let mut window = Window::on_review();
    let place = window.go_to(missing_at(1));
    let statement = window.statements(&place, 0).remove(0);
    window.key(Key::T);
    window.type_text("لماذا؟");
    window.press(Modifiers::COMMAND, Key::Enter);
    let anchor = ThreadAnchor::Statement(who("annotator-a"), statement.id);
    let thread = window.review().threads().next().unwrap().clone();
    assert_eq!((&thread.anchor, thread.comments.len()), (&anchor, 1));
    window.key(Key::Num0);

    // The annotator sees it beside the article, with what gold decided, and answers there.
    window.ask(Command::SetAnnotator(who("annotator-a")));
    window.press(Modifiers::COMMAND, Key::Num1);
    window.ask(Command::SelectStatement(Some(statement.id)));
    let said = words!("inspector-commented", by = "reviewer", text = "لماذا؟");
    let top = |name: &str| window.harness.get_by_label(name).rect().top();
    assert!(top(&said) < top(&words!("panel-delete")), "at the top");
    window.harness.get_by_label("لماذا؟");
    window.harness.get_by_label(&words!("reviewed-nothing"));
    window.click(&words!("panel-tab-statements"));
    assert!(window.shows(&stretch("panel-statement-thread")), "marked in the list");
    // The fields stand below the fold of the inspector; the keyboard reaches them.
    window.harness.get_by_role_and_label(Role::MultilineTextInput, &words!("thread-reply-field")).focus();
    window.draw();
    window.type_text("سهو");
    window.press(Modifiers::COMMAND, Key::Enter);
    let thread = window.review().threads().next().unwrap().clone();
    let said: Vec<_> = thread.comments.iter().map(|c| (c.by.as_str(), c.text.as_str())).collect();
    assert_eq!(said, [("reviewer", "لماذا؟"), ("annotator-a", "سهو")]);

    // The list of threads leads there, and what is resolved leaves it.
    window.ask(Command::ShowDialog(Dialog::Threads));
    window.harness.get_by_role_and_label(Role::Button, "سهو").click();
    window.draw();
    assert_eq!(window.app().view().selected, Some(statement.id));
    window.harness.get_by_label(&words!("thread-resolve")).scroll_to_me();
    window.draw();
    window.click(&words!("thread-resolve"));
    assert_eq!(window.review().threads().next().unwrap().resolved.as_ref().unwrap().0, who("annotator-a"));
    assert!(window.harness.query_all_by_label_contains(&stretch("panel-statement-thread")).next().is_none());
    window.click(&words!("thread-reopen"));
    assert!(window.review().threads().next().unwrap().resolved.is_none());
}

#[test]
fn the_work_of_one_annotator_is_accepted_corrected_and_sent_back() {
    let mut window = Window::on_review_after(|path| {
        std::fs::remove_file(path.join("annotations/biden-putin-call/annotator-b.ron")).unwrap();
    });
    let layer = window.project().layer(&window.document(), &who("annotator-a")).unwrap().clone();
    assert_eq!(window.comparison().places.len(), layer.len());
    let first = window.place().1;
    window.key(Key::Num1);
    assert_eq!(window.decision(&first).verdict, Verdict::Take(who("annotator-a")));
    let second = window.place().1;
    // R would be about the decision that was just made: the reason for this place is asked for.
    window.key(Key::S);
    window.type_text("الحدود");
    window.key(Key::Escape);
    window.key(Key::S);
    let id: StatementId = second.statements[0][0];
    assert_eq!(window.decision(&second).verdict, Verdict::SentBack);
    assert!(window.review().has_open_thread(&who("annotator-a"), id));
    // It stands so until the annotator changes it.
    window.ask(Command::SetAnnotator(who("annotator-a")));
    window.press(Modifiers::COMMAND, Key::Num1);
    window.ask(Command::SelectStatement(Some(id)));
    window.harness.get_by_label(&words!("inspector-sent-back-because", by = "reviewer", reason = "الحدود"));
    window.press(Modifiers::SHIFT, Key::OpenBracket);
    window.harness.get_by_label(&words!("inspector-sent-back-changed", by = "reviewer"));
    window.click(&words!("inspector-thread", count = 1));
    window.harness.get_by_label(&words!("reviewed-changed"));
    let comparison = window.comparison();
    assert!(matches!(standing(window.project(), &comparison, &second), Standing::OutOfDate(..)));
}

#[test]
fn what_the_manual_lacks_is_appended_and_undone() {
    let mut window = Window::on_review();
    let guidelines = window.project().guidelines.clone();
    let place = window.go_to(differs_in("kind"));
    window.key(Key::G);
    window.key(Key::R);
    window.type_text("التحذير أم الادعاء؟");
    window.key(Key::Escape);
    window.key(Key::Num2);
    assert!(window.decision(&place).needs_rule);
    window.press(Modifiers::COMMAND, Key::M);
    window.click(&words!("manual-append"));
    let new = &window.project().guidelines;
    assert!(new.starts_with(guidelines.trim_end()) && new.contains("التحذير أم الادعاء؟"), "{new}");
    let quote = window.project().documents[&window.document()].quotes(&window.decision(&place).statements[0].spans)[0];
    assert!(new.contains(quote.split_whitespace().next().unwrap()));
    window.press(Modifiers::COMMAND, Key::Z);
    assert_eq!(window.project().guidelines, guidelines);
}

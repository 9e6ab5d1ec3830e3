//! Reviewing: moving from place to place, deciding, and giving reasons.

use eframe::egui;
use jiff::Timestamp;

use crate::app::context::Context;
use crate::edit::change::Edit;
use crate::edit::gesture::statement;
use crate::model::id::{AnnotatorId, DecisionId, DocumentId, StatementId, ThreadId};
use crate::model::review::{Decision, ThreadAnchor};
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::review::board::Board;
use crate::review::decide::{self, Choice, Grounds};
use crate::review::queue::QueueRow;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::review::{At, Reasons, Spot};
use crate::ui::command::situation::ReviewSituation;
use crate::ui::review::state::StandingChoice;
use crate::ui::review::{decision_bar, row_menu, threads};
use crate::ui::state::{Caret, Page};
use crate::ui::words::review as words;

/// The place under review.
pub(super) fn row<'b>(cx: &Context, board: &'b Board) -> Option<QueueRow<'b>> {
    board.row(cx.panels.review.spot.as_ref()?.find(board)?)
}

/// The place under review with its current decision, which the board may not have yet.
pub(super) fn with_row<R>(cx: &Context, f: impl FnOnce(&Context, &QueueRow<'_>, Option<&Decision>) -> R) -> Option<R> {
    let board = cx.panels.review.board.clone()?;
    let row = row(cx, &board)?;
    let project = cx.open.as_ref()?.session.project();
    let now = match &cx.panels.review.spot.as_ref()?.at {
        At::Decision(id) => project.reviews.get(&row.comparison.document).and_then(|review| review.decision(*id)),
        At::Statement(..) => decide::decision_at(project, row.comparison, row.place),
    };
    Some(f(cx, &row, now))
}

/// The state of the review that the commands depend on.
pub(super) fn review_situation(cx: &Context) -> ReviewSituation {
    let board = cx.panels.review.board.as_ref();
    let here = board.and_then(|board| row(cx, board));
    let decision = here.and_then(|row| row.decision);
    ReviewSituation {
        is_compared: board.is_some(),
        has_places: board.is_some_and(|board| !board.entries.is_empty()),
        has_place: here.is_some(),
        is_marked: here.is_some_and(|row| row.place.statements.iter().any(|ids| !ids.is_empty())),
        is_decided: decision.is_some(),
        is_out_of_date: here.is_some_and(|row| matches!(row.standing, decide::Standing::OutOfDate(..))),
        gives_gold: decision.is_some_and(|decision| decision.verdict.gives()),
        explains_last: just_decided(cx).is_some(),
    }
}

/// The annotators of the place under review, in the order of their numbers.
pub(in crate::app) fn annotators_here(cx: &Context) -> &[AnnotatorId] {
    let here = cx.panels.review.board.as_ref().and_then(|board| row(cx, board));
    here.map(|row| row.comparison.annotators.as_slice()).unwrap_or_default()
}

/// The spans of the place under review.
pub(in crate::app) fn spans_here(cx: &Context) -> Option<Vec<Span>> {
    if cx.view.page != Page::Review {
        return None;
    }
    let project = cx.open.as_ref()?.session.project();
    with_row(cx, |_, row, _| row_menu::spans(project, row)).flatten()
}

pub(super) fn show_spot(cx: &mut Context, spot: Spot) {
    if cx.view.document.as_ref() != Some(&spot.document) {
        cx.view.visit(spot.document.clone());
        cx.view.selected = None;
    }
    if cx.panels.review.spot.as_ref() != Some(&spot) {
        cx.view.selection = None;
        cx.panels.review.reasons = Reasons::default();
        if let Some(open) = &mut cx.open {
            open.session.end_gesture();
        }
    }
    cx.panels.review.spot = Some(spot);
}

pub(super) fn step_spot(cx: &mut Context, by: isize) {
    cx.finish_correcting();
    cx.panels.review.decided = None;
    if let Some(spot) = spot_after(cx, by) {
        show_spot(cx, spot);
    }
}

/// The place this many steps after the one under review, wrapping around at the ends of the list.
pub(super) fn spot_after(cx: &Context, by: isize) -> Option<Spot> {
    let board = cx.panels.review.board.as_ref()?;
    let state = &cx.panels.review;
    let at = state.spot.as_ref().and_then(|spot| spot.index(board));
    let next = match (at, by > 0) {
        (Some(at), true) => at + 1,
        (Some(at), false) => at.wrapping_sub(1),
        // If the place is no longer listed, its index now belongs to the next one.
        (None, true) => state.last_index,
        (None, false) => state.last_index.wrapping_sub(1),
    };
    let round = if by > 0 { 0 } else { board.entries.len().saturating_sub(1) };
    let entry = board.entries.get(next).or_else(|| board.entries.get(round))?;
    Spot::of(board, *entry)
}

/// Moves to the next place unless the page is set to stay. Notes that follow still go to the decision just made.
pub(super) fn go_on(cx: &mut Context, decided: Option<(DocumentId, DecisionId)>) {
    cx.panels.review.decided = None;
    let next = if cx.panels.review.stays { None } else { spot_after(cx, 1) };
    if let Some(next) = next.filter(|next| cx.panels.review.spot.as_ref() != Some(next)) {
        show_spot(cx, next);
        cx.panels.review.decided = decided;
    }
}

/// The latest decision in its present form, if the review has moved on to the next place since.
pub(super) fn just_decided(cx: &Context) -> Option<(&DocumentId, &Decision)> {
    let (document, id) = cx.panels.review.decided.as_ref()?;
    let decision = cx.open.as_ref()?.session.project().reviews.get(document)?.decision(*id)?;
    Some((document, decision))
}

/// Records a note by key: for the decision just made, or else for the place under review.
pub(super) fn note(cx: &mut Context, change: impl FnOnce(&mut Reasons)) {
    let decided = cx.open.as_ref().zip(just_decided(cx)).map(|(open, (document, decision))| {
        (reasons_of(decision), words::decided(open.session.project(), document, decision))
    });
    if let Some((mut reasons, what)) = decided {
        change(&mut reasons);
        explain_decided(cx, reasons, None);
        return cx.say(t!("status-review-noted", what = what));
    }
    let mut reasons = reasons(cx);
    change(&mut reasons);
    explain(cx, reasons, None);
}

pub(super) fn explain_decided(cx: &mut Context, reasons: Reasons, merge_key: Option<String>) {
    let Some((document, decision)) = just_decided(cx) else { return };
    let Some(open) = &cx.open else { return };
    let edit = decide::explain(document, decision, grounds(open.session.annotator().clone(), reasons));
    cx.apply("gesture-decision-reason", edit, merge_key);
}

pub(super) fn do_and_go_on(cx: &mut Context, gesture: &'static str, edit: Option<Edit>) {
    let Some(edit) = edit else { return };
    let decided = decision_in(&edit).map(|(document, id)| (document.clone(), id));
    if cx.apply(gesture, edit, None) {
        go_on(cx, decided);
    }
}

/// The reasons at the place under review: those of its decision, or those for the decision to come.
pub(super) fn reasons(cx: &Context) -> Reasons {
    let made = with_row(cx, |_, _, now| now.map(reasons_of));
    made.flatten().unwrap_or_else(|| cx.panels.review.reasons.clone())
}

pub(super) fn explain(cx: &mut Context, reasons: Reasons, merge_key: Option<String>) {
    let edit = with_row(cx, |cx, row, now| {
        let by = cx.open.as_ref()?.session.annotator().clone();
        Some(decide::explain(&row.comparison.document, now?, grounds(by, reasons.clone())))
    });
    match edit.flatten() {
        Some(edit) => {
            cx.apply("gesture-decision-reason", edit, merge_key);
        }
        None => cx.panels.review.reasons = reasons,
    }
}

fn grounds_here(cx: &Context) -> Option<Grounds> {
    Some(grounds(cx.open.as_ref()?.session.annotator().clone(), reasons(cx)))
}

/// The edit that makes this choice at the place under review.
fn edit_for(cx: &Context, choice: Choice) -> Option<Edit> {
    let grounds = grounds_here(cx)?;
    with_row(cx, |cx, row, _| {
        let project = cx.open.as_ref()?.session.project();
        decide::decide(project, row.comparison, row.place, choice, &grounds)
    })
    .flatten()
}

pub(super) fn decide(cx: &mut Context, choice: Choice) {
    let edit = edit_for(cx, choice);
    do_and_go_on(cx, "gesture-decision", edit);
}

/// The annotator with this number, and whether they have a statement here.
pub(super) fn side(cx: &Context, index: usize) -> Option<(AnnotatorId, bool)> {
    with_row(cx, |_, row, _| {
        let annotator = row.comparison.annotators.get(index)?.clone();
        Some((annotator, row.place.statements.get(index).is_some_and(|ids| !ids.is_empty())))
    })
    .flatten()
}

pub(super) fn take(cx: &mut Context, index: usize) {
    match side(cx, index) {
        Some((annotator, true)) => decide(cx, Choice::Take(annotator)),
        Some((_, false)) => decide(cx, Choice::Nothing),
        None => {}
    }
}

pub(super) fn correct(cx: &mut Context, index: usize) {
    let Some((annotator, there)) = side(cx, index) else { return };
    if !there {
        return cx.say(t!("status-review-nothing-to-correct"));
    }
    let statements = with_row(cx, |cx, row, _| {
        let layer = cx.open.as_ref()?.session.project().layer(&row.comparison.document, &annotator)?;
        let ids = row.place.statements.get(index)?;
        Some(ids.iter().filter_map(|id| layer.statement(*id).cloned()).collect::<Vec<_>>())
    });
    let edit = statements.flatten().and_then(|own| edit_for(cx, Choice::Edit(annotator, own)));
    decide_to_correct(cx, edit);
}

pub(super) fn write_new(cx: &mut Context) {
    let Some(statement) = new_statement(cx) else { return };
    let edit = edit_for(cx, Choice::New(vec![statement]));
    decide_to_correct(cx, edit);
}

pub(super) fn add_missed(cx: &mut Context) {
    if cx.view.selection.is_none() {
        return cx.say(t!("status-select-first"));
    }
    let Some(document) = cx.view.document.clone() else { return };
    let Some((statement, by)) = new_statement(cx).zip(cx.open.as_ref().map(|open| open.session.annotator().clone()))
    else {
        return;
    };
    let edit = decide::add(&document, vec![statement], &grounds(by, Reasons::default()));
    if let Some((_, id)) = edit.as_ref().and_then(decision_in) {
        cx.panels.review.spot = Some(Spot { document, at: At::Decision(id) });
    }
    decide_to_correct(cx, edit);
}

/// A new statement on the selection, or else on the place under review.
pub(super) fn new_statement(cx: &Context) -> Option<Statement> {
    let project = cx.open.as_ref()?.session.project();
    let text = cx.content()?;
    let hull = || with_row(cx, |_, row, _| row.place.hull);
    let span = cx.view.selection.or_else(hull)?;
    let span = statement::trimmed(text.as_str(), span)?;
    let kind = project.codebook.kinds.first()?.id.clone();
    Some(statement::new(kind, span, cx.view.party.clone(), Timestamp::now()))
}

pub(super) fn decide_to_correct(cx: &mut Context, edit: Option<Edit>) {
    let Some(edit) = edit else { return };
    let id = decision_in(&edit).map(|(_, id)| id);
    cx.panels.review.decided = None;
    if cx.apply("gesture-decision", edit, None)
        && let Some(id) = id
    {
        cx.start_correcting(id);
    }
}

/// Takes back the decision at the place under review.
pub(super) fn take_back(cx: &mut Context) {
    let edit = with_row(cx, |_, row, now| {
        let gold = now.filter(|d| d.verdict.gives()).map_or(0, |decision| decision.statements.len());
        now.map(|decision| (decide::take_back(&row.comparison.document, decision.id), gold))
    });
    if let Some((edit, gold)) = edit.flatten()
        && cx.apply("gesture-decision-take-back", edit, None)
    {
        cx.say_with_undo(t!("status-taken-back", count = gold));
    }
}

/// Confirms the decision at the place under review for the statements as they are now.
pub(super) fn confirm(cx: &mut Context) {
    let edit = with_row(cx, |cx, row, now| {
        let session = &cx.open.as_ref()?.session;
        let (by, at) = (session.annotator(), Timestamp::now());
        Some(decide::confirm(session.project(), row.comparison, row.place, now?, by, at))
    });
    do_and_go_on(cx, "gesture-decision-confirm", edit.flatten());
}

/// Starts correcting the gold statements of the place under review.
pub(super) fn correct_gold(cx: &mut Context) {
    let id = with_row(cx, |_, _, now| now.filter(|d| d.verdict.gives()).map(|decision| decision.id));
    if let Some(id) = id.flatten() {
        cx.panels.review.decided = None;
        cx.start_correcting(id);
    }
}

/// Puts a statement in place of the gold statement with its id.
pub(super) fn change_gold(cx: &mut Context, statement: &Statement, merge_key: Option<String>) {
    cx.rewrite_gold("gesture-span-edge", merge_key, |statements| {
        for own in statements.iter_mut().filter(|own| own.id == statement.id) {
            own.clone_from(statement);
        }
    });
}

/// Gives the selected statement the selection as its span.
pub(super) fn set_span(cx: &mut Context) {
    let Some(span) = cx.view.selection.take() else { return cx.say(t!("status-select-first")) };
    cx.change_selected("gesture-span-edge", |statement| statement.spans = vec![span]);
}

/// Ends correcting gold statements.
pub(super) fn done(cx: &mut Context) {
    let corrected = cx.view.document.clone().zip(cx.view.correcting);
    cx.finish_correcting();
    go_on(cx, corrected);
}

/// Puts the cursor into the reason: that of the decision just made, or else that of the place under review.
pub(super) fn focus_reason(cx: &Context, ctx: &egui::Context) {
    let decided = just_decided(cx).is_some();
    let id = if decided { decision_bar::decided_reason_id() } else { decision_bar::reason_id() };
    ctx.memory_mut(|memory| memory.request_focus(id));
}

pub(super) fn toggle_goes_on(cx: &mut Context) {
    let stays = !cx.panels.review.stays;
    cx.panels.review.stays = stays;
    cx.say(if stays { t!("status-review-stays") } else { t!("status-review-goes-on") });
}

pub(super) fn toggle_all(cx: &mut Context) {
    let standing = &mut cx.panels.review.standing;
    *standing = if *standing == StandingChoice::All { StandingChoice::ToDo } else { StandingChoice::All };
}

pub(super) fn send_back(cx: &mut Context, ctx: &egui::Context) {
    let reasons = reasons(cx);
    // Without a reason nobody would know what to change.
    if reasons.reason.trim().is_empty() {
        // The reason is needed for this place, not for the previous one.
        cx.panels.review.decided = None;
        ctx.memory_mut(|memory| memory.request_focus(decision_bar::reason_id()));
        return cx.say(t!("status-review-why"));
    }
    let Some(edit) = edit_for(cx, Choice::SendBack) else { return };
    let thread = with_row(cx, |cx, row, _| {
        let by = cx.open.as_ref()?.session.annotator();
        threads::begin(&row.comparison.document, threads::anchor_of(row), by, &reasons.reason)
    });
    let edit = Edit::Group(std::iter::once(edit).chain(thread.flatten()).collect());
    do_and_go_on(cx, "gesture-send-back", Some(edit));
}

pub(super) fn show_thread(cx: &mut Context, document: &DocumentId, id: ThreadId) {
    let Some(open) = &cx.open else { return };
    let own = open.session.annotator().clone();
    let project = open.session.project();
    let Some(thread) = project.reviews.get(document).and_then(|review| review.thread(id)) else { return };
    let about = thread.anchor.statements();
    let there = |(annotator, id): &(&AnnotatorId, StatementId)| {
        let statement = project.layer(document, annotator)?.statement(*id)?;
        Some(((*annotator).clone(), *id, statement.hull()))
    };
    let mut found: Vec<_> = about.iter().filter_map(there).collect();
    found.sort_by_key(|(annotator, ..)| *annotator != own);
    let passage = match &thread.anchor {
        ThreadAnchor::Passage(span) => Some(*span),
        _ => found.first().map(|(.., hull)| *hull),
    };
    let first = found.first().map(|(annotator, id, _)| (annotator.clone(), *id));
    let go = |span: Span| Caret { anchor_byte: span.start_byte, focus_byte: span.end_byte };
    match (cx.view.page, first) {
        (Page::Review, Some((annotator, id))) => {
            cx.finish_correcting();
            show_spot(cx, Spot { document: document.clone(), at: At::Statement(annotator, id) });
        }
        (_, first) => {
            if cx.view.document.as_ref() != Some(document) {
                cx.queue.push(Command::ShowDocument(document.clone()));
            }
            match first.filter(|(annotator, _)| *annotator == own) {
                Some((_, id)) => cx.queue.push(Command::SelectStatement(Some(id))),
                None => cx.queue.extend(passage.map(|span| Command::GoTo(go(span)))),
            }
        }
    }
}

fn reasons_of(decision: &Decision) -> Reasons {
    Reasons { cause: decision.cause, reason: decision.reason.clone(), needs_rule: decision.needs_rule }
}

fn grounds(by: AnnotatorId, reasons: Reasons) -> Grounds {
    let Reasons { cause, reason, needs_rule } = reasons;
    Grounds { cause, reason, needs_rule, ..Grounds::new(by, Timestamp::now()) }
}

/// The decision made by an edit.
fn decision_in(edit: &Edit) -> Option<(&DocumentId, DecisionId)> {
    match edit {
        Edit::SetDecision { document, id, decision: Some(_) } => Some((document, *id)),
        Edit::Group(edits) => edits.iter().find_map(decision_in),
        _ => None,
    }
}

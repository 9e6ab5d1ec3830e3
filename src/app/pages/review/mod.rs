//! The logic behind the review page: comparing in the background and executing its commands.

mod correcting;

use std::sync::Arc;

use eframe::egui::{self, CentralPanel, Panel, Ui};
use jiff::Timestamp;

use super::Behavior;
use crate::app::App;
use crate::app::jobs::Job;
use crate::edit::change::Edit;
use crate::edit::gesture::statement;
use crate::edit::session::Prepared;
use crate::model::id::{AnnotatorId, DecisionId, DocumentId, StatementId, ThreadId};
use crate::model::review::{Decision, ThreadAnchor};
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::monitor::Monitor;
use crate::review::board::{Board, BoardRequest, Preview};
use crate::review::decide::{self, Choice, Grounds, Rule};
use crate::review::queue::QueueRow;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::review::{At, Reasons, ReviewCommand, Spot};
use crate::ui::command::situation::ReviewSituation;
use crate::ui::dialogs::manual::{self, Lacking};
use crate::ui::dialogs::{bulk, threads as threads_dialog};
use crate::ui::panels::inspector;
use crate::ui::review::compare::{self, Columns};
use crate::ui::review::state::ReviewState;
use crate::ui::review::{place, queue, threads};
use crate::ui::state::{Caret, Dialog, Page};
use crate::ui::words::review as words;

pub(super) static PAGE: Behavior = Behavior {
    work: |app, _| app.review_in_background(),
    tells_hidden: true,
    unused_digit: |app, number| match app.view.correcting {
        None => Some(t!("not-annotator", number = number)),
        Some(_) => app.number_of_no_party(number),
    },
    ..Behavior::showing(App::review_page)
};

/// Up to this many statements are compared within a frame; more of them in the background.
const COMPARED_AT_ONCE: usize = 2000;

/// The state of the review and the choices made in it.
#[derive(Default)]
pub(in crate::app) struct Reviewer {
    pub state: ReviewState,
    columns: Columns,
    board: Option<Arc<Board>>,
    /// The request that the current or pending board answers, with the project revision.
    asked: Option<(u64, BoardRequest)>,
    comparing: Job<Option<Board>>,
    bulk: Bulk,
    /// What is missing from the manual at this revision.
    lacking: Option<(u64, Vec<Lacking>)>,
}

/// What a rule would decide, ready to be accepted.
#[derive(Default)]
struct Bulk {
    asked: Option<BulkQuestion>,
    previewing: Job<Option<Previewed>>,
    found: Option<Previewed>,
}

/// What would be accepted, and the prepared edit if there is anything to accept.
type Previewed = (Preview, Option<Box<Prepared>>);

#[derive(Clone, PartialEq)]
struct BulkQuestion {
    revision: u64,
    rule: Rule,
    by: AnnotatorId,
    documents: Vec<DocumentId>,
    annotators: Vec<AnnotatorId>,
}

impl App {
    /// The place under review, for tests.
    pub fn reviewed(&self) -> Option<&Spot> {
        self.reviewer.state.spot.as_ref()
    }

    /// Whether a comparison or a preview is running in the background, for tests.
    pub fn is_comparing(&self) -> bool {
        self.reviewer.comparing.is_running() || self.reviewer.bulk.previewing.is_running()
    }

    /// The place under review.
    fn row<'b>(&self, board: &'b Board) -> Option<QueueRow<'b>> {
        board.row(self.reviewer.state.spot.as_ref()?.find(board)?)
    }

    /// The place under review with its current decision, which the board may not have yet.
    pub(in crate::app) fn with_row<R>(
        &self,
        f: impl FnOnce(&Self, &QueueRow<'_>, Option<&Decision>) -> R,
    ) -> Option<R> {
        let board = self.reviewer.board.clone()?;
        let row = self.row(&board)?;
        let project = self.cx.open.as_ref()?.session.project();
        let now = match &self.reviewer.state.spot.as_ref()?.at {
            At::Decision(id) => project.reviews.get(&row.comparison.document).and_then(|review| review.decision(*id)),
            At::Statement(..) => decide::decision_at(project, row.comparison, row.place),
        };
        Some(f(self, &row, now))
    }

    /// The state of the review that the commands depend on.
    pub(in crate::app) fn review_situation(&self) -> ReviewSituation {
        let board = self.reviewer.board.as_ref();
        let here = board.and_then(|board| self.row(board));
        let decision = here.and_then(|row| row.decision);
        ReviewSituation {
            is_compared: board.is_some(),
            has_places: board.is_some_and(|board| !board.entries.is_empty()),
            has_place: here.is_some(),
            is_marked: here.is_some_and(|row| row.place.statements.iter().any(|ids| !ids.is_empty())),
            is_decided: decision.is_some(),
            is_out_of_date: here.is_some_and(|row| matches!(row.standing, decide::Standing::OutOfDate(..))),
            gives_gold: decision.is_some_and(|decision| decision.verdict.gives()),
            explains_last: self.just_decided().is_some(),
        }
    }

    /// The annotators of the place under review, in the order of their numbers.
    pub(in crate::app) fn annotators_here(&self) -> &[AnnotatorId] {
        let here = self.reviewer.board.as_ref().and_then(|board| self.row(board));
        here.map(|row| row.comparison.annotators.as_slice()).unwrap_or_default()
    }

    pub(in crate::app) fn review(&mut self, ctx: &egui::Context, command: ReviewCommand) {
        use ReviewCommand as R;
        match command {
            R::Show(spot) => {
                self.finish_correcting();
                self.reviewer.state.decided = None;
                self.cx.view.page = Page::Review;
                self.show_spot(spot);
            }
            R::Next => self.step_spot(1),
            R::Previous => self.step_spot(-1),
            R::Take(index) => self.take(index),
            R::Correct(index) => self.correct(index),
            R::WriteNew => self.write_new(),
            R::AddMissed => self.add_missed(),
            R::Nothing => self.decide(Choice::Nothing),
            R::Later => self.decide(Choice::Later),
            R::SendBack => self.send_back(ctx),
            R::TakeBack => {
                let edit = self.with_row(|_, row, now| {
                    let gold = now.filter(|d| d.verdict.gives()).map_or(0, |decision| decision.statements.len());
                    now.map(|decision| (decide::take_back(&row.comparison.document, decision.id), gold))
                });
                if let Some((edit, gold)) = edit.flatten()
                    && self.cx.apply("gesture-decision-take-back", edit, None)
                {
                    self.cx.say_with_undo(t!("status-taken-back", count = gold));
                }
            }
            R::Confirm => {
                let edit = self.with_row(|app, row, now| {
                    let session = &app.open.as_ref()?.session;
                    let (by, at) = (session.annotator(), Timestamp::now());
                    Some(decide::confirm(session.project(), row.comparison, row.place, now?, by, at))
                });
                self.do_and_go_on("gesture-decision-confirm", edit.flatten());
            }
            R::CorrectGold => {
                let id = self.with_row(|_, _, now| now.filter(|d| d.verdict.gives()).map(|decision| decision.id));
                if let Some(id) = id.flatten() {
                    self.reviewer.state.decided = None;
                    self.start_correcting(id);
                }
            }
            R::ChangeGold(statement, merge_key) => {
                self.rewrite_gold("gesture-span-edge", merge_key, |statements| {
                    for own in statements.iter_mut().filter(|own| own.id == statement.id) {
                        own.clone_from(&statement);
                    }
                });
            }
            R::SetSpan => {
                let Some(span) = self.cx.view.selection.take() else { return self.cx.say(t!("status-select-first")) };
                self.change_selected("gesture-span-edge", |statement| statement.spans = vec![span]);
            }
            R::Done => {
                let corrected = self.cx.view.document.clone().zip(self.cx.view.correcting);
                self.finish_correcting();
                self.go_on(corrected);
            }
            R::Explain(reasons) => self.explain(reasons, Some("review-reason".to_owned())),
            R::ExplainDecided(reasons) => self.explain_decided(reasons, Some("review-decided-reason".to_owned())),
            R::SetCause(cause) => self.note(|reasons| reasons.cause = cause),
            R::ToggleNeedsRule => self.note(|reasons| reasons.needs_rule = !reasons.needs_rule),
            R::FocusReason => {
                let decided = self.just_decided().is_some();
                let id = if decided { place::decided_reason_id() } else { place::reason_id() };
                ctx.memory_mut(|memory| memory.request_focus(id));
            }
            R::FocusComment => ctx.memory_mut(|memory| memory.request_focus(threads::comment_id())),
            R::ToggleOverlaid => self.reviewer.state.overlaid = !self.reviewer.state.overlaid,
            R::ToggleGold => self.reviewer.state.shows_gold = !self.reviewer.state.shows_gold,
            R::ToggleGoesOn => {
                self.reviewer.state.stays = !self.reviewer.state.stays;
                self.cx.say(if self.reviewer.state.stays {
                    t!("status-review-stays")
                } else {
                    t!("status-review-goes-on")
                });
            }
            R::ToggleAgreements => {
                let filter = &mut self.reviewer.state.filter;
                filter.agreements = !filter.agreements;
            }
            R::ToggleAll => {
                use crate::ui::review::state::StandingChoice as S;
                let standing = &mut self.reviewer.state.standing;
                *standing = if *standing == S::All { S::ToDo } else { S::All };
            }
            R::ShowList(list) => {
                self.reviewer.lacking = None;
                self.cx.view.dialog = Some(list);
            }
            R::Accept => self.accept_in_bulk(),
            R::CopyManual => {
                let text = manual::manual_text(self.lacking());
                ctx.copy_text(text);
                self.cx.say(t!("status-manual-copied"));
            }
            R::AppendManual => {
                let text = manual::manual_text(self.lacking());
                let Some(open) = &self.cx.open else { return };
                let old = open.session.project().guidelines.trim_end();
                let new = if old.is_empty() { text } else { format!("{old}\n\n{text}") };
                if self.cx.apply("gesture-manual", Edit::SetGuidelines(new), None) {
                    self.cx.view.dialog = None;
                    self.cx.say(t!("status-manual-appended"));
                }
            }
            R::ShowThread(document, id) => self.show_thread(&document, id),
        }
    }

    fn show_spot(&mut self, spot: Spot) {
        if self.cx.view.document.as_ref() != Some(&spot.document) {
            self.cx.view.document = Some(spot.document.clone());
            self.cx.view.selected = None;
        }
        if self.reviewer.state.spot.as_ref() != Some(&spot) {
            self.cx.view.selection = None;
            self.reviewer.state.reasons = Reasons::default();
            if let Some(open) = &mut self.cx.open {
                open.session.end_gesture();
            }
        }
        self.reviewer.state.spot = Some(spot);
    }

    fn step_spot(&mut self, by: isize) {
        self.finish_correcting();
        self.reviewer.state.decided = None;
        if let Some(spot) = self.spot_after(by) {
            self.show_spot(spot);
        }
    }

    /// The place this many steps after the one under review, wrapping around at the ends of the list.
    fn spot_after(&self, by: isize) -> Option<Spot> {
        let board = self.reviewer.board.as_ref()?;
        let state = &self.reviewer.state;
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
    fn go_on(&mut self, decided: Option<(DocumentId, DecisionId)>) {
        self.reviewer.state.decided = None;
        let next = if self.reviewer.state.stays { None } else { self.spot_after(1) };
        if let Some(next) = next.filter(|next| self.reviewer.state.spot.as_ref() != Some(next)) {
            self.show_spot(next);
            self.reviewer.state.decided = decided;
        }
    }

    /// The latest decision in its present form, if the review has moved on to the next place since.
    pub(in crate::app) fn just_decided(&self) -> Option<(&DocumentId, &Decision)> {
        let (document, id) = self.reviewer.state.decided.as_ref()?;
        let decision = self.cx.open.as_ref()?.session.project().reviews.get(document)?.decision(*id)?;
        Some((document, decision))
    }

    /// Records a note by key: for the decision just made, or else for the place under review.
    fn note(&mut self, change: impl FnOnce(&mut Reasons)) {
        let decided = self.cx.open.as_ref().zip(self.just_decided()).map(|(open, (document, decision))| {
            (reasons_of(decision), words::decided(open.session.project(), document, decision))
        });
        if let Some((mut reasons, what)) = decided {
            change(&mut reasons);
            self.explain_decided(reasons, None);
            return self.cx.say(t!("status-review-noted", what = what));
        }
        let mut reasons = self.reasons();
        change(&mut reasons);
        self.explain(reasons, None);
    }

    fn explain_decided(&mut self, reasons: Reasons, merge_key: Option<String>) {
        let Some((document, decision)) = self.just_decided() else { return };
        let Some(open) = &self.cx.open else { return };
        let edit = decide::explain(document, decision, grounds(open.session.annotator().clone(), reasons));
        self.cx.apply("gesture-decision-reason", edit, merge_key);
    }

    fn do_and_go_on(&mut self, gesture: &'static str, edit: Option<Edit>) {
        let Some(edit) = edit else { return };
        let decided = decision_in(&edit).map(|(document, id)| (document.clone(), id));
        if self.cx.apply(gesture, edit, None) {
            self.go_on(decided);
        }
    }

    /// The reasons at the place under review: those of its decision, or those for the decision to come.
    fn reasons(&self) -> Reasons {
        let made = self.with_row(|_, _, now| now.map(reasons_of));
        made.flatten().unwrap_or_else(|| self.reviewer.state.reasons.clone())
    }

    fn explain(&mut self, reasons: Reasons, merge_key: Option<String>) {
        let edit = self.with_row(|app, row, now| {
            let by = app.open.as_ref()?.session.annotator().clone();
            Some(decide::explain(&row.comparison.document, now?, grounds(by, reasons.clone())))
        });
        match edit.flatten() {
            Some(edit) => {
                self.cx.apply("gesture-decision-reason", edit, merge_key);
            }
            None => self.reviewer.state.reasons = reasons,
        }
    }

    fn grounds(&self) -> Option<Grounds> {
        Some(grounds(self.cx.open.as_ref()?.session.annotator().clone(), self.reasons()))
    }

    /// The edit that makes this choice at the place under review.
    fn choice(&self, choice: Choice) -> Option<Edit> {
        let grounds = self.grounds()?;
        self.with_row(|app, row, _| {
            let project = app.open.as_ref()?.session.project();
            decide::decide(project, row.comparison, row.place, choice, &grounds)
        })
        .flatten()
    }

    fn decide(&mut self, choice: Choice) {
        let edit = self.choice(choice);
        self.do_and_go_on("gesture-decision", edit);
    }

    /// The annotator with this number, and whether they have a statement here.
    fn side(&self, index: usize) -> Option<(AnnotatorId, bool)> {
        self.with_row(|_, row, _| {
            let annotator = row.comparison.annotators.get(index)?.clone();
            Some((annotator, row.place.statements.get(index).is_some_and(|ids| !ids.is_empty())))
        })
        .flatten()
    }

    fn take(&mut self, index: usize) {
        match self.side(index) {
            Some((annotator, true)) => self.decide(Choice::Take(annotator)),
            Some((_, false)) => self.decide(Choice::Nothing),
            None => {}
        }
    }

    fn correct(&mut self, index: usize) {
        let Some((annotator, there)) = self.side(index) else { return };
        if !there {
            return self.cx.say(t!("status-review-nothing-to-correct"));
        }
        let statements = self.with_row(|app, row, _| {
            let layer = app.open.as_ref()?.session.project().layer(&row.comparison.document, &annotator)?;
            let ids = row.place.statements.get(index)?;
            Some(ids.iter().filter_map(|id| layer.statement(*id).cloned()).collect::<Vec<_>>())
        });
        let edit = statements.flatten().and_then(|own| self.choice(Choice::Edit(annotator, own)));
        self.decide_to_correct(edit);
    }

    fn write_new(&mut self) {
        let Some(statement) = self.new_statement() else { return };
        let edit = self.choice(Choice::New(vec![statement]));
        self.decide_to_correct(edit);
    }

    fn add_missed(&mut self) {
        if self.cx.view.selection.is_none() {
            return self.cx.say(t!("status-select-first"));
        }
        let Some(document) = self.cx.view.document.clone() else { return };
        let Some((statement, by)) =
            self.new_statement().zip(self.cx.open.as_ref().map(|open| open.session.annotator().clone()))
        else {
            return;
        };
        let edit = decide::add(&document, vec![statement], &grounds(by, Reasons::default()));
        if let Some((_, id)) = edit.as_ref().and_then(decision_in) {
            self.reviewer.state.spot = Some(Spot { document, at: At::Decision(id) });
        }
        self.decide_to_correct(edit);
    }

    /// A new statement on the selection, or else on the place under review.
    fn new_statement(&self) -> Option<Statement> {
        let project = self.cx.open.as_ref()?.session.project();
        let text = self.content()?;
        let hull = || self.with_row(|_, row, _| row.place.hull);
        let span = self.cx.view.selection.or_else(hull)?;
        let span = statement::trimmed(text.as_str(), span)?;
        let kind = project.codebook.kinds.first()?.id.clone();
        Some(statement::new(kind, span, self.cx.view.party.clone(), Timestamp::now()))
    }

    fn decide_to_correct(&mut self, edit: Option<Edit>) {
        let Some(edit) = edit else { return };
        let id = decision_in(&edit).map(|(_, id)| id);
        self.reviewer.state.decided = None;
        if self.cx.apply("gesture-decision", edit, None)
            && let Some(id) = id
        {
            self.start_correcting(id);
        }
    }

    fn send_back(&mut self, ctx: &egui::Context) {
        let reasons = self.reasons();
        // Without a reason nobody would know what to change.
        if reasons.reason.trim().is_empty() {
            // The reason is needed for this place, not for the previous one.
            self.reviewer.state.decided = None;
            ctx.memory_mut(|memory| memory.request_focus(place::reason_id()));
            return self.cx.say(t!("status-review-why"));
        }
        let Some(edit) = self.choice(Choice::SendBack) else { return };
        let thread = self.with_row(|app, row, _| {
            let by = app.open.as_ref()?.session.annotator();
            threads::begin(&row.comparison.document, threads::anchor_of(row), by, &reasons.reason)
        });
        let edit = Edit::Group(std::iter::once(edit).chain(thread.flatten()).collect());
        self.do_and_go_on("gesture-send-back", Some(edit));
    }

    fn show_thread(&mut self, document: &DocumentId, id: ThreadId) {
        let Some(open) = &self.cx.open else { return };
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
        match (self.cx.view.page, first) {
            (Page::Review, Some((annotator, id))) => {
                self.finish_correcting();
                self.show_spot(Spot { document: document.clone(), at: At::Statement(annotator, id) });
            }
            (_, first) => {
                if self.cx.view.document.as_ref() != Some(document) {
                    self.cx.queue.push(Command::ShowDocument(document.clone()));
                }
                match first.filter(|(annotator, _)| *annotator == own) {
                    Some((_, id)) => self.cx.queue.push(Command::SelectStatement(Some(id))),
                    None => self.cx.queue.extend(passage.map(|span| Command::GoTo(go(span)))),
                }
            }
        }
    }

    fn lacking(&mut self) -> &[Lacking] {
        let Some(open) = &self.cx.open else { return &[] };
        let revision = open.session.revision();
        let known = &mut self.reviewer.lacking;
        if known.as_ref().is_none_or(|(at, _)| *at != revision) {
            *known = Some((revision, manual::lacking(open.session.project(), open.session.annotator())));
        }
        known.as_ref().map(|(_, lacking)| lacking.as_slice()).unwrap_or_default()
    }

    /// The dialogs of the review.
    pub(in crate::app) fn review_dialog(&mut self, ui: &Ui, dialog: Dialog) {
        match dialog {
            Dialog::Bulk => {
                self.preview_in_background();
                let Some(open) = &self.cx.open else { return };
                let Reviewer { state, board, bulk, .. } = &mut self.reviewer;
                let preview = bulk.found.as_ref().map(|(preview, _)| preview);
                bulk::show(ui, &open.session, board.as_deref(), preview, state, &mut self.cx.queue);
            }
            Dialog::Manual => {
                self.lacking();
                let lacking = self.reviewer.lacking.as_ref().map(|(_, lacking)| lacking.as_slice()).unwrap_or_default();
                manual::show(ui, lacking, &mut self.cx.queue);
            }
            Dialog::Threads => {
                let Some(open) = &self.cx.open else { return };
                threads_dialog::show(ui, &open.session, &mut self.reviewer.state, &mut self.cx.queue);
            }
            _ => {}
        }
    }

    /// Follows the chosen rule and previews what it would decide.
    fn preview_in_background(&mut self) {
        let (Some(open), Some(board)) = (&self.cx.open, &self.reviewer.board) else { return };
        let bulk = &mut self.reviewer.bulk;
        if let Some(found) = bulk.previewing.poll() {
            bulk.found = found;
        }
        let session = &open.session;
        let asked = BulkQuestion {
            revision: session.revision(),
            rule: self.reviewer.state.rule(),
            by: session.annotator().clone(),
            documents: board.question.documents.clone(),
            annotators: board.question.annotators.clone(),
        };
        // A board of an older revision would give an outdated preview.
        let current = self.reviewer.asked.as_ref().is_some_and(|(revision, _)| *revision == asked.revision);
        if bulk.asked.as_ref() == Some(&asked) || !current || self.reviewer.comparing.is_running() {
            return;
        }
        bulk.found = None;
        let (rule, by, revision) = (asked.rule, asked.by.clone(), asked.revision);
        bulk.asked = Some(asked);
        let (board, project) = (Arc::clone(board), session.project().clone());
        bulk.previewing = self.cx.jobs.spawn("bulk", move |monitor| {
            let (preview, edit) = board.preview(&project, rule, &by, Timestamp::now(), monitor)?;
            let prepared =
                edit.and_then(|edit| match Prepared::new(&project, revision, "gesture-decision-bulk", edit) {
                    Ok(prepared) => Some(Box::new(prepared)),
                    Err(error) => {
                        tracing::error!(%error, "a bulk acceptance does not fit");
                        None
                    }
                });
            Some((preview, prepared))
        });
    }

    fn accept_in_bulk(&mut self) {
        if self.asks_name() {
            return;
        }
        let Some((preview, Some(prepared))) = self.reviewer.bulk.found.take() else { return };
        self.reviewer.state.decided = None;
        self.reviewer.bulk.asked = None;
        if !self.may_change(prepared.touched()) {
            return;
        }
        let Some(open) = &mut self.cx.open else { return };
        if open.session.adopt(prepared).is_err() {
            // The project has changed meanwhile, so the dialog computes a new preview.
            return self.cx.say(t!("status-bulk-again"));
        }
        self.cx.view.dialog = None;
        self.cx.say(t!("status-bulk-done", count = preview.accepted.len()));
    }

    /// Follows the request and the project, and takes the comparisons finished since the last frame.
    fn review_in_background(&mut self) {
        if let Some(board) = self.reviewer.comparing.poll() {
            self.take_board(board);
        }
        let Some(open) = self.cx.open.as_ref().filter(|_| self.cx.view.page == Page::Review) else { return };
        let question = self.reviewer.state.question(self.cx.view.document.as_ref(), open.session.annotator());
        let asked = (open.session.revision(), question);
        if self.reviewer.asked.as_ref() == Some(&asked) {
            return;
        }
        // Another request cancels the running one; another revision of the project reuses what is known.
        let same_question = self.reviewer.asked.as_ref().is_some_and(|(_, old)| *old == asked.1);
        if self.reviewer.comparing.is_running() && same_question {
            return;
        }
        let project = open.session.project().clone();
        let before = self.reviewer.board.clone();
        let question = asked.1.clone();
        self.reviewer.asked = Some(asked);
        self.reviewer.comparing.cancel();
        let size: usize = project.layers.values().map(|layer| layer.len()).sum();
        if size <= COMPARED_AT_ONCE {
            let board = Board::new(&project, &question, before.as_deref(), &Monitor::default());
            return self.take_board(board);
        }
        self.reviewer.comparing =
            self.cx.jobs.spawn("review", move |monitor| Board::new(&project, &question, before.as_deref(), monitor));
    }

    fn take_board(&mut self, board: Option<Board>) {
        let Some(board) = board else { return };
        let spot = self.reviewer.state.spot.as_ref();
        // A decision just made may not be on this board yet.
        let waits = spot.is_some_and(|spot| matches!(spot.at, At::Decision(id) if self.corrected(Some(id)).is_some()));
        if !waits && spot.and_then(|spot| spot.find(&board)).is_none() {
            let last = self.reviewer.state.last_index.min(board.entries.len().saturating_sub(1));
            let spot = board.entries.get(last).and_then(|entry| Spot::of(&board, *entry));
            self.reviewer.state.spot = None;
            if let Some(spot) = spot {
                self.show_spot(spot);
            }
        }
        self.reviewer.board = Some(Arc::new(board));
    }

    fn review_page(&mut self, ui: &mut Ui) {
        let Some(open) = &self.cx.open else { return };
        let Reviewer { state, columns, board, comparing, .. } = &mut self.reviewer;
        let busy = comparing.monitor().map(Monitor::done);
        let board = board.as_deref();
        let (session, view, out) = (&open.session, &self.cx.view, &mut self.cx.queue);
        let width = ui.available_width();
        let (nav, detail) = ((width * 0.3).clamp(130.0, 560.0), (width * 0.36).clamp(160.0, 560.0));
        Panel::left("review-queue").default_size(300.0).size_range(120.0..=nav).show(ui, |ui| {
            queue::show(ui, session, board, busy, state, out);
        });
        Panel::right("review-place").default_size(350.0).size_range(150.0..=detail).show(ui, |ui| {
            if view.correcting.is_some() {
                let (state, threads) = (&mut self.cx.panels.inspector, &mut self.cx.panels.threads);
                inspector::show(ui, session, view, state, threads, out);
                return;
            }
            let at = state.spot.as_ref().zip(board).and_then(|(spot, board)| spot.find(board));
            let row = at.zip(board).and_then(|(at, board)| board.row(at));
            place::show(ui, session, row.as_ref(), state, &mut self.cx.panels.threads, out);
        });
        let page = egui::Frame::NONE.fill(ui.visuals().extreme_bg_color);
        CentralPanel::default().frame(page).show(ui, |ui| {
            if let Some(board) = board {
                compare::show(ui, session, view, board, state, columns, out);
            }
        });
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

//! The page for reviewing: comparing in the background, and executing the review's commands.

mod deciding;
mod lacking_rules;

use std::sync::Arc;

use eframe::egui::{self, CentralPanel, Panel, Ui};
use jiff::Timestamp;

use super::WindowPage;
use super::article::number_of_no_party;
use crate::app::context::{Context, Event};
use crate::app::jobs::Job;
use crate::edit::session::Prepared;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::monitor::Monitor;
use crate::review::board::{Board, BoardRequest, Preview};
use crate::review::decide::{Choice, Rule};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::review::{At, ReviewCommand, Spot};
use crate::ui::command::situation::Situation;
use crate::ui::panels::{header, inspector};
use crate::ui::parts::sides::{self, Edge};
use crate::ui::review::compare::{self, Columns};
use crate::ui::review::document_values::{DocumentValuesState, OnDocument};
use crate::ui::review::{decision_bar, place, queue, threads};
use crate::ui::state::{Dialog, Page};

/// The bar of the decisions, under the texts and what is said about the place.
const DECISION: &str = "review-decision";
/// The usual height of the bar, and the usual width of the panel about the place, in points.
const DECISION_PT: f32 = 96.0;
const PLACE_PT: f32 = 350.0;

pub(super) type Controller = ReviewPage;
pub(in crate::app) use deciding::{annotators_here, spans_here};

/// Up to this many statements are compared within a frame; more of them in the background.
const COMPARED_AT_ONCE: usize = 2000;

/// The page; what is shown and chosen on it is in its panels.
#[derive(Default)]
pub(in crate::app) struct ReviewPage {
    columns: Columns,
    values: DocumentValuesState,
    /// The request that the current or pending board answers, with the project revision.
    asked: Option<(u64, BoardRequest)>,
    comparing: Job<Option<Board>>,
    bulk: Bulk,
    /// The height of the bar of decisions.
    foot_pt: f32,
}

/// What a rule would decide, ready to be accepted.
#[derive(Default)]
struct Bulk {
    asked: Option<BulkQuestion>,
    previewing: Job<Option<Previewed>>,
    /// The prepared edit, if there is anything to accept.
    prepared: Option<Box<Prepared>>,
}

/// What would be accepted, and the prepared edit if there is anything to accept.
type Previewed = (Arc<Preview>, Option<Box<Prepared>>);

#[derive(Clone, PartialEq)]
struct BulkQuestion {
    revision: u64,
    rule: Rule,
    by: AnnotatorId,
    documents: Vec<DocumentId>,
    annotators: Vec<AnnotatorId>,
}

impl WindowPage for ReviewPage {
    fn show(&mut self, cx: &mut Context, ui: &mut Ui) {
        let Some(open) = &cx.open else { return };
        let busy = self.comparing.monitor().map(Monitor::done);
        let (columns, state) = (&mut self.columns, &mut cx.panels.review);
        let board = state.board.clone();
        let board = board.as_deref();
        let (session, view, out) = (&open.session, &cx.view, &mut cx.queue);
        let width = ui.available_width();
        let (nav, detail) = ((width * 0.3).clamp(130.0, 560.0), (width * 0.36).clamp(160.0, 560.0));
        sides::start(ui, "review-queue").default_size(300.0).size_range(120.0..=nav).show(ui, |ui| {
            queue::show(ui, session, board, busy, state, out);
        });
        let at = state.spot.as_ref().zip(board).and_then(|(spot, board)| spot.find(board));
        let row = at.zip(board).and_then(|(at, board)| board.row(at));
        let place_pt = PLACE_PT.min(detail);
        let above = &mut sides::before_panel(ui, DECISION, Edge::Bottom, DECISION_PT);
        let page = &mut sides::before_panel(above, "review-place", Edge::End, place_pt);
        if view.correcting.is_some() {
            Panel::top("review-marking").show(page, |ui| {
                ui.horizontal(|ui| header::marking(ui, session, view, &mut cx.panels.inspector, out));
            });
        }
        let compared =
            view.document.as_ref().and_then(|id| board?.document_board(id)).map(|(_, found)| found.comparison());
        let values = compared.and_then(|found| OnDocument::find(session, &found.document, &found.annotators));
        if let Some(values) = values.filter(|_| view.correcting.is_none()) {
            let panel = Panel::top("review-document-values");
            panel.show(page, |ui| sides::from_start(ui, |ui| values.show(ui, &mut self.values, out)));
        }
        let paper = egui::Frame::NONE.fill(page.visuals().extreme_bg_color);
        CentralPanel::default().frame(paper).show(page, |ui| {
            if let Some(board) = board {
                compare::show(ui, session, view, board, state, columns, out);
            }
        });
        let place =
            sides::end(above, "review-place").default_size(PLACE_PT).size_range(150.0..=detail).show(above, |ui| {
                if view.correcting.is_some() {
                    let (state, threads) = (&mut cx.panels.inspector, &mut cx.panels.threads);
                    inspector::show(ui, session, view, state, threads, out);
                    return;
                }
                place::show(ui, session, row.as_ref(), &mut cx.panels.threads, out);
            });
        sides::took_room(above, "review-place", place_pt, place.response.rect.width());
        let bar = Panel::bottom(DECISION).resizable(false).show(ui, |ui| {
            sides::from_start(ui, |ui| match view.correcting {
                Some(_) => decision_bar::correcting(ui, out),
                None => decision_bar::show(ui, session, row.as_ref(), state, out),
            });
        });
        sides::took_room(ui, DECISION, DECISION_PT, bar.response.rect.height());
        self.foot_pt = bar.response.rect.height();
    }

    fn execute(&mut self, cx: &mut Context, ctx: &egui::Context, command: Command) -> Option<Command> {
        match command {
            Command::Review(command) => self.review(cx, ctx, command),
            command => return Some(command),
        }
        None
    }

    fn work(&mut self, cx: &mut Context, _ctx: &egui::Context) {
        self.review_in_background(cx);
        if cx.view.dialog == Some(Dialog::Bulk) {
            self.preview_in_background(cx);
        }
    }

    fn heed(&mut self, event: Event) {
        if event == Event::OtherProject {
            *self = Self::default();
        }
    }

    fn note_situation(&self, cx: &Context, now: &mut Situation) {
        now.review = deciding::review_situation(cx);
    }

    fn tells_hidden(&self) -> bool {
        true
    }

    fn foot_pt(&self) -> f32 {
        self.foot_pt
    }

    fn unused_digit(&self, cx: &Context, number: usize) -> Option<String> {
        match cx.view.correcting {
            None => Some(t!("not-annotator", number = number)),
            Some(_) => number_of_no_party(cx, number),
        }
    }
}

impl ReviewPage {
    /// Whether a comparison or a preview is running in the background.
    pub(in crate::app) fn is_comparing(&self) -> bool {
        self.comparing.is_running() || self.bulk.previewing.is_running()
    }

    fn review(&mut self, cx: &mut Context, ctx: &egui::Context, command: ReviewCommand) {
        use ReviewCommand as R;
        match command {
            R::Show(spot) => {
                cx.finish_correcting();
                cx.panels.review.decided = None;
                cx.view.page = Page::Review;
                deciding::show_spot(cx, spot);
            }
            R::Next => deciding::step_spot(cx, 1),
            R::Previous => deciding::step_spot(cx, -1),
            R::Take(index) => deciding::take(cx, index),
            R::Correct(index) => deciding::correct(cx, index),
            R::WriteNew => deciding::write_new(cx),
            R::AddMissed => deciding::add_missed(cx),
            R::Nothing => deciding::decide(cx, Choice::Nothing),
            R::Later => deciding::decide(cx, Choice::Later),
            R::SendBack => deciding::send_back(cx, ctx),
            R::TakeBack => deciding::take_back(cx),
            R::Confirm => deciding::confirm(cx),
            R::CorrectGold => deciding::correct_gold(cx),
            R::ChangeGold(statement, merge_key) => deciding::change_gold(cx, &statement, merge_key),
            R::SetSpan => deciding::set_span(cx),
            R::Done => deciding::done(cx),
            R::Explain(reasons) => deciding::explain(cx, reasons, Some("review-reason".to_owned())),
            R::ExplainDecided(reasons) => {
                deciding::explain_decided(cx, reasons, Some("review-decided-reason".to_owned()))
            }
            R::SetCause(cause) => deciding::note(cx, |reasons| reasons.cause = cause),
            R::ToggleNeedsRule => deciding::note(cx, |reasons| reasons.needs_rule = !reasons.needs_rule),
            R::FocusReason => deciding::focus_reason(cx, ctx),
            R::FocusComment => ctx.memory_mut(|memory| memory.request_focus(threads::comment_id())),
            R::ToggleOverlaid => cx.panels.review.overlaid = !cx.panels.review.overlaid,
            R::ToggleGold => cx.panels.review.shows_gold = !cx.panels.review.shows_gold,
            R::ToggleGoesOn => deciding::toggle_goes_on(cx),
            R::ToggleAgreements => {
                let filter = &mut cx.panels.review.filter;
                filter.agreements = !filter.agreements;
            }
            R::ToggleAll => deciding::toggle_all(cx),
            R::Accept => self.accept_in_bulk(cx),
            R::CopyManual => lacking_rules::copy(cx, ctx),
            R::AppendManual => lacking_rules::append(cx),
            R::ShowThread(document, id) => deciding::show_thread(cx, &document, id),
        }
    }

    /// Follows the chosen rule and previews what it would decide.
    fn preview_in_background(&mut self, cx: &mut Context) {
        let (Some(open), Some(board)) = (&cx.open, &cx.panels.review.board) else { return };
        let bulk = &mut self.bulk;
        if let Some(found) = bulk.previewing.poll() {
            let (preview, prepared) = found.unzip();
            (cx.panels.review.preview, bulk.prepared) = (preview, prepared.flatten());
        }
        let session = &open.session;
        let asked = BulkQuestion {
            revision: session.revision(),
            rule: cx.panels.review.rule(),
            by: session.annotator().clone(),
            documents: board.question.documents.clone(),
            annotators: board.question.annotators.clone(),
        };
        // A board of an older revision would give an outdated preview.
        let current = self.asked.as_ref().is_some_and(|(revision, _)| *revision == asked.revision);
        if bulk.asked.as_ref() == Some(&asked) || !current || self.comparing.is_running() {
            return;
        }
        (cx.panels.review.preview, bulk.prepared) = (None, None);
        let (rule, by, revision) = (asked.rule, asked.by.clone(), asked.revision);
        bulk.asked = Some(asked);
        let (board, project) = (Arc::clone(board), session.shared_project());
        bulk.previewing = cx.jobs.spawn("bulk", move |monitor| {
            let (preview, edit) = board.preview(&project, rule, &by, Timestamp::now(), monitor)?;
            let prepared =
                edit.and_then(|edit| match Prepared::new(&project, revision, "gesture-decision-bulk", edit) {
                    Ok(prepared) => Some(Box::new(prepared)),
                    Err(error) => {
                        tracing::error!(%error, "a bulk acceptance does not fit");
                        None
                    }
                });
            Some((Arc::new(preview), prepared))
        });
    }

    fn accept_in_bulk(&mut self, cx: &mut Context) {
        if cx.asks_name() {
            return;
        }
        let Some((preview, prepared)) = cx.panels.review.preview.take().zip(self.bulk.prepared.take()) else { return };
        cx.panels.review.decided = None;
        self.bulk.asked = None;
        if !cx.may_change(prepared.touched()) {
            return;
        }
        let Some(open) = &mut cx.open else { return };
        if open.session.adopt(prepared).is_err() {
            // The project has changed meanwhile, so the dialog computes a new preview.
            return cx.say(t!("status-bulk-again"));
        }
        cx.view.dialog = None;
        cx.say(t!("status-bulk-done", count = preview.accepted.len()));
    }

    /// Follows the request and the project, and takes the comparisons finished since the last frame.
    fn review_in_background(&mut self, cx: &mut Context) {
        if let Some(board) = self.comparing.poll() {
            self.take_board(cx, board);
        }
        let Some(open) = cx.open.as_ref().filter(|_| cx.view.page == Page::Review) else { return };
        let question = cx.panels.review.question(cx.view.document.as_ref(), open.session.annotator());
        let asked = (open.session.revision(), question);
        if self.asked.as_ref() == Some(&asked) {
            return;
        }
        // Another request cancels the running one; another revision of the project reuses what is known.
        let same_question = self.asked.as_ref().is_some_and(|(_, old)| *old == asked.1);
        if self.comparing.is_running() && same_question {
            return;
        }
        let project = open.session.shared_project();
        let before = cx.panels.review.board.clone();
        let question = asked.1.clone();
        self.asked = Some(asked);
        self.comparing.cancel();
        let size: usize = project.layers.values().map(|layer| layer.len()).sum();
        if size <= COMPARED_AT_ONCE {
            let board = Board::new(&project, &question, before.as_deref(), &Monitor::default());
            return self.take_board(cx, board);
        }
        self.comparing =
            cx.jobs.spawn("review", move |monitor| Board::new(&project, &question, before.as_deref(), monitor));
    }

    fn take_board(&mut self, cx: &mut Context, board: Option<Board>) {
        let Some(board) = board else { return };
        let spot = cx.panels.review.spot.as_ref();
        // A decision just made may not be on this board yet.
        let waits = spot.is_some_and(|spot| matches!(spot.at, At::Decision(id) if cx.corrected(Some(id)).is_some()));
        if !waits && spot.and_then(|spot| spot.find(&board)).is_none() {
            let last = cx.panels.review.last_index.min(board.entries.len().saturating_sub(1));
            let spot = board.entries.get(last).and_then(|entry| Spot::of(&board, *entry));
            cx.panels.review.spot = None;
            if let Some(spot) = spot {
                deciding::show_spot(cx, spot);
            }
        }
        cx.panels.review.board = Some(Arc::new(board));
    }
}

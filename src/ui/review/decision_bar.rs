//! The bar under the texts: the decisions about the place under review, and why.
//!
//! It has the same height at every place, so that nothing moves from one decision to the next. Its second line belongs to
//! the decision just made, as long as the next place was only shown after it, and otherwise to the place under review.

use egui::{Id, Ui};

use super::state::ReviewState;
use crate::edit::session::Session;
use crate::model::review::{Cause, Decision, Verdict};
use crate::review::queue::QueueRow;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::review::{Reasons, ReviewCommand};
use crate::ui::command::table::{annotator_rows, row_of};
use crate::ui::parts::command_tip::{CommandTip as _, command_keys};
use crate::ui::shaped::{Button, Checkbox, ComboBox, Label, MenuItem, TextField};
use crate::ui::words::review as words;

/// The width of the cause, and the largest share of the bar that the name of a decision takes.
const CAUSE_PT: f32 = 150.0;
const NAME_SHARE: f32 = 0.34;

/// The id of the field for the reason, for focusing it.
pub(crate) fn reason_id() -> Id {
    Id::unique("review-reason")
}

/// The id of the field for the reason of the decision just made, for focusing it.
pub(crate) fn decided_reason_id() -> Id {
    Id::unique("review-decided-reason")
}

/// Shows the bar.
pub(crate) fn show(
    ui: &mut Ui,
    session: &Session,
    row: Option<&QueueRow<'_>>,
    state: &mut ReviewState,
    out: &mut Vec<Command>,
) {
    ui.add_space(ui.spacing().item_spacing.y / 2.0);
    ui.horizontal_wrapped(|ui| decisions(ui, row, out));
    ui.horizontal(|ui| match just_decided(session, state) {
        Some((decision, what)) => after(ui, decision, &what, state, out),
        None => here(ui, row, &mut state.reasons, out),
    });
    ui.add_space(ui.spacing().item_spacing.y / 2.0);
}

/// Shows how correcting ends.
pub(crate) fn correcting(ui: &mut Ui, out: &mut Vec<Command>) {
    ui.add_space(ui.spacing().item_spacing.y / 2.0);
    ui.horizontal(|ui| ask(ui, "correct-done", t!("review-correct-done"), out));
    ui.horizontal(|ui| ui.add(Label::new(t!("review-correct-explained")).weak().elide()));
    ui.add_space(ui.spacing().item_spacing.y / 2.0);
}

/// A button for the command with this id, with its keys.
pub(super) fn ask(ui: &mut Ui, id: &str, text: String, out: &mut Vec<Command>) {
    let button = Button::new(text.clone()).shortcut(command_keys(ui.ctx(), id)).name(text);
    if ui.add(button).on_hover_command(id).clicked() {
        out.extend(row_of(id).map(|row| row.command.clone()));
    }
}

/// Each annotator's version, and the decisions that are nobody's.
fn decisions(ui: &mut Ui, row: Option<&QueueRow<'_>>, out: &mut Vec<Command>) {
    let is_marked = row.is_some_and(|row| !row.place.statements.iter().all(Vec::is_empty));
    if let Some(row) = row.filter(|_| is_marked) {
        takes(ui, row, out);
    }
    if !is_marked {
        ui.disable();
    }
    ask(ui, "decide-nothing", t!("review-decide-nothing"), out);
    ask(ui, "decide-new", t!("review-decide-new"), out);
    ask(ui, "decide-later", t!("review-decide-later"), out);
    ask(ui, "send-back", t!("review-decide-send-back"), out);
}

fn takes(ui: &mut Ui, row: &QueueRow<'_>, out: &mut Vec<Command>) {
    let alone = row.comparison.annotators.len() == 1;
    for (index, annotator) in row.comparison.annotators.iter().enumerate() {
        if row.place.statements.get(index).is_none_or(Vec::is_empty) {
            continue;
        }
        let [take, _] = annotator_rows(index, annotator);
        let (text, name) = if alone {
            (t!("review-accept"), t!("review-accept"))
        } else {
            (t!("review-take", annotator = annotator.as_str()), t!("review-take-name", annotator = annotator.as_str()))
        };
        let taken = row.decision.is_some_and(|decision| decision.verdict == Verdict::Take(annotator.clone()));
        let button = Button::new(text).shortcut(take.button_keys(ui.ctx())).name(name).selected(taken);
        if ui.add(button).on_hover_row(&take, "").clicked() {
            out.push(take.command);
        }
    }
}

/// The decision just made, if the next place is already on screen, and what it was about.
fn just_decided<'s>(session: &'s Session, state: &ReviewState) -> Option<(&'s Decision, String)> {
    let (document, id) = state.decided.as_ref()?;
    let decision = session.project().reviews.get(document)?.decision(*id)?;
    Some((decision, words::decided(session.project(), document, decision)))
}

/// The reasons for the decision just made.
fn after(ui: &mut Ui, decision: &Decision, what: &str, state: &mut ReviewState, out: &mut Vec<Command>) {
    let made = reasons_of(decision);
    let mut now = made.clone();
    let name = t!("review-reason-for", what = what);
    let width = ui.available_width() * NAME_SHARE;
    ui.allocate_ui(egui::vec2(width, ui.spacing().interact_size.y), |ui| {
        ui.add(Label::new(name.clone()).color(ui.visuals().hyperlink_color).elide());
    });
    ui.push_id("decided", |ui| {
        ui.horizontal(|ui| {
            // What is said about the place under review waits until nobody speaks of the last one any more.
            let back = Button::new(t!("review-reason-here")).small();
            let room = 90.0 + ui.spacing().item_spacing.x;
            noted(ui, &mut now, decided_reason_id(), name, room, out);
            if ui.add(back).clicked() {
                state.decided = None;
            }
        });
    });
    if now != made {
        out.push(Command::Review(ReviewCommand::ExplainDecided(now)));
    }
}

/// Cause, reason and "needs a rule": those of the decision, or those for the next one.
fn here(ui: &mut Ui, row: Option<&QueueRow<'_>>, draft: &mut Reasons, out: &mut Vec<Command>) {
    let made = row.and_then(|row| row.decision).map(reasons_of);
    // Typed text goes into the draft; a decision is changed by whatever differs from it.
    let mut now = made.clone().unwrap_or_else(|| draft.clone());
    ui.add_enabled_ui(row.is_some(), |ui| {
        ui.horizontal(|ui| noted(ui, &mut now, reason_id(), t!("review-reason"), 0.0, out));
    });
    match made {
        Some(made) if made != now => out.push(Command::Review(ReviewCommand::Explain(now))),
        Some(_) => {}
        None => *draft = now,
    }
}

fn reasons_of(decision: &Decision) -> Reasons {
    Reasons { cause: decision.cause, reason: decision.reason.clone(), needs_rule: decision.needs_rule }
}

/// The three fields of a decision's notes, in a line that leaves `room` points free.
fn noted(ui: &mut Ui, now: &mut Reasons, id: Id, name: String, room: f32, out: &mut Vec<Command>) {
    let text = now.cause.map_or_else(|| t!("review-cause-none"), words::cause_name);
    ComboBox::new("review-cause", t!("review-cause")).selected_text(text).width(CAUSE_PT).show(ui, |ui| {
        if ui.add(MenuItem::new(t!("review-cause-none")).selected(now.cause.is_none())).clicked() {
            now.cause = None;
        }
        for cause in Cause::ALL {
            if ui.add(MenuItem::new(words::cause_name(cause)).selected(now.cause == Some(cause))).clicked() {
                now.cause = Some(cause);
            }
        }
    });
    let rule = Checkbox::new(&mut now.needs_rule, t!("review-needs-rule"));
    ui.add(rule);
    let width = (ui.available_width() - room).max(80.0);
    let field = TextField::multiline(&mut now.reason).rows(1).id(id).name(name);
    let output = field.hint(t!("review-reason")).desired_width(width).show(ui);
    if output.response.lost_focus() || output.submitted || output.cancelled {
        out.push(Command::EndGesture);
    }
}

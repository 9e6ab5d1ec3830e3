//! The place under review: how the annotators differ, what each has, and what was decided.

use egui::{Id, ScrollArea, Ui};

use super::state::ReviewState;
use super::threads::{self, ThreadsState};
use crate::edit::session::Session;
use crate::model::id::AnnotatorId;
use crate::model::review::{Cause, Decision, Verdict};
use crate::model::statement::Statement;
use crate::review::decide::{SourceChange, Standing};
use crate::review::queue::QueueRow;
use crate::t;
use crate::text::clock::when;
use crate::ui::command::Command;
use crate::ui::command::review::{Reasons, ReviewCommand};
use crate::ui::command::table::{annotator_rows, row_of};
use crate::ui::parts::command_tip::{CommandTip as _, command_keys};
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Checkbox, ComboBox, Family, Heading, Label, MenuItem, TextField};
use crate::ui::words::{describe, quote, review as words};

/// The id of the field for the reason, for focusing it.
pub(crate) fn reason_id() -> Id {
    Id::unique("review-reason")
}

/// The id of the field for the reason of the decision just made, for focusing it.
pub(crate) fn decided_reason_id() -> Id {
    Id::unique("review-decided-reason")
}

/// Shows a place, or a note that none is selected.
pub(crate) fn show(
    ui: &mut Ui,
    session: &Session,
    row: Option<&QueueRow<'_>>,
    state: &mut ReviewState,
    threads_state: &mut ThreadsState,
    out: &mut Vec<Command>,
) {
    just_decided(ui, session, state, out);
    let Some(row) = row else {
        ui.add_space(ui.spacing().item_spacing.y * 2.0);
        ui.add(Label::new(t!("review-place-none")).weak().wrap());
        return;
    };
    ScrollArea::vertical().id_salt("review-place").auto_shrink(false).show(ui, |ui| {
        ui.add(Heading::new(words::summary(row.comparison, row.place, row.decision)));
        ui.horizontal_wrapped(|ui| {
            ask(ui, "previous-place", t!("review-previous"), out);
            ask(ui, "next-place", t!("review-next"), out);
        });
        if let Some(decision) = row.decision {
            decided(ui, session, row, decision, out);
        }
        differences(ui, session, row);
        for (index, annotator) in row.comparison.annotators.iter().enumerate() {
            ui.push_id(("side", index), |ui| side(ui, session, row, index, annotator, out));
        }
        others(ui, row, out);
        reasons(ui, row, &mut state.reasons, out);
        let review = session.project().reviews.get(&row.comparison.document);
        let there = threads::at_place(review, row);
        let anchor = Some(threads::anchor_of(row));
        threads::show(ui, session, &row.comparison.document, &there, anchor, threads_state, out);
    });
}

/// A button for the command with this id, with its keys.
fn ask(ui: &mut Ui, id: &str, text: String, out: &mut Vec<Command>) {
    let button = Button::new(text.clone()).shortcut(command_keys(ui.ctx(), id)).name(text);
    if ui.add(button).on_hover_command(id).clicked() {
        out.extend(row_of(id).map(|row| row.command.clone()));
    }
}

/// Shows the decision, by whom and when it was made, and whether it is up to date.
fn decided(ui: &mut Ui, session: &Session, row: &QueueRow<'_>, decision: &Decision, out: &mut Vec<Command>) {
    section(ui, t!("review-decision"));
    ui.add(Label::new(words::verdict(decision)).strong().wrap());
    let by = if decision.by == *session.annotator() {
        t!("review-decided-by-you", when = when(decision.at))
    } else {
        t!("review-decided-by", by = decision.by.as_str(), when = when(decision.at))
    };
    let label = Label::new(by).small(ui).weak().wrap();
    ui.add(label);
    let how = match (decision.verdict.gives(), decision.rule.as_str()) {
        (true, "") => Some(words::provenance_name(decision.provenance)),
        (_, "") => None,
        (_, rule) => Some(t!("review-decided-rule", rule = words::rule_name(rule))),
    };
    if let Some(how) = how {
        let label = Label::new(how).small(ui).weak().wrap();
        ui.add(label);
    }
    if !decision.rule.is_empty() || decision.verdict.gives() {
        for statement in &decision.statements {
            has(ui, session, row, statement);
        }
    }
    if let Standing::OutOfDate(_, changes) = row.standing {
        ui.add(Label::new(t!("review-changed")).color(ui.visuals().warn_fg_color).wrap());
        for change in changes {
            ui.add(Label::new(change_words(change)).wrap());
        }
    }
    ui.horizontal_wrapped(|ui| {
        if matches!(row.standing, Standing::OutOfDate(..)) && !row.place.statements.iter().all(Vec::is_empty) {
            ask(ui, "confirm", t!("review-confirm"), out);
        }
        if decision.verdict.gives() {
            ask(ui, "correct-gold", t!("review-correct-gold"), out);
        }
        ask(ui, "take-back", t!("review-take-back"), out);
    });
}

fn change_words(change: &SourceChange) -> String {
    match change {
        SourceChange::Added(annotator, _) => t!("review-change-added", annotator = annotator.as_str()),
        SourceChange::Removed(annotator, _) => t!("review-change-removed", annotator = annotator.as_str()),
        SourceChange::Changed(annotator, _, differences) => {
            let names = differences.iter().map(|difference| difference.title());
            t!("review-change-changed", annotator = annotator.as_str(), what = words::joined(names.collect()))
        }
    }
}

fn differences(ui: &mut Ui, session: &Session, row: &QueueRow<'_>) {
    if row.place.differences.is_empty() {
        return;
    }
    section(ui, t!("review-differences"));
    for (first, second, _) in &row.place.differences {
        let name = |index: &usize| row.comparison.annotators.get(*index).map(ToString::to_string).unwrap_or_default();
        if row.comparison.annotators.len() > 2 {
            let pair = Label::new(t!("review-pair", first = name(first), second = name(second))).small(ui).weak();
            ui.add(pair);
        }
        for words in words::differences(session.project(), row.comparison, row.place, *first, *second) {
            ui.add(Label::new(words).wrap());
        }
    }
}

fn side(
    ui: &mut Ui,
    session: &Session,
    row: &QueueRow<'_>,
    index: usize,
    annotator: &AnnotatorId,
    out: &mut Vec<Command>,
) {
    let number = index + 1;
    section(ui, t!("review-side", number = number, annotator = annotator.as_str()));
    let layer = session.project().layer(&row.comparison.document, annotator);
    let ids = row.place.statements.get(index).into_iter().flatten();
    let statements: Vec<&Statement> = ids.filter_map(|id| layer?.statement(*id)).collect();
    if statements.is_empty() {
        ui.add(Label::new(t!("review-nothing-here")).weak());
        return;
    }
    for statement in statements {
        has(ui, session, row, statement);
    }
    let alone = row.comparison.annotators.len() == 1;
    let taken = row.decision.is_some_and(|d| d.verdict == Verdict::Take(annotator.clone()));
    ui.horizontal_wrapped(|ui| {
        let [take, correct] = annotator_rows(index, annotator);
        let (text, name) = if alone {
            (t!("review-accept"), t!("review-accept"))
        } else {
            (t!("review-take"), t!("review-take-name", annotator = annotator.as_str()))
        };
        let button = Button::new(text).shortcut(take.button_keys(ui.ctx())).name(name).selected(taken);
        if ui.add(button).on_hover_row(&take, "").clicked() {
            out.push(take.command);
        }
        let name = t!("review-correct-name", annotator = annotator.as_str());
        let button = Button::new(t!("review-correct")).shortcut(correct.button_keys(ui.ctx())).name(name);
        if ui.add(button).on_hover_row(&correct, "").clicked() {
            out.push(correct.command);
        }
    });
}

/// Buttons for decisions other than an annotator's version.
fn others(ui: &mut Ui, row: &QueueRow<'_>, out: &mut Vec<Command>) {
    section(ui, t!("review-or"));
    if row.place.statements.iter().all(Vec::is_empty) {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ask(ui, "decide-nothing", t!("review-decide-nothing"), out);
        ask(ui, "decide-new", t!("review-decide-new"), out);
        ask(ui, "decide-later", t!("review-decide-later"), out);
        ask(ui, "send-back", t!("review-decide-send-back"), out);
    });
}

fn has(ui: &mut Ui, session: &Session, row: &QueueRow<'_>, statement: &Statement) {
    let project = session.project();
    let Some(document) = project.documents.get(&row.comparison.document) else { return };
    ui.add(Label::new(describe(session, statement)).wrap());
    ui.add(Label::new(quote(document, &statement.spans)).family(Family::Reading).wrap().fill().selectable(true));
    let details = words::details(project, statement);
    if !details.is_empty() {
        let label = Label::new(details).small(ui).weak().wrap();
        ui.add(label);
    }
}

/// Notes about the decision just made, while the next place is already on screen.
fn just_decided(ui: &mut Ui, session: &Session, state: &ReviewState, out: &mut Vec<Command>) {
    let project = session.project();
    let Some((document, id)) = &state.decided else { return };
    let Some(decision) = project.reviews.get(document).and_then(|review| review.decision(*id)) else { return };
    let made = Reasons { cause: decision.cause, reason: decision.reason.clone(), needs_rule: decision.needs_rule };
    let mut now = made.clone();
    let stroke = ui.visuals().widgets.noninteractive.bg_stroke;
    let name = t!("review-reason-for", what = words::decided(project, document, decision));
    egui::Frame::NONE.stroke(stroke).inner_margin(6.0).corner_radius(4.0).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let label = Label::new(name.clone()).small(ui).wrap();
        ui.add(label);
        ui.push_id("decided", |ui| noted(ui, &mut now, decided_reason_id(), name, out));
    });
    if now != made {
        out.push(Command::Review(ReviewCommand::ExplainDecided(now)));
    }
}

/// Cause, reason and "needs a rule": those of the decision, or those for the next one.
fn reasons(ui: &mut Ui, row: &QueueRow<'_>, draft: &mut Reasons, out: &mut Vec<Command>) {
    section(ui, t!("review-why"));
    let made = row.decision.map(|decision| Reasons {
        cause: decision.cause,
        reason: decision.reason.clone(),
        needs_rule: decision.needs_rule,
    });
    // Typed text goes into the draft; a decision is changed by whatever differs from it.
    let mut now = made.clone().unwrap_or_else(|| draft.clone());
    noted(ui, &mut now, reason_id(), t!("review-reason"), out);
    match made {
        Some(made) if made != now => out.push(Command::Review(ReviewCommand::Explain(now))),
        Some(_) => {}
        None => *draft = now,
    }
}

/// The three fields of a decision's notes.
fn noted(ui: &mut Ui, now: &mut Reasons, id: Id, name: String, out: &mut Vec<Command>) {
    let width = ui.available_width();
    let text = now.cause.map_or_else(|| t!("review-cause-none"), words::cause_name);
    ComboBox::new("review-cause", t!("review-cause")).selected_text(text).width(width).show(ui, |ui| {
        if ui.add(MenuItem::new(t!("review-cause-none")).selected(now.cause.is_none())).clicked() {
            now.cause = None;
        }
        for cause in Cause::ALL {
            if ui.add(MenuItem::new(words::cause_name(cause)).selected(now.cause == Some(cause))).clicked() {
                now.cause = Some(cause);
            }
        }
    });
    let field = TextField::multiline(&mut now.reason).rows(1).id(id).name(name);
    let output = field.hint(t!("review-reason")).desired_width(width).show(ui);
    if output.response.lost_focus() || output.submitted || output.cancelled {
        out.push(Command::EndGesture);
    }
    ui.add(Checkbox::new(&mut now.needs_rule, t!("review-needs-rule")));
}

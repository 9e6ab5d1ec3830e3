//! The place under review: how the annotators differ, what each has, and what was decided. It is decided in the bar under
//! the texts.

use egui::{ScrollArea, Ui};

use super::decision_bar::ask;
use super::threads::{self, ThreadsState};
use crate::edit::session::Session;
use crate::model::id::AnnotatorId;
use crate::model::review::Decision;
use crate::model::statement::Statement;
use crate::review::decide::{SourceChange, Standing};
use crate::review::queue::QueueRow;
use crate::t;
use crate::text::clock::when;
use crate::ui::command::Command;
use crate::ui::command::table::annotator_rows;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Family, Heading, Label};
use crate::ui::words::{describe, quote, review as words};

/// Shows a place, or a note that none is selected.
pub(crate) fn show(
    ui: &mut Ui,
    session: &Session,
    row: Option<&QueueRow<'_>>,
    threads_state: &mut ThreadsState,
    out: &mut Vec<Command>,
) {
    let Some(row) = row else {
        ui.add_space(ui.spacing().item_spacing.y * 2.0);
        ui.add(Label::new(t!("review-place-none")).weak().wrap());
        return;
    };
    ScrollArea::vertical().id_salt("review-place").auto_shrink(false).show(ui, |ui| {
        ui.add(Heading::new(words::summary(session.project(), row.comparison, row.place, row.decision)));
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
        let review = session.project().reviews.get(&row.comparison.document);
        let there = threads::at_place(review, row);
        let anchor = Some(threads::anchor_of(row));
        threads::show(ui, session, &row.comparison.document, &there, anchor, threads_state, out);
    });
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
    let [_, correct] = annotator_rows(index, annotator);
    let name = t!("review-correct-name", annotator = annotator.as_str());
    let button = Button::new(t!("review-correct")).shortcut(correct.button_keys(ui.ctx())).name(name).small();
    if ui.add(button).on_hover_row(&correct, "").clicked() {
        out.push(correct.command);
    }
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

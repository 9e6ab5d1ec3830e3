//! The passages behind a number: who marked what there, and buttons to go to them.

use egui::{Id, ScrollArea, Ui};

use super::state::AgreementState;
use crate::edit::session::Session;
use crate::model::statement::Statement;
use crate::review::pairing::Pairing;
use crate::review::study::StudyResult;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::agreement::{AgreementCommand, Behind};
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::list_row;
use crate::ui::shaped::{Button, Checkbox, Family, Label};
use crate::ui::words::quote;

pub(super) fn show(
    ui: &mut Ui,
    session: &Session,
    answer: &StudyResult,
    state: &mut AgreementState,
    out: &mut Vec<Command>,
) {
    let Some(behind) = state.behind.clone() else { return };
    let listed = state.listed(session, answer);
    ui.horizontal_wrapped(|ui| {
        ui.add(Label::new(title(session, answer, state, &behind)).strong());
        ui.add(Label::new(t!("agreement-passages", count = listed.len())).weak());
        ui.add(Checkbox::new(&mut state.only_different, t!("agreement-only-different")));
        if ui.add(Button::new(t!("panel-close")).small()).on_hover_command("close-passages").clicked() {
            out.push(Command::Agreement(AgreementCommand::Open(None)));
        }
    });
    if listed.is_empty() {
        ui.add(Label::new(t!("agreement-no-passages")).weak().wrap());
        return;
    }
    let height = 2.0 * ui.spacing().interact_size.y + 8.0;
    ScrollArea::vertical().id_salt("agreement-passages").auto_shrink(false).show_rows(
        ui,
        height,
        listed.len(),
        |ui, range| {
            for index in listed.get(range).unwrap_or_default() {
                if let Some(pairing) = answer.pairings.get(*index) {
                    row(ui, session, answer, state, (*index, pairing), height, out);
                }
            }
        },
    );
}

fn row(
    ui: &mut Ui,
    session: &Session,
    answer: &StudyResult,
    state: &AgreementState,
    (index, pairing): (usize, &Pairing),
    height: f32,
    out: &mut Vec<Command>,
) {
    let project = session.project();
    let Some(document) = project.documents.get(&pairing.document) else { return };
    let (a, b) = pairing.both(project, &answer.annotators);
    let field = if matches!(state.behind, Some(Behind::Cell(..))) { state.confusion_field() } else { &state.field };
    let said = |place: usize, statement: Option<&Statement>| {
        let label = statement.map_or_else(|| t!("agreement-nothing"), |s| field.label_name(project, &field.label(s)));
        let name = answer.annotators.get(place).map(ToString::to_string).unwrap_or_default();
        t!("agreement-said", annotator = name, label = label)
    };
    let words = a.or(b).map(|statement| quote(document, &statement.spans)).unwrap_or_default();
    let who = t!(
        "agreement-meeting",
        first = said(pairing.annotators.0, a),
        second = said(pairing.annotators.1, b),
        document = document.display_title()
    );
    ui.horizontal(|ui| {
        let button_width = 86.0;
        let width = (ui.available_width() - button_width).max(80.0);
        ui.allocate_ui(egui::vec2(width, height), |ui| {
            let name = t!("agreement-passage-name", words = words.as_str(), who = who.as_str());
            let row = list_row(ui, Id::unique(("agreement-passage", index)), height, false, &name, |ui, color| {
                ui.vertical(|ui| {
                    let label = Label::new(words.clone()).family(Family::Reading).elide();
                    ui.add(match color {
                        Some(color) => label.color(color),
                        None => label,
                    });
                    ui.add(Label::new(who.clone()).small(ui).weak().elide());
                });
            });
            if row.clicked() {
                out.push(Command::Agreement(AgreementCommand::ToReview(index)));
            }
        });
        if ui.add(Button::new(t!("agreement-to-article")).small()).clicked() {
            out.push(Command::Agreement(AgreementCommand::ToArticle(index)));
        }
    });
}

/// The title of the list, in words.
fn title(session: &Session, answer: &StudyResult, state: &AgreementState, behind: &Behind) -> String {
    let project = session.project();
    let document = |id: &crate::model::id::DocumentId| {
        project.documents.get(id).map_or_else(|| id.to_string(), |document| document.display_title().to_owned())
    };
    let name = |index: &usize| answer.annotators.get(*index).map(ToString::to_string).unwrap_or_default();
    match behind {
        Behind::Whole => t!("agreement-over-everything"),
        Behind::Pair(a, b) => t!("agreement-pair", first = name(a), second = name(b)),
        Behind::Document(id) => document(id),
        Behind::Part(part) => part.title(project),
        Behind::Label(label) => state.field.label_name(project, label),
        Behind::Cell(row, column) => {
            let field = state.confusion_field();
            let label = |label: &Option<String>| {
                label.as_ref().map_or_else(|| t!("agreement-nothing"), |label| field.label_name(project, label))
            };
            t!("agreement-cell-title", row = label(row), column = label(column))
        }
        Behind::Stretch(id, span) => {
            let words = project.documents.get(id).map(|document| quote(document, &[*span])).unwrap_or_default();
            t!("agreement-stretch-title", words = words, document = document(id))
        }
    }
}

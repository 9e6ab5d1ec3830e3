//! The agreement page: choices on the left, numbers in the middle, and below them the passages behind a selected
//! number.
//!
//! The parts read the session and the answer and push commands; what the user selects and types is in
//! [`AgreementState`].

mod articles;
mod controls;
mod export_menu;
mod passages;
mod rows;
pub mod state;
mod tables;
mod verdict;

use egui::{CentralPanel, ScrollArea, Ui};

use self::state::AgreementState;
use super::command::Command;
use super::command::agreement::{AgreementCommand, Behind};
use super::shaped::{Button, Heading, Label};
use crate::edit::session::Session;
use crate::review::report;
use crate::review::study::StudyResult;
use crate::t;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::line_with;
use crate::ui::parts::sides;

/// The status of the answer on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Current,
    /// Being computed; steps done and steps known so far.
    Computing(usize, usize),
    /// Stopped by the user.
    Stopped,
}

/// Shows the page. `answer` may be an old one while `standing` says that another is being computed.
pub(crate) fn show(
    ui: &mut Ui,
    session: &Session,
    answer: Option<&StudyResult>,
    problem: Option<&str>,
    standing: Standing,
    state: &mut AgreementState,
    out: &mut Vec<Command>,
) {
    let nav = (ui.available_width() * 0.4).clamp(170.0, 420.0);
    sides::start(ui, "agreement-controls").default_size(280.0).size_range(170.0..=nav).show(ui, |ui| {
        ScrollArea::vertical().id_salt("agreement-controls").auto_shrink(false).show(ui, |ui| {
            controls::show(ui, session, state);
        });
    });
    if let (Some(answer), true) = (answer, state.behind.is_some()) {
        let most = ui.available_height() * 0.6;
        sides::bottom(ui, "agreement-passages", most * 0.6, 90.0..=most, |ui| {
            passages::show(ui, session, answer, state, out);
        });
    }
    CentralPanel::default().show(ui, |ui| {
        ScrollArea::vertical().id_salt("agreement-numbers").auto_shrink(false).show(ui, |ui| {
            sides::from_start(ui, |ui| {
                head(ui, session, answer, problem, standing, state, out);
                let Some(answer) = answer else { return };
                tables::show(ui, session, answer, state, out);
                if answer.annotators.len() > 1 {
                    rows::show(ui, session, answer, state, out);
                    articles::show(ui, session, answer);
                }
            });
        });
    });
}

/// Shows the overall value and its status.
fn head(
    ui: &mut Ui,
    session: &Session,
    answer: Option<&StudyResult>,
    problem: Option<&str>,
    standing: Standing,
    state: &mut AgreementState,
    out: &mut Vec<Command>,
) {
    let ready = answer.is_some() && standing == Standing::Current;
    line_with(
        ui,
        &mut (&mut *state, &mut *out),
        |ui, (state, out)| {
            ui.add(Heading::new(answer.map_or_else(|| state.measure.title(), crate::review::charts::measure_name)));
            let explain = Button::new(t!("agreement-explain")).selected(state.explains).small();
            if ui.add(explain).clicked() {
                state.explains = !state.explains;
            }
            match standing {
                Standing::Current => {}
                Standing::Computing(done, total) => {
                    ui.add(Label::new(t!("agreement-computing", done = done, total = total)).weak());
                    if ui.add(Button::new(t!("agreement-stop"))).on_hover_command("stop-computing").clicked() {
                        out.push(Command::Agreement(AgreementCommand::Stop));
                    }
                }
                Standing::Stopped => {
                    ui.add(Label::new(t!("agreement-stopped")).weak());
                    if ui.add(Button::new(t!("agreement-compute"))).on_hover_command("compute").clicked() {
                        out.push(Command::Agreement(AgreementCommand::Compute));
                    }
                }
            }
        },
        |ui, (_, out)| export_menu::show(ui, ready, out),
    );
    if answer.is_some() && standing != Standing::Current {
        ui.add(Label::new(t!("agreement-out-of-date")).color(ui.visuals().warn_fg_color).wrap());
    }
    if state.explains {
        ui.add(Label::new(state.measure.describe()).wrap());
        ui.add(Label::new(state.measure.source()).weak().wrap());
    }
    if let Some(problem) = problem {
        ui.add(Label::new(problem).color(ui.visuals().error_fg_color).wrap());
    }
    let Some(answer) = answer else { return };
    whole(ui, session, answer, state, out);
    if state.explains {
        for warning in report::warnings(session.project(), answer) {
            ui.add(Label::new(t!("agreement-bullet", text = warning)).wrap());
        }
    }
}

/// Shows the value over everything, and what it rests on.
fn whole(ui: &mut Ui, session: &Session, answer: &StudyResult, state: &AgreementState, out: &mut Vec<Command>) {
    let Some(score) = answer.whole() else { return };
    ui.horizontal(|ui| {
        tables::large_number(ui, state, score, t!("agreement-over-everything"), Behind::Whole, out);
        let align = if sides::is_mirrored(ui.ctx()) { egui::Align::Max } else { egui::Align::Min };
        ui.with_layout(egui::Layout::top_down(align), |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            if let Some(verdict) = verdict::words(score) {
                ui.add(Label::new(verdict).strong().wrap());
            }
            match (&score.figures, &score.label) {
                (Err(reason), _) => {
                    ui.add(Label::new(reason.to_string()).wrap());
                }
                (Ok(_), Some(label)) => {
                    let name = answer.question.field.label_name(session.project(), label);
                    ui.add(Label::new(t!("agreement-of-label", label = name)).weak().wrap());
                }
                (Ok(_), None) => {}
            }
            if let Some(details) = tables::details(score) {
                ui.add(Label::new(details).weak().wrap());
            }
        });
    });
}

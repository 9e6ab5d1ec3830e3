//! The line at the bottom of the window: what was done last, and the state of the project.

use egui::{Align, Layout, Ui};

use super::command::Command;
use super::command::adding::AddingCommand;
use super::command::ownership::OwnershipCommand;
use super::command::safety::SafetyCommand;
use super::shaped::{Button, Label, ResponseExt as _};
use super::state::Dialog;
use crate::model::id::AnnotatorId;
use crate::t;
use crate::text::marks::MarkCounts;

/// What the line shows.
pub(crate) struct StatusLine<'a> {
    /// What was done or refused last.
    pub said: &'a str,
    pub is_error: bool,
    /// Whether what is said can be undone.
    pub can_undo: bool,
    /// Whether there is more to show about what is said, as long as it can be undone.
    pub has_details: bool,
    pub project: Option<ProjectStatus<'a>>,
    /// The user of this window.
    pub person: &'a AnnotatorId,
}

/// The state of the open project.
pub(crate) struct ProjectStatus<'a> {
    /// Whether everything is saved, in words.
    pub saved: String,
    /// The annotator whose layers are written. `None` if nothing is written, or if `saved` says so.
    pub writes_as: Option<&'a AnnotatorId>,
    /// The numbers of problems with files, of statements without a place in the article, and of conflicts.
    pub problems: usize,
    pub orphans: usize,
    pub conflicts: usize,
    /// The invisible marks of the article on screen, and whether they are shown.
    pub marks: Option<MarkCounts>,
    pub shows_marks: bool,
}

/// Shows the line.
pub(crate) fn show(ui: &mut Ui, line: &StatusLine<'_>, out: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            match &line.project {
                Some(project) => state(ui, project, out),
                None => {
                    let name = Button::new(t!("welcome-name", name = line.person.as_str())).small();
                    if ui.add(name).clicked() {
                        out.push(Command::Ownership(OwnershipCommand::AskName));
                    }
                }
            }
            // It gets the space that the rest leaves, without overlapping it.
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| said(ui, line, out));
        });
    });
}

fn said(ui: &mut Ui, line: &StatusLine<'_>, out: &mut Vec<Command>) {
    if line.can_undo && line.project.is_some() {
        let name = t!("status-undo-name", what = line.said);
        if ui.add(Button::new(t!("bar-undo")).small().name(name)).clicked() {
            out.push(Command::Undo);
        }
        if line.has_details && ui.add(Button::new(t!("status-details")).small()).clicked() {
            out.push(Command::Adding(AddingCommand::Details));
        }
    }
    let color = if line.is_error { ui.visuals().error_fg_color } else { ui.visuals().weak_text_color() };
    ui.add(Label::new(line.said).color(color).elide());
}

fn state(ui: &mut Ui, project: &ProjectStatus<'_>, out: &mut Vec<Command>) {
    let problems = Button::new(t!("status-problems", count = project.problems)).small();
    if project.problems > 0 && ui.add(problems).clicked() {
        out.push(Command::ShowDialog(Dialog::Problems));
    }
    let warning = ui.visuals().warn_fg_color;
    let orphans = Button::new(t!("status-orphans", count = project.orphans)).small().color(warning);
    if project.orphans > 0 && ui.add(orphans).clicked() {
        out.push(Command::Safety(SafetyCommand::ToggleOrphans));
    }
    let conflicts = Button::new(t!("status-conflicts", count = project.conflicts)).small().color(warning);
    if project.conflicts > 0 && ui.add(conflicts).clicked() {
        out.push(Command::ShowDialog(Dialog::Conflicts));
    }
    ui.add(Label::new(project.saved.as_str()).weak().extend());
    if let Some(annotator) = project.writes_as {
        ui.add(Label::new(t!("status-writing-as", annotator = annotator.as_str())).weak().extend());
    }
    if let Some(counts) = project.marks.filter(|counts| counts.total() > 0) {
        let mut button = Button::new(t!("status-marks", count = counts.total())).small().selected(project.shows_marks);
        if counts.direction > 0 && !project.shows_marks {
            button = button.color(warning);
        }
        let tip = t!("status-marks-tip", direction = counts.direction, other = counts.other);
        if ui.add(button).on_hover_shaped(tip).clicked() {
            out.push(Command::ToggleMarks);
        }
    }
}

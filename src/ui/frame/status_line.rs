//! The line at the bottom of the window: the state of the project and of the article, never what was done last.

use egui::{Sense, Ui, vec2};

use crate::model::id::AnnotatorId;
use crate::model::work::LayerState;
use crate::t;
use crate::text::marks::MarkCounts;
use crate::ui::command::Command;
use crate::ui::command::ownership::OwnershipCommand;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::line_as_read;
use crate::ui::shaped::{Button, Icon, Label, ResponseExt as _, paint_icon};
use crate::ui::state::Dialog;
use crate::ui::theme::Tokens;
use crate::ui::words::state_name;

/// What the line shows.
pub(crate) struct StatusLine<'a> {
    pub project: Option<ProjectStatus<'a>>,
    /// The user of this window.
    pub person: &'a AnnotatorId,
    /// The size of the article's letters, in points, where an article is shown.
    pub text_size_pt: Option<f32>,
}

/// Whether everything is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Saved {
    Yes,
    Soon,
    No,
    /// Nothing is written here.
    OnlyReads,
}

/// The state of the open project.
pub(crate) struct ProjectStatus<'a> {
    pub saved: Saved,
    /// The same in words.
    pub saved_words: String,
    /// The annotator whose layers are written. `None` if nothing is written, or if `saved` says so.
    pub writes_as: Option<&'a AnnotatorId>,
    /// How far that annotator is with the article on screen.
    pub state: Option<LayerState>,
    /// Of how many articles this annotator has finished how many, once they are counted.
    pub done: Option<(usize, usize)>,
    /// The numbers of problems with files, of statements without a place in the article, and of conflicts.
    pub problems: usize,
    pub orphans: usize,
    pub conflicts: usize,
    /// The invisible marks of the article on screen, and whether they are shown.
    pub marks: Option<MarkCounts>,
    pub shows_marks: bool,
}

/// Shows the line.
pub(crate) fn show(ui: &mut Ui, status: &StatusLine<'_>, out: &mut Vec<Command>) {
    ui.spacing_mut().interact_size.y = 20.0;
    ui.spacing_mut().item_spacing.x = 12.0;
    let mut last = Vec::new();
    line_as_read(
        ui,
        "status-line",
        |ui| match &status.project {
            Some(project) => state(ui, project, out),
            None => {
                let name = Button::new(t!("welcome-name", name = status.person.as_str())).small().frame(false);
                if ui.add(name).clicked() {
                    out.push(Command::Ownership(OwnershipCommand::AskName));
                }
            }
        },
        |ui| {
            if let Some(project) = &status.project {
                marks(ui, project, &mut last);
            }
            if let Some(size_pt) = status.text_size_pt {
                text_size(ui, size_pt, &mut last);
            }
        },
    );
    out.append(&mut last);
}

fn state(ui: &mut Ui, project: &ProjectStatus<'_>, out: &mut Vec<Command>) {
    let tokens = Tokens::of(ui);
    let (icon, color) = match project.saved {
        Saved::Yes => (Icon::Check, tokens.ok),
        Saved::Soon => (Icon::Clock, tokens.muted),
        Saved::No => (Icon::Warning, tokens.error),
        Saved::OnlyReads => (Icon::Lock, tokens.muted),
    };
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let (sign, _) = ui.allocate_exact_size(vec2(16.0, ui.spacing().interact_size.y), Sense::hover());
        paint_icon(ui, icon, sign.center(), 14.0, color);
        ui.add(small(ui, &project.saved_words));
    });
    if let Some(annotator) = project.writes_as {
        let text = t!("status-writing-as", annotator = annotator.as_str());
        ui.add(small(ui, &text));
    }
    if let Some(state) = project.state {
        let text = t!("status-article-state", state = state_name(state));
        ui.add(small(ui, &text));
    }
    if let Some((done, all)) = project.done {
        let text = if all == 0 { t!("status-nothing-assigned") } else { t!("status-done-of", done = done, all = all) };
        ui.add(small(ui, &text));
    }
    for (count, name, icon, command) in [
        (
            project.problems,
            t!("status-problems", count = project.problems),
            Icon::Problem,
            Command::ShowDialog(Dialog::Problems),
        ),
        (
            project.orphans,
            t!("status-orphans", count = project.orphans),
            Icon::Unlink,
            Command::Safety(SafetyCommand::ToggleOrphans),
        ),
        (
            project.conflicts,
            t!("status-conflicts", count = project.conflicts),
            Icon::Split,
            Command::ShowDialog(Dialog::Conflicts),
        ),
    ] {
        let button = Button::new(name).icon(icon).small().frame(false).color(tokens.warn);
        if count > 0 && ui.add(button).clicked() {
            out.push(command);
        }
    }
}

fn marks(ui: &mut Ui, project: &ProjectStatus<'_>, out: &mut Vec<Command>) {
    let Some(counts) = project.marks.filter(|counts| counts.total() > 0) else { return };
    let button = Button::new(t!("status-marks", count = counts.total())).small().frame(false);
    let is_warning = counts.direction > 0 && !project.shows_marks;
    let color = if is_warning { Tokens::of(ui).warn } else { Tokens::of(ui).muted };
    let tip = t!("status-marks-tip", direction = counts.direction, other = counts.other);
    if ui.add(button.color(color).selected(project.shows_marks)).on_hover_shaped(tip).clicked() {
        out.push(Command::ToggleMarks);
    }
}

/// The size of the article's letters, with the buttons that change it.
fn text_size(ui: &mut Ui, size_pt: f32, out: &mut Vec<Command>) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let sign = |name: String, icon: Icon| Button::new("").icon(icon).name(name).small().frame(false);
        if ui.add(sign(t!("status-smaller"), Icon::Minus)).on_hover_command("smaller-text").clicked() {
            out.push(Command::SmallerText);
        }
        let text = t!("status-text-size", size = size_pt.round() as usize);
        ui.add(small(ui, &text));
        if ui.add(sign(t!("status-larger"), Icon::Plus)).on_hover_command("larger-text").clicked() {
            out.push(Command::LargerText);
        }
    });
}

fn small(ui: &Ui, text: &str) -> Label {
    Label::new(text).small(ui).weak().extend()
}

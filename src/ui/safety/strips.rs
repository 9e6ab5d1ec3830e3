//! The strips over the article: the project cannot be written; changes were recovered after a crash.

use std::path::Path;

use egui::Ui;

use crate::model::id::AnnotatorId;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::ownership::OwnershipCommand;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::command::table::name_row;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::strip;
use crate::ui::shaped::{Button, Label};

/// Write failures at the moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trouble<'a> {
    /// Why the files cannot be written, in words. `None` if only the journal fails.
    pub files: Option<&'a str>,
    /// Why the journal cannot be written.
    pub journal: Option<&'a str>,
    /// The number of changes that are only in memory.
    pub in_memory: u64,
    /// The folder of a copy that contains everything up to now.
    pub copy: Option<&'a Path>,
    /// Whether a copy is being written.
    pub is_copying: bool,
}

/// Shows the failures and the ways out, for as long as they last.
pub(crate) fn trouble(ui: &mut Ui, trouble: Trouble<'_>, out: &mut Vec<Command>) {
    let color = ui.visuals().error_fg_color;
    strip(ui, "trouble", color, |ui| {
        let reason = trouble.files.or(trouble.journal).unwrap_or_default();
        let (head, rest) = match (trouble.files, trouble.journal) {
            (Some(_), Some(_)) => (t!("banner-nothing"), t!("banner-nothing-rest", count = trouble.in_memory)),
            (Some(_), None) => (t!("banner-files"), t!("banner-files-rest")),
            _ => (t!("banner-journal"), t!("banner-journal-rest")),
        };
        ui.add(Label::new(head).strong().color(color).wrap());
        ui.add(Label::new(reason).wrap());
        let rest = match trouble.copy {
            Some(path) => t!("banner-copied", path = path.display().to_string()),
            None => rest,
        };
        ui.add(Label::new(rest).wrap());
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::new(t!("banner-try"))).clicked() {
                out.push(Command::Safety(SafetyCommand::TryAgain));
            }
            let copy = if trouble.is_copying { t!("banner-copying") } else { t!("banner-copy") };
            if ui.add_enabled(!trouble.is_copying, Button::new(copy)).on_hover_command("save-copy").clicked() {
                out.push(Command::SaveCopyDialog);
            }
            if let Some(path) = trouble.copy
                && ui.add(Button::new(t!("banner-open-copy"))).clicked()
            {
                out.push(Command::OpenProject(path.to_owned()));
            }
        });
    });
}

/// Says what was recovered after a crash, until the user dismisses it.
pub(crate) fn came_back(ui: &mut Ui, said: &str, out: &mut Vec<Command>) {
    let color = ui.visuals().hyperlink_color;
    strip(ui, "came-back", color, |ui| {
        ui.add(Label::new(said).wrap());
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::new(t!("recovered-list"))).clicked() {
                out.push(Command::Safety(SafetyCommand::ShowRecovered));
            }
            if ui.add(Button::new(t!("recovered-good"))).clicked() {
                out.push(Command::Safety(SafetyCommand::DismissRecovered));
            }
        });
    });
}

/// Says under which name the user writes, until they confirm one.
pub(crate) fn unconfirmed(ui: &mut Ui, annotator: &AnnotatorId, out: &mut Vec<Command>) {
    let color = ui.visuals().hyperlink_color;
    strip(ui, "whose-strip", color, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.add(Label::new(t!("whose-strip", annotator = annotator.as_str())).wrap());
            let row = name_row(annotator);
            let yes = Button::new(t!("whose-strip-yes")).shortcut(row.button_keys(ui.ctx()));
            if ui.add(yes).on_hover_row(&row, "").clicked() {
                out.push(row.command);
            }
            if ui.add(Button::new(t!("whose-strip-other"))).on_hover_command("name").clicked() {
                out.push(Command::Ownership(OwnershipCommand::AskName));
            }
        });
    });
}

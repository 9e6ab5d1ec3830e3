//! The strips over the article: the project cannot be written; changes were recovered after a crash.

use egui::Ui;

use crate::model::id::AnnotatorId;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::ownership::OwnershipCommand;
use crate::ui::command::path::PathQuestion;
use crate::ui::command::safety::{SafetyCommand, Saving};
use crate::ui::command::table::name_row;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::strip;
use crate::ui::shaped::{Button, Label};
use crate::ui::state::Dialog;

/// Shows the failures and the ways out, for as long as they last.
pub(crate) fn trouble(ui: &mut Ui, saving: Saving<'_>, out: &mut Vec<Command>) {
    let color = ui.visuals().error_fg_color;
    strip(ui, "trouble", color, |ui| {
        let reason = saving.files.or(saving.journal).unwrap_or_default();
        let (head, rest) = match (saving.files, saving.journal) {
            (Some(_), Some(_)) => (t!("banner-nothing"), t!("banner-nothing-rest", count = saving.in_memory)),
            (Some(_), None) => (t!("banner-files"), t!("banner-files-rest")),
            _ => (t!("banner-journal"), t!("banner-journal-rest")),
        };
        ui.add(Label::new(head).strong().color(color).wrap());
        ui.add(Label::new(reason).wrap());
        let rest = match saving.copy {
            Some(path) => t!("banner-copied", path = path.display().to_string()),
            None => rest,
        };
        ui.add(Label::new(rest).wrap());
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::new(t!("banner-try"))).clicked() {
                out.push(Command::Safety(SafetyCommand::TryAgain));
            }
            let copy = if saving.is_copying { t!("banner-copying") } else { t!("banner-copy") };
            if ui.add_enabled(!saving.is_copying, Button::new(copy)).on_hover_command("save-copy").clicked() {
                out.push(Command::AskPath(PathQuestion::CopyTo));
            }
            if let Some(path) = saving.copy
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
                out.push(Command::ShowDialog(Dialog::Recovered));
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

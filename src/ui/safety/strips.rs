//! The strips over the article: the project cannot be written; changes came back after a crash.

use std::path::Path;

use egui::Ui;

use crate::model::id::AnnotatorId;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::ownership::OwnershipCommand;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::parts::strip;
use crate::ui::shaped::{Button, Label};

/// What cannot be written at the moment.
#[derive(Clone, Copy, Debug)]
pub struct Trouble<'a> {
    /// Why the files cannot be, in words; `None` where only the journal cannot.
    pub files: Option<&'a str>,
    /// Why the journal cannot be.
    pub journal: Option<&'a str>,
    /// How many changes are in memory only.
    pub in_memory: u64,
    /// Where a copy is that has everything up to now.
    pub copy: Option<&'a Path>,
    /// A copy is being written.
    pub is_copying: bool,
}

/// Shows that and what can be done; it stays as long as it is so.
pub fn trouble(ui: &mut Ui, trouble: Trouble<'_>, out: &mut Vec<Command>) {
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
            if ui.add_enabled(!trouble.is_copying, Button::new(copy)).clicked() {
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

/// Says what came back after a crash, until it is put away.
pub fn came_back(ui: &mut Ui, said: &str, out: &mut Vec<Command>) {
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

/// Says under which name one writes as long as one has not said so oneself.
pub fn unconfirmed(ui: &mut Ui, annotator: &AnnotatorId, out: &mut Vec<Command>) {
    let color = ui.visuals().hyperlink_color;
    strip(ui, "whose-strip", color, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.add(Label::new(t!("whose-strip", annotator = annotator.as_str())).wrap());
            let yes = Button::new(t!("whose-strip-yes")).shortcut(t!("whose-enter"));
            if ui.add(yes).clicked() {
                out.push(Command::Ownership(OwnershipCommand::SetName(annotator.clone())));
            }
            if ui.add(Button::new(t!("whose-strip-other"))).clicked() {
                out.push(Command::Ownership(OwnershipCommand::AskName));
            }
        });
    });
}

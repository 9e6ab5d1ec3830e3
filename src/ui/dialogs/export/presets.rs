//! Choices that are saved under a name, for every project and for the command line: taking them over, saving them and
//! deleting them. `app` writes them into the settings.

use std::collections::BTreeMap;

use egui::Ui;

use super::draft::{Available, ExportDraft};
use crate::formats::own_preset;
use crate::settings::{ExportPreset, checked_preset_name};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::export::PresetCommand;
use crate::ui::parts::dialog::{error, focus_first};
use crate::ui::parts::section;
use crate::ui::shaped::{Button, ComboBox, Label, Row, TextField};

/// The presets by their names.
pub(super) type Named = BTreeMap<String, ExportPreset>;

/// The width of the buttons beside the list and beside the name, in points.
const KEEP_PT: f32 = 140.0;
const SAVE_PT: f32 = 80.0;

/// What is kept between frames.
pub(super) struct Presets {
    /// The preset that was taken over or saved last.
    chosen: Option<String>,
    /// The choices as they were then.
    as_chosen: ExportPreset,
    /// What the project does not have of it, or why it could not be taken over.
    note: String,
    /// Whether the user is asked if it is to be deleted.
    is_deleting: bool,
    /// Whether the field for a name is shown.
    is_saving: bool,
    /// The name that is typed.
    name: String,
    /// What became of saving or deleting: a message or an error, empty if there is none.
    said: Result<String, String>,
}

impl Default for Presets {
    fn default() -> Self {
        Self {
            chosen: None,
            as_chosen: ExportPreset::default(),
            note: String::new(),
            is_deleting: false,
            is_saving: false,
            name: String::new(),
            said: Ok(String::new()),
        }
    }
}

impl Presets {
    /// Forgets what was chosen and typed for another project.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Takes in that these choices were saved, or a preset was deleted, or why not.
    pub(super) fn heed(&mut self, command: &PresetCommand, choices: ExportPreset, result: Result<(), String>) {
        self.note.clear();
        self.is_deleting = false;
        match (command, result) {
            (PresetCommand::Save(name), Ok(())) => {
                (self.chosen, self.as_chosen) = (Some(name.clone()), choices);
                self.is_saving = false;
                self.name.clear();
                self.said = Ok(t!("panel-export-preset-saved", name = name.as_str()));
            }
            (PresetCommand::Delete(_), Ok(())) => {
                self.chosen = None;
                self.said = Ok(String::new());
            }
            (_, Err(error)) => self.said = Err(error),
        }
    }

    /// The list to choose one from, if there are any, and the way to save one.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        named: &Named,
        available: &Available,
        draft: &mut ExportDraft,
        out: &mut Vec<Command>,
    ) {
        section(ui, t!("panel-export-presets"));
        let taken = ui.horizontal(|ui| {
            let taken = if named.is_empty() { None } else { self.list(ui, named, draft) };
            let keep = Button::new(t!("panel-export-preset-keep")).selected(self.is_saving);
            if ui.add(keep).clicked() {
                self.is_saving = !self.is_saving;
                self.said = Ok(String::new());
            }
            taken
        });
        if let Some((name, preset)) = taken.inner.and_then(|name| named.get_key_value(&name)) {
            (self.is_deleting, self.is_saving) = (false, false);
            self.said = Ok(String::new());
            match draft.take(preset, available) {
                Ok(note) => (self.chosen, self.note) = (Some(name.clone()), note.unwrap_or_default()),
                Err(error) => (self.chosen, self.note) = (None, error),
            }
            self.as_chosen = draft.preset();
        }
        error(ui, &self.note);
        if self.is_saving {
            self.keep(ui, named, draft, out);
        } else if let Some(name) = self.chosen.clone().filter(|name| named.contains_key(name)) {
            self.deleting(ui, name, out);
        }
        match &self.said {
            Ok(said) if said.is_empty() => {}
            Ok(said) => {
                ui.add(Label::new(said.as_str()).weak().wrap().selectable(true));
            }
            Err(failure) => error(ui, failure),
        }
    }

    /// The list; returns the name that was chosen now.
    fn list(&self, ui: &mut Ui, named: &Named, draft: &ExportDraft) -> Option<String> {
        let shown = match self.chosen.as_ref().filter(|name| named.contains_key(*name)) {
            Some(name) if draft.preset() == self.as_chosen => name.clone(),
            Some(name) => t!("panel-export-preset-changed", name = name.as_str()),
            None => t!("panel-export-preset-none"),
        };
        let mut taken = None;
        let width = (ui.available_width() - KEEP_PT).max(80.0);
        ComboBox::new("export-presets", t!("panel-export-presets")).selected_text(shown).width(width).show(ui, |ui| {
            for name in named.keys() {
                if ui.add(Row::new(name.as_str()).selected(self.chosen.as_ref() == Some(name))).clicked() {
                    taken = Some(name.clone());
                    ui.close();
                }
            }
        });
        taken
    }

    /// Deletes the chosen preset, once that is confirmed.
    fn deleting(&mut self, ui: &mut Ui, name: String, out: &mut Vec<Command>) {
        ui.horizontal_wrapped(|ui| {
            if !self.is_deleting {
                let delete = t!("panel-export-preset-delete", name = name.as_str());
                self.is_deleting = ui.add(Button::new(delete).small()).clicked();
                return;
            }
            ui.add(Label::new(t!("panel-export-preset-delete-ask", name = name.as_str())));
            if ui.add(Button::new(t!("panel-export-preset-delete-yes")).small()).clicked() {
                out.push(Command::Preset(PresetCommand::Delete(name)));
            }
            if ui.add(Button::new(t!("dialog-cancel")).small()).clicked() {
                self.is_deleting = false;
            }
        });
    }

    /// The name under which the choices can be saved.
    fn keep(&mut self, ui: &mut Ui, named: &Named, draft: &ExportDraft, out: &mut Vec<Command>) {
        let typed = checked_preset_name(&self.name);
        let name = typed.as_ref().ok().filter(|name| own_preset(name).is_none());
        let can_save = name.is_some() && draft.has_source() && draft.problem().is_none();
        let is_known = name.is_some_and(|name| named.contains_key(name));
        let verb = if is_known { t!("panel-export-preset-replace") } else { t!("panel-export-preset-save") };
        let mut is_asked = false;
        ui.horizontal(|ui| {
            let width = (ui.available_width() - SAVE_PT).max(80.0);
            let field = TextField::singleline(&mut self.name).name(t!("panel-export-preset-name"));
            let typed = field.hint(t!("panel-export-preset-name")).desired_width(width).show(ui);
            focus_first(ui, &typed.response);
            is_asked = typed.submitted;
            is_asked |= ui.add_enabled(can_save, Button::new(verb)).clicked();
        });
        if let Some(name) = name.filter(|_| is_asked && can_save) {
            out.push(Command::Preset(PresetCommand::Save(name.clone())));
        }
        match &typed {
            _ if self.name.trim().is_empty() => {}
            Err(failure) => error(ui, failure),
            Ok(typed) if name.is_none() => error(ui, &t!("export-preset-taken", name = typed.as_str())),
            Ok(_) if !draft.without_documents.is_empty() => {
                ui.add(Label::new(t!("panel-export-preset-documents")).weak().wrap());
            }
            Ok(_) => {}
        }
    }
}

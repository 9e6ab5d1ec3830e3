//! Text fields for editing values in the project, and the gestures that they produce.

use egui::Ui;

use crate::edit::change::Edit;
use crate::model::gesture::Gesture;
use crate::ui::command::Command;
use crate::ui::shaped::TextField;

/// The text of a field while it is being edited, separate from the value in the project.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    key: String,
    value: String,
    /// The value that was requested but has not arrived yet.
    asked: Option<String>,
    text: String,
}

impl Draft {
    /// Takes the value if the field now edits another one, or if the value was changed elsewhere.
    fn follow(&mut self, key: &str, value: &str) {
        if self.key == key && self.asked.as_deref() == Some(value) {
            // The text may differ from the value in white space that the value does not keep.
            self.value = value.to_owned();
            self.asked = None;
        } else if self.key != key || self.value != value {
            *self = Self { key: key.to_owned(), value: value.to_owned(), asked: None, text: value.to_owned() };
        }
    }

    /// What is in the field.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Shows a field for `value` and returns the new value after an edit. `key` identifies what the field edits.
    pub(crate) fn show(
        &mut self,
        ui: &mut Ui,
        key: &str,
        value: &str,
        options: Field<'_>,
        out: &mut Vec<Command>,
    ) -> Option<String> {
        self.follow(key, value);
        let id = options.id.unwrap_or_else(|| ui.make_persistent_id(key));
        let field = match options.rows {
            1 => TextField::singleline(&mut self.text),
            rows => TextField::multiline(&mut self.text).rows(rows),
        };
        let width = ui.available_width();
        let output = field.id(id).name(options.name).hint(options.hint).desired_width(width).show(ui);
        if output.response.lost_focus() || output.submitted || output.cancelled {
            out.push(Command::EndGesture);
        }
        if !output.changed {
            return None;
        }
        let new = (options.clean)(&self.text);
        if new == self.asked.as_deref().unwrap_or(value) {
            return None;
        }
        self.asked = Some(new.clone());
        Some(new)
    }
}

/// How to show a [`Draft`].
pub(crate) struct Field<'a> {
    pub name: &'a str,
    pub hint: &'a str,
    pub rows: usize,
    /// The id, if the field must be found to get the keyboard.
    pub id: Option<egui::Id>,
    /// Turns the typed text into a value.
    pub clean: fn(&str) -> String,
}

impl<'a> Field<'a> {
    pub(crate) fn line(name: &'a str) -> Self {
        Self { name, hint: "", rows: 1, id: None, clean: str::to_owned }
    }
}

/// Wraps a gesture in a command.
pub(crate) fn apply(gesture: impl Into<Gesture>, edit: Edit) -> Command {
    Command::Apply { gesture: gesture.into(), edit: Box::new(edit), merge_key: None }
}

/// Wraps a gesture that continues while the user types into the same field.
pub(crate) fn apply_typing(gesture: impl Into<Gesture>, edit: Edit, merge_key: &str) -> Command {
    Command::Apply { gesture: gesture.into(), edit: Box::new(edit), merge_key: Some(merge_key.to_owned()) }
}

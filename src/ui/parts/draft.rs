//! Fields whose text is a draft of a value in the project, and the gestures that they make.

use egui::Ui;

use crate::edit::change::Edit;
use crate::model::gesture::Gesture;
use crate::ui::command::Command;
use crate::ui::shaped::TextField;

/// The text of a field while it is being edited, kept apart from the value it stands for.
#[derive(Debug, Default)]
pub struct Draft {
    key: String,
    value: String,
    /// The value that was asked for and has not arrived yet.
    asked: Option<String>,
    text: String,
}

impl Draft {
    /// Takes over the value when the field stands for something else now, or when it was changed elsewhere.
    fn follow(&mut self, key: &str, value: &str) {
        if self.key == key && self.asked.as_deref() == Some(value) {
            // The text may differ from the value by white space that the value does not keep.
            self.value = value.to_owned();
            self.asked = None;
        } else if self.key != key || self.value != value {
            *self = Self { key: key.to_owned(), value: value.to_owned(), asked: None, text: value.to_owned() };
        }
    }

    /// Shows a field for `value` and returns the new value after an edit. `key` says what the field stands for.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        key: &str,
        value: &str,
        options: Field<'_>,
        out: &mut Vec<Command>,
    ) -> Option<String> {
        self.follow(key, value);
        let id = ui.make_persistent_id(key);
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

/// How a [`Draft`] is shown.
pub struct Field<'a> {
    pub name: &'a str,
    pub hint: &'a str,
    pub rows: usize,
    /// The value of what was typed.
    pub clean: fn(&str) -> String,
}

impl<'a> Field<'a> {
    pub fn line(name: &'a str) -> Self {
        Self { name, hint: "", rows: 1, clean: str::to_owned }
    }
}

/// A gesture as a command.
pub fn apply(gesture: impl Into<Gesture>, edit: Edit) -> Command {
    Command::Apply { gesture: gesture.into(), edit: Box::new(edit), merge_key: None }
}

/// A gesture that goes on while one types into the same field.
pub fn apply_typing(gesture: impl Into<Gesture>, edit: Edit, merge_key: &str) -> Command {
    Command::Apply { gesture: gesture.into(), edit: Box::new(edit), merge_key: Some(merge_key.to_owned()) }
}

//! What a button for a command says under the pointer: the title and the keys of the command's row in the table.

use egui::{Context, Response};

use crate::t;
use crate::ui::command::table::{CommandRow, row_of};
use crate::ui::shaped::ResponseExt as _;

/// Tooltips of buttons for commands.
pub(crate) trait CommandTip: Sized {
    /// Shows the title and the keys of the row with this id while the pointer rests on the button.
    #[must_use]
    fn on_hover_command(self, id: &str) -> Self;

    /// Does the same, followed by a text about the command.
    #[must_use]
    fn on_hover_command_about(self, id: &str, about: &str) -> Self;

    /// Does the same for a row of what the project brings along, followed by a text about it if there is one.
    #[must_use]
    fn on_hover_row(self, row: &CommandRow<'_>, about: &str) -> Self;
}

impl CommandTip for Response {
    fn on_hover_command(self, id: &str) -> Self {
        self.on_hover_command_about(id, "")
    }

    fn on_hover_command_about(self, id: &str, about: &str) -> Self {
        match row_of(id) {
            Some(row) => self.on_hover_row(row, about),
            None => self,
        }
    }

    fn on_hover_row(self, row: &CommandRow<'_>, about: &str) -> Self {
        let ctx = self.ctx.clone();
        self.on_hover_shaped_with(|| tip(&ctx, row, about))
    }
}

/// The keys of the row with this id, for showing them on its button.
pub(crate) fn command_keys(ctx: &Context, id: &str) -> String {
    row_of(id).map(|row| row.button_keys(ctx)).unwrap_or_default()
}

fn tip(ctx: &Context, row: &CommandRow<'_>, about: &str) -> String {
    let (title, keys) = (row.title.words(), row.button_keys(ctx));
    let told = if keys.is_empty() { title } else { t!("command-tip", title = title, keys = keys) };
    if about.is_empty() { told } else { format!("{told}\n{about}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::plain;
    use crate::model::id::AnnotatorId;
    use crate::ui::command::table::annotator_rows;

    #[test]
    fn a_tip_has_the_title_and_all_keys_of_its_row() {
        let ctx = Context::default();
        ctx.set_os(egui::os::OperatingSystem::Nix);
        let of = |id: &str, about: &str| plain(&tip(&ctx, row_of(id).unwrap(), about));
        assert_eq!(of("redo", ""), "Redo (Ctrl+Shift+Z, Ctrl+Y)");
        assert_eq!(of("previous-place", ""), "Go to the previous place to review (Shift+N)");
        assert_eq!(of("send-tags", ""), row_of("send-tags").unwrap().title.words());
        assert!(of("done", "For others.").ends_with("(Alt+D)\nFor others."));
        let annotator = AnnotatorId::from_name("nadia", |_| false);
        let keys = annotator_rows(1, &annotator).map(|row| plain(&tip(&ctx, &row, "")));
        assert_eq!(keys, ["Take what nadia has (2)", "Take and correct what nadia has (Alt+2)"]);
    }
}

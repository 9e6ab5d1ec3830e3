//! What the columns of the tables are taken for, with lists to choose otherwise.

use egui::{ScrollArea, Ui, vec2};

use super::draft::{AddingDraft, FoundTable};
use crate::formats::article::ArticleField;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::adding::AddingCommand;
use crate::ui::dialogs::separated;
use crate::ui::shaped::{Button, ComboBox, Label, Row};

/// The height of the lists of columns, in points.
const MOST_PT: f32 = 220.0;
/// The widths of a head and of a list, in points.
const HEAD_PT: f32 = 150.0;
const LIST_PT: f32 = 130.0;

/// Shows the tables: those whose columns are not known with their columns, the others on request.
pub(super) fn show(ui: &mut Ui, draft: &mut AddingDraft, out: &mut Vec<Command>) {
    if draft.tables.is_empty() || draft.progress.is_some() {
        return;
    }
    ScrollArea::vertical().id_salt("adding-columns").max_height(MOST_PT).auto_shrink([false, true]).show(ui, |ui| {
        for (index, table) in draft.tables.iter_mut().enumerate() {
            ui.horizontal_wrapped(|ui| {
                ui.add(Label::new(t!("adding-columns", path = table.path.as_str())).elide());
                if !table.is_open && ui.add(Button::new(t!("adding-columns-show")).small()).clicked() {
                    table.is_open = true;
                }
            });
            if let Some(separated) = table.separated
                && let Some(chosen) = separated::lists(ui, ("adding-separated", index), separated)
            {
                out.push(Command::Adding(AddingCommand::ReadSeparated(index, chosen)));
            }
            if table.is_open {
                columns(ui, table, index);
                let button = Button::new(t!("adding-columns-read"));
                if ui.add_enabled(table.has_texts(), button).clicked() {
                    out.push(Command::Adding(AddingCommand::ReadColumns(index)));
                }
                if !table.has_texts() {
                    ui.add(Label::new(t!("adding-columns-no-text")).weak().wrap());
                }
            }
        }
    });
}

fn columns(ui: &mut Ui, table: &mut FoundTable, index: usize) {
    let height = ui.spacing().interact_size.y;
    let mut chosen = None;
    for (place, column) in table.columns.iter().enumerate() {
        ui.horizontal(|ui| {
            let name = t!("import-column", name = column.head.as_str());
            ui.allocate_ui(vec2(HEAD_PT, height), |ui| {
                ui.set_min_width(HEAD_PT);
                ui.add(Label::new(column.head.as_str()).elide());
            });
            let shown = field_name(column.field);
            let list = ComboBox::new(("adding-column", index, place), name).selected_text(shown).width(LIST_PT);
            list.show(ui, |ui| {
                for field in std::iter::once(None).chain(ArticleField::all().map(Some)) {
                    let row = Row::new(field_name(field)).selected(field == column.field);
                    if ui.add(row).clicked() {
                        chosen = Some((place, field));
                        ui.close();
                    }
                }
            });
            ui.add(Label::new(column.example.as_str()).weak().elide());
        });
    }
    let Some((place, field)) = chosen else { return };
    for (other, column) in table.columns.iter_mut().enumerate() {
        if other == place {
            column.field = field;
        } else if field.is_some() && column.field == field {
            // An article has one of each.
            column.field = None;
        }
    }
}

/// What a column is taken for.
fn field_name(field: Option<ArticleField>) -> String {
    match field {
        None => t!("import-column-none"),
        Some(ArticleField::Text) => t!("adding-column-text"),
        Some(ArticleField::Title) => t!("panel-article-title"),
        Some(ArticleField::Date) => t!("panel-article-published"),
        Some(ArticleField::Publisher) => t!("panel-article-publisher"),
        Some(ArticleField::Url) => t!("panel-article-url"),
        Some(ArticleField::Language) => t!("panel-article-language"),
    }
}

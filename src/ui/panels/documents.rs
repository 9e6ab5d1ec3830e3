//! The articles of the project, and the metadata of the one on screen.

use egui::{ScrollArea, Ui};

use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::model::document::{Document, Metadata};
use crate::model::layer::Layer;
use crate::model::work::LayerState;
use crate::t;
use crate::text::encoding::Encoding;
use crate::text::numbers;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::draft::{Draft, Field, apply_typing};
use crate::ui::parts::section;
use crate::ui::shaped::{Button, ComboBox, Label, Row};
use crate::ui::state::Dialog;
use crate::ui::state::View;

/// Text being typed about the current article.
#[derive(Debug, Default)]
pub struct DocumentsState {
    drafts: [Draft; 5],
}

/// The id of the field that finds articles.
pub(crate) fn search_id() -> egui::Id {
    egui::Id::unique("find-article")
}

/// Shows the articles, the buttons that add more, and the fields of the current one.
pub fn show(ui: &mut Ui, session: &Session, view: &View, state: &mut DocumentsState, out: &mut Vec<Command>) {
    let project = session.project();
    ScrollArea::vertical().id_salt(("documents", &view.project)).auto_shrink(false).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::new(t!("panel-articles-add"))).on_hover_command("add-articles").clicked() {
                out.push(Command::AskPath(PathQuestion::Add));
            }
            if ui.add(Button::new(t!("panel-articles-paste"))).on_hover_command("paste-article").clicked() {
                out.push(Command::ShowDialog(Dialog::Paste));
            }
        });
        if project.documents.is_empty() {
            ui.add(Label::new(t!("panel-articles-empty")).weak().wrap());
        }
        for document in project.documents.values() {
            let is_shown = view.document.as_ref() == Some(&document.id);
            if ui.add(row(session, document).selected(is_shown)).clicked() {
                out.push(Command::ShowDocument(document.id.clone()));
            }
        }
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::new(t!("panel-tags-send"))).on_hover_command("send-tags").clicked() {
                out.push(Command::ShowDialog(Dialog::SendTags));
            }
            if ui.add(Button::new(t!("panel-tags-add"))).on_hover_command("add-tags").clicked() {
                out.push(Command::AskPath(PathQuestion::AddTags));
            }
        });
        if let Some(document) = view.document.as_ref().and_then(|id| project.documents.get(id)) {
            ui.separator();
            ui.push_id(document.id.as_str(), |ui| metadata(ui, document, state, out));
            if ui.add(Button::new(t!("command-replace-text"))).on_hover_command("replace-text").clicked() {
                out.push(Command::ShowDialog(Dialog::ReplaceText));
            }
            if ui.add(Button::new(t!("panel-article-remove"))).clicked() {
                out.push(Command::RemoveArticle(document.id.clone()));
            }
        }
    });
}

/// An article in the list, with the number of the user's statements.
fn row(session: &Session, document: &Document) -> Row {
    let project = session.project();
    let count = project.layer(&document.id, session.annotator()).map_or(0, Layer::len);
    let done = project.state(&document.id, session.annotator()) == LayerState::Done;
    let title = document.display_title();
    let secondary = if project.newer_text(&document.id).is_some() {
        t!("panel-article-old")
    } else if done {
        t!("panel-count-done", count = count)
    } else {
        t!("panel-count", count = count)
    };
    Row::new(title).secondary(secondary).name(t!("panel-article-name", title = title, count = count))
}

fn clean_day(text: &str) -> String {
    numbers::day(text).map_or_else(|| text.to_owned(), |day| day.to_string())
}

fn metadata(ui: &mut Ui, document: &Document, state: &mut DocumentsState, out: &mut Vec<Command>) {
    let known = &document.metadata;
    let place: [fn(&mut Metadata) -> &mut String; 5] =
        [|m| &mut m.title, |m| &mut m.publisher, |m| &mut m.published, |m| &mut m.url, |m| &mut m.language];
    let rows = [
        ("title", "gesture-article-title", t!("panel-article-title"), String::new(), &known.title),
        ("publisher", "gesture-article-publisher", t!("panel-article-publisher"), String::new(), &known.publisher),
        (
            "published",
            "gesture-article-published",
            t!("panel-article-published"),
            t!("panel-article-published-hint"),
            &known.published,
        ),
        ("url", "gesture-article-url", t!("panel-article-url"), String::new(), &known.url),
        (
            "language",
            "gesture-article-language",
            t!("panel-article-language"),
            t!("panel-article-language-hint"),
            &known.language,
        ),
    ];
    for ((draft, place), (field, gesture, name, hint, value)) in state.drafts.iter_mut().zip(place).zip(rows) {
        section(ui, name.clone());
        let key = format!("{field}-{}", document.id);
        // A date in the digits of any script is stored in a machine-readable form.
        let clean = if field == "published" { clean_day } else { str::to_owned };
        let options = Field { hint: &hint, clean, ..Field::line(&name) };
        if let Some(new) = draft.show(ui, &key, value, options, out) {
            let mut metadata = known.clone();
            *place(&mut metadata) = new;
            let edit = Edit::SetMetadata { document: document.id.clone(), metadata };
            out.push(apply_typing(gesture, edit, &key));
        }
    }
    section(ui, t!("panel-article-encoding"));
    let encoding = if document.encoding.is_empty() { t!("panel-article-pasted") } else { document.encoding.clone() };
    if document.encoding.is_empty() {
        ui.add(Label::new(encoding).elide());
    } else {
        let width = ui.available_width();
        let list = ComboBox::new("encoding", t!("panel-article-encoding")).selected_text(encoding).width(width);
        list.show(ui, |ui| {
            for encoding in Encoding::ALL.iter().copied() {
                let current = encoding.name() == document.encoding;
                if ui.add(Button::new(encoding.name()).selected(current).frame(false)).clicked() && !current {
                    out.push(Command::ReadAs(document.id.clone(), encoding));
                }
            }
        });
    }
    let length = t!("panel-article-length", count = document.content.len_chars());
    let label = Label::new(length).small(ui).weak().elide();
    ui.add(label);
}

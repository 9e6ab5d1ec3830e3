//! The articles of the project, and the metadata of the one on screen.

pub(crate) mod catalog;
pub(crate) mod list;
mod menu;

use egui::{CentralPanel, Panel, Popup, ScrollArea, Ui};

use self::list::ArticleList;
use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::model::document::{Document, Metadata};
use crate::settings::Panes;
use crate::t;
use crate::text::encoding::Encoding;
use crate::text::numbers;
use crate::ui::command::Command;
use crate::ui::parts::draft::{Draft, Field, apply_typing};
use crate::ui::parts::sides::{self, Edge};
use crate::ui::parts::{line, section};
use crate::ui::shaped::{Button, ComboBox, Icon, Label, ResponseExt as _, TextField};
use crate::ui::state::View;

/// The list of articles, and text being typed about the current one.
#[derive(Debug, Default)]
pub struct DocumentsState {
    pub(crate) list: ArticleList,
    drafts: [Draft; 5],
}

/// The id of the field that finds articles.
pub(crate) fn search_id() -> egui::Id {
    egui::Id::unique("find-article")
}

/// The id of the field for the title of the article on screen.
pub(crate) fn title_id() -> egui::Id {
    egui::Id::unique("article-title")
}

/// Shows what finds and adds articles, the list, and the fields of the article on screen.
pub fn show(ui: &mut Ui, session: &Session, view: &View, state: &mut DocumentsState, out: &mut Vec<Command>) {
    if state.list.follow(session, view) {
        ui.ctx().request_repaint();
    }
    tools(ui, view, &mut state.list.search, out);
    let document = view.document.as_ref().and_then(|id| session.project().documents.get(id));
    let about_pt = if document.is_some() { ABOUT_PT } else { 0.0 };
    let above = &mut sides::before_panel(ui, ABOUT, Edge::Bottom, about_pt);
    CentralPanel::no_frame()
        .show(above, |ui| sides::from_start(ui, |ui| list::show(ui, session, view, &mut state.list, out)));
    if let Some(document) = document {
        about(ui, document, view, &mut state.drafts, out);
    }
}

/// The search, the order, and what can be added.
fn tools(ui: &mut Ui, view: &View, search: &mut String, out: &mut Vec<Command>) {
    let mut chosen = Vec::new();
    line(
        ui,
        |ui| {
            let (name, width) = (t!("panel-articles-find"), ui.available_width());
            let field = TextField::singleline(search).id(search_id()).name(name.clone()).hint(name);
            if field.desired_width(width).show(ui).cancelled {
                search.clear();
                chosen.push(());
            }
        },
        |ui| {
            let sort = Button::new("").icon(Icon::Sort).name(t!("panel-articles-sort")).min_width(28.0);
            let sort = ui.add(sort).on_hover_shaped(t!("panel-articles-sort"));
            Popup::menu(&sort).show(|ui| sides::from_start(ui, |ui| menu::sort(ui, view, out)));
            let add = ui.add(Button::new("").icon(Icon::Plus).name(t!("panel-articles-new")).min_width(28.0));
            let add = add.on_hover_shaped(t!("panel-articles-new"));
            Popup::menu(&add).show(|ui| sides::from_start(ui, |ui| menu::add(ui, out)));
        },
    );
    if !chosen.is_empty() {
        ui.memory_mut(|memory| memory.surrender_focus(search_id()));
    }
}

/// The panel under the list.
const ABOUT: &str = "about-article";
/// Its height while it is folded, in points.
const ABOUT_PT: f32 = 36.0;

/// What is known of the article on screen, folded under the list.
fn about(ui: &mut Ui, document: &Document, view: &View, drafts: &mut [Draft; 5], out: &mut Vec<Command>) {
    let is_open = view.panes.shows_about;
    let most = ui.available_height() * 0.55;
    let shown = Panel::bottom(ABOUT).resizable(false).show(ui, |ui| {
        sides::from_start(ui, |ui| {
            let icon = if is_open { Icon::ChevronDown } else { Icon::ChevronEnd };
            let width = ui.available_width();
            let button = Button::new(t!("article-about")).icon(icon).frame(false).at_start().min_width(width);
            if ui.add(button).clicked() {
                let panes = Box::new(Panes { shows_about: !is_open, ..view.panes.clone() });
                out.push(Command::SetPanes { panes, keep: true });
            }
            if is_open {
                let area = ScrollArea::vertical().id_salt(("about", document.id.as_str())).max_height(most);
                let area = area.min_scrolled_height(most);
                area.show(ui, |ui| {
                    ui.push_id(document.id.as_str(), |ui| metadata(ui, document, drafts, out));
                });
            }
        });
    });
    sides::took_room(ui, ABOUT, ABOUT_PT, shown.response.rect.height());
}

fn clean_day(text: &str) -> String {
    numbers::day(text).map_or_else(|| text.to_owned(), |day| day.to_string())
}

fn metadata(ui: &mut Ui, document: &Document, drafts: &mut [Draft; 5], out: &mut Vec<Command>) {
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
    for ((draft, place), (field, gesture, name, hint, value)) in drafts.iter_mut().zip(place).zip(rows) {
        section(ui, name.clone());
        let key = format!("{field}-{}", document.id);
        // A date in the digits of any script is stored in a machine-readable form.
        let clean = if field == "published" { clean_day } else { str::to_owned };
        let id = (field == "title").then(title_id);
        let options = Field { hint: &hint, clean, id, ..Field::line(&name) };
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

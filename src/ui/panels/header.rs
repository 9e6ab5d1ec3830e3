//! The line over the article: which article it is, its neighbours, what a selection can become, and what is done with it.
//!
//! Everything has a fixed place. Where the kinds of statements do not fit beside the title, they get a line of their own.

use egui::{TextWrapMode, Ui, vec2};

use crate::edit::session::Session;
use crate::model::document::Document;
use crate::model::work::LayerState;
use crate::settings::{ArticlesTab, PaneSide, Panes};
use crate::t;
use crate::ui::command::{Command, table};
use crate::ui::panels::inspector::{self, InspectorState};
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::line;
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::{self, Button, Label, LayoutOptions, interface_style};
use crate::ui::state::View;

/// The width that the title keeps on a line with the kinds, in points.
const TITLE_PT: f32 = 130.0;
/// The width of the buttons for the article and the page, in points.
const TOOLS_PT: f32 = 465.0;
/// The height of the line, in points.
const HEIGHT_PT: f32 = 28.0;
/// The room of the current speaker, in points.
const SPEAKER_PT: f32 = 110.0;
/// What the frame of a button with keys adds to its words, in points.
const BUTTON_PT: f32 = 34.0;

/// What the line shows beside the session and the view.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeaderFacts {
    /// The place of the article in the list, from 1, and the length of the list.
    pub place: Option<(usize, usize)>,
    /// Whether selections extend to whole words.
    pub snaps: bool,
    /// Whether there are cards beside the text.
    pub has_cards: bool,
}

/// Shows the line over the article.
pub fn show(
    ui: &mut Ui,
    session: &Session,
    view: &View,
    facts: HeaderFacts,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    let document = view.document.as_ref().and_then(|id| session.project().documents.get(id));
    // Everything on the line is as high as a button.
    ui.spacing_mut().interact_size.y = HEIGHT_PT;
    let fits = ui.available_width() >= TOOLS_PT + TITLE_PT + marking_pt(ui, session);
    let mut at_start = Vec::new();
    line(
        ui,
        |ui| {
            pane_button(ui, PaneSide::Start, view, &mut at_start);
            if let Some(document) = document {
                neighbours(ui, facts, &mut at_start);
                name(ui, document, view, &mut at_start);
            }
        },
        |ui| {
            if fits && document.is_some() {
                let size = vec2(marking_pt(ui, session), ui.spacing().interact_size.y);
                ui.allocate_ui_with_layout(size, *ui.layout(), |ui| {
                    ui.set_min_width(size.x);
                    marking(ui, session, view, state, out);
                });
                ui.separator();
            }
            if let Some(document) = document {
                tools(ui, view, facts, out);
                done(ui, session, document, out);
            }
            pane_button(ui, PaneSide::End, view, out);
        },
    );
    out.append(&mut at_start);
    if !fits && document.is_some() {
        ui.horizontal_wrapped(|ui| marking(ui, session, view, state, out));
    }
}

/// The kinds of statements with their keys, and the party that speaks in the next statement.
pub(crate) fn marking(ui: &mut Ui, session: &Session, view: &View, state: &mut InspectorState, out: &mut Vec<Command>) {
    let project = session.project();
    let active = view.selection.is_some() || view.selected.is_some();
    for kind in &project.codebook.kinds {
        let row = table::kind_row(&project.codebook, kind);
        let button = Button::new(kind.name.clone()).shortcut(row.button_keys(ui.ctx()));
        if ui.add_enabled(active, button).on_hover_row(&row, &kind.definition).clicked() {
            out.push(row.command.clone());
        }
    }
    inspector::next_speaker(ui, project, view, SPEAKER_PT, state, out);
}

/// The width of [`marking`] on one line, in points.
fn marking_pt(ui: &Ui, session: &Session) -> f32 {
    let style = interface_style(ui, &egui::TextStyle::Button);
    let words = |text: &str| shaped::layout(ui.ctx(), text, &style, &LayoutOptions::single_line()).width();
    let codebook = &session.project().codebook;
    let kinds = codebook.kinds.iter().map(|kind| {
        let keys = table::kind_row(codebook, kind).button_keys(ui.ctx());
        words(&kind.name) + words(&keys) + BUTTON_PT
    });
    kinds.sum::<f32>() + SPEAKER_PT
}

/// The button that hides the pane at a side, or shows it again.
fn pane_button(ui: &mut Ui, side: PaneSide, view: &View, out: &mut Vec<Command>) {
    let hides = view.panes.hides(side);
    let (id, name, icon) = match (side, hides) {
        (PaneSide::Start, false) => ("pane-start", t!("pane-start-hide"), Icon::PanelStart),
        (PaneSide::Start, true) => ("pane-start", t!("pane-start-show"), Icon::PanelStart),
        (PaneSide::End, false) => ("pane-end", t!("pane-end-hide"), Icon::Columns),
        (PaneSide::End, true) => ("pane-end", t!("pane-end-show"), Icon::Columns),
    };
    if ui.add(sign(icon, name).selected(!hides)).on_hover_command(id).clicked() {
        out.push(Command::TogglePane(side));
    }
}

/// The previous and the next article, and where in the list this one is.
fn neighbours(ui: &mut Ui, facts: HeaderFacts, out: &mut Vec<Command>) {
    for (id, icon, name) in [
        ("previous-article", Icon::ChevronStart, t!("header-previous")),
        ("next-article", Icon::ChevronEnd, t!("header-next")),
    ] {
        if ui.add(sign(icon, name)).on_hover_command(id).clicked() {
            out.extend(table::row_of(id).map(|row| row.command.clone()));
        }
    }
    if let Some((place, count)) = facts.place {
        let label = Label::new(t!("header-place", place = place, count = count)).small(ui).weak().extend();
        ui.add(label);
    }
}

/// The title with publisher and date; a click unfolds the fields of the article.
fn name(ui: &mut Ui, document: &Document, view: &View, out: &mut Vec<Command>) {
    let metadata = &document.metadata;
    let source: Vec<&str> =
        [metadata.publisher.trim(), metadata.published.trim()].into_iter().filter(|part| !part.is_empty()).collect();
    let title = document.display_title();
    let said = match source.as_slice() {
        [] => t!("header-title", title = title),
        [source] => t!("header-title-source", title = title, source = *source),
        [publisher, date, ..] => {
            t!("header-title-publisher-date", title = title, publisher = *publisher, date = *date)
        }
    };
    let name = t!("header-about", title = title);
    ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
    if ui.add(Button::new(said).frame(false).strong().at_start().name(name)).clicked() {
        let panes = Panes { tab: ArticlesTab::Articles, shows_about: true, ..view.panes.clone() };
        let panes = Box::new(panes.with_hidden(PaneSide::Start, false));
        out.push(Command::SetPanes { panes, keep: true });
    }
}

/// Says that the article is done, or takes that back.
fn done(ui: &mut Ui, session: &Session, document: &Document, out: &mut Vec<Command>) {
    let is_done = session.project().state(&document.id, session.annotator()) == LayerState::Done;
    let (name, tip) = if is_done {
        (t!("panel-article-take-up"), t!("panel-article-take-up-tip"))
    } else {
        (t!("panel-article-done"), t!("panel-article-done-tip"))
    };
    let button = Button::new(t!("header-done")).icon(Icon::Check).selected(is_done).name(name);
    if ui.add(button).on_hover_command_about("done", &tip).clicked() {
        out.extend(table::row_of("done").map(|row| row.command.clone()));
    }
}

/// A button with only an icon.
fn sign(icon: Icon, name: String) -> Button {
    Button::new("").icon(icon).name(name).frame(false).min_width(28.0)
}

/// Whole words, finding, the typesetting and the cards.
fn tools(ui: &mut Ui, view: &View, facts: HeaderFacts, out: &mut Vec<Command>) {
    for (id, icon, name, is_on) in [
        ("snap", Icon::Words, t!("header-snap"), Some(facts.snaps)),
        ("find", Icon::Search, t!("header-find"), Some(view.find.is_open)),
        ("reading", Icon::TextSize, t!("header-reading"), None),
        ("cards", Icon::Cards, t!("header-cards"), Some(facts.has_cards)),
    ] {
        let mut button = sign(icon, name);
        if let Some(is_on) = is_on {
            button = button.selected(is_on);
        }
        if ui.add(button).on_hover_command(id).clicked() {
            out.extend(table::row_of(id).map(|row| row.command.clone()));
        }
    }
}

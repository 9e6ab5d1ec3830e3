//! The two lines over the article: which article it is, its neighbours and what is done with it; then what a selection can
//! become, and how the text is shown.
//!
//! Everything has a fixed place, whatever the width of the window. Of a long title the end is cut off, and kinds that do not
//! fit are in a menu.

use egui::{Popup, Response, Ui, vec2};

use crate::edit::session::Session;
use crate::model::codebook::Kind;
use crate::model::document::Document;
use crate::model::work::LayerState;
use crate::settings::{ArticlesTab, PaneSide, Panes};
use crate::t;
use crate::ui::command::table::CommandRow;
use crate::ui::command::{Command, table};
use crate::ui::panels::inspector::{self, InspectorState};
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::tour::{note_other, note_stop};
use crate::ui::parts::{line_as_read, sides};
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::segmented::{Segment, segments_of};
use crate::ui::shaped::{Button, Label, MenuItem, ResponseExt as _};
use crate::ui::state::{TourStop, View};

/// The height of a line, in points.
const HEIGHT_PT: f32 = 28.0;
/// The width from which there is room for more than the title and icons, in points.
const WIDE_PT: f32 = 420.0;
/// The room of the current speaker, in points.
const SPEAKER_PT: f32 = 110.0;
/// The widest button of a kind, in points.
const KIND_PT: f32 = 150.0;
/// The width of the menu of the kinds for which there is no room, in points.
const MENU_PT: f32 = 220.0;

/// What the lines show beside the session and the view.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeaderFacts {
    /// The place of the article in the list, from 1, and the length of the list.
    pub place: Option<(usize, usize)>,
    /// Whether selections extend to whole words.
    pub snaps: bool,
    /// Whether there are cards beside the text.
    pub has_cards: bool,
}

/// Shows the lines over the article.
pub fn show(
    ui: &mut Ui,
    session: &Session,
    view: &View,
    facts: HeaderFacts,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    let document = view.document.as_ref().and_then(|id| session.project().documents.get(id));
    // Everything on a line is as high as a button.
    ui.spacing_mut().interact_size.y = HEIGHT_PT;
    one_line(ui, |ui| title_line(ui, session, document, view, facts, out));
    if document.is_some() {
        one_line(ui, |ui| tools_line(ui, session, view, facts, state, out));
    }
}

/// A line that takes the whole width and the height of a button.
fn one_line(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), HEIGHT_PT);
    ui.allocate_ui_with_layout(size, *ui.layout(), |ui| {
        ui.set_min_size(size);
        ui.set_max_height(HEIGHT_PT);
        contents(ui);
    });
}

/// The article, its neighbours, what is known about it, and whether it is done.
fn title_line(
    ui: &mut Ui,
    session: &Session,
    document: Option<&Document>,
    view: &View,
    facts: HeaderFacts,
    out: &mut Vec<Command>,
) {
    let mut last = Vec::new();
    // In a narrow window the title needs the room.
    let is_wide = ui.available_width() >= WIDE_PT;
    line_as_read(
        ui,
        "article-title-line",
        |ui| {
            pane_button(ui, PaneSide::Start, view, out);
            if let Some(document) = document {
                neighbours(ui, facts.place.filter(|_| is_wide), out);
                ui.add(Label::new(said(document)).strong().elide());
            }
        },
        |ui| {
            if let Some(document) = document {
                about(ui, document, view, &mut last);
                done(ui, session, document, is_wide, &mut last);
            }
            pane_button(ui, PaneSide::End, view, &mut last);
        },
    );
    out.append(&mut last);
}

/// What a selection becomes, and how the text is shown.
fn tools_line(
    ui: &mut Ui,
    session: &Session,
    view: &View,
    facts: HeaderFacts,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    let mut last = Vec::new();
    line_as_read(
        ui,
        "article-tools-line",
        |ui| marking(ui, session, view, state, out),
        |ui| tools(ui, view, facts, &mut last),
    );
    out.append(&mut last);
}

/// The kinds of statements with their keys, and the party that speaks in the next statement, on one line.
pub(crate) fn marking(ui: &mut Ui, session: &Session, view: &View, state: &mut InspectorState, out: &mut Vec<Command>) {
    kinds(ui, session, view, out);
    let speaker = ui.scope(|ui| inspector::next_speaker(ui, session.project(), view, SPEAKER_PT, state, out));
    // Somebody who has marked nothing yet sees a colour only there.
    note_other(ui.ctx(), TourStop::Colours, speaker.response.rect);
}

/// The kinds side by side, that of the selected statement lit, and a menu with those for which there is no room.
fn kinds(ui: &mut Ui, session: &Session, view: &View, out: &mut Vec<Command>) {
    let kinds = &session.project().codebook.kinds;
    if kinds.is_empty() {
        return;
    }
    let active = view.selection.is_some() || view.selected.is_some();
    let chosen = inspector::chosen(session, view).map(|statement| &statement.kind);
    let rows: Vec<_> = kinds.iter().map(|kind| (kind, table::kind_row(&session.project().codebook, kind))).collect();
    let segment = |(kind, row): &(&Kind, CommandRow<'_>)| {
        let is_chosen = chosen.map(|chosen| *chosen == kind.id);
        let segment = Segment::button(kind.name.clone(), is_chosen).shortcut(row.button_keys(ui.ctx()));
        segment.enabled(active).max_width(KIND_PT)
    };
    let mut segments: Vec<Segment> = rows.iter().map(segment).collect();
    let more = Segment::button("", None).icon(Icon::More).name(t!("header-more-kinds"));
    let room = ui.available_width() - SPEAKER_PT - ui.spacing().item_spacing.x;
    let widths = segments.iter().map(|segment| segment.width(ui));
    let shown = how_many_fit(widths, room, more.width(ui));
    segments.truncate(shown);
    if shown < kinds.len() {
        segments.push(more);
    }
    let mut responses = segments_of(ui, segments);
    let group = responses.iter().map(|response| response.rect).reduce(egui::Rect::union).unwrap_or(egui::Rect::NOTHING);
    if shown < kinds.len()
        && let Some(button) = responses.pop()
    {
        let rest = rows.get(shown..).unwrap_or_default();
        more_kinds(&button.on_hover_shaped(t!("header-more-kinds")), rest, active, out);
    }
    for (response, (kind, row)) in responses.into_iter().zip(&rows) {
        if response.on_hover_row(row, &kind.definition).clicked() {
            out.push(row.command.clone());
        }
    }
    if !view.shows_legend {
        note_stop(ui.ctx(), TourStop::Kinds, group);
    }
}

/// The menu of the kinds for which there is no room.
fn more_kinds(button: &Response, rows: &[(&Kind, CommandRow<'_>)], active: bool, out: &mut Vec<Command>) {
    Popup::menu(button).show(|ui| {
        sides::from_start(ui, |ui| {
            ui.set_min_width(MENU_PT);
            for (kind, row) in rows {
                let item = MenuItem::new(kind.name.clone()).shortcut(row.button_keys(ui.ctx()));
                if ui.add_enabled(active, item).on_hover_row(row, &kind.definition).clicked() {
                    out.push(row.command.clone());
                    ui.close();
                }
            }
        });
    });
}

/// How many of these widths have room beside one another; where not all have, the room for `more` is kept free.
fn how_many_fit(widths: impl Iterator<Item = f32>, room: f32, more: f32) -> usize {
    let (mut used, mut with_more, mut count) = (0.0, 0, 0);
    for width in widths {
        used += width;
        if used > room {
            return with_more;
        }
        count += 1;
        if used + more <= room {
            with_more = count;
        }
    }
    count
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
fn neighbours(ui: &mut Ui, place: Option<(usize, usize)>, out: &mut Vec<Command>) {
    for (id, icon, name) in [
        ("previous-article", Icon::ChevronStart, t!("header-previous")),
        ("next-article", Icon::ChevronEnd, t!("header-next")),
    ] {
        if ui.add(sign(icon, name)).on_hover_command(id).clicked() {
            out.extend(table::row_of(id).map(|row| row.command.clone()));
        }
    }
    if let Some((place, count)) = place {
        let label = Label::new(t!("header-place", place = place, count = count)).small(ui).weak().extend();
        ui.add(label);
    }
}

/// The title with publisher and date.
fn said(document: &Document) -> String {
    let metadata = &document.metadata;
    let source: Vec<&str> =
        [metadata.publisher.trim(), metadata.published.trim()].into_iter().filter(|part| !part.is_empty()).collect();
    let title = document.display_title();
    match source.as_slice() {
        [] => t!("header-title", title = title),
        [source] => t!("header-title-source", title = title, source = *source),
        [publisher, date, ..] => {
            t!("header-title-publisher-date", title = title, publisher = *publisher, date = *date)
        }
    }
}

/// Unfolds the fields of the article.
fn about(ui: &mut Ui, document: &Document, view: &View, out: &mut Vec<Command>) {
    let name = t!("header-about", title = document.display_title());
    if ui.add(sign(Icon::Info, name.clone())).on_hover_shaped(name).clicked() {
        let panes = Panes { tab: ArticlesTab::Articles, shows_about: true, ..view.panes.clone() };
        let panes = Box::new(panes.with_hidden(PaneSide::Start, false));
        out.push(Command::SetPanes { panes, keep: true });
    }
}

/// Says that the article is done, or takes that back.
fn done(ui: &mut Ui, session: &Session, document: &Document, is_wide: bool, out: &mut Vec<Command>) {
    let is_done = session.project().state(&document.id, session.annotator()) == LayerState::Done;
    let (name, tip) = if is_done {
        (t!("panel-article-take-up"), t!("panel-article-take-up-tip"))
    } else {
        (t!("panel-article-done"), t!("panel-article-done-tip"))
    };
    let word = if is_wide { t!("header-done") } else { String::new() };
    let button = Button::new(word).icon(Icon::Check).selected(is_done).name(name);
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

#[cfg(test)]
mod tests {
    use super::how_many_fit;

    #[test]
    fn kinds_for_which_there_is_no_room_leave_room_for_their_menu() {
        let fit = |room: f32| how_many_fit([100.0, 80.0, 120.0].into_iter(), room, 28.0);
        assert_eq!(fit(300.0), 3, "all of them need no menu");
        assert_eq!(fit(299.0), 2);
        assert_eq!(fit(208.0), 2);
        assert_eq!(fit(207.0), 1, "the second one would leave no room for the menu");
        assert_eq!(fit(128.0), 1);
        assert_eq!(fit(127.0), 0);
        assert_eq!(fit(-5.0), 0);
    }
}

//! The rows of the list of articles: which of them are shown, and how each looks.

use std::cmp::Ordering;
use std::sync::Arc;

use egui::{
    Color32, EventFilter, Id, Key, Modifiers, NumExt as _, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::catalog::{ArticleStatus, Catalog, KnownArticle, ListQuestion, ListRow, Listing, arrange};
use super::menu;
use crate::edit::session::Session;
use crate::locale::plain;
use crate::model::id::DocumentId;
use crate::model::layer::Layer;
use crate::settings::ArticleSort;
use crate::t;
use crate::text::arabic;
use crate::ui::command::Command;
use crate::ui::parts::menu::context_menu;
use crate::ui::shaped::{
    Align, Direction, Icon, Label, LayoutOptions, ResponseExt as _, TextStyle, interface_style, layout, paint,
    paint_icon,
};
use crate::ui::state::View;
use crate::ui::theme::Tokens;

/// Up to so many articles the list is put in order at once; more are put in order on a thread.
const SMALL: usize = 2_000;
/// Heights of a row with a title of one line and of two, and of the head of a group, in points.
const ROW_PT: f32 = 44.0;
const TALL_PT: f32 = 60.0;
const HEAD_PT: f32 = 28.0;
const PAD_PT: f32 = 6.0;
/// The column of the status, in points.
const SIGN_PT: f32 = 22.0;
/// The width of an average letter, as a part of the font size.
const LETTER_EM: f32 = 0.5;

/// The list of articles.
#[derive(Debug, Default)]
pub struct ArticleList {
    catalog: Catalog,
    /// What is looked for.
    pub(super) search: String,
    listing: Listing,
    /// Counts the listings.
    number: u64,
    /// What is to be listed next, and whether somebody is putting it in order.
    asked: Option<(ListQuestion, bool)>,
    /// The row of the article on screen in this listing.
    here: Option<(DocumentId, u64, Option<usize>)>,
    tops: Tops,
    /// The article that was last scrolled to.
    followed: Option<(DocumentId, u64)>,
    /// The article whose row gets the keyboard.
    focus: Option<DocumentId>,
}

/// Where each row begins, in points; the last entry is the end of the list.
#[derive(Debug, Default)]
struct Tops {
    of: (u64, u32),
    tops: Vec<f32>,
}

impl ArticleList {
    /// Takes in what has changed. Returns whether there is more to take in.
    pub(crate) fn follow(&mut self, session: &Session, view: &View) -> bool {
        let more = self.catalog.follow(session);
        if !self.catalog.is_complete() {
            return more;
        }
        let words = self.search.split_whitespace().map(arabic::fold).filter(|word| !word.is_empty()).collect();
        let (sort, groups) = (view.panes.sort, view.panes.groups_by_status);
        let question = ListQuestion { version: self.catalog.version(), words, sort, groups };
        if question == self.listing.question {
            self.asked = None;
        } else if self.asked.as_ref().is_none_or(|(asked, _)| *asked != question) {
            if self.catalog.known().len() <= SMALL {
                self.take(arrange(self.catalog.known(), question));
            } else {
                self.asked = Some((question, false));
            }
        }
        more
    }

    /// What is to be put in order on a thread, once.
    pub(crate) fn question_to_arrange(&mut self) -> Option<(ListQuestion, Vec<Arc<KnownArticle>>)> {
        let (question, is_taken) = self.asked.as_mut().filter(|(_, is_taken)| !*is_taken)?;
        *is_taken = true;
        Some((question.clone(), self.catalog.known().to_vec()))
    }

    /// Takes the rows in their new order.
    pub(crate) fn take(&mut self, listing: Listing) {
        self.listing = listing;
        self.number += 1;
    }

    /// The row of an article.
    fn row_of(&mut self, document: &DocumentId) -> Option<usize> {
        let known = self.here.as_ref().filter(|(id, number, _)| id == document && *number == self.number);
        if let Some((_, _, row)) = known {
            return *row;
        }
        let ListQuestion { sort, groups, .. } = self.listing.question;
        let rows = &self.listing.rows;
        let row = if sort == ArticleSort::Project && !groups {
            // In the order of the ids.
            let compare = |row: &ListRow| match row {
                ListRow::Article(article) => article.id.cmp(document),
                ListRow::Head(..) => Ordering::Less,
            };
            rows.binary_search_by(compare).ok()
        } else {
            rows.iter().position(|row| matches!(row, ListRow::Article(article) if article.id == *document))
        };
        self.here = Some((document.clone(), self.number, row));
        row
    }

    /// The place of an article among those listed, from 1, and how many these are.
    pub(crate) fn place(&mut self, document: &DocumentId) -> Option<(usize, usize)> {
        let row = self.row_of(document)?;
        let heads = if self.listing.question.groups { self.heads_before(row) } else { 0 };
        Some((row + 1 - heads, self.listing.articles))
    }

    fn heads_before(&self, row: usize) -> usize {
        let (mut heads, mut at) = (0, 0);
        while let Some(ListRow::Head(_, count)) = self.listing.rows.get(at).filter(|_| at < row) {
            heads += 1;
            at += count + 1;
        }
        heads
    }

    /// The article this many rows further than another one; the first of the list if that one is not listed.
    pub(crate) fn further(&mut self, document: &DocumentId, by: isize) -> Option<DocumentId> {
        let Some(row) = self.row_of(document) else { return self.article_from(0, 1) };
        self.article_from(row.checked_add_signed(by)?, by)
    }

    /// The article at this row, or the next one in this direction.
    fn article_from(&self, row: usize, by: isize) -> Option<DocumentId> {
        match self.listing.rows.get(row)? {
            ListRow::Article(article) => Some(article.id.clone()),
            ListRow::Head(..) => self.article_from(row.checked_add_signed(by.signum())?, by.signum()),
        }
    }

    /// Finds out where each row begins, after another listing or another width.
    fn measure(&mut self, width: f32, size_pt: f32) {
        let letters = (title_width(width) / (size_pt * LETTER_EM)).max(1.0) as u32;
        if self.tops.of == (self.number, letters) {
            return;
        }
        let mut top = 0.0;
        let mut tops = Vec::with_capacity(self.listing.rows.len() + 1);
        for row in &self.listing.rows {
            tops.push(top);
            top += match row {
                ListRow::Head(..) => HEAD_PT,
                // Counted in bytes first, because most titles are short.
                ListRow::Article(article) if article.title.len() <= letters as usize => ROW_PT,
                ListRow::Article(article) if article.title.chars().count() <= letters as usize => ROW_PT,
                ListRow::Article(_) => TALL_PT,
            };
        }
        tops.push(top);
        self.tops = Tops { of: (self.number, letters), tops };
    }

    /// The stretch of a row, in points from the beginning of the list.
    fn stretch(&self, row: usize) -> Option<(f32, f32)> {
        Some((*self.tops.tops.get(row)?, *self.tops.tops.get(row + 1)?))
    }
}

/// The width of the title in a row.
fn title_width(width: f32) -> f32 {
    (width - SIGN_PT - 2.0 * PAD_PT).max(40.0)
}

/// Shows the rows that can be seen.
pub(super) fn show(ui: &mut Ui, session: &Session, view: &View, list: &mut ArticleList, out: &mut Vec<Command>) {
    if list.listing.rows.is_empty() {
        let told = match (list.catalog.is_complete(), session.project().documents.is_empty()) {
            (_, true) => t!("panel-articles-empty"),
            (false, _) => t!("panel-articles-reading"),
            (true, _) => t!("panel-articles-none"),
        };
        ui.add(Label::new(told).weak().wrap());
        return;
    }
    let size_pt = egui::TextStyle::Body.resolve(ui.style()).size;
    let room = ui.available_size();
    list.measure(room.x - ui.spacing().scroll.bar_width, size_pt);
    let mut area = ScrollArea::vertical().id_salt(("articles", &view.project)).auto_shrink(false);
    if let Some(offset) = offset_to_follow(view, list, room.y) {
        area = area.vertical_scroll_offset(offset);
    }
    area.show_viewport(ui, |ui, seen| {
        let end = list.tops.tops.last().copied().unwrap_or_default();
        let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), end.at_least(1.0)), Sense::hover());
        let first = list.tops.tops.partition_point(|top| *top <= seen.top()).saturating_sub(1);
        let mut step = None;
        for row in first..list.listing.rows.len() {
            let Some((top, bottom)) = list.stretch(row).filter(|(top, _)| *top < seen.bottom()) else { break };
            let rect =
                Rect::from_min_max(pos2(whole.left(), whole.top() + top), pos2(whole.right(), whole.top() + bottom));
            match list.listing.rows.get(row).cloned() {
                Some(ListRow::Head(status, count)) => head(ui, rect, status, count),
                Some(ListRow::Article(article)) => {
                    let wants_focus = list.focus.as_ref() == Some(&article.id);
                    if wants_focus {
                        list.focus = None;
                    }
                    if let Some(by) = article_row(ui, rect, session, view, &article, wants_focus, out) {
                        step = Some((row, by));
                    }
                }
                None => {}
            }
        }
        if let Some((row, by)) = step {
            let last = list.listing.rows.len().saturating_sub(1);
            let to = row.saturating_add_signed(by).min(last);
            let found = list.article_from(to, by).or_else(|| list.article_from(to, -by));
            list.focus.clone_from(&found);
            let stretch = found.and_then(|_| list.stretch(to));
            if let Some((top, bottom)) = stretch {
                let rect = Rect::from_x_y_ranges(whole.x_range(), whole.top() + top..=whole.top() + bottom);
                ui.scroll_to_rect(rect, None);
            }
        }
    });
}

/// The offset at which the article on screen can be seen in the list, after another one has come on screen.
fn offset_to_follow(view: &View, list: &mut ArticleList, height: f32) -> Option<f32> {
    let here = view.document.clone()?;
    let sort = list.number;
    if list.followed.as_ref().is_some_and(|(id, number)| *id == here && *number == sort) {
        return None;
    }
    let is_other = list.followed.as_ref().is_none_or(|(id, _)| *id != here);
    list.followed = Some((here.clone(), sort));
    let (top, bottom) = list.row_of(&here).and_then(|row| list.stretch(row)).filter(|_| is_other)?;
    Some(((top + bottom - height) / 2.0).max(0.0))
}

/// The head of a group.
fn head(ui: &Ui, rect: Rect, status: ArticleStatus, count: usize) {
    let tokens = Tokens::of(ui);
    let text = t!("panel-articles-group", status = status.name(), count = count);
    let style = TextStyle::interface(egui::TextStyle::Small.resolve(ui.style()).size);
    let line = layout(ui.ctx(), &text, &style, &LayoutOptions::elided(rect.width() - 2.0 * PAD_PT).fill());
    let response = ui.interact(rect, Id::unique(("article-group", status)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, plain(&text)));
    let at = pos2(rect.left() + PAD_PT, rect.center().y - line.height() / 2.0);
    paint(ui.painter(), at, &line, tokens.muted, &[]);
    ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(1.0, tokens.line));
}

/// One article: a click shows it. Returns how many rows the keyboard asks to go.
fn article_row(
    ui: &mut Ui,
    rect: Rect,
    session: &Session,
    view: &View,
    article: &KnownArticle,
    wants_focus: bool,
    out: &mut Vec<Command>,
) -> Option<isize> {
    let (project, own) = (session.project(), session.annotator());
    let count = project.layer(&article.id, own).map_or(0, Layer::len);
    let is_shown = view.document.as_ref() == Some(&article.id);
    let response = ui.interact(rect, Id::unique(("article", &view.project, article.id.as_str())), Sense::click());
    let name = t!("panel-article-name", title = article.title.as_str(), count = count, status = article.status.name());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_shown, plain(&name)));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(plain(&second_line(article))));
    if wants_focus {
        response.request_focus();
    }
    if response.clicked() {
        out.push(Command::ShowDocument(article.id.clone()));
    }
    context_menu(ui, &response, |ui| menu::article(ui, session, view, article, out));
    paint_row(ui, rect, &response, article, count, is_shown, project.newer_text(&article.id).is_some());
    let response = response.on_hover_shaped_with(|| tip(article));
    if !response.has_focus() {
        return None;
    }
    let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F2)) {
        out.push(Command::AboutArticle { document: article.id.clone(), renames: true });
    }
    let page = (ui.clip_rect().height() / TALL_PT).max(1.0) as isize;
    let keys = [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, page),
        (Key::PageUp, -page),
        (Key::Home, isize::MIN / 2),
        (Key::End, isize::MAX / 2),
    ];
    keys.into_iter().find(|(key, _)| ui.input_mut(|input| input.consume_key(Modifiers::NONE, *key))).map(|(_, by)| by)
}

/// What a row says under the pointer: the whole title, how far it is, and where it is from.
fn tip(article: &KnownArticle) -> String {
    let source = source(article);
    let title = t!("header-title", title = article.title.as_str());
    let lines = [title, source, article.status.name(), article.id.to_string()];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Publisher and date; if nothing is known of them, the name of the article's file, which tells articles with the same
/// first words apart.
fn second_line(article: &KnownArticle) -> String {
    let source = source(article);
    if source.is_empty() && article.title != article.id.as_str() { article.id.to_string() } else { source }
}

/// Publisher and date.
fn source(article: &KnownArticle) -> String {
    match (article.publisher.as_str(), article.published.as_str()) {
        ("", "") => String::new(),
        (one, "") | ("", one) => one.to_owned(),
        (publisher, date) => t!("panel-article-source", publisher = publisher, date = date),
    }
}

fn paint_row(
    ui: &Ui,
    rect: Rect,
    response: &egui::Response,
    article: &KnownArticle,
    count: usize,
    is_shown: bool,
    is_old: bool,
) {
    let tokens = Tokens::of(ui);
    let rtl = ui.layout().prefer_right_to_left();
    let painter = ui.painter();
    let fill = match (is_shown, response.hovered()) {
        (true, _) => tokens.selected_fill,
        (false, true) => tokens.hover_fill,
        (false, false) => Color32::TRANSPARENT,
    };
    painter.rect_filled(rect, 4.0, fill);
    if is_shown {
        let edge = if rtl { rect.right() - 3.0..=rect.right() } else { rect.left()..=rect.left() + 3.0 };
        painter.rect_filled(Rect::from_x_y_ranges(edge, rect.y_range()), 1.0, tokens.accent);
    }
    if response.has_focus() {
        painter.rect_stroke(rect, 4.0, Stroke::new(2.0, tokens.accent), StrokeKind::Inside);
    }
    let sign_x = if rtl { rect.right() - PAD_PT - SIGN_PT / 2.0 } else { rect.left() + PAD_PT + SIGN_PT / 2.0 };
    let (icon, color) = sign(article.status, tokens);
    paint_icon(ui, icon, pos2(sign_x, rect.top() + PAD_PT + 9.0), 16.0, color);

    let width = title_width(rect.width());
    let left = if rtl { rect.left() + PAD_PT } else { rect.left() + PAD_PT + SIGN_PT };
    let mut top = rect.top() + PAD_PT - 1.0;
    let style = TextStyle { line_height: 1.2, ..interface_style(ui, &egui::TextStyle::Body) };
    let whole = layout(ui.ctx(), &article.title, &style, &LayoutOptions::wrapped(width));
    let direction = if whole.is_rtl() { Direction::RightToLeft } else { Direction::LeftToRight };
    let is_tall = rect.height() > ROW_PT + 1.0;
    // The first line as it is broken, and the rest on the second one.
    let second = whole.lines().get(1).map(|line| line.text.start).filter(|_| is_tall);
    let parts = match second {
        Some(at) => vec![article.title.get(..at).unwrap_or_default(), article.title.get(at..).unwrap_or_default()],
        None => vec![article.title.as_str()],
    };
    for part in parts {
        let options = LayoutOptions::elided(width).direction(direction).align(Align::Start).fill();
        let line = layout(ui.ctx(), part.trim(), &style, &options);
        paint(painter, pos2(left, top), &line, tokens.text, &[]);
        top += line.height();
    }

    let small = TextStyle::interface(egui::TextStyle::Small.resolve(ui.style()).size);
    let number = if is_old { t!("panel-article-old") } else { t!("panel-count", count = count) };
    let number = layout(ui.ctx(), &number, &small, &LayoutOptions::single_line());
    let bottom = rect.bottom() - PAD_PT - number.height() + 2.0;
    let number_x = if rtl { left } else { left + width - number.width() };
    paint(painter, pos2(number_x, bottom), &number, tokens.muted, &[]);
    let source = second_line(article);
    if !source.is_empty() {
        let room = (width - number.width() - 8.0).max(20.0);
        let options =
            LayoutOptions::elided(room).direction(if rtl { Direction::RightToLeft } else { Direction::LeftToRight });
        let line = layout(ui.ctx(), &source, &small, &options);
        let x = if rtl { left + width - line.width() } else { left };
        paint(painter, pos2(x, bottom), &line, tokens.muted, &[]);
    }
}

/// The shape of a status.
fn sign(status: ArticleStatus, tokens: &Tokens) -> (Icon, Color32) {
    match status {
        ArticleStatus::SentBack => (Icon::ArrowTurnBack, tokens.warn),
        ArticleStatus::InProgress => (Icon::CircleHalf, tokens.accent),
        ArticleStatus::Open => (Icon::Circle, tokens.muted),
        ArticleStatus::Done => (Icon::Check, tokens.ok),
    }
}

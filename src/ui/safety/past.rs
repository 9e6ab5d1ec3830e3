//! The page of past states: a list of them, the article as it was tagged then, and the differences from now.

use egui::{CentralPanel, Key, ScrollArea, Ui};

use crate::edit::session::Session;
use crate::locale::plain;
use crate::model::difference::LayerDifference;
use crate::model::document::Document;
use crate::model::id::StatementId;
use crate::model::layer::Layer;
use crate::model::statement::Statement;
use crate::model::statement_field::StatementField;
use crate::store::journal::past_states::PastState;
use crate::t;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::parts::{section, sides, strip, take_key};
use crate::ui::shaped::{Button, Family, Heading, Label, Row};
use crate::ui::words::time::relative_time;
use crate::ui::words::{chain_names, kind_name, quote};

/// The most entries of one kind that are listed.
const LISTED: usize = 300;

/// A past state as the list shows it.
#[derive(Clone, Debug)]
pub(crate) struct StateRow {
    pub state: PastState,
    pub statements: usize,
    /// The changes from that state to now.
    pub difference: LayerDifference,
    /// Why the state cannot be read.
    pub error: Option<String>,
}

/// The contents of the page.
#[derive(Clone, Copy)]
pub(crate) struct PastPage<'a> {
    /// The states, newest first.
    pub rows: &'a [StateRow],
    pub chosen: Option<usize>,
    /// Whether states are still being read.
    pub is_reading: bool,
    pub shown: Option<Shown<'a>>,
    /// Whether a dialog covers the page and receives the keys.
    pub is_covered: bool,
}

/// The selected state.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    /// A project that has the layer in its past state.
    pub session: &'a Session,
    pub document: &'a Document,
    pub then: &'a Layer,
    pub now: Option<&'a Layer>,
    pub difference: &'a LayerDifference,
    /// How many of its statements lie outside the present text.
    pub left_out: usize,
    pub selected: Option<StatementId>,
}

/// What the user requests on the page.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    Do(SafetyCommand),
    /// Shows a statement; the number is its start in bytes.
    GoTo(StatementId, usize),
}

/// Shows the page; `article` draws the article of the given session.
pub(crate) fn show(ui: &mut Ui, page: PastPage<'_>, article: impl FnOnce(&mut Ui, &Session)) -> Vec<Action> {
    let mut actions = Vec::new();
    if !page.is_covered && take_key(ui, Key::Escape) {
        actions.push(Action::Do(SafetyCommand::LeavePast));
    }
    let color = ui.visuals().warn_fg_color;
    strip(ui, "past-strip", color, |ui| head(ui, page, &mut actions));
    let width = ui.available_width();
    sides::start(ui, "past-states").default_size(250.0).size_range(130.0..=(width * 0.3).max(150.0)).show(ui, |ui| {
        states(ui, page, &mut actions);
    });
    sides::end(ui, "past-differences").default_size(300.0).size_range(140.0..=(width * 0.36).max(160.0)).show(
        ui,
        |ui| {
            if let Some(shown) = page.shown {
                differences(ui, shown, &mut actions);
            }
        },
    );
    // The background shows at a glance that this is not the current article.
    let fill = ui.visuals().extreme_bg_color.lerp_to_gamma(color, 0.06);
    CentralPanel::default().frame(egui::Frame::NONE.fill(fill)).show(ui, |ui| {
        if let Some(shown) = page.shown {
            article(ui, shown.session);
        } else if page.rows.is_empty() && !page.is_reading {
            ui.vertical_centered(|ui| {
                ui.add_space(ui.available_height() / 3.0);
                ui.add(Label::new(t!("past-none-explained")).weak().wrap());
            });
        }
    });
    actions
}

fn head(ui: &mut Ui, page: PastPage<'_>, actions: &mut Vec<Action>) {
    let row = page.chosen.and_then(|index| page.rows.get(index));
    let said = match row {
        Some(row) => t!("past-looking", time = relative_time(row.state.until), count = row.statements),
        None if page.is_reading => t!("past-reading"),
        None => t!("past-none"),
    };
    ui.add(Label::new(said).strong().wrap());
    if let Some(shown) = page.shown.filter(|shown| shown.left_out > 0) {
        ui.add(Label::new(t!("past-left-out", count = shown.left_out)).color(ui.visuals().error_fg_color).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        let differs = page.shown.is_some_and(|shown| !shown.difference.is_empty());
        if ui.add_enabled(differs, Button::new(t!("past-restore"))).clicked() {
            actions.push(Action::Do(SafetyCommand::RestoreState));
        }
        if ui.add(Button::new(t!("past-back")).shortcut(t!("past-back-key"))).clicked() {
            actions.push(Action::Do(SafetyCommand::LeavePast));
        }
    });
}

fn states(ui: &mut Ui, page: PastPage<'_>, actions: &mut Vec<Action>) {
    ui.add(Heading::new(t!("past-heading")));
    ScrollArea::vertical().id_salt("past-states").auto_shrink(false).show(ui, |ui| {
        for (index, row) in page.rows.iter().enumerate() {
            let time = relative_time(row.state.until);
            let Some(error) = &row.error else {
                let counts = counts(&row.difference);
                let name = t!("past-state-name", time = time.as_str(), count = row.statements, since = counts.as_str());
                let entry = Row::new(time).selected(page.chosen == Some(index)).name(plain(&name));
                if ui.add(entry).clicked() {
                    actions.push(Action::Do(SafetyCommand::ShowState(index)));
                }
                let told = t!("past-state-told", count = row.statements, since = counts.as_str());
                let told = Label::new(told).small(ui).weak().wrap();
                ui.add(told);
                continue;
            };
            ui.add(Label::new(time).weak().elide());
            let told = Label::new(error.clone()).small(ui).color(ui.visuals().error_fg_color).wrap();
            ui.add(told);
        }
        if page.is_reading {
            ui.add(Label::new(t!("past-reading")).weak().wrap());
        }
    });
}

/// "since then 3 added, 1 removed".
fn counts(difference: &LayerDifference) -> String {
    let LayerDifference { added, removed, changed, relations } = difference;
    let parts = [
        (added.len(), t!("past-added", count = added.len())),
        (removed.len(), t!("past-removed", count = removed.len())),
        (changed.len(), t!("past-changed", count = changed.len())),
        (*relations, t!("past-relations", count = *relations)),
    ];
    let mut parts = parts.into_iter().filter_map(|(count, said)| (count > 0).then_some(said));
    match parts.next() {
        None => t!("past-same"),
        Some(first) => parts.fold(first, |before, next| t!("past-joined", before = before, next = next)),
    }
}

/// Shows the differences in three lists; each entry leads to its place.
fn differences(ui: &mut Ui, shown: Shown<'_>, actions: &mut Vec<Action>) {
    ui.add(Heading::new(t!("past-differences")));
    ScrollArea::vertical().id_salt("past-differences").auto_shrink(false).show(ui, |ui| {
        let difference = shown.difference;
        if difference.is_empty() {
            ui.add(Label::new(t!("past-same-explained")).weak().wrap());
        }
        let then = |id: &StatementId| shown.then.statement(*id);
        let now = |id: &StatementId| shown.now.and_then(|now| now.statement(*id));
        group(ui, t!("past-group-removed"), &difference.removed, |ui, id| {
            entry(ui, shown, then(id), &[], actions);
        });
        group(ui, t!("past-group-added"), &difference.added, |ui, id| {
            entry(ui, shown, now(id), &[], actions);
        });
        group(ui, t!("past-group-changed"), &difference.changed, |ui, id| {
            let (Some(old), Some(new)) = (then(id), now(id)) else { return };
            let differ = StatementField::differing(old, new);
            entry(ui, shown, Some(old), &differ, actions);
            // Only differences that fit on one line are shown.
            if differ.contains(&StatementField::Words) {
                changed_to(ui, quote(shown.document, &new.spans), true);
            }
            let project = shown.session.project();
            if differ.contains(&StatementField::Kind) || differ.contains(&StatementField::Chain) {
                changed_to(ui, head_line(shown, new), false);
            }
            if differ.contains(&StatementField::Topic) {
                let name = |id: &crate::model::id::TopicId| project.codebook.topic(id).map(|topic| topic.name.clone());
                changed_to(ui, new.topic.as_ref().and_then(name).unwrap_or_else(|| t!("past-nothing")), false);
            }
            if differ.contains(&StatementField::Note) {
                changed_to(ui, if new.note.is_empty() { t!("past-nothing") } else { new.note.clone() }, false);
            }
        });
        if difference.relations > 0 {
            section(ui, t!("past-relations", count = difference.relations));
        }
    });
}

fn group(ui: &mut Ui, title: String, ids: &[StatementId], mut each: impl FnMut(&mut Ui, &StatementId)) {
    if ids.is_empty() {
        return;
    }
    section(ui, title);
    for id in ids.iter().take(LISTED) {
        ui.push_id(id, |ui| each(ui, id));
    }
    if ids.len() > LISTED {
        ui.add(Label::new(t!("past-more", count = ids.len() - LISTED)).weak().wrap());
    }
}

fn entry(
    ui: &mut Ui,
    shown: Shown<'_>,
    statement: Option<&Statement>,
    differ: &[StatementField],
    actions: &mut Vec<Action>,
) {
    let Some(statement) = statement else { return };
    let words = quote(shown.document, &statement.spans);
    let row = Row::new(words).selected(shown.selected == Some(statement.id));
    if ui.add(row).clicked() {
        actions.push(Action::GoTo(statement.id, statement.hull().start_byte));
    }
    let mut told = head_line(shown, statement);
    if let Some(parts) =
        differ.iter().map(|part| part.title()).reduce(|before, next| t!("past-joined", before = before, next = next))
    {
        told = t!("past-differs", what = told, parts = parts);
    }
    let told = Label::new(told).small(ui).weak().wrap();
    ui.add(told);
}

fn head_line(shown: Shown<'_>, statement: &Statement) -> String {
    let project = shown.session.project();
    let (kind, chain) = (kind_name(project, statement), chain_names(project, statement));
    t!("panel-statement-head", kind = kind, chain = chain)
}

fn changed_to(ui: &mut Ui, now: String, is_quote: bool) {
    let label = Label::new(t!("past-now", what = now)).wrap();
    let label = if is_quote { label.family(Family::Reading) } else { label.small(ui) };
    ui.add(label);
}

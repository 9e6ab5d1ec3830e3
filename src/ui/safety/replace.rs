//! A preview of a new version of an article: what happens to each statement, and its new place.

use egui::{CentralPanel, Key, ScrollArea, Ui};

use crate::edit::reanchor::{ReanchorOutcome, ReanchoredStatement as PlannedRow, ReplacedText};
use crate::locale::plain;
use crate::t;
use crate::text::diff::differing_words;
use crate::text::encoding::Encoding;
use crate::ui::command::Command;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::parts::passage::{PassageMark, passage};
use crate::ui::parts::{sides, strip, take_key};
use crate::ui::shaped::{Button, Checkbox, ComboBox, Label};

/// What the user selects here.
#[derive(Debug, Default)]
pub struct ReplaceState {
    hidden: [bool; 3],
}

/// The progress of the comparison.
#[derive(Clone, Copy)]
pub(crate) enum Progress<'a> {
    /// Statements compared so far, and all of them.
    Comparing(usize, usize),
    Planned(&'a ReplacedText),
}

/// How the file of a new version was read.
pub(crate) struct FileAsRead {
    /// `None` if its format leaves no doubt about the encoding.
    pub encoding: Option<Encoding>,
    /// The number of places that could not be read.
    pub replaced: usize,
    /// What of the file is not in the text, and what is doubtful, one sentence each.
    pub losses: Vec<String>,
    pub doubts: Vec<String>,
    /// Whether a web page was taken whole; `None` if there is nothing else of it to take.
    pub is_whole: Option<bool>,
}

/// The contents of the page.
#[derive(Clone, Copy)]
pub(crate) struct ReplacePage<'a> {
    /// The article's title.
    pub title: &'a str,
    /// The source of the new text.
    pub from: &'a str,
    pub progress: Progress<'a>,
    /// The row whose statement is shown in the article.
    pub chosen: Option<usize>,
    /// Whether the middle shows the old text, for a statement that has no place in the new one.
    pub shows_old: bool,
    /// Whether the new text equals the old one.
    pub is_same: bool,
    /// How the file was read, if it is one.
    pub read: Option<&'a FileAsRead>,
    /// Whether a dialog covers the page and receives the keys.
    pub is_covered: bool,
}

/// Shows the page; `article` draws the text. Pushes commands and returns the row that was clicked.
pub(crate) fn show(
    ui: &mut Ui,
    page: ReplacePage<'_>,
    state: &mut ReplaceState,
    out: &mut Vec<Command>,
    article: impl FnOnce(&mut Ui),
) -> Option<usize> {
    if !page.is_covered && take_key(ui, Key::Escape) {
        out.push(Command::Safety(SafetyCommand::LeaveReplace));
    }
    let color = ui.visuals().warn_fg_color;
    strip(ui, "replace-strip", color, |ui| head(ui, page, out));
    let width = ui.available_width();
    let mut clicked = None;
    if let Progress::Planned(replaced) = page.progress {
        sides::end(ui, "replace-rows").default_size(430.0).size_range(170.0..=(width * 0.55).max(190.0)).show(
            ui,
            |ui| {
                clicked = rows(ui, replaced, page.chosen, state);
            },
        );
    }
    let fill = ui.visuals().extreme_bg_color.lerp_to_gamma(color, 0.06);
    CentralPanel::default().frame(egui::Frame::NONE.fill(fill)).show(ui, |ui| {
        let told = if page.shows_old { t!("replace-shows-old") } else { t!("replace-shows-new") };
        ui.add(Label::new(told).weak().halign_center());
        article(ui);
    });
    clicked
}

fn head(ui: &mut Ui, page: ReplacePage<'_>, out: &mut Vec<Command>) {
    ui.add(Label::new(t!("replace-page", title = page.title, from = page.from)).strong().wrap());
    let replaced = match page.progress {
        Progress::Comparing(done, all) => {
            ui.add(Label::new(t!("replace-comparing", done = done, all = all)).wrap());
            if ui.add(Button::new(t!("replace-stop"))).clicked() {
                out.push(Command::Safety(SafetyCommand::LeaveReplace));
            }
            return;
        }
        Progress::Planned(replaced) => replaced,
    };
    let count = |wanted: Option<usize>| replaced.rows.iter().filter(|row| group(row.outcome) == wanted).count();
    let said = t!(
        "replace-counts",
        unmoved = count(None),
        moved = count(Some(0)),
        changed = count(Some(1)),
        orphaned = count(Some(2))
    );
    ui.add(Label::new(if page.is_same { t!("replace-same") } else { said }).wrap());
    if let Some(read) = page.read {
        as_read(ui, read, out);
    }
    for loss in replaced.losses() {
        ui.add(Label::new(loss).wrap());
    }
    if replaced.kept.is_some() {
        ui.add(Label::new(t!("replace-kept")).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        if ui.add_enabled(!page.is_same, Button::new(t!("replace-do"))).clicked() {
            out.push(Command::Safety(SafetyCommand::Replace));
        }
        if ui.add(Button::new(t!("dialog-cancel")).shortcut(t!("past-back-key"))).clicked() {
            out.push(Command::Safety(SafetyCommand::LeaveReplace));
        }
    });
}

/// How the file was read, and the choices of reading it in another way.
fn as_read(ui: &mut Ui, read: &FileAsRead, out: &mut Vec<Command>) {
    let red = ui.visuals().error_fg_color;
    if let Some(encoding) = read.encoding {
        let color = if read.replaced > 0 { red } else { ui.visuals().text_color() };
        let told = t!("status-read-as", encoding = encoding.name(), count = read.replaced);
        ui.add(Label::new(told).color(color).wrap());
        let list = ComboBox::new("replace-encoding", t!("panel-article-encoding")).selected_text(encoding.name());
        list.width(190.0).show(ui, |ui| {
            for other in Encoding::ALL.iter().copied() {
                let current = other == encoding;
                if ui.add(Button::new(other.name()).selected(current).frame(false)).clicked() && !current {
                    out.push(Command::Safety(SafetyCommand::ReplaceReadAs(other)));
                }
            }
        });
    }
    if let Some(is_whole) = read.is_whole {
        let mut wants_whole = is_whole;
        if ui.add(Checkbox::new(&mut wants_whole, t!("adding-whole"))).changed() {
            out.push(Command::Safety(SafetyCommand::ReplaceWholePage(wants_whole)));
        }
    }
    for doubt in &read.doubts {
        ui.add(Label::new(doubt.as_str()).color(red).wrap());
    }
    for loss in &read.losses {
        ui.add(Label::new(loss.as_str()).wrap());
    }
}

/// The filter that an outcome belongs to. `None` for unmoved statements, which are only counted.
fn group(fate: ReanchorOutcome) -> Option<usize> {
    match fate {
        ReanchorOutcome::Unmoved => None,
        ReanchorOutcome::Moved => Some(0),
        ReanchorOutcome::Changed { .. } => Some(1),
        ReanchorOutcome::Orphaned => Some(2),
    }
}

fn rows(ui: &mut Ui, replaced: &ReplacedText, chosen: Option<usize>, state: &mut ReplaceState) -> Option<usize> {
    let names = [t!("replace-moved"), t!("replace-changed"), t!("replace-orphaned")];
    ui.horizontal_wrapped(|ui| {
        for (index, (name, hidden)) in names.iter().zip(&mut state.hidden).enumerate() {
            let count = replaced.rows.iter().filter(|row| group(row.outcome) == Some(index)).count();
            let text = t!("replace-filter", name = name.as_str(), count = count);
            if ui.add_enabled(count > 0, Button::new(text).selected(!*hidden && count > 0).small()).clicked() {
                *hidden = !*hidden;
            }
        }
    });
    let is_shown = |row: &PlannedRow| {
        group(row.outcome).is_some_and(|group| !state.hidden.get(group).copied().unwrap_or_default())
    };
    // Statements that need a person's attention come first.
    let mut order: Vec<usize> =
        (0..replaced.rows.len()).filter(|at| replaced.rows.get(*at).is_some_and(is_shown)).collect();
    order.sort_by_key(|at| std::cmp::Reverse(replaced.rows.get(*at).and_then(|row| group(row.outcome))));
    let mut clicked = None;
    ScrollArea::vertical().id_salt("replace-rows").auto_shrink(false).show(ui, |ui| {
        if order.is_empty() {
            ui.add(Label::new(t!("replace-none")).weak().wrap());
        }
        for at in order {
            let Some(row) = replaced.rows.get(at) else { continue };
            ui.push_id((at, row.id), |ui| {
                if one(ui, row, chosen == Some(at)) {
                    clicked = Some(at);
                }
            });
        }
    });
    clicked
}

/// One statement: its outcome and annotator, the old words, and the new ones if they differ.
fn one(ui: &mut Ui, row: &PlannedRow, is_chosen: bool) -> bool {
    let whose = row.annotator.as_ref().map_or_else(|| t!("replace-gold"), |annotator| annotator.to_string());
    let fate = match row.outcome {
        ReanchorOutcome::Unmoved => String::new(),
        ReanchorOutcome::Moved => t!("replace-row-moved"),
        ReanchorOutcome::Changed { score } => t!("replace-row-changed", percent = (score * 100.0).floor()),
        ReanchorOutcome::Orphaned => t!("replace-row-orphaned"),
    };
    let head = t!("replace-row", fate = fate, whose = whose);
    let name = t!("replace-row-name", head = head.as_str(), quote = row.old_quote.as_str());
    ui.separator();
    let clicked = ui.add(Button::new(head).selected(is_chosen).small().frame(false).name(plain(&name))).clicked();
    let (gone, come) = match &row.new_quote {
        Some(new) => differing_words(&row.old_quote, new),
        None => (Vec::new(), Vec::new()),
    };
    match &row.new_quote {
        Some(new) if matches!(row.outcome, ReanchorOutcome::Changed { .. }) => {
            // Side by side if there is room.
            let room = ui.available_width();
            let half = (room - ui.spacing().item_spacing.x) / 2.0;
            if room > 360.0 {
                ui.horizontal_top(|ui| {
                    passage(ui, &row.old_quote, &gone, PassageMark::Gone, half);
                    passage(ui, new, &come, PassageMark::OnlyHere, half);
                });
            } else {
                passage(ui, &row.old_quote, &gone, PassageMark::Gone, room);
                passage(ui, new, &come, PassageMark::OnlyHere, room);
            }
        }
        _ => {
            let room = ui.available_width();
            passage(ui, &row.old_quote, &[], PassageMark::Gone, room);
        }
    }
    clicked
}

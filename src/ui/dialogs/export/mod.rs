//! The export dialog: the choices at the start, what they give at the end, and below them the way to write it. `app`
//! computes the offer and writes the file.

mod choices;
mod draft;
mod offer;
mod presets;

use std::path::Path;

use egui::style::ScrollStyle;
use egui::{Align, Key, Layout, Modifiers, ScrollArea, Ui, vec2};

pub use self::draft::ExportDraft;
pub(crate) use self::draft::Prefilled;
pub(crate) use self::offer::{ExportOffer, OfferOf};

use self::choices::Choices;
use self::draft::Available;
use self::presets::Named;
use crate::formats::preview::Preview;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::export::PresetCommand;
use crate::ui::command::path::PathQuestion;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::{DialogFrame, buttons, error};
use crate::ui::parts::section;
use crate::ui::parts::table::TextTable;
use crate::ui::shaped::{Button, Family, Label};

/// The widest that the dialog gets, in points.
const WIDTH_PT: f32 = 1120.0;
/// The widest that the choices get, in points.
const CHOICES_PT: f32 = 340.0;
/// The share of the dialog's width that the choices take otherwise.
const CHOICES_SHARE: f32 = 0.38;
/// The height of the title, the status and the buttons, in lines of buttons.
const LINES_AROUND: f32 = 4.0;
/// The height of a choice and the space between two, in points: together what a pointer can hit. All choices of an export
/// are seen at once in most windows.
const CHOICE_PT: f32 = 22.0;
const CHOICE_GAP_PT: f32 = 2.0;
/// The space between the lines of a text, as a multiple of that between widgets.
const LINE_GAP: f32 = 2.5;
/// The share of the window's height that the dialog takes.
const HEIGHT_SHARE: f32 = 0.86;

/// The choices, what the project has, and what the export would contain.
#[derive(Default)]
pub struct ExportDialog {
    pub draft: ExportDraft,
    /// The project for which the draft was begun, by its folder.
    project: Option<String>,
    available: Option<Available>,
    offer: Option<ExportOffer>,
    choices: Choices,
    /// What another part of the window wants to be exported.
    prefilled: Option<Prefilled>,
}

impl ExportDialog {
    /// What the offer should be made of now; `None` if it is, or if the dialog has not been shown yet.
    pub(crate) fn wants(&self) -> Option<OfferOf> {
        let wanted = self.wanted()?;
        self.offer.as_ref().is_none_or(|offer| offer.of != wanted).then_some(wanted)
    }

    /// Chooses what the dialog starts with when it is shown.
    pub(crate) fn prefill(&mut self, prefilled: Prefilled) {
        self.prefilled = Some(prefilled);
    }

    pub(crate) fn take(&mut self, offer: ExportOffer) {
        self.offer = Some(offer);
    }

    /// Takes in that a preset was saved or deleted, or why it was not.
    pub(crate) fn heed_preset(&mut self, command: &PresetCommand, result: Result<(), String>) {
        self.choices.presets.heed(command, self.draft.preset(), result);
    }

    /// What a new file or folder is to be called: after the article if it is exported alone, else after the project.
    pub(crate) fn file_name(&self, project: &str) -> String {
        let documents = self.available.as_ref().map_or(&[][..], |available| &available.documents);
        let mut chosen = documents.iter().filter(|(id, _)| !self.draft.without_documents.contains(id));
        let alone = chosen.next().filter(|_| documents.len() > 1 && chosen.next().is_none());
        self.draft.file_name(alone.map_or(project, |(_, title)| title))
    }

    fn wanted(&self) -> Option<OfferOf> {
        let available = self.available.as_ref()?;
        Some(OfferOf {
            revision: available.revision,
            annotator: available.annotator.clone(),
            draft: self.draft.clone(),
        })
    }
}

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let Some(open) = scope.open else { return };
    let dialog: &mut ExportDialog = scope.drafts.of();
    let session = open.session;
    if dialog.available.as_ref().is_none_or(|known| !known.is_of(session)) {
        let available = dialog.available.insert(Available::in_session(session));
        dialog.draft.forget_what_is_gone(available);
    }
    let Some(available) = &dialog.available else { return };
    if dialog.project.as_ref() != Some(&scope.view.project) {
        dialog.project = Some(scope.view.project.clone());
        let last = scope.settings.exports.get(Path::new(&scope.view.project));
        dialog.draft = ExportDraft::begin(available, last);
        dialog.choices.presets.forget();
    }
    if let Some(prefilled) = dialog.prefilled.take() {
        dialog.draft.prefill(prefilled, available);
    }
    let news = ExportNews {
        offer: dialog.offer.as_ref(),
        is_current: dialog.offer.as_ref().map(|offer| &offer.of) == dialog.wanted().as_ref(),
        status: scope.progress.unwrap_or(scope.written),
        written_to: scope.written_to.filter(|_| scope.progress.is_none()),
        is_busy: scope.progress.is_some(),
    };
    let named = &scope.settings.export_presets;
    show(ui, available, &mut dialog.draft, (&mut dialog.choices, named), news, scope.out);
});

/// What the dialog shows about the draft.
#[derive(Clone, Copy)]
struct ExportNews<'a> {
    offer: Option<&'a ExportOffer>,
    /// Whether the offer is that of the present choices.
    is_current: bool,
    /// The progress, the path of the finished file or the error; empty before an export.
    status: &'a str,
    /// The finished file or folder.
    written_to: Option<&'a Path>,
    /// An export is running.
    is_busy: bool,
}

fn show(
    ui: &Ui,
    available: &Available,
    draft: &mut ExportDraft,
    (choices, named): (&mut Choices, &Named),
    news: ExportNews<'_>,
    out: &mut Vec<Command>,
) {
    let dialog = DialogFrame::new("export", t!("panel-export-title"), WIDTH_PT).show(ui, |ui| {
        // That there is more to read is seen without moving the pointer there.
        ui.spacing_mut().scroll = ScrollStyle::thin();
        let line = ui.spacing().interact_size.y + ui.spacing().item_spacing.y;
        let height = (ui.ctx().content_rect().height() * HEIGHT_SHARE - LINES_AROUND * line).max(6.0 * line);
        let size = vec2(ui.available_width(), height);
        let rows = if ui.layout().prefer_right_to_left() {
            Layout::right_to_left(Align::Min)
        } else {
            Layout::left_to_right(Align::Min)
        };
        ui.allocate_ui_with_layout(size, rows, |ui| {
            let column = vec2((ui.available_width() * CHOICES_SHARE).min(CHOICES_PT), height);
            ui.allocate_ui_with_layout(column, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(column);
                ui.spacing_mut().interact_size.y = CHOICE_PT;
                ui.spacing_mut().item_spacing.y = CHOICE_GAP_PT;
                let area = ScrollArea::vertical().id_salt("export-choices").auto_shrink(false);
                area.max_height(height).show(ui, |ui| choices.show(ui, available, draft, named, out));
            });
            ui.separator();
            let column = vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(column, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(column);
                if draft.selects_any(available) {
                    outcome(ui, news);
                }
            });
        });
        below(ui, why_not(available, draft, news), draft, news, out)
    });
    if dialog.inner || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}

/// Why nothing can be exported now, in words; empty if that is said elsewhere in the dialog.
fn why_not(available: &Available, draft: &ExportDraft, news: ExportNews<'_>) -> Option<String> {
    if !draft.selects_any(available) {
        return Some(t!("panel-export-nothing"));
    }
    let contents = news.offer.filter(|_| news.is_current).map(|offer| &offer.contents);
    let is_refused = match contents {
        Some(Ok(contents)) => draft.strict && !contents.losses.is_empty(),
        Some(Err(_)) => return Some(String::new()),
        None => false,
    };
    is_refused.then(|| t!("panel-export-strict-refused")).or_else(|| draft.problem())
}

/// What the choices give: the beginning of the export, and what it does not have.
fn outcome(ui: &mut Ui, news: ExportNews<'_>) {
    let contents = match news.offer.map(|offer| &offer.contents) {
        Some(Ok(contents)) => contents,
        Some(Err(failure)) if news.is_current => return error(ui, failure),
        Some(Err(_)) | None => {
            ui.add(Label::new(t!("panel-export-looking")).weak());
            return;
        }
    };
    let summary = if news.is_current { contents.summary() } else { t!("panel-export-looking") };
    ui.add(Label::new(summary).weak().elide());
    if contents.several > 0 {
        ui.add(Label::new(t!("panel-export-several", count = contents.several)).wrap());
    }
    let (whole, line) = (ui.available_height(), ui.spacing().interact_size.y);
    let missing = [(t!("panel-export-by-choice"), &contents.by_choice), (t!("panel-export-losses"), &contents.losses)];
    let lines: f32 = missing.iter().filter(|(_, lost)| !lost.is_empty()).map(|(_, lost)| lost.len() as f32 + 1.5).sum();
    // What is missing gets a third of the height, or what it needs if that is less.
    let below = (lines * line).min(whole / 3.0);
    preview(ui, &contents.preview, (whole - below - 2.0 * line).max(3.0 * line));
    if lines < 1.0 {
        return;
    }
    let area = ScrollArea::vertical().id_salt("export-losses").auto_shrink([false, true]);
    area.max_height(below).show(ui, |ui| {
        for (title, lost) in missing.into_iter().filter(|(_, lost)| !lost.is_empty()) {
            section(ui, title);
            for loss in lost {
                ui.add(Label::new(loss.as_str()).wrap().selectable(true));
            }
        }
    });
}

fn preview(ui: &mut Ui, preview: &Preview, height: f32) {
    let is_folder = matches!(preview, Preview::Files { .. });
    section(ui, if is_folder { t!("panel-export-preview-files") } else { t!("panel-export-preview") });
    match preview {
        Preview::None => {
            ui.add(Label::new(t!("export-no-preview")).weak().wrap());
        }
        Preview::Table { columns, rows } => {
            TextTable::new("export-preview", t!("panel-export-preview"), columns, rows).height(height).show(ui);
        }
        Preview::Text(text) => {
            let area = ScrollArea::vertical().id_salt("export-preview").auto_shrink([false, true]);
            area.max_height(height).show(ui, |ui| {
                // A long line goes on below; a gap tells it from the next one.
                ui.spacing_mut().item_spacing.y *= LINE_GAP;
                for line in text.lines() {
                    ui.add(Label::new(line).family(Family::Mono).small(ui).wrap().selectable(true));
                }
            });
        }
        Preview::Files { names, has_more } => {
            let area = ScrollArea::vertical().id_salt("export-preview").auto_shrink([false, true]);
            area.max_height(height).show(ui, |ui| {
                for name in names {
                    ui.add(Label::new(name.as_str()).elide().selectable(true));
                }
                if *has_more {
                    ui.add(Label::new(t!("panel-export-more-files")).weak());
                }
            });
        }
    }
}

/// The status and the buttons. `why_not` says why nothing can be exported. Returns whether the dialog is to be closed.
fn below(
    ui: &mut Ui,
    why_not: Option<String>,
    draft: &ExportDraft,
    news: ExportNews<'_>,
    out: &mut Vec<Command>,
) -> bool {
    if !news.status.is_empty() && (why_not.is_none() || news.is_busy) {
        ui.add(Label::new(news.status).wrap().selectable(true));
    } else if let Some(reason) = why_not.as_ref().filter(|reason| !reason.is_empty()) {
        ui.add(Label::new(reason.as_str()).weak().wrap());
    }
    let can_export = why_not.is_none() && !news.is_busy;
    let is_pressed = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    buttons(ui, |ui| {
        let go = ui.add_enabled(can_export, Button::new(t!("panel-export-go")).strong());
        if go.clicked() || (can_export && is_pressed) {
            out.push(Command::AskPath(PathQuestion::ExportTo(draft.format)));
        }
        if news.is_busy && ui.add(Button::new(t!("panel-export-stop"))).clicked() {
            out.push(Command::StopWriting);
        }
        if let Some(path) = news.written_to {
            if ui.add(Button::new(t!("panel-export-show"))).clicked() {
                out.push(Command::ShowInFolder(path.to_owned()));
            }
            if ui.add(Button::new(t!("panel-export-copy-path"))).clicked() {
                ui.ctx().copy_text(path.display().to_string());
            }
        }
        ui.add(Button::new(t!("panel-close"))).clicked()
    })
}

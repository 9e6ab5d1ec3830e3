//! The window: bars, panels and the article in the middle, or the welcome screen if no project is open.

use eframe::egui::{self, CentralPanel, Id, Panel, Ui};

use super::{App, pages};
use crate::model::id::AnnotatorId;
use crate::settings::Settings;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::ownership::OwnershipCommand;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::command::table;
use crate::ui::dialogs::conflicts;
use crate::ui::panels::welcome;
use crate::ui::shaped::{Button, ComboBox, Label, ResponseExt as _, TextField};
use crate::ui::theme::Theme;
use crate::ui::theme::color32;

/// Sets theme, zoom keys and spacing, once.
pub(super) fn set_up(ctx: &egui::Context, settings: &Settings) {
    Theme::from_name(settings.theme.as_deref()).apply(ctx);
    // Ctrl with + and − resizes the article, not the whole window.
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
    ctx.all_styles_mut(|style| {
        // egui's own greys fall below a contrast of 4.5 to 1, which is too little for a day of reading.
        let ink = if style.visuals.dark_mode { 205 } else { 45 };
        style.visuals.widgets.noninteractive.fg_stroke.color = egui::Color32::from_gray(ink);
        style.visuals.weak_text_alpha = 0.7;
        // Scroll bars get their own space, so that they cover nothing.
        style.spacing.scroll.floating_allocated_width = 8.0;
        style.visuals.error_fg_color = if style.visuals.dark_mode {
            egui::Color32::from_rgb(255, 128, 118)
        } else {
            egui::Color32::from_rgb(176, 24, 24)
        };
        for (kind, size_pt) in [
            (egui::TextStyle::Small, 12.0),
            (egui::TextStyle::Body, 14.0),
            (egui::TextStyle::Button, 14.0),
            (egui::TextStyle::Heading, 20.0),
        ] {
            style.text_styles.insert(kind, egui::FontId::proportional(size_pt));
        }
        style.spacing.item_spacing = egui::vec2(6.0, 5.0);
        style.spacing.button_padding = egui::vec2(8.0, 3.0);
    });
}

impl App {
    pub(super) fn window(&mut self, ui: &mut Ui) {
        if self.cx.open.is_none() {
            Panel::bottom("status").show(ui, |ui| self.status_line(ui));
            CentralPanel::default().show(ui, |ui| welcome::show(ui, &self.cx.settings.recent, &mut self.cx.queue));
            self.dialogs(ui);
            return;
        }
        Panel::top("bar").show(ui, |ui| {
            // A past state or a new version is shown then, not the project itself.
            ui.add_enabled_ui(!self.is_looking_back(), |ui| self.bar(ui));
        });
        Panel::bottom("status").show(ui, |ui| self.status_line(ui));
        self.whose_strip(ui);
        self.strips(ui);
        let page = pages::behavior(self.cx.view.page);
        if page.tells_hidden
            && let Some(hidden) = self.hidden_line()
        {
            Panel::top("hidden").show(ui, |ui| ui.add(Label::new(hidden).wrap()));
        }
        if self.is_looking_back() {
            self.past_page(ui);
        } else {
            (page.show)(self, ui);
        }
        self.dialogs(ui);
    }

    fn bar(&mut self, ui: &mut Ui) {
        let Some(open) = &self.cx.open else { return };
        let project = open.session.project();
        let now = self.situation();
        let out = &mut self.cx.queue;
        ui.horizontal_wrapped(|ui| {
            for row in table::PAGES {
                let is_shown = matches!(row.command, Command::ShowPage(page) if page == self.cx.view.page);
                let button = Button::new(row.title.words()).selected(is_shown);
                if ui.add(button).on_hover_shaped(row.shown_keys(ui.ctx(), &now)).clicked() {
                    out.push(row.command.clone());
                }
            }
            ui.separator();
            let active = self.cx.view.selection.is_some() || self.cx.view.selected.is_some();
            let has_marking_bar = pages::behavior(self.cx.view.page).has_marking_bar;
            let kinds = project.codebook.kinds.iter().filter(|_| has_marking_bar);
            for kind in kinds {
                let key = project.codebook.usable_key(kind).map(String::from).unwrap_or_default();
                let button = Button::new(kind.name.clone()).shortcut(key);
                if ui.add_enabled(active, button).on_hover_shaped(kind.definition.clone()).clicked() {
                    out.push(Command::MakeKind(kind.id.clone()));
                }
            }
            if has_marking_bar {
                ui.separator();
                if let Some(party) = self.cx.view.party.as_ref().and_then(|id| project.party(id)) {
                    ui.add(Label::new(t!("bar-party")).weak());
                    ui.add(Button::new(party.name.clone()).swatch(color32(party.color.0)).frame(false));
                }
                ui.separator();
            }
            for (name, command, enabled) in [
                (t!("bar-undo"), Command::Undo, open.session.last_gesture().is_some()),
                (t!("bar-redo"), Command::Redo, open.session.last_undone().is_some()),
            ] {
                if ui.add_enabled(enabled, Button::new(name)).clicked() {
                    out.push(command);
                }
            }
            if ui.add(Button::new(t!("bar-export"))).clicked() {
                out.push(Command::ShowExport);
            }
            if ui.add(Button::new(t!("bar-palette"))).clicked() {
                out.push(Command::TogglePalette);
            }
            ui.separator();
            ui.add(Label::new(t!("bar-annotator")).weak());
            let own = open.session.annotator();
            let combo = ComboBox::new("annotator", t!("bar-annotator")).selected_text(own.to_string()).width(140.0);
            // A click into the field must not close the list.
            combo.close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(ui, |ui| {
                let mut annotators = project.annotators();
                if !annotators.contains(own) {
                    annotators.push(own.clone());
                }
                // The way back to the user's own name.
                let person = super::gate::own_name(project, &super::gate::person(&self.cx.settings));
                if !annotators.contains(&person) {
                    annotators.push(person);
                }
                for annotator in annotators {
                    if ui.add(Button::new(annotator.to_string()).selected(annotator == *own).frame(false)).clicked() {
                        out.push(Command::SetAnnotator(annotator));
                        ui.close();
                    }
                }
                let field = TextField::singleline(&mut self.cx.drafts.annotator)
                    .id(Id::unique("new-annotator"))
                    .name(t!("bar-new-annotator"))
                    .hint(t!("bar-new-annotator"));
                if field.show(ui).submitted && !self.cx.drafts.annotator.trim().is_empty() {
                    out.push(Command::SetAnnotator(AnnotatorId::from_name(self.cx.drafts.annotator.trim(), |_| false)));
                    self.cx.drafts.annotator.clear();
                    ui.close();
                }
            });
        });
    }

    fn status_line(&mut self, ui: &mut Ui) {
        let orphans = self.orphan_count();
        let undo = self.can_undo_what_is_said();
        ui.horizontal(|ui| {
            let color =
                if self.cx.status.is_error { ui.visuals().error_fg_color } else { ui.visuals().weak_text_color() };
            let said = Label::new(self.cx.status.text.clone()).color(color).elide();
            let left = egui::Layout::left_to_right(egui::Align::Center);
            if let Some(open) = &self.cx.open {
                let state = if let Some(only) = open.outside.only.as_ref().filter(|_| !self.is_unsaved()) {
                    t!("status-only", annotator = only.as_str())
                } else if open.keeper.is_none() {
                    t!("status-read-only")
                } else if self.is_unsaved() && open.told.journal_error.is_some() && open.told.save_error.is_some() {
                    t!("status-not-saved")
                } else if self.is_unsaved() {
                    t!("status-unsaved")
                } else {
                    t!("status-all-saved")
                };
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let count = open.all_problems().len();
                    if count > 0 && ui.add(Button::new(t!("status-problems", count = count)).small()).clicked() {
                        self.cx.queue.push(Command::ShowProblems);
                    }
                    if orphans > 0 {
                        let button = Button::new(t!("status-orphans", count = orphans)).small();
                        if ui.add(button.color(ui.visuals().warn_fg_color)).clicked() {
                            self.cx.queue.push(Command::Safety(SafetyCommand::ToggleOrphans));
                        }
                    }
                    let conflicts = conflicts::count(open.session.project());
                    if conflicts > 0 {
                        let button = Button::new(t!("status-conflicts", count = conflicts)).small();
                        if ui.add(button.color(ui.visuals().warn_fg_color)).clicked() {
                            self.cx.queue.push(Command::Safety(SafetyCommand::ShowConflicts));
                        }
                    }
                    ui.add(Label::new(state).weak().extend());
                    if open.keeper.is_some() && open.outside.only.is_none() {
                        let annotator = open.session.annotator().as_str();
                        ui.add(Label::new(t!("status-writing-as", annotator = annotator)).weak().extend());
                    }
                    if let Some(counts) = self.shown_marks.filter(|counts| counts.total() > 0) {
                        let mut button = Button::new(t!("status-marks", count = counts.total())).small();
                        let shown = self.cx.view.reading.invisible_marks;
                        button = button.selected(shown);
                        if counts.direction > 0 && !shown {
                            button = button.color(ui.visuals().warn_fg_color);
                        }
                        let tip = t!("status-marks-tip", direction = counts.direction, other = counts.other);
                        if ui.add(button).on_hover_shaped(tip).clicked() {
                            self.cx.queue.push(Command::ToggleMarks);
                        }
                    }
                    // It gets the space that the rest leaves, without overlapping it.
                    ui.with_layout(left, |ui| {
                        if undo {
                            let name = t!("status-undo-name", what = self.cx.status.text.as_str());
                            if ui.add(Button::new(t!("bar-undo")).small().name(name)).clicked() {
                                self.cx.queue.push(Command::Undo);
                            }
                        }
                        ui.add(said);
                    });
                });
            } else {
                let person = self.person();
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let name = Button::new(t!("welcome-name", name = person.as_str())).small();
                    if ui.add(name).clicked() {
                        self.cx.queue.push(Command::Ownership(OwnershipCommand::AskName));
                    }
                    ui.with_layout(left, |ui| ui.add(said));
                });
            }
        });
    }
}

//! The choices of the export dialog: what it is for, the format, whose tags, the options and the articles; and the names
//! under which choices are saved.

use std::sync::Arc;

use egui::{ScrollArea, Ui};

use super::draft::{Available, ExportDraft};
use super::presets::{Named, Presets};
use crate::formats::{self, FormatOption, OptionValue, Purpose};
use crate::model::party::name_key;
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::dialog::error;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Checkbox, ComboBox, Label, RadioValue, Row, TextField};

/// How many articles are listed at once.
const LISTED: f32 = 8.0;
/// With more articles than this there is a field to search them.
const FEW: usize = 8;

/// What the choices keep between frames besides the draft.
#[derive(Default)]
pub(super) struct Choices {
    /// The words that the titles of the listed articles have.
    search: String,
    /// The articles that have them, by place.
    found: Option<Found>,
    pub(super) presets: Presets,
}

struct Found {
    /// The revision and the words for which they were found.
    of: (u64, String),
    places: Vec<usize>,
}

impl Choices {
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        available: &Available,
        draft: &mut ExportDraft,
        named: &Named,
        out: &mut Vec<Command>,
    ) {
        self.presets.show(ui, named, available, draft, out);
        formats_by_purpose(ui, draft);
        sources(ui, available, draft);
        options(ui, draft);
        self.documents(ui, available, draft);
    }

    /// The articles: all of them, or those that are ticked.
    fn documents(&mut self, ui: &mut Ui, available: &Available, draft: &mut ExportDraft) {
        let all = available.documents.len();
        let left_out = draft.without_documents.len();
        section(ui, t!("panel-export-documents", count = all - left_out.min(all), all = all));
        if all > FEW {
            let field = TextField::singleline(&mut self.search).name(t!("panel-export-search"));
            field.hint(t!("panel-export-search")).desired_width(ui.available_width()).show(ui);
            ui.horizontal_wrapped(|ui| {
                let found = self.found(available);
                let ids = || found.iter().filter_map(|place| available.documents.get(*place)).map(|(id, _)| id);
                if ui.add(Button::new(t!("panel-export-all")).small()).clicked() {
                    let left_out = Arc::make_mut(&mut draft.without_documents);
                    for id in ids() {
                        left_out.remove(id);
                    }
                }
                if ui.add(Button::new(t!("panel-export-none")).small()).clicked() {
                    Arc::make_mut(&mut draft.without_documents).extend(ids().cloned());
                }
            });
        }
        let found = self.found(available);
        let line = ui.spacing().interact_size.y;
        let area = ScrollArea::vertical().id_salt("export-documents").auto_shrink([false, true]);
        area.max_height(LISTED * line).show_rows(ui, line, found.len(), |ui, range| {
            for place in found.get(range).unwrap_or_default() {
                let Some((id, title)) = available.documents.get(*place) else { continue };
                let mut is_in = !draft.without_documents.contains(id);
                if ui.add(Checkbox::new(&mut is_in, title.as_str())).changed() {
                    let left_out = Arc::make_mut(&mut draft.without_documents);
                    if is_in {
                        left_out.remove(id);
                    } else {
                        left_out.insert(id.clone());
                    }
                }
            }
        });
    }

    /// The articles whose titles have the words that were typed.
    fn found(&mut self, available: &Available) -> &[usize] {
        let of = (available.revision, self.search.clone());
        if self.found.as_ref().is_none_or(|found| found.of != of) {
            let wanted = name_key(&self.search);
            let has_words = |title: &str| wanted.is_empty() || name_key(title).contains(&wanted);
            let titles = available.documents.iter().enumerate();
            let places = titles.filter(|(_, (_, title))| has_words(title)).map(|(place, _)| place).collect();
            self.found = Some(Found { of, places });
        }
        self.found.as_ref().map(|found| found.places.as_slice()).unwrap_or_default()
    }
}

/// The purposes, and the formats for the one that is chosen.
fn formats_by_purpose(ui: &mut Ui, draft: &mut ExportDraft) {
    section(ui, t!("panel-export-for"));
    for purpose in Purpose::ALL {
        let mut fitting = formats::writable().filter(|format| format.purpose == purpose).peekable();
        let Some(first) = fitting.peek().copied() else { continue };
        let mut chosen = draft.format.purpose;
        if ui.add(RadioValue::new(&mut chosen, purpose, purpose.title())).changed() {
            draft.format = first;
        }
        if draft.format.purpose != purpose {
            continue;
        }
        ui.indent(("export-formats", first.id), |ui| {
            let fitting: Vec<_> = fitting.collect();
            match fitting.as_slice() {
                [only] => {
                    ui.add(Label::new((only.title)()).weak().wrap());
                }
                _ => {
                    for format in fitting {
                        ui.add(RadioValue::new(&mut draft.format, format, (format.title)()));
                    }
                }
            }
        });
    }
}

/// Gold and the annotators, ticked if they are exported, and the query.
fn sources(ui: &mut Ui, available: &Available, draft: &mut ExportDraft) {
    section(ui, t!("panel-export-source"));
    // Without a review there is no gold to choose.
    if available.is_gold_in_part || draft.gold_first {
        let mut is_chosen = draft.gold_first;
        if ui.add(Checkbox::new(&mut is_chosen, t!("panel-export-gold-first"))).changed() {
            draft.choose_gold_first(is_chosen);
        }
    }
    if !available.gold.is_empty() {
        let mut is_chosen = draft.gold;
        if ui.add(Checkbox::new(&mut is_chosen, t!("panel-export-gold", count = available.gold.len()))).changed() {
            draft.choose_gold(is_chosen);
        }
    }
    for (annotator, count) in &available.annotators {
        let name = if *annotator == available.annotator {
            t!("panel-export-mine", name = annotator.as_str(), count = *count)
        } else {
            t!("panel-export-annotator", name = annotator.as_str(), count = *count)
        };
        let mut is_in = draft.annotators.contains(annotator);
        if ui.add(Checkbox::new(&mut is_in, name)).changed() {
            draft.choose_annotator(annotator, is_in);
        }
    }
    section(ui, t!("panel-export-query"));
    let field = TextField::singleline(&mut draft.query).name(t!("panel-export-query"));
    field.hint(t!("panel-export-query-hint")).desired_width(ui.available_width()).show(ui);
}

/// The options of every export and those of the format.
fn options(ui: &mut Ui, draft: &mut ExportDraft) {
    section(ui, t!("panel-export-options"));
    ui.add(Checkbox::new(&mut draft.leave_out_excluded, t!("panel-export-leave-out")));
    ui.add(Checkbox::new(&mut draft.changes.roll_up, t!("panel-export-roll-up")));
    ui.add(Checkbox::new(&mut draft.changes.anonymise, t!("panel-export-anonymise")));
    if !draft.format.writes_folder(&draft.format_options()) {
        ui.add(Checkbox::new(&mut draft.per_document, t!("panel-export-per-document")));
    }
    ui.add(Checkbox::new(&mut draft.strict, t!("panel-export-strict")));
    for option in draft.format.options.iter().copied() {
        option_of_format(ui, draft, option);
    }
}

fn option_of_format(ui: &mut Ui, draft: &mut ExportDraft, option: &'static FormatOption) {
    let title = (option.title)();
    let chosen = draft.options.value(option).map(str::to_owned);
    match option.value {
        OptionValue::Flag => {
            let mut is_on = chosen.is_some();
            if ui.add(Checkbox::new(&mut is_on, title)).changed() {
                draft.options.set(option, is_on);
            }
        }
        OptionValue::OneOf(values) => {
            ui.add(Label::new(title.as_str()).wrap());
            let name_of = |id: &str| values.iter().find(|value| value.id == id).map(|value| (value.title)());
            let shown = chosen.as_deref().and_then(name_of).unwrap_or_else(|| t!("panel-export-option-none"));
            let width = ui.available_width();
            let list = ComboBox::new(("export-option", option.id), title).selected_text(shown).width(width);
            list.show(ui, |ui| {
                if ui.add(Row::new(t!("panel-export-option-none")).selected(chosen.is_none())).clicked() {
                    draft.options.choose(option, None);
                    ui.close();
                }
                for value in values {
                    let is_chosen = chosen.as_deref() == Some(value.id);
                    if ui.add(Row::new((value.title)()).selected(is_chosen)).clicked() {
                        draft.options.choose(option, Some(value.id.to_owned()));
                        ui.close();
                    }
                }
            });
        }
        OptionValue::Text(check) => {
            ui.add(Label::new(title.as_str()).wrap());
            let mut text = chosen.unwrap_or_default();
            let width = ui.available_width();
            let field = TextField::singleline(&mut text).id(egui::Id::unique(("export-option", option.id)));
            if field.name(title).desired_width(width).show(ui).changed {
                let value = Some(text.clone()).filter(|text| !text.is_empty());
                draft.options.choose(option, value);
            }
            if !text.is_empty()
                && let Err(message) = check(&text)
            {
                error(ui, &message);
            }
        }
    }
}

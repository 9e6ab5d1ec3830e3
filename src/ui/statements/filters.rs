//! The filters over the table: words, whose statements, every field, and the saved views.

use egui::containers::menu::SubMenu;
use egui::{Id, Popup, PopupCloseBehavior, Ui};

use super::menu::clear;
use super::state::{ANY_VALUE, ROLES, StatementsPageState, is_narrowing, layers};
use crate::edit::session::Session;
use crate::model::codebook::Codebook;
use crate::model::project::Project;
use crate::model::statement::{Quotation, Stance};
use crate::query::ListedLayers;
use crate::settings::{StatementView, checked_preset_name};
use crate::t;
use crate::ui::parts::picker::PartyFilter;
use crate::ui::parts::{line, line_with};
use crate::ui::shaped::{Button, Checkbox, ComboBox, Label, MenuItem, ResponseExt as _, TextField};

/// The widths of lists, of that of parties, and of names, in points.
const LIST_PT: f32 = 104.0;
const PARTY_PT: f32 = 150.0;
const NAME_PT: f32 = 180.0;
/// The least width of the field of words, in points.
const WORDS_PT: f32 = 120.0;

/// The id of the field of words, for focusing it.
pub(crate) fn words_id() -> Id {
    Id::unique("statements-words")
}

/// Shows the filters. `is_looking` says that the list is not up to date yet.
pub(super) fn show(ui: &mut Ui, session: &Session, state: &mut StatementsPageState, is_looking: bool) {
    line_with(ui, state, words, |ui, state| {
        let (shown, all) = (state.listing.rows().len(), state.listing.all());
        let count = if is_looking {
            t!("statements-looking", shown = shown, all = all)
        } else {
            t!("statements-count", shown = shown, all = all)
        };
        ui.add(Label::new(count).weak().extend());
        views(ui, state);
    });
    if let Some(problem) = &state.problem {
        ui.add(Label::new(problem.clone()).color(ui.visuals().error_fg_color).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        whose(ui, state);
        ui.separator();
        fields(ui, session.project(), state);
    });
}

fn words(ui: &mut Ui, state: &mut StatementsPageState) {
    let (name, hint) = (t!("statements-words"), t!("statements-words-hint"));
    let width = ui.available_width().max(WORDS_PT);
    let words = &mut state.views.last.words;
    let field = TextField::singleline(words).id(words_id()).name(name).hint(hint).desired_width(width).show(ui);
    if field.cancelled {
        words.clear();
    }
    state.takes_focus |= field.cancelled || field.submitted;
    let _ = field.response.on_hover_shaped(t!("statements-words-tip"));
}

/// Whose statements are shown: three buttons of which one is pressed.
fn whose(ui: &mut Ui, state: &mut StatementsPageState) {
    let current = layers(state.view());
    let choices = [
        (ListedLayers::Own, t!("statements-mine")),
        (ListedLayers::Gold, t!("statements-gold")),
        (ListedLayers::All, t!("statements-all-layers")),
    ];
    ui.spacing_mut().item_spacing.x /= 2.0;
    for (listed, name) in choices {
        if ui.add(Button::new(name).selected(current == listed)).clicked() {
            state.views.last.layers = listed.as_str().to_owned();
        }
    }
    ui.spacing_mut().item_spacing.x *= 2.0;
}

/// A list of values of one field, with one more for any value.
fn choice<T: PartialEq + Clone>(
    ui: &mut Ui,
    (id, name, any): (&str, String, String),
    values: impl Iterator<Item = (T, String)> + Clone,
    current: &mut Option<T>,
) {
    let known = current.as_ref().and_then(|current| values.clone().find(|(value, _)| value == current));
    let text = known.map_or_else(|| any.clone(), |(_, title)| title);
    ComboBox::new(id, name).selected_text(text).width(LIST_PT).show(ui, |ui| {
        if ui.add(MenuItem::new(any).selected(current.is_none())).clicked() {
            *current = None;
        }
        for (value, title) in values {
            if ui.add(MenuItem::new(title).selected(current.as_ref() == Some(&value))).clicked() {
                *current = Some(value);
            }
        }
    });
}

fn fields(ui: &mut Ui, project: &Project, state: &mut StatementsPageState) {
    let codebook = &project.codebook;
    party(ui, project, state);
    let view = &mut state.views.last;
    let kinds = codebook.kinds.iter().map(|kind| (kind.id.clone(), kind.name.clone()));
    choice(ui, ("statements-kind", t!("panel-filter-kind"), t!("statements-any-kind")), kinds, &mut view.kind);
    let topics = codebook.topics.iter().map(|topic| (topic.id.clone(), topic.name.clone()));
    choice(ui, ("statements-topic", t!("panel-filter-topic"), t!("statements-any-topic")), topics, &mut view.topic);
    let stances = Stance::ALL.into_iter().map(|stance| (stance, codebook.stance_title(stance)));
    let names = ("statements-stance", t!("statements-filter-stance"), t!("statements-any-stance"));
    choice(ui, names, stances, &mut view.stance);
    let quotations = Quotation::ALL.into_iter().map(|quotation| (quotation, quotation.title()));
    let names = ("statements-quotation", t!("statements-filter-quotation"), t!("statements-any-quotation"));
    choice(ui, names, quotations, &mut view.quotation);
    attributes(ui, codebook, view);
    if layers(view) == ListedLayers::All {
        annotator(ui, project, view);
    }
    if let Some(id) = &view.document {
        let title = project.documents.get(id).map_or(id.as_str(), |document| document.display_title());
        let name = t!("statements-filter-article", title = title);
        if chip(ui, title, name) {
            view.document = None;
        }
    }
    let _ = ui
        .add(Checkbox::new(&mut view.incomplete, t!("statements-incomplete")))
        .on_hover_shaped(t!("statements-incomplete-tip"));
    ui.add(Checkbox::new(&mut view.sent_back, t!("statements-sent-back")));
    ui.add(Checkbox::new(&mut view.with_note, t!("statements-with-note")));
    if is_narrowing(view) && ui.add(Button::new(t!("statements-clear"))).clicked() {
        clear(view);
    }
}

/// A filter that goes when it is clicked.
fn chip(ui: &mut Ui, text: &str, name: String) -> bool {
    let button = Button::new(crate::ui::words::one_line(&format!("{} ×", shortened(text)))).name(name.clone());
    ui.add(button).on_hover_shaped(name).clicked()
}

/// The menu of attributes with their values, and those by which the view is filtered.
fn attributes(ui: &mut Ui, codebook: &Codebook, view: &mut StatementView) {
    // Those of relations, parties and articles find the statements that have them.
    if !codebook.attributes.is_empty() {
        let button = ui.add(Button::new(t!("statements-attributes"))).on_hover_shaped(t!("statements-attributes-tip"));
        Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
            ui.set_min_width(NAME_PT);
            for attribute in &codebook.attributes {
                let item = ui.add(MenuItem::new(attribute.name.clone()).shortcut("›"));
                SubMenu::new().show(ui, &item, |ui| {
                    let listed = attribute.choices.iter().map(|choice| choice.id.as_str());
                    let values: Vec<&str> =
                        if attribute.choices.is_empty() { attribute.offered() } else { listed.collect() };
                    let any = std::iter::once((ANY_VALUE, t!("statements-attribute-any")));
                    for (value, title) in any.chain(values.into_iter().map(|id| (id, attribute.value_title(id)))) {
                        let is_selected = view.attributes.get(&attribute.id).is_some_and(|chosen| chosen == value);
                        if ui.add(MenuItem::new(title).selected(is_selected)).clicked() {
                            view.attributes.insert(attribute.id.clone(), value.to_owned());
                            ui.close();
                        }
                    }
                });
            }
        });
    }
    let mut left = None;
    for (id, value) in &view.attributes {
        let attribute = codebook.attribute(id);
        let name = attribute.map_or(id.as_str(), |attribute| &attribute.name);
        let title = match attribute {
            _ if value == ANY_VALUE => t!("statements-attribute-any"),
            Some(attribute) => attribute.value_title(value),
            None => value.clone(),
        };
        let filter = t!("statements-attribute-filter", name = name, value = title);
        let tip = t!("statements-attribute-clear", filter = filter.as_str());
        if chip(ui, &filter, tip) {
            left = Some(id.clone());
        }
    }
    if let Some(id) = left {
        view.attributes.remove(&id);
    }
}

/// The beginning of a title.
fn shortened(title: &str) -> String {
    const CHARS: usize = 24;
    let mut shortened: String = title.chars().take(CHARS).collect();
    if shortened.len() < title.len() {
        shortened.push('…');
    }
    shortened
}

/// The party, with or without its members, and where it is named.
fn party(ui: &mut Ui, project: &Project, state: &mut StatementsPageState) {
    let view = &mut state.views.last;
    let filter = PartyFilter {
        key: "statements-party",
        name: t!("panel-filter-party"),
        all: t!("statements-any-party"),
        width_pt: Some(PARTY_PT),
    };
    filter.show(ui, project, (&mut view.party, &mut view.with_members), &mut state.parties);
    if view.party.is_none() {
        return;
    }
    let title = |role: &str| match role {
        "speaker" => t!("statements-role-speaker"),
        "via" => t!("statements-role-via"),
        "addressee" => t!("statements-role-addressee"),
        _ => t!("statements-role-any"),
    };
    let combo = ComboBox::new("statements-role", t!("statements-role")).selected_text(title(&view.role)).width(LIST_PT);
    combo.show(ui, |ui| {
        for (role, _) in ROLES {
            if ui.add(MenuItem::new(title(role)).selected(view.role == role)).clicked() {
                view.role = role.to_owned();
            }
        }
    });
}

/// The annotators, who are looked for only while the list is open.
fn annotator(ui: &mut Ui, project: &Project, view: &mut StatementView) {
    let any = t!("statements-any-annotator");
    let text = view.annotator.as_ref().map_or_else(|| any.clone(), ToString::to_string);
    let combo = ComboBox::new("statements-annotator", t!("statements-filter-annotator"));
    combo.selected_text(text).width(LIST_PT).show(ui, |ui| {
        if ui.add(MenuItem::new(any).selected(view.annotator.is_none())).clicked() {
            view.annotator = None;
        }
        for annotator in project.annotators() {
            let is_selected = view.annotator.as_ref() == Some(&annotator);
            if ui.add(MenuItem::new(annotator.to_string()).selected(is_selected)).clicked() {
                view.annotator = Some(annotator);
            }
        }
    });
}

/// Views that every project has: what is to be done.
fn ready_made() -> [(String, StatementView); 4] {
    let view = StatementView::default;
    [
        (t!("statements-view-everything"), view()),
        (t!("statements-incomplete"), StatementView { incomplete: true, ..view() }),
        (t!("statements-sent-back"), StatementView { sent_back: true, ..view() }),
        (t!("statements-with-note"), StatementView { with_note: true, ..view() }),
    ]
}

/// The menu of views: those that every project has, and those that were saved.
fn views(ui: &mut Ui, state: &mut StatementsPageState) {
    let button = ui.add(Button::new(t!("statements-views"))).on_hover_shaped(t!("statements-views-tip"));
    let menu = Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    menu.show(|ui| {
        ui.set_min_width(NAME_PT);
        for (name, view) in ready_made() {
            if ui.add(MenuItem::new(name)).clicked() {
                let layers = std::mem::take(&mut state.views.last.layers);
                state.views.last = StatementView { layers, ..view };
                ui.close();
            }
        }
        ui.separator();
        let mut deleted = None;
        for (name, view) in &state.views.saved {
            let delete = t!("statements-view-delete", name = name.as_str());
            let is_current = *view == state.views.last;
            let (is_shown, is_deleted) = line(
                ui,
                |ui| ui.add(MenuItem::new(name.clone()).selected(is_current)).clicked(),
                |ui| {
                    ui.add(Button::new("×").small().frame(false).name(delete.clone())).on_hover_shaped(delete).clicked()
                },
            );
            if is_shown {
                state.views.last = view.clone();
                ui.close();
            }
            if is_deleted {
                deleted = Some(name.clone());
            }
        }
        if let Some(name) = deleted {
            state.views.saved.remove(&name);
        }
        save(ui, state);
    });
}

/// Saves the view under a name.
fn save(ui: &mut Ui, state: &mut StatementsPageState) {
    let name = t!("statements-view-name");
    let field = TextField::singleline(&mut state.view_name)
        .id(Id::unique("statements-view-name"))
        .name(name.clone())
        .hint(name)
        .desired_width(NAME_PT)
        .show(ui);
    let is_saved = ui.add(Button::new(t!("statements-view-save"))).clicked() || field.submitted;
    if is_saved {
        match checked_preset_name(&state.view_name) {
            Ok(name) => {
                state.views.saved.insert(name, state.views.last.clone());
                state.view_name.clear();
                state.view_problem = None;
                ui.close();
            }
            Err(problem) => state.view_problem = Some(problem),
        }
    }
    if let Some(problem) = &state.view_problem {
        ui.add(Label::new(problem.clone()).color(ui.visuals().error_fg_color).wrap());
    }
}

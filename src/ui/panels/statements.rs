//! The statements of the current article in text order, narrowed by filters.

use egui::{Id, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2};

use super::{PanelState, PartyChoice, PartyFilter, chain_names, color, kind_name, party_combo, quote};
use crate::edit::session::Session;
use crate::locale::plain;
use crate::model::document::Document;
use crate::model::id::StatementId;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::t;
use crate::text::arabic;
use crate::ui::command::Command;
use crate::ui::shaped::{Button, ComboBox, Family, Label, MenuItem, TextField};
use crate::ui::state::{Filter, View};

/// The filters and what passes them.
#[derive(Debug, Default)]
pub struct StatementsState {
    pub filter: Filter,
    parties: PartyFilter,
    /// What passes the filters, and for which question that was found.
    found: (String, Vec<StatementId>),
    selected: Option<StatementId>,
}

/// The id of the field for the text, to give it the focus.
pub fn filter_id() -> Id {
    Id::unique("statement-filter")
}

/// Shows the filters and the list.
pub fn show(ui: &mut Ui, session: &Session, view: &View, state: &mut PanelState, out: &mut Vec<Command>) {
    let project = session.project();
    let Some(document) = view.document.as_ref().and_then(|id| project.documents.get(id)) else {
        ui.add(Label::new(t!("panel-statements-no-article")).weak().wrap());
        return;
    };
    let state = &mut state.statements;
    filters(ui, project, state);
    let Some(layer) = project.layer(&document.id, session.annotator()).filter(|layer| !layer.is_empty()) else {
        ui.add(Label::new(t!("panel-statements-empty")).weak().wrap());
        others(ui, session, document);
        return;
    };
    let question = format!("{} {} {} {:?}", session.revision(), document.id, session.annotator(), state.filter);
    if state.found.0 != question {
        let found = layer.statements().filter(|s| passes(project, document, s, &state.filter)).map(|s| s.id);
        state.found = (question, found.collect());
    }
    let count = t!("panel-statements-count", shown = state.found.1.len(), all = layer.len());
    let label = Label::new(count).small(ui).weak().elide();
    ui.add(label);
    others(ui, session, document);
    list(ui, project, document, layer, view, state, out);
}

fn filters(ui: &mut Ui, project: &Project, state: &mut StatementsState) {
    let filter = &mut state.filter;
    let name = t!("panel-filter-text");
    let width = ui.available_width();
    TextField::singleline(&mut filter.text).id(filter_id()).name(name.clone()).hint(name).desired_width(width).show(ui);
    let choice = PartyChoice {
        key: "filter-party",
        name: t!("panel-filter-party"),
        selected: filter.party.as_ref().and_then(|id| project.party(id)),
        empty: t!("panel-filter-party-all"),
        none: Some(t!("panel-filter-party-all")),
    };
    if let Some(party) = party_combo(ui, project, choice, &mut state.parties, |_| true) {
        filter.party = party;
    }
    let codebook = &project.codebook;
    let half = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
    ui.horizontal(|ui| {
        let current = filter.kind.as_ref().and_then(|id| codebook.kind(id));
        let text = current.map_or_else(|| t!("panel-filter-kind-all"), |kind| kind.name.clone());
        ComboBox::new("filter-kind", t!("panel-filter-kind")).selected_text(text).width(half).show(ui, |ui| {
            if ui.add(MenuItem::new(t!("panel-filter-kind-all")).selected(filter.kind.is_none())).clicked() {
                filter.kind = None;
            }
            for kind in &codebook.kinds {
                let selected = filter.kind.as_ref() == Some(&kind.id);
                if ui.add(MenuItem::new(kind.name.clone()).selected(selected)).clicked() {
                    filter.kind = Some(kind.id.clone());
                }
            }
        });
        let current = filter.topic.as_ref().and_then(|id| codebook.topic(id));
        let text = current.map_or_else(|| t!("panel-filter-topic-all"), |topic| topic.name.clone());
        ComboBox::new("filter-topic", t!("panel-filter-topic")).selected_text(text).width(half).show(ui, |ui| {
            if ui.add(MenuItem::new(t!("panel-filter-topic-all")).selected(filter.topic.is_none())).clicked() {
                filter.topic = None;
            }
            for topic in &codebook.topics {
                let selected = filter.topic.as_ref() == Some(&topic.id);
                if ui.add(MenuItem::new(topic.name.clone()).selected(selected)).clicked() {
                    filter.topic = Some(topic.id.clone());
                }
            }
        });
    });
    let any = !filter.text.is_empty() || filter.party.is_some() || filter.kind.is_some() || filter.topic.is_some();
    if any && ui.add(Button::new(t!("panel-filter-clear")).small()).clicked() {
        *filter = Filter::default();
    }
}

fn passes(project: &Project, document: &Document, statement: &Statement, filter: &Filter) -> bool {
    let text = filter.text.trim();
    filter.party.as_ref().is_none_or(|party| statement.uses(party))
        && filter.kind.as_ref().is_none_or(|kind| statement.kind == *kind)
        && filter.topic.as_ref().is_none_or(|topic| statement.topic.as_ref() == Some(topic))
        && (text.is_empty()
            || document.quotes(&statement.spans).iter().any(|quote| arabic::contains(quote, text))
            || arabic::contains(&statement.note, text)
            || arabic::contains(&plain(&chain_names(project, statement)), text))
}

/// Says whose other layers this article has.
fn others(ui: &mut Ui, session: &Session, document: &Document) {
    for ((_, annotator), layer) in session
        .project()
        .layers
        .iter()
        .filter(|((id, annotator), _)| *id == document.id && annotator != session.annotator())
    {
        let text = t!("panel-statements-other", annotator = annotator.as_str(), count = layer.len());
        let label = Label::new(text).small(ui).weak().elide();
        ui.add(label);
    }
}

fn list(
    ui: &mut Ui,
    project: &Project,
    document: &Document,
    layer: &Layer,
    view: &View,
    state: &mut StatementsState,
    out: &mut Vec<Command>,
) {
    let found = &state.found.1;
    if found.is_empty() {
        ui.add(Label::new(t!("panel-statements-none")).weak().wrap());
        return;
    }
    let height = 2.0 * ui.spacing().interact_size.y + 2.0 * ui.spacing().button_padding.y;
    let mut area = ScrollArea::vertical().id_salt("statements").auto_shrink(false);
    if state.selected != view.selected {
        state.selected = view.selected;
        if let Some(index) = found.iter().position(|id| Some(*id) == view.selected) {
            let step = height + ui.spacing().item_spacing.y;
            area = area.vertical_scroll_offset((index as f32 * step - (ui.available_height() - step) / 2.0).max(0.0));
        }
    }
    let mut clicked = None;
    area.show_rows(ui, height, found.len(), |ui, range| {
        for statement in found.get(range).unwrap_or_default().iter().filter_map(|id| layer.statement(*id)) {
            if row(ui, project, document, statement, view.selected == Some(statement.id), height) {
                clicked = Some(statement.id);
            }
        }
    });
    if let Some(id) = clicked {
        // It is in view already.
        state.selected = Some(id);
        out.push(Command::SelectStatement(Some(id)));
    }
}

/// Two lines: who, of what kind; and the words.
fn row(
    ui: &mut Ui,
    project: &Project,
    document: &Document,
    statement: &Statement,
    selected: bool,
    height: f32,
) -> bool {
    let id = ui.make_persistent_id(statement.id);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), height));
    let response = ui.interact(rect, id, Sense::click());
    let chain = chain_names(project, statement);
    let kind = kind_name(project, statement);
    let words = quote(document, &statement.spans);
    let name = t!("panel-statement-name", kind = kind, chain = chain.as_str(), quote = words.as_str());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, selected, plain(&name)));
    let visuals = ui.style().interact_selectable(&response, selected);
    if selected || response.hovered() || response.has_focus() {
        let stroke = if response.has_focus() { visuals.bg_stroke } else { Stroke::NONE };
        ui.painter().rect(rect, visuals.corner_radius, visuals.weak_bg_fill, stroke, StrokeKind::Inside);
    }
    let party = statement.speaker().and_then(|id| project.party(id));
    let inner = rect.shrink2(ui.spacing().button_padding);
    ui.scope_builder(UiBuilder::new().max_rect(inner).layout(*ui.layout()), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.horizontal(|ui| {
            let side = ui.spacing().icon_width_inner;
            let (swatch, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
            let fill = party.map_or(ui.visuals().weak_text_color(), |party| color(party.color));
            ui.painter().rect_filled(swatch, 2.0, fill);
            let head = Label::new(t!("panel-statement-head", kind = kind, chain = chain.as_str())).small(ui).elide();
            // Weak text could not be read on the ground of the selected row.
            ui.add(if selected { head.color(visuals.text_color()) } else { head.weak() });
        });
        let words = Label::new(words).family(Family::Reading).line_height(1.3).elide().fill();
        ui.add(if selected { words.color(visuals.text_color()) } else { words });
    });
    response.clicked()
}

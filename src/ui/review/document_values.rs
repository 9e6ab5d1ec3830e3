//! The article as a whole under review: what each annotator has recorded of it, and gold, in a strip over the texts.

use egui::{ScrollArea, Ui};

use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::model::attribute::AttributeSubject;
use crate::model::document_tags::DocumentTags;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::review::document_values::{self, ValueRow};
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::draft::apply;
use crate::ui::parts::picker::PickerState;
use crate::ui::parts::sides;
use crate::ui::shaped::{Button, Icon, Label, ResponseExt as _};
use crate::ui::values::{self, Holder, ValueState};
use crate::ui::words::review::joined;

/// The width of the names of attributes, in points.
const NAME_PT: f32 = 110.0;
/// The least and the greatest width of the values of an annotator, in points.
const VALUE_PT: [f32; 2] = [56.0, 180.0];
/// The width of the buttons before them with the space between columns, in points.
const TAKE_PT: f32 = 44.0;
/// The width of the fields of gold, in points.
const GOLD_PT: f32 = 140.0;
/// The largest height of the rows, in points.
const HEIGHT_PT: f32 = 200.0;

/// What is open and typed in the strip.
#[derive(Debug, Default)]
pub(crate) struct DocumentValuesState {
    is_open: bool,
    /// What is typed into gold, of which article.
    gold: (Option<DocumentId>, ValueState),
    pickers: PickerState,
}

/// What the strip is about.
pub(crate) struct OnDocument<'a> {
    session: &'a Session,
    document: &'a DocumentId,
    annotators: &'a [AnnotatorId],
    rows: Vec<ValueRow>,
}

impl<'a> OnDocument<'a> {
    /// `None` if there is nothing to record of articles, and nobody has.
    pub(crate) fn find(session: &'a Session, document: &'a DocumentId, annotators: &'a [AnnotatorId]) -> Option<Self> {
        let rows = document_values::rows(session.project(), document, annotators);
        (!rows.is_empty()).then_some(Self { session, document, annotators, rows })
    }

    /// Shows how things stand, and the rows if they are open.
    pub(crate) fn show(&self, ui: &mut Ui, state: &mut DocumentValuesState, out: &mut Vec<Command>) {
        if state.gold.0.as_ref() != Some(self.document) {
            state.gold = (Some(self.document.clone()), ValueState::default());
        }
        let differing = self.rows.iter().filter(|row| row.differs()).count();
        let open = self.rows.iter().filter(|row| row.is_open()).count();
        ui.horizontal(|ui| {
            let icon = if state.is_open { Icon::ChevronDown } else { Icon::ChevronEnd };
            let button = Button::new(t!("review-values")).icon(icon).frame(false).selected(state.is_open);
            if ui.add(button).clicked() {
                state.is_open = !state.is_open;
            }
            if state.is_open {
                let agreed = document_values::take_agreed(self.session.project(), self.document, self.annotators);
                let button = Button::new(t!("review-values-take-agreed")).small();
                if ui.add_enabled(agreed.is_some(), button).clicked() {
                    out.extend(agreed.map(|edit| apply("gesture-gold-values", edit)));
                }
            }
            let said = t!("review-values-counts", count = self.rows.len(), differing = differing, open = open);
            ui.add(Label::new(said).weak().small(ui).elide());
        });
        if !state.is_open {
            return;
        }
        let count = self.annotators.len().max(1) as f32;
        let left = ui.available_width() - NAME_PT - GOLD_PT - 3.0 * ui.spacing().item_spacing.x;
        let [least, most] = VALUE_PT;
        let value_pt = (left / count - TAKE_PT).clamp(least, most);
        ScrollArea::both()
            .id_salt("review-values")
            .max_height(HEIGHT_PT)
            .min_scrolled_height(HEIGHT_PT)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                // Lines of cells of fixed widths: egui's grid begins on the left.
                ui.horizontal(|ui| self.head(ui, value_pt));
                for row in &self.rows {
                    ui.horizontal(|ui| self.row(ui, row, value_pt, state, out));
                }
            });
    }

    fn head(&self, ui: &mut Ui, value_pt: f32) {
        sides::cell(ui, NAME_PT, Label::new("").extend());
        sides::cell(ui, GOLD_PT, Label::new(t!("review-values-gold")).small(ui).strong().elide());
        for (index, annotator) in self.annotators.iter().enumerate() {
            let title = t!("review-side", number = index + 1, annotator = annotator.as_str());
            sides::cell(
                ui,
                value_pt + TAKE_PT - ui.spacing().item_spacing.x,
                Label::new(title).small(ui).strong().elide(),
            );
        }
    }

    fn row(&self, ui: &mut Ui, row: &ValueRow, value_pt: f32, state: &mut DocumentValuesState, out: &mut Vec<Command>) {
        let project = self.session.project();
        let definition = project.codebook.attribute_named(&row.name);
        let name = definition.map_or(row.name.as_str(), |definition| definition.name.as_str());
        // The sign tells what differs without colour.
        let title = if row.differs() { t!("review-values-differs", name = name) } else { name.to_owned() };
        sides::cell(ui, NAME_PT, Label::new(title).elide());
        ui.horizontal(|ui| {
            ui.set_min_width(GOLD_PT);
            ui.set_max_width(GOLD_PT);
            self.gold(ui, row, state, out);
        });
        for (annotator, values) in self.annotators.iter().zip(&row.values) {
            ui.horizontal(|ui| {
                let label = t!("review-values-take", name = name, annotator = annotator.as_str());
                let is_taken = *values == row.gold;
                let button = Button::new("").icon(Icon::Check).small().selected(is_taken).name(label.clone());
                if ui.add_enabled(!values.is_empty(), button).on_hover_shaped(label).clicked() {
                    let edit = document_values::take(project, self.document, annotator, &row.name);
                    out.extend(edit.map(|edit| apply("gesture-gold-values", edit)));
                }
                let words = shown(project, row, values);
                let label = if words.is_empty() { Label::new(t!("panel-unset")).weak() } else { Label::new(words) };
                sides::cell(ui, value_pt, label.elide());
            });
        }
    }

    /// The values of gold, which a reviewer can also set by hand.
    fn gold(&self, ui: &mut Ui, row: &ValueRow, state: &mut DocumentValuesState, out: &mut Vec<Command>) {
        let project = self.session.project();
        let definition = project.codebook.attribute_named(&row.name);
        let Some(definition) = definition.filter(|found| found.subject == AttributeSubject::Documents) else {
            ui.add(Label::new(shown(project, row, &row.gold)).elide());
            return;
        };
        let tags = project.gold(self.document).and_then(Layer::tags).cloned().unwrap_or_default();
        let edit = |attributes| Edit::SetGoldTags {
            document: self.document.clone(),
            tags: Some(Box::new(DocumentTags { attributes, ..tags.clone() })),
        };
        let key = format!("gold-{}", self.document);
        let holder = Holder { project, attributes: &tags.attributes, key: &key, edit: &edit };
        values::control(ui, &holder, definition, (&mut state.gold.1, &mut state.pickers), out);
    }
}

/// Values in words.
fn shown(project: &Project, row: &ValueRow, values: &[String]) -> String {
    let definition = project.codebook.attribute_named(&row.name);
    let title = |value: &String| definition.map_or_else(|| value.clone(), |found| values::title(project, found, value));
    joined(values.iter().map(title).collect())
}

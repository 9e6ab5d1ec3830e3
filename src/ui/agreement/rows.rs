//! Values by document, label, kind and party: tables with aligned figures.

use egui::{Align, Layout, Ui, UiBuilder, vec2};

use super::state::AgreementState;
use super::tables::number;
use crate::edit::session::Session;
use crate::locale::plain;
use crate::review::agreement::Score;
use crate::review::agreement::fields::ScorePart;
use crate::review::study::StudyResult;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::agreement::Behind;
use crate::ui::parts::{section, sides};
use crate::ui::shaped::{Label, Switch};
use crate::ui::theme::Tokens;

/// The widths of the columns of figures, and the largest one of the names, in points.
const VALUE_PT: f32 = 72.0;
const INTERVAL_PT: f32 = 150.0;
const FIGURE_PT: f32 = 92.0;
const MOST_NAME_PT: f32 = 420.0;

/// A row: what it is about, its score, and its passages.
type ScoreRow<'a> = (String, &'a Score, Behind);

/// Shows the tables, one below the other.
pub(super) fn show(
    ui: &mut Ui,
    session: &Session,
    answer: &StudyResult,
    state: &mut AgreementState,
    out: &mut Vec<Command>,
) {
    let project = session.project();
    let title = |id: &crate::model::id::DocumentId| {
        project.documents.get(id).map_or_else(|| id.to_string(), |document| document.display_title().to_owned())
    };
    let documents: Vec<_> = answer.documents().map(|(id, score)| (title(&id), score, Behind::Document(id))).collect();
    let labels: Vec<_> = answer
        .labels()
        .map(|(label, score)| {
            let name = answer.question.field.label_name(project, label);
            (name, score, Behind::Label(label.to_owned()))
        })
        .collect();
    let parts = |wanted: fn(&ScorePart) -> bool| {
        let found = answer.parts().filter(|(part, _)| wanted(part));
        let found: Vec<_> =
            found.map(|(part, score)| (part.title(project), score, Behind::Part(part.clone()))).collect();
        // If the labels are the kinds or parties themselves, the same numbers must not appear twice.
        let said = |(name, score, _): &ScoreRow<'_>| (name.clone(), score.value());
        let again = found.iter().all(|row| labels.iter().any(|label| said(label) == said(row)));
        if again { Vec::new() } else { found }
    };
    let kinds = parts(|part| matches!(part, ScorePart::Kind(_)));
    let parties = parts(|part| matches!(part, ScorePart::Party(_)));
    ui.add_space(ui.spacing().item_spacing.y * 2.0);
    ui.add(Switch::new(&mut state.worst_first, t!("agreement-worst-first")));
    for (title, rows) in [
        (t!("agreement-by-document"), documents),
        (t!("agreement-by-label", field = answer.question.field.title(project)), labels),
        (t!("agreement-by-kind"), kinds),
        (t!("agreement-by-party"), parties),
    ] {
        table(ui, title, rows, state, out);
    }
}

/// The columns of a table that has them.
#[derive(Clone, Copy)]
struct Columns {
    name_pt: f32,
    has_interval: bool,
    has_counts: bool,
}

impl Columns {
    fn of(ui: &Ui, rows: &[ScoreRow<'_>]) -> Self {
        let has_interval = rows.iter().any(|(_, score, _)| score.interval.is_some());
        let has_counts = rows.iter().any(|(_, score, _)| score.figures.as_ref().is_ok_and(|f| f.counts.is_some()));
        let figures =
            if has_interval { INTERVAL_PT } else { VALUE_PT } + if has_counts { 3.0 * FIGURE_PT } else { 0.0 };
        let gaps = 4.0 * ui.spacing().item_spacing.x;
        let name_pt = (ui.available_width() - figures - gaps).clamp(110.0, MOST_NAME_PT);
        Self { name_pt, has_interval, has_counts }
    }

    const fn value_pt(self) -> f32 {
        if self.has_interval { INTERVAL_PT } else { VALUE_PT }
    }
}

fn table(ui: &mut Ui, title: String, mut rows: Vec<ScoreRow<'_>>, state: &AgreementState, out: &mut Vec<Command>) {
    if rows.is_empty() {
        return;
    }
    if state.worst_first {
        // What has no value comes last.
        let value = |score: &Score| score.value().unwrap_or(f64::INFINITY);
        rows.sort_by(|(_, a, _), (_, b, _)| value(a).total_cmp(&value(b)));
    }
    section(ui, title);
    let columns = Columns::of(ui, &rows);
    if columns.has_counts {
        ui.horizontal(|ui| {
            ui.allocate_space(vec2(columns.name_pt + columns.value_pt() + ui.spacing().item_spacing.x, 1.0));
            for head in [t!("agreement-column-matched"), t!("agreement-column-first"), t!("agreement-column-second")] {
                figure(ui, FIGURE_PT, |ui| ui.add(Label::new(head).small(ui).weak().elide()));
            }
        });
    }
    for (index, (name, score, behind)) in rows.into_iter().enumerate() {
        let top = ui.cursor().min;
        if index % 2 == 1 {
            let size = vec2(ui.available_width(), ui.spacing().interact_size.y + ui.spacing().item_spacing.y);
            let from = egui::pos2(ui.max_rect().left(), top.y - ui.spacing().item_spacing.y / 2.0);
            ui.painter().rect_filled(egui::Rect::from_min_size(from, size), 2.0, ui.visuals().faint_bg_color);
        }
        ui.horizontal(|ui| row(ui, columns, name, score, behind, state, out));
    }
}

fn row(
    ui: &mut Ui,
    columns: Columns,
    name: String,
    score: &Score,
    behind: Behind,
    state: &AgreementState,
    out: &mut Vec<Command>,
) {
    let told = plain(&name);
    let size = vec2(columns.name_pt, ui.spacing().interact_size.y);
    ui.allocate_ui_with_layout(size, sides::along(ui.ctx()), |ui| {
        ui.set_min_width(columns.name_pt);
        ui.add(Label::new(name).elide());
    });
    figure(ui, columns.value_pt(), |ui| number(ui, state, score, told, behind, out));
    match &score.figures {
        Err(reason) => {
            ui.add(Label::new(reason.to_string()).small(ui).color(Tokens::of(ui).muted).elide());
        }
        Ok(figures) => {
            for count in figures.counts.into_iter().flat_map(|counts| [counts.hits_a, counts.a, counts.b]) {
                figure(ui, FIGURE_PT, |ui| ui.add(Label::new(count.to_string()).extend()));
            }
        }
    }
}

/// A cell of this width with its content at the end, so that figures stand below one another.
fn figure<R>(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui) -> R) {
    let (rect, _) = ui.allocate_exact_size(vec2(width, ui.spacing().interact_size.y), egui::Sense::hover());
    // Digits run from left to right in every interface.
    let inside = UiBuilder::new().max_rect(rect).layout(Layout::right_to_left(Align::Center));
    let mut child = ui.new_child(inside);
    content(&mut child);
}

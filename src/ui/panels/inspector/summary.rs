//! What the article has, shown while no statement is selected: counts by kind and party, what is incomplete, threads.
//!
//! The statements are looked at in parts, so that no frame waits for a large layer.

use egui::{Sense, Ui, vec2};

use super::rows::{ABOVE_PT, LOW_PT, section};
use super::state::InspectorState;
use crate::edit::session::Session;
use crate::model::id::{DocumentId, PartyId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::t;
use crate::ui::parts::line;
use crate::ui::shaped::{Heading, Label};
use crate::ui::state::View;
use crate::ui::theme::{Tokens, party_line};

/// How many statements are looked at in a frame.
const A_FRAME: usize = 8000;
/// How many parties are listed.
const PARTIES: usize = 8;
/// Where the column of figures ends, in points.
const FIGURES_END_PT: f32 = 240.0;

/// The counts of an article at a revision.
#[derive(Debug, Default)]
pub(super) struct Summary {
    of: Option<(DocumentId, u64)>,
    /// How many statements have been looked at.
    seen: usize,
    incomplete: usize,
    with_notes: usize,
    /// The parties named most often, with how often.
    parties: Vec<(PartyId, usize)>,
}

impl Summary {
    /// Looks at some more statements. Returns whether there are others.
    fn look(&mut self, project: &Project, document: &DocumentId, revision: u64, layer: &Layer) -> bool {
        let of = Some((document.clone(), revision));
        if self.of != of {
            *self = Self { of, ..Self::default() };
            self.parties = layer.uses().parties.iter().map(|(party, count)| (party.clone(), *count)).collect();
            self.parties.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            self.parties.truncate(PARTIES);
        }
        for statement in layer.shared_from(self.seen).take(A_FRAME) {
            self.seen += 1;
            self.incomplete += usize::from(is_incomplete(project, statement));
            self.with_notes += usize::from(!statement.note.trim().is_empty());
        }
        self.seen < layer.len()
    }
}

/// Whether a field is missing that every statement should have, as `is:incomplete` of queries means it.
fn is_incomplete(project: &Project, statement: &Statement) -> bool {
    let lacks_topic = !project.codebook.topics.is_empty() && statement.topic.is_none();
    lacks_topic || statement.stance.is_none() || statement.quotation.is_none()
}

/// Shows the counts.
pub(super) fn show(ui: &mut Ui, session: &Session, view: &View, state: &mut InspectorState) {
    let project = session.project();
    let Some(document) = view.document.as_ref().and_then(|id| project.documents.get(id)) else {
        ui.add(Label::new(t!("not-article")).weak().wrap());
        return;
    };
    ui.add(Heading::new(t!("inspector-article")));
    let layer = project.layer(&document.id, session.annotator()).filter(|layer| !layer.is_empty());
    let Some(layer) = layer else {
        ui.add(Label::new(t!("inspector-article-empty")).weak().wrap());
        return;
    };
    let summary = &mut state.summary;
    if summary.look(project, &document.id, session.revision(), layer) {
        ui.ctx().request_repaint();
    }
    number(ui, &t!("inspector-statements"), layer.len());
    number(ui, &t!("inspector-incomplete"), summary.incomplete);
    number(ui, &t!("inspector-with-notes"), summary.with_notes);
    let review = project.reviews.get(&document.id);
    if let Some(review) = review.filter(|_| project.may_see(session.annotator(), &document.id)) {
        let open = review.threads().filter(|thread| thread.resolved.is_none()).count();
        number(ui, &t!("inspector-threads-open"), open);
    }
    ui.add_space(ABOVE_PT);
    section(ui, &t!("inspector-by-kind"), "");
    for kind in &project.codebook.kinds {
        let count = layer.uses().kinds.get(&kind.id).copied().unwrap_or_default();
        number(ui, &kind.name, count);
    }
    ui.add_space(ABOVE_PT);
    section(ui, &t!("inspector-by-party"), "");
    for (id, count) in &summary.parties {
        let party = project.party(id);
        let name = party.map_or_else(|| id.to_string(), |party| party.name.clone());
        let color = party.map(|party| party_line(Tokens::of(ui), party.color));
        figure(ui, &name, *count, |ui| {
            let side = ui.spacing().icon_width_inner;
            let (swatch, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
            if let Some(color) = color {
                ui.painter().rect_filled(swatch, 2.0, color);
            }
        });
    }
}

fn number(ui: &mut Ui, label: &str, count: usize) {
    figure(ui, label, count, |_| {});
}

/// A line with a figure: what is before its label, the label, and the figure at the end of a column of its own.
fn figure(ui: &mut Ui, label: &str, count: usize, before: impl FnOnce(&mut Ui)) {
    let width = ui.available_width().min(FIGURES_END_PT);
    ui.scope(|ui| {
        ui.set_max_width(width);
        ui.spacing_mut().interact_size.y = LOW_PT;
        line(
            ui,
            |ui| {
                before(ui);
                ui.add(Label::new(label).small(ui).weak().elide());
            },
            |ui| ui.add(Label::new(count.to_string()).extend()),
        );
    });
}

//! The choice of what is compared and how it is measured.

use egui::{PopupCloseBehavior, Ui};

use super::state::AgreementState;
use crate::edit::session::Session;
use crate::model::project::Project;
use crate::review::agreement::Measure;
use crate::review::agreement::fields::LabelField;
use crate::review::agreement::gamma::Sampler;
use crate::review::report::items_title;
use crate::review::study::Items;
use crate::t;
use crate::ui::parts::section;
use crate::ui::shaped::{Checkbox, ComboBox, Label, MenuItem, ResponseExt as _, TextField};

/// Shows all choices.
pub(super) fn show(ui: &mut Ui, session: &Session, state: &mut AgreementState) {
    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
    what_is_measured(ui, session.project(), state);
    what_is_compared(ui, session.project(), state);
    how_often(ui, state);
    if state.measure.is_gamma() {
        gamma(ui, state);
    }
}

/// The measure, and the field of the statements and the items that it is measured on.
fn what_is_measured(ui: &mut Ui, project: &Project, state: &mut AgreementState) {
    section(ui, t!("agreement-measure"));
    let width = ui.available_width();
    ComboBox::new("agreement-measure", t!("agreement-measure")).selected_text(state.measure.title()).width(width).show(
        ui,
        |ui| {
            for measure in Measure::ALL {
                let item = MenuItem::new(measure.title()).selected(measure == state.measure);
                if ui.add(item).on_hover_shaped(measure.describe()).clicked() {
                    state.measure = measure;
                }
            }
        },
    );
    section(ui, t!("agreement-field"));
    ComboBox::new("agreement-field", t!("agreement-field"))
        .selected_text(state.field.title(project))
        .width(width)
        .show(ui, |ui| {
            for field in LabelField::all(project) {
                if ui.add(MenuItem::new(field.title(project)).selected(field == state.field)).clicked() {
                    state.field = field;
                    state.behind = None;
                }
            }
        });
    let mut without = !state.labelled;
    if ui.add(Checkbox::new(&mut without, t!("agreement-places-only"))).clicked() {
        state.labelled = !without;
    }
    if state.measure.is_coding() {
        section(ui, t!("agreement-items"));
        let combo = ComboBox::new("agreement-items", t!("agreement-items"));
        combo.selected_text(items_title(state.items)).width(width).show(ui, |ui| {
            for items in Items::ALL {
                if ui.add(MenuItem::new(items_title(items)).selected(items == state.items)).clicked() {
                    state.items = items;
                }
            }
        });
    }
}

/// The annotators and the documents.
fn what_is_compared(ui: &mut Ui, project: &Project, state: &mut AgreementState) {
    section(ui, t!("agreement-annotators"));
    let known = project.annotators();
    let known: Vec<_> = known.into_iter().map(|id| (id.to_string(), id)).collect();
    several(ui, "agreement-annotators", t!("agreement-annotators"), &known, &mut state.annotators);
    section(ui, t!("agreement-documents"));
    let known: Vec<_> =
        project.documents.values().map(|document| (document.display_title().to_owned(), document.id.clone())).collect();
    several(ui, "agreement-documents", t!("agreement-documents"), &known, &mut state.documents);
}

/// How many samples the intervals take, and from which seed.
fn how_often(ui: &mut Ui, state: &mut AgreementState) {
    section(ui, t!("agreement-settings"));
    if let Some(resamples) = number(ui, state, "resamples", t!("agreement-resamples"), state.resamples as f64, |n| {
        (0.0..=100_000.0).contains(&n) && n.fract() == 0.0
    }) {
        state.resamples = resamples as usize;
    }
    let seed = state.gamma.seed as f64;
    if let Some(seed) =
        number(ui, state, "seed", t!("agreement-seed"), seed, |n| (0.0..9e15).contains(&n) && n.fract() == 0.0)
    {
        state.gamma.seed = seed as u64;
    }
}

fn gamma(ui: &mut Ui, state: &mut AgreementState) {
    let at_least_0 = |n: f64| n.is_finite() && n >= 0.0;
    let above_0 = |n: f64| n.is_finite() && n > 0.0;
    let settings = state.gamma;
    let now = settings.dissimilarity;
    if let Some(alpha) = number(ui, state, "alpha", t!("agreement-alpha"), now.alpha, at_least_0) {
        state.gamma.dissimilarity.alpha = alpha;
    }
    if let Some(beta) = number(ui, state, "beta", t!("agreement-beta"), now.beta, at_least_0) {
        state.gamma.dissimilarity.beta = beta;
    }
    if let Some(delta) = number(ui, state, "delta", t!("agreement-delta"), now.delta, above_0) {
        state.gamma.dissimilarity.delta = delta;
    }
    let samples = settings.samples as f64;
    let whole = |n: f64| (1.0..=100_000.0).contains(&n) && n.fract() == 0.0;
    if let Some(samples) = number(ui, state, "samples", t!("agreement-samples"), samples, whole) {
        state.gamma.samples = samples as usize;
    }
    let precision = settings.precision.unwrap_or_default();
    if let Some(precision) = number(ui, state, "precision", t!("agreement-precision"), precision, at_least_0) {
        state.gamma.precision = Some(precision).filter(|precision| *precision > 0.0);
    }
    let title = |sampler: Sampler| match sampler {
        Sampler::Statistical => t!("agreement-sampler-statistical"),
        Sampler::Shuffle => t!("agreement-sampler-shuffle"),
    };
    section(ui, t!("agreement-sampler"));
    let width = ui.available_width();
    let combo = ComboBox::new("agreement-sampler", t!("agreement-sampler")).selected_text(title(settings.sampler));
    combo.width(width).show(ui, |ui| {
        for sampler in Sampler::ALL {
            if ui.add(MenuItem::new(title(sampler)).selected(sampler == settings.sampler)).clicked() {
                state.gamma.sampler = sampler;
            }
        }
    });
}

/// A number field. Returns the new number if a valid one was typed.
fn number(
    ui: &mut Ui,
    state: &mut AgreementState,
    key: &'static str,
    name: String,
    value: f64,
    is_good: impl Fn(f64) -> bool,
) -> Option<f64> {
    let mut text = state.drafts.texts.get(key).cloned().unwrap_or_else(|| value.to_string());
    let mut chosen = None;
    ui.horizontal(|ui| {
        let field = TextField::singleline(&mut text).id(egui::Id::unique(("agreement", key))).name(name.clone());
        let output = field.desired_width(64.0).show(ui);
        ui.add(Label::new(name).elide());
        let typed = crate::text::numbers::decimal(&text).filter(|number| is_good(*number));
        if output.changed {
            chosen = typed;
            state.drafts.texts.insert(key, text.clone());
        }
        if typed.is_none() {
            ui.add(Label::new(t!("agreement-bad-number")).color(ui.visuals().error_fg_color));
        } else if !output.response.has_focus() {
            state.drafts.texts.remove(key);
        }
    });
    chosen
}

/// A list with multiple selection; an empty selection means all.
fn several<T: Clone + PartialEq>(ui: &mut Ui, id: &str, name: String, known: &[(String, T)], chosen: &mut Vec<T>) {
    chosen.retain(|one| known.iter().any(|(_, other)| other == one));
    let is_on = |chosen: &[T], one: &T| chosen.is_empty() || chosen.contains(one);
    let names: Vec<&str> = known.iter().filter(|(_, one)| is_on(chosen, one)).map(|(name, _)| name.as_str()).collect();
    let text = match names.as_slice() {
        [] => t!("agreement-none"),
        [one] => (*one).to_owned(),
        all if all.len() == known.len() => t!("agreement-all", count = known.len()),
        some => t!("agreement-some", count = some.len(), all = known.len()),
    };
    let width = ui.available_width();
    let combo = ComboBox::new(id, name).selected_text(text).width(width);
    combo.close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(ui, |ui| {
        for (name, one) in known {
            let mut on = is_on(chosen, one);
            if ui.add(Checkbox::new(&mut on, name.clone())).clicked() {
                let mut now: Vec<T> =
                    known.iter().map(|(_, one)| one).filter(|other| is_on(chosen, other)).cloned().collect();
                now.retain(|other| other != one);
                now.extend(on.then(|| one.clone()));
                // An empty selection would mean all, so the last item stays selected.
                if !now.is_empty() {
                    *chosen = if now.len() == known.len() { Vec::new() } else { now };
                }
            }
        }
    });
}

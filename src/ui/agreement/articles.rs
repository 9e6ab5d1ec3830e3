//! The table of the attributes of articles as wholes.

use egui::{Grid, Ui};

use crate::edit::session::Session;
use crate::review::agreement::{Figures, Reason};
use crate::review::charts::value_text;
use crate::review::study::StudyResult;
use crate::t;
use crate::ui::shaped::{Label, ResponseExt as _};

/// Shows the table, if the codebook has such attributes.
pub(super) fn show(ui: &mut Ui, session: &Session, answer: &StudyResult) {
    if answer.articles.is_empty() {
        return;
    }
    ui.add_space(ui.spacing().item_spacing.y * 2.0);
    ui.add(Label::new(t!("agreement-articles")).strong());
    Grid::new("agreement-articles").striped(true).show(ui, |ui| {
        let heads = [
            t!("agreement-articles-attribute"),
            t!("agreement-articles-count"),
            t!("agreement-articles-percent"),
            t!("agreement-articles-cohen"),
            t!("agreement-articles-alpha"),
        ];
        for head in heads {
            ui.add(Label::new(head).small(ui).weak());
        }
        ui.end_row();
        for found in &answer.articles {
            ui.add(Label::new(session.project().codebook.attribute_title(&found.attribute)));
            ui.add(Label::new(found.articles.to_string()));
            number(ui, Some(&found.percent));
            number(ui, found.cohen.as_ref());
            number(ui, Some(&found.alpha));
            ui.end_row();
        }
    });
}

/// A value; why there is none stands under the pointer.
fn number(ui: &mut Ui, figures: Option<&Result<Figures, Reason>>) {
    let value = figures.and_then(|figures| figures.as_ref().ok()).map(|figures| figures.value);
    let response = ui.add(Label::new(value_text(value)));
    match figures {
        Some(Err(reason)) => _ = response.on_hover_shaped(reason.to_string()),
        None => _ = response.on_hover_shaped(t!("agreement-articles-two")),
        Some(Ok(_)) => {}
    }
}

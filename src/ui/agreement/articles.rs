//! The table of the attributes of articles as wholes.

use egui::Ui;

use crate::edit::session::Session;
use crate::review::agreement::{Figures, Reason};
use crate::review::charts::value_text;
use crate::review::study::StudyResult;
use crate::t;
use crate::ui::parts::sides;
use crate::ui::shaped::{Label, ResponseExt as _};

/// The width of the names of attributes, in points.
const NAME_PT: f32 = 160.0;
/// The width of each number, in points.
const NUMBER_PT: f32 = 120.0;

/// Shows the table, if the codebook has such attributes.
pub(super) fn show(ui: &mut Ui, session: &Session, answer: &StudyResult) {
    if answer.articles.is_empty() {
        return;
    }
    ui.add_space(ui.spacing().item_spacing.y * 2.0);
    ui.add(Label::new(t!("agreement-articles")).strong());
    ui.horizontal(|ui| {
        sides::cell(ui, NAME_PT, Label::new(t!("agreement-articles-attribute")).small(ui).weak().elide());
        let heads = [
            t!("agreement-articles-count"),
            t!("agreement-articles-percent"),
            t!("agreement-articles-cohen"),
            t!("agreement-articles-alpha"),
        ];
        for head in heads {
            sides::cell(ui, NUMBER_PT, Label::new(head).small(ui).weak().elide());
        }
    });
    for found in &answer.articles {
        ui.horizontal(|ui| {
            let name = session.project().codebook.attribute_title(&found.attribute);
            sides::cell(ui, NAME_PT, Label::new(name).elide());
            sides::cell(ui, NUMBER_PT, Label::new(found.articles.to_string()));
            number(ui, Some(&found.percent));
            number(ui, found.cohen.as_ref());
            number(ui, Some(&found.alpha));
        });
    }
}

/// A value; why there is none stands under the pointer.
fn number(ui: &mut Ui, figures: Option<&Result<Figures, Reason>>) {
    let value = figures.and_then(|figures| figures.as_ref().ok()).map(|figures| figures.value);
    let response = sides::cell(ui, NUMBER_PT, Label::new(value_text(value)));
    match figures {
        Some(Err(reason)) => _ = response.on_hover_shaped(reason.to_string()),
        None => _ = response.on_hover_shaped(t!("agreement-articles-two")),
        Some(Ok(_)) => {}
    }
}

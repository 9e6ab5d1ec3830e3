//! The place under review: what each has there, and in what they differ, in words.

use egui::{ScrollArea, Ui};

use super::words;
use crate::edit::session::Session;
use crate::model::statement::Statement;
use crate::review::queue::Row;
use crate::t;
use crate::ui::describe::describe;
use crate::ui::panels::{quote, section};
use crate::ui::shaped::{Family, Heading, Label};

/// Shows a place, or that none is chosen.
pub fn show(ui: &mut Ui, session: &Session, row: Option<&Row<'_>>) {
    let Some(row) = row else {
        ui.add_space(ui.spacing().item_spacing.y * 2.0);
        ui.add(Label::new(t!("review-place-none")).weak().wrap());
        return;
    };
    ScrollArea::vertical().id_salt("review-place").auto_shrink(false).show(ui, |ui| {
        ui.add(Heading::new(words::summary(row.comparison, row.place, row.decision)));
        for (first, second, _) in &row.place.differences {
            for words in words::differences(session.project(), row.comparison, row.place, *first, *second) {
                ui.add(Label::new(words).wrap());
            }
        }
        let Some(document) = session.project().documents.get(&row.comparison.document) else { return };
        for (index, annotator) in row.comparison.annotators.iter().enumerate() {
            section(ui, t!("review-side", number = index + 1, annotator = annotator.as_str()));
            let layer = session.project().layer(&document.id, annotator);
            let ids = row.place.statements.get(index).into_iter().flatten();
            let statements: Vec<&Statement> = ids.filter_map(|id| layer?.statement(*id)).collect();
            if statements.is_empty() {
                ui.add(Label::new(t!("review-nothing-here")).weak());
            }
            for statement in statements {
                ui.add(Label::new(describe(session, statement)).strong().wrap());
                let words = quote(document, &statement.spans);
                ui.add(Label::new(words).family(Family::Reading).wrap().fill().selectable(true));
            }
        }
    });
}

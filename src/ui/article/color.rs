//! The colours of statements.

use egui::Color32;

use crate::edit::session::Session;
use crate::model::statement::Statement;
use crate::ui::theme::color32;

/// The colour of the party that speaks in a statement; grey where nobody is known to.
pub(super) fn party_color(session: &Session, statement: &Statement) -> Color32 {
    let party = statement.speaker().and_then(|id| session.project().party(id));
    party.map_or(Color32::GRAY, |party| color32(party.color.0))
}

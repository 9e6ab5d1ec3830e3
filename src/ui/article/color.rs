//! The colours of statements.

use egui::Color32;

use crate::edit::session::Session;
use crate::model::statement::Statement;
use crate::ui::theme::{Tokens, party_line};

/// The colour of the party that speaks in a statement; grey where nobody is known to.
pub(super) fn party_color(tokens: &Tokens, session: &Session, statement: &Statement) -> Color32 {
    let party = statement.speaker().and_then(|id| session.project().party(id));
    party.map_or(tokens.muted, |party| party_line(tokens, party.color))
}

//! What is armed, said at the pointer: the field that the next selection or statement is for.

use egui::{CursorIcon, Id, Rect, Response, Ui};

use super::remark::{Place, note};
use super::scene::Scene;
use crate::t;
use crate::ui::shaped::Label;
use crate::ui::state::Armed;
use crate::ui::words::party_name;

/// Shows the note at the pointer, or at the caret while the pointer is elsewhere.
pub(super) fn show(ui: &Ui, scene: &Scene<'_>, response: &Response, caret: Option<Rect>, view: Rect) {
    let Some(armed) = scene.view.armed.as_ref().filter(|_| !scene.is_read_only() && !scene.view.only_reads) else {
        return;
    };
    let pointer = response.hover_pos().or(response.interact_pointer_pos()).filter(|at| view.contains(*at));
    if pointer.is_some() {
        let icon = if armed.wants_statement() { CursorIcon::Alias } else { CursorIcon::Crosshair };
        ui.set_cursor_icon(icon);
    }
    let place = pointer.map_or_else(|| Place::below(caret, view), |at| Place::beside(at, view));
    let hint = if armed.wants_statement() { t!("armed-keys-statement") } else { t!("armed-keys-words") };
    note(ui, Id::unique("article-armed"), place, |ui| {
        ui.add(Label::new(words(scene, armed)).strong().wrap());
        ui.add(Label::new(hint).small(ui).weak().wrap());
    });
}

/// What is to be pointed at.
fn words(scene: &Scene<'_>, armed: &Armed) -> String {
    let project = scene.session.project();
    let statement = scene.view.selected.and_then(|id| scene.layer.statement(id));
    let party = |index: &usize| {
        let link = statement.and_then(|statement| statement.chain.get(*index));
        link.map(|link| party_name(project, &link.party)).unwrap_or_default()
    };
    match armed {
        Armed::Cue(index) => t!("armed-cue", party = party(index)),
        Armed::Mention(index) => t!("armed-mention", party = party(index)),
        Armed::Span => t!("armed-span"),
        Armed::Attribute(id) => {
            let known = project.codebook.attribute(id);
            let name = known.map_or_else(|| id.to_string(), |attribute| attribute.name.clone());
            t!("armed-attribute", name = name)
        }
        Armed::Relation(kind) => {
            let name = project.codebook.relation_kind(kind).map_or(kind.as_str(), |kind| kind.name.as_str());
            t!("armed-relation", kind = name)
        }
    }
}

//! The statements that have no place in the present text of an article, until a person places or deletes each.

use egui::{ScrollArea, Ui};

use crate::edit::orphan::{Orphan, OrphanId};
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::sides;
use crate::ui::parts::{line, sign};
use crate::ui::shaped::{Button, Family, Label, ResponseExt as _};
use crate::ui::words::{chain_names, kind_name, quote};

/// The most orphans shown at once.
const LISTED: usize = 200;

/// Shows them below the article. `old` are the documents that keep its old texts.
pub(crate) fn show(
    ui: &mut Ui,
    project: &Project,
    orphans: &[Orphan<'_>],
    old: &[DocumentId],
    has_selection: bool,
    out: &mut Vec<Command>,
) {
    let most = ui.available_height() * 0.5;
    sides::bottom(ui, "orphans", 190.0, 80.0..=most.max(90.0), |ui| {
        line(
            ui,
            |ui| ui.add(Label::new(t!("orphans-heading", count = orphans.len())).strong().elide()),
            |ui| {
                if sign(ui, "✕", t!("orphans-close"), true).on_hover_command("orphans").clicked() {
                    out.push(Command::Safety(SafetyCommand::ToggleOrphans));
                }
            },
        );
        ScrollArea::vertical().id_salt("orphans").auto_shrink(false).show(ui, |ui| {
            let told = if orphans.is_empty() { t!("orphans-none") } else { t!("orphans-explained") };
            let told = Label::new(told).small(ui).weak().wrap();
            ui.add(told);
            for orphan in orphans.iter().take(LISTED) {
                ui.push_id(&orphan.id, |ui| one(ui, project, orphan, has_selection, out));
            }
            if orphans.len() > LISTED {
                ui.add(Label::new(t!("past-more", count = orphans.len() - LISTED)).weak().wrap());
            }
            for id in old.iter().filter(|id| !orphans.iter().any(|orphan| orphan.id.document == **id)) {
                ui.separator();
                ui.horizontal_wrapped(|ui| {
                    ui.add(Label::new(t!("orphans-old-done", id = id.as_str())).weak().wrap());
                    if ui.add(Button::new(t!("orphans-take-out")).small()).clicked() {
                        out.push(Command::Safety(SafetyCommand::TakeOutOldText(id.clone())));
                    }
                });
            }
        });
    });
}

fn one(ui: &mut Ui, project: &Project, orphan: &Orphan<'_>, has_selection: bool, out: &mut Vec<Command>) {
    ui.separator();
    ui.add(Label::new(quote(orphan.old, &orphan.statement.spans)).family(Family::Reading).wrap().fill());
    let (kind, chain) = (kind_name(project, orphan.statement), chain_names(project, orphan.statement));
    let head = t!("panel-statement-head", kind = kind, chain = chain.as_str());
    let OrphanId { annotator, .. } = &orphan.id;
    let whose = annotator.as_ref().map_or_else(|| t!("replace-gold"), |annotator| annotator.to_string());
    let told = Label::new(t!("conflicts-place", what = head, place = whose)).small(ui).weak().wrap();
    ui.add(told);
    ui.horizontal_wrapped(|ui| {
        let id = || Box::new(orphan.id.clone());
        let place = ui.add_enabled(has_selection, Button::new(t!("orphans-place")).small());
        if place.on_hover_shaped(t!("orphans-place-tip")).clicked() {
            out.push(Command::Safety(SafetyCommand::PlaceOrphan(id())));
        }
        if ui.add(Button::new(t!("orphans-old-text")).small()).clicked() {
            out.push(Command::Safety(SafetyCommand::ShowOldPlace(id())));
        }
        if ui.add(Button::new(t!("orphans-delete")).small()).clicked() {
            out.push(Command::Safety(SafetyCommand::DeleteOrphan(id())));
        }
    });
}

//! What is known of a party beside its names: a description, identifiers in other collections, attributes.

use egui::Ui;

use crate::edit::change::Edit;
use crate::model::attribute::AttributeSubject;
use crate::model::id::PartyId;
use crate::model::party::{ExternalId, Party, PartyAbout};
use crate::model::project::Project;
use crate::t;
use crate::ui::command::Command;
use crate::ui::parts::draft::{Draft, Field, apply_typing};
use crate::ui::parts::picker::PickerState;
use crate::ui::parts::section;
use crate::ui::shaped::Label;
use crate::ui::values::{self, Holder, ValueState};

/// What is typed into the fields.
#[derive(Debug, Default)]
pub(super) struct AboutState {
    description: Draft,
    identifiers: Draft,
    /// The values of which party.
    values: (Option<PartyId>, ValueState),
    pickers: PickerState,
}

/// Its description, its identifiers in other collections, and its attributes.
pub(super) fn show(ui: &mut Ui, project: &Project, party: &Party, state: &mut AboutState, out: &mut Vec<Command>) {
    let edit = |about: PartyAbout| Edit::ReplaceParty(Party { about, ..party.clone() });
    let known = &party.about;

    section(ui, t!("panel-party-description"));
    let (key, label) = (format!("party-description-{}", party.id), t!("panel-party-description"));
    let field = Field { rows: 2, ..Field::line(&label) };
    if let Some(description) = state.description.show(ui, &key, &known.description, field, out) {
        out.push(apply_typing("gesture-party-about", edit(PartyAbout { description, ..known.clone() }), &key));
    }

    section(ui, t!("panel-party-identifiers"));
    let (key, label) = (format!("party-identifiers-{}", party.id), t!("panel-party-identifiers"));
    let lines = known.identifiers.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let hint = t!("panel-party-identifiers-hint");
    let field = Field { rows: 2, hint: &hint, clean: clean_identifiers, ..Field::line(&label) };
    if let Some(lines) = state.identifiers.show(ui, &key, &lines, field, out) {
        let identifiers = lines.lines().filter_map(ExternalId::parse).collect();
        out.push(apply_typing("gesture-party-about", edit(PartyAbout { identifiers, ..known.clone() }), &key));
    }
    // Which identifiers those are, for people who know them.
    if let Some(bad) = state.identifiers.text().lines().find(|line| is_half_typed(line)) {
        let text = t!("panel-party-identifiers-bad", line = bad.trim());
        ui.add(Label::new(text).small(ui).color(ui.visuals().error_fg_color).wrap());
    }

    let key = format!("party-{}", party.id);
    let with_values = |attributes| edit(PartyAbout { attributes, ..known.clone() });
    let holder = Holder { project, attributes: &known.attributes, key: &key, edit: &with_values };
    let of = AttributeSubject::Parties;
    if state.values.0.as_ref() != Some(&party.id) {
        state.values = (Some(party.id.clone()), ValueState::default());
    }
    let states = (&mut state.values.1, &mut state.pickers);
    let row = |ui: &mut Ui, name: &str, control: &mut dyn FnMut(&mut Ui)| {
        section(ui, name.to_owned());
        control(ui);
    };
    values::rows(ui, &holder, of, states, row, out);
    values::more(ui, &holder, of, &mut state.values.1, out);
}

/// What is kept of lines of identifiers: those that are some, each collection once.
fn clean_identifiers(typed: &str) -> String {
    let mut kept: Vec<ExternalId> = Vec::new();
    for identifier in typed.lines().filter_map(ExternalId::parse) {
        if kept.iter().all(|known| known.scheme != identifier.scheme) {
            kept.push(identifier);
        }
    }
    kept.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn is_half_typed(line: &str) -> bool {
    !line.trim().is_empty() && ExternalId::parse(line).is_none()
}

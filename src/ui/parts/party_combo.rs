//! A list for choosing a party.

use egui::{PopupCloseBehavior, Ui};

use crate::model::id::PartyId;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::t;
use crate::text::arabic;
use crate::ui::shaped::{ComboBox, Label, Row, TextField};
use crate::ui::theme::{Tokens, party_line};

/// The text typed into a [`party_combo`], and which one is open.
#[derive(Debug, Default)]
pub(crate) struct PartyFilter {
    open: Option<String>,
    text: String,
}

/// The contents of a [`party_combo`].
pub(crate) struct PartyChoice<'a> {
    /// Distinguishes it from others in the panel.
    pub key: &'a str,
    /// Its accessible name.
    pub name: String,
    pub selected: Option<&'a Party>,
    /// The text shown while nothing is selected.
    pub empty: String,
    /// The entry that clears the choice, if there is one.
    pub none: Option<String>,
}

/// A list of parties that narrows as the user types a name or an alias; Enter selects the first.
///
/// Returns the choice: a party, or `Some(None)` for none.
pub(crate) fn party_combo(
    ui: &mut Ui,
    project: &Project,
    choice: PartyChoice<'_>,
    filter: &mut PartyFilter,
    offered: impl Fn(&Party) -> bool,
) -> Option<Option<PartyId>> {
    let mut chosen = None;
    let width = ui.available_width();
    let mut combo = ComboBox::new(choice.key, choice.name.clone())
        .selected_text(choice.selected.map_or(choice.empty, |party| party.name.clone()))
        .width(width)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    if let Some(party) = choice.selected {
        combo = combo.swatch(party_line(Tokens::of(ui), party.color));
    }
    let shown = combo.show(ui, |ui| {
        let just_opened = filter.open.as_deref() != Some(choice.key);
        if just_opened {
            *filter = PartyFilter { open: Some(choice.key.to_owned()), text: String::new() };
        }
        let (name, hint) = (t!("panel-party-filter-name", what = choice.name.as_str()), t!("panel-party-filter"));
        let field_id = ui.make_persistent_id((choice.key, "party-filter"));
        let width = ui.available_width();
        let output =
            TextField::singleline(&mut filter.text).id(field_id).name(name).hint(hint).desired_width(width).show(ui);
        if just_opened {
            ui.memory_mut(|memory| memory.request_focus(field_id));
        }
        if let Some(none) = &choice.none
            && ui.add(Row::new(none.clone()).selected(choice.selected.is_none())).clicked()
        {
            chosen = Some(None);
        }
        let matches = |party: &Party| {
            std::iter::once(&party.name).chain(&party.aliases).any(|name| arabic::contains(name, filter.text.trim()))
        };
        let found: Vec<_> = project.parties.iter().filter(|party| offered(party) && matches(party)).collect();
        for party in &found {
            let selected = choice.selected.is_some_and(|selected| selected.id == party.id);
            if ui
                .add(Row::new(party.name.clone()).swatch(party_line(Tokens::of(ui), party.color)).selected(selected))
                .clicked()
            {
                chosen = Some(Some(party.id.clone()));
            }
        }
        if found.is_empty() {
            ui.add(Label::new(t!("panel-party-none-found")).weak().wrap());
        }
        if output.submitted && !filter.text.trim().is_empty() {
            chosen = found.first().map(|party| Some(party.id.clone()));
        }
        if chosen.is_some() || output.cancelled || output.submitted {
            ui.close();
        }
    });
    if shown.inner.is_none() && filter.open.as_deref() == Some(choice.key) {
        filter.open = None;
    }
    chosen
}

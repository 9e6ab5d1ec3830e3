//! The parties of the project: choosing the speaker, and maintaining the list.

use egui::{ScrollArea, Ui};

use crate::edit::change::Edit;
use crate::edit::gesture::parties::{self, Successor, Uses};
use crate::edit::session::Session;
use crate::model::id::PartyId;
use crate::model::party::{Party, PartyNames, Rgb, name_key};
use crate::model::project::Project;
use crate::t;
use crate::text::arabic;
use crate::ui::command::Command;
use crate::ui::parts::draft::{Draft, Field, apply, apply_typing};
use crate::ui::parts::party_combo::{PartyChoice, PartyFilter, party_combo};
use crate::ui::parts::{line, section, sign_button};
use crate::ui::shaped::{Button, Label, RadioValue, Row, TextField};
use crate::ui::state::View;
use crate::ui::theme::{Tokens, party_line};
use crate::ui::words::party_name;

/// The state of the panel.
#[derive(Debug, Default)]
pub struct PartiesState {
    new_name: String,
    open: Option<PartyId>,
    confirm: Option<Confirm>,
    /// What replaces the party as speaker when it is deleted.
    successor: Chosen,
    /// The party that replaces it.
    instead: Option<PartyId>,
    name: Draft,
    aliases: Draft,
    parties: PartyFilter,
    /// Parties that share a name, found at this revision.
    same: Option<(u64, Vec<(PartyId, PartyId)>)>,
    /// Two parties to be merged, waiting for confirmation.
    merging: Option<(PartyId, PartyId)>,
}

/// An action on the expanded party that needs confirmation.
#[derive(Clone, Debug)]
enum Confirm {
    Delete,
    MergeInto(PartyId),
}

/// Which [`Successor`] is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Chosen {
    #[default]
    Unknown,
    Next,
    Party,
}

/// The id of the field for a new party.
pub(crate) fn new_id() -> egui::Id {
    egui::Id::unique("new-party")
}

/// Shows the list, with the expanded party in it, and a field for a new one.
pub fn show(ui: &mut Ui, session: &Session, view: &View, state: &mut PartiesState, out: &mut Vec<Command>) {
    let salt = view.project.clone();
    let project = session.project();
    match add_field(ui, project, state) {
        Some(New::Party(party)) => {
            let id = party.id.clone();
            out.push(apply("gesture-party-add", Edit::AddParty { index: project.parties.len(), party }));
            out.push(Command::PreferParty(id));
        }
        Some(New::IsHere(id)) => out.push(Command::TakeParty(id)),
        None => {}
    }
    same_names(ui, session, state, out);
    if project.parties.is_empty() {
        ui.add(Label::new(t!("panel-parties-empty")).weak().wrap());
    }
    ScrollArea::vertical().id_salt(("parties", &salt)).auto_shrink(false).show(ui, |ui| {
        for (index, party) in project.parties.iter().enumerate() {
            ui.push_id(party.id.as_str(), |ui| {
                let count = project.statements_seen_using(&party.id, session.annotator());
                let is_open = state.open.as_ref() == Some(&party.id);
                let mut row = Row::new(party.name.clone())
                    .swatch(party_line(Tokens::of(ui), party.color))
                    .secondary(t!("panel-count", count = count))
                    .selected(view.party.as_ref() == Some(&party.id))
                    .name(t!("panel-party-name", name = party.name.as_str(), count = count));
                // The first nine parties have keys.
                if index < 9 {
                    row = row.icon((index + 1).to_string().as_str());
                }
                let edit_name = if is_open {
                    t!("panel-party-close", name = party.name.as_str())
                } else {
                    t!("panel-party-edit", name = party.name.as_str())
                };
                let sign = if is_open { "▴" } else { "▾" };
                let (row, edit) = line(ui, |ui| sign_button(ui, sign, edit_name, true), |ui| ui.add(row));
                if row.clicked() {
                    out.push(Command::SetParty(party.id.clone()));
                }
                if edit {
                    state.open = (!is_open).then(|| party.id.clone());
                    state.confirm = None;
                    out.push(Command::EndGesture);
                }
                if is_open && !edit {
                    ui.indent("editor", |ui| editor(ui, session, party, count, state, out));
                }
            });
        }
    });
}

/// Lists parties that share a name, and offers to merge them.
fn same_names(ui: &mut Ui, session: &Session, state: &mut PartiesState, out: &mut Vec<Command>) {
    /// The list of parties needs the space.
    const SHOWN: usize = 2;
    let (project, revision) = (session.project(), session.revision());
    if state.same.as_ref().is_none_or(|(known, _)| *known != revision) {
        let pairs = project.parties_of_one_name();
        let pairs = pairs.into_iter().map(|(first, second)| (first.id.clone(), second.id.clone())).collect();
        state.same = Some((revision, pairs));
    }
    let pairs = state.same.as_ref().map(|(_, pairs)| pairs.iter().take(SHOWN).cloned().collect::<Vec<_>>());
    for (first, second) in pairs.unwrap_or_default() {
        let name = party_name(project, &second).to_owned();
        let color = ui.visuals().warn_fg_color;
        ui.add(Label::new(t!("panel-party-same", name = name.as_str())).color(color).wrap());
        let pair = (first, second);
        if state.merging.as_ref() != Some(&pair) {
            if ui.add(Button::new(t!("panel-party-same-merge", name = name.as_str()))).clicked() {
                state.merging = Some(pair);
                out.push(Command::EndGesture);
            }
            continue;
        }
        let (first, second) = pair;
        let count = project.statements_seen_using(&second, session.annotator());
        let into = party_name(project, &first);
        ui.add(Label::new(t!("panel-party-merge-question", name = name, into = into, count = count)).wrap());
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::new(t!("panel-party-merge-yes"))).clicked() {
                let merged = parties::merge_party(project, &second, &first);
                out.extend(merged.map(|edit| apply("gesture-party-merge", edit)));
                state.merging = None;
            }
            if ui.add(Button::new(t!("panel-cancel"))).clicked() {
                state.merging = None;
            }
        });
    }
}

/// The meaning of the text typed for a new party.
enum New {
    Party(Party),
    /// The existing party with this name.
    IsHere(PartyId),
}

fn add_field(ui: &mut Ui, project: &Project, state: &mut PartiesState) -> Option<New> {
    let (output, clicked) = line(
        ui,
        |ui| ui.add(Button::new(t!("panel-party-add"))).clicked(),
        |ui| {
            let id = new_id();
            let width = ui.available_width();
            let field = TextField::singleline(&mut state.new_name).id(id).name(t!("panel-party-new-name"));
            field.hint(t!("panel-party-new-name")).desired_width(width).show(ui)
        },
    );
    let name = state.new_name.trim().to_owned();
    if name.is_empty() {
        return None;
    }
    if !(clicked || output.submitted) {
        return alike(ui, project, &name, state);
    }
    state.new_name.clear();
    if let Some(here) = PartyNames::of(&project.parties).find(&name) {
        return Some(New::IsHere(here.clone()));
    }
    let id = PartyId::from_name(&name, |id| project.party(id).is_some());
    Some(New::Party(parties::new_party(project, id, name)))
}

/// Shows the parties that are called like what is being typed, so that none is added twice. Returns the one clicked on.
fn alike(ui: &mut Ui, project: &Project, name: &str, state: &mut PartiesState) -> Option<New> {
    /// The list of parties needs the space.
    const SHOWN: usize = 3;
    let mut found: Vec<&Party> =
        project.parties.iter().filter(|party| party.names().any(|known| arabic::contains(known, name))).collect();
    let key = name_key(name);
    found.sort_by_key(|party| !party.names().any(|known| name_key(known) == key));
    let mut chosen = None;
    for party in found.into_iter().take(SHOWN) {
        let text = t!("panel-party-is-here", name = party.name.as_str());
        if ui.add(Row::new(text).swatch(party_line(Tokens::of(ui), party.color))).clicked() {
            chosen = Some(party.id.clone());
        }
    }
    let id = chosen?;
    state.new_name.clear();
    Some(New::IsHere(id))
}

fn editor(
    ui: &mut Ui,
    session: &Session,
    party: &Party,
    count: usize,
    state: &mut PartiesState,
    out: &mut Vec<Command>,
) {
    let project = session.project();
    names(ui, party, state, out);
    color(ui, party, out);
    parent(ui, project, party, state, out);
    let asked = ways_to_remove(ui, project, party, state);
    match state.confirm.clone() {
        None => {}
        Some(Confirm::Delete) => deletion(ui, session, party, state, out),
        Some(Confirm::MergeInto(into)) => merging(ui, project, party, &into, count, state, out),
    }
    if asked {
        // In most windows the question is taller than the space below the button.
        ui.scroll_to_cursor(Some(egui::Align::BOTTOM));
    }
    ui.add_space(ui.spacing().item_spacing.y);
}

/// Its name and its aliases.
fn names(ui: &mut Ui, party: &Party, state: &mut PartiesState, out: &mut Vec<Command>) {
    section(ui, t!("panel-party-field-name"));
    let (key, label) = (format!("party-name-{}", party.id), t!("panel-party-field-name"));
    let field = Field { clean: |text| text.trim().to_owned(), ..Field::line(&label) };
    if let Some(name) = state.name.show(ui, &key, &party.name, field, out).filter(|name| !name.is_empty()) {
        let edit = Edit::ReplaceParty(Party { name, ..party.clone() });
        out.push(apply_typing("gesture-party-rename", edit, &key));
    }

    section(ui, t!("panel-party-aliases"));
    let (key, label) = (format!("party-aliases-{}", party.id), t!("panel-party-aliases"));
    let field = Field { rows: 3, clean: clean_aliases, ..Field::line(&label) };
    if let Some(aliases) = state.aliases.show(ui, &key, &party.aliases.join("\n"), field, out) {
        let aliases = aliases.lines().map(str::to_owned).collect();
        let edit = Edit::ReplaceParty(Party { aliases, ..party.clone() });
        out.push(apply_typing("gesture-party-aliases", edit, &key));
    }
}

fn color(ui: &mut Ui, party: &Party, out: &mut Vec<Command>) {
    section(ui, t!("panel-party-color"));
    let mut rgb = party.color.0;
    let response = ui.color_edit_button_srgb(&mut rgb);
    let (enabled, name) = (ui.is_enabled(), t!("panel-party-color-of", name = party.name.as_str()));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, crate::locale::plain(&name)));
    if rgb != party.color.0 {
        let edit = Edit::ReplaceParty(Party { color: Rgb(rgb), ..party.clone() });
        out.push(apply_typing("gesture-party-color", edit, &format!("party-color-{}", party.id)));
    }
}

/// The party that it belongs to.
fn parent(ui: &mut Ui, project: &Project, party: &Party, state: &mut PartiesState, out: &mut Vec<Command>) {
    section(ui, t!("panel-party-parent"));
    let choice = PartyChoice {
        key: &format!("parent-{}", party.id),
        name: t!("panel-party-parent"),
        selected: party.parent.as_ref().and_then(|id| project.party(id)),
        empty: t!("panel-party-parent-none"),
        none: Some(t!("panel-party-parent-none")),
    };
    // A party that belongs to this one cannot be its parent.
    let possible = |other: &Party| !project.belongs_to(&other.id, &party.id);
    if let Some(parent) = party_combo(ui, project, choice, &mut state.parties, possible)
        && parent != party.parent
    {
        out.push(apply("gesture-party-parent", Edit::ReplaceParty(Party { parent, ..party.clone() })));
    }
}

/// Merging it into another party, and deleting it. Returns whether one of them was just asked for.
fn ways_to_remove(ui: &mut Ui, project: &Project, party: &Party, state: &mut PartiesState) -> bool {
    section(ui, t!("panel-party-merge"));
    let choice = PartyChoice {
        key: &format!("merge-{}", party.id),
        name: t!("panel-party-merge-name", name = party.name.as_str()),
        selected: None,
        empty: t!("panel-party-merge-choose"),
        none: None,
    };
    let mut asked = false;
    if let Some(Some(into)) = party_combo(ui, project, choice, &mut state.parties, |other| other.id != party.id) {
        state.confirm = Some(Confirm::MergeInto(into));
        asked = true;
    }
    if ui.add(Button::new(t!("panel-party-delete"))).clicked() {
        state.confirm = Some(Confirm::Delete);
        (state.successor, state.instead) = (Chosen::default(), None);
        asked = true;
    }
    asked
}

/// Shows what would happen to the statements and the parties around it, who would then speak, and the question.
fn deletion(ui: &mut Ui, session: &Session, party: &Party, state: &mut PartiesState, out: &mut Vec<Command>) {
    let project = session.project();
    let uses = Uses::of(project, &party.id, session.annotator());
    for sentence in consequences(&uses, &party.name) {
        ui.add(Label::new(sentence).wrap());
    }
    if uses.speaks() > 0 || uses.has_hidden {
        successors(ui, project, party, &uses, state);
    }
    let successor = match state.successor {
        Chosen::Unknown => Some(Successor::Unknown),
        Chosen::Next => Some(Successor::Next),
        Chosen::Party => state.instead.clone().map(Successor::Party),
    };
    match confirmation(ui, t!("panel-party-delete-yes"), successor.is_some()) {
        Some(true) => {
            let edit = successor.and_then(|successor| parties::delete_party_for(project, &party.id, &successor));
            out.extend(edit.map(|edit| apply("gesture-party-delete", edit)));
            (state.confirm, state.open) = (None, None);
        }
        Some(false) => state.confirm = None,
        None => {}
    }
}

/// Where the party is used, in sentences.
fn consequences(uses: &Uses, name: &str) -> Vec<String> {
    let mut told = vec![t!("panel-party-delete-uses", name = name, count = uses.all())];
    if uses.gold > 0 {
        told.push(t!("panel-party-delete-gold", count = uses.gold));
    }
    if uses.reports > 0 {
        told.push(t!("panel-party-delete-reports", name = name, count = uses.reports));
    }
    if uses.addressed > 0 {
        told.push(t!("panel-party-delete-addressed", name = name, count = uses.addressed));
    }
    if uses.has_hidden {
        told.push(t!("panel-party-delete-hidden"));
    }
    if uses.children > 0 {
        told.push(t!("panel-party-delete-children", count = uses.children));
    }
    told
}

/// The choice of who speaks instead of the party.
fn successors(ui: &mut Ui, project: &Project, party: &Party, uses: &Uses, state: &mut PartiesState) {
    let name = party.name.as_str();
    ui.add(Label::new(t!("panel-party-delete-speaks", name = name, count = uses.speaks())).strong().wrap());
    ui.add(RadioValue::new(&mut state.successor, Chosen::Unknown, t!("panel-party-delete-unknown")));
    ui.add(RadioValue::new(&mut state.successor, Chosen::Next, t!("panel-party-delete-next")));
    // The next speaker in each case is shown before the user decides.
    for (next, count) in &uses.next_speakers {
        let said = match next {
            Some(next) => t!("panel-party-delete-becomes", next = party_name(project, next), count = *count),
            None => t!("panel-party-delete-author", count = *count),
        };
        let said = Label::new(said).wrap();
        let is_chosen = state.successor == Chosen::Next;
        ui.add(if is_chosen { said.color(ui.visuals().warn_fg_color) } else { said.weak() });
    }
    ui.add(RadioValue::new(&mut state.successor, Chosen::Party, t!("panel-party-delete-instead")));
    if state.successor == Chosen::Party {
        let choice = PartyChoice {
            key: &format!("instead-{}", party.id),
            name: t!("panel-party-delete-instead-name", name = name),
            selected: state.instead.as_ref().and_then(|id| project.party(id)),
            empty: t!("panel-party-delete-instead-choose"),
            none: None,
        };
        let chosen = party_combo(ui, project, choice, &mut state.parties, |other| other.id != party.id);
        if let Some(Some(chosen)) = chosen {
            state.instead = Some(chosen);
        }
    }
}

fn merging(
    ui: &mut Ui,
    project: &Project,
    party: &Party,
    into: &PartyId,
    count: usize,
    state: &mut PartiesState,
    out: &mut Vec<Command>,
) {
    let (name, into_name) = (party.name.as_str(), party_name(project, into));
    ui.add(Label::new(t!("panel-party-merge-question", name = name, into = into_name, count = count)).wrap());
    match confirmation(ui, t!("panel-party-merge-yes"), true) {
        Some(true) => {
            let edit = parties::merge_party(project, &party.id, into);
            out.extend(edit.map(|edit| apply("gesture-party-merge", edit)));
            (state.confirm, state.open) = (None, None);
        }
        Some(false) => state.confirm = None,
        None => {}
    }
}

/// The two buttons of a question. Returns whether the answer was yes.
fn confirmation(ui: &mut Ui, yes: String, can: bool) -> Option<bool> {
    ui.horizontal_wrapped(|ui| {
        let yes = ui.add_enabled(can, Button::new(yes)).clicked();
        let no = ui.add(Button::new(t!("panel-cancel"))).clicked();
        (yes || no).then_some(yes)
    })
    .inner
}

/// One alias per line, trimmed, without empty or duplicate ones.
fn clean_aliases(text: &str) -> String {
    let mut aliases: Vec<&str> = Vec::new();
    for alias in text.lines().map(str::trim).filter(|alias| !alias.is_empty()) {
        if !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
    aliases.join("\n")
}

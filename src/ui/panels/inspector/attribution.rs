//! Who says it on whose word: the links of the chain, each with its party, its cue and its mention.
//!
//! One link has the focus: the keys for cue and mention are about it, and its labels show them.

use egui::Ui;

use super::rows::{LABEL_PT, LOW_PT, ROW_PT, at_start, field_label, icon_button, section};
use super::state::{InspectorState, picker_id};
use super::subject::Subject;
use crate::edit::gesture::statement;
use crate::model::id::PartyId;
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::Link;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::field::{FieldCommand, PickedField};
use crate::ui::parts::command_tip::{CommandTip as _, command_keys};
use crate::ui::parts::draft::apply;
use crate::ui::parts::line_with;
use crate::ui::parts::picker::{self, Pick, Picked, Picker, PickerState};
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::{Button, Family, Label, ResponseExt as _};
use crate::ui::state::{Armed, View};
use crate::ui::theme::{Tokens, party_line};
use crate::ui::values;
use crate::ui::words::{links_names, party_name};

/// The link that the keys are about: the one that was chosen, or else the speaker.
pub(super) fn focused(subject: &Subject<'_>, view: &View) -> Option<usize> {
    let chosen = view.link.filter(|(id, _)| *id == subject.statement.id).map(|(_, index)| index);
    statement::link_to_set(subject.statement, None, chosen)
}

/// The whole section.
pub(super) fn show(
    ui: &mut Ui,
    subject: &Subject<'_>,
    view: &View,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    let ctx = ui.ctx().clone();
    let keys = if subject.statement.chain.len() > 1 {
        let [before, after] = ["link-before", "link-after"].map(|id| command_keys(&ctx, id));
        t!("inspector-keys", first = before, second = after)
    } else {
        String::new()
    };
    section(ui, &t!("panel-chain-title"), &keys);
    take_over(ui, subject, out);
    let focused = focused(subject, view);
    for (index, link) in subject.statement.chain.iter().enumerate() {
        ui.push_id(("link", index), |ui| {
            let link = ChainLink { subject, view, index, link, is_focused: focused == Some(index) };
            link.head(ui, &mut state.pickers, out);
            link.words(ui, Part::Cue, out);
            link.words(ui, Part::Mention, out);
        });
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let half = (ui.available_width() - 4.0) / 2.0;
        reporter(ui, subject, half, state, out);
        new_link(ui, subject, half, state, out);
    });
}

/// The picker of a further link before the chain.
fn reporter(ui: &mut Ui, subject: &Subject<'_>, width_pt: f32, state: &mut InspectorState, out: &mut Vec<Command>) {
    let text = t!("inspector-reporter-add", keys = command_keys(ui.ctx(), "pick-reporter"));
    let picker = Picker::new(picker_id(PickedField::Reporter), t!("inspector-reporter-add-name"), "parties");
    let picker = picker.chosen(None, text).creates().width(width_pt);
    let picked = picker.show(ui, &mut state.pickers, || picker::parties(subject.project, |_| true));
    if let Some(pick) = picked.and_then(|picked| picked.pick) {
        out.extend(subject.change_by_party("gesture-reporter-add", pick, statement::add_reporter));
        out.push(Command::ChooseLink(0));
    }
}

/// The picker of a further link at the end of the chain.
fn new_link(ui: &mut Ui, subject: &Subject<'_>, width_pt: f32, state: &mut InspectorState, out: &mut Vec<Command>) {
    let ctx = ui.ctx().clone();
    let name = t!("panel-link-add-name");
    let keys = if subject.statement.chain.is_empty() { command_keys(&ctx, "pick-speaker") } else { String::new() };
    let picker = Picker::new(picker_id(PickedField::NewLink), name, "parties").creates().ends_when_empty();
    let text = t!("panel-link-add", keys = keys);
    let picker = picker.chosen(None, text).foot(t!("inspector-chain-foot")).width(width_pt);
    let picked = picker.show(ui, &mut state.pickers, || picker::parties(subject.project, |_| true));
    let Some(Picked { pick: Some(pick), by_key }) = picked else { return };
    let last = subject.statement.chain.len();
    out.extend(subject.change_by_party("gesture-link-add", pick, |s, party| s.chain.push(link_to(party))));
    out.push(Command::ChooseLink(last));
    if by_key {
        out.push(Command::Field(FieldCommand::Pick(PickedField::NewLink)));
    }
}

/// Offers the chain of the statement in whose content this one stands.
fn take_over(ui: &mut Ui, subject: &Subject<'_>, out: &mut Vec<Command>) {
    let Some(outer) = statement::outer_chain(subject.layer, subject.statement) else { return };
    let names = links_names(subject.project, &outer);
    let button = Button::new(t!("inspector-take-over", chain = names)).icon(Icon::ArrowTurnBack);
    let button = button.shortcut(command_keys(ui.ctx(), "take-over")).min_width(ui.available_width());
    if ui.add(button).on_hover_command("take-over").clicked() {
        out.push(Command::Field(FieldCommand::TakeOver));
    }
}

/// The picker of the speaker of the next statement.
pub(super) fn next_speaker(
    ui: &mut Ui,
    project: &Project,
    view: &View,
    width_pt: f32,
    pickers: &mut PickerState,
    out: &mut Vec<Command>,
) {
    let party = view.party.as_ref().and_then(|id| project.party(id));
    let text = party.map_or_else(|| t!("panel-chain-author"), |party| party.name.clone());
    let color = party.map(|party| party_line(Tokens::of(ui), party.color));
    let picker = Picker::new(picker_id(PickedField::NextSpeaker), t!("inspector-next-speaker-name"), "parties");
    let picker = picker.chosen(party.map(|party| party.id.to_string()), text).swatch(color).creates();
    let picked = picker.width(width_pt).show(ui, pickers, || picker::parties(project, |_| true));
    match picked.and_then(|picked| picked.pick) {
        Some(Pick::Item(id)) => out.extend(PartyId::new(id).ok().map(Command::PreferParty)),
        Some(Pick::New(name)) => {
            let (id, edit) = values::new_party(project, name);
            out.push(apply("gesture-party-add", edit));
            out.push(Command::PreferParty(id));
        }
        Some(Pick::Nothing) | None => {}
    }
}

fn link_to(party: PartyId) -> Link {
    Link { party, cue: None, mention: None }
}

/// The words of a link that are marked in the text.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Cue,
    Mention,
}

/// A link of the chain, by its index.
struct ChainLink<'a> {
    subject: &'a Subject<'a>,
    view: &'a View,
    index: usize,
    link: &'a Link,
    is_focused: bool,
}

impl ChainLink<'_> {
    fn number(&self) -> usize {
        self.index + 1
    }

    /// Whether it is the innermost link, which speaks.
    fn is_last(&self) -> bool {
        self.number() == self.subject.statement.chain.len()
    }

    /// Who speaks once the innermost link is gone, in words.
    fn speaks_without(&self, index: usize) -> String {
        let chain = &self.subject.statement.chain;
        match index.checked_sub(1).and_then(|outer| chain.get(outer)) {
            Some(next) => t!("status-speaks-now", name = party_name(self.subject.project, &next.party)),
            None => t!("status-author-speaks-now"),
        }
    }

    /// Its part in the chain, which turns the keys to it; its party; the buttons that move and remove it.
    fn head(&self, ui: &mut Ui, pickers: &mut PickerState, out: &mut Vec<Command>) {
        let (index, number, is_last) = (self.index, self.number(), self.is_last());
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.set_min_height(ROW_PT);
            at_start(ui, ROW_PT, |ui| {
                let title = if is_last {
                    t!("panel-link-speaker", number = number)
                } else {
                    t!("panel-link-reporter", number = number)
                };
                let button = Button::new(title).small().selected(self.is_focused).at_start().min_width(LABEL_PT);
                if ui.add(button).on_hover_shaped(t!("panel-link-keys-tip")).clicked() {
                    out.push(Command::ChooseLink(index));
                }
            });
            line_with(
                ui,
                out,
                |ui, out| self.party(ui, pickers, out),
                |ui, out| {
                    ui.spacing_mut().item_spacing.x = 2.0;
                    if icon_button(ui, Icon::ArrowUp, t!("panel-link-up", number = number), index > 0).clicked() {
                        out.push(self.subject.change("gesture-link-move", |s| s.chain.swap(index, index - 1)));
                        out.push(Command::ChooseLink(index - 1));
                    }
                    if icon_button(ui, Icon::ArrowDown, t!("panel-link-down", number = number), !is_last).clicked() {
                        out.push(self.subject.change("gesture-link-move", |s| s.chain.swap(index, index + 1)));
                        out.push(Command::ChooseLink(index + 1));
                    }
                    if icon_button(ui, Icon::Close, t!("panel-link-remove", number = number), true).clicked() {
                        out.push(self.subject.change("gesture-link-remove", |s| {
                            s.chain.remove(index);
                        }));
                        if is_last {
                            out.push(Command::Say(self.speaks_without(index)));
                        }
                    }
                },
            );
        });
    }

    fn party(&self, ui: &mut Ui, pickers: &mut PickerState, out: &mut Vec<Command>) {
        let (project, index) = (self.subject.project, self.index);
        let party = project.party(&self.link.party);
        let color = party.map(|party| party_line(Tokens::of(ui), party.color));
        let name = t!("panel-link-party", number = self.number());
        let picker = Picker::new(picker_id(PickedField::Link(index)), name, "parties")
            .chosen(Some(self.link.party.to_string()), party_name(project, &self.link.party))
            .swatch(color)
            .creates()
            .foot(t!("inspector-chain-foot"));
        let picked = picker.show(ui, pickers, || picker::parties(project, |_| true));
        let Some(Picked { pick: Some(pick), by_key }) = picked else { return };
        if pick != Pick::Item(self.link.party.to_string()) {
            let set = |s: &mut crate::model::statement::Statement, party: PartyId| {
                // The words that name another party are no mention of this one.
                if let Some(link) = s.chain.get_mut(index).filter(|link| link.party != party) {
                    (link.party, link.mention) = (party, None);
                }
            };
            out.extend(self.subject.change_by_party("gesture-link-party", pick, set));
        }
        if by_key {
            let next = if self.is_last() { PickedField::NewLink } else { PickedField::Link(index + 1) };
            if !self.is_last() {
                out.push(Command::ChooseLink(index + 1));
            }
            out.push(Command::Field(FieldCommand::Pick(next)));
        }
    }

    /// The row of its cue or mention: the words, a button that lets them be pointed at, and one that clears them.
    fn words(&self, ui: &mut Ui, part: Part, out: &mut Vec<Command>) {
        let (number, index) = (self.number(), self.index);
        let (title, command, outer, armed, set, clear) = match part {
            Part::Cue => (
                t!("panel-cue"),
                "cue",
                "outer-cue",
                Armed::Cue(index),
                t!("panel-cue-set", number = number),
                t!("panel-cue-clear", number = number),
            ),
            Part::Mention => (
                t!("panel-mention"),
                "mention",
                "outer-mention",
                Armed::Mention(index),
                t!("panel-mention-set", number = number),
                t!("panel-mention-clear", number = number),
            ),
        };
        let keys = match () {
            () if self.is_focused => command_keys(ui.ctx(), command),
            () if index == 0 => command_keys(ui.ctx(), outer),
            () => String::new(),
        };
        let span = if part == Part::Cue { self.link.cue } else { self.link.mention };
        let is_armed = self.view.armed.as_ref() == Some(&armed);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.set_min_height(LOW_PT);
            ui.spacing_mut().interact_size.y = LOW_PT;
            at_start(ui, LOW_PT, |ui| {
                ui.add_space(ui.spacing().indent);
                field_label(ui, &title, &keys);
            });
            line_with(
                ui,
                out,
                |ui, _| self.quoted(ui, span, is_armed),
                |ui, out| {
                    ui.spacing_mut().item_spacing.x = 2.0;
                    let target =
                        Button::new("").icon(Icon::Target).small().frame(false).selected(is_armed).name(set.clone());
                    ui.spacing_mut().button_padding.x = super::rows::ICON_PADDING_PT;
                    if ui.add(target).on_hover_shaped(set).clicked() {
                        out.push(if is_armed { Command::Disarm } else { Command::Arm(armed) });
                    }
                    if icon_button(ui, Icon::Close, clear, span.is_some()).clicked() {
                        out.push(self.clear(part));
                    }
                },
            );
        });
    }

    /// The words themselves, or that there are none.
    fn quoted(&self, ui: &mut Ui, span: Option<Span>, is_armed: bool) {
        match span {
            Some(span) if !is_armed => {
                ui.add(Label::new(self.subject.words(span)).family(Family::Reading).line_height(1.3).elide());
            }
            _ if is_armed => {
                ui.add(Label::new(t!("inspector-armed")).color(Tokens::of(ui).accent).elide());
            }
            _ => {
                ui.add(Label::new("–").weak());
            }
        }
    }

    fn clear(&self, part: Part) -> Command {
        let (gesture, index) =
            (if part == Part::Cue { "gesture-cue-clear" } else { "gesture-mention-clear" }, self.index);
        self.subject.change(gesture, |statement| {
            if let Some(link) = statement.chain.get_mut(index) {
                match part {
                    Part::Cue => link.cue = None,
                    Part::Mention => link.mention = None,
                }
            }
        })
    }
}

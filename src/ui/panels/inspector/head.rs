//! The top of the inspector: what was sent back, the kind, the chain in one line, and the words.

use egui::{Frame, Popup, ScrollArea, Ui};

use super::rows::{ABOVE_PT, ROW_PT, icon_button};
use super::state::{InspectorState, picker_id};
use super::subject::Subject;
use crate::edit::session::Session;
use crate::model::codebook::CodebookList;
use crate::model::id::KindId;
use crate::model::review::{Thread, ThreadAnchor, Verdict};
use crate::review::decide::{GoldOutcome, outcome};
use crate::t;
use crate::text::direction::first_strong;
use crate::ui::command::Command;
use crate::ui::command::field::PickedField;
use crate::ui::command::review::ReviewCommand;
use crate::ui::parts::command_tip::{CommandTip as _, command_keys};
use crate::ui::parts::draft::apply;
use crate::ui::parts::line_with;
use crate::ui::parts::picker::{self, Pick, Picker};
use crate::ui::review::threads;
use crate::ui::shaped::icon::Icon;
use crate::ui::shaped::{Button, Family, Label, MenuItem, ResponseExt as _};
use crate::ui::state::{Caret, View};
use crate::ui::theme::Tokens;
use crate::ui::words::{kind_name, one_line, party_name};

/// The most lines of the statement’s words before they scroll.
const WORDS_LINES: f32 = 3.0;
/// The height of the chain in one line, in points.
const CHAIN_PT: f32 = 20.0;
/// The width of the picker of the kind, in points.
const KIND_PT: f32 = 150.0;

/// Says that a decision is being corrected, and how to finish.
pub(super) fn correcting(ui: &mut Ui, view: &View, out: &mut Vec<Command>) {
    ui.add(Label::new(t!("panel-correcting")).color(Tokens::of(ui).warn).wrap());
    ui.horizontal_wrapped(|ui| {
        let name = t!("command-review-span");
        let span = Button::new(t!("panel-correcting-span")).shortcut(command_keys(ui.ctx(), "correct-span")).name(name);
        if ui.add_enabled(view.selection.is_some(), span).on_hover_command("correct-span").clicked() {
            out.push(Command::Review(ReviewCommand::SetSpan));
        }
        let keys = command_keys(ui.ctx(), "correct-done");
        let done = Button::new(t!("panel-correcting-done")).shortcut(keys).name(t!("command-review-done"));
        if ui.add(done).on_hover_command("correct-done").clicked() {
            out.push(Command::Review(ReviewCommand::Done));
        }
    });
}

/// Says that a reviewer sent the statement back and why, with the two answers; or else what was last said about it, if
/// somebody else said it and it is not resolved.
pub(super) fn said(
    ui: &mut Ui,
    session: &Session,
    subject: &Subject<'_>,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    let (project, own) = (subject.project, session.annotator());
    let Some(review) = project.reviews.get(&subject.document.id).filter(|_| subject.decision.is_none()) else { return };
    if !project.may_see(own, &subject.document.id) {
        return;
    }
    let (outcome, decision) = outcome(review, own, subject.statement);
    let thread = review.threads_on(own, subject.statement.id).filter(|thread| thread.resolved.is_none()).last();
    let is_changed = outcome != GoldOutcome::SentBack;
    let sent_back = decision.filter(|decision| decision.verdict == Verdict::SentBack);
    let text = if let Some(decision) = sent_back {
        let said = thread.and_then(|thread| thread.comments.iter().rev().find(|comment| comment.by == decision.by));
        let said = said.map_or(decision.reason.trim(), |comment| comment.text.trim());
        let by = decision.by.as_str();
        match (is_changed, said) {
            (true, _) => t!("inspector-sent-back-changed", by = by),
            (false, "") => t!("inspector-sent-back", by = by),
            (false, said) => t!("inspector-sent-back-because", by = by, reason = one_line(said)),
        }
    } else {
        let last = thread.and_then(|thread| thread.comments.last()).filter(|comment| comment.by != *own);
        let Some(last) = last else { return };
        t!("inspector-commented", by = last.by.as_str(), text = one_line(last.text.trim()))
    };
    let tokens = Tokens::of(ui);
    let frame = Frame::NONE.fill(tokens.raised).stroke(egui::Stroke::new(1.0, tokens.warn)).inner_margin(6.0);
    frame.corner_radius(6.0).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(text).color(tokens.warn).wrap());
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::new(t!("inspector-reply"))).clicked() {
                (state.shows_thread, state.replies) = (true, true);
            }
            if sent_back.is_none() {
                return;
            }
            let again = Button::new(t!("inspector-look-again"));
            let again = ui.add_enabled(is_changed, again).on_disabled_hover_shaped(t!("inspector-look-again-first"));
            if again.clicked() {
                out.extend(look_again(session, subject, thread));
            }
        });
    });
    ui.add_space(ABOVE_PT);
}

/// Tells the reviewer that the statement was changed, in the thread about it or in a new one.
fn look_again(session: &Session, subject: &Subject<'_>, thread: Option<&Thread>) -> Option<Command> {
    let (document, own) = (&subject.document.id, session.annotator());
    let text = t!("inspector-look-again-comment");
    let edit = match thread {
        Some(thread) => threads::reply(document, thread, own, &text)?,
        None => threads::begin(document, ThreadAnchor::Statement(own.clone(), subject.statement.id), own, &text)?,
    };
    Some(apply("gesture-comment", edit))
}

/// The kind, the menu, the chain in one line, and the words.
pub(super) fn show(
    ui: &mut Ui,
    subject: &Subject<'_>,
    view: &View,
    state: &mut InspectorState,
    out: &mut Vec<Command>,
) {
    ui.horizontal(|ui| {
        ui.set_min_height(ROW_PT);
        line_with(
            ui,
            out,
            |ui, out| kind(ui, subject, state, out),
            |ui, out| {
                if icon_button(ui, Icon::Delete, t!("panel-delete"), true).on_hover_command("delete").clicked() {
                    out.push(Command::DeleteSelected);
                }
                menu(ui, subject, out);
            },
        );
    });
    breadcrumb(ui, subject, view, out);
    let size_pt = egui::TextStyle::Body.resolve(ui.style()).size * 1.1;
    let height = WORDS_LINES * size_pt * 1.6;
    ScrollArea::vertical().id_salt("words").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for quote in subject.document.quotes(&subject.statement.spans) {
            let label = Label::new(one_line(quote)).family(Family::Reading).size(size_pt).line_height(1.5);
            ui.add(label.wrap().fill().selectable(true));
        }
    });
}

fn kind(ui: &mut Ui, subject: &Subject<'_>, state: &mut InspectorState, out: &mut Vec<Command>) {
    let (codebook, current) = (&subject.project.codebook, &subject.statement.kind);
    let picker = Picker::new(picker_id(PickedField::Kind), t!("panel-kind"), "kinds")
        .chosen(Some(current.to_string()), kind_name(subject.project, subject.statement))
        .width(KIND_PT);
    let picked = picker.show(ui, &mut state.pickers, || picker::codebook(codebook, CodebookList::Kinds));
    let Some(Pick::Item(id)) = picked.and_then(|picked| picked.pick) else { return };
    if let Some(kind) = KindId::new(id).ok().filter(|kind| kind != current) {
        out.push(subject.change("gesture-kind", |s| s.kind = kind));
    }
}

/// What is seldom done to a statement.
fn menu(ui: &mut Ui, subject: &Subject<'_>, out: &mut Vec<Command>) {
    let button = icon_button(ui, Icon::More, t!("inspector-menu"), true);
    Popup::menu(&button).show(|ui| {
        let item = |ui: &mut Ui, text: String, id: &str| {
            let clicked = ui.add(MenuItem::new(text).shortcut(command_keys(ui.ctx(), id))).clicked();
            if clicked {
                ui.close();
            }
            clicked
        };
        if item(ui, t!("panel-duplicate"), "duplicate") {
            out.push(Command::Duplicate);
        }
        if item(ui, t!("command-copy-words"), "copy-words") {
            out.push(Command::Copy);
        }
        if item(ui, t!("command-copy-source"), "copy-source") {
            out.push(Command::CopyWithSource);
        }
        if item(ui, t!("inspector-show-place"), "") {
            let start = subject.statement.hull().start_byte;
            out.push(Command::GoTo(Caret { anchor_byte: start, focus_byte: start }));
        }
        if item(ui, t!("panel-delete"), "delete") {
            out.push(Command::DeleteSelected);
        }
    });
}

/// The chain in one line, the outermost link first in the direction of the names. A click on a link turns the keys to it.
fn breadcrumb(ui: &mut Ui, subject: &Subject<'_>, view: &View, out: &mut Vec<Command>) {
    let links = &subject.statement.chain;
    if links.is_empty() {
        ui.add(Label::new(t!("panel-chain-empty")).weak().elide());
        return;
    }
    let names: Vec<&str> = links.iter().map(|link| party_name(subject.project, &link.party)).collect();
    let rtl = first_strong(&names.concat()).unwrap_or_default();
    let align = egui::Align::Center;
    let layout = if rtl { egui::Layout::right_to_left(align) } else { egui::Layout::left_to_right(align) };
    let focused = super::attribution::focused(subject, view);
    let size = egui::vec2(ui.available_width(), CHAIN_PT);
    ui.allocate_ui_with_layout(size, layout.with_main_wrap(true), |ui| {
        ui.set_min_width(size.x);
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.spacing_mut().button_padding.x = 4.0;
        for (index, name) in names.iter().enumerate() {
            if index > 0 {
                ui.add(Label::new(if rtl { "‹" } else { "›" }).weak());
            }
            let button = Button::new(*name).small().frame(false);
            let button = if focused == Some(index) { button.strong() } else { button };
            let tip = t!("inspector-link-focus", number = index + 1, party = *name);
            if ui.add(button.name(tip.clone())).on_hover_shaped(tip).clicked() {
                out.push(Command::ChooseLink(index));
            }
        }
    });
}

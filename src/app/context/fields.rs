//! The keys of a statement's fields: pickers, values, links, and going from one missing field to the next.

use eframe::egui;

use super::Context;
use crate::edit::gesture::several::StatementChange;
use crate::edit::gesture::statement;
use crate::model::span::Span;
use crate::model::statement::{Link, Quotation, Stance, Statement};
use crate::settings::PaneSide;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::field::{FieldCommand, PickedField};
use crate::ui::panels::inspector::{note_id, picker_id};
use crate::ui::parts::picker;
use crate::ui::state::{Armed, Missing, Page};

impl Context {
    pub(super) fn execute_field(&mut self, ctx: &egui::Context, command: FieldCommand) {
        match command {
            FieldCommand::Pick(PickedField::Relation) => self.pick_relation(ctx),
            FieldCommand::Pick(field) => self.pick(ctx, field),
            FieldCommand::SetStance(stance) => self.toggle_stance(stance),
            FieldCommand::NextQuotation => {
                let now = self.shared(|statement| statement.quotation).flatten();
                self.change_field(&StatementChange::Quotation(next_quotation(now)));
            }
            FieldCommand::EditNote if self.selected().is_none() => self.say_at_caret(t!("not-statement")),
            FieldCommand::EditNote => {
                self.show_inspector();
                ctx.memory_mut(|memory| memory.request_focus(note_id()));
            }
            FieldCommand::LinkBefore => self.step_link(false),
            FieldCommand::LinkAfter => self.step_link(true),
            FieldCommand::TakeOver => self.take_over(),
            FieldCommand::FillIn | FieldCommand::GoOn => self.fill_in(ctx, command == FieldCommand::FillIn),
            FieldCommand::StopFilling => self.view.fills = None,
        }
    }

    /// Opens the picker of a field.
    fn pick(&mut self, ctx: &egui::Context, field: PickedField) {
        let has_words = self.view.selection.is_some_and(|span| !span.is_empty());
        let field = match (field, self.selected()) {
            (PickedField::Speaker, Some(_)) if !has_words && self.view.together().is_some() => field,
            (PickedField::Speaker, Some(statement)) if !has_words => match self.focused_link(statement) {
                Some(index) => PickedField::Link(index),
                None => PickedField::NewLink,
            },
            (PickedField::Speaker, _) => PickedField::NextSpeaker,
            (field, _) => field,
        };
        if field != PickedField::NextSpeaker {
            self.show_inspector();
        }
        picker::open(ctx, picker_id(field));
    }

    /// Arms the relation that was made last, or the only one that there is. The same key again asks for the kind.
    fn pick_relation(&mut self, ctx: &egui::Context) {
        if self.layer().is_none_or(|layer| layer.len() < 2) {
            return self.say_at_caret(t!("panel-relation-needs-two"));
        }
        let kinds = self.open.as_ref().map(|open| open.session.project().codebook.relation_kinds.as_slice());
        let usual = match kinds.unwrap_or_default() {
            [] => return self.say_at_caret(t!("panel-relation-no-kinds")),
            [only] => Some(&only.id),
            kinds => kinds.iter().map(|kind| &kind.id).find(|id| self.view.last_relation.as_ref() == Some(*id)),
        };
        match usual.cloned() {
            Some(kind) if self.view.armed.is_none() => self.arm(ctx, Armed::Relation(kind)),
            _ => {
                self.disarm();
                self.pick(ctx, PickedField::Relation);
            }
        }
    }

    /// Shows the inspector if it is hidden, since a key asks for one of its fields.
    fn show_inspector(&mut self) {
        if self.view.page == Page::Article && self.view.panes.hides(PaneSide::End) {
            let panes = self.view.panes.clone().with_hidden(PaneSide::End, false);
            self.set_panes(panes, true);
        }
    }

    /// The link of a statement that the keys are about.
    fn focused_link(&self, statement: &Statement) -> Option<usize> {
        let focused = self.view.link.filter(|(id, _)| *id == statement.id).map(|(_, index)| index);
        statement::link_to_set(statement, None, focused)
    }

    fn step_link(&mut self, forward: bool) {
        let Some(statement) = self.selected() else { return self.say_at_caret(t!("not-statement")) };
        let (id, count) = (statement.id, statement.chain.len());
        let Some(at) = self.focused_link(statement) else { return self.say_at_caret(t!("not-link")) };
        let to = if forward { Some(at + 1).filter(|to| *to < count) } else { at.checked_sub(1) };
        match to {
            Some(to) => self.view.link = Some((id, to)),
            None => self.say_at_caret(t!("not-further-link")),
        }
    }

    fn toggle_stance(&mut self, stance: Stance) {
        let is_so = self.shared(|statement| statement.stance) == Some(Some(stance));
        self.change_field(&StatementChange::Stance(Some(stance).filter(|_| !is_so)));
    }

    /// The value that the selected statement has, and all that are chosen with it. `None` if theirs are not the same.
    fn shared<T: PartialEq>(&self, value: impl Fn(&Statement) -> T) -> Option<T> {
        let own = value(self.selected()?);
        let layer = self.layer()?;
        let mut together = self.view.together().into_iter().flatten().filter_map(|id| layer.statement(*id));
        together.all(|other| value(other) == own).then_some(own)
    }

    /// Takes over the chain around the selected words, for the next statement, or else around the selected statement.
    fn take_over(&mut self) {
        if let Some(span) = self.view.selection.filter(|span| !span.is_empty()) {
            if self.outer_of_words(span).is_none() {
                return self.say_at_caret(t!("not-outer-chain"));
            }
            self.view.takes_over = Some(span).filter(|span| self.view.takes_over != Some(*span));
            return;
        }
        let Some((layer, statement)) = self.layer().zip(self.selected()) else {
            return self.say_at_caret(t!("not-statement"));
        };
        let Some(outer) = statement::outer_chain(layer, statement) else {
            return self.say_at_caret(t!("not-outer-chain"));
        };
        self.change_selected("gesture-take-over", |statement| statement::take_over(statement, outer));
    }

    /// The links that a statement of these words would take over.
    fn outer_of_words(&self, span: Span) -> Option<Vec<Link>> {
        statement::outer_links(self.layer()?, None, &[span], &[])
    }

    /// Puts the chain around the words before that of a new statement, if that was asked for.
    pub(super) fn with_outer_chain(&mut self, mut made: Statement, words: Span) -> Statement {
        if self.view.takes_over.take() == Some(words) {
            let outer = self.layer().and_then(|layer| statement::outer_chain(layer, &made));
            statement::take_over(&mut made, outer.unwrap_or_default());
        }
        made
    }

    /// Goes to the next missing field after the one that was asked for last, or to the first.
    fn fill_in(&mut self, ctx: &egui::Context, by_key: bool) {
        let Some(statement) = self.selected() else {
            self.view.fills = None;
            return self.say_at_caret(t!("not-statement"));
        };
        let id = statement.id;
        let Some(next) = next_missing(statement, self.view.fills) else {
            self.disarm();
            if by_key {
                self.say_at_caret(t!("status-nothing-missing"));
            }
            return;
        };
        if let Missing::Cue(index) | Missing::Mention(index) = next {
            self.view.link = Some((id, index));
        }
        self.disarm();
        self.view.fills = Some(next);
        match next {
            Missing::Cue(index) => self.arm(ctx, Armed::Cue(index)),
            Missing::Mention(index) => self.arm(ctx, Armed::Mention(index)),
            Missing::Addressee => self.pick(ctx, PickedField::Addressee),
            Missing::Topic => self.pick(ctx, PickedField::Topic),
        }
    }

    /// Goes on after words were taken for a missing field.
    pub(super) fn go_on_filling(&mut self, filled: Option<Missing>) {
        self.view.fills = filled;
        if filled.is_some() {
            self.queue.push(Command::Field(FieldCommand::GoOn));
        }
    }
}

/// The next field after this one that a statement lacks, link by link and then from the addressee to the topic.
fn next_missing(statement: &Statement, after: Option<Missing>) -> Option<Missing> {
    let links = statement.chain.iter().enumerate().flat_map(|(index, link)| {
        [(Missing::Cue(index), link.cue.is_none()), (Missing::Mention(index), link.mention.is_none())]
    });
    let rest = [(Missing::Addressee, statement.addressees.is_empty()), (Missing::Topic, statement.topic.is_none())];
    let all: Vec<_> = links.chain(rest).collect();
    let from = after.and_then(|after| all.iter().position(|(field, _)| *field == after)).map_or(0, |at| at + 1);
    all.into_iter().skip(from).find(|(_, is_missing)| *is_missing).map(|(field, _)| field)
}

fn next_quotation(quotation: Option<Quotation>) -> Option<Quotation> {
    match quotation {
        None => Quotation::ALL.into_iter().next(),
        Some(now) => Quotation::ALL.into_iter().skip_while(|other| *other != now).nth(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::{KindId, PartyId, TopicId};
    use crate::model::span::Span;
    use crate::model::statement::Link;

    #[test]
    fn the_next_missing_field_follows_the_one_before() {
        let kind = KindId::new("claim").unwrap();
        let mut statement = Statement::new(kind, vec![Span::new(0, 9)], jiff::Timestamp::UNIX_EPOCH);
        let link = |cue: Option<Span>| Link { party: PartyId::new("p").unwrap(), cue, mention: None };
        statement.chain = vec![link(None), link(Some(Span::new(1, 2)))];
        let mut asked = Vec::new();
        let mut after = None;
        while let Some(next) = next_missing(&statement, after) {
            asked.push(next);
            after = Some(next);
        }
        let all = [Missing::Cue(0), Missing::Mention(0), Missing::Mention(1), Missing::Addressee, Missing::Topic];
        assert_eq!(asked, all);
        statement.topic = TopicId::new("gas").ok();
        assert_eq!(next_missing(&statement, Some(Missing::Addressee)), None);
        // A link that is there no more leads to the first field.
        assert_eq!(next_missing(&statement, Some(Missing::Cue(5))), Some(Missing::Cue(0)));
    }

    #[test]
    fn the_quotation_goes_round() {
        let mut now = None;
        let round: Vec<_> = (0..4)
            .map(|_| {
                now = next_quotation(now);
                now
            })
            .collect();
        assert_eq!(round, [Some(Quotation::Direct), Some(Quotation::Indirect), Some(Quotation::Mixed), None]);
    }
}

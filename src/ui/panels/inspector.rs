//! Everything about the selected statement, editable in place.

use egui::{PopupCloseBehavior, ScrollArea, Ui};

use crate::edit::change::{Edit, LayerKey};
use crate::edit::session::Session;
use crate::model::codebook::{Codebook, RelationKind, Topic};
use crate::model::document::Document;
use crate::model::gesture::Gesture;
use crate::model::id::{RelationId, RelationKindId, StatementId, TopicId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::review::Decision;
use crate::model::span::Span;
use crate::model::statement::{Attribute, Link, Relation, Statement};
use crate::model::statement_field::StatementField;
use crate::review::decide;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::review::ReviewCommand;
use crate::ui::command::table::kind_row;
use crate::ui::parts::command_tip::{CommandTip as _, command_keys};
use crate::ui::parts::draft::{Draft, Field, apply, apply_typing};
use crate::ui::parts::party_combo::{PartyChoice, PartyFilter, party_combo};
use crate::ui::parts::{line, section, sign_button};
use crate::ui::review::reviewed;
use crate::ui::review::threads::ThreadsState;
use crate::ui::shaped::{Button, ComboBox, Family, Heading, Label, MenuItem, Row, TextField};
use crate::ui::state::View;
use crate::ui::words::{chain_names, kind_name, one_line, party_name, quote};

/// How many statements before and after the selected one are suggested for a relation.
const NEAR_BY: usize = 60;

/// The state of the inspector.
#[derive(Debug, Default)]
pub struct InspectorState {
    note: Draft,
    parties: PartyFilter,
    relation_kind: Option<RelationKindId>,
    new_topic: String,
    new_attribute: String,
    /// The statement that was shown last.
    shown: Option<StatementId>,
}

/// Shows the selected statement, or how to get one.
pub fn show(
    ui: &mut Ui,
    session: &Session,
    view: &View,
    state: &mut InspectorState,
    threads: &mut ThreadsState,
    out: &mut Vec<Command>,
) {
    let Some(subject) = Subject::find(session, view) else {
        hint(ui);
        reviewed::passage(ui, session, view, threads, out);
        return;
    };
    if subject.decision.is_some() {
        correcting(ui, view, out);
    }
    let mut area = ScrollArea::vertical().id_salt("inspector").auto_shrink(false);
    if state.shown.replace(subject.statement.id) != Some(subject.statement.id) {
        // A newly selected statement is shown from its top.
        area = area.vertical_scroll_offset(0.0);
    }
    area.show(ui, |ui| {
        ui.push_id(subject.statement.id, |ui| {
            kinds(ui, &subject, out);
            quotes(ui, &subject);
            chain(ui, &subject, view, state, out);
            addressees(ui, &subject, state, out);
            topic(ui, &subject, &mut state.new_topic, out);
            for field in StatementField::with_choices() {
                choice(ui, &subject, field, out);
            }
            note(ui, &subject, state, out);
            relations(ui, &subject, state, out);
            attributes(ui, &subject, &mut state.new_attribute, out);
            origin(ui, &subject);
            if subject.decision.is_none() {
                reviewed::show(ui, session, subject.document, subject.statement, view.selection, threads, out);
            }
            ui.add_space(ui.spacing().item_spacing.y);
            ui.horizontal_wrapped(|ui| {
                if ui.add(Button::new(t!("panel-duplicate"))).on_hover_command("duplicate").clicked() {
                    out.push(Command::Duplicate);
                }
                if ui.add(Button::new(t!("panel-delete"))).on_hover_command("delete").clicked() {
                    out.push(Command::DeleteSelected);
                }
            });
        });
    });
}

/// The statement and everything that it depends on.
struct Subject<'a> {
    project: &'a Project,
    document: &'a Document,
    key: LayerKey,
    layer: &'a Layer,
    statement: &'a Statement,
    /// The decision that produced the statement if it is in gold.
    decision: Option<&'a Decision>,
}

impl<'a> Subject<'a> {
    fn find(session: &'a Session, view: &View) -> Option<Self> {
        let project = session.project();
        let document = project.documents.get(view.document.as_ref()?)?;
        let review = project.reviews.get(&document.id);
        let decision = view.correcting.and_then(|id| review?.decision(id));
        let layer = match (view.correcting, review) {
            (Some(_), review) => review?.gold(),
            (None, _) => project.layer(&document.id, session.annotator())?,
        };
        let statement = layer.statement(view.selected?)?;
        let key = (document.id.clone(), session.annotator().clone());
        Some(Self { project, document, key, layer, statement, decision })
    }

    /// A gesture that changes the statement.
    fn change(&self, gesture: impl Into<Gesture>, change: impl FnOnce(&mut Statement)) -> Command {
        apply(gesture, self.edit(change))
    }

    fn edit(&self, change: impl FnOnce(&mut Statement)) -> Edit {
        let mut statement = self.statement.clone();
        change(&mut statement);
        statement.modified = jiff::Timestamp::now();
        if let Some(decision) = self.decision {
            let own = decision.statements.iter();
            let statements = own.map(|own| if own.id == statement.id { &statement } else { own }).cloned().collect();
            return decide::rewrite(&self.document.id, decision, statements, &self.key.1, statement.modified);
        }
        Edit::ReplaceStatement { layer: self.key.clone(), statement: Box::new(statement) }
    }

    fn words(&self, span: Span) -> String {
        one_line(self.document.content.get(span.range()).unwrap_or_default())
    }
}

/// Says that a decision is being corrected, and how to finish.
fn correcting(ui: &mut Ui, view: &View, out: &mut Vec<Command>) {
    ui.add(Label::new(t!("panel-correcting")).color(ui.visuals().warn_fg_color).wrap());
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

fn hint(ui: &mut Ui) {
    ui.add_space(ui.spacing().item_spacing.y * 2.0);
    ui.add(Heading::new(t!("panel-inspector-empty-title")));
    ui.add(Label::new(t!("panel-inspector-empty-select")).weak().wrap());
    ui.add(Label::new(t!("panel-inspector-empty-kind")).weak().wrap());
    ui.add(Label::new(t!("panel-inspector-empty-click")).weak().wrap());
}

fn kinds(ui: &mut Ui, subject: &Subject<'_>, out: &mut Vec<Command>) {
    section(ui, t!("panel-kind"));
    ui.horizontal_wrapped(|ui| {
        for kind in &subject.project.codebook.kinds {
            let selected = kind.id == subject.statement.kind;
            let row = kind_row(&subject.project.codebook, kind);
            let button = Button::new(kind.name.clone()).shortcut(row.button_keys(ui.ctx())).selected(selected);
            if ui.add(button).on_hover_row(&row, &kind.definition).clicked() && !selected {
                out.push(subject.change("gesture-kind", |s| s.kind = kind.id.clone()));
            }
        }
    });
}

fn quotes(ui: &mut Ui, subject: &Subject<'_>) {
    section(ui, t!("panel-quote"));
    for quote in subject.document.quotes(&subject.statement.spans) {
        ui.add(Label::new(one_line(quote)).family(Family::Reading).wrap().fill().selectable(true));
    }
}

fn chain(ui: &mut Ui, subject: &Subject<'_>, view: &View, state: &mut InspectorState, out: &mut Vec<Command>) {
    section(ui, t!("panel-chain-title"));
    let links = &subject.statement.chain;
    if links.is_empty() {
        ui.add(Label::new(t!("panel-chain-empty")).weak().wrap());
    }
    for (index, link) in links.iter().enumerate() {
        ui.push_id(("link", index), |ui| {
            let link = ChainLink { subject, view, index, link };
            link.head(ui, out);
            link.party(ui, &mut state.parties, out);
            link.cue(ui, out);
            link.mention(ui, out);
        });
    }
    let choice = PartyChoice {
        key: "add-link",
        name: t!("panel-link-add-name"),
        selected: None,
        empty: t!("panel-link-add"),
        none: None,
    };
    if let Some(Some(party)) = party_combo(ui, subject.project, choice, &mut state.parties, |_| true) {
        out.push(subject.change("gesture-link-add", |s| s.chain.push(Link { party, cue: None, mention: None })));
    }
}

/// A link of the chain, by its index.
struct ChainLink<'a> {
    subject: &'a Subject<'a>,
    view: &'a View,
    index: usize,
    link: &'a Link,
}

impl ChainLink<'_> {
    fn number(&self) -> usize {
        self.index + 1
    }

    /// Whether it is the innermost link, which speaks.
    fn is_last(&self) -> bool {
        self.number() == self.subject.statement.chain.len()
    }

    /// Its title, which makes the keys for cue and mention refer to it, and the buttons that move and remove it.
    fn head(&self, ui: &mut Ui, out: &mut Vec<Command>) {
        use crate::ui::shaped::ResponseExt as _;
        let (index, number, is_last) = (self.index, self.number(), self.is_last());
        let is_alone = self.subject.statement.chain.len() == 1;
        let meant = self.view.link.filter(|(id, _)| *id == self.subject.statement.id).map(|(_, index)| index);
        let is_meant = !is_alone && meant.map_or(is_last, |meant| meant == index);
        let (head, (remove, down, up)) = line(
            ui,
            |ui| {
                let remove = sign_button(ui, "×", t!("panel-link-remove", number = number), true);
                let down = sign_button(ui, "↓", t!("panel-link-down", number = number), !is_last);
                (remove, down, sign_button(ui, "↑", t!("panel-link-up", number = number), index > 0))
            },
            |ui| {
                let title = if is_last {
                    t!("panel-link-speaker", number = number)
                } else {
                    t!("panel-link-reporter", number = number)
                };
                let head = Button::new(title).frame(is_meant).selected(is_meant).at_start().small();
                ui.add(head).on_hover_shaped(t!("panel-link-keys-tip"))
            },
        );
        // The keys for cue and mention apply to the link that has the focus or was clicked.
        if !is_meant && !is_alone && (head.clicked() || head.has_focus()) {
            out.push(Command::ChooseLink(index));
        }
        if remove {
            self.remove(out);
        } else if down || up {
            let other = if down { index + 1 } else { index - 1 };
            out.push(self.subject.change("gesture-link-move", |s| s.chain.swap(index, other)));
        }
    }

    /// Removes the link, and says who speaks now if it was the speaker.
    fn remove(&self, out: &mut Vec<Command>) {
        out.push(self.subject.change("gesture-link-remove", |s| {
            s.chain.remove(self.index);
        }));
        if self.is_last() {
            let next = self.index.checked_sub(1).and_then(|outer| self.subject.statement.chain.get(outer));
            out.push(Command::Say(match next {
                Some(next) => t!("status-speaks-now", name = party_name(self.subject.project, &next.party)),
                None => t!("status-author-speaks-now"),
            }));
        }
    }

    fn party(&self, ui: &mut Ui, filter: &mut PartyFilter, out: &mut Vec<Command>) {
        let project = self.subject.project;
        let choice = PartyChoice {
            key: &format!("link-{}", self.index),
            name: t!("panel-link-party", number = self.number()),
            selected: project.party(&self.link.party),
            empty: self.link.party.to_string(),
            none: None,
        };
        if let Some(Some(party)) = party_combo(ui, project, choice, filter, |_| true)
            && party != self.link.party
        {
            out.push(self.change("gesture-link-party", |link| link.party = party));
        }
    }

    fn cue(&self, ui: &mut Ui, out: &mut Vec<Command>) {
        let number = self.number();
        let names = [t!("panel-cue"), t!("panel-cue-set", number = number), t!("panel-cue-clear", number = number)];
        match self.words(ui, self.link.cue, names) {
            Some(Words::Set) => out.push(Command::SetCue(Some(self.index))),
            Some(Words::Clear) => out.push(self.change("gesture-cue-clear", |link| link.cue = None)),
            None => {}
        }
    }

    fn mention(&self, ui: &mut Ui, out: &mut Vec<Command>) {
        let number = self.number();
        let names =
            [t!("panel-mention"), t!("panel-mention-set", number = number), t!("panel-mention-clear", number = number)];
        match self.words(ui, self.link.mention, names) {
            Some(Words::Set) => out.push(Command::SetMention(Some(self.index))),
            Some(Words::Clear) => out.push(self.change("gesture-mention-clear", |link| link.mention = None)),
            None => {}
        }
    }

    /// The line of its cue or mention.
    fn words(&self, ui: &mut Ui, span: Option<Span>, names: [String; 3]) -> Option<Words> {
        let can_set = self.view.selection.is_some_and(|span| !span.is_empty());
        link_words(ui, span.map(|span| self.subject.words(span)), names, can_set)
    }

    /// A gesture that changes the link.
    fn change(&self, gesture: &'static str, change: impl FnOnce(&mut Link)) -> Command {
        self.subject.change(gesture, |statement| {
            if let Some(link) = statement.chain.get_mut(self.index) {
                change(link);
            }
        })
    }
}

/// What the user requests for the cue or mention of a link.
enum Words {
    Set,
    Clear,
}

/// A line with the words of a cue or mention. `names` are the title and the names of the two buttons.
fn link_words(ui: &mut Ui, words: Option<String>, names: [String; 3], can_set: bool) -> Option<Words> {
    use crate::ui::shaped::ResponseExt as _;
    let [title, set_name, clear_name] = names;
    let is_set = words.is_some();
    let (_, asked) = line(
        ui,
        |ui| {
            let clear = sign_button(ui, "×", clear_name, is_set);
            let set = Button::new(t!("panel-from-selection")).small().name(set_name.clone());
            let set = ui
                .add_enabled(can_set, set)
                .on_hover_shaped(set_name)
                .on_disabled_hover_shaped(t!("panel-select-first"));
            if set.clicked() {
                Some(Words::Set)
            } else if clear {
                Some(Words::Clear)
            } else {
                None
            }
        },
        |ui| match words {
            Some(words) => ui.add(Label::new(t!("panel-link-words", title = title, words = words)).elide()),
            None => ui.add(Label::new(title).weak().elide()),
        },
    );
    asked
}

fn addressees(ui: &mut Ui, subject: &Subject<'_>, state: &mut InspectorState, out: &mut Vec<Command>) {
    section(ui, t!("panel-addressees"));
    for (index, id) in subject.statement.addressees.iter().enumerate() {
        let party = subject.project.party(id);
        let name = party.map_or_else(|| id.to_string(), |party| party.name.clone());
        let (_, remove) = line(
            ui,
            |ui| sign_button(ui, "×", t!("panel-addressee-remove", name = name.as_str()), true),
            |ui| ui.add(Label::new(name.clone()).elide()),
        );
        if remove {
            out.push(subject.change("gesture-addressee-remove", |s| {
                s.addressees.remove(index);
            }));
        }
    }
    let choice = PartyChoice {
        key: "add-addressee",
        name: t!("panel-addressee-add-name"),
        selected: None,
        empty: t!("panel-addressee-add"),
        none: None,
    };
    let free = |party: &crate::model::party::Party| !subject.statement.addressees.contains(&party.id);
    if let Some(Some(party)) = party_combo(ui, subject.project, choice, &mut state.parties, free) {
        out.push(subject.change("gesture-addressee-add", |s| s.addressees.push(party)));
    }
}

fn topic(ui: &mut Ui, subject: &Subject<'_>, new_topic: &mut String, out: &mut Vec<Command>) {
    section(ui, t!("panel-topic"));
    let current = subject.statement.topic.as_ref();
    let name = |id| subject.project.codebook.topic(id).map_or_else(|| id.to_string(), |topic| topic.name.clone());
    let text = current.map_or_else(|| t!("panel-unset"), name);
    let width = ui.available_width();
    let mut chosen = None;
    let combo = ComboBox::new("topic", t!("panel-topic")).selected_text(text).width(width);
    // A click into the field must not close the list.
    combo.close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(ui, |ui| {
        if ui.add(MenuItem::new(t!("panel-unset")).selected(current.is_none())).clicked() {
            chosen = Some(None);
        }
        for topic in &subject.project.codebook.topics {
            if ui.add(MenuItem::new(topic.name.clone()).selected(current == Some(&topic.id))).clicked() {
                chosen = Some(Some(topic.id.clone()));
            }
        }
        let field = TextField::singleline(new_topic).id(ui.scope_id().with("new-topic")).name(t!("panel-topic-new"));
        if field.hint(t!("panel-topic-new")).show(ui).submitted && !new_topic.trim().is_empty() {
            out.push(subject.with_new_topic(new_topic.trim()));
            new_topic.clear();
            ui.close();
        }
        if chosen.is_some() {
            ui.close();
        }
    });
    if let Some(topic) = chosen.filter(|topic| topic.as_ref() != current) {
        out.push(subject.change("gesture-topic", |s| s.topic = topic));
    }
}

impl Subject<'_> {
    /// Adds a new topic to the codebook and assigns it to the statement, in one gesture.
    fn with_new_topic(&self, name: &str) -> Command {
        let mut codebook = self.project.codebook.clone();
        let id = TopicId::from_name(name, |id| codebook.topic(id).is_some());
        codebook.topics.push(Topic { id: id.clone(), name: name.to_owned(), definition: String::new() });
        let mut command = self.change("gesture-topic", |s| s.topic = Some(id));
        if let Command::Apply { edit, .. } = &mut command {
            let statement = std::mem::replace(&mut **edit, Edit::Group(Vec::new()));
            **edit = Edit::Group(vec![Edit::SetCodebook(Box::new(codebook)), statement]);
        }
        command
    }
}

/// The values of a field with a few fixed ones, side by side.
fn choice(ui: &mut Ui, subject: &Subject<'_>, field: StatementField, out: &mut Vec<Command>) {
    let (heading, gesture) = match field {
        StatementField::Stance => (t!("panel-stance"), Gesture::new("gesture-stance")),
        StatementField::Quotation => (t!("panel-quotation"), Gesture::new("gesture-quotation")),
        other => (other.title(), Gesture::new(format!("gesture-{}", other.key()))),
    };
    section(ui, heading.clone());
    let current = field.chosen(subject.statement);
    ui.horizontal_wrapped(|ui| {
        let values = field.choices().into_iter().map(|choice| (Some(choice.key), choice.title));
        for (value, text) in values.chain([(None, t!("panel-unset"))]) {
            let name = t!("panel-choice-name", field = heading.as_str(), value = text.as_str());
            if ui.add(Button::new(text).selected(value == current).name(name)).clicked() && value != current {
                out.push(subject.change(gesture.clone(), |s| field.choose(s, value)));
            }
        }
    });
}

fn note(ui: &mut Ui, subject: &Subject<'_>, state: &mut InspectorState, out: &mut Vec<Command>) {
    section(ui, t!("panel-note"));
    let key = format!("note-{}", subject.statement.id);
    let (name, hint) = (t!("panel-note"), t!("panel-note-hint"));
    let field = Field { hint: &hint, rows: 3, ..Field::line(&name) };
    if let Some(note) = state.note.show(ui, &key, &subject.statement.note, field, out) {
        out.push(apply_typing("gesture-note", subject.edit(|s| s.note = note), &key));
    }
}

fn relations(ui: &mut Ui, subject: &Subject<'_>, state: &mut InspectorState, out: &mut Vec<Command>) {
    section(ui, t!("panel-relations"));
    for relation in subject.layer.relations_of(subject.statement.id) {
        existing_relation(ui, subject, relation, out);
    }
    if subject.layer.len() < 2 {
        ui.add(Label::new(t!("panel-relation-needs-two")).weak().wrap());
        return;
    }
    let codebook = &subject.project.codebook;
    let chosen = state.relation_kind.as_ref().and_then(|id| codebook.relation_kind(id));
    let Some(kind) = chosen.or(codebook.relation_kinds.first()) else { return };
    let other_kind = relation_kind(ui, codebook, kind);
    if let Some(to) = relation_target(ui, subject) {
        let (kind, from) = (kind.id.clone(), subject.statement.id);
        let relation = Relation { id: RelationId::generate(), kind, from, to, note: String::new() };
        let edit = if subject.decision.is_some() {
            let document = subject.document.id.clone();
            Edit::SetGoldRelation { document, id: relation.id, relation: Some(relation) }
        } else {
            Edit::AddRelation { layer: subject.key.clone(), relation }
        };
        out.push(apply("gesture-relation-add", edit));
    }
    if other_kind.is_some() {
        state.relation_kind = other_kind;
    }
}

/// A relation of the statement. A click selects its other end.
fn existing_relation(ui: &mut Ui, subject: &Subject<'_>, relation: &Relation, out: &mut Vec<Command>) {
    let outgoing = relation.from == subject.statement.id;
    let other = if outgoing { relation.to } else { relation.from };
    let words = subject.layer.statement(other).map(|s| quote(subject.document, &s.spans)).unwrap_or_default();
    let kind = subject.project.codebook.relation_kind(&relation.kind);
    let kind = kind.map_or(relation.kind.as_str(), |kind| &kind.name);
    let text = if outgoing {
        t!("panel-relation-to", kind = kind, quote = words)
    } else {
        t!("panel-relation-from", kind = kind, quote = words)
    };
    let (row, remove) = line(
        ui,
        |ui| sign_button(ui, "×", t!("panel-relation-remove", kind = kind), true),
        |ui| ui.add(Row::new(text)),
    );
    if row.clicked() {
        out.push(Command::SelectStatement(Some(other)));
    }
    if remove {
        let edit = if subject.decision.is_some() {
            Edit::SetGoldRelation { document: subject.document.id.clone(), id: relation.id, relation: None }
        } else {
            Edit::RemoveRelation { layer: subject.key.clone(), id: relation.id }
        };
        out.push(apply("gesture-relation-remove", edit));
    }
}

/// The kind that a new relation gets. Returns another one if the user chose it.
fn relation_kind(ui: &mut Ui, codebook: &Codebook, current: &RelationKind) -> Option<RelationKindId> {
    let mut chosen = None;
    let width = ui.available_width();
    let combo = ComboBox::new("relation-kind", t!("panel-relation-kind")).selected_text(current.name.clone());
    combo.width(width).show(ui, |ui| {
        for other in &codebook.relation_kinds {
            if ui.add(MenuItem::new(other.name.clone()).selected(other.id == current.id)).clicked() {
                chosen = Some(other.id.clone());
            }
        }
    });
    chosen
}

/// The statement that a new relation leads to, once the user has chosen it.
fn relation_target(ui: &mut Ui, subject: &Subject<'_>) -> Option<StatementId> {
    let id = subject.statement.id;
    let mut target = None;
    let width = ui.available_width();
    let combo = ComboBox::new("relation-target", t!("panel-relation-target-name"));
    combo.selected_text(t!("panel-relation-target")).width(width).show(ui, |ui| {
        // Only statements nearby in the text, because nobody can choose from a list of thousands.
        let place = subject.layer.place(id).unwrap_or_default();
        let first = place.saturating_sub(NEAR_BY);
        let near = subject.layer.shared_from(first).take(place - first + 1 + NEAR_BY);
        for other in near.filter(|other| other.id != id) {
            let text = t!(
                "panel-relation-candidate",
                kind = kind_name(subject.project, other),
                chain = chain_names(subject.project, other),
                quote = quote(subject.document, &other.spans),
            );
            if ui.add(Row::new(text)).clicked() {
                target = Some(other.id);
            }
        }
    });
    target
}

/// Named values beyond the fields. Each can be removed; a line "name: value" adds one or replaces the one with that
/// name.
fn attributes(ui: &mut Ui, subject: &Subject<'_>, draft: &mut String, out: &mut Vec<Command>) {
    section(ui, t!("panel-attributes"));
    for attribute in &subject.statement.attributes {
        let text = t!("panel-attribute", name = attribute.name.as_str(), value = attribute.value.as_str());
        let remove_name = t!("panel-attribute-remove", name = attribute.name.as_str());
        let (_, remove) = line(
            ui,
            |ui| sign_button(ui, "×", remove_name.clone(), true),
            |ui| ui.add(Label::new(text.clone()).elide().selectable(true)),
        );
        if remove {
            out.push(subject.change("gesture-attribute", |s| s.attributes.retain(|a| a != attribute)));
        }
    }
    let field = TextField::singleline(draft).id(ui.scope_id().with("new-attribute")).name(t!("panel-attribute-new"));
    let width = ui.available_width();
    if field.hint(t!("panel-attribute-hint")).desired_width(width).show(ui).submitted
        && let Some((name, value)) = draft.split_once(':')
        && !name.trim().is_empty()
    {
        let attribute = Attribute { name: name.trim().to_owned(), value: value.trim().to_owned() };
        out.push(subject.change("gesture-attribute", |s| {
            match s.attributes.iter_mut().find(|a| a.name == attribute.name) {
                Some(old) => *old = attribute,
                None => s.attributes.push(attribute),
            }
        }));
        draft.clear();
    }
}

fn origin(ui: &mut Ui, subject: &Subject<'_>) {
    section(ui, t!("panel-origin"));
    let statement = subject.statement;
    for text in [
        t!("panel-origin-by", name = subject.key.1.as_str()),
        t!("panel-origin-created", when = crate::text::clock::when(statement.created)),
        t!("panel-origin-modified", when = crate::text::clock::when(statement.modified)),
        t!("panel-origin-id", id = statement.id.to_string()),
    ] {
        let label = Label::new(text).small(ui).weak().elide().selectable(true);
        ui.add(label);
    }
}

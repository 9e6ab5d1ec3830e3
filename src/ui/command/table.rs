//! The table of commands: each row has a command's name, its keys and when it is available.
//!
//! The palette, the list of shortcuts, the buttons and the keyboard all read it. To add a command, add a row. Titles
//! are keys of the message catalogue and are looked up only when shown. What the project brings along, its kinds, its
//! parties and the annotators of the place under review, becomes rows of the same form in [`rows`].

use std::borrow::Cow;

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use super::super::pages::with_pages;
use super::super::state::{Dialog, Page};
use super::agreement::{AgreementCommand, Behind, Output, Shown};
use super::field::{FieldCommand, PickedField};
use super::keymap::Keymap;
use super::outside::OutsideCommand;
use super::ownership::OwnershipCommand;
use super::path::PathQuestion;
use super::review::ReviewCommand;
use super::safety::SafetyCommand;
pub use super::shortcut::Shortcut;
use super::situation::{self as when, Can, Obstacle, Situation};
use super::statements::StatementsCommand;
use super::tour::TourCommand;
use super::work::WorkCommand;
use super::{Command, Scaling};
use crate::locale::{self, Value};
use crate::model::attribute::AttributeDefinition;
use crate::model::codebook::{Codebook, Kind};
use crate::model::id::AnnotatorId;
use crate::model::party::Party;
use crate::model::project::Project;
use crate::model::review::Cause;
use crate::model::statement::Stance;
use crate::settings::{ArticlesTab, PaneSide};

/// A command as users find it.
#[derive(Clone, Debug)]
pub struct CommandRow<'p> {
    /// The permanent id of the row, so that settings can give it other keys.
    pub id: Cow<'p, str>,
    pub title: CommandTitle<'p>,
    pub group: CommandGroup,
    pub keys: Cow<'p, [Shortcut]>,
    /// Whether the row exists at all.
    on: fn(&Situation) -> bool,
    can: fn(&Situation) -> Can,
    pub command: Command,
}

/// The name of a command.
#[derive(Clone, Copy, Debug)]
pub enum CommandTitle<'p> {
    /// A message key and its arguments, which are message keys too.
    Message(&'static str, &'static [(&'static str, &'static str)]),
    /// A message key with a name from the project.
    Named { key: &'static str, argument: &'static str, name: &'p str },
}

/// The sections of the list of shortcuts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandGroup {
    Pages,
    Marking,
    Review,
    Agreement,
    Statements,
    Work,
    Editing,
    Finding,
    Articles,
    Projects,
    View,
    Help,
}

pub(crate) const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
pub(crate) const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const CTRL_ALT: Modifiers = Modifiers::COMMAND.plus(Modifiers::ALT);
const ALT: Modifiers = Modifiers::ALT;
const ALT_SHIFT: Modifiers = Modifiers::ALT.plus(Modifiers::SHIFT);
const NONE: Modifiers = Modifiers::NONE;
const SHIFT: Modifiers = Modifiers::SHIFT;

impl CommandRow<'_> {
    /// Makes the row exist only while `on` holds.
    const fn only(mut self, on: fn(&Situation) -> bool) -> Self {
        self.on = on;
        self
    }

    /// Fills in the row's title with messages.
    const fn of(mut self, arguments: &'static [(&'static str, &'static str)]) -> Self {
        if let CommandTitle::Message(_, filled) = &mut self.title {
            *filled = arguments;
        }
        self
    }

    /// Whether the row exists now.
    pub(crate) fn is_on(&self, now: &Situation) -> bool {
        (self.on)(now)
    }

    /// Whether the command is available, or what prevents it.
    pub(crate) fn can(&self, now: &Situation) -> Can {
        // The current project is not on screen, so it must not be changed.
        if now.is_looking_back && !self.command.only_looks() {
            return Err(Obstacle::LookingBack);
        }
        (self.can)(now)
    }

    /// The key combinations that trigger it now.
    pub fn shortcuts<'s>(&'s self, now: &'s Situation) -> impl Iterator<Item = KeyboardShortcut> + 's {
        let can = self.can(now).is_ok();
        let keys = self.keys.iter().map(|key| key.pressed(now.reads_rtl));
        // Escape is shared by many commands, and no message says that it does nothing.
        keys.filter(move |shortcut| can || shortcut.logical_key != Key::Escape)
    }

    /// Its keys for display on its button, whether or not it is available now.
    pub(crate) fn button_keys(&self, ctx: &Context) -> String {
        let keymap = Keymap::of(ctx);
        let keys = keymap.keys(&self.id).unwrap_or(&self.keys);
        let keys: Vec<String> = keys.iter().map(|key| written(ctx, &key.pressed(false))).collect();
        keys.join(", ")
    }

    /// Its keys for display, or an empty text if it has none.
    pub(crate) fn shown_keys(&self, ctx: &Context, now: &Situation) -> String {
        let keys: Vec<String> = self.shortcuts(now).map(|shortcut| written(ctx, &shortcut)).collect();
        keys.join(", ")
    }
}

/// A key combination as people write it. A sign is written as what it types, unless that is the sign between keys.
pub(crate) fn written(ctx: &Context, shortcut: &KeyboardShortcut) -> String {
    let text = ctx.format_shortcut(shortcut);
    let (key, sign) = match shortcut.logical_key {
        key @ Key::Quote => (key, "\""),
        key @ (Key::Plus | Key::Minus | Key::Comma | Key::Period | Key::Slash) => (key, key.symbol_or_name()),
        _ => return text,
    };
    match text.strip_suffix(key.name()) {
        Some(before) if !shortcut.modifiers.command || key != Key::Plus => format!("{before}{sign}"),
        _ => text,
    }
}

impl CommandTitle<'_> {
    pub fn words(&self) -> String {
        match self {
            Self::Message(key, arguments) => {
                let value = |(name, key): &(&'static str, &str)| (*name, Value::from(locale::text(key, &[])));
                locale::text(key, &arguments.iter().map(value).collect::<Vec<_>>())
            }
            Self::Named { key, argument, name } => locale::text(key, &[(argument, Value::from(*name))]),
        }
    }
}

impl CommandGroup {
    /// The title of the section, as a message key.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Pages => "command-group-pages",
            Self::Marking => "command-group-marking",
            Self::Review => "command-group-review",
            Self::Agreement => "command-group-agreement",
            Self::Statements => "command-group-statements",
            Self::Work => "command-group-work",
            Self::Editing => "command-group-editing",
            Self::Finding => "command-group-finding",
            Self::Articles => "command-group-articles",
            Self::Projects => "command-group-projects",
            Self::View => "command-group-view",
            Self::Help => "command-group-help",
        }
    }
}

/// The source of the rows beside the fixed ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct Brought<'p> {
    pub project: Option<&'p Project>,
    /// The annotators of the place under review, in the order of their numbers.
    pub annotators: &'p [AnnotatorId],
    /// The name that the user writes under without having confirmed it.
    pub unconfirmed: Option<&'p AnnotatorId>,
    /// The keys that a person has given to commands.
    pub keymap: Option<&'p Keymap>,
}

/// All rows that currently exist, in the order in which users look for them.
pub fn rows<'p>(now: &Situation, brought: Brought<'p>) -> Vec<Cow<'p, CommandRow<'p>>> {
    let mut rows: Vec<Cow<'p, CommandRow<'p>>> = Vec::new();
    let keymap = brought.keymap.filter(|keymap| !keymap.is_empty());
    for part in PARTS {
        match part {
            Part::Fixed(fixed) => rows.extend(fixed.iter().map(|row| with_keys(row, keymap))),
            Part::Brought(bring) => bring(brought, &mut |mut row| {
                // A key of the project never takes one that a person has given to a command.
                if let Some(keymap) = keymap.filter(|keymap| row.keys.iter().any(|key| keymap.gives(*key))) {
                    row.keys.to_mut().retain(|key| !keymap.gives(*key));
                }
                rows.push(Cow::Owned(row));
            }),
        }
    }
    rows.retain(|row| row.is_on(now));
    rows
}

/// A fixed row with the keys that a person has given to it.
fn with_keys<'p>(row: &'static CommandRow<'static>, keymap: Option<&'p Keymap>) -> Cow<'p, CommandRow<'p>> {
    match keymap.and_then(|keymap| keymap.keys(&row.id)) {
        Some(keys) => Cow::Owned(CommandRow { keys: Cow::Owned(keys.to_vec()), ..row.clone() }),
        None => Cow::Borrowed(row),
    }
}

/// The rows that every project has.
pub fn fixed() -> impl Iterator<Item = &'static CommandRow<'static>> {
    let rows = |part: &'static Part| match part {
        Part::Fixed(rows) => *rows,
        Part::Brought(_) => &[],
    };
    PARTS.iter().flat_map(rows)
}

/// The row of a command, for the keys shown beside it.
pub fn row_of(id: &str) -> Option<&'static CommandRow<'static>> {
    fixed().find(|row| row.id == id)
}

type Bring = for<'p> fn(Brought<'p>, &mut dyn FnMut(CommandRow<'p>));

enum Part {
    Fixed(&'static [CommandRow<'static>]),
    /// Rows from the project.
    Brought(Bring),
}

static PARTS: &[Part] = &[
    Part::Fixed(PAGES),
    Part::Brought(kinds_and_parties),
    Part::Fixed(MARKING),
    Part::Fixed(STEPPING),
    Part::Brought(annotators),
    Part::Fixed(REVIEW),
    Part::Fixed(AGREEMENT),
    Part::Fixed(STATEMENTS),
    Part::Brought(unconfirmed_name),
    Part::Fixed(GENERAL),
];

fn kinds_and_parties<'p>(brought: Brought<'p>, out: &mut dyn FnMut(CommandRow<'p>)) {
    let Some(project) = brought.project else { return };
    for kind in &project.codebook.kinds {
        out(kind_row(&project.codebook, kind));
    }
    for attribute in project.codebook.attributes.iter().filter(|attribute| !attribute.notes.is_retired) {
        out(attribute_row(&project.codebook, attribute));
    }
    for (place, party) in project.parties.iter().enumerate() {
        out(party_row(project, place, party));
    }
    for (place, party) in project.parties.iter().enumerate() {
        let key = digit_key(project, place).map(|key| Shortcut::Key(ALT, key));
        let title = CommandTitle::Named { key: "command-reporter", argument: "party", name: &party.name };
        let command = Command::AddReporter(party.id.clone());
        out(brought_mark(format!("reporter:{}", party.id), title, key, when::statement, command));
    }
}

/// The row that makes statements of a kind.
pub(crate) fn kind_row<'p>(codebook: &Codebook, kind: &'p Kind) -> CommandRow<'p> {
    let key = codebook.usable_key(kind);
    let key = key.and_then(|key| Key::from_name(key.encode_utf8(&mut [0; 4])));
    let key = key.map(|key| Shortcut::Key(NONE, key));
    let title = CommandTitle::Named { key: "command-make", argument: "kind", name: &kind.name };
    let command = Command::MakeKind(kind.id.clone());
    let row = brought_mark(format!("kind:{}", kind.id), title, key, when::statement_or_passage_or_rows, command);
    row.only(|now| marks(now) || lists(now))
}

/// The row that sets an attribute of the selected statement.
fn attribute_row<'p>(codebook: &Codebook, attribute: &'p AttributeDefinition) -> CommandRow<'p> {
    let key = codebook.usable_attribute_key(attribute);
    let key = key.and_then(|key| Key::from_name(key.encode_utf8(&mut [0; 4])));
    let key = key.map(|key| Shortcut::Key(NONE, key));
    let title = CommandTitle::Named { key: "command-attribute", argument: "attribute", name: &attribute.name };
    let command = Command::SetAttribute(attribute.id.clone());
    brought_mark(format!("attribute:{}", attribute.id), title, key, when::statement, command)
}

/// The key of the digit that stands for the party at this place.
fn digit_key(project: &Project, place: usize) -> Option<Key> {
    DIGITS.get(usize::from(project.parties.digit(place)?).checked_sub(1)?).copied()
}

/// The row that makes a party, which is at this place in the project, the speaker.
pub(crate) fn party_row<'p>(project: &Project, place: usize, party: &'p Party) -> CommandRow<'p> {
    let key = digit_key(project, place).map(|key| Shortcut::Key(NONE, key));
    let title = CommandTitle::Named { key: "command-party", argument: "party", name: &party.name };
    let command = Command::SetParty(party.id.clone());
    let row = brought_mark(format!("party:{}", party.id), title, key, when::article_or_rows, command);
    row.only(|now| marks(now) || lists(now))
}

/// A row for annotating articles that comes from the project.
fn brought_mark<'p>(
    id: String,
    title: CommandTitle<'p>,
    key: Option<Shortcut>,
    can: fn(&Situation) -> Can,
    command: Command,
) -> CommandRow<'p> {
    let keys = key.into_iter().collect::<Vec<_>>().into();
    CommandRow { id: id.into(), title, group: CommandGroup::Marking, keys, on: marks, can, command }
}

fn annotators<'p>(brought: Brought<'p>, out: &mut dyn FnMut(CommandRow<'p>)) {
    for (index, annotator) in brought.annotators.iter().enumerate() {
        annotator_rows(index, annotator).into_iter().for_each(&mut *out);
    }
}

/// The rows that take what an annotator of the place under review has: as it is, and to correct it.
pub(crate) fn annotator_rows(index: usize, annotator: &AnnotatorId) -> [CommandRow<'_>; 2] {
    [
        ("take", "command-review-take", NONE, ReviewCommand::Take(index)),
        ("correct", "command-review-correct", ALT, ReviewCommand::Correct(index)),
    ]
    .map(|(id, key, modifiers, command)| {
        let shortcut = DIGITS.get(index).map(|key| Shortcut::Key(modifiers, *key));
        CommandRow {
            id: format!("{id}:{}", index + 1).into(),
            title: CommandTitle::Named { key, argument: "annotator", name: annotator.as_str() },
            group: CommandGroup::Review,
            keys: shortcut.into_iter().collect::<Vec<_>>().into(),
            on: reviews,
            can: when::marked_place,
            command: Command::Review(command),
        }
    })
}

fn unconfirmed_name<'p>(brought: Brought<'p>, out: &mut dyn FnMut(CommandRow<'p>)) {
    if let Some(name) = brought.unconfirmed {
        out(name_row(name));
    }
}

/// The row that confirms the name that the user writes under.
pub(crate) fn name_row(name: &AnnotatorId) -> CommandRow<'static> {
    const ENTER: &[Shortcut] = &[key(NONE, Key::Enter)];
    let command = Command::Ownership(OwnershipCommand::SetName(name.clone()));
    let keeps = row("name-keep", "command-name-keep", CommandGroup::Projects, ENTER, when::always, command);
    keeps.only(|now| now.is_nameless && !now.has_dialog && !now.is_correcting && !is_armed(now))
}

/// Whether statements can be marked: on the article page, and while gold is being corrected.
fn marks(now: &Situation) -> bool {
    now.page == Page::Article || corrects(now)
}

fn corrects(now: &Situation) -> bool {
    now.page == Page::Review && now.is_correcting
}

fn reviews(now: &Situation) -> bool {
    now.page == Page::Review && !now.is_correcting
}

fn lists(now: &Situation) -> bool {
    now.page == Page::Statements
}

fn agrees(now: &Situation) -> bool {
    now.page == Page::Agreement
}

/// Whether a field waits for words or for a statement, so that Enter and Escape are about it.
fn is_armed(now: &Situation) -> bool {
    now.is_armed && marks(now) && !now.is_looking_back
}

fn finds(now: &Situation) -> bool {
    now.is_finding && now.page == Page::Article && !now.is_looking_back && !is_armed(now)
}

fn holds(now: &Situation) -> bool {
    let has_chosen = now.has_passage || now.has_statement;
    has_chosen && now.page == Page::Article && !now.is_looking_back && !is_armed(now) && !finds(now)
}

fn everywhere(_: &Situation) -> bool {
    true
}

const fn row(
    id: &'static str,
    title: &'static str,
    group: CommandGroup,
    keys: &'static [Shortcut],
    can: fn(&Situation) -> Can,
    command: Command,
) -> CommandRow<'static> {
    let (id, title, keys) = (Cow::Borrowed(id), CommandTitle::Message(title, &[]), Cow::Borrowed(keys));
    CommandRow { id, title, group, keys, on: everywhere, can, command }
}

const fn key(modifiers: Modifiers, key: Key) -> Shortcut {
    Shortcut::Key(modifiers, key)
}

/// A row for annotating articles.
const fn mark(
    id: &'static str,
    title: &'static str,
    keys: &'static [Shortcut],
    can: fn(&Situation) -> Can,
    command: Command,
) -> CommandRow<'static> {
    row(id, title, CommandGroup::Marking, keys, can, command).only(marks)
}

/// A row for the review.
const fn review(
    id: &'static str,
    title: &'static str,
    keys: &'static [Shortcut],
    can: fn(&Situation) -> Can,
    command: ReviewCommand,
) -> CommandRow<'static> {
    row(id, title, CommandGroup::Review, keys, can, Command::Review(command)).only(reviews)
}

/// A row for the page of statements.
const fn listed(
    id: &'static str,
    keys: &'static [Shortcut],
    can: fn(&Situation) -> Can,
    command: StatementsCommand,
) -> CommandRow<'static> {
    row(id, id, CommandGroup::Statements, keys, can, Command::Statements(command)).only(lists)
}

/// A row for the agreement page.
const fn agree(
    id: &'static str,
    title: &'static str,
    keys: &'static [Shortcut],
    can: fn(&Situation) -> Can,
    command: AgreementCommand,
) -> CommandRow<'static> {
    row(id, title, CommandGroup::Agreement, keys, can, Command::Agreement(command)).only(agrees)
}

/// A row for the cause of a difference.
const fn cause(
    id: &'static str,
    cause: &'static [(&str, &str)],
    keys: &'static [Shortcut],
    to: Cause,
) -> CommandRow<'static> {
    let command = ReviewCommand::SetCause(Some(to));
    review(id, "command-review-cause", keys, when::explained, command).of(cause)
}

/// A row that copies or writes a part of that page.
const fn take_away(id: &'static str, how: &'static [(&str, &str)], command: AgreementCommand) -> CommandRow<'static> {
    agree(id, "agreement-take-name", &[], when::computed, command).of(how)
}

/// When a page can be shown: the settings also without a project.
const fn can_show(page: Page) -> fn(&Situation) -> Can {
    match page {
        Page::Settings => when::always,
        _ => when::project,
    }
}

macro_rules! page_rows {
    ($($(#[$_meta:meta])* $page:ident, $folder:ident, $title:literal, $key:ident, $icon:ident;)*) => {
        /// The rows that show the pages.
        pub static PAGES: &[CommandRow<'static>] = &[$(
            row(
                $title,
                $title,
                CommandGroup::Pages,
                &[key(CTRL, Key::$key)],
                can_show(Page::$page),
                Command::ShowPage(Page::$page),
            ),
        )*];
    };
}
with_pages!(page_rows);

#[rustfmt::skip]
static MARKING: &[CommandRow<'static>] = &[
    mark("cue", "command-cue", &[key(NONE, Key::Q)], when::one_statement, Command::SetCue(None)),
    mark("mention", "command-mention", &[key(NONE, Key::M)], when::one_statement, Command::SetMention(None)),
    mark("outer-cue", "command-outer-cue", &[key(SHIFT, Key::Q)], when::one_statement, Command::SetOuterCue),
    mark("outer-mention", "command-outer-mention", &[key(SHIFT, Key::M)], when::one_statement, Command::SetOuterMention),
    mark("add-span", "command-add-span", &[key(NONE, Key::S)], when::one_statement, Command::AddSpan),
    mark("take-armed", "command-take-armed", &[key(NONE, Key::Enter)], when::target, Command::TakeArmed).only(is_armed),
    mark("disarm", "command-disarm", &[key(NONE, Key::Escape)], when::always, Command::Disarm).only(is_armed),
    mark("pick-speaker", "command-pick-speaker", &[key(NONE, Key::Slash)], when::article, Command::Field(FieldCommand::Pick(PickedField::Speaker))),
    mark("pick-reporter", "command-pick-reporter", &[key(ALT, Key::Slash)], when::statement, Command::Field(FieldCommand::Pick(PickedField::Reporter))),
    mark("pick-addressee", "command-pick-addressee", &[key(NONE, Key::A)], when::statement, Command::Field(FieldCommand::Pick(PickedField::Addressee))),
    mark("pick-topic", "command-pick-topic", &[key(NONE, Key::T)], when::statement, Command::Field(FieldCommand::Pick(PickedField::Topic))),
    mark("stance-supports", "command-stance-supports", &[key(NONE, Key::Plus)], when::statement, Command::Field(FieldCommand::SetStance(Stance::Supports))),
    mark("stance-opposes", "command-stance-opposes", &[key(NONE, Key::Minus)], when::statement, Command::Field(FieldCommand::SetStance(Stance::Opposes))),
    mark("stance-neutral", "command-stance-neutral", &[key(NONE, Key::Num0)], when::statement, Command::Field(FieldCommand::SetStance(Stance::Neutral))),
    mark("next-quotation", "command-next-quotation", &[key(NONE, Key::Quote)], when::statement, Command::Field(FieldCommand::NextQuotation)),
    mark("edit-note", "command-edit-note", &[key(NONE, Key::E)], when::statement, Command::Field(FieldCommand::EditNote)),
    mark("pick-relation", "command-pick-relation", &[key(NONE, Key::L)], when::one_statement, Command::Field(FieldCommand::Pick(PickedField::Relation))),
    mark("link-before", "command-link-before", &[key(NONE, Key::Comma)], when::one_statement, Command::Field(FieldCommand::LinkBefore)),
    mark("link-after", "command-link-after", &[key(NONE, Key::Period)], when::one_statement, Command::Field(FieldCommand::LinkAfter)),
    mark("take-over", "command-take-over", &[key(NONE, Key::O)], when::one_statement_or_passage, Command::Field(FieldCommand::TakeOver)),
    mark("fill-in", "command-fill-in", &[key(ALT, Key::F)], when::one_statement, Command::Field(FieldCommand::FillIn)),
    mark("excluded", "command-excluded", &[key(NONE, Key::X)], when::passage, Command::ToggleExcluded),
    mark("next-statement", "command-next", &[key(NONE, Key::N)], when::article, Command::NextStatement),
    mark("previous-statement", "command-previous", &[key(SHIFT, Key::N)], when::article, Command::PreviousStatement),
    mark("also-next", "command-also-next", &[key(ALT_SHIFT, Key::N)], when::article, Command::AlsoStep(1)),
    mark("also-previous", "command-also-previous", &[key(ALT_SHIFT, Key::B)], when::article, Command::AlsoStep(-1)),
    // The arrow that points outwards at an edge extends the statement there, in either writing direction.
    mark("start-earlier-word", "command-start-earlier-word", &[Shortcut::TowardsStart(ALT)], when::one_statement, Command::MoveStart(-2)),
    mark("start-later-word", "command-start-later-word", &[Shortcut::TowardsStart(ALT_SHIFT)], when::one_statement, Command::MoveStart(2)),
    mark("end-later-word", "command-end-later-word", &[Shortcut::TowardsEnd(ALT)], when::one_statement, Command::MoveEnd(2)),
    mark("end-earlier-word", "command-end-earlier-word", &[Shortcut::TowardsEnd(ALT_SHIFT)], when::one_statement, Command::MoveEnd(-2)),
    // By letter. The arrows with Ctrl and Alt change the workspace on many desktops.
    mark("start-earlier", "command-start-earlier", &[key(NONE, Key::OpenBracket)], when::one_statement, Command::MoveStart(-1)),
    mark("start-later", "command-start-later", &[key(NONE, Key::CloseBracket)], when::one_statement, Command::MoveStart(1)),
    mark("end-earlier", "command-end-earlier", &[key(SHIFT, Key::OpenCurlyBracket), key(SHIFT, Key::OpenBracket)], when::one_statement, Command::MoveEnd(-1)),
    mark("end-later", "command-end-later", &[key(SHIFT, Key::CloseCurlyBracket), key(SHIFT, Key::CloseBracket)], when::one_statement, Command::MoveEnd(1)),
    mark("past-proclitic", "command-past-proclitic", &[key(ALT, Key::P)], when::one_statement_or_passage, Command::MoveStartPastProclitic),
    mark("before-proclitic", "command-before-proclitic", &[key(ALT_SHIFT, Key::P)], when::one_statement_or_passage, Command::MoveStartBeforeProclitic),
    mark("trim", "command-trim", &[key(ALT, Key::T)], when::one_statement_or_passage, Command::TrimEnds),
    mark("snap", "command-snap", &[key(ALT, Key::W)], when::always, Command::ToggleSnapToWords),
    mark("duplicate", "command-duplicate", &[key(CTRL, Key::D)], when::one_statement, Command::Duplicate),
    mark("delete", "command-delete", &[key(NONE, Key::Delete)], when::statement, Command::DeleteSelected),
    row("correct-span", "command-review-span", CommandGroup::Review, &[key(NONE, Key::B)], when::any_passage, Command::Review(ReviewCommand::SetSpan)).only(corrects),
    row("correct-done", "command-review-done", CommandGroup::Review, &[key(NONE, Key::Enter)], when::always, Command::Review(ReviewCommand::Done)).only(|now| corrects(now) && !is_armed(now)),
];

#[rustfmt::skip]
static STEPPING: &[CommandRow<'static>] = &[
    review("next-place", "command-review-next", &[key(NONE, Key::N)], when::places, ReviewCommand::Next),
    review("previous-place", "command-review-previous", &[key(SHIFT, Key::N)], when::places, ReviewCommand::Previous),
];

#[rustfmt::skip]
static REVIEW: &[CommandRow<'static>] = &[
    review("decide-nothing", "command-review-nothing", &[key(NONE, Key::Num0)], when::marked_place, ReviewCommand::Nothing),
    review("decide-new", "command-review-new", &[key(NONE, Key::W)], when::marked_place, ReviewCommand::WriteNew),
    review("add-missed", "command-review-missed", &[key(SHIFT, Key::W)], when::any_passage, ReviewCommand::AddMissed),
    review("decide-later", "command-review-later", &[key(NONE, Key::L)], when::marked_place, ReviewCommand::Later),
    review("send-back", "command-review-send-back", &[key(NONE, Key::S)], when::marked_place, ReviewCommand::SendBack),
    review("take-back", "command-review-take-back", &[key(NONE, Key::Delete)], when::decided, ReviewCommand::TakeBack),
    review("confirm", "command-review-confirm", &[key(NONE, Key::H)], when::out_of_date, ReviewCommand::Confirm),
    review("correct-gold", "command-review-gold", &[key(NONE, Key::E)], when::gold, ReviewCommand::CorrectGold),
    review("reason", "command-review-reason", &[key(NONE, Key::R)], when::explained, ReviewCommand::FocusReason),
    review("needs-rule", "command-review-rule", &[key(NONE, Key::G)], when::explained, ReviewCommand::ToggleNeedsRule),
    cause("cause-slip", &[("cause", "review-cause-slip")], &[key(SHIFT, Key::S)], Cause::Slip),
    cause("cause-edges", &[("cause", "review-cause-edges")], &[key(SHIFT, Key::E)], Cause::Edges),
    cause("cause-guideline", &[("cause", "review-cause-guideline")], &[key(SHIFT, Key::G)], Cause::GuidelineUnclear),
    cause("cause-ambiguity", &[("cause", "review-cause-ambiguity")], &[key(SHIFT, Key::A)], Cause::TrueAmbiguity),
    cause("cause-knowledge", &[("cause", "review-cause-knowledge")], &[key(SHIFT, Key::K)], Cause::Knowledge),
    cause("cause-other", &[("cause", "review-cause-other")], &[key(SHIFT, Key::O)], Cause::Other),
    review("no-cause", "command-review-no-cause", &[], when::explained, ReviewCommand::SetCause(None)),
    review("comment", "command-review-comment", &[key(NONE, Key::T)], when::place, ReviewCommand::FocusComment),
    review("overlaid", "command-review-overlaid", &[key(NONE, Key::V)], when::always, ReviewCommand::ToggleOverlaid),
    review("show-gold", "command-review-show-gold", &[key(NONE, Key::D)], when::always, ReviewCommand::ToggleGold),
    review("show-agreements", "command-review-agreements", &[key(NONE, Key::A)], when::always, ReviewCommand::ToggleAgreements),
    review("show-all-places", "command-review-all", &[key(SHIFT, Key::D)], when::always, ReviewCommand::ToggleAll),
    review("goes-on", "command-review-goes-on", &[], when::always, ReviewCommand::ToggleGoesOn),
    row("bulk", "command-review-bulk", CommandGroup::Review, &[key(CTRL_SHIFT, Key::B)], when::compared, Command::ShowDialog(Dialog::Bulk)).only(reviews),
    row("manual", "command-review-manual", CommandGroup::Review, &[key(CTRL, Key::M)], when::always, Command::ShowDialog(Dialog::Manual)).only(reviews),
];

#[rustfmt::skip]
static AGREEMENT: &[CommandRow<'static>] = &[
    agree("stop-computing", "agreement-stop-computing", &[key(NONE, Key::Escape)], when::computing, AgreementCommand::Stop),
    agree("compute", "agreement-compute", &[key(NONE, Key::F5)], when::idle, AgreementCommand::Compute),
    agree("list-passages", "agreement-open-all", &[key(NONE, Key::L)], when::computed, AgreementCommand::Open(Some(Behind::Whole))),
    agree("close-passages", "agreement-close-list", &[], when::list, AgreementCommand::Open(None)),
    take_away("matrix-table", &[("name", "agreement-as-table"), ("part", "agreement-matrix")], AgreementCommand::Copy(Output::Tsv(Shown::Matrix))),
    take_away("matrix-markdown", &[("name", "agreement-as-markdown"), ("part", "agreement-matrix")], AgreementCommand::Copy(Output::Markdown(Shown::Matrix))),
    take_away("matrix-svg", &[("name", "agreement-as-svg"), ("part", "agreement-matrix")], AgreementCommand::Save(Output::Svg(Shown::Matrix))),
    take_away("matrix-png", &[("name", "agreement-as-png"), ("part", "agreement-matrix")], AgreementCommand::Save(Output::Png(Shown::Matrix))),
    take_away("confusion-table", &[("name", "agreement-as-table"), ("part", "agreement-confusion")], AgreementCommand::Copy(Output::Tsv(Shown::Confusion))),
    take_away("confusion-markdown", &[("name", "agreement-as-markdown"), ("part", "agreement-confusion")], AgreementCommand::Copy(Output::Markdown(Shown::Confusion))),
    take_away("confusion-svg", &[("name", "agreement-as-svg"), ("part", "agreement-confusion")], AgreementCommand::Save(Output::Svg(Shown::Confusion))),
    take_away("confusion-png", &[("name", "agreement-as-png"), ("part", "agreement-confusion")], AgreementCommand::Save(Output::Png(Shown::Confusion))),
    take_away("strip-svg", &[("name", "agreement-as-svg"), ("part", "agreement-strip")], AgreementCommand::Save(Output::Svg(Shown::Strip))),
    take_away("strip-png", &[("name", "agreement-as-png"), ("part", "agreement-strip")], AgreementCommand::Save(Output::Png(Shown::Strip))),
    agree("save-report", "agreement-save-report", &[], when::computed, AgreementCommand::Save(Output::ReportHtml)),
    agree("save-report-markdown", "agreement-save-report-markdown", &[], when::computed, AgreementCommand::Save(Output::ReportMarkdown)),
    agree("save-csv", "agreement-save-csv", &[], when::computed, AgreementCommand::Save(Output::Csv)),
];

static STATEMENTS: &[CommandRow<'static>] = &[
    // Until the user has a name, Enter confirms the one that is shown.
    listed("statements-open", &[key(NONE, Key::Enter)], when::rows, StatementsCommand::Open)
        .only(|now| lists(now) && !now.is_nameless),
    listed("statements-delete", &[key(NONE, Key::Delete)], when::changeable_rows, StatementsCommand::Delete),
    listed("statements-note", &[key(ALT, Key::E)], when::changeable_rows, StatementsCommand::Note),
    listed("statements-copy", &[], when::chosen_rows, StatementsCommand::Copy),
    listed("statements-all", &[key(CTRL, Key::A)], when::rows, StatementsCommand::ChooseAll),
    listed("statements-export", &[key(CTRL_SHIFT, Key::E)], when::rows, StatementsCommand::Export),
];

#[rustfmt::skip]
static GENERAL: &[CommandRow<'static>] = &[
    row("done", "command-done", CommandGroup::Work, &[key(ALT, Key::D)], when::article, Command::Work(WorkCommand::ToggleDone)),
    row("next-mine", "command-next-mine", CommandGroup::Work, &[key(ALT, Key::N)], when::project, Command::Work(WorkCommand::NextMine)),
    row("send-tags", "command-send-tags", CommandGroup::Work, &[], when::project, Command::ShowDialog(Dialog::SendTags)),
    row("add-tags", "command-add-tags", CommandGroup::Work, &[], when::project, Command::AskPath(PathQuestion::AddTags)),
    row("add-tags-folder", "command-add-tags-folder", CommandGroup::Work, &[], when::project, Command::AskPath(PathQuestion::AddTagsFolder)),
    row("import-tags", "command-import-tags", CommandGroup::Projects, &[], when::project, Command::AskPath(PathQuestion::Import)),
    row("import-tags-folder", "command-import-tags-folder", CommandGroup::Projects, &[], when::project, Command::AskPath(PathQuestion::ImportFolder)),
    row("save-codebook", "command-save-codebook", CommandGroup::Projects, &[], when::project, Command::AskPath(PathQuestion::SaveCodebook)),
    row("take-codebook", "command-take-codebook", CommandGroup::Projects, &[], when::project, Command::ShowDialog(Dialog::TakeCodebook)),
    row("assign", "command-assign", CommandGroup::Work, &[], when::project, Command::ShowDialog(Dialog::Assign)),
    row("undo", "command-undo", CommandGroup::Editing, &[key(CTRL, Key::Z)], when::project, Command::Undo),
    row("redo", "command-redo", CommandGroup::Editing, &[key(CTRL_SHIFT, Key::Z), key(CTRL, Key::Y)], when::project, Command::Redo),
    row("copy-words", "command-copy-words", CommandGroup::Editing, &[key(CTRL, Key::C)], when::words, Command::Copy),
    row("copy-source", "command-copy-source", CommandGroup::Editing, &[key(CTRL_SHIFT, Key::C)], when::words, Command::CopyWithSource),
    row("find", "command-find", CommandGroup::Finding, &[key(CTRL, Key::F)], when::searching, Command::OpenFind),
    row("find-next", "command-find-next", CommandGroup::Finding, &[key(NONE, Key::F3), key(CTRL, Key::G)], when::reading, Command::FindNext),
    row("find-previous", "command-find-previous", CommandGroup::Finding, &[key(SHIFT, Key::F3), key(CTRL_SHIFT, Key::G)], when::reading, Command::FindPrevious),
    row("find-close", "command-find-close", CommandGroup::Finding, &[key(NONE, Key::Escape)], when::always, Command::CloseFind).only(finds),
    row("let-go", "command-let-go", CommandGroup::Editing, &[key(NONE, Key::Escape)], when::always, Command::LetGo).only(holds),
    row("filter", "command-filter", CommandGroup::Finding, &[key(CTRL_SHIFT, Key::F)], when::searching, Command::FocusFilter),
    row("find-article", "command-find-article", CommandGroup::Finding, &[key(CTRL_SHIFT, Key::A)], when::reading, Command::FocusTab(ArticlesTab::Articles)),
    row("parties", "command-parties", CommandGroup::Finding, &[key(CTRL_SHIFT, Key::L)], when::reading, Command::FocusTab(ArticlesTab::Parties)),
    row("next-article", "command-next-article", CommandGroup::Articles, &[key(CTRL, Key::PageDown)], when::reading, Command::StepArticle(1)),
    row("previous-article", "command-previous-article", CommandGroup::Articles, &[key(CTRL, Key::PageUp)], when::reading, Command::StepArticle(-1)),
    row("pane-start", "command-pane-start", CommandGroup::View, &[key(CTRL, Key::B)], when::reading, Command::TogglePane(PaneSide::Start)),
    row("pane-end", "command-pane-end", CommandGroup::View, &[key(CTRL_ALT, Key::B)], when::reading, Command::TogglePane(PaneSide::End)),
    row("add-articles", "command-add", CommandGroup::Articles, &[key(CTRL_SHIFT, Key::O)], when::project, Command::AskPath(PathQuestion::Add)),
    row("paste-article", "command-paste", CommandGroup::Articles, &[key(CTRL_SHIFT, Key::V)], when::project, Command::ShowDialog(Dialog::Paste)),
    row("threads", "command-threads", CommandGroup::Work, &[key(CTRL, Key::J)], when::project, Command::ShowDialog(Dialog::Threads)),
    row("export", "command-export", CommandGroup::Projects, &[key(CTRL, Key::E)], when::project, Command::ShowDialog(Dialog::Export)),
    row("new-project", "command-new", CommandGroup::Projects, &[key(CTRL, Key::N)], when::always, Command::ShowDialog(Dialog::NewProject)),
    row("open-project", "command-open", CommandGroup::Projects, &[key(CTRL, Key::O)], when::always, Command::AskPath(PathQuestion::Open)),
    row("open-sample", "command-sample", CommandGroup::Projects, &[], when::always, Command::OpenSample),
    row("save", "command-save", CommandGroup::Projects, &[key(CTRL, Key::S)], when::project, Command::SaveNow),
    row("save-copy", "command-copy", CommandGroup::Projects, &[key(CTRL_SHIFT, Key::S)], when::project, Command::AskPath(PathQuestion::CopyTo)),
    row("replace-text", "command-replace-text", CommandGroup::Articles, &[], when::reading, Command::ShowDialog(Dialog::ReplaceText)),
    row("orphans", "command-orphans", CommandGroup::Articles, &[], when::orphans, Command::Safety(SafetyCommand::ToggleOrphans)),
    row("past-states", "command-past", CommandGroup::Articles, &[key(CTRL_SHIFT, Key::H)], when::reading, Command::Safety(SafetyCommand::ShowPast)),
    row("conflicts", "command-conflicts", CommandGroup::Projects, &[], when::conflicts, Command::ShowDialog(Dialog::Conflicts)),
    row("kept-changes", "command-kept", CommandGroup::Projects, &[], when::project, Command::Safety(SafetyCommand::ShowKept)),
    row("close-project", "command-close", CommandGroup::Projects, &[key(CTRL, Key::W)], when::project, Command::CloseProject),
    row("open-elsewhere", "command-elsewhere", CommandGroup::Projects, &[], when::always, Command::ShowDialog(Dialog::OpenElsewhere)).only(|now| now.is_locked),
    row("merge-copies", "command-merge-copies", CommandGroup::Projects, &[], when::always, Command::Outside(OutsideCommand::MergeCopies)).only(|now| now.has_conflict_copies),
    row("name", "command-name", CommandGroup::Projects, &[], when::always, Command::Ownership(OwnershipCommand::AskName)),
    row("larger-text", "command-larger", CommandGroup::View, &[key(CTRL, Key::Plus)], when::always, Command::LargerText),
    row("smaller-text", "command-smaller", CommandGroup::View, &[key(CTRL, Key::Minus)], when::always, Command::SmallerText),
    row("usual-text", "command-usual-text", CommandGroup::View, &[key(CTRL, Key::Num0)], when::always, Command::UsualText),
    row("larger-scale", "command-larger-scale", CommandGroup::View, &[key(CTRL_SHIFT, Key::Plus)], when::always, Command::Scale(Scaling::Larger)),
    row("smaller-scale", "command-smaller-scale", CommandGroup::View, &[key(CTRL_SHIFT, Key::Minus)], when::always, Command::Scale(Scaling::Smaller)),
    row("usual-scale", "command-usual-scale", CommandGroup::View, &[key(CTRL_SHIFT, Key::Num0)], when::always, Command::Scale(Scaling::Usual)),
    row("next-pane", "command-next-pane", CommandGroup::View, &[key(NONE, Key::F6)], when::always, Command::NextPane),
    row("previous-pane", "command-previous-pane", CommandGroup::View, &[key(SHIFT, Key::F6)], when::always, Command::PreviousPane),
    row("reading", "command-reading", CommandGroup::View, &[key(CTRL, Key::R)], when::always, Command::ToggleDialog(Dialog::Reading)),
    row("marks", "command-marks", CommandGroup::View, &[key(ALT, Key::M)], when::reading, Command::ToggleMarks),
    row("cards", "command-cards", CommandGroup::View, &[key(ALT, Key::C)], when::reading, Command::ToggleCards),
    row("legend", "command-legend", CommandGroup::View, &[], when::reading, Command::ToggleLegend),
    row("manual-beside", "command-manual", CommandGroup::View, &[key(ALT, Key::H)], when::reading, Command::ToggleManual),
    row("find-everywhere", "command-find-everywhere", CommandGroup::Finding, &[], when::passage, Command::FindEverywhere).only(|now| now.page == Page::Article),
    row("arcs", "command-arcs", CommandGroup::View, &[key(ALT, Key::R)], when::project, Command::ToggleRelations),
    row("theme", "command-theme", CommandGroup::View, &[key(CTRL, Key::T)], when::always, Command::ToggleTheme),
    row("go-to", "command-go-to", CommandGroup::Finding, &[key(CTRL, Key::P)], when::project, Command::ToggleDialog(Dialog::GoTo)),
    row("palette", "command-palette", CommandGroup::View, &[key(CTRL, Key::K), key(CTRL_SHIFT, Key::P)], when::always, Command::ToggleDialog(Dialog::Palette)),
    row("tour", "command-tour", CommandGroup::Help, &[], when::article, Command::Tour(TourCommand::Start)),
    row("shortcuts", "command-shortcuts", CommandGroup::Help, &[key(NONE, Key::F1)], when::always, Command::ToggleDialog(Dialog::Shortcuts)),
    row("quit", "command-quit", CommandGroup::Projects, &[key(CTRL, Key::Q)], when::always, Command::Quit),
];

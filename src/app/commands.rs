//! The table of commands: one row says what a command is called, its shortcut, and whether it can be used, or why not.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use super::App;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::exchange::ExchangeCommand;
use crate::ui::command::outside::OutsideCommand;
use crate::ui::command::ownership::OwnershipCommand;
use crate::ui::command::review::ReviewCommand;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::command::work::WorkCommand;
use crate::ui::state::{Dialog, Page};

pub(super) struct CommandRow {
    pub name: String,
    pub shortcut: Option<KeyboardShortcut>,
    pub command: Command,
    pub can: Can,
}

/// Whether something can be done now, or what is in the way.
pub(super) type Can = Result<(), Not>;

/// What is in the way of a command. Whoever presses its key is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Not {
    NoProject,
    NoArticle,
    OtherPage,
    NoStatement,
    NoPassage,
    NoStatementNorPassage,
    NoOrphans,
    NoConflicts,
    /// A past state or a new version is shown.
    LookingBack,
    NoPlace,
    NothingAtPlace,
    NoPlaces,
    Undecided,
    UpToDate,
    NoGold,
    NothingCompared,
    NothingComputed,
    Computing,
    Idle,
    NoList,
}

impl Not {
    /// What is to be done first.
    pub(super) fn words(self) -> String {
        match self {
            Self::NoProject => t!("not-project"),
            Self::NoArticle => t!("not-article"),
            Self::OtherPage => t!("not-page"),
            Self::NoStatement => t!("not-statement"),
            Self::NoPassage => t!("not-passage"),
            Self::NoStatementNorPassage => t!("not-statement-nor-passage"),
            Self::NoOrphans => t!("not-orphans"),
            Self::NoConflicts => t!("not-conflicts"),
            Self::LookingBack => t!("not-looking-back"),
            Self::NoPlace => t!("not-place"),
            Self::NothingAtPlace => t!("not-at-place"),
            Self::NoPlaces => t!("not-places"),
            Self::Undecided => t!("not-decided"),
            Self::UpToDate => t!("not-out-of-date"),
            Self::NoGold => t!("not-gold"),
            Self::NothingCompared => t!("not-compared"),
            Self::NothingComputed => t!("not-computed"),
            Self::Computing => t!("not-while-computing"),
            Self::Idle => t!("not-computing"),
            Self::NoList => t!("not-list"),
        }
    }

    /// What is in the way unless `so`.
    pub(super) fn unless(self, so: bool) -> Can {
        if so { Ok(()) } else { Err(self) }
    }
}

/// The keys of the pages, in their order.
const PAGE_KEYS: [Key; 4] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4];
pub(super) const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
pub(super) const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
pub(super) const ALT: Modifiers = Modifiers::ALT;
const ALT_SHIFT: Modifiers = Modifiers::ALT.plus(Modifiers::SHIFT);
pub(super) const NONE: Modifiers = Modifiers::NONE;
pub(super) const SHIFT: Modifiers = Modifiers::SHIFT;

impl App {
    /// All commands, in the order in which people look for them.
    pub(super) fn rows(&self) -> Vec<CommandRow> {
        let open = Not::NoProject.unless(self.open.is_some());
        let shown = open.and(Not::NoArticle.unless(self.view.document.is_some()));
        let document = open.and(Not::OtherPage.unless(self.view.page == Page::Article)).and(shown);
        let always: Can = Ok(());
        let mut rows = Vec::new();
        let mut row = |name: String, shortcut: Option<(Modifiers, Key)>, command: Command, can: Can| {
            let shortcut = shortcut.map(|(modifiers, key)| KeyboardShortcut::new(modifiers, key));
            rows.push(CommandRow { name, shortcut, command, can });
        };
        for (page, key) in Page::ALL.into_iter().zip(PAGE_KEYS) {
            row(page_name(page), Some((CTRL, key)), Command::ShowPage(page), open);
        }
        // The keys that mark an article decide where one reviews.
        match self.view.page {
            Page::Article => self.marking_rows(&mut row),
            Page::Review => self.review_rows(&mut row),
            Page::Progress => {}
            Page::Agreement => self.agreement_rows(&mut row),
        }
        row(t!("command-done"), Some((ALT, Key::D)), Command::Work(WorkCommand::ToggleDone), shown);
        row(t!("command-next-mine"), Some((ALT, Key::N)), Command::Work(WorkCommand::NextMine), open);
        row(t!("command-send-tags"), None, Command::Exchange(ExchangeCommand::ShowSend), open);
        row(t!("command-add-tags"), None, Command::Exchange(ExchangeCommand::AddDialog), open);
        row(t!("command-add-tags-folder"), None, Command::Exchange(ExchangeCommand::AddFolderDialog), open);
        row(t!("command-assign"), None, Command::Work(WorkCommand::ShowAssign), open);
        row(t!("command-undo"), Some((CTRL, Key::Z)), Command::Undo, open);
        row(t!("command-redo"), Some((CTRL_SHIFT, Key::Z)), Command::Redo, open);
        row(t!("command-redo"), Some((CTRL, Key::Y)), Command::Redo, open);
        let words = open.and(Not::NoStatementNorPassage.unless(self.has_words_to_copy()));
        row(t!("command-copy-words"), Some((CTRL, Key::C)), Command::Copy, words);
        row(t!("command-copy-source"), Some((CTRL_SHIFT, Key::C)), Command::CopyWithSource, words);
        row(t!("command-find"), Some((CTRL, Key::F)), Command::OpenFind, document);
        row(t!("command-find-next"), Some((NONE, Key::F3)), Command::FindNext, document);
        row(t!("command-find-previous"), Some((SHIFT, Key::F3)), Command::FindPrevious, document);
        row(t!("command-find-next"), Some((CTRL, Key::G)), Command::FindNext, document);
        row(t!("command-find-previous"), Some((CTRL_SHIFT, Key::G)), Command::FindPrevious, document);
        if self.view.find.is_open && !self.is_looking_back() {
            row(t!("command-find-close"), Some((NONE, Key::Escape)), Command::CloseFind, always);
        }
        let chosen = self.view.selection.is_some() || self.view.selected.is_some();
        if chosen && self.view.page == Page::Article && !self.is_looking_back() {
            row(t!("command-let-go"), Some((NONE, Key::Escape)), Command::LetGo, always);
        }
        row(t!("command-filter"), Some((CTRL_SHIFT, Key::F)), Command::FocusFilter, document);
        row(t!("command-add"), Some((CTRL_SHIFT, Key::O)), Command::AddArticlesDialog, open);
        row(t!("command-paste"), Some((CTRL_SHIFT, Key::V)), Command::PasteArticle, open);
        let threads = Command::Review(ReviewCommand::ShowList(Dialog::Threads));
        row(t!("command-threads"), Some((CTRL, Key::J)), threads, open);
        row(t!("command-export"), Some((CTRL, Key::E)), Command::ShowExport, open);
        row(t!("command-new"), Some((CTRL, Key::N)), Command::NewProject, always);
        row(t!("command-open"), Some((CTRL, Key::O)), Command::OpenProjectDialog, always);
        row(t!("command-sample"), None, Command::OpenSample, always);
        row(t!("command-save"), Some((CTRL, Key::S)), Command::SaveNow, open);
        row(t!("command-copy"), Some((CTRL_SHIFT, Key::S)), Command::SaveCopyDialog, open);
        row(t!("command-replace-text"), None, Command::Safety(SafetyCommand::ReplaceText), document);
        let orphans = document.and_then(|()| Not::NoOrphans.unless(self.orphan_count() > 0));
        row(t!("command-orphans"), None, Command::Safety(SafetyCommand::ToggleOrphans), orphans);
        row(t!("command-past"), Some((CTRL_SHIFT, Key::H)), Command::Safety(SafetyCommand::ShowPast), document);
        let any = self.open.as_ref().is_some_and(|open| !open.session.project().conflicts.is_empty());
        let conflicts = open.and(Not::NoConflicts.unless(any));
        row(t!("command-conflicts"), None, Command::Safety(SafetyCommand::ShowConflicts), conflicts);
        row(t!("command-kept"), None, Command::Safety(SafetyCommand::ShowKept), open);
        row(t!("command-close"), Some((CTRL, Key::W)), Command::CloseProject, open);
        if self.is_locked() {
            row(t!("command-elsewhere"), None, Command::Outside(OutsideCommand::ShowChoice), always);
        }
        if self.has_copies() {
            row(t!("command-merge-copies"), None, Command::Outside(OutsideCommand::MergeCopies), always);
        }
        let name = self.open.as_ref().filter(|_| self.is_nameless()).map(|open| open.session.annotator().clone());
        let keep = self.view.dialog.is_none() && self.view.correcting.is_none();
        if let Some(name) = name.filter(|_| keep) {
            let command = Command::Ownership(OwnershipCommand::SetName(name));
            row(t!("command-name-keep"), Some((NONE, Key::Enter)), command, always);
        }
        row(t!("command-name"), None, Command::Ownership(OwnershipCommand::AskName), always);
        row(t!("command-larger"), Some((CTRL, Key::Plus)), Command::LargerText, always);
        row(t!("command-smaller"), Some((CTRL, Key::Minus)), Command::SmallerText, always);
        row(t!("command-reading"), Some((CTRL, Key::R)), Command::ShowReading, always);
        row(t!("command-marks"), Some((ALT, Key::M)), Command::ToggleMarks, document);
        row(t!("command-cards"), Some((ALT, Key::C)), Command::ToggleCards, document);
        row(t!("command-arcs"), Some((ALT, Key::R)), Command::ToggleRelations, open);
        row(t!("command-theme"), Some((CTRL, Key::T)), Command::ToggleTheme, always);
        row(t!("command-palette"), Some((CTRL, Key::K)), Command::TogglePalette, always);
        row(t!("command-palette"), Some((CTRL_SHIFT, Key::P)), Command::TogglePalette, always);
        row(t!("command-shortcuts"), Some((NONE, Key::F1)), Command::ToggleShortcuts, always);
        row(t!("command-quit"), Some((CTRL, Key::Q)), Command::Quit, always);
        if self.is_looking_back() {
            // What is shown is not what there is, so nothing is done to it.
            for row in rows.iter_mut().filter(|row| !row.command.only_looks()) {
                row.can = Err(Not::LookingBack);
            }
        }
        rows
    }

    /// What marks an article, or corrects what goes to gold.
    pub(super) fn marking_rows(&self, row: &mut dyn FnMut(String, Option<(Modifiers, Key)>, Command, Can)) {
        let open = Not::NoProject.unless(self.open.is_some());
        let document = open.and(Not::NoArticle.unless(self.view.document.is_some()));
        let (has_passage, has_statement) = (self.view.selection.is_some(), self.view.selected.is_some());
        let selection = document.and(Not::NoPassage.unless(has_passage));
        let chosen = document.and(Not::NoStatement.unless(has_statement));
        let either = document.and(Not::NoStatementNorPassage.unless(has_passage || has_statement));
        if let Some(open) = &self.open {
            let project = open.session.project();
            for kind in &project.codebook.kinds {
                let key = kind.key.and_then(|key| Key::from_name(&key.to_string()));
                let name = t!("command-make", kind = kind.name.as_str());
                row(name, key.map(|key| (NONE, key)), Command::MakeKind(kind.id.clone()), either);
            }
            for (index, party) in project.parties.iter().enumerate() {
                let name = t!("command-party", party = party.name.as_str());
                let key = DIGITS.get(index).map(|key| (NONE, *key));
                row(name, key, Command::SetParty(party.id.clone()), document);
            }
            for (index, party) in project.parties.iter().enumerate() {
                let name = t!("command-reporter", party = party.name.as_str());
                let key = DIGITS.get(index).map(|key| (ALT, *key));
                row(name, key, Command::AddReporter(party.id.clone()), chosen);
            }
        }
        row(t!("command-cue"), Some((NONE, Key::Q)), Command::SetCue(None), chosen.and(selection));
        row(t!("command-mention"), Some((NONE, Key::M)), Command::SetMention(None), chosen.and(selection));
        row(t!("command-outer-cue"), Some((SHIFT, Key::Q)), Command::SetOuterCue, chosen.and(selection));
        row(t!("command-outer-mention"), Some((SHIFT, Key::M)), Command::SetOuterMention, chosen.and(selection));
        row(t!("command-add-span"), Some((NONE, Key::S)), Command::AddSpan, chosen.and(selection));
        row(t!("command-excluded"), Some((NONE, Key::X)), Command::ToggleExcluded, selection);
        row(t!("command-next"), Some((NONE, Key::N)), Command::NextStatement, document);
        row(t!("command-previous"), Some((SHIFT, Key::N)), Command::PreviousStatement, document);
        // The arrow that points outwards at an edge makes the statement longer there, in either direction of writing.
        let (to_start, to_end) =
            if self.reads_rtl() { (Key::ArrowRight, Key::ArrowLeft) } else { (Key::ArrowLeft, Key::ArrowRight) };
        row(t!("command-start-earlier"), Some((ALT, to_start)), Command::MoveStart(-1), chosen);
        row(t!("command-start-later"), Some((ALT_SHIFT, to_start)), Command::MoveStart(1), chosen);
        row(t!("command-end-later"), Some((ALT, to_end)), Command::MoveEnd(1), chosen);
        row(t!("command-end-earlier"), Some((ALT_SHIFT, to_end)), Command::MoveEnd(-1), chosen);
        row(t!("command-past-proclitic"), Some((ALT, Key::P)), Command::MoveStartPastProclitic, either);
        let before = Command::MoveStartBeforeProclitic;
        row(t!("command-before-proclitic"), Some((ALT_SHIFT, Key::P)), before, either);
        row(t!("command-trim"), Some((ALT, Key::T)), Command::TrimEnds, either);
        row(t!("command-snap"), Some((ALT, Key::W)), Command::ToggleSnapToWords, Ok(()));
        let by_word = Modifiers::COMMAND.plus(ALT);
        let by_word_in = by_word.plus(SHIFT);
        row(t!("command-start-earlier-word"), Some((by_word, to_start)), Command::MoveStart(-2), chosen);
        row(t!("command-start-later-word"), Some((by_word_in, to_start)), Command::MoveStart(2), chosen);
        row(t!("command-end-later-word"), Some((by_word, to_end)), Command::MoveEnd(2), chosen);
        row(t!("command-end-earlier-word"), Some((by_word_in, to_end)), Command::MoveEnd(-2), chosen);
        row(t!("command-duplicate"), Some((CTRL, Key::D)), Command::Duplicate, chosen);
        row(t!("command-delete"), Some((NONE, Key::Delete)), Command::DeleteSelected, chosen);
    }

    fn reads_rtl(&self) -> bool {
        let document = self.open.as_ref().zip(self.view.document.as_ref());
        let document = document.and_then(|(open, id)| open.session.project().documents.get(id));
        document.is_some_and(crate::model::document::Document::reads_rtl)
    }
}

/// What a page is called.
pub(super) fn page_name(page: Page) -> String {
    match page {
        Page::Article => t!("page-article"),
        Page::Review => t!("page-review"),
        Page::Progress => t!("page-progress"),
        Page::Agreement => t!("page-agreement"),
    }
}

//! The table of commands: one row says what a command is called, its shortcut, and when it can be used.

use eframe::egui::{self, Key, KeyboardShortcut, Modifiers};

use super::App;
use crate::t;
use crate::ui::command::{Command, OutsideCommand};
use crate::ui::document::DocumentView;
use crate::ui::panels::exchange::ExchangeCommand;
use crate::ui::panels::history::HistoryCommand;
use crate::ui::panels::work::WorkCommand;
use crate::ui::review::{ReviewCommand, ReviewDialog};
use crate::ui::state::{Dialog, Page};

pub(super) struct CommandRow {
    pub name: String,
    pub shortcut: Option<KeyboardShortcut>,
    pub command: Command,
    pub enabled: bool,
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
        let open = self.open.is_some();
        let document = open && self.view.document.is_some() && self.view.page == Page::Article;
        let mut rows = Vec::new();
        let mut row = |name: String, shortcut: Option<(Modifiers, Key)>, command: Command, enabled: bool| {
            let shortcut = shortcut.map(|(modifiers, key)| KeyboardShortcut::new(modifiers, key));
            rows.push(CommandRow { name, shortcut, command, enabled });
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
        let shown = open && self.view.document.is_some();
        row(t!("command-done"), Some((ALT, Key::D)), Command::Work(WorkCommand::ToggleDone), shown);
        row(t!("command-next-mine"), Some((ALT, Key::N)), Command::Work(WorkCommand::NextMine), open);
        row(t!("command-send-tags"), None, Command::Exchange(ExchangeCommand::ShowSend), open);
        row(t!("command-add-tags"), None, Command::Exchange(ExchangeCommand::AddDialog), open);
        row(t!("command-add-tags-folder"), None, Command::Exchange(ExchangeCommand::AddFolderDialog), open);
        row(t!("command-assign"), None, Command::Work(WorkCommand::ShowAssign), open);
        row(t!("command-undo"), Some((CTRL, Key::Z)), Command::Undo, open);
        row(t!("command-redo"), Some((CTRL_SHIFT, Key::Z)), Command::Redo, open);
        row(t!("command-find"), Some((CTRL, Key::F)), Command::OpenFind, document);
        row(t!("command-find-next"), Some((NONE, Key::F3)), Command::FindNext, document);
        row(t!("command-find-previous"), Some((SHIFT, Key::F3)), Command::FindPrevious, document);
        row(t!("command-find-next"), Some((CTRL, Key::G)), Command::FindNext, document);
        row(t!("command-find-previous"), Some((CTRL_SHIFT, Key::G)), Command::FindPrevious, document);
        if self.view.find.is_open {
            row(t!("command-find-close"), Some((NONE, Key::Escape)), Command::CloseFind, true);
        }
        row(t!("command-filter"), Some((CTRL_SHIFT, Key::F)), Command::FocusFilter, document);
        row(t!("command-add"), Some((CTRL_SHIFT, Key::O)), Command::AddArticlesDialog, open);
        row(t!("command-paste"), Some((CTRL_SHIFT, Key::V)), Command::PasteArticle, open);
        let threads = Command::Review(ReviewCommand::ShowList(ReviewDialog::Threads));
        row(t!("command-threads"), Some((CTRL, Key::J)), threads, open);
        row(t!("command-export"), Some((CTRL, Key::E)), Command::ShowExport, open);
        row(t!("command-new"), Some((CTRL, Key::N)), Command::NewProject, true);
        row(t!("command-open"), Some((CTRL, Key::O)), Command::OpenProjectDialog, true);
        row(t!("command-sample"), None, Command::OpenSample, true);
        row(t!("command-save"), Some((CTRL, Key::S)), Command::SaveNow, open);
        row(t!("command-copy"), Some((CTRL_SHIFT, Key::S)), Command::SaveCopyDialog, open);
        row(t!("command-replace-text"), None, Command::History(HistoryCommand::ReplaceText), document);
        let orphans = document && self.orphan_count() > 0;
        row(t!("command-orphans"), None, Command::History(HistoryCommand::ToggleOrphans), orphans);
        row(t!("command-past"), Some((CTRL_SHIFT, Key::H)), Command::History(HistoryCommand::ShowPast), document);
        let conflicts = self.open.as_ref().is_some_and(|open| !open.session.project().conflicts.is_empty());
        row(t!("command-conflicts"), None, Command::History(HistoryCommand::ShowConflicts), conflicts);
        row(t!("command-kept"), None, Command::History(HistoryCommand::ShowKept), open);
        row(t!("command-close"), Some((CTRL, Key::W)), Command::CloseProject, open);
        if self.is_locked() {
            row(t!("command-elsewhere"), None, Command::Outside(OutsideCommand::ShowChoice), true);
        }
        if self.has_copies() {
            row(t!("command-merge-copies"), None, Command::Outside(OutsideCommand::MergeCopies), true);
        }
        row(t!("command-larger"), Some((CTRL, Key::Plus)), Command::LargerText, true);
        row(t!("command-smaller"), Some((CTRL, Key::Minus)), Command::SmallerText, true);
        row(t!("command-reading"), Some((CTRL, Key::R)), Command::ShowReading, true);
        row(t!("command-marks"), Some((ALT, Key::M)), Command::ToggleMarks, document);
        row(t!("command-cards"), Some((ALT, Key::C)), Command::ToggleCards, document);
        row(t!("command-arcs"), Some((ALT, Key::R)), Command::ToggleRelations, open);
        row(t!("command-theme"), Some((CTRL, Key::T)), Command::ToggleTheme, true);
        row(t!("command-palette"), Some((CTRL, Key::K)), Command::TogglePalette, true);
        row(t!("command-palette"), Some((CTRL_SHIFT, Key::P)), Command::TogglePalette, true);
        row(t!("command-shortcuts"), Some((NONE, Key::F1)), Command::ToggleShortcuts, true);
        row(t!("command-quit"), Some((CTRL, Key::Q)), Command::Quit, true);
        if self.is_looking_back() {
            // What is shown is not what there is, so nothing is done to it.
            rows.iter_mut().for_each(|row| row.enabled &= row.command.only_looks());
        }
        rows
    }

    /// What marks an article, or corrects what goes to gold.
    pub(super) fn marking_rows(&self, row: &mut dyn FnMut(String, Option<(Modifiers, Key)>, Command, bool)) {
        let document = self.open.is_some() && self.view.document.is_some();
        let selection = document && self.view.selection.is_some();
        let chosen = document && self.view.selected.is_some();
        if let Some(open) = &self.open {
            let project = open.session.project();
            for kind in &project.codebook.kinds {
                let key = kind.key.and_then(|key| Key::from_name(&key.to_string()));
                let name = t!("command-make", kind = kind.name.as_str());
                row(name, key.map(|key| (NONE, key)), Command::MakeKind(kind.id.clone()), selection || chosen);
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
        row(t!("command-cue"), Some((NONE, Key::Q)), Command::SetCue(None), selection && chosen);
        row(t!("command-mention"), Some((NONE, Key::M)), Command::SetMention(None), selection && chosen);
        row(t!("command-add-span"), Some((NONE, Key::S)), Command::AddSpan, selection && chosen);
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
        row(t!("command-past-proclitic"), Some((ALT, Key::P)), Command::MoveStartPastProclitic, selection || chosen);
        let before = Command::MoveStartBeforeProclitic;
        row(t!("command-before-proclitic"), Some((ALT_SHIFT, Key::P)), before, selection || chosen);
        row(t!("command-trim"), Some((ALT, Key::T)), Command::TrimEnds, selection || chosen);
        row(t!("command-snap"), Some((ALT, Key::W)), Command::ToggleSnapToWords, true);
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

    /// Keys, dropped files and pasted text of this frame.
    pub(super) fn take_input(&mut self, ctx: &egui::Context) {
        let dropped: Vec<_> =
            ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if !dropped.is_empty() {
            self.queue.push(Command::AddArticles(dropped));
        }
        let focused = ctx.memory(|memory| memory.focused());
        let reading =
            focused.is_none() || focused.is_some_and(|id| DocumentView::is_text(id, crate::ui::review::compare::SLOTS));
        let mut rows = self.rows();
        // Shortcuts with more modifiers first, since a match ignores extra Shift and Alt.
        rows.sort_by_key(|row| -row.shortcut.map_or(0, |shortcut| count(shortcut.modifiers)));
        for row in rows {
            let Some(shortcut) = row.shortcut else { continue };
            let plain = !shortcut.modifiers.command && !matches!(shortcut.logical_key, Key::F1 | Key::F3);
            let text_key = matches!(row.command, Command::Undo | Command::Redo | Command::Duplicate);
            if (plain || text_key) && (!reading || self.view.dialog.is_some()) {
                continue;
            }
            // By the modifiers of the key's own event: on a slow machine Alt may be let go in the frame in which it
            // was pressed, and Alt+4 must not come out as 4.
            let fits = |event: &egui::Event| match event {
                egui::Event::Key { key, pressed: true, modifiers, .. } if *key == shortcut.logical_key => {
                    let asked = shortcut.modifiers;
                    let same = !modifiers.command && modifiers.alt == asked.alt && modifiers.shift == asked.shift;
                    if plain { same } else { modifiers.matches_logically(asked) }
                }
                _ => false,
            };
            let exact = |input: &mut egui::InputState| {
                let Some(at) = input.events.iter().position(fits) else { return false };
                input.events.remove(at);
                // The letter that comes with the key is not for a field to which the command gives the focus.
                if plain && matches!(input.events.get(at), Some(egui::Event::Text(_))) {
                    input.events.remove(at);
                }
                true
            };
            if ctx.input_mut(exact) && row.enabled {
                self.queue.push(row.command);
            }
        }
        if reading && self.view.dialog.is_none() && self.open.is_some() && !self.is_looking_back() {
            if ctx.input_mut(|input| input.consume_key(CTRL, Key::Y)) {
                self.queue.push(Command::Redo);
            }
            let pasted = ctx.input(|input| {
                input.events.iter().find_map(|event| match event {
                    egui::Event::Paste(text) => Some(text.clone()),
                    _ => None,
                })
            });
            if let Some(text) = pasted {
                self.drafts.article = text;
                self.drafts.article_title = String::new();
                self.view.dialog = Some(Dialog::Paste);
            }
        }
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

fn count(modifiers: Modifiers) -> i32 {
    i32::from(modifiers.command) + i32::from(modifiers.shift) + i32::from(modifiers.alt)
}

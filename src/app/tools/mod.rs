//! Tools with state of their own beside the pages: files, exchange with colleagues, past states, new versions of texts.

mod articles;
mod codebook;
mod exchange;
mod export;
pub(super) mod history;
mod import;
mod kept;
mod opener;
mod paths;
mod planner;
mod removal;

use self::articles::Articles;
use self::codebook::Codebooks;
use self::exchange::Exchange;
use self::export::Export;
use self::history::History;
use self::import::Import;
use self::kept::KeptChanges;
use self::opener::Opener;
use self::paths::Paths;
use crate::app::context::{Context, Event};
use crate::ui::command::Command;
use crate::ui::command::outside::OutsideCommand;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::state::Dialog;

/// The tools.
#[derive(Default)]
pub(in crate::app) struct Tools {
    pub(in crate::app) history: History,
    kept: KeptChanges,
    codebooks: Codebooks,
    exchange: Exchange,
    export: Export,
    import: Import,
    opener: Opener,
    articles: Articles,
    paths: Paths,
}

impl Tools {
    /// Executes a command of a tool. Returns it if it is none of theirs.
    pub(in crate::app) fn execute(&mut self, cx: &mut Context, command: Command) -> Option<Command> {
        match command {
            Command::Exchange(command) => self.exchange.execute(cx, command),
            Command::Import(command) => self.import.execute(cx, command),
            Command::Codebook(command) => self.codebooks.execute(cx, command),
            Command::Safety(SafetyCommand::ShowKept) => self.kept.show(cx),
            Command::Safety(SafetyCommand::TakeUp { file, place }) => self.kept.take_up(cx, file, place),
            Command::Safety(SafetyCommand::Settle { file, conflict, choice }) => cx.settle(&file, &conflict, &choice),
            Command::Safety(SafetyCommand::GoToStatement { document, annotator, id }) => {
                cx.go_to_statement(&(document, annotator), id);
            }
            Command::Safety(SafetyCommand::DismissRecovered) => {
                if let Some(open) = &mut cx.open {
                    open.came_back.clear();
                }
            }
            Command::Safety(command) => self.history.execute(cx, command),
            Command::Outside(OutsideCommand::MergeCopies) => cx.merge_copies(),
            Command::Outside(OutsideCommand::TakeText(document)) => cx.take_text(document),
            Command::ExportTo(path) => export::export_to(cx, path),
            Command::Preset(command) => export::change_preset(cx, &command),
            Command::ShowInFolder(path) => self.opener.show(cx, path),
            Command::StopWriting => cx.stop_writing(),
            Command::RemoveArticle(id) => removal::ask_or_remove(cx, id),
            Command::RemoveArticleNow(id) => {
                removal::remove(cx, &id);
            }
            command => {
                let left = self.articles.execute(cx, command)?;
                return self.paths.execute(cx, left);
            }
        }
        None
    }

    /// Takes the results of background work since the last frame.
    pub(in crate::app) fn work(&mut self, cx: &mut Context) {
        self.paths.take(cx);
        self.articles.work(cx);
        self.codebooks.work(cx);
        self.exchange.work(cx);
        self.export.work(cx);
        self.import.work(cx);
        self.opener.work(cx);
        self.history.work(cx);
        self.kept.take(cx);
    }

    /// Asks for the path again if the typed one could not be used.
    pub(in crate::app) fn after_commands(&mut self, cx: &mut Context) {
        self.paths.ask_again(cx);
    }

    pub(in crate::app) fn heed(&mut self, cx: &mut Context, event: Event) {
        self.exchange.heed(cx, event);
        self.articles.heed(cx, event);
        self.export.heed(event);
        self.import.heed(cx, event);
        match event {
            Event::OtherProject => {
                self.history.forget_project();
                self.kept = KeptChanges::default();
            }
            Event::DialogClosed(Dialog::SendTags | Dialog::Export) => cx.writing.forget(),
            Event::DialogClosed(_) | Event::OtherAnnotator => {}
        }
    }
}

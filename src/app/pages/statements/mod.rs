//! The page of all statements of the project: follows its filters, and executes what is to be done with the chosen rows.

mod looking;
mod snapshot;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{self, Ui};

use self::looking::Looker;
use super::WindowPage;
use crate::app::changer::OwnChosen;
use crate::app::context::{Context, Event};
use crate::edit::gesture::several::StatementChange;
use crate::query::{ListedLayers, Row};
use crate::settings::{ColumnSetting, StatementView, StatementViews};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::situation::{Situation, StatementsSituation};
use crate::ui::command::statements::StatementsCommand;
use crate::ui::dialogs::export::{ExportDialog, Prefilled};
use crate::ui::state::{Caret, Dialog, Page};
use crate::ui::statements as page;
use crate::ui::statements::state::{StatementsPageState, layers, query};

pub(super) type Controller = StatementsPage;

/// After so many seconds without a change, the filters are saved.
const REST_S: f64 = 1.0;
/// The most rows that are copied.
const MOST_COPIED: usize = 20_000;

/// The page, with what its filters find.
#[derive(Default)]
pub(in crate::app) struct StatementsPage {
    state: StatementsPageState,
    looker: Looker,
    /// The folder of the project whose views were read from the settings.
    views_of: Option<String>,
    /// The height of the bar for the chosen rows.
    foot_pt: f32,
    /// The columns that are in the file of the settings, as far as this page knows.
    kept_columns: Option<Columns>,
    /// What is not in that file yet, and since when nothing was changed in it.
    unsaved: Option<(StatementViews, Columns, f64)>,
}

type Columns = BTreeMap<String, ColumnSetting>;

impl WindowPage for StatementsPage {
    fn show(&mut self, cx: &mut Context, ui: &mut Ui) {
        let Some(open) = &cx.open else { return };
        let is_looking = self.looker.is_looking() && self.state.problem.is_none();
        let columns = &mut cx.settings.statement_columns;
        self.foot_pt = page::show(ui, &open.session, &mut self.state, columns, is_looking, &mut cx.queue);
    }

    fn execute(&mut self, cx: &mut Context, ctx: &egui::Context, command: Command) -> Option<Command> {
        let is_shown = cx.view.page == Page::Statements;
        match command {
            Command::Statements(command) => self.do_with_rows(cx, ctx, command),
            Command::MakeKind(kind) if is_shown => {
                self.do_with_rows(cx, ctx, StatementsCommand::Change(StatementChange::Kind(kind)));
            }
            Command::SetParty(party) if is_shown => {
                self.do_with_rows(cx, ctx, StatementsCommand::Change(StatementChange::Speaker(party)));
            }
            Command::FocusFilter | Command::OpenFind if is_shown => {
                ctx.memory_mut(|memory| memory.request_focus(page::words_id()));
            }
            Command::Copy | Command::CopyWithSource if is_shown => self.copy(cx, ctx),
            Command::ListBy { party, topic } => {
                self.take_views(cx);
                let last = &mut self.state.views.last;
                let (layers, order) = (std::mem::take(&mut last.layers), std::mem::take(&mut last.order));
                *last = StatementView { layers, order, party, topic, ..StatementView::default() };
                cx.show_page(Page::Statements);
                self.state.takes_focus = true;
            }
            command => {
                match command {
                    Command::ShowPage(Page::Statements) => self.state.takes_focus = true,
                    Command::ShowPage(_) | Command::CloseProject | Command::Quit if is_shown => self.remember(cx),
                    _ => {}
                }
                return Some(command);
            }
        }
        None
    }

    fn work(&mut self, cx: &mut Context, ctx: &egui::Context) {
        if cx.view.page == Page::Statements {
            self.take_views(cx);
            self.remember_soon(cx, ctx);
        }
        self.looker.work(cx, ctx, &mut self.state);
    }

    fn heed(&mut self, event: Event) {
        match event {
            Event::OtherProject => *self = Self::default(),
            Event::OtherAnnotator => {
                self.looker = Looker::default();
                self.state.listing = Arc::default();
                self.state.chosen = Default::default();
            }
            Event::DialogClosed(_) => {}
        }
    }

    fn note_situation(&self, cx: &Context, now: &mut Situation) {
        if cx.view.page == Page::Statements {
            now.has_words = !self.state.chosen.is_empty();
        }
        now.statements = StatementsSituation {
            has_rows: !self.state.listing.rows().is_empty(),
            has_chosen: !self.state.chosen.is_empty(),
            is_gold: layers(self.state.view()) == ListedLayers::Gold,
        };
    }

    fn tells_hidden(&self) -> bool {
        true
    }

    fn foot_pt(&self) -> f32 {
        self.foot_pt
    }
}

impl StatementsPage {
    /// Whether the list is not up to date.
    pub(in crate::app) fn is_looking(&self) -> bool {
        self.looker.is_looking()
    }

    /// How many rows are found, and how many statements there are.
    pub(in crate::app) fn counts(&self) -> (usize, usize) {
        (self.state.listing.rows().len(), self.state.listing.all())
    }

    /// Takes the views of the open project from the settings, once.
    fn take_views(&mut self, cx: &Context) {
        if self.views_of.as_ref() != Some(&cx.view.project) {
            self.views_of = Some(cx.view.project.clone());
            let known = cx.settings.statement_views.get(&PathBuf::from(&cx.view.project));
            self.state.views = known.cloned().unwrap_or_default();
        }
    }

    fn do_with_rows(&mut self, cx: &mut Context, ctx: &egui::Context, command: StatementsCommand) {
        match command {
            StatementsCommand::Open => self.open(cx),
            StatementsCommand::Change(change) => {
                let chosen = self.own_chosen(cx);
                cx.change_statements(chosen, None, &change);
            }
            StatementsCommand::Delete => {
                let chosen = self.own_chosen(cx);
                cx.delete_statements(chosen);
            }
            StatementsCommand::Copy => self.copy(cx, ctx),
            StatementsCommand::ChooseAll => {
                self.state.chosen.all(self.state.listing.rows().len());
                self.state.takes_focus = true;
            }
            StatementsCommand::Export => self.export(cx),
            StatementsCommand::Note => page::open_note(ctx),
        }
    }

    fn row(&self, place: usize) -> Option<Row> {
        self.state.listing.rows().get(place).copied()
    }

    /// The statements of the user among the chosen ones, and how many of the chosen ones are others'.
    fn own_chosen(&self, cx: &Context) -> OwnChosen {
        let Some(open) = &cx.open else { return (Vec::new(), 0) };
        let (mut own, mut others) = (Vec::new(), 0);
        for row in self.state.chosen.rows().filter_map(|place| self.row(place)) {
            let Some(source) = self.state.listing.source(row) else { continue };
            if source.annotator.as_ref() == Some(open.session.annotator()) {
                own.push((source.document.clone(), row.id));
            } else {
                others += 1;
            }
        }
        (own, others)
    }

    /// Shows the current statement in its article.
    fn open(&self, cx: &mut Context) {
        let Some(open) = &cx.open else { return };
        let row = self.state.chosen.cursor().and_then(|place| self.row(place));
        let Some((source, _, statement)) = row.and_then(|row| self.state.listing.look_up(open.session.project(), row))
        else {
            return cx.say(t!("not-row"));
        };
        let is_own = source.annotator.as_ref() == Some(open.session.annotator());
        let (id, hull, document) = (statement.id, statement.hull(), source.document.clone());
        cx.queue.push(Command::ShowPage(Page::Article));
        if cx.view.document.as_ref() != Some(&document) {
            cx.queue.push(Command::ShowDocument(document));
        }
        if is_own {
            cx.queue.push(Command::SelectStatement(Some(id)));
        } else {
            cx.queue.push(Command::GoTo(Caret { anchor_byte: hull.start_byte, focus_byte: hull.end_byte }));
        }
    }

    /// Copies the chosen rows as a table.
    fn copy(&self, cx: &mut Context, ctx: &egui::Context) {
        let Some(open) = &cx.open else { return };
        let count = self.state.chosen.len();
        if count == 0 {
            return cx.say(t!("not-rows"));
        }
        if count > MOST_COPIED {
            return cx.complain(t!("statements-copy-too-many", most = MOST_COPIED));
        }
        let rows = self.state.chosen.rows().filter_map(|place| self.row(place));
        ctx.copy_text(page::as_table(open.session.project(), &self.state.listing, rows));
        cx.say(t!("statements-copied", count = count));
    }

    /// Opens the export dialog for what the list shows.
    fn export(&self, cx: &mut Context) {
        let Some(open) = &cx.open else { return };
        let query = match query(self.state.view()) {
            Ok(query) => query.map(|query| query.to_string()).unwrap_or_default(),
            Err(error) => return cx.complain(error.to_string()),
        };
        let listed = layers(self.state.view());
        let annotator = (listed == ListedLayers::Own).then(|| open.session.annotator().clone());
        let with_gold = listed != ListedLayers::Own;
        let all_annotators = listed == ListedLayers::All;
        cx.show_dialog(Dialog::Export);
        cx.drafts.of::<ExportDialog>().prefill(Prefilled { query, with_gold, all_annotators, annotator });
    }

    /// Remembers the filters once nothing was changed in them for a while, so that they are not lost with the process.
    fn remember_soon(&mut self, cx: &mut Context, ctx: &egui::Context) {
        let (views, columns) = (&self.state.views, &cx.settings.statement_columns);
        let known = cx.settings.statement_views.get(&PathBuf::from(&cx.view.project));
        let is_known = known.map_or_else(|| *views == StatementViews::default(), |known| known == views);
        if is_known && self.kept_columns.get_or_insert_with(|| columns.clone()) == columns {
            self.unsaved = None;
            return;
        }
        let now = ctx.input(|input| input.time);
        let since = match &self.unsaved {
            Some((old, old_columns, since)) if old == views && old_columns == columns => *since,
            _ => now,
        };
        if now - since >= REST_S {
            return self.remember(cx);
        }
        self.unsaved = Some((views.clone(), columns.clone(), since));
        ctx.request_repaint_after(std::time::Duration::from_secs_f64(REST_S - (now - since)));
    }

    /// Remembers the filters and saved views.
    fn remember(&mut self, cx: &mut Context) {
        (self.unsaved, self.kept_columns) = (None, Some(cx.settings.statement_columns.clone()));
        let folder = PathBuf::from(&cx.view.project);
        if cx.settings.statement_views.get(&folder) != Some(&self.state.views) {
            cx.settings.remember_statements(folder, self.state.views.clone());
        }
        cx.save_settings();
    }
}

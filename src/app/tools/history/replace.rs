//! Replaces an article's text: compares on a thread, previews the result and applies it as one edit; also handles the
//! statements that lose their place (orphans).

use std::path::{Path, PathBuf};
use std::time::Duration;

use eframe::egui;

use super::History;
use crate::app::context::Context;
use crate::app::jobs::Job;
use crate::edit::gesture::statement;
use crate::edit::orphan::{self, Orphan, OrphanId};
use crate::edit::reanchor::{self, ReanchorContext, ReanchorOutcome, ReplacedText};
use crate::edit::session::Session;
use crate::formats::article::{self, ReadOptions};
use crate::model::fingerprint;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::store;
use crate::t;
use crate::ui::article::DocumentView;
use crate::ui::command::Command;
use crate::ui::command::safety::SafetyCommand;
use crate::ui::safety::orphans as orphans_panel;
use crate::ui::safety::replace::{self, FileAsRead, Progress, ReplacePage};
use crate::ui::state::{Caret, Page, View};

/// The source of a new text.
pub(super) enum Source {
    /// A file, and how it is to be read.
    File(PathBuf, ReadOptions),
    Pasted(String),
}

/// The page that previews a new version.
pub(super) struct Replacing {
    document: DocumentId,
    title: String,
    /// A description of the source and, for a file, its path.
    from: String,
    path: Option<PathBuf>,
    options: ReadOptions,
    comparing: Job<Result<Option<Box<Compared>>, String>>,
    /// The session's revision when the texts were compared.
    revision: u64,
    planned: Option<Planned>,
    chosen: Option<usize>,
}

/// The result of the comparison.
pub(super) struct Compared {
    replaced: ReplacedText,
    /// The project with the new text.
    after: Project,
    is_same: bool,
    /// How the file was read, if it is one.
    read: Option<FileAsRead>,
}

/// The number of orphans that an article has for this person at this revision.
pub(super) struct Counted {
    of: (DocumentId, AnnotatorId, u64),
    count: usize,
}

/// The part of it that is on screen.
struct Planned {
    compared: Compared,
    /// The session in the middle: the new text, or the old one for a statement without a place.
    session: Session,
    view: View,
    article: DocumentView,
    shows_old: bool,
}

impl Replacing {
    /// The session and view of the text on screen.
    pub(super) fn shown(&self) -> Option<(&Session, &View)> {
        self.planned.as_ref().map(|planned| (&planned.session, &planned.view))
    }
}

impl History {
    /// Reads and compares on a thread, while the page shows the progress.
    pub(super) fn begin_replace(&mut self, cx: &mut Context, source: Source) {
        let (Some(open), Some(id)) = (&cx.open, cx.view.document.clone()) else { return };
        let project = open.session.shared_project();
        let Some(document) = project.documents.get(&id) else { return };
        let title = document.display_title().to_owned();
        let (from, path, options) = match &source {
            Source::File(path, options) => (path.display().to_string(), Some(path.clone()), options.clone()),
            Source::Pasted(_) => (t!("replace-from-pasted"), None, ReadOptions::default()),
        };
        let (revision, folder, document) = (open.session.revision(), open.folder.clone(), id.clone());
        let comparing = cx.jobs.spawn("new-version", move |monitor| {
            let compared = compare(&project, &document, source, &folder, monitor);
            compared.map(|compared| compared.map(Box::new))
        });
        if !comparing.is_running() {
            return;
        }
        cx.view.dialog = None;
        cx.view.page = Page::Article;
        self.past = None;
        let (planned, chosen) = (None, None);
        self.replacing =
            Some(Replacing { document: id, title, from, path, options, comparing, revision, planned, chosen });
    }

    /// Reads the file again in another way.
    pub(super) fn read_new_text_again(&mut self, cx: &mut Context, change: impl FnOnce(&mut ReadOptions)) {
        let Some(page) = &self.replacing else { return };
        let (Some(path), document) = (page.path.clone(), page.document.clone()) else { return };
        let mut options = page.options.clone();
        change(&mut options);
        cx.view.visit(document);
        self.begin_replace(cx, Source::File(path, options));
    }

    /// Takes the comparisons finished since the last frame.
    pub(super) fn take_compared(&mut self, cx: &mut Context) {
        let Some(page) = self.replacing.as_mut().filter(|page| page.planned.is_none()) else { return };
        let Some(compared) = page.comparing.poll() else {
            // The comparison failed, which is reported elsewhere.
            if !page.comparing.is_running() {
                self.replacing = None;
            }
            return;
        };
        let mut compared = match compared {
            Ok(Some(compared)) => *compared,
            Ok(None) => {
                self.replacing = None;
                return;
            }
            Err(error) => {
                self.replacing = None;
                return cx.complain(error);
            }
        };
        let Some(open) = &cx.open else { return };
        let own = open.session.annotator();
        if !open.session.project().may_see(own, &page.document) {
            // Colleagues' work here is hidden until the user's own is done; it is carried over in the same way.
            compared.replaced.rows.retain(|row| row.annotator.as_ref() == Some(own));
            compared.replaced.relations_lost = 0;
            compared.replaced.left = reanchor::LeftWithOldText::default();
        }
        let view = cx.view.for_reading(page.document.clone());
        let session = Session::new(compared.after.clone(), open.session.annotator().clone());
        let article = DocumentView::default();
        page.planned = Some(Planned { compared, session, view, article, shows_old: false });
    }

    /// Shows the new place of a row's statement, or its old place if it has no new one.
    pub(super) fn show_planned(&mut self, cx: &mut Context, index: usize) {
        let Some(open) = &cx.open else { return };
        let Some(page) = &mut self.replacing else { return };
        let Some(planned) = &mut page.planned else { return };
        let Some(row) = planned.compared.replaced.rows.get(index) else { return };
        page.chosen = Some(index);
        let old = row.outcome == ReanchorOutcome::Orphaned;
        let mut project = if old { open.session.project().clone() } else { planned.compared.after.clone() };
        let annotator = match &row.annotator {
            Some(annotator) => annotator.clone(),
            None => {
                // Gold is shown as if it were an annotator's layer.
                let annotator = AnnotatorId::from_name("gold", |id| project.annotators().contains(id));
                let gold = project.gold(&page.document).cloned().unwrap_or_default();
                project.layers.insert((page.document.clone(), annotator.clone()), gold);
                annotator
            }
        };
        if planned.shows_old != old {
            // This is another text with its own positions.
            planned.article = DocumentView::default();
        }
        planned.shows_old = old;
        planned.session = Session::new(project, annotator);
        planned.view.selection = None;
        planned.view.selected = Some(row.id);
        planned.view.scroll_to_byte = Some(row.new_byte.unwrap_or(row.old_byte));
    }

    /// Accepts the new version as one gesture.
    pub(super) fn replace(&mut self, cx: &mut Context) {
        let Some(page) = &self.replacing else { return };
        let (Some(planned), Some(open)) = (&page.planned, &cx.open) else { return };
        if open.session.revision() != page.revision {
            // Work has come in meanwhile that the comparison does not cover.
            self.replacing = None;
            return cx.complain(t!("status-replace-again"));
        }
        let replaced = &planned.compared.replaced;
        let orphaned = replaced.rows.iter().filter(|row| row.outcome == ReanchorOutcome::Orphaned).count();
        let path = page.path.clone();
        if cx.apply("gesture-article-text", replaced.edit.clone(), None) {
            self.replacing = None;
            if let Some(path) = path {
                cx.forget_problem_of(&path);
            }
            cx.view.selection = None;
            cx.view.selected = None;
            cx.document = DocumentView::default();
            self.shows_orphans = orphaned > 0;
            if orphaned > 0 {
                cx.complain(t!("status-replaced-text-part", count = orphaned));
            } else {
                cx.say(t!("status-replaced-text"));
            }
        }
    }

    /// The page, shown in place of the panels.
    pub(super) fn replace_page(&mut self, cx: &mut Context, ui: &mut egui::Ui) {
        let Some(page) = &mut self.replacing else { return };
        let mut asked = Vec::new();
        let (mut progress, mut middle) = (None, None);
        let (mut shows_old, mut is_same, mut read) = (false, false, None);
        if let Some(Planned { compared, session, view, article, shows_old: old }) = &mut page.planned {
            progress = Some(Progress::Planned(&compared.replaced));
            (shows_old, is_same, read) = (*old, compared.is_same, compared.read.as_ref());
            middle = Some((session, view, article));
        }
        let progress = progress.unwrap_or_else(|| {
            ui.ctx().request_repaint_after(Duration::from_millis(100));
            let counts = page.comparing.monitor().map(|monitor| (monitor.done(), monitor.total()));
            let (done, total) = counts.unwrap_or_default();
            Progress::Comparing(done, total)
        });
        let is_covered = cx.view.dialog.is_some();
        let (title, from, chosen) = (page.title.as_str(), page.from.as_str(), page.chosen);
        let shown = ReplacePage { title, from, progress, chosen, shows_old, is_same, read, is_covered };
        let state = &mut cx.panels.replace;
        let clicked = replace::show(ui, shown, state, &mut cx.queue, |ui| {
            if let Some((session, view, article)) = &mut middle {
                article.show(ui, session, view, &mut asked);
            }
        });
        if let Some((_, view, _)) = middle {
            view.scroll_to_byte = None;
            for command in asked {
                super::past::only_look(view, command);
            }
        }
        cx.queue.extend(clicked.map(|index| Command::Safety(SafetyCommand::ShowPlanned(index))));
    }

    /// The number of orphans of the article on screen, counted once per change.
    pub(in crate::app) fn orphan_count(&self, cx: &Context) -> usize {
        let (Some(open), Some(id)) = (&cx.open, &cx.view.document) else { return 0 };
        let key = (id.clone(), open.session.annotator().clone(), open.session.revision());
        let mut known = self.orphan_count.borrow_mut();
        match &*known {
            Some(known) if known.of == key => known.count,
            _ => {
                let count = seen_orphans(&open.session, id, &self.old_texts(&open.session, id)).len();
                *known = Some(Counted { of: key, count });
                count
            }
        }
    }

    /// The articles with the old texts of this one.
    fn old_texts(&self, session: &Session, id: &DocumentId) -> Vec<DocumentId> {
        let mut known = self.old_texts.borrow_mut();
        known.follow(session);
        known.of(session, id)
    }

    /// The list of orphans below the article.
    pub(in crate::app) fn orphans_strip(&mut self, cx: &mut Context, ui: &mut egui::Ui) {
        let (Some(open), Some(id)) = (&cx.open, &cx.view.document) else { return };
        if !self.shows_orphans {
            return;
        }
        let project = open.session.project();
        let old = self.old_texts(&open.session, id);
        if old.is_empty() {
            return;
        }
        let orphans = seen_orphans(&open.session, id, &old);
        let has_selection = cx.view.selection.is_some();
        orphans_panel::show(ui, project, &orphans, &old, has_selection, &mut cx.queue);
    }

    /// Gives an orphan the selected passage.
    pub(super) fn place_orphan(&mut self, cx: &mut Context, id: &OrphanId) {
        let (Some(span), Some(content)) = (cx.view.selection, cx.content()) else {
            return cx.say(t!("status-select-first"));
        };
        let Some(span) = statement::trimmed(content.as_str(), span) else {
            return cx.complain(t!("status-nothing-selected"));
        };
        let Some(open) = &cx.open else { return };
        let placed = orphan::place(open.session.project(), id, span, jiff::Timestamp::now());
        let Some(edit) = placed else { return };
        let own = id.annotator.as_ref() == Some(open.session.annotator());
        if cx.apply("gesture-orphan-place", edit, None) {
            cx.view.selection = None;
            if own {
                cx.select_statement(Some(id.statement));
            }
            let left = self.orphan_count(cx);
            cx.say(t!("status-orphans-left", count = left));
        }
    }

    pub(super) fn delete_orphan(&mut self, cx: &mut Context, id: &OrphanId) {
        let Some(open) = &cx.open else { return };
        let Some(edit) = orphan::delete(open.session.project(), id) else { return };
        let whose = id.annotator.as_ref().map_or_else(|| t!("replace-gold"), ToString::to_string);
        if cx.apply("gesture-orphan-delete", edit, None) {
            let left = self.orphan_count(cx);
            cx.say_with_undo(t!("status-orphan-deleted", whose = whose, count = left));
        }
    }
}

/// Shows the old text at the place that a statement had there.
pub(super) fn show_old_place(cx: &mut Context, id: &OrphanId) {
    let Some(open) = &cx.open else { return };
    let project = open.session.project();
    let layer = match &id.annotator {
        Some(annotator) => project.layer(&id.document, annotator),
        None => project.gold(&id.document),
    };
    let Some(hull) = layer.and_then(|layer| layer.statement(id.statement)).map(|found| found.hull()) else {
        return;
    };
    cx.view.visit(id.document.clone());
    cx.view.selected = None;
    cx.go_to(Caret { anchor_byte: hull.start_byte, focus_byte: hull.end_byte });
}

/// The orphans of an article that this person may see.
fn seen_orphans<'s>(session: &'s Session, id: &DocumentId, old: &[DocumentId]) -> Vec<Orphan<'s>> {
    let own = session.annotator();
    let sees_all = session.project().may_see(own, id);
    let old = old.iter().filter_map(|old| session.project().documents.get(old));
    let mut orphans = orphan::orphans_of(session.project(), id, old);
    orphans.retain(|orphan| sees_all || orphan.id.annotator.as_ref() == Some(own));
    orphans
}

/// The work of the thread: reads the new text and maps every statement to it. `None` if it was stopped.
fn compare(
    project: &Project,
    id: &DocumentId,
    source: Source,
    folder: &Path,
    monitor: &Monitor,
) -> Result<Option<Compared>, String> {
    let (text, read) = match source {
        Source::File(path, options) => {
            let read = article::read_one(&path, &options).map_err(|error| error.to_string())?;
            let as_read = FileAsRead {
                encoding: read.encoding(),
                replaced: read.decoded.replaced,
                is_whole: read.other.as_ref().map(|other| !other.is_whole),
                losses: read.losses,
                doubts: read.doubts,
            };
            (read.decoded.text, Some(as_read))
        }
        Source::Pasted(text) => match article::no_article(&text) {
            Some(reason) => return Err(reason.to_string()),
            None => (text, None),
        },
    };
    let go_on = |done: usize, all: usize| {
        monitor.report(done, all);
        !monitor.is_stopped()
    };
    let taken = store::Taken::new(folder, project);
    let around = ReanchorContext { is_taken: &|id| taken.has(id), fingerprint: &fingerprint::of, go_on: &go_on };
    let Some(replaced) = reanchor::replace_text(project, id, &text, &around) else { return Ok(None) };
    let is_same = project.documents.get(id).is_some_and(|document| document.content.as_str() == text);
    let mut after = project.clone();
    replaced.edit.clone().apply(&mut after).map_err(|error| error.to_string())?;
    Ok(Some(Compared { replaced, after, is_same, read }))
}

//! The export dialog: the choices, a preview, and what the format loses. `app` writes the file.

use std::borrow::Cow;
use std::collections::BTreeSet;

use egui::{ScrollArea, Ui};

use crate::edit::session::Session;
use crate::formats::dataset::{Dataset, DatasetSource, ExportScope};
use crate::formats::loss::Loss;
use crate::formats::{self, Format, OptionValue, Options};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::path::PathQuestion;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Checkbox, Family, Label, RadioValue};

/// The choices for an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportDraft {
    pub format: &'static Format,
    /// Exports gold instead of the annotators' layers.
    pub gold: bool,
    /// The annotators whose layers are left out; initially none, so that annotators who join later are included.
    pub without_annotators: BTreeSet<AnnotatorId>,
    /// The documents that are left out.
    pub without_documents: BTreeSet<DocumentId>,
    /// Leaves out passages that are not part of the article.
    pub leave_out_excluded: bool,
    /// The options of all formats; each format uses its own.
    pub options: Options,
}

/// The choices, and what the export would contain with them.
#[derive(Default)]
pub struct ExportDialog {
    pub draft: ExportDraft,
    offer: Option<ExportOffer>,
}

/// Made once for each choice, because it may copy the visible part of the project and writes the preview in memory.
struct ExportOffer {
    /// The revision and the choices for which it was made.
    of: (u64, ExportDraft),
    /// The project without what is hidden from a user who is not done. `None` if nothing is hidden.
    seen: Option<Box<Project>>,
    /// The first rows of the export.
    preview: String,
    losses: Vec<String>,
}

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let Some(open) = scope.open else { return };
    let ExportDialog { draft, offer } = scope.drafts.of();
    let of = (open.session.revision(), draft.clone());
    let offer = match offer.take().filter(|offer| offer.of == of) {
        Some(known) => offer.insert(known),
        None => offer.insert(ExportOffer::of(open.session, of)),
    };
    let project = offer.seen.as_deref().unwrap_or(open.session.project());
    let (is_busy, status) = (scope.progress.is_some(), scope.progress.unwrap_or(scope.written));
    let news = ExportNews { preview: &offer.preview, losses: &offer.losses, status, busy: is_busy };
    show(ui, project, draft, news, scope.out);
});

impl ExportOffer {
    fn of(session: &Session, of: (u64, ExportDraft)) -> Self {
        let seen = match session.project().seen_by(session.annotator()) {
            Cow::Borrowed(_) => None,
            Cow::Owned(seen) => Some(Box::new(seen)),
        };
        let project = seen.as_deref().unwrap_or(session.project());
        let (preview, losses) = offered(&of.1, project);
        Self { of, seen, preview, losses }
    }
}

/// The first rows of an export and what it loses; on failure, the error message in place of the rows.
fn offered(draft: &ExportDraft, project: &Project) -> (String, Vec<String>) {
    match Dataset::of(project, &draft.scope(project)) {
        Ok(dataset) => {
            let losses = draft.format.losses(&dataset, &draft.options).into_iter().map(Loss::describe).collect();
            (draft.format.preview(&dataset, &draft.options, 3), losses)
        }
        Err(error) => (crate::locale::plain(&error.to_string()), Vec::new()),
    }
}

/// What the dialog shows about the draft.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExportNews<'a> {
    /// The first rows of the file.
    pub preview: &'a str,
    /// What the format cannot represent of this project.
    pub losses: &'a [String],
    /// The progress, the path of the finished file or the error; empty before an export.
    pub status: &'a str,
    /// An export is running.
    pub busy: bool,
}

/// Shows the dialog over the window.
pub fn show(ui: &Ui, project: &Project, draft: &mut ExportDraft, news: ExportNews<'_>, out: &mut Vec<Command>) {
    let dialog = DialogFrame::new("export", t!("panel-export-title"), 560.0).show(ui, |ui| {
        let screen = ui.ctx().content_rect().size();
        ScrollArea::vertical().id_salt("export").max_height(screen.y * 0.75).show(ui, |ui| {
            options(ui, project, draft);
            preview(ui, news.preview);
            if !news.losses.is_empty() {
                section(ui, t!("panel-export-losses"));
                for loss in news.losses {
                    ui.add(Label::new(loss.clone()).wrap());
                }
            }
            if !news.status.is_empty() {
                section(ui, t!("panel-export-status"));
                ui.add(Label::new(news.status).wrap().selectable(true));
            }
        });
        ui.add_space(ui.spacing().item_spacing.y);
        ui.horizontal(|ui| {
            let export = ui
                .add_enabled(draft.selects_any(project) && !news.busy, Button::new(t!("panel-export-go")).strong())
                .clicked();
            let stop = news.busy && ui.add(Button::new(t!("panel-export-stop"))).clicked();
            let close = ui.add(Button::new(t!("panel-close"))).clicked();
            (export, stop, close)
        })
        .inner
    });
    let (export, stop, close) = dialog.inner;
    if export {
        out.push(Command::AskPath(PathQuestion::ExportTo(draft.format)));
    } else if stop {
        out.push(Command::StopWriting);
    } else if close || dialog.should_close {
        out.push(Command::CloseDialog);
    }
}

impl ExportDraft {
    /// The selected part of the project.
    pub(crate) fn scope(&self, project: &Project) -> ExportScope {
        let annotators = project.annotators().into_iter().filter(|a| !self.without_annotators.contains(a));
        let source = if self.gold { DatasetSource::Gold } else { DatasetSource::Annotators(annotators.collect()) };
        // An empty set means all, so the documents are listed individually. Old texts are not articles of their own.
        let documents = project
            .documents
            .keys()
            .filter(|id| !self.without_documents.contains(*id) && project.newer_text(id).is_none());
        let documents = documents.cloned().collect();
        ExportScope { source, documents, without_excluded: self.leave_out_excluded, ..ExportScope::default() }
    }

    /// Whether anything in the project is selected.
    fn selects_any(&self, project: &Project) -> bool {
        let has_document = |id: &DocumentId| !self.without_documents.contains(id);
        if self.gold {
            return project.reviews.keys().any(has_document);
        }
        project.layers.keys().any(|(id, annotator)| has_document(id) && !self.without_annotators.contains(annotator))
    }
}

fn options(ui: &mut Ui, project: &Project, draft: &mut ExportDraft) {
    section(ui, t!("panel-export-format"));
    for format in formats::writable() {
        ui.add(RadioValue::new(&mut draft.format, format, (format.title)()));
    }
    // Without a review there is no gold to choose.
    if draft.gold || !project.reviews.is_empty() {
        section(ui, t!("panel-export-source"));
        ui.add(RadioValue::new(&mut draft.gold, false, t!("panel-export-layers")));
        ui.add(RadioValue::new(&mut draft.gold, true, t!("panel-export-gold")));
    }
    if !draft.gold {
        section(ui, t!("panel-export-annotators"));
        for annotator in project.annotators() {
            toggle(ui, &mut draft.without_annotators, &annotator, annotator.as_str());
        }
    }
    section(ui, t!("panel-export-documents"));
    // Old texts are not articles of their own.
    for document in project.documents.values().filter(|document| project.newer_text(&document.id).is_none()) {
        toggle(ui, &mut draft.without_documents, &document.id, document.display_title());
    }
    section(ui, t!("panel-export-options"));
    ui.add(Checkbox::new(&mut draft.leave_out_excluded, t!("panel-export-leave-out")));
    // Options with values are on the command line only.
    let flags = draft.format.options.iter().copied().filter(|option| matches!(option.value, OptionValue::Flag));
    for option in flags {
        let mut is_on = draft.options.has(option);
        if ui.add(Checkbox::new(&mut is_on, (option.title)())).changed() {
            draft.options.set(option, is_on);
        }
    }
}

/// A check box that is ticked unless `item` is left out.
fn toggle<T: Ord + Clone>(ui: &mut Ui, without: &mut BTreeSet<T>, item: &T, text: &str) {
    let mut is_in = !without.contains(item);
    if ui.add(Checkbox::new(&mut is_in, text)).changed() {
        if is_in {
            without.remove(item);
        } else {
            without.insert(item.clone());
        }
    }
}

fn preview(ui: &mut Ui, text: &str) {
    section(ui, t!("panel-export-preview"));
    let frame = egui::Frame::group(ui.style());
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let height = ui.spacing().interact_size.y * 6.0;
        ScrollArea::both().id_salt("preview").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            let label = Label::new(text).family(Family::Mono).small(ui).extend().selectable(true);
            ui.add(label);
        });
    });
}

//! The article that is selected: how it was read, what is doubtful, and its text.

use std::ops::Range;

use egui::{Id, ScrollArea, Ui, vec2};

use super::draft::{AddingDraft, Difference, ShownText};
use crate::formats::article::adding::{AddingChoice, FoundArticle, SimilarText};
use crate::model::project::Project;
use crate::t;
use crate::text::diff::differing_words;
use crate::text::encoding::Encoding;
use crate::text::segment;
use crate::ui::command::Command;
use crate::ui::command::adding::AddingCommand;
use crate::ui::parts::passage::{PassageMark, passage};
use crate::ui::shaped::{Button, Checkbox, ComboBox, Label, RadioValue, TextField};

/// The width of the names of fields, in points.
const NAME_PT: f32 = 76.0;
/// How much of a text is shown, in bytes, since all that is shown is laid out.
const SHOWN_BYTES: usize = 24 * 1024;
/// The longest texts that are compared word by word, in bytes.
const COMPARED_BYTES: usize = 128 * 1024;

/// Shows the selected article. If it is `alone`, without a table, the fields of the table are here. Its text has this
/// height in points, or what is left.
pub(super) fn show(
    ui: &mut Ui,
    project: &Project,
    draft: &mut AddingDraft,
    alone: bool,
    text_pt: Option<f32>,
    out: &mut Vec<Command>,
) {
    let index = draft.selected;
    let Some(article) = draft.found.get_mut(index) else { return };
    ui.add(Label::new(article.read.from.as_str()).weak().elide());
    draft.is_touched |= fields(ui, article, alone);
    let has_choices = article.read.encoding().is_some() || article.is_whole().is_some();
    let line = |ui: &mut Ui| {
        encoding(ui, article, index, out);
        if let Some(is_whole) = article.is_whole() {
            let mut wants_whole = is_whole;
            if ui.add(Checkbox::new(&mut wants_whole, t!("adding-whole"))).changed() {
                out.push(Command::Adding(AddingCommand::TakeOther(index)));
            }
        }
    };
    if has_choices {
        ui.horizontal_wrapped(line);
    }
    let red = ui.visuals().error_fg_color;
    let doubts = super::table::doubts(article);
    if !doubts.is_empty() {
        ui.add(Label::new(t!("adding-doubt", doubt = doubts)).color(red).wrap());
    }
    for loss in &article.read.losses {
        ui.add(Label::new(loss.as_str()).weak().wrap());
    }
    let similar = article.similar.clone();
    if let Some(similar) = &similar {
        draft.is_touched |= choice(ui, similar, &mut article.choice);
    }
    let left_out = article.left_out();
    if !left_out.is_empty() || similar.is_some() {
        ui.horizontal_wrapped(|ui| {
            ui.add(RadioValue::new(&mut draft.shown, ShownText::Found, t!("adding-show-text")));
            if !left_out.is_empty() {
                ui.add(RadioValue::new(&mut draft.shown, ShownText::LeftOut, t!("adding-show-left-out")));
            }
            if let Some(similar) = &similar {
                let name = t!("adding-show-similar", title = similar.title.as_str());
                ui.add(RadioValue::new(&mut draft.shown, ShownText::Similar, name));
            }
        });
    }
    if draft.shown == ShownText::LeftOut && !left_out.is_empty() {
        left_out_lines(ui, draft, text_pt, out);
    } else {
        text(ui, project, draft, text_pt);
    }
}

/// The address, and the fields of the table if there is none. Returns whether a person changed one.
fn fields(ui: &mut Ui, article: &mut FoundArticle, alone: bool) -> bool {
    let metadata = &mut article.metadata;
    let address = (t!("panel-article-url"), "adding-url", &mut metadata.url);
    let others = [
        (t!("panel-article-title"), "adding-title", &mut metadata.title),
        (t!("panel-article-publisher"), "adding-publisher", &mut metadata.publisher),
        (t!("panel-article-published"), "adding-published", &mut metadata.published),
        (t!("panel-article-language"), "adding-language", &mut metadata.language),
    ];
    let mut is_changed = false;
    for (name, id, value) in others.into_iter().filter(|_| alone).chain([address]) {
        ui.horizontal(|ui| {
            let place = vec2(NAME_PT, ui.spacing().interact_size.y);
            ui.allocate_ui(place, |ui| {
                ui.set_min_width(NAME_PT);
                let label = Label::new(name.as_str()).small(ui).weak().elide();
                ui.add(label);
            });
            let width = ui.available_width();
            let field = TextField::singleline(value).id(Id::unique(id)).name(name).desired_width(width);
            is_changed |= field.show(ui).changed;
        });
    }
    is_changed
}

/// The encoding of a file that could be in another one.
fn encoding(ui: &mut Ui, article: &FoundArticle, index: usize, out: &mut Vec<Command>) {
    let Some(current) = article.read.encoding() else { return };
    ui.add(Label::new(t!("panel-article-encoding")).small(ui).weak());
    let list = ComboBox::new("adding-encoding", t!("panel-article-encoding")).selected_text(current.name());
    list.width(170.0).show(ui, |ui| {
        for other in Encoding::ALL.iter().copied() {
            let is_current = other == current;
            if ui.add(Button::new(other.name()).selected(is_current).frame(false)).clicked() && !is_current {
                out.push(Command::Adding(AddingCommand::ReadAs(index, other)));
            }
        }
    });
}

/// What becomes of an article that is here already or nearly. Returns whether a person chose.
fn choice(ui: &mut Ui, similar: &SimilarText, choice: &mut AddingChoice) -> bool {
    let before = *choice;
    ui.horizontal_wrapped(|ui| {
        ui.add(RadioValue::new(choice, AddingChoice::Skip, t!("adding-choice-skip")));
        ui.add(RadioValue::new(choice, AddingChoice::Add, t!("adding-choice-add")));
        let version = t!("adding-choice-version", title = similar.title.as_str());
        ui.add(RadioValue::new(choice, AddingChoice::Version, version));
    });
    if *choice == AddingChoice::Version {
        ui.add(Label::new(t!("adding-version-explained")).weak().wrap());
    }
    *choice != before
}

/// What is left out of a web page, line by line; each can be taken into the text.
fn left_out_lines(ui: &mut Ui, draft: &AddingDraft, text_pt: Option<f32>, out: &mut Vec<Command>) {
    /// How many lines are shown.
    const SHOWN_LINES: usize = 400;
    let index = draft.selected;
    let Some(article) = draft.found.get(index) else { return };
    let height = text_pt.unwrap_or_else(|| ui.available_height().max(120.0));
    ScrollArea::vertical().id_salt(("adding-left-out", index)).max_height(height).auto_shrink(false).show(ui, |ui| {
        for (place, line) in article.left_out_lines().into_iter().take(SHOWN_LINES) {
            ui.horizontal_top(|ui| {
                let button = ui.add(Button::new(t!("adding-take-line")).small());
                let told = t!("adding-take-line-name", line = line);
                button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, crate::locale::plain(&told)));
                if button.clicked() {
                    out.push(Command::Adding(AddingCommand::TakeLine(index, place)));
                }
                let width = ui.available_width() - ui.spacing().scroll.bar_width;
                passage(ui, line, &[], PassageMark::OnlyHere, width);
            });
        }
    });
}

/// The text that is chosen to be shown, with what differs from the other one marked.
fn text(ui: &mut Ui, project: &Project, draft: &mut AddingDraft, text_pt: Option<f32>) {
    compare(project, draft);
    let Some(article) = draft.found.get(draft.selected) else { return };
    let difference = draft.difference.as_ref().filter(|difference| difference.of == article.fingerprint());
    let own: &[Range<usize>] = difference.map_or(&[], |difference| &difference.only.1);
    let (text, marked, mark) = match (draft.shown, difference) {
        (ShownText::Similar, Some(other)) => (other.similar.as_str(), other.only.0.as_slice(), PassageMark::OnlyThere),
        _ => (article.read.decoded.text.as_str(), own, PassageMark::OnlyHere),
    };
    if !marked.is_empty() {
        let told = if draft.shown == ShownText::Similar { t!("adding-only-there") } else { t!("adding-only-here") };
        ui.add(Label::new(told).small(ui).weak().wrap());
    }
    let id = ("adding-text", draft.selected, draft.shown as usize);
    let height = text_pt.unwrap_or_else(|| ui.available_height().max(120.0));
    ScrollArea::vertical().id_salt(id).max_height(height).auto_shrink(false).show(ui, |ui| {
        paragraphs(ui, text, marked, mark);
    });
}

/// A text paragraph by paragraph, as far as it is shown.
fn paragraphs(ui: &mut Ui, text: &str, marked: &[Range<usize>], mark: PassageMark) {
    let end = segment::grapheme_floor(text, SHOWN_BYTES.min(text.len()));
    let shown = text.get(..end).unwrap_or_default();
    let width = ui.available_width() - ui.spacing().scroll.bar_width;
    let mut start = 0;
    for line in shown.split_inclusive('\n') {
        let end = start + line.len();
        let of_line = marked.iter().filter(|range| range.start < end && range.end > start);
        let inner = |range: &Range<usize>| range.start.max(start) - start..range.end.min(end) - start;
        let of_line: Vec<Range<usize>> = of_line.map(inner).collect();
        let line = line.trim_end_matches(['\n', '\r']);
        if line.is_empty() {
            ui.add_space(ui.spacing().item_spacing.y * 2.0);
        } else {
            passage(ui, line, &of_line, mark, width);
        }
        start = end;
    }
    if end < text.len() {
        let rest = text.get(end..).unwrap_or_default().chars().count();
        ui.add(Label::new(t!("adding-more-text", count = rest)).weak().wrap());
    }
}

/// Compares the selected article with the text that is similar to it, once.
fn compare(project: &Project, draft: &mut AddingDraft) {
    let Some(article) = draft.found.get(draft.selected) else { return };
    let Some(similar) = &article.similar else {
        draft.difference = None;
        return;
    };
    if draft.difference.as_ref().is_some_and(|known| known.of == article.fingerprint()) {
        return;
    }
    let of_project = project.documents.get(&similar.document).map(|document| document.content.as_str());
    let of_list = || draft.found.iter().find(|other| other.id == similar.document && other.id != article.id);
    let other = of_project.or_else(|| of_list().map(|other| other.read.decoded.text.as_str())).unwrap_or_default();
    let text = article.read.decoded.text.as_str();
    let is_short = text.len() <= COMPARED_BYTES && other.len() <= COMPARED_BYTES;
    let only = if is_short { differing_words(other, text) } else { (Vec::new(), Vec::new()) };
    draft.difference = Some(Difference { of: article.fingerprint().to_owned(), similar: other.to_owned(), only });
}

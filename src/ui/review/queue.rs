//! The list of places: what is compared, filters, counts and rows.

use egui::{Popup, PopupCloseBehavior, Response, ScrollArea, Sense, Ui, vec2};

use super::row_menu;
use super::state::{ReviewState, StandingChoice};
use crate::edit::session::Session;
use crate::model::codebook::Kind;
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::model::review::Cause;
use crate::model::statement_difference::Difference;
use crate::review::board::{Board, BoardEntry};
use crate::review::queue::{QueueFilter, QueueOrder, QueueRow};
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::review::{ReviewCommand, Spot};
use crate::ui::command::table::row_of;
use crate::ui::parts::command_tip::CommandTip as _;
use crate::ui::parts::menu::context_menu;
use crate::ui::parts::picker::{PartyFilter, PickerState};
use crate::ui::parts::{line_of_row, list_row, sides};
use crate::ui::shaped::{Button, Checkbox, ComboBox, Family, Label, MenuItem};
use crate::ui::theme::Tokens;
use crate::ui::words::{quote, review as words};

/// The height of the bar of progress, and the width of the menu of what is shown, in points.
const PROGRESS_PT: f32 = 4.0;
const VIEW_PT: f32 = 200.0;

/// Shows the choices, the counts and the list. `busy` is the number of documents compared so far, while a comparison
/// runs.
pub(crate) fn show(
    ui: &mut Ui,
    session: &Session,
    board: Option<&Board>,
    busy: Option<usize>,
    state: &mut ReviewState,
    out: &mut Vec<Command>,
) {
    let project = session.project();
    ui.add_space(ui.spacing().item_spacing.y);
    reviewer(ui, session, state);
    compared(ui, project, state);
    choices(ui, project, board, state);
    let Some(board) = board else {
        ui.add(Label::new(t!("review-comparing", count = busy.unwrap_or_default())).weak().wrap());
        return;
    };
    counts(ui, board, busy);
    tools(ui, state, out);
    list(ui, session, board, state, out);
}

fn compared(ui: &mut Ui, project: &Project, state: &mut ReviewState) {
    let known = project.annotators();
    state.annotators.retain(|annotator| known.contains(annotator));
    let chosen = |state: &ReviewState, annotator: &AnnotatorId| {
        state.annotators.is_empty() || state.annotators.contains(annotator)
    };
    let names: Vec<&str> = known.iter().filter(|a| chosen(state, a)).map(|a| a.as_str()).collect();
    let text = match names.as_slice() {
        [] => t!("review-nobody"),
        [first, rest @ ..] => {
            rest.iter().fold((*first).to_owned(), |before, next| t!("review-list", before = before, next = *next))
        }
    };
    let width = ui.available_width();
    let combo = ComboBox::new("review-annotators", t!("review-annotators")).selected_text(text).width(width);
    combo.close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(ui, |ui| {
        for annotator in &known {
            let mut on = chosen(state, annotator);
            if ui.add(Checkbox::new(&mut on, annotator.to_string())).clicked() {
                let mut now: Vec<AnnotatorId> = known.iter().filter(|a| chosen(state, a)).cloned().collect();
                now.retain(|other| other != annotator);
                now.extend(on.then(|| annotator.clone()));
                // An empty selection would mean everybody, so the last one stays selected.
                if !now.is_empty() {
                    state.annotators = if now.len() == known.len() { Vec::new() } else { now };
                }
            }
        }
    });
}

/// A list for selecting one of a few items.
fn choose<T: PartialEq + Clone>(
    ui: &mut Ui,
    id: &str,
    name: String,
    width: f32,
    current: &mut T,
    values: impl IntoIterator<Item = (T, String)>,
) {
    let values: Vec<(T, String)> = values.into_iter().collect();
    let text = values.iter().find(|(value, _)| value == current).map(|(_, text)| text.clone()).unwrap_or_default();
    ComboBox::new(id, name).selected_text(text).width(width).show(ui, |ui| {
        for (value, text) in values {
            if ui.add(MenuItem::new(text).selected(value == *current)).clicked() {
                *current = value;
            }
        }
    });
}

fn choices(ui: &mut Ui, project: &Project, board: Option<&Board>, state: &mut ReviewState) {
    let half = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
    let count = |name: &str| board.map_or(0, |board| board.counts.standings.get(name).copied().unwrap_or_default());
    ui.horizontal(|ui| {
        let of = |choice: StandingChoice| match choice {
            StandingChoice::ToDo => {
                let names = choice.names();
                t!("review-standings-todo", count = names.iter().map(|name| count(name)).sum::<usize>())
            }
            StandingChoice::All => t!("review-standings-all"),
            StandingChoice::Open => t!("review-standings-open", count = count("open")),
            StandingChoice::Later => t!("review-standings-later", count = count("later")),
            StandingChoice::SentBack => t!("review-standings-sent-back", count = count("sent-back")),
            StandingChoice::Decided => t!("review-standings-decided", count = count("decided")),
            StandingChoice::OutOfDate => t!("review-standings-out-of-date", count = count("out-of-date")),
        };
        let values = StandingChoice::ALL.map(|choice| (choice, of(choice)));
        choose(ui, "review-standing", t!("review-standings"), half, &mut state.standing, values);
        let orders = [
            (QueueOrder::Worst, t!("review-order-worst")),
            (QueueOrder::Text, t!("review-order-text")),
            (QueueOrder::Kind, t!("review-order-kind")),
            (QueueOrder::Party, t!("review-order-party")),
            (QueueOrder::Annotators, t!("review-order-annotators")),
            (QueueOrder::Cause, t!("review-order-cause")),
        ];
        choose(ui, "review-order", t!("review-order"), half, &mut state.order, orders);
    });
    ui.horizontal(|ui| {
        if project.documents.len() > 1 {
            let values = [(false, t!("review-documents-all")), (true, t!("review-documents-one"))];
            choose(ui, "review-documents", t!("review-documents"), half, &mut state.one_document, values);
        }
        let used = used(&state.filter);
        let text = if used == 0 { t!("review-filters") } else { t!("review-filters-used", count = used) };
        if ui.add(Button::new(text).selected(state.shows_filters)).clicked() {
            state.shows_filters = !state.shows_filters;
        }
        if used > 0 && ui.add(Button::new(t!("panel-filter-clear")).frame(false)).clicked() {
            state.filter = QueueFilter::default();
        }
    });
    if state.shows_filters {
        let ReviewState { filter, parties, .. } = state;
        filters(ui, project, board, filter, parties, half);
    }
}

/// The number of filters in use.
fn used(filter: &QueueFilter) -> usize {
    [
        filter.agreements,
        !filter.differences.is_empty(),
        filter.kind.is_some(),
        filter.party.is_some(),
        filter.annotators.is_some(),
        filter.cause.is_some(),
    ]
    .into_iter()
    .filter(|used| *used)
    .count()
}

fn filters(
    ui: &mut Ui,
    project: &Project,
    board: Option<&Board>,
    filter: &mut QueueFilter,
    parties: &mut PickerState,
    half: f32,
) {
    let all = |values: Vec<(String, String)>| {
        std::iter::once((None, t!("review-filter-any"))).chain(values.into_iter().map(|(id, name)| (Some(id), name)))
    };
    ui.horizontal(|ui| {
        let count =
            |name: &str| board.and_then(|board| board.counts.differences.get(name)).copied().unwrap_or_default();
        let name = |difference: &Difference| difference.as_str().to_owned();
        let of = |d: &Difference| t!("review-difference-count", name = d.title(), count = count(d.as_str()));
        let there =
            Difference::ALL.into_iter().filter(|d| count(d.as_str()) > 0 || filter.differences.contains(&name(d)));
        let values = there.map(|difference| (name(&difference), of(&difference))).collect();
        let mut chosen = filter.differences.first().cloned();
        choose(ui, "review-difference", t!("review-filter-difference"), half, &mut chosen, all(values));
        filter.differences = chosen.into_iter().collect();

        let name = |kind: &Kind| (kind.id.clone(), kind.name.clone());
        let values = project.codebook.kinds.iter().map(name).map(|(id, name)| (Some(id), name));
        let values = std::iter::once((None, t!("panel-filter-kind-all"))).chain(values);
        choose(ui, "review-kind", t!("panel-filter-kind"), half, &mut filter.kind, values);
    });
    ui.horizontal(|ui| {
        let party = PartyFilter {
            key: "review-party",
            name: t!("review-filter-party"),
            all: t!("review-filter-party-all"),
            width_pt: Some(half),
        };
        party.show(ui, project, (&mut filter.party, &mut filter.with_members), parties);

        let known = project.annotators();
        let pairs = known
            .iter()
            .enumerate()
            .flat_map(|(index, first)| known.iter().skip(index + 1).map(move |second| (first.clone(), second.clone())));
        let values = pairs.map(|(a, b)| {
            let text = t!("review-pair", first = a.as_str(), second = b.as_str());
            (Some((a, b)), text)
        });
        let values = std::iter::once((None, t!("review-filter-pair-all"))).chain(values);
        choose(ui, "review-pair", t!("review-filter-pair"), half, &mut filter.annotators, values);
    });
    ui.horizontal(|ui| {
        let values = Cause::ALL.map(|cause| (Some(cause), words::cause_name(cause)));
        let values = std::iter::once((None, t!("review-filter-cause-all"))).chain(values);
        choose(ui, "review-cause-filter", t!("review-filter-cause"), half, &mut filter.cause, values);
        ui.add(Checkbox::new(&mut filter.agreements, t!("review-filter-agreements")));
    });
}

fn counts(ui: &mut Ui, board: &Board, busy: Option<usize>) {
    let counts = &board.counts;
    let shown = board.entries.len();
    let text = if counts.agreed_open == 0 {
        t!("review-counts", shown = shown, all = counts.all, decided = counts.decided)
    } else {
        let (all, decided, agreed) = (counts.all, counts.decided, counts.agreed_open);
        t!("review-counts-agreed", shown = shown, all = all, decided = decided, agreed = agreed)
    };
    progress(ui, counts.decided, counts.all);
    ui.add(Label::new(text).small(ui).weak().wrap());
    if let Some(done) = busy.filter(|_| board.document_boards().len() > 1) {
        let label = Label::new(t!("review-comparing", count = done)).small(ui).weak().elide();
        ui.add(label);
    }
}

/// How much is decided, as a bar; the line below it says the same in words.
fn progress(ui: &mut Ui, decided: usize, all: usize) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), PROGRESS_PT), Sense::hover());
    let tokens = Tokens::of(ui);
    ui.painter().rect_filled(rect, PROGRESS_PT / 2.0, tokens.line);
    let share = if all == 0 { 0.0 } else { decided as f32 / all as f32 };
    let mut done = rect;
    let width = rect.width() * share.min(1.0);
    if sides::is_mirrored(ui.ctx()) {
        done.min.x = rect.right() - width;
    } else {
        done.max.x = rect.left() + width;
    }
    ui.painter().rect_filled(done, PROGRESS_PT / 2.0, tokens.ok);
}

/// Who reviews, and that it is not their own work.
fn reviewer(ui: &mut Ui, session: &Session, state: &ReviewState) {
    let (own, known) = (session.annotator(), session.project().annotators());
    ui.add(Label::new(t!("review-reviewer", reviewer = own.as_str())).small(ui).weak().elide());
    let compared = |annotator: &AnnotatorId| state.annotators.is_empty() || state.annotators.contains(annotator);
    let is_among = known.iter().any(|annotator| annotator == own) && compared(own);
    if is_among && known.iter().filter(|annotator| compared(annotator)).count() > 1 {
        ui.add(Label::new(t!("review-own-work")).small(ui).color(ui.visuals().warn_fg_color).wrap());
    }
}

/// Display options of the text, and actions on many places at once.
fn tools(ui: &mut Ui, state: &ReviewState, out: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        view(ui, state, out);
        for (id, text) in [
            ("bulk", t!("review-tool-bulk")),
            ("manual", t!("review-tool-manual")),
            ("threads", t!("review-tool-threads")),
        ] {
            if ui.add(Button::new(text).small()).on_hover_command(id).clicked() {
                out.extend(row_of(id).map(|row| row.command.clone()));
            }
        }
    });
}

/// What is shown of the texts, and what happens after a decision.
fn view(ui: &mut Ui, state: &ReviewState, out: &mut Vec<Command>) {
    let button = ui.add(Button::new(t!("review-view")).small().chevron());
    Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
        ui.set_min_width(VIEW_PT);
        for (id, text, mut is_on) in [
            ("overlaid", t!("review-tool-overlaid"), state.overlaid),
            ("show-gold", t!("review-tool-gold"), state.shows_gold),
            ("goes-on", t!("review-tool-goes-on"), !state.stays),
        ] {
            if ui.add(Checkbox::new(&mut is_on, text)).on_hover_command(id).clicked() {
                out.extend(row_of(id).map(|row| row.command.clone()));
            }
        }
    });
}

fn list(ui: &mut Ui, session: &Session, board: &Board, state: &mut ReviewState, out: &mut Vec<Command>) {
    let project = session.project();
    if board.entries.is_empty() {
        let viewer = session.annotator();
        let hidden = project.documents.keys().any(|id| !project.may_see(viewer, id));
        let text = if hidden { t!("review-empty-hidden") } else { nothing(board, state) };
        ui.add(Label::new(text).weak().wrap());
        return;
    }
    let index = state.spot.as_ref().and_then(|spot| spot.index(board));
    if let Some(index) = index {
        state.last_index = index;
    }
    let height = 2.0 * ui.spacing().interact_size.y + 2.0 * ui.spacing().button_padding.y;
    let mut area = ScrollArea::vertical().id_salt("review-queue").auto_shrink(false);
    if state.scrolled_to != state.spot {
        state.scrolled_to.clone_from(&state.spot);
        if let Some(index) = index {
            let step = height + ui.spacing().item_spacing.y;
            area = area.vertical_scroll_offset((index as f32 * step - (ui.available_height() - step) / 2.0).max(0.0));
        }
    }
    let mut clicked = None;
    area.show_rows(ui, height, board.entries.len(), |ui, range| {
        for (offset, entry) in board.entries.get(range.clone()).unwrap_or_default().iter().enumerate() {
            let Some(row) = board.row(*entry) else { continue };
            let selected = index == Some(range.start + offset);
            let Some(response) = entry_row(ui, project, board, *entry, &row, selected, height) else { continue };
            if response.clicked() {
                clicked = Spot::of(board, *entry);
            }
            context_menu(ui, &response, |ui| {
                let spot = Spot::of(board, *entry);
                row_menu::show(ui, project, &row, spot.filter(|_| !selected), out);
            });
        }
    });
    if let Some(spot) = clicked {
        // The selected place is visible already.
        state.scrolled_to = Some(spot.clone());
        out.push(Command::Review(ReviewCommand::Show(spot)));
    }
}

/// Why the list is empty.
fn nothing(board: &Board, state: &ReviewState) -> String {
    let most = board
        .document_boards()
        .iter()
        .map(|document_board| document_board.comparison().annotators.len())
        .max()
        .unwrap_or_default();
    let counts = &board.counts;
    if most == 0 {
        t!("review-empty-no-layers")
    } else if counts.places == 0 && counts.agreed == 0 {
        t!("review-empty-nothing-marked")
    } else if counts.places == 0 {
        t!("review-empty-all-agree", count = counts.agreed)
    } else if counts.standings.get("decided") == Some(&counts.places) && state.standing == StandingChoice::ToDo {
        t!("review-empty-all-decided", count = counts.places)
    } else {
        t!("review-empty-filter")
    }
}

/// Two lines: the differences and the standing of a place, then its words.
fn entry_row(
    ui: &mut Ui,
    project: &Project,
    board: &Board,
    entry: BoardEntry,
    row: &QueueRow<'_>,
    selected: bool,
    height: f32,
) -> Option<Response> {
    let document = project.documents.get(&row.comparison.document)?;
    let summary =
        words::values(project, row).unwrap_or_else(|| words::summary(project, row.comparison, row.place, row.decision));
    let standing = words::standing_name(row.standing);
    let passage = passage(project, row);
    let name =
        t!("review-row-name", summary = summary.as_str(), standing = standing.as_str(), quote = passage.as_str());
    let head = if board.document_boards().len() > 1 {
        t!("review-row-head-document", summary = summary, document = document.display_title())
    } else {
        summary
    };
    let id = ui.make_persistent_id((&row.comparison.document, entry.place));
    let response = list_row(ui, id, height, selected, &name, |ui, color| {
        let (end, start) = (Label::new(standing).small(ui), Label::new(head).small(ui).elide());
        let shown =
            |ui: &mut Ui, label: Label| ui.add(if let Some(color) = color { label.color(color) } else { label });
        line_of_row(ui, |ui| shown(ui, start), |ui| shown(ui, end.weak().extend()));
        let words = Label::new(passage).family(Family::Reading).line_height(1.3).elide().fill();
        ui.add(if let Some(color) = color { words.color(color) } else { words });
    });
    Some(response)
}

/// The words of a place: of the first annotator with a statement there, or of its gold.
pub(crate) fn passage(project: &Project, row: &QueueRow<'_>) -> String {
    let Some(document) = project.documents.get(&row.comparison.document) else { return String::new() };
    match row_menu::spans(project, row) {
        Some(spans) => quote(document, &spans),
        None => t!("review-place-unknown"),
    }
}

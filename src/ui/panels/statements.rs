//! The statements of the current article in text order, narrowed by filters.
//!
//! Without a filter the list is the layer itself. With one, each frame scans a part of the layer of limited size, so
//! that typing never lags; case-folded words are cached.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::Arc;

use egui::{Id, Response, ScrollArea, Sense, Ui, vec2};

use crate::edit::gesture::several::StatementChange;
use crate::edit::session::Session;
use crate::locale::plain;
use crate::model::codebook::{Codebook, CodebookList};
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, KindId, PartyId, StatementId, TopicId};
use crate::model::layer::Layer;
use crate::model::members::MeantParties;
use crate::model::project::Project;
use crate::model::review::Review;
use crate::model::statement::{Stance, Statement};
use crate::query::marks_of;
use crate::t;
use crate::text::arabic;
use crate::ui::command::Command;
use crate::ui::command::field::PickedField;
use crate::ui::command::table::kind_row;
use crate::ui::parts::command_tip::command_keys;
use crate::ui::parts::menu::{context_menu, entry, entry_of, submenu};
use crate::ui::parts::picker::{self, Pick, Picker, PickerState};
use crate::ui::parts::{list_row, take_copy};
use crate::ui::shaped::{Button, ComboBox, Family, Icon, Label, MenuItem, TextField};
use crate::ui::state::{Armed, Filter, View};
use crate::ui::theme::{Tokens, party_line};
use crate::ui::words::{chain_names, joined_quotes, kind_name, quote};

/// The amount of work per frame: a statement counts as one, and as more if it must be folded first.
const WORK_A_FRAME: usize = 8000;
const WORK_OF_FOLDING: usize = 10;

/// The filters and their results.
#[derive(Debug, Default)]
pub struct StatementsState {
    pub filter: Filter,
    pickers: PickerState,
    found: Found,
    selected: Option<StatementId>,
    /// Where a range begins that is chosen with Shift.
    anchor: Option<StatementId>,
}

/// The statements that pass the filters.
#[derive(Debug, Default)]
struct Found {
    /// The layer and filter, and the revision, that these results belong to.
    question: String,
    revision: u64,
    ids: Vec<StatementId>,
    /// Where to continue in the layer, and what was found so far.
    scan: Option<(usize, Vec<StatementId>)>,
    /// The folded words of statements. As long as a statement is unchanged, it is the same `Arc`.
    folded: HashMap<StatementId, (Arc<Statement>, Box<str>)>,
}

impl Found {
    /// Continues the scan. Returns whether there is more to scan.
    fn look(&mut self, document: &Document, layer: &Layer, asked: &Asked<'_>) -> bool {
        let Some((mut at, mut ids)) = self.scan.take() else { return false };
        let mut work = 0;
        for statement in layer.shared_from(at) {
            if work >= WORK_A_FRAME {
                self.scan = Some((at, ids));
                return true;
            }
            at += 1;
            work += 1;
            if asked.fits(statement) && (asked.text.is_empty() || self.has_words(document, statement, asked, &mut work))
            {
                ids.push(statement.id);
            }
        }
        self.ids = ids;
        // Statements removed from the layer need not stay in the cache.
        if self.folded.len() > 2 * layer.len() + 100 {
            self.folded.retain(|id, _| layer.statement(*id).is_some());
        }
        false
    }

    fn has_words(
        &mut self,
        document: &Document,
        statement: &Arc<Statement>,
        asked: &Asked<'_>,
        work: &mut usize,
    ) -> bool {
        if asked.has_party(statement) {
            return true;
        }
        let known = self.folded.get(&statement.id).filter(|(known, _)| Arc::ptr_eq(known, statement));
        if let Some((_, words)) = known {
            return words.contains(&asked.text);
        }
        *work += WORK_OF_FOLDING;
        let mut words = String::new();
        for part in document.quotes(&statement.spans).into_iter().chain([statement.note.as_str()]) {
            words.push_str(&arabic::fold(part));
            // No query contains a line break, so no match spans two parts.
            words.push('\n');
        }
        let found = words.contains(&asked.text);
        self.folded.insert(statement.id, (Arc::clone(statement), words.into_boxed_str()));
        found
    }

    /// The statements to show; while a scan is running, those found so far.
    fn shown(&self) -> &[StatementId] {
        match &self.scan {
            Some((_, ids)) if self.ids.is_empty() => ids,
            _ => &self.ids,
        }
    }
}

/// A filter prepared for matching.
struct Asked<'a> {
    filter: &'a Filter,
    /// The filter text, folded.
    text: String,
    /// The parties whose names contain the text.
    parties: BTreeSet<&'a PartyId>,
    /// The party of the filter, with its members if they are meant.
    meant: Option<MeantParties>,
    author: bool,
    codebook: &'a Codebook,
    own: &'a AnnotatorId,
    /// What reviewers have said about the article, if the person may see it.
    review: Option<&'a Review>,
}

impl<'a> Asked<'a> {
    fn new(session: &'a Session, document: &Document, filter: &'a Filter) -> Self {
        let (project, own) = (session.project(), session.annotator());
        let review = project.reviews.get(&document.id).filter(|_| project.may_see(own, &document.id));
        let codebook = &project.codebook;
        let text = arabic::fold(filter.text.trim());
        let has = |name: &str| !text.is_empty() && arabic::fold(name).contains(&text);
        let parties = project.parties.iter().filter(|party| has(&party.name)).map(|party| &party.id).collect();
        let author = has(&plain(&t!("panel-chain-author")));
        let meant = filter.party.as_ref();
        let meant = meant.map(|party| MeantParties::one(&project.parties, party, filter.with_members));
        Self { filter, text, parties, meant, author, codebook, own, review }
    }

    fn fits(&self, statement: &Statement) -> bool {
        let Filter { kind, topic, stance, .. } = self.filter;
        self.meant.as_ref().is_none_or(|meant| meant.are_named_in(statement))
            && kind.as_ref().is_none_or(|kind| statement.kind == *kind)
            && topic.as_ref().is_none_or(|topic| statement.topic.as_ref() == Some(topic))
            && stance.is_none_or(|stance| statement.stance == stance)
            && (!self.filter.has_note || !statement.note.trim().is_empty())
            && (!self.filter.is_incomplete || self.codebook.is_incomplete(statement))
            && (!self.filter.is_sent_back || self.is_sent_back(statement))
    }

    fn is_sent_back(&self, statement: &Statement) -> bool {
        self.review.is_some_and(|review| marks_of(review, self.own.as_str(), statement).is_sent_back)
    }

    fn has_party(&self, statement: &Statement) -> bool {
        if statement.chain.is_empty() {
            return self.author;
        }
        !self.parties.is_empty() && statement.chain.iter().any(|link| self.parties.contains(&link.party))
    }
}

/// The id of the text field, for focusing it.
pub(crate) fn filter_id() -> Id {
    Id::unique("statement-filter")
}

/// Shows the filters and the list.
pub fn show(ui: &mut Ui, session: &Session, view: &View, state: &mut StatementsState, out: &mut Vec<Command>) {
    let project = session.project();
    let Some(document) = view.document.as_ref().and_then(|id| project.documents.get(id)) else {
        ui.add(Label::new(t!("panel-statements-no-article")).weak().wrap());
        return;
    };
    filters(ui, project, state);
    let Some(layer) = project.layer(&document.id, session.annotator()).filter(|layer| !layer.is_empty()) else {
        ui.add(Label::new(t!("panel-statements-empty")).weak().wrap());
        others(ui, session, document);
        return;
    };
    let narrowed = is_narrowing(&state.filter);
    if narrowed {
        let question = format!("{} {} {:?}", document.id, session.annotator(), state.filter);
        let found = &mut state.found;
        let other = found.question != question;
        if other || found.revision != session.revision() {
            if other {
                found.ids.clear();
            }
            (found.question, found.revision) = (question, session.revision());
            found.scan = Some((0, Vec::new()));
        }
        if found.scan.is_some() && found.look(document, layer, &Asked::new(session, document, &state.filter)) {
            ui.ctx().request_repaint();
        }
    } else if !state.found.question.is_empty() {
        state.found = Found::default();
    }
    let shown = if narrowed { state.found.shown().len() } else { layer.len() };
    let count = t!("panel-statements-count", shown = shown, all = layer.len());
    ui.horizontal(|ui| {
        ui.add(Label::new(count).small(ui).weak());
        if let Some(together) = view.together() {
            ui.add(Label::new(t!("statements-chosen", count = together.len())).small(ui));
        }
        if shown > 1 && ui.add(Button::new(t!("statements-all")).small()).clicked() {
            let statements: BTreeSet<StatementId> = match narrowed {
                true => state.found.shown().iter().copied().collect(),
                false => layer.statements().map(|statement| statement.id).collect(),
            };
            let current = view.selected.filter(|id| statements.contains(id)).or(statements.first().copied());
            out.extend(current.map(|current| Command::ChooseStatements { statements, current }));
        }
    });
    to_answer(ui, session, document, layer, view, out);
    others(ui, session, document);
    list(ui, session, document, layer, view, state, out);
}

fn is_narrowing(filter: &Filter) -> bool {
    let Filter { text, party, kind, topic, stance, is_incomplete, is_sent_back, has_note, with_members: _ } = filter;
    !text.trim().is_empty()
        || party.is_some()
        || kind.is_some()
        || topic.is_some()
        || stance.is_some()
        || *is_incomplete
        || *is_sent_back
        || *has_note
}

fn filters(ui: &mut Ui, project: &Project, state: &mut StatementsState) {
    let filter = &mut state.filter;
    let name = t!("panel-filter-text");
    let width = ui.available_width();
    TextField::singleline(&mut filter.text).id(filter_id()).name(name.clone()).hint(name).desired_width(width).show(ui);
    let party = picker::PartyFilter {
        key: "filter-party",
        name: t!("panel-filter-party"),
        all: t!("panel-filter-party-all"),
        width_pt: None,
    };
    party.show(ui, project, (&mut filter.party, &mut filter.with_members), &mut state.pickers);
    let half = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
    let codebook = &project.codebook;
    ui.horizontal(|ui| {
        let kind = filter.kind.as_ref().and_then(|id| codebook.kind(id)).map(|kind| (kind.id.as_str(), &kind.name));
        let names = (t!("panel-filter-kind"), t!("panel-filter-kind-all"));
        match entry_filter(ui, codebook, CodebookList::Kinds, kind, names, half, &mut state.pickers) {
            Some(Pick::Item(id)) => filter.kind = KindId::new(id).ok(),
            Some(_) => filter.kind = None,
            None => {}
        }
        let topic = filter.topic.as_ref().and_then(|id| codebook.topic(id));
        let topic = topic.map(|topic| (topic.id.as_str(), &topic.name));
        let names = (t!("panel-filter-topic"), t!("panel-filter-topic-all"));
        match entry_filter(ui, codebook, CodebookList::Topics, topic, names, half, &mut state.pickers) {
            Some(Pick::Item(id)) => filter.topic = TopicId::new(id).ok(),
            Some(_) => filter.topic = None,
            None => {}
        }
    });
    ui.horizontal_wrapped(|ui| {
        let name = |stance: Option<Option<Stance>>| match stance {
            None => t!("panel-filter-stance-all"),
            Some(None) => t!("panel-filter-stance-none"),
            Some(Some(stance)) => project.codebook.stance_title(stance),
        };
        let combo = ComboBox::new("filter-stance", t!("panel-filter-stance")).selected_text(name(filter.stance));
        combo.width(half).show(ui, |ui| {
            let some = Stance::ALL.into_iter().map(Some);
            for stance in [None, Some(None)].into_iter().chain(some.map(Some)) {
                if ui.add(MenuItem::new(name(stance)).selected(filter.stance == stance)).clicked() {
                    filter.stance = stance;
                }
            }
        });
        for (is_on, name) in [
            (&mut filter.is_incomplete, t!("panel-filter-incomplete")),
            (&mut filter.is_sent_back, t!("panel-filter-sent-back")),
            (&mut filter.has_note, t!("panel-filter-note")),
        ] {
            if ui.add(Button::new(name).selected(*is_on)).clicked() {
                *is_on = !*is_on;
            }
        }
    });
    let any = !filter.text.is_empty() || is_narrowing(filter);
    if any && ui.add(Button::new(t!("panel-filter-clear")).small()).clicked() {
        *filter = Filter::default();
    }
}

/// A filter of the entries of a list of the codebook. `names` are its own and that of all entries.
fn entry_filter(
    ui: &mut Ui,
    codebook: &Codebook,
    list: CodebookList,
    chosen: Option<(&str, &String)>,
    (name, all): (String, String),
    width: f32,
    state: &mut PickerState,
) -> Option<Pick> {
    let text = chosen.map_or_else(|| all.clone(), |(_, name)| name.clone());
    let picker = Picker::new(Id::unique(("filter", list.key())), name, list.key()).none(all).width(width);
    let picker = picker.chosen(chosen.map(|(id, _)| id.to_owned()), text);
    picker.show(ui, state, || picker::codebook(codebook, list))?.pick
}

/// Says whose other layers this article has.
fn others(ui: &mut Ui, session: &Session, document: &Document) {
    let others = session.project().layers_of(&document.id);
    for (annotator, layer) in others.filter(|(annotator, _)| *annotator != session.annotator()) {
        let text = if session.project().may_see(session.annotator(), &document.id) {
            t!("panel-statements-other", annotator = annotator.as_str(), count = layer.len())
        } else {
            t!("panel-statements-other-hidden", annotator = annotator.as_str())
        };
        let label = Label::new(text).small(ui).weak().elide();
        ui.add(label);
    }
}

/// The number of statements with unresolved comments, such as those sent back; a click shows the next one.
fn to_answer(ui: &mut Ui, session: &Session, document: &Document, layer: &Layer, view: &View, out: &mut Vec<Command>) {
    let (project, own) = (session.project(), session.annotator());
    let Some(review) = project.reviews.get(&document.id).filter(|_| project.may_see(own, &document.id)) else { return };
    let open = review.threads().filter(|thread| thread.resolved.is_none());
    let about = open.flat_map(|thread| thread.anchor.statements()).filter(|(annotator, _)| *annotator == own);
    let places: BTreeSet<usize> = about.filter_map(|(_, id)| layer.place(id)).collect();
    let here = view.selected.and_then(|id| layer.place(id));
    let after = here.and_then(|here| places.range(here + 1..).next());
    let Some(next) = after.or(places.first()).and_then(|place| layer.nth(*place)) else { return };
    let button = Button::new(t!("panel-statements-to-answer", count = places.len())).small();
    if ui.add(button.color(ui.visuals().warn_fg_color)).clicked() {
        out.push(Command::SelectStatement(Some(next.id)));
    }
}

fn list(
    ui: &mut Ui,
    session: &Session,
    document: &Document,
    layer: &Layer,
    view: &View,
    state: &mut StatementsState,
    out: &mut Vec<Command>,
) {
    let project = session.project();
    let narrowed = is_narrowing(&state.filter);
    let found = state.found.shown();
    let count = if narrowed { found.len() } else { layer.len() };
    if count == 0 {
        ui.add(Label::new(t!("panel-statements-none")).weak().wrap());
        return;
    }
    let height = 2.0 * ui.spacing().interact_size.y + 2.0 * ui.spacing().button_padding.y;
    let mut area = ScrollArea::vertical().id_salt(("statements", document.id.as_str())).auto_shrink(false);
    if state.selected != view.selected {
        (state.selected, state.anchor) = (view.selected, view.selected);
        let place = |id| if narrowed { found.iter().position(|other| *other == id) } else { layer.place(id) };
        if let Some(index) = view.selected.and_then(place) {
            let step = height + ui.spacing().item_spacing.y;
            area = area.vertical_scroll_offset((index as f32 * step - (ui.available_height() - step) / 2.0).max(0.0));
        }
    }
    let mut clicked = None;
    area.show_rows(ui, height, count, |ui, range| {
        let statements: Vec<&Statement> = if narrowed {
            found.get(range).unwrap_or_default().iter().filter_map(|id| layer.statement(*id)).collect()
        } else {
            layer.shared_from(range.start).take(range.len()).map(|statement| &**statement).collect()
        };
        for statement in statements {
            let review = project.reviews.get(&document.id);
            let has_thread = review
                .filter(|_| project.may_see(session.annotator(), &document.id))
                .is_some_and(|review| review.has_open_thread(session.annotator(), statement.id));
            let selected = view.is_chosen(statement.id);
            let response = row(ui, project, document, statement, selected, has_thread, height);
            if response.clicked() {
                clicked = Some(statement.id);
            }
            context_menu(ui, &response, |ui| menu(ui, session, view, statement, out));
            if response.has_focus() && take_copy(ui) {
                ui.copy_text(joined_quotes(document, &statement.spans));
            }
        }
    });
    if let Some(id) = clicked {
        // The selected statement is visible already.
        state.selected = Some(id);
        let modifiers = ui.input(|input| input.modifiers);
        let ids = |range: Range<usize>| -> Vec<StatementId> {
            match narrowed {
                true => found.get(range).unwrap_or_default().to_vec(),
                false => layer.shared_from(range.start).take(range.len()).map(|statement| statement.id).collect(),
            }
        };
        let place = |id| if narrowed { found.iter().position(|other| *other == id) } else { layer.place(id) };
        let from = state.anchor.filter(|_| modifiers.shift).and_then(place);
        if let Some((from, to)) = from.zip(place(id)) {
            let kept = view.together().filter(|_| modifiers.command).into_iter().flatten().copied();
            let statements = ids(from.min(to)..from.max(to) + 1).into_iter().chain(kept).collect();
            out.push(Command::ChooseStatements { statements, current: id });
            return;
        }
        state.anchor = Some(id);
        out.push(if modifiers.command { Command::AlsoStatement(id) } else { Command::SelectStatement(Some(id)) });
    }
}

/// The menu of a statement.
fn menu(ui: &mut Ui, session: &Session, view: &View, statement: &Statement, out: &mut Vec<Command>) {
    let project = session.project();
    let is_among = view.together().is_some_and(|together| together.contains(&statement.id));
    let alone = |out: &mut Vec<Command>| {
        out.extend([Command::Select(None), Command::SelectStatement(Some(statement.id))]);
    };
    // Of several that are chosen the menu is about all.
    let choose = |out: &mut Vec<Command>| {
        if is_among { out.push(Command::Select(None)) } else { alone(out) }
    };
    if entry(ui, Icon::Open, t!("statement-go-to")) {
        alone(out);
    }
    ui.separator();
    submenu(ui, Icon::Tag, t!("statement-kind"), |ui| {
        for kind in &project.codebook.kinds {
            let keys = kind_row(&project.codebook, kind).button_keys(ui.ctx());
            let item = MenuItem::new(kind.name.clone()).shortcut(keys).selected(statement.kind == kind.id);
            if ui.add(item).clicked() {
                choose(out);
                out.push(Command::MakeKind(kind.id.clone()));
            }
        }
    });
    submenu(ui, Icon::User, t!("statement-speaker"), |ui| {
        for digit in 1..=9 {
            let Some(party) = project.parties.with_digit(digit) else { continue };
            let item = MenuItem::new(party.name.clone()).shortcut(digit.to_string());
            let item = item.swatch(party_line(Tokens::of(ui), party.color));
            if ui.add(item.selected(statement.speaker() == Some(&party.id))).clicked() {
                choose(out);
                out.push(Command::SetParty(party.id.clone()));
            }
        }
    });
    let set = |out: &mut Vec<Command>, change: StatementChange| {
        choose(out);
        out.push(Command::Change(change));
    };
    let keys = command_keys(ui.ctx(), "pick-topic");
    let topic = ui.add(MenuItem::new(t!("statement-topic")).icon(Icon::Topic).shortcut(keys));
    if topic.clicked() {
        choose(out);
        out.push(Command::PickAt { field: PickedField::Topic, at: topic.rect });
    }
    submenu(ui, Icon::Stance, t!("panel-stance"), |ui| {
        let known = Stance::ALL.map(|stance| (Some(stance), project.codebook.stance_title(stance)));
        for (stance, name) in std::iter::once((None, t!("panel-filter-stance-none"))).chain(known) {
            if ui.add(MenuItem::new(name).selected(statement.stance == stance)).clicked() {
                set(out, StatementChange::Stance(stance));
            }
        }
    });
    submenu(ui, Icon::Relation, t!("statement-relate"), |ui| {
        for kind in &project.codebook.relation_kinds {
            if ui.add(MenuItem::new(kind.name.clone())).clicked() {
                alone(out);
                out.push(Command::Arm(Armed::Relation(kind.id.clone())));
            }
        }
    });
    ui.separator();
    if entry(ui, Icon::Copy, t!("statement-copy")) {
        choose(out);
        out.push(Command::Copy);
    }
    if entry_of(ui, Icon::Duplicate, t!("statement-duplicate"), "duplicate") {
        alone(out);
        out.push(Command::Duplicate);
    }
    if entry_of(ui, Icon::Delete, t!("statement-delete"), "delete") {
        choose(out);
        out.push(Command::DeleteSelected);
    }
}

/// Two lines: speaker and kind, then the words.
fn row(
    ui: &mut Ui,
    project: &Project,
    document: &Document,
    statement: &Statement,
    selected: bool,
    has_thread: bool,
    height: f32,
) -> Response {
    let id = ui.make_persistent_id(statement.id);
    let chain = chain_names(project, statement);
    let kind = kind_name(project, statement);
    let words = quote(document, &statement.spans);
    let name = t!("panel-statement-name", kind = kind, chain = chain.as_str(), quote = words.as_str());
    let name = if has_thread { t!("panel-statement-thread", name = name) } else { name };
    let tokens = Tokens::of(ui);
    let party = statement.speaker().and_then(|id| project.party(id));
    list_row(ui, id, height, selected, &name, |ui, ground| {
        ui.horizontal(|ui| {
            let side = ui.spacing().icon_width_inner;
            let (swatch, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
            let fill = party.map_or(tokens.muted, |party| party_line(tokens, party.color));
            ui.painter().rect_filled(swatch, 2.0, fill);
            if has_thread {
                let (mark, _) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
                let fill = ground.unwrap_or(ui.visuals().warn_fg_color);
                ui.painter().circle_filled(mark.center(), side * 0.3, fill);
            }
            let head = Label::new(t!("panel-statement-head", kind = kind, chain = chain.as_str())).small(ui).elide();
            ui.add(if let Some(ground) = ground { head.color(ground) } else { head.weak() });
        });
        let words = Label::new(words).family(Family::Reading).line_height(1.3).elide().fill();
        ui.add(if let Some(ground) = ground { words.color(ground) } else { words });
    })
}

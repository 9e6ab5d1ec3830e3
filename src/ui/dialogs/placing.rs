//! Placing a statement by hand: its article in the dialog, where a person looks for its words, selects them and places it
//! there.

use egui::{Align, Id, Key, KeyboardShortcut, Layout, Modifiers, Ui, vec2};

use crate::edit::gesture::statement::trimmed;
use crate::edit::session::Session;
use crate::formats::incoming::add_passage;
use crate::model::document::Document;
use crate::model::id::AnnotatorId;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::t;
use crate::text::content::Content;
use crate::text::search::{Pattern, Query, Search};
use crate::text::segment;
use crate::ui::article::DocumentView;
use crate::ui::command::Command;
use crate::ui::parts::dialog::{buttons, error};
use crate::ui::review::compare::SLOTS;
use crate::ui::shaped::{Button, Family, Label, TextField};
use crate::ui::state::{Caret, Hits, View};

/// The number of this view of a text, beside those of the pages.
const SLOT: usize = SLOTS;
/// How many words of a quote are looked for at first if it does not stand in the text as a whole.
const FIRST_WORDS: usize = 3;
/// The longest quote that is looked for as a whole, in bytes.
const LONGEST_QUERY_BYTES: usize = 200;
/// The lowest that the text gets, in points.
const LOWEST_PT: f32 = 120.0;
/// The widest that the find field gets, in points.
const FIELD_PT: f32 = 260.0;

/// A statement that is to be placed.
pub(crate) struct ToPlace<'a> {
    /// The parties and the codebook with which it is shown.
    pub project: &'a Project,
    pub document: &'a Document,
    pub annotator: &'a AnnotatorId,
    pub statement: &'a Statement,
    pub quote: &'a str,
    /// Whether its quote stands in the text.
    pub is_in_text: bool,
    /// Where it was placed before.
    pub passages: &'a [Span],
}

/// A statement while it is being placed.
pub(crate) struct Placing {
    title: String,
    quote: String,
    statement: Statement,
    /// The article alone, with the passages chosen so far as the only statement on it.
    session: Session,
    view: View,
    article: DocumentView,
    passages: Vec<Span>,
    finding: Finding,
    error: String,
}

/// What is looked for in the article.
#[derive(Default)]
struct Finding {
    text: String,
    /// What the search is for that is running or done.
    asked: String,
    search: Option<Search>,
    /// How many of its hits the view has.
    told: usize,
    /// Whether the first hit was scrolled to.
    has_shown: bool,
}

/// What a person has decided.
pub(crate) enum Outcome {
    Undecided,
    /// Nothing is placed.
    Back,
    Placed(Vec<Span>),
}

impl Placing {
    pub(crate) fn new(view: &View, to_place: &ToPlace<'_>) -> Self {
        let ToPlace { project, document, annotator, statement, quote, is_in_text, passages } = *to_place;
        let mut alone =
            Project { parties: project.parties.clone(), codebook: project.codebook.clone(), ..Project::default() };
        alone.documents.insert(document.id.clone(), document.clone());
        let mut placing = Self {
            title: document.display_title().to_owned(),
            quote: quote.to_owned(),
            statement: statement.clone(),
            session: Session::new(alone, annotator.clone()),
            view: view.for_reading(document.id.clone()),
            article: DocumentView::in_slot(SLOT),
            passages: passages.to_vec(),
            finding: Finding { text: first_query(quote, is_in_text), ..Finding::default() },
            error: String::new(),
        };
        if let Some(first) = passages.first() {
            placing.view.scroll_to_byte = Some(first.start_byte);
            placing.finding.has_shown = true;
        }
        placing.draw_passages();
        placing
    }

    /// Shows the article at this height, with the field to find words in it and the buttons.
    pub(crate) fn show(&mut self, ui: &mut Ui, height: f32) -> Outcome {
        ui.add(Label::new(self.title.as_str()).small(ui).weak().elide());
        let quote = t!("placing-quote", quote = self.quote.as_str());
        ui.add(Label::new(quote).family(Family::Reading).line_height(1.3).elide().fill());
        let (adds, places) = enter_keys(ui, self.has_text_focus(ui));
        self.find_bar(ui);
        self.look(ui);
        let line = ui.spacing().interact_size.y + ui.spacing().item_spacing.y;
        let size = vec2(ui.available_width(), (height - 5.0 * line).max(LOWEST_PT));
        let mut asked = Vec::new();
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
            ui.set_min_size(size);
            self.article.show(ui, &self.session, &self.view, &mut asked);
        });
        (self.view.scroll_to_byte, self.view.place_caret) = (None, None);
        for command in asked {
            if let Command::Select(span) = command {
                self.view.selection = span;
                self.error.clear();
            }
        }
        self.chosen(ui);
        error(ui, &self.error);
        self.below(ui, adds, places)
    }

    /// Whether Escape clears the selection or leaves the find field, instead of leaving the article.
    pub(crate) fn keeps_escape(&self, ui: &Ui) -> bool {
        let is_finding = ui.memory(|memory| memory.has_focus(field_id()));
        is_finding || self.view.selection.is_some() && self.has_text_focus(ui)
    }

    fn has_text_focus(&self, ui: &Ui) -> bool {
        ui.memory(|memory| memory.has_focus(self.article.own_id()))
    }

    fn content(&self) -> Option<&Content> {
        let document = self.view.document.as_ref()?;
        self.session.project().documents.get(document).map(|document| &document.content)
    }

    /// Draws the passages chosen so far on the article.
    fn draw_passages(&mut self) {
        let Some(id) = self.view.document.clone() else { return };
        let mut project = self.session.project().clone();
        let mut layer = Layer::default();
        if !self.passages.is_empty() {
            layer.put(crate::edit::orphan::at(&self.statement, self.passages.clone()));
        }
        let annotator = self.session.annotator().clone();
        project.layers.insert((id, annotator.clone()), layer);
        self.session = Session::new(project, annotator);
    }

    fn find_bar(&mut self, ui: &mut Ui) {
        let id = field_id();
        let mut step = None;
        ui.horizontal_wrapped(|ui| {
            if ui.memory(|memory| memory.has_focus(id)) {
                // Enter would take the focus from the field.
                let back = ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::Enter));
                let on = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
                step = back.then_some(false).or(on.then_some(true));
            }
            if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::F)) {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
            let back = ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::F3));
            let on = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F3));
            step = step.or(back.then_some(false)).or(on.then_some(true));
            let width = (ui.available_width() - 180.0).clamp(110.0, FIELD_PT);
            let field = TextField::singleline(&mut self.finding.text).id(id).name(t!("find-field"));
            let output = field.hint(t!("find-field")).desired_width(width).select_all_on_focus(true).show(ui);
            if output.cancelled {
                ui.memory_mut(|memory| memory.request_focus(self.article.own_id()));
            }
            let key = |modifiers: Modifiers| ui.ctx().format_shortcut(&KeyboardShortcut::new(modifiers, Key::F3));
            let (previous, next) = (key(Modifiers::SHIFT), key(Modifiers::NONE));
            if ui.add(Button::new(t!("placing-previous")).shortcut(previous)).clicked() {
                step = Some(false);
            }
            if ui.add(Button::new(t!("placing-next")).shortcut(next)).clicked() {
                step = Some(true);
            }
            let hits = &self.view.find.hits;
            let told = match (self.finding.asked.is_empty(), hits.len()) {
                (true, _) => String::new(),
                (false, 0) if self.finding.search.is_some() => t!("find-searching"),
                (false, 0) => t!("find-none"),
                (false, all) => t!("find-count-all", all = all),
            };
            ui.add(Label::new(told).weak());
        });
        if let Some(forward) = step {
            self.step(forward);
        }
    }

    /// Follows what is in the find field; searches a part of the article in each frame.
    fn look(&mut self, ui: &Ui) {
        let Some(content) = self.content().cloned() else { return };
        if self.finding.text != self.finding.asked {
            self.finding.asked.clone_from(&self.finding.text);
            let query = Query { text: self.finding.asked.clone(), ..Query::default() };
            let pattern = Pattern::new(&query).ok().flatten();
            self.finding.search = pattern.map(|pattern| Search::new(content, pattern));
            self.finding.told = 0;
            self.view.find.hits = Hits::default();
        }
        let Some(search) = &mut self.finding.search else { return };
        let goes_on = search.step();
        let new = search.hits().get(self.finding.told..).unwrap_or_default();
        self.finding.told += new.len();
        self.view.find.hits.extend(new.iter().cloned().map(Span::from).collect());
        if let Some(first) = self.view.find.hits.all().first().filter(|_| !self.finding.has_shown) {
            self.finding.has_shown = true;
            self.view.scroll_to_byte = Some(first.start_byte);
            self.view.place_caret = Some(Caret { anchor_byte: first.start_byte, focus_byte: first.start_byte });
        }
        if goes_on {
            ui.ctx().request_repaint();
        } else {
            self.finding.search = None;
        }
    }

    /// Selects the next or the previous hit, around the ends of the text.
    fn step(&mut self, forward: bool) {
        let hits = self.view.find.hits.all();
        let here = self.view.selection.map_or(self.article.caret_byte(), |span| span.start_byte);
        let at = hits.partition_point(|hit| hit.start_byte < here);
        let next = if forward {
            let is_seen = hits.get(at).is_some_and(|hit| self.view.selection == Some(*hit));
            hits.get(at + usize::from(is_seen)).or(hits.first())
        } else {
            at.checked_sub(1).and_then(|before| hits.get(before)).or(hits.last())
        };
        let Some(hit) = next.copied() else { return };
        self.view.selection = Some(hit);
        self.view.scroll_to_byte = Some(hit.start_byte);
        self.view.place_caret = Some(Caret { anchor_byte: hit.start_byte, focus_byte: hit.end_byte });
    }

    /// The passages chosen so far, or what is to be done.
    fn chosen(&self, ui: &mut Ui) {
        match self.content().filter(|_| !self.passages.is_empty()) {
            Some(content) => {
                let told = t!("placing-chosen", quote = quote_of(content, &self.passages));
                ui.add(Label::new(told).elide().fill());
            }
            None => {
                ui.add(Label::new(t!("placing-explained")).weak().elide().fill());
            }
        }
    }

    /// The buttons and what they do, or the keys that stand for them.
    fn below(&mut self, ui: &mut Ui, adds: bool, places: bool) -> Outcome {
        let key = |ui: &Ui, modifiers| ui.ctx().format_shortcut(&KeyboardShortcut::new(modifiers, Key::Enter));
        let (only, shifted) = (Modifiers::COMMAND, Modifiers::COMMAND | Modifiers::SHIFT);
        let has_selection = self.view.selection.is_some();
        let mut outcome = Outcome::Undecided;
        buttons(ui, |ui| {
            let place = Button::new(t!("placing-place")).strong().shortcut(key(ui, only));
            let can_place = has_selection || !self.passages.is_empty();
            if ui.add_enabled(can_place, place).clicked() || places {
                outcome = self.place();
            }
            let add = Button::new(t!("placing-add")).shortcut(key(ui, shifted));
            if ui.add_enabled(has_selection, add).clicked() || adds {
                self.add();
            }
            if ui.add_enabled(!self.passages.is_empty(), Button::new(t!("placing-take-back"))).clicked() {
                self.passages.clear();
                self.draw_passages();
            }
            if ui.add(Button::new(t!("placing-back"))).clicked() {
                outcome = Outcome::Back;
            }
        });
        outcome
    }

    /// Adds the selected passage to those that are chosen. Returns whether there was one.
    fn add(&mut self) -> bool {
        let passage =
            self.view.selection.zip(self.content()).and_then(|(span, content)| trimmed(content.as_str(), span));
        let Some(passage) = passage else {
            self.error = t!("placing-select-first");
            return false;
        };
        add_passage(&mut self.passages, passage);
        self.view.selection = None;
        self.error.clear();
        self.draw_passages();
        true
    }

    fn place(&mut self) -> Outcome {
        let is_done = if self.view.selection.is_some() { self.add() } else { !self.passages.is_empty() };
        if is_done {
            return Outcome::Placed(std::mem::take(&mut self.passages));
        }
        self.error = t!("placing-select-first");
        Outcome::Undecided
    }
}

/// The words of passages.
pub(super) fn quote_of(content: &Content, passages: &[Span]) -> String {
    let words: Vec<&str> = passages.iter().filter_map(|span| content.get(span.range())).collect();
    words.join(" … ").replace(['\n', '\r', '\t'], " ")
}

fn field_id() -> Id {
    Id::unique("placing-find")
}

/// Whether the keys were pressed that add the selected passage and that place the statement: with Ctrl anywhere, without it
/// in the text.
fn enter_keys(ui: &Ui, is_in_text: bool) -> (bool, bool) {
    let pressed = |modifiers: Modifiers| ui.input_mut(|input| input.consume_key(modifiers, Key::Enter));
    // Those with Shift come first, since a match ignores Shift.
    let adds = pressed(Modifiers::COMMAND | Modifiers::SHIFT) || is_in_text && pressed(Modifiers::SHIFT);
    let places = pressed(Modifiers::COMMAND) || is_in_text && pressed(Modifiers::NONE);
    (adds, places)
}

/// What is looked for at first: a quote that stands in the text, or else its first words.
fn first_query(quote: &str, is_in_text: bool) -> String {
    let line = quote.trim().split(['\n', '\r']).next().unwrap_or_default();
    if is_in_text && line.len() <= LONGEST_QUERY_BYTES {
        return line.to_owned();
    }
    let end =
        segment::words(line).get(..FIRST_WORDS).and_then(|words| words.last()).map_or(line.len(), |word| word.end);
    line.get(..end.min(segment::grapheme_floor(line, LONGEST_QUERY_BYTES.min(line.len()))))
        .unwrap_or_default()
        .to_owned()
}

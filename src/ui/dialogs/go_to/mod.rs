//! Goes to anything by its name: articles, parties, topics, one's own statements, commands.
//!
//! The search is [`names::NameSearch`], which goes on in every frame until it is over; what it finds is shown meanwhile.

mod names;

use egui::{Id, Key, ScrollArea, Ui, vec2};

use self::names::{Among, Fit, NameQuery, NameSearch, Named};
use crate::edit::session::Session;
use crate::model::document::Document;
use crate::model::id::DocumentId;
use crate::model::layer::Layer;
use crate::model::party::Rgb;
use crate::model::work::LayerState;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::situation::Situation;
use crate::ui::command::table::{self, Brought};
use crate::ui::dialogs::scope::{DialogRow, DialogScope};
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::{opened_anew, take_key};
use crate::ui::shaped::{Label, Row, TextField};
use crate::ui::state::{Page, View};
use crate::ui::theme::{Tokens, party_line};
use crate::ui::words::{chain_names, kind_name, one_line, quote};

pub(crate) static DIALOG: DialogRow = DialogRow::new(show);

/// How many rows are seen at once; the list keeps this height whatever is found.
const ROWS: usize = 12;
/// How many bytes of names are folded in a frame: about two milliseconds of work.
const BYTES_A_FRAME: usize = 150_000;
/// How many articles are offered before anything is typed.
const MOST_OFFERED: usize = 60;

/// What is typed, and what was found.
#[derive(Default)]
pub(crate) struct GoToState {
    typed: String,
    index: usize,
    last_pass: u64,
    /// What was looked for, in which state of the project, and how far the search is.
    search: Option<(String, u64, NameSearch)>,
}

/// A row of the list.
#[derive(Clone)]
struct Entry {
    title: String,
    detail: String,
    name: String,
    swatch: Option<Rgb>,
    /// What to do when it is chosen; nothing if it cannot be chosen now.
    commands: Vec<Command>,
}

/// The sign that is typed before the words to look among some things only, and what they are.
const SIGNS: [(char, Option<Among>); 5] = [
    ('>', None),
    ('@', Some(Among::Parties)),
    ('#', Some(Among::Topics)),
    ('"', Some(Among::Statements)),
    ('«', Some(Among::Statements)),
];

/// What is looked for: among what (`None` means commands only), and the words.
fn asked(typed: &str) -> (Option<Among>, &str) {
    let typed = typed.trim_start();
    let sign = typed.chars().next().and_then(|first| SIGNS.iter().find(|(sign, _)| *sign == first));
    match sign {
        Some((sign, among)) => (*among, typed.get(sign.len_utf8()..).unwrap_or_default()),
        None => (Some(Among::All), typed),
    }
}

fn show(scope: &mut DialogScope<'_>, ui: &Ui) {
    let Some(open) = scope.open else { return };
    let state: &mut GoToState = scope.drafts.of();
    let anew = opened_anew(ui, &mut state.last_pass);
    if anew {
        *state = GoToState { last_pass: state.last_pass, ..GoToState::default() };
    }
    let dialog = DialogFrame::untitled("go-to", 640.0).show(ui, |ui| {
        let (down, up) = (take_key(ui, Key::ArrowDown), take_key(ui, Key::ArrowUp));
        let pages = isize::from(take_key(ui, Key::PageDown)) - isize::from(take_key(ui, Key::PageUp));
        let id = Id::unique("go-to-field");
        let width = ui.available_width();
        let name = t!("go-to-field");
        let field = TextField::singleline(&mut state.typed).id(id).name(name.clone()).hint(name);
        let typed = field.desired_width(width).show(ui);
        if anew {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        if typed.changed {
            state.index = 0;
        }
        let is_searching = state.search(open.session);
        if is_searching {
            ui.ctx().request_repaint();
        }
        let commands = commands(ui, &state.typed, scope.now, scope.brought);
        let found = Found::new(state, open.session, scope.view, commands);
        let last = found.len().saturating_sub(1);
        let by = isize::from(down) - isize::from(up) + pages * (ROWS as isize - 1);
        state.index = step(state.index, by, last);
        let mut chosen = None;
        if typed.submitted {
            chosen = found.entry(state.index, open.session).map(|entry| entry.commands).filter(|c| !c.is_empty());
            if chosen.is_none() {
                ui.memory_mut(|memory| memory.request_focus(id));
            }
        }
        let clicked = rows(ui, &found, open.session, state.index, by != 0 || anew || typed.changed);
        ui.add(Label::new(foot(found.len(), is_searching, &state.typed)).small(ui).weak().elide());
        (clicked.or(chosen), typed.cancelled)
    });
    let (chosen, cancelled) = dialog.inner;
    if chosen.is_some() || cancelled || dialog.should_close {
        scope.out.push(Command::CloseDialog);
    }
    scope.out.extend(chosen.into_iter().flatten());
}

/// The row after moving by this many; single steps go around the ends.
fn step(index: usize, by: isize, last: usize) -> usize {
    match by {
        1 if index >= last => 0,
        -1 if index == 0 => last,
        by => index.saturating_add_signed(by).min(last),
    }
}

/// The line below the list: how much was found, or how to look among some things only.
fn foot(count: usize, is_searching: bool, typed: &str) -> String {
    if typed.trim().is_empty() {
        t!("go-to-signs")
    } else if is_searching {
        t!("go-to-searching", count = count)
    } else {
        t!("go-to-count", count = count)
    }
}

impl GoToState {
    /// Begins another search if something else is asked for, and goes on with it. Returns whether it goes on.
    fn search(&mut self, session: &Session) -> bool {
        let (among, words) = asked(&self.typed);
        let is_current =
            |(typed, revision, _): &(String, u64, _)| *typed == self.typed && *revision == session.revision();
        if !self.search.as_ref().is_some_and(is_current) {
            let search = NameSearch::new(if among.is_some() { words } else { "" }, among.unwrap_or_default());
            self.search = Some((self.typed.clone(), session.revision(), search));
        }
        let step = |(_, _, search): &mut (_, _, NameSearch)| {
            search.step(session.project(), session.annotator(), BYTES_A_FRAME)
        };
        self.search.as_mut().is_some_and(step)
    }
}

/// The commands with what was typed in their names, and how well each fits.
fn commands(ui: &Ui, typed: &str, now: &Situation, brought: Brought<'_>) -> Vec<(Fit, Entry)> {
    let (among, words) = asked(typed);
    let query = NameQuery::new(words);
    if matches!(among, Some(among) if among != Among::All) || (among.is_some() && query.is_empty()) {
        return Vec::new();
    }
    let rows = table::rows(now, brought);
    let mut found: Vec<_> = rows
        .iter()
        .filter_map(|row| {
            let title = row.title.words();
            let fit = query.fit(&crate::locale::plain(&title), &[])?;
            let can = row.can(now);
            let keys = row.shortcuts(now).next().map(|shortcut| ui.ctx().format_shortcut(&shortcut));
            let detail = match &can {
                Ok(()) => keys.unwrap_or_default(),
                Err(why) => why.words(),
            };
            let commands = if can.is_ok() { vec![row.command.clone()] } else { Vec::new() };
            Some((can.is_err(), fit, Entry { name: title.clone(), title, detail, swatch: None, commands }))
        })
        .collect();
    found.sort_by_key(|(cannot, fit, _)| (*cannot, *fit));
    found.into_iter().map(|(_, fit, entry)| (fit, entry)).collect()
}

/// What the list shows. Rows are made only when they are on screen.
struct Found {
    rows: Vec<FoundRow>,
}

enum FoundRow {
    Named(Named),
    Command(Entry),
}

impl Found {
    fn new(state: &GoToState, session: &Session, view: &View, commands: Vec<(Fit, Entry)>) -> Self {
        let project = session.project();
        if state.typed.trim().is_empty() {
            let visited = view.visited.iter().filter(|id| view.document.as_ref() != Some(*id));
            let mut offered: Vec<&DocumentId> = visited.filter(|id| project.documents.contains_key(id)).collect();
            let others = project.documents.keys().take(2 * MOST_OFFERED);
            let others: Vec<_> = others.filter(|id| !offered.contains(id)).collect();
            offered.extend(others);
            let rows = offered.into_iter().take(MOST_OFFERED).cloned().map(Named::Article).map(FoundRow::Named);
            return Self { rows: rows.collect() };
        }
        let hits = state.search.as_ref().map(|(_, _, search)| search.hits()).unwrap_or_default();
        let named = hits.iter().map(|hit| (hit.place(), FoundRow::Named(hit.named.clone())));
        let commands = commands.into_iter().map(|(fit, entry)| ((fit, true), FoundRow::Command(entry)));
        let mut rows: Vec<_> = named.chain(commands).collect();
        // Stable, so that names come before commands that fit as well.
        rows.sort_by_key(|(place, _)| *place);
        Self { rows: rows.into_iter().map(|(_, row)| row).collect() }
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn entry(&self, index: usize, session: &Session) -> Option<Entry> {
        match self.rows.get(index)? {
            FoundRow::Named(named) => entry(session, named),
            FoundRow::Command(entry) => Some(entry.clone()),
        }
    }
}

/// The row of an article, a party, a topic or a statement.
fn entry(session: &Session, named: &Named) -> Option<Entry> {
    let project = session.project();
    let (title, detail, swatch, commands) = match named {
        Named::Article(id) => {
            let document = project.documents.get(id)?;
            (one_line(document.display_title()), about_article(session, document), None, open(id).to_vec())
        }
        Named::Party(id) => {
            let party = project.party(id)?;
            let commands = vec![Command::ListBy { party: Some(id.clone()), topic: None }];
            (party.name.clone(), t!("go-to-party"), Some(party.color), commands)
        }
        Named::Topic(id) => {
            let topic = project.codebook.topic(id)?;
            let commands = vec![Command::ListBy { party: None, topic: Some(id.clone()) }];
            (topic.name.clone(), t!("go-to-topic"), None, commands)
        }
        Named::Statement(document, id) => {
            let statement = project.layer(document, session.annotator())?.statement(*id)?;
            let text = project.documents.get(document)?;
            let kind = kind_name(project, statement);
            let detail = t!("go-to-statement", kind = kind, chain = chain_names(project, statement));
            let party = statement.speaker().and_then(|id| project.party(id));
            let mut commands = open(document).to_vec();
            commands.push(Command::SelectStatement(Some(*id)));
            (quote(text, &statement.spans), detail, party.map(|party| party.color), commands)
        }
    };
    let name = t!("go-to-name", title = title.as_str(), detail = detail.as_str());
    Some(Entry { title, detail, name, swatch, commands })
}

/// Shows an article on its page.
fn open(document: &DocumentId) -> [Command; 2] {
    [Command::ShowPage(Page::Article), Command::ShowDocument(document.clone())]
}

/// What is said of an article beside its title.
fn about_article(session: &Session, document: &Document) -> String {
    let (project, own, known) = (session.project(), session.annotator(), &document.metadata);
    let count = project.layer(&document.id, own).map_or(0, Layer::len);
    let state = match project.state(&document.id, own) {
        LayerState::Done => t!("panel-count-done", count = count),
        _ => t!("panel-count", count = count),
    };
    let parts = [known.publisher.trim(), known.published.trim(), state.as_str()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// The rows on screen, scrolled to the one at `index` if wanted. Returns what to do if one was clicked.
fn rows(ui: &mut Ui, found: &Found, session: &Session, index: usize, scrolls: bool) -> Option<Vec<Command>> {
    let mut clicked = None;
    let row_height = ui.spacing().interact_size.y + 2.0 * ui.spacing().button_padding.y;
    let step = row_height + ui.spacing().item_spacing.y;
    let most = ui.ctx().content_rect().height() * 0.6;
    let height = (step * ROWS as f32).min((most / step).floor().max(3.0) * step);
    ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
        ui.set_min_height(height);
        let mut area = ScrollArea::vertical().id_salt("go-to-rows").max_height(height).auto_shrink(false);
        if scrolls {
            area = area.vertical_scroll_offset((index as f32 * step - (height - step) / 2.0).max(0.0));
        }
        area.show_rows(ui, row_height, found.len(), |ui, range| {
            for at in range {
                let Some(entry) = found.entry(at, session) else { continue };
                let can = !entry.commands.is_empty();
                let mut row = Row::new(entry.title).secondary(entry.detail).name(entry.name).selected(at == index);
                if let Some(color) = entry.swatch {
                    row = row.swatch(party_line(Tokens::of(ui), color));
                }
                if ui.add_enabled(can, row).clicked() {
                    clicked = Some(entry.commands);
                }
            }
        });
        if found.len() == 0 {
            ui.add(Label::new(t!("go-to-none")).weak().wrap());
        }
    });
    clicked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_narrows_what_is_looked_for() {
        assert_eq!(asked("بوتين"), (Some(Among::All), "بوتين"));
        assert_eq!(asked(" @kr"), (Some(Among::Parties), "kr"));
        assert_eq!(asked("#عق"), (Some(Among::Topics), "عق"));
        assert_eq!(asked("«ضمانات"), (Some(Among::Statements), "ضمانات"));
        assert_eq!(asked(">done"), (None, "done"));
        assert_eq!(asked(""), (Some(Among::All), ""));
    }

    #[test]
    fn single_steps_go_around_the_ends_and_pages_do_not() {
        assert_eq!([step(0, -1, 4), step(4, 1, 4), step(1, 1, 4)], [4, 0, 2]);
        assert_eq!([step(1, 11, 4), step(3, -11, 4)], [4, 0]);
        assert_eq!(step(0, 1, 0), 0);
    }
}

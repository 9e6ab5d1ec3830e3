//! The list of all shortcuts, with a search; what the mouse does comes first.

use egui::{Id, ScrollArea, Ui};

use crate::text::arabic;
use crate::ui::command::situation::Situation;
use crate::ui::command::table::CommandRow;
use crate::ui::command::{Command, table};
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::DialogFrame;
use crate::ui::parts::{line, opened_anew, section};
use crate::ui::shaped::{Button, Label, TextField};
use crate::ui::state::Page;
use crate::{locale, t};

pub(crate) static DIALOG: DialogRow = DialogRow::new(|scope, ui| {
    let rows = table::rows(scope.now, scope.brought);
    let rows: Vec<&CommandRow<'_>> = rows.iter().map(|row| &**row).collect();
    match show(ui, &rows, scope.now, scope.drafts.of()) {
        Some(Chosen::Close) => scope.out.push(Command::CloseDialog),
        Some(Chosen::Settings) => scope.out.extend([Command::CloseDialog, Command::ShowPage(Page::Settings)]),
        None => {}
    }
});

/// What is searched for in the list.
#[derive(Debug, Default)]
struct ShortcutsDraft {
    search: String,
    last_pass: u64,
}

enum Chosen {
    Close,
    Settings,
}

/// The beginnings of the ids of the rows of parties, which are one line until they are searched for.
const PARTIES: [&str; 2] = ["party:", "reporter:"];

/// Shows every command that has a shortcut, over the window.
fn show(ui: &Ui, rows: &[&CommandRow<'_>], now: &Situation, draft: &mut ShortcutsDraft) -> Option<Chosen> {
    let anew = opened_anew(ui, &mut draft.last_pass);
    if anew {
        draft.search.clear();
    }
    let dialog = DialogFrame::new("shortcuts", t!("panel-shortcuts-title"), 560.0).show(ui, |ui| {
        let id = Id::unique("shortcuts-search");
        let (name, width) = (t!("shortcuts-search"), ui.available_width());
        let search = TextField::singleline(&mut draft.search).id(id).name(name.clone()).hint(name);
        let typed = search.desired_width(width).show(ui);
        if anew {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        let height = ui.ctx().content_rect().height() * 0.62;
        let area = ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink(false);
        area.show(ui, |ui| list(ui, rows, now, draft.search.trim()));
        ui.add_space(ui.spacing().item_spacing.y);
        ui.horizontal(|ui| {
            let close = ui.add(Button::new(t!("panel-close"))).clicked() || typed.cancelled;
            let settings = ui.add(Button::new(t!("shortcuts-change"))).clicked();
            if close { Some(Chosen::Close) } else { settings.then_some(Chosen::Settings) }
        })
        .inner
    });
    dialog.inner.or(dialog.should_close.then_some(Chosen::Close))
}

fn list(ui: &mut Ui, rows: &[&CommandRow<'_>], now: &Situation, search: &str) {
    let mut has_any = false;
    if search.is_empty() {
        section(ui, t!("shortcuts-mouse"));
        for (what, how) in [
            (t!("shortcuts-word"), t!("shortcuts-word-how")),
            (t!("shortcuts-paragraph"), t!("shortcuts-paragraph-how")),
            (t!("shortcuts-letters"), t!("shortcuts-letters-how")),
            (t!("shortcuts-menu"), t!("shortcuts-menu-how")),
        ] {
            entry(ui, what, how);
        }
    }
    let mut group = None;
    let mut folded = [false; PARTIES.len()];
    for row in rows {
        let (title, keys) = (row.title.words(), row.shown_keys(ui.ctx(), now));
        let fits = |word: &str| arabic::contains(&title, word) || arabic::contains(&keys, word);
        if keys.is_empty() || !search.split_whitespace().all(fits) {
            continue;
        }
        has_any = true;
        if group.replace(row.group) != Some(row.group) {
            section(ui, locale::text(row.group.title(), &[]));
        }
        let party = PARTIES.iter().position(|start| row.id.starts_with(start)).filter(|_| search.is_empty());
        match party.and_then(|index| folded.get_mut(index).map(|is_told| (index, is_told))) {
            Some((_, true)) => {}
            Some((index, is_told)) => {
                *is_told = true;
                let (what, how) = match index {
                    0 => (t!("shortcuts-speaker"), t!("shortcuts-speaker-how")),
                    _ => (t!("shortcuts-reporter"), t!("shortcuts-reporter-how")),
                };
                entry(ui, what, how);
            }
            None => entry(ui, title, keys),
        }
    }
    if !has_any {
        ui.add(Label::new(t!("shortcuts-none")).weak().wrap());
    }
}

fn entry(ui: &mut Ui, what: String, how: String) {
    line(ui, |ui| ui.add(Label::new(what).elide()), |ui| ui.add(Label::new(how).weak().extend()));
}

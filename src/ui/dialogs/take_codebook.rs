//! The dialog that takes entries of another codebook: what is new there and what differs, with a choice for each.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use egui::{ScrollArea, Ui};

use crate::edit::gesture::taking::{EntryField, EntryKey, OfferedEntry, Taking, offered, take};
use crate::edit::session::Session;
use crate::model::codebook::{CodebookItem, CodebookList};
use crate::model::gesture::Gesture;
use crate::store::codebook_file::CodebookFile;
use crate::store::templates::TEMPLATES;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::codebook::CodebookCommand;
use crate::ui::command::path::PathQuestion;
use crate::ui::dialogs::scope::DialogRow;
use crate::ui::parts::dialog::{DialogFrame, buttons, error};
use crate::ui::parts::draft::apply;
use crate::ui::parts::section;
use crate::ui::shaped::{Button, Checkbox, ComboBox, Label, MenuItem};

pub(crate) static DIALOG: DialogRow = DialogRow::with_new::<TakeCodebookDraft>(|scope, ui| {
    let Some(open) = scope.open else { return };
    show(ui, open.session, open.is_writable, &scope.settings.recent, scope.drafts.of(), scope.out);
});

/// The width of the dialog, and of the list of what a codebook can be taken from, in points.
const WIDTH_PT: f32 = 640.0;
const FROM_PT: f32 = 250.0;
/// The part of the window's height that the entries have.
const LISTED: f32 = 0.45;

/// What was read, and what is chosen of it.
#[derive(Debug, Default)]
pub(crate) struct TakeCodebookDraft {
    /// What the codebook is called that was read or is being read; empty before.
    from: String,
    is_reading: bool,
    file: Option<CodebookFile>,
    /// Why it could not be read.
    error: String,
    chosen: BTreeSet<EntryKey>,
    with_manual: bool,
    /// The entries beside those of the project; kept for one revision.
    entries: Option<(u64, Vec<OfferedEntry>)>,
    /// What taking what is chosen would do; kept until that changes.
    taking: Option<Taking>,
}

impl TakeCodebookDraft {
    /// While the codebook of this name is read.
    pub(crate) fn reading(from: String) -> Self {
        Self { from, is_reading: true, ..Self::default() }
    }

    /// Takes what was read, or why it cannot be read.
    pub(crate) fn read(&mut self, read: Result<CodebookFile, String>) {
        self.is_reading = false;
        match read {
            Ok(file) => self.file = Some(file),
            Err(error) => self.error = error,
        }
    }

    /// Compares what was read with the project, once, and again after a change.
    fn compare(&mut self, session: &Session) {
        let Some(file) = &self.file else { return };
        let (project, revision) = (session.project(), session.revision());
        if self.entries.as_ref().is_none_or(|(at, _)| *at != revision) {
            let entries = offered(&project.codebook, &file.codebook);
            if self.entries.is_none() {
                self.chosen = entries.iter().filter(|entry| entry.is_new()).map(OfferedEntry::key).collect();
                self.with_manual = project.guidelines.trim().is_empty() && file.manual.is_some();
            }
            (self.entries, self.taking) = (Some((revision, entries)), None);
        }
        if self.taking.is_none() {
            let manual = file.manual.as_deref().filter(|_| self.with_manual);
            self.taking = Some(take(project, &file.codebook, &self.chosen, manual));
        }
    }
}

/// Shows the dialog.
fn show(
    ui: &Ui,
    session: &Session,
    is_writable: bool,
    recent: &[PathBuf],
    draft: &mut TakeCodebookDraft,
    out: &mut Vec<Command>,
) {
    draft.compare(session);
    let dialog = DialogFrame::new("take-codebook", t!("codebook-take-heading"), WIDTH_PT).show(ui, |ui| {
        let height = ui.ctx().content_rect().height() * LISTED;
        ui.add(Label::new(t!("codebook-take-explained")).weak().wrap());
        source(ui, recent, &draft.from, out);
        error(ui, &draft.error);
        if draft.is_reading {
            ui.add(Label::new(t!("codebook-take-reading")).weak());
        }
        if draft.file.is_some() {
            choices(ui, session, draft, height);
        }
        let edit = draft.taking.as_ref().and_then(|taking| taking.edit.clone());
        buttons(ui, |ui| {
            let button = Button::new(t!("codebook-take-do")).primary();
            let does = ui.add_enabled(is_writable && edit.is_some(), button).clicked();
            let leaves = ui.add(Button::new(t!("dialog-cancel"))).clicked();
            (edit.filter(|_| does), leaves)
        })
    });
    let (edit, leaves) = dialog.inner;
    if leaves || dialog.should_close || edit.is_some() {
        out.push(Command::CloseDialog);
    }
    if let Some(edit) = edit {
        out.push(apply(Gesture::new("gesture-codebook-take").with("name", draft.from.as_str()), edit));
    }
}

/// Where the codebook comes from.
fn source(ui: &mut Ui, recent: &[PathBuf], from: &str, out: &mut Vec<Command>) {
    let name = |folder: &Path| folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
    ui.horizontal(|ui| {
        let shown = if from.is_empty() { t!("codebook-take-choose") } else { from.to_owned() };
        let combo = ComboBox::new("take-codebook-from", t!("codebook-take-from")).selected_text(shown);
        combo.width(FROM_PT).show(ui, |ui| {
            for template in &TEMPLATES {
                if ui.add(MenuItem::new(template.title())).clicked() {
                    out.push(Command::Codebook(CodebookCommand::ReadTemplate(template)));
                }
            }
            for folder in recent {
                if ui.add(MenuItem::new(t!("new-codebook-like", project = name(folder)))).clicked() {
                    out.push(Command::Codebook(CodebookCommand::Read(folder.clone())));
                }
            }
        });
        if ui.add(Button::new(t!("codebook-take-file"))).clicked() {
            out.push(Command::AskPath(PathQuestion::TakeCodebook));
        }
        if ui.add(Button::new(t!("codebook-take-folder"))).clicked() {
            out.push(Command::AskPath(PathQuestion::TakeCodebookFolder));
        }
    });
}

/// The entries that the project does not have, or has otherwise, and the manual.
fn choices(ui: &mut Ui, session: &Session, draft: &mut TakeCodebookDraft, height: f32) {
    let TakeCodebookDraft { entries, chosen, file, with_manual, taking, .. } = draft;
    let entries = entries.as_ref().map_or(&[][..], |(_, entries)| entries);
    let count = |is: fn(&OfferedEntry) -> bool| entries.iter().filter(|entry| is(entry)).count();
    let (new, same) = (count(OfferedEntry::is_new), count(OfferedEntry::is_same));
    let differing = entries.len() - new - same;
    let was = (chosen.clone(), *with_manual);
    ui.add(Label::new(t!("codebook-take-found", new = new, differing = differing, same = same)).wrap());
    ScrollArea::vertical().id_salt("take-codebook-list").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        for list in CodebookList::ALL {
            let shown = || entries.iter().filter(|entry| entry.theirs.list() == list && !entry.is_same());
            if shown().next().is_some() {
                section(ui, list.title());
            }
            shown().for_each(|entry| one(ui, entry, chosen));
        }
    });
    let manual = file.as_ref().and_then(|file| file.manual.as_deref());
    let ours = session.project().guidelines.as_str();
    if manual.is_some_and(|manual| manual != ours) {
        let text =
            if ours.trim().is_empty() { t!("codebook-take-manual") } else { t!("codebook-take-manual-replaces") };
        ui.add(Checkbox::new(with_manual, text));
    }
    if was != (chosen.clone(), *with_manual) {
        *taking = None;
    }
    let Some(taking) = taking else { return };
    if !taking.needed.is_empty() {
        let names = taking.needed.join(", ");
        ui.add(Label::new(t!("codebook-take-needed", names = names)).weak().wrap());
    }
    for (name, key) in &taking.without_key {
        let text = t!("codebook-take-key", name = name.as_str(), key = key.to_string());
        ui.add(Label::new(text).weak().wrap());
    }
}

/// An entry, with what differs.
fn one(ui: &mut Ui, entry: &OfferedEntry, chosen: &mut BTreeSet<EntryKey>) {
    let key = entry.key();
    let mut is_chosen = chosen.contains(&key);
    let name = entry.theirs.name();
    let fields: Vec<String> = entry.differs.iter().map(|field| field.title()).collect();
    let text = if entry.is_twin {
        t!("codebook-take-twin", name = name)
    } else if entry.is_new() {
        t!("codebook-take-new", name = name)
    } else {
        t!("codebook-take-differs", name = name, fields = fields.join(", "))
    };
    let changed = ui.push_id((key.0.key(), &key.1), |ui| ui.add(Checkbox::new(&mut is_chosen, text)).changed()).inner;
    if changed && is_chosen {
        chosen.insert(key);
    } else if changed {
        chosen.remove(&key);
    }
    let Some(ours) = &entry.ours else {
        if !entry.theirs.definition().is_empty() {
            indented(ui, entry.theirs.definition().to_owned());
        }
        return;
    };
    for field in &entry.differs {
        if let Some((here, there)) = words(*field, ours, &entry.theirs) {
            indented(ui, t!("codebook-take-here", text = here));
            indented(ui, t!("codebook-take-there", text = there));
        }
    }
}

fn indented(ui: &mut Ui, text: String) {
    ui.indent("words", |ui| ui.add(Label::new(text).small(ui).weak().wrap()));
}

/// What a field says here and there, if it can be told in a few words.
fn words(field: EntryField, ours: &CodebookItem, theirs: &CodebookItem) -> Option<(String, String)> {
    let both = |of: fn(&CodebookItem) -> String| Some((of(ours), of(theirs)));
    match field {
        EntryField::Name => both(|item| item.name().to_owned()),
        EntryField::Definition => both(|item| item.definition().to_owned()),
        EntryField::Choices => both(|item| match item {
            CodebookItem::Attribute(attribute) => {
                attribute.choices.iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>().join(", ")
            }
            _ => String::new(),
        }),
        EntryField::Key => both(|item| match item {
            CodebookItem::Kind(kind) => kind.key.map(String::from).unwrap_or_default(),
            CodebookItem::Attribute(attribute) => attribute.key.map(String::from).unwrap_or_default(),
            _ => String::new(),
        }),
        _ => None,
    }
}

//! The form of one entry: what every entry has, and what those of its list have besides.

use egui::{Ui, vec2};

use super::rows::{change, row, sample};
use super::state::{CodebookScope, uses};
use super::{actions, attribute};
use crate::edit::gesture::codebook;
use crate::edit::gesture::recode;
use crate::model::attribute::AttributeSubject;
use crate::model::codebook::{CodebookItem, CodebookList, EntryNotes, Example, Kind, LineForm, Topic, command_of_key};
use crate::model::gesture::Gesture;
use crate::t;
use crate::ui::parts::draft::{Field, apply, apply_typing};
use crate::ui::parts::sides;
use crate::ui::parts::{line_with, section};
use crate::ui::shaped::{Button, ComboBox, Icon, Label, MenuItem, ResponseExt as _, TextField};

const DEFINITION_ROWS: usize = 4;
/// The width of the list of topics, in points.
const PARENT_PT: f32 = 240.0;

/// Shows the form.
pub(super) fn show(ui: &mut Ui, scope: &mut CodebookScope<'_>, item: &CodebookItem) {
    let list = item.list();
    typed(ui, scope, item, Part::Name);
    row(ui, &t!("codebook-id"), |ui| ui.add(Label::new(item.id().to_owned()).weak().selectable(true)));
    typed(ui, scope, item, Part::Definition);
    match item {
        CodebookItem::Kind(kind) => {
            key(ui, scope, item, kind.key);
            line_form(ui, scope, kind);
        }
        CodebookItem::Topic(topic) => parent(ui, scope, topic),
        CodebookItem::RelationKind(_) | CodebookItem::Stance(_) => {}
        CodebookItem::Attribute(definition) => {
            attribute::show(ui, scope, definition);
            if definition.subject == AttributeSubject::Statements && definition.form.takes_key() {
                key(ui, scope, item, definition.key);
            }
        }
    }
    examples(ui, scope, item);
    let uses = uses(scope, list, item.id());
    actions::show(ui, scope, item, &uses);
    if list == CodebookList::Attributes {
        attribute::free(ui, scope);
    }
}

/// A text of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Name,
    Definition,
}

fn typed(ui: &mut Ui, scope: &mut CodebookScope<'_>, item: &CodebookItem, part: Part) {
    let (label, rows, value) = match part {
        // A stance without a name of its own has the word of the interface, which is the hint.
        Part::Name => match item {
            CodebookItem::Stance(entry) => (t!("codebook-name"), 1, entry.name.as_str()),
            _ => (t!("codebook-name"), 1, item.name()),
        },
        Part::Definition => (t!("codebook-definition"), DEFINITION_ROWS, item.definition()),
    };
    let key = format!("{}-{}-{label}", item.list().key(), item.id());
    row(ui, &label, |ui| {
        let hint = match item {
            CodebookItem::Stance(entry) if part == Part::Name => entry.stance.title(),
            _ => String::new(),
        };
        let field = Field { rows, hint: &hint, ..Field::line(&label) };
        let Some(text) = scope.state.drafts.entry(key.clone()).or_default().show(ui, &key, value, field, scope.out)
        else {
            return;
        };
        // An entry without a name cannot be told from others.
        if part == Part::Name && text.trim().is_empty() && item.list() != CodebookList::Stances {
            return;
        }
        let mut changed = item.clone();
        let (name, definition, _) = changed.texts_mut();
        match part {
            Part::Name => text.trim().clone_into(name),
            Part::Definition => *definition = text,
        }
        if let Some(edit) = codebook::change(scope.session.project(), changed) {
            let gesture = match part {
                Part::Name => Gesture::new("gesture-codebook-rename").with("name", item.name()),
                Part::Definition => Gesture::new("gesture-codebook-define").with("name", item.name()),
            };
            scope.out.push(apply_typing(gesture, edit, &key));
        }
    });
    let may_lack_it = item.list() == CodebookList::Stances;
    if part == Part::Name && value.trim().is_empty() && !may_lack_it {
        row(ui, "", |ui| ui.add(Label::new(t!("codebook-name-missing")).color(ui.visuals().error_fg_color).wrap()));
    }
}

/// The letters that a kind or an attribute may have: no command has them.
fn free_letters() -> impl Iterator<Item = char> {
    ('A'..='Z').filter(|letter| command_of_key(*letter).is_none())
}

fn key(ui: &mut Ui, scope: &mut CodebookScope<'_>, item: &CodebookItem, current: Option<char>) {
    let codebook = &scope.session.project().codebook;
    let holder = |letter: char| {
        let kinds = codebook.kinds.iter().map(|kind| (kind.key, kind.id.as_str(), &kind.name));
        let attributes = codebook.attributes.iter().map(|found| (found.key, found.id.as_str(), &found.name));
        let mut others = kinds.chain(attributes).filter(|(_, id, _)| *id != item.id());
        others.find(|(key, ..)| *key == Some(letter)).map(|(.., name)| name.clone())
    };
    let mut chosen = None;
    row(ui, &t!("codebook-key"), |ui| {
        let shown = current.map_or_else(|| t!("codebook-no-key"), String::from);
        ComboBox::new("codebook-key", t!("codebook-key")).selected_text(shown).show(ui, |ui| {
            if ui.add(MenuItem::new(t!("codebook-no-key")).selected(current.is_none())).clicked() {
                chosen = Some(None);
            }
            for letter in free_letters() {
                let text = match holder(letter) {
                    Some(name) => t!("codebook-key-taken", key = letter.to_string(), name = name),
                    None => letter.to_string(),
                };
                let is_free = holder(letter).is_none();
                let entry = MenuItem::new(text).selected(current == Some(letter));
                if ui.add_enabled(is_free, entry).clicked() {
                    chosen = Some(Some(letter));
                }
            }
        });
    });
    if let Some(letter) = chosen {
        let mut changed = item.clone();
        match &mut changed {
            CodebookItem::Kind(kind) => kind.key = letter,
            CodebookItem::Attribute(found) => found.key = letter,
            CodebookItem::Topic(_) | CodebookItem::RelationKind(_) | CodebookItem::Stance(_) => {}
        }
        scope.out.extend(change(scope, "gesture-codebook-key", changed));
    }
}

/// The name of a form of lines.
fn line_title(form: LineForm) -> String {
    match form {
        LineForm::Solid => t!("codebook-line-solid"),
        LineForm::Double => t!("codebook-line-double"),
        LineForm::Wavy => t!("codebook-line-wavy"),
        LineForm::Dashed => t!("codebook-line-dashed"),
        LineForm::Dotted => t!("codebook-line-dotted"),
    }
}

fn line_form(ui: &mut Ui, scope: &mut CodebookScope<'_>, kind: &Kind) {
    const SAMPLE_PT: f32 = 48.0;
    let mut chosen = None;
    row(ui, &t!("codebook-line"), |ui| {
        ui.horizontal(|ui| {
            let combo = ComboBox::new("codebook-line", t!("codebook-line")).selected_text(line_title(kind.line));
            combo.show(ui, |ui| {
                for form in LineForm::ALL {
                    if ui.add(MenuItem::new(line_title(form)).selected(form == kind.line)).clicked() {
                        chosen = Some(form);
                    }
                }
            });
            let (_, rect) = ui.allocate_space(vec2(SAMPLE_PT, ui.spacing().interact_size.y));
            sample(ui, rect, kind.line, ui.visuals().text_color());
        });
    });
    if let Some(line) = chosen {
        scope.out.extend(change(scope, "gesture-codebook-line", CodebookItem::Kind(Kind { line, ..kind.clone() })));
    }
}

fn parent(ui: &mut Ui, scope: &mut CodebookScope<'_>, topic: &Topic) {
    let project = scope.session.project();
    let codebook = &project.codebook;
    let now = topic.parent.as_ref().and_then(|id| codebook.topic(id));
    let mut chosen = None;
    row(ui, &t!("codebook-parent"), |ui| {
        let none = t!("codebook-no-parent");
        let shown = now.map_or_else(|| none.clone(), |parent| parent.name.clone());
        let combo = ComboBox::new("codebook-parent", t!("codebook-parent")).selected_text(shown);
        combo.width(PARENT_PT).show(ui, |ui| {
            if ui.add(MenuItem::new(none.clone()).selected(now.is_none())).clicked() {
                chosen = Some(None);
            }
            for other in codebook.topics.iter().filter(|other| !codebook.is_within(&other.id, &topic.id)) {
                let is_now = topic.parent.as_ref() == Some(&other.id);
                if ui.add(MenuItem::new(other.name.clone()).selected(is_now)).clicked() {
                    chosen = Some(Some(other.id.clone()));
                }
            }
        });
    });
    if let Some(edit) = chosen.and_then(|parent| recode::set_parent(project, &topic.id, parent.as_ref())) {
        scope.out.push(apply(Gesture::new("gesture-codebook-parent").with("name", topic.name.as_str()), edit));
    }
}

/// The examples, and a field for one more, which may be what is marked in the article.
fn examples(ui: &mut Ui, scope: &mut CodebookScope<'_>, item: &CodebookItem) {
    section(ui, t!("codebook-examples"));
    let with = |change: &dyn Fn(&mut EntryNotes)| {
        let mut changed = item.clone();
        change(changed.texts_mut().2);
        changed
    };
    let project = scope.session.project();
    let mut changed = None;
    for (index, example) in item.notes().examples.iter().enumerate() {
        let source = example.document.as_ref().and_then(|id| project.documents.get(id));
        line_with(
            ui,
            &mut changed,
            |ui, _| {
                sides::column(ui, |ui| {
                    ui.add(Label::new(t!("codebook-quote", quote = example.quote.as_str())).wrap().selectable(true));
                    if !example.note.is_empty() {
                        ui.add(Label::new(example.note.clone()).small(ui).weak().wrap().selectable(true));
                    }
                    if let Some(source) = source {
                        ui.add(Label::new(source.display_title().to_owned()).small(ui).weak().elide());
                    }
                });
            },
            |ui, changed| {
                let name = t!("codebook-example-remove", quote = example.quote.as_str());
                let button = Button::new("").icon(Icon::Close).frame(false).name(name.clone());
                if ui.add(button).on_hover_shaped(name).clicked() {
                    *changed = Some(with(&|notes| drop(notes.examples.remove(index))));
                }
            },
        );
    }
    let marked = marked(scope);
    let typed = line_with(
        ui,
        scope,
        |ui, scope| {
            let name = t!("codebook-example-new");
            let field = TextField::singleline(&mut scope.state.new_example).name(name.clone()).hint(name);
            field.desired_width(ui.available_width()).show(ui).submitted
        },
        |ui, _| {
            let button = Button::new(t!("codebook-example-marked"));
            ui.add_enabled(marked.is_some(), button).on_hover_shaped(t!("codebook-example-marked-tip")).clicked()
        },
    );
    let new = match typed {
        (true, _) if !scope.state.new_example.trim().is_empty() => {
            let quote = std::mem::take(&mut scope.state.new_example).trim().to_owned();
            Some(Example { quote, document: None, note: String::new() })
        }
        (_, true) => marked,
        _ => None,
    };
    if let Some(new) = new.filter(|new| !item.notes().examples.contains(new)) {
        changed = Some(with(&|notes| notes.examples.push(new.clone())));
    }
    if let Some(changed) = changed {
        scope.out.extend(change(scope, "gesture-codebook-example", changed));
    }
}

/// What is marked in the article: the words of the selection, or of the selected statement.
fn marked(scope: &CodebookScope<'_>) -> Option<Example> {
    let project = scope.session.project();
    let document = project.documents.get(scope.view.document.as_ref()?)?;
    let selected = scope.view.selection.filter(|span| !span.is_empty()).map(|span| vec![span]);
    let spans = selected.or_else(|| {
        let layer = project.layer(&document.id, scope.session.annotator())?;
        Some(layer.statement(scope.view.selected?)?.spans.clone())
    })?;
    let quote = document.quotes(&spans).join(" … ");
    Some(Example { quote, document: Some(document.id.clone()), note: String::new() })
}

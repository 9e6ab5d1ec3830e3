//! The page of the codebook, through the real application: what is changed there is followed by everything.

use bayan::model::codebook::{CodebookItem, CodebookList, LineForm};
use bayan::model::id::AttributeId;
use bayan::model::statement::Stance;
use bayan::ui::state::{Armed, Page};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::support::window::Window;
use crate::support::words::words;

impl Window {
    fn on_codebook(list: &str) -> Self {
        let mut window = Self::on_sample();
        window.press(Modifiers::COMMAND, Key::Num6);
        assert_eq!(window.app().view().page, Page::Codebook);
        window.click(list);
        window
    }

    fn item(&self, list: CodebookList, id: &str) -> CodebookItem {
        self.project().codebook.item(list, id).unwrap_or_else(|| panic!("no {id}"))
    }

    /// Types a name into the field of new entries.
    fn add_entry(&mut self, hint: &str, name: &str) {
        self.click(hint);
        self.type_text(name);
        self.key(Key::Enter);
    }

    /// Chooses an entry of the list at the start.
    fn choose_entry(&mut self, name: &str) {
        let of = format!("{name}, ");
        self.click_containing(&of);
    }

    fn click_containing(&mut self, part: &str) {
        let found: Vec<_> = self.harness.query_all_by_label_contains(part).collect();
        let center = found.first().unwrap_or_else(|| panic!("nothing is called {part}")).rect().center();
        drop(found);
        self.clicks(center, 1);
    }
}

#[test]
fn a_kind_with_a_key_and_a_line_is_made_in_a_few_steps_and_marks_at_once() {
    let mut window = Window::on_codebook(&words!("codebook-kinds"));
    window.add_entry(&words!("codebook-new-kind"), "Demand");
    let CodebookItem::Kind(kind) = window.item(CodebookList::Kinds, "demand") else { panic!("no kind") };
    // The first form that no other kind has.
    assert_eq!((kind.line, kind.key), (LineForm::Dashed, None));
    window.click(&words!("codebook-key"));
    window.click("J");
    window.click(&words!("codebook-line"));
    window.click(&words!("codebook-line-dotted"));
    let CodebookItem::Kind(kind) = window.item(CodebookList::Kinds, "demand") else { panic!("no kind") };
    assert_eq!((kind.line, kind.key), (LineForm::Dotted, Some('J')));
    window.press(Modifiers::COMMAND, Key::Num1);
    window.select("بوتين");
    window.key(Key::J);
    let marked = window.selected().unwrap();
    assert!(window.own().iter().any(|statement| statement.id == marked && statement.kind.as_str() == "demand"));
}

#[test]
fn a_topic_that_is_used_is_renamed_and_merged_with_all_its_statements() {
    let mut window = Window::on_codebook(&words!("codebook-topics"));
    let topics: Vec<(String, String)> =
        window.project().codebook.topics.iter().map(|topic| (topic.id.to_string(), topic.name.clone())).collect();
    let count = |window: &Window, id: &str| {
        let statements = window.project().layers.values().flat_map(|layer| layer.statements());
        statements.filter(|statement| statement.topic.as_ref().is_some_and(|topic| topic.as_str() == id)).count()
    };
    let [(from, from_name), (into, into_name), ..] = topics.as_slice() else { panic!("two topics are needed") };
    let (moving, there) = (count(&window, from), count(&window, into));
    assert!(moving > 0);
    window.choose_entry(from_name);
    window.click(&words!("codebook-name"));
    window.press(Modifiers::COMMAND, Key::A);
    window.type_text("ضمانات");
    assert_eq!(window.item(CodebookList::Topics, from).id(), from);
    assert_eq!(window.project().codebook.topics[0].name, "ضمانات");
    window.click(&words!("codebook-merge"));
    window.click(&words!("codebook-merge-into", name = into_name.as_str(), count = moving));
    assert_eq!((count(&window, from), count(&window, into)), (0, moving + there));
    assert!(window.project().codebook.item(CodebookList::Topics, from).is_none());
    // One step each.
    window.undo();
    assert_eq!((count(&window, from), count(&window, into)), (moving, there));
    window.undo();
    assert_eq!(window.project().codebook.topics[0].name, *from_name);
}

#[test]
fn a_kind_in_use_is_deleted_only_when_its_statements_get_another_one() {
    let mut window = Window::on_codebook(&words!("codebook-kinds"));
    let kinds: Vec<String> = window.project().codebook.kinds.iter().map(|kind| kind.name.clone()).collect();
    let all: usize = window.project().layers.values().map(|layer| layer.len()).sum();
    window.choose_entry(&kinds[0]);
    window.click(&words!("codebook-delete"));
    // Without another kind, nothing happens.
    window.click(&words!("codebook-delete-do"));
    assert_eq!(window.project().codebook.kinds.len(), kinds.len());
    window.click(&words!("codebook-delete-into"));
    window.click(&kinds[1]);
    window.click(&words!("codebook-delete-do"));
    assert_eq!(window.project().codebook.kinds.len(), kinds.len() - 1);
    assert_eq!(window.project().layers.values().map(|layer| layer.len()).sum::<usize>(), all);
    window.undo();
    assert_eq!(window.project().codebook.kinds.len(), kinds.len());
}

#[test]
fn a_required_attribute_for_warnings_only_is_made_and_set() {
    let mut window = Window::on_codebook(&words!("codebook-attributes"));
    window.add_entry(&words!("codebook-new-attribute"), "Force");
    window.click(&words!("codebook-choice-new"));
    for value in ["Mild", "Grave"] {
        window.type_text(value);
        window.key(Key::Enter);
    }
    for kind in ["Claim", "Position"] {
        window.click(kind);
    }
    window.click(&words!("codebook-required"));
    let id = AttributeId::new("force").unwrap();
    let definition = window.project().codebook.attribute(&id).unwrap().clone();
    let names: Vec<&str> = definition.choices.iter().map(|choice| choice.name.as_str()).collect();
    assert_eq!((names, definition.is_required), (vec!["Mild", "Grave"], true));
    assert_eq!(definition.applies.kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(), ["warning"]);
    window.press(Modifiers::COMMAND, Key::Num1);
    let of_kind = |window: &Window, kind: &str| window.own().iter().find(|s| s.kind.as_str() == kind).unwrap().id;
    let (warning, claim) = (of_kind(&window, "warning"), of_kind(&window, "claim"));
    window.ask(bayan::ui::command::Command::SelectStatement(Some(claim)));
    assert!(!window.shows(&words!("inspector-attribute-missing", name = "Force")));
    window.ask(bayan::ui::command::Command::SelectStatement(Some(warning)));
    window.until_told(&words!("inspector-attribute-missing", name = "Force"));
    window.click("Force");
    window.click("Grave");
    let own = window.own();
    let statement = own.iter().find(|statement| statement.id == warning).unwrap();
    assert_eq!(statement.values_of(&id).map(|value| value.value.as_str()).collect::<Vec<_>>(), ["grave"]);
    assert_eq!(statement.misfit(&definition), None);
}

#[test]
fn a_passage_is_marked_for_an_attribute_and_moves_with_its_text() {
    let mut window = Window::on_codebook(&words!("codebook-attributes"));
    window.add_entry(&words!("codebook-new-attribute"), "Place");
    window.click(&words!("codebook-form"));
    window.click(&words!("attribute-form-span"));
    window.press(Modifiers::COMMAND, Key::Num1);
    let statement = window.own()[0].id;
    window.ask(bayan::ui::command::Command::SelectStatement(Some(statement)));
    let id = AttributeId::new("place").unwrap();
    window.ask(bayan::ui::command::Command::Arm(Armed::Attribute(id.clone())));
    window.select("بوتين");
    let own = window.own();
    let found = own.iter().find(|found| found.id == statement).unwrap();
    let values: Vec<_> = found.values_of(&id).collect();
    assert_eq!(values.len(), 1);
    let text = window.project().documents.values().next().unwrap().content.clone();
    assert_eq!(text.get(values[0].span.unwrap().range()), Some(values[0].value.as_str()));
}

#[test]
fn entries_of_another_codebook_are_taken_one_by_one_as_one_step() {
    let mut window = Window::on_codebook(&words!("codebook-kinds"));
    let before = window.project().clone();
    window.click(&words!("codebook-take"));
    window.click(&words!("codebook-take-from"));
    window.click(&words!("template-political-claims"));
    // The claim differs and is kept; the topics are new and ticked.
    let fields =
        [words!("codebook-field-name"), words!("codebook-field-definition"), words!("codebook-field-examples")];
    let claim = words!("codebook-take-differs", name = "Political claim", fields = fields.join(", "));
    let border = words!("codebook-take-new", name = "Controlling migration");
    window.until("the entries", |window| window.shows(&claim) && window.shows(&border));
    window.click(&border);
    window.click(&claim);
    window.click(&words!("codebook-take-do"));
    let theirs = bayan::store::templates::Template::named("political-claims").unwrap().codebook().unwrap();
    let after = window.project().codebook.clone();
    assert_eq!(after.kinds[0], theirs.kinds[0]);
    assert_eq!(after.kinds[1..], before.codebook.kinds[1..]);
    let ids: Vec<&str> = after.topics.iter().map(|topic| topic.id.as_str()).collect();
    assert!(ids.contains(&"integration") && !ids.contains(&"controlling-migration"), "{ids:?}");
    assert_eq!(ids.len(), before.codebook.topics.len() + theirs.topics.len() - 1);
    // The manual of the project stays unless it is ticked, and one step takes all back.
    assert_eq!(window.project().guidelines, before.guidelines);
    window.undo();
    assert_eq!(*window.project(), before);
}

#[test]
fn a_codebook_is_saved_and_read_from_a_file_and_an_error_is_told_in_the_dialog() {
    use bayan::ui::command::Command;
    use bayan::ui::command::codebook::CodebookCommand;
    let folder = tempfile::tempdir().unwrap();
    let (path, bad) = (folder.path().join("book.ron"), folder.path().join("bad.ron"));
    let mut window = Window::on_codebook(&words!("codebook-kinds"));
    window.ask(Command::Codebook(CodebookCommand::SaveTo(path.clone())));
    window.until("the file", |_| path.exists());
    let read = bayan::store::codebook_file::read(&path).unwrap();
    assert_eq!(read.codebook, window.project().codebook);
    assert_eq!(read.manual.as_ref(), Some(&window.project().guidelines));
    window.ask(Command::Codebook(CodebookCommand::Read(path)));
    let same = read.codebook.kinds.len()
        + read.codebook.topics.len()
        + read.codebook.relation_kinds.len()
        + read.codebook.attributes.len();
    window.until_told(&words!("codebook-take-found", new = 0, differing = 0, same = same));
    std::fs::write(&bad, "(").unwrap();
    window.ask(Command::Codebook(CodebookCommand::Read(bad)));
    let place = words!("store-syntax", line = 1, column = 1, message = "");
    let place = place.split('(').next().unwrap();
    window.until("the error", |window| window.harness.query_by_label_contains(place).is_some());
}

#[test]
fn a_project_of_actors_and_concepts_is_tagged_by_keys_and_offers_no_relations_since_it_has_none() {
    use bayan::store::templates::{Beginning, Template};
    use bayan::ui::command::Command;
    let folder = tempfile::tempdir().unwrap();
    let mut window = Window::empty();
    let beginning = Beginning::Template(Template::named("actor-concept-agreement").unwrap());
    let folder = folder.path().join("fuel");
    window.ask(Command::CreateProject { title: "Fuel".to_owned(), folder, beginning });
    window.press(Modifiers::COMMAND | Modifiers::SHIFT, Key::V);
    window.harness.event(egui::Event::Paste("The union wants the tax.\n\nHauliers reject the tax.".to_owned()));
    window.draw();
    window.click(&words!("paste-add"));
    for (passage, actor, stance) in
        [("wants the tax", "Union", Stance::Supports), ("reject the tax", "Hauliers", Stance::Opposes)]
    {
        window.select(passage);
        window.key(Key::C);
        window.key(Key::Slash);
        window.type_text(actor);
        window.key(Key::Enter);
        window.key(Key::Escape);
        window.key(Key::T);
        window.type_text("Fuel should be taxed");
        window.key(Key::Enter);
        window.key(if stance == Stance::Supports { Key::Plus } else { Key::Minus });
    }
    let own = window.own();
    let project = window.project();
    let told: Vec<_> = own
        .iter()
        .map(|statement| {
            let speaker = statement.chain.last().and_then(|link| project.party(&link.party)).unwrap();
            (speaker.name.as_str(), statement.topic.as_ref().unwrap().as_str(), statement.stance)
        })
        .collect();
    let topic = project.codebook.topics[0].id.as_str();
    assert_eq!(told, [("Union", topic, Some(Stance::Supports)), ("Hauliers", topic, Some(Stance::Opposes))]);
    assert_eq!(project.codebook.topics.len(), 1);
    assert!(window.shows(&words!("panel-topic")) && !window.shows(&words!("panel-relation-target")));
    window.key(Key::L);
    window.until_told(&words!("panel-relation-no-kinds"));
}

#[test]
fn what_does_not_fit_is_listed_and_leads_to_its_statement() {
    let mut window = Window::on_codebook(&words!("codebook-misfits"));
    window.until_told(&words!("codebook-misfits-none"));
    window.click(&words!("codebook-attributes"));
    window.choose_entry("Condition");
    window.click(&words!("codebook-retire"));
    window.click(&words!("codebook-misfits"));
    let id = AttributeId::new("condition").unwrap();
    let has = |statement: &bayan::model::statement::Statement| statement.values_of(&id).next().is_some();
    let project = window.project();
    let all = project.layers.values().flat_map(|layer| layer.statements()).filter(|statement| has(statement)).count();
    let first = window.own().iter().find(|statement| has(statement)).unwrap().id;
    assert!(all > 0 && window.shows(&words!("codebook-misfits-count", count = all)), "{}", window.told());
    // The first row is that of the first such statement of one's own layer.
    window.click_containing(&words!("misfit-retired", name = "Condition"));
    assert_eq!((window.app().view().page, window.app().view().selected), (Page::Article, Some(first)));
}

#[test]
fn a_list_in_a_dialog_that_is_opened_again_by_a_tap_stands_above_the_dialog() {
    let mut window = Window::on_codebook(&words!("codebook-kinds"));
    let choose = |window: &mut Window| {
        window.click(&words!("codebook-take"));
        let at = window.harness.get_by_label(&words!("codebook-take-from")).rect().center();
        let button = |pressed| {
            let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
            egui::Event::PointerButton { pos: at, button, pressed, modifiers }
        };
        // A tap of a touchpad comes as one frame.
        window.event(egui::Event::PointerMoved(at));
        window.harness.input_mut().events.extend([button(true), button(false)]);
        window.draw();
        // The first of the list lies over the dialog, and takes the click.
        let first = window.harness.get_by_label(&words!("template-claims")).rect().center();
        window.clicks(first, 1);
        let found = words!("codebook-take-found", new = 0, differing = 0, same = 0);
        let found = found.split('0').nth(1).unwrap().to_owned();
        assert!(window.shows(&found), "{}", window.told());
    };
    choose(&mut window);
    window.key(Key::Escape);
    choose(&mut window);
}

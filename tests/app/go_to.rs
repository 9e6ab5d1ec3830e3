//! Going to anything by its name, through the real application.

use bayan::edit::change::Edit;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::DocumentId;
use bayan::text::content::Content;
use bayan::ui::command::Command;
use bayan::ui::state::{Dialog, Page};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::support::window::Window;
use crate::support::words::words;

impl Window {
    /// Adds an article with this title.
    fn with_article(&mut self, id: &str, title: &str) -> DocumentId {
        let id = DocumentId::new(id).unwrap();
        let document = Document {
            id: id.clone(),
            content: Content::new("نص قصير."),
            metadata: Metadata { title: title.to_owned(), ..Metadata::default() },
            encoding: String::new(),
            excluded: Vec::new(),
        };
        let edit = Edit::AddDocument { document: Box::new(document), layers: Vec::new() };
        self.ask(Command::Apply { gesture: "gesture-add".into(), edit: Box::new(edit), merge_key: None });
        id
    }

    fn go_by_name(&mut self, typed: &str) {
        self.press(Modifiers::COMMAND, Key::P);
        assert_eq!(self.app().view().dialog, Some(Dialog::GoTo));
        self.type_text(typed);
        self.press(Modifiers::NONE, Key::Enter);
        assert_ne!(self.app().view().dialog, Some(Dialog::GoTo));
    }

    fn shown(&self) -> Option<&DocumentId> {
        self.app().view().document.as_ref()
    }
}

#[test]
fn an_article_is_found_by_a_few_letters_and_the_one_before_by_none() {
    let mut window = Window::on_sample();
    let sample = window.shown().cloned().unwrap();
    let sudan = window.with_article("sudan", "اشتباكات في السودان");
    let cairo = window.with_article("cairo", "مصر والسودان");
    window.ask(Command::ShowPage(Page::Agreement));
    // The word begins after proclitics, and the title of fewer letters comes first.
    window.go_by_name("سودان");
    assert_eq!(window.shown(), Some(&cairo));
    assert_eq!(window.app().view().page, Page::Article);
    window.go_by_name("اشت");
    assert_eq!(window.shown(), Some(&sudan));
    window.go_by_name("");
    assert_eq!(window.shown(), Some(&cairo));
    window.go_by_name("");
    assert_eq!(window.shown(), Some(&sudan));
    assert!(window.app().view().visited.contains(&sample));
}

#[test]
fn a_statement_is_found_by_its_words_and_selected() {
    let mut window = Window::on_sample();
    let (id, words) = {
        let project = window.session().project();
        let document = project.documents.values().next().unwrap();
        let layer = project.layer(&document.id, window.session().annotator()).unwrap();
        let longest = layer.statements().max_by_key(|statement| statement.spans[0].len_bytes()).unwrap();
        (longest.id, document.quotes(&longest.spans)[0].to_owned())
    };
    let other = window.with_article("other", "عنوان آخر");
    window.ask(Command::ShowDocument(other));
    window.go_by_name(&format!("\"{words}"));
    assert_eq!(window.app().view().selected, Some(id));
}

#[test]
fn commands_are_found_beside_names_and_what_is_nowhere_closes_nothing() {
    let mut window = Window::on_sample();
    window.go_by_name(">shortcuts");
    // It opened in place of the list.
    window.harness.get_by_label(&words!("panel-close"));
}

#[test]
fn nothing_happens_where_nothing_is_found() {
    let mut window = Window::on_sample();
    window.press(Modifiers::COMMAND, Key::P);
    window.type_text("qqqq");
    window.press(Modifiers::NONE, Key::Enter);
    assert_eq!(window.app().view().dialog, Some(Dialog::GoTo));
    window.until_told(&words!("go-to-none"));
    window.press(Modifiers::NONE, Key::Escape);
    assert_eq!(window.app().view().dialog, None);
}

#[test]
fn a_party_leads_to_its_statements_in_the_whole_project() {
    let mut window = Window::on_sample();
    let (id, name) = {
        let party = window.session().project().parties.iter().find(|party| party.id.as_str() == "putin").unwrap();
        (party.id.clone(), party.name.clone())
    };
    let own = window.session().annotator().clone();
    let layers = window.session().project().layers.iter().filter(|((_, annotator), _)| *annotator == own);
    let count = layers.flat_map(|(_, layer)| layer.statements()).filter(|statement| statement.uses(&id)).count();
    let all: usize =
        window.session().project().layers.iter().filter(|((_, a), _)| *a == own).map(|(_, l)| l.len()).sum();
    assert!(count > 0 && count < all);
    window.go_by_name(&format!("@{name}"));
    assert_eq!(window.app().view().page, Page::Statements);
    window.until_told(&words!("statements-count", shown = count, all = all));
}

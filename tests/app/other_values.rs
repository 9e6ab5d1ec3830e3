//! Attributes of articles, parties and relations in the window, and what reviewers take into gold.

use bayan::edit::change::Edit;
use bayan::model::attribute::{AttributeChoice, AttributeDefinition, AttributeForm, AttributeScope, AttributeSubject};
use bayan::model::codebook::EntryNotes;
use bayan::model::document_tags::DocumentTags;
use bayan::model::id::{AttributeId, PartyId};
use bayan::model::statement::Attribute;
use bayan::ui::command::Command;
use bayan::ui::state::Page;
use egui::{Key, Modifiers};

use crate::support::window::Window;
use crate::support::words::words;

fn definition(id: &str, subject: AttributeSubject, form: AttributeForm, values: &[&str]) -> AttributeDefinition {
    let choice = |id: &&str| AttributeChoice {
        id: (*id).to_owned(),
        name: format!("The {id} one"),
        definition: String::new(),
        is_retired: false,
    };
    AttributeDefinition {
        id: AttributeId::new(id).unwrap(),
        subject,
        name: format!("Its {id}"),
        definition: String::new(),
        notes: EntryNotes::default(),
        form,
        choices: values.iter().map(choice).collect(),
        is_required: true,
        applies: AttributeScope::default(),
        key: None,
    }
}

impl Window {
    fn apply_edit(&mut self, edit: Edit) {
        self.ask(Command::Apply { gesture: "test".into(), edit: Box::new(edit), merge_key: None });
    }

    /// Defines an attribute.
    fn define(&mut self, definition: AttributeDefinition) {
        let mut codebook = self.project().codebook.clone();
        codebook.attributes.push(definition);
        self.apply_edit(Edit::SetCodebook(Box::new(codebook)));
    }
}

#[test]
fn an_article_has_values_and_a_note_in_ones_own_layer() {
    let mut window = Window::on_sample();
    window.define(definition("genre", AttributeSubject::Documents, AttributeForm::OneOf, &["news", "opinion"]));
    window.key(Key::Escape);
    let missing = words!("inspector-attribute-missing", name = "Its genre");
    assert!(window.shows(&missing), "a required attribute without a value has a row");
    window.click("Its genre");
    window.click("The opinion one");
    window.click(&words!("inspector-article-note"));
    window.type_text("نص مترجم");
    let layer = (window.document(), window.session().annotator().clone());
    let tags =
        DocumentTags { note: "نص مترجم".to_owned(), attributes: vec![Attribute::new("genre", "opinion")] };
    assert_eq!(window.project().layers[&layer].tags(), Some(&tags));
    window.key(Key::Escape);
    window.undo();
    window.undo();
    assert_eq!(window.project().layers[&layer].tags(), None);
    window.redo();
    assert_eq!(window.project().layers[&layer].tags().unwrap().attributes, tags.attributes);
}

#[test]
fn a_reviewer_takes_the_values_of_an_article_into_gold() {
    let mut window = Window::on_sample_after(|project| {
        for (annotator, tone) in [("annotator-a", "a"), ("annotator-b", "b")] {
            let path = project.join(format!("annotations/biden-putin-call/{annotator}.ron"));
            let text = std::fs::read_to_string(&path).unwrap();
            let values = format!(
                "    note: \"{annotator}\",\n    attributes: [(name: \"genre\", value: \"b\"), (name: \"tone\", value: \"{tone}\")],\n"
            );
            let (head, rest) = text.split_once("    statements: [").expect("a layer");
            std::fs::write(path, format!("{head}{values}    statements: [{rest}")).unwrap();
        }
    });
    for id in ["genre", "tone"] {
        window.define(definition(id, AttributeSubject::Documents, AttributeForm::OneOf, &["a", "b"]));
    }
    let document = window.document();
    window.ask(Command::ShowPage(Page::Review));
    window.until("the layers are compared", |window| window.shows(&words!("review-values")));
    let said = words!("review-values-counts", count = 2, differing = 1, open = 2);
    assert!(window.shows(&said), "{said}");
    window.click(&words!("review-values"));
    assert!(window.shows(&words!("review-values-differs", name = "Its tone")));
    window.click(&words!("review-values-take-agreed"));
    let gold = |window: &Window| window.project().gold(&document).unwrap().tags().cloned().unwrap_or_default();
    // Notes are the annotators' own.
    let genre = Attribute::new("genre", "b");
    assert_eq!(gold(&window), DocumentTags { note: String::new(), attributes: vec![genre.clone()] });
    window.click(&words!("review-values-take", name = "Its tone", annotator = "annotator-b"));
    assert_eq!(gold(&window).attributes, [genre.clone(), Attribute::new("tone", "b")]);
    window.undo();
    assert_eq!(gold(&window).attributes, [genre]);
}

#[test]
fn a_party_has_a_description_identifiers_and_values() {
    let mut window = Window::on_sample();
    window.define(definition("weight", AttributeSubject::Parties, AttributeForm::Number, &[]));
    window.click_tab(&words!("panel-tab-parties"));
    let party = PartyId::new("kremlin").unwrap();
    let name = window.project().party(&party).unwrap().name.clone();
    window.click(&words!("panel-party-edit", name = name.as_str()));
    window.click(&words!("panel-party-description"));
    window.type_text("ديوان الرئاسة الروسية");
    window.key(Key::Tab);
    window.type_text("Wikidata: Q159\nnothing");
    assert!(window.shows(&words!("panel-party-identifiers-bad", line = "nothing")));
    window.key(Key::Tab);
    window.type_text("٣");
    let about = &window.project().party(&party).unwrap().about;
    assert_eq!(about.description, "ديوان الرئاسة الروسية");
    assert_eq!(about.identifiers.iter().map(ToString::to_string).collect::<Vec<_>>(), ["wikidata: Q159"]);
    // Arabic digits are a number.
    assert_eq!(about.attributes, [Attribute::new("weight", "3")]);
}

#[test]
fn a_relation_has_values() {
    let mut window = Window::on_sample();
    window.define(definition("strength", AttributeSubject::Relations, AttributeForm::YesNo, &[]));
    let layer = (window.document(), window.session().annotator().clone());
    let (id, from) = {
        let relation = window.project().layers[&layer].relations().next().expect("the sample has relations");
        (relation.id, relation.from)
    };
    window.ask(Command::SelectStatement(Some(from)));
    window.draw();
    let yes = words!("panel-choice-name", field = "Its strength", value = words!("attribute-yes"));
    window.click(&yes);
    let values = |window: &Window| window.project().layers[&layer].relation(id).unwrap().attributes.clone();
    let expected = [Attribute::new("strength", "yes")];
    let any = window.project().layers[&layer].relations().any(|relation| relation.attributes == expected);
    assert!(any);
    window.undo();
    assert!(values(&window).is_empty());
    window.press(Modifiers::COMMAND, Key::Num6);
    assert_eq!(window.app().view().page, Page::Codebook);
}

#[test]
fn a_stance_is_called_as_the_study_calls_it() {
    let mut window = Window::on_sample();
    window.press(Modifiers::COMMAND, Key::Num6);
    window.click(&words!("codebook-stances"));
    assert!(window.shows(&words!("codebook-stances-fixed")));
    window.click(&words!("codebook-name"));
    window.type_text("مؤيد");
    window.key(Key::Escape);
    window.press(Modifiers::COMMAND, Key::Num1);
    let first = window.own()[0].id;
    window.ask(Command::SelectStatement(Some(first)));
    window.draw();
    let segment = words!("panel-choice-name", field = words!("panel-stance"), value = "مؤيد");
    window.click(&segment);
    let stance = window.own().iter().find(|statement| statement.id == first).unwrap().stance;
    assert!(stance.is_none_or(|stance| stance == bayan::model::statement::Stance::Supports), "{stance:?}");
    // Without a name of its own, it has the word of the interface.
    let opposes = words!("panel-stance-opposes");
    assert!(window.shows(&words!("panel-choice-name", field = words!("panel-stance"), value = opposes.as_str())));
}

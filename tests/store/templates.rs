//! The templates of new projects: what each brings fits together, and statements can be completed with it.

use std::collections::BTreeSet;

use bayan::edit::change::Edit;
use bayan::model::attribute::{AttributeDefinition, AttributeForm};
use bayan::model::codebook::{Codebook, CodebookList};
use bayan::model::id::{AnnotatorId, DocumentId};
use bayan::model::span::Span;
use bayan::model::statement::{Attribute, Quotation, Stance, Statement};
use bayan::store::templates::{Beginning, TEMPLATES, Template};
use bayan::store::{self, codebook_file};

use crate::support::bayan::{bayan, must};
use crate::support::project::open;

const ARTICLE: &str = "The minister said the talks had failed.";

#[test]
fn whatever_a_template_refers_to_exists_and_is_explained() {
    for template in &TEMPLATES {
        let id = template.id;
        let codebook = template.codebook().unwrap();
        assert!(!codebook.kinds.is_empty(), "{id}");
        assert!(!template.title().is_empty() && !template.about().is_empty(), "{id}");
        assert!(template.manual.starts_with("# ") && template.manual.len() > 1_000, "{id}");
        let mut lines = BTreeSet::new();
        for kind in &codebook.kinds {
            let key = codebook.usable_key(kind).unwrap_or_else(|| panic!("{id}: {} has no key", kind.id));
            assert!(template.manual.contains(&format!("`{key}`")), "{id}: the manual has no {key}");
            assert!(lines.insert(format!("{:?}", kind.line)), "{id}: two kinds have one line");
        }
        for list in CodebookList::ALL {
            let items = codebook.items_of(list);
            let ids: BTreeSet<&str> = items.iter().map(|item| item.id()).collect();
            assert_eq!(ids.len(), items.len(), "{id}: an identifier occurs twice");
        }
        for topic in &codebook.topics {
            assert!(!topic.name.is_empty() && !topic.definition.is_empty(), "{id}: {}", topic.id);
            assert!(topic.parent.as_ref().is_none_or(|parent| codebook.topic(parent).is_some()), "{id}: {}", topic.id);
        }
        let named = codebook.kinds.iter().map(|kind| (&kind.name, &kind.definition));
        let named = named.chain(codebook.relation_kinds.iter().map(|kind| (&kind.name, &kind.definition)));
        for (name, definition) in named {
            assert!(!name.is_empty() && !definition.is_empty(), "{id}: {name}");
        }
        for attribute in &codebook.attributes {
            check_attribute(id, &codebook, attribute);
            if let Some(key) = attribute.key {
                assert!(template.manual.contains(&format!("`{key}`")), "{id}: the manual has no {key}");
            }
        }
    }
}

fn check_attribute(id: &str, codebook: &Codebook, attribute: &AttributeDefinition) {
    let at = format!("{id}: {}", attribute.id);
    assert!(!attribute.name.is_empty() && !attribute.definition.is_empty(), "{at}");
    assert_eq!(attribute.key, codebook.usable_attribute_key(attribute), "{at}");
    let is_list = matches!(attribute.form, AttributeForm::OneOf | AttributeForm::SeveralOf);
    assert_eq!(is_list, !attribute.choices.is_empty(), "{at}");
    let values: BTreeSet<&str> = attribute.choices.iter().map(|choice| choice.id.as_str()).collect();
    assert_eq!(values.len(), attribute.choices.len(), "{at}");
    assert!(attribute.choices.iter().all(|choice| !choice.name.is_empty() && !choice.definition.is_empty()), "{at}");
    let has_kind = |kind| codebook.kinds.iter().any(|known| known.id == kind);
    assert!(attribute.applies.kinds.iter().cloned().all(has_kind), "{at}");
    if let Some((other, value)) = &attribute.applies.with {
        let other = codebook.attribute(other).unwrap_or_else(|| panic!("{at}"));
        assert!(other.accepted(value).is_some(), "{at}");
    }
}

/// A value that the attribute takes.
fn value(attribute: &AttributeDefinition) -> Attribute {
    let text = match attribute.form {
        AttributeForm::OneOf | AttributeForm::SeveralOf => attribute.choices[0].id.as_str(),
        AttributeForm::YesNo => "yes",
        AttributeForm::Text => "words",
        AttributeForm::Number => "2",
        AttributeForm::Date => "2022-02",
        AttributeForm::Party => "minister",
        AttributeForm::Span => {
            let span = Some(Span::new(0, 3));
            return Attribute { span, ..Attribute::new(attribute.id.as_str(), "The") };
        }
    };
    Attribute::new(attribute.id.as_str(), text)
}

#[test]
fn a_project_of_each_template_opens_and_a_statement_of_each_kind_can_be_completed() {
    let folder = tempfile::tempdir().unwrap();
    let article = folder.path().join("one.txt");
    std::fs::write(&article, ARTICLE).unwrap();
    for template in &TEMPLATES {
        let path = folder.path().join(template.id);
        let at = path.to_str().unwrap();
        must(&["new", at, "--title", "t", "--template", template.id]);
        must(&["add", at, article.to_str().unwrap()]);
        let mut opened = open(&path, "amal");
        let project = opened.session.project().clone();
        assert_eq!(project.codebook, template.codebook().unwrap());
        assert_eq!(project.guidelines, template.manual);
        let layer = (DocumentId::new("one").unwrap(), AnnotatorId::new("amal").unwrap());
        for kind in &project.codebook.kinds {
            let span = Span::new(18, 38);
            let now = "2022-02-28T12:00:00Z".parse().unwrap();
            let mut statement = Statement::new(kind.id.clone(), vec![span], now);
            (statement.stance, statement.quotation) = (Some(Stance::Supports), Some(Quotation::Indirect));
            statement.topic = project.codebook.topics.first().map(|topic| topic.id.clone());
            let own: Vec<_> =
                project.codebook.attributes.iter().filter(|attribute| attribute.applies_to(&statement)).collect();
            let lacks = own.iter().filter(|attribute| statement.misfit(attribute).is_some()).count();
            assert_eq!(lacks, own.iter().filter(|attribute| attribute.is_required).count(), "{}", template.id);
            statement.attributes = own.into_iter().map(value).collect();
            for attribute in &project.codebook.attributes {
                assert_eq!(statement.misfit(attribute), None, "{}: {}", template.id, attribute.id);
            }
            let edit = Edit::AddStatement { layer: layer.clone(), statement: Box::new(statement) };
            opened.session.apply("gesture-add", edit).unwrap();
        }
        opened.keeper.take(&mut opened.session, true);
        opened.keeper.wait_saved().unwrap();
        let again = store::open(&path).unwrap();
        assert!(again.problems.is_empty(), "{}: {:?}", template.id, again.problems);
        assert_eq!(again.project.layers, opened.session.project().layers);
    }
}

#[test]
fn a_new_project_has_the_usual_template_unless_another_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    must(&["new", &at("usual"), "--title", "t"]);
    let usual = store::open(&folder.path().join("usual")).unwrap().project;
    assert_eq!(usual, Beginning::default().project("t").unwrap());
    assert_eq!(usual.codebook, Codebook::standard());
    let said = bayan(&["new", &at("no"), "--title", "t", "--template", "no-such"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("nested-attitudes"), "the known ones are named: {}", said.err);
    assert!(!folder.path().join("no").exists());
    // All are listed, without a project.
    let listed = must(&["new", "--templates"]).out;
    assert!(TEMPLATES.iter().all(|template| listed.contains(template.id) && listed.contains(&template.about())));
    // The codebook of another project comes without its manual.
    must(&["new", &at("nested"), "--title", "t", "--template", "nested-attitudes"]);
    must(&["new", &at("like"), "--title", "t", "--like", &at("nested")]);
    let like = store::open(&folder.path().join("like")).unwrap().project;
    assert_eq!(like.codebook, Template::named("nested-attitudes").unwrap().codebook().unwrap());
    assert_eq!(like.guidelines, "");
    let read = codebook_file::read(&folder.path().join("nested")).unwrap();
    assert_eq!(read.manual.as_deref(), Template::named("nested-attitudes").map(|template| template.manual));
}

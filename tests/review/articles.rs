//! Agreement on what annotators record of articles as wholes.

use bayan::model::attribute::{AttributeDefinition, AttributeForm, AttributeScope, AttributeSubject};
use bayan::model::codebook::EntryNotes;
use bayan::model::document::{Document, Metadata};
use bayan::model::document_tags::DocumentTags;
use bayan::model::id::{AnnotatorId, AttributeId, DocumentId};
use bayan::model::project::Project;
use bayan::model::statement::Attribute;
use bayan::review::agreement::articles;
use bayan::review::agreement::fields::StudyScope;
use bayan::text::content::Content;

/// Twelve articles that two annotators sorted. The figures are those of the textbook example of Krippendorff's α for binary
/// data and two observers with ten of these (Krippendorff 2011, “Computing Krippendorff's Alpha-Reliability”, section A);
/// only one did the other two.
const CODED: [(&str, &str); 12] = [
    ("0", "1"),
    ("1", "1"),
    ("0", "1"),
    ("0", "0"),
    ("0", "0"),
    ("0", "1"),
    ("0", "0"),
    ("0", "0"),
    ("1", "0"),
    ("0", "0"),
    ("1", "?"),
    ("?", "0"),
];

fn project() -> Project {
    let mut project = Project::new("t");
    project.codebook.attributes.push(AttributeDefinition {
        id: AttributeId::new("genre").unwrap(),
        subject: AttributeSubject::Documents,
        name: "Genre".into(),
        definition: String::new(),
        notes: EntryNotes::default(),
        form: AttributeForm::Text,
        choices: Vec::new(),
        is_required: false,
        applies: AttributeScope::default(),
        key: None,
    });
    for (number, (one, two)) in CODED.iter().enumerate() {
        let id = DocumentId::new(format!("d{number}")).unwrap();
        let content = Content::new("نص");
        let (metadata, encoding, excluded) = (Metadata::default(), String::new(), Vec::new());
        project.documents.insert(id.clone(), Document { id: id.clone(), content, metadata, encoding, excluded });
        for (annotator, value) in [("a", one), ("b", two)].into_iter().filter(|(_, value)| **value != "?") {
            let layer = project.layers.entry((id.clone(), AnnotatorId::new(annotator).unwrap())).or_default();
            let attributes = vec![Attribute::new("genre", *value)];
            layer.set_tags(Some(DocumentTags { note: String::new(), attributes }));
        }
    }
    project
}

#[test]
fn values_are_those_of_the_published_example() {
    let found = articles::of(&project(), &StudyScope::default());
    let [genre] = found.as_slice() else { panic!("one attribute") };
    assert_eq!((genre.attribute.as_str(), genre.articles), ("genre", 10));
    let value = |figures: &Result<bayan::review::agreement::Figures, _>| figures.as_ref().unwrap().value;
    assert!((value(&genre.percent) - 0.6).abs() < 1e-12);
    // 1 − 19·4 / (14·6), published as 0.095.
    assert!((value(&genre.alpha) - 0.095).abs() < 5e-4, "{:?}", genre.alpha);
    // (0.6 − (0.8·0.6 + 0.2·0.4)) / (1 − 0.56).
    let cohen = genre.cohen.as_ref().unwrap();
    assert!((value(cohen) - 0.04 / 0.44).abs() < 1e-12, "{cohen:?}");
}

#[test]
fn an_article_without_a_value_counts_for_whoever_did_it() {
    let mut project = project();
    let layer = project.layers.get_mut(&(DocumentId::new("d3").unwrap(), AnnotatorId::new("a").unwrap())).unwrap();
    layer.set_tags(Some(DocumentTags { note: "done".into(), attributes: Vec::new() }));
    let [genre] = articles::of(&project, &StudyScope::default()).try_into().unwrap();
    assert_eq!(genre.articles, 10);
    assert!((genre.percent.unwrap().value - 0.5).abs() < 1e-12);
}

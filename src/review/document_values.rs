//! What annotators have recorded of an article as a whole, side by side and with gold.
//!
//! Values are compared attribute by attribute, as sets: their order has no meaning. Notes are the annotators' own.

use std::collections::BTreeSet;

use crate::edit::change::Edit;
use crate::model::attribute::AttributeSubject;
use crate::model::document_tags::DocumentTags;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::layer::Layer;
use crate::model::project::Project;

/// An attribute of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueRow {
    /// The name under which the values are kept.
    pub name: String,
    /// The values of each annotator, sorted, by the index of the annotator.
    pub values: Vec<Vec<String>>,
    pub gold: Vec<String>,
}

impl ValueRow {
    /// Whether two annotators have different values; having none counts.
    pub fn differs(&self) -> bool {
        self.values.windows(2).any(|pair| matches!(pair, [a, b] if a != b))
    }

    /// Whether gold has no value although somebody has.
    pub fn is_open(&self) -> bool {
        self.gold.is_empty() && self.values.iter().any(|values| !values.is_empty())
    }
}

fn values_in(layer: Option<&Layer>, name: &str) -> Vec<String> {
    let tags = layer.and_then(Layer::tags).map_or(&[][..], |tags| &tags.attributes);
    let mut values: Vec<String> = tags.iter().filter(|a| a.name == name).map(|a| a.value.clone()).collect();
    values.sort();
    values
}

/// The attributes of articles that the codebook defines, then those that only somebody's values name.
pub fn rows(project: &Project, document: &DocumentId, annotators: &[AnnotatorId]) -> Vec<ValueRow> {
    let layers: Vec<Option<&Layer>> = annotators.iter().map(|who| project.layer(document, who)).collect();
    let gold = project.gold(document);
    let defined = project.codebook.attributes_of(AttributeSubject::Documents);
    let mut names: Vec<String> =
        defined.filter(|definition| !definition.notes.is_retired).map(|definition| definition.id.to_string()).collect();
    let used = layers.iter().copied().chain([gold]).flatten().filter_map(Layer::tags);
    let used: BTreeSet<&String> = used.flat_map(|tags| &tags.attributes).map(|attribute| &attribute.name).collect();
    let others: Vec<String> = used.into_iter().filter(|name| !names.contains(name)).cloned().collect();
    names.extend(others);
    let row = |name: String| ValueRow {
        values: layers.iter().map(|layer| values_in(*layer, &name)).collect(),
        gold: values_in(gold, &name),
        name,
    };
    names.into_iter().map(row).collect()
}

/// Gives gold an annotator's values of an attribute. `None` if it has these.
pub fn take(project: &Project, document: &DocumentId, annotator: &AnnotatorId, name: &str) -> Option<Edit> {
    let theirs = project.layer(document, annotator).and_then(Layer::tags).cloned().unwrap_or_default();
    let mut new = project.gold(document).and_then(Layer::tags).cloned().unwrap_or_default();
    replace(&mut new, &theirs, name);
    edit(project, document, new)
}

/// Gives gold the values on which all of several annotators agree. `None` if it has these, or there are none.
pub fn take_agreed(project: &Project, document: &DocumentId, annotators: &[AnnotatorId]) -> Option<Edit> {
    let first = project.layer(document, annotators.first()?).and_then(Layer::tags)?;
    let mut new = project.gold(document).and_then(Layer::tags).cloned().unwrap_or_default();
    for row in rows(project, document, annotators).iter().filter(|row| row.is_open() && !row.differs()) {
        replace(&mut new, first, &row.name);
    }
    edit(project, document, new)
}

fn replace(gold: &mut DocumentTags, theirs: &DocumentTags, name: &str) {
    gold.attributes.retain(|attribute| attribute.name != name);
    gold.attributes.extend(theirs.attributes.iter().filter(|attribute| attribute.name == name).cloned());
}

fn edit(project: &Project, document: &DocumentId, new: DocumentTags) -> Option<Edit> {
    let old = project.gold(document).and_then(Layer::tags).cloned().unwrap_or_default();
    let tags = (new != old).then(|| Some(Box::new(new)))?;
    Some(Edit::SetGoldTags { document: document.clone(), tags })
}

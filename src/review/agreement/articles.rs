//! Agreement on the attributes of articles: each article is an item, and an annotator's label is what the layer records of it.
//!
//! An article counts for an annotator who did it; without a value, the label is “none”, as it is for statements. Krippendorff's
//! α takes articles that at least two did, Cohen's kappa those that both did (see [`super::coding`]).

use std::collections::HashMap;

use super::coding::{CodingTable, PairTable};
use super::fields::{StudyScope, layer_of};
use super::value::{Figures, Reason};
use crate::model::attribute::AttributeSubject;
use crate::model::layer::Layer;
use crate::model::project::Project;

/// The agreement on one attribute of articles.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleAgreement {
    /// The identifier of the attribute.
    pub attribute: String,
    /// How many articles at least two annotators did.
    pub articles: usize,
    pub percent: Result<Figures, Reason>,
    pub alpha: Result<Figures, Reason>,
    /// Only of two annotators.
    pub cohen: Option<Result<Figures, Reason>>,
}

/// The agreement on each attribute of articles that the codebook defines, over the annotators and articles of a scope.
pub fn of(project: &Project, scope: &StudyScope) -> Vec<ArticleAgreement> {
    let annotators = scope.annotators(project);
    let of_attribute = |name: &str| {
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let (mut table, mut pair, mut articles) = (CodingTable::default(), PairTable::default(), 0);
        for document in project.documents.keys().filter(|id| scope.covers(project, id)) {
            let labels: Vec<Option<u32>> = annotators
                .iter()
                .map(|annotator| {
                    let label = label(layer_of(project, document, annotator)?, name);
                    let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                    Some(*numbers.entry(label).or_insert(next))
                })
                .collect();
            articles += usize::from(labels.iter().flatten().count() > 1);
            table.add(&labels, 1);
            if let [first, second] = labels.as_slice() {
                pair.add(*first, *second, 1);
            }
        }
        ArticleAgreement {
            attribute: name.to_owned(),
            articles,
            percent: table.percent(None),
            alpha: table.alpha(None),
            cohen: (annotators.len() == 2).then(|| pair.cohen(None)),
        }
    };
    let defined = project.codebook.attributes_of(AttributeSubject::Documents);
    let used = defined.filter(|definition| !definition.notes.is_retired);
    used.map(|definition| of_attribute(definition.id.as_str())).collect()
}

/// The values of an attribute in a layer; their order has no meaning.
fn label(layer: &Layer, name: &str) -> String {
    let attributes = layer.tags().map_or(&[][..], |tags| &tags.attributes);
    let mut values: Vec<&str> = attributes.iter().filter(|a| a.name == name).map(|a| a.value.as_str()).collect();
    values.sort_unstable();
    values.join("\u{0}")
}

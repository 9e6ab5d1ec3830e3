//! What in a whole project does not fit its codebook: of statements, relations, articles and parties.

use super::attribute::AttributeSubject;
use super::fit::Misfit;
use super::id::{AnnotatorId, DocumentId, PartyId, RelationId, StatementId};
use super::layer::Layer;
use super::project::Project;

/// A value that does not fit, and what has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedMisfit {
    pub holder: MisfitHolder,
    pub misfit: Misfit,
}

/// What has a value that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MisfitHolder {
    Party(PartyId),
    /// Something of a layer, or of gold without an annotator.
    InLayer {
        document: DocumentId,
        annotator: Option<AnnotatorId>,
        part: LayerPart,
    },
}

/// What of a layer has values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayerPart {
    Statement(StatementId),
    Relation(RelationId),
    /// The article as a whole.
    Article,
}

/// All of them that this person may see, or all of the project: parties, then layer by layer, then gold, in text order.
pub fn of_project(project: &Project, viewer: Option<&AnnotatorId>) -> Vec<PlacedMisfit> {
    let sees = |document: &DocumentId| viewer.is_none_or(|viewer| project.may_see(viewer, document));
    let layers = project.layers.iter().map(|((document, annotator), layer)| (document, Some(annotator), layer));
    let layers = layers.filter(|(document, annotator, _)| *annotator == viewer || sees(document));
    let reviews = project.reviews.iter().filter(|(document, _)| sees(document));
    let gold = reviews.map(|(document, review)| (document, None, review.gold()));
    let mut found = Vec::new();
    for party in &project.parties {
        let misfits = project.codebook.misfits_among(AttributeSubject::Parties, &party.about.attributes);
        let holder = || MisfitHolder::Party(party.id.clone());
        found.extend(misfits.into_iter().map(|misfit| PlacedMisfit { holder: holder(), misfit }));
    }
    for (document, annotator, layer) in layers.chain(gold) {
        found.extend(of_layer(project, layer).into_iter().map(|(part, misfit)| PlacedMisfit {
            holder: MisfitHolder::InLayer { document: document.clone(), annotator: annotator.cloned(), part },
            misfit,
        }));
    }
    found
}

fn of_layer(project: &Project, layer: &Layer) -> Vec<(LayerPart, Misfit)> {
    // Layers without any attributes are not looked at.
    if layer.attribute_counts().next().is_none() {
        return Vec::new();
    }
    let codebook = &project.codebook;
    let mut found = Vec::new();
    let mut add =
        |part: LayerPart, misfits: Vec<Misfit>| found.extend(misfits.into_iter().map(|misfit| (part, misfit)));
    if let Some(tags) = layer.tags() {
        add(LayerPart::Article, codebook.misfits_among(AttributeSubject::Documents, &tags.attributes));
    }
    for statement in layer.statements() {
        add(LayerPart::Statement(statement.id), codebook.misfits(statement));
    }
    for relation in layer.relations() {
        let misfits = codebook.misfits_among(AttributeSubject::Relations, &relation.attributes);
        add(LayerPart::Relation(relation.id), misfits);
    }
    found
}

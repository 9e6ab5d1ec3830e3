//! What in a whole project does not fit its codebook, statement by statement.

use super::fit::Misfit;
use super::id::{AnnotatorId, DocumentId, StatementId};
use super::layer::Layer;
use super::project::Project;
use super::statement::Statement;

/// A value that does not fit, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedMisfit {
    pub document: DocumentId,
    /// `None` for gold.
    pub annotator: Option<AnnotatorId>,
    pub statement: StatementId,
    pub misfit: Misfit,
}

/// All of them that this person may see, or all of the project: layer by layer, then gold, in text order.
pub fn of_project(project: &Project, viewer: Option<&AnnotatorId>) -> Vec<PlacedMisfit> {
    let sees = |document: &DocumentId| viewer.is_none_or(|viewer| project.may_see(viewer, document));
    let layers = project.layers.iter().map(|((document, annotator), layer)| (document, Some(annotator), layer));
    let layers = layers.filter(|(document, annotator, _)| *annotator == viewer || sees(document));
    let reviews = project.reviews.iter().filter(|(document, _)| sees(document));
    let gold = reviews.map(|(document, review)| (document, None, review.gold()));
    let mut found = Vec::new();
    for (document, annotator, layer) in layers.chain(gold) {
        found.extend(of_layer(project, layer).map(|(statement, misfit)| PlacedMisfit {
            document: document.clone(),
            annotator: annotator.cloned(),
            statement: statement.id,
            misfit,
        }));
    }
    found
}

fn of_layer<'l>(project: &'l Project, layer: &'l Layer) -> impl Iterator<Item = (&'l Statement, Misfit)> {
    // Layers without any attributes are not looked at.
    let has_any = layer.attribute_counts().next().is_some();
    let statements = layer.statements().filter(move |_| has_any);
    statements.flat_map(|statement| {
        let misfits = project.codebook.misfits(statement).into_iter();
        misfits.map(move |misfit| (statement, misfit))
    })
}

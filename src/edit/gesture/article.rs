//! Adds an article, reads it again in another encoding, excludes a part of it, and counts what is removed with it.

use crate::edit::change::Edit;
use crate::edit::conflicts;
use crate::edit::work::keep_assignments;
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::span::Span;
use crate::t;
use crate::text::content::Content;
use crate::text::encoding::Encoding;
use crate::text::headline;

/// Adds an article that nobody has annotated yet.
pub(crate) fn add(document: Document) -> Edit {
    Edit::AddDocument { document: Box::new(document), layers: Vec::new() }
}

/// The reason why an article cannot be read again in another encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RereadError {
    /// There is no such article.
    #[error("{}", t!("status-read-as-gone"))]
    Unknown,
    /// It has layers or a review, whose places would mean nothing in another text.
    #[error("{}", t!("status-read-as-tagged"))]
    Annotated,
}

/// Replaces the article's text with `text`, which is its file read in another encoding.
///
/// The title and the language are derived again if they came from the old text; what a person has entered stays.
/// Excluded parts are dropped; the assignments of the article stay.
///
/// # Errors
/// The article is unknown, or somebody has annotated or reviewed it.
pub(crate) fn reread(
    project: &Project,
    id: &DocumentId,
    text: String,
    encoding: Encoding,
) -> Result<Edit, RereadError> {
    let document = project.documents.get(id).ok_or(RereadError::Unknown)?;
    let (old, mut metadata) = (document.content.as_str(), document.metadata.clone());
    if headline::title(old).is_some_and(|title| title == metadata.title) {
        metadata.title = headline::title(&text).unwrap_or_default();
    }
    if metadata.language == headline::language(old) {
        headline::language(&text).clone_into(&mut metadata.language);
    }
    let reread = Document {
        content: Content::new(text),
        metadata,
        encoding: encoding.name().to_owned(),
        excluded: Vec::new(),
        ..document.clone()
    };
    add_again(project, reread)
}

/// Puts a document in the place of the one with its identifier, which was read in another way. The assignments of the
/// article stay.
///
/// # Errors
/// The article is unknown, or somebody has annotated or reviewed it.
pub(crate) fn add_again(project: &Project, document: Document) -> Result<Edit, RereadError> {
    let id = document.id.clone();
    if !project.documents.contains_key(&id) {
        return Err(RereadError::Unknown);
    }
    if is_annotated(project, &id) {
        return Err(RereadError::Annotated);
    }
    let mut edits = vec![Edit::RemoveDocument(id.clone()), add(document)];
    edits.extend(keep_assignments(project, &id));
    edits.extend(conflicts::keep(project, &id));
    Ok(Edit::Group(edits))
}

/// Whether the article has a layer, a decision, a gold relation or a comment.
fn is_annotated(project: &Project, id: &DocumentId) -> bool {
    let is_reviewed = project.reviews.get(id).is_some_and(|review| !review.is_empty());
    is_reviewed || project.layers_of(id).next().is_some()
}

/// Excludes a passage from the article, or includes again every excluded part that it overlaps. Returns the edit and
/// the number of parts included again.
pub(crate) fn toggle_excluded(document: &Document, span: Span) -> (Edit, usize) {
    let mut excluded: Vec<Span> = document.excluded.iter().copied().filter(|old| !old.overlaps(span)).collect();
    let included = document.excluded.len() - excluded.len();
    if included == 0 {
        excluded.push(span);
        excluded.sort();
    }
    (Edit::SetExcluded { document: document.id.clone(), excluded }, included)
}

/// What is removed together with an article, as far as one annotator may know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RemovedWith {
    /// The number of the annotator's own statements.
    pub own: usize,
    /// The other annotators who have annotated the article.
    pub others: Vec<AnnotatorId>,
    /// The number of the others' statements; `None` while they are hidden from this annotator.
    pub of_others: Option<usize>,
    /// The number of the review's decisions, most of which have gold statements.
    pub decisions: usize,
    /// The number of the review's comments.
    pub comments: usize,
}

impl RemovedWith {
    /// What would be removed with the article, as far as `own` may know.
    pub(crate) fn of(project: &Project, id: &DocumentId, own: &AnnotatorId) -> Self {
        let mut removed = Self { of_others: project.may_see(own, id).then_some(0), ..Self::default() };
        for ((_, annotator), layer) in project.layers.iter().filter(|((document, _), _)| document == id) {
            if annotator == own {
                removed.own = layer.len();
            } else if !layer.is_empty() || layer.progress().is_some() {
                removed.others.push(annotator.clone());
                removed.of_others = removed.of_others.map(|count| count + layer.len());
            }
        }
        if let Some(review) = project.reviews.get(id) {
            removed.decisions = review.decisions().count();
            removed.comments = review.threads().map(|thread| thread.comments.len()).sum();
        }
        removed
    }

    /// Whether only the annotator's own work is removed, so that undo is enough of a safeguard.
    pub(crate) fn is_own(&self) -> bool {
        self.others.is_empty() && self.decisions == 0 && self.comments == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::Metadata;
    use crate::model::layer::Layer;
    use crate::model::work::Assignment;

    fn project_with(text: &str) -> (Project, DocumentId) {
        let mut project = Project::new("p");
        let id = DocumentId::from_name("d", |_| false);
        let document = Document {
            id: id.clone(),
            content: Content::new(text.to_owned()),
            metadata: Metadata { title: "kept".to_owned(), ..Metadata::default() },
            encoding: String::new(),
            excluded: vec![Span::new(0, 1)],
        };
        add(document).apply(&mut project).unwrap();
        (project, id)
    }

    #[test]
    fn an_article_that_is_read_again_keeps_its_assignments() {
        let (mut project, id) = project_with("ab cd");
        let amal = AnnotatorId::from_name("amal", |_| false);
        let assignment = Assignment::default();
        project.assignments.insert((id.clone(), amal.clone()), assignment.clone());
        let before = project.clone();
        let edit = reread(&project, &id, "new text".to_owned(), Encoding::Windows1256).unwrap();
        let inverse = edit.apply(&mut project).unwrap();
        let document = &project.documents[&id];
        assert_eq!((document.content.as_str(), document.encoding.as_str()), ("new text", "Windows-1256"));
        assert_eq!(document.metadata.title, "kept");
        assert_eq!(document.excluded, []);
        assert_eq!(project.assignments.get(&(id, amal)), Some(&assignment));
        inverse.apply(&mut project).unwrap();
        assert_eq!(project, before);
    }

    #[test]
    fn an_annotated_article_is_not_read_again() {
        let (mut project, id) = project_with("ab cd");
        let unknown = DocumentId::from_name("other", |_| false);
        let read = |project: &Project, id: &DocumentId| reread(project, id, String::new(), Encoding::Utf8);
        assert_eq!(read(&project, &unknown), Err(RereadError::Unknown));
        project.layers.insert((id.clone(), AnnotatorId::from_name("amal", |_| false)), Layer::default());
        assert_eq!(read(&project, &id), Err(RereadError::Annotated));
    }

    #[test]
    fn a_passage_is_excluded_or_what_it_overlaps_is_included_again() {
        let (project, id) = project_with("ab cd");
        let excluded = |span: Span| match toggle_excluded(&project.documents[&id], span) {
            (Edit::SetExcluded { excluded, .. }, included) => (excluded, included),
            (other, _) => panic!("{other:?}"),
        };
        assert_eq!(excluded(Span::new(3, 5)), (vec![Span::new(0, 1), Span::new(3, 5)], 0));
        assert_eq!(excluded(Span::new(0, 2)), (vec![], 1));
    }
}

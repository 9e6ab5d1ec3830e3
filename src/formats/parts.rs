//! A dataset of any size: it is gone through part by part, as often as a writer needs, and need never be in memory as a
//! whole.
//!
//! A [`Dataset`] in memory is its own only part. [`super::streamed`] reads each document from where it is kept, one at a
//! time.

use std::collections::{BTreeMap, HashMap};

use super::dataset::{Dataset, DatasetLayer};
use super::loss::LossKind;
use super::{ExportError, Summary};
use crate::model::document::Document;
use crate::model::id::DocumentId;

/// Receives a part. What it borrows is there only until it returns.
pub type Take<'t> = &'t mut dyn FnMut(&Dataset<'_>) -> Result<(), ExportError>;

/// Receives a document. What it borrows is there only until it returns.
pub type TakeDocument<'t> = &'t mut dyn FnMut(&Document) -> Result<(), ExportError>;

/// What an export writes.
pub trait Parts {
    /// What all parts have in common: the project with its parties, codebook and manual, and what was asked for. It has no
    /// layers, and its project need not have documents.
    fn head(&self) -> Dataset<'_>;

    /// The document and the annotator of each layer, in order.
    fn names(&self) -> Vec<(&DocumentId, &str)>;

    /// Passes on the parts, in order; with a list of documents only these, one by one in the order of the list.
    ///
    /// # Errors
    /// A document cannot be read, or the error of the one who receives it.
    fn each_of(&self, documents: Option<&[DocumentId]>, take: Take<'_>) -> Result<(), ExportError>;

    /// Passes on the documents themselves, in order; with a list only these, in the order of the list.
    ///
    /// # Errors
    /// As for [`Parts::each_of`].
    fn each_document_of(&self, documents: Option<&[DocumentId]>, take: TakeDocument<'_>) -> Result<(), ExportError> {
        self.each_of(documents, &mut |part| part.documents().try_for_each(&mut *take))
    }

    /// How often each of these losses occurs.
    fn counts(&self, kinds: &[&'static LossKind]) -> Vec<usize>;

    /// The numbers of what it has.
    fn summary(&self) -> Summary;
}

impl dyn Parts + '_ {
    /// Passes on the parts, in order.
    ///
    /// # Errors
    /// As for [`Parts::each_of`].
    pub(super) fn each(
        &self,
        mut take: impl FnMut(&Dataset<'_>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        self.each_of(None, &mut take)
    }

    /// Passes on the layers, in order, each with the part in which it is.
    ///
    /// # Errors
    /// As for [`Parts::each_of`].
    pub(super) fn each_layer(
        &self,
        mut take: impl FnMut(&Dataset<'_>, &DatasetLayer<'_>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        self.each(|part| part.layers.iter().try_for_each(|layer| take(part, layer)))
    }

    /// Passes on the layers of these documents, in the order of the list.
    ///
    /// # Errors
    /// As for [`Parts::each_of`].
    pub(super) fn each_layer_of(
        &self,
        documents: &[DocumentId],
        mut take: impl FnMut(&Dataset<'_>, &DatasetLayer<'_>) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        self.each_of(Some(documents), &mut |part| part.layers.iter().try_for_each(|layer| take(part, layer)))
    }

    /// Passes on each document once.
    ///
    /// # Errors
    /// As for [`Parts::each_of`].
    pub(super) fn each_document(
        &self,
        mut take: impl FnMut(&Document) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        self.each_document_of(None, &mut take)
    }

    /// The documents of each annotator, in order.
    pub(super) fn by_annotator(&self) -> BTreeMap<&str, Vec<DocumentId>> {
        let mut documents: BTreeMap<&str, Vec<DocumentId>> = BTreeMap::new();
        for (document, annotator) in self.names() {
            documents.entry(annotator).or_default().push(document.clone());
        }
        documents
    }

    /// How many documents have several layers.
    pub(crate) fn documents_with_several_layers(&self) -> usize {
        self.names().chunk_by(|one, next| one.0 == next.0).filter(|layers| layers.len() > 1).count()
    }
}

impl Parts for Dataset<'_> {
    fn head(&self) -> Dataset<'_> {
        self.without_layers()
    }

    fn names(&self) -> Vec<(&DocumentId, &str)> {
        self.layers.iter().map(|layer| (&layer.document.id, layer.annotator)).collect()
    }

    fn each_of(&self, documents: Option<&[DocumentId]>, take: Take<'_>) -> Result<(), ExportError> {
        let Some(documents) = documents else { return take(self) };
        let by_document = self.by_document().filter_map(|layers| Some((&layers.first()?.document.id, layers)));
        let by_document: HashMap<&DocumentId, &[DatasetLayer<'_>]> = by_document.collect();
        for layers in documents.iter().filter_map(|id| by_document.get(id)) {
            take(&Dataset { layers: layers.to_vec(), ..self.without_layers() })?;
        }
        Ok(())
    }

    fn counts(&self, kinds: &[&'static LossKind]) -> Vec<usize> {
        kinds.iter().map(|kind| (kind.count)(self)).collect()
    }

    fn summary(&self) -> Summary {
        Self::summary(self)
    }
}

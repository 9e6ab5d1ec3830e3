//! What an import makes of a file: what is left out, what labels are taken for, what has no place.

use super::map::LabelList;
use super::places::PlaceKey;
use crate::formats::layer_sink::LabelTarget;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::t;

/// Something in a file that was left out, and its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Counted from one.
    pub line: usize,
    pub message: String,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&t!("import-warning", line = self.line, message = self.message.as_str()))
    }
}

/// The reason why nothing of the file can be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    #[error("{}", t!("import-layer-exists", document = .document.as_str(), annotator = .annotator.as_str()))]
    LayerExists { document: DocumentId, annotator: AnnotatorId },
    #[error("{}", t!("import-several-annotators", annotator = .annotator.as_str(), found = .found.join(", ")))]
    SeveralAnnotators { annotator: AnnotatorId, found: Vec<String> },
    /// With the most statements and spans that are read.
    #[error("{}", t!("import-too-many", most = *.0))]
    TooMany(usize),
    #[error("{}", t!("import-stopped"))]
    Stopped,
}

/// How an entry of the project was found for a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchedBy {
    /// A person has chosen it.
    Choice,
    Identifier,
    /// The name, as readers compare names.
    Name,
    /// An alias of either.
    Alias,
    /// The project has none.
    Nothing,
}

impl MatchedBy {
    /// The name in output for programs.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Choice => "choice",
            Self::Identifier => "id",
            Self::Name => "name",
            Self::Alias => "alias",
            Self::Nothing => "nothing",
        }
    }
}

/// A label of the file and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedLabel {
    pub list: LabelList,
    /// As it stands in the file, or the identifier where the file has only that.
    pub label: String,
    /// How many statements, links and relations use it.
    pub count: usize,
    pub target: LabelTarget,
    pub by: MatchedBy,
    /// The entry of ours that has the same identifier and another name: is it the same?
    pub question: Option<String>,
}

/// How much an import adds and leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Articles that the project does not have.
    pub documents: usize,
    pub layers: usize,
    pub statements: usize,
    pub relations: usize,
    /// Statements that were read but are not taken.
    pub left_out: usize,
}

/// A statement for which the file has no place. It is part of the import if a person has placed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// Where it is in the input.
    pub line: usize,
    pub document: DocumentId,
    pub annotator: AnnotatorId,
    /// The name of the annotator in the file.
    pub by: String,
    /// All that is known about it; it has no spans.
    pub statement: Statement,
    pub quote: String,
    /// Where the quote stands in the article, as far as it does.
    pub candidates: Vec<Span>,
    /// Where a person has placed it; empty if nobody has.
    pub spans: Vec<Span>,
    /// Why it could not be placed there.
    pub problem: Option<String>,
    /// Why the file has no place for it.
    pub reason: String,
}

impl Unplaced {
    /// What names it among the statements of the file.
    pub fn key(&self) -> PlaceKey {
        PlaceKey { document: self.document.clone(), annotator: self.by.clone(), statement: self.statement.id }
    }
}

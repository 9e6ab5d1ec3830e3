//! Commands of the agreement page.

use std::path::PathBuf;

use crate::model::id::DocumentId;
use crate::model::span::Span;
use crate::review::agreement::fields::{LabelField, ScorePart};

/// A command of this page.
#[derive(Clone, Debug, PartialEq)]
pub enum AgreementCommand {
    /// Restarts a stopped computation.
    Compute,
    Stop,
    /// Lists the passages behind a number; `None` closes the list.
    Open(Option<Behind>),
    /// Shows the passages of a pairing, by its index in the answer, in the article or in the review.
    ToArticle(usize),
    ToReview(usize),
    /// Sets the property and the two annotators of the confusion matrix.
    Confuse(LabelField, Option<(usize, usize)>),
    Copy(Output),
    /// Asks for a path, then writes the file.
    Save(Output),
    SaveTo(Output, PathBuf),
}

/// A number whose passages can be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behind {
    Whole,
    /// Two annotators, by index.
    Pair(usize, usize),
    Document(DocumentId),
    Part(ScorePart),
    /// Passages where one of them has this label.
    Label(String),
    /// Row and column of the confusion matrix, by label; `None` means no statement.
    Cell(Option<String>, Option<String>),
    Stretch(DocumentId, Span),
}

/// What to copy or write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    Tsv(Shown),
    Markdown(Shown),
    Svg(Shown),
    Png(Shown),
    Csv,
    ReportHtml,
    ReportMarkdown,
}

impl Output {
    /// The file name extension.
    pub(crate) const fn ending(self) -> &'static str {
        match self {
            Self::Tsv(_) => "tsv",
            Self::Markdown(_) | Self::ReportMarkdown => "md",
            Self::Svg(_) => "svg",
            Self::Png(_) => "png",
            Self::Csv => "csv",
            Self::ReportHtml => "html",
        }
    }
}

/// A part of the page that can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Matrix,
    Confusion,
    Strip,
}

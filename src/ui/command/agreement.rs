//! What may be asked for on the page of agreement.

use std::path::PathBuf;

use crate::model::id::DocumentId;
use crate::model::span::Span;
use crate::review::agreement::fields::{LabelField, ScorePart};

/// What one may ask for on this page.
#[derive(Clone, Debug, PartialEq)]
pub enum AgreementCommand {
    /// Computes anew what was stopped.
    Compute,
    Stop,
    /// Lists the passages behind a number; nothing closes the list.
    Open(Option<Behind>),
    /// Goes to the passages of a pairing, by its number in the answer, in the article or in the review.
    ToArticle(usize),
    ToReview(usize),
    /// What the confusion matrix is of, and of which two annotators.
    Confuse(LabelField, Option<(usize, usize)>),
    Copy(Output),
    /// Asks for a place, then writes.
    Save(Output),
    SaveTo(Output, PathBuf),
}

/// A number of which the passages can be listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Behind {
    Whole,
    /// Two annotators, by their places.
    Pair(usize, usize),
    Document(DocumentId),
    Part(ScorePart),
    /// Where one of them has this label.
    Label(String),
    /// Row and column of the confusion matrix, by their labels; `None` is nothing.
    Cell(Option<String>, Option<String>),
    Stretch(DocumentId, Span),
}

/// What is copied or written.
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
    /// The ending of the file's name.
    pub const fn ending(self) -> &'static str {
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

/// A part of the page that can be taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Matrix,
    Confusion,
    Strip,
}

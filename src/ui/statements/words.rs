//! What the cells of a row say.

use crate::formats::apostrophes::make_harmless;
use crate::locale::plain;
use crate::model::project::Project;
use crate::model::statement::Statement;
use crate::query::{ListColumn, Listing, ReviewMarks, Row, Source, marks_of};
use crate::t;
use crate::ui::words::review::joined;
use crate::ui::words::{chain_names, joined_quotes, kind_name, one_line, quote};

/// What is marked at a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) is_incomplete: bool,
    pub(super) review: ReviewMarks,
}

/// A row that is shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'s> {
    pub(super) project: &'s Project,
    pub(super) source: &'s Source,
    pub(super) statement: &'s Statement,
}

impl Marks {
    pub(super) fn words(self) -> String {
        let marks = [
            (self.review.is_sent_back, t!("statements-mark-sent-back")),
            (self.review.is_commented, t!("statements-mark-comment")),
            (self.is_incomplete, t!("statements-mark-incomplete")),
        ];
        let marks = marks.into_iter().filter(|(is_on, _)| *is_on).map(|(_, words)| words);
        marks.reduce(|before, next| t!("statements-marks", before = before, next = next)).unwrap_or_default()
    }
}

impl<'s> Shown<'s> {
    pub(super) fn of(project: &'s Project, listing: &'s Listing, row: Row) -> Option<Self> {
        let (source, _, statement) = listing.look_up(project, row)?;
        Some(Self { project, source, statement })
    }

    pub(super) fn marks(self) -> Marks {
        let review = self.project.reviews.get(&self.source.document).zip(self.source.annotator.as_ref());
        Marks {
            is_incomplete: self.project.codebook.is_incomplete(self.statement),
            review: review
                .map(|(review, annotator)| marks_of(review, annotator.as_str(), self.statement))
                .unwrap_or_default(),
        }
    }

    /// The contents of a cell in one line.
    pub(super) fn cell(self, column: &ListColumn) -> String {
        let Self { project, source, statement } = self;
        let document = || project.documents.get(&source.document);
        match column {
            ListColumn::Marks => self.marks().words(),
            ListColumn::Article => {
                document().map_or(source.document.as_str(), |document| document.display_title()).to_owned()
            }
            ListColumn::Kind => kind_name(project, statement).to_owned(),
            ListColumn::Chain => chain_names(project, statement),
            ListColumn::Text => document().map(|document| quote(document, &statement.spans)).unwrap_or_default(),
            ListColumn::Topic => {
                let known = |id| project.codebook.topic(id).map_or_else(|| id.to_string(), |topic| topic.name.clone());
                statement.topic.as_ref().map(known).unwrap_or_default()
            }
            ListColumn::Stance => {
                statement.stance.map(|stance| project.codebook.stance_title(stance)).unwrap_or_default()
            }
            ListColumn::Note => one_line(&statement.note),
            ListColumn::Annotator => {
                source.annotator.as_ref().map_or_else(|| t!("statements-gold"), |annotator| annotator.to_string())
            }
            ListColumn::Attribute(id) => {
                let values = statement.values_of(id);
                let words = values.map(|value| one_line(&project.attribute_value_title(id.as_str(), &value.value)));
                joined(words.collect())
            }
        }
    }

    /// The whole row in words.
    pub(super) fn name(self) -> String {
        let kind = self.cell(&ListColumn::Kind);
        let (chain, quote) = (self.cell(&ListColumn::Chain), self.cell(&ListColumn::Text));
        t!("panel-statement-name", kind = kind, chain = chain, quote = quote)
    }
}

/// The title of a column.
pub(crate) fn title(project: &Project, column: &ListColumn) -> String {
    match column {
        ListColumn::Marks => t!("statements-column-marks"),
        ListColumn::Article => t!("statements-column-article"),
        ListColumn::Kind => t!("statements-column-kind"),
        ListColumn::Chain => t!("statements-column-chain"),
        ListColumn::Text => t!("statements-column-text"),
        ListColumn::Topic => t!("statements-column-topic"),
        ListColumn::Stance => t!("statements-column-stance"),
        ListColumn::Note => t!("statements-column-note"),
        ListColumn::Annotator => t!("statements-column-annotator"),
        ListColumn::Attribute(id) => project.codebook.attribute_title(id.as_str()).to_owned(),
    }
}

/// Rows as a table for spreadsheets: a line each below a heading, with tabs between cells that no spreadsheet computes.
pub(crate) fn as_table(project: &Project, listing: &Listing, rows: impl Iterator<Item = Row>) -> String {
    let columns: Vec<ListColumn> = ListColumn::all(&project.codebook).collect();
    let line = |cells: Vec<String>| {
        let cells = cells.into_iter().map(|cell| {
            let mut cell = plain(&cell).split_whitespace().collect::<Vec<_>>().join(" ");
            make_harmless(&mut cell);
            cell
        });
        cells.collect::<Vec<_>>().join("\t") + "\n"
    };
    let cell = |shown: Shown<'_>, column: &ListColumn| match (column, project.documents.get(&shown.source.document)) {
        // A list shortens them.
        (ListColumn::Text, Some(document)) => joined_quotes(document, &shown.statement.spans),
        (ListColumn::Note, _) => shown.statement.note.clone(),
        _ => shown.cell(column),
    };
    let shown = rows.filter_map(|row| Shown::of(project, listing, row));
    let lines = shown.map(|shown| line(columns.iter().map(|column| cell(shown, column)).collect()));
    let heads = columns.iter().map(|column| title(project, column)).collect();
    std::iter::once(line(heads)).chain(lines).collect()
}

//! What the dialog of found articles knows: the articles, the tables that were read, and what is shown of them.

use std::ops::Range;
use std::path::PathBuf;

use crate::formats::article::adding::FoundArticle;
use crate::formats::article::many::FileMark;
use crate::formats::article::{ArticleField, TableColumn, TableColumns};
use crate::formats::separated::Separated;
use crate::model::id::DocumentId;
use crate::text::encoding::Encoding;

/// The articles that were found, as far as they are not added.
#[derive(Debug, Default)]
pub struct AddingDraft {
    pub found: Vec<FoundArticle>,
    /// The reasons why files are not articles, one line each.
    pub refused: Vec<String>,
    /// The tables that were read, also those without articles.
    pub tables: Vec<FoundTable>,
    /// The files read so far and all of them, while they are being read.
    pub progress: Option<(usize, usize)>,
    /// Whether reading was stopped before its end.
    pub is_unfinished: bool,
    /// Whether a person has changed something, so that nothing is added without them.
    pub is_touched: bool,
    /// The article that was added at once and is changed here.
    pub changes: Option<DocumentId>,
    /// Why the last wish could not be met.
    pub error: String,
    pub(super) selected: usize,
    pub(super) only_doubtful: bool,
    pub(super) shown: ShownText,
    /// Whether the dialog asks before it drops what was found.
    pub(super) is_leaving: bool,
    pub(super) difference: Option<Difference>,
}

/// A file with tables, and what its columns are taken for.
#[derive(Debug)]
pub struct FoundTable {
    pub mark: FileMark,
    pub columns: Vec<TableColumn>,
    pub file: PathBuf,
    /// How it was read; `None` if it is no table in a text file.
    pub(super) separated: Option<Separated>,
    pub(super) path: String,
    /// What was refused of it.
    pub(super) refused: Vec<String>,
    pub(super) is_open: bool,
}

impl FoundTable {
    /// The tables of a file; `None` if there are none. Columns with the same head are one.
    pub(crate) fn new(mark: FileMark, tables: Vec<TableColumns>, refused: Vec<String>) -> Option<Self> {
        let TableColumns { path: file, separated, .. } = tables.first()?;
        let (file, separated) = (file.clone(), *separated);
        let mut columns: Vec<TableColumn> = Vec::new();
        for column in tables.into_iter().flat_map(|table| table.columns) {
            match columns.iter_mut().find(|known| known.head == column.head) {
                Some(known) => known.field = known.field.or(column.field),
                None => columns.push(column),
            }
        }
        columns.retain(|column| !column.head.is_empty());
        let path = file.display().to_string();
        let mut table = Self { mark, columns, file, separated, path, refused, is_open: false };
        table.is_open = !table.is_known();
        Some(table)
    }

    /// Whether it was read, because it is known which column has the texts.
    pub(crate) fn is_known(&self) -> bool {
        self.refused.is_empty() || self.has_texts()
    }

    /// Whether nothing about it is to be asked before its articles are added.
    pub(crate) fn is_certain(&self) -> bool {
        let is_utf8 = |separated: &Separated| matches!(separated.encoding, Encoding::Utf8 | Encoding::Utf8Bom);
        self.is_known() && self.separated.as_ref().is_none_or(is_utf8)
    }

    pub(super) fn has_texts(&self) -> bool {
        self.columns.iter().any(|column| column.field == Some(ArticleField::Text))
    }
}

/// The text beside the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ShownText {
    #[default]
    Found,
    /// What is not taken of a web page.
    LeftOut,
    /// The text that is equal or nearly so.
    Similar,
}

/// What differs between an article and the text that is similar to it.
#[derive(Debug)]
pub(super) struct Difference {
    /// The fingerprint of the article's text.
    pub(super) of: String,
    /// The similar text.
    pub(super) similar: String,
    /// What is only in the similar text and only in the article, in bytes.
    pub(super) only: (Vec<Range<usize>>, Vec<Range<usize>>),
}

impl AddingDraft {
    /// A list of one article.
    pub(crate) fn of(article: FoundArticle) -> Self {
        Self { found: vec![article], ..Self::default() }
    }

    /// An empty list, to which files that are not read yet may add.
    pub(crate) fn unfinished() -> Self {
        Self { is_unfinished: true, is_touched: true, ..Self::default() }
    }

    /// The article that was added at once, with its identifier.
    pub(crate) fn to_change(article: FoundArticle) -> Self {
        Self { changes: Some(article.id.clone()), is_touched: true, ..Self::of(article) }
    }

    /// Takes a table and its articles out, to read it again.
    pub(crate) fn forget_table(&mut self, index: usize) -> Option<FoundTable> {
        if index >= self.tables.len() {
            return None;
        }
        let table = self.tables.remove(index);
        self.found.retain(|article| article.table != Some(index));
        for article in &mut self.found {
            article.table = article.table.map(|own| if own > index { own - 1 } else { own });
        }
        self.refused.retain(|reason| !table.refused.contains(reason));
        (self.is_touched, self.selected, self.shown, self.difference) = (true, 0, ShownText::Found, None);
        Some(table)
    }

    /// The places in the list of what the table shows.
    pub(super) fn listed(&self) -> Vec<usize> {
        let is_listed = |article: &FoundArticle| !self.only_doubtful || !article.is_clean();
        let listed = self.found.iter().enumerate().filter(|(_, article)| is_listed(article));
        listed.map(|(index, _)| index).collect()
    }

    pub(super) fn count(&self) -> usize {
        self.found.iter().filter(|article| article.is_added()).count()
    }
}

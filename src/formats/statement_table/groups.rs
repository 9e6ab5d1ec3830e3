//! The rows of a table by layer. A table is gone through twice: first it is counted how many rows each layer has, then each
//! layer is made when its last row has come, so that of a table in the order of its articles only one layer is in memory.

use std::collections::HashMap;
use std::ops::ControlFlow;

use csv::StringRecord;

use super::beside::Beside;
use super::field::Field;
use super::{MOST_ROWS, Reading, Table};
use crate::formats::found::{FoundLayer, FoundSpan, LayerMaker};
use crate::formats::incoming::{LayerSink, WantedDocument};
use crate::formats::json;
use crate::model::id::DocumentId;
use crate::t;

/// The most bytes of rows that wait for the others of their layers.
const MOST_WAITING_BYTES: usize = 1 << 30;
/// By what a row names its article, and its annotator.
const KEY: [Field; 4] = [Field::Document, Field::Url, Field::Title, Field::Annotator];

/// Which rows belong together.
#[derive(Default)]
pub(super) struct Outline {
    groups: Vec<Group>,
    /// The group of each article and annotator, as rows name them; `None` if their rows are left out.
    by_key: HashMap<[String; 4], Option<usize>>,
    /// The same article may be named in several ways.
    known: HashMap<(DocumentId, String), usize>,
    /// What the last row named, and its group.
    last: Option<([String; 4], Option<usize>)>,
    /// How many rows there are in all, empty ones not counted.
    rows: usize,
    /// Whether some stance is neither 0 nor 1 nor empty.
    has_other_stance: bool,
    /// The last row that is read, of each sheet; 0 if it has none.
    ends: Vec<usize>,
}

/// The rows of a layer.
struct Group {
    document: DocumentId,
    annotator: String,
    /// How many rows are still to come.
    left: usize,
    /// Whether they follow one another.
    is_in_one_piece: bool,
    /// The first row.
    line: usize,
    spans: Vec<FoundSpan>,
    /// Rows that wait for the last one.
    waiting: Vec<(usize, StringRecord)>,
}

impl Outline {
    /// The rows that follow are those of the first sheet, or of the next one.
    pub(super) fn next_sheet(&mut self) {
        self.ends.push(0);
    }

    /// Counts a row.
    pub(super) fn row(
        &mut self,
        table: &Table,
        line: usize,
        cells: &StringRecord,
        sink: &mut dyn LayerSink,
    ) -> ControlFlow<()> {
        if sink.is_stopped() {
            return ControlFlow::Break(());
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return ControlFlow::Continue(());
        }
        if self.rows == MOST_ROWS {
            sink.warn(line, t!("import-table-long", most = MOST_ROWS));
            return ControlFlow::Break(());
        }
        self.rows += 1;
        if let Some(end) = self.ends.last_mut() {
            *end = line;
        }
        let plain = table.without_apostrophes(cells);
        let cells = plain.as_ref().unwrap_or(cells);
        self.has_other_stance |= !matches!(table.cell(cells, &Field::Stance), "" | "0" | "1");
        let before = self.last.as_ref().and_then(|(_, group)| *group);
        let group = self.group_of(table, cells, |outline, key| outline.find(line, key, sink));
        if let Some(found) = group.and_then(|group| self.groups.get_mut(group)) {
            found.is_in_one_piece &= found.left == 0 || before == group;
            found.left += 1;
        }
        ControlFlow::Continue(())
    }

    /// The group of a row; `find` finds that of a key that has not been met.
    fn group_of(
        &mut self,
        table: &Table,
        cells: &StringRecord,
        find: impl FnOnce(&mut Self, &[String; 4]) -> Option<usize>,
    ) -> Option<usize> {
        let words = KEY.map(|field| table.cell(cells, &field));
        if let Some((key, group)) = &self.last
            && key.iter().zip(words).all(|(known, word)| known == word)
        {
            return *group;
        }
        let key = words.map(str::to_owned);
        let group = match self.by_key.get(&key) {
            Some(group) => *group,
            None => {
                let group = find(self, &key);
                self.by_key.insert(key.clone(), group);
                group
            }
        };
        self.last = Some((key, group));
        group
    }

    /// The group of an article and an annotator that have not been named like this; `None` if they are left out.
    fn find(&mut self, line: usize, key: &[String; 4], sink: &mut dyn LayerSink) -> Option<usize> {
        let [id, url, title, name] = key;
        let annotator = json::annotator_name(if name.is_empty() { "imported" } else { name });
        if !sink.wants(&annotator) {
            return None;
        }
        let [id, url, title] = [id, url, title].map(|word| Some(word.as_str()).filter(|word| !word.is_empty()));
        let Some(document) = sink.document(&WantedDocument { id, url, title, sha256: None }) else {
            let source = id.or(url).or(title).unwrap_or("?");
            sink.warn(line, t!("import-no-article", source = source));
            return None;
        };
        let document = document.id;
        Some(*self.known.entry((document.clone(), annotator.clone())).or_insert_with(|| {
            let (spans, waiting) = (Vec::new(), Vec::new());
            self.groups.push(Group { document, annotator, left: 0, is_in_one_piece: true, line, spans, waiting });
            self.groups.len() - 1
        }))
    }
}

/// Makes the layers of a table, each when its last row has come.
pub(super) struct Layers<'t> {
    spans: Spans<'t>,
    outline: Outline,
    beside: Beside,
    /// The last row that is read, of each sheet that is still to come.
    ends: std::vec::IntoIter<usize>,
    /// The last row that is read of this one.
    end: usize,
    waiting_bytes: usize,
}

/// Makes statements of rows.
struct Spans<'t> {
    table: &'t Table,
    maker: LayerMaker,
    is_two_valued: bool,
}

impl<'t> Layers<'t> {
    pub(super) fn of(table: &'t Table, mut outline: Outline, beside: Beside) -> Self {
        outline.last = None;
        // DNA writes agreement as 1 and 0, or as 1, 0 and -1.
        let is_two_valued = !table.is_event_list_of_ours && !outline.has_other_stance;
        let spans = Spans { table, maker: table.maker(), is_two_valued };
        let ends = std::mem::take(&mut outline.ends).into_iter();
        Self { spans, outline, beside, ends, end: 0, waiting_bytes: 0 }
    }

    /// The rows that follow are those of the first sheet, or of the next one.
    pub(super) fn next_sheet(&mut self) {
        self.end = self.ends.next().unwrap_or_default();
    }

    /// Takes a row.
    pub(super) fn row(&mut self, line: usize, cells: &StringRecord, sink: &mut dyn LayerSink) -> ControlFlow<()> {
        if line > self.end || sink.is_stopped() {
            return ControlFlow::Break(());
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return ControlFlow::Continue(());
        }
        let table = self.spans.table;
        let plain = table.without_apostrophes(cells);
        let cells = plain.as_ref().unwrap_or(cells);
        let index = self.outline.group_of(table, cells, |_, _| None);
        let Some(group) = index.and_then(|index| self.outline.groups.get_mut(index)) else {
            return ControlFlow::Continue(());
        };
        group.left = group.left.saturating_sub(1);
        if group.is_in_one_piece {
            self.spans.add(line, cells, &mut group.spans, sink);
        } else {
            self.waiting_bytes += cells.as_slice().len();
            if self.waiting_bytes > MOST_WAITING_BYTES {
                sink.warn(line, t!("import-table-unsorted", most = MOST_WAITING_BYTES >> 30));
                return ControlFlow::Break(());
            }
            group.waiting.push((line, cells.clone()));
        }
        if group.left > 0 {
            return ControlFlow::Continue(());
        }
        for (line, cells) in std::mem::take(&mut group.waiting) {
            self.waiting_bytes = self.waiting_bytes.saturating_sub(cells.as_slice().len());
            self.spans.add(line, &cells, &mut group.spans, sink);
        }
        let (line, annotator) = (group.line, std::mem::take(&mut group.annotator));
        let (id, spans) = (group.document.clone(), std::mem::take(&mut group.spans));
        self.layer(line, &id, annotator, spans, sink)
    }

    fn layer(
        &mut self,
        line: usize,
        id: &DocumentId,
        annotator: String,
        mut spans: Vec<FoundSpan>,
        sink: &mut dyn LayerSink,
    ) -> ControlFlow<()> {
        let wanted = WantedDocument { id: Some(id.as_str()), ..WantedDocument::default() };
        let Some(document) = sink.document(&wanted) else { return ControlFlow::Continue(()) };
        let (more, links) = self.beside.take(id.as_str(), &annotator);
        spans.extend(more);
        let layer = self.spans.maker.layer(FoundLayer { line, document, annotator, spans, links }, sink);
        sink.take(layer)
    }
}

impl Spans<'_> {
    /// Adds the statement of a row, or reports why it is none.
    fn add(&mut self, line: usize, cells: &StringRecord, spans: &mut Vec<FoundSpan>, sink: &mut dyn LayerSink) {
        let whole = Reading::Whole { is_two_valued: self.is_two_valued };
        let reading = if sink.is_survey() { Reading::Survey } else { whole };
        match self.table.span(line, cells, reading, &mut self.maker) {
            Ok(span) => spans.push(span),
            Err(reason) => {
                let id = self.table.cell(cells, &Field::Id);
                let id = if id.is_empty() { "?" } else { id };
                sink.warn(line, t!("import-statement-left-out", id = id, reason = reason));
            }
        }
    }
}

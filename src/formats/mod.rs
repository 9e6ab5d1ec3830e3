//! Exports: the project, or a part of it, in formats that other programs read.
//!
//! One file per format. This module holds what they share: the scope, the checks, what a format loses, the preview and
//! the atomic writing. Offsets in every format are code points, half-open. Nothing here changes a project.

pub mod article;
pub mod csv;
pub mod gold;
pub mod input;
pub mod jsonl;
pub mod output;
pub mod tags;

use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use self::output::Out;
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::t;

/// A format to export to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line for each document and layer; holds everything that a layer has.
    Jsonl,
    /// A row a statement.
    Csv,
}

impl Format {
    pub const ALL: [Self; 2] = [Self::Jsonl, Self::Csv];

    /// The name on the command line, also the ending of the file's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }
}

/// What part of a project is exported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Whose layers; everybody's where empty.
    pub annotators: Vec<AnnotatorId>,
    /// Which documents; all where empty.
    pub documents: Vec<DocumentId>,
    /// Leaves out the statements that touch a passage marked as not part of the article, and their relations.
    /// The text itself stays whole in any case, because all offsets count from its start.
    pub without_excluded: bool,
}

/// How the file is written, besides its format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// For csv: a byte order mark, and cells that a spreadsheet would run as a formula made harmless.
    pub spreadsheet: bool,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub documents: usize,
    pub layers: usize,
    pub statements: usize,
    pub relations: usize,
}

/// What a format cannot hold and how often it occurs in the scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    pub kind: LossKind,
    pub count: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossKind {
    /// Relations between statements.
    Relations,
    /// Spans of the words that name a party.
    Mentions,
    /// Where the reporting verbs stand; their words are kept.
    CuePlaces,
    /// Further forms of parties' names.
    Aliases,
    /// To which party a party belongs.
    Parents,
    /// Named values of statements.
    Attributes,
    /// Passages marked as not part of the article.
    Excluded,
    /// Publishers, dates, addresses, languages of documents, counted per document.
    Metadata,
    /// Texts of documents outside the statements.
    Texts,
    /// Statements left out because they touch an excluded passage.
    ExcludedStatements,
    /// Statements left out because they have no place in the newer text of their article.
    Placeless,
}

impl Loss {
    /// The loss in words, one line.
    pub fn describe(self) -> String {
        let count = self.count;
        match self.kind {
            LossKind::Relations => t!("export-loss-relations", count = count),
            LossKind::Mentions => t!("export-loss-mentions", count = count),
            LossKind::CuePlaces => t!("export-loss-cue-places", count = count),
            LossKind::Aliases => t!("export-loss-aliases", count = count),
            LossKind::Parents => t!("export-loss-parents", count = count),
            LossKind::Attributes => t!("export-loss-attributes", count = count),
            LossKind::Excluded => t!("export-loss-excluded", count = count),
            LossKind::Metadata => t!("export-loss-metadata", count = count),
            LossKind::Texts => t!("export-loss-texts", count = count),
            LossKind::Placeless => t!("export-loss-placeless", count = count),
            LossKind::ExcludedStatements => t!("export-loss-excluded-statements", count = count),
        }
    }
}

/// Something of a file that was left out, with the line it stands in.
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

/// An export could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("{}", t!("export-span", document = .document.as_str(), statement = .statement.as_str(), start = .span.start_byte, end = .span.end_byte))]
    Span { document: DocumentId, statement: String, span: Span },
    #[error("{}", t!("export-unknown-document", id = .0.as_str()))]
    UnknownDocument(DocumentId),
    #[error("{}", t!("export-unknown-annotator", id = .0.as_str()))]
    UnknownAnnotator(AnnotatorId),
    #[error("{}", t!("export-stopped"))]
    Stopped,
    #[error("{}", t!("export-write", error = .0.to_string()))]
    Write(#[from] std::io::Error),
}

/// Writes the scope in this format.
///
/// # Errors
/// The scope names what is not there, a span does not fit its text, or the writing failed.
pub fn write(
    project: &Project,
    scope: &Scope,
    format: Format,
    options: Options,
    out: &mut impl Write,
) -> Result<Summary, ExportError> {
    match format {
        Format::Jsonl => jsonl::write::write(project, scope, out),
        Format::Csv => csv::write(project, scope, options, out),
    }
}

/// How far an export is, and a way to stop it from another thread.
#[derive(Debug, Default)]
pub struct Watch {
    written_byte: AtomicU64,
    stopped: AtomicBool,
}

impl Watch {
    /// What was written so far, in bytes.
    pub fn written_bytes(&self) -> u64 {
        self.written_byte.load(Ordering::Relaxed)
    }

    /// Makes the export end with [`ExportError::Stopped`] at its next write.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

/// Passes on what is written, counts it, and fails once it is to stop.
struct Watched<'w, W> {
    inner: W,
    watch: &'w Watch,
}

impl<W: Write> Write for Watched<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.watch.stopped.load(Ordering::Relaxed) {
            return Err(std::io::Error::other(t!("export-stopped")));
        }
        let count = self.inner.write(bytes)?;
        self.watch.written_byte.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

/// Writes the scope to a file: either the whole of it is there afterwards, or what was there before.
///
/// # Errors
/// As [`write()`], or it was stopped; the file is then as it was.
pub fn to_path(
    project: &Project,
    scope: &Scope,
    format: Format,
    options: Options,
    path: &Path,
    watch: &Watch,
) -> Result<Summary, ExportError> {
    put(path, watch, |out| write(project, scope, format, options, out))
}

/// Puts a file in place as a whole, or writes it through what is there.
fn put(
    path: &Path,
    watch: &Watch,
    write: impl FnOnce(&mut BufWriter<Watched<'_, Out>>) -> Result<Summary, ExportError>,
) -> Result<Summary, ExportError> {
    let mut out = BufWriter::new(Watched { inner: Out::open(path)?, watch });
    let written = write(&mut out);
    if watch.stopped.load(Ordering::Relaxed) {
        return Err(ExportError::Stopped);
    }
    let summary = written?;
    out.into_inner().map_err(std::io::IntoInnerError::into_error)?.inner.finish()?;
    Ok(summary)
}

/// What the format cannot hold of this scope, counted per kind; empty where nothing is lost.
pub fn losses(format: Format, project: &Project, scope: &Scope) -> Vec<Loss> {
    let mut losses = Vec::new();
    let mut lose = |kind, count| {
        if count > 0 {
            losses.push(Loss { kind, count });
        }
    };
    let layers: Vec<_> = selected(project, scope).collect();
    let left_out = layers.iter().map(|l| l.layer.len() - l.statements().count()).sum();
    lose(LossKind::ExcludedStatements, left_out);
    lose(LossKind::Placeless, placeless(project, scope));
    if format == Format::Jsonl {
        return losses;
    }
    let statements = || layers.iter().flat_map(Selected::statements);
    let mut documents: Vec<&Document> = layers.iter().map(|l| l.document).collect();
    documents.dedup_by_key(|document| &document.id);
    lose(LossKind::Relations, layers.iter().map(|l| l.relations().count()).sum());
    lose(LossKind::Mentions, statements().flat_map(|s| &s.chain).filter(|link| link.mention.is_some()).count());
    lose(LossKind::CuePlaces, statements().flat_map(|s| &s.chain).filter(|link| link.cue.is_some()).count());
    lose(LossKind::Aliases, project.parties.iter().map(|p| p.aliases.len()).sum());
    lose(LossKind::Parents, project.parties.iter().filter(|p| p.parent.is_some()).count());
    lose(LossKind::Attributes, statements().map(|s| s.attributes.len()).sum());
    lose(LossKind::Excluded, documents.iter().map(|d| d.excluded.len()).sum());
    let described = |d: &&&Document| {
        let m = &d.metadata;
        [&m.publisher, &m.published, &m.url, &m.language].iter().any(|value| !value.is_empty())
    };
    lose(LossKind::Metadata, documents.iter().filter(described).count());
    lose(LossKind::Texts, documents.len());
    losses
}

/// How many statements of the scope's annotators are left out because they have no place in the newer text of their
/// article: they stay with the old one, which is exported only where it is asked for.
fn placeless(project: &Project, scope: &Scope) -> usize {
    let asked = |annotator: &AnnotatorId| scope.annotators.is_empty() || scope.annotators.contains(annotator);
    let layers = project.layers.iter().filter(|((_, annotator), _)| asked(annotator));
    layers.filter(|((document, _), _)| is_left_out(project, scope, document)).map(|(_, layer)| layer.len()).sum()
}

/// The same of gold.
pub fn placeless_gold(project: &Project, scope: &Scope) -> Option<Loss> {
    let old = project.documents.keys().filter(|document| is_left_out(project, scope, document));
    let count = old.filter_map(|document| project.gold(document)).map(Layer::len).sum();
    (count > 0).then_some(Loss { kind: LossKind::Placeless, count })
}

/// Whether this is an old text that is not exported though all of its article was asked for.
fn is_left_out(project: &Project, scope: &Scope, document: &DocumentId) -> bool {
    let newer = project.newer_text(document);
    let is_asked = scope.documents.is_empty() || newer.is_some_and(|newer| scope.documents.contains(newer));
    newer.is_some() && is_asked && !scope.documents.contains(document)
}

/// The first `rows` lines of the export as text (the heading of a csv counts as one); an error in its place in words.
pub fn preview(format: Format, project: &Project, scope: &Scope, rows: usize) -> String {
    let mut out = Vec::new();
    if let Err(error) = write(project, scope, format, Options::default(), &mut out) {
        return crate::locale::plain(&error.to_string());
    }
    let text = String::from_utf8_lossy(&out);
    match format {
        Format::Jsonl => text.lines().take(rows).collect::<Vec<_>>().join("\n"),
        // A note may hold line ends, so rows are counted by their CR LF outside quotation marks.
        Format::Csv => first_records(&text, rows).trim_end().to_owned(),
    }
}

/// One layer of the scope, with the statements that the scope asks for.
pub(crate) struct Selected<'p> {
    pub document: &'p Document,
    pub annotator: &'p AnnotatorId,
    layer: &'p Layer,
    without_excluded: bool,
}

impl<'p> Selected<'p> {
    /// The statements in text order.
    pub fn statements(&self) -> impl Iterator<Item = &'p Statement> {
        self.layer.statements().filter(|statement| self.keeps(statement))
    }

    /// The relations between statements that are kept.
    pub fn relations(&self) -> impl Iterator<Item = &'p crate::model::statement::Relation> {
        let kept = |id| self.layer.statement(id).is_some_and(|statement| self.keeps(statement));
        self.layer.relations().filter(move |relation| kept(relation.from) && kept(relation.to))
    }

    fn keeps(&self, statement: &Statement) -> bool {
        let touches = |span: &Span| self.document.excluded.iter().any(|excluded| excluded.overlaps(*span));
        !self.without_excluded || !statement.spans.iter().any(touches)
    }
}

/// The layers of the scope, by document, then by annotator.
pub(crate) fn selected<'p>(project: &'p Project, scope: &'p Scope) -> impl Iterator<Item = Selected<'p>> {
    project.layers.iter().filter_map(move |((document, annotator), layer)| {
        // An old text is exported only where it is asked for.
        let all = scope.documents.is_empty() && project.newer_text(document).is_none();
        let asked = (all || scope.documents.contains(document))
            && (scope.annotators.is_empty() || scope.annotators.contains(annotator));
        let document = project.documents.get(document).filter(|_| asked)?;
        Some(Selected { document, annotator, layer, without_excluded: scope.without_excluded })
    })
}

/// Refuses a scope that names a document or an annotator that the project does not have.
pub(crate) fn check_scope(project: &Project, scope: &Scope) -> Result<(), ExportError> {
    if let Some(id) = scope.documents.iter().find(|id| !project.documents.contains_key(id)) {
        return Err(ExportError::UnknownDocument(id.clone()));
    }
    match scope.annotators.iter().find(|id| !project.layers.keys().any(|(_, annotator)| annotator == *id)) {
        Some(id) => Err(ExportError::UnknownAnnotator(id.clone())),
        None => Ok(()),
    }
}

/// A span in code points and its text, proved by cutting the text again by code points.
pub(crate) fn located<'p>(
    document: &'p Document,
    statement: &dyn std::fmt::Display,
    span: Span,
) -> Result<([usize; 2], &'p str), ExportError> {
    let content = &document.content;
    let quote = content.get(span.range()).filter(|quote| !quote.is_empty());
    let chars = content.byte_to_char(span.start_byte).zip(content.byte_to_char(span.end_byte));
    if let (Some(quote), Some((start, end))) = (quote, chars)
        && let (Some(from), Some(to)) = (content.char_to_byte(start), content.char_to_byte(end))
        && content.get(from..to) == Some(quote)
        && quote.chars().count() == end - start
    {
        return Ok(([start, end], quote));
    }
    Err(ExportError::Span { document: document.id.clone(), statement: statement.to_string(), span })
}

fn first_records(text: &str, rows: usize) -> &str {
    let (mut quoted, mut seen) = (false, 0);
    for (index, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                seen += 1;
                if seen == rows {
                    return text.get(..index).unwrap_or(text);
                }
            }
            _ => {}
        }
    }
    text
}

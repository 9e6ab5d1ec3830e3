//! Articles on their way into a project: their metadata and identifiers, which texts the project has already or nearly,
//! and what becomes of each. The window and the command line add by these rules.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{ArticleError, ReadArticle, ReadOptions};
use crate::edit::change::Edit;
use crate::edit::gesture;
use crate::model::document::{Document, Metadata};
use crate::model::id::{self, DocumentId};
use crate::model::project::Project;
use crate::t;
use crate::text::content::{Content, sha256_hex};
use crate::text::encoding::Encoding;
use crate::text::headline;
use crate::text::near_duplicates::{NearDuplicates, Signature};

/// From this similarity on, two texts are nearly the same.
const NEAR: f64 = 0.6;

/// What becomes of an article that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddingChoice {
    Add,
    Skip,
    /// It is added as another version of the similar article: linked to it, and no article of its own in exports. The
    /// similar one stays as it is, with everybody's tags.
    Version,
}

/// A text that is equal to an article or nearly so: one of the project, or one that was found before.
#[derive(Clone, Debug, PartialEq)]
pub struct SimilarText {
    pub document: DocumentId,
    pub title: String,
    /// 1 for equal texts, and for no others.
    pub similarity: f64,
}

impl SimilarText {
    /// Whether the texts are the same but for byte order marks, the kind of line ends and white space at the end.
    pub(crate) fn is_equal(&self) -> bool {
        self.similarity >= 1.0
    }

    /// The similarity in whole percents, where only equal texts have a hundred.
    pub(crate) fn percent(&self) -> usize {
        (0..=100).rev().find(|percent| f64::from(*percent) <= self.similarity * 100.0).unwrap_or(0) as usize
    }
}

/// An article that was found, and what becomes of it.
#[derive(Clone, Debug)]
pub struct FoundArticle {
    /// The identifier that its document gets.
    pub id: DocumentId,
    pub read: ReadArticle,
    /// What is known about it, as a person may have changed it.
    pub metadata: Metadata,
    pub similar: Option<SimilarText>,
    pub choice: AddingChoice,
    /// The table that it comes from, by its place in the list of tables.
    pub(crate) table: Option<usize>,
    print: TextPrint,
}

/// An article with that by which it is recognised, without its text.
#[derive(Clone, Debug)]
pub struct KnownText {
    id: DocumentId,
    title: String,
    print: TextPrint,
}

/// By what a text is recognised.
#[derive(Clone, Debug)]
struct TextPrint {
    fingerprint: String,
    signature: Option<Signature>,
}

impl TextPrint {
    fn of(text: &str) -> Self {
        Self { fingerprint: fingerprint(text), signature: Signature::of(text) }
    }
}

impl FoundArticle {
    /// Whether it was perhaps not read as it is.
    pub(crate) fn has_doubts(&self) -> bool {
        !self.read.doubts.is_empty() || self.read.decoded.replaced > 0
    }

    /// Whether nobody needs to look at it before it is added.
    pub(crate) fn is_clean(&self) -> bool {
        self.similar.is_none() && !self.has_doubts()
    }

    /// Whether it becomes a document.
    pub(crate) fn is_added(&self) -> bool {
        self.choice != AddingChoice::Skip
    }

    /// By what it is recognised when it comes again.
    pub(crate) fn known_text(&self) -> KnownText {
        KnownText { id: self.id.clone(), title: self.title().to_owned(), print: self.print.clone() }
    }

    /// The same for the same text, and for no other one.
    pub(crate) fn fingerprint(&self) -> &str {
        &self.print.fingerprint
    }

    /// The title to show.
    pub(crate) fn title(&self) -> &str {
        if self.metadata.title.trim().is_empty() { self.id.as_str() } else { &self.metadata.title }
    }

    /// Whether a web page was taken whole; `None` if there is nothing else of it to take.
    pub(crate) fn is_whole(&self) -> Option<bool> {
        self.read.other.as_ref().map(|other| !other.is_whole)
    }

    /// Takes a web page whole instead of its main text, or the other way round.
    pub(crate) fn take_other(&mut self, known: &KnownArticles) {
        let Some(other) = &mut self.read.other else { return };
        std::mem::swap(&mut other.text, &mut self.read.decoded.text);
        std::mem::swap(&mut other.losses, &mut self.read.losses);
        other.is_whole = !other.is_whole;
        self.recognise(known);
    }

    /// The lines of a web page that are not in its main text; empty if everything was taken.
    pub(crate) fn left_out(&self) -> String {
        self.left_out_lines().into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n")
    }

    /// The lines of a web page that are not in its main text, with their places in the whole page.
    pub(crate) fn left_out_lines(&self) -> Vec<(usize, &str)> {
        let Some(other) = self.read.other.as_ref().filter(|other| other.is_whole) else { return Vec::new() };
        let taken: BTreeSet<&str> = self.read.decoded.text.lines().collect();
        let lines = other.text.lines().enumerate();
        lines.filter(|(_, line)| !line.is_empty() && !taken.contains(line)).collect()
    }

    /// Takes a line of a web page into its main text, where it stands in the whole page.
    pub(crate) fn take_line(&mut self, place: usize, known: &KnownArticles) {
        let Some(other) = self.read.other.as_ref().filter(|other| other.is_whole) else { return };
        let whole: Vec<&str> = other.text.lines().collect();
        let Some(line) = whole.get(place) else { return };
        let mut lines: Vec<&str> = self.read.decoded.text.lines().collect();
        // After the last line of the main text that stands before it in the page.
        let mut at = 0;
        for before in whole.iter().take(place).filter(|line| !line.is_empty()) {
            let found = lines.get(at..).and_then(|rest| rest.iter().position(|line| line == before));
            at += found.map_or(0, |found| found + 1);
        }
        let has_gaps = lines.iter().any(|line| line.is_empty());
        let new: &[&str] = match (has_gaps, at) {
            (false, _) => &[*line],
            (true, 0) => &[*line, ""],
            (true, _) => &["", *line],
        };
        lines.splice(at..at, new.iter().copied());
        let words = other.text.split_whitespace().count();
        self.read.decoded.text = format!("{}\n", lines.join("\n"));
        let left: usize = self.left_out_lines().iter().map(|(_, line)| line.split_whitespace().count()).sum();
        let lost = t!("import-article-lost-page", count = left, all = words, path = self.read.from.as_str());
        self.read.losses = if left > 0 { vec![lost] } else { Vec::new() };
        self.recognise(known);
    }

    /// Reads its file again in another encoding. What a person has entered stays.
    ///
    /// # Errors
    /// The file is no text in this encoding, or contains several articles.
    pub(crate) fn read_as(&mut self, encoding: Encoding, known: &KnownArticles) -> Result<(), ArticleError> {
        let path = std::path::Path::new(&self.read.from);
        let Some(source) = &self.read.source else { return Ok(()) };
        let whole_page = self.is_whole() == Some(true);
        let options = ReadOptions { encoding: Some(encoding), whole_page, ..ReadOptions::default() };
        let mut read = super::decode(source, &options, path)?;
        let (Some(article), true) = (read.articles.pop(), read.articles.is_empty()) else {
            return Err(ArticleError::Several(self.read.from.clone()));
        };
        let (before, name) = (self.derived(), self.read.name.clone());
        self.read = ReadArticle { name, ..article };
        let after = self.derived();
        for (field, before, after) in [
            (&mut self.metadata.title, before.title, after.title),
            (&mut self.metadata.publisher, before.publisher, after.publisher),
            (&mut self.metadata.published, before.published, after.published),
            (&mut self.metadata.url, before.url, after.url),
            (&mut self.metadata.language, before.language, after.language),
        ] {
            if *field == before {
                *field = after;
            }
        }
        self.recognise(known);
        Ok(())
    }

    /// What is known about it without a person's word.
    fn derived(&self) -> Metadata {
        completed(self.read.metadata.clone(), &self.read.decoded.text, &self.read.name)
    }

    /// Looks again for similar texts, since its own has changed.
    fn recognise(&mut self, known: &KnownArticles) {
        self.print = TextPrint::of(&self.read.decoded.text);
        self.similar = known.similar(&self.print, Some(&self.id));
        if self.similar.is_none() && self.choice == AddingChoice::Version {
            self.choice = AddingChoice::Add;
        }
    }

    /// The document that it becomes, with this identifier.
    pub(crate) fn document(&self, id: DocumentId) -> Document {
        Document {
            id,
            content: Content::new(self.read.decoded.text.as_str()),
            metadata: completed(self.metadata.clone(), &self.read.decoded.text, &self.read.name),
            encoding: self.read.encoding().map_or_else(String::new, |encoding| encoding.name().to_owned()),
            excluded: Vec::new(),
        }
    }
}

/// Fills in what a person and the file leave open: the title is the first line with letters, or else the name of the
/// file; the language is the one that the letters identify.
fn completed(mut metadata: Metadata, text: &str, name: &str) -> Metadata {
    if metadata.title.trim().is_empty() {
        metadata.title = headline::title(text).unwrap_or_else(|| name.to_owned());
    }
    if metadata.language.trim().is_empty() {
        headline::language(text).clone_into(&mut metadata.language);
    }
    metadata
}

/// The articles that are there, of a project and of those found so far, to recognise what comes again.
#[derive(Clone, Debug, Default)]
pub(crate) struct KnownArticles {
    texts: BTreeMap<String, (DocumentId, String)>,
    near: NearDuplicates<(DocumentId, String)>,
    /// The identifiers of articles that were found, folded.
    ids: BTreeSet<String>,
}

impl KnownArticles {
    pub(crate) fn of(project: &Project) -> Self {
        let mut known = Self::default();
        // If an old text and a newer one are equal, the newer one is found.
        let is_old = |document: &Document| project.newer_text(&document.id).is_some();
        let (old, new): (Vec<_>, Vec<_>) = project.documents.values().partition(|document| is_old(document));
        for document in new.into_iter().chain(old) {
            known.add(KnownText {
                id: document.id.clone(),
                title: document.display_title().to_owned(),
                print: TextPrint::of(document.content.as_str()),
            });
        }
        known
    }

    /// Makes an article of what was read. What `said` says counts before what the file says. Nothing is added to the
    /// known ones yet.
    pub(crate) fn found(
        &self,
        read: ReadArticle,
        said: Metadata,
        is_taken: impl Fn(&DocumentId) -> bool,
    ) -> FoundArticle {
        let print = TextPrint::of(&read.decoded.text);
        let similar = self.similar(&print, None);
        let is_equal = similar.as_ref().is_some_and(SimilarText::is_equal);
        let choice = if is_equal { AddingChoice::Skip } else { AddingChoice::Add };
        let metadata = completed(or_from(said, read.metadata.clone()), &read.decoded.text, &read.name);
        let name = if read.name.is_empty() { metadata.title.as_str() } else { read.name.as_str() };
        let id = DocumentId::from_name(name, |id| self.ids.contains(&id::folded(id.as_str())) || is_taken(id));
        FoundArticle { id, read, metadata, similar, choice, table: None, print }
    }

    /// Notes an article, so that the next ones are compared with it and get other identifiers.
    pub(crate) fn add(&mut self, text: KnownText) {
        let KnownText { id, title, print } = text;
        self.ids.insert(id::folded(id.as_str()));
        if let Some(signature) = print.signature {
            self.near.add((id.clone(), title.clone()), signature);
        }
        self.texts.entry(print.fingerprint).or_insert((id, title));
    }

    /// The text that is equal or, if there is none, the most similar one among those that are nearly equal.
    fn similar(&self, print: &TextPrint, except: Option<&DocumentId>) -> Option<SimilarText> {
        let is_other = |document: &DocumentId| Some(document) != except;
        if let Some((document, title)) = self.texts.get(&print.fingerprint).filter(|(id, _)| is_other(id)) {
            return Some(SimilarText { document: document.clone(), title: title.clone(), similarity: 1.0 });
        }
        let found = self.near.find_among(print.signature.as_ref()?, NEAR, |(document, _)| is_other(document));
        found.map(|((document, title), similarity)| SimilarText {
            document: document.clone(),
            title: title.clone(),
            // Texts of the same words in other spellings are not equal.
            similarity: similarity.min(0.99),
        })
    }
}

/// The first with what it leaves open filled in from the second.
fn or_from(mut said: Metadata, file: Metadata) -> Metadata {
    let Metadata { title, publisher, published, url, language, replaced_by: _ } = file;
    for (said, file) in [
        (&mut said.title, title),
        (&mut said.publisher, publisher),
        (&mut said.published, published),
        (&mut said.url, url),
        (&mut said.language, language),
    ] {
        if said.trim().is_empty() {
            *said = file;
        }
    }
    said
}

/// The documents of those articles that are to be added, in their order.
///
/// An identifier that was taken in the meantime is replaced. Another version of an article is linked to the newest text
/// of it; if that article is not there and not added either, the version is added as an article of its own.
pub(crate) fn documents<'f>(
    found: impl Iterator<Item = &'f FoundArticle> + Clone,
    project: &Project,
    is_taken: impl Fn(&DocumentId) -> bool,
) -> Vec<Document> {
    let mut given: BTreeMap<&DocumentId, DocumentId> = BTreeMap::new();
    let mut used = BTreeSet::new();
    for article in found.clone().filter(|article| article.is_added()) {
        let is_used = |id: &DocumentId| used.contains(&id::folded(id.as_str())) || is_taken(id);
        let id = DocumentId::from_name(article.id.as_str(), is_used);
        used.insert(id::folded(id.as_str()));
        given.insert(&article.id, id);
    }
    let newest = |mut document: DocumentId| {
        // A circle of links in a damaged project must not hang.
        for _ in 0..project.documents.len() {
            let Some(newer) = project.newer_text(&document) else { break };
            document = newer.clone();
        }
        document
    };
    let listed: BTreeMap<&DocumentId, &FoundArticle> = found.clone().map(|article| (&article.id, article)).collect();
    let similar = |article: &'f FoundArticle| {
        article.similar.as_ref().filter(|_| article.choice == AddingChoice::Version).map(|similar| &similar.document)
    };
    let of_version = |article: &'f FoundArticle| {
        let mut newer = similar(article)?;
        // A version of a version is one of the same article; two may be versions of one another.
        for _ in 0..listed.len() {
            if project.documents.contains_key(newer) {
                return Some(newest(newer.clone()));
            }
            let Some(next) = listed.get(newer).copied().and_then(similar) else { break };
            newer = next;
        }
        given.get(newer).cloned()
    };
    let document = |article: &'f FoundArticle| {
        let mut document = article.document(given.get(&article.id)?.clone());
        document.metadata.replaced_by = of_version(article).filter(|newer| *newer != document.id);
        Some(document)
    };
    found.filter(|article| article.is_added()).filter_map(document).collect()
}

/// The edit that adds documents, as one step.
pub(crate) fn edit(documents: Vec<Document>) -> Edit {
    Edit::Group(documents.into_iter().map(gesture::article::add).collect())
}

fn fingerprint(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').trim_end();
    if text.contains('\r') {
        sha256_hex(text.replace("\r\n", "\n").replace('\r', "\n").as_bytes())
    } else {
        sha256_hex(text.as_bytes())
    }
}

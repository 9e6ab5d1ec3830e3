//! What the list of articles knows of each article, and how it puts them in order.
//!
//! [`Catalog`] follows the project: it reads all articles once, in parts of bounded size, and afterwards only those that a
//! change has touched. [`arrange`] finds and sorts; for a large project it runs on a thread.

use std::ops::Bound;
use std::sync::{Arc, OnceLock};

use crate::edit::change::Touched;
use crate::edit::session::Session;
use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::work::LayerState;
use crate::settings::ArticleSort;
use crate::t;
use crate::text::arabic;

/// How many articles are read at a time.
const PART: usize = 1000;

/// How far the person is with an article, in the order in which it wants attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArticleStatus {
    /// A reviewer has sent something back, or has asked something, and nobody has resolved it.
    SentBack,
    InProgress,
    Open,
    Done,
}

impl ArticleStatus {
    pub(crate) fn of(project: &Project, document: &DocumentId, own: &AnnotatorId) -> Self {
        if is_sent_back(project, document, own) {
            return Self::SentBack;
        }
        match project.state(document, own) {
            LayerState::Open => Self::Open,
            LayerState::InProgress => Self::InProgress,
            LayerState::Done => Self::Done,
        }
    }

    pub(crate) fn name(self) -> String {
        match self {
            Self::SentBack => t!("article-status-sent-back"),
            Self::InProgress => t!("article-status-in-progress"),
            Self::Open => t!("article-status-open"),
            Self::Done => t!("article-status-done"),
        }
    }
}

/// Whether something open is said about a statement of this person.
fn is_sent_back(project: &Project, document: &DocumentId, own: &AnnotatorId) -> bool {
    let review = project.reviews.get(document).filter(|_| project.may_see(own, document));
    let threads = review.into_iter().flat_map(|review| review.threads());
    threads
        .filter(|thread| thread.resolved.is_none())
        .any(|thread| thread.anchor.statements().iter().any(|(annotator, _)| *annotator == own))
}

/// What is known of one article.
#[derive(Debug)]
pub struct KnownArticle {
    pub id: DocumentId,
    /// What the list calls it.
    pub title: String,
    pub publisher: String,
    pub published: String,
    pub status: ArticleStatus,
    /// Everything that it is found by, folded; made when it is first looked for.
    folded: OnceLock<Box<str>>,
}

impl KnownArticle {
    fn of(project: &Project, document: &Document, own: &AnnotatorId) -> Self {
        let metadata = &document.metadata;
        Self {
            id: document.id.clone(),
            title: document.display_title().trim().to_owned(),
            publisher: metadata.publisher.trim().to_owned(),
            published: metadata.published.trim().to_owned(),
            status: ArticleStatus::of(project, &document.id, own),
            folded: OnceLock::new(),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        (&self.title, &self.publisher, &self.published, self.status)
            == (&other.title, &other.publisher, &other.published, other.status)
    }

    fn words(&self) -> &str {
        self.folded.get_or_init(|| {
            let all = [self.title.as_str(), &self.publisher, &self.published, self.id.as_str()].join("\n");
            arabic::fold(&all).into_boxed_str()
        })
    }
}

/// All articles in the order of the project.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    annotator: Option<AnnotatorId>,
    revision: u64,
    known: Vec<Arc<KnownArticle>>,
    /// Changes whenever `known` does.
    version: u64,
    /// What has been read so far, and the revision at which that began.
    reading: Option<(Vec<Arc<KnownArticle>>, u64)>,
}

impl Catalog {
    pub(super) fn known(&self) -> &[Arc<KnownArticle>] {
        &self.known
    }

    pub(super) fn version(&self) -> u64 {
        self.version
    }

    /// Whether all articles have been read once.
    pub(super) fn is_complete(&self) -> bool {
        self.version > 0
    }

    /// Takes in a part of what is new. Returns whether there is more.
    pub(super) fn follow(&mut self, session: &Session) -> bool {
        let own = session.annotator();
        if self.annotator.as_ref() != Some(own) {
            *self = Self { annotator: Some(own.clone()), version: self.version, ..Self::default() };
            self.reading = Some((Vec::new(), session.revision()));
        }
        if self.reading.is_none() {
            if self.revision == session.revision() {
                return false;
            }
            match session.touched_since(self.revision) {
                Some(touched) => {
                    let touched: Vec<&DocumentId> =
                        touched.into_iter().filter_map(|file| article_of(file, own)).collect();
                    touched.into_iter().for_each(|id| self.take_in(session.project(), id, own));
                    self.revision = session.revision();
                }
                None => self.reading = Some((Vec::new(), session.revision())),
            }
        }
        self.read_on(session)
    }

    fn read_on(&mut self, session: &Session) -> bool {
        let Some((mut read, revision)) = self.reading.take() else { return false };
        let (project, own) = (session.project(), session.annotator());
        let from = read.last().map_or(Bound::Unbounded, |last| Bound::Excluded(last.id.clone()));
        let before = read.len();
        let part = project.documents.range((from, Bound::Unbounded)).take(PART);
        read.extend(part.map(|(_, document)| Arc::new(KnownArticle::of(project, document, own))));
        if read.len() == before + PART {
            self.reading = Some((read, revision));
            return true;
        }
        (self.known, self.revision) = (read, revision);
        self.version += 1;
        self.revision != session.revision()
    }

    /// Takes in one article that has changed, has come or has gone.
    fn take_in(&mut self, project: &Project, id: &DocumentId, own: &AnnotatorId) {
        let place = self.known.binary_search_by(|known| known.id.cmp(id));
        let now = project.documents.get(id).map(|document| Arc::new(KnownArticle::of(project, document, own)));
        match (place, now) {
            (Ok(at), Some(now)) => {
                let Some(old) = self.known.get_mut(at).filter(|old| !old.is_same(&now)) else { return };
                *old = now;
            }
            (Ok(at), None) => drop(self.known.remove(at)),
            (Err(at), Some(now)) => self.known.insert(at, now),
            (Err(_), None) => return,
        }
        self.version += 1;
    }
}

/// The article whose entry in the list may be another one after a change of this file.
fn article_of<'f>(file: &'f Touched, own: &AnnotatorId) -> Option<&'f DocumentId> {
    match file {
        Touched::Document(id) | Touched::Review(id) => Some(id),
        Touched::Layer(id, annotator) => (annotator == own).then_some(id),
        Touched::Project | Touched::Guidelines => None,
    }
}

/// What the list is to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListQuestion {
    /// The version of the catalog.
    pub version: u64,
    /// The folded words that each article must have.
    pub words: Vec<String>,
    pub sort: ArticleSort,
    pub groups: bool,
}

/// A row of the list.
#[derive(Clone, Debug)]
pub(crate) enum ListRow {
    /// The head of a group, with the number of its articles.
    Head(ArticleStatus, usize),
    Article(Arc<KnownArticle>),
}

/// The rows of the list.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub question: ListQuestion,
    pub rows: Vec<ListRow>,
    /// How many of them are articles.
    pub articles: usize,
}

/// Finds the articles, sorts them, and puts the heads of the groups among them.
pub(crate) fn arrange(known: &[Arc<KnownArticle>], question: ListQuestion) -> Listing {
    let fits = |article: &&Arc<KnownArticle>| {
        question.words.is_empty() || question.words.iter().all(|word| article.words().contains(word.as_str()))
    };
    let mut found: Vec<Arc<KnownArticle>> = known.iter().filter(fits).cloned().collect();
    match question.sort {
        ArticleSort::Project => {}
        ArticleSort::Title => found.sort_by_cached_key(|article| arabic::fold(&article.title)),
        ArticleSort::Publisher => {
            found.sort_by_cached_key(|article| (article.publisher.is_empty(), arabic::fold(&article.publisher)));
        }
        // The newest first; those without a date last.
        ArticleSort::Date => found.sort_by(|a, b| b.published.cmp(&a.published)),
        ArticleSort::Status => found.sort_by_key(|article| article.status),
    }
    let articles = found.len();
    if !question.groups {
        let rows = found.into_iter().map(ListRow::Article).collect();
        return Listing { question, rows, articles };
    }
    found.sort_by_key(|article| article.status);
    let mut rows = Vec::with_capacity(articles + 4);
    let mut rest = found.into_iter().peekable();
    while let Some(status) = rest.peek().map(|article| article.status) {
        let head = rows.len();
        while let Some(article) = rest.next_if(|article| article.status == status) {
            rows.push(ListRow::Article(article));
        }
        rows.insert(head, ListRow::Head(status, rows.len() - head));
    }
    Listing { question, rows, articles }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::change::Edit;
    use crate::model::document::Metadata;
    use crate::model::id::KindId;
    use crate::model::span::Span;
    use crate::model::statement::Statement;
    use crate::text::content::Content;

    fn document(id: &str, title: &str, publisher: &str, published: &str) -> Document {
        let [title, publisher, published] = [title, publisher, published].map(str::to_owned);
        Document {
            id: DocumentId::new(id).unwrap(),
            content: Content::new("قال المتحدث"),
            metadata: Metadata { title, publisher, published, ..Metadata::default() },
            encoding: String::new(),
            excluded: Vec::new(),
        }
    }

    fn session() -> Session {
        let mut project = Project::new("p");
        for document in [
            document("a", "بايدن يحذّر بوتين", "Reuters", "2022-02-12"),
            document("b", "Putin replies", "", ""),
            document("c", "الأهرام: لقاء", "الأهرام", "2024-01-01"),
        ] {
            project.documents.insert(document.id.clone(), document);
        }
        Session::new(project, AnnotatorId::new("me").unwrap())
    }

    fn ids(catalog: &Catalog, words: &str, sort: ArticleSort, groups: bool) -> String {
        let words = words.split_whitespace().map(arabic::fold).collect();
        let listing = arrange(catalog.known(), ListQuestion { version: 0, words, sort, groups });
        let row = |row: &ListRow| match row {
            ListRow::Head(status, count) => format!("[{status:?} {count}]"),
            ListRow::Article(article) => article.id.to_string(),
        };
        listing.rows.iter().map(row).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn articles_are_found_folded_and_sorted_and_grouped() {
        let mut catalog = Catalog::default();
        assert!(!catalog.follow(&session()));
        assert_eq!(ids(&catalog, "", ArticleSort::Project, false), "a b c");
        assert_eq!(ids(&catalog, "يحذر بوتين", ArticleSort::Project, false), "a");
        assert_eq!(ids(&catalog, "الاهرام", ArticleSort::Project, false), "c");
        assert_eq!(ids(&catalog, "reuters بايدن", ArticleSort::Project, false), "a");
        assert_eq!(ids(&catalog, "nothing", ArticleSort::Project, false), "");
        assert_eq!(ids(&catalog, "", ArticleSort::Date, false), "c a b");
        assert_eq!(ids(&catalog, "", ArticleSort::Publisher, false), "a c b");
        assert_eq!(ids(&catalog, "", ArticleSort::Project, true), "[Open 3] a b c");
    }

    #[test]
    fn only_what_a_change_has_touched_is_read_again() {
        let mut session = session();
        let mut catalog = Catalog::default();
        catalog.follow(&session);
        let before: Vec<_> = catalog.known().to_vec();
        let b = DocumentId::new("b").unwrap();
        let statement = Statement::new(KindId::new("claim").unwrap(), vec![Span::new(0, 6)], jiff::Timestamp::now());
        let layer = (b.clone(), session.annotator().clone());
        session.apply("add", Edit::AddStatement { layer, statement: Box::new(statement) }).unwrap();
        assert!(!catalog.follow(&session));
        assert_eq!(ids(&catalog, "", ArticleSort::Status, true), "[InProgress 1] b [Open 2] a c");
        assert!(Arc::ptr_eq(&before[0], &catalog.known()[0]) && !Arc::ptr_eq(&before[1], &catalog.known()[1]));
        // A second statement changes nothing in the list.
        let version = catalog.version();
        session.undo().unwrap();
        session
            .apply("d", Edit::AddDocument { document: Box::new(document("bb", "x", "", "")), layers: Vec::new() })
            .unwrap();
        session.apply("r", Edit::RemoveDocument(DocumentId::new("a").unwrap())).unwrap();
        catalog.follow(&session);
        assert_eq!(ids(&catalog, "", ArticleSort::Project, false), "b bb c");
        assert!(catalog.version() > version);
        let version = catalog.version();
        session.apply("title", Edit::SetTitle("other".to_owned())).unwrap();
        assert!(!catalog.follow(&session));
        assert_eq!(catalog.version(), version);
    }

    #[test]
    fn a_large_project_is_read_in_parts() {
        let mut project = Project::new("p");
        for number in 0..2 * PART + 5 {
            let document = document(&format!("d{number:05}"), &format!("title {number}"), "", "");
            project.documents.insert(document.id.clone(), document);
        }
        let session = Session::new(project, AnnotatorId::new("me").unwrap());
        let mut catalog = Catalog::default();
        assert!(catalog.follow(&session) && catalog.follow(&session) && !catalog.is_complete());
        assert!(!catalog.follow(&session) && catalog.is_complete());
        assert_eq!(catalog.known().len(), 2 * PART + 5);
        assert_eq!(ids(&catalog, "title 2004", ArticleSort::Title, false), "d02004");
    }
}

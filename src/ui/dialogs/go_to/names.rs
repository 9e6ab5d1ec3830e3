//! Finds articles, parties, topics and one's own statements by a few letters of what they are called.
//!
//! [`NameSearch`] goes through a project in steps of bounded cost, so that a window stays responsive whatever the size of
//! the project, and keeps the best hits. There is no index.

use std::ops::Bound;

use crate::model::document::Document;
use crate::model::id::{AnnotatorId, DocumentId, PartyId, StatementId, TopicId};
use crate::model::project::Project;
use crate::text::arabic::fold;
use crate::text::proclitic;

/// How many hits are kept.
const MOST_HITS: usize = 200;
/// What looking at one candidate costs beside the folding of its letters, counted in bytes.
const LOOKING_BYTES: usize = 32;

/// Something that can be gone to by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Named {
    Article(DocumentId),
    Party(PartyId),
    Topic(TopicId),
    /// A statement of one's own layer of a document.
    Statement(DocumentId, StatementId),
}

/// How well a name fits; the best comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Fit {
    /// The name is what was typed.
    Whole,
    /// The name begins with it.
    Start,
    /// Each word that was typed begins a word of the name, perhaps after proclitics.
    Words,
    /// Each word that was typed is somewhere in the name.
    Within,
    /// It is found only together with what else is known: another name, the publisher, the date.
    Beside,
}

/// The words that are looked for, folded.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct NameQuery {
    whole: String,
    words: Vec<String>,
}

impl NameQuery {
    /// The query that somebody typed.
    pub(crate) fn new(typed: &str) -> Self {
        let words: Vec<String> = typed.split_whitespace().map(fold).filter(|word| !word.is_empty()).collect();
        Self { whole: words.join(" "), words }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a name fits, with what else is known about what it names.
    pub(crate) fn fit(&self, name: &str, beside: &[&str]) -> Option<Fit> {
        let folded = fold(name);
        let mut best = Fit::Words;
        let mut beside_folded: Option<Vec<String>> = None;
        for word in &self.words {
            match folded.find(word.as_str()) {
                Some(_) if begins_word(&folded, word) => {}
                Some(_) => best = best.max(Fit::Within),
                None => {
                    let others = beside_folded.get_or_insert_with(|| beside.iter().map(|text| fold(text)).collect());
                    others.iter().find(|text| text.contains(word.as_str()))?;
                    best = Fit::Beside;
                }
            }
        }
        if best != Fit::Beside {
            let name = folded.split_whitespace().collect::<Vec<_>>().join(" ");
            if name == self.whole {
                return Some(Fit::Whole);
            }
            if name.starts_with(&self.whole) {
                return Some(Fit::Start);
            }
        }
        Some(best)
    }
}

/// Whether a word of the folded text begins with these folded letters, perhaps after its proclitics.
fn begins_word(folded: &str, letters: &str) -> bool {
    folded.match_indices(letters).any(|(at, _)| {
        let before = folded.get(..at).unwrap_or_default();
        let start = before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |separator| {
            separator + before.get(separator..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        if start == at {
            return true;
        }
        let rest = folded.get(start..).unwrap_or_default();
        let end = start + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        proclitic::starts(folded, start..end).contains(&at)
    })
}

/// A hit, with what its place among the hits depends on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameHit {
    pub(crate) fit: Fit,
    /// Articles, parties and topics before statements that fit as well.
    is_statement: bool,
    /// Shorter names first: more of them was typed.
    name_bytes: usize,
    /// The order of the project.
    order: usize,
    pub(crate) named: Named,
}

impl NameHit {
    /// Its place among what fits as well or less; false comes before true.
    pub(crate) fn place(&self) -> (Fit, bool) {
        (self.fit, self.is_statement)
    }
}

/// What is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(crate) enum Among {
    /// Everything.
    #[default]
    All,
    Articles,
    Parties,
    Topics,
    Statements,
}

/// A search that goes on in steps.
#[derive(Clone, Debug)]
pub(crate) struct NameSearch {
    query: NameQuery,
    among: Among,
    at: At,
    order: usize,
    hits: Vec<NameHit>,
}

/// Where the next step begins.
#[derive(Clone, Debug)]
enum At {
    Parties(usize),
    Topics,
    /// After this article.
    Articles(Option<DocumentId>),
    /// After this article, or, with a number, at this statement of it.
    Statements(Option<(DocumentId, Option<usize>)>),
    End,
}

impl NameSearch {
    /// A search that has not begun.
    pub(crate) fn new(typed: &str, among: Among) -> Self {
        Self { query: NameQuery::new(typed), among, at: At::Parties(0), order: 0, hits: Vec::new() }
    }

    /// The hits so far, the best first.
    pub(crate) fn hits(&self) -> &[NameHit] {
        &self.hits
    }

    /// Whether everything has been looked at.
    fn is_over(&self) -> bool {
        matches!(self.at, At::End)
    }

    /// Goes on until about this many bytes of names have been folded. Returns whether there is more to look at. The
    /// project must be the one that the search began with, unchanged.
    pub(crate) fn step(&mut self, project: &Project, own: &AnnotatorId, budget_bytes: usize) -> bool {
        if self.query.is_empty() {
            self.at = At::End;
        }
        let mut left = budget_bytes;
        while left > 0 && !self.is_over() {
            match self.at.clone() {
                At::Parties(from) => self.parties(project, from, &mut left),
                At::Topics => self.topics(project, &mut left),
                At::Articles(after) => self.articles(project, after, &mut left),
                At::Statements(after) => self.statements(project, own, after, &mut left),
                At::End => {}
            }
        }
        !self.is_over()
    }

    fn wants(&self, among: Among) -> bool {
        self.among == Among::All || self.among == among
    }

    fn parties(&mut self, project: &Project, from: usize, left: &mut usize) {
        if self.wants(Among::Parties) {
            for (index, party) in project.parties.iter().enumerate().skip(from) {
                if *left == 0 {
                    self.at = At::Parties(index);
                    return;
                }
                let aliases: Vec<&str> = party.aliases.iter().map(String::as_str).collect();
                self.look(Named::Party(party.id.clone()), &party.name, &aliases, left);
            }
        }
        self.at = At::Topics;
    }

    fn topics(&mut self, project: &Project, left: &mut usize) {
        if self.wants(Among::Topics) {
            for topic in &project.codebook.topics {
                self.look(Named::Topic(topic.id.clone()), &topic.name, &[], left);
            }
        }
        self.at = At::Articles(None);
    }

    fn articles(&mut self, project: &Project, after: Option<DocumentId>, left: &mut usize) {
        if self.wants(Among::Articles) {
            for (id, document) in project.documents.range(from(after.as_ref())) {
                let known = &document.metadata;
                let beside = [known.publisher.as_str(), known.published.as_str(), id.as_str()];
                self.look(Named::Article(id.clone()), document.display_title(), &beside, left);
                if *left == 0 {
                    self.at = At::Articles(Some(id.clone()));
                    return;
                }
            }
        }
        self.at = At::Statements(None);
    }

    fn statements(
        &mut self,
        project: &Project,
        own: &AnnotatorId,
        after: Option<(DocumentId, Option<usize>)>,
        left: &mut usize,
    ) {
        if self.wants(Among::Statements) {
            let (at, mut first) = match &after {
                Some((id, Some(place))) => (Bound::Included(id), *place),
                Some((id, None)) => (Bound::Excluded(id), 0),
                None => (Bound::Unbounded, 0),
            };
            for (id, document) in project.documents.range((at, Bound::Unbounded)) {
                if let Some(place) = self.statements_of(project, own, document, first, left) {
                    self.at = At::Statements(Some((id.clone(), Some(place))));
                    return;
                }
                first = 0;
                *left = left.saturating_sub(LOOKING_BYTES);
                if *left == 0 {
                    self.at = At::Statements(Some((id.clone(), None)));
                    return;
                }
            }
        }
        self.at = At::End;
    }

    /// Looks at the statements of an article. Returns where to go on if there are more of them.
    fn statements_of(
        &mut self,
        project: &Project,
        own: &AnnotatorId,
        document: &Document,
        first: usize,
        left: &mut usize,
    ) -> Option<usize> {
        let layer = project.layer(&document.id, own)?;
        for (place, statement) in layer.shared_from(first).enumerate() {
            if *left == 0 {
                return Some(first + place);
            }
            let words = document.quotes(&statement.spans).join(" ");
            self.look(Named::Statement(document.id.clone(), statement.id), &words, &[&statement.note], left);
        }
        None
    }

    fn look(&mut self, named: Named, name: &str, beside: &[&str], left: &mut usize) {
        *left = left.saturating_sub(name.len() + LOOKING_BYTES);
        self.order += 1;
        let Some(fit) = self.query.fit(name, beside) else { return };
        let is_statement = matches!(named, Named::Statement(..));
        let hit = NameHit { fit, is_statement, name_bytes: name.len(), order: self.order, named };
        let at = self.hits.partition_point(|other| *other < hit);
        if at < MOST_HITS {
            self.hits.insert(at, hit);
            self.hits.truncate(MOST_HITS);
        }
    }
}

/// The range after this key.
fn from(after: Option<&DocumentId>) -> (Bound<&DocumentId>, Bound<&DocumentId>) {
    (after.map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::codebook::{EntryNotes, Topic};
    use crate::model::document::Metadata;
    use crate::model::party::{Party, PartyAbout, Rgb};
    use crate::text::content::Content;

    fn project(titles: &[&str]) -> Project {
        let mut project = Project::new("p");
        for (number, title) in titles.iter().enumerate() {
            let id = DocumentId::new(format!("d{number:03}")).unwrap();
            let metadata = Metadata {
                title: (*title).to_owned(),
                publisher: if number == 0 { "وكالة الأناضول".to_owned() } else { String::new() },
                ..Metadata::default()
            };
            let content = Content::new("text");
            let document = Document { id: id.clone(), content, metadata, encoding: String::new(), excluded: vec![] };
            project.documents.insert(id, document);
        }
        project
    }

    fn found(project: &Project, typed: &str, step_bytes: usize) -> Vec<Named> {
        let mut search = NameSearch::new(typed, Among::All);
        let own = AnnotatorId::new("a").unwrap();
        let mut steps = 0;
        while search.step(project, &own, step_bytes) {
            steps += 1;
            assert!(steps < 10_000, "the search does not end");
        }
        search.hits().iter().map(|hit| hit.named.clone()).collect()
    }

    fn article(number: usize) -> Named {
        Named::Article(DocumentId::new(format!("d{number:03}")).unwrap())
    }

    #[test]
    fn a_better_fit_comes_first() {
        let project = project(&["قمة بوتين وبايدن", "عن بوتين", "بوتين", "اجتماع وبوتين لم يحضر", "Subputinism"]);
        assert_eq!(found(&project, "بوتين", usize::MAX), [2, 1, 0, 3].map(article));
        assert_eq!(found(&project, "putin", usize::MAX), [article(4)]);
        let query = NameQuery::new("بوتين");
        assert_eq!(query.fit("بوتِين", &[]), Some(Fit::Whole));
        assert_eq!(query.fit("بوتين وبايدن", &[]), Some(Fit::Start));
        assert_eq!(query.fit("لقاء وبوتين", &[]), Some(Fit::Words));
        assert_eq!(query.fit("كلامبوتين", &[]), Some(Fit::Within));
        assert_eq!(query.fit("بايدن", &["بوتين"]), Some(Fit::Beside));
        assert_eq!(query.fit("بايدن", &["ماكرون"]), None);
    }

    #[test]
    fn every_word_must_be_found_and_their_order_does_not_matter() {
        let project = project(&["Warning from Moscow", "Moscow speaks"]);
        assert_eq!(found(&project, "mos warn", usize::MAX), [article(0)]);
        assert_eq!(found(&project, "mos", usize::MAX), [article(1), article(0)]);
        assert_eq!(found(&project, "mos xyz", usize::MAX), []);
    }

    #[test]
    fn the_publisher_is_found_too_and_comes_after_titles() {
        let project = project(&["أوكرانيا", "رسالة الأناضول"]);
        assert_eq!(found(&project, "الاناضول", usize::MAX), [article(1), article(0)]);
    }

    #[test]
    fn parties_are_found_by_their_aliases_and_topics_by_their_names() {
        let mut project = project(&[]);
        let id = PartyId::new("kremlin").unwrap();
        project.parties.push(Party {
            id: id.clone(),
            name: "Kremlin".to_owned(),
            aliases: vec!["الكرملين".to_owned()],
            color: Rgb([0; 3]),
            parent: None,
            key: None,
            about: PartyAbout::default(),
        });
        let topic = TopicId::new("sanctions").unwrap();
        project.codebook.topics.push(Topic {
            id: topic.clone(),
            name: "عقوبات".to_owned(),
            definition: String::new(),
            notes: EntryNotes::default(),
            parent: None,
        });
        assert_eq!(found(&project, "كرمل", usize::MAX), [Named::Party(id)]);
        assert_eq!(found(&project, "عقوبات", usize::MAX), [Named::Topic(topic)]);
    }

    #[test]
    fn small_steps_find_what_one_step_finds() {
        let titles: Vec<String> = (0..300).map(|number| format!("عنوان {number} عن السلام")).collect();
        let project = project(&titles.iter().map(String::as_str).collect::<Vec<_>>());
        let whole = found(&project, "سلام 2", usize::MAX);
        assert!(whole.len() > 50);
        assert_eq!(found(&project, "سلام 2", 1), whole);
        assert_eq!(found(&project, "سلام 2", 777), whole);
    }

    /// Titles of seven words made of letters that are no proclitics where they begin a word.
    fn many_titles(count: usize) -> Vec<String> {
        let mut seed = 1_u64;
        let mut below = |most: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % most
        };
        let (first, later) = (
            ['ت', 'ج', 'ح', 'خ', 'د', 'ر', 'ش', 'ص', 'ط', 'ع', 'ق', 'م', 'ن'],
            ['ا', 'ب', 'د', 'ر', 'س', 'ف', 'ل', 'م', 'ن', 'و', 'ي'],
        );
        let mut word = || -> String {
            let rest = 3 + below(3);
            let mut word = String::from(first[below(first.len())]);
            word.extend((0..rest).map(|_| later[below(later.len())]));
            word
        };
        let words: Vec<String> = (0..3000).map(|_| word()).collect();
        (0..count).map(|_| (0..7).map(|_| words[below(words.len())].as_str()).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn an_article_of_20_000_is_the_first_hit_for_the_beginnings_of_two_of_its_words() {
        let titles = many_titles(20_000);
        let project = project(&titles.iter().map(String::as_str).collect::<Vec<_>>());
        let start = |word: &str| word.chars().take(4).collect::<String>();
        let begins = |title: &str, start: &str| title.split(' ').any(|word| word.starts_with(start));
        let mut tried = 0;
        for (number, title) in titles.iter().enumerate().step_by(2_501) {
            let words: Vec<String> = title.split(' ').map(start).collect();
            let mut pairs =
                words.iter().enumerate().flat_map(|(at, one)| words[at + 1..].iter().map(move |two| (one, two)));
            // Beginnings that no other title has both of; many have one of the two.
            let only = |one: &str, two: &str| {
                titles.iter().filter(|title| begins(title, one) && begins(title, two)).count() == 1
            };
            let Some((one, two)) = pairs.find(|(one, two)| one != two && only(one, two)) else { continue };
            assert_eq!(found(&project, &format!("{two} {one}"), usize::MAX).first(), Some(&article(number)), "{title}");
            tried += 1;
        }
        assert_eq!(tried, 8, "some titles have no two words of their own");
    }
}

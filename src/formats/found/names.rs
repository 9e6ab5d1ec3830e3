//! The identifiers that the labels and names of an input have throughout.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use crate::formats::incoming::IncomingParty;
use crate::formats::sidecar::Sidecar;
use crate::formats::{json, xml};
use crate::model::codebook::{Codebook, EntryNotes, Kind, LineForm, Topic};
use crate::model::document::{Document, Metadata};
use crate::model::id::{DocumentId, KindId, PartyId, RelationKindId, TopicId};
use crate::model::party::{PartyAbout, name_key};
use crate::text::content::{Content, sha256};

/// The annotator of a file that names none.
const UNNAMED: &str = "imported";

/// The identifiers of one list by label.
struct Known<T> {
    /// By the label as it stands.
    exact: HashMap<String, T>,
    /// By the label as readers compare names.
    folded: HashMap<String, T>,
    taken: HashSet<T>,
}

impl<T: Clone + Eq + Hash + ToString> Known<T> {
    /// Of two entries of one name, the first is found. With `names_first`, a name counts more than the identifier of another
    /// entry, else less.
    fn of<'n>(entries: impl Iterator<Item = (&'n T, &'n str)> + Clone, names_first: bool) -> Self
    where
        T: 'n,
    {
        let mut known = Self { exact: HashMap::new(), folded: HashMap::new(), taken: HashSet::new() };
        for by_name in [names_first, !names_first] {
            for (id, name) in entries.clone() {
                known.taken.insert(id.clone());
                let word = if by_name { name.to_owned() } else { id.to_string() };
                known.folded.entry(name_key(&word)).or_insert_with(|| id.clone());
                known.exact.entry(word).or_insert_with(|| id.clone());
            }
        }
        known
    }

    /// The identifier of a label. With `as_ids`, a label that can be an identifier is one.
    fn find(
        &mut self,
        label: &str,
        as_ids: bool,
        own: impl Fn(&str) -> Option<T>,
        new: impl Fn(&str, &dyn Fn(&T) -> bool) -> T,
    ) -> T {
        if let Some(id) = self.exact.get(label) {
            return id.clone();
        }
        // A label that is the identifier of another one stands for the same.
        let own = own(label);
        let key = name_key(label);
        let has_capitals = label.chars().any(char::is_uppercase);
        let id = match (self.folded.get(&key), own) {
            (_, Some(own)) if as_ids => own,
            (Some(known), _) => known.clone(),
            (None, Some(own)) if !has_capitals => own,
            (None, _) => new(label, &|id| self.taken.contains(id)),
        };
        self.taken.insert(id.clone());
        self.exact.insert(label.to_owned(), id.clone());
        self.folded.entry(key).or_insert_with(|| id.clone());
        id
    }
}

/// The names that the files of one import use, so that all its layers use the same identifiers.
pub(in crate::formats) struct Names {
    sidecar: Sidecar,
    /// Whether labels that can be identifiers are identifiers, as in formats that machines read.
    as_ids: bool,
    kinds: Known<KindId>,
    topics: Known<TopicId>,
    relations: Known<RelationKindId>,
    parties: Known<PartyId>,
    /// The parties that the sidecar or the file defines.
    defined: HashSet<PartyId>,
    /// The names of parties that are used by identifier.
    titles: HashMap<PartyId, String>,
}

impl Names {
    /// Without a codebook beside the files, the sidecar is empty.
    pub(super) fn new(sidecar: Sidecar, as_ids: bool) -> Self {
        let Codebook { kinds, topics, relation_kinds, .. } = &sidecar.codebook;
        Self {
            as_ids,
            kinds: Known::of(kinds.iter().map(|kind| (&kind.id, kind.name.as_str())), !as_ids),
            topics: Known::of(topics.iter().map(|topic| (&topic.id, topic.name.as_str())), false),
            relations: Known::of(relation_kinds.iter().map(|kind| (&kind.id, kind.name.as_str())), !as_ids),
            parties: Known::of(sidecar.parties.iter().map(|party| (&party.id, party.name.as_str())), false),
            defined: sidecar.parties.iter().map(|party| party.id.clone()).collect(),
            titles: HashMap::new(),
            sidecar,
        }
    }

    pub(in crate::formats) const fn sidecar(&self) -> &Sidecar {
        &self.sidecar
    }

    pub(super) fn kind(&mut self, label: &str) -> KindId {
        let new = |name: &str, taken: &dyn Fn(&KindId) -> bool| KindId::from_name(name, taken);
        self.kinds.find(label, self.as_ids, |label| KindId::new(label).ok(), new)
    }

    pub(super) fn topic(&mut self, label: &str) -> TopicId {
        let new = |name: &str, taken: &dyn Fn(&TopicId) -> bool| TopicId::from_name(name, taken);
        self.topics.find(label, self.as_ids, |label| TopicId::new(label).ok(), new)
    }

    pub(super) fn relation_kind(&mut self, label: &str) -> RelationKindId {
        let new = |name: &str, taken: &dyn Fn(&RelationKindId) -> bool| RelationKindId::from_name(name, taken);
        self.relations.find(label, self.as_ids, |label| RelationKindId::new(label).ok(), new)
    }

    /// The party with this identifier or name; `None` if the name has no letters.
    pub(in crate::formats) fn party(&mut self, name: &str) -> Option<PartyId> {
        let name = name.trim();
        if let Some(known) = self.parties.exact.get(name) {
            return Some(known.clone());
        }
        if name.is_empty() || name_key(name).is_empty() && PartyId::new(name).is_err() {
            return None;
        }
        let new = |name: &str, taken: &dyn Fn(&PartyId) -> bool| PartyId::from_name(name, taken);
        Some(self.parties.find(name, self.as_ids, |name| PartyId::new(name).ok(), new))
    }

    pub(super) fn is_defined(&self, party: &PartyId) -> bool {
        self.defined.contains(party)
    }

    /// Adds a party that a file defines, unless it is known by its identifier or its name.
    pub(in crate::formats) fn define_party(
        &mut self,
        id: Option<&str>,
        name: &str,
        aliases: Vec<String>,
        parent: Option<PartyId>,
    ) {
        let Some(id) = self.party(id.unwrap_or(name)) else { return };
        if self.defined.insert(id.clone()) {
            self.parties.folded.entry(name_key(name)).or_insert_with(|| id.clone());
            self.sidecar.parties.push(IncomingParty {
                id,
                name: name.to_owned(),
                aliases,
                parent,
                about: PartyAbout::default(),
            });
        }
    }

    /// Gives a party the name that people know it by, the first time.
    pub(in crate::formats) fn name_party(&mut self, id: &str, name: &str) {
        if let Some(id) = self.party(id) {
            self.titles.entry(id).or_insert_with(|| name.to_owned());
        }
    }

    /// The name that people know a party by, where the file says it apart from the identifier.
    pub(super) fn title(&self, party: &PartyId) -> Option<&str> {
        self.titles.get(party).map(String::as_str)
    }

    /// Adds a kind that a file defines, unless it is known.
    pub(in crate::formats) fn define_kind(&mut self, id: Option<&str>, name: &str, definition: &str) {
        let id = self.kind(id.unwrap_or(name));
        if self.sidecar.codebook.kind(&id).is_none() {
            self.kinds.folded.entry(name_key(name)).or_insert_with(|| id.clone());
            let (name, definition) = (name.to_owned(), definition.to_owned());
            self.sidecar.codebook.kinds.push(Kind {
                id,
                name,
                definition,
                key: None,
                line: LineForm::Dashed,
                notes: EntryNotes::default(),
            });
        }
    }

    /// Adds a topic that a file defines, unless it is known.
    pub(in crate::formats) fn define_topic(&mut self, id: Option<&str>, name: &str, definition: &str) {
        let id = self.topic(id.unwrap_or(name));
        if self.sidecar.codebook.topic(&id).is_none() {
            self.topics.folded.entry(name_key(name)).or_insert_with(|| id.clone());
            let (name, definition) = (name.to_owned(), definition.to_owned());
            self.sidecar.codebook.topics.push(Topic {
                id,
                name,
                definition,
                notes: EntryNotes::default(),
                parent: None,
            });
        }
    }

    /// The parties and the codebook that the files define.
    pub(super) fn into_lists(self) -> (Vec<IncomingParty>, Codebook) {
        (self.sidecar.parties, self.sidecar.codebook)
    }

    /// A document from its name in a file, its text and what the file says about it; the sidecar fills what is missing.
    pub(in crate::formats) fn document(&self, name: &str, text: String, metadata: Metadata) -> Document {
        let id = DocumentId::new(name).unwrap_or_else(|_| DocumentId::from_name(name, |_| false));
        let (content, excluded) = (Content::new(text), Vec::new());
        let mut document = Document { id, content, metadata, encoding: String::new(), excluded };
        self.complete(&mut document);
        document
    }

    /// Fills what is known about a document from the sidecar, where the file does not say it or cannot have all its
    /// characters.
    pub(in crate::formats) fn complete(&self, document: &mut Document) {
        let Some(known) = self.sidecar.documents.get(document.id.as_str()) else { return };
        let metadata = &mut document.metadata;
        let fields = [
            (&mut metadata.title, &known.title),
            (&mut metadata.publisher, &known.publisher),
            (&mut metadata.published, &known.published),
            (&mut metadata.url, &known.url),
            (&mut metadata.language, &known.language),
        ];
        for (field, known) in
            fields.into_iter().filter(|(field, known)| field.is_empty() || xml::is_left_of(field, known))
        {
            field.clone_from(known);
        }
    }
}

/// The document and the annotator in the name of a file: `<document>@<annotator>.<ending>`, as we write it, or
/// `<document>/<annotator>.<ending>`, as INCEpTION does.
pub(in crate::formats) fn names_of_file(path: &str) -> (String, String) {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (document, annotator) = match (stem.rsplit_once('@'), folder.rsplit('/').next()) {
        (Some((document, annotator)), _) => (document, annotator),
        (None, Some(folder)) if !folder.is_empty() => (folder.strip_suffix(".txt").unwrap_or(folder), stem),
        (None, _) => (stem, UNNAMED),
    };
    (document.to_owned(), json::annotator_name(annotator))
}

/// An identifier made of texts: the same for the same texts.
pub(in crate::formats) fn uuid_of(texts: &[&str]) -> uuid::Uuid {
    let hash = sha256(texts.join("\u{1f}").as_bytes());
    let half = hash.first_chunk::<16>().copied().unwrap_or_default();
    uuid::Builder::from_custom_bytes(half).into_uuid()
}

//! The kinds, topics, relation kinds and attributes of a project, with their definitions.

use serde::{Deserialize, Serialize};

use super::attribute::{AttributeChoice, AttributeDefinition, AttributeForm, AttributeScope, AttributeSubject};
use super::id::{AttributeId, DocumentId, KindId, RelationKindId, TopicId};
use super::statement::Stance;
use crate::t;

/// What annotators may record about a passage.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Codebook {
    pub kinds: Vec<Kind>,
    pub topics: Vec<Topic>,
    pub relation_kinds: Vec<RelationKind>,
    pub attributes: Vec<AttributeDefinition>,
    /// The stances of which something was changed; see [`Codebook::stance`].
    pub stances: Vec<StanceEntry>,
}

/// What every entry of a codebook has beside its name and definition.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct EntryNotes {
    /// Passages of the corpus that show what is meant.
    pub examples: Vec<Example>,
    /// Whether it is no longer offered. What has it keeps it.
    pub is_retired: bool,
}

/// A passage that shows what an entry means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub quote: String,
    /// The article that it was taken from; `None` for one that somebody has written.
    pub document: Option<DocumentId>,
    pub note: String,
}

/// A kind of statement: claim, position, warning, or what the project adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    pub id: KindId,
    pub name: String,
    pub definition: String,
    pub notes: EntryNotes,
    /// The key that makes a statement of this kind, an upper-case ASCII letter.
    pub key: Option<char>,
    pub line: LineForm,
}

/// How the line under a statement is drawn, so that its kind can be told without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineForm {
    Solid,
    Double,
    Wavy,
    Dashed,
    Dotted,
}

/// What a statement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    pub id: TopicId,
    pub name: String,
    pub definition: String,
    pub notes: EntryNotes,
    /// The topic that this one is a part of.
    pub parent: Option<TopicId>,
}

/// A way in which one statement may relate to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationKind {
    pub id: RelationKindId,
    pub name: String,
    pub definition: String,
    pub notes: EntryNotes,
}

/// What a study calls a stance, and what it means there. There are always the same three, since exports and measures know
/// them; one that a study does not use is retired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StanceEntry {
    pub stance: Stance,
    /// Empty for the word of the interface.
    pub name: String,
    pub definition: String,
    pub notes: EntryNotes,
}

impl StanceEntry {
    /// As it is without any change.
    pub fn plain(stance: Stance) -> Self {
        Self { stance, name: String::new(), definition: String::new(), notes: EntryNotes::default() }
    }

    /// What it is called on screen.
    pub(crate) fn title(&self) -> String {
        if self.name.trim().is_empty() { self.stance.title() } else { self.name.clone() }
    }
}

/// One of the lists of a codebook. What is the same for all lists iterates over [`CodebookList::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodebookList {
    Kinds,
    Topics,
    RelationKinds,
    Attributes,
    /// Always the same three entries.
    Stances,
}

/// An entry of one of the lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodebookItem {
    Kind(Kind),
    Topic(Topic),
    RelationKind(RelationKind),
    Attribute(Box<AttributeDefinition>),
    Stance(StanceEntry),
}

impl LineForm {
    pub(crate) const ALL: [Self; 5] = [Self::Solid, Self::Double, Self::Wavy, Self::Dashed, Self::Dotted];
}

impl CodebookList {
    pub const ALL: [Self; 5] = [Self::Kinds, Self::Topics, Self::RelationKinds, Self::Attributes, Self::Stances];

    /// The name in the project's files, in conflicts and in exports.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Kinds => "kinds",
            Self::Topics => "topics",
            Self::RelationKinds => "relation_kinds",
            Self::Attributes => "attributes",
            Self::Stances => "stances",
        }
    }

    /// The name on screen.
    pub(crate) fn title(self) -> String {
        match self {
            Self::Kinds => t!("codebook-kinds"),
            Self::Topics => t!("codebook-topics"),
            Self::RelationKinds => t!("codebook-relation-kinds"),
            Self::Attributes => t!("codebook-attributes"),
            Self::Stances => t!("codebook-stances"),
        }
    }

    /// The list that has this name in the project's files.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.key() == key)
    }

    /// An entry of this name, as part of a sentence.
    pub(crate) fn entry_title(self, name: &str) -> String {
        match self {
            Self::Kinds => t!("conflicts-kind", name = name),
            Self::Topics => t!("conflicts-topic", name = name),
            Self::RelationKinds => t!("conflicts-relation-kind", name = name),
            Self::Attributes => t!("conflicts-attribute", name = name),
            Self::Stances => t!("conflicts-stance", name = name),
        }
    }

    /// A sentence saying how many entries come with a colleague's tags.
    pub(crate) fn told_new(self, names: &[String]) -> String {
        let (count, names) = (names.len(), names.join(", "));
        match self {
            Self::Kinds => t!("exchange-new-kinds", count = count, names = names),
            Self::Topics => t!("exchange-new-topics", count = count, names = names),
            Self::RelationKinds => t!("exchange-new-relation-kinds", count = count, names = names),
            Self::Attributes => t!("exchange-new-attributes", count = count, names = names),
            Self::Stances => t!("exchange-new-stances", count = count, names = names),
        }
    }
}

impl CodebookItem {
    pub(crate) const fn list(&self) -> CodebookList {
        match self {
            Self::Kind(_) => CodebookList::Kinds,
            Self::Topic(_) => CodebookList::Topics,
            Self::RelationKind(_) => CodebookList::RelationKinds,
            Self::Attribute(_) => CodebookList::Attributes,
            Self::Stance(_) => CodebookList::Stances,
        }
    }

    pub fn id(&self) -> &str {
        match self {
            Self::Kind(kind) => kind.id.as_str(),
            Self::Topic(topic) => topic.id.as_str(),
            Self::RelationKind(kind) => kind.id.as_str(),
            Self::Attribute(attribute) => attribute.id.as_str(),
            Self::Stance(entry) => entry.stance.as_str(),
        }
    }

    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Kind(kind) => &kind.name,
            Self::Topic(topic) => &topic.name,
            Self::RelationKind(kind) => &kind.name,
            Self::Attribute(attribute) => &attribute.name,
            Self::Stance(entry) if entry.name.trim().is_empty() => entry.stance.as_str(),
            Self::Stance(entry) => &entry.name,
        }
    }

    /// What it is called on screen.
    pub(crate) fn title(&self) -> String {
        match self {
            Self::Stance(entry) => entry.title(),
            _ => self.name().to_owned(),
        }
    }

    pub(crate) fn definition(&self) -> &str {
        match self {
            Self::Kind(kind) => &kind.definition,
            Self::Topic(topic) => &topic.definition,
            Self::RelationKind(kind) => &kind.definition,
            Self::Attribute(attribute) => &attribute.definition,
            Self::Stance(entry) => &entry.definition,
        }
    }

    pub fn notes(&self) -> &EntryNotes {
        match self {
            Self::Kind(kind) => &kind.notes,
            Self::Topic(topic) => &topic.notes,
            Self::RelationKind(kind) => &kind.notes,
            Self::Attribute(attribute) => &attribute.notes,
            Self::Stance(entry) => &entry.notes,
        }
    }

    /// What people write about the entry: its name, its definition, and the rest.
    pub(crate) fn texts_mut(&mut self) -> (&mut String, &mut String, &mut EntryNotes) {
        match self {
            Self::Kind(kind) => (&mut kind.name, &mut kind.definition, &mut kind.notes),
            Self::Topic(topic) => (&mut topic.name, &mut topic.definition, &mut topic.notes),
            Self::RelationKind(kind) => (&mut kind.name, &mut kind.definition, &mut kind.notes),
            Self::Attribute(attribute) => (&mut attribute.name, &mut attribute.definition, &mut attribute.notes),
            Self::Stance(entry) => (&mut entry.name, &mut entry.definition, &mut entry.notes),
        }
    }
}

/// The keys of the commands that mark an article, with the titles of those, as keys of the catalogue. No kind may have one
/// of them. The table of commands has the same keys, which its test proves.
pub const COMMAND_KEYS: [(char, &str); 21] = [
    ('A', "command-pick-addressee"),
    ('B', "command-review-span"),
    ('E', "command-edit-note"),
    ('L', "command-pick-relation"),
    ('M', "command-mention"),
    ('N', "command-next"),
    ('O', "command-take-over"),
    ('Q', "command-cue"),
    ('S', "command-add-span"),
    ('T', "command-pick-topic"),
    ('X', "command-excluded"),
    ('0', "command-stance-neutral"),
    ('1', "command-parties"),
    ('2', "command-parties"),
    ('3', "command-parties"),
    ('4', "command-parties"),
    ('5', "command-parties"),
    ('6', "command-parties"),
    ('7', "command-parties"),
    ('8', "command-parties"),
    ('9', "command-parties"),
];

/// What the command is called that has this key.
pub(crate) fn command_of_key(key: char) -> Option<String> {
    let (_, title) = COMMAND_KEYS.iter().find(|(taken, _)| *taken == key.to_ascii_uppercase())?;
    Some(crate::locale::text(title, &[]))
}

impl Codebook {
    /// The key that makes a statement of this kind: its own, unless a command or a kind before it has that one.
    pub fn usable_key(&self, kind: &Kind) -> Option<char> {
        kind.key.filter(|_| self.holder_of_key(kind).is_none())
    }

    /// The key that sets this attribute: its own, unless a command, a kind or an attribute before it has that one.
    pub fn usable_attribute_key(&self, attribute: &AttributeDefinition) -> Option<char> {
        let takes_key = attribute.subject == AttributeSubject::Statements && attribute.form.takes_key();
        let key = attribute.key.filter(|key| takes_key && command_of_key(*key).is_none())?;
        let is_kinds = self.kinds.iter().any(|kind| kind.key == Some(key));
        let first = self.attributes.iter().find(|other| other.key == Some(key))?;
        (!is_kinds && first.id == attribute.id).then_some(key)
    }

    /// What has the key of this kind instead of it: a command, or the first kind with that key.
    pub(crate) fn holder_of_key(&self, kind: &Kind) -> Option<String> {
        let key = kind.key?;
        command_of_key(key).or_else(|| {
            let first = self.kinds.iter().find(|other| other.key == Some(key))?;
            (first.id != kind.id).then(|| first.name.clone())
        })
    }

    pub(crate) fn kind(&self, id: &KindId) -> Option<&Kind> {
        self.kinds.iter().find(|k| k.id == *id)
    }

    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics.iter().find(|t| t.id == *id)
    }

    pub(crate) fn relation_kind(&self, id: &RelationKindId) -> Option<&RelationKind> {
        self.relation_kinds.iter().find(|r| r.id == *id)
    }

    pub fn attribute(&self, id: &AttributeId) -> Option<&AttributeDefinition> {
        self.attributes.iter().find(|attribute| attribute.id == *id)
    }

    /// The attributes of statements, relations, parties or documents.
    pub(crate) fn attributes_of(&self, subject: AttributeSubject) -> impl Iterator<Item = &AttributeDefinition> {
        self.attributes.iter().filter(move |attribute| attribute.subject == subject)
    }

    /// A stance, with what the codebook says of it.
    pub fn stance(&self, stance: Stance) -> StanceEntry {
        let known = self.stances.iter().find(|entry| entry.stance == stance);
        known.cloned().unwrap_or_else(|| StanceEntry::plain(stance))
    }

    /// What a stance is called on screen.
    pub(crate) fn stance_title(&self, stance: Stance) -> String {
        self.stance(stance).title()
    }

    /// What the attribute of this name is called on screen; its identifier if the codebook does not have it.
    pub(crate) fn attribute_title<'c>(&'c self, name: &'c str) -> &'c str {
        self.attribute_named(name).map_or(name, |attribute| attribute.name.as_str())
    }

    /// The attribute that a statement's values of this name belong to.
    pub fn attribute_named(&self, name: &str) -> Option<&AttributeDefinition> {
        self.attributes.iter().find(|attribute| attribute.id.as_str() == name)
    }

    /// Whether a topic is another one or a part of it, directly or indirectly.
    pub fn is_within(&self, topic: &TopicId, whole: &TopicId) -> bool {
        let mut at = Some(topic);
        // No more steps than topics, so that a circle in a damaged file ends too.
        for _ in 0..=self.topics.len() {
            match at {
                Some(id) if id == whole => return true,
                Some(id) => at = self.topic(id).and_then(|topic| topic.parent.as_ref()),
                None => return false,
            }
        }
        true
    }

    /// The entries of one list, in its order.
    pub fn items_of(&self, list: CodebookList) -> Vec<CodebookItem> {
        match list {
            CodebookList::Kinds => self.kinds.iter().cloned().map(CodebookItem::Kind).collect(),
            CodebookList::Topics => self.topics.iter().cloned().map(CodebookItem::Topic).collect(),
            CodebookList::RelationKinds => {
                self.relation_kinds.iter().cloned().map(CodebookItem::RelationKind).collect()
            }
            CodebookList::Attributes => {
                self.attributes.iter().cloned().map(Box::new).map(CodebookItem::Attribute).collect()
            }
            CodebookList::Stances => Stance::ALL.map(|stance| CodebookItem::Stance(self.stance(stance))).into(),
        }
    }

    /// The entries of all lists, list by list, without stances of which nothing was changed.
    pub(crate) fn items(&self) -> impl Iterator<Item = CodebookItem> + '_ {
        CodebookList::ALL.into_iter().flat_map(|list| self.items_of(list)).filter(|item| self.keeps(item))
    }

    /// The entry of a list that has this identifier.
    pub fn item(&self, list: CodebookList, id: &str) -> Option<CodebookItem> {
        self.items_of(list).into_iter().find(|item| item.id() == id)
    }

    pub(crate) fn has_item(&self, list: CodebookList, id: &str) -> bool {
        match list {
            CodebookList::Kinds => self.kinds.iter().any(|kind| kind.id.as_str() == id),
            CodebookList::Topics => self.topics.iter().any(|topic| topic.id.as_str() == id),
            CodebookList::RelationKinds => self.relation_kinds.iter().any(|kind| kind.id.as_str() == id),
            CodebookList::Attributes => self.attribute_named(id).is_some(),
            CodebookList::Stances => Stance::ALL.iter().any(|stance| stance.as_str() == id),
        }
    }

    /// Whether it keeps an entry of this identifier: a stance that is as it would be anyway is not kept.
    pub(crate) fn keeps(&self, item: &CodebookItem) -> bool {
        match item {
            CodebookItem::Stance(entry) => self.stances.iter().any(|own| own.stance == entry.stance),
            item => self.has_item(item.list(), item.id()),
        }
    }

    /// Appends an entry to its list, without checking whether its identifier is in use.
    pub(crate) fn push(&mut self, item: CodebookItem) {
        match item {
            CodebookItem::Kind(kind) => self.kinds.push(kind),
            CodebookItem::Topic(topic) => self.topics.push(topic),
            CodebookItem::RelationKind(kind) => self.relation_kinds.push(kind),
            CodebookItem::Attribute(attribute) => self.attributes.push(*attribute),
            // What is as it would be anyway is not kept.
            CodebookItem::Stance(entry) if entry == StanceEntry::plain(entry.stance) => {}
            CodebookItem::Stance(entry) => self.stances.push(entry),
        }
    }

    /// The codebook with the entries that only another one has.
    #[must_use]
    pub(crate) fn with_all(&self, other: &Self) -> Self {
        let mut all = self.clone();
        other.items().filter(|item| !self.keeps(item)).for_each(|item| all.push(item));
        all
    }

    /// The codebook that a new project starts with.
    pub fn standard() -> Self {
        let kind = |id: &str, name: &str, key, line, definition: &str| {
            Some(Kind {
                id: KindId::new(id).ok()?,
                name: name.into(),
                definition: definition.into(),
                notes: EntryNotes::default(),
                key: Some(key),
                line,
            })
        };
        let relation = |id: &str, name: &str, definition: &str| {
            let (name, definition, notes) = (name.into(), definition.into(), EntryNotes::default());
            Some(RelationKind { id: RelationKindId::new(id).ok()?, name, definition, notes })
        };
        Self {
            kinds: [
                kind(
                    "claim",
                    "Claim",
                    'C',
                    LineForm::Solid,
                    "Something is said to be so, to have been so, or to be going to be so; it could be checked.",
                ),
                kind(
                    "position",
                    "Position",
                    'P',
                    LineForm::Double,
                    "What a party wants, supports, rejects or holds to be right.",
                ),
                kind(
                    "warning",
                    "Warning",
                    'W',
                    LineForm::Wavy,
                    "A bad consequence is announced to somebody, on a condition or without one.",
                ),
            ]
            .into_iter()
            .flatten()
            .collect(),
            topics: Vec::new(),
            relation_kinds: [
                relation("responds-to", "Responds to", "The statement answers the other one."),
                relation("contradicts", "Contradicts", "Both cannot hold."),
                relation("supports", "Supports", "The statement gives a reason for the other one."),
                relation("repeats", "Repeats", "The statement says the same again."),
                relation("conditional-on", "Is conditional on", "The statement holds only if the other one does."),
            ]
            .into_iter()
            .flatten()
            .collect(),
            attributes: standard_attributes(),
            stances: Vec::new(),
        }
    }
}

/// The attributes of the standard codebook: what its manual asks for.
fn standard_attributes() -> Vec<AttributeDefinition> {
    let attribute = |id: &str, name: &str, form, kind: Option<&str>, key, definition: &str| {
        Some(AttributeDefinition {
            id: AttributeId::new(id).ok()?,
            subject: AttributeSubject::Statements,
            name: name.into(),
            definition: definition.into(),
            notes: EntryNotes::default(),
            form,
            choices: Vec::new(),
            is_required: false,
            applies: AttributeScope {
                kinds: kind.and_then(|kind| KindId::new(kind).ok()).into_iter().collect(),
                with: None,
            },
            key: Some(key),
        })
    };
    let denied = AttributeChoice {
        id: "denied".into(),
        name: "Denied".into(),
        definition: "The cue denies, rejects or rules out the content; the speaker stands for its opposite.".into(),
        is_retired: false,
    };
    let polarity = attribute(
        "polarity",
        "Polarity",
        AttributeForm::OneOf,
        None,
        'V',
        "Whether the cue denies the content. Unset where it does not, and where the negation is part of the content.",
    );
    let others = [
        attribute(
            "disputed",
            "Disputed",
            AttributeForm::YesNo,
            Some("claim"),
            'D',
            "Whether somebody else in the same article denies the claim or gives an account that excludes it.",
        ),
        attribute(
            "condition",
            "Condition",
            AttributeForm::Span,
            Some("warning"),
            'F',
            "The deed that is warned against, or what must be done to prevent the harm, with its conditional word.",
        ),
        attribute(
            "consequence",
            "Consequence",
            AttributeForm::Span,
            Some("warning"),
            'H',
            "The harm that is held out, without the verb that ties it to the deed.",
        ),
    ];
    let polarity = polarity.map(|polarity| AttributeDefinition { choices: vec![denied], ..polarity });
    polarity.into_iter().chain(others.into_iter().flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_read_and_written() {
        let mut codebook = Codebook::standard();
        codebook.topics.push(Topic {
            id: TopicId::new("gas").unwrap(),
            name: "Gas".into(),
            definition: "G".into(),
            notes: EntryNotes::default(),
            parent: None,
        });
        let changed = StanceEntry { name: "مؤيد".into(), ..StanceEntry::plain(Stance::Supports) };
        codebook.stances.push(changed.clone());
        // All fields are named, so that a new list is missed here.
        let Codebook { kinds, topics, relation_kinds, attributes, stances } = &codebook;
        let items: Vec<CodebookItem> = codebook.items().collect();
        let others = kinds.len() + topics.len() + relation_kinds.len() + attributes.len();
        // The stances are always there, but those of which nothing was changed are not told.
        assert_eq!(codebook.items_of(CodebookList::Stances).len(), Stance::ALL.len());
        assert_eq!((items.len(), stances.as_slice()), (others + 1, &[changed][..]));
        let mut again = Codebook::default();
        for item in items {
            assert_eq!(CodebookList::of_key(item.list().key()), Some(item.list()));
            assert_eq!(codebook.item(item.list(), item.id()), Some(item.clone()));
            let is_defined = item.list() == CodebookList::Stances || !item.definition().is_empty();
            assert!(codebook.has_item(item.list(), item.id()) && !item.name().is_empty() && is_defined);
            again.push(item);
        }
        assert_eq!(again, codebook);
        assert_eq!(Codebook::default().with_all(&codebook), codebook);
        assert_eq!(codebook.with_all(&codebook), codebook);
    }
}

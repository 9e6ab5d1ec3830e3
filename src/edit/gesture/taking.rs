//! Takes entries of another codebook into a project: what is new there, what differs, and the one step that takes what is
//! chosen.

use std::collections::BTreeSet;

use crate::edit::change::Edit;
use crate::model::attribute::AttributeDefinition;
use crate::model::codebook::{Codebook, CodebookItem, CodebookList, EntryNotes, command_of_key};
use crate::model::project::Project;
use crate::t;

/// The list of an entry, and its identifier.
pub type EntryKey = (CodebookList, String);

/// A part of an entry of a codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryField {
    Name,
    Definition,
    Key,
    Line,
    Parent,
    Form,
    Choices,
    Required,
    /// To what an attribute applies.
    Applies,
    Examples,
    Retired,
}

/// An entry of another codebook beside the one here with its identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedEntry {
    pub theirs: CodebookItem,
    pub ours: Option<CodebookItem>,
    /// In what the two differ; empty if there is none here.
    pub differs: Vec<EntryField>,
    /// Whether another entry here has its name.
    pub is_twin: bool,
}

/// What taking entries does.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taking {
    /// `None` if nothing would change.
    pub edit: Option<Edit>,
    /// The names of entries that are not chosen, but taken because a chosen one refers to them and the project has none.
    pub needed: Vec<String>,
    /// The names of entries that lose their key, because something here has it.
    pub without_key: Vec<(String, char)>,
}

impl EntryField {
    /// The name, as part of a sentence.
    pub(crate) fn title(self) -> String {
        match self {
            Self::Name => t!("codebook-field-name"),
            Self::Definition => t!("codebook-field-definition"),
            Self::Key => t!("codebook-field-key"),
            Self::Line => t!("codebook-field-line"),
            Self::Parent => t!("codebook-field-parent"),
            Self::Form => t!("codebook-field-form"),
            Self::Choices => t!("codebook-field-choices"),
            Self::Required => t!("codebook-field-required"),
            Self::Applies => t!("codebook-field-applies"),
            Self::Examples => t!("codebook-field-examples"),
            Self::Retired => t!("codebook-field-retired"),
        }
    }
}

impl OfferedEntry {
    pub fn key(&self) -> EntryKey {
        key_of(&self.theirs)
    }

    pub const fn is_new(&self) -> bool {
        self.ours.is_none()
    }

    pub const fn is_same(&self) -> bool {
        self.ours.is_some() && self.differs.is_empty()
    }
}

fn key_of(item: &CodebookItem) -> EntryKey {
    (item.list(), item.id().to_owned())
}

/// The entries of another codebook, list by list.
pub fn offered(ours: &Codebook, theirs: &Codebook) -> Vec<OfferedEntry> {
    let one = |theirs: CodebookItem| {
        let here = ours.items_of(theirs.list());
        let is_twin = here.iter().any(|item| item.id() != theirs.id() && item.name().trim() == theirs.name().trim());
        let ours = here.into_iter().find(|item| item.id() == theirs.id());
        let differs = ours.as_ref().map_or_else(Vec::new, |ours| differences(ours, &theirs));
        OfferedEntry { is_twin: is_twin && ours.is_none(), theirs, ours, differs }
    };
    theirs.items().map(one).collect()
}

/// An entry whose examples name no articles, which another project does not have.
fn without_documents(item: &CodebookItem) -> CodebookItem {
    let mut item = item.clone();
    let (.., notes) = item.texts_mut();
    notes.examples.iter_mut().for_each(|example| example.document = None);
    item
}

/// In what two entries of one list differ.
fn differences(ours: &CodebookItem, theirs: &CodebookItem) -> Vec<EntryField> {
    let (ours, theirs) = (without_documents(ours), without_documents(theirs));
    let mut found = Vec::new();
    let mut note = |field: EntryField, is_other: bool| found.extend(is_other.then_some(field));
    note(EntryField::Name, ours.name() != theirs.name());
    note(EntryField::Definition, ours.definition() != theirs.definition());
    match (&ours, &theirs) {
        (CodebookItem::Kind(ours), CodebookItem::Kind(theirs)) => {
            note(EntryField::Key, ours.key != theirs.key);
            note(EntryField::Line, ours.line != theirs.line);
        }
        (CodebookItem::Topic(ours), CodebookItem::Topic(theirs)) => {
            note(EntryField::Parent, ours.parent != theirs.parent);
        }
        (CodebookItem::Attribute(ours), CodebookItem::Attribute(theirs)) => {
            note(EntryField::Key, ours.key != theirs.key);
            note(EntryField::Form, ours.form != theirs.form);
            note(EntryField::Choices, ours.choices != theirs.choices);
            note(EntryField::Required, ours.is_required != theirs.is_required);
            // Whatever else there is tells to what it applies.
            let rest = |of: &AttributeDefinition| {
                let AttributeDefinition { name, definition, notes, form, choices, is_required, key, .. } =
                    (**theirs).clone();
                AttributeDefinition { name, definition, notes, form, choices, is_required, key, ..of.clone() }
            };
            note(EntryField::Applies, rest(ours) != **theirs);
        }
        _ => {}
    }
    let (EntryNotes { examples, is_retired }, others) = (ours.notes(), theirs.notes());
    note(EntryField::Examples, *examples != others.examples);
    note(EntryField::Retired, *is_retired != others.is_retired);
    found
}

/// What an entry refers to.
fn needs(item: &CodebookItem) -> Vec<EntryKey> {
    match item {
        CodebookItem::Kind(_) | CodebookItem::RelationKind(_) | CodebookItem::Stance(_) => Vec::new(),
        CodebookItem::Topic(topic) => topic.parent.iter().map(|id| (CodebookList::Topics, id.to_string())).collect(),
        CodebookItem::Attribute(attribute) => {
            let kinds = attribute.applies.kinds.iter().map(|id| (CodebookList::Kinds, id.to_string()));
            let with = attribute.applies.with.iter().map(|(id, _)| (CodebookList::Attributes, id.to_string()));
            kinds.chain(with).collect()
        }
    }
}

/// Takes the chosen entries of another codebook, and its manual if one is given: entries that are here become as they are
/// there, new ones stand at the end of their lists. What statements have stays; a value that an attribute does not have any
/// more is listed as one that does not fit.
pub fn take(project: &Project, theirs: &Codebook, chosen: &BTreeSet<EntryKey>, manual: Option<&str>) -> Taking {
    let mut taking = Taking::default();
    let mut taken: BTreeSet<EntryKey> =
        chosen.iter().filter(|(list, id)| theirs.has_item(*list, id)).cloned().collect();
    let mut open: Vec<EntryKey> = taken.iter().cloned().collect();
    while let Some((list, id)) = open.pop() {
        for needed in theirs.item(list, &id).iter().flat_map(needs) {
            let Some(item) = theirs.item(needed.0, &needed.1) else { continue };
            if !project.codebook.has_item(needed.0, &needed.1) && taken.insert(needed.clone()) {
                taking.needed.push(item.name().to_owned());
                open.push(needed);
            }
        }
    }
    let mut keys: BTreeSet<char> = project
        .codebook
        .items()
        .filter(|item| !taken.contains(&key_of(item)))
        .filter_map(|item| letter(&item))
        .collect();
    let mut fit = |theirs: &CodebookItem| {
        let mut item = theirs.clone();
        for example in &mut item.texts_mut().2.examples {
            example.document = example.document.take().filter(|id| project.documents.contains_key(id));
        }
        if let Some(key) = letter(&item)
            && (command_of_key(key).is_some() || !keys.insert(key))
        {
            taking.without_key.push((item.name().to_owned(), key));
            match &mut item {
                CodebookItem::Kind(kind) => kind.key = None,
                CodebookItem::Attribute(attribute) => attribute.key = None,
                CodebookItem::Topic(_) | CodebookItem::RelationKind(_) | CodebookItem::Stance(_) => {}
            }
        }
        item
    };
    let mut new = Codebook::default();
    for list in CodebookList::ALL {
        let there = theirs.items_of(list);
        let find = |id: &str| there.iter().find(|item| item.id() == id && taken.contains(&key_of(item)));
        for ours in project.codebook.items_of(list) {
            let item = find(ours.id()).map_or(ours, &mut fit);
            new.push(item);
        }
        for item in &there {
            if taken.contains(&key_of(item)) && !new.has_item(list, item.id()) {
                new.push(fit(item));
            }
        }
    }
    mend(&mut new, &taken);
    let mut edits = Vec::new();
    if new != project.codebook {
        edits.push(Edit::SetCodebook(Box::new(new)));
    }
    if let Some(manual) = manual.filter(|manual| **manual != project.guidelines) {
        edits.push(Edit::SetGuidelines(manual.to_owned()));
    }
    taking.edit = (!edits.is_empty()).then_some(Edit::Group(edits));
    taking
}

fn letter(item: &CodebookItem) -> Option<char> {
    match item {
        CodebookItem::Kind(kind) => kind.key,
        CodebookItem::Attribute(attribute) => attribute.key,
        CodebookItem::Topic(_) | CodebookItem::RelationKind(_) | CodebookItem::Stance(_) => None,
    }
}

/// Takes out of taken entries what refers to nothing, and circles of topics.
fn mend(new: &mut Codebook, taken: &BTreeSet<EntryKey>) {
    for at in 0..new.topics.len() {
        let topic = &new.topics[at];
        let circles = |parent| new.topic(parent).is_none() || new.is_within(parent, &topic.id);
        if taken.contains(&(CodebookList::Topics, topic.id.to_string())) && topic.parent.as_ref().is_some_and(circles) {
            new.topics[at].parent = None;
        }
    }
    let known = new.clone();
    let own = new.attributes.iter_mut().filter(|of| taken.contains(&(CodebookList::Attributes, of.id.to_string())));
    for attribute in own {
        let kinds = &mut attribute.applies.kinds;
        let had_some = !kinds.is_empty();
        kinds.retain(|kind| known.kind(kind).is_some());
        let is_lost = attribute.applies.with.as_ref().is_some_and(|(other, _)| known.attribute(other).is_none());
        // Without its conditions it would apply to all.
        attribute.notes.is_retired |= is_lost || had_some && attribute.applies.kinds.is_empty();
        if is_lost {
            attribute.applies.with = None;
        }
    }
}

//! Parties and topics that are made by choosing a name that none has yet, together with what they are chosen for.

use crate::edit::change::Edit;
use crate::edit::gesture::several::StatementChange;
use crate::model::codebook::{EntryNotes, Topic};
use crate::model::id::{PartyId, TopicId};
use crate::model::project::Project;
use crate::ui::command::Command;
use crate::ui::parts::picker::Pick;
use crate::ui::values::new_party;

/// The edit that adds a topic of this name to the codebook, and its identifier.
pub(super) fn new_topic(project: &Project, name: String) -> (TopicId, Edit) {
    let mut codebook = project.codebook.clone();
    let id = TopicId::from_name(&name, |id| codebook.topic(id).is_some());
    let (definition, notes) = (String::new(), EntryNotes::default());
    codebook.topics.push(Topic { id: id.clone(), name, definition, notes, parent: None });
    (id, Edit::SetCodebook(Box::new(codebook)))
}

/// The change of the chosen statements by a party that was picked, or made under a new name.
pub(super) fn by_party(
    project: &Project,
    pick: Pick,
    change: impl FnOnce(PartyId) -> StatementChange,
) -> Option<Command> {
    match pick {
        Pick::Item(id) => PartyId::new(id).ok().map(|party| Command::Change(change(party))),
        Pick::New(name) => {
            let (party, added) = new_party(project, name);
            Some(Command::ChangeWith { added: Box::new(added), change: change(party) })
        }
        Pick::Nothing => None,
    }
}

/// The same by a topic, or none.
pub(crate) fn by_topic(project: &Project, pick: Pick) -> Option<Command> {
    let change = StatementChange::Topic;
    match pick {
        Pick::Item(id) => TopicId::new(id).ok().map(|topic| Command::Change(change(Some(topic)))),
        Pick::New(name) => {
            let (topic, added) = new_topic(project, name);
            Some(Command::ChangeWith { added: Box::new(added), change: change(Some(topic)) })
        }
        Pick::Nothing => Some(Command::Change(change(None))),
    }
}

//! Keys of kinds that are already taken by commands: a gesture may not introduce one. One that a file has, or that
//! comes in from outside, stays but is not used.

use super::change::{Edit, EditError};
use crate::model::codebook;
use crate::model::project::Project;

/// Refuses an edit that gives a kind the key of a command.
///
/// # Errors
/// Names the kind and the command.
pub(crate) fn check(project: &Project, edit: &Edit) -> Result<(), EditError> {
    match edit {
        Edit::SetCodebook(new) => new.kinds.iter().try_for_each(|kind| {
            let Some((key, command)) = kind.key.and_then(|key| Some((key, codebook::command_of_key(key)?))) else {
                return Ok(());
            };
            let had_it = project.codebook.kind(&kind.id).is_some_and(|old| old.key == kind.key);
            if had_it { Ok(()) } else { Err(EditError::KeyTaken { key, kind: kind.name.clone(), command }) }
        }),
        Edit::Group(edits) => edits.iter().try_for_each(|edit| check(project, edit)),
        _ => Ok(()),
    }
}

//! Adds, changes, moves and removes single entries of the codebook.
//!
//! The edit holds the whole codebook, but nothing else in it is anybody's change: undo, replay and merging compare the
//! codebook entry by entry ([`crate::edit::takeback`], `store::merging`), so that two people may change different
//! entries at the same time.

use crate::edit::change::Edit;
use crate::model::codebook::{Codebook, CodebookItem, CodebookList};
use crate::model::project::Project;

/// Adds an entry at this index of its list, or at the end. `None` if its identifier is in use.
pub fn add(project: &Project, index: usize, item: CodebookItem) -> Option<Edit> {
    let is_new = !project.codebook.has_item(item.list(), item.id());
    is_new.then(|| with_list(&project.codebook, item.list(), |items| items.insert(index.min(items.len()), item)))
}

/// Gives the entry with this identifier another content. `None` if there is no such entry, or it has this content.
pub fn change(project: &Project, item: CodebookItem) -> Option<Edit> {
    let (list, now) = (item.list(), project.codebook.item(item.list(), item.id())?);
    let replace = |items: &mut Vec<CodebookItem>| {
        let place = items.iter_mut().find(|old| **old == now);
        place.into_iter().for_each(|old| *old = item.clone());
    };
    (now != item).then(|| with_list(&project.codebook, list, replace))
}

/// Moves an entry to this index of its list, counted without it. `None` if there is no such entry, or it is there.
pub fn reorder(project: &Project, list: CodebookList, id: &str, index: usize) -> Option<Edit> {
    let items = project.codebook.items_of(list);
    let from = items.iter().position(|item| item.id() == id)?;
    let to = index.min(items.len() - 1);
    let shift = |items: &mut Vec<CodebookItem>| {
        let item = items.remove(from);
        items.insert(to, item);
    };
    (from != to).then(|| with_list(&project.codebook, list, shift))
}

/// Removes an entry; the edit is refused as long as a statement or a relation has it. `None` if there is no such entry.
pub fn remove(project: &Project, list: CodebookList, id: &str) -> Option<Edit> {
    let is_there = project.codebook.has_item(list, id);
    is_there.then(|| with_list(&project.codebook, list, |items| items.retain(|item| item.id() != id)))
}

/// The edit that sets the codebook with one list changed.
fn with_list(codebook: &Codebook, changed: CodebookList, change: impl FnOnce(&mut Vec<CodebookItem>)) -> Edit {
    let mut items = codebook.items_of(changed);
    change(&mut items);
    let others = codebook.items().filter(|item| item.list() != changed);
    let mut new = Codebook::default();
    others.chain(items).for_each(|item| new.push(item));
    Edit::SetCodebook(Box::new(new))
}

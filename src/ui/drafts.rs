//! What is typed and chosen in dialogs, kept between frames and after a dialog is closed; never in egui's memory.
//!
//! Each dialog declares the type of its draft in its own file; there is at most one draft of a type.

use std::any::{Any, TypeId};
use std::collections::HashMap;

/// The drafts of all dialogs.
#[derive(Default)]
pub struct Drafts(HashMap<TypeId, Box<dyn Any>>);

impl Drafts {
    /// The draft of this type, which is an empty one until something is put into it.
    pub fn of<D: Default + 'static>(&mut self) -> &mut D {
        let draft = self.0.entry(TypeId::of::<D>()).or_insert_with(|| Box::new(D::default()));
        match draft.downcast_mut() {
            Some(draft) => draft,
            None => unreachable!("the key of each draft is its type"),
        }
    }

    /// Replaces the draft of this type.
    pub fn put<D: Default + 'static>(&mut self, draft: D) {
        *self.of() = draft;
    }

    /// Replaces the draft of this type with an empty one.
    pub fn forget<D: 'static>(&mut self) {
        self.0.remove(&TypeId::of::<D>());
    }

    /// Removes all drafts, because another project is opened.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

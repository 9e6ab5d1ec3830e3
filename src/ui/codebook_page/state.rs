//! What is chosen and typed on the page, and what it may read.

use std::collections::{BTreeMap, BTreeSet};

use crate::edit::gesture::recode::{EntryUses, PlacedStatement};
use crate::edit::session::Session;
use crate::model::codebook::{CodebookItem, CodebookList};
use crate::model::id::AttributeId;
use crate::model::misfits::PlacedMisfit;
use crate::ui::command::Command;
use crate::ui::lacking_rules::Lacking;
use crate::ui::manual::ManualState;
use crate::ui::parts::draft::Draft;
use crate::ui::state::View;

/// What is chosen and typed on the page.
#[derive(Debug, Default)]
pub(crate) struct CodebookState {
    pub(super) list: Option<CodebookList>,
    pub(super) shows_manual: bool,
    pub(super) shows_misfits: bool,
    pub(super) edits_manual: bool,
    /// The entry that is shown, list by list.
    pub(super) chosen: BTreeMap<CodebookList, String>,
    pub(super) new_name: String,
    pub(super) drafts: BTreeMap<String, Draft>,
    /// What becomes of the uses of an entry that is deleted.
    pub(super) deleting: Option<Deleting>,
    /// The statements that a new entry gets.
    pub(super) splitting: Option<Splitting>,
    pub(super) new_choice: String,
    pub(super) new_example: String,
    /// Where the entries of a list are used; kept for one revision.
    uses: Option<((u64, CodebookList), BTreeMap<String, EntryUses>)>,
    /// How many statements have each value of the attribute that is shown; kept for one revision.
    pub(super) value_counts: Option<((u64, AttributeId), BTreeMap<String, usize>)>,
    /// The values that statements have under names that the codebook does not define; kept for one revision.
    pub(super) free: Option<(u64, Vec<(String, usize)>)>,
    /// What does not fit; kept for one revision.
    pub(super) misfits: Option<(u64, Vec<PlacedMisfit>)>,
}

impl CodebookState {
    pub(super) fn list(&self) -> CodebookList {
        self.list.unwrap_or(CodebookList::Kinds)
    }

    /// Shows an entry of a list.
    pub(super) fn choose(&mut self, list: CodebookList, id: &str) {
        if self.chosen.get(&list).is_some_and(|chosen| chosen == id) {
            return;
        }
        self.chosen.insert(list, id.to_owned());
        (self.deleting, self.splitting) = (None, None);
    }
}

/// What the page may read, and what it keeps.
pub(crate) struct CodebookScope<'a> {
    pub session: &'a Session,
    pub view: &'a View,
    pub state: &'a mut CodebookState,
    pub manual: &'a mut ManualState,
    /// The decisions for which the manual has no rule.
    pub lacking: &'a [Lacking],
    pub out: &'a mut Vec<Command>,
}

/// A deletion that is being prepared.
#[derive(Debug, Default)]
pub(super) struct Deleting {
    /// What its uses get; `None` for nothing.
    pub(super) into: Option<String>,
    /// Whether statements keep the values of an attribute.
    pub(super) keeps_values: bool,
}

/// A split that is being prepared.
#[derive(Debug, Default)]
pub(super) struct Splitting {
    pub(super) name: String,
    pub(super) chosen: BTreeSet<PlacedStatement>,
}

/// Where an entry is used. All of its list are counted at once, and again only after a change.
pub(super) fn uses(scope: &mut CodebookScope<'_>, list: CodebookList, id: &str) -> EntryUses {
    let (project, own) = (scope.session.project(), scope.session.annotator());
    let of = (scope.session.revision(), list);
    if scope.state.uses.as_ref().is_none_or(|(known, _)| *known != of) {
        let items = project.codebook.items_of(list).into_iter();
        let counted = items.map(|item| (item.id().to_owned(), EntryUses::of(project, list, item.id(), own)));
        scope.state.uses = Some((of, counted.collect()));
    }
    let known = scope.state.uses.as_ref().and_then(|(_, uses)| uses.get(id));
    known.cloned().unwrap_or_default()
}

/// The entry that is shown: the chosen one, or the first.
pub(super) fn chosen(scope: &CodebookScope<'_>, list: CodebookList) -> Option<CodebookItem> {
    let codebook = &scope.session.project().codebook;
    let chosen = scope.state.chosen.get(&list).and_then(|id| codebook.item(list, id));
    chosen.or_else(|| codebook.items_of(list).into_iter().next())
}

//! Removes an article, after a question if others' work or gold would be removed with it.

use crate::app::context::Context;
use crate::edit::change::Edit;
use crate::edit::gesture::article::RemovedWith;
use crate::model::id::DocumentId;
use crate::t;
use crate::ui::dialogs::removal::RemovalDraft;
use crate::ui::state::Dialog;

/// Removes an article if only the user's own work goes with it; otherwise asks.
pub(super) fn ask_or_remove(cx: &mut Context, id: DocumentId) {
    let Some(open) = &cx.open else { return };
    if cx.view.dialog.is_some() || !open.session.project().documents.contains_key(&id) {
        return;
    }
    if RemovedWith::of(open.session.project(), &id, open.session.annotator()).is_own() {
        let was_shown = cx.view.document.as_ref() == Some(&id);
        // No article is shown afterwards, so that another click cannot remove the next one under the pointer.
        if remove(cx, &id) && was_shown {
            cx.view.document = None;
        }
    } else {
        cx.drafts.put(RemovalDraft(Some(id)));
        cx.show_dialog(Dialog::Removal);
    }
}

/// Removes an article. Returns whether that was possible.
pub(super) fn remove(cx: &mut Context, id: &DocumentId) -> bool {
    if cx.view.dialog == Some(Dialog::Removal) {
        cx.view.dialog = None;
    }
    let Some(open) = &cx.open else { return false };
    let project = open.session.project();
    let Some(document) = project.documents.get(id) else { return false };
    let removed = RemovedWith::of(project, id, open.session.annotator());
    let title = document.display_title().to_owned();
    let done = cx.apply("gesture-article-remove", Edit::RemoveDocument(id.clone()), None);
    if done {
        cx.forget_what_is_gone();
        let layers = removed.others.len() + usize::from(removed.own > 0);
        let statements = removed.own + removed.of_others.unwrap_or_default();
        cx.say_with_undo(if layers == 0 {
            t!("status-removed-bare", title = title)
        } else if removed.of_others.is_none() && !removed.others.is_empty() {
            t!("status-removed-layers", title = title, layers = layers)
        } else {
            t!("status-removed", title = title, layers = layers, count = statements)
        });
    }
    done
}

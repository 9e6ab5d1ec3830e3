//! The rules that the manual lacks, as reviewers have noted: copying them, and appending them to the manual.

use eframe::egui;

use crate::app::context::Context;
use crate::edit::change::Edit;
use crate::t;
use crate::ui::lacking_rules::{LackingRules, manual_text};

pub(super) fn copy(cx: &mut Context, ctx: &egui::Context) {
    let Some(open) = &cx.open else { return };
    let text = manual_text(cx.drafts.of::<LackingRules>().of(&open.session));
    ctx.copy_text(text);
    cx.say(t!("status-manual-copied"));
}

pub(super) fn append(cx: &mut Context) {
    let Some(open) = &cx.open else { return };
    let text = manual_text(cx.drafts.of::<LackingRules>().of(&open.session));
    let old = open.session.project().guidelines.trim_end();
    let new = if old.is_empty() { text } else { format!("{old}\n\n{text}") };
    if cx.apply("gesture-manual", Edit::SetGuidelines(new), None) {
        cx.view.dialog = None;
        cx.say(t!("status-manual-appended"));
    }
}

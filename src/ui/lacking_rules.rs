//! The decisions for which the manual has no rule, as reviewers have noted.

use crate::edit::session::Session;
use crate::locale::plain;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::review::Decision;
use crate::model::span::Span;
use crate::t;
use crate::text::clock::when;
use crate::ui::command::review::{At, Spot};
use crate::ui::words::{quote, review as words};

/// The decisions that need a rule, at a revision of the session.
#[derive(Debug, Default)]
pub(crate) struct LackingRules {
    revision: u64,
    found: Option<Vec<Lacking>>,
}

impl LackingRules {
    /// The decisions at the present revision.
    pub(crate) fn of(&mut self, session: &Session) -> &[Lacking] {
        if self.found.is_none() || self.revision != session.revision() {
            self.revision = session.revision();
            self.found = Some(lacking(session.project(), session.annotator()));
        }
        self.found.as_deref().unwrap_or_default()
    }
}

/// A decision for which the manual has no rule.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lacking {
    pub spot: Spot,
    pub title: String,
    pub passage: String,
    pub reason: String,
    /// The decision with its cause, author and time, in words.
    pub how: String,
}

/// All such decisions that this person may see, by document, oldest first.
pub(crate) fn lacking(project: &Project, viewer: &AnnotatorId) -> Vec<Lacking> {
    let mut found = Vec::new();
    for (id, review) in project.reviews.iter().filter(|(id, _)| project.may_see(viewer, id)) {
        let Some(document) = project.documents.get(id) else { continue };
        for decision in review.decisions().filter(|decision| decision.needs_rule) {
            let cause = decision.cause.map_or_else(|| t!("review-cause-none"), words::cause_name);
            found.push(Lacking {
                spot: Spot { document: id.clone(), at: At::Decision(decision.id) },
                title: document.display_title().to_owned(),
                passage: quote(document, &spans_of(project, id, decision)),
                reason: decision.reason.trim().to_owned(),
                how: t!(
                    "manual-how",
                    verdict = words::verdict(decision),
                    cause = cause,
                    by = decision.by.as_str(),
                    when = when(decision.at)
                ),
            });
        }
    }
    found
}

/// The passage that a decision is about: that of its gold statement, or else that of its sources.
fn spans_of(project: &Project, document: &DocumentId, decision: &Decision) -> Vec<Span> {
    if let Some(statement) = decision.statements.first() {
        return statement.spans.clone();
    }
    let seen = decision.sources.iter().flat_map(|source| {
        let layer = project.layer(document, &source.annotator);
        source.statements.iter().filter_map(move |seen| layer?.statement(seen.id))
    });
    seen.map(|statement| statement.spans.clone()).next().unwrap_or_default()
}

/// The list as Markdown, ready for the manual.
pub(crate) fn manual_text(lacking: &[Lacking]) -> String {
    let mut text = format!("## {}\n", plain(&t!("manual-section")));
    for entry in lacking {
        let reason = if entry.reason.is_empty() { t!("manual-no-reason") } else { entry.reason.clone() };
        let line = t!(
            "manual-line",
            passage = entry.passage.as_str(),
            title = entry.title.as_str(),
            reason = reason,
            how = entry.how.as_str()
        );
        text.push_str(&format!("\n- {}", plain(&line)));
    }
    text.push('\n');
    text
}

//! Background search: follows the query of the find bar and brings the hits to the view.
//!
//! Each query has one thread, which is stopped when the query changes. Hits come in batches, so that the first ones are
//! marked while the search continues.

use eframe::egui;

use crate::app::context::Context;
use crate::app::jobs::{Answers, Job};
use crate::model::id::DocumentId;
use crate::model::span::Span;
use crate::monitor::Monitor;
use crate::text::content::Content;
use crate::text::search::{Pattern, Query, Search};
use crate::ui::article::DocumentView;
use crate::ui::state::find_field_id;

/// The longest selection that is copied into the find field, in bytes.
const LONGEST_PREFILL_BYTES: usize = 200;

/// The current or latest search.
#[derive(Default)]
pub(super) struct Finder {
    asked: Option<Asked>,
    searching: Job<Found>,
    /// The reading position when the search began: the first hit from there is shown.
    from_byte: usize,
    /// Whether that hit was shown: from now on only the keys move to hits.
    has_shown: bool,
}

/// What the hits in the view belong to.
#[derive(Clone, PartialEq)]
struct Asked {
    document: DocumentId,
    /// The hash of the document's text, which changes when it is read in another encoding.
    sha256: String,
    query: Query,
    everywhere: bool,
}

enum Found {
    Error(String),
    Hits(Vec<Span>),
    /// The article on screen was searched to its end or to the limit of hits.
    Done {
        is_full: bool,
    },
    Count(DocumentId, usize),
}

impl Finder {
    pub(super) fn open_find(&mut self, cx: &mut Context, ctx: &egui::Context) {
        let selection = cx.view.selection;
        if let Some(span) = selection
            && span.len_bytes() <= LONGEST_PREFILL_BYTES
            && let Some(text) = cx.content().and_then(|content| content.get(span.range()).map(str::to_owned))
            && !text.contains(['\n', '\r'])
            && !cx.panels.find.query.regex
        {
            cx.panels.find.query.text = text;
        }
        self.from_byte = selection.map_or(self.from_byte, |span| span.start_byte);
        cx.view.find.is_open = true;
        ctx.memory_mut(|memory| memory.request_focus(find_field_id()));
    }

    /// Finds the selected words in all articles.
    pub(super) fn find_everywhere(&mut self, cx: &mut Context, ctx: &egui::Context) {
        cx.panels.find.query.regex = false;
        cx.panels.find.everywhere = true;
        self.open_find(cx, ctx);
    }

    /// Closes the find bar: the hit on screen stays selected, and the text has the keyboard again.
    pub(super) fn close_find(&mut self, cx: &mut Context, ctx: &egui::Context) {
        self.asked = None;
        self.searching.cancel();
        cx.view.find = crate::ui::state::Find::default();
        ctx.memory_mut(|memory| memory.request_focus(DocumentView::id()));
    }

    /// Moves to the next or previous hit, wrapping around at the ends of the text.
    pub(super) fn step_hit(&mut self, cx: &mut Context, ctx: &egui::Context, forward: bool) {
        if !cx.view.find.is_open {
            return self.open_find(cx, ctx);
        }
        let hits = cx.view.find.hits.all();
        let here = cx.view.selection.map_or(self.from_byte, |span| span.start_byte);
        let next = if forward {
            let current = hits.partition_point(|hit| hit.start_byte < here);
            // A selected hit has been seen.
            let seen = hits.get(current).is_some_and(|hit| cx.view.selection == Some(*hit));
            let next = current + usize::from(seen);
            if next >= hits.len() { 0 } else { next }
        } else {
            hits.partition_point(|hit| hit.start_byte < here).checked_sub(1).unwrap_or(hits.len().saturating_sub(1))
        };
        self.go_to_hit(cx, next);
    }

    /// Follows the query and takes the hits found since the last frame.
    pub(super) fn find_in_background(&mut self, cx: &mut Context) {
        let asked = self.asked(cx);
        if asked != self.asked {
            self.searching.cancel();
            let find = &mut cx.view.find;
            find.hits = Default::default();
            find.current = None;
            find.error = None;
            find.is_full = false;
            find.is_searching = false;
            find.everywhere.clear();
            let other_text = |old: &Asked| {
                asked.as_ref().is_none_or(|new| (&new.document, &new.sha256) != (&old.document, &old.sha256))
            };
            if self.asked.as_ref().is_some_and(other_text) {
                self.from_byte = 0;
            }
            self.asked = asked;
            self.has_shown = false;
            self.start_search(cx);
        }
        self.drain_search(cx);
        if let Some(span) = cx.view.selection
            && cx.view.find.is_open
        {
            let hits = cx.view.find.hits.all();
            let at = hits.partition_point(|hit| *hit < span);
            cx.view.find.current = hits.get(at).filter(|hit| **hit == span).map(|_| at);
        }
    }

    fn asked(&self, cx: &Context) -> Option<Asked> {
        let state = &cx.panels.find;
        if !cx.view.find.is_open || state.query.text.is_empty() {
            return None;
        }
        let document = cx.view.document.clone()?;
        let sha256 = cx.content()?.sha256().to_owned();
        Some(Asked { document, sha256, query: state.query.clone(), everywhere: state.everywhere })
    }

    fn start_search(&mut self, cx: &mut Context) {
        let (Some(asked), Some(open), Some(content)) = (self.asked.clone(), &cx.open, cx.content()) else {
            return;
        };
        let others: Vec<(DocumentId, Content)> = if asked.everywhere {
            open.session.project().documents.values().map(|d| (d.id.clone(), d.content.clone())).collect()
        } else {
            Vec::new()
        };
        self.searching = cx.jobs.stream("find", move |monitor, found| {
            // If nobody takes the answer, the window has moved on to another query, and nothing is left to do.
            let _ = search(&asked.query, content, &others, monitor, found);
        });
        cx.view.find.is_searching = self.searching.is_running();
    }

    fn drain_search(&mut self, cx: &mut Context) {
        for found in self.searching.poll_waiting() {
            match found {
                Found::Error(error) => cx.view.find.error = Some(error),
                Found::Hits(hits) => {
                    let first_new = cx.view.find.hits.all().len();
                    cx.view.find.hits.extend(hits);
                    if !self.has_shown {
                        let from = self.from_byte;
                        let hits = cx.view.find.hits.all();
                        let at =
                            first_new + hits.iter().skip(first_new).take_while(|hit| hit.start_byte < from).count();
                        if at < hits.len() {
                            self.go_to_hit(cx, at);
                        }
                    }
                }
                Found::Done { is_full } => {
                    cx.view.find.is_searching = false;
                    cx.view.find.is_full = is_full;
                    if !self.has_shown {
                        // All hits are before the reading position.
                        self.go_to_hit(cx, 0);
                    }
                }
                Found::Count(document, count) => cx.view.find.everywhere.push((document, count)),
            }
        }
        cx.view.find.is_searching &= self.searching.is_running();
    }

    fn go_to_hit(&mut self, cx: &mut Context, index: usize) {
        let Some(hit) = cx.view.find.hits.all().get(index).copied() else { return };
        self.has_shown = true;
        cx.view.find.current = Some(index);
        cx.select_here(hit);
        cx.view.scroll_to_byte = Some(hit.start_byte);
    }
}

/// The work of the search thread. `None` if it was stopped.
fn search(
    query: &Query,
    content: Content,
    others: &[(DocumentId, Content)],
    monitor: &Monitor,
    answers: &Answers<Found>,
) -> Option<()> {
    let tell = |found: Found| answers.send(found).then_some(());
    let pattern = match Pattern::new(query) {
        Ok(Some(pattern)) => pattern,
        Ok(None) => return tell(Found::Done { is_full: false }),
        Err(error) => return tell(Found::Error(error.to_string())),
    };
    let mut search = Search::new(content, pattern.clone());
    let mut told = 0;
    while search.step() {
        if monitor.is_stopped() {
            return None;
        }
        let new = search.hits().get(told..).unwrap_or_default();
        if !new.is_empty() {
            told += new.len();
            tell(Found::Hits(new.iter().cloned().map(Span::from).collect()))?;
        }
    }
    tell(Found::Done { is_full: search.is_full() })?;
    for (id, content) in others {
        let mut search = Search::new(content.clone(), pattern.clone());
        while search.step() {
            if monitor.is_stopped() {
                return None;
            }
        }
        if !search.hits().is_empty() {
            tell(Found::Count(id.clone(), search.hits().len()))?;
        }
    }
    Some(())
}

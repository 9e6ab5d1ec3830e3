//! Copying the selected passage or statement, from the project or from what is shown in its place.

use eframe::egui;

use super::App;
use super::pages::review;
use crate::model::document::Document;
use crate::model::span::Span;
use crate::t;
use crate::ui::command::Command;
use crate::ui::state::{Page, View};
use crate::ui::words::joined_quotes;

impl App {
    /// The view on screen in place of the article: a past state or a new version of the text.
    fn read_view(&self) -> Option<(&View, &Document)> {
        if self.tools.history.is_looking_back() {
            let (session, view) = self.tools.history.shown()?;
            return Some((view, session.project().documents.get(view.document.as_ref()?)?));
        }
        let document = self.cx.open.as_ref()?.session.project().documents.get(self.cx.view.document.as_ref()?)?;
        Some((&self.cx.view, document))
    }

    /// Whether there is something to copy. Cheap, because it does not collect the words.
    pub(super) fn has_words_to_copy(&self) -> bool {
        self.read_view().is_some_and(|(view, _)| view.selection.is_some() || view.selected.is_some())
            || (self.cx.view.page == Page::Review && self.cx.panels.review.spot.is_some())
    }

    /// The selected passage, or else the words of the selected statement or of the place under review, exactly as in
    /// the text.
    fn words_to_copy(&self) -> Option<(String, Vec<Span>, &Document)> {
        let (view, document) = self.read_view()?;
        if let Some(span) = view.selection {
            let words = document.content.get(span.range())?;
            return Some((words.to_owned(), vec![span], document));
        }
        let statement = if self.tools.history.is_looking_back() {
            let (session, view) = self.tools.history.shown()?;
            session.project().layer(&document.id, session.annotator())?.statement(view.selected?)
        } else {
            self.cx.selected()
        };
        if let Some((layer, together)) = self.cx.layer().zip(view.together()) {
            let mut chosen: Vec<_> = together.iter().filter_map(|id| layer.statement(*id)).collect();
            chosen.sort_by_key(|statement| statement.hull());
            let words: Vec<String> = chosen.iter().map(|own| joined_quotes(document, &own.spans)).collect();
            let spans = chosen.iter().flat_map(|own| own.spans.iter().copied()).collect();
            return Some((words.join("\n"), spans, document));
        }
        if let Some(statement) = statement {
            return Some((joined_quotes(document, &statement.spans), statement.spans.clone(), document));
        }
        let spans = review::spans_here(&self.cx).filter(|spans| !spans.is_empty())?;
        Some((joined_quotes(document, &spans), spans, document))
    }

    /// Whether rows of the list of statements are copied, not words.
    pub(super) fn copies_rows(&self) -> bool {
        self.cx.view.page == Page::Statements && !self.tools.history.is_looking_back()
    }

    /// Copies the selected passage or statement, with its source if that is requested.
    pub(super) fn copy(&mut self, ctx: &egui::Context, with_source: bool) {
        let Some((words, spans, document)) = self.words_to_copy() else {
            return self.cx.say(t!("not-statement-nor-passage"));
        };
        let count = words.chars().count();
        let text = if with_source { with_source_of(&words, &spans, document) } else { words };
        ctx.copy_text(text);
        self.cx.say(t!("status-copied-words", count = count));
    }

    /// Handles the usual key for copying if no field and no selectable text has handled it.
    pub(super) fn copy_where_nobody_has(&mut self, ctx: &egui::Context) {
        if self.cx.view.dialog.is_some() || egui::Popup::is_any_open(ctx) {
            return;
        }
        let copy = |event: &egui::Event| matches!(event, egui::Event::Copy);
        let asked = ctx.input_mut(|input| {
            let asked = input.events.iter().any(copy);
            input.events.retain(|event| !copy(event));
            asked
        });
        if asked && self.copies_rows() {
            self.cx.queue.push(Command::Copy);
        } else if asked && self.cx.open.is_some() {
            self.copy(ctx, false);
            ctx.request_repaint();
        }
    }

    /// Reports the selection to the system, for pasting with the middle button on systems that support it.
    pub(super) fn tell_selection(&mut self, ctx: &egui::Context) {
        let Some((view, document)) = self.read_view() else { return };
        let selection = view.selection;
        if selection == self.told_selection || ctx.input(|input| input.pointer.any_down()) {
            return;
        }
        // A hit of the find bar is not a selection by the user.
        let finding = self.cx.view.find.is_open && !self.tools.history.is_looking_back();
        let words = selection.filter(|_| !finding).and_then(|span| document.content.get(span.range()));
        if let Some(words) = words {
            let settled = egui::OutputCommand::TextSelectionSettled(words.to_owned());
            ctx.output_mut(|output| output.commands.push(settled));
        }
        self.told_selection = selection;
    }
}

/// The words in quotation marks; below them title, publisher, date and address, as far as they are known, and the
/// position in the text, in code points.
fn with_source_of(words: &str, spans: &[Span], document: &Document) -> String {
    let known = &document.metadata;
    let mut source: Vec<String> = [document.display_title(), &known.publisher, &known.published, &known.url]
        .into_iter()
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    let place = |span: &Span| {
        let start = document.content.byte_to_char(span.start_byte)?;
        Some(format!("{start}–{}", document.content.byte_to_char(span.end_byte)?))
    };
    source.push(spans.iter().filter_map(place).collect::<Vec<_>>().join(", "));
    format!("{words}\n— {}", source.join(", "))
}

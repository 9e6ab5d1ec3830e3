//! What was sent back: the open threads about the user's own statements, in all articles.

use egui::{ScrollArea, Ui};

use crate::edit::session::Session;
use crate::model::id::{AnnotatorId, DocumentId, ThreadId};
use crate::model::project::Project;
use crate::t;
use crate::text::clock::when;
use crate::ui::command::Command;
use crate::ui::command::review::ReviewCommand;
use crate::ui::parts::list_row;
use crate::ui::shaped::{Button, Family, Label};
use crate::ui::state::Page;
use crate::ui::words::quote;

/// How many rows are seen before the list scrolls.
const ROWS: f32 = 4.0;

/// The open threads about this person's statements, as far as the person may see them, the latest first.
pub(super) fn find(project: &Project, own: &AnnotatorId) -> Vec<(DocumentId, ThreadId)> {
    let seen = project.reviews.iter().filter(|(document, _)| project.may_see(own, document));
    let mut found: Vec<_> = seen
        .flat_map(|(document, review)| review.threads().map(move |thread| (document, thread)))
        .filter(|(document, thread)| {
            let is_there = |id| project.layer(document, own).is_some_and(|layer| layer.statement(id).is_some());
            let about = thread.anchor.statements().into_iter().any(|(by, id)| by == own && is_there(id));
            // What the person said last waits for somebody else.
            let waits = thread.comments.last().is_some_and(|last| last.by != *own);
            thread.resolved.is_none() && about && waits
        })
        .map(|(document, thread)| (thread.comments.last().map(|last| last.at), document.clone(), thread.id))
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, document, thread)| (document, thread)).collect()
}

/// Shows the list. A click on a row goes to the statement.
pub(super) fn show(
    ui: &mut Ui,
    session: &Session,
    inbox: &[(DocumentId, ThreadId)],
    is_folded: &mut bool,
    out: &mut Vec<Command>,
) {
    let head = Button::new(t!("work-inbox", count = inbox.len())).color(ui.visuals().warn_fg_color);
    if ui.add(head.selected(!*is_folded)).clicked() {
        *is_folded = !*is_folded;
    }
    if *is_folded {
        return;
    }
    let height = 2.0 * ui.spacing().interact_size.y + 2.0 * ui.spacing().button_padding.y;
    let most = (height + ui.spacing().item_spacing.y) * ROWS;
    let area = ScrollArea::vertical().id_salt("work-inbox").max_height(most).auto_shrink([false, true]);
    area.show_rows(ui, height, inbox.len(), |ui, range| {
        for (document, thread) in inbox.get(range).unwrap_or_default() {
            row(ui, session.project(), session.annotator(), document, *thread, height, out);
        }
    });
}

fn row(
    ui: &mut Ui,
    project: &Project,
    own: &AnnotatorId,
    id: &DocumentId,
    thread: ThreadId,
    height: f32,
    out: &mut Vec<Command>,
) {
    let found = project.documents.get(id).zip(project.reviews.get(id).and_then(|review| review.thread(thread)));
    let Some((document, thread)) = found else { return };
    let Some(last) = thread.comments.last() else { return };
    let statement = thread.anchor.statements().into_iter().filter(|(by, _)| *by == own);
    let statement = statement.filter_map(|(_, id)| project.layer(&document.id, own)?.statement(id)).next();
    let words = statement.map(|statement| quote(document, &statement.spans)).unwrap_or_default();
    let (by, title) = (last.by.as_str(), document.display_title());
    let head = t!("work-inbox-row", by = by, text = last.text.as_str(), when = when(last.at));
    let name = t!("work-inbox-name", head = head.as_str(), title = title);
    let response = list_row(ui, ui.make_persistent_id(thread.id), height, false, &name, |ui, _| {
        ui.add(Label::new(head.clone()).elide().fill());
        ui.horizontal(|ui| {
            ui.add(Label::new(title).small(ui).weak());
            ui.add(Label::new(words).family(Family::Reading).elide().fill());
        });
    });
    if response.clicked() {
        out.push(Command::ShowPage(Page::Article));
        out.push(Command::Review(ReviewCommand::ShowThread(id.clone(), thread.id)));
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::codebook::Codebook;
    use crate::model::document::{Document, Metadata};
    use crate::model::id::StatementId;
    use crate::model::layer::Layer;
    use crate::model::review::{Comment, Review, Thread, ThreadAnchor};
    use crate::model::span::Span;
    use crate::model::statement::Statement;
    use crate::text::content::Content;

    fn thread(by: &[&AnnotatorId], id: StatementId, annotator: &AnnotatorId, minute: i64) -> Thread {
        let comment = |(index, by): (usize, &&AnnotatorId)| Comment {
            by: (*by).clone(),
            at: Timestamp::from_second(60 * (minute + index as i64)).unwrap(),
            text: "?".to_owned(),
        };
        Thread {
            id: ThreadId::generate(),
            anchor: ThreadAnchor::Statement(annotator.clone(), id),
            comments: by.iter().enumerate().map(comment).collect(),
            resolved: None,
        }
    }

    #[test]
    fn what_waits_for_this_person_is_found_the_latest_first() {
        let [layla, badr] = ["layla", "badr"].map(|name| AnnotatorId::new(name).unwrap());
        let document = DocumentId::new("d").unwrap();
        let mut project = Project { codebook: Codebook::standard(), ..Project::new("p") };
        let text = Document {
            id: document.clone(),
            content: Content::new("text"),
            metadata: Metadata::default(),
            encoding: String::new(),
            excluded: Vec::new(),
        };
        project.documents.insert(document.clone(), text);
        let kind = project.codebook.kinds[0].id.clone();
        let statement = Statement::new(kind, vec![Span::new(0, 4)], Timestamp::UNIX_EPOCH);
        let id = statement.id;
        let mut layer = Layer::default();
        layer.put(statement);
        project.layers.insert((document.clone(), layla.clone()), layer);
        let [old, new] = [thread(&[&badr], id, &layla, 1), thread(&[&layla, &badr], id, &layla, 5)];
        let answered = thread(&[&badr, &layla], id, &layla, 9);
        let resolved =
            Thread { resolved: Some((badr.clone(), Timestamp::UNIX_EPOCH)), ..thread(&[&badr], id, &layla, 9) };
        let gone = thread(&[&badr], StatementId::generate(), &layla, 9);
        let (first, second) = (new.id, old.id);
        let mut review = Review::default();
        for thread in [old, answered, resolved, gone, new] {
            review.put_thread(thread);
        }
        project.reviews.insert(document.clone(), review);
        assert_eq!(find(&project, &layla), [(document.clone(), first), (document, second)]);
        assert_eq!(find(&project, &badr), []);
        project.blind_until_done = true;
        assert_eq!(find(&project, &layla), []);
    }
}

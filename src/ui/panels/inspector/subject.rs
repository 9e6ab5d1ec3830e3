//! The statement that the inspector is about, with everything that it depends on.

use crate::edit::change::{Edit, LayerKey};
use crate::edit::session::Session;
use crate::model::document::Document;
use crate::model::gesture::Gesture;
use crate::model::id::PartyId;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::review::Decision;
use crate::model::span::Span;
use crate::model::statement::Statement;
use crate::review::decide;
use crate::ui::command::Command;
use crate::ui::parts::draft::apply;
use crate::ui::parts::picker::Pick;
use crate::ui::state::View;
use crate::ui::values;
use crate::ui::words::one_line;

/// The statement and everything that it depends on.
pub(super) struct Subject<'a> {
    pub(super) project: &'a Project,
    pub(super) document: &'a Document,
    pub(super) key: LayerKey,
    pub(super) layer: &'a Layer,
    pub(super) statement: &'a Statement,
    /// The decision that produced the statement if it is in gold.
    pub(super) decision: Option<&'a Decision>,
}

impl<'a> Subject<'a> {
    pub(super) fn find(session: &'a Session, view: &View) -> Option<Self> {
        let project = session.project();
        let document = project.documents.get(view.document.as_ref()?)?;
        let review = project.reviews.get(&document.id);
        let decision = view.correcting.and_then(|id| review?.decision(id));
        let layer = match (view.correcting, review) {
            (Some(_), review) => review?.gold(),
            (None, _) => project.layer(&document.id, session.annotator())?,
        };
        let statement = layer.statement(view.selected?)?;
        let key = (document.id.clone(), session.annotator().clone());
        Some(Self { project, document, key, layer, statement, decision })
    }

    /// A gesture that changes the statement.
    pub(super) fn change(&self, gesture: impl Into<Gesture>, change: impl FnOnce(&mut Statement)) -> Command {
        apply(gesture, self.edit(change))
    }

    pub(super) fn edit(&self, change: impl FnOnce(&mut Statement)) -> Edit {
        let mut statement = self.statement.clone();
        change(&mut statement);
        statement.modified = jiff::Timestamp::now();
        if let Some(decision) = self.decision {
            let own = decision.statements.iter();
            let statements = own.map(|own| if own.id == statement.id { &statement } else { own }).cloned().collect();
            return decide::rewrite(&self.document.id, decision, statements, &self.key.1, statement.modified);
        }
        Edit::ReplaceStatement { layer: self.key.clone(), statement: Box::new(statement) }
    }

    /// A gesture that changes the statement by a picked party. A new one is added in the same step.
    pub(super) fn change_by_party(
        &self,
        gesture: impl Into<Gesture>,
        pick: Pick,
        change: impl FnOnce(&mut Statement, PartyId),
    ) -> Option<Command> {
        let (party, added) = match pick {
            Pick::Item(id) => (PartyId::new(id).ok()?, None),
            Pick::New(name) => {
                let (id, edit) = values::new_party(self.project, name);
                (id, Some(edit))
            }
            Pick::Nothing => return None,
        };
        let edit = self.edit(|statement| change(statement, party));
        let edit = match added {
            Some(added) => Edit::Group(vec![added, edit]),
            None => edit,
        };
        Some(apply(gesture, edit))
    }

    pub(super) fn words(&self, span: Span) -> String {
        one_line(self.document.content.get(span.range()).unwrap_or_default())
    }
}

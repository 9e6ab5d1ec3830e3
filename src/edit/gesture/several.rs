//! Changes of one field in many statements of one annotator, in any number of documents, as one step.

use jiff::Timestamp;

use super::statement::{add_reporter, changed, set_speaker};
use crate::edit::change::Edit;
use crate::model::id::{AnnotatorId, DocumentId, KindId, PartyId, StatementId, TopicId};
use crate::model::project::Project;
use crate::model::statement::{Quotation, Stance, Statement};

/// What becomes of a field of each of the statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatementChange {
    Kind(KindId),
    /// Makes the party the speaker; the speakers that it replaces lose their cues and mentions.
    Speaker(PartyId),
    Topic(Option<TopicId>),
    Stance(Option<Stance>),
    Quotation(Option<Quotation>),
    Note(String),
    /// Puts the party before the chain, as the reporter of everything after it.
    Reporter(PartyId),
    AddAddressee(PartyId),
    RemoveAddressee(PartyId),
}

impl StatementChange {
    /// The name of the gesture.
    pub(crate) const fn gesture(&self) -> &'static str {
        match self {
            Self::Kind(_) => "gesture-several-kind",
            Self::Speaker(_) => "gesture-several-speaker",
            Self::Topic(_) => "gesture-several-topic",
            Self::Stance(_) => "gesture-several-stance",
            Self::Quotation(_) => "gesture-several-quotation",
            Self::Note(_) => "gesture-several-note",
            Self::Reporter(_) => "gesture-several-reporter",
            Self::AddAddressee(_) => "gesture-several-addressee",
            Self::RemoveAddressee(_) => "gesture-several-addressee-remove",
        }
    }

    /// The name of the gesture where it changes one statement.
    pub(crate) const fn gesture_of_one(&self) -> &'static str {
        match self {
            Self::Kind(_) => "gesture-kind",
            Self::Speaker(_) => "gesture-speaker",
            Self::Topic(_) => "gesture-topic",
            Self::Stance(_) => "gesture-stance",
            Self::Quotation(_) => "gesture-quotation",
            Self::Note(_) => "gesture-note",
            Self::Reporter(_) => "gesture-reporter-add",
            Self::AddAddressee(_) => "gesture-addressee-add",
            Self::RemoveAddressee(_) => "gesture-addressee-remove",
        }
    }

    /// Changes one statement.
    pub(crate) fn apply(&self, statement: &mut Statement) {
        match self {
            Self::Kind(kind) => statement.kind = kind.clone(),
            Self::Speaker(party) => set_speaker(statement, party.clone()),
            Self::Topic(topic) => statement.topic.clone_from(topic),
            Self::Stance(stance) => statement.stance = *stance,
            Self::Quotation(quotation) => statement.quotation = *quotation,
            Self::Note(note) => statement.note.clone_from(note),
            Self::Reporter(party) => add_reporter(statement, party.clone()),
            Self::AddAddressee(party) if statement.addressees.contains(party) => {}
            Self::AddAddressee(party) => statement.addressees.push(party.clone()),
            Self::RemoveAddressee(party) => statement.addressees.retain(|known| known != party),
        }
    }
}

/// The edits that change these statements of an annotator, those that would stay the same left out.
pub(crate) fn change(
    project: &Project,
    annotator: &AnnotatorId,
    statements: impl IntoIterator<Item = (DocumentId, StatementId)>,
    change: &StatementChange,
    now: Timestamp,
) -> Vec<Edit> {
    let statements = statements.into_iter();
    let edits = statements.filter_map(|(document, id)| {
        let layer = (document, annotator.clone());
        let old = project.layers.get(&layer)?.statement(id)?;
        let statement = changed(old, now, |statement| change.apply(statement))?;
        Some(Edit::ReplaceStatement { layer, statement: Box::new(statement) })
    });
    edits.collect()
}

/// The edits that delete these statements of an annotator, with the relations from and to them.
pub(crate) fn delete(
    project: &Project,
    annotator: &AnnotatorId,
    statements: impl IntoIterator<Item = (DocumentId, StatementId)>,
) -> Vec<Edit> {
    let statements = statements.into_iter();
    let edits = statements.filter_map(|(document, id)| {
        let layer = (document, annotator.clone());
        project.layers.get(&layer)?.statement(id)?;
        Some(Edit::RemoveStatement { layer, id })
    });
    edits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::session::Session;
    use crate::model::document::{Document, Metadata};
    use crate::model::layer::Layer;
    use crate::model::party::{Party, Rgb};
    use crate::model::span::Span;
    use crate::model::statement::Link;
    use crate::text::content::Content;

    fn who(name: &str) -> AnnotatorId {
        AnnotatorId::new(name).unwrap()
    }

    fn document(name: &str) -> DocumentId {
        DocumentId::new(name).unwrap()
    }

    /// Two documents; anna has a statement in each, omar one in the first.
    fn project() -> (Project, [(DocumentId, StatementId); 3]) {
        let mut project = Project::new("t");
        for name in ["kremlin", "biden"] {
            let id = PartyId::new(name).unwrap();
            let party = Party {
                id,
                name: name.to_owned(),
                aliases: Vec::new(),
                color: Rgb::PALETTE[0],
                key: None,
                parent: None,
                about: crate::model::party::PartyAbout::default(),
            };
            project.parties.push(party);
        }
        let mut made = Vec::new();
        for (name, annotator) in [("a", "anna"), ("b", "anna"), ("a", "omar")] {
            let id = document(name);
            let content = Content::new("He said that we go.");
            let (metadata, encoding) = (Metadata::default(), String::new());
            let value = Document { id: id.clone(), content, metadata, encoding, excluded: Vec::new() };
            project.documents.insert(id.clone(), value);
            let kind = KindId::new("claim").unwrap();
            let mut statement = Statement::new(kind, vec![Span::new(13, 18)], Timestamp::UNIX_EPOCH);
            let party = PartyId::new("kremlin").unwrap();
            statement.chain.push(Link { party, cue: Some(Span::new(3, 7)), mention: None });
            made.push((id.clone(), statement.id));
            project.layers.entry((id, who(annotator))).or_default().put(statement);
        }
        (project, made.try_into().unwrap())
    }

    #[test]
    fn statements_of_several_documents_are_changed_by_one_step_that_can_be_undone() {
        let (project, made) = project();
        let before = project.clone();
        let now = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(1);
        let warning = StatementChange::Kind(KindId::new("warning").unwrap());
        let edits = change(&project, &who("anna"), made.clone(), &warning, now);
        assert_eq!(edits.len(), 2, "what omar has marked is not anna’s");
        let mut session = Session::new(project, who("anna"));
        session.apply(warning.gesture(), Edit::Group(edits)).unwrap();
        let kinds = |project: &Project, annotator: &str| -> Vec<String> {
            let layers = ["a", "b"].map(|name| project.layer(&document(name), &who(annotator)));
            let statements = layers.into_iter().flatten().flat_map(Layer::statements);
            statements.map(|statement| statement.kind.to_string()).collect()
        };
        assert_eq!(kinds(session.project(), "anna"), ["warning", "warning"]);
        assert_eq!(kinds(session.project(), "omar"), ["claim"]);
        session.undo().unwrap();
        assert_eq!(*session.project(), before);
    }

    #[test]
    fn what_would_stay_the_same_is_left_out() {
        let (project, made) = project();
        let now = Timestamp::UNIX_EPOCH;
        let change = |what: StatementChange| change(&project, &who("anna"), made.clone(), &what, now);
        assert_eq!(change(StatementChange::Kind(KindId::new("claim").unwrap())), []);
        assert_eq!(change(StatementChange::Note(String::new())), []);
        assert_eq!(change(StatementChange::Topic(None)), []);
        assert_eq!(change(StatementChange::Speaker(PartyId::new("kremlin").unwrap())), []);
        let edits = change(StatementChange::Speaker(PartyId::new("biden").unwrap()));
        let [Edit::ReplaceStatement { statement, .. }, _] = edits.as_slice() else { panic!("{edits:?}") };
        let party = PartyId::new("biden").unwrap();
        assert_eq!(statement.chain, [Link { party, cue: None, mention: None }], "the cue was that of the old speaker");
        let [Edit::ReplaceStatement { statement, .. }, _] = &change(StatementChange::Stance(Some(Stance::Opposes)))[..]
        else {
            panic!("two edits")
        };
        assert_eq!(statement.stance, Some(Stance::Opposes));
    }

    #[test]
    fn statements_of_others_are_not_deleted() {
        let (project, made) = project();
        let edits = delete(&project, &who("anna"), made.clone());
        assert_eq!(edits.len(), 2);
        let mut session = Session::new(project.clone(), who("anna"));
        session.apply("gesture-several-delete", Edit::Group(edits)).unwrap();
        let left: usize = session.project().layers.values().map(Layer::len).sum();
        assert_eq!(left, 1);
        session.undo().unwrap();
        assert_eq!(*session.project(), project);
    }
}

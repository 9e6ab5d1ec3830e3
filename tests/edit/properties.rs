//! Properties: undo takes back anything, redo brings it again, and what is saved is what is opened.

use bayan::disk::Real;
use bayan::edit::change::Edit;
use bayan::edit::session::Session;
use bayan::model::codebook::EntryNotes;
use bayan::model::conflict::{Conflict, ConflictFile};
use bayan::model::document::{Document, Metadata};
use bayan::model::document_tags::DocumentTags;
use bayan::model::id::{
    AnnotatorId, DecisionId, DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, ThreadId, TopicId,
};
use bayan::model::party::{ExternalId, Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::review::{
    Cause, Comment, Decision, DecisionSource, Provenance, SeenStatement, Thread, ThreadAnchor, Verdict,
};
use bayan::model::span::Span;
use bayan::model::statement::{Attribute, Link, Quotation, Relation, Stance, Statement};
use bayan::model::work::{Assignment, LayerProgress, LayerState};
use bayan::store::{self, Lock, Problem, ProblemKind, keeping};
use bayan::text::content::Content;
use bayan::text::segment::{grapheme_floor, next_grapheme};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use proptest::prelude::*;
use std::sync::Arc;

const TEXT: &str = "وأكد الكرملين أنّ \"المفاوضات\" توسّعت شرقاً #1.\r\n\tBiden said: 🙂👍🏽 \\ \"#‏نعم\"# e\u{301}\u{feff}";

/// One gesture, drawn at random; the numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Title(String),
    Guidelines(String),
    Party(u8, String, u8),
    RemoveParty(u8),
    Merge(u8, u8),
    Delete(u8),
    Statement { id: u8, layer: u8, start: u8, length: u8, parties: Vec<u8>, note: String, bits: u8 },
    Replace { id: u8, layer: u8, start: u8, length: u8, parties: Vec<u8>, note: String, bits: u8 },
    RemoveStatement(u8, u8),
    Relation(u8, u8, u8, u8, String),
    RemoveRelation(u8, u8),
    Tags(u8, String, Option<String>),
    GoldTags(u8, String, Option<String>),
    About(u8, String, String),
    Metadata(u8, String),
    Excluded(u8, u8, u8),
    Document(u8),
    RemoveDocument(u8),
    Assign(u8, u8, Option<i16>, String),
    Unassign(u8, u8),
    Progress(u8, Option<(u8, u8, bool)>),
    Blind(bool),
    Reviewers(u8),
    PartyKey(u8, u8),
    PartyOrder(Vec<u8>),
    MoveParty(u8, u8, u8),
    Decide { id: u8, document: u8, verdict: u8, start: u8, reason: String, bits: u8 },
    Undecide(u8, u8),
    Thread { id: u8, document: u8, start: u8, text: String, bits: u8 },
    RemoveThread(u8, u8),
    Conflicts(u8, u8, Vec<(u8, String, String)>),
}

fn step() -> impl Strategy<Value = Step> {
    let text = || proptest::string::string_regex("[ابتثّـً\"#\\\\\r\n\ta-c🙂\u{200f}\u{0}]{0,12}").unwrap();
    let parts =
        || (0..12_u8, 0..3_u8, any::<u8>(), 1..40_u8, prop::collection::vec(0..5_u8, 0..4), text(), any::<u8>());
    prop_oneof![
        1 => text().prop_map(Step::Title),
        1 => text().prop_map(Step::Guidelines),
        3 => (0..5_u8, text(), 0..6_u8).prop_map(|(id, name, parent)| Step::Party(id, name, parent)),
        1 => (0..5_u8).prop_map(Step::RemoveParty),
        1 => (0..5_u8, 0..5_u8).prop_map(|(from, into)| Step::Merge(from, into)),
        1 => (0..5_u8).prop_map(Step::Delete),
        8 => parts().prop_map(|(id, layer, start, length, parties, note, bits)| Step::Statement { id, layer, start, length, parties, note, bits }),
        3 => parts().prop_map(|(id, layer, start, length, parties, note, bits)| Step::Replace { id, layer, start, length, parties, note, bits }),
        1 => (0..12_u8, 0..3_u8).prop_map(|(id, layer)| Step::RemoveStatement(id, layer)),
        4 => (0..6_u8, 0..3_u8, 0..12_u8, 0..12_u8, text()).prop_map(|(id, layer, from, to, value)| Step::Relation(id, layer, from, to, value)),
        3 => (0..3_u8, text(), prop::option::of(text())).prop_map(|(layer, note, value)| Step::Tags(layer, note, value)),
        2 => (0..2_u8, text(), prop::option::of(text())).prop_map(|(document, note, value)| Step::GoldTags(document, note, value)),
        2 => (0..5_u8, text(), text()).prop_map(|(id, description, value)| Step::About(id, description, value)),
        1 => (0..6_u8, 0..3_u8).prop_map(|(id, layer)| Step::RemoveRelation(id, layer)),
        1 => (0..2_u8, text()).prop_map(|(document, title)| Step::Metadata(document, title)),
        1 => (0..2_u8, any::<u8>(), 1..20_u8).prop_map(|(document, start, length)| Step::Excluded(document, start, length)),
        2 => (0..2_u8).prop_map(Step::Document),
        2 => (0..2_u8).prop_map(Step::RemoveDocument),
        2 => (0..2_u8, 0..2_u8, prop::option::of(0..999_i16), text()).prop_map(|(d, a, due, note)| Step::Assign(d, a, due, note)),
        1 => (0..2_u8, 0..2_u8).prop_map(|(d, a)| Step::Unassign(d, a)),
        3 => (0..3_u8, prop::option::of((0..3_u8, any::<u8>(), any::<bool>()))).prop_map(|(l, p)| Step::Progress(l, p)),
        1 => any::<bool>().prop_map(Step::Blind),
        1 => (0..4_u8).prop_map(Step::Reviewers),
        2 => (0..5_u8, 0..12_u8).prop_map(|(id, key)| Step::PartyKey(id, key)),
        1 => prop::collection::vec(0..5_u8, 0..6).prop_map(Step::PartyOrder),
        2 => (0..5_u8, 0..6_u8, 0..6_u8).prop_map(|(id, parent, before)| Step::MoveParty(id, parent, before)),
        4 => (0..4_u8, 0..2_u8, 0..6_u8, any::<u8>(), text(), any::<u8>()).prop_map(|(id, document, verdict, start, reason, bits)| Step::Decide { id, document, verdict, start, reason, bits }),
        1 => (0..4_u8, 0..2_u8).prop_map(|(id, document)| Step::Undecide(id, document)),
        3 => (0..3_u8, 0..2_u8, any::<u8>(), text(), any::<u8>()).prop_map(|(id, document, start, text, bits)| Step::Thread { id, document, start, text, bits }),
        1 => (0..3_u8, 0..2_u8).prop_map(|(id, document)| Step::RemoveThread(id, document)),
        4 => (0..5_u8, 0..2_u8, prop::collection::vec((0..3_u8, text(), text()), 0..3)).prop_map(|(file, document, found)| Step::Conflicts(file, document, found)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn undoing_all_is_the_identity_and_redoing_all_the_end(steps in prop::collection::vec(step(), 0..60)) {
        let start = start();
        let mut session = Session::new(start.clone(), AnnotatorId::new("a").unwrap());
        let mut states = vec![start];
        for step in steps {
            let before = session.project().clone();
            let Some(edit) = edit(session.project(), step) else { continue };
            match session.apply("step", edit) {
                Ok(()) => states.push(session.project().clone()),
                // An edit that is refused changes nothing.
                Err(_) => prop_assert_eq!(session.project(), &before),
            }
        }
        for state in states.iter().rev().skip(1) {
            prop_assert!(session.undo().is_some());
            prop_assert_eq!(session.project(), state);
        }
        prop_assert!(session.undo().is_none());
        for state in states.iter().skip(1) {
            prop_assert!(session.redo().is_some());
            prop_assert_eq!(session.project(), state);
        }
        prop_assert!(session.redo().is_none());
    }

    #[test]
    fn what_is_saved_step_by_step_is_what_is_opened(steps in prop::collection::vec(step(), 0..40)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p");
        store::create(&path, &start()).unwrap();
        let lock = Lock::acquire(&path).unwrap();
        let annotator = |_: &Project| AnnotatorId::new("a").unwrap();
        let mut opened = keeping::open(&path, lock, Arc::new(Real), annotator, || {}).unwrap();
        for (index, step) in steps.into_iter().enumerate() {
            if let Some(edit) = edit(opened.session.project(), step) {
                let _ = opened.session.apply("step", edit);
            }
            // Some steps are taken back, and some of these redone.
            if index % 5 == 4 {
                opened.session.undo();
            }
            if index % 10 == 9 {
                opened.session.redo();
            }
            if index % 16 == 15 {
                opened.wait_saved().unwrap();
            }
        }
        opened.wait_saved().unwrap();
        let expected = opened.session.project().clone();
        drop(opened);
        let opened = store::open(&path).unwrap();
        let others: Vec<_> =
            opened.problems.iter().filter(|problem| !matches!(problem.kind, ProblemKind::Conflict { .. })).collect();
        prop_assert_eq!(others, Vec::<&Problem>::new());
        prop_assert_eq!(opened.problems.len(), expected.conflicts.values().map(Vec::len).sum::<usize>());
        prop_assert_eq!(&opened.project, &expected);
    }
}

fn start() -> Project {
    let mut project = Project::new("مشروع");
    project.codebook.topics.push(bayan::model::codebook::Topic {
        id: TopicId::new("t").unwrap(),
        name: "t".into(),
        definition: "\"تعريف\"".into(),
        notes: EntryNotes::default(),
        parent: None,
    });
    for id in 0..2 {
        project.parties.push(party(id, "روسيا".into(), 9));
    }
    project.documents.insert(document_id(0), document(0));
    project
}

fn edit(project: &Project, step: Step) -> Option<Edit> {
    Some(match step {
        Step::Title(title) => Edit::SetTitle(title),
        Step::Guidelines(text) => Edit::SetGuidelines(text),
        Step::Party(id, name, parent) => {
            let party = party(id, name, parent);
            match project.party(&party.id) {
                Some(_) => Edit::ReplaceParty(party),
                None => Edit::AddParty { index: usize::from(parent), party },
            }
        }
        Step::RemoveParty(id) => Edit::RemoveParty(party_id(id)),
        Step::Merge(from, into) => {
            bayan::edit::gesture::parties::merge_party(project, &party_id(from), &party_id(into))?
        }
        Step::Delete(id) => bayan::edit::gesture::parties::delete_party(project, &party_id(id))?,
        Step::Statement { id, layer, start, length, parties, note, bits } => {
            Edit::AddStatement { layer: key(layer), statement: statement(id, start, length, &parties, note, bits) }
        }
        Step::Replace { id, layer, start, length, parties, note, bits } => {
            Edit::ReplaceStatement { layer: key(layer), statement: statement(id, start, length, &parties, note, bits) }
        }
        Step::RemoveStatement(id, layer) => Edit::RemoveStatement { layer: key(layer), id: statement_id(id) },
        Step::Tags(layer, note, value) => Edit::SetTags { layer: key(layer), tags: tags(note, value) },
        Step::GoldTags(id, note, value) => Edit::SetGoldTags { document: document_id(id), tags: tags(note, value) },
        Step::About(id, description, value) => {
            let party = project.party(&party_id(id))?.clone();
            let identifiers = vec![ExternalId { scheme: "wikidata".into(), value: format!("Q{id}: {}", value.len()) }];
            let attributes = vec![Attribute::new("نوع", value)];
            Edit::ReplaceParty(Party { about: PartyAbout { description, identifiers, attributes }, ..party })
        }
        Step::Relation(id, layer, from, to, value) => {
            let id = RelationId::from_uuid(uuid::Uuid::from_u128(u128::from(id)));
            let kind = RelationKindId::new("repeats").unwrap();
            let (from, to) = (statement_id(from), statement_id(to));
            let relation =
                Relation {
                    id, kind, from, to, note: "لأنّ".into(), attributes: vec![Attribute::new("درجة", value)]
                };
            match project.layers.get(&key(layer)).and_then(|l| l.relation(id)) {
                Some(_) => Edit::ReplaceRelation { layer: key(layer), relation },
                None => Edit::AddRelation { layer: key(layer), relation },
            }
        }
        Step::RemoveRelation(id, layer) => {
            Edit::RemoveRelation { layer: key(layer), id: RelationId::from_uuid(uuid::Uuid::from_u128(u128::from(id))) }
        }
        Step::Metadata(id, title) => {
            Edit::SetMetadata { document: document_id(id), metadata: Metadata { title, ..Metadata::default() } }
        }
        Step::Excluded(id, start, length) => {
            Edit::SetExcluded { document: document_id(id), excluded: vec![span(start, length)] }
        }
        Step::Document(id) => Edit::AddDocument { document: Box::new(document(id)), layers: Vec::new() },
        Step::RemoveDocument(id) => Edit::RemoveDocument(document_id(id)),
        Step::Assign(document, annotator, due, note) => {
            let due = due.map(|days| Date::new(2026, 1, 1).unwrap().checked_add(i64::from(days).days()).unwrap());
            let assignment = Some(Assignment { due, note });
            Edit::SetAssignment { document: document_id(document), annotator: key(annotator).1, assignment }
        }
        Step::Unassign(document, annotator) => {
            Edit::SetAssignment { document: document_id(document), annotator: key(annotator).1, assignment: None }
        }
        Step::Progress(layer, progress) => {
            let time = |seconds: u8| Timestamp::new(1_800_000_000 + i64::from(seconds), 0).unwrap();
            let progress = progress.map(|(state, at, was_done)| LayerProgress {
                state: LayerState::ALL[usize::from(state)],
                at: time(at),
                first_done: was_done.then(|| time(at / 2)),
            });
            Edit::SetProgress { layer: key(layer), progress }
        }
        Step::Blind(blind) => Edit::SetBlindUntilDone(blind),
        Step::Decide { id, document, verdict, start, reason, bits } => {
            let annotator = key(bits).1;
            let verdicts = [
                Verdict::Take(annotator.clone()),
                Verdict::Edit(annotator.clone()),
                Verdict::New,
                Verdict::Nothing,
                Verdict::Later,
                Verdict::SentBack,
            ];
            let verdict = verdicts[usize::from(verdict)].clone();
            let statements = match verdict.gives() {
                true => vec![*statement(100 + id, start, 5, &[bits % 3], reason.clone(), bits)],
                false => Vec::new(),
            };
            let seen = SeenStatement { id: statement_id(start % 12), fingerprint: format!("{start:x}") };
            let decision = Decision {
                id: decision_id(id),
                verdict,
                statements,
                sources: vec![DecisionSource { annotator: annotator.clone(), statements: vec![seen] }],
                provenance: [Provenance::Unanimous, Provenance::Adjudicated, Provenance::Edited][usize::from(bits % 3)],
                rule: if bits % 5 == 0 { "majority".into() } else { String::new() },
                by: annotator,
                at: Timestamp::new(1_800_000_000 + i64::from(start), 0).unwrap(),
                cause: (bits % 2 == 0).then(|| Cause::ALL[usize::from(start) % Cause::ALL.len()]),
                reason,
                needs_rule: bits > 127,
            };
            let decision = Some(Box::new(decision));
            Edit::SetDecision { document: document_id(document), id: decision_id(id), decision }
        }
        Step::Undecide(id, document) => {
            Edit::SetDecision { document: document_id(document), id: decision_id(id), decision: None }
        }
        Step::Thread { id, document, start, text, bits } => {
            let (annotator, at) = (key(bits).1, Timestamp::new(1_800_000_000 + i64::from(start), 0).unwrap());
            let about = (annotator.clone(), statement_id(start % 12));
            let anchor = match bits % 3 {
                0 => ThreadAnchor::Statement(about.0, about.1),
                1 => ThreadAnchor::Disagreement(vec![about]),
                _ => ThreadAnchor::Passage(span(start, 2)),
            };
            let comment = |text: String| Comment { by: annotator.clone(), at, text };
            let thread = Thread {
                id: thread_id(id),
                anchor,
                comments: vec![comment(format!("لماذا {text}")), comment("b".into())],
                resolved: (bits > 127).then(|| (annotator.clone(), at)),
            };
            Edit::SetThread { document: document_id(document), id: thread_id(id), thread: Some(Box::new(thread)) }
        }
        Step::RemoveThread(id, document) => {
            Edit::SetThread { document: document_id(document), id: thread_id(id), thread: None }
        }
        Step::Conflicts(file, document, found) => {
            let file = match file {
                0 => ConflictFile::Project,
                1 => ConflictFile::Document(document_id(document)),
                2 | 3 => ConflictFile::Layer(document_id(document), key(file).1),
                _ => ConflictFile::Review(document_id(document)),
            };
            let conflict = |(id, kept, other): (u8, String, String)| Conflict {
                list: "parties".into(),
                id: format!("p{id}"),
                field: "name".into(),
                kept,
                other,
            };
            Edit::SetConflicts { file, conflicts: found.into_iter().map(conflict).collect() }
        }
        Step::PartyKey(id, key) => {
            return bayan::edit::gesture::parties::set_party_key(
                project,
                &party_id(id),
                Some(key).filter(|key| (1..=9).contains(key)),
            );
        }
        Step::PartyOrder(order) => Edit::SetPartyOrder(order.into_iter().map(party_id).collect()),
        Step::MoveParty(id, parent, before) => {
            let [parent, before] = [parent, before].map(|id| (id < 5).then(|| party_id(id)));
            return bayan::edit::gesture::parties::move_party(project, &party_id(id), parent.as_ref(), before.as_ref());
        }
        Step::Reviewers(bits) => {
            Edit::SetReviewers((0..2).filter(|bit| bits & (1 << bit) != 0).map(|bit| key(bit).1).collect())
        }
    })
}

fn statement(id: u8, start: u8, length: u8, parties: &[u8], note: String, bits: u8) -> Box<Statement> {
    let bit = |n: u8| bits & (1 << n) != 0;
    let mut spans = vec![span(start, length)];
    let second = Span::new(spans[0].end_byte, next_grapheme(TEXT, spans[0].end_byte));
    if bit(0) && !second.is_empty() {
        spans.push(second);
    }
    // A passage, and with some statements two of one name.
    let passage = |span: Span| Attribute { name: "p".into(), value: TEXT[span.range()].into(), span: Some(span) };
    let passages = spans.iter().filter(|_| bit(7)).map(|span| passage(*span)).collect::<Vec<_>>();
    let link = |p: &u8| Link {
        party: party_id(*p),
        cue: bit(1).then(|| span(*p, 3)),
        mention: bit(2).then(|| span(start, 1)),
    };
    Box::new(Statement {
        id: statement_id(id),
        kind: KindId::new(["claim", "position", "warning"][usize::from(start) % 3]).unwrap(),
        spans,
        chain: parties.iter().map(link).collect(),
        addressees: parties.iter().take(1).map(|p| party_id(*p)).collect(),
        topic: bit(3).then(|| TopicId::new("t").unwrap()),
        stance: bit(4).then_some(Stance::Opposes),
        quotation: bit(5).then_some(Quotation::Mixed),
        attributes: bit(6).then(|| Attribute::new("n", &note)).into_iter().chain(passages).collect(),
        note,
        created: Timestamp::UNIX_EPOCH,
        modified: Timestamp::new(1_800_000_000, i32::from(bits) * 1_000).unwrap(),
    })
}

/// A span on grapheme edges of the text.
fn span(start: u8, length: u8) -> Span {
    let start = grapheme_floor(TEXT, usize::from(start) % (TEXT.len() - 3));
    let end = (0..length).fold(start, |end, _| next_grapheme(TEXT, end));
    Span::new(start, end)
}

fn document(id: u8) -> Document {
    Document {
        id: document_id(id),
        content: Content::new(TEXT),
        metadata: Metadata { title: "اتصال".into(), language: "ar".into(), ..Metadata::default() },
        encoding: String::new(),
        excluded: Vec::new(),
    }
}

fn party(id: u8, name: String, parent: u8) -> Party {
    let parent = (parent < 5).then(|| party_id(parent));
    Party {
        id: party_id(id),
        aliases: vec![name.clone(), "الروس".into()],
        name,
        color: Rgb([id, 7, 255]),
        parent,
        key: None,
        about: PartyAbout::default(),
    }
}

fn tags(note: String, value: Option<String>) -> Option<Box<DocumentTags>> {
    let attributes = value.into_iter().map(|value| Attribute::new("genre", value)).collect();
    Some(Box::new(DocumentTags { note, attributes }))
}

fn key(layer: u8) -> (DocumentId, AnnotatorId) {
    (document_id(layer / 2), AnnotatorId::new(["a", "ب"][usize::from(layer % 2)]).unwrap())
}

fn document_id(id: u8) -> DocumentId {
    DocumentId::new(format!("وثيقة-{id}")).unwrap()
}

fn decision_id(id: u8) -> DecisionId {
    DecisionId::from_uuid(uuid::Uuid::from_u128(u128::from(id)))
}

fn thread_id(id: u8) -> ThreadId {
    ThreadId::from_uuid(uuid::Uuid::from_u128(u128::from(id)))
}

fn party_id(id: u8) -> PartyId {
    PartyId::new(format!("p{id}")).unwrap()
}

fn statement_id(id: u8) -> StatementId {
    StatementId::from_uuid(uuid::Uuid::from_u128(u128::from(id)))
}

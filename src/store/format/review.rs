//! `review/<document>.ron`: decisions with their results in gold, relations of gold, and threads.
//!
//! As in the other files, names and times are strings and spans are in code points; an unsound decision is left out
//! without affecting the others.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::schema::{self, AttributeEntry, ConflictEntry, RelationEntry, SpanEntry, StatementEntry, value};
use crate::edit::change::Touched;
use crate::edit::review::{check_decision, check_gold_relation, check_thread};
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::review::{
    Cause, Comment, Decision, DecisionSource, Provenance, Review, SeenStatement, Thread, ThreadAnchor, Verdict,
};
use crate::store::problem::{Problem, ProblemKind};
use crate::t;
use crate::text::content::Content;

/// The format name in the head of the file.
pub(crate) const REVIEW: &str = "bayan-review";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewFile {
    format: String,
    version: u32,
    /// About the document as a whole, in gold. Since version 3, like the attributes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    attributes: Vec<AttributeEntry>,
    decisions: Vec<DecisionEntry>,
    relations: Vec<RelationEntry>,
    threads: Vec<ThreadEntry>,
    /// Conflicts that a merge could not settle; see `store::merging::three_way`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<ConflictEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DecisionEntry {
    id: String,
    /// `take`, `edit`, `new`, `nothing`, `later`, `sent-back`
    verdict: String,
    /// The annotator whose statement was taken or corrected.
    from: Option<String>,
    statements: Vec<StatementEntry>,
    sources: Vec<SourceEntry>,
    provenance: Provenance,
    rule: String,
    by: String,
    at: String,
    cause: Option<Cause>,
    reason: String,
    needs_rule: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceEntry {
    annotator: String,
    statements: Vec<SeenEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeenEntry {
    id: String,
    fingerprint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ThreadEntry {
    id: String,
    /// `statement`, `disagreement`, `passage`
    about: String,
    statements: Vec<AnchorEntry>,
    passage: Option<SpanEntry>,
    comments: Vec<CommentEntry>,
    resolved: Option<ResolvedEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AnchorEntry {
    annotator: String,
    statement: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CommentEntry {
    by: String,
    at: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResolvedEntry {
    by: String,
    at: String,
}

/// The contents of a review's file.
pub(crate) fn file(content: &Content, review: &Review) -> ReviewFile {
    let tags = review.gold().tags();
    ReviewFile {
        format: REVIEW.to_owned(),
        version: schema::VERSION,
        note: tags.map(|tags| tags.note.clone()).unwrap_or_default(),
        attributes: tags.map(|tags| schema::value_entries(&tags.attributes)).unwrap_or_default(),
        decisions: review.decisions().map(|decision| decision_entry(content, decision)).collect(),
        relations: review.gold().relations().map(schema::relation_entry).collect(),
        threads: review.threads().map(|thread| thread_entry(content, thread)).collect(),
        conflicts: Vec::new(),
    }
}

/// A decision as it is stored in files.
pub(crate) fn decision_entry(content: &Content, decision: &Decision) -> DecisionEntry {
    let (verdict, from) = match &decision.verdict {
        Verdict::Take(from) => ("take", Some(from)),
        Verdict::Edit(from) => ("edit", Some(from)),
        Verdict::New => ("new", None),
        Verdict::Nothing => ("nothing", None),
        Verdict::Later => ("later", None),
        Verdict::SentBack => ("sent-back", None),
    };
    let seen = |seen: &SeenStatement| SeenEntry { id: seen.id.to_string(), fingerprint: seen.fingerprint.clone() };
    let source = |source: &DecisionSource| SourceEntry {
        annotator: source.annotator.to_string(),
        statements: source.statements.iter().map(seen).collect(),
    };
    DecisionEntry {
        id: decision.id.to_string(),
        verdict: verdict.to_owned(),
        from: from.map(ToString::to_string),
        statements: decision.statements.iter().map(|s| schema::statement_entry(content, s)).collect(),
        sources: decision.sources.iter().map(source).collect(),
        provenance: decision.provenance,
        rule: decision.rule.clone(),
        by: decision.by.to_string(),
        at: decision.at.to_string(),
        cause: decision.cause,
        reason: decision.reason.clone(),
        needs_rule: decision.needs_rule,
    }
}

/// A thread as it is stored in files.
pub(crate) fn thread_entry(content: &Content, thread: &Thread) -> ThreadEntry {
    let anchor = |annotator: &AnnotatorId, statement: &dyn ToString| AnchorEntry {
        annotator: annotator.to_string(),
        statement: statement.to_string(),
    };
    let (about, statements, passage) = match &thread.anchor {
        ThreadAnchor::Statement(annotator, id) => ("statement", vec![anchor(annotator, id)], None),
        ThreadAnchor::Disagreement(ids) => {
            ("disagreement", ids.iter().map(|(annotator, id)| anchor(annotator, id)).collect(), None)
        }
        ThreadAnchor::Passage(span) => ("passage", Vec::new(), Some(schema::span_entry(content, *span))),
    };
    let comment = |c: &Comment| CommentEntry { by: c.by.to_string(), at: c.at.to_string(), text: c.text.clone() };
    ThreadEntry {
        id: thread.id.to_string(),
        about: about.to_owned(),
        statements,
        passage,
        comments: thread.comments.iter().map(comment).collect(),
        resolved: thread.resolved.as_ref().map(|(by, at)| ResolvedEntry { by: by.to_string(), at: at.to_string() }),
    }
}

/// Reads one review into the project: keeps the sound parts and returns the problems.
pub(crate) fn read(project: &mut Project, document: &DocumentId, path: &Path, file: ReviewFile) -> Vec<Problem> {
    let mut problems = Vec::new();
    let Some(content) = project.documents.get(document).map(|d| d.content.clone()) else {
        return vec![Problem::new(path, "", ProblemKind::NoDocument(document.to_string()))];
    };
    let bad = |kind| problems.push(Problem::new(path, t!("store-place-document-values"), kind));
    if let Some(tags) = schema::tags(file.note, file.attributes, bad) {
        project.reviews.entry(document.clone()).or_default().set_tags(Some(tags));
    }
    for entry in &file.decisions {
        let decision = decision(&content, entry).and_then(|decision| {
            check_decision(project, document, &decision).map_err(ProblemKind::Unfit)?;
            let known = project.reviews.get(document).and_then(|review| review.decision(decision.id)).is_some();
            if known { Err(ProblemKind::Duplicate(entry.id.clone())) } else { Ok(decision) }
        });
        match decision {
            Ok(decision) => {
                project.reviews.entry(document.clone()).or_default().put_decision(decision);
            }
            Err(kind) => problems.push(Problem::new(path, t!("store-place-decision", id = entry.id.as_str()), kind)),
        }
    }
    for entry in &file.relations {
        let relation = schema::relation(entry).and_then(|relation| {
            check_gold_relation(project, document, &relation).map_err(ProblemKind::Unfit)?;
            let known = project.gold(document).and_then(|gold| gold.relation(relation.id)).is_some();
            if known { Err(ProblemKind::Duplicate(entry.id.clone())) } else { Ok(relation) }
        });
        match relation {
            Ok(relation) => {
                project.reviews.entry(document.clone()).or_default().put_relation(relation);
            }
            Err(kind) => problems.push(Problem::new(path, t!("store-place-relation", id = entry.id.as_str()), kind)),
        }
    }
    for entry in &file.threads {
        let thread = thread(&content, entry).and_then(|thread| {
            check_thread(project, document, &thread).map_err(ProblemKind::Unfit)?;
            let known = project.reviews.get(document).and_then(|review| review.thread(thread.id)).is_some();
            if known { Err(ProblemKind::Duplicate(entry.id.clone())) } else { Ok(thread) }
        });
        match thread {
            Ok(thread) => {
                project.reviews.entry(document.clone()).or_default().put_thread(thread);
            }
            Err(kind) => problems.push(Problem::new(path, t!("store-place-thread", id = entry.id.as_str()), kind)),
        }
    }
    problems
}

/// What must not be written if the file of a review is invalid.
pub(crate) fn touched(document: &DocumentId) -> Touched {
    Touched::Review(document.clone())
}

/// A decision from its entry.
pub(crate) fn decision(content: &Content, entry: &DecisionEntry) -> Result<Decision, ProblemKind> {
    let from = || match &entry.from {
        Some(from) => value::<AnnotatorId>(from),
        None => Err(ProblemKind::BadValue(entry.verdict.clone())),
    };
    let seen = |seen: &SeenEntry| Ok(SeenStatement { id: value(&seen.id)?, fingerprint: seen.fingerprint.clone() });
    let source = |source: &SourceEntry| {
        Ok(DecisionSource {
            annotator: value(&source.annotator)?,
            statements: source.statements.iter().map(seen).collect::<Result<_, ProblemKind>>()?,
        })
    };
    Ok(Decision {
        id: value(&entry.id)?,
        verdict: match entry.verdict.as_str() {
            "take" => Verdict::Take(from()?),
            "edit" => Verdict::Edit(from()?),
            "new" => Verdict::New,
            "nothing" => Verdict::Nothing,
            "later" => Verdict::Later,
            "sent-back" => Verdict::SentBack,
            other => return Err(ProblemKind::BadValue(other.to_owned())),
        },
        statements: entry.statements.iter().map(|s| schema::statement(content, s)).collect::<Result<_, _>>()?,
        sources: entry.sources.iter().map(source).collect::<Result<_, ProblemKind>>()?,
        provenance: entry.provenance,
        rule: entry.rule.clone(),
        by: value(&entry.by)?,
        at: value(&entry.at)?,
        cause: entry.cause,
        reason: entry.reason.clone(),
        needs_rule: entry.needs_rule,
    })
}

/// A thread from its entry.
pub(crate) fn thread(content: &Content, entry: &ThreadEntry) -> Result<Thread, ProblemKind> {
    let mut about = Vec::with_capacity(entry.statements.len());
    for anchor in &entry.statements {
        about.push((value(&anchor.annotator)?, value(&anchor.statement)?));
    }
    let bad = || ProblemKind::BadValue(entry.about.clone());
    let anchor = match (entry.about.as_str(), &entry.passage) {
        ("statement", None) if about.len() == 1 => {
            let (annotator, id) = about.pop().ok_or_else(bad)?;
            ThreadAnchor::Statement(annotator, id)
        }
        ("disagreement", None) => ThreadAnchor::Disagreement(about),
        ("passage", Some(passage)) if about.is_empty() => ThreadAnchor::Passage(schema::span(content, passage)?),
        _ => return Err(bad()),
    };
    let comment = |c: &CommentEntry| Ok(Comment { by: value(&c.by)?, at: value(&c.at)?, text: c.text.clone() });
    let resolved = |r: &ResolvedEntry| Ok((value(&r.by)?, value(&r.at)?));
    Ok(Thread {
        id: value(&entry.id)?,
        anchor,
        comments: entry.comments.iter().map(comment).collect::<Result<_, ProblemKind>>()?,
        resolved: entry.resolved.as_ref().map(resolved).transpose()?,
    })
}

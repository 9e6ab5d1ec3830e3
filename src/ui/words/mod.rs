//! The project's contents in words: names, chains, quotes, times. For lists, tooltips and screen readers.

pub mod review;
pub mod time;

use crate::edit::session::Session;
use crate::locale::plain;
use crate::model::document::Document;
use crate::model::id::PartyId;
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::{Link, Statement};
use crate::model::work::LayerState;
use crate::t;

/// Kind and chain: "Warning: Kremlin › Putin".
pub fn describe(session: &Session, statement: &Statement) -> String {
    let kind =
        session.project().codebook.kind(&statement.kind).map_or(statement.kind.as_str(), |kind| kind.name.as_str());
    t!("describe-statement", kind = kind, chain = chain(session, statement))
}

/// The parties of the chain, outermost first, or a word for an empty chain.
pub(crate) fn chain(session: &Session, statement: &Statement) -> String {
    let name = |id| session.project().party(id).map_or_else(|| id.to_string(), |party| party.name.clone());
    let mut names = statement.chain.iter().map(|link| name(&link.party));
    let Some(first) = names.next() else { return t!("describe-no-chain") };
    names.fold(first, |before, next| t!("describe-chain", before = before, next = next))
}

/// The chain of a statement in names, outermost first.
pub(crate) fn chain_names(project: &Project, statement: &Statement) -> String {
    links_names(project, &statement.chain)
}

/// The links of a chain in names, outermost first.
pub(crate) fn links_names(project: &Project, links: &[Link]) -> String {
    let mut names = links.iter().map(|link| party_name(project, &link.party));
    match names.next() {
        None => t!("panel-chain-author"),
        Some(first) => names.fold(first.to_owned(), |outer, inner| t!("panel-chain", outer = outer, inner = inner)),
    }
}

pub(crate) fn party_name<'a>(project: &'a Project, id: &'a PartyId) -> &'a str {
    project.party(id).map_or(id.as_str(), |party| &party.name)
}

pub(crate) fn kind_name<'a>(project: &'a Project, statement: &'a Statement) -> &'a str {
    project.codebook.kind(&statement.kind).map_or(statement.kind.as_str(), |kind| &kind.name)
}

/// The words of these spans in one line, for lists.
pub(crate) fn quote(document: &Document, spans: &[Span]) -> String {
    // No isolates around the passages: they are one text, whose first strong letter sets the direction of the line.
    let between = plain(&t!("panel-quotes-joined", before = "", next = ""));
    document.quotes(spans).into_iter().map(one_line).collect::<Vec<_>>().join(&between)
}

/// The words of these spans exactly as in the text, for copying.
pub(crate) fn joined_quotes(document: &Document, spans: &[Span]) -> String {
    document.quotes(spans).join(&plain(&t!("panel-quotes-joined", before = "", next = "")))
}

/// Replaces white space, including line breaks, by single spaces, and shortens the text to what a list can show.
pub(crate) fn one_line(text: &str) -> String {
    const LONGEST_CHARS: usize = 300;
    let mut line = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        count += word.chars().count();
        if count > LONGEST_CHARS {
            line.push('…');
            break;
        }
    }
    line
}

/// The name of a state.
pub(crate) fn state_name(state: LayerState) -> String {
    match state {
        LayerState::Open => t!("state-open"),
        LayerState::InProgress => t!("state-in-progress"),
        LayerState::Done => t!("state-done"),
    }
}

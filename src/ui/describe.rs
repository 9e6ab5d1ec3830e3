//! A statement in words: for tooltips, lists and screen readers.

use crate::edit::session::Session;
use crate::model::statement::Statement;
use crate::t;

/// Kind and chain: "Warning: Kremlin › Putin".
pub fn describe(session: &Session, statement: &Statement) -> String {
    let kind =
        session.project().codebook.kind(&statement.kind).map_or(statement.kind.as_str(), |kind| kind.name.as_str());
    t!("describe-statement", kind = kind, chain = chain(session, statement))
}

/// The parties of the chain, outermost first; a word for an empty chain.
pub fn chain(session: &Session, statement: &Statement) -> String {
    let name = |id| session.project().party(id).map_or_else(|| id.to_string(), |party| party.name.clone());
    let mut names = statement.chain.iter().map(|link| name(&link.party));
    let Some(first) = names.next() else { return t!("describe-no-chain") };
    names.fold(first, |before, next| t!("describe-chain", before = before, next = next))
}

/// A time as clocks show it here.
pub use crate::text::clock::when;

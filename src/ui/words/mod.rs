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
    chain_that(session.project(), statement, |_| true)
}

/// The same, where it does not fit without links from its middle, and then without those before the speaker. If nothing
/// fits, only the speaker is left.
pub(crate) fn chain_that(project: &Project, statement: &Statement, fits: impl Fn(&str) -> bool) -> String {
    const LEFT_OUT: &str = "…";
    let names: Vec<&str> = statement.chain.iter().map(|link| party_name(project, &link.party)).collect();
    let chained = |names: &[&str]| {
        let mut names = names.iter().copied();
        let first = names.next().map_or_else(|| t!("describe-no-chain"), str::to_owned);
        names.fold(first, |before, next| t!("describe-chain", before = before, next = next))
    };
    let mut said = chained(&names);
    let count = names.len();
    // First the second link goes, then the third as well.
    for left_out in (2..count).map(|end| 1..end).chain((count > 1).then(|| 0..count.saturating_sub(1))) {
        if fits(&said) {
            break;
        }
        let (before, after) = (names.get(..left_out.start), names.get(left_out.end..));
        said = chained(&[before.unwrap_or_default(), &[LEFT_OUT], after.unwrap_or_default()].concat());
    }
    said
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::model::id::KindId;

    #[test]
    fn a_chain_without_room_loses_links_of_its_middle_and_its_speaker_last() {
        let mut statement = Statement::new(KindId::new("claim").unwrap(), Vec::new(), Timestamp::UNIX_EPOCH);
        for party in ["agency", "ministry", "source", "minister"] {
            statement.chain.push(Link { party: PartyId::new(party).unwrap(), cue: None, mention: None });
        }
        let within = |count: usize| {
            let fits = |said: &str| plain(said).chars().count() <= count;
            plain(&chain_that(&Project::default(), &statement, fits))
        };
        let whole = "agency › ministry › source › minister";
        assert_eq!(within(whole.chars().count()), whole);
        assert_eq!(within(whole.chars().count() - 1), "agency › … › source › minister");
        assert_eq!(within(25), "agency › … › minister");
        assert_eq!(within(15), "… › minister");
        statement.chain.truncate(1);
        assert_eq!(plain(&chain_that(&Project::default(), &statement, |_| false)), "agency");
        statement.chain.clear();
        assert_eq!(chain_that(&Project::default(), &statement, |_| false), t!("describe-no-chain"));
    }
}

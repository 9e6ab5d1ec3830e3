//! Fingerprints of statements, which tell whether and how a statement has changed since a decision.
//!
//! A fingerprint joins one short hash for each difference that two statements can show: `edges:1a2b3c4d kind:…`. Times and
//! notes are not included, since gold does not depend on them.

use std::collections::BTreeSet;

use super::statement::Statement;
use super::statement_difference::Difference;
use crate::text::content::sha256_hex;

/// The fingerprint of a statement.
pub fn of(statement: &Statement) -> String {
    parts(statement).map(|(_, part, _)| part).collect::<Vec<_>>().join(" ")
}

/// How a statement differs from the one that a fingerprint was made from. Empty if it does not.
pub(crate) fn changed(statement: &Statement, fingerprint: &str) -> BTreeSet<Difference> {
    let old: BTreeSet<&str> = fingerprint.split(' ').collect();
    let names: BTreeSet<&str> = old.iter().filter_map(|part| Some(part.split_once(':')?.0)).collect();
    let differs = |(difference, part, is_empty): &(&Difference, String, bool)| {
        // In a fingerprint from before a field existed, the field counts as empty.
        let was_empty = !names.contains(difference.as_str());
        if was_empty { !is_empty } else { !old.contains(part.as_str()) }
    };
    parts(statement).filter(differs).map(|(difference, ..)| difference.clone()).collect()
}

/// The parts of a fingerprint, each with whether the statement has no value there.
fn parts(statement: &Statement) -> impl Iterator<Item = (&'static Difference, String, bool)> {
    Difference::of_statements().filter_map(|difference| {
        let value = difference.value(statement)?;
        let hash = sha256_hex(value.as_bytes());
        let part = format!("{}:{}", difference.as_str(), hash.get(..8).unwrap_or_default());
        Some((difference, part, value.is_empty()))
    })
}

//! Fingerprints of statements: whether one is still what it was when a decision was made, and if not, in what it differs.
//!
//! One short hash for each difference that two statements can show, joined: `edges:1a2b3c4d kind:…`. Times and notes are
//! not in it: they change nothing that gold holds.

use std::collections::BTreeSet;

use super::difference::Difference;
use crate::model::statement::Statement;
use crate::text::content::sha256_hex;

/// The fingerprint of a statement.
pub fn of(statement: &Statement) -> String {
    parts(statement).map(|(_, part, _)| part).collect::<Vec<_>>().join(" ")
}

/// In what a statement differs from what a fingerprint was made of; empty where it is the same.
pub fn changed(statement: &Statement, fingerprint: &str) -> BTreeSet<Difference> {
    let old: BTreeSet<&str> = fingerprint.split(' ').collect();
    let names: BTreeSet<&str> = old.iter().filter_map(|part| Some(part.split_once(':')?.0)).collect();
    let differs = |(difference, part, is_empty): &(&Difference, String, bool)| {
        // A fingerprint that is older than a field says that the field was empty.
        let was_empty = !names.contains(difference.as_str());
        if was_empty { !is_empty } else { !old.contains(part.as_str()) }
    };
    parts(statement).filter(differs).map(|(difference, ..)| difference.clone()).collect()
}

/// The parts of a fingerprint, and whether the statement has nothing there.
fn parts(statement: &Statement) -> impl Iterator<Item = (&'static Difference, String, bool)> {
    Difference::of_statements().filter_map(|difference| {
        let value = difference.value(statement)?;
        let hash = sha256_hex(value.as_bytes());
        let part = format!("{}:{}", difference.as_str(), hash.get(..8).unwrap_or_default());
        Some((difference, part, value.is_empty()))
    })
}

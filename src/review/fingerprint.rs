//! Fingerprints of statements: whether one is still what it was when a decision was made, and if not, in what it differs.
//!
//! One short hash a field, joined: `edges:1a2b3c4d kind:…`. Times and notes are not in it: they change nothing that gold holds.

use std::collections::BTreeSet;

use super::comparison::Difference;
use crate::model::statement::{Quotation, Stance, Statement};
use crate::text::content::sha256_hex;

/// The fingerprint of a statement.
pub fn of(statement: &Statement) -> String {
    let fields = fields(statement).into_iter();
    fields
        .map(|(name, value)| format!("{name}:{}", sha256_hex(value.as_bytes()).get(..8).unwrap_or_default()))
        .collect::<Vec<_>>()
        .join(" ")
}

/// In what a statement differs from what a fingerprint was made of; empty where it is the same.
pub fn changed(statement: &Statement, fingerprint: &str) -> BTreeSet<Difference> {
    let now = of(statement);
    let old: BTreeSet<&str> = fingerprint.split(' ').collect();
    let differs = now.split(' ').filter(|part| !old.contains(part)).filter_map(|part| part.split_once(':'));
    differs.filter_map(|(name, _)| difference(name)).collect()
}

fn fields(statement: &Statement) -> [(&'static str, String); 10] {
    let mut attributes: Vec<String> =
        statement.attributes.iter().map(|a| format!("{:?}={:?}", a.name, a.value)).collect();
    attributes.sort();
    let mut addressees: Vec<&str> = statement.addressees.iter().map(|id| id.as_str()).collect();
    addressees.sort_unstable();
    let reporters = statement.chain.len().saturating_sub(1);
    [
        (
            "edges",
            format!("{:?}", statement.spans.iter().map(|span| (span.start_byte, span.end_byte)).collect::<Vec<_>>()),
        ),
        ("kind", statement.kind.to_string()),
        ("speaker", statement.speaker().map(ToString::to_string).unwrap_or_default()),
        ("chain", statement.chain.iter().take(reporters).map(|link| link.party.as_str()).collect::<Vec<_>>().join(">")),
        ("cue", {
            let place = |span: Option<crate::model::span::Span>| span.map(|span| (span.start_byte, span.end_byte));
            format!(
                "{:?}",
                statement.chain.iter().map(|link| (place(link.cue), place(link.mention))).collect::<Vec<_>>()
            )
        }),
        ("addressee", addressees.join(";")),
        ("topic", statement.topic.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("stance", statement.stance.map_or("", Stance::as_str).to_owned()),
        ("quotation", statement.quotation.map_or("", Quotation::as_str).to_owned()),
        ("attribute", attributes.join(" ")),
    ]
}

fn difference(name: &str) -> Option<Difference> {
    Some(match name {
        "edges" => Difference::Edges,
        "kind" => Difference::Kind,
        "speaker" => Difference::Speaker,
        "chain" => Difference::Chain,
        "cue" => Difference::Cue,
        "addressee" => Difference::Addressee,
        "topic" => Difference::Topic,
        "stance" => Difference::Stance,
        "quotation" => Difference::Quotation,
        "attribute" => Difference::Attribute(String::new()),
        _ => return None,
    })
}

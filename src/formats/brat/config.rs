//! `annotation.conf` and `visual.conf`, without which brat shows nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::names::{ADDRESSEE, QUOTATION, SOURCE, SPEAKER, STANCE, TOPIC, fits_attribute, type_of};
use crate::formats::dataset::Dataset;
use crate::formats::labels::{CUE, EXCLUDED, Labels, MENTION};
use crate::model::statement::{Quotation, Stance};

/// The types, their links and the values of their attributes.
pub(super) fn write_annotation(dataset: &Dataset<'_>, labels: &Labels<'_>, out: &mut dyn Write) -> io::Result<()> {
    let kinds: Vec<String> = labels.kinds().map(type_of).collect();
    writeln!(out, "[entities]")?;
    for kind in kinds.iter().map(String::as_str).chain([CUE, MENTION, EXCLUDED]) {
        writeln!(out, "{kind}")?;
    }
    writeln!(out, "\n[relations]")?;
    if !kinds.is_empty() {
        writeln!(out, "<STATEMENT>={}", kinds.join("|"))?;
        for relation in labels.relations().map(type_of) {
            writeln!(out, "{relation}\tArg1:<STATEMENT>, Arg2:<STATEMENT>")?;
        }
        let longest = dataset.statements().map(|statement| statement.chain.len()).max().unwrap_or_default();
        for number in 1..=longest {
            writeln!(out, "{CUE}{number}\tArg1:<STATEMENT>, Arg2:{CUE}")?;
            writeln!(out, "{MENTION}{number}\tArg1:<STATEMENT>, Arg2:{MENTION}")?;
        }
    }
    // Without this line, spans that overlap show as errors.
    writeln!(out, "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]")?;
    if kinds.is_empty() { Ok(()) } else { write_attributes(dataset, out) }
}

fn write_attributes(dataset: &Dataset<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut line = |name: &str, values: &str| {
        if values.is_empty() { Ok(()) } else { writeln!(out, "{name}\tArg:<STATEMENT>, Value:{values}") }
    };
    let parties: Vec<&str> = dataset.project.parties.iter().map(|party| party.id.as_str()).collect();
    let topics: Vec<&str> = dataset.project.codebook.topics.iter().map(|topic| topic.id.as_str()).collect();
    let (mut chain, mut addressees) = (0, 0);
    let mut named: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for statement in dataset.statements() {
        chain = chain.max(statement.chain.len());
        addressees = addressees.max(statement.addressees.len());
        for attribute in statement.attributes.iter().filter(|attribute| fits_attribute(attribute)) {
            named.entry(&attribute.name).or_default().insert(&attribute.value);
        }
    }
    let parties = parties.join("|");
    line(SPEAKER, &parties)?;
    (1..=chain).try_for_each(|number| line(&format!("{SOURCE}{number}"), &parties))?;
    (1..=addressees).try_for_each(|number| line(&format!("{ADDRESSEE}{number}"), &parties))?;
    line(TOPIC, &topics.join("|"))?;
    line(STANCE, &Stance::ALL.map(Stance::as_str).join("|"))?;
    line(QUOTATION, &Quotation::ALL.map(Quotation::as_str).join("|"))?;
    named.iter().try_for_each(|(name, values)| line(name, &values.iter().copied().collect::<Vec<_>>().join("|")))
}

/// How types are drawn: all alike, so that brat's own colours do not suggest a meaning.
pub(super) fn write_visual(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(
        b"[labels]\n\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken\n\
        ARC_DEFAULT\tcolor:black, arrowHead:triangle-5\n",
    )
}

//! `annotation.conf` and `visual.conf`, without which brat shows nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::names::{ADDRESSEE, QUOTATION, SOURCE, SPEAKER, STANCE, TOPIC, fits_attribute, type_of};
use crate::formats::ExportError;
use crate::formats::labels::{CUE, EXCLUDED, Labels, MENTION};
use crate::formats::parts::Parts;
use crate::model::statement::{Quotation, Stance};

/// The types, their links and the values of their attributes.
///
/// # Errors
/// A document cannot be read, or the writing failed.
pub(super) fn write_annotation(
    dataset: &dyn Parts,
    labels: &Labels<'_>,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    let used = Used::of(dataset)?;
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
        for number in 1..=used.chain {
            writeln!(out, "{CUE}{number}\tArg1:<STATEMENT>, Arg2:{CUE}")?;
            writeln!(out, "{MENTION}{number}\tArg1:<STATEMENT>, Arg2:{MENTION}")?;
        }
    }
    // Without this line, spans that overlap show as errors.
    writeln!(out, "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n\n[events]\n\n[attributes]")?;
    if !kinds.is_empty() {
        write_attributes(dataset, &used, out)?;
    }
    Ok(())
}

/// What the statements have of what must be declared.
#[derive(Default)]
struct Used {
    /// The links of the longest chain.
    chain: usize,
    /// The most addressees.
    addressees: usize,
    /// The values of each named attribute.
    named: BTreeMap<String, BTreeSet<String>>,
}

impl Used {
    fn of(dataset: &dyn Parts) -> Result<Self, ExportError> {
        let mut used = Self::default();
        dataset.each(|part| {
            for statement in part.statements() {
                used.chain = used.chain.max(statement.chain.len());
                used.addressees = used.addressees.max(statement.addressees.len());
                for attribute in statement.attributes.iter().filter(|attribute| fits_attribute(attribute)) {
                    used.named.entry(attribute.name.clone()).or_default().insert(attribute.value.clone());
                }
            }
            Ok(())
        })?;
        Ok(used)
    }
}

fn write_attributes(dataset: &dyn Parts, used: &Used, out: &mut dyn Write) -> io::Result<()> {
    let project = dataset.head().project;
    let mut line = |name: &str, values: &str| {
        if values.is_empty() { Ok(()) } else { writeln!(out, "{name}\tArg:<STATEMENT>, Value:{values}") }
    };
    let parties: Vec<&str> = project.parties.iter().map(|party| party.id.as_str()).collect();
    let topics: Vec<&str> = project.codebook.topics.iter().map(|topic| topic.id.as_str()).collect();
    let parties = parties.join("|");
    line(SPEAKER, &parties)?;
    (1..=used.chain).try_for_each(|number| line(&format!("{SOURCE}{number}"), &parties))?;
    (1..=used.addressees).try_for_each(|number| line(&format!("{ADDRESSEE}{number}"), &parties))?;
    line(TOPIC, &topics.join("|"))?;
    line(STANCE, &Stance::ALL.map(Stance::as_str).join("|"))?;
    line(QUOTATION, &Quotation::ALL.map(Quotation::as_str).join("|"))?;
    let joined = |values: &BTreeSet<String>| values.iter().map(String::as_str).collect::<Vec<_>>().join("|");
    used.named.iter().try_for_each(|(name, values)| line(name, &joined(values)))
}

/// How types are drawn: all alike, so that brat's own colours do not suggest a meaning.
pub(super) fn write_visual(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(
        b"[labels]\n\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken\n\
        ARC_DEFAULT\tcolor:black, arrowHead:triangle-5\n",
    )
}

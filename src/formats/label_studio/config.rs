//! The labelling configuration: what a project of Label Studio needs to show the regions and to go on with them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::names::{ADDRESSEES, CHAIN, LABEL, NOTE, QUOTATION, SPEAKER, STANCE, TEXT, TOPIC};
use crate::formats::ExportError;
use crate::formats::dataset::Dataset;
use crate::formats::labels::{CONTINUES, CUE, EXCLUDED, Labels, MENTION};
use crate::formats::parts::Parts;
use crate::model::id::PartyId;
use crate::model::party::Party;
use crate::model::statement::{Quotation, Stance};

pub(super) fn write(dataset: &dyn Parts, out: &mut dyn Write) -> Result<(), ExportError> {
    let mut longest = 0;
    dataset.each(|part| {
        longest = part.statements().map(|statement| statement.chain.len()).fold(longest, usize::max);
        Ok(())
    })?;
    let head = dataset.head();
    let project = head.project;
    let labels = Labels::of(&project.codebook, |_| true);
    writeln!(out, "<View>")?;
    writeln!(out, "  <Relations>")?;
    let numbered = (1..=longest).flat_map(|number| [format!("cue {number}"), format!("mention {number}")]);
    for relation in numbered.chain([CONTINUES.to_owned()]).chain(labels.relations().map(str::to_owned)) {
        writeln!(out, "    <Relation value=\"{}\"/>", attribute(&relation))?;
    }
    writeln!(out, "  </Relations>\n  <Labels name=\"{LABEL}\" toName=\"{TEXT}\">")?;
    for label in labels.kinds().chain([CUE, MENTION, EXCLUDED]) {
        writeln!(out, "    <Label value=\"{}\"/>", attribute(label))?;
    }
    // Without `symbol`, what is selected is widened to whole words.
    writeln!(out, "  </Labels>\n  <Text name=\"{TEXT}\" value=\"$text\" granularity=\"symbol\"/>")?;
    let kinds: Vec<String> = labels.kinds().map(attribute).collect();
    let scope =
        format!("toName=\"{TEXT}\" perRegion=\"true\" whenTagName=\"{LABEL}\" whenLabelValue=\"{}\"", kinds.join(","));
    parties(&head, &scope, out)?;
    let topics = project.codebook.topics.iter().map(|topic| (topic.id.as_str(), topic.name.as_str()));
    choices(TOPIC, "single", &scope, topics, out)?;
    choices(STANCE, "single", &scope, Stance::ALL.into_iter().map(|stance| (stance.as_str(), "")), out)?;
    choices(QUOTATION, "single", &scope, Quotation::ALL.into_iter().map(|way| (way.as_str(), "")), out)?;
    for name in [CHAIN, NOTE] {
        writeln!(out, "  <TextArea name=\"{name}\" {scope}/>")?;
    }
    Ok(writeln!(out, "</View>")?)
}

/// The parties as a tree if any belongs to another one, else as a list.
fn parties(dataset: &Dataset<'_>, scope: &str, out: &mut dyn Write) -> io::Result<()> {
    let parties = &dataset.project.parties;
    if !is_tree(dataset) {
        let listed = || parties.iter().map(|party| (party.id.as_str(), party.name.as_str()));
        choices(SPEAKER, "single", scope, listed(), out)?;
        return choices(ADDRESSEES, "multiple", scope, listed(), out);
    }
    let mut children: BTreeMap<Option<&PartyId>, Vec<&Party>> = BTreeMap::new();
    for party in parties {
        let parent = party.parent.as_ref().filter(|id| dataset.project.party(id).is_some());
        children.entry(parent).or_default().push(party);
    }
    for (name, most) in [(SPEAKER, " maxUsages=\"1\""), (ADDRESSEES, "")] {
        writeln!(out, "  <Taxonomy name=\"{name}\"{most} {scope}>")?;
        let mut seen = BTreeSet::new();
        branch(None, &children, 2, &mut seen, out)?;
        writeln!(out, "  </Taxonomy>")?;
    }
    Ok(())
}

/// Whether any party belongs to another one.
pub(super) fn is_tree(dataset: &Dataset<'_>) -> bool {
    dataset.project.parties.iter().any(|party| party.parent.is_some())
}

fn branch<'p>(
    parent: Option<&'p PartyId>,
    children: &BTreeMap<Option<&'p PartyId>, Vec<&'p Party>>,
    deep: usize,
    seen: &mut BTreeSet<&'p PartyId>,
    out: &mut dyn Write,
) -> io::Result<()> {
    /// No codebook nests parties deeper.
    const DEEPEST: usize = 64;
    let indent = "  ".repeat(deep);
    for party in children.get(&parent).into_iter().flatten() {
        if !seen.insert(&party.id) || deep > DEEPEST {
            continue;
        }
        let (value, hint) = (attribute(party.id.as_str()), attribute(&party.name));
        if children.contains_key(&Some(&party.id)) {
            writeln!(out, "{indent}<Choice value=\"{value}\" hint=\"{hint}\">")?;
            branch(Some(&party.id), children, deep + 1, seen, out)?;
            writeln!(out, "{indent}</Choice>")?;
        } else {
            writeln!(out, "{indent}<Choice value=\"{value}\" hint=\"{hint}\"/>")?;
        }
    }
    Ok(())
}

fn choices<'p>(
    name: &str,
    choice: &str,
    scope: &str,
    values: impl Iterator<Item = (&'p str, &'p str)>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut values = values.peekable();
    if values.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "  <Choices name=\"{name}\" choice=\"{choice}\" {scope}>")?;
    for (value, hint) in values {
        let hint = if hint.is_empty() { String::new() } else { format!(" hint=\"{}\"", attribute(hint)) };
        writeln!(out, "    <Choice value=\"{}\"{hint}/>", attribute(value))?;
    }
    writeln!(out, "  </Choices>")
}

/// A value of an XML attribute. Line ends and tabs are written as references, because a reader takes them for blanks
/// otherwise; what XML 1.0 has no room for becomes a blank.
fn attribute(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\r' | '\t' => escaped.push_str(&format!("&#{};", u32::from(c))),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push(' '),
            _ => escaped.push(c),
        }
    }
    escaped
}

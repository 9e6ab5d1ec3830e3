//! What the variables of a statement are, and its place, in a database and in an event list alike.

use std::collections::{BTreeMap, BTreeSet};

use super::{schema, texts};
use crate::formats::ExportError;
use crate::formats::dataset::{Dataset, DatasetLayer};
use crate::formats::utf16::Utf16;
use crate::model::id::{KindId, PartyId, TopicId};
use crate::model::project::Project;
use crate::model::statement::{Stance, Statement};

/// What parties, kinds and topics are called in values: by their names, or by their identifiers if a name cannot be told
/// from others.
pub(super) struct Labels<'p> {
    parties: BTreeMap<&'p PartyId, &'p str>,
    kinds: BTreeMap<&'p KindId, &'p str>,
    topics: BTreeMap<&'p TopicId, &'p str>,
}

/// The value of a variable.
pub(super) enum Value<'s> {
    Short(String),
    Long(&'s str),
    /// `None` where the statement says nothing.
    Number(Option<i64>),
}

impl<'p> Labels<'p> {
    /// `fits` says whether the form can hold a name as it is.
    pub(super) fn of(project: &'p Project, fits: impl Fn(&str) -> bool) -> Self {
        let codebook = &project.codebook;
        let kinds = codebook.kinds.iter().map(|kind| (&kind.id, kind.id.as_str(), kind.name.as_str()));
        let topics = codebook.topics.iter().map(|topic| (&topic.id, topic.id.as_str(), topic.name.as_str()));
        let parties = project.parties.iter().map(|party| (&party.id, party.id.as_str(), party.name.as_str()));
        Self { parties: labels(parties, &fits), kinds: labels(kinds, &fits), topics: labels(topics, &fits) }
    }

    pub(super) fn party<'s>(&self, id: &'s PartyId) -> &'s str
    where
        'p: 's,
    {
        self.parties.get(id).copied().unwrap_or(id.as_str())
    }

    pub(super) fn kind<'s>(&self, id: &'s KindId) -> &'s str
    where
        'p: 's,
    {
        self.kinds.get(id).copied().unwrap_or(id.as_str())
    }

    pub(super) fn topic<'s>(&self, id: &'s TopicId) -> &'s str
    where
        'p: 's,
    {
        self.topics.get(id).copied().unwrap_or(id.as_str())
    }

    /// The value of a variable.
    pub(super) fn value<'s>(&self, variable: &str, statement: &'s Statement) -> Value<'s>
    where
        'p: 's,
    {
        let short = |text: &str| Value::Short(text.to_owned());
        match variable {
            schema::KIND => short(self.kind(&statement.kind)),
            schema::ORGANIZATION => short(statement.speaker().map_or("", |id| self.party(id))),
            schema::SOURCE => Value::Short(self.source(statement).0),
            schema::ADDRESSEE => Value::Short(self.addressees(statement).0),
            schema::CONCEPT => short(statement.topic.as_ref().map_or("", |id| self.topic(id))),
            schema::QUOTATION => short(statement.quotation.map_or("", |quotation| quotation.as_str())),
            schema::ID => Value::Short(statement.id.to_string()),
            schema::NOTE => Value::Long(&statement.note),
            schema::AGREEMENT => Value::Number(statement.stance.map(|stance| match stance {
                Stance::Supports => 1,
                Stance::Opposes => -1,
                Stance::Neutral => 0,
            })),
            _ => Value::Short(String::new()),
        }
    }

    /// Those who report, the outermost first, without the speaker; and whether all of them are there.
    fn source(&self, statement: &Statement) -> (String, bool) {
        let reporters = statement.chain.len().saturating_sub(1);
        let ids: Vec<&PartyId> = statement.chain.iter().take(reporters).map(|link| &link.party).collect();
        // Those nearest to the speaker are kept.
        (0..=ids.len()).find_map(|from| self.list(ids.get(from..)?, texts::CHAIN, from == 0)).unwrap_or_default()
    }

    fn addressees(&self, statement: &Statement) -> (String, bool) {
        let ids: Vec<&PartyId> = statement.addressees.iter().collect();
        let list = |to: usize| self.list(ids.get(..to)?, texts::LIST, to == ids.len());
        (0..=ids.len()).rev().find_map(list).unwrap_or_default()
    }

    /// Parties in one value, by their names or else by their identifiers, if that is short enough.
    fn list(&self, ids: &[&PartyId], between: &str, is_whole: bool) -> Option<(String, bool)> {
        let names = ids.iter().map(|id| self.party(id)).collect::<Vec<_>>().join(between);
        let short = || ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(between);
        let found = if texts::fits(&names) { names } else { short() };
        texts::fits(&found).then_some((found, is_whole))
    }

    /// Whether the chain or the addressees are too many for a value.
    pub(super) fn is_too_long(&self, statement: &Statement) -> bool {
        !self.source(statement).1 || !self.addressees(statement).1
    }
}

fn labels<'p, Id: Ord>(
    entries: impl Iterator<Item = (&'p Id, &'p str, &'p str)> + Clone,
    fits: &impl Fn(&str) -> bool,
) -> BTreeMap<&'p Id, &'p str> {
    // A name that is the identifier of another entry would stand for that one.
    let mut taken: BTreeSet<&str> = entries.clone().map(|(_, shown, _)| shown).collect();
    let mut labels = BTreeMap::new();
    for (id, shown, name) in entries {
        let is_plain = !name.is_empty()
            && name.trim() == name
            && texts::fits(name)
            && !name.contains(['>', ';', '\\'])
            && !name.contains(char::is_control)
            && fits(name);
        labels.insert(id, if is_plain && (name == shown || taken.insert(name)) { name } else { shown });
    }
    labels
}

/// How many names of parties and lists of aliases are too long for a value.
pub(super) fn long_names(dataset: &Dataset<'_>) -> usize {
    let names = dataset.counted_parties().filter(|party| !texts::fits(&party.name)).count();
    names + dataset.counted_parties().filter(|party| !texts::fits(&texts::join(&party.aliases))).count()
}

/// How many statements have a chain or addressees that are too long for a value.
pub(super) fn long_chains(dataset: &Dataset<'_>) -> usize {
    let labels = Labels::of(dataset.project, |_| true);
    dataset.statements().filter(|statement| labels.is_too_long(statement)).count()
}

/// A text whose line ends are LF, as DNA shows and counts them.
pub(super) struct Lines<'t> {
    original: &'t str,
    pub(super) text: String,
    /// The bytes of the CR of each CR LF in the original.
    pairs: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(original: &'t str) -> Self {
        let pairs = original.match_indices("\r\n").map(|(at, _)| at).collect();
        Self { original, text: lf(original), pairs }
    }

    /// The byte in the text with LF; between CR and LF there is no place any more, so it is that before the line end.
    fn place(&self, byte: usize) -> usize {
        byte - self.pairs.partition_point(|pair| *pair < byte)
    }

    /// The edges in bytes of a statement over all its spans, and the text between them, cut again from the text that is
    /// written.
    fn cut(&self, layer: &DatasetLayer<'_>, statement: &Statement) -> Result<([usize; 2], &str), ExportError> {
        for span in &statement.spans {
            layer.locate(&statement.id, *span)?;
        }
        let hull = statement.hull();
        layer.locate(&statement.id, hull)?;
        let [start, end] = [hull.start_byte, hull.end_byte].map(|byte| self.place(byte));
        let quote = self.original.get(hull.range()).map(lf).unwrap_or_default();
        // What ends between CR and LF has a line end too many.
        let quote = if self.pairs.binary_search(&(hull.end_byte.wrapping_sub(1))).is_ok() {
            quote.strip_suffix('\n').unwrap_or_default()
        } else {
            &quote
        };
        match self.text.get(start..end) {
            Some(found) if start < end && found == quote => Ok(([start, end], found)),
            _ => {
                let (document, statement) = (layer.document.id.clone(), statement.id.to_string());
                Err(ExportError::Span { document, statement, span: hull })
            }
        }
    }

    /// The edges of a statement in UTF-16 units, and the text between them.
    pub(super) fn located(
        &self,
        units: &Utf16<'_>,
        layer: &DatasetLayer<'_>,
        statement: &Statement,
    ) -> Result<([usize; 2], &str), ExportError> {
        let (edges, quote) = self.cut(layer, statement)?;
        // The edges are those of characters, as they were cut.
        Ok((edges.map(|byte| units.of_byte(byte).unwrap_or_default()), quote))
    }
}

pub(super) fn lf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_can_be_told_apart() {
        let all =
            [("a", "Kremlin"), ("b", "Kremlin"), ("c", "x > y"), ("d", ""), ("e", "x; y"), ("f", "a"), ("g", "g")];
        let all = all.map(|(id, name)| (PartyId::new(id).unwrap(), name));
        let entries = all.iter().map(|(id, name)| (id, id.as_str(), *name));
        let labels: Vec<&str> = labels(entries, &|_| true).into_values().collect();
        assert_eq!(labels, ["Kremlin", "b", "c", "d", "e", "f", "g"]);
    }

    #[test]
    fn places_follow_the_line_ends() {
        let lines = Lines::of("a\r\nb\rc");
        assert_eq!(lines.text, "a\nb\nc");
        for (from, to) in [(0, 0), (1, 1), (2, 1), (3, 2), (4, 3), (5, 4), (6, 5)] {
            assert_eq!(lines.place(from), to, "{from}");
        }
    }
}

//! What the labels and columns of a file stand for in the project: proposed by the program, changed by a person.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::formats::layer_sink::LabelTarget;
use crate::t;

/// The lists of labels of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LabelList {
    /// The labels of spans.
    Kinds,
    Parties,
    Topics,
    RelationKinds,
}

impl LabelList {
    pub const ALL: [Self; 4] = [Self::Kinds, Self::Parties, Self::Topics, Self::RelationKinds];

    /// The name in a map and in output for programs.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Kinds => "kinds",
            Self::Parties => "parties",
            Self::Topics => "topics",
            Self::RelationKinds => "relation_kinds",
        }
    }
}

/// What labels, names of parties and columns of a file stand for. What is not in it is found by identifier or name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LabelMap {
    /// By the labels of spans.
    pub kinds: BTreeMap<String, LabelTarget>,
    /// By the names of parties.
    pub parties: BTreeMap<String, LabelTarget>,
    pub topics: BTreeMap<String, LabelTarget>,
    pub relation_kinds: BTreeMap<String, LabelTarget>,
    /// What the columns of a table are, by their heads: the name of a field, `attribute NAME`, or nothing.
    pub columns: BTreeMap<String, String>,
}

/// Why a map cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", t!("import-map-bad", line = *.line, reason = .reason.as_str()))]
pub struct MapError {
    /// Counted from one.
    pub line: usize,
    pub reason: String,
}

impl LabelMap {
    pub fn list(&self, list: LabelList) -> &BTreeMap<String, LabelTarget> {
        match list {
            LabelList::Kinds => &self.kinds,
            LabelList::Parties => &self.parties,
            LabelList::Topics => &self.topics,
            LabelList::RelationKinds => &self.relation_kinds,
        }
    }

    pub fn list_mut(&mut self, list: LabelList) -> &mut BTreeMap<String, LabelTarget> {
        match list {
            LabelList::Kinds => &mut self.kinds,
            LabelList::Parties => &mut self.parties,
            LabelList::Topics => &mut self.topics,
            LabelList::RelationKinds => &mut self.relation_kinds,
        }
    }

    /// Reads a map that was written in RON.
    ///
    /// # Errors
    /// It is no map, or names something that cannot be an identifier.
    pub fn parse(text: &str) -> Result<Self, MapError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        ron::from_str(text).map_err(|error| MapError { line: error.span.start.line, reason: error.code.to_string() })
    }

    /// The map in RON, for people to edit.
    ///
    /// # Errors
    /// It cannot be written; the reason in words.
    pub fn render(&self) -> Result<String, String> {
        let config = ron::ser::PrettyConfig::new().new_line("\n").escape_strings(false);
        ron::ser::to_string_pretty(self, config).map(|text| text + "\n").map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::KindId;

    #[test]
    fn a_map_is_written_as_people_write_it_and_read_again() {
        let text = r#"(
            kinds: { "PER": leave_out, "ادعاء": kind("claim"), "verb": cue, "Joe": party("biden") },
            parties: { "Kremlin": new },
            columns: { "Wer": "speaker" },
        )"#;
        let map = LabelMap::parse(text).unwrap();
        assert_eq!(map.kinds["ادعاء"], LabelTarget::Kind(KindId::new("claim").unwrap()));
        assert_eq!((&map.kinds["verb"], &map.parties["Kremlin"]), (&LabelTarget::Cue, &LabelTarget::New));
        assert_eq!(LabelMap::parse(&map.render().unwrap()), Ok(map));
        let error = LabelMap::parse("(\nkinds: { \"a\": sort })").unwrap_err();
        assert_eq!(error.line, 2);
        assert!(LabelMap::parse("(kinds: { \"a\": kind(\"../b\") })").is_err());
        assert!(LabelMap::parse("(kindz: {})").is_err());
    }
}

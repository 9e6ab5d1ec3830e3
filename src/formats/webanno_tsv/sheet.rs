//! The head of a file: its first line, and the layers and features that its columns hold.

use crate::formats::cas::types;

/// The features of a statement, in the order of their columns.
pub(super) const STATEMENT_FEATURES: [&str; 10] =
    ["kind", "sid", "speaker", "chain", "addressees", "topic", "stance", "quotation", "note", "part"];
/// The feature of a statement that links its cues and mentions.
pub(super) const SOURCES: &str = "sources";

/// How files of version 3 begin; the version follows.
pub(super) const FORMAT_PREFIX: &str = "#FORMAT=WebAnno TSV ";
const VERSION: &str = "3.3";
/// How the line of the text of a sentence begins.
pub(super) const TEXT_PREFIX: &str = "#Text=";
const SPANS: &str = "#T_SP=";
const CHAINS: &str = "#T_CH=";
const RELATIONS: &str = "#T_RL=";
const ROLE: &str = "ROLE_";
const BASE: &str = "BT_";

/// Whether a file is of version 2, which names no version.
pub(super) fn is_version_2(bytes: &[u8]) -> bool {
    bytes.starts_with(b"#id=") && memchr::memmem::find(bytes.get(..200).unwrap_or(bytes), b"\n#text=").is_some()
}

/// Which optional columns a file has.
#[derive(Clone, Copy, Default)]
pub(super) struct Columns {
    pub(super) has_sources: bool,
    pub(super) has_mentions: bool,
    pub(super) has_cues: bool,
    pub(super) has_excluded: bool,
    pub(super) has_relations: bool,
}

/// The lines before the first sentence.
pub(super) fn head(columns: Columns) -> String {
    let mut out = format!("{FORMAT_PREFIX}{VERSION}\n{SPANS}{}|{}", types::STATEMENT, STATEMENT_FEATURES.join("|"));
    if columns.has_sources {
        let (host, link, target) = (types::STATEMENT, types::SOURCE_LINK, types::ANNOTATION);
        out += &format!("|{ROLE}{host}:{SOURCES}_{link}|{target}");
    }
    out.push('\n');
    if columns.has_mentions {
        out += &format!("{SPANS}{}|party\n", types::MENTION);
    }
    if columns.has_cues {
        out += &format!("{SPANS}{}|\n", types::CUE);
    }
    if columns.has_excluded {
        out += &format!("{SPANS}{}|\n", types::EXCLUDED);
    }
    if columns.has_relations {
        out += &format!("{RELATIONS}{}|kind|note|{BASE}{}\n", types::RELATION, types::STATEMENT);
    }
    // With the line before the first sentence there are two empty ones.
    out.push('\n');
    out
}

/// A column as a file declares it.
pub(super) struct Column {
    /// The place of its layer.
    pub(super) layer: usize,
    pub(super) holds: Holds,
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Only that there is an annotation.
    Presence,
    /// The feature of this name.
    Feature(String),
    /// The roles of the links of the feature of this name.
    Roles(String),
    /// The annotations to which they lead, of the layer of this name or of any.
    Targets(String),
    /// The annotation of the layer of this name from which a relation comes.
    Origin(String),
    /// The type of a link of a chain of coreference, and its relation to the next.
    ChainType,
    ChainLink,
}

/// A layer as a file declares it.
pub(super) struct LayerHead {
    pub(super) name: String,
    pub(super) is_relation: bool,
}

/// The layers and columns of a file.
#[derive(Default)]
pub(super) struct Head {
    pub(super) layers: Vec<LayerHead>,
    pub(super) columns: Vec<Column>,
}

impl Head {
    /// Takes a line; `false` if it does not belong to the head.
    pub(super) fn take(&mut self, line: &str) -> bool {
        let forms = [(SPANS, false, false), (RELATIONS, true, false), (CHAINS, false, true)];
        let form = forms.iter().find_map(|(prefix, is_relation, is_chain)| {
            line.strip_prefix(prefix).map(|rest| (rest, *is_relation, *is_chain))
        });
        let Some((rest, is_relation, is_chain)) = form else { return false };
        let mut fields = rest.split('|').filter(|field| !field.is_empty());
        let (layer, before) = (self.layers.len(), self.columns.len());
        self.layers.push(LayerHead { name: fields.next().unwrap_or_default().to_owned(), is_relation });
        for field in fields {
            let after_roles = self
                .columns
                .get(before..)
                .and_then(<[_]>::last)
                .is_some_and(|last| matches!(last.holds, Holds::Roles(_)));
            let holds = match field {
                "referenceType" if is_chain => Holds::ChainType,
                "referenceRelation" if is_chain => Holds::ChainLink,
                _ if after_roles => Holds::Targets(field.to_owned()),
                _ => match (field.strip_prefix(ROLE), field.strip_prefix(BASE).filter(|_| is_relation)) {
                    (Some(role), _) => Holds::Roles(link_name(role).to_owned()),
                    (_, Some(base)) => Holds::Origin(base.to_owned()),
                    _ => Holds::Feature(field.to_owned()),
                },
            };
            self.columns.push(Column { layer, holds });
        }
        if self.columns.len() == before {
            self.columns.push(Column { layer, holds: Holds::Presence });
        }
        true
    }
}

/// The name of the feature in `type:feature_linktype`.
fn link_name(role: &str) -> &str {
    let feature = role.split_once(':').map_or(role, |(_, feature)| feature);
    feature.split_once('_').map_or(feature, |(feature, _)| feature)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_was_written() {
        let columns =
            Columns { has_sources: true, has_mentions: true, has_cues: true, has_excluded: true, has_relations: true };
        let mut head = Head::default();
        let text = super::head(columns);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!((lines[0], lines.len()), ("#FORMAT=WebAnno TSV 3.3", 7));
        assert!(lines[1..6].iter().all(|line| head.take(line)) && !head.take(lines[6]));
        let names: Vec<&str> = head.layers.iter().map(|layer| layer.name.as_str()).collect();
        assert_eq!(names, ["bayan.Statement", "bayan.Mention", "bayan.Cue", "bayan.Excluded", "bayan.Relation"]);
        let holds: Vec<&Holds> = head.columns.iter().skip(9).map(|column| &column.holds).collect();
        let feature = |name: &str| Holds::Feature(name.to_owned());
        assert_eq!(
            holds,
            [
                &feature("part"),
                &Holds::Roles("sources".to_owned()),
                &Holds::Targets("uima.tcas.Annotation".to_owned()),
                &feature("party"),
                &Holds::Presence,
                &Holds::Presence,
                &feature("kind"),
                &feature("note"),
                &Holds::Origin("bayan.Statement".to_owned()),
            ]
        );
    }
}

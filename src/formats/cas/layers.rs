//! `bayan-layers.json`: the definition of our layers for INCEpTION, which refuses types that its project does not have.
//!
//! Values are free to grow except kinds, stances and quotations, whose tag sets are those of the project. Annotations may
//! begin inside a word, overlap, and cross sentences.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::types;
use crate::formats::ExportError;
use crate::formats::dataset::Dataset;
use crate::model::statement::{Quotation, Stance};

/// The name of the file.
pub(in crate::formats) const NAME: &str = "bayan-layers.json";

/// The features that formats without lists, as WebAnno TSV, do not have.
const NOT_PLAIN: [&str; 4] = ["attributes", "created", "modified", "rid"];

/// Writes the file.
///
/// # Errors
/// The writing failed.
pub(super) fn write(dataset: &Dataset<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let definer = Definer { sets: TagSets::of(dataset), is_gold: dataset.has_gold, is_plain: false };
    let mut all = definer.annotations();
    all.push(definer.layer(types::DOCUMENT, "Article", "document-metadata"));
    put(&all, out)
}

/// Writes the file for formats without lists.
///
/// # Errors
/// The writing failed.
pub(in crate::formats) fn write_plain(dataset: &Dataset<'_>, out: &mut dyn Write) -> Result<(), ExportError> {
    let definer = Definer { sets: TagSets::of(dataset), is_gold: false, is_plain: true };
    put(&definer.annotations(), out)
}

fn put(all: &[Value], out: &mut dyn Write) -> Result<(), ExportError> {
    serde_json::to_writer_pretty(&mut *out, all).map_err(std::io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}

/// Makes the definitions of layers.
struct Definer {
    sets: TagSets,
    is_gold: bool,
    is_plain: bool,
}

/// The values that features may have.
struct TagSets {
    kinds: Value,
    parties: Value,
    topics: Value,
    relation_kinds: Value,
    stances: Value,
    quotations: Value,
}

impl TagSets {
    fn of(dataset: &Dataset<'_>) -> Self {
        let (codebook, parties) = (&dataset.project.codebook, &dataset.project.parties);
        let kinds = codebook.kinds.iter().map(|kind| (kind.id.to_string(), kind.definition.clone()));
        let topics = codebook.topics.iter().map(|topic| (topic.id.to_string(), topic.definition.clone()));
        let relations = codebook.relation_kinds.iter().map(|kind| (kind.id.to_string(), kind.definition.clone()));
        let parties = parties.iter().map(|party| (party.id.to_string(), party.name.clone()));
        let fixed = |values: [&'static str; 3]| values.map(|value| (value.to_owned(), String::new()));
        Self {
            kinds: tag_set("Bayan kinds", kinds, false),
            parties: tag_set("Bayan parties", parties, true),
            topics: tag_set("Bayan topics", topics, true),
            relation_kinds: tag_set("Bayan relations", relations, false),
            stances: tag_set("Bayan stances", fixed(Stance::ALL.map(Stance::as_str)), false),
            quotations: tag_set("Bayan quotation", fixed(Quotation::ALL.map(Quotation::as_str)), false),
        }
    }

    fn of_feature(&self, layer: &str, feature: &str) -> Option<&Value> {
        Some(match (layer, feature) {
            (types::STATEMENT, "kind") => &self.kinds,
            (types::RELATION, "kind") => &self.relation_kinds,
            (types::STATEMENT, "speaker" | "addressees") | (types::MENTION, "party") => &self.parties,
            (types::STATEMENT, "topic") => &self.topics,
            (types::STATEMENT, "stance") => &self.stances,
            (types::STATEMENT, "quotation") => &self.quotations,
            _ => return None,
        })
    }
}

fn tag_set(name: &str, tags: impl IntoIterator<Item = (String, String)>, may_grow: bool) -> Value {
    let tag = |(name, description)| json!({ "tag_name": name, "tag_description": description });
    let tags: Vec<Value> = tags.into_iter().map(tag).collect();
    json!({ "name": name, "description": "", "language": "", "tags": tags, "createTag": may_grow })
}

impl Definer {
    /// The layers of annotations. The first one is the one that is shown after the import.
    fn annotations(&self) -> Vec<Value> {
        vec![
            self.layer(types::STATEMENT, "Statement", "span"),
            self.layer(types::MENTION, "Mention", "span"),
            self.layer(types::CUE, "Cue", "span"),
            self.layer(types::EXCLUDED, "Not part of the article", "span"),
            self.layer(types::RELATION, "Relation", "relation"),
        ]
    }

    fn layer(&self, name: &str, shown: &str, kind: &str) -> Value {
        let own = types::TYPES.iter().find(|kind| kind.name == name);
        // The ends of a relation are made by INCEpTION.
        let features = own.into_iter().flat_map(|kind| types::features(kind, self.is_gold));
        let features: Vec<Value> = features
            .filter(|(feature, range)| *range != types::STATEMENT && !(self.is_plain && NOT_PLAIN.contains(feature)))
            .map(|(feature, range)| {
                let range = if self.is_plain && range == types::STRINGS { types::STRING } else { range };
                self::feature(&self.sets, name, feature, range)
            })
            .collect();
        let attach = (kind == "relation").then(|| json!({ "name": types::STATEMENT }));
        json!({
            "name": name, "uiName": shown, "type": kind, "description": "", "enabled": true, "built_in": false,
            "readonly": false, "attach_type": attach, "attach_feature": null, "allow_stacking": true,
            "cross_sentence": true, "show_hover": true, "anchoring_mode": "CHARACTERS", "overlap_mode": "ANY_OVERLAP",
            "validation_mode": "NEVER", "lock_to_token_offset": false, "multiple_tokens": false,
            "linked_list_behavior": false, "on_click_javascript_action": null, "traits": null, "features": features,
        })
    }
}

fn feature(sets: &TagSets, layer: &str, name: &str, range: &str) -> Value {
    let is_link = range == types::LINKS;
    let (kind, many) = match range {
        types::LINKS => (types::ANNOTATION, "ARRAY"),
        types::STRINGS => ("uima.cas.StringArray", "ARRAY"),
        other => (other, "NONE"),
    };
    let of_link = |text: &str| if is_link { json!(text) } else { Value::Null };
    let mut entry = Map::new();
    let mut shown = name.chars();
    let shown: String = shown.next().into_iter().flat_map(char::to_uppercase).chain(shown).collect();
    let fields = [
        ("name", json!(name)),
        ("uiName", json!(shown)),
        ("type", json!(kind)),
        ("description", json!("")),
        ("enabled", json!(true)),
        ("visible", json!(true)),
        ("include_in_hover", json!(false)),
        ("required", json!(false)),
        ("remember", json!(false)),
        ("hideUnconstraintFeature", json!(false)),
        ("multi_value_mode", json!(many)),
        ("link_mode", json!(if is_link { "WITH_ROLE" } else { "NONE" })),
        ("link_type_name", of_link(types::SOURCE_LINK)),
        ("link_type_role_feature_name", of_link("role")),
        ("link_type_target_feature_name", of_link("target")),
        ("traits", Value::Null),
        ("curatable", json!(true)),
        ("rank", json!(0)),
    ];
    entry.extend(fields.map(|(key, value)| (key.to_owned(), value)));
    if let Some(set) = sets.of_feature(layer, name) {
        entry.insert("tag_set".to_owned(), set.clone());
    }
    entry.into()
}

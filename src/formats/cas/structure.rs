//! Feature structures, whatever the file that they are in.

use std::collections::HashMap;

/// A feature structure to be written.
pub(super) struct Structure {
    pub(super) id: u32,
    pub(super) kind: &'static str,
    pub(super) features: Vec<(&'static str, Value)>,
}

/// The value of a feature to be written.
pub(super) enum Value {
    Text(String),
    Number(usize),
    /// A structure by its id.
    Structure(u32),
    Texts(Vec<String>),
    Structures(Vec<u32>),
}

/// A feature structure that was read. Numbers and references are strings of digits.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) id: u64,
    /// The full name of its type.
    pub(super) kind: String,
    pub(super) features: HashMap<String, FoundValue>,
}

#[derive(Debug)]
pub(super) enum FoundValue {
    Text(String),
    List(Vec<String>),
}

impl Found {
    /// The text of a feature; empty if it has none.
    pub(super) fn feature(&self, feature: &str) -> &str {
        match self.features.get(feature) {
            Some(FoundValue::Text(text)) => text,
            Some(FoundValue::List(list)) => list.first().map_or("", String::as_str),
            None => "",
        }
    }

    /// The last part of the type's name.
    pub(super) fn short_kind(&self) -> &str {
        self.kind.rsplit('.').next().unwrap_or(&self.kind)
    }
}

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct FoundCas {
    pub(super) structures: Vec<Found>,
    places: HashMap<u64, usize>,
}

impl FoundCas {
    pub(super) fn push(&mut self, found: Found) {
        self.places.entry(found.id).or_insert(self.structures.len());
        self.structures.push(found);
    }

    pub(super) fn by_id(&self, id: u64) -> Option<&Found> {
        self.structures.get(*self.places.get(&id)?)
    }

    /// The structures to which a feature refers, also by way of an array.
    pub(super) fn references(&self, found: &Found, feature: &str) -> Vec<&Found> {
        let ids: Vec<&str> = match found.features.get(feature) {
            Some(FoundValue::Text(text)) => text.split_ascii_whitespace().collect(),
            Some(FoundValue::List(list)) => list.iter().map(String::as_str).collect(),
            None => Vec::new(),
        };
        let mut all = Vec::with_capacity(ids.len());
        for target in ids.into_iter().filter_map(|id| self.by_id(id.parse().ok()?)) {
            match target.features.get("elements") {
                Some(FoundValue::List(list)) => {
                    all.extend(list.iter().filter_map(|id| self.by_id(id.parse().ok()?)));
                }
                Some(FoundValue::Text(text)) => {
                    all.extend(text.split_ascii_whitespace().filter_map(|id| self.by_id(id.parse().ok()?)));
                }
                None => all.push(target),
            }
        }
        all
    }

    /// The strings of a feature, also by way of an array.
    pub(super) fn texts(&self, found: &Found, feature: &str) -> Vec<String> {
        match found.features.get(feature) {
            Some(FoundValue::List(list)) => list.clone(),
            Some(FoundValue::Text(text)) => {
                let array = text.parse().ok().and_then(|id| self.by_id(id));
                match array.and_then(|array| array.features.get("elements")) {
                    Some(FoundValue::List(list)) => list.clone(),
                    Some(FoundValue::Text(one)) => vec![one.clone()],
                    None if array.is_some_and(|array| array.short_kind() == "StringArray") => Vec::new(),
                    None => Some(text.clone()).filter(|text| !text.is_empty()).into_iter().collect(),
                }
            }
            None => Vec::new(),
        }
    }
}

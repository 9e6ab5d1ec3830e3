//! Goes through a file without keeping it: the members of its long lists are passed on one by one.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::formats::input::Input;
use crate::formats::json::whole_json;

/// What a member of a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Party,
    Document,
    /// An annotation, whole or as [`outline`] sees it.
    Annotation(Place),
}

/// Where the annotations of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The file is a list of them.
    List,
    /// The file is a page.
    Page,
    /// The file is a collection that has its first page.
    FirstPage,
}

/// What is known about a file after it was gone through once.
#[derive(Default)]
pub(super) struct Outline {
    /// `None` if the file is a single annotation.
    pub place: Option<Place>,
    /// What is in no list.
    pub rest: Map<String, Value>,
}

/// Goes through a file, and passes on its parties and documents, and of each annotation what says to which layer it
/// belongs: relations whole, the others without their bodies and fields. Where annotations stand in two places, those that
/// do not count are passed on too.
///
/// # Errors
/// It is not JSON.
pub(super) fn outline(input: &Input, found: &mut dyn FnMut(Part, Value)) -> serde_json::Result<Outline> {
    let mut outline = Outline::default();
    whole_json(input, Level { input, outline: &mut outline, is_first: false, wanted: None, found })?;
    Ok(outline)
}

/// Passes on the annotations.
///
/// # Errors
/// It is not JSON; the annotations before the error were passed on.
pub(super) fn annotations(input: &Input, place: Place, found: &mut dyn FnMut(Value)) -> serde_json::Result<()> {
    let mut outline = Outline::default();
    let found = &mut |part, annotation| {
        if matches!(part, Part::Annotation(_)) {
            found(annotation)
        }
    };
    whole_json(input, Level { input, outline: &mut outline, is_first: false, wanted: Some(place), found })
}

/// The file, or the first page in it.
struct Level<'w> {
    input: &'w Input,
    outline: &'w mut Outline,
    is_first: bool,
    /// The annotations that are passed on; if there are none, the outline is.
    wanted: Option<Place>,
    found: &'w mut dyn FnMut(Part, Value),
}

impl Level<'_> {
    /// Notes where annotations are; those of a first page count more.
    fn note(&mut self, place: Place) {
        if self.outline.place != Some(Place::FirstPage) {
            self.outline.place = Some(place);
        }
    }

    fn annotations(&mut self, place: Place) -> Members<'_> {
        let is_wanted = self.wanted.is_none_or(|wanted| wanted == place);
        Members { is_outline: self.wanted.is_none(), ..self.members(Part::Annotation(place), is_wanted) }
    }

    fn members(&mut self, part: Part, is_wanted: bool) -> Members<'_> {
        Members { input: self.input, part, is_outline: false, found: is_wanted.then_some(&mut *self.found) }
    }
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("annotations")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, list: A) -> Result<(), A::Error> {
        let place = if self.is_first { Place::FirstPage } else { Place::List };
        self.note(place);
        self.annotations(place).visit_seq(list).map(drop)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<(), A::Error> {
        while let Some(key) = object.next_key::<String>()? {
            let is_outline = self.wanted.is_none() && !self.is_first;
            match key.as_str() {
                "items" => {
                    let place = if self.is_first { Place::FirstPage } else { Place::Page };
                    match object.next_value_seed(self.annotations(place))? {
                        None => self.note(place),
                        Some(other) => _ = self.outline.rest.insert(key, other),
                    }
                }
                "first" if !self.is_first => {
                    let Level { input, outline, wanted, found, .. } = &mut self;
                    let (wanted, found) = (*wanted, &mut **found);
                    object.next_value_seed(Level { input, outline, is_first: true, wanted, found })?;
                }
                // They are gone through in both readings, because all of them may be too large for one part of a file.
                "bayan:parties" | "bayan:documents" => {
                    let part = if key == "bayan:parties" { Part::Party } else { Part::Document };
                    let other = object.next_value_seed(self.members(part, is_outline))?;
                    if let Some(other) = other.filter(|_| is_outline) {
                        // A single member, or a list as JSON-LD writes one whose order counts.
                        (self.found)(part, other);
                    }
                }
                _ if is_outline => _ = self.outline.rest.insert(key, object.next_value()?),
                _ => _ = object.next_value::<IgnoredAny>()?,
            }
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// Passes on the members of a list, or skips them. A value that is no list is returned.
struct Members<'w> {
    input: &'w Input,
    part: Part,
    /// Whether only that is read of each which tells its layer.
    is_outline: bool,
    found: Option<&'w mut dyn FnMut(Part, Value)>,
}

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<Value>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<Value>, A::Error> {
        match self.found {
            Some(found) if self.is_outline => {
                while let Some(Outlined(member)) = list.next_element()? {
                    self.input.next_part();
                    found(self.part, member);
                }
            }
            Some(found) => {
                while let Some(member) = list.next_element()? {
                    self.input.next_part();
                    found(self.part, member);
                }
            }
            None => {
                while list.next_element::<IgnoredAny>()?.is_some() {
                    self.input.next_part();
                }
            }
        }
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Option<Value>, A::Error> {
        Value::deserialize(MapAccessDeserializer::new(object)).map(Some)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Option<Value>, E> {
        Ok(Some(value.into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Option<Value>, E> {
        Ok(Some(Value::Null))
    }
}

/// An annotation without its bodies and fields, unless it is a relation. The body of one that says only afterwards what it
/// is may be there too.
struct Outlined(Value);

impl<'de> Deserialize<'de> for Outlined {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OutlinedVisitor).map(Self)
    }
}

struct OutlinedVisitor;

impl<'de> Visitor<'de> for OutlinedVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an annotation")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut outlined = Map::new();
        while let Some(key) = object.next_key::<String>()? {
            let is_kept = match key.as_str() {
                "id" | "@id" | "creator" | "motivation" | "target" => true,
                "body" => outlined.get("motivation").is_none_or(is_linking),
                _ => false,
            };
            if is_kept {
                outlined.insert(key, object.next_value()?);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Value::Object(outlined))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
}

/// Whether a motivation, or one of several, is that of a relation.
pub(super) fn is_linking(motivation: &Value) -> bool {
    match motivation {
        Value::Array(several) => several.iter().any(is_linking),
        one => one == "linking",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn input(text: &str) -> Input {
        Input::File { path: "x.jsonld".into(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn annotations_are_found_wherever_a_file_may_have_them() {
        for (file, place, seen) in [
            (r#"[1, {"a": [2]}]"#, Some(Place::List), r#"1 {"a":[2]}"#),
            (r#"{"items": [1, 2], "bayan:documents": [3]}"#, Some(Place::Page), "1 2"),
            (r#"{"items": [9], "first": {"x": [8], "items": [1]}, "last": {}}"#, Some(Place::FirstPage), "1"),
            (r#"{"first": {"items": [1]}, "items": [9]}"#, Some(Place::FirstPage), "1"),
            (r#"{"first": "http://example.org", "items": [1]}"#, Some(Place::Page), "1"),
            (r#"{"first": [1, 2]}"#, Some(Place::FirstPage), "1 2"),
            (r#"{"id": 1, "items": 5}"#, None, ""),
            ("5", None, ""),
        ] {
            let outline = outline(&input(file), &mut |_, _| {}).unwrap();
            assert_eq!(outline.place, place, "{file}");
            let mut found = Vec::new();
            if let Some(place) = place {
                annotations(&input(file), place, &mut |value| found.push(value.to_string())).unwrap();
            }
            assert_eq!(found.join(" "), seen, "{file}");
        }
    }

    #[test]
    fn what_stands_beside_the_annotations_is_passed_on() {
        let file = r#"{"items": [1], "bayan:parties": [2, 3], "bayan:documents": {"@list": [4]}, "id": "x"}"#;
        let mut found = Vec::new();
        let mut keep = |part, value: Value| {
            if !matches!(part, Part::Annotation(_)) {
                found.push((part, value.to_string()));
            }
        };
        let outline = outline(&input(file), &mut keep).unwrap();
        let documents = (Part::Document, r#"{"@list":[4]}"#.to_owned());
        assert_eq!(found, [(Part::Party, "2".to_owned()), (Part::Party, "3".to_owned()), documents]);
        assert_eq!(outline.rest.keys().collect::<Vec<_>>(), ["id"]);
        assert!(super::outline(&input("{\"items\": [1}"), &mut |_, _| {}).is_err());
        assert!(super::outline(&input("[] []"), &mut |_, _| {}).is_err());
    }

    #[test]
    fn an_outline_has_of_each_annotation_what_tells_its_layer() {
        let file = r#"{"items": [
            {"id": "a", "motivation": "classifying", "body": {"value": "x"}, "bayan:chain": [1], "target": {"source": "s"}},
            {"id": "b", "motivation": ["linking"], "body": {"value": "y"}, "target": ["a", "c"]},
            {"body": [1], "creator": "z", "motivation": "classifying"}, 7, [8], null
        ], "first": {"items": ["f"]}}"#;
        let mut found = Vec::new();
        outline(&input(file), &mut |part, value| found.push((part, value))).unwrap();
        let (page, first) = (Part::Annotation(Place::Page), Part::Annotation(Place::FirstPage));
        let expected = [
            (page, json!({"id": "a", "motivation": "classifying", "target": {"source": "s"}})),
            (page, json!({"id": "b", "motivation": ["linking"], "body": {"value": "y"}, "target": ["a", "c"]})),
            (page, json!({"body": [1], "creator": "z", "motivation": "classifying"})),
            (page, Value::Null),
            (page, Value::Null),
            (page, Value::Null),
            (first, Value::Null),
        ];
        assert_eq!(found, expected);
    }
}

//! Three-way merge of the project's files: the result contains what either side has added or changed.
//!
//! Files are merged entry by entry (statements, relations, parties, kinds …, by id) and field by field. If both sides
//! have changed the same field, one value is kept in its place (that of the entry changed last, or else the greater
//! one, so that the order of the sides does not matter), and the other one is put into the file's list of conflicts,
//! which `bayan check` reports until a person removes it. An entry that one side has deleted and the other changed is
//! kept, and listed too.
//!
//! For the progress that an annotator recorded for a layer, the later time decides. Assignments are identified by
//! document and annotator instead of an id.
//!
//! In a review, the outcome of a decision is merged as one field, since its parts are meaningful only together;
//! comments of a thread are united; and if both sides have made decisions about the same place, both are kept and
//! listed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::edit::order::sequence;
use crate::model::statement_field::{Merging, StatementField};
use crate::store::format::review::{REVIEW, ReviewFile};
use crate::store::format::schema::{self, ConflictEntry, DocumentFile, LayerFile, ProjectFile};
use crate::store::problem::ProblemKind;

/// The fields of a decision that are merged as one.
const OUTCOME: [&str; 8] = ["verdict", "from", "statements", "sources", "provenance", "rule", "by", "at"];

/// A merged file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub text: String,
    /// How many conflicts the file lists that neither side had listed.
    pub conflicts: usize,
}

type Entry = Map<String, Value>;

/// Merges two texts of one file with the same base, which is empty if both sides have created the file.
///
/// # Errors
/// A side is not a file of a project, or the sides are of different kinds.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Result<Merged, ProblemKind> {
    // An unchanged side contributes nothing, and the other one is kept as it was written.
    if ours == theirs || base == theirs {
        return Ok(Merged { text: ours.to_owned(), conflicts: 0 });
    }
    if base == ours {
        return Ok(Merged { text: theirs.to_owned(), conflicts: 0 });
    }
    match schema::format_of(ours)?.as_str() {
        schema::LAYER => typed::<LayerFile>(base, ours, theirs, schema::LAYER, &["statements", "relations"]),
        schema::PROJECT => typed::<ProjectFile>(base, ours, theirs, schema::PROJECT, &["parties", "assignments"]),
        schema::DOCUMENT => typed::<DocumentFile>(base, ours, theirs, schema::DOCUMENT, &[]),
        REVIEW => typed::<ReviewFile>(base, ours, theirs, REVIEW, &["decisions", "relations", "threads"]),
        other => Err(ProblemKind::OtherFormat(other.to_owned())),
    }
}

fn typed<T: Serialize + DeserializeOwned>(
    base: &str,
    ours: &str,
    theirs: &str,
    format: &str,
    lists: &[&str],
) -> Result<Merged, ProblemKind> {
    let entry = |text: &str| -> Result<Entry, ProblemKind> {
        match serde_json::to_value(schema::parse::<T>(text, format)?) {
            Ok(Value::Object(mut entry)) => {
                give_ids(&mut entry);
                Ok(entry)
            }
            Ok(other) => Err(ProblemKind::BadValue(other.to_string())),
            Err(error) => Err(ProblemKind::BadValue(error.to_string())),
        }
    };
    let base = if base.trim().is_empty() { None } else { Some(entry(base)?) };
    let (ours, theirs) = (entry(ours)?, entry(theirs)?);
    let mut merger = Merger { conflicts: Vec::new() };
    let mut merged = merger.file(base.as_ref(), &ours, &theirs, lists);
    if format == schema::LAYER {
        merger.bring_ends_back(&mut merged, base.as_ref(), &ours, &theirs);
        sort_layer(&mut merged);
    } else if format == schema::PROJECT {
        merger.bring_parents_back(&mut merged, base.as_ref(), &ours, &theirs);
        merger.open_circles(&mut merged, base.as_ref());
        merger.take_second_keys(&mut merged, &ours, &theirs);
        sort_work(&mut merged);
    } else if format == REVIEW {
        merger.drop_hanging(&mut merged);
        merger.flag_decided_twice(&merged, base.as_ref(), &ours, &theirs);
        ["decisions", "relations", "threads"].iter().for_each(|list| sort_by_id(&mut merged, list));
    }
    let found = merger.conflicts.len();
    let conflicts = conflicts(base.as_ref(), &ours, &theirs, merger.conflicts);
    // Large files are large trees, and the code below builds one more.
    drop((base, ours, theirs));
    merged.insert("conflicts".into(), serde_json::to_value(conflicts).unwrap_or_default());
    let file: T =
        serde_json::from_value(Value::Object(merged)).map_err(|error| ProblemKind::BadValue(error.to_string()))?;
    let text = schema::render(&file).map_err(|error| ProblemKind::BadValue(error.to_string()))?;
    Ok(Merged { text, conflicts: found })
}

struct Merger {
    conflicts: Vec<ConflictEntry>,
}

impl Merger {
    fn file(&mut self, base: Option<&Entry>, ours: &Entry, theirs: &Entry, lists: &[&str]) -> Entry {
        let mut merged = Entry::new();
        let place = Place { list: "", id: "", newer: None };
        // A file may omit empty fields.
        let fields = ours.keys().chain(theirs.keys().filter(|field| !ours.contains_key(*field)));
        for field in fields {
            let (mine, yours) = (ours.get(field).unwrap_or(&Value::Null), theirs.get(field).unwrap_or(&Value::Null));
            let old = base.map(|base| base.get(field).unwrap_or(&Value::Null));
            let value = match field.as_str() {
                "conflicts" => continue,
                name if lists.contains(&name) => self.list(name, old, mine, yours),
                "codebook" => {
                    let mut codebook = Entry::new();
                    // A side may leave out a list that has no entries.
                    let lists: BTreeSet<&String> =
                        [mine, yours].into_iter().filter_map(Value::as_object).flat_map(Map::keys).collect();
                    for list in lists {
                        let of = |side: &'_ Value| side.get(list).cloned().unwrap_or_default();
                        let old = old.map(of);
                        codebook.insert(list.clone(), self.list(list, old.as_ref(), &of(mine), &of(yours)));
                    }
                    Value::Object(codebook)
                }
                name => self.field(&place, name, old, mine, yours),
            };
            if !value.is_null() {
                merged.insert(field.clone(), value);
            }
        }
        merged
    }

    /// Merges lists of entries with ids.
    fn list(&mut self, list: &str, base: Option<&Value>, ours: &Value, theirs: &Value) -> Value {
        let (base, ours, theirs) = (entries(base.unwrap_or(&Value::Null)), entries(ours), entries(theirs));
        fn by_id<'e>(side: &[(&'e str, &'e Entry)]) -> HashMap<&'e str, &'e Entry> {
            side.iter().copied().collect()
        }
        let (olds, mines, yourses) = (by_id(&base), by_id(&ours), by_id(&theirs));
        let mut merged: HashMap<&str, Value> = HashMap::with_capacity(ours.len().max(theirs.len()));
        let ids: BTreeSet<&str> = ours.iter().chain(&theirs).map(|(id, _)| *id).collect();
        for id in ids {
            let value = match (olds.get(id).copied(), mines.get(id).copied(), yourses.get(id).copied()) {
                (old, Some(mine), Some(yours)) => Some(self.entry(list, id, old, mine, yours)),
                (None, Some(one), None) | (None, None, Some(one)) => Some(one.clone()),
                // The entry was deleted on one side: it is removed, unless the other side has changed it.
                (Some(old), Some(one), None) | (Some(old), None, Some(one)) => {
                    if one == old {
                        None
                    } else {
                        self.note(list, id, "", &Value::Object(one.clone()), &Value::Null);
                        Some(one.clone())
                    }
                }
                (_, None, None) => None,
            };
            if let Some(value) = value {
                merged.insert(id, Value::Object(value));
            }
        }
        fn names<'e>(side: &[(&'e str, &Entry)]) -> Vec<&'e str> {
            side.iter().map(|(id, _)| *id).collect()
        }
        let order = sequence(&names(&base), &names(&ours), &names(&theirs));
        Value::Array(order.iter().filter_map(|id| merged.remove(id)).collect())
    }

    fn entry(&mut self, list: &str, id: &str, base: Option<&Entry>, ours: &Entry, theirs: &Entry) -> Entry {
        let changed = if list == "decisions" { "at" } else { "modified" };
        let time = |entry: &Entry| entry.get(changed)?.as_str()?.parse::<jiff::Timestamp>().ok();
        let newer = match time(ours).cmp(&time(theirs)) {
            std::cmp::Ordering::Equal => None,
            order => Some(order.is_gt()),
        };
        let place = Place { list, id, newer };
        let outcome = |entry: &Entry| -> Value {
            let parts = entry.iter().filter(|(field, _)| OUTCOME.contains(&field.as_str()));
            Value::Object(parts.map(|(field, value)| (field.clone(), value.clone())).collect())
        };
        let outcome = (list == "decisions")
            .then(|| self.field(&place, "outcome", base.map(outcome).as_ref(), &outcome(ours), &outcome(theirs)));
        let mut merged = Entry::new();
        // An entry may omit empty fields.
        let fields = ours.keys().chain(theirs.keys().filter(|field| !ours.contains_key(*field)));
        for field in fields {
            let (mine, yours) = (ours.get(field).unwrap_or(&Value::Null), theirs.get(field).unwrap_or(&Value::Null));
            let old = base.map(|base| base.get(field).unwrap_or(&Value::Null));
            let decided = outcome.as_ref().and_then(|outcome| outcome.get(field)).cloned();
            let value = decided.unwrap_or_else(|| self.field(&place, field, old, mine, yours));
            if !value.is_null() || (ours.contains_key(field) && theirs.contains_key(field)) {
                merged.insert(field.clone(), value);
            }
        }
        merged
    }

    fn field(&mut self, place: &Place<'_>, field: &str, base: Option<&Value>, ours: &Value, theirs: &Value) -> Value {
        // The higher version wins, so that an older program preserves what a newer one has written.
        if field == "version" && place.list.is_empty() {
            return if ours.as_u64() >= theirs.as_u64() { ours.clone() } else { theirs.clone() };
        }
        if ours == theirs || base == Some(theirs) {
            return ours.clone();
        }
        if base == Some(ours) {
            return theirs.clone();
        }
        match field {
            // The times of an entry are not anybody's work.
            "modified" => return later(ours, theirs),
            "created" => return if later(ours, theirs) == *ours { theirs.clone() } else { ours.clone() },
            "progress" => return self.progress(place, ours, theirs),
            "aliases" | "identifiers" | "reviewers" => return members(base, ours, theirs),
            "comments" => return comments(base, ours, theirs),
            // Both sides closed or reopened the thread: the later change wins, and an open thread has no time.
            "resolved" => {
                let at = |value: &Value| (value.get("at").map(ToString::to_string), value.to_string());
                return if at(ours) >= at(theirs) { ours.clone() } else { theirs.clone() };
            }
            field => match StatementField::of_key(field).map(|field| (field, field.merging())) {
                Some((_, Merging::Members(_))) => return members(base, ours, theirs),
                Some((field, Merging::Named(_))) => {
                    if let Some(merged) = self.named(place, field, base, ours, theirs) {
                        return merged;
                    }
                }
                Some((_, Merging::Whole)) | None => {}
            },
        }
        let greater = || ours.to_string().cmp(&theirs.to_string()).is_gt();
        let ours_stays = place.newer.unwrap_or_else(greater);
        let (kept, other) = if ours_stays { (ours, theirs) } else { (theirs, ours) };
        self.note(place.list, place.id, field, kept, other);
        kept.clone()
    }

    /// The later record wins, but with the earlier of the two times at which the layer was first done.
    fn progress(&mut self, place: &Place<'_>, ours: &Value, theirs: &Value) -> Value {
        let time = |side: &Value, field: &str| side.get(field)?.as_str()?.parse::<jiff::Timestamp>().ok();
        let key = |side: &Value| (time(side, "at"), side.to_string());
        let (kept, other) = if key(ours) >= key(theirs) { (ours, theirs) } else { (theirs, ours) };
        if time(kept, "at") == time(other, "at") && kept.get("state") != other.get("state") {
            self.note(place.list, place.id, "progress", kept, other);
        }
        let mut kept = kept.clone();
        let first = [ours, theirs].into_iter().filter(|side| time(side, "first_done").is_some());
        let first = first.min_by_key(|side| time(side, "first_done")).and_then(|side| side.get("first_done"));
        if let (Some(kept), Some(first)) = (kept.as_object_mut(), first) {
            kept.insert("first_done".into(), first.clone());
        }
        kept
    }

    /// Merges named values name by name. A name that has one text is that text; one that has several, or a passage, is a list
    /// of the entries.
    fn named(
        &mut self,
        place: &Place<'_>,
        whole: StatementField,
        base: Option<&Value>,
        ours: &Value,
        theirs: &Value,
    ) -> Option<Value> {
        // The names in order, and what each has.
        fn by_name(value: &Value) -> Option<(Vec<&str>, HashMap<&str, Value>)> {
            let (mut names, mut entries): (Vec<&str>, HashMap<&str, Vec<&Value>>) = Default::default();
            // What has no values may leave the field out.
            if value.is_null() {
                return Some((names, HashMap::new()));
            }
            for entry in value.as_array()? {
                let name = entry.get("name")?.as_str()?;
                let of_name = entries.entry(name).or_default();
                if of_name.is_empty() {
                    names.push(name);
                }
                of_name.push(entry);
            }
            let whole = |entries: Vec<&Value>| match entries.as_slice() {
                [only] if only.get("span").is_none() => only.get("value").cloned(),
                _ => Some(Value::Array(entries.into_iter().cloned().collect())),
            };
            let values: Option<_> = entries.into_iter().map(|(name, of_name)| Some((name, whole(of_name)?))).collect();
            Some((names, values?))
        }
        let none = || Some((Vec::new(), HashMap::new()));
        let ((base, olds), (ours, mines), (theirs, yourses)) =
            (base.map_or_else(none, by_name)?, by_name(ours)?, by_name(theirs)?);
        let all: BTreeSet<&str> = ours.iter().chain(&theirs).copied().collect();
        let mut merged = HashMap::new();
        for name in all {
            let field = StatementField::key_of_named(whole, name);
            let value = match (olds.get(name), mines.get(name), yourses.get(name)) {
                (old, Some(mine), Some(yours)) => Some(self.field(place, &field, old, mine, yours)),
                (Some(old), Some(one), None) | (Some(old), None, Some(one)) if old == one => None,
                (Some(_), Some(one), None) | (Some(_), None, Some(one)) => {
                    self.note(place.list, place.id, &field, one, &Value::Null);
                    Some(one.clone())
                }
                (None, one, other) => one.or(other).cloned(),
                (Some(_), None, None) => None,
            };
            merged.extend(value.map(|value| (name, value)));
        }
        let order = sequence(&base, &ours, &theirs);
        let entries_of = |name: &str| match merged.remove(name) {
            Some(Value::Array(entries)) => entries,
            Some(value) => vec![serde_json::json!({ "name": name, "value": value })],
            None => Vec::new(),
        };
        Some(Value::Array(order.into_iter().flat_map(entries_of).collect()))
    }

    /// If one side has created a relation and the other has deleted a statement that it links, the statement is
    /// restored.
    fn bring_ends_back(&mut self, merged: &mut Entry, base: Option<&Entry>, ours: &Entry, theirs: &Entry) {
        let relations = merged.get("relations").map(entries).unwrap_or_default();
        let ends = relations.iter().flat_map(|(_, relation)| ["from", "to"].map(|end| relation.get(end)));
        let ends: Vec<String> = ends.filter_map(|end| Some(end?.as_str()?.to_owned())).collect();
        let sides = Sides::new("statements", merged, base, ours, theirs);
        self.bring_back(merged, sides, ends, |_| None);
    }

    /// If one side has deleted a party that is now another one's parent, it is restored.
    fn bring_parents_back(&mut self, merged: &mut Entry, base: Option<&Entry>, ours: &Entry, theirs: &Entry) {
        fn parent(party: &Entry) -> Option<String> {
            Some(party.get("parent")?.as_str()?.to_owned())
        }
        let parties = merged.get("parties").map(entries).unwrap_or_default();
        let parents = parties.iter().filter_map(|(_, party)| parent(party)).collect();
        let sides = Sides::new("parties", merged, base, ours, theirs);
        // A restored parent may have a parent of its own.
        self.bring_back(merged, sides, parents, parent);
    }

    /// Restores entries that are missing from a list, and those that they need in turn.
    fn bring_back(
        &mut self,
        merged: &mut Entry,
        mut sides: Sides<'_>,
        needed: Vec<String>,
        needs: impl Fn(&Entry) -> Option<String>,
    ) {
        let list = sides.list;
        let Some(Value::Array(there)) = merged.get_mut(list) else { return };
        let mut needed: VecDeque<String> = needed.into();
        while let Some(id) = needed.pop_front() {
            if sides.there.contains(&id) {
                continue;
            }
            let Some(found) = sides.found.iter().find_map(|side| side.get(id.as_str()).copied()) else { continue };
            needed.extend(needs(found));
            let entry = Value::Object(found.clone());
            self.note(list, &id, "", &entry, &Value::Null);
            there.push(entry);
            sides.there.insert(id);
        }
    }

    /// Parents that form a circle only after the merge are reset to those of the base.
    fn open_circles(&mut self, merged: &mut Entry, base: Option<&Entry>) {
        let parents = |entry: &Entry| -> BTreeMap<String, Option<String>> {
            let parties = entry.get("parties").map(entries).unwrap_or_default();
            let parent = |party: &Entry| party.get("parent").and_then(Value::as_str).map(str::to_owned);
            parties.into_iter().map(|(id, party)| (id.to_owned(), parent(party))).collect()
        };
        let (now, old) = (parents(merged), base.map(parents).unwrap_or_default());
        let mut back: HashMap<String, Value> = HashMap::new();
        for id in in_circles(&now) {
            let (parent, before) = (now.get(id).cloned().flatten(), old.get(id).cloned().flatten());
            if parent == before {
                continue;
            }
            let before = before.map_or(Value::Null, Value::String);
            self.note("parties", id, "parent", &before, &parent.map_or(Value::Null, Value::String));
            back.insert(id.to_owned(), before);
        }
        for party in merged.get_mut("parties").and_then(Value::as_array_mut).into_iter().flatten() {
            let before = party.get("id").and_then(Value::as_str).and_then(|id| back.get(id));
            if let (Some(before), Some(party)) = (before.cloned(), party.as_object_mut()) {
                party.insert("parent".into(), before);
            }
        }
    }

    /// Of parties that have one key only after the merge, the first keeps it.
    fn take_second_keys(&mut self, merged: &mut Entry, ours: &Entry, theirs: &Entry) {
        fn keys(entry: &Entry) -> HashMap<&str, u64> {
            let parties = entry.get("parties").map(entries).unwrap_or_default();
            parties.into_iter().filter_map(|(id, party)| Some((id, party.get("key")?.as_u64()?))).collect()
        }
        let sides = [keys(ours), keys(theirs)];
        let mut holders: HashMap<u64, Vec<String>> = HashMap::new();
        for party in merged.get_mut("parties").and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(party) = party.as_object_mut() else { continue };
            let (Some(id), Some(key)) =
                (party.get("id").and_then(Value::as_str), party.get("key").and_then(Value::as_u64))
            else {
                continue;
            };
            let id = id.to_owned();
            let holders = holders.entry(key).or_default();
            let had_both = |side: &HashMap<&str, u64>, other: &String| {
                side.get(id.as_str()) == Some(&key) && side.get(other.as_str()) == Some(&key)
            };
            if holders.iter().all(|other| sides.iter().any(|side| had_both(side, other))) {
                holders.push(id);
                continue;
            }
            let of_key = |known: &&mut ConflictEntry| known.list == "parties" && known.id == id && known.field == "key";
            self.conflicts.iter_mut().filter(of_key).for_each(|known| known.kept.clear());
            self.note("parties", &id, "key", &Value::Null, &Value::from(key));
            party.remove("key");
        }
    }

    /// Removes and lists relations of gold whose ends the other side has removed.
    fn drop_hanging(&mut self, merged: &mut Entry) {
        let decisions = merged.get("decisions").map(entries).unwrap_or_default();
        let statements = decisions.into_iter().filter_map(|(_, decision)| decision.get("statements"));
        let there: HashSet<String> =
            statements.flat_map(|list| entries(list).into_iter().map(|(id, _)| id.to_owned())).collect();
        let Some(Value::Array(relations)) = merged.get_mut("relations") else { return };
        let (whole, hanging) = std::mem::take(relations).into_iter().partition(|relation| {
            let end = |end: &str| relation.get(end).and_then(Value::as_str).is_some_and(|id| there.contains(id));
            end("from") && end("to")
        });
        *relations = whole;
        let hanging: Vec<Value> = hanging;
        for relation in &hanging {
            let id = relation.get("id").and_then(Value::as_str).unwrap_or_default();
            self.note("relations", id, "", &Value::Null, relation);
        }
    }

    /// Lists decisions that each side has made separately about the same statements: both are kept, and a person
    /// chooses.
    fn flag_decided_twice(&mut self, merged: &Entry, base: Option<&Entry>, ours: &Entry, theirs: &Entry) {
        fn of(side: &Entry) -> Vec<(&str, &Entry)> {
            side.get("decisions").map(entries).unwrap_or_default()
        }
        fn ids(side: &Entry) -> BTreeSet<&str> {
            of(side).into_iter().map(|(id, _)| id).collect()
        }
        let (old, mine, yours) = (base.map(ids).unwrap_or_default(), ids(ours), ids(theirs));
        let now: HashMap<&str, &Entry> = of(merged).into_iter().collect();
        let about = |id: &str| -> Vec<(String, String)> {
            let decision = now.get(id).copied();
            let sources = decision.and_then(|decision| decision.get("sources")?.as_array()).into_iter().flatten();
            let seen = sources.flat_map(|source| {
                let annotator = source.get("annotator").and_then(Value::as_str).unwrap_or_default();
                let statements = source.get("statements").map(entries).unwrap_or_default();
                statements.into_iter().map(move |(id, _)| (annotator.to_owned(), id.to_owned()))
            });
            seen.collect()
        };
        // The decisions that only the other side has made, by their subject.
        let mut decided: HashMap<(String, String), Vec<&str>> = HashMap::new();
        for id in yours.iter().filter(|id| !old.contains(*id) && !mine.contains(*id)) {
            about(id).into_iter().for_each(|place| decided.entry(place).or_default().push(id));
        }
        let mut pairs = BTreeSet::new();
        for a in mine.iter().filter(|id| !old.contains(*id) && !yours.contains(*id)) {
            let same = about(a).into_iter().filter_map(|place| decided.get(&place)).flatten();
            pairs.extend(same.map(|b| if a < b { (*a, *b) } else { (*b, *a) }));
        }
        for (first, second) in pairs {
            let text = |id: &str| Value::String(id.to_owned());
            self.note("decisions", first, "place", &text(first), &text(second));
        }
    }

    fn note(&mut self, list: &str, id: &str, field: &str, kept: &Value, other: &Value) {
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            value => value.to_string(),
        };
        self.conflicts.push(ConflictEntry {
            list: list.to_owned(),
            id: id.to_owned(),
            field: field.to_owned(),
            kept: text(kept),
            other: text(other),
        });
    }
}

/// Where to look for entries that a list has lost.
struct Sides<'s> {
    list: &'static str,
    /// The ids in the merged list.
    there: HashSet<String>,
    /// The entries of ours, of theirs and of the base.
    found: Vec<HashMap<&'s str, &'s Entry>>,
}

impl<'s> Sides<'s> {
    fn new(list: &'static str, merged: &Entry, base: Option<&'s Entry>, ours: &'s Entry, theirs: &'s Entry) -> Self {
        let of = |side: &'s Entry| side.get(list).map(entries).unwrap_or_default().into_iter().collect();
        let there = merged.get(list).map(entries).unwrap_or_default();
        Self {
            list,
            there: there.into_iter().map(|(id, _)| id.to_owned()).collect(),
            found: [Some(ours), Some(theirs), base].into_iter().flatten().map(of).collect(),
        }
    }
}

/// The parties that are their own ancestors.
fn in_circles(parents: &BTreeMap<String, Option<String>>) -> BTreeSet<&str> {
    let above = |id: &str| parents.get_key_value(parents.get(id)?.as_deref()?).map(|(id, _)| id.as_str());
    // Each party is visited once: the walk goes up from each in turn, until it meets a visited one.
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(parents.len());
    let mut found = BTreeSet::new();
    for (walk, start) in parents.keys().enumerate() {
        let mut at = Some(start.as_str());
        while let Some(id) = at.filter(|id| !seen.contains_key(id)) {
            seen.insert(id, walk);
            at = above(id);
        }
        // If this walk meets itself, there is a circle.
        while let Some(id) = at.filter(|id| seen.get(id) == Some(&walk) && !found.contains(id)) {
            found.insert(id);
            at = above(id);
        }
    }
    found
}

/// The position of a field in a file.
struct Place<'p> {
    list: &'p str,
    id: &'p str,
    /// Whether ours was changed after theirs, if known.
    newer: Option<bool>,
}

/// The conflicts of both sides that nobody has settled, and the new ones.
fn conflicts(base: Option<&Entry>, ours: &Entry, theirs: &Entry, new: Vec<ConflictEntry>) -> Vec<ConflictEntry> {
    let of = |entry: &Entry| -> BTreeSet<ConflictEntry> {
        entry.get("conflicts").cloned().and_then(|list| serde_json::from_value(list).ok()).unwrap_or_default()
    };
    let (base, ours, theirs) = (base.map(of).unwrap_or_default(), of(ours), of(theirs));
    let settled =
        |conflict: &ConflictEntry| base.contains(conflict) && !(ours.contains(conflict) && theirs.contains(conflict));
    let all: BTreeSet<ConflictEntry> = ours.union(&theirs).filter(|c| !settled(c)).cloned().chain(new).collect();
    all.into_iter().collect()
}

/// The entries of a list that have ids; the first one if an id is duplicated.
fn entries(list: &Value) -> Vec<(&str, &Entry)> {
    let mut seen = BTreeSet::new();
    let list = list.as_array().into_iter().flatten();
    let entries = list.filter_map(|value| {
        let entry = value.as_object()?;
        Some((entry.get("id")?.as_str()?, entry))
    });
    entries.filter(|(id, _)| seen.insert(*id)).collect()
}

/// Merges a list whose members are added and removed one by one.
fn members(base: Option<&Value>, ours: &Value, theirs: &Value) -> Value {
    fn strings(value: &Value) -> Vec<&str> {
        value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }
    fn set<'v>(side: &[&'v str]) -> HashSet<&'v str> {
        side.iter().copied().collect()
    }
    let (base, ours, theirs) = (base.map(strings).unwrap_or_default(), strings(ours), strings(theirs));
    let (olds, mines, yourses) = (set(&base), set(&ours), set(&theirs));
    let stays = |name: &&str| !olds.contains(name) || (mines.contains(name) && yourses.contains(name));
    let all = sequence(&base, &ours, &theirs);
    all.into_iter().filter(stays).map(|name| Value::String(name.to_owned())).collect()
}

/// The later of two times.
fn later(ours: &Value, theirs: &Value) -> Value {
    let time = |value: &Value| value.as_str().and_then(|text| text.parse::<jiff::Timestamp>().ok());
    if (time(ours), ours.to_string()) >= (time(theirs), theirs.to_string()) { ours.clone() } else { theirs.clone() }
}

/// All comments of both sides, oldest first; a comment that one side has removed since is left out.
fn comments(base: Option<&Value>, ours: &Value, theirs: &Value) -> Value {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let (base, ours, theirs) = (base.map(list).unwrap_or_default(), list(ours), list(theirs));
    let set = |side: &[Value]| side.iter().map(ToString::to_string).collect::<HashSet<_>>();
    let (olds, mines, yourses) = (set(&base), set(&ours), set(&theirs));
    let (mut all, mut there): (Vec<Value>, HashSet<String>) = (Vec::new(), HashSet::new());
    for comment in ours.iter().chain(&theirs) {
        let text = comment.to_string();
        let stays = !olds.contains(&text) || (mines.contains(&text) && yourses.contains(&text));
        if stays && there.insert(text) {
            all.push(comment.clone());
        }
    }
    all.sort_by_cached_key(|comment| {
        let at = comment.get("at").and_then(Value::as_str).and_then(|at| at.parse::<jiff::Timestamp>().ok());
        (at, comment.to_string())
    });
    Value::Array(all)
}

/// Sorts a list by id.
fn sort_by_id(file: &mut Entry, list: &str) {
    let id = |entry: &Value| entry.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(entries) = file.get_mut(list).and_then(Value::as_array_mut) {
        entries.sort_by_cached_key(id);
    }
}

/// Gives assignments temporary ids for the merge.
fn give_ids(project: &mut Entry) {
    let list = project.get_mut("assignments").and_then(Value::as_array_mut).into_iter().flatten();
    for entry in list.filter_map(Value::as_object_mut) {
        let name = |field: &str| entry.get(field).and_then(Value::as_str).unwrap_or_default();
        let id = format!("{}/{}", name("document"), name("annotator"));
        entry.insert("id".into(), Value::String(id));
    }
}

/// Sorts assignments and reviewers as the program writes them, and removes the temporary ids.
fn sort_work(project: &mut Entry) {
    if let Some(assignments) = project.get_mut("assignments").and_then(Value::as_array_mut) {
        let name = |entry: &Value, field: &str| entry.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        assignments.sort_by_cached_key(|entry| (name(entry, "document"), name(entry, "annotator")));
        assignments.iter_mut().filter_map(Value::as_object_mut).for_each(|entry| {
            entry.remove("id");
        });
    }
    if let Some(reviewers) = project.get_mut("reviewers").and_then(Value::as_array_mut) {
        reviewers.sort_by_cached_key(ToString::to_string);
    }
}

/// Sorts statements in text order and relations by id, as the program writes them.
fn sort_layer(layer: &mut Entry) {
    let number = |entry: &Value, field: &str| entry.get(field).and_then(Value::as_u64).unwrap_or_default();
    let id = |entry: &Value| entry.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let position = |entry: &Value| {
        let spans = || entry.get("spans").and_then(Value::as_array).into_iter().flatten();
        let start = spans().next().map_or(0, |span| number(span, "start"));
        let end = spans().map(|span| number(span, "end")).max().unwrap_or_default();
        (start, std::cmp::Reverse(end), id(entry))
    };
    if let Some(statements) = layer.get_mut("statements").and_then(Value::as_array_mut) {
        statements.sort_by_cached_key(position);
    }
    sort_by_id(layer, "relations");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn circles_are_those_that_walking_up_from_each_one_finds(parents in prop::collection::vec(0..14_usize, 12)) {
            let name = |number: usize| format!("p{number}");
            let parents: BTreeMap<String, Option<String>> =
                parents.iter().enumerate().map(|(at, parent)| (name(at), (*parent < 13).then(|| name(*parent)))).collect();
            let walks = |id: &String| {
                let mut at = parents[id].clone();
                for _ in 0..parents.len() {
                    match at {
                        Some(parent) if parent == *id => return true,
                        Some(parent) => at = parents.get(&parent).cloned().flatten(),
                        None => return false,
                    }
                }
                false
            };
            let expected: Vec<&String> = parents.keys().filter(|id| walks(id)).collect();
            prop_assert_eq!(in_circles(&parents).into_iter().collect::<Vec<_>>(), expected);
        }
    }
}

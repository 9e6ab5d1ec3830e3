//! A file of tags for a colleague: the lines of `jsonl`, each with what its layer needs of the codebook and how far it is.
//!
//! Of the parties it has those that the layer names, with what they belong to; with the definitions of its kinds, topics
//! and kinds of relations whoever receives it knows what was meant.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::{ExportError, Scope, Selected, Summary, Watch, check_scope, jsonl, put, selected};
use crate::model::codebook::{CodebookItem, CodebookList};
use crate::model::id::PartyId;
use crate::model::project::Project;

/// How the name of such a file ends.
pub const ENDING: &str = "bayan-tags.jsonl";

/// Writes the layers of the scope.
///
/// # Errors
/// The scope names what is not there, a span does not fit its text, or the writing failed.
pub fn write(project: &Project, scope: &Scope, out: &mut impl Write) -> Result<Summary, ExportError> {
    check_scope(project, scope)?;
    let mut summary = Summary::default();
    let mut last = None;
    for layer in selected(project, scope) {
        writeln!(out, "{}", line(project, &layer)?)?;
        summary.documents += usize::from(last != Some(&layer.document.id));
        summary.layers += 1;
        summary.statements += layer.statements().count();
        summary.relations += layer.relations().count();
        last = Some(&layer.document.id);
    }
    out.flush()?;
    Ok(summary)
}

/// Writes the layers of the scope to a file: either the whole of it is there afterwards, or what was there before.
///
/// # Errors
/// As [`write()`], or it was stopped; the file is then as it was.
pub fn to_path(project: &Project, scope: &Scope, path: &Path, watch: &Watch) -> Result<Summary, ExportError> {
    put(path, watch, |out| write(project, scope, out))
}

fn line(project: &Project, layer: &Selected<'_>) -> Result<Value, ExportError> {
    let mut line = serde_json::to_value(jsonl::write::line(project, layer)?).map_err(std::io::Error::from)?;
    let uses = layer.layer.uses();
    let mut parties: BTreeSet<&PartyId> = BTreeSet::new();
    for party in uses.parties.keys() {
        let mut at = Some(party);
        while let Some(party) = at.filter(|party| parties.insert(party)) {
            at = project.party(party).and_then(|party| party.parent.as_ref());
        }
    }
    if let Some(list) = line.get_mut("parties").and_then(Value::as_array_mut) {
        let ids: BTreeSet<&str> = parties.iter().map(|party| party.as_str()).collect();
        let named = |party: &Value| party.get("id").and_then(Value::as_str).is_some_and(|id| ids.contains(id));
        list.retain(named);
    }
    let mut codebook: BTreeMap<CodebookList, Vec<Value>> = BTreeMap::new();
    for item in uses.items(&project.codebook) {
        let mut entry = json!({ "id": item.id(), "name": item.name(), "definition": item.definition() });
        if let (CodebookItem::Kind(kind), Some(entry)) = (&item, entry.as_object_mut()) {
            entry.insert("key".to_owned(), json!(kind.key));
            entry.insert("line".to_owned(), json!(kind.line));
        }
        codebook.entry(item.list()).or_default().push(entry);
    }
    let entries =
        |list: CodebookList| (list.key().to_owned(), json!(codebook.get(&list).map_or(&[][..], Vec::as_slice)));
    let codebook: Map<String, Value> = CodebookList::ALL.into_iter().map(entries).collect();
    if let Some(line) = line.as_object_mut() {
        line.insert("codebook".to_owned(), Value::Object(codebook));
        let progress = layer.layer.progress().map(|progress| {
            json!({
                "state": progress.state.as_str(), "at": progress.at.to_string(),
                "first_done": progress.first_done.as_ref().map(ToString::to_string),
            })
        });
        line.insert("progress".to_owned(), progress.unwrap_or_default());
    }
    Ok(line)
}

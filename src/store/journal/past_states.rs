//! Past states of files, as they were before they were replaced: `.bayan/history/states`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use jiff::Timestamp;

use super::history::folder;
use crate::disk::{Disk, inside};
use crate::edit::change::{Edit, LayerKey, Touched};
use crate::edit::check::check_statement;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::work::{LayerProgress, LayerState};
use crate::store::files;
use crate::store::format::schema;
use crate::store::layout::{self, names, path_of};
use crate::store::problem::ProblemKind;
use crate::text::content::Content;

/// The shortest time between two kept states of a file.
const BETWEEN_STATES_SECONDS: i64 = 300;
/// The most past states kept of a file, and their total size; those closest in time to others are dropped first.
const MAX_STATES: usize = 100;
const MAX_STATES_BYTES: u64 = 64 << 20;

/// One state of a file before it was replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastState {
    /// When it was replaced.
    pub until: Timestamp,
    pub path: PathBuf,
    pub length_bytes: u64,
}

/// Keeps a copy of a file before it is replaced, unless one was kept a moment ago.
///
/// # Errors
/// The folder cannot be written.
pub(crate) fn keep_state(disk: &dyn Disk, project: &Path, path: &Path) -> io::Result<()> {
    if !layout::is_there(path) || path.extension().is_none_or(|ending| ending != "ron") {
        return Ok(());
    }
    let name = layout::relative(project, path);
    let now = Timestamp::now();
    let mut states = states_of(project, &name);
    let recent = |state: &PastState| now.as_second() - state.until.as_second() < BETWEEN_STATES_SECONDS;
    if states.last().is_some_and(recent) {
        return Ok(());
    }
    let folder = folder(project).join("states");
    disk.create_folder(&folder)?;
    let kept = folder.join(names::kept_name(now.as_millisecond(), &name));
    disk.link(path, &kept)?;
    loop {
        let length_bytes: u64 = states.iter().map(|state| state.length_bytes).sum();
        if states.len() < 3 || (states.len() < MAX_STATES && length_bytes <= MAX_STATES_BYTES) {
            return Ok(());
        }
        // The state with the closest neighbours in time is missed least; the first and the last are kept.
        let gap = |index: &usize| {
            let at = |index: usize| states.get(index).map_or(i64::MAX, |state| state.until.as_second());
            at(index + 1).saturating_sub(at(index - 1))
        };
        let Some(index) = (1..states.len() - 1).min_by_key(gap) else { return Ok(()) };
        disk.remove(&states.remove(index).path)?;
    }
}

/// The past states of a file, oldest first.
pub fn states(project: &Path, file: &Touched) -> Vec<PastState> {
    states_of(project, &layout::relative(project, &path_of(project, file)))
}

fn states_of(project: &Path, name: &str) -> Vec<PastState> {
    // Earlier versions did not shorten long names.
    let (whole, short) = (name.replace('/', "~"), names::kept_part(name));
    let entries = inside::entries(project, &folder(project).join("states")).unwrap_or_default();
    let mut states: Vec<PastState> = entries
        .iter()
        .filter_map(|entry| {
            let found = entry.file_name().to_string_lossy().into_owned();
            let (time, of) = found.split_once('~')?;
            let until = Timestamp::from_millisecond(time.parse().ok()?).ok()?;
            let metadata = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            let length_bytes = metadata.len();
            (of == whole || of == short).then(|| PastState { until, path: entry.path(), length_bytes })
        })
        .collect();
    states.sort_by_key(|state| state.until);
    states
}

/// The layer of a past state, without the statements that no longer fit this text, and the number of those.
///
/// # Errors
/// The state cannot be read.
pub fn layer(content: &Content, state: &PastState) -> Result<(Layer, usize), ProblemKind> {
    let (mut layer, mut left_out) = (Layer::default(), 0);
    let text = String::from_utf8(files::read_plain(&state.path)?).map_err(|_invalid| ProblemKind::NotUtf8)?;
    let (file, _version) = schema::read_layer(&text, |entry| match schema::statement(content, &entry) {
        Ok(statement) => {
            layer.put(statement);
        }
        Err(_) => left_out += 1,
    })?;
    // An unreadable time must not prevent the statements from being restored.
    layer.set_progress(file.progress.as_ref().and_then(|entry| schema::progress(entry).ok()));
    // Whatever is wrong with a value, its words stay.
    layer.set_tags(schema::tags(file.note, file.attributes, drop));
    for relation in file.relations.iter().filter_map(|entry| schema::relation(entry).ok()) {
        if layer.statement(relation.from).is_some() && layer.statement(relation.to).is_some() {
            layer.put_relation(relation);
        }
    }
    Ok((layer, left_out))
}

/// The edit that restores a layer, and the number of statements that no longer fit the project.
pub fn restore(project: &Project, key: &LayerKey, state: &Layer) -> (Edit, usize) {
    let now = project.layers.get(key).cloned().unwrap_or_default();
    let (mut edits, mut left_out) = (Vec::new(), 0);
    let fits: BTreeSet<_> =
        state.statements().filter(|s| check_statement(project, &key.0, s).is_ok()).map(|s| s.id).collect();
    for relation in now.relations().filter(|r| state.relation(r.id) != Some(r)) {
        edits.push(Edit::RemoveRelation { layer: key.clone(), id: relation.id });
    }
    for statement in now.statements().filter(|s| state.statement(s.id).is_none()) {
        edits.push(Edit::RemoveStatement { layer: key.clone(), id: statement.id });
    }
    for statement in state.statements() {
        let (layer, boxed) = (key.clone(), Box::new(statement.clone()));
        match now.statement(statement.id) {
            _ if !fits.contains(&statement.id) => left_out += 1,
            None => edits.push(Edit::AddStatement { layer, statement: boxed }),
            Some(old) if old != statement => edits.push(Edit::ReplaceStatement { layer, statement: boxed }),
            Some(_) => {}
        }
    }
    let linked = |relation: &&crate::model::statement::Relation| {
        let there = |id| fits.contains(id) || now.statement(*id).is_some();
        now.relation(relation.id) != Some(*relation)
            && there(&relation.from)
            && there(&relation.to)
            && project.codebook.relation_kind(&relation.kind).is_some()
    };
    for relation in state.relations().filter(linked) {
        edits.push(Edit::AddRelation { layer: key.clone(), relation: relation.clone() });
    }
    // The time at which the layer was first done is kept.
    let earliest = [now.progress(), state.progress()].into_iter().flatten().filter_map(|p| p.first_done).min();
    let before = earliest.and_then(|_| now.progress());
    let taken_up = before.map(|before| LayerProgress { state: LayerState::InProgress, ..*before });
    let progress = state.progress().copied().or(taken_up).map(|p| LayerProgress { first_done: earliest, ..p });
    if now.progress() != progress.as_ref() {
        edits.push(Edit::SetProgress { layer: key.clone(), progress });
    }
    if now.tags() != state.tags() {
        edits.push(Edit::SetTags { layer: key.clone(), tags: state.tags().cloned().map(Box::new) });
    }
    // Relations of a removed statement are removed with it.
    let gone: BTreeSet<_> =
        now.statements().filter(|s| state.statement(s.id).is_none()).map(|statement| statement.id).collect();
    edits.retain(|edit| match edit {
        Edit::RemoveRelation { id, .. } => {
            !now.relation(*id).is_some_and(|r| gone.contains(&r.from) || gone.contains(&r.to))
        }
        _ => true,
    });
    (Edit::Group(edits), left_out)
}

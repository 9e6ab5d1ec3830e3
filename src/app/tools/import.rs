//! Importing tags from files of other tools: reads and plans beside the window, and imports what the dialog describes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::context::{Context, Event};
use crate::app::jobs::Job;
use crate::formats::incoming::{ImportOptions, LabelMap, PlannedAnnotator, Whose};
use crate::formats::input::Input;
use crate::formats::{self, Format, Reader};
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::t;
use crate::ui::command::import::ImportCommand;
use crate::ui::dialogs::import::{ImportDraft, PlannedImport};
use crate::ui::state::Dialog;

/// The largest file that is read.
const LARGEST_BYTES: u64 = 1 << 30;

/// The job that reads a file and plans its import.
#[derive(Default)]
pub(super) struct Import {
    planning: Job<Result<PlannedImport, String>>,
}

/// What the job starts from.
enum From {
    Path(PathBuf),
    /// The file as it was read for an earlier plan.
    Input(Arc<Input>),
}

impl Import {
    pub(super) fn execute(&mut self, cx: &mut Context, command: ImportCommand) {
        match command {
            ImportCommand::From(path) => {
                let last = cx.settings.imports.get(Path::new(&cx.view.project));
                let map = last.and_then(|text| LabelMap::parse(text).ok()).unwrap_or_default();
                cx.say(t!("status-reading-tags", path = path.display().to_string()));
                cx.drafts.put(ImportDraft::of(map));
                self.plan(cx, From::Path(path));
            }
            ImportCommand::Plan => self.plan_again(cx),
            ImportCommand::Go => go(cx),
        }
    }

    /// Takes the plan made since the last frame, and plans again if the project has changed since.
    pub(super) fn work(&mut self, cx: &mut Context) {
        match self.planning.poll() {
            Some(Ok(planned)) => {
                let draft = cx.drafts.of::<ImportDraft>();
                if draft.planned.is_none() {
                    draft.whose.clone_from(&planned.whose);
                }
                draft.planned = Some(planned);
                if cx.view.dialog != Some(Dialog::Import) {
                    cx.show_dialog(Dialog::Import);
                    cx.say(t!("status-tags-read"));
                }
            }
            Some(Err(error)) => cx.complain(error),
            None => {}
        }
        if cx.view.dialog != Some(Dialog::Import) {
            return;
        }
        let draft = cx.drafts.of::<ImportDraft>();
        draft.is_planning = self.planning.is_running();
        let planned = draft.planned.as_ref().map(|planned| planned.revision);
        let now = cx.open.as_ref().map(|open| open.session.revision());
        if !self.planning.is_running() && planned.is_some() && planned != now {
            self.plan_again(cx);
        }
    }

    pub(super) fn heed(&mut self, cx: &mut Context, event: Event) {
        match event {
            Event::OtherProject => *self = Self::default(),
            Event::DialogClosed(Dialog::Import) => {
                self.planning.cancel();
                cx.drafts.forget::<ImportDraft>();
            }
            Event::DialogClosed(_) | Event::OtherAnnotator => {}
        }
    }

    fn plan_again(&mut self, cx: &mut Context) {
        let planned = cx.drafts.of::<ImportDraft>().planned.as_ref();
        if let Some(input) = planned.map(|planned| Arc::clone(&planned.input)) {
            self.plan(cx, From::Input(input));
        }
    }

    /// Reads and plans on its own thread.
    fn plan(&mut self, cx: &mut Context, from: From) {
        let Some(open) = &cx.open else { return };
        let (project, revision) = (open.session.project().clone(), open.session.revision());
        let user = open.session.annotator().clone();
        let draft = cx.drafts.of::<ImportDraft>();
        draft.is_planning = true;
        let (format, map, replace) = (draft.format, draft.map.clone(), draft.replace);
        let whose = draft.planned.is_some().then(|| draft.whose.clone());
        self.planning = cx.jobs.spawn("import", move |_| {
            let input = match from {
                From::Input(input) => input,
                From::Path(path) => {
                    let folders = formats::reads_folders(format.map(|format| format.id));
                    Arc::new(Input::open(&path, LARGEST_BYTES, folders).map_err(|error| error.to_string())?)
                }
            };
            let (format, reader) = reader(format, &input)?;
            let nobody = ImportOptions { map: map.clone(), ..ImportOptions::of(Whose::Each(BTreeMap::new())) };
            let surveyed = reader.plan(&project, &input, &nobody).map_err(|error| error.to_string())?;
            let annotators = surveyed.annotators;
            let whose = whose.unwrap_or_else(|| proposed(&annotators, &project, &user));
            let each = whose.iter().filter_map(|(name, into)| Some((name.clone(), into.clone()?))).collect();
            let options = ImportOptions { whose: Whose::Each(each), replace, map };
            let plan = reader.plan(&project, &input, &options).map_err(|error| error.to_string());
            Ok(PlannedImport { revision, format, input, annotators, whose, plan })
        });
    }
}

/// The format chosen, or the one that the contents show.
fn reader(format: Option<&'static Format>, input: &Input) -> Result<(&'static Format, Reader), String> {
    let found = match format {
        Some(format) => format.reader.map(|reader| (format, reader)),
        None => formats::recognise(input),
    };
    found.ok_or_else(|| {
        let (known, path) = (formats::listed(formats::readable()), input.path().display().to_string());
        t!("import-unknown-format", known = known, path = path)
    })
}

/// Whose the layers of each annotator become at first: their own, or the user's if the user has none yet and the file has
/// those of one annotator whom the project does not know.
fn proposed(
    annotators: &[PlannedAnnotator],
    project: &Project,
    user: &AnnotatorId,
) -> BTreeMap<String, Option<AnnotatorId>> {
    let people = project.people();
    let name_of = |name: &str| AnnotatorId::new(name).unwrap_or_else(|_| AnnotatorId::from_name(name, |_| false));
    if let [only] = annotators
        && !project.layers.keys().any(|(_, annotator)| annotator == user)
        && !people.contains(&name_of(&only.name))
    {
        return BTreeMap::from([(only.name.clone(), Some(user.clone()))]);
    }
    annotators.iter().map(|seen| (seen.name.clone(), Some(name_of(&seen.name)))).collect()
}

/// Imports as planned, with the statements that were placed by hand, in one step.
fn go(cx: &mut Context) {
    let draft = cx.drafts.of::<ImportDraft>();
    if draft.is_planning {
        return;
    }
    let Some(PlannedImport { plan: Ok(plan), input, .. }) = &mut draft.planned else { return };
    let path = input.path().display().to_string();
    // From the end, because a statement that is placed leaves the list.
    for index in (0..plan.unplaced.len()).rev() {
        let Some(unplaced) = plan.unplaced.get(index) else { continue };
        let chosen = draft.places.get(&unplaced.statement.id).and_then(|place| unplaced.candidates.get(*place));
        let Some(span) = chosen.copied() else { continue };
        if let Err(error) = plan.place(index, vec![span]) {
            return cx.complain(error.to_string());
        }
    }
    let (edit, count) = (plan.take_edit(), plan.counts.statements);
    let map = draft.map.render();
    if cx.apply("gesture-import", edit, None) {
        if let Ok(map) = map {
            cx.settings.remember_import(PathBuf::from(&cx.view.project), map);
            cx.save_settings();
        }
        cx.close_dialog();
        cx.say_with_undo(t!("status-imported", count = count, path = path));
    } else {
        // The plan has lost its edit.
        cx.queue.push(crate::ui::command::Command::Import(ImportCommand::Plan));
    }
}

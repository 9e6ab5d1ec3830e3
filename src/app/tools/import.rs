//! Importing tags from files of other tools: reads and plans beside the window, and imports what the dialog describes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::planner::{PlanDraft, Planner, Start};
use crate::app::context::{Context, Event};
use crate::formats::incoming::{ImportOptions, ImportPlan, LabelMap, Places, Survey, Whose};
use crate::formats::input::Input;
use crate::formats::separated::Separated;
use crate::formats::{self, Format};
use crate::model::id::AnnotatorId;
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::t;
use crate::ui::command::Command;
use crate::ui::command::import::ImportCommand;
use crate::ui::dialogs::import::{ImportDraft, PlannedImport};
use crate::ui::dialogs::planning::Planning;
use crate::ui::state::Dialog;

/// The largest file that is read.
const LARGEST_BYTES: u64 = 1 << 30;

/// The job that reads a file and plans its import.
#[derive(Default)]
pub(super) struct Import {
    planner: Planner<PlannedImport>,
    /// What is read, and read again if the first reading was stopped.
    path: PathBuf,
}

/// What the job starts from.
enum From {
    Path(PathBuf),
    /// The file as it was read for an earlier plan.
    Input(Arc<Input>),
}

/// What is chosen in the dialog.
struct Chosen {
    format: Option<&'static Format>,
    separated: Option<Separated>,
    replace: bool,
    map: LabelMap,
    places: Places,
    whose: BTreeMap<String, Option<AnnotatorId>>,
}

impl PlanDraft for ImportDraft {
    const DIALOG: Dialog = Dialog::Import;

    fn planned_at(&self) -> Option<u64> {
        self.planned.as_ref().map(|planned| planned.revision)
    }

    fn planning(&mut self) -> &mut Planning {
        &mut self.planning
    }
}

impl Import {
    pub(super) fn execute(&mut self, cx: &mut Context, command: ImportCommand) {
        match command {
            ImportCommand::From(path) => {
                let last = cx.settings.imports.get(Path::new(&cx.view.project));
                let map = last.and_then(|text| LabelMap::parse(text).ok()).unwrap_or_default();
                cx.say(t!("status-reading-tags", path = path.display().to_string()));
                cx.drafts.put(ImportDraft::of(map));
                self.path.clone_from(&path);
                self.plan(cx, From::Path(path));
            }
            ImportCommand::Plan => self.plan_again(cx),
            ImportCommand::Stop => self.planner.stop::<ImportDraft>(cx),
            ImportCommand::Go => go(cx),
        }
    }

    /// Takes the plan made since the last frame, and plans again if the project has changed since.
    pub(super) fn work(&mut self, cx: &mut Context) {
        match self.planner.poll::<ImportDraft>(cx) {
            Some(Ok(planned)) => {
                let draft = cx.drafts.of::<ImportDraft>();
                for (name, into) in &planned.whose {
                    draft.whose.entry(name.clone()).or_insert_with(|| into.clone());
                }
                draft.planned = Some(planned);
                if cx.view.dialog != Some(Dialog::Import) {
                    cx.show_dialog(Dialog::Import);
                    cx.say(t!("status-tags-read"));
                }
            }
            Some(Err(error)) => {
                if cx.view.dialog == Some(Dialog::Import) && cx.drafts.of::<ImportDraft>().planned.is_none() {
                    cx.close_dialog();
                }
                cx.complain(error);
            }
            None => {}
        }
        if self.planner.follow::<ImportDraft>(cx) {
            self.plan_again(cx);
        }
    }

    pub(super) fn heed(&mut self, cx: &mut Context, event: Event) {
        match event {
            Event::OtherProject => *self = Self::default(),
            Event::DialogClosed(Dialog::Import) => {
                self.planner.cancel();
                cx.drafts.forget::<ImportDraft>();
            }
            Event::DialogClosed(_) | Event::OtherAnnotator => {}
        }
    }

    fn plan_again(&mut self, cx: &mut Context) {
        let draft = cx.drafts.of::<ImportDraft>();
        // Another format may want another view of a zip or a folder.
        let is_as_chosen = |planned: &&PlannedImport| {
            planned.chosen == draft.format && draft.separated.is_none_or(|said| planned.separated == Some(said))
        };
        let planned = draft.planned.as_ref().filter(is_as_chosen);
        let from = planned.map(|planned| From::Input(Arc::clone(&planned.input)));
        self.plan(cx, from.unwrap_or_else(|| From::Path(self.path.clone())));
    }

    /// Reads and plans on its own thread.
    fn plan(&mut self, cx: &mut Context, from: From) {
        let draft = cx.drafts.of::<ImportDraft>();
        let chosen = Chosen {
            format: draft.format,
            separated: draft.separated,
            replace: draft.replace,
            map: draft.map.clone(),
            places: draft.places.clone(),
            whose: draft.whose.clone(),
        };
        self.planner.plan::<ImportDraft>(cx, "import", move |start, monitor| planned(&start, from, chosen, monitor));
    }
}

/// Reads, and works out what the import would do.
fn planned(start: &Start, from: From, chosen: Chosen, monitor: &Monitor) -> Result<PlannedImport, String> {
    let Chosen { format: chosen, separated, replace, map, places, mut whose } = chosen;
    let (input, found) = match from {
        From::Path(path) => {
            let (input, found) = formats::open(&path, LARGEST_BYTES, chosen).map_err(|error| error.to_string())?;
            let input = match separated {
                Some(said) => input.with_separated(said),
                None => input,
            };
            (Arc::new(input), found)
        }
        From::Input(input) => {
            let found = match chosen {
                Some(format) => format.reader.map(|reader| (format, reader)),
                None => formats::recognise(&input).or_else(|| formats::by_ending(input.path())),
            };
            (input, found)
        }
    };
    let Some((format, reader)) = found else {
        let (known, path) = (formats::listed(formats::readable()), input.path().display().to_string());
        return Err(t!("import-unknown-format", known = known, path = path));
    };
    let survey = reader.survey(&start.project, &input, &map, monitor).map_err(|error| error.to_string())?;
    for (name, into) in proposed(&survey, &start.project, &start.user) {
        whose.entry(name).or_insert(into);
    }
    whose.retain(|name, _| survey.annotators.contains_key(name));
    let each = whose.iter().filter_map(|(name, into)| Some((name.clone(), into.clone()?))).collect();
    let separated = formats::separated_of(format, &input, &map);
    let options = ImportOptions { whose: Whose::Each(each), replace, map, places };
    let plan = reader.plan_surveyed(&start.project, &input, &survey, &options, monitor);
    let plan = plan.map_err(|error| error.to_string());
    let order = plan.as_ref().map(ImportPlan::labels_to_check).unwrap_or_default();
    Ok(PlannedImport { revision: start.revision, format, chosen, separated, input, survey, whose, plan, order })
}

/// Whose the layers of each annotator become at first: their own. A name that only differs in its letters' case or form from
/// that of the user or of somebody in the project is theirs.
fn proposed(survey: &Survey, project: &Project, user: &AnnotatorId) -> BTreeMap<String, Option<AnnotatorId>> {
    let people = project.people();
    let into = |name: &str| {
        let own = AnnotatorId::new(name).unwrap_or_else(|_| AnnotatorId::from_name(name, |_| false));
        let is_same = |known: &&AnnotatorId| **known == own || known.is_twin_of(&own);
        people.iter().chain([user]).find(is_same).cloned().unwrap_or(own)
    };
    survey.annotators.keys().map(|name| (name.clone(), Some(into(name)))).collect()
}

/// Imports as planned, in one step.
fn go(cx: &mut Context) {
    let draft = cx.drafts.of::<ImportDraft>();
    if draft.planning != Planning::Done {
        return;
    }
    let Some(PlannedImport { plan: Ok(plan), input, .. }) = &mut draft.planned else { return };
    let path = input.path().display().to_string();
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
        cx.queue.push(Command::Import(ImportCommand::Plan));
    }
}

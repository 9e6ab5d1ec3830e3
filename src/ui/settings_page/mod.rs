//! The page of settings: who one is, how things look, how passages are marked, the keys, the files, and what is set for
//! everybody in the project. Every choice takes effect at once.

mod keys;

use std::path::PathBuf;

use egui::{Id, ScrollArea, Ui, vec2};

use crate::edit::change::Edit;
use crate::edit::session::Session;
use crate::model::id::AnnotatorId;
use crate::settings::{Reading, Settings};
use crate::t;
use crate::text::arabic;
use crate::ui::command::keymap::Keymap;
use crate::ui::command::ownership::OwnershipCommand;
use crate::ui::command::{Command, Scaling};
use crate::ui::parts::draft::{Draft, Field, apply_typing};
use crate::ui::parts::{line, reading, sides};
use crate::ui::shaped::{Button, Family, Heading, Label, Switch, TextField};
use crate::ui::state::View;
use crate::ui::theme::Theme;
use crate::ui::work;

/// The width of the settings, in points: a comfortable line.
const WIDTH_PT: f32 = 640.0;
/// The space above the scale of the interface, in points.
const SCALE_ABOVE_PT: f32 = 4.0;
/// The width of the list of sections, in points.
const SECTIONS_PT: f32 = 150.0;

/// What is typed and chosen on the page.
#[derive(Debug, Default)]
pub(crate) struct SettingsState {
    search: String,
    /// The section to scroll to in the next frame.
    go_to: Option<Section>,
    title: Draft,
    reviewer: String,
}

/// Where files are kept; `None` where there are none.
pub(crate) struct Places {
    pub project: Option<PathBuf>,
    pub settings: Option<PathBuf>,
    pub log: Option<PathBuf>,
}

/// What the page may read, and what it keeps.
pub(crate) struct SettingsScope<'a> {
    pub settings: &'a Settings,
    pub keymap: &'a Keymap,
    pub view: &'a View,
    /// The open project, if any.
    pub session: Option<&'a Session>,
    pub person: &'a AnnotatorId,
    pub places: &'a Places,
    pub state: &'a mut SettingsState,
    pub out: &'a mut Vec<Command>,
}

/// A section of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    You,
    Appearance,
    Marking,
    Keys,
    Files,
    Project,
}

impl Section {
    const ALL: [Self; 6] = [Self::You, Self::Appearance, Self::Marking, Self::Keys, Self::Files, Self::Project];

    fn title(self) -> String {
        match self {
            Self::You => t!("settings-you"),
            Self::Appearance => t!("settings-appearance"),
            Self::Marking => t!("settings-marking"),
            Self::Keys => t!("settings-keys"),
            Self::Files => t!("settings-files"),
            Self::Project => t!("settings-project"),
        }
    }

    /// The names of what is set in this section, by which it is found. The commands of *Keys* are found one by one.
    fn names(self) -> Vec<String> {
        match self {
            Self::You => vec![t!("settings-name")],
            Self::Appearance => vec![
                t!("reading-theme"),
                t!("settings-scale"),
                t!("reading-sizes"),
                t!("reading-size"),
                t!("reading-line-height"),
                t!("reading-column"),
                t!("reading-arabic"),
                t!("reading-latin"),
                t!("reading-align"),
                t!("reading-show"),
                t!("reading-numbers"),
                t!("reading-marks"),
                t!("reading-cards"),
            ],
            Self::Marking => vec![t!("reading-snap")],
            Self::Keys => Vec::new(),
            Self::Files => vec![t!("settings-file"), t!("settings-log"), t!("settings-folder")],
            Self::Project => vec![t!("settings-title"), t!("work-blind"), t!("work-reviewers")],
        }
    }

    fn fits(self, search: &str) -> bool {
        let has = |text: &str| search.split_whitespace().all(|word| arabic::contains(text, word));
        has(&self.title()) || self.names().iter().any(|name| has(name))
    }
}

/// Shows the page.
pub(crate) fn show(ui: &mut Ui, scope: &mut SettingsScope<'_>) {
    let has_project = scope.session.is_some();
    let sections: Vec<Section> =
        Section::ALL.into_iter().filter(|section| *section != Section::Project || has_project).collect();
    ui.horizontal(|ui| {
        ui.add(Heading::new(t!("page-settings")));
        let name = t!("settings-search");
        let search = TextField::singleline(&mut scope.state.search).id(Id::unique("settings-search"));
        search.name(name.clone()).hint(name).desired_width(260.0).show(ui);
    });
    ui.add_space(ui.spacing().item_spacing.y);
    let room = ui.available_size();
    ui.horizontal_top(|ui| {
        // In a narrow window the settings come first.
        if room.x > SECTIONS_PT + 420.0 {
            ui.allocate_ui(vec2(SECTIONS_PT, room.y), |ui| {
                ui.vertical(|ui| {
                    ui.set_width(SECTIONS_PT);
                    for section in &sections {
                        let button = Button::new(section.title()).frame(false).at_start().min_width(SECTIONS_PT);
                        if ui.add(button).clicked() {
                            scope.state.search.clear();
                            scope.state.go_to = Some(*section);
                        }
                    }
                });
            });
        }
        ui.vertical(|ui| {
            ScrollArea::vertical().id_salt("settings").auto_shrink(false).show(ui, |ui| {
                sides::from_start(ui, |ui| {
                    ui.set_max_width(WIDTH_PT.min(ui.available_width()));
                    all(ui, scope, &sections);
                });
            });
        });
    });
}

fn all(ui: &mut Ui, scope: &mut SettingsScope<'_>, sections: &[Section]) {
    let search = scope.state.search.trim().to_owned();
    let mut has_any = false;
    for section in sections {
        let keys = if *section == Section::Keys { keys::found(&search) } else { Vec::new() };
        if !search.is_empty() && !section.fits(&search) && keys.is_empty() {
            continue;
        }
        has_any = true;
        let heading = ui.add(Label::new(section.title()).strong().size(16.0));
        if scope.state.go_to == Some(*section) {
            heading.scroll_to_me(Some(egui::Align::Min));
            scope.state.go_to = None;
        }
        ui.indent(section.title(), |ui| match section {
            Section::You => you(ui, scope),
            Section::Appearance => appearance(ui, scope),
            Section::Marking => marking(ui, scope),
            Section::Keys => keys::show(ui, scope, &keys),
            Section::Files => files(ui, scope),
            Section::Project => project(ui, scope),
        });
        ui.add_space(16.0);
    }
    if !has_any {
        ui.add(Label::new(t!("settings-none")).weak().wrap());
    }
}

fn you(ui: &mut Ui, scope: &mut SettingsScope<'_>) {
    let (_, change) = line(
        ui,
        |ui| ui.add(Label::new(t!("settings-name-is", name = scope.person.as_str())).elide()),
        |ui| ui.add(Button::new(t!("settings-name-change"))).clicked(),
    );
    if change {
        scope.out.push(Command::Ownership(OwnershipCommand::AskName));
    }
    ui.add(Label::new(t!("settings-name-about")).weak().wrap());
}

fn appearance(ui: &mut Ui, scope: &mut SettingsScope<'_>) {
    let view = scope.view;
    reading::themes(ui, Theme::from_name(scope.settings.theme.as_deref()), scope.out);
    scale(ui, scope.settings.scale, scope.out);
    let mut chosen = view.reading.clone();
    reading::sizes(ui, view, &mut chosen, scope.out);
    reading::faces(ui, &mut chosen);
    reading::alignment(ui, &mut chosen);
    reading::shown(ui, &mut chosen);
    ui.add_space(ui.spacing().item_spacing.y);
    let sample = Label::new(t!("settings-sample")).family(Family::Reading).size(view.text_size_pt);
    ui.add(sample.line_height(chosen.line_height).wrap());
    if ui.add_enabled(chosen != Reading::default(), Button::new(t!("reading-usual"))).clicked() {
        chosen = Reading::default();
    }
    if chosen != view.reading {
        scope.out.push(Command::SetReading(Box::new(chosen)));
    }
}

/// How large the window is drawn, without the article's letters.
fn scale(ui: &mut Ui, scale: f32, out: &mut Vec<Command>) {
    ui.add_space(SCALE_ABOVE_PT);
    let percent = t!("reading-percent", value = f64::from((scale * 100.0).round()));
    let scaling = match reading::stepper(ui, t!("settings-scale"), percent) {
        -1 => Scaling::Smaller,
        1 => Scaling::Larger,
        _ => return,
    };
    out.push(Command::Scale(scaling));
}

fn marking(ui: &mut Ui, scope: &mut SettingsScope<'_>) {
    let mut snap = scope.settings.snap_to_words;
    if ui.add(Switch::new(&mut snap, t!("reading-snap"))).changed() {
        scope.out.push(Command::ToggleSnapToWords);
    }
}

fn files(ui: &mut Ui, scope: &mut SettingsScope<'_>) {
    let Places { project, settings, log } = scope.places;
    let places = [(t!("settings-folder"), project), (t!("settings-file"), settings), (t!("settings-log"), log)];
    for (name, path) in places {
        let Some(path) = path else { continue };
        ui.add(Label::new(name.clone()).small(ui).weak());
        let (_, show) = line(
            ui,
            |ui| ui.add(Label::new(path.display().to_string()).elide().selectable(true)),
            |ui| {
                let button = Button::new(t!("settings-show")).name(t!("settings-show-name", what = name.as_str()));
                ui.add_enabled(path.exists(), button).clicked()
            },
        );
        if show {
            scope.out.push(Command::ShowInFolder(path.clone()));
        }
    }
}

fn project(ui: &mut Ui, scope: &mut SettingsScope<'_>) {
    let Some(session) = scope.session else { return };
    let project = session.project();
    ui.add(Label::new(t!("settings-project-about")).weak().wrap());
    let name = t!("settings-title");
    ui.add(Label::new(name.clone()).small(ui).weak());
    if let Some(title) = scope.state.title.show(ui, "settings-title", &project.title, Field::line(&name), scope.out) {
        scope.out.push(apply_typing("gesture-project-title", Edit::SetTitle(title), "settings-title"));
    }
    work::set_up(ui, project, &mut scope.state.reviewer, scope.out);
}

//! What the program remembers about its user, independent of any project: `settings.ron` in the configuration folder,
//! and the number that identifies this computer.
//!
//! Settings never get in the way: if they cannot be read, the defaults apply; if they cannot be written, that is logged.

mod presets;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk::{self, replace};
use crate::model::id::AnnotatorId;
use crate::typeface::{ArabicFace, LatinFace};
pub use presets::ExportPreset;

/// How many recent projects the welcome page lists.
const RECENT: usize = 12;
/// Of how many projects the last export and the last import are remembered.
const MOST_PROJECTS: usize = 100;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Project folders, most recently opened first.
    pub recent: Vec<PathBuf>,
    /// `light`, `sepia` or `dark`; `None` follows the system.
    pub theme: Option<String>,
    pub text_size_pt: f32,
    /// The annotator that the user is, whose layers are their own; `None` until they have chosen.
    pub annotator: Option<String>,
    /// Whether selections extend to whole words.
    pub snap_to_words: bool,
    pub reading: Reading,
    /// What is exported again and again, by the names that people chose.
    pub export_presets: BTreeMap<String, ExportPreset>,
    /// The last export of each project, by the folder of the project.
    pub exports: BTreeMap<PathBuf, ExportPreset>,
    /// What labels and columns were taken for in the last import into each project, as a map of the import is written.
    pub imports: BTreeMap<PathBuf, String>,
}

/// How articles are typeset, apart from the font size.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    pub arabic: ArabicFace,
    pub latin: LatinFace,
    /// The distance between baselines, as a multiple of the font size.
    pub line_height: f32,
    /// The maximum width of the column, as a multiple of the font size.
    pub column_em: f32,
    /// Whether both edges are straight, not only the one where lines begin.
    pub justify: bool,
    pub paragraph_numbers: bool,
    /// Whether to show where invisible characters are.
    pub invisible_marks: bool,
    /// Whether to show a card beside the text for each statement.
    pub margin_cards: bool,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            arabic: ArabicFace::Naskh,
            latin: LatinFace::Matching,
            line_height: 2.25,
            column_em: 36.0,
            justify: false,
            paragraph_numbers: false,
            invisible_marks: false,
            margin_cards: false,
        }
    }
}

impl Reading {
    /// The same settings, with lengths limited to readable values.
    #[must_use]
    pub fn within_limits(self) -> Self {
        let usual = Self::default();
        let limited = |value: f32, usual: f32, least: f32, most: f32| {
            if value.is_finite() { value.clamp(least, most) } else { usual }
        };
        Self {
            line_height: limited(self.line_height, usual.line_height, 1.4, 3.5),
            column_em: limited(self.column_em, usual.column_em, 16.0, 80.0),
            ..self
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            recent: Vec::new(),
            theme: None,
            text_size_pt: 18.0,
            annotator: None,
            snap_to_words: false,
            reading: Reading::default(),
            export_presets: BTreeMap::new(),
            exports: BTreeMap::new(),
            imports: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Puts a project first in the list of recent ones.
    pub(crate) fn remember(&mut self, folder: &Path) {
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        self.recent.retain(|other| *other != folder);
        self.recent.insert(0, folder);
        self.recent.truncate(RECENT);
    }

    /// Puts a project second in that list, after the one that is open.
    pub(crate) fn remember_second(&mut self, folder: &Path) {
        let first = self.recent.first().cloned();
        self.remember(folder);
        if let Some(first) = first {
            self.remember(&first);
        }
    }

    /// Remembers the choices for exporting the project in this folder.
    pub(crate) fn remember_export(&mut self, folder: PathBuf, choice: ExportPreset) {
        self.exports.insert(folder, choice);
        while self.exports.len() > MOST_PROJECTS {
            self.exports.pop_first();
        }
    }

    /// Remembers the map of an import into the project in this folder.
    pub(crate) fn remember_import(&mut self, folder: PathBuf, map: String) {
        self.imports.insert(folder, map);
        while self.imports.len() > MOST_PROJECTS {
            self.imports.pop_first();
        }
    }

    /// The annotator that the user is, once they have chosen.
    pub(crate) fn person(&self) -> Option<AnnotatorId> {
        self.annotator.as_deref().and_then(|name| AnnotatorId::new(name).ok())
    }

    /// The user: as set here, or else by the system's user name.
    pub(crate) fn person_or_system(&self) -> AnnotatorId {
        self.person().or_else(system_person).unwrap_or_else(|| AnnotatorId::from_name("", |_| false))
    }

    /// Writes the settings, as [`save`] does.
    pub(crate) fn save(&self) {
        save(self);
    }
}

/// The system's name for the user (on Linux and macOS, Windows, older Unix); `None` if it gives none.
pub fn system_person() -> Option<AnnotatorId> {
    let names = ["USER", "USERNAME", "LOGNAME"].into_iter().filter_map(|name| std::env::var(name).ok());
    let name = names.map(|name| name.trim().to_owned()).find(|name| name.chars().any(char::is_alphanumeric))?;
    Some(AnnotatorId::from_name(&name, |_| false))
}

fn read(path: &Path) -> Option<String> {
    String::from_utf8(disk::read_within(path, disk::MAX_BYTES).ok()?).ok()
}

fn render(settings: &Settings) -> Result<String, ron::Error> {
    let extensions = ron::extensions::Extensions::IMPLICIT_SOME;
    let config = ron::ser::PrettyConfig::new().new_line("\n").escape_strings(false).extensions(extensions);
    ron::ser::to_string_pretty(settings, config).map(|text| text + "\n")
}

pub(crate) fn load() -> Settings {
    let Some(path) = path() else { return Settings::default() };
    let Some(text) = read(&path) else { return Settings::default() };
    let mut settings: Settings = ron::from_str(&text).unwrap_or_else(|error| {
        tracing::warn!(%error, path = %path.display(), "the settings cannot be read");
        Settings::default()
    });
    if !settings.text_size_pt.is_finite() || !(6.0..=96.0).contains(&settings.text_size_pt) {
        settings.text_size_pt = Settings::default().text_size_pt;
    }
    settings.reading = settings.reading.within_limits();
    settings
}

pub(crate) fn save(settings: &Settings) {
    let Some(path) = path() else { return };
    let text = match render(settings) {
        Ok(text) => text,
        Err(error) => return tracing::warn!(%error, "the settings cannot be written"),
    };
    if let Err(error) = replace::put(&*disk::chosen(), &path, text.as_bytes()) {
        tracing::warn!(%error, "the settings cannot be written");
    }
}

/// The folder of the program's own files (sample project, log); `None` if the system has none.
pub(crate) fn data_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "bayan").map(|dirs| dirs.data_dir().to_owned())
}

/// The folder that is suggested for projects.
pub(crate) fn projects_folder() -> PathBuf {
    if let Some(folder) = std::env::var_os("BAYAN_CONFIG_DIR") {
        return PathBuf::from(folder).join("projects");
    }
    let documents = directories::UserDirs::new().and_then(|dirs| dirs.document_dir().map(Path::to_owned));
    let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    documents.or(home).unwrap_or_default().join("Bayan")
}

/// The folder of the window's log.
pub fn log_folder() -> Option<PathBuf> {
    data_folder().map(|folder| folder.join("log"))
}

/// A short number that distinguishes this computer from others of the same name, created once; empty if it cannot be
/// stored.
pub(crate) fn computer_number() -> String {
    let sound = |number: &str| number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_hexdigit());
    // If the system has an identifier of its own, that also outlives the settings.
    if let Ok(system) = std::fs::read_to_string("/etc/machine-id")
        && let Some(number) = system.get(..8).filter(|number| sound(number))
    {
        return number.to_owned();
    }
    let Some(path) = path().map(|path| path.with_file_name("computer")) else { return String::new() };
    if let Some(number) = read(&path)
        && sound(number.trim())
    {
        return number.trim().to_owned();
    }
    let number: String = uuid::Uuid::now_v7().simple().to_string().chars().skip(24).collect();
    match replace::put(&*disk::chosen(), &path, number.as_bytes()) {
        Ok(()) => number,
        Err(error) => {
            tracing::warn!(%error, "the number of this computer cannot be kept");
            String::new()
        }
    }
}

fn path() -> Option<PathBuf> {
    let folder = match std::env::var_os("BAYAN_CONFIG_DIR").filter(|folder| !folder.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => directories::ProjectDirs::from("", "", "bayan")?.config_dir().to_owned(),
    };
    Some(folder.join("settings.ron"))
}

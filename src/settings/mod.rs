//! What the program remembers about its user, independent of any project: `settings.ron` in the configuration folder,
//! and the number that identifies this computer.
//!
//! Settings never get in the way: if they cannot be read, the defaults apply; if they cannot be written, that is logged.

mod panes;
mod presets;
mod statements;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk::{self, replace};
use crate::model::id::AnnotatorId;
use crate::typeface::{ArabicFace, LatinFace};
pub use panes::{ArticleSort, ArticlesTab, PaneSide, Panes};
pub use presets::ExportPreset;
pub(crate) use presets::checked_name as checked_preset_name;
pub use statements::{ColumnSetting, StatementView, StatementViews};

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
    /// By how much everything in the window is larger than the system says.
    pub scale: f32,
    /// Whether the window is laid out from right to left, whatever its language. For trying it; no button sets it.
    pub mirrored: bool,
    /// The folder of the last file or folder that was chosen in a dialog of the system.
    pub last_folder: Option<PathBuf>,
    /// Whether messages over the page stay until they are closed, for people who need more time.
    pub keeps_messages: bool,
    /// The annotator that the user is, whose layers are their own; `None` until they have chosen.
    pub annotator: Option<String>,
    /// Whether selections by mouse extend to whole words.
    pub snap_to_words: bool,
    /// Whether what lines and colours mean is shown over articles.
    pub legend: bool,
    /// Whether the tour of the window has begun by itself, with the sample project.
    pub has_seen_tour: bool,
    pub reading: Reading,
    /// The keys that somebody has given to commands instead of the usual ones, by the ids of the commands.
    pub keys: BTreeMap<String, Vec<String>>,
    pub panes: Panes,
    /// What is exported again and again, by the names that people chose.
    pub export_presets: BTreeMap<String, ExportPreset>,
    /// The last export of each project, by the folder of the project.
    pub exports: BTreeMap<PathBuf, ExportPreset>,
    /// What labels and columns were taken for in the last import into each project, as a map of the import is written.
    pub imports: BTreeMap<PathBuf, String>,
    /// What the page of statements showed last of each project, and the views that were saved, by the folder of the
    /// project.
    pub statement_views: BTreeMap<PathBuf, StatementViews>,
    /// The columns of that page, by their names.
    pub statement_columns: BTreeMap<String, ColumnSetting>,
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
    /// When to show a card beside the text for each statement.
    pub cards: Cards,
    /// What settings said before there was [`Cards`]: whether cards are shown.
    #[serde(skip_serializing)]
    pub margin_cards: bool,
}

/// When cards are shown beside the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cards {
    /// In a window that is wide enough.
    #[default]
    Auto,
    /// Wherever there is room.
    On,
    Off,
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
            cards: Cards::Auto,
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
            cards: if self.margin_cards { Cards::On } else { self.cards },
            margin_cards: false,
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
            scale: 1.0,
            mirrored: false,
            last_folder: None,
            keeps_messages: false,
            annotator: None,
            snap_to_words: true,
            legend: true,
            has_seen_tour: false,
            reading: Reading::default(),
            keys: BTreeMap::new(),
            panes: Panes::default(),
            export_presets: BTreeMap::new(),
            exports: BTreeMap::new(),
            imports: BTreeMap::new(),
            statement_views: BTreeMap::new(),
            statement_columns: BTreeMap::new(),
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

    /// Takes a project out of that list. Its folder, and what is remembered of its exports and views, stay.
    pub(crate) fn forget(&mut self, folder: &Path) {
        self.recent.retain(|other| other != folder);
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
        forget_others(&mut self.exports, &folder, &self.recent);
        self.exports.insert(folder, choice);
    }

    /// Remembers the map of an import into the project in this folder.
    pub(crate) fn remember_import(&mut self, folder: PathBuf, map: String) {
        forget_others(&mut self.imports, &folder, &self.recent);
        self.imports.insert(folder, map);
    }

    /// Remembers what the page of statements shows of the project in this folder.
    pub(crate) fn remember_statements(&mut self, folder: PathBuf, views: StatementViews) {
        forget_others(&mut self.statement_views, &folder, &self.recent);
        self.statement_views.insert(folder, views);
    }

    /// The annotator that the user is, once they have chosen.
    pub(crate) fn person(&self) -> Option<AnnotatorId> {
        self.annotator.as_deref().and_then(|name| AnnotatorId::new(name).ok())
    }

    /// The user: as set here, or else by the system's user name.
    pub(crate) fn person_or_system(&self) -> AnnotatorId {
        self.person().or_else(system_person).unwrap_or_else(|| AnnotatorId::from_name("", |_| false))
    }

    /// Writes the settings, as [`save`] does. The presets in the file stay: another program may have saved some.
    pub(crate) fn save(&self) {
        match stored() {
            Some(Settings { export_presets, .. }) => save(&Self { export_presets, ..self.clone() }),
            None => save(self),
        }
    }

    /// Takes over the presets that are in the file.
    pub(crate) fn reread_presets(&mut self) {
        if let Some(Settings { export_presets, .. }) = stored() {
            self.export_presets = export_presets;
        }
    }

    /// Changes the presets, here and in the file. Everything else in the file stays, because another program may have
    /// written it.
    ///
    /// # Errors
    /// The file cannot be written; the presets are then as they were.
    pub(crate) fn change_presets(
        &mut self,
        change: impl FnOnce(&mut BTreeMap<String, ExportPreset>),
    ) -> io::Result<()> {
        let mut changed = stored().unwrap_or_else(|| self.clone());
        change(&mut changed.export_presets);
        write(&changed)?;
        self.export_presets = changed.export_presets;
        Ok(())
    }
}

/// Makes room for what is remembered of one more project: another one goes, if possible one that was not open recently.
fn forget_others<T>(remembered: &mut BTreeMap<PathBuf, T>, folder: &Path, recent: &[PathBuf]) {
    remembered.remove(folder);
    while remembered.len() >= MOST_PROJECTS {
        let old = remembered.keys().find(|other| !recent.contains(other)).or_else(|| remembered.keys().next()).cloned();
        let Some(old) = old else { return };
        remembered.remove(&old);
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

/// What is in the file; `None` if there is none, or it cannot be read.
fn stored() -> Option<Settings> {
    let path = file()?;
    match ron::from_str(&read(&path)?) {
        Ok(settings) => Some(settings),
        Err(error) => {
            tracing::warn!(%error, path = %path.display(), "the settings cannot be read");
            None
        }
    }
}

pub(crate) fn load() -> Settings {
    let mut settings = stored().unwrap_or_default();
    if !settings.text_size_pt.is_finite() || !(6.0..=96.0).contains(&settings.text_size_pt) {
        settings.text_size_pt = Settings::default().text_size_pt;
    }
    settings.reading = settings.reading.within_limits();
    settings.panes = settings.panes.within_limits();
    settings
}

pub(crate) fn save(settings: &Settings) {
    if file().is_some()
        && let Err(error) = write(settings)
    {
        tracing::warn!(%error, "the settings cannot be written");
    }
}

/// # Errors
/// The system has no place for settings, or reports an error.
fn write(settings: &Settings) -> io::Result<()> {
    let path = file().ok_or(io::ErrorKind::NotFound)?;
    let text = render(settings).map_err(io::Error::other)?;
    replace::put(&*disk::chosen(), &path, text.as_bytes())
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
    let Some(path) = file().map(|path| path.with_file_name("computer")) else { return String::new() };
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

/// The file that holds the settings; `None` if the system has no place for it.
pub(crate) fn file() -> Option<PathBuf> {
    let folder = match std::env::var_os("BAYAN_CONFIG_DIR").filter(|folder| !folder.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => directories::ProjectDirs::from("", "", "bayan")?.config_dir().to_owned(),
    };
    Some(folder.join("settings.ron"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_exported_last_is_remembered_of_this_project_and_of_recent_ones() {
        let recent = PathBuf::from("/b");
        let mut settings = Settings { recent: vec![recent.clone()], ..Settings::default() };
        settings.remember_export(recent.clone(), ExportPreset::default());
        for number in 0..2 * MOST_PROJECTS {
            // Each comes before all others in the order of the paths.
            let folder = PathBuf::from(format!("/a/{:04}", 9999 - number));
            settings.remember_export(folder.clone(), ExportPreset::default());
            assert!(settings.exports.contains_key(&folder), "{}", folder.display());
        }
        assert_eq!(settings.exports.len(), MOST_PROJECTS);
        assert!(settings.exports.contains_key(&recent));
    }
}

//! What the program remembers about its user, independent of any project: `settings.ron` in the configuration folder, and
//! the number that identifies this computer.
//!
//! Settings never get in the way: if they cannot be read, the defaults apply; if they cannot be written, that is logged.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk::{self, replace};
use crate::model::id::AnnotatorId;

/// How many projects the welcome page offers again.
const RECENT: usize = 12;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Project folders, the last opened first.
    pub recent: Vec<PathBuf>,
    /// `light`, `sepia` or `dark`; `None` follows the system.
    pub theme: Option<String>,
    pub text_size_pt: f32,
    /// Who this person is: the annotator whose layers are their own; `None` until they have said so.
    pub annotator: Option<String>,
    /// Selections grow to whole words.
    pub snap_to_words: bool,
    pub reading: Reading,
}

/// How articles are set, apart from the size of the letters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    pub arabic: ArabicFace,
    pub latin: LatinFace,
    /// From baseline to baseline, as a multiple of the size of the letters.
    pub line_height: f32,
    /// The widest that the column gets, as a multiple of the size of the letters.
    pub column_em: f32,
    /// Both edges straight, not only the one where lines begin.
    pub justify: bool,
    pub paragraph_numbers: bool,
    /// Show where invisible characters are.
    pub invisible_marks: bool,
    /// A card beside the text for each statement.
    pub margin_cards: bool,
}

/// The typeface of Arabic in articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArabicFace {
    Naskh,
    Scheherazade,
}

/// The typeface of Latin in articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LatinFace {
    /// The Latin letters of the Arabic typeface.
    Matching,
    Serif,
    Sans,
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
    /// The same with lengths that a text can be read in.
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
        }
    }
}

impl Settings {
    /// Puts a project first in the list of recent ones.
    pub fn remember(&mut self, folder: &Path) {
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        self.recent.retain(|other| *other != folder);
        self.recent.insert(0, folder);
        self.recent.truncate(RECENT);
    }

    /// Puts a project into that list behind the one that is open.
    pub fn remember_second(&mut self, folder: &Path) {
        let first = self.recent.first().cloned();
        self.remember(folder);
        if let Some(first) = first {
            self.remember(&first);
        }
    }

    /// Who this person is, once they have said so.
    pub fn person(&self) -> Option<AnnotatorId> {
        self.annotator.as_deref().and_then(|name| AnnotatorId::new(name).ok())
    }

    /// Writes them, as [`save`] does.
    pub fn save(&self) {
        save(self);
    }
}

/// Who this person is as the system has it (Linux and macOS, Windows, older Unix); `None` where it does not say.
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

pub fn load() -> Settings {
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

pub fn save(settings: &Settings) {
    let Some(path) = path() else { return };
    let text = match render(settings) {
        Ok(text) => text,
        Err(error) => return tracing::warn!(%error, "the settings cannot be written"),
    };
    if let Err(error) = replace::put(&*disk::chosen(), &path, text.as_bytes()) {
        tracing::warn!(%error, "the settings cannot be written");
    }
}

/// The folder of the program's own files (sample project, log); `None` where the system has none.
pub fn data_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "bayan").map(|dirs| dirs.data_dir().to_owned())
}

/// The folder of the window's log.
pub fn log_folder() -> Option<PathBuf> {
    data_folder().map(|folder| folder.join("log"))
}

/// A short number that tells this computer from others of the same name, made once; empty where it cannot be kept.
pub fn computer_number() -> String {
    let sound = |number: &str| number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_hexdigit());
    // Where the system has a number of its own, it also outlives the settings.
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

//! The description of a format: a static row with its names, its losses, and how it is written and read.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write;
use std::path::Path;

use super::error::{ExportError, Summary};
use super::input::Input;
use super::layer_sink::LayerSink;
use super::loss::{self, Loss, LossKind};
use super::output::{self, FileSet};
use super::parts::Parts;
use super::sidecar;
use crate::locale::{harmless, harmless_json};
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::t;

/// A format: a row of [`super::FORMATS`].
pub struct Format {
    /// The name on the command line and in output for programs.
    pub id: &'static str,
    /// The name for people.
    pub title: fn() -> String,
    /// The endings of its files, without the dot; new files get the first. A format of folders may have none.
    pub endings: &'static [&'static str],
    pub form: Form,
    /// What it is chosen for.
    pub purpose: Purpose,
    /// What the format cannot hold, in the order in which the losses are listed.
    pub loses: &'static [&'static LossKind],
    /// The choices for writing it.
    pub options: &'static [&'static FormatOption],
    /// How it is written; `None` for a format that is only read.
    pub writer: Option<Writer>,
    /// How it is read; `None` for a format that is only written.
    pub reader: Option<Reader>,
}

/// The form of a format's bytes, for previews and for terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Lines of text.
    Lines,
    /// One JSON value per line.
    JsonLines,
    /// Comma-separated records; a quoted cell may hold line ends.
    Records,
    /// Not text: it has no preview.
    Binary,
}

/// What people export for. The dialog offers the formats by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Spreadsheet,
    /// Statistics, scripts and databases.
    Statistics,
    /// Training a model.
    Training,
    /// Going on in another annotation tool.
    Tool,
    Reading,
    /// Keeping everything.
    Archive,
}

impl Purpose {
    /// In the order in which they are offered.
    pub const ALL: [Self; 6] =
        [Self::Spreadsheet, Self::Statistics, Self::Training, Self::Tool, Self::Reading, Self::Archive];

    /// The name for people.
    pub fn title(self) -> String {
        match self {
            Self::Spreadsheet => t!("panel-export-for-spreadsheet"),
            Self::Statistics => t!("panel-export-for-statistics"),
            Self::Training => t!("panel-export-for-training"),
            Self::Tool => t!("panel-export-for-tool"),
            Self::Reading => t!("panel-export-for-reading"),
            Self::Archive => t!("panel-export-for-archive"),
        }
    }
}

/// How a format is written. The losses are counted and the spans checked elsewhere.
#[derive(Clone, Copy)]
pub enum Writer {
    /// As one file.
    File(fn(&dyn Parts, &Options, &mut dyn Write) -> Result<(), ExportError>),
    /// As one file with another one beside it, which has its name with this ending.
    FileAndBeside {
        write: fn(&dyn Parts, &Options, &mut dyn Write) -> Result<(), ExportError>,
        ending: &'static str,
        beside: fn(&dyn Parts, &mut dyn Write) -> Result<(), ExportError>,
    },
    /// As several files in a new folder.
    Folder(fn(&dyn Parts, &Options, &mut dyn FileSet) -> Result<(), ExportError>),
    /// As one file, or with some options as several files in a new folder.
    FileOrFolder {
        write: fn(&dyn Parts, &Options, &mut dyn Write) -> Result<(), ExportError>,
        write_folder: fn(&dyn Parts, &Options, &mut dyn FileSet) -> Result<(), ExportError>,
        is_folder: fn(&Options) -> bool,
    },
}

/// How a format is read.
#[derive(Clone, Copy)]
pub struct Reader {
    /// Whether a folder can be of the format. If no format reads folders, a folder is refused before it is listed.
    pub folders: bool,
    /// Whether a large file is read part by part, so that only its parts are bounded. Without it, a file is held whole.
    pub streams: bool,
    /// How certain it is that this is a file or a folder of the format. Only the beginning of a file may be present.
    pub recognise: fn(&Input) -> Confidence,
    /// Passes on each layer as it is read, and reports what could not be read.
    pub read: fn(&Input, &mut dyn LayerSink),
}

/// How certain it is that something is of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    No,
    /// Its name suggests it.
    Possible,
    /// Its content shows it.
    Certain,
}

/// An option for writing a format; not chosen by default.
pub struct FormatOption {
    /// The flag on the command line.
    pub id: &'static str,
    /// The label in the dialog.
    pub title: fn() -> String,
    /// The help text of the command line.
    pub help: fn() -> String,
    pub value: OptionValue,
    /// What the format cannot hold only if this is chosen.
    pub loses: &'static [&'static LossKind],
    /// What the format can hold only if this is chosen.
    pub spares: &'static [&'static LossKind],
}

/// What is chosen with an option.
#[derive(Clone, Copy)]
pub enum OptionValue {
    /// It is on or off.
    Flag,
    /// One of these.
    OneOf(&'static [OptionChoice]),
    /// What somebody writes; the function says what is wrong with it.
    Text(fn(&str) -> Result<(), String>),
}

/// A value of an option that has a few of them.
pub struct OptionChoice {
    pub id: &'static str,
    /// The label in the dialog.
    pub title: fn() -> String,
}

impl FormatOption {
    /// An option that is on or off and changes nothing in what the format can hold.
    pub const fn flag(id: &'static str, title: fn() -> String, help: fn() -> String) -> Self {
        Self { id, title, help, value: OptionValue::Flag, loses: &[], spares: &[] }
    }

    /// An option with one of a few values, which change nothing in what the format can hold.
    pub const fn one_of(
        id: &'static str,
        title: fn() -> String,
        help: fn() -> String,
        choices: &'static [OptionChoice],
    ) -> Self {
        Self { id, title, help, value: OptionValue::OneOf(choices), loses: &[], spares: &[] }
    }

    /// Whether it can have this value, which is empty for a flag.
    ///
    /// # Errors
    /// It cannot; the error says what it can have.
    pub fn check(&self, value: &str) -> Result<(), String> {
        match self.value {
            OptionValue::Flag if value.is_empty() => Ok(()),
            OptionValue::Flag => Err(t!("export-option-flag", option = self.id)),
            OptionValue::OneOf(choices) if choices.iter().any(|choice| choice.id == value) => Ok(()),
            OptionValue::OneOf(choices) => {
                let known = choices.iter().map(|choice| choice.id).collect::<Vec<_>>().join(", ");
                Err(t!("export-option-value", option = self.id, value = value, known = known))
            }
            OptionValue::Text(check) => check(value),
        }
    }
}

/// The options chosen, with their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options(BTreeMap<&'static str, String>);

impl Options {
    pub fn has(&self, option: &FormatOption) -> bool {
        self.0.contains_key(option.id)
    }

    /// The value chosen; empty for a flag.
    pub fn value(&self, option: &FormatOption) -> Option<&str> {
        self.0.get(option.id).map(String::as_str)
    }

    /// Chooses a flag or takes it back.
    pub fn set(&mut self, option: &'static FormatOption, is_on: bool) {
        self.choose(option, is_on.then(String::new));
    }

    /// Chooses a value, or none.
    pub fn choose(&mut self, option: &'static FormatOption, value: Option<String>) {
        match value {
            Some(value) => self.0.insert(option.id, value),
            None => self.0.remove(option.id),
        };
    }

    /// These flags and no other options.
    pub fn of(options: &[&'static FormatOption]) -> Self {
        Self(options.iter().map(|option| (option.id, String::new())).collect())
    }

    /// What is chosen, by the names of the options.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(id, value)| (*id, value.as_str()))
    }
}

impl Format {
    /// The ending that a new file gets; empty for a folder without one.
    pub fn ending(&self) -> &'static str {
        self.endings.first().copied().unwrap_or_default()
    }

    /// Whether it is always written as a folder with several files.
    pub const fn is_folder(&self) -> bool {
        matches!(self.writer, Some(Writer::Folder(_)))
    }

    /// Whether it is written as a folder with several files if these options are chosen.
    pub fn writes_folder(&self, options: &Options) -> bool {
        match self.writer {
            Some(Writer::Folder(_)) => true,
            Some(Writer::FileOrFolder { is_folder, .. }) => is_folder(options),
            Some(Writer::File(_) | Writer::FileAndBeside { .. }) | None => false,
        }
    }

    /// Writes a dataset as one file.
    ///
    /// # Errors
    /// A span does not fit its text, the writing failed, or the format is not one of single files.
    pub fn write(
        &'static self,
        dataset: &dyn Parts,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<Summary, ExportError> {
        if self.writes_folder(options) {
            return Err(ExportError::NeedsFolder(self.id));
        }
        self.write_file(dataset, options, out)?;
        out.flush()?;
        Ok(self.summary(dataset, options))
    }

    /// Writes a dataset to standard output as one file, as it comes: byte for byte for a program, and so that nothing
    /// controls it for a terminal. If writing fails, what came before has been written.
    ///
    /// # Errors
    /// As for [`Format::write`].
    pub(crate) fn write_to_standard_output(
        &'static self,
        dataset: &dyn Parts,
        options: &Options,
        is_terminal: bool,
    ) -> Result<Summary, ExportError> {
        if self.writes_folder(options) {
            return Err(ExportError::NeedsFolder(self.id));
        }
        let shown = |bytes: &[u8]| self.for_terminal(bytes);
        let shown = is_terminal.then_some(&shown as &dyn Fn(&[u8]) -> String);
        output::put_standard_output(shown, |out| self.write_file(dataset, options, out))?;
        Ok(self.summary(dataset, options))
    }

    fn write_file(&self, dataset: &dyn Parts, options: &Options, out: &mut dyn Write) -> Result<(), ExportError> {
        match self.writer {
            Some(Writer::File(write) | Writer::FileAndBeside { write, .. } | Writer::FileOrFolder { write, .. }) => {
                write(dataset, options, out)
            }
            Some(Writer::Folder(_)) => Err(ExportError::NeedsFolder(self.id)),
            None => Err(ExportError::OnlyRead(self.id)),
        }
    }

    /// Writes a dataset to a file or a new folder: afterwards either all of it is there, or what was there before. The
    /// monitor counts the bytes written.
    ///
    /// # Errors
    /// As for [`Format::write`], or it was stopped; what was at the path is then unchanged.
    pub fn write_to_path(
        &'static self,
        dataset: &dyn Parts,
        options: &Options,
        path: &Path,
        monitor: &Monitor,
    ) -> Result<Summary, ExportError> {
        match self.writer {
            Some(Writer::FileOrFolder { write_folder, is_folder, .. }) if is_folder(options) => {
                output::put_folder(path, monitor, |files| write_folder(dataset, options, files))?;
            }
            Some(Writer::File(write) | Writer::FileOrFolder { write, .. }) => {
                output::put_file(path, monitor, |out| write(dataset, options, out))?;
            }
            Some(Writer::FileAndBeside { write, ending, beside }) => {
                let explanation = path.with_extension(ending);
                output::put_file_and_beside(
                    path,
                    &explanation,
                    monitor,
                    |out| write(dataset, options, out),
                    |out| beside(dataset, out),
                )?;
            }
            Some(Writer::Folder(write)) => output::put_folder(path, monitor, |files| write(dataset, options, files))?,
            None => return Err(ExportError::OnlyRead(self.id)),
        }
        Ok(self.summary(dataset, options))
    }

    /// The names of the files of a document that has files of its own: the export, and what explains it.
    pub(crate) fn files_of(&self, document: &DocumentId) -> (String, Option<String>) {
        let beside = match self.writer {
            Some(Writer::FileAndBeside { ending, .. }) => Some(format!("{document}.{ending}")),
            _ => None,
        };
        (format!("{document}.{}", self.ending()), beside)
    }

    /// The names of what lies beside the files of the documents: the codebook and the manual, without what would be taken
    /// for a file of the format.
    pub(crate) fn names_beside(&self, project: &Project) -> impl Iterator<Item = &'static str> {
        let ending = self.ending();
        let is_like_ours = move |name: &&str| name.rsplit_once('.').is_some_and(|(_, its)| its == ending);
        sidecar::names(project).filter(move |name| !is_like_ours(name))
    }

    /// Writes a file for each document into a new folder, named after the document. The codebook and the manual lie beside
    /// them.
    ///
    /// # Errors
    /// As for [`Format::write_to_path`], or the format is written as a folder anyway.
    pub fn write_per_document(
        &'static self,
        dataset: &dyn Parts,
        options: &Options,
        path: &Path,
        monitor: &Monitor,
    ) -> Result<Summary, ExportError> {
        if self.writes_folder(options) {
            return Err(ExportError::AlreadyFolder(self.id));
        }
        output::put_folder(path, monitor, |files| {
            dataset.each(|part| {
                part.one_by_one().try_for_each(|(document, part)| {
                    let (name, name_beside) = self.files_of(&document.id);
                    self.write_file(&part, options, files.file(&name)?)?;
                    match (self.writer, name_beside) {
                        (Some(Writer::FileAndBeside { beside, .. }), Some(name)) => beside(&part, files.file(&name)?),
                        _ => Ok(()),
                    }
                })
            })?;
            let mut beside = self.names_beside(dataset.head().project);
            beside.try_for_each(|name| sidecar::write_named(name, dataset, files))
        })?;
        Ok(self.summary(dataset, options))
    }

    /// What the dataset leaves out, by choice first, and what the format cannot hold of it with these options; empty if
    /// nothing is lost.
    pub fn losses(&self, dataset: &dyn Parts, options: &Options) -> Vec<Loss> {
        let kinds = self.loss_kinds(options);
        let counts = dataset.counts(&kinds);
        let losses = kinds.into_iter().zip(counts).map(|(kind, count)| Loss { kind, count });
        losses.filter(|loss| loss.count > 0).collect()
    }

    /// What an export in this format with these options may lose.
    pub fn loss_kinds(&self, options: &Options) -> Vec<&'static LossKind> {
        let of_every_format = loss::BY_CHOICE.iter().chain(loss::OF_EVERY_FORMAT).copied();
        of_every_format.chain(self.lost_with(options)).collect()
    }

    /// What the format cannot hold with these options.
    fn lost_with(&self, options: &Options) -> Vec<&'static LossKind> {
        let chosen = || self.options.iter().filter(|option| options.has(option));
        let is_spared = |kind: &&'static LossKind| chosen().any(|option| option.spares.contains(kind));
        let mut lost: Vec<_> = self.loses.iter().copied().filter(|kind| !is_spared(kind)).collect();
        for kind in chosen().flat_map(|option| option.loses) {
            if !lost.contains(kind) {
                lost.push(kind);
            }
        }
        lost
    }

    /// The bytes of an export in a form that is safe to show in a terminal.
    fn for_terminal(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8_lossy(bytes);
        if self.form == Form::JsonLines { harmless_json(&text) } else { harmless(&text) }
    }

    /// Relations count only if the format can hold them.
    fn summary(&self, dataset: &dyn Parts, options: &Options) -> Summary {
        let summary = dataset.summary();
        if self.lost_with(options).contains(&&loss::RELATIONS) { Summary { relations: 0, ..summary } } else { summary }
    }
}

// Formats are equal if they are the same row.
impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Format {}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

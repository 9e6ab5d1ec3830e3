//! What an export is made of, as the command line and a preset say it together.
//!
//! What the command line says counts first: its source replaces the source of the preset, and so do its format with the
//! options, and its query.

use anyhow::{Context as _, bail};

use super::Args;
use crate::formats::dataset::{DatasetSource, ExportScope};
use crate::formats::prepared::NameChanges;
use crate::formats::{self, Format, OWN_PRESETS, Options, OwnPreset, own_preset};
use crate::locale::plain;
use crate::model::id::AnnotatorId;
use crate::query::Query;
use crate::settings::{ExportPreset, Settings, checked_preset_name};
use crate::t;

/// Everything that is chosen for an export.
pub(super) struct Choices {
    pub format: &'static Format,
    pub options: Options,
    pub scope: ExportScope,
    pub changes: NameChanges,
    pub per_document: bool,
    pub strict: bool,
    /// The same as a preset.
    pub preset: ExportPreset,
    /// The name under which it is to be saved.
    pub save_as: Option<String>,
}

impl Choices {
    /// # Errors
    /// There is no such preset, or what is chosen does not fit together.
    pub(super) fn of(args: &Args, settings: &Settings) -> anyhow::Result<Self> {
        let mut preset = match &args.preset {
            Some(name) => preset_named(name, settings)?,
            None => ExportPreset::default(),
        };
        let options = options(args, &mut preset)?;
        source(args, settings, &mut preset);
        if let Some(query) = &args.query {
            preset.query.clone_from(query);
        }
        preset.without_excluded |= args.without_excluded;
        preset.roll_up |= args.roll_up;
        preset.anonymise |= args.anonymise;
        preset.per_document |= args.per_document;
        preset.strict |= args.strict;

        let Some(format) = formats::by_id(&preset.format).filter(|format| format.writer.is_some()) else {
            bail!(t!(
                "cli-export-format",
                format = preset.format.as_str(),
                known = formats::listed(formats::writable())
            ));
        };
        let query = match preset.query.trim() {
            "" => None,
            text => Some(Query::parse(text).with_context(|| t!("cli-export-query", query = text))?),
        };
        let annotators: Result<Vec<AnnotatorId>, _> = preset.annotators.iter().map(AnnotatorId::new).collect();
        let source = source_of(&preset, annotators?);
        let documents = args.documents.clone();
        let scope =
            ExportScope { source, documents, query, without_excluded: preset.without_excluded, for_colleague: false };
        let changes = NameChanges { roll_up: preset.roll_up, anonymise: preset.anonymise };
        let save_as = args.save_preset.as_deref().map(checked_preset_name).transpose().map_err(anyhow::Error::msg)?;
        if let Some(name) = save_as.as_ref().filter(|name| own_preset(name).is_some()) {
            bail!(t!("export-preset-taken", name = name.as_str()));
        }
        let (per_document, strict) = (preset.per_document, preset.strict);
        if per_document && args.out.is_none() {
            bail!(t!("cli-export-per-document-out"));
        }
        Ok(Self { format, options, scope, changes, per_document, strict, preset, save_as })
    }
}

/// Where the statements come from, from a preset with these annotators.
fn source_of(preset: &ExportPreset, annotators: Vec<AnnotatorId>) -> DatasetSource {
    let has_annotators = preset.all_annotators || !annotators.is_empty();
    match (preset.gold, has_annotators) {
        (true, true) => DatasetSource::GoldAnd(annotators),
        (true, false) => DatasetSource::Gold,
        (false, true) => DatasetSource::Annotators(annotators),
        (false, false) => DatasetSource::GoldFirst,
    }
}

/// The preset of this name: the user's, or one of those for a purpose.
fn preset_named(name: &str, settings: &Settings) -> anyhow::Result<ExportPreset> {
    if let Some(preset) = settings.export_presets.get(name) {
        return Ok(preset.clone());
    }
    let Some(OwnPreset { format, flags, .. }) = own_preset(name) else {
        let ours = OWN_PRESETS.iter().map(|own| format!("{} ({})", own.name, plain(&own.purpose.title())));
        let known: Vec<String> = ours.chain(settings.export_presets.keys().cloned()).collect();
        bail!(t!("cli-export-no-preset", name = name, known = known.join(", ")));
    };
    let options = flags.iter().map(|flag| (flag.id.to_owned(), String::new())).collect();
    Ok(ExportPreset { format: format.id.to_owned(), options, ..ExportPreset::default() })
}

/// The format's options. Those of another format than the chosen one are refused if they were given on the command line.
fn options(args: &Args, preset: &mut ExportPreset) -> anyhow::Result<Options> {
    if let Some(format) = &args.format
        && *format != preset.format
    {
        // The options of a preset are those of its format.
        preset.options.clear();
        preset.format.clone_from(format);
    }
    for (id, value) in args.chosen.0.iter() {
        preset.options.insert(id.to_owned(), value.to_owned());
    }
    let known = formats::by_id(&preset.format).map_or(&[][..], |format| format.options);
    let mut options = Options::default();
    for (id, value) in &preset.options {
        let Some(option) = known.iter().find(|option| option.id == id) else {
            bail!(t!("cli-export-option", format = preset.format.as_str(), option = id.as_str()));
        };
        option.check(value).map_err(anyhow::Error::msg)?;
        options.choose(option, Some(value.clone()));
    }
    Ok(options)
}

/// Takes over the source that the command line names.
fn source(args: &Args, settings: &Settings, preset: &mut ExportPreset) {
    if !args.gold && !args.mine && !args.all_annotators && args.annotators.is_empty() {
        return;
    }
    preset.gold = args.gold;
    preset.all_annotators = args.all_annotators;
    preset.annotators = args.annotators.iter().map(ToString::to_string).collect();
    if args.mine {
        preset.annotators.push(settings.person_or_system().to_string());
    }
}

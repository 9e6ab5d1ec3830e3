//! `bayan add`: articles from files into a project.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::edit::change::Edit;
use crate::import::read_article;
use crate::model::document::{Document, Metadata};
use crate::model::id::DocumentId;
use crate::text::content::Content;
use crate::text::encoding::{Encoding, decode, decode_as};
use crate::{store, t};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-add-project"))]
    project: PathBuf,
    #[arg(help = t!("help-add-files"))]
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[arg(help = t!("help-add-title"))]
    #[arg(long)]
    title: Option<String>,
    #[arg(help = t!("help-add-publisher"))]
    #[arg(long, default_value = "")]
    publisher: String,
    #[arg(help = t!("help-add-date"))]
    #[arg(long, default_value = "")]
    date: String,
    #[arg(help = t!("help-add-url"))]
    #[arg(long, default_value = "")]
    url: String,
    #[arg(help = t!("help-add-language"))]
    #[arg(long)]
    language: Option<String>,
    #[arg(help = t!("help-add-encoding"))]
    #[arg(long, value_parser = parse_encoding)]
    encoding: Option<Encoding>,
    #[arg(help = t!("help-add-json"))]
    #[arg(long)]
    json: bool,
}

/// All files or none are added.
///
/// # Errors
/// A file cannot be read, or the project cannot be written.
pub fn run(args: Args) -> anyhow::Result<ExitCode> {
    if args.title.is_some() && args.files.len() > 1 {
        bail!(t!("cli-add-one-title"));
    }
    let mut opened = super::open_for_writing(&args.project, None)?;
    let mut added = Vec::new();
    let (mut taken, mut edits) = (BTreeSet::new(), Vec::new());
    for file in &args.files {
        let bytes = read_article(file).with_context(|| t!("cli-add-unreadable", path = file.display().to_string()))?;
        let decoded = args.encoding.map_or_else(|| decode(&bytes), |encoding| decode_as(&bytes, encoding));
        if decoded.text.trim().is_empty() {
            bail!(t!("cli-add-empty", path = file.display().to_string()));
        }
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let project = opened.session.project();
        let id = DocumentId::from_name(&stem, |id| taken.contains(id) || store::is_taken(&args.project, project, id));
        let metadata = Metadata {
            title: args.title.clone().unwrap_or_else(|| title_of(&decoded.text)),
            publisher: args.publisher.clone(),
            published: args.date.clone(),
            url: args.url.clone(),
            language: args.language.clone().unwrap_or_else(|| language_of(&decoded.text).to_owned()),
            replaced_by: None,
        };
        let document = Document {
            id: id.clone(),
            content: Content::new(decoded.text),
            metadata,
            encoding: decoded.encoding.name().to_owned(),
            excluded: Vec::new(),
        };
        added.push((id.clone(), file, document.content.len_chars(), decoded.encoding, decoded.replaced));
        edits.push(Edit::AddDocument { document: Box::new(document), layers: Vec::new() });
        taken.insert(id);
    }
    opened.session.apply(t!("gesture-add-article"), Edit::Group(edits))?;
    opened.wait_saved().map_err(anyhow::Error::msg)?;
    let replaced: usize = added.iter().map(|(.., replaced)| replaced).sum();
    if args.json {
        let documents: Vec<_> = added
            .iter()
            .map(|(id, file, characters, encoding, replaced)| {
                serde_json::json!({
                    "id": id.as_str(), "file": file.display().to_string(), "characters": characters,
                    "encoding": encoding.name(), "replaced": replaced,
                })
            })
            .collect();
        super::say_json(&serde_json::json!({ "documents": documents }))?;
    } else {
        for (id, file, characters, encoding, replaced) in &added {
            let path = file.display().to_string();
            let encoding = encoding.name();
            super::say(&t!(
                "cli-add-done",
                id = id.as_str(),
                characters = *characters,
                encoding = encoding,
                path = path.as_str()
            ))?;
            if *replaced > 0 {
                super::complain(&t!("cli-add-replaced", count = *replaced, encoding = encoding, path = path.as_str()));
            }
        }
    }
    Ok(if replaced > 0 { ExitCode::from(super::FINDINGS) } else { ExitCode::SUCCESS })
}

/// The first line that has letters, as long as a title may be.
fn title_of(text: &str) -> String {
    let line = text.lines().map(str::trim).find(|line| line.chars().any(char::is_alphabetic)).unwrap_or_default();
    line.chars().take(120).collect()
}

fn language_of(text: &str) -> &'static str {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let arabic = text.chars().filter(|c| matches!(c, '\u{620}'..='\u{64a}')).count();
    if arabic * 2 > letters { "ar" } else { "" }
}

fn parse_encoding(name: &str) -> Result<Encoding, String> {
    let known = || Encoding::ALL.map(Encoding::name).join(", ");
    let found = Encoding::ALL.into_iter().find(|encoding| encoding.name().eq_ignore_ascii_case(name));
    found.ok_or_else(|| crate::locale::plain(&t!("cli-add-encoding", known = known())))
}

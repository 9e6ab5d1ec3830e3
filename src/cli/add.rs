//! `bayan add`: adds articles from files to a project.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;

use crate::edit::change::Edit;
use crate::formats::article::{self, Given, KnownTexts, ReadArticle, ReadOptions};
use crate::locale::plain;
use crate::model::document::{Document, Metadata};
use crate::model::id::DocumentId;
use crate::text::encoding::Encoding;
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
    #[arg(long, value_parser = super::parse_encoding)]
    encoding: Option<Encoding>,
    #[arg(help = t!("help-add-anyway"))]
    #[arg(long)]
    anyway: bool,
    #[arg(help = t!("help-add-json"))]
    #[arg(long)]
    json: bool,
}

/// A file to be added.
struct Added {
    /// The path of its file, with its place if the file contains several articles.
    from: String,
    document: Document,
    encoding: Encoding,
    replaced: usize,
    /// What the file contains that is not in the text.
    losses: Vec<String>,
}

/// A file whose text is in the project already, or was given earlier in the same call.
struct Same {
    from: String,
    document: DocumentId,
    title: String,
}

/// Reports files that are not text and files that are in the project already; adds either all of the others or none.
///
/// # Errors
/// No file can be read as a text, or the project cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    if args.title.is_some() && args.files.len() > 1 {
        bail!(t!("cli-add-one-title"));
    }
    let mut opened = super::open_for_writing(&args.project, None)?;
    let project = opened.session.project();
    let mut known = KnownTexts::of(project);
    let (mut added, mut same, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    let mut taken = store::Taken::new(&args.project, project);
    let options = ReadOptions { encoding: args.encoding, ..ReadOptions::default() };
    for file in &args.files {
        let read = match article::read(file, &options) {
            Ok(read) => read,
            Err(error) => {
                refused.push((file.display().to_string(), error.to_string()));
                continue;
            }
        };
        let path = file.display().to_string();
        refused.extend(read.refused.iter().map(|error| (path.clone(), error.to_string())));
        for ReadArticle { decoded, name, from, metadata: said, losses, .. } in read.articles {
            if let Some((document, title)) = known.find(&decoded.text).filter(|_| !args.anyway) {
                same.push(Same { from, document: document.clone(), title: title.to_owned() });
                continue;
            }
            let metadata = Metadata {
                title: args.title.clone().unwrap_or_default(),
                publisher: args.publisher.clone(),
                published: args.date.clone(),
                url: args.url.clone(),
                language: args.language.clone().unwrap_or_default(),
                replaced_by: None,
            };
            let (encoding, replaced) = (decoded.encoding, decoded.replaced);
            let given = Given { file_stem: name, metadata }.or_from(said);
            let document = article::document(decoded.text, Some(encoding), given, |id| taken.has(id));
            taken.take(&document.id);
            known.add(&document);
            added.push(Added { from, document, encoding, replaced, losses });
        }
    }
    if !added.is_empty() {
        let add = |added: &Added| Edit::AddDocument { document: Box::new(added.document.clone()), layers: Vec::new() };
        opened.session.apply("gesture-article-add", Edit::Group(added.iter().map(add).collect()))?;
        opened.wait_saved().map_err(anyhow::Error::msg)?;
    }
    if args.json {
        let documents: Vec<_> = added
            .iter()
            .map(|Added { from, document, encoding, replaced, .. }| {
                serde_json::json!({
                    "id": document.id.as_str(), "title": document.metadata.title, "file": from,
                    "characters": document.content.len_chars(), "encoding": encoding.name(), "replaced": replaced,
                })
            })
            .collect();
        let same: Vec<_> = same
            .iter()
            .map(|Same { from, document, title }| {
                serde_json::json!({ "file": from, "document": document, "title": title })
            })
            .collect();
        let refused: Vec<_> =
            refused.iter().map(|(file, reason)| serde_json::json!({ "file": file, "reason": plain(reason) })).collect();
        super::say_json(&serde_json::json!({ "documents": documents, "same": same, "refused": refused }))?;
    } else {
        for Added { from, document, encoding, replaced, losses } in &added {
            let (path, encoding) = (from.as_str(), encoding.name());
            super::say(&t!(
                "cli-add-done",
                id = document.id.as_str(),
                characters = document.content.len_chars(),
                encoding = encoding,
                path = path
            ))?;
            if *replaced > 0 {
                super::complain(&t!("cli-add-replaced", count = *replaced, encoding = encoding, path = path));
            }
            super::complain_all(losses);
        }
        for Same { from, document, title } in &same {
            let (id, path) = (document.as_str(), from.as_str());
            super::complain(&t!("cli-add-same", title = title.as_str(), id = id, path = path));
        }
        refused.iter().for_each(|(_, reason)| super::complain(reason));
    }
    let is_clean = same.is_empty() && refused.is_empty() && added.iter().all(|added| added.replaced == 0);
    Ok(if is_clean {
        ExitCode::SUCCESS
    } else if added.is_empty() && same.is_empty() {
        ExitCode::from(super::FAILED)
    } else {
        ExitCode::from(super::FINDINGS)
    })
}

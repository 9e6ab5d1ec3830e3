//! `bayan add`: adds articles from files to a project.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::ValueEnum;

use crate::edit::change::Edit;
use crate::formats::article::{self, ArticleField, Given, KnownTexts, ReadArticle, ReadOptions};
use crate::locale::plain;
use crate::model::document::{Document, Metadata};
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::text::encoding::Encoding;
use crate::text::near_duplicates::{NearDuplicates, Signature};
use crate::{store, t};

/// From this similarity on, two texts are reported as nearly the same.
const NEAR: f64 = 0.6;

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
    #[arg(help = t!("help-add-whole-page"))]
    #[arg(long)]
    whole_page: bool,
    #[arg(help = t!("help-add-map", fields = ArticleField::names().collect::<Vec<_>>().join(", ")))]
    #[arg(long, value_name = "COLUMN=FIELD", value_parser = column)]
    map: Vec<(String, ArticleField)>,
    #[arg(help = t!("help-add-same"))]
    #[arg(long)]
    same: Option<Same>,
    #[arg(help = t!("help-add-anyway"))]
    #[arg(long, conflicts_with = "same")]
    anyway: bool,
    #[arg(help = t!("help-add-dry-run"))]
    #[arg(long)]
    dry_run: bool,
    #[arg(help = t!("help-add-json"))]
    #[arg(long)]
    json: bool,
}

/// What becomes of texts that are in the project already. Without a choice, equal texts are skipped, and texts that are
/// nearly equal are added and reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Same {
    Skip,
    Add,
    Ask,
}

/// Reads `COLUMN=FIELD`.
fn column(value: &str) -> Result<(String, ArticleField), String> {
    let fields = || ArticleField::names().collect::<Vec<_>>().join(", ");
    let read =
        value.rsplit_once('=').and_then(|(column, field)| Some((column, ArticleField::from_name(field.trim())?)));
    let (column, field) = read.ok_or_else(|| t!("cli-add-map", fields = fields()))?;
    Ok((column.trim().to_owned(), field))
}

/// An article to be added.
struct Added {
    /// The path of its file, with its place if the file contains several articles.
    from: String,
    document: Document,
    encoding: Encoding,
    replaced: usize,
    /// What the file contains that is not in the text.
    losses: Vec<String>,
    doubts: Vec<String>,
    /// The document that is nearly the same.
    near: Option<Known>,
}

/// A document that is equal to an article or nearly so.
#[derive(Clone)]
struct Known {
    document: DocumentId,
    title: String,
    similarity: f64,
}

/// What was found in the files.
#[derive(Default)]
struct Found {
    added: Vec<Added>,
    /// Articles that are skipped, each with its place.
    same: Vec<(String, Known)>,
    /// Files and parts of files that are not articles, each with its path and the reason.
    refused: Vec<(String, String)>,
}

/// Reports files that are not text and files that are in the project already; adds either all of the others or none.
///
/// # Errors
/// No file can be read as a text, or the project cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    if args.title.is_some() && args.files.len() > 1 {
        bail!(t!("cli-add-one-title"));
    }
    if args.same == Some(Same::Ask) && !std::io::stdin().is_terminal() {
        bail!(t!("cli-add-ask"));
    }
    let found = if args.dry_run {
        read(&args, &super::open(&args.project)?.project)?
    } else {
        let mut opened = super::open_for_writing(&args.project, None)?;
        let found = read(&args, opened.session.project())?;
        if !found.added.is_empty() {
            let add =
                |added: &Added| Edit::AddDocument { document: Box::new(added.document.clone()), layers: Vec::new() };
            opened.session.apply("gesture-article-add", Edit::Group(found.added.iter().map(add).collect()))?;
            opened.wait_saved().map_err(anyhow::Error::msg)?;
        }
        found
    };
    if args.json {
        say_json(&found)?
    } else {
        say(&found, args.dry_run)?
    }
    let Found { added, same, refused } = found;
    let is_clean = |added: &Added| added.replaced == 0 && added.near.is_none() && added.doubts.is_empty();
    Ok(if same.is_empty() && refused.is_empty() && added.iter().all(is_clean) {
        ExitCode::SUCCESS
    } else if added.is_empty() && same.is_empty() {
        ExitCode::from(super::FAILED)
    } else {
        ExitCode::from(super::FINDINGS)
    })
}

/// Reads the files and makes documents of their articles.
fn read(args: &Args, project: &Project) -> anyhow::Result<Found> {
    let options = ReadOptions { encoding: args.encoding, whole_page: args.whole_page, columns: args.map.clone() };
    let mut known = KnownTexts::of(project);
    let mut near = NearDuplicates::default();
    for document in project.documents.values() {
        if let Some(signature) = Signature::of(document.content.as_str()) {
            near.add((document.id.clone(), document.display_title().to_owned()), signature);
        }
    }
    let mut taken = store::Taken::new(&args.project, project);
    let mut found = Found::default();
    for file in &args.files {
        let path = file.display().to_string();
        let read = match article::read(file, &options) {
            Ok(read) => read,
            Err(error) => {
                found.refused.push((path, error.to_string()));
                continue;
            }
        };
        if args.title.is_some() && read.articles.len() > 1 {
            bail!(t!("cli-add-one-title"));
        }
        found.refused.extend(read.refused.iter().map(|error| (path.clone(), error.to_string())));
        for read in read.articles {
            let equal = known.find(&read.decoded.text).map(|(document, title)| Known {
                document: document.clone(),
                title: title.to_owned(),
                similarity: 1.0,
            });
            let signature = Signature::of(&read.decoded.text);
            let similar = || {
                let ((document, title), similarity) = near.find(signature.as_ref()?, NEAR)?;
                Some(Known { document: document.clone(), title: title.clone(), similarity })
            };
            let is_equal = equal.is_some();
            let known_as = equal.or_else(similar);
            if let Some(same) = &known_as
                && !is_wanted(args, &read, same, is_equal)?
            {
                found.same.push((read.from, same.clone()));
                continue;
            }
            let added = document(args, read, known_as.filter(|_| !is_equal), |id| taken.has(id));
            taken.take(&added.document.id);
            known.add(&added.document);
            if let Some(signature) = signature {
                near.add((added.document.id.clone(), added.document.display_title().to_owned()), signature);
            }
            found.added.push(added);
        }
    }
    Ok(found)
}

/// Whether an article is added although the project has its text already, or nearly.
fn is_wanted(args: &Args, article: &ReadArticle, same: &Known, is_equal: bool) -> anyhow::Result<bool> {
    match args.same {
        None => Ok(args.anyway || !is_equal),
        Some(Same::Skip) => Ok(false),
        Some(Same::Add) => Ok(true),
        Some(Same::Ask) => {
            let (title, id) = (same.title.as_str(), same.document.as_str());
            let (path, percent) = (article.from.as_str(), percent(same.similarity));
            super::complain(&t!("cli-add-question", title = title, id = id, percent = percent, path = path));
            let mut answer = String::new();
            std::io::stdin().read_line(&mut answer)?;
            match answer.trim().to_lowercase().as_str() {
                "a" | "add" => Ok(true),
                "s" | "skip" => Ok(false),
                _ => Err(anyhow!(t!("cli-add-no-answer"))),
            }
        }
    }
}

/// Makes the document of an article.
fn document(args: &Args, read: ReadArticle, near: Option<Known>, taken: impl Fn(&DocumentId) -> bool) -> Added {
    let ReadArticle { decoded, name, from, metadata: said, losses, doubts, .. } = read;
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
    let document = article::document(decoded.text, Some(encoding), given, taken);
    Added { from, document, encoding, replaced, losses, doubts, near }
}

/// Whole percents, where only equal texts have a hundred.
fn percent(similarity: f64) -> usize {
    (0..100).rev().find(|percent| f64::from(*percent) <= similarity * 100.0).unwrap_or(0) as usize
}

fn say_json(found: &Found) -> anyhow::Result<()> {
    let known = |known: &Known| serde_json::json!({ "document": known.document, "title": known.title, "similarity": known.similarity });
    let documents: Vec<_> = found
        .added
        .iter()
        .map(|Added { from, document, encoding, replaced, losses, doubts, near }| {
            let metadata = &document.metadata;
            let plain = |lines: &[String]| -> Vec<String> { lines.iter().map(|line| plain(line)).collect() };
            serde_json::json!({
                "id": document.id.as_str(), "title": metadata.title, "file": from,
                "publisher": metadata.publisher, "date": metadata.published, "url": metadata.url,
                "language": metadata.language, "characters": document.content.len_chars(),
                "encoding": encoding.name(), "replaced": replaced, "losses": plain(losses), "doubts": plain(doubts),
                "near": near.as_ref().map(known),
            })
        })
        .collect();
    let same: Vec<_> = found
        .same
        .iter()
        .map(|(file, same)| {
            let Known { document, title, similarity } = same;
            serde_json::json!({ "file": file, "document": document, "title": title, "similarity": similarity })
        })
        .collect();
    let refused: Vec<_> = found
        .refused
        .iter()
        .map(|(file, reason)| serde_json::json!({ "file": file, "reason": plain(reason) }))
        .collect();
    super::say_json(&serde_json::json!({ "documents": documents, "same": same, "refused": refused }))?;
    Ok(())
}

fn say(found: &Found, dry_run: bool) -> anyhow::Result<()> {
    if dry_run {
        super::say(&t!("cli-add-head"))?;
        super::say_all(found.added.iter().map(table_row))?;
    }
    for Added { from, document, encoding, replaced, losses, doubts, near } in &found.added {
        let (path, encoding, characters) = (from.as_str(), encoding.name(), document.content.len_chars());
        if !dry_run {
            let id = document.id.as_str();
            super::say(&t!("cli-add-done", id = id, characters = characters, encoding = encoding, path = path))?;
        }
        if *replaced > 0 {
            super::complain(&t!("cli-add-replaced", count = *replaced, encoding = encoding, path = path));
        }
        super::complain_all(losses);
        super::complain_all(doubts);
        if let Some(Known { document, title, similarity }) = near {
            let (id, title, percent) = (document.as_str(), title.as_str(), percent(*similarity));
            super::complain(&t!("cli-add-near", title = title, id = id, percent = percent, path = path));
        }
    }
    for (path, Known { document, title, similarity }) in &found.same {
        let (id, title, path) = (document.as_str(), title.as_str(), path.as_str());
        if *similarity < 1.0 {
            let percent = percent(*similarity);
            super::complain(&t!("cli-add-same-near", title = title, id = id, percent = percent, path = path));
        } else {
            super::complain(&t!("cli-add-same", title = title, id = id, path = path));
        }
    }
    found.refused.iter().for_each(|(_, reason)| super::complain(reason));
    Ok(())
}

/// A row of the table of what was found, in the order of its head.
fn table_row(added: &Added) -> String {
    let Added { document, encoding, replaced, doubts, near, .. } = added;
    let Metadata { title, publisher, published, language, .. } = &document.metadata;
    let doubts = doubts.len() + usize::from(near.is_some()) + usize::from(*replaced > 0);
    let (length, doubts) = (document.content.len_chars().to_string(), doubts.to_string());
    [title, publisher, published, language, &length, encoding.name(), &doubts].join("\t")
}

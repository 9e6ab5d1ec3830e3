//! `bayan add`: adds articles from files to a project.

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::ValueEnum;

use super::terminal::shown;
use crate::exchange::source::{TagsOf, tags_at};
use crate::formats::article::adding::{self, AddingChoice, FoundArticle, KnownArticles, SimilarText};
use crate::formats::article::many::{OneRead, TakenArticles, read_many};
use crate::formats::article::{ArticleField, ReadArticle, ReadOptions};
use crate::locale::plain;
use crate::model::document::Metadata;
use crate::model::id::DocumentId;
use crate::model::project::Project;
use crate::monitor::Monitor;
use crate::store::keeping::OpenForWriting;
use crate::text::encoding::Encoding;
use crate::{store, t};

/// After so many articles, or so much text, what was found is added: then it is safe, and the memory free.
const MOST_WAITING: usize = 500;
const MOST_WAITING_BYTES: usize = 32 << 20;

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
    /// Added as another version of the article that is here.
    Version,
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

/// What was found in the files.
#[derive(Default)]
struct Found {
    /// Articles to be added.
    added: Vec<AddedArticle>,
    /// Articles that are skipped, each with its place.
    same: Vec<(String, SimilarText)>,
    /// Files and parts of files that are not articles, each with its path and the reason.
    refused: Vec<(String, String)>,
}

/// An article that is added. Once it is in the project, its text is no longer here.
struct AddedArticle {
    article: FoundArticle,
    characters: usize,
}

/// Reports files that are not text and files that are in the project already, and adds the others. Of many, those that were
/// found are added now and then, so that a run that is ended can be gone on with by the same command; of a few, either all
/// are added or none.
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
        let project = super::open(&args.project)?.project;
        read(Adding::new(&args, &project, None))?
    } else {
        let mut opened = super::open_for_writing(&args.project, None)?;
        let project = opened.session.project().clone();
        read(Adding::new(&args, &project, Some(&mut opened)))?
    };
    if args.json {
        say_json(&found)?
    } else {
        say(&found, args.dry_run)?
    }
    let Found { added, same, refused } = found;
    let is_clean = |added: &AddedArticle| !added.article.has_doubts() && near(&added.article).is_none();
    Ok(if same.is_empty() && refused.is_empty() && added.iter().all(is_clean) {
        ExitCode::SUCCESS
    } else if added.is_empty() && same.is_empty() {
        ExitCode::from(super::FAILED)
    } else {
        ExitCode::from(super::FINDINGS)
    })
}

/// Reads the files with progress, looks for what the project has already, and adds the rest.
fn read(mut adding: Adding<'_>) -> anyhow::Result<Found> {
    let args = adding.args;
    let columns = args.map.iter().map(|(column, field)| (column.clone(), Some(*field))).collect();
    let options =
        ReadOptions { encoding: args.encoding, whole_page: args.whole_page, columns, ..ReadOptions::default() };
    let mut files = Vec::with_capacity(args.files.len());
    for file in &args.files {
        match tags_at(file) {
            Some(tags) => adding.refuse_tags(file.display().to_string(), &tags),
            None => files.push(file.clone()),
        }
    }
    let monitor = Monitor::default();
    let mut work = || {
        let mut failed = None;
        read_many(&files, &options, &TakenArticles::new(), &monitor, &mut |one| {
            failed = adding.take(one).err();
            failed.is_none()
        });
        failed.map_or(Ok(()), Err)
    };
    // A question is not written over.
    if args.same == Some(Same::Ask) {
        work()?
    } else {
        shown(&monitor, progress, progress_line, work)?
    }
    adding.add()?;
    Ok(adding.found)
}

fn progress(done: usize, all: usize) -> String {
    t!("cli-add-progress", done = done, all = all)
}

fn progress_line(done: usize, all: usize) -> String {
    t!("cli-add-progress-line", done = done, all = all)
}

/// Articles on their way into a project.
struct Adding<'a> {
    args: &'a Args,
    /// `None` if nothing is to be added.
    opened: Option<&'a mut OpenForWriting>,
    known: KnownArticles,
    taken: store::Taken,
    found: Found,
    /// How many of those that were found are in the project.
    done: usize,
    waiting_bytes: usize,
}

impl<'a> Adding<'a> {
    fn new(args: &'a Args, project: &Project, opened: Option<&'a mut OpenForWriting>) -> Self {
        let (known, taken) = (KnownArticles::of(project), store::Taken::new(&args.project, project));
        Self { args, opened, known, taken, found: Found::default(), done: 0, waiting_bytes: 0 }
    }

    fn refuse_tags(&mut self, path: String, tags: &TagsOf) {
        let reason = match tags {
            TagsOf::Colleague => t!("cli-add-tags-colleague", path = path.as_str()),
            TagsOf::OtherTool(format) => t!("cli-add-tags", path = path.as_str(), format = format.id),
        };
        self.found.refused.push((path, reason));
    }

    /// Takes the articles of a file.
    fn take(&mut self, one: OneRead) -> anyhow::Result<()> {
        let path = one.path.display().to_string();
        let read = match one.read {
            Ok(read) => read,
            Err(error) => {
                self.found.refused.push((path, error.to_string()));
                return Ok(());
            }
        };
        self.found.refused.extend(read.refused.iter().map(|error| (path.clone(), error.to_string())));
        for read in read.articles {
            self.article(read)?;
            let is_much =
                self.found.added.len() - self.done >= MOST_WAITING || self.waiting_bytes >= MOST_WAITING_BYTES;
            // Whoever is asked may still say that nothing is to be added.
            if is_much && self.args.same != Some(Same::Ask) {
                self.add()?;
            }
        }
        Ok(())
    }

    fn article(&mut self, read: ReadArticle) -> anyhow::Result<()> {
        let has_others = !self.found.added.is_empty() || !self.found.same.is_empty();
        if self.args.title.is_some() && has_others {
            bail!(t!("cli-add-one-title"));
        }
        let taken = &self.taken;
        let mut article = self.known.found(read, said(self.args), |id| taken.has(id));
        article.choice = choice(self.args, &article)?;
        match article.similar.clone().filter(|_| !article.is_added()) {
            Some(similar) => self.found.same.push((article.read.from, similar)),
            None => {
                self.taken.take(&article.id);
                self.known.add(article.known_text());
                let characters = article.read.decoded.text.chars().count();
                self.waiting_bytes += article.read.decoded.text.len();
                self.found.added.push(AddedArticle { article, characters });
            }
        }
        Ok(())
    }

    /// Adds what was found and is not in the project yet.
    fn add(&mut self) -> anyhow::Result<()> {
        let new = self.found.added.get_mut(self.done..).unwrap_or_default();
        if let Some(opened) = self.opened.as_deref_mut().filter(|_| !new.is_empty()) {
            let project = opened.session.project();
            let taken = store::Taken::new(&self.args.project, project);
            let is_taken = |id: &DocumentId| taken.has(id);
            let documents = adding::documents(new.iter().map(|added| &added.article), project, is_taken);
            opened.session.apply("gesture-article-add", adding::edit(documents))?;
            opened.wait_saved().map_err(anyhow::Error::msg)?;
        }
        for AddedArticle { article, .. } in new {
            article.read.decoded.text = String::new();
        }
        (self.done, self.waiting_bytes) = (self.found.added.len(), 0);
        Ok(())
    }
}

/// What the options say about every article.
fn said(args: &Args) -> Metadata {
    Metadata {
        title: args.title.clone().unwrap_or_default(),
        publisher: args.publisher.clone(),
        published: args.date.clone(),
        url: args.url.clone(),
        language: args.language.clone().unwrap_or_default(),
        replaced_by: None,
    }
}

/// What becomes of an article, by the options or by the answer of the person.
fn choice(args: &Args, article: &FoundArticle) -> anyhow::Result<AddingChoice> {
    let Some(similar) = &article.similar else { return Ok(AddingChoice::Add) };
    match args.same {
        None if args.anyway => Ok(AddingChoice::Add),
        None => Ok(article.choice),
        Some(Same::Skip) => Ok(AddingChoice::Skip),
        Some(Same::Add) => Ok(AddingChoice::Add),
        Some(Same::Version) => Ok(AddingChoice::Version),
        Some(Same::Ask) => {
            let (title, id) = (similar.title.as_str(), similar.document.as_str());
            let (path, percent) = (article.read.from.as_str(), similar.percent());
            super::complain(&t!("cli-add-question", title = title, id = id, percent = percent, path = path));
            let mut answer = String::new();
            std::io::stdin().read_line(&mut answer)?;
            match answer.trim().to_lowercase().as_str() {
                "a" | "add" => Ok(AddingChoice::Add),
                "s" | "skip" => Ok(AddingChoice::Skip),
                "v" | "version" => Ok(AddingChoice::Version),
                _ => Err(anyhow!(t!("cli-add-no-answer"))),
            }
        }
    }
}

/// A text that is nearly the same as the article, or that the article is another version of.
fn near(article: &FoundArticle) -> Option<&SimilarText> {
    let is_version = article.choice == AddingChoice::Version;
    article.similar.as_ref().filter(|similar| is_version || !similar.is_equal())
}

fn say_json(found: &Found) -> anyhow::Result<()> {
    let known = |known: &SimilarText| {
        let SimilarText { document, title, similarity } = known;
        serde_json::json!({ "document": document, "title": title, "similarity": similarity })
    };
    let plain_all = |lines: &[String]| -> Vec<String> { lines.iter().map(|line| plain(line)).collect() };
    let documents: Vec<_> = found
        .added
        .iter()
        .map(|AddedArticle { article, characters }| {
            let FoundArticle { id, read, metadata, choice, .. } = article;
            serde_json::json!({
                "id": id.as_str(), "title": metadata.title, "file": read.from,
                "publisher": metadata.publisher, "date": metadata.published, "url": metadata.url,
                "language": metadata.language, "characters": characters,
                "encoding": read.decoded.encoding.name(), "replaced": read.decoded.replaced,
                "losses": plain_all(&read.losses), "doubts": plain_all(&read.doubts),
                "near": near(article).map(known), "version": *choice == AddingChoice::Version,
            })
        })
        .collect();
    let same: Vec<_> = found
        .same
        .iter()
        .map(|(file, same)| {
            let SimilarText { document, title, similarity } = same;
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
    for AddedArticle { article, characters } in &found.added {
        let (read, path) = (&article.read, article.read.from.as_str());
        let encoding = read.decoded.encoding.name();
        if !dry_run {
            let id = article.id.as_str();
            super::say(&t!("cli-add-done", id = id, characters = *characters, encoding = encoding, path = path))?;
        }
        if read.decoded.replaced > 0 {
            super::complain(&t!("cli-add-replaced", count = read.decoded.replaced, encoding = encoding, path = path));
        }
        super::complain_all(&read.losses);
        super::complain_all(&read.doubts);
        if let Some(similar) = near(article) {
            let (id, title, percent) = (similar.document.as_str(), similar.title.as_str(), similar.percent());
            super::complain(&if article.choice == AddingChoice::Version {
                t!("cli-add-version", title = title, id = id, percent = percent, path = path)
            } else {
                t!("cli-add-near", title = title, id = id, percent = percent, path = path)
            });
        }
    }
    super::complain_all(found.same.iter().map(|(path, similar)| {
        let (id, title, path) = (similar.document.as_str(), similar.title.as_str(), path.as_str());
        if similar.is_equal() {
            t!("cli-add-same", title = title, id = id, path = path)
        } else {
            let percent = similar.percent();
            t!("cli-add-same-near", title = title, id = id, percent = percent, path = path)
        }
    }));
    super::complain_all(found.refused.iter().map(|(_, reason)| reason));
    Ok(())
}

/// A row of the table of what was found, in the order of its head.
fn table_row(added: &AddedArticle) -> String {
    let AddedArticle { article, characters } = added;
    let FoundArticle { read, metadata, .. } = article;
    let Metadata { title, publisher, published, language, .. } = metadata;
    let doubts = read.doubts.len() + usize::from(near(article).is_some()) + usize::from(read.decoded.replaced > 0);
    let (length, doubts) = (characters.to_string(), doubts.to_string());
    [title, publisher, published, language, &length, read.decoded.encoding.name(), &doubts].join("\t")
}

//! `bayan check`: reports everything that is wrong with a project on disk; with `--fix`, repairs what it can.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::locale::plain;
use crate::store::format::attributes;
use crate::store::merging::repair;
use crate::store::{self, Opened, Problem, ProblemKind, StoreError};
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-check-project"))]
    project: PathBuf,
    #[arg(help = t!("help-check-fix"))]
    #[arg(long)]
    fix: bool,
    #[arg(help = t!("help-check-all"))]
    #[arg(long)]
    all: bool,
    #[arg(help = t!("help-check-json"))]
    #[arg(long)]
    json: bool,
}

/// The results of a check.
#[derive(Default)]
struct Found {
    problems: Vec<Problem>,
    /// Changes by others, missing files that did no damage, and values that do not fit the codebook: news, not findings.
    news: Vec<Problem>,
    changed: BTreeSet<PathBuf>,
    /// The numbers of documents, layers and statements.
    counts: Option<(usize, usize, usize)>,
}

/// # Errors
/// There is no project in the folder, or it cannot be repaired.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let fixed = if args.fix { fix(&args.project)? } else { Vec::new() };
    let Found { problems, news, changed, counts } = look(&args.project)?;
    let most = if args.all { usize::MAX } else { super::MOST_LINES };
    if args.json {
        let entry = |problem: &Problem| {
            serde_json::json!({
                "path": problem.path.display().to_string(), "place": plain(&problem.place),
                "message": plain(&problem.kind.to_string()),
            })
        };
        let entries: Vec<_> = problems.iter().take(most).map(entry).collect();
        let notes: Vec<_> = news.iter().take(most).map(entry).collect();
        let path = |path: &PathBuf| path.display().to_string();
        let changed: Vec<_> = changed.iter().take(most).map(path).collect();
        let fixed: Vec<_> = fixed.iter().take(most).map(path).collect();
        super::say_json(&serde_json::json!({
            "ok": problems.is_empty(), "count": problems.len(), "problems": entries, "changed": changed,
            "notes": notes, "fixed": fixed,
        }))?;
    } else {
        super::say_all(fixed.iter().map(|path| t!("cli-check-fixed", path = path.display().to_string())))?;
        let changed = changed.iter().map(|path| Problem {
            path: path.clone(),
            place: String::new(),
            kind: ProblemKind::ChangedOutside,
        });
        super::complain_all(changed.chain(news));
        if args.all {
            problems.iter().try_for_each(|problem| super::say(&problem.to_string()))?;
        } else {
            super::say_all(&problems)?;
        }
        if let Some((documents, layers, statements)) = counts.filter(|_| problems.is_empty()) {
            super::say(&t!("cli-check-clean", documents = documents, layers = layers, statements = statements))?;
        }
    }
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(super::FINDINGS) })
}

fn look(folder: &Path) -> anyhow::Result<Found> {
    match store::open(folder) {
        Ok(opened) => {
            let Opened { project, mut problems, notes, files, .. } = opened;
            problems.extend(notes);
            problems.extend(store::keeping::writers::other_writers(folder, ""));
            problems.extend(store::problem::parties_of_one_name(folder, &project));
            let statements: usize = project.layers.values().map(crate::model::layer::Layer::len).sum();
            let changed =
                store::journal::history::changed_outside(folder, &store::layout::computer::writer_name(), &files);
            let counts = Some((project.documents.len(), project.layers.len(), statements));
            let mut news: Vec<Problem> = attributes::missing(folder).into_iter().collect();
            news.extend(store::problem::misfits(folder, &project));
            Ok(Found { problems, news, changed: changed.into_iter().collect(), counts })
        }
        Err(StoreError::Unreadable(problem)) if problem.kind != ProblemKind::Missing => {
            Ok(Found { problems: vec![problem], ..Found::default() })
        }
        Err(error) => Err(error.into()),
    }
}

/// Repairs what can be repaired; returns the files written.
fn fix(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    // Nobody else may write in the meantime.
    let _lock = super::lock(folder)?;
    let opened = store::open(folder)?;
    let mut fixed = repair::line_ends(folder, &opened)?;
    if let Some(missing) = attributes::missing(folder).filter(|problem| problem.kind == ProblemKind::NoAttributes) {
        attributes::write(folder, false)?;
        fixed.push(missing.path);
    }
    Ok(fixed)
}

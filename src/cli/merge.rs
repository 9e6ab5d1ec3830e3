//! `bayan merge`: merges two versions of one file of a project; also git's merge driver. With one path alone, it
//! resolves the conflict markers that git has left in a project or in one of its files.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;

use crate::formats::{ExportError, output};
use crate::locale::plain;
use crate::store::merging::repair::{self, Mended};
use crate::store::merging::three_way;
use crate::store::{self, Problem, ProblemKind};
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-merge-base"))]
    base: PathBuf,
    #[arg(help = t!("help-merge-ours"))]
    #[arg(requires = "theirs")]
    ours: Option<PathBuf>,
    #[arg(help = t!("help-merge-theirs"))]
    theirs: Option<PathBuf>,
    #[arg(long, help = t!("help-merge-out"))]
    out: Option<PathBuf>,
    #[arg(long, help = t!("help-merge-accept"))]
    accept: bool,
    #[arg(long, help = t!("help-merge-json"))]
    json: bool,
}

/// # Errors
/// A file cannot be read or written; nothing was changed.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let (Some(ours), Some(theirs)) = (&args.ours, &args.theirs) else { return mend(&args) };
    let read = |path: &PathBuf| store::read_text(path);
    let (base, ours_text, theirs) = (read(&args.base)?, read(ours)?, read(theirs)?);
    let merged = three_way::merge(&base, &ours_text, &theirs)
        .map_err(|kind| Problem { path: ours.clone(), place: String::new(), kind })
        .map_err(|problem| anyhow::anyhow!(problem.to_string()))?;
    match &args.out {
        Some(path) => output::put(path, merged.text.as_bytes()).map_err(ExportError::from)?,
        None => store::write_text(ours, &merged.text)?,
    }
    if args.json {
        super::say_json(&serde_json::json!({ "conflicts": merged.conflicts }))?;
    } else if merged.conflicts > 0 {
        super::complain(&t!("cli-merge-conflicts", count = merged.conflicts));
    }
    let found = merged.conflicts > 0 && !args.accept;
    Ok(if found { ExitCode::from(super::FINDINGS) } else { ExitCode::SUCCESS })
}

/// Resolves the conflict markers that git has left, in one file or in each file of a project.
fn mend(args: &Args) -> anyhow::Result<ExitCode> {
    let paths = if args.base.is_dir() { repair::marked(&args.base) } else { vec![args.base.clone()] };
    if args.out.is_some() && args.base.is_dir() {
        bail!(t!("cli-merge-out-alone"));
    }
    if args.base.is_dir() && !args.base.join("project.ron").is_file() {
        bail!(t!("cli-git-no-project", path = args.base.display().to_string()));
    }
    let (mut conflicts, mut failed, mut rows) = (0, 0, Vec::new());
    for path in &paths {
        let Mended { path, result } = repair::markers(path, args.out.as_deref())?;
        let said = path.display().to_string();
        let message = match &result {
            Ok(found) => {
                conflicts += found;
                t!("cli-merge-mended", path = said.as_str())
            }
            Err(kind) => {
                failed += 1;
                match kind {
                    ProblemKind::NoMarkers => t!("cli-merge-none", path = said.as_str()),
                    ProblemKind::BothChanged => t!("cli-merge-by-hand", path = said.as_str()),
                    ProblemKind::TextChanged => t!("cli-merge-text", path = said.as_str()),
                    kind => Problem { path: path.clone(), place: String::new(), kind: kind.clone() }.to_string(),
                }
            }
        };
        rows.push((said, result.ok(), message));
    }
    if args.json {
        let row = |(path, conflicts, message): &(String, Option<usize>, String)| serde_json::json!({ "path": path, "mended": conflicts.is_some(), "conflicts": conflicts, "message": plain(message) });
        let files: Vec<_> = rows.iter().map(row).collect();
        super::say_json(&serde_json::json!({ "conflicts": conflicts, "files": files }))?;
    } else {
        super::say_all(rows.iter().filter(|row| row.1.is_some()).map(|row| &row.2))?;
        super::complain_all(rows.iter().filter(|row| row.1.is_none()).map(|row| &row.2));
        if rows.is_empty() {
            super::say(&t!("cli-merge-none", path = args.base.display().to_string()))?;
        }
        if conflicts > 0 {
            super::complain(&t!("cli-merge-conflicts", count = conflicts));
        }
    }
    let found = failed > 0 || (conflicts > 0 && !args.accept);
    Ok(if found { ExitCode::from(super::FINDINGS) } else { ExitCode::SUCCESS })
}

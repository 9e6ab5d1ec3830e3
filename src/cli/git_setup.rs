//! `bayan git-setup`: sets up a project's `.gitattributes`, and the merge driver in the configuration of its
//! repository.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};

use crate::store::format::attributes;
use crate::t;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-git-setup-project"))]
    project: PathBuf,
}

/// # Errors
/// There is no project, no repository or no git.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    if !args.project.join("project.ron").is_file() {
        bail!(t!("cli-git-no-project", path = args.project.display().to_string()));
    }
    let path = attributes::path_in(&args.project);
    attributes::write(&args.project, true)?;
    let program = std::env::current_exe().context(t!("cli-git-failed", path = args.project.display().to_string()))?;
    // Git runs the driver through a shell, also on Windows.
    let quoted = program.display().to_string().replace('\\', "/").replace('\'', "'\\''");
    git(&args.project, "merge.bayan.name", "Bayan projects, statement by statement")?;
    git(&args.project, "merge.bayan.driver", &format!("'{quoted}' merge --accept %O %A %B"))?;
    super::say(&t!("cli-git-done", path = path.display().to_string()))?;
    Ok(ExitCode::SUCCESS)
}

fn git(project: &Path, key: &str, value: &str) -> anyhow::Result<()> {
    let failed = || t!("cli-git-failed", path = project.display().to_string());
    let status = Command::new("git").arg("-C").arg(project).args(["config", "--local", key, value]).status();
    if !status.with_context(failed)?.success() {
        bail!(failed());
    }
    Ok(())
}

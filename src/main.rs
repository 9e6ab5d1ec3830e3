//! The process: the command line, then the window or a headless verb.

use std::path::PathBuf;
use std::process::ExitCode;

use bayan::{cli, t};
use clap::Parser;

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "bayan", version, about = t!("help-main"), args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[arg(help = t!("help-main-project"))]
    project: Option<PathBuf>,
    #[command(subcommand)]
    verb: Option<cli::Verb>,
}

fn main() -> ExitCode {
    let CommandLine { project, verb } = CommandLine::parse();
    match verb {
        Some(verb) => {
            let filter = tracing_subscriber::EnvFilter::try_from_env("BAYAN_LOG");
            tracing_subscriber::fmt()
                .with_env_filter(filter.unwrap_or_else(|_unset| tracing_subscriber::EnvFilter::new("warn")))
                .with_writer(std::io::stderr)
                .init();
            cli::run(verb)
        }
        None => window(project),
    }
}

#[cfg(not(feature = "gui"))]
fn window(_project: Option<PathBuf>) -> ExitCode {
    cli::complain(&bayan::t!("cli-no-window"));
    ExitCode::from(cli::FAILED)
}

#[cfg(feature = "gui")]
fn window(project: Option<PathBuf>) -> ExitCode {
    if !has_display() {
        cli::complain(&bayan::t!("cli-no-display"));
        return ExitCode::from(cli::FAILED);
    }
    // The guard writes what is left when it goes; it must live as long as the window.
    let _log = log_to_file();
    match bayan::app::run(project) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "the window could not be opened");
            cli::complain(&format!("{error:#}"));
            ExitCode::from(cli::FAILED)
        }
    }
}

#[cfg(feature = "gui")]
fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// The log of the window, one file a day, the last seven kept; without a place for it the window opens all the same.
#[cfg(feature = "gui")]
fn log_to_file() -> Option<tracing_appender::non_blocking::WorkerGuard> {
    let folder = bayan::store::settings::data_folder()?.join("log");
    let appender = tracing_appender::rolling::Builder::new()
        .rotation(tracing_appender::rolling::Rotation::DAILY)
        .filename_prefix("bayan")
        .filename_suffix("log")
        .max_log_files(7)
        .build(folder)
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(appender);
    let filter = tracing_subscriber::EnvFilter::try_from_env("BAYAN_LOG");
    tracing_subscriber::fmt()
        .with_env_filter(filter.unwrap_or_else(|_unset| tracing_subscriber::EnvFilter::new("info")))
        .with_ansi(false)
        .with_writer(writer)
        .init();
    Some(guard)
}

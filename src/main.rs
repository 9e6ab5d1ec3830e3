//! The program's entry point: parses the command line, then opens the window or runs a verb.

#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used))]

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
    /// Set if the window is opened after a panic of the parent process, to report it; the message.
    #[arg(long, hide = true)]
    after_panic: Option<String>,
    #[command(subcommand)]
    verb: Option<cli::Verb>,
}

/// The message about the last panic.
static LAST_PANIC: std::sync::Mutex<Option<String>> = std::sync::Mutex::new(None);

/// Logs panics and reports where the log and the journals are. A panic does not damage the journals: a thread of their
/// own writes them, record by record.
fn tell_of_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if bayan::formats::article::expects_panic() {
            return;
        }
        let journals: Vec<String> = bayan::store::keeping::open_projects()
            .iter()
            .map(|folder| bayan::store::journal::segments::folder(folder).display().to_string())
            .collect();
        let log = bayan::settings::log_folder().map(|folder| folder.display().to_string()).unwrap_or_default();
        let text = bayan::locale::plain(&bayan::t!("panic", journals = journals.join(", "), log = log));
        let backtrace = std::backtrace::Backtrace::force_capture();
        tracing::error!(%panic, %backtrace, "a panic");
        usual(panic);
        cli::complain(&text);
        *LAST_PANIC.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(text);
    }));
}

fn main() -> ExitCode {
    tell_of_panics();
    let CommandLine { project, after_panic, verb } = CommandLine::parse();
    match verb {
        Some(verb) => {
            let filter = tracing_subscriber::EnvFilter::try_from_env("BAYAN_LOG");
            tracing_subscriber::fmt()
                .with_env_filter(filter.unwrap_or_else(|_unset| tracing_subscriber::EnvFilter::new("warn")))
                .with_writer(std::io::stderr)
                .init();
            cli::run(verb)
        }
        None => window(project, after_panic),
    }
}

#[cfg(not(feature = "gui"))]
fn window(_project: Option<PathBuf>, _after_panic: Option<String>) -> ExitCode {
    cli::complain(&bayan::t!("cli-no-window"));
    ExitCode::from(cli::FAILED)
}

#[cfg(feature = "gui")]
fn window(project: Option<PathBuf>, after_panic: Option<String>) -> ExitCode {
    if !has_display() {
        cli::complain(&bayan::t!("cli-no-display"));
        return ExitCode::from(cli::FAILED);
    }
    // The guard writes the rest of the log when it is dropped; it must live as long as the window.
    let _log = log_to_file();
    let is_second = after_panic.is_some();
    let run = std::panic::AssertUnwindSafe(|| bayan::app::run(project, after_panic));
    let Ok(result) = std::panic::catch_unwind(run) else {
        let text = LAST_PANIC.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone().unwrap_or_default();
        // Most systems cannot show a dialog without a window, so a new process opens one; it does so only once.
        let again = || std::process::Command::new(std::env::current_exe()?).arg("--after-panic").arg(&text).spawn();
        if is_second || again().is_err() {
            bayan::app::tell(&text);
        }
        return ExitCode::from(cli::FAILED);
    };
    match result {
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

/// Starts the window's log, one file per day with the last seven kept; without a folder for it, nothing is logged.
#[cfg(feature = "gui")]
fn log_to_file() -> Option<tracing_appender::non_blocking::WorkerGuard> {
    let folder = bayan::settings::log_folder()?;
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

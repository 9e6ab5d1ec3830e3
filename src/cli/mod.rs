//! The command line's verbs, one file each. Exit code 0: done, nothing found; 1: findings; 2: misuse or failure.
//!
//! Every verb has `Args` and `run(Args)`. Its results go to standard output, with `--json` as one JSON object for
//! programs; warnings and errors go to standard error.

pub mod add;
pub mod agreement;
pub mod check;
pub mod codebook;
pub mod export;
pub mod generate;
pub mod git_setup;
pub mod gold;
pub mod history;
pub mod import;
pub mod merge;
pub mod merge_copies;
pub mod new;
mod places;
mod progress;
mod project;
pub mod receive;
pub mod recover;
pub mod replace_text;
pub mod review;
pub mod send;
pub mod session;
pub mod stats;
mod terminal;

use std::process::ExitCode;

pub(crate) use project::*;
pub use terminal::*;

use crate::t;

#[derive(Debug, clap::Subcommand)]
pub enum Verb {
    #[command(about = t!("help-new"))]
    New(new::Args),
    #[command(about = t!("help-add"))]
    Add(add::Args),
    #[command(about = t!("help-check"))]
    Check(check::Args),
    #[command(about = t!("help-codebook"))]
    Codebook(codebook::Args),
    #[command(about = t!("help-stats"))]
    Stats(stats::Args),
    #[command(about = t!("help-export"))]
    Export(export::Args),
    #[command(about = t!("help-import"))]
    Import(import::Args),
    #[command(about = t!("help-session"))]
    Session(session::Args),
    #[command(about = t!("help-replace-text"))]
    ReplaceText(replace_text::Args),
    #[command(about = t!("help-history"))]
    History(history::Args),
    #[command(about = t!("help-merge"))]
    Merge(merge::Args),
    #[command(about = t!("help-merge-copies"))]
    MergeCopies(merge_copies::Args),
    #[command(about = t!("help-git-setup"))]
    GitSetup(git_setup::Args),
    #[command(about = t!("help-recover"))]
    Recover(recover::Args),
    #[command(about = t!("help-generate"), hide = true)]
    Generate(generate::Args),
    #[command(about = t!("help-agreement"))]
    Agreement(agreement::Args),
    #[command(about = t!("help-gold"))]
    Gold(gold::Args),
    #[command(about = t!("help-review"))]
    Review(review::Args),
    #[command(about = t!("help-send"))]
    Send(send::Args),
    #[command(about = t!("help-receive"))]
    Receive(receive::Args),
}

/// Runs a verb and reports on standard error what went wrong.
pub fn run(verb: Verb) -> ExitCode {
    let result = match verb {
        Verb::New(args) => new::run(args),
        Verb::Add(args) => add::run(args),
        Verb::Check(args) => check::run(args),
        Verb::Codebook(args) => codebook::run(args),
        Verb::Stats(args) => stats::run(args),
        Verb::Export(args) => export::run(args),
        Verb::Import(args) => import::run(args),
        Verb::Session(args) => session::run(args),
        Verb::ReplaceText(args) => replace_text::run(args),
        Verb::History(args) => history::run(args),
        Verb::Merge(args) => merge::run(args),
        Verb::MergeCopies(args) => merge_copies::run(args),
        Verb::GitSetup(args) => git_setup::run(args),
        Verb::Recover(args) => recover::run(args),
        Verb::Generate(args) => generate::run(args),
        Verb::Agreement(args) => agreement::run(args),
        Verb::Gold(args) => gold::run(args),
        Verb::Review(args) => review::run(args),
        Verb::Send(args) => send::run(args),
        Verb::Receive(args) => receive::run(args),
    };
    result.unwrap_or_else(|error| {
        complain(&format!("{error:#}"));
        ExitCode::from(FAILED)
    })
}

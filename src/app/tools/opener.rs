//! Shows files in the system's file manager, by the program that each system has for it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::app::context::Context;
use crate::app::jobs::Job;
use crate::t;

/// The programs that were asked to show something. They may run for as long as their windows are open.
#[derive(Default)]
pub(super) struct Opener(Vec<Job<Result<(), String>>>);

impl Opener {
    pub(super) fn show(&mut self, cx: &Context, path: PathBuf) {
        self.0.push(cx.jobs.spawn("show-in-folder", move |_| show_in_folder(&path)));
    }

    /// Reports the programs that have failed since the last frame.
    pub(super) fn work(&mut self, cx: &mut Context) {
        let ended: Vec<_> = self.0.iter_mut().filter_map(Job::poll).collect();
        self.0.retain(Job::is_running);
        for error in ended.into_iter().filter_map(Result::err) {
            // A dialog with the button that was pressed lies over the status line.
            if cx.view.dialog.is_some() {
                cx.writing.said.clone_from(&error);
            }
            cx.complain(error);
        }
    }
}

/// Shows a file or a folder in the file manager, and waits for the program that does it.
///
/// # Errors
/// There is no such program, or it reports a failure.
fn show_in_folder(path: &Path) -> Result<(), String> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if !path.exists() {
        return Err(t!("path-missing", path = path.display().to_string()));
    }
    let (program, arguments) = call_for(&path);
    let failed = |reason: String| t!("status-not-shown", reason = reason, path = path.display().to_string());
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    match command.status() {
        // Windows' Explorer reports a failure even if it has shown the file.
        Ok(status) if status.success() || cfg!(windows) => Ok(()),
        Ok(status) => Err(failed(status.to_string())),
        Err(error) => Err(failed(format!("{program}: {error}"))),
    }
}

#[cfg(target_os = "macos")]
fn call_for(path: &Path) -> (&'static str, Vec<OsString>) {
    ("open", vec!["-R".into(), path.into()])
}

#[cfg(windows)]
fn call_for(path: &Path) -> (&'static str, Vec<OsString>) {
    let mut selected = OsString::from("/select,");
    selected.push(path);
    ("explorer", vec![selected])
}

/// `xdg-open` cannot select a file, so the folder that it is in is shown.
#[cfg(not(any(target_os = "macos", windows)))]
fn call_for(path: &Path) -> (&'static str, Vec<OsString>) {
    let folder = if path.is_dir() { path } else { crate::disk::replace::folder_of(path) };
    ("xdg-open", vec![folder.into()])
}

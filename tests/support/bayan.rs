//! The program itself, run as people run it, and small projects made with it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run has said, and its exit code.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    /// The first JSON value of the output, or null.
    pub fn json(&self) -> serde_json::Value {
        let mut values = serde_json::Deserializer::from_str(&self.out).into_iter();
        values.next().and_then(Result::ok).unwrap_or_default()
    }
}

pub fn bayan<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Said {
    let done = Command::new(env!("CARGO_BIN_EXE_bayan")).args(arguments).output().unwrap();
    Said {
        code: done.status.code().unwrap_or(-1),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

/// The same for what has to succeed.
#[track_caller]
pub fn must<A: AsRef<std::ffi::OsStr> + std::fmt::Debug>(arguments: &[A]) -> Said {
    let said = bayan(arguments);
    assert_eq!(said.code, 0, "{arguments:?}: {said:?}");
    said
}

/// A project `p` in this folder with the article `one` of this text.
pub fn project(folder: &Path, text: &str) -> PathBuf {
    let (path, article) = (folder.join("p"), folder.join("one.txt"));
    std::fs::write(&article, text).unwrap();
    let at = path.to_str().unwrap();
    assert_eq!(bayan(&["new", at, "--title", "t"]).code, 0);
    assert_eq!(bayan(&["add", at, article.to_str().unwrap()]).code, 0);
    path
}

/// Runs a script of edits as this annotator.
pub fn session(project: &Path, annotator: &str, lines: &[String]) -> Said {
    let script = project.with_extension("script");
    std::fs::write(&script, lines.join("\n")).unwrap();
    bayan(&["session", project.to_str().unwrap(), "--annotator", annotator, "--script", script.to_str().unwrap()])
}

/// The line of a script that marks a claim.
pub fn claim(start: usize, end: usize, note: &str) -> String {
    serde_json::json!({ "add": { "document": "one", "kind": "claim", "start": start, "end": end, "note": note } })
        .to_string()
}

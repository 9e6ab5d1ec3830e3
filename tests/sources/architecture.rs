//! The direction of dependencies, proved from the sources: who may use whom, and which crates stay where.
//!
//! Comments and strings are not parsed away: a line that only mentions a forbidden path in a comment is skipped, anything
//! else counts.

use std::fs;
use std::path::{Path, PathBuf};

/// What each module may use of the crate, besides itself and `locale`.
#[rustfmt::skip]
const MAY_USE: &[(&str, &[&str])] = &[
    ("locale", &[]),
    ("text", &[]),
    ("disk", &[]),
    ("shape", &[]),
    ("figure", &["text"]),
    ("model", &["text"]),
    ("settings", &["disk", "model", "text"]),
    ("edit", &["model", "text"]),
    ("store", &["edit", "settings", "disk", "model", "text"]),
    ("query", &["model", "text"]),
    ("review", &["figure", "edit", "model", "text"]),
    ("formats", &["query", "review", "edit", "disk", "model", "text"]),
    ("exchange", &["store", "formats", "edit", "model", "text"]),
    ("cli", &["exchange", "figure", "store", "formats", "query", "review", "edit", "settings", "disk", "model", "text"]),
    ("ui", &["exchange", "figure", "shape", "store", "formats", "query", "review", "edit", "settings", "model", "text"]),
    ("app", &["exchange", "figure", "ui", "shape", "store", "formats", "query", "review", "edit", "settings", "disk", "model", "text"]),
];

/// Which paths are for some modules only.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("std::fs", &["disk", "settings", "store", "formats", "cli"]),
    ("ron", &["settings", "store", "formats"]),
    ("parley", &["shape"]),
    ("egui", &["ui", "app"]),
    ("eframe", &["ui", "app"]),
    ("rfd", &["app"]),
];

/// The sources of the window that may use threads: the jobs, and one that waits inside a job.
const MAY_USE_THREADS: &[&str] = &["app/jobs.rs", "app/pages/agreement/picture.rs"];

#[test]
fn the_sources_keep_the_direction() {
    let mut found = Vec::new();
    let sources = sources();
    assert!(sources.len() > 20, "only {} sources found", sources.len());
    for (module, path, text) in &sources {
        found.extend(violations(module, text).into_iter().map(|what| format!("{}: {what}", path.display())));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_module_is_known() {
    let sources = sources();
    for (module, path, _) in &sources {
        assert!(MAY_USE.iter().any(|(known, _)| known == module), "{}: no rule for {module}", path.display());
    }
    for (known, _) in MAY_USE {
        assert!(sources.iter().any(|(module, ..)| module == known), "a rule for {known}, which does not exist");
    }
}

/// The window's background work goes through jobs, which are told of, stopped and restarted in one place.
#[test]
fn only_jobs_start_threads_in_the_window() {
    let found: Vec<String> = sources()
        .into_iter()
        .filter(|(module, path, _)| {
            matches!(module.as_str(), "app" | "ui") && !MAY_USE_THREADS.iter().any(|p| path == Path::new(p))
        })
        .filter(|(.., text)| uses_threads(text))
        .map(|(_, path, _)| path.display().to_string())
        .collect();
    assert_eq!(found, Vec::<String>::new(), "threads beside app/jobs.rs");
    for planted in
        ["std::thread::spawn(run);", "use std::thread;", "use std::{sync::Arc, thread};", "thread::Builder::new()"]
    {
        assert!(uses_threads(planted), "{planted}");
    }
    for innocent in
        ["// thread::spawn", "x\n#[cfg(test)]\nmod tests { std::thread::sleep(x) }", "use super::threads::Thread;"]
    {
        assert!(!uses_threads(innocent), "{innocent}");
    }
}

/// Whether a source, apart from its tests, mentions the module `std::thread`.
fn uses_threads(source: &str) -> bool {
    let code = without_comments(source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default());
    starts_of(&code, "thread::").next().is_some() || paths_after(&code, "std").iter().any(|used| used == "thread")
}

#[test]
fn the_sources_are_tidy() {
    let mut all: Vec<(PathBuf, String)> = sources().into_iter().map(|(_, path, text)| (path, text)).collect();
    for root in ["src/lib.rs", "src/main.rs"] {
        all.push((root.into(), fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(root)).unwrap()));
    }
    let found: Vec<String> = all
        .iter()
        .flat_map(|(path, text)| untidy(text).into_iter().map(move |what| format!("{}: {what}", path.display())))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn planted_violations_are_found() {
    for (module, source) in [
        ("model", "use crate::edit::change::Edit;"),
        ("text", "use crate::model::span::Span;"),
        ("formats", "    crate::store::open(path);"),
        ("formats", "use crate::{model::id::PartyId, store, t};"),
        ("store", "use super::super::formats;"),
        ("edit", "use crate::{\n    model::id::PartyId,\n    store::{open},\n};"),
        ("shape", "use egui::Pos2;"),
        ("shape", "let c: ::egui::Color32 = x;"),
        ("cli", "use crate::ui::state::State;"),
        ("model", "use std::fs;"),
        ("model", "std::fs::read(path)"),
        ("ui", "use std::{fs, io};"),
        ("edit", "ron::from_str(text)"),
        ("ui", "use parley::Layout;"),
        ("ui", "rfd::FileDialog::new()"),
        ("locale", "use crate::text::content::Content;"),
    ] {
        assert!(!violations(module, source).is_empty(), "{module}: {source}");
    }
    for (module, source) in [
        ("edit", "use crate::model::id::PartyId;"),
        ("formats", "use crate::{model::id::PartyId, t};"),
        ("model", "// crate::edit would be wrong"),
        ("model", "use super::id::PartyId;"),
        ("ui", "let electron::x = iron::y;"),
        ("store", "use std::{fs, io};"),
        ("ui", "#[egui_thing] crate::t!(\"x\")"),
    ] {
        assert_eq!(violations(module, source), Vec::<String>::new(), "{module}: {source}");
    }
    assert_eq!(untidy("fn x() {}").len(), 1);
    assert!(untidy("//! x\nfn x() {}").is_empty());
}

/// What a source of this module uses that it may not.
fn violations(module: &str, source: &str) -> Vec<String> {
    let allowed = MAY_USE.iter().find(|(name, _)| *name == module).map_or(&[] as &[&str], |(_, allowed)| *allowed);
    let modules: Vec<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    let code = without_comments(source);
    let mut found = Vec::new();
    for used in paths_after(&code, "crate").into_iter().chain(paths_after(&code, "super::super")) {
        if used != module && used != "locale" && modules.contains(&used.as_str()) && !allowed.contains(&used.as_str()) {
            found.push(format!("{module} uses {used}"));
        }
    }
    for (path, homes) in ONLY_IN {
        let used = match path.split_once("::") {
            Some((root, name)) => paths_after(&code, root).iter().any(|used| used == name),
            None => starts_of(&code, &format!("{path}::")).next().is_some(),
        };
        if used && !homes.contains(&module) {
            found.push(format!("{module} uses {path}"));
        }
    }
    found
}

/// A file without its purpose at the top. Clippy looks for `unwrap` and `expect` outside tests.
fn untidy(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !source.starts_with("//!") {
        found.push("does not open with //!".to_owned());
    }
    found
}

/// The first names after `root::`, also those of a group in braces.
fn paths_after(code: &str, root: &str) -> Vec<String> {
    let mut names = Vec::new();
    for start in starts_of(code, &format!("{root}::")) {
        let rest = code[start + root.len() + 2..].trim_start();
        let Some(group) = rest.strip_prefix('{') else {
            names.push(name_at(rest));
            continue;
        };
        let (mut depth, mut entry) = (0, true);
        for (index, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => entry = true,
                c if entry && !c.is_whitespace() => {
                    names.push(name_at(&group[index..]));
                    entry = false;
                }
                _ => {}
            }
        }
    }
    names
}

/// Where `path` stands as a whole word.
pub fn starts_of<'c>(code: &'c str, path: &'c str) -> impl Iterator<Item = usize> + 'c {
    let whole = |start: &usize| !code[..*start].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    code.match_indices(path).map(|(start, _)| start).filter(whole)
}

fn name_at(code: &str) -> String {
    code.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

pub fn without_comments(source: &str) -> String {
    source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Module, path and text of every source below `src/<module>`.
pub fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let inside = path.strip_prefix(&root).unwrap().to_path_buf();
            let module = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if inside.components().count() > 1 && path.extension().is_some_and(|e| e == "rs") {
                found.push((module, inside, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

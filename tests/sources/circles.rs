//! No circles of imports: none that goes through a folder, and none of more than three files anywhere.
//!
//! A path counts as an import of the file that it leads to. A name that a module only passes on (`pub use`) leads to the file
//! that it comes from, and passing it on is no import. Tests inside a file do not count.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::architecture::{sources, starts_of, without_comments};

/// Circles of more files than this are too large to be understood as one.
const MOST_FILES: usize = 3;

/// Circles of files that still exist, by the folder that they are in, with the number of files in the largest one. This list
/// may only shrink, and is to be empty in the end.
const LARGE_STILL: &[(&str, usize)] = &[];

/// Folders that still import one another, as `folder: entry, entry`. This list may only shrink, and is to be empty in the end.
const FOLDERS_STILL: &[&str] = &[];

/// For each file the files that it imports, by their paths from `src` on.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_circle_goes_through_a_folder() {
    let found = circles_of_folders(&imports(&files()));
    let new: Vec<_> = found.iter().filter(|circle| !FOLDERS_STILL.contains(&circle.as_str())).collect();
    assert!(new.is_empty(), "folders that import one another:\n{new:#?}");
    // What is not there any more is to be taken out of the list.
    assert!(FOLDERS_STILL.len() <= found.len(), "only these are left: {found:#?}");
}

#[test]
fn no_circle_has_more_than_three_files() {
    let large: Vec<_> = circles(&imports(&files())).into_iter().filter(|circle| circle.len() > MOST_FILES).collect();
    let folder = |circle: &BTreeSet<String>| circle.first().and_then(|file| file.split('/').next()).unwrap().to_owned();
    let listed = |circle: &BTreeSet<String>| {
        LARGE_STILL.iter().any(|(name, most)| *name == folder(circle) && circle.len() <= *most)
    };
    let new: Vec<_> = large.iter().filter(|circle| !listed(circle)).map(|c| (c.len(), c)).collect();
    assert!(new.is_empty(), "circles of more than {MOST_FILES} files:\n{new:#?}");
    assert!(LARGE_STILL.len() <= large.len(), "only these are left: {large:#?}");
}

#[test]
fn planted_circles_are_found() {
    let planted = |files: &[(&str, &str)]| {
        imports(&files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    };
    // Four files, by every kind of path.
    let four = planted(&[
        ("a/mod.rs", "mod b;\nfn x() { b::y() }"),
        ("a/b.rs", "use super::c::{d::Z, self};"),
        ("a/c/mod.rs", "use crate::{a::c::d, t};"),
        ("a/c/d.rs", "fn x() { super::super::x() }"),
    ]);
    assert_eq!(circles(&four).iter().map(BTreeSet::len).collect::<Vec<_>>(), [4]);
    let folders = planted(&[
        ("a/b/one.rs", "use crate::a::c::two::Two;"),
        ("a/c/two.rs", "fn x() { crate::a::b::one::y() }"),
        ("a/c/three.rs", "use super::two;"),
    ]);
    assert_eq!(circles_of_folders(&folders), ["a: b, c"]);
    let with_a_file =
        planted(&[("a/b/one.rs", "use super::super::lock::Lock;"), ("a/lock.rs", "use crate::a::b::one;")]);
    assert_eq!(circles_of_folders(&with_a_file), ["a: b, lock.rs"]);
    let by_a_star = planted(&[
        ("a/mod.rs", "mod b;\nmod c;\npub use c::*;\nfn x() { b::run() }"),
        ("a/b.rs", "fn run() { super::say() }"),
        ("a/c.rs", "pub fn say() {}"),
    ]);
    assert_eq!(circles(&by_a_star), Vec::<BTreeSet<String>>::new());
    // Neither a comment nor a test nor a folder's own front makes a circle.
    let none = planted(&[
        ("a/mod.rs", "pub mod b;\npub mod c;\npub use b::One;"),
        ("a/b/mod.rs", "pub mod one;\npub use one::One;"),
        ("a/b/one.rs", "// crate::a::c\n#[cfg(test)]\nmod tests { use crate::a::c::x; }"),
        ("a/c.rs", "use crate::a::One;"),
    ]);
    assert_eq!((circles(&none).len(), circles_of_folders(&none).len()), (0, 0));
}

/// Path from `src` on and text of every source.
fn files() -> BTreeMap<String, String> {
    let name = |path: &Path| path.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
    sources().into_iter().map(|(_, path, text)| (name(&path), text)).collect()
}

/// The module that a file is.
fn module_of(path: &str) -> Vec<String> {
    let stem = path.strip_suffix(".rs").unwrap();
    stem.strip_suffix("/mod").unwrap_or(stem).split('/').map(str::to_owned).collect()
}

fn imports(files: &BTreeMap<String, String>) -> Imports {
    let modules: BTreeMap<Vec<String>, &String> = files.keys().map(|path| (module_of(path), path)).collect();
    let (mut found, mut passed_on) = (BTreeMap::new(), BTreeMap::new());
    for (path, text) in files {
        let own = module_of(path);
        let code = without_comments(text.split("#[cfg(test)]").next().unwrap_or_default());
        // Who may see an item is no import.
        let code = code.replace("(in crate::", "(in ").replace("(in super::", "(in ");
        let (code, passing) = without_passing_on(&code);
        for mut path in paths(&passing, &own, &modules) {
            let name = path.last().unwrap().clone();
            if name != "*" {
                passed_on.insert((own.clone(), name), path);
                continue;
            }
            // A star passes on whatever is defined there.
            path.pop();
            for name in
                modules.get(&path).and_then(|file| files.get(*file)).map(|text| defined(text)).unwrap_or_default()
            {
                passed_on.insert((own.clone(), name.clone()), [path.as_slice(), &[name]].concat());
            }
        }
        found.insert(path, paths(&code, &own, &modules));
    }
    let of = |paths: Vec<Vec<String>>| -> BTreeSet<String> {
        paths.into_iter().filter_map(|path| resolve(path, &modules, &passed_on)).cloned().collect()
    };
    let without_itself = |path: &String, mut targets: BTreeSet<String>| {
        targets.remove(path);
        (path.clone(), targets)
    };
    found.into_iter().map(|(path, paths)| without_itself(path, of(paths))).collect()
}

/// The file that a path leads to, by way of the names that modules pass on.
fn resolve<'m>(
    mut path: Vec<String>,
    modules: &BTreeMap<Vec<String>, &'m String>,
    passed_on: &BTreeMap<(Vec<String>, String), Vec<String>>,
) -> Option<&'m String> {
    for _ in 0..8 {
        let length = (1..=path.len()).rev().find(|length| modules.contains_key(&path[..*length]))?;
        let origin = path.get(length).and_then(|name| passed_on.get(&(path[..length].to_vec(), name.clone())));
        match origin {
            Some(origin) => path = origin.iter().chain(&path[length + 1..]).cloned().collect(),
            None => return modules.get(&path[..length]).copied(),
        }
    }
    None
}

/// Code without the statements by which it passes names on, and these.
fn without_passing_on(code: &str) -> (String, String) {
    let (mut kept, mut passing, mut is_passing) = (String::new(), String::new(), false);
    for line in code.lines() {
        let start = line.trim_start();
        is_passing |= start.starts_with("pub use ") || start.starts_with("pub(") && start.contains(") use ");
        let to = if is_passing { &mut passing } else { &mut kept };
        to.push_str(line);
        to.push('\n');
        is_passing &= !line.contains(';');
    }
    (kept, passing)
}

/// The names of what a file defines for others.
fn defined(text: &str) -> Vec<String> {
    let item = |line: &str| {
        let (seen, rest) = line.split_once(' ').filter(|(seen, _)| seen.starts_with("pub"))?;
        let rest = if seen.starts_with("pub(in") { rest.split_once(") ")?.1 } else { rest };
        let kinds = ["const fn ", "fn ", "struct ", "enum ", "trait ", "type ", "const ", "static "];
        let rest = kinds.iter().find_map(|kind| rest.strip_prefix(kind))?;
        Some(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
    };
    text.lines().filter_map(item).collect()
}

/// All paths in this code, from the root of the crate on.
fn paths(code: &str, own: &[String], modules: &BTreeMap<Vec<String>, &String>) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for root in ["crate", "super", "self"] {
        for at in starts_of(code, &format!("{root}::")) {
            spread(&code[at..], &mut Vec::new(), &mut paths);
        }
    }
    // A module's own parts are reached by their names alone.
    for part in modules.keys().filter(|module| module.len() == own.len() + 1 && module.starts_with(own)) {
        for at in starts_of(code, &format!("{}::", part.last().unwrap())).filter(|at| !code[..*at].ends_with("::")) {
            spread(&code[at..], &mut vec!["self".to_owned()], &mut paths);
        }
    }
    let from_root = |path: Vec<String>| {
        let mut at: Vec<String> = Vec::new();
        for (index, name) in path.into_iter().enumerate() {
            if index == 0 && matches!(name.as_str(), "self" | "super") {
                at = own.to_vec();
            }
            match name.as_str() {
                "crate" | "self" => {}
                "super" => drop(at.pop()),
                _ => at.push(name),
            }
        }
        at
    };
    paths.into_iter().map(from_root).filter(|path| !path.is_empty()).collect()
}

/// Every path that begins here, of a group in braces each; `before` is what stands in front of it.
fn spread<'c>(code: &'c str, before: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> &'c str {
    let code = code.trim_start();
    if let Some(mut rest) = code.strip_prefix('{') {
        loop {
            rest = spread(rest, &mut before.clone(), found).trim_start();
            rest = match rest.strip_prefix(',') {
                Some(rest) if !rest.trim_start().starts_with('}') => rest,
                Some(rest) => return rest.trim_start().strip_prefix('}').unwrap_or_default(),
                None => return rest.strip_prefix('}').unwrap_or_default(),
            };
        }
    }
    let end = code.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len());
    let (name, rest) = code.split_at(end);
    if name.is_empty() {
        // A star, or nothing that is a path.
        let Some(rest) = rest.strip_prefix('*') else {
            found.push(before.clone());
            return rest;
        };
        before.push("*".to_owned());
        found.push(before.clone());
        return rest;
    }
    before.push(name.to_owned());
    if let Some(rest) = rest.strip_prefix("::") {
        return spread(rest, before, found);
    }
    found.push(before.clone());
    match rest.trim_start().strip_prefix("as ") {
        Some(rest) => rest.trim_start().trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'),
        None => rest,
    }
}

/// The circles of files: each the files that all reach one another.
fn circles(imports: &Imports) -> Vec<BTreeSet<String>> {
    let reached = |from: &String| {
        let (mut reached, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(file) = next.pop() {
            for other in imports.get(file).into_iter().flatten() {
                if reached.insert(other.clone()) {
                    next.push(other);
                }
            }
        }
        reached
    };
    let reach: BTreeMap<&String, BTreeSet<String>> = imports.keys().map(|file| (file, reached(file))).collect();
    let mut found = BTreeSet::new();
    for (file, others) in &reach {
        let mut circle: BTreeSet<String> =
            others.iter().filter(|other| reach.get(other).is_some_and(|back| back.contains(*file))).cloned().collect();
        if !circle.is_empty() {
            circle.insert((*file).clone());
            found.insert(circle);
        }
    }
    found.into_iter().filter(|circle| circle.len() > 1).collect()
}

/// The circles between the entries of one folder, of which at least one is a folder. A folder's own `mod.rs`, which passes
/// on what is in it, is none of its entries.
fn circles_of_folders(imports: &Imports) -> Vec<String> {
    let mut folders: BTreeMap<String, Imports> = BTreeMap::new();
    for (from, targets) in imports {
        for to in targets {
            let (one, other): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
            let common = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
            let (Some(a), Some(b)) = (one.get(common), other.get(common)) else { continue };
            if *a == "mod.rs" || *b == "mod.rs" {
                continue;
            }
            let entries = folders.entry(one[..common].join("/")).or_default();
            entries.entry((*a).to_owned()).or_default().insert((*b).to_owned());
            entries.entry((*b).to_owned()).or_default();
        }
    }
    let mut found = Vec::new();
    for (folder, entries) in folders {
        let with_folder = circles(&entries).into_iter().filter(|c| c.iter().any(|entry| !entry.ends_with(".rs")));
        found.extend(with_folder.map(|c| format!("{folder}: {}", c.into_iter().collect::<Vec<_>>().join(", "))));
    }
    found
}

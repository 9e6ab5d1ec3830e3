//! The catalogue and the sources: no key is missing, none is unused, none is double, and Fluent reads all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use bayan::locale::ENGLISH;
use fluent::FluentResource;

#[test]
fn the_catalogue_is_read_without_errors() {
    let resource = FluentResource::try_new(ENGLISH.to_owned()).map_err(|(_, errors)| errors).unwrap();
    assert!(resource.entries().count() > 20);
}

#[test]
fn no_key_is_double() {
    let mut seen = BTreeSet::new();
    let double: Vec<_> = keys(ENGLISH).into_iter().filter(|key| !seen.insert(key.clone())).collect();
    assert!(double.is_empty(), "double: {double:?}");
}

/// The rule that the head of the catalogue states.
#[test]
fn sections_are_sorted_and_prefixes_have_one_section() {
    assert_eq!(disorder(ENGLISH), Vec::<String>::new());
    let planted = |catalogue: &str| disorder(catalogue).len();
    assert_eq!(planted("## A\n\na-b = x\na-c = y\n\n## B\n\nb-a = x\n"), 0);
    assert_eq!(planted("## A\n\na-c = x\na-b = y\n"), 1, "not sorted");
    assert_eq!(planted("## A\n\na-b = x\n\n## B\n\na-c = x\n"), 1, "a prefix in two sections");
    assert_eq!(planted("## A\n\n## B\n\nb-a = x\n"), 1, "an empty section");
    assert_eq!(planted("## A\n\na-b = x\n\n## A\n\nc-a = x\n"), 1, "two sections of one name");
    assert_eq!(planted("a-b = x\n## A\n\nb-a = x\n"), 1, "a key before the first section");
}

/// What in a catalogue is not in its place.
fn disorder(catalogue: &str) -> Vec<String> {
    let catalogue = format!("\n{catalogue}");
    let (before, sections) = catalogue.split_once("\n## ").unwrap_or((&catalogue, ""));
    let mut found: Vec<String> =
        keys(before).into_iter().map(|key| format!("{key} stands before all sections")).collect();
    let (mut names, mut homes) = (BTreeSet::new(), BTreeMap::new());
    for section in sections.split("\n## ") {
        let (name, body) = section.split_once('\n').unwrap_or((section, ""));
        let keys = keys(body);
        if !names.insert(name.to_owned()) {
            found.push(format!("“{name}” is there twice"));
        }
        if keys.is_empty() {
            found.push(format!("“{name}” is empty"));
        }
        found.extend(
            keys.windows(2)
                .filter(|pair| pair[0] > pair[1])
                .map(|pair| format!("{} stands before {}", pair[0], pair[1])),
        );
        let prefixes: BTreeSet<&str> = keys.iter().filter_map(|key| key.split('-').next()).collect();
        for prefix in prefixes {
            if let Some(other) = homes.insert(prefix.to_owned(), name.to_owned()) {
                found.push(format!("{prefix}- is in “{other}” and in “{name}”"));
            }
        }
    }
    found
}

#[test]
fn used_and_defined_keys_are_the_same() {
    let defined: BTreeSet<String> = keys(ENGLISH).into_iter().collect();
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let used: BTreeSet<String> = sources.iter().flat_map(|source| used_keys(source)).collect();
    let missing: Vec<_> = used.difference(&defined).collect();
    // A key may also stand in a table and reach the catalogue from there.
    let mentioned = |key: &&String| sources.iter().any(|source| source.contains(&format!("\"{key}\"")));
    let unused: Vec<_> = defined.difference(&used).filter(|key| !mentioned(key)).collect();
    assert!(missing.is_empty(), "missing in en.ftl: {missing:?}");
    assert!(unused.is_empty(), "unused in en.ftl: {unused:?}");
    assert!(used.len() > 20, "only {} keys found", used.len());
}

#[test]
fn planted_mistakes_are_found() {
    let source =
        "t!(\"a-b\") t!(\n  \"c\", x = 1) crate::t!(\"d\") locale::text(\"e\", &[]) fmt!(\"no\") context(\"no\")";
    assert_eq!(used_keys(source), ["a-b", "c", "d", "e"]);
    assert_eq!(keys("# c\na = x\n    more = no\nb-c =\n    y\na = z"), ["a", "b-c", "a"]);
}

/// Gestures are named by their keys alone, so that `t!` does not check them; nor may one be translated where it is made.
#[test]
fn every_gesture_has_a_message() {
    let defined: BTreeSet<String> = keys(ENGLISH).into_iter().filter(|key| key.starts_with("gesture-")).collect();
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let used: BTreeSet<String> = sources.iter().flat_map(|source| gestures(source)).collect();
    assert_eq!(used, defined);
    let translated: Vec<String> = sources.iter().flat_map(|source| used_keys(source)).collect();
    let translated: Vec<_> = translated.iter().filter(|key| key.starts_with("gesture-")).collect();
    assert!(translated.is_empty(), "a translated sentence as a gesture: {translated:?}");
    assert_eq!(
        gestures("apply(\"gesture-a-b\", x); \"gesture-c\"; strip_prefix(\"gesture-\")"),
        ["gesture-a-b", "gesture-c"]
    );
}

/// The keys of gestures in a source.
fn gestures(source: &str) -> Vec<String> {
    let starts = source.match_indices("\"gesture-");
    let keys = starts.filter_map(|(start, _)| source[start + 1..].split('"').next());
    // A field of a statement makes the key of its gesture from its own.
    keys.filter(|key| !matches!(*key, "gesture-" | "gesture-{}")).map(str::to_owned).collect()
}

/// The keys of a catalogue, in order.
fn keys(catalogue: &str) -> Vec<String> {
    let key = |line: &str| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end();
        let valid = key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        valid.then(|| key.to_owned())
    };
    catalogue.lines().filter_map(key).collect()
}

/// The keys that a source asks for: `t!("key"` and `text("key"`, in order of their kind and place.
fn used_keys(source: &str) -> Vec<String> {
    let code: String = source.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    for call in ["t!(", "text("] {
        for (start, _) in code.match_indices(call) {
            if code[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.') {
                continue;
            }
            let rest = code[start + call.len()..].trim_start();
            if let Some((key, _)) = rest.strip_prefix('"').and_then(|rest| rest.split_once('"'))
                && (call == "t!(" || key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
            {
                found.push(key.to_owned());
            }
        }
    }
    found
}

/// The texts of all sources, without their tests.
fn sources(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push(text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned());
        }
    }
    found
}

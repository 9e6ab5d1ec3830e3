//! Saved pages and PDFs in different layouts: what is read of each, by the list that was written with them.

use std::path::{Path, PathBuf};

use bayan::formats::article::{self, ArticleError, ReadOptions};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/articles")
}

/// The faults of what is read of a file; none if it is as expected.
fn faults(folder: &Path, name: &str, expected: &Value) -> Vec<String> {
    let strings = |key: &str| -> Vec<&str> {
        expected[key].as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect()
    };
    let read = match article::read(&folder.join(name), &ReadOptions::default()) {
        Ok(read) => read,
        Err(error) => return vec![format!("{name}: {error}")],
    };
    let [article] = read.articles.as_slice() else { return vec![format!("{name}: {} articles", read.articles.len())] };
    let mut faults = Vec::new();
    let (lines, may) = (strings("lines"), strings("may"));
    let text = &article.decoded.text;
    let found: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let found: Vec<&str> = found.into_iter().filter(|line| !may.contains(line)).collect();
    // Where each paragraph is one line, nothing tells that they are several.
    let words = |lines: &[&str]| -> Vec<String> {
        lines.iter().flat_map(|line| line.split_whitespace()).map(str::to_owned).collect()
    };
    let is_same = if expected["words"] == true { words(&found) == words(&lines) } else { found == lines };
    if !is_same {
        faults.push(format!("{name}: read {found:#?}\nexpected {lines:#?}"));
    }
    faults.extend(strings("without").iter().filter(|part| text.contains(**part)).map(|part| format!("{name}: {part}")));
    let metadata = &article.metadata;
    let encoding = article.decoded.encoding.name().to_owned();
    for (key, found) in [
        ("title", &metadata.title),
        ("publisher", &metadata.publisher),
        ("date", &metadata.published),
        ("url", &metadata.url),
        ("language", &metadata.language),
        ("encoding_name", &encoding),
    ] {
        let Some(wanted) = expected[key].as_str() else { continue };
        if wanted != found {
            faults.push(format!("{name}: {key} is {found:?}, not {wanted:?}"));
        }
    }
    if expected["doubts"].as_u64().is_some_and(|doubts| article.doubts.len() as u64 != doubts) {
        faults.push(format!("{name}: doubts {:?}", article.doubts));
    }
    faults
}

#[test]
fn printed_pages_are_read_exactly() {
    let folder = folder().join("printed");
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
    for (name, expected) in expected.as_object().unwrap() {
        let read = article::read(&folder.join(name), &ReadOptions::default()).unwrap();
        // The cells of a row are parted by tabs.
        let lines: Vec<String> =
            read.articles[0].decoded.text.lines().map(|line| line.replace('\t', " ").nfc().collect()).collect();
        let expected: Vec<String> =
            expected.as_array().unwrap().iter().map(|line| line.as_str().unwrap().nfc().collect()).collect();
        assert_eq!(lines, expected, "{name}");
    }
    assert_eq!(expected.as_object().unwrap().len(), 6);
}

/// PDFs of other programs: their words are read exactly, or they are refused.
#[test]
fn pdfs_of_other_programs_are_read_exactly_or_refused() {
    let folder = folder().join("programs");
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
    let words = |text: &str| -> Vec<String> { text.split_whitespace().map(|word| word.nfc().collect()).collect() };
    for (name, expected) in expected.as_object().unwrap() {
        let read = article::read(&folder.join(name), &ReadOptions::default()).unwrap();
        let expected: Vec<&str> = expected.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
        // The sign before an item stands beside it or, for some programs, on a line of its own.
        assert_eq!(words(&read.articles[0].decoded.text), words(&expected.join(" ")), "{name}");
    }
    assert_eq!(expected.as_object().unwrap().len(), 10);
    let error = |name: &str| article::read(&folder.join(name), &ReadOptions::default()).unwrap_err();
    let scrambled = error("weasyprint-marks.pdf");
    assert!(matches!(scrambled, ArticleError::Scrambled { page: 1, .. }), "{scrambled}");
    let encrypted = error("user-password.pdf");
    assert!(matches!(encrypted, ArticleError::Encrypted(_)), "{encrypted}");
}

#[test]
fn twenty_layouts_are_read_as_they_were_written() {
    let expected = std::fs::read_to_string(folder().join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let expected = expected.as_object().unwrap();
    assert_eq!(expected.len(), 20);
    let faults: Vec<String> = expected.iter().flat_map(|(name, expected)| faults(&folder(), name, expected)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn pages_of_other_systems_are_read_as_they_were_written() {
    let folder = folder().join("pages");
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
    let expected = expected.as_object().unwrap();
    assert_eq!(expected.len(), 15);
    let faults: Vec<String> = expected.iter().flat_map(|(name, expected)| faults(&folder, name, expected)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_page_of_frames_is_refused_with_the_page_to_add_instead() {
    let error = article::read(&folder().join("pages/frameset.html"), &ReadOptions::default()).unwrap_err().to_string();
    assert!(error.contains("news4411.htm"), "{error}");
}

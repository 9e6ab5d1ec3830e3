//! Random damage, with fixed seeds: opening, journal, import and merge never panic, and never take more than they may.
//!
//! `BAYAN_FUZZ_SECONDS` says how long each of the four runs (one second without it).

use std::time::{Duration, Instant};

use crate::support::random::Random;
use bayan::edit::session::Session;
use bayan::formats::incoming::ImportPlan;
use bayan::formats::input::Input;
use bayan::model::id::AnnotatorId;
use bayan::store;
use bayan::store::journal::segments;
use bayan::store::merging::three_way::merge;

#[test]
fn damaged_project_files_never_panic() {
    let folder = tempfile::tempdir().unwrap();
    store::install_sample(folder.path()).unwrap();
    let names =
        ["project.ron", "documents/biden-putin-call/document.ron", "annotations/biden-putin-call/annotator-a.ron"];
    let sound: Vec<Vec<u8>> = names.iter().map(|name| std::fs::read(folder.path().join(name)).unwrap()).collect();
    let rounds = run(1, |random| {
        let which = random.below(names.len());
        std::fs::write(folder.path().join(names[which]), damage(&sound[which], random)).unwrap();
        if let Ok(opened) = store::open(folder.path()) {
            // What could be opened can be written and opened again, as far as it is not protected.
            for problem in &opened.problems {
                assert!(problem.to_string().len() < 100_000);
            }
            for ((document, annotator), layer) in &opened.project.layers {
                for statement in layer.statements() {
                    bayan::edit::check::check_statement(&opened.project, document, statement)
                        .unwrap_or_else(|error| panic!("{annotator}: {error}"));
                }
            }
        }
        std::fs::write(folder.path().join(names[which]), &sound[which]).unwrap();
    });
    assert!(rounds > 5);
}

#[test]
fn damaged_journals_never_panic_and_never_make_records_up() {
    let payloads: Vec<String> =
        (0..20).map(|n| format!("{{\"number\":{n},\"name\":\"بيان\",\"edit\":{{\"set_title\":\"{n}\"}}}}")).collect();
    let mut sound = segments::with_head(&[]);
    payloads.iter().for_each(|payload| sound.extend(segments::frame(payload.as_bytes())));
    run(2, |random| {
        let damaged = damage(&sound, random);
        let Ok(scan) = segments::scan(&damaged) else { return };
        for range in scan.payloads {
            let payload = &damaged[range];
            assert!(payloads.iter().any(|sound| sound.as_bytes() == payload));
            let mut texts = bayan::edit::session::Texts::new();
            let _ = store::format::record::decode(payload, &mut texts);
            let _ = store::format::record::decode(&damage(payload, random), &mut texts);
        }
    });
}

#[test]
fn damaged_exports_never_panic_and_what_is_taken_fits() {
    let folder = tempfile::tempdir().unwrap();
    store::install_sample(folder.path()).unwrap();
    let project = store::open(folder.path()).unwrap().project;
    let annotator = AnnotatorId::new("annotator-a").unwrap();
    let command =
        |arguments: &[&str]| std::process::Command::new(env!("CARGO_BIN_EXE_bayan")).args(arguments).output().unwrap();
    let sound =
        command(&["export", folder.path().to_str().unwrap(), "--format", "jsonl", "--annotator", "annotator-a"]).stdout;
    assert!(sound.len() > 10_000);
    let reader = bayan::formats::jsonl::FORMAT.reader.unwrap();
    let mut empty = project.clone();
    empty.layers.clear();
    run(3, |random| {
        let input = Input::File { path: "x.jsonl".into(), bytes: damage(&sound, random) };
        if let Ok(ImportPlan { edit, .. }) = reader.import(&empty, &input, &annotator, false) {
            let mut session = Session::new(empty.clone(), annotator.clone());
            session.apply("import", edit).expect("an import that was taken fits");
            session.undo().expect("and can be taken back");
            assert_eq!(session.project(), &empty);
        }
    });
}

#[test]
fn merging_damaged_files_never_panics_and_the_order_never_matters() {
    let folder = tempfile::tempdir().unwrap();
    store::install_sample(folder.path()).unwrap();
    let names = ["project.ron", "annotations/biden-putin-call/annotator-a.ron"];
    let sound: Vec<Vec<u8>> = names.iter().map(|name| std::fs::read(folder.path().join(name)).unwrap()).collect();
    let mut merged = 0;
    run(4, |random| {
        let base = &sound[random.below(sound.len())];
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        let (ours, theirs) = (text(swap_words(base, random)), text(swap_words(base, random)));
        let base = text(if random.below(4) == 0 { damage(base, random) } else { base.clone() });
        match (merge(&base, &ours, &theirs), merge(&base, &theirs, &ours)) {
            (Ok(one), Ok(other)) => {
                assert_eq!(one, other);
                merged += 1;
            }
            (one, other) => assert!(one.is_err() && other.is_err()),
        }
    });
    assert!(merged > 0, "nothing could be merged");
}

/// Runs with one seed after another until the time is over; how many times.
fn run(salt: u64, mut round: impl FnMut(&mut Random)) -> usize {
    let seconds = std::env::var("BAYAN_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(1.0);
    let (start, mut rounds) = (Instant::now(), 0);
    // Some in any case, so that a slow computer tests something too.
    while rounds < 300 || start.elapsed() < Duration::from_secs_f64(seconds) {
        round(&mut Random((rounds as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt));
        rounds += 1;
    }
    println!("{rounds} rounds");
    rounds
}

/// Bytes flipped, taken out, doubled, put elsewhere; words of the format put in.
pub(crate) fn damage(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        if bytes.is_empty() {
            return bytes;
        }
        let (start, length) = (random.below(bytes.len()), random.below(60));
        let end = (start + length).min(bytes.len());
        match random.below(6) {
            0 => bytes[start] ^= 1 << random.below(8),
            1 => drop(bytes.drain(start..end)),
            2 => {
                let part = bytes[start..end].to_vec();
                let at = random.below(bytes.len());
                bytes.splice(at..at, part);
            }
            3 => bytes.truncate(start),
            4 => {
                let words: [&[u8]; 10] = [
                    b"None",
                    b"[",
                    b")",
                    b"\"",
                    b"99999999999999999999",
                    b"-1",
                    b"\\u{d800}",
                    b"\0",
                    b"\xff",
                    b"Some(",
                ];
                bytes.splice(start..start, words[random.below(words.len())].iter().copied());
            }
            _ => bytes[start] = random.next() as u8,
        }
    }
    bytes
}

/// Changes that mostly leave a file readable: digits and letters for others.
fn swap_words(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        if let Some(found) = bytes[at..].iter().position(u8::is_ascii_alphanumeric) {
            let byte = &mut bytes[at + found];
            *byte =
                if byte.is_ascii_digit() { b'0' + (random.below(10) as u8) } else { b'a' + (random.below(26) as u8) };
        }
    }
    bytes
}

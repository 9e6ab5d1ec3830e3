//! Every reader of the registry, given what it did not write: files cut off, damaged, in another encoding, nested without
//! end, or made to do harm. Each is refused or read in part, with words; nothing panics.

use std::io::Write as _;
use std::path::Path;

use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::incoming::{ImportOptions, ImportPlan, Whose};
use bayan::formats::input::Input;
use bayan::formats::{Format, Options, by_id, readable};
use bayan::model::project::Project;
use bayan::monitor::Monitor;

use super::export::project;
use crate::support::random::Random;

/// A file of a format, or each file of a folder of it, as the format writes it.
fn written(format: &'static Format, folder: &Path) -> Vec<std::path::PathBuf> {
    let path = folder.join("out").with_extension(format.ending());
    let project = project();
    let dataset = Dataset::of(&project, &ExportScope::default()).unwrap();
    format.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
    if path.is_file() {
        return vec![path];
    }
    let (mut files, mut folders) = (Vec::new(), vec![path]);
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { &mut folders } else { &mut files }.push(path);
        }
    }
    files
}

/// The folder or the file that is read.
fn input(format: &'static Format, folder: &Path) -> Input {
    let path = folder.join("out").with_extension(format.ending());
    Input::open(&path, u64::MAX, true).unwrap()
}

/// A project with the article and no tags.
fn articles() -> Project {
    let mut project = project();
    project.layers.clear();
    project
}

fn plan(format: &'static Format, project: &Project, input: &Input) -> Option<ImportPlan> {
    let options = ImportOptions::of(Whose::Everybody);
    let plan = format.reader.unwrap().plan(project, input, &options);
    plan.ok().inspect(|plan| {
        assert!(plan.warnings.iter().all(|warning| !warning.message.is_empty() && warning.message.len() < 100_000));
        // What is planned fits.
        plan.edit.clone().apply(&mut project.clone()).unwrap_or_else(|error| panic!("{}: {error}", format.id));
    })
}

fn writable_readers() -> impl Iterator<Item = &'static Format> {
    readable().filter(|format| format.writer.is_some())
}

#[test]
fn files_that_are_cut_off_are_read_as_far_as_they_go() {
    let project = articles();
    for format in writable_readers() {
        let folder = tempfile::tempdir().unwrap();
        let files = written(format, folder.path());
        let whole = plan(format, &project, &input(format, folder.path())).unwrap();
        assert!(whole.warnings.is_empty() || format.id == "doccano", "{}: {:?}", format.id, whole.warnings);
        for file in &files {
            let bytes = std::fs::read(file).unwrap();
            for part in 0..16 {
                std::fs::write(file, &bytes[..bytes.len() * part / 16]).unwrap();
                let cut = plan(format, &project, &input(format, folder.path()));
                let count = cut.map_or(0, |plan| plan.counts.statements);
                assert!(count <= whole.counts.statements, "{} {part}/16", format.id);
            }
            std::fs::write(file, &bytes).unwrap();
        }
    }
}

#[test]
fn damaged_files_and_other_encodings_never_panic() {
    let project = articles();
    for (salt, format) in writable_readers().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        for file in written(format, folder.path()) {
            let bytes = std::fs::read(&file).unwrap();
            for round in 0..12 {
                let mut random = Random(((round + 1) * 0x9e37_79b9) ^ salt as u64);
                let mut damaged = bytes.clone();
                for _ in 0..=random.below(4) {
                    let at = random.below(damaged.len());
                    match random.below(4) {
                        0 => damaged[at] ^= 1 << random.below(8),
                        1 => {
                            drop(damaged.drain(at..(at + random.below(40)).min(bytes.len()).min(damaged.len()).max(at)))
                        }
                        2 => drop(
                            damaged.splice(
                                at..at,
                                [b"99999999999999999999".as_slice(), b"-1", b"\0", b"\xff"][random.below(4)]
                                    .iter()
                                    .copied(),
                            ),
                        ),
                        _ => damaged[at] = random.next() as u8,
                    }
                    if damaged.is_empty() {
                        break;
                    }
                }
                std::fs::write(&file, &damaged).unwrap();
                plan(format, &project, &input(format, folder.path()));
            }
            let utf16: Vec<u8> = String::from_utf8_lossy(&bytes).encode_utf16().flat_map(u16::to_le_bytes).collect();
            for other in [utf16, Vec::new(), b"\xef\xbb\xbf".to_vec(), vec![0xff; 1000], vec![b'['; 200_000]] {
                std::fs::write(&file, &other).unwrap();
                plan(format, &project, &input(format, folder.path()));
            }
            std::fs::write(&file, &bytes).unwrap();
        }
    }
}

#[test]
fn nesting_and_entities_without_end_are_refused() {
    let deep_json = format!("{{\"text\":{}1{}", "[".repeat(200_000), "]".repeat(200_000));
    let deep_xml = format!("<CodeBook>{}</CodeBook>", "<Codes>".repeat(200_000));
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">{}]><CodeBook>&j;</CodeBook>",
        ('b'..='j')
            .map(|name| format!("<!ENTITY {name} \"{}\">", format!("&{};", (name as u8 - 1) as char).repeat(10)))
            .collect::<String>()
    );
    for format in readable() {
        for text in [&deep_json, &deep_xml, &bomb] {
            let input =
                Input::File { path: Path::new("x").with_extension(format.ending()), bytes: text.clone().into_bytes() };
            let plan = plan(format, &articles(), &input);
            if let Some(plan) = plan {
                assert_eq!(plan.counts.statements, 0, "{}", format.id);
            }
        }
    }
}

#[test]
fn archives_that_are_made_to_do_harm_are_refused() {
    let zip = |entries: &[(&str, &[u8])]| {
        let mut writer = zip_writer();
        for (name, bytes) in entries {
            writer.0.start_file(*name, writer.1).unwrap();
            writer.0.write_all(bytes).unwrap();
        }
        writer.0.finish().unwrap().into_inner()
    };
    let project = b"<Project xmlns=\"urn:QDA-XML:project:1.0\"><Sources><TextSource name=\"x\" guid=\"a\" \
        plainTextPath=\"internal://../../etc/passwd\"/></Sources></Project>";
    let cases = [
        zip(&[("../project.qde", project)]),
        zip(&[("project.qde", project), ("../../etc/passwd", b"root")]),
        zip(&[("project.qde", b"<Project>")]),
        zip(&[]),
        b"PK\x03\x04 and nothing".to_vec(),
    ];
    for bytes in cases {
        for format in ["qdpx", "xlsx"] {
            let input = Input::File { path: Path::new("x").with_extension(format), bytes: bytes.clone() };
            let plan = plan(by_id(format).unwrap(), &articles(), &input).unwrap();
            assert_eq!((plan.counts.statements, plan.counts.documents), (0, 0));
            assert!(!plan.warnings.is_empty(), "{format}");
        }
    }
}

fn zip_writer() -> (zip::ZipWriter<std::io::Cursor<Vec<u8>>>, zip::write::SimpleFileOptions) {
    (zip::ZipWriter::new(std::io::Cursor::new(Vec::new())), zip::write::SimpleFileOptions::default())
}

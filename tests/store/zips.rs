//! Zips as other systems write their names, and zips that mean no good.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use bayan::store::{self, Problem, ProblemKind, StoreError};
use flate2::Crc;

const PROJECT: &str = "(\n    format: \"bayan-project\",\n    version: 2,\n    title: \"t\",\n    parties: [],\n    codebook: (\n        kinds: [(id: \"claim\", name: \"Claim\", definition: \"\", line: Solid)],\n        topics: [],\n        relation_kinds: [],\n    ),\n)\n";

/// One entry: its name as bytes, its flags, what is beside the name, and what is in it.
struct Entry {
    name: Vec<u8>,
    flags: u16,
    extra: Vec<u8>,
    bytes: Vec<u8>,
}

impl Entry {
    fn new(name: impl Into<Vec<u8>>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), flags: 0, extra: Vec::new(), bytes: bytes.into() }
    }
}

#[test]
fn names_are_read_as_the_system_wrote_them() {
    // Each in UTF-8, in pieces as the Finder writes it, in DOS 720, Windows-1256, DOS 437, 866 and 850.
    let cases: [(&str, &[u8]); 9] = [
        ("مقال", "مقال".as_bytes()),
        ("rené", "rene\u{301}".as_bytes()),
        ("قال", b"\xe7\x9f\xe9"),
        ("حمجد", b"\xa5\xea\xa4\xa7"),
        ("قال", b"\xde\xc7\xe1"),
        ("امل", b"\xc7\xe3\xe1"),
        ("rené", b"ren\x82"),
        ("Анна", b"\x80\xad\xad\xa0"),
        ("Ágnes", b"\xb5gnes"),
    ];
    for (name, written) in cases {
        let opened = opened(&project_named(written, 0, |_| Vec::new())).unwrap();
        let found: Vec<_> = opened.project.layers.keys().map(|(d, a)| format!("{d} {a}")).collect();
        assert_eq!(found, [format!("{name} {name}")], "{written:x?}: {:?}", opened.problems);
        assert!(opened.problems.is_empty());
    }
}

#[test]
fn the_flag_and_the_name_beside_it_are_heeded() {
    let named = |name: &str, flags| opened(&project_named(name.as_bytes(), flags, |_| Vec::new())).unwrap();
    assert_eq!(named("مقال", 0x800).project.documents.len(), 1);
    // Info-ZIP writes what the system cannot into a field of its own, with the sum of the name that it belongs to.
    let beside = |name: &[u8]| {
        let true_name = String::from_utf8_lossy(name).replace("????", "مقال");
        field(name, true_name.as_bytes(), true)
    };
    let project = opened(&project_named(b"????", 0, beside)).unwrap().project;
    assert_eq!(project.layers.keys().map(|(d, a)| format!("{d}/{a}")).collect::<Vec<_>>(), ["مقال/مقال"]);
    // One of another name says nothing.
    let other = |name: &[u8]| field(name, "documents/مقال/text.txt".as_bytes(), false);
    assert_eq!(opened(&project_named(b"one", 0, other)).unwrap().project.documents.len(), 1);
    // What says that it is UTF-8 and is not.
    let kind = refused(&project_named(b"\xe7\x9f\xe9", 0x800, |_| Vec::new()));
    assert!(matches!(kind, ProblemKind::ArchiveEncoding(_)), "{kind:?}");
}

#[test]
fn names_that_nothing_reads_are_refused_by_name() {
    for name in [b"\x80\xe7\x9f\xe9\xdb".as_slice(), b"a\xdb\xdb\x81b"] {
        let kind = refused(&project_named(name, 0, |_| Vec::new()));
        assert!(matches!(kind, ProblemKind::ArchiveEncoding(_)), "{name:x?}: {kind:?}");
    }
    // Two that become one: composed and in pieces, and in two encodings.
    let mut entries = project_named("ren\u{e9}".as_bytes(), 0, |_| Vec::new());
    entries.push(Entry::new("annotations/ren\u{e9}/rene\u{301}.ron", layer()));
    assert!(matches!(refused(&entries), ProblemKind::ArchiveTwice(_)));
}

#[test]
fn bombs_of_names_are_refused_at_once() {
    let deep = |count: usize, part: &str, times: usize| {
        let mut entries = vec![Entry::new("project.ron", PROJECT)];
        entries.extend((0..count).map(|number| Entry::new(format!("{number}{}", part.repeat(times)), "")));
        entries
    };
    for (entries, what) in [
        (deep(1, "/d", 32_000), "deep"),
        (deep(20, "/d", 32_000), "several deep"),
        (deep(1, "/d", 64), "deep and short"),
        (deep(1, "x", 60_000), "long"),
        (deep(200, "ق", 30_000), "several long"),
    ] {
        let kind = refused(&entries);
        assert!(matches!(kind, ProblemKind::ArchiveName(_)), "{what}: {kind:?}");
    }
}

#[test]
fn what_a_zip_says_of_itself_is_not_believed() {
    let sound = written(&project_named(b"one", 0, |_| Vec::new()));
    let end = sound.len() - 22;
    let with = |at: usize, bytes: &[u8]| {
        let mut zip = sound.clone();
        zip[at..at + bytes.len()].copy_from_slice(bytes);
        zip
    };
    let list = usize::try_from(u32::from_le_bytes(sound[end + 16..end + 20].try_into().unwrap())).unwrap();
    let cases = [
        ("a list of no bytes", with(end + 12, &[0; 4])),
        ("fewer files than there are", with(end + 8, &[1, 0, 1, 0])),
        ("more files than there are", with(end + 8, &[9, 0, 9, 0])),
        ("a list elsewhere", with(end + 16, &[0; 4])),
        ("another disk", with(end + 4, &[1, 0, 1, 0])),
        ("numbers that stand elsewhere", [&sound[..end], b"PK\x06\x07", &[0; 16], &sound[end..]].concat()),
        ("files over each other", with(list + 46 + "project.ron".len() + 42, &[0; 4])),
        ("more packed than there is", with(list + 20, &[0xff, 0xff, 0xff, 0x7f])),
        ("another sum", with(list + 16, &[1, 2, 3, 4])),
        ("another size", with(list + 24, &[1, 0, 0, 0])),
        ("another name inside", with(30, b"q")),
    ];
    for (what, bytes) in cases {
        let kind = refused_bytes(&bytes);
        assert!(matches!(kind, ProblemKind::ArchiveBad(_) | ProblemKind::ArchiveTooMany(_)), "{what}: {kind:?}");
    }
    assert!(open(&sound).is_ok());
}

/// A project with a document and a layer that are both called so.
fn project_named(name: &[u8], flags: u16, extra: impl Fn(&[u8]) -> Vec<u8>) -> Vec<Entry> {
    let text = "one two";
    let sha256 = bayan::text::content::sha256_hex(text.as_bytes());
    let document = format!(
        "(format: \"bayan-document\", version: 2, title: \"t\", publisher: \"\", published: \"\", url: \"\", language: \"\", encoding: \"UTF-8\", text_sha256: \"{sha256}\", excluded: [])"
    );
    let path = |before: &str, after: &str| [before.as_bytes(), name, after.as_bytes()].concat();
    let layer_path = [&path("annotations/", "/")[..], name, b".ron"].concat();
    let mut entries = vec![
        Entry::new("project.ron", PROJECT),
        Entry::new(path("documents/", "/document.ron"), document),
        Entry::new(path("documents/", "/text.txt"), text),
        Entry::new(layer_path, layer()),
    ];
    for entry in &mut entries {
        entry.flags = flags;
        if entry.name != b"project.ron" {
            entry.extra = extra(&entry.name);
        }
    }
    entries
}

fn layer() -> String {
    "(format: \"bayan-layer\", version: 2, progress: (state: Done, at: \"2026-01-02T03:04:05Z\"), statements: [], relations: [])".to_owned()
}

/// The field 0x7075, with the right sum or not.
fn field(name: &[u8], beside: &[u8], right: bool) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(name);
    let sum = if right { crc.sum() } else { !crc.sum() };
    let length = u16::try_from(beside.len() + 5).unwrap();
    [&0x7075_u16.to_le_bytes()[..], &length.to_le_bytes(), &[1], &sum.to_le_bytes(), beside].concat()
}

/// The bytes of a zip with these entries, stored.
fn written(entries: &[Entry]) -> Vec<u8> {
    let (mut zip, mut list) = (Vec::new(), Vec::new());
    for entry in entries {
        let at = u32::try_from(zip.len()).unwrap();
        let mut crc = Crc::new();
        crc.update(&entry.bytes);
        let length = u32::try_from(entry.bytes.len()).unwrap();
        let mut common = Vec::new();
        common.extend(entry.flags.to_le_bytes());
        common.extend([0; 6]);
        common.extend(crc.sum().to_le_bytes());
        common.extend(length.to_le_bytes());
        common.extend(length.to_le_bytes());
        common.extend(u16::try_from(entry.name.len()).unwrap().to_le_bytes());
        let extra = u16::try_from(entry.extra.len()).unwrap().to_le_bytes();
        zip.extend([b"PK\x03\x04\x14\0", &common[..], &[0, 0], &entry.name, &entry.bytes].concat());
        list.extend([b"PK\x01\x02\x14\0\x14\0", &common[..], &extra, &[0; 10], &at.to_le_bytes()].concat());
        list.extend([&entry.name[..], &entry.extra].concat());
    }
    let (start, length) = (u32::try_from(zip.len()).unwrap(), u32::try_from(list.len()).unwrap());
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    zip.extend(list);
    zip.extend(
        [b"PK\x05\x06\0\0\0\0", &count[..], &count, &length.to_le_bytes(), &start.to_le_bytes(), &[0, 0]].concat(),
    );
    zip
}

fn opened(entries: &[Entry]) -> Result<store::Opened, StoreError> {
    open(&written(entries))
}

fn open(bytes: &[u8]) -> Result<store::Opened, StoreError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.zip");
    fs::write(&path, bytes).unwrap();
    store::open_archive(Path::new(&path))
}

fn refused(entries: &[Entry]) -> ProblemKind {
    refused_bytes(&written(entries))
}

/// Why it is refused, as a whole or in its first unsound file; never slowly.
fn refused_bytes(bytes: &[u8]) -> ProblemKind {
    let started = Instant::now();
    let result = open(bytes);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    match result {
        Err(StoreError::Unreadable(Problem { kind, .. })) => kind,
        Err(other) => panic!("{other}"),
        Ok(opened) => opened.problems.into_iter().next().unwrap().kind,
    }
}

//! Random damage, with fixed seeds, to the files of other programs: every importer of [`FORMATS`] and every reader of
//! articles. None panics, none takes long, and every statement that comes out lies in its text.
//!
//! The files are exports of a small project, made here in each format, and an article in each kind of file; a new format
//! is damaged as soon as it is in the list. `BAYAN_FUZZ_SECONDS` says how long each of the two runs (one second without
//! it). An input that takes longer than [`SLOWEST`] is named with its seed and kept, and the test binary ends.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Once, OnceLock};
use std::time::{Duration, Instant};

use bayan::edit::check::check_statement;
use bayan::edit::session::Session;
use bayan::formats::article::{self, ReadOptions};
use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::incoming::ImportPlan;
use bayan::formats::input::Input;
use bayan::formats::{FORMATS, Format, Options, by_id, recognise};
use bayan::model::id::{AnnotatorId, DocumentId};
use bayan::model::project::Project;
use bayan::monitor::Monitor;
use zip::write::SimpleFileOptions;

use super::damage::damage;
use crate::support::random::Random;

/// What one input may take; a build without optimisation, beside other tests, takes some of it.
const SLOWEST: Duration = Duration::from_secs(60);

/// A file, or the files of a folder, by their paths below it; the name of a file is the only key.
type Files = BTreeMap<String, Vec<u8>>;

/// A format with a sound export.
struct Sample {
    format: &'static Format,
    files: Files,
}

impl Sample {
    /// The files as an input; those of a folder are put below `folder`.
    fn input(&self, files: &Files, folder: &Path) -> Input {
        if !self.format.is_folder() {
            let (name, bytes) = files.iter().next().unwrap();
            return Input::File { path: name.into(), bytes: bytes.clone() };
        }
        let _ = std::fs::remove_dir_all(folder);
        for (name, bytes) in files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        Input::open(folder, 1 << 30, true).unwrap()
    }
}

#[test]
fn damaged_files_of_other_programs_never_panic_and_what_comes_out_fits() {
    let project = small_project();
    let samples = samples(&project);
    assert!(samples.len() >= 10, "{} formats are read", samples.len());
    let annotator = AnnotatorId::new("omar_2").unwrap();
    let mut empty = project.clone();
    empty.layers.clear();
    let folder = tempfile::tempdir().unwrap();
    let watch = Watch::start();
    let mut read = BTreeMap::new();
    run(11, |round, random| {
        let sample = &samples[round % samples.len()];
        let format = sample.format;
        let mut files = sample.files.clone();
        // The first round of each format is the sound one, which shows that this test reads anything.
        if round >= samples.len() {
            damage_files(&mut files, random);
        }
        let input = sample.input(&files, folder.path());
        watch.watched(&format!("{}, round {round}", format.id), &files, || {
            let _ = recognise(&input);
            let reader = format.reader.unwrap();
            let (found, warnings) = reader.read_all(&input);
            check(&found, format.id, round);
            assert!(warnings.iter().all(|warning| warning.message.len() < 100_000), "{}: a long message", format.id);
            *read.entry(format.id).or_insert(0) += found.layers.values().map(|layer| layer.len()).sum::<usize>();
            // Into a project that has the articles, which tables need, every second time around.
            if (round / samples.len()).is_multiple_of(2)
                && let Ok(ImportPlan { edit, .. }) = reader.import(&empty, &input, &annotator, false)
            {
                let mut session = Session::new(empty.clone(), annotator.clone());
                session.apply("import", edit).unwrap_or_else(|error| panic!("{}, {round}: {error}", format.id));
                check(session.project(), format.id, round);
                *read.entry(format.id).or_insert(0) +=
                    session.project().layers.values().map(|l| l.len()).sum::<usize>();
                session.undo().expect("and can be taken back");
                assert_eq!(session.project(), &empty, "{}, round {round}", format.id);
            }
        });
    });
    for sample in &samples {
        let name = sample.format.id;
        // A codebook has no statements.
        assert!(read[name] > 0 || name == "qdc", "{name}: no statement was ever read");
    }
}

#[test]
fn damaged_articles_never_panic() {
    let samples = articles();
    for endings in article::endings_of_readers() {
        let is_of = |name: &str| endings.iter().any(|ending| name.ends_with(&format!(".{ending}")));
        assert!(samples.keys().any(|name| is_of(name)), "no sample ends in {endings:?}");
    }
    let samples: Vec<(&String, &Vec<u8>)> = samples.iter().collect();
    let watch = Watch::start();
    run(12, |round, random| {
        let (name, sound) = samples[round % samples.len()];
        let mut files = Files::from([(name.clone(), sound.clone())]);
        if round >= samples.len() {
            damage_files(&mut files, random);
        }
        let bytes = &files[name];
        watch.watched(&format!("{name}, round {round}"), &files, || {
            let whole_page = random.below(2) == 0;
            let options = ReadOptions { whole_page, ..ReadOptions::default() };
            match article::decode(bytes, &options, Path::new(name)) {
                Ok(read) => {
                    for article in &read.articles {
                        assert!(!article.decoded.text.trim().is_empty(), "{name}, round {round}: an empty article");
                        assert!(article.losses.iter().chain(&article.doubts).all(|line| line.len() < 100_000));
                    }
                }
                Err(error) if round < samples.len() => panic!("{name}: {error}"),
                Err(error) => assert!(error.to_string().len() < 100_000),
            }
        });
    });
}

/// What is made to do harm in each container and notation: none of it panics or takes long, and the process stays small.
#[test]
fn bombs_are_refused_in_bounded_time_and_memory() {
    let project = small_project();
    let samples = samples(&project);
    let folder = tempfile::tempdir().unwrap();
    let watch = Watch::start();
    let mut tried = 0;
    for sample in &samples {
        for (what, files) in bombs_of(&sample.files) {
            let input = sample.input(&files, folder.path());
            watch.watched(&format!("{}, {what}", sample.format.id), &files, || {
                let _ = recognise(&input);
                let (found, _) = sample.format.reader.unwrap().read_all(&input);
                check(&found, sample.format.id, 0);
            });
            tried += 1;
        }
    }
    for (name, bytes) in articles() {
        for (what, files) in bombs_of(&Files::from([(name.clone(), bytes)])) {
            watch.watched(&format!("{name}, {what}"), &files, || {
                let read = article::decode(&files[&name], &ReadOptions::default(), Path::new(&name));
                if what.starts_with("a name that leads out") {
                    assert!(read.is_err(), "{name}, {what}");
                }
            });
            tried += 1;
        }
    }
    println!("{tried} bombs");
    assert!(tried > 80);
    // The texts, and what is unpacked: no bomb reaches the gigabytes that it stands for.
    #[cfg(target_os = "linux")]
    {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        let peak_kb: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
        assert!(peak_kb < 3_000_000, "{peak_kb} kB were resident");
    }
}

/// The short articles of the project that was made to break exporters, with everybody's layers.
fn small_project() -> Project {
    let path = data("interchange/hard/project.jsonl");
    let input = Input::File { path: path.clone(), bytes: std::fs::read(path).unwrap() };
    let (mut project, warnings) = by_id("jsonl").unwrap().reader.unwrap().read_all(&input);
    assert_eq!(warnings, []);
    let long: Vec<DocumentId> =
        project.documents.values().filter(|d| d.content.len_bytes() > 900).map(|d| d.id.clone()).collect();
    for id in long {
        project.layers.retain(|(document, _), _| *document != id);
        project.documents.remove(&id);
    }
    assert!(project.documents.len() >= 4 && project.layers.len() >= 6, "{:?}", project.documents.keys());
    project
}

/// An export in each format that is read.
fn samples(project: &Project) -> Vec<Sample> {
    let dataset = Dataset::of(project, &ExportScope::default()).unwrap();
    let readable = FORMATS.iter().copied().filter(|format| format.reader.is_some());
    let made = readable.map(|format| {
        assert!(format.writer.is_some(), "{} is only read: make a sample of it here", format.id);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("x.{}", format.ending()));
        format.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
        let mut files = Files::new();
        if format.is_folder() {
            for name in Input::open(&path, 1 << 30, true).unwrap().files() {
                files.insert(name.clone(), std::fs::read(path.join(name)).unwrap());
            }
        } else {
            files.insert(format!("x.{}", format.ending()), std::fs::read(&path).unwrap());
        }
        Sample { format, files }
    });
    made.collect()
}

/// An article in each kind of file.
fn articles() -> Files {
    let mut files = Files::new();
    for name in
        ["article.docx", "article.odt", "article.txt", "saved-page.html", "fpdf2-english.pdf", "fpdf2-dejavu.pdf"]
    {
        files.insert(name.to_owned(), std::fs::read(data("interchange/articles").join(name)).unwrap());
    }
    let page = String::from_utf8(files["saved-page.html"].clone()).unwrap();
    let rtf = r"{\rtf1\ansi\ansicpg1256{\fonttbl{\f0\fcharset178 Arial;}}{\info{\title x}}\f0\uc1 \'de\'c7\'e1 \u1602?{\b b}{\footnote n}\par\bin2 ab}";
    let mail = "From: A <a@example.org>\r\nSubject: =?utf-8?B?2KfZhNiz2K8=?=\r\nDate: Tue, 11 Jun 2024 08:00:00 +0300\r\n\
                MIME-Version: 1.0\r\nContent-Type: text/plain; charset=windows-1256\r\n\
                Content-Transfer-Encoding: quoted-printable\r\n\r\n=DE=C7=E1 =C7=E1=E3=CA=CD=CF=CB.\r\n";
    let saved = format!(
        "From: <Saved>\r\nSnapshot-Content-Location: https://example.org/a\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b\"\r\n\r\n----b\r\n\
         Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n----b--\r\n"
    );
    let package = "<package><metadata><dc:title>t</dc:title></metadata><manifest><item id=\"a\" href=\"a.xhtml\"/></manifest>\
                   <spine><itemref idref=\"a\"/></spine></package>";
    let book = zipped(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", b"<container><rootfiles><rootfile full-path=\"p.opf\"/></rootfiles></container>"),
        ("p.opf", package.as_bytes()),
        ("a.xhtml", b"<html><body><h1>first</h1><p>one &amp; two</p></body></html>"),
    ]);
    let markdown = "---\ntitle: \"السد\"\ndate: 2024-06-11\ntags:\n  - dams\n---\n\n# عنوان\n\nنص *المقال*.\n";
    let table = "العنوان,النص,تاريخ النشر\n\"أول\",\"سطر\nوسطر\",11 يونيو 2024\nثان,نص ثان,2024-06-12\n";
    let lines =
        "{\"headline\": \"أول\", \"body\": \"نص\"}\n{\"headline\": \"ثان\", \"body\": \"نص ثان\", \"lang\": \"ar\"}\n";
    let collection = "Document 1 of 2\n\nFirst title\n\nHarbour Agency\n\nJune 11, 2024\n\nLength: 12 words\n\nThe minister said so.\n\n\
                      Document 2 of 2\n\nSecond title\n\nHarbour Agency\n\nJune 12, 2024\n\nLength: 9 words\n\nThe island denied it.\n";
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in [["Title", "النص"], ["أول", "نص المقال"]].iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *cell).unwrap();
        }
    }
    let (project, mut columns) = (small_project(), Vec::new());
    let dataset = Dataset::of(&project, &ExportScope::default()).unwrap();
    by_id("parquet").unwrap().write(&dataset, &Options::default(), &mut columns).unwrap();
    let archive = zipped(&[("a.txt", "نص أول".as_bytes()), ("b/p.html", page.as_bytes())]);
    for (name, bytes) in [
        ("a.rtf", rtf.as_bytes().to_vec()),
        ("a.eml", mail.as_bytes().to_vec()),
        ("a.mht", saved.into_bytes()),
        ("a.epub", book),
        ("a.md", markdown.as_bytes().to_vec()),
        ("a.csv", table.as_bytes().to_vec()),
        ("a.jsonl", lines.as_bytes().to_vec()),
        ("collection.txt", collection.as_bytes().to_vec()),
        ("a.xlsx", workbook.save_to_buffer().unwrap()),
        ("a.parquet", columns),
        ("a.zip", archive),
    ] {
        files.insert(name.to_owned(), bytes);
    }
    files
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// Every statement fits the project: its spans lie in the text, on grapheme edges, and its names are known.
#[track_caller]
fn check(project: &Project, format: &str, round: usize) {
    for ((document, annotator), layer) in &project.layers {
        for statement in layer.statements() {
            check_statement(project, document, statement)
                .unwrap_or_else(|error| panic!("{format}, round {round}: {document} of {annotator}: {error}"));
        }
    }
}

/// Damages one of the files; what is packed in a zip is damaged there half of the time, since damage to the zip itself
/// is found by its checksums.
fn damage_files(files: &mut Files, random: &mut Random) {
    let which = random.below(files.len());
    let bytes = files.values_mut().nth(which).unwrap();
    if bytes.starts_with(b"PK") && random.below(2) == 0 {
        let mut inner = unzipped(bytes);
        if !inner.is_empty() {
            let which = random.below(inner.len());
            inner[which].1 = worse(&inner[which].1, random);
            let entries: Vec<(&str, &[u8])> = inner.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
            *bytes = zipped(&entries);
            return;
        }
    }
    *bytes = worse(bytes, random);
}

/// Damage to bytes of any kind, to a number, or to the lines.
fn worse(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    match random.below(4) {
        0 | 1 => damage(bytes, random),
        2 => other_number(bytes, random),
        _ => other_lines(bytes, random),
    }
}

/// Another value in the place of a number: offsets are what importers must not believe.
fn other_number(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(3) {
        let from = random.below(bytes.len());
        let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|at| from + at) else { return bytes };
        let end = bytes[start..].iter().position(|byte| !byte.is_ascii_digit()).map_or(bytes.len(), |at| start + at);
        let near = (random.below(200)).to_string();
        let values: [&[u8]; 9] =
            [b"-1", b"0", b"1.5", b"4294967296", b"18446744073709551616", b"1e308", b"null", b"\"7\"", near.as_bytes()];
        bytes.splice(start..end, values[random.below(values.len())].iter().copied());
    }
    bytes
}

/// A line twice, gone, or in another place.
fn other_lines(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let (from, to) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(3) {
        0 => lines.insert(to, lines[from]),
        1 => drop(lines.remove(from)),
        _ => lines.swap(from, to),
    }
    lines.concat()
}

/// Every bomb that suits these files: one file of each ending, and each file packed in it, is replaced in turn.
fn bombs_of(files: &Files) -> Vec<(String, Files)> {
    let mut bombs = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, bytes) in files {
        if !seen.insert(name.rsplit('.').next()) {
            continue;
        }
        let with = |bytes: Vec<u8>| {
            let mut files = files.clone();
            files.insert(name.clone(), bytes);
            files
        };
        if let Ok(text) = std::str::from_utf8(bytes) {
            for (what, bomb) in text_bombs(text) {
                bombs.push((format!("{what} for {name}"), with(bomb)));
            }
        }
        if !bytes.starts_with(b"PK") {
            continue;
        }
        let (inner, bomb) = (unzipped(bytes), zip_bomb());
        for which in 0..inner.len() {
            let replaced = |bomb: &[u8]| {
                let entries: Vec<(&str, &[u8])> = (inner.iter().enumerate())
                    .map(|(at, (name, bytes))| (name.as_str(), if at == which { bomb } else { bytes.as_slice() }))
                    .collect();
                with(zipped(&entries))
            };
            let entry = &inner[which].0;
            if let Ok(text) = std::str::from_utf8(&inner[which].1)
                && text.starts_with('<')
            {
                for (what, bomb) in text_bombs(text) {
                    bombs.push((format!("{what} for {entry} in {name}"), replaced(&bomb)));
                }
            }
            if which < 3 {
                let rest: Vec<(&str, &[u8])> = (inner.iter().enumerate())
                    .filter(|(at, _)| *at != which)
                    .map(|(_, (name, bytes))| (name.as_str(), bytes.as_slice()))
                    .collect();
                bombs.push((format!("a zip bomb for {entry} in {name}"), with(zipped_with(&rest, &[entry], bomb))));
            }
        }
        let entries: Vec<(&str, &[u8])> = inner.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        // Each is smaller than what a file may be, and all of them are more than what is read.
        let many: Vec<String> = (0..40).map(|number| format!("{number}.txt")).collect();
        let many: Vec<&String> = many.iter().collect();
        bombs.push((format!("many zip bombs in {name}"), with(zipped_with(&entries, &many, bomb))));
        for odd in ["../../etc/passwd", "/etc/passwd", "..\\..\\boot.ini", "C:\\x", "a/../../../x"] {
            let with_odd: Vec<(&str, &[u8])> = entries.iter().copied().chain([(odd, b"x".as_slice())]).collect();
            bombs.push((format!("a name that leads out, {odd}, in {name}"), with(zipped(&with_odd))));
        }
    }
    bombs
}

/// Nesting without end, and entities that multiply, for a file that is written like this one.
fn text_bombs(like: &str) -> Vec<(&'static str, Vec<u8>)> {
    let long = ("one long line", vec![b'1'; 2 << 20]);
    let lists = ("deep lists", "[".repeat(500_000).into_bytes());
    match like.trim_start_matches('\u{feff}').trim_start().chars().next() {
        Some('<') => {
            let mut laughs = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY l0 \"ha\">".to_owned();
            for level in 1..12 {
                let before = format!("&l{};", level - 1).repeat(12);
                laughs.push_str(&format!("<!ENTITY l{level} \"{before}\">"));
            }
            laughs.push_str("]><l a=\"&l11;\">&l11;</l>");
            let file = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><l>&x;</l>";
            vec![
                ("multiplying entities", laughs.into_bytes()),
                ("an entity of a file", file.as_bytes().to_vec()),
                ("deep elements", "<a>".repeat(200_000).into_bytes()),
                ("deep divisions", format!("<html><body>{}x", "<div>".repeat(100_000)).into_bytes()),
            ]
        }
        Some('{' | '[') => {
            vec![
                lists,
                ("deep objects", "{\"a\":".repeat(200_000).into_bytes()),
                long,
                ("deep groups", { format!("{{\\rtf1 {}", "{".repeat(300_000)).into_bytes() }),
            ]
        }
        _ => vec![lists, long, ("many lines", "T1\tx 0 1\ta\n".repeat(100_000).into_bytes())],
    }
}

/// A zip with one file of 1,100 MB of spaces, which is a megabyte.
fn zip_bomb() -> &'static [u8] {
    static BOMB: OnceLock<Vec<u8>> = OnceLock::new();
    BOMB.get_or_init(|| {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("bomb", SimpleFileOptions::default().compression_level(Some(1))).unwrap();
        let spaces = vec![b' '; 1 << 20];
        (0..1100).for_each(|_| zip.write_all(&spaces).unwrap());
        zip.finish().unwrap().into_inner()
    })
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    zipped_with(files, &[] as &[&str], &[])
}

/// A zip of these files, and of the only file of another zip under each of these names.
fn zipped_with(files: &[(&str, &[u8])], names: &[impl AsRef<str>], other: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for name in names {
        let mut other = zip::ZipArchive::new(Cursor::new(other)).unwrap();
        let file = other.by_index_raw(0).unwrap();
        zip.raw_copy_file_rename(file, name.as_ref()).unwrap();
    }
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_level(Some(1));
        // A name that is there twice is left out by the library.
        if zip.start_file(*name, options).is_ok() {
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

fn unzipped(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let mut files = Vec::new();
    for index in 0..zip.len() {
        let Ok(mut file) = zip.by_index(index) else { continue };
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        let mut bytes = Vec::new();
        if file.read_to_end(&mut bytes).is_ok() && !name.ends_with('/') {
            files.push((name, bytes));
        }
    }
    files
}

/// Runs with one seed after another until the time is over.
fn run(salt: u64, mut round: impl FnMut(usize, &mut Random)) {
    let seconds = std::env::var("BAYAN_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(1.0);
    // One round alone, to find out about it.
    if let Some(only) = std::env::var("BAYAN_FUZZ_ROUND").ok().and_then(|number| number.parse().ok()) {
        return round(only, &mut Random((only as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt));
    }
    let (start, mut rounds) = (Instant::now(), 0);
    // Some in any case, so that a slow computer tests something too.
    while rounds < 150 || start.elapsed() < Duration::from_secs_f64(seconds) {
        round(rounds, &mut Random((rounds as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ salt));
        rounds += 1;
    }
    println!("{rounds} rounds");
}

/// What is being read, and since when.
type Current = Arc<Mutex<Option<(Instant, String, Files)>>>;

/// Ends the test binary if an input takes too long, after saying which.
struct Watch {
    current: Current,
    is_over: Arc<AtomicBool>,
}

impl Watch {
    fn start() -> Self {
        // What a library says before its panic is caught is none of the news.
        static QUIET: Once = Once::new();
        QUIET.call_once(|| {
            let usual = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                if !article::expects_panic() {
                    usual(panic);
                }
            }));
        });
        let (current, is_over) = (Current::default(), Arc::new(AtomicBool::new(false)));
        let (watched, ended) = (Arc::clone(&current), Arc::clone(&is_over));
        std::thread::spawn(move || {
            while !ended.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(200));
                let Ok(current) = watched.lock() else { return };
                if let Some((since, what, files)) = &*current
                    && since.elapsed() > SLOWEST
                {
                    eprintln!("{what}: not read after {SLOWEST:?}; {}", kept(files));
                    std::process::abort();
                }
            }
        });
        Self { current, is_over }
    }

    /// Reads one input. Where that panics, the input is named too.
    fn watched(&self, what: &str, files: &Files, read: impl FnOnce()) {
        *self.current.lock().unwrap() = Some((Instant::now(), what.to_owned(), files.clone()));
        if let Err(panic) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)) {
            eprintln!("{what} failed; {}", kept(files));
            std::panic::resume_unwind(panic);
        }
        let taken = self.current.lock().unwrap().take();
        if let Some((since, ..)) = taken
            && since.elapsed() > SLOWEST / 10
        {
            println!("{what}: {:?}", since.elapsed());
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

/// Puts the files where a person can look at them; where.
fn kept(files: &Files) -> String {
    let folder = std::env::temp_dir().join(format!("bayan-damaged-{}", std::process::id()));
    for (name, bytes) in files {
        let path = folder.join(name);
        let _ = path.parent().map(std::fs::create_dir_all);
        let _ = std::fs::write(path, bytes);
    }
    format!("it is in {}", folder.display())
}

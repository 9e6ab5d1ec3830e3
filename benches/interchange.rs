//! How fast each format is written and read, by the size of the project: MB of files in a second, from and into memory.
//!
//! `cargo bench --no-default-features --bench interchange`, with a part of a name after `--`. `BAYAN_BENCH_STATEMENTS` says
//! how many statements (`10000,100000` without it; ten in each document). `benches/interchange.py` runs the Python libraries
//! beside it: for that, `BAYAN_BENCH_ONCE` does one thing alone and prints its time and memory.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use bayan::cli::generate::project_of_documents;
use bayan::formats::dataset::{Dataset, ExportScope};
use bayan::formats::input::Input;
use bayan::formats::output::FileSet;
use bayan::formats::{Format, Options, Writer, by_id, loss, readable, writable};
use bayan::model::id::AnnotatorId;
use bayan::model::project::Project;
use bayan::monitor::Monitor;
use cpu_time::ProcessTime;
use divan::counter::{BytesCount, ItemsCount};

/// The text of a statement's share of an article.
const BYTES_PER_STATEMENT: usize = 250;
const STATEMENTS_PER_DOCUMENT: usize = 10;

fn main() {
    match std::env::var("BAYAN_BENCH_ONCE") {
        Ok(what) => once(&what.split(' ').collect::<Vec<_>>()),
        Err(_) => divan::main(),
    }
}

/// A format with a size.
struct Case {
    format: &'static Format,
    statements: usize,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.format.id, self.statements)
    }
}

fn sizes() -> Vec<usize> {
    let chosen = std::env::var("BAYAN_BENCH_STATEMENTS").unwrap_or_else(|_| "10000,100000".to_owned());
    chosen.split(',').map(|size| size.trim().parse().unwrap()).collect()
}

fn cases(formats: impl Iterator<Item = &'static Format>) -> Vec<Case> {
    let of = |format| sizes().into_iter().map(move |statements| Case { format, statements });
    formats.flat_map(of).collect()
}

/// The project of a size, made once.
fn project(statements: usize) -> &'static Project {
    static MADE: Mutex<BTreeMap<usize, &'static Project>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap();
    made.entry(statements).or_insert_with(|| Box::leak(Box::new(generated(statements))))
}

fn generated(statements: usize) -> Project {
    project_of_documents(statements / STATEMENTS_PER_DOCUMENT, statements * BYTES_PER_STATEMENT, statements, 1)
}

#[divan::bench(args = cases(writable()), sample_count = 3, sample_size = 1)]
fn export(bencher: divan::Bencher<'_, '_>, case: &Case) {
    let project = project(case.statements);
    let written = write(project, case.format, &mut Counted::default());
    bencher
        .counter(BytesCount::new(written))
        .counter(ItemsCount::new(case.statements))
        .bench_local(|| write(project, case.format, &mut Counted::default()));
}

#[divan::bench(args = cases(readable().filter(|format| format.writer.is_some())), sample_count = 3, sample_size = 1)]
fn import(bencher: divan::Bencher<'_, '_>, case: &Case) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("x.{}", case.format.ending()));
    let dataset = Dataset::of(project(case.statements), &ExportScope::default()).unwrap();
    case.format.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
    let input = Input::open(&path, u64::MAX, true).unwrap();
    let bencher = bencher.counter(BytesCount::new(size_of(&path))).counter(ItemsCount::new(case.statements));
    if has_texts(case.format) {
        return bencher.bench_local(|| read(case.format, &input));
    }
    let project = without_layers(project(case.statements).clone());
    bencher.bench_local(|| read_into(&project, case.format, &input));
}

/// Whether a file of the format has the texts, so that it can become a project.
fn has_texts(format: &Format) -> bool {
    !format.loses.contains(&&loss::TEXTS)
}

/// A project for a table without texts.
fn without_layers(mut project: Project) -> Project {
    project.layers.clear();
    project
}

/// Writes everything of a project; how many bytes that is.
fn write(project: &Project, format: &Format, out: &mut Counted) -> u64 {
    let dataset = Dataset::of(project, &ExportScope::default()).unwrap();
    match format.writer.unwrap() {
        Writer::File(write) | Writer::FileAndBeside { write, .. } | Writer::FileOrFolder { write, .. } => {
            write(&dataset, &Options::default(), out)
        }
        Writer::Folder(write) => write(&dataset, &Options::default(), out),
    }
    .unwrap();
    out.bytes
}

/// Reads everything into a project of its own; how many statements that is.
fn read(format: &Format, input: &Input) -> usize {
    let (project, _) = format.reader.unwrap().read_all(input);
    project.layers.values().map(|layer| layer.len()).sum()
}

/// Plans how a file without texts goes into a project that has them; how many statements that is.
fn read_into(project: &Project, format: &Format, input: &Input) -> usize {
    let annotator = AnnotatorId::new("annotator-a").unwrap();
    format.reader.unwrap().import(project, input, &annotator, false).unwrap().counts.statements
}

/// Counts what is written, and forgets it.
#[derive(Default)]
struct Counted {
    bytes: u64,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl FileSet for Counted {
    fn file(&mut self, _: &str) -> io::Result<&mut dyn Write> {
        Ok(self)
    }
}

fn size_of(path: &Path) -> u64 {
    let metadata = std::fs::metadata(path).unwrap();
    if !metadata.is_dir() {
        return metadata.len();
    }
    std::fs::read_dir(path).unwrap().map(|entry| size_of(&entry.unwrap().path())).sum()
}

/// `write FORMAT PATH STATEMENTS` or `read FORMAT PATH STATEMENTS`, once; prints seconds of processor time, and the most
/// memory in MB that was held beyond what was held before.
fn once(what: &[&str]) {
    let (verb, format, path, count) =
        (what[0], by_id(what[1]).unwrap(), PathBuf::from(what[2]), what[3].parse().unwrap());
    let open = || Input::open(&path, u64::MAX, true).unwrap();
    let (seconds, held_mb, statements) = if verb == "write" {
        let project = generated(count);
        let dataset = Dataset::of(&project, &ExportScope::default()).unwrap();
        measured(|| {
            let summary = format.write_to_path(&dataset, &Options::default(), &path, &Monitor::default()).unwrap();
            summary.statements
        })
    } else if has_texts(format) {
        measured(|| read(format, &open()))
    } else {
        let project = without_layers(generated(count));
        measured(|| read_into(&project, format, &open()))
    };
    println!(
        "{{\"seconds\":{seconds},\"held_mb\":{held_mb},\"bytes\":{},\"statements\":{statements}}}",
        size_of(&path)
    );
}

fn measured(work: impl FnOnce() -> usize) -> (f64, f64, usize) {
    let in_mb = |name: &str| -> f64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("0 kB").to_owned();
        line.trim_end_matches(" kB").trim().parse::<f64>().unwrap() / 1024.0
    };
    // From here on, the system notes the peak anew.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let (before, start) = (in_mb("VmRSS:"), ProcessTime::now());
    let done = work();
    (start.elapsed().as_secs_f64(), (in_mb("VmHWM:") - before).max(0.0), done)
}

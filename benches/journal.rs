//! What keeping costs: from a gesture to its being durable, what of that a frame waits for, and the bytes written.
//!
//! `cargo bench --bench journal`

#[path = "../tests/support"]
mod support {
    pub mod disk;
}

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::support::disk::as_on_the_real_disk;
use bayan::disk::{Disk, Real};
use bayan::edit::change::Edit;
use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId, StatementId};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::Statement;
use bayan::store::{self, Lock, keeping};
use bayan::text::content::Content;

const GESTURES: usize = 100;
const SENTENCE: &str = "وأكد الكرملين أنّ المفاوضات مع الولايات المتحدة ستبدأ في جنيف. ";

fn main() {
    for statements in [30, 25_000] {
        measure(statements);
    }
}

fn measure(statements: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p");
    store::create(&path, &project(statements)).unwrap();
    let disk = Arc::new(Counting::default());
    let written = || disk.bytes.load(Ordering::SeqCst);
    let lock = Lock::acquire(&path).unwrap();
    let started = Instant::now();
    let mut opened = keeping::open(&path, lock, Arc::clone(&disk) as Arc<dyn Disk>, |_| key().1, || {}).unwrap();
    let opening = started.elapsed();
    let (mut frame, mut durable, mut bytes) = (Vec::new(), Vec::new(), Vec::new());
    let statement = opened.session.project().layers[&key()].statements().next().unwrap().clone();
    for number in 0..GESTURES {
        // The files are at rest, so that what is written is the journal's.
        opened.keeper.wait_saved().unwrap();
        let before = written();
        let edited = Statement { note: format!("{number}"), ..statement.clone() };
        let started = Instant::now();
        opened.session.apply("note", Edit::ReplaceStatement { layer: key(), statement: Box::new(edited) }).unwrap();
        opened.keeper.take(&mut opened.session, true);
        frame.push(started.elapsed());
        opened.keeper.wait_durable().unwrap();
        durable.push(started.elapsed());
        bytes.push(written() - before);
    }
    opened.keeper.wait_saved().unwrap();
    let (mut saving, mut saved) = (Vec::new(), Vec::new());
    for number in 0..5 {
        let edited = Statement { note: format!("saved {number}"), ..statement.clone() };
        opened.session.apply("note", Edit::ReplaceStatement { layer: key(), statement: Box::new(edited) }).unwrap();
        opened.keeper.take(&mut opened.session, true);
        opened.keeper.wait_durable().unwrap();
        let (before, started) = (written(), Instant::now());
        opened.keeper.wait_saved().unwrap();
        saving.push(started.elapsed());
        saved.push(written() - before);
    }
    // Gestures while the files are being rewritten: the frame does not wait for it.
    let mut during = Vec::new();
    for number in 0..50 {
        opened.keeper.save_now();
        let edited = Statement { note: format!("during {number}"), ..statement.clone() };
        let started = Instant::now();
        opened.session.apply("note", Edit::ReplaceStatement { layer: key(), statement: Box::new(edited) }).unwrap();
        opened.keeper.take(&mut opened.session, true);
        during.push(started.elapsed());
        std::thread::sleep(Duration::from_millis(5));
    }
    println!("{statements} statements");
    println!("  opening for writing            {opening:.1?}");
    println!("  a gesture, what a frame waits  {}", times(frame));
    println!("  the same while files are saved {}", times(during));
    println!("  from gesture to durable        {}", times(durable));
    println!("  journal bytes for one edit     {}", middle(bytes));
    println!("  rewriting the files            {}", times(saving));
    println!("  bytes of that                  {}", middle(saved));
}

fn times(mut times: Vec<Duration>) -> String {
    times.sort();
    format!("median {:.1?}, at most {:.1?}", times[times.len() / 2], times[times.len() - 1])
}

fn middle(mut numbers: Vec<u64>) -> u64 {
    numbers.sort_unstable();
    numbers[numbers.len() / 2]
}

/// Counts the bytes that are written.
#[derive(Debug, Default)]
struct Counting {
    bytes: AtomicU64,
}

impl Disk for Counting {
    as_on_the_real_disk!(create_folder, cut, sync, sync_folder, rename, link, remove);

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.bytes.fetch_add(bytes.len() as u64, Ordering::SeqCst);
        Real.write(path, bytes)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.bytes.fetch_add(bytes.len() as u64, Ordering::SeqCst);
        Real.append(path, bytes)
    }
}

fn project(statements: usize) -> Project {
    let mut project = Project::new("bench");
    let content = Content::new(SENTENCE.repeat(statements));
    let metadata = Metadata::default();
    let document = Document { id: key().0, content, metadata, encoding: String::new(), excluded: Vec::new() };
    project.documents.insert(key().0, document);
    let now = jiff::Timestamp::UNIX_EPOCH;
    for number in 0..statements {
        let start = number * SENTENCE.len();
        let statement = Statement {
            id: StatementId::from_uuid(uuid::Uuid::from_u128(number as u128 + 1)),
            ..Statement::new(
                KindId::new("claim").unwrap(),
                vec![Span::new(start, start + SENTENCE.trim_end().len())],
                now,
            )
        };
        Edit::AddStatement { layer: key(), statement: Box::new(statement) }.apply(&mut project).unwrap();
    }
    project
}

fn key() -> (DocumentId, AnnotatorId) {
    (DocumentId::new("d").unwrap(), AnnotatorId::new("a").unwrap())
}

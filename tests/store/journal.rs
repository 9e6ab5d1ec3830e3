//! The journal: torn at every length, damaged at every byte, on disks that fail; nothing confirmed is lost, nothing is
//! lost unsaid.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use bayan::disk::{Disk, Real};
use bayan::edit::change::Edit;
use bayan::edit::session::Session;
use bayan::model::gesture::Gesture;
use bayan::store::journal::segments;
use bayan::store::keeping::{self};
use bayan::store::problem::ProblemKind;
use bayan::store::{self, Lock};

use crate::support::disk::as_on_the_real_disk;
use crate::support::project::{open_on, sample, who};

#[test]
fn the_form_is_the_one_that_is_written_down() {
    // SHA-256 of 02 00 00 00 "hi", by sha256sum.
    let expected = [b"\xb5rec\x02\0\0\0".as_slice(), &[0xaa, 0x47, 0xb6, 0x55, 0x7f, 0xb0, 0x13, 0x54], b"hi"].concat();
    assert_eq!(segments::frame(b"hi"), expected);
    let file = segments::with_head(&expected);
    assert_eq!(&file[..16], b"bayan-journal 2\n");
    let scan = segments::scan(&file).unwrap();
    assert_eq!(
        (scan.payloads.first(), scan.payloads.len(), scan.damaged.len(), scan.torn),
        (Some(&(32..34)), 1, 0, None)
    );
    assert_eq!(segments::scan(b"bayan-journal 3\nwhatever"), Err(ProblemKind::Newer(3)));
    let older = [b"bayan-journal 1\n".as_slice(), &expected].concat();
    assert_eq!(segments::scan(&older).unwrap(), scan);
}

#[test]
fn a_journal_holds_keys_and_no_words_of_a_language() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let disk = Arc::new(PowerCut::new(u64::MAX));
    let mut opened = open_on(&project, Arc::clone(&disk) as Arc<dyn Disk>);
    let time: jiff::Timestamp = "2026-11-25T12:30:00Z".parse().unwrap();
    let gestures = [
        Gesture::from("gesture-project-title"),
        Gesture::new("gesture-kept-take").with("count", 3_usize),
        Gesture::new("gesture-restore-state").with("time", time),
        Gesture::new("gesture-of-the-future").with("title", "عنوان"),
    ];
    for (number, gesture) in gestures.iter().enumerate() {
        opened.session.apply(gesture.clone(), Edit::SetTitle(number.to_string())).unwrap();
    }
    opened.session.undo().unwrap();
    opened.keeper.take(&mut opened.session, true);
    opened.keeper.wait_durable().unwrap();
    let bytes = std::fs::read(segment_of(&project)).unwrap();
    let records: Vec<serde_json::Value> = segments::scan(&bytes)
        .unwrap()
        .payloads
        .into_iter()
        .map(|range| serde_json::from_slice(&bytes[range]).unwrap())
        .collect();
    let expected = [
        serde_json::json!({ "key": "gesture-project-title" }),
        serde_json::json!({ "key": "gesture-kept-take", "arguments": { "count": { "number": 3 } } }),
        serde_json::json!({ "key": "gesture-restore-state", "arguments": { "time": { "time": "2026-11-25T12:30:00Z" } } }),
        serde_json::json!({ "key": "gesture-of-the-future", "arguments": { "title": { "text": "عنوان" } } }),
    ];
    for (record, expected) in records.iter().zip(expected.iter().chain([&expected[3]])) {
        assert_eq!((&record["gesture"], record.get("name")), (expected, None));
    }
    assert_eq!(records.len(), 5);
    let text = String::from_utf8_lossy(&bytes).into_owned();
    for gesture in &gestures {
        assert!(!text.contains(&bayan::locale::plain(&gesture.to_string())), "{gesture} stands in the journal");
    }
    // What was read again is the same.
    disk.state.lock().unwrap().is_off = true;
    drop(opened);
    let again = open_on(&project, Arc::new(Real));
    assert_eq!(again.session.last_gesture(), Some(&gestures[2]));
    assert_eq!(again.session.last_undone(), Some(&gestures[3]));
}

#[test]
fn a_journal_torn_at_any_length_gives_all_the_records_before() {
    let (file, ends) = segment();
    for length in 0..=file.len() {
        let scan = segments::scan(&file[..length]).unwrap();
        let whole = ends.iter().filter(|end| **end <= length).count();
        assert_eq!(scan.payloads.len(), whole, "{length}");
        assert!(scan.damaged.is_empty(), "{length}");
        let on_edge = length == 0 || length == 16 || ends.contains(&length);
        assert_eq!(scan.torn.is_none(), on_edge, "{length}");
    }
}

#[test]
fn a_byte_that_flips_anywhere_in_a_journal_is_told_and_costs_one_record() {
    let (file, ends) = segment();
    let sound = segments::scan(&file).unwrap().payloads;
    for at in 0..file.len() {
        for mask in [0x01, 0x80, 0xff] {
            let mut damaged = file.clone();
            damaged[at] ^= mask;
            let Ok(scan) = segments::scan(&damaged) else {
                assert!(at < 16, "{at}");
                continue;
            };
            assert!(!scan.damaged.is_empty() || scan.torn.is_some(), "{at} {mask}: not told");
            // Whatever is read is one of the records, and only the one that was hit is missing.
            let read: Vec<_> = scan.payloads.iter().map(|range| &damaged[range.clone()]).collect();
            assert!(read.iter().all(|bytes| sound.iter().any(|range| file[range.clone()] == **bytes)), "{at} {mask}");
            assert_eq!(read.len(), if at < 16 { ends.len() } else { ends.len() - 1 }, "{at} {mask}");
        }
    }
}

#[test]
fn what_the_journal_has_comes_back_with_its_history_even_torn() {
    let folder = tempfile::tempdir().unwrap();
    let original = sample(folder.path());
    let file = crashed(&original);
    let path = segment_of(&original);
    let name = path.strip_prefix(&original).unwrap();
    let whole = segments::scan(&file).unwrap().payloads;
    // Every length is read above; here, every length around the records' edges goes the whole way.
    let edges =
        whole.iter().flat_map(|range| [range.start - 16, range.start, range.start + 1, range.end - 1, range.end]);
    for (index, length) in edges.chain([3, 16]).enumerate() {
        let copy = folder.path().join(index.to_string());
        store::install_sample(&copy).unwrap();
        std::fs::create_dir_all(copy.join(name).parent().unwrap()).unwrap();
        std::fs::write(copy.join(name), &file[..length]).unwrap();
        let mut opened = open_on(&copy, Arc::new(Real));
        let count = whole.iter().filter(|range| range.end <= length).count();
        assert_eq!(opened.recovered, count, "{length}");
        let torn = opened.problems.iter().any(|problem| matches!(problem.kind, ProblemKind::JournalTorn(_)));
        let on_edge = length == 16 || whole.iter().any(|range| range.end == length);
        assert_eq!(torn, !on_edge, "{length}");
        assert_eq!(
            opened.session.project().title,
            if count == 0 { SAMPLE_TITLE.to_owned() } else { format!("title {count}") }
        );
        // All of it can be taken back, and that is kept too.
        for _ in 0..count {
            opened.session.undo().unwrap();
        }
        assert_eq!(opened.session.project().title, SAMPLE_TITLE);
        assert!(opened.session.undo().is_none());
        opened.keeper.take(&mut opened.session, true);
        drop(opened);
        assert_eq!(store::open(&copy).unwrap().project.title, SAMPLE_TITLE);
        assert!(!copy.join(name).exists());
    }
}

#[test]
fn a_record_damaged_in_the_middle_is_told_and_kept_aside() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let mut file = crashed(&project);
    let path = segment_of(&project);
    let second = segments::scan(&file).unwrap().payloads[1].clone();
    file[second.start + 5] ^= 1;
    std::fs::write(&path, &file).unwrap();
    let opened = open_on(&project, Arc::new(Real));
    assert!(
        opened
            .problems
            .iter()
            .any(|p| matches!(p.kind, ProblemKind::JournalDamaged(bytes) if bytes == second.len() + 16))
    );
    assert_eq!((opened.recovered, opened.session.project().title.as_str()), (2, "title 3"));
    drop(opened);
    let kept: Vec<_> = std::fs::read_dir(project.join(".bayan/kept")).unwrap().collect();
    assert_eq!(kept.len(), 1);
    assert_eq!(std::fs::read(kept[0].as_ref().unwrap().path()).unwrap(), file);
    assert!(!path.exists());
}

#[test]
fn the_journal_of_another_computer_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let file = crashed(&project);
    let path = segment_of(&project);
    let other = path.with_file_name("other-00000000.00000001.journal");
    std::fs::rename(&path, &other).unwrap();
    let opened = open_on(&project, Arc::new(Real));
    assert_eq!(opened.recovered, 0);
    let told = ProblemKind::Unrecovered("other-00000000".into());
    assert!(opened.problems.iter().any(|problem| problem.kind == told));
    drop(opened);
    assert_eq!(std::fs::read(&other).unwrap(), file);
    // Whoever asks for it gets it.
    let lock = Lock::acquire(&project).unwrap();
    let opened =
        keeping::open_as(&project, "other-00000000", lock, Arc::new(Real), |_| who("annotator-a"), || {}).unwrap();
    assert_eq!(opened.recovered, 3);
    drop(opened);
    assert_eq!(store::open(&project).unwrap().project.title, "title 3");
}

#[test]
fn a_change_to_a_damaged_file_stays_in_the_journals_copy() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    crashed(&project);
    let text = std::fs::read_to_string(project.join("project.ron")).unwrap();
    std::fs::write(project.join("project.ron"), text.replacen("id: \"putin\"", "id: \"biden\"", 1)).unwrap();
    let opened = open_on(&project, Arc::new(Real));
    assert_eq!(opened.recovered, 0);
    assert_eq!(opened.problems.iter().filter(|p| matches!(p.kind, ProblemKind::NotReplayed { .. })).count(), 3);
    drop(opened);
    assert_eq!(std::fs::read_dir(project.join(".bayan/kept")).unwrap().count(), 1);
}

#[test]
fn a_full_disk_keeps_the_work_in_memory_says_so_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let before = std::fs::read(project.join("project.ron")).unwrap();
    let disk = Arc::new(Full::default());
    let mut opened = open_on(&project, Arc::clone(&disk) as Arc<dyn Disk>);
    disk.full.store(true, Ordering::SeqCst);
    title(&mut opened.session, 1);
    opened.keeper.take(&mut opened.session, true);
    let error = opened.keeper.wait_durable().unwrap_err();
    assert!(error.contains("The disk is full. Make room on it."), "{error}");
    assert_eq!(opened.session.project().title, "title 1");
    assert_eq!(std::fs::read(project.join("project.ron")).unwrap(), before, "the old file is whole");
    title(&mut opened.session, 2);
    opened.keeper.take(&mut opened.session, true);
    assert!(opened.keeper.wait_saved().is_err());
    disk.full.store(false, Ordering::SeqCst);
    // It is tried again without being asked.
    while opened.keeper.status().saved < opened.keeper.number() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let status = opened.keeper.status();
    assert_eq!((status.save_error, status.journal_error), (None, None));
    assert_eq!(store::open(&project).unwrap().project.title, "title 2");
}

#[test]
fn a_folder_that_is_removed_while_it_is_open_is_not_made_anew_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    let mut opened = open_on(&project, Arc::new(Real));
    let away = folder.path().join("away");
    std::fs::rename(&project, &away).unwrap();
    title(&mut opened.session, 1);
    opened.keeper.take(&mut opened.session, true);
    opened.keeper.wait_durable().unwrap_err();
    assert!(opened.keeper.wait_saved().is_err());
    assert!(!project.exists());
    std::fs::rename(&away, &project).unwrap();
    opened.keeper.wait_saved().unwrap();
    assert_eq!(store::open(&project).unwrap().project.title, "title 1");
    // Gone for good and replaced by an empty folder: the whole project is written there.
    std::fs::remove_dir_all(&project).unwrap();
    std::fs::create_dir(&project).unwrap();
    title(&mut opened.session, 2);
    opened.keeper.take(&mut opened.session, true);
    opened.keeper.wait_saved().unwrap();
    let again = store::open(&project).unwrap();
    assert_eq!((again.problems.as_slice(), &again.project), (&[][..], opened.session.project()));
}

#[test]
fn a_power_cut_at_any_call_keeps_what_was_confirmed() {
    let (mut stops, mut confirmed_in_all) = (0, 0);
    for call in 1.. {
        let folder = tempfile::tempdir().unwrap();
        let project = sample(folder.path());
        let disk = Arc::new(PowerCut::new(call));
        let mut opened = open_on(&project, Arc::clone(&disk) as Arc<dyn Disk>);
        let mut confirmed = 0;
        for number in 1..=4 {
            title(&mut opened.session, number);
            opened.session.apply("guidelines", Edit::SetGuidelines(format!("guidelines {number}"))).unwrap();
            opened.keeper.take(&mut opened.session, true);
            if opened.keeper.wait_durable().is_err() {
                break;
            }
            confirmed = number;
            if number % 2 == 0 && opened.keeper.wait_saved().is_err() {
                break;
            }
        }
        drop(opened);
        let stopped = disk.come_back();
        let opened = open_on(&project, Arc::new(Real));
        let faults: Vec<_> = opened
            .problems
            .iter()
            // What is remembered of the files is not synced, so that they may look changed after a power cut.
            .filter(|p| {
                !matches!(p.kind, ProblemKind::Recovered(_) | ProblemKind::JournalTorn(_) | ProblemKind::ChangedOutside)
            })
            .collect();
        assert!(faults.is_empty(), "call {call}: {faults:#?}");
        let (title, guidelines) = (&opened.session.project().title, &opened.session.project().guidelines);
        let number: usize = title.strip_prefix("title ").map_or(0, |number| number.parse().unwrap());
        assert!(number == confirmed || number == confirmed + 1, "call {call}: {confirmed} confirmed, {number} there");
        let expected = format!("guidelines {confirmed}");
        assert!(confirmed == 0 || number > confirmed || *guidelines == expected, "call {call}: {guidelines}");
        confirmed_in_all += confirmed;
        if !stopped {
            assert_eq!(confirmed, 4);
            break;
        }
        stops += 1;
    }
    println!("{stops} power cuts, {confirmed_in_all} edits confirmed");
    assert!(stops > 30, "{stops}");
}

#[cfg(unix)]
#[test]
fn a_folder_for_reading_only_is_said_to_be_one() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let project = sample(folder.path());
    std::fs::set_permissions(&project, std::fs::Permissions::from_mode(0o555)).unwrap();
    // For root every folder can be written; there is nothing to see then.
    if std::fs::write(project.join("x"), "").is_err() {
        assert!(matches!(Lock::acquire(&project), Err(store::LockError::Io { .. })));
        assert!(store::open(&project).is_ok());
    }
    std::fs::set_permissions(&project, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// A disk that can be full: half of what is written arrives.
#[derive(Debug, Default)]
struct Full {
    full: AtomicBool,
}

impl Full {
    fn result(&self) -> io::Result<()> {
        if self.full.load(Ordering::SeqCst) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
            .map_err(|_: io::Error| io::Error::from_raw_os_error(28))
    }
}

impl Disk for Full {
    as_on_the_real_disk!(create_folder, cut, sync_folder, rename, link, remove);

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let full = self.result();
        let length = if full.is_err() { bytes.len() / 2 } else { bytes.len() };
        Real.write(path, &bytes[..length]).and(full)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let full = self.result();
        let length = if full.is_err() { bytes.len() / 2 } else { bytes.len() };
        Real.append(path, &bytes[..length]).and(full)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        self.result().and_then(|()| Real.sync(path))
    }
}

/// The worst that a power cut may do: of what was not synced, the content of files and the names in folders are lost.
#[derive(Debug)]
struct PowerCut {
    state: Mutex<CutState>,
}

#[derive(Debug, Default)]
struct CutState {
    calls_left: u64,
    is_off: bool,
    /// Files that were written and not synced, with what of them is safe.
    unsynced: Vec<(PathBuf, Vec<u8>)>,
    /// Names that were changed and not synced, with what takes them back, in order.
    names: Vec<(PathBuf, Back)>,
}

#[derive(Debug)]
enum Back {
    Remove(PathBuf),
    Put(PathBuf, Vec<u8>),
    Rename(PathBuf, PathBuf),
}

impl PowerCut {
    fn new(call: u64) -> Self {
        Self { state: Mutex::new(CutState { calls_left: call, ..CutState::default() }) }
    }

    fn step(&self, act: impl FnOnce(&mut CutState) -> io::Result<()>) -> io::Result<()> {
        let mut state = self.state.lock().unwrap();
        if state.is_off {
            return Err(io::Error::other("no power"));
        }
        state.calls_left -= 1;
        if state.calls_left == 0 {
            state.is_off = true;
            return Err(io::Error::other("no power"));
        }
        act(&mut state)
    }

    /// Makes the folder what it is after the power cut; whether there was one.
    fn come_back(&self) -> bool {
        let mut state = self.state.lock().unwrap();
        if !state.is_off {
            return false;
        }
        for (path, safe) in state.unsynced.drain(..).rev() {
            if path.exists() {
                std::fs::write(path, safe).unwrap();
            }
        }
        for (_, back) in state.names.drain(..).rev() {
            match back {
                Back::Remove(path) => std::fs::remove_file(path).unwrap_or_default(),
                Back::Put(path, bytes) => std::fs::write(path, bytes).unwrap(),
                Back::Rename(from, to) => std::fs::rename(from, to).unwrap(),
            }
        }
        true
    }
}

impl Disk for PowerCut {
    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        self.step(|_| Real.create_folder(folder))
    }
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step(|state| {
            if path.exists() {
                state.unsynced.push((path.to_owned(), Vec::new()));
            } else {
                state.names.push((path.parent().unwrap().to_owned(), Back::Remove(path.to_owned())));
                state.unsynced.push((path.to_owned(), Vec::new()));
            }
            Real.write(path, bytes)
        })
    }
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step(|state| {
            // Of an append, a part may have arrived.
            let mut safe = std::fs::read(path)?;
            safe.extend_from_slice(&bytes[..bytes.len() / 3]);
            state.unsynced.push((path.to_owned(), safe));
            Real.append(path, bytes)
        })
    }
    fn cut(&self, path: &Path, length_bytes: u64) -> io::Result<()> {
        self.step(|_| Real.cut(path, length_bytes))
    }
    fn sync(&self, path: &Path) -> io::Result<()> {
        self.step(|state| {
            state.unsynced.retain(|(of, _)| of != path);
            Real.sync(path)
        })
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.step(|state| {
            state.names.retain(|(of, _)| of != folder);
            Real.sync_folder(folder)
        })
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|state| {
            let parent = to.parent().unwrap().to_owned();
            // In reverse: the old file again, after the new one has its old name again.
            if to.is_file() {
                state.names.push((parent.clone(), Back::Put(to.to_owned(), std::fs::read(to)?)));
            }
            state.names.push((parent, Back::Rename(to.to_owned(), from.to_owned())));
            Real.rename(from, to)
        })
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|_| Real.link(from, to))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(|state| {
            if let Ok(bytes) = std::fs::read(path) {
                state.names.push((path.parent().unwrap().to_owned(), Back::Put(path.to_owned(), bytes)));
            }
            Real.remove(path)
        })
    }
}

const SAMPLE_TITLE: &str = "The Biden–Putin call of 30 December 2021";

/// A segment with three records, and where they end.
fn segment() -> (Vec<u8>, Vec<usize>) {
    let mut file = segments::with_head(&[]);
    let mut ends = Vec::new();
    for payload in ["{\"a\":\"بيان\"}", "", "x"] {
        file.extend(segments::frame(payload.as_bytes()));
        ends.push(file.len());
    }
    (file, ends)
}

/// Does three edits and leaves them in the journal only, as a crash does. Returns the segment.
fn crashed(project: &Path) -> Vec<u8> {
    let disk = Arc::new(PowerCut::new(u64::MAX));
    let mut opened = open_on(project, Arc::clone(&disk) as Arc<dyn Disk>);
    for number in 1..=3 {
        title(&mut opened.session, number);
        opened.keeper.take(&mut opened.session, true);
        opened.keeper.wait_durable().unwrap();
    }
    let path = segment_of(project);
    disk.state.lock().unwrap().is_off = true;
    drop(opened);
    std::fs::read(path).unwrap()
}

fn segment_of(project: &Path) -> PathBuf {
    let names = segments::names(project).unwrap();
    let name = names.iter().find(|name| name.ends_with(".journal")).unwrap();
    segments::folder(project).join(name)
}

fn title(session: &mut Session, number: usize) {
    session.apply("title", Edit::SetTitle(format!("title {number}"))).unwrap();
}

//! Disks that are full, read-only or gone, for real: mounts of our own in a namespace of our own.
//!
//! Each test starts itself again inside `unshare`, where a small `tmpfs` or a bind mount is made and taken away. Where
//! mounting is not allowed, it starts itself again without: then the system's limit on the size of files stands in for a
//! full and for a read-only disk, since with a limit of nothing every write fails as well, and a folder that is moved away
//! for one that is unplugged. What must be found is the same. Each says which of the two it was; with `BAYAN_NEED_MOUNT`
//! set, as `.ci/run` does where the system lets it mount, it must be the mount.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use bayan::edit::change::Edit;
use bayan::store::keeping::OpenForWriting;
use bayan::store::{self, Lock};

use crate::support::project::open;

/// Where the mount is, inside the namespace.
const INSIDE: &str = "BAYAN_MOUNT";
/// Set where that is a plain folder, since nothing can be mounted.
const STAND_IN: &str = "BAYAN_STAND_IN";
const LONG: Duration = Duration::from_secs(30);

#[test]
fn a_full_disk_loses_nothing_and_is_written_again_when_there_is_room() {
    let Some(mount) = inside() else {
        return outside("a_full_disk_loses_nothing_and_is_written_again_when_there_is_room", MOUNT_SMALL);
    };
    let project = mount.join("sample");
    store::install_sample(&project).unwrap();
    let mut opened = open(&project, "annotator-a");
    title(&mut opened, "before");
    opened.wait_saved().unwrap();
    let hog = mount.join("hog");
    if is_stand_in() {
        limit("0");
    } else {
        // Every byte that is left goes to somebody else.
        let mut size = 1 << 20;
        while size > 0 {
            let mut bytes = std::fs::read(&hog).unwrap_or_default();
            bytes.resize(bytes.len() + size, 0);
            if std::fs::write(&hog, bytes).is_err() {
                size /= 2;
            }
        }
    }
    title(&mut opened, &"full ".repeat(20_000));
    let error = opened.wait_saved().unwrap_err();
    assert!(is_full(&error), "{error}");
    let status = opened.keeper.status();
    assert!(status.save_error.is_some() && status.journal_error.is_some(), "{status:?}");
    assert_eq!(store::open(&project).unwrap().project.title, "before", "the old files are whole");
    title(&mut opened, "in memory");
    assert_eq!(opened.session.project().title, "in memory");
    opened.keeper.take(&mut opened.session, true);
    if is_stand_in() {
        limit("unlimited")
    } else {
        std::fs::remove_file(&hog).unwrap()
    }
    until_saved(&opened);
    let status = opened.keeper.status();
    assert_eq!((status.save_error, status.journal_error), (None, None));
    assert_eq!(store::open(&project).unwrap().project.title, "in memory");
    assert_eq!(store::open(&project).unwrap().problems, []);
    passed();
}

#[test]
fn a_disk_that_becomes_read_only_is_written_when_it_is_no_more() {
    let Some(mount) = inside() else {
        return outside("a_disk_that_becomes_read_only_is_written_when_it_is_no_more", MOUNT_SMALL);
    };
    let project = mount.join("sample");
    store::install_sample(&project).unwrap();
    let mut opened = open(&project, "annotator-a");
    let here = mount.to_str().unwrap().to_owned();
    if is_stand_in() {
        limit("0")
    } else {
        read_only(&here)
    }
    title(&mut opened, "in memory");
    assert!(opened.wait_saved().is_err());
    assert!(opened.keeper.status().journal_error.is_some());
    if is_stand_in() {
        limit("unlimited")
    } else {
        run("umount", &["-l", &here])
    }
    until_saved(&opened);
    assert_eq!(store::open(&project).unwrap().project.title, "in memory");
    if is_stand_in() {
        return passed();
    }
    // A project on such a disk can be read all the same, and is not for writing.
    drop(opened);
    read_only(&here);
    assert_eq!(store::open(&project).unwrap().problems, []);
    assert!(matches!(Lock::acquire(&project), Err(store::LockError::Io { .. })));
    passed();
}

#[test]
fn a_disk_that_is_unplugged_and_comes_back_has_everything_then() {
    let Some(mount) = inside() else {
        return outside("a_disk_that_is_unplugged_and_comes_back_has_everything_then", MOUNT_BIND);
    };
    let project = mount.join("sample");
    store::install_sample(&project).unwrap();
    let mut opened = open(&project, "annotator-a");
    let (here, disk) = (mount.to_str().unwrap().to_owned(), format!("{}.disk", mount.display()));
    if is_stand_in() {
        std::fs::rename(&here, &disk).unwrap();
        std::fs::create_dir(&here).unwrap();
    } else {
        run("umount", &["-l", &here]);
    }
    title(&mut opened, "in memory");
    assert!(opened.wait_saved().is_err());
    title(&mut opened, "in memory too");
    opened.keeper.take(&mut opened.session, true);
    // Nothing is put into the empty folder in its place.
    assert_eq!(std::fs::read_dir(&mount).unwrap().count(), 0);
    if is_stand_in() {
        std::fs::remove_dir(&here).unwrap();
        std::fs::rename(&disk, &here).unwrap();
    } else {
        run("mount", &["--bind", &disk, &here]);
    }
    until_saved(&opened);
    assert_eq!(store::open(&project).unwrap().project.title, "in memory too");
    passed();
}

/// A `tmpfs` that the sample fits into, and little more.
const MOUNT_SMALL: &str = "mount -t tmpfs -o size=2m tmpfs \"$M\"";
/// A folder in another place, as a disk is.
const MOUNT_BIND: &str = "mkdir -p \"$M.disk\" && mount --bind \"$M.disk\" \"$M\"";

fn inside() -> Option<PathBuf> {
    std::env::var_os(INSIDE).map(PathBuf::from)
}

/// What a run inside says at its end, so that one that ran nothing does not count.
fn passed() {
    println!("INSIDE-PASSED");
}

/// Runs the test of this name inside a namespace with a mount.
fn outside(test: &str, mount: &str) {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("mount");
    std::fs::create_dir(&place).unwrap();
    let may_mount = |arguments: &[&str]| {
        let script = format!("M={} && {mount}", place.display());
        Command::new("unshare").args(arguments).args(["sh", "-c", &script]).output().is_ok_and(|o| o.status.success())
    };
    let program = std::env::current_exe().unwrap();
    let run = |command: &mut Command| {
        let output = command.env(INSIDE, &place).output().unwrap();
        let (said, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && said.contains("INSIDE-PASSED"), "{said}\n{error}");
    };
    let module = module_path!().split_once("::").map_or("", |(_, module)| module);
    let exec = format!("exec '{}' --exact {module}::{test} --nocapture --test-threads 1", program.display());
    // Root mounts as it is; others as root of a user namespace of their own, where the system lets them.
    for arguments in [["-m"].as_slice(), &["-m", "-U", "-r"]] {
        if may_mount(arguments) {
            let script = format!("M='{}' && {mount} && {exec}", place.display());
            println!("{test}: a mount of its own (unshare {})", arguments.join(" "));
            return run(Command::new("unshare").args(arguments).args(["sh", "-c", &script]));
        }
    }
    assert!(std::env::var_os("BAYAN_NEED_MOUNT").is_none(), "mounting is not allowed here");
    println!("{test}: mounting is not allowed here; a limit on the size of files or a moved folder stands in");
    // Without the trap the system ends a process that meets the limit.
    let script = format!("trap '' XFSZ; {exec}");
    run(Command::new("sh").args(["-c", &script]).env(STAND_IN, "1"));
}

fn is_stand_in() -> bool {
    std::env::var_os(STAND_IN).is_some()
}

/// From now on no file of this process may grow beyond so many bytes.
fn limit(bytes: &str) {
    let (process, limit) = (std::process::id().to_string(), format!("--fsize={bytes}:"));
    run("prlimit", &["--pid", &process, &limit]);
}

/// Puts the same disk over itself, for reading only: what is open for writing below it would be in the way otherwise.
fn read_only(here: &str) {
    run("mount", &["--bind", here, here]);
    run("mount", &["-o", "remount,ro,bind", here]);
}

fn is_full(error: &str) -> bool {
    // No place is left, or the limit that stands in is met.
    let said = if is_stand_in() { "os error 27" } else { "The disk is full. Make room on it." };
    error.contains(said)
}

fn run(program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn title(opened: &mut OpenForWriting, title: &str) {
    opened.session.apply("title", Edit::SetTitle(title.to_owned())).unwrap();
}

/// It is tried again without being asked.
fn until_saved(opened: &OpenForWriting) {
    let started = Instant::now();
    while opened.keeper.status().saved < opened.keeper.number() {
        assert!(started.elapsed() < LONG, "{:?}", opened.keeper.status());
        std::thread::sleep(Duration::from_millis(20));
    }
}

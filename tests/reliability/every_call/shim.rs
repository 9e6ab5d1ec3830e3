//! Runs the program with `tests/shim/disk.c` between it and the C library, and reads what that writes down.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::OnceLock;

/// One call that changed the disk, one confirmation, or one call that was made to fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record {
    /// A new file; the parent is 0 where it has no name.
    Create {
        parent: u64,
        inode: u64,
        name: String,
    },
    Write {
        inode: u64,
        at_bytes: usize,
        bytes: Vec<u8>,
    },
    Cut {
        inode: u64,
        length_bytes: usize,
    },
    Sync {
        inode: u64,
    },
    Rename {
        parent: u64,
        name: String,
        new_parent: u64,
        new_name: String,
        exchanges: bool,
    },
    Link {
        parent: u64,
        inode: u64,
        name: String,
    },
    Unlink {
        parent: u64,
        name: String,
    },
    MakeFolder {
        parent: u64,
        inode: u64,
        name: String,
    },
    Close,
    Mode,
    /// What a process wrote to standard output.
    Said {
        process: u64,
        text: String,
    },
    /// A call that was made to fail: its kind, as in the shim, and its number among those that count.
    Fault {
        number: u64,
    },
    /// A call that the shim cannot write down; then the record is worth nothing.
    Unseen(String),
}

/// `RENAME_EXCHANGE`
const EXCHANGE: u64 = 2;

/// How the program is run.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// As `BAYAN_SHIM_FAIL` has it.
    pub fail: String,
    /// Upper and lower case are the same.
    pub folds: bool,
    pub environment: Vec<(String, String)>,
}

impl Wish {
    pub fn fail(how: impl Into<String>) -> Self {
        Self { fail: how.into(), ..Self::default() }
    }
}

#[derive(Debug)]
pub struct Run {
    pub status: ExitStatus,
    pub out: String,
    pub err: String,
    pub records: Vec<Record>,
}

impl Run {
    /// Whether something was made to fail.
    pub fn was_hit(&self) -> bool {
        self.records.iter().any(|record| matches!(record, Record::Fault { .. }))
    }

    /// 0 or 1: it was done.
    pub fn is_done(&self) -> bool {
        matches!(self.status.code(), Some(0 | 1))
    }
}

/// Up to which line a script was confirmed by what it said.
pub fn confirmed(said: &str) -> usize {
    last(said, &["done"])
}

/// Up to which line a script was answered, be it that the line could not be done.
pub fn answered(said: &str) -> usize {
    last(said, &["done", "line"])
}

/// The lines that could not be done.
pub fn refused(said: &str) -> Vec<usize> {
    numbers(said, &["line"]).collect()
}

fn last(said: &str, keys: &[&str]) -> usize {
    numbers(said, keys).max().unwrap_or_default()
}

fn numbers(said: &str, keys: &[&str]) -> impl Iterator<Item = usize> {
    let answers = said.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    answers.filter_map(|answer| Some(keys.iter().find_map(|key| answer.get(*key)?.as_u64())? as usize))
}

/// The shim, compiled once for this process; `None` where there is no C compiler, which is said. With `BAYAN_NEED_SHIM` set,
/// as in `.ci/run`, there must be one.
pub fn library() -> Option<&'static Path> {
    static LIBRARY: OnceLock<Option<PathBuf>> = OnceLock::new();
    let library = LIBRARY.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let (source, made) = (concat!(env!("CARGO_MANIFEST_DIR"), "/tests/shim/disk.c"), folder.join("disk.so"));
        let fresh = folder.join(format!("disk-{}.so", std::process::id()));
        let compiled = Command::new("cc")
            .args(["-O1", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-o"])
            .arg(&fresh)
            .args([source, "-ldl", "-lpthread"])
            .output();
        match compiled {
            Ok(output) => {
                assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                std::fs::rename(fresh, &made).unwrap();
                Some(made)
            }
            Err(error) => {
                assert!(std::env::var_os("BAYAN_NEED_SHIM").is_none(), "cc: {error}");
                println!("SKIPPED: there is no C compiler (cc: {error}), without which no call can be made to fail");
                None
            }
        }
    });
    library.as_deref()
}

/// The program with these arguments, with the shim for everything below `place`; what it does is appended to `log`.
pub fn command(place: &Path, log: &Path, arguments: &[String], wish: &Wish) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bayan"));
    command.args(arguments).stdin(Stdio::null());
    if let Some(library) = library() {
        command.env("LD_PRELOAD", library).env("BAYAN_SHIM_ROOT", place).env("BAYAN_SHIM_LOG", log);
        command.env("BAYAN_SHIM_FOLD", if wish.folds { "1" } else { "0" });
        if !wish.fail.is_empty() {
            command.env("BAYAN_SHIM_FAIL", &wish.fail);
        }
    }
    command.envs(wish.environment.iter().map(|(name, value)| (name, value)));
    command
}

/// Runs it to its end.
pub fn run(place: &Path, arguments: &[String], wish: &Wish) -> Run {
    let log = log_beside(place);
    let output = command(place, &log, arguments, wish).output().unwrap();
    let records = records(&log);
    // There is none where nothing was changed.
    let _ = std::fs::remove_file(&log);
    Run {
        status: output.status,
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        records,
    }
}

/// Where the record of what happens in a place goes: outside it.
pub fn log_beside(place: &Path) -> PathBuf {
    place.with_file_name(format!("{}.log", place.file_name().unwrap().to_string_lossy()))
}

pub fn records(log: &Path) -> Vec<Record> {
    let bytes = std::fs::read(log).unwrap_or_default();
    let (mut found, mut rest) = (Vec::new(), bytes.as_slice());
    // A process that was killed may have written half a record.
    while let Some((record, after)) = record(rest) {
        found.push(record);
        rest = after;
    }
    found
}

fn record(bytes: &[u8]) -> Option<(Record, &[u8])> {
    let (head, rest) = bytes.split_at_checked(1 + 3 * 8 + 2 * 4)?;
    let number = |at: usize| u64::from_ne_bytes(head[1 + at * 8..9 + at * 8].try_into().unwrap());
    let length = |at: usize| u32::from_ne_bytes(head[25 + at * 4..29 + at * 4].try_into().unwrap()) as usize;
    let (one, rest) = rest.split_at_checked(length(0))?;
    let (two, rest) = rest.split_at_checked(length(1))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (a, b, name) = (number(0), number(1), text(one));
    let record = match head[0] {
        1 => Record::Create { parent: a, inode: b, name },
        2 => Record::Write { inode: a, at_bytes: b as usize, bytes: one.to_vec() },
        3 => Record::Cut { inode: a, length_bytes: b as usize },
        4 => Record::Sync { inode: a },
        5 => {
            let exchanges = number(2) & EXCHANGE != 0;
            Record::Rename { parent: a, name, new_parent: b, new_name: text(two), exchanges }
        }
        6 => Record::Link { parent: a, inode: b, name },
        7 => Record::Unlink { parent: a, name },
        8 => Record::MakeFolder { parent: a, inode: b, name },
        9 => Record::Close,
        10 => Record::Mode,
        11 => Record::Said { process: a, text: name },
        12 => Record::Fault { number: b },
        _ => Record::Unseen(name),
    };
    Some((record, rest))
}

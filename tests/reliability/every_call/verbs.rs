//! Every verb that writes, with a place to write in, and how a person would find it afterwards.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, LazyLock, OnceLock};

use bayan::disk::Real;
use bayan::model::id::AnnotatorId;
use bayan::model::project::Project;
use bayan::store::problem::ProblemKind;
use bayan::store::{self, Lock, keeping};
use regex::Regex;

use super::shim::{self, Run, Wish};

/// The project in each place.
pub const PROJECT: &str = "p";

/// The files of a project by their names, as far as they must be the same.
pub type Files = BTreeMap<String, String>;

/// One run of a verb.
#[derive(Clone, Debug)]
pub struct Verb {
    pub name: &'static str,
    /// `{}` stands for the place.
    pub arguments: Vec<String>,
    /// The folder in the fixture that the place is a copy of.
    pub start: &'static str,
    /// The lines of a session, each of which is confirmed.
    pub script: Vec<String>,
    /// Files whose loss in the end is none: copies that are put away once they are merged.
    pub put_away: &'static [&'static str],
    /// What the place is before it does not count: it only has to end as it does.
    pub only_new: bool,
    /// Its files are put in place one by one, and each is old or new for itself.
    pub apart: bool,
    /// The project has problems before, which a check may find afterwards too.
    pub is_flawed: bool,
}

/// Projects and files that the verbs start from.
pub struct Fixture {
    folder: tempfile::TempDir,
}

/// In memory where that is possible: what a killed process has written stays, and syncing costs nothing.
pub fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    tempfile::Builder::new().prefix("bayan-").tempdir_in(folder.canonicalize().unwrap()).unwrap()
}

fn add(document: &str, start: usize, end: usize, note: &str, number: usize) -> String {
    format!(
        "{{\"add\":{{\"document\":\"{document}\",\"kind\":\"claim\",\"start\":{start},\"end\":{end},\
         \"chain\":[\"kremlin\"],\"note\":\"{note}\",\"id\":\"01b00000-0000-7000-8000-{number:012x}\"}}}}"
    )
}

fn note(document: &str, number: usize, text: &str) -> String {
    let id = format!("01b00000-0000-7000-8000-{number:012x}");
    format!("{{\"note\":{{\"document\":\"{document}\",\"id\":\"{id}\",\"text\":\"{text}\"}}}}")
}

fn remove(document: &str, number: usize) -> String {
    format!("{{\"remove\":{{\"document\":\"{document}\",\"id\":\"01b00000-0000-7000-8000-{number:012x}\"}}}}")
}

fn as_annotator(name: &str) -> String {
    format!("{{\"annotator\":\"{name}\"}}")
}

impl Fixture {
    /// Made once for this process, by the program itself.
    pub fn get() -> &'static Self {
        static FIXTURE: OnceLock<Fixture> = OnceLock::new();
        FIXTURE.get_or_init(Self::new)
    }

    fn new() -> Self {
        let made = Self { folder: scratch() };
        let base = made.path("base");
        let project = base.join(PROJECT);
        std::fs::create_dir(&base).unwrap();
        must(&["new", text(&project), "--title", "Base"]);
        let article = |name: &str, words: &str| {
            let path = made.path(name);
            std::fs::write(&path, words).unwrap();
            path
        };
        let words = "The Kremlin said that Biden affirmed it. قال الكرملين إن بايدن أكّد ذلك.\nA second line.\n";
        let (d0, d1) = (article("d0.txt", words), article("d1.txt", &format!("Another one. {words}")));
        article("a0.txt", "An article that comes later. بيان.\n");
        article("a1.txt", "One more of them.\n");
        article("new.txt", &words.replace("Biden affirmed it", "nobody knows"));
        must(&["add", text(&project), text(&d0), text(&d1)]);
        let mut lines = vec![
            "{\"party\":{\"id\":\"kremlin\",\"name\":\"الكرملين\"}}".to_owned(),
            "{\"guidelines\":\"# Guide\\nدليل\\n\"}".to_owned(),
        ];
        for (who, annotator) in ["amal", "basma"].iter().enumerate() {
            lines.push(as_annotator(annotator));
            for (which, document) in ["d0", "d1"].iter().enumerate() {
                let number = 0x10 + who * 0x100 + which * 0x10;
                lines.push(add(document, 0, 11, "same", number));
                lines.push(add(document, 17 + who * 5, 30, &format!("{annotator} on {document}"), number + 1));
            }
        }
        made.session(&project, "amal", &lines);
        // A colleague has gone on with a copy: her own layers, an article more.
        let colleague = made.copy("base", "colleague").join(PROJECT);
        must(&["add", text(&colleague), text(&article("d9.txt", "Only the colleague has this one.\n"))]);
        let lines = [add("d0", 4, 11, "dina", 0x500), add("d1", 0, 7, "dina", 0x501), add("d9", 0, 4, "dina", 0x502)];
        made.session(&colleague, "dina", &lines);
        must(&["send", text(&colleague), "--annotator", "dina", "--out", text(&made.path("dina.json"))]);
        let exported = must(&["export", text(&project), "--format", "jsonl", "--annotator", "amal"]);
        std::fs::write(made.path("amal.jsonl"), exported).unwrap();
        // What a synchronising program leaves where two have written.
        let other = made.copy("base", "other").join(PROJECT);
        made.session(&other, "amal", &[add("d0", 31, 40, "elsewhere", 0x600), "{\"title\":\"Base\"}".to_owned()]);
        let copies = made.copy("base", "copies").join(PROJECT);
        let layer = "annotations/d0/amal";
        let copy = copies.join(format!("{layer} (conflicted copy 2026-01-02 030405).ron"));
        std::fs::copy(other.join(format!("{layer}.ron")), copy).unwrap();
        // A layer that has a past.
        let past = made.copy("base", "past").join(PROJECT);
        made.session(&past, "amal", &[remove("d0", 0x10), note("d0", 0x11, "later")]);
        // Three versions of a file, as git gives them to its driver.
        let merge = made.path("merge");
        std::fs::create_dir(&merge).unwrap();
        for (version, from) in [("base", &project), ("ours", &past), ("theirs", &other)] {
            std::fs::copy(from.join(format!("{layer}.ron")), merge.join(format!("{version}.ron"))).unwrap();
        }
        std::fs::create_dir(made.path("empty")).unwrap();
        // Exports that stand there already.
        let exports = made.copy("base", "exports");
        for name in ["out.jsonl", "out.json", "out.md", "out.csv", "out.columns.csv", "out.svg"] {
            std::fs::write(exports.join(name), format!("what {name} was before\n").repeat(300)).unwrap();
        }
        let git = made.copy("base", "git").join(PROJECT);
        let is_there = Command::new("git").args(["init", "-q"]).current_dir(&git).status().is_ok_and(|s| s.success());
        assert!(is_there, "git is needed");
        // Line ends as git leaves them on Windows.
        let flawed = made.copy("base", "flawed").join(PROJECT).join("documents/d0/text.txt");
        let article = std::fs::read_to_string(&flawed).unwrap();
        std::fs::write(&flawed, article.replace('\n', "\r\n")).unwrap();
        made.crash();
        made.keep();
        if shim::library().is_some() {
            made.stop();
        }
        made
    }

    /// What the journal had for a file that was damaged lies in `.bayan/kept`; the file has been put right since.
    fn keep(&self) {
        let project = self.copy("crashed", "kept").join(PROJECT);
        let layer = project.join("annotations/d0/amal.ron");
        let sound = std::fs::read(&layer).unwrap();
        std::fs::write(&layer, "no layer at all").unwrap();
        must(&["recover", text(&project)]);
        std::fs::write(&layer, sound).unwrap();
        must(&["session", text(&project), "--script", "/dev/null", "--annotator", "amal"]);
    }

    /// A project whose save has stopped in the middle: the manifest is there, and not all files have their names.
    fn stop(&self) {
        let colleague = self.path("colleague").join(PROJECT);
        for call in 1.. {
            let place = self.copy("base", "stopped");
            let arguments =
                ["receive", text(&place.join(PROJECT)), text(&colleague), "--with-documents"].map(str::to_owned);
            let run = shim::run(&place, &arguments, &Wish::fail(format!("rename:{call}:kill")));
            let is_manifest = |path: &Path| path.extension().is_some_and(|ending| ending == "manifest");
            let journal = std::fs::read_dir(place.join(PROJECT).join(".bayan/journal")).into_iter().flatten();
            if journal.map(|entry| entry.unwrap().path()).any(|path| is_manifest(&path)) {
                return;
            }
            assert!(run.was_hit(), "no rename comes after a manifest");
            std::fs::remove_dir_all(place).unwrap();
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn copy(&self, from: &str, to: &str) -> PathBuf {
        let to = self.path(to);
        copy(&self.path(from), &to);
        to
    }

    fn session(&self, project: &Path, annotator: &str, lines: &[String]) {
        let script = self.path("script");
        std::fs::write(&script, lines.join("\n")).unwrap();
        must(&["session", text(project), "--script", text(&script), "--annotator", annotator]);
    }

    /// A project that was being edited when the program was killed: only the journal has what was confirmed.
    fn crash(&self) {
        use std::io::{BufRead as _, Write as _};
        let project = self.copy("base", "crashed").join(PROJECT);
        let mut child = Command::new(env!("CARGO_BIN_EXE_bayan"))
            .args(["session", text(&project), "--script", "-", "--annotator", "amal"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines =
            [add("d0", 2, 9, "in the journal", 0x700), note("d1", 0x21, "in the journal"), as_annotator("basma")];
        let lines = [&lines[..], &[add("d1", 3, 9, "too", 0x701)], &["{\"title\":\"J\"}".to_owned()]].concat();
        writeln!(child.stdin.as_mut().unwrap(), "{}", lines.join("\n")).unwrap();
        let answers = std::io::BufReader::new(child.stdout.as_mut().unwrap()).lines();
        assert_eq!(
            answers.take(lines.len()).filter(|line| line.as_ref().unwrap().contains("done")).count(),
            lines.len()
        );
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(
            std::fs::read_to_string(project.join("project.ron")).unwrap().contains("\"Base\""),
            "it has been saved"
        );
    }

    /// All verbs that write.
    pub fn verbs(&self) -> Vec<Verb> {
        let file = |name: &str| text(&self.path(name)).to_owned();
        let verb = |name: &'static str, start: &'static str, arguments: &[&str]| Verb {
            name,
            arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
            start,
            script: Vec::new(),
            put_away: &[],
            only_new: false,
            apart: false,
            is_flawed: false,
        };
        let colleague = file("colleague/p");
        let template = format!("{}/projects/biden-putin-call", env!("CARGO_MANIFEST_DIR"));
        let mut verbs = vec![
            verb("new", "empty", &["new", "{}/p", "--title", "New"]),
            verb("add", "base", &["add", "{}/p", &file("a0.txt"), &file("a1.txt")]),
            verb(
                "import",
                "base",
                &["import", "{}/p", "--format", "jsonl", &file("amal.jsonl"), "--annotator", "carla"],
            ),
            verb("codebook --export", "base", &["codebook", "{}/p", "--export", "{}/book.ron"]),
            verb("codebook --import", "base", &["codebook", "{}/p", "--import", &template, "--manual"]),
            verb("receive", "base", &["receive", "{}/p", &file("dina.json")]),
            verb("receive --with-documents", "base", &["receive", "{}/p", &colleague, "--with-documents"]),
            verb("replace-text", "base", &["replace-text", "{}/p", "d0", &file("new.txt")]),
            verb("review", "base", &["review", "{}/p", "--take", "all-agree", "--reviewer", "basma"]),
            Verb {
                put_away: &["p/annotations/d0/amal (conflicted copy 2026-01-02 030405).ron"],
                ..verb("merge-copies", "copies", &["merge-copies", "{}/p"])
            },
            Verb { only_new: true, ..verb("recover", "crashed", &["recover", "{}/p"]) },
            verb("history --restore", "past", &["history", "{}/p", "d0", "amal", "--restore", "1"]),
            verb("merge", "merge", &["merge", "--accept", "{}/base.ron", "{}/ours.ron", "{}/theirs.ron"]),
            verb(
                "merge --out",
                "merge",
                &["merge", "{}/base.ron", "{}/ours.ron", "{}/theirs.ron", "--out", "{}/x.ron"],
            ),
            verb("git-setup", "git", &["git-setup", "{}/p"]),
            Verb { is_flawed: true, ..verb("check --fix", "flawed", &["check", "{}/p", "--fix"]) },
            verb("recover --kept", "kept", &["recover", "{}/p", "--kept"]),
            verb("send", "base", &["send", "{}/p", "--annotator", "amal", "--out", "{}/out.json"]),
            verb("send over a file", "exports", &["send", "{}/p", "--annotator", "amal", "--out", "{}/out.json"]),
            verb("export", "exports", &["export", "{}/p", "--format", "jsonl", "--out", "{}/out.jsonl"]),
            // A table and the explanation of its columns: each is the old or the new one.
            Verb {
                apart: true,
                ..verb(
                    "export --gold",
                    "exports",
                    &["export", "{}/p", "--format", "csv", "--gold", "--out", "{}/out.csv"],
                )
            },
            Verb {
                apart: true,
                ..verb(
                    "agreement",
                    "exports",
                    &["agreement", "{}/p", "--report", "{}/out.md", "--csv", "{}/out.csv", "--svg", "{}/out.svg"],
                )
            },
        ];
        verbs.push(self.session_verb());
        if shim::library().is_some() {
            verbs.push(Verb { only_new: true, ..verb("recover a save", "stopped", &["recover", "{}/p"]) });
        }
        verbs
    }

    /// A session of two annotators on two articles, with saves in it.
    fn session_verb(&self) -> Verb {
        let script = vec![
            add("d0", 2, 9, "one", 0x800),
            note("d1", 0x21, "ملاحظة"),
            "{\"title\":\"T1\"}".to_owned(),
            as_annotator("basma"),
            add("d1", 3, 20, "two", 0x801),
            "\"save\"".to_owned(),
            remove("d0", 0x110),
            as_annotator("zayd"),
            add("d1", 5, 8, "a new layer", 0x802),
            "\"undo\"".to_owned(),
            add("d0", 5, 8, "a new layer", 0x803),
            "{\"guidelines\":\"other words\"}".to_owned(),
            "\"save\"".to_owned(),
            remove("d0", 0x803),
            "{\"party\":{\"id\":\"p2\",\"name\":\"حزب\"}}".to_owned(),
        ];
        Verb {
            name: "session",
            arguments: ["session", "{}/p", "--script", "{script}", "--annotator", "amal"].map(str::to_owned).into(),
            start: "base",
            script,
            put_away: &[],
            only_new: false,
            apart: false,
            is_flawed: false,
        }
    }
}

impl Verb {
    /// Makes a place of this name for it.
    pub fn place(&self, folder: &Path, name: &str) -> PathBuf {
        let place = folder.join(name);
        copy(&Fixture::get().path(self.start), &place);
        place
    }

    /// The arguments for this place; a script goes beside it.
    pub fn arguments(&self, place: &Path) -> Vec<String> {
        let script = place.with_extension("script");
        if !self.script.is_empty() {
            std::fs::write(&script, self.script.join("\n")).unwrap();
        }
        let fill = |argument: &String| argument.replace("{}", text(place)).replace("{script}", text(&script));
        self.arguments.iter().map(fill).collect()
    }

    pub fn run(&self, place: &Path, wish: &Wish) -> Run {
        shim::run(place, &self.arguments(place), wish)
    }

    /// The states that it may leave: for a script the one after each line, else the old and the new one.
    pub fn states(&self) -> Vec<Files> {
        let folder = scratch();
        if self.script.is_empty() {
            let place = self.place(folder.path(), "x");
            let old = files(&place);
            let run = self.run(&place, &Wish::default());
            assert!(run.is_done(), "{}: {run:?}", self.name);
            let new = files(&place);
            assert_ne!(old, new, "{} does nothing", self.name);
            return self.with_put_away(old, new);
        }
        let state = |lines: usize| {
            let place = self.place(folder.path(), &lines.to_string());
            let part = Self { script: [&["#".to_owned()], &self.script[..lines]].concat(), ..self.clone() };
            let run = part.run(&place, &Wish::default());
            assert!(run.status.success(), "{}: {run:?}", self.name);
            files(&place)
        };
        (0..=self.script.len()).map(state).collect()
    }

    /// The states of one run of a verb without a script.
    pub fn with_put_away(&self, old: Files, new: Files) -> Vec<Files> {
        let mut between = new.clone();
        between.extend(self.put_away.iter().filter_map(|path| Some(((*path).to_owned(), old.get(*path)?.clone()))));
        match (self.only_new, between == new) {
            (true, _) => vec![new],
            (false, true) => vec![old, new],
            (false, false) => vec![old, between, new],
        }
    }
}

fn must(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_bayan")).args(arguments).stdin(Stdio::null()).output().unwrap();
    let done = matches!(output.status.code(), Some(0 | 1));
    assert!(
        done,
        "{arguments:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The files of a place, but for what is private to the program or to git. Times are taken out, and the ids of decisions,
/// which are others in each run.
pub fn files(place: &Path) -> Files {
    static TIME: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d{4}-\d\d-\d\dT[\d:.]+Z").unwrap());
    static ID: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f-]{17}").unwrap());
    let mut found = Files::new();
    let mut folders = vec![place.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries: Vec<_> = std::fs::read_dir(&folder).unwrap().map(Result::unwrap).collect();
        let name = |path: &Path| path.strip_prefix(place).unwrap().to_string_lossy().into_owned();
        // An empty folder is seen as well, but for the three that each project has.
        if entries.is_empty() && folder.strip_prefix(place).unwrap().components().count() > 2 {
            found.insert(format!("{}/", name(&folder)), String::new());
        }
        for entry in entries {
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                if ![".bayan", ".git"].iter().any(|private| entry.file_name() == *private) {
                    folders.push(path);
                }
                continue;
            }
            // What an export that was cut short leaves beside the file that it was to be is hidden and nobody's.
            if folder == place && entry.file_name().to_string_lossy().starts_with(".bayan-") {
                continue;
            }
            let content = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            let mut content = TIME.replace_all(&content, "T").into_owned();
            if name(&path).contains("/review/") {
                content = ID.replace_all(&content, "I").into_owned();
            }
            found.insert(name(&path), content);
        }
    }
    found
}

/// Opens the project of a place as a person would, twice, and returns what stands there then. Where a new project has not
/// come into being, it is made again.
///
/// # Errors
/// What a person would have to worry about.
pub fn open_again(verb: &Verb, place: &Path) -> Result<Files, String> {
    let project = place.join(PROJECT);
    if !project.exists() {
        return Ok(files(place));
    }
    if verb.name == "new" && !project.join("project.ron").exists() {
        let again = verb.run(place, &Wish::default());
        return if again.is_done() { Ok(Files::new()) } else { Err(format!("not again: {}", again.err)) };
    }
    open_once(&project, true, verb.is_flawed)?;
    let first = files(place);
    let left: Vec<String> = leftovers(&project);
    if !left.is_empty() {
        return Err(format!("left behind: {left:?}"));
    }
    let opened = store::open(&project).map_err(|error| error.to_string())?;
    let problems: Vec<_> =
        opened.problems.iter().filter(|problem| !verb.is_flawed && !is_copy(&problem.kind)).collect();
    if !problems.is_empty() {
        return Err(format!("a check finds {problems:#?}"));
    }
    open_once(&project, false, verb.is_flawed)?;
    let second = files(place);
    if first != second {
        return Err(format!("another state after the second opening: {}", difference(&first, &second)));
    }
    Ok(second)
}

fn open_once(project: &Path, first: bool, is_flawed: bool) -> Result<(), String> {
    let lock = Lock::acquire(project).map_err(|error| error.to_string())?;
    let annotator = |_: &Project| AnnotatorId::new("amal").unwrap();
    let opened = keeping::open(project, lock, Arc::new(Real), annotator, || {});
    let mut opened = opened.map_err(|error| format!("it cannot be opened: {error}"))?;
    // A record that was not written to its end was confirmed to nobody.
    let faults: Vec<_> = opened
        .problems
        .iter()
        .filter(|problem| match problem.kind {
            ProblemKind::Recovered(_) | ProblemKind::JournalTorn(_) => !first,
            ref kind => !is_copy(kind),
        })
        .map(ToString::to_string)
        .collect();
    opened.wait_saved()?;
    drop(opened);
    if faults.is_empty() || is_flawed { Ok(()) } else { Err(format!("opening finds {faults:#?}")) }
}

fn is_copy(kind: &ProblemKind) -> bool {
    matches!(kind, ProblemKind::ConflictCopy(_))
}

/// Temporary files, journals and manifests that stayed behind.
fn leftovers(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            // What is kept for people is no leftover.
            if !["kept", "removed", "history", ".git"].contains(&name.as_str()) {
                found.extend(leftovers(&path));
            }
        } else if [".tmp", ".journal", ".manifest"].iter().any(|ending| name.ends_with(ending)) {
            found.push(text(&path).to_owned());
        }
    }
    found
}

/// Where two states differ, in short.
pub fn difference(one: &Files, other: &Files) -> String {
    let names: std::collections::BTreeSet<_> = one.keys().chain(other.keys()).collect();
    let differing = names.into_iter().filter(|name| one.get(*name) != other.get(*name));
    let say = |name: &String| match (one.get(name), other.get(name)) {
        (Some(_), None) => format!("{name} only in the first"),
        (None, Some(_)) => format!("{name} only in the second"),
        (Some(one), Some(other)) => {
            let lines = one.lines().zip(other.lines()).find(|(one, other)| one != other);
            format!("{name}: {lines:?} ({} and {} bytes)", one.len(), other.len())
        }
        (None, None) => String::new(),
    };
    differing.map(say).collect::<Vec<_>>().join("; ")
}

/// Whether this is one of the states from `least` to `most`.
///
/// # Errors
/// What it is instead.
pub fn judge(states: &[Files], least: usize, most: usize, found: &Files) -> Result<(), String> {
    let fits = |at: &usize| states[*at] == *found;
    if (least..=most.min(states.len() - 1)).any(|at| fits(&at)) {
        return Ok(());
    }
    match (0..states.len()).find(fits) {
        Some(at) => Err(format!("state {at} of {}, but {least} was confirmed", states.len() - 1)),
        None => {
            let near = (0..states.len()).min_by_key(|at| difference(&states[*at], found).len()).unwrap();
            Err(format!("no state at all; nearest is {near}: {}", difference(&states[near], found)))
        }
    }
}

impl Verb {
    /// Whether it may have left this after it has said that, or come to its end.
    ///
    /// # Errors
    /// What it has left instead.
    pub fn judge(&self, states: &[Files], said: &str, is_done: bool, found: &Files) -> Result<(), String> {
        let last = states.len() - 1;
        let least = match (self.script.is_empty(), is_done, said.is_empty()) {
            (_, true, _) | (true, _, false) => last,
            (false, false, _) => shim::confirmed(said),
            (true, false, true) => 0,
        };
        let is_one_of = |(name, text): (&String, &String)| states.iter().any(|state| state.get(name) == Some(text));
        if self.apart && least == 0 && found.len() == states[last].len() && found.iter().all(is_one_of) {
            return Ok(());
        }
        // A line that is being done is not confirmed yet.
        let most = if self.script.is_empty() { last } else { shim::answered(said).max(least) + 1 };
        judge(states, least, most, found)
    }
}

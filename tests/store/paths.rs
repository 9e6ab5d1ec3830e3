//! Nothing leads out of a project: links, second names, pipes and sockets in the place of every file and folder, `.bayan`
//! included; and files that a person names: pipes, devices and links to write to and to read from.

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{FileTypeExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const PRECIOUS: &str = "precious, line by line\nsecond line\nthird line\n";

#[test]
fn nothing_outside_is_changed_whatever_stands_in_the_place_of_a_file_or_folder() {
    let world = World::new();
    let base = world.project("base");
    let mut places = below(&base);
    // What is made only later.
    let writer = bayan::store::layout::computer::writer_name();
    places.extend(
        [
            ".bayan/kept",
            ".bayan/removed",
            ".bayan/copies",
            ".bayan/backups",
            ".bayan/new",
            ".bayan/history/states",
            "annotations/other",
            "documents/other",
            "documents/other/text.txt",
            "annotations/d/new.ron",
            "review",
            "review/d.ron",
            ".gitattributes",
        ]
        .map(PathBuf::from),
    );
    for name in [".00000001.journal", ".00000002.journal", ".00000001.manifest", ".00000009.manifest"] {
        places.push(format!(".bayan/journal/{writer}{name}").into());
    }
    for name in [".saved", ".saved.tmp", ".journal", ".journal.tmp"] {
        places.push(format!(".bayan/history/{writer}{name}").into());
    }
    places.push(format!("annotations/d/.bayan-{writer}-1-0.tmp").into());
    places.sort();
    places.dedup();
    let mut tried = 0;
    for place in &places {
        for trap in Trap::ALL {
            let project = world.at("p");
            let _ = fs::remove_dir_all(&project);
            copy_tree(&base, &project);
            world.reset();
            if !trap.set(&world, &project.join(place)) {
                continue;
            }
            let before = world.outside();
            let p = project.to_str().unwrap();
            let (script, article) = (world.at("script"), world.at("other.txt"));
            let mut verbs = vec![vec!["session", p, "--script", script.to_str().unwrap(), "--annotator", "amal"]];
            verbs.push(if place.ends_with(".gitattributes") {
                vec!["git-setup", p]
            } else {
                vec!["add", p, article.to_str().unwrap()]
            });
            for arguments in verbs {
                let output = run(&arguments);
                let said = text(&output);
                assert!(output.status.code().is_some(), "{} {trap:?} {arguments:?}: {said}", place.display());
                assert!(!said.contains("panicked"), "{} {trap:?} {arguments:?}: {said}", place.display());
                // A file under its second name is the project's own, of which a message may quote a word.
                let shows = said.contains("precious") && !matches!(trap, Trap::SecondName);
                assert!(!shows, "{} {trap:?} {arguments:?} shows it: {said}", place.display());
            }
            assert_eq!(world.outside(), before, "{} {trap:?}", place.display());
            tried += 1;
        }
    }
    println!("{tried} traps in {} places", places.len());
    assert!(tried > 150, "{tried}");
}

#[test]
fn a_link_is_refused_by_name_and_stays_what_it_is() {
    let world = World::new();
    let base = world.project("base");
    for (place, refused) in [
        ("annotations", true),
        ("documents", true),
        (".bayan", true),
        (".bayan/journal", true),
        (".bayan/lock", true),
        ("annotations/d", false),
        ("annotations/d/amal.ron", false),
        ("guidelines.md", false),
    ] {
        let project = world.at("p");
        let _ = fs::remove_dir_all(&project);
        copy_tree(&base, &project);
        world.reset();
        let at = project.join(place);
        // What was there lies elsewhere now, as with a stick or a shared folder.
        let moved = world.at("outside/moved");
        fs::rename(&at, &moved).unwrap();
        symlink(&moved, &at).unwrap();
        let p = project.to_str().unwrap();
        let output = run(&["session", p, "--script", world.at("script").to_str().unwrap(), "--annotator", "amal"]);
        let said = text(&output);
        assert_ne!(output.status.code(), Some(0), "{place}: {said}");
        assert!(said.contains(at.to_str().unwrap()), "{place} is not named: {said}");
        assert!(said.contains("link"), "{place}: {said}");
        assert!(fs::symlink_metadata(&at).unwrap().is_symlink(), "{place}");
        // What is refused from the start has confirmed nothing.
        assert_eq!(!said.contains("\"done\""), refused, "{place}: {said}");
    }
}

#[test]
fn a_project_that_is_reached_by_a_link_is_opened_there() {
    let world = World::new();
    let base = world.project("base");
    let link = world.at("link");
    symlink(&base, &link).unwrap();
    let output = run(&[
        "session",
        link.to_str().unwrap(),
        "--script",
        world.at("script").to_str().unwrap(),
        "--annotator",
        "amal",
    ]);
    assert!(output.status.success(), "{}", text(&output));
    assert!(fs::read_to_string(base.join("project.ron")).unwrap().contains("changed title"));
}

#[test]
fn a_lock_does_not_say_what_another_file_holds() {
    let world = World::new();
    let project = world.project("base");
    let lock = project.join(".bayan/lock");
    fs::write(&lock, PRECIOUS).unwrap();
    let file = fs::File::options().read(true).write(true).open(&lock).unwrap();
    file.lock().unwrap();
    let output = run(&["session", project.to_str().unwrap(), "--script", "/dev/null"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(!text(&output).contains("precious"), "{}", text(&output));
    file.unlock().unwrap();
    let output = run(&["session", project.to_str().unwrap(), "--script", "/dev/null", "--annotator", "amal"]);
    assert!(output.status.success() && !text(&output).contains("precious"), "{}", text(&output));
}

#[test]
fn what_is_written_out_goes_through_what_is_there() {
    let world = World::new();
    let base = world.project("base");
    let p = base.to_str().unwrap();
    let whole = run(&["export", p, "--format", "jsonl"]).stdout;
    assert!(!whole.is_empty());
    let send = |out: &Path| run(&["send", p, "--annotator", "amal", "--out", out.to_str().unwrap()]);
    let export = |out: &Path| run(&["export", p, "--format", "jsonl", "--out", out.to_str().unwrap()]);
    // A link to a file: the file gets it, and keeps its rights; the link stays.
    let (target, link) = (world.at("target"), world.at("to-target"));
    fs::write(&target, "old").unwrap();
    symlink("target", &link).unwrap();
    assert!(export(&link).status.success());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::read(&target).unwrap(), whole);
    // A link that leads nowhere yet.
    let dangling = world.at("dangling");
    symlink(world.at("outside/made"), &dangling).unwrap();
    assert!(export(&dangling).status.success());
    assert_eq!(fs::read(world.at("outside/made")).unwrap(), whole);
    assert!(fs::symlink_metadata(&dangling).unwrap().is_symlink());
    // A device, by a link of ours: whoever replaced what stands there would replace the link.
    let null = world.at("null");
    symlink("/dev/null", &null).unwrap();
    for output in [export(&null), send(&null)] {
        assert!(output.status.success(), "{}", text(&output));
    }
    assert_eq!(fs::read_link(&null).unwrap(), Path::new("/dev/null"));
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    // A pipe with a reader; it stays a pipe.
    let pipe = world.pipe("pipe");
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read(pipe).unwrap()
    });
    let output = export(&pipe);
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(reader.join().unwrap(), whole);
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    // Without one it is said, and not waited for.
    let output = export(&pipe);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("Nobody reads from the pipe"), "{}", text(&output));
    // A folder, a socket, links in a circle.
    let _socket = UnixListener::bind(world.at("socket")).unwrap();
    symlink("circle", world.at("circle")).unwrap();
    for name in ["outside", "socket", "circle"] {
        let output = export(&world.at(name));
        assert_eq!(output.status.code(), Some(2), "{name}: {}", text(&output));
        assert!(text(&output).contains(name), "{}", text(&output));
    }
    assert!(fs::symlink_metadata(world.at("socket")).unwrap().file_type().is_socket());
    // Standard output under its other name, also where it is a file to which others have written.
    let output = export(Path::new("/dev/stdout"));
    assert_eq!(output.stdout, whole);
    let log = world.at("log");
    fs::write(&log, "before\n").unwrap();
    let file = fs::File::options().append(true).open(&log).unwrap();
    let status = command(&["export", p, "--format", "jsonl", "--out", "/dev/stdout"]).stdout(file).status().unwrap();
    assert!(status.success());
    assert_eq!(fs::read(&log).unwrap(), [b"before\n", whole.as_slice()].concat());
}

#[test]
fn what_is_read_in_is_never_waited_for_without_an_end() {
    let world = World::new();
    let base = world.project("base");
    let p = base.to_str().unwrap();
    let whole = run(&["export", p, "--format", "jsonl", "--annotator", "amal"]).stdout;
    let import = |file: &str, input: Stdio| {
        let mut command = command(&["import", p, "--format", "jsonl", file, "--annotator", "amal", "--replace"]);
        command.stdin(input).output().unwrap()
    };
    let pipe = world.pipe("pipe");
    for (file, said) in [(pipe.to_str().unwrap(), "Nobody has written"), ("/dev/zero", "no file"), ("/", "no file")] {
        let output = import(file, Stdio::null());
        assert_eq!(output.status.code(), Some(2), "{file}: {}", text(&output));
        assert!(text(&output).contains(said), "{file}: {}", text(&output));
    }
    let writer = std::thread::spawn({
        let (pipe, whole) = (pipe.clone(), whole.clone());
        move || fs::File::options().write(true).open(pipe).unwrap().write_all(&whole).unwrap()
    });
    let output = import(pipe.to_str().unwrap(), Stdio::null());
    assert!(output.status.success(), "{}", text(&output));
    writer.join().unwrap();
    let file = world.at("whole.jsonl");
    fs::write(&file, &whole).unwrap();
    let output = import("-", fs::File::open(&file).unwrap().into());
    assert!(output.status.success(), "{}", text(&output));
    // The same for spans.
    let output = run(&["agreement", "--spans", pipe.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output).contains("Nobody has written"), "{}", text(&output));
}

/// What stands in the place of a file or folder.
#[derive(Clone, Copy, Debug)]
enum Trap {
    LinkToFile,
    LinkToFolder,
    LinkToNothing,
    SecondName,
    Pipe,
    Socket,
}

impl Trap {
    const ALL: [Self; 6] =
        [Self::LinkToFile, Self::LinkToFolder, Self::LinkToNothing, Self::SecondName, Self::Pipe, Self::Socket];

    /// Puts it there; `false` where there can be no such thing.
    fn set(self, world: &World, place: &Path) -> bool {
        let is_folder = place.is_dir();
        if is_folder {
            fs::remove_dir_all(place).unwrap();
        } else {
            let _ = fs::remove_file(place);
        }
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        match self {
            Self::LinkToFile => symlink(world.at("outside/victim"), place).unwrap(),
            Self::LinkToFolder => symlink(world.at("outside/folder"), place).unwrap(),
            Self::LinkToNothing => symlink(world.at("outside/new"), place).unwrap(),
            Self::SecondName => fs::hard_link(world.at("outside/victim"), place).unwrap(),
            Self::Pipe => assert!(Command::new("mkfifo").arg(place).status().unwrap().success()),
            // The name of a socket is shorter than that of a file.
            Self::Socket => {
                let socket = world.at("s");
                let _ = fs::remove_file(&socket);
                drop(UnixListener::bind(&socket).unwrap());
                fs::rename(socket, place).unwrap();
            }
        }
        true
    }
}

struct World(tempfile::TempDir);

impl World {
    fn new() -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        world.reset();
        fs::write(world.at("d.txt"), "The Kremlin said that Biden affirmed one.\n").unwrap();
        fs::write(world.at("other.txt"), "Another article. The Kremlin said.\n").unwrap();
        let script = [
            r#"{"title":"changed title"}"#,
            r##"{"guidelines":"# changed"}"##,
            r#"{"add":{"document":"d","kind":"claim","start":0,"end":3}}"#,
        ];
        fs::write(world.at("script"), script.join("\n")).unwrap();
        world
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn reset(&self) {
        let _ = fs::remove_dir_all(self.at("outside"));
        fs::create_dir_all(self.at("outside/folder")).unwrap();
        fs::write(self.at("outside/victim"), PRECIOUS).unwrap();
        fs::write(self.at("outside/folder/victim"), PRECIOUS).unwrap();
    }

    /// Everything that lies outside the project.
    fn outside(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let outside = self.at("outside");
        let read = |path: PathBuf| {
            fs::read(outside.join(&path)).ok().map(|bytes| (path.clone(), bytes)).unwrap_or((path, Vec::new()))
        };
        below(&outside).into_iter().map(read).collect()
    }

    fn pipe(&self, name: &str) -> PathBuf {
        assert!(Command::new("mkfifo").arg(self.at(name)).status().unwrap().success());
        self.at(name)
    }

    fn project(&self, name: &str) -> PathBuf {
        let project = self.at(name);
        let p = project.to_str().unwrap();
        let first = self.at("first");
        fs::write(
            &first,
            "{\"guidelines\":\"# G\"}\n{\"add\":{\"document\":\"d\",\"kind\":\"claim\",\"start\":4,\"end\":9}}",
        )
        .unwrap();
        for arguments in [
            ["new", p, "--title", "T"].as_slice(),
            &["add", p, self.at("d.txt").to_str().unwrap()],
            &["session", p, "--script", first.to_str().unwrap(), "--annotator", "amal"],
        ] {
            let output = run(arguments);
            assert!(output.status.success(), "{arguments:?}: {}", text(&output));
        }
        project
    }
}

/// Files and folders below a folder, relative to it, sorted.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            }
            found.push(entry.path().strip_prefix(folder).unwrap().to_owned());
        }
    }
    found.sort();
    found
}

fn copy_tree(from: &Path, to: &Path) {
    for path in below(from) {
        if from.join(&path).is_dir() {
            fs::create_dir_all(to.join(&path)).unwrap();
        } else {
            fs::create_dir_all(to.join(&path).parent().unwrap()).unwrap();
            fs::copy(from.join(&path), to.join(&path)).unwrap();
        }
    }
}

fn command(arguments: &[&str]) -> Command {
    // What would wait for ever is ended.
    let mut command = Command::new("timeout");
    command.args(["-s", "KILL", "60", env!("CARGO_BIN_EXE_bayan")]).args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    let mut child = command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut error = child.stderr.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        error.read_to_end(&mut bytes).unwrap();
        bytes
    });
    let output = child.wait_with_output().unwrap();
    Output { stderr: reader.join().unwrap(), ..output }
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// That all writing goes one way is proved from the sources: nothing in the store but the disk itself changes a disk.
#[test]
fn only_the_disk_changes_a_disk() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let changing = [
        "fs::write",
        "fs::rename",
        "fs::remove_",
        "fs::create_dir",
        "fs::hard_link",
        "fs::copy",
        "fs::set_permissions",
        "File::create",
        ".set_len(",
    ];
    let mut found = Vec::new();
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = ["store", "settings", "formats", "exchange"].map(|room| sources.join(room)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    assert!(files.len() > 50, "only {} files", files.len());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            if changing.iter().any(|call| line.contains(call)) {
                found.push(format!("{}: {}", file.display(), line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

//! The shim sees every call: what it writes down is what `strace` sees of the same run, where that can be used.

use std::process::{Command, Stdio};

use super::shim::{self, Record, Wish, library};
use super::verbs::{Fixture, scratch, text};

/// All calls that change a disk, whether or not the program makes them today.
const CALLS: &str = "openat,rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,write,pwrite64,writev,\
                     pwritev,pwritev2,ftruncate,truncate,fsync,fdatasync,sync_file_range,copy_file_range,sendfile,splice,\
                     fallocate,symlink,symlinkat";

#[test]
fn the_shim_sees_what_the_system_sees() {
    let works = || Command::new("strace").args(["-o", "/dev/null", "true"]).output().is_ok_and(|o| o.status.success());
    if library().is_none() || !works() {
        assert!(std::env::var_os("BAYAN_NEED_STRACE").is_none(), "strace is needed");
        println!("SKIPPED: there is no strace to compare with");
        return;
    }
    let (mut calls, mut found) = (0, Vec::new());
    let verbs = Fixture::get().verbs();
    for verb in verbs.iter().filter(|verb| verb.name != "git-setup") {
        let folder = scratch();
        let (place, traces) = (verb.place(folder.path(), "x"), folder.path().join("traces"));
        std::fs::create_dir(&traces).unwrap();
        let log = shim::log_beside(&place);
        let shimmed = shim::command(&place, &log, &verb.arguments(&place), &Wish::default());
        let mut traced = Command::new("strace");
        traced.args(["-ff", "-y", "-s", "4096", "-e", &format!("trace={CALLS}"), "-o", text(&traces.join("t"))]);
        // Only the program itself is to have the shim.
        for (name, value) in shimmed.get_envs() {
            traced.arg("-E").arg(format!("{}={}", name.to_str().unwrap(), value.unwrap().to_str().unwrap()));
        }
        traced.arg(shimmed.get_program()).args(shimmed.get_args());
        let status = traced.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
        assert!(matches!(status.code(), Some(0 | 1)), "{}: {status}", verb.name);
        let records = shim::records(&log);
        let traces: String = std::fs::read_dir(&traces)
            .unwrap()
            .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
            .collect();
        let below: Vec<&str> = traces
            .lines()
            .filter(|line| line.contains(text(&place)) && !line.contains(text(&log)) && !line.contains(" = -1 "))
            .collect();
        let seen = |names: &[&str]| -> Vec<&str> {
            let is_one =
                |line: &&&str| names.iter().any(|name| line.strip_prefix(name).is_some_and(|l| l.starts_with('(')));
            below.iter().filter(is_one).copied().collect()
        };
        let noted = |is_one: fn(&Record) -> bool| records.iter().filter(|record| is_one(record)).count();
        let mut compare = |what: &str, seen: usize, noted: usize| {
            calls += seen;
            if seen != noted {
                found.push(format!("{}: {what}: strace {seen}, shim {noted}", verb.name));
            }
        };
        compare(
            "rename",
            seen(&["rename", "renameat", "renameat2"]).len(),
            noted(|r| matches!(r, Record::Rename { .. })),
        );
        compare("link", seen(&["link", "linkat"]).len(), noted(|r| matches!(r, Record::Link { .. })));
        compare("unlink", seen(&["unlink", "unlinkat", "rmdir"]).len(), noted(|r| matches!(r, Record::Unlink { .. })));
        compare("mkdir", seen(&["mkdir", "mkdirat"]).len(), noted(|r| matches!(r, Record::MakeFolder { .. })));
        let result =
            |line: &&str| line.rsplit_once(" = ").and_then(|(_, n)| n.trim().parse::<usize>().ok()).unwrap_or(0);
        let into = |line: &&&str| line.split_once('>').is_some_and(|(first, _)| first.contains(text(&place)));
        let seen_bytes = seen(&["write", "pwrite64", "writev"]).iter().filter(into).map(result).sum();
        let noted_bytes =
            records.iter().map(|r| if let Record::Write { bytes, .. } = r { bytes.len() } else { 0 }).sum();
        compare("bytes written", seen_bytes, noted_bytes);
        // The shim passes no sync on and refuses the rest: one that the system sees has gone past it.
        let past =
            ["fsync", "fdatasync", "sync_file_range", "copy_file_range", "sendfile", "splice", "fallocate", "truncate"];
        compare(
            "calls past the shim",
            seen(&past).len() + seen(&["symlink", "symlinkat", "pwritev", "pwritev2"]).len(),
            0,
        );
        assert!(noted(|r| matches!(r, Record::Sync { .. })) > 0, "{} syncs nothing", verb.name);
    }
    super::conclude(&format!("the shim saw {calls} calls and bytes as strace did"), &found);
}

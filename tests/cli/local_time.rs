//! Times are told by the clock here where people read them, and in UTC where programs do.

use std::process::Command;
use std::sync::Arc;

use bayan::disk::Real;
use bayan::edit::change::{Edit, Touched};
use bayan::model::id::{AnnotatorId, DocumentId};
use bayan::store::journal::past_states;
use bayan::store::{self, Lock, keeping};

#[test]
fn past_states_are_told_by_the_clock_here_and_to_programs_in_utc() {
    let folder = tempfile::tempdir().unwrap();
    let project = folder.path().join("sample");
    store::install_sample(&project).unwrap();
    let (document, annotator) =
        (DocumentId::new("biden-putin-call").unwrap(), AnnotatorId::new("annotator-a").unwrap());
    let key = (document.clone(), annotator.clone());
    {
        let lock = Lock::acquire(&project).unwrap();
        let mut opened = keeping::open(&project, lock, Arc::new(Real), |_| annotator.clone(), || {}).unwrap();
        let id = opened.session.project().layers[&key].statements().next().unwrap().id;
        opened.session.apply("remove", Edit::RemoveStatement { layer: key.clone(), id }).unwrap();
        opened.keeper.take(&mut opened.session, true);
        opened.keeper.wait_saved().unwrap();
    }
    // As if it had been until half past eleven at night, UTC.
    let state = past_states::states(&project, &Touched::Layer(document, annotator)).remove(0);
    let name = state.path.file_name().unwrap().to_string_lossy().into_owned();
    let until: jiff::Timestamp = "2026-11-27T23:30:00Z".parse().unwrap();
    let (_, file) = name.split_once('~').unwrap();
    std::fs::rename(&state.path, state.path.with_file_name(format!("{}~{file}", until.as_millisecond()))).unwrap();
    let said = |zone: &str, json: bool| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bayan"));
        command.args(["history", project.to_str().unwrap(), "biden-putin-call", "annotator-a"]).env("TZ", zone);
        command.args(json.then_some("--json"));
        let output = command.output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    for (zone, time) in [("<+03>-3", "2026-11-28 02:30"), ("<-05>5", "2026-11-27 18:30"), ("UTC", "2026-11-27 23:30")] {
        let said = said(zone, false);
        assert!(said.contains(time), "{zone}: {said}");
    }
    let json = said("<+03>-3", true);
    assert!(json.contains("2026-11-27T23:30:00Z"), "{json}");
}

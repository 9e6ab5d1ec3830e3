//! How merging one layer's file and giving an article a new text grow with the number of statements.
//!
//! `cargo bench --no-default-features --bench merge`

use bayan::cli::generate::project;
use bayan::edit::change::Touched;
use bayan::edit::reanchor::{ReanchorContext, replace_text};
use bayan::model::fingerprint;
use bayan::model::project::Project;
use bayan::store;
use bayan::store::merging::three_way;

/// Statements, with 200 bytes of text each.
const SIZES: [usize; 3] = [1_000, 5_000, 25_000];

fn main() {
    divan::main();
}

fn made(statements: usize) -> Project {
    project(statements * 200, statements, 1)
}

/// The file of the only layer, where every `nth` statement has this note.
fn file(project: &Project, nth: usize, note: &str) -> String {
    let mut changed = project.clone();
    let (key, layer) = changed.layers.iter_mut().next().unwrap();
    let file = Touched::Layer(key.0.clone(), key.1.clone());
    let statements: Vec<_> = layer.statements().step_by(nth).cloned().collect();
    for mut statement in statements {
        statement.note = note.to_owned();
        layer.put(statement);
    }
    store::render(&changed, &file).unwrap().unwrap()
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn merge_of_a_layer_that_both_have_changed(bencher: divan::Bencher<'_, '_>, statements: usize) {
    let project = made(statements);
    let (base, ours, theirs) =
        (file(&project, usize::MAX, ""), file(&project, 10, "ours"), file(&project, 7, "theirs"));
    bencher.bench_local(|| three_way::merge(&base, &ours, &theirs).unwrap().conflicts);
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn a_new_text_with_one_paragraph_of_forty_changed(bencher: divan::Bencher<'_, '_>, statements: usize) {
    let project = made(statements);
    let document = project.documents.values().next().unwrap();
    let changed =
        |(at, line): (usize, &str)| if at % 80 == 2 { format!("{line} واليوم.\n") } else { format!("{line}\n") };
    let text: String = document.content.as_str().lines().enumerate().map(changed).collect();
    let around = ReanchorContext { is_taken: &|_| false, fingerprint: &fingerprint::of, go_on: &|_, _| true };
    bencher.bench_local(|| replace_text(&project, &document.id, &text, &around).unwrap().rows.len());
}

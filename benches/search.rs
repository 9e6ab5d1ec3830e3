//! Finding in 5 MB of Arabic news prose, on one thread: each kind of query, folded and not.
//!
//! `cargo bench --no-default-features --bench search`

use bayan::text::content::Content;
use bayan::text::marks::MarkCounts;
use bayan::text::search::{Pattern, Query, Search};

const ARTICLE: &str = include_str!("../tests/data/biden-putin-call.txt");
const SIZE_BYTES: usize = 5_000_000;

fn main() {
    divan::main();
}

fn content() -> Content {
    let mut text = String::with_capacity(SIZE_BYTES + ARTICLE.len());
    while text.len() < SIZE_BYTES {
        text.push_str(ARTICLE);
        text.push('\n');
    }
    Content::new(text)
}

fn run(bencher: divan::Bencher<'_, '_>, query: Query) {
    let content = content();
    let pattern = Pattern::new(&query).unwrap().unwrap();
    bencher.bench_local(|| Search::new(content.clone(), pattern.clone()).run().len());
}

fn query(text: &str) -> Query {
    Query { text: text.to_owned(), ..Query::default() }
}

#[divan::bench(sample_count = 10)]
fn folded_word(bencher: divan::Bencher<'_, '_>) {
    run(bencher, query("المسؤولية"));
}

#[divan::bench(sample_count = 10)]
fn folded_word_not_there(bencher: divan::Bencher<'_, '_>) {
    run(bencher, query("القاهرة"));
}

#[divan::bench(sample_count = 10)]
fn folded_letter(bencher: divan::Bencher<'_, '_>) {
    run(bencher, query("ا"));
}

#[divan::bench(sample_count = 10)]
fn whole_word_with_proclitics(bencher: divan::Bencher<'_, '_>) {
    run(bencher, Query { whole_words: true, ..query("بوتين") });
}

#[divan::bench(sample_count = 10)]
fn exact_word(bencher: divan::Bencher<'_, '_>) {
    run(bencher, Query { folding: false, match_case: true, ..query("المسؤولية") });
}

#[divan::bench(sample_count = 10)]
fn folded_expression(bencher: divan::Bencher<'_, '_>) {
    run(bencher, Query { regex: true, ..query(r"ال(رئيس|أمريكي)\s+\w+") });
}

#[divan::bench(sample_count = 10)]
fn one_slice(bencher: divan::Bencher<'_, '_>) {
    let content = content();
    let pattern = Pattern::new(&query("المسؤولية")).unwrap().unwrap();
    bencher
        .with_inputs(|| Search::new(content.clone(), pattern.clone()))
        .bench_local_values(|mut search| search.step());
}

#[divan::bench(sample_count = 10)]
fn count_invisible_marks(bencher: divan::Bencher<'_, '_>) {
    let content = content();
    bencher.bench_local(|| MarkCounts::of(content.as_str()).total());
}

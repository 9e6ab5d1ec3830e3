//! Agreement and comparison by size: γ with 30 chance samples, α on a million characters, pairing and bulk acceptance.
//!
//! `cargo bench --no-default-features --bench agreement`; `benches/agreement_peer.py` runs pygamma-agreement beside it.

use bayan::model::document::{Document, Metadata};
use bayan::model::id::{AnnotatorId, DocumentId, KindId, PartyId};
use bayan::model::party::{Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::{Link, Statement};
use bayan::monitor::Monitor;
use bayan::review::agreement::coding::CodingTable;
use bayan::review::agreement::corpus::{Corpus, Text, Unit};
use bayan::review::agreement::gamma::{GammaSettings, compute};
use bayan::review::agreement::random::Random;
use bayan::review::comparison::compare;
use bayan::review::decide::{Rule, accept};
use bayan::review::queue::{QueueFilter, QueueOrder, queue};
use bayan::text::content::Content;
use divan::Bencher;

fn main() {
    divan::main();
}

/// Annotators who see the same spans, about 83 characters apart, with shifted edges, other labels and misses.
fn continuum(annotators: usize, spans: usize, room: u64) -> Corpus {
    let mut random = Random::new(7, annotators as u64);
    let mut corpus = Corpus::new((0..annotators).map(|index| format!("a{index}")).collect());
    for label in ["PER", "ORG", "LOC"] {
        corpus.label(label);
    }
    let length = spans as u64 * room + 100;
    let mut lines = vec![Vec::new(); annotators];
    for number in 0..spans as u64 {
        let begin = number * room + random.below(room as usize / 2) as u64 + 10;
        let (size, label) = (5 + random.below(room as usize / 2) as u64, random.below(3) as u32);
        for line in &mut lines {
            let begin = begin + random.below(4) as u64;
            let other = random.below(3) as u32;
            let label = if random.unit() < 0.2 { other } else { label };
            let unit = Unit { begin, end: begin + size + random.below(4) as u64, label };
            // A miss is replaced by a span of the annotator's own, so that each has as many.
            let moved = if random.unit() < 0.15 { random.below(length as usize - 60) as u64 } else { unit.begin };
            line.push(Unit { begin: moved, end: moved + unit.len(), label });
        }
    }
    let lines = lines.into_iter().map(Some).collect();
    corpus.push(Text { name: String::new(), length: length + 100, tokens: Vec::new(), lines }).expect("spans inside");
    corpus
}

const SIZES: [(usize, usize); 9] =
    [(2, 20), (2, 60), (2, 250), (3, 60), (3, 120), (3, 250), (4, 60), (4, 120), (4, 250)];

#[divan::bench(args = SIZES, sample_count = 5)]
fn gamma(bencher: Bencher<'_, '_>, (annotators, spans): (usize, usize)) {
    let corpus = continuum(annotators, spans, 83);
    bencher.bench(|| compute(&corpus, &GammaSettings::default(), &Monitor::default()).expect("a value"));
}

/// Spans that stand so close that nearly the whole text is one component.
#[divan::bench(args = [(2, 250), (3, 60), (3, 250), (4, 60)], sample_count = 3)]
fn gamma_dense(bencher: Bencher<'_, '_>, (annotators, spans): (usize, usize)) {
    let corpus = continuum(annotators, spans, 24);
    bencher.bench(|| compute(&corpus, &GammaSettings::default(), &Monitor::default()).is_ok());
}

/// α of a million characters, three annotators, twenty labels, a span every 25 characters.
#[divan::bench(sample_count = 20)]
fn alpha_of_a_million(bencher: Bencher<'_, '_>) {
    let mut random = Random::new(1, 1);
    let mut corpus = Corpus::new(vec!["a".into(), "b".into(), "c".into()]);
    (0..20).for_each(|label| drop(corpus.label(&label.to_string()).to_string()));
    let mut line = || {
        let unit = |number: u64| {
            let begin = number * 25 + random.below(8) as u64;
            Unit { begin, end: begin + 5 + random.below(12) as u64, label: random.below(20) as u32 }
        };
        Some((0..40_000).map(unit).collect())
    };
    let lines = vec![line(), line(), line()];
    corpus.push(Text { length: 1_000_000, lines, ..Text::default() }).expect("spans inside");
    bencher.bench(|| CodingTable::of(&corpus).alpha(None).expect("a value"));
}

/// Two layers of 25,000 statements each.
fn project() -> Project {
    let text = "abcd ".repeat(200_000);
    let mut random = Random::new(3, 3);
    let mut project = Project::new("p");
    let party = PartyId::new("x").expect("a name");
    project.parties.push(Party {
        id: party.clone(),
        name: String::new(),
        aliases: Vec::new(),
        color: Rgb([0; 3]),
        parent: None,
        key: None,
        about: PartyAbout::default(),
    });
    let id = DocumentId::new("d").expect("a name");
    let content = Content::new(text);
    let document = Document {
        id: id.clone(),
        content,
        metadata: Metadata::default(),
        encoding: String::new(),
        excluded: Vec::new(),
    };
    project.documents.insert(id.clone(), document);
    let time = jiff::Timestamp::UNIX_EPOCH;
    for annotator in ["a", "b"] {
        let layer = project.layers.entry((id.clone(), AnnotatorId::new(annotator).expect("a name"))).or_default();
        for number in 0..25_000_usize {
            let start = number * 40 + random.below(10);
            layer.put(Statement {
                chain: vec![Link { party: party.clone(), cue: None, mention: None }],
                ..Statement::new(
                    KindId::new(if random.unit() < 0.1 { "warning" } else { "claim" }).expect("a name"),
                    vec![Span::new(start, (start + 10 + random.below(40)).min(999_999))],
                    time,
                )
            });
        }
    }
    project
}

#[divan::bench(sample_count = 5)]
fn pair_25000(bencher: Bencher<'_, '_>) {
    let project = project();
    let id = DocumentId::new("d").expect("a name");
    bencher.bench(|| compare(&project, &id, &[]));
}

#[divan::bench(sample_count = 5)]
fn queue_25000(bencher: Bencher<'_, '_>) {
    let project = project();
    let comparison = compare(&project, &DocumentId::new("d").expect("a name"), &[]).expect("two layers");
    bencher.bench(|| queue(&project, std::slice::from_ref(&comparison), &QueueFilter::default(), QueueOrder::Worst));
}

#[divan::bench(sample_count = 5)]
fn accept_25000(bencher: Bencher<'_, '_>) {
    let project = project();
    let comparison = compare(&project, &DocumentId::new("d").expect("a name"), &[]).expect("two layers");
    let by = AnnotatorId::new("r").expect("a name");
    bencher.with_inputs(|| project.clone()).bench_values(|mut project| {
        let bulk = accept(&project, &comparison, Rule::Edges(20), &by, jiff::Timestamp::UNIX_EPOCH);
        bulk.edit.map(|edit| edit.apply(&mut project).expect("it fits"));
        project
    });
}

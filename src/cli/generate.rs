//! `bayan generate` (hidden): a project of any size, always the same for the same seed, for measurements.
//!
//! The text consists of the sample's paragraphs, varied: names and numbers are exchanged, and sentences are reordered.
//! The statements lie on word edges; many are nested, some cross, and a few are in two parts.

use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::model::codebook::{EntryNotes, Topic};
use crate::model::document::{Document, Metadata};
use crate::model::id::{AnnotatorId, DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, TopicId};
use crate::model::layer::Layer;
use crate::model::party::{Party, PartyAbout, Rgb};
use crate::model::project::Project;
use crate::model::span::Span;
use crate::model::statement::{Link, Quotation, Relation, Stance, Statement};
use crate::text::content::Content;
use crate::text::segment;
use crate::{store, t};

const ARTICLE: &str = include_str!("../../projects/biden-putin-call/documents/biden-putin-call/text.txt");

/// Parties and the names by which the article calls them.
const PARTIES: [(&str, &str); 8] = [
    ("biden", "بايدن"),
    ("putin", "بوتين"),
    ("kremlin", "الكرملين"),
    ("white-house", "البيت الأبيض"),
    ("ushakov", "أوشاكوف"),
    ("russia", "روسيا"),
    ("washington", "واشنطن"),
    ("nato", "الناتو"),
];

#[derive(Debug, clap::Args)]
pub struct Args {
    #[arg(help = t!("help-new-project"))]
    project: PathBuf,
    #[arg(help = t!("help-generate-bytes"))]
    #[arg(long)]
    bytes: usize,
    #[arg(help = t!("help-generate-statements"))]
    #[arg(long)]
    statements: usize,
    #[arg(help = t!("help-generate-documents"))]
    #[arg(long, default_value_t = 1)]
    documents: usize,
    #[arg(help = t!("help-generate-seed"))]
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(help = t!("help-generate-distinct"))]
    #[arg(long)]
    distinct: bool,
}

/// # Errors
/// The folder is in use or cannot be written.
pub(crate) fn run(args: Args) -> anyhow::Result<ExitCode> {
    let project = documents_of(args.documents, args.bytes, args.statements, args.seed, args.distinct);
    store::create(&args.project, &project)?;
    super::say(&t!("cli-new-done", title = project.title, path = args.project.display().to_string()))?;
    Ok(ExitCode::SUCCESS)
}

/// A project with one document and one layer, of the annotator `annotator-a`.
pub fn project(bytes: usize, statements: usize, seed: u64) -> Project {
    one_document(bytes, statements, seed, false)
}

fn one_document(bytes: usize, statements: usize, seed: u64, distinct: bool) -> Project {
    let mut random = Random(seed);
    let mut project = Project::new(format!("{bytes} bytes, {statements} statements"));
    for ((id, name), color) in PARTIES.into_iter().zip(Rgb::PALETTE) {
        if let Ok(id) = PartyId::new(id) {
            project.parties.push(Party {
                id,
                name: name.to_owned(),
                aliases: Vec::new(),
                color,
                parent: None,
                key: None,
                about: PartyAbout::default(),
            });
        }
    }
    for (id, name) in [("ukraine", "أوكرانيا"), ("sanctions", "العقوبات"), ("guarantees", "الضمانات الأمنية")]
    {
        if let Ok(id) = TopicId::new(id) {
            project.codebook.topics.push(Topic {
                id,
                name: name.to_owned(),
                definition: String::new(),
                notes: EntryNotes::default(),
                parent: None,
            });
        }
    }
    let content = Content::new(text(bytes, distinct, &mut random));
    let (Ok(document), Ok(annotator)) = (DocumentId::new("generated"), AnnotatorId::new("annotator-a")) else {
        return project;
    };
    let layer = layer(&project, &content, statements, &mut random);
    let metadata = Metadata { title: project.title.clone(), language: "ar".to_owned(), ..Metadata::default() };
    let encoding = "UTF-8".to_owned();
    let value = Document { id: document.clone(), content, metadata, encoding, excluded: Vec::new() };
    project.documents.insert(document.clone(), value);
    if !layer.is_empty() {
        project.layers.insert((document, annotator), layer);
    }
    project
}

/// A project with so many documents, which share the bytes and the statements evenly.
pub fn project_of_documents(documents: usize, bytes: usize, statements: usize, seed: u64) -> Project {
    documents_of(documents, bytes, statements, seed, false)
}

fn documents_of(documents: usize, bytes: usize, statements: usize, seed: u64, distinct: bool) -> Project {
    let share = |of: usize| of / documents.max(1);
    let mut whole = one_document(share(bytes), share(statements), seed, distinct);
    if documents < 2 {
        return whole;
    }
    whole.title = format!("{documents} documents, {bytes} bytes, {statements} statements");
    let parts =
        std::iter::once((whole.documents.clone(), whole.layers.clone())).chain((1..documents as u64).map(|more| {
            let part = one_document(share(bytes), share(statements), seed.wrapping_add(more << 32), distinct);
            (part.documents, part.layers)
        }));
    let (mut all, mut layers) = (Vec::new(), Vec::new());
    for (number, (found, tagged)) in parts.enumerate() {
        let Ok(id) = DocumentId::new(format!("generated-{number}")) else { continue };
        all.extend(found.into_values().map(|document| (id.clone(), Document { id: id.clone(), ..document })));
        layers.extend(tagged.into_iter().map(|((_, annotator), layer)| ((id.clone(), annotator), layer)));
    }
    whole.documents = all.into_iter().collect();
    whole.layers = layers.into_iter().collect();
    whole
}

/// With `distinct`, words are put into another order, so that no two texts are nearly the same.
fn text(bytes: usize, distinct: bool, random: &mut Random) -> String {
    let paragraphs: Vec<&str> = ARTICLE.lines().filter(|line| line.len() > 60).collect();
    let mut text = String::with_capacity(bytes + 1024);
    while text.len() < bytes {
        let Some(paragraph) = paragraphs.get(random.below(paragraphs.len())) else { break };
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let mut sentences: Vec<&str> = paragraph.split_inclusive("، ").collect();
        if random.below(3) == 0 && sentences.len() > 1 {
            let by = random.below(sentences.len());
            sentences.rotate_left(by);
        }
        let parts: Vec<&str> = sentences.iter().map(|part| part.trim()).collect();
        let mut varied = parts.join(" ");
        if random.below(2) == 0 {
            let (from, to) = (random.below(PARTIES.len()), random.below(PARTIES.len()));
            if let (Some((_, from)), Some((_, to))) = (PARTIES.get(from), PARTIES.get(to)) {
                varied = varied.replace(from, to);
            }
        }
        if varied.contains('7') {
            varied = varied.replace('7', &(1 + random.below(28)).to_string());
        }
        if distinct {
            let mut words: Vec<&str> = varied.split_whitespace().collect();
            for place in 0..words.len() {
                words.swap(place, random.below(place + 1));
            }
            varied = words.join(" ");
        }
        text.push_str(varied.trim());
    }
    // Not longer than requested, except to complete a word.
    let end = text.get(..bytes.min(text.len())).map_or(text.len(), str::len);
    text.truncate(end);
    text
}

fn layer(project: &Project, content: &Content, count: usize, random: &mut Random) -> Layer {
    let mut layer = Layer::default();
    let paragraphs: Vec<_> = content.paragraphs().iter().filter(|p| p.len() > 60).cloned().collect();
    if paragraphs.is_empty() {
        return layer;
    }
    let mut before: Option<Before> = None;
    for number in 0..count {
        let at = number * paragraphs.len() / count;
        let Some(range) = paragraphs.get(at) else { continue };
        let paragraph = Paragraph::of(content, range.clone());
        if paragraph.words() < 4 {
            continue;
        }
        let words = words(&paragraph, before.as_ref().filter(|before| before.paragraph == at), random);
        let Some(statement) = statement(project, &paragraph, words.clone(), number, random) else { continue };
        let id = statement.id;
        layer.put(statement);
        if let Some(before) = &before
            && random.below(12) == 0
            && let Ok(kind) = RelationKindId::new("supports")
        {
            let relation = RelationId::from_uuid(random.uuid());
            layer.put_relation(Relation {
                id: relation,
                kind,
                from: id,
                to: before.id,
                note: String::new(),
                attributes: Vec::new(),
            });
        }
        before = Some(Before { paragraph: at, words, id });
    }
    layer
}

/// The preceding statement.
struct Before {
    paragraph: usize,
    words: Range<usize>,
    id: StatementId,
}

/// A paragraph of the text with its words.
struct Paragraph<'t> {
    text: &'t str,
    /// Where the words start, followed by the end of the paragraph.
    edges: Vec<usize>,
}

impl<'t> Paragraph<'t> {
    fn of(content: &'t Content, range: Range<usize>) -> Self {
        let end = range.end;
        let mut edges = segment::word_starts(content.as_str(), range);
        edges.push(end);
        Self { text: content.as_str(), edges }
    }

    fn words(&self) -> usize {
        self.edges.len() - 1
    }

    /// The span of some of its words, without white space at its ends.
    fn span(&self, words: Range<usize>) -> Span {
        let edge = |word: usize| self.edges.get(word).copied().unwrap_or_default();
        Span::from(segment::trim(self.text, edge(words.start)..edge(words.end)))
    }
}

/// The words that a statement covers: now and then inside the preceding statement, or across its end.
fn words(paragraph: &Paragraph<'_>, before: Option<&Before>, random: &mut Random) -> Range<usize> {
    let words = paragraph.words();
    let (mut first, mut last) = (random.below(words - 2), 0);
    last = last.max(first + 2 + random.below((words - first - 1).min(14))).min(words);
    if let Some(Before { words: Range { start, end }, .. }) = before {
        match random.below(10) {
            0..3 if end - start > 2 => {
                first = start + random.below(end - start - 1);
                last = (first + 1 + random.below(end - first)).min(*end);
            }
            3..5 if end + 1 < words => {
                first = (start + end) / 2;
                last = (end + 1 + random.below(4)).min(words);
            }
            _ => {}
        }
    }
    first..last
}

/// A statement covering these words; `None` if one of its spans would be empty.
fn statement(
    project: &Project,
    paragraph: &Paragraph<'_>,
    words: Range<usize>,
    number: usize,
    random: &mut Random,
) -> Option<Statement> {
    let Range { start: first, end: last } = words;
    let mut spans = vec![paragraph.span(first..last)];
    if last - first > 5 && random.below(30) == 0 {
        let middle = (first + last) / 2;
        spans = vec![paragraph.span(first..middle - 1), paragraph.span(middle + 1..last)];
    }
    if spans.iter().any(|span| span.is_empty()) {
        return None;
    }
    let id = StatementId::from_uuid(random.uuid());
    let party = |random: &mut Random| project.parties.get(random.below(project.parties.len())).map(|p| p.id.clone());
    let mut chain = Vec::new();
    for link in 0..1 + random.below(2) {
        let cue = (first > link + 1).then(|| paragraph.span(first - link - 1..first - link));
        let cue = cue.filter(|span| !span.is_empty());
        chain.extend(party(random).map(|party| Link { party, cue, mention: None }));
    }
    let kind = ["claim", "position", "warning"].get(random.below(3)).and_then(|id| KindId::new(*id).ok())?;
    let topic = project.codebook.topics.get(random.below(6)).map(|topic| topic.id.clone());
    let made = jiff::Timestamp::from_second(1_640_995_200 + number as i64).unwrap_or_default();
    Some(Statement {
        id,
        chain,
        addressees: if random.below(8) == 0 { party(random).into_iter().collect() } else { Vec::new() },
        topic,
        stance: Stance::ALL.get(random.below(5)).copied(),
        quotation: Quotation::ALL.get(random.below(3)).copied(),
        note: if random.below(20) == 0 { "راجع البيان".to_owned() } else { String::new() },
        ..Statement::new(kind, spans, made)
    })
}

/// splitmix64 (Steele, Lea, Flood: *Fast splittable pseudorandom number generators*, OOPSLA 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `limit`, or 0 if there is none.
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or_default()
    }

    fn uuid(&mut self) -> uuid::Uuid {
        let bits = (u128::from(self.next()) << 64) | u128::from(self.next());
        uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::check::{check_relation, check_statement};

    #[test]
    fn the_same_seed_makes_the_same_project_and_all_of_it_fits() {
        let made = project(40_000, 200, 3);
        assert_eq!(made, project(40_000, 200, 3));
        assert_ne!(made, project(40_000, 200, 4));
        let (key, layer) = made.layers.first_key_value().unwrap();
        assert!(layer.len() > 190, "{}", layer.len());
        let document = &made.documents[&key.0];
        assert!(document.content.len_bytes().abs_diff(40_000) < 2_000);
        for statement in layer.statements() {
            check_statement(&made, &key.0, statement).unwrap();
        }
        for relation in layer.relations() {
            check_relation(&made, key, relation).unwrap();
        }
        let nested = layer.statements().filter(|s| {
            layer
                .spanning(s.hull().range())
                .iter()
                .any(|other| other.id != s.id && other.hull().contains(s.hull().start_byte))
        });
        assert!(nested.count() > 40);
        assert!(layer.statements().any(|s| s.spans.len() == 2));
    }
}

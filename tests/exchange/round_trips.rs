//! Export, then import: the layers come back, less exactly what the report of losses names.
//!
//! What each loss means is written down here once more, as a change to the project that counts what it changes. A format
//! must lose as many as it says, and everything else must come back as it was: over the small project, the hard project,
//! gold, and random projects with all that texts, names and notes can have. A project is read back twice: onto its own
//! articles and codebook, as somebody does who gets a file back, and into a project of its own.

use std::collections::{BTreeMap, BTreeSet};

use bayan::formats::dataset::{Dataset, DatasetSource, ExportScope};
use bayan::formats::incoming::{ImportOptions, Whose};
use bayan::formats::input::Input;
use bayan::formats::{Confidence, FORMATS, Format, FormatOption, Options, by_id};
use bayan::model::codebook::{Codebook, EntryNotes, Kind, LineForm, RelationKind, Topic};
use bayan::model::document::{Document, Metadata};
use bayan::model::document_tags::DocumentTags;
use bayan::model::id::{AnnotatorId, DocumentId, KindId, PartyId, RelationId, RelationKindId, StatementId, TopicId};
use bayan::model::layer::Layer;
use bayan::model::party::{ExternalId, Party, PartyAbout, Rgb};
use bayan::model::project::Project;
use bayan::model::span::Span;
use bayan::model::statement::{Attribute, Link, Quotation, Relation, Stance, Statement};
use bayan::monitor::Monitor;
use bayan::text::content::Content;
use bayan::text::segment::is_grapheme_edge;
use jiff::Timestamp;

use super::export::project as small_project;
use super::labelled::hard_project;
use crate::support::random::Random;

/// What comes back, as text that can be compared.
type Lines = BTreeMap<String, Vec<String>>;

#[test]
fn the_small_and_the_hard_project_come_back_less_what_is_named() {
    let mut faults = Vec::new();
    for format in two_way() {
        for (name, project) in [("small", small_project()), ("hard", hard_project())] {
            for options in choices(format) {
                faults
                    .extend(faults_of(format, &options, &project).into_iter().map(|fault| format!("{name}: {fault}")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn random_projects_come_back_less_what_is_named() {
    let mut faults = Vec::new();
    for format in two_way() {
        for seed in 1..=seeds() {
            let project = random_project(seed);
            if faults.iter().filter(|fault: &&String| fault.contains(format.id)).count() > 2 {
                break;
            }
            for options in choices(format) {
                let found = faults_of(format, &options, &project);
                faults.extend(found.into_iter().take(1).map(|fault| format!("seed {seed}: {fault}")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn gold_comes_back_as_a_layer_of_its_own() {
    let project = super::dataset::project();
    let mut wanted = project.clone();
    for id in project.documents.keys() {
        if let Some(gold) = project.gold(id) {
            wanted.layers.insert((id.clone(), AnnotatorId::new("gold").unwrap()), gold.clone());
        }
    }
    assert!(wanted.layers.len() > project.layers.len());
    let scope = ExportScope { source: DatasetSource::GoldAnd(Vec::new()), ..ExportScope::default() };
    let mut faults = Vec::new();
    for format in two_way() {
        for options in choices(format) {
            let dataset = Dataset::of(&project, &scope).unwrap();
            faults.extend(differences(format, &options, &dataset, wanted.clone()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// How many random projects each format has to hold; more with `BAYAN_ROUND_TRIPS`.
fn seeds() -> u64 {
    std::env::var("BAYAN_ROUND_TRIPS").ok().and_then(|count| count.parse().ok()).unwrap_or(16)
}

/// The formats that are written and read. A list of events is read as the table that it is.
fn two_way() -> impl Iterator<Item = &'static Format> {
    let wanted = std::env::var("BAYAN_FORMAT").ok();
    let both = FORMATS.iter().copied().filter(|format| format.writer.is_some() && reader_of(format).is_some());
    both.filter(move |format| format.id != "qdc" && wanted.as_ref().is_none_or(|wanted| wanted == format.id))
}

fn reader_of(format: &'static Format) -> Option<bayan::formats::Reader> {
    if format.id == "dna-events" { by_id("csv").unwrap().reader } else { format.reader }
}

/// The options that change what comes back.
fn choices(format: &'static Format) -> Vec<Options> {
    let flags = format.options.iter().filter(|option| ["plain", "exact-text", "spreadsheet"].contains(&option.id));
    let mut choices: Vec<Options> = flags.map(|option| Options::of(&[*option])).collect();
    choices.insert(0, Options::default());
    choices
}

fn chosen<'o>(format: &'static Format, options: &'o Options) -> impl Iterator<Item = &'static FormatOption> + 'o {
    format.options.iter().copied().filter(|option| options.has(option))
}

/// Exports a dataset and reads it: onto the articles, parties and codebook of the project; and into a project of its own.
fn written_and_read(
    format: &'static Format,
    options: &Options,
    dataset: &Dataset<'_>,
    project: &Project,
) -> (Project, Result<Project, String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out").with_extension(format.ending());
    format.write_to_path(dataset, options, &path, &Monitor::default()).unwrap();
    let input = Input::open(&path, u64::MAX, true).unwrap();
    let reader = reader_of(format).unwrap();
    assert_eq!((reader.recognise)(&input), Confidence::Certain, "{}", format.id);
    let mut onto = project.clone();
    onto.layers.clear();
    onto.reviews.clear();
    let mut import = ImportOptions::of(Whose::Everybody);
    if chosen(format, options).any(|option| option.id == "plain") {
        // All statements have one kind, whatever the program calls it.
        for label in ["DNA Statement", "statement"] {
            let target = bayan::formats::incoming::LabelTarget::Kind(project.codebook.kinds[0].id.clone());
            import.map.kinds.insert(label.to_owned(), target);
        }
    }
    let plan = reader.plan(&onto, &input, &import).unwrap();
    let told = plan.warnings.iter().map(|warning| warning.message.clone()).collect::<Vec<_>>().join("\n");
    plan.edit.apply(&mut onto).unwrap();
    let (own, warnings) = reader.read_all(&input);
    let own = if warnings.is_empty() { Ok(own) } else { Err(format!("{told} {warnings:?}")) };
    (onto, own)
}

fn faults_of(format: &'static Format, options: &Options, project: &Project) -> Vec<String> {
    let dataset = Dataset::of(project, &ExportScope::default()).unwrap();
    differences(format, options, &dataset, project.clone())
}

/// How what comes back of a dataset differs from the project less what is named.
fn differences(format: &'static Format, options: &Options, dataset: &Dataset<'_>, mut wanted: Project) -> Vec<String> {
    let project = &wanted.clone();
    let losses = format.losses(dataset, options);
    let lost: BTreeMap<&str, usize> = losses.iter().map(|loss| (loss.kind.id, loss.count)).collect();
    let is_spared = |id: &str| chosen(format, options).any(|option| option.spares.iter().any(|loss| loss.id == id));
    let declared = |id: &str| {
        format.loses.iter().any(|loss| loss.id == id && !is_spared(id))
            || chosen(format, options).any(|option| option.loses.iter().any(|loss| loss.id == id))
    };
    let mut faults = Vec::new();
    let what = format!("{} {:?}", format.id, chosen(format, options).map(|option| option.id).collect::<Vec<_>>());
    let is_plain = chosen(format, options).any(|option| option.id == "plain");
    let mut wanted_onto = project.clone();
    for id in ORDER.iter().filter(|id| declared(id)) {
        let said = lost.get(id).copied().unwrap_or_default();
        lose(id, &mut wanted_onto, true);
        // Of a statement that is left out, the rest is not counted twice here.
        let meant = lose(id, &mut wanted, false).filter(|_| !is_plain || *id == "dna-without-concept");
        if meant.is_some_and(|meant| meant != said) {
            let meant = meant.unwrap_or_default();
            faults.push(format!("{what}: {said} {id} are said to be lost, {meant} are"));
        }
    }
    for id in lost.keys().filter(|id| !ORDER.contains(id) && !LOOSE.contains(id)) {
        faults.push(format!("{what}: {id} is not known to this test"));
    }
    let (onto, own) = written_and_read(format, options, dataset, project);
    if format.id == "conll" {
        return faults.into_iter().chain(faults_of_tags(&what, &lost, project, &onto)).collect();
    }
    let has_chains = !declared("chains");
    let view = View {
        has_ids: !declared("identifiers"),
        has_relation_ids: !declared("relation-identifiers"),
        has_times: !declared("times"),
        has_chains,
        loose_spans: LOOSE.iter().any(|id| lost.contains_key(id)),
        long_values: lost.keys().any(|id| id.starts_with("dna-long")),
    };
    compare(&mut faults, &format!("{what} onto the project"), &view.layers(&wanted_onto), &view.layers(&onto));
    if !declared("texts") && has_chains {
        match own {
            Ok(own) => {
                compare(&mut faults, &format!("{what}, documents"), &view.documents(&wanted), &view.documents(&own));
                if !declared("party-names") && !lost.keys().any(|id| id.starts_with("dna-long")) {
                    compare(&mut faults, &format!("{what}, parties"), &parties(&wanted), &parties(&own));
                }
                // Without a codebook, kinds are what their names make of them; the plain type has one kind.
                if !declared("party-names") && !is_plain {
                    compare(&mut faults, &format!("{what} alone"), &view.layers(&wanted), &view.layers(&own));
                }
            }
            // A mark after a control joins the space that the control becomes, and no statement can begin between them.
            Err(_) if lost.contains_key("controls") && has_marked_controls(project) => {}
            Err(told) => faults.push(format!("{what}: there are warnings: {told}")),
        }
    }
    faults
}

/// Whether a text has a mark after a character that XML does not have.
fn has_marked_controls(project: &Project) -> bool {
    let edges = |text: &str| -> usize {
        (0..=text.len()).filter(|at| text.is_char_boundary(*at) && is_grapheme_edge(text, *at)).count()
    };
    let is_joined = |text: &str| {
        let spaced: String = text.chars().map(|c| if is_control(c) { ' ' } else { c }).collect();
        edges(text) != edges(&spaced)
    };
    project.documents.values().any(|document| is_joined(document.content.as_str()))
}

fn compare(faults: &mut Vec<String>, what: &str, wanted: &Lines, found: &Lines) {
    for key in wanted.keys().chain(found.keys()).collect::<BTreeSet<_>>() {
        let (one, other) = (wanted.get(key).cloned().unwrap_or_default(), found.get(key).cloned().unwrap_or_default());
        if one != other {
            let missing: Vec<&String> = one.iter().filter(|line| !other.contains(line)).take(2).collect();
            let more: Vec<&String> = other.iter().filter(|line| !one.contains(line)).take(2).collect();
            let short = |lines: Vec<&String>| {
                lines
                    .into_iter()
                    .map(|line| line.chars().take(1500).collect::<String>())
                    .collect::<Vec<_>>()
                    .join("\n    ")
            };
            faults.push(format!(
                "{what}, {key}: {} of {}\n  wanted {}\n  found  {}",
                other.len(),
                one.len(),
                short(missing),
                short(more)
            ));
        }
    }
}

fn parties(project: &Project) -> Lines {
    let line = |party: &Party| {
        let mut about = party.about.clone();
        about.identifiers.sort();
        format!("{} {:?} {:?} {:?} {about:?}", party.id, party.name, party.aliases, party.parent)
    };
    [("parties".to_owned(), project.parties.iter().map(line).collect())].into()
}

/// What of the statements is compared.
struct View {
    has_ids: bool,
    has_relation_ids: bool,
    has_times: bool,
    has_chains: bool,
    /// Whether white space at the edges of spans may be lost.
    loose_spans: bool,
    long_values: bool,
}

impl View {
    /// The documents that have a layer.
    fn documents(&self, project: &Project) -> Lines {
        let has_layer = |document: &&Document| {
            project.layers.iter().any(|((id, _), layer)| *id == document.id && !layer.is_empty())
        };
        let line = |document: &Document| {
            let Document { id, content, metadata, excluded, .. } = document;
            let text = content.as_str();
            let mut excluded = excluded.clone();
            if self.loose_spans {
                excluded = excluded.iter().filter_map(|span| trimmed(text, *span)).collect();
            }
            (id.to_string(), vec![format!("{text:?}"), format!("{metadata:?}"), format!("{excluded:?}")])
        };
        project.documents.values().filter(has_layer).map(line).collect()
    }

    fn layers(&self, project: &Project) -> Lines {
        let mut all = Lines::new();
        for ((document, annotator), layer) in project.layers.iter().filter(|(_, layer)| !layer.is_empty()) {
            let line = |statement: &Statement| {
                let mut statement = statement.clone();
                if !self.has_ids {
                    statement.id = StatementId::MIN;
                }
                if !self.has_times {
                    (statement.created, statement.modified) = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
                }
                if !self.has_chains || self.long_values {
                    statement.chain.clear();
                    statement.addressees.clear();
                }
                if self.loose_spans {
                    let text = project.documents[document].content.as_str();
                    statement.spans = statement.spans.iter().filter_map(|span| trimmed(text, *span)).collect();
                    for link in &mut statement.chain {
                        link.cue = link.cue.and_then(|span| trimmed(text, span));
                        link.mention = link.mention.and_then(|span| trimmed(text, span));
                    }
                }
                format!("{statement:?}")
            };
            let mut lines: Vec<String> = layer.statements().map(line).collect();
            let has_words = |s: &Statement| {
                let text = project.documents[document].content.as_str();
                s.spans.iter().any(|span| trimmed(text, *span).is_some())
            };
            if self.loose_spans {
                lines = layer.statements().filter(|s| has_words(s)).map(line).collect();
            }
            for relation in layer.relations() {
                if self.loose_spans
                    && [relation.from, relation.to].iter().any(|id| !layer.statement(*id).is_some_and(has_words))
                {
                    continue;
                }
                let end = |id| layer.statement(id).map(line).unwrap_or_default();
                let id = if self.has_relation_ids { relation.id.to_string() } else { String::new() };
                let (from, to) = (end(relation.from), end(relation.to));
                let (note, values) = (&relation.note, &relation.attributes);
                lines.push(format!("relation {id} {} {note:?} {values:?} {from} {to}", relation.kind));
            }
            lines.extend(layer.tags().map(|tags| format!("article {tags:?}")));
            lines.sort();
            if !lines.is_empty() {
                all.insert(format!("{document} {annotator}"), lines);
            }
        }
        all
    }
}

/// A span without white space at its edges; nothing, if there is nothing else in it.
fn trimmed(text: &str, span: Span) -> Option<Span> {
    let inner = &text[span.range()];
    let start = span.start_byte + inner.len() - inner.trim_start().len();
    Some(Span::new(start, start + inner.trim().len())).filter(|span| !span.is_empty())
}

/// Losses of white space at the edges of spans, which depend on the tokens of the text: what is compared is the rest.
const LOOSE: [&str; 2] = ["webanno-tsv-edges", "webanno-tsv-blank"];

/// The losses in the order in which they happen.
const ORDER: &[&str] = &[
    "excluded-statements",
    "dna-without-concept",
    "relations",
    "relation-attributes",
    "document-tags",
    "party-details",
    "provenance",
    "decision-details",
    "nothing-decisions",
    "prodigy-inside-words",
    "doccano-overlaps",
    "conll-overlapping",
    "conll-widened",
    "texts",
    "long-cells",
    "brat-notes",
    "brat-attributes",
    "identifiers",
    "relation-identifiers",
    "times",
    "brat-cuts",
    "brat-blank",
    "mentions",
    "cue-places",
    "cues",
    "gaps",
    "controls",
    "controls-in-notes",
    "lf-only",
    "line-ends",
    "webanno-tsv-notes",
    "webanno-tsv-final-line-ends",
    "neutral",
    "dna-kinds",
    "dna-reporters",
    "dna-quotations",
    "dna-events-marks",
    "dna-long",
    "dna-long-names",
    "dna-long-chains",
    "aliases",
    "parents",
    "party-names",
    "attributes",
    "other-attributes",
    "excluded",
    "metadata",
    "chains",
    "addressees",
    "choices",
    "notes",
    "relation-notes",
    "parts",
    "statements",
];

/// Changes each statement; those for which this says no go, with their relations. How often `change` counts.
fn each_statement(project: &mut Project, mut change: impl FnMut(&Document, &mut Statement) -> (usize, bool)) -> usize {
    let mut count = 0;
    for ((id, _), layer) in &mut project.layers {
        let document = &project.documents[id];
        let mut kept = Layer::default();
        kept.set_tags(layer.tags().cloned());
        for statement in layer.statements() {
            let mut statement = statement.clone();
            let (more, is_kept) = change(document, &mut statement);
            count += more;
            if is_kept {
                kept.put(statement);
            }
        }
        let relations: Vec<Relation> = layer.relations().cloned().collect();
        for relation in relations {
            if kept.statement(relation.from).is_some() && kept.statement(relation.to).is_some() {
                kept.put_relation(relation);
            }
        }
        *layer = kept;
    }
    count
}

/// Changes each statement and counts.
fn each(project: &mut Project, mut change: impl FnMut(&mut Statement) -> usize) -> usize {
    each_statement(project, |_, statement| (change(statement), true))
}

fn each_relation(project: &mut Project, mut change: impl FnMut(&mut Relation) -> (usize, bool)) -> usize {
    let mut count = 0;
    for layer in project.layers.values_mut() {
        let all: Vec<Relation> = layer.relations().cloned().collect();
        let mut changed = Layer::default();
        changed.set_tags(layer.tags().cloned());
        layer.statements().for_each(|statement| drop(changed.put(statement.clone())));
        for mut relation in all {
            let (more, is_kept) = change(&mut relation);
            count += more;
            if is_kept {
                changed.put_relation(relation);
            }
        }
        *layer = changed;
    }
    count
}

fn each_party(project: &mut Project, mut change: impl FnMut(&mut Party) -> usize) -> usize {
    let mut parties: Vec<Party> = project.parties.iter().cloned().collect();
    let count = parties.iter_mut().map(&mut change).sum();
    project.parties.truncate(0);
    parties.into_iter().for_each(|party| project.parties.push(party));
    count
}

/// Gives each document another text; `pieces` cuts it into what stands there and what becomes of it. Places inside a piece
/// become that before it.
fn each_text(project: &mut Project, keeps_texts: bool, pieces: impl Fn(&str) -> Vec<(&str, String)>) {
    // Onto the articles, everything comes back to its place in them.
    for document in project.documents.values_mut().filter(|_| !keeps_texts) {
        let text = document.content.as_str().to_owned();
        let (mut places, mut new) = (vec![0; text.len() + 1], String::new());
        let mut at = 0;
        for (piece, becomes) in pieces(&text) {
            places[at..at + piece.len()].fill(new.len());
            at += piece.len();
            new += &becomes;
        }
        assert_eq!(at, text.len());
        places[at] = new.len();
        let moved = |span: &mut Span| *span = Span::new(places[span.start_byte], places[span.end_byte]);
        document.content = Content::new(new);
        document.excluded.iter_mut().for_each(moved);
        for layer in project.layers.iter_mut().filter(|((id, _), _)| *id == document.id).map(|(_, layer)| layer) {
            let relations: Vec<Relation> = layer.relations().cloned().collect();
            let mut changed = Layer::default();
            changed.set_tags(layer.tags().cloned());
            for statement in layer.statements() {
                let mut statement = statement.clone();
                statement.spans.iter_mut().for_each(moved);
                for link in &mut statement.chain {
                    link.cue.iter_mut().chain(&mut link.mention).for_each(moved);
                }
                changed.put(statement);
            }
            relations.into_iter().for_each(|relation| drop(changed.put_relation(relation)));
            *layer = changed;
        }
    }
}

/// A text piece by piece: CR LF, or else single characters.
fn characters(text: &str) -> Vec<&str> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("\r\n") { 2 } else { first.len_utf8() };
        let (piece, after) = rest.split_at(length);
        pieces.push(piece);
        rest = after;
    }
    pieces
}

fn lf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// What XML 1.0 does not have.
fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Where brat's lines end, and tabs.
fn is_line_mark(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The pieces of spans on lines of brat: cut at the marks, joined where two touch.
fn brat_pieces(document: &Document, spans: &[Span]) -> Vec<Span> {
    let mut pieces: Vec<Span> = Vec::new();
    for span in spans {
        let mut at = span.start_byte;
        for piece in document.content.as_str()[span.range()].split(is_line_mark) {
            let end = at + piece.len();
            match pieces.last_mut() {
                _ if piece.is_empty() => {}
                Some(last) if last.end_byte == at => last.end_byte = end,
                _ => pieces.push(Span::new(at, end)),
            }
            at = end + document.content.as_str()[end..].chars().next().map_or(1, char::len_utf8);
        }
    }
    pieces
}

/// A note as brat has it.
fn brat_note(note: &str) -> String {
    let line: String = lf(note).replace('\n', " ⏎ ").chars().map(|c| if is_line_mark(c) { ' ' } else { c }).collect();
    line.replace(" ⏎ ", "\n")
}

/// Whether a cell of a workbook cannot hold a text.
fn is_long(text: &str) -> bool {
    text.encode_utf16().count() > 32_767
}

/// Takes out of a project what a loss names, and counts it; `None` for what nothing is left of that could be compared.
fn lose(id: &str, project: &mut Project, keeps_texts: bool) -> Option<usize> {
    let epoch = Timestamp::UNIX_EPOCH;
    let count = match id {
        "relations" => each_relation(project, |_| (1, false)),
        "mentions" => each(project, |s| s.chain.iter_mut().filter_map(|link| link.mention.take()).count()),
        "cue-places" | "cues" => each(project, |s| s.chain.iter_mut().filter_map(|link| link.cue.take()).count()),
        "gaps" => each(project, |s| {
            let several = usize::from(s.spans.len() > 1);
            s.spans = vec![s.hull()];
            several
        }),
        // None of the attributes here is in the codebook.
        "attributes" | "other-attributes" => each(project, |s| s.attributes.drain(..).count()),
        "relation-attributes" => each_relation(project, |relation| (relation.attributes.drain(..).count(), true)),
        "document-tags" => {
            let lose = |layer: &mut Layer| {
                let tags = layer.set_tags(None);
                tags.map_or(0, |tags| tags.attributes.len() + usize::from(!tags.note.is_empty()))
            };
            project.layers.values_mut().map(lose).sum()
        }
        "party-details" => each_party(project, |party| {
            let PartyAbout { description, identifiers, attributes } = std::mem::take(&mut party.about);
            usize::from(!description.is_empty()) + identifiers.len() + attributes.len()
        }),
        "notes" => each(project, |s| usize::from(!std::mem::take(&mut s.note).is_empty())),
        "relation-notes" => {
            each_relation(project, |relation| (usize::from(!std::mem::take(&mut relation.note).is_empty()), true))
        }
        "times" => each(project, |s| {
            (s.created, s.modified) = (epoch, epoch);
            1
        }),
        "identifiers" => each(project, |_| 1),
        "relation-identifiers" => each_relation(project, |_| (1, true)),
        "addressees" => each(project, |s| s.addressees.drain(..).count()),
        "choices" => each(project, |s| {
            let has = s.topic.is_some() || s.stance.is_some() || s.quotation.is_some();
            (s.topic, s.stance, s.quotation) = (None, None, None);
            usize::from(has)
        }),
        "chains" => each(project, |s| usize::from(!std::mem::take(&mut s.chain).is_empty())),
        "neutral" => each(project, |s| usize::from(s.stance.take_if(|stance| *stance == Stance::Neutral).is_some())),
        "dna-without-concept" => each_statement(project, |_, s| {
            let holds = s.topic.is_some() && matches!(s.stance, Some(Stance::Supports | Stance::Opposes));
            (usize::from(!holds), holds)
        }),
        "dna-kinds" => {
            let kind = project.codebook.kinds[0].id.clone();
            each(project, |s| {
                s.kind = kind.clone();
                0
            });
            return None;
        }
        "dna-reporters" => {
            each(project, |s| {
                s.chain = s.chain.pop().into_iter().collect();
                0
            });
            return None;
        }
        "dna-quotations" => {
            each(project, |s| {
                s.quotation = None;
                0
            });
            return None;
        }
        "dna-events-marks" => each(project, |s| {
            let is_changed = s.note.contains([';', '"', '\r']);
            s.note = lf(&s.note).replace(';', ",").replace('"', "'");
            usize::from(is_changed)
        }),
        "long-cells" => {
            let quotes = |document: &Document, s: &Statement| document.quotes(&s.spans).join(" … ");
            let mut count = each_statement(project, |document, s| (usize::from(is_long(&quotes(document, s))), true));
            count += each(project, |s| {
                let long = is_long(&s.note);
                if long {
                    s.note.clear();
                }
                usize::from(long)
            });
            count
                + each_relation(project, |relation| {
                    let long = is_long(&relation.note);
                    if long {
                        relation.note.clear();
                    }
                    (usize::from(long), true)
                })
        }
        "controls" | "controls-in-notes" => {
            let has_texts = id == "controls";
            let clean = |text: &mut String| {
                let count = text.chars().filter(|c| is_control(*c)).count();
                *text = text.chars().map(|c| if is_control(c) { ' ' } else { c }).collect();
                count
            };
            let in_texts: usize = with_layers(project)
                .map(|document| document.content.as_str().chars().filter(|c| has_texts && is_control(*c)).count())
                .sum();
            each_text(project, keeps_texts || !has_texts, |text| {
                text.char_indices()
                    .map(|(at, c)| {
                        let piece = &text[at..at + c.len_utf8()];
                        (piece, if is_control(c) { " ".to_owned() } else { piece.to_owned() })
                    })
                    .collect()
            });
            let in_statements = each(project, |s| {
                let values = s.attributes.iter_mut().map(|a| clean(&mut a.name) + clean(&mut a.value)).sum::<usize>();
                clean(&mut s.note) + values
            });
            let in_relations = each_relation(project, |relation| (clean(&mut relation.note), true));
            in_texts + in_statements + in_relations
        }
        "lf-only" | "line-ends" => {
            let count = with_layers(project).map(|document| document.content.as_str().matches('\r').count()).sum();
            each_text(project, keeps_texts, |text| {
                let ends = |piece: &str| if piece.starts_with('\r') { "\n".to_owned() } else { piece.to_owned() };
                characters(text).into_iter().map(|piece| (piece, ends(piece))).collect()
            });
            count
        }
        "webanno-tsv-final-line-ends" => return None,
        "webanno-tsv-notes" => {
            let notes = each(project, |s| {
                let count = usize::from(s.note.contains('\r'));
                s.note = lf(&s.note);
                count
            });
            notes
                + each_relation(project, |relation| {
                    let note = lf(&relation.note);
                    let note = if note.ends_with('\\') { note + " " } else { note };
                    let count = usize::from(note != relation.note);
                    relation.note = note;
                    (count, true)
                })
        }
        "brat-blank" => {
            let mut aids: BTreeSet<(String, String, bool, Span)> = BTreeSet::new();
            let keys: Vec<_> = project.layers.keys().cloned().collect();
            let mut count = 0;
            for key in keys {
                let document = project.documents[&key.0].clone();
                let is_blank = |spans: &[Span]| brat_pieces(&document, spans).is_empty();
                count += document.excluded.iter().filter(|span| is_blank(&[**span])).count();
                let layer = project.layers[&key].clone();
                for statement in layer.statements() {
                    count += usize::from(is_blank(&statement.spans));
                    for link in &statement.chain {
                        for (is_cue, span) in [(true, link.cue), (false, link.mention)] {
                            let blank = span.filter(|span| is_blank(&[*span]));
                            let name = |span| (key.0.to_string(), key.1.to_string(), is_cue, span);
                            count += blank.map_or(0, |span| usize::from(aids.insert(name(span))));
                        }
                    }
                }
            }
            each_statement(project, |document, s| {
                let is_blank = |span: &mut Span| brat_pieces(document, &[*span]).is_empty();
                for link in &mut s.chain {
                    link.cue.take_if(is_blank);
                    link.mention.take_if(is_blank);
                }
                (0, !brat_pieces(document, &s.spans).is_empty())
            });
            for document in project.documents.values_mut() {
                let all = std::mem::take(&mut document.excluded);
                document.excluded =
                    all.into_iter().filter(|span| !brat_pieces(document, &[*span]).is_empty()).collect();
            }
            count
        }
        "brat-cuts" => {
            let mut cut_aids: BTreeSet<(DocumentId, usize, bool, Span)> = BTreeSet::new();
            let mut count = 0;
            let layers: Vec<_> = project.layers.clone().into_iter().collect();
            for (number, ((id, _), layer)) in layers.iter().enumerate() {
                let document = &project.documents[id];
                let is_cut = |span: Span| {
                    let pieces = brat_pieces(document, &[span]);
                    !pieces.is_empty() && pieces != [span]
                };
                count += document.excluded.iter().filter(|span| is_cut(**span)).count();
                for link in layer.statements().flat_map(|s| s.chain.clone()) {
                    for (is_cue, span) in [(true, link.cue), (false, link.mention)] {
                        cut_aids
                            .extend(span.filter(|span| is_cut(*span)).map(|span| (id.clone(), number, is_cue, span)));
                    }
                }
            }
            count += cut_aids.len();
            count += each_statement(project, |document, s| {
                let pieces = brat_pieces(document, &s.spans);
                let is_cut = !pieces.is_empty() && pieces != s.spans;
                if is_cut {
                    s.spans = pieces;
                }
                for span in s.chain.iter_mut().flat_map(|link| link.cue.iter_mut().chain(&mut link.mention)) {
                    // Of a verb or a name on several lines, the first piece is left.
                    *span = brat_pieces(document, &[*span]).first().copied().unwrap_or(*span);
                }
                (usize::from(is_cut), true)
            });
            for document in project.documents.values_mut() {
                let pieces = |span: &Span| Some(brat_pieces(document, &[*span])).filter(|pieces| !pieces.is_empty());
                let all = document.excluded.iter().flat_map(|span| pieces(span).unwrap_or_else(|| vec![*span]));
                document.excluded = all.collect();
            }
            count
        }
        "brat-notes" => {
            // The note of a statement gets the named values first, which is done below.
            each(project, |s| usize::from(brat_note(&s.note) != s.note))
                + each_relation(project, |relation| {
                    let new = brat_note(&relation.note);
                    (usize::from(std::mem::replace(&mut relation.note, new.clone()) != new), true)
                })
        }
        "brat-attributes" => each(project, |s| {
            let is_word =
                |c: char| c == '_' || c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c);
            let fits = |a: &Attribute| {
                let is_words = |text: &str| !text.is_empty() && text.chars().all(is_word);
                let is_ours = ["Speaker", "Topic", "Stance", "Quotation"].contains(&a.name.as_str())
                    || ["Source", "Addressee"].iter().any(|stem| {
                        a.name.strip_prefix(stem).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()))
                    });
                is_words(&a.name) && is_words(&a.value) && !is_ours
            };
            let (kept, lost): (Vec<_>, Vec<_>) = std::mem::take(&mut s.attributes).into_iter().partition(fits);
            s.attributes = kept;
            for Attribute { name, value, .. } in &lost {
                let line = format!("{name}: {value}");
                s.note = if s.note.is_empty() { line } else { format!("{}\n{line}", s.note) };
            }
            s.note = brat_note(&s.note);
            lost.len()
        }),
        "aliases" => each_party(project, |party| party.aliases.drain(..).count()),
        "parents" => each_party(project, |party| usize::from(party.parent.take().is_some())),
        "party-names" => each_party(project, |party| {
            let id = party.id.to_string();
            usize::from(std::mem::replace(&mut party.name, id.clone()) != id)
        }),
        "excluded" => {
            let count = with_layers(project).map(|document| document.excluded.len()).sum();
            project.documents.values_mut().for_each(|document| document.excluded.clear());
            count
        }
        "metadata" => {
            let documents = with_layers(project).filter(|document| {
                let m = &document.metadata;
                [&m.publisher, &m.published, &m.url, &m.language].iter().any(|value| !value.is_empty())
            });
            let count = documents.count();
            for document in project.documents.values_mut() {
                document.metadata = Metadata { title: document.metadata.title.clone(), ..Metadata::default() };
            }
            count
        }
        "texts" => with_layers(project).count(),
        "parts" => {
            let mut count = 0;
            for layer in project.layers.values_mut() {
                let mut split = Layer::default();
                split.set_tags(layer.tags().cloned());
                for (number, statement) in layer.statements().enumerate() {
                    count += usize::from(statement.spans.len() > 1);
                    for (part, span) in statement.spans.iter().enumerate() {
                        let id = StatementId::from_uuid(uuid::Uuid::from_u128((number * 1000 + part) as u128));
                        split.put(Statement { id, spans: vec![*span], ..statement.clone() });
                    }
                }
                *layer = split;
            }
            count
        }
        _ => return None,
    };
    Some(count)
}

/// The documents that have a layer: those that are in a dataset.
fn with_layers(project: &Project) -> impl Iterator<Item = &Document> {
    project.documents.values().filter(|document| project.layers.keys().any(|(id, _)| *id == document.id))
}

/// CoNLL has tags of tokens and nothing else. Without overlaps each span is a chunk, and each chunk covers its span.
fn faults_of_tags(what: &str, lost: &BTreeMap<&str, usize>, project: &Project, back: &Project) -> Vec<String> {
    let mut faults = Vec::new();
    let spans = |project: &Project, key: &(DocumentId, AnnotatorId)| -> Vec<(Span, KindId)> {
        let all = project.layers.get(key).into_iter().flat_map(|layer| layer.statements());
        let mut spans: Vec<_> =
            all.flat_map(|s| s.spans.iter().map(|span| (*span, s.kind.clone())).collect::<Vec<_>>()).collect();
        spans.sort();
        spans
    };
    for key in project.layers.keys() {
        let (ours, theirs) = (spans(project, key), spans(back, key));
        let is_whole = !lost.contains_key("conll-overlapping");
        if is_whole && ours.len() != theirs.len() || theirs.len() > ours.len() {
            faults.push(format!("{what}, {key:?}: {} chunks of {} spans", theirs.len(), ours.len()));
        }
        if is_whole && !lost.contains_key("conll-widened") && ours != theirs {
            faults.push(format!("{what}, {key:?}: {theirs:?}, not {ours:?}"));
        }
    }
    faults
}

/// Pieces of random texts: scripts, clusters, marks of direction and joining, line ends and control characters.
const PIECES: &[&str] = &[
    "قال",
    " ",
    "الرئيس",
    " ",
    "مُحَمَّد",
    "، ",
    "لا",
    "ـ",
    "word",
    " ",
    "two words",
    ". ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "👍🏽",
    "👨\u{200d}👩\u{200d}👧",
    "🇵🇸",
    "𝔸",
    "e\u{301}",
    "\u{200d}",
    "\u{200c}",
    "\u{200e}",
    "\u{200f}",
    "\u{202b}",
    "\u{202c}",
    "\u{2067}",
    "\u{2069}",
    "\u{61c}",
    "\u{feff}",
    "\u{a0}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{b}",
    "\u{c}",
    "\0",
    "\u{1}",
    "\u{8}",
    "\u{1c}",
    "\u{1f}",
    "\u{7f}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{fffd}",
    "<b>",
    "&amp;",
    "]]>",
    "\"",
    "'",
    "\\",
    "_",
    "*",
    "[1]",
    "|",
    ";",
    "#",
    "-DOCSTART-",
    "#Text=",
    "漢字",
    "ﷺ",
    "٣",
    "2024-01-01",
    "=1+1",
    "…",
    " … ",
    "«",
    "»",
];

/// What notes, names and values may be.
const WORDS: &[&str] = &[
    "",
    "",
    "a note",
    "ملاحظة",
    "=1+1",
    "+1",
    "-1",
    "@x",
    "a\tb",
    "\"quoted\"",
    "]]>",
    "</x>",
    "&amp;&#10;",
    "'",
    "a\nb",
    "a\r\nb",
    "a\rb",
    " before",
    "after ",
    "\n",
    "\t",
    "*",
    "_",
    "[1]",
    "a|b;c",
    "\\",
    "ends\\",
    "->",
    "a ⏎ b",
    "⏎",
    "Source: x > y",
    "Part 1 of 2",
    "Part 1 of 2\nSource: x\nPart 2 of 2",
    "a\nSource: –",
    "name: value",
    "#1\tAnnotatorNotes T1\tx",
    "T1\tClaim 0 1\tx",
    "\0",
    "\u{1}",
    "\u{b}",
    "\u{c}",
    "\u{1c}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{feff}x",
    "\u{200f}ا",
    "e\u{301}",
    "👨\u{200d}👩\u{200d}👧",
    "𝔸",
    "_x000D_",
    "\u{fffe}",
    "\u{ffff}",
    "null",
    "1e5",
    "TRUE",
    "007",
    "bayan: x",
    "{}",
    "<!-- -->",
    "–",
    "a > b",
    "a; b",
    "a | b",
    "'=1",
    "''",
    "’",
    "a=b",
    "a\\=b",
    "#",
    "; ",
    "x ; y",
];

struct Draw(Random);

impl Draw {
    fn of<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.0.below(from.len())]
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.0.below(count) == 0
    }

    /// A note: one of the words, several of them, or a very long one.
    fn note(&mut self) -> String {
        match self.0.below(40) {
            0 => "طويل ".repeat(9000),
            1..5 => format!("{}{}{}", self.of(WORDS), self.of(WORDS), self.of(WORDS)),
            _ => self.of(WORDS).to_owned(),
        }
    }

    fn values(&mut self) -> Vec<Attribute> {
        let count = self.0.below(3);
        (0..count).map(|number| Attribute::new(format!("درجة-{number}"), self.of(WORDS))).collect()
    }

    fn about(&mut self) -> PartyAbout {
        if self.one_in(2) {
            return PartyAbout::default();
        }
        let identifiers = [("wikidata", "Q7747"), ("iso-3166", "RU: x")];
        let count = self.0.below(3);
        let identifier =
            |(scheme, value): &(&str, &str)| ExternalId { scheme: (*scheme).to_owned(), value: (*value).to_owned() };
        PartyAbout {
            description: self.of(WORDS).to_owned(),
            identifiers: identifiers.iter().take(count).map(identifier).collect(),
            attributes: self.values(),
        }
    }

    fn time(&mut self) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + self.0.below(1_000_000) as i64).unwrap()
    }

    /// A span on the edges of clusters, by preference of some length.
    fn span(&mut self, edges: &[usize]) -> Span {
        let start = self.0.below(edges.len() - 1);
        let length = 1 + self.0.below((edges.len() - 1 - start).min(12));
        Span::new(edges[start], edges[start + length])
    }

    fn spans(&mut self, edges: &[usize]) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        let wanted = if self.one_in(3) { 1 + self.0.below(3) } else { 1 };
        for _ in 0..wanted {
            let span = self.span(edges);
            if !spans.iter().any(|other| other.overlaps(span)) {
                spans.push(span);
            }
        }
        spans.sort();
        spans
    }
}

/// A project that is drawn at random: the same for the same seed, and larger for larger ones.
fn random_project(seed: u64) -> Project {
    let mut draw = Draw(Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1));
    for _ in 0..8 {
        draw.0.next();
    }
    let mut project = Project::new("random");
    project.codebook = Codebook::default();
    let size = 1 + (seed as usize / 6).min(6);
    // Identifiers that differ in case or marks only, and names that are identifiers of others.
    let ids = ["kremlin", "Kremlin-2", "الكرملين", "a_b", "x", "us", "p7"];
    let mut names: Vec<String> =
        ["Kremlin", "الكرملين", "a > b", "us", "x; y", "x, \"y\"", "new\nline", "=cmd", "طويل"]
            .map(str::to_owned)
            .into();
    names.push("long ".repeat(60).trim().to_owned());
    for id in ids.iter().take(2 + size) {
        let name = names.remove(draw.0.below(names.len()));
        let aliases = (0..draw.0.below(3)).map(|number| format!("alias {number}; of \\ {id}")).collect();
        let parents: Vec<PartyId> = project.parties.iter().map(|party| party.id.clone()).collect();
        let parent = (!parents.is_empty() && draw.one_in(3)).then(|| parents[draw.0.below(parents.len())].clone());
        project.parties.push(Party {
            id: PartyId::new(id).unwrap(),
            name,
            aliases,
            color: Rgb([1, 2, 3]),
            parent,
            key: None,
            about: draw.about(),
        });
    }
    let definition = String::new;
    for (id, name) in
        [("claim", "Claim"), ("warning", "تحذير"), ("k-3", "claim, or so"), ("k_4", "Cue")].iter().take(1 + size)
    {
        let (id, name) = (KindId::new(id).unwrap(), (*name).to_owned());
        project.codebook.kinds.push(Kind {
            id,
            name,
            definition: definition(),
            key: None,
            line: LineForm::Dashed,
            notes: EntryNotes::default(),
        });
    }
    for (id, name) in [("war", "War"), ("سلام", "السلام"), ("t-3", "t; 3")] {
        let (id, name) = (TopicId::new(id).unwrap(), name.to_owned());
        project.codebook.topics.push(Topic {
            id,
            name,
            definition: definition(),
            notes: EntryNotes::default(),
            parent: None,
        });
    }
    for (id, name) in [("supports", "supports"), ("r-2", "continues"), ("r-3", "رد"), ("r-4", "cue 1")] {
        let (id, name) = (RelationKindId::new(id).unwrap(), name.to_owned());
        project.codebook.relation_kinds.push(RelationKind {
            id,
            name,
            definition: definition(),
            notes: EntryNotes::default(),
        });
    }
    for id in ["d-1", "وثيقة_2", "D3"].iter().take(1 + size / 2) {
        let id = DocumentId::new(id).unwrap();
        let mut text: String = (0..1 + draw.0.below(12 * size)).map(|_| draw.of(PIECES)).collect();
        if draw.one_in(30) {
            text += &"نص طويل جدا. ".repeat(3000);
        }
        let metadata = Metadata {
            title: draw.of(WORDS).to_owned(),
            publisher: draw.of(WORDS).to_owned(),
            published: draw.of(&["", "2024-02-29", "2024", "yesterday", "1970-01-01"]).to_owned(),
            url: draw.of(&["", "https://example.org/a?b=c&d=[1]", "urn:x"]).to_owned(),
            language: draw.of(&["", "ar", "en-GB"]).to_owned(),
            replaced_by: None,
        };
        let edges: Vec<usize> =
            (0..=text.len()).filter(|at| text.is_char_boundary(*at) && is_grapheme_edge(&text, *at)).collect();
        let excluded = if draw.one_in(3) { vec![draw.span(&edges)] } else { Vec::new() };
        let content = Content::new(text);
        for annotator in ["reem", "نموذج-1", "omar_2"].iter().take(1 + draw.0.below(3)) {
            let layer = random_layer(&mut draw, &project, &edges, size);
            project.layers.insert((id.clone(), AnnotatorId::new(annotator).unwrap()), layer);
        }
        project.documents.insert(id.clone(), Document { id, content, metadata, encoding: String::new(), excluded });
    }
    project
}

fn random_layer(draw: &mut Draw, project: &Project, edges: &[usize], size: usize) -> Layer {
    let mut layer = Layer::default();
    let parties: Vec<PartyId> = project.parties.iter().map(|party| party.id.clone()).collect();
    let mut ids: Vec<StatementId> = Vec::new();
    for _ in 0..1 + draw.0.below(4 * size) {
        let id = StatementId::from_uuid(uuid::Uuid::from_u64_pair(
            draw.0.next() & !0xf000 | 0x7000,
            draw.0.next() >> 2 | 1 << 63,
        ));
        let kinds = &project.codebook.kinds;
        let kind = kinds[draw.0.below(kinds.len())].id.clone();
        let topics = &project.codebook.topics;
        let party = |draw: &mut Draw| parties[draw.0.below(parties.len())].clone();
        let chain = (0..draw.0.below(4))
            .map(|_| {
                let party = party(draw);
                let mut place = || (!draw.one_in(2)).then(|| draw.span(edges));
                Link { party, cue: place(), mention: place() }
            })
            .collect();
        let mut addressees: Vec<PartyId> = Vec::new();
        for _ in 0..draw.0.below(3) {
            let party = party(draw);
            if !addressees.contains(&party) {
                addressees.push(party);
            }
        }
        let names = ["sure", "درجة", "Speaker", "a=b", "a: b", "x y", "Source1", "<n>", "\t", "\u{1}"];
        let mut attributes: Vec<Attribute> = Vec::new();
        for _ in 0..draw.0.below(3) {
            let attribute =
                Attribute { name: draw.of(&names).to_owned(), value: draw.of(WORDS).to_owned(), span: None };
            if !attributes.iter().any(|other| other.name == attribute.name) {
                attributes.push(attribute);
            }
        }
        let created = draw.time();
        layer.put(Statement {
            id,
            kind,
            spans: draw.spans(edges),
            chain,
            addressees,
            topic: (!draw.one_in(3)).then(|| topics[draw.0.below(topics.len())].id.clone()),
            stance: draw.of(&[None, Some(Stance::Supports), Some(Stance::Opposes), Some(Stance::Neutral)]),
            quotation: draw.of(&[None, Some(Quotation::Direct), Some(Quotation::Indirect), Some(Quotation::Mixed)]),
            attributes,
            note: draw.note(),
            created,
            modified: created + jiff::SignedDuration::from_millis(draw.0.below(5000) as i64),
        });
        ids.push(id);
    }
    for _ in 0..draw.0.below(ids.len()) {
        let (from, to) = (ids[draw.0.below(ids.len())], ids[draw.0.below(ids.len())]);
        let id = RelationId::from_uuid(uuid::Uuid::from_u64_pair(
            draw.0.next() & !0xf000 | 0x7000,
            draw.0.next() >> 2 | 1 << 63,
        ));
        let kinds = &project.codebook.relation_kinds;
        let kind = kinds[draw.0.below(kinds.len())].id.clone();
        if from != to {
            layer.put_relation(Relation {
                id,
                kind,
                from,
                to,
                note: draw.of(WORDS).to_owned(),
                attributes: draw.values(),
            });
        }
    }
    if draw.one_in(2) {
        layer.set_tags(Some(DocumentTags { note: draw.of(WORDS).to_owned(), attributes: draw.values() }));
    }
    layer
}

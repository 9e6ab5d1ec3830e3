//! The sample agrees with itself: its manual with its article, and its tags with what the manual asks of every tag.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use bayan::model::document::Document;
use bayan::model::span::Span;
use bayan::model::statement::{Quotation, Statement};
use regex::Regex;

use crate::support::project::sample_project;

/// A heading with its number: `## 2. …` or `### 2.1 …`.
static HEADING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?m)^##+ (\d+(?:\.\d+)?)\.? (.+)$").unwrap());

/// So many words are a quotation; fewer may be words that a rule is about.
const QUOTED_WORDS: usize = 3;

/// The number and the name in each match.
fn numbered<'a>(pattern: &Regex, text: &'a str) -> Vec<(&'a str, &'a str)> {
    let pair = |found: regex::Captures<'a>| found.extract::<2>().1.into();
    pattern.captures_iter(text).map(pair).collect()
}

/// The Arabic examples of three words or more that are not said to be made up, in their line or at the top of their table.
fn quoted_from_the_article(manual: &str) -> Vec<&str> {
    let is_arabic = |text: &&str| text.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c));
    let mut quoted = Vec::new();
    let mut in_made_up_table = false;
    for line in manual.lines() {
        in_made_up_table = line.starts_with('|') && (in_made_up_table || line.starts_with("| made-up text |"));
        if in_made_up_table || line.to_lowercase().contains("made up") {
            continue;
        }
        let examples = line.split('`').skip(1).step_by(2).flat_map(|example| example.split('…')).map(str::trim);
        quoted.extend(examples.filter(is_arabic).filter(|example| example.split(' ').count() >= QUOTED_WORDS));
    }
    quoted
}

#[test]
fn examples_of_the_manual_stand_in_the_article_to_the_letter() {
    let project = sample_project();
    let article = project.documents.values().next().unwrap().content.as_str();
    let quoted = quoted_from_the_article(&project.guidelines);
    assert!(quoted.len() > 60, "{}", quoted.len());
    let foreign: Vec<&&str> = quoted.iter().filter(|example| !article.contains(**example)).collect();
    assert!(foreign.is_empty(), "{foreign:#?}");
}

#[test]
fn contents_and_references_of_the_manual_lead_to_its_headings() {
    let project = sample_project();
    let manual = &project.guidelines;
    let headings = numbered(&HEADING, manual);
    let numbers: BTreeSet<&str> = headings.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers.len(), headings.len(), "no number twice");
    let (contents, _) = manual.split_once("\n## 1. ").unwrap();
    let contents = numbered(&Regex::new(r"(?m)^(\d+)\. (.+)$").unwrap(), contents);
    let sections: Vec<(&str, &str)> = headings.iter().filter(|(number, _)| !number.contains('.')).copied().collect();
    assert_eq!(contents, sections);
    // Nothing else in the manual is a number with a point; notes of statements refer to whole sections.
    let mut led: BTreeSet<&str> =
        Regex::new(r"\d+\.\d+").unwrap().find_iter(manual).map(|found| found.as_str()).collect();
    let section = Regex::new(r"manual, section (\d+(?:\.\d+)?)").unwrap();
    for statement in project.layers.values().flat_map(|layer| layer.statements()) {
        led.extend(section.captures_iter(&statement.note).map(|found| found.extract::<1>().1[0]));
    }
    assert!(led.contains("5") && led.is_subset(&numbers), "{:?}", led.difference(&numbers));
}

/// What the manual asks of every statement and this one lacks.
fn broken_rules(document: &Document, statement: &Statement) -> Vec<&'static str> {
    let content = &document.content;
    let text = |span: &Span| &content.as_str()[span.range()];
    let paragraph = |span: &Span| (content.paragraph_at(span.start_byte), content.paragraph_at(span.end_byte));
    let here = paragraph(&statement.spans[0]);
    let is_mark = |c: char| c.is_whitespace() || "\"«»“”.،,:؛;".contains(c);
    let of_the_cue = ["أن", "أنّ", "أنه", "أنّه", "أنها", "أنهما", "إن", "إنّ", "إلى", "من أن"];
    let opens_with_cue = |part: &str| of_the_cue.contains(&part.split(' ').next().unwrap_or_default());
    let links = || statement.chain.iter().flat_map(|link| [link.cue, link.mention]).flatten();
    let parties: BTreeSet<_> = statement.chain.iter().map(|link| &link.party).collect();
    let marks = statement.spans.iter().any(|span| text(span).contains(['"', '«', '»', '“', '”']));
    let is_told_mixed = statement.quotation == Some(Quotation::Mixed);
    let rules = [
        ("2.4: one party is one link", parties.len() == statement.chain.len()),
        ("3: cue and mention stand in the paragraph", links().all(|span| paragraph(&span) == here)),
        (
            "3.1: a cue is one word",
            statement.chain.iter().filter_map(|link| link.cue).all(|cue| !text(&cue).contains(' ')),
        ),
        ("4: a warning has an addressee", statement.kind.as_str() != "warning" || !statement.addressees.is_empty()),
        ("5.1: content only", !statement.spans.iter().any(|span| opens_with_cue(text(span)))),
        ("5.1: within a paragraph", here.0 == here.1 && statement.spans.iter().all(|span| paragraph(span) == here)),
        ("5.3: marks out at both ends", statement.spans.iter().all(|s| text(s).trim_matches(is_mark) == text(s))),
        ("5.3: marks inside are mixed", marks == is_told_mixed),
        (
            "8: in the article",
            statement.spans.iter().all(|span| {
                document.excluded.iter().all(|out| span.end_byte <= out.start_byte || out.end_byte <= span.start_byte)
            }),
        ),
    ];
    rules.into_iter().filter(|(_, holds)| !holds).map(|(rule, _)| rule).collect()
}

#[test]
fn the_tags_keep_what_the_manual_asks_of_every_statement() {
    let project = sample_project();
    let document = project.documents.values().next().unwrap();
    for statement in project.layers.values().flat_map(|layer| layer.statements()) {
        let broken = broken_rules(document, statement);
        assert!(broken.is_empty(), "{broken:?}: {:?}", document.quotes(&statement.spans));
    }
    // The rules are not empty: a warning to nobody, on words that begin with the mark before them, is against two.
    let (_, layer) = project.layers.first_key_value().unwrap();
    let mut wrong = layer
        .statements()
        .find(|s| s.kind.as_str() == "warning" && s.quotation == Some(Quotation::Direct))
        .unwrap()
        .clone();
    wrong.addressees.clear();
    let mark = document.content.as_str()[..wrong.spans[0].start_byte].rfind('"').unwrap();
    wrong.spans[0].start_byte = mark;
    assert!(broken_rules(document, &wrong).contains(&"4: a warning has an addressee"));
    assert!(broken_rules(document, &wrong).contains(&"5.3: marks out at both ends"));
}

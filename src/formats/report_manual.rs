//! What stands beside the articles of a report: the codebook with its definitions, and the manual in its paragraphs.

use crate::model::codebook::{Codebook, CodebookItem, CodebookList};
use crate::t;

/// A list of the codebook that has entries, under its heading.
pub(super) struct Definitions {
    pub(super) heading: String,
    pub(super) list: CodebookList,
    pub(super) items: Vec<CodebookItem>,
}

/// The lists of a codebook, without empty ones.
pub(super) fn definitions(codebook: &Codebook) -> Vec<Definitions> {
    let all = CodebookList::ALL.into_iter().map(|list| {
        let heading = match list {
            CodebookList::Kinds => t!("export-report-kinds"),
            CodebookList::Topics => t!("export-report-topics"),
            CodebookList::Stances => t!("export-report-stances"),
            CodebookList::RelationKinds => t!("export-report-relation-kinds"),
            CodebookList::Attributes => t!("export-report-attributes"),
        };
        let items = codebook.items_of(list).into_iter().filter(|item| codebook.keeps(item)).collect();
        Definitions { heading, list, items }
    });
    all.filter(|definitions| !definitions.items.is_empty()).collect()
}

/// A part of the manual.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// With its level, from one.
    Heading(usize, String),
    Item(String),
    Paragraph(String),
}

/// The parts of a text in Markdown: headings, items of lists and paragraphs. Marks inside a line stay as they are.
pub(super) fn blocks(manual: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut goes_on = false;
    for line in manual.lines() {
        let text = line.trim();
        let is_continued = std::mem::replace(&mut goes_on, !text.is_empty());
        if text.is_empty() {
            continue;
        }
        let level = text.len() - text.trim_start_matches('#').len();
        if (1..=6).contains(&level) && text.as_bytes().get(level) == Some(&b' ') {
            blocks.push(Block::Heading(level, text.trim_matches('#').trim().to_owned()));
            goes_on = false;
        } else if let Some(item) = item(text) {
            blocks.push(Block::Item(item.to_owned()));
        } else {
            match blocks.last_mut().filter(|_| is_continued) {
                Some(Block::Item(last) | Block::Paragraph(last)) => {
                    last.push('\n');
                    last.push_str(text);
                }
                _ => blocks.push(Block::Paragraph(text.to_owned())),
            }
        }
    }
    blocks
}

/// The text of an item of a list; one with a number keeps it.
fn item(line: &str) -> Option<&str> {
    if let Some(text) = ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)) {
        return Some(text.trim_start());
    }
    let rest = line.trim_start_matches(char::is_numeric);
    (rest.len() < line.len() && (rest.starts_with(". ") || rest.starts_with(") "))).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_manual_are_found() {
        let manual =
            "# Manual #\n\nFirst line\nsecond line\n\n## القواعد\n- one\n  goes on\n* two\n1. three\n\n#no heading\n";
        let text = str::to_owned;
        let expected = [
            Block::Heading(1, text("Manual")),
            Block::Paragraph(text("First line\nsecond line")),
            Block::Heading(2, text("القواعد")),
            Block::Item(text("one\ngoes on")),
            Block::Item(text("two")),
            Block::Item(text("1. three")),
            Block::Paragraph(text("#no heading")),
        ];
        assert_eq!(blocks(manual), expected);
        assert_eq!(blocks(" \r\n"), []);
    }
}

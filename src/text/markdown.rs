//! Markdown as a list of blocks: what a manual is written in, read for showing it.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_DIRECTIONAL_ISOLATE: char = '\u{2069}';

/// A text with the parts that are set apart in it, in bytes. Code is isolated by invisible marks, so that it reads in its own
/// direction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RichText {
    pub text: String,
    pub code: Vec<Range<usize>>,
    pub emphasis: Vec<Range<usize>>,
    pub strong: Vec<Range<usize>>,
}

/// A block of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarkdownBlock {
    /// With its level, from one.
    Heading(usize, RichText),
    Paragraph(RichText),
    /// A paragraph of an item of a list: how deep the list is, from one, and what stands before the first paragraph of the
    /// item.
    Item {
        depth: usize,
        mark: Option<String>,
        text: RichText,
    },
    Quote(RichText),
    Code(String),
    /// The rows, of which the first is the head.
    Table(Vec<Vec<RichText>>),
    Rule,
}

/// The blocks of a text. HTML is shown as it is written.
pub fn blocks(text: &str) -> Vec<MarkdownBlock> {
    let mut reading = Reading::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        reading.take(event);
    }
    reading.end_text();
    reading.blocks
}

#[derive(Default)]
struct Reading {
    blocks: Vec<MarkdownBlock>,
    text: RichText,
    /// Where the open parts that are emphasised begin.
    emphasis: Vec<usize>,
    strong: Vec<usize>,
    /// The open lists, each with the number of its next item if it has numbers.
    lists: Vec<Option<u64>>,
    mark: Option<String>,
    heading: Option<usize>,
    quotes: usize,
    code: Option<String>,
    table: Option<Vec<Vec<RichText>>>,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.text.text.push_str(&text),
            },
            Event::Code(text) => {
                // Examples in another direction than the text around them keep their signs in their place.
                self.text.text.push(FIRST_STRONG_ISOLATE);
                let start = self.text.text.len();
                self.text.text.push_str(&text);
                self.text.code.push(start..self.text.text.len());
                self.text.text.push(POP_DIRECTIONAL_ISOLATE);
            }
            Event::SoftBreak => self.text.text.push(' '),
            Event::HardBreak => self.text.text.push('\n'),
            Event::Rule => {
                self.end_text();
                self.blocks.push(MarkdownBlock::Rule);
            }
            Event::Html(html) | Event::InlineHtml(html) => self.text.text.push_str(&html),
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text.text.push_str(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.end_text();
                self.heading = Some(level_of(level));
            }
            Tag::List(number) => {
                self.end_text();
                self.lists.push(number);
            }
            Tag::Item => {
                self.end_text();
                self.mark = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{number}.");
                        *number += 1;
                        mark
                    }
                    _ => "•".to_owned(),
                });
            }
            Tag::BlockQuote(_) => {
                self.end_text();
                self.quotes += 1;
            }
            Tag::CodeBlock(_) => {
                self.end_text();
                self.code = Some(String::new());
            }
            Tag::Table(_) => {
                self.end_text();
                self.table = Some(Vec::new());
            }
            Tag::TableHead | Tag::TableRow => self.table.iter_mut().for_each(|rows| rows.push(Vec::new())),
            Tag::Emphasis => self.emphasis.push(self.text.text.len()),
            Tag::Strong => self.strong.push(self.text.text.len()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::HtmlBlock => self.end_text(),
            TagEnd::Item => {
                self.end_text();
                self.mark = None;
            }
            TagEnd::List(_) => _ = self.lists.pop(),
            TagEnd::BlockQuote(_) => {
                self.end_text();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                self.blocks.push(MarkdownBlock::Code(code.trim_end_matches('\n').to_owned()));
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.text);
                self.table.iter_mut().filter_map(|rows| rows.last_mut()).for_each(|row| row.push(cell.clone()));
            }
            TagEnd::Table => self.blocks.extend(self.table.take().map(MarkdownBlock::Table)),
            TagEnd::Emphasis => {
                let start = self.emphasis.pop().unwrap_or_default();
                self.text.emphasis.push(start..self.text.text.len());
            }
            TagEnd::Strong => {
                let start = self.strong.pop().unwrap_or_default();
                self.text.strong.push(start..self.text.text.len());
            }
            _ => {}
        }
    }

    /// A paragraph, a heading or an item ends here.
    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        let heading = self.heading.take();
        if text.text.trim().is_empty() {
            return;
        }
        self.blocks.push(match (heading, self.lists.len()) {
            (Some(level), _) => MarkdownBlock::Heading(level, text),
            (None, 0) if self.quotes > 0 => MarkdownBlock::Quote(text),
            (None, 0) => MarkdownBlock::Paragraph(text),
            (None, depth) => MarkdownBlock::Item { depth, mark: self.mark.take(), text },
        });
    }
}

const fn level_of(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A block as a line: what it is, and its text with `[code]`, `/emphasis/` and `*strong*`.
    fn line(block: &MarkdownBlock) -> String {
        match block {
            MarkdownBlock::Heading(level, text) => format!("h{level} {}", marked(text)),
            MarkdownBlock::Paragraph(text) => format!("p {}", marked(text)),
            MarkdownBlock::Item { depth, mark, text } => {
                format!("i{depth} {} {}", mark.as_deref().unwrap_or("-"), marked(text))
            }
            MarkdownBlock::Quote(text) => format!("q {}", marked(text)),
            MarkdownBlock::Code(code) => format!("c {code:?}"),
            MarkdownBlock::Table(rows) => {
                let row = |row: &Vec<RichText>| row.iter().map(marked).collect::<Vec<_>>().join("|");
                format!("t {}", rows.iter().map(row).collect::<Vec<_>>().join(" / "))
            }
            MarkdownBlock::Rule => "r".to_owned(),
        }
    }

    fn marked(rich: &RichText) -> String {
        let mut signs: Vec<(usize, bool, char)> = Vec::new();
        for (ranges, open, close) in [(&rich.code, '[', ']'), (&rich.emphasis, '/', '/'), (&rich.strong, '*', '*')] {
            signs.extend(ranges.iter().flat_map(|range| [(range.start, true, open), (range.end, false, close)]));
        }
        signs.sort_by_key(|(at, opens, _)| (*at, *opens));
        let (mut out, mut done) = (String::new(), 0);
        for (at, _, sign) in signs {
            out.push_str(&rich.text[done..at]);
            out.push(sign);
            done = at;
        }
        (out + &rich.text[done..]).replace([FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE], "")
    }

    #[test]
    fn the_parts_of_a_manual_are_read() {
        let text = "# العنوان\n\nA *rule* with `نفى` and **no\nmore**.\n\n* one\n  1. first\n\n     more\n  2. second\n* two\n\n\
            > said\n\n```\nlet x\n```\n\n| a | b |\n| --- | --- |\n| `ك` | d |\n\n---\n\n<b>raw</b>\n";
        let lines: Vec<String> = blocks(text).iter().map(line).collect();
        assert_eq!(
            lines,
            [
                "h1 العنوان",
                "p A /rule/ with [نفى] and *no more*.",
                "i1 • one",
                "i2 1. first",
                "i2 - more",
                "i2 2. second",
                "i1 • two",
                "q said",
                "c \"let x\"",
                "t a|b / [ك]|d",
                "r",
                "p <b>raw</b>",
            ]
        );
    }
}

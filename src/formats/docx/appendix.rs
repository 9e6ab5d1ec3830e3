//! What follows the articles: the codebook with its definitions, and the manual.

use super::paragraph;
use super::parts::{PART_HEADING_STYLE, PART_TITLE_STYLE};
use crate::formats::report_manual::{self, Block};
use crate::model::project::Project;
use crate::t;

/// The codebook and the manual, each from a page of its own on; empty if the project has neither.
pub(super) fn appendix(project: &Project, is_rtl: bool) -> String {
    let mut out = String::new();
    let mut add = |style: Option<&str>, text: &str| paragraph::whole(&mut out, style, text, is_rtl, "");
    let lists = report_manual::definitions(&project.codebook);
    if !lists.is_empty() {
        add(Some(PART_TITLE_STYLE), &t!("export-report-codebook"));
    }
    for list in lists {
        add(Some(PART_HEADING_STYLE), &list.heading);
        for item in &list.items {
            match item.definition() {
                "" => add(None, &item.title()),
                definition => add(None, &format!("{}: {definition}", item.title())),
            }
        }
    }
    let blocks = report_manual::blocks(&project.guidelines);
    if !blocks.is_empty() {
        add(Some(PART_TITLE_STYLE), &t!("export-report-manual"));
    }
    for block in &blocks {
        match block {
            Block::Heading(_, text) => add(Some(PART_HEADING_STYLE), text),
            Block::Item(text) => add(None, &format!("• {text}")),
            Block::Paragraph(text) => add(None, text),
        }
    }
    out
}

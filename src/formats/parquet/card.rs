//! The card of a folder for the Hugging Face Hub: `README.md` with metadata in YAML, the counts, and how to read the data.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::nested::Shape;
use super::split::Split;
use super::tables::{Field, Table};
use crate::formats::dataset::Dataset;
use crate::model::statement::{Quotation, Stance};

/// The card.
pub(super) fn card(dataset: &Dataset<'_>, splits: &BTreeMap<String, Split>) -> String {
    let mut out = "---\n".to_owned();
    metadata(dataset, splits, &mut out);
    out.push_str("---\n");
    body(dataset, splits, &mut out);
    out
}

fn quoted(text: &str) -> String {
    // A JSON string is a YAML string.
    serde_json::Value::from(text).to_string()
}

fn metadata(dataset: &Dataset<'_>, splits: &BTreeMap<String, Split>, out: &mut String) {
    let primary = |language: &str| language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let languages: BTreeSet<String> = (dataset.documents())
        .map(|document| primary(&document.metadata.language))
        .filter(|code| (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase()))
        .collect();
    let title = if dataset.project.title.is_empty() { "Bayan" } else { &dataset.project.title };
    // Writing to a String cannot fail.
    let _ = writeln!(out, "pretty_name: {}", quoted(title));
    if !languages.is_empty() {
        out.push_str("language:\n");
        languages.iter().for_each(|code| out.push_str(&format!("- \"{code}\"\n")));
    }
    let many = if languages.len() > 1 { "multilingual" } else { "monolingual" };
    let size = match dataset.layers.len() {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        _ => "1M<n<10M",
    };
    let _ = write!(
        out,
        "license: unknown\nannotations_creators:\n- expert-generated\nlanguage_creators:\n- found\n\
         multilinguality:\n- {many}\nsize_categories:\n- {size}\nsource_datasets:\n- original\n\
         task_categories:\n- token-classification\ntags:\n- bayan\n- attribution\n- political-discourse\nconfigs:\n"
    );
    for table in [Table::Statements, Table::Documents] {
        let _ = writeln!(out, "- config_name: {}", table.name());
        if table == Table::Statements {
            out.push_str("  default: true\n");
        }
        out.push_str("  data_files:\n");
        for split in present(dataset, splits, table) {
            let _ = writeln!(out, "  - split: {0}\n    path: {1}/{0}-*", split.name(), table.name());
        }
    }
    out.push_str("dataset_info:\n");
    for table in [Table::Statements, Table::Documents] {
        let _ = writeln!(out, "- config_name: {}\n  features:", table.name());
        let fields = table.fields(dataset.has_gold);
        features(&Labels::of(dataset), &fields, "  ", out);
    }
}

/// The splits that have rows of a table.
fn present(dataset: &Dataset<'_>, splits: &BTreeMap<String, Split>, table: Table) -> Vec<Split> {
    let has = |split: &Split| !super::tables::is_empty(dataset, table, |document| splits.get(document) == Some(split));
    Split::ALL.into_iter().filter(has).collect()
}

/// The names of the class labels.
struct Labels {
    kinds: Vec<String>,
}

impl Labels {
    fn of(dataset: &Dataset<'_>) -> Self {
        let mut kinds: Vec<String> = dataset.project.codebook.kinds.iter().map(|kind| kind.id.to_string()).collect();
        let used: BTreeSet<&str> = dataset.statements().map(|statement| statement.kind.as_str()).collect();
        for kind in used {
            if !kinds.iter().any(|known| known == kind) {
                kinds.push(kind.to_owned());
            }
        }
        Self { kinds }
    }

    fn of_field(&self, field: &str) -> Vec<String> {
        match field {
            "kind" => self.kinds.clone(),
            "stance" => Stance::ALL.map(|stance| stance.as_str().to_owned()).into(),
            "quotation" => Quotation::ALL.map(|quotation| quotation.as_str().to_owned()).into(),
            _ => Vec::new(),
        }
    }
}

fn features(labels: &Labels, fields: &[Field], indent: &str, out: &mut String) {
    // Only statements have class labels; the kind of a relation is a string.
    let is_statement = fields.iter().any(|(name, _)| *name == "stance");
    for (name, shape) in fields {
        let _ = writeln!(out, "{indent}- name: {name}");
        let names = if is_statement { labels.of_field(name) } else { Vec::new() };
        if names.is_empty() {
            feature(labels, shape, &format!("{indent}  "), out);
        } else {
            let _ = write!(out, "{indent}  dtype:\n{indent}    class_label:\n{indent}      names:\n");
            for (index, name) in names.iter().enumerate() {
                let _ = writeln!(out, "{indent}        '{index}': {}", quoted(name));
            }
        }
    }
}

fn feature(labels: &Labels, shape: &Shape, indent: &str, out: &mut String) {
    match shape {
        Shape::Text => out.push_str(&format!("{indent}dtype: string\n")),
        Shape::Int => out.push_str(&format!("{indent}dtype: int32\n")),
        Shape::Struct(fields) => {
            let _ = writeln!(out, "{indent}struct:");
            features(labels, fields, indent, out);
        }
        Shape::List(element) => match element.as_ref() {
            Shape::Struct(fields) => {
                let _ = writeln!(out, "{indent}list:");
                features(labels, fields, indent, out);
            }
            Shape::Int => out.push_str(&format!("{indent}list: int32\n")),
            Shape::Text | Shape::List(_) => out.push_str(&format!("{indent}list: string\n")),
        },
    }
}

fn body(dataset: &Dataset<'_>, splits: &BTreeMap<String, Split>, out: &mut String) {
    let title = if dataset.project.title.is_empty() { "Bayan" } else { &dataset.project.title };
    let _ = write!(
        out,
        "\n# {title}\n\nStatements in news: who says what, on whose word. Offsets are code points, half-open, counted \
         from the start of `text`.\n\n* `statements`: one row per statement, with 200 code points of context on either \
         side.\n* `documents`: one row per article and annotator, with the text.\n\n## How attribution is to be read\n\n\
         `chain` lists the parties on whose word the statement stands, the outermost reporter first; the last one is the \
         `speaker`. `cue` is the reporting verb of a link and `mention` the words that name its party. A statement \
         without a chain is the article's own.\n\n## Splits\n\nSplit by document and alike in kinds; articles that are \
         nearly the same are in one split.\n\n| split | documents |\n| --- | --- |\n"
    );
    for split in Split::ALL {
        let count = splits.values().filter(|of| **of == split).count();
        let left_out = if count == 0 { " (there is no file, since an empty one cannot be loaded)" } else { "" };
        let _ = writeln!(out, "| {} | {count}{left_out} |", split.name());
    }
    counts("Kinds", dataset.statements().map(|statement| statement.kind.to_string()), out);
    counts("Speakers", dataset.statements().filter_map(|s| s.speaker().map(ToString::to_string)), out);
    counts("Topics", dataset.statements().filter_map(|s| s.topic.as_ref().map(ToString::to_string)), out);
    out.push_str("\n## Codebook\n\n");
    for kind in &dataset.project.codebook.kinds {
        let _ = writeln!(out, "* **{}** (`{}`): {}", kind.name, kind.id, kind.definition);
    }
    out.push_str("\nAliases and parents of parties are in `bayan-codebook.json`.\n\n## Not in these files\n\n");
    let losses = super::HF.losses(dataset, &crate::formats::Options::default());
    if losses.is_empty() {
        out.push_str("Nothing is lost.\n");
    }
    losses.iter().for_each(|loss| out.push_str(&format!("* {}\n", crate::locale::plain(&loss.describe()))));
    out.push_str(concat!(
        "\n## Queries\n\n```sql\n-- DuckDB\nSELECT kind, count(*) FROM 'statements/*.parquet' GROUP BY kind;\n```\n\n",
        "```python\n# Polars\nimport polars as pl\n",
        "pl.scan_parquet(\"statements/*.parquet\").group_by(\"kind\").len().collect()\n\n",
        "# Spark\nspark.read.parquet(\"statements\").groupBy(\"kind\").count().show()\n```\n"
    ));
}

fn counts(title: &str, values: impl Iterator<Item = String>, out: &mut String) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    if counts.is_empty() {
        return;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let _ = write!(out, "\n## {title}\n\n| | statements |\n| --- | --- |\n");
    counts.iter().for_each(|(value, count)| out.push_str(&format!("| {value} | {count} |\n")));
}

//! The card of a folder for the Hugging Face Hub: `README.md` with metadata in YAML, the counts, and how to read the data.
//!
//! It names no person: annotators are counted, and the citation has the title, the year of the last change and the size.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::Timestamp;

use super::nested::Shape;
use super::split::{Split, Splits};
use super::tables::{Field, Table};
use crate::formats::dataset::{Dataset, GOLD};
use crate::formats::format::{FormatOption, OptionValue};
use crate::formats::parts::Parts;
use crate::formats::sidecar::MANUAL;
use crate::formats::{ExportError, Options};
use crate::locale::plain;
use crate::model::id::{AnnotatorId, DocumentId};
use crate::model::project::Project;
use crate::model::statement::{Quotation, Stance};
use crate::monitor::Monitor;
use crate::review::agreement::fields::{LabelField, StudyScope};
use crate::review::agreement::gamma::GammaSettings;
use crate::review::agreement::{Measure, Score};
use crate::review::study::{self, Breakdown, Items, StudyRequest};
use crate::t;

/// The licence on the card.
pub static LICENSE: FormatOption = FormatOption {
    value: OptionValue::Text(|_| Ok(())),
    ..FormatOption::flag("license", || t!("panel-export-license"), || t!("help-export-license"))
};
/// The measures of agreement on the card.
const MEASURES: [Measure; 3] = [Measure::F1Exact, Measure::F1Match, Measure::Alpha];
/// Agreement is computed of at most so many statements, since all of them are in memory for it.
const MOST_COMPARED: usize = 200_000;

/// The card.
///
/// # Errors
/// A document cannot be read.
pub(super) fn card(dataset: &dyn Parts, splits: &Splits, options: &Options) -> Result<String, ExportError> {
    let tally = Tally::of(dataset)?;
    let mut out = "---\n".to_owned();
    metadata(&dataset.head(), &tally, splits, options.value(&LICENSE).unwrap_or_default(), &mut out);
    out.push_str("---\n");
    body(dataset, &tally, splits, options, &mut out)?;
    Ok(out)
}

/// What the card says about the statements, counted in one pass.
#[derive(Default)]
struct Tally {
    /// The primary codes.
    languages: BTreeSet<String>,
    documents: usize,
    statements: usize,
    kinds: BTreeMap<String, usize>,
    speakers: BTreeMap<String, usize>,
    topics: BTreeMap<String, usize>,
    /// When a statement was last changed.
    last: Option<Timestamp>,
    /// The annotators of the documents, whether their layers are exported or lie under gold.
    annotators: BTreeSet<AnnotatorId>,
    /// The statements in their layers.
    layered: usize,
}

impl Tally {
    fn of(dataset: &dyn Parts) -> Result<Self, ExportError> {
        let mut tally = Self::default();
        dataset.each(|part| {
            tally.add(part);
            Ok(())
        })?;
        Ok(tally)
    }

    fn add(&mut self, part: &Dataset<'_>) {
        let primary = |language: &str| language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        for document in part.documents() {
            let code = primary(&document.metadata.language);
            if (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_lowercase()) {
                self.languages.insert(code);
            }
            self.documents += 1;
            for (annotator, layer) in part.project.layers_of(&document.id) {
                if !self.annotators.contains(annotator) {
                    self.annotators.insert(annotator.clone());
                }
                self.layered += layer.len();
            }
        }
        for statement in part.statements() {
            self.statements += 1;
            count(&mut self.kinds, statement.kind.as_str());
            statement.speaker().into_iter().for_each(|speaker| count(&mut self.speakers, speaker.as_str()));
            statement.topic.iter().for_each(|topic| count(&mut self.topics, topic.as_str()));
            self.last = self.last.max(Some(statement.modified));
        }
    }
}

fn count(counts: &mut BTreeMap<String, usize>, value: &str) {
    match counts.get_mut(value) {
        Some(count) => *count += 1,
        None => _ = counts.insert(value.to_owned(), 1),
    }
}

/// The lines of the licence: a name that the Hub has in its list, or another one under the name that it has for those.
fn license_lines(license: &str) -> String {
    let is_id = !license.is_empty() && license.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.+".contains(&b));
    match license.trim() {
        "" => "license: unknown\n".to_owned(),
        id if is_id => format!("license: {}\n", id.to_ascii_lowercase()),
        name => format!("license: other\nlicense_name: {}\n", quoted(name)),
    }
}

fn quoted(text: &str) -> String {
    // A JSON string is a YAML string.
    serde_json::Value::from(text).to_string()
}

fn metadata(head: &Dataset<'_>, tally: &Tally, splits: &Splits, license: &str, out: &mut String) {
    let languages = &tally.languages;
    // Writing to a String cannot fail.
    let _ = writeln!(out, "pretty_name: {}", quoted(title(head)));
    if !languages.is_empty() {
        out.push_str("language:\n");
        languages.iter().for_each(|code| out.push_str(&format!("- \"{code}\"\n")));
    }
    let many = if languages.len() > 1 { "multilingual" } else { "monolingual" };
    // The rows of the table that is loaded first.
    let size = match tally.statements {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        _ => "1M<n<10M",
    };
    out.push_str(&license_lines(license));
    let _ = write!(
        out,
        "annotations_creators:\n- expert-generated\nlanguage_creators:\n- found\n\
         multilinguality:\n- {many}\nsize_categories:\n- {size}\nsource_datasets:\n- original\n\
         task_categories:\n- token-classification\ntags:\n- bayan\n- attribution\n- political-discourse\nconfigs:\n"
    );
    for table in [Table::Statements, Table::Documents] {
        let _ = writeln!(out, "- config_name: {}", table.name());
        if table == Table::Statements {
            out.push_str("  default: true\n");
        }
        out.push_str("  data_files:\n");
        for split in Split::ALL.into_iter().filter(|split| splits.has(*split, table)) {
            let _ = writeln!(out, "  - split: {0}\n    path: {1}/{0}-*", split.name(), table.name());
        }
    }
    out.push_str("dataset_info:\n");
    for table in [Table::Statements, Table::Documents] {
        let _ = writeln!(out, "- config_name: {}\n  features:", table.name());
        let fields = table.fields(head.has_gold);
        features(&Labels::of(head, tally), &fields, "  ", out);
    }
}

/// The names of the class labels.
struct Labels {
    kinds: Vec<String>,
}

impl Labels {
    fn of(head: &Dataset<'_>, tally: &Tally) -> Self {
        let mut kinds: Vec<String> = head.project.codebook.kinds.iter().map(|kind| kind.id.to_string()).collect();
        for kind in tally.kinds.keys() {
            if !kinds.contains(kind) {
                kinds.push(kind.clone());
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

fn title<'d>(head: &'d Dataset<'_>) -> &'d str {
    if head.project.title.is_empty() { "Bayan" } else { &head.project.title }
}

fn body(
    dataset: &dyn Parts,
    tally: &Tally,
    splits: &Splits,
    options: &Options,
    out: &mut String,
) -> Result<(), ExportError> {
    let head = dataset.head();
    let _ = write!(
        out,
        "\n# {}\n\nStatements in news: who says what, on whose word. Offsets are code points, half-open, counted from the \
         start of `text`.\n\n* `statements`: one row per statement, with 200 code points of context on either side.\n\
         * `documents`: one row per article and annotator, with the text.\n",
        line(title(&head))
    );
    if !head.project.guidelines.trim().is_empty() {
        let _ = writeln!(out, "\nThe annotators worked by [the manual]({MANUAL}), which is in this folder.");
    }
    out.push_str(ATTRIBUTION);
    out.push_str(
        "\n## Splits\n\nSplit by document and alike in kinds; articles that are nearly the same, such as an agency's \
         report on several sites, are in one split.\n\n| split | documents |\n| --- | --- |\n",
    );
    for split in Split::ALL {
        let count = splits.count(split);
        let left_out = if count == 0 { " (there is no file, since an empty one cannot be loaded)" } else { "" };
        let _ = writeln!(out, "| {} | {count}{left_out} |", split.name());
    }
    counts("Kinds", &tally.kinds, out);
    counts("Speakers", &tally.speakers, out);
    counts("Topics", &tally.topics, out);
    agreement(dataset, tally, out)?;
    out.push_str("\n## Codebook\n\n");
    for kind in &head.project.codebook.kinds {
        let _ = writeln!(out, "* **{}** (`{}`): {}", line(&kind.name), kind.id, line(&kind.definition));
    }
    out.push_str("\nAliases and parents of parties are in `bayan-codebook.json`.\n\n## Not in these files\n\n");
    let losses = super::HF.losses(dataset, options);
    if losses.is_empty() {
        out.push_str("Nothing is lost.\n");
    }
    losses.iter().for_each(|loss| out.push_str(&format!("* {}\n", plain(&loss.describe()))));
    out.push_str(QUERIES);
    citation(&head, tally, out);
    Ok(())
}

/// How the fields of a statement's source are to be read.
const ATTRIBUTION: &str = "
## How attribution is to be read

`chain` lists the parties on whose word the statement stands, the outermost reporter first; the last one is the `speaker`.
In “the Kremlin said that Biden had agreed”, the chain of what Biden agreed to is `kremlin`, `biden`: Biden speaks, on the
word of the Kremlin. `cue` is the reporting verb of a link and `mention` the words that name its party; either may be null.
A statement without a chain is the article's own. `addressees` are the parties to whom the statement is directed.
";

/// Examples for the programs that read the files where they are.
const QUERIES: &str = r#"
## Queries

```python
import datasets
statements = datasets.load_dataset("FOLDER", "statements")
```

```sql
-- DuckDB: who is quoted on whose word
SELECT chain[1].party AS reporter, speaker, count(*) AS statements
FROM 'statements/*.parquet' WHERE len(chain) > 1 GROUP BY ALL ORDER BY statements DESC;
```

```python
# Polars: kinds by speaker
import polars as pl
pl.scan_parquet("statements/*.parquet").group_by("speaker", "kind").len().collect()

# Spark: the same, on a cluster
spark.read.parquet("statements").groupBy("speaker", "kind").count().show()
```
"#;

/// A text in one line, for headings and lists.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The agreement of the annotators whose layers, or whose layers under gold, these are; nothing if there is only one.
///
/// # Errors
/// A document cannot be read.
fn agreement(dataset: &dyn Parts, tally: &Tally, out: &mut String) -> Result<(), ExportError> {
    let names: BTreeSet<&str> =
        dataset.names().into_iter().map(|(_, annotator)| annotator).filter(|name| *name != GOLD).collect();
    // Gold alone comes from everybody.
    let is_meant = |annotator: &&AnnotatorId| names.is_empty() || names.contains(annotator.as_str());
    let annotators: Vec<AnnotatorId> = tally.annotators.iter().filter(is_meant).cloned().collect();
    if annotators.len() < 2 {
        return Ok(());
    }
    let _ = write!(out, "\n## Agreement\n\nBetween the layers of {} annotators", annotators.len());
    if tally.layered > MOST_COMPARED {
        out.push_str(": not computed for so many statements; `bayan agreement` computes it.\n");
        return Ok(());
    }
    out.push_str(
        ", whole and before any review: F1 of passages with the same edges and of matched passages, and Krippendorff's α \
         of the characters.\n\n| | kind | speaker |\n| --- | --- | --- |\n",
    );
    let project = whole_project(dataset)?;
    let documents: Vec<DocumentId> = project.documents.keys().cloned().collect();
    let scope = StudyScope { annotators, documents, part: None };
    let of = |field| study::scores(&project, &question(field, &scope), &Monitor::default()).unwrap_or_default();
    let (kinds, speakers) = (of(LabelField::Kind), of(LabelField::Speaker));
    for measure in MEASURES {
        let value = |scores: &[Score]| match whole(scores, measure, &scope).map(|score| &score.figures) {
            Some(Ok(figures)) => format!("{:.3}", figures.value),
            Some(Err(reason)) => plain(&reason.to_string()),
            None => String::new(),
        };
        let _ = writeln!(out, "| {} | {} | {} |", plain(&measure.title()), value(&kinds), value(&speakers));
    }
    Ok(())
}

/// The documents with all their layers, in memory.
fn whole_project(dataset: &dyn Parts) -> Result<Project, ExportError> {
    let of = dataset.head().project;
    let (parties, codebook) = (of.parties.clone(), of.codebook.clone());
    let mut whole = Project { title: of.title.clone(), parties, codebook, ..Project::default() };
    dataset.each(|part| {
        for document in part.documents() {
            let layers = part.project.layers_of(&document.id);
            whole.layers.extend(layers.map(|(by, layer)| ((document.id.clone(), by.clone()), layer.clone())));
            whole.documents.insert(document.id.clone(), document.clone());
        }
        Ok(())
    })?;
    Ok(whole)
}

fn question(field: LabelField, scope: &StudyScope) -> StudyRequest {
    StudyRequest {
        measures: MEASURES.to_vec(),
        field,
        scope: scope.clone(),
        items: Items::Character,
        labelled: true,
        gamma: GammaSettings::default(),
        resamples: 0,
        per: Breakdown::default(),
    }
}

/// The score of a measure over all annotators and labels.
fn whole<'s>(scores: &'s [Score], measure: Measure, scope: &StudyScope) -> Option<&'s Score> {
    let is_whole = |score: &&Score| score.label.is_none() && score.annotators.len() == scope.annotators.len();
    scores.iter().filter(|score| score.measure == measure).find(is_whole)
}

/// An entry for a list of references. Who made the data is for those who publish it to say.
fn citation(head: &Dataset<'_>, tally: &Tally, out: &mut String) {
    let safe = |text: &str| line(text).replace(['{', '}', '\\', '%', '#', '&', '_', '$'], " ");
    let year = tally.last.map(|at| at.to_string().chars().take(4).collect::<String>());
    let year = year.map(|year| format!("  year  = {{{year}}},\n")).unwrap_or_default();
    let _ = write!(
        out,
        "\n## Citation\n\nAdd the authors and the address before you publish. The articles are cited by their publisher, date \
         and address, which are in `documents`.\n\n```bibtex\n@misc{{dataset,\n  title = {{{}}},\n{year}  note  = {{{} statements \
         in {} articles, tagged with Bayan}}\n}}\n```\n",
        safe(title(head)),
        tally.statements,
        tally.documents
    );
}

fn counts(title: &str, counts: &BTreeMap<String, usize>, out: &mut String) {
    if counts.is_empty() {
        return;
    }
    let mut counts: Vec<(&String, &usize)> = counts.iter().collect();
    counts.sort_by(|one, other| other.1.cmp(one.1).then_with(|| one.0.cmp(other.0)));
    let _ = write!(out, "\n## {title}\n\n| | statements |\n| --- | --- |\n");
    counts.iter().for_each(|(value, count)| out.push_str(&format!("| {value} | {count} |\n")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_license_is_of_the_list_or_another_one() {
        for (chosen, lines) in [
            ("", "license: unknown\n"),
            ("CC-BY-4.0", "license: cc-by-4.0\n"),
            ("Ours: ask", "license: other\nlicense_name: \"Ours: ask\"\n"),
        ] {
            assert_eq!(license_lines(chosen), lines);
        }
    }
}

//! What the columns of a table of statements are.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::formats::attribute_columns::ATTRIBUTE;
use crate::text::arabic;

/// What a column of a table is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Field {
    /// The identifier of the article.
    Document,
    Title,
    Url,
    Annotator,
    /// The identifier of the statement.
    Id,
    Kind,
    Speaker,
    SpeakerName,
    Chain,
    /// Those who report what the speaker says, the outermost first.
    Reporters,
    Addressees,
    Topic,
    Stance,
    Quotation,
    Start,
    End,
    Spans,
    Quote,
    Note,
    Created,
    Modified,
    Attribute(String),
    /// It is not read.
    Ignored,
}

/// The fields, by the names that a map gives them and the heads by which they are known. The heads of DNA's event lists
/// are among them.
const FIELDS: &[(Field, &str, &[&str])] = &[
    (Field::Document, "document", &["document id", "document", "doc id", "article id", "المقال", "رقم المقال"]),
    (Field::Title, "title", &["document title", "title", "headline", "العنوان", "عنوان المقال"]),
    (Field::Url, "url", &["url", "link", "address", "document url", "الرابط"]),
    (Field::Annotator, "annotator", &["annotator", "coder", "user", "username", "annotated by", "المرمز", "الباحث"]),
    (Field::Id, "id", &["statement id", "id", "statement", "المعرف"]),
    (Field::Kind, "kind", &["kind", "type", "label", "category", "code", "statement type", "النوع", "الفئة"]),
    (
        Field::Speaker,
        "speaker",
        &["speaker", "organization", "organisation", "actor", "source party", "المتحدث", "القائل"],
    ),
    (Field::SpeakerName, "speaker name", &["speaker name", "اسم المتحدث"]),
    (Field::Chain, "chain", &["chain", "attribution", "سلسلة الإسناد"]),
    (Field::Reporters, "reporters", &["reporters"]),
    (Field::Addressees, "addressees", &["addressees", "addressee", "target", "المخاطب", "المخاطبون"]),
    (Field::Topic, "topic", &["topic", "concept", "issue", "theme", "الموضوع"]),
    (Field::Stance, "stance", &["stance", "agreement", "position", "الموقف"]),
    (Field::Quotation, "quotation", &["quotation", "quotation form", "نوع الاقتباس"]),
    (Field::Start, "start", &["start", "start position", "start offset", "begin", "البداية"]),
    (Field::End, "end", &["end", "end position", "stop position", "end offset", "stop", "النهاية"]),
    (Field::Spans, "spans", &["spans"]),
    (
        Field::Quote,
        "quote",
        &["quote", "text", "statement text", "passage", "excerpt", "الاقتباس", "النص", "نص الاقتباس"],
    ),
    (Field::Note, "note", &["note", "notes", "comment", "comments", "memo", "ملاحظة", "ملاحظات"]),
    (Field::Created, "created", &["created", "created at", "creation date"]),
    (Field::Modified, "modified", &["modified", "modified at", "updated at"]),
];

/// Heads of columns that say nothing about a statement.
const KNOWN_BESIDE: &[&str] = &[
    "project",
    "cue",
    "time",
    "publisher",
    "published",
    "language",
    "document author",
    "document source",
    "document section",
    "document type",
    "verdict",
    "from",
    "provenance",
    "rule",
    "decided by",
    "decided at",
    "cause",
    "reason",
    "needs rule",
    "sources",
];

/// How many fields have a number.
pub(super) const SLOTS: usize = 21;

impl Field {
    /// A number for each field that a table has once.
    pub(super) const fn slot(&self) -> Option<usize> {
        Some(match self {
            Self::Document => 0,
            Self::Title => 1,
            Self::Url => 2,
            Self::Annotator => 3,
            Self::Id => 4,
            Self::Kind => 5,
            Self::Speaker => 6,
            Self::SpeakerName => 7,
            Self::Chain => 8,
            Self::Reporters => 9,
            Self::Addressees => 10,
            Self::Topic => 11,
            Self::Stance => 12,
            Self::Quotation => 13,
            Self::Start => 14,
            Self::End => 15,
            Self::Spans => 16,
            Self::Quote => 17,
            Self::Note => 18,
            Self::Created => 19,
            Self::Modified => 20,
            Self::Attribute(_) | Self::Ignored => return None,
        })
    }

    /// The field of this name, as a map writes it: the name of a field, `attribute NAME`, or nothing.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let name = name.trim();
        if name.is_empty() {
            return Some(Self::Ignored);
        }
        if let Some(attribute) = name.strip_prefix(ATTRIBUTE).map(str::trim).filter(|name| !name.is_empty()) {
            return Some(Self::Attribute(attribute.to_owned()));
        }
        FIELDS.iter().find(|(_, known, _)| name.eq_ignore_ascii_case(known)).map(|(field, ..)| field.clone())
    }

    /// The name in a map; empty for a column that is not read.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Ignored => String::new(),
            Self::Attribute(name) => format!("attribute {name}"),
            known => FIELDS.iter().find(|(field, ..)| field == known).map_or("", |(_, name, _)| name).to_owned(),
        }
    }

    /// The names of all fields.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        FIELDS.iter().map(|(_, name, _)| *name).chain(["attribute NAME"])
    }
}

/// Whether a table is an event list with the variables of our type of statements: its `source` says who reports.
pub(super) fn is_event_list_of_ours(heads: &[String]) -> bool {
    let has = |name: &&str| heads.iter().any(|head| head.trim() == *name);
    ["start_position", "organization", "source", "addressee", "quotation"].iter().all(has)
}
/// The fields by the heads by which they are known, as readers compare them.
static BY_HEAD: LazyLock<HashMap<String, &Field>> = LazyLock::new(|| {
    let mut fields = HashMap::new();
    for (field, _, heads) in FIELDS {
        for head in *heads {
            fields.entry(folded(head)).or_insert(field);
        }
    }
    fields
});

fn folded(head: &str) -> String {
    arabic::fold(head.trim().trim_start_matches('\u{feff}').replace(['_', '-', '.'], " ").trim())
}

/// Whether a column with this head is not taken for an attribute of this name.
pub(super) fn is_known(head: &str) -> bool {
    let word = folded(head);
    word.is_empty() || word == "source" || BY_HEAD.contains_key(&word) || KNOWN_BESIDE.contains(&word.as_str())
}

/// What the columns with these heads are. A person's word, which `chosen` gives by the head, counts before the heads; of
/// two columns for one field the first is taken. A column of another name is an attribute.
///
/// # Errors
/// A person has named something that is no field: the head and the name.
pub(super) fn columns(
    heads: &[String],
    chosen: &dyn Fn(&str) -> Option<String>,
) -> Result<Vec<Field>, (String, String)> {
    let mut columns: Vec<Option<Field>> = Vec::with_capacity(heads.len());
    for head in heads {
        columns.push(match chosen(head) {
            Some(name) => Some(Field::from_name(&name).ok_or_else(|| (head.clone(), name.clone()))?),
            None => None,
        });
    }
    let is_ours = is_event_list_of_ours(heads);
    let mut taken: HashSet<Field> = columns.iter().flatten().cloned().collect();
    for (head, column) in heads.iter().zip(&mut columns).filter(|(_, column)| column.is_none()) {
        let word = folded(head);
        let field = match BY_HEAD.get(&word) {
            None if is_ours && word == "source" => Field::Reporters,
            Some(field) if !taken.insert((*field).clone()) => Field::Ignored,
            Some(field) => (*field).clone(),
            None if word.is_empty() || KNOWN_BESIDE.contains(&word.as_str()) => Field::Ignored,
            None => {
                let name = head.trim();
                Field::Attribute(name.strip_prefix(ATTRIBUTE).map_or(name, str::trim).to_owned())
            }
        };
        *column = Some(field);
    }
    Ok(columns.into_iter().map(|column| column.unwrap_or(Field::Ignored)).collect())
}

/// Whether columns are those of statements on articles: they say which article it is, and where in it.
pub(super) fn are_statements(columns: &[Field]) -> bool {
    let has = |field: Field| columns.contains(&field);
    let says_article = has(Field::Document) || has(Field::Url) || has(Field::Title);
    let says_place = has(Field::Spans) || has(Field::Start) && has(Field::End) || has(Field::Quote);
    says_article && says_place
}

/// Whether columns are certainly those of statements, which no table of articles has.
pub(super) fn are_certainly_statements(columns: &[Field]) -> bool {
    let has = |field: Field| columns.contains(&field);
    are_statements(columns) && (has(Field::Spans) || has(Field::Start) && has(Field::End))
}

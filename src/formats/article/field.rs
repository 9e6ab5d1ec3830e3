//! What the columns of a table of articles are.

use super::date;
use crate::model::document::Metadata;
use crate::text::arabic;

/// What a column of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleField {
    Title,
    Text,
    Date,
    Publisher,
    Url,
    Language,
}

/// The fields, by the name that a person gives them and the heads by which they are known, folded.
const FIELDS: &[(ArticleField, &str, &[&str])] = &[
    (
        ArticleField::Text,
        "text",
        &[
            "text",
            "body",
            "content",
            "article",
            "article text",
            "full text",
            "fulltext",
            "النص",
            "نص",
            "المقال",
            "نص المقال",
            "المحتوى",
            "نص الخبر",
            "الخبر",
        ],
    ),
    (
        ArticleField::Title,
        "title",
        &["title", "headline", "heading", "العنوان", "عنوان", "عنوان المقال", "عنوان الخبر"],
    ),
    (
        ArticleField::Date,
        "date",
        &[
            "date",
            "published",
            "publication date",
            "published at",
            "pub date",
            "pubdate",
            "date published",
            "datetime",
            "التاريخ",
            "تاريخ",
            "تاريخ النشر",
        ],
    ),
    (
        ArticleField::Publisher,
        "publisher",
        &[
            "publisher",
            "source",
            "outlet",
            "newspaper",
            "publication",
            "publication title",
            "site",
            "media",
            "الناشر",
            "المصدر",
            "الصحيفة",
            "الجريدة",
            "الموقع",
            "الوسيلة",
        ],
    ),
    (ArticleField::Url, "url", &["url", "link", "address", "href", "uri", "الرابط", "رابط"]),
    (ArticleField::Language, "language", &["language", "lang", "اللغة", "لغة"]),
];

impl ArticleField {
    /// The field of this name, as `--map COLUMN=FIELD` writes it; the heads by which a column is known are names too.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let name = arabic::fold(&name.replace(['_', '-'], " "));
        let has = |names: &[&str]| names.iter().any(|known| arabic::fold(known) == name);
        FIELDS.iter().find(|(_, known, names)| *known == name || has(names)).map(|(field, ..)| *field)
    }

    /// Takes the value of a cell over. The text is not among what is known about an article.
    pub(super) fn set(self, value: &str, metadata: &mut Metadata) {
        let value = value.trim();
        match self {
            Self::Title => value.clone_into(&mut metadata.title),
            Self::Date => metadata.published = date::date(value),
            Self::Publisher => value.clone_into(&mut metadata.publisher),
            Self::Url => value.clone_into(&mut metadata.url),
            Self::Language => value.clone_into(&mut metadata.language),
            Self::Text => {}
        }
    }

    /// All fields, in the order in which they are offered.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        FIELDS.iter().map(|(field, ..)| *field)
    }

    /// The names of all fields.
    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        FIELDS.iter().map(|(_, name, _)| *name)
    }
}

/// What the columns with these heads are. A person's word counts before the heads, also that a column is nothing of an
/// article; of two columns for one field the first is taken.
pub(super) fn columns<'h>(
    heads: impl Iterator<Item = &'h str>,
    map: &[(String, Option<ArticleField>)],
) -> Vec<Option<ArticleField>> {
    let heads: Vec<&str> = heads.map(str::trim).collect();
    let said = |head: &str| map.iter().find(|(column, _)| column.trim() == head).map(|(_, field)| *field);
    let mut columns: Vec<Option<ArticleField>> = heads.iter().map(|head| said(head).flatten()).collect();
    for at in 0..heads.len() {
        let Some(head) = heads.get(at).filter(|head| said(head).is_none()) else { continue };
        let head = arabic::fold(&head.replace(['_', '-'], " "));
        let known = FIELDS.iter().find(|(.., names)| names.iter().any(|name| arabic::fold(name) == head));
        let field = known.map(|(field, ..)| *field).filter(|field| !columns.contains(&Some(*field)));
        if let Some(column) = columns.get_mut(at) {
            *column = field;
        }
    }
    columns
}

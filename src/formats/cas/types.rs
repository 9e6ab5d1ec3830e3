//! The types of the feature structures that we write.

pub(in crate::formats) const STATEMENT: &str = "bayan.Statement";
pub(in crate::formats) const MENTION: &str = "bayan.Mention";
pub(in crate::formats) const CUE: &str = "bayan.Cue";
pub(in crate::formats) const EXCLUDED: &str = "bayan.Excluded";
pub(in crate::formats) const SOURCE_LINK: &str = "bayan.SourceLink";
pub(in crate::formats) const RELATION: &str = "bayan.Relation";
pub(super) const DOCUMENT: &str = "bayan.Document";

pub(in crate::formats) const ANNOTATION: &str = "uima.tcas.Annotation";
pub(super) const DOCUMENT_ANNOTATION: &str = "uima.tcas.DocumentAnnotation";
pub(super) const STRING: &str = "uima.cas.String";
/// Stands for an array of strings in a range.
pub(super) const STRINGS: &str = "uima.cas.String[]";
/// Stands for an array of links in a range.
pub(super) const LINKS: &str = "bayan.SourceLink[]";

/// A type with its features.
pub(super) struct Type {
    pub(super) name: &'static str,
    pub(super) parent: &'static str,
    /// Names and ranges.
    pub(super) features: &'static [(&'static str, &'static str)],
}

/// The features that only gold has.
pub(super) const GOLD: [&str; 7] = ["verdict", "provenance", "decidedBy", "decidedAt", "rule", "reason", "sourcesOf"];

/// All our types, in the order of the files; links come before the statements that use them.
pub(super) const TYPES: [Type; 7] = [
    Type { name: CUE, parent: ANNOTATION, features: &[] },
    Type {
        name: DOCUMENT,
        parent: "uima.cas.AnnotationBase",
        features: &[
            ("title", STRING),
            ("publisher", STRING),
            ("published", STRING),
            ("url", STRING),
            ("sha256", STRING),
        ],
    },
    Type { name: EXCLUDED, parent: ANNOTATION, features: &[] },
    Type { name: MENTION, parent: ANNOTATION, features: &[("party", STRING)] },
    Type {
        name: RELATION,
        parent: ANNOTATION,
        features: &[
            ("Governor", STATEMENT),
            ("Dependent", STATEMENT),
            ("kind", STRING),
            ("note", STRING),
            ("rid", STRING),
        ],
    },
    Type { name: SOURCE_LINK, parent: "uima.cas.TOP", features: &[("role", STRING), ("target", ANNOTATION)] },
    Type {
        name: STATEMENT,
        parent: ANNOTATION,
        features: &[
            ("sid", STRING),
            ("kind", STRING),
            ("speaker", STRING),
            ("chain", STRING),
            ("topic", STRING),
            ("stance", STRING),
            ("quotation", STRING),
            ("note", STRING),
            ("part", STRING),
            ("created", STRING),
            ("modified", STRING),
            ("addressees", STRINGS),
            ("attributes", STRINGS),
            ("sources", LINKS),
            ("verdict", STRING),
            ("provenance", STRING),
            ("decidedBy", STRING),
            ("decidedAt", STRING),
            ("rule", STRING),
            ("reason", STRING),
            ("sourcesOf", STRING),
        ],
    },
];

/// The features of a type that a dataset needs: gold's are written only for gold.
pub(super) fn features(kind: &Type, is_gold: bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = kind.features.iter().copied();
    all.filter(move |(name, _)| is_gold || kind.name != STATEMENT || !GOLD.contains(name))
}

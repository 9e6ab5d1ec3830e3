//! What an export leaves out or changes and what a format cannot hold, counted before anything is written and described in
//! words.
//!
//! A format lists its losses in its row. Losses common to several formats are defined here; those of a single format
//! are defined in the file of that format. What somebody has chosen to leave out or to replace ([`BY_CHOICE`]) is counted
//! in the same way but told apart, because nobody has to be warned of it.

use std::fmt;

use super::attribute_columns;
use super::dataset::Dataset;
use crate::model::party::PartyAbout;
use crate::t;

/// Something that a format cannot hold.
pub struct LossKind {
    /// Its name in tests and logs.
    pub id: &'static str,
    /// How often it occurs in a part of a dataset.
    pub count: fn(&Dataset<'_>) -> usize,
    /// The message about this many of them, one line.
    pub describe: fn(usize) -> String,
}

/// A loss and how often it occurs in a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    pub kind: &'static LossKind,
    pub count: usize,
}

impl Loss {
    /// The loss in words, one line.
    pub fn describe(self) -> String {
        (self.kind.describe)(self.count)
    }

    /// Whether somebody has chosen it, and no format could have kept it.
    pub fn is_by_choice(self) -> bool {
        BY_CHOICE.contains(&self.kind)
    }
}

impl PartialEq for LossKind {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for LossKind {}

impl fmt::Debug for LossKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// What is left out or replaced by choice, in every format.
pub(super) static BY_CHOICE: &[&LossKind] =
    &[&DOCUMENTS, &EXCLUDED_STATEMENTS, &EXCLUDED_RELATIONS, &NOT_FOUND, &NOT_FOUND_RELATIONS, &ROLLED_UP, &ANONYMISED];

/// What is left out of every format without a choice.
pub(super) static OF_EVERY_FORMAT: &[&LossKind] = &[&PLACELESS];

/// Documents with tags of the chosen source that are not among the chosen documents.
pub static DOCUMENTS: LossKind = LossKind {
    id: "documents",
    count: |dataset| dataset.left_out.documents,
    describe: |count| t!("export-loss-documents", count = count),
};

/// Statements left out because they touch an excluded passage.
pub static EXCLUDED_STATEMENTS: LossKind = LossKind {
    id: "excluded-statements",
    count: |dataset| dataset.left_out.excluded,
    describe: |count| t!("export-loss-excluded-statements", count = count),
};

/// Relations from or to statements that touch an excluded passage.
pub static EXCLUDED_RELATIONS: LossKind = LossKind {
    id: "excluded-relations",
    count: |dataset| dataset.left_out.relations_excluded,
    describe: |count| t!("export-loss-excluded-relations", count = count),
};

/// Statements that the query does not find.
pub static NOT_FOUND: LossKind = LossKind {
    id: "not-found",
    count: |dataset| dataset.left_out.by_query,
    describe: |count| t!("export-loss-not-found", count = count),
};

/// Relations from or to statements that the query does not find.
pub static NOT_FOUND_RELATIONS: LossKind = LossKind {
    id: "not-found-relations",
    count: |dataset| dataset.left_out.relations_by_query,
    describe: |count| t!("export-loss-not-found-relations", count = count),
};

/// Parties in statements that were replaced by those to which they belong.
pub static ROLLED_UP: LossKind = LossKind {
    id: "rolled-up",
    count: |dataset| dataset.left_out.rolled_up,
    describe: |count| t!("export-loss-rolled-up", count = count),
};

/// Layers in which the names of people were replaced.
pub static ANONYMISED: LossKind = LossKind {
    id: "anonymised",
    count: |dataset| dataset.left_out.anonymised,
    describe: |count| t!("export-loss-anonymised", count = count),
};

/// Statements left out because they have no place in the newer text of their article.
pub static PLACELESS: LossKind = LossKind {
    id: "placeless",
    count: |dataset| dataset.left_out.placeless,
    describe: |count| t!("export-loss-placeless", count = count),
};

/// Relations between statements.
pub static RELATIONS: LossKind = LossKind {
    id: "relations",
    count: |dataset| dataset.layers.iter().map(|layer| layer.relations().count()).sum(),
    describe: |count| t!("export-loss-relations", count = count),
};

/// Spans of the words that refer to a party.
pub static MENTIONS: LossKind = LossKind {
    id: "mentions",
    count: |dataset| dataset.statements().flat_map(|s| &s.chain).filter(|link| link.mention.is_some()).count(),
    describe: |count| t!("export-loss-mentions", count = count),
};

/// The positions of the reporting verbs; their words are kept.
pub static CUE_PLACES: LossKind = LossKind {
    id: "cue-places",
    count: |dataset| dataset.statements().flat_map(|s| &s.chain).filter(|link| link.cue.is_some()).count(),
    describe: |count| t!("export-loss-cue-places", count = count),
};

/// Aliases of parties.
pub static ALIASES: LossKind = LossKind {
    id: "aliases",
    count: |dataset| dataset.counted_parties().map(|party| party.aliases.len()).sum(),
    describe: |count| t!("export-loss-aliases", count = count),
};

/// The party to which a party belongs.
pub static PARENTS: LossKind = LossKind {
    id: "parents",
    count: |dataset| dataset.counted_parties().filter(|party| party.parent.is_some()).count(),
    describe: |count| t!("export-loss-parents", count = count),
};

/// Named values of statements.
pub static ATTRIBUTES: LossKind = LossKind {
    id: "attributes",
    count: |dataset| dataset.statements().map(|statement| statement.attributes.len()).sum(),
    describe: |count| t!("export-loss-attributes", count = count),
};

/// Named values that a table with a column for each attribute of the codebook does not hold.
pub static OTHER_ATTRIBUTES: LossKind = LossKind {
    id: "other-attributes",
    count: |dataset| {
        let codebook = &dataset.project.codebook;
        dataset.statements().map(|statement| attribute_columns::lost(codebook, statement)).sum()
    },
    describe: |count| t!("export-loss-other-attributes", count = count),
};

/// The places of attributes that are passages; their words are written as texts.
pub static ATTRIBUTE_PLACES: LossKind = LossKind {
    id: "attribute-places",
    count: |dataset| {
        let attributes = dataset.statements().flat_map(|statement| &statement.attributes);
        attributes.filter(|attribute| attribute.span.is_some()).count()
    },
    describe: |count| t!("export-loss-attribute-places", count = count),
};

/// Named values of relations.
pub static RELATION_ATTRIBUTES: LossKind = LossKind {
    id: "relation-attributes",
    count: |dataset| {
        let relations = dataset.layers.iter().flat_map(|layer| layer.relations());
        relations.map(|relation| relation.attributes.len()).sum()
    },
    describe: |count| t!("export-loss-relation-attributes", count = count),
};

/// What layers record of their documents as a whole: named values and notes.
pub static DOCUMENT_TAGS: LossKind = LossKind {
    id: "document-tags",
    count: |dataset| {
        let tags = dataset.layers.iter().filter_map(|layer| layer.tags());
        tags.map(|tags| tags.attributes.len() + usize::from(!tags.note.is_empty())).sum()
    },
    describe: |count| t!("export-loss-document-tags", count = count),
};

/// Descriptions, identifiers in other collections, and named values of parties.
pub static PARTY_DETAILS: LossKind = LossKind {
    id: "party-details",
    count: |dataset| {
        let count = |about: &PartyAbout| {
            usize::from(!about.description.is_empty()) + about.identifiers.len() + about.attributes.len()
        };
        dataset.counted_parties().map(|party| count(&party.about)).sum()
    },
    describe: |count| t!("export-loss-party-details", count = count),
};

/// Passages marked as not part of the article.
pub static EXCLUDED: LossKind = LossKind {
    id: "excluded",
    count: |dataset| dataset.documents().map(|document| document.excluded.len()).sum(),
    describe: |count| t!("export-loss-excluded", count = count),
};

/// Publishers, dates, addresses and languages of documents, counted per document.
pub static METADATA: LossKind = LossKind {
    id: "metadata",
    count: |dataset| {
        let is_described = |document: &&crate::model::document::Document| {
            let known = &document.metadata;
            [&known.publisher, &known.published, &known.url, &known.language].iter().any(|value| !value.is_empty())
        };
        dataset.documents().filter(is_described).count()
    },
    describe: |count| t!("export-loss-metadata", count = count),
};

/// The text of documents outside the statements.
pub static TEXTS: LossKind = LossKind {
    id: "texts",
    count: |dataset| dataset.documents().count(),
    describe: |count| t!("export-loss-texts", count = count),
};

fn controls_in(text: &str) -> usize {
    text.chars().filter(|c| super::xml::is_refused(*c)).count()
}

/// The characters in notes and named values that XML 1.0 does not have.
pub(super) fn controls_in_notes(dataset: &Dataset<'_>) -> usize {
    let in_statement = |statement: &crate::model::statement::Statement| {
        let named = statement.attributes.iter().map(|value| controls_in(&value.name) + controls_in(&value.value));
        controls_in(&statement.note) + named.sum::<usize>()
    };
    let relations = dataset.layers.iter().flat_map(|layer| layer.relations());
    let in_relations: usize = relations.map(|relation| controls_in(&relation.note)).sum();
    in_relations + dataset.statements().map(in_statement).sum::<usize>()
}

/// Characters that XML 1.0 does not have, in texts, notes and named values: each becomes a space.
pub(crate) static CONTROLS: LossKind = LossKind {
    id: "controls",
    count: |dataset| {
        let texts: usize = dataset.documents().map(|document| controls_in(document.content.as_str())).sum();
        texts + controls_in_notes(dataset)
    },
    describe: |count| t!("export-loss-controls", count = count),
};

/// What a decision of the review says besides its verdict: from whom, the cause, and whether a rule is needed.
pub(crate) static DECISION_DETAILS: LossKind = LossKind {
    id: "decision-details",
    count: |dataset| {
        let decisions = dataset.layers.iter().filter_map(|layer| layer.review).flat_map(|review| review.decisions());
        decisions
            .filter(|decision| {
                decision.verdict.taken_from().is_some() || decision.cause.is_some() || decision.needs_rule
            })
            .count()
    },
    describe: |count| t!("export-loss-decision-details", count = count),
};

/// The decisions that a place has no statement.
pub(crate) static NOTHING_DECISIONS: LossKind = LossKind {
    id: "nothing-decisions",
    count: |dataset| {
        let decisions = dataset.layers.iter().filter_map(|layer| layer.review).flat_map(|review| review.decisions());
        decisions.filter(|decision| decision.verdict == crate::model::review::Verdict::Nothing).count()
    },
    describe: |count| t!("export-loss-nothing-decisions", count = count),
};

/// All statements: a codebook has none.
pub static STATEMENTS: LossKind = LossKind {
    id: "statements",
    count: |dataset| dataset.statements().count(),
    describe: |count| t!("export-loss-statements", count = count),
};

/// Identifiers of statements and relations; an import gives new ones.
pub static IDENTIFIERS: LossKind = LossKind {
    id: "identifiers",
    count: |dataset| dataset.statements().count(),
    describe: |count| t!("export-loss-identifiers", count = count),
};

/// When statements were made and changed.
pub static TIMES: LossKind = LossKind {
    id: "times",
    count: |dataset| dataset.statements().count(),
    describe: |count| t!("export-loss-times", count = count),
};

/// The names of the parties that are used, where they differ from the identifiers.
pub static PARTY_NAMES: LossKind = LossKind {
    id: "party-names",
    count: |dataset| dataset.counted_parties().filter(|party| party.name != party.id.as_str()).count(),
    describe: |count| t!("export-loss-party-names", count = count),
};

/// The parties of chains.
pub static CHAINS: LossKind = LossKind {
    id: "chains",
    count: |dataset| dataset.statements().filter(|statement| !statement.chain.is_empty()).count(),
    describe: |count| t!("export-loss-chains", count = count),
};

/// The parties that are addressed.
pub static ADDRESSEES: LossKind = LossKind {
    id: "addressees",
    count: |dataset| dataset.statements().map(|statement| statement.addressees.len()).sum(),
    describe: |count| t!("export-loss-addressees", count = count),
};

/// Topics, stances and ways of quoting, counted per statement.
pub static CHOICES: LossKind = LossKind {
    id: "choices",
    count: |dataset| {
        let has =
            |s: &&crate::model::statement::Statement| s.topic.is_some() || s.stance.is_some() || s.quotation.is_some();
        dataset.statements().filter(has).count()
    },
    describe: |count| t!("export-loss-choices", count = count),
};

/// Notes on statements.
pub static NOTES: LossKind = LossKind {
    id: "notes",
    count: |dataset| dataset.statements().filter(|statement| !statement.note.is_empty()).count(),
    describe: |count| t!("export-loss-notes", count = count),
};

/// Notes on relations.
pub static RELATION_NOTES: LossKind = LossKind {
    id: "relation-notes",
    count: |dataset| {
        let relations = dataset.layers.iter().flat_map(|layer| layer.relations());
        relations.filter(|relation| !relation.note.is_empty()).count()
    },
    describe: |count| t!("export-loss-relation-notes", count = count),
};

/// The decisions from which gold comes.
pub static PROVENANCE: LossKind = LossKind {
    id: "provenance",
    count: |dataset| {
        let reviewed = dataset.layers.iter().filter_map(|layer| layer.review);
        reviewed.map(|review| review.decisions().count()).sum()
    },
    describe: |count| t!("export-loss-provenance", count = count),
};

/// Identifiers of relations; an import gives new ones.
pub static RELATION_IDENTIFIERS: LossKind = LossKind {
    id: "relation-identifiers",
    count: |dataset| dataset.layers.iter().map(|layer| layer.relations().count()).sum(),
    describe: |count| t!("export-loss-relation-identifiers", count = count),
};

/// Statements whose spans become statements of their own.
pub static PARTS: LossKind = LossKind {
    id: "parts",
    count: |dataset| dataset.statements().filter(|statement| statement.spans.len() > 1).count(),
    describe: |count| t!("export-loss-parts", count = count),
};

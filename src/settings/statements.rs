//! What is remembered of the page of statements: filters, order and columns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::id::{AnnotatorId, AttributeId, DocumentId, KindId, PartyId, TopicId};
use crate::model::statement::{Quotation, Stance};

/// The filters and the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatementView {
    /// Whose statements: `mine`, `gold` or `all`.
    pub layers: String,
    /// Words, or a query.
    pub words: String,
    pub party: Option<PartyId>,
    /// Where the party is named: `speaker`, `via` or `addressee`; empty for anywhere.
    pub role: String,
    /// Also what belongs to the party.
    pub with_members: bool,
    pub kind: Option<KindId>,
    pub topic: Option<TopicId>,
    pub stance: Option<Stance>,
    pub quotation: Option<Quotation>,
    /// The values of attributes; `*` for any.
    pub attributes: BTreeMap<AttributeId, String>,
    pub annotator: Option<AnnotatorId>,
    pub document: Option<DocumentId>,
    pub incomplete: bool,
    pub sent_back: bool,
    pub with_note: bool,
    /// The names of columns, the one that counts most first, each with whether its order is reversed.
    pub order: Vec<(String, bool)>,
}

/// The views of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StatementViews {
    pub last: StatementView,
    /// By the names that people chose.
    pub saved: BTreeMap<String, StatementView>,
}

/// A column of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ColumnSetting {
    /// `None` for the usual width.
    pub width_pt: Option<f32>,
    pub is_hidden: bool,
}

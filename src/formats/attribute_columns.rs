//! The columns of tables that hold the values of attributes, one for each attribute of the codebook.
//!
//! Several values are joined by `;`. Of passages, a column has the words, joined by ` … `, and another one, whose head ends
//! in [`SPANS`], their places as in `spans`. A column is called by the identifier of its attribute, or, where a column of
//! statements has that name, by `attribute` and the identifier.

use crate::model::attribute::{AttributeDefinition, AttributeForm, AttributeSubject};
use crate::model::codebook::Codebook;
use crate::model::id::AttributeId;
use crate::model::statement::{Attribute, Statement};
use crate::t;

/// Between values.
pub(super) const BETWEEN_VALUES: char = ';';
/// What the head of the column of places ends in.
pub(super) const SPANS: &str = "_spans";
/// What stands before an identifier that is the name of another column.
pub(super) const ATTRIBUTE: &str = "attribute ";

/// A column of an attribute.
pub(super) struct AttributeColumn {
    pub head: String,
    pub id: AttributeId,
    pub content: ColumnContent,
    meaning: String,
}

/// What the cells of a column have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnContent {
    Values,
    Numbers,
    Words,
    Places,
}

/// The columns of the attributes of a codebook, in its order. `is_taken` says whether another column has this name.
pub(super) fn of(codebook: &Codebook, is_taken: fn(&str) -> bool) -> Vec<AttributeColumn> {
    codebook
        .attributes_of(AttributeSubject::Statements)
        .flat_map(|definition| columns_of(definition, is_taken))
        .collect()
}

fn columns_of(definition: &AttributeDefinition, is_taken: fn(&str) -> bool) -> Vec<AttributeColumn> {
    let id = &definition.id;
    let head = if is_taken(id.as_str()) { format!("{ATTRIBUTE}{id}") } else { id.to_string() };
    let column = |head: String, content, meaning| AttributeColumn { head, id: id.clone(), content, meaning };
    let name = || definition.name.as_str();
    match definition.form {
        AttributeForm::Span => vec![
            column(head.clone(), ColumnContent::Words, t!("export-column-attribute-words", name = name())),
            column(head + SPANS, ColumnContent::Places, t!("export-column-attribute-spans", name = name())),
        ],
        AttributeForm::SeveralOf => {
            vec![column(head, ColumnContent::Values, t!("export-column-attribute-several", name = name()))]
        }
        AttributeForm::Number => {
            vec![column(head, ColumnContent::Numbers, t!("export-column-attribute", name = name()))]
        }
        AttributeForm::OneOf
        | AttributeForm::Text
        | AttributeForm::YesNo
        | AttributeForm::Date
        | AttributeForm::Party => {
            vec![column(head, ColumnContent::Values, t!("export-column-attribute", name = name()))]
        }
    }
}

impl AttributeColumn {
    /// What the column means, for people.
    pub(super) fn meaning(&self) -> &str {
        &self.meaning
    }
}

/// How many values of a statement do not come back from these columns: those of attributes that the codebook does not
/// have, several where the attribute has one, and those that cannot be told apart.
pub(super) fn lost(codebook: &Codebook, statement: &Statement) -> usize {
    let is_lost = |(index, attribute): (usize, &Attribute)| {
        let Some(definition) = codebook.attribute_named(&attribute.name) else { return true };
        let mut before = statement.attributes.iter().take(index);
        let is_first = !before.any(|other| other.name == attribute.name);
        let is_whole = attribute.value.trim() == attribute.value && !attribute.value.is_empty();
        match definition.form {
            AttributeForm::Span => attribute.span.is_none(),
            _ if attribute.span.is_some() => true,
            AttributeForm::SeveralOf => !is_whole || attribute.value.contains(BETWEEN_VALUES),
            _ => !is_whole || !is_first,
        }
    };
    statement.attributes.iter().enumerate().filter(|one| is_lost(*one)).count()
}

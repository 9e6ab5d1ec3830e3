//! What the page of statements keeps between frames, and the question that its filters ask.

use std::sync::Arc;

use super::chosen::Chosen;
use crate::model::id::AnnotatorId;
use crate::query::{
    AttributeName, Feature, ListColumn, ListQuestion, ListedLayers, Listing, NamedField, Order, PartyField, Query,
    QueryError, State, Wanted,
};
use crate::settings::{StatementView, StatementViews};
use crate::ui::parts::picker::PickerState;

/// The state of the page.
#[derive(Default)]
pub(crate) struct StatementsPageState {
    /// The filters and the order, and the saved views.
    pub views: StatementViews,
    /// What the filters find; what they found before, while the search runs.
    pub listing: Arc<Listing>,
    pub chosen: Chosen,
    /// How far the list is scrolled, in points.
    pub top_pt: f64,
    /// Whether the table takes the keyboard in the next frame, and the current row is scrolled to.
    pub takes_focus: bool,
    pub shows_cursor: bool,
    /// Why the filters cannot be used, in words.
    pub problem: Option<String>,
    /// Where the name of a party is typed into a filter, and into the speaker of the chosen rows.
    pub parties: PickerState,
    pub speakers: PickerState,
    /// The name for the view that is saved, and why it cannot be used.
    pub view_name: String,
    pub view_problem: Option<String>,
    /// The note for the chosen rows.
    pub note: String,
    /// Where the context menu is opened in this frame.
    pub opens_menu: Option<egui::Pos2>,
    /// Where the context menu is.
    pub menu_at: egui::Pos2,
    /// How far below the top of the handle of the scroll bar it was taken.
    pub grabbed_pt: Option<f32>,
}

/// Where a party is named.
pub(crate) const ROLES: [(&str, Option<PartyField>); 4] = [
    ("", None),
    ("speaker", Some(PartyField::Speaker)),
    ("via", Some(PartyField::Via)),
    ("addressee", Some(PartyField::Addressee)),
];

/// What a view has in place of a value of an attribute if any will do.
pub(crate) const ANY_VALUE: &str = "*";

impl StatementsPageState {
    pub(crate) fn view(&self) -> &StatementView {
        &self.views.last
    }

    /// What the filters ask.
    ///
    /// # Errors
    /// The words are not a query.
    pub(crate) fn question(&self, viewer: &AnnotatorId) -> Result<ListQuestion, QueryError> {
        let view = self.view();
        Ok(ListQuestion { query: query(view)?, layers: layers(view), viewer: viewer.clone(), order: order(view) })
    }
}

/// Whose statements a view shows.
pub(crate) fn layers(view: &StatementView) -> ListedLayers {
    ListedLayers::from_name(&view.layers)
}

/// The order of a view.
pub(crate) fn order(view: &StatementView) -> Order {
    let column = |(name, is_reversed): &(String, bool)| Some((ListColumn::from_name(name)?, *is_reversed));
    view.order.iter().filter_map(column).collect()
}

/// Sorts a view by a column: first in its order, then reversed, then as in the project. What it was sorted by before
/// decides between rows that are equal in it.
pub(crate) fn sort_by(view: &mut StatementView, column: ListColumn) {
    /// The most columns that are remembered.
    const MOST: usize = 3;
    let mut order = order(view);
    let before = order.first().filter(|(first, _)| *first == column).map(|(_, is_reversed)| *is_reversed);
    order.retain(|(known, _)| *known != column);
    match before {
        None => order.insert(0, (column, false)),
        Some(false) => order.insert(0, (column, true)),
        Some(true) => {}
    }
    order.truncate(MOST);
    view.order = order.into_iter().map(|(column, is_reversed)| (column.name().into_owned(), is_reversed)).collect();
}

/// Whether a view leaves anything out.
pub(crate) fn is_narrowing(view: &StatementView) -> bool {
    let everything =
        StatementView { layers: view.layers.clone(), order: view.order.clone(), ..StatementView::default() };
    let bare = StatementView { role: String::new(), with_members: false, ..view.clone() };
    bare != everything
}

/// The filters of a view as a query; `None` if there are none.
///
/// # Errors
/// The words are not a query.
pub(crate) fn query(view: &StatementView) -> Result<Option<Query>, QueryError> {
    let mut parts = Vec::new();
    if !view.words.trim().is_empty() {
        parts.push(Query::parse(&view.words)?);
    }
    if let Some(party) = &view.party {
        let named = |field| Query::Party { field, name: party.to_string(), with_members: view.with_members };
        let role = ROLES.into_iter().find(|(name, _)| *name == view.role).and_then(|(_, field)| field);
        parts.push(role.map_or_else(
            || Query::Any([PartyField::Speaker, PartyField::Via, PartyField::Addressee].map(named).to_vec()),
            named,
        ));
    }
    let named = [
        (NamedField::Kind, view.kind.as_ref().map(|id| id.as_str())),
        (NamedField::Topic, view.topic.as_ref().map(|id| id.as_str())),
        (NamedField::Stance, view.stance.map(|stance| stance.as_str())),
        (NamedField::Quotation, view.quotation.map(|quotation| quotation.as_str())),
        (NamedField::By, view.annotator.as_ref().map(|id| id.as_str())),
        (NamedField::Document, view.document.as_ref().map(|id| id.as_str())),
    ];
    parts.extend(named.into_iter().filter_map(|(field, name)| Some(Query::Named(field, name?.to_owned()))));
    parts.extend(view.attributes.iter().map(|(id, value)| {
        let wanted = if value == ANY_VALUE { Wanted::Any } else { Wanted::exactly(value) };
        Query::Attribute(AttributeName { name: id.to_string(), at_char: 1 }, wanted)
    }));
    let switches = [
        (view.incomplete, Query::Is(State::Incomplete)),
        (view.sent_back, Query::Is(State::SentBack)),
        (view.with_note, Query::Has(Feature::Note)),
    ];
    parts.extend(switches.into_iter().filter(|(is_on, _)| *is_on).map(|(_, query)| query));
    Ok(match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(Query::All(parts)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::id::{AttributeId, KindId, PartyId};
    use crate::model::statement::Stance;

    #[test]
    fn the_filters_are_a_query_as_it_can_be_typed() {
        let kind = || Some(KindId::new("warning").unwrap());
        let party = || Some(PartyId::new("russia").unwrap());
        let written = |view: StatementView| query(&view).unwrap().map(|query| query.to_string());
        assert_eq!(written(StatementView::default()), None);
        let view = StatementView { kind: kind(), ..StatementView::default() };
        assert_eq!(written(view), Some("kind:warning".to_owned()));
        let view = StatementView {
            words: "سلام or حرب".to_owned(),
            party: party(),
            role: "speaker".to_owned(),
            with_members: true,
            stance: Some(Stance::Opposes),
            incomplete: true,
            sent_back: true,
            with_note: true,
            ..StatementView::default()
        };
        let expected = "(سلام or حرب) speaker:russia+ stance:opposes is:incomplete is:sent-back has:note";
        assert_eq!(written(view.clone()), Some(expected.to_owned()));
        assert_eq!(Query::parse(expected).ok(), query(&view).unwrap());
        let attributes = [("certainty", "3"), ("condition", ANY_VALUE), ("kind", "a b"), ("place", ">")];
        let attributes = attributes.map(|(id, value)| (AttributeId::new(id).unwrap(), value.to_owned())).into();
        let by_attributes = StatementView { attributes, ..StatementView::default() };
        let expected = r#"certainty:3 has:condition attribute:"kind"="a b" place:">""#;
        assert_eq!(written(by_attributes), Some(expected.to_owned()));
        let anywhere = StatementView { party: party(), ..StatementView::default() };
        assert_eq!(written(anywhere), Some("speaker:russia or via:russia or addressee:russia".to_owned()));
        assert!(query(&StatementView { words: "kind:".to_owned(), ..StatementView::default() }).is_err());
    }

    #[test]
    fn a_column_is_sorted_reversed_and_left_again() {
        let mut view = StatementView::default();
        let sorted = |view: &StatementView| order(view);
        sort_by(&mut view, ListColumn::Kind);
        sort_by(&mut view, ListColumn::Topic);
        assert_eq!(sorted(&view), [(ListColumn::Topic, false), (ListColumn::Kind, false)]);
        sort_by(&mut view, ListColumn::Topic);
        assert_eq!(sorted(&view), [(ListColumn::Topic, true), (ListColumn::Kind, false)]);
        sort_by(&mut view, ListColumn::Topic);
        assert_eq!(sorted(&view), [(ListColumn::Kind, false)]);
        assert!(!is_narrowing(&view));
        view.words.push('x');
        assert!(is_narrowing(&view));
    }
}

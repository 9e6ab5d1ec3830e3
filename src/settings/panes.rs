//! The panes at the sides of the pages: how wide they are wanted, whether they are hidden, and what the one beside the
//! article lists.

use serde::{Deserialize, Serialize};

/// Widths that make sense for a pane, in points.
const LEAST_PT: f32 = 180.0;
const MOST_PT: f32 = 720.0;

/// The panes of the window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Panes {
    /// The width that the pane at the start is wanted to have, in points; in a narrow window it is drawn narrower.
    pub start_pt: f32,
    pub end_pt: f32,
    pub hides_start: bool,
    pub hides_end: bool,
    /// The list in the pane at the start of the article.
    pub tab: ArticlesTab,
    pub sort: ArticleSort,
    /// Whether the articles are grouped by status.
    pub groups_by_status: bool,
    /// Whether the fields of the article are unfolded.
    pub shows_about: bool,
}

/// A side of the window: the start is the left in English, the right in Arabic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaneSide {
    Start,
    End,
}

/// The lists beside the article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArticlesTab {
    #[default]
    Articles,
    Parties,
    Statements,
}

impl ArticlesTab {
    pub const ALL: [Self; 3] = [Self::Articles, Self::Parties, Self::Statements];
}

/// The order of the list of articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArticleSort {
    /// The order in the project, which is by identifier.
    #[default]
    Project,
    Title,
    Date,
    Publisher,
    Status,
}

impl ArticleSort {
    pub const ALL: [Self; 5] = [Self::Project, Self::Title, Self::Date, Self::Publisher, Self::Status];
}

impl Default for Panes {
    fn default() -> Self {
        Self {
            start_pt: 280.0,
            end_pt: 340.0,
            hides_start: false,
            hides_end: false,
            tab: ArticlesTab::default(),
            sort: ArticleSort::default(),
            groups_by_status: false,
            shows_about: false,
        }
    }
}

impl Panes {
    /// The same panes with widths that make sense.
    #[must_use]
    pub fn within_limits(self) -> Self {
        let usual = Self::default();
        let limited = |value: f32, usual: f32| if value.is_finite() { value.clamp(LEAST_PT, MOST_PT) } else { usual };
        Self { start_pt: limited(self.start_pt, usual.start_pt), end_pt: limited(self.end_pt, usual.end_pt), ..self }
    }

    /// The wanted width of the pane at this side, in points.
    pub fn width_pt(&self, side: PaneSide) -> f32 {
        match side {
            PaneSide::Start => self.start_pt,
            PaneSide::End => self.end_pt,
        }
    }

    /// The same panes with another width at this side.
    #[must_use]
    pub fn with_width(self, side: PaneSide, width_pt: f32) -> Self {
        match side {
            PaneSide::Start => Self { start_pt: width_pt, ..self },
            PaneSide::End => Self { end_pt: width_pt, ..self },
        }
        .within_limits()
    }

    pub fn hides(&self, side: PaneSide) -> bool {
        match side {
            PaneSide::Start => self.hides_start,
            PaneSide::End => self.hides_end,
        }
    }

    /// The same panes, with the one at this side hidden or shown.
    #[must_use]
    pub fn with_hidden(self, side: PaneSide, hides: bool) -> Self {
        match side {
            PaneSide::Start => Self { hides_start: hides, ..self },
            PaneSide::End => Self { hides_end: hides, ..self },
        }
    }
}

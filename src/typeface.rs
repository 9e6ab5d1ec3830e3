//! The typefaces that a reader can choose for articles: settings remember them, the window sets the text in them.

use serde::{Deserialize, Serialize};

/// The typeface of Arabic in articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArabicFace {
    /// Noto Naskh Arabic.
    #[default]
    Naskh,
    /// Scheherazade New, wider and in the style of older prints.
    Scheherazade,
}

/// The typeface of Latin in articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LatinFace {
    /// The Latin letters of the Arabic typeface.
    #[default]
    Matching,
    /// Literata.
    Serif,
    /// IBM Plex Sans.
    Sans,
}

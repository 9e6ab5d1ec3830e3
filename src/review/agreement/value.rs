//! The value of a measure, or the reason why there is none.

use std::fmt;
use std::time::Duration;

use super::f1::MatchCounts;
use crate::t;

/// A value and its components.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Figures {
    pub value: f64,
    /// Observed agreement or disagreement; for γ, the disorder of the best alignment.
    pub observed: Option<f64>,
    pub expected: Option<f64>,
    /// For cu-α and (k)u-α, the share of the text or of the label that they cover.
    pub coverage: Option<f64>,
    pub counts: Option<MatchCounts>,
}

impl Figures {
    /// 1 − observed/expected disagreement.
    pub(super) fn chance_corrected(observed: f64, expected: f64) -> Result<Self, Reason> {
        // If everything has one label, both are 0 except for rounding.
        if expected.is_nan() || expected.abs() < 1e-15 {
            return Err(Reason::NoVariation);
        }
        let value = 1.0 - observed / expected;
        Ok(Self { value, observed: Some(observed), expected: Some(expected), ..Self::default() })
    }
}

/// Why there is no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    OneAnnotator,
    NothingAnnotated,
    /// There is no document or item that both (or all) annotators did.
    NothingInCommon,
    /// Everything has the same label, so chance alone would give perfect agreement.
    NoVariation,
    /// This annotator's own spans overlap, and the measure needs one label per character.
    Overlap(String),
    /// No two units are aligned.
    NoPairs,
    TooDense,
    Stopped,
    /// γ was not finished within its time limit.
    TimeLimit(Duration),
    /// Tokens were requested but are not known.
    NoTokens,
    /// The measure needs positions in a text, and pairs of statements have none.
    NotOfPairs,
}

impl Reason {
    /// The name in files.
    pub(crate) const fn as_str(&self) -> &'static str {
        match self {
            Self::OneAnnotator => "one-annotator",
            Self::NothingAnnotated => "nothing-annotated",
            Self::NothingInCommon => "nothing-in-common",
            Self::NoVariation => "no-variation",
            Self::Overlap(_) => "overlap",
            Self::NoPairs => "no-pairs",
            Self::TooDense => "too-dense",
            Self::Stopped => "stopped",
            Self::TimeLimit(_) => "time-limit",
            Self::NotOfPairs => "not-of-pairs",
            Self::NoTokens => "no-tokens",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            Self::OneAnnotator => t!("agreement-no-one-annotator"),
            Self::NothingAnnotated => t!("agreement-no-nothing-annotated"),
            Self::NothingInCommon => t!("agreement-no-nothing-in-common"),
            Self::NoVariation => t!("agreement-no-variation"),
            Self::Overlap(annotator) => t!("agreement-no-overlap", annotator = annotator.as_str()),
            Self::NoPairs => t!("agreement-no-pairs"),
            Self::TooDense => t!("agreement-no-too-dense"),
            Self::Stopped => t!("agreement-no-stopped"),
            Self::TimeLimit(limit) => t!("agreement-no-time", seconds = limit.as_secs_f64()),
            Self::NotOfPairs => t!("agreement-no-not-of-pairs"),
            Self::NoTokens => t!("agreement-no-tokens"),
        })
    }
}

/// A count as a number to calculate with; exact below 2⁵³.
pub(super) const fn to_f64(count: u64) -> f64 {
    count as f64
}

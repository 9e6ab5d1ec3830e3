//! What a value says, in plain words, as far as that can be said of its measure.

use crate::review::agreement::{Measure, Score};
use crate::t;

/// From here on, Krippendorff (2004, p. 241) relies on data; from the second one he draws tentative conclusions.
const RELIABLE: f64 = 0.8;
const TENTATIVE: f64 = 0.667;

/// The verdict. `None` if there is no value, or if nothing can be said of it alone.
pub(super) fn words(score: &Score) -> Option<String> {
    let value = score.value()?;
    match score.measure {
        Measure::Cohen
        | Measure::Fleiss
        | Measure::Alpha
        | Measure::UAlpha
        | Measure::UAlphaBar
        | Measure::CuAlpha
        | Measure::KuAlpha => {
            // What is relied on must hold for other documents, too.
            let judged = score.interval.map_or(value, |(low, _)| low);
            Some(if judged >= RELIABLE {
                t!("agreement-verdict-reliable")
            } else if judged >= TENTATIVE {
                t!("agreement-verdict-tentative")
            } else {
                t!("agreement-verdict-low")
            })
        }
        Measure::F1Exact | Measure::F1Match | Measure::F1Any => {
            Some(t!("agreement-verdict-spans", count = hundredths(value)))
        }
        Measure::F1Char | Measure::Percent => Some(t!("agreement-verdict-characters", count = hundredths(value))),
        Measure::Gamma | Measure::GammaCat | Measure::GammaK => Some(t!("agreement-verdict-gamma")),
        // It has no lower bound and is there for comparing reports.
        Measure::AlphaU1995 => None,
    }
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::agreement::Figures;

    fn verdict(measure: Measure, value: f64, interval: Option<(f64, f64)>) -> Option<String> {
        let figures = Figures { value, observed: None, expected: None, coverage: None, counts: None };
        words(&Score { interval, ..Score::new(measure, Vec::new(), Ok(figures)) })
    }

    #[test]
    fn limits_hold_for_measures_beyond_chance_and_for_the_lower_end_of_an_interval() {
        assert_eq!(verdict(Measure::Alpha, 0.8, None), Some(t!("agreement-verdict-reliable")));
        assert_eq!(verdict(Measure::Alpha, 0.79, None), Some(t!("agreement-verdict-tentative")));
        assert_eq!(verdict(Measure::Cohen, 0.66, None), Some(t!("agreement-verdict-low")));
        assert_eq!(verdict(Measure::Alpha, 0.85, Some((0.7, 0.9))), Some(t!("agreement-verdict-tentative")));
        assert_eq!(verdict(Measure::AlphaU1995, 0.9, None), None);
        // F1 has no such limits.
        assert_eq!(verdict(Measure::F1Match, 0.883, None), Some(t!("agreement-verdict-spans", count = 88)));
    }
}

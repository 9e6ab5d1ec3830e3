//! The order of a list that two sides have changed.

use std::collections::{HashMap, HashSet};

/// Merges the order of three lists: it follows the side that has changed it, and an added entry keeps its predecessor.
pub(crate) fn sequence<'s>(base: &[&'s str], ours: &[&'s str], theirs: &[&'s str]) -> Vec<&'s str> {
    fn places<'s>(side: &[&'s str]) -> HashMap<&'s str, usize> {
        let mut places = HashMap::with_capacity(side.len());
        for (place, id) in side.iter().enumerate() {
            places.entry(*id).or_insert(place);
        }
        places
    }
    let (place_in_ours, place_in_theirs) = (places(ours), places(theirs));
    let is_shared = |id: &&&str| place_in_ours.contains_key(**id) && place_in_theirs.contains_key(**id);
    let shared = |side: &[&'s str]| side.iter().filter(is_shared).copied().collect::<Vec<_>>();
    let (mine, yours, old) = (shared(ours), shared(theirs), shared(base));
    let skeleton = if yours == old || (mine != old && mine <= yours) { mine } else { yours };
    let fixed: HashSet<&str> = skeleton.iter().copied().collect();
    let (mut merged, mut done) = (Vec::with_capacity(ours.len().max(theirs.len())), HashSet::new());
    for anchor in std::iter::once(None).chain(skeleton.iter().map(Some)) {
        if let Some(anchor) = anchor {
            merged.push(*anchor);
            if !done.insert(*anchor) {
                // The entries after it were already taken at its first occurrence.
                continue;
            }
        }
        // The entries after the anchor on each side, up to the next shared one; only those that are new or stay in the
        // list.
        let run = |side: &[&'s str], places: &HashMap<&str, usize>| -> Vec<&'s str> {
            let start = anchor.map_or(Some(0), |anchor| places.get(anchor).map(|at| at + 1));
            let rest = side.get(start.unwrap_or(side.len())..).unwrap_or_default();
            rest.iter().take_while(|id| !fixed.contains(*id)).copied().collect()
        };
        let (mine, yours) = (run(ours, &place_in_ours), run(theirs, &place_in_theirs));
        let (first, second) = if mine <= yours { (mine, yours) } else { (yours, mine) };
        merged.extend(first.into_iter().chain(second).filter(|id| done.insert(id)));
    }
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The merged order in its plainest form, which searches from the beginning each time.
    fn plain(base: &[&str], ours: &[&str], theirs: &[&str]) -> Vec<String> {
        let shared = |side: &[&str]| -> Vec<String> {
            side.iter().filter(|id| ours.contains(id) && theirs.contains(id)).map(|id| (*id).to_owned()).collect()
        };
        let (mine, yours) = (shared(ours), shared(theirs));
        let old: Vec<String> = base.iter().map(|id| (*id).to_owned()).filter(|id| mine.contains(id)).collect();
        let skeleton = if yours == old || (mine != old && mine <= yours) { mine } else { yours };
        let mut merged: Vec<String> = Vec::new();
        for anchor in std::iter::once(None).chain(skeleton.iter().map(Some)) {
            merged.extend(anchor.cloned());
            let run = |side: &[&str]| -> Vec<String> {
                let start = anchor.map_or(Some(0), |anchor| side.iter().position(|id| id == anchor).map(|at| at + 1));
                let rest = side[start.unwrap_or(side.len())..].iter().map(|id| (*id).to_owned());
                rest.take_while(|id| !skeleton.contains(id)).collect()
            };
            let (mine, yours) = (run(ours), run(theirs));
            let (first, second) = if mine <= yours { (mine, yours) } else { (yours, mine) };
            for id in first.into_iter().chain(second) {
                if !merged.contains(&id) {
                    merged.push(id);
                }
            }
        }
        merged
    }

    fn names() -> impl Strategy<Value = Vec<String>> {
        // Includes duplicate names, which may occur among aliases.
        prop::collection::vec("[a-h]", 0..10)
    }

    proptest! {
        #[test]
        fn the_order_is_the_one_that_looking_for_everything_gives(base in names(), ours in names(), theirs in names()) {
            fn list(names: &[String]) -> Vec<&str> {
                names.iter().map(String::as_str).collect()
            }
            let (base, ours, theirs) = (list(&base), list(&ours), list(&theirs));
            prop_assert_eq!(sequence(&base, &ours, &theirs), plain(&base, &ours, &theirs));
        }
    }
}

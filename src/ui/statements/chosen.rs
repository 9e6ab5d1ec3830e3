//! Which rows of a long list are chosen: ranges, so that choosing all of a million costs no more than choosing one.

use std::ops::Range;

/// The chosen rows and the current one, by their places in the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// In order, none empty, none touching another.
    ranges: Vec<Range<usize>>,
    /// The row that the keyboard is at.
    cursor: Option<usize>,
    /// Where a range begins that is extended.
    anchor: Option<usize>,
    /// Counts the changes.
    serial: u64,
}

impl Chosen {
    pub(crate) fn len(&self) -> usize {
        self.ranges.iter().map(ExactSizeIterator::len).sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    pub(crate) fn contains(&self, row: usize) -> bool {
        let after = self.ranges.partition_point(|range| range.end <= row);
        self.ranges.get(after).is_some_and(|range| range.contains(&row))
    }

    /// The chosen rows, in order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.ranges.iter().cloned().flatten()
    }

    pub(crate) fn cursor(&self) -> Option<usize> {
        self.cursor
    }

    /// A number that is another one after every change.
    pub(crate) fn serial(&self) -> u64 {
        self.serial
    }

    /// Chooses no row; the current one stays.
    pub(crate) fn clear(&mut self) {
        self.serial += 1;
        self.ranges.clear();
    }

    /// Chooses one row alone.
    pub(crate) fn only(&mut self, row: usize) {
        self.serial += 1;
        self.ranges = std::iter::once(row..row + 1).collect();
        (self.cursor, self.anchor) = (Some(row), Some(row));
    }

    /// Makes a row the current one; the chosen ones stay.
    pub(crate) fn go_to(&mut self, row: usize) {
        self.serial += 1;
        (self.cursor, self.anchor) = (Some(row), Some(row));
    }

    /// Adds a row to the chosen ones, or takes it out.
    pub(crate) fn toggle(&mut self, row: usize) {
        self.go_to(row);
        if self.contains(row) {
            let split = |range: &Range<usize>| [range.start..range.end.min(row), range.start.max(row + 1)..range.end];
            self.ranges = self.ranges.iter().flat_map(split).filter(|range| !range.is_empty()).collect();
        } else {
            self.add(row..row + 1);
        }
    }

    /// Chooses the rows from where the last choice began to this one; `keeps` what was chosen besides.
    pub(crate) fn extend_to(&mut self, row: usize, keeps: bool) {
        self.serial += 1;
        let anchor = self.anchor.unwrap_or(row);
        if !keeps {
            self.ranges.clear();
        }
        self.add(anchor.min(row)..anchor.max(row) + 1);
        (self.cursor, self.anchor) = (Some(row), Some(anchor));
    }

    /// Chooses all rows of a list of this length.
    pub(crate) fn all(&mut self, count: usize) {
        self.serial += 1;
        self.ranges = if count == 0 { Vec::new() } else { std::iter::once(0..count).collect() };
        self.cursor = self.cursor.or((count > 0).then_some(0));
    }

    /// Takes over places in another list, which are in order.
    pub(crate) fn take(&mut self, places: &[usize], cursor: Option<usize>) {
        self.serial += 1;
        self.ranges.clear();
        for place in places {
            match self.ranges.last_mut() {
                Some(last) if last.end == *place => last.end += 1,
                _ => self.ranges.push(*place..*place + 1),
            }
        }
        (self.cursor, self.anchor) = (cursor, cursor);
    }

    fn add(&mut self, added: Range<usize>) {
        let first = self.ranges.partition_point(|range| range.end < added.start);
        let end = self.ranges.partition_point(|range| range.start <= added.end);
        let met = self.ranges.get(first..end).unwrap_or_default();
        let start = met.first().map_or(added.start, |range| range.start.min(added.start));
        let last = met.last().map_or(added.end, |range| range.end.max(added.end));
        self.ranges.splice(first..end.max(first), std::iter::once(start..last));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    fn random(state: &mut u64) -> usize {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as usize
    }

    #[test]
    fn it_is_a_set_of_rows() {
        let (mut chosen, mut plain, mut state) = (Chosen::default(), BTreeSet::new(), 3);
        let mut anchor = None;
        for _ in 0..5_000 {
            let row = random(&mut state) % 40;
            match random(&mut state) % 12 {
                0 => {
                    chosen.only(row);
                    plain = BTreeSet::from([row]);
                    anchor = Some(row);
                }
                1 | 2 => {
                    let keeps = random(&mut state).is_multiple_of(2);
                    chosen.extend_to(row, keeps);
                    if !keeps {
                        plain.clear();
                    }
                    let from = *anchor.get_or_insert(row);
                    plain.extend(from.min(row)..=from.max(row));
                }
                3 => {
                    let places: Vec<usize> = plain.iter().map(|row| row + 1).collect();
                    chosen.take(&places, None);
                    plain = places.into_iter().collect();
                    anchor = None;
                }
                _ => {
                    chosen.toggle(row);
                    if !plain.remove(&row) {
                        plain.insert(row);
                    }
                    anchor = Some(row);
                }
            }
            assert!(chosen.rows().eq(plain.iter().copied()), "{chosen:?} {plain:?}");
            assert_eq!(chosen.len(), plain.len());
            assert!((0..45).all(|row| chosen.contains(row) == plain.contains(&row)));
            assert!(chosen.ranges.windows(2).all(|pair| pair[0].end < pair[1].start), "{chosen:?}");
        }
    }

    #[test]
    fn all_of_a_million_are_one_range() {
        let mut chosen = Chosen::default();
        chosen.all(1_000_000);
        assert_eq!((chosen.len(), chosen.cursor(), chosen.ranges.len()), (1_000_000, Some(0), 1));
        chosen.toggle(7);
        assert_eq!((chosen.len(), chosen.contains(7)), (999_999, false));
        chosen.clear();
        assert_eq!((chosen.is_empty(), chosen.cursor()), (true, Some(7)));
    }
}

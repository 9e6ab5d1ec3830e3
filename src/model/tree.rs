//! A persistent sorted map: changes cost O(log n), clones O(1).
//!
//! A treap (Seidel and Aragon, *Randomized Search Trees*, Algorithmica 16, 1996) whose nodes are shared between clones: a
//! change copies only the path to what it changes, so that the saver can keep the project as it was without stopping the
//! window. Every node knows how many entries hang below it (for the place of an entry in the order) and how far the
//! longest of them reaches (for the question which stretches meet a range: an interval tree, as in Cormen et al.,
//! *Introduction to Algorithms*, section 14.3).

use std::fmt;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// What a [`Tree`] is sorted by.
pub(crate) trait Key: Ord + Clone + Hash {
    /// For keys that are stretches of a text: where it starts and where it ends, in bytes.
    fn stretch_byte(&self) -> Range<usize> {
        0..0
    }
}

/// A persistent map sorted by key.
pub(crate) struct Tree<K, V> {
    root: Link<K, V>,
}

type Link<K, V> = Option<Arc<Node<K, V>>>;

#[derive(Clone)]
struct Node<K, V> {
    key: K,
    value: V,
    /// Never lower than those of the nodes below.
    priority: u32,
    /// How many entries this node and those below it are.
    count: u32,
    /// The furthest end of them, in bytes.
    reach_byte: usize,
    left: Link<K, V>,
    right: Link<K, V>,
}

impl<K: Key, V: Clone> Tree<K, V> {
    pub(crate) fn len(&self) -> usize {
        count(&self.root)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        let mut at = self.root.as_deref();
        while let Some(node) = at {
            at = match key.cmp(&node.key) {
                std::cmp::Ordering::Less => node.left.as_deref(),
                std::cmp::Ordering::Equal => return Some(&node.value),
                std::cmp::Ordering::Greater => node.right.as_deref(),
            };
        }
        None
    }

    /// Inserts an entry and returns the value that it replaces.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        insert(&mut self.root, key, value)
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        remove(&mut self.root, key)
    }

    /// All entries in order.
    pub(crate) fn iter(&self) -> Iter<'_, K, V> {
        Iter { root: self.root.as_deref(), front: None, back: None, left: self.len() }
    }

    /// The entries from this place in the order on.
    pub(crate) fn iter_from(&self, index: usize) -> impl Iterator<Item = (&K, &V)> {
        let mut front = Vec::new();
        let (mut at, mut skip) = (self.root.as_deref(), index);
        while let Some(node) = at {
            let before = count(&node.left);
            if skip <= before {
                front.push(node);
                at = node.left.as_deref();
            } else {
                skip -= before + 1;
                at = node.right.as_deref();
            }
        }
        Iter { root: None, front: Some(front), back: None, left: self.len().saturating_sub(index) }
    }

    /// The entry at this place in the order.
    pub(crate) fn nth(&self, index: usize) -> Option<(&K, &V)> {
        let (mut at, mut index) = (self.root.as_deref(), index);
        while let Some(node) = at {
            let before = count(&node.left);
            match index.cmp(&before) {
                std::cmp::Ordering::Less => at = node.left.as_deref(),
                std::cmp::Ordering::Equal => return Some((&node.key, &node.value)),
                std::cmp::Ordering::Greater => {
                    index -= before + 1;
                    at = node.right.as_deref();
                }
            }
        }
        None
    }

    /// How many entries come before this key, whether it is in the map or not.
    pub(crate) fn rank(&self, key: &K) -> usize {
        let (mut at, mut rank) = (self.root.as_deref(), 0);
        while let Some(node) = at {
            if *key <= node.key {
                at = node.left.as_deref();
            } else {
                rank += count(&node.left) + 1;
                at = node.right.as_deref();
            }
        }
        rank
    }

    /// Calls `found` with every entry whose stretch overlaps this range, in order, until it returns false. Takes
    /// O(log n + number of entries found).
    pub(crate) fn overlapping<'t>(&'t self, range_byte: Range<usize>, mut found: impl FnMut(&'t K, &'t V) -> bool) {
        overlapping(self.root.as_deref(), &range_byte, &mut found);
    }
}

fn count<K, V>(link: &Link<K, V>) -> usize {
    link.as_ref().map_or(0, |node| node.count as usize)
}

fn overlapping<'t, K: Key, V>(
    node: Option<&'t Node<K, V>>,
    range_byte: &Range<usize>,
    found: &mut impl FnMut(&'t K, &'t V) -> bool,
) -> bool {
    let Some(node) = node.filter(|node| node.reach_byte > range_byte.start) else { return true };
    if !overlapping(node.left.as_deref(), range_byte, found) {
        return false;
    }
    let own = node.key.stretch_byte();
    if own.start >= range_byte.end {
        // All further entries start even later.
        return true;
    }
    (own.end <= range_byte.start || found(&node.key, &node.value))
        && overlapping(node.right.as_deref(), range_byte, found)
}

impl<K: Key, V> Node<K, V> {
    fn new(key: K, value: V) -> Self {
        // Seeded anew by every process, so that no crafted file can degrade the tree into a list.
        static SEED: OnceLock<RandomState> = OnceLock::new();
        let priority = SEED.get_or_init(RandomState::new).hash_one(&key) as u32;
        let reach_byte = key.stretch_byte().end;
        Self { key, value, priority, count: 1, reach_byte, left: None, right: None }
    }

    fn refresh(&mut self) {
        let below = [&self.left, &self.right].into_iter().flatten();
        let (mut count, mut reach_byte) = (1, self.key.stretch_byte().end);
        for node in below {
            count += node.count;
            reach_byte = reach_byte.max(node.reach_byte);
        }
        self.count = count;
        self.reach_byte = reach_byte;
    }
}

fn insert<K: Key, V: Clone>(link: &mut Link<K, V>, key: K, value: V) -> Option<V> {
    let Some(shared) = link else {
        *link = Some(Arc::new(Node::new(key, value)));
        return None;
    };
    let node = Arc::make_mut(shared);
    match key.cmp(&node.key) {
        std::cmp::Ordering::Equal => Some(std::mem::replace(&mut node.value, value)),
        std::cmp::Ordering::Less => {
            let old = insert(&mut node.left, key, value);
            let lift = node.left.as_ref().is_some_and(|left| left.priority > node.priority);
            node.refresh();
            if lift {
                lift_left(link);
            }
            old
        }
        std::cmp::Ordering::Greater => {
            let old = insert(&mut node.right, key, value);
            let lift = node.right.as_ref().is_some_and(|right| right.priority > node.priority);
            node.refresh();
            if lift {
                lift_right(link);
            }
            old
        }
    }
}

/// Turns the tree so that the left child is its root.
fn lift_left<K: Key, V: Clone>(link: &mut Link<K, V>) {
    let Some(mut top) = link.take() else { return };
    let node = Arc::make_mut(&mut top);
    match node.left.take() {
        Some(mut left) => {
            let lifted = Arc::make_mut(&mut left);
            node.left = lifted.right.take();
            node.refresh();
            lifted.right = Some(top);
            lifted.refresh();
            *link = Some(left);
        }
        None => *link = Some(top),
    }
}

/// Turns the tree so that the right child is its root.
fn lift_right<K: Key, V: Clone>(link: &mut Link<K, V>) {
    let Some(mut top) = link.take() else { return };
    let node = Arc::make_mut(&mut top);
    match node.right.take() {
        Some(mut right) => {
            let lifted = Arc::make_mut(&mut right);
            node.right = lifted.left.take();
            node.refresh();
            lifted.left = Some(top);
            lifted.refresh();
            *link = Some(right);
        }
        None => *link = Some(top),
    }
}

fn remove<K: Key, V: Clone>(link: &mut Link<K, V>, key: &K) -> Option<V> {
    let shared = link.as_mut()?;
    let order = key.cmp(&shared.key);
    if order == std::cmp::Ordering::Equal {
        let node = Arc::unwrap_or_clone(link.take()?);
        *link = join(node.left, node.right);
        return Some(node.value);
    }
    let node = Arc::make_mut(shared);
    let side = if order == std::cmp::Ordering::Less { &mut node.left } else { &mut node.right };
    let old = remove(side, key);
    node.refresh();
    old
}

/// Joins two trees; all keys of the first sort before those of the second.
fn join<K: Key, V: Clone>(left: Link<K, V>, right: Link<K, V>) -> Link<K, V> {
    match (left, right) {
        (None, link) | (link, None) => link,
        (Some(mut left), Some(mut right)) => {
            if left.priority >= right.priority {
                let node = Arc::make_mut(&mut left);
                node.right = join(node.right.take(), Some(right));
                node.refresh();
                Some(left)
            } else {
                let node = Arc::make_mut(&mut right);
                node.left = join(Some(left), node.left.take());
                node.refresh();
                Some(right)
            }
        }
    }
}

/// The entries of a [`Tree`] in order, from both ends.
pub(crate) struct Iter<'t, K, V> {
    root: Option<&'t Node<K, V>>,
    /// The nodes that come next, the nearest last; `None` before the first call.
    front: Option<Vec<&'t Node<K, V>>>,
    back: Option<Vec<&'t Node<K, V>>>,
    left: usize,
}

impl<'t, K, V> Iterator for Iter<'t, K, V> {
    type Item = (&'t K, &'t V);

    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let root = self.root;
        let stack = self.front.get_or_insert_with(|| {
            let mut stack = Vec::new();
            descend(&mut stack, root, |node| node.left.as_deref());
            stack
        });
        let node = stack.pop()?;
        descend(stack, node.right.as_deref(), |node| node.left.as_deref());
        Some((&node.key, &node.value))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K, V> DoubleEndedIterator for Iter<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.left = self.left.checked_sub(1)?;
        let root = self.root;
        let stack = self.back.get_or_insert_with(|| {
            let mut stack = Vec::new();
            descend(&mut stack, root, |node| node.right.as_deref());
            stack
        });
        let node = stack.pop()?;
        descend(stack, node.left.as_deref(), |node| node.right.as_deref());
        Some((&node.key, &node.value))
    }
}

fn descend<'t, K, V>(
    stack: &mut Vec<&'t Node<K, V>>,
    from: Option<&'t Node<K, V>>,
    next: impl Fn(&'t Node<K, V>) -> Option<&'t Node<K, V>>,
) {
    let mut at = from;
    while let Some(node) = at {
        stack.push(node);
        at = next(node);
    }
}

impl<K, V> Clone for Tree<K, V> {
    fn clone(&self) -> Self {
        Self { root: self.root.clone() }
    }
}

impl<K, V> Default for Tree<K, V> {
    fn default() -> Self {
        Self { root: None }
    }
}

impl<K: Key, V: Clone + PartialEq> PartialEq for Tree<K, V> {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.root, &other.root) {
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (None, None) => true,
            _ => false,
        };
        same || (self.len() == other.len() && self.iter().eq(other.iter()))
    }
}

impl<K: Key, V: Clone + Eq> Eq for Tree<K, V> {}

impl<K: Key + fmt::Debug, V: Clone + fmt::Debug> fmt::Debug for Tree<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    impl Key for (usize, usize, u32) {
        fn stretch_byte(&self) -> Range<usize> {
            self.0..self.1
        }
    }

    /// splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    fn random(state: &mut u64) -> usize {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as usize
    }

    #[test]
    fn it_is_a_sorted_map_that_knows_places_and_overlaps() {
        let mut state = 7;
        let mut tree = Tree::default();
        let mut plain = BTreeMap::new();
        let mut kept: Vec<(Tree<_, usize>, BTreeMap<_, usize>)> = Vec::new();
        for step in 0..4000 {
            let start = random(&mut state) % 300;
            // Mostly short, some long, some empty.
            let length = match random(&mut state) % 10 {
                0 => random(&mut state) % 250,
                1 => 0,
                _ => random(&mut state) % 12,
            };
            let key = (start, start + length, (random(&mut state) % 3) as u32);
            if random(&mut state) % 5 < 2 {
                assert_eq!(tree.remove(&key), plain.remove(&key));
            } else {
                assert_eq!(tree.insert(key, step), plain.insert(key, step));
            }
            if step % 500 == 0 {
                kept.push((tree.clone(), plain.clone()));
            }
            if step % 10 != 0 {
                continue;
            }
            assert_eq!(tree.len(), plain.len());
            assert!(tree.iter().eq(plain.iter()));
            assert!(tree.iter().rev().eq(plain.iter().rev()));
            let from = random(&mut state) % 320;
            let range = from..from + 1 + random(&mut state) % 40;
            let mut met = Vec::new();
            tree.overlapping(range.clone(), |key, _| {
                met.push(*key);
                true
            });
            let expected: Vec<_> = plain.keys().filter(|k| k.0 < range.end && k.1 > range.start).copied().collect();
            assert_eq!(met, expected, "{range:?}");
            let index = random(&mut state) % (plain.len() + 1);
            assert_eq!(tree.nth(index), plain.iter().nth(index));
            assert!(tree.iter_from(index).eq(plain.iter().skip(index)));
            assert_eq!(tree.rank(&key), plain.range(..key).count());
            assert_eq!(tree.get(&key), plain.get(&key));
        }
        for (tree, plain) in kept {
            assert!(tree.iter().eq(plain.iter()), "a clone stays what it was");
        }
    }

    #[test]
    fn iteration_from_both_ends_meets_in_the_middle() {
        let mut tree = Tree::default();
        for i in 0..7_usize {
            tree.insert((i, i + 1, 0), ());
        }
        let mut iter = tree.iter().map(|(key, ())| key.0);
        assert_eq!((iter.next(), iter.next_back(), iter.next()), (Some(0), Some(6), Some(1)));
        assert_eq!(iter.collect::<Vec<_>>(), [2, 3, 4, 5]);
    }

    #[test]
    fn a_question_costs_little_however_many_there_are() {
        let mut tree = Tree::default();
        for i in 0..50_000_usize {
            tree.insert((i * 10, i * 10 + 15, 0), ());
        }
        // Visits are counted, not timed: about twice the depth of a balanced tree and the entries found.
        let mut found = 0;
        tree.overlapping(250_000..250_100, |_, ()| {
            found += 1;
            true
        });
        assert_eq!(found, 11);
        fn depth<K, V>(link: &Link<K, V>) -> usize {
            link.as_ref().map_or(0, |node| 1 + depth(&node.left).max(depth(&node.right)))
        }
        assert!(depth(&tree.root) < 80, "{}", depth(&tree.root));
    }
}

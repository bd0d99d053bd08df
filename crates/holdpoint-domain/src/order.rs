//! Sorting, and maps from pairs, with one sort for all types: each type's own would be four kilobytes of the page.

use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Sorts by a key; what is equal keeps its order.
pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let keys: Vec<K> = items.iter().map(key).collect();
    let mut taken: Vec<Option<T>> = items.drain(..).map(Some).collect();
    let places = places(keys.len(), &|a, b| keys[a].cmp(&keys[b]));
    items.extend(places.into_iter().filter_map(|place| taken[place].take()));
}

/// The later of two pairs with the same key counts, as when a map is collected.
pub fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(pairs);
    map
}

/// Not generic, so that there is one of it.
fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_standard_library_does() {
        let mut ours: Vec<(u32, char)> = vec![(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e')];
        let mut theirs = ours.clone();
        sort_by_key(&mut ours, |item| item.0);
        theirs.sort_by_key(|item| item.0);
        assert_eq!(ours, theirs);
        let mut nothing: Vec<u8> = Vec::new();
        sort_by_key(&mut nothing, |item| *item);
        assert!(nothing.is_empty());
    }

    #[test]
    fn a_later_pair_counts() {
        assert_eq!(map([(1, 'a'), (2, 'b'), (1, 'c')]), BTreeMap::from([(1, 'c'), (2, 'b')]));
    }
}

//! Sorting, and maps from pairs and less pairs, in small code: a sort for each type would be four kilobytes of the page, and so would be what
//! takes a pair out of a type of map and evens the rest.

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

/// Takes the value of a key out; the map is built anew.
pub fn take<K: Ord, V>(all: &mut BTreeMap<K, V>, key: &K) -> Option<V> {
    if !all.contains_key(key) {
        return None;
    }
    let mut taken = None;
    for (known, value) in std::mem::take(all) {
        if known == *key {
            taken = Some(value);
        } else {
            all.insert(known, value);
        }
    }
    taken
}

/// Keeps the pairs of some keys only; the map is built anew.
pub fn keep<K: Ord, V>(all: &mut BTreeMap<K, V>, keeps: impl Fn(&K) -> bool) {
    *all = map(std::mem::take(all).into_iter().filter(|(key, _)| keeps(key)));
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

    #[test]
    fn what_is_taken_out_or_not_kept_is_gone() {
        let mut all = map([(1, 'a'), (2, 'b'), (3, 'c')]);
        assert_eq!((take(&mut all, &2), take(&mut all, &2)), (Some('b'), None));
        keep(&mut all, |key| *key != 1);
        assert_eq!(all, BTreeMap::from([(3, 'c')]));
    }
}

//! RFC 6962 Merkle trees: root, inclusion and consistency proofs, and their verification. Sizes and indices count leaves from 0.

use sha2::{Digest as _, Sha256};

/// A node of the tree: SHA-256.
pub type Hash = [u8; 32];

/// The hash of a leaf: SHA-256 over a zero byte and the leaf's bytes (RFC 6962, section 2.1).
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(leaf).finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The root over leaf hashes; SHA-256 of nothing for the empty tree.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [one] => *one,
        _ => {
            let (left, right) = halves(leaves);
            node_hash(&root(left), &root(right))
        }
    }
}

/// The siblings on the way from leaf `index` up to the root; `None`: there is no such leaf.
pub fn inclusion_proof(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if leaves.len() <= index {
        return None;
    }
    let mut path = Vec::new();
    let (mut rest, mut index) = (leaves, index);
    while 1 < rest.len() {
        let (left, right) = halves(rest);
        if index < left.len() {
            path.push(root(right));
            rest = left;
        } else {
            path.push(root(left));
            index -= left.len();
            rest = right;
        }
    }
    path.reverse();
    Some(path)
}

/// What proves that the tree of the first `old` leaves grew into this one; `None`: `old` is 0 or more than there are.
pub fn consistency_proof(leaves: &[Hash], old: usize) -> Option<Vec<Hash>> {
    if old == 0 || leaves.len() < old {
        return None;
    }
    let mut path = Vec::new();
    // Whether `rest` is a whole subtree of the old tree, whose root the verifier knows already.
    let mut known = true;
    let (mut rest, mut old) = (leaves, old);
    while old < rest.len() {
        let (left, right) = halves(rest);
        if old <= left.len() {
            path.push(root(right));
            rest = left;
        } else {
            path.push(root(left));
            old -= left.len();
            rest = right;
            known = false;
        }
    }
    if !known {
        path.push(root(rest));
    }
    path.reverse();
    Some(path)
}

/// A tree as a checkpoint names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many leaves.
    pub size: u64,
    pub root: Hash,
}

impl Head {
    pub fn of(leaves: &[Hash]) -> Self {
        Self { size: leaves.len() as u64, root: root(leaves) }
    }

    /// Whether `path` proves that the leaf with hash `leaf` is at `index`.
    ///
    /// * Source: RFC 9162, section 2.1.3.2.
    pub fn includes(&self, leaf: &Hash, index: u64, path: &[Hash]) -> bool {
        if self.size <= index {
            return false;
        }
        let (mut place, mut last, mut hash) = (index, self.size - 1, *leaf);
        for sibling in path {
            if last == 0 {
                return false;
            }
            if place & 1 == 1 || place == last {
                hash = node_hash(sibling, &hash);
                while place & 1 == 0 && place != 0 {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                hash = node_hash(&hash, sibling);
            }
            place >>= 1;
            last >>= 1;
        }
        last == 0 && hash == self.root
    }

    /// Whether `path` proves that this tree begins with all of `old`.
    ///
    /// * Source: RFC 9162, section 2.1.4.2.
    pub fn extends(&self, old: &Head, path: &[Hash]) -> bool {
        if old.size == 0 || self.size < old.size {
            return false;
        }
        if old.size == self.size {
            return path.is_empty() && old.root == self.root;
        }
        let (mut place, mut last) = (old.size - 1, self.size - 1);
        while place & 1 == 1 {
            place >>= 1;
            last >>= 1;
        }
        let mut path = path.iter();
        // The old tree is a whole subtree of the new one: its root is the start, and is not sent.
        let start = if old.size.is_power_of_two() { Some(&old.root) } else { path.next() };
        let Some(start) = start else {
            return false;
        };
        let (mut before, mut after) = (*start, *start);
        for sibling in path {
            if last == 0 {
                return false;
            }
            if place & 1 == 1 || place == last {
                before = node_hash(sibling, &before);
                after = node_hash(sibling, &after);
                while place & 1 == 0 && place != 0 {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                after = node_hash(&after, sibling);
            }
            place >>= 1;
            last >>= 1;
        }
        last == 0 && before == old.root && after == self.root
    }
}

/// Splits at the largest power of two below the length; for two leaves or more.
fn halves(leaves: &[Hash]) -> (&[Hash], &[Hash]) {
    leaves.split_at(leaves.len().next_power_of_two() / 2)
}

#[cfg(test)]
mod tests;

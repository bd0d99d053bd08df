//! RFC 6962 Merkle trees: root, proofs of inclusion, and their verification. Sizes and indices count leaves from 0.

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
}

/// Splits at the largest power of two below the length; for two leaves or more.
fn halves(leaves: &[Hash]) -> (&[Hash], &[Hash]) {
    leaves.split_at(leaves.len().next_power_of_two() / 2)
}

#[cfg(test)]
mod tests;

//! The vectors of certificate-transparency's reference implementation (`merkletree/merkle_tree_test.cc`, as RFC 9162 section 2.1.5
//! draws its trees), and properties over any tree.

use proptest::prelude::*;

use super::*;

const LEAVES: [&str; 8] = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn leaves() -> Vec<Hash> {
    LEAVES.map(|leaf| leaf_hash(&hex::decode(leaf).unwrap())).to_vec()
}

fn texts(path: Option<Vec<Hash>>) -> Vec<String> {
    path.unwrap().iter().map(hex::encode).collect()
}

#[test]
fn roots_are_the_reference_implementations() {
    assert_eq!(hex::encode(root(&[])), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    for (count, expected) in (1..=8).zip(ROOTS) {
        assert_eq!(hex::encode(root(&leaves()[..count])), expected, "{count} leaves");
    }
}

#[test]
fn inclusion_proofs_are_the_reference_implementations() {
    let leaves = leaves();
    assert!(texts(inclusion_proof(&leaves[..1], 0)).is_empty());
    let first_of_eight = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ];
    assert_eq!(texts(inclusion_proof(&leaves, 0)), first_of_eight);
    let sixth_of_eight = [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(texts(inclusion_proof(&leaves, 5)), sixth_of_eight);
    let third_of_three = ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"];
    assert_eq!(texts(inclusion_proof(&leaves[..3], 2)), third_of_three);
    assert_eq!(inclusion_proof(&leaves, 8), None);
}

#[test]
fn consistency_proofs_are_the_reference_implementations() {
    let leaves = leaves();
    assert!(texts(consistency_proof(&leaves[..1], 1)).is_empty());
    let one_to_eight = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ];
    assert_eq!(texts(consistency_proof(&leaves, 1)), one_to_eight);
    let six_to_eight = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(texts(consistency_proof(&leaves, 6)), six_to_eight);
    let two_to_five = [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ];
    assert_eq!(texts(consistency_proof(&leaves[..5], 2)), two_to_five);
    assert_eq!(consistency_proof(&leaves, 0), None);
    assert_eq!(consistency_proof(&leaves, 9), None);
}

#[test]
fn every_proof_of_small_trees_holds_and_nothing_else_does() {
    let all: Vec<Hash> = (0..20u8).map(|leaf| leaf_hash(&[leaf])).collect();
    for size in 1..=all.len() {
        let (leaves, head) = (&all[..size], Head::of(&all[..size]));
        for index in 0..size {
            let path = inclusion_proof(leaves, index).unwrap();
            for claimed in 0..=size {
                for leaf in leaves {
                    let same = claimed == index && *leaf == leaves[index];
                    assert_eq!(head.includes(leaf, claimed as u64, &path), same, "{claimed} of {size} by the proof of {index}");
                }
            }
        }
        for old in 1..=size {
            let path = consistency_proof(leaves, old).unwrap();
            for claimed in 1..=size {
                let holds = head.extends(&Head::of(&all[..claimed]), &path);
                assert_eq!(holds, claimed == old, "{claimed} to {size} by the proof of {old}");
            }
        }
    }
}

proptest! {
    #[test]
    fn an_altered_proof_does_not_hold(
        size in 1..200usize,
        place in any::<prop::sample::Index>(),
        old in any::<prop::sample::Index>(),
        bit in any::<prop::sample::Index>(),
    ) {
        let leaves: Vec<Hash> = (0..size as u64).map(|leaf| leaf_hash(&leaf.to_be_bytes())).collect();
        let (head, index, old) = (Head::of(&leaves), place.index(size), old.index(size) + 1);
        let inclusion = inclusion_proof(&leaves, index).unwrap();
        let before = Head::of(&leaves[..old]);
        let consistency = consistency_proof(&leaves, old).unwrap();
        prop_assert!(head.includes(&leaves[index], index as u64, &inclusion));
        prop_assert!(head.extends(&before, &consistency));
        for altered in alterations(&inclusion, bit) {
            prop_assert!(!head.includes(&leaves[index], index as u64, &altered));
        }
        for altered in alterations(&consistency, bit) {
            prop_assert!(!head.extends(&before, &altered));
        }
    }

    #[test]
    fn no_proof_panics(
        size in any::<u64>(),
        index in any::<u64>(),
        path in proptest::collection::vec(any::<Hash>(), 0..70),
    ) {
        let head = Head { size, root: [0; 32] };
        prop_assert!(!head.includes(&[1; 32], index, &path));
        let old = Head { size: index, root: [2; 32] };
        prop_assert!(!head.extends(&old, &path));
    }
}

/// The proof with one bit flipped, one hash too few, one too many.
fn alterations(path: &[Hash], bit: prop::sample::Index) -> Vec<Vec<Hash>> {
    let mut all = vec![[path, &[[3; 32]]].concat()];
    if !path.is_empty() {
        let bit = bit.index(path.len() * 256);
        let mut flipped = path.to_vec();
        flipped[bit / 256][bit % 256 / 8] ^= 1 << (bit % 8);
        all.extend([flipped, path[1..].to_vec(), path[..path.len() - 1].to_vec()]);
    }
    all
}

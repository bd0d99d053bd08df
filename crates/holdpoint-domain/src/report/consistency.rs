//! That a launch's log begins with all of what it was, as a file: for who has two checkpoints of it, and not its history.

use serde::{Deserialize, Serialize};

use super::encoding::Base64;
use super::leaf::LogEntry;
use super::merkle::{self, Hash};
use super::strict;

/// A proof of consistency between two sizes of a log.
///
/// * Source: RFC 6962, section 4.4 (what `get-sth-consistency` answers).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consistency {
    /// Hashes of the tree, in the order in which they are used (RFC 6962, section 2.1.2).
    pub consistency: Vec<Base64>,
}

impl Consistency {
    /// What proves that `log` begins with its first `from` entries; `None`: that is 0, or more than there are.
    ///
    /// * `log`: from its first entry on, up to the later size.
    pub fn of(log: &[LogEntry<'_>], from: usize) -> Option<Self> {
        let hashes: Vec<Hash> = log.iter().map(LogEntry::hash).collect();
        let path = merkle::consistency_proof(&hashes, from)?;
        Some(Self { consistency: path.into_iter().map(|hash| Base64(hash.to_vec())).collect() })
    }

    /// The proof that a file holds; `None`: it holds none. Nothing is said yet about what it proves.
    pub fn parse(bytes: &[u8]) -> Option<Vec<Hash>> {
        let file: Self = strict::from_slice(bytes).ok()?;
        file.consistency.into_iter().map(|hash| hash.0.try_into().ok()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::encoding::to_base64;

    #[test]
    fn it_is_written_and_read_as_rfc_6962_has_it() {
        let leaves = ["a", "b", "c"];
        let log: Vec<_> = leaves.iter().map(|leaf| LogEntry { leaf: leaf.as_bytes(), payload: b"", was: None }).collect();
        let hashes = leaves.map(|leaf| merkle::leaf_hash(leaf.as_bytes()));
        let proof = Consistency::of(&log, 2).unwrap();
        let text = serde_json::to_string(&proof).unwrap();
        assert_eq!(text, format!("{{\"consistency\":[\"{}\"]}}", to_base64(&hashes[2])));
        assert_eq!(Consistency::parse(text.as_bytes()), Some(vec![hashes[2]]));
        assert_eq!(Consistency::of(&log, 3).map(|proof| proof.consistency), Some(vec![]), "the same size: nothing to prove");
        assert_eq!((Consistency::of(&log, 0), Consistency::of(&log, 4)), (None, None));
    }

    #[test]
    fn what_is_no_list_of_hashes_is_none() {
        let cases = [
            ("", "nothing"),
            ("[]", "no object"),
            ("{}", "no list"),
            ("{\"consistency\":[\"AAAA\"]}", "three bytes"),
            ("{\"consistency\":[\"nonsense\"]", "cut off"),
            ("{\"consistency\":[1]}", "a number"),
            ("{\"consistency\":[],\"first\":1}", "another field"),
            ("{\"consistency\":[],\"consistency\":[]}", "twice"),
        ];
        for (text, about) in cases {
            assert_eq!(Consistency::parse(text.as_bytes()), None, "{about}");
        }
        assert_eq!(Consistency::parse(b"{\"consistency\":[]}"), Some(vec![]));
    }
}

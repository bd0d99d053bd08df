//! The latest events of a launch as frames, each encoded once: bounded by number and bytes, and taken by cursor.

use std::collections::VecDeque;

use axum::body::Bytes;
use holdpoint_domain::id::Seq;

use crate::limits;

pub struct Ring {
    /// The frames are those of the events behind this one, without gaps.
    base: Seq,
    frames: VecDeque<Bytes>,
    bytes: usize,
    /// Chunks of several frames that somebody took since the last push: most readers stand at one of few places.
    joined: Vec<(Seq, Chunk)>,
}

/// Frames in one piece, up to and with an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    pub upto: Seq,
    pub bytes: Bytes,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Taken {
    Chunk(Chunk),
    Nothing,
    /// What comes next is no longer here: the log has it.
    Behind,
}

impl Ring {
    pub fn behind(base: Seq) -> Self {
        Self { base, frames: VecDeque::new(), bytes: 0, joined: Vec::new() }
    }

    /// The place of the last event.
    pub fn head(&self) -> Seq {
        Seq(self.base.0 + self.frames.len() as u64)
    }

    pub fn push(&mut self, seq: Seq, frame: Bytes) {
        if seq != self.head().next() {
            // Not from a log that keeps its promise. Readers go to the log for what is between.
            *self = Self::behind(Seq(seq.0.saturating_sub(1)));
        }
        self.joined.clear();
        self.bytes += frame.len();
        self.frames.push_back(frame);
        while limits::RING_EVENTS < self.frames.len() || limits::RING_BYTES < self.bytes {
            let Some(oldest) = self.frames.pop_front() else { break };
            self.bytes -= oldest.len();
            self.base = self.base.next();
        }
    }

    /// Puts the event in behind which this began: whoever has just opened the launch is told it once more.
    pub fn seed(&mut self, seq: Seq, frame: Bytes) {
        if self.frames.is_empty() && self.base == seq {
            self.base = Seq(seq.0.saturating_sub(1));
            self.push(seq, frame);
        }
    }

    /// Leaves everything so far to the log.
    pub fn forget(&mut self) {
        *self = Self::behind(self.head());
    }

    /// What is behind a cursor, as much as goes into one piece.
    pub fn take(&mut self, after: Seq) -> Taken {
        let Some(skip) = after.0.checked_sub(self.base.0) else { return Taken::Behind };
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        let mut waiting = self.frames.iter().skip(skip);
        let Some(first) = waiting.next() else { return Taken::Nothing };
        if skip + 1 == self.frames.len() {
            return Taken::Chunk(Chunk { upto: after.next(), bytes: first.clone() });
        }
        if let Some((_, chunk)) = self.joined.iter().find(|(from, _)| *from == after) {
            return Taken::Chunk(chunk.clone());
        }
        let mut upto = after.next();
        let mut bytes = first.to_vec();
        for frame in waiting {
            if limits::CHUNK_BYTES < bytes.len() + frame.len() {
                break;
            }
            bytes.extend_from_slice(frame);
            upto = upto.next();
        }
        let chunk = Chunk { upto, bytes: bytes.into() };
        if self.joined.len() < limits::CHUNKS_SHARED {
            self.joined.push((after, chunk.clone()));
        }
        Taken::Chunk(chunk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(seq: u64, length: usize) -> Bytes {
        vec![b'a' + u8::try_from(seq % 26).unwrap(); length].into()
    }

    /// Events 11 to `head`, each of so many bytes.
    fn ring(head: u64, length: usize) -> Ring {
        let mut ring = Ring::behind(Seq(10));
        (11..=head).for_each(|seq| ring.push(Seq(seq), frame(seq, length)));
        ring
    }

    fn taken(ring: &mut Ring, after: u64) -> Option<(u64, String)> {
        match ring.take(Seq(after)) {
            Taken::Chunk(Chunk { upto, bytes }) => Some((upto.0, String::from_utf8(bytes.to_vec()).unwrap())),
            Taken::Nothing | Taken::Behind => None,
        }
    }

    #[test]
    fn what_is_behind_a_cursor_comes_in_one_piece() {
        let mut ring = ring(14, 1);
        let cases = [(10, Some((14, "lmno"))), (11, Some((14, "mno"))), (13, Some((14, "o"))), (14, None), (99, None)];
        for (after, expected) in cases {
            let expected = expected.map(|(upto, text): (u64, &str)| (upto, text.to_owned()));
            assert_eq!(taken(&mut ring, after), expected, "behind {after}");
        }
        assert_eq!(ring.take(Seq(9)), Taken::Behind);
        assert_eq!(ring.take(Seq(14)), Taken::Nothing);
    }

    #[test]
    fn readers_at_one_place_share_one_piece() {
        let mut ring = ring(14, 100);
        let (Taken::Chunk(first), Taken::Chunk(second)) = (ring.take(Seq(11)), ring.take(Seq(11))) else { panic!("a chunk") };
        assert_eq!(first.bytes.as_ptr(), second.bytes.as_ptr());
        ring.push(Seq(15), frame(15, 100));
        assert_eq!(taken(&mut ring, 11).unwrap().0, 15, "and nothing old is shared");
        for after in 10..14 {
            ring.take(Seq(after));
        }
        assert!(ring.joined.len() <= limits::CHUNKS_SHARED);
    }

    #[test]
    fn it_is_bounded_by_number_and_by_bytes() {
        let many = 10 + limits::RING_EVENTS as u64 + 5;
        let mut short = ring(many, 1);
        assert_eq!((short.frames.len(), short.base, short.head()), (limits::RING_EVENTS, Seq(15), Seq(many)));
        assert_eq!(short.take(Seq(14)), Taken::Behind);
        assert!(taken(&mut short, 15).is_some());
        let mut large = ring(20, limits::RING_BYTES / 2);
        assert_eq!((large.frames.len(), large.base, large.bytes), (2, Seq(18), 2 * (limits::RING_BYTES / 2)));
        assert_eq!(taken(&mut large, 18).unwrap().0, 19, "one that is larger than a chunk comes alone");
        let mut odd = ring(12, limits::RING_BYTES + 1);
        assert_eq!((odd.frames.len(), odd.head()), (0, Seq(12)), "one that is larger than all is left to the log");
        assert_eq!(odd.take(Seq(11)), Taken::Behind);
        assert_eq!(odd.take(Seq(12)), Taken::Nothing);
    }

    #[test]
    fn a_chunk_has_at_most_so_many_bytes() {
        let mut ring = ring(30, limits::CHUNK_BYTES / 4);
        let mut after = 10;
        let mut seen = String::new();
        while let Some((upto, text)) = taken(&mut ring, after) {
            assert!(text.len() <= limits::CHUNK_BYTES);
            (after, seen) = (upto, seen + &text);
        }
        assert_eq!((after, seen.len()), (30, 20 * (limits::CHUNK_BYTES / 4)));
    }

    #[test]
    fn what_was_forgotten_is_left_to_the_log() {
        let mut ring = ring(14, 1);
        ring.take(Seq(11));
        ring.forget();
        assert_eq!((ring.take(Seq(11)), ring.take(Seq(14)), ring.head()), (Taken::Behind, Taken::Nothing, Seq(14)));
        ring.push(Seq(15), frame(15, 1));
        assert_eq!(taken(&mut ring, 14).unwrap().0, 15);
    }

    #[test]
    fn the_event_behind_which_it_began_is_put_in_before_any_other() {
        let mut ring = Ring::behind(Seq(10));
        ring.seed(Seq(9), frame(9, 1));
        assert_eq!(ring.take(Seq(9)), Taken::Behind, "another one");
        ring.seed(Seq(10), frame(10, 1));
        assert_eq!((taken(&mut ring, 9).unwrap().0, ring.take(Seq(10)), ring.head()), (10, Taken::Nothing, Seq(10)));
        ring.push(Seq(11), frame(11, 1));
        ring.seed(Seq(11), frame(11, 1));
        assert_eq!((taken(&mut ring, 9).unwrap().0, taken(&mut ring, 10).unwrap().0, ring.head()), (11, 11, Seq(11)));
    }

    #[test]
    fn a_gap_leaves_the_rest_to_the_log() {
        let mut ring = ring(12, 1);
        ring.push(Seq(15), frame(15, 1));
        assert_eq!(ring.take(Seq(12)), Taken::Behind);
        assert_eq!(taken(&mut ring, 14).unwrap().0, 15);
    }
}

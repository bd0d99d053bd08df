//! Where a moment stands in the picture of a drill. Long idle times are folded, or a few seconds of traffic would be a dot.

use holdpoint_domain::order;

/// Idle times up to this are drawn as long as they were, in milliseconds.
const IDLE_MS: u64 = 4_000;

/// What a folded idle time takes, in milliseconds of the picture.
const FOLD_MS: u64 = 1_200;

/// What the picture shows at least, in milliseconds: two requests at once are no day and night.
const LEAST_MS: u64 = 2_000;

/// A time without a fold.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub from_ms: u64,
    pub to_ms: u64,
    /// Where it begins and ends, in percent of the width.
    pub left: f64,
    pub right: f64,
}

/// From time to place.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale(Vec<Piece>);

impl Scale {
    /// * `busy`: from when to when something was under way, in any order.
    pub fn of(mut busy: Vec<(u64, u64)>) -> Self {
        order::sort_by_key(&mut busy, |(from, _)| *from);
        let mut merged: Vec<(u64, u64)> = Vec::new();
        for (from, to) in busy {
            let to = to.max(from);
            match merged.last_mut() {
                Some(last) if from.saturating_sub(last.1) <= IDLE_MS => last.1 = last.1.max(to),
                _ => merged.push((from, to)),
            }
        }
        let folds = u64::try_from(merged.len().saturating_sub(1)).unwrap_or_default().saturating_mul(FOLD_MS);
        let length = merged.iter().fold(folds, |sum, (from, to)| sum.saturating_add(to - from)).max(LEAST_MS);
        let percent = |ms: u64| ms as f64 / length as f64 * 100.0;
        let mut before = 0_u64;
        let piece = |(from_ms, to_ms): (u64, u64)| {
            let left = percent(before);
            before = before.saturating_add(to_ms - from_ms).saturating_add(FOLD_MS);
            Piece { from_ms, to_ms, left, right: left + percent(to_ms - from_ms) }
        };
        Self(merged.into_iter().map(piece).collect())
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// In percent of the width. A time between two pieces stands at the end of the first.
    pub fn at(&self, ms: u64) -> f64 {
        let Some(piece) = self.0.iter().rev().find(|piece| piece.from_ms <= ms).or(self.0.first()) else { return 0.0 };
        let length = piece.to_ms - piece.from_ms;
        let along = ms.clamp(piece.from_ms, piece.to_ms) - piece.from_ms;
        if length == 0 { piece.left } else { piece.left + (piece.right - piece.left) * (along as f64 / length as f64) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_times_are_folded_and_order_stays() {
        let scale = Scale::of(vec![(60_000, 64_000), (0, 2_000), (3_000, 5_000)]);
        let pieces: Vec<(u64, u64)> = scale.pieces().iter().map(|piece| (piece.from_ms, piece.to_ms)).collect();
        assert_eq!(pieces, [(0, 5_000), (60_000, 64_000)]);
        let places: Vec<f64> = [0, 2_000, 5_000, 30_000, 60_000, 64_000, 99_000].iter().map(|ms| scale.at(*ms)).collect();
        assert!(places.is_sorted(), "{places:?}");
        assert_eq!((places[0], places[2]), (0.0, places[3]));
        assert!((places[5] - 100.0).abs() < 1e-9 && (places[6] - 100.0).abs() < 1e-9, "{places:?}");
    }

    #[test]
    fn any_times_stand_within_the_picture() {
        let cases = [vec![], vec![(5, 5)], vec![(7, 3)], vec![(0, u64::MAX)], vec![(u64::MAX, u64::MAX), (0, 0)]];
        for busy in cases {
            let scale = Scale::of(busy.clone());
            for ms in [0, 5, 1_000, u64::MAX] {
                let at = scale.at(ms);
                assert!((0.0..=100.000_1).contains(&at), "{busy:?} at {ms}: {at}");
            }
        }
    }
}

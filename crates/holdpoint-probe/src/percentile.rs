//! Latency percentiles over several answers.

use crate::seen::Seen;

/// Notes how many answers there are, and the 50th and 95th percentile and the largest of their latencies.
///
/// * `took`: in milliseconds, in any order.
pub(crate) fn facts(mut took: Vec<f64>, seen: &mut Seen) {
    took.sort_by(f64::total_cmp);
    // Exact: there are at most some dozen.
    seen.number("samples", took.len() as f64);
    for (name, percent) in [("latency_ms.p50", 50), ("latency_ms.p95", 95), ("latency_ms.max", 100)] {
        seen.number_if(name, nearest_rank(&took, percent));
    }
}

/// The smallest value that at least `percent` of all values do not exceed.
///
/// * `sorted`: in ascending order; of an empty one there is none.
/// * Source: the nearest-rank definition; it is always a value that was measured.
fn nearest_rank(sorted: &[f64], percent: usize) -> Option<f64> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.max(1) - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_rank_is_a_value_that_was_measured() {
        let counted = |count: usize| (1..=count).map(|number| number as f64).collect::<Vec<_>>();
        let cases = [
            (0, 50, None, "nothing"),
            (1, 50, Some(1.0), "one value is every percentile"),
            (1, 95, Some(1.0), "one value is every percentile"),
            (2, 50, Some(1.0), "half of two"),
            (3, 50, Some(2.0), "the middle"),
            (20, 95, Some(19.0), "19 of 20 are 95 %"),
            (21, 95, Some(20.0), "19.95 of 21, rounded up"),
            (50, 95, Some(48.0), "47.5 of 50, rounded up"),
            (50, 100, Some(50.0), "the largest"),
        ];
        for (count, percent, expected, about) in cases {
            assert_eq!(nearest_rank(&counted(count), percent), expected, "{about}");
        }
    }
}

//! Before the page judges anybody's file it judges a known one, true and altered: a browser that computes wrongly is found out, and the
//! code is compiled by the time a file is dropped.

use crate::say;
use holdpoint_domain::report::{BadFile, Beside, Files, Verdict, Verification};

const REPORT: &[u8] = include_bytes!("../../../tests/vectors/good/LCH-45.signoff.sigstore.json");
const TRUST: &[u8] = include_bytes!("../../../tests/vectors/good/trust.json");

/// Begins what is signed, in the bundle.
const SIGNED: &[u8] = b"\"payload\":\"";

/// What came of it. While it has not been done, files are judged: what is asked for first is not kept waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnTest {
    NotYet,
    Right,
    Wrong,
}

impl OwnTest {
    pub fn run() -> Self {
        let right =
            verdict(REPORT) == Some(Verdict::Verified) && altered().is_some_and(|report| verdict(&report) == Some(Verdict::NotVerified));
        if right { Self::Right } else { Self::Wrong }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::NotYet => say!("own-test-not-yet"),
            Self::Right => say!("own-test-right"),
            Self::Wrong => say!("own-test-wrong"),
        }
    }
}

fn verdict(report: &[u8]) -> Option<Verdict> {
    judged(report, Some(TRUST)).ok().map(|verification| verification.verdict)
}

fn judged(report: &[u8], trust: Option<&[u8]>) -> Result<Verification, BadFile> {
    Files { report, trust, signer: None, signature: None, beside: Beside::default() }.verify()
}

/// The known report with what it was signed under, without that, altered, and a file that is none.
#[cfg(any(debug_assertions, feature = "design"))]
pub fn samples() -> [Result<Verification, BadFile>; 4] {
    let altered = altered().unwrap_or_default();
    [judged(REPORT, Some(TRUST)), judged(REPORT, None), judged(&altered, Some(TRUST)), judged(b"{}", None)]
}

/// The report with another character in the middle of what is signed.
fn altered() -> Option<Vec<u8>> {
    let mut report = REPORT.to_vec();
    let begin = report.windows(SIGNED.len()).position(|part| part == SIGNED)? + SIGNED.len();
    let length = report.get(begin..)?.iter().position(|byte| *byte == b'"')?;
    let middle = report.get_mut(begin + length / 2)?;
    *middle = if *middle == b'A' { b'B' } else { b'A' };
    Some(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_report_is_judged_right() {
        assert_eq!(OwnTest::run(), OwnTest::Right);
        assert_eq!(altered().map(|report| report.iter().zip(REPORT).filter(|(new, old)| new != old).count()), Some(1));
    }
}

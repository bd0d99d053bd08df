//! What a verifier is given: files, told apart by what is in them, and judged together. The command line and the page both come here,
//! so that they say the same.

use super::bundle::Unreadable;
use super::found::Key;
use super::ssh::{BadSshKey, SshPublicKey};
use super::trust::{BadTrust, TrustRoot, countersigned};
use super::verify::{Beside, Verification, verify};

/// A kind of file that has to do with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportFile {
    /// `LCH-42.signoff.sigstore.json`
    Report,
    /// `trust.json`
    Trust,
    /// `trust.json.sig`
    TrustSignature,
    /// The organisation's SSH public key.
    TrustSigner,
    /// `LCH-42.signoff.html`
    Html,
    /// `LCH-42.signoff.tlog-proof`
    TlogProof,
    /// `LCH-42.history.jsonl`
    History,
    /// An earlier report of the same launch. By its content it is a report like any other: whoever gives it says so.
    Earlier,
    /// `LCH-42.consistency.json`: what joins the logs of the two.
    Consistency,
}

/// How much of a file is looked at to tell what it is, in bytes.
const LOOKED_AT: usize = 4096;

impl ReportFile {
    /// What a file is, by its content: people rename files. What is none of them is taken for a report, which then says what is wrong with it.
    pub fn of(bytes: &[u8]) -> Self {
        let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]);
        let begin = begin.trim_start_matches('\u{feff}').trim_start();
        let has = |words: &str| begin.contains(words);
        match begin {
            _ if begin.starts_with("-----BEGIN SSH SIGNATURE-----") => Self::TrustSignature,
            _ if begin.starts_with("c2sp.org/tlog-proof") => Self::TlogProof,
            _ if begin.starts_with("{\"leaf\":") => Self::History,
            _ if begin.get(..9).is_some_and(|tag| tag.eq_ignore_ascii_case("<!doctype")) => Self::Html,
            _ if ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"].iter().any(|kind| begin.starts_with(kind)) => Self::TrustSigner,
            _ if begin.starts_with('{') && has("\"reportKeys\"") && !has("\"mediaType\"") => Self::Trust,
            // It has nothing else.
            _ if begin.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with("\"consistency\"")) => Self::Consistency,
            _ => Self::Report,
        }
    }
}

/// The files at hand, each as its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files<'a> {
    pub report: &'a [u8],
    pub trust: Option<&'a [u8]>,
    /// Given: the trust file has to be countersigned with this key, in OpenSSH's one-line form.
    pub signer: Option<&'a [u8]>,
    pub signature: Option<&'a [u8]>,
    pub beside: Beside<'a>,
}

/// Why files cannot be judged together.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum BadFile {
    #[error(transparent)]
    Report(#[from] Unreadable),
    #[error(transparent)]
    Trust(#[from] BadTrust),
    #[error(transparent)]
    Signer(#[from] BadSshKey),
    #[error("a public key to check the trust file with was given, but no trust file; give trust.json too")]
    NoTrust,
}

impl BadFile {
    /// Which of the files it is about.
    pub fn file(&self) -> ReportFile {
        match self {
            Self::Report(_) => ReportFile::Report,
            Self::Trust(_) | Self::NoTrust => ReportFile::Trust,
            Self::Signer(_) => ReportFile::TrustSigner,
        }
    }
}

impl Files<'_> {
    /// Judges the report with all that is beside it.
    ///
    /// * Errors: a file cannot be read, so nobody can tell.
    pub fn verify(&self) -> Result<Verification, BadFile> {
        let trust = self.trust.map(TrustRoot::parse).transpose()?;
        let mut verification = verify(self.report, trust.as_ref(), self.beside)?;
        if let Some(signer) = self.signer {
            let key = SshPublicKey::from_openssh(&String::from_utf8_lossy(signer))?;
            verification.demand_countersignature(self.countersigned(self.trust.ok_or(BadFile::NoTrust)?, &key));
        }
        Ok(verification)
    }

    fn countersigned(&self, trust: &[u8], key: &SshPublicKey) -> Result<Key, Key> {
        let signature = self.signature.ok_or(Key::NotCountersigned)?;
        countersigned(trust, &String::from_utf8_lossy(signature), key).map_err(|fault| Key::BadCountersignature { fault })?;
        Ok(Key::Countersigned { key: key.fingerprint() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_their_content() {
        let cases: [(&str, ReportFile); 12] = [
            (r#"{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json"}"#, ReportFile::Report),
            (r#"{"v":1,"reportKeys":[]}"#, ReportFile::Trust),
            ("\u{feff}<!DOCTYPE html><html>", ReportFile::Html),
            ("c2sp.org/tlog-proof@v1\nindex 3", ReportFile::TlogProof),
            ("{\"leaf\":\"{}\",\"payload\":\"{}\"}\n", ReportFile::History),
            (r#"{"consistency":["AAAA"]}"#, ReportFile::Consistency),
            ("{\n  \"consistency\": []\n}", ReportFile::Consistency),
            (r#"{"report":"consistency"}"#, ReportFile::Report),
            ("-----BEGIN SSH SIGNATURE-----\n", ReportFile::TrustSignature),
            ("ssh-ed25519 AAAA me@example.com", ReportFile::TrustSigner),
            ("", ReportFile::Report),
            ("\u{e4}\u{f6}\u{fc}\u{df} \u{20ac}", ReportFile::Report),
        ];
        for (content, expected) in cases {
            assert_eq!(ReportFile::of(content.as_bytes()), expected, "{content}");
        }
        assert_eq!(ReportFile::of(&[0xff; 5000]), ReportFile::Report);
    }
}

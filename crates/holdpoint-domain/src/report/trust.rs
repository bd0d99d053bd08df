//! What an auditor pins, from outside the report: `trust.json`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::approver::{ApproverKey, BadApproverKey, KeyKind};
use super::challenge::NAMESPACE;
use super::keys::{LogPublicKey, ReportPublicKey};
use super::ssh::{BadSshSignature, SshPublicKey};
use super::timestamp::{BadCertificate, Certificate, certificates};
use crate::id::*;
use crate::template::Role;

/// Keys and people that a verifier believes. Which they are is the auditor's decision, made once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrustRoot {
    /// 1.
    pub v: u32,
    pub report_keys: Vec<TrustedKey>,
    pub log_keys: Vec<TrustedLog>,
    /// Who may approve. Empty: nobody was pinned, and approvers are not compared.
    pub roster: Vec<TrustedApprover>,
    /// The relying party's id that passkeys belong to: the server's host name.
    pub rp_id: String,
    /// Where approvals by passkey may be given: scheme, host and port. Empty: no site was pinned, and where they were given is not compared.
    pub origins: Vec<String>,
    /// Authorities of timestamps. Empty: none was pinned, and whose a timestamp is is not compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timestamp_authorities: Vec<TrustedAuthority>,
}

/// An authority whose timestamps count (RFC 3161).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedAuthority {
    /// For people.
    pub name: String,
    /// Its own certificates, or those of who certified it: PEM, or base64 of DER. They say themselves when they are valid.
    pub certificates: Vec<String>,
}

/// A report key, and when its signatures count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrustedKey {
    /// `sha256:` of the SPKI.
    pub keyid: Digest,
    /// SPKI in PEM.
    pub public_key: String,
    /// From then on, inclusive.
    pub valid_from: Timestamp,
    /// Until then, exclusive; `null`: still in use.
    pub valid_until: Option<Timestamp>,
}

/// A server's log key, and when its checkpoints count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrustedLog {
    /// Under the server's name, `holdpoint.dev/log/SERVER`; a launch's log adds `/LCH-42` to it.
    pub vkey: String,
    /// From then on, inclusive.
    pub valid_from: Timestamp,
    /// Until then, exclusive; `null`: still in use.
    pub valid_until: Option<Timestamp>,
}

/// Somebody who may approve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedApprover {
    pub id: MemberId,
    pub name: String,
    /// The server erased this person: the name is not theirs, and reports that were issued before know them by another.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub erased: bool,
    /// In which roles they may approve; empty: whichever the launch gave them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Keys of their own; empty as long as the server vouches for them. Whoever has one approves with it and not by the server's word.
    pub keys: Vec<TrustedApproverKey>,
}

/// A key that approves for its person, and when its signatures count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrustedApproverKey {
    pub kind: KeyKind,
    /// Passkey: SPKI in PEM. SSH: kind and base64, as a `.pub` file has them.
    pub public_key: String,
    /// From then on, inclusive.
    pub valid_from: Timestamp,
    /// Until then, exclusive; `null`: still in use.
    pub valid_until: Option<Timestamp>,
}

/// Why a file is no trust root.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTrust {
    #[error("the trust file is not JSON of the form that trust.json has: {0}")]
    Form(String),
    #[error("the trust file has the version {0}; this build reads 1")]
    Version(u32),
    #[error("the trust file's report key {0} is no P-256 key in PEM, or its keyid is not the SHA-256 of it")]
    ReportKey(Digest),
    #[error("the trust file has a log key that is no Ed25519 verifier key: {0}")]
    LogKey(String),
    #[error("the trust file has a key of {0} that cannot be read: {1}")]
    ApproverKey(String, BadApproverKey),
    #[error("the trust file's authority of timestamps {0} has no certificate that can be read: {1}")]
    Authority(String, BadCertificate),
    #[error("the trust file lists {0} twice")]
    Twice(String),
    #[error("the trust file pins no report key or no log key, so nothing could be verified with it")]
    Empty,
}

/// The purpose of an organisation's countersignature over a trust file: `ssh-keygen -Y sign -n` takes it.
const NAMESPACE_OF_TRUST: &str = "trust@holdpoint.dev";

/// Whether an organisation's own SSH key countersigned the trust file's bytes: then the server's operator alone did not choose the roster.
///
/// * `armoured`: `trust.json.sig`, as `ssh-keygen -Y sign` writes it.
/// * Errors: what is wrong with the signature.
pub fn countersigned(trust: &[u8], armoured: &str, signer: &SshPublicKey) -> Result<(), BadSshSignature> {
    signer.check(NAMESPACE_OF_TRUST, trust, armoured)
}

/// The most that is read: 4 MiB.
const MAX_BYTES: usize = 4 << 20;

impl TrustRoot {
    /// * Errors: an unknown or missing field, a key that is none, anything twice; the sentence says which.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadTrust> {
        if MAX_BYTES < bytes.len() {
            return Err(BadTrust::Form("it has more than 4 MiB".into()));
        }
        let trust: Self = serde_json::from_slice(bytes).map_err(|error| BadTrust::Form(error.to_string()))?;
        if trust.v != 1 {
            return Err(BadTrust::Version(trust.v));
        }
        if trust.report_keys.is_empty() || trust.log_keys.is_empty() {
            return Err(BadTrust::Empty);
        }
        let mut seen = BTreeSet::new();
        for key in &trust.report_keys {
            key.open().ok_or(BadTrust::ReportKey(key.keyid))?;
            once(&mut seen, key.keyid.to_string())?;
        }
        for log in &trust.log_keys {
            LogPublicKey::from_vkey(&log.vkey).map_err(|_| BadTrust::LogKey(log.vkey.chars().take(80).collect()))?;
            once(&mut seen, log.vkey.clone())?;
        }
        for approver in &trust.roster {
            once(&mut seen, approver.id.to_string())?;
            for key in &approver.keys {
                let known = ApproverKey::parse(key.kind, &key.public_key);
                let known = known.map_err(|error| BadTrust::ApproverKey(approver.name.clone(), error))?;
                // One key, one person, however it is written: else one of them could sign for the other.
                once(&mut seen, known.to_text())?;
            }
        }
        for authority in &trust.timestamp_authorities {
            authority.open().map_err(|error| BadTrust::Authority(authority.name.chars().take(80).collect(), error))?;
        }
        Ok(trust)
    }

    /// The certificates of all pinned authorities.
    pub fn authorities(&self) -> Vec<Certificate> {
        self.timestamp_authorities.iter().filter_map(|authority| authority.open().ok()).flatten().collect()
    }

    /// JSON on several lines, for people to read before they pin it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// A pinned report key.
    pub fn report_key(&self, keyid: Digest) -> Option<(&TrustedKey, ReportPublicKey)> {
        let key = self.report_keys.iter().find(|key| key.keyid == keyid)?;
        Some((key, key.open()?))
    }

    /// The pinned keys of a launch's log, under that log's origin: more than one after a rotation.
    pub fn log_keys(&self, origin: &str, launch: LaunchId) -> impl Iterator<Item = (&TrustedLog, LogPublicKey)> {
        let keys = self.log_keys.iter().filter_map(move |log| Some((log, LogPublicKey::from_vkey(&log.vkey).ok()?.of_launch(launch))));
        keys.filter(move |(_, key)| key.name() == origin)
    }

    /// The roster as `ssh-keygen -Y verify -f` reads it: a line a key, the person's id first. RSA passkeys have no such form.
    ///
    /// * Source: OpenSSH `ssh-keygen(1)`, "ALLOWED SIGNERS"; times in UTC, to the second.
    pub fn allowed_signers(&self) -> String {
        let keys = self.roster.iter().flat_map(|person| person.keys.iter().map(move |key| (person, key)));
        let line = |(person, key): (&TrustedApprover, &TrustedApproverKey)| {
            let public = ApproverKey::parse(key.kind, &key.public_key).ok()?.openssh_line(&self.rp_id)?;
            let time = |at: Timestamp| at.strftime("%Y%m%d%H%M%SZ").to_string();
            let until = key.valid_until.map(|end| format!(",valid-before=\"{}\"", time(end))).unwrap_or_default();
            let since = time(key.valid_from);
            let name: String = person.name.chars().filter(|c| !c.is_control()).collect();
            Some(format!("{} namespaces=\"{NAMESPACE}\",valid-after=\"{since}\"{until} {public} {name}\n", person.id))
        };
        keys.filter_map(line).collect()
    }

    pub fn approver(&self, id: MemberId) -> Option<&TrustedApprover> {
        self.roster.iter().find(|approver| approver.id == id)
    }
}

impl TrustedAuthority {
    fn open(&self) -> Result<Vec<Certificate>, BadCertificate> {
        let all = self.certificates.iter().map(|text| certificates(text)).collect::<Result<Vec<_>, _>>()?.concat();
        // None at all is the same fault as a text without one.
        if all.is_empty() { certificates("") } else { Ok(all) }
    }
}

impl TrustedApprover {
    /// Whether the person had a key of their own at some time.
    pub fn had_key_at(&self, at: Timestamp) -> bool {
        self.keys.iter().any(|key| key.is_valid_at(at))
    }

    /// The pinned entry of a key.
    pub fn key(&self, key: &ApproverKey) -> Option<&TrustedApproverKey> {
        self.keys.iter().find(|known| ApproverKey::parse(known.kind, &known.public_key).is_ok_and(|known| known == *key))
    }
}

impl TrustedApproverKey {
    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        self.valid_from <= at && self.valid_until.is_none_or(|end| at < end)
    }
}

impl TrustedKey {
    /// A key that is in use from `valid_from` on.
    pub fn new(key: &ReportPublicKey, valid_from: Timestamp) -> Self {
        Self { keyid: key.keyid(), public_key: key.to_pem(), valid_from, valid_until: None }
    }

    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        self.valid_from <= at && self.valid_until.is_none_or(|end| at < end)
    }

    fn open(&self) -> Option<ReportPublicKey> {
        ReportPublicKey::from_pem(&self.public_key).ok().filter(|key| key.keyid() == self.keyid)
    }
}

impl TrustedLog {
    /// A key that is in use from `valid_from` on.
    pub fn new(key: &LogPublicKey, valid_from: Timestamp) -> Self {
        Self { vkey: key.vkey(), valid_from, valid_until: None }
    }

    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        self.valid_from <= at && self.valid_until.is_none_or(|end| at < end)
    }
}

fn once(seen: &mut BTreeSet<String>, what: String) -> Result<(), BadTrust> {
    if seen.insert(what.clone()) { Ok(()) } else { Err(BadTrust::Twice(what)) }
}

#[cfg(test)]
mod tests;

//! Whose signature stands behind an approval: the person's own, or the server's word for them.

use super::Report;
use super::step::{Steps, names};
use super::timestamp;
use crate::id::*;
use crate::launch::Attestation;
use crate::report::approver::{ApproverKey, OwnSignature, own_signature, ssh_signature_of};
use crate::report::dsse;
use crate::report::encoding::from_base64;
use crate::report::keys::ReportPublicKey;
use crate::report::passkey::Site;
use crate::report::signoff::SignoffApproval;
use crate::report::trust::{TrustRoot, TrustedApprover};

/// * `who`: for people, `Ann as release manager`.
/// * `recorded`: when the log says that the approval came in; `None`: the log does not hold.
pub fn judge(report: &Report<'_>, (told, who): (&SignoffApproval, &str), recorded: Option<Timestamp>, steps: &mut Steps) {
    let one = One { report, told, who, recorded };
    match (&told.attestation, own_signature(&told.attestation)) {
        (Attestation::Server { keyid, signature }, _) => one.server((*keyid, signature), steps),
        (_, Some((key, signature))) => one.own((&key, &signature), steps),
        (_, None) => steps.failed(names::APPROVAL_SIGNATURE, format!("{who}: the key or the signature of their own cannot be read")),
    }
}

struct One<'a> {
    report: &'a Report<'a>,
    told: &'a SignoffApproval,
    who: &'a str,
    recorded: Option<Timestamp>,
}

impl One<'_> {
    /// A signature of the person's own, under the key that the report brings along; whether that key is theirs, the roster says.
    fn own(&self, (key, signature): (&ApproverKey, &OwnSignature), steps: &mut Steps) {
        let (who, trust) = (self.who, self.report.trust);
        let site = trust.filter(|trust| !trust.origins.is_empty());
        let result = match site {
            Some(trust) => self.checked((key, signature), &trust.rp_id, &trust.origins),
            // No site was pinned, so there is none to compare with but the report's own.
            None => {
                let origins = match signature {
                    OwnSignature::Passkey(assertion) => assertion.origin().into_iter().collect(),
                    OwnSignature::Ssh(_) => Vec::new(),
                };
                let rp_id = trust.map(|trust| trust.rp_id.as_str()).filter(|rp_id| !rp_id.is_empty());
                self.checked((key, signature), rp_id.unwrap_or_else(|| self.rp_id()), &origins)
            }
        };
        let kind = match key {
            ApproverKey::Passkey(key) if trust.is_some() && site.is_none() => {
                let why = "the trust file pins no site, so that approvals are given there is the report's word";
                format!("a passkey ({}) for {}; {why}", key.algorithm(), self.rp_id())
            }
            ApproverKey::Passkey(key) => format!("a passkey ({})", key.algorithm()),
            ApproverKey::Ssh(key) => format!("the SSH key {}", key.fingerprint()),
        };
        steps.check(names::APPROVAL_SIGNATURE, result.map(|()| format!("{who}: signed with {kind}")).map_err(|why| format!("{who}: {why}")));
        match self.report.trust.filter(|trust| !trust.roster.is_empty()) {
            None => steps.not_checked(names::APPROVER_KEY, format!("{who}: no roster was pinned, so nobody says whose key it is")),
            Some(trust) => {
                let found = self.pinned(key, trust).map(|()| format!("{who}: the key is theirs in the pinned roster"));
                steps.check(names::APPROVER_KEY, found.map_err(|why| format!("{who}: {why}")));
            }
        }
    }

    fn rp_id(&self) -> &str {
        match &self.told.attestation {
            Attestation::Passkey { rp_id, .. } => rp_id,
            Attestation::Server { .. } | Attestation::Ssh { .. } => "",
        }
    }

    fn checked(&self, (key, signature): (&ApproverKey, &OwnSignature), rp_id: &str, origins: &[String]) -> Result<(), String> {
        let site = Site { rp_id, origins };
        key.check(&self.told.statement.0, signature, site).map_err(|error| error.to_string())?;
        if matches!(key, ApproverKey::Passkey(_)) && self.rp_id() != rp_id {
            return Err(format!("the report says that the passkey belongs to {}, not to {rp_id}", self.rp_id()));
        }
        let ssh = ssh_signature_of(&self.told.attestation);
        if let Attestation::Passkey { ssh_verifiable, .. } = self.told.attestation
            && ssh_verifiable != ssh.is_some()
        {
            return Err("the report is wrong about whether ssh-keygen can read the signature".into());
        }
        if ssh != self.told.ssh_signature {
            return Err("the signature that the report gives for ssh-keygen is not this one".into());
        }
        Ok(())
    }

    fn pinned(&self, key: &ApproverKey, trust: &TrustRoot) -> Result<(), String> {
        let person = trust.approver(self.told.approver.id).ok_or("not in the pinned roster of approvers")?;
        let known = person.key(key).ok_or("the key is not one that the pinned roster has for this person")?;
        match self.recorded {
            Some(at) if !known.is_valid_at(at) => Err(format!("the key is pinned, but was not in use at {at}")),
            _ => Ok(()),
        }
    }

    /// The server's word, and what it is worth.
    fn server(&self, (keyid, signature): (Digest, &str), steps: &mut Steps) {
        let who = self.who;
        let Some(key) = self.server_key(keyid, steps) else { return };
        let signature = from_base64(signature).unwrap_or_default();
        if !key.verifies(dsse::IN_TOTO, &self.told.statement.0, &signature) {
            return steps.failed(names::APPROVAL_SIGNATURE, format!("{who}: the signature does not fit what was signed"));
        }
        if self.told.ssh_signature.is_some() {
            return steps.failed(names::APPROVAL_SIGNATURE, format!("{who}: the server's word has no signature for ssh-keygen"));
        }
        steps.holds(names::APPROVAL_SIGNATURE, format!("{who}: attested by the server with {keyid}"));
        let pinned = self.report.trust.and_then(|trust| Some((trust.approver(self.told.approver.id)?, trust)));
        if pinned.is_some_and(|(person, _)| self.had_key(person)) {
            let why = "there is no signature of their own, although the pinned roster has a key of theirs; \
                       whoever holds the server's key could have written this approval";
            return steps.failed(names::APPROVER_KEY, format!("{who}: {why}"));
        }
        let word = pinned.and_then(|(person, trust)| self.out_of_use(person, trust)).unwrap_or_else(|| {
            "there is no signature of their own. That they approved rests on the server's word that they gave their password; \
             whoever holds the server's key could have written it"
                .to_owned()
        });
        steps.not_checked(names::APPROVER_KEY, format!("{who}: {word}"));
    }

    /// What the server's word is worth for somebody of whom the roster has keys, none of them in use when it says that they approved:
    /// that time is its word too. `None`: as much as for anybody without a key.
    fn out_of_use(&self, person: &TrustedApprover, trust: &TrustRoot) -> Option<String> {
        let at = self.recorded?;
        let Some(from) = person.keys.iter().map(|key| key.valid_from).filter(|from| at < *from).min() else {
            let until = person.keys.iter().filter_map(|key| key.valid_until).max()?;
            return Some(format!(
                "there is no signature of their own; the last key that the pinned roster has for them was in use until {until}. That they \
                 approved later, at {at}, rests on the server's word that they gave their password; whoever holds the server's key could \
                 have written it"
            ));
        };
        // What was stamped before there was a key was not written since.
        if timestamp::vouched(self.report.opened, trust).is_some_and(|stamped| stamped < from) {
            return None;
        }
        Some(format!(
            "there is no signature of their own, and the pinned roster has a key of theirs from {from} on. That the approval is older, \
             of {at}, is the server's word alone; whoever holds the server's key could have written it later and dated it back"
        ))
    }

    /// Without a time that holds, any key counts: a forger would choose the time.
    fn had_key(&self, person: &TrustedApprover) -> bool {
        match self.recorded {
            Some(at) => person.had_key_at(at),
            None => !person.keys.is_empty(),
        }
    }

    /// `None`: there is none to check with, and the steps say why.
    fn server_key(&self, keyid: Digest, steps: &mut Steps) -> Option<ReportPublicKey> {
        let who = self.who;
        let Some(trust) = self.report.trust else {
            let own = ReportPublicKey::from_pem(&self.report.signoff.predicate.producer.report_key).ok();
            let key = own.filter(|key| key.keyid() == keyid);
            if key.is_none() {
                let word = format!("{who}: signed with {keyid}, which the report does not bring along");
                steps.not_checked(names::APPROVAL_SIGNATURE, word);
            }
            return key;
        };
        match trust.report_key(keyid) {
            None => {
                steps.failed(names::APPROVAL_SIGNATURE, format!("{who}: signed with {keyid}, which the trust file does not list"));
                None
            }
            Some((key, _)) if self.recorded.is_some_and(|at| !key.is_valid_at(at)) => {
                steps.failed(names::APPROVAL_SIGNATURE, format!("{who}: signed with {keyid} at a time when it was not in use"));
                None
            }
            Some((_, key)) => Some(key),
        }
    }
}

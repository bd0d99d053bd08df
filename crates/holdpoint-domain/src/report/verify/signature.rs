//! Whose signature stands behind an approval: the person's own, or the server's word for them.

use super::Report;
use super::step::{Steps, names};
use super::timestamp;
use crate::id::*;
use crate::launch::Attestation;
use crate::report::approver::{ApproverKey, OwnSignature, own_signature, ssh_signature_of};
use crate::report::dsse;
use crate::report::encoding::from_base64;
use crate::report::found::{Signature, Who};
use crate::report::keys::ReportPublicKey;
use crate::report::passkey::Site;
use crate::report::signoff::SignoffApproval;
use crate::report::trust::{TrustRoot, TrustedApprover};

/// * `recorded`: when the log says that the approval came in; `None`: the log does not hold.
pub fn judge(report: &Report<'_>, (told, who): (&SignoffApproval, &Who), recorded: Option<Timestamp>, steps: &mut Steps) {
    let one = One { report, told, who, recorded };
    match (&told.attestation, own_signature(&told.attestation)) {
        (Attestation::Server { keyid, signature }, _) => one.server((*keyid, signature), steps),
        (_, Some((key, signature))) => one.own((&key, &signature), steps),
        (_, None) => steps.failed(names::APPROVAL_SIGNATURE, (who, Signature::Unread)),
    }
}

struct One<'a> {
    report: &'a Report<'a>,
    told: &'a SignoffApproval,
    who: &'a Who,
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
                Signature::PasskeyAnywhere { algorithm: key.algorithm(), site: self.rp_id().to_owned() }
            }
            ApproverKey::Passkey(key) => Signature::Passkey { algorithm: key.algorithm() },
            ApproverKey::Ssh(key) => Signature::Ssh { key: key.fingerprint() },
        };
        steps.check_of(names::APPROVAL_SIGNATURE, (who, result.map(|()| kind)));
        match trust.filter(|trust| !trust.roster.is_empty()) {
            None => steps.not_checked(names::APPROVER_KEY, (who, Signature::NoRoster)),
            Some(trust) => steps.check_of(names::APPROVER_KEY, (who, self.pinned(key, trust).map(|()| Signature::KeyTheirs))),
        }
    }

    fn rp_id(&self) -> &str {
        match &self.told.attestation {
            Attestation::Passkey { rp_id, .. } => rp_id,
            Attestation::Server { .. } | Attestation::Ssh { .. } => "",
        }
    }

    fn checked(&self, (key, signature): (&ApproverKey, &OwnSignature), rp_id: &str, origins: &[String]) -> Result<(), Signature> {
        let site = Site { rp_id, origins };
        key.check(&self.told.statement.0, signature, site).map_err(|fault| Signature::Bad { fault })?;
        if matches!(key, ApproverKey::Passkey(_)) && self.rp_id() != rp_id {
            return Err(Signature::SiteOther { says: self.rp_id().to_owned(), wanted: rp_id.to_owned() });
        }
        let ssh = ssh_signature_of(&self.told.attestation);
        if let Attestation::Passkey { ssh_verifiable, .. } = self.told.attestation
            && ssh_verifiable != ssh.is_some()
        {
            return Err(Signature::SshReadable);
        }
        if ssh != self.told.ssh_signature {
            return Err(Signature::SshOther);
        }
        Ok(())
    }

    fn pinned(&self, key: &ApproverKey, trust: &TrustRoot) -> Result<(), Signature> {
        let person = trust.approver(self.told.approver.id).ok_or(Signature::NotInRoster)?;
        let known = person.key(key).ok_or(Signature::KeyUnknown)?;
        match self.recorded {
            Some(at) if !known.is_valid_at(at) => Err(Signature::KeyOutOfUse { at }),
            _ => Ok(()),
        }
    }

    /// The server's word, and what it is worth.
    fn server(&self, (keyid, signature): (Digest, &str), steps: &mut Steps) {
        let who = self.who;
        let Some(key) = self.server_key(keyid, steps) else { return };
        let signature = from_base64(signature).unwrap_or_default();
        if !key.verifies(dsse::IN_TOTO, &self.told.statement.0, &signature) {
            return steps.failed(names::APPROVAL_SIGNATURE, (who, Signature::ServerUnfit));
        }
        if self.told.ssh_signature.is_some() {
            return steps.failed(names::APPROVAL_SIGNATURE, (who, Signature::ServerSsh));
        }
        steps.holds(names::APPROVAL_SIGNATURE, (who, Signature::Server { key: keyid }));
        let pinned = self.report.trust.and_then(|trust| Some((trust.approver(self.told.approver.id)?, trust)));
        if pinned.is_some_and(|(person, _)| self.had_key(person)) {
            return steps.failed(names::APPROVER_KEY, (who, Signature::NoneOwnAlthough));
        }
        let word = pinned.and_then(|(person, trust)| self.out_of_use(person, trust)).unwrap_or(Signature::NoneOwn);
        steps.not_checked(names::APPROVER_KEY, (who, word));
    }

    /// What the server's word is worth for somebody of whom the roster has keys, none of them in use when it says that they approved:
    /// that time is its word too. `None`: as much as for anybody without a key.
    fn out_of_use(&self, person: &TrustedApprover, trust: &TrustRoot) -> Option<Signature> {
        let at = self.recorded?;
        let Some(from) = person.keys.iter().map(|key| key.valid_from).filter(|from| at < *from).min() else {
            let until = person.keys.iter().filter_map(|key| key.valid_until).max()?;
            return Some(Signature::NoneOwnAfter { until, at });
        };
        // What was stamped before there was a key was not written since.
        let vouched = timestamp::vouched(self.report.opened, self.report.signoff.predicate.issued_at, trust);
        if vouched.is_some_and(|stamped| stamped < from) {
            return None;
        }
        Some(Signature::NoneOwnBefore { from, at })
    }

    /// Without a time that holds, any key counts: a forger would choose the time.
    fn had_key(&self, person: &TrustedApprover) -> bool {
        match self.recorded {
            Some(at) => person.had_key_at(at),
            None => !person.keys.is_empty(),
        }
    }

    /// `None`: there is none to check with, and the steps say why.
    fn server_key(&self, key: Digest, steps: &mut Steps) -> Option<ReportPublicKey> {
        let who = self.who;
        let Some(trust) = self.report.trust else {
            let own = ReportPublicKey::from_pem(&self.report.signoff.predicate.producer.report_key).ok();
            let own = own.filter(|own| own.keyid() == key);
            if own.is_none() {
                steps.not_checked(names::APPROVAL_SIGNATURE, (who, Signature::ServerKeyNotBrought { key }));
            }
            return own;
        };
        match trust.report_key(key) {
            None => {
                steps.failed(names::APPROVAL_SIGNATURE, (who, Signature::ServerKeyUnlisted { key }));
                None
            }
            Some((known, _)) if self.recorded.is_some_and(|at| !known.is_valid_at(at)) => {
                steps.failed(names::APPROVAL_SIGNATURE, (who, Signature::ServerKeyOutOfUse { key }));
                None
            }
            Some((_, public)) => Some(public),
        }
    }
}

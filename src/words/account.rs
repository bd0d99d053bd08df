//! What happened to an account, and what a token may do, in the reader's language.

use holdpoint_domain::account::{AccountEvent, KeyKind, Scope, SignedInWith};
use holdpoint_domain::id::MemberId;
use holdpoint_domain::wire::AccountEntry;

use super::trouble;
use crate::net::api::PasskeyTrouble;
use crate::{say, text};

/// What happened; the sentence goes on after the person's name.
pub fn event(event: &AccountEvent) -> String {
    match event {
        AccountEvent::SignedIn { with, .. } => say!("account-event-signed-in", with = signed_in_with(*with)),
        AccountEvent::SessionEnded { device: told, .. } => say!("account-event-session-ended", device = device(told)),
        AccountEvent::PasswordChanged { sessions_ended } => say!("account-event-password-changed", count = *sessions_ended),
        AccountEvent::PasskeyEnrolled { name, .. } => say!("account-event-passkey-enrolled", name = name),
        AccountEvent::PasskeyRemoved { name, .. } => say!("account-event-passkey-removed", name = name),
        AccountEvent::RecoveryCodesMade { codes } => say!("account-event-recovery-codes-made", count = *codes),
        AccountEvent::RecoveryCodeUsed { left } => say!("account-event-recovery-code-used", left = *left),
        AccountEvent::RecoveryLinkMade { .. } => say!("account-event-recovery-link-made").to_owned(),
        AccountEvent::RecoveryLinkUsed => say!("account-event-recovery-link-used").to_owned(),
        AccountEvent::TokenMade { name, scopes: may, .. } => say!("account-event-token-made", name = name, may = scopes(may)),
        AccountEvent::TokenRevoked { name, .. } => say!("account-event-token-revoked", name = name),
        AccountEvent::IdentityLinked { issuer } => say!("account-event-identity-linked", issuer = issuer),
        AccountEvent::IdentityUnlinked { issuer } => say!("account-event-identity-unlinked", issuer = issuer),
        AccountEvent::OwnerRightSet { owner: true } => say!("account-event-owner-now").to_owned(),
        AccountEvent::OwnerRightSet { owner: false } => say!("account-event-owner-no-more").to_owned(),
        AccountEvent::SigningKeyEnrolled { kind: KeyKind::Passkey, name, .. } => say!("account-event-signing-passkey", name = name),
        AccountEvent::SigningKeyEnrolled { kind: KeyKind::Ssh, name, .. } => say!("account-event-signing-ssh", name = name),
        AccountEvent::SigningKeyRevoked { name, .. } => say!("account-event-signing-revoked", name = name),
        AccountEvent::Erased { launches, events } => say!("account-event-erased", launches = *launches, events = *events),
    }
}

/// Where somebody is signed in, or something was done from. The server's simple words for it are told; a command that was run on it stays as it is.
pub fn device(told: &str) -> String {
    match told.split_once(" on ") {
        Some(("a program", system)) => say!("device-program", system = system),
        Some((browser, system)) => say!("device-browser", browser = browser, system = system),
        None if told == "an unknown device" => say!("device-unknown").into(),
        None => told.to_owned(),
    }
}

/// Who did something to an account: its own person, an owner of the server, or who runs it.
pub fn name(entry: &AccountEntry) -> &str {
    if entry.by == MemberId::SERVER { say!("account-operator") } else { &entry.by_name }
}

/// What somebody signed in with, after “with”.
pub fn signed_in_with(with: SignedInWith) -> &'static str {
    match with {
        SignedInWith::Password => say!("signed-in-with-password"),
        SignedInWith::Passkey => say!("signed-in-with-passkey"),
        SignedInWith::RecoveryCode => say!("signed-in-with-recovery-code"),
        SignedInWith::RecoveryLink => say!("signed-in-with-recovery-link"),
        SignedInWith::Oidc => say!("signed-in-with-oidc"),
        SignedInWith::NewAccount => say!("signed-in-with-new-account"),
    }
}

/// What a token may do, after “may”.
pub fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::LaunchesRead => say!("scope-launches-read"),
        Scope::CommandsWrite => say!("scope-commands-write"),
        Scope::ChecksRun => say!("scope-checks-run"),
        Scope::EvidenceWrite => say!("scope-evidence-write"),
        Scope::ReportsRead => say!("scope-reports-read"),
    }
}

/// All of a token's scopes, with commas.
pub fn scopes(scopes: &[Scope]) -> String {
    text::list(scopes.iter().map(|one| scope(*one)))
}

/// Why something did not work that may ask for a passkey, as a sentence.
pub fn trouble(trouble: &PasskeyTrouble) -> String {
    match trouble {
        PasskeyTrouble::Device(why) => trouble::passkey(why),
        PasskeyTrouble::Server(why) => trouble::told(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_of_an_account_reads_in_english_as_the_domain_has_it() {
        let stored = include_str!("../../crates/holdpoint-domain/testdata/account-events-v1.jsonl");
        let mut events: Vec<AccountEvent> = stored.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        events.extend([AccountEvent::RecoveryCodeUsed { left: 1 }, AccountEvent::Erased { launches: 1, events: 1 }]);
        for one in &events {
            assert_eq!(event(one), one.words());
        }
        // As the server has it, of which there is no other.
        for told in ["Firefox on Linux", "Safari on iPhone", "curl", "a program on Windows", "an unknown device", "holdpoint person owner"]
        {
            assert_eq!(device(told), told);
        }
        assert_eq!(event(&AccountEvent::RecoveryCodeUsed { left: 1 }), "used a recovery code; 1 is left");
        assert_eq!(
            event(&AccountEvent::Erased { launches: 1, events: 1 }),
            "erased this person, with what 1 event of 1 launch told of them"
        );
    }
}

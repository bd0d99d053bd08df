//! Sessions, passkeys, recovery, API tokens, challenges, identities, and the account's log.

use holdpoint_domain::account::{Scope, SignedInWith};
use holdpoint_store::accounts::{Act, Change, Identity, LogQuery, NewApiToken, NewPasskey, NewSession, WayIn};
use holdpoint_store::{NewAccount, TokenKind};
use uuid::Uuid;

use super::*;

/// Ann, who owns the server, and Ben.
pub async fn team(place: &Place) -> Arc<dyn Store> {
    team_in(place.open().await).await
}

pub async fn team_in(store: Arc<dyn Store>) -> Arc<dyn Store> {
    for (n, name, kind) in [(1, "Ann", TokenKind::Setup), (2, "Ben", TokenKind::Invite)] {
        let token = Digest::of(name.as_bytes());
        store.add_token(token, kind, later(1)).await.unwrap();
        let new = NewAccount { id: member(n), name: name.into(), password_hash: "hash".into(), token, kind, now: now() };
        store.create_account(new).await.unwrap();
    }
    store
}

pub fn later(hours: i64) -> Timestamp {
    now() + jiff::SignedDuration::from_hours(hours)
}

pub fn act(n: u128) -> Act {
    Act { account: member(n), by: member(n), by_name: "Ann".into(), device: "Firefox on Linux".into(), at: now() }
}

fn session(n: u128) -> SessionId {
    SessionId(Uuid::from_u128(n))
}

fn secret(n: u128) -> Digest {
    Digest::of(&n.to_be_bytes())
}

fn opened(n: u128, replaces: Option<u128>) -> Change {
    let replaces = replaces.map(secret);
    Change::OpenSession(NewSession {
        id: session(n),
        digest: secret(n),
        with: SignedInWith::Password,
        expires_at: later(1),
        renew: false,
        proved_at: now(),
        replaces,
    })
}

fn passkey(n: u128) -> Change {
    let (id, credential) = (PasskeyId(Uuid::from_u128(n)), n.to_be_bytes().to_vec());
    Change::AddPasskey(NewPasskey { id, credential, name: format!("Key {n}"), key: "{}".into(), session: session(1) })
}

fn identity(subject: &str) -> Identity {
    Identity { issuer: "https://id.example.com".into(), subject: subject.into() }
}

/// What makes an account of this name.
fn arrival(n: u128, name: &str) -> Act {
    Act { by_name: name.into(), ..act(n) }
}

pub async fn must(store: &Arc<dyn Store>, n: u128, change: Change) {
    store.change(act(n), vec![change]).await.unwrap();
}

async fn words(store: &Arc<dyn Store>, account: Option<MemberId>) -> Vec<String> {
    let log = store.account_log(LogQuery { account, before: None, limit: 100 }).await.unwrap();
    log.into_iter().rev().map(|entry| format!("{} {}", entry.account_name, entry.event.words())).collect()
}

pub async fn sessions_end_by_themselves_and_when_told(place: &Place) {
    let store = team(place).await;
    must(&store, 1, opened(1, None)).await;
    must(&store, 1, opened(2, Some(1))).await;
    assert_eq!(store.session(secret(1), now()).await.unwrap(), None, "the same browser signed in again");
    must(&store, 1, opened(3, None)).await;
    let open = store.session(secret(3), now()).await.unwrap().unwrap();
    assert_eq!((open.account.name.as_str(), open.proved_at, open.id), ("Ann", now(), session(3)));
    assert_eq!(store.session(secret(3), later(1)).await.unwrap(), None, "expired");
    let listed: Vec<_> = store.sessions(member(1), now()).await.unwrap().into_iter().map(|session| session.id).collect();
    assert_eq!(listed.len(), 2);
    let nobody = store.change(act(2), vec![Change::EndSession(session(2))]).await;
    assert!(matches!(nobody, Err(StoreError::NoSuch("session"))), "another account's session");
    must(&store, 1, Change::EndSession(session(2))).await;
    assert_eq!(store.session(secret(2), now()).await.unwrap(), None, "ended");
    must(&store, 1, opened(4, None)).await;
    must(&store, 1, Change::SetPassword { hash: "new".into(), keep: session(4) }).await;
    assert_eq!(store.session(secret(3), now()).await.unwrap(), None, "the password was changed");
    assert_eq!(store.session(secret(4), now()).await.unwrap().unwrap().account.password_hash, "new");
    let said = words(&store, Some(member(1))).await;
    assert_eq!(said.last().unwrap(), "Ann set a new password, which ended one other session");
    assert!(said.contains(&"Ann ended the session of Firefox on Linux".to_owned()), "{said:?}");
    assert!(words(&store, Some(member(2))).await.is_empty());
}

pub async fn changes_are_made_together_or_not_at_all(place: &Place) {
    let store = team(place).await;
    let wrong = vec![opened(1, None), Change::UseRecoveryCode(secret(9))];
    is_not_accepted(store.change(act(1), wrong).await, "recovery code");
    assert_eq!(store.session(secret(1), now()).await.unwrap(), None);
    assert!(words(&store, None).await.is_empty(), "and nothing was recorded");
}

pub async fn a_credential_is_enrolled_once_and_the_last_way_in_stays(place: &Place) {
    let store = team(place).await;
    must(&store, 1, passkey(1)).await;
    is_not_accepted(store.change(act(2), vec![passkey(1)]).await, "enrolled already");
    let known = store.passkey(1_u128.to_be_bytes().to_vec()).await.unwrap().unwrap();
    assert_eq!((known.account, known.name.as_str()), (member(1), "Key 1"));
    store.passkey_used(known.id, later(1)).await.unwrap();
    assert_eq!(store.passkeys(member(1)).await.unwrap()[0].used_at, Some(later(1)));
    let guest = store.make_account(arrival(3, "Cem"), identity("3")).await.unwrap();
    assert!(!guest.owner && guest.password_hash.is_empty());
    must(&store, 3, passkey(3)).await;
    must(&store, 3, Change::RemovePasskey(PasskeyId(Uuid::from_u128(3)))).await;
    assert!(store.passkeys(member(3)).await.unwrap().is_empty(), "the linked sign-in is a way in");
    must(&store, 1, Change::RemovePasskey(known.id)).await;
    assert_eq!(store.passkey(known.credential).await.unwrap(), None, "revoked");
    for n in 10..30 {
        must(&store, 1, passkey(n)).await;
    }
    is_not_accepted(store.change(act(1), vec![passkey(30)]).await, "20 passkeys");
}

pub async fn what_was_changed_meanwhile_opens_no_session(place: &Place) {
    let store = team(place).await;
    let (key, linked) = (PasskeyId(Uuid::from_u128(1)), identity("1"));
    must(&store, 1, passkey(1)).await;
    must(&store, 1, Change::LinkIdentity(linked.clone())).await;
    let password = |hash: &str| Change::StillOpens(WayIn::Password { hash: hash.into() });
    let ways = [password("hash"), Change::StillOpens(WayIn::Passkey(key)), Change::StillOpens(WayIn::Identity(linked.clone()))];
    for (n, way) in (1..).zip(&ways) {
        store.change(act(1), vec![way.clone(), opened(n, None)]).await.unwrap();
    }
    must(&store, 1, Change::SetPassword { hash: "new".into(), keep: session(1) }).await;
    must(&store, 1, Change::RemovePasskey(key)).await;
    must(&store, 1, Change::UnlinkIdentity { identity: linked, keep: session(1) }).await;
    for (n, way) in (11..).zip(ways) {
        is_not_accepted(store.change(act(1), vec![way, opened(n, None)]).await, "changed meanwhile");
        assert_eq!(store.session(secret(n), now()).await.unwrap(), None, "session {n}");
    }
    store.change(act(1), vec![password("new"), opened(20, None)]).await.unwrap();
    is_not_accepted(store.change(act(2), vec![password("new"), opened(21, None)]).await, "changed meanwhile");
}

pub async fn recovery_works_once(place: &Place) {
    let store = team(place).await;
    must(&store, 1, Change::SetRecoveryCodes(vec![secret(1), secret(2)])).await;
    must(&store, 1, Change::UseRecoveryCode(secret(1))).await;
    is_not_accepted(store.change(act(1), vec![Change::UseRecoveryCode(secret(1))]).await, "used already");
    is_not_accepted(store.change(act(2), vec![Change::UseRecoveryCode(secret(2))]).await, "used already");
    assert_eq!(store.recovery_codes_left(member(1)).await.unwrap(), 1);
    must(&store, 1, Change::SetRecoveryCodes(vec![secret(3)])).await;
    is_not_accepted(store.change(act(1), vec![Change::UseRecoveryCode(secret(2))]).await, "used already");

    let link = |n, hours| Change::AddRecoveryLink { digest: secret(n), expires_at: later(hours) };
    must(&store, 2, link(1, 24)).await;
    must(&store, 2, link(2, 24)).await;
    assert_eq!(store.recovery_link(secret(1), now()).await.unwrap(), None, "a newer link ends the older");
    assert_eq!(store.recovery_link(secret(2), later(24)).await.unwrap(), None, "expired");
    assert_eq!(store.recovery_link(secret(2), now()).await.unwrap(), Some(member(2)));
    must(&store, 2, Change::UseRecoveryLink(secret(2))).await;
    is_not_accepted(store.change(act(2), vec![Change::UseRecoveryLink(secret(2))]).await, "used already");
}

pub async fn a_passkey_that_ends_a_recovery_ends_the_other_sessions(place: &Place) {
    let store = team(place).await;
    must(&store, 1, opened(2, None)).await;
    let (id, digest, with) = (session(1), secret(1), SignedInWith::RecoveryCode);
    let (expires_at, proved_at) = (later(1), now());
    must(&store, 1, Change::OpenSession(NewSession { id, digest, with, expires_at, renew: true, proved_at, replaces: None })).await;
    must(&store, 1, passkey(1)).await;
    assert_eq!(store.session(secret(2), now()).await.unwrap(), None, "it may be of whoever has the lost device");
    assert!(!store.session(secret(1), now()).await.unwrap().unwrap().renew);
    must(&store, 1, opened(3, None)).await;
    must(&store, 1, passkey(2)).await;
    assert!(store.session(secret(3), now()).await.unwrap().is_some(), "one more passkey, and nothing was lost");
}

pub async fn tokens_expire_and_are_revoked(place: &Place) {
    let store = team(place).await;
    let scopes = vec![Scope::LaunchesRead, Scope::ChecksRun];
    let id = TokenId(Uuid::from_u128(7));
    must(
        &store,
        1,
        Change::AddToken(NewApiToken { id, digest: secret(7), name: "CI".into(), scopes: scopes.clone(), expires_at: later(24) }),
    )
    .await;
    let token = store.api_token(secret(7), now()).await.unwrap().unwrap();
    assert_eq!((token.account.id, token.scopes), (member(1), scopes));
    assert_eq!(store.api_tokens(member(1), now()).await.unwrap()[0].used_at, Some(now()));
    assert_eq!(store.api_token(secret(7), later(24)).await.unwrap(), None, "expired");
    assert!(store.change(act(2), vec![Change::RemoveToken(id)]).await.is_err(), "another account's token");
    must(&store, 1, Change::RemoveToken(id)).await;
    assert_eq!(store.api_token(secret(7), now()).await.unwrap(), None, "revoked");
    let said = words(&store, Some(member(1))).await;
    assert_eq!(said, ["Ann made the API token “CI”, which may read launches, run checks", "Ann revoked the API token “CI”"]);
}

pub async fn one_of_a_hundred_takes_a_challenge(place: &Place) {
    let store = team(place).await;
    let challenge = |n| ChallengeId(Uuid::from_u128(n));
    store.keep_challenge(challenge(1), "sign-in", "state".into(), later(1)).await.unwrap();
    assert_eq!(store.take_challenge(challenge(1), "enrol", now()).await.unwrap(), None, "of another kind");
    let mut takers = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let store = store.clone();
        takers.spawn(async move { store.take_challenge(challenge(1), "sign-in", now()).await.unwrap() });
    }
    let taken = takers.join_all().await.into_iter().flatten().count();
    assert_eq!(taken, 1);
    store.keep_challenge(challenge(2), "sign-in", "state".into(), later(1)).await.unwrap();
    assert_eq!(store.take_challenge(challenge(2), "sign-in", later(1)).await.unwrap(), None, "expired");
}

pub async fn an_identity_belongs_to_one_account(place: &Place) {
    let store = team(place).await;
    let link = || Change::LinkIdentity(identity("1"));
    must(&store, 2, link()).await;
    is_not_accepted(store.change(act(1), vec![link()]).await, "linked to an account");
    let found = store.identified(identity("1")).await.unwrap();
    assert_eq!(found.map(|account| account.id), Some(member(2)));
    let other = Identity { issuer: "https://other.example.com".into(), ..identity("1") };
    assert_eq!(store.identified(other).await.unwrap(), None);
    is_not_accepted(store.make_account(arrival(4, "Dee"), identity("1")).await, "linked to an account");
    assert_eq!(store.account(member(4)).await.unwrap(), None, "account and identity are one step");
    is_not_accepted(store.make_account(arrival(4, "aNN"), identity("4")).await, "of this name");
    assert_eq!(store.identified(identity("4")).await.unwrap(), None);
    assert_eq!(store.identities(member(2)).await.unwrap(), [identity("1")]);
    must(&store, 2, Change::SetOwner(true)).await;
    must(&store, 2, Change::SetOwner(true)).await;
    let said = words(&store, None).await;
    assert_eq!(said.len(), 2, "what was so already is no event: {said:?}");
}

pub async fn an_identity_that_is_unlinked_opens_nothing(place: &Place) {
    let store = team(place).await;
    let unlink = |subject| Change::UnlinkIdentity { identity: identity(subject), keep: session(1) };
    for change in [Change::LinkIdentity(identity("2")), opened(1, None), opened(2, None)] {
        must(&store, 2, change).await;
    }
    let others = store.change(act(1), vec![unlink("2")]).await;
    assert!(matches!(others, Err(StoreError::NoSuch("linked sign-in"))), "of another account: {others:?}");
    must(&store, 2, unlink("2")).await;
    assert_eq!(store.identified(identity("2")).await.unwrap(), None);
    assert!(store.identities(member(2)).await.unwrap().is_empty());
    let open = |n| store.session(secret(n), now());
    assert!(open(1).await.unwrap().is_some() && open(2).await.unwrap().is_none(), "who unlinks stays, and nobody else");
    assert_eq!(
        words(&store, Some(member(2))).await.last().unwrap(),
        "Ben unlinked the sign-in of https://id.example.com, which ended all other sessions"
    );
    let again = store.change(act(2), vec![unlink("2")]).await;
    assert!(matches!(again, Err(StoreError::NoSuch("linked sign-in"))), "{again:?}");
    store.make_account(arrival(3, "Cem"), identity("3")).await.unwrap();
    is_not_accepted(store.change(act(3), vec![unlink("3")]).await, "only way");
    assert!(store.identified(identity("3")).await.unwrap().is_some());
}

/// A change that was made before is erased with the account, and one that comes later is refused: there is nothing between.
pub async fn who_is_erased_signs_in_no_more(place: &Place) {
    let store = team(place).await;
    let token = |n| {
        let (id, scopes) = (TokenId(Uuid::from_u128(n)), vec![Scope::LaunchesRead]);
        Change::AddToken(NewApiToken { id, digest: secret(n), name: "CI".into(), scopes, expires_at: later(24) })
    };
    for change in [opened(1, None), token(2), Change::LinkIdentity(identity("2"))] {
        must(&store, 2, change).await;
    }
    let sign_ins: Vec<_> = (10..26_u128)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { store.change(act(2), vec![opened(n, None)]).await })
        })
        .collect();
    store.erase(Act { account: member(2), ..act(1) }).await.unwrap();
    for sign_in in sign_ins {
        let signed_in = sign_in.await.unwrap();
        assert!(matches!(signed_in, Ok(()) | Err(StoreError::NoSuch("person"))), "{signed_in:?}");
    }
    let password = Change::SetPassword { hash: "new".into(), keep: session(1) };
    let others = [token(31), passkey(32), Change::LinkIdentity(identity("2")), Change::SetOwner(true), password];
    for change in std::iter::once(opened(30, None)).chain(others) {
        let refused = store.change(act(2), vec![change.clone()]).await;
        assert!(matches!(refused, Err(StoreError::NoSuch("person"))), "{change:?}: {refused:?}");
    }
    for n in 1..33 {
        assert_eq!(store.session(secret(n), now()).await.unwrap(), None, "session {n}");
        assert_eq!(store.api_token(secret(n), now()).await.unwrap(), None, "token {n}");
    }
    assert!(store.sessions(member(2), now()).await.unwrap().is_empty(), "nor is one left behind");
    assert_eq!(store.identified(identity("2")).await.unwrap(), None);
    assert_eq!(store.account_named(&member(2).to_string()).await.unwrap(), None, "what stands in the name's place is no name");
}

pub async fn the_servers_last_owner_stays_one(place: &Place) {
    let store = team(place).await;
    let owners = async || store.accounts().await.unwrap().into_iter().map(|account| account.owner).collect::<Vec<_>>();
    is_not_accepted(store.change(act(1), vec![Change::SetOwner(false)]).await, "only owner");
    must(&store, 2, Change::SetOwner(false)).await;
    assert_eq!((owners().await, words(&store, None).await), (vec![true, false], vec![]), "nothing happened");
    must(&store, 2, Change::SetOwner(true)).await;
    must(&store, 1, Change::SetOwner(false)).await;
    is_not_accepted(store.change(act(2), vec![Change::SetOwner(false)]).await, "only owner");
    assert_eq!(owners().await, [false, true]);
    assert_eq!(words(&store, None).await.len(), 2);
}

on_every_store! {
    sessions_end_by_themselves_and_when_told,
    changes_are_made_together_or_not_at_all,
    a_credential_is_enrolled_once_and_the_last_way_in_stays,
    what_was_changed_meanwhile_opens_no_session,
    recovery_works_once,
    a_passkey_that_ends_a_recovery_ends_the_other_sessions,
    tokens_expire_and_are_revoked,
    one_of_a_hundred_takes_a_challenge,
    an_identity_belongs_to_one_account,
    an_identity_that_is_unlinked_opens_nothing,
    who_is_erased_signs_in_no_more,
    the_servers_last_owner_stays_one,
}

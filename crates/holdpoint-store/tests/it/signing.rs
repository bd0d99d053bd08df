//! Keys that approve for their people, and statements that wait for a signature.

use holdpoint_domain::account::KeyKind;
use holdpoint_domain::template::Role;
use holdpoint_store::accounts::Change;
use holdpoint_store::signing::{NewSigningKey, OpenStatement};
use uuid::Uuid;

use super::accounts::{act, later, must, team};
use super::*;

fn key(n: u128) -> SigningKeyId {
    SigningKeyId(Uuid::from_u128(n))
}

fn added(n: u128, public_key: &str) -> Change {
    let (kind, name) = (KeyKind::Ssh, format!("Key {n}"));
    Change::AddSigningKey(NewSigningKey { id: key(n), kind, name, public_key: public_key.into(), credential: None })
}

fn statement(n: u128, hours: i64) -> OpenStatement {
    let (id, account, launch) = (ApprovalId(Uuid::from_u128(n)), member(1), LaunchId(1));
    OpenStatement { id, account, launch, role: Role::Approver, statement: format!("{{\"n\":{n}}}"), expires_at: later(hours) }
}

pub async fn a_revoked_key_stays_and_never_comes_back(place: &Place) {
    let store = team(place).await;
    must(&store, 1, added(1, "one")).await;
    must(&store, 2, added(2, "two")).await;
    is_not_accepted(store.change(act(2), vec![added(3, "one")]).await, "enrolled for approvals already");
    let not_theirs = store.change(act(2), vec![Change::RevokeSigningKey(key(1))]).await;
    assert!(matches!(not_theirs, Err(StoreError::NoSuch(_))), "{not_theirs:?}");
    must(&store, 1, Change::RevokeSigningKey(key(1))).await;
    let again = store.change(act(1), vec![Change::RevokeSigningKey(key(1))]).await;
    assert!(matches!(again, Err(StoreError::NoSuch(_))), "{again:?}");
    is_not_accepted(store.change(act(1), vec![added(4, "one")]).await, "was enrolled");
    let all = store.signing_keys(None).await.unwrap();
    let told: Vec<_> = all.iter().map(|key| (key.public_key.as_str(), key.revoked_at.is_some())).collect();
    assert_eq!(told, [("one", true), ("two", false)]);
    assert_eq!(store.signing_keys(Some(member(2))).await.unwrap().len(), 1);
    let revoked = all[0].revoked_at.unwrap();
    assert!(now() < revoked, "what was signed within the same second stays good");
}

pub async fn a_statement_is_taken_once_by_whose_it_is_until_it_expires(place: &Place) {
    let store = team(place).await;
    for (n, hours) in [(1, 2), (2, 1)] {
        store.keep_statement(statement(n, hours), now()).await.unwrap();
    }
    let open = store.statements(member(1), LaunchId(1), now()).await.unwrap();
    assert_eq!(open, [statement(2, 1), statement(1, 2)], "the one that ends first comes first");
    assert_eq!(store.statements(member(2), LaunchId(1), now()).await.unwrap(), []);
    assert_eq!(store.statements(member(1), LaunchId(2), now()).await.unwrap(), []);
    let take = |n, who, at| store.take_statement(ApprovalId(Uuid::from_u128(n)), member(who), at);
    assert_eq!(take(1, 2, now()).await.unwrap(), None, "somebody else's");
    assert_eq!(take(2, 1, later(1)).await.unwrap(), None, "expired at that very second");
    assert_eq!(take(1, 1, now()).await.unwrap(), Some(statement(1, 2)));
    assert_eq!(take(1, 1, now()).await.unwrap(), None, "taken");
}

/// Each touch that somebody breaks off leaves one, and none of them is to keep them from signing.
pub async fn of_many_statements_the_newest_wait(place: &Place) {
    let store = team(place).await;
    for n in 0..52 {
        store.keep_statement(statement(n, 1), now()).await.unwrap();
    }
    let open = store.statements(member(1), LaunchId(1), now()).await.unwrap();
    let ids: Vec<ApprovalId> = open.into_iter().map(|open| open.id).collect();
    let newest: Vec<ApprovalId> = (2..52).map(|n| ApprovalId(Uuid::from_u128(n))).collect();
    assert_eq!(ids, newest);
}

on_every_store! {
    a_revoked_key_stays_and_never_comes_back,
    a_statement_is_taken_once_by_whose_it_is_until_it_expires,
    of_many_statements_the_newest_wait,
}

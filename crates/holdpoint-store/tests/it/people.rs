//! Accounts and one-time tokens.

use holdpoint_store::accounts::Change;
use holdpoint_store::{NewAccount, OpenInvite, TokenKind};

use super::accounts::{must, team};
use super::*;

fn account(n: u128, name: &str, token: &str, kind: TokenKind) -> NewAccount {
    NewAccount { id: member(n), name: name.into(), password_hash: "hash".into(), token: Digest::of(token.as_bytes()), kind, now: now() }
}

fn later(hours: i64) -> Timestamp {
    now() + jiff::SignedDuration::from_hours(hours)
}

pub async fn one_time_tokens_work_once_and_only_the_first_account_owns_the_server(place: &Place) {
    let store = place.open().await;
    assert!(!store.has_accounts().await.unwrap());
    let token = |text: &str| Digest::of(text.as_bytes());
    store.add_token(token("old"), TokenKind::Setup, later(1)).await.unwrap();
    store.add_token(token("setup"), TokenKind::Setup, later(1)).await.unwrap();
    is_not_accepted(store.create_account(account(1, "Ann", "old", TokenKind::Setup)).await, "ask for a new one");
    let owner = store.create_account(account(1, "Ann", "setup", TokenKind::Setup)).await.unwrap();
    assert!(owner.owner);
    is_not_accepted(store.create_account(account(2, "Ben", "setup", TokenKind::Setup)).await, "set up already");
    store.add_token(token("invite"), TokenKind::Invite, later(1)).await.unwrap();
    store.add_token(token("expired"), TokenKind::Invite, now()).await.unwrap();
    is_not_accepted(store.create_account(account(2, "Ben", "expired", TokenKind::Invite)).await, "expired");
    is_not_accepted(store.create_account(account(2, "ANN", "invite", TokenKind::Invite)).await, "this name");
    let ben = store.create_account(account(2, "Ben", "invite", TokenKind::Invite)).await.unwrap();
    assert!(!ben.owner, "and the name that was taken did not use up the invite");
    is_not_accepted(store.create_account(account(3, "Cem", "invite", TokenKind::Invite)).await, "used already");
    let names: Vec<_> = store.accounts().await.unwrap().into_iter().map(|account| account.name).collect();
    assert_eq!(names, ["Ann", "Ben"]);
    assert_eq!(store.account_named(" aNN ").await.unwrap().map(|account| account.id), Some(member(1)));
    assert_eq!(store.account(member(9)).await.unwrap(), None);
}

fn invite(n: u128, by: u128) -> OpenInvite {
    OpenInvite { id: InviteId(uuid::Uuid::from_u128(n)), by: member(by), made_at: now(), expires_at: later(1), gives: None }
}

pub async fn an_invite_ends_with_the_right_of_who_made_it(place: &Place) {
    let store = team(place).await;
    must(&store, 2, Change::SetOwner(true)).await;
    for (token, by) in [("from Ann", 1), ("from Ben", 2)] {
        store.add_invite(Digest::of(token.as_bytes()), invite(by, by)).await.unwrap();
    }
    must(&store, 2, Change::SetOwner(false)).await;
    is_not_accepted(store.create_account(account(3, "Cem", "from Ben", TokenKind::Invite)).await, "no longer invite");
    store.create_account(account(3, "Cem", "from Ann", TokenKind::Invite)).await.unwrap();
    must(&store, 2, Change::SetOwner(true)).await;
    store.create_account(account(4, "Dee", "from Ben", TokenKind::Invite)).await.unwrap();
}

pub async fn open_invites_are_bounded_and_expired_ones_are_forgotten(place: &Place) {
    let store = team(place).await;
    let token = |n: u128| Digest::of(&n.to_be_bytes());
    for n in 1..=500 {
        store.add_invite(token(n), invite(n, 1)).await.unwrap();
    }
    is_not_accepted(store.add_invite(token(501), invite(501, 1)).await, "500 of your invites");
    store.add_invite(token(502), invite(502, 2)).await.unwrap();
    assert!(store.withdraw_invite(invite(1, 1).id).await.unwrap());
    store.add_invite(token(503), invite(503, 1)).await.unwrap();
    let next_day = OpenInvite { made_at: later(24), expires_at: later(25), ..invite(504, 1) };
    store.add_invite(token(504), next_day).await.unwrap();
    assert_eq!(store.invites(now()).await.unwrap().len(), 1, "those that had expired are gone");
}

on_every_store! {
    one_time_tokens_work_once_and_only_the_first_account_owns_the_server,
    an_invite_ends_with_the_right_of_who_made_it,
    open_invites_are_bounded_and_expired_ones_are_forgotten,
}

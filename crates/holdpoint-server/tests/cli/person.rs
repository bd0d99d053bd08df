//! `holdpoint person`: owners, and who lost what they sign in with. Erasing is tested where the server does it: `it/erasure.rs`.

use holdpoint_domain::id::{Digest, MemberId, Timestamp};
use holdpoint_store::sqlite::SqliteStore;
use holdpoint_store::{Accounts as _, NewAccount, People as _, Store as _, TokenKind};
use tokio::runtime::Runtime;
use uuid::Uuid;

use crate::Desk;
use crate::data::prepare;

/// A data folder as a stopped server leaves it: Ann owns the server, and there is Ben.
fn desk() -> Desk {
    let desk = Desk::new();
    Runtime::new().unwrap().block_on(async {
        let store = prepare(&desk.path("data")).await;
        for (n, name, kind) in [(1, "Ann", TokenKind::Setup), (2, "Ben", TokenKind::Invite)] {
            let (id, token) = (MemberId(Uuid::from_u128(n)), Digest::of(name.as_bytes()));
            store.add_token(token, kind, Timestamp::MAX).await.unwrap();
            let new = NewAccount { id, name: name.into(), password_hash: String::new(), token, kind, now: Timestamp::now() };
            store.create_account(new).await.unwrap();
        }
        store.close().await;
    });
    desk
}

#[test]
fn there_may_be_several_owners_and_the_last_one_stays() {
    let desk = desk();
    let only = ["Ann: this is the server's only owner", "holdpoint person owner NAME"];
    desk.run(["person", "owner", "Ann", "--remove"]).cannot_tell(&only);
    desk.run(["person", "owner", "ben"]).code(0).says(&["Ben is an owner of this server now"]);
    desk.run(["person", "owner", "ben"]).code(0);
    let json = desk.run(["person", "owner", "Ann", "--remove", "--json"]).code(0).json();
    assert_eq!((&json["name"], &json["owner"]), (&"Ann".into(), &false.into()));
    desk.run(["person", "owner", "Ben", "--remove"]).cannot_tell(&["only owner"]);
    desk.run(["person", "erase", "Ben", "--dry-run"]).cannot_tell(&["only owner"]);
    desk.run(["person", "erase", "Ann", "--dry-run"]).code(0).says(&["Would erase"]);
    desk.run(["person", "owner", "Cem"]).cannot_tell(&["nobody with the name", "Cem"]);
    desk.run(["person", "owner", "Ann", "--data", "nowhere"]).cannot_tell(&["no database in nowhere"]);
}

#[test]
fn people_are_listed_with_their_ids_while_the_server_runs() {
    let desk = desk();
    let held = Runtime::new().unwrap().block_on(SqliteStore::open(&desk.path("data"))).unwrap();
    let [ann, ben] = [1, 2].map(|n| MemberId(Uuid::from_u128(n)));
    desk.run(["person", "list"]).code(0).says(&[&format!("{ann}  Ann (owner)\n{ben}  Ben\n")]);
    let json = desk.run(["person", "list", "--json"]).code(0).json();
    assert_eq!((&json[1]["id"], &json[1]["name"], &json[1]["owner"]), (&ben.to_string().into(), &"Ben".into(), &false.into()));
    drop(held);
    desk.run(["person", "list", "--data", "nowhere"]).cannot_tell(&["no database in nowhere"]);
}

#[test]
fn an_owner_who_cannot_sign_in_is_let_in_by_the_operator() {
    let desk = desk();
    let link = ["person", "recovery-link", "Ann"];
    desk.run(link).code(0).says(&["http://localhost:8080/recover#", "once"]);
    let public = "https://holdpoint.example.com";
    let json = desk.run(link.into_iter().chain(["--public-url", public, "--json"])).code(0).json();
    let token = json["link"].as_str().unwrap().strip_prefix("https://holdpoint.example.com/recover#").unwrap();
    let runtime = Runtime::new().unwrap();
    let whose = runtime.block_on(async {
        let store = SqliteStore::open(&desk.path("data")).await.unwrap();
        let whose = store.recovery_link(Digest::of(token.as_bytes()), Timestamp::now()).await.unwrap();
        store.close().await;
        whose
    });
    assert_eq!(whose, Some(MemberId(Uuid::from_u128(1))));
    desk.run(link.into_iter().chain(["--public-url", "holdpoint.example.com"])).cannot_tell(&["public_url", "https://"]);
    desk.run(["person", "recovery-link", "Cem"]).cannot_tell(&["nobody with the name"]);
    let held = runtime.block_on(SqliteStore::open(&desk.path("data"))).unwrap();
    for command in ["owner", "recovery-link", "erase"] {
        desk.run(["person", command, "Ann"]).cannot_tell(&["a running server uses data", "stop it"]);
    }
    desk.run(["person", "erase", "Ann"]).cannot_tell(&["let its owner do this on the people page"]);
    drop(held);
}

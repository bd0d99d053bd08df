//! Which groups may sign in, and what they give.

use serde_json::{Value, json};

use super::{Stage, refusal};
use crate::app::TEMPLATE;

#[test]
fn who_is_in_no_allowed_group_stays_outside() {
    let stage = Stage::new("groups_claim = \"roles\"\nallowed_groups = [\"sre\", \"dev\"]\n");
    let cases = [
        (json!({ "sub": "u-1", "name": "Cleo" }), false),
        (json!({ "sub": "u-1", "name": "Cleo", "groups": ["sre"] }), false),
        (json!({ "sub": "u-1", "name": "Cleo", "roles": ["SRE", "sre2", 7] }), false),
        (json!({ "sub": "u-1", "name": "Cleo", "roles": { "sre": true } }), false),
        (json!({ "sub": "u-1", "name": "Cleo", "roles": ["all", "sre"] }), true),
        (json!({ "sub": "u-1", "name": "Cleo", "roles": "dev" }), true),
    ];
    for (claims, may) in cases {
        stage.issuer.person(claims.clone());
        match may {
            true => drop(stage.arrive()),
            false => assert_eq!(refusal(&stage.sign_in(&stage.app.client())), "groups", "{claims}"),
        }
    }
    stage.issuer.person(json!({ "sub": "u-1" }));
    stage.issuer.lie(|lies| lies.userinfo = Some(json!({ "sub": "u-1", "roles": ["dev"] })));
    stage.arrive();
    let way: Value = stage.app.client().get("/api/session").ok();
    assert_eq!(way["oidc"][0]["claim"], "roles", "the page's sentence names it");
}

const ROLES: &str = "[[oidc.roles]]\ngroup = \"all\"\nlaunch = \"*\"\nrole = \"viewer\"\n\
    [[oidc.roles]]\ngroup = \"leads\"\nlaunch = \"LCH-1\"\nrole = \"approver\"\n\
    [[oidc.roles]]\ngroup = \"all\"\nlaunch = \"LCH-99\"\nrole = \"viewer\"\n";

#[test]
fn groups_give_and_raise_roles_and_people_decide() {
    let stage = Stage::new(ROLES);
    let (first, second) = (stage.ada.launch(TEMPLATE, None), stage.ada.launch(TEMPLATE, None));
    let groups = |groups: Value| stage.issuer.person(json!({ "sub": "u-1", "name": "Cleo", "groups": groups }));
    groups(json!([]));
    let cleo = stage.arrive();
    assert_eq!(cleo.get("/api/launches").ok::<Value>(), json!([]), "no group, no launch");
    let id = cleo.me()["id"].as_str().unwrap().to_owned();
    let role = |launch: &str| stage.ada.view(launch)["members"][&id]["role"].clone();

    groups(json!(["all"]));
    stage.arrive();
    assert_eq!((role(&first), role(&second)), (json!("viewer"), json!("viewer")));
    let last = stage.ada.events(&first, 2).pop().unwrap();
    assert_eq!((&last["by"], &last["event"]["type"], &last["event"]["group"]), (&json!(id), &json!("member_joined"), &json!("all")));
    let (before, other) = (stage.ada.seq(&first), stage.ada.seq(&second));
    stage.arrive();
    assert_eq!((stage.ada.seq(&first), stage.ada.seq(&second)), (before, other), "what is so already is no event");

    groups(json!(["all", "leads"]));
    stage.arrive();
    assert_eq!((role(&first), role(&second)), (json!("approver"), json!("viewer")), "raised where the group says");
    groups(json!([]));
    stage.arrive();
    assert_eq!(role(&first), json!("approver"), "leaving a group takes nothing away");

    stage.ada.admit(&first, &cleo, "contributor");
    stage.ada.must(&second, json!({ "type": "remove_member", "member": id }));
    groups(json!(["all", "leads"]));
    stage.arrive();
    assert_eq!((role(&first), role(&second)), (json!("contributor"), Value::Null), "what a release manager decided stands");
}

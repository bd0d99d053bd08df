//! `holdpoint egress explain`

use crate::Desk;

#[test]
fn this_machine_is_refused_until_the_operator_allows_it() {
    let url = ["egress", "explain", "http://127.0.0.1/"];
    Desk::new().run(url).code(1).says(&["refused: 127.0.0.1", "[egress] allow"]);
    Desk::new().set("HOLDPOINT_EGRESS_ALLOW", "127.0.0.1").run(url).code(0).says(&["allowed: http://127.0.0.1/", "port 80"]);
    let desk = Desk::new();
    desk.write("holdpoint.toml", "[egress]\nallow = [\"127.0.0.0/8:80\"]");
    desk.run(url).code(0).says(&["127.0.0.0/8:80"]);
}

#[test]
fn machines_are_told_the_same() {
    let url = ["egress", "explain", "--json", "http://127.0.0.1:8081/"];
    let refused = Desk::new().run(url).code(1).json();
    assert_eq!(refused["allowed"], false);
    assert!(refused["reason"].as_str().unwrap().contains("[egress] allow"), "{refused}");
    let allowed = Desk::new().set("HOLDPOINT_EGRESS_ALLOW", "127.0.0.1:8081").run(url).code(0).json();
    assert_eq!(allowed["allowed"], true);
    assert_eq!(allowed["explanation"]["addresses"], serde_json::json!(["127.0.0.1"]));
}

#[test]
fn the_servers_own_address_is_refused_whatever_is_allowed() {
    let desk = Desk::new().set("HOLDPOINT_EGRESS_ALLOW", "127.0.0.1").set("HOLDPOINT_LISTEN", "127.0.0.1:8099");
    desk.run(["egress", "explain", "http://127.0.0.1:8099/"]).code(1).says(&["this server itself"]);
    for listen in ["0.0.0.0:8099", "[::]:8099"] {
        let desk = Desk::new().set("HOLDPOINT_EGRESS_ALLOW", "127.0.0.1,[::1]").set("HOLDPOINT_LISTEN", listen);
        let desk = desk.set("HOLDPOINT_PUBLIC_URL", "https://holdpoint.example.com");
        for url in ["http://127.0.0.1:8099/", "http://[::1]:8099/", "https://holdpoint.example.com/api"] {
            desk.run(["egress", "explain", url]).code(1).says(&["this server itself"]);
        }
    }
}

#[test]
fn what_is_no_url_is_refused_and_a_bad_setting_is_told() {
    for url in ["nonsense", "ftp://example.com/", "http://127.1/", "https://user@example.com/", ""] {
        Desk::new().run(["egress", "explain", url]).code(1).says(&["refused: "]);
    }
    let desk = Desk::new().set("HOLDPOINT_EGRESS_ALLOW", "10.0.0.0/99");
    desk.run(["egress", "explain", "http://127.0.0.1/"]).cannot_tell(&["HOLDPOINT_EGRESS_ALLOW"]);
}

//! A launch's badge: to who sees the launch, and to anybody only where the operator says so.

use crate::app::{Settings, TEMPLATE, TestApp};

#[test]
fn a_badge_is_shown_to_members() {
    let (app, ada) = TestApp::with_owner();
    let path = format!("/api/launches/{}/badge.svg", ada.launch(TEMPLATE, None));
    let badge = ada.get(&path);
    assert_eq!((badge.status, badge.header("content-type")), (200, Some("image/svg+xml")));
    assert!(badge.text().contains("<title>LCH-1: no go, "), "{}", badge.text());
    let kept = (badge.header("cross-origin-resource-policy"), badge.header("cache-control"));
    assert_eq!(kept, (Some("same-origin"), Some("no-store")), "for this server's own page");
    app.client().get(&path).problem(401, "signed-out");
}

#[test]
fn a_badge_is_public_where_the_operator_says_so() {
    let app = TestApp::configured(None, Settings { server: "public_badges = true\n".into(), ..Settings::default() });
    let ada = app.set_up("Ada");
    let launch = ada.launch(TEMPLATE, None);
    let stranger = app.client();
    let badge = stranger.get(&format!("/api/launches/{launch}/badge.svg"));
    assert_eq!(badge.status, 200);
    let kept = (badge.header("cross-origin-resource-policy"), badge.header("cache-control"));
    assert_eq!(kept, (Some("cross-origin"), Some("private, max-age=60")), "browsers show it on other hosts' pages");
    stranger.get("/api/launches/LCH-99/badge.svg").problem(404, "not-found");
    stranger.get(&format!("/api/launches/{launch}/gate")).problem(401, "signed-out");
}

//! The probe kind `permission`, against a vendor that grants too much and one that does not.

use holdpoint_domain::check::{Check, ProbeFailure};
use holdpoint_emulator::{Mode, Vendor};
use serde_json::json;

use crate::bench::{Bench, check, number};

fn permission() -> Check {
    check(json!({ "kind": "permission", "allowed": "/me", "headers": { "Intercom-Version": "{api_version}" } }), &[])
}

async fn bench(vendor: Vendor) -> Bench {
    let mut bench = Bench::with(vendor).await;
    bench.connection.forbidden_path = Some("/admins".into());
    bench
}

#[tokio::test]
async fn a_token_without_the_right_is_told_from_one_with_it_and_from_one_that_is_not_valid() {
    let cases = [
        (Mode::Ok, false, 200.0, 403.0, "as it should be"),
        (Mode::Ok, true, 200.0, 200.0, "too many rights"),
        (Mode::Unauthorized, false, 401.0, 401.0, "not valid: refused everywhere"),
    ];
    for (mode, may_list_admins, allowed, forbidden, about) in cases {
        let bench = bench(Vendor { mode, may_list_admins, ..Vendor::default() }).await;
        let seen = bench.run(&permission()).await;
        assert_eq!((number(&seen, "allowed.status"), number(&seen, "forbidden.status")), (Some(allowed), Some(forbidden)), "{about}");
        let sent = bench.emulator.requests();
        let paths: Vec<_> = sent.iter().map(|request| (request.method.as_str(), request.path.as_str())).collect();
        assert_eq!(paths, [("GET", "/me"), ("GET", "/admins")], "{about}");
        let token = format!("Bearer {}", bench.emulator.vendor().token);
        assert!(sent.iter().all(|request| request.headers["authorization"] == token), "{about}");
        assert!(sent.iter().all(|request| request.headers["intercom-version"] == "2.14"), "{about}");
        assert!(!serde_json::to_string(&seen).unwrap().contains(&token), "{about}");
    }
}

#[tokio::test]
async fn without_token_address_or_forbidden_path_nothing_is_sent() {
    let mut bench = bench(Vendor::default()).await;
    let whole = serde_json::to_value(&bench.connection).unwrap();
    for lacking in ["token", "base_url", "forbidden_path", "api_version"] {
        let mut connection = whole.clone();
        connection.as_object_mut().unwrap().remove(lacking);
        bench.connection = serde_json::from_value(connection).unwrap();
        assert_eq!(bench.run(&permission()).await.failure, Some(ProbeFailure::NotConfigured), "{lacking}");
    }
    assert_eq!(bench.emulator.requests(), []);
}

/// The operator's path is appended to their own address; nothing that is written there leads the token elsewhere.
#[tokio::test]
async fn a_forbidden_path_cannot_lead_the_token_elsewhere() {
    let mut bench = bench(Vendor::default()).await;
    for path in ["@example.com/", "//example.com/", "https://example.com/", "admins", "\\\\example.com"] {
        bench.connection.forbidden_path = Some(path.into());
        let seen = bench.run(&permission()).await;
        let asked: Vec<_> = seen.requests.iter().map(|sent| sent.headers["host"].clone()).collect();
        assert!(asked.iter().all(|host| *host == bench.emulator.address().to_string()), "{path}: {asked:?}");
    }
}

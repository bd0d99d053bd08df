//! The engine against an emulated vendor: one check that is signed, and a pre-flight of many.

use std::time::{Duration, Instant};

use holdpoint_checks::{Order, Sealer, fly, run};
use holdpoint_domain::check::Verdict;
use holdpoint_domain::id::{Digest, LaunchId, MemberId};
use holdpoint_domain::report::{Beside, ReportKey, verify};
use holdpoint_domain::template::{Template, TemplateRef, parse};
use holdpoint_emulator::{Emulator, Vendor};
use holdpoint_probe::{Connection, Egress, EgressConfig};
use serde_json::json;
use uuid::Uuid;

/// Milliseconds until any part of the vendor answers: long beside what a busy machine adds.
const DELAY_MS: u64 = 1_000;
const CHECKS: usize = 12;
const TRIES: usize = 30;
/// What all may take, by what the slowest takes.
const MOST: f64 = 1.3;

async fn vendor(delay_ms: u64) -> (Emulator, Connection, Egress) {
    let vendor = Vendor { health_delay_ms: delay_ms, status_delay_ms: delay_ms, delay_ms, ..Vendor::default() };
    let emulator = Emulator::start(vendor).await.unwrap();
    let connection = json!({ "name": "emulator", "status_url": emulator.status_url(), "health_url": emulator.health_url() });
    let allow = vec![emulator.address().to_string()].try_into().unwrap();
    let egress = Egress::new(EgressConfig { allow, ..EgressConfig::default() }).unwrap();
    (emulator, serde_json::from_value(connection).unwrap(), egress)
}

/// The small template, with as many checks of the pre-flight.
fn template(checks: usize) -> (Template, TemplateRef) {
    let (mut template, digest) = parse(include_bytes!("../../../templates/service.toml")).unwrap();
    let check = template.checks.first().unwrap().clone();
    let numbered = |number| {
        let mut check = check.clone();
        check.id = format!("check.{number}").parse().unwrap();
        check
    };
    template.checks = (0..checks).map(numbered).collect();
    let reference = TemplateRef { name: template.name.clone(), version: template.version.clone(), digest };
    (template, reference)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_preflight_of_twelve_checks_takes_about_as_long_as_the_slowest() {
    let (_emulator, connection, egress) = vendor(DELAY_MS).await;
    let (template, reference) = template(CHECKS);
    // The best of several: other work on the machine only ever adds.
    let mut best = f64::INFINITY;
    for _ in 0..TRIES {
        let since = Instant::now();
        let flight = fly((&template, &reference), &connection, &egress, |_, _| {}).await.unwrap();
        let took = since.elapsed().as_secs_f64();
        assert_eq!(flight.checks.len(), CHECKS);
        assert!(flight.checks.iter().all(|check| check.observation.failure.is_none() && DELAY_MS <= check.observation.latency_ms));
        // As long as it took: a slow machine makes that longer, too. Checks that wait for each other would as well, and each second one
        // would take twice the delay.
        let slowest = flight.checks.iter().map(|check| check.observation.latency_ms).max().unwrap();
        if slowest < 2 * DELAY_MS {
            best = best.min(took / Duration::from_millis(slowest).as_secs_f64());
        }
        if best < MOST {
            break;
        }
    }
    println!("{CHECKS} checks of {DELAY_MS} ms: {best:.2} times the slowest");
    assert!(best < MOST, "{best:.2} times the slowest of {CHECKS}, where none took {} ms", 2 * DELAY_MS);
}

#[tokio::test]
async fn the_worst_of_a_preflight_is_its_verdict_and_none_is_no_flight() {
    let (emulator, connection, egress) = vendor(0).await;
    let (template, reference) = template(2);
    let flight = fly((&template, &reference), &connection, &egress, |_, _| {}).await.unwrap();
    assert_eq!(flight.verdict, Verdict::Pass);
    emulator.set(|vendor| vendor.health = holdpoint_emulator::Health::Unhealthy);
    let flight = fly((&template, &reference), &connection, &egress, |_, _| {}).await.unwrap();
    assert_eq!(flight.verdict, Verdict::Fail);
    let none = Template { checks: vec![], ..template };
    assert!(fly((&none, &reference), &connection, &egress, |_, _| {}).await.is_none());
}

#[tokio::test]
async fn a_run_is_signed_as_its_receipt_says() {
    let (_emulator, connection, egress) = vendor(0).await;
    let (template, _) = template(1);
    let key = ReportKey::from_seed(&[7; 32]).unwrap();
    let order = Order { launch: LaunchId(1), by: MemberId(Uuid::from_u128(1)), name: "Ada" };
    let sealed = run(order, (&template.checks[0], &connection), &egress, Sealer { key: &key, version: "0.1.0" }).await.unwrap();
    assert_eq!(sealed.receipt.attestation, Some(Digest::of(&sealed.bundle)));
    let said = verify(&sealed.bundle, None, Beside::default()).unwrap();
    assert_eq!(said.verdict.exit_code(), 2, "self-consistent: {said:?}");
    let words = format!("check check.0, through emulator: {}", sealed.receipt.judgement.verdict.words());
    assert!(said.summary.to_string().contains(&words), "{}", said.summary);
}

//! What checks saw, what is on its way, and the gate's reasons.

use std::collections::BTreeMap;

use holdpoint_domain::check::{Fact, Facts, Finding, Judgement, Observation, ProbeFailure, Receipt, SentRequest, Standing, Verdict};
use holdpoint_domain::id::{Digest, MemberId, ReceiptId, Timestamp};
use holdpoint_domain::launch::{Reason, Status, Why};
use holdpoint_domain::template::Role;
use jiff::SignedDuration;
use leptos::prelude::*;

use super::{Group, State};
use crate::clock;
use crate::ui::{self, ReceiptCard, Remote, StandingTag, Unseen, Waiting};

/// How old a receipt is, and how long it holds, in minutes.
const AGE: i64 = 4;
const HOLDS: i64 = 60;

/// * `minutes`: negative in the past.
pub fn in_minutes(minutes: i64) -> Timestamp {
    let now = clock::now();
    now.checked_add(SignedDuration::from_mins(minutes)).unwrap_or(now)
}

#[component]
pub fn Receipts() -> impl IntoView {
    let all = [
        (Standing::Passing, Verdict::Pass, "412 ms", HOLDS),
        (Standing::Warning, Verdict::Warn, "1,204 ms", HOLDS),
        (Standing::Failing, Verdict::Fail, "4,031 ms", HOLDS),
        (Standing::Unknown, Verdict::Unknown, "", HOLDS),
        (Standing::Stale, Verdict::Pass, "398 ms", -1),
    ];
    let card = |(standing, verdict, seen, until): (Standing, Verdict, &str, i64)| {
        let receipt = receipt(verdict, seen, until)?;
        // A later run that saw nothing left the failure where it is.
        let unseen = (standing == Standing::Failing).then(|| self::receipt(Verdict::Unknown, "", HOLDS)).flatten();
        Some(view! {
            <div class="check card" data-verdict=format!("{standing:?}")>
                <div class="check__head"><h3 class="check__title">"The health endpoint"</h3><StandingTag standing=Some(standing) /></div>
                <ReceiptCard receipt standing />
                {unseen.map(|receipt| view! { <Unseen receipt /> })}
            </div>
        })
    };
    view! { <Group id="receipts" title="Receipts">{all.map(card).collect_view()}</Group> }
}

/// * `seen`: empty: nothing was.
/// * `until`: in minutes from now.
fn receipt(verdict: Verdict, seen: &str, until: i64) -> Option<Receipt> {
    let failure = seen.is_empty().then_some(ProbeFailure::TimedOut);
    let facts = Facts::from([("latency".to_owned(), Fact::Text(seen.to_owned())), ("status".to_owned(), Fact::Number(200.0))]);
    let findings = facts.iter().map(|(fact, value)| Finding {
        fact: fact.clone(),
        value: Some(value.clone()),
        verdict: if fact == "latency" { verdict } else { Verdict::Pass },
    });
    let request = SentRequest {
        method: "GET".into(),
        url: "https://support.example.com/health".into(),
        headers: BTreeMap::from([("authorization".to_owned(), "Bearer {env:HEALTH_TOKEN}".to_owned())]),
        status: failure.is_none().then_some(200),
        body_digest: None,
        peer: Some("192.0.2.7:443".into()),
        tls_fingerprint: Some(Digest::of(b"certificate")),
        allowed_by_operator: verdict == Verdict::Warn,
    };
    let judgement = Judgement {
        verdict,
        why: format!("It took {seen}, and may take one second."),
        next: (verdict == Verdict::Fail).then(|| "Look at what it waits for: `pg_stat_activity` names it.".into()),
        findings: if failure.is_none() { findings.collect() } else { Vec::new() },
    };
    let facts = if failure.is_none() { facts } else { Facts::new() };
    let observation = Observation { facts, failure, requests: vec![request], latency_ms: 412, started_at: in_minutes(-AGE) };
    Some(Receipt {
        id: ReceiptId(clock::new_id()),
        check: "app.health".parse().ok()?,
        connection: "intercom-prod".parse().ok(),
        ran_by: MemberId(clock::new_id()),
        configuration: Digest::of(b"check"),
        judgement,
        observation,
        expires_at: in_minutes(until),
        attestation: None,
    })
}

#[component]
pub fn OnItsWay() -> impl IntoView {
    let failed = Remote::Failed { why: "the list could not be loaded".into() };
    let state = |name: &'static str, state: Remote<()>| {
        view! { <State name><Waiting what=RwSignal::new(state) again=Callback::new(|()| {}) /></State> }
    };
    view! {
        <Group id="remote" title="On its way">
            {state("For 300 ms nothing is said", Remote::Waiting)}
            {state("Then that it is loading", Remote::WaitingLong)}
            {state("It did not come", failed)}
            {state("Here: nothing is said either", Remote::of(()))}
        </Group>
    }
}

#[component]
pub fn GateReasons() -> impl IntoView {
    let (title, check) = ("Every request has a time-out".to_owned(), "The health endpoint".to_owned());
    let whys = [
        Why::CheckFailing { title: title.clone(), check: check.clone() },
        Why::CheckStale { title: title.clone(), check },
        Why::EvidenceExpired { title: title.clone() },
        Why::WaiverExpired { title: title.clone() },
        Why::ItemOpen { title, status: Status::Blocked },
        Why::NobodySigned { role: Role::ReleaseManager },
    ];
    let reasons = whys.map(|why| Reason { item: None, check: None, why });
    // What is only to be signed leads nowhere here.
    let href = Callback::new(|reason: Reason| (!reason.kind().is_about_approvals()).then(|| "#reasons".to_owned()));
    view! { <Group id="reasons" title="Reasons of the gate"><ui::Reasons reasons=reasons.into() href /></Group> }
}

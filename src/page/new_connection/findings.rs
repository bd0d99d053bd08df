//! What was found out about a field, as sentences beside it.

use holdpoint_domain::check::Verdict;
use holdpoint_domain::wire::{ConnectionField, Finding, Parts, Sight, TriedField, Unreadable};
use leptos::prelude::*;

use crate::ui::{Glyph, Icon, StandingTag};
use crate::{clock, say, text, words};

/// * `reference`: what the field holds, for secrets.
#[component]
pub fn Findings(tried: TriedField, reference: String) -> impl IntoView {
    let field = tried.field;
    let line = |finding: Finding| {
        let (key, glyph) = match finding.verdict {
            Verdict::Pass => ("pass", Glyph::Check),
            Verdict::Warn | Verdict::Unknown => ("warn", Glyph::Warn),
            Verdict::Fail => ("fail", Glyph::Cross),
        };
        let told = told(field, &finding, &reference);
        view! { <li class="finding" data-finding=key><Icon glyph /><span>{told}</span></li> }
    };
    view! {
        <div class="tried__found" data-tried=standing_key(tried.verdict)>
            <StandingTag standing=Some(tried.verdict.into()) />
            <ul class="plain">{tried.findings.into_iter().map(line).collect_view()}</ul>
        </div>
    }
}

fn standing_key(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Warn | Verdict::Unknown => "warn",
        Verdict::Fail => "fail",
    }
}

fn told(field: ConnectionField, finding: &Finding, reference: &str) -> String {
    match &finding.seen {
        Sight::NotAccepted { reason, cause } => say!("trial-not-accepted", reason = against(reason, cause.as_ref())),
        Sight::Accepted {} => say!("trial-accepted").into(),
        Sight::Refused { reason, cause } => say!("trial-refused", reason = against(reason, cause.as_ref())),
        Sight::Allowed { addresses, port, allowed_by } => {
            let (addresses, port) = (text::list(addresses), port.to_string());
            match allowed_by.as_slice() {
                [] => say!("trial-allowed", addresses = addresses, port = port),
                entries => say!("trial-allowed-by", addresses = addresses, port = port, entries = text::list(entries)),
            }
        }
        Sight::Unencrypted {} => say!("trial-unencrypted").into(),
        Sight::Certificate { fault: Some(fault), .. } => say!("trial-certificate-bad", fault = fault_words(fault)),
        Sight::Certificate { fault: None, not_after, days_left, protocol } => {
            let until = text::date(text::today(*not_after, clock::east(*not_after)));
            say!("trial-certificate", protocol = protocol, until = until, days = *days_left)
        }
        Sight::NotAnswered { failure } => say!("trial-not-answered", failure = words::checks::failure(*failure)),
        Sight::Answered { status, latency_ms } => answered(field, *status, text::latency(u64::from(*latency_ms))),
        Sight::StatusPage { indicator } => say!("trial-status-page", indicator = indicator),
        Sight::NoStatusPage {} => say!("trial-no-status-page").into(),
        Sight::Health { status } => say!("trial-health", status = status),
        Sight::NoHealth {} => say!("trial-no-health").into(),
        Sight::SecretThere {} => say!("trial-secret-there").into(),
        Sight::SecretMissing {} => match reference.strip_prefix("env:") {
            Some(name) => say!("trial-secret-missing-variable", name = name),
            None => say!("trial-secret-missing-file", path = path(reference)),
        },
        Sight::SecretUnreadable { why: Some(Unreadable::NotPermitted) } => say!("trial-secret-not-permitted", path = path(reference)),
        Sight::SecretUnreadable { why: Some(Unreadable::NoFolder) } => say!("trial-secret-no-folder", path = path(reference)),
        Sight::SecretUnreadable { why: Some(Unreadable::TimedOut) } => say!("trial-secret-too-slow", path = path(reference)),
        Sight::SecretUnreadable { why: Some(Unreadable::Other) | None } => say!("trial-secret-unreadable", path = path(reference)),
        Sight::SecretUnusable {} => say!("trial-secret-unusable", reference = reference),
    }
}

/// In the reader's language; what this page does not know as the server tells it.
fn against(reason: &str, cause: Option<&Parts>) -> String {
    cause.and_then(|cause| words::parts::told("trial-against", cause)).unwrap_or_else(|| reason.to_owned())
}

fn path(reference: &str) -> &str {
    reference.strip_prefix("file:").unwrap_or(reference)
}

fn answered(field: ConnectionField, status: u16, latency: String) -> String {
    let shown = status.to_string();
    match (field, status) {
        (_, 300..=399) => say!("trial-answered-elsewhere", status = shown, latency = latency),
        (ConnectionField::BaseUrl, 400..=499) => say!("trial-answered-without-token", status = shown, latency = latency),
        (ConnectionField::WebhookUrl, 400..) => say!("trial-answered-head", status = shown, latency = latency),
        _ => say!("trial-answered", status = shown, latency = latency),
    }
}

/// In the words of the check kind `tls`; what is newer stays as the server says it.
fn fault_words(fault: &str) -> String {
    match fault {
        "expired" => say!("trial-fault-expired").into(),
        "not yet valid" => say!("trial-fault-early").into(),
        "for another name" => say!("trial-fault-name").into(),
        "from an unknown issuer" => say!("trial-fault-issuer").into(),
        "revoked" => say!("trial-fault-revoked").into(),
        "not acceptable" => say!("trial-fault-other").into(),
        newer => newer.into(),
    }
}

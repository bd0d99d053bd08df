//! The first page: the decision, what it is about, and what to know before relying on it.

use maud::{Markup, html};

use super::{Page, digest, fact, maybe_time, time};
use crate::launch::{Attestation, Decision, Reason, Window};
use crate::report::approver_words::signed_at;
use crate::report::words;

pub fn summary(page: &Page<'_>) -> Markup {
    let (launch, gate, predicate) = (&page.snapshot.launch, page.gate, page.predicate);
    let class = match gate.decision {
        Decision::Go => "decision go",
        Decision::NoGo => "decision no",
    };
    let counts = predicate.result.counts;
    html! {
        header {
            p.muted { "Launch sign-off report " (launch.id) }
            h1 { (launch.name) }
        }
        div class=(class) {
            strong { (words::decision(gate.decision)) }
            span {
                @match gate.decision {
                    Decision::Go => "Every must item is settled with proof, and everybody required has signed.",
                    Decision::NoGo if gate.reasons.len() == 1 => "One reason stands against this launch.",
                    Decision::NoGo => { (gate.reasons.len()) " reasons stand against this launch." }
                }
            }
        }
        dl {
            (fact("Issued", time(predicate.issued_at)))
            (fact("Holds until", html! { @match (gate.decision, gate.holds_until) {
                (Decision::NoGo, _) => "–",
                (Decision::Go, Some(end)) => (time(end)),
                (Decision::Go, None) => "nothing that it rests on expires",
            } }))
            (fact("Change ticket", html! { (launch.change_ticket.as_deref().unwrap_or("none")) }))
            (fact("Change window", html! { @match launch.window {
                Some(Window { from, to }) => { (time(from)) " to " (time(to)) },
                None => "none",
            } }))
            (fact("Target date", html! { @match launch.target { Some(date) => (date), None => "none" } }))
            (fact("Environment", html! { @match &launch.connection { Some(name) => (name), None => "none" } }))
            (fact("Checklist", html! { (page.snapshot.template.title) ", " (page.snapshot.template.name) " " (page.snapshot.template.version) }))
            (fact("Items", html! {
                (counts.items.done) " done, " (counts.items.not_applicable) " not applicable, " (counts.items.waived) " waived, "
                (counts.items.open + counts.items.in_progress + counts.items.blocked) " open, of " (counts.items.total)
            }))
            (fact("Checks", html! {
                (counts.checks.passing) " pass, " (counts.checks.warning) " warning, " (counts.checks.failing) " fail, "
                (counts.checks.unknown) " unknown, " (counts.checks.stale) " stale, " (counts.checks.not_run) " not run"
            }))
            div.wide { dt { "Signed by" } dd { (signers(page)) } }
            div.wide { dt { "Artifacts" } dd { (artifacts(page)) } }
        }
    }
}

fn signers(page: &Page<'_>) -> Markup {
    html! {
        @if page.predicate.approvals.is_empty() { "nobody" } @else {
            ul {
                @for told in &page.predicate.approvals {
                    li {
                        (told.approver.name) ", " (words::role(told.role)) ", " (maybe_time(signed_at(told)))
                        @if !told.stale.is_none() { " " span.badge.warn { "stale" } }
                        " " span.muted { (vouched(page, &told.attestation)) }
                    }
                }
            }
        }
    }
}

fn vouched(page: &Page<'_>, attestation: &Attestation) -> &'static str {
    match attestation {
        Attestation::Passkey { .. } if super::ALL_ATTESTED < page.predicate.producer.rendition => "signed with a passkey of their own",
        Attestation::Ssh { .. } if super::ALL_ATTESTED < page.predicate.producer.rendition => "signed with an SSH key of their own",
        _ => "attested by the server (password)",
    }
}

fn artifacts(page: &Page<'_>) -> Markup {
    let artifacts = &page.snapshot.launch.artifacts;
    html! {
        @if artifacts.is_empty() { "none named" } @else {
            ul { @for artifact in artifacts { li { (artifact.name) br; (digest(artifact.digest)) } } }
        }
    }
}

pub fn contents() -> Markup {
    let parts = [
        ("exceptions", "Exceptions"),
        ("approvals", "Approvals"),
        ("checklist", "Checklist"),
        ("checks", "Checks"),
        ("runs", "Rollback and rehearsals"),
        ("record", "Record"),
        ("verify", "How to verify"),
    ];
    html! { nav aria-label="Contents" { ol { @for (id, title) in parts { li { a href={ "#" (id) } { (title) } } } } } }
}

/// What stands against the launch, and what a reader should know all the same.
pub fn exceptions(page: &Page<'_>) -> Markup {
    let (reasons, notices) = (&page.gate.reasons, &page.gate.notices);
    html! {
        section aria-labelledby="exceptions" {
            h2 #exceptions { "Exceptions" }
            @if reasons.is_empty() && notices.is_empty() { p { "None: nothing is waived, left out, stale or failing." } }
            @if !reasons.is_empty() { (table("What stands against the launch", reasons, "no")) }
            @if !notices.is_empty() { (table("What does not block, and should be known", notices, "warn")) }
        }
    }
}

fn table(caption: &str, reasons: &[Reason], class: &str) -> Markup {
    html! {
        div.frame { table {
            caption { (caption) }
            thead { tr { th scope="col" { "Kind" } th scope="col" { "About" } th scope="col" { "What" } } }
            tbody {
                @for reason in reasons {
                    tr {
                        td { span class={ "badge " (class) } { (words::reason(reason.kind())) } }
                        td {
                            @if let Some(item) = &reason.item { code { (item) } }
                            @if let Some(check) = &reason.check { @if reason.item.is_some() { " " } "check " code { (check) } }
                        }
                        td.text { (reason.text()) }
                    }
                }
            }
        } }
    }
}

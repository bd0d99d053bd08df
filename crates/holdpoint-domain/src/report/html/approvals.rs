//! Who signed, what that rests on, and what changed since.

use maud::{Markup, html};

use super::{Page, digest, fact, maybe_time};
use crate::id::Digest;
use crate::launch::Attestation;
use crate::report::approver_words::{signed, signed_at};
use crate::report::leaf::Leaf;
use crate::report::signoff::SignoffApproval;
use crate::report::words;

pub fn approvals(page: &Page<'_>) -> Markup {
    let approvals = &page.predicate.approvals;
    html! {
        section aria-labelledby="approvals" {
            h2 #approvals { "Approvals" }
            p { (required(page)) }
            @if approvals.is_empty() { p { "Nobody has signed." } } @else {
                p.text {
                    "“Attested by the server” is the weaker kind of approval: there is no signature of the person's own. The server says that "
                    "the person gave their password just then, and signed the statement with its own key."
                }
            }
            @for told in approvals { (approval(page, told)) }
        }
    }
}

fn required(page: &Page<'_>) -> Markup {
    let policy = &page.snapshot.policy;
    html! {
        "Required: "
        @for (place, required) in policy.required_roles.iter().enumerate() {
            @if 0 < place { ", " }
            (required.count) " " (words::role(required.role))
        }
        @if policy.distinct_approvers { "; nobody counts twice." } @else { "; one person may count for several roles." }
        @if policy.segregation_of_duties { " Who did an item is not its only approver." }
    }
}

fn approval(page: &Page<'_>, told: &SignoffApproval) -> Markup {
    let signed = signed(told);
    let (covered, all) = (signed.as_ref().map_or(0, |signed| signed.predicate.covers.len()), page.snapshot.items.len());
    let snapshot = signed.as_ref().and_then(|signed| signed.subject.first()).map(|subject| subject.digest());
    let comment = signed.as_ref().map(|signed| signed.predicate.comment.as_str()).unwrap_or_default();
    html! {
        article.card {
            header {
                h3 { (told.approver.name) ", " (words::role(told.role)) }
                @if told.stale.is_none() && covered == all { span.badge.go { "covers everything" } }
                @else if told.stale.is_none() { span.badge.go { "covers " (covered) " of " (all) " items" } } @else { span.badge.warn { "stale" } }
            }
            @if !comment.is_empty() { p.text { (comment) } }
            @if told.stale.launch { p { "The launch itself (details, template, policy or checks) changed after this signature." } }
            @if !told.stale.items.is_empty() {
                p { "Changed after this signature: " @for (place, item) in told.stale.items.iter().enumerate() { @if 0 < place { ", " } code { (item) } } "." }
            }
            dl {
                (fact("Signed (claimed)", maybe_time(signed_at(told))))
                (fact("Recorded in the log", maybe_time(Leaf::parse(&told.log_entry.leaf.0).map(|leaf| leaf.recorded_at))))
                (fact("Log entry", html! { (told.log_entry.index) " (from 0)" }))
                (attested(&told.attestation))
                div.wide { dt { "Snapshot that was signed" } dd { @match snapshot { Some(known) => (digest(known)), None => "–" } } }
                div.wide { dt { "Statement that was signed" } dd { (digest(Digest::of(&told.statement.0))) } }
            }
        }
    }
}

fn attested(attestation: &Attestation) -> Markup {
    match attestation {
        Attestation::Server { keyid, .. } => html! {
            (fact("Attested by", html! { "the server (password)" }))
            div.wide { dt { "Server's key" } dd { (digest(*keyid)) } }
        },
        Attestation::Passkey { public_key, rp_id, ssh_verifiable, .. } => html! {
            (fact("Signed with", html! { "a passkey of their own, at " (rp_id) }))
            (fact("ssh-keygen can verify it", html! { @if *ssh_verifiable { "yes" } @else { "no" } }))
            div.wide { dt { "Their key (SHA-256 of the PEM)" } dd { (digest(Digest::of(public_key.as_bytes()))) } }
        },
        Attestation::Ssh { public_key, .. } => html! {
            (fact("Signed with", html! { "an SSH key of their own" }))
            (fact("ssh-keygen can verify it", html! { "yes" }))
            div.wide { dt { "Their key" } dd { code { (public_key) } } }
        },
    }
}

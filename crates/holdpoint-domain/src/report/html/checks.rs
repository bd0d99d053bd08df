//! Each receipt's facts, and each execution of a runbook.

use maud::{Markup, html};

use super::{Page, digest, fact, maybe_time, time};
use crate::check::{SentRequest, Standing};
use crate::launch::{SnapshotCheck, SnapshotRun, StepState};
use crate::report::words;

pub fn checks(page: &Page<'_>) -> Markup {
    html! {
        section aria-labelledby="checks" {
            h2 #checks { "Checks" }
            @if page.snapshot.checks.is_empty() { p { "This checklist has no checks." } }
            @for check in &page.snapshot.checks { (card(page, check)) }
        }
    }
}

fn card(page: &Page<'_>, check: &SnapshotCheck) -> Markup {
    let standing = page.snapshot.standing(check, page.predicate.issued_at);
    html! {
        article.card {
            header {
                h3 { (check.title) }
                span class={ "badge " (class(standing)) } { (words::standing(standing)) }
            }
            @if let Some(why) = &check.why { p.text { (why) } }
            dl.small {
                (fact("Check", html! { code { (check.id) } }))
                (fact("Environment", html! { @match &check.source { Some(name) => (name), None => "–" } }))
                (fact("Ran", maybe_time(check.ran_at)))
                (fact("Fresh until", maybe_time(check.expires_at)))
                (fact("Took", html! { @match check.latency_ms { Some(ms) => { (ms) " ms" }, None => "–" } }))
                (fact("Receipt", html! { @match &check.receipt { Some(id) => code { (id) }, None => "–" } }))
                div.wide { dt { "Rules" } dd { (digest(check.configuration)) } }
            }
            (facts(check))
            @for request in &check.requests { (sent(request)) }
        }
    }
}

fn facts(check: &SnapshotCheck) -> Markup {
    html! {
        @if !check.facts.is_empty() {
            div.frame { table.small {
                caption { "What was seen" }
                thead { tr { th scope="col" { "Fact" } th scope="col" { "Value" } } }
                tbody { @for (name, value) in &check.facts { tr { th scope="row" { code { (name) } } td.text { (value) } } } }
            } }
        }
    }
}

fn sent(request: &SentRequest) -> Markup {
    html! {
        p.small {
            code { (request.method) " " (request.url) }
            @if let Some(status) = request.status { " answered " (status) }
            @if let Some(peer) = &request.peer { " · from " code { (peer) } }
            @if request.allowed_by_operator { " · dialled by the operator's exception" }
            @if let Some(body) = request.body_digest { br; "answer's body " (digest(body)) }
            @if let Some(certificate) = request.tls_fingerprint { br; "certificate " (digest(certificate)) }
        }
    }
}

pub fn runs(page: &Page<'_>) -> Markup {
    html! {
        section aria-labelledby="runs" {
            h2 #runs { "Rollback and rehearsals" }
            @if page.snapshot.runs.is_empty() { p { "No runbook was run or rehearsed." } }
            @for run in &page.snapshot.runs { (one(page, run)) }
        }
    }
}

fn one(page: &Page<'_>, run: &SnapshotRun) -> Markup {
    let name = |member| page.snapshot.name_of(member);
    let failed = run.steps.iter().any(|step| step.state == StepState::Failed);
    let (words, class) = match (&run.abandoned, run.ended_at) {
        (Some(_), _) => ("abandoned", "no"),
        (None, None) => ("going on", "warn"),
        (None, Some(_)) if failed => ("failed", "no"),
        (None, Some(_)) => ("succeeded", "go"),
    };
    html! {
        article.card {
            header {
                h3 { (run.title) @if run.rehearsal { " (rehearsal)" } }
                span class={ "badge " (class) } { (words) }
            }
            p.muted.small {
                "Started " (time(run.started_at)) " by " (name(run.started_by))
                @if let Some(end) = run.ended_at {
                    ", ended " (time(end)) ", took " (end.duration_since(run.started_at).as_secs()) " s"
                }
            }
            @if let Some(why) = &run.abandoned { p.text { (why) } }
            div.frame { table.small {
                caption { "Steps" }
                thead { tr {
                    th scope="col" { "Step" } th scope="col" { "Outcome" } th scope="col" { "By" } th scope="col" { "Started" }
                    th scope="col" { "Ended" } th scope="col" { "Note" }
                } }
                tbody {
                    @for step in &run.steps {
                        tr {
                            th scope="row" { (step.title) }
                            td { (step.state.words()) }
                            td { @match step.by { Some(by) => (name(by)), None => "–" } }
                            td { (maybe_time(step.started_at)) }
                            td { (maybe_time(step.ended_at)) }
                            td.text {
                                @if let Some(note) = &step.note { (note) }
                                @if let Some(receipt) = &step.receipt { " receipt " code { (receipt) } }
                            }
                        }
                    }
                }
            } }
        }
    }
}

fn class(standing: Option<Standing>) -> &'static str {
    match standing {
        Some(Standing::Passing) => "go",
        Some(Standing::Warning | Standing::Stale) => "warn",
        Some(Standing::Failing | Standing::Unknown) => "no",
        None => "plain",
    }
}

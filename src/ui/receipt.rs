//! What one run of a check saw: verdict, why, what next, facts, requests. Styles: `receipt.css`.

use holdpoint_domain::check::{Finding, Made, Receipt, SentRequest, Standing};
use leptos::prelude::*;

use super::moment::Moment;
use super::tag::StandingTag;
use crate::text;

#[component]
pub fn ReceiptCard(
    receipt: Receipt,
    /// As of now, for the launch's present connection.
    standing: Standing,
    /// What the server signed of it, where it did.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let made = receipt.made();
    let judgement = receipt.judgement;
    let observation = receipt.observation;
    let facts: Vec<_> = observation.facts.into_iter().filter(|(name, _)| !judgement.findings.iter().any(|f| f.fact == *name)).collect();
    let stale = standing == Standing::Stale;
    let internal = observation.requests.iter().any(|request| request.allowed_by_operator);
    let told = match receipt.connection {
        Some(connection) => {
            let took = text::latency(observation.latency_ms);
            view! { "Ran " <Moment at=observation.started_at /> " · took " {took} " · against " <code>{connection.to_string()}</code> }
                .into_any()
        }
        None if made == Made::Drilled => {
            let took = text::latency(observation.latency_ms);
            view! { "Seen in a drill " <Moment at=observation.started_at /> " of " {took} }.into_any()
        }
        None => view! { "Pushed, of a run at " <Moment at=observation.started_at /> }.into_any(),
    };
    view! {
        <div class="receipt">
            <p class="receipt__why">{judgement.why}</p>
            {judgement.next.map(|next| view! { <p class="receipt__next"><strong>"Next: "</strong>{next}</p> })}
            {stale.then(|| view! { <p class="receipt__next">"This result is too old, or of another connection: it proves nothing. Run the check, push its result or open a drill again."</p> })}
            <p class="receipt__meta">
                {told}" · fresh until " <Moment at=receipt.expires_at />
                {internal.then(|| view! { <br /><span class="receipt__internal">"Asked at an address that is not public, which the operator allows."</span> })}
            </p>
            {(!judgement.findings.is_empty()).then(|| view! {
                <table class="table table--facts">
                    <caption class="hidden">"What was expected, and what was seen"</caption>
                    <thead><tr><th scope="col">"Fact"</th><th scope="col">"Seen"</th><th scope="col">"Verdict"</th></tr></thead>
                    <tbody>{judgement.findings.into_iter().map(finding).collect_view()}</tbody>
                </table>
            })}
            <details class="more">
                <summary>"Requests and other facts"</summary>
                {observation.requests.into_iter().map(request).collect_view()}
                <dl class="pairs">
                    {facts.into_iter().map(|(name, value)| view! {
                        <div><dt><code>{name}</code></dt><dd><code>{value.to_string()}</code></dd></div>
                    }).collect_view()}
                    <div><dt>"Receipt"</dt><dd><code>{receipt.id.to_string()}</code></dd></div>
                    <div><dt>"Rules applied"</dt><dd><code>{receipt.configuration.short()}</code></dd></div>
                </dl>
            </details>
            {children.map(|children| children())}
        </div>
    }
}

fn finding(finding: Finding) -> impl IntoView {
    let seen = finding.value.map_or_else(|| "not seen".to_owned(), |value| value.to_string());
    let standing = match finding.verdict {
        holdpoint_domain::check::Verdict::Pass => Standing::Passing,
        holdpoint_domain::check::Verdict::Warn => Standing::Warning,
        holdpoint_domain::check::Verdict::Unknown => Standing::Unknown,
        holdpoint_domain::check::Verdict::Fail => Standing::Failing,
    };
    view! {
        <tr>
            <td><code>{finding.fact}</code></td>
            <td><code>{seen}</code></td>
            <td><StandingTag standing=Some(standing) /></td>
        </tr>
    }
}

fn request(request: SentRequest) -> impl IntoView {
    let headers = request.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect::<String>();
    let answer = request.status.map_or_else(|| "no answer".to_owned(), |status| format!("answered {status}"));
    let peer = request.peer.map(|peer| format!(", dialled {peer}")).unwrap_or_default();
    let allowed = if request.allowed_by_operator { ", allowed by the operator's list" } else { "" };
    let fingerprint = request.tls_fingerprint.map(|digest| format!(", certificate {}", digest.short())).unwrap_or_default();
    view! {
        <div class="request">
            <pre class="code">{format!("{} {}\n{headers}", request.method, request.url)}</pre>
            <p class="receipt__meta">{format!("{answer}{peer}{fingerprint}{allowed}")}</p>
        </div>
    }
}

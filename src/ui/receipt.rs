//! What one run of a check saw: verdict, why, what next, facts, requests. Styles: `receipt.css`.

use holdpoint_domain::check::{Finding, Made, Receipt, SentRequest, Standing};
use leptos::prelude::*;

use super::coded::coded;
use super::moment::Moment;
use super::tag::StandingTag;
use crate::clock::{self, Ticking};
use crate::{say, tell, text, words};

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
    let (why, next) = (words::checks::why(&judgement, Some(&observation)), words::checks::next(&judgement, Some(&observation)));
    let facts: Vec<_> = observation.facts.into_iter().filter(|(name, _)| !judgement.findings.iter().any(|f| f.fact == *name)).collect();
    let stale = standing == Standing::Stale;
    let (end, ticking) = (receipt.expires_at, expect_context::<Ticking>());
    let is_over = Memo::new(move |_| end <= ticking.get().max(clock::now()));
    let internal = observation.requests.iter().any(|request| request.allowed_by_operator);
    let told = match receipt.connection {
        Some(connection) => {
            let took = text::latency(observation.latency_ms);
            let connection = view! { <code>{connection.to_string()}</code> };
            tell!("receipt-ran", took = took; at = view! { <Moment at=observation.started_at /> }, connection = connection)
        }
        None if made == Made::Drilled => {
            let took = text::latency(observation.latency_ms);
            tell!("receipt-drilled", took = took; at = view! { <Moment at=observation.started_at /> })
        }
        None => tell!("receipt-pushed"; at = view! { <Moment at=observation.started_at /> }),
    };
    view! {
        <div class="receipt">
            <p>{coded(&why)}</p>
            {next.map(|next| view! { <Next next /> })}
            {stale.then(|| view! { <p class="receipt__next">{say!("receipt-stale")}</p> })}
            <p class="receipt__meta">
                {told}" · "
                {move || match is_over.get() {
                    true => tell!("receipt-fresh-until-then"; at = view! { <Moment at=end /> }),
                    false => tell!("receipt-fresh-until"; at = view! { <Moment at=end /> }),
                }}
                {internal.then(|| view! { <br /><span class="receipt__internal">{say!("receipt-internal")}</span> })}
            </p>
            {(!judgement.findings.is_empty()).then(|| view! {
                <table class="table table--facts">
                    <caption class="hidden">{say!("receipt-findings")}</caption>
                    <thead><tr><th scope="col">{say!("receipt-fact")}</th><th scope="col">{say!("receipt-seen")}</th><th scope="col">{say!("verdict")}</th></tr></thead>
                    <tbody>{judgement.findings.into_iter().map(finding).collect_view()}</tbody>
                </table>
            })}
            <details class="more">
                <summary>{say!("receipt-more")}</summary>
                {observation.requests.into_iter().map(request).collect_view()}
                <dl class="pairs">
                    {facts.into_iter().map(|(name, value)| view! {
                        <div><dt><code>{name}</code></dt><dd><code>{value.to_string()}</code></dd></div>
                    }).collect_view()}
                    <div><dt>{say!("receipt-id")}</dt><dd><code>{receipt.id.to_string()}</code></dd></div>
                    <div><dt>{say!("receipt-rules")}</dt><dd><code>{receipt.configuration.short()}</code></dd></div>
                </dl>
            </details>
            {children.map(|children| children())}
        </div>
    }
}

/// What to do about it.
#[component]
pub fn Next(next: String) -> impl IntoView {
    let label = view! { <strong>{say!("receipt-next-label")}</strong> };
    view! { <p class="receipt__next" data-testid="next">{tell!("receipt-next"; label = label, next = view! { <span>{coded(&next)}</span> })}</p> }
}

/// A later run that saw nothing, and left the receipt above where it is.
#[component]
pub fn Unseen(receipt: Receipt) -> impl IntoView {
    let why = words::checks::why(&receipt.judgement, Some(&receipt.observation));
    let at = receipt.observation.started_at;
    view! { <p class="receipt__next" data-testid="unseen">{tell!("receipt-unseen"; why = view! { <span>{coded(&why)}</span> }, at = view! { <Moment at=at /> })}</p> }
}

fn finding(finding: Finding) -> impl IntoView {
    let seen = finding.value.map_or_else(|| say!("receipt-not-seen").to_owned(), |value| value.to_string());
    view! {
        <tr>
            <td><code>{finding.fact}</code></td>
            <td><code>{seen}</code></td>
            <td><StandingTag standing=Some(finding.verdict.into()) /></td>
        </tr>
    }
}

fn request(request: SentRequest) -> impl IntoView {
    let headers = request.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect::<String>();
    let answer = match request.status {
        Some(status) => say!("receipt-answered", status = status.to_string()),
        None => say!("receipt-no-answer").to_owned(),
    };
    let peer = request.peer.map(|peer| say!("receipt-dialled", peer = peer.to_string()));
    let fingerprint = request.tls_fingerprint.map(|digest| say!("receipt-certificate", digest = digest.short()));
    let allowed = request.allowed_by_operator.then(|| say!("receipt-allowed").to_owned());
    let told = text::list([Some(answer), peer, fingerprint, allowed].into_iter().flatten());
    view! {
        <div class="request">
            <pre class="code">{format!("{} {}\n{headers}", request.method, request.url)}</pre>
            <p class="receipt__meta">{told}</p>
        </div>
    }
}

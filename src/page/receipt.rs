//! What the server signed of one run of a check: fetched when somebody opens it.

use holdpoint_domain::check::{Heard, NoExcerpt, Receipt};
use holdpoint_domain::id::{LaunchId, ReceiptId};
use leptos::prelude::*;

use crate::net::api::{self, Told};
use crate::ui::{Remote, Waiting};

/// `None`: it is from before receipts were signed.
pub fn signed_receipt(launch: LaunchId, receipt: &Receipt) -> Option<AnyView> {
    let id = receipt.id;
    receipt.attestation.map(|_| view! { <SignedReceipt launch receipt=id /> }.into_any())
}

#[component]
fn SignedReceipt(launch: LaunchId, receipt: ReceiptId) -> impl IntoView {
    let told = RwSignal::new(Remote::<Vec<Told>>::Waiting);
    let load = move || Remote::load(told, async move { api::receipt(launch, receipt).await.map_err(|trouble| trouble.to_string()) });
    let asked = StoredValue::new(false);
    let open = move |_| {
        if !asked.get_value() {
            asked.set_value(true);
            load();
        }
    };
    view! {
        <details class="more" on:toggle=open data-testid="signed-receipt">
            <summary>"Signed receipt"</summary>
            <p class="receipt__meta">
                "The server signed what it asked, what it heard and its verdict. "
                <a href=api::receipt_href(launch, receipt) download="">"Download it"</a>
                ", and check it with "<code>"holdpoint verify"</code>"."
            </p>
            <Waiting what=told again=Callback::new(move |()| load()) />
            {move || told.with(|told| told.here().map(|told| told.iter().cloned().map(exchange).collect_view()))}
        </details>
    }
}

fn exchange(told: Told) -> impl IntoView {
    let Heard { request_body, answer } = told.heard;
    let sent = request_body.map(|body| format!(", with a body of {} bytes", body.bytes)).unwrap_or_default();
    let heard = answer.map(|answer| {
        let headers = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect::<String>();
        let excerpt = match (answer.excerpt, answer.no_excerpt) {
            (Some(text), _) => Ok(text),
            (None, why) => Err(match why {
                Some(NoExcerpt::Binary) => "The body is not text; only its digest is kept.",
                Some(NoExcerpt::Encoded) => "The body was compressed; only its digest is kept.",
                Some(NoExcerpt::Empty) | None => "The body is empty.",
            }),
        };
        view! {
            <pre class="code">{headers}</pre>
            {match excerpt {
                Ok(text) => view! { <pre class="code">{text}</pre> }.into_any(),
                Err(why) => view! { <p class="receipt__meta">{why}</p> }.into_any(),
            }}
            <p class="receipt__meta">
                {format!("{} bytes", answer.body_bytes)}{answer.cut.then_some(", of which the begin is shown")}
            </p>
        }
    });
    view! {
        <div class="request">
            <p class="receipt__meta">{format!("{} {}{sent}", told.request.method, told.request.url)}</p>
            {heard}
        </div>
    }
}

//! What the server signed of one run of a check: fetched when somebody opens it.

use holdpoint_domain::check::{Heard, NoExcerpt, Receipt};
use holdpoint_domain::id::{LaunchId, ReceiptId};
use leptos::prelude::*;

use crate::net::api::{self, Told};
use crate::ui::{Remote, Waiting};
use crate::{say, tell, words};

/// `None`: it is from before receipts were signed.
pub fn signed_receipt(launch: LaunchId, receipt: &Receipt) -> Option<AnyView> {
    let id = receipt.id;
    receipt.attestation.map(|_| view! { <SignedReceipt launch receipt=id /> }.into_any())
}

#[component]
fn SignedReceipt(launch: LaunchId, receipt: ReceiptId) -> impl IntoView {
    let told = RwSignal::new(Remote::<Vec<Told>>::Waiting);
    let load =
        move || Remote::load(told, async move { api::receipt(launch, receipt).await.map_err(|trouble| words::trouble::told(&trouble)) });
    let asked = StoredValue::new(false);
    let open = move || {
        if !asked.get_value() {
            asked.set_value(true);
            load();
        }
    };
    // What is drawn in the place of an earlier receipt may be open already.
    let element = NodeRef::<leptos::html::Details>::new();
    Effect::new(move |_| {
        if element.get().is_some_and(|details| details.open()) {
            open();
        }
    });
    view! {
        <details class="more" node_ref=element on:toggle=move |_| open() data-testid="signed-receipt">
            <summary>{say!("receipt-signed")}</summary>
            <p class="receipt__meta">
                {tell!(
                    "receipt-signed-about";
                    download = view! { <a href=api::receipt_href(launch, receipt) download="">{say!("receipt-download")}</a> },
                    command = view! { <code>"holdpoint verify"</code> },
                )}
            </p>
            <Waiting what=told again=Callback::new(move |()| load()) />
            {move || told.with(|told| told.here().map(|told| told.iter().cloned().map(exchange).collect_view()))}
        </details>
    }
}

fn exchange(told: Told) -> impl IntoView {
    let Heard { request_body, answer } = told.heard;
    let sent = match request_body {
        Some(body) => say!("receipt-request-body", method = &told.request.method, url = &told.request.url, bytes = body.bytes),
        None => format!("{} {}", told.request.method, told.request.url),
    };
    let heard = answer.map(|answer| {
        let headers = answer.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect::<String>();
        let excerpt = match (answer.excerpt, answer.no_excerpt) {
            (Some(text), _) => Ok(text),
            (None, why) => Err(match why {
                Some(NoExcerpt::Binary) => say!("receipt-body-binary"),
                Some(NoExcerpt::Encoded) => say!("receipt-body-encoded"),
                Some(NoExcerpt::Empty) | None => say!("receipt-body-empty"),
            }),
        };
        view! {
            <pre class="code">{headers}</pre>
            {match excerpt {
                Ok(text) => view! { <pre class="code">{text}</pre> }.into_any(),
                Err(why) => view! { <p class="receipt__meta">{why}</p> }.into_any(),
            }}
            <p class="receipt__meta">
                {match answer.cut {
                    true => say!("receipt-body-cut", count = answer.body_bytes),
                    false => say!("receipt-body", count = answer.body_bytes),
                }}
            </p>
        }
    });
    view! {
        <div class="request">
            <p class="receipt__meta">{sent}</p>
            {heard}
        </div>
    }
}

//! The traffic of a drill as a table, for those who do not see the picture, and for numbers.

use crate::say;
use holdpoint_domain::check::drill::{Exchange, Scenario};
use leptos::prelude::*;

use super::Watch;
use super::timeline::{Told, seconds, told};

/// Requests that the table lists, the last ones.
const ROWS: usize = 200;

#[component]
pub(super) fn TrafficTable(watch: Watch) -> impl IntoView {
    let drawn = watch.part(told);
    let refused = watch.part(|view| view.refused);
    let some = move || drawn.with(|told| told.as_ref().is_some_and(|(traffic, ..)| !traffic.is_empty()));
    view! {
        <Show when=some>
            <details class="more card" data-testid="drill-table">
                <summary>{say!("drill-table")}</summary>
                <div class="scroll" tabindex="0" role="region" aria-label=say!("drill-requests")>
                    <table class="table">
                        <caption class="hidden">{say!("drill-requests-order")}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{say!("drill-column-at")}</th>
                                <th scope="col">{say!("drill-column-scenario")}</th>
                                <th scope="col">{say!("drill-column-request")}</th>
                                <th scope="col">{say!("drill-column-call")}</th>
                                <th scope="col">{say!("drill-column-answer")}</th>
                                <th scope="col">{say!("drill-column-pause")}</th>
                            </tr>
                        </thead>
                        <tbody>{move || drawn.get().map(|told| rows(&told))}</tbody>
                    </table>
                </div>
            </details>
            {move || refused.get().filter(|refused| 0 < *refused).map(|refused| view! {
                <p class="notice" data-kind="warn">{say!("drill-refused", count = refused)}</p>
            })}
        </Show>
    }
}

fn rows((traffic, names, _): &Told) -> Vec<AnyView> {
    let name = |scenario: Option<Scenario>| names.iter().find(|(known, _)| *known == scenario).map_or("", |(_, title)| title).to_owned();
    let from = traffic.len().saturating_sub(ROWS);
    let row = |(at, exchange): (usize, &Exchange)| {
        let before = traffic[..at].iter().rev().find(|before| before.call == exchange.call);
        let pause = before.map(|before| seconds(exchange.at_ms.saturating_sub(before.ended_ms.unwrap_or(before.at_ms))));
        view! {
            <tr data-exchange=at.to_string()>
                <td>{seconds(exchange.at_ms)}</td>
                <td>{name(exchange.scenario)}</td>
                <td><code>{exchange.method.clone()}" "{exchange.path.clone()}</code></td>
                <td>{(exchange.call + 1).to_string()}</td>
                <td>{answer(exchange)}</td>
                <td>{pause.unwrap_or_else(|| say!("drill-first-try").to_owned())}</td>
            </tr>
        }
        .into_any()
    };
    traffic.iter().enumerate().skip(from).map(row).collect()
}

fn answer(exchange: &Exchange) -> String {
    let took = exchange.ended_ms.map(|ended| seconds(ended.saturating_sub(exchange.at_ms))).unwrap_or_default();
    match exchange {
        Exchange { hung_up: true, .. } => say!("drill-answer-hung-up", took = took),
        Exchange { ended_ms: None, .. } => say!("drill-answer-none").to_owned(),
        Exchange { status: None, .. } => say!("drill-answer-broken").to_owned(),
        Exchange { status: Some(status), page: Some(page), .. } if 0 < *page => {
            say!("drill-answer-page", status = status.to_string(), page = page.to_string())
        }
        Exchange { status: Some(status), filters: Some(filters), .. } => {
            say!("drill-answer-conditions", status = status.to_string(), count = *filters)
        }
        Exchange { status: Some(status), .. } => status.to_string(),
    }
}

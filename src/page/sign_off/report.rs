//! The signed report: issuing it, its files, and how anybody verifies it without trusting this server.

use holdpoint_domain::launch::{Decision, SignedReport};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::{desk, here};
use crate::desk::Link;
use crate::net::api;
use crate::route::Route;
use crate::ui::{Act, Copy, GateTag, Glyph, Icon, Moment};
use crate::{nav, say, tell};

/// What came of asking for a report: the page's, because the part that shows it is drawn anew elsewhere when the gate turns.
#[derive(Clone, Copy, Default)]
pub struct Issuing {
    busy: RwSignal<bool>,
    fault: RwSignal<Option<String>>,
    /// What the operator's timestamp authority said.
    stamped: RwSignal<Option<String>>,
}

#[component]
pub fn Report(issuing: Issuing) -> impl IntoView {
    let (here, desk) = (here(), desk());
    let reports = Memo::new(move |_| desk.confirmed.with(|launch| launch.reports.clone()));
    let Issuing { busy, fault, stamped } = issuing;
    on_cleanup(keep_focus);
    let issue = Callback::new(move |()| {
        busy.set(true);
        // The same one once more would not be heard.
        fault.set(None);
        spawn_local(async move {
            // What one has just done belongs into it.
            desk.wait_for_wishes().await;
            match api::issue_report(desk.me, desk.id).await {
                Ok(issued) => {
                    desk.wait_for(issued.seq).await;
                    _ = stamped.try_set(issued.timestamp);
                    if here.is_still(desk.me) {
                        here.say.set(say!("report-told").into());
                    }
                }
                Err(trouble) => here.failed_at(fault, desk.me, &trouble),
            }
            _ = busy.try_set(false);
        });
    });
    let locked = move || match (busy.get(), desk.link.get() == Link::Lost) {
        (true, _) => Some(say!("report-signing").to_owned()),
        (false, true) => Some(say!("no-answer").into()),
        (false, false) => desk.only_reads(),
    };
    let no_go = move || desk.gate.with(|gate| gate.decision == Decision::NoGo);
    view! {
        <section class="card" aria-labelledby="report" data-testid="report">
            <h2 class="card__title" id="report">{say!("report")}</h2>
            <p>{say!("report-about")}</p>
            <Show when=no_go><p class="notice" data-kind="warn">{say!("report-no-go")}</p></Show>
            <Act
                words=Signal::derive(move || if reports.with(Vec::is_empty) { say!("report-issue").to_owned() } else { say!("report-issue-new").into() })
                on_press=issue
                locked=Signal::derive(locked)
                main=true
                testid="issue-report"
            />
            {move || fault.get().map(|why| view! { <p class="field__error" role="alert">{why}</p> })}
            {move || stamped.get().map(|words| view! { <p class="aside" role="status" data-testid="timestamp">{words}</p> })}
            {move || reports.with(|reports| reports.last().cloned()).map(|report| view! { <Latest report /> })}
        </section>
    }
}

/// The gate turns, and this part is drawn anew in another place: what had the focus in it has it there too.
fn keep_focus() {
    let active = document().active_element().filter(|active| active.closest("[data-testid=report]").is_ok_and(|part| part.is_some()));
    if let Some(testid) = active.and_then(|active| active.get_attribute("data-testid")) {
        nav::focus(format!("[data-testid={testid}]"));
    }
}

#[component]
fn Latest(report: SignedReport) -> impl IntoView {
    let desk = desk();
    let id = desk.id;
    let place = Memo::new(move |_| desk.confirmed.with(|launch| launch.told));
    let behind = move || report.seq < place.get();
    let file = move |kind: &'static str, testid: &'static str, words: &'static str, name: String| {
        view! {
            <li>
                <a class="download" href=api::report_href(id, kind) download=name.clone() data-testid=testid><Icon glyph=Glyph::Download />{words}</a>
                <span class="aside"><code>{name}</code></span>
            </li>
        }
    };
    let commands = [format!("holdpoint verify {id}.signoff.sigstore.json --trust trust.json")];
    view! {
        <div class="latest" data-report=report.bundle.short()>
            <p>
                {tell!(
                    "report-issued", place = report.revision.to_string();
                    at = view! { <Moment at=report.at /> },
                    decision = view! { <GateTag decision=report.decision /> },
                )}
            </p>
            <Show when=behind><p class="aside">{say!("report-behind")}</p></Show>
            <ul class="links" data-testid="downloads">
                {file("html", "download-html", say!("report-html"), format!("{id}.signoff.html"))}
                {file("pdf", "download-pdf", say!("report-pdf"), format!("{id}.signoff.pdf"))}
                {file("md", "download-md", say!("report-markdown"), format!("{id}.signoff.md"))}
                {file("csv", "download-csv", say!("report-csv"), format!("{id}.signoff.csv"))}
                {file("json", "download-json", say!("report-json"), format!("{id}.signoff.sigstore.json"))}
                {file("tlog-proof", "download-tlog-proof", say!("report-tlog-proof"), format!("{id}.signoff.tlog-proof"))}
                <li>
                    <a class="download" href=api::history_href(id) download=format!("{id}.history.jsonl") data-testid="download-history">
                        <Icon glyph=Glyph::Download />{say!("report-history")}
                    </a>
                    <span class="aside"><code>{format!("{id}.history.jsonl")}</code></span>
                </li>
                <li>
                    <a class="download" href=api::TRUST_HREF download="trust.json" data-testid="download-trust"><Icon glyph=Glyph::Download />{say!("report-trust")}</a>
                    <span class="aside"><code>"trust.json"</code></span>
                </li>
                <li>
                    <a class="download" href=api::SIGNERS_HREF download="allowed_signers"><Icon glyph=Glyph::Download />{say!("report-signers")}</a>
                    <span class="aside"><code>"allowed_signers"</code></span>
                </li>
            </ul>
            <h3 class="block__title">{say!("report-verify")}</h3>
            <p class="aside">{say!("report-trust-about")}</p>
            <p>{tell!("report-verify-where"; link = view! { <a href=Route::Verify.to_string() data-testid="verify-link">{say!("report-verify-link")}</a> })}</p>
            {commands.into_iter().map(|command| view! {
                <div class="command"><pre class="code">{command.clone()}</pre><Copy text=command what=say!("copy-command") /></div>
            }).collect_view()}
        </div>
    }
}

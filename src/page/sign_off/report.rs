//! The signed report: issuing it, its files, and how anybody verifies it without trusting this server.

use holdpoint_domain::launch::{Decision, SignedReport};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::{desk, here};
use crate::desk::Link;
use crate::net::api;
use crate::route::Route;
use crate::ui::{Act, Copy, GateTag, Glyph, Icon, Moment};

#[component]
pub fn Report() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let reports = Memo::new(move |_| desk.confirmed.with(|launch| launch.reports.clone()));
    let (busy, fault) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let stamped = RwSignal::new(None::<String>);
    let issue = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            match api::issue_report(desk.id).await {
                Ok(issued) => {
                    desk.wait_for(issued.seq).await;
                    _ = fault.try_set(None);
                    _ = stamped.try_set(issued.timestamp);
                }
                Err(trouble) => _ = fault.try_set(Some(here.trouble(&trouble))),
            }
            _ = busy.try_set(false);
        });
    });
    let locked = move || match (busy.get(), desk.link.get() == Link::Lost) {
        (true, _) => Some("The report is being signed…".to_owned()),
        (false, true) => Some("The server does not answer.".into()),
        (false, false) => desk.only_reads(),
    };
    let no_go = move || desk.gate.with(|gate| gate.decision == Decision::NoGo);
    view! {
        <section class="card" aria-labelledby="report" data-testid="report">
            <h2 class="card__title" id="report">"Report"</h2>
            <p>"A signed file for the change ticket. It says what this page says, whatever that is, and can be verified offline."</p>
            <Show when=no_go><p class="notice" data-kind="warn">"Issued now, it says no go."</p></Show>
            <Act
                words=Signal::derive(move || if reports.with(Vec::is_empty) { "Issue the report".to_owned() } else { "Issue a new report".into() })
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
                "Issued "<Moment at=report.at />", over place "{report.revision.to_string()}", saying "
                <GateTag decision=Signal::stored(report.decision) />
            </p>
            <Show when=behind><p class="aside">"Something happened since. Issue a new one to tell of it."</p></Show>
            <ul class="links" data-testid="downloads">
                {file("html", "download-html", "Report for people", format!("{id}.signoff.html"))}
                {file("pdf", "download-pdf", "PDF, with the signed proof attached", format!("{id}.signoff.pdf"))}
                {file("md", "download-md", "Markdown, for a ticket", format!("{id}.signoff.md"))}
                {file("csv", "download-csv", "CSV, for a spreadsheet", format!("{id}.signoff.csv"))}
                {file("json", "download-json", "Signed proof", format!("{id}.signoff.sigstore.json"))}
                {file("tlog-proof", "download-tlog-proof", "Proof of its place in the log", format!("{id}.signoff.tlog-proof"))}
                <li>
                    <a class="download" href=api::history_href(id) download=format!("{id}.history.jsonl") data-testid="download-history">
                        <Icon glyph=Glyph::Download />"Everything that happened"
                    </a>
                    <span class="aside"><code>{format!("{id}.history.jsonl")}</code></span>
                </li>
                <li>
                    <a class="download" href=api::TRUST_HREF download="trust.json" data-testid="download-trust"><Icon glyph=Glyph::Download />"This server's keys and people"</a>
                    <span class="aside"><code>"trust.json"</code></span>
                </li>
                <li>
                    <a class="download" href=api::SIGNERS_HREF download="allowed_signers"><Icon glyph=Glyph::Download />"Approvers' keys, for ssh-keygen"</a>
                    <span class="aside"><code>"allowed_signers"</code></span>
                </li>
            </ul>
            <h3 class="block__title">"Verify it"</h3>
            <p class="aside">"Take trust.json once, from somebody you trust; from then on nobody here can change what it accepts."</p>
            <p><a href=Route::Verify.to_string() data-testid="verify-link">"Verify it in this browser"</a>", or in a terminal:"</p>
            {commands.into_iter().map(|command| view! {
                <div class="command"><pre class="code">{command.clone()}</pre><Copy text=command what="the command" /></div>
            }).collect_view()}
        </div>
    }
}

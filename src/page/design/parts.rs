//! Words, tags, bars, messages and lists.

use holdpoint_domain::check::Standing;
use holdpoint_domain::launch::{Decision, Progress as Settled};
use leptos::prelude::*;

use super::super::here;
use super::{Group, State};
use crate::ui::folded::Fold;
use crate::ui::{Day, GateTag, Glyph, Icon, Moment, Outward, Person, Progress, StandingTag, StatusTag, Toast};
use crate::{clock, text};

#[component]
pub fn Type() -> impl IntoView {
    let now = clock::now();
    let today = text::today(now, clock::east(now));
    view! {
        <Group id="type" title="Words">
            <State name="heading"><span class="heading">"Intercom production readiness"</span></State>
            <State name="title"><span class="pane__title">"The production token lives in a secret manager"</span></State>
            <State name="large"><span class="subheading">"Access and secrets"</span></State>
            <State name="text"><span>"Put the access token into your secret manager, and read it by "<a href="#type">"reference"</a>"."</span></State>
            <State name="small"><span class="aside">"Set by Ann Archer "<Moment at=clock::now() /></span></State>
            <State name="a day, with its distance"><Day day=today /><Day day=today distance=true /></State>
            <State name="a link away from here; an address that is none">
                <Outward url="https://example.com/".to_owned() words="The vault entry".to_owned() />
                <Outward url="http://example.com/".to_owned() words="The vault entry".to_owned() />
            </State>
            <State name="code"><code>"auth.token-storage"</code></State>
            <pre class="code">"GET https://api.intercom.io/me\nauthorization: env:INTERCOM_TOKEN"</pre>
            <blockquote class="quote">"Nothing of a contact is cached."</blockquote>
        </Group>
    }
}

#[component]
pub fn Tags() -> impl IntoView {
    let standings = [Standing::Passing, Standing::Warning, Standing::Failing, Standing::Unknown, Standing::Stale].map(Some);
    let glyphs = [
        Glyph::Check,
        Glyph::Cross,
        Glyph::Warn,
        Glyph::Unknown,
        Glyph::Clock,
        Glyph::Link,
        Glyph::Note,
        Glyph::Receipt,
        Glyph::Copy,
        Glyph::Download,
        Glyph::Back,
        Glyph::Plus,
        Glyph::Comment,
        Glyph::Brand,
    ];
    let raw = |key: &'static str, value: &'static str, words: &'static str| {
        // Which attribute it is depends on what the tag tells of.
        match key {
            "step" => view! { <span class="tag" data-step-state=value>{words}</span> }.into_any(),
            "approval" => view! { <span class="tag" data-approval-state=value>{words}</span> }.into_any(),
            _ => view! { <span class="tag" data-severity=value>{words}</span> }.into_any(),
        }
    };
    view! {
        <Group id="tags" title="Tags">
            <State name="The gate">
                <GateTag decision=Decision::NoGo />
                <GateTag decision=Decision::Go />
            </State>
            <State name="An item's status">{text::STATUSES.map(|status| view! { <StatusTag status /> }).collect_view()}</State>
            <State name="How a check stands">
                {standings.into_iter().chain([None]).map(|standing| view! { <StandingTag standing /> }).collect_view()}
                <span class="tag" data-standing="running"><span class="spinner" aria-hidden="true"></span>"Running…"</span>
            </State>
            <State name="Steps, approvals, alerts">
                {raw("step", "started", "Started")}{raw("step", "done", "Done")}{raw("step", "failed", "Failed")}{raw("step", "skipped", "Skipped")}
                {raw("approval", "valid", "Valid")}{raw("approval", "stale", "Stale")}{raw("severity", "P1", "P1")}{raw("severity", "P2", "P2")}
            </State>
            <State name="People">
                {["Ann Archer", "Ben Baker", "Carla Costa", "Dev Das", "Eva Engel", "Finn Falk"].map(|name| view! { <Person name=name.to_owned() /> }).collect_view()}
            </State>
            <State name="Drawings">{glyphs.map(|glyph| view! { <Icon glyph /> }).collect_view()}</State>
        </Group>
    }
}

#[component]
pub fn Bars() -> impl IntoView {
    let bar = |settled: u32| {
        let progress = Settled { settled, blocked: 0, total: 25 };
        view! { <Progress label=format!("{settled} of 25") progress /> }
    };
    view! { <Group id="bars" title="Bars"><State name="Nothing, some, all">{[0, 9, 25].map(bar).collect_view()}</State></Group> }
}

#[component]
pub fn Messages() -> impl IntoView {
    let here = here();
    view! {
        <Group id="messages" title="Notices, faults and toasts">
            <p class="notice">"You can look at this launch, not change it."</p>
            <p class="notice" data-kind="good">"Everything is settled and signed. "<a href="#messages">"Issue the report"</a></p>
            <p class="notice" data-kind="warn">"The server is not answering. This list is from its last answer."</p>
            <p class="empty">"No item matches this filter."</p>
            <div class="buttons">
                <button type="button" class="button" on:click=move |_| here.toasts.say("Your signature is recorded.")>"Say it"</button>
                <button type="button" class="button" data-testid="design-toast" on:click=move |_| {
                    let actions = ["Keep theirs", "Use mine"].map(|words| Toast::action(words, || {})).into();
                    let text = "Ben Baker set the status to “blocked” meanwhile; yours was “done”.".to_owned();
                    here.toasts.show(Toast { key: "design".into(), text, grave: true, actions });
                }>"Ask for a choice"</button>
            </div>
        </Group>
    }
}

#[component]
pub fn Lists() -> impl IntoView {
    let open = RwSignal::new(true);
    view! {
        <Group id="lists" title="Lists and tables">
            <table class="table">
                <thead><tr><th scope="col">"Fact"</th><th scope="col">"Seen"</th><th scope="col">"Verdict"</th></tr></thead>
                <tbody>
                    <tr><td><code>"status"</code></td><td><code>"200"</code></td><td><StandingTag standing=Some(Standing::Passing) /></td></tr>
                    <tr><td><code>"latency"</code></td><td><code>"412"</code></td><td><StandingTag standing=Some(Standing::Warning) /></td></tr>
                </tbody>
            </table>
            <dl class="pairs">
                <div><dt>"Template"</dt><dd>"intercom-production 1.2.0"</dd></div>
                <div><dt>"Target"</dt><dd>"24 Nov 2026 (in 5 days)"</dd></div>
            </dl>
            <ol class="steps">
                <li><strong>"Start from a template."</strong>" Its items say what has to be true."</li>
                <li><strong>"Prove it."</strong>" The pre-flight asks the real systems."</li>
            </ol>
            <Fold words="What is long".to_owned() open turn=Callback::new(move |now| open.set(now)) testid="design-fold">
                <p>"It is drawn when somebody opens it, and on paper."</p>
            </Fold>
        </Group>
    }
}

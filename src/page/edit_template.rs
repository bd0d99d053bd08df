//! A copy of a template, edited as the file that it will be. The server looks through it meanwhile; the text is kept as a draft until it is
//! saved, as a new version or under another name. What there is already is never changed.

mod head;
mod looking;
mod preview;

use std::sync::Arc;

use holdpoint_domain::id::{MemberId, Seq, TemplateName};
use holdpoint_domain::template::{Template, TemplateRef};
use holdpoint_domain::wire::{Linted, TemplateProblem, TemplateSource};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::confirm::{Confirm, asks_for_proof};
use super::{Heading, LATEST, Over, draft_over, here};
use crate::net::api;
use crate::route::Route;
use crate::ui::{About, Act, ErrorSummary, Problems, Remote, Toast, Waiting};
use crate::{keep, nav, say, text, words};
use looking::{Looked, look};
use preview::Made;

/// The key of the message that leads back from the original.
const AGAIN: &str = "editor-again";

/// The original, as its file and as what it makes.
type Original = (TemplateSource, Template);

#[component]
pub fn EditTemplate() -> impl IntoView {
    let here = here();
    let owner = Memo::new(move |_| here.me.with(|me| me.as_ref().is_some_and(|me| me.owner)));
    move || match here.nav.route() {
        Route::EditTemplate(name) => Some(view! {
            <div class="wide page">
                <Heading words=say!("editor-title", name = name.as_str()) />
                <p class="lead">{say!("editor-lead")}</p>
                {if owner.get() {
                    view! { <Loading name /> }.into_any()
                } else {
                    view! { <p class="notice">{say!("editor-owner-only")}</p> }.into_any()
                }}
            </div>
        }),
        _ => None,
    }
}

/// The way here, for who may save templates.
#[component]
pub fn EditCopy(
    name: TemplateName,
    /// What the checklist is called.
    title: String,
) -> impl IntoView {
    let here = here();
    let owner = Memo::new(move |_| here.me.with(|me| me.as_ref().is_some_and(|me| me.owner)));
    let link = StoredValue::new((Route::EditTemplate(name).to_string(), title));
    view! {
        <Show when=move || owner.get()>
            {
                let (href, title) = link.get_value();
                view! { <a class="button button--quiet" href=href data-testid="edit-copy">{say!("editor-link")}<About what=title /></a> }
            }
        </Show>
    }
}

#[component]
fn Loading(name: TemplateName) -> impl IntoView {
    let here = here();
    let original = RwSignal::new(Remote::<Original>::Waiting);
    let load = move || {
        let name = name.clone();
        Remote::load(original, async move {
            let words = |trouble| here.trouble(&trouble);
            let source = api::template_source(&name).await.map_err(words)?;
            // A newer one may come between the two answers.
            let whole = api::template_version(&name, &source.template.version).await.map_err(words)?;
            Ok((source, whole))
        });
    };
    load();
    view! {
        <Waiting what=original again=Callback::new(move |()| load()) />
        {move || original.with(|original| original.here().cloned()).map(|original| view! { <Editor original /> })}
    }
}

#[component]
fn Editor(original: Original) -> impl IntoView {
    let (TemplateSource { template, source }, whole) = original;
    // A text area has no other line ends.
    let first = source.replace("\r\n", "\n");
    let first = Memo::new(move |_| first.clone());
    let mark = mark(&template);
    let place = format!("edit-template/{}", template.name);
    let draft = draft_over(place.clone(), first, move || mark);
    let typed = draft.text;
    let looked = look(typed);
    let changed = Memo::new(move |_| typed.with(|typed| first.with(|first| typed != first)));
    let overwritten = hold(draft, place.clone(), changed);
    let area = NodeRef::<leptos::html::Textarea>::new();
    let begin_again = begin_again(draft, first);
    let version = template.version.clone();
    let based_on = say!("editor-based-on", name = template.name.as_str(), version = template.version.as_str());
    let overtaken = say!("editor-overtaken", name = template.name.as_str(), version = template.version.as_str());
    let whole = StoredValue::new(Arc::new(whole));
    view! {
        <div class="editor">
            <div class="editor__side">
                <form class="card form" data-testid="editor" novalidate on:submit=|event: leptos::ev::SubmitEvent| event.prevent_default()>
                    {move || match (changed.get() && is_overtaken(draft.since.get_value(), mark), draft.kept.get()) {
                        (true, _) => view! { <p class="notice" data-testid="editor-overtaken">{overtaken.clone()}</p> }.into_any(),
                        (false, false) => ().into_any(),
                        (false, true) => view! { <p class="aside">{based_on.clone()}</p> }.into_any(),
                    }}
                    <Show when=move || !draft.kept.get()>
                        <p class="notice" data-kind="warn" role="alert" data-testid="editor-not-kept">{say!("editor-not-kept")}</p>
                    </Show>
                    <Show when=move || overwritten.get()>
                        <p class="notice" data-kind="warn" role="alert" data-testid="editor-two-tabs">{say!("editor-two-tabs")}</p>
                    </Show>
                    <div class="pair">
                        <Head typed key="name" label=say!("editor-name") />
                        <Head typed key="version" label=say!("editor-version") />
                    </div>
                    <div class="field">
                        <label class="field__label" for="editor-source">{say!("editor-source")}</label>
                        <textarea
                            class="field__input editor__text"
                            id="editor-source"
                            name="source"
                            spellcheck="false"
                            autocapitalize="off"
                            node_ref=area
                            prop:value=typed
                            on:input:target=move |event| typed.set(event.target().value())
                            aria-describedby="editor-count"
                            aria-invalid=move || looked.with(|looked| has_problems(looked.as_ref())).then_some("true")
                        ></textarea>
                    </div>
                </form>
                <Save typed first looked version changed place />
                <Show when=move || changed.get()>
                    <div class="buttons"><Act words=say!("editor-again").to_owned() on_press=begin_again testid="editor-again" /></div>
                </Show>
            </div>
            <div class="editor__side">
                <ProblemList typed looked area />
                {move || looked.get().and_then(|looked| looked.linted.ok()?.template).map(|edited| {
                    view! { <Made original=whole.get_value() edited=Arc::new(*edited) /> }
                })}
            </div>
        </div>
    }
}

/// What another tab has written over lasts as long as the page. Gives back whether one has.
fn hold(draft: Over, place: String, changed: Memo<bool>) -> RwSignal<bool> {
    let (me, overwritten) = (here().me_now(), RwSignal::new(false));
    // Only other tabs are told: there it was typed, saved, or begun again.
    let others = window_event_listener(leptos::ev::storage, move |event| {
        let Some((me, key)) = me.zip(event.key()) else { return };
        if keep::is_draft(me, &place, &key) {
            let is_lost = changed.get_untracked();
            overwritten.set(is_lost);
            if is_lost {
                keep::hold_draft(me, &place, &draft.told());
            }
        }
    });
    // What is typed here is what is kept from then on.
    Effect::new(move |before: Option<()>| {
        draft.text.track();
        if before.is_some() {
            overwritten.set(false);
        }
    });
    on_cleanup(move || others.remove());
    overwritten
}

/// From the original, and back to what was typed for who did not mean that.
fn begin_again(draft: Over, first: Memo<String>) -> Callback<()> {
    let toasts = here().toasts;
    on_cleanup(move || toasts.take_away(AGAIN));
    Callback::new(move |()| {
        let (written, since) = (draft.text.get_untracked(), draft.since.get_value());
        draft.text.set(first.get_untracked());
        let undo = move || {
            draft.since.set_value(since);
            draft.text.set(written.clone());
        };
        let text = say!("editor-begun-again").to_owned();
        toasts.show(Toast { key: AGAIN.into(), text, grave: false, actions: vec![Toast::action(say!("undo"), undo)] });
    })
}

/// Which original a draft begins with: in the place of a draft over a launch's text, which has where the launch is.
fn mark(original: &TemplateRef) -> Seq {
    Seq(original.digest.0.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte)))
}

/// Whether a draft begins with another original than the one that is there now. Those of earlier builds do not say with which.
fn is_overtaken(since: Seq, mark: Seq) -> bool {
    ![Seq::default(), LATEST, mark].contains(&since)
}

fn has_problems(looked: Option<&Looked>) -> bool {
    looked.and_then(|looked| looked.linted.as_ref().ok()).is_some_and(|linted| !linted.problems.is_empty())
}

/// A value from the top of the text, and changed there.
#[component]
fn Head(typed: RwSignal<String>, key: &'static str, label: &'static str) -> impl IntoView {
    let value = Memo::new(move |_| typed.with(|typed| head::value(typed, key)));
    let id = format!("editor-{key}");
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <input
                class="field__input"
                id=id
                name=key
                autocomplete="off"
                prop:value=value
                prop:readOnly=move || !typed.with(|typed| head::is_there(typed, key))
                on:input:target=move |event| {
                    let wished = event.target().value();
                    typed.update(|typed| *typed = head::with_value(typed, key, &wished));
                }
            />
        </div>
    }
}

#[component]
fn ProblemList(typed: RwSignal<String>, looked: RwSignal<Option<Looked>>, area: NodeRef<leptos::html::Textarea>) -> impl IntoView {
    let here = here();
    let go = move |(line, column): (u32, u32)| {
        let Some(area) = area.get_untracked() else { return };
        let at = typed.with_untracked(|typed| head::place(typed, line, column));
        _ = area.set_selection_range(at, at);
        // Taken away and given again, the focus brings the caret into view.
        _ = area.blur();
        _ = area.focus();
    };
    let row = move |problem: TemplateProblem| {
        let place = (problem.line, problem.column);
        let shown = say!("editor-place", line = place.0.to_string(), column = place.1.to_string());
        let words = words::lint::told(&problem);
        view! {
            <li class="problem">
                <button type="button" class="problem__go" data-problem=format!("{}:{}", place.0, place.1) on:click=move |_| go(place)>
                    {shown}" "<span>{words}</span>
                </button>
            </li>
        }
    };
    // Said once for each answer, not for each key.
    Effect::new(move |_| {
        if let Some(Ok(linted)) = looked.get().map(|looked| looked.linted) {
            here.say.set(count(&linted));
        }
    });
    view! {
        <section class="card" aria-labelledby="editor-problems" data-testid="editor-problems">
            <h2 class="card__title" id="editor-problems">{say!("editor-problems")}</h2>
            {move || match looked.get().map(|looked| looked.linted) {
                None => view! { <p class="aside" id="editor-count">{say!("editor-looking")}</p> }.into_any(),
                Some(Err(trouble)) => view! { <p class="field__error" id="editor-count">{here.trouble(&trouble)}</p> }.into_any(),
                Some(Ok(linted)) => {
                    let state = if linted.problems.is_empty() { "none" } else { "some" };
                    view! {
                        <p class="aside" id="editor-count" data-problems=state>{count(&linted)}</p>
                        <ul class="plain">{linted.problems.into_iter().map(row).collect_view()}</ul>
                    }
                    .into_any()
                }
            }}
        </section>
    }
}

fn count(linted: &Linted) -> String {
    match linted.problems.len() + linted.more as usize {
        0 => say!("editor-no-problems").into(),
        all => say!("editor-count", count = all),
    }
}

/// Why a text is not saved yet, by what the server has said of it. `None`: it can be.
fn not_yet(looked: Option<&Looked>, typed: &str) -> Option<String> {
    match looked.filter(|looked| looked.source == typed).map(|looked| &looked.linted) {
        None => Some(say!("editor-looking").to_owned()),
        Some(Err(trouble)) => Some(text::sentence(&words::trouble::told(trouble))),
        Some(Ok(linted)) => linted.template.is_none().then(|| say!("editor-mend-first").to_owned()),
    }
}

#[component]
fn Save(
    typed: RwSignal<String>,
    /// The original's text.
    first: Memo<String>,
    looked: RwSignal<Option<Looked>>,
    /// Of the original.
    version: String,
    changed: Memo<bool>,
    /// Of the draft.
    place: String,
) -> impl IntoView {
    let here = here();
    let (problems, place) = (Problems::none(), StoredValue::new(place));
    let (busy, unproved) = (RwSignal::new(false), RwSignal::new(false));
    let same = Memo::new(move |_| {
        let here = here.nav.route();
        let name = typed.with(|typed| head::value(typed, "name"));
        matches!(here, Route::EditTemplate(own) if own.as_str() == name) && typed.with(|typed| head::value(typed, "version")) == version
    });
    let locked = move || {
        let not_yet = looked.with(|looked| typed.with(|typed| not_yet(looked.as_ref(), typed)));
        match (busy.get(), changed.get(), not_yet) {
            (true, ..) => Some(say!("editor-saving").to_owned()),
            (_, false, _) => Some(say!("editor-nothing-changed").to_owned()),
            (.., Some(why)) => Some(why),
            (.., None) => same.get().then(|| say!("editor-other-version").to_owned()),
        }
    };
    let go = move || {
        problems.clear();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (source, me, place) = (typed.get_untracked(), here.me_now(), place.get_value());
        spawn_local(async move {
            let answer = api::save_template(source.clone()).await;
            _ = busy.try_set(false);
            match answer {
                Ok(_) => {
                    here.done(me, say!("editor-saved"));
                    // What was typed since is a draft still, and whoever is elsewhere by now stays there.
                    match typed.try_with_untracked(|typed| *typed == source) {
                        Some(true) => {
                            if let Some(first) = first.try_get_untracked() {
                                _ = typed.try_set(first);
                            }
                            here.nav.go(&Route::Templates);
                        }
                        Some(false) => {}
                        None => _ = me.inspect(|me| drop_draft(*me, &place, &source)),
                    }
                }
                Err(trouble) if asks_for_proof(&trouble) && problems.is_there() => {
                    _ = unproved.try_set(true);
                    nav::focus("#confirm");
                }
                Err(trouble) => here.refused(me, problems, (trouble.field(), &here.trouble(&trouble))),
            }
        });
    };
    view! {
        <ErrorSummary problems form="editor" />
        <Act
            words=say!("editor-save").to_owned()
            on_press=Callback::new(move |()| go())
            locked=Signal::derive(locked)
            main=true
            testid="editor-save"
        />
        <Show when=move || unproved.get()>
            <Confirm proved=Callback::new(move |()| { unproved.set(false); go() }) />
        </Show>
    }
}

/// What was saved is no draft any longer, also where its editor was left meanwhile.
fn drop_draft(me: MemberId, place: &str, saved: &str) {
    if keep::draft(me, place).split_once('=').is_some_and(|(_, typed)| typed == saved) {
        _ = keep::put_draft(me, place, "");
    }
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::id::Digest;
    use holdpoint_domain::wire::Problem;

    use super::*;
    use crate::net::api::Trouble;

    #[test]
    fn what_the_server_does_not_look_through_is_told_and_not_waited_for() {
        let looked = |linted| Looked { source: "a".into(), linted };
        let template = serde_json::json!({ "format": 1, "name": "a", "version": "1.0.0", "title": "A", "summary": "", "sections": [] });
        let linted = |template: Option<Template>| Linted { problems: Vec::new(), more: 0, template: template.map(Box::new) };
        let too_large = Problem { kind: "/problems/too-large".into(), numbers: [("most".to_owned(), 7)].into(), ..Problem::default() };
        let said = |looked: Option<&Looked>, typed: &str| not_yet(looked, typed).unwrap_or_default();
        let refused = looked(Err(Trouble::Refused(Box::new(too_large))));
        assert_eq!(said(Some(&refused), "a"), "This is larger than 7 KiB; send less");
        assert_eq!(said(Some(&refused), "ab"), "The server looks through it…", "it is another text by now");
        assert_eq!(said(None, "a"), "The server looks through it…");
        assert_eq!(said(Some(&looked(Ok(linted(None)))), "a"), "Fix its problems first.");
        let whole = serde_json::from_value(template).unwrap();
        assert_eq!(not_yet(Some(&looked(Ok(linted(Some(whole))))), "a"), None);
    }

    #[test]
    fn a_draft_knows_which_original_it_began_with() {
        let of = |bytes: &[u8]| mark(&TemplateRef { name: "a".parse().unwrap(), version: "1.0.0".into(), digest: Digest::of(bytes) });
        let (first, second) = (of(b"first"), of(b"second"));
        let cases = [(first, first, false), (first, second, true), (Seq::default(), first, false), (LATEST, first, false)];
        for (since, now, expected) in cases {
            assert_eq!(is_overtaken(since, now), expected, "{since} {now}");
        }
    }
}

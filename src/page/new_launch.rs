//! A new launch: a name, a checklist, and what is known already.

mod sample;
mod team;

use holdpoint_domain::id::{CommandId, ConnectionName, LaunchId, MemberId};
use holdpoint_domain::launch::NewLaunch;
use holdpoint_domain::wire::{ConnectionView, TemplateSummary};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::new_connection::TryOne;
use super::{Heading, Here, draft, here};
use crate::net::api::{self, Trouble};
use crate::route::Route;
use crate::ui::{ErrorSummary, Problems, Remote, SelectField, TextField, Toast, Waiting, is_half};
use crate::{clock, keep, nav, say, text};
use sample::TrySample;
use team::{Team, take_over_team};

/// The drafts of the form.
const NAME: &str = "new-launch/name";
const TICKET: &str = "new-launch/ticket";
const TARGET: &str = "new-launch/target";
const CONNECTION: &str = "new-launch/connection";
const TEMPLATE: &str = "new-launch/template";
const TEAM: &str = "new-launch/team";
const ALL: [&str; 6] = [NAME, TICKET, TARGET, CONNECTION, TEMPLATE, TEAM];

#[component]
pub fn NewLaunchPage() -> impl IntoView {
    let here = here();
    let templates = RwSignal::new(Remote::<Vec<TemplateSummary>>::Waiting);
    let load = move || Remote::load(templates, async move { api::templates().await.map_err(|trouble| here.trouble(&trouble)) });
    load();
    view! {
        <div class="narrow narrow--wide">
            <Heading words=say!("board-new") />
            <p class="lead">{say!("new-lead")}</p>
            <Waiting what=templates again=Callback::new(move |()| load()) />
            {move || templates.get().here().cloned().map(|templates| {
                let first = templates.first().map(|first| first.template.name.clone());
                view! {
                    <Form templates />
                    {first.map(|template| view! { <TrySample template /> })}
                }
            })}
        </div>
    }
}

#[component]
fn Form(templates: Vec<TemplateSummary>) -> impl IntoView {
    let here = here();
    let problems = Problems::none();
    let name = draft(NAME.into());
    let ticket = draft(TICKET.into());
    let target = draft(TARGET.into());
    let connection = draft(CONNECTION.into());
    let template = draft(TEMPLATE.into());
    template.set(first_choice(&templates, &template.get_untracked()));
    let team = draft(TEAM.into());
    let connections = RwSignal::new(Remote::<Vec<ConnectionView>>::Waiting);
    let load = move || Remote::load(connections, async move { api::connections().await.map_err(|trouble| here.trouble(&trouble)) });
    load();
    forget_if_gone(connection, connections);
    let busy = RwSignal::new(false);
    // One key for this form: sent twice, it makes one launch.
    let key = StoredValue::new(CommandId(clock::new_id()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let wish = read(problems, (name, template, target), (ticket, connection));
        let Some(wish) = wish.filter(|_| !busy.get_untracked()) else { return };
        let earlier = team.get_untracked().parse::<LaunchId>().ok();
        let (me, asked) = (here.me_now(), key.get_value());
        busy.set(true);
        spawn_local(async move {
            let made = make((here, me), &wish, asked, earlier).await;
            let form = busy.try_set(false).is_none().then_some(problems);
            let Err(trouble) = made else { return };
            if trouble.is_taken() {
                // Whoever asks again, knowing of the other, means it.
                _ = key.try_update_value(|key| *key = CommandId(clock::new_id()));
            }
            refused((here, me), form, &wish.name, &trouble);
        });
    };
    let choices = Signal::derive(move || {
        let none = (String::new(), say!("new-no-connection").to_owned());
        let some = connections.get().here().cloned().unwrap_or_default();
        std::iter::once(none).chain(some.into_iter().map(|known| (known.name.to_string(), known.name.to_string()))).collect()
    });
    view! {
        <ErrorSummary problems form="new" />
        <form class="form" data-testid="new-launch" novalidate on:submit=submit>
            <TextField form="new" name="name" label=say!("new-name") hint=say!("new-name-hint") value=name problems />
            <Templates templates chosen=template problems />
            <TextField form="new" name="target" label=say!("new-target") kind="date" value=target problems />
            <TextField form="new" name="ticket" label=say!("new-ticket") hint=say!("new-ticket-hint") value=ticket problems />
            <Waiting what=connections again=Callback::new(move |()| load()) />
            <SelectField
                form="new"
                name="connection"
                label=say!("new-connection")
                hint=say!("new-connection-hint")
                options=choices
                value=connection
                on_choice=Callback::new(move |choice| connection.set(choice))
                problems
            />
            <Show when=move || connections.with(|known| known.here().is_some_and(Vec::is_empty))><TryOne /></Show>
            <Team template team problems />
            <button type="submit" class="button button--main" aria-disabled=move || busy.get().to_string()>
                {move || if busy.get() { say!("new-making") } else { say!("new-make") }}
            </button>
        </form>
    }
}

/// Since it was chosen the operator may have taken it out of the configuration.
fn forget_if_gone(connection: RwSignal<String>, connections: RwSignal<Remote<Vec<ConnectionView>>>) {
    Effect::new(move |_| {
        let gone =
            |known: &Vec<ConnectionView>| connection.with_untracked(|chosen| known.iter().all(|known| known.name.as_str() != chosen));
        // None at all is no choice that could be gone.
        if connections.with(|known| known.here().is_some_and(gone)) && !connection.with_untracked(String::is_empty) {
            connection.set(String::new());
        }
    });
}

/// Makes the launch, with the people of an earlier one.
///
/// * `me`: who makes it. Whoever is signed in by the time it is made takes nobody over into it.
async fn make((here, me): (Here, Option<MemberId>), wish: &NewLaunch, key: CommandId, earlier: Option<LaunchId>) -> Result<(), Trouble> {
    let created = api::create_launch(wish, key).await?;
    if let Some(earlier) = earlier.filter(|_| here.is_still(me))
        && let Err(trouble) = take_over_team(here, created.id, earlier).await
        && here.is_still(me)
    {
        here.toasts.warn(say!("new-team-not", why = text::sentence(&here.trouble(&trouble))));
    }
    // Its form may be gone by now, and so nothing else would forget what was written there.
    me.iter().for_each(|me| ALL.iter().for_each(|place| _ = keep::put_draft(*me, place, "")));
    go_there((here, me), created.id, &wish.name);
    Ok(())
}

/// To a launch that was made. Who has gone elsewhere meanwhile stays there, and is told, unless it is somebody else by now.
fn go_there((here, me): (Here, Option<MemberId>), launch: LaunchId, name: &str) {
    if !here.is_still(me) {
        return;
    }
    let go = move || here.nav.go(&Route::checklist(launch));
    if here.nav.route_now() == Route::NewLaunch {
        return go();
    }
    let text = say!("new-made", name = name);
    let actions = vec![Toast::action(say!("app-open-launch"), go)];
    here.toasts.show(Toast { key: text.clone(), text, grave: false, actions });
}

/// Says why it was not made: in the form, or to who has left that.
fn refused((here, me): (Here, Option<MemberId>), form: Option<Problems>, name: &str, trouble: &Trouble) {
    let why = if trouble.is_taken() { say!("new-made-before").to_owned() } else { here.trouble(trouble) };
    match form {
        Some(problems) => problems.only(trouble.field(), &why),
        // Nobody else reads what somebody made.
        None if here.is_still(me) => not_made(here, name, &why),
        None => {}
    }
}

/// Tells who has gone elsewhere meanwhile. What was written is a draft still.
fn not_made(here: Here, name: &str, why: &str) {
    let text = say!("new-not-made", name = name, why = text::sentence(why));
    let actions = vec![Toast::action(say!("board-new"), move || here.nav.go(&Route::NewLaunch))];
    here.toasts.show(Toast { key: text.clone(), text, grave: true, actions });
}

/// The checklist that somebody comes from, else the one that they had chosen, else the first.
fn first_choice(templates: &[TemplateSummary], begun: &str) -> String {
    let of = |name: &str| templates.iter().find(|known| known.template.name.as_str() == name);
    let chosen = of(&nav::fragment()).or_else(|| of(begun)).or(templates.first());
    chosen.map(|chosen| chosen.template.name.to_string()).unwrap_or_default()
}

#[component]
fn Templates(templates: Vec<TemplateSummary>, chosen: RwSignal<String>, problems: Problems) -> impl IntoView {
    let wrong = problems.at("template");
    let option = move |summary: TemplateSummary| {
        let key = summary.template.name.to_string();
        let id = format!("new-template-{key}");
        let (value, mine) = (key.clone(), key.clone());
        let counts = say!("template-counts", items = summary.items, checks = summary.checks);
        view! {
            <label class="choice" for=id.clone()>
                <input
                    type="radio"
                    class="choice__input"
                    name="template"
                    id=id.clone()
                    value=value
                    prop:checked=move || chosen.get() == mine
                    on:change=move |_| chosen.set(key.clone())
                />
                <span class="choice__title">{summary.title}</span>
                <span class="choice__text">{summary.summary}</span>
                <span class="choice__meta">{format!("{counts} · {} {}", summary.template.name, summary.template.version)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field" id="new-template" tabindex="-1">
            <legend class="field__label">{say!("new-checklist")}</legend>
            {move || wrong().map(|sentence| view! { <p class="field__error">{sentence}</p> })}
            <div class="choices">{templates.into_iter().map(option).collect_view()}</div>
        </fieldset>
    }
}

type Texts = (RwSignal<String>, RwSignal<String>, RwSignal<String>);

/// The form as a wish; what cannot be read becomes a problem.
fn read(
    problems: Problems,
    (name, template, target): Texts,
    (ticket, connection): (RwSignal<String>, RwSignal<String>),
) -> Option<NewLaunch> {
    let name = name.get_untracked().trim().to_owned();
    if name.is_empty() {
        problems.add("name", say!("new-name-wrong"));
    }
    let template = template.get_untracked().parse();
    if template.is_err() {
        problems.add("template", say!("new-checklist-wrong"));
    }
    let target = target.get_untracked();
    let target = if target.is_empty() { Ok(None) } else { target.parse().map(Some) };
    if target.is_err() || is_half("new", "target") {
        problems.add("target", say!("new-target-wrong"));
    }
    let ticket = Some(ticket.get_untracked().trim().to_owned()).filter(|ticket| !ticket.is_empty());
    let connection = connection.get_untracked().parse::<ConnectionName>().ok();
    match (template, target) {
        (Ok(template), Ok(target)) if problems.is_empty() => Some(NewLaunch { name, template, target, ticket, connection, sample: false }),
        _ => None,
    }
}

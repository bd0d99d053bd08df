//! What is launched: names and digests, which the report names as its subjects.

use holdpoint_domain::id::Digest;
use holdpoint_domain::launch::{Artifact, Command};
use leptos::prelude::*;

use super::super::{desk, draft};
use super::locked;
use crate::ui::{About, Act, Problems, TextField};
use crate::{say, words};

#[component]
pub fn Artifacts() -> impl IntoView {
    let desk = desk();
    let problems = Problems::none();
    let name = draft(format!("{}/artifact-name", desk.id));
    let digest = draft(format!("{}/artifact-digest", desk.id));
    let artifacts = Memo::new(move |_| desk.shown.with(|launch| launch.details.artifacts.value.clone()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let parsed = digest.get_untracked().trim().parse::<Digest>();
        let Ok(parsed) = parsed else {
            return problems.add("digest", say!("artifact-digest-needed"));
        };
        let mut wanted = artifacts.get_untracked();
        wanted.push(Artifact { name: name.get_untracked().trim().to_owned(), digest: parsed });
        match desk.ask(Command::SetArtifacts { artifacts: wanted }) {
            Ok(()) => {
                name.set(String::new());
                digest.set(String::new());
            }
            Err(refusal) => problems.only(Some("name"), &words::refusal::told(&refusal)),
        }
    };
    let remove = move |gone: &str| {
        let left = artifacts.get_untracked().into_iter().filter(|artifact| artifact.name != gone).collect();
        desk.wish(Command::SetArtifacts { artifacts: left });
    };
    let row = move |artifact: Artifact| {
        let (gone, name) = (artifact.name.clone(), artifact.name.clone());
        let gone = Callback::new(move |()| remove(&gone));
        let button = move || {
            let name = name.clone();
            view! { <button type="button" class="button button--quiet" on:click=move |_| gone.run(())>{say!("remove")}<About what=name /></button> }
        };
        view! {
            <li class="artifact">
                <strong>{artifact.name}</strong>
                <code class="artifact__digest">{artifact.digest.to_string()}</code>
                {move || locked(desk).is_none().then(&button)}
            </li>
        }
    };
    view! {
        <section class="card" aria-labelledby="artifacts">
            <h2 class="card__title" id="artifacts">{say!("artifacts")}</h2>
            <p class="aside">{say!("artifacts-about")}</p>
            <ul class="plain">
                <For each=move || artifacts.get() key=|artifact| (artifact.name.clone(), artifact.digest) children=row />
            </ul>
            <form class="form" data-testid="artifact-form" novalidate on:submit=submit>
                <TextField form="artifact" name="name" label=say!("name") hint=say!("artifact-name-hint") value=name problems />
                <TextField form="artifact" name="digest" label=say!("artifact-digest") hint=say!("artifact-digest-hint") code=true value=digest problems />
                <Act words=say!("artifact-add").to_owned() locked=Signal::derive(move || locked(desk)) />
            </form>
        </section>
    }
}

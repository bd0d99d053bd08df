//! What the launch is about, and who may do what in it.

mod artifacts;
mod history;
mod policy;
mod roles;
mod sample;
mod version;

use holdpoint_domain::id::{ConnectionName, Date};
use holdpoint_domain::launch::{Command, Window};
use holdpoint_domain::template::Role;
use holdpoint_domain::wire::ConnectionView;
use leptos::prelude::*;

use super::{Heading, HoldsUntil, desk, here};
use crate::net::api;
use crate::ui::{Act, ErrorSummary, Problems, Remote, SelectField, TextField};
use crate::{clock, say, text, words};
use artifacts::Artifacts;
use history::LaunchHistory;
use policy::PolicyCard;
use roles::Roles;
use sample::SampleCard;
use version::VersionCard;

#[component]
pub fn DetailsPage() -> impl IntoView {
    view! {
        <div class="page page--columns">
            <div>
                <Heading words=say!("details-heading") />
                <Details />
                <Artifacts />
                <LaunchHistory />
            </div>
            <div>
                <Roles />
                <PolicyCard />
                <VersionCard />
                <SampleCard />
            </div>
        </div>
    }
}

/// Why details cannot be changed; `None`: they can.
fn locked(desk: crate::desk::Desk) -> Option<String> {
    (desk.role() < Some(Role::ReleaseManager)).then(|| say!("details-locked").to_owned())
}

/// Each field is a wish of its own, so that changes to different ones merge.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    target: RwSignal<String>,
    ticket: RwSignal<String>,
    from: RwSignal<String>,
    to: RwSignal<String>,
    connection: RwSignal<String>,
}

impl Fields {
    fn of(launch: &holdpoint_domain::launch::Launch) -> Self {
        let details = &launch.details;
        let window = details.window.value;
        let time = |at: Option<holdpoint_domain::id::Timestamp>| at.map(|at| text::to_input(at, clock::east(at))).unwrap_or_default();
        Self {
            name: RwSignal::new(details.name.value.clone()),
            target: RwSignal::new(details.target.value.map(|date| date.to_string()).unwrap_or_default()),
            ticket: RwSignal::new(details.ticket.value.clone().unwrap_or_default()),
            from: RwSignal::new(time(window.map(|window| window.from))),
            to: RwSignal::new(time(window.map(|window| window.to))),
            connection: RwSignal::new(details.connection.value.as_ref().map(|name| name.to_string()).unwrap_or_default()),
        }
    }

    /// The form as wishes; what cannot be read becomes a problem.
    fn read(self, problems: Problems) -> Vec<(&'static str, Command)> {
        let target = self.target.get_untracked();
        let date = target.parse::<Date>().ok();
        if date.is_none() && !target.is_empty() {
            problems.add("target", say!("details-target-needed"));
        }
        let at = |text: &str| text::from_input(text, clock::east);
        let (from, to) = (self.from.get_untracked(), self.to.get_untracked());
        let window = match (from.is_empty(), to.is_empty(), at(&from), at(&to)) {
            (true, true, ..) => None,
            (_, _, Some(from), Some(to)) => Some(Window { from, to }),
            (_, _, None, _) => {
                problems.add("from", say!("details-from-needed"));
                None
            }
            (_, _, _, None) => {
                problems.add("to", say!("details-to-needed"));
                None
            }
        };
        let ticket = Some(self.ticket.get_untracked().trim().to_owned()).filter(|ticket| !ticket.is_empty());
        vec![
            ("name", Command::SetName { name: self.name.get_untracked() }),
            ("target", Command::SetTarget { target: date }),
            ("ticket", Command::SetTicket { ticket }),
            ("to", Command::SetWindow { window }),
            ("connection", Command::SetConnection { connection: self.connection.get_untracked().parse::<ConnectionName>().ok() }),
        ]
    }
}

#[component]
fn Details() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let problems = Problems::none();
    let fields = desk.shown.with_untracked(|launch| Fields::of(launch));
    let connections = RwSignal::new(Remote::<Vec<ConnectionView>>::Waiting);
    Remote::load(connections, async move { api::connections().await.map_err(|trouble| here.trouble(&trouble)) });
    let options = Memo::new(move |_| {
        let mut names = vec![(String::new(), say!("connection-none").to_owned())];
        let known = connections.with(|known| known.here().cloned().unwrap_or_default());
        names.extend(known.into_iter().map(|known| (known.name.to_string(), known.name.to_string())));
        let chosen = fields.connection.get();
        if names.iter().all(|(key, _)| *key != chosen) {
            names.push((chosen.clone(), chosen));
        }
        names
    });
    // What others change appears in the fields, so that saving one's own change does not undo theirs.
    Effect::new(move |before: Option<holdpoint_domain::launch::Details>| {
        let launch = desk.shown.get();
        if let Some(before) = before {
            refresh(fields, &before, &launch);
        }
        launch.details.clone()
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let commands = fields.read(problems);
        if !problems.is_empty() || locked(desk).is_some() {
            return;
        }
        let seen = desk.launch_now().seq;
        for (field, command) in commands {
            if let Err(refusal) = desk.ask(command) {
                problems.add(field, text::sentence(&words::refusal::told(&refusal)));
            }
        }
        if problems.is_empty() {
            here.toasts.say(if desk.launch_now().seq == seen { say!("details-unchanged") } else { say!("details-saved") });
        }
    };
    // Summer and winter differ: the zones of the times that stand there.
    let zone = move || {
        let times = [fields.from, fields.to].into_iter().filter_map(|field| field.with(|text| text::from_input(text, clock::east)));
        let mut zones: Vec<String> = times.map(|at| text::zone(clock::east(at))).collect();
        if zones.is_empty() {
            zones.push(text::zone(clock::east(clock::now())));
        }
        zones.dedup();
        say!("details-zone", zone = zones.join(" – "))
    };
    view! {
        <section class="card" aria-labelledby="details">
            <h2 class="card__title" id="details">{say!("details-title")}</h2>
            <ErrorSummary problems form="details" />
            <form class="form" data-testid="details-form" novalidate on:submit=submit>
                <TextField form="details" name="name" label=say!("name") value=fields.name problems />
                <TextField form="details" name="target" label=say!("target-date") kind="date" value=fields.target problems />
                <TextField form="details" name="ticket" label=say!("change-ticket") value=fields.ticket problems />
                <div class="pair">
                    <TextField form="details" name="from" label=say!("details-from") kind="datetime-local" value=fields.from problems />
                    <TextField form="details" name="to" label=say!("details-to") kind="datetime-local" value=fields.to problems />
                </div>
                <p class="aside">{zone}</p>
                <HoldsUntil />
                <SelectField
                    form="details"
                    name="connection"
                    label=say!("connection")
                    hint=say!("details-connection-hint")
                    options=options
                    value=fields.connection
                    on_choice=Callback::new(move |choice| fields.connection.set(choice))
                    problems
                />
                <Act words=say!("details-save").to_owned() on_press=Callback::new(|()| {}) locked=Signal::derive(move || locked(desk)) main=true submits=true />
            </form>
        </section>
    }
}

fn refresh(fields: Fields, before: &holdpoint_domain::launch::Details, launch: &holdpoint_domain::launch::Launch) {
    let now = &launch.details;
    let fresh = Fields::of(launch);
    let pairs = [
        (before.name.value != now.name.value, fields.name, fresh.name),
        (before.target.value != now.target.value, fields.target, fresh.target),
        (before.ticket.value != now.ticket.value, fields.ticket, fresh.ticket),
        (before.window.value != now.window.value, fields.from, fresh.from),
        (before.window.value != now.window.value, fields.to, fresh.to),
        (before.connection.value != now.connection.value, fields.connection, fresh.connection),
    ];
    for (_, field, fresh) in pairs.into_iter().filter(|(changed, ..)| *changed) {
        field.set(fresh.get_untracked());
    }
}

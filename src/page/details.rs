//! What the launch is about, and who may do what in it.

mod artifacts;
mod history;
mod policy;
mod roles;
mod sample;
mod version;

use holdpoint_domain::id::{ConnectionName, Date, Timestamp};
use holdpoint_domain::launch::{Command, Refusal, Window};
use holdpoint_domain::template::Role;
use holdpoint_domain::wire::ConnectionView;
use leptos::prelude::*;

use super::{Heading, HoldsUntil, Over, desk, draft_over, here, with_chosen};
use crate::desk::Desk;
use crate::net::api;
use crate::ui::{Act, ErrorSummary, Problems, Remote, SelectField, TextField, Waiting, is_half};
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
fn locked(desk: Desk) -> Option<String> {
    (desk.role() < Some(Role::ReleaseManager)).then(|| say!("details-locked").to_owned())
}

/// Each field is a draft and a wish of its own, so that changes to different ones merge.
#[derive(Clone, Copy)]
struct Fields {
    name: Over,
    target: Over,
    ticket: Over,
    from: Over,
    to: Over,
    connection: Over,
}

impl Fields {
    fn of(desk: Desk) -> Self {
        Self {
            name: field(desk, "name", |details| details.name.value.clone()),
            target: field(desk, "target", |details| details.target.value.map(|date| date.to_string()).unwrap_or_default()),
            ticket: field(desk, "ticket", |details| details.ticket.value.clone().unwrap_or_default()),
            from: field(desk, "from", |details| details.window.value.map(|window| shown(window.from)).unwrap_or_default()),
            to: field(desk, "to", |details| details.window.value.map(|window| shown(window.to)).unwrap_or_default()),
            connection: field(desk, "connection", |details| {
                details.connection.value.as_ref().map(|name| name.to_string()).unwrap_or_default()
            }),
        }
    }

    /// The form as wishes, with the fields that each is made of; what cannot be read becomes a problem.
    ///
    /// * `there`: the launch's window, of which the form shows no seconds.
    fn read(self, problems: Problems, there: Option<Window>) -> Vec<(&'static str, [Over; 2], Command)> {
        let target = self.target.text.get_untracked();
        let date = target.parse::<Date>().ok();
        let half = |name: &str| is_half("details", name);
        if date.is_none() && !target.is_empty() || half("target") {
            problems.add("target", say!("details-target-needed"));
        }
        let (from, to) = (self.from.text.get_untracked(), self.to.text.get_untracked());
        let times = (
            text::from_input_over(&from, there.map(|there| there.from), clock::east),
            text::from_input_over(&to, there.map(|there| there.to), clock::east),
        );
        let window = match (from.is_empty() && !half("from"), to.is_empty() && !half("to"), times.0, times.1) {
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
        let ticket = Some(self.ticket.text.get_untracked().trim().to_owned()).filter(|ticket| !ticket.is_empty());
        let connection = self.connection.text.get_untracked().parse::<ConnectionName>().ok();
        vec![
            ("name", [self.name; 2], Command::SetName { name: self.name.text.get_untracked() }),
            ("target", [self.target; 2], Command::SetTarget { target: date }),
            ("ticket", [self.ticket; 2], Command::SetTicket { ticket }),
            ("to", [self.from, self.to], Command::SetWindow { window }),
            ("connection", [self.connection; 2], Command::SetConnection { connection }),
        ]
    }
}

fn shown(at: Timestamp) -> String {
    text::to_input(at, clock::east(at))
}

fn field(desk: Desk, name: &str, of: fn(&holdpoint_domain::launch::Details) -> String) -> Over {
    let there = Memo::new(move |_| desk.shown.with(|launch| of(&launch.details)));
    draft_over(format!("{}/details-{name}", desk.id), there, move || desk.confirmed.with_untracked(|launch| launch.seq))
}

#[component]
fn Details() -> impl IntoView {
    let (here, desk) = (here(), desk());
    let problems = Problems::none();
    let fields = Fields::of(desk);
    let connections = RwSignal::new(Remote::<Vec<ConnectionView>>::Waiting);
    let load = move || Remote::load(connections, async move { api::connections().await.map_err(|trouble| here.trouble(&trouble)) });
    load();
    let options = Memo::new(move |_| {
        let mut names = vec![(String::new(), say!("connection-none").to_owned())];
        let known = connections.with(|known| known.here().cloned().unwrap_or_default());
        names.extend(known.into_iter().map(|known| (known.name.to_string(), known.name.to_string())));
        let chosen = fields.connection.text.get();
        with_chosen(names, Some((chosen.clone(), chosen)))
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        problems.clear();
        let commands = fields.read(problems, desk.launch_now().details.window.value);
        if !problems.is_empty() || locked(desk).is_some() {
            return;
        }
        let seen = desk.launch_now().seq;
        for (field, [one, other], command) in commands {
            if let Err(refusal) = desk.ask_since(command, one.since.get_value().min(other.since.get_value())) {
                if matches!(refusal, Refusal::Conflict(_)) {
                    // Now they read what somebody else wrote: what is saved again is meant.
                    let now = desk.confirmed.with_untracked(|launch| launch.seq);
                    [one, other].iter().for_each(|over| over.since.set_value(now));
                }
                problems.add(field, text::sentence(&words::refusal::told(&refusal)));
            }
        }
        if problems.is_empty() {
            here.toasts.say(if desk.launch_now().seq == seen { say!("details-unchanged") } else { say!("details-saved") });
        }
    };
    // Summer and winter differ: the zones of the times that stand there.
    let zone = move || {
        let times = [fields.from, fields.to].into_iter().filter_map(|field| field.text.with(|text| text::from_input(text, clock::east)));
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
                <TextField form="details" name="name" label=say!("name") value=fields.name.text problems />
                <TextField form="details" name="target" label=say!("target-date") kind="date" value=fields.target.text problems />
                <TextField form="details" name="ticket" label=say!("change-ticket") value=fields.ticket.text problems />
                <div class="field">
                    <div class="pair">
                        <TextField form="details" name="from" label=say!("details-from") kind="datetime-local" value=fields.from.text problems />
                        <TextField form="details" name="to" label=say!("details-to") kind="datetime-local" value=fields.to.text problems />
                    </div>
                    <p class="aside">{zone}</p>
                </div>
                <HoldsUntil />
                <Waiting what=connections again=Callback::new(move |()| load()) />
                <SelectField
                    form="details"
                    name="connection"
                    label=say!("connection")
                    hint=say!("details-connection-hint")
                    options=options
                    value=fields.connection.text
                    on_choice=Callback::new(move |choice| fields.connection.text.set(choice))
                    problems
                />
                <Act words=say!("details-save").to_owned() locked=Signal::derive(move || locked(desk)) main=true />
            </form>
        </section>
    }
}

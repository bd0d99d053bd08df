//! What is pressed, chosen and written into.

use leptos::prelude::*;

use super::{Group, State};
use crate::ui::{Act, AreaField, Copy, Dialog, Drop, ErrorSummary, Glyph, Icon, Problems, Segments, SelectField, TextField, Tick};

#[component]
pub fn Buttons() -> impl IntoView {
    let nothing = Callback::new(|()| {});
    let open = RwSignal::new(false);
    let chosen = RwSignal::new("in_progress");
    let choices = vec![
        ("open", "Open"),
        ("in_progress", "In progress"),
        ("blocked", "Blocked"),
        ("done", "Done"),
        ("not_applicable", "Not applicable"),
    ];
    let tick = |label: &str, done: bool, mixed: bool, locked: Option<&'static str>| {
        view! { <Tick label=label.to_owned() done mixed locked on_wish=|_| {} /> }
    };
    view! {
        <Group id="buttons" title="Buttons and choices">
            <State name="Main, plain, dangerous, quiet">
                <Act words="Issue the report".to_owned() on_press=nothing main=true />
                <Act words="Run the check".to_owned() on_press=nothing />
                <Act words="Start for real".to_owned() on_press=nothing danger=true />
                <button type="button" class="button button--quiet">"Dismiss"</button>
                <button type="button" class="button"><Icon glyph=Glyph::Plus />"Add evidence"</button>
                <Copy text="text".to_owned() what="the text" />
            </State>
            <State name="Locked, with the reason">
                <Act words="Sign".to_owned() on_press=nothing main=true locked=Signal::stored(Some("The server does not answer.".to_owned())) />
                <Act words="Run the check".to_owned() on_press=nothing locked=Signal::stored(Some("It is running.".to_owned())) />
            </State>
            <State name="One of a few">
                <Segments label="Status" choices chosen on_choice=Callback::new(move |key| chosen.set(key)) testid="design-status" />
            </State>
            <State name="A tick: open, done, settled otherwise, locked">
                {tick("Open", false, false, None)}
                {tick("Done", true, false, None)}
                {tick("Waived", false, true, None)}
                {tick("Locked", true, false, Some("You can look at this launch, not change it"))}
            </State>
            <State name="A dialog">
                <button type="button" class="button" data-testid="design-dialog" on:click=move |_| open.set(true)>"Open it"</button>
            </State>
            <Dialog title="Abandon the run" open id="design-dialog">
                <p>"The browser keeps the focus in here, and Escape closes it."</p>
            </Dialog>
        </Group>
    }
}

#[component]
pub fn Fields() -> impl IntoView {
    let text = |words: &str| RwSignal::new(words.to_owned());
    let fine = Problems::none();
    let wrong = Problems::none();
    wrong.add("name", "Enter a name for the launch");
    wrong.add("note", "Write down what you saw");
    let options = Signal::stored(vec![("".to_owned(), "Nobody".to_owned()), ("ann".to_owned(), "Ann Archer".to_owned())]);
    let choice = |id: &'static str, title: &'static str, checked: bool| {
        view! {
            <label class="choice" for=id>
                <input type="radio" class="choice__input" name="design-choice" id=id checked=checked />
                <span class="choice__title">{title}</span>
                <span class="choice__text">"What has to be true before a service goes live."</span>
                <span class="choice__meta">"25 items, 5 checks"</span>
            </label>
        }
    };
    view! {
        <Group id="fields" title="Forms">
            <ErrorSummary problems=wrong form="wrong" />
            <div class="page--columns">
                <form class="form" on:submit=|event| event.prevent_default()>
                    <TextField form="design" name="name" label="Name" hint="What is launched, such as Help-centre chat 2.4" value=text("Support chat 2.4") problems=fine />
                    <SelectField form="design" name="owner" label="Owner" options value=text("ann") on_choice=Callback::new(|_| {}) problems=fine />
                    <AreaField form="design" name="note" label="Comment (optional)" value=text("") problems=fine />
                    <label class="option"><input type="checkbox" checked=true />"Each later report too"</label>
                    <fieldset disabled=true class="field">
                        <TextField form="design-locked" name="name" label="Locked" value=text("You can look at this") problems=fine />
                    </fieldset>
                </form>
                <form class="form form--inline" on:submit=|event| event.prevent_default()>
                    <TextField form="wrong" name="name" label="Name" value=text("") problems=wrong />
                    <AreaField form="wrong" name="note" label="What you saw" value=text("") problems=wrong />
                </form>
            </div>
            <fieldset class="field">
                <legend class="field__label">"Checklist"</legend>
                <div class="choices">
                    {choice("design-first", "Intercom production readiness", true)}
                    {choice("design-second", "Service launch", false)}
                </div>
            </fieldset>
            <Drop label="Drop a report here" hint="It stays in this browser." on_files=Callback::new(|_| {}) />
        </Group>
    }
}

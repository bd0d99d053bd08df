//! One screen per file; no page knows another. What all of them need is here.

pub mod account;
pub mod burn_up;
mod check;
pub mod checklist;
mod confirm;
mod deliveries;
#[cfg(any(debug_assertions, feature = "design"))]
pub mod design;
pub mod details;
mod differences;
pub mod drills;
pub mod edit_template;
pub mod history;
pub mod inviting;
pub mod item;
pub mod launches;
pub mod new_connection;
pub mod new_launch;
pub mod not_found;
mod opened;
pub mod people;
pub mod preflight;
pub mod quick;
pub mod receipt;
pub mod recover;
pub mod rollback;
mod says;
pub mod sign_in;
pub mod sign_off;
pub mod templates;
pub mod verify;
pub mod waivers;
pub mod watch;

use holdpoint_domain::account::OidcTrouble;
use holdpoint_domain::id::{LaunchId, MemberId, Seq, Timestamp};
use holdpoint_domain::launch::{Launch, Reason, Refusal};
use holdpoint_domain::order;
use holdpoint_domain::template::Role;
use holdpoint_domain::wire::{OidcWay, Person, Session};
use leptos::prelude::*;

use crate::desk::{Desk, Link};
use crate::nav::{self, Nav};
use crate::route::{Place, Route};
use crate::ui::{Problems, Toasts};
use crate::{clock, keep, letters, net::api::Trouble, say, tell, text, words};
pub use opened::Opened;
pub use says::Says;

/// Every role with its key, the least first.
pub const ROLES: [(Role, &str); 4] =
    [(Role::Viewer, "viewer"), (Role::Contributor, "contributor"), (Role::Approver, "approver"), (Role::ReleaseManager, "release_manager")];

/// The role as a label: `Release manager`.
pub fn role_label(role: Role) -> String {
    text::sentence(words::roles::role(role))
}

/// Under this name the browser keeps that single letters do nothing: who dictates, or holds keys by accident, would set them off.
const LETTERS: &str = "letters";

/// Under this name it keeps that times are told by the clock.
pub const TIMES: &str = "times";
const EXACT: &str = "exact";

/// Whether single letters do anything.
fn takes_letters() -> bool {
    keep::look(LETTERS).as_deref() != Some("off")
}

/// What the shell gives to every page.
#[derive(Clone, Copy)]
pub struct Here {
    pub nav: Nav,
    pub toasts: Toasts,
    /// Who is signed in.
    pub me: RwSignal<Option<Person>>,
    pub setup_needed: RwSignal<bool>,
    /// How one may sign in here.
    pub ways: RwSignal<Ways>,
    /// Whether the server answered last time.
    pub answers: RwSignal<bool>,
    /// What a screen reader says next.
    pub say: Says,
    /// The launch that is open.
    pub desk: RwSignal<Option<Desk>>,
    /// Whether the palette is open: it may be asked for before its code is here.
    pub palette: RwSignal<bool>,
    /// The launch that was open on the screen before this one.
    pub left: StoredValue<Option<LaunchId>>,
}

/// How one may sign in here, and whether that was by recovery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    pub passkeys: bool,
    /// The organisation's own sign-ins.
    pub oidc: Vec<OidcWay>,
    /// Nothing else works until a new password or passkey is set.
    pub renewal_needed: bool,
}

pub fn here() -> Here {
    expect_context()
}

pub fn desk() -> Desk {
    expect_context()
}

impl Here {
    /// Who is signed in now, as the server says.
    pub fn enter(self, session: Session) {
        keep::put_session(&session);
        self.ways.set(Ways { passkeys: session.passkeys, oidc: session.oidc, renewal_needed: session.renewal_needed });
        self.setup_needed.set(session.setup_needed);
        let me = session.me.as_ref().map(|me| me.id);
        if me != self.me_now() {
            // Nor what was said to nobody yet: it is over with that.
            self.hush();
            self.leave();
        }
        if self.me.with_untracked(|me| *me != session.me) {
            self.me.set(session.me);
        }
    }

    /// The same as an answer says that was only asked for: who has signed in or out meanwhile knows better.
    ///
    /// * `me`: who was signed in when it was asked for.
    pub fn enter_anew(self, me: Option<MemberId>, session: Session) {
        if self.is_still(me) {
            self.enter(session);
        }
    }

    /// An answer's trouble in words; a session that ended brings the sign-in form, unless somebody else has signed in since it was asked for.
    pub fn trouble(self, trouble: &Trouble) -> String {
        if matches!(trouble, Trouble::SignedOut(who) if *who == self.me_now()) {
            self.leave();
        }
        words::trouble::told(trouble)
    }

    /// Says in a form why something was not done. Who has left it meanwhile is told where they are: they would take it for done.
    ///
    /// * `me`: who asked for it, or `None`: nobody was signed in; `why`: at which field, and in a phrase.
    pub fn refused(self, me: impl Into<Option<MemberId>>, problems: impl Into<Option<Problems>>, (field, why): (Option<&str>, &str)) {
        match problems.into().filter(|problems| problems.is_there()) {
            Some(problems) => problems.only(field, why),
            None if self.is_still(me) => self.toasts.warn(why),
            None => {}
        }
    }

    /// Says why something was not done that was asked for outside of forms.
    pub fn failed(self, me: impl Into<Option<MemberId>>, trouble: &Trouble) {
        if self.is_still(me) {
            self.toasts.warn(self.trouble(trouble));
        }
    }

    /// The same at its place on a page. Who has left that meanwhile is told where they are.
    pub fn failed_at(self, place: RwSignal<Option<String>>, me: impl Into<Option<MemberId>>, trouble: &Trouble) {
        if let Some(Some(why)) = place.try_set(Some(self.trouble(trouble)))
            && self.is_still(me)
        {
            self.toasts.warn(why);
        }
    }

    /// Says that something was done.
    pub fn done(self, me: impl Into<Option<MemberId>>, text: impl Into<String>) {
        if self.is_still(me) {
            self.toasts.say(text);
        }
    }

    /// Whether who asked for something is who is signed in now: what came of it is nobody else's.
    pub fn is_still(self, me: impl Into<Option<MemberId>>) -> bool {
        me.into() == self.me_now()
    }

    /// Nobody is signed in any longer. Who comes next in this browser reads nothing that was said to somebody else.
    pub fn leave(self) {
        let Some(me) = self.me_now() else { return };
        keep::drop_session(me);
        self.hush();
        self.palette.set(false);
        self.me.set(None);
    }

    /// Takes away what was said, also to a screen reader, which finds it there as long as nothing else is.
    fn hush(self) {
        self.toasts.clear();
        self.say.set(String::new());
    }

    /// How the way to the server is: as the stream of the open launch says, or as long as it says nothing the last answer. Follows changes.
    pub fn link(self) -> Link {
        match (self.desk.get().map(|desk| desk.link.get()), self.answers.get()) {
            (Some(link @ (Link::Open | Link::Lost)), _) => link,
            (_, false) => Link::Lost,
            (Some(Link::Connecting), true) => Link::Connecting,
            (None, true) => Link::Open,
        }
    }

    pub fn me_now(self) -> Option<MemberId> {
        self.me.with_untracked(|me| me.as_ref().map(|me| me.id))
    }
}

/// A page's first words: its title, also the document's, where the open launch is named too. It takes the focus when the page is entered.
#[component]
pub fn Heading(#[prop(into)] words: String) -> impl IntoView {
    let name = here().desk.get_untracked().map(|desk| desk.launch_now().details.name.value.clone());
    match name.filter(|name| !words.contains(name)) {
        Some(name) => nav::set_title(&format!("{words} – {name}")),
        None => nav::set_title(&words),
    }
    view! { <h1 class="heading" id="heading" tabindex="-1">{words}</h1> }
}

/// Links to the organisation's own sign-ins: plain ones, because the browser leaves this page.
///
/// * `words`: what a link says, by the provider's name.
/// * `action`: `start` signs in, `link` links with the account.
/// * `only`: those of these names; left out, all of them.
#[component]
pub fn Providers(words: fn(&str) -> String, action: &'static str, #[prop(optional)] only: Option<Vec<String>>) -> impl IntoView {
    let here = here();
    let asks = match action {
        // Another tab may have signed somebody else in: the server links with nobody but whom this page shows.
        "link" => here.me.with_untracked(|me| me.as_ref().map(|me| format!("?as={}", me.id))),
        _ => here.nav.route_now().launch().map(|id| format!("?to={id}")),
    };
    let asks = asks.unwrap_or_default();
    let leave = move |_: leptos::ev::MouseEvent| {
        let route = here.nav.route_now();
        if !route.is_entrance() {
            keep::put_way_back(&route.to_string());
        }
    };
    let link = |way: &OidcWay| {
        let href = format!("/api/oidc/{}/{action}{asks}", way.name);
        view! { <a class="button" href=href data-testid="oidc" on:click=leave>{words(&way.name)}</a> }
    };
    let offered = |way: &&OidcWay| only.as_ref().is_none_or(|only| only.contains(&way.name));
    here.ways.with_untracked(|ways| ways.oidc.iter().filter(offered).map(link).collect_view())
}

/// What went wrong at one of them, as the address says: `#CODE.REFERENCE.NAME`.
#[component]
pub fn OidcNotice() -> impl IntoView {
    let told = nav::fragment();
    let mut parts = told.splitn(3, '.');
    let trouble = parts.next().and_then(OidcTrouble::of);
    let reference = parts.next().unwrap_or_default();
    // Whoever made the address made the rest of it too: only names that the server has are shown, and no words.
    let reference: String = reference.chars().filter(char::is_ascii_hexdigit).take(8).collect();
    let name = parts.next().unwrap_or_default();
    let way = here().ways.with_untracked(|ways| ways.oidc.iter().find(|way| way.name == name).cloned());
    trouble.map(|trouble| {
        view! {
            <p class="notice" data-kind="warn" role="alert" data-testid="oidc-trouble">
                {say!("oidc-reference", sentence = words::trouble::oidc(trouble, way.as_ref()), reference = reference)}
            </p>
        }
    })
}

/// Around what changes a launch: for who only looks at it nothing in here can be pressed, and it says why.
#[component]
pub fn Hands(children: Children) -> impl IntoView {
    let desk = desk();
    let why = Memo::new(move |_| desk.only_reads());
    view! {
        {move || why.get().map(|why| view! { <p class="notice" data-testid="only-reads">{why}</p> })}
        <fieldset class="hands" prop:disabled=move || why.with(Option::is_some)>{children()}</fieldset>
        <deliveries::AskDeliveries />
    }
}

/// Until when the verdict holds, and whether that is long enough for the change window.
#[component]
pub fn HoldsUntil() -> impl IntoView {
    let desk = desk();
    let state = Memo::new(move |_| {
        let window = desk.shown.with(|launch| launch.details.window.value);
        desk.gate.with(|gate| (gate.holds_until, window))
    });
    move || {
        let (end, window) = state.get();
        let early = end.zip(window).filter(|(end, window)| *end < window.to);
        match (end, early) {
            (None, _) => view! { <p class="aside">{say!("holds-always")}</p> }.into_any(),
            (Some(end), None) => view! {
                <p class="aside">
                    {match window {
                        Some(_) => tell!("holds-past-window"; end = view! { <Exact at=end /> }),
                        None => tell!("holds-until"; end = view! { <Exact at=end /> }),
                    }}
                </p>
            }
            .into_any(),
            (Some(end), Some((_, window))) => view! {
                <p class="notice" data-kind="warn">
                    {match window.from <= end {
                        true => tell!("holds-into-window"; end = view! { <Exact at=end /> }, to = view! { <Exact at=window.to /> }),
                        false => tell!("holds-before-window"; end = view! { <Exact at=end /> }, to = view! { <Exact at=window.to /> }),
                    }}
                </p>
            }
            .into_any(),
        }
    }
}

/// A time by the clock, not by its distance.
#[component]
fn Exact(at: Timestamp) -> impl IntoView {
    let east = clock::east(at);
    view! { <time datetime=at.to_string()>{format!("{} {}", text::moment(at, east), text::zone(east))}</time> }
}

/// A text that survives a reload until it is sent. `place` names the field within this person's drafts.
pub fn draft(place: String) -> RwSignal<String> {
    draft_unless(place, |_| false)
}

/// The same where somebody may write a secret: as long as one stands there nothing of the text is kept.
pub fn draft_unless(place: String, is_secret: fn(&str) -> bool) -> RwSignal<String> {
    let me = here().me_now();
    let text = RwSignal::new(me.map(|me| keep::draft(me, &place)).unwrap_or_default());
    Effect::new(move |before: Option<()>| {
        let text = text.get();
        if let (Some(me), Some(())) = (me, before) {
            _ = keep::put_draft(me, &place, if is_secret(&text) { "" } else { &text });
        }
    });
    text
}

/// Beside what opens a form: what somebody began to write in it is there still.
#[component]
pub fn Begun(
    /// Of its fields.
    places: Vec<String>,
) -> impl IntoView {
    let me = here().me_now();
    let begun = me.is_some_and(|me| places.iter().any(|place| !keep::draft(me, place).is_empty()));
    begun.then(|| view! { <span class="aside" data-testid="begun">{say!("form-begun")}</span> })
}

/// Sends what a draft says. It is emptied first: its form may go with what is sent, and its draft has to go before. What is refused stays.
pub fn send_draft(draft: RwSignal<String>, send: impl FnOnce(String) -> Result<(), Refusal>) -> Result<(), Refusal> {
    let written = draft.get_untracked();
    draft.set(String::new());
    send(written.clone()).inspect_err(|_| draft.set(written))
}

/// No draft is on the ground of this: it counts as the latest place.
const LATEST: Seq = Seq(u64::MAX);

/// A text over one that is there already.
#[derive(Clone, Copy)]
pub struct Over {
    pub text: RwSignal<String>,
    /// Where its launch was when the text began to differ.
    pub since: StoredValue<Seq>,
    /// Whether a reload finds it again: the browser may have no room for it.
    pub kept: RwSignal<bool>,
}

impl Over {
    /// As it is kept.
    fn told(self) -> String {
        format!("{}={}", self.since.get_value(), self.text.get_untracked())
    }
}

/// The same as [`draft`] for a text that is there already: a draft is what differs from it, with the place since when. What others make of it
/// appears, but not over what is being typed.
///
/// * `seq`: where the launch is now that the text is of.
pub fn draft_over(place: String, there: Memo<String>, seq: impl Fn() -> Seq + 'static) -> Over {
    let me = here().me_now();
    let kept = me.map(|me| keep::draft(me, &place)).unwrap_or_default();
    // Who emptied it has a draft too, and an empty draft is none.
    let kept = kept.split_once('=').map(|(since, typed)| (since.parse::<u64>().map_or(LATEST, Seq), typed.to_owned()));
    let (since, typed) = kept.unwrap_or_else(|| (LATEST, there.get_untracked()));
    let over = Over { text: RwSignal::new(typed), since: StoredValue::new(since), kept: RwSignal::new(true) };
    let Over { text, since, kept: fits } = over;
    follow(text, there);
    Effect::new(move |_| {
        let differs = text.with(|text| there.with(|there| text != there));
        if !differs {
            since.set_value(LATEST);
        } else if since.get_value() == LATEST {
            since.set_value(seq());
        }
        if let Some(me) = me {
            let draft = if differs { over.told() } else { String::new() };
            let kept = keep::put_draft(me, &place, &draft);
            if fits.get_untracked() != kept {
                fits.set(kept);
            }
        }
    });
    over
}

/// What is in a field that nobody has written in is what is there, also by now.
pub fn follow(text: RwSignal<String>, there: Memo<String>) {
    Effect::new(move |before: Option<String>| {
        let now = there.get();
        if before.is_some_and(|before| text.with_untracked(|text| *text == before)) {
            text.set(now.clone());
        }
        now
    });
}

/// Where a reason of the gate leads: to its item, to the check that is missing, or to the sign-off.
pub fn reason_href(launch: LaunchId, reason: &Reason) -> Option<String> {
    let place = match (&reason.item, &reason.check) {
        (Some(item), _) => return Some(Route::item(launch, item.clone()).to_string()),
        (None, Some(_)) => Place::Preflight,
        (None, None) if reason.kind().is_about_approvals() => Place::SignOff,
        (None, None) => Place::Details,
    };
    Some(Route::Launch(launch, place).to_string())
}

/// Takes one's last change back. Where it is not in sight a screen reader tells which.
pub fn take_back(here: Here, desk: Desk) {
    let done = desk.undo.with_untracked(|undo| undo.as_ref().map(|undo| words::story::done(&desk.launch_now(), &undo.event)));
    match (desk.undo(), done) {
        (Ok(()), Some(done)) => here.say.set(say!("undo-done", what = done)),
        (Ok(()), None) => {}
        (Err(why), _) => here.toasts.warn(why),
    }
}

/// People to choose from: the launch's members.
pub fn members(launch: &Launch) -> Vec<(String, String)> {
    let mut people: Vec<(String, String)> = launch.members.iter().map(|(id, member)| (id.to_string(), member.name.clone())).collect();
    order::sort_by_key(&mut people, |(_, name)| letters::small(name));
    people
}

/// The same with who is chosen already, though they have no role any longer.
pub fn members_and(launch: &Launch, chosen: Option<MemberId>) -> Vec<(String, String)> {
    let chosen = chosen.and_then(|id| Some((id.to_string(), words::person(launch.former.get(&id)?).to_owned())));
    with_chosen(members(launch), chosen)
}

/// Choices with the one that is there already, though it is none of them any longer: a list without it shows its first one in its place, and who only
/// passes that on their way would set it.
pub fn with_chosen(mut choices: Vec<(String, String)>, chosen: Option<(String, String)>) -> Vec<(String, String)> {
    if let Some(chosen) = chosen.filter(|(key, _)| choices.iter().all(|(known, _)| known != key)) {
        choices.push(chosen);
    }
    choices
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use holdpoint_domain::id::Digest;
    use holdpoint_domain::launch::{Event, Recorded};
    use holdpoint_domain::template::TemplateRef;

    use super::*;

    fn person(number: u128) -> Person {
        Person { id: MemberId(uuid::Uuid::from_u128(number)), name: format!("Person {number}"), owner: false }
    }

    fn signed_in(me: &Person) -> Here {
        Here {
            nav: Nav::at(Route::launches()),
            toasts: Toasts::start(),
            me: RwSignal::new(Some(me.clone())),
            setup_needed: RwSignal::new(false),
            ways: RwSignal::default(),
            answers: RwSignal::new(true),
            say: Says::start(),
            desk: RwSignal::new(None),
            palette: RwSignal::new(false),
            left: StoredValue::new(None),
        }
    }

    #[test]
    fn who_is_chosen_is_among_the_choices_though_they_have_left() {
        let template =
            serde_json::json!({ "format": 1, "name": "story", "version": "1.0.0", "title": "Story", "summary": "", "sections": [] });
        let template = Arc::new(serde_json::from_value(template).unwrap());
        let template_ref = TemplateRef { name: "story".parse().unwrap(), version: "1.0.0".into(), digest: Digest::of(b"story") };
        let [ann, ben, cem] = [1, 2, 3].map(person);
        let joined = |person: &Person| {
            let (member, name) = (person.id, person.name.clone());
            Event::MemberJoined { member, name, role: Role::Contributor, sections: vec![], group: None }
        };
        let created = Event::Created { name: "Story".into(), template, template_ref, sample: false };
        let events = [created, joined(&ann), joined(&ben), Event::MemberLeft { member: ben.id }];
        let recorded =
            |(seq, event)| Recorded { launch: LaunchId(1), seq: Seq(seq), by: ann.id, at: Timestamp::UNIX_EPOCH, command: None, event };
        let launch = Launch::fold(&(1..).zip(events).map(recorded).collect::<Vec<_>>()).unwrap();
        let names = |chosen| members_and(&launch, chosen).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names(None), ["Person 1"]);
        assert_eq!(names(Some(ann.id)), ["Person 1"]);
        assert_eq!(names(Some(ben.id)), ["Person 1", "Person 2"]);
        assert_eq!(names(Some(cem.id)), ["Person 1"], "who never was here has no name here");
    }

    #[test]
    fn what_a_screen_reader_was_given_to_say_goes_with_who_heard_it() {
        let here = signed_in(&person(1));
        here.say.set("Ben ticked “Tokens rotate”".into());
        here.leave();
        assert_eq!(here.say.told(), "");
    }

    #[test]
    fn an_older_answer_says_who_is_signed_in_to_nobody_else() {
        let [ann, ben] = [1, 2].map(person);
        let of = |me: &Person| Session {
            me: Some(me.clone()),
            setup_needed: false,
            renewal_needed: true,
            passkeys: false,
            oidc: Vec::new(),
            version: String::new(),
        };
        let here = signed_in(&ben);
        for asked in [Some(ann.id), None] {
            here.enter_anew(asked, of(&ann));
            assert_eq!((here.me_now(), here.ways.get_untracked()), (Some(ben.id), Ways::default()));
        }
        here.leave();
        here.enter_anew(Some(ben.id), of(&ben));
        assert_eq!(here.me_now(), None, "who has signed out stays so");
        here.enter_anew(None, of(&ann));
        assert_eq!(here.me_now(), Some(ann.id));
        assert!(here.ways.with_untracked(|ways| ways.renewal_needed));
    }

    #[test]
    fn an_answer_to_somebody_whose_session_ended_ends_nobody_elses() {
        let [ann, ben] = [1, 2].map(person);
        let here = signed_in(&ben);
        for asked in [Some(ann.id), None] {
            here.trouble(&Trouble::SignedOut(asked));
            assert_eq!(here.me_now(), Some(ben.id));
        }
        here.trouble(&Trouble::SignedOut(Some(ben.id)));
        assert_eq!(here.me_now(), None);
    }
}

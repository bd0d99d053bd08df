//! All launches: how far each is, what it waits for, and how long there is.

mod empty;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use holdpoint_domain::id::{Date, LaunchId, MemberId};
use holdpoint_domain::launch::{Decision, SectionProgress};
use holdpoint_domain::order;
use holdpoint_domain::wire::LaunchSummary;
use leptos::prelude::*;

use super::burn_up::ChartOf;
use super::{Heading, here, reason_href};
use crate::clock::Ticking;
use crate::net::api::{self, Trouble};
use crate::route::{Board, Filter, Place, Route, StatusFilter, Which};
use crate::ui::{About, Day, GateTag, Glyph, Icon, Moment, Progress, Reasons, Remote, Waiting, each, following};
use crate::{keep, letters, nav, say, tell, text};

pub use empty::Empty;

/// How often the list is asked for anew.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(5);

#[component]
pub fn Launches(
    /// Draws the trend of the launch of the context.
    chart: fn() -> AnyView,
    /// Drawn where there are none.
    none: fn() -> AnyView,
) -> impl IntoView {
    let (here, ticking) = (here(), expect_context::<Ticking>());
    let launches = RwSignal::new(Remote::<Vec<LaunchSummary>>::Waiting);
    let stale = RwSignal::new(None::<&'static str>);
    let load = move || {
        Remote::load(launches, async move {
            let me = here.me_now();
            let answer = api::launches().await;
            let kept = match (me, &answer) {
                (Some(me), Err(trouble)) if trouble.passes() => keep::launches(me).await,
                _ => None,
            };
            let is_away = answer.as_ref().is_err_and(Trouble::passes);
            _ = stale.try_set(why_stale(is_away, kept.is_some(), launches));
            if let Some(kept) = kept {
                return Ok(kept);
            }
            let (all, told) = answer.map_err(|trouble| here.trouble(&trouble))?;
            let same = launches.try_with_untracked(|known| known.here() == Some(&all));
            // Nearly always it is there already. A disk that was full is tried again.
            if same != Some(true) || !untrack(keep::keeps) {
                me.inspect(|me| keep::put_launches(*me, &told));
            }
            Ok(all)
        });
    };
    load();
    if let Ok(timer) = set_interval_with_handle(load, AGAIN) {
        on_cleanup(move || timer.clear());
    }
    let board = Memo::new(move |before: Option<&Board>| match here.nav.route() {
        Route::Launches(board) => board,
        _ => before.cloned().unwrap_or_default(),
    });
    let sorted = Memo::new(move |_| {
        let all = launches.get().here().cloned().unwrap_or_default();
        board.with(|board| listed(board, all, (ticking.today(), here.me_now())))
    });
    let all = Memo::new(move |_| launches.with(|launches| launches.here().map_or(0, Vec::len)));
    let people = Memo::new(move |_| {
        let (today, waits) = (ticking.today(), board.with(|board| board.waits));
        launches.with(|launches| waited_for(launches.here().map(Vec::as_slice).unwrap_or_default(), waits, today))
    });
    // Back to where one was in the list, once it is there.
    Effect::new(move |back: Option<bool>| {
        let listed = launches.with(|launches| launches.here().is_some());
        if let Some(left) = here.left.get_value().filter(|_| listed && back != Some(true)) {
            nav::focus_from_heading(format!("[data-launch=\"{left}\"] .board__title a"));
        }
        listed || back == Some(true)
    });
    // Without a filter only what is over is left out.
    let past = move || board.with(Board::is_empty).then(|| all.get().saturating_sub(sorted.with(Vec::len))).filter(|past| 0 < *past);
    // The way there is gone behind it.
    let to_filter = |_| nav::focus("[data-filter=show]");
    let empty = move || launches.with(|launches| launches.here().is_some_and(Vec::is_empty));
    let ids = move || {
        // Who comes to stand elsewhere is taken out for that.
        nav::hold_focus();
        sorted.with(|launches| launches.iter().map(|launch| launch.id.0).collect::<Vec<_>>())
    };
    let card = move |id: u32| {
        let launch = launches.with_untracked(|launches| known(launches.here()?, LaunchId(id)).cloned());
        let Some(launch) = launch else { return ().into_any() };
        view! { <Card launch launches chart /> }.into_any()
    };
    view! {
        <div class="wide">
            <div class="heading-row">
                <Heading words=say!("nav-launches") />
                <a class="button button--main" href=Route::NewLaunch.to_string()><Icon glyph=Glyph::Plus />{say!("board-new")}</a>
            </div>
            <Show when=move || stale.with(Option::is_some)>
                <p class="notice" data-kind="warn" data-testid="stale-list">{move || stale.get()}</p>
            </Show>
            <Waiting what=launches again=Callback::new(move |()| load()) />
            <Show when=empty>{none()}</Show>
            <Show when=move || 1 < all.get() || !board.with(Board::is_empty)>
                <Filters board people shown=Signal::derive(move || sorted.with(Vec::len)) all />
            </Show>
            <Show when=move || all.get() != 0 && sorted.with(Vec::is_empty)>
                <NoneFits board />
            </Show>
            <ul class="board">{each(ids, card)}</ul>
            {move || past().map(|past| view! {
                <p class="board__past">
                    <a href=Route::Launches(Board { show: Some(Which::Past), ..Board::default() }).to_string() on:click=to_filter>{say!("board-past-counted", count = past)}</a>
                </p>
            })}
        </div>
    }
}

/// That the list is of an earlier answer: of the one that this browser kept, or where it keeps none of the one that is shown already.
fn why_stale(is_away: bool, is_kept: bool, launches: RwSignal<Remote<Vec<LaunchSummary>>>) -> Option<&'static str> {
    let is_shown = || launches.try_with_untracked(|known| known.here().is_some()) == Some(true);
    match is_away {
        true if is_kept => Some(say!("board-stale")),
        true if is_shown() => Some(say!("board-stale-here")),
        _ => None,
    }
}

/// Why none is shown though there are some, and the way to all of them.
#[component]
fn NoneFits(board: Memo<Board>) -> impl IntoView {
    // The link is gone behind it.
    let to_heading = |_| nav::focus("#heading");
    view! {
        <div class="empty" data-testid="none-fits">
            <p>{move || board.with(why_none)}</p>
            {move || (!board.with(Board::is_empty)).then(|| view! {
                <a class="button" href=Route::launches().to_string() on:click=to_heading>{say!("all-launches")}</a>
            })}
        </div>
    }
}

fn why_none(board: &Board) -> &'static str {
    match board.show {
        None if board.is_empty() => say!("board-none-now"),
        Some(Which::Mine) if board.text.trim().is_empty() && board.waits.is_none() => say!("none-for-me"),
        _ => say!("board-none-fits"),
    }
}

/// One of the launches as the server lists them, the newest first; in any other order it is looked for among all. Each card asks at each answer.
fn known(launches: &[LaunchSummary], id: LaunchId) -> Option<&LaunchSummary> {
    let place = launches.binary_search_by_key(&Reverse(id), |launch| Reverse(launch.id)).ok();
    place.and_then(|place| launches.get(place)).or_else(|| launches.iter().find(|launch| launch.id == id))
}

/// The next one to go first; those without a date after them, the latest change first. What is over comes last, or alone, the latest first.
fn listed(board: &Board, all: Vec<LaunchSummary>, (today, me): (Date, Option<MemberId>)) -> Vec<LaunchSummary> {
    let mut launches = all;
    launches.retain(|launch| shows(board, launch, (today, me)));
    order::sort_by_key(&mut launches, |launch| {
        (is_over(launch, today), launch.target.is_none(), launch.target, Reverse(launch.changed_at))
    });
    if board.show == Some(Which::Past) {
        launches.reverse();
    }
    launches
}

/// Its report said go, and its day is past: what that rested on has ended since, and nobody has anything to do about it.
fn is_over(launch: &LaunchSummary, today: Date) -> bool {
    launch.reported == Some(Decision::Go) && launch.target.is_some_and(|day| day < today)
}

fn shows(board: &Board, launch: &LaunchSummary, (today, me): (Date, Option<MemberId>)) -> bool {
    let text = format!("{} {} {} {}", launch.name, launch.id, launch.ticket.as_deref().unwrap_or_default(), launch.template_title);
    let text = letters::small(&text);
    let named = board.text.split_whitespace().all(|word| text.contains(&letters::small(word)));
    let over = is_over(launch, today);
    let waits = |person: MemberId| !over && launch.waits_for.iter().any(|waiting| waiting.id == person);
    named
        && board.waits.is_none_or(waits)
        && match board.show {
            // Whoever looks for something finds what is over too.
            None => !board.is_empty() || !over,
            Some(Which::Go) => launch.decision == Decision::Go,
            Some(Which::NoGo) => launch.decision == Decision::NoGo && !over,
            Some(Which::Past) => over,
            Some(Which::Mine) => me.is_some_and(waits),
        }
}

/// For whom launches wait, by name; and who is chosen, for whom none does.
fn waited_for(launches: &[LaunchSummary], chosen: Option<MemberId>, today: Date) -> Vec<(MemberId, String)> {
    let left = launches.iter().filter(|launch| !is_over(launch, today));
    let names: BTreeMap<MemberId, String> = left.flat_map(|launch| &launch.waits_for).map(|waits| (waits.id, waits.name.clone())).collect();
    let stranger = chosen.filter(|chosen| !names.contains_key(chosen));
    let mut people: Vec<(MemberId, String)> = names.into_iter().collect();
    order::sort_by_key(&mut people, |(_, name)| letters::small(name));
    people.extend(stranger.map(|chosen| (chosen, say!("board-nothing-for").to_owned())));
    people
}

/// Which launches to show. The address carries it.
#[component]
fn Filters(
    board: Memo<Board>,
    /// For whom launches wait.
    people: Memo<Vec<(MemberId, String)>>,
    #[prop(into)] shown: Signal<usize>,
    all: Memo<usize>,
) -> impl IntoView {
    let here = here();
    let change = move |board: Board| here.nav.replace(&Route::Launches(board));
    let ways = [
        (None, say!("all-launches")),
        (Some(Which::Mine), say!("board-mine")),
        (Some(Which::NoGo), say!("board-no-go")),
        (Some(Which::Go), say!("gate-go")),
        (Some(Which::Past), say!("board-past")),
    ];
    let option = move |(show, words): (Option<Which>, &'static str)| {
        let key = show.map(Which::key).unwrap_or_default();
        view! { <option value=key prop:selected=move || board.with(|board| board.show) == show>{words}</option> }
    };
    view! {
        <form class="filters" role="search" aria-label=say!("board-filter") on:submit=|event| event.prevent_default()>
            <label class="filters__text">
                <span class="hidden">{say!("board-find-by")}</span>
                <input
                    type="search"
                    class="field__input"
                    placeholder=say!("board-find")
                    data-filter="text"
                    prop:value=move || board.with(|board| board.text.clone())
                    on:input:target=move |ev| change(Board { text: ev.target().value(), ..board.get_untracked() })
                />
            </label>
            <label>
                <span class="hidden">{say!("board-which")}</span>
                <select
                    class="field__input"
                    data-filter="show"
                    on:change:target=move |ev| change(Board { show: Which::of(&ev.target().value()), ..board.get_untracked() })
                >
                    {ways.map(option).collect_view()}
                </select>
            </label>
            <Show when=move || !people.with(Vec::is_empty)>
                <WaitsFor board people />
            </Show>
            <span class="filters__count" role="status">
                {move || (!board.with(Board::is_empty)).then(|| say!("shown-of-all", shown = shown.get(), all = all.get()))}
            </span>
        </form>
    }
}

#[component]
fn WaitsFor(board: Memo<Board>, people: Memo<Vec<(MemberId, String)>>) -> impl IntoView {
    let here = here();
    let choose = move |key: String| {
        let board = Board { waits: key.parse().ok(), ..board.get_untracked() };
        here.nav.replace(&Route::Launches(board));
    };
    let option = move |(id, name): (MemberId, String)| {
        view! { <option value=id.to_string() prop:selected=move || board.with(|board| board.waits == Some(id))>{name}</option> }
    };
    view! {
        <label>
            <span class="hidden">{say!("board-who")}</span>
            <select class="field__input" data-filter="waits" on:change:target=move |ev| choose(ev.target().value())>
                <option value="" prop:selected=move || board.with(|board| board.waits.is_none())>{say!("board-for-anybody")}</option>
                {move || people.get().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}

#[component]
pub fn Card(
    /// As it is when its card is made.
    launch: LaunchSummary,
    /// As it is later: what rests on time changes without an event.
    launches: RwSignal<Remote<Vec<LaunchSummary>>>,
    chart: fn() -> AnyView,
) -> impl IntoView {
    let (here, ticking) = (here(), expect_context::<Ticking>());
    let id = launch.id;
    let launch = following(move || {
        let now = launches.with(|launches| known(launches.here()?, id).cloned());
        now.unwrap_or_else(|| launch.clone())
    });
    provide_context(ChartOf(launch));
    let trend = RwSignal::new(false);
    let decision = move || launch.with(|launch| launch.decision);
    let today = following(move || ticking.today());
    let unsent = following(move || {
        launches.track();
        here.me_now().map_or(0, |me| keep::waiting_for(me, id))
    });
    view! {
        <li class="board__card" data-launch=id.to_string() data-decision=move || if decision() == Decision::Go { "go" } else { "no_go" }>
            <div class="board__head">
                <h2 class="board__title"><a href=Route::checklist(id).to_string()>{move || launch.with(|launch| launch.name.clone())}</a></h2>
                {move || view! { <GateTag decision=decision() /> }.into_any()}
            </div>
            {move || rest(launch.get(), (today.get(), here.me_now()), unsent.get())}
            <details class="more board__trend" on:toggle=move |_| trend.set(true)>
                <summary>{say!("board-trend")}<span class="hidden">": "{move || launch.with(|launch| launch.name.clone())}</span></summary>
                {move || trend.get().then(chart)}
            </details>
        </li>
    }
}

/// What nobody types in or holds open: it is drawn anew with each change.
fn rest(launch: LaunchSummary, (today, me): (Date, Option<MemberId>), unsent: usize) -> impl IntoView {
    let id = launch.id;
    let href = Callback::new(move |reason| reason_href(id, &reason));
    let over = is_over(&launch, today);
    let no_go = launch.decision == Decision::NoGo && !over;
    let late = no_go && launch.target.is_some_and(|day| day < today);
    let waits = launch.waits_for.iter().map(|waits| say!("board-waits-one", name = &waits.name, items = waits.items));
    let waits = text::list(waits);
    let mine = launch.waits_for.iter().any(|waiting| Some(waiting.id) == me).then(|| {
        let filter = Filter { status: Some(StatusFilter::ForMe), ..Filter::default() };
        let href = Route::Launch(id, Place::Checklist { item: None, filter }).to_string();
        view! { <a href=href>{say!("board-mine")}<About what=launch.name.clone() /></a> }
    });
    let waits = (!over && !waits.is_empty()).then(|| match mine {
        Some(mine) => tell!("board-waits-for-me", people = waits; mine = mine),
        None => vec![say!("board-waits-for", people = waits).into_any()],
    });
    let more = usize::try_from(launch.reasons).unwrap_or(usize::MAX).saturating_sub(launch.first_reasons.len());
    view! {
        <p class="board__meta">
            {launch.target.map(|day| view! { <strong data-late=late.to_string()>{tell!("target"; day = view! { <Day day distance=true /> })}</strong> })}
            <span>{id.to_string()}</span>
            {launch.sample.then(|| view! { <span>{say!("sample-here-title")}</span> })}
            <span>{launch.template_title}" "{launch.template.version}</span>
            {launch.ticket.map(|ticket| view! { <span>{ticket}</span> })}
            <span>{tell!("board-changed"; at = view! { <Moment at=launch.changed_at /> })}</span>
        </p>
        <Progress label=say!("board-progress").into() progress=launch.progress />
        <ul class="board__sections" aria-label=say!("board-sections")>{launch.sections.into_iter().map(section).collect_view()}</ul>
        {waits.map(|waits| view! { <p class="aside">{waits}</p> })}
        {(0 < unsent).then(|| view! { <p class="notice" data-kind="warn">{say!("board-unsent", count = unsent)}</p> })}
        {over.then(|| view! { <p class="aside">{say!("board-over")}</p> })}
        {no_go.then(|| view! {
            <Reasons reasons=launch.first_reasons href />
            {(0 < more).then(|| view! { <p class="aside">{say!("and-more", count = more)}</p> })}
        })}
    }
}

fn section(part: SectionProgress) -> impl IntoView {
    let done = part.progress.settled == part.progress.total;
    view! { <li data-done=done.to_string()>{part.title}" "<span class="board__count">{say!("board-section-count", settled = part.progress.settled, total = part.progress.total)}</span></li> }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: MemberId = MemberId(uuid::Uuid::nil());

    fn launch(target: Option<&str>, reported: Option<&str>) -> LaunchSummary {
        let (digest, at) = (holdpoint_domain::id::Digest::of(b"story"), "2026-11-01T10:00:00Z");
        serde_json::from_value(serde_json::json!({
            "id": "LCH-1", "name": "Support chat", "template": { "name": "story", "version": "1.0.0", "digest": digest },
            "templateTitle": "Story", "target": target, "ticket": null, "progress": { "settled": 1, "blocked": 0, "total": 1 },
            "sections": [], "waitsFor": [{ "id": ME, "name": "Ann", "items": 1 }], "decision": "no_go", "reasons": 1, "firstReasons": [],
            "reported": reported, "seq": 9, "createdAt": at, "changedAt": at,
        }))
        .unwrap()
    }

    #[test]
    fn a_launch_is_found_in_whatever_order_they_come() {
        let of = |ids: &[u32]| ids.iter().map(|id| LaunchSummary { id: LaunchId(*id), ..launch(None, None) }).collect::<Vec<_>>();
        for ids in [&[9, 5, 4, 1][..], &[1, 4, 5, 9], &[4, 9, 1, 5]] {
            let launches = of(ids);
            for id in ids {
                assert_eq!(known(&launches, LaunchId(*id)).map(|launch| launch.id.0), Some(*id), "{ids:?}");
            }
            assert!(known(&launches, LaunchId(7)).is_none(), "{ids:?}");
        }
        assert!(known(&[], LaunchId(1)).is_none());
    }

    #[test]
    fn who_is_shown_none_is_told_why() {
        let why = |text: &str, show| why_none(&Board { text: text.into(), show, waits: None });
        assert_eq!(why(" ", None), "All launches are past: their days are over, and their reports say go.");
        assert!(why("", Some(Which::Mine)).starts_with("Nothing waits for you"));
        for (text, show) in [("chat", None), ("chat", Some(Which::Mine)), ("", Some(Which::Go))] {
            assert_eq!(why(text, show), "No launch fits this filter.");
        }
        let both = Board { show: Some(Which::Mine), waits: Some(ME), ..Board::default() };
        assert_eq!(why_none(&both), "No launch fits this filter.", "something may wait for them that does not wait for the other one");
    }

    #[test]
    fn what_is_over_is_shown_to_who_looks_for_it() {
        let today: Date = "2026-11-24".parse().unwrap();
        let cases = [
            (Some("2026-11-23"), Some("go"), true, "it was launched"),
            (Some("2026-11-24"), Some("go"), false, "its day is today"),
            (Some("2026-11-23"), Some("no_go"), false, "it is late"),
            (Some("2026-11-23"), None, false, "it is late"),
            (None, Some("go"), false, "it has no day"),
        ];
        for (target, reported, over, about) in cases {
            let launch = launch(target, reported);
            let shown = |text: &str, show| shows(&Board { text: text.into(), show, waits: None }, &launch, (today, Some(ME)));
            assert_eq!((shown("", None), shown("", Some(Which::Past))), (!over, over), "{about}");
            assert_eq!((shown("", Some(Which::NoGo)), shown("", Some(Which::Mine))), (!over, !over), "{about}");
            assert!(shown("chat", None), "{about}");
            assert!(!shown("mail", None), "{about}");
        }
    }

    #[test]
    fn launches_are_shown_by_who_is_waited_for() {
        let (today, somebody): (Date, MemberId) = ("2026-11-24".parse().unwrap(), MemberId(uuid::Uuid::max()));
        let (left, over) = (launch(None, None), launch(Some("2026-11-23"), Some("go")));
        let shown = |launch: &LaunchSummary, waits| shows(&Board { waits: Some(waits), ..Board::default() }, launch, (today, None));
        assert_eq!((shown(&left, ME), shown(&left, somebody), shown(&over, ME)), (true, false, false));
        let named = |launches: &[LaunchSummary], chosen| waited_for(launches, chosen, today);
        let ann = (ME, "Ann".to_owned());
        assert_eq!(named(&[left.clone(), left.clone()], Some(ME)), std::slice::from_ref(&ann), "each once");
        assert!(named(&[over], None).is_empty());
        assert_eq!(named(&[left], Some(somebody)), [ann, (somebody, "Somebody for whom no launch waits".to_owned())]);
    }
}

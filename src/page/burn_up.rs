//! How a launch came to where it is: what was settled day by day, against all there is, and how many reasons stood against a go. Drawn as SVG, and the
//! same numbers as a table.

use holdpoint_domain::id::Date;
use holdpoint_domain::launch::TrendPoint;
use holdpoint_domain::wire::LaunchSummary;
use leptos::prelude::*;

use super::here;
use crate::net::api;
use crate::ui::{Remote, Waiting};
use crate::{say, text};

/// Of the drawing, in units of its own; the page stretches it.
const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 80.0;
const EDGE: f64 = 4.0;

/// How a count is drawn: its line, and its dot where there is one day only.
type Drawing = (&'static str, &'static str, Option<&'static str>);

const SETTLED: Drawing = ("chart__line", "chart__dot", None);
/// The line of the reasons, whose dots tell it from the others without its colour.
const AGAINST: Drawing = ("chart__line chart__dot--bad", "chart__dot chart__dot--bad", Some("1 3"));

/// Whose chart it is: a context, because what is drawn later takes no arguments.
#[derive(Clone, Copy)]
pub struct ChartOf(pub Memo<LaunchSummary>);

#[component]
pub fn BurnUp(of: ChartOf) -> impl IntoView {
    let here = here();
    let launch = of.0.with_untracked(|launch| launch.id);
    let points = RwSignal::new(Remote::<Vec<TrendPoint>>::Waiting);
    let load = move || Remote::load(points, async move { api::trend(launch).await.map_err(|trouble| here.trouble(&trouble)) });
    let seq = Memo::new(move |_| of.0.with(|launch| launch.seq));
    Effect::new(move |_| {
        // Read, not only tracked: a memo that nobody reads follows nothing.
        seq.get();
        load();
    });
    view! {
        <Waiting what=points again=Callback::new(move |()| load()) />
        {move || points.get().here().cloned().map(|points| view! { <Drawn points target=of.0.with(|launch| launch.target) /> })}
    }
}

#[component]
pub fn Drawn(points: Vec<TrendPoint>, target: Option<Date>) -> impl IntoView {
    let (Some(first), Some(last)) = (points.first().copied(), points.last().copied()) else { return ().into_any() };
    let one_day = points.len() == 1;
    let scale = Scale::of(&points, target);
    let settled = scale.line(&points, |point| point.settled);
    let reasons = scale.line(&points, |point| point.reasons);
    let bottom = HEIGHT - EDGE;
    let area = format!("M{:.1},{bottom:.1} L{settled} L{:.1},{bottom:.1}z", scale.x(first.day), scale.x(last.day));
    let has_target = target.is_some();
    let target = target.map(|day| {
        let x = scale.x(day);
        view! { <path class="chart__target" d=format!("M{x:.1},{EDGE}V{}", HEIGHT - EDGE)></path> }
    });
    let row = |point: &TrendPoint| {
        view! {
            <tr>
                <th scope="row"><time datetime=point.day.to_string()>{text::date(point.day)}</time></th>
                <td>{point.settled}</td>
                <td>{point.total}</td>
                <td>{point.reasons}</td>
            </tr>
        }
    };
    view! {
        <figure class="chart" data-testid="burn-up">
            <svg class="chart__picture" viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" aria-hidden="true">
                {(!one_day).then(|| view! { <path class="chart__area" d=area></path> })}
                <polyline class="chart__line chart__line--all" points=scale.all(&points)></polyline>
                {shape(settled, SETTLED)}
                {shape(reasons, AGAINST)}
                {target}
            </svg>
            <ul class="counts aside" data-testid="legend">
                {legend(say!("trend-settled"), SETTLED, one_day)}
                {legend(say!("trend-items"), ("chart__line chart__line--all", "", None), false)}
                {legend(say!("trend-reasons"), AGAINST, one_day)}
                {has_target.then(|| legend(say!("target-date"), ("chart__target", "", None), false))}
            </ul>
            <figcaption class="aside">{told(first, last)}</figcaption>
        </figure>
        <details class="more">
            <summary>{say!("trend-table", count = points.len())}</summary>
            <div class="watch__scroll" tabindex="0" role="region" aria-label=say!("trend-days")>
                <table class="table">
                    <thead><tr>
                        <th scope="col">{say!("trend-day")}</th><th scope="col">{say!("trend-settled")}</th><th scope="col">{say!("trend-items")}</th><th scope="col">{say!("trend-reasons")}</th>
                    </tr></thead>
                    <tbody>{points.iter().rev().map(row).collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

/// What the drawing shows, in words.
fn told(first: TrendPoint, last: TrendPoint) -> String {
    let TrendPoint { day, settled, total, reasons } = last;
    if first.day == day {
        return say!("trend-first-day", day = text::date(day), settled = settled, total = total, reasons = reasons);
    }
    say!(
        "trend-words",
        from = text::date(first.day),
        to = text::date(day),
        settled = settled,
        total = total,
        first = first.settled,
        reasons = reasons,
        before = first.reasons,
    )
}

/// A count over the days. One day makes no line, but a dot: a line of no length, because a circle would be stretched with the drawing.
fn shape(places: String, (line, dot, dashes): Drawing) -> AnyView {
    match places.contains(' ') {
        true => view! { <polyline class=line stroke-dasharray=dashes points=places></polyline> }.into_any(),
        false => view! { <path class=dot d=format!("M{places}h0")></path> }.into_any(),
    }
}

/// What a line of the drawing stands for, or a dot.
fn legend(words: &'static str, (line, dot, dashes): Drawing, is_dot: bool) -> impl IntoView {
    let (class, dashes, place) = if is_dot { (dot, None, "M12,4h0") } else { (line, dashes, "M0,4H24") };
    view! {
        <li>
            <svg width="24" height="8" aria-hidden="true"><path class=class stroke-dasharray=dashes d=place></path></svg>
            " "{words}
        </li>
    }
}

/// From days and counts to places in the drawing. Items and reasons are counted on one scale.
struct Scale {
    first: Date,
    days: f64,
    top: f64,
}

impl Scale {
    fn of(points: &[TrendPoint], target: Option<Date>) -> Self {
        let first = points.first().map_or(Date::MIN, |point| point.day);
        let last = points.last().map_or(first, |point| point.day);
        let last = target.map_or(last, |target| target.max(last));
        let top = points.iter().map(|point| point.total.max(point.reasons)).max().unwrap_or(0).max(1);
        Self { first, days: (text::days_between(first, last) as f64).max(1.0), top: f64::from(top) }
    }

    fn x(&self, day: Date) -> f64 {
        let days = text::days_between(self.first, day) as f64;
        EDGE + (days / self.days).clamp(0.0, 1.0) * (WIDTH - 2.0 * EDGE)
    }

    fn y(&self, count: u32) -> f64 {
        HEIGHT - EDGE - f64::from(count) / self.top * (HEIGHT - 2.0 * EDGE)
    }

    /// `1,2 3,4`
    fn line(&self, points: &[TrendPoint], count: impl Fn(&TrendPoint) -> u32) -> String {
        let places = points.iter().map(|point| format!("{:.1},{:.1}", self.x(point.day), self.y(count(point))));
        places.collect::<Vec<_>>().join(" ")
    }

    /// The line of all items. On the first day it is what there is to reach, and goes through the whole drawing.
    fn all(&self, points: &[TrendPoint]) -> String {
        match points {
            [only] => format!("{EDGE:.1},{y:.1} {:.1},{y:.1}", WIDTH - EDGE, y = self.y(only.total)),
            points => self.line(points, |point| point.total),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(day: &str, settled: u32) -> TrendPoint {
        TrendPoint { day: day.parse().unwrap(), settled, total: 4, reasons: 0 }
    }

    #[test]
    fn days_and_counts_fill_the_drawing_up_to_the_target() {
        let points = [point("2026-11-01", 0), point("2026-11-03", 4)];
        let scale = Scale::of(&points, None);
        assert_eq!(scale.line(&points, |point| point.settled), "4.0,76.0 296.0,4.0");
        let scale = Scale::of(&points, Some("2026-11-05".parse().unwrap()));
        assert_eq!(scale.line(&points, |point| point.settled), "4.0,76.0 150.0,4.0");
        assert_eq!(scale.x("2026-11-05".parse().unwrap()), 296.0);
    }

    #[test]
    fn more_reasons_than_items_fit_into_the_drawing() {
        let points = [("2026-11-01", 8), ("2026-11-03", 0)].map(|(day, reasons)| TrendPoint { reasons, ..point(day, 4) });
        let scale = Scale::of(&points, None);
        assert_eq!(scale.line(&points, |point| point.reasons), "4.0,4.0 296.0,76.0");
        assert_eq!(scale.line(&points, |point| point.total), "4.0,40.0 296.0,40.0");
    }

    #[test]
    fn one_day_is_a_dot_below_what_there_is_to_reach() {
        let points = [point("2026-11-03", 2)];
        for target in [None, Some("2026-10-01".parse().unwrap()), Some("2026-11-13".parse().unwrap())] {
            let scale = Scale::of(&points, target);
            assert_eq!(scale.line(&points, |point| point.settled), "4.0,40.0", "{target:?}");
            assert_eq!(scale.all(&points), "4.0,4.0 296.0,4.0", "{target:?}");
        }
        let two = [point("2026-11-03", 2), point("2026-11-04", 2)];
        assert_eq!(Scale::of(&two, None).all(&two), "4.0,4.0 296.0,4.0");
    }

    #[test]
    fn a_target_of_the_past_stays_in_the_drawing() {
        let past = "2026-10-01".parse().unwrap();
        assert_eq!(Scale::of(&[point("2026-11-03", 2)], Some(past)).x(past), 4.0);
    }

    #[test]
    fn one_day_is_told_as_one() {
        let (first, second) = (point("2026-11-03", 2), point("2026-11-04", 3));
        let words = told(first, first);
        assert!(words.contains("on the first day, 3 Nov 2026: 2 of 4 now; 0 reasons against a go."), "{words}");
        let words = told(first, second);
        assert!(words.contains("from 3 Nov 2026 to 4 Nov 2026: 3 of 4 now, 2 at first"), "{words}");
    }
}

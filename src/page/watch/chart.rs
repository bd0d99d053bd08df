//! Small charts of what scheduled runs saw, drawn as SVG, and the same numbers as a table.

use holdpoint_domain::check::{Sample, Verdict};
use leptos::prelude::*;

use super::{latency, share};
use crate::{clock, say, text, words};

/// What a chart shows.
#[derive(Clone, PartialEq)]
pub enum Kind {
    /// Milliseconds of each run.
    Latency,
    /// The share that is left, under the fact's name.
    Headroom(String),
}

/// Of the drawing, in units of its own; the page stretches it.
const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 80.0;
/// Room for a dot at the edge.
const EDGE: f64 = 5.0;

impl Kind {
    fn value(&self, sample: &Sample) -> Option<f64> {
        match self {
            Kind::Latency => sample.latency_ms.map(|ms| ms as f64),
            Kind::Headroom(fact) => sample.value(fact),
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Kind::Latency => say!("chart-latency"),
            Kind::Headroom(_) => say!("chart-headroom"),
        }
    }

    fn words(&self, value: f64) -> String {
        match self {
            Kind::Latency => text::latency(value as u64),
            Kind::Headroom(_) => share(value),
        }
    }

    /// What the upper edge stands for: never less than a little, or noise would look like mountains.
    fn top(&self, highest: f64) -> f64 {
        match self {
            Kind::Latency => highest.max(100.0),
            Kind::Headroom(_) => highest.max(1.0),
        }
    }
}

#[component]
pub fn Chart(kind: Kind, samples: Vec<Sample>) -> impl IntoView {
    let values: Vec<f64> = samples.iter().filter_map(|sample| kind.value(sample)).collect();
    let (Some(last), false) = (values.last().copied(), samples.is_empty()) else {
        return view! { <p class="aside">{say!("chart-nothing", title = kind.title())}</p> }.into_any();
    };
    let highest = values.iter().copied().fold(f64::MIN, f64::max);
    let lowest = values.iter().copied().fold(f64::MAX, f64::min);
    let (title, top) = (kind.title(), kind.top(highest));
    let words = say!(
        "chart-words",
        title = title,
        count = samples.len(),
        last = kind.words(last),
        lowest = kind.words(lowest),
        highest = kind.words(highest)
    );
    let (lines, marks) = drawn(&kind, &samples, top);
    // A line of one point would not be seen. Dots are lines of no length: a circle would be stretched with the drawing.
    let line = |points: String| match points.trim().contains(' ') {
        true => view! { <polyline class="chart__line" points=points></polyline> }.into_any(),
        false => view! { <path class="chart__dot" d=format!("M{points}h0")></path> }.into_any(),
    };
    let lines = lines.into_iter().map(line).collect_view();
    let mark = |(x, y): (f64, f64)| view! { <path class="chart__dot chart__dot--bad" d=format!("M{x:.1},{y:.1}h0")></path> };
    view! {
        <figure class="chart">
            <figcaption class="chart__title">{title}" "<span class="aside">{say!("chart-caption", last = kind.words(last), top = kind.words(top))}</span></figcaption>
            <svg class="chart__picture" viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=words>
                {lines}
                {marks.into_iter().map(mark).collect_view()}
            </svg>
        </figure>
    }
    .into_any()
}

/// The lines, broken where nothing was seen, and where runs that failed stand.
fn drawn(kind: &Kind, samples: &[Sample], top: f64) -> (Vec<String>, Vec<(f64, f64)>) {
    let moment = |sample: &Sample| sample.at.as_millisecond() as f64;
    let begin = samples.first().map_or(0.0, moment);
    let length = (samples.last().map_or(0.0, moment) - begin).max(1.0);
    let (mut lines, mut line, mut marks) = (Vec::new(), String::new(), Vec::new());
    for sample in samples {
        let x = EDGE + (moment(sample) - begin) / length * (WIDTH - 2.0 * EDGE);
        match kind.value(sample) {
            Some(value) => {
                let y = HEIGHT - EDGE - (value / top).clamp(0.0, 1.0) * (HEIGHT - 2.0 * EDGE);
                line.push_str(&format!("{x:.1},{y:.1} "));
                if sample.verdict == Verdict::Fail {
                    marks.push((x, y));
                }
            }
            None => {
                marks.push((x, HEIGHT - EDGE));
                lines.extend(Some(std::mem::take(&mut line)).filter(|line| !line.is_empty()));
            }
        }
    }
    lines.extend(Some(line).filter(|line| !line.is_empty()));
    (lines, marks)
}

/// The same as a table, newest first. It stays while runs come, and so does who is in it.
#[component]
pub fn Numbers(samples: Memo<Vec<Sample>>, headroom: Option<String>) -> impl IntoView {
    let newest_first = move || samples.with(|samples| samples.iter().rev().cloned().collect::<Vec<_>>());
    let has_headroom = headroom.is_some();
    let row = move |sample: Sample| {
        let left = headroom.as_ref().map(|fact| {
            let left = sample.value(fact).map_or_else(|| "–".into(), share);
            view! { <td>{left}</td> }
        });
        let why = sample.failure.map(|failure| view! { <span class="aside">" "{words::checks::failure(failure)}</span> });
        view! {
            <tr>
                <th scope="row"><time datetime=sample.at.to_string()>{text::moment(sample.at, clock::east(sample.at))}</time></th>
                <td>{words::story::verdict(sample.verdict)}{why}</td>
                <td>{latency(sample.latency_ms)}</td>
                {left}
            </tr>
        }
    };
    view! {
        <details class="more">
            <summary>{move || say!("chart-table", count = samples.with(Vec::len))}</summary>
            <div class="watch__scroll" tabindex="0" role="region" aria-label=say!("chart-runs")>
                <table class="table">
                    <thead><tr>
                        <th scope="col">{say!("chart-run")}</th><th scope="col">{say!("verdict")}</th><th scope="col">{say!("chart-latency")}</th>
                        {has_headroom.then(|| view! { <th scope="col">{say!("chart-left")}</th> })}
                    </tr></thead>
                    <tbody><For each=newest_first key=|sample| sample.at children=row /></tbody>
                </table>
            </div>
        </details>
    }
}

//! Every colour on its ground, spaces and radii.

use leptos::prelude::*;

use super::Group;

/// A ground, and the words that may stand on it; `tests/contrast.rs` has the figures.
const GROUNDS: [(&str, &[&str]); 14] = [
    ("paper", &["ink", "ink-muted", "accent", "good", "warn", "bad"]),
    ("surface", &["ink", "ink-muted", "accent", "good", "warn", "bad", "other"]),
    ("sunk", &["ink", "ink-muted", "accent", "good", "warn", "bad"]),
    ("accent-soft", &["ink", "ink-muted", "accent"]),
    ("good-soft", &["ink", "ink-muted", "good"]),
    ("warn-soft", &["ink", "ink-muted", "warn"]),
    ("bad-soft", &["ink", "ink-muted", "bad"]),
    ("other-soft", &["ink", "ink-muted", "other"]),
    ("accent", &["on-accent"]),
    ("good", &["on-good"]),
    ("bad", &["on-bad"]),
    ("hue-0", &["on-hue"]),
    ("hue-3", &["on-hue"]),
    ("hue-5", &["on-hue"]),
];

const MARKS: [&str; 6] = ["line", "line-strong", "accent", "good-bar", "warn-bar", "bad"];

const SPACES: [(&str, u32); 6] = [("space-1", 4), ("space-2", 8), ("space-3", 12), ("space-4", 16), ("space-5", 24), ("space-6", 40)];

#[component]
pub fn Colours() -> impl IntoView {
    let ground = |(place, (ground, words)): (usize, (&'static str, &'static [&'static str]))| {
        let top = place * 36;
        let line = move |(column, word): (usize, &&'static str)| {
            view! { <text x=(160 + column * 110).to_string() y=(top + 23).to_string() fill=format!("var(--{word})")>{*word}</text> }
        };
        view! {
            <rect x="150" y=(top + 2).to_string() width="800" height="32" rx="6" fill=format!("var(--{ground})") stroke="var(--line)" />
            <text x="0" y=(top + 23).to_string() fill="var(--ink)">{ground}</text>
            {words.iter().enumerate().map(line).collect_view()}
        }
    };
    let mark = |(place, name): (usize, &'static str)| {
        let left = (place * 150).to_string();
        view! {
            <rect x=left.clone() y="4" width="130" height="8" rx="4" fill=format!("var(--{name})") />
            <text x=left y="34" fill="var(--ink)">{name}</text>
        }
    };
    let space = |(place, (name, wide)): (usize, (&'static str, u32))| {
        let left = (place * 150).to_string();
        view! {
            <rect x=left.clone() y="4" width=wide.to_string() height="16" fill="var(--accent)" />
            <text x=left y="42" fill="var(--ink)">{format!("{name}, {wide}")}</text>
        }
    };
    view! {
        <Group id="colours" title="Colours and spaces">
            <div class="scroll" tabindex="0" role="region" aria-label="Colours on their grounds">
                <svg width="960" height="506" font-size="14" role="img" aria-label="Words on the grounds that they may stand on">
                    {GROUNDS.into_iter().enumerate().map(ground).collect_view()}
                </svg>
                <svg width="960" height="44" font-size="14" role="img" aria-label="Lines and marks">{MARKS.into_iter().enumerate().map(mark).collect_view()}</svg>
                <svg width="960" height="52" font-size="14" role="img" aria-label="Spaces">{SPACES.into_iter().enumerate().map(space).collect_view()}</svg>
            </div>
        </Group>
    }
}

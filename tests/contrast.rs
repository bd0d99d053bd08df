//! Every colour of `style/tokens.css` on every ground that it is used on, in light and in dark: WCAG 2.2, 1.4.3 and 1.4.11.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use csscolorparser::Color;

/// Words, and the grounds that they stand on: at least 4.5 : 1.
const WORDS: &[(&str, &[&str])] = &[
    ("ink", &["paper", "surface", "sunk", "accent-soft", "good-soft", "warn-soft", "bad-soft", "other-soft"]),
    ("ink-muted", &["paper", "surface", "sunk", "accent-soft", "good-soft", "warn-soft", "bad-soft", "other-soft"]),
    ("accent", &["paper", "surface", "sunk", "accent-soft", "good-soft", "warn-soft", "bad-soft", "other-soft"]),
    ("accent-strong", &["paper", "surface", "sunk", "accent-soft", "good-soft", "warn-soft"]),
    ("on-accent", &["accent", "accent-strong"]),
    ("good", &["paper", "surface", "sunk", "accent-soft", "good-soft"]),
    ("on-good", &["good"]),
    ("warn", &["paper", "surface", "sunk", "accent-soft", "warn-soft"]),
    ("bad", &["paper", "surface", "sunk", "accent-soft", "bad-soft", "warn-soft"]),
    ("on-bad", &["bad"]),
    ("other", &["surface", "sunk", "other-soft"]),
    ("on-hue", &["hue-0", "hue-1", "hue-2", "hue-3", "hue-4", "hue-5"]),
    // The dash of a box that is neither ticked nor open.
    ("surface", &["ink-muted"]),
];

/// Edges of inputs, marks and bars, and what they lie on: at least 3 : 1.
const MARKS: &[(&str, &[&str])] = &[
    ("line-strong", &["paper", "surface", "sunk", "accent-soft"]),
    ("accent", &["paper", "surface", "line", "accent-soft"]),
    ("good-bar", &["surface", "good-soft", "line"]),
    ("warn-bar", &["surface", "warn-soft"]),
];

/// What may be faint: lines that only divide, shadows, the veil behind a dialog.
const DECORATION: &[&str] = &["line", "shade", "shadow", "veil"];

/// How far the ground of a button moves towards the ink under the pointer.
const HOVER: f32 = 0.06;

type Schemes = [(&'static str, fn(&(Color, Color)) -> Color); 2];

const SCHEMES: Schemes = [("light", |(light, _)| *light), ("dark", |(_, dark)| *dark)];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every colour with its light and its dark value.
fn tokens() -> BTreeMap<String, (Color, Color)> {
    let text = fs::read_to_string(root().join("style/tokens.css")).unwrap();
    let pairs = text.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
        let (light, dark) = value.strip_suffix(");")?.split_once("), ")?;
        let color = |text: String| text.parse::<Color>().unwrap_or_else(|fault| panic!("{line}: {fault}"));
        Some((name.to_owned(), (color(format!("{light})")), color(dark.to_owned()))))
    });
    pairs.collect()
}

/// WCAG's relative luminance.
fn luminance(color: &Color) -> f32 {
    let [red, green, blue, _] = color.clone().clamp().to_linear_rgba();
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: &Color, other: &Color) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// What falls short of a ratio, as sentences.
fn short_of(least: f32, pairs: &[(&str, &[&str])], ground_of: impl Fn(&Color, &Color) -> Color) -> Vec<String> {
    let tokens = tokens();
    let token = |name: &str| tokens.get(name).unwrap_or_else(|| panic!("style/tokens.css has no colour --{name}"));
    let mut faults = Vec::new();
    for (front, grounds) in pairs {
        for (ground, (scheme, of)) in grounds.iter().flat_map(|ground| SCHEMES.map(|scheme| (ground, scheme))) {
            let ratio = contrast(&of(token(front)), &ground_of(&of(token(ground)), &of(token("ink"))));
            if ratio < least {
                faults.push(format!("--{front} on --{ground}, {scheme}: {ratio:.2} : 1, less than {least} : 1"));
            }
        }
    }
    faults
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn words_can_be_read_and_marks_be_seen() {
    let as_it_is = |ground: &Color, _: &Color| *ground;
    report(&[short_of(4.5, WORDS, as_it_is), short_of(3.0, MARKS, as_it_is)].concat());
}

#[test]
fn buttons_can_be_read_under_the_pointer() {
    let buttons: &[(&str, &[&str])] = &[("ink", &["surface", "sunk"]), ("bad", &["surface"])];
    report(&short_of(4.5, buttons, |ground, ink| ground.interpolate_oklab(ink, HOVER)));
}

#[test]
fn every_colour_is_judged_wherever_the_styles_use_it() {
    let mut faults = Vec::new();
    let judged: BTreeSet<&str> = WORDS.iter().chain(MARKS).flat_map(|(front, grounds)| grounds.iter().chain([front])).copied().collect();
    for name in tokens().keys().filter(|name| !judged.contains(name.as_str()) && !DECORATION.contains(&name.as_str())) {
        faults.push(format!("style/tokens.css: --{name} is in no pair of tests/contrast.rs"));
    }
    let words: BTreeSet<&str> = WORDS.iter().map(|(front, _)| *front).collect();
    let grounds: BTreeSet<&str> = WORDS.iter().flat_map(|(_, grounds)| grounds.iter()).copied().collect();
    for path in styles(&root().join("style")).into_iter().chain(styles(&root().join("src"))) {
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            for (property, known) in [(" color: var(--", &words), ("--words: var(--", &words), ("--ground: var(--", &grounds)] {
                let used = line.split(property).skip(1).filter_map(|rest| rest.split(')').next());
                for name in used.filter(|name| *name != "words" && !known.contains(name)) {
                    let place = path.strip_prefix(root()).unwrap_or(&path).display();
                    faults.push(format!("{place}:{}: --{name} is used as `{}…` and is in no pair for that", number + 1, property.trim()));
                }
            }
        }
    }
    report(&faults);
}

fn styles(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(styles(&path));
        } else if path.extension().is_some_and(|ending| ending == "css") {
            found.push(path);
        }
    }
    found.sort();
    found
}

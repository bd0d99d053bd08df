//! A pre-flight as people read it.

use holdpoint_checks::{Checked, Flight};
use holdpoint_domain::check::Verdict;

use crate::cli::out::{Colour, Paint, plain};

/// The longest word for a verdict.
const WORD: usize = 7;

pub fn told(flight: &Flight, paint: Paint) -> String {
    let template = format!("{} {}", flight.template.name, flight.template.version);
    let mut lines = vec![format!("Pre-flight of {template} through the connection {}", flight.connection), String::new()];
    let name = flight.checks.iter().map(|check| check.id.as_str().len()).max().unwrap_or_default();
    for check in &flight.checks {
        lines.extend(row(check, name, paint));
    }
    let word = paint.paint(colour(flight.verdict), flight.verdict.words());
    lines.push(String::new());
    lines.push(format!("Verdict: {word} ({}), after {} ms", counts(flight), flight.elapsed_ms));
    lines.join("\n")
}

/// A line for the verdict, and one each for why, what to do and what is proved.
fn row(check: &Checked, name: usize, paint: Paint) -> Vec<String> {
    let judgement = &check.judgement;
    let word = paint.paint(colour(judgement.verdict), &format!("{:<WORD$}", judgement.verdict.words()));
    let indent = " ".repeat(2 + WORD + 2);
    let mut lines =
        vec![format!("  {word}  {:<name$}  {:>6} ms  {}", check.id.as_str(), check.observation.latency_ms, plain(&check.title))];
    lines.push(format!("{indent}{}", plain(&judgement.why)));
    if let Some(next) = &judgement.next {
        lines.push(format!("{indent}To do: {}", plain(next)));
    }
    if check.observation.requests.iter().any(|request| request.allowed_by_operator) {
        lines.push(format!("{indent}Asked at an address that is not public, which [egress] allow permits"));
    }
    if !check.proves.is_empty() {
        let items: Vec<_> = check.proves.iter().map(ToString::to_string).collect();
        let proved = matches!(judgement.verdict, Verdict::Pass | Verdict::Warn);
        lines.push(format!("{indent}{} {}", if proved { "Proves" } else { "Does not prove" }, items.join(", ")));
    }
    lines
}

fn counts(flight: &Flight) -> String {
    let all = [Verdict::Pass, Verdict::Warn, Verdict::Unknown, Verdict::Fail].map(|verdict| {
        let count = flight.checks.iter().filter(|check| check.judgement.verdict == verdict).count();
        (0 < count).then(|| format!("{count} {}", verdict.words()))
    });
    all.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn colour(verdict: Verdict) -> Colour {
    match verdict {
        Verdict::Pass => Colour::Green,
        Verdict::Warn => Colour::Yellow,
        Verdict::Unknown => Colour::Blue,
        Verdict::Fail => Colour::Red,
    }
}

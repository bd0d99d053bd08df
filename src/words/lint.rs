//! What is wrong with a template, in the reader's language.

use holdpoint_domain::wire::{Parts, TemplateProblem};

use super::parts;

/// A problem and what to do about it, in a sentence. What this page does not know is told as the server tells it.
pub fn told(problem: &TemplateProblem) -> String {
    let fault = problem.fault.as_ref().and_then(said).unwrap_or_else(|| problem.text.clone());
    let hint = problem.hint.as_ref().and_then(said).or_else(|| problem.suggestion.clone());
    match hint {
        Some(hint) => format!("{fault}; {hint}"),
        None => fault,
    }
}

fn said(parts: &Parts) -> Option<String> {
    parts::told("lint", parts)
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::template::lint;

    use super::*;

    const SMALL: (&str, &str) = (
        include_str!("../../crates/holdpoint-domain/tests/templates_lint/base.toml"),
        include_str!("../../crates/holdpoint-domain/tests/templates_lint/cases.txt"),
    );
    const WATCHING: (&str, &str) = (
        include_str!("../../crates/holdpoint-domain/tests/templates_lint/watching.toml"),
        include_str!("../../crates/holdpoint-domain/tests/templates_lint/watching.txt"),
    );

    /// The broken templates of the lint's own cases.
    fn broken((base, cases): (&str, &str)) -> Vec<String> {
        let marked = |case: &str, mark: &str| -> String {
            let lines = case.lines().filter_map(|line| line.strip_prefix(mark));
            lines.map(|line| format!("{}\n", line.trim_start_matches(' '))).collect()
        };
        cases.split("\n\n").map(|case| base.replace(&marked(case, "-"), &marked(case, "+"))).collect()
    }

    #[test]
    fn every_problem_reads_in_english_as_the_lint_has_it() {
        let mut sources = [broken(SMALL), broken(WATCHING)].concat();
        sources.extend(["", "a = ", "format = 2", "[[sections]\n", "a = 1\na = 2"].map(str::to_owned));
        sources.extend(["[".repeat(100), "#".repeat(1024 * 1024 + 1)]);
        let mut seen = 0;
        for problem in sources.iter().flat_map(|source| lint(source)) {
            let english = match &problem.suggestion {
                Some(hint) => format!("{}; {hint}", problem.text),
                None => problem.text.to_string(),
            };
            let problem = TemplateProblem::from(problem);
            for parts in problem.fault.iter().chain(&problem.hint) {
                assert!(said(parts).is_some(), "{parts:?}");
            }
            assert_eq!(told(&problem), english);
            seen += 1;
        }
        assert!(100 < seen, "{seen} problems only");
    }

    #[test]
    fn what_this_page_does_not_know_is_told_as_it_came() {
        let strange = Parts { kind: "another".into(), values: Default::default() };
        let mut problem: TemplateProblem = lint("titel = 1").remove(0).into();
        (problem.fault, problem.hint) = (Some(strange), None);
        assert_eq!(told(&problem), "there is no key \"titel\"; did you mean \"title\"?");
    }
}

//! What a PromQL expression says of itself without a parser: the metrics that it names, and the number that it compares with.

/// Whether it names a metric, and not only something that contains the name.
pub(super) fn names(expr: &str, metric: &str) -> bool {
    let is_inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':');
    bare(expr).split(|c| !is_inner(c)).any(|word| word == metric)
}

/// The number behind the one `<`, `<=`, `>` or `>=` that an expression has; `None`: it has none or several, or compares with more
/// than a number.
pub(super) fn threshold(expr: &str) -> Option<f64> {
    let bare = bare(expr);
    let mut parts = bare.split(['<', '>']);
    let (_, behind) = (parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let behind = behind.strip_prefix('=').unwrap_or(behind).trim_start();
    let behind = behind.strip_prefix("bool").unwrap_or(behind).trim_start();
    let end = behind.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_'))).unwrap_or(behind.len());
    let (number, rest) = behind.split_at_checked(end)?;
    let next = rest.trim_start_matches([' ', '\n', '\t', ')']);
    let ends = next.is_empty() || ["and", "or", "unless"].iter().any(|word| next.starts_with(word));
    if !ends || !number.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.') {
        return None;
    }
    number.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The expression with blanks in place of texts, label matchers and ranges: what stands in them is neither a name nor a comparison.
fn bare(expr: &str) -> String {
    let mut bare = String::with_capacity(expr.len());
    let mut quote = None;
    let mut escaped = false;
    let mut depth = 0_usize;
    for c in expr.chars() {
        let mut shown = ' ';
        match (quote, c) {
            (Some(_), _) if escaped => escaped = false,
            (Some('"' | '\''), '\\') => escaped = true,
            (Some(open), c) => quote = quote.filter(|_| open != c),
            (None, '"' | '\'' | '`') => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            (None, c) if depth == 0 => shown = c,
            (None, _) => {}
        }
        bare.push(shown);
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATIO: &str = r#"sum(rate(calls_total{code=~"5..>0"}[5m])) / sum(rate(calls_total[5m]))"#;

    #[test]
    fn the_one_number_that_it_compares_with() {
        let cases = [
            (format!("{RATIO} > 0.05"), Some(0.05), "a share"),
            (format!("{RATIO} >= 0.05"), Some(0.05), "or equal"),
            (format!("({RATIO} > 0.05)"), Some(0.05), "in brackets"),
            (format!("{RATIO} > bool 0.05"), Some(0.05), "bool"),
            ("left < 0.2".into(), Some(0.2), "below"),
            ("left<.2".into(), Some(0.2), "without spaces"),
            ("x > 1e-2 and on(job) up".into(), Some(0.01), "an exponent, and something else"),
            ("x > -1".into(), Some(-1.0), "below zero"),
            ("x > 100 * 0.05".into(), None, "more than a number"),
            ("x > y".into(), None, "another metric"),
            ("x > 1 and x < 2".into(), None, "two"),
            ("x > 1h".into(), None, "a number with a unit"),
            ("x > Inf".into(), None, "no finite number"),
            ("x == 1".into(), None, "equality is no threshold"),
            (r#"x{a=">1"}"#.into(), None, "in a text"),
            ("x{a!=`>1`, b=\"\\\"}>2\"}".into(), None, "in quoted texts"),
            ("absent(x)".into(), None, "none"),
            ("x >".into(), None, "cut off"),
            (">".into(), None, "nothing else"),
            ("".into(), None, "nothing"),
            ("x > 1 # π".into(), None, "something behind it"),
        ];
        for (expr, expected, about) in cases {
            assert_eq!(threshold(&expr), expected, "{about}: {expr}");
        }
    }

    #[test]
    fn a_metric_is_named_by_its_whole_name() {
        let cases = [
            ("calls_total", true, "the metric"),
            ("calls", false, "its beginning"),
            ("total", false, "its end"),
            ("code", false, "a label"),
            ("rate", true, "a function is taken for one"),
        ];
        for (metric, expected, about) in cases {
            assert_eq!(names(RATIO, metric), expected, "{about}");
        }
        assert!(names("a:b:c > 1", "a:b:c"), "a recorded one");
        assert!(!names("x{y=\"z\"}", "z"), "in a text");
        assert!(!names("}}]] \"", "x"), "nonsense");
    }
}

//! Bodies as JSON, as far as a check's expectations ask for them.

use holdpoint_domain::check::Fact;
use serde_json::Value;

use crate::limits;

/// A body's JSON; `None` when it is none, too large, nested too deeply or of too many values.
pub(crate) fn parse(body: &[u8]) -> Option<Value> {
    parse_within(body, limits::JSON_BYTES)
}

/// The same with a limit of its own, in bytes: for lists of long texts.
pub(crate) fn parse_within(body: &[u8], most: usize) -> Option<Value> {
    if most < body.len() {
        return None;
    }
    let (depth, values) = shape(body);
    if limits::JSON_DEPTH < depth || limits::JSON_VALUES < values {
        return None;
    }
    serde_json::from_slice(body).ok()
}

/// The value at a JSON pointer (RFC 6901) as a fact. A list or an object is its size, in words; `null` is absent.
pub(crate) fn fact(json: &Value, pointer: &str) -> Option<Fact> {
    match json.pointer(pointer)? {
        Value::Null => None,
        Value::Bool(value) => Some(Fact::Bool(*value)),
        Value::Number(number) => number.as_f64().filter(|number| number.is_finite()).map(Fact::Number),
        Value::String(text) => Some(Fact::Text(text.clone())),
        Value::Array(list) => Some(Fact::Text(format!("list of {}", list.len()))),
        Value::Object(object) => Some(Fact::Text(format!("object of {}", object.len()))),
    }
}

/// How deep brackets nest, and how many values there are at least, strings apart. Of a body that is no JSON both are any number.
fn shape(body: &[u8]) -> (usize, usize) {
    let (mut depth, mut deepest, mut values) = (0_usize, 0_usize, 1_usize);
    let (mut in_string, mut escaped) = (false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => {
                depth += 1;
                values += 1;
                deepest = deepest.max(depth);
            }
            b',' => values += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    (deepest, values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_is_counted_outside_of_strings() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let cases = [
            (nested(64), true, "on the line"),
            (nested(65), false, "one over it"),
            (nested(100_000), false, "deep enough to exhaust a stack"),
            ("[".repeat(100_000), false, "and never closed"),
            (format!("\"{}\"", "[".repeat(100)), true, "brackets in a string"),
            (format!("\"\\\"{}\"", "[".repeat(100)), true, "a quoted quote does not end the string"),
            (r#"{"a":[{}]}"#.into(), true, "an ordinary document"),
            ("[1,]".into(), false, "no JSON"),
            ("\u{feff}{}".into(), false, "a byte order mark"),
            (String::new(), false, "nothing"),
        ];
        for (text, good, about) in cases {
            assert_eq!(parse(text.as_bytes()).is_some(), good, "{about}");
        }
        assert!(parse(b"{\"a\":\"\xff\"}").is_none(), "not UTF-8");
        assert!(parse(format!("[{}0]", "0,".repeat(limits::JSON_BYTES / 2)).as_bytes()).is_none(), "too large");
        let wide = |values: usize| format!("[{}0]", "0,".repeat(values - 2));
        assert!(parse(wide(limits::JSON_VALUES).as_bytes()).is_some(), "as many values as there may be");
        assert!(parse(wide(limits::JSON_VALUES + 1).as_bytes()).is_none(), "one more");
    }

    #[test]
    fn a_pointer_finds_a_fact() {
        let json = parse(br#"{"a":{"b/c":[true,1.5,"x",null,{}]},"n":1e999}"#);
        assert!(json.is_none(), "a number that no float holds is no JSON of ours");
        let json = parse(br#"{"a":{"b/c":[true,1.5,"x",null,{"y":1}]}}"#).unwrap();
        let cases = [
            ("/a/b~1c/0", Some(Fact::Bool(true)), "escaped slash"),
            ("/a/b~1c/1", Some(Fact::Number(1.5)), "number"),
            ("/a/b~1c/2", Some(Fact::Text("x".into())), "text"),
            ("/a/b~1c/3", None, "null is absent"),
            ("/a/b~1c/4", Some(Fact::Text("object of 1".into())), "object"),
            ("/a/b~1c", Some(Fact::Text("list of 5".into())), "list"),
            ("/a/b~1c/5", None, "past the end"),
            ("/nothing", None, "absent"),
            ("a", None, "no pointer"),
        ];
        for (pointer, expected, about) in cases {
            assert_eq!(fact(&json, pointer), expected, "{about}: {pointer}");
        }
    }
}

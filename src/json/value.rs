//! The text of JSON, read into values. Most of what serde_json has for it is the arithmetic of fractions, which the browser does here.

/// How many lists and objects may stand in one another: each takes a piece of the stack.
const DEEPEST: u8 = 127;

pub enum Value {
    Null,
    Bool(bool),
    Whole(u64),
    Negative(i64),
    Fraction(f64),
    Text(String),
    List(Vec<Value>),
    /// In the order of the text.
    Fields(Vec<(String, Value)>),
}

/// * Returns `None` for what is no JSON, or too deep.
pub fn parse(text: &str) -> Option<Value> {
    let mut reader = Reader { rest: text };
    let value = reader.value(DEEPEST)?;
    reader.pass_space();
    reader.rest.is_empty().then_some(value)
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// * `deeper`: how many lists and objects may still stand in one another.
    fn value(&mut self, deeper: u8) -> Option<Value> {
        self.pass_space();
        match self.rest.chars().next()? {
            '{' => self.fields(deeper.checked_sub(1)?).map(Value::Fields),
            '[' => self.list(deeper.checked_sub(1)?).map(Value::List),
            '"' => self.text().map(Value::Text),
            '-' | '0'..='9' => self.number(),
            _ if self.passes("null") => Some(Value::Null),
            _ if self.passes("true") => Some(Value::Bool(true)),
            _ if self.passes("false") => Some(Value::Bool(false)),
            _ => None,
        }
    }

    fn fields(&mut self, deeper: u8) -> Option<Vec<(String, Value)>> {
        let mut fields = Vec::new();
        let mut more = self.opens("{", "}");
        while more {
            self.pass_space();
            let name = self.text()?;
            self.pass_space();
            self.expect(":")?;
            fields.push((name, self.value(deeper)?));
            more = self.goes_on("}")?;
        }
        Some(fields)
    }

    fn list(&mut self, deeper: u8) -> Option<Vec<Value>> {
        let mut items = Vec::new();
        let mut more = self.opens("[", "]");
        while more {
            items.push(self.value(deeper)?);
            more = self.goes_on("]")?;
        }
        Some(items)
    }

    /// Whether something is in it.
    fn opens(&mut self, start: &str, end: &str) -> bool {
        self.passes(start);
        self.pass_space();
        !self.passes(end)
    }

    /// Whether another one comes.
    fn goes_on(&mut self, end: &str) -> Option<bool> {
        self.pass_space();
        if self.passes(",") { Some(true) } else { self.expect(end).map(|()| false) }
    }

    fn text(&mut self) -> Option<String> {
        self.expect("\"")?;
        let mut text = String::new();
        loop {
            let end = self.rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
            text.push_str(self.take(end)?);
            match self.sign()? {
                '"' => return Some(text),
                '\\' => text.push(self.escaped()?),
                _ => return None,
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        match self.sign()? {
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'u' => self.coded(),
            sign @ ('"' | '\\' | '/') => Some(sign),
            _ => None,
        }
    }

    /// What stands behind `\u`; a sign of more than four digits comes as two halves.
    fn coded(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        self.expect("\\u")?;
        let second = self.four_digits()?.checked_sub(0xdc00).filter(|second| *second < 0x400)?;
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second)
    }

    fn four_digits(&mut self) -> Option<u32> {
        self.take(4)?.chars().try_fold(0, |number, digit| Some(number * 16 + digit.to_digit(16)?))
    }

    fn number(&mut self) -> Option<Value> {
        let all = self.rest;
        self.passes("-");
        let whole = self.digits()?;
        let leads = 1 < whole.len() && whole.starts_with('0');
        let mut is_whole = true;
        if self.passes(".") {
            self.digits()?;
            is_whole = false;
        }
        if self.passes("e") || self.passes("E") {
            _ = self.passes("+") || self.passes("-");
            self.digits()?;
            is_whole = false;
        }
        let number = all.get(..all.len() - self.rest.len())?;
        match (number.parse::<u64>(), number.parse::<i64>()) {
            _ if leads => None,
            (Ok(value), _) if is_whole => Some(Value::Whole(value)),
            (_, Ok(value)) if is_whole && value != 0 => Some(Value::Negative(value)),
            _ => Some(fraction(number)).filter(|value| value.is_finite()).map(Value::Fraction),
        }
    }

    /// At least one.
    fn digits(&mut self) -> Option<&'a str> {
        let count = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        self.take(count).filter(|digits| !digits.is_empty())
    }

    fn pass_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t']);
    }

    /// Whether this came; if so, it is behind us.
    fn passes(&mut self, expected: &str) -> bool {
        self.expect(expected).is_some()
    }

    fn expect(&mut self, expected: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(expected)?;
        Some(())
    }

    fn take(&mut self, bytes: usize) -> Option<&'a str> {
        let (taken, rest) = self.rest.split_at_checked(bytes)?;
        self.rest = rest;
        Some(taken)
    }

    fn sign(&mut self) -> Option<char> {
        let mut signs = self.rest.chars();
        let sign = signs.next()?;
        self.rest = signs.as_str();
        Some(sign)
    }
}

/// The nearest there is, to the last digit: a digest over it has to be the one that the server computes.
#[cfg(target_family = "wasm")]
fn fraction(number: &str) -> f64 {
    js_sys::Number::parse_float(number)
}

/// Where tests run.
#[cfg(not(target_family = "wasm"))]
fn fraction(number: &str) -> f64 {
    number.parse().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::json::read;

    const ALL: &str = " {\"a\": [null,\ttrue, false , -0, 0, 7 , -12, 18446744073709551615, 18446744073709551616 ,-9223372036854775809],\r\n \
        \"\": {\"b\":{}, \"c\" : [ ] , \"d\":[[], [{}]]},\"ä\\u00e4\\n\":\"\\\"\\\\\\/\\b\\f\\r\\t\\ud83d\\ude80 \u{1f680}\", \
        \"e\":[1.5, -2.5e-3,1E+2, 5e-324,0.1, 9007199254740993.0,1.7976931348623157e308,0e9]} ";

    fn same(text: &str) {
        assert_eq!(read::<Value>(text.as_bytes()), serde_json::from_str(text).ok(), "{text}");
    }

    #[test]
    fn what_serde_json_reads_is_read_in_the_same_way_and_nothing_else() {
        same(ALL);
        assert!(read::<Value>(ALL.as_bytes()).is_some());
        let others =
            ["01", "-01", "+1", "1.", ".5", "-", "1e", "1e+", "1e400", "- 1", "nul", "\"\\x\"", "\"\\u12g4\"", "\"\\u+123\"", "\"\u{1}\""];
        let halves =
            ["\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\ud800x\"", "[1,]", "{\"a\":1,}", "{a:1}", "\u{c}1", "1\u{a0}", "--1"];
        others.iter().chain(&halves).for_each(|text| same(text));
    }

    #[test]
    fn one_sign_more_or_less_or_another_is_the_same_fault() {
        for (place, sign) in ALL.char_indices() {
            let (before, behind) = (&ALL[..place], &ALL[place + sign.len_utf8()..]);
            same(before);
            same(&format!("{before}{behind}"));
            for other in ["\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", "e", ".", "u", " ", "\n", "ü"] {
                same(&format!("{before}{other}{behind}"));
            }
        }
    }

    #[test]
    fn what_is_too_deep_is_not_read() {
        for levels in [1, 126, 127, 128, 100_000] {
            same(&("[".repeat(levels) + &"]".repeat(levels)));
            same(&("{\"a\":".repeat(levels) + "1" + &"}".repeat(levels)));
        }
    }
}

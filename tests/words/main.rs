//! The page's texts: every message that the code names is in every language with the same variables, and none is there for nothing.

mod document;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Message, Pattern, PatternElement, Resource, VariantKey};
use fluent_syntax::parser;
use holdpoint_domain::template::lint;
use holdpoint_domain::wire::{Part, TemplateProblem, stable_word};

const LANGUAGES: [&str; 2] = ["en", "de"];
const PARTS: [&str; 2] = ["first", "later"];

type Variables = BTreeSet<String>;
type Messages = BTreeMap<String, (&'static str, Variables)>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn messages(language: &str) -> Messages {
    let mut all = Messages::new();
    for part in PARTS {
        let file = root().join("words").join(language).join(format!("{part}.ftl"));
        let text = fs::read_to_string(&file).unwrap();
        let resource = parser::parse(text.as_str()).unwrap_or_else(|(_, faults)| {
            let fault = &faults[0];
            let line = text[..fault.pos.start].lines().count();
            panic!("{}:{line}: {}", file.display(), fault.kind)
        });
        for entry in &resource.body {
            let Entry::Message(message) = entry else { continue };
            let known = all.insert(message.id.name.to_owned(), (part, variables(message)));
            assert!(known.is_none(), "{}: {} is there twice", file.display(), message.id.name);
        }
    }
    all
}

fn variables(message: &Message<&str>) -> Variables {
    let mut found = Variables::new();
    if let Some(pattern) = &message.value {
        in_pattern(pattern, &mut found);
    }
    found
}

fn in_pattern(pattern: &Pattern<&str>, found: &mut Variables) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut Variables) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            variants.iter().for_each(|variant| in_pattern(&variant.value, found));
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut Variables) {
    match inline {
        InlineExpression::VariableReference { id } => _ = found.insert(id.name.to_owned()),
        InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
            positional.iter().for_each(|argument| in_inline(argument, found));
        }
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        InlineExpression::MessageReference { id, .. } | InlineExpression::TermReference { id, .. } => {
            panic!("start.js reads each text by itself, and one has {} in it", id.name)
        }
        _ => {}
    }
}

/// One place in the code that names a message.
struct Named {
    place: String,
    id: String,
    variables: Variables,
}

fn named() -> Vec<Named> {
    let mut files = Vec::new();
    list(&root().join("src"), &mut files);
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let code: String = text.split("\n#[cfg(test)]\nmod tests").next().unwrap().to_owned();
        let code = code.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }).collect::<Vec<_>>().join("\n");
        for call in ["say!(", "tell!("] {
            for (at, _) in code.match_indices(call) {
                let rest = code[at + call.len()..].trim_start();
                let Some(rest) = rest.strip_prefix('"') else { continue };
                let (id, rest) = rest.split_once('"').unwrap();
                let line = code[..at].lines().count();
                let place = format!("{}:{line}", file.strip_prefix(root()).unwrap().display());
                all.push(Named { place, id: id.to_owned(), variables: given(rest) });
            }
        }
    }
    all
}

/// Problems that no page is told, because only programs do what they are about. Of another kind each has a message, `problem-KIND` or
/// `problem-KIND-CASE`, which the page finds by its name.
const TOLD_TO_PROGRAMS: [&str; 22] = [
    "bad-address",
    "bad-cursor",
    "bad-field",
    "bad-id",
    "bad-range",
    "bad-token",
    "method-not-allowed",
    "no-offset",
    "not-a-part",
    "not-accepted/code-used",
    "not-accepted/command-elsewhere",
    "not-accepted/erased-in-it",
    "not-accepted/key-changed",
    "not-accepted/launch-there",
    "not-accepted/name-here",
    "not-accepted/nobody-yet",
    "not-accepted/not-created",
    "not-accepted/sign-in-linked",
    "not-json",
    "not-provable",
    "signed-out",
    "token-not-enough",
];

/// What the server answers a page that asks for something: kinds of problems, some with a case, and the numbers that go with them.
fn problems() -> BTreeMap<String, Variables> {
    let mut found = BTreeMap::<String, Variables>::new();
    let mut files = Vec::new();
    list(&root().join("crates/holdpoint-server/src"), &mut files);
    // Drills answer as the vendor does.
    for file in files.iter().filter(|file| !file.components().any(|part| part.as_os_str() == "drill")) {
        let text = fs::read_to_string(file).unwrap();
        let mut places: Vec<(usize, &str)> = Vec::new();
        for before in ["StatusCode::", "shown_field(", "too_much("] {
            for (at, _) in text.match_indices(before) {
                let rest = &text[at + before.len()..];
                let rest = if before.ends_with('(') { rest } else { rest.split_once(',').map_or("", |(_, rest)| rest) };
                let status = &text[at + before.len()..text.len() - rest.len()];
                let Some((kind, _)) = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"')) else { continue };
                if status.chars().all(|char| char.is_ascii_uppercase() || "_,".contains(char)) {
                    places.push((at, kind));
                }
            }
        }
        places.sort_unstable();
        for (place, (at, kind)) in places.iter().enumerate() {
            let end = places.get(place + 1).map_or(text.len(), |(next, _)| *next);
            let own = text[*at..end].split("\n}\n").next().unwrap();
            let numbers = own.split(".with(\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            let seconds = own.starts_with("too_much(").then(|| "seconds".to_owned());
            found.entry((*kind).to_owned()).or_default().extend(numbers.chain(seconds));
        }
    }
    let objections = fs::read_to_string(root().join("crates/holdpoint-store/src/objection.rs")).unwrap();
    let table = objections.split_once("\nobjections! {").unwrap().1;
    found.extend(table.lines().filter_map(|line| Some((format!("not-accepted/{}", line.split('"').nth(1)?), Variables::new()))));
    found
}

/// Tables of sentences that come to the page in parts, and what the names of their messages begin with.
const TABLES: [(&str, &str); 6] = [
    ("crates/holdpoint-domain/src/launch/refusal/order.rs", "order"),
    ("crates/holdpoint-domain/src/launch/refusal/rule.rs", "rule"),
    ("crates/holdpoint-domain/src/launch/refusal/say.rs", "refusal"),
    ("crates/holdpoint-domain/src/template/lint/say.rs", "lint"),
    ("crates/holdpoint-probe/src/reasons.rs", "trial-against"),
    ("crates/holdpoint-probe/src/ticket/did.rs", "delivery-did"),
];

/// The messages of these sentences: what is in each, and the sentence with its values in braces.
fn sentences() -> BTreeMap<String, (Variables, String)> {
    let of_table = |(file, prefix): (&str, &str)| {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let lines: Vec<String> = text.lines().filter(|line| line.starts_with("    ") && line.ends_with("\";")).map(str::to_owned).collect();
        assert!(10 < lines.len(), "{file}: sentences are written in another way now");
        let sentence = |line: &String| {
            let (kind, rest) = line.trim_start().split_once('(').unwrap();
            let (values, rest) = rest.split_once(") \"").unwrap();
            let values = values.split(", ").filter(|value| !value.is_empty()).map(str::to_owned).collect();
            let words = rest.strip_suffix("\";").unwrap().replace("\\\"", "\"");
            (format!("{prefix}-{}", kind.replace('_', "-")), (values, words))
        };
        lines.iter().map(sentence).collect::<Vec<_>>()
    };
    TABLES.into_iter().flat_map(of_table).collect()
}

/// The messages of what refusals are about.
fn things() -> BTreeSet<String> {
    let mut files = Vec::new();
    list(&root().join("crates/holdpoint-domain/src/launch"), &mut files);
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    let found: BTreeSet<String> =
        texts.flat_map(|text| behind(&text, "what: \"")).map(|what| format!("thing-{}", stable_word(&what))).collect();
    assert!(10 < found.len(), "refusals are made in another way now: {found:?}");
    found
}

/// The texts that code has behind some words.
fn behind(code: &str, before: &str) -> Vec<String> {
    code.split("#[cfg(test)]").next().unwrap().split(before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// What the lint calls the words that it knows, as they come to the page.
fn kinds_of_words() -> Variables {
    let text = fs::read_to_string(root().join("crates/holdpoint-domain/src/template/lint/shape.rs")).unwrap();
    let names = text.split("Shape::Word(\"").skip(1).map(|rest| rest.split('"').next().unwrap()).map(stable_word);
    names.chain(["kind-of-probe".to_owned()]).collect()
}

/// Texts that are no TOML, each in a way of its own.
const NO_TOML: [&str; 64] = [
    "a = ",
    "a = 'x",
    "a = \"x",
    "a = '''x",
    "a = \"\"\"x",
    "a = \"\\x\"",
    "a = \"\\u12\"",
    "a = \"\\",
    "a = 1\na = 2",
    "a",
    "= 1",
    "a = = 1",
    "a == 1",
    "a 1",
    "a = [1,,2]",
    "a = [1 2]",
    "a = [1",
    "a = [b = 1]",
    "a = {b = 1,, c = 2}",
    "a = {b = 1 c = 2}",
    "a = {b = 1",
    "a = {b}",
    "a = {= 1}",
    "a = {1, 2}",
    "[[a]",
    "[a",
    "[]",
    "[a.]",
    "[a] b",
    "[a]\n[a]",
    "a. = 1",
    "a.b = 1\na.b.c = 2",
    "a = [1]\na.b = 2",
    "a = {}\na.b = 2",
    "a = 1\n[a]",
    "a = 1\n[a.b]",
    "ä = 1",
    "a b = 1",
    "\"\"\"a\"\"\" = 1",
    "'''a''' = 1",
    "a = 1 2",
    "a = 1 # \u{1}",
    "a = 1\rb = 2",
    "a = 01",
    "a = 0x",
    "a = +0x1",
    "a = 0X1",
    "a = 0d1",
    "a = 0xG",
    "a = 0o8",
    "a = 0b2",
    "a = 1__0",
    "a = _1",
    "a = 1.",
    "a = 1e",
    "a = ++1",
    "a = 12x",
    "a = tru",
    "a = 2026-13-01",
    "a = 2026-11-23T25:00:00",
    "a = 25:00:00",
    "a = 2026-11-23T10:00:00+99:00",
    "a = 2026-11",
    "a = text",
];

/// The same for JSON.
const NO_JSON: [&str; 17] = [
    "[1",
    "{",
    "\"a",
    "",
    "{\"a\" 1}",
    "[1 2]",
    "nul",
    "{\"a\":}",
    "\"\\x\"",
    "1e",
    "{a:1}",
    "[1,]",
    "{} {}",
    "\"\t\"",
    "\"\\u12",
    "\"\\uZZZZ\"",
    "\"\\ud800\"",
];

/// What is amiss with such texts, as it comes to the page: by message what decides which words it has.
fn unreadable() -> BTreeMap<String, Variables> {
    let in_template = |text: &&str| format!("checks = [{{ probe = {{ kind = 'webhook', body = '{text}' }} }}]");
    let sources: Vec<String> = NO_TOML.iter().map(|text| (*text).to_owned()).chain(NO_JSON.iter().map(in_template)).collect();
    let parts = sources.iter().flat_map(|source| lint(source)).filter_map(|problem| TemplateProblem::from(problem).fault);
    let mut found: BTreeMap<String, Variables> = BTreeMap::new();
    for parts in parts {
        if let Some((_, Part::Text(fault))) = parts.values.0.iter().find(|(name, _)| name == "fault") {
            found.entry(format!("lint-{}", parts.kind.replace('_', "-"))).or_default().insert(fault.clone());
        }
    }
    found
}

/// What the outbound policy has against names and addresses, as it comes to the page.
fn denied() -> Variables {
    let folder = root().join("crates/holdpoint-probe/src/egress");
    let read = |file: &str| fs::read_to_string(folder.join(file)).unwrap();
    let (names, addresses) = (read("name.rs"), read("vetted.rs"));
    let reserved = names.lines().filter_map(|line| line.trim().strip_prefix("(\"")?.strip_suffix("\"),")?.split_once("\", \""));
    let all = reserved.map(|(_, why)| why.to_owned()).chain(behind(&names, "Err(bad(\"")).chain(behind(&names, "then_some(\""));
    all.chain(behind(&addresses, "::Private(\""))
        .chain(behind(&addresses, "::Special(\""))
        .chain(behind(&addresses, "denied(\""))
        .map(|words| stable_word(&words))
        .collect()
}

/// The choices that a message has words for, by what decides.
fn choices(language: &str, message: &str) -> Variables {
    let text = texts(language);
    let resource = parser::parse(text.as_str()).unwrap();
    let selects = pattern(&resource, message).elements.iter().filter_map(|element| match element {
        PatternElement::Placeable { expression: Expression::Select { variants, .. } } => Some(variants),
        _ => None,
    });
    let keys = selects.flatten().filter_map(|variant| match &variant.key {
        VariantKey::Identifier { name } => Some((*name).to_owned()),
        VariantKey::NumberLiteral { .. } => None,
    });
    keys.collect()
}

/// A message as tables of sentences have it: with its values in braces, and so where it has words for several.
fn english_words(message: &str) -> String {
    let text = texts(LANGUAGES[0]);
    let resource = parser::parse(text.as_str()).unwrap();
    whole(pattern(&resource, message))
}

fn whole(pattern: &Pattern<&str>) -> String {
    let part = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => (*value).to_owned(),
        PatternElement::Placeable { expression: Expression::Select { variants, .. } } if variants.len() == 1 => whole(&variants[0].value),
        PatternElement::Placeable { expression: Expression::Select { selector: InlineExpression::VariableReference { id }, .. } }
        | PatternElement::Placeable { expression: Expression::Inline(InlineExpression::VariableReference { id }) } => {
            format!("{{{}}}", id.name)
        }
        PatternElement::Placeable { .. } => String::new(),
    };
    pattern.elements.iter().map(part).collect()
}

fn texts(language: &str) -> String {
    PARTS.map(|part| fs::read_to_string(root().join("words").join(language).join(format!("{part}.ftl"))).unwrap()).join("\n")
}

fn pattern<'a>(resource: &'a Resource<&'a str>, message: &str) -> &'a Pattern<&'a str> {
    let found = resource.body.iter().find_map(|entry| match entry {
        Entry::Message(known) if known.id.name == message => known.value.as_ref(),
        _ => None,
    });
    found.unwrap()
}

/// The message of a problem, by its kind and case.
fn message_of(problem: &str) -> String {
    format!("problem-{}", problem.replace('/', "-"))
}

/// The names before each `=` at the top level of a call's arguments, up to its closing bracket.
fn given(rest: &str) -> Variables {
    let (mut depth, mut start, mut found, mut quoted, mut before) = (0, true, Variables::new(), false, ' ');
    for (at, char) in rest.char_indices() {
        if quoted {
            quoted = char != '"' || before == '\\';
        } else {
            match char {
                '"' => quoted = true,
                '(' | '[' | '{' => depth += 1,
                ')' if depth == 0 => break,
                ')' | ']' | '}' => depth -= 1,
                ',' | ';' if depth == 0 => start = true,
                _ if start && (char.is_ascii_lowercase() || char == '_') => {
                    let name: String = rest[at..].chars().take_while(|char| char.is_ascii_alphanumeric() || *char == '_').collect();
                    if rest[at + name.len()..].trim_start().starts_with('=') {
                        found.insert(name);
                    }
                    start = false;
                }
                _ => start &= char.is_whitespace(),
            }
        }
        before = char;
    }
    found
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn every_language_has_the_same_messages_with_the_same_variables() {
    let english = messages(LANGUAGES[0]);
    for language in &LANGUAGES[1..] {
        let theirs = messages(language);
        for (id, known) in &english {
            assert_eq!(theirs.get(id), Some(known), "{id} in {language} beside {}: in which file, with which variables", LANGUAGES[0]);
        }
        for id in theirs.keys() {
            assert!(english.contains_key(id), "{id} is in {language} only");
        }
    }
}

/// In a browser each is read when it is asked for first, from where it begins to where the next one does.
#[test]
fn each_text_is_read_by_itself() {
    for (language, part) in LANGUAGES.iter().flat_map(|language| PARTS.map(|part| (language, part))) {
        let file = fs::read_to_string(root().join("words").join(language).join(format!("{part}.ftl"))).unwrap();
        let mut texts = vec![String::new()];
        for line in file.lines() {
            if line.starts_with(|sign: char| sign.is_ascii_lowercase()) {
                texts.push(String::new());
            }
            texts.last_mut().unwrap().extend([line, "\n"]);
        }
        // What stands before the first is for translators.
        for text in &texts[1..] {
            let read = parser::parse(text.as_str()).unwrap_or_else(|_| panic!("{language}/{part}: {text}"));
            let names = read.body.iter().filter_map(|entry| if let Entry::Message(message) = entry { Some(message.id.name) } else { None });
            assert_eq!(names.collect::<Vec<_>>(), [text.split(' ').next().unwrap()]);
        }
        assert_eq!(texts.len() - 1, messages(language).values().filter(|(of, _)| *of == part).count());
    }
}

#[test]
fn what_the_code_names_is_there_with_its_variables() {
    let english = messages(LANGUAGES[0]);
    let named = named();
    let mut faults = Vec::new();
    for Named { place, id, variables } in &named {
        match english.get(id) {
            None => faults.push(format!("{place}: no message {id}")),
            Some((_, wanted)) if wanted != variables => faults.push(format!("{place}: {id} wants {wanted:?} and is given {variables:?}")),
            Some(_) => {}
        }
    }
    let of_problems = problems().into_keys().map(|problem| message_of(&problem));
    let of_sentences = sentences().into_keys().chain(things());
    let used: BTreeSet<String> = named.into_iter().map(|named| named.id).chain(of_problems).chain(of_sentences).collect();
    faults.extend(english.keys().filter(|id| !used.contains(id.as_str())).map(|id| format!("nothing names {id}")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_stands_there_without_the_texts_is_told_in_every_language() {
    let page = fs::read_to_string(root().join("index.html")).unwrap();
    let (scripts_needed, not_started) = page.split_once("<noscript>").and_then(|(_, rest)| rest.split_once("</noscript>")).unwrap();
    for language in LANGUAGES {
        assert_eq!(scripts_needed.matches(&format!("<p lang=\"{language}\">Holdpoint ")).count(), 1, "{language}: {scripts_needed}");
        let said = format!("<div role=\"alert\" lang=\"{language}\" hidden>");
        assert_eq!(not_started.matches(&said).count(), 1, "{language}: {not_started}");
    }
    assert_eq!(not_started.matches("<p>Holdpoint ").count(), LANGUAGES.len(), "{not_started}");
}

#[test]
fn every_problem_that_the_server_tells_a_page_has_a_message() {
    let (english, problems) = (messages(LANGUAGES[0]), problems());
    assert!(80 < problems.len(), "problems are made in another way now: {problems:?}");
    let mut faults = Vec::new();
    for (problem, numbers) in &problems {
        let id = message_of(problem);
        match (english.get(&id), TOLD_TO_PROGRAMS.contains(&problem.as_str())) {
            (None, false) => faults.push(format!("{problem}: no message {id}")),
            (Some((_, wanted)), false) if !wanted.is_subset(numbers) => {
                faults.push(format!("{id} wants {wanted:?} and is given {numbers:?}"))
            }
            (Some(_), true) => faults.push(format!("{problem} has a message, though only programs are told it")),
            (None, true) | (Some(_), false) => {}
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_sentence_that_comes_in_parts_has_a_message() {
    let (english, sentences) = (messages(LANGUAGES[0]), sentences());
    let mut faults = Vec::new();
    for (id, (values, words)) in &sentences {
        match english.get(id) {
            None => faults.push(format!("no message {id}")),
            Some((_, wanted)) if !wanted.is_subset(values) => faults.push(format!("{id} wants {wanted:?} and is given {values:?}")),
            Some(_) if english_words(id) != *words => faults.push(format!("{id} is not: {words}")),
            Some(_) => {}
        }
    }
    faults.extend(things().into_iter().filter(|id| !english.contains_key(id)).map(|id| format!("no message {id}")));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn languages_have_words_for_the_same_choices() {
    for language in LANGUAGES {
        let known = choices(language, "lint-no-word");
        let missing: Vec<_> = kinds_of_words().into_iter().filter(|word| !known.contains(word)).collect();
        assert!(missing.is_empty(), "lint-no-word in {language} does not know {missing:?}");
    }
    let denied = denied();
    assert!(40 < denied.len(), "reasons of the outbound policy are written in another way now: {denied:?}");
    for language in LANGUAGES {
        let known: Variables =
            ["name", "address"].iter().flat_map(|what| choices(language, &format!("trial-against-no-public-{what}"))).collect();
        let missing: Vec<_> = denied.difference(&known).collect();
        assert!(missing.is_empty(), "trial-against-no-public-… in {language} do not know {missing:?}");
    }
    for id in sentences().keys() {
        let english = choices(LANGUAGES[0], id);
        for language in &LANGUAGES[1..] {
            let theirs = choices(language, id);
            assert!(english.is_subset(&theirs), "{id} in {language}: {:?} are missing", english.difference(&theirs).collect::<Vec<_>>());
        }
    }
}

/// The readers' own words are English: each other language has words for what somebody may come upon.
#[test]
fn languages_have_words_for_what_is_unreadable() {
    let unreadable = unreadable();
    let counts: Vec<_> = ["lint-not-toml", "lint-not-json"].iter().map(|id| unreadable.get(*id).map_or(0, Variables::len)).collect();
    assert!(20 < counts[0] && 8 < counts[1], "the readers tell of less than they did: {counts:?}");
    for (id, faults) in &unreadable {
        for language in &LANGUAGES[1..] {
            let known = choices(language, id);
            let missing: Vec<_> = faults.difference(&known).collect();
            assert!(missing.is_empty(), "{id} in {language} does not know {missing:?}");
        }
    }
}

#[test]
fn arguments_are_read_as_the_compiler_reads_them() {
    let names = |text: &str| given(text).into_iter().collect::<Vec<_>>();
    assert_eq!(names(")"), Vec::<String>::new());
    assert_eq!(names(", count = a.b(x == 3, y = 2), name = \"a, b = (\") + other = 3"), ["count", "name"]);
    assert_eq!(names("; at = view! { <A b=c, /> })"), ["at"]);
    assert_eq!(names(", n = 1; at = view! { <A /> },\n link = x)"), ["at", "link", "n"]);
}

//! Rules of this repository that the compiler cannot check. Each fault prints its place and the reason.

use std::fs;
use std::path::{Path, PathBuf};

/// Folder, word that may not occur in it, reason. A new arrow changes `docs/architecture.md` too.
const FORBIDDEN: &[(&str, &str, &str)] = &[
    ("crates/holdpoint-domain/src", "SystemTime", "time is passed in"),
    ("crates/holdpoint-domain/src", "Timestamp::now", "time is passed in"),
    ("crates/holdpoint-domain/src", "Uuid::new", "ids are passed in"),
    ("crates/holdpoint-domain/src", "getrandom", "randomness is passed in"),
    ("crates/holdpoint-domain/src", "std::fs", "the rules do no input or output"),
    ("crates/holdpoint-domain/src", "std::net::Tcp", "the rules do no input or output"),
    ("crates/holdpoint-domain/src", "tokio", "the rules wait for nothing"),
    ("crates/holdpoint-probe/src", "holdpoint_store", "the probe knows no store"),
    ("crates/holdpoint-probe/src", "reqwest", "the egress module dials by itself"),
    ("crates/holdpoint-checks/src", "holdpoint_store", "the engine knows no store: whoever runs a check records it"),
    ("crates/holdpoint-checks/src", "holdpoint_server", "the engine knows no server: the command line runs it too"),
    ("crates/holdpoint-store/src", "holdpoint_probe", "the store asks nobody"),
    ("crates/holdpoint-server/src", "app.store.submit", "`App::submit` counts what it makes happen"),
    ("crates/holdpoint-server/src", "holdpoint_app", "the server does not know the page"),
    ("src/sync.rs", "leptos", "a plain cargo test must be able to play a whole team"),
    ("src/sync.rs", "web_sys", "a plain cargo test must be able to play a whole team"),
    ("src/route.rs", "leptos", "addresses are tested natively"),
    ("src/text.rs", "leptos", "words are tested natively"),
    ("src/ui", "crate::page", "parts do not know pages"),
    ("src/ui", "crate::net", "parts ask nobody"),
    ("src/ui", "crate::sync", "values in, wishes out"),
    ("src/ui", "crate::tabs", "values in, wishes out"),
    ("src", "join(\", \")", "lists are joined as the reader's language does: text::list"),
    ("src/page", "crate::tabs", "tabs meet in the desk and in what is kept"),
    ("src/ui", "leptos_router", "parts do not know where they are"),
    ("src/net", "crate::page", "callers of the server draw nothing"),
    ("src/net", "crate::ui", "callers of the server draw nothing"),
    ("xtask/src", "holdpoint_", "it has to build in seconds"),
];

/// What opens outbound connections or looks names up. Only holdpoint-probe does; the emulator is for tests, and xtask sets a machine up.
const DIALS: &[&str] = &[
    "TcpStream::connect",
    "TcpSocket",
    "UdpSocket",
    "UnixStream::connect",
    "to_socket_addrs",
    "lookup_host",
    "hyper::client",
    "hyper_util::client",
    "reqwest::",
    "ureq::",
    "isahc::",
    "curl::",
    "attohttpc::",
    "surf::",
    "awc::",
    "minreq::",
    "hickory_resolver",
    "Command::new(\"curl",
];
const MAY_DIAL: &[&str] = &["crates/holdpoint-probe", "crates/holdpoint-emulator", "xtask", "fuzz", "vendor"];

/// Crates that bring an HTTP client or a resolver along, by how manifests name them.
const CLIENTS: &[&str] = &[
    "hyper",
    "hyper-util",
    "reqwest",
    "ureq",
    "isahc",
    "curl",
    "attohttpc",
    "surf",
    "awc",
    "minreq",
    "hickory-resolver",
    "oauth2",
    "tonic",
];

/// Files that may be longer than the rule says, each with its reason.
const LONG: &[(&str, &str)] = &[("crates/holdpoint-domain/src/launch/tests.rs", "one story-teller for all of the launch's rules")];

/// Functions that may be longer than the rule says, each with its reason: file, name, reason.
const LONG_FUNCTIONS: &[(&str, &str, &str)] = &[
    ("crates/holdpoint-domain/src/check/drill/facts/tests.rs", "retries_are_told_with_their_pauses", "a table of cases"),
    ("crates/holdpoint-domain/src/launch/words.rs", "words", "a table: a sentence for each event"),
    ("crates/holdpoint-server/src/app.rs", "api", "a table: all routes"),
    ("crates/holdpoint-store/src/postgres/accounts/change.rs", "make", "a table: the statements of each change"),
    ("crates/holdpoint-store/src/sqlite/accounts/change.rs", "make", "a table: the statements of each change"),
    ("src/page/checklist/bulk.rs", "BulkFields", "one view"),
    ("src/page/details.rs", "Details", "one view"),
    ("src/page/details/policy.rs", "Editing", "one view"),
    ("src/page/edit_template.rs", "Save", "one view"),
    ("src/page/launches.rs", "Launches", "one view"),
    ("src/page/quick/palette.rs", "Find", "one view"),
    ("src/page/sign_off/approve/terminal.rs", "Terminal", "one view"),
];

/// Words that tell of a machine or a registry: the repository speaks of neither.
const FOREIGN: &[&str] =
    &["/work/", "/root/", "../shared", "/opt/wheels", "static.crates", "index.crates", "registry.npmjs", "pypi.org", "deb.debian.org"];

const SOURCE_LINES: usize = 600;
const FUNCTION_LINES: usize = 70;
const CSS_LINES: usize = 200;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder (or the file itself), without what is built or installed.
fn files(place: &Path) -> Vec<PathBuf> {
    if place.is_file() {
        return vec![place.to_owned()];
    }
    let Ok(entries) = fs::read_dir(place) else {
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !["target", "dist", "data", "node_modules", ".git", "proptest-regressions"].contains(&name.as_str()) {
            found.extend(if path.is_dir() { files(&path) } else { vec![path] });
        }
    }
    found.sort();
    found
}

fn with_ending(ending: &str) -> Vec<(String, String)> {
    let named = files(root()).into_iter().filter(|path| path.extension().is_some_and(|found| found == ending));
    named.map(|path| (shown(&path), fs::read_to_string(&path).unwrap())).collect()
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn report(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn arrows_hold() {
    let mut faults = Vec::new();
    for (place, word, reason) in FORBIDDEN {
        let found = files(&root().join(place)).into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
        for path in found {
            let text = fs::read_to_string(&path).unwrap();
            // Tests inside a source file may play the outside world.
            let source = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let code = source.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
            for (number, _) in code.filter(|(_, line)| line.contains(word)) {
                faults.push(format!("{}:{}: {word} may not occur here: {reason}", shown(&path), number + 1));
            }
        }
    }
    report(&faults);
}

#[test]
fn only_the_probe_opens_outbound_connections() {
    let mut faults = Vec::new();
    let may = |path: &str| MAY_DIAL.iter().any(|place| path.starts_with(place));
    for (path, text) in with_ending("rs").into_iter().filter(|(path, _)| path.contains("src/") && !may(path)) {
        let source = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let code = source.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
        for (number, line) in code {
            if let Some(word) = DIALS.iter().find(|word| line.contains(*word)) {
                faults.push(format!("{path}:{}: {word} opens a connection that nobody vets; ask holdpoint-probe", number + 1));
            }
        }
    }
    for (path, text) in with_ending("toml").into_iter().filter(|(path, _)| path.ends_with("Cargo.toml") && !may(path)) {
        let mut section = "";
        for (number, line) in text.lines().enumerate() {
            section = if line.starts_with('[') { line } else { section };
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            // What only tests link is no way out of the product.
            if section.ends_with("dependencies]") && !section.contains("dev-") && CLIENTS.contains(&name) {
                faults.push(format!("{path}:{}: {name} brings an HTTP client; only holdpoint-probe has one", number + 1));
            }
        }
    }
    report(&faults);
}

#[test]
fn what_is_done_to_a_launch_says_whose_page_it_is_from() {
    let mut faults = Vec::new();
    for path in files(&root().join("src/net")) {
        let text = fs::read_to_string(&path).unwrap();
        for function in text.split("\npub async fn ").skip(1) {
            let body = function.split("\n}\n").next().unwrap_or_default();
            let writes = ["Ask::post(", "Ask::put(", "Ask::delete("].iter().any(|ask| body.contains(ask));
            if writes && body.contains("/api/launches/") && !body.contains(".of(me)") {
                let name = body.split('(').next().unwrap_or_default();
                faults.push(format!("{}: {name} lacks `.of(me)`: somebody else may be signed in by the time it is sent", shown(&path)));
            }
        }
    }
    report(&faults);
}

#[test]
fn every_source_file_says_what_it_is_and_fits_in_a_head() {
    let mut faults = Vec::new();
    for (path, text) in with_ending("rs") {
        if !text.starts_with("//!") {
            faults.push(format!("{path}:1: begins without //!, a line on what it is"));
        }
        let lines = text.lines().count();
        if SOURCE_LINES < lines && !LONG.iter().any(|(long, _)| *long == path) {
            faults.push(format!("{path}: {lines} lines, more than {SOURCE_LINES}: split it"));
        }
    }
    report(&faults);
}

/// Whether a file is of what is built, the page, a crate or xtask.
fn is_source(path: &str) -> bool {
    path.split_once("src/").is_some_and(|(place, _)| place.is_empty() || place == "xtask/" || place.starts_with("crates/"))
}

/// The name of the function that begins in a line.
fn function_in(line: &str) -> Option<&str> {
    let is_before = |word: &&str| word.starts_with("pub") || ["async", "const", "unsafe"].contains(word);
    let mut words = line.split_whitespace().skip_while(is_before);
    if words.next() != Some("fn") {
        return None;
    }
    words.next()?.split(['(', '<']).next()
}

/// How many lines the function takes that begins in the first one: up to the brace that closes at the same indent, as rustfmt sets it.
fn lines_of_function(lines: &[&str]) -> usize {
    let [first, rest @ ..] = lines else { return 0 };
    if first.ends_with(['}', ';']) {
        return 1;
    }
    let (indent, _) = first.split_at(first.len() - first.trim_start().len());
    // A trait's function may have no body.
    let ends = |line: &&str| line.strip_prefix(indent).is_some_and(|end| end == "}" || end.starts_with(')') && end.ends_with(';'));
    rest.iter().position(ends).map_or(lines.len(), |last| last + 2)
}

#[test]
fn functions_fit_on_a_screen() {
    let mut faults = Vec::new();
    for (path, text) in with_ending("rs").into_iter().filter(|(path, _)| is_source(path)) {
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let Some(name) = function_in(line) else { continue };
            let takes = lines_of_function(&lines[number..]);
            if FUNCTION_LINES < takes && !LONG_FUNCTIONS.iter().any(|(long, known, _)| *long == path && *known == name) {
                faults.push(format!("{path}:{}: {name} takes {takes} lines, more than {FUNCTION_LINES}: make two of it", number + 1));
            }
        }
    }
    report(&faults);
}

/// What a test may go without though all tools are required, by the words that tell of it.
const MAY_BE_SKIPPED: &[(&str, &str)] = &[
    ("{what}\"),", "Go's sources, of which only Debian has a package"),
    ("answers of drills against Intercom's description", "it is not ours to fetch"),
    ("nothing is read-only for this user", "of root's rights, not of tools"),
    ("this user may not mount a small disk", "likewise"),
];

#[test]
fn a_test_without_its_tool_is_a_fault_where_all_are_required() {
    let (mut faults, told) = (Vec::new(), concat!("println!(\"", "skipped: "));
    // Stories in browsers ask for their tools in one place.
    let of_crates = |path: &str| path.starts_with("crates/") && path.contains("/tests/");
    for (path, text) in with_ending("rs").into_iter().filter(|(path, _)| of_crates(path)) {
        let lines: Vec<&str> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let Some((_, words)) = line.split_once(told) else { continue };
            let asks = number.checked_sub(1).is_some_and(|before| lines[before].contains("HOLDPOINT_REQUIRE_TOOLS"));
            if !asks && !MAY_BE_SKIPPED.iter().any(|(may, _)| words.starts_with(may)) {
                faults.push(format!(
                    "{path}:{}: is skipped though HOLDPOINT_REQUIRE_TOOLS may be set: ask for it in the line before",
                    number + 1
                ));
            }
        }
    }
    report(&faults);
}

/// Parts that have no look of their own, or are drawn by others that the page of the design shows.
const WITHIN_OTHERS: &[&str] = &["About", "Frame", "Listed", "Meant", "Next", "Pieces", "ToastRegion"];

#[test]
fn the_page_of_the_design_shows_every_part() {
    let design: String =
        with_ending("rs").into_iter().filter(|(path, _)| path.starts_with("src/page/design")).map(|(_, text)| text).collect();
    let mut faults = Vec::new();
    for (path, text) in with_ending("rs").into_iter().filter(|(path, _)| path.starts_with("src/ui/")) {
        for rest in text.split("#[component]\npub fn ").skip(1) {
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            let is_shown = ["<", "::"].iter().any(|before| design.contains(&format!("{before}{name} ")));
            if !is_shown && !WITHIN_OTHERS.contains(&name) {
                faults.push(format!("{path}: {name} is not shown in src/page/design"));
            }
        }
    }
    report(&faults);
}

/// What has a style beside a page, with what shows it on the page of the design.
const OF_PAGES: &[(&str, &str)] = &[
    ("alert-row", "Alerts"),
    ("approval", "Approvals"),
    ("block", "WaiverBlock"),
    ("board", "Card"),
    ("chart", "Chart"),
    ("check", "ReceiptCard"),
    ("drill", "Traffic"),
    ("finding", "Findings"),
    ("history", "Notices"),
    ("mention", "Talk"),
    ("palette", "Find"),
    ("part", "FirstSection"),
    ("row", "FirstSection"),
    ("runbook", "StepRow"),
    ("said", "Talk"),
    ("step", "StepRow"),
    ("tried", "Findings"),
    ("verdict", "Outcomes"),
    ("waiver", "WaiverBlock"),
];

/// What only arranges one page, or is drawn from what a server says there.
const ON_ONE_PAGE: &[&str] = &[
    "account", "artifact", "bulk", "checks", "counts", "delivery", "digest", "editor", "evidence", "facts", "filters", "given", "invite",
    "keys", "latest", "list", "look", "offers", "problem", "proves", "roster", "story", "timer", "watch", "ways",
];

/// The blocks that styles are of: `board` of `.board__card[data-late]`, and `drill` of `.drill-mark`.
fn blocks(styles: &str) -> std::collections::BTreeSet<String> {
    let of_class = |rest: &str| {
        let class: String = rest.chars().take_while(|sign| sign.is_ascii_lowercase() || "-_".contains(*sign)).collect();
        let block = class.split("__").next().and_then(|block| block.split("--").next()).unwrap_or_default().to_owned();
        if block.starts_with("drill-") { "drill".to_owned() } else { block }
    };
    let code: String = styles.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, code)| code)).collect();
    code.split('.').skip(1).map(of_class).filter(|block| !block.is_empty()).collect()
}

#[test]
fn the_page_of_the_design_shows_what_has_a_style_beside_a_page() {
    let design: String =
        with_ending("rs").into_iter().filter(|(path, _)| path.starts_with("src/page/design")).map(|(_, text)| text).collect();
    let (of_pages, others): (Vec<_>, Vec<_>) = with_ending("css").into_iter().partition(|(path, _)| path.starts_with("src/page/"));
    let shared = |(path, _): &&(String, String)| path.starts_with("src/") || path.starts_with("style/") && !path.ends_with("print.css");
    let shared = blocks(&others.iter().filter(shared).map(|(_, text)| text.as_str()).collect::<String>());
    let mut faults = Vec::new();
    for (path, text) in &of_pages {
        for block in blocks(text).difference(&shared) {
            let part = OF_PAGES.iter().find(|(known, _)| known == block).map(|(_, part)| *part);
            match part {
                Some(part) if ["<", "::"].iter().any(|before| design.contains(&format!("{before}{part} "))) => {}
                None if ON_ONE_PAGE.contains(&block.as_str()) => {}
                Some(part) => faults.push(format!("{path}: {part}, which shows .{block}, is not in src/page/design")),
                None => faults.push(format!("{path}: nothing in src/page/design is known to show .{block}")),
            }
        }
    }
    report(&faults);
}

#[test]
fn styles_are_short_and_take_their_values_from_the_tokens() {
    let mut faults = Vec::new();
    for (path, text) in with_ending("css") {
        let lines = text.lines().count();
        if CSS_LINES < lines {
            faults.push(format!("{path}: {lines} lines, more than {CSS_LINES}: split it"));
        }
        if path.ends_with("tokens.css") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let raw = ["!important", "oklch(", "rgb(", "rgba(", "hsl("].iter().find(|raw| line.contains(*raw));
            if let Some(raw) = raw {
                faults.push(format!("{path}:{}: {raw} belongs in style/tokens.css", number + 1));
            }
        }
    }
    report(&faults);
}

#[test]
fn the_page_names_each_file_of_styles_once() {
    let page = fs::read_to_string(root().join("index.html")).unwrap();
    let named = |path: &str| page.matches(&format!("<link data-trunk rel=\"css\" href=\"{path}\"")).count();
    let odd = with_ending("css").into_iter().map(|(path, _)| path).filter(|path| named(path) != 1);
    report(&odd.map(|path| format!("{path}: index.html names it {} times", named(&path))).collect::<Vec<_>>());
}

/// A column that is not told how narrow it may be is as wide as the longest word in it, and a name may be one word of 200 letters.
#[test]
fn no_grid_grows_with_the_longest_word_in_it() {
    let mut faults = Vec::new();
    for (path, text) in with_ending("css") {
        let code: String = text.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, code)| code)).collect();
        for rule in code.split('}') {
            let Some((before, declarations)) = rule.rsplit_once('{') else { continue };
            let value = |name: &str| {
                let all = declarations.split(';').filter_map(|one| one.split_once(':'));
                all.map(|(of, value)| (of.trim(), value.trim())).find(|(of, _)| *of == name).map(|(_, value)| value)
            };
            let columns = value("grid-template-columns");
            // What is centred in it is a mark.
            let unsaid = value("display") == Some("grid") && columns.is_none() && value("place-items").is_none();
            if unsaid || columns.is_some_and(|columns| columns.split_whitespace().any(|track| track.ends_with("fr"))) {
                let selector = before.rsplit(['{', '}']).next().unwrap_or_default().trim();
                faults.push(format!("{path}: {selector} is as wide as its longest word: write `minmax(0, 1fr)` for what shrinks"));
            }
        }
    }
    report(&faults);
}

/// The lines of a document that are no code, with their numbers from 0.
fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_code = false;
    text.lines().enumerate().filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        !in_code && !fence
    })
}

/// The name by which a heading is linked to, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect::<String>().to_lowercase()
}

#[test]
fn documents_lead_to_places_that_are_there() {
    let base = root().canonicalize().unwrap();
    let is_ours = |path: &str| !path.contains('/') || path.starts_with("docs/");
    let documents: Vec<_> = with_ending("md").into_iter().filter(|(path, _)| is_ours(path)).collect();
    let has = |document: &str, name: &str| {
        let text = documents.iter().find(|(path, _)| path == document).map(|(_, text)| text.as_str()).unwrap_or_default();
        prose(text).any(|(_, line)| line.starts_with('#') && anchor(line.trim_start_matches('#')) == name)
    };
    let mut faults = Vec::new();
    for (path, text) in &documents {
        for (number, line) in prose(text) {
            let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
            for target in targets.filter(|target| !target.contains("://")) {
                let (file, name) = target.split_once('#').unwrap_or((target, ""));
                let document = base.join(path);
                let place = if file.is_empty() { document.clone() } else { document.parent().unwrap_or(&base).join(file) };
                let found = place.canonicalize().map(|place| place.strip_prefix(&base).unwrap_or(&place).to_string_lossy().into_owned());
                match found {
                    Err(_) => faults.push(format!("{path}:{}: {target} is no file", number + 1)),
                    Ok(found) if found.ends_with(".md") && !name.is_empty() && !has(&found, name) => {
                        faults.push(format!("{path}:{}: {target} is no heading there", number + 1));
                    }
                    Ok(_) => {}
                }
            }
        }
    }
    report(&faults);
}

#[test]
fn the_repository_speaks_of_no_machine() {
    let mut faults = Vec::new();
    for path in files(root()) {
        let name = shown(&path);
        let lock = ["Cargo.lock", "package-lock.json"].iter().any(|lock| name.ends_with(lock));
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        if lock || name == "tests/tidy.rs" {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            if let Some(word) = FOREIGN.iter().find(|word| line.contains(*word)) {
                faults.push(format!("{name}:{}: {word} tells of a machine or a registry", number + 1));
            }
        }
    }
    report(&faults);
}

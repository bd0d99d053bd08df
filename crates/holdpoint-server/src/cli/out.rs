//! What commands print: results on standard output, colour for people only.

use std::fs::File;
use std::io::{ErrorKind, IsTerminal as _, Read as _, Write as _};
use std::path::Path;

use holdpoint_domain::report::bundle;
use holdpoint_domain::report::legible::legible;
use holdpoint_domain::wire::Problem;
use holdpoint_probe::remote::RemoteAnswer;
use serde::Serialize;

/// Prints a result and a line break.
///
/// * Errors: standard output takes nothing more, except that a reader who has gone (`| head`) is no error.
pub fn say(text: impl AsRef<str>) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    let written = writeln!(out, "{}", text.as_ref().trim_end_matches('\n')).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(format!("the result cannot be written to standard output: {error}; send it elsewhere"))
        }
        _ => Ok(()),
    }
}

/// Says something beside the result, on standard error. A reader who has gone ends nothing: `eprintln!` would panic.
pub fn aside(text: impl AsRef<str>) {
    let _ = writeln!(std::io::stderr().lock(), "{}", text.as_ref());
}

/// What a server's refusal says, in a sentence: its problem's own, or that there is none.
pub fn refusal(answer: &RemoteAnswer) -> String {
    let problem: Option<Problem> = serde_json::from_slice(&answer.body).ok();
    let other = || match answer.status {
        status @ 300..400 => format!(
            "the server redirects (status {status}), which is not followed; name the address that it leads to, with https where it has that"
        ),
        // The server's own come with a problem.
        413 => "what stands before the server takes nothing of this size (status 413); let it pass on what the server takes (nginx: \
                client_max_body_size), or send less"
            .into(),
        status @ 502..=504 => {
            format!("what stands before the server cannot reach it (status {status}); see whether the server runs, and try again")
        }
        status => format!("the server answered with status {status}; is it a Holdpoint server of this version?"),
    };
    problem.map_or_else(other, |problem| plain(&problem.detail))
}

/// JSON on several lines.
///
/// * Errors: a name of a file in it is no UTF-8, as all of JSON is.
pub fn pretty(value: &impl Serialize) -> Result<String, String> {
    serde_json::to_string_pretty(value).map_err(|error| {
        format!("what came of it cannot be told as JSON: {error}; give files and folders names in UTF-8, or leave --json out")
    })
}

/// A colour of the terminal's own palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Green,
    Yellow,
    Red,
    Blue,
}

/// Whether colours are shown.
#[derive(Clone, Copy, Debug)]
pub struct Paint(bool);

impl Paint {
    /// On a terminal, and where `NO_COLOR` (no-color.org) is not set.
    pub fn of_stdout() -> Self {
        let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self(std::io::stdout().is_terminal() && !unwanted)
    }

    pub fn paint(self, colour: Colour, text: &str) -> String {
        let code = match colour {
            Colour::Green => 32,
            Colour::Yellow => 33,
            Colour::Red => 31,
            Colour::Blue => 34,
        };
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Text from outside for a terminal, in one line: what would move the cursor or change its colours is shown as `�`, and what cannot be seen
/// or turns the reading direction is written out.
pub fn plain(text: &str) -> String {
    let shown = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    legible(&text.chars().map(shown).collect::<String>()).replace('\n', "\u{fffd}")
}

/// The most that is read of a history: with lines of a few hundred bytes more than a million events.
const HISTORY_BYTES: u64 = 1 << 30;

/// Reads a file that was named on the command line: no report is larger than what is read.
///
/// * Errors: it cannot be read, or has more than 64 MiB; a sentence with the file's name.
pub fn read(file: &Path) -> Result<Vec<u8>, String> {
    read_within(file, bundle::MAX_BYTES as u64)
}

/// The same for a launch's history, which may be longer than any report.
///
/// * Errors: it cannot be read, or has more than 1,024 MiB.
pub fn read_history(file: &Path) -> Result<Vec<u8>, String> {
    read_within(file, HISTORY_BYTES)
}

fn read_within(file: &Path, most: u64) -> Result<Vec<u8>, String> {
    let shown = file.display();
    let mut bytes = Vec::new();
    let opened = File::open(file).and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    opened.map_err(|error| format!("{shown}: {error}; name a file that this user can read"))?;
    if most < bytes.len() as u64 {
        return Err(format!("{shown} has more than {} MiB; name the right file", most >> 20));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_shown_only_where_they_are_wanted() {
        assert_eq!(Paint(false).paint(Colour::Red, "fail"), "fail");
        assert_eq!(Paint(true).paint(Colour::Red, "fail"), "\u{1b}[31mfail\u{1b}[0m");
    }

    #[test]
    fn what_a_proxy_says_is_told_as_that() {
        let cases = [
            (302, "<html>", "the server redirects (status 302)"),
            (404, "<html>", "is it a Holdpoint server of this version?"),
            (413, "<html>", "takes nothing of this size (status 413)"),
            (502, "<html>", "cannot reach it (status 502)"),
            (503, "", "cannot reach it (status 503)"),
            (504, "{}", "cannot reach it (status 504)"),
            (503, r#"{ "type": "/problems/x", "title": "X", "status": 503, "detail": "it says why" }"#, "it says why"),
        ];
        for (status, body, words) in cases {
            let said = refusal(&RemoteAnswer { status, body: body.into() });
            assert!(said.contains(words), "{status}: {said}");
        }
    }

    #[test]
    fn an_answer_cannot_draw_on_the_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb\nc"), "a\u{fffd}[2Jb\u{fffd}c");
        assert_eq!(plain("safe\u{202e}gpj.exe\u{2028}x"), "safe[U+202E]gpj.exe\u{fffd}x");
    }
}

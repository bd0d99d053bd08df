//! A report in a few lines, for a ticket: the decision, who, when, until when, the exceptions, and the root of the log, which lies outside
//! of the server from then on.

use super::legible::one_line;
use super::markdown::{code, fence, prose};
use super::outline::{Entry, Outline};
use super::signoff::bundle_name;
use super::words;

/// Exceptions that are told one by one; the report has them all.
const EXCEPTIONS: usize = 10;

/// Characters of one line: a ticket is no place for long texts, which the report has.
const LINE_CHARS: usize = 300;

/// A report in a few lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// `LCH-42 Checkout 3: Go`
    pub title: String,
    /// What is told in a line each: a term and what it is.
    pub facts: Vec<(&'static str, String)>,
    pub exceptions: Vec<String>,
    /// How many more there are.
    pub more: usize,
    /// The signed note over the launch's log (C2SP tlog-checkpoint): origin, size, root, signature.
    pub checkpoint: String,
}

impl Brief {
    /// Same outline, same lines.
    pub fn of(outline: &Outline) -> Self {
        let told = ["Decision", "Issued", "Holds until", "Signed by", "Change ticket", "Change window", "Environment", "Items", "Checks"];
        let mut facts: Vec<(&'static str, String)> = Vec::new();
        for entry in &outline.summary {
            if let Some(term) = told.into_iter().find(|term| *term == entry.title) {
                facts.push((term, cut(&fact(entry))));
            }
        }
        facts.push(("Signed proof", format!("{}, {}", bundle_name(outline.launch), outline.bundle)));
        facts.extend(root(&outline.checkpoint).map(|(size, root)| ("Root of the log", format!("{root} over {size} entries"))));
        let all = outline.exceptions.iter();
        let exceptions: Vec<String> = all.clone().take(EXCEPTIONS).map(|entry| cut(&exception(entry))).collect();
        Self {
            title: cut(&outline.title()),
            facts,
            more: all.len() - exceptions.len(),
            exceptions,
            checkpoint: outline.checkpoint.clone(),
        }
    }

    /// As Markdown, in which no text of a person is markup, a link or a mention.
    pub fn markdown(&self) -> String {
        let mut text = format!("### {}\n\n", prose(&self.title));
        self.facts.iter().for_each(|(term, value)| text.push_str(&format!("- **{term}**: {}\n", value_of(term, value))));
        if !self.exceptions.is_empty() {
            text.push_str("\nExceptions:\n\n");
            self.exceptions.iter().for_each(|line| text.push_str(&format!("- {}\n", prose(line))));
            text.push_str(&self.and_more().map(|line| format!("- {line}\n")).unwrap_or_default());
        }
        text.push_str("\nThe checkpoint of the launch's log, as it was signed. Whoever has it can tell whether the history was changed later:\n\n");
        text.push_str(&fence(&self.checkpoint));
        text
    }

    /// As plain text.
    pub fn plain(&self) -> String {
        let mut lines = vec![self.title.clone(), String::new()];
        lines.extend(self.facts.iter().map(|(term, value)| format!("{term}: {value}")));
        if !self.exceptions.is_empty() {
            lines.extend([String::new(), "Exceptions:".into()]);
            lines.extend(self.exceptions.iter().map(|line| format!("- {line}")));
            lines.extend(self.and_more().map(|line| format!("- {line}")));
        }
        lines.extend([String::new(), "The checkpoint of the launch's log, as it was signed:".into()]);
        lines.push(self.checkpoint.trim_end().to_owned());
        lines.join("\n") + "\n"
    }

    fn and_more(&self) -> Option<String> {
        (0 < self.more).then(|| format!("and {} more, which the report tells", self.more))
    }
}

/// The size and the root that a checkpoint states: its second and third line.
pub fn root(checkpoint: &str) -> Option<(&str, &str)> {
    let mut lines = checkpoint.lines().skip(1);
    Some((lines.next()?, lines.next()?))
}

fn value_of(term: &str, value: &str) -> String {
    if matches!(term, "Signed proof" | "Root of the log") { code(value) } else { prose(value) }
}

fn fact(entry: &Entry) -> String {
    let mark = entry.mark.map(|mark| format!("{}. ", mark.word)).unwrap_or_default();
    let at = entry.at.filter(|(what, _)| *what == "signed").map(|(_, at)| format!(", {}", words::time(at))).unwrap_or_default();
    // Who signed is in the text already.
    format!("{mark}{}{at}", entry.text)
}

fn exception(entry: &Entry) -> String {
    let mark = entry.mark.map(|mark| format!("{}: ", mark.word)).unwrap_or_default();
    let until = entry.until.map(|(what, at)| format!(" ({what} {})", words::time(at))).unwrap_or_default();
    format!("{}, {mark}{}{until}", entry.title, entry.text)
}

/// What people wrote is in it, so it is one line whatever they wrote: as plain text, the next line would be ours.
fn cut(text: &str) -> String {
    let text = one_line(text);
    let end = text.char_indices().nth(LINE_CHARS).map(|(end, _)| end);
    match end {
        Some(end) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_states_size_and_root() {
        assert_eq!(root("holdpoint.example/x\n12\nAAAA=\n\n— x sig\n"), Some(("12", "AAAA=")));
        assert_eq!(root(""), None);
    }
}

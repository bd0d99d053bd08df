//! An outline laid out for people: headings, lists and tables, whatever draws them in the end.

use super::outline::{Changes, Entry, Kind, Mark, Outline, Tone};
use super::signoff::{bundle_name, html_name, tlog_proof_name};
use super::words;

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// * `level`: 1 is the document's title.
    Heading { level: u8, text: String, mark: Option<Mark> },
    /// What must not be overlooked.
    Banner { tone: Tone, strong: String, text: String },
    Paragraph(Vec<Span>),
    /// Terms, and what they are.
    Facts(Vec<(String, Vec<Span>)>),
    List(Vec<Vec<Span>>),
    Table(Table),
    /// Lines as they are.
    Code(String),
}

/// A piece of a line. Texts are as people wrote them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    Text(String),
    Strong(String),
    /// For machines as much as for people: ids, digests, addresses.
    Code(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub caption: String,
    /// Each column's name and its share of the width.
    pub columns: Vec<(&'static str, u8)>,
    pub rows: Vec<Vec<String>>,
}

/// What a document is drawn as: a few sentences depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// A text that is pasted somewhere: the proof has to come along.
    Text,
    /// A file that has the proof attached.
    WithProof,
}

/// The whole document: summary, exceptions, changes, then everything. Same outline, same document.
pub fn document(outline: &Outline, medium: Medium) -> Vec<Block> {
    let mut blocks = Vec::new();
    first_page(outline, &mut blocks);
    exceptions(outline, &mut blocks);
    if let Some(changes) = &outline.changes {
        changed(changes, &mut blocks);
    }
    section("Approvals", "Nobody has signed.", &outline.approvals, &mut blocks);
    checklist(&outline.items, &mut blocks);
    section("Checks", "This checklist has no checks.", &outline.checks, &mut blocks);
    section("Rollback and rehearsals", "No runbook was run or rehearsed.", &outline.runs, &mut blocks);
    record(outline, &mut blocks);
    verify(outline, medium, &mut blocks);
    blocks
}

fn heading(level: u8, text: impl Into<String>) -> Block {
    Block::Heading { level, text: text.into(), mark: None }
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![Span::Text(text.into())])
}

fn first_page(outline: &Outline, blocks: &mut Vec<Block>) {
    let tone = if outline.decision == crate::launch::Decision::Go { Tone::Good } else { Tone::Bad };
    blocks.push(heading(1, format!("{} {}", outline.launch, outline.name)));
    blocks.push(Block::Banner { tone, strong: words::decision(outline.decision).to_owned(), text: outline.verdict.clone() });
    let vouched = outline.vouched.words();
    match outline.vouched {
        super::outline::Vouched::Nobody => {
            blocks.push(Block::Banner { tone: Tone::Note, strong: String::new(), text: vouched.to_owned() });
        }
        _ => blocks.push(paragraph(vouched)),
    }
    // The banner says the decision.
    blocks.push(facts(outline.summary.iter().filter(|entry| entry.title != "Decision")));
}

fn facts<'a>(entries: impl Iterator<Item = &'a Entry>) -> Block {
    Block::Facts(entries.map(|entry| (entry.title.clone(), value(entry))).collect())
}

/// What a fact is, behind its term.
fn value(entry: &Entry) -> Vec<Span> {
    let mut spans = Vec::new();
    if let Some(mark) = entry.mark {
        spans.push(Span::Strong(mark.word.to_owned()));
    }
    spans.extend(text(&entry.text));
    // What was issued says so in its text already.
    let at = entry.at.filter(|(word, _)| *word != "issued").map(|(word, at)| format!("{word} {}", words::time(at)));
    spans.extend(at.map(|at| Span::Text(if spans.is_empty() { at } else { format!("· {at}") })));
    spans.extend((!entry.digest.is_empty()).then(|| Span::Code(entry.digest.clone())));
    spans
}

fn text(text: &str) -> Option<Span> {
    (!text.is_empty()).then(|| Span::Text(text.to_owned()))
}

fn exceptions(outline: &Outline, blocks: &mut Vec<Block>) {
    blocks.push(heading(2, "Exceptions"));
    if outline.exceptions.is_empty() {
        blocks.push(paragraph("None: nothing is waived, left out, stale or failing."));
    }
    let kinds = [(Tone::Bad, "What stands against the launch"), (Tone::Note, "What does not block, and should be known")];
    for (tone, caption) in kinds {
        let those = outline.exceptions.iter().filter(|entry| entry.mark.is_some_and(|mark| mark.tone == tone));
        let rows: Vec<Vec<String>> = those.map(|entry| vec![word(entry), entry.id.clone(), entry.text.clone()]).collect();
        if !rows.is_empty() {
            let columns = vec![("Kind", 2), ("About", 3), ("What", 7)];
            blocks.push(Block::Table(Table { caption: caption.into(), columns, rows }));
        }
    }
}

fn word(entry: &Entry) -> String {
    entry.mark.map(|mark| mark.word.to_owned()).unwrap_or_default()
}

fn changed(changes: &Changes, blocks: &mut Vec<Block>) {
    blocks.push(heading(2, "Changes since the previous report"));
    let previous = format!("The previous report was issued {}:", words::time(changes.since));
    blocks.push(Block::Paragraph(vec![Span::Text(previous), Span::Code(changes.bundle.to_string())]));
    let Some(entries) = &changes.entries else {
        blocks.push(paragraph("Its file is no longer kept here, so what changed cannot be told."));
        return;
    };
    if entries.is_empty() {
        blocks.push(paragraph("Nothing that a report tells has changed."));
        return;
    }
    let row = |entry: &Entry| {
        let about = if entry.id.is_empty() { "the launch".to_owned() } else { entry.id.clone() };
        vec![about, entry.title.clone(), or_none(&entry.before), or_none(&entry.text)]
    };
    let columns = vec![("About", 3), ("What", 2), ("Then", 4), ("Now", 4)];
    blocks.push(Block::Table(Table { caption: String::new(), columns, rows: entries.iter().map(row).collect() }));
}

fn or_none(text: &str) -> String {
    if text.is_empty() { "–".into() } else { text.to_owned() }
}

fn section(title: &str, none: &str, entries: &[Entry], blocks: &mut Vec<Block>) {
    blocks.push(heading(2, title));
    if entries.is_empty() {
        blocks.push(paragraph(none));
    }
    for entry in entries {
        card(3, entry, blocks);
    }
}

fn checklist(items: &[Entry], blocks: &mut Vec<Block>) {
    blocks.push(heading(2, "Checklist"));
    let mut last = None;
    for item in items {
        if last != Some(&item.section) {
            blocks.push(heading(3, item.section.clone()));
            last = Some(&item.section);
        }
        card(4, item, blocks);
    }
}

/// A thing with all that belongs to it.
fn card(level: u8, entry: &Entry, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading { level, text: entry.title.clone(), mark: entry.mark });
    let mut lines = vec![about(entry)];
    lines.extend(text(&entry.text).map(|text| vec![text]));
    lines.extend(entry.within.iter().map(line));
    lines.retain(|line| !line.is_empty());
    blocks.push(Block::List(lines));
}

/// Which it is, who did it, when, until when.
fn about(entry: &Entry) -> Vec<Span> {
    let id = (!entry.id.is_empty()).then(|| Span::Code(entry.id.clone()));
    dotted([id, moments(entry)])
}

/// `started TIME by Ann, ended TIME`
fn moments(entry: &Entry) -> Option<Span> {
    let at = entry.at.map(|(word, at)| format!("{word} {}", words::time(at)));
    let by = (!entry.by.is_empty()).then(|| format!("by {}", entry.by));
    let done = [at, by].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let until = entry.until.map(|(word, end)| format!("{word} {}", words::time(end)));
    let all = [Some(done).filter(|done| !done.is_empty()), until];
    text(&all.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// Those that are there, with dots between them.
fn dotted<const N: usize>(parts: [Option<Span>; N]) -> Vec<Span> {
    let mut spans = Vec::new();
    for part in parts.into_iter().flatten() {
        if !spans.is_empty() {
            spans.push(Span::Text("·".into()));
        }
        spans.push(part);
    }
    spans
}

/// What belongs to a thing, in a line.
fn line(entry: &Entry) -> Vec<Span> {
    let code = |text: &String| (!text.is_empty()).then(|| Span::Code(text.clone()));
    let title = match entry.kind {
        Kind::Fact => return [vec![Span::Strong(format!("{}:", entry.title))], value(entry)].concat(),
        Kind::Seen => {
            return vec![Span::Text("saw".into()), Span::Code(entry.title.clone()), Span::Text("=".into()), Span::Text(entry.text.clone())];
        }
        Kind::Check => format!("Check {}", entry.title),
        Kind::Evidence => format!("Evidence: {}", entry.title),
        _ => entry.title.clone(),
    };
    let mark = entry.mark.map(|mark| Span::Text(mark.word.to_owned()));
    let id = code(&entry.id).filter(|_| matches!(entry.kind, Kind::Check | Kind::Step));
    dotted([Some(Span::Strong(title)), mark, id, code(&entry.link), text(&entry.text), moments(entry), code(&entry.digest)])
}

fn record(outline: &Outline, blocks: &mut Vec<Block>) {
    blocks.push(heading(2, "Record"));
    blocks.push(facts(outline.record.iter()));
    blocks.push(paragraph(
        "The log's checkpoint. Its third line is the root over all events; put it into the change ticket, and the history can no longer be \
         rewritten unseen.",
    ));
    blocks.push(Block::Code(outline.checkpoint.clone()));
    let rows = outline.people.iter().map(|person| vec![person.title.clone(), person.text.clone(), person.id.clone()]).collect();
    let columns = vec![("Name", 3), ("Role", 3), ("Id", 5)];
    blocks.push(Block::Table(Table { caption: "People of this launch".into(), columns, rows }));
}

fn verify(outline: &Outline, medium: Medium, blocks: &mut Vec<Block>) {
    let (bundle, html, proof) = (bundle_name(outline.launch), html_name(outline.launch), tlog_proof_name(outline.launch));
    blocks.push(heading(2, "How to verify"));
    let place = match medium {
        Medium::Text => "(keep it beside this text; its digest is above).",
        Medium::WithProof => "(attached to this file; readers list it under attachments).",
    };
    blocks.push(Block::Paragraph(vec![
        Span::Text("This is for reading. The proof is signed, and contains everything that is told here:".into()),
        Span::Code(bundle.clone()),
        Span::Text(place.into()),
    ]));
    blocks.push(Block::Paragraph(vec![
        Span::Text("Trust comes from outside: pin the server's".into()),
        Span::Code("trust.json".into()),
        Span::Text("once, on a way that you trust. With the report for people and the proof of its place in the log beside it:".into()),
    ]));
    blocks.push(Block::Code(format!("holdpoint verify {bundle} --trust trust.json --html {html} --tlog-proof {proof}")));
    let issued = words::time(outline.issued_at);
    blocks.push(paragraph(match &outline.stamped {
        None => format!("Issued {issued} by the server's clock; no independent authority vouches for this time."),
        Some(stamped) => format!(
            "Issued {issued} by the server's clock. The proof has a timestamp: “{}” says that its signature was there at {}. Whether that is an \
             authority that you pinned, verifying shows.",
            stamped.by,
            words::time(stamped.at)
        ),
    }));
    if outline.first {
        blocks.push(paragraph("It is the first report of this launch."));
    }
}

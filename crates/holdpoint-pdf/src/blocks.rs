//! Headings, lists and tables as lines.

use holdpoint_domain::report::document::{Block, Span, Table};
use holdpoint_domain::report::outline::{Mark as Word, Tone};

use crate::lines::{Run, broken};
use crate::page::{Layout, Mark, Node, Role};
use crate::style::*;

/// Lays a block out below the last one.
pub fn lay(layout: &mut Layout<'_>, block: &Block) {
    match block {
        Block::Heading { level, text, mark } => heading(layout, *level, (text, *mark)),
        Block::Banner { tone, strong, text } => banner(layout, *tone, (strong, text)),
        Block::Paragraph(spans) => paragraph(layout, spans),
        Block::Facts(facts) => terms(layout, facts),
        Block::List(lines) => list(layout, lines),
        Block::Table(table) => tabled(layout, table),
        Block::Code(text) => code(layout, text),
    }
    layout.space(AFTER);
}

fn run(layout: &Layout<'_>, bold: bool, ink: Colour, text: &str) -> Run {
    Run { bold, ink, text: layout.faces.drawable(text) }
}

/// Spans with spaces between them.
fn runs(layout: &Layout<'_>, spans: &[Span]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for span in spans {
        if let Some(last) = runs.last_mut() {
            last.text.push(' ');
        }
        runs.push(match span {
            Span::Text(text) => run(layout, false, INK, text),
            Span::Strong(text) => run(layout, true, INK, text),
            Span::Code(text) => run(layout, false, CODE, text),
        });
    }
    runs
}

fn ink(tone: Tone) -> Colour {
    match tone {
        Tone::Good => GOOD.0,
        Tone::Note => NOTE.0,
        Tone::Bad => BAD.0,
        Tone::Plain => MUTED,
    }
}

fn heading(layout: &mut Layout<'_>, level: u8, (text, mark): (&str, Option<Word>)) {
    let place = usize::from(level.clamp(1, HEADINGS.len() as u8)) - 1;
    let size = HEADINGS[place];
    layout.space(BEFORE[place]);
    layout.need(size * LEADING + KEEP);
    let title = layout.faces.drawable(text).replace('\n', " ");
    // PDF/UA wants a word.
    let title = if title.trim().is_empty() { "–".to_owned() } else { title };
    layout.heading(level, &title);
    let mut words = vec![Run { bold: true, ink: INK, text: title.clone() }];
    if let Some(mark) = mark {
        words[0].text.push(' ');
        words.push(run(layout, true, ink(mark.tone), &format!("– {}", mark.word)));
    }
    let leaf = layout.leaf();
    layout.text(leaf, (MARGIN, WIDTH, size), &words);
    if level == 2 {
        rule(layout);
    }
    layout.push(Node::Group(Role::Heading(level, title), vec![Node::Leaf(leaf)]));
}

fn rule(layout: &mut Layout<'_>) {
    let y = layout.y;
    layout.mark(Mark::Ground { x: MARGIN, y, width: WIDTH, height: HAIRLINE, colour: LINE });
    layout.y += HAIRLINE;
}

fn banner(layout: &mut Layout<'_>, tone: Tone, (strong, text): (&str, &str)) {
    let (ink, ground) = match tone {
        Tone::Good => GOOD,
        Tone::Bad => BAD,
        Tone::Note | Tone::Plain => NOTE,
    };
    let (x, width) = (MARGIN + BAR + GAP, WIDTH - BAR - 2.0 * GAP);
    let (strong, text) = (run(layout, true, ink, strong), run(layout, strong.is_empty(), ink, text));
    let rows = |run: &Run, size: f32| broken(layout.faces, std::slice::from_ref(run), size, width).len() as f32 * size * LEADING;
    let first = if strong.text.is_empty() { 0.0 } else { rows(&strong, STRONG) };
    let height = first + rows(&text, BODY) + 2.0 * GAP;
    layout.need(height);
    let y = layout.y;
    layout.mark(Mark::Ground { x: MARGIN, y, width: WIDTH, height, colour: ground });
    layout.mark(Mark::Ground { x: MARGIN, y, width: BAR, height, colour: ink });
    layout.y += GAP;
    let leaf = layout.leaf();
    if !strong.text.is_empty() {
        // So that who reads it aloud does not run the two together.
        let strong = Run { text: format!("{} ", strong.text), ..strong };
        layout.text(leaf, (x, width, STRONG), &[strong]);
    }
    layout.text(leaf, (x, width, BODY), &[text]);
    layout.y += GAP;
    layout.push(Node::Group(Role::Paragraph, vec![Node::Leaf(leaf)]));
}

fn paragraph(layout: &mut Layout<'_>, spans: &[Span]) {
    let (leaf, runs) = (layout.leaf(), runs(layout, spans));
    layout.text(leaf, (MARGIN, WIDTH, BODY), &runs);
    layout.push(Node::Group(Role::Paragraph, vec![Node::Leaf(leaf)]));
}

fn item(label: usize, body: usize) -> Node {
    let part = |role, leaf| Node::Group(role, vec![Node::Leaf(leaf)]);
    Node::Group(Role::Item, vec![part(Role::Label, label), part(Role::Body, body)])
}

fn terms(layout: &mut Layout<'_>, facts: &[(String, Vec<Span>)]) {
    let mut items = Vec::new();
    for (term, value) in facts {
        let term = broken(layout.faces, &[run(layout, false, MUTED, &format!("{term} "))], BODY, TERM - GAP);
        let value = broken(layout.faces, &runs(layout, value), BODY, WIDTH - TERM);
        let (label, body) = (layout.leaf(), layout.leaf());
        side_by_side(layout, BODY, vec![(label, MARGIN, term), (body, MARGIN + TERM, value)]);
        items.push(item(label, body));
    }
    layout.push(Node::Group(Role::List, items));
}

/// Columns of lines that begin at the same height, over as many pages as they take.
fn side_by_side(layout: &mut Layout<'_>, size: f32, columns: Vec<(usize, f32, Vec<crate::lines::Line>)>) {
    let rows = columns.iter().map(|(_, _, lines)| lines.len()).max().unwrap_or_default();
    let mut columns: Vec<_> = columns.into_iter().map(|(leaf, x, lines)| (leaf, x, lines.into_iter())).collect();
    for _ in 0..rows {
        layout.need(size * LEADING);
        for (leaf, x, lines) in &mut columns {
            if let Some(line) = lines.next() {
                layout.line(*leaf, (*x, size), line);
            }
        }
        layout.y += size * LEADING;
    }
}

fn list(layout: &mut Layout<'_>, lines: &[Vec<Span>]) {
    let mut items = Vec::new();
    for spans in lines {
        let dot = vec![vec![run(layout, false, MUTED, "• ")]];
        let body = broken(layout.faces, &runs(layout, spans), BODY, WIDTH - BULLET);
        let leaves = (layout.leaf(), layout.leaf());
        side_by_side(layout, BODY, vec![(leaves.0, MARGIN, dot), (leaves.1, MARGIN + BULLET, body)]);
        items.push(item(leaves.0, leaves.1));
    }
    if !items.is_empty() {
        layout.push(Node::Group(Role::List, items));
    }
}

fn tabled(layout: &mut Layout<'_>, table: &Table) {
    if !table.caption.is_empty() {
        layout.need(KEEP);
        paragraph(layout, &[Span::Text(table.caption.clone())]);
    }
    let shares: f32 = table.columns.iter().map(|(_, share)| f32::from(*share)).sum();
    let mut x = MARGIN;
    let mut columns = Vec::new();
    for (_, share) in &table.columns {
        let width = WIDTH * f32::from(*share) / shares;
        columns.push((x, width - GAP));
        x += width;
    }
    let names: Vec<String> = table.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let mut rows = vec![row(layout, &columns, (&names, true))];
    rows.extend(table.rows.iter().map(|cells| row(layout, &columns, (cells, false))).collect::<Vec<_>>());
    layout.push(Node::Group(Role::Table, rows));
}

fn row(layout: &mut Layout<'_>, columns: &[(f32, f32)], (cells, head): (&[String], bool)) -> Node {
    let mut lines = Vec::new();
    let mut parts = Vec::new();
    for ((x, width), cell) in columns.iter().zip(cells) {
        // A cell without anything would be no cell for who reads the structure.
        let text = if cell.trim().is_empty() { "–" } else { cell };
        let text = run(layout, head, if head { MUTED } else { INK }, &format!("{text} "));
        let leaf = layout.leaf();
        lines.push((leaf, *x, broken(layout.faces, &[text], BODY, *width)));
        parts.push(Node::Group(if head { Role::HeadCell } else { Role::Cell }, vec![Node::Leaf(leaf)]));
    }
    side_by_side(layout, BODY, lines);
    rule(layout);
    Node::Group(Role::Row, parts)
}

fn code(layout: &mut Layout<'_>, text: &str) {
    let (leaf, run) = (layout.leaf(), run(layout, false, INK, text.trim_end()));
    let (x, width) = (MARGIN + GAP, WIDTH - 2.0 * GAP);
    for line in broken(layout.faces, &[run], SMALL, width) {
        let height = SMALL * LEADING;
        layout.need(height);
        let y = layout.y;
        layout.mark(Mark::Ground { x: MARGIN, y, width: WIDTH, height, colour: RAISED });
        layout.line(leaf, (x, SMALL), line);
        layout.y += height;
    }
    layout.push(Node::Group(Role::Code, vec![Node::Leaf(leaf)]));
}

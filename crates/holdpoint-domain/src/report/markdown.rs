//! The report as Markdown, for tickets: what GitHub, GitLab and Jira show alike. No text of a person becomes a link, a picture, a mention,
//! a reference or markup.

mod escape;

pub(super) use escape::{code, fence, prose};

use super::document::{Block, Medium, Span, Table, document};
use super::outline::Outline;

/// The whole text, in UTF-8 with line feeds. Same outline, same bytes.
pub fn markdown(outline: &Outline) -> String {
    let mut text = String::new();
    for block in document(outline, Medium::Text) {
        match block {
            Block::Heading { level, text: title, mark } => {
                let mark = mark.map(|mark| format!(" – **{}**", prose(mark.word))).unwrap_or_default();
                text.push_str(&format!("{} {}{mark}\n", "#".repeat(usize::from(level)), prose(&title)));
            }
            Block::Banner { strong, text: said, .. } if strong.is_empty() => text.push_str(&format!("> **{}**\n", prose(&said))),
            Block::Banner { strong, text: said, .. } => text.push_str(&format!("> **{}** – {}\n", prose(&strong), prose(&said))),
            Block::Paragraph(spans) => text.push_str(&format!("{}\n", line(&spans))),
            Block::Facts(facts) => {
                facts.iter().for_each(|(term, value)| text.push_str(&format!("- **{}**: {}\n", prose(term), line(value))));
            }
            Block::List(lines) => lines.iter().for_each(|spans| text.push_str(&format!("- {}\n", line(spans)))),
            Block::Table(table) => text.push_str(&drawn(&table)),
            Block::Code(lines) => text.push_str(&fence(&lines)),
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn line(spans: &[Span]) -> String {
    let spans: Vec<String> = spans
        .iter()
        .map(|span| match span {
            Span::Text(text) => prose(text),
            Span::Strong(text) => format!("**{}**", prose(text)),
            Span::Code(text) => code(text),
        })
        .collect();
    spans.join(" ")
}

fn drawn(table: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = String::new();
    if !table.caption.is_empty() {
        text.push_str(&format!("{}:\n\n", prose(&table.caption)));
    }
    text.push_str(&row(table.columns.iter().map(|(name, _)| prose(name)).collect()));
    text.push_str(&row(table.columns.iter().map(|_| "---".to_owned()).collect()));
    table.rows.iter().for_each(|cells| text.push_str(&row(cells.iter().map(|cell| prose(cell)).collect())));
    text
}

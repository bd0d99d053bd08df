//! What is written into tickets: one text for each kind of system, within its limit.

use super::Parcel;

/// Not seen: keeps a text of ours from ending the block that it stands in.
const JOINER: char = '\u{2060}';

impl Parcel {
    /// For GitHub and GitLab: Markdown behind a marker that is not shown, with the whole report folded away, as far as it fits.
    pub(super) fn comment(&self, limit: usize) -> String {
        let Self { marker, markdown, link, whole, .. } = self;
        let head = format!("<!-- {marker} -->\n{markdown}\n[Open the launch in Holdpoint]({link})\n\n");
        let (open, close) = ("<details><summary>The whole report</summary>\n\n", "\n\n</details>\n");
        let room = limit.saturating_sub(head.chars().count() + open.len() + close.len());
        let statement = "**Cut here, because a comment has no room for more.** The whole report is to be had from the launch's page.";
        // A head that fills the comment is cut itself.
        if room < statement.chars().count() + 16 {
            return within(&head, limit, statement);
        }
        format!("{head}{open}{}{close}", within(whole, room, statement))
    }

    /// For Jira: wiki markup, in which everything that people wrote stands in a block that knows no markup.
    pub(super) fn wiki(&self, beside: &[String], limit: usize) -> String {
        let Self { marker, plain, link, .. } = self;
        let tail = format!(
            "{}\nThe launch in Holdpoint: {link}\nReference: {marker}\n",
            beside.iter().map(|line| format!("{line}\n")).collect::<String>()
        );
        let (open, close) = ("{noformat}\n", "\n{noformat}\n");
        let statement = "Cut here, because a comment has no room for more. The attached report has everything.";
        let room = limit.saturating_sub(tail.chars().count() + open.len() + close.len());
        let inert = plain.replace("{noformat", &format!("{{{JOINER}noformat"));
        format!("{open}{}{close}{tail}", within(&inert, room, statement))
    }

    /// For ServiceNow: plain text; a journal makes nothing of it but `[code]`, which stays out.
    pub(super) fn note(&self, beside: &[String], limit: usize) -> String {
        let Self { plain, link, .. } = self;
        let tail = format!(
            "\n{}The launch in Holdpoint: {link}\n{}\n",
            beside.iter().map(|line| format!("{line}\n")).collect::<String>(),
            self.stamp()
        );
        let statement = "Cut here, because a work note has no room for more. The attached report has everything.";
        let inert = plain.replace("[code]", &format!("[{JOINER}code]"));
        format!("{}{tail}", within(&inert, limit.saturating_sub(tail.chars().count()), statement))
    }

    /// By which a note that cannot be changed is known again: of this launch and this report.
    pub(super) fn stamp(&self) -> String {
        format!("Reference: {} {}", self.marker, self.version)
    }
}

/// A text within a limit of characters: cut between lines, with a statement that says so.
///
/// * `statement`: what stands at the end of a text that was cut; a paragraph of Markdown or plain text.
pub(super) fn within(text: &str, limit: usize, statement: &str) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    // Room for the statement, and for the end of a fence that the cut goes through.
    let room = limit.saturating_sub(statement.chars().count() + 16);
    let end = text.char_indices().nth(room).map_or(text.len(), |(end, _)| end);
    let kept = text.get(..end).unwrap_or_default();
    let kept = kept.rsplit_once('\n').map_or("", |(lines, _)| lines);
    let ticks = kept.lines().filter(|line| line.starts_with("```")).map(str::trim_end).collect::<Vec<_>>();
    let open = if ticks.len() % 2 == 1 { ticks.last().map(|fence| format!("\n{fence}")).unwrap_or_default() } else { String::new() };
    let whole = format!("{kept}{open}\n\n{statement}\n");
    // A limit too small for anything but a part of the statement.
    whole.chars().take(limit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parcel(whole: &str, plain: &str) -> Parcel {
        Parcel {
            marker: "holdpoint:0123-LCH-1".into(),
            version: "0a1b2c3d4e5f".into(),
            go: true,
            name: "holdpoint/LCH-1".into(),
            title: "LCH-1: Go".into(),
            line: "Go".into(),
            markdown: "### LCH-1: Go\n\n- **Decision**: Go\n".into(),
            plain: plain.into(),
            whole: whole.into(),
            link: "https://holdpoint.example.com/launches/LCH-1/sign-off".into(),
            files: Vec::new(),
        }
    }

    #[test]
    fn a_comment_keeps_its_limit_says_when_it_was_cut_and_is_known_again() {
        let (short, long) = (parcel("# Report\n", ""), parcel(&"a line of the report\n".repeat(5_000), ""));
        assert!(short.comment(65_536).contains("# Report") && !short.comment(65_536).contains("Cut here"));
        for limit in [600, 5_000, 65_536] {
            let comment = long.comment(limit);
            assert!(comment.chars().count() <= limit, "{limit}: {}", comment.len());
            assert!(comment.starts_with("<!-- holdpoint:0123-LCH-1 -->") && comment.contains("Cut here"), "{comment}");
            assert!(comment.ends_with("</details>\n"), "{comment}");
        }
    }

    #[test]
    fn nothing_that_people_wrote_is_markup_in_jira_or_servicenow() {
        let nasty = parcel("", "a {noformat}[~ann] !x.png! [code]<script>[/code]\n");
        let (wiki, note) = (nasty.wiki(&["Left out: a.pdf".into()], 32_767), nasty.note(&[], 4_000));
        assert_eq!(wiki.matches("{noformat}").count(), 2, "{wiki}");
        assert!(wiki.contains("Left out: a.pdf") && wiki.contains("Reference: holdpoint:0123-LCH-1"), "{wiki}");
        assert!(!note.contains("[code]") && note.contains(&nasty.stamp()), "{note}");
        let long = parcel("", &"a line\n".repeat(10_000));
        assert!(long.wiki(&[], 32_767).chars().count() <= 32_767 && long.note(&[], 4_000).chars().count() <= 4_000);
        assert!(long.note(&[], 4_000).contains("Cut here") && long.note(&[], 4_000).contains(&long.stamp()));
    }

    #[test]
    fn a_text_is_cut_between_lines_and_says_so() {
        let text = "one\ntwo\n```\ncode\nmore code\n```\nend\n".repeat(4);
        let statement = "Cut here: 60 characters are taken.";
        assert_eq!(within(&text, 500, statement), text, "it fits");
        for limit in 0..text.chars().count() {
            let kept = within(&text, limit, statement);
            assert!(kept.chars().count() <= limit, "{limit}: {kept}");
            if statement.len() + 20 <= limit {
                assert!(kept.ends_with(&format!("{statement}\n")), "{limit}: {kept}");
                assert_eq!(kept.matches("```").count() % 2, 0, "{limit}: no fence stays open: {kept}");
            }
        }
    }
}

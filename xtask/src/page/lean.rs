//! What only people read leaves the page's scripts and styles: comments, empty lines, and the spaces before a line.

use crate::fail::{Done, Failure, While};
use crate::need::digest;
use std::fs;
use std::path::Path;

/// How the page names a script that is a file beside it.
const SCRIPT: &str = "src=\"/";

/// After Trunk: the scripts that `index.html` starts, under names that change with them, and `index.html` itself.
pub fn scripts(page: &Path) -> Done {
    let index = page.join("index.html");
    let mut html = fs::read_to_string(&index).while_doing(format!("reading {}", index.display()))?;
    let named: Vec<String> = html.split(SCRIPT).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect();
    if named.is_empty() {
        return Err(Failure::new(format!("{} starts no script", index.display())));
    }
    for old in named {
        let text = fs::read_to_string(page.join(&old)).while_doing(format!("reading {old}"))?;
        let text = lean(&text)?;
        let stem = old.rsplit_once('-').map_or(old.as_str(), |(stem, _)| stem);
        let new = format!("{stem}-{}.js", digest(&text));
        fs::remove_file(page.join(&old)).while_doing(format!("taking {old} away"))?;
        fs::write(page.join(&new), text).while_doing(format!("writing {new}"))?;
        html = html.replace(&format!("{SCRIPT}{old}\""), &format!("{SCRIPT}{new}\""));
    }
    fs::write(&index, without_comments(&html)).while_doing(format!("writing {}", index.display()))
}

/// Each comment of `index.html` is a line of its own.
fn without_comments(html: &str) -> String {
    let is_said = |line: &&str| line.starts_with("<!--") && line.ends_with("-->");
    let lines = html.lines().map(str::trim).filter(|line| !line.is_empty() && !is_said(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// A script or styles, line by line: only comments that begin a line go, and no line is joined to another. `//#` is an order to the browser,
/// `//!` says whose work it is.
///
/// * Errors: a text, or a comment behind something else, goes over several lines, which are then not to be touched.
pub fn lean(text: &str) -> Done<String> {
    let mut kept = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines() {
        let rest = behind_comments(line.trim(), &mut in_comment);
        let is_said = rest.starts_with("//") && !rest.starts_with("//#") && !rest.starts_with("//!");
        if rest.is_empty() || is_said {
            continue;
        }
        if goes_on(rest) {
            let help = "write a text with \\n, and a comment on lines of its own";
            return Err(Failure::with_help(format!("a text or a comment goes over several lines: {rest}"), help));
        }
        kept.push_str(rest);
        kept.push('\n');
    }
    Ok(kept)
}

/// Whether a text, or a comment behind something else, begins on a line and does not end there.
fn goes_on(line: &str) -> bool {
    line.matches('`').count() % 2 == 1 || line.ends_with('\\') || line.rfind("*/") < line.rfind("/*")
}

/// What is left of a line behind the comments that it begins with, or that began before it.
fn behind_comments<'a>(line: &'a str, in_comment: &mut bool) -> &'a str {
    let mut rest = line;
    loop {
        if *in_comment {
            let Some((_, behind)) = rest.split_once("*/") else { return "" };
            *in_comment = false;
            rest = behind.trim_start();
        }
        let Some(inside) = rest.strip_prefix("/*") else { return rest };
        *in_comment = true;
        rest = inside;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_the_spaces_before_a_line_go() {
        let script = "//! Theirs.\n//# order\n// Said.\n/** Said\n * twice. */ let a = `/* ${1} */`;\n\n    /* one */ /* two */\n    if (a) // b\n\
            \x20       c(\"// d\");\n";
        assert_eq!(lean(script).unwrap(), "//! Theirs.\n//# order\nlet a = `/* ${1} */`;\nif (a) // b\nc(\"// d\");\n");
        let styles = "@layer a {\n  /* Said, over\n     two lines. */\n  p { margin: 0; }\n}\n";
        assert_eq!(lean(styles).unwrap(), "@layer a {\np { margin: 0; }\n}\n");
    }

    #[test]
    fn what_goes_over_several_lines_is_a_fault() {
        assert!(lean("let a = `one\n    two`;\n").unwrap_err().to_string().contains("over several lines: let a = `one"));
        assert!(lean("let a = \"one\\\n    // two\";\n").is_err());
        // Without its second line it would end with the next comment.
        assert!(lean("a {} /* one\n/* two */\nb {}\n").is_err());
    }

    #[test]
    fn the_page_starts_its_scripts_by_what_is_left_of_them() {
        let folder = std::env::temp_dir().join(format!("xtask-lean-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let html = "<head>\n    <!-- Said. -->\n\n    <script src=\"/first-1.js\"></script><meta content=\"/a\">\n  </head>\n";
        fs::write(folder.join("index.html"), html).unwrap();
        fs::write(folder.join("first-1.js"), "// Said.\n  a();\n").unwrap();
        scripts(&folder).unwrap();
        let name = format!("first-{}.js", digest("a();\n"));
        assert_eq!(fs::read_to_string(folder.join(&name)).unwrap(), "a();\n");
        let html = fs::read_to_string(folder.join("index.html")).unwrap();
        assert_eq!(html, format!("<head>\n<script src=\"/{name}\"></script><meta content=\"/a\">\n</head>\n"));
        assert!(!folder.join("first-1.js").exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}

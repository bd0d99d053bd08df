//! The texts of the page: beside it, under names that change with what they say, so that browsers may keep them for good.

use crate::fail::{Done, Failure, While};
use crate::need::digest;
use std::fs;
use std::path::Path;

/// How `index.html` says where texts are: this, then a language and a part, then [`TO`] and the address.
const META: &str = "<meta name=\"words/";
const TO: &str = "content=\"/";

/// After Trunk: takes the texts out of their folder and puts them, with a digest in their names, where the page says they are.
pub fn place(page: &Path) -> Done {
    let index = page.join("index.html");
    let mut html = fs::read_to_string(&index).while_doing(format!("reading {}", index.display()))?;
    let named: Vec<String> = named(&html).map(str::to_owned).collect();
    if named.is_empty() {
        return Err(Failure::new(format!("{} names no texts", index.display())));
    }
    for old in &named {
        let text = fs::read_to_string(page.join(old)).while_doing(format!("reading {old}"))?;
        let text = without_comments(&text);
        let new = format!("{}-{}.ftl", old.trim_end_matches(".ftl").replace('/', "-"), digest(&text));
        fs::write(page.join(&new), text).while_doing(format!("writing {new}"))?;
        html = html.replace(&format!("{TO}{old}\""), &format!("{TO}{new}\""));
    }
    fs::remove_dir_all(page.join("words")).while_doing("taking the texts out of their folder")?;
    fs::write(&index, html).while_doing(format!("writing {}", index.display()))
}

/// Translators read comments, browsers do not.
fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).flat_map(|line| [line, "\n"]).collect()
}

fn named(html: &str) -> impl Iterator<Item = &str> {
    html.split(META).skip(1).filter_map(|rest| rest.split_once(TO)?.1.split('"').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_texts_by_what_they_say() {
        let folder = std::env::temp_dir().join(format!("xtask-words-{}", std::process::id()));
        fs::create_dir_all(folder.join("words/en")).unwrap();
        fs::write(folder.join("index.html"), "<head><meta name=\"words/en/first\" content=\"/words/en/first.ftl\"><p>").unwrap();
        fs::write(folder.join("words/en/first.ftl"), "# For translators\n\na = A\n    b\n").unwrap();
        place(&folder).unwrap();
        let html = fs::read_to_string(folder.join("index.html")).unwrap();
        let names: Vec<&str> = named(&html).collect();
        let [name] = names.as_slice() else { panic!("{html}") };
        assert!(name.starts_with("words-en-first-"), "{name}");
        assert_eq!(fs::read_to_string(folder.join(name)).unwrap(), "a = A\n    b\n");
        assert!(html.ends_with("\"><p>") && !folder.join("words").exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}

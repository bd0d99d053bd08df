//! All styles of the page as one file: one request instead of some thirty, and half of the bytes once it is compressed.

use super::lean::lean;
use crate::fail::{Done, Failure, While};
use crate::need::digest;
use std::fs;
use std::path::Path;

const LINK: &str = "<link rel=\"stylesheet\"";

/// After Trunk: joins what the page links to, in that order, and links to the whole instead.
pub fn join(page: &Path) -> Done {
    let index = page.join("index.html");
    let html = fs::read_to_string(&index).while_doing(format!("reading {}", index.display()))?;
    let mut styles = String::new();
    for name in linked(&html) {
        let file = page.join(name);
        let text = fs::read_to_string(&file).while_doing(format!("reading {}", file.display()))?;
        styles.push_str(text.trim_end());
        styles.push('\n');
        fs::remove_file(&file).while_doing(format!("taking {name} away"))?;
    }
    if styles.is_empty() {
        return Err(Failure::new(format!("{} links to no styles", index.display())));
    }
    let styles = lean(&styles)?;
    let name = format!("styles-{}.css", digest(&styles));
    fs::write(page.join(&name), styles).while_doing(format!("writing {name}"))?;
    fs::write(&index, with_one_link(&html, &name)).while_doing(format!("writing {}", index.display()))
}

/// The names of the files that the page links to as styles.
fn linked(html: &str) -> impl Iterator<Item = &str> {
    html.split(LINK).skip(1).filter_map(|rest| rest.split_once("href=\"/")?.1.split('"').next())
}

fn with_one_link(html: &str, name: &str) -> String {
    let mut parts = html.split(LINK);
    let mut joined = parts.next().unwrap_or_default().to_owned();
    joined.push_str(&format!("{LINK} href=\"/{name}\">"));
    for part in parts {
        // What stands behind each link stays.
        joined.push_str(part.split_once('>').map_or("", |(_, rest)| rest));
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<head><link rel=\"icon\" href=\"/i.svg\"/>\n<link rel=\"stylesheet\" href=\"/a-1.css\" integrity=\"x\"/>\n\
        <link rel=\"stylesheet\" href=\"/b-2.css\"/>\n<script src=\"/s.js\"></script></head>";

    #[test]
    fn the_page_links_to_one_file_with_all_of_them_in_their_order() {
        let folder = std::env::temp_dir().join(format!("xtask-styles-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (file, text) in [("index.html", HTML), ("a-1.css", "@layer a, b;\n"), ("b-2.css", "p {}")] {
            fs::write(folder.join(file), text).unwrap();
        }
        join(&folder).unwrap();
        let html = fs::read_to_string(folder.join("index.html")).unwrap();
        let names: Vec<&str> = linked(&html).collect();
        let [name] = names.as_slice() else { panic!("{html}") };
        assert_eq!(fs::read_to_string(folder.join(name)).unwrap(), "@layer a, b;\np {}\n");
        assert!(html.starts_with("<head><link rel=\"icon\" href=\"/i.svg\"/>\n<link"), "{html}");
        assert!(html.ends_with("<script src=\"/s.js\"></script></head>") && !html.contains("a-1.css"), "{html}");
        assert!(!folder.join("a-1.css").exists() && !folder.join("b-2.css").exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}

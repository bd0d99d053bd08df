//! All styles of the page as two files: two requests instead of some thirty, and half of the bytes once they are compressed. The page links to the
//! first, which its first screens are painted with, and names the second, which `start.js` fetches for what is drawn behind them.

use super::lean::lean;
use crate::fail::{Done, Failure, While};
use crate::need::digest;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const LINK: &str = "<link rel=\"stylesheet\"";
/// What `index.html` says of a file that belongs to the second.
const LATER: &str = "data-later";
/// How the second file is called, before its digest.
pub const SECOND: &str = "styles-later";
/// How the last of the first file begins: on paper a class may be hidden whose styles come later.
const PAPER: &str = "@layer print {";
/// How the files end that draw before the second file is here: the page's module, and the list of launches with what it shares.
const DRAW_FIRST: [&str; 3] = ["_bg.wasm", "-board.bin", "-shared.bin"];

/// After Trunk: joins what the page links to, in that order, and names the two files instead.
pub fn join(page: &Path) -> Done {
    let index = page.join("index.html");
    let html = fs::read_to_string(&index).while_doing(format!("reading {}", index.display()))?;
    let (mut first, mut second) = (String::new(), String::new());
    for (name, later) in linked(&html) {
        let file = page.join(name);
        let text = fs::read_to_string(&file).while_doing(format!("reading {}", file.display()))?;
        let styles = if later { &mut second } else { &mut first };
        styles.push_str(text.trim_end());
        styles.push('\n');
        fs::remove_file(&file).while_doing(format!("taking {name} away"))?;
    }
    if first.is_empty() || second.is_empty() {
        return Err(Failure::new(format!("{} does not link to styles of both kinds", index.display())));
    }
    let (first, second) = (write(page, "styles", &first)?, write(page, SECOND, &second)?);
    fs::write(&index, with_two(&html, &first, &second)).while_doing(format!("writing {}", index.display()))
}

/// The name under which it was written.
fn write(page: &Path, stem: &str, styles: &str) -> Done<String> {
    let styles = lean(styles)?;
    let name = format!("{stem}-{}.css", digest(&styles));
    fs::write(page.join(&name), styles).while_doing(format!("writing {name}"))?;
    Ok(name)
}

/// The files that the page links to as styles, and whether each belongs to the second.
fn linked(html: &str) -> impl Iterator<Item = (&str, bool)> {
    html.split(LINK).skip(1).filter_map(|rest| {
        let (link, _) = rest.split_once('>')?;
        Some((link.split_once("href=\"/")?.1.split('"').next()?, link.contains(LATER)))
    })
}

fn with_two(html: &str, first: &str, second: &str) -> String {
    let mut parts = html.split(LINK);
    let mut joined = parts.next().unwrap_or_default().to_owned();
    joined.push_str(&format!("{LINK} href=\"/{first}\"><meta name=\"styles/later\" content=\"/{second}\">"));
    for part in parts {
        // What stands behind each link stays.
        joined.push_str(part.split_once('>').map_or("", |(_, rest)| rest));
    }
    joined
}

/// Of a page that is cut, behind [`join`].
///
/// * Errors: what is drawn before the second file is here has styles in that alone.
pub fn hold(page: &Path) -> Done {
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(page).while_doing("reading the page")? {
        paths.push(entry.while_doing("reading the page")?.path());
    }
    let read = |path: &Path| fs::read(path).while_doing(format!("reading {}", path.display()));
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (mut first, mut second) = (BTreeSet::new(), BTreeSet::new());
    for path in paths.iter().filter(|path| name(path).starts_with("styles-")) {
        let known = if name(path).starts_with(SECOND) { &mut second } else { &mut first };
        let styles = String::from_utf8_lossy(&read(path)?).into_owned();
        known.extend(styles.split(PAPER).next().into_iter().flat_map(classes));
    }
    for path in paths.iter().filter(|path| DRAW_FIRST.iter().any(|ending| name(path).ends_with(ending))) {
        let text: String = read(path)?.into_iter().map(|byte| if is_of_class(char::from(byte)) { char::from(byte) } else { ' ' }).collect();
        let words: Vec<&str> = text.split(' ').filter(|word| is_telling(word)).collect();
        // Words stand there without anything between them.
        let is_drawn = |class: &&String| words.iter().any(|word| word.contains(class.as_str()));
        if let Some(class) = second.difference(&first).find(is_drawn) {
            let help = format!("in index.html, take {LATER} from the file with its styles");
            return Err(Failure::with_help(format!("{} draws .{class}, whose styles come later", name(path)), help));
        }
    }
    Ok(())
}

fn classes(styles: &str) -> impl Iterator<Item = String> {
    let class = |rest: &str| rest.chars().take_while(|sign| is_of_class(*sign)).collect::<String>();
    styles.split('.').skip(1).map(class).filter(|class| is_telling(class))
}

fn is_of_class(sign: char) -> bool {
    sign.is_ascii_lowercase() || matches!(sign, '-' | '_')
}

/// A class such as `row__title`: `card` may be any word.
fn is_telling(class: &str) -> bool {
    class.contains(['-', '_'])
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<head><link rel=\"icon\" href=\"/i.svg\"/>\n<link rel=\"stylesheet\" href=\"/a-1.css\" integrity=\"x\"/>\n\
        <link rel=\"stylesheet\" href=\"/c-3.css\" data-later/>\n<link rel=\"stylesheet\" href=\"/b-2.css\"/>\n\
        <link data-later rel=\"x\"><script src=\"/s.js\"></script></head>";
    const STYLES: [(&str, &str); 3] = [
        ("a-1.css", "@layer a, b;\n"),
        ("b-2.css", ".row__title {}\n@layer print {\n.step__note {}\n}"),
        ("c-3.css", ".row__title, .step__note {}\n"),
    ];

    /// A folder with a page whose styles were joined, and the names that the page has for the two files.
    fn joined(name: &str) -> (PathBuf, String, [String; 2]) {
        let folder = std::env::temp_dir().join(format!("xtask-styles-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (file, text) in [("index.html", HTML)].into_iter().chain(STYLES) {
            fs::write(folder.join(file), text).unwrap();
        }
        join(&folder).unwrap();
        let html = fs::read_to_string(folder.join("index.html")).unwrap();
        let first: Vec<_> = linked(&html).collect();
        let [(first, false)] = first.as_slice() else { panic!("{html}") };
        let (_, second) = html.split_once("<meta name=\"styles/later\" content=\"/").unwrap();
        let names = [(*first).to_owned(), second.split('"').next().unwrap().to_owned()];
        (folder, html, names)
    }

    #[test]
    fn the_page_links_to_one_file_and_names_another_each_with_its_own_in_their_order() {
        let (folder, html, [first, second]) = joined("two");
        assert_eq!(fs::read_to_string(folder.join(first)).unwrap(), "@layer a, b;\n.row__title {}\n@layer print {\n.step__note {}\n}\n");
        assert!(second.starts_with("styles-later-"), "{second}");
        assert_eq!(fs::read_to_string(folder.join(second)).unwrap(), ".row__title, .step__note {}\n");
        assert!(html.starts_with("<head><link rel=\"icon\" href=\"/i.svg\"/>\n<link rel=\"stylesheet\" href=\"/styles-"), "{html}");
        assert!(html.ends_with("<link data-later rel=\"x\"><script src=\"/s.js\"></script></head>"), "{html}");
        for (gone, _) in STYLES {
            assert!(!html.contains(gone) && !folder.join(gone).exists(), "{gone}: {html}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_is_drawn_first_has_its_styles_first() {
        let (folder, ..) = joined("first");
        let drawn = |module: &str, texts: &str| {
            fs::write(folder.join(module), texts).unwrap();
            let held = hold(&folder);
            fs::remove_file(folder.join(module)).unwrap();
            held
        };
        assert_eq!(drawn("app-1_bg.wasm", "liclassrow__titlestep"), Ok(()));
        for module in ["app-1_bg.wasm", "later-1-board.bin"] {
            let fault = drawn(module, "liclassstep__notep").unwrap_err().to_string();
            assert!(fault.contains(&format!("{module} draws .step__note, whose styles come later")), "{fault}");
        }
        assert_eq!(drawn("later-1-work.bin", "liclassstep__notep"), Ok(()));
        fs::remove_dir_all(&folder).unwrap();
    }
}

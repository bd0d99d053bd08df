//! The scripts of the shipped page that wait for each other, as one: Fluent's runtime, what fetches the parts, wasm-bindgen's, and `start.js`. A
//! browser has six connections for all that a first screen needs, and whatever is asked for last holds up the start.

use super::loader::GIVES;
use super::split::{AT_ONCE, LINK};
use crate::fail::{Done, Failure, While};
use std::fs;
use std::path::Path;

/// How Trunk has wasm-bindgen's script loaded before it is asked for.
const PRELOAD: &str = "<link rel=\"modulepreload\" href=\"/";
const SCRIPT: &str = "<script src=\"/";
/// How `start.js` asks for that script where it is a file of its own, and what it gets here.
const ASKED: &str = "const page = () => import(announced('link[rel=\"modulepreload\"]').href);";
const HERE: &str = "const page = async () => ({ default: __wbg_init });";
/// How Fluent's runtime says what it is: tests put themselves in between.
const FLUENT: (&str, &str) = ("\nvar Fluent = ", "\nglobalThis.Fluent = ");
/// How the script of the parts gives something, and what it needs of wasm-bindgen's.
const EXPORT: &str = "export const ";
const NEEDS: &str = "import { initSync } from ";
/// How wasm-bindgen's needs that of the parts, before and behind the name that it gives to it.
const IMPORT: (&str, &str) = ("import * as ", " from ");

/// After Trunk, and after the parts are beside the page.
pub fn join(page: &Path) -> Done {
    let index = page.join("index.html");
    let mut html = fs::read_to_string(&index).while_doing(format!("reading {}", index.display()))?;
    let take = |name: &str| {
        let text = fs::read_to_string(page.join(name)).while_doing(format!("reading {name}"))?;
        fs::remove_file(page.join(name)).while_doing(format!("taking {name} away"))?;
        Done::Ok(text)
    };
    let fluent = take(&cut(&mut html, SCRIPT, "fluent-", "</script>")?)?;
    let bindgen = take(&cut(&mut html, PRELOAD, "", ">")?)?;
    let parts = take(LINK)?;
    let start = named(&html, SCRIPT, "start-")?.to_owned();
    let text = joined(&fluent, &parts, &bindgen, &take(&start)?)?;
    fs::write(page.join(&start), text).while_doing(format!("writing {start}"))?;
    fs::write(&index, html).while_doing(format!("writing {}", index.display()))
}

/// Takes the element out that starts with `tag` and a file whose name starts with `stem`, and gives that name.
fn cut(html: &mut String, tag: &str, stem: &str, end: &str) -> Done<String> {
    let name = named(html, tag, stem)?.to_owned();
    let element = format!("{tag}{name}");
    let behind = html.split_once(&element).and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    let (before, behind) = behind.ok_or_else(|| Failure::new(format!("the page's element for {name} does not end")))?;
    *html = format!("{before}{behind}");
    Ok(name)
}

fn named<'a>(html: &'a str, tag: &str, stem: &str) -> Done<&'a str> {
    let mut names = html.split(tag).skip(1).filter_map(|rest| rest.split('"').next());
    names.find(|name| name.starts_with(stem)).ok_or_else(|| Failure::new(format!("the page has no {tag}{stem}…")))
}

/// * Errors: one of them begins, ends or asks in a way that is not known.
fn joined(fluent: &str, parts: &str, bindgen: &str, start: &str) -> Done<String> {
    let fluent = swap(fluent, FLUENT.0, FLUENT.1)?;
    let parts: String = parts.lines().filter(|line| !line.starts_with(NEEDS)).flat_map(|line| [line, "\n"]).collect();
    let given: Vec<&str> = parts.lines().filter_map(|line| line.strip_prefix(EXPORT)?.split([' ', '=']).next()).collect();
    let given = format!("const parts = {{ {} }};\n", given.join(", "));
    let parts = swap(&parts, &format!("\n{EXPORT}"), "\nconst ")?;
    let bindgen = swap(bindgen, AT_ONCE, "")?;
    let bindgen: String = swap(&bindgen, GIVES, "")?.lines().flat_map(|line| [imported(line), "\n".into()]).collect();
    let start = swap(start, ASKED, HERE)?;
    // In braces, because each has names of its own.
    Ok(format!("{AT_ONCE}{fluent}{parts}{given}{bindgen}{{\n{start}}}\n"))
}

fn swap(text: &str, from: &str, to: &str) -> Done<String> {
    if text.contains(from) { Ok(text.replace(from, to)) } else { Err(Failure::new(format!("one of the page's scripts has no {from:?}"))) }
}

/// `import * as import1 from "./__wasm_split.js"` is `const import1 = parts;`.
fn imported(line: &str) -> std::borrow::Cow<'_, str> {
    let import = line.strip_prefix(IMPORT.0).and_then(|rest| rest.split_once(IMPORT.1)).filter(|(_, from)| from.contains(LINK));
    import.map_or(line.into(), |(name, _)| format!("const {name} = parts;").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FLUENTS: &str = "//! Theirs.\nvar Fluent = (() => 1)();\n";
    const PARTS: &str =
        "const packs = 1;\nimport { initSync } from \"./app.js\";\nexport const load_a = two(() => initSync());\nexport const load_b= 3;\n";
    const HTML: &str = "<script src=\"/first-1.js\"></script>\n<script src=\"/fluent-2.js\" defer></script>\n<script src=\"/start-3.js\" \
        type=\"module\"></script><link rel=\"modulepreload\" href=\"/app-4.js\" crossorigin=\"anonymous\"></head>";

    fn bindgen() -> String {
        format!(
            "{AT_ONCE}import * as import1 from \"./{LINK}\"\nfunction a() {{ return {{ \"./{LINK}\": import1 }}; }}\nconst __wbg_init = a;\n{GIVES}"
        )
    }

    #[test]
    fn the_page_starts_one_script_that_has_all_of_them() {
        let folder = std::env::temp_dir().join(format!("xtask-bundle-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let start = format!("{ASKED}\nawait page();\n");
        let files = [("index.html", HTML), ("fluent-2.js", FLUENTS), ("start-3.js", &start), ("app-4.js", &bindgen()), (LINK, PARTS)];
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        join(&folder).unwrap();
        let html = fs::read_to_string(folder.join("index.html")).unwrap();
        assert_eq!(html, "<script src=\"/first-1.js\"></script>\n\n<script src=\"/start-3.js\" type=\"module\"></script></head>");
        let expected = format!(
            "{AT_ONCE}//! Theirs.\nglobalThis.Fluent = (() => 1)();\nconst packs = 1;\nconst load_a = two(() => initSync());\nconst load_b= 3;\n\
            const parts = {{ load_a, load_b }};\nconst import1 = parts;\nfunction a() {{ return {{ \"./{LINK}\": import1 }}; }}\n\
            const __wbg_init = a;\n{{\n{HERE}\nawait page();\n}}\n"
        );
        assert_eq!(fs::read_to_string(folder.join("start-3.js")).unwrap(), expected);
        for gone in ["fluent-2.js", "app-4.js", LINK] {
            assert!(!folder.join(gone).exists(), "{gone}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_script_that_says_it_in_another_way_is_a_fault() {
        let (app, start) = (bindgen(), ASKED.to_owned());
        assert!(joined(FLUENTS, PARTS, &app, &start).is_ok());
        let others = [
            joined("let Fluent = 1;", PARTS, &app, &start),
            joined(FLUENTS, "const load_a = 1;", &app, &start),
            joined(FLUENTS, PARTS, &app.replace(GIVES, "export default __wbg_init;"), &start),
            joined(FLUENTS, PARTS, &app, "import(\"app.js\")"),
        ];
        for other in others {
            assert!(other.unwrap_err().to_string().contains("one of the page's scripts has no "));
        }
        assert!(cut(&mut HTML.to_owned(), SCRIPT, "later-", "</script>").unwrap_err().to_string().contains("later-…"));
    }
}

//! The pieces that cutting makes, put together into few files: one request instead of fifty, and fewer bytes once they are compressed.
//!
//! Whatever two parts of the page share is a piece of its own, so there are dozens. A pack is pieces end to end. Each piece lies in the
//! pack of the part that is wanted soonest, and who shares it fetches that too. What the parts share that are wanted first is little: were it in
//! one of their packs, the others would fetch all of that for it.

use crate::fail::{Done, Failure, While};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The parts of the page in the order in which they are wanted; a part that is not named here comes last.
const ORDER: [&str; 8] = ["board", "acts", "enter", "item", "office", "work", "quick", "proof"];

/// The parts that are wanted first, each without the others: the list of launches, what is done with a launch, and signing in.
const FIRST: [&str; 3] = ["board", "acts", "enter"];
/// The pack of what two of those share.
const SHARED: &str = "shared";

/// How the script of the parts asks for a piece, before and behind its name.
const ASKS: (&str, &str) = ("fetch(new URL(\"./", "\", import.meta.url))");
/// What asks for a pack once, and gives its pieces as answers of their own. `lookAt` is in `first.js`.
///
/// A line that brings nothing any longer, and is not closed either, is given up after two minutes: then whoever asked asks again.
const PIECE: &str = r#"const packs = new Map();
const piece = async (name, from, to) => {
    if (!packs.has(name)) {
        const coming = fetch(new URL(name, import.meta.url), { signal: AbortSignal.timeout(120_000) }).then((answer) => {
            lookAt(answer);
            if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
            return answer.arrayBuffer();
        });
        packs.set(name, coming);
        // Whoever asks again tries again.
        coming.catch(() => packs.delete(name));
    }
    const bytes = (await packs.get(name)).slice(from, to);
    return new Response(bytes, { headers: { "content-type": "application/wasm" } });
};
"#;

/// One piece in the script: its file, and the parts that need it.
struct Piece {
    file: String,
    parts: BTreeSet<String>,
}

/// Puts the pieces in `folder` into packs called `prefix` and a name, takes the pieces away, and gives the script back that knows of it.
pub fn put_together(folder: &Path, script: &str, prefix: &str) -> Done<String> {
    let pieces = pieces(script)?;
    let mut packs: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut text = script.to_owned();
    for Piece { file, parts } in &pieces {
        let path = folder.join(file);
        let bytes = fs::read(&path).while_doing(format!("reading {file}"))?;
        let name = format!("{prefix}{}.bin", pack_of(parts));
        let pack = packs.entry(name.clone()).or_default();
        let (from, to) = (pack.len(), pack.len() + bytes.len());
        pack.extend(bytes);
        text = text.replace(&format!("{}{file}{}", ASKS.0, ASKS.1), &format!("piece(\"./{name}\", {from}, {to})"));
        fs::remove_file(&path).while_doing(format!("taking {file} away"))?;
    }
    for (name, bytes) in &packs {
        fs::write(folder.join(name), bytes).while_doing(format!("writing {name}"))?;
    }
    Ok(format!("{PIECE}{text}"))
}

fn pack_of(parts: &BTreeSet<String>) -> &str {
    if 1 < FIRST.iter().filter(|part| parts.contains(**part)).count() {
        return SHARED;
    }
    let named = ORDER.iter().find(|part| parts.contains(**part)).copied();
    named.or_else(|| parts.first().map(String::as_str)).unwrap_or("rest")
}

/// The script says above each shared piece which parts need it; a part's own piece is named after it.
///
/// * Errors: it says so in another way than the cutting tool's version that this is written for.
fn pieces(script: &str) -> Done<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut users = BTreeSet::new();
    for line in script.lines() {
        if let Some(said) = line.strip_prefix("/* ").and_then(|rest| rest.strip_suffix(" */")) {
            users = said.split(", ").map(str::to_owned).collect();
        }
        let Some((_, rest)) = line.split_once(ASKS.0) else { continue };
        let Some((file, _)) = rest.split_once(ASKS.1) else { continue };
        let own = file.strip_prefix("split_").and_then(|name| name.strip_suffix(".wasm"));
        let parts = own.map_or_else(|| users.clone(), |own| BTreeSet::from([own.to_owned()]));
        if parts.is_empty() {
            return Err(Failure::new(format!("the script of the parts does not say who needs {file}")));
        }
        pieces.push(Piece { file: file.to_owned(), parts });
    }
    if pieces.is_empty() {
        return Err(Failure::new("the script of the parts fetches nothing"));
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "import { initSync } from \"./app.js\";\n/* enter, item */\nconst __chunk_1 = makeLoad(() => {\n    \
        const src = fetch(new URL(\"./chunk_1.wasm\", import.meta.url));\n}, []);\n/* office, work */\nconst __chunk_2 = makeLoad(() => {\n    \
        const src = fetch(new URL(\"./chunk_2.wasm\", import.meta.url));\n}, []);\n/* acts, enter, item */\nconst __chunk_3 = makeLoad(() => {\n    \
        const src = fetch(new URL(\"./chunk_3.wasm\", import.meta.url));\n}, []);\nexport const __wasm_split_load_enter = wrapAsyncCb(makeLoad(() => {\n    \
        const src = fetch(new URL(\"./split_enter.wasm\", import.meta.url));\n}, [__chunk_1, __chunk_2, __chunk_3]));\n";

    #[test]
    fn each_piece_lies_in_the_pack_of_who_wants_it_first() {
        let folder = std::env::temp_dir().join(format!("xtask-packs-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (file, bytes) in [("chunk_1.wasm", "one"), ("chunk_2.wasm", "two2"), ("chunk_3.wasm", "three"), ("split_enter.wasm", "enters")]
        {
            fs::write(folder.join(file), bytes).unwrap();
        }
        let script = put_together(&folder, SCRIPT, "later-7-").unwrap();
        for (name, bytes) in [("enter", "oneenters"), ("office", "two2"), ("shared", "three")] {
            assert_eq!(fs::read_to_string(folder.join(format!("later-7-{name}.bin"))).unwrap(), bytes);
        }
        assert!(script.contains("const src = piece(\"./later-7-office.bin\", 0, 4);"), "{script}");
        assert!(script.contains("const src = piece(\"./later-7-enter.bin\", 3, 9);"), "{script}");
        assert!(!folder.join("chunk_1.wasm").exists() && !script.contains("fetch(new URL(\"./"));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_script_of_another_kind_is_a_fault() {
        let folder = std::env::temp_dir();
        assert!(put_together(&folder, "export {}", "x").unwrap_err().to_string().contains("fetches nothing"));
        let unsaid = "const src = fetch(new URL(\"./chunk_1.wasm\", import.meta.url));";
        assert!(put_together(&folder, unsaid, "x").unwrap_err().to_string().contains("does not say who needs chunk_1.wasm"));
    }
}

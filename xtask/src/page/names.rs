//! Names without digests for what the page's script gives to the WebAssembly, and for what it calls of that.
//!
//! wasm-bindgen ends each name in a digest, so that those of different versions can be in one module; and what runs a closure is called as the
//! compiler calls it, with its types. Nothing compresses a digest, and the script has each of them as well as the module: 5 KB of both, for nothing.

use crate::fail::{Done, Failure, While};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// How each name starts that the script gives; it ends in `_` and a digest.
const GIVEN: &str = "__wbg_";
const DIGEST_DIGITS: usize = 16;
/// How the compiler's names start.
const CALLED: &str = "_R";

/// Changes `script` and `module`, which wasm-bindgen wrote. The new names are as long as the old ones: no length in the module changes.
///
/// * Errors: the module lacks some of the names.
pub fn number(script: &Path, module: &Path) -> Done {
    let text = fs::read_to_string(script).while_doing(format!("reading {}", script.display()))?;
    let names = numbered(&text);
    if names.is_empty() {
        return Err(Failure::new(format!("{} gives the WebAssembly nothing that ends in a digest", script.display())));
    }
    for file in [script, module] {
        let mut bytes = fs::read(file).while_doing(format!("reading {}", file.display()))?;
        let met = replace(&mut bytes, &names);
        if met != names.len() {
            return Err(Failure::new(format!("{} has {met} of the {} names that the script gives", file.display(), names.len())));
        }
        fs::write(file, bytes).while_doing(format!("writing {}", file.display()))?;
    }
    Ok(())
}

/// The names that the script gives and calls, each with a number and filling in place of what it said.
fn numbered(script: &str) -> BTreeMap<&str, String> {
    let mut names = BTreeMap::new();
    for (start, name) in script.lines().filter_map(|line| given(line).or_else(|| called(line))) {
        let (number, length) = (names.len(), name.len());
        let new = format!("{start}{number}");
        names.insert(name, format!("{new:_<length$}"));
    }
    names
}

/// The name that a line such as `__wbg_close_4c46ff8802ca60e6: function(arg0) {` gives, and its start.
fn given(line: &str) -> Option<(&'static str, &str)> {
    let (name, _) = line.trim_start().split_once(": ")?;
    let (_, digest) = name.strip_prefix(GIVEN)?.rsplit_once('_')?;
    let is_digest = digest.len() == DIGEST_DIGITS && digest.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_digest.then_some((GIVEN, name))
}

/// The name that a line such as `function _RINvNtCs1_1a6invokeuE(arg0, arg1) {` calls: its own is the same.
fn called(line: &str) -> Option<(&'static str, &str)> {
    let (name, _) = line.trim_start().strip_prefix("function ")?.split_once('(')?;
    name.starts_with(CALLED).then_some((CALLED, name))
}

/// Puts the new names where the old ones are, and gives back how many of them it met.
fn replace(bytes: &mut [u8], names: &BTreeMap<&str, String>) -> usize {
    let mut met = BTreeSet::new();
    let mut place = 0;
    while place < bytes.len() {
        let length = name_length(&bytes[place..]);
        let old = std::str::from_utf8(&bytes[place..place + length]).unwrap_or_default();
        if let Some(new) = names.get(old) {
            bytes[place..place + length].copy_from_slice(new.as_bytes());
            met.insert(new.as_str());
        }
        place += length.max(1);
    }
    met.len()
}

fn name_length(bytes: &[u8]) -> usize {
    let is_word = |sign: &&u8| sign.is_ascii_alphanumeric() || matches!(sign, b'_' | b'$');
    let starts = [GIVEN, CALLED].iter().any(|start| bytes.starts_with(start.as_bytes()));
    if starts { bytes.iter().take_while(is_word).count() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "const import0 = {\n    __wbg_new_0123456789abcdef: function() {},\n    \
        __wbg__wbg_cb_unref_fedcba9876543210: function(arg0) {},\n    __wbindgen_generic_0000000000000001: function() {},\n};\n\
        function __wbg_finalize_init() {}\nfunction _RINvCs7KV_1aE(arg0) {\n    wasm._RINvCs7KV_1aE(arg0);\n}\n\
        function _RINvCs7KV_1aE_4(arg0) {\n    wasm._RINvCs7KV_1aE_4(arg0);\n}\n";
    const NUMBERED: &str = "const import0 = {\n    __wbg_0___________________: function() {},\n    \
        __wbg_1_____________________________: function(arg0) {},\n    __wbindgen_generic_0000000000000001: function() {},\n};\n\
        function __wbg_finalize_init() {}\nfunction _R2___________(arg0) {\n    wasm._R2___________(arg0);\n}\n\
        function _R3_____________(arg0) {\n    wasm._R3_____________(arg0);\n}\n";
    const MODULE: &[u8] =
        b"\0asm\xff\x1a__wbg_new_0123456789abcdef\0\x01\x24__wbg__wbg_cb_unref_fedcba9876543210\0\x02\x0e_RINvCs7KV_1aE\0\x07\
        \x10_RINvCs7KV_1aE_4\0\x08__wbg_";

    fn changed(name: &str, module: &[u8]) -> (Done, String, Vec<u8>) {
        let folder = std::env::temp_dir().join(format!("xtask-names-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (script, file) = (folder.join("app.js"), folder.join("app.wasm"));
        fs::write(&script, SCRIPT).unwrap();
        fs::write(&file, module).unwrap();
        let done = number(&script, &file);
        let both = (done, fs::read_to_string(&script).unwrap(), fs::read(&file).unwrap());
        fs::remove_dir_all(&folder).unwrap();
        both
    }

    #[test]
    fn script_and_module_have_the_same_names_of_the_same_lengths() {
        let (done, script, module) = changed("both", MODULE);
        assert_eq!((done, script.as_str()), (Ok(()), NUMBERED));
        let expected =
            b"\0asm\xff\x1a__wbg_0___________________\0\x01\x24__wbg_1_____________________________\0\x02\x0e_R2___________\0\x07\
            \x10_R3_____________\0\x08__wbg_";
        assert_eq!(module, expected);
    }

    #[test]
    fn a_module_of_another_script_is_a_fault() {
        let (done, _, module) = changed("other", &MODULE[..40]);
        assert!(done.unwrap_err().to_string().contains("has 1 of the 4 names that the script gives"));
        assert_eq!(module, &MODULE[..40]);
    }
}

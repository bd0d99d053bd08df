//! How the page's script begins with the module. wasm-bindgen writes for every way in which one may come, in any browser; `start.js` gives the one
//! that it has compiled.

use crate::fail::{Done, Failure};

/// Where wasm-bindgen begins with it.
const FROM: &str = "async function __wbg_load(";
/// What is behind that.
pub const GIVES: &str = "export { initSync, __wbg_init as default };\n";
/// What it needs of before.
const NEEDS: [&str; 2] = ["function __wbg_get_imports() {", "function __wbg_finalize_init(instance, module) {"];

/// `initSync` gives the script of the parts what has begun.
const LOADER: &str = "\
const __wbg_init = async ({ module_or_path: module }) => __wbg_finalize_init(await WebAssembly.instantiate(module, __wbg_get_imports()), module);
const initSync = () => wasm;
";

/// * Errors: another version of wasm-bindgen wrote it in another way.
pub fn shorten(script: &str) -> Done<String> {
    let parts =
        script.split_once(FROM).filter(|(before, behind)| behind.ends_with(GIVES) && NEEDS.iter().all(|need| before.contains(need)));
    let (before, _) = parts.ok_or_else(|| Failure::new("the page's script begins with its module in a way that is not known"))?;
    Ok(format!("{before}{LOADER}{GIVES}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "function __wbg_get_imports() {\n}\nlet wasm;\nfunction __wbg_finalize_init(instance, module) {\n}\n\
        async function __wbg_load(module, imports) {\n}\nfunction initSync(module) {\n}\nexport { initSync, __wbg_init as default };\n";

    #[test]
    fn a_module_that_is_compiled_is_what_the_page_begins_with() {
        let short = shorten(SCRIPT).unwrap();
        let kept = "function __wbg_get_imports() {\n}\nlet wasm;\nfunction __wbg_finalize_init(instance, module) {\n}\n";
        assert_eq!(short, format!("{kept}{LOADER}export {{ initSync, __wbg_init as default }};\n"));
    }

    #[test]
    fn a_script_that_begins_in_another_way_is_a_fault() {
        for (known, other) in
            [(FROM, "async function load("), (GIVES, "export default __wbg_init;\n"), (NEEDS[1], "function finish(instance) {")]
        {
            assert!(shorten(&SCRIPT.replace(known, other)).unwrap_err().to_string().contains("is not known"), "{other}");
        }
    }
}

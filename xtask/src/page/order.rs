//! The order of a module's functions: each stands beside one that is like it, where compression finds what they share. In the order in which the
//! linker leaves them the page is 10 KB larger; what it does is the same in every order.

use crate::fail::{Done, Failure, While};
use std::collections::HashMap;
use std::fs;
use std::path::Path;
use wasm_encoder::{NameMap, NameSection, Section};
use wasmparser::{Parser, Payload, TypeRef};

/// Functions are alike by the runs of so many bytes that they share, wherever these stand.
const RUN: usize = 5;
/// A run of so many functions says nothing of any.
const COMMON: usize = 2000;
/// As if each function were so much longer: else the shortest would be like everything.
const SHORT: u64 = 50;

/// How wasm-opt orders functions that have their places as names, and takes the names away.
pub const SORT: [&str; 2] = ["--reorder-functions-by-name", "--strip-debug"];

/// Gives each function of `module` its place as its name, for [`SORT`].
pub fn number(module: &Path) -> Done {
    let mut bytes = fs::read(module).while_doing(format!("reading {}", module.display()))?;
    let unreadable = |error| Failure::new(format!("{} is not understood: {error}", module.display()));
    let names = names(&bytes).map_err(unreadable)?;
    names.append_to(&mut bytes);
    fs::write(module, bytes).while_doing(format!("writing {}", module.display()))
}

/// The place of each function, as names that sort like it.
fn names(module: &[u8]) -> wasmparser::Result<NameSection> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for part in Parser::new(0).parse_all(module) {
        match part? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let mut places = vec![0; bodies.len()];
    for (place, function) in chain(&bodies).into_iter().enumerate() {
        places[function] = place;
    }
    let mut names = NameMap::new();
    for (function, place) in (imported..).zip(places) {
        names.append(function, &format!("{place:06}"));
    }
    let mut section = NameSection::new();
    section.functions(&names);
    Ok(section)
}

/// From one to the one of the others that is most like it, and where none is, to the first that is left.
fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    let (runs, holders) = runs(bodies);
    let mut left = vec![true; bodies.len()];
    let mut shared = vec![0u64; bodies.len()];
    let mut order: Vec<usize> = Vec::with_capacity(bodies.len());
    while let Some(first) = left.iter().position(|left| *left) {
        let mut here = Some(first);
        while let Some(function) = here {
            left[function] = false;
            order.push(function);
            let mut others = Vec::new();
            for other in runs[function].iter().flat_map(|run| &holders[*run]).copied().filter(|other| left[*other]) {
                if shared[other] == 0 {
                    others.push(other);
                }
                shared[other] += 1;
            }
            // What they share, by the root of how long the other one is; squared, so that it is the same on every machine.
            let like = |other: usize| (shared[other].pow(2), bodies[other].len() as u64 + SHORT);
            here = others.iter().copied().reduce(|best, other| {
                let ((most, long), (more, longer)) = (like(best), like(other));
                if most * longer < more * long { other } else { best }
            });
            others.into_iter().for_each(|other| shared[other] = 0);
        }
    }
    order
}

/// The runs in each function, and the functions that have each run; without those that are in one only, or in too many.
fn runs(bodies: &[&[u8]]) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
    let mut known: HashMap<&[u8], usize> = HashMap::new();
    let mut holders: Vec<Vec<usize>> = Vec::new();
    for (function, body) in bodies.iter().enumerate() {
        for run in body.windows(RUN) {
            let run = *known.entry(run).or_insert(holders.len());
            if run == holders.len() {
                holders.push(Vec::new());
            }
            if holders[run].last() != Some(&function) {
                holders[run].push(function);
            }
        }
    }
    holders.retain(|functions| (2..=COMMON).contains(&functions.len()));
    let mut runs = vec![Vec::new(); bodies.len()];
    for (run, functions) in holders.iter().enumerate() {
        functions.iter().for_each(|function| runs[*function].push(run));
    }
    (runs, holders)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{CodeSection, EntityType, Function, FunctionSection, ImportSection, Module, TypeSection};

    #[test]
    fn alike_functions_stand_beside_each_other() {
        let bodies: [&[u8]; 5] = [
            b"a load of a field and a call",
            b"nothing of the kind",
            b"another load of a field and a call",
            b"xyz",
            b"nothing of that kind",
        ];
        assert_eq!(chain(&bodies), [0, 2, 1, 4, 3]);
        assert_eq!(chain(&[]), [0usize; 0]);
    }

    #[test]
    fn functions_are_named_behind_the_imported_ones() {
        let mut module = Module::new();
        let (mut types, mut imports, mut functions, mut code) =
            (TypeSection::new(), ImportSection::new(), FunctionSection::new(), CodeSection::new());
        types.ty().function([], []);
        imports.import("env", "log", EntityType::Function(0));
        for constants in [&[7_000_000, 8_000_000][..], &[1], &[7_000_000, 8_000_000, 9]] {
            functions.function(0);
            let mut body = Function::new([]);
            for constant in constants {
                body.instructions().i32_const(*constant).drop();
            }
            body.instructions().end();
            code.function(&body);
        }
        let module = module.section(&types).section(&imports).section(&functions).section(&code).clone().finish();
        let mut section = Vec::new();
        names(&module).unwrap().append_to(&mut section);
        let text: Vec<u8> = section.into_iter().filter(u8::is_ascii_graphic).collect();
        assert_eq!(String::from_utf8(text).unwrap(), "name000000000002000001");
        assert!(names(b"no module").is_err());
    }
}

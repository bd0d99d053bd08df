//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none bundle fuzz/corpus/bundle fuzz/seeds/bundle`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| holdpoint_fuzz::bundle(data));

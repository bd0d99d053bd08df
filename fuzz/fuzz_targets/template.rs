//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none template fuzz/corpus/template fuzz/seeds/template`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| holdpoint_fuzz::template(data));

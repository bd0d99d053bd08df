//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none url fuzz/corpus/url fuzz/seeds/url`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| holdpoint_fuzz::url(data));

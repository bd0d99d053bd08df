//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none html fuzz/corpus/html fuzz/seeds/html`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| holdpoint_fuzz::html(data));

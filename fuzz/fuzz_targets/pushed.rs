//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none pushed fuzz/corpus/pushed fuzz/seeds/pushed`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| holdpoint_fuzz::pushed(data));

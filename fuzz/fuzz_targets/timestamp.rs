//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none timestamp fuzz/corpus/timestamp fuzz/seeds/timestamp`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| holdpoint_fuzz::timestamp(data));

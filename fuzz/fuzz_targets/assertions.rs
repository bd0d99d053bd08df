//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none assertions fuzz/corpus/assertions fuzz/seeds/assertions`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| holdpoint_fuzz::assertions(data));

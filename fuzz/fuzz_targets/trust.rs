//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none trust fuzz/corpus/trust fuzz/seeds/trust`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| holdpoint_fuzz::trust(data));

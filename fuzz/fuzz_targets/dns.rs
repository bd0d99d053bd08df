//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none dns fuzz/corpus/dns fuzz/seeds/dns`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| holdpoint_fuzz::dns(data));

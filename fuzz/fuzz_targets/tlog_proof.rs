//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none tlog-proof fuzz/corpus/tlog-proof fuzz/seeds/tlog-proof`
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| holdpoint_fuzz::tlog_proof(data));

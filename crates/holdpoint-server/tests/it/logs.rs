//! Everything that the servers of these tests log, looked through for secrets as it is written. Nothing is shown.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once};

use crate::app::{CANARY, PASSWORD};

static BYTES: AtomicUsize = AtomicUsize::new(0);
static FOUND: Mutex<Vec<String>> = Mutex::new(Vec::new());
static FAILED_POLLS: AtomicUsize = AtomicUsize::new(0);

struct Spy;

impl Write for Spy {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        BYTES.fetch_add(line.len(), Ordering::Relaxed);
        let text = String::from_utf8_lossy(line);
        if [CANARY, PASSWORD, holdpoint_emulator::s3::SECRET_KEY].iter().any(|secret| text.contains(secret)) {
            FOUND.lock().unwrap().push(text.into_owned());
        } else if ["/health", "/ready"].iter().any(|path| text.contains(&format!("path=\"{path}\""))) && text.contains("response failed") {
            FAILED_POLLS.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// From now on; more than any operator would switch on.
pub fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let filter = tracing_subscriber::EnvFilter::new("debug,holdpoint=trace,holdpoint_probe=trace,holdpoint_server=trace,hyper=trace");
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(|| Spy).init();
    });
}

/// How many answers of `GET /health` and `GET /ready` were logged as errors.
pub fn failed_polls() -> usize {
    FAILED_POLLS.load(Ordering::Relaxed)
}

/// How many bytes were logged, and the lines with a secret in them.
pub fn seen() -> (usize, Vec<String>) {
    (BYTES.load(Ordering::Relaxed), FOUND.lock().unwrap().clone())
}

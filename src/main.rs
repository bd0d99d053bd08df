//! What a browser starts.

fn main() {
    #[cfg(target_family = "wasm")]
    holdpoint_app::run();
}

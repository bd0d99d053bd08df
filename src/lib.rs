//! The app: a plain client of the server's JSON interface. Arrows point down; nothing imports upwards.
//!
//! * [`app`]: the shell: header, router, live region, who is signed in.
//! * [`page`]: one screen per file; a page does not know another page.
//! * [`desk`]: one open launch: replica, network and storage joined to signals. Knows no page and no part.
//! * [`ui`]: parts as pairs of `x.rs` and `x.css`: values in, wishes out. They know no page, network or router.
//! * [`nav`]: the only user of the browser's history. [`clock`]: the only user of its clock and randomness.
//! * [`tabs`]: what the tabs of one browser tell each other, and which of them acts for all.
//! * [`update`]: the only one that knows of the service worker, which keeps the page for when the server is away.
//! * [`net`]: the only callers of the server. [`keep`]: the only user of browser storage.
//! * [`words`]: the texts, in the reader's language; [`text`] puts dates and numbers into them. [`letters`]: small ones and capitals.
//! * [`json`], [`sync`], [`route`], [`text`]: pure, and tested natively.

// Of the page, unit tests reach only what is computed.
#![cfg_attr(not(target_family = "wasm"), allow(dead_code, unused_imports))]

mod json;
pub mod sync;

// The page is there in a browser, and where its own tests run: other tests want the replica alone, and the page takes minutes to compile.
#[cfg(any(test, target_family = "wasm"))]
mod app;
#[cfg(any(test, target_family = "wasm"))]
mod clock;
#[cfg(any(test, target_family = "wasm"))]
mod desk;
#[cfg(any(test, target_family = "wasm"))]
mod keep;
#[cfg(any(test, target_family = "wasm"))]
mod letters;
#[cfg(any(test, target_family = "wasm"))]
mod nav;
#[cfg(any(test, target_family = "wasm"))]
mod net;
#[cfg(any(test, target_family = "wasm"))]
mod page;
#[cfg(any(test, target_family = "wasm"))]
mod route;
#[cfg(any(test, target_family = "wasm"))]
mod tabs;
#[cfg(any(test, target_family = "wasm"))]
mod text;
#[cfg(any(test, target_family = "wasm"))]
mod ui;
#[cfg(any(test, target_family = "wasm"))]
mod update;
#[cfg(any(test, target_family = "wasm"))]
mod words;

/// Mounts the app.
#[cfg(target_family = "wasm")]
pub fn run() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}

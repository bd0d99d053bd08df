//! The page: embedded, compressed beforehand; files with a hash in their name never change, `index.html` is always asked for anew.

use axum::Router;
use axum::http::StatusCode;
use holdpoint_domain::id::Digest;
use memory_serve::CacheControl;

use crate::app::App;

/// Every address that is no file is one of the page's own.
pub fn router() -> Router<App> {
    memory_serve::load!()
        .index_file(Some("/index.html"))
        .fallback(Some("/index.html"))
        .fallback_status(StatusCode::OK)
        .html_cache_control(CacheControl::NoCache)
        .cache_control(CacheControl::Long)
        .enable_brotli(true)
        .enable_gzip(true)
        .into_router()
}

/// What the embedded page is, for reports: the digest of its `index.html`, which names every other file by its hash.
pub fn digest() -> Digest {
    Digest::of(include_bytes!(concat!(env!("OUT_DIR"), "/index.html")))
}

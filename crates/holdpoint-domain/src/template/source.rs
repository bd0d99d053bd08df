//! Templates from their TOML source.

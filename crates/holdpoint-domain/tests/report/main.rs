//! Reports: made, verified, forged.

mod forge;
mod story;

mod bits;
mod consistency;
mod forgeries;
mod gate;
mod good;
mod history;
mod html;
mod own_keys;
mod receipt;
mod renditions;
mod timestamps;
mod vectors;

//! Every problem of a template's source, with its place.

//! What ended a command early: one line, with the command that helps.

use std::fmt;

pub type Done<T = ()> = Result<T, Failure>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    what: String,
    help: Option<String>,
}

impl Failure {
    pub fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), help: None }
    }

    /// `help` completes the sentence "…; ", so it starts with a verb: "type `rustup …`".
    pub fn with_help(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: Some(help.into()) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match &self.help {
            None => out.write_str(&self.what),
            Some(help) => write!(out, "{}; {help}", self.what),
        }
    }
}

/// `std::io` errors lack the path; this adds what was being done to what.
pub trait While<T> {
    fn while_doing(self, what: impl fmt::Display) -> Done<T>;
}

impl<T> While<T> for std::io::Result<T> {
    fn while_doing(self, what: impl fmt::Display) -> Done<T> {
        self.map_err(|error| Failure::new(format!("{what}: {error}")))
    }
}

//! One line on the terminal that says what a pre-flight still waits for. Nothing where nobody looks.

use std::cell::RefCell;
use std::io::{IsTerminal as _, Write as _};

use holdpoint_domain::id::CheckId;
use holdpoint_probe::Progress;

/// Characters of the line, so that it fits into one row of any terminal.
const WIDTH: usize = 76;

pub struct Live {
    shown: bool,
    all: usize,
    waiting: RefCell<Vec<CheckId>>,
    finished: RefCell<usize>,
}

impl Live {
    pub fn new(all: usize) -> Self {
        Self { shown: std::io::stderr().is_terminal(), all, waiting: RefCell::default(), finished: RefCell::new(0) }
    }

    pub fn show(&self, id: &CheckId, progress: Progress<'_>) {
        match progress {
            Progress::Started => self.waiting.borrow_mut().push(id.clone()),
            Progress::Finished(_) => {
                self.waiting.borrow_mut().retain(|other| other != id);
                *self.finished.borrow_mut() += 1;
            }
        }
        self.draw(&line(*self.finished.borrow(), self.all, &self.waiting.borrow()));
    }

    /// Leaves the row empty.
    pub fn clear(&self) {
        self.draw("");
    }

    fn draw(&self, text: &str) {
        if self.shown {
            let mut err = std::io::stderr().lock();
            // Back to the row's begin, and empty it.
            let _ = write!(err, "\r\u{1b}[K{text}").and_then(|()| err.flush());
        }
    }
}

fn line(finished: usize, all: usize, waiting: &[CheckId]) -> String {
    let names: Vec<_> = waiting.iter().map(CheckId::as_str).collect();
    let line = match names.as_slice() {
        [] => format!("{finished} of {all} checks finished"),
        names => format!("{finished} of {all} checks finished, waiting for {}", names.join(", ")),
    };
    if line.chars().count() <= WIDTH { line } else { line.chars().take(WIDTH - 1).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_fits_into_a_row() {
        let ids: Vec<CheckId> = (0..20).map(|number| format!("check-{number}").parse().unwrap()).collect();
        assert_eq!(line(1, 2, &ids[..1]), "1 of 2 checks finished, waiting for check-0");
        assert_eq!(line(0, 20, &ids).chars().count(), WIDTH);
    }
}

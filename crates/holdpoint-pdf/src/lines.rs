//! Texts broken into lines.

use crate::font::{Face, Faces};
use crate::style::Colour;

/// A piece of text in one face and colour. Its text is drawable: see [`Faces::drawable`].
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub bold: bool,
    pub ink: Colour,
    pub text: String,
}

/// A line of runs. What separates words at its end stays, so that whoever reads the text out of the file finds it.
pub type Line = Vec<Run>;

/// Breaks runs into lines.
///
/// * `width`, `size`: in points. A word that is wider than a line is broken anywhere.
pub fn broken(faces: &Faces, runs: &[Run], size: f32, width: f32) -> Vec<Line> {
    let mut breaking = Breaking { lines: vec![], line: vec![], used: 0.0, room: width / size };
    for run in runs {
        let face = if run.bold { &faces.bold } else { &faces.regular };
        for (place, line) in run.text.split('\n').enumerate() {
            if 0 < place {
                breaking.end();
            }
            line.split_inclusive(' ').for_each(|word| breaking.word(face, run, word));
        }
    }
    breaking.end();
    breaking.lines
}

struct Breaking {
    lines: Vec<Line>,
    line: Line,
    /// As a part of the size, as is `room`.
    used: f32,
    room: f32,
}

impl Breaking {
    fn end(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
        self.used = 0.0;
    }

    fn word(&mut self, face: &Face, run: &Run, word: &str) {
        let wide = face.width(word.trim_end());
        if self.room < self.used + wide && 0.0 < self.used {
            self.end();
        }
        if wide <= self.room {
            return self.push(run, word, face.width(word));
        }
        for character in word.chars() {
            let mut bytes = [0; 4];
            let text = character.encode_utf8(&mut bytes);
            let wide = face.width(text);
            if self.room < self.used + wide && 0.0 < self.used {
                self.end();
            }
            self.push(run, text, wide);
        }
    }

    fn push(&mut self, run: &Run, text: &str, wide: f32) {
        match self.line.last_mut() {
            Some(last) if last.bold == run.bold && last.ink == run.ink => last.text.push_str(text),
            _ => self.line.push(Run { text: text.to_owned(), ..run.clone() }),
        }
        self.used += wide;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::faces;
    use crate::style::INK;

    #[test]
    fn lines_are_as_wide_as_they_may_be_and_lose_nothing() {
        let faces = faces().unwrap();
        let long = "x".repeat(200);
        for text in ["", "one two three four five six seven eight nine ten", &long, "a\n\nb", " leading and trailing "] {
            let run = Run { bold: false, ink: INK, text: text.to_owned() };
            let lines = broken(faces, &[run], 10.0, 100.0);
            let words: Vec<String> = lines.iter().map(|line| line.iter().map(|run| run.text.as_str()).collect()).collect();
            assert_eq!(words.concat(), text.replace('\n', ""));
            for line in words {
                assert!(faces.regular.width(line.trim_end()) * 10.0 <= 100.001, "{line}");
            }
        }
    }
}

//! DejaVu Sans, regular and bold: Latin, Greek, Cyrillic, Armenian, Georgian, and signs. Where it comes from is in `font/README.md`.

use std::collections::HashMap;
use std::sync::OnceLock;

use holdpoint_domain::report::legible::{legible, spelled};
use krilla::text::Font;
use skrifa::MetadataProvider;
use skrifa::instance::{LocationRef, Size};

const REGULAR: &[u8] = include_bytes!("../font/DejaVuSans.ttf");
const BOLD: &[u8] = include_bytes!("../font/DejaVuSans-Bold.ttf");

/// What can be drawn one character after the other. The font has Hebrew and Arabic too, but those run the other way and join.
const DRAWN: &[(u32, u32)] = &[
    (0x20, 0x58f),
    (0x10a0, 0x10ff),
    (0x1d00, 0x200a),
    (0x2010, 0x2027),
    (0x202f, 0x205f),
    (0x2070, 0x2bff),
    (0x2c60, 0x2c7f),
    (0xa640, 0xa69f),
    (0xa720, 0xa7ff),
    (0xfb00, 0xfb06),
    (0xfffd, 0xfffd),
];

/// One face with its measures.
pub struct Face {
    pub font: Font,
    /// Glyph and advance, as a part of the size.
    glyphs: HashMap<char, (u32, f32)>,
}

/// Both faces.
pub struct Faces {
    pub regular: Face,
    pub bold: Face,
}

/// Read once. `None`: the files are damaged.
pub fn faces() -> Option<&'static Faces> {
    static FACES: OnceLock<Option<Faces>> = OnceLock::new();
    FACES.get_or_init(|| Some(Faces { regular: Face::read(REGULAR)?, bold: Face::read(BOLD)? })).as_ref()
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let read = skrifa::FontRef::new(bytes).ok()?;
        let (charmap, metrics) = (read.charmap(), read.glyph_metrics(Size::unscaled(), LocationRef::default()));
        let units = f32::from(read.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        let drawn = DRAWN.iter().flat_map(|(from, to)| (*from..=*to).filter_map(char::from_u32));
        let glyphs = drawn.filter_map(|character| {
            let glyph = charmap.map(character)?;
            // Glyph 0 stands for what is not there; PDF/A forbids it.
            (glyph.to_u32() != 0).then_some((character, (glyph.to_u32(), metrics.advance_width(glyph)? / units)))
        });
        Some(Self { font: Font::new(bytes.into(), 0)?, glyphs: glyphs.collect() })
    }

    /// A character's glyph and advance, as a part of the size.
    pub fn glyph(&self, character: char) -> Option<(u32, f32)> {
        self.glyphs.get(&character).copied()
    }

    /// How wide a text is, as a part of the size.
    pub fn width(&self, text: &str) -> f32 {
        text.chars().filter_map(|character| self.glyph(character)).map(|(_, advance)| advance).sum()
    }
}

impl Faces {
    /// A text of which both faces have every character; those that they lack are written as their number, `[U+6F22]`.
    pub fn drawable(&self, text: &str) -> String {
        let mut drawn = String::with_capacity(text.len());
        for character in legible(text).chars() {
            let there = character == '\n' || (self.regular.glyph(character).is_some() && self.bold.glyph(character).is_some());
            if there { drawn.push(character) } else { drawn.push_str(&spelled(character)) }
        }
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_font_lacks_is_written_out() {
        let faces = faces().unwrap();
        let cases = [
            ("Ünïcödé Ελληνικά Кириллица Հայերեն ქართული → ✓ €", "Ünïcödé Ελληνικά Кириллица Հայերեն ქართული → ✓ €"),
            ("漢", "[U+6F22]"),
            ("שלום", "[U+05E9][U+05DC][U+05D5][U+05DD]"),
            ("\u{202e}a\0", "[U+202E]a[U+0000]"),
            ("\u{e000}", "[U+E000]"),
            ("👍", "[U+1F44D]"),
        ];
        for (text, expected) in cases {
            assert_eq!(faces.drawable(text), expected);
        }
        assert!(faces.bold.width("decision") > faces.regular.width("decision"));
    }
}

//! Sizes, distances and colours. Lengths are in points, of which an inch has 72; `y` counts from the top.

/// A4: 210 by 297 mm.
pub const PAGE: (f32, f32) = (595.28, 841.89);
/// 18 mm: printers leave out less.
pub const MARGIN: f32 = 51.0;
/// Where the text ends; below it is the line at the foot.
pub const BOTTOM: f32 = PAGE.1 - MARGIN;
pub const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
/// Of the line at the foot.
pub const FOOT: f32 = PAGE.1 - 28.0;

/// From one baseline to the next, in sizes.
pub const LEADING: f32 = 1.4;
/// From the top of a line to its baseline, in sizes.
pub const ASCENT: f32 = 1.05;
pub const BODY: f32 = 9.0;
pub const SMALL: f32 = 7.5;
/// By level, from 1.
pub const HEADINGS: [f32; 4] = [18.0, 13.0, 10.5, 9.5];
/// Above a heading, by level.
pub const BEFORE: [f32; 4] = [0.0, 18.0, 12.0, 9.0];
/// Below each block.
pub const AFTER: f32 = 5.0;
/// What has to fit under a heading, or it begins the next page.
pub const KEEP: f32 = 48.0;
/// Of the terms beside what they are: so that a digest fits into one line.
pub const TERM: f32 = 88.0;
pub const BULLET: f32 = 11.0;
/// Between cells, and inside a coloured ground.
pub const GAP: f32 = 6.0;
/// Of the bar before a coloured ground.
pub const BAR: f32 = 4.0;
pub const HAIRLINE: f32 = 0.5;
/// The decision.
pub const STRONG: f32 = 15.0;

/// A colour, sRGB.
pub type Colour = (u8, u8, u8);
/// On white: contrast 17:1.
pub const INK: Colour = (0x16, 0x19, 0x1d);
/// On white: 8:1.
pub const MUTED: Colour = (0x45, 0x4f, 0x59);
/// Ids, digests and addresses. On white: 8:1.
pub const CODE: Colour = (0x1c, 0x45, 0x73);
pub const LINE: Colour = (0xc5, 0xcc, 0xd3);
pub const RAISED: Colour = (0xf4, 0xf6, 0xf8);
/// Words on their grounds: at least 6:1, as in the report's HTML.
pub const GOOD: (Colour, Colour) = ((0x0a, 0x5c, 0x32), (0xe2, 0xf4, 0xe9));
pub const BAD: (Colour, Colour) = ((0x9b, 0x15, 0x15), (0xfb, 0xe8, 0xe7));
pub const NOTE: (Colour, Colour) = ((0x6b, 0x42, 0x00), (0xfd, 0xf0, 0xd9));

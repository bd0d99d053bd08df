//! Lines put onto pages, each with the part of the document's structure that it belongs to.

use crate::font::Faces;
use crate::lines::{Line, Run, broken};
use crate::style::*;

/// What readers that speak, and searching programs, are told that a part is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// With its text, for the list of contents.
    Heading(u8, String),
    Paragraph,
    List,
    Item,
    Label,
    Body,
    Table,
    Row,
    HeadCell,
    Cell,
    Code,
}

/// The document's structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Group(Role, Vec<Node>),
    /// The lines with this number.
    Leaf(usize),
}

/// What is drawn on a page, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// * `leaf`: `None` is no part of the document: the foot.
    Text {
        leaf: Option<usize>,
        x: f32,
        y: f32,
        size: f32,
        run: Run,
    },
    Ground {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        colour: Colour,
    },
}

/// Where a heading stands: page, height, level, text.
pub type Place = (usize, f32, u8, String);

/// The document, laid out.
#[derive(Default)]
pub struct Laid {
    pub pages: Vec<Vec<Mark>>,
    pub structure: Vec<Node>,
    pub headings: Vec<Place>,
    /// How many leaves there are.
    pub leaves: usize,
}

/// A document being laid out.
pub struct Layout<'a> {
    pub faces: &'a Faces,
    laid: Laid,
    /// Where the next line begins.
    pub y: f32,
}

impl<'a> Layout<'a> {
    pub fn new(faces: &'a Faces) -> Self {
        let laid = Laid { pages: vec![vec![]], ..Laid::default() };
        Self { faces, laid, y: MARGIN }
    }

    pub fn leaf(&mut self) -> usize {
        self.laid.leaves += 1;
        self.laid.leaves - 1
    }

    pub fn push(&mut self, node: Node) {
        self.laid.structure.push(node);
    }

    /// Leaves room, except at the top of a page.
    pub fn space(&mut self, height: f32) {
        if MARGIN < self.y {
            self.y += height;
        }
    }

    /// Begins a new page unless so much fits onto this one.
    pub fn need(&mut self, height: f32) {
        if BOTTOM < self.y + height && MARGIN < self.y {
            self.laid.pages.push(vec![]);
            self.y = MARGIN;
        }
    }

    pub fn heading(&mut self, level: u8, text: &str) {
        let page = self.laid.pages.len().saturating_sub(1);
        self.laid.headings.push((page, self.y, level, text.to_owned()));
    }

    pub fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.laid.pages.last_mut() {
            page.push(mark);
        }
    }

    /// One line at the present height; the height stays.
    pub fn line(&mut self, leaf: usize, (x, size): (f32, f32), line: Line) {
        let (mut x, y) = (x, self.y + size * ASCENT);
        for run in line {
            let face = if run.bold { &self.faces.bold } else { &self.faces.regular };
            let wide = face.width(&run.text) * size;
            self.mark(Mark::Text { leaf: Some(leaf), x, y, size, run });
            x += wide;
        }
    }

    /// Lines below each other, over as many pages as they take.
    pub fn text(&mut self, leaf: usize, (x, width, size): (f32, f32, f32), runs: &[Run]) {
        for line in broken(self.faces, runs, size, width) {
            self.need(size * LEADING);
            self.line(leaf, (x, size), line);
            self.y += size * LEADING;
        }
    }

    /// Writes a line at the foot of every page, with its number.
    pub fn foot(&mut self, text: &str) {
        let pages = self.laid.pages.len();
        let text = self.faces.drawable(text);
        for (number, page) in self.laid.pages.iter_mut().enumerate() {
            let count = format!("page {} of {pages}", number + 1);
            let x = PAGE.0 - MARGIN - self.faces.regular.width(&count) * SMALL;
            for (x, text) in [(MARGIN, text.clone()), (x, count)] {
                page.push(Mark::Text { leaf: None, x, y: FOOT, size: SMALL, run: Run { bold: false, ink: MUTED, text } });
            }
        }
    }

    pub fn finish(self) -> Laid {
        self.laid
    }
}

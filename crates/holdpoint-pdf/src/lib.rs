//! A sign-off report as PDF/A-3a and PDF/UA-1, tagged, with the signed proof attached. Draws what the domain's outline says, and decides
//! nothing about it. Same input, same bytes.
//!
//! * [`font`]: the two faces of DejaVu Sans, and what is drawn for characters that they do not have.
//! * [`lines`]: texts broken into lines. [`page`]: lines put onto pages. [`blocks`]: headings, lists and tables as lines.
//! * [`draw`]: pages written as PDF by krilla, which refuses to write what PDF/A and PDF/UA forbid.
//! * [`style`]: sizes, distances and colours.

mod blocks;
mod draw;
mod font;
mod lines;
mod page;
mod style;

use holdpoint_domain::report::document::{Medium, document};
use holdpoint_domain::report::{Outline, bundle_name};

/// Why no PDF was made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    #[error("the PDF's fonts cannot be read; this build of holdpoint is damaged")]
    Font,
    /// krilla's own words, for who builds Holdpoint.
    #[error("the report cannot be written as PDF/A ({0}); take the HTML file instead")]
    Standard(String),
}

/// Writes a report as PDF.
///
/// * `bundle`: the bytes that the outline was made from; they are attached as they are.
/// * Errors: see [`PdfError`]; a text is never the reason.
pub fn pdf(outline: &Outline, bundle: Vec<u8>) -> Result<Vec<u8>, PdfError> {
    let faces = font::faces().ok_or(PdfError::Font)?;
    let mut layout = page::Layout::new(faces);
    for block in document(outline, Medium::WithProof) {
        blocks::lay(&mut layout, &block);
    }
    layout.foot(&format!("{}   {}", outline.launch, outline.bundle));
    let about = draw::About {
        title: outline.title(),
        issued_at: outline.issued_at,
        id: outline.bundle.to_string(),
        attachment: (bundle_name(outline.launch), bundle),
    };
    draw::write(layout.finish(), faces, about)
}

#[cfg(test)]
mod tests;

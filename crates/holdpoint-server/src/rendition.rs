//! A kept report in another form: PDF, Markdown or CSV, made whenever somebody asks. Nothing of it is stored, and the same report gives the
//! same bytes. The server and the command line both come here.

use holdpoint_domain::id::{Digest, LaunchId, Timestamp};
use holdpoint_domain::report::changes::Incomparable;
use holdpoint_domain::report::{Brief, Outline, Reading, Since, Unreadable, Vouched, csv, csv_name, markdown, markdown_name, pdf_name};
use holdpoint_pdf::{PdfError, pdf};

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// PDF/A-3, with the signed proof attached
    Pdf,
    /// Markdown, for tickets
    Md,
    /// CSV, for spreadsheets
    Csv,
}

impl Form {
    /// As it is named in addresses.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "pdf" => Some(Self::Pdf),
            "md" => Some(Self::Md),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    /// Its file's name.
    pub fn name(self, launch: LaunchId) -> String {
        match self {
            Self::Pdf => pdf_name(launch),
            Self::Md => markdown_name(launch),
            Self::Csv => csv_name(launch),
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Md => "text/markdown; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }
}

/// The launch's earlier report.
#[derive(Clone, Debug)]
pub enum Earlier {
    /// Nobody asked.
    Unasked,
    /// There is none.
    None,
    /// It was issued then, and is no longer kept.
    Gone(Timestamp, Digest),
    /// Its bundle.
    Bundle(Vec<u8>),
}

/// Why there is no rendition.
#[derive(Debug, thiserror::Error)]
pub enum NoRendition {
    #[error(transparent)]
    Report(Unreadable),
    #[error("the earlier report: {0}")]
    Earlier(Unreadable),
    #[error(transparent)]
    Incomparable(#[from] Incomparable),
    #[error(transparent)]
    Pdf(#[from] PdfError),
}

/// Makes a rendition.
///
/// * `bundle`: the bytes of the report itself.
/// * Errors: see [`NoRendition`].
pub fn render(form: Form, bundle: Vec<u8>, earlier: Earlier, vouched: Vouched) -> Result<Vec<u8>, NoRendition> {
    let outline = outline(&bundle, earlier, vouched)?;
    Ok(match form {
        Form::Md => markdown(&outline).into_bytes(),
        Form::Csv => csv(&outline),
        Form::Pdf => pdf(&outline, bundle)?,
    })
}

/// A report told for a ticket.
pub struct Told {
    pub outline: Outline,
    pub brief: Brief,
    pub markdown: String,
    pub pdf: Option<Vec<u8>>,
}

/// Tells a report for a ticket: in a few lines, as Markdown, and as PDF if that is asked for.
///
/// * Errors: see [`NoRendition`].
pub fn tell(bundle: Vec<u8>, earlier: Earlier, vouched: Vouched, with_pdf: bool) -> Result<Told, NoRendition> {
    let outline = outline(&bundle, earlier, vouched)?;
    let (brief, markdown) = (Brief::of(&outline), markdown(&outline));
    let pdf = if with_pdf { Some(pdf(&outline, bundle)?) } else { None };
    Ok(Told { outline, brief, markdown, pdf })
}

/// Tells a report in a few lines.
///
/// * Errors: the report cannot be read.
pub fn tell_briefly(bundle: &[u8]) -> Result<(Outline, Brief), NoRendition> {
    let outline = outline(bundle, Earlier::Unasked, Vouched::Issuer)?;
    let brief = Brief::of(&outline);
    Ok((outline, brief))
}

/// The outline alone stays in memory: of a large report the rest is several times as much.
fn outline(bundle: &[u8], earlier: Earlier, vouched: Vouched) -> Result<Outline, NoRendition> {
    let reading = Reading::open(bundle).map_err(NoRendition::Report)?;
    let then = match &earlier {
        Earlier::Bundle(bundle) => Some(Reading::open(bundle).map_err(NoRendition::Earlier)?),
        Earlier::Unasked | Earlier::None | Earlier::Gone(..) => None,
    };
    let since = match (&then, earlier) {
        (Some(then), _) => Since::Report(then),
        (None, Earlier::Gone(at, digest)) => Since::Gone(at, digest),
        (None, Earlier::None) => Since::First,
        (None, Earlier::Unasked | Earlier::Bundle(_)) => Since::Unasked,
    };
    Ok(Outline::of(&reading, since, vouched)?)
}

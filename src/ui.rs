//! Parts: values in, wishes out. They know the domain's words and nothing of pages, the network or the router.
//! Each part's styles are in the file beside it.

pub mod act;
pub mod afresh;
pub mod coded;
pub mod copy;
pub mod dialog;
pub mod drop;
pub mod field;
pub mod folded;
pub mod following;
pub mod icon;
pub mod meant;
pub mod moment;
pub mod person;
pub mod pieces;
pub mod problems;
pub mod progress;
pub mod reasons;
pub mod receipt;
pub mod remote;
pub mod segments;
pub mod tag;
pub mod tick;
pub mod toast;

pub use act::{About, Act};
pub use afresh::afresh;
pub use coded::coded;
pub use copy::Copy;
pub use dialog::Dialog;
pub use drop::{Drop, Dropped};
pub use field::{AreaField, SelectField, TextField};
pub use following::following;
pub use icon::{Glyph, Icon};
pub use meant::Meant;
pub use moment::{Day, Moment};
pub use person::Person;
pub use pieces::{Pieces, printing};
pub use problems::{ErrorSummary, Problems};
pub use progress::Progress;
pub use reasons::Reasons;
pub use receipt::{ReceiptCard, Unseen};
pub use remote::{Remote, Waiting};
pub use segments::Segments;
pub use tag::{GateTag, StandingTag, StatusTag};
pub use tick::Tick;
pub use toast::{Toast, ToastRegion, Toasts, UPDATE};

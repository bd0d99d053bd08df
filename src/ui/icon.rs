//! Small drawings, 16 units wide. Decoration only: the words beside them say the same. Styles: `style/base.css`.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    Check,
    Cross,
    Warn,
    Unknown,
    Clock,
    Link,
    Note,
    Receipt,
    Copy,
    Download,
    Back,
    Plus,
    Comment,
    /// Points down; the styles turn it.
    Fold,
    Brand,
}

impl Glyph {
    fn path(self) -> &'static str {
        match self {
            Glyph::Check => "M3 8.5l3.2 3.2L13 4.8",
            Glyph::Cross => "M4 4l8 8M12 4l-8 8",
            Glyph::Warn => "M8 2.2L14.4 13.4H1.6zM8 6.4v3.4M8 11.5v.3",
            Glyph::Unknown => "M5.4 5.8a2.6 2.6 0 1 1 3.9 2.3c-.9.5-1.3 1-1.3 1.9M8 12.6v.3",
            Glyph::Clock => "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM8 4.6V8l2.4 1.5",
            Glyph::Link => {
                "M6.6 9.4a2.8 2.8 0 0 0 4 0l2.2-2.2a2.8 2.8 0 0 0-4-4l-.8.8M9.4 6.6a2.8 2.8 0 0 0-4 0L3.2 8.8a2.8 2.8 0 0 0 4 4l.8-.8"
            }
            Glyph::Note => "M3.5 2.5h9v8l-3 3h-6zM5.5 5.5h5M5.5 8h5",
            Glyph::Receipt => "M3.8 1.8h8.4v12.4l-1.4-1-1.4 1-1.4-1-1.4 1-1.4-1-1.4 1zM6 5h4M6 7.6h4",
            Glyph::Copy => "M5.5 5.5h7v7.5h-7zM10.5 5.5V3h-7v7.5h2",
            Glyph::Download => "M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.2h10",
            Glyph::Back => "M9.8 3.2L5 8l4.8 4.8",
            Glyph::Plus => "M8 3v10M3 8h10",
            Glyph::Comment => "M2.5 3h11v8H7.6l-3 2.6V11H2.5z",
            Glyph::Fold => "M4 6.2l4 4 4-4",
            Glyph::Brand => "M8 1.5v4M8 10.5v4M1.5 8h13M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z",
        }
    }
}

#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=glyph.path() />
        </svg>
    }
}

//! A long list in pieces: only those near what is in sight have their rows, so that thousands of rows cost what a hundred do. The browser says
//! which pieces are near (`content-visibility`), and always counts the one with the focus among them. On paper all are drawn. Styles: `pieces.css`.

use leptos::ev::Custom;
use leptos::html::Ul;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::{each, following};

/// Rows of one piece.
const PIECE: usize = 25;

/// The least height of a row, and of what is above the list, in `rem`.
const ROW_REM: f64 = 1.9375;
const ABOVE_REM: f64 = 11.25;
/// Where a window does not say how high it is: more than fit into a high one.
const MANY: usize = 50;

/// Rows that are drawn before the browser has said what is in sight: as many as may be. Each one more holds up the first.
pub fn first() -> usize {
    in_sight((ABOVE_REM, ROW_REM))
}

/// The same for a list whose heights are known: of what is above it, and of a row, in `rem`.
pub fn in_sight(heights: (f64, f64)) -> usize {
    fitting(window_rem().unwrap_or(f64::NAN), heights)
}

fn fitting(window: f64, (above, row): (f64, f64)) -> usize {
    let rows = (window - above) / row;
    if rows.is_finite() { rows.clamp(1.0, MANY as f64).ceil() as usize } else { MANY }
}

/// How high the window is in `rem`: many have larger letters in their browser.
fn window_rem() -> Option<f64> {
    let height = window().inner_height().ok()?.as_f64()?;
    let style = window().get_computed_style(&document().document_element()?).ok()??;
    Some(height / js_sys::Number::parse_float(&style.get_property_value("font-size").ok()?))
}

/// The handler of the browser's word on a piece: whether it is far from what is in sight is in the event's `skipped`.
const NEARNESS: &str = "oncontentvisibilityautostatechange";

/// Asks an undrawn piece for its rows, at once: `dispatch_event` with this name.
pub const DRAW: &str = "draw";

/// What an undrawn piece matches.
pub const UNDRAWN: &str = ".rows[data-drawn=false]";

#[component]
pub fn Pieces(
    /// What stands for each row, in ascending order.
    rows: Memo<Vec<u32>>,
    /// Draws one, as a list item.
    row: Callback<u32, AnyView>,
    /// How many of the first rows are drawn at once, and stay so: what a filter finds is there in the first frame.
    #[prop(into)]
    first: Signal<usize>,
    /// This row is drawn wherever it is.
    #[prop(into)]
    kept: Signal<Option<u32>>,
    /// Of the element around the rows of each piece, beside its own.
    #[prop(default = "")]
    class: &'static str,
) -> impl IntoView {
    let on_paper = expect_context::<OnPaper>();
    let pieces = Memo::new(move |_| rows.with(Vec::len).div_ceil(PIECE) as u32);
    // A browser that tells nothing gets everything.
    let tells = js_sys::Reflect::has(&document(), &JsValue::from_str(NEARNESS)).unwrap_or(false);
    let piece = move |piece: u32| view! { <Piece piece={piece as usize} rows row near=!tells first kept on_paper class /> }.into_any();
    each(move || (0..pieces.get()).collect(), piece)
}

#[component]
fn Piece(
    piece: usize,
    rows: Memo<Vec<u32>>,
    row: Callback<u32, AnyView>,
    near: bool,
    first: Signal<usize>,
    kept: Signal<Option<u32>>,
    on_paper: OnPaper,
    class: &'static str,
) -> impl IntoView {
    let own = following(move || rows.with(|rows| rows.iter().skip(piece * PIECE).take(PIECE).copied().collect::<Vec<_>>()));
    let keeps = following(move || kept.get().is_some_and(|kept| own.with(|own| own.contains(&kept))));
    let near = RwSignal::new(near || keeps.get_untracked());
    let drawn = following(move || near.get() || on_paper.get() || piece * PIECE < first.get());
    let element = NodeRef::<Ul>::new();
    Effect::new(move |_| {
        if keeps.get() {
            near.set(true);
        }
    });
    // Another row may be higher.
    Effect::new(move |before: Option<()>| {
        own.track();
        if let (Some(()), Some(element)) = (before, element.get_untracked()) {
            _ = web_sys::HtmlElement::style(&element).remove_property("--height");
        }
    });
    let told = move |event: web_sys::Event| {
        let far = js_sys::Reflect::get(&event, &JsValue::from_str("skipped")).is_ok_and(|skipped| skipped.is_truthy());
        if let Some(element) = element.get_untracked().filter(|_| far && drawn.get_untracked()) {
            // So that what is further down stays where it is.
            let height = format!("{}px", element.offset_height());
            _ = web_sys::HtmlElement::style(&element).set_property("--height", &height);
        }
        near.set(!far || keeps.get_untracked());
    };
    view! {
        <ul
            class=format!("rows {class}")
            role="presentation"
            node_ref=element
            style=("--rows", move || own.with(Vec::len).to_string())
            data-drawn=move || drawn.get().to_string()
            on:contentvisibilityautostatechange=told
            on:draw=move |_: web_sys::Event| near.set(true)
        >
            {each(move || if drawn.get() { own.get() } else { Vec::new() }, move |place| row.run(place))}
        </ul>
    }
}

/// Whether the page is being put on paper, which shows what the screen leaves for later. Asked once, by the whole page: what is drawn for paper
/// comes too late to hear of it.
#[derive(Clone, Copy)]
pub struct OnPaper(ReadSignal<bool>);

impl OnPaper {
    pub fn ask() -> Self {
        let (printing, set_printing) = signal(false);
        let begins = window_event_listener(Custom::new("beforeprint"), move |_: web_sys::Event| set_printing.set(true));
        let ends = window_event_listener(Custom::new("afterprint"), move |_: web_sys::Event| set_printing.set(false));
        on_cleanup(move || {
            begins.remove();
            ends.remove();
        });
        Self(printing)
    }

    pub fn get(self) -> bool {
        self.0.get()
    }
}

#[cfg(test)]
mod tests {
    use super::{MANY, fitting};

    #[test]
    fn larger_letters_leave_room_for_fewer_rows() {
        let heights = (21.875, 2.6875);
        let at = |window_px: f64, rem_px: f64| fitting(window_px / rem_px, heights);
        assert_eq!((at(900.0, 16.0), at(900.0, 24.0), at(900.0, 12.0)), (13, 6, 20));
        assert_eq!((at(200.0, 16.0), at(9000.0, 16.0)), (1, MANY), "one at least, and no more than in a high window");
        assert_eq!((at(f64::NAN, 16.0), at(900.0, 0.0)), (MANY, MANY), "a browser that says nothing");
    }
}

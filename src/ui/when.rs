//! What is there as long as something is so. Leptos' own `Show` is a dozen functions for each condition and each view, and a browser compiles them one
//! by one where they are called first, so there is one kind for the first screen.

use leptos::prelude::*;

type Is = Box<dyn Fn() -> bool + Send + Sync>;
type Draw = Box<dyn Fn() -> AnyView + Send + Sync>;

/// * `is`: it is followed.
/// * `draw`: what is drawn whenever that begins to be so.
pub fn when(is: impl Fn() -> bool + Send + Sync + 'static, draw: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    drawn(Box::new(is), Box::new(draw))
}

fn drawn(is: Is, draw: Draw) -> AnyView {
    let is = Memo::new(move |_| is());
    (move || is.get().then(&draw)).into_any()
}

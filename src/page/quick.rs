//! For whoever works by the keyboard: the palette, which goes anywhere and does what can be done there, and single keys for what one does all day. Styles: `quick.css`.

mod choices;
mod deeds;
mod help;
mod keys;
mod list;
mod palette;
mod press;
mod rank;

use leptos::prelude::*;

use super::{LETTERS, here, takes_letters};
use crate::{keep, nav};
#[cfg(any(debug_assertions, feature = "design"))]
pub use choices::Known;
use help::Help;
use keys::Letters;
#[cfg(any(debug_assertions, feature = "design"))]
pub use palette::Find;
use palette::Palette;

#[component]
pub fn Quick() -> impl IntoView {
    let here = here();
    let (palette, help) = (here.palette, RwSignal::new(false));
    let letters: Letters = RwSignal::new(takes_letters());
    Effect::new(move |before: Option<bool>| {
        let on = letters.get();
        if before.is_some_and(|before| before != on) {
            keep::put_look(LETTERS, (!on).then_some("off"));
        }
        on
    });
    // A message that is told in one of them may lead elsewhere. The palette may be open already: it was asked for before its code was here.
    Effect::new(move |before: Option<()>| {
        here.nav.route();
        if before.is_some() {
            palette.set(false);
            help.set(false);
        }
    });
    keys::listen(here, letters, palette, help);
    nav::stay_in_place();
    view! {
        <Palette open=palette help />
        <Help open=help letters />
    }
}

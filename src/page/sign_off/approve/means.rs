//! With what somebody can sign: keys of their own, the password, or nothing yet.

use holdpoint_domain::account::KeyKind;
use leptos::prelude::*;

use crate::net::api::{self, Trouble};
use crate::page::Here;
use crate::route::Route;
use crate::ui::Remote;
use crate::{say, tell};

#[derive(Clone, Debug, PartialEq)]
pub struct Means {
    keys: Vec<KeyKind>,
    /// Asked for of who has no key only.
    password: bool,
}

async fn own() -> Result<Means, Trouble> {
    let keys = api::signing_keys().await?.into_iter().filter(|key| key.revoked_at.is_none());
    let keys: Vec<KeyKind> = keys.map(|key| key.kind).collect();
    let password = keys.is_empty() && api::account().await?.has_password;
    Ok(Means { keys, password })
}

/// One's own, as the server has them. As long as they are not known nobody is asked for a password, which the server would not take of who has a key.
#[derive(Clone, Copy)]
pub struct OwnMeans {
    here: Here,
    pub known: RwSignal<Remote<Means>>,
}

impl OwnMeans {
    pub fn of(here: Here) -> Self {
        let own = Self { here, known: RwSignal::new(Remote::Waiting) };
        own.look();
        own
    }

    pub fn look(self) {
        let here = self.here;
        Remote::load(self.known, async move { own().await.map_err(|trouble| here.trouble(&trouble)) });
    }

    /// They changed elsewhere since this page looked.
    pub fn look_after(self, trouble: &Trouble) {
        if matches!(trouble, Trouble::Refused(problem) if problem.kind.ends_with("/own-key-needed")) {
            self.look();
        }
    }

    pub fn are_known(self) -> bool {
        self.known.with(|known| known.here().is_some())
    }

    pub fn has(self, kind: KeyKind) -> bool {
        self.known.with(|known| known.here().is_some_and(|means| means.keys.contains(&kind)))
    }

    pub fn has_password(self) -> bool {
        self.known.with(|known| known.here().is_some_and(|means| means.password))
    }

    fn has_nothing(self) -> bool {
        self.are_known() && !self.has_password() && !self.has_key()
    }

    fn has_key(self) -> bool {
        self.has(KeyKind::Passkey) || self.has(KeyKind::Ssh)
    }
}

/// Where one's means to sign are made and revoked: for who has none, and for who cannot use theirs here.
#[component]
pub fn OtherMeans(own: OwnMeans) -> impl IntoView {
    let account = |words: &'static str| view! { <a href=Route::Account.to_string()>{words}</a> };
    view! {
        <Show when=move || own.has_nothing()>
            <p class="notice" data-testid="sign-no-means">{tell!("sign-no-means"; link = account(say!("sign-no-means-link")))}</p>
        </Show>
        <Show when=move || own.has_key()>
            <p class="aside" data-testid="sign-key-lost">{tell!("sign-key-lost"; link = account(say!("sign-key-lost-link")))}</p>
        </Show>
    }
}

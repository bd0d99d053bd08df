//! One's own account: ways to sign in, where one is signed in, recovery, API tokens, and what happened.

mod linked;
mod log;
mod look;
mod passkeys;
mod password;
mod proof;
mod recovery;
mod sessions;
mod signing;
mod tokens;

use std::future::Future;

use holdpoint_domain::id::{MemberId, Timestamp};
use holdpoint_domain::wire::AccountView;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Heading, Here, OidcNotice, here};
use crate::clock::{self, Ticking};
use crate::net::api::{self, PasskeyTrouble};
use crate::ui::{Problems, Remote, Waiting};
use crate::{say, words};

/// The account as the server has it, and what is done to it.
#[derive(Clone, Copy)]
pub struct Mine {
    here: Here,
    ticking: Ticking,
    view: RwSignal<Remote<AccountView>>,
    busy: RwSignal<bool>,
}

impl Mine {
    fn load(self) {
        Remote::load(self.view, async move {
            let mut view = api::account().await.map_err(|trouble| self.here.trouble(&trouble))?;
            view.proved_until = view.proved_until.map(|until| counts_until(until, clock::now()));
            Ok(view)
        });
    }

    /// Something of the account, as it is now.
    fn read<T>(self, of: impl Fn(&AccountView) -> T) -> Option<T> {
        self.view.with(|view| view.here().map(&of))
    }

    /// Whether a password or passkey was given within the last minutes.
    fn proved(self) -> bool {
        let now = self.ticking.get().max(clock::now());
        self.read(|view| view.proved_until).flatten().is_some_and(|until| now < until)
    }

    /// Why nothing can be pressed now: what was pressed before is on its way.
    fn waits(self) -> Option<String> {
        self.busy.get().then(|| say!("one-moment").to_owned())
    }

    /// Why what changes who may sign in cannot be pressed now.
    fn locked(self) -> Option<String> {
        self.waits().or_else(|| (!self.proved() && !self.renewing()).then(|| say!("account-confirm-first").to_owned()))
    }

    /// Signed in by recovery: a new password or passkey comes first.
    fn renewing(self) -> bool {
        self.here.ways.with(|ways| ways.renewal_needed)
    }

    /// Does something, then says so or what is wrong, and shows the account as it is then.
    fn act<E: Into<PasskeyTrouble>>(self, wish: impl Future<Output = Result<(), E>> + 'static, done: &'static str) {
        self.send(None::<Problems>, wish, done);
    }

    /// The same for a form, which says at its fields what is wrong.
    fn send<E: Into<PasskeyTrouble>>(
        self,
        form: impl Into<Option<Problems>>,
        wish: impl Future<Output = Result<(), E>> + 'static,
        done: &'static str,
    ) {
        let (form, me) = (form.into(), self.here.me_now());
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            match wish.await {
                Ok(()) => {
                    self.here.done(me, done);
                    self.refresh(me).await;
                }
                Err(trouble) => {
                    let trouble: PasskeyTrouble = trouble.into();
                    self.here.refused(me, form, (trouble.field(), &words::account::trouble(&trouble)));
                }
            }
            _ = self.busy.try_set(false);
            if self.view.try_with_untracked(|_| ()).is_some() {
                self.load();
            }
        });
    }

    /// A renewal that is done opens everything else.
    async fn refresh(self, me: Option<MemberId>) {
        if let Ok(session) = api::session().await {
            self.here.enter_anew(me, session);
        }
    }
}

/// Until when a proof counts on this page. The server names none that is over: a clock that says so is ahead, and what is asked for tells once it is.
fn counts_until(until: Timestamp, now: Timestamp) -> Timestamp {
    if until <= now { Timestamp::MAX } else { until }
}

#[component]
pub fn MyAccount() -> impl IntoView {
    let here = here();
    let mine = Mine { here, ticking: expect_context(), view: RwSignal::new(Remote::Waiting), busy: RwSignal::new(false) };
    mine.load();
    let loaded = Memo::new(move |_| mine.view.with(|view| view.here().is_some()));
    view! {
        <div class="narrow narrow--wide page account">
            <Heading words=say!("account-title") />
            <OidcNotice />
            <Show when=move || mine.renewing()>
                <p class="notice" data-kind="warn" role="alert" data-testid="renewal">
                    {say!("account-renew")}
                </p>
            </Show>
            <Waiting what=mine.view again=Callback::new(move |()| mine.load()) />
            <Show when=move || loaded.get()>
                <proof::Proof mine />
                <passkeys::Passkeys mine />
                <Show when=move || !mine.renewing()>
                    <signing::SigningKeys mine />
                </Show>
                <linked::Linked mine />
                <password::PasswordForm mine />
                <Show when=move || !mine.renewing()>
                    <recovery::Codes mine />
                    <sessions::Sessions mine />
                    <tokens::Tokens mine />
                    <look::Look />
                    <log::Log mine />
                </Show>
            </Show>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_ahead_keeps_nobody_from_their_account() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let until = at("2026-12-03T10:10:00Z");
        assert_eq!(counts_until(until, at("2026-12-03T10:00:00Z")), until);
        for ahead in ["2026-12-03T10:10:00Z", "2026-12-03T12:00:00Z"] {
            assert!(at("2027-12-03T12:00:00Z") < counts_until(until, at(ahead)), "{ahead}");
        }
    }
}

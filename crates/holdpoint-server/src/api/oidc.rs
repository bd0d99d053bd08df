//! `/api/oidc/…`: to the organisation's own sign-in and back. Browsers follow links here, so that every answer is a redirect within this
//! server or to the provider; what went wrong is a short code in the address, and its cause in the log under a reference.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use holdpoint_domain::account::{OidcTrouble, SignedInWith};
use holdpoint_domain::id::{ChallengeId, Digest, LaunchId, Timestamp};
use holdpoint_store::accounts::{Change, OpenSession, WayIn};
use holdpoint_store::{Account, StoreError};
use serde::Deserialize;
use uuid::Uuid;

use crate::app::App;
use crate::auth::oidc::{AuthRequest, Fault, Person, Provider, arrive};
use crate::auth::{Fresh, Visit, enter, secret};
use crate::error::ApiError;
use crate::limits;

const KIND: &str = "oidc";

/// `?to=LCH-1`
#[derive(Default, Deserialize)]
pub struct To {
    to: Option<LaunchId>,
}

/// What a provider sends a browser back with (RFC 6749, section 4.1.2; RFC 9207).
#[derive(Deserialize)]
pub struct Answer {
    state: String,
    code: Option<String>,
    iss: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

type Wish = Result<Query<To>, QueryRejection>;

/// `GET /api/oidc/{name}/start`: to the provider, to sign in.
pub async fn start(State(app): State<App>, from: (Visit, HeaderMap), Path(name): Path<String>, wish: Wish) -> Response {
    let to = wish.map(|Query(To { to })| to).unwrap_or_default();
    begin(&app, &from, &name, (false, to)).await.unwrap_or_else(|fault| back(&app, ("/sign-in", &name), &fault))
}

/// `GET /api/oidc/{name}/link`: the same, to link it with the account that is signed in. The session's cookie comes with links of our own
/// pages only, so that no other page can begin this.
pub async fn link(
    State(app): State<App>,
    insider: Result<Fresh, ApiError>,
    from: (Visit, HeaderMap),
    Path(name): Path<String>,
) -> Response {
    let begun = match insider {
        Ok(Fresh(_)) => begin(&app, &from, &name, (true, None)).await,
        Err(error) => Err(Fault::new(OidcTrouble::LinkEnded, format!("{error:?}"))),
    };
    begun.unwrap_or_else(|fault| back(&app, ("/account", &name), &fault))
}

/// `GET /api/oidc/callback`
pub async fn callback(State(app): State<App>, visit: Visit, headers: HeaderMap, answer: Result<Query<Answer>, QueryRejection>) -> Response {
    let (begun, answer) = match take(&app, &headers, answer).await {
        Ok(taken) => taken,
        Err(fault) => return back(&app, ("/sign-in", ""), &fault),
    };
    let done = finish(&app, visit, &begun, answer).await;
    // Who is signed in looks there for what came of it.
    let stays = begun.link || matches!(session_of(&app, begun.session).await, Ok(Some(_)));
    let place = if stays { "/account" } else { "/sign-in" };
    done.unwrap_or_else(|fault| back(&app, (place, &begun.provider), &fault))
}

/// Sends the browser to the provider, with a cookie that it comes back with.
async fn begin(
    app: &App,
    (visit, headers): &(Visit, HeaderMap),
    name: &str,
    (link, to): (bool, Option<LaunchId>),
) -> Result<Response, Fault> {
    let provider = app.oidc.named(name)?;
    let name = provider.settings.name.as_str();
    app.door.knock_from(visit.address).map_err(|_| Fault::new(OidcTrouble::TooMany, format!("from {}", visit.address)))?;
    someone_is_here(app).await?;
    let public = app.public_url();
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !link && public.split("://").nth(1) != Some(host.to_lowercase().as_str()) {
        // The provider sends everybody back to the public address: the cookie has to be of that one.
        let to = to.map(|launch| format!("?to={launch}")).unwrap_or_default();
        return Ok(see(&format!("{public}/api/oidc/{name}/start{to}"), None));
    }
    let browser = app.door.request_of(headers).map_or_else(secret, Ok)?;
    let id = ChallengeId(Uuid::new_v4());
    let afresh = !link && session_of(app, visit.session).await?.is_some_and(|open| !open.renew);
    let asked_at = Some(Timestamp::now());
    let asked = provider.ask(&app.egress, &redirect(app), (id, afresh)).await?;
    let begun = AuthRequest {
        provider: name.to_owned(),
        nonce: asked.nonce,
        verifier: asked.verifier,
        browser: Digest::of(browser.as_bytes()),
        session: visit.session,
        link,
        to,
        asked_at,
    };
    let row = serde_json::to_string(&begun).map_err(|error| Fault::new(OidcTrouble::Broken, error))?;
    let expires_at = Timestamp::now().saturating_add(limits::OIDC_REQUEST).unwrap_or(Timestamp::MAX);
    app.store.keep_challenge(id, KIND, row, expires_at).await?;
    Ok(see(&asked.url, Some(app.door.request_cookie(&browser))))
}

/// What the browser was sent for. Taken away: of many answers at once, one gets it.
async fn take(app: &App, headers: &HeaderMap, answer: Result<Query<Answer>, QueryRejection>) -> Result<(AuthRequest, Answer), Fault> {
    let state = |cause: &str| Fault::new(OidcTrouble::State, cause);
    let Query(answer) = answer.map_err(|error| state(&error.body_text()))?;
    let browser = app.door.request_of(headers).ok_or_else(|| state("the browser brings no cookie of a sign-in that it began"))?;
    let id: ChallengeId = answer.state.parse().map_err(|_| state("state is none of this server's"))?;
    let row = app.store.take_challenge(id, KIND, Timestamp::now()).await?;
    let row = row.ok_or_else(|| state("state is unknown, was answered before, or has expired"))?;
    let begun: AuthRequest = serde_json::from_str(&row).map_err(|error| Fault::new(OidcTrouble::Broken, error))?;
    if begun.browser != Digest::of(browser.as_bytes()) {
        return Err(state("state belongs to another browser"));
    }
    Ok((begun, answer))
}

/// The session that this browser had when it was sent away, if it is still open. Its cookie does not come along from another site.
async fn session_of(app: &App, session: Option<Digest>) -> Result<Option<OpenSession>, Fault> {
    match session {
        Some(session) => Ok(app.store.session(session, Timestamp::now()).await?),
        None => Ok(None),
    }
}

async fn finish(app: &App, visit: Visit, begun: &AuthRequest, answer: Answer) -> Result<Response, Fault> {
    let provider = app.oidc.named(&begun.provider)?;
    if let Some(error) = answer.error {
        let trouble = if error == "access_denied" { OidcTrouble::Cancelled } else { OidcTrouble::Refused };
        return Err(Fault::new(trouble, format!("{error:?}: {:?}", answer.error_description.unwrap_or_default())));
    }
    if answer.iss.as_deref().is_some_and(|iss| iss != provider.settings.issuer.as_str()) {
        return Err(Fault::new(OidcTrouble::Issuer, format!("iss of the callback is {:?}", answer.iss)));
    }
    let code = answer.code.ok_or_else(|| Fault::new(OidcTrouble::Token, "the callback brings neither code nor error"))?;
    let person = provider.redeem(&app.egress, (&redirect(app), code), begun).await?;
    // Only now: it may have ended meanwhile.
    let open = session_of(app, begun.session).await?;
    if begun.link {
        return link_to(app, visit, open, (provider, &person)).await;
    }
    someone_is_here(app).await?;
    let account = match &open {
        Some(open) => same_person(app, open, (provider, &person)).await?,
        None => arrive::account(app, &visit, (provider, &person)).await?,
    };
    let proof = match &open {
        Some(open) if !open.renew => Some((open.id, signed_in_since(begun, &person)?)),
        _ => None,
    };
    arrive::give_roles(app, &account, (&provider.settings, &person.groups)).await?;
    let launch = begun.to.map(|launch| format!("/launches/{launch}"));
    if let Some((session, at)) = proof {
        app.store.proved(session, at).await?;
        return Ok(see(launch.as_deref().unwrap_or("/account"), None));
    }
    let visit = Visit { session: begun.session, ..visit };
    let still = Change::StillOpens(WayIn::Identity(provider.identity(&person)));
    // Whom a provider lets in without asking has proved nothing of late.
    let proved_at = person.signed_in_at.map_or(Timestamp::UNIX_EPOCH, not_ahead);
    let cookie = enter::cookie(app, &visit, &account, (SignedInWith::Oidc, vec![still]), proved_at).await?;
    Ok(see(launch.as_deref().unwrap_or("/"), Some(cookie)))
}

/// When the person signed in at the provider, which has to be since they were sent there: whoever sits at the browser has its session.
///
/// * Errors: [`OidcTrouble::NoAuthTime`], [`OidcTrouble::NotAfresh`].
fn signed_in_since(begun: &AuthRequest, person: &Person) -> Result<Timestamp, Fault> {
    let no_time = || Fault::new(OidcTrouble::NoAuthTime, "ID token: it was asked for auth_time (max_age, prompt=login) and has none");
    let at = person.signed_in_at.ok_or_else(no_time)?;
    let asked_at = begun.asked_at.unwrap_or(Timestamp::MAX);
    if at < asked_at.saturating_sub(limits::OIDC_SKEW).unwrap_or(Timestamp::MAX) {
        return Err(Fault::new(OidcTrouble::NotAfresh, format!("ID token: auth_time is {at}, and prompt=login was asked at {asked_at}")));
    }
    Ok(not_ahead(at))
}

/// A provider's clock may be ahead.
fn not_ahead(at: Timestamp) -> Timestamp {
    at.min(Timestamp::now())
}

/// The account that is signed in, proved once more. Nobody becomes somebody else that way, and no account is made.
async fn same_person(app: &App, open: &OpenSession, (provider, person): (&Provider, &Person)) -> Result<Account, Fault> {
    let known = app.store.identified(provider.identity(person)).await?.filter(|known| known.id == open.account.id);
    known.ok_or_else(|| Fault::new(OidcTrouble::NotLinked, format!("{:?} is not linked with {}", person.subject, open.account.id)))
}

/// Links the identity with the account whose session began this, if that is still open.
async fn link_to(app: &App, visit: Visit, open: Option<OpenSession>, (provider, person): (&Provider, &Person)) -> Result<Response, Fault> {
    let account =
        open.filter(|open| !open.renew).ok_or_else(|| Fault::new(OidcTrouble::LinkEnded, "the session has ended meanwhile"))?.account;
    match app.store.change(visit.act(&account), vec![Change::LinkIdentity(provider.identity(person))]).await {
        Err(StoreError::NotAccepted(cause)) => return Err(Fault::new(OidcTrouble::Linked, cause.to_string())),
        other => other?,
    }
    Ok(see("/account", None))
}

/// A provider makes no first account: that one owns the server.
async fn someone_is_here(app: &App) -> Result<(), Fault> {
    match app.store.has_accounts().await? {
        true => Ok(()),
        false => Err(Fault::new(OidcTrouble::SetUpNeeded, "nobody has an account yet")),
    }
}

/// Where providers send browsers back to; registered with each of them.
fn redirect(app: &App) -> String {
    format!("{}/api/oidc/callback", app.public_url())
}

/// Back to a page of ours, which says what is wrong: `#CODE.REFERENCE.NAME`. What stands behind `#` is in no log on the way.
fn back(app: &App, (place, name): (&str, &str), fault: &Fault) -> Response {
    let reference = Uuid::new_v4().simple().to_string().split_off(24);
    let code = fault.trouble.code();
    // A name that is not configured is not repeated.
    let name = app.oidc.named(name).map_or("", |provider| provider.settings.name.as_str());
    tracing::warn!(reference, provider = name, code, cause = fault.cause, "a sign-in by OIDC did not work");
    see(&format!("{place}#{code}.{reference}.{name}"), None)
}

fn see(place: &str, cookie: Option<HeaderValue>) -> Response {
    let Ok(location) = HeaderValue::from_str(place) else {
        return ApiError::Internal("an address to redirect to is no header".into()).into_response();
    };
    let mut response = (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_signed_in_before_they_were_sent_there_proves_nothing() {
        let after = |seconds| Timestamp::now().saturating_add(jiff::SignedDuration::from_secs(seconds)).unwrap();
        let asked_at = after(-300);
        let cases = [
            (Some(asked_at), Some(-121), Err("not-afresh"), "by a session of the provider's"),
            (Some(asked_at), Some(-120), Ok(-120), "as far as clocks may differ"),
            (Some(asked_at), Some(60), Ok(60), "since then"),
            (Some(asked_at), None, Err("no-auth-time"), "the provider does not tell"),
            (None, Some(60), Err("not-afresh"), "an earlier build asked for nothing"),
        ];
        for (asked, signed_in, expected, about) in cases {
            let at = |seconds| asked_at.saturating_add(jiff::SignedDuration::from_secs(seconds)).unwrap();
            let (nonce, verifier, browser) = (String::new(), String::new(), Digest::of(b""));
            let begun =
                AuthRequest { provider: "Own".into(), nonce, verifier, browser, session: None, link: false, to: None, asked_at: asked };
            let (name, handle) = ("Cleo".to_owned(), "cleo".to_owned());
            let person = Person { subject: "u-1".into(), name, handle, groups: Vec::new(), signed_in_at: signed_in.map(at) };
            let found = signed_in_since(&begun, &person).map_err(|fault| fault.trouble.code());
            assert_eq!(found, expected.map(at), "{about}");
        }
        assert!(not_ahead(after(86_400)) <= Timestamp::now(), "a clock that is ahead gives no more time");
    }
}

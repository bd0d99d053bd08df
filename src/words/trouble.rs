//! Why the server gave no good answer, in the reader's language.

use holdpoint_domain::account::OidcTrouble;
use holdpoint_domain::wire::{OidcWay, Problem};

use super::fit::fit;
use super::refusal;
use crate::net::api::Trouble;
use crate::net::passkey::NoPasskey;
use crate::say;

/// The trouble as a sentence.
pub fn told(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Away => say!("trouble-away").into(),
        Trouble::Busy(why) => say!("trouble-busy", why = busy(why)),
        Trouble::SignedOut => say!("trouble-signed-out").into(),
        Trouble::Refused(told) => problem(told),
        Trouble::Outdated => say!("trouble-outdated").into(),
    }
}

/// What the server says is wrong. What this page does not know is told as the server tells it.
pub fn problem(problem: &Problem) -> String {
    known(problem).unwrap_or_else(|| problem.detail.clone())
}

fn known(problem: &Problem) -> Option<String> {
    let kind = problem.kind.strip_prefix("/problems/")?;
    let fixed = match (kind, problem.status) {
        ("wrong-password", 401) => say!("problem-wrong-name-or-password"),
        ("wrong-password", _) if problem.pointer.is_some() => say!("problem-wrong-password"),
        ("wrong-password", _) => say!("problem-wrong-password-of-approval"),
        ("wrong-code", _) => say!("problem-wrong-code"),
        ("own-key-needed", _) => say!("problem-own-key-needed"),
        ("no-signing-key", _) => say!("problem-no-signing-key"),
        ("no-statement", _) => say!("problem-no-statement"),
        ("renewal-needed", _) => say!("problem-renewal-needed"),
        ("proof-needed", _) => say!("problem-proof-needed"),
        ("pushed-only", _) => say!("problem-pushed-only"),
        ("drill-only", _) => say!("problem-drill-only"),
        ("nothing-to-drill", _) => say!("problem-nothing-to-drill"),
        ("id-taken", _) => say!("problem-id-taken"),
        ("template-exists", _) => say!("editor-exists"),
        ("template-lower", _) => say!("editor-lower"),
        ("not-signed", _) => say!("problem-not-signed"),
        ("own-waiver", _) => say!("refusal-own-waiver"),
        ("last-manager", _) => say!("refusal-last-manager"),
        ("no-connection", _) if problem.detail.starts_with("the launch") => say!("problem-no-connection"),
        ("no-connection", _) => say!("problem-connection-gone"),
        ("unreadable", status) => return Some(say!("trouble-unreadable", status = status.to_string())),
        ("bad-field" | "wrong-order", _) => return refusal::told_text(&problem.detail),
        _ => return None,
    };
    Some(fixed.to_owned())
}

/// Why the server cannot do it right now: its own sentence, or the status that stood in its place.
fn busy(why: &str) -> String {
    if let Some([status]) = fit("status {}", why) {
        return say!("trouble-status", status = status);
    }
    match why {
        "many checks of this launch are running; wait for them, then try again" => say!("problem-busy").into(),
        "The change is not saved. Your page keeps it and sends it again; tell the operator if this goes on." => {
            say!("problem-unavailable").into()
        }
        _ => why.to_owned(),
    }
}

/// Why a passkey gave no answer.
pub fn passkey(why: &NoPasskey) -> String {
    match why {
        NoPasskey::Insecure => say!("passkey-insecure").into(),
        NoPasskey::NotSupported => say!("passkey-not-supported").into(),
        NoPasskey::Cancelled => say!("passkey-cancelled").into(),
        NoPasskey::Known => say!("passkey-known").into(),
        NoPasskey::Refused(why) => say!("passkey-refused", why = why),
    }
}

/// Why a sign-in of the organisation's own did not work.
///
/// * `way`: as the server lists it; `None` when there is none of that name.
pub fn oidc(trouble: OidcTrouble, way: Option<&OidcWay>) -> String {
    let (p, claim) = match way {
        Some(way) => (way.name.as_str(), way.claim.as_str()),
        None => (say!("oidc-provider"), "groups"),
    };
    let told = match trouble {
        OidcTrouble::SetUpNeeded => say!("oidc-set-up-needed", p = p),
        OidcTrouble::NoProvider => say!("oidc-no-provider").into(),
        OidcTrouble::TooMany => say!("oidc-too-many").into(),
        OidcTrouble::Cancelled => say!("oidc-cancelled", p = p),
        OidcTrouble::Refused => say!("oidc-refused", p = p),
        OidcTrouble::State => say!("oidc-state").into(),
        OidcTrouble::Unreachable => say!("oidc-unreachable", p = p),
        OidcTrouble::BadProvider => say!("oidc-bad-provider", p = p),
        OidcTrouble::Client => say!("oidc-client", p = p),
        OidcTrouble::Code => say!("oidc-code", p = p),
        OidcTrouble::Issuer => say!("oidc-issuer", p = p),
        OidcTrouble::Audience => say!("oidc-audience", p = p),
        OidcTrouble::Signature => say!("oidc-signature", p = p),
        OidcTrouble::Nonce => say!("oidc-nonce", p = p),
        OidcTrouble::Token => say!("oidc-token", p = p),
        OidcTrouble::Clock => say!("oidc-clock", p = p),
        OidcTrouble::Groups => say!("oidc-groups", p = p, claim = claim),
        OidcTrouble::NameTaken => say!("oidc-name-taken", p = p),
        OidcTrouble::Linked => say!("oidc-linked", p = p),
        OidcTrouble::LinkEnded => say!("oidc-link-ended", p = p),
        OidcTrouble::Broken => say!("oidc-broken").into(),
    };
    // Only a provider without a name begins a sentence in lower case.
    crate::text::sentence(&told)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: [&str; 21] = [
        "set-up-needed",
        "no-provider",
        "too-many",
        "cancelled",
        "refused",
        "state",
        "unreachable",
        "bad-provider",
        "client",
        "code",
        "token-issuer",
        "token-audience",
        "token-signature",
        "token-nonce",
        "token",
        "clock",
        "groups",
        "name-taken",
        "linked",
        "link-ended",
        "broken",
    ];

    #[test]
    fn every_trouble_of_a_provider_reads_in_english_as_the_server_has_it() {
        let way = OidcWay { name: "Okta".into(), claim: "roles".into() };
        for code in CODES {
            let trouble = OidcTrouble::of(code).unwrap();
            assert_eq!(oidc(trouble, Some(&way)), trouble.words(Some(&way)), "{code}");
            assert_eq!(oidc(trouble, None), trouble.words(None), "{code}");
        }
    }

    #[test]
    fn a_problem_is_told_by_its_type_and_an_unknown_one_as_it_came() {
        let of = |kind: &str, status: u16, detail: &str| {
            problem(&Problem {
                kind: format!("/problems/{kind}"),
                title: String::new(),
                status,
                detail: detail.into(),
                pointer: None,
                conflict: None,
            })
        };
        let detail = "the name or the password is not right; check both";
        assert_eq!(of("wrong-password", 401, detail), detail);
        let detail = "reason is empty; write what a later reader needs to know";
        assert_eq!(of("bad-field", 422, detail), detail);
        let detail = "the moon is full; wait a night";
        assert_eq!(of("full-moon", 409, detail), detail);
        assert_eq!(of("bad-field", 422, detail), detail);
    }
}

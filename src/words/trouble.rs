//! Why the server gave no good answer, in the reader's language.

use holdpoint_domain::account::OidcTrouble;
use holdpoint_domain::wire::{OidcWay, Problem};

use super::{Value, refusal};
use crate::net::api::Trouble;
use crate::net::passkey::NoPasskey;
use crate::say;

/// The trouble as a sentence.
pub fn told(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Away => say!("trouble-away").into(),
        Trouble::Busy(told) if trouble.is_anothers() => problem(told),
        Trouble::Busy(told) => say!("trouble-busy", why = problem(told)),
        Trouble::SignedOut(_) => say!("trouble-signed-out").into(),
        Trouble::Refused(told) => problem(told),
        Trouble::Outdated => say!("trouble-outdated").into(),
    }
}

/// What the server says is wrong: a refusal by its parts, else by the problem's type and case, for each of which `tests/words/main.rs` holds a message.
/// What this page does not know is told as the server tells it.
pub fn problem(problem: &Problem) -> String {
    if let Some(conflict) = &problem.conflict {
        return refusal::conflict(conflict);
    }
    if let (Some(first), Some(count)) = (&problem.reason, problem.numbers.get("count")) {
        return refusal::not_ready(first, *count);
    }
    refusal::of_problem(problem).or_else(|| by_type(problem)).unwrap_or_else(|| problem.detail.clone())
}

fn by_type(problem: &Problem) -> Option<String> {
    let kind = problem.kind.strip_prefix("/problems/")?;
    let status = problem.status;
    match (kind, &problem.case) {
        // What a proxy answered, or nobody knows who.
        ("unreadable", _) if matches!(status, 408 | 429 | 500..) => return Some(say!("trouble-status", status = status.to_string())),
        ("unreadable", _) => return Some(say!("trouble-unreadable", status = status.to_string())),
        ("bad-field", None) => return None,
        _ => {}
    }
    let id = ["problem", kind].into_iter().chain(problem.case.as_deref()).collect::<Vec<_>>().join("-");
    let numbers: Vec<_> = problem.numbers.iter().map(|(name, number)| (name.as_str(), Value::from(*number))).collect();
    super::named(&id, &numbers)
}

/// Why a passkey gave no answer.
pub fn passkey(why: &NoPasskey) -> String {
    match why {
        NoPasskey::Insecure => say!("passkey-insecure").into(),
        NoPasskey::NotSupported => say!("passkey-not-supported").into(),
        NoPasskey::Cancelled => say!("passkey-cancelled").into(),
        NoPasskey::NotMade => say!("passkey-not-made").into(),
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
        OidcTrouble::NotLinked => say!("oidc-not-linked", p = p),
        OidcTrouble::LinkEnded => say!("oidc-link-ended", p = p),
        OidcTrouble::NoAuthTime => say!("oidc-no-auth-time", p = p),
        OidcTrouble::NotAfresh => say!("oidc-not-afresh", p = p),
        OidcTrouble::Broken => say!("oidc-broken").into(),
    };
    // Only a provider without a name begins a sentence in lower case.
    crate::text::sentence(&told)
}

#[cfg(test)]
mod tests {
    use holdpoint_domain::launch::{Reason, Why};

    use super::*;

    #[test]
    fn an_answer_without_a_problem_is_told_as_somebody_elses() {
        let of = |status| Box::new(Problem { kind: "/problems/unreadable".into(), status, ..Problem::default() });
        for (status, trouble) in [(413, Trouble::Refused(of(413))), (403, Trouble::Refused(of(403))), (200, Trouble::Busy(of(200)))] {
            let said = told(&trouble);
            assert!(said.starts_with("Status"), "{said}");
            assert!(said.contains(&format!("Status {status}")) && said.contains("a proxy before it"), "{said}");
        }
    }

    const CODES: [&str; 24] = [
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
        "not-linked",
        "link-ended",
        "no-auth-time",
        "not-afresh",
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

    fn of(kind: &str, case: Option<&str>, status: u16, detail: &str) -> Problem {
        let numbers = [("seconds".to_owned(), 7), ("most".to_owned(), 2_000)].into();
        let (kind, case, detail) = (format!("/problems/{kind}"), case.map(str::to_owned), detail.to_owned());
        Problem { kind, status, case, detail, numbers, ..Problem::default() }
    }

    const BEING_UPDATED: &str =
        "the server is being updated, and what answered is of another version than this page; try again in a minute, or reload the page";

    #[test]
    fn a_problem_is_told_by_its_type_and_case_and_an_unknown_one_as_it_came() {
        let known = [
            ("wrong-password", Some("sign-in"), 401, "the name or the password is not right; check both"),
            ("wrong-password", None, 403, "the password is not right; nothing was changed"),
            ("bad-field", Some("shape"), 422, BEING_UPDATED),
            ("not-found", Some("address"), 404, BEING_UPDATED),
            ("no-connection", Some("gone"), 409, "holdpoint.toml no longer has this launch's connection; choose another"),
        ];
        for (kind, case, status, detail) in known {
            assert_eq!(problem(&of(kind, case, status, "in other words")), detail, "{kind} {case:?}");
        }
        for (kind, detail) in
            [("bad-field", "reason is empty; write what a later reader needs to know"), ("full-moon", "the moon is full; wait a night")]
        {
            assert_eq!(problem(&of(kind, None, 422, detail)), detail);
        }
        assert_eq!(problem(&of("bad-field", None, 422, "is no moon")), "is no moon");
    }

    #[test]
    fn what_a_problem_counts_is_in_its_sentence() {
        let told = told(&Trouble::Busy(Box::new(of("too-many-checks", None, 429, ""))));
        assert!(told.starts_with("The server cannot do this right now: ") && told.contains("in 7 s"), "{told}");
    }

    #[test]
    fn a_store_that_does_not_answer_is_told_to_who_reads_as_well() {
        let told = told(&Trouble::Busy(Box::new(of("unavailable", None, 503, ""))));
        assert!(told.starts_with("The server cannot do this right now: what it keeps cannot be read or written"), "{told}");
    }

    /// Edits of a launch wait for the server, and are told of elsewhere.
    #[test]
    fn what_a_server_does_not_do_now_is_to_be_asked_for_again_and_waits_nowhere() {
        for trouble in [Trouble::Away, Trouble::Busy(Box::new(of("unavailable", None, 503, "")))] {
            let told = told(&trouble);
            assert!(told.to_lowercase().contains("try again"), "{told}");
            assert!(["kept", "sent", "sends"].iter().all(|word| !told.contains(word)), "{told}");
        }
    }

    #[test]
    fn a_launch_that_is_not_ready_is_told_by_its_first_reason() {
        let mut told = of("not-ready", None, 409, "in other words");
        told.numbers.insert("count".into(), 3);
        told.reason = Some(Box::new(Reason { item: None, check: None, why: Why::EvidenceMissing { title: "Backups".into() } }));
        let words = "the launch is not ready to be signed: “Backups” is ticked without evidence. (3 reasons in all). Settle what is left, then sign";
        assert_eq!(problem(&told), words);
    }

    #[test]
    fn an_answer_that_says_nothing_is_told_by_its_status() {
        assert_eq!(problem(&of("unreadable", None, 500, "")), "status 500");
        assert!(problem(&of("unreadable", None, 418, "")).contains("418"));
    }
}

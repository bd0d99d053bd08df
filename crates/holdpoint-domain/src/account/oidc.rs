//! Why a sign-in of the organisation's own did not work: a closed list of short codes for addresses, each with its sentence.

use crate::wire::OidcWay;

macro_rules! troubles {
    ($($(#[$doc:meta])* $name:ident = $code:literal: $words:literal;)*) => {
        /// Why somebody is not signed in, as far as they are told. The cause is in the server's log, under a reference.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum OidcTrouble {
            $($(#[$doc])* $name,)*
        }

        impl OidcTrouble {
            const ALL: &[(OidcTrouble, &str, &str)] = &[$((OidcTrouble::$name, $code, $words)),*];
        }
    };
}

// In the sentences, `{p}` is the provider and `{claim}` its claim of groups.
troubles! {
    SetUpNeeded = "set-up-needed":
        "Nobody has an account on this server yet, and {p} makes no first one. Open the set-up link that the server printed when it started.";
    NoProvider = "no-provider": "This server has no sign-in of that name. Go on with one that is listed here.";
    TooMany = "too-many": "There were too many attempts. Wait a minute, then try again.";
    Cancelled = "cancelled":
        "The sign-in was stopped at {p}, or {p} does not let you use Holdpoint. Try again; if it stops again, ask whoever runs {p} to let you in.";
    Refused = "refused": "{p} refused the request. Tell the operator of this server: its log has the reason.";
    /// Unknown, answered before, too old, or of another browser: a guesser is not told which.
    State = "state":
        "This sign-in was answered already, took longer than ten minutes, or was begun in another browser. Begin again here.";
    Unreachable = "unreachable":
        "This server cannot reach {p}. Try again in a minute; if it lasts, tell the operator, who may have to name it in [egress] allow.";
    BadProvider = "bad-provider": "What {p} says of itself or of you cannot be used. Tell the operator: the log says what is wrong with it.";
    Client = "client": "{p} does not accept this server's client id or secret. Tell the operator to correct them in holdpoint.toml.";
    Code = "code": "{p} did not accept the code that it gave. Begin again; if it lasts, tell the operator.";
    Issuer = "token-issuer": "The answer is of another issuer than {p}. Nothing was accepted; tell the operator.";
    Audience = "token-audience": "The answer of {p} is meant for another application. Nothing was accepted; tell the operator to compare the client id.";
    Signature = "token-signature": "The answer is not signed with a key of {p}. Nothing was accepted; tell the operator.";
    Nonce = "token-nonce": "The answer of {p} belongs to another sign-in. Nothing was accepted; begin again here.";
    Token = "token": "The answer of {p} is not complete or not well formed. Nothing was accepted; tell the operator.";
    Clock = "clock":
        "The answer of {p} has expired or is from the future. Begin again; if it lasts, tell the operator to compare the clocks of this server and of {p}.";
    Groups = "groups":
        "Your account at {p} is in none of the groups that may sign in here; they are read from the claim “{claim}”. Ask whoever manages your groups to add you, then begin again.";
    /// No account is taken over because a name or an e-mail address is equal.
    NameTaken = "name-taken":
        "An account of your name is here already, and it is not taken over. If it is yours, sign in to it as before and link {p} on your account page; if not, ask the server's owner.";
    Linked = "linked": "This sign-in of {p} belongs to another account here. Sign in with it instead, or choose another account at {p}.";
    /// Who is signed in gave another identity: nobody becomes somebody else that way, and no second account is made.
    NotLinked = "not-linked":
        "{p} is not linked with the account that is signed in here, so it proves nothing. Link it with this account first, or sign out and then sign in with it.";
    LinkEnded = "link-ended":
        "{p} was not linked: confirm first that it is you, on your account page, and finish within ten minutes.";
    /// Asked for a new sign-in, the provider does not say when there was one.
    NoAuthTime = "no-auth-time":
        "{p} does not tell when you signed in to it, so it cannot prove that it is you now. Confirm with a password or passkey; if you have neither, ask the server's owner for a recovery link, and set one. The operator may let {p} send the claim auth_time, or set sessions_prove.";
    /// Asked for a new sign-in, it answered from a session.
    NotAfresh = "not-afresh":
        "{p} let you through without asking who you are, so it proves nothing now. Sign out at {p} and try again, or confirm with a password or passkey.";
    Broken = "broken": "Something broke on the server. Try again; if it lasts, tell the operator.";
}

impl OidcTrouble {
    /// As addresses and logs have it.
    pub fn code(self) -> &'static str {
        self.row().1
    }

    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == code).map(|(trouble, ..)| *trouble)
    }

    /// What is wrong and what to do.
    ///
    /// * `way`: as the server lists it; `None` when there is none of that name.
    pub fn words(self, way: Option<&OidcWay>) -> String {
        let (name, claim) = way.map_or(("the provider", "groups"), |way| (&way.name, &way.claim));
        let words = self.row().2.replace("{p}", name).replace("{claim}", claim);
        // Only a provider without a name begins a sentence in lower case.
        words.strip_prefix("the ").map(|rest| format!("The {rest}")).unwrap_or(words)
    }

    fn row(self) -> (OidcTrouble, &'static str, &'static str) {
        // The table has every trouble, in the order of the enum.
        Self::ALL.get(self as usize).copied().unwrap_or((self, "broken", ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_and_has_a_sentence_with_a_next_step() {
        let way = OidcWay { name: "Okta".into(), claim: "roles".into() };
        for (trouble, code, _) in OidcTrouble::ALL {
            assert_eq!((OidcTrouble::of(code), trouble.code()), (Some(*trouble), *code));
            assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code}: short, and for addresses as it is");
            for words in [trouble.words(Some(&way)), trouble.words(None)] {
                assert!(words.starts_with(char::is_uppercase) && words.ends_with('.') && !words.contains(['{', '}']), "{words}");
            }
        }
        assert_eq!(OidcTrouble::of("hello"), None);
        assert!(OidcTrouble::Groups.words(Some(&way)).contains("claim “roles”"));
    }
}

//! What accounts, links, keys and imports do not allow: each with a stable word for programs, and its sentence.

use std::fmt;

/// `Name "its-case" "the sentence";`
macro_rules! objections {
    ($($name:ident $case:literal $words:literal;)*) => {
        /// Why something was not accepted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Objection {
            $($name,)*
        }

        impl Objection {
            /// A stable word for programs.
            pub fn case(self) -> &'static str {
                match self {
                    $(Objection::$name => $case,)*
                }
            }
        }

        impl fmt::Display for Objection {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Objection::$name => $words,)*
                })
            }
        }
    };
}

objections! {
    CodeUsed "code-used" "this recovery code was used already; use another one";
    CommandElsewhere "command-elsewhere" "one of its commands was answered for another launch here";
    ErasedInIt "erased-in-it" "somebody who was erased here has their name in it, and would have it here again; erase them where it comes from, and export it anew";
    InviterMayNot "inviter-may-not" "who invited you may no longer invite anybody, or may no longer give the role that this link is for; ask for a new one";
    LaunchThere "launch-there" "there is a launch of this number already, and an import replaces nothing";
    LinkGone "link-gone" "this link was used already, has expired, or is incomplete; ask for a new one";
    KeyChanged "key-changed" "what you sign in with was changed meanwhile; sign in with what it is now";
    ManyInvites "many-invites" "500 of your invites are open; withdraw one, or wait until they expire";
    ManyPasskeys "many-passkeys" "this account has 20 passkeys; remove one that you no longer use";
    ManySigningKeys "many-signing-keys" "this account has 20 keys for approvals; revoke one that you no longer use";
    ManyTokens "many-tokens" "this account has 50 API tokens; revoke one that is no longer used";
    NameHere "name-here" "an account of this name is here already; sign in to it another way, then link this sign-in on its account page";
    NameTaken "name-taken" "somebody here has this name already; choose another, such as with a surname";
    NobodyYet "nobody-yet" "nobody has an account here yet; the set-up link makes the first";
    NotCreated "not-created" "a launch begins with its creation";
    OnlyOwner "only-owner" "this is the server's only owner; make somebody else an owner first: holdpoint person owner NAME";
    OnlyWayIn "only-way-in" "this is the only way to sign in to this account; add another one first";
    PasskeyKnown "passkey-known" "this passkey is enrolled already; sign in with it";
    RecoveryGone "recovery-gone" "this link was used already, has expired or is incomplete; ask the server's owner for a new one";
    SetUpAlready "set-up-already" "this server is set up already; ask its owner for an invite";
    SignInLinked "sign-in-linked" "this sign-in is linked to an account already; sign in with it instead";
    SigningKeyKnown "signing-key-known" "this key is or was enrolled for approvals already; enrol another one";
}

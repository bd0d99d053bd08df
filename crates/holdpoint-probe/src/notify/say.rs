//! Why a message was not taken, in sentences. They name no address: they are shown to people of the launch.

use holdpoint_domain::sentences;

sentences! {
    secret() "the secret that holdpoint.toml refers to cannot be read";
    policy() "the operator's outbound policy or its rule about secrets refuses the address";
    no_answer(failure) "{failure}";
    status(status) "the receiver answered with status {status}";
    mail(code) "the mail server said {code}";
    mail_offer() "the mail server does not offer STARTTLS, or no way to sign in that is known here";
    unwritable() "the message cannot be written as an e-mail; look at the addresses in holdpoint.toml";
    left_out(refused, all, code) "the mail server took it, and refused {refused} of {all} receivers: it said {code} to the first of them";
    no_channel() "holdpoint.toml no longer has this channel";
    unreadable() "this build cannot read the message";
}

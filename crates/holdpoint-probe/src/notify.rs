//! Messages to people: a `POST` to a webhook, whose address is a secret, or an e-mail by SMTP. Only vetted addresses are dialled.

mod say;

use std::fmt;

use http::header;
use lettre::Message;
use lettre::address::Envelope;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands;
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter, ServerInfo};
use lettre::transport::smtp::response::Code;

use holdpoint_domain::check::{Method, ProbeFailure};
use holdpoint_domain::sentence::{Said, Sentence};

use crate::egress::{Bounds, Egress, Field, MailPlace, Request, Target};
use crate::http::common_headers;
use crate::limits;
use crate::secret::SecretRef;

/// How a mail server is spoken to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailServer {
    pub place: MailPlace,
    /// The user's name and password; never sent without TLS.
    pub login: Option<(String, SecretRef)>,
}

/// One e-mail in plain text.
#[derive(Clone, Debug)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    pub subject: String,
    pub text: String,
    /// The same in each attempt, so that a receiver can tell a repetition: becomes the `Message-ID`.
    pub id: String,
    /// Another attempt follows: it is handed over to nobody while a receiver is refused only for now. Whoever it went to would get it twice then.
    pub patient: bool,
}

/// Why a message was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    Secret,
    Refused,
    Failed(ProbeFailure),
    Status(u16),
    Mail(u16),
    MailOffer,
    Unwritable,
    /// The operator took the channel away.
    NoChannel,
    /// Another version of the server made the message.
    Unreadable,
}

/// Receivers whom the mail server refused, while it took the e-mail for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub refused: usize,
    pub all: usize,
    pub code: u16,
}

impl LeftOut {
    /// The sentence with its kind and values.
    pub fn said(self) -> Sentence {
        say::left_out(self.refused, self.all, self.code)
    }
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.said().fmt(f)
    }
}

impl std::error::Error for NotSent {}

impl NotSent {
    /// The sentence with its kind and values.
    pub fn said(self) -> Sentence {
        match self {
            NotSent::Secret => say::secret(),
            NotSent::Refused => say::policy(),
            NotSent::Failed(failure) => say::no_answer(Said::words(failure.to_string())),
            NotSent::Status(status) => say::status(status),
            NotSent::Mail(code) => say::mail(code),
            NotSent::MailOffer => say::mail_offer(),
            NotSent::Unwritable => say::unwritable(),
            NotSent::NoChannel => say::no_channel(),
            NotSent::Unreadable => say::unreadable(),
        }
    }

    /// Whether another attempt would end the same.
    pub fn is_final(self) -> bool {
        match self {
            NotSent::Status(status) => !matches!(status, 408 | 425 | 429 | 500..),
            // RFC 4954, section 6: who signs in is not believed, or has to sign in. The operator mends the password as they mend a secret.
            NotSent::Mail(530 | 535) => false,
            // RFC 5321, section 4.2.1: 5yz is a permanent negative completion.
            NotSent::Mail(code) => 500 <= code,
            NotSent::MailOffer | NotSent::Unwritable | NotSent::NoChannel | NotSent::Unreadable => true,
            // The operator may mend these while the message waits.
            NotSent::Secret | NotSent::Refused | NotSent::Failed(_) => false,
        }
    }
}

/// Whether this is an address that mail can go from or to.
pub fn is_mailbox(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

/// Posts JSON to the address that a secret holds: over https, or to a place on this machine that the operator allowed.
///
/// * `id`: sent as `X-Holdpoint-Delivery`, the same in each attempt.
/// * Errors: anything but an answer from 200 to 299, of which the head counts.
pub async fn post(egress: &Egress, url: &SecretRef, body: String, id: &str) -> Result<(), NotSent> {
    let url = url.resolve().await.map_err(|cause| {
        tracing::warn!(%cause, "a webhook's address cannot be had");
        NotSent::Secret
    })?;
    let target = Target::parse(url.expose(), egress.policy()).map_err(|denial| {
        tracing::warn!(%denial, "a webhook's address is refused");
        NotSent::Refused
    })?;
    if !egress.policy().may_carry_secret(&target) {
        tracing::warn!(host = target.host_header(), "a webhook's address is a secret, which goes over https only");
        return Err(NotSent::Refused);
    }
    // Bound to the origin: so the whole request, whose path is a secret, goes over TLS or to this machine.
    let kind = Field::secret("application/json", "application/json".into(), target.origin().clone()).ok_or(NotSent::Unwritable)?;
    let id = Field::plain(id).ok_or(NotSent::Unwritable)?;
    let mut headers = common_headers();
    headers.extend([(header::CONTENT_TYPE, kind), (http::HeaderName::from_static("x-holdpoint-delivery"), id)]);
    let request = Request { method: Method::Post.into(), target, headers, body: Some(body.into()) };
    let bounds = Bounds { head: limits::EXCHANGE, bytes: limits::BODY_BYTES as u64, body: limits::AFTER_TAKEN };
    let answer = egress.stream(request, bounds).await.map_err(|failure| match failure {
        ProbeFailure::Refused => NotSent::Refused,
        failure => NotSent::Failed(failure),
    })?;
    let status = answer.status;
    // The head tells whether it was taken. A body that breaks off or does not end makes nothing of that untrue: sent again it would be there twice.
    let _ = answer.whole().await;
    if (200..300).contains(&status) { Ok(()) } else { Err(NotSent::Status(status)) }
}

/// Hands one e-mail to the operator's mail server.
///
/// * Returns who was left out: a receiver whose mailbox is gone silences nobody else.
/// * Errors: it took it for nobody, or is asked again soon for one whom it refuses only for now.
pub async fn mail(egress: &Egress, server: &MailServer, mail: &Mail) -> Result<Option<LeftOut>, NotSent> {
    let bytes = written(mail)?;
    let (envelope, bytes) = (bytes.envelope().clone(), bytes.formatted());
    let talk = async {
        let stream = egress.mail_stream(&server.place).await?;
        let hello = ClientId::default();
        let mut connection = AsyncSmtpConnection::connect_with_transport(stream, &hello).await.map_err(told)?;
        if let Some((name, password)) = &server.login {
            let password = password.resolve().await.map_err(|cause| {
                tracing::warn!(%cause, "the mail server's password cannot be had");
                NotSent::Secret
            })?;
            let credentials = Credentials::new(name.clone(), password.expose().to_owned());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await.map_err(told)?;
        }
        let taken = hand_over(&mut connection, (&envelope, &bytes), mail.patient).await;
        Ok::<_, NotSent>((connection, taken))
    };
    let talked = tokio::time::timeout(limits::MAIL, talk).await.unwrap_or(Err(NotSent::Failed(ProbeFailure::TimedOut)));
    let (mut connection, taken) = talked?;
    // Taken is taken, however the server says goodbye, and whether it does.
    let _ = tokio::time::timeout(limits::AFTER_TAKEN, connection.quit()).await;
    taken
}

/// One transaction, for the receivers whom the server takes: lettre's own gives all of them up at the first that it refuses.
async fn hand_over(
    connection: &mut AsyncSmtpConnection,
    (envelope, bytes): (&Envelope, &[u8]),
    patient: bool,
) -> Result<Option<LeftOut>, NotSent> {
    let parameters = parameters(connection.server_info(), envelope, bytes)?;
    connection.command(commands::Mail::new(envelope.from().cloned(), parameters)).await.map_err(told)?;
    let (all, mut refused) = (envelope.to().len(), Vec::new());
    for receiver in envelope.to() {
        if let Err(cause) = connection.command(commands::Rcpt::new(receiver.clone(), Vec::new())).await {
            // Without a code it is the connection that failed.
            let Some(code) = cause.status() else { return Err(told(cause)) };
            tracing::warn!(%cause, "the mail server refuses a receiver of an e-mail");
            refused.push(number(code));
        }
    }
    // A receiver who is refused for now (4yz) makes another attempt worth while.
    if let Some(code) = refused.iter().copied().min().filter(|code| refused.len() == all || patient && *code < 500) {
        return Err(NotSent::Mail(code));
    }
    connection.command(commands::Data).await.map_err(told)?;
    connection.message(bytes).await.map_err(told)?;
    Ok(refused.first().map(|code| LeftOut { refused: refused.len(), all, code: *code }))
}

/// What the server has to know beforehand of an e-mail that is not all ASCII.
///
/// * Errors: it does not know it.
fn parameters(server: &ServerInfo, envelope: &Envelope, bytes: &[u8]) -> Result<Vec<MailParameter>, NotSent> {
    let mut addresses = envelope.from().into_iter().chain(envelope.to());
    let ascii = addresses.all(|address| AsRef::<str>::as_ref(address).is_ascii());
    let body = MailParameter::Body(MailBodyParameter::EightBitMime);
    let cases = [(ascii, Extension::SmtpUtfEight, MailParameter::SmtpUtfEight), (bytes.is_ascii(), Extension::EightBitMime, body)];
    let needed = cases.into_iter().filter(|(is_plain, ..)| !is_plain);
    needed.map(|(_, extension, parameter)| server.supports_feature(extension).then_some(parameter).ok_or(NotSent::MailOffer)).collect()
}

fn written(mail: &Mail) -> Result<Message, NotSent> {
    let unwritable = |_| NotSent::Unwritable;
    let from: Mailbox = mail.from.parse().map_err(unwritable)?;
    let domain = from.email.domain().to_owned();
    let mut builder = Message::builder().from(from).message_id(Some(format!("<{}@{domain}>", mail.id)));
    for to in &mail.to {
        builder = builder.to(to.parse().map_err(unwritable)?);
    }
    let built = builder.subject(mail.subject.clone()).header(ContentType::TEXT_PLAIN).body(mail.text.clone());
    built.map_err(|_| NotSent::Unwritable)
}

fn told(cause: lettre::transport::smtp::Error) -> NotSent {
    tracing::warn!(%cause, "an e-mail was not taken");
    match cause.status() {
        Some(code) => NotSent::Mail(number(code)),
        None if cause.is_timeout() => NotSent::Failed(ProbeFailure::TimedOut),
        None if cause.is_client() => NotSent::MailOffer,
        None if cause.is_response() => NotSent::Failed(ProbeFailure::BadAnswer),
        None => NotSent::Failed(ProbeFailure::Unreachable),
    }
}

fn number(code: Code) -> u16 {
    code.into()
}

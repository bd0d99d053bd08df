//! A request before it is sent: what goes on the wire, and what a receipt shows of it.

use std::collections::BTreeMap;

use bytes::Bytes;
use holdpoint_domain::check::{BodySeen, Method, SentRequest};
use holdpoint_domain::id::Digest;
use http::{HeaderName, HeaderValue};
use http_body_util::Full;
use zeroize::Zeroizing;

use super::Denial;
use super::target::{Origin, Scheme, Target};
use super::vetted::VettedAddr;

/// A header's value.
pub(crate) struct Field {
    wire: HeaderValue,
    shown: String,
    /// Where alone it may go. `None`: it is no secret.
    bound_to: Option<Origin>,
    /// The part of it that must not be told, such as a signature: an answer may repeat it.
    hidden: Option<Zeroizing<String>>,
}

impl Field {
    /// `None` when it contains what no header may.
    pub(crate) fn plain(text: &str) -> Option<Self> {
        let wire = HeaderValue::from_str(text).ok()?;
        Some(Self { wire, shown: text.into(), bound_to: None, hidden: None })
    }

    /// A value that is sent, but shown as something else: a signature would let a reader try keys.
    pub(crate) fn shown_as(text: &str, shown: String) -> Option<Self> {
        let mut wire = HeaderValue::from_str(text).ok()?;
        wire.set_sensitive(true);
        // Behind the scheme: `Bearer …`, `sha1=…`.
        let hidden = text.split_once([' ', '=']).map_or(text, |(_, rest)| rest);
        Some(Self { wire, shown, bound_to: None, hidden: Some(Zeroizing::new(hidden.to_owned())) })
    }

    /// Whether it may go there: a secret goes to its own origin only.
    pub(crate) fn belongs_to(&self, origin: &Origin) -> bool {
        self.bound_to.as_ref().is_none_or(|own| own == origin)
    }

    /// A value that contains a secret.
    pub(crate) fn secret(text: &str, shown: String, bound_to: Origin) -> Option<Self> {
        Some(Self { bound_to: Some(bound_to), ..Self::shown_as(text, shown)? })
    }
}

/// What is asked: checks know three of these, tickets are written with the others too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
}

pub(crate) struct Request {
    pub(crate) method: Verb,
    pub(crate) target: Target,
    pub(crate) headers: Vec<(HeaderName, Field)>,
    pub(crate) body: Option<Bytes>,
}

impl Request {
    /// What a receipt shows, before anything is known of the answer.
    pub(super) fn shown(&self) -> SentRequest {
        let mut headers: BTreeMap<_, _> = self.headers.iter().map(|(name, field)| (name.to_string(), field.shown.clone())).collect();
        headers.insert("host".into(), self.target.host_header());
        SentRequest::new(self.method.wire().as_str(), self.target.to_string(), headers)
    }

    /// What must not be told of it.
    pub(super) fn hidden(&self) -> Vec<Zeroizing<String>> {
        self.headers.iter().filter_map(|(_, field)| field.hidden.clone()).collect()
    }

    pub(super) fn body_seen(&self) -> Option<BodySeen> {
        let body = self.body.as_ref()?;
        Some(BodySeen { bytes: u64::try_from(body.len()).unwrap_or(u64::MAX), digest: Digest::of(body) })
    }

    /// Whether its secrets may travel to these addresses.
    ///
    /// Errors: [`Denial::SecretElsewhere`], [`Denial::SecretOverHttp`].
    pub(super) fn check_secrets(&self, addresses: &[VettedAddr]) -> Result<(), Denial> {
        for (_, field) in &self.headers {
            let Some(own) = &field.bound_to else { continue };
            let host = self.target.host_header();
            if own != self.target.origin() {
                return Err(Denial::SecretElsewhere { own: own.to_string(), host });
            }
            let stays_here = addresses.iter().all(VettedAddr::is_explicit_loopback);
            if self.target.scheme() != Scheme::Https && !stays_here {
                return Err(Denial::SecretOverHttp { host });
            }
        }
        Ok(())
    }

    /// The message for the wire.
    ///
    /// Errors: none for a checked target; hyper's type demands one.
    pub(super) fn wire(self) -> Result<http::Request<Full<Bytes>>, http::Error> {
        let mut builder = http::Request::builder()
            .method(self.method.wire())
            .uri(self.target.path())
            .header(http::header::HOST, self.target.host_header());
        for (name, field) in self.headers {
            builder = builder.header(name, field.wire);
        }
        if matches!(self.method, Verb::Post | Verb::Put | Verb::Patch) {
            builder = builder.header(http::header::CONTENT_LENGTH, self.body.as_ref().map_or(0, Bytes::len));
        }
        builder.body(Full::from(self.body.unwrap_or_default()))
    }
}

impl Verb {
    fn wire(self) -> http::Method {
        match self {
            Verb::Get => http::Method::GET,
            Verb::Head => http::Method::HEAD,
            Verb::Post => http::Method::POST,
            Verb::Put => http::Method::PUT,
            Verb::Patch => http::Method::PATCH,
            Verb::Delete => http::Method::DELETE,
        }
    }
}

impl From<Method> for Verb {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Verb::Get,
            Method::Head => Verb::Head,
            Method::Post => Verb::Post,
        }
    }
}

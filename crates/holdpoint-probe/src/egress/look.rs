//! A look at a server's certificate: a handshake that comes to its end whatever the certificate says, and nothing after it.
//!
//! The one place where a server that is not believed is spoken to. It is safe because the connection is closed right behind the
//! handshake: no request, and so no secret, can travel on it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use holdpoint_domain::check::{ProbeFailure, SentRequest};
use holdpoint_domain::id::Digest;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, ProtocolVersion, SignatureScheme};
use tokio::time::Instant;
use tokio_rustls::TlsConnector;

use super::target::Target;
use super::{Egress, tls};
use crate::limits;

/// What was seen, and what a receipt shows of it.
pub(crate) struct Look {
    pub(crate) sent: SentRequest,
    pub(crate) handshake: Result<Handshake, ProbeFailure>,
    /// From vetting to the end of the handshake.
    pub(crate) latency: Duration,
}

/// A handshake that came to its end: the server has the key of the first certificate.
pub(crate) struct Handshake {
    pub(crate) protocol: &'static str,
    /// As the server sent them, its own first: DER.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    /// What is wrong with the chain; `None`: it would be believed.
    pub(crate) fault: Option<Fault>,
}

/// Why a certificate is not believed. A closed list, like the failures of probes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Expired,
    NotYetValid,
    WrongName,
    UnknownIssuer,
    Revoked,
    Unacceptable,
}

impl Fault {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Fault::Expired => "expired",
            Fault::NotYetValid => "not yet valid",
            Fault::WrongName => "for another name",
            Fault::UnknownIssuer => "from an unknown issuer",
            Fault::Revoked => "revoked",
            Fault::Unacceptable => "not acceptable",
        }
    }

    fn of(cause: &rustls::Error) -> Self {
        let rustls::Error::InvalidCertificate(cause) = cause else { return Fault::Unacceptable };
        match cause {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Fault::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Fault::NotYetValid,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Fault::WrongName,
            CertificateError::UnknownIssuer => Fault::UnknownIssuer,
            CertificateError::Revoked => Fault::Revoked,
            _ => Fault::Unacceptable,
        }
    }
}

impl Egress {
    /// Shakes hands with a server over TLS, within all limits, and sends it nothing. Only vetted addresses are dialled.
    pub(crate) async fn look(&self, target: &Target) -> Look {
        let headers = BTreeMap::from([("host".to_owned(), target.host_header())]);
        let mut sent = SentRequest::new("TLS", target.to_string(), headers);
        let _permit = self.0.permits.acquire().await;
        let since = Instant::now();
        let handshake = match tokio::time::timeout_at(since + limits::EXCHANGE, self.shake(target, &mut sent)).await {
            Ok(handshake) => handshake,
            Err(_) => Err(ProbeFailure::TimedOut),
        };
        Look { sent, handshake, latency: since.elapsed() }
    }

    async fn shake(&self, target: &Target, sent: &mut SentRequest) -> Result<Handshake, ProbeFailure> {
        let addresses = self.vet(target).await.map_err(|denial| {
            tracing::debug!(%denial, "refused");
            denial.failure()
        })?;
        sent.allowed_by_operator = addresses.iter().any(|address| address.allowed_by().is_some());
        let name = tls::server_name(target).ok_or(ProbeFailure::Tls)?;
        let witness = Arc::new(Witness { judge: Arc::clone(&self.0.trust.judge), verdict: Mutex::default() });
        let judge: Arc<dyn ServerCertVerifier> = witness.clone();
        let config = tls::Trust::judged_by(judge).map_err(|_| ProbeFailure::Tls)?;
        let stream = self.dial(&addresses, sent).await?;
        let stream = TlsConnector::from(config).connect(name, stream).await.map_err(|cause| {
            tracing::debug!(%cause, "no handshake");
            ProbeFailure::Tls
        })?;
        let connection = stream.get_ref().1;
        let chain = connection.peer_certificates().map(<[_]>::to_vec).unwrap_or_default();
        sent.tls_fingerprint = chain.first().map(|leaf| Digest::of(leaf));
        let protocol = match connection.protocol_version() {
            Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
            Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
            _ => return Err(ProbeFailure::Tls),
        };
        let verdict = witness.verdict.lock().unwrap_or_else(PoisonError::into_inner).take();
        // Without a verdict nothing was verified.
        let fault = verdict.unwrap_or(Some(Fault::Unacceptable));
        Ok(Handshake { protocol, chain, fault })
    }
}

/// Lets every certificate pass, and remembers what the judge said of it. Signatures of the handshake are verified all the same.
#[derive(Debug)]
struct Witness {
    judge: Arc<WebPkiServerVerifier>,
    /// `Some(None)`: nothing is wrong with it.
    verdict: Mutex<Option<Option<Fault>>>,
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verdict = self.judge.verify_server_cert(own, others, name, ocsp, now);
        let fault = verdict.err().map(|cause| Fault::of(&cause));
        *self.verdict.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.judge.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.judge.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.supported_verify_schemes()
    }
}

//! Whom we believe: Mozilla's roots, this machine's, and a file of the operator's. Certificates are always verified.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::ServerCertVerifier;
use rustls::client::{Resumption, WebPkiServerVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};

use super::EgressError;
use super::target::{Host, Target};

/// How servers are believed.
pub(super) struct Trust {
    /// For requests: who is not believed gets none.
    pub(super) config: Arc<ClientConfig>,
    /// The judge of `config`, for looking at a certificate without sending anything.
    pub(super) judge: Arc<WebPkiServerVerifier>,
}

impl Trust {
    /// TLS 1.2 and 1.3, HTTP/1.1, no session resumption.
    ///
    /// Errors: [`EgressError::Roots`] when the operator's file cannot be read or holds no certificate.
    pub(super) fn new(extra_roots: Option<&Path>) -> Result<Self, EgressError> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        let native = rustls_native_certs::load_native_certs();
        for cause in &native.errors {
            tracing::debug!(%cause, "a root certificate of this machine was not read");
        }
        roots.add_parsable_certificates(native.certs);
        if let Some(path) = extra_roots {
            add_file(&mut roots, path)?;
        }
        let judge = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider())
            .build()
            .map_err(|cause| EgressError::Tls(cause.to_string()))?;
        let mut config = builder()?.with_webpki_verifier(Arc::clone(&judge)).with_no_client_auth();
        prepare(&mut config);
        Ok(Self { config: Arc::new(config), judge })
    }

    /// Like `config`, but with another judge.
    ///
    /// Errors: [`EgressError::Tls`], which `new` would have had before.
    pub(super) fn judged_by(judge: Arc<dyn ServerCertVerifier>) -> Result<Arc<ClientConfig>, EgressError> {
        let mut config = builder()?.dangerous().with_custom_certificate_verifier(judge).with_no_client_auth();
        prepare(&mut config);
        Ok(Arc::new(config))
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, EgressError> {
    let builder = ClientConfig::builder_with_provider(provider());
    builder.with_safe_default_protocol_versions().map_err(|cause| EgressError::Tls(cause.to_string()))
}

fn prepare(config: &mut ClientConfig) {
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // A resumed session would not show its certificate again.
    config.resumption = Resumption::disabled();
}

fn add_file(roots: &mut RootCertStore, path: &Path) -> Result<(), EgressError> {
    let failed = |why: String| EgressError::Roots { path: PathBuf::from(path), why };
    let certificates = CertificateDer::pem_file_iter(path).map_err(|cause| failed(cause.to_string()))?;
    let mut count = 0;
    for certificate in certificates {
        let certificate = certificate.map_err(|cause| failed(cause.to_string()))?;
        roots.add(certificate).map_err(|cause| failed(cause.to_string()))?;
        count += 1;
    }
    if count == 0 {
        return Err(failed("it holds no certificate".into()));
    }
    Ok(())
}

/// The name that the server's certificate must be for. `None` cannot happen for a checked target.
pub(super) fn server_name(target: &Target) -> Option<ServerName<'static>> {
    match target.host() {
        Host::Name(name) => ServerName::try_from(name.clone()).ok(),
        Host::Address(address) => Some(ServerName::from(*address)),
    }
}

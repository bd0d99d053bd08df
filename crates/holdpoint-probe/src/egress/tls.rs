//! Whom we believe: Mozilla's roots, this machine's, and a file of the operator's. Certificates are always verified.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};

use super::EgressError;
use super::target::{Host, Target};

/// TLS 1.2 and 1.3, HTTP/1.1, no session resumption.
///
/// Errors: [`EgressError::Roots`] when the operator's file cannot be read or holds no certificate.
pub(super) fn client_config(extra_roots: Option<&Path>) -> Result<Arc<ClientConfig>, EgressError> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let native = rustls_native_certs::load_native_certs();
    for cause in &native.errors {
        tracing::debug!(%cause, "a root certificate of this machine was not read");
    }
    roots.add_parsable_certificates(native.certs);
    if let Some(path) = extra_roots {
        add_file(&mut roots, path)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|cause| EgressError::Tls(cause.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // A resumed session would not show its certificate again.
    config.resumption = Resumption::disabled();
    Ok(Arc::new(config))
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

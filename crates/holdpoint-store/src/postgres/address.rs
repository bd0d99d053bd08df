//! Where the database is, and how it is spoken to. Its URL may hold a password: no error repeats it.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::{SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::StoreError;

/// What the database itself puts an end to: nobody waits for ever, and a replica that stands still holds no launch for long.
const LIMITS: &str = "-c statement_timeout=10s -c lock_timeout=8s -c idle_in_transaction_session_timeout=10s";

#[derive(Clone)]
pub struct Address {
    pub config: Config,
    pub tls: MakeRustlsConnect,
}

impl Address {
    /// * `url`: as `psql` takes it; `sslmode=verify-full` and `sslrootcert=FILE` are understood too.
    /// * Errors: [`StoreError::Unusable`], which says what to correct and repeats nothing of the URL.
    pub fn parse(url: &str) -> Result<Self, StoreError> {
        let bad = |why: String| {
            StoreError::Unusable(format!(
                "the database's URL is not understood: {why}; write postgres://USER@HOST/NAME?sslmode=verify-full"
            ))
        };
        if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(bad("it does not begin with postgres://".into()));
        }
        let Taken { url, mode, roots } = take(url).map_err(bad)?;
        let mut config: Config = url.parse().map_err(|error: tokio_postgres::Error| bad(super::pool::told(&error)))?;
        if let Some(mode) = mode {
            config.ssl_mode(mode);
        }
        let options = [config.get_options().unwrap_or_default(), LIMITS].join(" ");
        config.options(options.trim()).application_name("holdpoint");
        config.connect_timeout(Duration::from_secs(3)).tcp_user_timeout(Duration::from_secs(10));
        config.keepalives_idle(Duration::from_secs(10)).keepalives_interval(Duration::from_secs(3)).keepalives_retries(3);
        // After a failover, of several hosts only the one that may be written to.
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        Ok(Self { config, tls: tls(roots.as_deref())? })
    }
}

struct Taken {
    url: String,
    mode: Option<SslMode>,
    roots: Option<String>,
}

/// Takes out what the driver does not know. Certificates are verified in every mode that has some: there is no weaker one.
fn take(url: &str) -> Result<Taken, String> {
    let Some((place, query)) = url.split_once('?') else {
        return Ok(Taken { url: url.to_owned(), mode: None, roots: None });
    };
    let (mut mode, mut roots, mut rest) = (None, None, Vec::new());
    for pair in query.split('&') {
        match pair.split_once('=') {
            Some(("sslmode", "disable")) => mode = Some(SslMode::Disable),
            Some(("sslmode", "allow" | "prefer")) => mode = Some(SslMode::Prefer),
            Some(("sslmode", "require" | "verify-ca" | "verify-full")) => mode = Some(SslMode::Require),
            Some(("sslmode", _)) => return Err("sslmode is disable, prefer, require or verify-full".into()),
            Some(("sslrootcert", file)) => roots = Some(file.replace("%2F", "/")),
            _ => rest.push(pair),
        }
    }
    let url = if rest.is_empty() { place.to_owned() } else { format!("{place}?{}", rest.join("&")) };
    Ok(Taken { url, mode, roots })
}

/// Trusts who this machine trusts; with `roots`, whom that file names and nobody else.
fn tls(roots: Option<&str>) -> Result<MakeRustlsConnect, StoreError> {
    let mut trusted = RootCertStore::empty();
    match roots {
        Some(file) => {
            let unusable = |why: &dyn std::fmt::Display| {
                StoreError::Unusable(format!(
                    "sslrootcert {file}: {why}; name a PEM file with the certificate of who certified the database"
                ))
            };
            for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unusable(&error))? {
                let certificate = certificate.map_err(|error| unusable(&error))?;
                trusted.add(certificate).map_err(|error| unusable(&error))?;
            }
            if trusted.is_empty() {
                return Err(unusable(&"it holds no certificate"));
            }
        }
        None => _ = trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs),
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.map_err(|error| StoreError::Unusable(format!("TLS cannot be used: {error}")))?;
    Ok(MakeRustlsConnect::new(config.with_root_certificates(trusted).with_no_client_auth()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_url_is_told_without_its_password() {
        let cases = [
            ("mysql://ann:hunter2@db/holdpoint", "begin with postgres://"),
            ("postgres://ann:hunter2@db/holdpoint?sslmode=maybe", "sslmode is"),
            ("postgres://ann:hunter2@db:port/holdpoint", "not understood"),
            ("postgres://ann:hunter2@db/holdpoint?hunter2=1", "not understood"),
            ("postgres://ann:hunter2@db/holdpoint?sslrootcert=/nowhere.pem", "/nowhere.pem"),
        ];
        for (url, expected) in cases {
            let error = Address::parse(url).err().unwrap().to_string();
            assert!(error.contains(expected), "{url}: {error}");
            assert!(!error.contains("ann:hunter2"), "{error}");
        }
    }

    #[test]
    fn every_mode_with_tls_verifies() {
        for (mode, expected) in [("disable", SslMode::Disable), ("require", SslMode::Require), ("verify-full", SslMode::Require)] {
            let address = Address::parse(&format!("postgres://ann@db/holdpoint?sslmode={mode}&connect_timeout=1")).unwrap();
            assert_eq!(address.config.get_ssl_mode(), expected, "{mode}");
        }
        let address = Address::parse("postgresql:///holdpoint?host=/run/postgresql&options=-c%20search_path%3Done").unwrap();
        assert_eq!(address.config.get_options().unwrap(), format!("-c search_path=one {LIMITS}"));
    }
}
